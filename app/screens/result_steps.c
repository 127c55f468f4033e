/* The count step by step: first the whole in sentences, then a plan a page, with the pot of money
 * that gets emptier beside it. */
#include "app/screens/all.h"
#include "app/screens/result_parts.h"

#include <stdio.h>

enum { AMOUNT = 40 };

static void left_amount(char dst[AMOUNT], const struct counted *counted, size_t shown)
{
    page_amount(dst, AMOUNT,
                shown > 0 ? counted->outcome->steps[shown - 1].left_after
                          : counted->election->budget);
}

/* A bar on top of the story; what is left stands beside it, or above it where that is too narrow.
 * Takes its place off *body. */
static void draw_bar(struct ui *ui, struct rect *body, const struct counted *counted, size_t shown,
                     const char *left)
{
    int high = ui_line_height(ui, STYLE_BOLD);
    int width = ui_text_width(ui, STYLE_BOLD, left) + 2;
    struct rect row = rect_cut_top(body, high);
    struct rect words = rect_cut_right(&row, width);

    rect_cut_right(&row, page_gap(ui));
    if (row.w < 2 * high) {
        row = rect_cut_top(body, ui_mm(ui, 6.0));
        result_pot(ui, row, counted, shown);
    } else {
        result_pot(ui, rect_inset(row, 0, high / 6), counted, shown);
    }
    ui_text(ui, "result_steps.left", words, STYLE_BOLD, COLOR_INK, ALIGN_RIGHT, left);
    rect_cut_top(body, ui_mm(ui, 2.0));
}

/* The pot on the left of a wide screen, with what is left below it; else a bar. */
static void draw_pot(struct ui *ui, const struct view *view, struct rect *body,
                     const struct counted *counted, size_t shown)
{
    char amount[AMOUNT], left[120];
    int column = body->w * 27 / 100;

    left_amount(amount, counted, shown);
    page_fill(left, sizeof(left), view, "result.left", (const char *const[]){"left", amount, NULL});
    if (page_is_narrow(ui) || page_is_low(ui) ||
        ui_text_width(ui, STYLE_BOLD, amount) + 2 > column) {
        draw_bar(ui, body, counted, shown, left);
        return;
    }
    struct rect place = rect_cut_left(body, column);
    int high = ui_text_height(ui, STYLE_BOLD, place.w, left);
    rect_cut_left(body, ui_mm(ui, 6.0));
    ui_text(ui, "result_steps.left", rect_cut_bottom(&place, high), STYLE_BOLD, COLOR_INK,
            ALIGN_CENTER, left);
    rect_cut_bottom(&place, ui_mm(ui, 1.5));
    int width = place.w * 3 / 4 < place.h ? place.w * 3 / 4 : place.h * 4 / 5;
    result_pot(ui, rect_center(place, width, place.h), counted, shown);
}

static void draw_whole(struct ui *ui, const struct view *view, struct rect *area,
                       const struct view_round *round)
{
    result_story(ui, view, area, "result_steps.whole", &round->result.whole);
}

static void draw_step(struct ui *ui, const struct view *view, struct rect *area,
                      const struct view_round *round, size_t index)
{
    const struct count_step *step = &round->result.counted->outcome->steps[index];
    const struct plan *plan = &round->round->plans[step->plan];
    char title[300];

    snprintf(title, sizeof(title), "%u. %s", (unsigned)plan->number, plan->title);
    part_fact(ui, area, "result_steps.plan", result_is_bought(step) ? "check" : "minus", STYLE_BOLD,
              title);
    rect_cut_top(area, ui_mm(ui, 2.0));
    result_story(ui, view, area, "result_steps.story", &round->result.story[index]);
}

static void draw_page(struct ui *ui, const struct view *view, struct visit *visit,
                      const struct page *page, const struct view_round *round)
{
    char id[40];
    size_t shown = visit->result_step;
    struct rect body = page->body;

    draw_pot(ui, view, &body, round->result.counted, shown);
    snprintf(id, sizeof(id), "result_steps.%zu", shown); /* every page begins at its top */
    struct rect area = page_scroll(ui, view, visit, page, id, body);
    if (shown == 0) {
        draw_whole(ui, view, &area, round);
    } else {
        draw_step(ui, view, &area, round, shown - 1);
    }
    ui_scroll_end(ui, area.y);
}

static enum action draw(struct ui *ui, const struct view *view, struct visit *visit)
{
    const struct view_round *round = result_round_of(view, visit);
    size_t count = round == NULL ? 0 : round->result.counted->outcome->step_count;
    char title[120], number[24], of[24];
    int way = visit->depth;

    visit->result_step = visit->result_step > count ? count : visit->result_step;
    bool is_last = visit->result_step == count;
    snprintf(number, sizeof(number), "%zu", visit->result_step);
    snprintf(of, sizeof(of), "%zu", count);
    page_fill(title, sizeof(title), view, visit->result_step == 0 ? "result.how" : "result.step",
              (const char *const[]){"n", number, "of", of, NULL});
    struct page page =
        page_begin(ui, view, visit, title, PAGE_BACK, is_last ? "check" : "arrow-right",
                   is_last ? "result.ready" : "result.next", true);
    if (round == NULL) {
        part_empty(ui, view, visit, &page, "result.none", "spot_result",
                   page_word(view, "result.none"));
    } else {
        draw_page(ui, view, visit, &page, round);
    }
    bool went_back = visit_now(visit) != SCREEN_RESULT_STEPS && page.action == ACT_NONE;
    if (went_back && way == visit->depth + 1 && visit->result_step > visit->result_first) {
        visit_go(visit, SCREEN_RESULT_STEPS); /* "Terug" is a step back, as long as there is one */
        visit->result_step--;
    } else if (page.main && is_last) {
        visit_return(visit, SCREEN_RESULT);
    } else if (page.main) {
        visit->result_step++;
    }
    return page.action;
}

const struct screen screen_result_steps = {"result_steps", draw, false};
