#include "app/domain/count/counting.h"

#include <string.h>

/* ---- room ---------------------------------------------------------------------------------- */

void room_copy(struct room *dst, const struct room *src, const struct election *election)
{
    dst->left = src->left;
    memcpy(dst->theme_left, src->theme_left, election->theme_count * sizeof(*dst->theme_left));
    memcpy(dst->funded, src->funded, election->plan_count * sizeof(*dst->funded));
}

enum count_reason room_bar(const struct counting *counting, const struct room *room, uint16_t plan,
                           uint16_t *ret_rival)
{
    const struct election_plan *row = &counting->election->plans[plan];

    for (uint32_t r = counting->rival_first[plan]; r < counting->rival_first[plan + 1]; r++) {
        if (room->funded[counting->rival[r]]) {
            *ret_rival = counting->rival[r];
            return COUNT_EXCLUDED;
        }
    }
    if (row->theme != ELECTION_NO_THEME && room->theme_left[row->theme] >= 0 &&
        row->cost > room->theme_left[row->theme]) {
        return COUNT_THEME;
    }
    return COUNT_FUNDED;
}

void room_take(struct room *room, const struct election *election, uint16_t plan)
{
    const struct election_plan *row = &election->plans[plan];

    room->left -= row->cost;
    room->funded[plan] = true;
    if (row->theme != ELECTION_NO_THEME && room->theme_left[row->theme] >= 0) {
        room->theme_left[row->theme] -= row->cost;
    }
}

bool room_has_more(const struct counting *counting, const struct room *room)
{
    const struct election *election = counting->election;
    uint16_t rival;

    for (uint16_t p = 0; p < election->plan_count; p++) {
        if (counting->takes_part[p] && !room->funded[p] && counting->votes[p] > 0 &&
            election->plans[p].cost > 0 && election->plans[p].cost <= room->left &&
            room_bar(counting, room, p, &rival) == COUNT_FUNDED) {
            return true;
        }
    }
    return false;
}

/* ---- decisions ----------------------------------------------------------------------------- */

static struct count_step *decide(struct counting *counting, uint16_t plan, enum count_phase phase,
                                 enum count_reason reason)
{
    struct count_step *step = &counting->step[plan];

    *step = (struct count_step){.plan = plan,
                                .reason = reason,
                                .phase = phase,
                                .votes = counting->votes[plan],
                                .score = counting->score[plan],
                                .left_before = counting->room.left,
                                .left_after = counting->room.left};
    counting->turn[plan] = ++counting->turns;
    return step;
}

struct count_step *counting_fund(struct counting *counting, uint16_t plan, enum count_phase phase)
{
    struct count_step *step = decide(counting, plan, phase, COUNT_FUNDED);

    room_take(&counting->room, counting->election, plan);
    step->left_after = counting->room.left;
    counting->winners[counting->winner_count++] = plan;
    return step;
}

struct count_step *counting_pass(struct counting *counting, uint16_t plan, enum count_phase phase,
                                 enum count_reason reason, uint16_t other)
{
    struct count_step *step = decide(counting, plan, phase, reason);

    step->other = other;
    return step;
}

void counting_tie(struct counting *counting, struct count_step *step, uint16_t plan, uint16_t next)
{
    const struct count_options *options = counting->options;
    const struct election_plan *plans = counting->election->plans;

    step->other = next;
    if (options->tie != COUNT_LEXICO && plans[plan].cost != plans[next].cost) {
        step->tie = COUNT_BY_COST;
    } else if (options->tie != COUNT_LEXICO && counting->votes[plan] != counting->votes[next]) {
        step->tie = COUNT_BY_VOTES;
    } else if (options->tie == COUNT_DORPEL && options->has_seed) {
        step->tie = COUNT_BY_LOT;
        counting->warned[COUNT_WARN_LOT_DECIDED] = true;
    } else {
        step->tie = COUNT_BY_ORDER;
        counting->warned[COUNT_WARN_ORDER_DECIDED] = true;
    }
}

/* ---- who takes part ------------------------------------------------------------------------ */

static bool check(const struct election *election, const struct count_options *options,
                  struct err *err)
{
    enum election_weights needs = count_rules[options->rule].weights;

    if (needs != ELECTION_APPROVALS && needs != election->weights) {
        return err_set(err, ERR_FORMAT, "rule %s on ballots without %s",
                       count_rules[options->rule].name,
                       needs == ELECTION_POINTS ? "points" : "ranks");
    }
    if (options->completion != COUNT_NONE && !count_rules[options->rule].may_complete) {
        return err_set(err, ERR_FORMAT, "rule %s takes no completion",
                       count_rules[options->rule].name);
    }
    if (options->rule == COUNT_BEST_VALUE && (options->per_theme || options->pair_count > 0)) {
        return err_set(err, ERR_FORMAT, "best-value knows no themes and no exclusions");
    }
    if (election->plan_count > ELECTION_MAX_PLANS ||
        election->ballot_count > ELECTION_MAX_BALLOTS) {
        return err_set(err, ERR_LIMIT, "%zu plans, %zu ballots", election->plan_count,
                       election->ballot_count);
    }
    if (election->budget < 0 || election->budget > ELECTION_MAX_MONEY || options->step < 0) {
        return err_set(err, ERR_FORMAT, "not a budget");
    }
    for (size_t i = 0; i < election->plan_count; i++) {
        if (election->plans[i].cost < 0 || election->plans[i].cost > ELECTION_MAX_MONEY) {
            return err_set(err, ERR_FORMAT, "plan %s: not a cost", election->plans[i].id);
        }
    }
    return true;
}

static enum count_reason why_not(const struct counting *counting, uint16_t plan)
{
    const struct count_options *options = counting->options;
    uint64_t votes = counting->votes[plan];

    for (size_t i = 0; i < options->override_count; i++) {
        if (options->overrides[i].plan == plan && !options->overrides[i].fund) {
            return COUNT_REFUSED;
        }
    }
    if (votes == 0 && !options->zero_votes) {
        return COUNT_NO_VOTES;
    }
    if (votes < options->floor_votes ||
        votes * 10000 < (uint64_t)options->floor_permyriad * counting->election->ballot_count) {
        return COUNT_FLOOR;
    }
    return COUNT_FUNDED;
}

/* By plan, the plans of which only one can be done with it. */
static void list_rivals(struct counting *counting)
{
    const struct count_options *options = counting->options;
    uint32_t *first = counting->rival_first;
    size_t plans = counting->election->plan_count;

    for (size_t i = 0; i < options->pair_count; i++) {
        first[options->pairs[i].a + 2]++;
        first[options->pairs[i].b + 2]++;
    }
    for (size_t p = 2; p < plans + 2; p++) {
        first[p] += first[p - 1];
    }
    for (size_t i = 0; i < options->pair_count; i++) {
        counting->rival[first[options->pairs[i].a + 1]++] = options->pairs[i].b;
        counting->rival[first[options->pairs[i].b + 1]++] = options->pairs[i].a;
    }
}

static void start(struct counting *counting, struct arena *arena, const struct election *election,
                  const struct count_options *options)
{
    size_t plans = election->plan_count;
    struct arena *scratch = &counting->scratch;

    *counting = (struct counting){.election = election, .options = options, .arena = arena};
    arena_init(scratch, 0);
    counting->votes = arena_array(scratch, plans + 1, sizeof(*counting->votes));
    counting->points = arena_array(scratch, plans + 1, sizeof(*counting->points));
    counting->rank = arena_array(scratch, plans + 1, sizeof(*counting->rank));
    counting->takes_part = arena_array(scratch, plans + 1, sizeof(*counting->takes_part));
    counting->rival_first = arena_array(scratch, plans + 3, sizeof(*counting->rival_first));
    counting->rival = arena_array(scratch, 2 * options->pair_count + 1, sizeof(*counting->rival));
    counting->room.theme_left = arena_array(scratch, election->theme_count + 1, sizeof(int64_t));
    counting->room.funded = arena_array(scratch, plans + 1, sizeof(bool));
    counting->step = arena_array(scratch, plans + 1, sizeof(*counting->step));
    counting->turn = arena_array(scratch, plans + 1, sizeof(*counting->turn));
    counting->winners = arena_array(arena, plans + 1, sizeof(*counting->winners));
    counting->first_share = counting->share = (struct count_amount){"", ""};
    election_tally(election, counting->votes, counting->points);
    counting->score = count_rules[options->rule].weights == ELECTION_APPROVALS ? counting->votes
                                                                               : counting->points;
    counting->room.left = election->budget;
    for (size_t i = 0; i < election->theme_count; i++) {
        counting->room.theme_left[i] = options->per_theme ? election->themes[i].budget : -1;
    }
    list_rivals(counting);
    order_ranks(counting);
}

static void admit(struct counting *counting)
{
    for (uint16_t p = 0; p < counting->election->plan_count; p++) {
        enum count_reason reason = why_not(counting, p);
        counting->takes_part[p] = reason == COUNT_FUNDED;
        if (reason != COUNT_FUNDED) {
            counting_pass(counting, p, reason == COUNT_REFUSED ? COUNT_BY_PEOPLE : COUNT_BY_RULE,
                          reason, 0);
        }
    }
}

/* ---- the parts of a count ------------------------------------------------------------------ */

static void fund_by_people(struct counting *counting)
{
    const struct count_options *options = counting->options;

    for (size_t i = 0; i < options->override_count; i++) {
        uint16_t plan = options->overrides[i].plan;
        uint16_t rival = 0;
        counting->warned[COUNT_WARN_OVERRIDDEN] = true;
        if (!options->overrides[i].fund || counting->room.funded[plan]) {
            continue;
        }
        enum count_reason bar = room_bar(counting, &counting->room, plan, &rival);
        counting->takes_part[plan] = false; /* decided: the rule does not come to it again */
        if (bar != COUNT_FUNDED) {
            counting_pass(counting, plan, COUNT_BY_PEOPLE, bar, rival);
        } else if (counting->election->plans[plan].cost > counting->room.left) {
            counting_pass(counting, plan, COUNT_BY_PEOPLE, COUNT_NO_FIT, 0);
        } else {
            counting_fund(counting, plan, COUNT_BY_PEOPLE);
        }
    }
}

/* What costs nothing and has a vote. */
static void fund_free(struct counting *counting)
{
    uint16_t *order =
        arena_array(&counting->scratch, counting->election->plan_count + 1, sizeof(*order));
    size_t count = order_plans(counting, counting->score, ORDER_SCORE, true, order);

    for (size_t i = 0; i < count; i++) {
        uint16_t rival = 0;
        enum count_reason bar = room_bar(counting, &counting->room, order[i], &rival);
        if (bar == COUNT_FUNDED) {
            counting_fund(counting, order[i], COUNT_FREE);
        } else {
            counting_pass(counting, order[i], COUNT_FREE, bar, rival);
        }
    }
}

static bool run_rule(struct counting *counting, struct err *err)
{
    switch (counting->options->rule) {
    case COUNT_VOTES:
    case COUNT_POINTS:
    case COUNT_RANKS:
        greedy_run(counting, counting->score, ORDER_SCORE, true, COUNT_BY_RULE);
        return true;
    case COUNT_VOTES_NO_SKIP:
    case COUNT_POINTS_NO_SKIP:
    case COUNT_RANKS_NO_SKIP:
        greedy_run(counting, counting->score, ORDER_SCORE, false, COUNT_BY_RULE);
        return true;
    case COUNT_VOTES_PER_COST:
    case COUNT_POINTS_PER_COST:
        greedy_run(counting, counting->score, ORDER_SCORE_PER_COST, true, COUNT_BY_RULE);
        return true;
    case COUNT_EQUAL_SHARES:
    case COUNT_EQUAL_SHARES_COUNT:
    case COUNT_EQUAL_SHARES_POINTS:
        return shares_count(counting, err);
    case COUNT_PHRAGMEN:
        phragmen_run(counting, COUNT_BY_RULE);
        return true;
    case COUNT_BEST_VALUE:
        return best_run(counting, err);
    case COUNT_RULES:
        break;
    }
    return err_set(err, ERR_UNKNOWN, "counting rule");
}

/* The first that did not fit gets what is left: a part of its cost. */
static void fund_partly(struct counting *counting)
{
    const struct election *election = counting->election;
    uint16_t *order = arena_array(&counting->scratch, election->plan_count + 1, sizeof(*order));
    size_t count = order_plans(counting, counting->score, ORDER_SCORE, false, order);
    int64_t left = counting->room.left;

    for (size_t i = 0; left > 0 && i < count; i++) {
        uint16_t theme = election->plans[order[i]].theme;
        uint16_t rival;
        if (counting->votes[order[i]] == 0 || election->plans[order[i]].cost <= left ||
            room_bar(counting, &counting->room, order[i], &rival) == COUNT_EXCLUDED ||
            (theme != ELECTION_NO_THEME && counting->room.theme_left[theme] >= 0 &&
             counting->room.theme_left[theme] < left)) {
            continue;
        }
        struct count_step *step = counting_pass(counting, order[i], COUNT_LEFT, COUNT_PARTLY, 0);
        step->part = left;
        counting->room.left = 0;
        step->left_after = 0;
        return;
    }
}

/* Out from the start, by votes alone: who follows the count wants to see these last. */
static bool is_told_last(const struct count_step *step)
{
    return step->reason == COUNT_NO_VOTES || step->reason == COUNT_FLOOR;
}

static void tell(struct count_outcome *ret, struct counting *counting)
{
    size_t plans = counting->election->plan_count;
    uint16_t *by_turn = arena_array(&counting->scratch, counting->turns + 1, sizeof(*by_turn));
    bool *has_turn = arena_array(&counting->scratch, counting->turns + 1, sizeof(*has_turn));

    *ret = (struct count_outcome){
        .winners = counting->winners,
        .winner_count = counting->winner_count,
        .cost = counting->election->budget - counting->room.left,
        .steps = arena_array(counting->arena, plans + 1, sizeof(*ret->steps)),
        .first_share = counting->first_share,
        .share = counting->share,
        .raises = counting->raises,
        .is_at_most = counting->is_at_most,
    };
    for (uint16_t p = 0; p < plans; p++) {
        by_turn[counting->turn[p]] = p;
        has_turn[counting->turn[p]] = counting->turn[p] > 0;
    }
    for (int last = 0; last < 2; last++) {
        for (uint32_t t = 1; t <= counting->turns; t++) {
            struct count_step *step = &counting->step[by_turn[t]];
            if (has_turn[t] && is_told_last(step) == (last == 1)) {
                if (last == 1) {
                    step->left_before = step->left_after = counting->room.left;
                }
                ret->steps[ret->step_count++] = *step;
            }
        }
    }
    for (size_t i = 0; i < ret->winner_count; i++) {
        ret->total_votes += counting->votes[ret->winners[i]];
    }
    memcpy(ret->warned, counting->warned, sizeof(ret->warned));
}

bool count_run(struct count_outcome *ret, struct arena *arena, const struct election *election,
               const struct count_options *options, struct err *err)
{
    struct counting counting;

    if (!check(election, options, err)) {
        return false;
    }
    start(&counting, arena, election, options);
    admit(&counting);
    fund_by_people(&counting);
    fund_free(&counting);
    bool ok = run_rule(&counting, err);
    if (ok) {
        if (options->left_over == COUNT_NEXT) {
            greedy_run(&counting, counting.votes, ORDER_SCORE, true, COUNT_LEFT);
        } else if (options->left_over == COUNT_PART) {
            fund_partly(&counting);
        }
        tell(ret, &counting);
    }
    arena_finish(&counting.scratch);
    return ok;
}
