/* Equal shares on made elections of up to 30 plans and 300 ballots: what the steps tell is enough
 * to count again with fractions, and every group that can pay its share gets its due. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/faults/made.h"

#include <gmp.h>
#include <string.h>

enum { ELECTIONS = 200 }; /* a rule */

static struct made made;
static struct arena arena;

static void count(struct count_outcome *ret)
{
    struct err err = {0};

    memset(ret, 0, sizeof(*ret));
    if (!count_run(ret, &arena, &made.election, &made.options, &err)) {
        made_print(stderr, &made);
        fail_msg("%s", err.msg);
    }
}

static void make(uint64_t seed, enum count_rule rule)
{
    arena_reset(&arena);
    made_middle(&made, seed, rule);
}

#define HOLDS(what)                                                                                \
    do {                                                                                           \
        if (!(what)) {                                                                             \
            made_print(stderr, &made);                                                             \
            fail_msg("seed %llu: %s", (unsigned long long)made.seed, #what);                       \
        }                                                                                          \
    } while (0)

/* What the ballot gives the plan: 0 when it does not name it. */
static uint64_t weight(size_t ballot, uint16_t plan)
{
    for (uint32_t at = made.first[ballot]; at < made.first[ballot + 1]; at++) {
        if (made.plan[at] == plan) {
            return made.options.rule == COUNT_EQUAL_SHARES_POINTS ? made.weight[at] : 1;
        }
    }
    return 0;
}

/* ---- counting again from the steps --------------------------------------------------------- */

static mpq_t purses[MADE_MAX_BALLOTS];

/* Euros as the step tells them, in units. false: not a fraction in lowest terms. */
static bool read_amount(mpq_t ret, const struct count_amount *amount)
{
    mpq_t lowest;
    bool good;

    if (!amount->exact || mpq_set_str(ret, amount->exact, 10) != 0) {
        return false;
    }
    mpq_init(lowest);
    mpq_set(lowest, ret);
    mpq_canonicalize(lowest);
    good = mpz_cmp(mpq_denref(ret), mpq_denref(lowest)) == 0;
    mpq_set(ret, lowest);
    mpq_set_si(lowest, made.election.unit, 1);
    mpq_mul(ret, ret, lowest);
    mpq_clear(lowest);
    return good;
}

struct tellers { /* what the payers of one step should be */
    uint64_t full, rest;
    mpq_t together, rest_sum;
};

/* Who pays each (times the points), and who puts in all; with `pay` they do. */
static void tell(struct tellers *ret, uint16_t plan, const mpq_t each, bool pay)
{
    mpq_t due;

    mpq_init(due);
    ret->full = ret->rest = 0;
    mpq_set_ui(ret->together, 0, 1);
    mpq_set_ui(ret->rest_sum, 0, 1);
    for (size_t i = 0; i < made.election.ballot_count; i++) {
        uint64_t points = weight(i, plan);
        if (points == 0) {
            continue;
        }
        mpq_set_ui(due, points, 1);
        mpq_mul(due, due, each);
        mpq_add(ret->together, ret->together, purses[i]);
        if (mpq_cmp(purses[i], due) >= 0) {
            ret->full += points;
        } else {
            ret->rest += mpq_sgn(purses[i]) > 0; /* who has nothing left pays nothing */
            mpq_add(ret->rest_sum, ret->rest_sum, purses[i]);
            mpq_set(due, purses[i]);
        }
        if (pay) {
            mpq_sub(purses[i], purses[i], due);
        }
    }
    mpq_clear(due);
}

/* The step's numbers are those of the purses, and full * each + rest_sum is the cost. */
static bool payers_pay(const struct count_step *step)
{
    const struct count_payers *payers = &step->payers;
    struct tellers should;
    mpq_t each, sum, told;
    bool good;

    mpq_inits(each, sum, told, should.together, should.rest_sum, NULL);
    good = step->has_payers && payers->can_pay && payers->plan == step->plan &&
           read_amount(each, &payers->each);
    tell(&should, step->plan, each, true);
    good = good && payers->full == should.full && payers->rest == should.rest;
    good = good && read_amount(told, &payers->together) && mpq_equal(told, should.together);
    good = good && read_amount(told, &payers->rest_sum) && mpq_equal(told, should.rest_sum);
    mpq_set_ui(sum, payers->full, 1);
    mpq_mul(sum, sum, each);
    mpq_add(sum, sum, told);
    mpq_set_si(told, made.plans[step->plan].cost, 1);
    good = good && mpq_equal(sum, told);
    mpq_clears(each, sum, told, should.together, should.rest_sum, NULL);
    return good;
}

/* Its voters together hold its cost. */
static bool can_still_pay(uint16_t plan)
{
    mpq_t sum, cost;

    mpq_inits(sum, cost, NULL);
    for (size_t i = 0; i < made.election.ballot_count; i++) {
        if (weight(i, plan) > 0) {
            mpq_add(sum, sum, purses[i]);
        }
    }
    mpq_set_si(cost, made.plans[plan].cost, 1);
    bool can = mpq_cmp(sum, cost) >= 0;
    mpq_clears(sum, cost, NULL);
    return can;
}

static bool out_of_money(const struct count_step *step)
{
    switch ((int)step->reason) {
    case COUNT_NO_VOTES:
    case COUNT_FLOOR:
    case COUNT_THEME:
    case COUNT_EXCLUDED:
    case COUNT_REFUSED:
        return true;   /* it was not for its voters to decide */
    case COUNT_PARTLY: /* its theme may have room for the part but not for the whole */
        return made.options.per_theme || !can_still_pay(step->plan);
    default:
        return step->phase == COUNT_BY_PEOPLE || step->phase == COUNT_FREE ||
               !can_still_pay(step->plan);
    }
}

/* From the share and the steps alone: everyone's purse, to the end. */
static bool steps_count_again(const struct count_outcome *outcome)
{
    bool good;
    mpq_t share;

    mpq_init(share);
    good = read_amount(share, &outcome->share);
    for (size_t i = 0; i < made.election.ballot_count; i++) {
        mpq_set(purses[i], share);
    }
    mpq_clear(share);
    for (size_t i = 0; i < outcome->step_count && good; i++) {
        const struct count_step *step = &outcome->steps[i];
        if (step->reason == COUNT_FUNDED && step->phase == COUNT_BY_RULE) {
            good = payers_pay(step);
        }
    }
    for (size_t i = 0; i < outcome->step_count && good; i++) {
        const struct count_step *step = &outcome->steps[i];
        bool bought = step->reason == COUNT_FUNDED && step->phase == COUNT_BY_RULE;
        good = bought || out_of_money(step);
    }
    return good;
}

static void the_steps_are_enough_to_count_again(void **state)
{
    struct count_outcome outcome;

    (void)state;
    for (enum count_rule rule = COUNT_EQUAL_SHARES; rule <= COUNT_EQUAL_SHARES_POINTS; rule++) {
        for (uint64_t seed = 0; seed < ELECTIONS; seed++) {
            make(seed, rule);
            count(&outcome);
            HOLDS(steps_count_again(&outcome));
        }
    }
}

static struct count_step *find_bought(struct count_outcome *outcome, bool with_rest)
{
    for (size_t i = 0; i < outcome->step_count; i++) {
        struct count_step *step = &outcome->steps[i];
        if (step->reason == COUNT_FUNDED && step->phase == COUNT_BY_RULE &&
            (step->payers.rest > 0 || !with_rest)) {
            return step;
        }
    }
    return NULL;
}

static void a_step_that_tells_a_little_else_is_seen(void **state)
{
    struct count_outcome outcome;
    struct count_step *step = NULL;

    (void)state;
    for (uint64_t seed = 0; !step; seed++) {
        assert_true(seed < ELECTIONS);
        make(seed, COUNT_EQUAL_SHARES);
        made.options.completion = COUNT_NONE;
        count(&outcome);
        step = find_bought(&outcome, true);
    }
    const struct count_step right = *step;
    assert_true(steps_count_again(&outcome));

    step->payers.full++;
    assert_false(steps_count_again(&outcome));
    *step = right;
    step->payers.rest--;
    assert_false(steps_count_again(&outcome));
    *step = right;
    step->payers.each.exact = arena_printf(&arena, "%s1", right.payers.each.exact);
    assert_false(steps_count_again(&outcome));
    *step = right;
    step->payers.together.exact = "1";
    assert_false(steps_count_again(&outcome));
    *step = right;
    step->reason = COUNT_POOR; /* bought, but told as not bought: its voters still hold its cost */
    assert_false(steps_count_again(&outcome));
    *step = right;
    assert_true(steps_count_again(&outcome));
}

/* ---- every group its due ------------------------------------------------------------------- */

/* What the plan is worth to whoever gave it these points. */
static int64_t worth(uint16_t plan, uint64_t points)
{
    return made.options.rule == COUNT_EQUAL_SHARES ? (points > 0 ? made.plans[plan].cost : 0)
                                                   : (int64_t)points;
}

static bool funded(const struct count_outcome *outcome, uint16_t plan)
{
    for (size_t i = 0; i < outcome->winner_count; i++) {
        if (outcome->winners[i] == plan) {
            return true;
        }
    }
    return false;
}

static int64_t worth_of_winners(const struct count_outcome *outcome, size_t ballot)
{
    int64_t sum = 0;

    for (size_t i = 0; i < outcome->winner_count; i++) {
        sum += worth(outcome->winners[i], weight(ballot, outcome->winners[i]));
    }
    return sum;
}

/* A voter of a group that agrees on plans a and b (or a alone: b is a) has her due when the winners
 * are worth at least as much to her as these, or would be worth more with one of them added. What a
 * plan is worth to the group is what it is worth to who gave it `least` points. */
static bool has_due(const struct count_outcome *outcome, size_t ballot, uint16_t a, uint16_t b,
                    uint64_t least)
{
    int64_t has = worth_of_winners(outcome, ballot);
    int64_t due = worth(a, least) + (b != a ? worth(b, least) : 0);

    return has >= due || (!funded(outcome, a) && has + worth(a, weight(ballot, a)) > due) ||
           (!funded(outcome, b) && has + worth(b, weight(ballot, b)) > due);
}

/* Voters who all gave a and b at least so many points, and have not got their due, cannot pay for a
 * and b with their shares. Otherwise they are a group that was passed over. */
static bool group_has_due(const struct count_outcome *outcome, uint16_t a, uint16_t b,
                          uint64_t least)
{
    int64_t cost = made.plans[a].cost + (b != a ? made.plans[b].cost : 0), without = 0;

    for (size_t i = 0; i < made.election.ballot_count; i++) {
        without +=
            weight(i, a) >= least && weight(i, b) >= least && !has_due(outcome, i, a, b, least);
    }
    return without == 0 ||
           without * made.election.budget < cost * (int64_t)made.election.ballot_count;
}

static bool every_group_has_due(const struct count_outcome *outcome)
{
    uint64_t most = made.options.rule == COUNT_EQUAL_SHARES_POINTS ? 4 : 1;

    for (uint16_t a = 0; a < made.election.plan_count; a++) {
        for (uint16_t b = a; b < made.election.plan_count; b++) {
            for (uint64_t least = 1; least <= most; least++) {
                if (!group_has_due(outcome, a, b, least)) {
                    return false;
                }
            }
        }
    }
    return true;
}

/* The same elections without anything that people decided or forbade. */
static size_t passed_over(enum count_rule by, enum count_rule rule)
{
    struct count_outcome outcome;
    size_t elections = 0;

    for (uint64_t seed = 0; seed < ELECTIONS; seed++) {
        make(seed, rule);
        made.options.rule = by;
        made.options.completion = seed % 2 ? COUNT_NONE : COUNT_THEN_VOTES;
        made.options.completion = by == rule ? made.options.completion : COUNT_NONE;
        made.options.left_over = COUNT_KEEP;
        made.options.override_count = made.options.pair_count = 0;
        made.options.floor_votes = made.options.floor_permyriad = 0;
        made.options.per_theme = false;
        count(&outcome);
        made.options.rule = rule;
        if (!every_group_has_due(&outcome)) {
            elections++;
            if (by == rule) {
                made_print(stderr, &made);
            }
        }
    }
    return elections;
}

static void equal_shares_gives_every_group_its_due(void **state)
{
    (void)state;
    assert_int_equal(passed_over(COUNT_EQUAL_SHARES, COUNT_EQUAL_SHARES), 0);
    assert_int_equal(passed_over(COUNT_EQUAL_SHARES_COUNT, COUNT_EQUAL_SHARES_COUNT), 0);
    assert_int_equal(passed_over(COUNT_EQUAL_SHARES_POINTS, COUNT_EQUAL_SHARES_POINTS), 0);
}

static void most_votes_first_passes_groups_over(void **state)
{
    (void)state;
    assert_true(passed_over(COUNT_VOTES, COUNT_EQUAL_SHARES) > 0);
    assert_true(passed_over(COUNT_VOTES, COUNT_EQUAL_SHARES_COUNT) > 0);
    assert_true(passed_over(COUNT_VOTES, COUNT_EQUAL_SHARES_POINTS) > 0);
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 0);
    for (size_t i = 0; i < MADE_MAX_BALLOTS; i++) {
        mpq_init(purses[i]);
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    for (size_t i = 0; i < MADE_MAX_BALLOTS; i++) {
        mpq_clear(purses[i]);
    }
    arena_finish(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_steps_are_enough_to_count_again),
        cmocka_unit_test(a_step_that_tells_a_little_else_is_seen),
        cmocka_unit_test(equal_shares_gives_every_group_its_due),
        cmocka_unit_test(most_votes_first_passes_groups_over),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
