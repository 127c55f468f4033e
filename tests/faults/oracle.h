/* oracle: who gets the money, found the slow way, to hold the count against.
 *
 * Written from the definitions alone and without a line of app/domain/count (it reads only what an
 * election and the options are): every amount a fraction of whole numbers, every list searched from
 * end to end, every combination tried. For elections of a handful of plans and ballots.
 * Owns nothing; the outcome is a plain value.
 */
#ifndef DORPEL_TEST_ORACLE_H
#define DORPEL_TEST_ORACLE_H

#include "app/domain/count/count.h"

enum {
    ORACLE_MAX_PLANS = 64,
    ORACLE_MAX_COMBINED = 20 /* plans of which best-value tries all combinations */
};

enum oracle_bug {               /* one mistake made on purpose: the comparison must see it */
                  ORACLE_RIGHT, /* none */
                  ORACLE_FITS_STRICTLY,      /* a plan that costs all that is left does not fit */
                  ORACLE_TIES_REVERSED,      /* of equal plans the last goes first */
                  ORACLE_POINTS_AS_VOTES,    /* points and ranks count for one */
                  ORACLE_FLOOR_STRICT,       /* exactly the floor is not enough */
                  ORACLE_FREE_FORGOTTEN,     /* plans that cost nothing wait for their turn */
                  ORACLE_THEME_STOPS,        /* what does not fit its theme stops the rule */
                  ORACLE_BLANKS_LEFT_OUT,    /* blank ballots get no share */
                  ORACLE_SHARE_ROUNDED,      /* the share of one run is whole euros */
                  ORACLE_PAYERS_MUST_EXCEED, /* its voters need more than the cost */
                  ORACLE_POOR_PAY_NOTHING,   /* who cannot pay in full pays nothing */
                  ORACLE_KEEPS_ABOVE,        /* Add1 keeps the outcome above the budget */
                  ORACLE_NEVER_EXHAUSTED,    /* Add1 exhaustive goes on as Add1 does */
                  ORACLE_TIED_ONE_FITS,   /* Phragmén goes on when only one of the equals fits */
                  ORACLE_COMBINES_DEARLY, /* of equal combinations the dearer one */
                  ORACLE_PART_UNCOUNTED,  /* what was partly paid is not in the cost */
                  ORACLE_BUGS
};

struct oracle_outcome {
    uint16_t winners[ORACLE_MAX_PLANS]; /* in order of choice */
    size_t winner_count;
    int64_t cost; /* with the part */
    bool has_part;
    uint16_t partly; /* the plan that gets a part, */
    int64_t part;    /* and how much */
};

/* false: the rule does not fit this election or these options (ERR_FORMAT of count_run). */
bool oracle_run(struct oracle_outcome *ret, const struct election *election,
                const struct count_options *options, enum oracle_bug bug);

#endif
