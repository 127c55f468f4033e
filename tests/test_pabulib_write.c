/* An election as a .pb file: to the letter, what cannot be written, and what is asked of META. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/base/crypto.h"
#include "app/domain/pabulib/pabulib.h"

#include <stdlib.h>
#include <string.h>

/* ---- a village's own election, never a file before ----------------------------------------- */

static struct election_theme themes[] = {{"Groen", -1}, {"Sport; en spel", -1}};

struct desk {
    struct arena arena;
    struct err err;
    struct pabulib file;
    struct election_plan plans[3];
    struct pabulib_pair meta[16];
    uint32_t first[4];
    uint16_t plan[4], weight[4];
    char *text;
    size_t len;
};

static const struct desk village = {
    .plans = {{"1", "Bankje", 12550, 0},
              {"2", "Boom; \"oud\"\nen groot", 5, 1},
              {"3", "", 0, ELECTION_NO_THEME}},
    .meta = {{"description", "Dorpsbudget", 0},
             {"country", "Netherlands", 0},
             {"unit", "Broekhoven", 0},
             {"instance", "2026", 0},
             {"date_begin", "01.03.2026", 0},
             {"date_end", "29.02.2028", 0}},
    .first = {0, 2, 2, 4},
    .plan = {0, 2, 2, 1},
};

static int start(void **state)
{
    assert_true(crypto_start(NULL));
    *state = malloc(sizeof(struct desk));
    assert_non_null(*state);
    return 0;
}

static int stop(void **state)
{
    free(*state);
    return 0;
}

static void set_up(struct desk *desk, enum pabulib_type type, enum election_weights weights)
{
    *desk = village;
    arena_init(&desk->arena, 0);
    desk->file = (struct pabulib){.type = type, .meta = desk->meta, .meta_count = 6};
    desk->file.election =
        (struct election){.title = "Dorpsbudget",
                          .budget = 20000,
                          .unit = 100,
                          .weights = weights,
                          .plans = desk->plans,
                          .plan_count = 3,
                          .themes = themes,
                          .theme_count = 2,
                          .ballot_count = 3,
                          .first = desk->first,
                          .plan = desk->plan,
                          .weight = weights == ELECTION_APPROVALS ? NULL : desk->weight};
}

static void tell(struct desk *desk, const char *key, const char *value)
{
    for (size_t i = 0; i < desk->file.meta_count; i++) {
        if (strcmp(desk->meta[i].key, key) == 0) {
            desk->meta[i].value = value;
            return;
        }
    }
    desk->meta[desk->file.meta_count++] = (struct pabulib_pair){key, value, 0};
}

static bool writes(struct desk *desk)
{
    desk->err = (struct err){0};
    return pabulib_write(&desk->text, &desk->len, &desk->arena, &desk->file, &desk->err);
}

static void is_written(struct desk *desk, const char *text)
{
    assert_true(writes(desk));
    assert_string_equal(desk->text, text);
    assert_int_equal(desk->len, strlen(text));
    arena_finish(&desk->arena);
}

static void is_refused(struct desk *desk, enum err_code code)
{
    desk->text = NULL;
    assert_false(writes(desk));
    assert_int_equal(desk->err.code, code);
    assert_null(desk->text); /* nothing is half given */
    arena_finish(&desk->arena);
}

/* ---- to the letter ------------------------------------------------------------------------- */

static void an_election_is_written_to_the_letter(void **state)
{
    struct desk *desk = *state;

    set_up(desk, PABULIB_APPROVAL, ELECTION_APPROVALS);
    is_written(desk, "META\nkey;value\ndescription;Dorpsbudget\ncountry;Netherlands\n"
                     "unit;Broekhoven\ninstance;2026\nnum_projects;3\nnum_votes;3\nbudget;200\n"
                     "vote_type;approval\nrule;unknown\ndate_begin;01.03.2026\n"
                     "date_end;29.02.2028\nfully_funded;1\n"
                     "PROJECTS\nproject_id;cost;votes;name;category\n"
                     "1;125.5;1;Bankje;Groen\n"
                     "2;0.05;1;\"Boom; \"\"oud\"\" en groot\";\"Sport; en spel\"\n"
                     "3;0;2;3;\n"
                     "VOTES\nvoter_id;vote\n1;1,3\n2;\n3;3,2\n");
}

static const char *votes_of(struct desk *desk)
{
    assert_true(writes(desk));
    return strstr(desk->text, "VOTES\n");
}

static void the_first_choice_and_the_most_points_stand_first(void **state)
{
    struct desk *desk = *state;

    set_up(desk, PABULIB_ORDINAL, ELECTION_RANKS);
    memcpy(desk->weight, (uint16_t[]){1, 2, 2, 1}, sizeof(desk->weight));
    assert_string_equal(votes_of(desk), "VOTES\nvoter_id;vote\n1;3,1\n2;\n3;3,2\n");
    assert_non_null(strstr(desk->text, "\n3;0;2;4;3;\n")); /* two votes, four points */
    arena_finish(&desk->arena);
    set_up(desk, PABULIB_CUMULATIVE, ELECTION_POINTS);
    memcpy(desk->weight, (uint16_t[]){1, 9, 65535, 65535}, sizeof(desk->weight));
    assert_string_equal(votes_of(desk), "VOTES\nvoter_id;vote;points\n1;3,1;9,1\n2;;\n"
                                        "3;3,2;65535,65535\n");
    assert_non_null(strstr(desk->text, "\nmax_sum_points;131070\n")); /* the checker asks for it */
    arena_finish(&desk->arena);
}

static void ids_with_marks_are_quoted_in_lists(void **state)
{
    struct desk *desk = *state;

    set_up(desk, PABULIB_APPROVAL, ELECTION_APPROVALS);
    desk->plans[2].id = "a;\"b\"";
    assert_string_equal(votes_of(desk), "VOTES\nvoter_id;vote\n1;\"1,a;\"\"b\"\"\"\n2;\"\"\n"
                                        "3;\"a;\"\"b\"\",2\"\n");
    arena_finish(&desk->arena);
}

static void meta_is_put_in_order_and_tidied(void **state)
{
    struct desk *desk = *state;
    static const struct pabulib_pair told[] = {
        {"currency", "EUR", 0},       {"max_length", "2", 0},        {"min_length", "1.0", 0},
        {"max_sum_cost", "12,50", 0}, {"comment", "zo; maar", 0},    {"categories", "a , b,", 0},
        {"experimental", "0", 0},     {"language", "Nederlands", 0}, {"ons", "x", 0},
        {"num_votes", "99", 0},
    };

    set_up(desk, PABULIB_APPROVAL, ELECTION_APPROVALS);
    desk->file.election.budget = 12554; /* five cents too little */
    memcpy(desk->meta + 6, told, sizeof(told));
    desk->file.meta_count += sizeof(told) / sizeof(told[0]);
    assert_true(writes(desk));
    assert_non_null(strstr(desk->text, "\nnum_votes;3\nbudget;125.54\n"));
    assert_non_null(strstr(desk->text, "\ndate_end;29.02.2028\nmin_length;1\nmax_length;2\n"
                                       "max_sum_cost;12.5\ncategories;a,b\ncurrency;EUR\n"
                                       "comment;\"#1: zo; maar\"\nPROJECTS\n"));
    arena_finish(&desk->arena);
}

static void dates_are_days_that_exist(void **state)
{
    struct desk *desk = *state;
    static const struct {
        const char *date;
        bool is_right;
    } dates[] = {
        {"2026", true},        {"01.01.2026", true},  {"31.12.2026", true},  {"29.02.2028", true},
        {"28.02.2026", true},  {"29.02.2000", true},  {"29.02.2026", false}, {"29.02.1900", false},
        {"31.04.2026", false}, {"00.01.2026", false}, {"01.13.2026", false}, {"01.00.2026", false},
        {"1.1.2026", false},   {"2026-01-01", false}, {"01/01/2026", false}, {"26", false},
        {"0000", false},       {"01.01.0000", false}, {"20266", false},      {"xx.yy.2026", false},
        {"01.01.20x6", false}, {"..........", false},
    };

    for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
        set_up(desk, PABULIB_APPROVAL, ELECTION_APPROVALS);
        tell(desk, "date_end", dates[i].date);
        if (writes(desk) != dates[i].is_right) {
            fail_msg("%s", dates[i].date);
        }
        assert_int_equal(desk->err.code, dates[i].is_right ? ERR_NONE : ERR_FORMAT);
        arena_finish(&desk->arena);
    }
}

/* ---- what cannot be written ---------------------------------------------------------------- */

static void what_the_format_needs_is_asked_for(void **state)
{
    struct desk *desk = *state;

    for (size_t i = 0; i < 6; i++) {
        set_up(desk, PABULIB_APPROVAL, ELECTION_APPROVALS);
        desk->meta[i].value = "";
        is_refused(desk, ERR_MISSING);
        assert_non_null(strstr(desk->err.msg, desk->meta[i].key));
    }
}

static void what_could_not_be_read_again_is_not_written(void **state)
{
    struct desk *desk = *state;
    static const char *const ids[] = {"", "a,b", " a", "META", "projects", "a\nb"};

    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        set_up(desk, PABULIB_APPROVAL, ELECTION_APPROVALS);
        desk->plans[1].id = ids[i];
        is_refused(desk, ERR_FORMAT);
    }
    set_up(desk, PABULIB_CUMULATIVE, ELECTION_APPROVALS);
    is_refused(desk, ERR_FORMAT);
    set_up(desk, PABULIB_CHOOSE_1, ELECTION_RANKS);
    is_refused(desk, ERR_FORMAT);
    set_up(desk, PABULIB_APPROVAL, ELECTION_APPROVALS);
    desk->arena.limit = 100;
    is_refused(desk, ERR_MEMORY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_election_is_written_to_the_letter),
        cmocka_unit_test(the_first_choice_and_the_most_points_stand_first),
        cmocka_unit_test(ids_with_marks_are_quoted_in_lists),
        cmocka_unit_test(meta_is_put_in_order_and_tidied),
        cmocka_unit_test(dates_are_days_that_exist),
        cmocka_unit_test(what_the_format_needs_is_asked_for),
        cmocka_unit_test(what_could_not_be_read_again_is_not_written),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
