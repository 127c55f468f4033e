#include "app/ui/keyboard_layout.h"

#include <stdlib.h>
#include <string.h>

/* Ten columns: the order of a typewriter, where the screen is wide enough. */
static const char *const wide_text[PAGES][KEYBOARD_ROWS] = {
    [PAGE_LETTERS] =
        {
            "20|q w e r t y u i o p",
            "20|a s d f g h j k l",
            "20|<shift:3> z x c v b n m <erase:3>",
            "20|<accents:4> <digits:4> , <space:6> . ?",
        },
    [PAGE_ACCENTS] =
        {
            "14|á é ë è ê ï í",
            "14|ó ö ü ú â ô û",
            "14|<shift:3> ä ç ij ñ <erase:3>",
            "20|<letters:4> <digits:4> , <space:6> . ?",
        },
    [PAGE_DIGITS] =
        {
            "20|1 2 3 4 5 6 7 8 9 0",
            "20|. , ? ! ' \" - : / (",
            "20|) & € + @ % <erase:8>",
            "20|<accents:4> <letters:4> <space:12>",
        },
};

/* Eight columns, and five: in the order of the alphabet, which everybody knows. The way to the
 * accents is over the digits. Five have no key to erase: the page has it beside the field. */
static const char *const middle_text[PAGES][KEYBOARD_ROWS] = {
    [PAGE_LETTERS] =
        {
            "16|a b c d e f g h",
            "16|i j k l m n o p",
            "16|q r s t u v w x",
            "16|y z <shift:2> <digits:3> <space:4> <erase:3>",
        },
    [PAGE_ACCENTS] =
        {
            "16|á é ë è ê ï í ó",
            "16|ö ü ú â ô û ä ç",
            "16|ij ñ",
            "16|<shift:2> <letters:3> <digits:3> <space:5> <erase:3>",
        },
    [PAGE_DIGITS] =
        {
            "16|1 2 3 4 5 6 7 8",
            "16|9 0 . , ? ! ' \"",
            "16|- : / ( ) & € +",
            "16|@ % <accents:3> <letters:3> <space:3> <erase:3>",
        },
};
static const char *const narrow_text[PAGES][KEYBOARD_ROWS] = {
    [PAGE_LETTERS] =
        {
            "10|a b c d e",
            "10|f g h i j",
            "10|k l m n o",
            "10|p q r s t",
            "10|u v w x y",
            "10|z <shift:2> <digits:3> <space:3>",
        },
    [PAGE_ACCENTS] =
        {
            "10|á é ë è ê",
            "10|ï í ó ö ü",
            "10|ú â ô û ä",
            "10|ç ij ñ",
            "10|<shift:2> <letters:3> <digits:3> <space:2>",
        },
    [PAGE_DIGITS] =
        {
            "10|1 2 3 4 5",
            "10|6 7 8 9 0",
            "10|. , ? ! '",
            "10|\" - : / (",
            "10|) & € + @",
            "10|% <accents:3> <letters:3> <space:2>",
        },
};

/* The thirty characters of a voting code: no I, L, O, U, 0 or 1. */
static const char *const wide_code[KEYBOARD_ROWS] = {
    "16|2 3 4 5 6 7 8 9",
    "16|Q W E R T Y P",
    "16|A S D F G H J K",
    "16|Z X C V B N M <erase:2>",
};
static const char *const narrow_code[KEYBOARD_ROWS] = {
    "10|2 3 4 5 6", "10|7 8 9 A B", "10|C D E F G", "10|H J K M N", "10|P Q R S T", "10|V W X Y Z",
};

static const char *const digits[KEYBOARD_ROWS] = {
    "6|1 2 3",
    "6|4 5 6",
    "6|7 8 9",
    "6|<:2> 0 <erase:2>",
};
static const char *const corner[KEYBOARD_ROWS] = {
    "6|1 2 3",
    "6|4 5 6",
    "6|7 8 9",
    "6|<erase:2> 0 <:2>",
};

int keyboard_columns(enum keyboard_kind kind, enum keyboard_width width)
{
    static const int columns[WIDTHS] = {[WIDTH_TEN] = 10, [WIDTH_EIGHT] = 8, [WIDTH_FIVE] = 5};

    return kind == KEYBOARD_DIGITS || kind == KEYBOARD_CORNER ? 3
           : kind == KEYBOARD_CODE && columns[width] > 8      ? 8
                                                              : columns[width];
}

const char *const *keyboard_layout(enum keyboard_kind kind, enum keyboard_page page,
                                   enum keyboard_width width)
{
    switch (kind) {
    case KEYBOARD_TEXT:
        return width == WIDTH_TEN     ? wide_text[page]
               : width == WIDTH_EIGHT ? middle_text[page]
                                      : narrow_text[page];
    case KEYBOARD_CODE:
        return width != WIDTH_FIVE ? wide_code : narrow_code;
    case KEYBOARD_DIGITS:
        return digits;
    case KEYBOARD_CORNER:
        return corner;
    }
    return digits;
}

int keyboard_row_count(const char *const *rows)
{
    int count = 0;

    while (count < KEYBOARD_ROWS && rows[count] != NULL) {
        count++;
    }
    return count;
}

/* "<shift:3>" into key; returns its end. */
static const char *parse_named(const char *at, struct keyboard_key *key)
{
    const char *colon = strchr(at, ':');
    size_t len = (size_t)(colon - at - 1);
    char *end = NULL;

    memcpy(key->text, at + 1, len);
    key->text[len] = '\0';
    key->is_named = true;
    key->span = (int)strtol(colon + 1, &end, 10);
    return end + 1;
}

void keyboard_row_parse(const char *row, struct keyboard_row *ret)
{
    char *at = NULL;
    int used = 0;

    memset(ret, 0, sizeof(*ret));
    ret->halves = (int)strtol(row, &at, 10);
    for (const char *c = at + 1; *c != '\0' && ret->count < KEYBOARD_ROW_KEYS;) {
        struct keyboard_key *key = &ret->keys[ret->count];
        if (*c == '<') {
            c = parse_named(c, key);
        } else {
            size_t len = strcspn(c, " ");
            memcpy(key->text, c, len);
            key->text[len] = '\0';
            key->span = 2;
            c += len;
        }
        key->at = used;
        used += key->span;
        ret->count += key->text[0] != '\0'; /* a hole only takes its place */
        if (key->text[0] == '\0') {
            *key = (struct keyboard_key){0};
        }
        c += *c == ' ';
    }
    for (int i = 0; i < ret->count; i++) {
        ret->keys[i].at += (ret->halves - used) / 2;
    }
}
