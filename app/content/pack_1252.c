/* Windows-1252, which Excel writes when it is asked for plain CSV: recognised, read and said.
 *
 * Only when the whole file can be it: some byte is no ASCII, none of them is one that Windows-1252
 * does not know, and nothing in it looks like UTF-8. A file that mixes both is a fault.
 */
#include "app/content/pack_inner.h"

#include "app/base/str.h"

#include <string.h>

/* 0x80 to 0x9F; 0: no such character. From 0xA0 on it is Unicode. */
static const uint16_t upper[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

static uint32_t codepoint_of(unsigned char byte)
{
    return byte >= 0x80 && byte < 0xA0 ? upper[byte - 0x80] : byte;
}

bool text_is_1252(const char *text, size_t len)
{
    bool has_upper = false;

    for (const char *at = text; at < text + len;) {
        const char *next = at;
        unsigned char byte = (unsigned char)*at;
        if (byte < 0x80) {
            at++;
            continue;
        }
        uint32_t codepoint = str_decode(&next);
        bool is_utf8 = next - at > 1 && next <= text + len && codepoint != 0xFFFD;
        if (is_utf8 || codepoint_of(byte) == 0) {
            return false;
        }
        has_upper = true;
        at++;
    }
    return has_upper;
}

char *text_of_1252(struct arena *arena, const char *text, size_t len, size_t *ret_len)
{
    char *utf8 = arena_array(arena, len + 1, 3);
    size_t out = 0;

    for (size_t i = 0; i < len && utf8 != NULL; i++) {
        char bytes[5];
        size_t count = str_encode(codepoint_of((unsigned char)text[i]), bytes);
        memcpy(utf8 + out, bytes, count);
        out += count;
    }
    *ret_len = out;
    return utf8;
}
