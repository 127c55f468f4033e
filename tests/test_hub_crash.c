/* What the hub told is true, whatever the power does.
 *
 * A stick is received, applied, acked and saved on a disk in memory whose power goes before each of
 * its changes. Afterwards, from what the disk kept: every bundle of an ack that was handed out is
 * there and sound (I3), every "safe" one stands in a backup that can be read (I4), and the same
 * stick once more gives what it would have given without the cut (I5).
 */
#include "sync/hub/hub_ack.h"
#include "sync/hub/hub_backup.h"
#include "tests/faults/hub_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { BUNDLES = 3, SEEDS = 2 };

struct visit {
    struct hub_rig rig;
    struct played kiosk;
    struct bundle_bytes bundles[BUNDLES];
    struct ack told; /* what was handed out before the cut */
    bool has_backup;
};

static void visit_init(struct visit *visit)
{
    *visit = (struct visit){.has_backup = false};
    hub_rig_init(&visit->rig, ENGINE_SQLITE);
    hub_db_patience(visit->rig.hub.db, 1, 0);
    played_init(&visit->kiosk, &visit->rig, 1);
    hub_rig_send(&visit->rig, played_ideas(&visit->kiosk, 90, 92)); /* an ordinary day before */
    visit->bundles[0] = played_votes(&visit->kiosk, 1, 5);
    played_support(&visit->kiosk, 1, 90);
    played_erase(&visit->kiosk, 1, 91);
    visit->bundles[1] = played_seal(&visit->kiosk, BUNDLE_REST);
    visit->bundles[2] = played_votes(&visit->kiosk, 6, 10);
}

static void visit_finish(struct visit *visit)
{
    hub_rig_finish(&visit->rig);
}

static bool make_ack(struct visit *visit, struct ack *ret)
{
    struct bundle_bytes bytes = {NULL, 0};
    struct hub_rig *rig = &visit->rig;
    struct err err = {0};

    *ret = (struct ack){.hub_seq = 0};
    return hub_ack_make(&rig->hub, &rig->arena, visit->kiosk.keys.party.id, NULL, &bytes, &err) &&
           (bytes.len == 0 || ack_read(ret, &rig->arena, bytes.data, bytes.len, &rig->hub.party,
                                       visit->kiosk.keys.party.id, &err));
}

/* A whole visit; stops where the disk does. */
static bool run_visit(struct visit *visit)
{
    struct hub_rig *rig = &visit->rig;
    struct hub_parcel parcels[BUNDLES];
    struct hub_receipt receipts[BUNDLES];
    struct hub_saved saved;
    struct err err = {0};

    for (size_t i = 0; i < BUNDLES; i++) {
        parcels[i] =
            (struct hub_parcel){.bytes = visit->bundles[i].data, .len = visit->bundles[i].len};
    }
    if (!hub_receive(&rig->hub, parcels, BUNDLES, receipts, &err) ||
        !hub_apply(&rig->hub, NULL, &err) || !make_ack(visit, &visit->told) ||
        !hub_backup(&rig->hub, &rig->place, "/backup", &saved, &err)) {
        return false;
    }
    visit->has_backup = true;
    return true;
}

/* ---- what must hold ------------------------------------------------------------------------ */

struct question {
    struct hub_db *db;
    const uint8_t *id;
    int64_t found;
};

static bool count_bundle(void *ctx, struct err *err)
{
    struct question *question = ctx;
    return hub_db_number(question->db, "SELECT count(*) FROM bundle WHERE id = $1",
                         HUB_VALUES(hub_blob(question->id, BUNDLE_ID)), &question->found, err);
}

static bool count_safe(void *ctx, struct err *err)
{
    struct question *question = ctx;
    return hub_db_number(question->db, "SELECT count(*) FROM bundle WHERE id = $1 AND safe = 1",
                         HUB_VALUES(hub_blob(question->id, BUNDLE_ID)), &question->found, err);
}

static bool holds(struct hub_db *db, const uint8_t id[BUNDLE_ID], hub_db_act_fn *how)
{
    struct question question = {db, id, 0};
    return hub_db_act(db, HUB_LOOK, how, &question, NULL) && question.found == 1;
}

/* NULL, or what does not hold. */
static const char *check_told(struct visit *visit)
{
    struct hub_rig *rig = &visit->rig;

    for (size_t i = 0; i < visit->told.bundle_count; i++) {
        if (!holds(rig->hub.db, visit->told.bundles[i].id, count_bundle)) {
            return "a bundle was acked and is not there";
        }
    }
    if (visit->told.hub_seq > 0 &&
        hub_rig_number(rig, "SELECT hub_seq FROM kiosk") < (int64_t)visit->told.hub_seq) {
        return "a number of an ack will be used twice";
    }
    return NULL;
}

/* What is called safe stands in the backup. */
static const char *check_safe(struct visit *visit)
{
    struct hub_rig *rig = &visit->rig;
    struct err err = {0};
    const char *problem = NULL;

    if (hub_rig_number(rig, "SELECT count(*) FROM bundle WHERE safe = 1") == 0) {
        return visit->has_backup ? "a backup was confirmed and nothing is safe" : NULL;
    }
    struct hub_db *copy = hub_db_open("/backup/hub-0001.sqlite", "hub", &err);
    if (copy == NULL || !hub_db_check(copy, &err)) {
        hub_db_close(copy);
        return "safe, and the backup cannot be read";
    }
    for (size_t i = 0; i < BUNDLES; i++) {
        uint8_t id[BUNDLE_ID];
        bundle_id(id, visit->bundles[i].data, visit->bundles[i].len);
        if (holds(rig->hub.db, id, count_safe) && !holds(copy, id, count_bundle)) {
            problem = "safe, and not in the backup";
        }
    }
    hub_db_close(copy);
    return problem;
}

static struct hub_digest whole_digest(void)
{
    struct visit visit;

    visit_init(&visit);
    assert_true(run_visit(&visit));
    struct hub_digest digest = hub_rig_digest(&visit.rig);
    visit_finish(&visit);
    return digest;
}

struct tally {
    size_t points, problems;
    char first[200];
};

static void note(struct tally *tally, uint64_t n, const char *problem)
{
    tally->points++;
    if (problem != NULL && tally->problems++ == 0) {
        snprintf(tally->first, sizeof(tally->first), "before change %u: %s", (unsigned)n, problem);
    }
}

/* The power goes before change n; false: the visit has no such change. */
static bool cut_at(struct tally *tally, uint64_t n, uint64_t seed, bool lies,
                   const struct hub_digest *whole)
{
    struct visit visit;
    struct hub_rig *rig = &visit.rig;
    struct err err = {0};

    visit_init(&visit);
    hub_close(&rig->hub);
    io_fault_settle(rig->disk);
    vfs_io_lie(rig->vfs, lies);
    assert_true(hub_open(&rig->hub, &rig->place, &err));
    hub_db_patience(rig->hub.db, 1, 0);
    io_fault_power_at(rig->disk, n);
    run_visit(&visit);
    bool was_off = io_fault_is_off(rig->disk);
    if (!was_off) {
        io_fault_power_at(rig->disk, 1);
    }
    hub_close(&rig->hub);
    io_fault_cut(rig->disk, seed);
    vfs_io_lie(rig->vfs, false);
    if (!hub_open(&rig->hub, &rig->place, &err)) {
        note(tally, n, lies ? "does not open" : err.msg);
        if (!lies) {
            fail_msg("does not open after change %u: %s", (unsigned)n, err.msg);
        }
        visit_finish(&visit);
        return was_off;
    }
    const char *problem = check_told(&visit);
    problem = problem != NULL ? problem : check_safe(&visit);
    if (problem == NULL && !lies) {
        for (size_t i = 0; i < BUNDLES; i++) {
            hub_rig_send(rig, visit.bundles[i]);
        }
        hub_rig_assert_sound(rig);
        struct hub_digest digest = hub_rig_digest(rig);
        problem = hub_digest_equal(&digest, whole) ? NULL : "the same stick gives something else";
    }
    note(tally, n, problem);
    visit_finish(&visit);
    return was_off;
}

static void nothing_that_was_told_is_lost_at_any_cut(void **state)
{
    struct tally tally = {0};
    struct hub_digest whole = whole_digest();

    (void)state;
    for (uint64_t n = 1, more = 1; more; n += n < 40 ? 1 : 3) {
        more = 0;
        for (uint64_t seed = 1; seed <= SEEDS; seed++) {
            more |= cut_at(&tally, n, 10 * n + seed, false, &whole);
        }
    }
    if (tally.problems > 0) {
        fail_msg("%zu of %zu points: %s", tally.problems, tally.points, tally.first);
    }
    print_message("%zu points\n", tally.points);
    assert_true(tally.points > 50);
}

/* The twin: a disk that says synced and is not must be seen here. */
static void a_sync_left_out_is_seen(void **state)
{
    struct tally tally = {0};

    (void)state;
    for (uint64_t n = 1, more = 1; more && tally.problems == 0; n += 5) {
        more = cut_at(&tally, n, n, true, NULL);
    }
    assert_true(tally.problems > 0);
}

/* ---- every statement ----------------------------------------------------------------------- */

struct tap {
    uint64_t left;
    enum err_code code;
    bool forever;
    size_t calls;
};

static enum err_code fail_at(void *ctx, const char *sql)
{
    struct tap *tap = ctx;

    (void)sql;
    tap->calls++;
    if (tap->left == 0) {
        return tap->forever ? tap->code : ERR_NONE;
    }
    return --tap->left == 0 ? tap->code : ERR_NONE;
}

/* A full disk, or a program that ends, at each statement: the transaction is not there at all. */
static void a_failure_at_any_statement_leaves_nothing_half_done(void **state)
{
    struct hub_digest whole = whole_digest();
    bool more = true;
    size_t points = 0;

    (void)state;
    for (uint64_t n = 1; more; n++, points++) {
        struct visit visit;
        struct tap tap = {.left = n, .code = ERR_FULL, .forever = true};
        visit_init(&visit);
        hub_db_set_tap(visit.rig.hub.db, (struct hub_db_tap){fail_at, &tap});
        more = !run_visit(&visit);
        hub_db_set_tap(visit.rig.hub.db, (struct hub_db_tap){NULL, NULL});
        const char *problem = check_told(&visit);
        problem = problem != NULL ? problem : check_safe(&visit);
        for (size_t i = 0; i < BUNDLES; i++) {
            hub_rig_send(&visit.rig, visit.bundles[i]);
        }
        hub_rig_assert_sound(&visit.rig);
        struct hub_digest digest = hub_rig_digest(&visit.rig);
        if (problem != NULL || !hub_digest_equal(&digest, &whole)) {
            fail_msg("statement %u: %s", (unsigned)n, problem != NULL ? problem : "other digest");
        }
        visit_finish(&visit);
    }
    print_message("%zu points\n", points);
    assert_true(points > 100);
}

/* Others were in the way, once, at each statement: tried again, and nobody notices. */
static void a_conflict_at_any_statement_is_tried_again(void **state)
{
    struct hub_digest whole = whole_digest();
    static const enum err_code codes[] = {ERR_BUSY, ERR_GONE};
    size_t calls = SIZE_MAX;

    (void)state;
    for (uint64_t n = 1; n <= calls; n++) {
        struct visit visit;
        struct tap tap = {.left = n, .code = codes[n % 2]};
        visit_init(&visit);
        hub_db_patience(visit.rig.hub.db, 2, 0);
        hub_db_set_tap(visit.rig.hub.db, (struct hub_db_tap){fail_at, &tap});
        assert_true(run_visit(&visit));
        hub_db_set_tap(visit.rig.hub.db, (struct hub_db_tap){NULL, NULL});
        calls = tap.calls;
        assert_null(check_told(&visit));
        assert_null(check_safe(&visit));
        hub_rig_assert_sound(&visit.rig);
        struct hub_digest digest = hub_rig_digest(&visit.rig);
        assert_true(hub_digest_equal(&digest, &whole));
        visit_finish(&visit);
    }
    assert_true(calls > 100 && calls < SIZE_MAX);
}

/* ---- an older copy ------------------------------------------------------------------------- */

/* The hub is put back to its backup; the kiosk has read what came after. */
static void a_hub_put_back_to_its_backup_gets_everything_again(void **state)
{
    struct visit visit;
    struct hub_rig *rig = &visit.rig;
    struct ack ack;
    struct hub_saved saved;
    struct err err = {0};

    (void)state;
    visit_init(&visit);
    assert_true(run_visit(&visit));
    hub_rig_ack(rig, &visit.kiosk, &ack); /* number 2: all of it is safe */
    assert_int_equal(ack.safe_count, BUNDLES + 1);
    struct bundle_bytes later = played_votes(&visit.kiosk, 11, 15);
    hub_rig_send(rig, later);
    hub_rig_ack(rig, &visit.kiosk, &ack);
    assert_int_equal(ack.safe_count, 0);
    visit.kiosk.told_incarnation = (int64_t)ack.hub_incarnation;
    visit.kiosk.told_seq = (int64_t)ack.hub_seq;
    struct hub_digest before = hub_rig_digest(rig);

    hub_close(&rig->hub);
    rig->place.where = "/backup/hub-0001.sqlite";
    assert_true(hub_open(&rig->hub, &rig->place, &err));
    assert_int_equal(hub_rig_number(rig, "SELECT count(*) FROM ballot"), 10);
    hub_rig_send(rig, played_ideas(&visit.kiosk, 95, 95));
    assert_int_equal(hub_rig_number(rig, "SELECT incarnation FROM hub_meta"), 2);
    hub_rig_ack(rig, &visit.kiosk, &ack);
    assert_true(ack.resend_all);
    assert_int_equal(hub_rig_send(rig, later), HUB_GOT_NEW); /* not safe: the kiosk has it */
    assert_int_equal(hub_rig_number(rig, "SELECT count(*) FROM ballot"), 15);
    hub_rig_assert_sound(rig);
    assert_true(hub_backup(&rig->hub, &rig->place, "/backup", &saved, &err));
    assert_int_equal(saved.digest.ballot_count, before.ballot_count);
    visit_finish(&visit);
}

/* ---- the backup ---------------------------------------------------------------------------- */

static void a_backup_that_reads_back_otherwise_makes_nothing_safe(void **state)
{
    struct visit visit;
    struct hub_saved saved;
    struct err err = {0};
    size_t failed = 0;

    (void)state;
    /* Each change of the disk during the backup fails once. */
    for (uint64_t n = 1;; n++) {
        visit_init(&visit);
        for (size_t i = 0; i < BUNDLES; i++) {
            hub_rig_send(&visit.rig, visit.bundles[i]);
        }
        uint64_t before = io_fault_changes(visit.rig.disk);
        io_fault_fail_at(visit.rig.disk, n, 28, FAULT_ONCE); /* ENOSPC */
        bool done = hub_backup(&visit.rig.hub, &visit.rig.place, "/backup", &saved, &err);
        bool hit = io_fault_changes(visit.rig.disk) - before >= n;
        io_fault_fail_at(visit.rig.disk, 0, 0, FAULT_ONCE);
        visit.has_backup = done;
        failed += !done;
        assert_null(check_safe(&visit));
        visit_finish(&visit);
        if (!hit) {
            break;
        }
    }
    assert_true(failed > 10);
}

struct flip {
    struct io_fault *disk;
    uint64_t bit;
    bool is_done;
};

/* The disk alters the copy when SQLite has closed it, before it is read back. */
static int flip_copy(void *ctx, const char *what, const char *path)
{
    struct flip *flip = ctx;
    static const char end[] = ".tmp-wal";
    size_t len = strlen(path);

    if (!flip->is_done && strcmp(what, "unlink") == 0 && len > sizeof(end) &&
        strcmp(path + len - strlen(end), end) == 0 && io_exists(io_fault_io(flip->disk), path)) {
        flip->is_done = io_fault_flip(flip->disk, "/backup/hub-0001.sqlite.tmp", flip->bit);
    }
    return 0;
}

static void a_copy_that_the_disk_altered_makes_nothing_safe(void **state)
{
    size_t caught = 0;

    (void)state;
    for (uint64_t bit = 8 * 4000; bit < 8 * 4096 * 36; bit += 8 * 2048) { /* two a page */
        struct visit visit;
        struct hub_saved saved;
        struct err err = {0};
        visit_init(&visit);
        for (size_t i = 0; i < BUNDLES; i++) {
            hub_rig_send(&visit.rig, visit.bundles[i]);
        }
        struct flip flip = {visit.rig.disk, bit, false};
        io_fault_io(visit.rig.disk)->tap = (struct io_tap){flip_copy, &flip};
        bool done = hub_backup(&visit.rig.hub, &visit.rig.place, "/backup", &saved, &err);
        io_fault_io(visit.rig.disk)->tap = (struct io_tap){NULL, NULL};
        if (!done) {
            caught++;
            assert_int_equal(
                hub_rig_number(&visit.rig, "SELECT count(*) FROM bundle WHERE safe = 1"), 0);
        }
        visit_finish(&visit);
    }
    print_message("%zu caught\n", caught);
    assert_true(caught > 5); /* a bit in an empty part of a page changes nothing */
}

static void copy_has_every_column(void **state)
{
    struct visit visit;
    struct hub_rig *rig = &visit.rig;
    struct hub_saved saved;
    struct err err = {0};
    static const char columns[] =
        "SELECT count(*) FROM sqlite_schema AS t, pragma_table_info(t.name) AS c"
        " WHERE t.type = 'table' AND t.name NOT IN ('hub_schema', 'session', 'once',"
        " 'once_guess')";
    static const char kiosk[] = "SELECT length(sign) + length(box) + state + version + hub_seq"
                                " + last_seen_s + clock_quality FROM kiosk";
    static const char audit[] = "SELECT audit_n FROM hub_meta";

    (void)state;
    visit_init(&visit);
    assert_true(run_visit(&visit));
    /* The list in hub_backup.c is of these: a new column must be put there as well. */
    assert_int_equal(hub_rig_number(rig, columns), 98);
    assert_true(hub_backup(&rig->hub, &rig->place, "/backup", &saved, &err));
    int64_t kiosks = hub_rig_number(rig, kiosk), lines = hub_rig_number(rig, audit);
    hub_close(&rig->hub);
    rig->place.where = saved.path;
    assert_true(hub_open(&rig->hub, &rig->place, &err));
    assert_int_equal(hub_rig_number(rig, kiosk), kiosks);
    assert_int_equal(hub_rig_number(rig, audit), lines - 1); /* the backup's own line came after */
    hub_rig_assert_sound(rig);
    visit_finish(&visit);
}

/* Planted: what is received is called safe at once. */
static void safe_without_a_backup_is_seen(void **state)
{
    struct visit visit;

    (void)state;
    visit_init(&visit);
    visit.rig.hub.bug = HUB_BUG_EARLY_SAFE;
    for (size_t i = 0; i < BUNDLES; i++) {
        hub_rig_send(&visit.rig, visit.bundles[i]);
    }
    assert_non_null(check_safe(&visit));
    visit_finish(&visit);
}

static int start(void **state)
{
    (void)state;
    json_start();
    return crypto_start(NULL) ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_that_was_told_is_lost_at_any_cut),
        cmocka_unit_test(a_sync_left_out_is_seen),
        cmocka_unit_test(a_failure_at_any_statement_leaves_nothing_half_done),
        cmocka_unit_test(a_conflict_at_any_statement_is_tried_again),
        cmocka_unit_test(a_hub_put_back_to_its_backup_gets_everything_again),
        cmocka_unit_test(a_backup_that_reads_back_otherwise_makes_nothing_safe),
        cmocka_unit_test(a_copy_that_the_disk_altered_makes_nothing_safe),
        cmocka_unit_test(copy_has_every_column),
        cmocka_unit_test(safe_without_a_backup_is_seen),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
