/* keyboard: the on-screen keyboard, drawn by us. Keys of at least 12.7 mm with 2.54 mm between.
 *
 * TEXT: QWERTY in ten columns where they fit, else ABC in rows of eight or five; a key "áé"
 * (behind "123" where there is little room) shows Dutch and Frisian accents, "123" digits and
 * signs; shift for one letter; "Wis" takes the last character off. CODE: just the 30 characters of
 * a voting code. DIGITS: 0-9 (PIN, phone). No long presses. Ids: "key.a", "key.shift",
 * "key.accents", "key.digits", "key.space", "key.erase", "key.done".
 */
#ifndef DORPEL_KEYBOARD_H
#define DORPEL_KEYBOARD_H

#include "app/ui/widgets.h"

/* CORNER: DIGITS with a free place in the lower right corner, for a button of the page. */
enum keyboard_kind { KEYBOARD_TEXT, KEYBOARD_CODE, KEYBOARD_DIGITS, KEYBOARD_CORNER };

struct keyboard_words { /* from assets/texts */
    const char *erase, *space, *shift, *accents, *letters, *digits;
};

struct keyboard { /* the caller's; zero is a good start */
    int page;     /* 0 letters, 1 accents, 2 digits */
    bool shift;
};

/* How high it is on this screen when `width` pixels wide. */
int keyboard_height(const struct ui *ui, enum keyboard_kind kind, int width);
/* The place that CORNER leaves free, when it is drawn in `rect`: 20 mm high and 3 mm from
 * the keys. */
struct rect keyboard_corner(const struct ui *ui, struct rect rect);
/* In rows of five there is no key to erase; the page draws one, where the field is. True when text
 * changed. */
bool keyboard_has_erase(const struct ui *ui, enum keyboard_kind kind, int width);
bool keyboard_erase(struct ui *ui, struct rect rect, const struct keyboard_words *words,
                    char *text);
/* Draws it; true when text changed. text has cap bytes and at most max_count characters. */
bool keyboard_draw(struct ui *ui, struct rect rect, enum keyboard_kind kind,
                   struct keyboard *keyboard, const struct keyboard_words *words, char *text,
                   size_t cap, size_t max_count);
/* The keys (ids, separated by blanks) that type this code point on this keyboard, starting from
 * the letters page; "" when it cannot be typed. For scripted visits. */
bool keyboard_path(enum keyboard_kind kind, uint32_t codepoint, char *dst, size_t cap);

#endif
