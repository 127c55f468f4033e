/* shares: the method of equal shares, one run at a given share. Inside this folder only.
 *
 * Everyone gets the same share; a plan is bought when those who voted for it can pay for it
 * together, the rest of the price divided evenly over who still has money; of all that can be paid,
 * the plan that asks least per unit of worth goes first. Runs are cheap, because raising the share
 * (add1) makes hundreds of them.
 *
 * Invariants
 *  1. The ledger holds every price exactly. money[v] is a lower bound in whole numbers times
 *     2^shift of what voter v has: the truth lies in [money, money + error].
 *  2. A voter who once put in all she had is broke: exactly 0, for the rest of the run.
 *  3. A voter who is not broke has paid the full level of every bought plan she voted for. So what
 *     she has is share - sum of weight * level: a claim, exact whenever it is asked for.
 *  4. A price never falls during a run, so a lower bound of before is still one.
 *  5. No decision rests on whole numbers unless the error cannot change it; else the ledger says.
 */
#ifndef DORPEL_COUNT_SHARES_H
#define DORPEL_COUNT_SHARES_H

#include "app/domain/count/counting.h"
#include "app/domain/count/ledger.h"
#include "app/domain/count/voters.h"

struct price {     /* of one plan, for one unit of weight; 2^shift */
    int64_t level; /* at the last look */
    int64_t low, high;
    double key_low, key_high; /* what is compared: low and high per unit of worth */
    bool is_exact;            /* who pays all she has could only be told by the ledger */
};

struct share {
    int64_t num, den; /* units: everyone gets num / den */
};

struct shares {
    struct counting *counting;
    struct voters voters;
    struct ledger *ledger;
    bool by_cost; /* a plan is worth its cost; else one, or its points */
    int shift;
    int64_t error;
    int64_t *money;      /* by voter */
    bool *broke;         /* by voter */
    uint32_t *living;    /* by plan: voters not known to be broke; they stand first in voters */
    struct price *price; /* by plan */
    int32_t *level_of;   /* by plan: its level in the ledger; -1: not bought */
    struct room room;
    uint16_t *start; /* plans as they are looked at first */
    size_t start_count;
    uint16_t *open; /* by rising key_low */
    size_t open_count;
    uint16_t *bought;
    size_t bought_count;
    struct claim claim[2]; /* of the best so far and of another */
    bool *pays_all[2];     /* beside each claim, by place in voters: puts in all she has */
    struct claim sum;      /* scratch for what voters have */
};

void shares_init(struct shares *shares, struct counting *counting);
void shares_finish(struct shares *shares);

/* One run with the room of `from`. Stops early when the costs go over `limit` (then false). With
 * `record` the steps go into the counting. */
bool shares_run(struct shares *shares, struct share share, const struct room *from, int64_t limit,
                bool record);

/* ---- shares_price.c ---- */
/* Looks at a plan: false when its voters together cannot pay it. */
bool price_look(struct shares *shares, uint16_t plan);
/* The exact price as claim[which], with pays_all[which]. The plan can be paid. */
void price_claim(struct shares *shares, uint16_t plan, int which);
/* What the plan's voters have together, into shares->sum. */
void price_together(struct shares *shares, uint16_t plan);
int64_t price_worth(const struct shares *shares, uint16_t plan); /* divisor of the key */

/* ---- shares_record.c ---- */
void shares_record(struct shares *shares, struct count_step *step, uint16_t plan);
void shares_record_end(struct shares *shares);

#endif
