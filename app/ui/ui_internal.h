/* ui_internal: what the files of this room share and nobody else sees.
 *
 * Invariants:
 * 1. Between ui_end and ui_begin, `elements` is the frame that the visitor sees: fingers are
 *    judged by it. Inside a frame it is being filled.
 * 2. At most one finger is captured; what it means is decided when it lifts (ui_touch.c).
 * 3. A tap waits in `taps` until the next frame; one is delivered a frame, in order, to the widget
 *    with its id if that widget still lies under the place where the finger lifted. Then it is
 * gone.
 * 4. What a visitor typed stands only in `lists`, `labels` and `elements`; each is wiped before it
 *    is filled again, and all by ui_forget.
 */
#ifndef DORPEL_UI_INTERNAL_H
#define DORPEL_UI_INTERNAL_H

#include "app/ui/ui.h"
#include "app/ui/widgets.h"

enum {
    UI_MAX_ELEMENTS = 1024,
    UI_MAX_LABELS = 128 * 1024,
    UI_MAX_SCROLLS = 16,
    UI_MAX_TAPS = 8,
    UI_MAX_DRAGS = 8,
    UI_MAX_CLIPS = 8,
    UI_MAX_BADGES = 64,
    UI_MAX_LINES = 320,
    UI_ID = 48,
};
#define UI_DRAG_MM 6.0       /* further than this is a drag, never a tap */
#define UI_SILENT_MS 2000    /* a captured finger silent for so long yields to a new one */
#define UI_ENDLESS (1 << 20) /* height of a part that scrolls */

struct ui_spot { /* beside each element: how a finger finds it */
    uint64_t hash;
    bool is_tappable, is_drag;
};

struct ui_tap {
    uint64_t hash;
    int x, y;
};

struct ui_drag_event {
    enum ui_phase phase;
    int x, y;
};

struct ui_scroll {                     /* lives as long as the visit */
    uint64_t hash;                     /* 0: free */
    uint64_t used;                     /* frame in which it was drawn last */
    struct rect rect;                  /* where it is seen, without the strip of buttons */
    int offset, max;                   /* pixels scrolled, and the most that makes sense */
    int content;                       /* height of the content as last drawn; 0: not known */
    int layout_w, layout_h, size_step; /* for which `has_strip` was decided */
    bool has_strip;
    int flips;    /* how often the strip came or went: two is enough */
    double speed; /* pixels a millisecond when the finger let go */
    int fling_from;
    int64_t fling_at; /* 0: not moving by itself */
};

struct ui_capture {
    bool is_active;
    int64_t finger;
    uint64_t hash;  /* element under it, 0: none */
    bool is_drag;   /* the element takes every movement (ui_drag) */
    bool has_moved; /* too far for a tap */
    bool is_inside;
    int scroll; /* index, -1: none */
    bool is_scrolling;
    int down_x, down_y, x, y;
    int64_t down_ms, last_ms;
    int grab_y, grab_offset;
    int old_y[2]; /* where it was before: for the speed of a flick */
    int64_t old_ms[2];
};

struct ui_frame_scroll { /* the part being drawn now */
    int index;
    struct rect outer; /* with the strip */
    char id[UI_ID];
    const char *more, *back;
};

struct ui {
    struct ui_screen screen;
    const struct face *face;
    struct ui_look look;
    double px_per_mm;
    int64_t now_ms;
    uint64_t frame;
    bool is_forgotten; /* nothing valid stands in the lists */

    struct dl lists[2];
    int at; /* lists[at] is being filled, or the last filled */
    struct ui_element elements[UI_MAX_ELEMENTS];
    struct ui_spot spots[UI_MAX_ELEMENTS];
    size_t element_count;
    char labels[UI_MAX_LABELS];
    size_t label_len;

    struct rect clips[UI_MAX_CLIPS];
    int clip_count;
    struct rect badges[UI_MAX_BADGES]; /* ticks of chosen cards, drawn above their content */
    int badge_count;

    struct ui_capture capture;
    struct ui_tap taps[UI_MAX_TAPS];
    int tap_count;
    struct ui_tap tap; /* the one of this frame; hash 0: none */
    struct ui_drag_event drags[UI_MAX_DRAGS];
    int drag_count;
    uint64_t drag_hash;
    bool drag_seen; /* the area was drawn in this frame */

    struct ui_scroll scrolls[UI_MAX_SCROLLS];
    struct ui_frame_scroll scroll;
    bool wants_frame;
    int64_t deadline_ms;
};

struct ui_font {
    int em; /* pixels */
    bool bold;
};
struct ui_lines {
    struct text_line line[UI_MAX_LINES];
    size_t count; /* real number, also above UI_MAX_LINES */
    int height, widest;
    bool has_split; /* a word was cut */
};

/* ---- ui.c ---- */
struct dl *ui_dl(struct ui *ui);
uint64_t ui_hash(const char *id); /* never 0 */
struct rect ui_clip(const struct ui *ui);
void ui_clip_push(struct ui *ui, struct rect rect);
void ui_clip_pop(struct ui *ui);
bool ui_sees(const struct ui *ui, struct rect rect); /* any of it is inside the clip */
/* Never NULL: when the list is full, an element nobody sees. */
struct ui_element *ui_add(struct ui *ui, const char *id, struct rect rect, enum ui_kind kind,
                          const char *label);
/* Adds an element that a finger can find; true when it was tapped. */
bool ui_react(struct ui *ui, const char *id, struct rect rect, enum ui_kind kind, const char *label,
              bool enabled);
bool ui_is_strict(const struct ui *ui);            /* a high-contrast theme: borders, no shadows */
uint32_t ui_mix(uint32_t a, uint32_t b, int part); /* part of 256 of b in a */
uint32_t ui_pressed(uint32_t ground);
void ui_flush_badges(struct ui *ui);
void ui_soon(struct ui *ui, int64_t at_ms); /* a frame is needed then */

/* ---- ui_touch.c ---- */
void ui_touch_end(struct ui *ui, bool lost);

/* ---- widgets_text.c ---- */
struct ui_font ui_font(const struct ui *ui, enum style style);
void ui_lines(const struct ui *ui, struct ui_font font, int width, const char *text,
              struct ui_lines *ret);
/* One line with the top of its box at y; the capital stands in the middle of the box. */
void ui_draw_line(struct ui *ui, struct ui_font font, int x, int y, uint32_t color,
                  const char *text, const struct text_line *line);
void ui_draw_words(struct ui *ui, struct ui_font font, int x, int y, uint32_t color,
                   const char *text); /* all of it on one line */
/* Draws the lines that fit in rect from its top; false when they do not all fit. */
bool ui_draw_lines(struct ui *ui, struct ui_font font, struct rect rect, uint32_t color,
                   enum align align, const char *text, const struct ui_lines *lines);

/* ---- widgets_button.c ---- */
/* As ui_button; with `spare` a label that does not fit leaves the icon alone, without complaint. */
bool ui_button_as(struct ui *ui, const char *id, struct rect rect, enum button_look look,
                  const char *icon, const char *label, bool enabled, bool spare);

/* ---- scroll.c ---- */
void ui_scroll_tick(struct ui *ui);
void ui_scroll_to(struct ui_scroll *scroll, int offset);
int ui_scroll_at(const struct ui *ui, int x, int y); /* index, or -1 */

#endif
