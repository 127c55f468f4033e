/* page: what all screens share: wall, title, the bar, small habits of layout.
 *
 * The bar: "Hulp" always bottom left, then letters/language, back, "Stoppen"; the one big button
 * always bottom right. Words give way to their icons on narrow screens, never to smaller letters.
 * On low screens (lying, less than 100 mm high) it is a rail of icons at the left, from "Hulp" at
 * the bottom to "Stoppen" at the top. Typed pages have it too: there the big button is an arrow
 * beside the field where it has no room in the bar.
 */
#ifndef DORPEL_PAGE_H
#define DORPEL_PAGE_H

#include "app/screens/screen.h"
#include "app/ui/keyboard.h"
#include "app/ui/widgets.h"

enum page_bar { PAGE_BACK = 1, PAGE_NO_STOP = 2, PAGE_NO_LOOK = 4, PAGE_OWN_RIBBON = 8 };

struct page {
    struct rect body;   /* what is left for the screen */
    enum action action; /* ACT_END_VISIT when "Stoppen" was tapped */
    bool main;          /* the big button was tapped */
    /* What was too long to stand above the body, so that page_scroll has it: */
    const char *title; /* or NULL */
    bool store, notice;
};

/* title NULL: none. main_key NULL: no big button. Handles back, help, look and stop by itself. */
struct page page_begin(struct ui *ui, const struct view *view, struct visit *visit,
                       const char *title, unsigned bar, const char *main_icon, const char *main_key,
                       bool main_enabled);
/* The visit's notice, and what is wrong with the store, above the body. */
enum page_told { PAGE_TELL_NOTICE = 1, PAGE_TELL_STORE = 2, PAGE_TELL_ALL = 3 };
void page_tell(struct ui *ui, const struct view *view, const struct visit *visit, struct page *page,
               enum page_told told);
/* A part that scrolls, with the words of its buttons; title and notices that had no room above it
 * come first. Closed by ui_scroll_end. */
struct rect page_scroll(struct ui *ui, const struct view *view, const struct visit *visit,
                        const struct page *page, const char *id, struct rect body);
/* Like page_begin for a question that is typed: title, field, keyboard, bar. On low screens the
 * keyboard's room comes first. max_count in characters. hint_key may be NULL. */
struct page page_typed(struct ui *ui, const struct view *view, struct visit *visit,
                       const char *title, const char *hint_key, enum keyboard_kind kind,
                       size_t max_count, const char *main_key, bool main_enabled);
/* In practice: "OEFENEN" across the top, taken off *all. */
void page_ribbon(struct ui *ui, const struct view *view, struct rect *all);
/* The big button as an arrow, where its word has no room; speech and scripts have the word. */
bool page_go(struct ui *ui, struct rect place, const char *word, bool enabled);
struct keyboard_words page_keys(const struct view *view);

const char *page_word(const struct view *view, const char *key); /* lang_text */
/* A sentence with values filled in: pairs name, value, ..., NULL. In dst, which is returned. */
char *page_fill(char *dst, size_t cap, const struct view *view, const char *key,
                const char *const pairs[]);
/* "€ 1.250": whole euros without cents, else with. dst of 32 bytes or more. */
const char *page_amount(char *dst, size_t cap, int64_t cents);
/* The visit's notice as a warning card at the top of *body, when there is one. */
void page_notice(struct ui *ui, const struct view *view, const struct visit *visit,
                 struct rect *body);
int page_notice_height(const struct ui *ui, const struct view *view, const struct visit *visit,
                       int width);
/* Badge "Van wie is dit plan?": icon, word and tint. Returns its height. */
int page_owner(struct ui *ui, const struct view *view, struct rect rect, enum owner owner);
const char *page_owner_icon(enum owner owner); /* the badge's icon alone, where a card is small */
struct page_item {                             /* of a list of big choices */
    const char *id, *icon, *label;
    bool enabled;
};
int page_gap(const struct ui *ui);        /* 3 mm */
bool page_is_narrow(const struct ui *ui); /* upright or less than 120 mm wide */
bool page_is_upright(const struct ui *ui);
bool page_is_low(const struct ui *ui); /* lying and less than 100 mm high: height is scarce */
/* Draws a finger drawing into rect. */
void page_drawing(struct ui *ui, struct rect rect, const struct drawing *drawing);

#endif
