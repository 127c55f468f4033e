#include "app/base/wide.h"
#include "app/domain/count/shares.h"

#include <string.h>

enum { NOBODY = -1 };

static void *array(struct shares *shares, size_t count, size_t size)
{
    return arena_array(&shares->counting->scratch, count + 1, size);
}

/* With everyone's purse still full a plan asks cost / weight for a unit of weight: never less. */
static double first_key(const struct shares *shares, uint16_t plan)
{
    double cost = (double)shares->counting->election->plans[plan].cost;
    return cost / (double)shares->voters.sum[plan] / (double)price_worth(shares, plan);
}

void shares_init(struct shares *shares, struct counting *counting)
{
    const struct election *election = counting->election;
    size_t plans = election->plan_count;
    enum count_rule rule = counting->options->rule;
    uint32_t most = 0;

    *shares = (struct shares){.counting = counting, .by_cost = rule == COUNT_EQUAL_SHARES};
    voters_make(&shares->voters, &counting->scratch, election, rule == COUNT_EQUAL_SHARES_POINTS);
    shares->ledger = ledger_create(plans);
    shares->money = array(shares, election->ballot_count, sizeof(*shares->money));
    shares->broke = array(shares, election->ballot_count, sizeof(*shares->broke));
    shares->living = array(shares, plans, sizeof(*shares->living));
    shares->price = array(shares, plans, sizeof(*shares->price));
    shares->level_of = array(shares, plans, sizeof(*shares->level_of));
    shares->start = array(shares, plans, sizeof(*shares->start));
    shares->open = array(shares, plans, sizeof(*shares->open));
    shares->bought = array(shares, plans, sizeof(*shares->bought));
    shares->room.theme_left = array(shares, election->theme_count, sizeof(int64_t));
    shares->room.funded = array(shares, plans, sizeof(bool));
    for (uint16_t p = 0; p < plans; p++) {
        uint32_t count = (uint32_t)voters_count(&shares->voters, p);
        most = count > most ? count : most;
        if (!counting->takes_part[p] || counting->room.funded[p] || count == 0 ||
            election->plans[p].cost == 0) {
            continue;
        }
        size_t at = shares->start_count++;
        for (; at > 0 && first_key(shares, shares->start[at - 1]) > first_key(shares, p); at--) {
            shares->start[at] = shares->start[at - 1];
        }
        shares->start[at] = p;
    }
    shares->sum.level = array(shares, plans, sizeof(int64_t));
    for (int i = 0; i < 2; i++) {
        shares->claim[i].level = array(shares, plans, sizeof(int64_t));
        shares->pays_all[i] = array(shares, most, sizeof(bool));
    }
}

void shares_finish(struct shares *shares)
{
    ledger_destroy(shares->ledger);
}

/* ---- one run ------------------------------------------------------------------------------- */

/* Room for everyone's share and for any cost, each times the largest weight. */
static int shift_for(const struct shares *shares, struct share share)
{
    const struct election *election = shares->counting->election;
    wide_unsigned most =
        wide_product((uint64_t)(share.num / share.den + 1), election->ballot_count + 1);

    for (size_t i = 0; i < shares->start_count; i++) {
        uint16_t plan = shares->start[i];
        wide_unsigned asked = wide_product((uint64_t)election->plans[plan].cost,
                                           shares->voters.largest[plan] + (uint64_t)1);
        most = asked > most ? asked : most;
    }
    return 61 - wide_bits(most);
}

static void start_run(struct shares *shares, struct share share, const struct room *from)
{
    const struct election *election = shares->counting->election;
    struct claim whole = {.share = 1, .level = shares->sum.level, .weight = 1};

    ledger_start(shares->ledger, share.num, share.den);
    shares->shift = shift_for(shares, share);
    shares->error = 1;
    int64_t money = ledger_floor(shares->ledger, &whole, shares->shift);
    for (size_t v = 0; v < election->ballot_count; v++) {
        shares->money[v] = money;
    }
    memset(shares->broke, 0, election->ballot_count * sizeof(*shares->broke));
    memset(shares->level_of, 0xff, election->plan_count * sizeof(*shares->level_of));
    room_copy(&shares->room, from, election);
    shares->bought_count = 0;
    shares->open_count = shares->start_count;
    for (size_t i = 0; i < shares->start_count; i++) {
        uint16_t plan = shares->start[i];
        shares->open[i] = plan;
        shares->living[plan] = (uint32_t)voters_count(&shares->voters, plan);
        shares->price[plan] = (struct price){
            .key_low = first_key(shares, plan) *
                       (shares->shift >= 0 ? (double)((uint64_t)1 << shares->shift)
                                           : 1.0 / (double)((uint64_t)1 << -shares->shift)) *
                       (1.0 - 0x1p-48)};
    }
}

static bool is_level(const struct shares *shares, uint16_t plan, int which)
{
    const struct voters *voters = &shares->voters;
    return shares->claim[which].weight == voters->sum[plan] && shares->claim[which].share == 0;
}

/* Is what `plan` asks less than (-1), equal to (0) or more than (1) what `best` asks? The claim of
 * best is claim[0] when *has_claim. */
static int compare(struct shares *shares, uint16_t plan, uint16_t best, bool *has_claim)
{
    const struct price *x = &shares->price[plan], *y = &shares->price[best];

    if (x->key_high < y->key_low || y->key_high < x->key_low) {
        return x->key_high < y->key_low ? -1 : 1;
    }
    if (!*has_claim) {
        price_claim(shares, best, 0);
        *has_claim = true;
    }
    price_claim(shares, plan, 1);
    if (shares->by_cost && is_level(shares, plan, 1) && is_level(shares, best, 0)) {
        /* Both are paid evenly by all their voters: cost / weight / cost. */
        int64_t a = shares->claim[1].weight, b = shares->claim[0].weight;
        return (a < b) - (a > b);
    }
    return ledger_compare(shares->ledger, &shares->claim[1], price_worth(shares, plan),
                          &shares->claim[0], price_worth(shares, best));
}

/* The other's claim becomes the best's. */
static void swap_claims(struct shares *shares)
{
    struct claim claim = shares->claim[0];
    bool *pays_all = shares->pays_all[0];

    shares->claim[0] = shares->claim[1];
    shares->pays_all[0] = shares->pays_all[1];
    shares->claim[1] = claim;
    shares->pays_all[1] = pays_all;
}

/* Keeps open in order of key_low; nearly is already. */
static void sort_open(struct shares *shares)
{
    uint16_t *open = shares->open;

    for (size_t i = 1; i < shares->open_count; i++) {
        uint16_t plan = open[i];
        double key = shares->price[plan].key_low;
        size_t at = i;
        for (; at > 0 && shares->price[open[at - 1]].key_low > key; at--) {
            open[at] = open[at - 1];
        }
        open[at] = plan;
    }
}

struct best {
    int plan, tied; /* NOBODY: none */
    bool has_claim;
};

/* Looks at the open plans until no other can ask less; those that cannot be had any more go. */
static struct best find_best(struct shares *shares)
{
    const struct counting *counting = shares->counting;
    struct best best = {NOBODY, NOBODY, false};
    size_t kept = 0, i = 0;

    for (; i < shares->open_count; i++) {
        uint16_t plan = shares->open[i];
        uint16_t rival;
        if (best.plan != NOBODY &&
            shares->price[plan].key_low > shares->price[best.plan].key_high) {
            break;
        }
        if (room_bar(counting, &shares->room, plan, &rival) != COUNT_FUNDED ||
            !price_look(shares, plan)) {
            continue;
        }
        shares->open[kept++] = plan;
        int order =
            best.plan == NOBODY ? -1 : compare(shares, plan, (uint16_t)best.plan, &best.has_claim);
        bool goes_first =
            order < 0 || (order == 0 && counting->rank[plan] < counting->rank[best.plan]);
        if (order == 0) {
            int loser = goes_first ? best.plan : plan;
            if (best.tied == NOBODY || goes_first ||
                counting->rank[loser] < counting->rank[best.tied]) {
                best.tied = loser;
            }
        } else if (order < 0) {
            best.tied = NOBODY;
        }
        if (goes_first) {
            bool compared = best.plan != NOBODY && order == 0;
            if (compared) {
                swap_claims(shares);
            }
            best.has_claim = compared;
            best.plan = plan;
        }
    }
    memmove(shares->open + kept, shares->open + i,
            (shares->open_count - i) * sizeof(*shares->open));
    shares->open_count = kept + shares->open_count - i;
    return best;
}

/* Everyone who voted for it pays; claim[0] and pays_all[0] are the plan's. */
static void pay(struct shares *shares, uint16_t plan)
{
    const struct voters *voters = &shares->voters;
    uint32_t first = voters->first[plan];

    int64_t level = ledger_floor(shares->ledger, &shares->claim[0], shares->shift) + 1;
    for (uint32_t i = 0; i < shares->living[plan]; i++) {
        uint32_t voter = voters->voter[first + i];
        if (shares->pays_all[0][i]) {
            shares->money[voter] = 0;
            shares->broke[voter] = true;
        } else {
            int64_t weight = voters->weight == NULL ? 1 : voters->weight[first + i];
            int64_t left = shares->money[voter] - level * weight;
            shares->money[voter] = left > 0 ? left : 0;
        }
    }
    shares->error += shares->voters.largest[plan];
    shares->level_of[plan] = (int32_t)ledger_levels(shares->ledger);
    ledger_push(shares->ledger, &shares->claim[0]);
    room_take(&shares->room, shares->counting->election, plan);
    shares->bought[shares->bought_count++] = plan;
}

static void take_out(struct shares *shares, uint16_t plan)
{
    size_t at = 0;
    while (shares->open[at] != plan) {
        at++;
    }
    shares->open_count--;
    memmove(shares->open + at, shares->open + at + 1,
            (shares->open_count - at) * sizeof(*shares->open));
}

bool shares_run(struct shares *shares, struct share share, const struct room *from, int64_t limit,
                bool record)
{
    struct counting *counting = shares->counting;
    int64_t spent = 0;

    start_run(shares, share, from);
    for (;;) {
        struct best best = find_best(shares);
        if (best.plan == NOBODY) {
            break;
        }
        uint16_t plan = (uint16_t)best.plan;
        int64_t cost = counting->election->plans[plan].cost;
        if (cost > limit - spent) {
            return false;
        }
        spent += cost;
        if (!best.has_claim) {
            price_claim(shares, plan, 0);
        }
        take_out(shares, plan);
        if (record) {
            struct count_step *step = counting_fund(counting, plan, COUNT_BY_RULE);
            shares_record(shares, step, plan);
            if (best.tied != NOBODY) {
                counting_tie(counting, step, plan, (uint16_t)best.tied);
            }
        }
        pay(shares, plan);
        sort_open(shares);
    }
    if (record) {
        shares_record_end(shares);
    }
    return true;
}
