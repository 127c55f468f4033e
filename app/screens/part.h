/* part: pieces that several screens are made of: an idea's card, a picture beside words, a fact.
 *
 * Everything is laid out in millimetres and lines of the visitor's own letter size. Knows no
 * screen; owns no memory.
 */
#ifndef DORPEL_PART_H
#define DORPEL_PART_H

#include "app/screens/page.h"

/* Wrapped words in at most max_lines, closed with an ellipsis. Returns the height in pixels. Only
 * in lists: the screen behind the item has all of the words. */
int part_lines(struct ui *ui, struct rect rect, enum style style, enum color color, int max_lines,
               const char *text);
/* Wrapped text that takes its height off the top of *area, and a gap of gap_mm after it. */
void part_say(struct ui *ui, struct rect *area, const char *id, enum style style, enum color color,
              double gap_mm, const char *text);
/* An icon and wrapped words beside it, taken off the top of *area. */
void part_fact(struct ui *ui, struct rect *area, const char *id, const char *icon, enum style style,
               const char *text);
int part_fact_height(const struct ui *ui, enum style style, int width, const char *text);
/* A tinted panel with an icon and words: a state, a warning, an answer. Taken off *area. */
void part_panel(struct ui *ui, struct rect *area, const char *id, const char *icon,
                enum color ground, enum style style, const char *text);

/* An illustration ("spot_idea") beside the words on wide screens, above them on upright ones; none
 * where it would push the words (NULL at the end) out of sight. Returns what is left for them. */
struct rect part_art_beside(struct ui *ui, struct rect body, const char *art,
                            const char *const words[]);
struct rect part_art(struct ui *ui, struct rect body, const char *art); /* for few words */

/* Photo, else the maker's own drawing, else a bulb. rect is 4:3 or wider. */
void part_idea_picture(struct ui *ui, struct rect rect, const struct view_idea *idea);
/* "12 keer steun" or "Steunt u dit idee?", in dst, which is returned. */
const char *part_support_words(char *dst, size_t cap, const struct view *view,
                               const struct view_idea *idea);
/* What stands on an idea's card besides its words: a heart and a count, or its state. */
struct part_note {
    const char *icon, *words;
    bool below; /* under the words, as a sentence; else beside them, short */
};
struct part_note part_support_note(char *dst, size_t cap, const struct visit *visit,
                                   const struct view_idea *idea);
/* Height in pixels of an idea's card in a list `width` wide, the same for every idea. */
int part_idea_card_height(const struct ui *ui, int width, bool below);
/* A card that is tapped as one. */
bool part_idea_card(struct ui *ui, const char *id, struct rect rect, const struct view_idea *idea,
                    struct part_note note);
/* Is there room for a picture column beside the words of one idea, with this button below it? */
bool part_has_column(const struct ui *ui, struct rect body, const char *label);
/* Cuts that column off *body and draws the picture in it. Returns the place of a button below. */
struct rect part_idea_column(struct ui *ui, struct rect *body, const struct view_idea *idea);
/* The parts of an idea that were filled in: more, whom, whose plan, needs. Taken off *area. */
void part_idea_facts(struct ui *ui, const struct view *view, struct rect *area,
                     const struct idea *idea);
size_t part_need_count(void);
unsigned part_need(size_t index, const char **ret_icon, const char **ret_key); /* enum idea_need */

/* Height of a button `width` wide with these words: 20 mm, or what its lines need. */
int part_button_height(const struct ui *ui, int width, const char *words);
/* A picture and one sentence, where a list would be that is still empty. */
void part_empty(struct ui *ui, const struct view *view, const struct visit *visit,
                const struct page *page, const char *id, const char *art, const char *words);
/* One row of a menu, taken off *area: icon, bold words and a sentence below them (or NULL). */
bool part_row(struct ui *ui, struct rect *area, const char *id, const char *icon, const char *label,
              const char *detail);

/* What of a stream waits, is on its way, arrived and is safe: a line for each that is not nothing,
 * taken off *area. `left`: since when a stick is away, or "". `id` is their beginning. False: there
 * was nothing to say. */
bool part_travel(struct ui *ui, const struct view *view, struct rect *area, const char *id,
                 const struct view_travel *travel, const char *left);

/* A fingerprint of eight groups, large; taken off *area. */
void part_print(struct ui *ui, struct rect *area, const char *id, const char *print);
/* A code beside the words, on the right; on upright screens nothing: there it goes below them.
 * Returns what is left for the words. */
struct rect part_qr_beside(struct ui *ui, struct rect body, const char *id, const struct qr *qr,
                           const char *alt);
/* The same below the words, where it had no room beside them, taken off *area; never higher than
 * what can be seen of `body`, of which the area scrolls. */
void part_qr_below(struct ui *ui, struct rect *area, struct rect body, const char *id,
                   const struct qr *qr, const char *alt);

/* What village and municipality replied, each in its role; taken off *area. */
void part_replies(struct ui *ui, const struct view *view, struct rect *area,
                  const struct view_idea *idea);
/* Why an idea was not placed, in the visitor's language; words of before the fixed ones as such. */
const char *part_reason(const struct view *view, const char *reason);

/* "{n}" in a text filled with a number. */
const char *part_number(char *dst, size_t cap, const struct view *view, const char *key,
                        int64_t number);
/* The line under `screen` on the way here: where "Terug" leads. */
enum screen_id part_came_from(const struct visit *visit);

/* A typed field that is kept elsewhere in the visit: brings `kept` back when the field was just
 * entered, and keeps what was typed, unless the screen was left in this very frame. */
void part_field_enter(struct visit *visit, const char *kept);
void part_field_keep(const struct visit *visit, enum screen_id here, char *kept, size_t cap);

/* Faults of a pack, each with its place; the ids are STEM.fault.1, ... */
void part_faults(struct ui *ui, const struct view *view, struct rect *area, const char *stem,
                 const struct view_fault *faults, size_t count);

#endif
