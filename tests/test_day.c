/* Days of the calendar. */
#include "app/base/day.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

static void days_are_days_of_the_calendar(void **state)
{
    static const char *const bad[] = {"2026-02-30",  "2026-13-01", "26-01-01",
                                      "2026-1-1",    "2026-04-31", "",
                                      "2026-01-01x", "1999-12-31", "2025-02-29"};
    int day;
    char text[16];
    (void)state;

    assert_true(day_read(&day, "2000-01-01"));
    assert_int_equal(day, 10957);
    assert_true(day_read(&day, "2026-03-09"));
    assert_int_equal(day, 20521);
    assert_true(day_read(&day, "2024-02-29"));
    for (int i = 10957; i < 60000; i++) {
        day_write(text, i);
        assert_true(day_read(&day, text));
        assert_int_equal(day, i);
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_false(day_read(&day, bad[i]));
    }
}

static void a_day_that_is_not_there_is_told(void **state)
{
    int day = 7;
    (void)state;

    assert_true(day_of(&day, 2026, 3, 9));
    assert_int_equal(day, 20521);
    day = 7;
    assert_false(day_of(&day, 2026, 2, 29));
    assert_false(day_of(&day, 1999, 12, 31));
    assert_false(day_of(&day, 2026, 13, 1));
    assert_int_equal(day, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_days_of_the_calendar),
        cmocka_unit_test(a_day_that_is_not_there_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
