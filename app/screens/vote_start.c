/* The way in to a vote: which round, the code from the letter, or the caretaker's turn. */
#include "app/screens/all.h"
#include "app/screens/part.h"
#include "app/screens/vote_parts.h"

#include <stdio.h>
#include <string.h>

static const char *state_key(const struct view_round *row)
{
    if (row->is_paused_by_date) {
        return "round.state-paused";
    }
    switch (row->state) {
    case ROUND_CONCEPT:
        return "round.state-concept";
    case ROUND_OPEN:
        return "round.state-open";
    case ROUND_PAUSED:
        return "round.state-paused";
    case ROUND_CLOSED:
        return "round.state-closed";
    }
    return "round.state-concept";
}

static bool is_open(const struct view_round *row)
{
    return row->state == ROUND_OPEN && !row->is_paused_by_date;
}

static void enter(const struct view *view, struct visit *visit, enum action *action)
{
    const struct view_round *row = vote_round_of(view, visit);
    if (visit_may_vote(visit)) {
        visit_go(visit, SCREEN_VOTE_PLANS);
        return;
    }
    switch (row->round->access) {
    case ACCESS_CODE:
        visit_go(visit, SCREEN_VOTE_CODE);
        break;
    case ACCESS_UNLOCK:
        if (vote_has_turn(view, visit)) {
            *action = ACT_TURN_TAKE;
        } else {
            visit_go(visit, SCREEN_VOTE_WAIT);
        }
        break;
    case ACCESS_OPEN:
        visit_grant(visit);
        visit_go(visit, SCREEN_VOTE_PLANS);
        break;
    }
}

/* Rounds as tabs when there is more than one. */
static void draw_tabs(struct ui *ui, const struct view *view, struct visit *visit,
                      struct rect *area)
{
    if (view->round_count < 2) {
        return;
    }
    for (size_t i = 0; i < view->round_count; i++) {
        const char *title = view->rounds[i].round->title;
        int high =
            ui_text_height(ui, STYLE_BODY, area->w - ui_mm(ui, 18.0), title) + ui_mm(ui, 6.0);
        high = high < ui_mm(ui, 16.0) ? ui_mm(ui, 16.0) : high;
        struct rect cell = rect_cut_top(area, high);
        rect_cut_top(area, page_gap(ui));
        char id[32];
        snprintf(id, sizeof(id), "vote.round.%zu", i);
        if (ui_choice(ui, id, cell, title, i == visit->round, !visit_may_vote(visit)) &&
            visit->round != i) {
            visit->round = i;
            crypto_wipe(&visit->ballot, sizeof(visit->ballot));
        }
        struct rect words = rect_inset(cell, ui_mm(ui, 4.0), ui_mm(ui, 3.0));
        words.w -= ui_mm(ui, 10.0);
        ui_text(ui, NULL, words, STYLE_BODY, COLOR_INK, ALIGN_LEFT, title);
    }
}

static int draw_line(struct ui *ui, struct rect *area, const char *id, enum style style,
                     const char *words)
{
    int high = ui_text_height(ui, style, area->w, words);
    ui_text(ui, id, rect_cut_top(area, high), style, COLOR_INK, ALIGN_LEFT, words);
    rect_cut_top(area, ui_mm(ui, 2.0));
    return high;
}

/* Where the round is, as long as nobody can vote; with the day that was named, when one was. */
static void draw_phase(struct ui *ui, const struct view *view, const struct view_round *row,
                       struct rect *area)
{
    /* keys: round.phase-doing */
    static const struct {
        const char *key, *dated;
    } all[ROUND_PHASES] = {
        [PHASE_IDEAS] = {"round.phase-ideas", "round.phase-ideas-until"},
        [PHASE_CHECK] = {"round.phase-check", "round.phase-check-until"},
        [PHASE_VOTE] = {NULL, "round.phase-vote-from"},
        [PHASE_RESULT] = {NULL, NULL},
        [PHASE_DOING] = {"round.phase-doing", NULL},
    };
    const char *day =
        row->phase == PHASE_IDEAS ? row->day_before[PHASE_CHECK] : row->first_day[PHASE_VOTE];
    bool dated = all[row->phase].dated != NULL && day[0] != '\0';
    const char *key = dated ? all[row->phase].dated : all[row->phase].key;
    char words[200];

    if (key != NULL) {
        draw_line(
            ui, area, "round.phase", STYLE_BODY,
            page_fill(words, sizeof(words), view, key, (const char *const[]){"day", day, NULL}));
    }
}

static bool draw_extra(struct ui *ui, struct rect *area, const char *id, const char *icon,
                       const char *word)
{
    int width = ui_button_width(ui, icon, word);
    struct rect row = rect_cut_top(area, part_button_height(ui, area->w, word));
    rect_cut_top(area, page_gap(ui));
    row.w = width < row.w ? width : row.w;
    return ui_button(ui, id, row, BUTTON_PLAIN, icon, word, true);
}

static enum action draw_round(struct ui *ui, const struct view *view, struct visit *visit)
{
    const struct view_round *row = vote_round_of(view, visit);
    if (row == NULL) {
        struct page empty =
            page_begin(ui, view, visit, page_word(view, "home.vote"), PAGE_BACK, NULL, NULL, false);
        ui_text(ui, "vote.none", empty.body, STYLE_BODY, COLOR_INK, ALIGN_LEFT,
                page_word(view, "round.none"));
        return empty.action;
    }
    const struct round *round = row->round;
    bool open = is_open(row) && view->can_store;
    bool closed = row->state == ROUND_CLOSED; /* then the result is what one comes for */
    struct page page =
        page_begin(ui, view, visit, round->question, PAGE_BACK, closed ? "star" : "arrow-right",
                   open     ? "vote.start"
                   : closed ? "home.result"
                            : NULL,
                   true);
    struct rect area = page_scroll(ui, view, visit, &page, "vote.round", page.body);
    page_notice(ui, view, visit, &area);
    draw_tabs(ui, view, visit, &area);
    if (view->round_count < 2) {
        draw_line(ui, &area, "round.title", STYLE_BOLD, round->title);
    }
    char budget[32], words[300];
    page_amount(budget, sizeof(budget), round->budget_cents);
    if (!is_open(row)) {
        draw_line(ui, &area, "round.state", STYLE_BOLD, page_word(view, state_key(row)));
        draw_phase(ui, view, row, &area);
    }
    if (!closed) {
        draw_line(ui, &area, "round.budget", STYLE_BODY,
                  page_fill(words, sizeof(words), view, "round.budget",
                            (const char *const[]){"amount", budget, NULL}));
    }
    if (is_open(row)) {
        draw_line(ui, &area, "round.state", STYLE_BODY, page_word(view, state_key(row)));
    }
    if (round->access == ACCESS_OPEN) {
        draw_line(ui, &area, "round.advisory", STYLE_BODY, page_word(view, "round.advisory"));
    }
    if (!view->can_store && is_open(row)) {
        draw_line(ui, &area, "round.no-store", STYLE_BODY, page_word(view, view->store_key));
    }
    if (draw_extra(ui, &area, "vote.about", "info", page_word(view, "round.about"))) {
        visit_go(visit, SCREEN_ROUND_INFO);
    }
    if (row->ballots > 0 &&
        draw_extra(ui, &area, "vote.words", "ticket", page_word(view, "words.button"))) {
        visit_go(visit, SCREEN_WORDS);
    }
    ui_scroll_end(ui, area.y);
    if (page.main && closed) {
        visit_go(visit, SCREEN_RESULT);
    } else if (page.main) {
        enter(view, visit, &page.action);
    }
    return page.action;
}

const struct screen screen_vote_round = {"vote_round", draw_round, false};

static bool is_waiting(const struct visit *visit)
{
    return visit->notice != NULL && strcmp(visit->notice, "vote.code-wait") == 0;
}

static void type_again(struct visit *visit)
{
    crypto_wipe(visit->typed, sizeof(visit->typed));
    visit->notice = NULL;
}

/* Why the code was not taken, on a screen of its own: it must be read whole. */
static enum action draw_code_answer(struct ui *ui, const struct view *view, struct visit *visit)
{
    char number[24], words[400]; /* filled before the bar: going back takes the sentence away */
    snprintf(number, sizeof(number), "%lld", (long long)visit->notice_number);
    page_fill(words, sizeof(words), view, visit->notice, (const char *const[]){"n", number, NULL});
    struct page page = page_begin(ui, view, visit, page_word(view, "vote.code-answer"), PAGE_BACK,
                                  "refresh-cw", "vote.code-again", !is_waiting(visit));
    struct rect body =
        part_art_beside(ui, page.body, "spot_help", (const char *const[]){words, NULL});
    struct rect area = page_scroll(ui, view, visit, &page, "code-answer", body);
    page_notice(ui, view, visit, &area);
    ui_scroll_end(ui, area.y);
    if (page.main) {
        type_again(visit);
    }
    return page.action;
}

static enum action draw_code(struct ui *ui, const struct view *view, struct visit *visit)
{
    bool busy = visit->is_storing;
    if (is_waiting(visit)) {
        visit->notice_number = (view->code_wait_ms + 999) / 1000;
        if (visit->notice_number <= 0) { /* over: the code may be typed again */
            type_again(visit);
        }
    }
    if (visit->notice != NULL) {
        return draw_code_answer(ui, view, visit);
    }
    struct page page =
        page_typed(ui, view, visit, page_word(view, busy ? "vote.code-busy" : "vote.code-title"),
                   "vote.code-hint", KEYBOARD_CODE, CODE_LEN, "vote.next",
                   !busy && strlen(visit->typed) >= CODE_LEN);
    if (page.main) {
        page.action = ACT_CODE_CHECK;
    }
    return page.action;
}

const struct screen screen_vote_code = {"vote_code", draw_code, false};

static enum action draw_wait(struct ui *ui, const struct view *view, struct visit *visit)
{
    bool turn = vote_has_turn(view, visit);
    struct page page = page_begin(ui, view, visit, page_word(view, "vote.wait-title"), PAGE_BACK,
                                  "arrow-right", turn ? "vote.wait-go" : NULL, true);
    page_tell(ui, view, visit, &page, PAGE_TELL_NOTICE);
    struct rect body = page.body;
    vote_turn_notice(ui, view, visit, &body);
    const char *words = page_word(view, turn ? "vote.wait-turn" : "vote.wait-ask");
    body = part_art_beside(ui, body, turn ? "spot_vote" : "spot_help",
                           (const char *const[]){words, NULL});
    struct rect area = page_scroll(ui, view, visit, &page, "vote-wait", body);
    part_say(ui, &area, "vote.wait", STYLE_BODY, COLOR_INK, 0.0, words);
    ui_scroll_end(ui, area.y);
    if (page.main) {
        page.action = ACT_TURN_TAKE;
    }
    return page.action;
}

const struct screen screen_vote_wait = {"vote_wait", draw_wait, false};

static enum action draw_info(struct ui *ui, const struct view *view, struct visit *visit)
{
    const struct view_round *row = vote_round_of(view, visit);
    struct page page =
        page_begin(ui, view, visit, page_word(view, "round.about"), PAGE_BACK, NULL, NULL, false);
    if (row == NULL) {
        return page.action;
    }
    const struct round *round = row->round;
    struct rect area = page_scroll(ui, view, visit, &page, "round-info", page.body);
    char number[16], most[16], words[400];
    if (round->about[0] != '\0') {
        draw_line(ui, &area, "round.text", STYLE_BODY, round->about);
    }
    int badge = page_owner(ui, view, area, round->owner);
    rect_cut_top(&area, badge + ui_mm(ui, 2.0));
    if (round->giver[0] != '\0') {
        draw_line(ui, &area, "round.giver", STYLE_BODY,
                  page_fill(words, sizeof(words), view, "round.giver",
                            (const char *const[]){"name", round->giver, NULL}));
    }
    enum count_rule rule;
    if (count_rule_parse(&rule, round->rule)) {
        draw_line(ui, &area, "round.rule", STYLE_BODY, page_word(view, count_rules[rule].key));
    }
    static const char *const form_keys[] = {
        [FORM_APPROVE] = "round.form-approve",
        [FORM_PURSE] = "round.form-purse",
        [FORM_POINTS] = "round.form-points",
        [FORM_RANK] = "round.form-rank",
    };
    char points[16];
    snprintf(points, sizeof(points), "%u", round->points);
    snprintf(number, sizeof(number), "%d", round->choose_min > 0 ? round->choose_min : 1);
    snprintf(most, sizeof(most), "%u", round->choose_max);
    draw_line(ui, &area, "round.form", STYLE_BODY,
              page_fill(words, sizeof(words), view, form_keys[round->form],
                        (const char *const[]){"n", number, "max", most, "points", points, NULL}));
    draw_line(ui, &area, "round.secret", STYLE_BODY, page_word(view, "round.secret"));
    snprintf(number, sizeof(number), "%u", row->ballots);
    draw_line(ui, &area, "round.turnout", STYLE_BODY,
              page_fill(words, sizeof(words), view,
                        row->ballots == 1 ? "round.turnout-one" : "round.turnout",
                        (const char *const[]){"n", number, NULL}));
    ui_scroll_end(ui, area.y);
    return page.action;
}

const struct screen screen_round_info = {"round_info", draw_info, false};
