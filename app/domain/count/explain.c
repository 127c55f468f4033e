#include "app/domain/count/explain.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { FEW_LINES = 16 };

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

/* What fills a sentence: name, value, name, value, ... */
#define WITH(...) ((const char *const[]){__VA_ARGS__, NULL})
static const char *const nothing[] = {NULL};

/* One sentence. */
static void tell(struct telling *telling, const char *key, const char *const pairs[])
{
    size_t count = 0;

    while (pairs[count] != NULL) {
        count++;
    }
    assert(count % 2 == 0 && telling->count < telling->cap);
    const char **kept = arena_array(telling->arena, count + 1, sizeof(*kept));
    for (size_t i = 0; i < count; i++) {
        kept[i] = pairs[i];
    }
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
    tell(telling, value == 1 ? one_key : key, WITH("n", number(telling, value)));
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

    tell(telling, key, WITH("plan", plan->id, "n", grouped(telling->arena, n), "cost", cost));
}

static void tell_tie(struct telling *telling, const struct count_step *step)
{
    const char *other = plan_id(telling, step->other);

    switch (step->tie) {
    case COUNT_NOT_TIED:
        break;
    case COUNT_BY_COST:
        tell(telling, "count.tie-cost", WITH("other", other));
        break;
    case COUNT_BY_VOTES:
        tell(telling, "count.tie-votes", WITH("other", other));
        break;
    case COUNT_BY_LOT:
        tell(telling, "count.tie-lot", WITH("other", other));
        break;
    case COUNT_BY_ORDER:
        tell(telling, "count.tie-order", WITH("other", other));
        break;
    }
}

/* Equal shares: who paid what. How many paid less stands there only when it tells on nobody. */
static void tell_paid(struct telling *telling, const struct count_payers *payers, uint64_t voters)
{
    bool by_points = telling->counted->options->rule == COUNT_EQUAL_SHARES_POINTS;

    if (payers->full == 0 && payers->rest == 0) {
        tell(telling, "count.paid-some", WITH("each", payers->each.about));
    } else if (by_points) {
        tell(telling, "count.paid-points", WITH("each", payers->each.about));
    } else if (payers->full > 0) {
        tell(telling, payers->full == 1 ? "count.paid-one" : "count.paid",
             WITH("n", number(telling, payers->full), "each", payers->each.about));
    }
    if (payers->rest > 0) {
        tell(telling, payers->rest == 1 ? "count.paid-rest-one" : "count.paid-rest",
             WITH("n", number(telling, payers->rest), "sum", payers->rest_sum.about));
    }
    if (!by_points && payers->full > 0 && payers->full + payers->rest < voters) {
        tell_number(telling, voters - payers->full - payers->rest, "count.paid-none-one",
                    "count.paid-none");
    }
    if (payers->strength != NULL && payers->strength[0] != '\0' &&
        telling->counted->options->rule == COUNT_EQUAL_SHARES) {
        tell(telling, "count.strength", WITH("strength", payers->strength));
    }
}

static void tell_funded_by_rule(struct telling *telling, const struct count_step *step)
{
    enum count_rule rule = telling->counted->options->rule;

    if (is_shares(rule)) {
        if (step->has_payers) {
            tell_paid(telling, &step->payers, step->votes);
        }
        tell(telling, "count.bought", WITH("after", money(telling, step->left_after)));
        return;
    }
    if (rule == COUNT_BEST_VALUE) {
        tell(telling, "count.best-in", nothing);
        return;
    }
    if (rule == COUNT_PHRAGMEN && step->has_payers && has(&step->payers.together)) {
        tell(telling, "count.burden",
             WITH("carry", step->payers.together.about, "each", step->payers.each.about));
    }
    tell(telling, "count.turn", WITH("left", money(telling, step->left_before)));
    tell(telling, "count.funded", WITH("after", money(telling, step->left_after)));
}

static void tell_override(struct telling *telling, const struct count_step *step)
{
    const struct count_options *options = telling->counted->options;

    for (size_t i = 0; i < options->override_count; i++) {
        const struct count_override *override = &options->overrides[i];
        if (override->plan == step->plan) {
            tell(telling, "count.reason",
                 WITH("reason", override->reason == NULL ? "" : override->reason));
            if (override->by != NULL && override->by[0] != '\0') {
                tell(telling, "count.decided-by", WITH("by", override->by));
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
        tell(telling, "count.given", nothing);
        tell_override(telling, step);
        break;
    case COUNT_FREE:
        tell(telling, "count.free", nothing);
        break;
    case COUNT_BY_RULE:
        tell_funded_by_rule(telling, step);
        break;
    case COUNT_COMPLETING:
        tell(telling, "count.completed",
             WITH("left", left, "after", money(telling, step->left_after)));
        break;
    case COUNT_LEFT:
        tell(telling, "count.left-next",
             WITH("left", left, "after", money(telling, step->left_after)));
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
        tell(telling, "count.cheaper", WITH("less", money(telling, less)));
    }
}

static void tell_poor(struct telling *telling, const struct count_step *step)
{
    if (step->has_payers && has(&step->payers.together)) {
        tell(telling, step->votes == 1 ? "count.poor-one" : "count.poor",
             WITH("together", step->payers.together.about));
    } else {
        tell(telling, "count.poor-some", nothing);
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
        tell(telling, "count.theme",
             WITH("theme", election->themes[theme].name, "budget",
                  money(telling, election->themes[theme].budget)));
    } else {
        tell(telling, "count.theme-none", nothing);
    }
}

static void tell_floor(struct telling *telling)
{
    const struct count_options *options = telling->counted->options;

    if (options->floor_votes > 0) {
        tell_number(telling, options->floor_votes, "count.floor-one", "count.floor");
    }
    if (options->floor_permyriad > 0) {
        tell(telling, "count.floor-percent",
             WITH("percent", percent(telling, options->floor_permyriad)));
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
            tell(telling, "count.turn", WITH("left", left));
        }
        tell(telling, has_turns(telling->counted, step) ? "count.no-fit" : "count.no-room",
             nothing);
        tell_short(telling, step);
        break;
    case COUNT_STOPPED:
        tell(telling, "count.stopped", nothing);
        tell_short(telling, step);
        break;
    case COUNT_NO_VOTES:
        tell(telling, "count.no-votes", nothing);
        break;
    case COUNT_FLOOR:
        tell_floor(telling);
        tell(telling, "count.below-floor", nothing);
        tell_short(telling, step);
        break;
    case COUNT_THEME:
        tell_theme(telling, step);
        tell_short(telling, step);
        break;
    case COUNT_EXCLUDED:
        tell(telling, "count.excluded", WITH("other", plan_id(telling, step->other)));
        tell_short(telling, step);
        break;
    case COUNT_POOR:
        tell_poor(telling, step);
        break;
    case COUNT_NOT_BEST:
        tell(telling, "count.not-best", nothing);
        break;
    case COUNT_REFUSED:
        tell(telling, "count.refused", nothing);
        tell_override(telling, step);
        break;
    case COUNT_PARTLY:
        tell(telling, "count.partly", WITH("left", left, "part", money(telling, step->part)));
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
            tell(&telling, "count.other-poor",
                 WITH("plan", plan, "together", payers->together.about));
        } else if (payers->strength != NULL && payers->strength[0] != '\0') {
            tell(&telling, "count.other-strength",
                 WITH("plan", plan, "each", payers->each.about, "strength", payers->strength));
        } else {
            tell(&telling, "count.other-each", WITH("plan", plan, "each", payers->each.about));
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
    tell(telling, "count.share", WITH("share", outcome->first_share.about));
    if (outcome->raises > 0) {
        tell(telling, "count.raised",
             WITH("step", money(telling, step), "first", outcome->first_share.about, "share",
                  outcome->share.about));
    }
    if (outcome->is_at_most) {
        tell(telling, "count.at-most", WITH("step", money(telling, step)));
    }
    if (options->completion == COUNT_ADD1U || options->completion == COUNT_THEN_VOTES) {
        tell(telling, "count.then-votes", nothing);
    } else if (options->completion == COUNT_THEN_PHRAGMEN) {
        tell(telling, "count.then-phragmen", nothing);
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
            tell(telling, "count.theme-has",
                 WITH("theme", election->themes[i].name, "budget",
                      money(telling, election->themes[i].budget)));
        }
    }
}

static void tell_left(struct telling *telling)
{
    const struct counted *counted = telling->counted;
    const char *left = money(telling, counted->election->budget - counted->outcome->cost);

    tell(telling, "count.spent", WITH("cost", money(telling, counted->outcome->cost)));
    if (counted->election->budget == counted->outcome->cost) {
        tell(telling, "count.left-none", nothing);
        return;
    }
    tell(telling, "count.left", WITH("left", left));
    if (counted->options->left_over == COUNT_KEEP) {
        tell(telling, "count.left-keep", nothing);
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
        tell(telling, "count.warn-affordable", nothing);
    }
    if (warned[COUNT_WARN_OVERRIDDEN]) {
        tell(telling, "count.warn-people", nothing);
    }
    if (warned[COUNT_WARN_LOT_DECIDED]) {
        tell(telling, "count.warn-lot", WITH("seed", seed_words(telling)));
    }
    if (warned[COUNT_WARN_ORDER_DECIDED]) {
        tell(telling, "count.warn-order", nothing);
    }
}

struct explain_text explain_whole(struct arena *arena, const struct counted *counted)
{
    const struct count_outcome *outcome = counted->outcome;
    struct telling telling = begin(arena, counted, 2 * FEW_LINES + counted->election->theme_count);

    tell_number(&telling, counted->ballots, "count.ballots-one", "count.ballots");
    tell(&telling, "count.money", WITH("budget", money(&telling, counted->election->budget)));
    tell(&telling, count_rules[counted->options->rule].key, nothing);
    tell_shares(&telling);
    tell_floor(&telling);
    tell_themes(&telling);
    if (outcome->winner_count == 0) {
        tell(&telling, "count.winners-none", nothing);
    } else {
        tell_number(&telling, outcome->winner_count, "count.winners-one", "count.winners");
    }
    tell_left(&telling);
    if (counted->options->rule == COUNT_BEST_VALUE && outcome->winner_count > 0) {
        tell(&telling, "count.best", WITH("n", grouped(arena, outcome->total_votes)));
    }
    tell_warnings(&telling);
    return end(&telling);
}
