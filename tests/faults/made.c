/* Elections made from a seed. */
#include "tests/faults/made.h"

#include <assert.h>
#include <string.h>

#define FINE_UNIT INT64_C(1000000000000)
#define FINEST_UNIT INT64_C(10000000000000000) /* 40 of them are 2 to the power 58 */

/* ---- dice ---------------------------------------------------------------------------------- */

uint64_t made_throw(struct made *made, uint64_t sides) /* SplitMix64 */
{
    uint64_t z = made->state += 0x9e3779b97f4a7c15u;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (z ^ (z >> 31)) % sides;
}

static bool in_hundred(struct made *made, uint64_t times)
{
    return made_throw(made, 100) < times;
}

static int64_t between(struct made *made, int64_t least, int64_t most)
{
    return least + (int64_t)made_throw(made, (uint64_t)(most - least + 1));
}

static void shuffle(struct made *made, uint16_t *numbers, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        size_t other = made_throw(made, i);
        uint16_t moved = numbers[i - 1];
        numbers[i - 1] = numbers[other];
        numbers[other] = moved;
    }
}

static void deal(struct made *made, uint16_t *numbers, size_t count) /* 0 .. count - 1, shuffled */
{
    for (size_t i = 0; i < count; i++) {
        numbers[i] = (uint16_t)i;
    }
    shuffle(made, numbers, count);
}

/* ---- plans and money ----------------------------------------------------------------------- */

static void make_plans(struct made *made, size_t count)
{
    struct election *election = &made->election;
    uint16_t numbers[MADE_MAX_PLANS];

    election->plans = made->plans;
    election->plan_count = count;
    election->themes = made->themes;
    election->theme_count = made_throw(made, MADE_MAX_THEMES + 1);
    for (size_t i = 0; i < election->theme_count; i++) {
        made->themes[i].name = i == 0 ? "groen" : i == 1 ? "spel" : "straat";
    }
    deal(made, numbers, MADE_MAX_PLANS);
    for (size_t i = 0; i < count; i++) {
        snprintf(made->ids[i], sizeof(made->ids[i]), "%u", numbers[i] + 1u);
        made->plans[i] =
            (struct election_plan){.id = made->ids[i], .name = "", .theme = ELECTION_NO_THEME};
        if (election->theme_count > 0 && in_hundred(made, 80)) {
            made->plans[i].theme = (uint16_t)made_throw(made, election->theme_count);
        }
    }
}

static int64_t tiny_cost(struct made *made, uint64_t manner, int64_t budget)
{
    static const int64_t divisors[] = {1, 2, 3, 4, 6, 12};

    if (in_hundred(made, 8)) {
        return in_hundred(made, 50) ? 0 : budget + between(made, 0, 2);
    }
    switch (manner) {
    case 0:
        return budget / 3 + 1; /* all the same */
    case 1:
        return budget / divisors[made_throw(made, 6)];
    case 2:
        return between(made, 0, 3);
    default:
        return between(made, 1, budget + 1);
    }
}

/* Cents, or so little that only exact arithmetic sees it. */
static int64_t odd_change(struct made *made)
{
    int64_t unit = made->election.unit;

    if (unit >= FINE_UNIT) {
        return between(made, 0, 2);
    }
    return unit > 1 && in_hundred(made, 20) ? between(made, 0, unit - 1) : 0;
}

static void make_tiny_money(struct made *made)
{
    static const int64_t units[] = {1, 1, 10, 100};
    struct election *election = &made->election;
    uint64_t manner = made_throw(made, 4);

    election->unit = in_hundred(made, 5)   ? FINE_UNIT
                     : in_hundred(made, 2) ? FINEST_UNIT
                                           : units[made_throw(made, 4)];
    election->budget = in_hundred(made, 4)    ? 0
                       : in_hundred(made, 40) ? 12 * between(made, 1, 3)
                                              : between(made, 1, 40);
    for (size_t i = 0; i < election->plan_count; i++) {
        made->plans[i].cost = tiny_cost(made, manner, election->budget) * election->unit;
        made->plans[i].cost += odd_change(made);
    }
    election->budget *= election->unit;
    election->budget += odd_change(made);
    for (size_t i = 0; i < election->theme_count; i++) {
        made->themes[i].budget = in_hundred(made, 25) ? -1 : between(made, 0, election->budget);
    }
}

/* ---- ballots ------------------------------------------------------------------------------- */

static void make_weights(struct made *made, uint32_t from, uint32_t to)
{
    for (uint32_t at = from; at < to; at++) {
        made->weight[at] = made->election.weights == ELECTION_RANKS ? (uint16_t)(to - at)
                                                                    : (uint16_t)between(made, 1, 4);
    }
}

/* One ballot from `at` on; each plan with so many chances in a hundred. */
static uint32_t make_ballot(struct made *made, uint32_t at, uint64_t chances)
{
    uint16_t plans[MADE_MAX_PLANS];
    uint32_t from = at;

    deal(made, plans, made->election.plan_count);
    for (size_t i = 0; i < made->election.plan_count; i++) {
        if (in_hundred(made, chances)) {
            made->plan[at++] = plans[i];
        }
    }
    make_weights(made, from, at);
    return at;
}

static uint32_t copy_ballot(struct made *made, uint32_t at, size_t ballot)
{
    uint32_t from = made->first[ballot], count = made->first[ballot + 1] - from;

    memcpy(made->plan + at, made->plan + from, count * sizeof(*made->plan));
    memcpy(made->weight + at, made->weight + from, count * sizeof(*made->weight));
    return at + count;
}

static void make_ballots(struct made *made, size_t count, uint64_t copies, uint64_t chances)
{
    uint64_t blanks = in_hundred(made, 60) ? 0 : made_throw(made, 50);
    uint32_t at = 0;

    made->election.ballot_count = count;
    made->election.first = made->first;
    made->election.plan = made->plan;
    made->election.weight = made->election.weights == ELECTION_APPROVALS ? NULL : made->weight;
    for (size_t i = 0; i < count; i++) {
        made->first[i] = at;
        if (in_hundred(made, blanks)) {
            made->first[i + 1] = at;
        } else if (i > 0 && in_hundred(made, copies)) {
            at = copy_ballot(made, at, made_throw(made, i));
        } else {
            at = make_ballot(made, at, chances);
        }
        made->first[i + 1] = at;
    }
}

/* ---- options ------------------------------------------------------------------------------- */

/* What the rule needs, or seldom what it cannot count. */
static enum election_weights weights_for(struct made *made, enum count_rule rule, uint64_t unfit)
{
    if (in_hundred(made, unfit)) {
        return (enum election_weights)made_throw(made, 3);
    }
    switch ((int)rule) {
    case COUNT_POINTS:
    case COUNT_POINTS_NO_SKIP:
    case COUNT_POINTS_PER_COST:
    case COUNT_EQUAL_SHARES_POINTS:
        return ELECTION_POINTS;
    case COUNT_RANKS:
    case COUNT_RANKS_NO_SKIP:
        return ELECTION_RANKS;
    default:
        return in_hundred(made, 70) ? ELECTION_APPROVALS
                                    : (enum election_weights)between(made, 1, 2);
    }
}

static bool takes_completion(enum count_rule rule)
{
    return rule == COUNT_EQUAL_SHARES || rule == COUNT_EQUAL_SHARES_COUNT ||
           rule == COUNT_EQUAL_SHARES_POINTS;
}

static void make_order(struct made *made, enum count_rule rule)
{
    struct count_options *options = &made->options;

    *options = (struct count_options){.rule = rule};
    if (takes_completion(rule)) {
        options->completion = (enum count_completion)made_throw(made, COUNT_COMPLETIONS);
        options->step = in_hundred(made, 80) ? 0 : between(made, 1, 3) * made->election.unit;
        if (made->election.unit == 10 && in_hundred(made, 20)) {
            options->step = 5;
        }
    }
    options->tie = (enum count_tie)made_throw(made, COUNT_TIES);
    options->has_seed = options->tie == COUNT_DORPEL && in_hundred(made, 50);
    for (size_t i = 0; i < sizeof(options->seed) && options->has_seed; i++) {
        options->seed[i] = (uint8_t)made_throw(made, 256);
    }
    options->detail = in_hundred(made, 30);
}

static void make_bounds(struct made *made)
{
    static const uint32_t permyriads[] = {1, 1000, 2500, 3333, 3334, 5000, 10000};
    struct count_options *options = &made->options;

    options->left_over = (enum count_left_over)made_throw(made, COUNT_LEFT_OVERS);
    options->zero_votes = in_hundred(made, 20);
    options->floor_votes = in_hundred(made, 20) ? made_throw(made, 4) : 0;
    options->floor_permyriad = in_hundred(made, 20) ? permyriads[made_throw(made, 7)] : 0;
    options->per_theme =
        in_hundred(made, options->rule == COUNT_BEST_VALUE ? 3 : 30) && made->election.theme_count;
}

static void make_special(struct made *made)
{
    struct count_options *options = &made->options;
    size_t count = made->election.plan_count;
    uint16_t plans[MADE_MAX_PLANS];

    options->pairs = made->pairs;
    options->overrides = made->overrides;
    if (count >= 2 && in_hundred(made, options->rule == COUNT_BEST_VALUE ? 3 : 25)) {
        options->pair_count = 1 + made_throw(made, MADE_MAX_SPECIAL);
    }
    for (size_t i = 0; i < options->pair_count; i++) {
        deal(made, plans, count);
        made->pairs[i] = (struct plan_pair){plans[0], plans[1]};
    }
    if (count >= 1 && in_hundred(made, 20)) {
        options->override_count = 1 + made_throw(made, MADE_MAX_SPECIAL);
        options->override_count = options->override_count < count ? options->override_count : count;
    }
    deal(made, plans, count);
    for (size_t i = 0; i < options->override_count; i++) {
        made->overrides[i] = (struct count_override){
            .plan = plans[i], .fund = in_hundred(made, 60), .reason = "afgesproken", .by = "dorp"};
    }
}

/* ---- the two sizes ------------------------------------------------------------------------- */

static void start(struct made *made, uint64_t seed, enum count_rule rule, uint64_t unfit)
{
    memset(made, 0, sizeof(*made));
    made->seed = seed;
    made->state = seed * COUNT_RULES + rule;
    made->election.title = "gemaakt";
    made->election.weights = weights_for(made, rule, unfit);
}

void made_tiny(struct made *made, uint64_t seed, enum count_rule rule)
{
    static const uint64_t chances[] = {15, 30, 50, 90};
    size_t plans, ballots;

    start(made, seed, rule, 1);
    plans = in_hundred(made, 50) ? made_throw(made, 8) : 2 + made_throw(made, 4);
    ballots = in_hundred(made, 50) ? made_throw(made, 13) : 1 + made_throw(made, 7);
    make_plans(made, plans);
    make_tiny_money(made);
    make_ballots(made, ballots, made_throw(made, 60), chances[made_throw(made, 4)]);
    make_order(made, rule);
    make_bounds(made);
    make_special(made);
}

void made_middle(struct made *made, uint64_t seed, enum count_rule rule)
{
    static const uint64_t chances[] = {8, 20, 40};
    struct election *election = &made->election;

    start(made, seed, rule, 0);
    make_plans(made, 5 + made_throw(made, MADE_MAX_PLANS - 4));
    election->unit = in_hundred(made, 70) ? 1 : 100;
    election->budget = between(made, 300, 3000) * election->unit;
    for (size_t i = 0; i < election->plan_count; i++) {
        int64_t round = in_hundred(made, 50) ? 50 : 1;
        made->plans[i].cost = between(made, 1, election->budget / 3 / round) * round;
    }
    for (size_t i = 0; i < election->theme_count; i++) {
        made->themes[i].budget = between(made, election->budget / 5, election->budget);
    }
    make_ballots(made, 20 + made_throw(made, MADE_MAX_BALLOTS - 19), made_throw(made, 80),
                 chances[made_throw(made, 3)]);
    make_order(made, rule);
    make_bounds(made);
    make_special(made);
}

/* ---- another order ------------------------------------------------------------------------- */

void made_shuffle_ballots(struct made *made)
{
    static struct made before;
    uint16_t order[MADE_MAX_BALLOTS];
    uint32_t at = 0;

    before = *made;
    deal(made, order, made->election.ballot_count);
    for (size_t i = 0; i < made->election.ballot_count; i++) {
        uint32_t from = before.first[order[i]], count = before.first[order[i] + 1u] - from;
        memcpy(made->plan + at, before.plan + from, count * sizeof(*made->plan));
        memcpy(made->weight + at, before.weight + from, count * sizeof(*made->weight));
        made->first[i] = at;
        at += count;
    }
    made->first[made->election.ballot_count] = at;
}

void made_shuffle_plans(struct made *made)
{
    size_t count = made->election.plan_count;
    struct election_plan before[MADE_MAX_PLANS];
    uint16_t to[MADE_MAX_PLANS];

    deal(made, to, count);
    memcpy(before, made->plans, sizeof(before));
    for (size_t i = 0; i < count; i++) {
        made->plans[to[i]] = before[i];
    }
    for (size_t at = 0; at < made->first[made->election.ballot_count]; at++) {
        made->plan[at] = to[made->plan[at]];
    }
    for (size_t i = 0; i < made->options.pair_count; i++) {
        made->pairs[i] = (struct plan_pair){to[made->pairs[i].a], to[made->pairs[i].b]};
    }
    for (size_t i = 0; i < made->options.override_count; i++) {
        made->overrides[i].plan = to[made->overrides[i].plan];
    }
}

/* ---- on paper ------------------------------------------------------------------------------ */

static void print_money(FILE *out, const struct made *made, int64_t units)
{
    int64_t unit = made->election.unit;
    int digits = 0;

    for (int64_t i = unit; i > 1; i /= 10) {
        digits++;
    }
    fprintf(out, "%lld", (long long)(units / unit));
    if (digits > 0) {
        fprintf(out, ".%0*lld", digits, (long long)(units % unit));
    }
}

static void print_options(FILE *out, const struct made *made)
{
    const struct count_options *options = &made->options;
    const struct election_plan *plans = made->plans;

    fprintf(out, "comment;seed %llu rule %d completion %d tie %d left-over %d step %lld",
            (unsigned long long)made->seed, (int)options->rule, (int)options->completion,
            (int)options->tie, (int)options->left_over, (long long)options->step);
    fprintf(out, " zero-votes %d floor %llu permyriad %u per-theme %d", options->zero_votes,
            (unsigned long long)options->floor_votes, (unsigned)options->floor_permyriad,
            options->per_theme);
    for (size_t i = 0; i < options->pair_count; i++) {
        fprintf(out, " pair %s-%s", plans[options->pairs[i].a].id, plans[options->pairs[i].b].id);
    }
    for (size_t i = 0; i < options->override_count; i++) {
        fprintf(out, " %s %s", options->overrides[i].fund ? "fund" : "refuse",
                plans[options->overrides[i].plan].id);
    }
    if (options->has_seed) {
        fprintf(out, " draw ");
        for (size_t i = 0; i < sizeof(options->seed); i++) {
            fprintf(out, "%02x", options->seed[i]);
        }
    }
    for (size_t i = 0; i < made->election.theme_count; i++) {
        fprintf(out, " %s<=%lld units", made->themes[i].name, (long long)made->themes[i].budget);
    }
    fprintf(out, "\n");
}

static void print_ballot(FILE *out, const struct made *made, size_t ballot)
{
    const uint32_t from = made->first[ballot], to = made->first[ballot + 1];

    fprintf(out, "%zu;", ballot + 1);
    for (uint32_t at = from; at < to; at++) {
        fprintf(out, "%s%s", at > from ? "," : "", made->plans[made->plan[at]].id);
    }
    for (uint32_t at = from; at < to && made->election.weights == ELECTION_POINTS; at++) {
        fprintf(out, "%s%u", at > from ? "," : ";", made->weight[at]);
    }
    fprintf(out, "\n");
}

void made_print(FILE *out, const struct made *made)
{
    static const char *const types[] = {"approval", "cumulative", "ordinal"};
    const struct election *election = &made->election;

    fprintf(out, "META\nkey;value\ndescription;made\nnum_projects;%zu\nnum_votes;%zu\n",
            election->plan_count, election->ballot_count);
    print_options(out, made);
    fprintf(out, "budget;");
    print_money(out, made, election->budget);
    fprintf(out, "\nvote_type;%s\nPROJECTS\nproject_id;cost;category\n", types[election->weights]);
    for (size_t i = 0; i < election->plan_count; i++) {
        uint16_t theme = made->plans[i].theme;
        fprintf(out, "%s;", made->plans[i].id);
        print_money(out, made, made->plans[i].cost);
        fprintf(out, ";%s\n", theme == ELECTION_NO_THEME ? "" : made->themes[theme].name);
    }
    fprintf(out, "VOTES\nvoter_id;vote%s\n", election->weights == ELECTION_POINTS ? ";points" : "");
    for (size_t i = 0; i < election->ballot_count; i++) {
        print_ballot(out, made, i);
    }
}
