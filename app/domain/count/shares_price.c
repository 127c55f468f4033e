/* What one plan asks of its voters: the least level at which min(what each has, level * weight)
 * adds up to its cost. Found from below: whoever has less than the level asks puts in all she has,
 * the others pay the rest; that raises the level, until nobody else falls short. */
#include "app/base/wide.h"
#include "app/domain/count/shares.h"

#include <string.h>

/* Rounds three times, each by at most 2^-53; these bounds hold it. */
#define KEY_DOWN (1.0 - 0x1p-50)
#define KEY_UP (1.0 + 0x1p-50)

int64_t price_worth(const struct shares *shares, uint16_t plan)
{
    return shares->by_cost ? shares->counting->election->plans[plan].cost : 1;
}

/* ---- in whole numbers ---------------------------------------------------------------------- */

struct look { /* at the voters of a plan, at one level */
    int64_t poor_sum, poor_weight;
    int64_t poor;       /* voters */
    int64_t poor_slack; /* how far the nearest of them is below the level */
    int64_t rich_slack; /* how far the nearest other is above it */
};

/* What the voters of a plan have together and how much they weigh. The broke go behind the living,
 * so that nobody asks them again. */
static int64_t count_living(struct shares *shares, uint16_t plan, int64_t *ret_weight)
{
    struct voters *voters = &shares->voters;
    uint32_t *voter = voters->voter + voters->first[plan];
    uint16_t *weight = voters->weight == NULL ? NULL : voters->weight + voters->first[plan];
    uint32_t living = shares->living[plan];
    int64_t total = 0, weights = 0;

    for (uint32_t i = 0; i < living;) {
        uint32_t one = voter[i];
        if (shares->broke[one]) {
            voter[i] = voter[--living];
            voter[living] = one;
            if (weight != NULL) {
                uint16_t swap = weight[i];
                weight[i] = weight[living];
                weight[living] = swap;
            }
            continue;
        }
        total += shares->money[one];
        weights += weight == NULL ? 1 : weight[i];
        i++;
    }
    shares->living[plan] = living;
    *ret_weight = weights;
    return total;
}

/* Without a branch that half of the voters take. Read as unsigned, what is short stands above all
 * that is not: the largest is the nearest below the level, the smallest the nearest above. */
static struct look look_at(const struct shares *shares, uint16_t plan, int64_t level)
{
    const struct voters *voters = &shares->voters;
    const uint32_t *voter = voters->voter + voters->first[plan];
    const int64_t *money = shares->money;
    uint32_t count = shares->living[plan];
    int64_t sum = 0, poor = 0;
    uint64_t nearest_below = 0, nearest_above = UINT64_MAX;

    for (uint32_t i = 0; i < count; i++) {
        int64_t has = money[voter[i]];
        int64_t over = has - level;
        int64_t is_short = over < 0;
        sum += has & -is_short;
        poor += is_short;
        uint64_t place = (uint64_t)over;
        nearest_below = place > nearest_below ? place : nearest_below;
        nearest_above = place < nearest_above ? place : nearest_above;
    }
    return (struct look){.poor_sum = sum,
                         .poor_weight = poor,
                         .poor = poor,
                         .poor_slack = poor == 0 ? INT64_MAX : -(int64_t)nearest_below,
                         .rich_slack = poor == count ? INT64_MAX : (int64_t)nearest_above};
}

static struct look look_weighted(const struct shares *shares, uint16_t plan, int64_t level)
{
    const struct voters *voters = &shares->voters;
    uint32_t first = voters->first[plan];
    struct look look = {.poor_slack = INT64_MAX, .rich_slack = INT64_MAX};

    for (uint32_t i = first; i < first + shares->living[plan]; i++) {
        int64_t weight = voters->weight[i];
        int64_t has = shares->money[voters->voter[i]];
        int64_t slack = has - level * weight;
        if (slack < 0) {
            look.poor_sum += has;
            look.poor_weight += weight;
            look.poor++;
            look.poor_slack = -slack < look.poor_slack ? -slack : look.poor_slack;
        } else {
            look.rich_slack = slack < look.rich_slack ? slack : look.rich_slack;
        }
    }
    return look;
}

static void set_price(struct shares *shares, uint16_t plan, int64_t low, int64_t high)
{
    struct price *price = &shares->price[plan];
    double worth = (double)price_worth(shares, plan);

    price->low = low < 0 ? 0 : low;
    price->high = high;
    price->key_low = (double)price->low / worth * KEY_DOWN;
    price->key_high = (double)price->high / worth * KEY_UP;
}

/* The cost times 2^shift, rounded down. */
static int64_t scaled_cost(const struct shares *shares, uint16_t plan)
{
    return voters_scale(shares->counting->election->plans[plan].cost, shares->shift);
}

static bool affordable(struct shares *shares, uint16_t plan, int64_t total)
{
    int64_t cost = scaled_cost(shares, plan);
    int64_t doubt = (int64_t)shares->living[plan] * shares->error;

    if (total > cost) {
        return true;
    }
    if (total + doubt < cost) {
        return false;
    }
    price_together(shares, plan);
    shares->sum.cost = -shares->counting->election->plans[plan].cost;
    return ledger_sign(shares->ledger, &shares->sum) >= 0;
}

static void look_exactly(struct shares *shares, uint16_t plan)
{
    shares->price[plan].is_exact = true;
    price_claim(shares, plan, 1);
    int64_t level = ledger_floor(shares->ledger, &shares->claim[1], shares->shift);
    shares->price[plan].level = level;
    set_price(shares, plan, level, level + 1);
}

bool price_look(struct shares *shares, uint16_t plan)
{
    struct price *price = &shares->price[plan];
    int64_t cost = scaled_cost(shares, plan);
    int64_t largest = shares->voters.largest[plan];

    int64_t weight;
    int64_t total = count_living(shares, plan, &weight);
    if (weight == 0 || !affordable(shares, plan, total)) {
        return false;
    }
    int64_t level = cost / weight > price->low ? cost / weight : price->low;
    for (;;) {
        struct look look = shares->voters.weight == NULL ? look_at(shares, plan, level)
                                                         : look_weighted(shares, plan, level);
        int64_t rich = weight - look.poor_weight;
        if (rich == 0) {
            look_exactly(shares, plan);
            return true;
        }
        int64_t next = (cost - look.poor_sum) / rich;
        if (next > level) {
            level = next;
            continue;
        }
        /* The same people are short at the level that follows from it. Are they surely? */
        int64_t low = (cost - look.poor_sum - look.poor * shares->error) / rich - 1;
        int64_t high = next + 1;
        bool poor_sure = (wide)look.poor_slack - shares->error >= (wide)(level - low) * largest;
        bool rich_sure = (wide)look.rich_slack >= (wide)(high - level) * largest;
        price->level = level;
        price->is_exact = false;
        if (poor_sure && rich_sure) {
            set_price(shares, plan, low, high);
        } else {
            look_exactly(shares, plan);
        }
        return true;
    }
}

/* ---- exactly ------------------------------------------------------------------------------- */

static int64_t weight_at(const struct voters *voters, uint32_t at)
{
    return voters->weight == NULL ? 1 : voters->weight[at];
}

/* sum += times * what the voter has (invariant 3). */
static void add_money(const struct shares *shares, struct claim *sum, uint32_t voter, int64_t times)
{
    const struct election *election = shares->counting->election;

    if (shares->broke[voter]) {
        return;
    }
    sum->share += times;
    for (uint32_t i = election->first[voter]; i < election->first[voter + 1]; i++) {
        int32_t level = shares->level_of[election->plan[i]];
        if (level >= 0) {
            sum->level[level] -= times * (shares->voters.weight == NULL ? 1 : election->weight[i]);
        }
    }
}

static void claim_clear(const struct shares *shares, struct claim *claim)
{
    claim->cost = 0;
    claim->share = 0;
    claim->weight = 1;
    memset(claim->level, 0, ledger_levels(shares->ledger) * sizeof(*claim->level));
}

void price_together(struct shares *shares, uint16_t plan)
{
    const struct voters *voters = &shares->voters;

    claim_clear(shares, &shares->sum);
    for (uint32_t i = 0; i < shares->living[plan]; i++) {
        add_money(shares, &shares->sum, voters->voter[voters->first[plan] + i], 1);
    }
}

/* Has the voter less than the claim asks for her weight? `low` is the claim's value, rounded down.
 */
static bool falls_short(struct shares *shares, const struct claim *claim, int64_t low,
                        uint32_t voter, int64_t weight)
{
    int64_t has = shares->money[voter];

    if (has >= (low + 1) * weight) {
        return false;
    }
    if (has + shares->error < low * weight) {
        return true;
    }
    claim_clear(shares, &shares->sum);
    add_money(shares, &shares->sum, voter, 1);
    return ledger_compare(shares->ledger, &shares->sum, weight, claim, 1) < 0;
}

/* The claim when these put in all they have and the others pay the rest evenly. */
static void build_claim(const struct shares *shares, struct claim *claim, const bool *pays_all,
                        uint16_t plan)
{
    const struct voters *voters = &shares->voters;
    uint32_t first = voters->first[plan];

    claim_clear(shares, claim);
    claim->cost = shares->counting->election->plans[plan].cost;
    claim->weight = 0;
    for (uint32_t i = 0; i < shares->living[plan]; i++) {
        if (pays_all[i]) {
            add_money(shares, claim, voters->voter[first + i], -1);
        } else {
            claim->weight += weight_at(voters, first + i);
        }
    }
}

/* Who pays all, from below, with the ledger where whole numbers cannot tell. */
static void settle(struct shares *shares, struct claim *claim, bool *pays_all, uint16_t plan)
{
    const struct voters *voters = &shares->voters;
    uint32_t first = voters->first[plan];
    int64_t weight;

    build_claim(shares, claim, pays_all, plan);
    do {
        weight = claim->weight;
        int64_t low = ledger_floor(shares->ledger, claim, shares->shift);
        for (uint32_t i = 0; i < shares->living[plan]; i++) {
            pays_all[i] = pays_all[i] || falls_short(shares, claim, low, voters->voter[first + i],
                                                     weight_at(voters, first + i));
        }
        build_claim(shares, claim, pays_all, plan);
    } while (claim->weight != weight);
}

void price_claim(struct shares *shares, uint16_t plan, int which)
{
    const struct voters *voters = &shares->voters;
    const struct price *price = &shares->price[plan];
    bool *pays_all = shares->pays_all[which];
    uint32_t first = voters->first[plan];

    for (uint32_t i = 0; i < shares->living[plan]; i++) {
        pays_all[i] = !price->is_exact && shares->money[voters->voter[first + i]] <
                                              price->level * weight_at(voters, first + i);
    }
    if (price->is_exact) {
        settle(shares, &shares->claim[which], pays_all, plan);
    } else {
        build_claim(shares, &shares->claim[which], pays_all, plan);
    }
}
