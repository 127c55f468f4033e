/* str: UTF-8 text, checked at the door.
 *
 * Everything that comes from a finger, a scanner, a stick or a pack passes through here before it
 * is kept or drawn. Knows no language and no screen. Owns no memory.
 */
#ifndef DORPEL_STR_H
#define DORPEL_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The code point at *text, and *text moved past it. Malformed bytes give U+FFFD, one byte each. At
 * the end gives 0 and does not move. */
uint32_t str_decode(const char **text);
size_t str_encode(uint32_t codepoint, char out[5]); /* bytes written, terminated */
bool str_is_utf8(const char *text, size_t len);
size_t str_count(const char *text); /* code points */

/* Copies src into dst[cap], always terminated, never splitting a code point. false when cut. */
bool str_copy(char *dst, size_t cap, const char *src);
/* Takes the last code point off. */
void str_chop(char *text);
/* Adds a code point if the result keeps within cap bytes and max_count code points. */
bool str_append(char *dst, size_t cap, size_t max_count, uint32_t codepoint);

/* May this code point stand in kept text? No controls (newline excepted when `lines`), no bidi
 * marks or overrides, no zero-width, no private use, no noncharacters. */
bool str_is_keepable(uint32_t codepoint, bool lines);
/* Cleans src into dst: drops what is not keepable, folds runs of blanks, trims. Malformed UTF-8 is
 * dropped. Returns true when dst says all that src said. */
bool str_clean(char *dst, size_t cap, const char *src, bool lines);

/* Lower case without accents, for searching and sorting: "Ïdeeën" -> "ideeen". */
void str_fold(char *dst, size_t cap, const char *src);

/* Replaces {name} in `pattern` by values; pairs is name, value, ..., NULL. Cut at cap. Source of
 * every sentence with a number in it. Returns dst. */
char *str_fill(char *dst, size_t cap, const char *pattern, const char *const pairs[]);

/* "1.250" / "1.250,50" for cents, Dutch separators, no currency sign. */
void str_amount(char *dst, size_t cap, int64_t cents);

void str_hex(char *dst, const uint8_t *bytes, size_t len); /* dst holds 2*len+1 */
bool str_unhex(uint8_t *dst, size_t len, const char *hex); /* exactly 2*len digits */

#endif
