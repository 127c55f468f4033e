/* widgets_button: what can be tapped. Looks raised when it can, sinks when a finger is on it. */
#include "app/ui/ui_internal.h"

#include <string.h>

enum { BUTTON_RADIUS_MM = 3 };

struct paint {
    uint32_t ground, border, ink; /* ground with alpha 0: none */
    bool raised;
};

static struct paint paint_of(const struct ui *ui, enum button_look look, bool enabled, bool held)
{
    struct paint paint = {ui_color(ui, COLOR_CARD), ui_color(ui, COLOR_LINE),
                          ui_color(ui, COLOR_INK), enabled && !held};

    if (!enabled) { /* flat, an outline: there, but not now */
        paint.ground = ui_color(ui, COLOR_PAPER);
        paint.border = ui_mix(paint.border, paint.ground, ui_is_strict(ui) ? 110 : 90);
        paint.ink = ui_color(ui, COLOR_INK_SOFT);
        if (look == BUTTON_QUIET) {
            paint.ground = paint.border = 0;
        }
        return paint;
    }
    switch (look) {
    case BUTTON_MAIN:
        paint.ground = ui_color(ui, COLOR_ACCENT);
        paint.ink = ui_color(ui, COLOR_ON_ACCENT);
        paint.border = ui_is_strict(ui) ? paint.border : 0;
        break;
    case BUTTON_STOP:
        paint.ground = ui_color(ui, COLOR_STOP);
        paint.ink = ui_color(ui, COLOR_ON_STOP);
        paint.border = ui_is_strict(ui) ? paint.border : 0;
        break;
    case BUTTON_QUIET:
        paint.ground = held ? ui_color(ui, COLOR_PAPER) : 0;
        paint.border = 0;
        paint.raised = false;
        break;
    case BUTTON_PLAIN:
        break;
    }
    if (held && paint.ground != 0) {
        paint.ground = ui_pressed(paint.ground);
    }
    return paint;
}

/* ---- icon and label in a place ------------------------------------------------------------- */

enum arrangement { ICON_LEFT, ICON_ABOVE, LABEL_ONLY, ICON_ONLY };

struct plan {
    enum arrangement arrangement;
    int icon; /* its side in pixels, 0: none */
    int gap;
    int level; /* 2: fits; 1: fits with a word cut; 0: does not fit */
    struct ui_lines lines;
};

static int level_of(const struct ui_lines *lines, int width, int height, int line_height)
{
    int air = line_height * 2 / 9; /* above the first and below the last letters */

    if (lines->count > UI_MAX_LINES || lines->widest > width || lines->height - air > height) {
        return 0;
    }
    return lines->has_split ? 1 : 2;
}

static void try_plan(const struct ui *ui, struct ui_font font, struct rect in, const char *label,
                     enum arrangement arrangement, struct plan *best)
{
    struct plan plan = {.arrangement = arrangement, .gap = ui_mm(ui, 2.5)};
    int line_height = text_line_height(font.em);
    int width = in.w;
    int height = in.h;

    if (arrangement == ICON_LEFT) {
        plan.icon = font.em * 11 / 10 < height ? font.em * 11 / 10 : height;
        width -= plan.icon + plan.gap;
    } else if (arrangement == ICON_ABOVE) {
        plan.gap = ui_mm(ui, 1.5);
        ui_lines(ui, font, width, label, &plan.lines);
        plan.icon = height - plan.gap - plan.lines.height;
        plan.icon = plan.icon > font.em * 2 ? font.em * 2 : plan.icon;
        height -= plan.icon + plan.gap;
    }
    if (width <= 0 || (arrangement != LABEL_ONLY && plan.icon < font.em * 8 / 10)) {
        return;
    }
    ui_lines(ui, font, width, label, &plan.lines);
    plan.level = plan.icon > in.h ? 0 : level_of(&plan.lines, width, height, line_height);
    if (plan.level > best->level || best->gap == 0) {
        *best = plan;
    }
}

static void make_plan(const struct ui *ui, struct ui_font font, struct rect in, const char *icon,
                      const char *label, struct plan *ret)
{
    bool is_tall = in.h * 10 > in.w * 6;

    memset(ret, 0, sizeof(*ret));
    if (icon != NULL && label[0] == '\0') {
        int side = in.w < in.h ? in.w : in.h;
        ret->arrangement = ICON_ONLY;
        ret->icon = side > font.em * 2 ? font.em * 2 : side;
        ret->level = 2;
        return;
    }
    if (icon != NULL) {
        try_plan(ui, font, in, label, is_tall ? ICON_ABOVE : ICON_LEFT, ret);
        if (ret->level < 2) {
            try_plan(ui, font, in, label, is_tall ? ICON_LEFT : ICON_ABOVE, ret);
        }
    }
    if (ret->level < 2) {
        try_plan(ui, font, in, label, LABEL_ONLY, ret);
    }
}

static bool draw_plan(struct ui *ui, struct ui_font font, struct rect in, const char *icon,
                      const char *label, uint32_t ink, const struct plan *plan)
{
    int words_h = plan->lines.height;
    struct rect box = in;

    if (plan->arrangement == ICON_ONLY) {
        dl_picture(ui_dl(ui), DL_ICON, rect_center(in, plan->icon, plan->icon), 0, ink, icon);
        return true;
    }
    if (plan->arrangement == ICON_LEFT) {
        int width = plan->icon + plan->gap + plan->lines.widest;
        box = rect_center(in, width, in.h);
        struct rect place = rect_cut_left(&box, plan->icon);
        rect_cut_left(&box, plan->gap);
        dl_picture(ui_dl(ui), DL_ICON, rect_center(place, plan->icon, plan->icon), 0, ink, icon);
    } else if (plan->arrangement == ICON_ABOVE) {
        box = rect_center(in, in.w, plan->icon + plan->gap + words_h);
        struct rect place = rect_cut_top(&box, plan->icon);
        rect_cut_top(&box, plan->gap);
        dl_picture(ui_dl(ui), DL_ICON, rect_center(place, plan->icon, plan->icon), 0, ink, icon);
    }
    box = rect_center(box, box.w, words_h); /* its air may reach into the margin */
    enum align align = plan->arrangement == ICON_LEFT ? ALIGN_LEFT : ALIGN_CENTER;
    return ui_draw_lines(ui, font, box, ink, align, label, &plan->lines) && plan->level > 0;
}

static void draw_ground(struct ui *ui, struct rect rect, const struct paint *paint)
{
    int radius = ui_mm(ui, BUTTON_RADIUS_MM);
    uint32_t shadow = ui_color(ui, COLOR_SHADOW);

    if (paint->raised && (shadow & 255) != 0) {
        struct rect below = rect;
        below.y += ui_mm(ui, 0.6);
        dl_shadow(ui_dl(ui), below, radius, ui_mm(ui, 1.6), shadow);
    }
    if ((paint->ground & 255) != 0) {
        dl_fill(ui_dl(ui), rect, radius, paint->ground);
    }
    if ((paint->border & 255) != 0) {
        int width = ui_mm(ui, ui_is_strict(ui) ? 0.7 : 0.35);
        dl_stroke(ui_dl(ui), rect, radius, width > 0 ? width : 1, paint->border);
    }
}

bool ui_button_as(struct ui *ui, const char *id, struct rect rect, enum button_look look,
                  const char *icon, const char *label, bool enabled, bool spare)
{
    bool tapped = ui_react(ui, id, rect, UI_BUTTON, label, enabled);
    struct ui_element *element = &ui->elements[ui->element_count - 1];
    bool held = enabled && ui_is_held(ui, id);
    struct paint paint = paint_of(ui, look, enabled, held);
    struct ui_font font = ui_font(ui, STYLE_BOLD);
    struct rect seat = rect;
    struct plan plan;

    if (!ui_sees(ui, rect)) {
        return tapped;
    }
    if (held) {
        int sink = ui_mm(ui, 0.25);
        seat.y += sink > 0 ? sink : 1;
    }
    struct rect in = rect_inset(seat, ui_mm(ui, rect.w < ui_mm(ui, 30) ? 1.5 : 3), ui_mm(ui, 1.2));
    make_plan(ui, font, in, icon, label, &plan);
    if (spare && icon != NULL && plan.level < 2) {
        make_plan(ui, font, in, icon, "", &plan);
    }
    draw_ground(ui, seat, &paint);
    element->clipped = !draw_plan(ui, font, in, icon, label, paint.ink, &plan);
    return tapped;
}

bool ui_button(struct ui *ui, const char *id, struct rect rect, enum button_look look,
               const char *icon, const char *label, bool enabled)
{
    return ui_button_as(ui, id, rect, look, icon, label, enabled, false);
}

int ui_button_width(const struct ui *ui, const char *icon, const char *label)
{
    struct ui_font font = ui_font(ui, STYLE_BOLD);
    int width = 2 * ui_mm(ui, 5) + ui_text_width(ui, STYLE_BOLD, label);

    if (icon != NULL) {
        width += font.em * 11 / 10 + (label[0] != '\0' ? ui_mm(ui, 2.5) : 0);
    }
    return width > ui_mm(ui, 16) ? width : ui_mm(ui, 16);
}

/* ---- cards that can be chosen -------------------------------------------------------------- */

enum { CARD_RADIUS_MM = 4 };
#define BADGE_MM 10.0

static void draw_badge(struct ui *ui, struct rect card)
{
    int side = ui_mm(ui, BADGE_MM);
    int edge = ui_mm(ui, 2.2);
    struct rect at = {card.x + card.w - side - edge, card.y + edge, side, side};

    if (!ui_sees(ui, at)) {
        return;
    }
    dl_fill(ui_dl(ui), at, side / 2, ui_color(ui, COLOR_ACCENT));
    dl_stroke(ui_dl(ui), at, side / 2, ui_mm(ui, 0.5), ui_color(ui, COLOR_CHOSEN));
    dl_picture(ui_dl(ui), DL_ICON, rect_center(at, side * 7 / 10, side * 7 / 10), 0,
               ui_color(ui, COLOR_ON_ACCENT), "check");
}

void ui_flush_badges(struct ui *ui)
{
    for (int i = 0; i < ui->badge_count; i++) {
        draw_badge(ui, ui->badges[i]);
    }
    ui->badge_count = 0;
}

static bool choice(struct ui *ui, const char *id, struct rect rect, const char *label, bool chosen,
                   bool enabled, bool has_tick)
{
    bool tapped = ui_react(ui, id, rect, UI_CHOICE, label, enabled);
    bool held = enabled && ui_is_held(ui, id);
    int radius = ui_mm(ui, CARD_RADIUS_MM);
    uint32_t ground = ui_color(ui, chosen ? COLOR_CHOSEN : enabled ? COLOR_CARD : COLOR_PAPER);
    uint32_t shadow = ui_color(ui, COLOR_SHADOW);

    ui->elements[ui->element_count - 1].chosen = chosen;
    if (!ui_sees(ui, rect_inset(rect, -ui_mm(ui, 3), -ui_mm(ui, 3)))) {
        return tapped;
    }
    if (enabled && !held && (shadow & 255) != 0) {
        struct rect below = rect;
        below.y += ui_mm(ui, 0.8);
        dl_shadow(ui_dl(ui), below, radius, ui_mm(ui, 2), shadow);
    }
    dl_fill(ui_dl(ui), rect, radius, held ? ui_pressed(ground) : ground);
    dl_stroke(ui_dl(ui), rect, radius, ui_mm(ui, chosen ? 1.5 : 1),
              ui_color(ui, chosen ? COLOR_MARK : COLOR_LINE));
    if (chosen && has_tick && ui->badge_count < UI_MAX_BADGES) {
        ui->badges[ui->badge_count++] = rect;
    }
    return tapped;
}

bool ui_choice(struct ui *ui, const char *id, struct rect rect, const char *label, bool chosen,
               bool enabled)
{
    return choice(ui, id, rect, label, chosen, enabled, true);
}

bool ui_choice_bare(struct ui *ui, const char *id, struct rect rect, const char *label, bool chosen)
{
    return choice(ui, id, rect, label, chosen, true, false);
}

bool ui_tap_area(struct ui *ui, const char *id, struct rect rect, const char *label)
{
    bool tapped = ui_react(ui, id, rect, UI_AREA, label, true);

    if (ui_is_held(ui, id) && ui_sees(ui, rect)) {
        uint32_t ink = ui_color(ui, COLOR_INK);
        dl_fill(ui_dl(ui), rect, ui_mm(ui, CARD_RADIUS_MM), (ink & 0xFFFFFF00) | 0x22);
    }
    return tapped;
}
