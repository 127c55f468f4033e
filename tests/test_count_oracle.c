/* The count beside the oracle, on 10,000 made elections a rule. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/faults/made.h"
#include "tests/faults/oracle.h"

#include <string.h>

enum { ELECTIONS = 10000 };

/* ---- one election, counted twice ----------------------------------------------------------- */

struct pair { /* of outcomes */
    bool counted, expected;
    struct err err; /* when it was not counted */
    struct count_outcome got;
    struct oracle_outcome want;
};

static const struct count_step *step_of(const struct count_outcome *got, uint16_t plan)
{
    for (size_t i = 0; i < got->step_count; i++) {
        if (got->steps[i].plan == plan) {
            return &got->steps[i];
        }
    }
    return NULL;
}

/* Every plan one step, and the funded in the order of the winners. */
static bool steps_are_whole(const struct made *made, const struct count_outcome *got)
{
    size_t winner = 0;

    if (got->step_count != made->election.plan_count) {
        return false;
    }
    for (uint16_t plan = 0; plan < got->step_count; plan++) {
        if (!step_of(got, plan)) {
            return false;
        }
    }
    for (size_t i = 0; i < got->step_count; i++) {
        if (got->steps[i].reason != COUNT_FUNDED) {
            continue;
        }
        if (winner == got->winner_count || got->winners[winner] != got->steps[i].plan) {
            return false;
        }
        winner++;
    }
    return winner == got->winner_count;
}

static bool parts_agree(const struct count_outcome *got, const struct oracle_outcome *want)
{
    size_t parts = 0;

    for (size_t i = 0; i < got->step_count; i++) {
        const struct count_step *step = &got->steps[i];
        if (step->reason == COUNT_PARTLY) {
            parts++;
            if (!want->has_part || step->plan != want->partly || step->part != want->part) {
                return false;
            }
        }
    }
    return parts == want->has_part;
}

static bool agree(const struct made *made, const struct pair *pair)
{
    if (!pair->counted || !pair->expected) {
        return !pair->counted && !pair->expected && pair->err.code == ERR_FORMAT;
    }
    if (pair->got.winner_count != pair->want.winner_count || pair->got.cost != pair->want.cost) {
        return false;
    }
    for (size_t i = 0; i < pair->got.winner_count; i++) {
        if (pair->got.winners[i] != pair->want.winners[i]) {
            return false;
        }
    }
    return parts_agree(&pair->got, &pair->want) && steps_are_whole(made, &pair->got);
}

static void show(const struct made *made, const struct pair *pair)
{
    static const char *const reasons[] = {"funded",   "no fit",  "stopped",  "no votes",
                                          "floor",    "theme",   "excluded", "poor",
                                          "not best", "refused", "partly"};

    made_print(stderr, made);
    fprintf(stderr, "# expected%s:", pair->expected ? "" : " to be refused");
    for (size_t i = 0; i < pair->want.winner_count; i++) {
        fprintf(stderr, " %s", made->plans[pair->want.winners[i]].id);
    }
    fprintf(stderr, ", cost %lld units", (long long)pair->want.cost);
    if (pair->want.has_part) {
        fprintf(stderr, " with %lld for a part of %s", (long long)pair->want.part,
                made->plans[pair->want.partly].id);
    }
    fprintf(stderr, "\n# counted%s:", pair->counted ? "" : pair->err.msg);
    for (size_t i = 0; i < pair->got.winner_count; i++) {
        fprintf(stderr, " %s", made->plans[pair->got.winners[i]].id);
    }
    fprintf(stderr, ", cost %lld units; steps:", (long long)pair->got.cost);
    for (size_t i = 0; i < pair->got.step_count; i++) {
        const struct count_step *step = &pair->got.steps[i];
        fprintf(stderr, " %s %s,", made->plans[step->plan].id, reasons[step->reason]);
    }
    fprintf(stderr, "\n\n");
}

/* How many of the elections come out differently; the first ones are shown. */
static size_t differences(enum count_rule rule, size_t elections, enum oracle_bug bug, size_t shown)
{
    static struct made made;
    struct arena arena;
    size_t different = 0;

    arena_init(&arena, 0);
    for (uint64_t seed = 0; seed < elections; seed++) {
        struct pair pair = {0};
        made_tiny(&made, seed, rule);
        pair.expected = oracle_run(&pair.want, &made.election, &made.options, bug);
        pair.counted = count_run(&pair.got, &arena, &made.election, &made.options, &pair.err);
        if (!agree(&made, &pair)) {
            if (different < shown) {
                show(&made, &pair);
            }
            different++;
        }
        arena_reset(&arena);
    }
    arena_finish(&arena);
    return different;
}

static void rule_agrees(void **state)
{
    assert_int_equal(differences(*(enum count_rule *)*state, ELECTIONS, ORACLE_RIGHT, 3), 0);
}

/* ---- the twins: the comparison sees a mistake ---------------------------------------------- */

static void the_comparison_sees_every_planted_bug(void **state)
{
    static const struct {
        enum oracle_bug bug;
        enum count_rule rule; /* where it shows */
    } planted[] = {
        {ORACLE_FITS_STRICTLY, COUNT_VOTES},
        {ORACLE_TIES_REVERSED, COUNT_VOTES_PER_COST},
        {ORACLE_TIES_REVERSED, COUNT_EQUAL_SHARES_COUNT},
        {ORACLE_POINTS_AS_VOTES, COUNT_POINTS},
        {ORACLE_POINTS_AS_VOTES, COUNT_RANKS_NO_SKIP},
        {ORACLE_POINTS_AS_VOTES, COUNT_EQUAL_SHARES_POINTS},
        {ORACLE_FLOOR_STRICT, COUNT_VOTES},
        {ORACLE_FREE_FORGOTTEN, COUNT_VOTES},
        {ORACLE_FREE_FORGOTTEN, COUNT_EQUAL_SHARES},
        {ORACLE_THEME_STOPS, COUNT_POINTS_NO_SKIP},
        {ORACLE_BLANKS_LEFT_OUT, COUNT_EQUAL_SHARES},
        {ORACLE_SHARE_ROUNDED, COUNT_EQUAL_SHARES},
        {ORACLE_PAYERS_MUST_EXCEED, COUNT_EQUAL_SHARES},
        {ORACLE_POOR_PAY_NOTHING, COUNT_EQUAL_SHARES},
        {ORACLE_KEEPS_ABOVE, COUNT_EQUAL_SHARES_COUNT},
        {ORACLE_NEVER_EXHAUSTED, COUNT_EQUAL_SHARES},
        {ORACLE_TIED_ONE_FITS, COUNT_PHRAGMEN},
        {ORACLE_COMBINES_DEARLY, COUNT_BEST_VALUE},
        {ORACLE_PART_UNCOUNTED, COUNT_RANKS},
    };
    bool seen[ORACLE_BUGS] = {[ORACLE_RIGHT] = true};

    (void)state;
    for (size_t i = 0; i < sizeof(planted) / sizeof(planted[0]); i++) {
        seen[planted[i].bug] = true;
        size_t different = differences(planted[i].rule, 1000, planted[i].bug, 0);
        if (different == 0) {
            fail_msg("bug %d in rule %d is not seen", (int)planted[i].bug, (int)planted[i].rule);
        }
        print_message("bug %d in rule %d: %zu of 1000 elections\n", (int)planted[i].bug,
                      (int)planted[i].rule, different);
    }
    for (size_t i = 0; i < ORACLE_BUGS; i++) {
        assert_true(seen[i]);
    }
}

int main(void)
{
    static const enum count_rule rules[COUNT_RULES] = {
        COUNT_VOTES,
        COUNT_VOTES_NO_SKIP,
        COUNT_VOTES_PER_COST,
        COUNT_POINTS,
        COUNT_POINTS_NO_SKIP,
        COUNT_POINTS_PER_COST,
        COUNT_RANKS,
        COUNT_RANKS_NO_SKIP,
        COUNT_EQUAL_SHARES,
        COUNT_EQUAL_SHARES_COUNT,
        COUNT_EQUAL_SHARES_POINTS,
        COUNT_PHRAGMEN,
        COUNT_BEST_VALUE,
    };
#define AGREES(name, rule)                                                                         \
    {                                                                                              \
        name, rule_agrees, NULL, NULL, (void *)(uintptr_t)&rules[rule]                             \
    }
    const struct CMUnitTest tests[] = {
        AGREES("most votes first agrees with the oracle", COUNT_VOTES),
        AGREES("most votes, stopping, agrees with the oracle", COUNT_VOTES_NO_SKIP),
        AGREES("votes per euro agrees with the oracle", COUNT_VOTES_PER_COST),
        AGREES("points agree with the oracle", COUNT_POINTS),
        AGREES("points, stopping, agree with the oracle", COUNT_POINTS_NO_SKIP),
        AGREES("points per euro agree with the oracle", COUNT_POINTS_PER_COST),
        AGREES("ranks agree with the oracle", COUNT_RANKS),
        AGREES("ranks, stopping, agree with the oracle", COUNT_RANKS_NO_SKIP),
        AGREES("equal shares agrees with the oracle", COUNT_EQUAL_SHARES),
        AGREES("equal shares by count agrees with the oracle", COUNT_EQUAL_SHARES_COUNT),
        AGREES("equal shares by points agrees with the oracle", COUNT_EQUAL_SHARES_POINTS),
        AGREES("Phragmén agrees with the oracle", COUNT_PHRAGMEN),
        AGREES("best value agrees with the oracle", COUNT_BEST_VALUE),
        cmocka_unit_test(the_comparison_sees_every_planted_bug),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
