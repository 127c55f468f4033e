/* The rounds: opened, paused and closed here, by a person. Opening shows that the box is empty;
 * closing is for ever and asks for the lit button. */
#include "app/screens/all.h"
#include "app/screens/part.h"
#include "app/ui/paint.h"

#include <stdio.h>
#include <string.h>

enum { DO_OPEN = 1, DO_PAUSE, DO_CLOSE }; /* visit->round_act */

/* keys: rounds.concept rounds.open rounds.paused rounds.paused-by-date rounds.closed */
static const char *state_key(const struct view_round *round)
{
    switch (round->state) {
    case ROUND_CONCEPT:
        return "rounds.concept";
    case ROUND_OPEN:
        return round->is_paused_by_date ? "rounds.paused-by-date" : "rounds.open";
    case ROUND_PAUSED:
        return "rounds.paused";
    case ROUND_CLOSED:
        break;
    }
    return "rounds.closed";
}

static const char *state_icon(const struct view_round *round)
{
    return round->state == ROUND_OPEN && !round->is_paused_by_date ? "lock-open"
           : round->state == ROUND_CLOSED                          ? "lock"
           : round->state == ROUND_CONCEPT                         ? "pencil"
                                                                   : "circle-pause";
}

/* The phase in words, what the dates say, and the steps that are not the ballot box's. */
/* keys: rounds.phase-ideas rounds.phase-check rounds.phase-vote rounds.phase-result
 * rounds.phase-doing rounds.due-check rounds.due-vote rounds.due-result
 * rounds.due-doing */
static const char *phase_key(char dst[40], const char *stem, enum round_phase phase)
{
    snprintf(dst, 40, "rounds.%s-%s", stem, round_phase_name(phase));
    return dst;
}

static void draw_phase_step(struct ui *ui, const struct view *view, struct visit *visit,
                            struct rect *area, size_t index, enum round_phase to, const char *key,
                            enum action *action)
{
    char id[48];
    const char *word = page_word(view, key);
    struct rect row = rect_cut_top(area, part_button_height(ui, area->w, word));

    rect_cut_top(area, page_gap(ui));
    snprintf(id, sizeof(id), "rounds.phase-%s.%zu", round_phase_name(to), index + 1);
    if (ui_button(ui, id, row, BUTTON_PLAIN, "calendar", word, view->can_store)) {
        visit->round = index;
        visit->round_act = (int)to;
        *action = ACT_ROUND_PHASE;
    }
}

static void draw_phase(struct ui *ui, const struct view *view, struct visit *visit,
                       struct rect *area, size_t index, enum action *action)
{
    const struct view_round *round = &view->rounds[index];
    char key[40];

    part_fact(ui, area, NULL, "calendar", STYLE_BODY,
              page_word(view, phase_key(key, "phase", round->phase)));
    if (round->due != round->phase) {
        part_panel(ui, area, NULL, "clock", COLOR_WARN, STYLE_BODY,
                   page_word(view, phase_key(key, "due", round->due)));
    }
    if (view->is_practice) {
        return;
    }
    if (round->phase == PHASE_IDEAS) {
        draw_phase_step(ui, view, visit, area, index, PHASE_CHECK, "rounds.to-check", action);
    } else if (round->phase == PHASE_CHECK) {
        draw_phase_step(ui, view, visit, area, index, PHASE_IDEAS, "rounds.to-ideas", action);
    } else if (round->phase == PHASE_RESULT) {
        draw_phase_step(ui, view, visit, area, index, PHASE_DOING, "rounds.to-doing", action);
    }
}

struct act_button {
    int act;
    const char *name, *icon, *key;
};

/* What may be done in a state; ret of two. */
static size_t acts_of(const struct view_round *round, struct act_button ret[2])
{
    static const struct act_button open = {DO_OPEN, "open", "circle-play", "rounds.do-open"},
                                   resume = {DO_OPEN, "open", "circle-play", "rounds.do-resume"},
                                   pause = {DO_PAUSE, "pause", "circle-pause", "rounds.do-pause"},
                                   close = {DO_CLOSE, "close", "lock", "rounds.do-close"};
    switch (round->state) {
    case ROUND_CONCEPT:
        ret[0] = open;
        return 1;
    case ROUND_OPEN:
        ret[0] = pause;
        ret[1] = close;
        return 2;
    case ROUND_PAUSED:
        ret[0] = resume;
        ret[1] = close;
        return 2;
    case ROUND_CLOSED:
        break;
    }
    return 0;
}

static void draw_round(struct ui *ui, const struct view *view, struct visit *visit,
                       struct rect *area, size_t index, enum action *action)
{
    const struct view_round *round = &view->rounds[index];
    char words[200], id[48];
    snprintf(id, sizeof(id), "rounds.item.%zu", index + 1);
    part_say(ui, area, id, STYLE_TITLE, COLOR_INK, 1.0, round->round->title);
    part_fact(ui, area, NULL, state_icon(round), STYLE_BODY, page_word(view, state_key(round)));
    part_number(words, sizeof(words), view,
                round->ballots == 1 ? "rounds.ballot" : "rounds.ballots", round->ballots);
    part_fact(ui, area, NULL, "vote", STYLE_BODY, words);
    draw_phase(ui, view, visit, area, index, action);
    struct act_button acts[2];
    size_t count = acts_of(round, acts);
    bool beside = true;
    for (size_t i = 0; i < count; i++) {
        beside = beside && ui_button_width(ui, acts[i].icon, page_word(view, acts[i].key)) <=
                               rect_column(*area, 2, 0, page_gap(ui)).w;
    }
    struct rect row = {0};
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || !beside) {
            int high = part_button_height(ui, area->w, page_word(view, acts[i].key));
            row = rect_cut_top(area, beside ? ui_mm(ui, 20.0) : high);
            rect_cut_top(area, page_gap(ui));
        }
        struct rect place = beside ? rect_column(row, 2, (int)i, page_gap(ui)) : row;
        snprintf(id, sizeof(id), "rounds.%s.%zu", acts[i].name, index + 1);
        if (ui_button(ui, id, place, BUTTON_PLAIN, acts[i].icon, page_word(view, acts[i].key),
                      view->can_store)) {
            visit->round = index;
            visit->round_act = acts[i].act;
            visit_go(visit, SCREEN_ROUND_ACT);
        }
    }
    if (round->state == ROUND_PAUSED && !view->is_practice) {
        const char *label = page_word(view, "rounds.do-again");
        struct rect place = rect_cut_top(area, part_button_height(ui, area->w, label));
        rect_cut_top(area, page_gap(ui));
        snprintf(id, sizeof(id), "rounds.again.%zu", index + 1);
        if (ui_button(ui, id, place, BUTTON_PLAIN, "rotate-ccw", label, view->can_store)) {
            visit->round = index;
            memset(visit->reason, 0, sizeof(visit->reason));
            visit_go(visit, SCREEN_AGAIN_WHY);
        }
    }
    if (round->statement.is_known) {
        const char *label = page_word(view, "rounds.statement");
        struct rect place = rect_cut_top(area, part_button_height(ui, area->w, label));
        rect_cut_top(area, page_gap(ui));
        snprintf(id, sizeof(id), "rounds.statement.%zu", index + 1);
        if (ui_button(ui, id, place, BUTTON_PLAIN, "qr-code", label, true)) {
            visit->round = index;
            visit_go(visit, SCREEN_STATEMENT);
        }
    }
}

static enum action draw_rounds(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        page_begin(ui, view, visit, page_word(view, "rounds.title"), PAGE_BACK, NULL, NULL, false);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect body = page.body;
    struct rect area = page_scroll(ui, view, visit, &page, "rounds", body);
    if (view->round_count == 0) {
        part_say(ui, &area, "rounds.none", STYLE_BODY, COLOR_INK, 0.0,
                 page_word(view, "rounds.none"));
    }
    /* keys: rounds.do-open rounds.do-resume rounds.do-pause rounds.do-close */
    for (size_t i = 0; i < view->round_count; i++) {
        draw_round(ui, view, visit, &area, i, &page.action);
        rect_cut_top(&area, page_gap(ui));
    }
    ui_scroll_end(ui, area.y - page_gap(ui));
    return page.action;
}

const struct screen screen_rounds = {"rounds", draw_rounds, true};

/* ---- are you sure --------------------------------------------------------------------------- */

static void draw_sure(struct ui *ui, const struct view *view, const struct visit *visit,
                      const struct view_round *round, struct rect *area)
{
    char words[200];
    if (view->round_count > 1) {
        part_say(ui, area, "round_act.round", STYLE_BOLD, COLOR_INK, 2.0, round->round->title);
    }
    if (visit->round_act == DO_OPEN) {
        part_number(words, sizeof(words), view,
                    round->ballots == 1 ? "rounds.ballot" : "rounds.ballots", round->ballots);
        part_panel(ui, area, "round_act.zero", "vote", COLOR_CHOSEN, STYLE_TITLE, words);
        part_say(
            ui, area, "round_act.text", STYLE_BODY, COLOR_INK, 0.0,
            page_word(view, round->state == ROUND_CONCEPT ? "act.open-text" : "act.resume-text"));
    } else if (visit->round_act == DO_PAUSE) {
        part_say(ui, area, "round_act.text", STYLE_BODY, COLOR_INK, 0.0,
                 page_word(view, "act.pause-text"));
    } else {
        part_panel(ui, area, "round_act.forever", "triangle-alert", COLOR_WARN, STYLE_BODY,
                   page_word(view, "act.close-text"));
        part_panel(ui, area, "round_act.press", "circle-dot", COLOR_GLOW, STYLE_BOLD,
                   page_word(view, view->button_works ? "act.close-press" : "act.close-tap"));
    }
}

static enum action draw_act(struct ui *ui, const struct view *view, struct visit *visit)
{
    if (visit->round >= view->round_count) {
        visit_back(visit);
        return ACT_NONE;
    }
    const struct view_round *round = &view->rounds[visit->round];
    bool close = visit->round_act == DO_CLOSE;
    bool resume = round->state == ROUND_PAUSED;
    const char *title = page_word(view, close                          ? "act.close"
                                        : visit->round_act == DO_PAUSE ? "act.pause"
                                        : resume                       ? "act.resume"
                                                                       : "act.open");
    const char *main_key = close                          ? "rounds.do-close"
                           : visit->round_act == DO_PAUSE ? "rounds.do-pause"
                           : resume                       ? "rounds.do-resume"
                                                          : "rounds.do-open";
    bool by_button = close && view->button_works;
    struct page page = page_begin(ui, view, visit, title, PAGE_BACK, "check",
                                  by_button ? NULL : main_key, view->can_store);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect body = page.body;
    struct rect area = page_scroll(ui, view, visit, &page, "round_act", body);
    draw_sure(ui, view, visit, round, &area);
    ui_scroll_end(ui, area.y - (close ? page_gap(ui) : 0));
    return page.main ? ACT_ROUND_DO : page.action;
}

const struct screen screen_round_act = {"round_act", draw_act, true};
