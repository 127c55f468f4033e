#include "app/screens/result_parts.h"

#include "app/ui/paint.h"

#include <stdio.h>

const struct view_round *result_round_of(const struct view *view, const struct visit *visit)
{
    const struct view_round *round =
        visit->result_round < view->round_count ? &view->rounds[visit->result_round] : NULL;
    return round != NULL && round->result.counted != NULL ? round : NULL;
}

void result_story(struct ui *ui, const struct view *view, struct rect *area, const char *id,
                  const struct explain_text *story)
{
    for (size_t i = 0; i < story->count; i++) {
        char words[700], name[64];
        page_fill(words, sizeof(words), view, story->lines[i].key, story->lines[i].pairs);
        snprintf(name, sizeof(name), "%.30s.%zu", id, i + 1);
        part_say(ui, area, name, STYLE_BODY, COLOR_INK, 2.5, words);
    }
}

bool result_is_bought(const struct count_step *step)
{
    return step->reason == COUNT_FUNDED || step->reason == COUNT_PARTLY;
}

/* ---- the pot ------------------------------------------------------------------------------- */

struct pot {
    struct rect inside;
    bool lies; /* a bar: from left to right */
    int64_t budget;
};

/* The part of the inside from one amount to another, counted from the top (or the left). */
static struct rect band_of(const struct pot *pot, int64_t from, int64_t to)
{
    struct rect rect = pot->inside;
    int length = pot->lies ? rect.w : rect.h;
    int begin = (int)((double)length * (double)from / (double)pot->budget);
    int end = (int)((double)length * (double)to / (double)pot->budget);

    if (pot->lies) {
        rect.x += begin;
        rect.w = end - begin;
    } else {
        rect.y += begin;
        rect.h = end - begin;
    }
    return rect;
}

/* The plan's number in its band, when there is room. */
static void draw_number(struct ui *ui, struct rect band, const char *number, bool is_now)
{
    int high = ui_line_height(ui, STYLE_BOLD);

    if (band.h >= high * 9 / 10 && band.w >= ui_text_width(ui, STYLE_BOLD, number) + 2) {
        ui_text(ui, NULL, rect_center(band, band.w, high), STYLE_BOLD,
                is_now ? COLOR_ON_ACCENT : COLOR_INK, ALIGN_CENTER, number);
    }
}

static void draw_band(struct ui *ui, const struct pot *pot, const struct count_step *step,
                      const char *number, bool is_now)
{
    int line = ui_mm(ui, 0.4) > 0 ? ui_mm(ui, 0.4) : 1;
    struct rect band =
        band_of(pot, pot->budget - step->left_before, pot->budget - step->left_after);

    ui_fill(ui, band, 0, is_now ? COLOR_ACCENT : COLOR_CHOSEN);
    struct rect edge = band; /* where the next begins */
    if (pot->lies) {
        edge.x += band.w - line;
        edge.w = line;
    } else {
        edge.y += band.h - line;
        edge.h = line;
    }
    ui_fill(ui, edge, 0, COLOR_LINE);
    draw_number(ui, band, number, is_now);
}

static void draw_lid(struct ui *ui, struct rect rect, int line)
{
    struct rect lid = rect_cut_top(&rect, ui_mm(ui, 4.0));

    lid = rect_inset(lid, ui_mm(ui, 3.0), 0);
    ui_fill(ui, lid, ui_mm(ui, 1.5), COLOR_CARD);
    ui_stroke(ui, lid, ui_mm(ui, 1.5), line, COLOR_LINE);
}

void result_pot(struct ui *ui, struct rect rect, const struct counted *counted, size_t shown)
{
    const struct count_outcome *outcome = counted->outcome;
    int line = ui_mm(ui, 0.8) > 0 ? ui_mm(ui, 0.8) : 1;
    struct pot pot = {.lies = rect.w > rect.h, .budget = counted->election->budget};

    if (pot.budget <= 0 || !ui_is_visible(ui, rect)) {
        return;
    }
    if (!pot.lies) {
        draw_lid(ui, rect, line);
        rect_cut_top(&rect, ui_mm(ui, 4.0));
    }
    ui_fill(ui, rect, ui_mm(ui, 3.0), COLOR_CARD);
    pot.inside = rect_inset(rect, line + ui_mm(ui, 0.8), line + ui_mm(ui, 0.8));
    int64_t left = shown > 0 ? outcome->steps[shown - 1].left_after : pot.budget;
    ui_fill(ui, band_of(&pot, pot.budget - left, pot.budget), ui_mm(ui, 1.0), COLOR_GLOW);
    for (size_t i = 0; i < shown; i++) {
        const struct count_step *step = &outcome->steps[i];
        if (result_is_bought(step)) {
            draw_band(ui, &pot, step, counted->election->plans[step->plan].id, i + 1 == shown);
        }
    }
    ui_stroke(ui, rect, ui_mm(ui, 3.0), line, COLOR_LINE);
}
