#include "app/count/result.h"

#include "app/count/signed.h"

#include <string.h>

enum { RESULT_VERSION = 1 };

static const char *reason_name(enum count_reason reason)
{
    switch (reason) {
    case COUNT_FUNDED:
        return "funded";
    case COUNT_NO_FIT:
        return "no-fit";
    case COUNT_NO_VOTES:
        return "no-votes";
    case COUNT_STOPPED:
        return "stopped";
    }
    return "";
}

/* ---- the parts that follow from the tally ------------------------------------------------ */

static json_t *make_totals(const struct tally *tally, const struct round *round)
{
    json_t *array = json_array();

    for (size_t i = 0; i < round->plan_count; i++) {
        json_t *line = json_object();
        json_put_number(line, "number", round->plans[i].number);
        json_put_text(line, "title", round->plans[i].title);
        json_put_number(line, "votes", tally->votes[i]);
        json_put_number(line, "cost_cents", round->plans[i].cost_cents);
        json_array_append_new(array, line);
    }
    return array;
}

static json_t *make_steps(const struct count_result *count, const struct round *round)
{
    json_t *array = json_array();

    for (size_t i = 0; i < count->step_count; i++) {
        const struct count_step *step = &count->steps[i];
        json_t *line = json_object();
        json_put_number(line, "plan", round->plans[step->plan].number);
        json_put_number(line, "votes", step->votes);
        json_put_number(line, "left_before_cents", step->left_before_cents);
        json_put_number(line, "left_after_cents", step->left_after_cents);
        json_put_text(line, "reason", reason_name(step->reason));
        json_array_append_new(array, line);
    }
    return array;
}

static json_t *make_winners(const struct count_result *count, const struct round *round)
{
    json_t *array = json_array();

    for (size_t i = 0; i < count->step_count; i++) {
        if (count->steps[i].reason == COUNT_FUNDED) {
            json_array_append_new(array, json_integer(round->plans[count->steps[i].plan].number));
        }
    }
    return array;
}

/* ---- making ------------------------------------------------------------------------------ */

static json_t *make_receipts(const json_t *summary)
{
    json_t *receipts = json_object();

    json_put(receipts, "counted", json_incref(json_object_get(summary, "counted")));
    json_put(receipts, "not_counted", json_incref(json_object_get(summary, "not_counted")));
    return receipts;
}

static json_t *make_refused(const struct opened *opened)
{
    json_t *refused = json_object();

    json_put_number(refused, "double", opened->doubles);
    json_put_number(refused, "malformed", opened->malformed);
    json_put_number(refused, "unopened", opened->unopened);
    return refused;
}

static void put_round(json_t *result, const struct round *round)
{
    uint8_t digest[CRYPTO_HASH];

    round_digest(digest, round);
    json_put_hex(result, "round", round->id, ROUND_ID);
    json_put_text(result, "title", round->title);
    json_put_number(result, "budget_cents", round->budget_cents);
    json_put_text(result, "rule", round->rule);
    json_put_hex(result, "plans_digest", digest, sizeof(digest));
}

json_t *result_make(const struct opened *opened, const struct round *round, const json_t *summary,
                    const struct keyfile *last, struct snag *snag)
{
    struct count_result count;
    struct err err;
    bool is_small = opened->tally.ballots < RESULT_SMALL;

    if (!tally_run(&count, &opened->tally, round, &err)) {
        snag_set(snag, "tel.last.rule", NULL, 0, round->rule);
        return NULL;
    }
    json_t *result = json_object();
    put_round(result, round);
    json_put_number(result, "version", RESULT_VERSION);
    json_put_number(result, "ballots", opened->tally.ballots);
    json_put(result, "blank", is_small ? json_null() : json_integer(opened->tally.blank));
    json_put(result, "totals", is_small ? json_array() : make_totals(&opened->tally, round));
    json_put(result, "winners", make_winners(&count, round));
    json_put(result, "steps", is_small ? json_array() : make_steps(&count, round));
    json_put(result, "receipts", make_receipts(summary));
    json_put(result, "refused", make_refused(opened));
    json_put(result, "exceptions", json_incref(json_object_get(summary, "exceptions")));
    signed_put(result, SIGNED_RESULT, last->sign_secret);
    return result;
}

/* ---- proving ----------------------------------------------------------------------------- */

/* The tally that the totals tell; false when they are not those of these plans. */
static bool read_totals(struct tally *ret, const json_t *totals, const struct round *round)
{
    *ret = (struct tally){.ballots = 0};
    if (json_array_size(totals) != round->plan_count) {
        return false;
    }
    for (size_t i = 0; i < round->plan_count; i++) {
        int64_t votes = json_number(json_array_get(totals, i), "votes", -1);
        if (votes < 0 || votes > UINT32_MAX) {
            return false;
        }
        ret->votes[i] = (uint32_t)votes;
    }
    json_t *own = make_totals(ret, round);
    bool same = json_equal(own, totals) == 1;
    json_decref(own);
    return same;
}

/* Counted again: anybody can. */
static bool adds_up(const json_t *result, const struct round *round)
{
    struct tally tally;
    struct count_result count;

    if (json_number(result, "ballots", -1) < RESULT_SMALL) {
        return json_array_size(json_object_get(result, "totals")) == 0 &&
               json_array_size(json_object_get(result, "steps")) == 0;
    }
    if (!read_totals(&tally, json_object_get(result, "totals"), round) ||
        !tally_run(&count, &tally, round, NULL)) {
        return false;
    }
    json_t *winners = make_winners(&count, round);
    json_t *steps = make_steps(&count, round);
    bool same = json_equal(winners, json_object_get(result, "winners")) == 1 &&
                json_equal(steps, json_object_get(result, "steps")) == 1;
    json_decref(winners);
    json_decref(steps);
    return same;
}

static bool is_of_round(const json_t *result, const struct round *round)
{
    uint8_t id[ROUND_ID];
    uint8_t told[CRYPTO_HASH];
    uint8_t own[CRYPTO_HASH];

    round_digest(own, round);
    return json_number(result, "version", 0) == RESULT_VERSION &&
           signed_hex(result, "round", id, ROUND_ID) && memcmp(id, round->id, ROUND_ID) == 0 &&
           signed_hex(result, "plans_digest", told, sizeof(told)) &&
           memcmp(own, told, sizeof(own)) == 0;
}

json_t *result_load(struct io *io, const char *path, const struct round *round, struct snag *snag)
{
    json_t *result = signed_load(io, path, snag);
    const char *wrong = NULL;

    if (result == NULL) {
        return NULL;
    }
    if (!signed_holds(result, SIGNED_RESULT, round->keys.last_sign)) {
        wrong = "tel.result.forged";
    } else if (!is_of_round(result, round)) {
        wrong = "tel.result.other-round";
    } else if (!adds_up(result, round)) {
        wrong = "tel.result.sums";
    }
    if (wrong != NULL) {
        json_decref(result);
        snag_set(snag, wrong, path, 0, NULL);
        return NULL;
    }
    return result;
}
