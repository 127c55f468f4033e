/* The oracle: equal shares with its completions, and Phragmén. */
#include "tests/faults/oracle_inner.h"

#include <stdlib.h>

/* ---- a fraction for each ballot ------------------------------------------------------------ */

struct amounts {
    mpq_t *of; /* ballot */
    size_t count;
};

static struct amounts amounts_new(size_t count, const mpq_t each)
{
    struct amounts amounts = {malloc((count + 1) * sizeof(mpq_t)), count};

    for (size_t i = 0; i < count; i++) {
        mpq_init(amounts.of[i]);
        mpq_set(amounts.of[i], each);
    }
    return amounts;
}

static void amounts_free(struct amounts amounts)
{
    for (size_t i = 0; i < amounts.count; i++) {
        mpq_clear(amounts.of[i]);
    }
    free(amounts.of);
}

static bool supports(const struct oracle *oracle, size_t ballot, uint16_t plan)
{
    return oracle_weight(oracle, ballot, plan) > 0;
}

static void sum_of_supporters(mpq_t ret, const struct oracle *oracle, struct amounts amounts,
                              uint16_t plan)
{
    mpq_set_ui(ret, 0, 1);
    for (size_t i = 0; i < amounts.count; i++) {
        if (supports(oracle, i, plan)) {
            mpq_add(ret, ret, amounts.of[i]);
        }
    }
}

static void cost_of(mpq_t ret, const struct oracle *oracle, uint16_t plan)
{
    mpq_set_ui(ret, (uint64_t)oracle->election->plans[plan].cost, 1);
}

/* ---- equal shares: one run ----------------------------------------------------------------- */

/* What the plan is worth to this voter. */
static uint64_t worth(const struct oracle *oracle, size_t ballot, uint16_t plan)
{
    if (!supports(oracle, ballot, plan)) {
        return 0;
    }
    switch ((int)oracle->options->rule) {
    case COUNT_EQUAL_SHARES:
        return (uint64_t)oracle->election->plans[plan].cost;
    case COUNT_EQUAL_SHARES_POINTS:
        return oracle->bug == ORACLE_POINTS_AS_VOTES ? 1 : oracle_weight(oracle, ballot, plan);
    default:
        return 1;
    }
}

/* What the voter pays when a worth of one costs rho: rho times the worth, or all that is in the
 * purse. */
static void payment(mpq_t ret, const struct oracle *oracle, const mpq_t purse, size_t ballot,
                    uint16_t plan, const mpq_t rho)
{
    mpq_set_ui(ret, worth(oracle, ballot, plan), 1);
    mpq_mul(ret, ret, rho);
    if (mpq_cmp(ret, purse) > 0) {
        mpq_set(ret, purse);
        if (oracle->bug == ORACLE_POOR_PAY_NOTHING) {
            mpq_set_ui(ret, 0, 1);
        }
    }
}

static void sum_of_payments(mpq_t ret, const struct oracle *oracle, struct amounts purses,
                            uint16_t plan, const mpq_t rho)
{
    mpq_t pays;

    mpq_init(pays);
    mpq_set_ui(ret, 0, 1);
    for (size_t i = 0; i < purses.count; i++) {
        payment(pays, oracle, purses.of[i], i, plan, rho);
        mpq_add(ret, ret, pays);
    }
    mpq_clear(pays);
}

/* The rho at which everyone who has less purse for its worth than `poorest` puts in all, and the
 * others pay the rest by worth. */
static void rho_if(mpq_t ret, const struct oracle *oracle, struct amounts purses, uint16_t plan,
                   size_t poorest)
{
    mpq_t left, here, there;
    uint64_t worth_of_payers = 0;

    mpq_inits(left, here, there, NULL);
    cost_of(left, oracle, plan);
    for (size_t i = 0; i < purses.count; i++) {
        mpq_set_ui(here, worth(oracle, poorest, plan), 1);
        mpq_mul(here, here, purses.of[i]);
        mpq_set_ui(there, worth(oracle, i, plan), 1);
        mpq_mul(there, there, purses.of[poorest]);
        if (mpq_cmp(here, there) >= 0) {
            worth_of_payers += worth(oracle, i, plan);
        } else if (oracle->bug != ORACLE_POOR_PAY_NOTHING) {
            mpq_sub(left, left, purses.of[i]);
        }
    }
    mpq_set_ui(ret, worth_of_payers, 1);
    mpq_div(ret, left, ret);
    mpq_clears(left, here, there, NULL);
}

/* The rho at which all payments together are the cost: of all that could be, the one that is.
 * false: its voters together have less. */
static bool find_rho(mpq_t ret, const struct oracle *oracle, struct amounts purses, uint16_t plan)
{
    mpq_t sum, cost;
    bool found = false;

    mpq_inits(sum, cost, NULL);
    cost_of(cost, oracle, plan);
    sum_of_supporters(sum, oracle, purses, plan);
    int more = mpq_cmp(sum, cost);
    bool can_pay = oracle->bug == ORACLE_PAYERS_MUST_EXCEED ? more > 0 : more >= 0;
    for (size_t i = 0; i < purses.count && can_pay && !found; i++) {
        if (supports(oracle, i, plan)) {
            rho_if(ret, oracle, purses, plan, i);
            sum_of_payments(sum, oracle, purses, plan, ret);
            found = mpq_equal(sum, cost);
        }
    }
    mpq_clears(sum, cost, NULL);
    return found;
}

/* The plan with the least rho, and that rho. false: none can be bought. */
static bool find_cheapest(uint16_t *ret, mpq_t ret_rho, const struct oracle *oracle,
                          const struct oracle_picks *picks, struct amounts purses)
{
    bool found = false;
    mpq_t rho;

    mpq_init(rho);
    for (uint16_t plan = 0; plan < oracle->election->plan_count; plan++) {
        if (!oracle->takes_part[plan] || oracle->votes[plan] == 0 ||
            oracle->election->plans[plan].cost == 0 || oracle_picked(picks, plan) ||
            !oracle_allowed(oracle, picks, plan) || !find_rho(rho, oracle, purses, plan)) {
            continue;
        }
        int order = found ? mpq_cmp(rho, ret_rho) : -1;
        if (order < 0 || (order == 0 && oracle_before(oracle, plan, *ret))) {
            found = true;
            *ret = plan;
            mpq_set(ret_rho, rho);
        }
    }
    mpq_clear(rho);
    return found;
}

/* Everyone has `share`; the outcome stands behind what was picked before. */
static struct oracle_picks run(const struct oracle *oracle, struct oracle_picks picks,
                               const mpq_t share)
{
    struct amounts purses = amounts_new(oracle->election->ballot_count, share);
    mpq_t rho, pays;
    uint16_t plan;

    mpq_inits(rho, pays, NULL);
    while (find_cheapest(&plan, rho, oracle, &picks, purses)) {
        oracle_pick(&picks, plan);
        for (size_t i = 0; i < purses.count; i++) {
            payment(pays, oracle, purses.of[i], i, plan, rho);
            mpq_sub(purses.of[i], purses.of[i], pays);
        }
    }
    mpq_clears(rho, pays, NULL);
    amounts_free(purses);
    return picks;
}

/* ---- equal shares: completions ------------------------------------------------------------- */

/* All plans of the election together, whatever people decided about them. */
static bool all_affordable(const struct oracle *oracle)
{
    int64_t budget = oracle->election->budget;

    for (size_t i = 0; i < oracle->election->plan_count; i++) {
        budget -= oracle->election->plans[i].cost;
    }
    return budget >= 0;
}

/* No plan is left that a higher share could buy: exhaustive, not even one that would fit. */
static bool ends(const struct oracle *oracle, const struct oracle_picks *picks, bool exhaustive)
{
    for (uint16_t plan = 0; plan < oracle->election->plan_count; plan++) {
        if (oracle->takes_part[plan] && oracle->votes[plan] > 0 &&
            oracle->election->plans[plan].cost > 0 && !oracle_picked(picks, plan) &&
            (exhaustive ? oracle_fits(oracle, picks, plan) : oracle_allowed(oracle, picks, plan))) {
            return false;
        }
    }
    return true;
}

static void raise_shares(const struct oracle *oracle, struct oracle_picks *picks, mpq_t share,
                         bool exhaustive)
{
    const struct oracle_picks before = *picks;
    mpq_t step;

    mpq_init(step);
    mpq_set_si(step, oracle->options->step ? oracle->options->step : oracle->election->unit, 1);
    *picks = run(oracle, before, share);
    while (!ends(oracle, picks, exhaustive)) {
        mpq_add(share, share, step);
        struct oracle_picks next = run(oracle, before, share);
        bool above = oracle_left(oracle, &next) < 0;
        if (!above || oracle->bug == ORACLE_KEEPS_ABOVE) {
            *picks = next;
        }
        if (above) {
            break;
        }
    }
    mpq_clear(step);
}

static size_t sharers(const struct oracle *oracle)
{
    const struct election *election = oracle->election;
    size_t count = 0;

    for (size_t i = 0; i < election->ballot_count; i++) {
        bool blank = election->first[i] == election->first[i + 1];
        count += oracle->bug != ORACLE_BLANKS_LEFT_OUT || !blank;
    }
    return count;
}

static void buy(const struct oracle *oracle, struct oracle_picks *picks)
{
    enum count_completion completion = oracle->options->completion;
    int64_t budget = oracle_left(oracle, picks), unit = oracle->election->unit;
    int64_t count = (int64_t)sharers(oracle);
    bool raises = completion == COUNT_ADD1 || completion == COUNT_ADD1_EXHAUSTIVE ||
                  completion == COUNT_ADD1U;
    bool exhaustive = completion != COUNT_ADD1 && oracle->bug != ORACLE_NEVER_EXHAUSTED;
    mpq_t share;

    if (count == 0) {
        return;
    }
    mpq_init(share);
    mpq_set_si(share, budget, (uint64_t)count);
    mpq_canonicalize(share);
    if ((raises && !all_affordable(oracle)) || oracle->bug == ORACLE_SHARE_ROUNDED) {
        mpq_set_si(share, budget / (count * unit) * unit, 1);
    }
    if ((raises && !all_affordable(oracle)) || completion == COUNT_ADD1_FRACTIONAL) {
        raise_shares(oracle, picks, share, exhaustive);
    } else {
        *picks = run(oracle, *picks, share);
    }
    mpq_clear(share);
}

void oracle_shares(const struct oracle *oracle, struct oracle_picks *picks)
{
    enum count_completion completion = oracle->options->completion;

    buy(oracle, picks);
    if (completion == COUNT_ADD1U || completion == COUNT_THEN_VOTES) {
        oracle_greedy(oracle, picks, ORACLE_BY_VOTES, true);
    } else if (completion == COUNT_THEN_PHRAGMEN) {
        oracle_phragmen(oracle, picks);
    }
}

/* ---- Phragmén ------------------------------------------------------------------------------ */

/* The load that each of its voters would carry. false: without a voter nobody can, so it comes
 * after all others. */
static bool load_after(mpq_t ret, const struct oracle *oracle, struct amounts loads, uint16_t plan)
{
    mpq_t cost;

    if (oracle->votes[plan] == 0) {
        return false;
    }
    mpq_init(cost);
    cost_of(cost, oracle, plan);
    sum_of_supporters(ret, oracle, loads, plan);
    mpq_add(ret, ret, cost);
    mpq_set_ui(cost, oracle->votes[plan], 1);
    mpq_div(ret, ret, cost);
    mpq_clear(cost);
    return true;
}

/* -1, 0, 1: plan a burdens its voters less, as much, more than plan b. */
static int compare_loads(const struct oracle *oracle, struct amounts loads, uint16_t a, uint16_t b)
{
    mpq_t load_a, load_b;

    mpq_inits(load_a, load_b, NULL);
    bool finite_a = load_after(load_a, oracle, loads, a);
    bool finite_b = load_after(load_b, oracle, loads, b);
    int order = finite_a && finite_b ? mpq_cmp(load_a, load_b) : (int)finite_b - (int)finite_a;
    mpq_clears(load_a, load_b, NULL);
    return (order > 0) - (order < 0);
}

/* The plan that burdens least, first by rank. false: none is left, or one of the equals does not
 * fit: that is the end. */
static bool find_lightest(uint16_t *ret, const struct oracle *oracle,
                          const struct oracle_picks *picks, struct amounts loads, int64_t budget)
{
    int64_t left = oracle_left(oracle, picks);
    bool found = false, all_fit = true;

    for (uint16_t plan = 0; plan < oracle->election->plan_count; plan++) {
        int64_t cost = oracle->election->plans[plan].cost;
        if (!oracle->takes_part[plan] || oracle_picked(picks, plan) || cost > budget ||
            !oracle_allowed(oracle, picks, plan)) {
            continue;
        }
        int order = found ? compare_loads(oracle, loads, plan, *ret) : -1;
        if (order < 0) {
            all_fit = cost <= left;
        } else if (order == 0 && oracle->bug != ORACLE_TIED_ONE_FITS) {
            all_fit = all_fit && cost <= left;
        }
        if (order < 0 || (order == 0 && oracle_before(oracle, plan, *ret))) {
            found = true;
            *ret = plan;
        }
    }
    if (found && oracle->bug == ORACLE_TIED_ONE_FITS) {
        all_fit = oracle->election->plans[*ret].cost <= left;
    }
    return found && all_fit;
}

void oracle_phragmen(const struct oracle *oracle, struct oracle_picks *picks)
{
    int64_t budget = oracle_left(oracle, picks);
    struct amounts loads;
    mpq_t load;
    uint16_t plan;

    mpq_init(load);
    loads = amounts_new(oracle->election->ballot_count, load);
    while (find_lightest(&plan, oracle, picks, loads, budget)) {
        if (load_after(load, oracle, loads, plan)) {
            for (size_t i = 0; i < loads.count; i++) {
                if (supports(oracle, i, plan)) {
                    mpq_set(loads.of[i], load);
                }
            }
        }
        oracle_pick(picks, plan);
    }
    amounts_free(loads);
    mpq_clear(load);
}
