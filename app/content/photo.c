#include "app/content/photo_inner.h"

#include <string.h>

/* ---- the small picture --------------------------------------------------------------------- */

bool shrink_begin(struct shrink *ret, struct arena *arena, uint32_t from_width,
                  uint32_t from_height)
{
    uint32_t longest = from_width > from_height ? from_width : from_height;
    struct shrink shrink = {.from_width = from_width,
                            .from_height = from_height,
                            .width = from_width,
                            .height = from_height};

    if (longest > PHOTO_KEEP_SIDE) {
        shrink.width = (uint32_t)((uint64_t)from_width * PHOTO_KEEP_SIDE / longest);
        shrink.height = (uint32_t)((uint64_t)from_height * PHOTO_KEEP_SIDE / longest);
        shrink.width = shrink.width == 0 ? 1 : shrink.width;
        shrink.height = shrink.height == 0 ? 1 : shrink.height;
    }
    shrink.sums = arena_array(arena, (size_t)shrink.width * 3, sizeof(*shrink.sums));
    shrink.edges = arena_array(arena, (size_t)shrink.width + 1, sizeof(*shrink.edges));
    shrink.pixels = arena_array(arena, (size_t)shrink.width * shrink.height, 3);
    if (shrink.sums == NULL || shrink.edges == NULL || shrink.pixels == NULL) {
        return false;
    }
    for (uint32_t x = 0; x <= shrink.width; x++) {
        shrink.edges[x] = (uint32_t)((uint64_t)x * from_width / shrink.width);
    }
    *ret = shrink;
    return true;
}

static void end_row(struct shrink *shrink)
{
    uint8_t *dst = shrink->pixels + (size_t)shrink->made * shrink->width * 3;

    for (uint32_t x = 0; x < shrink->width; x++) {
        uint32_t count = (shrink->edges[x + 1] - shrink->edges[x]) * shrink->rows;
        for (uint32_t c = 0; c < 3; c++) {
            dst[3 * x + c] = (uint8_t)((shrink->sums[3 * x + c] + count / 2) / count);
        }
    }
    memset(shrink->sums, 0, (size_t)shrink->width * 3 * sizeof(*shrink->sums));
    shrink->rows = 0;
    shrink->made++;
}

void shrink_row(struct shrink *shrink, const uint8_t *row)
{
    uint32_t *sum = shrink->sums;

    if (shrink->y >= shrink->from_height) {
        return;
    }
    for (uint32_t x = 0; x < shrink->width; x++, sum += 3) {
        for (uint32_t at = shrink->edges[x]; at < shrink->edges[x + 1]; at++) {
            const uint8_t *pixel = row + (size_t)at * 3;
            sum[0] += pixel[0];
            sum[1] += pixel[1];
            sum[2] += pixel[2];
        }
    }
    shrink->rows++;
    shrink->y++;
    uint64_t end = ((uint64_t)shrink->made + 1) * shrink->from_height / shrink->height;
    if (shrink->y >= end && shrink->made < shrink->height) {
        end_row(shrink);
    }
}

/* ---- upright ------------------------------------------------------------------------------- */

static uint8_t *turn(struct arena *arena, const struct shrink *small, int turns)
{
    uint32_t width = small->width;
    uint32_t height = small->height;
    uint8_t *dst = arena_array(arena, (size_t)width * height, 3);

    for (uint32_t y = 0; dst != NULL && y < height; y++) {
        for (uint32_t x = 0; x < width; x++) {
            size_t at = turns == 1   ? (size_t)x * height + (height - 1 - y)
                        : turns == 2 ? (size_t)(height - 1 - y) * width + (width - 1 - x)
                                     : (size_t)(width - 1 - x) * height + y;
            memcpy(dst + at * 3, small->pixels + ((size_t)y * width + x) * 3, 3);
        }
    }
    return dst;
}

bool photo_shrink(struct photo *ret, struct arena *arena, const uint8_t *bytes, size_t len,
                  struct err *err)
{
    static const uint8_t png[] = {0x89, 'P', 'N', 'G'};
    struct shrink small = {0};
    struct photo photo = {.bytes = bytes, .len = len};
    int turns = 0;

    if (len > PHOTO_MAX_BYTES) {
        return err_set(err, ERR_LIMIT, "a photo of %zu bytes", len);
    }
    bool is_png = len >= sizeof(png) && memcmp(bytes, png, sizeof(png)) == 0;
    if (!(is_png
              ? png_shrink(&small, arena, bytes, len, &photo.width, &photo.height, err)
              : jpeg_shrink(&small, arena, bytes, len, &photo.width, &photo.height, &turns, err))) {
        return false;
    }
    bool is_small = photo.width <= PHOTO_KEEP_SIDE && photo.height <= PHOTO_KEEP_SIDE;
    if (is_small && len <= PHOTO_KEEP_BYTES &&
        (is_png ? png_is_bare(bytes, len) : jpeg_is_bare(bytes, len))) {
        *ret = photo;
        return true;
    }
    const uint8_t *pixels = turns == 0 ? small.pixels : turn(arena, &small, turns);
    bool lies = (turns & 1) != 0;
    if (pixels == NULL) {
        return err_set(err, ERR_MEMORY, "a photo");
    }
    return jpeg_write(ret, arena, pixels, lies ? small.height : small.width,
                      lies ? small.width : small.height, err);
}
