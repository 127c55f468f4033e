/* election: opened ballots with their plans and money, in the form that every counting rule reads.
 *
 * Made from a village round (election_of_round) or from a Pabulib file (pabulib.h); it knows
 * neither afterwards. Ballots stand one after another in flat arrays, without anything that tells
 * whose they are. Money is whole numbers of the smallest amount that occurs: `unit` of them are one
 * euro. Pure. All memory belongs to the arena that the maker was given.
 */
#ifndef DORPEL_ELECTION_H
#define DORPEL_ELECTION_H

#include "app/base/arena.h"
#include "app/domain/ballot.h"

#define ELECTION_MAX_MONEY ((int64_t)1 << 62) /* of a cost and of the budget, in units */
enum {
    ELECTION_MAX_PLANS = 16000,
    ELECTION_MAX_BALLOTS = 4000000,
    ELECTION_MAX_CHOICES = 64000000, /* on all ballots together */
    ELECTION_MAX_WEIGHT = 65535,     /* points of one voter for one plan */
    ELECTION_NO_THEME = 0xffff
};

enum election_weights {                     /* what a choice on a ballot carries beside the plan */
                        ELECTION_APPROVALS, /* nothing: a cross, a purse, choose one */
                        ELECTION_POINTS,    /* points that the voter gave */
                        ELECTION_RANKS      /* first of k choices: k; last: 1 */
};

struct election_plan {
    const char *id;   /* unique; the plan's number, or the id in the file */
    const char *name; /* or "" */
    int64_t cost;     /* units, 0 or more */
    uint16_t theme;   /* index into themes, or ELECTION_NO_THEME */
};

struct election_theme {
    const char *name;
    int64_t budget; /* units: at most this for the plans of the theme; -1: no bound */
};

struct election {
    const char *title;
    int64_t budget; /* units */
    int64_t unit;   /* units in one euro (or what the currency is): 1, 10, 100, ... */
    enum election_weights weights;
    struct election_plan *plans; /* in the order of the file or of the numbers */
    size_t plan_count;
    struct election_theme *themes;
    size_t theme_count;

    /* Ballot b chose plan[first[b]] .. plan[first[b + 1] - 1], each plan once; blank ballots are
     * here too, with nothing. weight stands beside plan, 1 or more; NULL with ELECTION_APPROVALS.
     */
    size_t ballot_count;
    uint32_t *first; /* ballot_count + 1 */
    uint16_t *plan;
    uint16_t *weight;
};

/* How many ballots name each plan, and the sum of their weights (the same without weights); both
 * arrays of plan_count. */
void election_tally(const struct election *election, uint64_t *ret_votes, uint64_t *ret_points);

/* A village round with room for `ballot_count` ballots and `choice_count` choices on them together;
 * the ballots are added one by one. Plans are called by their number. The round must outlive it. */
struct election *election_of_round(struct arena *arena, const struct round *round,
                                   size_t ballot_count, size_t choice_count);
void election_add(struct election *election, const struct ballot *ballot);

#endif
