/* "Uitslag": per round the plans that get money, then the others. Below ten ballots only who won:
 * small numbers would tell on people. Before the count only how far the round is. */
#include "app/screens/all.h"
#include "app/screens/part.h"
#include "app/ui/paint.h"

#include <stdio.h>
#include <string.h>

/* keys: result.concept result.open result.paused result.closed */
static const char *state_key(const struct view_round *round)
{
    switch (round->state) {
    case ROUND_CONCEPT:
        return "result.concept";
    case ROUND_OPEN:
        return round->is_paused_by_date ? "result.paused" : "result.open";
    case ROUND_PAUSED:
        return "result.paused";
    case ROUND_CLOSED:
        break;
    }
    return "result.closed";
}

static void draw_state(struct ui *ui, const struct view *view, struct rect *area,
                       const struct view_round *round)
{
    part_panel(ui, area, "result.state", round->state == ROUND_OPEN ? "vote" : "lock", COLOR_WARN,
               STYLE_BODY, page_word(view, state_key(round)));
    if (round->ballots > 0) {
        char words[160];
        part_number(words, sizeof(words), view,
                    round->ballots == 1 ? "result.turnout-one" : "result.turnout", round->ballots);
        part_fact(ui, area, "result.turnout", "users", STYLE_BODY, words);
    }
    part_say(ui, area, "result.about", STYLE_BODY, COLOR_INK, 3.0, round->round->about);
}

/* The whole card leads to the plan's story, when there is one. */
static void draw_why(struct ui *ui, const struct view *view, struct visit *visit, struct rect card,
                     const struct view_round *round, size_t index)
{
    char id[40];

    if (round->result.counted == NULL) {
        return;
    }
    snprintf(id, sizeof(id), "result.why.%u", (unsigned)round->round->plans[index].number);
    if (ui_tap_area(ui, id, card, page_word(view, "result.why"))) {
        visit->plan = index;
        visit->result_round = (size_t)(round - view->rounds);
        visit_go(visit, SCREEN_RESULT_PLAN);
    }
}

/* One plan: its name, its votes as words and a bar, and what it costs. */
static void draw_plan(struct ui *ui, const struct view *view, struct visit *visit,
                      struct rect *area, const struct view_round *round, size_t index,
                      uint32_t most)
{
    const struct plan *plan = &round->round->plans[index];
    const struct view_result *result = &round->result;
    bool won = result->won[index];
    int pad = ui_mm(ui, 3.0);
    int line = ui_line_height(ui, STYLE_BODY);
    char title[300], amount[40], votes[100], id[40];
    snprintf(title, sizeof(title), "%u. %s", (unsigned)plan->number, plan->title);
    page_amount(amount, sizeof(amount), plan->cost_cents);
    int width = area->w - 2 * pad - (result->counted != NULL ? ui_mm(ui, 9.0) : 0);
    bool beside = !page_is_upright(ui); /* else the votes have a line of their own */
    int lines = result->has_totals && !beside ? 2 : 1;
    int height =
        part_fact_height(ui, STYLE_BOLD, width, title) + ui_mm(ui, 2.0) + lines * line + 2 * pad;
    height += result->has_totals ? ui_mm(ui, 5.0) : 0;
    struct rect card = rect_cut_top(area, height);
    rect_cut_top(area, page_gap(ui));
    if (!ui_is_visible(ui, card)) {
        return;
    }
    if (won) {
        ui_card(ui, card, COLOR_CARD);
    } else {
        ui_stroke(ui, card, ui_mm(ui, 3.0), ui_mm(ui, 0.4), COLOR_LINE);
    }
    draw_why(ui, view, visit, card, round, index);
    struct rect inner = rect_inset(card, pad, pad);
    if (result->counted != NULL) {
        struct rect way = rect_cut_right(&inner, ui_mm(ui, 9.0));
        int side = ui_mm(ui, 7.0);
        ui_icon(ui, rect_center(way, side, side), "chevron-right", COLOR_INK_SOFT);
    }
    snprintf(id, sizeof(id), "result.plan.%u", (unsigned)plan->number);
    part_fact(ui, &inner, id, won ? "check" : "minus", STYLE_BOLD, title);
    struct rect row = rect_cut_top(&inner, line);
    struct rect money =
        beside ? rect_cut_right(&row, ui_text_width(ui, STYLE_BOLD, amount) + 2) : row;
    ui_text(ui, NULL, money, STYLE_BOLD, COLOR_INK, beside ? ALIGN_RIGHT : ALIGN_LEFT, amount);
    if (result->has_totals) {
        uint32_t count = result->votes[index];
        bool points = round->round->form == FORM_POINTS || round->round->form == FORM_RANK;
        part_number(votes, sizeof(votes), view,
                    points       ? count == 1 ? "vote.points-one" : "vote.points"
                    : count == 1 ? "result.vote"
                                 : "result.votes",
                    count);
        ui_text_line(ui, NULL, beside ? row : rect_cut_top(&inner, line), STYLE_BODY, COLOR_INK,
                     ALIGN_LEFT, votes);
        rect_cut_top(&inner, ui_mm(ui, 1.5));
        ui_bar(ui, rect_cut_top(&inner, ui_mm(ui, 3.0)), count, most, COLOR_MARK);
    }
}

static void draw_plans(struct ui *ui, const struct view *view, struct visit *visit,
                       struct rect *area, const struct view_round *round, bool winners,
                       uint32_t most)
{
    const struct view_result *result = &round->result;
    bool any = false;
    for (size_t i = 0; i < round->round->plan_count; i++) {
        size_t index = result->order[i];
        if (index >= round->round->plan_count || result->won[index] != winners) {
            continue;
        }
        if (!any) {
            part_say(ui, area, winners ? "result.winners" : "result.others", STYLE_TITLE, COLOR_INK,
                     2.0, page_word(view, winners ? "result.winners" : "result.others"));
            any = true;
        }
        draw_plan(ui, view, visit, area, round, index, most);
    }
}

/* The way to the count step by step. */
static void draw_how(struct ui *ui, const struct view *view, struct visit *visit, struct rect *area,
                     const struct view_round *round)
{
    char id[40];
    size_t index = (size_t)(round - view->rounds);

    snprintf(id, sizeof(id), "result.how.%zu", index + 1);
    if (round->result.counted != NULL &&
        part_row(ui, area, id, "list-checks", page_word(view, "result.how"), NULL)) {
        visit->result_round = index;
        visit->result_step = visit->result_first = 0;
        visit_go(visit, SCREEN_RESULT_STEPS);
    }
}

static void draw_counted(struct ui *ui, const struct view *view, struct visit *visit,
                         struct rect *area, const struct view_round *round)
{
    const struct view_result *result = &round->result;
    uint32_t most = 1;
    for (size_t i = 0; i < round->round->plan_count; i++) {
        most = result->votes[i] > most ? result->votes[i] : most;
    }
    char words[300], spent[40], budget[40], count[24];
    page_amount(spent, sizeof(spent), result->spent_cents);
    page_amount(budget, sizeof(budget), round->round->budget_cents);
    snprintf(count, sizeof(count), "%u", (unsigned)result->ballots);
    page_fill(words, sizeof(words), view, "result.sum",
              (const char *const[]){"n", count, "spent", spent, "budget", budget, NULL});
    part_say(ui, area, "result.sum", STYLE_BODY, COLOR_INK, 3.0, words);
    draw_how(ui, view, visit, area, round);
    draw_plans(ui, view, visit, area, round, true, most);
    if (!result->has_totals) {
        part_say(ui, area, "result.few", STYLE_BODY, COLOR_INK, 3.0, page_word(view, "result.few"));
        return;
    }
    draw_plans(ui, view, visit, area, round, false, most);
    if (result->blank > 0) {
        part_number(words, sizeof(words), view, "result.blank", result->blank);
        part_say(ui, area, "result.blank", STYLE_BODY, COLOR_INK_SOFT, 3.0, words);
    }
}

static enum action draw(struct ui *ui, const struct view *view, struct visit *visit)
{
    const char *title =
        view->round_count == 1 ? view->rounds[0].round->title : page_word(view, "result.title");
    struct page page = page_begin(ui, view, visit, title, PAGE_BACK, NULL, NULL, false);
    struct rect body = page.body;
    if (view->round_count == 0) {
        part_empty(ui, view, visit, &page, "result.none", "spot_result",
                   page_word(view, "result.none"));
        return page.action;
    }
    if (view->round_count == 1 && !view->rounds[0].result.is_known) {
        const char *state = page_word(view, state_key(&view->rounds[0]));
        body = part_art_beside(ui, body, "spot_result", (const char *const[]){state, state, NULL});
    }
    struct rect area = page_scroll(ui, view, visit, &page, "result", body);
    for (size_t i = 0; i < view->round_count; i++) {
        const struct view_round *round = &view->rounds[i];
        if (view->round_count > 1) {
            part_say(ui, &area, "result.round", STYLE_TITLE, COLOR_INK, 2.0, round->round->title);
        }
        if (round->result.is_known) {
            draw_counted(ui, view, visit, &area, round);
        } else {
            draw_state(ui, view, &area, round);
        }
        rect_cut_top(&area, page_gap(ui));
    }
    ui_scroll_end(ui, area.y - page_gap(ui));
    return page.action;
}

const struct screen screen_result = {"result", draw, false};
