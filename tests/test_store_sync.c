/* The hub as the screen and dorpel-sync both know it: what is compared is what is accepted, and a
 * stick without an answer is not forgotten. */
#include "app/store/store_sync.h"

#include "app/store/store_admin.h"
#include "app/store/store_internal.h"
#include "tests/faults/store_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

enum { DAY_S = 24 * 60 * 60, TODAY = 20500 };
static const char print_one[] = "3f2a 91bc 07de 55a1 e4c0 8d13 b6f9 2a7c";
static const char print_two[] = "c81e 4b70 d3f5 9a26 0e8b 77c4 15ad f302";
static const uint8_t bytes_one[] = {1, 2, 3, 250}, bytes_two[] = {9, 8, 7};

static const struct store_hub one = {
    .name = "Gemeente Eén", .print = print_one, .answer = bytes_one, .len = sizeof(bytes_one)};
static const struct store_hub two = {.name = "Gemeente Twee",
                                     .print = print_two,
                                     .is_revoked = true,
                                     .answer = bytes_two,
                                     .len = sizeof(bytes_two)};

static bool is_there(struct rig_desk *d, enum store_hub_place place, const struct store_hub *hub)
{
    struct store_hub kept;

    memset(&d->err, 0, sizeof(d->err));
    return store_hub_get(d->store, &d->arena, place, &kept, &d->err) &&
           strcmp(kept.name, hub->name) == 0 && strcmp(kept.print, hub->print) == 0 &&
           kept.is_revoked == hub->is_revoked && kept.len == hub->len &&
           memcmp(kept.answer, hub->answer, hub->len) == 0;
}

static bool is_nobody(struct rig_desk *d, enum store_hub_place place)
{
    struct store_hub kept;

    return !store_hub_get(d->store, &d->arena, place, &kept, &d->err) && d->err.code == ERR_MISSING;
}

static void what_was_put_is_there_whole_and_each_in_its_place(void **state)
{
    struct rig_desk d;
    (void)state;

    rig_desk_begin(&d);
    assert_true(is_nobody(&d, STORE_HUB) && is_nobody(&d, STORE_HUB_WAITS));
    assert_true(store_hub_put(d.store, STORE_HUB, &one, NULL));
    assert_true(store_hub_put(d.store, STORE_HUB_WAITS, &two, NULL));
    assert_true(is_there(&d, STORE_HUB, &one) && is_there(&d, STORE_HUB_WAITS, &two));
    rig_desk_end(&d);
}

static void only_the_fingerprint_that_was_compared_is_accepted(void **state)
{
    struct rig_desk d;
    const char *heard;
    (void)state;

    rig_desk_begin(&d);
    assert_false(store_hub_accept(d.store, print_one, &d.err));
    assert_int_equal(d.err.code, ERR_MISSING);
    assert_true(store_hub_put(d.store, STORE_HUB, &one, NULL));
    assert_true(store_hub_put(d.store, STORE_HUB_WAITS, &two, NULL));
    assert_true(store_setting_put(d.store, "sync.heard", "7 12", NULL));
    static const char *const others[] = {print_one, "", "c81e"};
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        assert_false(store_hub_accept(d.store, others[i], &d.err));
        assert_int_equal(d.err.code, ERR_DENIED);
        assert_true(is_there(&d, STORE_HUB, &one) && is_there(&d, STORE_HUB_WAITS, &two));
    }
    assert_true(store_hub_accept(d.store, print_two, NULL));
    assert_true(is_there(&d, STORE_HUB, &two) && is_nobody(&d, STORE_HUB_WAITS));
    /* Of the new one nothing was heard yet, whatever the old one's numbers were. */
    assert_true(store_setting_get(d.store, &d.arena, "sync.heard", &heard, NULL));
    assert_string_equal(heard, "0 0");
    rig_desk_end(&d);
}

static void who_is_refused_is_forgotten_and_nothing_else_changes(void **state)
{
    struct rig_desk d;
    (void)state;

    rig_desk_begin(&d);
    assert_true(store_hub_put(d.store, STORE_HUB, &one, NULL));
    assert_true(store_hub_put(d.store, STORE_HUB_WAITS, &two, NULL));
    assert_false(store_hub_refuse(d.store, print_one, &d.err));
    assert_int_equal(d.err.code, ERR_DENIED);
    assert_true(store_hub_refuse(d.store, print_two, NULL));
    assert_true(is_there(&d, STORE_HUB, &one) && is_nobody(&d, STORE_HUB_WAITS));
    rig_desk_end(&d);
}

/* The power goes at each write of the accepting: before, or after, never half. */
static void a_power_cut_leaves_the_old_hub_or_the_new_one(void **state)
{
    bool was_cut = true;
    size_t before = 0, after = 0;
    (void)state;

    for (uint64_t n = 1; was_cut; n++) {
        struct rig_desk d;
        rig_desk_begin(&d);
        assert_true(store_hub_put(d.store, STORE_HUB, &one, NULL));
        assert_true(store_hub_put(d.store, STORE_HUB_WAITS, &two, NULL));
        io_fault_power_at(d.rig.disk, n);
        bool done = store_hub_accept(d.store, print_two, NULL);
        was_cut = io_fault_is_off(d.rig.disk);
        rig_cut(&d.rig, d.store, n);
        d.store = rig_open(&d.rig, &d.err);
        assert_non_null(d.store);
        bool is_new = is_there(&d, STORE_HUB, &two) && is_nobody(&d, STORE_HUB_WAITS);
        bool is_old = is_there(&d, STORE_HUB, &one) && is_there(&d, STORE_HUB_WAITS, &two);
        assert_true(is_new || (is_old && !done));
        before += is_old;
        after += is_new;
        rig_desk_end(&d);
    }
    assert_true(before > 0 && after > 0);
}

static void the_first_stick_without_an_answer_counts_until_one_comes(void **state)
{
    struct rig_desk d;
    int64_t since = 0;
    (void)state;

    rig_desk_begin(&d);
    assert_false(store_away_since(d.store, &since, &d.err));
    assert_int_equal(d.err.code, ERR_MISSING);
    assert_true(store_away_note(d.store, (int64_t)TODAY * DAY_S + 4711, NULL));
    assert_true(store_away_since(d.store, &since, NULL));
    assert_int_equal(since, (int64_t)TODAY * DAY_S); /* the day, not the moment */
    assert_true(store_away_note(d.store, (int64_t)(TODAY + 5) * DAY_S, NULL));
    assert_true(store_away_since(d.store, &since, NULL));
    assert_int_equal(since, (int64_t)TODAY * DAY_S);

    assert_true(store_setting_put(d.store, "sync.heard", "1 1", NULL)); /* as post_hear does */
    assert_false(store_away_since(d.store, &since, &d.err));
    assert_int_equal(d.err.code, ERR_MISSING);
    assert_true(store_away_note(d.store, (int64_t)(TODAY + 9) * DAY_S, NULL));
    assert_true(store_away_since(d.store, &since, NULL));
    assert_int_equal(since, (int64_t)(TODAY + 9) * DAY_S);

    assert_true(store_hub_put(d.store, STORE_HUB_WAITS, &two, NULL));
    assert_true(store_hub_accept(d.store, print_two, NULL));
    assert_false(store_away_since(d.store, &since, NULL)); /* that was another hub's */
    rig_desk_end(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_put_is_there_whole_and_each_in_its_place),
        cmocka_unit_test(only_the_fingerprint_that_was_compared_is_accepted),
        cmocka_unit_test(who_is_refused_is_forgotten_and_nothing_else_changes),
        cmocka_unit_test(a_power_cut_leaves_the_old_hub_or_the_new_one),
        cmocka_unit_test(the_first_stick_without_an_answer_counts_until_one_comes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
