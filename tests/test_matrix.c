/* Every stop of the tour on every screen, in every letter size, theme and language: can it be read
 * and tapped? Layout does not follow from the theme, so it is judged in one; colours in all. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/faults/eye.h"
#include "tests/faults/tour.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const glasses[] = {"1280x800@217mm"};

static struct tour tour;
static struct eye eye;

struct room { /* a screen of glass with its own fonts */
    struct ui_screen screen;
    struct ui_sdl *sdl;
    struct ui *ui;
};

static struct room open_room(const char *glass)
{
    struct room room;
    struct err err = {0};
    assert_true(ui_screen_parse(&room.screen, glass));
    room.sdl = ui_sdl_open(&room.screen, UI_SDL_HEADLESS, "matrix", "assets", &err);
    if (room.sdl == NULL) {
        fail_msg("%s", err.msg);
    }
    room.ui = ui_create(&room.screen, ui_sdl_face(room.sdl));
    ui_sdl_photos(room.sdl, "assets/demo/broekhoven/fotos");
    memset(&eye, 0, sizeof(eye));
    eye.face = ui_sdl_face(room.sdl);
    eye.px_per_mm = room.screen.width_px / room.screen.width_mm;
    return room;
}

static void close_room(struct room *room)
{
    ui_destroy(room->ui);
    ui_sdl_close(room->sdl);
}

static void assert_no_faults(void)
{
    eye_tell(&eye, stderr);
    assert_int_equal(eye.fault_count, 0);
}

static int start(void **state)
{
    (void)state;
    tour_init(&tour);
    return 0;
}

static int end(void **state)
{
    (void)state;
    tour_finish(&tour);
    return 0;
}

static void every_screen_is_on_the_tour(void **state)
{
    (void)state;
    bool seen[SCREEN_COUNT] = {false};
    for (size_t i = 0; tour_stop(i) != NULL; i++) {
        seen[tour_stop(i)->screen] = true;
        for (size_t k = 0; k < i; k++) {
            assert_false(tour_stop(k)->screen == tour_stop(i)->screen &&
                         strcmp(tour_stop(k)->state, tour_stop(i)->state) == 0);
        }
    }
    for (int i = 0; i < SCREEN_COUNT; i++) {
        if (!seen[i]) {
            fail_msg("no stop at %s", screens[i]->name);
        }
    }
}

/* ---- the twins: faults on purpose, that the eye must see ------------------------------------ */

static void look_at_planted(struct room *room, void (*plant)(struct ui *ui))
{
    eye.stop = "planted";
    eye.cell = "planted";
    eye.screen = SCREEN_ATTRACT; /* without a bar */
    ui_begin(room->ui, (struct ui_look){THEME_WARM, SIZE_DEFAULT}, 0);
    plant(room->ui);
    ui_end(room->ui);
    eye_page(&eye, room->ui);
    eye_colors(&eye, room->ui);
    eye_done(&eye);
}

static void plant_good(struct ui *ui)
{
    int mm = ui_mm(ui, 1.0);
    ui_button(ui, "good", (struct rect){10, 10, 40 * mm, ui_mm(ui, 20.0)}, BUTTON_MAIN, NULL,
              "Goed", true);
    ui_tap_area(ui, "key.a", (struct rect){10, 60 * mm, ui_mm(ui, 12.7), ui_mm(ui, 12.7)}, "a");
}

static void plant_low_button(struct ui *ui)
{
    ui_button(ui, "low", (struct rect){10, 10, 400, ui_mm(ui, 10.0)}, BUTTON_PLAIN, NULL, "ja",
              true);
}

static void plant_long_label(struct ui *ui)
{
    ui_button(ui, "long", (struct rect){10, 10, ui_mm(ui, 25.0), ui_mm(ui, 20.0)}, BUTTON_PLAIN,
              NULL, "Plantsoenonderhoudscommissie", true);
}

static void plant_pale(struct ui *ui)
{
    ui_text(ui, "pale", (struct rect){10, 10, 900, 200}, STYLE_BODY, COLOR_LINE, ALIGN_LEFT,
            "bleke woorden");
}

static void plant_overlap(struct ui *ui)
{
    ui_button(ui, "one", (struct rect){10, 10, 300, 150}, BUTTON_PLAIN, NULL, "ja", true);
    ui_button(ui, "two", (struct rect){305, 155, 300, 150}, BUTTON_PLAIN, NULL, "nee", true);
}

static void plant_near(struct ui *ui)
{
    ui_button(ui, "one", (struct rect){10, 10, 300, 150}, BUTTON_PLAIN, NULL, "ja", true);
    ui_button(ui, "two", (struct rect){310 + ui_mm(ui, 2.0), 10, 300, 150}, BUTTON_PLAIN, NULL,
              "nee", true);
}

static void plant_mute(struct ui *ui)
{
    ui_tap_area(ui, "mute", (struct rect){10, 10, 300, 150}, "");
}

static void plant_words_on_words(struct ui *ui)
{
    struct rect rect = {10, 10, 900, 200};
    ui_text(ui, "a", rect, STYLE_BODY, COLOR_INK, ALIGN_LEFT, "eerst dit");
    ui_text(ui, "b", rect, STYLE_BODY, COLOR_INK, ALIGN_LEFT, "dan dat");
}

static void plant_outside(struct ui *ui)
{
    ui_text_line(ui, "out", (struct rect){1200, 10, 900, 80}, STYLE_BODY, COLOR_INK, ALIGN_LEFT,
                 "half buiten het scherm");
}

static void the_eye_sees_what_was_planted(void **state)
{
    (void)state;
    static const struct {
        void (*plant)(struct ui *ui);
        const char *fault; /* NULL: none */
    } cases[] = {
        {plant_good, NULL},
        {plant_low_button, "small: planted: low"},
        {plant_long_label, "clipped: planted: long"},
        {plant_pale, "pale words: planted: bleke woorden"},
        {plant_overlap, "overlap: planted: one"},
        {plant_near, "near: planted: one"},
        {plant_mute, "no words for a voice: planted: mute"},
        {plant_words_on_words, "words on words: planted: dan dat"},
        {plant_outside, "words outside: planted: half"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct room room = open_room(glasses[0]);
        look_at_planted(&room, cases[i].plant);
        close_room(&room);
        if (cases[i].fault == NULL) {
            assert_no_faults();
        } else if (!eye_has(&eye, cases[i].fault)) {
            fail_msg("not seen: %s (%zu others)", cases[i].fault, eye.fault_count);
        }
    }
}

static void the_eye_misses_help_and_the_way_out(void **state)
{
    (void)state;
    struct room room = open_room(glasses[0]);
    eye.stop = eye.cell = "planted";
    eye.screen = SCREEN_HOME;
    ui_begin(room.ui, (struct ui_look){THEME_WARM, SIZE_DEFAULT}, 0);
    ui_end(room.ui);
    eye_page(&eye, room.ui);
    close_room(&room);
    assert_true(eye_has(&eye, "no help: planted"));
    assert_true(eye_has(&eye, "no way out: planted"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_screen_is_on_the_tour),
        cmocka_unit_test(the_eye_sees_what_was_planted),
        cmocka_unit_test(the_eye_misses_help_and_the_way_out),
    };
    return cmocka_run_group_tests(tests, start, end);
}
