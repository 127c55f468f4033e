/* A count as JSON: the same bytes each time, exact for a file, and for a village nothing that tells
 * on a few people; read back it is believed only when it adds up. */
#include "app/domain/count/explain.h"
#include "app/domain/count/report.h"
#include "app/domain/count/terms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { PLANS = 8, BALLOTS = 60 };

struct bench {
    struct arena arena;
    struct plan plans[PLANS];
    struct round round;
    struct election *election;
    struct count_options options;
    struct count_outcome outcome;
    struct counted counted;
};

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 16;
}

static void fill_round(struct bench *bench)
{
    memset(bench, 0, sizeof(*bench));
    for (size_t i = 0; i < PLANS; i++) {
        bench->plans[i] = (struct plan){.number = (uint16_t)(i + 3),
                                        .title = "Plan",
                                        .theme = "",
                                        .cost_cents = 10000 * (int64_t)(i + 1) + 50};
    }
    bench->round = (struct round){.title = "Ronde",
                                  .rule = "votes",
                                  .budget_cents = 100050,
                                  .plans = bench->plans,
                                  .plan_count = PLANS,
                                  .choose_max = PLANS};
}

static void count(struct bench *bench, uint32_t seed, enum count_rule rule,
                  enum count_completion completion)
{
    struct err err = {0};

    arena_init(&bench->arena, 0);
    bench->election =
        election_of_round(&bench->arena, &bench->round, BALLOTS, BALLOTS * (size_t)PLANS);
    for (int b = 0; b < BALLOTS; b++) {
        struct ballot ballot = {.value = {0}};
        for (uint32_t i = 0; i < 1 + next_random(&seed) % 3; i++) {
            uint32_t x = next_random(&seed) % PLANS, y = next_random(&seed) % PLANS;
            ballot.value[x < y ? x : y] = 1;
        }
        election_add(bench->election, &ballot);
    }
    bench->options = (struct count_options){.rule = rule, .completion = completion};
    if (!count_run(&bench->outcome, &bench->arena, bench->election, &bench->options, &err)) {
        fail_msg("%s", err.msg);
    }
    bench->counted = (struct counted){bench->election, &bench->options, &bench->outcome, BALLOTS};
}

/* As it stands in uitslag.json. */
static json_t *make_result(const struct bench *bench)
{
    json_t *result = json_object();

    json_put(result, "winners", report_winners(&bench->counted, REPORT_ROUND));
    json_put(result, "steps", report_steps(&bench->counted, REPORT_ROUND));
    report_put_shares(result, &bench->counted);
    return result;
}

static bool believes(struct bench *bench, const json_t *result)
{
    struct count_outcome outcome;

    return report_read(&outcome, &bench->arena, bench->election, result, NULL);
}

/* ---- the tests ----------------------------------------------------------------------------- */

static void the_same_count_is_the_same_text(void **state)
{
    struct bench bench;
    size_t len, again_len;

    (void)state;
    fill_round(&bench);
    count(&bench, 1, COUNT_EQUAL_SHARES, COUNT_ADD1U);
    json_t *report = report_make(&bench.counted), *again = report_make(&bench.counted);
    const char *text = report_text(&bench.arena, report, &len);
    const char *other = report_text(&bench.arena, again, &again_len);
    assert_int_equal(len, again_len);
    assert_memory_equal(text, other, len);
    assert_int_equal(text[len - 1], '\n');
    assert_non_null(strstr(text, "\"budget\": 1000.5,")); /* euros, not 1000.5000000000001 */
    assert_string_equal(json_text(report, "rule", ""), "equal-shares");
    assert_int_equal(json_array_size(json_object_get(report, "steps")), PLANS);
    json_decref(report);
    json_decref(again);
    arena_finish(&bench.arena);
}

static void a_village_reads_back_what_was_written(void **state)
{
    static const enum count_rule rules[] = {
        COUNT_VOTES,        COUNT_VOTES_NO_SKIP,      COUNT_VOTES_PER_COST,
        COUNT_EQUAL_SHARES, COUNT_EQUAL_SHARES_COUNT, COUNT_PHRAGMEN,
        COUNT_BEST_VALUE};

    (void)state;
    for (uint32_t seed = 1; seed < 40; seed++) {
        struct bench bench;
        struct count_outcome outcome;
        enum count_rule rule = rules[seed % 7];
        fill_round(&bench);
        count(&bench, seed, rule, count_rules[rule].may_complete ? COUNT_ADD1U : COUNT_NONE);
        json_t *result = make_result(&bench);
        assert_true(report_read(&outcome, &bench.arena, bench.election, result, NULL));
        assert_int_equal(outcome.winner_count, bench.outcome.winner_count);
        assert_int_equal(outcome.cost, bench.outcome.cost);
        assert_int_equal(outcome.total_votes, bench.outcome.total_votes);
        assert_int_equal(outcome.raises, bench.outcome.raises);
        for (size_t i = 0; i < PLANS; i++) {
            const struct count_step *own = &bench.outcome.steps[i], *read = &outcome.steps[i];
            assert_int_equal(read->plan, own->plan);
            assert_int_equal(read->reason, own->reason);
            assert_int_equal(read->phase, own->phase);
            assert_int_equal(read->tie, own->tie);
            assert_int_equal(read->short_votes, own->short_votes);
            assert_int_equal(read->left_after, own->left_after);
            if (read->has_payers && read->payers.each.about != NULL) {
                assert_string_equal(read->payers.each.exact, own->payers.each.exact);
                assert_string_equal(read->payers.each.about, own->payers.each.about);
            }
        }
        json_decref(result);
        arena_finish(&bench.arena);
    }
}

/* Of one to four people: no sum of their purses, nor what gives it away. */
static void nothing_in_a_villages_result_tells_on_a_few(void **state)
{
    size_t hidden = 0, told = 0;

    (void)state;
    for (uint32_t seed = 1; seed < 200; seed++) {
        struct bench bench;
        fill_round(&bench);
        count(&bench, seed, COUNT_EQUAL_SHARES, COUNT_ADD1U);
        json_t *steps = report_steps(&bench.counted, REPORT_ROUND);
        for (size_t i = 0; i < PLANS; i++) {
            const struct count_step *step = &bench.outcome.steps[i];
            const json_t *line = json_array_get(steps, i);
            const json_t *payers = json_object_get(line, "payers");
            assert_null(json_object_get(line, "others"));
            if (payers == NULL) {
                continue;
            }
            uint64_t others = step->votes - step->payers.full;
            bool few = others > 0 && others < REPORT_FEW;
            if (step->payers.can_pay && few) {
                assert_null(json_object_get(payers, "full"));
                assert_null(json_object_get(payers, "rest"));
                assert_null(json_object_get(payers, "rest_sum"));
                hidden++;
            } else if (step->payers.can_pay) {
                assert_non_null(json_object_get(payers, "full"));
                told++;
            }
            assert_int_equal(json_object_get(payers, "together") == NULL, step->votes < REPORT_FEW);
        }
        json_decref(steps);
        arena_finish(&bench.arena);
    }
    assert_true(hidden > 20 && told > 100);
}

static void no_burden_of_a_few_stands_in_a_villages_result(void **state)
{
    size_t few = 0;

    (void)state;
    for (uint32_t seed = 1; seed < 100; seed++) {
        struct bench bench;
        fill_round(&bench);
        count(&bench, seed, COUNT_PHRAGMEN, COUNT_NONE);
        json_t *steps = report_steps(&bench.counted, REPORT_ROUND);
        for (size_t i = 0; i < PLANS; i++) {
            bool is_few = bench.outcome.steps[i].votes < REPORT_FEW;
            few += is_few && bench.outcome.steps[i].has_payers;
            if (is_few) {
                assert_null(json_object_get(json_array_get(steps, i), "payers"));
            }
        }
        json_decref(steps);
        arena_finish(&bench.arena);
    }
    assert_true(few > 10);
}

/* ---- planted --------------------------------------------------------------------------------- */

static json_t *step_at(json_t *result, size_t index)
{
    return json_array_get(json_object_get(result, "steps"), index);
}

static void plant_money(json_t *result)
{
    json_put_number(step_at(result, 0), "left_after_cents", 1);
}
static void plant_more_money(json_t *result)
{
    json_put_number(step_at(result, 0), "left_before_cents", 999999999);
}
static void plant_reason(json_t *result)
{
    json_put_text(step_at(result, 0), "reason", "poor");
}
static void plant_unknown_reason(json_t *result)
{
    json_put_text(step_at(result, PLANS - 1), "reason", "because");
}
static void plant_twice(json_t *result)
{
    json_put_number(step_at(result, PLANS - 1), "plan", json_number(step_at(result, 0), "plan", 0));
}
static void plant_stranger(json_t *result)
{
    json_put_number(step_at(result, PLANS - 1), "plan", 99);
}
static void plant_winner(json_t *result)
{
    json_t *winners = json_object_get(result, "winners");
    json_array_append_new(winners,
                          json_integer(json_number(step_at(result, PLANS - 1), "plan", 0)));
}
static void plant_same_winner(json_t *result)
{
    json_t *winners = json_object_get(result, "winners");
    json_array_append(winners, json_array_get(winners, 0));
}
static void plant_missing_winner(json_t *result)
{
    json_array_remove(json_object_get(result, "winners"), 0);
}
static void plant_missing_step(json_t *result)
{
    json_array_remove(json_object_get(result, "steps"), PLANS - 1);
}
static void plant_nothing(json_t *result)
{
    json_put(result, "winners", json_string("3"));
}

static void what_does_not_add_up_is_not_believed(void **state)
{
    static void (*const plants[])(json_t * result) = {
        plant_money,   plant_more_money,   plant_reason,         plant_unknown_reason,
        plant_twice,   plant_stranger,     plant_winner,         plant_same_winner,
        plant_nothing, plant_missing_step, plant_missing_winner,
    };
    struct bench bench;

    (void)state;
    fill_round(&bench);
    count(&bench, 3, COUNT_EQUAL_SHARES, COUNT_ADD1);
    json_t *good = make_result(&bench);
    assert_true(believes(&bench, good));
    json_decref(good);
    for (size_t i = 0; i < sizeof(plants) / sizeof(plants[0]); i++) {
        json_t *result = make_result(&bench);
        plants[i](result);
        if (believes(&bench, result)) {
            fail_msg("planted fault %zu was believed", i);
        }
        json_decref(result);
    }
    json_t *winners_only = json_object(); /* as below ten ballots */
    json_put(winners_only, "winners", report_winners(&bench.counted, REPORT_ROUND));
    json_put(winners_only, "steps", json_array());
    assert_true(believes(&bench, winners_only));
    json_decref(winners_only);
    arena_finish(&bench.arena);
}

/* A keeper's program may leave something out: what is believed can be told. */
static void what_is_believed_can_be_told(void **state)
{
    static const struct {
        enum count_rule rule;
        enum count_completion completion;
    } rules[] = {{COUNT_EQUAL_SHARES, COUNT_ADD1U},
                 {COUNT_EQUAL_SHARES_COUNT, COUNT_THEN_PHRAGMEN},
                 {COUNT_PHRAGMEN, COUNT_NONE}};
    static const char *const keys[] = {"full",     "rest",           "rest_sum", "rest_sum_about",
                                       "together", "together_about", "each",     "each_about",
                                       "strength", "can_pay"};
    size_t told = 0;

    (void)state;
    for (size_t r = 0; r < 3; r++) {
        struct bench bench;
        fill_round(&bench);
        count(&bench, 5, rules[r].rule, rules[r].completion);
        for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]); k++) {
            struct count_outcome outcome;
            json_t *result = make_result(&bench);
            for (size_t i = 0; i < PLANS; i++) {
                json_object_del(json_object_get(step_at(result, i), "payers"), keys[k]);
            }
            if (report_read(&outcome, &bench.arena, bench.election, result, NULL)) {
                const struct counted counted = {bench.election, &bench.options, &outcome, BALLOTS};
                for (size_t i = 0; i < PLANS; i++) {
                    told += explain_step(&bench.arena, &counted, i).count > 0;
                }
                told += explain_whole(&bench.arena, &counted).count > 0;
            }
            json_decref(result);
        }
        arena_finish(&bench.arena);
    }
    assert_true(told > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_count_is_the_same_text),
        cmocka_unit_test(a_village_reads_back_what_was_written),
        cmocka_unit_test(nothing_in_a_villages_result_tells_on_a_few),
        cmocka_unit_test(no_burden_of_a_few_stands_in_a_villages_result),
        cmocka_unit_test(what_does_not_add_up_is_not_believed),
        cmocka_unit_test(what_is_believed_can_be_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
