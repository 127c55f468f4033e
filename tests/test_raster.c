#include "app/ui/raster.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { W = 12, H = 10 };
#define WHITE 0xFFFFFFFFu
#define BLACK 0xFF000000u

static uint32_t pixels[W * H];
static uint8_t mask[W * H];

static struct raster white(void)
{
    struct raster raster = {pixels, W, H, {0, 0, W, H}, mask};

    for (int i = 0; i < W * H; i++) {
        pixels[i] = WHITE;
    }
    return raster;
}

/* '.' white, '#' black, else something between. */
static void expect(const char *const rows[], int count)
{
    for (int y = 0; y < count; y++) {
        char found[W + 1] = "";
        for (int x = 0; x < (int)strlen(rows[y]); x++) {
            uint32_t pixel = pixels[y * W + x];
            found[x] = pixel == WHITE ? '.' : pixel == BLACK ? '#' : '+';
        }
        assert_string_equal(found, rows[y]);
    }
}

static void a_plain_rectangle_has_exact_edges(void **state)
{
    (void)state;
    struct raster raster = white();

    raster_fill(&raster, (struct rect){2, 1, 4, 3}, 0, 0x000000FF);
    expect((const char *const[]){"........", "..####..", "..####..", "..####..", "........"}, 5);
}

static void a_round_rectangle_has_soft_corners_and_is_the_same_in_all_four(void **state)
{
    (void)state;
    struct raster raster = white();

    raster_fill(&raster, (struct rect){1, 1, 8, 8}, 3, 0x000000FF);
    expect((const char *const[]){".........", "..++##++.", ".+######+", ".+######+", ".########",
                                 ".########", ".+######+", ".+######+", "..++##++."},
           9);
    /* Pixel 1, 0 of the corner: its middle is 2.915 from the centre of a circle of 3: 0.585. */
    assert_in_range(pixels[1 * W + 2] & 255, 105, 107);
    for (int y = 0; y < 8; y++) {
        for (int x = 0; x < 8; x++) {
            uint32_t pixel = pixels[(1 + y) * W + 1 + x];
            assert_int_equal(pixel, pixels[(8 - y) * W + 1 + x]);
            assert_int_equal(pixel, pixels[(1 + y) * W + 8 - x]);
            assert_int_equal(pixel, pixels[(1 + x) * W + 1 + y]);
        }
    }
}

static void a_radius_larger_than_the_shape_makes_a_disc(void **state)
{
    (void)state;
    struct raster raster = white();

    raster_fill(&raster, (struct rect){0, 0, 6, 6}, 99, 0x000000FF);
    expect((const char *const[]){".++++.", "+####+", "+####+", "+####+", "+####+", ".++++."}, 6);
}

static void a_border_lies_inside_its_rectangle(void **state)
{
    (void)state;
    struct raster raster = white();

    raster_stroke(&raster, (struct rect){1, 1, 7, 6}, 0, 2, 0x000000FF);
    expect((const char *const[]){".........", ".#######.", ".#######.", ".##...##.", ".##...##.",
                                 ".#######.", ".#######.", "........."},
           8);
    raster = white();
    raster_stroke(&raster, (struct rect){0, 0, 10, 10}, 4, 1, 0x000000FF);
    assert_int_equal(pixels[0], WHITE);
    assert_int_equal(pixels[5], BLACK);
    assert_int_equal(pixels[5 * W + 5], WHITE);
}

static void nothing_is_drawn_outside_the_clip(void **state)
{
    (void)state;
    struct raster raster = white();
    static const int16_t cross[] = {-50, -50, 60, 60};
    static uint8_t full[20 * 20];
    struct raster_alpha glyph = {full, 20, 20, 20};

    memset(full, 255, sizeof(full));
    raster_clip(&raster, (struct rect){4, 3, 3, 2});
    raster_fill(&raster, (struct rect){-100, -100, 500, 500}, 40, 0x000000FF);
    raster_stroke(&raster, (struct rect){-5, -5, 40, 40}, 9, 8, 0x000000FF);
    raster_shadow(&raster, (struct rect){0, 0, 12, 10}, 3, 0x000000FF);
    raster_glyph(&raster, -4, -4, &glyph, 0x000000FF);
    raster_path(&raster, cross, 2, 30, 0x000000FF);
    for (int y = 0; y < H; y++) {
        for (int x = 0; x < W; x++) {
            bool inside = x >= 4 && x < 7 && y >= 3 && y < 5;
            assert_int_equal(pixels[y * W + x], inside ? BLACK : WHITE);
        }
    }
    raster_clip(&raster, (struct rect){50, 50, 5, 5}); /* off the picture: nothing at all */
    raster_fill(&raster, (struct rect){-100, -100, 500, 500}, 0, 0xFF0000FF);
    assert_int_equal(pixels[0], WHITE);
    assert_int_equal(pixels[W * H - 1], WHITE);
}

static void half_transparent_black_on_white_is_grey(void **state)
{
    (void)state;
    struct raster raster = white();

    raster_fill(&raster, (struct rect){0, 0, 1, 1}, 0, 0x00000080);
    assert_in_range(pixels[0] & 255, 126, 128);
    assert_int_equal(pixels[0] >> 24, 255);
    raster_fill(&raster, (struct rect){1, 0, 1, 1}, 0, 0x12345600);
    assert_int_equal(pixels[1], WHITE);
    raster_fill(&raster, (struct rect){2, 0, 1, 1}, 0, 0x123456FF);
    assert_int_equal(pixels[2], 0xFF123456);
}

static void a_shadow_falls_off_evenly_to_both_sides(void **state)
{
    (void)state;
    struct raster raster = white();

    raster_shadow(&raster, (struct rect){4, 0, 100, 100}, 3, 0x000000FF);
    int last = 256;
    for (int x = 0; x < W; x++) {
        int now = (int)(pixels[5 * W + x] & 255);
        assert_true(now <= last);
        last = now;
    }
    assert_int_equal(pixels[5 * W], WHITE);
    assert_int_equal(pixels[5 * W + 11], BLACK);
    int sum = (int)(pixels[5 * W + 3] & 255) + (int)(pixels[5 * W + 4] & 255);
    assert_in_range(sum, 250, 260); /* symmetric around the edge */
}

static void a_glyph_takes_its_colour_and_its_coverage(void **state)
{
    (void)state;
    struct raster raster = white();
    static const uint8_t alpha[] = {0, 128, 255, 9, 255, 0, 64, 9};
    struct raster_alpha glyph = {alpha, 3, 2, 4};

    raster_glyph(&raster, 2, 1, &glyph, 0xFF0000FF);
    assert_int_equal(pixels[1 * W + 2], WHITE);
    assert_int_equal(pixels[1 * W + 4], 0xFFFF0000);
    assert_int_equal(pixels[2 * W + 2], 0xFFFF0000);
    assert_in_range(pixels[1 * W + 3] & 255, 125, 128);
    assert_int_equal(pixels[1 * W + 5], WHITE); /* the pitch is not the width */
}

static void a_picture_keeps_its_pixels_and_its_holes(void **state)
{
    (void)state;
    struct raster raster = white();
    static const uint32_t source[] = {0xFF010203, 0x00FFFFFF, 0xFF040506, 0x80000000};
    struct raster_image image = {source, 2, 2, 2, false};

    raster_image(&raster, 3, 3, 0, &image);
    assert_int_equal(pixels[3 * W + 3], 0xFF010203);
    assert_int_equal(pixels[3 * W + 4], WHITE);
    assert_int_equal(pixels[4 * W + 3], 0xFF040506);
    assert_in_range(pixels[4 * W + 4] & 255, 126, 128);
}

static void a_line_has_round_ends_and_is_not_darker_where_it_crosses(void **state)
{
    (void)state;
    struct raster raster = white();
    static const int16_t there_and_back[] = {2, 4, 9, 4, 2, 4, 9, 4};
    static const int16_t dot[] = {5, 5};

    raster_path(&raster, there_and_back, 4, 2, 0x00000080);
    assert_in_range(pixels[4 * W + 5] & 255, 126, 128);
    assert_int_equal(pixels[8 * W + 5], WHITE);
    raster = white();
    raster_path(&raster, dot, 1, 4, 0x000000FF);
    assert_int_equal(pixels[5 * W + 5], BLACK);
    assert_int_equal(pixels[3 * W + 3], WHITE);
    raster_path(&raster, dot, 0, 4, 0x000000FF);
    raster.mask = NULL;
    raster_path(&raster, dot, 1, 4, 0x000000FF);
}

/* ---- scaling ------------------------------------------------------------------------------- */

struct photo {
    const uint32_t *pixels;
    int width, next;
};

static void read_row(void *ctx, int y, uint32_t *dst)
{
    struct photo *photo = ctx;

    assert_true(y >= photo->next - 1); /* downwards */
    photo->next = y;
    memcpy(dst, photo->pixels + (size_t)y * (size_t)photo->width,
           (size_t)photo->width * sizeof(uint32_t));
}

static void cover(uint32_t *dst, int width, int height, bool low, const uint32_t *from, int w,
                  int h)
{
    struct photo photo = {from, w, 0};
    struct raster_rows rows = {w, h, read_row, &photo};

    assert_true(raster_cover(dst, width, height, low, &rows));
}

static void the_same_size_is_the_same_picture(void **state)
{
    (void)state;
    static const uint32_t source[] = {0xFF102030, 0xFF405060, 0xFF708090, 0xFFA0B0C0};
    uint32_t dst[4];

    cover(dst, 2, 2, false, source, 2, 2);
    assert_memory_equal(dst, source, sizeof(dst));
}

static void half_the_size_is_the_average(void **state)
{
    (void)state;
    static const uint32_t source[] = {0xFF000000, 0xFF000004, 0xFF000008, 0xFF00000C};
    uint32_t dst[1];

    cover(dst, 1, 1, false, source, 2, 2);
    assert_int_equal(dst[0], 0xFF000006);
}

static void white_stays_white_at_every_size(void **state)
{
    (void)state;
    static uint32_t source[37 * 23];
    static uint32_t dst[90 * 90];

    for (size_t i = 0; i < 37 * 23; i++) {
        source[i] = WHITE;
    }
    for (int width = 1; width <= 90; width += 7) {
        for (int height = 1; height <= 90; height += 11) {
            cover(dst, width, height, height % 2 == 0, source, 37, 23);
            for (int i = 0; i < width * height; i++) {
                assert_int_equal(dst[i], WHITE);
            }
        }
    }
}

static void what_does_not_fit_the_shape_is_cut_evenly_or_at_the_top(void **state)
{
    (void)state;
    static const uint32_t row[] = {0xFF000001, 0xFF000002, 0xFF000003, 0xFF000004};
    uint32_t dst[2];

    cover(dst, 2, 1, false, row, 4, 1); /* wide: the sides go */
    assert_int_equal(dst[0], 0xFF000002);
    assert_int_equal(dst[1], 0xFF000003);
    cover(dst, 1, 2, false, row, 1, 4);
    assert_int_equal(dst[0], 0xFF000002);
    cover(dst, 1, 2, true, row, 1, 4);
    assert_int_equal(dst[0], 0xFF000003);
    assert_int_equal(dst[1], 0xFF000004);
}

static void larger_than_the_source_goes_smoothly_between(void **state)
{
    (void)state;
    static const uint32_t source[] = {0xFF000000, 0xFF0000F0};
    uint32_t dst[8];

    cover(dst, 8, 1, false, source, 2, 1);
    for (int i = 1; i < 8; i++) {
        assert_true((dst[i] & 255) >= (dst[i - 1] & 255));
    }
    assert_int_equal(dst[0] & 255, 0);
    assert_int_equal(dst[7] & 255, 0xF0);
}

static void cover_art(uint32_t *dst, int width, int height, const uint32_t *from, int w, int h)
{
    struct photo photo = {from, w, 0};
    struct raster_rows rows = {w, h, read_row, &photo};

    assert_true(raster_cover_art(dst, width, height, &rows));
}

static void what_is_transparent_stays_so_and_lends_no_colour(void **state)
{
    (void)state;
    static const uint32_t source[] = {0xFFFF0000, 0x0000FF00, 0xFFFF0000, 0x0000FF00};
    uint32_t dst[4];

    cover_art(dst, 2, 2, source, 2, 2);
    assert_memory_equal(dst, source, sizeof(dst));
    cover_art(dst, 1, 1, source, 2, 2);
    assert_int_equal(dst[0], 0x80FF0000); /* half of it, and no green */
    cover_art(dst, 4, 1, source, 2, 1);
    assert_int_equal(dst[0], 0xFFFF0000);
    assert_int_equal(dst[3] >> 24, 0);
}

static void an_empty_picture_is_refused(void **state)
{
    (void)state;
    uint32_t dst[1];
    struct raster_rows rows = {0, 5, read_row, NULL};

    assert_false(raster_cover(dst, 1, 1, false, &rows));
    rows.width = 5;
    assert_false(raster_cover(dst, 0, 1, false, &rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_rectangle_has_exact_edges),
        cmocka_unit_test(a_round_rectangle_has_soft_corners_and_is_the_same_in_all_four),
        cmocka_unit_test(a_radius_larger_than_the_shape_makes_a_disc),
        cmocka_unit_test(a_border_lies_inside_its_rectangle),
        cmocka_unit_test(nothing_is_drawn_outside_the_clip),
        cmocka_unit_test(half_transparent_black_on_white_is_grey),
        cmocka_unit_test(a_shadow_falls_off_evenly_to_both_sides),
        cmocka_unit_test(a_glyph_takes_its_colour_and_its_coverage),
        cmocka_unit_test(a_picture_keeps_its_pixels_and_its_holes),
        cmocka_unit_test(a_line_has_round_ends_and_is_not_darker_where_it_crosses),
        cmocka_unit_test(the_same_size_is_the_same_picture),
        cmocka_unit_test(half_the_size_is_the_average),
        cmocka_unit_test(white_stays_white_at_every_size),
        cmocka_unit_test(what_does_not_fit_the_shape_is_cut_evenly_or_at_the_top),
        cmocka_unit_test(larger_than_the_source_goes_smoothly_between),
        cmocka_unit_test(what_is_transparent_stays_so_and_lends_no_colour),
        cmocka_unit_test(an_empty_picture_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
