#include "app/domain/round.h"

#include <assert.h>
#include <string.h>

static const char *const owner_names[] = {"community", "shared", "municipality"};

const char *owner_name(enum owner owner)
{
    return owner_names[owner];
}

bool owner_parse(enum owner *ret, const char *name)
{
    for (size_t i = 0; i < sizeof(owner_names) / sizeof(owner_names[0]); i++) {
        if (strcmp(name, owner_names[i]) == 0) {
            *ret = (enum owner)i;
            return true;
        }
    }
    return false;
}

const char *round_state_name(enum round_state state)
{
    static const char *const names[] = {"concept", "open", "paused", "closed"};
    return names[state];
}

/* The parts of the digest, in order; numbers as 8 bytes, most significant first. Fields are hashed,
 * never a struct: padding has no fixed value. */
enum {
    DIGEST_FIXED = 17,
    DIGEST_PARTS = DIGEST_FIXED + 4 * ROUND_MAX_PLANS + 2 * ROUND_MAX_THEMES + 2 * ROUND_MAX_PAIRS
};

struct digest {
    struct crypto_part part[DIGEST_PARTS];
    uint8_t number[DIGEST_PARTS][8];
    size_t count;
};

static void add_bytes(struct digest *digest, const void *data, size_t len)
{
    assert(digest->count < DIGEST_PARTS);
    digest->part[digest->count++] = (struct crypto_part){data, len};
}

static void add_text(struct digest *digest, const char *text)
{
    add_bytes(digest, text == NULL ? "" : text, text == NULL ? 0 : strlen(text));
}

static void add_number(struct digest *digest, int64_t number)
{
    uint8_t *bytes = digest->number[digest->count];

    for (size_t i = 0; i < 8; i++) {
        bytes[i] = (uint8_t)((uint64_t)number >> (56 - 8 * i));
    }
    add_bytes(digest, bytes, 8);
}

/* Is there more to the counting than the name of the rule? */
static bool has_terms(const struct round *round)
{
    return round->completion != NULL || round->tie != NULL || round->left_over != NULL ||
           round->floor_votes > 0 || round->floor_permyriad > 0;
}

static void add_terms(struct digest *digest, const struct round *round)
{
    add_text(digest, round->completion);
    add_text(digest, round->tie);
    add_text(digest, round->left_over);
    add_number(digest, round->floor_votes);
    add_number(digest, round->floor_permyriad);
}

static bool has_bounds(const struct round *round)
{
    return round->theme_count > 0 || round->pair_count > 0;
}

static void add_bounds(struct digest *digest, const struct round *round)
{
    add_number(digest, (int64_t)round->theme_count);
    for (size_t i = 0; i < round->theme_count; i++) {
        add_text(digest, round->themes[i].name);
        add_number(digest, round->themes[i].budget_cents);
    }
    for (size_t i = 0; i < round->plan_count; i++) {
        add_text(digest, round->plans[i].theme);
    }
    add_number(digest, (int64_t)round->pair_count);
    for (size_t i = 0; i < round->pair_count; i++) {
        add_number(digest, round->plans[round->pairs[i].a].number);
        add_number(digest, round->plans[round->pairs[i].b].number);
    }
}

void round_digest(uint8_t ret[CRYPTO_HASH], const struct round *round)
{
    struct digest digest;

    assert(round->plan_count <= ROUND_MAX_PLANS && round->theme_count <= ROUND_MAX_THEMES &&
           round->pair_count <= ROUND_MAX_PAIRS);
    digest.count = 0;
    add_text(&digest, has_bounds(round)  ? "dorpel round 3"
                      : has_terms(round) ? "dorpel round 2"
                                         : "dorpel round 1");
    add_bytes(&digest, round->id, ROUND_ID);
    add_number(&digest, round->form);
    add_number(&digest, round->choose_min);
    add_number(&digest, round->choose_max);
    add_number(&digest, round->points);
    add_number(&digest, round->allow_blank);
    add_number(&digest, round->budget_cents);
    add_text(&digest, round->rule);
    if (has_terms(round) || has_bounds(round)) {
        add_terms(&digest, round);
    }
    add_number(&digest, (int64_t)round->plan_count);
    for (size_t i = 0; i < round->plan_count; i++) {
        add_number(&digest, round->plans[i].number);
        add_text(&digest, round->plans[i].title);
        add_number(&digest, round->plans[i].cost_cents);
    }
    if (has_bounds(round)) {
        add_bounds(&digest, round);
    }
    crypto_hash_parts(ret, digest.part, digest.count);
}

/* ---- phases ---------------------------------------------------------------------------------- */

static const char *const phase_names[ROUND_PHASES] = {"ideas", "check", "vote", "result", "doing"};

const char *round_phase_name(enum round_phase phase)
{
    return phase_names[phase];
}

bool round_phase_parse(enum round_phase *ret, const char *name)
{
    for (int i = 0; i < ROUND_PHASES; i++) {
        if (strcmp(name, phase_names[i]) == 0) {
            *ret = (enum round_phase)i;
            return true;
        }
    }
    return false;
}

enum round_phase round_phase(enum round_state state, enum round_phase chosen)
{
    switch (state) {
    case ROUND_CONCEPT:
        return chosen == PHASE_IDEAS ? PHASE_IDEAS : PHASE_CHECK;
    case ROUND_OPEN:
    case ROUND_PAUSED:
        return PHASE_VOTE;
    case ROUND_CLOSED:
        break;
    }
    return chosen == PHASE_DOING ? PHASE_DOING : PHASE_RESULT;
}

enum round_phase round_phase_due(const struct round *round, enum round_phase now, int day)
{
    /* The box is closed by hand before there can be anything to do. */
    int last = now < PHASE_RESULT ? PHASE_RESULT : PHASE_DOING;

    for (int next = (int)now + 1; next <= last; next++) {
        if (round->day[next] != 0 && day >= round->day[next]) {
            now = (enum round_phase)next;
        }
    }
    return now;
}

void round_restart_id(uint8_t ret[ROUND_ID], const uint8_t base[ROUND_ID], uint16_t n)
{
    static const char domain[] = "dorpel round again";
    const uint8_t count[2] = {(uint8_t)(n >> 8), (uint8_t)n};
    uint8_t hash[CRYPTO_HASH];

    memcpy(hash, base, ROUND_ID);
    if (n > 0) {
        const struct crypto_part parts[] = {
            {domain, sizeof(domain) - 1}, {base, ROUND_ID}, {count, sizeof(count)}};
        crypto_hash_parts(hash, parts, 3);
    }
    memcpy(ret, hash, ROUND_ID);
}

const struct plan *round_plan(const struct round *round, uint16_t number)
{
    for (size_t i = 0; i < round->plan_count; i++) {
        if (round->plans[i].number == number) {
            return &round->plans[i];
        }
    }
    return NULL;
}

bool round_knows_tag(const struct round *round, const uint8_t tag[32])
{
    size_t low = 0;
    size_t high = round->tags == NULL ? 0 : round->tag_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = memcmp(tag, round->tags[middle], 32);
        if (order == 0) {
            return true;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return false;
}
