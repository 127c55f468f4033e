/* photo_inner: what the decoders share. Nobody outside app/content includes it. */
#ifndef DORPEL_PHOTO_INNER_H
#define DORPEL_PHOTO_INNER_H

#include "app/content/photo.h"

/* Rows of three bytes (red, green, blue) go in from above, and the mean of what falls on each
 * element of the small picture comes out. */
struct shrink {
    uint32_t from_width, from_height, width, height;
    uint32_t y;      /* of the next row in */
    uint32_t *sums;  /* width * 3, of the row that is being made */
    uint32_t rows;   /* in sums */
    uint32_t made;   /* rows out */
    uint32_t *edges; /* width + 1: where each element begins */
    uint8_t *pixels; /* width * height * 3 */
};
bool shrink_begin(struct shrink *ret, struct arena *arena, uint32_t from_width,
                  uint32_t from_height);
void shrink_row(struct shrink *shrink, const uint8_t *row);

/* ret_turns: quarter turns to the right that make it upright. */
bool jpeg_shrink(struct shrink *ret, struct arena *arena, const uint8_t *bytes, size_t len,
                 uint32_t *ret_width, uint32_t *ret_height, int *ret_turns, struct err *err);
bool png_shrink(struct shrink *ret, struct arena *arena, const uint8_t *bytes, size_t len,
                uint32_t *ret_width, uint32_t *ret_height, struct err *err);
/* Of bytes that were decoded well: is there nothing in them but the picture? */
bool jpeg_is_bare(const uint8_t *bytes, size_t len);
bool png_is_bare(const uint8_t *bytes, size_t len);
bool jpeg_write(struct photo *ret, struct arena *arena, const uint8_t *pixels, uint32_t width,
                uint32_t height, struct err *err);

#endif
