#include "app/base/str.h"

#include <stdio.h>
#include <string.h>

/* One code point of at most `avail` bytes; *ret_len is how many it took. 0 is malformed or NUL. */
static uint32_t decode(const unsigned char *s, size_t avail, size_t *ret_len)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};

    *ret_len = 1;
    if (s[0] < 0x80) {
        return s[0];
    }
    size_t len = s[0] >= 0xF0 ? 4 : s[0] >= 0xE0 ? 3 : 2;
    if (s[0] < 0xC2 || s[0] > 0xF4 || len > avail) {
        return 0;
    }
    uint32_t codepoint = s[0] & (0x7Fu >> len);
    for (size_t i = 1; i < len; i++) {
        if ((s[i] & 0xC0) != 0x80) { /* a NUL stops here too: nothing behind the end is read */
            return 0;
        }
        codepoint = codepoint << 6 | (s[i] & 0x3Fu);
    }
    if (codepoint < least[len] || codepoint > 0x10FFFF ||
        (codepoint >= 0xD800 && codepoint <= 0xDFFF)) {
        return 0;
    }
    *ret_len = len;
    return codepoint;
}

uint32_t str_decode(const char **text)
{
    if (**text == '\0') {
        return 0;
    }
    size_t len;
    uint32_t codepoint = decode((const unsigned char *)*text, 4, &len);
    *text += len;
    return codepoint == 0 ? 0xFFFD : codepoint;
}

size_t str_encode(uint32_t codepoint, char out[5])
{
    unsigned char *o = (unsigned char *)out;
    size_t len;

    if (codepoint > 0x10FFFF || (codepoint >= 0xD800 && codepoint <= 0xDFFF)) {
        codepoint = 0xFFFD;
    }
    if (codepoint < 0x80) {
        o[0] = (unsigned char)codepoint;
        len = codepoint == 0 ? 0 : 1;
    } else if (codepoint < 0x800) {
        o[0] = (unsigned char)(0xC0 | codepoint >> 6);
        len = 2;
    } else if (codepoint < 0x10000) {
        o[0] = (unsigned char)(0xE0 | codepoint >> 12);
        len = 3;
    } else {
        o[0] = (unsigned char)(0xF0 | codepoint >> 18);
        len = 4;
    }
    for (size_t i = 1; i < len; i++) {
        o[i] = (unsigned char)(0x80 | (codepoint >> (6 * (len - 1 - i)) & 0x3F));
    }
    out[len] = '\0';
    return len;
}

/* A NUL inside is refused too: what stands behind it would be kept but never seen. */
bool str_is_utf8(const char *text, size_t len)
{
    const unsigned char *s = (const unsigned char *)text;

    while (len > 0) {
        size_t step;
        if (decode(s, len, &step) == 0) {
            return false;
        }
        s += step;
        len -= step;
    }
    return true;
}

size_t str_count(const char *text)
{
    size_t count = 0;

    while (str_decode(&text) != 0) {
        count++;
    }
    return count;
}

bool str_copy(char *dst, size_t cap, const char *src)
{
    size_t len = strlen(src);
    bool whole = len < cap;

    if (cap == 0) {
        return false;
    }
    if (!whole) {
        len = 0;
        for (const char *at = src; str_decode(&at) != 0 && (size_t)(at - src) < cap;) {
            len = (size_t)(at - src);
        }
    }
    memmove(dst, src, len);
    dst[len] = '\0';
    return whole;
}

void str_chop(char *text)
{
    const char *at = text;
    const char *last = text;

    while (*at != '\0') {
        last = at;
        str_decode(&at);
    }
    text[last - text] = '\0';
}

bool str_append(char *dst, size_t cap, size_t max_count, uint32_t codepoint)
{
    char bytes[5];
    size_t len = strlen(dst);
    size_t more = str_encode(codepoint, bytes);

    if (more == 0 || len + more >= cap || str_count(dst) + 1 > max_count) {
        return false;
    }
    memcpy(dst + len, bytes, more + 1);
    return true;
}

struct range {
    uint32_t from, to;
};

/* What nobody sees but a screen or a parser obeys, and what has no meaning of its own. */
static const struct range unkeepable[] = {
    {0x0000, 0x001F},    /* controls */
    {0x007F, 0x009F},    /* delete, C1 controls */
    {0x00AD, 0x00AD},    /* soft hyphen */
    {0x034F, 0x034F},    /* grapheme joiner */
    {0x061C, 0x061C},    /* Arabic letter mark (bidi) */
    {0x115F, 0x1160},    /* Hangul fillers */
    {0x17B4, 0x17B5},    /* invisible Khmer vowels */
    {0x180B, 0x180F},    /* Mongolian selectors and separator */
    {0x200B, 0x200F},    /* zero width, bidi marks */
    {0x2028, 0x202E},    /* line and paragraph separators, bidi embeddings and overrides */
    {0x2060, 0x206F},    /* word joiner, invisible operators, bidi isolates, old controls */
    {0x3164, 0x3164},    /* Hangul filler */
    {0xD800, 0xF8FF},    /* surrogates, private use */
    {0xFDD0, 0xFDEF},    /* noncharacters */
    {0xFE00, 0xFE0F},    /* variation selectors */
    {0xFEFF, 0xFEFF},    /* byte order mark */
    {0xFFA0, 0xFFA0},    /* Hangul filler */
    {0xFFF0, 0xFFFF},    /* specials, the replacement character, noncharacters */
    {0x1D173, 0x1D17A},  /* musical formatting */
    {0xE0000, 0x10FFFF}, /* tags, selectors, private use planes */
};

bool str_is_keepable(uint32_t codepoint, bool lines)
{
    if (codepoint == '\n') {
        return lines;
    }
    for (size_t i = 0; i < sizeof(unkeepable) / sizeof(unkeepable[0]); i++) {
        if (codepoint >= unkeepable[i].from && codepoint <= unkeepable[i].to) {
            return false;
        }
    }
    return (codepoint & 0xFFFE) != 0xFFFE; /* the last two of each plane are noncharacters */
}

static bool is_blank(uint32_t codepoint)
{
    return codepoint == ' ' || codepoint == '\t' || codepoint == '\r' || codepoint == 0xA0 ||
           codepoint == 0x1680 || (codepoint >= 0x2000 && codepoint <= 0x200A) ||
           codepoint == 0x202F || codepoint == 0x205F || codepoint == 0x3000;
}

/* Blanks and newlines wait here until something follows them: so the end is trimmed, a run becomes
 * one, and never more than one empty line is kept. */
struct gap {
    bool blank;
    unsigned newlines;
};

static size_t put_gap(char *dst, size_t cap, size_t len, struct gap *gap)
{
    size_t newlines = gap->newlines < 2 ? gap->newlines : 2;
    size_t more = newlines > 0 ? newlines : gap->blank ? 1 : 0;

    if (len > 0 && len + more < cap) {
        memset(dst + len, newlines > 0 ? '\n' : ' ', more);
        len += more;
    }
    *gap = (struct gap){0};
    return len;
}

bool str_clean(char *dst, size_t cap, const char *src, bool lines)
{
    bool whole = true;
    size_t len = 0;
    struct gap gap = {0};
    uint32_t codepoint;

    if (cap == 0) {
        return false;
    }
    for (;;) {
        bool has_gap = gap.blank || gap.newlines > 0;
        while (*src > ' ' && *src < 0x7F && !has_gap && len + 1 < cap) {
            dst[len++] = *src++; /* most of it: plain letters, which stay as they are */
        }
        codepoint = str_decode(&src);
        if (codepoint == 0) {
            break;
        }
        if (is_blank(codepoint) || (codepoint == '\n' && !lines)) {
            gap.blank = true;
        } else if (codepoint == '\n') {
            gap.newlines++;
        } else if (!str_is_keepable(codepoint, lines)) {
            whole = false;
        } else {
            char bytes[5];
            size_t more = str_encode(codepoint, bytes);
            size_t after_gap = put_gap(dst, cap, len, &gap);
            if (after_gap + more >= cap) {
                whole = false; /* full: the gap before it is not kept either */
                break;
            }
            memcpy(dst + after_gap, bytes, more);
            len = after_gap + more;
        }
    }
    dst[len] = '\0';
    return whole;
}

char *str_fill(char *dst, size_t cap, const char *pattern, const char *const pairs[])
{
    size_t len = 0;

    if (cap == 0) {
        return dst;
    }
    while (*pattern != '\0') {
        const char *value = NULL;
        const char *end = *pattern == '{' ? strchr(pattern, '}') : NULL;
        for (size_t i = 0; end != NULL && pairs[i] != NULL; i += 2) {
            size_t name_len = strlen(pairs[i]);
            if ((size_t)(end - pattern - 1) == name_len &&
                memcmp(pattern + 1, pairs[i], name_len) == 0) {
                value = pairs[i + 1];
                break;
            }
        }
        if (value != NULL) { /* an unknown name stays, so that the slip is seen */
            bool whole = str_copy(dst + len, cap - len, value);
            len += strlen(dst + len);
            if (!whole) {
                break;
            }
            pattern = end + 1;
            continue;
        }
        const char *next = pattern;
        str_decode(&next);
        if (len + (size_t)(next - pattern) >= cap) {
            break;
        }
        memcpy(dst + len, pattern, (size_t)(next - pattern));
        len += (size_t)(next - pattern);
        pattern = next;
    }
    dst[len] = '\0';
    return dst;
}

void str_amount(char *dst, size_t cap, int64_t cents)
{
    char reversed[40];
    size_t len = 0;
    uint64_t size = cents < 0 ? 0 - (uint64_t)cents : (uint64_t)cents;
    unsigned rest = (unsigned)(size % 100);
    uint64_t euros = size / 100;

    if (rest != 0) {
        reversed[len++] = (char)('0' + rest % 10);
        reversed[len++] = (char)('0' + rest / 10);
        reversed[len++] = ',';
    }
    size_t digits = 0;
    do {
        if (digits > 0 && digits % 3 == 0) {
            reversed[len++] = '.';
        }
        reversed[len++] = (char)('0' + euros % 10);
        euros /= 10;
        digits++;
    } while (euros > 0);
    if (cents < 0) {
        reversed[len++] = '-';
    }
    size_t at = 0;
    while (len > 0 && at + 1 < cap) {
        dst[at++] = reversed[--len];
    }
    if (cap > 0) {
        dst[at] = '\0';
    }
}

void str_hex(char *dst, const uint8_t *bytes, size_t len)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < len; i++) {
        dst[2 * i] = digits[bytes[i] >> 4];
        dst[2 * i + 1] = digits[bytes[i] & 15];
    }
    dst[2 * len] = '\0';
}

static int digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool str_unhex(uint8_t *dst, size_t len, const char *hex)
{
    if (strnlen(hex, 2 * len + 1) != 2 * len) {
        return false;
    }
    for (size_t i = 0; i < 2 * len; i++) { /* all checked first: dst stays whole on failure */
        if (digit(hex[i]) < 0) {
            return false;
        }
    }
    for (size_t i = 0; i < len; i++) {
        dst[i] = (uint8_t)(digit(hex[2 * i]) << 4 | digit(hex[2 * i + 1]));
    }
    return true;
}
