/* count: from an election to the plans that get money, by the rule that was fixed beforehand, with
 * every step that led there.
 *
 * The rules are one table (count_rules); README.md beside this file defines each to the letter.
 * Everything is exact: a plan never wins or loses by a
 * rounding. Ballots that are blank count wherever ballots are counted. The outcome never tells a
 * single ballot, but for the detail of a step (see count_payers).
 * Pure. The outcome lives in the caller's arena; working memory is freed before returning.
 */
#ifndef DORPEL_COUNT_COUNT_H
#define DORPEL_COUNT_COUNT_H

#include "app/domain/count/election.h"

enum count_rule {
    COUNT_VOTES,
    COUNT_VOTES_NO_SKIP,
    COUNT_VOTES_PER_COST,
    COUNT_POINTS,
    COUNT_POINTS_NO_SKIP,
    COUNT_POINTS_PER_COST,
    COUNT_RANKS,
    COUNT_RANKS_NO_SKIP,
    COUNT_EQUAL_SHARES,        /* a plan is worth its cost to whoever voted for it */
    COUNT_EQUAL_SHARES_COUNT,  /* ... is worth one */
    COUNT_EQUAL_SHARES_POINTS, /* ... is worth its points */
    COUNT_PHRAGMEN,
    COUNT_BEST_VALUE,
    COUNT_RULES
};

enum count_completion { /* of equal shares, which leaves money unspent */
                        COUNT_NONE,
                        COUNT_ADD1, /* share = floor(budget/ballots), + one step a run, while it
                                       fits */
                        COUNT_ADD1_EXHAUSTIVE, /* ... and stop as soon as nothing with a vote still
                                                  fits */
                        COUNT_ADD1_FRACTIONAL, /* the same from budget/ballots unrounded */
                        COUNT_ADD1U, /* exhaustive, then most votes with skipping on what is left */
                        COUNT_THEN_VOTES, /* one run, then most votes with skipping on what is left
                                           */
                        COUNT_THEN_PHRAGMEN,
                        COUNT_COMPLETIONS
};

enum count_tie { /* the one strict order for all ties, fixed before the box is opened */
                 COUNT_DORPEL,  /* lower cost, more votes, then by lot (with a seed) or the order of
                                   the plans */
                 COUNT_LEXICO,  /* code points of the ids: "10" before "2" */
                 COUNT_MINCOST, /* lower cost, more votes, then lexico */
                 COUNT_TIES
};

enum count_left_over {             /* money that the rule left */
                       COUNT_KEEP, /* for next year */
                       COUNT_NEXT, /* to the next plans that fit, most votes first */
                       COUNT_PART, /* to a part of the first plan that did not fit */
                       COUNT_LEFT_OVERS
};

/* One row a rule. */
struct count_rule_row {
    const char *name;              /* "votes-no-skip" */
    enum election_weights weights; /* what the ballots must carry: points, ranks */
    bool may_complete;             /* takes a completion */
    const char *key;               /* text key of its sentence in plain Dutch */
};
extern const struct count_rule_row count_rules[COUNT_RULES];
extern const char *const count_completion_names[COUNT_COMPLETIONS]; /* "add1-exhaustive" */
extern const char *const count_tie_names[COUNT_TIES];
extern const char *const count_left_over_names[COUNT_LEFT_OVERS];
bool count_rule_parse(enum count_rule *ret, const char *name);
bool count_completion_parse(enum count_completion *ret, const char *name);
bool count_tie_parse(enum count_tie *ret, const char *name);
bool count_left_over_parse(enum count_left_over *ret, const char *name);

struct count_override { /* decided by people, against or before the count; printed in the result */
    uint16_t plan;
    bool fund; /* true: gets its money first; false: takes no part */
    const char *reason, *by;
};

struct count_options { /* all zero: most votes first, ties of ours, nothing special */
    enum count_rule rule;
    enum count_completion completion;
    enum count_tie tie;
    enum count_left_over left_over;
    bool zero_votes;          /* plans without a vote take part, as with other counters */
    uint64_t floor_votes;     /* fewer votes than this: takes no part */
    uint32_t floor_permyriad; /* votes / ballots below this many ten-thousandths: takes no part */
    bool per_theme;           /* hold the bounds of the themes */
    const struct plan_pair *pairs;
    size_t pair_count;
    const struct count_override *overrides;
    size_t override_count;
    bool has_seed; /* of the published draw */
    uint8_t seed[32];
    int64_t step; /* of add1, in units; 0: one euro */
    bool detail;  /* steps of equal shares and Phragmén tell all plans that were compared */
};

/* An exact amount in euros. */
struct count_amount {
    const char *exact; /* "2033", "5081/7"; lowest terms */
    const char *about; /* "725,85": Dutch, rounded down to cents; whole euros without cents */
};

enum count_reason {
    COUNT_FUNDED,
    COUNT_NO_FIT,  /* cost more than was left */
    COUNT_STOPPED, /* the rule had stopped before its turn */
    COUNT_NO_VOTES,
    COUNT_FLOOR,    /* fewer votes than asked */
    COUNT_THEME,    /* did not fit in the money of its theme */
    COUNT_EXCLUDED, /* another plan of which only one can be done was before it (`other`) */
    COUNT_POOR,     /* equal shares: its voters together had less than its cost */
    COUNT_NOT_BEST, /* best value: not in the best combination */
    COUNT_REFUSED,  /* decided by people: override */
    COUNT_PARTLY    /* got what was left, less than its cost */
};
enum count_phase { /* which part of the rule decided */
                   COUNT_BY_PEOPLE,
                   COUNT_FREE, /* costs nothing and has a vote */
                   COUNT_BY_RULE,
                   COUNT_COMPLETING,
                   COUNT_LEFT
};
enum count_decider { /* what decided between plans that were equal for the rule */
                     COUNT_NOT_TIED,
                     COUNT_BY_COST,
                     COUNT_BY_VOTES,
                     COUNT_BY_LOT,
                     COUNT_BY_ORDER /* of the plans, or of their ids */
};

/* Equal shares: what one plan's voters can pay at one step. Phragmén: their burden. */
struct count_payers {
    uint16_t plan;
    bool can_pay;                 /* false: together less than the cost */
    uint64_t full;                /* voters (points: their points) who pay `each` */
    uint64_t rest;                /* voters who put in all they still have, less than `each` */
    struct count_amount rest_sum; /* what these put in together */
    struct count_amount together; /* what all its voters still have (Phragmén: carry) */
    struct count_amount each; /* (cost - rest_sum) / full; Phragmén: the burden of each after */
    const char *strength;     /* equal shares with cost: cost / each, "24,37": the effective
                               * votes; the plan with the most is bought */
};

/* One plan decided. Every plan has exactly one, in the order of the decisions; those without votes,
 * or below the floor, come last. */
struct count_step {
    uint16_t plan;
    enum count_reason reason;
    enum count_phase phase;
    uint64_t votes;                  /* ballots that name it */
    uint64_t score;                  /* what the rule went by: votes, points, ranks */
    int64_t left_before, left_after; /* units of the budget */
    enum count_decider tie;          /* when equal plans stood before it */
    uint16_t other;        /* COUNT_EXCLUDED: by which plan; tie: the one that came next */
    int64_t part;          /* COUNT_PARTLY: units it gets */
    uint64_t short_votes;  /* not funded, rules by order: so many votes (points) more would have
                            * won; 0: cannot be said */
    uint64_t short_voters; /* COUNT_POOR: so many more voters with a whole share */
    bool has_payers;
    struct count_payers payers;        /* of this plan */
    const struct count_payers *others; /* detail: all that were compared, strongest first */
    size_t other_count;
};

enum count_warning {                           /* what people should know beside the result */
                     COUNT_WARN_ORDER_DECIDED, /* no seed was given and the order of the plans broke
                                                  a tie */
                     COUNT_WARN_LOT_DECIDED,
                     COUNT_WARN_ALL_AFFORDABLE, /* everything can be paid: the share was not raised
                                                 */
                     COUNT_WARN_OVERRIDDEN,
                     COUNT_WARNINGS
};

struct count_outcome {
    uint16_t *winners; /* in order of choice */
    size_t winner_count;
    int64_t cost; /* of the winners, and what was partly paid; units */
    struct count_step *steps;
    size_t step_count; /* plan_count */
    /* Equal shares: */
    struct count_amount first_share, share; /* at the start and after raising */
    uint64_t raises;
    bool is_at_most;      /* a share one step larger would buy more than there is money for */
    uint64_t total_votes; /* of the winners together */
    bool warned[COUNT_WARNINGS];
};

/* ERR_FORMAT: the rule does not fit the ballots (points without points). ERR_LIMIT: larger than can
 * be counted, or more than COUNT_MAX_RAISES raises, or best-value that needs too much memory. */
enum { COUNT_MAX_RAISES = 2000000 };
bool count_run(struct count_outcome *ret, struct arena *arena, const struct election *election,
               const struct count_options *options, struct err *err);

/* The lot of a plan in a published draw, BLAKE2b-256(seed || id): the lowest goes first. */
void count_lot(uint8_t ret[32], const uint8_t seed[32], const char *id);

#endif
