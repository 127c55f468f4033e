/* Most votes first, and its kin: one plan after the other, as long as the money reaches. */
#include "app/base/wide.h"
#include "app/domain/count/counting.h"

enum { EXPLAIN_PLANS = 1000 }; /* beyond, nobody asks what was short: it takes plans squared */

struct turns { /* of one run, for what was short */
    struct counting *counting;
    const uint64_t *score;
    enum order_key key;
    const uint16_t *order;
    int64_t *left; /* before each turn */
    size_t count;  /* turns before the rule stopped */
};

/* Before which turn must the plan come at the latest to be bought? The money only shrinks, so the
 * latest turn at which there was room. False: not even first. */
static bool latest_turn(const struct turns *turns, uint16_t plan, size_t *ret)
{
    const struct counting *counting = turns->counting;
    const struct election *election = counting->election;
    uint16_t theme = election->plans[plan].theme;
    int64_t cost = election->plans[plan].cost;
    int64_t theme_left = theme == ELECTION_NO_THEME ? -1 : counting->room.theme_left[theme];
    bool found = false;

    /* From the last turn backwards: what was bought there is given back. */
    for (size_t t = turns->count; t-- > 0;) {
        uint16_t other = turns->order[t];
        bool bought = counting->room.funded[other];
        if (bought && theme_left >= 0 && election->plans[other].theme == theme) {
            theme_left += election->plans[other].cost;
        }
        if (cost > turns->left[t] || (theme_left >= 0 && cost > theme_left)) {
            continue;
        }
        bool has_rival = false;
        for (size_t k = 0; k < t && !has_rival; k++) {
            for (uint32_t r = counting->rival_first[plan]; r < counting->rival_first[plan + 1];
                 r++) {
                has_rival |=
                    counting->rival[r] == turns->order[k] && counting->room.funded[turns->order[k]];
            }
        }
        if (!has_rival) {
            *ret = t;
            found = true;
            break;
        }
    }
    return found;
}

/* The least score with which the plan comes before the one of that turn. */
static uint64_t score_before(const struct turns *turns, uint16_t plan, uint16_t other)
{
    const struct counting *counting = turns->counting;
    uint64_t need = turns->score[other];

    if (turns->key == ORDER_SCORE_PER_COST) {
        wide_unsigned product =
            wide_product(turns->score[other], (uint64_t)counting->election->plans[plan].cost);
        uint64_t by = (uint64_t)counting->election->plans[other].cost;
        if (by == 0) {
            return 0;
        }
        wide_unsigned floor = product / by;
        if (floor > UINT64_MAX / 2) {
            return 0;
        }
        need = (uint64_t)floor;
        if (product % by != 0) {
            return need + 1;
        }
    }
    return counting->rank[plan] < counting->rank[other] ? need : need + 1;
}

static void tell_short(const struct turns *turns, uint16_t plan)
{
    struct count_step *step = &turns->counting->step[plan];
    size_t turn;

    if (!latest_turn(turns, plan, &turn)) {
        return;
    }
    uint64_t need = score_before(turns, plan, turns->order[turn]);
    step->short_votes = need > turns->score[plan] ? need - turns->score[plan] : 0;
}

static void take_turns(struct turns *turns, size_t count, bool skip, enum count_phase phase)
{
    struct counting *counting = turns->counting;
    bool stopped = false;

    for (size_t i = 0; i < count; i++) {
        uint16_t plan = turns->order[i];
        uint16_t rival = 0;
        enum count_reason bar = room_bar(counting, &counting->room, plan, &rival);
        turns->left[i] = counting->room.left;
        turns->count = stopped ? turns->count : i + 1;
        if (stopped) {
            counting_pass(counting, plan, phase, COUNT_STOPPED, 0);
        } else if (bar != COUNT_FUNDED) {
            counting_pass(counting, plan, phase, bar, rival);
        } else if (counting->election->plans[plan].cost > counting->room.left) {
            counting_pass(counting, plan, phase, COUNT_NO_FIT, 0);
            stopped = !skip;
        } else {
            struct count_step *step = counting_fund(counting, plan, phase);
            if (i + 1 < count &&
                order_compare(counting, turns->score, turns->key, plan, turns->order[i + 1]) == 0) {
                counting_tie(counting, step, plan, turns->order[i + 1]);
            }
        }
        counting->step[plan].score = turns->score[plan];
    }
}

void greedy_run(struct counting *counting, const uint64_t *score, enum order_key key, bool skip,
                enum count_phase phase)
{
    size_t plans = counting->election->plan_count;
    uint16_t *order = arena_array(&counting->scratch, plans + 1, sizeof(*order));
    struct turns turns = {.counting = counting,
                          .score = score,
                          .key = key,
                          .order = order,
                          .left = arena_array(&counting->scratch, plans + 1, sizeof(*turns.left))};
    size_t count = order_plans(counting, score, key, false, order);

    take_turns(&turns, count, skip, phase);
    for (size_t i = 0; phase == COUNT_BY_RULE && count <= EXPLAIN_PLANS && i < count; i++) {
        if (!counting->room.funded[order[i]]) {
            tell_short(&turns, order[i]);
        }
    }
}
