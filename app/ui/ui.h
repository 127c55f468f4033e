/* ui: touches in, a display list out. Our own immediate-mode layer.
 *
 * A frame: ui_begin, widgets (widgets.h) in reading order, ui_end. A widget call answers "was I
 * tapped since the last frame". A press is captured by the widget under it and decided on release:
 * inside = tap, outside or after a drag = nothing. A second finger is ignored. A finger that is
 * lost (ui_touch_lost, or silent for 2 s of no motion *and* reported gone) is released without a
 * tap. Element ids are texts, stable over frames: "home.vote", "plan.3".
 *
 * Knows no SDL, no screen of ours, no clock but the times it is given. ui_create gives memory that
 * ui_destroy wipes and frees. No allocation in a frame.
 */
#ifndef DORPEL_UI_H
#define DORPEL_UI_H

#include "app/ui/dl.h"
#include "app/ui/text.h"

struct ui;

struct ui_screen { /* the device: --screen 1280x800@217mm */
    int width_px, height_px;
    double width_mm;
};
bool ui_screen_parse(struct ui_screen *ret, const char *text);

struct ui_look { /* what a visitor may set; reset after each visit */
    enum theme theme;
    int size_step; /* 0..3 */
};

enum ui_phase { UI_DOWN, UI_MOVE, UI_UP, UI_LOST };

struct ui *ui_create(const struct ui_screen *screen, const struct face *face);
/* The same pixels, measured anew: from the next frame on. */
void ui_measure(struct ui *ui, double width_mm);
void ui_destroy(struct ui *ui);
void ui_touch(struct ui *ui, int64_t finger, enum ui_phase phase, int x, int y, int64_t now_ms);
void ui_forget(
    struct ui *ui); /* new visitor: drops captures, scroll positions, pending taps, wipes */

void ui_begin(struct ui *ui, struct ui_look look, int64_t now_ms);
/* True when the list differs from the one before, or a widget asks for one more frame (scroll
 * settling, heights now known). */
bool ui_end(struct ui *ui);
const struct dl *ui_list(const struct ui *ui);
int64_t ui_deadline_ms(const struct ui *ui); /* when a frame is next needed; INT64_MAX: on touch */

int ui_mm(const struct ui *ui, double mm); /* millimetres to pixels, rounded */
double ui_short_mm(const struct ui *ui);   /* the shorter side of the screen */
struct rect ui_bounds(const struct ui *ui);
const struct ui_look *ui_look(const struct ui *ui);
uint32_t ui_color(const struct ui *ui, enum color color);

/* What is on the screen, for scripted visits, speech, tests and switches. In reading order. */
enum ui_kind { UI_TEXT, UI_BUTTON, UI_CHOICE, UI_FIELD, UI_PICTURE, UI_AREA };
struct ui_element {
    char id[48];
    const char *label; /* what it says; lives until the next ui_begin */
    struct rect
        rect; /* where a finger finds it, clipped to what is visible; w = 0: scrolled away */
    enum ui_kind kind;
    bool enabled, chosen;
    bool clipped; /* its text did not fit: a defect */
};
size_t ui_elements(const struct ui *ui, const struct ui_element **ret);

#endif
