/* What the vote screens share: the last half minute of a turn. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/screens/vote_parts.h"

static struct round round_of_turns = {.access = ACCESS_UNLOCK};
static struct view_round rows[2] = {{.round = &round_of_turns}, {.round = &round_of_turns}};
static struct view view = {.rounds = rows, .round_count = 2, .turn_round = 1};
static struct visit visit = {.round = 1};

static int soon(int64_t left_ms)
{
    view.turn_left_ms = left_ms;
    return vote_turn_soon_s(&view, &visit);
}

static void the_end_of_a_turn_is_told_from_thirty_seconds_on_in_steps(void **state)
{
    static const struct {
        int64_t left_ms;
        int told_s;
    } cases[] = {{120000, 0}, {30001, 0},  {30000, 30}, {20001, 30}, {20000, 20},
                 {10001, 20}, {10000, 10}, {1, 10},     {0, 0}};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_int_equal(soon(cases[i].left_ms), cases[i].told_s);
    }
}

static void only_who_has_the_turn_is_told(void **state)
{
    (void)state;
    visit.round = 0; /* the turn is for the other round */
    assert_int_equal(soon(15000), 0);
    visit.round = 2; /* there is no such round */
    assert_int_equal(soon(15000), 0);
    visit.round = 1;
    round_of_turns.access = ACCESS_CODE;
    assert_int_equal(soon(15000), 0);
    round_of_turns.access = ACCESS_UNLOCK;
    assert_int_equal(soon(15000), 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_end_of_a_turn_is_told_from_thirty_seconds_on_in_steps),
        cmocka_unit_test(only_who_has_the_turn_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
