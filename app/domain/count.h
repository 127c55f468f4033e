/* count: from opened ballots to winners, with the steps that a villager can follow.
 *
 * This first form knows "votes" (most votes first, skipping what does not fit) and "votes-no-skip"
 * (stopping there). Ties: lower cost, then more votes, then lower plan number. A plan without a
 * vote is never funded. Pure; results live in the caller's struct.
 */
#ifndef DORPEL_COUNT_H
#define DORPEL_COUNT_H

#include "app/domain/ballot.h"

struct tally {
    uint32_t votes[ROUND_MAX_PLANS]; /* per plan of the round */
    uint32_t ballots;                /* blank ones included */
    uint32_t blank;
};
void tally_add(struct tally *tally, const struct ballot *ballot, const struct round *round);

enum count_reason { COUNT_FUNDED, COUNT_NO_FIT, COUNT_NO_VOTES, COUNT_STOPPED };
struct count_step {
    uint16_t plan; /* index into round->plans */
    uint32_t votes;
    int64_t left_before_cents;
    int64_t left_after_cents;
    enum count_reason reason;
};
struct count_result {
    struct count_step steps[ROUND_MAX_PLANS]; /* in order of their turn; one per plan */
    size_t step_count;
    int64_t spent_cents;
};
bool count_rule_exists(const char *rule);
bool tally_run(struct count_result *ret, const struct tally *tally, const struct round *round,
               struct err *err);

#endif
