/* What one voter chooses, checked against the round's form. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/domain/ballot.h"

#include <string.h>

enum { PLANS = 5 };

static struct plan plans[PLANS];

static struct round round_of(enum ballot_form form)
{
    static const int64_t costs[PLANS] = {100000, 200000, 300000, 400000, 0};

    for (size_t i = 0; i < PLANS; i++) {
        plans[i] =
            (struct plan){.number = (uint16_t)(i + 1), .title = "Plan", .cost_cents = costs[i]};
    }
    return (struct round){
        .form = form,
        .choose_min = 2,
        .choose_max = 3,
        .points = 10,
        .budget_cents = 500000,
        .rule = "votes",
        .plans = plans,
        .plan_count = PLANS,
    };
}

static enum ballot_verdict check(const struct round *round, const uint16_t value[PLANS])
{
    struct ballot ballot = {0};

    memcpy(ballot.value, value, PLANS * sizeof(*value));
    return ballot_check(&ballot, round);
}

struct example {
    uint16_t value[PLANS];
    enum ballot_verdict verdict;
};

static void check_all(const struct round *round, const struct example *examples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (check(round, examples[i].value) != examples[i].verdict) {
            fail_msg("example %zu: %d, expected %d", i, (int)check(round, examples[i].value),
                     (int)examples[i].verdict);
        }
    }
}

#define CHECK_ALL(round, examples)                                                                 \
    check_all(&(round), examples, sizeof(examples) / sizeof(*examples))

static void approve_takes_from_least_to_most_plans(void **state)
{
    static const struct example examples[] = {
        {{0, 0, 0, 0, 0}, BALLOT_EMPTY},
        {{1, 0, 0, 0, 0}, BALLOT_TOO_FEW},
        {{1, 0, 1, 0, 0}, BALLOT_OK},
        {{1, 1, 1, 0, 0}, BALLOT_OK},
        {{1, 1, 1, 1, 0}, BALLOT_TOO_MANY},
        {{1, 2, 0, 0, 0}, BALLOT_MALFORMED},
        {{65535, 1, 0, 0, 0}, BALLOT_MALFORMED},
    };
    struct round round = round_of(FORM_APPROVE);

    (void)state;
    CHECK_ALL(round, examples);
    round.choose_min = 0;
    round.choose_max = 0; /* no limits named */
    assert_int_equal(check(&round, (uint16_t[PLANS]){1}), BALLOT_OK);
    assert_int_equal(check(&round, (uint16_t[PLANS]){1, 1, 1, 1, 1}), BALLOT_OK);
}

static void the_purse_takes_what_the_budget_pays_to_the_cent(void **state)
{
    static const struct example examples[] = {
        {{0, 0, 0, 0, 0}, BALLOT_EMPTY},       {{0, 0, 0, 0, 1}, BALLOT_OK},
        {{0, 1, 1, 0, 1}, BALLOT_OK},          {{1, 0, 0, 1, 0}, BALLOT_OK},
        {{1, 1, 1, 0, 0}, BALLOT_OVER_BUDGET}, {{0, 0, 2, 0, 0}, BALLOT_MALFORMED},
    };
    struct round round = round_of(FORM_PURSE);

    (void)state;
    CHECK_ALL(round, examples);
    plans[2].cost_cents = 300001;
    assert_int_equal(check(&round, (uint16_t[PLANS]){0, 1, 1, 0, 0}), BALLOT_OVER_BUDGET);
}

static void points_are_divided_with_a_most_per_plan_and_in_all(void **state)
{
    static const struct example examples[] = {
        {{0, 0, 0, 0, 0}, BALLOT_EMPTY},       {{3, 3, 3, 1, 0}, BALLOT_OK},
        {{3, 3, 3, 2, 0}, BALLOT_OVER_POINTS}, {{4, 0, 0, 0, 0}, BALLOT_TOO_MANY},
        {{1, 0, 0, 0, 0}, BALLOT_OK},
    };
    struct round round = round_of(FORM_POINTS);

    (void)state;
    CHECK_ALL(round, examples);
    round.choose_max = 0;
    assert_int_equal(check(&round, (uint16_t[PLANS]){10}), BALLOT_OK);
    assert_int_equal(check(&round, (uint16_t[PLANS]){65535, 65535, 65535}), BALLOT_OVER_POINTS);
}

static void a_ranking_has_no_gaps_and_no_doubles(void **state)
{
    static const struct example examples[] = {
        {{0, 0, 0, 0, 0}, BALLOT_EMPTY},     {{1, 0, 0, 0, 0}, BALLOT_TOO_FEW},
        {{2, 1, 0, 0, 0}, BALLOT_OK},        {{2, 0, 3, 0, 1}, BALLOT_OK},
        {{4, 2, 3, 1, 0}, BALLOT_TOO_MANY},  {{1, 3, 0, 0, 0}, BALLOT_MALFORMED},
        {{1, 1, 0, 0, 0}, BALLOT_MALFORMED}, {{2, 2, 0, 0, 0}, BALLOT_MALFORMED},
        {{2, 0, 0, 0, 0}, BALLOT_MALFORMED}, {{65535, 1, 0, 0, 0}, BALLOT_MALFORMED},
    };
    struct round round = round_of(FORM_RANK);

    (void)state;
    CHECK_ALL(round, examples);
}

static void an_empty_ballot_is_blank_only_where_the_round_allows_it(void **state)
{
    (void)state;
    for (int form = FORM_APPROVE; form <= FORM_RANK; form++) {
        struct round round = round_of((enum ballot_form)form);
        assert_int_equal(check(&round, (uint16_t[PLANS]){0}), BALLOT_EMPTY);
        round.allow_blank = true;
        assert_int_equal(check(&round, (uint16_t[PLANS]){0}), BALLOT_BLANK);
    }
}

static void a_choice_behind_the_last_plan_is_malformed(void **state)
{
    struct round round = round_of(FORM_APPROVE);
    struct ballot ballot = {.value = {1, 1}};

    (void)state;
    assert_int_equal(ballot_check(&ballot, &round), BALLOT_OK);
    ballot.value[PLANS] = 1;
    assert_int_equal(ballot_check(&ballot, &round), BALLOT_MALFORMED);
    ballot.value[PLANS] = 0;
    ballot.value[ROUND_MAX_PLANS - 1] = 1;
    assert_int_equal(ballot_check(&ballot, &round), BALLOT_MALFORMED);
}

static void the_sum_says_what_is_left(void **state)
{
    struct round round = round_of(FORM_PURSE);
    struct ballot ballot = {.value = {1, 0, 1, 1, 0}};

    (void)state;
    struct ballot_sum sum = ballot_sum(&ballot, &round);
    assert_int_equal(sum.chosen, 3);
    assert_int_equal(sum.cost_cents, 800000);
    assert_int_equal(sum.left_cents, -300000);
    round.form = FORM_POINTS;
    ballot.value[0] = 9;
    assert_int_equal(ballot_sum(&ballot, &round).points, 11);
}

/* Ten thousand taps at random: what may_add allows is done, what it refuses is not, and no tap ever
 * makes a ballot that the form would call malformed or over. */
static void no_tap_ever_makes_a_ballot_that_breaks_the_form(void **state)
{
    uint32_t random = 5;

    (void)state;
    for (int form = FORM_APPROVE; form <= FORM_RANK; form++) {
        struct round round = round_of((enum ballot_form)form);
        struct ballot ballot = {0};
        for (int tap = 0; tap < 10000; tap++) {
            struct ballot before = ballot;
            random = random * 1664525u + 1013904223u;
            size_t index = (random >> 16) % (PLANS + 1);
            enum ballot_verdict may = ballot_may_add(&ballot, &round, index);
            ballot_toggle(&ballot, &round, index);
            enum ballot_verdict now = ballot_check(&ballot, &round);
            assert_true(now == BALLOT_OK || now == BALLOT_EMPTY || now == BALLOT_TOO_FEW);
            bool changed = memcmp(before.value, ballot.value, sizeof(ballot.value)) != 0;
            bool chosen_before = index < PLANS && before.value[index] != 0;
            if (index == PLANS) {
                assert_int_equal(may, BALLOT_MALFORMED);
            }
            assert_int_equal(changed, may == BALLOT_OK || chosen_before);
        }
    }
}

static void a_second_tap_undoes_the_first(void **state)
{
    struct round round = round_of(FORM_APPROVE);
    struct ballot ballot = {0};

    (void)state;
    ballot_toggle(&ballot, &round, 1);
    assert_int_equal(ballot.value[1], 1);
    ballot_toggle(&ballot, &round, 1);
    assert_int_equal(ballot.value[1], 0);
}

static void taking_a_rank_back_closes_the_gap(void **state)
{
    struct round round = round_of(FORM_RANK);
    struct ballot ballot = {0};

    (void)state;
    ballot_toggle(&ballot, &round, 3);
    ballot_toggle(&ballot, &round, 0);
    ballot_toggle(&ballot, &round, 4);
    assert_int_equal(ballot_may_add(&ballot, &round, 1), BALLOT_TOO_MANY);
    ballot_toggle(&ballot, &round, 1);
    assert_int_equal(ballot.value[1], 0);
    ballot_toggle(&ballot, &round, 3);
    assert_int_equal(ballot.value[0], 1);
    assert_int_equal(ballot.value[4], 2);
    ballot_toggle(&ballot, &round, 3);
    assert_int_equal(ballot.value[3], 3);
}

static void points_go_up_one_a_tap_and_start_again_at_the_top(void **state)
{
    struct round round = round_of(FORM_POINTS);
    struct ballot ballot = {0};

    (void)state;
    for (uint16_t want = 1; want <= 3; want++) {
        ballot_toggle(&ballot, &round, 0);
        assert_int_equal(ballot.value[0], want);
    }
    assert_int_equal(ballot_may_add(&ballot, &round, 0), BALLOT_TOO_MANY);
    ballot_toggle(&ballot, &round, 0);
    assert_int_equal(ballot.value[0], 0);
    round.points = 1;
    ballot_toggle(&ballot, &round, 0);
    assert_int_equal(ballot_may_add(&ballot, &round, 1), BALLOT_OVER_POINTS);
}

static void a_point_is_taken_back_one_at_a_time_and_never_below_none(void **state)
{
    struct round round = round_of(FORM_POINTS);
    struct ballot ballot = {.value = {2, 0, 0, 0, 0}};

    (void)state;
    ballot_less(&ballot, &round, 0);
    assert_int_equal(ballot.value[0], 1);
    ballot_less(&ballot, &round, 0);
    ballot_less(&ballot, &round, 0);
    assert_int_equal(ballot.value[0], 0);
    ballot_less(&ballot, &round, PLANS);
    round.form = FORM_APPROVE;
    ballot.value[1] = 1;
    ballot_less(&ballot, &round, 1);
    assert_int_equal(ballot.value[1], 1);
}

static void a_plan_rises_one_place_and_the_order_stays_whole(void **state)
{
    struct round round = round_of(FORM_RANK);
    struct ballot ballot = {.value = {2, 0, 3, 0, 1}};

    (void)state;
    assert_int_equal(ballot_ranked(&ballot, &round, 3), 2);
    assert_int_equal(ballot_ranked(&ballot, &round, 0), PLANS);
    assert_int_equal(ballot_ranked(&ballot, &round, 4), PLANS);
    ballot_raise(&ballot, &round, 2);
    assert_int_equal(ballot.value[2], 2);
    assert_int_equal(ballot.value[0], 3);
    ballot_raise(&ballot, &round, 2);
    ballot_raise(&ballot, &round, 2); /* the first stays the first */
    assert_int_equal(ballot.value[2], 1);
    assert_int_equal(ballot.value[4], 2);
    ballot_raise(&ballot, &round, 1); /* without a place it gets none */
    assert_int_equal(ballot.value[1], 0);
    assert_int_equal(ballot_check(&ballot, &round), BALLOT_OK);
}

static void a_plan_that_does_not_fit_the_purse_says_so(void **state)
{
    struct round round = round_of(FORM_PURSE);
    struct ballot ballot = {.value = {0, 1, 0, 0, 0}};

    (void)state;
    assert_int_equal(ballot_may_add(&ballot, &round, 2), BALLOT_OK);
    assert_int_equal(ballot_may_add(&ballot, &round, 3), BALLOT_OVER_BUDGET);
    assert_int_equal(ballot_may_add(&ballot, &round, 1), BALLOT_OK); /* taking it back may always */
}

static void what_is_encoded_comes_back_and_always_has_one_length(void **state)
{
    struct round round = round_of(FORM_RANK);
    struct ballot ballot = {.value = {2, 0, 3, 0, 1}}, back = {0};
    uint8_t plain[CRYPTO_HASH + 2 * PLANS];

    (void)state;
    assert_int_equal(ballot_plain_len(&round), sizeof(plain));
    ballot_encode(plain, &ballot, &round);
    assert_memory_equal(plain + CRYPTO_HASH, "\0\2\0\0\0\3\0\0\0\1", 10);
    assert_true(ballot_decode(&back, plain, sizeof(plain), &round, NULL));
    assert_memory_equal(back.value, ballot.value, sizeof(back.value));
}

static void a_forged_truncated_or_foreign_ballot_is_refused(void **state)
{
    struct round round = round_of(FORM_APPROVE);
    struct ballot ballot = {.value = {1, 1, 0, 0, 0}}, back = {.value = {9}};
    uint8_t plain[CRYPTO_HASH + 2 * PLANS + 2] = {0};
    size_t len = CRYPTO_HASH + 2 * PLANS;
    struct err err = {0};

    (void)state;
    ballot_encode(plain, &ballot, &round);
    for (size_t cut = 0; cut < len; cut++) {
        assert_false(ballot_decode(&back, plain, cut, &round, &err));
        assert_int_equal(err.code, ERR_FORMAT);
    }
    assert_false(ballot_decode(&back, plain, len + 2, &round, NULL));
    for (size_t bit = 0; bit < 8 * CRYPTO_HASH; bit++) {
        plain[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_false(ballot_decode(&back, plain, len, &round, NULL));
        plain[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    plain[CRYPTO_HASH] = 1; /* 257 */
    assert_false(ballot_decode(&back, plain, len, &round, NULL));
    plain[CRYPTO_HASH] = 0;
    plain[CRYPTO_HASH + 1] = 0; /* one plan: too few */
    assert_false(ballot_decode(&back, plain, len, &round, NULL));
    plain[CRYPTO_HASH + 1] = 1;
    plans[0].cost_cents++; /* a plan changed after the vote */
    assert_false(ballot_decode(&back, plain, len, &round, NULL));
    plans[0].cost_cents--;
    round.plan_count = ROUND_MAX_PLANS + 1;
    assert_false(
        ballot_decode(&back, plain, CRYPTO_HASH + 2 * (ROUND_MAX_PLANS + 1), &round, NULL));
    round.plan_count = PLANS;
    assert_int_equal(back.value[0], 9);
    assert_true(ballot_decode(&back, plain, len, &round, NULL));
}

static int start(void **state)
{
    (void)state;
    return crypto_start(NULL) ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(approve_takes_from_least_to_most_plans),
        cmocka_unit_test(the_purse_takes_what_the_budget_pays_to_the_cent),
        cmocka_unit_test(points_are_divided_with_a_most_per_plan_and_in_all),
        cmocka_unit_test(a_ranking_has_no_gaps_and_no_doubles),
        cmocka_unit_test(an_empty_ballot_is_blank_only_where_the_round_allows_it),
        cmocka_unit_test(a_choice_behind_the_last_plan_is_malformed),
        cmocka_unit_test(the_sum_says_what_is_left),
        cmocka_unit_test(no_tap_ever_makes_a_ballot_that_breaks_the_form),
        cmocka_unit_test(a_second_tap_undoes_the_first),
        cmocka_unit_test(taking_a_rank_back_closes_the_gap),
        cmocka_unit_test(points_go_up_one_a_tap_and_start_again_at_the_top),
        cmocka_unit_test(a_point_is_taken_back_one_at_a_time_and_never_below_none),
        cmocka_unit_test(a_plan_rises_one_place_and_the_order_stays_whole),
        cmocka_unit_test(a_plan_that_does_not_fit_the_purse_says_so),
        cmocka_unit_test(what_is_encoded_comes_back_and_always_has_one_length),
        cmocka_unit_test(a_forged_truncated_or_foreign_ballot_is_refused),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
