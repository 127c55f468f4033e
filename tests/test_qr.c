/* Codes for a phone: their fixed patterns, their limits, and how they stand on the screen. */
#include "tests/ui_ruler.h"

#include "app/ui/qr.h"

#include <stdlib.h>
#include <string.h>

static const char text[] = "DORPEL KENMERK 3F2A 91BC 07DE 55A1 E4C0 8D13 B6F9 2A7C";

/* Seven squares wide: dark edge, light ring, dark heart. */
static void has_finder(const struct qr *qr, int left, int top)
{
    for (int y = 0; y < 7; y++) {
        for (int x = 0; x < 7; x++) {
            int ring = x < y ? x : y, far = 6 - (x > y ? x : y);
            ring = ring < far ? ring : far;
            assert_int_equal(qr_is_dark(qr, left + x, top + y), ring != 1);
        }
    }
}

static void a_text_becomes_a_code_with_its_fixed_patterns(void **state)
{
    struct qr *qr = calloc(1, sizeof(*qr));

    (void)state;
    assert_true(qr_make(qr, text));
    assert_int_equal(qr->side, 29); /* version 3: as small as capitals and M allow */
    has_finder(qr, 0, 0);
    has_finder(qr, qr->side - 7, 0);
    has_finder(qr, 0, qr->side - 7);
    for (int i = 8; i < qr->side - 8; i++) {
        assert_int_equal(qr_is_dark(qr, i, 6), i % 2 == 0);
        assert_int_equal(qr_is_dark(qr, 6, i), i % 2 == 0);
    }
    assert_false(qr_is_dark(qr, -1, 0));
    assert_false(qr_is_dark(qr, qr->side, 0));
    free(qr);
}

static void another_text_is_another_code_and_the_same_text_the_same(void **state)
{
    struct qr *codes = calloc(3, sizeof(*codes));

    (void)state;
    assert_true(qr_make(&codes[0], text) && qr_make(&codes[1], text));
    assert_true(qr_make(&codes[2], "DORPEL KENMERK 3F2A 91BC 07DE 55A1 E4C0 8D13 B6F9 2A7D"));
    assert_memory_equal(&codes[0], &codes[1], sizeof(*codes));
    assert_memory_not_equal(&codes[0], &codes[2], sizeof(*codes));
    free(codes);
}

static void what_is_empty_or_too_long_gives_none(void **state)
{
    struct qr *qr = calloc(1, sizeof(*qr));
    char longest[QR_TEXT + 2];

    (void)state;
    assert_false(qr_make(qr, ""));
    assert_int_equal(qr->side, 0);
    memset(longest, 'A', sizeof(longest));
    longest[QR_TEXT + 1] = '\0';
    assert_false(qr_make(qr, longest));
    longest[QR_TEXT] = '\0';
    assert_true(qr_make(qr, longest));
    assert_true(qr->side <= QR_SIDE);
    memset(longest, '\xe9', sizeof(longest)); /* bytes take more room */
    longest[QR_TEXT] = '\0';
    assert_false(qr_make(qr, longest));
    assert_int_equal(qr->side, 0);
    free(qr);
}

/* Is this pixel of the list dark, light, or not of the code? */
static uint32_t color_at(const struct ui *ui, int x, int y)
{
    const struct dl *list = ui_list(ui);
    uint32_t color = 0;

    for (size_t i = 0; i < list->cmd_count; i++) {
        color = list->cmds[i].kind == DL_FILL && rect_has(list->cmds[i].rect, x, y)
                    ? list->cmds[i].color
                    : color;
    }
    return color;
}

static void each_square_stands_on_the_screen_with_white_around_it(void **state)
{
    static const enum theme themes[] = {THEME_WARM, THEME_DARK, THEME_LIGHT};
    struct qr *qr = calloc(1, sizeof(*qr));

    (void)state;
    assert_true(qr_make(qr, text));
    for (size_t t = 0; t < sizeof(themes) / sizeof(themes[0]); t++) {
        struct ui *ui = ui_for("800x480@154mm");
        ui_begin(ui, (struct ui_look){themes[t], 1}, 0);
        struct rect used = ui_qr(ui, "q", (struct rect){100, 50, 200, 160}, qr, "een code");
        ui_end(ui);
        int squares = qr->side + 2 * QR_QUIET;
        int square = used.w / squares;
        assert_true(square == 4 && used.w == 4 * squares && used.h == used.w);
        assert_true(used.x >= 100 && used.x + used.w <= 300 && used.y == 50);
        for (int y = 0; y < squares; y++) {
            for (int x = 0; x < squares; x++) {
                bool dark = qr_is_dark(qr, x - QR_QUIET, y - QR_QUIET);
                assert_int_equal(color_at(ui, used.x + x * square + 1, used.y + y * square + 1),
                                 dark ? 0x000000FF : 0xFFFFFFFF);
            }
        }
        assert_int_equal(find(ui, "q")->kind, UI_PICTURE);
        assert_string_equal(find(ui, "q")->label, "een code");
        ui_destroy(ui);
    }
    free(qr);
}

static void where_there_is_no_room_nothing_is_drawn(void **state)
{
    struct ui *ui = ui_for("800x480@154mm");
    struct qr *qr = calloc(1, sizeof(*qr));

    (void)state;
    assert_true(qr_make(qr, text));
    ui_begin(ui, (struct ui_look){THEME_WARM, 1}, 0);
    size_t before = ui_list(ui)->cmd_count;
    struct rect used = ui_qr(ui, "q", (struct rect){0, 0, 30, 30}, qr, "een code");
    assert_int_equal(used.h, 0);
    assert_int_equal(ui_list(ui)->cmd_count, before);
    ui_end(ui);
    ui_destroy(ui);
    free(qr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_becomes_a_code_with_its_fixed_patterns),
        cmocka_unit_test(another_text_is_another_code_and_the_same_text_the_same),
        cmocka_unit_test(what_is_empty_or_too_long_gives_none),
        cmocka_unit_test(each_square_stands_on_the_screen_with_white_around_it),
        cmocka_unit_test(where_there_is_no_room_nothing_is_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
