/* A stick visit, with the stick failing at every single operation: the kiosk's records stay as they
 * are, `done` is never said of a stick that does not hold all, and the next visit puts it right. */
#include "tests/faults/sync_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#define PLACE "DORPSHUIS/broekhoven/"
static struct sync_bench bench;

static int set_up(void **state)
{
    (void)state;
    sync_bench_init(&bench);
    sync_bench_fill(&bench);
    return 0;
}

static int take_down(void **state)
{
    (void)state;
    sync_bench_finish(&bench);
    return 0;
}

/* ---- a fault at every operation ---------------------------------------------------------- */

struct tally_of_faults {
    size_t points, done, failed;
};

static void assert_key_fits(enum stick_fault_kind kind, const char *key)
{
    static const char *const allowed[STICK_FAULT_KINDS] = {
        [STICK_FAULT_PULLED] = "stick.fail.pulled stick.fail.vanished",
        [STICK_FAULT_FULL] = "stick.fail.full",
        [STICK_FAULT_READONLY] = "stick.fail.readonly",
        [STICK_FAULT_VANISHED] = "stick.fail.vanished",
        [STICK_FAULT_LYING] = "stick.fail.lying",
        [STICK_FAULT_IO] = "stick.fail.io",
    };
    if (strstr(allowed[kind], key) == NULL) {
        print_message("fault %d said %s", (int)kind, key);
        fail();
    }
}

/* A box on the stick is the old whole one, the new whole one, or none: never a mixture. */
static void assert_box_is_whole(const char *old, const char *new)
{
    const char *text = sync_bench_read(&bench, PLACE "stembus.jsonl", NULL);

    assert_true(text == NULL || strcmp(text, new) == 0 || (old != NULL && strcmp(text, old) == 0));
}

/* One visit with a fault, from the stick as it is, and what must hold after it. */
static void meet_fault(struct stick_fault fault, const char *old_box, struct tally_of_faults *tally)
{
    uint8_t before[CRYPTO_HASH], after[CRYPTO_HASH];
    struct visit_outcome outcome;

    assert_true(store_digest(bench.store, before, NULL));
    bool done = sync_bench_visit(&bench, fault, &outcome);
    assert_true(store_digest(bench.store, after, NULL));
    assert_memory_equal(before, after, CRYPTO_HASH);
    tally->points++;
    if (done) {
        assert_true(sync_bench_holds_all(&bench, PLACE)); /* never a false `done` */
        tally->done++;
    } else {
        assert_key_fits(fault.kind, outcome.fail_key);
        tally->failed++;
    }
    if (fault.kind != STICK_FAULT_LYING) {
        assert_box_is_whole(old_box, sync_bench_file(&bench, EXPORT_BOX).data);
    }
    sync_bench_visit_well(&bench); /* and the next visit puts it right, in the same folder */
    assert_true(sync_bench_holds_all(&bench, PLACE));
    assert_null(sync_bench_read(&bench, "DORPSHUIS/broekhoven-2/kiosk.id", NULL));
    arena_reset(&bench.arena);
    assert_true(phrases_load(&bench.phrases, bench.io, &bench.arena, "assets", NULL));
}

/* The stick as an earlier visit left it, to begin each point from. */
struct copy {
    const char *path;
    char *text;
    size_t len;
};

static void keep(struct arena *arena, struct copy *copies, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *text = sync_bench_read(&bench, copies[i].path, &copies[i].len);
        copies[i].text = arena_strndup(arena, text, copies[i].len);
    }
}

static void put_back(const struct copy *copies, size_t count)
{
    sync_bench_clear(&bench);
    for (size_t i = 0; i < count; i++) {
        sync_bench_write(&bench, copies[i].path, copies[i].text, copies[i].len);
    }
}

static void fail_at_every_operation(enum stick_fault_kind kind, struct tally_of_faults *ret)
{
    struct copy copies[] = {{.path = "LEESMIJ.txt"},         {.path = "OVERZICHT.csv"},
                            {.path = "DORPSHUIS/stick.id"},  {.path = PLACE "kiosk.id"},
                            {.path = PLACE "stembus.jsonl"}, {.path = PLACE "records.jsonl"},
                            {.path = PLACE "ideeen.csv"},    {.path = PLACE "OVERZICHT.csv"}};
    size_t count = sizeof(copies) / sizeof(copies[0]);
    struct arena kept;

    arena_init(&kept, 0);
    sync_bench_visit_well(&bench); /* how many operations a visit has */
    sync_bench_clear(&bench);
    sync_bench_visit_well(&bench);
    uint32_t most = kind == STICK_FAULT_LYING ? bench.syncs : bench.operations;
    for (uint32_t at = 1; at <= most; at++) { /* from an empty stick */
        sync_bench_clear(&bench);
        meet_fault((struct stick_fault){kind, at}, NULL, ret);
    }
    keep(&kept, copies, count);
    sync_bench_votes(&bench, 6); /* from a stick with an older visit on it */
    sync_bench_idea(&bench, "Nieuw", IDEA_SHOWN);
    sync_bench_visit_well(&bench);
    most = kind == STICK_FAULT_LYING ? bench.syncs : bench.operations;
    for (uint32_t at = 1; at <= most; at++) {
        put_back(copies, count);
        meet_fault((struct stick_fault){kind, at}, copies[4].text, ret);
    }
    arena_finish(&kept);
}

static void a_stick_pulled_out_at_any_operation(void **state)
{
    struct tally_of_faults tally = {0};

    (void)state;
    fail_at_every_operation(STICK_FAULT_PULLED, &tally);
    print_message("pulled: %zu points\n", tally.points);
    assert_true(tally.points >= 150);
    assert_int_equal(tally.done, 0); /* not even at the last one */
}

static void a_stick_that_is_full_from_any_operation(void **state)
{
    struct tally_of_faults tally = {0};

    (void)state;
    fail_at_every_operation(STICK_FAULT_FULL, &tally);
    print_message("full: %zu points, %zu of them after the last write\n", tally.points, tally.done);
    assert_true(tally.points >= 150 && tally.failed > 60);
}

static void an_error_at_any_operation(void **state)
{
    struct tally_of_faults tally = {0};

    (void)state;
    fail_at_every_operation(STICK_FAULT_IO, &tally);
    print_message("io: %zu points, %zu of them harmless\n", tally.points, tally.done);
    assert_true(tally.points >= 150 && tally.failed > 150);
}

static void a_lying_stick_is_always_seen(void **state)
{
    struct tally_of_faults tally = {0};

    (void)state;
    fail_at_every_operation(STICK_FAULT_LYING, &tally);
    print_message("lying: %zu points, %zu of them of no effect\n", tally.points, tally.done);
    assert_true(tally.points >= 30 && tally.failed >= 16);
}

/* The twin: a visit that believes the stick is caught by the same check. */
static void a_visit_without_reading_back_would_be_caught(void **state)
{
    struct visit_outcome outcome;
    size_t false_done = 0;

    (void)state;
    bench.bug_no_read_back = true;
    sync_bench_visit_well(&bench);
    uint32_t most = bench.syncs;
    for (uint32_t at = 1; at <= most; at++) {
        sync_bench_clear(&bench);
        if (sync_bench_visit(&bench, (struct stick_fault){STICK_FAULT_LYING, at}, &outcome) &&
            !sync_bench_holds_all(&bench, PLACE)) {
            false_done++;
        }
    }
    assert_true(false_done >= 8); /* once a file, at least */
}

static void read_only_and_vanished_sticks_have_their_own_sentence(void **state)
{
    struct tally_of_faults tally = {0};

    (void)state;
    meet_fault((struct stick_fault){STICK_FAULT_READONLY, 0}, NULL, &tally);
    sync_bench_clear(&bench);
    meet_fault((struct stick_fault){STICK_FAULT_VANISHED, 0}, NULL, &tally);
    sync_bench_clear(&bench);
    meet_fault((struct stick_fault){STICK_FAULT_FULL, 0}, NULL, &tally);
    sync_bench_clear(&bench);
    meet_fault((struct stick_fault){STICK_FAULT_PULLED, 0}, NULL, &tally);
    assert_int_equal(tally.failed, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define VISIT_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, take_down)
        VISIT_TEST(a_stick_pulled_out_at_any_operation),
        VISIT_TEST(a_stick_that_is_full_from_any_operation),
        VISIT_TEST(an_error_at_any_operation),
        VISIT_TEST(a_lying_stick_is_always_seen),
        VISIT_TEST(a_visit_without_reading_back_would_be_caught),
        VISIT_TEST(read_only_and_vanished_sticks_have_their_own_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
