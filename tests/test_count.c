/* From opened ballots to winners. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/domain/count.h"

#include <stdlib.h>
#include <string.h>

enum { MOST = 12 };

static struct plan plans[MOST];

static struct round round_of(const int64_t *costs, size_t count, int64_t budget_cents,
                             const char *rule)
{
    for (size_t i = 0; i < count; i++) {
        plans[i] =
            (struct plan){.number = (uint16_t)(i + 1), .title = "Plan", .cost_cents = costs[i]};
    }
    return (struct round){.form = FORM_APPROVE,
                          .choose_max = MOST,
                          .budget_cents = budget_cents,
                          .rule = rule,
                          .plans = plans,
                          .plan_count = count};
}

/* "2F 1F 3x": plan numbers in turn; F funded, x does not fit, - no votes, . stopped before. */
static void assert_turns(const struct round *round, const uint32_t *votes, const char *want)
{
    struct tally tally = {0};
    struct count_result result;
    char got[MOST * 4 + 1] = "";
    int64_t left = round->budget_cents;

    memcpy(tally.votes, votes, round->plan_count * sizeof(*votes));
    assert_true(tally_run(&result, &tally, round, NULL));
    assert_int_equal(result.step_count, round->plan_count);
    for (size_t i = 0; i < result.step_count; i++) {
        const struct count_step *step = &result.steps[i];
        const struct plan *plan = &round->plans[step->plan];
        char turn[4] = {(char)('0' + plan->number), "Fx-."[step->reason], ' ', '\0'};
        strcat(got, turn);
        assert_int_equal(step->votes, votes[step->plan]);
        assert_int_equal(step->left_before_cents, left);
        left -= step->reason == COUNT_FUNDED ? plan->cost_cents : 0;
        assert_int_equal(step->left_after_cents, left);
    }
    assert_true(left >= 0);
    assert_int_equal(result.spent_cents, round->budget_cents - left);
    assert_string_equal(got, want);
}

static void most_votes_come_first_and_what_does_not_fit_is_passed_over(void **state)
{
    const int64_t costs[] = {400, 700, 300, 100};
    const uint32_t votes[] = {5, 9, 4, 1};
    struct round round = round_of(costs, 4, 1000, "votes");

    (void)state;
    assert_turns(&round, votes, "2F 1x 3F 4x ");
}

static void without_skipping_the_first_that_does_not_fit_ends_it(void **state)
{
    const int64_t costs[] = {400, 700, 300, 100};
    const uint32_t votes[] = {5, 9, 4, 0};
    struct round round = round_of(costs, 4, 1000, "votes-no-skip");

    (void)state;
    assert_turns(&round, votes, "2F 1x 3. 4- ");
}

static void a_tie_goes_to_the_lower_cost_and_then_to_the_lower_number(void **state)
{
    const int64_t costs[] = {300, 200, 200, 300};
    const uint32_t votes[] = {5, 5, 5, 5};
    struct round round = round_of(costs, 4, 700, "votes");

    (void)state;
    assert_turns(&round, votes, "2F 3F 1F 4x ");
    plans[1].number = 9; /* printed numbers decide, not the place in the list */
    struct tally tally = {.votes = {5, 5, 5, 5}};
    struct count_result result;
    assert_true(tally_run(&result, &tally, &round, NULL));
    assert_int_equal(result.steps[0].plan, 2);
    assert_int_equal(result.steps[1].plan, 1);
}

static void a_plan_without_a_vote_is_never_funded(void **state)
{
    const int64_t costs[] = {100, 0, 100};
    const uint32_t votes[] = {0, 0, 1};
    struct round round = round_of(costs, 3, 1000, "votes");

    (void)state;
    assert_turns(&round, votes, "3F 2- 1- ");
}

static void what_costs_nothing_and_has_a_vote_is_funded_first(void **state)
{
    const int64_t costs[] = {1100, 0, 100};
    const uint32_t votes[] = {9, 1, 5};
    struct round round = round_of(costs, 3, 1000, "votes-no-skip");

    (void)state;
    assert_turns(&round, votes, "2F 1x 3. ");
}

static void the_budget_is_spent_to_the_cent_and_not_over_it(void **state)
{
    const int64_t costs[] = {600, 400, 1};
    const uint32_t votes[] = {3, 2, 1};
    struct round round = round_of(costs, 3, 1000, "votes");

    (void)state;
    assert_turns(&round, votes, "1F 2F 3x ");
    round.budget_cents = 0;
    assert_turns(&round, votes, "1x 2x 3x ");
    round.plan_count = 0;
    assert_turns(&round, votes, "");
}

static void the_order_of_the_list_changes_nothing(void **state)
{
    const int64_t costs[] = {300, 200, 200, 300, 0, 900, 100, 100};
    const uint32_t votes[] = {5, 5, 5, 5, 1, 9, 0, 5};
    uint32_t random = 3;

    (void)state;
    for (int run = 0; run < 2000; run++) {
        struct round round = round_of(costs, 8, 1000, run % 2 == 0 ? "votes" : "votes-no-skip");
        struct tally tally = {0}, mixed = {0};
        struct count_result one, two;
        struct plan original[8], mixed_plans[8];
        memcpy(tally.votes, votes, sizeof(votes));
        memcpy(original, plans, sizeof(original));
        assert_true(tally_run(&one, &tally, &round, NULL));
        size_t place[8] = {0, 1, 2, 3, 4, 5, 6, 7};
        for (size_t i = 8; i-- > 1;) {
            random = random * 1664525u + 1013904223u;
            size_t j = (random >> 16) % (i + 1), keep = place[i];
            place[i] = place[j];
            place[j] = keep;
        }
        for (size_t i = 0; i < 8; i++) {
            mixed_plans[i] = original[place[i]];
            mixed.votes[i] = votes[place[i]];
        }
        round.plans = mixed_plans;
        assert_true(tally_run(&two, &mixed, &round, NULL));
        for (size_t i = 0; i < 8; i++) {
            assert_int_equal(original[one.steps[i].plan].number,
                             mixed_plans[two.steps[i].plan].number);
            assert_int_equal(one.steps[i].reason, two.steps[i].reason);
        }
    }
}

static void a_rule_that_nobody_wrote_is_refused(void **state)
{
    const int64_t costs[] = {100};
    struct round round = round_of(costs, 1, 1000, "equal-shares");
    struct tally tally = {0};
    struct count_result result = {.spent_cents = 77};
    struct err err = {0};

    (void)state;
    assert_false(tally_run(&result, &tally, &round, &err));
    assert_int_equal(err.code, ERR_UNKNOWN);
    round.rule = NULL;
    assert_false(tally_run(&result, &tally, &round, NULL));
    assert_int_equal(result.spent_cents, 77);
    assert_true(count_rule_exists("votes"));
    assert_true(count_rule_exists("votes-no-skip"));
    assert_false(count_rule_exists("Votes"));
    assert_false(count_rule_exists(""));
}

static void a_round_that_cannot_be_is_refused(void **state)
{
    const int64_t costs[] = {100, -1};
    struct round round = round_of(costs, 2, 1000, "votes");
    struct tally tally = {0};
    struct count_result result;
    struct err err = {0};

    (void)state;
    assert_false(tally_run(&result, &tally, &round, &err));
    assert_int_equal(err.code, ERR_FORMAT);
    round = round_of(costs, 1, -1, "votes");
    assert_false(tally_run(&result, &tally, &round, NULL));
    round.budget_cents = (int64_t)ROUND_MAX_BUDGET_CENTS + 1;
    assert_false(tally_run(&result, &tally, &round, NULL));
    round = round_of(costs, 1, 1000, "votes");
    round.plan_count = ROUND_MAX_PLANS + 1;
    assert_false(tally_run(&result, &tally, &round, &err));
    assert_int_equal(err.code, ERR_LIMIT);
}

static void marks_points_and_ranks_are_added_as_their_form_says(void **state)
{
    const int64_t costs[] = {1, 1, 1, 1};
    const struct ballot marks = {.value = {1, 0, 1, 0}}, points = {.value = {4, 0, 1, 0}};
    const struct ballot ranks = {.value = {2, 0, 1, 3}}, blank = {0};
    struct round round = round_of(costs, 4, 10, "votes");
    struct tally tally = {0};

    (void)state;
    tally_add(&tally, &marks, &round);
    tally_add(&tally, &marks, &round);
    tally_add(&tally, &blank, &round);
    assert_int_equal(tally.ballots, 3);
    assert_int_equal(tally.blank, 1);
    assert_int_equal(tally.votes[0], 2);
    assert_int_equal(tally.votes[1], 0);
    tally = (struct tally){0};
    round.form = FORM_POINTS;
    tally_add(&tally, &points, &round);
    assert_int_equal(tally.votes[0], 4);
    assert_int_equal(tally.votes[2], 1);
    tally = (struct tally){0};
    round.form = FORM_RANK; /* as many for the first as there are choices, one for the last */
    tally_add(&tally, &ranks, &round);
    assert_int_equal(tally.votes[2], 3);
    assert_int_equal(tally.votes[0], 2);
    assert_int_equal(tally.votes[3], 1);
    assert_int_equal(tally.votes[1], 0);
    tally = (struct tally){0};
    round.form = FORM_PURSE;
    tally_add(&tally, &marks, &round);
    assert_int_equal(tally.votes[2], 1);
    assert_int_equal(tally.blank, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(most_votes_come_first_and_what_does_not_fit_is_passed_over),
        cmocka_unit_test(without_skipping_the_first_that_does_not_fit_ends_it),
        cmocka_unit_test(a_tie_goes_to_the_lower_cost_and_then_to_the_lower_number),
        cmocka_unit_test(a_plan_without_a_vote_is_never_funded),
        cmocka_unit_test(what_costs_nothing_and_has_a_vote_is_funded_first),
        cmocka_unit_test(the_budget_is_spent_to_the_cent_and_not_over_it),
        cmocka_unit_test(the_order_of_the_list_changes_nothing),
        cmocka_unit_test(a_rule_that_nobody_wrote_is_refused),
        cmocka_unit_test(a_round_that_cannot_be_is_refused),
        cmocka_unit_test(marks_points_and_ranks_are_added_as_their_form_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
