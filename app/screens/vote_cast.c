/* Review, the lit button, and the receipt. Nothing counts until the button is pressed. */
#include "app/screens/all.h"
#include "app/screens/part.h"
#include "app/screens/vote_forms.h"
#include "app/screens/vote_parts.h"
#include "app/ui/paint.h"

#include <stdio.h>

enum { LONG_PRESS_MS = 3000 };

/* What the form makes of the choice, in a sentence. */
static const char *review_key(const struct round *round, const struct ballot_sum *sum)
{
    if (sum->chosen == 0) {
        return "vote.review-blank";
    }
    if (round->form == FORM_POINTS) {
        return sum->chosen == 1 ? "vote.review-points-one" : "vote.review-points";
    }
    if (round->form == FORM_RANK && sum->chosen > 1) {
        return "vote.review-rank";
    }
    return sum->chosen == 1 ? "vote.review-one" : "vote.review-sum";
}

/* How much more there might be, which need not; 0: nothing. */
static int review_more(const struct round *round, const struct ballot_sum *sum, const char **ret)
{
    if (sum->chosen == 0) {
        return 0;
    }
    if (round->form == FORM_POINTS) {
        *ret = "vote.review-points-left";
        return (int)(round->points - sum->points);
    }
    *ret = "vote.review-more";
    return round->form == FORM_APPROVE && sum->chosen < round->plan_count
               ? (int)round->choose_max - (int)sum->chosen
               : 0;
}

/* "U kiest 3 plannen, samen 4.500 euro", with a hint when more may be chosen. */
static void review_words(struct ui *ui, const struct view *view, const struct visit *visit,
                         const struct round *round, struct rect *area)
{
    struct ballot_sum sum = ballot_sum(&visit->ballot, round);
    char number[12], points[12], cost[32], words[300];
    const char *more_key = NULL;
    snprintf(number, sizeof(number), "%u", sum.chosen);
    snprintf(points, sizeof(points), "%u", sum.points);
    page_amount(cost, sizeof(cost), sum.cost_cents);
    page_fill(words, sizeof(words), view, review_key(round, &sum),
              (const char *const[]){"n", number, "amount", cost, "points", points, NULL});
    part_say(ui, area, "review.sum", STYLE_BODY, COLOR_INK, 0.0, words);
    int more = review_more(round, &sum, &more_key);
    if (more > 0) {
        part_number(words, sizeof(words), view, more_key, more);
        part_say(ui, area, "review.hint", STYLE_BODY, COLOR_INK_SOFT, 0.0, words);
    }
    rect_cut_top(area, page_gap(ui));
}

/* In order of preference a plan may be raised here: the arrow stands beside its card. */
static void draw_raise(struct ui *ui, const struct view *view, struct visit *visit,
                       const struct round *round, size_t index, struct rect place)
{
    const struct plan *plan = &round->plans[index];
    char id[40], words[320];

    snprintf(id, sizeof(id), "review.up.%u", plan->number);
    page_fill(words, sizeof(words), view, "vote.rank-up",
              (const char *const[]){"name", plan->title, NULL});
    bool tapped = ui_tap_area(ui, id, place, words);
    ui_fill(ui, place, ui_mm(ui, 3.0), COLOR_CARD);
    ui_stroke(ui, place, ui_mm(ui, 3.0), ui_mm(ui, 0.6), COLOR_MARK);
    int size = ui_mm(ui, 9.0);
    ui_icon(ui, rect_center(place, size, size), "arrow-big-up", COLOR_INK);
    if (tapped) {
        ballot_raise(&visit->ballot, round, index);
    }
}

/* One plan as it was chosen: a tick, its points, or its place. */
static void review_card(struct ui *ui, const struct view *view, struct visit *visit,
                        const struct round *round, size_t index, struct rect *area)
{
    const struct plan *plan = &round->plans[index];
    unsigned value = visit->ballot.value[index];
    int pad = ui_mm(ui, 3.0);
    bool ranks = round->form == FORM_RANK, can_rise = ranks && value > 1;
    int raise_w = ranks ? ui_mm(ui, 16.0) + page_gap(ui) : 0;
    int mark_w = ranks ? vote_place(ui, *area, value, false) + ui_mm(ui, 3.0) : ui_mm(ui, 12.0);
    char points[60] = "";
    struct rect inside = {0, 0, area->w - raise_w - 2 * pad - mark_w, 0};
    int high = vote_plan_words(ui, view, inside, plan, 0, false) + pad;
    if (round->form == FORM_POINTS) {
        vote_points_words(points, sizeof(points), view, value);
        high += ui_text_height(ui, STYLE_BOLD, inside.w, points);
    }
    high = ranks && high < ui_mm(ui, 16.0) ? ui_mm(ui, 16.0) : high;
    struct rect card = rect_cut_top(area, high);
    rect_cut_top(area, ranks ? page_gap(ui) : ui_mm(ui, 2.0));
    struct rect up = rect_cut_right(&card, raise_w);
    rect_cut_left(&up, page_gap(ui));
    ui_card(ui, card, COLOR_CHOSEN);
    struct rect inner = rect_inset(card, pad, pad / 2);
    struct rect mark = rect_cut_left(&inner, mark_w);
    if (ranks) {
        mark.w -= ui_mm(ui, 3.0);
        vote_place(ui, mark, value, true);
    } else {
        int size = ui_mm(ui, 8.0);
        ui_icon(ui, rect_center(mark, size, size), "check", COLOR_INK);
    }
    rect_cut_top(&inner, vote_plan_words(ui, view, inner, plan, 0, true));
    if (points[0] != '\0') {
        ui_text(ui, NULL, inner, STYLE_BOLD, COLOR_INK, ALIGN_LEFT, points);
    }
    if (can_rise) {
        draw_raise(ui, view, visit, round, index, rect_center(up, up.w, ui_mm(ui, 16.0)));
    }
}

/* In the order of the list, or of preference. */
static void review_cards(struct ui *ui, const struct view *view, struct visit *visit,
                         const struct round *round, struct rect *area)
{
    struct ballot_sum sum = ballot_sum(&visit->ballot, round);

    for (uint16_t place = 1; round->form == FORM_RANK && place <= sum.chosen; place++) {
        size_t index = ballot_ranked(&visit->ballot, round, place);
        if (index < round->plan_count) {
            review_card(ui, view, visit, round, index, area);
        }
    }
    for (size_t i = 0; round->form != FORM_RANK && i < round->plan_count; i++) {
        if (visit->ballot.value[i] != 0) {
            review_card(ui, view, visit, round, i, area);
        }
    }
}

static enum action draw_review(struct ui *ui, const struct view *view, struct visit *visit)
{
    const struct view_round *row = vote_round_of(view, visit);
    if (row == NULL || !visit_may_vote(visit)) {
        visit_return(visit, SCREEN_HOME);
        return ACT_NONE;
    }
    const struct round *round = row->round;
    struct page page = page_begin(ui, view, visit, page_word(view, "vote.review-title"), PAGE_BACK,
                                  "arrow-right", "vote.review-yes", true);
    struct rect body = page.body;
    vote_turn_notice(ui, view, visit, &body);
    if (ballot_sum(&visit->ballot, round).chosen == 0) {
        const char *blank = page_word(view, "vote.review-blank");
        body = part_art_beside(ui, body, "spot_vote", (const char *const[]){blank, blank, NULL});
    }
    struct rect area = page_scroll(ui, view, visit, &page, "review", body);
    review_words(ui, view, visit, round, &area);
    review_cards(ui, view, visit, round, &area);
    ui_scroll_end(ui, area.y);
    if (page.main) {
        visit_go(visit, SCREEN_VOTE_CONFIRM);
    }
    return page.action;
}

const struct screen screen_vote_review = {"vote_review", draw_review, false};

/* The picture of the button: glows slowly as the lamp does, never flashes. */
static void draw_glow(struct ui *ui, const struct view *view, struct rect place)
{
    int size = place.w < place.h ? place.w : place.h;
    struct rect disc = rect_center(place, size, size);
    bool bright = view->now_ms % 1000 < 600;
    ui_fill(ui, disc, size / 2, bright ? COLOR_GLOW : COLOR_WARN);
    struct rect ring = rect_inset(disc, size / 10, size / 10);
    ui_fill(ui, ring, ring.w / 2, COLOR_STOP);
    struct rect cap = rect_inset(disc, size / 6, size / 6);
    ui_fill(ui, cap, cap.w / 2, bright ? COLOR_GLOW : COLOR_WARN);
    int hand = cap.w / 2;
    ui_icon(ui, rect_center(cap, hand, hand), "hand", bright ? COLOR_NIGHT : COLOR_INK);
}

/* The place of the lit button's picture, or of the button that stands in for it: beside the words,
 * upright below them, and as large as they leave room for. */
static struct rect cut_picture(const struct ui *ui, const struct view *view, struct rect *body,
                               const char *words)
{
    int gap = ui_mm(ui, 4.0);
    int least = ui_mm(ui, view->button_works ? 16.0 : 24.0);
    struct rect picture;
    if (body->w > body->h * 3 / 2) {
        int wide = view->button_works ? body->h : body->w * 2 / 5;
        picture = rect_cut_right(body, wide < body->w * 2 / 5 ? wide : body->w * 2 / 5);
        rect_cut_right(body, gap);
    } else {
        int spare = body->h - ui_text_height(ui, STYLE_TITLE, body->w, words) - gap;
        int half = body->h / 2;
        int high = spare < least ? least : spare < half ? spare : half;
        picture = rect_cut_bottom(body, high);
        rect_cut_bottom(body, gap);
    }
    int edge = view->button_works ? ui_mm(ui, 2.0) : picture.h > 2 * least ? picture.h / 4 : 0;
    return rect_inset(picture, 0, edge);
}

static enum action draw_confirm(struct ui *ui, const struct view *view, struct visit *visit)
{
    const struct view_round *row = vote_round_of(view, visit);
    if (row == NULL || !visit_may_vote(visit)) {
        visit_return(visit, SCREEN_HOME);
        return ACT_NONE;
    }
    struct page page = page_begin(ui, view, visit, page_word(view, "vote.confirm-not-yet"),
                                  PAGE_BACK, NULL, NULL, false);
    page_tell(ui, view, visit, &page, PAGE_TELL_NOTICE);
    const char *words = page_word(view, !view->button_works ? "vote.confirm-long"
                                        : visit->is_storing ? "vote.storing"
                                                            : "vote.confirm-press");
    struct rect body = page.body;
    vote_turn_notice(ui, view, visit, &body);
    struct rect picture = cut_picture(ui, view, &body, words);
    struct rect area = page_scroll(ui, view, visit, &page, "confirm", body);
    bool title = ui_text_height(ui, STYLE_TITLE, area.w, words) <= body.h;
    part_say(ui, &area, "confirm.press", title ? STYLE_TITLE : STYLE_BOLD, COLOR_INK, 0.0, words);
    ui_scroll_end(ui, area.y);
    if (view->button_works) {
        draw_glow(ui, view, picture);
        return page.action;
    }
    ui_button(ui, "confirm.hold", picture, BUTTON_MAIN, "hand",
              page_word(view, "vote.confirm-hold"), true);
    if (ui_held_ms(ui, "confirm.hold") >= LONG_PRESS_MS && !visit->is_storing) {
        page.action = ACT_VOTE_LONG_PRESS;
    }
    return page.action;
}

const struct screen screen_vote_confirm = {"vote_confirm", draw_confirm, false};

static void draw_receipt(struct ui *ui, const struct visit *visit, enum style style,
                         struct rect *area)
{
    int pad = ui_mm(ui, 3.0);
    int high = ui_text_height(ui, style, area->w - 2 * pad, visit->receipt) + 2 * pad;
    struct rect card = rect_cut_top(area, high);
    ui_card(ui, card, COLOR_CHOSEN);
    ui_text(ui, "receipt", rect_inset(card, pad, pad), style, COLOR_INK, ALIGN_CENTER,
            visit->receipt);
    rect_cut_top(area, ui_mm(ui, 2.5));
}

/* On low screens the title is the first sentence, and the words come before what they are: so that
 * they are in sight. */
static enum action draw_done(struct ui *ui, const struct view *view, struct visit *visit)
{
    bool low = page_is_low(ui);
    const char *title = page_word(view, "vote.done-title"), *box = page_word(view, "vote.done-box");
    struct page page = page_begin(ui, view, visit, low ? NULL : title, PAGE_NO_STOP, "check",
                                  "vote.done-ready", true);
    struct rect area = page_scroll(ui, view, visit, &page, "done", page.body);
    char both[200];
    snprintf(both, sizeof(both), "%s %s", title, box);
    part_say(ui, &area, "vote.done-box", low ? STYLE_BOLD : STYLE_BODY, COLOR_INK, 1.5,
             low ? both : box);
    if (low) {
        draw_receipt(ui, visit, STYLE_BOLD, &area);
    }
    part_say(ui, &area, "vote.done-words", STYLE_BODY, COLOR_INK, 1.5,
             page_word(view, "vote.done-words"));
    if (!low) {
        draw_receipt(ui, visit, STYLE_TITLE, &area);
    }
    part_say(ui, &area, "vote.done-optional", STYLE_BODY, COLOR_INK, 0.0,
             page_word(view, "vote.done-optional"));
    ui_scroll_end(ui, area.y);
    if (page.main) {
        page.action = ACT_END_VISIT;
    }
    return page.action;
}

const struct screen screen_vote_done = {"vote_done", draw_done, false};

static const char *words_answer(const struct visit *visit)
{
    switch (visit->words_found) {
    case 1:
        return "words.in-box";
    case 2:
        return "words.counted";
    case 3:
        return "words.twice";
    case 4:
        return "words.not-counted";
    case 0:
        return "words.not-here";
    default:
        return NULL;
    }
}

static enum action draw_check_words(struct ui *ui, const struct view *view, struct visit *visit)
{
    const char *answer = words_answer(visit);
    if (answer != NULL) {
        struct page page = page_begin(ui, view, visit, page_word(view, "words.title"), PAGE_BACK,
                                      "refresh-cw", "words.again", true);
        const char *words = page_word(view, answer);
        bool found = visit->words_found == 1 || visit->words_found == 2;
        struct rect body = part_art_beside(ui, page.body, found ? "spot_done" : "spot_help",
                                           (const char *const[]){words, NULL});
        struct rect area = page_scroll(ui, view, visit, &page, "words", body);
        part_say(ui, &area, "words.answer", STYLE_BODY, COLOR_INK, 0.0, words);
        ui_scroll_end(ui, area.y);
        if (page.main) {
            visit->words_found = -1;
        }
        return page.action;
    }
    struct page page =
        page_typed(ui, view, visit, page_word(view, "words.question"), "words.hint", KEYBOARD_TEXT,
                   RECEIPT_LEN, "words.check", visit->typed[0] != '\0');
    if (page.main) {
        page.action = ACT_WORDS_CHECK;
    }
    return page.action;
}

const struct screen screen_words = {"words", draw_check_words, false};
