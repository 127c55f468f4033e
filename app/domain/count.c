#include "app/domain/count.h"

#include <stdlib.h>
#include <string.h>

/* Approve and purse: one vote a choice. Points: the points. Rank: Borda over the ballot, as many
 * for the first as there are choices on it, one for the last. */
void tally_add(struct tally *tally, const struct ballot *ballot, const struct round *round)
{
    struct ballot_sum sum = ballot_sum(ballot, round);

    tally->ballots++;
    tally->blank += sum.chosen == 0;
    for (size_t i = 0; i < round->plan_count; i++) {
        uint32_t value = ballot->value[i];
        if (value != 0 && round->form == FORM_RANK) {
            value = value <= sum.chosen ? sum.chosen + 1u - value : 0;
        }
        tally->votes[i] += value;
    }
}

enum rule { RULE_VOTES, RULE_VOTES_NO_SKIP, RULE_COUNT };
static const char *const rule_names[RULE_COUNT] = {"votes", "votes-no-skip"};

static bool rule_parse(enum rule *ret, const char *name)
{
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (name != NULL && strcmp(name, rule_names[i]) == 0) {
            *ret = (enum rule)i;
            return true;
        }
    }
    return false;
}

bool count_rule_exists(const char *rule)
{
    enum rule ignored;
    return rule_parse(&ignored, rule);
}

/* One plan with all that its turn depends on, so that the order needs nothing from outside. */
struct turn {
    uint32_t votes;
    int64_t cost_cents;
    uint16_t number;
    uint16_t plan;
};

/* What costs nothing and has a vote comes first; then most votes; ties by lower cost, then lower
 * number. Numbers differ, so the order is strict. */
static int by_turn(const void *a, const void *b)
{
    const struct turn *x = a, *y = b;
    bool x_free = x->cost_cents == 0 && x->votes > 0;
    bool y_free = y->cost_cents == 0 && y->votes > 0;

    if (x_free != y_free) {
        return x_free ? -1 : 1;
    }
    if (x->votes != y->votes) {
        return x->votes > y->votes ? -1 : 1;
    }
    if (x->cost_cents != y->cost_cents) {
        return x->cost_cents < y->cost_cents ? -1 : 1;
    }
    return (x->number > y->number) - (x->number < y->number);
}

static bool check_round(const struct round *round, struct err *err)
{
    if (round->plan_count > ROUND_MAX_PLANS) {
        return err_set(err, ERR_LIMIT, "%zu plans", round->plan_count);
    }
    if (round->budget_cents < 0 || round->budget_cents > ROUND_MAX_BUDGET_CENTS) {
        return err_set(err, ERR_FORMAT, "not a budget");
    }
    for (size_t i = 0; i < round->plan_count; i++) {
        if (round->plans[i].cost_cents < 0) {
            return err_set(err, ERR_FORMAT, "plan %u costs less than nothing",
                           (unsigned)round->plans[i].number);
        }
    }
    return true;
}

static void take_turns(struct count_result *ret, const struct turn *turns, size_t count,
                       const struct round *round, enum rule rule)
{
    int64_t left = round->budget_cents;
    bool stopped = false;

    *ret = (struct count_result){.step_count = count};
    for (size_t i = 0; i < count; i++) {
        struct count_step *step = &ret->steps[i];
        *step = (struct count_step){
            .plan = turns[i].plan, .votes = turns[i].votes, .left_before_cents = left};
        if (turns[i].votes == 0) {
            step->reason = COUNT_NO_VOTES;
        } else if (stopped) {
            step->reason = COUNT_STOPPED;
        } else if (turns[i].cost_cents > left) {
            step->reason = COUNT_NO_FIT;
            stopped = rule == RULE_VOTES_NO_SKIP;
        } else {
            step->reason = COUNT_FUNDED;
            left -= turns[i].cost_cents;
        }
        step->left_after_cents = left;
    }
    ret->spent_cents = round->budget_cents - left;
}

bool tally_run(struct count_result *ret, const struct tally *tally, const struct round *round,
               struct err *err)
{
    struct turn turns[ROUND_MAX_PLANS];
    enum rule rule;

    if (!rule_parse(&rule, round->rule)) {
        return err_set(err, ERR_UNKNOWN, "counting rule %s",
                       round->rule == NULL ? "(none)" : round->rule);
    }
    if (!check_round(round, err)) {
        return false;
    }
    for (size_t i = 0; i < round->plan_count; i++) {
        turns[i] = (struct turn){.votes = tally->votes[i],
                                 .cost_cents = round->plans[i].cost_cents,
                                 .number = round->plans[i].number,
                                 .plan = (uint16_t)i};
    }
    if (round->plan_count > 1) {
        qsort(turns, round->plan_count, sizeof(turns[0]), by_turn);
    }
    take_turns(ret, turns, round->plan_count, round, rule);
    return true;
}
