/* What a photo says of itself, before a decoder takes memory for it. */
#include "app/content/pack_inner.h"

#include <stdio.h>
#include <string.h>

static uint32_t big_endian(const uint8_t *at, size_t len)
{
    uint32_t value = 0;

    for (size_t i = 0; i < len; i++) {
        value = value << 8 | at[i];
    }
    return value;
}

struct size {
    uint32_t width, height;
};

static bool read_png(const uint8_t *bytes, size_t len, struct size *ret)
{
    static const uint8_t start[] = {0x89, 'P', 'N', 'G', 13,  10,  26,  10,
                                    0,    0,   0,   13,  'I', 'H', 'D', 'R'};

    if (len < 24 || memcmp(bytes, start, sizeof(start)) != 0) {
        return false;
    }
    *ret = (struct size){big_endian(bytes + 16, 4), big_endian(bytes + 20, 4)};
    return true;
}

/* Walks the segments to the first frame header. */
static bool read_jpeg(const uint8_t *bytes, size_t len, struct size *ret)
{
    size_t at = 2;

    if (len < 4 || bytes[0] != 0xFF || bytes[1] != 0xD8) {
        return false;
    }
    while (at + 4 <= len && bytes[at] == 0xFF) {
        uint8_t marker = bytes[at + 1];
        size_t segment = big_endian(bytes + at + 2, 2);
        bool is_frame =
            marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (marker == 0xFF) { /* a fill byte */
            at++;
            continue;
        }
        if (is_frame && at + 9 <= len) {
            *ret = (struct size){big_endian(bytes + at + 7, 2), big_endian(bytes + at + 5, 2)};
            return true;
        }
        if (is_frame || segment < 2 || marker == 0xDA || marker == 0xD9) {
            return false;
        }
        at += 2 + segment;
    }
    return false;
}

static bool can_decode(const uint8_t *bytes, size_t len)
{
    struct arena arena;
    struct photo photo;

    arena_init(&arena, 0);
    bool done = photo_shrink(&photo, &arena, bytes, len, NULL);
    arena_finish(&arena);
    return done;
}

void photo_check(struct loader *loader, const char *bytes, size_t len)
{
    const uint8_t *raw = (const uint8_t *)bytes;
    struct size size = {0};
    const char *name = loader->file;

    if (!read_png(raw, len, &size) && !read_jpeg(raw, len, &size)) {
        fault_add(loader, FAULT_PHOTO_DAMAGED, (struct place){0}, name);
    } else if (size.width == 0 || size.height == 0 || size.width > PACK_MAX_SIDE ||
               size.height > PACK_MAX_SIDE) {
        char detail[40];
        snprintf(detail, sizeof(detail), "%u x %u", (unsigned)size.width, (unsigned)size.height);
        fault_add(loader, FAULT_PHOTO_SIZE, (struct place){0}, detail);
    } else if (loader->mode == PACK_TRIED && !can_decode(raw, len)) {
        fault_add(loader, FAULT_PHOTO_DAMAGED, (struct place){0}, name);
    }
}
