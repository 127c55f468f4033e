/* made: elections made from a seed, to try the count on. They love what is awkward: equal costs,
 * equal votes, costs that divide the budget, plans that are free or dearer than everything, blank
 * ballots, no ballots, no money, amounts in cents.
 *
 * made_tiny: up to 7 plans and 12 ballots, with options for the rule that is given.
 * made_middle: up to 30 plans and 300 ballots.
 * The caller owns the struct; the election and the options point into it, so it is not copied.
 */
#ifndef DORPEL_TEST_MADE_H
#define DORPEL_TEST_MADE_H

#include "app/domain/count/count.h"

#include <stdio.h>

enum { MADE_MAX_PLANS = 30, MADE_MAX_BALLOTS = 300, MADE_MAX_THEMES = 3, MADE_MAX_SPECIAL = 3 };

struct made {
    uint64_t seed; /* it was made from this */
    struct election election;
    struct count_options options;

    uint64_t state; /* of the dice */
    char ids[MADE_MAX_PLANS][8];
    struct election_plan plans[MADE_MAX_PLANS];
    struct election_theme themes[MADE_MAX_THEMES];
    struct plan_pair pairs[MADE_MAX_SPECIAL];
    struct count_override overrides[MADE_MAX_SPECIAL];
    uint32_t first[MADE_MAX_BALLOTS + 1];
    uint16_t plan[MADE_MAX_BALLOTS * MADE_MAX_PLANS];
    uint16_t weight[MADE_MAX_BALLOTS * MADE_MAX_PLANS];
};

void made_tiny(struct made *made, uint64_t seed, enum count_rule rule);
void made_middle(struct made *made, uint64_t seed, enum count_rule rule);

uint64_t made_throw(struct made *made, uint64_t sides); /* 0 .. sides - 1 */
void made_shuffle_ballots(struct made *made);
/* The plans in another order, with everything that names them; ids and meaning stay. */
void made_shuffle_plans(struct made *made);

/* As a .pb file, with the options in its comment. */
void made_print(FILE *out, const struct made *made);

#endif
