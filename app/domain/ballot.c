#include "app/domain/ballot.h"

#include <assert.h>
#include <string.h>

struct ballot_sum ballot_sum(const struct ballot *ballot, const struct round *round)
{
    struct ballot_sum sum = {.left_cents = round->budget_cents};

    for (size_t i = 0; i < round->plan_count; i++) {
        if (ballot->value[i] != 0) {
            sum.chosen++;
            sum.points += round->form == FORM_POINTS ? ballot->value[i] : 0;
            sum.cost_cents += round->plans[i].cost_cents;
        }
    }
    sum.left_cents -= sum.cost_cents;
    return sum;
}

/* Most choices, or most points on one plan; a round that names none has no other limit. */
static uint32_t choose_max(const struct round *round)
{
    return round->choose_max == 0 ? UINT16_MAX : round->choose_max;
}

/* 1..r, each once. */
static bool is_ranking(const struct ballot *ballot, const struct round *round, uint16_t chosen)
{
    bool seen[ROUND_MAX_PLANS + 1] = {false};
    bool good = true;

    for (size_t i = 0; good && i < round->plan_count; i++) {
        uint16_t rank = ballot->value[i];
        good = rank == 0 || (rank <= chosen && !seen[rank]);
        if (good) {
            seen[rank] = true;
        }
    }
    crypto_wipe(seen, sizeof(seen));
    return good;
}

static bool is_well_formed(const struct ballot *ballot, const struct round *round, uint16_t chosen)
{
    for (size_t i = 0; i < ROUND_MAX_PLANS; i++) {
        bool is_mark = round->form == FORM_APPROVE || round->form == FORM_PURSE;
        if ((i >= round->plan_count && ballot->value[i] != 0) ||
            (is_mark && ballot->value[i] > 1)) {
            return false;
        }
    }
    return round->form != FORM_RANK || is_ranking(ballot, round, chosen);
}

static enum ballot_verdict check_count(uint16_t chosen, const struct round *round)
{
    if (chosen < round->choose_min) {
        return BALLOT_TOO_FEW;
    }
    return chosen > choose_max(round) ? BALLOT_TOO_MANY : BALLOT_OK;
}

static enum ballot_verdict check_points(const struct ballot *ballot, const struct round *round)
{
    uint32_t points = 0;

    for (size_t i = 0; i < round->plan_count; i++) {
        points += ballot->value[i];
        if (ballot->value[i] > choose_max(round)) {
            return BALLOT_TOO_MANY;
        }
    }
    return points > round->points ? BALLOT_OVER_POINTS : BALLOT_OK;
}

enum ballot_verdict ballot_check(const struct ballot *ballot, const struct round *round)
{
    assert(round->plan_count <= ROUND_MAX_PLANS);
    struct ballot_sum sum = ballot_sum(ballot, round);

    if (!is_well_formed(ballot, round, sum.chosen)) {
        return BALLOT_MALFORMED;
    }
    if (sum.chosen == 0) {
        return round->allow_blank ? BALLOT_BLANK : BALLOT_EMPTY;
    }
    switch (round->form) {
    case FORM_APPROVE:
    case FORM_RANK:
        return check_count(sum.chosen, round);
    case FORM_PURSE:
        return sum.left_cents < 0 ? BALLOT_OVER_BUDGET : BALLOT_OK;
    case FORM_POINTS:
        return check_points(ballot, round);
    }
    return BALLOT_MALFORMED;
}

enum ballot_verdict ballot_may_add(const struct ballot *ballot, const struct round *round,
                                   size_t index)
{
    if (index >= round->plan_count) {
        return BALLOT_MALFORMED;
    }
    struct ballot_sum sum = ballot_sum(ballot, round);
    uint16_t value = ballot->value[index];

    if (round->form == FORM_POINTS) { /* one point more */
        if (sum.points >= round->points) {
            return BALLOT_OVER_POINTS;
        }
        return value >= choose_max(round) ? BALLOT_TOO_MANY : BALLOT_OK;
    }
    if (value != 0) {
        return BALLOT_OK;
    }
    if (round->form == FORM_PURSE) {
        return round->plans[index].cost_cents > sum.left_cents ? BALLOT_OVER_BUDGET : BALLOT_OK;
    }
    return sum.chosen >= choose_max(round) ? BALLOT_TOO_MANY : BALLOT_OK;
}

/* Takes a ranked plan out and closes the gap. */
static void unrank(struct ballot *ballot, const struct round *round, size_t index)
{
    uint16_t gone = ballot->value[index];

    ballot->value[index] = 0;
    for (size_t i = 0; i < round->plan_count; i++) {
        if (ballot->value[i] > gone) {
            ballot->value[i]--;
        }
    }
}

/* One tap on a plan. What the form does not allow changes nothing; a tap on what is chosen undoes
 * it. With points a tap adds one, and a tap that cannot add takes the plan's points back. */
void ballot_toggle(struct ballot *ballot, const struct round *round, size_t index)
{
    bool may_add = ballot_may_add(ballot, round, index) == BALLOT_OK;

    if (index >= round->plan_count) {
        return;
    }
    uint16_t *value = &ballot->value[index];
    if (round->form == FORM_POINTS) {
        *value = may_add ? (uint16_t)(*value + 1) : 0;
    } else if (*value != 0 && round->form == FORM_RANK) {
        unrank(ballot, round, index);
    } else if (*value != 0) {
        *value = 0;
    } else if (may_add) {
        *value = 1;
        if (round->form == FORM_RANK) {
            *value = ballot_sum(ballot, round).chosen; /* itself counted */
        }
    }
}

void ballot_less(struct ballot *ballot, const struct round *round, size_t index)
{
    if (round->form == FORM_POINTS && index < round->plan_count && ballot->value[index] > 0) {
        ballot->value[index]--;
    }
}

size_t ballot_ranked(const struct ballot *ballot, const struct round *round, uint16_t place)
{
    size_t index = 0;

    while (index < round->plan_count && ballot->value[index] != place) {
        index++;
    }
    return place == 0 ? round->plan_count : index;
}

void ballot_raise(struct ballot *ballot, const struct round *round, size_t index)
{
    if (round->form != FORM_RANK || index >= round->plan_count || ballot->value[index] < 2) {
        return;
    }
    size_t before = ballot_ranked(ballot, round, (uint16_t)(ballot->value[index] - 1));
    assert(before < round->plan_count); /* places have no gaps */
    ballot->value[before]++;
    ballot->value[index]--;
}

/* ---- the fixed-length form ----------------------------------------------------------------- */

size_t ballot_plain_len(const struct round *round)
{
    return CRYPTO_HASH + 2 * round->plan_count;
}

void ballot_encode(uint8_t *dst, const struct ballot *ballot, const struct round *round)
{
    assert(round->plan_count <= ROUND_MAX_PLANS);
    round_digest(dst, round);
    dst += CRYPTO_HASH;
    for (size_t i = 0; i < round->plan_count; i++) {
        dst[2 * i] = (uint8_t)(ballot->value[i] >> 8);
        dst[2 * i + 1] = (uint8_t)(ballot->value[i] & 0xFF);
    }
}

bool ballot_decode(struct ballot *ret, const uint8_t *plain, size_t len, const struct round *round,
                   struct err *err)
{
    uint8_t digest[CRYPTO_HASH];
    struct ballot ballot = {0};

    if (round->plan_count > ROUND_MAX_PLANS || len != ballot_plain_len(round)) {
        return err_set(err, ERR_FORMAT, "a ballot of %zu bytes", len);
    }
    round_digest(digest, round);
    if (!crypto_equal(digest, plain, sizeof(digest))) {
        return err_set(err, ERR_FORMAT, "a ballot of another round or plan list");
    }
    plain += CRYPTO_HASH;
    for (size_t i = 0; i < round->plan_count; i++) {
        ballot.value[i] = (uint16_t)(plain[2 * i] << 8 | plain[2 * i + 1]);
    }
    enum ballot_verdict verdict = ballot_check(&ballot, round);
    bool good = verdict == BALLOT_OK || verdict == BALLOT_BLANK;
    if (good) {
        *ret = ballot;
    } else {
        err_set(err, ERR_FORMAT, "a ballot that the form refuses (%d)", (int)verdict);
    }
    crypto_wipe(&ballot, sizeof(ballot));
    return good;
}
