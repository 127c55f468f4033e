/* ledger: exact sums of money for the rules in which voters pay together.
 *
 * All that such a rule ever computes is a whole-number combination of the costs, the share that
 * everyone got, and the prices ("levels") of the plans bought before, divided by a whole number: a
 * claim. So the ledger keeps only the share and one level a bought plan, over one common
 * denominator, and no voter has a fraction of her own. Numbers grow as they must (GMP; this is the
 * only file that includes it); nothing is ever rounded, but where the name says floor or ceil.
 *
 * Knows no plan and no voter. ledger_create/destroy on the heap; destroy takes NULL.
 */
#ifndef DORPEL_COUNT_LEDGER_H
#define DORPEL_COUNT_LEDGER_H

#include "app/domain/count/count.h"

struct ledger;

struct claim { /* (cost + share * the share + sum of level[j] * levels) / weight */
    int64_t cost;
    int64_t share;
    int64_t *level; /* one a level so far; the array has room for all */
    int64_t weight; /* above 0 */
};

struct ledger *ledger_create(size_t max_levels);
void ledger_destroy(struct ledger *ledger);

/* From the start: no levels, everyone's share is num/den units. */
void ledger_start(struct ledger *ledger, int64_t num, int64_t den);
/* The claim becomes the next level. */
void ledger_push(struct ledger *ledger, const struct claim *claim);
bool ledger_has_share(const struct ledger *ledger); /* above 0 */
size_t ledger_levels(const struct ledger *ledger);

/* Sign of a / a_by - b / b_by; both divisors above 0. */
int ledger_compare(struct ledger *ledger, const struct claim *a, int64_t a_by,
                   const struct claim *b, int64_t b_by);
int ledger_sign(struct ledger *ledger, const struct claim *claim);
/* The value times 2^shift, rounded down. It must fit in 63 bits. */
int64_t ledger_floor(struct ledger *ledger, const struct claim *claim, int shift);
/* value / the share, rounded up; at most UINT64_MAX; the share must be above 0. */
uint64_t ledger_ceil_shares(struct ledger *ledger, const struct claim *claim);

/* The value in euros, `unit` units each, in words that live in the arena. */
struct count_amount ledger_amount(struct ledger *ledger, const struct claim *claim, int64_t unit,
                                  struct arena *arena);
/* cost / value with two decimals, rounded down: "24,37". */
const char *ledger_strength(struct ledger *ledger, const struct claim *claim, int64_t cost,
                            struct arena *arena);

#endif
