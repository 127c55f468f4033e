#include "app/domain/count/report_inner.h"

#include "app/domain/count/explain.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST_EXACT = 1000, LONGEST_ABOUT = 40 };

static bool read_name(int *ret, const json_t *object, const char *key, const char *const names[],
                      size_t count)
{
    const char *name = json_text(object, key, "");

    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i], name) == 0) {
            *ret = (int)i;
            return true;
        }
    }
    return false;
}

/* The index of a plan of which the number stands under `key`. */
static bool read_plan(uint16_t *ret, const struct election *election, const json_t *value)
{
    char id[24];

    snprintf(id, sizeof(id), "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    for (size_t i = 0; json_is_integer(value) && i < election->plan_count; i++) {
        if (strcmp(election->plans[i].id, id) == 0) {
            *ret = (uint16_t)i;
            return true;
        }
    }
    return false;
}

static const char *read_digits(struct arena *arena, const json_t *object, const char *key,
                               size_t longest)
{
    const char *text = json_text(object, key, "");
    size_t len = strlen(text);

    return len > 0 && len <= longest && strspn(text, "0123456789.,/") == len
               ? arena_strdup(arena, text)
               : NULL;
}

static struct count_amount read_amount(struct arena *arena, const json_t *object, const char *name)
{
    char about[40];
    struct count_amount amount = {NULL, NULL};

    snprintf(about, sizeof(about), "%s_about", name);
    amount.exact = read_digits(arena, object, name, LONGEST_EXACT);
    amount.about = read_digits(arena, object, about, LONGEST_ABOUT);
    return amount.exact == NULL || amount.about == NULL ? (struct count_amount){NULL, NULL}
                                                        : amount;
}

static uint64_t read_count(const json_t *object, const char *key)
{
    int64_t number = json_number(object, key, 0);
    return number < 0 ? 0 : (uint64_t)number;
}

static void read_payers(struct count_payers *ret, struct arena *arena, const json_t *object)
{
    *ret = (struct count_payers){
        .can_pay = json_flag(object, "can_pay", false),
        .full = read_count(object, "full"),
        .rest = read_count(object, "rest"),
        .rest_sum = read_amount(arena, object, "rest_sum"),
        .together = read_amount(arena, object, "together"),
        .each = read_amount(arena, object, "each"),
        .strength = read_digits(arena, object, "strength", LONGEST_ABOUT),
    };
    if (ret->rest > 0 && ret->rest_sum.about == NULL) {
        ret->rest = 0;
    }
}

static bool read_step(struct count_step *ret, struct arena *arena, const struct election *election,
                      const json_t *object)
{
    int reason, phase, tie = COUNT_NOT_TIED;
    struct count_step step = {
        .votes = read_count(object, "votes"),
        .score = read_count(object, "score"),
        .left_before = json_number(object, "left_before_cents", -1),
        .left_after = json_number(object, "left_after_cents", -1),
        .part = json_number(object, "part_cents", 0),
        .short_votes = read_count(object, "short_votes"),
        .short_voters = read_count(object, "short_voters"),
    };

    if (!read_plan(&step.plan, election, json_object_get(object, "plan")) ||
        !read_name(&reason, object, "reason", report_reasons, REPORT_REASONS) ||
        !read_name(&phase, object, "phase", report_phases, REPORT_PHASES) ||
        !read_name(&tie, object, "tie", report_deciders, REPORT_DECIDERS)) {
        return false;
    }
    step.reason = (enum count_reason)reason;
    step.phase = (enum count_phase)phase;
    step.tie = (enum count_decider)tie;
    if (report_has_other(&step) &&
        !read_plan(&step.other, election, json_object_get(object, "other"))) {
        return false;
    }
    const json_t *payers = json_object_get(object, "payers");
    if (json_is_object(payers)) {
        step.has_payers = true;
        read_payers(&step.payers, arena, payers);
        step.payers.plan = step.plan;
        bool pays = step.reason == COUNT_FUNDED;
        if (pays && step.payers.each.about == NULL) {
            return false;
        }
    }
    *ret = step;
    return true;
}

/* ---- does it add up? ----------------------------------------------------------------------- */

/* What the step takes from the money; -1 when it takes what it may not. */
static int64_t taken_by(const struct election *election, const struct count_step *step)
{
    int64_t cost = election->plans[step->plan].cost;

    if (step->reason == COUNT_FUNDED) {
        return cost;
    }
    if (step->reason == COUNT_PARTLY) {
        return step->part > 0 && step->part <= cost ? step->part : -1;
    }
    return 0;
}

static bool adds_up(const struct election *election, const struct count_outcome *outcome)
{
    int64_t left = election->budget;
    size_t winner = 0;

    if (outcome->step_count != election->plan_count) {
        return false;
    }
    for (size_t i = 0; i < outcome->step_count; i++) {
        const struct count_step *step = &outcome->steps[i];
        int64_t takes = taken_by(election, step);
        if (explain_find(outcome, step->plan) != i || step->left_before != left || takes < 0 ||
            takes > left || step->left_after != left - takes) {
            return false;
        }
        left -= takes;
        if (step->reason == COUNT_FUNDED &&
            (winner == outcome->winner_count || outcome->winners[winner++] != step->plan)) {
            return false;
        }
    }
    return winner == outcome->winner_count;
}

/* Each a plan, none twice, together within the budget. */
static bool read_winners(struct count_outcome *ret, struct arena *arena,
                         const struct election *election, const json_t *array)
{
    size_t count = json_array_size(array);

    if (!json_is_array(array) || count > election->plan_count) {
        return false;
    }
    ret->winners = arena_array(arena, count + 1, sizeof(*ret->winners));
    ret->winner_count = count;
    for (size_t i = 0; i < count; i++) {
        if (!read_plan(&ret->winners[i], election, json_array_get(array, i))) {
            return false;
        }
        for (size_t before = 0; before < i; before++) {
            if (ret->winners[before] == ret->winners[i]) {
                return false;
            }
        }
        ret->cost += election->plans[ret->winners[i]].cost;
        if (ret->cost > election->budget) {
            return false;
        }
    }
    return true;
}

static bool read_steps(struct count_outcome *ret, struct arena *arena,
                       const struct election *election, const json_t *array)
{
    size_t count = json_array_size(array);

    ret->steps = arena_array(arena, count + 1, sizeof(*ret->steps));
    for (size_t i = 0; i < count; i++) {
        struct count_step *step = &ret->steps[i];
        if (!read_step(step, arena, election, json_array_get(array, i))) {
            return false;
        }
        ret->cost += step->reason == COUNT_PARTLY ? step->part : 0;
        ret->total_votes += step->reason == COUNT_FUNDED ? step->votes : 0;
        ret->step_count++;
        if (step->tie == COUNT_BY_LOT || step->tie == COUNT_BY_ORDER) {
            ret->warned[step->tie == COUNT_BY_LOT ? COUNT_WARN_LOT_DECIDED
                                                  : COUNT_WARN_ORDER_DECIDED] = true;
        }
    }
    return count == 0 || adds_up(election, ret);
}

bool report_read(struct count_outcome *ret, struct arena *arena, const struct election *election,
                 const json_t *result, struct err *err)
{
    struct count_outcome outcome = {
        .first_share = read_amount(arena, result, "first_share"),
        .share = read_amount(arena, result, "share"),
        .raises = read_count(result, "raises"),
        .is_at_most = json_flag(result, "at_most", false),
    };

    if (!read_winners(&outcome, arena, election, json_object_get(result, "winners")) ||
        json_array_size(json_object_get(result, "steps")) > election->plan_count ||
        !read_steps(&outcome, arena, election, json_object_get(result, "steps"))) {
        return err_set(err, ERR_FORMAT, "the steps of the result do not add up");
    }
    *ret = outcome;
    return true;
}
