/* The oracle's frame: who takes part, what people decided, the free plans, the rule, what is left.
 */
#include "tests/faults/oracle_inner.h"

#include <assert.h>
#include <string.h>

/* ---- the rule in front, what is left behind ------------------------------------------------ */

static bool is_shares(enum count_rule rule)
{
    return rule == COUNT_EQUAL_SHARES || rule == COUNT_EQUAL_SHARES_COUNT ||
           rule == COUNT_EQUAL_SHARES_POINTS;
}

/* What the rule goes by: for equal shares, Phragmén and best value the votes. Free plans and what
 * is left go by it; the rules per cost themselves divide it. */
static enum oracle_key score_of(enum count_rule rule)
{
    switch ((int)rule) {
    case COUNT_POINTS:
    case COUNT_POINTS_NO_SKIP:
    case COUNT_RANKS:
    case COUNT_RANKS_NO_SKIP:
    case COUNT_POINTS_PER_COST:
    case COUNT_EQUAL_SHARES_POINTS:
        return ORACLE_BY_POINTS;
    default:
        return ORACLE_BY_VOTES;
    }
}

static enum oracle_key key_of(enum count_rule rule)
{
    return rule == COUNT_VOTES_PER_COST    ? ORACLE_BY_VOTES_PER_COST
           : rule == COUNT_POINTS_PER_COST ? ORACLE_BY_POINTS_PER_COST
                                           : score_of(rule);
}

static bool may_skip(enum count_rule rule)
{
    return rule != COUNT_VOTES_NO_SKIP && rule != COUNT_POINTS_NO_SKIP &&
           rule != COUNT_RANKS_NO_SKIP;
}

static bool rule_suits(const struct election *election, const struct count_options *options)
{
    switch ((int)options->rule) {
    case COUNT_POINTS:
    case COUNT_POINTS_NO_SKIP:
    case COUNT_POINTS_PER_COST:
    case COUNT_EQUAL_SHARES_POINTS:
        return election->weights == ELECTION_POINTS;
    case COUNT_RANKS:
    case COUNT_RANKS_NO_SKIP:
        return election->weights == ELECTION_RANKS;
    case COUNT_BEST_VALUE:
        return !options->per_theme && options->pair_count == 0;
    default:
        return true;
    }
}

/* ---- who takes part ------------------------------------------------------------------------ */

static bool by_people(const struct count_options *options, uint16_t plan)
{
    for (size_t i = 0; i < options->override_count; i++) {
        if (options->overrides[i].plan == plan) {
            return true;
        }
    }
    return false;
}

static bool eligible(const struct oracle *oracle, uint16_t plan)
{
    const struct count_options *options = oracle->options;
    uint64_t more = oracle->bug == ORACLE_FLOOR_STRICT ? 1 : 0;
    uint64_t floor_votes = options->floor_votes > 0 ? options->floor_votes + more : 0;
    uint64_t votes = oracle->votes[plan];

    return (votes > 0 || options->zero_votes) && votes >= floor_votes &&
           votes * 10000 >= options->floor_permyriad * (uint64_t)oracle->election->ballot_count;
}

static void look(struct oracle *oracle)
{
    const struct election *election = oracle->election;

    for (uint16_t plan = 0; plan < election->plan_count; plan++) {
        for (size_t ballot = 0; ballot < election->ballot_count; ballot++) {
            uint64_t weight = oracle_weight(oracle, ballot, plan);
            oracle->votes[plan] += weight > 0;
            oracle->points[plan] += oracle->bug == ORACLE_POINTS_AS_VOTES ? weight > 0 : weight;
        }
        oracle->takes_part[plan] = eligible(oracle, plan) && !by_people(oracle->options, plan);
    }
}

/* ---- the order of deciding ----------------------------------------------------------------- */

static void fund_by_people(const struct oracle *oracle, struct oracle_picks *picks)
{
    for (size_t i = 0; i < oracle->options->override_count; i++) {
        const struct count_override *decided = &oracle->options->overrides[i];
        if (decided->fund && oracle_fits(oracle, picks, decided->plan)) {
            oracle_pick(picks, decided->plan);
        }
    }
}

static void fund_free(const struct oracle *oracle, struct oracle_picks *picks)
{
    uint16_t order[ORACLE_MAX_PLANS];
    size_t count = oracle_order(oracle, picks, score_of(oracle->options->rule), order);

    for (size_t i = 0; i < count; i++) {
        uint16_t plan = order[i];
        if (oracle->election->plans[plan].cost == 0 && oracle->votes[plan] > 0 &&
            oracle_allowed(oracle, picks, plan)) {
            oracle_pick(picks, plan);
        }
    }
}

/* ---- best value ---------------------------------------------------------------------------- */

struct combination {
    uint32_t members; /* bit i: the i-th in rank order */
    uint64_t votes;
    int64_t cost;
};

static bool better(const struct oracle *oracle, struct combination a, struct combination b)
{
    if (a.votes != b.votes) {
        return a.votes > b.votes;
    }
    if (a.cost != b.cost) {
        return oracle->bug == ORACLE_COMBINES_DEARLY ? a.cost > b.cost : a.cost < b.cost;
    }
    /* The least list of ranks: whoever has the first plan in which they differ. */
    uint32_t differ = a.members ^ b.members;
    return differ != 0 && (a.members & differ & (~differ + 1)) != 0;
}

static void best_value(const struct oracle *oracle, struct oracle_picks *picks)
{
    uint16_t order[ORACLE_MAX_PLANS], plans[ORACLE_MAX_COMBINED];
    size_t ordered = oracle_order(oracle, picks, ORACLE_BY_VOTES, order), count = 0;
    int64_t left = oracle_left(oracle, picks);
    struct combination best = {0};

    for (size_t i = 0; i < ordered; i++) {
        if (oracle->votes[order[i]] > 0) {
            assert(count < ORACLE_MAX_COMBINED);
            plans[count++] = order[i];
        }
    }
    for (uint32_t members = 1; members < (uint32_t)1 << count; members++) {
        struct combination now = {.members = members};
        for (size_t i = 0; i < count; i++) {
            if (members >> i & 1) {
                now.votes += oracle->votes[plans[i]];
                now.cost += oracle->election->plans[plans[i]].cost;
            }
        }
        if (now.cost <= left && better(oracle, now, best)) {
            best = now;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (best.members >> i & 1) {
            oracle_pick(picks, plans[i]);
        }
    }
}

/* ---- what is left -------------------------------------------------------------------------- */

/* The first that does not fit gets what is left. */
static void fund_partly(const struct oracle *oracle, const struct oracle_picks *picks,
                        struct oracle_outcome *ret)
{
    uint16_t order[ORACLE_MAX_PLANS];
    size_t count = oracle_order(oracle, picks, score_of(oracle->options->rule), order);
    int64_t left = oracle_left(oracle, picks);

    for (size_t i = 0; i < count && left > 0; i++) {
        uint16_t plan = order[i];
        if (oracle->votes[plan] > 0 && oracle->election->plans[plan].cost > left &&
            !oracle_excluded(oracle, picks, plan) && oracle_theme_has(oracle, picks, plan, left)) {
            ret->has_part = true;
            ret->partly = plan;
            ret->part = left;
            return;
        }
    }
}

bool oracle_run(struct oracle_outcome *ret, const struct election *election,
                const struct count_options *options, enum oracle_bug bug)
{
    struct oracle oracle = {.election = election, .options = options, .bug = bug};
    struct oracle_picks picks = {0};
    struct oracle_outcome outcome = {0};

    assert(election->plan_count <= ORACLE_MAX_PLANS);
    if (!rule_suits(election, options)) {
        return false;
    }
    look(&oracle);
    fund_by_people(&oracle, &picks);
    if (bug != ORACLE_FREE_FORGOTTEN) {
        fund_free(&oracle, &picks);
    }
    if (is_shares(options->rule)) {
        oracle_shares(&oracle, &picks);
    } else if (options->rule == COUNT_PHRAGMEN) {
        oracle_phragmen(&oracle, &picks);
    } else if (options->rule == COUNT_BEST_VALUE) {
        best_value(&oracle, &picks);
    } else {
        oracle_greedy(&oracle, &picks, key_of(options->rule), may_skip(options->rule));
    }
    if (options->left_over == COUNT_NEXT) {
        oracle_greedy(&oracle, &picks, ORACLE_BY_VOTES, true);
    } else if (options->left_over == COUNT_PART) {
        fund_partly(&oracle, &picks, &outcome);
    }
    memcpy(outcome.winners, picks.plans, sizeof(picks.plans));
    outcome.winner_count = picks.count;
    outcome.cost = oracle_cost(&oracle, &picks);
    outcome.cost += bug == ORACLE_PART_UNCOUNTED ? 0 : outcome.part;
    *ret = outcome;
    return true;
}
