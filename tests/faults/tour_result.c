/* The stops of the tour: how a result came about. The round of the demo village is really counted
 * here, over ballots made from a fixed seed. */
#include "tests/faults/tour.h"

#include <assert.h>
#include <stdio.h>

enum { BALLOTS = 180 };

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 16;
}

/* Everyone chooses one to four plans; the first ones more often. */
static struct election *make_ballots(struct tour *tour, const struct round *round)
{
    uint32_t seed = 7;
    struct election *election =
        election_of_round(&tour->arena, round, BALLOTS, BALLOTS * round->plan_count);

    for (int b = 0; b < BALLOTS; b++) {
        struct ballot ballot = {.value = {0}};
        uint32_t count = 1 + next_random(&seed) % 4;
        for (uint32_t i = 0; i < count; i++) {
            uint32_t a = next_random(&seed) % (uint32_t)round->plan_count;
            uint32_t c = next_random(&seed) % (uint32_t)round->plan_count;
            ballot.value[a < c ? a : c] = 1;
        }
        election_add(election, &ballot);
    }
    return election;
}

static void count_by(struct tour *tour, enum count_rule rule, enum count_completion completion)
{
    struct arena *arena = &tour->arena;
    struct view_round *row = &tour->view_rounds[0];
    struct view_result *result = &row->result;
    struct count_options *options = arena_alloc(arena, sizeof(*options));
    struct count_outcome *outcome = arena_alloc(arena, sizeof(*outcome));
    struct counted *counted = arena_alloc(arena, sizeof(*counted));
    struct err err;

    tour_result(tour, 0, true);
    *options = (struct count_options){.rule = rule, .completion = completion};
    const struct election *election = make_ballots(tour, row->round);
    bool ok = count_run(outcome, arena, election, options, &err);
    assert(ok);
    *counted = (struct counted){election, options, outcome, BALLOTS};
    struct explain_text *story = arena_array(arena, outcome->step_count, sizeof(*story));
    for (size_t i = 0; i < outcome->step_count; i++) {
        story[i] = explain_step(arena, counted, i);
    }
    result->counted = counted;
    result->whole = explain_whole(arena, counted);
    result->story = story;
    tour->view.round_count = 1;
    tour->visit.plan = outcome->steps[0].plan;
}

static void list(struct tour *tour)
{
    count_by(tour, COUNT_VOTES, COUNT_NONE);
}

static void votes_won(struct tour *tour)
{
    count_by(tour, COUNT_VOTES, COUNT_NONE);
}

/* The first that was not bought. */
static size_t first_lost(const struct tour *tour)
{
    const struct count_outcome *outcome = tour->view_rounds[0].result.counted->outcome;
    size_t i = 0;

    while (i + 1 < outcome->step_count && outcome->steps[i].reason == COUNT_FUNDED) {
        i++;
    }
    return i;
}

static void votes_lost(struct tour *tour)
{
    count_by(tour, COUNT_VOTES, COUNT_NONE);
    size_t step = first_lost(tour);
    tour->visit.plan = tour->view_rounds[0].result.counted->outcome->steps[step].plan;
}

static void shares(struct tour *tour)
{
    count_by(tour, COUNT_EQUAL_SHARES, COUNT_ADD1U);
}

static void shares_whole(struct tour *tour)
{
    shares(tour);
}

static void shares_third(struct tour *tour)
{
    shares(tour);
    tour->visit.result_step = 3;
}

static void shares_last(struct tour *tour)
{
    shares(tour);
    tour->visit.result_step = tour->view_rounds[0].result.counted->outcome->step_count;
}

static void votes_step_lost(struct tour *tour)
{
    count_by(tour, COUNT_VOTES, COUNT_NONE);
    tour->visit.result_step = first_lost(tour) + 1;
}

static void burden_second(struct tour *tour)
{
    count_by(tour, COUNT_PHRAGMEN, COUNT_NONE);
    tour->visit.result_step = 2;
}

static void long_names(struct tour *tour)
{
    tour_long_names(tour);
    shares(tour);
    tour->visit.plan = 0;
    tour->visit.result_step = explain_find(tour->view_rounds[0].result.counted->outcome, 0) + 1;
}

static void none(struct tour *tour)
{
    tour->view.round_count = 0;
}

static const struct tour_stop stops[] = {
    {SCREEN_RESULT, "story", list},
    {SCREEN_RESULT_PLAN, "won", votes_won},
    {SCREEN_RESULT_PLAN, "lost", votes_lost},
    {SCREEN_RESULT_PLAN, "shares", shares},
    {SCREEN_RESULT_PLAN, "long", long_names},
    {SCREEN_RESULT_PLAN, "none", none},
    {SCREEN_RESULT_STEPS, "whole", shares_whole},
    {SCREEN_RESULT_STEPS, "shares", shares_third},
    {SCREEN_RESULT_STEPS, "last", shares_last},
    {SCREEN_RESULT_STEPS, "lost", votes_step_lost},
    {SCREEN_RESULT_STEPS, "burden", burden_second},
    {SCREEN_RESULT_STEPS, "long", long_names},
    {SCREEN_RESULT_STEPS, "none", none},
};
const struct tour_part tour_result_ways = {stops, sizeof(stops) / sizeof(stops[0])};
