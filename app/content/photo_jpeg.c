/* JPEG through libjpeg: read at a fraction of its size, written small. */
#include "app/content/photo_inner.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

enum { QUALITY = 85 };

struct failing { /* libjpeg's way out is a jump */
    struct jpeg_error_mgr base;
    jmp_buf out;
};

static void on_error(j_common_ptr any)
{
    struct failing *failing = (struct failing *)any->err;

    longjmp(failing->out, 1);
}

/* A photo that is cut short is only a warning to libjpeg; and some that phones make have a byte too
 * many somewhere, which is no harm. */
static void on_message(j_common_ptr any, int level)
{
    int code = any->err->msg_code;

    if (level < 0 &&
        (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER || code == JWRN_HUFF_BAD_CODE)) {
        on_error(any);
    }
}

static void start_errors(struct failing *failing)
{
    jpeg_std_error(&failing->base);
    failing->base.error_exit = on_error;
    failing->base.emit_message = on_message;
}

/* ---- EXIF ---------------------------------------------------------------------------------- */

static unsigned read_u16(const uint8_t *at, bool is_big)
{
    return is_big ? (unsigned)at[0] << 8 | at[1] : (unsigned)at[1] << 8 | at[0];
}

/* Orientation from the first folder of tags; 1 when there is none. */
static unsigned orientation(const uint8_t *exif, size_t len)
{
    if (len < 20 || memcmp(exif, "Exif\0\0", 6) != 0) {
        return 1;
    }
    const uint8_t *tiff = exif + 6;
    size_t left = len - 6;
    bool is_big = tiff[0] == 'M';
    size_t at = is_big ? (size_t)read_u16(tiff + 6, true) : (size_t)read_u16(tiff + 4, false);
    if (at + 2 > left) {
        return 1;
    }
    unsigned count = read_u16(tiff + at, is_big);
    for (unsigned i = 0; i < count; i++) {
        size_t tag = at + 2 + 12 * (size_t)i;
        if (tag + 12 > left) {
            break;
        }
        if (read_u16(tiff + tag, is_big) == 0x0112) {
            return read_u16(tiff + tag + 8, is_big);
        }
    }
    return 1;
}

static int turns_of(const struct jpeg_decompress_struct *jpeg)
{
    for (jpeg_saved_marker_ptr marker = jpeg->marker_list; marker != NULL; marker = marker->next) {
        if (marker->marker == JPEG_APP0 + 1) {
            unsigned way = orientation(marker->data, marker->data_length);
            return way == 6 ? 1 : way == 3 ? 2 : way == 8 ? 3 : 0;
        }
    }
    return 0;
}

/* ---- reading ------------------------------------------------------------------------------- */

/* The largest fraction that leaves enough to make the small picture of. */
static void choose_scale(struct jpeg_decompress_struct *jpeg)
{
    unsigned longest =
        jpeg->image_width > jpeg->image_height ? jpeg->image_width : jpeg->image_height;

    jpeg->scale_num = 1;
    jpeg->scale_denom = longest >= 8 * PHOTO_KEEP_SIDE   ? 8
                        : longest >= 4 * PHOTO_KEEP_SIDE ? 4
                        : longest >= 2 * PHOTO_KEEP_SIDE ? 2
                                                         : 1;
}

/* All of it, row by row; an error jumps out. */
static bool read_rows(struct jpeg_decompress_struct *jpeg, struct shrink *ret, struct arena *arena)
{
    jpeg_start_decompress(jpeg);
    JSAMPROW row = arena_array(arena, jpeg->output_width, 3);
    if (row == NULL || jpeg->output_components != 3 ||
        !shrink_begin(ret, arena, jpeg->output_width, jpeg->output_height)) {
        return false;
    }
    while (jpeg->output_scanline < jpeg->output_height) {
        jpeg_read_scanlines(jpeg, &row, 1);
        shrink_row(ret, row);
    }
    jpeg_finish_decompress(jpeg);
    return true;
}

bool jpeg_shrink(struct shrink *ret, struct arena *arena, const uint8_t *bytes, size_t len,
                 uint32_t *ret_width, uint32_t *ret_height, int *ret_turns, struct err *err)
{
    struct failing failing;
    struct jpeg_decompress_struct jpeg;
    volatile bool is_large = false;

    start_errors(&failing);
    jpeg.err = &failing.base;
    if (setjmp(failing.out) != 0) {
        jpeg_destroy_decompress(&jpeg);
        return err_set(err, is_large ? ERR_LIMIT : ERR_FORMAT, "not a whole JPEG");
    }
    jpeg_create_decompress(&jpeg);
    jpeg_mem_src(&jpeg, bytes, (unsigned long)len);
    jpeg_save_markers(&jpeg, JPEG_APP0 + 1, 0xFFFF);
    jpeg_read_header(&jpeg, TRUE);
    if (jpeg.image_width > PHOTO_MAX_SIDE || jpeg.image_height > PHOTO_MAX_SIDE) {
        is_large = true;
        longjmp(failing.out, 1);
    }
    jpeg.mem->max_memory_to_use = 96L * 1024 * 1024; /* a progressive one is kept whole */
    jpeg.out_color_space = JCS_RGB;
    choose_scale(&jpeg);
    *ret_width = jpeg.image_width;
    *ret_height = jpeg.image_height;
    *ret_turns = turns_of(&jpeg);
    bool done = read_rows(&jpeg, ret, arena);
    jpeg_destroy_decompress(&jpeg);
    return done || err_set(err, ERR_FORMAT, "not a JPEG in colours");
}

/* ---- writing ------------------------------------------------------------------------------- */

bool jpeg_write(struct photo *ret, struct arena *arena, const uint8_t *pixels, uint32_t width,
                uint32_t height, struct err *err)
{
    struct failing failing;
    struct jpeg_compress_struct jpeg;
    unsigned char *made = NULL;
    unsigned long len = 0;

    start_errors(&failing);
    jpeg.err = &failing.base;
    if (setjmp(failing.out) != 0) {
        jpeg_destroy_compress(&jpeg);
        return err_set(err, ERR_MEMORY, "writing a JPEG");
    }
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &made, &len);
    jpeg.image_width = width;
    jpeg.image_height = height;
    jpeg.input_components = 3;
    jpeg.in_color_space = JCS_RGB;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, QUALITY, TRUE);
    jpeg_start_compress(&jpeg, TRUE);
    while (jpeg.next_scanline < height) {
        JSAMPROW row = (JSAMPROW)(uintptr_t)(pixels + (size_t)jpeg.next_scanline * width * 3);
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    uint8_t *kept = arena_alloc(arena, len);
    if (kept != NULL) {
        memcpy(kept, made, len);
        *ret = (struct photo){
            .bytes = kept, .len = len, .width = width, .height = height, .is_new = true};
    }
    free(made);
    return kept != NULL || err_set(err, ERR_MEMORY, "writing a JPEG");
}
