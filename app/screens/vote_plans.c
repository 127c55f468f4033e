/* The ballot: all plans by their fixed numbers, the running total always in sight. */
#include "app/screens/all.h"
#include "app/screens/vote_parts.h"
#include "app/ui/paint.h"

#include <stdio.h>

/* A tap on a plan: choose it, undo it, or say why not. Never chooses for the voter. */
static void choose(struct visit *visit, const struct round *round, size_t index)
{
    visit->notice = NULL;
    if (visit->ballot.value[index] == 0) {
        enum ballot_verdict verdict = ballot_may_add(&visit->ballot, round, index);
        if (verdict != BALLOT_OK) {
            visit->notice = vote_verdict_key(verdict);
            visit->notice_number = round->choose_max;
            return;
        }
    }
    ballot_toggle(&visit->ballot, round, index);
}

static int card_height(struct ui *ui, const struct view *view, const struct round *round,
                       int words_w)
{
    int most = ui_mm(ui, 26.0);
    for (size_t i = 0; i < round->plan_count; i++) {
        int high = vote_plan_words(ui, view, (struct rect){0, 0, words_w, 0}, &round->plans[i],
                                   false) +
                   ui_mm(ui, 5.0);
        most = high > most ? high : most;
    }
    return most;
}

static void draw_card(struct ui *ui, const struct view *view, struct visit *visit,
                      const struct round *round, size_t index, struct rect card)
{
    const struct plan *plan = &round->plans[index];
    char id[32];
    int pad = ui_mm(ui, 2.5);
    struct rect more = {card.x + card.w - ui_mm(ui, 18.0) - pad, 0, ui_mm(ui, 18.0),
                        ui_mm(ui, 18.0)};
    more.y = card.y + (card.h - more.h) / 2;
    struct rect main_part = card;
    main_part.w = more.x - card.x - pad;
    snprintf(id, sizeof(id), "plan.%u", plan->number);
    bool chosen = visit->ballot.value[index] != 0;
    if (ui_choice(ui, id, main_part, plan->title, chosen, true)) {
        choose(visit, round, index);
    }
    struct rect inner = rect_inset(main_part, pad, pad);
    /* Room for the tick that a chosen card carries in its corner. */
    rect_cut_right(&inner, ui_mm(ui, 10.0));
    if (plan->photo[0] != '\0' && inner.w > ui_mm(ui, 90.0)) {
        struct rect photo = rect_cut_left(&inner, inner.h * 4 / 3);
        snprintf(id, sizeof(id), "plan.%u.photo", plan->number);
        ui_image(ui, id, photo, plan->photo, plan->title);
        rect_cut_left(&inner, ui_mm(ui, 3.0));
    }
    vote_plan_words(ui, view, inner, plan, true);
    snprintf(id, sizeof(id), "plan.%u.more", plan->number);
    const char *word = page_word(view, "vote.read");
    if (ui_tap_area(ui, id, more, word)) {
        visit->plan = index;
        visit_go(visit, SCREEN_VOTE_PLAN);
    }
    ui_fill(ui, more, ui_mm(ui, 3.0), COLOR_CARD);
    ui_stroke(ui, more, ui_mm(ui, 3.0), ui_mm(ui, 0.4), COLOR_LINE);
    int size = ui_mm(ui, 9.0);
    ui_icon(ui, rect_center(more, size, size), "book-open", COLOR_INK);
}

static enum action draw_plans(struct ui *ui, const struct view *view, struct visit *visit)
{
    const struct view_round *row = vote_round_of(view, visit);
    if (row == NULL || !visit->may_vote) {
        visit_return(visit, SCREEN_HOME);
        return ACT_NONE;
    }
    const struct round *round = row->round;
    enum ballot_verdict verdict = ballot_check(&visit->ballot, round);
    bool ready = verdict == BALLOT_OK || verdict == BALLOT_BLANK;
    struct page page =
        page_begin(ui, view, visit, NULL, PAGE_BACK, "arrow-right",
                   verdict == BALLOT_BLANK ? "vote.blank" : "vote.review", ready);
    struct rect body = page.body;
    vote_total_strip(ui, view, visit, round, &body);
    page_notice(ui, view, visit, &body);
    struct rect area = ui_scroll_begin(ui, "plans", body, page_word(view, "scroll.more"),
                                       page_word(view, "scroll.back"));
    int gap = page_gap(ui);
    int photo_w = area.w > ui_mm(ui, 120.0) ? ui_mm(ui, 40.0) : 0;
    int high = card_height(ui, view, round, area.w - ui_mm(ui, 42.0) - photo_w);
    for (size_t i = 0; i < round->plan_count; i++) {
        struct rect card = rect_cut_top(&area, high);
        rect_cut_top(&area, gap);
        if (ui_is_visible(ui, card)) {
            draw_card(ui, view, visit, round, i, card);
        }
    }
    ui_scroll_end(ui, area.y);
    if (page.main) {
        visit_go(visit, SCREEN_VOTE_REVIEW);
    }
    return page.action;
}

const struct screen screen_vote_plans = {"vote_plans", draw_plans, false};

static int draw_words(struct ui *ui, struct rect *area, const char *id, enum style style,
                      const char *words)
{
    if (words[0] == '\0') {
        return 0;
    }
    int high = ui_text_height(ui, style, area->w, words);
    ui_text(ui, id, rect_cut_top(area, high), style, COLOR_INK, ALIGN_LEFT, words);
    rect_cut_top(area, ui_mm(ui, 2.0));
    return high;
}

static enum action draw_plan(struct ui *ui, const struct view *view, struct visit *visit)
{
    const struct view_round *row = vote_round_of(view, visit);
    if (row == NULL || visit->plan >= row->round->plan_count) {
        visit_return(visit, SCREEN_HOME);
        return ACT_NONE;
    }
    const struct round *round = row->round;
    const struct plan *plan = &round->plans[visit->plan];
    bool chosen = visit->ballot.value[visit->plan] != 0;
    char title[300];
    snprintf(title, sizeof(title), "%u. %s", plan->number, plan->title);
    struct page page =
        page_begin(ui, view, visit, title, PAGE_BACK, chosen ? "undo-2" : "check",
                   !visit->may_vote ? NULL : chosen ? "vote.unchoose" : "vote.choose", true);
    struct rect area = ui_scroll_begin(ui, "plan", page.body, page_word(view, "scroll.more"),
                                       page_word(view, "scroll.back"));
    page_notice(ui, view, visit, &area);
    int top = area.y;
    struct rect photo = {0};
    if (plan->photo[0] != '\0') {
        bool side = area.w > ui_mm(ui, 150.0);
        photo = side ? rect_cut_right(&area, area.w * 40 / 100) : rect_cut_top(&area, area.w / 2);
        if (side) {
            photo.h = photo.w * 3 / 4;
            rect_cut_right(&area, ui_mm(ui, 4.0));
        } else {
            rect_cut_top(&area, ui_mm(ui, 2.0));
        }
        ui_image(ui, "plan.photo", photo, plan->photo, plan->title);
    }
    char cost[32], words[300];
    page_amount(cost, sizeof(cost), plan->cost_cents);
    draw_words(ui, &area, "plan.cost", STYLE_TITLE, cost);
    draw_words(ui, &area, "plan.change", STYLE_BOLD, plan->change);
    int badge = page_owner(ui, view, area, plan->owner);
    rect_cut_top(&area, badge + ui_mm(ui, 2.0));
    draw_words(ui, &area, "plan.summary", STYLE_BODY, plan->summary);
    draw_words(ui, &area, "plan.text", STYLE_BODY, plan->text);
    if (plan->by[0] != '\0') {
        draw_words(ui, &area, "plan.by", STYLE_BODY,
                   page_fill(words, sizeof(words), view, "vote.by",
                             (const char *const[]){"name", plan->by, NULL}));
    }
    int bottom = area.y > photo.y + photo.h ? area.y : photo.y + photo.h;
    ui_scroll_end(ui, bottom > top ? bottom : top);
    if (page.main) {
        size_t index = visit->plan;
        choose(visit, round, index);
        if (visit->notice == NULL) {
            visit_back(visit);
        }
    }
    return page.action;
}

const struct screen screen_vote_plan = {"vote_plan", draw_plan, false};
