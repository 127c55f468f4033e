/* Best value: of all sets of plans that can be paid, the one with most votes together; then the
 * cheapest; then the one whose plans stand first. Exact: the list of all sets that no other beats
 * in both votes and cost grows plan by plan, and what cannot reach the best any more is left out.
 */
#include "app/domain/count/counting.h"
#include "app/base/wide.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_STATES = 4000000, NO_STATE = -1 };

struct state { /* a set: one plan added to another set */
    uint64_t votes;
    int64_t cost;
    int32_t before; /* index into trail; NO_STATE: the empty set */
};
struct link { /* how a kept state was made */
    uint16_t plan;
    int32_t before;
};

struct best {
    const struct counting *counting;
    const uint16_t *order; /* by rank, the last first */
    size_t count;
    int64_t budget;
    uint64_t floor;       /* votes that can surely be reached */
    uint64_t *votes_left; /* of the plans not looked at yet, from each place on */
    struct state *now, *next;
    size_t now_count, cap;
    struct link *trail;
    size_t trail_count, trail_cap;
};

static bool grow(void **array, size_t *cap, size_t size)
{
    size_t wider = *cap == 0 ? 1024 : *cap * 2;
    void *bigger = realloc(*array, wider * size);

    if (bigger == NULL || wider > (size_t)MAX_STATES * 4) {
        if (bigger != NULL) {
            *array = bigger;
        }
        return false;
    }
    *array = bigger;
    *cap = wider;
    return true;
}

/* As many votes as a state can still come to: the plans ahead, best votes per cost first, the last
 * one in part. `ahead` is sorted so. */
struct ahead {
    uint64_t votes;
    int64_t cost;
};

static int by_value(const void *x, const void *y)
{
    const struct ahead *a = x, *b = y;
    wide_unsigned left = wide_product(a->votes, (uint64_t)b->cost);
    wide_unsigned right = wide_product(b->votes, (uint64_t)a->cost);
    return (left < right) - (left > right);
}

static uint64_t reach(const struct ahead *ahead, size_t count, int64_t left)
{
    uint64_t votes = 0;
    for (size_t i = 0; i < count; i++) {
        if (ahead[i].cost > left) {
            return votes + (uint64_t)(wide_product(ahead[i].votes, (uint64_t)left) /
                                      (uint64_t)ahead[i].cost);
        }
        left -= ahead[i].cost;
        votes += ahead[i].votes;
    }
    return votes;
}

/* Keeps a state if no kept one has as many votes for as little. They come by rising cost. */
static bool keep(struct best *best, size_t *count, struct state state, bool is_new, uint16_t plan)
{
    if (*count > 0 && best->next[*count - 1].votes >= state.votes) {
        return true;
    }
    if (*count == best->cap) {
        size_t cap = best->cap;
        if (*count >= MAX_STATES || !grow((void **)&best->next, &cap, sizeof(*best->next))) {
            return false;
        }
        best->now = realloc(best->now, cap * sizeof(*best->now));
        if (best->now == NULL) {
            return false;
        }
        best->cap = cap;
    }
    if (is_new) {
        if (best->trail_count == best->trail_cap &&
            !grow((void **)&best->trail, &best->trail_cap, sizeof(*best->trail))) {
            return false;
        }
        best->trail[best->trail_count] = (struct link){plan, state.before};
        state.before = (int32_t)best->trail_count++;
    }
    if (*count > 0 && best->next[*count - 1].cost == state.cost) {
        best->next[*count - 1] = state; /* as cheap, with more votes */
    } else {
        best->next[(*count)++] = state;
    }
    return true;
}

/* With and without one more plan; of two equal sets the one with it, for it stands before all that
 * were looked at. */
static bool add_plan(struct best *best, uint16_t plan, const struct ahead *ahead,
                     size_t ahead_count)
{
    const struct counting *counting = best->counting;
    int64_t cost = counting->election->plans[plan].cost;
    uint64_t votes = counting->votes[plan];
    size_t with = 0, without = 0, count = 0;

    while (with < best->now_count || without < best->now_count) {
        struct state a = {0, 0, 0}, state;
        bool has_with = with < best->now_count && best->now[with].cost <= best->budget - cost;
        if (!has_with) {
            with = best->now_count;
        } else {
            a = (struct state){best->now[with].votes + votes, best->now[with].cost + cost,
                               best->now[with].before};
        }
        bool has_without = without < best->now_count;
        if (!has_with && !has_without) {
            break;
        }
        struct state b = has_without ? best->now[without] : a;
        bool take_with = has_with && (!has_without || a.cost < b.cost ||
                                      (a.cost == b.cost && a.votes >= b.votes));
        state = take_with ? a : b;
        with += take_with;
        without += !take_with;
        if (state.votes + reach(ahead, ahead_count, best->budget - state.cost) < best->floor) {
            continue;
        }
        if (!keep(best, &count, state, take_with, plan)) {
            return false;
        }
    }
    struct state *swap = best->now;
    best->now = best->next;
    best->next = swap;
    best->now_count = count;
    return true;
}

/* Votes that the plain greedy way reaches. */
static uint64_t greedy_votes(const struct ahead *sorted, size_t count, int64_t left)
{
    uint64_t votes = 0;
    for (size_t i = 0; i < count; i++) {
        if (sorted[i].cost <= left) {
            left -= sorted[i].cost;
            votes += sorted[i].votes;
        }
    }
    return votes;
}

static bool search(struct best *best, struct ahead *ahead)
{
    const struct counting *counting = best->counting;

    for (size_t done = 0; done < best->count; done++) {
        size_t count = 0;
        for (size_t i = done; i < best->count; i++) {
            uint16_t plan = best->order[best->count - 1 - i];
            if (i > done) {
                ahead[count++] =
                    (struct ahead){counting->votes[plan], counting->election->plans[plan].cost};
            } else {
                continue;
            }
        }
        if (count > 1) {
            qsort(ahead, count, sizeof(*ahead), by_value);
        }
        if (!add_plan(best, best->order[best->count - 1 - done], ahead, count)) {
            return false;
        }
    }
    return true;
}

static void decide(struct best *best, struct counting *counting)
{
    const struct state *last = &best->now[best->now_count - 1];
    bool *chosen =
        arena_array(&counting->scratch, counting->election->plan_count + 1, sizeof(bool));

    for (int32_t at = last->before; at != NO_STATE; at = best->trail[at].before) {
        chosen[best->trail[at].plan] = true;
    }
    for (size_t i = 0; i < best->count; i++) {
        if (chosen[best->order[i]]) {
            counting_fund(counting, best->order[i], COUNT_BY_RULE);
        }
    }
    for (size_t i = 0; i < best->count; i++) {
        if (!chosen[best->order[i]]) {
            counting_pass(counting, best->order[i], COUNT_BY_RULE, COUNT_NOT_BEST, 0);
        }
    }
}

bool best_run(struct counting *counting, struct err *err)
{
    size_t plans = counting->election->plan_count;
    uint16_t *order = arena_array(&counting->scratch, plans + 1, sizeof(*order));
    struct ahead *ahead = arena_array(&counting->scratch, plans + 1, sizeof(*ahead));
    struct best best = {.counting = counting, .order = order, .budget = counting->room.left};
    size_t count = order_plans(counting, counting->votes, ORDER_SCORE, false, order);

    for (size_t i = 0; i < count; i++) {
        uint16_t plan = order[i];
        if (counting->votes[plan] == 0 || counting->election->plans[plan].cost > best.budget) {
            counting_pass(counting, plan, COUNT_BY_RULE,
                          counting->votes[plan] == 0 ? COUNT_NO_VOTES : COUNT_NO_FIT, 0);
            continue;
        }
        ahead[best.count] =
            (struct ahead){counting->votes[plan], counting->election->plans[plan].cost};
        order[best.count++] = plan;
    }
    qsort(ahead, best.count, sizeof(*ahead), by_value);
    best.floor = greedy_votes(ahead, best.count, best.budget);
    best.cap = 1024;
    best.now = malloc(best.cap * sizeof(*best.now));
    best.next = malloc(best.cap * sizeof(*best.next));
    bool ok = best.now != NULL && best.next != NULL;
    if (ok) {
        best.now[0] = (struct state){0, 0, NO_STATE};
        best.now_count = 1;
        ok = search(&best, ahead);
    }
    if (ok) {
        decide(&best, counting);
    } else {
        err_set(err, ERR_LIMIT, "best-value over %zu plans needs too much memory", best.count);
    }
    free(best.now);
    free(best.next);
    free(best.trail);
    return ok;
}
