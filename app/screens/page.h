/* page: what all screens share: wall, title, the bar at the bottom, small habits of layout.
 *
 * The bar: "Hulp" always bottom left, then letters/language, back, "Stoppen"; the one big button
 * always bottom right. Words give way to their icons on narrow screens, never to smaller letters.
 */
#ifndef DORPEL_PAGE_H
#define DORPEL_PAGE_H

#include "app/screens/screen.h"
#include "app/ui/widgets.h"

enum page_bar { PAGE_BACK = 1, PAGE_NO_STOP = 2, PAGE_NO_LOOK = 4, PAGE_NO_BAR = 8 };

struct page {
    struct rect body;   /* what is left for the screen */
    enum action action; /* ACT_END_VISIT when "Stoppen" was tapped */
    bool main;          /* the big button was tapped */
};

/* title NULL: none. main_key NULL: no big button. Handles back, help, look and stop by itself. */
struct page page_begin(struct ui *ui, const struct view *view, struct visit *visit,
                       const char *title, unsigned bar, const char *main_icon, const char *main_key,
                       bool main_enabled);
/* Like page_begin for a question that is typed: title, field, keyboard, bar. On low screens the
 * keyboard's room comes first. max_count in characters. hint_key may be NULL. */
struct page page_typed(struct ui *ui, const struct view *view, struct visit *visit,
                       const char *title, const char *hint_key, enum keyboard_kind kind,
                       size_t max_count, const char *main_key, bool main_enabled);

const char *page_word(const struct view *view, const char *key); /* lang_text */
/* A sentence with values filled in: pairs name, value, ..., NULL. In dst, which is returned. */
char *page_fill(char *dst, size_t cap, const struct view *view, const char *key,
                const char *const pairs[]);
/* "€ 1.250": whole euros without cents, else with. dst of 32 bytes or more. */
const char *page_amount(char *dst, size_t cap, int64_t cents);
/* The visit's notice as a warning card at the top of *body, when there is one. */
void page_notice(struct ui *ui, const struct view *view, const struct visit *visit,
                 struct rect *body);
/* Badge "Van wie is dit plan?": icon, word and tint. Returns its height. */
int page_owner(struct ui *ui, const struct view *view, struct rect rect, enum owner owner);
const char *page_owner_icon(enum owner owner); /* the badge's icon alone, where a card is small */
/* A list of big choices, one a row (or two columns when wide): icon, words. Returns the index
 * tapped or -1. ids are prefix.0, prefix.1 or the given ones. */
struct page_item {
    const char *id, *icon, *label;
    bool enabled;
};
int page_menu(struct ui *ui, struct rect body, const char *id, const struct view *view,
              const struct page_item *items, size_t count);
int page_gap(const struct ui *ui);        /* 3 mm */
bool page_is_narrow(const struct ui *ui); /* upright or less than 120 mm wide */
/* Draws a finger drawing into rect. */
void page_drawing(struct ui *ui, struct rect rect, const struct drawing *drawing);

#endif
