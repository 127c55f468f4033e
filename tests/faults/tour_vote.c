/* The stops of the tour: the way to a vote, the ballot, the receipt, and the result. */
#include "tests/faults/tour.h"

#include <stdio.h>
#include <string.h>

/* ---- the way in ----------------------------------------------------------------------------- */

static void one_round(struct tour *tour)
{
    tour->view.round_count = 1;
}

static void no_round(struct tour *tour)
{
    tour->view.round_count = 0;
}

static void hall_round(struct tour *tour)
{
    tour->visit.round = 1;
}

static void advisory_round(struct tour *tour)
{
    one_round(tour);
    tour->rounds[0].access = ACCESS_OPEN;
}

static void closed_round(struct tour *tour)
{
    tour->view_rounds[0].state = ROUND_CLOSED;
    tour->view_rounds[1].is_paused_by_date = true;
}

static void code_typed(struct tour *tour)
{
    tour_type(tour, "K4M7R2TW");
}

static void code_busy(struct tour *tour)
{
    code_typed(tour);
    tour->visit.is_storing = true;
}

static void code_says(struct tour *tour, const char *notice)
{
    code_typed(tour);
    tour->visit.notice = notice;
    tour->visit.notice_number = 30;
}

static void code_typo(struct tour *tour)
{
    code_says(tour, "vote.code-typo");
}

static void code_unknown(struct tour *tour)
{
    code_says(tour, "vote.code-unknown");
}

static void code_used(struct tour *tour)
{
    code_says(tour, "vote.code-used");
}

static void code_wait(struct tour *tour)
{
    code_says(tour, "vote.code-wait");
}

static void turn(struct tour *tour)
{
    tour->visit.round = 1;
    tour->view.turn_left_ms = 93000;
}

/* ---- the ballot ----------------------------------------------------------------------------- */

static void may_vote(struct tour *tour)
{
    tour->visit.may_vote = true;
    tour->visit.right_round = tour->visit.round;
}

static void choose(struct tour *tour, size_t count)
{
    may_vote(tour);
    for (size_t i = 0; i < count; i++) {
        tour->visit.ballot.value[i * 2] = 1;
    }
}

static void chosen_one(struct tour *tour)
{
    choose(tour, 1);
}

static void chosen_some(struct tour *tour)
{
    choose(tour, 3);
}

static void chosen_most(struct tour *tour)
{
    choose(tour, 5);
    tour->visit.notice = "vote.check-too-many";
    tour->visit.notice_number = 5;
}

static void too_few(struct tour *tour)
{
    choose(tour, 0);
    tour->visit.notice = "vote.check-too-few";
    tour->visit.notice_number = 2;
}

static void purse(struct tour *tour)
{
    hall_round(tour);
    may_vote(tour);
    tour->visit.ballot.value[1] = 1;
}

static void purse_ends(struct tour *tour)
{
    purse(tour);
    tour->view.turn_left_ms = 19000;
    tour->view.turn_round = tour->visit.round;
}

static void purse_empty(struct tour *tour)
{
    hall_round(tour);
    may_vote(tour);
}

static void over_budget(struct tour *tour)
{
    purse(tour);
    tour->visit.notice = "vote.check-over-budget";
}

/* A village that gives points, or puts in order. */
static void form(struct tour *tour, enum ballot_form form)
{
    struct round *round = &tour->rounds[0];
    one_round(tour);
    round->form = form;
    round->rule = form == FORM_POINTS ? "points" : "ranks";
    round->points = 20;
    round->choose_max = 10;
    may_vote(tour);
}

static void points_none(struct tour *tour)
{
    form(tour, FORM_POINTS);
}

static void points_some(struct tour *tour)
{
    form(tour, FORM_POINTS);
    tour->visit.ballot.value[0] = 7;
    tour->visit.ballot.value[2] = 10;
    tour->visit.ballot.value[5] = 1;
}

static void points_over(struct tour *tour)
{
    points_some(tour);
    tour->visit.notice = "vote.check-plan-points";
    tour->visit.notice_number = 10;
}

static void points_long(struct tour *tour)
{
    tour_long_names(tour);
    points_some(tour);
}

static void rank_some(struct tour *tour)
{
    form(tour, FORM_RANK);
    for (uint16_t i = 0; i < 10; i++) {
        tour->visit.ballot.value[i] = (uint16_t)(10 - i);
    }
}

static void rank_long(struct tour *tour)
{
    tour_long_names(tour);
    rank_some(tour);
}

static void ballot_long(struct tour *tour)
{
    tour_long_names(tour);
    chosen_some(tour);
}

static void code_practice(struct tour *tour)
{
    tour->view.is_practice = true;
}

static void ballot_practice(struct tour *tour)
{
    chosen_some(tour);
    tour->view.is_practice = true;
}

static void ballot_idle(struct tour *tour)
{
    chosen_some(tour);
    tour->idle_left_s = 45;
}

static void plan_unchosen(struct tour *tour)
{
    chosen_some(tour);
    tour->visit.plan = 1;
}

static void plan_refused(struct tour *tour)
{
    chosen_most(tour);
    tour->visit.plan = 9;
}

static void only_reading(struct tour *tour)
{
    tour->visit.plan = 10;
}

/* ---- confirm, receipt ----------------------------------------------------------------------- */

static void dark(struct tour *tour)
{
    chosen_some(tour);
    tour->view.now_ms = 1700;
}

static void storing(struct tour *tour)
{
    chosen_some(tour);
    tour->visit.is_storing = true;
}

static void long_press(struct tour *tour)
{
    chosen_some(tour);
    tour->view.button_works = false;
}

static void store_failed(struct tour *tour)
{
    chosen_some(tour);
    tour->visit.notice = "vote.store-failed";
}

static void receipt(struct tour *tour)
{
    may_vote(tour);
    uint8_t id[32] = {0xA7, 0x3C, 0x91, 0x5E, 0x12, 0xF0};
    words_receipt(tour->visit.receipt, id);
}

static void receipt_long(struct tour *tour)
{
    may_vote(tour);
    snprintf(tour->visit.receipt, sizeof(tour->visit.receipt), "waardig schouwen zwaaien vuurwerk");
}

static void words_typed(struct tour *tour)
{
    tour_type(tour, "akker boom dorp");
}

static void words_unknown(struct tour *tour)
{
    tour_type(tour, "akker bom drop");
    tour->visit.notice = "words.bad";
}

static void words_are(struct tour *tour, int found)
{
    tour->visit.words_found = found;
}

static void words_in_box(struct tour *tour)
{
    words_are(tour, 1);
}

static void words_counted(struct tour *tour)
{
    words_are(tour, 2);
}

static void words_twice(struct tour *tour)
{
    words_are(tour, 3);
}

static void words_not_counted(struct tour *tour)
{
    words_are(tour, 4);
}

static void words_not_here(struct tour *tour)
{
    words_are(tour, 0);
}

/* ---- result --------------------------------------------------------------------------------- */

static void result_open(struct tour *tour)
{
    one_round(tour);
}

static void result_counted(struct tour *tour)
{
    one_round(tour);
    tour_result(tour, 0, true);
}

static void result_few(struct tour *tour)
{
    one_round(tour);
    tour_result(tour, 0, false);
}

static void result_mixed(struct tour *tour)
{
    tour_result(tour, 0, true);
    tour->view_rounds[1].state = ROUND_CLOSED;
}

static void result_long(struct tour *tour)
{
    tour_long_names(tour);
    tour->rounds[0].budget_cents = 200000000;
    result_counted(tour);
}

static const struct tour_stop stops[] = {
    {SCREEN_VOTE_ROUND, "two", NULL},
    {SCREEN_VOTE_ROUND, "one", one_round},
    {SCREEN_VOTE_ROUND, "none", no_round},
    {SCREEN_VOTE_ROUND, "hall", hall_round},
    {SCREEN_VOTE_ROUND, "advisory", advisory_round},
    {SCREEN_VOTE_ROUND, "closed", closed_round},
    {SCREEN_VOTE_ROUND, "long", tour_long_names},
    {SCREEN_VOTE_ROUND, "no-store", tour_no_store},
    {SCREEN_VOTE_CODE, "empty", NULL},
    {SCREEN_VOTE_CODE, "typed", code_typed},
    {SCREEN_VOTE_CODE, "busy", code_busy},
    {SCREEN_VOTE_CODE, "typo", code_typo},
    {SCREEN_VOTE_CODE, "unknown", code_unknown},
    {SCREEN_VOTE_CODE, "practice", code_practice},
    {SCREEN_VOTE_CODE, "used", code_used},
    {SCREEN_VOTE_CODE, "wait", code_wait},
    {SCREEN_VOTE_WAIT, "ask", hall_round},
    {SCREEN_VOTE_WAIT, "turn", turn},
    {SCREEN_VOTE_PLANS, "none", may_vote},
    {SCREEN_VOTE_PLANS, "some", chosen_some},
    {SCREEN_VOTE_PLANS, "too-many", chosen_most},
    {SCREEN_VOTE_PLANS, "too-few", too_few},
    {SCREEN_VOTE_PLANS, "purse", purse},
    {SCREEN_VOTE_PLANS, "purse-empty", purse_empty},
    {SCREEN_VOTE_PLANS, "turn-ends", purse_ends},
    {SCREEN_VOTE_PLANS, "over-budget", over_budget},
    {SCREEN_VOTE_PLANS, "points-none", points_none},
    {SCREEN_VOTE_PLANS, "points", points_some},
    {SCREEN_VOTE_PLANS, "points-over", points_over},
    {SCREEN_VOTE_PLANS, "points-long", points_long},
    {SCREEN_VOTE_PLANS, "rank", rank_some},
    {SCREEN_VOTE_PLANS, "rank-long", rank_long},
    {SCREEN_VOTE_PLANS, "long", ballot_long},
    {SCREEN_VOTE_PLANS, "practice", ballot_practice},
    {SCREEN_VOTE_PLANS, "idle", ballot_idle},
    {SCREEN_VOTE_PLAN, "chosen", chosen_some},
    {SCREEN_VOTE_PLAN, "unchosen", plan_unchosen},
    {SCREEN_VOTE_PLAN, "refused", plan_refused},
    {SCREEN_VOTE_PLAN, "reading", only_reading},
    {SCREEN_VOTE_PLAN, "points", points_some},
    {SCREEN_VOTE_PLAN, "long", ballot_long},
    {SCREEN_VOTE_REVIEW, "one", chosen_one},
    {SCREEN_VOTE_REVIEW, "some", chosen_some},
    {SCREEN_VOTE_REVIEW, "blank", may_vote},
    {SCREEN_VOTE_REVIEW, "purse", purse},
    {SCREEN_VOTE_REVIEW, "points", points_some},
    {SCREEN_VOTE_REVIEW, "points-long", points_long},
    {SCREEN_VOTE_REVIEW, "rank", rank_some},
    {SCREEN_VOTE_REVIEW, "rank-long", rank_long},
    {SCREEN_VOTE_REVIEW, "turn-ends", purse_ends},
    {SCREEN_VOTE_CONFIRM, "turn-ends", purse_ends},
    {SCREEN_VOTE_REVIEW, "long", ballot_long},
    {SCREEN_VOTE_CONFIRM, "lit", chosen_some},
    {SCREEN_VOTE_CONFIRM, "dark", dark},
    {SCREEN_VOTE_CONFIRM, "storing", storing},
    {SCREEN_VOTE_CONFIRM, "long-press", long_press},
    {SCREEN_VOTE_CONFIRM, "practice", ballot_practice},
    {SCREEN_VOTE_CONFIRM, "failed", store_failed},
    {SCREEN_VOTE_CONFIRM, "idle", ballot_idle},
    {SCREEN_VOTE_DONE, "normal", receipt},
    {SCREEN_VOTE_DONE, "long", receipt_long},
    {SCREEN_WORDS, "empty", NULL},
    {SCREEN_WORDS, "typed", words_typed},
    {SCREEN_WORDS, "unknown", words_unknown},
    {SCREEN_WORDS, "in-box", words_in_box},
    {SCREEN_WORDS, "counted", words_counted},
    {SCREEN_WORDS, "twice", words_twice},
    {SCREEN_WORDS, "not-counted", words_not_counted},
    {SCREEN_WORDS, "not-here", words_not_here},
    {SCREEN_ROUND_INFO, "village", NULL},
    {SCREEN_ROUND_INFO, "hall", hall_round},
    {SCREEN_ROUND_INFO, "points", points_none},
    {SCREEN_ROUND_INFO, "rank", rank_some},
    {SCREEN_RESULT, "open", result_open},
    {SCREEN_RESULT, "none", no_round},
    {SCREEN_RESULT, "two-open", NULL},
    {SCREEN_RESULT, "counted", result_counted},
    {SCREEN_RESULT, "few", result_few},
    {SCREEN_RESULT, "mixed", result_mixed},
    {SCREEN_RESULT, "long", result_long},
};
const struct tour_part tour_vote = {stops, sizeof(stops) / sizeof(stops[0])};
