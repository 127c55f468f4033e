/* The ballot: all plans by their fixed numbers, the running total always in sight. */
#include "app/screens/all.h"
#include "app/screens/part.h"
#include "app/screens/vote_forms.h"
#include "app/screens/vote_parts.h"
#include "app/ui/paint.h"

#include <stdio.h>

#define TICK_MM 9.0  /* beside the title, for the tick */
#define LIST_MM 45.0 /* less than this is no list */

/* How a card is divided: photo, words with room for what marks it as chosen, and the book that
 * opens the plan. A stepper stands beside the words, or below them where they would have no room.
 */
struct card_parts {
    int photo_w, words_w, mark_w, book_w, pad, stepper_w, stepper_h;
    bool is_below;
};

static struct card_parts card_parts(const struct ui *ui, const struct round *round, int width)
{
    bool upright = page_is_upright(ui);
    struct card_parts parts = {.pad = ui_mm(ui, upright ? 2.0 : 2.5), .book_w = ui_mm(ui, 16.0)};
    int inner = width - parts.book_w - page_gap(ui) - 2 * parts.pad;
    if (round->form == FORM_POINTS) {
        parts.stepper_w = vote_stepper_width(ui, round);
        parts.stepper_h = ui_mm(ui, 16.0);
        parts.is_below = inner - parts.stepper_w - page_gap(ui) < ui_mm(ui, 75.0);
    } else {
        parts.mark_w = ui_mm(ui, TICK_MM);
    }
    if (round->form == FORM_RANK) {
        parts.mark_w = ui_line_height(ui, STYLE_BOLD) + ui_mm(ui, 2.0);
    }
    inner -= parts.mark_w;
    inner -= parts.stepper_w > 0 && !parts.is_below ? parts.stepper_w + page_gap(ui) : 0;
    /* Words first: a photo only where thirty letters or so still fit beside it. */
    parts.photo_w = inner > ui_mm(ui, 135.0) ? ui_mm(ui, 36.0) : 0;
    parts.words_w = inner - (parts.photo_w > 0 ? parts.photo_w + parts.pad : 0);
    return parts;
}

static int card_height(struct ui *ui, const struct view *view, const struct plan *plan,
                       struct card_parts parts)
{
    struct rect words = {0, 0, parts.words_w, 0};
    int high = vote_plan_words(ui, view, words, plan, parts.mark_w, false);
    high += parts.is_below ? page_gap(ui) + parts.stepper_h : 0;
    high = high > parts.stepper_h ? high : parts.stepper_h;
    high += 2 * parts.pad;
    return high > ui_mm(ui, 22.0) ? high : ui_mm(ui, 22.0);
}

static bool draw_book(struct ui *ui, const struct view *view, const struct plan *plan,
                      struct rect place)
{
    char id[32];
    snprintf(id, sizeof(id), "plan.%u.more", plan->number);
    bool tapped = ui_tap_area(ui, id, place, page_word(view, "vote.read"));
    ui_fill(ui, place, ui_mm(ui, 3.0), COLOR_CARD);
    ui_stroke(ui, place, ui_mm(ui, 3.0), ui_mm(ui, 0.4), COLOR_LINE);
    int size = ui_mm(ui, 8.0);
    ui_icon(ui, rect_center(place, size, size), "book-open", COLOR_INK);
    return tapped;
}

/* The ground of the card, and what a tap on it does: nothing where points are given beside it. */
static void draw_ground(struct ui *ui, const struct view *view, struct visit *visit,
                        const struct round *round, size_t index, struct rect card)
{
    const struct plan *plan = &round->plans[index];
    unsigned value = visit->ballot.value[index];
    char id[40], words[320], place[8];
    bool tapped = false;

    snprintf(id, sizeof(id), "plan.%u", plan->number);
    if (round->form == FORM_POINTS) {
        ui_card(ui, card, value > 0 ? COLOR_CHOSEN : COLOR_CARD);
    } else if (round->form == FORM_RANK) {
        snprintf(place, sizeof(place), "%u", value);
        page_fill(words, sizeof(words), view, "vote.rank-label",
                  (const char *const[]){"n", place, "name", plan->title, NULL});
        tapped = ui_choice_bare(ui, id, card, value > 0 ? words : plan->title, value > 0);
    } else {
        tapped = ui_choice(ui, id, card, plan->title, value > 0, true);
    }
    if (tapped) {
        vote_choose(visit, round, index);
    }
}

static void draw_photo(struct ui *ui, const struct plan *plan, struct rect photo)
{
    char id[40];

    photo.h = photo.h > photo.w ? photo.w : photo.h;
    if (plan->photo[0] != '\0') {
        snprintf(id, sizeof(id), "plan.%u.photo", plan->number);
        ui_image(ui, id, photo, plan->photo, plan->title);
    }
}

static void draw_card(struct ui *ui, const struct view *view, struct visit *visit,
                      const struct round *round, size_t index, struct rect card)
{
    const struct plan *plan = &round->plans[index];
    struct card_parts parts = card_parts(ui, round, card.w);
    struct rect book = rect_cut_right(&card, parts.book_w);
    rect_cut_right(&card, page_gap(ui));
    draw_ground(ui, view, visit, round, index, card);
    struct rect inner = rect_inset(card, parts.pad, parts.pad);
    if (round->form == FORM_RANK && visit->ballot.value[index] > 0) {
        vote_place(ui, inner, visit->ballot.value[index], true);
    }
    if (parts.photo_w > 0) {
        draw_photo(ui, plan, rect_cut_left(&inner, parts.photo_w));
        rect_cut_left(&inner, parts.pad);
    }
    if (parts.stepper_w > 0) {
        struct rect stepper = parts.is_below ? rect_cut_bottom(&inner, parts.stepper_h)
                                             : rect_cut_right(&inner, parts.stepper_w);
        stepper = parts.is_below ? (struct rect){stepper.x, stepper.y, parts.stepper_w, stepper.h}
                                 : rect_center(stepper, parts.stepper_w, parts.stepper_h);
        vote_stepper(ui, view, visit, round, index, stepper);
    }
    inner.w = parts.words_w;
    vote_plan_words(ui, view, inner, plan, parts.mark_w, true);
    if (draw_book(ui, view, plan, book)) {
        visit->plan = index;
        visit_go(visit, SCREEN_VOTE_PLAN);
    }
}

/* Why a plan was not chosen, on a small screen: in the place of the list, until it was read. */
static void draw_refused(struct ui *ui, const struct view *view, struct visit *visit,
                         const struct page *page, struct rect body)
{
    const char *back = page_word(view, "vote.to-plans");
    struct rect row = rect_cut_bottom(&body, part_button_height(ui, body.w, back));
    rect_cut_bottom(&body, page_gap(ui));
    struct rect area = page_scroll(ui, view, visit, page, "refused", body);
    ui_scroll_end(ui, area.y);
    if (ui_button(ui, "vote.to-plans", row, BUTTON_PLAIN, "arrow-left", back, true)) {
        visit->notice = NULL;
    }
}

static enum action draw_plans(struct ui *ui, const struct view *view, struct visit *visit)
{
    const struct view_round *row = vote_round_of(view, visit);
    if (row == NULL || !visit_may_vote(visit)) {
        visit_return(visit, SCREEN_HOME);
        return ACT_NONE;
    }
    const struct round *round = row->round;
    enum ballot_verdict verdict = ballot_check(&visit->ballot, round);
    bool ready = verdict == BALLOT_OK || verdict == BALLOT_BLANK;
    struct page page = page_begin(ui, view, visit, NULL, PAGE_BACK, "arrow-right",
                                  verdict == BALLOT_BLANK ? "vote.blank" : "vote.review", ready);
    struct rect body = page.body;
    int told = page_notice_height(ui, view, visit, body.w);
    if (told > 0 &&
        told > body.h - vote_total_height(ui, view, visit, round, body.w) - ui_mm(ui, LIST_MM)) {
        page.notice = true;
        draw_refused(ui, view, visit, &page, body);
        return page.action;
    }
    vote_total_strip(ui, view, visit, round, &body);
    page_notice(ui, view, visit, &body);
    /* Above the list, or at its top where no list would be left. */
    bool inside = body.h - vote_turn_height(ui, view, visit, body) < ui_mm(ui, LIST_MM);
    if (!inside) {
        vote_turn_notice(ui, view, visit, &body);
    }
    struct rect area = page_scroll(ui, view, visit, &page, "plans", body);
    if (inside) {
        vote_turn_notice(ui, view, visit, &area);
    }
    int gap = page_gap(ui);
    char words[200];
    const char *how = vote_form_how(words, sizeof(words), view, round);
    part_say(ui, &area, "vote.how", STYLE_BODY, COLOR_INK, 3.0, how);
    struct card_parts parts = card_parts(ui, round, area.w);
    for (size_t i = 0; i < round->plan_count; i++) {
        struct rect card = rect_cut_top(&area, card_height(ui, view, &round->plans[i], parts));
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

/* Beside the words where both have room, else above them. */
static struct rect cut_photo(const struct ui *ui, struct rect *area)
{
    struct rect photo;
    if (area->w <= ui_mm(ui, 150.0)) {
        photo = rect_cut_top(area, area->w / 2);
        rect_cut_top(area, ui_mm(ui, 2.0));
        return photo;
    }
    photo = rect_cut_right(area, area->w * 40 / 100);
    photo.h = photo.w * 3 / 4;
    rect_cut_right(area, ui_mm(ui, 4.0));
    return photo;
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
    bool gives_points = round->form == FORM_POINTS;
    struct page page =
        page_begin(ui, view, visit, title, PAGE_BACK, chosen && !gives_points ? "undo-2" : "check",
                   !visit_may_vote(visit) ? NULL
                   : gives_points         ? "vote.to-plans-short"
                   : chosen               ? "vote.unchoose"
                                          : "vote.choose",
                   true);
    vote_turn_notice(ui, view, visit, &page.body);
    struct rect area = page_scroll(ui, view, visit, &page, "plan", page.body);
    page_notice(ui, view, visit, &area);
    if (gives_points && visit_may_vote(visit)) {
        struct rect stepper = rect_cut_top(&area, ui_mm(ui, 16.0));
        stepper.w = vote_stepper_width(ui, round);
        vote_stepper(ui, view, visit, round, visit->plan, stepper);
        rect_cut_top(&area, page_gap(ui));
    }
    int top = area.y;
    struct rect photo = {0};
    bool low = page_is_low(ui); /* words first, the photo below them */
    if (plan->photo[0] != '\0' && !low) {
        photo = cut_photo(ui, &area);
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
    if (plan->photo[0] != '\0' && low) {
        photo = rect_cut_top(&area, area.w * 9 / 16);
        ui_image(ui, "plan.photo", photo, plan->photo, plan->title);
    }
    int bottom = area.y > photo.y + photo.h ? area.y : photo.y + photo.h;
    ui_scroll_end(ui, bottom > top ? bottom : top);
    if (page.main && gives_points) {
        visit_back(visit);
    } else if (page.main) {
        vote_choose(visit, round, visit->plan);
        if (visit->notice == NULL) {
            visit_back(visit);
        }
    }
    return page.action;
}

const struct screen screen_vote_plan = {"vote_plan", draw_plan, false};
