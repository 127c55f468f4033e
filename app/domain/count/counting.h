/* counting: one count while it goes on; inside this folder only.
 *
 * Holds who takes part, the strict order for ties, what is left and for which theme, and the
 * decision on each plan. A decision may be made again: what equal shares left, a completion may
 * still buy. The last one stays, and the steps stand in the order of the last decisions (but see
 * tell). Working memory is in `scratch`, what outlives the count in `arena`.
 */
#ifndef DORPEL_COUNT_COUNTING_H
#define DORPEL_COUNT_COUNTING_H

#include "app/domain/count/count.h"

struct room { /* what may still be bought: money, themes, exclusions */
    int64_t left;
    int64_t *theme_left; /* -1: no bound */
    bool *funded;        /* by plan */
};

struct counting {
    const struct election *election;
    const struct count_options *options;
    struct arena *arena;
    struct arena scratch;
    uint64_t *votes;       /* by plan */
    uint64_t *points;      /* by plan; the votes when ballots carry no weights */
    const uint64_t *score; /* what this rule goes by: one of the two */
    uint32_t *rank;        /* by plan: its place in the strict order, 0 first; no two the same */
    bool *takes_part;      /* by plan */
    uint32_t *rival_first; /* by plan: its rivals are rival[first] .. rival[first of next - 1] */
    uint16_t *rival;
    struct room room;
    struct count_step *step; /* by plan: the last decision */
    uint32_t *turn;          /* by plan: when that was */
    uint32_t turns;
    uint16_t *winners;
    size_t winner_count;
    bool warned[COUNT_WARNINGS];
    struct count_amount first_share, share;
    uint64_t raises;
    bool is_at_most;
};

/* ---- room ---- */
void room_copy(struct room *dst, const struct room *src, const struct election *election);
/* May it be bought as far as themes and rivals go? COUNT_FUNDED: yes; else why not. */
enum count_reason room_bar(const struct counting *counting, const struct room *room, uint16_t plan,
                           uint16_t *ret_rival);
void room_take(struct room *room, const struct election *election, uint16_t plan);
/* A plan with a vote and a cost that takes part, is not bought and could be. */
bool room_has_more(const struct counting *counting, const struct room *room);

/* ---- decisions ---- */
struct count_step *counting_fund(struct counting *counting, uint16_t plan, enum count_phase phase);
struct count_step *counting_pass(struct counting *counting, uint16_t plan, enum count_phase phase,
                                 enum count_reason reason, uint16_t other);
/* Two plans that the rule finds equal: what puts `plan` before `next`; kept in its step. */
void counting_tie(struct counting *counting, struct count_step *step, uint16_t plan, uint16_t next);

/* ---- order.c ---- */
void order_ranks(struct counting *counting);
/* Plans that take part, are not funded and cost something, by falling score, then rank. Returns how
 * many; plans without a score only with zero_votes. dst of plan_count. */
enum order_key { ORDER_SCORE, ORDER_SCORE_PER_COST };
size_t order_plans(const struct counting *counting, const uint64_t *score, enum order_key key,
                   bool free_ones, uint16_t *dst);
int order_compare(const struct counting *counting, const uint64_t *score, enum order_key key,
                  uint16_t a, uint16_t b);

/* ---- the rules, a file each: on the plans and the money that are left ---- */
void greedy_run(struct counting *counting, const uint64_t *score, enum order_key key, bool skip,
                enum count_phase phase);
bool shares_count(struct counting *counting, struct err *err);
void phragmen_run(struct counting *counting, enum count_phase phase);
bool best_run(struct counting *counting, struct err *err);

#endif
