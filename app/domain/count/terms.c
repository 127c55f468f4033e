#include "app/domain/count/terms.h"

bool terms_fit(enum count_rule rule, enum ballot_form form)
{
    static const enum election_weights carried[] = {
        [FORM_APPROVE] = ELECTION_APPROVALS,
        [FORM_PURSE] = ELECTION_APPROVALS,
        [FORM_POINTS] = ELECTION_POINTS,
        [FORM_RANK] = ELECTION_RANKS,
    };
    return count_rules[rule].weights == carried[form];
}

bool terms_read(struct count_options *ret, const struct round *round, struct err *err)
{
    struct count_options options = {
        .floor_votes = round->floor_votes,
        .floor_permyriad = round->floor_permyriad,
        .per_theme = round->theme_count > 0,
        .pairs = round->pairs,
        .pair_count = round->pair_count,
    };

    if (!count_rule_parse(&options.rule, round->rule)) {
        return err_set(err, ERR_UNKNOWN, "counting rule %s",
                       round->rule == NULL ? "(none)" : round->rule);
    }
    if ((round->completion != NULL &&
         !count_completion_parse(&options.completion, round->completion)) ||
        (round->tie != NULL && !count_tie_parse(&options.tie, round->tie)) ||
        (round->left_over != NULL &&
         !count_left_over_parse(&options.left_over, round->left_over))) {
        return err_set(err, ERR_UNKNOWN, "a word beside counting rule %s", round->rule);
    }
    if (!terms_fit(options.rule, round->form) ||
        (options.completion != COUNT_NONE && !count_rules[options.rule].may_complete)) {
        return err_set(err, ERR_FORMAT, "counting rule %s does not fit the ballots", round->rule);
    }
    *ret = options;
    return true;
}

/* ---- counted again from totals ------------------------------------------------------------- */

bool terms_need_totals_only(enum count_rule rule)
{
    return !count_rules[rule].may_complete && rule != COUNT_PHRAGMEN;
}

/* Plan i on the first votes[i] ballots: the totals are all that the rules look at. */
static void fill(struct election *election, uint32_t ballots, const uint64_t *votes,
                 const uint64_t *points)
{
    uint32_t at = 0;

    for (uint32_t b = 0; b < ballots; b++) {
        for (size_t p = 0; p < election->plan_count; p++) {
            if (b >= votes[p]) {
                continue;
            }
            election->plan[at] = (uint16_t)p;
            if (election->weight != NULL) {
                uint64_t more = b < points[p] % votes[p];
                election->weight[at] = (uint16_t)(points[p] / votes[p] + more);
            }
            at++;
        }
        election->first[b + 1] = at;
    }
    election->ballot_count = ballots;
}

struct election *terms_election(struct arena *arena, const struct round *round, uint32_t ballots,
                                const uint64_t *votes, const uint64_t *points)
{
    uint64_t choices = 0;

    if (ballots > ELECTION_MAX_BALLOTS) {
        return NULL;
    }
    for (size_t i = 0; i < round->plan_count; i++) {
        uint64_t sum = points == NULL ? votes[i] : points[i];
        if (votes[i] > ballots || sum < votes[i] || sum > votes[i] * ELECTION_MAX_WEIGHT) {
            return NULL;
        }
        choices += votes[i];
    }
    if (choices > ELECTION_MAX_CHOICES) {
        return NULL;
    }
    struct election *election = election_of_round(arena, round, ballots, choices);
    fill(election, ballots, votes, points == NULL ? votes : points);
    return election;
}
