/* Why one plan won or not: its name, what became of it, and the story in sentences. */
#include "app/screens/all.h"
#include "app/screens/result_parts.h"

#include <stdio.h>

/* The step of the plan that is looked at; NULL when there is none. */
static const struct count_step *step_of(const struct view_round *round, const struct visit *visit,
                                        size_t *ret_index)
{
    if (round == NULL) {
        return NULL;
    }
    const struct count_outcome *outcome = round->result.counted->outcome;
    *ret_index = explain_find(outcome, visit->plan);
    return *ret_index < outcome->step_count ? &outcome->steps[*ret_index] : NULL;
}

static void draw_plan(struct ui *ui, const struct view *view, const struct visit *visit,
                      const struct page *page, const struct view_round *round, size_t index)
{
    const struct count_step *step = &round->result.counted->outcome->steps[index];
    const struct plan *plan = &round->round->plans[step->plan];
    bool bought = result_is_bought(step);
    char title[300];

    struct rect area = page_scroll(ui, view, visit, page, "result_plan", page->body);
    snprintf(title, sizeof(title), "%u. %s", (unsigned)plan->number, plan->title);
    if (page_is_low(ui)) {
        part_fact(ui, &area, "result_plan.title", bought ? "check" : "minus", STYLE_BOLD, title);
        rect_cut_top(&area, ui_mm(ui, 2.0));
    } else {
        part_say(ui, &area, "result_plan.title", STYLE_TITLE, COLOR_INK, 2.0, title);
        part_panel(ui, &area, "result_plan.verdict", bought ? "check" : "minus",
                   bought ? COLOR_CHOSEN : COLOR_CARD, STYLE_BOLD,
                   page_word(view, bought ? "result.gets" : "result.gets-not"));
    }
    result_story(ui, view, &area, "result_plan.story", &round->result.story[index]);
    ui_scroll_end(ui, area.y);
}

static enum action draw(struct ui *ui, const struct view *view, struct visit *visit)
{
    const struct view_round *round = result_round_of(view, visit);
    size_t index = 0;
    const struct count_step *step = step_of(round, visit, &index);
    struct page page = page_begin(ui, view, visit, page_word(view, "result.why"), PAGE_BACK,
                                  "list-checks", "result.steps", step != NULL);

    if (step == NULL) {
        part_empty(ui, view, visit, &page, "result.none", "spot_result",
                   page_word(view, "result.none"));
        return page.action;
    }
    draw_plan(ui, view, visit, &page, round, index);
    if (page.main) {
        visit->result_step = visit->result_first = index + 1;
        visit_go(visit, SCREEN_RESULT_STEPS);
    }
    return page.action;
}

const struct screen screen_result_plan = {"result_plan", draw, false};
