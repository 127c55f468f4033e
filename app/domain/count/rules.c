#include "app/domain/count/count.h"

#include <string.h>

const struct count_rule_row count_rules[COUNT_RULES] = {
    [COUNT_VOTES] = {"votes", ELECTION_APPROVALS, false, "count.rule.votes"},
    [COUNT_VOTES_NO_SKIP] = {"votes-no-skip", ELECTION_APPROVALS, false,
                             "count.rule.votes-no-skip"},
    [COUNT_VOTES_PER_COST] = {"votes-per-cost", ELECTION_APPROVALS, false,
                              "count.rule.votes-per-cost"},
    [COUNT_POINTS] = {"points", ELECTION_POINTS, false, "count.rule.points"},
    [COUNT_POINTS_NO_SKIP] = {"points-no-skip", ELECTION_POINTS, false,
                              "count.rule.points-no-skip"},
    [COUNT_POINTS_PER_COST] = {"points-per-cost", ELECTION_POINTS, false,
                               "count.rule.points-per-cost"},
    [COUNT_RANKS] = {"ranks", ELECTION_RANKS, false, "count.rule.ranks"},
    [COUNT_RANKS_NO_SKIP] = {"ranks-no-skip", ELECTION_RANKS, false, "count.rule.ranks-no-skip"},
    [COUNT_EQUAL_SHARES] = {"equal-shares", ELECTION_APPROVALS, true, "count.rule.equal-shares"},
    [COUNT_EQUAL_SHARES_COUNT] = {"equal-shares-count", ELECTION_APPROVALS, true,
                                  "count.rule.equal-shares-count"},
    [COUNT_EQUAL_SHARES_POINTS] = {"equal-shares-points", ELECTION_POINTS, true,
                                   "count.rule.equal-shares-points"},
    [COUNT_PHRAGMEN] = {"phragmen", ELECTION_APPROVALS, false, "count.rule.phragmen"},
    [COUNT_BEST_VALUE] = {"best-value", ELECTION_APPROVALS, false, "count.rule.best-value"},
};

const char *const count_completion_names[COUNT_COMPLETIONS] = {
    [COUNT_NONE] = "none",
    [COUNT_ADD1] = "add1",
    [COUNT_ADD1_EXHAUSTIVE] = "add1-exhaustive",
    [COUNT_ADD1_FRACTIONAL] = "add1-fractional",
    [COUNT_ADD1U] = "add1u",
    [COUNT_THEN_VOTES] = "then-votes",
    [COUNT_THEN_PHRAGMEN] = "then-phragmen",
};

const char *const count_tie_names[COUNT_TIES] = {
    [COUNT_DORPEL] = "dorpel",
    [COUNT_LEXICO] = "lexico",
    [COUNT_MINCOST] = "mincost",
};

const char *const count_left_over_names[COUNT_LEFT_OVERS] = {
    [COUNT_KEEP] = "keep",
    [COUNT_NEXT] = "next",
    [COUNT_PART] = "part",
};

bool count_rule_parse(enum count_rule *ret, const char *name)
{
    for (int i = 0; i < COUNT_RULES; i++) {
        if (name != NULL && strcmp(name, count_rules[i].name) == 0) {
            *ret = (enum count_rule)i;
            return true;
        }
    }
    return false;
}

static bool find(int *ret, const char *const names[], int count, const char *name)
{
    for (int i = 0; i < count; i++) {
        if (name != NULL && strcmp(name, names[i]) == 0) {
            *ret = i;
            return true;
        }
    }
    return false;
}

bool count_completion_parse(enum count_completion *ret, const char *name)
{
    int i = 0;
    bool known = find(&i, count_completion_names, COUNT_COMPLETIONS, name);
    *ret = known ? (enum count_completion)i : *ret;
    return known;
}

bool count_tie_parse(enum count_tie *ret, const char *name)
{
    int i = 0;
    bool known = find(&i, count_tie_names, COUNT_TIES, name);
    *ret = known ? (enum count_tie)i : *ret;
    return known;
}

bool count_left_over_parse(enum count_left_over *ret, const char *name)
{
    int i = 0;
    bool known = find(&i, count_left_over_names, COUNT_LEFT_OVERS, name);
    *ret = known ? (enum count_left_over)i : *ret;
    return known;
}
