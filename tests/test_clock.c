/* What time it is, and how far that can be believed. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/base/clock.h"

#include <string.h>

enum { YEAR_S = 365 * 24 * 3600 };

static void moments_are_written_and_read_in_iso_8601(void **state)
{
    static const struct {
        int64_t wall_s;
        const char *text;
    } known[] = {
        {0, "1970-01-01T00:00:00Z"},
        {-1, "1969-12-31T23:59:59Z"},
        {951782400, "2000-02-29T00:00:00Z"},
        {1775034000, "2026-04-01T09:00:00Z"},
        {4107542399, "2100-02-28T23:59:59Z"},
        {4107542400, "2100-03-01T00:00:00Z"},
        {-62167219200, "0000-01-01T00:00:00Z"},
        {253402300799, "9999-12-31T23:59:59Z"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        char text[21];
        int64_t back = 7;
        clock_format(text, known[i].wall_s);
        assert_string_equal(text, known[i].text);
        assert_true(clock_parse(&back, text));
        assert_int_equal(back, known[i].wall_s);
    }
}

static void every_day_of_four_centuries_comes_back(void **state)
{
    (void)state;
    for (int64_t day = -4 * 36525; day < 4 * 36525; day++) {
        char text[21];
        int64_t wall_s = day * 86400 + (day & 0xFFFF), back;
        clock_format(text, wall_s);
        assert_true(clock_parse(&back, text));
        assert_int_equal(back, wall_s);
    }
}

static void a_year_out_of_range_is_clamped_and_never_overflows(void **state)
{
    char text[21];

    (void)state;
    clock_format(text, INT64_MAX);
    assert_string_equal(text, "9999-12-31T23:59:59Z");
    clock_format(text, INT64_MIN);
    assert_string_equal(text, "0000-01-01T00:00:00Z");
}

static void text_that_is_no_moment_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "2026",
        "2026-04-01",
        "2026-04-01T09:00:00",
        "2026-04-01 09:00:00Z",
        "2026-04-01T09:00:00ZZ",
        "2026-04-01T09:00:00+00:00",
        "2026-13-01T09:00:00Z",
        "2026-00-01T09:00:00Z",
        "2026-04-31T09:00:00Z",
        "2026-02-29T09:00:00Z",
        "2100-02-29T09:00:00Z",
        "2026-04-00T09:00:00Z",
        "2026-04-01T24:00:00Z",
        "2026-04-01T09:60:00Z",
        "2026-04-01T09:00:60Z",
        "+026-04-01T09:00:00Z",
        "2026-4-01T09:00:000Z",
    };
    int64_t wall_s = 42;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_false(clock_parse(&wall_s, bad[i]));
    }
    assert_int_equal(wall_s, 42);
}

/* A Pi without a clock chip starts in 1970: days must still pass on it. */
static void below_the_floor_time_goes_on_from_the_floor(void **state)
{
    struct clock clock;

    (void)state;
    clock_init_virtual(&clock, 1775034000);
    clock_advance(&clock, 5000);
    clock.virtual_wall_s = 0;
    clock.start_ms = clock_mono_ms(&clock); /* as at a start */
    assert_int_equal(clock_wall_s(&clock), 1775034000);
    clock_advance(&clock, 3600000);
    assert_int_equal(clock_wall_s(&clock), 1775034000 + 3600);
    clock.virtual_wall_s = 1775120400; /* the network set it */
    assert_int_equal(clock_wall_s(&clock), 1775120400 + 3605);
}

static void virtual_time_moves_only_when_told(void **state)
{
    struct clock clock;

    (void)state;
    clock_init_virtual(&clock, 1775034000);
    assert_int_equal(clock_mono_ms(&clock), 0);
    assert_int_equal(clock_wall_s(&clock), 1775034000);
    clock_advance(&clock, 1500);
    assert_int_equal(clock_mono_ms(&clock), 1500);
    assert_int_equal(clock_wall_s(&clock), 1775034001);
    clock_advance(&clock, -500);
    assert_int_equal(clock_mono_ms(&clock), 1500);
}

static void monotonic_time_of_the_machine_does_not_go_back(void **state)
{
    struct clock clock;
    int64_t last = 0;

    (void)state;
    clock_init(&clock, 0);
    clock_advance(&clock, 1000000); /* does nothing to a real clock */
    for (int i = 0; i < 1000; i++) {
        int64_t now = clock_mono_ms(&clock);
        assert_true(now >= last && now > 0);
        last = now;
    }
}

static void wall_time_never_falls_below_the_floor(void **state)
{
    struct clock clock;
    int64_t far = clock_build_s() + 20 * (int64_t)YEAR_S; /* saved while the clock was wrong */

    (void)state;
    clock_init(&clock, far);
    assert_int_equal(clock.floor_s, far);
    assert_true(clock_wall_s(&clock) >= far);
    assert_int_equal(clock.quality, CLOCK_NONE);
    clock_init(&clock, 0);
    assert_int_equal(clock.floor_s, clock_build_s());
    assert_true(clock_wall_s(&clock) >= clock_build_s());
    clock_init(&clock, INT64_MAX); /* a damaged file */
    assert_int_equal(clock.floor_s, clock_build_s());
}

static void a_clock_twenty_years_back_shows_the_floor(void **state)
{
    struct clock clock;

    (void)state;
    clock_init_virtual(&clock, 1775034000);
    clock.virtual_wall_s -= 20 * (int64_t)YEAR_S;
    assert_int_equal(clock_wall_s(&clock), 1775034000);
}

static void a_person_sets_the_date_and_may_take_it_back(void **state)
{
    struct clock clock;

    (void)state;
    clock_init_virtual(&clock, 1775034000);
    assert_true(clock_set_wall(&clock, 1775034000 + YEAR_S, CLOCK_HUMAN));
    assert_int_equal(clock_wall_s(&clock), 1775034000 + YEAR_S);
    assert_int_equal(clock.quality, CLOCK_HUMAN);
    clock_advance(&clock, 2000);
    assert_int_equal(clock_wall_s(&clock), 1775034002 + YEAR_S);
    assert_true(clock_set_wall(&clock, 1775034010, CLOCK_HUMAN));
    assert_int_equal(clock_wall_s(&clock), 1775034010);
}

static void signed_time_lifts_the_floor_and_nothing_goes_below_it(void **state)
{
    struct clock clock;

    (void)state;
    clock_init_virtual(&clock, 1775034000);
    assert_true(clock_set_wall(&clock, 1775040000, CLOCK_SIGNED));
    assert_int_equal(clock.floor_s, 1775040000);
    assert_false(clock_set_wall(&clock, 1775039999, CLOCK_HUMAN));
    assert_false(clock_set_wall(&clock, 1775050000, CLOCK_NONE));
    assert_false(clock_set_wall(&clock, INT64_MAX, CLOCK_SIGNED));
    assert_int_equal(clock_wall_s(&clock), 1775040000);
    assert_int_equal(clock.quality, CLOCK_SIGNED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moments_are_written_and_read_in_iso_8601),
        cmocka_unit_test(every_day_of_four_centuries_comes_back),
        cmocka_unit_test(a_year_out_of_range_is_clamped_and_never_overflows),
        cmocka_unit_test(text_that_is_no_moment_is_refused),
        cmocka_unit_test(below_the_floor_time_goes_on_from_the_floor),
        cmocka_unit_test(virtual_time_moves_only_when_told),
        cmocka_unit_test(monotonic_time_of_the_machine_does_not_go_back),
        cmocka_unit_test(wall_time_never_falls_below_the_floor),
        cmocka_unit_test(a_clock_twenty_years_back_shows_the_floor),
        cmocka_unit_test(a_person_sets_the_date_and_may_take_it_back),
        cmocka_unit_test(signed_time_lifts_the_floor_and_nothing_goes_below_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
