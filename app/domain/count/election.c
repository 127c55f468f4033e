#include "app/domain/count/election.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { CENTS_IN_EURO = 100, NUMBER_TEXT = 8 };

void election_tally(const struct election *election, uint64_t *ret_votes, uint64_t *ret_points)
{
    memset(ret_votes, 0, election->plan_count * sizeof(*ret_votes));
    memset(ret_points, 0, election->plan_count * sizeof(*ret_points));
    size_t choices = election->first[election->ballot_count];
    for (size_t i = 0; i < choices; i++) {
        ret_votes[election->plan[i]]++;
        ret_points[election->plan[i]] += election->weight == NULL ? 1u : election->weight[i];
    }
}

/* ---- from a village round ------------------------------------------------------------------ */

static enum election_weights weights_of(enum ballot_form form)
{
    switch (form) {
    case FORM_POINTS:
        return ELECTION_POINTS;
    case FORM_RANK:
        return ELECTION_RANKS;
    case FORM_APPROVE:
    case FORM_PURSE:
        break;
    }
    return ELECTION_APPROVALS;
}

/* The theme of a plan by its name, added when it is new. */
static uint16_t theme_of(struct election *election, const char *name)
{
    if (name == NULL || name[0] == '\0') {
        return ELECTION_NO_THEME;
    }
    for (size_t i = 0; i < election->theme_count; i++) {
        if (strcmp(election->themes[i].name, name) == 0) {
            return (uint16_t)i;
        }
    }
    election->themes[election->theme_count] = (struct election_theme){name, -1};
    return (uint16_t)election->theme_count++;
}

struct election *election_of_round(struct arena *arena, const struct round *round,
                                   size_t ballot_count, size_t choice_count)
{
    struct election *election = arena_alloc(arena, sizeof(*election));

    *election = (struct election){.title = round->title,
                                  .budget = round->budget_cents,
                                  .unit = CENTS_IN_EURO,
                                  .weights = weights_of(round->form),
                                  .plan_count = round->plan_count};
    election->plans = arena_array(arena, round->plan_count + 1, sizeof(*election->plans));
    election->themes =
        arena_array(arena, round->plan_count + round->theme_count + 1, sizeof(*election->themes));
    for (size_t i = 0; i < round->plan_count; i++) {
        const struct plan *plan = &round->plans[i];
        election->plans[i] = (struct election_plan){
            .id = arena_printf(arena, "%u", (unsigned)plan->number),
            .name = plan->title == NULL ? "" : plan->title,
            .cost = plan->cost_cents,
            .theme = theme_of(election, plan->theme),
        };
    }
    for (size_t i = 0; i < round->theme_count; i++) {
        uint16_t theme = theme_of(election, round->themes[i].name);
        election->themes[theme].budget = round->themes[i].budget_cents;
    }
    election->first = arena_array(arena, ballot_count + 1, sizeof(*election->first));
    election->plan = arena_array(arena, choice_count + 1, sizeof(*election->plan));
    if (election->weights != ELECTION_APPROVALS) {
        election->weight = arena_array(arena, choice_count + 1, sizeof(*election->weight));
    }
    return election;
}

void election_add(struct election *election, const struct ballot *ballot)
{
    uint32_t at = election->first[election->ballot_count];
    uint16_t chosen = 0;

    for (size_t i = 0; i < election->plan_count; i++) {
        chosen = (uint16_t)(chosen + (ballot->value[i] != 0));
    }
    for (size_t i = 0; i < election->plan_count; i++) {
        uint16_t value = ballot->value[i];
        if (value == 0) {
            continue;
        }
        election->plan[at] = (uint16_t)i;
        if (election->weights == ELECTION_POINTS) {
            election->weight[at] = value;
        } else if (election->weights == ELECTION_RANKS) {
            election->weight[at] = (uint16_t)(value <= chosen ? chosen + 1 - value : 1);
        }
        at++;
    }
    election->first[++election->ballot_count] = at;
}
