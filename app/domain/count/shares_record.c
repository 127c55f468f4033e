/* What is told of a run of equal shares: who could pay what, in numbers of voters. */
#include "app/domain/count/shares.h"

#include <stdlib.h>

/* The payers of a plan whose exact price is claim[which]. */
static void tell_price(struct shares *shares, struct count_payers *payers, int which)
{
    const struct counting *counting = shares->counting;
    const struct election *election = counting->election;
    struct claim rest = shares->claim[which];
    int64_t cost = election->plans[payers->plan].cost;

    payers->can_pay = true;
    payers->full = (uint64_t)rest.weight;
    payers->each = ledger_amount(shares->ledger, &rest, election->unit, counting->arena);
    if (shares->by_cost) {
        payers->strength = ledger_strength(shares->ledger, &rest, cost, counting->arena);
    }
    for (uint32_t i = 0; i < shares->living[payers->plan]; i++) {
        payers->rest += shares->pays_all[which][i];
    }
    /* The claim is cost - rest: what the rest put in is the other way round. */
    rest.cost = 0;
    rest.weight = 1;
    rest.share = -rest.share;
    for (size_t j = 0; j < ledger_levels(shares->ledger); j++) {
        shares->sum.level[j] = -rest.level[j];
    }
    rest.level = shares->sum.level;
    payers->rest_sum = ledger_amount(shares->ledger, &rest, election->unit, counting->arena);
}

static struct count_payers tell(struct shares *shares, uint16_t plan, int which)
{
    const struct counting *counting = shares->counting;
    struct count_amount none = {"0", "0"};
    struct count_payers payers = {.plan = plan, .rest_sum = none, .each = none, .strength = ""};

    price_together(shares, plan);
    payers.together =
        ledger_amount(shares->ledger, &shares->sum, counting->election->unit, counting->arena);
    if (which >= 0) {
        tell_price(shares, &payers, which);
    }
    return payers;
}

/* What is compared, for sorting: the plan that asks least first, then those that cannot pay. */
static bool comes_before(const struct shares *shares, const struct count_payers *a,
                         const struct count_payers *b)
{
    const struct counting *counting = shares->counting;

    if (a->can_pay != b->can_pay) {
        return a->can_pay;
    }
    double x = shares->price[a->plan].key_low, y = shares->price[b->plan].key_low;
    if (a->can_pay && (x < y || x > y)) {
        return x < y;
    }
    return counting->rank[a->plan] < counting->rank[b->plan];
}

void shares_record(struct shares *shares, struct count_step *step, uint16_t plan)
{
    struct counting *counting = shares->counting;

    step->has_payers = true;
    step->payers = tell(shares, plan, 0);
    if (!counting->options->detail) {
        return;
    }
    struct count_payers *others =
        arena_array(counting->arena, shares->start_count + 1, sizeof(*others));
    size_t count = 0;
    /* Also those that fell out before: with a pencil one wants to see why they are not bought. */
    for (size_t i = 0; i < shares->start_count; i++) {
        uint16_t other = shares->start[i];
        uint16_t rival;
        if (other == plan || shares->room.funded[other] ||
            room_bar(counting, &shares->room, other, &rival) != COUNT_FUNDED) {
            continue;
        }
        bool can_pay = price_look(shares, other);
        if (can_pay) {
            price_claim(shares, other, 1);
        }
        struct count_payers payers = tell(shares, other, can_pay ? 1 : -1);
        size_t at = count++;
        for (; at > 0 && comes_before(shares, &payers, &others[at - 1]); at--) {
            others[at] = others[at - 1];
        }
        others[at] = payers;
    }
    step->others = others;
    step->other_count = count;
}

/* Plans that take part without a vote (zero_votes): nobody can pay for them. */
static void record_unsupported(struct counting *counting)
{
    for (uint16_t p = 0; p < counting->election->plan_count; p++) {
        if (counting->takes_part[p] && counting->votes[p] == 0) {
            counting_pass(counting, p, COUNT_BY_RULE, COUNT_NO_VOTES, 0);
        }
    }
}

/* The plans that were not bought: what their voters have together now, and how many more voters
 * with a whole share would have made up for what is short. */
void shares_record_end(struct shares *shares)
{
    struct counting *counting = shares->counting;

    record_unsupported(counting);
    for (size_t i = 0; i < shares->start_count; i++) {
        uint16_t plan = shares->start[i];
        uint16_t rival = 0;
        if (shares->room.funded[plan]) {
            continue;
        }
        enum count_reason bar = room_bar(counting, &shares->room, plan, &rival);
        struct count_step *step = counting_pass(counting, plan, COUNT_BY_RULE,
                                                bar == COUNT_FUNDED ? COUNT_POOR : bar, rival);
        step->has_payers = true;
        step->payers = tell(shares, plan, -1);
        if (step->reason != COUNT_POOR || !ledger_has_share(shares->ledger)) {
            continue;
        }
        price_together(shares, plan);
        struct claim missing = {.cost = counting->election->plans[plan].cost,
                                .share = -shares->sum.share,
                                .level = shares->sum.level,
                                .weight = 1};
        for (size_t j = 0; j < ledger_levels(shares->ledger); j++) {
            missing.level[j] = -missing.level[j];
        }
        step->short_voters = ledger_ceil_shares(shares->ledger, &missing);
    }
}
