/* The oracle: what fits, which plan goes before which, and most votes first. */
#include "tests/faults/oracle_inner.h"

#include "app/base/crypto.h"

#include <assert.h>
#include <string.h>

uint64_t oracle_weight(const struct oracle *oracle, size_t ballot, uint16_t plan)
{
    const struct election *election = oracle->election;

    for (uint32_t at = election->first[ballot]; at < election->first[ballot + 1]; at++) {
        if (election->plan[at] == plan) {
            return election->weights == ELECTION_APPROVALS ? 1 : election->weight[at];
        }
    }
    return 0;
}

/* ---- what was picked and what fits --------------------------------------------------------- */

void oracle_pick(struct oracle_picks *picks, uint16_t plan)
{
    assert(picks->count < ORACLE_MAX_PLANS && !oracle_picked(picks, plan));
    picks->plans[picks->count++] = plan;
}

bool oracle_picked(const struct oracle_picks *picks, uint16_t plan)
{
    for (size_t i = 0; i < picks->count; i++) {
        if (picks->plans[i] == plan) {
            return true;
        }
    }
    return false;
}

int64_t oracle_cost(const struct oracle *oracle, const struct oracle_picks *picks)
{
    int64_t cost = 0;

    for (size_t i = 0; i < picks->count; i++) {
        cost += oracle->election->plans[picks->plans[i]].cost;
    }
    return cost;
}

int64_t oracle_left(const struct oracle *oracle, const struct oracle_picks *picks)
{
    return oracle->election->budget - oracle_cost(oracle, picks);
}

bool oracle_excluded(const struct oracle *oracle, const struct oracle_picks *picks, uint16_t plan)
{
    for (size_t i = 0; i < oracle->options->pair_count; i++) {
        struct plan_pair pair = oracle->options->pairs[i];
        if ((pair.a == plan && oracle_picked(picks, pair.b)) ||
            (pair.b == plan && oracle_picked(picks, pair.a))) {
            return true;
        }
    }
    return false;
}

bool oracle_theme_has(const struct oracle *oracle, const struct oracle_picks *picks, uint16_t plan,
                      int64_t amount)
{
    const struct election *election = oracle->election;
    uint16_t theme = election->plans[plan].theme;

    if (!oracle->options->per_theme || theme == ELECTION_NO_THEME ||
        election->themes[theme].budget < 0) {
        return true;
    }
    for (size_t i = 0; i < picks->count; i++) {
        const struct election_plan *picked = &election->plans[picks->plans[i]];
        amount += picked->theme == theme ? picked->cost : 0;
    }
    return amount <= election->themes[theme].budget;
}

bool oracle_allowed(const struct oracle *oracle, const struct oracle_picks *picks, uint16_t plan)
{
    return !oracle_excluded(oracle, picks, plan) &&
           oracle_theme_has(oracle, picks, plan, oracle->election->plans[plan].cost);
}

static bool affordable(const struct oracle *oracle, const struct oracle_picks *picks, uint16_t plan)
{
    int64_t cost = oracle->election->plans[plan].cost, left = oracle_left(oracle, picks);

    return oracle->bug == ORACLE_FITS_STRICTLY ? cost < left : cost <= left;
}

bool oracle_fits(const struct oracle *oracle, const struct oracle_picks *picks, uint16_t plan)
{
    return oracle_allowed(oracle, picks, plan) && affordable(oracle, picks, plan);
}

/* ---- order --------------------------------------------------------------------------------- */

/* BLAKE2b-256(seed || id) */
static void draw(uint8_t ret[CRYPTO_HASH], const struct oracle *oracle, uint16_t plan)
{
    uint8_t text[32 + 64];
    const char *id = oracle->election->plans[plan].id;
    size_t len = strlen(id);

    assert(len <= 64);
    memcpy(text, oracle->options->seed, 32);
    memcpy(text + 32, id, len);
    crypto_hash(ret, text, 32 + len);
}

static bool id_before(const struct oracle *oracle, uint16_t a, uint16_t b)
{
    const char *of_a = oracle->election->plans[a].id, *of_b = oracle->election->plans[b].id;

    return strcmp(of_a, of_b) < 0; /* UTF-8 stands in the order of its code points */
}

static bool goes_before(const struct oracle *oracle, uint16_t a, uint16_t b)
{
    const struct election_plan *plans = oracle->election->plans;

    if (oracle->options->tie == COUNT_LEXICO) {
        return id_before(oracle, a, b);
    }
    if (plans[a].cost != plans[b].cost) {
        return plans[a].cost < plans[b].cost;
    }
    if (oracle->votes[a] != oracle->votes[b]) {
        return oracle->votes[a] > oracle->votes[b];
    }
    if (oracle->options->tie == COUNT_MINCOST) {
        return id_before(oracle, a, b);
    }
    if (oracle->options->has_seed) {
        uint8_t lot_a[CRYPTO_HASH], lot_b[CRYPTO_HASH];
        draw(lot_a, oracle, a);
        draw(lot_b, oracle, b);
        return memcmp(lot_a, lot_b, CRYPTO_HASH) < 0;
    }
    return a < b;
}

bool oracle_before(const struct oracle *oracle, uint16_t a, uint16_t b)
{
    return oracle->bug == ORACLE_TIES_REVERSED ? goes_before(oracle, b, a)
                                               : goes_before(oracle, a, b);
}

/* The key as a fraction. A plan without a vote: 0; votes for nothing: more than any fraction. */
static void value(mpq_t ret, const struct oracle *oracle, enum oracle_key key, uint16_t plan)
{
    bool weighed = key == ORACLE_BY_POINTS || key == ORACLE_BY_POINTS_PER_COST;
    bool per_cost = key == ORACLE_BY_VOTES_PER_COST || key == ORACLE_BY_POINTS_PER_COST;
    uint64_t points = weighed ? oracle->points[plan] : oracle->votes[plan];
    int64_t cost = oracle->election->plans[plan].cost;

    mpq_set_ui(ret, points, 1);
    if (per_cost && points > 0) {
        mpq_set_ui(ret, cost > 0 ? points : UINT64_MAX, cost > 0 ? (uint64_t)cost : 1);
        mpq_canonicalize(ret);
    }
}

static bool ahead(const struct oracle *oracle, enum oracle_key key, uint16_t a, uint16_t b)
{
    mpq_t value_a, value_b;

    mpq_inits(value_a, value_b, NULL);
    value(value_a, oracle, key, a);
    value(value_b, oracle, key, b);
    int order = mpq_cmp(value_a, value_b);
    mpq_clears(value_a, value_b, NULL);
    return order != 0 ? order > 0 : oracle_before(oracle, a, b);
}

/* A plan stands behind everything that goes before it. */
size_t oracle_order(const struct oracle *oracle, const struct oracle_picks *picks,
                    enum oracle_key key, uint16_t ret[ORACLE_MAX_PLANS])
{
    size_t count = 0;

    for (uint16_t plan = 0; plan < oracle->election->plan_count; plan++) {
        if (!oracle->takes_part[plan] || oracle_picked(picks, plan)) {
            continue;
        }
        size_t at = count++;
        for (; at > 0 && ahead(oracle, key, plan, ret[at - 1]); at--) {
            ret[at] = ret[at - 1];
        }
        ret[at] = plan;
    }
    return count;
}

/* ---- most votes first ---------------------------------------------------------------------- */

void oracle_greedy(const struct oracle *oracle, struct oracle_picks *picks, enum oracle_key key,
                   bool skip)
{
    uint16_t order[ORACLE_MAX_PLANS];
    size_t count = oracle_order(oracle, picks, key, order);

    for (size_t i = 0; i < count; i++) {
        bool allowed = oracle_allowed(oracle, picks, order[i]);
        if (allowed && affordable(oracle, picks, order[i])) {
            oracle_pick(picks, order[i]);
        } else if (!skip && (allowed || oracle->bug == ORACLE_THEME_STOPS)) {
            return; /* too dear for what is left; what its theme or a pair forbids is passed over */
        }
    }
}
