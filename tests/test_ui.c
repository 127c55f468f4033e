#include "tests/ui_ruler.h"

#include <stdio.h>
#include <stdlib.h>

/* A screen of two buttons, one that is off, and perhaps a question above all. */
static const struct rect left = {100, 100, 300, 200};
static const struct rect right = {500, 100, 300, 200};
static const struct rect dead = {900, 100, 300, 200};
static const struct rect above = {450, 50, 400, 300};

struct taps {
    int left, right, dead, above;
};

static bool frame(struct ui *ui, int64_t now_ms, bool modal, struct taps *taps)
{
    ui_begin(ui, (struct ui_look){THEME_WARM, SIZE_DEFAULT}, now_ms);
    taps->left += ui_button(ui, "left", left, BUTTON_MAIN, NULL, "Ja", true);
    taps->right += ui_button(ui, "right", right, BUTTON_PLAIN, NULL, "Nee", true);
    taps->dead += ui_button(ui, "dead", dead, BUTTON_PLAIN, NULL, "Uit", false);
    if (modal) {
        ui_modal(ui);
        taps->above += ui_button(ui, "above", above, BUTTON_MAIN, NULL, "Verder", true);
    }
    return ui_end(ui);
}

struct stage {
    struct ui *ui;
    struct taps taps;
};

static struct stage stage(void)
{
    struct stage stage = {ui_for("1280x800@217mm"), {0}};

    frame(stage.ui, 0, false, &stage.taps);
    frame(stage.ui, 0, false, &stage.taps);
    return stage;
}

static void a_screen_is_read_from_its_words_or_refused(void **state)
{
    (void)state;
    struct ui_screen screen;

    assert_true(ui_screen_parse(&screen, "1280x800@217mm"));
    assert_int_equal(screen.width_px, 1280);
    assert_int_equal(screen.height_px, 800);
    assert_true(screen.width_mm > 216.9 && screen.width_mm < 217.1);
    static const char *const wrong[] = {"",
                                        "1280",
                                        "1280x800",
                                        "x@mm",
                                        "1280x800@0mm",
                                        "1x1@10mm",
                                        "1280x800@217",
                                        "1280x800@217mmm",
                                        "99999x800@217mm",
                                        "-1x800@217mm",
                                        "1280x800@nanmm"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        assert_false(ui_screen_parse(&screen, wrong[i]));
    }
}

static void a_tap_is_delivered_in_the_next_frame_and_exactly_once(void **state)
{
    (void)state;
    struct stage s = stage();

    ui_touch(s.ui, 1, UI_DOWN, 200, 150, 10);
    frame(s.ui, 20, false, &s.taps);
    assert_int_equal(s.taps.left, 0); /* not on the press */
    assert_true(ui_is_held(s.ui, "left"));
    ui_touch(s.ui, 1, UI_UP, 205, 152, 90);
    assert_false(ui_is_held(s.ui, "left"));
    assert_true(frame(s.ui, 100, false, &s.taps));
    assert_int_equal(s.taps.left, 1);
    for (int i = 0; i < 5; i++) {
        frame(s.ui, 110 + i, false, &s.taps);
    }
    assert_int_equal(s.taps.left, 1);
    assert_int_equal(s.taps.right + s.taps.dead, 0);
    ui_destroy(s.ui);
}

static void a_finger_that_slides_off_taps_nothing(void **state)
{
    (void)state;
    struct stage s = stage();

    ui_touch(s.ui, 1, UI_DOWN, 395, 150, 10);
    ui_touch(s.ui, 1, UI_MOVE, 410, 150, 20);
    frame(s.ui, 25, false, &s.taps);
    assert_false(ui_is_held(s.ui, "left"));
    ui_touch(s.ui, 1, UI_UP, 410, 150, 30);
    ui_touch(s.ui, 1, UI_DOWN, 300, 150, 40); /* onto another button: neither of the two */
    ui_touch(s.ui, 1, UI_UP, 600, 150, 50);
    frame(s.ui, 60, false, &s.taps);
    frame(s.ui, 70, false, &s.taps);
    assert_int_equal(s.taps.left + s.taps.right, 0);
    ui_destroy(s.ui);
}

static void a_finger_that_slides_off_and_back_within_reach_taps(void **state)
{
    (void)state;
    struct stage s = stage();

    ui_touch(s.ui, 1, UI_DOWN, 395, 150, 10);
    ui_touch(s.ui, 1, UI_MOVE, 410, 150, 20);
    ui_touch(s.ui, 1, UI_MOVE, 396, 150, 30);
    ui_touch(s.ui, 1, UI_UP, 396, 150, 40);
    frame(s.ui, 50, false, &s.taps);
    assert_int_equal(s.taps.left, 1);
    ui_destroy(s.ui);
}

static void a_drag_over_six_millimetres_never_taps_though_it_ends_inside(void **state)
{
    (void)state;
    struct stage s = stage();
    int far = ui_mm(s.ui, 6.0) + 2;
    int near = ui_mm(s.ui, 6.0) - 2;

    ui_touch(s.ui, 1, UI_DOWN, 200, 150, 10);
    ui_touch(s.ui, 1, UI_MOVE, 200 + far, 150, 20);
    ui_touch(s.ui, 1, UI_MOVE, 200, 150, 30); /* back to where it began: still a drag */
    ui_touch(s.ui, 1, UI_UP, 200, 150, 40);
    frame(s.ui, 50, false, &s.taps);
    assert_int_equal(s.taps.left, 0);
    ui_touch(s.ui, 1, UI_DOWN, 200, 150, 110);
    ui_touch(s.ui, 1, UI_UP, 200 + far, 150, 120); /* no movement told, only the end */
    frame(s.ui, 130, false, &s.taps);
    assert_int_equal(s.taps.left, 0);
    ui_touch(s.ui, 1, UI_DOWN, 200, 150, 210);
    ui_touch(s.ui, 1, UI_UP, 200 + near, 150, 220); /* a trembling hand */
    frame(s.ui, 230, false, &s.taps);
    assert_int_equal(s.taps.left, 1);
    ui_destroy(s.ui);
}

static void a_second_finger_is_ignored(void **state)
{
    (void)state;
    struct stage s = stage();

    ui_touch(s.ui, 1, UI_DOWN, 200, 150, 10);
    ui_touch(s.ui, 2, UI_DOWN, 600, 150, 20);
    ui_touch(s.ui, 2, UI_UP, 600, 150, 30);
    frame(s.ui, 35, false, &s.taps);
    assert_int_equal(s.taps.right, 0);
    assert_true(ui_is_held(s.ui, "left"));
    ui_touch(s.ui, 1, UI_UP, 200, 150, 40);
    frame(s.ui, 50, false, &s.taps);
    assert_int_equal(s.taps.left, 1);
    assert_int_equal(s.taps.right, 0);
    ui_destroy(s.ui);
}

static void a_lost_finger_taps_nothing_and_frees_the_screen(void **state)
{
    (void)state;
    struct stage s = stage();

    ui_touch(s.ui, 1, UI_DOWN, 200, 150, 10);
    ui_touch(s.ui, 1, UI_LOST, 0, 0, 20);
    ui_touch(s.ui, 1, UI_UP, 200, 150, 30);
    frame(s.ui, 40, false, &s.taps);
    assert_int_equal(s.taps.left, 0);
    ui_touch(s.ui, 2, UI_DOWN, 600, 150, 50);
    ui_touch(s.ui, 2, UI_UP, 600, 150, 60);
    frame(s.ui, 70, false, &s.taps);
    assert_int_equal(s.taps.right, 1);
    ui_destroy(s.ui);
}

static void a_finger_nobody_heard_of_for_two_seconds_yields_to_a_new_one(void **state)
{
    (void)state;
    struct stage s = stage();

    ui_touch(s.ui, 1, UI_DOWN, 200, 150, 10);
    ui_touch(s.ui, 2, UI_DOWN, 600, 150, 1900);
    ui_touch(s.ui, 2, UI_UP, 600, 150, 1950);
    ui_touch(s.ui, 3, UI_DOWN, 600, 150, 2100);
    ui_touch(s.ui, 3, UI_UP, 600, 150, 2150);
    frame(s.ui, 2200, false, &s.taps);
    assert_int_equal(s.taps.left, 0);
    assert_int_equal(s.taps.right, 1);
    ui_destroy(s.ui);
}

static void a_disabled_button_does_nothing_and_covers_what_is_under_it(void **state)
{
    (void)state;
    struct stage s = stage();

    ui_touch(s.ui, 1, UI_DOWN, 1000, 150, 10);
    ui_touch(s.ui, 1, UI_UP, 1000, 150, 20);
    frame(s.ui, 30, false, &s.taps);
    assert_int_equal(s.taps.dead, 0);
    assert_false(find(s.ui, "dead")->enabled);
    ui_destroy(s.ui);
}

static void a_button_that_goes_off_while_it_is_held_does_not_fire(void **state)
{
    (void)state;
    struct ui *ui = ui_for("1280x800@217mm");
    bool fired = false;

    for (int i = 0; i < 4; i++) {
        ui_begin(ui, (struct ui_look){THEME_WARM, 2}, i * 20);
        fired = fired || ui_button(ui, "x", left, BUTTON_MAIN, NULL, "Ja", i < 2);
        ui_end(ui);
        if (i == 1) {
            ui_touch(ui, 1, UI_DOWN, 200, 150, 25);
        } else if (i == 2) {
            ui_touch(ui, 1, UI_UP, 200, 150, 45);
        }
    }
    assert_false(fired);
    ui_destroy(ui);
}

static void what_a_question_covers_cannot_be_tapped(void **state)
{
    (void)state;
    struct stage s = stage();

    ui_touch(s.ui, 1, UI_DOWN, 200, 150, 10); /* pressed before the question came */
    frame(s.ui, 20, true, &s.taps);
    ui_touch(s.ui, 1, UI_UP, 200, 150, 30);
    frame(s.ui, 40, true, &s.taps);
    ui_touch(s.ui, 1, UI_DOWN, 200, 150, 50);
    ui_touch(s.ui, 1, UI_UP, 200, 150, 60);
    frame(s.ui, 70, true, &s.taps);
    assert_int_equal(s.taps.left, 0);
    assert_null(find(s.ui, "left")); /* nor does a voice read it */
    ui_touch(s.ui, 1, UI_DOWN, 600, 150, 80);
    ui_touch(s.ui, 1, UI_UP, 600, 150, 90);
    frame(s.ui, 100, true, &s.taps);
    assert_int_equal(s.taps.above, 1);
    assert_int_equal(s.taps.right, 0);
    ui_destroy(s.ui);
}

static void the_last_drawn_is_on_top(void **state)
{
    (void)state;
    struct ui *ui = ui_for("1280x800@217mm");
    int under = 0;
    int over = 0;

    for (int i = 0; i < 3; i++) {
        ui_begin(ui, (struct ui_look){THEME_WARM, 2}, i);
        under += ui_tap_area(ui, "under", left, "Kaart");
        over += ui_button(ui, "over", rect_inset(left, 50, 50), BUTTON_PLAIN, NULL, "Ja", true);
        ui_end(ui);
        if (i == 0) {
            ui_touch(ui, 1, UI_DOWN, 250, 200, 1);
            ui_touch(ui, 1, UI_UP, 250, 200, 2);
            ui_touch(ui, 1, UI_DOWN, 110, 110, 3);
            ui_touch(ui, 1, UI_UP, 110, 110, 4);
        }
    }
    assert_int_equal(over, 1);
    assert_int_equal(under, 1);
    ui_destroy(ui);
}

static void quick_taps_are_delivered_one_a_frame_and_in_order(void **state)
{
    (void)state;
    struct stage s = stage();

    for (int i = 0; i < 3; i++) {
        int x = i == 1 ? 600 : 200;
        ui_touch(s.ui, 1, UI_DOWN, x, 150, 10 + i);
        ui_touch(s.ui, 1, UI_UP, x, 150, 10 + i);
    }
    assert_true(frame(s.ui, 20, false, &s.taps));
    assert_int_equal(s.taps.left * 10 + s.taps.right, 10);
    assert_true(ui_deadline_ms(s.ui) <= 20);
    frame(s.ui, 30, false, &s.taps);
    assert_int_equal(s.taps.left * 10 + s.taps.right, 11);
    frame(s.ui, 40, false, &s.taps);
    assert_int_equal(s.taps.left * 10 + s.taps.right, 21);
    ui_destroy(s.ui);
}

static void one_tap_is_one_also_when_two_have_the_same_name(void **state)
{
    (void)state;
    struct ui *ui = ui_for("1280x800@217mm");
    int fired = 0;

    for (int i = 0; i < 3; i++) {
        ui_begin(ui, (struct ui_look){THEME_WARM, 2}, i);
        fired += ui_button(ui, "same", left, BUTTON_PLAIN, NULL, "Ja", true);
        fired += ui_button(ui, "same", left, BUTTON_PLAIN, NULL, "Ja", true);
        ui_end(ui);
        if (i == 0) {
            tap_id(ui, "same", 1);
        }
    }
    assert_int_equal(fired, 1);
    ui_destroy(ui);
}

static void a_tap_on_what_is_no_longer_there_is_dropped(void **state)
{
    (void)state;
    struct stage s = stage();
    int fired = 0;

    ui_touch(s.ui, 1, UI_DOWN, 200, 150, 10);
    ui_touch(s.ui, 1, UI_UP, 200, 150, 20);
    for (int i = 0; i < 3; i++) { /* the same id, but elsewhere: nobody meant that */
        ui_begin(s.ui, (struct ui_look){THEME_WARM, 2}, 30 + i);
        fired += ui_button(s.ui, "left", right, BUTTON_MAIN, NULL, "Weg ermee", true);
        ui_end(s.ui);
    }
    frame(s.ui, 40, false, &s.taps);
    assert_int_equal(fired + s.taps.left, 0);
    ui_destroy(s.ui);
}

static void a_held_button_says_for_how_long(void **state)
{
    (void)state;
    struct stage s = stage();

    ui_touch(s.ui, 1, UI_DOWN, 200, 150, 1000);
    frame(s.ui, 4000, false, &s.taps);
    assert_int_equal(ui_held_ms(s.ui, "left"), 3000);
    assert_int_equal(ui_held_ms(s.ui, "right"), 0);
    frame(s.ui, 4010, false, &s.taps);
    assert_true(ui_deadline_ms(s.ui) <= 4110); /* frames go on, to count */
    ui_touch(s.ui, 1, UI_UP, 200, 150, 4100);
    assert_int_equal(ui_held_ms(s.ui, "left"), 0);
    ui_destroy(s.ui);
}

static void a_frame_that_changes_nothing_says_so(void **state)
{
    (void)state;
    struct stage s = stage();

    assert_false(frame(s.ui, 10, false, &s.taps));
    assert_int_equal(ui_deadline_ms(s.ui), INT64_MAX);
    ui_touch(s.ui, 1, UI_DOWN, 200, 150, 20);
    assert_true(frame(s.ui, 30, false, &s.taps)); /* it looks pressed */
    assert_false(frame(s.ui, 40, false, &s.taps));
    ui_destroy(s.ui);
}

static void a_drawing_finger_gives_every_phase(void **state)
{
    (void)state;
    struct ui *ui = ui_for("1280x800@217mm");
    char phases[16] = "";
    int x = 0;
    int y = 0;
    enum ui_phase phase;

    for (int i = 0; i < 9; i++) {
        ui_begin(ui, (struct ui_look){THEME_WARM, 2}, i * 16);
        if (ui_drag(ui, "draw", left, "Tekenvak", &x, &y, &phase)) {
            snprintf(phases + strlen(phases), sizeof(phases) - strlen(phases), "%c", "dmul"[phase]);
            assert_true(rect_has(left, x, y));
        }
        ui_end(ui);
        if (i == 1) {
            ui_touch(ui, 1, UI_DOWN, 110, 110, 0);
            ui_touch(ui, 1, UI_MOVE, 150, 150, 1);
            ui_touch(ui, 1, UI_MOVE, 160, 160, 2);
        } else if (i == 5) {
            ui_touch(ui, 1, UI_UP, 9000, 9000, 3);
        }
    }
    assert_string_equal(phases, "dmmmmu"); /* down, the newest move, held, the last move, up */
    ui_destroy(ui);
}

/* ---- forgetting ---------------------------------------------------------------------------- */

static size_t find_bytes(const void *memory, size_t size, const char *secret)
{
    const char *at = memory;
    size_t len = strlen(secret);
    size_t found = 0;

    for (size_t i = 0; i + len <= size; i++) {
        found += memcmp(at + i, secret, len) == 0;
    }
    return found;
}

static void forgetting_leaves_no_byte_of_what_was_typed(void **state)
{
    (void)state;
    struct ui *ui = ui_for("1280x800@217mm");
    static const char secret[] = "Geheimpje";

    for (int i = 0; i < 3; i++) {
        ui_begin(ui, (struct ui_look){THEME_WARM, 2}, i);
        ui_field(ui, "name", left, secret, "", "");
        ui_text(ui, NULL, right, STYLE_BODY, COLOR_INK, ALIGN_LEFT, secret);
        ui_end(ui);
    }
    assert_true(find_bytes(ui, sizeof(*ui), secret) >= 3);
    ui_forget(ui);
    assert_int_equal(find_bytes(ui, sizeof(*ui), secret), 0);
    assert_int_equal(find_bytes(ui, sizeof(*ui), "Geheim"), 0);
    const struct ui_element *elements = NULL;
    assert_int_equal(ui_elements(ui, &elements), 0);
    ui_begin(ui, (struct ui_look){THEME_WARM, 2}, 9);
    assert_true(ui_end(ui)); /* the empty screen is news */
    ui_destroy(ui);
}

static void a_frame_wipes_what_the_one_before_it_said(void **state)
{
    (void)state;
    struct ui *ui = ui_for("1280x800@217mm");

    for (int i = 0; i < 4; i++) {
        ui_begin(ui, (struct ui_look){THEME_WARM, 2}, i);
        if (i < 2) {
            ui_text(ui, NULL, right, STYLE_BODY, COLOR_INK, ALIGN_LEFT, "Geheimpje");
        }
        ui_end(ui);
    }
    assert_int_equal(find_bytes(ui, sizeof(*ui), "Geheim"), 0); /* also when it was cut */
    ui_destroy(ui);
}

static void forgetting_drops_a_finger_and_a_waiting_tap(void **state)
{
    (void)state;
    struct stage s = stage();

    ui_touch(s.ui, 1, UI_DOWN, 200, 150, 10);
    ui_touch(s.ui, 1, UI_UP, 200, 150, 20);
    ui_touch(s.ui, 1, UI_DOWN, 600, 150, 30);
    ui_forget(s.ui);
    frame(s.ui, 40, false, &s.taps);
    ui_touch(s.ui, 1, UI_UP, 600, 150, 50);
    frame(s.ui, 60, false, &s.taps);
    assert_int_equal(s.taps.left + s.taps.right, 0);
    ui_destroy(s.ui);
}

/* ---- anything at all ----------------------------------------------------------------------- */

enum { GRID = 30, EVENTS = 100000 };

static unsigned seed = 20231124;

static unsigned chance(unsigned below)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % below;
}

static struct rect cell(int i, int shift)
{
    return (struct rect){20 + (i % 6) * 205, 10 + (i / 6) * 155 - shift, 190, 140};
}

/* Counts how often each cell could have been tapped: down and up inside it, nearby. */
struct oracle {
    int allowed[GRID], fired[GRID];
    int down_at;
    int64_t finger;
};

static void fuzz_frame(struct ui *ui, int64_t now_ms, struct oracle *oracle, unsigned off)
{
    char id[32];

    ui_begin(ui, (struct ui_look){(enum theme)(off % 3), (int)(off % 4)}, now_ms);
    for (int i = 0; i < GRID; i++) {
        snprintf(id, sizeof(id), "cell.%d", i);
        struct rect rect = cell(i, 0);
        bool fired = i % 3 == 0   ? ui_choice(ui, id, rect, "Kaart", i % 2 == 0, true)
                     : i % 3 == 1 ? ui_button(ui, id, rect, BUTTON_PLAIN, "check", "Knop", true)
                                  : ui_tap_area(ui, id, rect, "Vlak");
        oracle->fired[i] += fired;
    }
    ui_end(ui);
    assert_false(ui_list(ui)->overflow);
}

static int cell_at(int x, int y)
{
    for (int i = 0; i < GRID; i++) {
        if (rect_has(cell(i, 0), x, y)) {
            return i;
        }
    }
    return -1;
}

static void a_hundred_thousand_random_touches_tap_only_what_was_pressed_and_released(void **state)
{
    (void)state;
    struct ui *ui = ui_for("1280x800@217mm");
    static struct oracle oracle;
    int64_t now_ms = 0;
    int x = 0;
    int y = 0;

    oracle.down_at = -1;
    fuzz_frame(ui, now_ms, &oracle, 0);
    for (int i = 0; i < EVENTS; i++) {
        enum ui_phase phase = (enum ui_phase)chance(4);
        int64_t finger = chance(12) == 0 ? 2 : 1;
        now_ms += chance(30);
        if (chance(3) == 0) {
            x = (int)chance(1400) - 60;
            y = (int)chance(900) - 50;
        } else {
            x += (int)chance(9) - 4;
            y += (int)chance(9) - 4;
        }
        if (phase == UI_DOWN) {
            oracle.down_at = cell_at(x, y); /* any finger: the least that a tap needs */
        } else if (phase == UI_UP && oracle.down_at >= 0 && cell_at(x, y) >= 0) {
            oracle.allowed[cell_at(x, y)]++;
        }
        ui_touch(ui, finger, phase, x, y, now_ms);
        if (chance(2) == 0) {
            fuzz_frame(ui, now_ms, &oracle, chance(500) == 0 ? chance(12) : 0);
        }
        if (chance(5000) == 0) {
            ui_forget(ui);
        }
    }
    int fired = 0;
    for (int i = 0; i < GRID; i++) {
        assert_true(oracle.fired[i] <= oracle.allowed[i]);
        fired += oracle.fired[i];
    }
    assert_true(fired > 500); /* the test did test something */
    ui_destroy(ui);
}

static void a_screen_with_too_much_on_it_is_marked_and_does_not_break(void **state)
{
    (void)state;
    struct ui *ui = ui_for("800x480@154mm");

    ui_begin(ui, (struct ui_look){THEME_WARM, 2}, 0);
    for (int i = 0; i < 5000; i++) {
        ui_button(ui, "the.same", (struct rect){0, 0, 200, 100}, BUTTON_PLAIN, "x",
                  "Een knop met een lang opschrift dat niet past", true);
    }
    ui_end(ui);
    assert_true(ui_list(ui)->overflow);
    ui_destroy(ui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_screen_is_read_from_its_words_or_refused),
        cmocka_unit_test(a_tap_is_delivered_in_the_next_frame_and_exactly_once),
        cmocka_unit_test(a_finger_that_slides_off_taps_nothing),
        cmocka_unit_test(a_finger_that_slides_off_and_back_within_reach_taps),
        cmocka_unit_test(a_drag_over_six_millimetres_never_taps_though_it_ends_inside),
        cmocka_unit_test(a_second_finger_is_ignored),
        cmocka_unit_test(a_lost_finger_taps_nothing_and_frees_the_screen),
        cmocka_unit_test(a_finger_nobody_heard_of_for_two_seconds_yields_to_a_new_one),
        cmocka_unit_test(a_disabled_button_does_nothing_and_covers_what_is_under_it),
        cmocka_unit_test(a_button_that_goes_off_while_it_is_held_does_not_fire),
        cmocka_unit_test(what_a_question_covers_cannot_be_tapped),
        cmocka_unit_test(the_last_drawn_is_on_top),
        cmocka_unit_test(quick_taps_are_delivered_one_a_frame_and_in_order),
        cmocka_unit_test(one_tap_is_one_also_when_two_have_the_same_name),
        cmocka_unit_test(a_tap_on_what_is_no_longer_there_is_dropped),
        cmocka_unit_test(a_held_button_says_for_how_long),
        cmocka_unit_test(a_frame_that_changes_nothing_says_so),
        cmocka_unit_test(a_drawing_finger_gives_every_phase),
        cmocka_unit_test(forgetting_leaves_no_byte_of_what_was_typed),
        cmocka_unit_test(a_frame_wipes_what_the_one_before_it_said),
        cmocka_unit_test(forgetting_drops_a_finger_and_a_waiting_tap),
        cmocka_unit_test(a_hundred_thousand_random_touches_tap_only_what_was_pressed_and_released),
        cmocka_unit_test(a_screen_with_too_much_on_it_is_marked_and_does_not_break),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
