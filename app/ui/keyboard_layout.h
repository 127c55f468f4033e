/* keyboard_layout: which keys stand where, as text. No drawing, no screen.
 *
 * A row is "20|q w e <shift:3> ...": its width in half keys, then its keys. A plain key is one half
 * pair wide (2); "<name:n>" is a key with a name, n halves wide; "<:n>" is a hole. A row that is
 * not full stands in the middle.
 */
#ifndef DORPEL_KEYBOARD_LAYOUT_H
#define DORPEL_KEYBOARD_LAYOUT_H

#include "app/ui/keyboard.h"

enum { KEYBOARD_ROWS = 8, KEYBOARD_ROW_KEYS = 12 };
enum keyboard_page { PAGE_LETTERS, PAGE_ACCENTS, PAGE_DIGITS, PAGES };

struct keyboard_key {
    char text[12]; /* what it types, or its name without the brackets */
    bool is_named;
    int at, span; /* in halves */
};
struct keyboard_row {
    struct keyboard_key keys[KEYBOARD_ROW_KEYS];
    int count;
    int halves; /* the whole row */
};

enum keyboard_width { WIDTH_TEN, WIDTH_EIGHT, WIDTH_FIVE, WIDTHS }; /* in columns */

int keyboard_columns(enum keyboard_kind kind, enum keyboard_width width); /* 3 for digits */
const char *const *keyboard_layout(enum keyboard_kind kind, enum keyboard_page page,
                                   enum keyboard_width width);
int keyboard_row_count(const char *const *rows);
void keyboard_row_parse(const char *row, struct keyboard_row *ret);

#endif
