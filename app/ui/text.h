/* text: widths and lines, from unhinted advances in font units.
 *
 * The same font file gives the same layout on every machine. Widths come from a `struct face`
 * (ui_sdl has the real one, tests may have a ruler). Breaks at blanks, after hyphens and slashes,
 * and inside a word only when the word alone is wider than the line. Never between "€" and its
 * amount. A soft hyphen in a text is a place where it may break; it has no width.
 */
#ifndef DORPEL_TEXT_H
#define DORPEL_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct face { /* one for the whole program; answers are for 1000 units an em */
    int (*advance)(void *ctx, uint32_t codepoint, bool bold); /* falls back to other fonts */
    int cap_height;                                           /* of H, units */
    int ascent, descent;                                      /* both positive, units */
    void *ctx;
};

int text_width(const struct face *face, const char *text, size_t len, int font_px, bool bold);
int text_line_height(int font_px); /* pixels from baseline to baseline: 1.25 em */

struct text_line {
    size_t at, len; /* bytes; blanks at the break are left out */
    int width;      /* pixels */
};
/* Breaks text (newlines kept) into lines of at most width pixels. Returns how many lines there
 * are, also when more than cap. */
size_t text_break(const struct face *face, const char *text, int font_px, bool bold, int width,
                  struct text_line *ret_lines, size_t cap);
/* The line ends inside a word: a hyphen is drawn after it (its width is counted in `width`). */
bool text_is_split(const char *text, const struct text_line *line);

#endif
