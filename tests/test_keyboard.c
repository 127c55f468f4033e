#include "app/base/str.h"
#include "app/domain/code.h"
#include "app/ui/keyboard.h"
#include "app/ui/keyboard_layout.h"

#include "tests/ui_ruler.h"

#include <stdio.h>
#include <stdlib.h>

static const struct keyboard_words words = {"Wis", "Spatie", "Hoofdletter", "áé", "abc", "123"};

struct desk {
    struct ui *ui;
    enum keyboard_kind kind;
    struct keyboard keyboard;
    struct rect rect;
    char text[200];
    size_t max_count;
    int changes;
    int64_t now_ms;
};

static void frame(struct desk *desk)
{
    ui_begin(desk->ui, (struct ui_look){THEME_WARM, SIZE_DEFAULT}, desk->now_ms += 16);
    desk->changes += keyboard_draw(desk->ui, desk->rect, desk->kind, &desk->keyboard, &words,
                                   desk->text, sizeof(desk->text), desk->max_count);
    ui_end(desk->ui);
}

static struct desk desk_for(const char *screen, enum keyboard_kind kind)
{
    struct desk desk = {.ui = ui_for(screen), .kind = kind, .max_count = 100};
    struct rect all = rect_inset(ui_bounds(desk.ui), ui_mm(desk.ui, 2), ui_mm(desk.ui, 2));

    desk.rect = rect_cut_bottom(&all, keyboard_height(desk.ui, kind, all.w));
    frame(&desk);
    return desk;
}

static void press_keys(struct desk *desk, const char *path)
{
    char id[48];

    while (*path != '\0') {
        size_t len = strcspn(path, " ");
        snprintf(id, sizeof(id), "%.*s", (int)len, path);
        tap_id(desk->ui, id, desk->now_ms);
        frame(desk);
        frame(desk);
        path += len + (path[len] == ' ');
    }
}

static void type_one(struct desk *desk, uint32_t codepoint)
{
    char path[100];
    char expected[5];

    str_encode(codepoint, expected);
    if (!keyboard_path(desk->kind, codepoint, path, sizeof(path))) {
        fail_msg("no path for %s", expected);
    }
    if (codepoint == ' ') {
        strcpy(desk->text, "x");
        frame(desk);
        press_keys(desk, path);
        assert_string_equal(desk->text, "x ");
    } else {
        press_keys(desk, path);
        assert_string_equal(desk->text, expected);
    }
    desk->text[0] = '\0';
    frame(desk);
    assert_int_equal(desk->keyboard.page, 0); /* back on the letters for the next one */
    assert_false(desk->keyboard.shift);
}

static void the_text_keyboard_types_every_character_of_its_alphabet(void **state)
{
    (void)state;
    static const char alphabet[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,?!'\"-()&/:€+@"
        "áéëèêïíóöüúâôûäçñÁÉËÈÊÏÍÓÖÜÚÂÔÛÄÇÑ";

    for (size_t s = 0; s < 4; s++) {
        struct desk desk = desk_for(screens[s], KEYBOARD_TEXT);
        for (const char *at = alphabet; *at != '\0';) {
            type_one(&desk, str_decode(&at));
        }
        ui_destroy(desk.ui);
    }
}

static void the_code_keyboard_types_all_thirty_and_nothing_else(void **state)
{
    (void)state;
    for (size_t s = 0; s < 4; s++) {
        struct desk desk = desk_for(screens[s], KEYBOARD_CODE);
        for (const char *at = CODE_ALPHABET; *at != '\0';) {
            type_one(&desk, str_decode(&at));
        }
        const struct ui_element *elements = NULL;
        bool erase = keyboard_has_erase(desk.ui, KEYBOARD_CODE, desk.rect.w);
        assert_int_equal(ui_elements(desk.ui, &elements), 30 + erase);
        assert_int_equal(erase, s != 3);
        ui_destroy(desk.ui);
    }
    char path[50];
    for (const char *at = "01ILOUé .-"; *at != '\0';) {
        assert_false(keyboard_path(KEYBOARD_CODE, str_decode(&at), path, sizeof(path)));
        assert_string_equal(path, "");
    }
}

static void the_digit_keyboard_types_ten_digits(void **state)
{
    (void)state;
    for (size_t s = 0; s < 4; s++) {
        struct desk desk = desk_for(screens[s], KEYBOARD_DIGITS);
        for (uint32_t digit = '0'; digit <= '9'; digit++) {
            type_one(&desk, digit);
        }
        ui_destroy(desk.ui);
    }
    char path[50];
    assert_false(keyboard_path(KEYBOARD_DIGITS, 'a', path, sizeof(path)));
    assert_false(keyboard_path(KEYBOARD_TEXT, 0x4E2D, path, sizeof(path)));
    assert_false(keyboard_path(KEYBOARD_TEXT, 'E', path, 8)); /* no room for the answer */
}

static int apart(struct rect a, struct rect b) /* the larger of the two gaps; < 0: they overlap */
{
    int dx = a.x > b.x ? a.x - b.x - b.w : b.x - a.x - a.w;
    int dy = a.y > b.y ? a.y - b.y - b.h : b.y - a.y - a.h;

    return dx > dy ? dx : dy;
}

static void check_sizes(struct desk *desk)
{
    const struct ui_element *keys = NULL;
    size_t count = ui_elements(desk->ui, &keys);
    double mm = desk->ui->px_per_mm;
    struct rect all = ui_bounds(desk->ui);

    for (size_t i = 0; i < count; i++) {
        if (keys[i].rect.w / mm < 12.7 || keys[i].rect.h / mm < 12.7) {
            fail_msg("%s is %.2f x %.2f mm", keys[i].id, keys[i].rect.w / mm, keys[i].rect.h / mm);
        }
        assert_true(keys[i].rect.x >= all.x && keys[i].rect.x + keys[i].rect.w <= all.w);
        assert_true(keys[i].rect.y >= desk->rect.y);
        assert_true(keys[i].rect.y + keys[i].rect.h <= desk->rect.y + desk->rect.h);
        for (size_t k = 0; k < i; k++) {
            if (apart(keys[i].rect, keys[k].rect) / mm < 2.54) {
                fail_msg("%s and %s are too near", keys[i].id, keys[k].id);
            }
        }
    }
}

static void keys_are_large_enough_and_far_enough_apart_on_every_screen(void **state)
{
    (void)state;
    for (size_t s = 0; s < 4; s++) {
        for (int kind = KEYBOARD_TEXT; kind <= KEYBOARD_CORNER; kind++) {
            struct desk desk = desk_for(screens[s], (enum keyboard_kind)kind);
            for (int page = 0; page < (kind == KEYBOARD_TEXT ? PAGES : 1); page++) {
                desk.keyboard.page = page;
                frame(&desk);
                check_sizes(&desk);
            }
            ui_destroy(desk.ui);
        }
    }
}

static void a_text_keyboard_leaves_a_third_of_a_wide_screen(void **state)
{
    (void)state;
    for (size_t s = 0; s < 4; s++) {
        struct ui *ui = ui_for(screens[s]);
        struct rect all = ui_bounds(ui);
        int height = keyboard_height(ui, KEYBOARD_TEXT, all.w - ui_mm(ui, 6));
        assert_true(height * 100 < all.h * (all.h > all.w ? 70 : 66));
        ui_destroy(ui);
    }
}

static bool has_key(const struct desk *desk, const char *id)
{
    const struct ui_element *key = find(desk->ui, id);

    return key != NULL;
}

static void
ten_keys_stand_in_a_row_where_they_fit_else_the_alphabet_in_eights_or_fives(void **state)
{
    (void)state;
    for (size_t s = 0; s < 4; s++) {
        struct desk desk = desk_for(screens[s], KEYBOARD_TEXT);
        bool same_row = find(desk.ui, "key.q")->rect.y == find(desk.ui, "key.p")->rect.y &&
                        find(desk.ui, "key.q")->rect.y == find(desk.ui, "key.w")->rect.y;
        assert_int_equal(same_row, s == 0 || s == 2);
        if (!same_row) {
            const char *last = s == 1 ? "key.h" : "key.e", *next = s == 1 ? "key.i" : "key.f";
            assert_int_equal(find(desk.ui, "key.a")->rect.y, find(desk.ui, last)->rect.y);
            assert_true(find(desk.ui, "key.a")->rect.y < find(desk.ui, next)->rect.y);
        }
        ui_destroy(desk.ui);
    }
}

static void a_button_of_the_page_fits_in_the_corner_of_the_digits(void **state)
{
    (void)state;
    for (size_t s = 0; s < 4; s++) {
        struct desk desk = desk_for(screens[s], KEYBOARD_CORNER);
        struct rect corner = keyboard_corner(desk.ui, desk.rect);
        const struct ui_element *elements = NULL;
        size_t count = ui_elements(desk.ui, &elements);
        assert_int_equal(count, 11);
        assert_true(corner.h + 1 >= ui_mm(desk.ui, 20));
        struct rect around = rect_inset(corner, 1 - ui_mm(desk.ui, 3), 1 - ui_mm(desk.ui, 3));
        for (size_t i = 0; i < count; i++) {
            struct rect both = rect_both(around, elements[i].rect);
            assert_true(both.w == 0 || both.h == 0);
        }
        ui_destroy(desk.ui);
    }
}

static void the_key_beside_the_field_erases_one_letter(void **state)
{
    (void)state;
    struct ui *ui = ui_for("720x1280@87mm");
    struct rect rect = {10, 10, 200, 120};
    char text[20] = "aé";
    for (int i = 0; i < 3; i++) {
        ui_begin(ui, (struct ui_look){THEME_WARM, SIZE_DEFAULT}, i * 16);
        keyboard_erase(ui, rect, &words, text);
        ui_end(ui);
        if (i == 0) {
            tap_id(ui, "key.erase", 1);
        }
    }
    assert_string_equal(text, "a");
    ui_destroy(ui);
}

static void shift_holds_for_one_letter_and_can_be_taken_back(void **state)
{
    (void)state;
    struct desk desk = desk_for(screens[0], KEYBOARD_TEXT);

    press_keys(&desk, "key.shift");
    assert_true(find(desk.ui, "key.shift")->chosen);
    assert_string_equal(find(desk.ui, "key.a")->label, "A");
    press_keys(&desk, "key.a key.b key.shift key.shift key.c");
    assert_string_equal(desk.text, "Abc");
    ui_destroy(desk.ui);
}

static void accents_come_once_and_digits_stay(void **state)
{
    (void)state;
    struct desk desk = desk_for(screens[0], KEYBOARD_TEXT);

    press_keys(&desk, "key.accents key.é");
    assert_true(has_key(&desk, "key.n"));
    press_keys(&desk, "key.n key.digits key.1 key.2 key.letters key.x");
    assert_string_equal(desk.text, "én12x");
    press_keys(&desk, "key.accents key.ij key.accents key.shift key.ij");
    assert_string_equal(desk.text, "én12xijIJ");
    ui_destroy(desk.ui);
}

static void erasing_takes_one_character_and_leaves_no_trace_behind_the_end(void **state)
{
    (void)state;
    struct desk desk = desk_for(screens[0], KEYBOARD_TEXT);

    assert_false(find(desk.ui, "key.erase")->enabled);
    strcpy(desk.text, "aë€");
    frame(&desk);
    assert_true(find(desk.ui, "key.erase")->enabled);
    press_keys(&desk, "key.erase");
    assert_string_equal(desk.text, "aë");
    press_keys(&desk, "key.erase key.erase");
    for (size_t i = 0; i < sizeof(desk.text); i++) {
        assert_int_equal(desk.text[i], 0);
    }
    assert_false(find(desk.ui, "key.erase")->enabled);
    ui_destroy(desk.ui);
}

static void at_the_limit_keys_are_seen_but_do_nothing(void **state)
{
    (void)state;
    struct desk desk = desk_for(screens[0], KEYBOARD_TEXT);

    desk.max_count = 2;
    press_keys(&desk, "key.a key.b key.c");
    assert_string_equal(desk.text, "ab");
    assert_false(find(desk.ui, "key.c")->enabled);
    assert_true(find(desk.ui, "key.erase")->enabled);
    assert_true(find(desk.ui, "key.accents")->enabled);
    desk.max_count = 3; /* "ij" does not fit in one place, and is not halved */
    frame(&desk);
    press_keys(&desk, "key.accents key.ij");
    assert_string_equal(desk.text, "ab");
    ui_destroy(desk.ui);
}

static void no_blank_at_the_start_and_never_two(void **state)
{
    (void)state;
    struct desk desk = desk_for(screens[0], KEYBOARD_TEXT);

    press_keys(&desk, "key.space key.a key.space key.space key.b");
    assert_string_equal(desk.text, "a b");
    ui_destroy(desk.ui);
}

static void a_buffer_of_exactly_a_code_takes_a_code(void **state)
{
    (void)state;
    struct desk desk = desk_for(screens[0], KEYBOARD_CODE);
    char code[CODE_LEN + 1] = "";

    for (int i = 0; i < 10; i++) {
        for (int k = 0; k < 3; k++) {
            ui_begin(desk.ui, (struct ui_look){THEME_WARM, 2}, desk.now_ms += 16);
            keyboard_draw(desk.ui, desk.rect, KEYBOARD_CODE, &desk.keyboard, &words, code,
                          sizeof(code), CODE_LEN);
            ui_end(desk.ui);
            if (k == 0) {
                tap_id(desk.ui, "key.w", desk.now_ms);
            }
        }
    }
    assert_string_equal(code, "WWWWWWWW");
    ui_destroy(desk.ui);
}

static void it_says_when_the_text_changed_and_only_then(void **state)
{
    (void)state;
    struct desk desk = desk_for(screens[0], KEYBOARD_TEXT);

    press_keys(&desk, "key.shift key.digits key.letters key.accents key.letters");
    assert_int_equal(desk.changes, 0);
    press_keys(&desk, "key.shift key.a key.erase");
    assert_int_equal(desk.changes, 2);
    ui_destroy(desk.ui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_text_keyboard_types_every_character_of_its_alphabet),
        cmocka_unit_test(the_code_keyboard_types_all_thirty_and_nothing_else),
        cmocka_unit_test(the_digit_keyboard_types_ten_digits),
        cmocka_unit_test(keys_are_large_enough_and_far_enough_apart_on_every_screen),
        cmocka_unit_test(a_text_keyboard_leaves_a_third_of_a_wide_screen),
        cmocka_unit_test(
            ten_keys_stand_in_a_row_where_they_fit_else_the_alphabet_in_eights_or_fives),
        cmocka_unit_test(a_button_of_the_page_fits_in_the_corner_of_the_digits),
        cmocka_unit_test(the_key_beside_the_field_erases_one_letter),
        cmocka_unit_test(shift_holds_for_one_letter_and_can_be_taken_back),
        cmocka_unit_test(accents_come_once_and_digits_stay),
        cmocka_unit_test(erasing_takes_one_character_and_leaves_no_trace_behind_the_end),
        cmocka_unit_test(at_the_limit_keys_are_seen_but_do_nothing),
        cmocka_unit_test(no_blank_at_the_start_and_never_two),
        cmocka_unit_test(a_buffer_of_exactly_a_code_takes_a_code),
        cmocka_unit_test(it_says_when_the_text_changed_and_only_then),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
