/* Phragmén, sequential: whoever supports a bought plan carries a part of its cost; the next plan is
 * the one whose supporters would carry the least. It never skips.
 *
 * A supporter carries exactly the level of the last plan she got, so all burdens are levels of the
 * ledger. As with equal shares, whole numbers with a known error decide, and the ledger where they
 * cannot. */
#include "app/domain/count/counting.h"
#include "app/domain/count/ledger.h"
#include "app/domain/count/voters.h"

#include <string.h>

struct burden {
    int64_t low, high; /* of what each would carry, times 2^shift */
    bool is_fresh;     /* of this step; else low is still a lower bound: burdens only grow */
};

struct phragmen {
    struct counting *counting;
    struct voters voters;
    struct ledger *ledger;
    int shift;
    int32_t *last;         /* by voter: level of the last plan she got; -1: none */
    int64_t *carried;      /* by voter: that level times 2^shift, rounded down */
    struct burden *burden; /* by plan */
    uint16_t *open;
    size_t open_count;
    struct claim best, other;
};

static void claim_of(const struct phragmen *p, uint16_t plan, struct claim *ret)
{
    const struct voters *voters = &p->voters;

    ret->cost = p->counting->election->plans[plan].cost;
    ret->share = 0;
    ret->weight = (int64_t)voters_count(voters, plan);
    memset(ret->level, 0, ledger_levels(p->ledger) * sizeof(*ret->level));
    for (uint32_t s = voters->first[plan]; s < voters->first[plan + 1]; s++) {
        int32_t level = p->last[voters->voter[s]];
        if (level >= 0) {
            ret->level[level]++;
        }
    }
}

/* Each voter's burden is known to within one, the cost too. */
static void weigh(struct phragmen *p, uint16_t plan)
{
    const struct voters *voters = &p->voters;
    int64_t count = voters_count(voters, plan);
    int64_t sum = voters_scale(p->counting->election->plans[plan].cost, p->shift);

    for (uint32_t s = voters->first[plan]; s < voters->first[plan + 1]; s++) {
        sum += p->carried[voters->voter[s]];
    }
    p->burden[plan] = (struct burden){sum / count, (sum + count + 1) / count + 1, true};
}

static void buy(struct phragmen *p, uint16_t plan)
{
    const struct voters *voters = &p->voters;
    struct claim level = {.level = p->other.level, .weight = 1};

    claim_of(p, plan, &p->best);
    ledger_push(p->ledger, &p->best);
    int32_t index = (int32_t)ledger_levels(p->ledger) - 1;
    memset(level.level, 0, (size_t)(index + 1) * sizeof(*level.level));
    level.level[index] = 1;
    int64_t value = ledger_floor(p->ledger, &level, p->shift);
    for (uint32_t s = voters->first[plan]; s < voters->first[plan + 1]; s++) {
        p->last[voters->voter[s]] = index;
        p->carried[voters->voter[s]] = value;
    }
    for (size_t i = 0; i < p->open_count; i++) {
        p->burden[p->open[i]].is_fresh = false;
    }
}

static int compare(struct phragmen *p, uint16_t a, uint16_t b)
{
    const struct burden *x = &p->burden[a], *y = &p->burden[b];

    if (x->high < y->low || y->high < x->low) {
        return x->high < y->low ? -1 : 1;
    }
    claim_of(p, a, &p->best);
    claim_of(p, b, &p->other);
    return ledger_compare(p->ledger, &p->best, 1, &p->other, 1);
}

/* Drops what themes and rivals no longer allow. */
static void drop_barred(struct phragmen *p, enum count_phase phase)
{
    size_t kept = 0;

    for (size_t i = 0; i < p->open_count; i++) {
        uint16_t plan = p->open[i];
        uint16_t rival = 0;
        enum count_reason bar = room_bar(p->counting, &p->counting->room, plan, &rival);
        if (bar == COUNT_FUNDED) {
            p->open[kept++] = plan;
        } else {
            counting_pass(p->counting, plan, phase, bar, rival);
        }
    }
    p->open_count = kept;
}

struct choice {
    uint16_t plan, tied; /* the first, and the next of its equals */
    bool is_tied;
    bool all_fit; /* it and all its equals */
};

/* The least burden among those with voters; without, all are equal. */
static struct choice choose(struct phragmen *p)
{
    const struct counting *counting = p->counting;
    struct choice choice = {.all_fit = true};
    bool any = false;

    for (size_t i = 0; i < p->open_count; i++) {
        uint16_t plan = p->open[i];
        bool fits = counting->election->plans[plan].cost <= counting->room.left;
        bool has_voters = voters_count(&p->voters, plan) > 0;
        if (has_voters && !p->burden[plan].is_fresh) {
            if (any && p->burden[plan].low > p->burden[choice.plan].high) {
                continue; /* it was more before already */
            }
            weigh(p, plan);
        }
        int order = -1;
        if (any) {
            bool best_has = voters_count(&p->voters, choice.plan) > 0;
            order = has_voters != best_has ? (has_voters ? -1 : 1)
                    : has_voters           ? compare(p, plan, choice.plan)
                                           : 0;
        }
        if (order < 0) {
            choice = (struct choice){.plan = plan, .all_fit = fits};
        } else if (order == 0) {
            bool first = counting->rank[plan] < counting->rank[choice.plan];
            uint16_t loser = first ? choice.plan : plan;
            if (!choice.is_tied || first || counting->rank[loser] < counting->rank[choice.tied]) {
                choice.tied = loser;
            }
            choice.is_tied = true;
            choice.plan = first ? plan : choice.plan;
            choice.all_fit &= fits;
        }
        any = true;
    }
    return choice;
}

static struct count_payers tell(struct phragmen *p, uint16_t plan)
{
    const struct counting *counting = p->counting;
    struct count_payers payers = {
        .plan = plan, .can_pay = true, .full = (uint64_t)voters_count(&p->voters, plan)};
    if (payers.full == 0) {
        return payers;
    }
    claim_of(p, plan, &p->best);
    payers.each = ledger_amount(p->ledger, &p->best, counting->election->unit, counting->arena);
    p->best.cost = 0;
    p->best.weight = 1;
    payers.together = ledger_amount(p->ledger, &p->best, counting->election->unit, counting->arena);
    payers.rest_sum = (struct count_amount){"0", "0"};
    payers.strength = "";
    return payers;
}

static void record(struct phragmen *p, struct count_step *step, uint16_t plan)
{
    const struct counting *counting = p->counting;

    step->has_payers = voters_count(&p->voters, plan) > 0;
    step->payers = tell(p, plan);
    if (!counting->options->detail) {
        return;
    }
    struct count_payers *others = arena_array(counting->arena, p->open_count + 1, sizeof(*others));
    size_t count = 0;
    for (size_t i = 0; i < p->open_count; i++) {
        if (p->open[i] != plan) {
            others[count++] = tell(p, p->open[i]);
        }
    }
    step->others = others;
    step->other_count = count;
}

static void take_out(struct phragmen *p, uint16_t plan)
{
    size_t kept = 0;
    for (size_t i = 0; i < p->open_count; i++) {
        if (p->open[i] != plan) {
            p->open[kept++] = p->open[i];
        }
    }
    p->open_count = kept;
}

static void step_on(struct phragmen *p, enum count_phase phase)
{
    struct counting *counting = p->counting;

    for (;;) {
        drop_barred(p, phase);
        if (p->open_count == 0) {
            return;
        }
        struct choice choice = choose(p);
        if (!choice.all_fit) {
            break;
        }
        struct count_step *step = counting_fund(counting, choice.plan, phase);
        record(p, step, choice.plan);
        if (choice.is_tied) {
            counting_tie(counting, step, choice.plan, choice.tied);
        }
        take_out(p, choice.plan);
        if (voters_count(&p->voters, choice.plan) > 0) {
            buy(p, choice.plan);
        }
    }
    for (size_t i = 0; i < p->open_count; i++) {
        uint16_t plan = p->open[i];
        bool fits = counting->election->plans[plan].cost <= counting->room.left;
        struct count_step *step =
            counting_pass(counting, plan, phase, fits ? COUNT_STOPPED : COUNT_NO_FIT, 0);
        step->has_payers = voters_count(&p->voters, plan) > 0;
        step->payers = tell(p, plan); /* the least of them does not fit, or one equal to it */
    }
}

void phragmen_run(struct counting *counting, enum count_phase phase)
{
    const struct election *election = counting->election;
    size_t plans = election->plan_count;
    struct phragmen p = {.counting = counting};
    uint16_t *order = arena_array(&counting->scratch, plans + 1, sizeof(*order));
    size_t count = order_plans(counting, counting->votes, ORDER_SCORE, false, order);

    voters_make(&p.voters, &counting->scratch, election, false);
    p.ledger = ledger_create(plans);
    ledger_start(p.ledger, 0, 1);
    /* Burdens stay below the sum of what is bought, sums below that times the voters. */
    p.shift = voters_shift(election, counting->room.left);
    p.last = arena_array(&counting->scratch, election->ballot_count + 1, sizeof(*p.last));
    memset(p.last, 0xff, election->ballot_count * sizeof(*p.last));
    p.carried = arena_array(&counting->scratch, election->ballot_count + 1, sizeof(*p.carried));
    p.burden = arena_array(&counting->scratch, plans + 1, sizeof(*p.burden));
    p.open = arena_array(&counting->scratch, plans + 1, sizeof(*p.open));
    p.best.level = arena_array(&counting->scratch, plans + 1, sizeof(int64_t));
    p.other.level = arena_array(&counting->scratch, plans + 1, sizeof(int64_t));
    for (size_t i = 0; i < count; i++) {
        if (election->plans[order[i]].cost <= counting->room.left) {
            p.open[p.open_count++] = order[i];
        } else {
            counting_pass(counting, order[i], phase, COUNT_NO_FIT, 0);
        }
    }
    step_on(&p, phase);
    ledger_destroy(p.ledger);
}
