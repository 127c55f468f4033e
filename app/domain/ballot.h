/* ballot: what one voter chooses, checked against the round's form.
 *
 * value[i] belongs to round->plans[i]: approve and purse 0 or 1, points the points, rank 1 = first
 * choice. A ballot is a plain value without pointers: wiping the struct wipes the choice. Pure.
 */
#ifndef DORPEL_BALLOT_H
#define DORPEL_BALLOT_H

#include "app/domain/round.h"

struct ballot {
    uint16_t value[ROUND_MAX_PLANS];
};

enum ballot_verdict { /* why a choice is or is not a ballot; the screen has a sentence for each */
                      BALLOT_OK,
                      BALLOT_BLANK, /* nothing chosen, and the round allows it */
                      BALLOT_EMPTY, /* nothing chosen, and the round does not allow it */
                      BALLOT_TOO_FEW,
                      BALLOT_TOO_MANY,
                      BALLOT_OVER_BUDGET,
                      BALLOT_OVER_POINTS,
                      BALLOT_MALFORMED, /* a value the form does not know: rank gaps, 2 in approve
                                         */
};

struct ballot_sum {
    uint16_t chosen; /* plans with a value */
    uint32_t points;
    int64_t cost_cents; /* of the chosen plans together */
    int64_t left_cents; /* budget - cost; negative when over */
};

struct ballot_sum ballot_sum(const struct ballot *ballot, const struct round *round);
enum ballot_verdict ballot_check(const struct ballot *ballot, const struct round *round);
/* Would choosing plans[index] as well be allowed? BALLOT_OK or the reason why not. */
enum ballot_verdict ballot_may_add(const struct ballot *ballot, const struct round *round,
                                   size_t index);
void ballot_toggle(struct ballot *ballot, const struct round *round, size_t index);
/* Points: one off plans[index] again; nothing when it has none. */
void ballot_less(struct ballot *ballot, const struct round *round, size_t index);
/* Rank: plans[index] changes places with the one just before it; nothing when it is the first. */
void ballot_raise(struct ballot *ballot, const struct round *round, size_t index);
/* The plan on this place, from 1; round->plan_count when there is none. */
size_t ballot_ranked(const struct ballot *ballot, const struct round *round, uint16_t place);

/* The fixed-length form that is sealed: 32 bytes round digest, then 2 bytes (big-endian) a plan in
 * the order of the round. */
size_t ballot_plain_len(const struct round *round);
void ballot_encode(uint8_t *dst, const struct ballot *ballot, const struct round *round);
/* ERR_FORMAT: wrong length, other digest, or values the form refuses. */
bool ballot_decode(struct ballot *ret, const uint8_t *plain, size_t len, const struct round *round,
                   struct err *err);

#endif
