/* What a visitor was told is true, whatever the disk and the power do.
 *
 * Each act is done with the power going before each of its changes of the disk, and with each
 * change failing; see tests/faults/store_acts for what is then checked. Of long acts a part of the
 * points is taken; FULL=1 in the environment takes all of them, with ten times the seeds. Each
 * checker is shown a planted bug as well, and must see it.
 */
#include "app/store/store_round.h"
#include "app/store/store_vote.h"
#include "tests/faults/store_acts.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tally { /* of one sweep */
    size_t points, problems;
    char first[600]; /* the first problem */
};

static void note(struct tally *tally, const struct act *act, const char *problem,
                 const struct world *w, uint64_t n, const char *how)
{
    tally->points++;
    if (problem != NULL && tally->problems++ == 0) {
        snprintf(tally->first, sizeof(tally->first), "%s: %s (change %u, %s, at %s; told: %s)",
                 act->name, problem, (unsigned)n, how, io_fault_last(w->rig.disk), w->err.msg);
    }
}

static void add(struct tally *sum, const struct tally *part)
{
    if (sum->problems == 0 && part->problems > 0) {
        memcpy(sum->first, part->first, sizeof(sum->first));
    }
    sum->points += part->points;
    sum->problems += part->problems;
}

static void assert_clean(const struct tally *tally)
{
    if (tally->problems > 0) {
        fail_msg("%zu of %zu points: %s", tally->problems, tally->points, tally->first);
    }
}

static bool is_full(void)
{
    return getenv("FULL") != NULL;
}

static unsigned seeds(unsigned few)
{
    return is_full() ? few * 10 : few;
}

/* A planted bug need be seen once. */
static bool is_seen(const struct tally *tally, enum store_bug bug)
{
    return bug != BUG_NONE && tally->problems > 0;
}

/* The point after n: every one of the first `dense`, then ever fewer. */
static uint64_t after(uint64_t n, uint64_t dense)
{
    return n + (is_full() || n < dense ? 1 : 1 + n / dense);
}

/* ---- the power ------------------------------------------------------------------------------ */

enum how { HOW_CUT, HOW_KILLED, HOW_CUT_TWICE };

/* The power goes before change n of the act; false when the act has no such change. */
static bool cut_at(struct tally *tally, const struct act *act, uint64_t n, uint64_t seed,
                   enum how how, enum store_bug bug)
{
    static const char *const names[] = {"cut", "killed", "cut twice"};
    struct world w;

    world_init(&w);
    store_plant(w.store, bug);
    io_fault_power_at(w.rig.disk, n);
    bool confirmed = act->run(&w);
    bool was_off = io_fault_is_off(w.rig.disk);
    if (how == HOW_KILLED) {
        io_fault_power_at(w.rig.disk, 1); /* the tidy end of the program does not happen */
        store_close(w.store);
        io_fault_restart(w.rig.disk);
    } else {
        rig_cut(&w.rig, w.store, seed);
    }
    w.store = NULL;
    if (how == HOW_CUT_TWICE) { /* again while what was left is read and copied back */
        struct err err;
        io_fault_power_at(w.rig.disk, 1 + seed % 9);
        struct store *store = rig_open(&w.rig, &err);
        if (store != NULL) {
            db_repack(store->db, NULL);
        }
        rig_cut(&w.rig, store, seed + 1);
    }
    const char *problem = world_reopen(&w);
    problem = problem != NULL ? problem : world_check(&w, act, confirmed);
    note(tally, act, problem, &w, n, names[how]);
    world_finish(&w);
    return was_off;
}

/* Every change of the act; also the cut right after it was confirmed. */
static struct tally cut_everywhere(const struct act *act, enum how how, unsigned seed_count,
                                   enum store_bug bug)
{
    struct tally tally = {0};

    for (uint64_t n = 1, more = 1; more && !is_seen(&tally, bug); n = after(n, 20)) {
        more = 0;
        for (uint64_t seed = 1; seed <= seed_count; seed++) {
            more |= cut_at(&tally, act, n, 100 * n + seed, how, bug);
        }
    }
    return tally;
}

static void cut(void **state, int act)
{
    struct tally tally = cut_everywhere(&acts[act], HOW_CUT, seeds(2), BUG_NONE);
    struct tally killed = cut_everywhere(&acts[act], HOW_KILLED, 1, BUG_NONE);
    struct tally twice = cut_everywhere(&acts[act], HOW_CUT_TWICE, seeds(1), BUG_NONE);
    (void)state;

    add(&tally, &killed);
    add(&tally, &twice);
    assert_clean(&tally);
    print_message("%s: %zu points\n", acts[act].name, tally.points);
}

static void an_idea_survives_every_power_cut(void **state)
{
    cut(state, ACT_IDEA);
}

static void a_vote_survives_every_power_cut(void **state)
{
    cut(state, ACT_VOTE);
}

static void a_verdict_survives_every_power_cut(void **state)
{
    cut(state, ACT_MODERATE);
}

static void an_erase_survives_every_power_cut(void **state)
{
    cut(state, ACT_ERASE);
}

static void a_failed_pin_survives_every_power_cut(void **state)
{
    cut(state, ACT_PIN);
}

static void a_closing_survives_every_power_cut(void **state)
{
    cut(state, ACT_CLOSE);
}

static void a_night_survives_every_power_cut(void **state)
{
    cut(state, ACT_NIGHT);
}

/* ---- planted bugs: the power ---------------------------------------------------------------- */

static void without_sync_a_confirmed_act_is_lost_and_that_is_seen(void **state)
{
    static const int some[] = {ACT_VOTE, ACT_MODERATE, ACT_PIN};
    (void)state;

    for (size_t i = 0; i < 3; i++) {
        struct tally tally = cut_everywhere(&acts[some[i]], HOW_CUT, 4, BUG_NO_SYNC);
        assert_true(tally.problems > 0);
    }
}

static void a_lying_sync_is_seen(void **state)
{
    size_t problems = 0;
    (void)state;

    for (uint64_t seed = 1; seed <= 10; seed++) {
        struct world w;
        world_init(&w);
        vfs_io_lie(w.rig.vfs, true);
        bool confirmed = acts[ACT_VOTE].run(&w);
        rig_cut(&w.rig, w.store, seed);
        vfs_io_lie(w.rig.vfs, false);
        const char *problem = world_reopen(&w);
        problem = problem != NULL ? problem : world_check(&w, &acts[ACT_VOTE], confirmed);
        problems += problem != NULL;
        world_finish(&w);
    }
    assert_true(problems > 0);
}

static void a_vote_in_two_transactions_is_seen(void **state)
{
    struct tally tally = cut_everywhere(&acts[ACT_VOTE], HOW_CUT, 4, BUG_TWO_TRANSACTIONS);
    (void)state;

    assert_true(tally.problems > 0);
}

static void a_closing_in_two_transactions_is_seen(void **state)
{
    struct tally tally = cut_everywhere(&acts[ACT_CLOSE], HOW_KILLED, 1, BUG_CLOSE_IN_TWO);
    (void)state;

    assert_true(tally.problems > 0);
}

/* ---- a disk that fails ---------------------------------------------------------------------- */

static bool code_fits(int error, enum err_code code)
{
    switch (error) {
    case ENOSPC:
        return code == ERR_FULL;
    case EROFS: /* a new file that cannot be made is looked for in vain */
        return code == ERR_READONLY || code == ERR_IO;
    default: /* EIO; half a write looks like a full disk */
        return code == ERR_IO || code == ERR_FULL;
    }
}

static bool is_half(struct world *w)
{
    struct vote_counts now = {0};
    return !store_vote_counts(w->store, w->rig.round.id, &now, NULL) ||
           now.ballots != now.registers;
}

/* Change n of the act fails. false when there is no such change. */
static bool fail_at(struct tally *tally, const struct act *act, uint64_t n, int error,
                    enum io_fault_times times, enum store_bug bug)
{
    struct world w;
    const char *problem = NULL;
    char how[40];

    snprintf(how, sizeof(how), "errno %d %s", error, times == FAULT_ONCE ? "once" : "for ever");
    world_init(&w);
    store_plant(w.store, bug);
    uint64_t before = io_fault_changes(w.rig.disk);
    io_fault_fail_at(w.rig.disk, n, error, times);
    bool confirmed = act->run(&w);
    bool was_hit = io_fault_changes(w.rig.disk) - before >= n;
    if (!confirmed && !code_fits(error, w.err.code)) {
        problem = "the error has the wrong code";
    }
    /* What the screen shows is still true: the store can be read on. */
    if (problem == NULL && is_half(&w)) {
        problem = "half a vote in the open store";
    }
    io_fault_fail_at(w.rig.disk, 0, 0, FAULT_ONCE);
    store_close(w.store);
    w.store = NULL;
    problem = problem != NULL ? problem : world_reopen(&w);
    problem = problem != NULL ? problem : world_check(&w, act, confirmed);
    note(tally, act, problem, &w, n, how);
    world_finish(&w);
    return was_hit;
}

static struct tally fail_everywhere(const struct act *act, int error, enum store_bug bug)
{
    struct tally tally = {0};

    for (uint64_t n = 1, more = 1; more && !is_seen(&tally, bug); n = after(n, 5)) {
        more = fail_at(&tally, act, n, error, FAULT_ONCE, bug);
        if (error != FAULT_SHORT_WRITE) {
            more |= fail_at(&tally, act, n, error, FAULT_FOREVER, bug);
        }
    }
    return tally;
}

static void a_failing_disk_breaks_no_promise(void **state)
{
    static const int errors[] = {ENOSPC, EIO, EROFS, FAULT_SHORT_WRITE};
    struct tally sum = {0};
    (void)state;

    for (size_t a = 0; a < ACTS; a++) {
        for (size_t e = 0; e < 4; e++) {
            struct tally tally = fail_everywhere(&acts[a], errors[e], BUG_NONE);
            add(&sum, &tally);
        }
    }
    assert_clean(&sum);
    print_message("failing disk: %zu points\n", sum.points);
}

static void on_a_failing_disk_a_vote_in_two_transactions_is_seen(void **state)
{
    struct tally tally = fail_everywhere(&acts[ACT_VOTE], ENOSPC, BUG_TWO_TRANSACTIONS);
    (void)state;

    assert_true(tally.problems > 0);
}

/* A disk that failed and then lost its power: what was told stays true. */
static void a_disk_that_fails_and_then_loses_its_power_breaks_no_promise(void **state)
{
    struct tally tally = {0};
    (void)state;

    for (uint64_t n = 1, more = 1; more; n++) {
        struct world w;
        world_init(&w);
        uint64_t before = io_fault_changes(w.rig.disk);
        io_fault_fail_at(w.rig.disk, n, EIO, FAULT_ONCE);
        bool confirmed = acts[ACT_VOTE].run(&w);
        more = io_fault_changes(w.rig.disk) - before >= n;
        confirmed = confirmed || acts[ACT_VOTE].run(&w); /* the visitor presses again */
        rig_cut(&w.rig, w.store, n);
        const char *problem = world_reopen(&w);
        problem = problem != NULL ? problem : world_check(&w, &acts[ACT_VOTE], confirmed);
        note(&tally, &acts[ACT_VOTE], problem, &w, n, "EIO, then cut");
        world_finish(&w);
    }
    assert_clean(&tally);
}

/* ---- the first start, and a start with a damaged database ----------------------------------- */

static void the_first_start_can_be_cut_anywhere(void **state)
{
    size_t points = 0;
    (void)state;

    for (uint64_t n = 1, more = 1; more; n = after(n, 20)) {
        more = 0;
        for (uint64_t seed = 1; seed <= seeds(2); seed++) {
            struct rig rig;
            struct err err = {0};
            rig_init(&rig);
            io_fault_power_at(rig.disk, n);
            struct store *store = rig_open(&rig, &err);
            bool set = store != NULL && store_setting_put(store, "taal", "nl", &err);
            more |= io_fault_is_off(rig.disk);
            rig_cut(&rig, store, 10 * n + seed);
            store = rig_open(&rig, &err);
            assert_non_null(store);
            assert_int_equal(store_health(store), STORE_FINE);
            assert_true(store_verify(store, &err));
            assert_true(!set || rig_number(store, "SELECT count(*) FROM setting") == 1);
            store_close(store);
            rig_finish(&rig);
            points++;
        }
    }
    print_message("first start: %zu points\n", points);
}

/* A village whose last night's backup lacks the newest records, and whose database has a hole.
 * Made once, kept as bytes. */
struct ruin {
    int64_t records, votes;
    uint8_t *damaged, *backup;
    size_t damaged_len, backup_len;
};

static uint8_t *copy_of(struct world *w, const char *path, size_t *ret_len)
{
    const uint8_t *bytes = io_fault_peek(w->rig.disk, path, ret_len);
    uint8_t *copy = malloc(*ret_len);

    assert_non_null(bytes);
    assert_non_null(copy);
    memcpy(copy, bytes, *ret_len);
    return copy;
}

static void make_ruin(struct ruin *ruin)
{
    struct world w;

    world_init(&w);
    assert_true(store_night(w.store, &w.err));
    assert_true(acts[ACT_MODERATE].run(&w));
    assert_true(acts[ACT_VOTE].run(&w));
    assert_true(db_repack(w.store->db, &w.err));
    ruin->records = rig_number(w.store, "SELECT count(*) FROM record");
    ruin->votes = rig_number(w.store, "SELECT count(*) FROM ballot");
    int64_t page = rig_number(w.store, "SELECT rootpage FROM sqlite_schema WHERE name = 'pledge'");
    ruin->damaged = copy_of(&w, RIG_DIR "/dorpel.db", &ruin->damaged_len);
    ruin->backup = copy_of(&w, RIG_DIR "/dorpel-backup.db", &ruin->backup_len);
    memset(ruin->damaged + (page - 1) * 4096, 0xA5, 16); /* of a projection: no record is lost */
    world_finish(&w);
}

static void enter_ruin(const struct ruin *ruin, struct world *w)
{
    world_init_bare(w);
    io_fault_put(w->rig.disk, RIG_DIR "/dorpel.db", ruin->damaged, ruin->damaged_len);
    io_fault_put(w->rig.disk, RIG_DIR "/dorpel-backup.db", ruin->backup, ruin->backup_len);
}

static void free_ruin(struct ruin *ruin)
{
    free(ruin->damaged);
    free(ruin->backup);
}

static const char *check_ruin(const struct ruin *ruin, struct world *w)
{
    size_t len = 0;
    struct err err;

    w->store = rig_open(&w->rig, &err);
    if (w->store == NULL) {
        return "the store does not open any more";
    }
    const uint8_t *kept = io_fault_peek(w->rig.disk, RIG_DIR "/damaged-1/dorpel.db", &len);
    if (kept == NULL || len != ruin->damaged_len || memcmp(kept, ruin->damaged, len) != 0) {
        return "the damaged database is not kept as it was";
    }
    if (rig_number(w->store, "SELECT count(*) FROM record") != ruin->records ||
        rig_number(w->store, "SELECT count(*) FROM ballot") != ruin->votes ||
        rig_number(w->store, "SELECT count(*) FROM register") != ruin->votes) {
        return "records are lost";
    }
    return world_check(w, &acts[ACT_VOTE], true);
}

static void a_recovery_can_be_cut_anywhere_and_twice(void **state)
{
    struct tally tally = {0};
    struct ruin ruin;
    (void)state;

    make_ruin(&ruin);
    for (uint64_t n = 1, more = 1; more; n = after(n, 20)) {
        for (uint64_t second = 0; second < 2; second++) {
            struct world w;
            struct err err;
            enter_ruin(&ruin, &w);
            io_fault_power_at(w.rig.disk, n);
            struct store *store = rig_open(&w.rig, &err);
            more = io_fault_is_off(w.rig.disk);
            rig_cut(&w.rig, store, n);
            if (second != 0) {
                io_fault_power_at(w.rig.disk, 1 + n * 7 % 30);
                rig_cut(&w.rig, rig_open(&w.rig, &err), n + 1);
            }
            note(&tally, &acts[ACT_VOTE], check_ruin(&ruin, &w), &w, n, "cut in recovery");
            world_finish(&w);
        }
    }
    free_ruin(&ruin);
    assert_clean(&tally);
    print_message("recovery: %zu points\n", tally.points);
}

static void a_recovery_on_a_failing_disk_loses_nothing(void **state)
{
    static const int errors[] = {ENOSPC, EIO, EROFS};
    struct tally tally = {0};
    struct ruin ruin;
    (void)state;

    make_ruin(&ruin);
    for (size_t e = 0; e < 3; e++) {
        for (uint64_t n = 1, more = 1; more; n = after(n, 8)) {
            struct world w;
            struct err err;
            enter_ruin(&ruin, &w);
            uint64_t before = io_fault_changes(w.rig.disk);
            io_fault_fail_at(w.rig.disk, n, errors[e], FAULT_FOREVER);
            struct store *store = rig_open(&w.rig, &err);
            more = io_fault_changes(w.rig.disk) - before >= n;
            store_close(store);
            io_fault_fail_at(w.rig.disk, 0, 0, FAULT_ONCE);
            note(&tally, &acts[ACT_VOTE], check_ruin(&ruin, &w), &w, n, "failing recovery");
            world_finish(&w);
        }
    }
    free_ruin(&ruin);
    assert_clean(&tally);
}

static void a_recovery_that_loses_the_damaged_copy_is_seen(void **state)
{
    struct ruin ruin;
    struct world w;
    struct err err;
    (void)state;

    make_ruin(&ruin);
    enter_ruin(&ruin, &w);
    store_close(rig_open(&w.rig, &err));
    struct io *io = io_fault_io(w.rig.disk);
    io->ops->unlink(io, RIG_DIR "/dorpel.db"); /* as if the new one had not been renamed in time */
    io->ops->unlink(io, RIG_DIR "/damaged-1/dorpel.db");
    assert_non_null(check_ruin(&ruin, &w));
    world_finish(&w);
    free_ruin(&ruin);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_idea_survives_every_power_cut),
        cmocka_unit_test(a_vote_survives_every_power_cut),
        cmocka_unit_test(a_verdict_survives_every_power_cut),
        cmocka_unit_test(an_erase_survives_every_power_cut),
        cmocka_unit_test(a_failed_pin_survives_every_power_cut),
        cmocka_unit_test(a_closing_survives_every_power_cut),
        cmocka_unit_test(a_night_survives_every_power_cut),
        cmocka_unit_test(without_sync_a_confirmed_act_is_lost_and_that_is_seen),
        cmocka_unit_test(a_lying_sync_is_seen),
        cmocka_unit_test(a_vote_in_two_transactions_is_seen),
        cmocka_unit_test(a_closing_in_two_transactions_is_seen),
        cmocka_unit_test(a_failing_disk_breaks_no_promise),
        cmocka_unit_test(on_a_failing_disk_a_vote_in_two_transactions_is_seen),
        cmocka_unit_test(a_disk_that_fails_and_then_loses_its_power_breaks_no_promise),
        cmocka_unit_test(the_first_start_can_be_cut_anywhere),
        cmocka_unit_test(a_recovery_can_be_cut_anywhere_and_twice),
        cmocka_unit_test(a_recovery_on_a_failing_disk_loses_nothing),
        cmocka_unit_test(a_recovery_that_loses_the_damaged_copy_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
