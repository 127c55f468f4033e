/* PNG through libpng, row by row; what is transparent lies on white. */
#include "app/content/photo_inner.h"

#include <setjmp.h>
#include <string.h>

#include <png.h>

enum { PNG_MAX_WOVEN = 16 * 1024 * 1024 }; /* elements of an interlaced one, which is kept whole */

struct source {
    const uint8_t *bytes;
    size_t len, at;
};

static void give(png_structp png, png_bytep dst, png_size_t len)
{
    struct source *source = png_get_io_ptr(png);

    if (len > source->len - source->at) {
        png_error(png, "cut short");
    }
    memcpy(dst, source->bytes + source->at, len);
    source->at += len;
}

static void on_error(png_structp png, png_const_charp message)
{
    (void)message;
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message; /* a colour profile nobody knows is no damage */
}

static void to_rgb(png_structp png, png_infop info)
{
    png_color_16 white = {.red = 255, .green = 255, .blue = 255, .gray = 255};

    png_set_expand(png);
    png_set_scale_16(png);
    png_set_gray_to_rgb(png);
    if ((png_get_color_type(png, info) & PNG_COLOR_MASK_ALPHA) != 0 ||
        png_get_valid(png, info, PNG_INFO_tRNS) != 0) {
        png_set_background(png, &white, PNG_BACKGROUND_GAMMA_SCREEN, 0, 1.0);
    }
    png_set_strip_alpha(png);
}

/* All of it; an error jumps out. */
static bool read_rows(png_structp png, png_infop info, struct shrink *ret, struct arena *arena)
{
    uint32_t width = png_get_image_width(png, info);
    uint32_t height = png_get_image_height(png, info);
    bool is_woven = png_get_interlace_type(png, info) != PNG_INTERLACE_NONE;
    uint32_t kept = is_woven ? height : 1;

    if (is_woven && (uint64_t)width * height > PNG_MAX_WOVEN) {
        return false;
    }
    to_rgb(png, info);
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);
    uint8_t *rows = arena_array(arena, (size_t)width * kept, 3);
    if (rows == NULL || png_get_rowbytes(png, info) != (size_t)width * 3 ||
        !shrink_begin(ret, arena, width, height)) {
        return false;
    }
    for (int pass = 0; pass < passes; pass++) {
        for (uint32_t y = 0; y < height; y++) {
            uint8_t *row = rows + (is_woven ? (size_t)y * width * 3 : 0);
            png_read_row(png, row, NULL);
            if (pass == passes - 1) {
                shrink_row(ret, row);
            }
        }
    }
    png_read_end(png, NULL);
    return true;
}

bool png_shrink(struct shrink *ret, struct arena *arena, const uint8_t *bytes, size_t len,
                uint32_t *ret_width, uint32_t *ret_height, struct err *err)
{
    struct source source = {bytes, len, 0};
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, on_error, on_warning);
    png_infop info = png == NULL ? NULL : png_create_info_struct(png);

    if (info == NULL) {
        png_destroy_read_struct(&png, NULL, NULL);
        return err_set(err, ERR_MEMORY, "no PNG reader");
    }
    if (setjmp(png_jmpbuf(png)) != 0) {
        png_destroy_read_struct(&png, &info, NULL);
        return err_set(err, ERR_FORMAT, "not a whole PNG");
    }
    png_set_read_fn(png, &source, give);
    png_set_user_limits(png, PHOTO_MAX_SIDE, PHOTO_MAX_SIDE);
    png_set_chunk_malloc_max(png, 4 * 1024 * 1024);
    png_read_info(png, info);
    *ret_width = png_get_image_width(png, info);
    *ret_height = png_get_image_height(png, info);
    bool done = read_rows(png, info, ret, arena);
    png_destroy_read_struct(&png, &info, NULL);
    return done || err_set(err, ERR_LIMIT, "an interlaced PNG this large");
}
