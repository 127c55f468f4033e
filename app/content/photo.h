/* photo: a picture from a volunteer's phone, decoded whole and made as small as a kiosk needs.
 *
 * Twelve megapixels pass row by row: a JPEG is decoded at a fraction of its size, and what is kept
 * is never more than the small picture. The result is a JPEG, upright, without anything that the
 * phone wrote beside the picture (place, owner). A picture that is small already, and a picture
 * only, keeps its bytes.
 */
#ifndef DORPEL_PHOTO_H
#define DORPEL_PHOTO_H

#include "app/base/arena.h"
#include "app/base/err.h"

#include <stdint.h>

enum {
    PHOTO_MAX_BYTES = 16 * 1024 * 1024, /* of a file */
    PHOTO_MAX_SIDE = 8192,              /* picture elements */
    PHOTO_KEEP_SIDE = 1280,             /* the longest side of what is kept */
    PHOTO_KEEP_BYTES = 400 * 1024,      /* a small picture with fewer bytes stays as it is */
};

struct photo {
    const uint8_t *bytes; /* the given ones, or in the arena */
    size_t len;
    uint32_t width, height;
    bool is_new; /* not the given bytes */
};

/* ERR_FORMAT: no JPEG or PNG, or damaged anywhere; ERR_LIMIT: larger than the limits. */
bool photo_shrink(struct photo *ret, struct arena *arena, const uint8_t *bytes, size_t len,
                  struct err *err);

#endif
