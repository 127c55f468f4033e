/* Every stop of the tour as a text, and a few as pictures: what a visitor sees does not change by
 * accident. 1280x800 at 10.1 inch, default letters, Dutch.
 *
 * The texts (golden/<screen>.txt, a part for each state) hold the display list, which is the same
 * on every machine: they are compared exactly. The pictures are a quarter of the size; letters and
 * curves differ a little between processors and libraries. Only `make golden` writes them: it runs
 * this with GOLDEN=write. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/base/io.h"
#include "app/ui/ui_sdl.h"
#include "tests/faults/tour.h"

#include <SDL_image.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCREEN "1280x800@217mm"
#define FOLDER "tests/golden"

enum {
    MAX_GOLDEN = 4 * 1024 * 1024,
    SHRINK = 4,           /* a pixel of a picture is 4 x 4 of the screen */
    CHANNEL = 3,          /* so much may a channel differ */
    PIXELS_PER_MILLE = 4, /* and so many pixels more than that */
};

static const char *const pictures[] = {"attract-open",     "home-open",      "vote_plans-some",
                                       "vote_confirm-lit", "new_what-typed", "ideas-many"};
static const struct ui_look look = {THEME_WARM, SIZE_DEFAULT};

static struct tour tour;
static struct ui_screen screen;
static struct ui_sdl *sdl;
static struct ui *ui;
static struct io *io;
static char now[MAX_GOLDEN];
static int move_main; /* a planted bug: the big button, so many pixels to the left */

static bool is_writing(void)
{
    const char *golden = getenv("GOLDEN");
    return golden != NULL && strcmp(golden, "write") == 0;
}

static int start(void **state)
{
    (void)state;
    struct err err = {0};
    io = io_posix();
    tour_init(&tour);
    if (!ui_screen_parse(&screen, SCREEN) ||
        (sdl = ui_sdl_open(&screen, UI_SDL_HEADLESS, "golden", "assets", &err)) == NULL) {
        fprintf(stderr, "golden: %s\n", err.msg);
        return 1;
    }
    ui = ui_create(&screen, ui_sdl_face(sdl));
    ui_sdl_photos(sdl, "assets/demo/broekhoven/fotos");
    return 0;
}

static int end(void **state)
{
    (void)state;
    ui_destroy(ui);
    ui_sdl_close(sdl);
    tour_finish(&tour);
    io_destroy(io);
    return 0;
}

static void draw(const struct tour_stop *stop)
{
    ui_forget(ui);
    tour_go(&tour, stop, "nl");
    tour_draw(&tour, ui, look);
}

/* ---- texts ---------------------------------------------------------------------------------- */

/* The list of the frame, with the planted bug in it. */
static size_t dump(char *dst, size_t cap)
{
    static struct dl list;
    list = *ui_list(ui);
    for (size_t i = 0; move_main != 0 && i < list.cmd_count; i++) {
        struct dl_cmd *cmd = &list.cmds[i];
        if (cmd->kind == DL_FILL && cmd->color == ui_color(ui, COLOR_ACCENT)) {
            cmd->rect.x -= move_main;
        }
    }
    return dl_dump(&list, dst, cap);
}

/* All states of one screen, in the order of the tour. */
static void write_screen(enum screen_id id)
{
    size_t len = 0;
    for (size_t i = 0; tour_stop(i) != NULL; i++) {
        if (tour_stop(i)->screen != id) {
            continue;
        }
        char name[80];
        draw(tour_stop(i));
        len += (size_t)snprintf(now + len, sizeof(now) - len, "== %s\n",
                                tour_name(tour_stop(i), name, sizeof(name)));
        len += dump(now + len, sizeof(now) - len);
        assert_true(len < sizeof(now));
    }
}

/* The first line that differs, with the part it stands in. */
static void tell_difference(const char *path, const char *golden)
{
    const char *a = golden, *b = now;
    char part[80] = "";
    while (*a != '\0' && *b != '\0') {
        size_t len_a = strcspn(a, "\n"), len_b = strcspn(b, "\n");
        if (len_a != len_b || strncmp(a, b, len_a) != 0) {
            break;
        }
        if (strncmp(a, "== ", 3) == 0) {
            snprintf(part, sizeof(part), "%.*s", (int)(len_a - 3), a + 3);
        }
        a += len_a + (a[len_a] == '\n');
        b += len_b + (b[len_b] == '\n');
    }
    fprintf(stderr, "%s, %s\n  was %.*s\n  now %.*s\n", path, part, (int)strcspn(a, "\n"), a,
            (int)strcspn(b, "\n"), b);
}

/* Compares what `now` holds with the golden, or writes it. False: it differs or is missing. */
static bool check_text(const char *path)
{
    struct err err = {0};
    if (is_writing()) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        assert_true(fwrite(now, 1, strlen(now), file) == strlen(now));
        assert_int_equal(fclose(file), 0);
        return true;
    }
    struct arena arena;
    char *golden = NULL;
    size_t len = 0;
    arena_init(&arena, 0);
    bool same = io_read_file(io, &arena, path, MAX_GOLDEN, &golden, &len, &err);
    if (!same) {
        fprintf(stderr, "%s is missing: look at `make shots`, then `make golden`\n", path);
    } else if (len != strlen(now) || memcmp(golden, now, len) != 0) {
        tell_difference(path, golden);
        same = false;
    }
    arena_finish(&arena);
    return same;
}

static void every_screen_is_as_its_golden(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (int i = 0; i < SCREEN_COUNT; i++) {
        char path[120];
        snprintf(path, sizeof(path), FOLDER "/%s.txt", screens[i]->name);
        write_screen((enum screen_id)i);
        wrong += !check_text(path);
    }
    if (wrong > 0) {
        fail_msg("%zu screens differ; when that is meant: `make golden`, and look at the diff",
                 wrong);
    }
}

static void a_button_that_moved_a_millimetre_is_seen(void **state)
{
    (void)state;
    if (is_writing()) {
        skip();
    }
    move_main = ui_mm(ui, 1.0);
    write_screen(SCREEN_VOTE_REVIEW);
    move_main = 0;
    assert_false(check_text(FOLDER "/vote_review.txt"));
    write_screen(SCREEN_VOTE_REVIEW);
    assert_true(check_text(FOLDER "/vote_review.txt"));
}

static void a_missing_golden_fails(void **state)
{
    (void)state;
    if (is_writing()) {
        skip();
    }
    write_screen(SCREEN_HOME);
    assert_false(check_text(FOLDER "/no-such-screen.txt"));
}

/* ---- pictures ------------------------------------------------------------------------------- */

static SDL_Surface *shrunk(void)
{
    int width = screen.width_px / SHRINK, height = screen.height_px / SHRINK;
    SDL_Surface *ret = SDL_CreateRGBSurfaceWithFormat(0, width, height, 24, SDL_PIXELFORMAT_RGB24);
    assert_non_null(ret);
    const uint32_t *pixels = ui_sdl_pixels(sdl);
    for (int y = 0; y < height; y++) {
        uint8_t *row = (uint8_t *)ret->pixels + y * ret->pitch;
        for (int x = 0; x < 3 * width; x++) {
            unsigned sum = 0;
            for (int k = 0; k < SHRINK * SHRINK; k++) {
                int at = (y * SHRINK + k / SHRINK) * screen.width_px + x / 3 * SHRINK + k % SHRINK;
                sum += pixels[at] >> (16 - 8 * (x % 3)) & 255;
            }
            row[x] = (uint8_t)(sum / (SHRINK * SHRINK));
        }
    }
    return ret;
}

/* How many of a thousand pixels differ by more than CHANNEL; 1,000 when the sizes do. */
static int difference(const SDL_Surface *a, const SDL_Surface *b)
{
    if (a->w != b->w || a->h != b->h) {
        return 1000;
    }
    int count = 0;
    for (int y = 0; y < a->h; y++) {
        const uint8_t *row_a = (const uint8_t *)a->pixels + y * a->pitch;
        const uint8_t *row_b = (const uint8_t *)b->pixels + y * b->pitch;
        for (int x = 0; x < a->w; x++) {
            bool off = false;
            for (int c = 0; c < 3; c++) {
                off = off || abs(row_a[3 * x + c] - row_b[3 * x + c]) > CHANNEL;
            }
            count += off;
        }
    }
    return (int)((int64_t)count * 1000 / (a->w * a->h));
}

static SDL_Surface *load(const char *path)
{
    SDL_Surface *read = IMG_Load(path);
    if (read == NULL) {
        fail_msg("%s is missing: look at `make shots`, then `make golden`", path);
    }
    SDL_Surface *ret = SDL_ConvertSurfaceFormat(read, SDL_PIXELFORMAT_RGB24, 0);
    assert_non_null(ret);
    SDL_FreeSurface(read);
    return ret;
}

static const struct tour_stop *stop_named(const char *wanted)
{
    char name[80];
    for (size_t i = 0; tour_stop(i) != NULL; i++) {
        if (strcmp(tour_name(tour_stop(i), name, sizeof(name)), wanted) == 0) {
            return tour_stop(i);
        }
    }
    fail_msg("no stop %s", wanted);
    return NULL;
}

static SDL_Surface *picture_of(const char *name, struct ui_look as)
{
    ui_forget(ui);
    tour_go(&tour, stop_named(name), "nl");
    tour_draw(&tour, ui, as);
    ui_sdl_present(sdl, ui_list(ui));
    return shrunk();
}

static void a_few_screens_look_as_their_pictures(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(pictures) / sizeof(pictures[0]); i++) {
        char path[120];
        snprintf(path, sizeof(path), FOLDER "/%s.png", pictures[i]);
        SDL_Surface *seen = picture_of(pictures[i], look);
        if (is_writing()) {
            assert_int_equal(IMG_SavePNG(seen, path), 0);
        } else {
            SDL_Surface *golden = load(path);
            int off = difference(golden, seen);
            SDL_FreeSurface(golden);
            if (off > PIXELS_PER_MILLE) {
                fail_msg("%s: %d of 1,000 pixels differ", path, off);
            }
        }
        SDL_FreeSurface(seen);
    }
}

static void other_letters_are_another_picture(void **state)
{
    (void)state;
    if (is_writing()) {
        skip();
    }
    SDL_Surface *golden = load(FOLDER "/home-open.png");
    SDL_Surface *seen = picture_of("home-open", (struct ui_look){THEME_WARM, SIZE_DEFAULT - 1});
    assert_true(difference(golden, seen) > PIXELS_PER_MILLE);
    SDL_FreeSurface(golden);
    SDL_FreeSurface(seen);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_screen_is_as_its_golden),
        cmocka_unit_test(a_button_that_moved_a_millimetre_is_seen),
        cmocka_unit_test(a_missing_golden_fails),
        cmocka_unit_test(a_few_screens_look_as_their_pictures),
        cmocka_unit_test(other_letters_are_another_picture),
    };
    return cmocka_run_group_tests(tests, start, end);
}
