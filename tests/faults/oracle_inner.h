/* The oracle's own files only: what it knows of an election, and the plans it has picked. */
#ifndef DORPEL_TEST_ORACLE_INNER_H
#define DORPEL_TEST_ORACLE_INNER_H

#include "tests/faults/oracle.h"

#include <gmp.h>

struct oracle {
    const struct election *election;
    const struct count_options *options;
    enum oracle_bug bug;
    uint64_t votes[ORACLE_MAX_PLANS];  /* ballots that name the plan */
    uint64_t points[ORACLE_MAX_PLANS]; /* sum of their weights */
    bool takes_part[ORACLE_MAX_PLANS]; /* eligible, and not decided by people */
};

struct oracle_picks { /* a value: copied to try something from here */
    uint16_t plans[ORACLE_MAX_PLANS];
    size_t count;
};

enum oracle_key { /* by what plans are put in order */
                  ORACLE_BY_VOTES,
                  ORACLE_BY_POINTS,
                  ORACLE_BY_VOTES_PER_COST,
                  ORACLE_BY_POINTS_PER_COST
};

/* What the ballot gives the plan: 0 when it does not name it, 1 without weights. */
uint64_t oracle_weight(const struct oracle *oracle, size_t ballot, uint16_t plan);

void oracle_pick(struct oracle_picks *picks, uint16_t plan);
bool oracle_picked(const struct oracle_picks *picks, uint16_t plan);
int64_t oracle_cost(const struct oracle *oracle, const struct oracle_picks *picks);
int64_t oracle_left(const struct oracle *oracle, const struct oracle_picks *picks);

/* No other plan of which only one can be done was picked, and its theme has room for it. */
bool oracle_excluded(const struct oracle *oracle, const struct oracle_picks *picks, uint16_t plan);
bool oracle_theme_has(const struct oracle *oracle, const struct oracle_picks *picks, uint16_t plan,
                      int64_t amount);
bool oracle_allowed(const struct oracle *oracle, const struct oracle_picks *picks, uint16_t plan);
/* Allowed, and the budget has room for it. */
bool oracle_fits(const struct oracle *oracle, const struct oracle_picks *picks, uint16_t plan);

/* The strict order for ties: a goes before b. */
bool oracle_before(const struct oracle *oracle, uint16_t a, uint16_t b);
/* All plans that take part and are not picked, by falling key and then by the order for ties. */
size_t oracle_order(const struct oracle *oracle, const struct oracle_picks *picks,
                    enum oracle_key key, uint16_t ret[ORACLE_MAX_PLANS]);

void oracle_greedy(const struct oracle *oracle, struct oracle_picks *picks, enum oracle_key key,
                   bool skip);
void oracle_shares(const struct oracle *oracle, struct oracle_picks *picks);
void oracle_phragmen(const struct oracle *oracle, struct oracle_picks *picks);

#endif
