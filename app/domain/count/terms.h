/* terms: the counting rule of a village round, from the words in its rondes.ini to what count_run
 * takes; and its result counted again from the published totals. Pure. */
#ifndef DORPEL_COUNT_TERMS_H
#define DORPEL_COUNT_TERMS_H

#include "app/domain/count/count.h"

/* Do ballots of this form carry what the rule goes by? Points are for rules of points, an order of
 * choice is for rules of ranks, crosses and purses are for all others. */
bool terms_fit(enum count_rule rule, enum ballot_form form);
/* The options of a round, without seed. ERR_UNKNOWN: a word that is no rule, completion, ...;
 * ERR_FORMAT: they do not go together. */
bool terms_read(struct count_options *ret, const struct round *round, struct err *err);

/* Does the outcome follow from the totals alone, so that anybody can count it again? Not when it
 * matters who voted for what together with what, as with equal shares. */
bool terms_need_totals_only(enum count_rule rule);
/* An election of made-up ballots with these totals: votes[i] ballots name plan i, points[i] is
 * their sum (NULL: the votes). `ballots` in all, no total may be higher. NULL when no such ballots
 * can be. */
struct election *terms_election(struct arena *arena, const struct round *round, uint32_t ballots,
                                const uint64_t *votes, const uint64_t *points);

#endif
