#include "app/ui/theme.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static double contrast(int theme, enum color a, enum color b)
{
    return theme_contrast(theme_color((enum theme)theme, a), theme_color((enum theme)theme, b));
}

static void expect(int theme, enum color a, enum color b, double least)
{
    double found = contrast(theme, a, b);

    if (found < least) {
        fail_msg("theme %d: colours %d and %d: %.2f, promised %.2f", theme, (int)a, (int)b, found,
                 least);
    }
}

static void black_on_white_is_21_to_1_and_a_known_pair_is_what_wcag_says(void **state)
{
    (void)state;
    assert_true(fabs(theme_contrast(0x000000FF, 0xFFFFFFFF) - 21.0) < 0.001);
    assert_true(fabs(theme_contrast(0xFFFFFFFF, 0x777777FF) - 4.478) < 0.01);
    assert_true(fabs(theme_contrast(0x777777FF, 0x777777FF) - 1.0) < 0.001);
}

static void words_stand_out_from_every_ground_they_stand_on(void **state)
{
    (void)state;
    static const enum color grounds[] = {COLOR_PAPER,  COLOR_CARD,        COLOR_CHOSEN,
                                         COLOR_WARN,   COLOR_KEY,         COLOR_COMMUNITY,
                                         COLOR_SHARED, COLOR_MUNICIPALITY};

    for (int theme = 0; theme < THEMES; theme++) {
        double least = theme == THEME_WARM ? 10.0 : 15.0;
        for (size_t i = 0; i < COUNT(grounds); i++) {
            expect(theme, COLOR_INK, grounds[i], least);
        }
        expect(theme, COLOR_INK_SOFT, COLOR_PAPER, least);
        expect(theme, COLOR_INK_SOFT, COLOR_CARD, least);
        expect(theme, COLOR_ON_ACCENT, COLOR_ACCENT, least);
        expect(theme, COLOR_ON_STOP, COLOR_STOP, least);
        expect(theme, COLOR_ON_NIGHT, COLOR_NIGHT, least);
    }
}

static void the_mark_is_seen_on_everything_it_marks(void **state)
{
    (void)state;
    static const enum color grounds[] = {COLOR_PAPER, COLOR_CARD,   COLOR_CHOSEN, COLOR_WARN,
                                         COLOR_KEY,   COLOR_ACCENT, COLOR_STOP,   COLOR_NIGHT};

    for (int theme = 0; theme < THEMES; theme++) {
        for (size_t i = 0; i < COUNT(grounds); i++) {
            expect(theme, COLOR_MARK, grounds[i], 3.0);
        }
        expect(theme, COLOR_LINE, COLOR_PAPER, 3.0);
        expect(theme, COLOR_LINE, COLOR_CARD, 3.0);
        expect(theme, COLOR_GLOW, COLOR_NIGHT, 7.0);
    }
}

static void every_colour_is_set_and_opaque_but_the_shadow(void **state)
{
    (void)state;
    for (int theme = 0; theme < THEMES; theme++) {
        for (int color = 0; color < COLORS; color++) {
            uint32_t value = theme_color((enum theme)theme, (enum color)color);
            if (color == COLOR_SHADOW) {
                assert_true((value & 255) < 128);
            } else {
                assert_int_equal(value & 255, 255);
            }
        }
    }
}

static void letters_have_the_four_promised_heights(void **state)
{
    (void)state;
    static const double steps[SIZE_STEPS] = {4.8, 6.4, 7.4, 9.0};
    static const double sides[] = {136.0, 194.0, 1000.0}; /* from the reference on */

    for (size_t i = 0; i < 3; i++) {
        for (int step = 0; step < SIZE_STEPS; step++) {
            double promised = steps[step];
            assert_true(fabs(theme_cap_mm(sides[i], step, STYLE_BODY) - promised) < 1e-9);
            assert_true(fabs(theme_cap_mm(sides[i], step, STYLE_BOLD) - promised) < 1e-9);
            assert_true(fabs(theme_cap_mm(sides[i], step, STYLE_TITLE) - 1.2 * promised) < 1e-9);
            assert_true(fabs(theme_cap_mm(sides[i], step, STYLE_HUGE) - 1.6 * promised) < 1e-9);
        }
    }
    assert_true(theme_cap_mm(136.0, -3, STYLE_BODY) >= 4.8);
    assert_true(theme_cap_mm(136.0, 99, STYLE_BODY) <= 9.0);
}

static void small_panels_keep_four_steps_and_the_least_that_the_law_asks(void **state)
{
    (void)state;
    static const double sides[] = {92.4, 88.0, 87.0}; /* of seven inches, lying and upright */

    for (size_t i = 0; i < 3; i++) {
        assert_true(fabs(theme_cap_mm(sides[i], 0, STYLE_BODY) - 4.8) < 1e-9);
        assert_true(fabs(theme_cap_mm(sides[i], 3, STYLE_BODY) - 0.08 * sides[i]) < 1e-9);
        for (int step = 1; step < SIZE_STEPS; step++) { /* each tap on "groter" is seen */
            assert_true(theme_cap_mm(sides[i], step, STYLE_BODY) >
                        theme_cap_mm(sides[i], step - 1, STYLE_BODY) + 0.4);
        }
        /* 0.7 degrees, seen from half a metre */
        assert_true(theme_cap_mm(sides[i], SIZE_DEFAULT, STYLE_BODY) >= 6.1);
    }
    assert_true(fabs(theme_cap_mm(40.0, 3, STYLE_BODY) - 4.8) < 1e-9); /* never below the least */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(black_on_white_is_21_to_1_and_a_known_pair_is_what_wcag_says),
        cmocka_unit_test(words_stand_out_from_every_ground_they_stand_on),
        cmocka_unit_test(the_mark_is_seen_on_everything_it_marks),
        cmocka_unit_test(every_colour_is_set_and_opaque_but_the_shadow),
        cmocka_unit_test(letters_have_the_four_promised_heights),
        cmocka_unit_test(small_panels_keep_four_steps_and_the_least_that_the_law_asks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
