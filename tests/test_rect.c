#include "app/ui/rect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_rect(struct rect rect, int x, int y, int w, int h)
{
    assert_int_equal(rect.x, x);
    assert_int_equal(rect.y, y);
    assert_int_equal(rect.w, w);
    assert_int_equal(rect.h, h);
}

static void cuts_take_a_strip_and_leave_the_rest(void **state)
{
    (void)state;
    struct rect rest = {10, 20, 100, 80};

    assert_rect(rect_cut_top(&rest, 30), 10, 20, 100, 30);
    assert_rect(rest, 10, 50, 100, 50);
    assert_rect(rect_cut_bottom(&rest, 10), 10, 90, 100, 10);
    assert_rect(rect_cut_left(&rest, 25), 10, 50, 25, 40);
    assert_rect(rect_cut_right(&rest, 25), 85, 50, 25, 40);
    assert_rect(rest, 35, 50, 50, 40);
}

static void a_cut_that_is_too_large_takes_all_and_a_negative_one_nothing(void **state)
{
    (void)state;
    struct rect rest = {0, 0, 10, 10};

    assert_rect(rect_cut_bottom(&rest, -5), 0, 10, 10, 0);
    assert_rect(rect_cut_top(&rest, 99), 0, 0, 10, 10);
    assert_rect(rest, 0, 10, 10, 0);
}

static void columns_and_rows_fill_their_place_to_the_last_pixel(void **state)
{
    (void)state;
    struct rect all = {5, 7, 101, 50};

    for (int count = 1; count <= 9; count++) {
        struct rect last = rect_column(all, count, count - 1, 4);
        assert_int_equal(last.x + last.w, all.x + all.w);
        last = rect_row(all, count, count - 1, 3);
        assert_int_equal(last.y + last.h, all.y + all.h);
        for (int i = 1; i < count; i++) {
            struct rect a = rect_column(all, count, i - 1, 4);
            assert_int_equal(rect_column(all, count, i, 4).x - (a.x + a.w), 4);
        }
    }
}

static void an_inset_larger_than_the_rectangle_leaves_its_middle(void **state)
{
    (void)state;
    assert_rect(rect_inset((struct rect){0, 0, 10, 10}, 2, 3), 2, 3, 6, 4);
    assert_rect(rect_inset((struct rect){0, 0, 10, 10}, 9, 9), 5, 5, 0, 0);
    assert_rect(rect_inset((struct rect){0, 0, 10, 10}, -2, -3), -2, -3, 14, 16);
}

static void fit_keeps_the_shape_and_stands_in_the_middle(void **state)
{
    (void)state;
    assert_rect(rect_fit((struct rect){0, 0, 200, 100}, 4, 3), 33, 0, 133, 100);
    assert_rect(rect_fit((struct rect){0, 0, 100, 200}, 4, 3), 0, 62, 100, 75);
    assert_rect(rect_fit((struct rect){1, 2, 3, 4}, 0, 3), 1, 2, 3, 4);
}

static void the_right_and_lower_edges_are_outside(void **state)
{
    (void)state;
    struct rect rect = {10, 10, 5, 5};

    assert_true(rect_has(rect, 10, 10));
    assert_true(rect_has(rect, 14, 14));
    assert_false(rect_has(rect, 15, 10));
    assert_false(rect_has(rect, 10, 15));
    assert_false(rect_has(rect, 9, 10));
    assert_false(rect_has((struct rect){0, 0, 0, 5}, 0, 0));
}

static void two_that_do_not_meet_have_nothing_in_common(void **state)
{
    (void)state;
    assert_rect(rect_both((struct rect){0, 0, 10, 10}, (struct rect){5, 6, 10, 10}), 5, 6, 5, 4);
    struct rect none = rect_both((struct rect){0, 0, 10, 10}, (struct rect){10, 0, 10, 10});
    assert_int_equal(none.w, 0);
    assert_int_equal(none.h, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_take_a_strip_and_leave_the_rest),
        cmocka_unit_test(a_cut_that_is_too_large_takes_all_and_a_negative_one_nothing),
        cmocka_unit_test(columns_and_rows_fill_their_place_to_the_last_pixel),
        cmocka_unit_test(an_inset_larger_than_the_rectangle_leaves_its_middle),
        cmocka_unit_test(fit_keeps_the_shape_and_stands_in_the_middle),
        cmocka_unit_test(the_right_and_lower_edges_are_outside),
        cmocka_unit_test(two_that_do_not_meet_have_nothing_in_common),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
