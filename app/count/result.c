#include "app/count/result.h"

#include "app/count/draw.h"
#include "app/count/signed.h"
#include "app/domain/count/report.h"
#include "app/domain/count/terms.h"
#include "app/domain/receipts.h"

#include <string.h>

/* 1 had its receipts as words, too many for a kiosk's record, and steps of two rules only. */
enum { RESULT_VERSION = 2 };

/* ---- the parts that follow from the ballots ---------------------------------------------- */

struct totals {
    uint32_t ballots;
    uint64_t votes[ROUND_MAX_PLANS];  /* ballots that name the plan */
    uint64_t points[ROUND_MAX_PLANS]; /* the same where a choice carries nothing */
};

static bool has_points(const struct round *round)
{
    return round->form == FORM_POINTS || round->form == FORM_RANK;
}

static json_t *make_totals(const struct totals *totals, const struct round *round)
{
    json_t *array = json_array();

    for (size_t i = 0; i < round->plan_count; i++) {
        json_t *line = json_object();
        json_put_number(line, "number", round->plans[i].number);
        json_put_text(line, "title", round->plans[i].title);
        json_put_number(line, "votes", (int64_t)totals->votes[i]);
        if (has_points(round)) {
            json_put_number(line, "points", (int64_t)totals->points[i]);
        }
        json_put_number(line, "cost_cents", round->plans[i].cost_cents);
        json_array_append_new(array, line);
    }
    return array;
}

static uint32_t count_blank(const struct election *election)
{
    uint32_t blank = 0;

    for (size_t b = 0; b < election->ballot_count; b++) {
        blank += election->first[b] == election->first[b + 1];
    }
    return blank;
}

/* ---- making ------------------------------------------------------------------------------ */

/* false: words of another list than ours. */
static bool take_receipt(uint64_t *numbers, size_t *count, const char *words)
{
    uint16_t list[RECEIPT_WORDS];

    if (words == NULL || !words_parse(list, RECEIPT_WORDS, words)) {
        return false;
    }
    numbers[(*count)++] = receipts_number(list);
    return true;
}

/* The registrar's words, packed. Lines are words, or {"reason","words"}: then those of `key`. */
static bool put_receipts(json_t *receipts, const char *key, const json_t *lines)
{
    struct arena arena;
    size_t count = 0;
    bool good = true;

    arena_init(&arena, 0);
    uint64_t *numbers = arena_array(&arena, json_array_size(lines) + 1, sizeof(*numbers));
    for (size_t i = 0; good && i < json_array_size(lines); i++) {
        const json_t *line = json_array_get(lines, i);
        if (!json_is_object(line)) {
            good = take_receipt(numbers, &count, json_string_value(line));
        } else if (strcmp(json_text(line, "reason", ""), key) == 0) {
            good = take_receipt(numbers, &count, json_text(line, "words", ""));
        }
    }
    if (good) {
        json_put_text(receipts, key, receipts_pack(&arena, numbers, count));
    }
    arena_finish(&arena);
    return good;
}

/* {"counted":..} and a list for each reason that there is; NULL when they are not our words. */
static json_t *make_receipts(const json_t *summary)
{
    json_t *receipts = json_object();
    const json_t *lost = json_object_get(summary, "not_counted");

    bool good = put_receipts(receipts, "counted", json_object_get(summary, "counted"));
    for (size_t i = 0; good && i < json_array_size(lost); i++) {
        const char *reason = json_text(json_array_get(lost, i), "reason", "");
        good = json_object_get(receipts, reason) != NULL || put_receipts(receipts, reason, lost);
    }
    if (!good) {
        json_decref(receipts);
        return NULL;
    }
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

static void put_if_said(json_t *result, const char *name, const char *word)
{
    if (word != NULL) {
        json_put_text(result, name, word);
    }
}

static void put_round(json_t *result, const struct round *round)
{
    uint8_t digest[CRYPTO_HASH];

    round_digest(digest, round);
    json_put_hex(result, "round", round->id, ROUND_ID);
    json_put_text(result, "title", round->title);
    json_put_number(result, "budget_cents", round->budget_cents);
    json_put_text(result, "rule", round->rule);
    put_if_said(result, "completion", round->completion);
    put_if_said(result, "tie", round->tie);
    put_if_said(result, "left_over", round->left_over);
    json_put_hex(result, "plans_digest", digest, sizeof(digest));
}

/* With few ballots: who won, and no more. */
static void put_count(json_t *result, const struct counted *counted, const struct round *round)
{
    struct totals totals = {.ballots = (uint32_t)counted->ballots};
    bool is_small = counted->ballots < RESULT_SMALL;

    election_tally(counted->election, totals.votes, totals.points);
    json_put_number(result, "ballots", (int64_t)counted->ballots);
    json_put(result, "blank",
             is_small ? json_null() : json_integer(count_blank(counted->election)));
    json_put(result, "totals", is_small ? json_array() : make_totals(&totals, round));
    json_put(result, "winners", report_winners(counted, REPORT_ROUND));
    json_put(result, "steps", is_small ? json_array() : report_steps(counted, REPORT_ROUND));
    if (!is_small) {
        report_put_shares(result, counted);
    }
}

json_t *result_make(const struct opened *opened, const struct round *round, const json_t *summary,
                    const struct keyfile *last, struct snag *snag)
{
    struct arena arena;
    struct count_options options;
    struct count_outcome outcome;
    json_t *draw = draw_make(json_object_get(summary, "boxes"), round);
    json_t *receipts = make_receipts(summary);
    json_t *result = NULL;

    arena_init(&arena, 0);
    if (receipts == NULL) {
        snag_set(snag, "tel.handover.forged", NULL, 0, NULL);
        json_decref(draw);
    } else if (!terms_read(&options, round, NULL) || !draw_read(&options, draw, round) ||
               !count_run(&outcome, &arena, opened->election, &options, NULL)) {
        snag_set(snag, "tel.last.rule", NULL, 0, round->rule);
        json_decref(draw);
        json_decref(receipts);
    } else {
        const struct counted counted = {opened->election, &options, &outcome,
                                        opened->election->ballot_count};
        result = json_object();
        put_round(result, round);
        put_count(result, &counted, round);
        json_put_number(result, "version", RESULT_VERSION);
        json_put(result, "draw", draw == NULL ? json_null() : draw);
        json_put(result, "receipts", receipts);
        json_put(result, "refused", make_refused(opened));
        json_put(result, "exceptions", json_incref(json_object_get(summary, "exceptions")));
        signed_put(result, SIGNED_RESULT, last->sign_secret);
    }
    arena_finish(&arena);
    return result;
}

/* ---- proving ----------------------------------------------------------------------------- */

/* What the totals tell; false when they are not those of these plans. */
static bool read_totals(struct totals *ret, const json_t *result, const struct round *round)
{
    const json_t *totals = json_object_get(result, "totals");

    *ret = (struct totals){.ballots = (uint32_t)json_number(result, "ballots", 0)};
    if (json_array_size(totals) != round->plan_count) {
        return false;
    }
    for (size_t i = 0; i < round->plan_count; i++) {
        int64_t votes = json_number(json_array_get(totals, i), "votes", -1);
        int64_t points = json_number(json_array_get(totals, i), "points", votes);
        if (votes < 0 || votes > UINT32_MAX || points < 0) {
            return false;
        }
        ret->votes[i] = (uint64_t)votes;
        ret->points[i] = (uint64_t)points;
    }
    json_t *own = make_totals(ret, round);
    bool same = json_equal(own, totals) == 1;
    json_decref(own);
    return same;
}

static bool is_same(json_t *own, const json_t *told)
{
    bool same = json_equal(own, told) == 1;

    json_decref(own);
    return same;
}

/* Counted again from the totals, where these decide: anybody can. */
static bool is_counted_right(struct arena *arena, const json_t *result, const struct round *round,
                             const struct count_options *options, const struct totals *totals)
{
    struct count_outcome outcome;
    const struct election *election =
        terms_election(arena, round, totals->ballots, totals->votes, totals->points);

    if (election == NULL || !count_run(&outcome, arena, election, options, NULL)) {
        return false;
    }
    const struct counted counted = {election, options, &outcome, totals->ballots};
    return is_same(report_winners(&counted, REPORT_ROUND), json_object_get(result, "winners")) &&
           is_same(report_steps(&counted, REPORT_ROUND), json_object_get(result, "steps"));
}

/* Who voted for what together with what stands in no result: then the steps must be those of these
 * totals, and add up from the budget down (report_read has seen to that). */
static bool are_steps_of(const struct count_outcome *outcome, const struct totals *totals)
{
    for (size_t i = 0; i < outcome->step_count; i++) {
        const struct count_step *step = &outcome->steps[i];
        if (step->votes != totals->votes[step->plan] ||
            (step->score != totals->votes[step->plan] &&
             step->score != totals->points[step->plan]) ||
            (step->reason == COUNT_FUNDED && step->phase != COUNT_BY_PEOPLE && step->votes == 0)) {
            return false;
        }
    }
    return outcome->step_count > 0;
}

static bool check_count(struct arena *arena, const json_t *result, const struct round *round)
{
    struct totals totals;
    struct count_options options;
    struct count_outcome outcome;
    const struct election *plans = election_of_round(arena, round, 0, 0);

    if (!terms_read(&options, round, NULL) ||
        !draw_read(&options, json_object_get(result, "draw"), round) ||
        !report_read(&outcome, arena, plans, result, NULL)) {
        return false;
    }
    if (json_number(result, "ballots", -1) < RESULT_SMALL) {
        return json_array_size(json_object_get(result, "totals")) == 0 && outcome.step_count == 0;
    }
    if (!read_totals(&totals, result, round)) {
        return false;
    }
    return terms_need_totals_only(options.rule)
               ? is_counted_right(arena, result, round, &options, &totals)
               : are_steps_of(&outcome, &totals);
}

static bool adds_up(const json_t *result, const struct round *round)
{
    struct arena arena;

    arena_init(&arena, 0);
    bool good = check_count(&arena, result, round);
    arena_finish(&arena);
    return good;
}

/* A receipt for each box that was let through, and each in its form. */
static bool has_receipts(const json_t *result)
{
    const char *key;
    json_t *list;
    const json_t *refused = json_object_get(result, "refused");
    json_t *receipts = json_object_get(result, "receipts");
    const char *counted = json_text(receipts, "counted", "-");
    int64_t boxes = json_number(result, "ballots", -1) + json_number(refused, "double", 0) +
                    json_number(refused, "malformed", 0) + json_number(refused, "unopened", 0);

    json_object_foreach(receipts, key, list)
    {
        if (!json_is_string(list) || !receipts_are_whole(json_string_value(list))) {
            return false;
        }
    }
    return receipts_are_whole(counted) && (int64_t)receipts_count(counted) == boxes;
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
    } else if (!adds_up(result, round) || !has_receipts(result)) {
        wrong = "tel.result.sums";
    }
    if (wrong != NULL) {
        json_decref(result);
        snag_set(snag, wrong, path, 0, NULL);
        return NULL;
    }
    return result;
}
