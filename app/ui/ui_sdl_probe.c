/* ui_sdl_probe: what a photo is, from its first bytes, before anybody decodes it. */
#include "app/ui/ui_sdl_internal.h"

#include <string.h>

static uint32_t read_be(const uint8_t *bytes, size_t count)
{
    uint32_t value = 0;

    for (size_t i = 0; i < count; i++) {
        value = value << 8 | bytes[i];
    }
    return value;
}

static uint32_t read_order(const uint8_t *bytes, size_t count, bool little)
{
    uint32_t value = 0;

    for (size_t i = 0; i < count; i++) {
        value |= (uint32_t)bytes[i] << 8 * (little ? i : count - 1 - i);
    }
    return value;
}

/* Quarter turns from the orientation in an Exif block (TIFF inside). Mirrored ones are left. */
static int exif_turn(const uint8_t *tiff, size_t len)
{
    if (len < 8) {
        return 0;
    }
    bool little = tiff[0] == 'I';
    size_t at = read_order(tiff + 4, 4, little);
    if (at > len || len - at < 2) {
        return 0;
    }
    size_t count = read_order(tiff + at, 2, little);
    for (size_t i = 0; i < count && len - at >= 2 + 12 * (i + 1); i++) {
        const uint8_t *entry = tiff + at + 2 + 12 * i;
        if (read_order(entry, 2, little) == 0x0112) {
            uint32_t orientation = read_order(entry + 8, 2, little);
            return orientation == 6 ? 1 : orientation == 3 ? 2 : orientation == 8 ? 3 : 0;
        }
    }
    return 0;
}

static bool is_frame(unsigned marker) /* SOF0 to SOF15, without the three that are no frames */
{
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

static bool probe_jpeg(const uint8_t *bytes, size_t len, struct image_probe *ret)
{
    size_t at = 2;

    while (at + 4 <= len) {
        if (bytes[at] != 0xFF) {
            return false;
        }
        unsigned marker = bytes[at + 1];
        if (marker == 0xFF) { /* padding */
            at++;
            continue;
        }
        size_t size = read_be(bytes + at + 2, 2);
        if (size < 2 || size > len - at - 2) {
            return false;
        }
        const uint8_t *body = bytes + at + 4;
        if (marker == 0xE1 && size >= 16 && memcmp(body, "Exif\0", 6) == 0) {
            ret->turn = exif_turn(body + 6, size - 8);
        }
        if (is_frame(marker)) {
            if (size < 8) {
                return false;
            }
            ret->height = (int)read_be(body + 1, 2);
            ret->width = (int)read_be(body + 3, 2);
            return true;
        }
        at += 2 + size;
    }
    return false;
}

/* No alpha channel, and nothing of its colours or palette made transparent. */
static bool png_is_opaque(const uint8_t *bytes, size_t len)
{
    size_t at = 33; /* behind the header */
    unsigned type = bytes[25];

    while (len - at >= 12 && memcmp(bytes + at + 4, "IDAT", 4) != 0) {
        size_t size = read_be(bytes + at, 4);
        if (memcmp(bytes + at + 4, "tRNS", 4) == 0 || size > len - at - 12) {
            return false;
        }
        at += 12 + size;
    }
    return type == 2 || type == 3; /* colour, palette */
}

bool image_probe(const uint8_t *bytes, size_t len, struct image_probe *ret)
{
    static const uint8_t png[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    struct image_probe probe = {.is_opaque = true};

    if (len >= 33 && memcmp(bytes, png, 8) == 0 && memcmp(bytes + 12, "IHDR", 4) == 0) {
        uint32_t width = read_be(bytes + 16, 4);
        uint32_t height = read_be(bytes + 20, 4);
        probe.is_png = true;
        probe.is_opaque = png_is_opaque(bytes, len);
        probe.width = width > PICTURE_SIDE_MAX ? 0 : (int)width;
        probe.height = height > PICTURE_SIDE_MAX ? 0 : (int)height;
    } else if (len < 4 || bytes[0] != 0xFF || bytes[1] != 0xD8 || !probe_jpeg(bytes, len, &probe)) {
        return false;
    }
    if (probe.width < 1 || probe.height < 1 || probe.width > PICTURE_SIDE_MAX ||
        probe.height > PICTURE_SIDE_MAX || probe.width > PICTURE_AREA_MAX / probe.height) {
        return false;
    }
    *ret = probe;
    return true;
}
