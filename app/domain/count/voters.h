/* voters: an election seen from its plans: who voted for which. Inside this folder only.
 *
 * All memory is the arena's that voters_make was given.
 */
#ifndef DORPEL_COUNT_VOTERS_H
#define DORPEL_COUNT_VOTERS_H

#include "app/domain/count/election.h"

struct voters { /* plan p has voter[first[p]] .. voter[first[p + 1] - 1] */
    uint32_t *first;
    uint32_t *voter;   /* index of a ballot */
    uint16_t *weight;  /* beside voter; NULL: all one */
    int64_t *sum;      /* by plan: of the weights */
    uint16_t *largest; /* by plan: of the weights */
};

void voters_make(struct voters *ret, struct arena *arena, const struct election *election,
                 bool with_weights);
static inline int64_t voters_count(const struct voters *voters, uint16_t plan)
{
    return (int64_t)(voters->first[plan + 1] - voters->first[plan]);
}
/* The most places behind the point with which sums of money of this size still fit in 62 bits. */
/* Money times 2^shift, rounded down: to whole places, or to fewer than whole units. */
static inline int64_t voters_scale(int64_t money, int shift)
{
    return shift >= 0 ? money << shift : money >> -shift;
}
int voters_shift(const struct election *election, int64_t money);

#endif
