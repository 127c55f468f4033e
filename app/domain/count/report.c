#include "app/domain/count/report_inner.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const report_reasons[REPORT_REASONS] = {
    [COUNT_FUNDED] = "funded",     [COUNT_NO_FIT] = "no-fit", [COUNT_STOPPED] = "stopped",
    [COUNT_NO_VOTES] = "no-votes", [COUNT_FLOOR] = "floor",   [COUNT_THEME] = "theme",
    [COUNT_EXCLUDED] = "excluded", [COUNT_POOR] = "poor",     [COUNT_NOT_BEST] = "not-best",
    [COUNT_REFUSED] = "refused",   [COUNT_PARTLY] = "partly",
};
const char *const report_phases[REPORT_PHASES] = {
    [COUNT_BY_PEOPLE] = "people",      [COUNT_FREE] = "free", [COUNT_BY_RULE] = "rule",
    [COUNT_COMPLETING] = "completing", [COUNT_LEFT] = "left",
};
const char *const report_deciders[REPORT_DECIDERS] = {
    [COUNT_NOT_TIED] = "",  [COUNT_BY_COST] = "cost",   [COUNT_BY_VOTES] = "votes",
    [COUNT_BY_LOT] = "lot", [COUNT_BY_ORDER] = "order",
};
static const char *const warning_names[COUNT_WARNINGS] = {
    [COUNT_WARN_ORDER_DECIDED] = "order-decided",
    [COUNT_WARN_LOT_DECIDED] = "lot-decided",
    [COUNT_WARN_ALL_AFFORDABLE] = "all-affordable",
    [COUNT_WARN_OVERRIDDEN] = "overridden",
};

/* ---- writing: one value -------------------------------------------------------------------- */

struct writer {
    const struct counted *counted;
    enum report_form form;
};

static bool has(const struct count_amount *amount)
{
    return amount->exact != NULL && amount->exact[0] != '\0';
}

/* Whole euros as an integer, else a real of 15 digits; a village counts in cents. */
static void put_money(const struct writer *writer, json_t *object, const char *name, int64_t units)
{
    int64_t unit = writer->counted->election->unit;

    if (writer->form == REPORT_ROUND) {
        char cents[40];
        snprintf(cents, sizeof(cents), "%s_cents", name);
        json_put_number(object, cents, units);
    } else if (units % unit == 0) {
        json_put_number(object, name, units / unit);
    } else {
        json_put(object, name, json_real((double)units / (double)unit));
    }
}

static json_t *plan_value(const struct writer *writer, uint16_t plan)
{
    const char *id = writer->counted->election->plans[plan].id;

    return writer->form == REPORT_ROUND ? json_integer(strtoll(id, NULL, 10)) : json_string(id);
}

static void put_amount(const struct writer *writer, json_t *object, const char *name,
                       const struct count_amount *amount)
{
    if (!has(amount)) {
        return;
    }
    json_put_text(object, name, amount->exact);
    if (writer->form == REPORT_ROUND) { /* a kiosk does not divide */
        char about[40];
        snprintf(about, sizeof(about), "%s_about", name);
        json_put_text(object, about, amount->about);
    }
}

static void put_if(json_t *object, const char *name, uint64_t value)
{
    if (value != 0) {
        json_put_number(object, name, (int64_t)value);
    }
}

/* ---- writing: a step ----------------------------------------------------------------------- */

/* In a village's result no sum stands of the purses of one to four people: it could be undone into
 * which plans they had paid for. How many pay in full would give that sum away again. */
static bool may_tell_rest(const struct writer *writer, const struct count_payers *payers,
                          uint64_t voters)
{
    bool by_points = writer->counted->options->rule == COUNT_EQUAL_SHARES_POINTS;
    uint64_t others = by_points ? payers->rest : voters - payers->full;

    return others == 0 || others >= REPORT_FEW;
}

/* Phragmén's burden of one to four people is such a sum too. */
static bool may_tell_payers(const struct writer *writer, const struct count_step *step)
{
    bool is_burden =
        writer->counted->options->rule == COUNT_PHRAGMEN || step->phase == COUNT_COMPLETING;

    return writer->form == REPORT_FILE || !is_burden || step->votes >= REPORT_FEW;
}

static json_t *make_payers(const struct writer *writer, const struct count_payers *payers,
                           uint64_t voters)
{
    json_t *object = json_object();
    bool is_private = writer->form == REPORT_ROUND;
    bool tells_rest = !is_private || may_tell_rest(writer, payers, voters);

    if (!is_private) {
        json_put(object, "plan", plan_value(writer, payers->plan));
    }
    json_put(object, "can_pay", json_boolean(payers->can_pay));
    if (tells_rest && payers->can_pay) {
        json_put_number(object, "full", (int64_t)payers->full);
        json_put_number(object, "rest", (int64_t)payers->rest);
        put_amount(writer, object, "rest_sum", &payers->rest_sum);
    }
    if (!is_private || voters >= REPORT_FEW) {
        put_amount(writer, object, "together", &payers->together);
    }
    if (payers->can_pay) {
        put_amount(writer, object, "each", &payers->each);
    }
    if (payers->strength != NULL && payers->strength[0] != '\0') {
        json_put_text(object, "strength", payers->strength);
    }
    return object;
}

static json_t *make_others(const struct writer *writer, const struct count_step *step)
{
    json_t *array = json_array();

    for (size_t i = 0; i < step->other_count; i++) {
        json_array_append_new(array, make_payers(writer, &step->others[i], 0));
    }
    return array;
}

bool report_has_other(const struct count_step *step)
{
    return step->tie != COUNT_NOT_TIED || step->reason == COUNT_EXCLUDED;
}

static json_t *make_step(const struct writer *writer, const struct count_step *step)
{
    json_t *object = json_object();
    const struct election *election = writer->counted->election;

    json_put(object, "plan", plan_value(writer, step->plan));
    json_put_text(object, "reason", report_reasons[step->reason]);
    json_put_text(object, "phase", report_phases[step->phase]);
    json_put_number(object, "votes", (int64_t)step->votes);
    json_put_number(object, "score", (int64_t)step->score);
    if (writer->form == REPORT_FILE) {
        put_money(writer, object, "cost", election->plans[step->plan].cost);
        json_put_number(object, "place", step->plan + 1);
        if (election->plans[step->plan].theme < election->theme_count) {
            json_put_text(object, "theme",
                          election->themes[election->plans[step->plan].theme].name);
        }
    }
    put_money(writer, object, "left_before", step->left_before);
    put_money(writer, object, "left_after", step->left_after);
    if (step->tie != COUNT_NOT_TIED) {
        json_put_text(object, "tie", report_deciders[step->tie]);
    }
    if (report_has_other(step)) {
        json_put(object, "other", plan_value(writer, step->other));
    }
    if (step->reason == COUNT_PARTLY) {
        put_money(writer, object, "part", step->part);
    }
    put_if(object, "short_votes", step->short_votes);
    put_if(object, "short_voters", step->short_voters);
    if (step->has_payers && may_tell_payers(writer, step)) {
        json_put(object, "payers", make_payers(writer, &step->payers, step->votes));
    }
    if (writer->form == REPORT_FILE && step->other_count > 0) {
        json_put(object, "others", make_others(writer, step));
    }
    return object;
}

json_t *report_steps(const struct counted *counted, enum report_form form)
{
    struct writer writer = {counted, form};
    json_t *array = json_array();

    for (size_t i = 0; i < counted->outcome->step_count; i++) {
        json_array_append_new(array, make_step(&writer, &counted->outcome->steps[i]));
    }
    return array;
}

/* ---- writing: the whole -------------------------------------------------------------------- */

json_t *report_winners(const struct counted *counted, enum report_form form)
{
    struct writer writer = {counted, form};
    json_t *array = json_array();

    for (size_t i = 0; i < counted->outcome->winner_count; i++) {
        json_array_append_new(array, plan_value(&writer, counted->outcome->winners[i]));
    }
    return array;
}

void report_put_shares(json_t *object, const struct counted *counted)
{
    struct writer writer = {counted, REPORT_ROUND};

    if (has(&counted->outcome->first_share)) {
        put_amount(&writer, object, "first_share", &counted->outcome->first_share);
        put_amount(&writer, object, "share", &counted->outcome->share);
        json_put_number(object, "raises", (int64_t)counted->outcome->raises);
        json_put(object, "at_most", json_boolean(counted->outcome->is_at_most));
    }
}

static json_t *make_overrides(const struct writer *writer)
{
    const struct count_options *options = writer->counted->options;
    json_t *array = json_array();

    for (size_t i = 0; i < options->override_count; i++) {
        const struct count_override *override = &options->overrides[i];
        json_t *object = json_object();
        json_put(object, "plan", plan_value(writer, override->plan));
        json_put_text(object, "does", override->fund ? "fund" : "refuse");
        json_put_text(object, "reason", override->reason);
        json_put_text(object, "by", override->by);
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *make_pairs(const struct writer *writer)
{
    const struct count_options *options = writer->counted->options;
    json_t *array = json_array();

    for (size_t i = 0; i < options->pair_count; i++) {
        json_array_append_new(array, json_pack("[o,o]", plan_value(writer, options->pairs[i].a),
                                               plan_value(writer, options->pairs[i].b)));
    }
    return array;
}

static json_t *make_warnings(const struct count_outcome *outcome)
{
    json_t *array = json_array();

    for (size_t i = 0; i < COUNT_WARNINGS; i++) {
        if (outcome->warned[i]) {
            json_array_append_new(array, json_string(warning_names[i]));
        }
    }
    return array;
}

static void put_options(const struct writer *writer, json_t *object)
{
    const struct count_options *options = writer->counted->options;

    json_put_text(object, "rule", count_rules[options->rule].name);
    json_put_text(object, "completion", count_completion_names[options->completion]);
    json_put_text(object, "tie", count_tie_names[options->tie]);
    json_put_text(object, "left_over", count_left_over_names[options->left_over]);
    json_put(object, "zero_votes", json_boolean(options->zero_votes));
    json_put(object, "detail", json_boolean(options->detail));
    put_if(object, "floor_votes", options->floor_votes);
    put_if(object, "floor_permyriad", options->floor_permyriad);
    if (options->per_theme) {
        json_put(object, "per_theme", json_true());
    }
    if (options->pair_count > 0) {
        json_put(object, "exclusions", make_pairs(writer));
    }
    if (options->override_count > 0) {
        json_put(object, "overrides", make_overrides(writer));
    }
    if (options->has_seed) {
        json_put_hex(object, "seed", options->seed, sizeof(options->seed));
    }
    if (count_rules[options->rule].may_complete) {
        put_money(writer, object, "step",
                  options->step > 0 ? options->step : writer->counted->election->unit);
    }
}

json_t *report_make(const struct counted *counted)
{
    struct writer writer = {counted, REPORT_FILE};
    const struct count_outcome *outcome = counted->outcome;
    json_t *object = json_object();

    put_options(&writer, object);
    json_put_text(object, "title", counted->election->title);
    json_put_number(object, "ballots", (int64_t)counted->ballots);
    put_money(&writer, object, "budget", counted->election->budget);
    json_put(object, "winners", report_winners(counted, REPORT_FILE));
    put_money(&writer, object, "cost", outcome->cost);
    put_money(&writer, object, "left", counted->election->budget - outcome->cost);
    json_put_number(object, "total_votes", (int64_t)outcome->total_votes);
    if (has(&outcome->first_share)) {
        put_amount(&writer, object, "first_share", &outcome->first_share);
        put_amount(&writer, object, "share", &outcome->share);
        json_put_number(object, "raises", (int64_t)outcome->raises);
        json_put(object, "at_most", json_boolean(outcome->is_at_most));
    }
    json_put(object, "steps", report_steps(counted, REPORT_FILE));
    json_put(object, "warnings", make_warnings(outcome));
    return object;
}

char *report_text(struct arena *arena, const json_t *report, size_t *ret_len)
{
    enum { FLAGS = JSON_INDENT(1) | JSON_REAL_PRECISION(15) };
    size_t len = json_dumpb(report, NULL, 0, FLAGS);
    char *text = arena_alloc(arena, len + 2);

    json_dumpb(report, text, len, FLAGS);
    text[len] = '\n';
    *ret_len = len + 1;
    return text;
}
