/* What holds for every count, on made elections of up to 30 plans and 300 ballots. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/faults/made.h"

#include <string.h>

enum { ELECTIONS = 150 }; /* a rule */

static struct made made, shuffled;
static struct arena arena;

static void count(struct count_outcome *ret, const struct made *election)
{
    struct err err = {0};

    memset(ret, 0, sizeof(*ret));
    if (!count_run(ret, &arena, &election->election, &election->options, &err)) {
        made_print(stderr, election);
        fail_msg("%s", err.msg);
    }
}

/* An election that every rule can count. */
static void make(uint64_t seed, enum count_rule rule)
{
    arena_reset(&arena);
    made_middle(&made, seed, rule);
    if (rule == COUNT_BEST_VALUE) {
        made.options.pair_count = 0;
        made.options.per_theme = false;
    }
}

static void again(void) /* a copy of it, to change */
{
    shuffled = made;
    shuffled.election.plans = shuffled.plans;
    shuffled.election.themes = shuffled.themes;
    shuffled.election.first = shuffled.first;
    shuffled.election.plan = shuffled.plan;
    shuffled.election.weight = made.election.weight ? shuffled.weight : NULL;
    shuffled.options.pairs = shuffled.pairs;
    shuffled.options.overrides = shuffled.overrides;
}

#define HOLDS(what)                                                                                \
    do {                                                                                           \
        if (!(what)) {                                                                             \
            made_print(stderr, &made);                                                             \
            fail_msg("seed %llu: %s", (unsigned long long)made.seed, #what);                       \
        }                                                                                          \
    } while (0)

/* ---- the order of things ------------------------------------------------------------------- */

static const struct count_step *step_of(const struct count_outcome *outcome,
                                        const struct made *election, const char *id)
{
    for (size_t i = 0; i < outcome->step_count; i++) {
        if (strcmp(election->plans[outcome->steps[i].plan].id, id) == 0) {
            return &outcome->steps[i];
        }
    }
    return NULL;
}

/* The same plans by name, for the same reasons, for the same money. */
static bool same(const struct count_outcome *a, const struct count_outcome *b)
{
    if (a->winner_count != b->winner_count || a->cost != b->cost || a->raises != b->raises) {
        return false;
    }
    for (size_t i = 0; i < a->winner_count; i++) {
        if (strcmp(made.plans[a->winners[i]].id, shuffled.plans[b->winners[i]].id) != 0) {
            return false;
        }
    }
    for (size_t i = 0; i < a->step_count; i++) {
        const struct count_step *step = &a->steps[i];
        const struct count_step *other = step_of(b, &shuffled, made.plans[step->plan].id);
        if (!other || other->reason != step->reason || other->part != step->part ||
            other->votes != step->votes || other->score != step->score) {
            return false;
        }
    }
    return true;
}

static void the_order_of_the_ballots_does_not_matter(void **state)
{
    struct count_outcome first, second;

    (void)state;
    for (enum count_rule rule = 0; rule < COUNT_RULES; rule++) {
        for (uint64_t seed = 0; seed < ELECTIONS; seed++) {
            make(seed, rule);
            count(&first, &made);
            again();
            made_shuffle_ballots(&shuffled);
            count(&second, &shuffled);
            HOLDS(same(&first, &second));
        }
    }
}

/* How many come out differently when the plans stand in another order. */
static size_t shuffle_plans(enum count_tie tie, enum count_rule rule)
{
    struct count_outcome first, second;
    size_t different = 0;

    for (uint64_t seed = 0; seed < ELECTIONS; seed++) {
        make(seed, rule);
        made.options.tie = tie;
        count(&first, &made);
        again();
        made_shuffle_plans(&shuffled);
        count(&second, &shuffled);
        if (tie == COUNT_LEXICO) {
            HOLDS(same(&first, &second));
        }
        different += !same(&first, &second);
    }
    return different;
}

static void the_order_of_the_plans_does_not_matter(void **state)
{
    (void)state;
    for (enum count_rule rule = 0; rule < COUNT_RULES; rule++) {
        assert_int_equal(shuffle_plans(COUNT_LEXICO, rule), 0);
    }
}

static void a_tie_that_the_order_of_the_plans_decides_is_seen(void **state)
{
    (void)state;
    assert_true(shuffle_plans(COUNT_DORPEL, COUNT_VOTES) > 0); /* without a draw */
}

/* ---- money --------------------------------------------------------------------------------- */

static bool funded(const struct count_outcome *outcome, uint16_t plan)
{
    for (size_t i = 0; i < outcome->winner_count; i++) {
        if (outcome->winners[i] == plan) {
            return true;
        }
    }
    return false;
}

static int64_t theme_cost(const struct count_outcome *outcome, uint16_t theme)
{
    int64_t cost = 0;

    for (size_t i = 0; i < outcome->step_count; i++) {
        const struct count_step *step = &outcome->steps[i];
        if (made.plans[step->plan].theme == theme) {
            cost += step->reason == COUNT_FUNDED ? made.plans[step->plan].cost : step->part;
        }
    }
    return cost;
}

static bool bounds_hold(const struct count_outcome *outcome)
{
    for (uint16_t i = 0; made.options.per_theme && i < made.election.theme_count; i++) {
        if (theme_cost(outcome, i) > made.themes[i].budget) {
            return false;
        }
    }
    for (size_t i = 0; i < made.options.pair_count; i++) {
        if (funded(outcome, made.pairs[i].a) && funded(outcome, made.pairs[i].b)) {
            return false;
        }
    }
    return outcome->cost <= made.election.budget;
}

/* From the budget down to what is left, step by step, and each plan once. */
static bool money_adds_up(const struct count_outcome *outcome)
{
    int64_t left = made.election.budget;
    bool seen[MADE_MAX_PLANS] = {false};
    size_t winners = 0;

    for (size_t i = 0; i < outcome->step_count; i++) {
        const struct count_step *step = &outcome->steps[i];
        int64_t cost = made.plans[step->plan].cost, paid = 0;
        if (step->reason == COUNT_FUNDED) {
            paid = cost;
            if (winners >= outcome->winner_count || outcome->winners[winners++] != step->plan) {
                return false;
            }
        } else if (step->reason == COUNT_PARTLY) {
            paid = step->part;
            if (paid <= 0 || paid >= cost) {
                return false;
            }
        } else if (step->part != 0) {
            return false;
        }
        if (step->left_before != left || step->left_after != left - paid || seen[step->plan]) {
            return false;
        }
        seen[step->plan] = true;
        left = step->left_after;
    }
    return outcome->step_count == made.election.plan_count && winners == outcome->winner_count &&
           left == made.election.budget - outcome->cost;
}

static void no_bound_is_ever_broken(void **state)
{
    struct count_outcome outcome;

    (void)state;
    for (enum count_rule rule = 0; rule < COUNT_RULES; rule++) {
        for (uint64_t seed = 0; seed < ELECTIONS; seed++) {
            make(seed, rule);
            count(&outcome, &made);
            HOLDS(bounds_hold(&outcome));
        }
    }
}

static void the_money_of_the_steps_adds_up(void **state)
{
    struct count_outcome outcome;

    (void)state;
    for (enum count_rule rule = 0; rule < COUNT_RULES; rule++) {
        for (uint64_t seed = 0; seed < ELECTIONS; seed++) {
            make(seed, rule);
            count(&outcome, &made);
            HOLDS(money_adds_up(&outcome));
        }
    }
}

static void a_broken_bound_and_a_wrong_sum_are_seen(void **state)
{
    struct count_outcome outcome;

    (void)state;
    make(0, COUNT_VOTES);
    count(&outcome, &made);
    assert_true(outcome.winner_count > 0);
    assert_true(bounds_hold(&outcome) && money_adds_up(&outcome));
    made.election.budget = outcome.cost - 1;
    assert_false(bounds_hold(&outcome));
    assert_false(money_adds_up(&outcome));

    make(0, COUNT_VOTES);
    outcome.steps[0].left_after--;
    assert_false(money_adds_up(&outcome));
    outcome.steps[0].left_after++;
    outcome.steps[1].plan = outcome.steps[0].plan;
    assert_false(money_adds_up(&outcome));
}

/* ---- exhaustive ---------------------------------------------------------------------------- */

/* No plan with a vote, or that takes part, still fits in what is left. */
static bool exhausted(const struct count_outcome *outcome)
{
    for (size_t i = 0; i < outcome->step_count; i++) {
        const struct count_step *step = &outcome->steps[i];
        int64_t cost = made.plans[step->plan].cost;
        switch ((int)step->reason) {
        case COUNT_FUNDED:
        case COUNT_REFUSED:
        case COUNT_NO_VOTES:
        case COUNT_FLOOR:
        case COUNT_EXCLUDED:
        case COUNT_PARTLY:
            continue;
        default:
            break;
        }
        uint16_t theme = made.plans[step->plan].theme;
        bool room = !made.options.per_theme || theme == ELECTION_NO_THEME ||
                    theme_cost(outcome, theme) + cost <= made.themes[theme].budget;
        if (room && cost <= made.election.budget - outcome->cost) {
            return false;
        }
    }
    return true;
}

static size_t not_exhausted(enum count_rule rule, enum count_completion completion,
                            enum count_left_over left_over)
{
    struct count_outcome outcome;
    size_t with_room = 0;

    for (uint64_t seed = 0; seed < ELECTIONS; seed++) {
        make(seed, rule);
        made.options.completion = completion;
        made.options.left_over = left_over;
        count(&outcome, &made);
        with_room += !exhausted(&outcome);
    }
    return with_room;
}

static void nothing_fits_any_more_where_the_rule_promises_it(void **state)
{
    static const struct {
        enum count_rule rule;
        enum count_completion completion;
        enum count_left_over left_over;
    } promised[] = {
        {COUNT_VOTES, COUNT_NONE, COUNT_KEEP},
        {COUNT_VOTES_PER_COST, COUNT_NONE, COUNT_KEEP},
        {COUNT_POINTS, COUNT_NONE, COUNT_KEEP},
        {COUNT_POINTS_PER_COST, COUNT_NONE, COUNT_KEEP},
        {COUNT_RANKS, COUNT_NONE, COUNT_KEEP},
        {COUNT_EQUAL_SHARES, COUNT_ADD1U, COUNT_KEEP},
        {COUNT_EQUAL_SHARES, COUNT_THEN_VOTES, COUNT_KEEP},
        {COUNT_EQUAL_SHARES_COUNT, COUNT_ADD1U, COUNT_KEEP},
        {COUNT_EQUAL_SHARES_COUNT, COUNT_THEN_VOTES, COUNT_KEEP},
        {COUNT_EQUAL_SHARES_POINTS, COUNT_ADD1U, COUNT_KEEP},
        {COUNT_EQUAL_SHARES_POINTS, COUNT_THEN_VOTES, COUNT_KEEP},
        {COUNT_BEST_VALUE, COUNT_NONE, COUNT_KEEP}, /* more votes would be better */
        {COUNT_VOTES_NO_SKIP, COUNT_NONE, COUNT_NEXT},
        {COUNT_PHRAGMEN, COUNT_NONE, COUNT_NEXT},
        {COUNT_EQUAL_SHARES, COUNT_NONE, COUNT_NEXT},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(promised) / sizeof(promised[0]); i++) {
        assert_int_equal(
            not_exhausted(promised[i].rule, promised[i].completion, promised[i].left_over), 0);
    }
}

static void room_that_a_rule_leaves_is_seen(void **state)
{
    (void)state;
    assert_true(not_exhausted(COUNT_EQUAL_SHARES, COUNT_NONE, COUNT_KEEP) > 0);
    assert_true(not_exhausted(COUNT_VOTES_NO_SKIP, COUNT_NONE, COUNT_KEEP) > 0);
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_finish(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_of_the_ballots_does_not_matter),
        cmocka_unit_test(the_order_of_the_plans_does_not_matter),
        cmocka_unit_test(a_tie_that_the_order_of_the_plans_decides_is_seen),
        cmocka_unit_test(no_bound_is_ever_broken),
        cmocka_unit_test(the_money_of_the_steps_adds_up),
        cmocka_unit_test(a_broken_bound_and_a_wrong_sum_are_seen),
        cmocka_unit_test(nothing_fits_any_more_where_the_rule_promises_it),
        cmocka_unit_test(room_that_a_rule_leaves_is_seen),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
