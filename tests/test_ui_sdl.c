/* The one room with SDL, without a display: letters, tiles, fingers, and what they promise. */
#include "app/ui/keyboard.h"
#include "app/ui/ui_sdl_internal.h"

#include "tests/ui_ruler.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static struct ui_sdl *open_sdl(const char *text, struct ui_screen *ret)
{
    struct err err = {0};

    assert_true(ui_screen_parse(ret, text));
    struct ui_sdl *sdl = ui_sdl_open(ret, UI_SDL_HEADLESS, "test", "assets", &err);
    if (sdl == NULL) {
        fail_msg("%s", err.msg);
    }
    return sdl;
}

/* ---- letters ------------------------------------------------------------------------------- */

/* The height of what is dark in a column through the left stem of an H, in pixels, with what is
 * covered in part counted in part. */
static double stem_height(const struct ui_sdl *sdl, int width, int height)
{
    const uint32_t *pixels = ui_sdl_pixels(sdl);
    double best = 0;

    for (int x = 0; x < width; x++) {
        double sum = 0;
        for (int y = 0; y < height; y++) {
            sum += (255 - (double)(pixels[y * width + x] & 255)) / 255;
        }
        best = sum > best ? sum : best;
    }
    return best;
}

static void a_capital_h_on_the_glass_is_as_high_as_promised(void **state)
{
    (void)state;
    for (size_t s = 0; s < 4; s++) {
        struct ui_screen screen;
        struct ui_sdl *sdl = open_sdl(screens[s], &screen);
        struct ui *ui = ui_create(&screen, ui_sdl_face(sdl));
        for (int step = 0; step < SIZE_STEPS; step++) {
            for (int style = 0; style < STYLES; style++) {
                ui_begin(ui, (struct ui_look){THEME_LIGHT, step}, 0);
                ui_text(ui, "h", ui_bounds(ui), (enum style)style, COLOR_INK, ALIGN_LEFT, "H");
                ui_end(ui);
                ui_sdl_present(sdl, ui_list(ui));
                double mm = stem_height(sdl, screen.width_px, screen.height_px) /
                            (screen.width_px / screen.width_mm);
                double promised = theme_cap_mm(ui_short_mm(ui), step, (enum style)style);
                if (mm < promised - 0.02 || mm > promised + 0.35) {
                    fail_msg("%s step %d style %d: %.3f mm, promised %.2f", screens[s], step, style,
                             mm, promised);
                }
            }
        }
        ui_destroy(ui);
        ui_sdl_close(sdl);
    }
}

static void widths_are_whole_numbers_of_the_font_file(void **state)
{
    (void)state;
    struct ui_screen screen;
    struct ui_sdl *sdl = open_sdl(screens[0], &screen);
    const struct face *face = ui_sdl_face(sdl);

    assert_int_equal(face->cap_height, 668);
    assert_true(face->ascent > 668 && face->descent > 100);
    int width = face->advance(face->ctx, 'H', false);
    assert_in_range(width, 500, 900);
    assert_true(face->advance(face->ctx, 'H', true) > width);
    assert_int_equal(face->advance(face->ctx, 'H', false), width);
    assert_int_equal(face->advance(face->ctx, '\n', false), 0);
    assert_true(face->advance(face->ctx, 0x416, false) > 300);      /* Zhe: from the next font */
    assert_int_equal(face->advance(face->ctx, 0xE000, false), 600); /* nobody's: a box */
    ui_sdl_close(sdl);
}

static int ink_in(const struct ui_sdl *sdl, struct rect rect)
{
    int count = 0;

    for (int y = rect.y; y < rect.y + rect.h; y++) {
        for (int x = rect.x; x < rect.x + rect.w; x++) {
            count += (ui_sdl_pixels(sdl)[y * sdl->screen.width_px + x] & 255) < 128;
        }
    }
    return count;
}

static void write_words(struct ui_sdl *sdl, const char *words, int px)
{
    static struct dl list;

    dl_reset(&list);
    dl_fill(&list, (struct rect){0, 0, 1280, 800}, 0, 0xFFFFFFFF);
    dl_text(&list, 100, 200, 500, px, false, 0x000000FF, words, strlen(words));
    ui_sdl_present(sdl, &list);
}

static void letters_of_other_alphabets_and_unknown_ones_are_seen(void **state)
{
    (void)state;
    struct ui_screen screen;
    struct ui_sdl *sdl = open_sdl(screens[0], &screen);
    static const char *const words[] = {"é", "Ж", "☃", "\xEE\x80\x80", "€", "ĳ", "É", "Ç", "j"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        write_words(sdl, words[i], 60);
        assert_true(ink_in(sdl, (struct rect){80, 120, 160, 110}) > 40);
        assert_int_equal(ink_in(sdl, (struct rect){300, 0, 900, 800}), 0);
    }
    write_words(sdl, "a\xC2\xAD b\xFF\xFE", 60); /* a soft hyphen is nothing, bad bytes are boxes */
    ui_sdl_close(sdl);
}

static void an_accent_does_not_move_its_letter(void **state)
{
    (void)state;
    struct ui_screen screen;
    struct ui_sdl *sdl = open_sdl(screens[0], &screen);
    struct rect body = {80, 168, 200, 60}; /* from the height of an x downwards */

    write_words(sdl, "E", 60);
    int plain = ink_in(sdl, body);
    write_words(sdl, "É", 60);
    assert_int_equal(ink_in(sdl, body), plain);
    assert_true(ink_in(sdl, (struct rect){80, 120, 200, 39}) > 10); /* the accent itself */
    ui_sdl_close(sdl);
}

static void the_letters_kept_are_bounded(void **state)
{
    (void)state;
    struct ui_screen screen;
    struct ui_sdl *sdl = open_sdl(screens[0], &screen);

    for (int px = 40; px < 200; px += 9) {
        for (uint32_t codepoint = 0x21; codepoint < 0x17F; codepoint++) {
            const struct glyph *glyph = fonts_glyph(&sdl->fonts, codepoint, px % 2 == 0, px);
            assert_non_null(glyph);
            assert_true(sdl->fonts.glyph_bytes <= FONT_GLYPH_BYTES);
        }
    }
    assert_true(sdl->fonts.glyph_bytes > FONT_GLYPH_BYTES / 2);
    size_t counted = 0;
    size_t kept = 0;
    for (const struct glyph *glyph = sdl->fonts.newest; glyph != NULL; glyph = glyph->older) {
        counted += glyph->bytes;
        kept++;
    }
    assert_int_equal(counted, sdl->fonts.glyph_bytes);
    assert_true(kept > 50);
    for (uint32_t codepoint = 0x3000; codepoint < 0x5000; codepoint++) { /* all of a big alphabet */
        fonts_advance(&sdl->fonts, codepoint, false);
    }
    assert_true(sdl->fonts.advance_count <= FONT_ADVANCES / 4 * 3);
    ui_sdl_close(sdl);
}

/* ---- only what changed --------------------------------------------------------------------- */

static void fill_scene(struct dl *list, int x)
{
    dl_reset(list);
    dl_fill(list, (struct rect){0, 0, 1280, 800}, 0, 0xFBF4E6FF);
    dl_shadow(list, (struct rect){300, 300, 400, 200}, 20, 15, 0x00000040);
    dl_fill(list, (struct rect){300, 300, 400, 200}, 20, 0xFFFFFFFF);
    dl_text(list, x, 400, 300, 65, true, 0x000000FF, "Dorpel", 6);
    dl_clip(list, (struct rect){0, 600, 1280, 100});
    dl_fill(list, (struct rect){100, 500, 200, 300}, 0, 0x0B3D26FF);
    dl_picture(list, DL_ICON, (struct rect){900, 620, 70, 70}, 0, 0x000000FF, "check");
}

static void a_partial_picture_equals_a_whole_one(void **state)
{
    (void)state;
    struct ui_screen screen;
    struct ui_sdl *partial = open_sdl(screens[0], &screen);
    struct ui_sdl *whole = open_sdl(screens[0], &screen);
    static struct dl list;
    struct rect dirty[DIRTY_MAX];

    for (int x = 320; x < 400; x += 3) {
        fill_scene(&list, x);
        size_t count = sdl_draw(partial, &list, dirty);
        assert_true(count > 0);
        if (x > 320) { /* the far corners were left alone */
            for (size_t i = 0; i < count; i++) {
                assert_false(rect_has(dirty[i], 10, 10) || rect_has(dirty[i], 1270, 790));
            }
        }
        whole->is_stale = true;
        sdl_draw(whole, &list, dirty);
        assert_memory_equal(ui_sdl_pixels(partial), ui_sdl_pixels(whole), 1280 * 800 * 4);
    }
    assert_int_equal(sdl_draw(partial, &list, dirty), 0); /* the same list: nothing to do */
    ui_sdl_close(partial);
    ui_sdl_close(whole);
}

static void a_clip_that_moves_is_a_change(void **state)
{
    (void)state;
    struct ui_screen screen;
    struct ui_sdl *sdl = open_sdl(screens[0], &screen);
    static struct dl list;

    for (int height = 10; height <= 40; height += 10) { /* within one tile */
        dl_reset(&list);
        dl_fill(&list, (struct rect){0, 0, 1280, 800}, 0, 0xFFFFFFFF);
        dl_clip(&list, (struct rect){0, 0, 50, height});
        dl_fill(&list, (struct rect){0, 0, 60, 60}, 0, 0x000000FF);
        ui_sdl_present(sdl, &list);
        assert_int_equal(ui_sdl_pixels(sdl)[(height - 1) * 1280 + 5], 0xFF000000);
        assert_int_equal(ui_sdl_pixels(sdl)[height * 1280 + 5], 0xFFFFFFFF);
    }
    ui_sdl_close(sdl);
}

static void many_small_changes_are_all_drawn(void **state)
{
    (void)state;
    struct ui_screen screen;
    struct ui_sdl *sdl = open_sdl(screens[0], &screen);
    static struct dl list;

    for (int round = 0; round < 2; round++) {
        dl_reset(&list);
        dl_fill(&list, (struct rect){0, 0, 1280, 800}, 0, 0xFFFFFFFF);
        for (int i = 0; round == 1 && i < 120; i++) { /* a chess board: more pieces than places */
            int x = (i % 20) * 64;
            int y = (i / 20) * 128 + (i % 2) * 64;
            dl_fill(&list, (struct rect){x + 5, y + 5, 20, 20}, 0, 0x000000FF);
        }
        ui_sdl_present(sdl, &list);
    }
    for (int i = 0; i < 120; i++) {
        int x = (i % 20) * 64 + 10;
        int y = (i / 20) * 128 + (i % 2) * 64 + 10;
        assert_int_equal(ui_sdl_pixels(sdl)[y * 1280 + x], 0xFF000000);
    }
    ui_sdl_close(sdl);
}

/* ---- the whole ----------------------------------------------------------------------------- */

static void without_its_fonts_it_does_not_open_and_says_why(void **state)
{
    (void)state;
    struct ui_screen screen;
    struct err err = {0};

    assert_true(ui_screen_parse(&screen, screens[0]));
    assert_null(ui_sdl_open(&screen, UI_SDL_HEADLESS, "test", "/nonexistent", &err));
    assert_int_equal(err.code, ERR_MISSING);
    assert_non_null(strstr(err.msg, "/nonexistent/fonts"));
    ui_sdl_close(NULL);
}

static void without_a_display_there_is_no_input_and_no_harm(void **state)
{
    (void)state;
    struct ui_screen screen;
    struct ui_sdl *sdl = open_sdl(screens[0], &screen);
    struct ui_sdl_event event;
    int fds[4];

    assert_false(ui_sdl_poll(sdl, &event));
    assert_int_equal(event.kind, UI_SDL_NONE);
    assert_int_equal(ui_sdl_fds(sdl, fds, 4), 0);
    assert_int_equal(ui_sdl_touchscreens(sdl), 0);
    ui_sdl_drain(sdl);
    ui_sdl_close(sdl);
}

static void push_finger(Uint32 type, float x, float y, SDL_FingerID id)
{
    SDL_Event event = {0};

    event.tfinger.type = type;
    event.tfinger.touchId = 7;
    event.tfinger.fingerId = id;
    event.tfinger.x = x;
    event.tfinger.y = y;
    assert_int_equal(SDL_PushEvent(&event), 1);
}

static bool next_touch(struct ui_sdl *sdl, struct ui_sdl_event *ret)
{
    while (ui_sdl_poll(sdl, ret)) {
        if (ret->kind == UI_SDL_TOUCH) {
            return true;
        }
    }
    return false;
}

static void fingers_keys_and_the_end_arrive_as_our_own_events(void **state)
{
    (void)state;
    struct ui_screen screen;
    struct err err = {0};
    struct ui_sdl_event event;

    assert_true(ui_screen_parse(&screen, screens[0]));
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    struct ui_sdl *sdl = ui_sdl_open(&screen, UI_SDL_WINDOW, "test", "assets", &err);
    if (sdl == NULL) {
        fail_msg("%s", err.msg);
    }
    write_words(sdl, "Dorpel", 60); /* into a window surface */
    push_finger(SDL_FINGERDOWN, 0.5f, 0.25f, 3);
    push_finger(SDL_FINGERMOTION, 0.75f, 2.0f, 3);
    push_finger(SDL_FINGERUP, 0.75f, 0.5f, 3);
    assert_true(next_touch(sdl, &event));
    assert_int_equal(event.phase, UI_DOWN);
    assert_int_equal(event.x, 640);
    assert_int_equal(event.y, 200);
    int64_t finger = event.finger;
    assert_true(next_touch(sdl, &event));
    assert_int_equal(event.phase, UI_MOVE);
    assert_int_equal(event.y, 799);
    assert_true(event.finger == finger);
    assert_true(next_touch(sdl, &event));
    assert_int_equal(event.phase, UI_UP);

    push_finger(SDL_FINGERDOWN, 0.0f, 0.3f, 4); /* an axis that was not told yet */
    push_finger(SDL_FINGERMOTION, 0.4f, 0.3f, 4);
    push_finger(SDL_FINGERUP, 0.4f, 0.3f, 4);
    assert_true(next_touch(sdl, &event));
    assert_int_equal(event.phase, UI_DOWN);
    assert_int_equal(event.x, 512);
    assert_true(next_touch(sdl, &event));
    assert_int_equal(event.phase, UI_UP);
    push_finger(SDL_FINGERDOWN, 0.0f, 0.0f, 5); /* and one that never told: nothing */
    push_finger(SDL_FINGERUP, 0.0f, 0.0f, 5);
    assert_false(next_touch(sdl, &event));

    SDL_Event quit = {.type = SDL_QUIT};
    SDL_Event key = {.key = {.type = SDL_KEYDOWN, .keysym = {.sym = SDLK_KP_ENTER}, .repeat = 1}};
    SDL_PushEvent(&key);
    SDL_PushEvent(&quit);
    bool got_key = false;
    bool got_quit = false;
    while (ui_sdl_poll(sdl, &event)) {
        got_key = got_key || (event.kind == UI_SDL_KEY && event.key == '\r' && event.is_repeat);
        got_quit = got_quit || event.kind == UI_SDL_QUIT;
    }
    assert_true(got_key && got_quit);
    ui_sdl_close(sdl);
}

static void a_whole_screen_is_drawn_in_time(void **state)
{
    (void)state;
    struct ui_screen screen;
    struct ui_sdl *sdl = open_sdl(screens[0], &screen);
    struct ui *ui = ui_create(&screen, ui_sdl_face(sdl));
    struct rect all = ui_bounds(ui);
    struct keyboard keyboard = {0};
    struct keyboard_words words = {"Wis", "Spatie", "Hoofdletter", "áé", "abc", "123"};
    char text[100] = "Een bankje bij de vijver";

    ui_begin(ui, (struct ui_look){THEME_WARM, 2}, 0);
    ui_text(ui, "t", rect_inset(all, 30, 20), STYLE_TITLE, COLOR_INK, ALIGN_LEFT, "Uw idee");
    struct rect board = rect_cut_bottom(&all, keyboard_height(ui, KEYBOARD_TEXT, all.w));
    keyboard_draw(ui, board, KEYBOARD_TEXT, &keyboard, &words, text, sizeof(text), 80);
    ui_end(ui);
    double best = 1e9;
    for (int i = 0; i < 5; i++) {
        sdl->is_stale = true;
        double ms = ui_sdl_present(sdl, ui_list(ui));
        best = ms < best ? ms : best;
    }
    assert_true(best < 100); /* with the sanitizers; the bench measures the release */
    ui_destroy(ui);
    ui_sdl_close(sdl);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_capital_h_on_the_glass_is_as_high_as_promised),
        cmocka_unit_test(widths_are_whole_numbers_of_the_font_file),
        cmocka_unit_test(letters_of_other_alphabets_and_unknown_ones_are_seen),
        cmocka_unit_test(an_accent_does_not_move_its_letter),
        cmocka_unit_test(the_letters_kept_are_bounded),
        cmocka_unit_test(a_partial_picture_equals_a_whole_one),
        cmocka_unit_test(a_clip_that_moves_is_a_change),
        cmocka_unit_test(many_small_changes_are_all_drawn),
        cmocka_unit_test(without_its_fonts_it_does_not_open_and_says_why),
        cmocka_unit_test(without_a_display_there_is_no_input_and_no_harm),
        cmocka_unit_test(fingers_keys_and_the_end_arrive_as_our_own_events),
        cmocka_unit_test(a_whole_screen_is_drawn_in_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
