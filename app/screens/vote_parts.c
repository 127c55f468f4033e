#include "app/screens/vote_parts.h"

#include "app/screens/part.h"
#include "app/ui/paint.h"

#include <stdio.h>
#include <string.h>

enum { TURN_WORDS = 300 };
enum { SOON_S = 30, STEP_S = 10 }; /* of the end of a turn */

const struct view_round *vote_round_of(const struct view *view, const struct visit *visit)
{
    return visit->round < view->round_count ? &view->rounds[visit->round] : NULL;
}

const char *vote_verdict_key(enum ballot_verdict verdict)
{
    switch (verdict) {
    case BALLOT_OK:
        return "vote.check-ok";
    case BALLOT_BLANK:
        return "vote.check-blank";
    case BALLOT_EMPTY:
        return "vote.check-empty";
    case BALLOT_TOO_FEW:
        return "vote.check-too-few";
    case BALLOT_TOO_MANY:
        return "vote.check-too-many";
    case BALLOT_OVER_BUDGET:
        return "vote.check-over-budget";
    case BALLOT_OVER_POINTS:
        return "vote.check-over-points";
    case BALLOT_MALFORMED:
        return "vote.check-malformed";
    }
    return "vote.check-malformed";
}

const char *vote_total(char *dst, size_t cap, const struct view *view, const struct visit *visit,
                       const struct round *round)
{
    struct ballot_sum sum = ballot_sum(&visit->ballot, round);
    char chosen[12], most[12], left[32], budget[32];
    snprintf(chosen, sizeof(chosen), "%u", sum.chosen);
    snprintf(most, sizeof(most), "%u", round->choose_max);
    page_amount(left, sizeof(left), sum.left_cents);
    page_amount(budget, sizeof(budget), round->budget_cents);
    const char *key = "vote.total-approve";
    if (round->form == FORM_PURSE) {
        key = "vote.total-purse";
    } else if (round->form == FORM_POINTS) {
        key = "vote.total-points";
        snprintf(chosen, sizeof(chosen), "%u", round->points - sum.points);
        snprintf(most, sizeof(most), "%u", round->points);
    }
    return page_fill(
        dst, cap, view, key,
        (const char *const[]){"n", chosen, "max", most, "left", left, "budget", budget, NULL});
}

int vote_total_height(struct ui *ui, const struct view *view, const struct visit *visit,
                      const struct round *round, int width)
{
    char words[160];
    vote_total(words, sizeof(words), view, visit, round);
    return ui_text_height(ui, STYLE_BOLD, width, words) + ui_mm(ui, 6.5);
}

void vote_total_strip(struct ui *ui, const struct view *view, const struct visit *visit,
                      const struct round *round, struct rect *body)
{
    char words[160];
    vote_total(words, sizeof(words), view, visit, round);
    struct ballot_sum sum = ballot_sum(&visit->ballot, round);
    struct rect strip = rect_cut_top(body, vote_total_height(ui, view, visit, round, body->w));
    int high = ui_text_height(ui, STYLE_BOLD, strip.w, words);
    ui_text(ui, "vote.total", rect_cut_top(&strip, high), STYLE_BOLD, COLOR_INK, ALIGN_LEFT, words);
    rect_cut_top(&strip, ui_mm(ui, 1.0));
    struct rect bar = rect_cut_top(&strip, ui_mm(ui, 3.0));
    if (round->form == FORM_PURSE) {
        ui_bar(ui, bar, sum.cost_cents, round->budget_cents, COLOR_ACCENT);
    } else if (round->form == FORM_POINTS) {
        ui_bar(ui, bar, sum.points, round->points, COLOR_ACCENT);
    } else {
        ui_bar(ui, bar, sum.chosen, round->choose_max, COLOR_ACCENT);
    }
}

/* An amount that is wider than its card stands under its euro sign; never cut. */
static void plan_cost(const struct ui *ui, int width, const struct plan *plan, char cost[32])
{
    page_amount(cost, 32, plan->cost_cents);
    char *space = strstr(cost, "\u00a0");
    if (space != NULL && ui_text_width(ui, STYLE_BODY, cost) > width) {
        space[0] = '\n';
        memmove(space + 1, space + 2, strlen(space + 2) + 1);
    }
}

bool vote_has_turn(const struct view *view, const struct visit *visit)
{
    return view->turn_left_ms > 0 && view->turn_round == visit->round;
}

int vote_turn_soon_s(const struct view *view, const struct visit *visit)
{
    const struct view_round *row = vote_round_of(view, visit);
    if (row == NULL || row->round->access != ACCESS_UNLOCK || !vote_has_turn(view, visit) ||
        view->turn_left_ms > SOON_S * 1000) {
        return 0;
    }
    int64_t steps = (view->turn_left_ms + STEP_S * 1000 - 1) / (STEP_S * 1000);
    return (int)steps * STEP_S;
}

/* The sentence that fits, and how high its card is. */
static int turn_words(struct ui *ui, const struct view *view, int seconds, struct rect body,
                      char words[TURN_WORDS])
{
    int pad = ui_mm(ui, 3.0);

    part_number(words, TURN_WORDS, view, "vote.turn-soon", seconds);
    int high = ui_text_height(ui, STYLE_BODY, body.w - 2 * pad, words) + pad;
    if (high > body.h * 2 / 5) { /* on a low screen what is asked comes first */
        part_number(words, TURN_WORDS, view, "vote.turn-soon-short", seconds);
        high = ui_text_height(ui, STYLE_BODY, body.w - 2 * pad, words) + pad;
    }
    return high;
}

int vote_turn_height(struct ui *ui, const struct view *view, const struct visit *visit,
                     struct rect body)
{
    char words[TURN_WORDS];
    int seconds = vote_turn_soon_s(view, visit);

    return seconds == 0 ? 0 : turn_words(ui, view, seconds, body, words) + ui_mm(ui, 2.0);
}

void vote_turn_notice(struct ui *ui, const struct view *view, const struct visit *visit,
                      struct rect *body)
{
    char words[TURN_WORDS];
    int seconds = vote_turn_soon_s(view, visit);

    if (seconds == 0) {
        return;
    }
    int pad = ui_mm(ui, 3.0);
    struct rect card = rect_cut_top(body, turn_words(ui, view, seconds, *body, words));
    rect_cut_top(body, ui_mm(ui, 2.0));
    ui_fill(ui, card, ui_mm(ui, 2.0), COLOR_WARN);
    ui_text(ui, "vote.turn-soon", rect_inset(card, pad, pad / 2), STYLE_BODY, COLOR_INK, ALIGN_LEFT,
            words);
}

int vote_plan_words(struct ui *ui, const struct view *view, struct rect rect,
                    const struct plan *plan, int spare_w, bool draw)
{
    (void)view;
    char title[300], cost[32];
    snprintf(title, sizeof(title), "%u. %s", plan->number, plan->title);
    plan_cost(ui, rect.w + spare_w, plan, cost);
    int high = ui_text_height(ui, STYLE_BOLD, rect.w, title);
    int line = ui_line_height(ui, STYLE_BODY);
    int cost_h = ui_text_height(ui, STYLE_BODY, rect.w + spare_w, cost);
    if (!draw) {
        return high + cost_h;
    }
    ui_text(ui, NULL, rect_cut_top(&rect, high), STYLE_BOLD, COLOR_INK, ALIGN_LEFT, title);
    rect.w += spare_w;
    rect.h = cost_h;
    ui_text(ui, NULL, rect, STYLE_BODY, COLOR_INK, ALIGN_LEFT, cost);
    /* Whose plan it is stands in words on the plan's own screen; here as its icon. */
    rect_cut_left(&rect, ui_text_width(ui, STYLE_BODY, cost) + ui_mm(ui, 4.0));
    if (cost_h == line && rect.w >= line * 3 / 4) {
        struct rect icon = rect_cut_left(&rect, line * 3 / 4);
        ui_icon(ui, rect_center(icon, line * 6 / 10, line * 6 / 10), page_owner_icon(plan->owner),
                COLOR_INK_SOFT);
    }
    return high + cost_h;
}
