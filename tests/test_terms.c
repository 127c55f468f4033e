/* The counting rule of a round: from its words to options, into its digest, and counted again from
 * the totals. */
#include "app/domain/count/report.h"
#include "app/domain/count/terms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { PLANS = 10, BALLOTS = 50 };

static void fill(struct round *round, struct plan plans[PLANS], enum ballot_form form,
                 const char *rule)
{
    memset(plans, 0, PLANS * sizeof(*plans));
    for (size_t i = 0; i < PLANS; i++) {
        plans[i].number = (uint16_t)(i + 1);
        plans[i].title = plans[i].theme = "";
        plans[i].cost_cents = 10000 + 100 * (int64_t)(i * i % 7);
    }
    *round = (struct round){.title = "",
                            .form = form,
                            .rule = rule,
                            .choose_max = 5,
                            .points = 20,
                            .budget_cents = 35000,
                            .plans = plans,
                            .plan_count = PLANS};
}

static void the_words_of_a_round_become_options(void **state)
{
    struct plan plans[PLANS];
    struct round round;
    struct count_options options;

    (void)state;
    fill(&round, plans, FORM_PURSE, "equal-shares");
    assert_true(terms_read(&options, &round, NULL));
    assert_int_equal(options.rule, COUNT_EQUAL_SHARES);
    assert_int_equal(options.completion, COUNT_NONE);
    assert_int_equal(options.tie, COUNT_DORPEL);
    assert_int_equal(options.left_over, COUNT_KEEP);
    round.completion = "add1u";
    round.tie = "mincost";
    round.left_over = "part";
    round.floor_votes = 5;
    round.floor_permyriad = 250;
    assert_true(terms_read(&options, &round, NULL));
    assert_int_equal(options.completion, COUNT_ADD1U);
    assert_int_equal(options.tie, COUNT_MINCOST);
    assert_int_equal(options.left_over, COUNT_PART);
    assert_int_equal(options.floor_votes, 5);
    assert_int_equal(options.floor_permyriad, 250);
}

static void words_that_do_not_go_together_are_refused(void **state)
{
    struct plan plans[PLANS];
    struct round round;
    struct count_options options = {.floor_votes = 77};
    struct err err;
    static const struct {
        enum ballot_form form;
        const char *rule, *completion, *tie;
        enum err_code code;
    } wrong[] = {
        {FORM_APPROVE, "coin", NULL, NULL, ERR_UNKNOWN},
        {FORM_APPROVE, NULL, NULL, NULL, ERR_UNKNOWN},
        {FORM_APPROVE, "votes", NULL, "luck", ERR_UNKNOWN},
        {FORM_APPROVE, "equal-shares", "add2", NULL, ERR_UNKNOWN},
        {FORM_APPROVE, "votes", "add1", NULL, ERR_FORMAT},
        {FORM_APPROVE, "points", NULL, NULL, ERR_FORMAT},
        {FORM_PURSE, "ranks", NULL, NULL, ERR_FORMAT},
        {FORM_POINTS, "votes", NULL, NULL, ERR_FORMAT},
        {FORM_POINTS, "ranks", NULL, NULL, ERR_FORMAT},
        {FORM_RANK, "points", NULL, NULL, ERR_FORMAT},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        fill(&round, plans, wrong[i].form, wrong[i].rule);
        round.completion = wrong[i].completion;
        round.tie = wrong[i].tie;
        assert_false(terms_read(&options, &round, &err));
        assert_int_equal(err.code, wrong[i].code);
        assert_int_equal(options.floor_votes, 77);
    }
}

/* What opening freezes: a round that says nothing keeps the digest it always had. */
static void every_word_beside_the_rule_is_in_the_digest(void **state)
{
    struct plan plans[PLANS];
    struct round rounds[6];
    uint8_t digests[6][CRYPTO_HASH];

    (void)state;
    for (size_t i = 0; i < 6; i++) {
        fill(&rounds[i], plans, FORM_APPROVE, "equal-shares");
    }
    rounds[1].completion = "add1";
    rounds[2].tie = "add1"; /* the same word in another place is another digest */
    rounds[3].left_over = "next";
    rounds[4].floor_votes = 100;
    rounds[5].floor_permyriad = 100;
    for (size_t i = 0; i < 6; i++) {
        round_digest(digests[i], &rounds[i]);
        for (size_t before = 0; before < i; before++) {
            assert_memory_not_equal(digests[before], digests[i], CRYPTO_HASH);
        }
    }
}

/* ---- from totals --------------------------------------------------------------------------- */

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 16;
}

static void make_ballot(struct ballot *ballot, enum ballot_form form, uint32_t *seed)
{
    uint16_t place = 1;

    *ballot = (struct ballot){.value = {0}};
    for (uint32_t i = 0; i < 1 + next_random(seed) % 4; i++) {
        uint32_t plan = next_random(seed) % PLANS;
        if (ballot->value[plan] == 0) {
            ballot->value[plan] = form == FORM_POINTS ? (uint16_t)(1 + next_random(seed) % 5)
                                  : form == FORM_RANK ? place++
                                                      : 1;
        }
    }
}

static void assert_same_steps(const struct election *a, const struct election *b,
                              const struct count_options *options, struct arena *arena)
{
    struct count_outcome one, two;

    assert_true(count_run(&one, arena, a, options, NULL));
    assert_true(count_run(&two, arena, b, options, NULL));
    const struct counted x = {a, options, &one, BALLOTS}, y = {b, options, &two, BALLOTS};
    json_t *steps = report_steps(&x, REPORT_ROUND), *again = report_steps(&y, REPORT_ROUND);
    assert_int_equal(json_equal(steps, again), 1);
    json_decref(steps);
    json_decref(again);
}

static void where_totals_decide_they_give_the_same_steps(void **state)
{
    size_t counted = 0;

    (void)state;
    for (int rule = 0; rule < COUNT_RULES; rule++) {
        enum count_rule now = (enum count_rule)rule;
        for (uint32_t seed = 1; terms_need_totals_only(now) && seed < 20; seed++) {
            struct plan plans[PLANS];
            struct round round;
            struct arena arena;
            struct count_options options;
            uint32_t random = seed;
            uint64_t votes[PLANS], points[PLANS];
            enum ballot_form form = count_rules[rule].weights == ELECTION_POINTS  ? FORM_POINTS
                                    : count_rules[rule].weights == ELECTION_RANKS ? FORM_RANK
                                                                                  : FORM_APPROVE;
            arena_init(&arena, 0);
            fill(&round, plans, form, count_rules[rule].name);
            round.floor_permyriad = 500;
            struct election *election =
                election_of_round(&arena, &round, BALLOTS, BALLOTS * (size_t)PLANS);
            for (int b = 0; b < BALLOTS; b++) {
                struct ballot ballot;
                make_ballot(&ballot, form, &random);
                election_add(election, &ballot);
            }
            election_tally(election, votes, points);
            assert_true(terms_read(&options, &round, NULL));
            const struct election *again = terms_election(&arena, &round, BALLOTS, votes, points);
            assert_non_null(again);
            assert_same_steps(election, again, &options, &arena);
            counted++;
            arena_finish(&arena);
        }
    }
    assert_int_equal(counted, 9 * 19); /* not with equal shares and Phragmén */
}

static void totals_that_no_ballots_can_have_are_refused(void **state)
{
    struct plan plans[PLANS];
    struct round round;
    struct arena arena;
    uint64_t votes[PLANS] = {3}, points[PLANS] = {3};

    (void)state;
    arena_init(&arena, 0);
    fill(&round, plans, FORM_POINTS, "points");
    assert_non_null(terms_election(&arena, &round, 3, votes, points));
    assert_null(terms_election(&arena, &round, 2, votes, points)); /* more votes than ballots */
    points[0] = 2;                                                 /* fewer points than votes */
    assert_null(terms_election(&arena, &round, 3, votes, points));
    points[0] = 1;
    votes[0] = 0; /* points from nobody */
    assert_null(terms_election(&arena, &round, 3, votes, points));
    assert_null(terms_election(&arena, &round, UINT32_MAX, votes, NULL));
    arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_words_of_a_round_become_options),
        cmocka_unit_test(words_that_do_not_go_together_are_refused),
        cmocka_unit_test(every_word_beside_the_rule_is_in_the_digest),
        cmocka_unit_test(where_totals_decide_they_give_the_same_steps),
        cmocka_unit_test(totals_that_no_ballots_can_have_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
