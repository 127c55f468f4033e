/* What the kiosk tells of itself: each later than the one before, whatever the clock says, and the
 * same thing once. */
#include "app/domain/health.h"
#include "app/store/store_content.h"
#include "app/store/store_health.h"
#include "app/store/store_internal.h"
#include "tests/faults/store_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

enum { T = 1790000000 };

static struct content_refused refused(uint64_t version, const char *why)
{
    return (struct content_refused){.name = "Dorp",
                                    .why = why,
                                    .version = version,
                                    .thing = "",
                                    .field = "",
                                    .fault = "",
                                    .detail = "",
                                    .file = ""};
}

static void refuse(struct rig_desk *d, uint64_t version, const char *why, int64_t wall_s)
{
    struct content_refused one = refused(version, why);

    assert_true(
        store_content_refused(d->store, &one, (struct told_at){wall_s, CLOCK_FLOOR}, &d->err));
}

static int64_t refusals(struct rig_desk *d)
{
    return rig_number(d->store, "SELECT count(*) FROM record WHERE kind = 'content-applied'"
                                " AND body ->> '$.how' = 'refused'");
}

static int64_t at_of(struct rig_desk *d, const char *order)
{
    return rig_number(d->store, order[0] == 'm' && order[1] == 'i'
                                    ? "SELECT min(body ->> '$.at') FROM record"
                                    : "SELECT max(body ->> '$.at') FROM record");
}

static void a_refusal_is_told_once_and_another_reason_again(void **state)
{
    struct rig_desk d;
    (void)state;

    rig_desk_begin(&d);
    refuse(&d, 4, "faults", T);
    refuse(&d, 4, "faults", T + 900);
    refuse(&d, 4, "faults", T + 1800);
    assert_int_equal(refusals(&d), 1);
    refuse(&d, 4, "frozen", T + 2700);
    refuse(&d, 5, "frozen", T + 3600);
    assert_int_equal(refusals(&d), 3);
    rig_desk_end(&d);
}

/* The order of what was told is the order in which it happened, also with a clock of 1970. */
static void what_is_told_later_says_so_when_the_clock_fell_back(void **state)
{
    struct rig_desk d;
    (void)state;

    rig_desk_begin(&d);
    refuse(&d, 4, "faults", T);
    refuse(&d, 5, "faults", 0);
    assert_int_equal(at_of(&d, "max"), T + 1);
    store_close(d.store);
    d.store = rig_open(&d.rig, &d.err); /* and it remembers */
    assert_non_null(d.store);
    refuse(&d, 6, "faults", 7);
    assert_int_equal(at_of(&d, "max"), T + 2);
    assert_int_equal(at_of(&d, "min"), T);
    refuse(&d, 7, "faults", T + 50);
    assert_int_equal(at_of(&d, "max"), T + 50);
    rig_desk_end(&d);
}

/* The time is no news: the same health at another time is told once. */
static void the_same_health_is_told_once(void **state)
{
    struct rig_desk d;
    struct health health = {.is_asked = {false}};
    bool told = false;
    (void)state;

    rig_desk_begin(&d);
    health_ask(&health, HEALTH_BUTTON);
    json_t *good = health_body(&health, "place.hall", "1.0");
    health_blame(&health, HEALTH_BUTTON_STUCK);
    json_t *bad = health_body(&health, "place.hall", "1.0");
    assert_true(store_health_tell(d.store, good, (struct told_at){T, CLOCK_NONE}, &told, &d.err));
    assert_true(told);
    assert_true(
        store_health_tell(d.store, good, (struct told_at){T + 9, CLOCK_FLOOR}, &told, &d.err));
    assert_false(told);
    assert_true(store_health_tell(d.store, bad, (struct told_at){3, CLOCK_NONE}, &told, &d.err));
    assert_true(told);
    assert_true(store_health_tell(d.store, good, (struct told_at){4, CLOCK_NONE}, &told, &d.err));
    assert_true(told);
    assert_int_equal(rig_number(d.store, "SELECT count(*) FROM record WHERE kind = 'health'"), 3);
    assert_int_equal(at_of(&d, "max"), T + 2);
    json_decref(good);
    json_decref(bad);
    rig_desk_end(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_refusal_is_told_once_and_another_reason_again),
        cmocka_unit_test(what_is_told_later_says_so_when_the_clock_fell_back),
        cmocka_unit_test(the_same_health_is_told_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
