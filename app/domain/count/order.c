/* The strict order: no two plans are equal for it, and it is fixed before the box is opened. */
#include "app/base/wide.h"
#include "app/domain/count/counting.h"

#include <stdlib.h>
#include <string.h>

/* What qsort compares: a plan with all that its place depends on, so that nothing comes from
 * outside. */
struct place {
    const char *id;
    uint64_t score;
    uint64_t votes;
    int64_t cost;
    uint8_t lot[32];
    uint32_t rank;
    uint16_t plan;
    bool by_cost, has_lot, by_id; /* which criteria, in this order */
    bool per_cost;
};

static int compare_lot(const struct place *a, const struct place *b)
{
    return a->has_lot ? memcmp(a->lot, b->lot, sizeof(a->lot)) : 0;
}

static int by_rank(const void *x, const void *y)
{
    const struct place *a = x, *b = y;
    int order = 0;

    if (a->by_cost) {
        order = (a->cost > b->cost) - (a->cost < b->cost);
        order = order != 0 ? order : (a->votes < b->votes) - (a->votes > b->votes);
    }
    order = order != 0 ? order : compare_lot(a, b);
    if (order == 0 && a->by_id) {
        order = strcmp(a->id, b->id); /* UTF-8: the order of bytes is that of code points */
    }
    return order != 0 ? order : (a->plan > b->plan) - (a->plan < b->plan);
}

void count_lot(uint8_t ret[32], const uint8_t seed[32], const char *id)
{
    uint8_t text[32 + 256];
    size_t len = strnlen(id, 256);

    memcpy(text, seed, 32);
    memcpy(text + 32, id, len);
    crypto_hash(ret, text, 32 + len);
}

void order_ranks(struct counting *counting)
{
    const struct election *election = counting->election;
    const struct count_options *options = counting->options;
    struct place *places =
        arena_array(&counting->scratch, election->plan_count + 1, sizeof(*places));

    for (size_t i = 0; i < election->plan_count; i++) {
        places[i] = (struct place){.id = election->plans[i].id,
                                   .votes = counting->votes[i],
                                   .cost = election->plans[i].cost,
                                   .plan = (uint16_t)i,
                                   .by_cost = options->tie != COUNT_LEXICO,
                                   .has_lot = options->tie == COUNT_DORPEL && options->has_seed,
                                   .by_id = options->tie != COUNT_DORPEL};
        if (places[i].has_lot) {
            count_lot(places[i].lot, options->seed, places[i].id);
        }
    }
    if (election->plan_count > 1) {
        qsort(places, election->plan_count, sizeof(*places), by_rank);
    }
    for (size_t i = 0; i < election->plan_count; i++) {
        counting->rank[places[i].plan] = (uint32_t)i;
    }
}

/* Falling score, or score / cost by cross-multiplication; what has no score comes last. */
static int by_score(const struct place *a, const struct place *b)
{
    if (!a->per_cost || a->score == 0 || b->score == 0) {
        return (a->score < b->score) - (a->score > b->score);
    }
    wide_unsigned x = wide_product(a->score, (uint64_t)b->cost);
    wide_unsigned y = wide_product(b->score, (uint64_t)a->cost);
    return (x < y) - (x > y);
}

static int by_turn(const void *x, const void *y)
{
    const struct place *a = x, *b = y;
    int order = by_score(a, b);

    return order != 0 ? order : (a->rank > b->rank) - (a->rank < b->rank);
}

static struct place place_of(const struct counting *counting, const uint64_t *score,
                             enum order_key key, uint16_t plan)
{
    return (struct place){.plan = plan,
                          .score = score[plan],
                          .cost = counting->election->plans[plan].cost,
                          .rank = counting->rank[plan],
                          .per_cost = key == ORDER_SCORE_PER_COST};
}

size_t order_plans(const struct counting *counting, const uint64_t *score, enum order_key key,
                   bool free_ones, uint16_t *dst)
{
    const struct election *election = counting->election;
    struct place *places = malloc((election->plan_count + 1) * sizeof(*places));
    size_t count = 0;

    for (size_t i = 0; places != NULL && i < election->plan_count; i++) {
        bool is_free = election->plans[i].cost == 0 && counting->votes[i] > 0;
        if (counting->takes_part[i] && !counting->room.funded[i] && is_free == free_ones) {
            places[count++] = place_of(counting, score, key, (uint16_t)i);
        }
    }
    if (count > 1) {
        qsort(places, count, sizeof(*places), by_turn);
    }
    for (size_t i = 0; i < count; i++) {
        dst[i] = places[i].plan;
    }
    free(places);
    return count;
}

int order_compare(const struct counting *counting, const uint64_t *score, enum order_key key,
                  uint16_t a, uint16_t b)
{
    struct place x = place_of(counting, score, key, a);
    struct place y = place_of(counting, score, key, b);
    return by_score(&x, &y);
}
