/* The sentences of a count: those of the example, every reason there is, and words for all of them
 * in every language. */
#include "app/base/io.h"
#include "app/base/str.h"
#include "app/content/say.h"
#include "app/domain/count/explain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { PLANS = 3, SAID = 8000 };

struct bench {
    struct io *io;
    struct arena arena;
    struct say dutch, frisian, english;
    struct election_plan plans[PLANS];
    struct election_theme theme;
    struct election election;
    struct count_override override;
    struct count_options options;
    struct count_step steps[PLANS];
    uint16_t winners[PLANS];
    struct count_outcome outcome;
    struct counted counted;
    char said[SAID];
};

static struct say load(struct bench *bench, const char *file)
{
    struct say say;
    struct err err = {0};
    const char *const files[] = {file, NULL};

    if (!say_load(&say, bench->io, &bench->arena, "assets", files, &err)) {
        fail_msg("%s", err.msg);
    }
    return say;
}

static int set_up(void **state)
{
    static struct bench bench;

    memset(&bench, 0, sizeof(bench));
    bench.io = io_posix();
    arena_init(&bench.arena, 0);
    bench.dutch = load(&bench, "nl/count.csv");
    bench.frisian = load(&bench, "fy/count.csv");
    bench.english = load(&bench, "en/count.csv");
    for (size_t i = 0; i < PLANS; i++) {
        bench.plans[i] = (struct election_plan){.id = i == 0   ? "8"
                                                      : i == 1 ? "3"
                                                               : "11",
                                                .name = "",
                                                .cost = 4000000,
                                                .theme = 0};
    }
    bench.theme = (struct election_theme){"Groen", 500000};
    bench.election = (struct election){
        .title = "Dorp",
        .budget = 10000000,
        .unit = 100,
        .plans = bench.plans,
        .plan_count = PLANS,
        .themes = &bench.theme,
        .theme_count = 1,
    };
    bench.override =
        (struct count_override){.reason = "De grond is verkocht.", .by = "de werkgroep"};
    bench.options = (struct count_options){.overrides = &bench.override,
                                           .override_count = 1,
                                           .floor_votes = 30,
                                           .floor_permyriad = 250};
    bench.outcome = (struct count_outcome){
        .winners = bench.winners,
        .steps = bench.steps,
        .step_count = 1,
        .first_share = {"1190", "1.190"},
        .share = {"2033", "2.033"},
        .raises = 843,
    };
    bench.counted = (struct counted){&bench.election, &bench.options, &bench.outcome, 84};
    *state = &bench;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *bench = *state;

    arena_finish(&bench->arena);
    io_destroy(bench->io);
    return 0;
}

/* Says it in a language; every key has words there, and nothing in them is left unfilled. */
static const char *say(struct bench *bench, const struct say *words, struct explain_text text)
{
    size_t len = 0;

    bench->said[0] = '\0';
    for (size_t i = 0; i < text.count; i++) {
        char sentence[SAY_MAX_TEXT];
        assert_true(say_has(words, text.lines[i].key));
        say_fill(sentence, sizeof(sentence), words, text.lines[i].key, text.lines[i].pairs);
        assert_null(strchr(sentence, '{'));
        len += (size_t)snprintf(bench->said + len, SAID - len, "%s%s", i == 0 ? "" : " ", sentence);
        assert_true(len < SAID);
    }
    return bench->said;
}

static const char *say_step(struct bench *bench)
{
    struct explain_text text = explain_step(&bench->arena, &bench->counted, 0);

    say(bench, &bench->frisian, text);
    say(bench, &bench->english, text);
    return say(bench, &bench->dutch, text);
}

/* ---- the tests ----------------------------------------------------------------------------- */

static void a_plan_that_did_not_fit_is_told_as_in_the_example(void **state)
{
    struct bench *bench = *state;

    bench->steps[0] = (struct count_step){
        .reason = COUNT_NO_FIT,
        .phase = COUNT_BY_RULE,
        .votes = 25,
        .left_before = 1230000,
        .left_after = 1230000,
        .short_votes = 18,
    };
    assert_string_equal(say_step(bench),
                        "Plan 8 kreeg 25 stemmen en kost 40.000 euro. Toen het aan de beurt was, "
                        "was er nog 12.300 euro. Dat was te weinig voor dit plan. Met 18 stemmen "
                        "meer had dit plan geld gekregen. Was het 27.700 euro goedkoper, dan had "
                        "het gepast.");
}

static void equal_shares_are_told_in_numbers_of_voters(void **state)
{
    struct bench *bench = *state;

    bench->options.rule = COUNT_EQUAL_SHARES;
    bench->options.completion = COUNT_ADD1;
    bench->steps[0] = (struct count_step){
        .reason = COUNT_FUNDED,
        .phase = COUNT_BY_RULE,
        .votes = 25,
        .left_before = 9000000,
        .left_after = 5000000,
        .tie = COUNT_BY_COST,
        .other = 2,
        .has_payers = true,
        .payers = {.can_pay = true,
                   .full = 19,
                   .rest = 5,
                   .rest_sum = {"20", "20"},
                   .each = {"5081/7", "725,85"},
                   .strength = "24,37"},
    };
    assert_string_equal(say_step(bench),
                        "Plan 8 kreeg 25 stemmen en kost 40.000 euro. Plan 11 stond gelijk. Dit "
                        "plan ging voor, want het kost minder. 19 kiezers betaalden elk 725,85 "
                        "euro. 5 kiezers legden in wat zij nog hadden, samen 20 euro. 1 kiezer had "
                        "een lege beurs. De kracht was 24,37 volle stemmen: de grootste van alle "
                        "plannen die betaald konden worden. Zo is dit plan gekocht. Daarna was er "
                        "nog 50.000 euro.");
    const char *whole = say(bench, &bench->dutch, explain_whole(&bench->arena, &bench->counted));
    assert_non_null(strstr(whole, "De beurs van iedere kiezer was 1.190 euro. Er bleef geld over. "
                                  "Daarom maakten we ieders beurs steeds 1 euro groter, van 1.190 "
                                  "tot 2.033 euro."));
}

/* What may not be told of a few people is not there: the sentence must do without. */
static void a_step_without_numbers_of_payers_still_says_who_paid(void **state)
{
    struct bench *bench = *state;

    bench->options.rule = COUNT_EQUAL_SHARES;
    bench->steps[0] = (struct count_step){
        .reason = COUNT_FUNDED,
        .phase = COUNT_BY_RULE,
        .votes = 14,
        .has_payers = true,
        .payers = {.can_pay = true, .each = {"1", "363,36"}},
    };
    assert_non_null(
        strstr(say_step(bench), "Wie nog genoeg in de beurs had, betaalde 363,36 euro."));
    bench->steps[0].reason = COUNT_POOR;
    assert_non_null(strstr(say_step(bench), "De kiezers van dit plan hadden samen te weinig geld"));
}

/* All reasons, phases, deciders and rules: a story each, in three languages. */
static void every_step_that_can_be_has_its_story(void **state)
{
    struct bench *bench = *state;
    size_t told = 0;

    for (int rule = 0; rule < COUNT_RULES; rule++) {
        for (int reason = COUNT_FUNDED; reason <= COUNT_PARTLY; reason++) {
            for (int phase = COUNT_BY_PEOPLE; phase <= COUNT_LEFT; phase++) {
                for (int tie = COUNT_NOT_TIED; tie <= COUNT_BY_ORDER; tie++) {
                    uint64_t votes = (uint64_t)tie; /* 0, 1 and more */
                    bench->options.rule = (enum count_rule)rule;
                    bench->steps[0] = (struct count_step){
                        .reason = (enum count_reason)reason,
                        .phase = (enum count_phase)phase,
                        .tie = (enum count_decider)tie,
                        .votes = votes,
                        .score = votes,
                        .left_before = 5000000,
                        .left_after = 1000000,
                        .part = 100,
                        .short_votes = votes,
                        .short_voters = votes,
                        .other = 1,
                        .has_payers = true,
                        .payers = {.can_pay = true,
                                   .full = votes,
                                   .rest = votes,
                                   .rest_sum = {"1", "1"},
                                   .together = {"2", "2"},
                                   .each = {"3", "3"},
                                   .strength = "1,00"},
                    };
                    assert_true(strlen(say_step(bench)) > 60);
                    told++;
                }
            }
        }
    }
    assert_int_equal(told, COUNT_RULES * 11 * 5 * 5);
}

static void every_count_as_a_whole_has_its_story(void **state)
{
    struct bench *bench = *state;

    bench->options.has_seed = true;
    bench->options.per_theme = true;
    for (int i = 0; i < COUNT_WARNINGS; i++) {
        bench->outcome.warned[i] = true;
    }
    for (int rule = 0; rule < COUNT_RULES; rule++) {
        for (int completion = 0; completion < COUNT_COMPLETIONS; completion++) {
            for (size_t winners = 0; winners <= 2; winners++) {
                bench->options.rule = (enum count_rule)rule;
                bench->options.completion = (enum count_completion)completion;
                bench->outcome.winner_count = winners;
                bench->outcome.cost = (int64_t)winners * 5000000;
                struct explain_text text = explain_whole(&bench->arena, &bench->counted);
                say(bench, &bench->frisian, text);
                say(bench, &bench->english, text);
                assert_non_null(strstr(say(bench, &bench->dutch, text), "Het lot besliste."));
            }
        }
    }
    assert_non_null(strstr(bench->said, "Voor het thema Groen is hoogstens 5.000 euro."));
    assert_non_null(strstr(bench->said, "minstens 30 stemmen"));
    assert_non_null(strstr(bench->said, "minstens 2,5 procent"));
}

static void what_people_decided_is_told_with_reason_and_name(void **state)
{
    struct bench *bench = *state;

    bench->steps[0] = (struct count_step){.reason = COUNT_REFUSED, .phase = COUNT_BY_PEOPLE};
    const char *said = say_step(bench);
    assert_non_null(strstr(said, "De reden: De grond is verkocht. Dat besloot: de werkgroep."));
}

static void money_is_written_as_on_a_price_tag(void **state)
{
    struct bench *bench = *state;
    static const struct {
        int64_t units, unit;
        const char *text;
    } known[] = {
        {0, 1, "0"},
        {999, 1, "999"},
        {1000, 1, "1.000"},
        {1234567, 1, "1.234.567"},
        {1230000, 100, "12.300"},
        {1230050, 100, "12.300,50"},
        {5, 10, "0,50"},
        {12345, 1000, "12,345"},
        {12340, 1000, "12,34"},
        {12300, 1000, "12,30"},
        {-150, 100, "-1,50"},
        {1, 100, "0,01"},
        {INT64_MAX, 1, "9.223.372.036.854.775.807"},
    };

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        assert_string_equal(explain_amount(&bench->arena, known[i].units, known[i].unit),
                            known[i].text);
    }
}

static void all_that_were_compared_are_told_one_by_one(void **state)
{
    struct bench *bench = *state;
    const struct count_payers others[] = {
        {.plan = 1, .can_pay = true, .each = {"7", "7"}, .strength = "3,00"},
        {.plan = 2, .can_pay = false, .together = {"8", "8"}},
        {.plan = 1, .can_pay = true, .each = {"9", "9"}},
    };

    bench->steps[0] = (struct count_step){.others = others, .other_count = 3};
    struct explain_text text = explain_others(&bench->arena, &bench->counted, 0);
    assert_int_equal(text.count, 3);
    assert_string_equal(say(bench, &bench->dutch, text),
                        "Plan 3: een kiezer zou 7 euro betalen. Kracht: 3,00. Plan 11: de kiezers "
                        "hadden samen nog 8 euro. Te weinig. Plan 3: 9 euro.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_plan_that_did_not_fit_is_told_as_in_the_example, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(equal_shares_are_told_in_numbers_of_voters, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_step_without_numbers_of_payers_still_says_who_paid,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_step_that_can_be_has_its_story, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_count_as_a_whole_has_its_story, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_people_decided_is_told_with_reason_and_name, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(money_is_written_as_on_a_price_tag, set_up, tear_down),
        cmocka_unit_test_setup_teardown(all_that_were_compared_are_told_one_by_one, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
