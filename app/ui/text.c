#include "app/ui/text.h"

#include "app/base/str.h"

#include <string.h>

enum { SOFT_HYPHEN = 0xAD, EURO = 0x20AC };

static int to_px(int64_t units, int font_px)
{
    return (int)((units * font_px + 500) / 1000);
}

static int advance(const struct face *face, uint32_t codepoint, bool bold)
{
    return codepoint == SOFT_HYPHEN ? 0 : face->advance(face->ctx, codepoint, bold);
}

int text_width(const struct face *face, const char *text, size_t len, int font_px, bool bold)
{
    int64_t units = 0;

    for (const char *at = text; at < text + len;) {
        uint32_t codepoint = str_decode(&at);
        if (codepoint == 0) {
            break;
        }
        units += advance(face, codepoint, bold);
    }
    return to_px(units, font_px);
}

int text_line_height(int font_px)
{
    return (font_px * 5 + 2) / 4;
}

static bool is_blank(uint32_t codepoint)
{
    return codepoint == ' ' || codepoint == '\t' || codepoint == '\r';
}

static bool is_digit(uint32_t codepoint)
{
    return codepoint >= '0' && codepoint <= '9';
}

static bool is_letter(uint32_t codepoint)
{
    return (codepoint >= 'a' && codepoint <= 'z') || (codepoint >= 'A' && codepoint <= 'Z') ||
           (codepoint >= 0xC0 && codepoint != 0xD7 && codepoint != 0xF7 && codepoint < 0x2000);
}

static uint32_t peek(const char *at)
{
    return str_decode(&at);
}

static uint32_t last_of(const char *start, const char *end)
{
    uint32_t codepoint = 0;

    while (start < end) {
        codepoint = str_decode(&start);
    }
    return codepoint;
}

bool text_is_split(const char *text, const struct text_line *line)
{
    const char *end = text + line->at + line->len;

    if (line->len == 0 || !is_letter(peek(end))) {
        return false;
    }
    uint32_t last = last_of(text + line->at, end);
    return last == SOFT_HYPHEN || is_letter(last);
}

/* ---- where a Dutch word may be split when it must ------------------------------------------ */

static bool is_vowel(uint32_t codepoint)
{
    if (codepoint < 128) {
        return codepoint != 0 && strchr("aeiouyAEIOUY", (int)codepoint) != NULL;
    }
    uint32_t low = codepoint | 0x20; /* the two halves of Latin-1 */
    return codepoint >= 0xC0 && codepoint <= 0xFF && low != 0xE7 && low != 0xF0 && low != 0xF1;
}

/* Two consonants that begin a syllable together: "la-chen", "re-pu-bliek". */
static bool is_onset(uint32_t a, uint32_t b)
{
    a |= 0x20;
    b |= 0x20;
    if (b == 'h') {
        return a == 'c' || a == 't' || a == 'p';
    }
    if (b == 'j') {
        return a == 's' || a == 't';
    }
    return (b == 'r' || b == 'l') && a < 128 && strchr("bcdfgkptv", (int)a) != NULL &&
           !(b == 'l' && (a == 'd' || a == 't'));
}

struct place {
    const char *at;
    int64_t units; /* from the start of the line to here */
    uint32_t codepoint;
};

enum { LETTERS_EACH_SIDE = 2, WINDOW = 24 };

/* A syllable begins at places[i]: what follows is an onset and a vowel, with a vowel before it. */
static bool begins_syllable(const struct place *places, size_t i, size_t count)
{
    uint32_t a = places[i].codepoint;
    uint32_t b = i + 1 < count ? places[i + 1].codepoint : 0;
    uint32_t c = i + 2 < count ? places[i + 2].codepoint : 0;
    uint32_t before = places[i - 1].codepoint;
    bool vowel_before = false;

    for (size_t k = 0; k < i; k++) {
        vowel_before = vowel_before || is_vowel(places[k].codepoint);
    }
    if (!vowel_before || is_vowel(a) || !is_letter(a) || !is_letter(before)) {
        return false;
    }
    if (is_onset(a, b)) {
        return is_vowel(c);
    }
    return is_vowel(b) && !is_onset(before, a);
}

/* ---- lines --------------------------------------------------------------------------------- */

struct breaker {
    const struct face *face;
    int font_px, width;
    bool bold;
};

struct cut {
    const char *end, *next; /* the line ends before end, the following starts at next */
    int64_t units;
};

/* The word from start does not fit: the letters before `limit` do. Cuts at the last syllable that
 * leaves room for a hyphen, else at the last letter that does. */
static struct cut split_word(const struct breaker *b, const char *start, const char *limit)
{
    struct place places[WINDOW + 4];
    size_t count = 0;
    int64_t units = 0;
    int64_t hyphen = advance(b->face, '-', b->bold);
    const char *at = start;
    size_t fitting = 0; /* places[0..fitting] may be cut before, with a hyphen */
    size_t last = 0;    /* the one at limit: without */

    while (*at != '\0' && at < limit + 24) { /* a few letters past the limit, to see the syllable */
        const char *here = at;
        uint32_t codepoint = str_decode(&at);
        if (is_blank(codepoint) || codepoint == '\n') {
            break;
        }
        if (count == (here <= limit ? WINDOW : WINDOW + 4)) {
            if (here > limit) {
                break;
            }
            memmove(places, places + 1, (count - 1) * sizeof(places[0]));
            count--;
            fitting -= fitting > 0;
            last -= last > 0;
        }
        places[count] = (struct place){here, units, codepoint};
        if (here <= limit && to_px(units + hyphen, b->font_px) <= b->width) {
            fitting = count;
        }
        last = here <= limit ? count : last;
        count++;
        units += advance(b->face, codepoint, b->bold);
    }
    for (size_t i = fitting; i >= LETTERS_EACH_SIDE; i--) {
        if (count - i >= LETTERS_EACH_SIDE && begins_syllable(places, i, count)) {
            return (struct cut){places[i].at, places[i].at, places[i].units + hyphen};
        }
    }
    bool hyphened =
        last > 0 && is_letter(places[last].codepoint) && is_letter(places[last - 1].codepoint);
    const struct place *place = &places[hyphened ? fitting : last];
    if (place->at == start) { /* one letter at least */
        const char *next = start;
        uint32_t codepoint = str_decode(&next);
        return (struct cut){next, next, advance(b->face, codepoint, b->bold)};
    }
    bool drawn = place > places && is_letter(place->codepoint) && is_letter(place[-1].codepoint);
    return (struct cut){place->at, place->at, place->units + (drawn ? hyphen : 0)};
}

/* May a line end after `cp`? Only between letters: "2024-2025" and "1/2" stay whole. */
static bool breaks_after(uint32_t before, uint32_t codepoint, const char *next)
{
    return (codepoint == '-' || codepoint == '/') && is_letter(before) && is_letter(peek(next));
}

/* One line from start; ret->next is where the following one starts. */
static struct cut take_line(const struct breaker *b, const char *start)
{
    struct cut best = {0}; /* the last place where it may break */
    const char *at = start;
    const char *word_end = start;
    int64_t word_units = 0; /* up to word_end: without the blanks after it */
    int64_t units = 0;
    uint32_t before = 0;

    for (;;) {
        const char *here = at;
        uint32_t codepoint = str_decode(&at);
        if (codepoint == 0 || codepoint == '\n') {
            return (struct cut){word_end, at, word_units};
        }
        int64_t wider = units + advance(b->face, codepoint, b->bold);
        bool glued = before == EURO && is_blank(codepoint) && is_digit(peek(at));
        if (is_blank(codepoint) && !glued) {
            if (word_end > start) {
                best = (struct cut){word_end, at, word_units};
            }
            units = wider;
        } else {
            if (to_px(wider, b->font_px) > b->width && here > start) {
                return best.end != NULL ? best : split_word(b, start, here);
            }
            units = word_units = wider;
            word_end = at;
            if (breaks_after(before, codepoint, at)) {
                best = (struct cut){at, at, units};
            } else if (codepoint == SOFT_HYPHEN) {
                int64_t shown = units + advance(b->face, '-', b->bold);
                if (to_px(shown, b->font_px) <= b->width) {
                    best = (struct cut){at, at, shown};
                }
            }
        }
        before = codepoint;
    }
}

size_t text_break(const struct face *face, const char *text, int font_px, bool bold, int width,
                  struct text_line *ret_lines, size_t cap)
{
    struct breaker b = {face, font_px, width, bold};
    size_t count = 0;
    const char *start = text;
    bool more = *text != '\0';

    while (more) {
        while (is_blank((unsigned char)*start)) {
            start++;
        }
        struct cut cut = take_line(&b, start);
        if (count < cap) {
            ret_lines[count] = (struct text_line){(size_t)(start - text), (size_t)(cut.end - start),
                                                  to_px(cut.units, font_px)};
        }
        count++;
        more = *cut.next != '\0' || (cut.next > start && cut.next[-1] == '\n');
        start = cut.next;
    }
    return count;
}
