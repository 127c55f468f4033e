#include "app/domain/count/explain.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MAX_PAIRS = 16, FEW_LINES = 16 };

struct telling {
    struct arena *arena;
    const struct counted *counted;
    struct explain_line *lines;
    size_t count, cap;
};

static struct telling begin(struct arena *arena, const struct counted *counted, size_t cap)
{
    return (struct telling){
        .arena = arena,
        .counted = counted,
        .lines = arena_array(arena, cap, sizeof(struct explain_line)),
        .cap = cap,
    };
}

static struct explain_text end(const struct telling *telling)
{
    return (struct explain_text){telling->lines, telling->count};
}

/* One sentence; behind the key: name, value, ..., NULL. */
static void tell(struct telling *telling, const char *key, ...)
{
    const char *pairs[MAX_PAIRS + 1];
    size_t count = 0;
    va_list args;

    va_start(args, key);
    for (const char *at = va_arg(args, const char *); at != NULL; at = va_arg(args, const char *)) {
        assert(count < MAX_PAIRS);
        pairs[count++] = at;
    }
    va_end(args);
    assert(count % 2 == 0 && telling->count < telling->cap);
    const char **kept = arena_array(telling->arena, count + 1, sizeof(*kept));
    memcpy(kept, pairs, count * sizeof(*kept));
    telling->lines[telling->count++] = (struct explain_line){key, kept};
}

static bool has(const struct count_amount *amount)
{
    return amount->exact != NULL && amount->exact[0] != '\0';
}

/* ---- values as words ----------------------------------------------------------------------- */

static const char *number(const struct telling *telling, uint64_t value)
{
    return arena_printf(telling->arena, "%" PRIu64, value);
}

/* "1234567" -> "1.234.567" */
static const char *grouped(struct arena *arena, uint64_t value)
{
    char plain[24];
    char *dst = arena_alloc(arena, 32);
    int len = snprintf(plain, sizeof(plain), "%" PRIu64, value);
    int to = 0;

    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0) {
            dst[to++] = '.';
        }
        dst[to++] = plain[i];
    }
    return dst;
}

const char *explain_amount(struct arena *arena, int64_t units, int64_t unit)
{
    uint64_t size = units < 0 ? 0 - (uint64_t)units : (uint64_t)units;
    uint64_t rest = size % (uint64_t)unit;
    const char *whole =
        arena_printf(arena, "%s%s", units < 0 ? "-" : "", grouped(arena, size / (uint64_t)unit));
    int places = 0;

    if (rest == 0) {
        return whole;
    }
    for (int64_t one = unit; one > 1; one /= 10) {
        places++;
    }
    for (; places < 2; places++) {
        rest *= 10;
    }
    for (; places > 2 && rest % 10 == 0; places--) {
        rest /= 10;
    }
    return arena_printf(arena, "%s,%0*" PRIu64, whole, places, rest);
}

static const char *money(const struct telling *telling, int64_t units)
{
    return explain_amount(telling->arena, units, telling->counted->election->unit);
}

static const char *plan_id(const struct telling *telling, size_t plan)
{
    return plan < telling->counted->election->plan_count
               ? telling->counted->election->plans[plan].id
               : "?";
}

/* "7" or "2,5" for 700 or 250 ten-thousandths. */
static const char *percent(const struct telling *telling, uint32_t permyriad)
{
    unsigned rest = permyriad % 100;

    return rest == 0        ? arena_printf(telling->arena, "%u", permyriad / 100)
           : rest % 10 == 0 ? arena_printf(telling->arena, "%u,%u", permyriad / 100, rest / 10)
                            : arena_printf(telling->arena, "%u,%02u", permyriad / 100, rest);
}

static void tell_number(struct telling *telling, uint64_t value, const char *one_key,
                        const char *key)
{
    tell(telling, value == 1 ? one_key : key, "n", number(telling, value), NULL);
}

/* ---- kinds of rules ------------------------------------------------------------------------ */

static bool is_shares(enum count_rule rule)
{
    return rule == COUNT_EQUAL_SHARES || rule == COUNT_EQUAL_SHARES_COUNT ||
           rule == COUNT_EQUAL_SHARES_POINTS;
}

/* Plans have their turn one after another, and what is left of the money decides. */
static bool has_turns(const struct counted *counted, const struct count_step *step)
{
    if (step->phase == COUNT_COMPLETING || step->phase == COUNT_LEFT) {
        return true;
    }
    return step->phase == COUNT_BY_RULE && !is_shares(counted->options->rule) &&
           counted->options->rule != COUNT_BEST_VALUE;
}

/* The plan's score are points (or points for ranks), not votes. */
static bool has_points(const struct counted *counted)
{
    return count_rules[counted->options->rule].weights != ELECTION_APPROVALS;
}

/* ---- one step ------------------------------------------------------------------------------ */

static void tell_votes(struct telling *telling, const struct count_step *step)
{
    const struct election_plan *plan = &telling->counted->election->plans[step->plan];
    const char *cost = money(telling, plan->cost);
    bool points = has_points(telling->counted) && step->votes > 0;
    uint64_t n = points ? step->score : step->votes;
    const char *key = points && n == 1 ? "count.points-one"
                      : points         ? "count.points"
                      : n == 0         ? "count.votes-none"
                      : n == 1         ? "count.votes-one"
                                       : "count.votes";

    tell(telling, key, "plan", plan->id, "n", grouped(telling->arena, n), "cost", cost, NULL);
}

static void tell_tie(struct telling *telling, const struct count_step *step)
{
    const char *other = plan_id(telling, step->other);

    switch (step->tie) {
    case COUNT_NOT_TIED:
        break;
    case COUNT_BY_COST:
        tell(telling, "count.tie-cost", "other", other, NULL);
        break;
    case COUNT_BY_VOTES:
        tell(telling, "count.tie-votes", "other", other, NULL);
        break;
    case COUNT_BY_LOT:
        tell(telling, "count.tie-lot", "other", other, NULL);
        break;
    case COUNT_BY_ORDER:
        tell(telling, "count.tie-order", "other", other, NULL);
        break;
    }
}

/* Equal shares: who paid what. How many paid less stands there only when it tells on nobody. */
static void tell_paid(struct telling *telling, const struct count_payers *payers, uint64_t voters)
{
    bool by_points = telling->counted->options->rule == COUNT_EQUAL_SHARES_POINTS;

    if (payers->full == 0 && payers->rest == 0) {
        tell(telling, "count.paid-some", "each", payers->each.about, NULL);
    } else if (by_points) {
        tell(telling, "count.paid-points", "each", payers->each.about, NULL);
    } else if (payers->full > 0) {
        tell(telling, payers->full == 1 ? "count.paid-one" : "count.paid", "n",
             number(telling, payers->full), "each", payers->each.about, NULL);
    }
    if (payers->rest > 0) {
        tell(telling, payers->rest == 1 ? "count.paid-rest-one" : "count.paid-rest", "n",
             number(telling, payers->rest), "sum", payers->rest_sum.about, NULL);
    }
    if (!by_points && payers->full > 0 && payers->full + payers->rest < voters) {
        tell_number(telling, voters - payers->full - payers->rest, "count.paid-none-one",
                    "count.paid-none");
    }
    if (payers->strength != NULL && payers->strength[0] != '\0' &&
        telling->counted->options->rule == COUNT_EQUAL_SHARES) {
        tell(telling, "count.strength", "strength", payers->strength, NULL);
    }
}

static void tell_funded_by_rule(struct telling *telling, const struct count_step *step)
{
    enum count_rule rule = telling->counted->options->rule;

    if (is_shares(rule)) {
        if (step->has_payers) {
            tell_paid(telling, &step->payers, step->votes);
        }
        tell(telling, "count.bought", "after", money(telling, step->left_after), NULL);
        return;
    }
    if (rule == COUNT_BEST_VALUE) {
        tell(telling, "count.best-in", NULL);
        return;
    }
    if (rule == COUNT_PHRAGMEN && step->has_payers) {
        tell(telling, "count.burden", "carry", step->payers.together.about, "each",
             step->payers.each.about, NULL);
    }
    tell(telling, "count.turn", "left", money(telling, step->left_before), NULL);
    tell(telling, "count.funded", "after", money(telling, step->left_after), NULL);
}

static void tell_override(struct telling *telling, const struct count_step *step)
{
    const struct count_options *options = telling->counted->options;

    for (size_t i = 0; i < options->override_count; i++) {
        const struct count_override *override = &options->overrides[i];
        if (override->plan == step->plan) {
            tell(telling, "count.reason", "reason",
                 override->reason == NULL ? "" : override->reason, NULL);
            if (override->by != NULL && override->by[0] != '\0') {
                tell(telling, "count.decided-by", "by", override->by, NULL);
            }
        }
    }
}

static void tell_funded(struct telling *telling, const struct count_step *step)
{
    const char *left = money(telling, step->left_before);

    tell_tie(telling, step);
    switch (step->phase) {
    case COUNT_BY_PEOPLE:
        tell(telling, "count.given", NULL);
        tell_override(telling, step);
        break;
    case COUNT_FREE:
        tell(telling, "count.free", NULL);
        break;
    case COUNT_BY_RULE:
        tell_funded_by_rule(telling, step);
        break;
    case COUNT_COMPLETING:
        tell(telling, "count.completed", "left", left, "after", money(telling, step->left_after),
             NULL);
        break;
    case COUNT_LEFT:
        tell(telling, "count.left-next", "left", left, "after", money(telling, step->left_after),
             NULL);
        break;
    }
}

/* What it would have taken: so many votes more, or so much cheaper. */
static void tell_short(struct telling *telling, const struct count_step *step)
{
    int64_t less = telling->counted->election->plans[step->plan].cost - step->left_before;

    if (step->short_votes > 0) {
        bool points = has_points(telling->counted);
        tell_number(telling, step->short_votes,
                    points ? "count.short-point-one" : "count.short-vote-one",
                    points ? "count.short-points" : "count.short-votes");
    }
    if (step->reason == COUNT_NO_FIT && less > 0 &&
        telling->counted->options->rule != COUNT_PHRAGMEN) {
        tell(telling, "count.cheaper", "less", money(telling, less), NULL);
    }
}

static void tell_poor(struct telling *telling, const struct count_step *step)
{
    if (step->has_payers && has(&step->payers.together)) {
        tell(telling, step->votes == 1 ? "count.poor-one" : "count.poor", "together",
             step->payers.together.about, NULL);
    } else {
        tell(telling, "count.poor-some", NULL);
    }
    if (step->short_voters > 0) {
        tell_number(telling, step->short_voters, "count.short-voter-one", "count.short-voters");
    }
}

static void tell_theme(struct telling *telling, const struct count_step *step)
{
    const struct election *election = telling->counted->election;
    uint16_t theme = election->plans[step->plan].theme;

    if (theme < election->theme_count && election->themes[theme].budget >= 0) {
        tell(telling, "count.theme", "theme", election->themes[theme].name, "budget",
             money(telling, election->themes[theme].budget), NULL);
    } else {
        tell(telling, "count.theme-none", NULL);
    }
}

static void tell_floor(struct telling *telling)
{
    const struct count_options *options = telling->counted->options;

    if (options->floor_votes > 0) {
        tell_number(telling, options->floor_votes, "count.floor-one", "count.floor");
    }
    if (options->floor_permyriad > 0) {
        tell(telling, "count.floor-percent", "percent", percent(telling, options->floor_permyriad),
             NULL);
    }
}

static void tell_reason(struct telling *telling, const struct count_step *step)
{
    const char *left = money(telling, step->left_before);

    switch (step->reason) {
    case COUNT_FUNDED:
        tell_funded(telling, step);
        break;
    case COUNT_NO_FIT:
        if (has_turns(telling->counted, step)) {
            tell(telling, "count.turn", "left", left, NULL);
        }
        tell(telling, has_turns(telling->counted, step) ? "count.no-fit" : "count.no-room", NULL);
        tell_short(telling, step);
        break;
    case COUNT_STOPPED:
        tell(telling, "count.stopped", NULL);
        tell_short(telling, step);
        break;
    case COUNT_NO_VOTES:
        tell(telling, "count.no-votes", NULL);
        break;
    case COUNT_FLOOR:
        tell_floor(telling);
        tell(telling, "count.below-floor", NULL);
        tell_short(telling, step);
        break;
    case COUNT_THEME:
        tell_theme(telling, step);
        tell_short(telling, step);
        break;
    case COUNT_EXCLUDED:
        tell(telling, "count.excluded", "other", plan_id(telling, step->other), NULL);
        tell_short(telling, step);
        break;
    case COUNT_POOR:
        tell_poor(telling, step);
        break;
    case COUNT_NOT_BEST:
        tell(telling, "count.not-best", NULL);
        break;
    case COUNT_REFUSED:
        tell(telling, "count.refused", NULL);
        tell_override(telling, step);
        break;
    case COUNT_PARTLY:
        tell(telling, "count.partly", "left", left, "part", money(telling, step->part), NULL);
        break;
    }
}

struct explain_text explain_step(struct arena *arena, const struct counted *counted, size_t step)
{
    struct telling telling = begin(arena, counted, FEW_LINES);

    assert(step < counted->outcome->step_count);
    tell_votes(&telling, &counted->outcome->steps[step]);
    tell_reason(&telling, &counted->outcome->steps[step]);
    return end(&telling);
}

struct explain_text explain_others(struct arena *arena, const struct counted *counted, size_t step)
{
    const struct count_step *at = &counted->outcome->steps[step];
    struct telling telling = begin(arena, counted, at->other_count + 1);

    for (size_t i = 0; i < at->other_count; i++) {
        const struct count_payers *payers = &at->others[i];
        const char *plan = plan_id(&telling, payers->plan);
        if (!payers->can_pay) {
            tell(&telling, "count.other-poor", "plan", plan, "together", payers->together.about,
                 NULL);
        } else if (payers->strength != NULL && payers->strength[0] != '\0') {
            tell(&telling, "count.other-strength", "plan", plan, "each", payers->each.about,
                 "strength", payers->strength, NULL);
        } else {
            tell(&telling, "count.other-each", "plan", plan, "each", payers->each.about, NULL);
        }
    }
    return end(&telling);
}

size_t explain_find(const struct count_outcome *outcome, size_t plan)
{
    size_t i = 0;

    while (i < outcome->step_count && outcome->steps[i].plan != plan) {
        i++;
    }
    return i;
}

/* ---- the whole ----------------------------------------------------------------------------- */

static void tell_shares(struct telling *telling)
{
    const struct count_outcome *outcome = telling->counted->outcome;
    const struct count_options *options = telling->counted->options;
    int64_t step = options->step > 0 ? options->step : telling->counted->election->unit;

    if (!has(&outcome->first_share)) {
        return;
    }
    tell(telling, "count.share", "share", outcome->first_share.about, NULL);
    if (outcome->raises > 0) {
        tell(telling, "count.raised", "step", money(telling, step), "first",
             outcome->first_share.about, "share", outcome->share.about, NULL);
    }
    if (outcome->is_at_most) {
        tell(telling, "count.at-most", "step", money(telling, step), NULL);
    }
    if (options->completion == COUNT_ADD1U || options->completion == COUNT_THEN_VOTES) {
        tell(telling, "count.then-votes", NULL);
    } else if (options->completion == COUNT_THEN_PHRAGMEN) {
        tell(telling, "count.then-phragmen", NULL);
    }
}

static void tell_themes(struct telling *telling)
{
    const struct election *election = telling->counted->election;

    if (!telling->counted->options->per_theme) {
        return;
    }
    for (size_t i = 0; i < election->theme_count; i++) {
        if (election->themes[i].budget >= 0) {
            tell(telling, "count.theme-has", "theme", election->themes[i].name, "budget",
                 money(telling, election->themes[i].budget), NULL);
        }
    }
}

static void tell_left(struct telling *telling)
{
    const struct counted *counted = telling->counted;
    const char *left = money(telling, counted->election->budget - counted->outcome->cost);

    tell(telling, "count.spent", "cost", money(telling, counted->outcome->cost), NULL);
    if (counted->election->budget == counted->outcome->cost) {
        tell(telling, "count.left-none", NULL);
        return;
    }
    tell(telling, "count.left", "left", left, NULL);
    if (counted->options->left_over == COUNT_KEEP) {
        tell(telling, "count.left-keep", NULL);
    }
}

static const char *seed_words(const struct telling *telling)
{
    char hex[65] = "";

    for (size_t i = 0; telling->counted->options->has_seed && i < 32; i++) {
        snprintf(hex + 2 * i, 3, "%02x", telling->counted->options->seed[i]);
    }
    return arena_printf(telling->arena, "%s", hex);
}

static void tell_warnings(struct telling *telling)
{
    const bool *warned = telling->counted->outcome->warned;

    if (warned[COUNT_WARN_ALL_AFFORDABLE]) {
        tell(telling, "count.warn-affordable", NULL);
    }
    if (warned[COUNT_WARN_OVERRIDDEN]) {
        tell(telling, "count.warn-people", NULL);
    }
    if (warned[COUNT_WARN_LOT_DECIDED]) {
        tell(telling, "count.warn-lot", "seed", seed_words(telling), NULL);
    }
    if (warned[COUNT_WARN_ORDER_DECIDED]) {
        tell(telling, "count.warn-order", NULL);
    }
}

struct explain_text explain_whole(struct arena *arena, const struct counted *counted)
{
    const struct count_outcome *outcome = counted->outcome;
    struct telling telling = begin(arena, counted, 2 * FEW_LINES + counted->election->theme_count);

    tell_number(&telling, counted->ballots, "count.ballots-one", "count.ballots");
    tell(&telling, "count.money", "budget", money(&telling, counted->election->budget), NULL);
    tell(&telling, count_rules[counted->options->rule].key, NULL);
    tell_shares(&telling);
    tell_floor(&telling);
    tell_themes(&telling);
    if (outcome->winner_count == 0) {
        tell(&telling, "count.winners-none", NULL);
    } else {
        tell_number(&telling, outcome->winner_count, "count.winners-one", "count.winners");
    }
    tell_left(&telling);
    if (counted->options->rule == COUNT_BEST_VALUE && outcome->winner_count > 0) {
        tell(&telling, "count.best", "n", grouped(arena, outcome->total_votes), NULL);
    }
    tell_warnings(&telling);
    return end(&telling);
}
