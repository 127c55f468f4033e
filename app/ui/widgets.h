/* widgets: what a screen is made of. Each takes an id, a place and its words.
 *
 * Sizes: buttons at least 16 mm high (20 for yes, no and stop), gaps 3 mm, see people.md. Words
 * wrap; they are never shrunk and never silently cut (the element is marked `clipped`).
 */
#ifndef DORPEL_WIDGETS_H
#define DORPEL_WIDGETS_H

#include "app/ui/qr.h"
#include "app/ui/ui.h"

enum align { ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };
enum button_look { BUTTON_PLAIN, BUTTON_MAIN, BUTTON_STOP, BUTTON_QUIET }; /* QUIET: no ground */

/* Wrapped text in rect; returns the height used in pixels. id may be NULL (then it is its words).
 */
int ui_text(struct ui *ui, const char *id, struct rect rect, enum style style, enum color color,
            enum align align, const char *text);
int ui_text_height(const struct ui *ui, enum style style, int width, const char *text);
int ui_text_width(const struct ui *ui, enum style style, const char *text); /* on one line */
int ui_line_height(const struct ui *ui, enum style style);
/* One line, cut with an ellipsis when too long; never for an amount (that is drawn whole). */
void ui_text_line(struct ui *ui, const char *id, struct rect rect, enum style style,
                  enum color color, enum align align, const char *text);

/* True when tapped. icon may be NULL. Disabled ones keep their words readable and do nothing. */
bool ui_button(struct ui *ui, const char *id, struct rect rect, enum button_look look,
               const char *icon, const char *label, bool enabled);
int ui_button_width(const struct ui *ui, const char *icon, const char *label); /* natural */
/* A card that can be chosen: border, tick and tint when chosen. Content is drawn by the caller on
 * top. True when tapped. */
bool ui_choice(struct ui *ui, const char *id, struct rect rect, const char *label, bool chosen,
               bool enabled);
/* The same without the tick: the caller draws what says that it is chosen. */
bool ui_choice_bare(struct ui *ui, const char *id, struct rect rect, const char *label,
                    bool chosen);
/* An invisible area that is tapped as one (a whole card). Draw it before its content. */
bool ui_tap_area(struct ui *ui, const char *id, struct rect rect, const char *label);
bool ui_is_held(const struct ui *ui, const char *id); /* a finger is on it and would tap it */
/* How long a finger has been on it; 0 when not. For the long press of a broken button. */
int64_t ui_held_ms(const struct ui *ui, const char *id);
/* A finger drawing in rect: true while a finger is down in it; phase says down, move or up. */
bool ui_drag(struct ui *ui, const char *id, struct rect rect, const char *label, int *ret_x,
             int *ret_y, enum ui_phase *ret_phase);

void ui_card(struct ui *ui, struct rect rect, enum color color); /* rounded, soft shadow */
void ui_image(struct ui *ui, const char *id, struct rect rect, const char *file, const char *alt);
/* Black on white in every theme, with its quiet edge, as large as whole pixels allow; `alt` says
 * what it is for who cannot scan. Returns the place it took, at the top of rect. */
struct rect ui_qr(struct ui *ui, const char *id, struct rect rect, const struct qr *qr,
                  const char *alt);
void ui_art(struct ui *ui, struct rect rect, const char *file); /* vector, decorative */
void ui_icon(struct ui *ui, struct rect rect, const char *icon, enum color color);
/* part of whole as a bar, with a line where the limit is; never without words beside it */
void ui_bar(struct ui *ui, struct rect rect, int64_t part, int64_t whole, enum color color);
/* The line that a keyboard writes into: text, caret, "12 van 80". */
void ui_field(struct ui *ui, const char *id, struct rect rect, const char *text, const char *hint,
              const char *count);
/* From here to the end of the frame nothing drawn before can be tapped; a veil is drawn. */
void ui_modal(struct ui *ui);

/* A part that scrolls when its content is higher: by flick and by two page buttons ("Meer",
 * "Terug omhoog", given in words) on its right. Returns where to lay out: x, y and w as they are
 * now, h without end. Give ui_scroll_end the lowest y that was used. */
struct rect ui_scroll_begin(struct ui *ui, const char *id, struct rect rect, const char *more,
                            const char *back);
void ui_scroll_end(struct ui *ui, int content_bottom);
/* Half a page further in what is on the screen and not at its end; the next frame shows it. False:
 * all of it was seen. For who looks at whole screens without a finger. */
bool ui_scroll_on(struct ui *ui);

#endif
