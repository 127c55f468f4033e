/* Fair turns for what the village tells of. */
#include "app/domain/turns.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

static void many_ideas_do_not_hide_one_question(void **state)
{
    static const size_t counts[] = {200, 0, 1, 3};
    unsigned told[4] = {0};
    struct turns_place place;
    (void)state;
    for (uint64_t turn = 0; turn < 300; turn++) {
        assert_true(turns_at(counts, 4, turn, &place));
        assert_true(place.index < counts[place.kind]);
        told[place.kind]++;
    }
    assert_int_equal(told[0], 100);
    assert_int_equal(told[1], 0);
    assert_int_equal(told[2], 100);
    assert_int_equal(told[3], 100);
}

static void within_a_kind_all_get_equal_turns_the_first_first(void **state)
{
    static const size_t counts[] = {5, 2};
    unsigned told[5] = {0};
    struct turns_place place;
    (void)state;
    for (uint64_t turn = 0; turn < 2 * 5 * 7; turn++) {
        assert_true(turns_at(counts, 2, turn, &place));
        if (place.kind == 0) {
            assert_int_equal(place.index, turn / 2 % 5); /* least attention first */
            told[place.index]++;
        }
    }
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(told[i], 7);
    }
}

static void an_empty_village_has_nothing_to_tell(void **state)
{
    static const size_t counts[] = {0, 0};
    struct turns_place place;
    (void)state;
    assert_false(turns_at(counts, 2, 3, &place));
    assert_false(turns_at(counts, 0, 3, &place));
}

static void what_got_least_attention_comes_first(void **state)
{
    static const uint32_t attention[] = {4, 0, 7, 0, 1};
    static const uint16_t wanted[] = {1, 3, 4, 0, 2};
    uint16_t order[5];
    (void)state;
    turns_sort(order, attention, 5);
    assert_memory_equal(order, wanted, sizeof(wanted));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_ideas_do_not_hide_one_question),
        cmocka_unit_test(within_a_kind_all_get_equal_turns_the_first_first),
        cmocka_unit_test(an_empty_village_has_nothing_to_tell),
        cmocka_unit_test(what_got_least_attention_comes_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
