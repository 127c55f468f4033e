/* Review, the lit button, and the receipt. Nothing counts until the button is pressed. */
#include "app/screens/all.h"
#include "app/screens/part.h"
#include "app/screens/vote_parts.h"
#include "app/ui/paint.h"

#include <stdio.h>

enum { LONG_PRESS_MS = 3000 };

/* "U kiest 3 plannen, samen 4.500 euro", with a hint when more may be chosen. */
static void review_words(struct ui *ui, const struct view *view, const struct visit *visit,
                         const struct round *round, struct rect *area)
{
    struct ballot_sum sum = ballot_sum(&visit->ballot, round);
    char number[12], more[12], cost[32], words[300];
    snprintf(number, sizeof(number), "%u", sum.chosen);
    page_amount(cost, sizeof(cost), sum.cost_cents);
    const char *key = sum.chosen == 0   ? "vote.review-blank"
                      : sum.chosen == 1 ? "vote.review-one"
                                        : "vote.review-sum";
    page_fill(words, sizeof(words), view, key,
              (const char *const[]){"n", number, "amount", cost, NULL});
    int high = ui_text_height(ui, STYLE_BODY, area->w, words);
    ui_text(ui, "review.sum", rect_cut_top(area, high), STYLE_BODY, COLOR_INK, ALIGN_LEFT, words);
    if (round->form == FORM_APPROVE && sum.chosen < round->choose_max &&
        sum.chosen < round->plan_count) {
        snprintf(more, sizeof(more), "%d", round->choose_max - sum.chosen);
        page_fill(words, sizeof(words), view, "vote.review-more",
                  (const char *const[]){"n", more, NULL});
        high = ui_text_height(ui, STYLE_BODY, area->w, words);
        ui_text(ui, "review.hint", rect_cut_top(area, high), STYLE_BODY, COLOR_INK_SOFT, ALIGN_LEFT,
                words);
    }
    rect_cut_top(area, page_gap(ui));
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
    struct rect area = ui_scroll_begin(ui, "review", body, page_word(view, "scroll.more"),
                                       page_word(view, "scroll.back"));
    review_words(ui, view, visit, round, &area);
    int pad = ui_mm(ui, 3.0);
    for (size_t i = 0; i < round->plan_count; i++) {
        if (visit->ballot.value[i] == 0) {
            continue;
        }
        struct rect inside = {0, 0, area.w - 2 * pad - ui_mm(ui, 12.0), 0};
        int high = vote_plan_words(ui, view, inside, &round->plans[i], false) + pad;
        struct rect card = rect_cut_top(&area, high);
        rect_cut_top(&area, ui_mm(ui, 2.0));
        ui_card(ui, card, COLOR_CHOSEN);
        struct rect inner = rect_inset(card, pad, pad / 2);
        struct rect tick = rect_cut_left(&inner, ui_mm(ui, 12.0));
        int size = ui_mm(ui, 8.0);
        ui_icon(ui, rect_center(tick, size, size), "check", COLOR_INK);
        vote_plan_words(ui, view, inner, &round->plans[i], true);
    }
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
    ui_icon(ui, rect_center(cap, hand, hand), "hand", COLOR_NIGHT);
}

/* Beside the words, which come first: on a low screen with a warning it is small. */
static int picture_width(struct ui *ui, struct rect body, const char *words)
{
    int most = body.w * 2 / 5;
    int width = body.h < most ? body.h : most;
    while (width > ui_mm(ui, 16.0) &&
           ui_text_height(ui, STYLE_TITLE, body.w - width - ui_mm(ui, 4.0), words) > body.h) {
        width -= ui_mm(ui, 2.0);
    }
    return width;
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
    struct rect body = page.body;
    page_notice(ui, view, visit, &body);
    vote_turn_notice(ui, view, visit, &body);
    const char *press = page_word(view, visit->is_storing ? "vote.storing" : "vote.confirm-press");
    struct rect picture = body.w > body.h * 3 / 2
                              ? rect_cut_right(&body, picture_width(ui, body, press))
                              : rect_cut_bottom(&body, body.h / 2);
    if (body.w > picture.w) {
        rect_cut_right(&body, ui_mm(ui, 4.0));
    }
    if (view->button_works) {
        draw_glow(ui, view, rect_inset(picture, ui_mm(ui, 2.0), ui_mm(ui, 2.0)));
        ui_text(ui, "confirm.press", body, STYLE_TITLE, COLOR_INK, ALIGN_LEFT, press);
        return page.action;
    }
    ui_text(ui, "confirm.press", body, STYLE_BODY, COLOR_INK, ALIGN_LEFT,
            page_word(view, "vote.confirm-long"));
    ui_button(ui, "confirm.hold", rect_inset(picture, 0, picture.h / 4), BUTTON_MAIN, "hand",
              page_word(view, "vote.confirm-hold"), true);
    if (ui_held_ms(ui, "confirm.hold") >= LONG_PRESS_MS && !visit->is_storing) {
        page.action = ACT_VOTE_LONG_PRESS;
    }
    return page.action;
}

const struct screen screen_vote_confirm = {"vote_confirm", draw_confirm, false};

static enum action draw_done(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page = page_begin(ui, view, visit, page_word(view, "vote.done-title"), PAGE_NO_STOP,
                                  "check", "vote.done-ready", true);
    struct rect area = ui_scroll_begin(ui, "done", page.body, page_word(view, "scroll.more"),
                                       page_word(view, "scroll.back"));
    static const char *const before[] = {"vote.done-box", "vote.done-words"};
    for (size_t i = 0; i < 2; i++) {
        const char *words = page_word(view, before[i]);
        int high = ui_text_height(ui, STYLE_BODY, area.w, words);
        ui_text(ui, before[i], rect_cut_top(&area, high), STYLE_BODY, COLOR_INK, ALIGN_LEFT, words);
        rect_cut_top(&area, ui_mm(ui, 1.5));
    }
    int pad = ui_mm(ui, 3.0);
    int high = ui_text_height(ui, STYLE_TITLE, area.w - 2 * pad, visit->receipt) + 2 * pad;
    struct rect card = rect_cut_top(&area, high);
    ui_card(ui, card, COLOR_CHOSEN);
    ui_text(ui, "receipt", rect_inset(card, pad, pad), STYLE_TITLE, COLOR_INK, ALIGN_CENTER,
            visit->receipt);
    rect_cut_top(&area, ui_mm(ui, 2.5));
    const char *after = page_word(view, "vote.done-optional");
    high = ui_text_height(ui, STYLE_BODY, area.w, after);
    ui_text(ui, "vote.done-optional", rect_cut_top(&area, high), STYLE_BODY, COLOR_INK, ALIGN_LEFT,
            after);
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
        struct rect area = ui_scroll_begin(ui, "words", body, page_word(view, "scroll.more"),
                                           page_word(view, "scroll.back"));
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
