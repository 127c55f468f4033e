/* Is a file the picture and nothing else? A phone writes beside it where it was, when and whose. */
#include "app/content/photo_inner.h"

#include <string.h>

static uint32_t big_endian(const uint8_t *bytes, size_t count)
{
    uint32_t ret = 0;

    for (size_t i = 0; i < count; i++) {
        ret = ret << 8 | bytes[i];
    }
    return ret;
}

/* Chunks that only say how the picture looks. */
static bool is_look_of_png(const uint8_t *name)
{
    static const char *const names[] = {"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA",
                                        "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (memcmp(name, names[i], 4) == 0) {
            return true;
        }
    }
    return false;
}

bool png_is_bare(const uint8_t *bytes, size_t len)
{
    size_t at = 8;

    while (len - at >= 12 && is_look_of_png(bytes + at + 4)) {
        uint32_t size = big_endian(bytes + at, 4);
        bool is_last = memcmp(bytes + at + 4, "IEND", 4) == 0;
        if (size > len - at - 12) {
            return false;
        }
        at += 12 + (size_t)size;
        if (is_last) {
            return at == len;
        }
    }
    return false;
}

enum { SOF0 = 0xC0, SOF15 = 0xCF, EOI = 0xD9, SOS = 0xDA, DQT = 0xDB, DRI = 0xDD };
enum { APP_JFIF = 0xE0, APP_ICC = 0xE2, APP_ADOBE = 0xEE };

/* Segments that only say how the picture looks; data: behind the length. */
static bool is_look_of_jpeg(uint8_t marker, const uint8_t *data, size_t len)
{
    switch (marker) {
    case APP_JFIF: /* fourteen bytes: without a small picture in it, which may be another one */
        return len == 14 && memcmp(data, "JFIF", 5) == 0;
    case APP_ICC:
        return len >= 12 && memcmp(data, "ICC_PROFILE", 12) == 0;
    case APP_ADOBE:
        return len >= 5 && memcmp(data, "Adobe", 5) == 0;
    default:
        return (marker >= SOF0 && marker <= SOF15) || marker == SOS || marker == DQT ||
               marker == DRI;
    }
}

/* Over the pixels of a scan, in which an FF of its own is followed by 0 or by a restart. */
static size_t skip_scan(const uint8_t *bytes, size_t len, size_t at)
{
    while (at + 1 < len && (bytes[at] != 0xFF || bytes[at + 1] == 0 ||
                            (bytes[at + 1] >= 0xD0 && bytes[at + 1] <= 0xD7))) {
        at++;
    }
    return at;
}

bool jpeg_is_bare(const uint8_t *bytes, size_t len)
{
    size_t at = 2;

    while (len - at >= 4 && bytes[at] == 0xFF) {
        uint8_t marker = bytes[at + 1];
        uint32_t size = big_endian(bytes + at + 2, 2);
        if (size < 2 || size > len - at - 2 || !is_look_of_jpeg(marker, bytes + at + 4, size - 2)) {
            return false;
        }
        at += 2 + (size_t)size;
        if (marker == SOS) {
            at = skip_scan(bytes, len, at);
        }
    }
    return len - at == 2 && bytes[at] == 0xFF && bytes[at + 1] == EOI;
}
