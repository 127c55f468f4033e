#include "firmware/lamp.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

static void test_table(void **state)
{
    (void)state;
    static const struct {
        enum lamp_pattern pattern;
        int64_t now_ms; /* since 5000 */
        bool lit;
        int64_t next_ms;
    } rows[] = {
        {LAMP_OFF, 5000, false, INT64_MAX}, {LAMP_OFF, 99999, false, INT64_MAX},
        {LAMP_ON, 5000, true, INT64_MAX},   {LAMP_ON, 99999, true, INT64_MAX},
        {LAMP_INVITE, 5000, true, 5600},    {LAMP_INVITE, 5599, true, 5600},
        {LAMP_INVITE, 5600, false, 6000},   {LAMP_INVITE, 5999, false, 6000},
        {LAMP_INVITE, 6000, true, 6600},    {LAMP_INVITE, 86405000, true, 86405600},
        {LAMP_TEST, 5000, true, 6000},      {LAMP_TEST, 5999, true, 6000},
        {LAMP_TEST, 6000, false, 7000},     {LAMP_TEST, 7000, true, 8000},
        {LAMP_INVITE, 4000, true, 5600},    {LAMP_TEST, 0, true, 6000},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        bool lit = lamp_lit(rows[i].pattern, 5000, rows[i].now_ms);
        int64_t next_ms = lamp_deadline_ms(rows[i].pattern, 5000, rows[i].now_ms);
        if (lit != rows[i].lit || next_ms != rows[i].next_ms) {
            fail_msg("row %zu: %d, next at %lld", i, lit, (long long)next_ms);
        }
    }
}

static void test_deadline_is_the_change(void **state)
{
    (void)state;
    static const enum lamp_pattern blinking[] = {LAMP_INVITE, LAMP_TEST};
    for (size_t i = 0; i < 2; i++) {
        for (int64_t now_ms = 100; now_ms < 5100; now_ms++) {
            int64_t next_ms = lamp_deadline_ms(blinking[i], 100, now_ms);
            bool lit = lamp_lit(blinking[i], 100, now_ms);
            assert_true(next_ms > now_ms);
            assert_int_equal(lamp_lit(blinking[i], 100, next_ms - 1), lit);
            assert_int_equal(lamp_lit(blinking[i], 100, next_ms), !lit);
        }
    }
}

/* WCAG 2.3.1: not more than three flashes in any second. */
static void test_never_a_flash(void **state)
{
    (void)state;
    static const enum lamp_pattern all[] = {LAMP_OFF, LAMP_INVITE, LAMP_ON, LAMP_TEST};
    for (size_t i = 0; i < 4; i++) {
        for (int64_t from_ms = 0; from_ms < 2000; from_ms++) {
            int changes = 0;
            for (int64_t at_ms = lamp_deadline_ms(all[i], 0, from_ms); at_ms < from_ms + 1000;
                 at_ms = lamp_deadline_ms(all[i], 0, at_ms)) {
                changes++;
            }
            assert_in_range(changes, 0, 2);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"each pattern is lit when it should be", test_table, NULL, NULL, NULL},
        {"the deadline is exactly the next change", test_deadline_is_the_change, NULL, NULL, NULL},
        {"no pattern flashes", test_never_a_flash, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("lamp", tests, NULL, NULL);
}
