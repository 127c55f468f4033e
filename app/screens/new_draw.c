/* "Teken uw idee": a sheet of paper for one finger, one step back, and a clean sheet. */
#include "app/screens/all.h"
#include "app/screens/new_steps.h"
#include "app/screens/part.h"
#include "app/ui/paint.h"

#include <stdlib.h>
#include <string.h>

enum { NEAR = 5 }; /* a point closer than this to the one before adds nothing */

static uint16_t on_paper(int value, int start, int size)
{
    int at = size > 0 ? (value - start) * IDEA_DRAWING_SIZE / size : 0;
    return (uint16_t)(at < 0 ? 0 : at > IDEA_DRAWING_SIZE ? IDEA_DRAWING_SIZE : at);
}

static bool is_full(const struct drawing *drawing)
{
    return drawing->point_count == IDEA_MAX_POINTS || drawing->stroke_count == IDEA_MAX_STROKES;
}

static void add_point(struct drawing *drawing, uint16_t x, uint16_t y)
{
    drawing->x[drawing->point_count] = x;
    drawing->y[drawing->point_count] = y;
    drawing->point_count++;
    drawing->stroke_end[drawing->stroke_count - 1] = drawing->point_count;
}

/* A finger came down, moved or left at (x, y) of the paper. A full sheet takes nothing more. */
static void take_touch(struct drawing *drawing, enum ui_phase phase, uint16_t x, uint16_t y)
{
    if (is_full(drawing)) {
        return;
    }
    if (phase == UI_DOWN) {
        drawing->stroke_count++;
        add_point(drawing, x, y);
        return;
    }
    if (drawing->stroke_count == 0) {
        return; /* wiped under the finger */
    }
    int last = drawing->point_count - 1;
    if (abs(x - drawing->x[last]) + abs(y - drawing->y[last]) >= NEAR) {
        add_point(drawing, x, y);
    }
}

static void take_back(struct drawing *drawing)
{
    if (drawing->stroke_count > 0) {
        drawing->stroke_count--;
        drawing->point_count =
            drawing->stroke_count > 0 ? drawing->stroke_end[drawing->stroke_count - 1] : 0;
    }
}

static void draw_paper(struct ui *ui, const struct view *view, struct drawing *drawing,
                       struct rect paper)
{
    int x = 0, y = 0;
    enum ui_phase phase = UI_UP;
    ui_card(ui, paper, COLOR_CARD);
    ui_stroke(ui, paper, ui_mm(ui, 3.0), ui_mm(ui, 0.5), COLOR_LINE);
    if (ui_drag(ui, "draw.paper", paper, page_word(view, "draw.paper"), &x, &y, &phase)) {
        take_touch(drawing, phase, on_paper(x, paper.x, paper.w), on_paper(y, paper.y, paper.h));
    }
    page_drawing(ui, paper, drawing);
    if (drawing->point_count == 0) {
        int size = paper.h / 3;
        ui_icon(ui, rect_center(paper, size, size), "pencil", COLOR_INK_SOFT);
    }
}

/* Where the words do not fit, the icon alone; the words are there for a voice. */
static bool draw_tool(struct ui *ui, const char *id, struct rect place, const char *icon,
                      const char *words, bool enabled)
{
    if (ui_button_width(ui, icon, words) <= place.w) {
        return ui_button(ui, id, place, BUTTON_PLAIN, icon, words, enabled);
    }
    bool tapped = ui_tap_area(ui, id, place, words);
    int size = ui_mm(ui, 10.0);
    ui_fill(ui, place, ui_mm(ui, 3.0), enabled ? COLOR_CARD : COLOR_PAPER);
    ui_stroke(ui, place, ui_mm(ui, 3.0), ui_mm(ui, 0.4), COLOR_LINE);
    ui_icon(ui, rect_center(place, size, size), icon, COLOR_INK);
    return tapped && enabled;
}

static void draw_tools(struct ui *ui, const struct view *view, struct drawing *drawing,
                       struct rect undo, struct rect wipe)
{
    bool any = drawing->stroke_count > 0;
    if (draw_tool(ui, "draw.undo", undo, "undo-2", page_word(view, "draw.undo"), any)) {
        take_back(drawing);
    }
    if (draw_tool(ui, "draw.wipe", wipe, "eraser", page_word(view, "draw.wipe"), any)) {
        memset(drawing, 0, sizeof(*drawing));
    }
}

static enum action draw(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct drawing *drawing = &visit->draft.drawing;
    struct page page = page_begin(
        ui, view, visit, page_word(view, is_full(drawing) ? "draw.full" : "draw.title"), PAGE_BACK,
        "arrow-right", drawing->point_count > 0 ? "new.next" : "new.skip", true);
    struct rect body = page.body;
    int gap = page_gap(ui);
    int high = ui_mm(ui, 20.0);
    if (body.h > body.w) {
        struct rect tools = rect_cut_bottom(&body, high);
        rect_cut_bottom(&body, gap);
        draw_paper(ui, view, drawing, rect_fit(body, 4, 3));
        draw_tools(ui, view, drawing, rect_column(tools, 2, 0, gap), rect_column(tools, 2, 1, gap));
    } else {
        struct rect paper = body;
        int most = body.w - ui_mm(ui, 20.0) - 2 * gap;
        paper.w = paper.w > most ? most : paper.w;
        paper = rect_fit(paper, 4, 3);
        paper.x = body.x;
        rect_cut_left(&body, paper.w + 2 * gap);
        draw_paper(ui, view, drawing, paper);
        high = 2 * high + gap > body.h ? (body.h - gap) / 2 : high;
        struct rect undo = rect_cut_top(&body, high);
        rect_cut_top(&body, gap);
        draw_tools(ui, view, drawing, undo, rect_cut_top(&body, high));
    }
    if (page.main) {
        new_next(visit);
    }
    return page.action;
}

const struct screen screen_new_draw = {"new_draw", draw, false};
