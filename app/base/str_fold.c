/* str_fold: lower case without accents, for what Dutch and its neighbours write. Searching must
 * find "Ideeën" when "ideeen" is typed; nothing folded is ever shown. */
#include "app/base/str.h"

#include <string.h>

/* U+00C0..U+00FF and U+0100..U+017F. NULL: keep the code point as it is. */
static const char *const latin1[0x40] = {
    "a", "a", "a", "a", "a", "a", "ae", "c",  "e", "e", "e", "e", "i", "i", "i",  "i",
    "d", "n", "o", "o", "o", "o", "o",  NULL, "o", "u", "u", "u", "u", "y", "th", "ss",
    "a", "a", "a", "a", "a", "a", "ae", "c",  "e", "e", "e", "e", "i", "i", "i",  "i",
    "d", "n", "o", "o", "o", "o", "o",  NULL, "o", "u", "u", "u", "u", "y", "th", "y",
};
static const char *const extended_a[0x80] = {
    "a", "a", "a",  "a",  "a", "a", "c", "c", "c", "c", "c", "c", "c", "c", "d", "d", /* 100 */
    "d", "d", "e",  "e",  "e", "e", "e", "e", "e", "e", "e", "e", "g", "g", "g", "g", /* 110 */
    "g", "g", "g",  "g",  "h", "h", "h", "h", "i", "i", "i", "i", "i", "i", "i", "i", /* 120 */
    "i", "i", "ij", "ij", "j", "j", "k", "k", "k", "l", "l", "l", "l", "l", "l", "l", /* 130 */
    "l", "l", "l",  "n",  "n", "n", "n", "n", "n", "n", "n", "n", "o", "o", "o", "o", /* 140 */
    "o", "o", "oe", "oe", "r", "r", "r", "r", "r", "r", "s", "s", "s", "s", "s", "s", /* 150 */
    "s", "s", "t",  "t",  "t", "t", "t", "t", "u", "u", "u", "u", "u", "u", "u", "u", /* 160 */
    "u", "u", "u",  "u",  "w", "w", "y", "y", "y", "z", "z", "z", "z", "z", "z", "s", /* 170 */
};

static bool is_combining(uint32_t codepoint)
{
    return codepoint >= 0x300 && codepoint <= 0x36F;
}

void str_fold(char *dst, size_t cap, const char *src)
{
    size_t len = 0;
    uint32_t codepoint;

    if (cap == 0) {
        return;
    }
    while ((codepoint = str_decode(&src)) != 0) {
        char bytes[5];
        const char *put = bytes;
        if (codepoint >= 'A' && codepoint <= 'Z') {
            codepoint += 'a' - 'A';
        }
        str_encode(codepoint, bytes);
        if (codepoint >= 0xC0 && codepoint <= 0xFF && latin1[codepoint - 0xC0] != NULL) {
            put = latin1[codepoint - 0xC0];
        } else if (codepoint >= 0x100 && codepoint <= 0x17F) {
            put = extended_a[codepoint - 0x100];
        } else if (is_combining(codepoint)) {
            put = "";
        }
        size_t more = strlen(put);
        if (len + more >= cap) {
            break;
        }
        memcpy(dst + len, put, more);
        len += more;
    }
    dst[len] = '\0';
}
