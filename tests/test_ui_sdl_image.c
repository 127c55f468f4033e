/* Photos from a stranger's stick, drawings and icons: shown well, or replaced kindly. */
#include "app/ui/ui_sdl_internal.h"

#include "tests/ui_ruler.h"

#include <SDL_image.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

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

static char folder[] = "/tmp/dorpel-test-photos-XXXXXX";

static void path_of(char dst[200], const char *name)
{
    snprintf(dst, 200, "%s/%s", folder, name);
}

static void save_bytes(const char *name, const void *bytes, size_t len)
{
    char path[200];

    path_of(path, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    fclose(file);
}

/* Left half red, right half blue; top row white when it is an upright one. */
static SDL_Surface *two_colours(int width, int height)
{
    SDL_Surface *surface =
        SDL_CreateRGBSurfaceWithFormat(0, width, height, 24, SDL_PIXELFORMAT_RGB24);

    assert_non_null(surface);
    SDL_Rect half = {0, 0, width / 2, height};
    SDL_FillRect(surface, NULL, SDL_MapRGB(surface->format, 0, 0, 255));
    SDL_FillRect(surface, &half, SDL_MapRGB(surface->format, 255, 0, 0));
    return surface;
}

static int make_photos(void **state)
{
    (void)state;
    char path[200];
    size_t len = 0;

    if (mkdtemp(folder) == NULL) {
        return -1;
    }
    SDL_Surface *surface = two_colours(200, 100);
    path_of(path, "a.png");
    IMG_SavePNG(surface, path);
    path_of(path, "a.jpg");
    IMG_SaveJPG(surface, path, 95);
    uint8_t *jpg = sdl_read_file(path, 1 << 20, &len);
    save_bytes("short.jpg", jpg, len / 2);
    save_bytes("header.jpg", jpg, 20);
    /* The same photo as a phone writes it when held upright: orientation 6. */
    static const uint8_t exif[] = {0xFF, 0xE1, 0, 34, 'E', 'x', 'i', 'f', 0,    0, 'I', 'I',
                                   42,   0,    8, 0,  0,   0,   1,   0,   0x12, 1, 3,   0,
                                   1,    0,    0, 0,  6,   0,   0,   0,   0,    0, 0,   0};
    uint8_t *turned = malloc(len + sizeof(exif));
    memcpy(turned, jpg, 2);
    memcpy(turned + 2, exif, sizeof(exif));
    memcpy(turned + 2 + sizeof(exif), jpg + 2, len - 2);
    save_bytes("phone.jpg", turned, len + sizeof(exif));
    save_bytes("words.jpg", "this is no photo", 16);
    save_bytes("empty.png", "", 0);
    free(turned);
    free(jpg);
    path_of(path, "a.png");
    uint8_t *png = sdl_read_file(path, 1 << 20, &len);
    png[16] = 0x7F; /* two thousand million pixels wide */
    save_bytes("huge.png", png, len);
    free(png);
    SDL_FreeSurface(surface);
    return 0;
}

static int remove_photos(void **state)
{
    (void)state;
    static const char *const names[] = {"a.png",     "a.jpg",     "short.jpg", "header.jpg",
                                        "phone.jpg", "words.jpg", "empty.png", "huge.png"};
    char path[200];

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        path_of(path, names[i]);
        unlink(path);
    }
    return rmdir(folder);
}

static void show_photo(struct ui_sdl *sdl, const char *name, int width, int height)
{
    static struct dl list;

    dl_reset(&list);
    dl_fill(&list, (struct rect){0, 0, 1280, 800}, 0, 0xFFFFFFFF);
    dl_picture(&list, DL_IMAGE, (struct rect){0, 0, width, height}, 0, 0xFFFFFFFF, name);
    ui_sdl_present(sdl, &list);
}

static bool is_about(uint32_t pixel, uint32_t expected)
{
    for (int shift = 0; shift < 24; shift += 8) {
        if (abs((int)(pixel >> shift & 255) - (int)(expected >> shift & 255)) > 24) {
            return false;
        }
    }
    return true;
}

static void photos_cover_their_place_and_stand_upright(void **state)
{
    (void)state;
    struct ui_screen screen;
    struct ui_sdl *sdl = open_sdl(screens[0], &screen);
    const uint32_t *pixels = ui_sdl_pixels(sdl);

    ui_sdl_photos(sdl, folder);
    show_photo(sdl, "a.png", 400, 400); /* the sides are cut off: still half and half */
    assert_int_equal(pixels[200 * 1280 + 20], 0xFFFF0000);
    assert_int_equal(pixels[200 * 1280 + 380], 0xFF0000FF);
    show_photo(sdl, "a.jpg", 400, 200);
    assert_true(is_about(pixels[100 * 1280 + 20], 0xFF0000));
    assert_true(is_about(pixels[100 * 1280 + 380], 0x0000FF));
    show_photo(sdl, "phone.jpg", 200, 400); /* a quarter turn to the right: left comes on top */
    assert_true(is_about(pixels[20 * 1280 + 100], 0xFF0000));
    assert_true(is_about(pixels[380 * 1280 + 100], 0x0000FF));
    ui_sdl_close(sdl);
}

static void what_is_no_photo_gets_a_friendly_picture(void **state)
{
    (void)state;
    struct ui_screen screen;
    struct ui_sdl *sdl = open_sdl(screens[0], &screen);
    static const char *const names[] = {"none.jpg",   "words.jpg",        "empty.png",   "huge.png",
                                        "header.jpg", "../../etc/passwd", "/etc/passwd", ""};

    ui_sdl_photos(sdl, folder);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        show_photo(sdl, names[i], 300, 200);
        assert_int_equal(ui_sdl_pixels(sdl)[5 * 1280 + 5], 0xFFF3E3C3);
    }
    show_photo(sdl, "short.jpg", 300, 200); /* half of it: whatever the decoder makes of it */
    show_photo(sdl, "a.png", 1, 1);
    show_photo(sdl, "a.png", 0, 0);
    ui_sdl_photos(sdl, NULL);
    show_photo(sdl, "a.png", 300, 200);
    assert_int_equal(ui_sdl_pixels(sdl)[5 * 1280 + 5], 0xFFF3E3C3);
    ui_sdl_close(sdl);
}

static void a_pack_is_told_which_photos_can_be_shown(void **state)
{
    (void)state;
    struct ui_screen screen;
    struct ui_sdl *sdl = open_sdl(screens[0], &screen);
    char path[200];

    path_of(path, "a.jpg");
    assert_true(ui_sdl_image_ok(sdl, path));
    path_of(path, "a.png");
    assert_true(ui_sdl_image_ok(sdl, path));
    static const char *const wrong[] = {"words.jpg", "empty.png", "huge.png", "header.jpg", "none"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        path_of(path, wrong[i]);
        assert_false(ui_sdl_image_ok(sdl, path));
    }
    ui_sdl_close(sdl);
}

static void forged_headers_are_refused_without_reading_beyond_the_end(void **state)
{
    (void)state;
    struct image_probe probe;
    size_t len = 0;
    char path[200];
    unsigned seed = 5;

    path_of(path, "phone.jpg");
    uint8_t *jpg = sdl_read_file(path, 1 << 20, &len);
    assert_true(image_probe(jpg, len, &probe));
    assert_int_equal(probe.turn, 1);
    for (size_t cut = 0; cut < len; cut++) { /* ASan sees a byte too many */
        uint8_t *part = malloc(cut + 1);
        memcpy(part, jpg, cut);
        uint8_t *exact = realloc(part, cut > 0 ? cut : 1);
        image_probe(exact, cut, &probe);
        for (int i = 0; i < 20 && cut > 4; i++) {
            seed = seed * 1664525u + 1013904223u;
            exact[2 + (seed >> 8) % (cut - 2)] = (uint8_t)(seed >> 24);
            image_probe(exact, cut, &probe);
        }
        free(exact);
    }
    free(jpg);
}

static void pictures_kept_are_bounded(void **state)
{
    (void)state;
    struct ui_screen screen;
    struct ui_sdl *sdl = open_sdl(screens[1], &screen);

    ui_sdl_photos(sdl, folder);
    for (int i = 0; i < 300; i++) {
        const struct picture *picture =
            pictures_get(&sdl->pictures, i % 3 == 0 ? DL_ICON : DL_IMAGE,
                         i % 3 == 0 ? "check" : "a.png", 300 + i, 200 + i % 7);
        assert_non_null(picture);
        assert_true(sdl->pictures.bytes <= sdl->pictures.limit);
    }
    size_t counted = 0;
    for (int i = 0; i < PICTURE_SLOTS; i++) {
        counted += sdl->pictures.slots[i].bytes;
    }
    assert_int_equal(counted, sdl->pictures.bytes);
    ui_sdl_close(sdl);
}

static struct dl *photo_list(int width, int height)
{
    static struct dl list;

    dl_reset(&list);
    dl_picture(&list, DL_IMAGE, (struct rect){0, 0, width, height}, 0, 0xFFFFFFFF, "a.png");
    return &list;
}

static void what_is_read_ahead_takes_no_room_of_what_is_shown(void **state)
{
    (void)state;
    struct ui_screen screen;
    struct ui_sdl *sdl = open_sdl(screens[1], &screen);
    int width = 800; /* a hundred pixels high: 320 kB each */

    ui_sdl_photos(sdl, folder);
    show_photo(sdl, "a.png", 300, 200);
    for (int i = 0; i < 40; i++) { /* the shelf fills with what nobody needs now */
        pictures_get(&sdl->pictures, DL_IMAGE, "a.png", width + i, 100);
    }
    show_photo(sdl, "a.png", 301, 200);
    uint64_t before = sdl->pictures.reads;
    ui_sdl_ahead_anew(sdl);
    assert_false(ui_sdl_ahead(sdl, photo_list(301, 200))); /* shown, and there */
    assert_int_equal(sdl->pictures.reads, before);
    int ahead = 0;
    while (ahead < 100 && ui_sdl_ahead(sdl, photo_list(width + 100 + ahead, 100))) {
        assert_false(ui_sdl_ahead(sdl, photo_list(width + 100 + ahead, 100))); /* once */
        ahead++;
        assert_true(sdl->pictures.bytes <= sdl->pictures.limit);
    }
    assert_true(ahead > 3 && ahead < 40); /* then there was no room */
    assert_false(ui_sdl_ahead(sdl, photo_list(301, 200)));
    for (int i = 0; i < ahead; i++) { /* all that was read, and what is shown, is still there */
        assert_false(ui_sdl_ahead(sdl, photo_list(width + 100 + i, 100)));
    }
    assert_int_equal(sdl->pictures.reads, before + (uint64_t)ahead);
    ui_sdl_ahead_anew(sdl);
    assert_true(ui_sdl_ahead(sdl, photo_list(width, 100))); /* another screen: room again */
    ui_sdl_close(sdl);
}

static void every_icon_is_ink_and_a_missing_one_is_a_box(void **state)
{
    (void)state;
    struct ui_screen screen;
    struct ui_sdl *sdl = open_sdl(screens[0], &screen);
    static const char *const names[] = {
        "check",        "x",      "chevron-up", "chevron-down",
        "arrow-big-up", "delete", "space",      "circle-help",
        "house",        "vote",   "image",      "there-is-no-such-icon"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const struct picture *icon = pictures_get(&sdl->pictures, DL_ICON, names[i], 60, 60);
        assert_non_null(icon);
        const uint8_t *alpha = icon->pixels;
        int ink = 0;
        for (int k = 0; k < 3600; k++) {
            ink += alpha[k] > 128;
        }
        assert_in_range(ink, 100, 2000);
    }
    ui_sdl_close(sdl);
}

static void a_drawing_keeps_its_holes_and_a_ready_made_one_its_pixels(void **state)
{
    (void)state;
    struct ui_screen screen;
    struct ui_sdl *sdl = open_sdl(screens[0], &screen);
    const struct picture *spot = pictures_get(&sdl->pictures, DL_ART, "spot_idea", 400, 300);

    assert_non_null(spot);
    assert_false(spot->is_opaque);
    const struct picture *village = pictures_get(&sdl->pictures, DL_ART, "village", 1280, 800);
    assert_non_null(village);
    assert_true(village->is_opaque);
    SDL_Surface *ready = IMG_Load("assets/art/village-1280x800.png");
    assert_non_null(ready);
    for (int x = 0; x < 1280; x += 97) {
        uint8_t index = ((const uint8_t *)ready->pixels)[400 * ready->pitch + x];
        SDL_Color color = ready->format->palette->colors[index];
        uint32_t pixel = ((const uint32_t *)village->pixels)[400 * 1280 + x];
        assert_int_equal(pixel,
                         0xFF000000u | (uint32_t)color.r << 16 | (uint32_t)color.g << 8 | color.b);
    }
    SDL_FreeSurface(ready);
    const struct picture *none = pictures_get(&sdl->pictures, DL_ART, "no-such-art", 40, 30);
    assert_int_equal(((const uint32_t *)none->pixels)[0], 0xFFF3E3C3);
    ui_sdl_close(sdl);
}

static void a_screen_can_be_saved_and_read_again(void **state)
{
    (void)state;
    struct ui_screen screen;
    struct ui_sdl *sdl = open_sdl(screens[1], &screen);
    struct err err = {0};
    char path[200];

    show_photo(sdl, "a.png", 300, 200);
    path_of(path, "a.png");
    assert_true(ui_sdl_save_png(sdl, path, &err));
    assert_true(ui_sdl_image_ok(sdl, path));
    assert_false(ui_sdl_save_png(sdl, "/nonexistent/x.png", &err));
    assert_int_equal(err.code, ERR_IO);
    ui_sdl_close(sdl);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(photos_cover_their_place_and_stand_upright),
        cmocka_unit_test(what_is_no_photo_gets_a_friendly_picture),
        cmocka_unit_test(a_pack_is_told_which_photos_can_be_shown),
        cmocka_unit_test(forged_headers_are_refused_without_reading_beyond_the_end),
        cmocka_unit_test(pictures_kept_are_bounded),
        cmocka_unit_test(what_is_read_ahead_takes_no_room_of_what_is_shown),
        cmocka_unit_test(every_icon_is_ink_and_a_missing_one_is_a_box),
        cmocka_unit_test(a_drawing_keeps_its_holes_and_a_ready_made_one_its_pixels),
        cmocka_unit_test(a_screen_can_be_saved_and_read_again),
    };

    return cmocka_run_group_tests(tests, make_photos, remove_photos);
}
