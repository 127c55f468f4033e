/* When the watchdog is fed: often enough, and never when the store was silent. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/pulse.h"

static void it_is_fed_well_within_the_limit(void **state)
{
    struct pulse pulse;
    int64_t fed = 0, longest = 0;

    (void)state;
    pulse_begin(&pulse, 10000, 0);
    for (int64_t now = 0; now < 120000; now = pulse_deadline_ms(&pulse)) {
        assert_true(pulse_is_due(&pulse, now));
        assert_true(pulse_beat(&pulse, true, now));
        assert_false(pulse_is_due(&pulse, now));
        longest = now - fed > longest ? now - fed : longest;
        fed = now;
    }
    assert_true(longest > 1000 && longest <= 5000); /* no wake-up a second for it */
}

static void a_silent_store_starves_it_but_is_asked_again_soon(void **state)
{
    struct pulse pulse;
    int asked = 0;

    (void)state;
    pulse_begin(&pulse, 10000, 0);
    for (int64_t now = 0; now < 10000; now = pulse_deadline_ms(&pulse)) {
        assert_false(pulse_beat(&pulse, false, now));
        asked++;
    }
    assert_int_equal(asked, 10);
    assert_true(pulse_beat(&pulse, true, 10000));
}

static void without_a_watchdog_nothing_wakes(void **state)
{
    struct pulse pulse;

    (void)state;
    pulse_begin(&pulse, 0, 5);
    assert_false(pulse_is_due(&pulse, 1000000));
    assert_true(pulse_deadline_ms(&pulse) == INT64_MAX);
}

static void the_shortest_limit_still_makes_progress(void **state)
{
    struct pulse pulse;

    (void)state;
    pulse_begin(&pulse, 1, 0);
    assert_true(pulse_beat(&pulse, true, 0));
    assert_int_equal(pulse_deadline_ms(&pulse), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_fed_well_within_the_limit),
        cmocka_unit_test(a_silent_store_starves_it_but_is_asked_again_soon),
        cmocka_unit_test(without_a_watchdog_nothing_wakes),
        cmocka_unit_test(the_shortest_limit_still_makes_progress),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
