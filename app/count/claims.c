#include "app/count/claims.h"

#include <stdlib.h>
#include <string.h>

static const char *const reason_names[CLAIM_REASONS] = {
    [CLAIM_CODE_TWICE] = "code-twice",
    [CLAIM_NO_ENTRY] = "no-entry",
    [CLAIM_OVER_TURNS] = "over-turns",
    [CLAIM_UNKNOWN_CODE] = "unknown-code",
    [CLAIM_SHUT] = "shut",
    [CLAIM_WRONG_PROOF] = "wrong-proof",
    [CLAIM_NO_BALLOT] = "no-ballot",
    [CLAIM_BALLOT_TWICE] = "ballot-twice",
    [CLAIM_VOIDED] = "voided",
};

const char *claim_reason_name(enum claim_reason reason)
{
    return reason_names[reason];
}

uint32_t claims_faults(const struct claims *claims)
{
    uint32_t faults = 0;

    for (size_t i = 0; i < CLAIM_REASONS; i++) {
        faults += i == CLAIM_CODE_TWICE || i == CLAIM_VOIDED ? 0 : claims->rejected[i];
    }
    return faults;
}

struct claim { /* an entry whose proof holds and whose ballot is there */
    uint8_t tag[CODE_TAG];
    uint8_t id[BALLOT_ID];
    const uint8_t *round_id; /* for the order */
    size_t box;
    bool won;
    bool is_void; /* its letter is: no ballot under this tag counts */
};

struct table {
    struct arena *arena;
    const struct round *round;
    const struct box *boxes;
    size_t box_count;
    struct box_ballot *ballots; /* of all boxes, by rising id */
    size_t ballot_count;
    struct claim *claims;
    size_t claim_count;
    struct claims *outcome;
};

/* ---- opening the entries ----------------------------------------------------------------- */

struct entry_of {
    const struct box_entry *entry;
    size_t box;
};

static int by_entry(const void *a, const void *b)
{
    const struct entry_of *x = a, *y = b;
    int order = memcmp(x->entry->tag, y->entry->tag, CODE_TAG);

    order = order != 0 ? order : memcmp(x->entry->sealed, y->entry->sealed, SEAL_REGISTER);
    return order != 0 ? order : (x->box > y->box) - (x->box < y->box);
}

/* All entries once: a copy of a box, or of an entry in another box, is the same claim. */
static struct entry_of *gather(const struct table *table, size_t *ret_count)
{
    size_t all = 0;
    size_t kept = 0;

    for (size_t b = 0; b < table->box_count; b++) {
        all += table->boxes[b].entry_count;
    }
    struct entry_of *entries = arena_array(table->arena, all + 1, sizeof(*entries));
    size_t at = 0;
    for (size_t b = 0; b < table->box_count; b++) {
        for (size_t i = 0; i < table->boxes[b].entry_count; i++) {
            entries[at++] = (struct entry_of){&table->boxes[b].entries[i], b};
        }
    }
    qsort(entries, all, sizeof(*entries), by_entry);
    for (size_t i = 0; i < all; i++) {
        bool is_copy =
            kept > 0 &&
            memcmp(entries[kept - 1].entry->tag, entries[i].entry->tag, CODE_TAG) == 0 &&
            memcmp(entries[kept - 1].entry->sealed, entries[i].entry->sealed, SEAL_REGISTER) == 0;
        if (!is_copy) {
            entries[kept++] = entries[i];
        }
    }
    *ret_count = kept;
    return entries;
}

/* What the proof must be; without codes it is zeros. NULL: no such code. */
static const uint8_t *right_proof(const struct codebook *book, const uint8_t tag[CODE_TAG])
{
    static const uint8_t none[CODE_PROOF];

    if (book == NULL) {
        return none;
    }
    const struct codebook_line *line = codebook_find(book, tag);
    return line == NULL ? NULL : line->proof;
}

static void open_entry(struct table *table, const struct entry_of *of, const struct keyfile *key,
                       const struct codebook *book)
{
    struct claim claim = {.round_id = table->round->id, .box = of->box};
    uint8_t proof[CODE_PROOF];
    uint32_t *rejected = table->outcome->rejected;
    const uint8_t *right = right_proof(book, of->entry->tag);

    if (right == NULL) {
        rejected[CLAIM_UNKNOWN_CODE]++;
    } else if (!seal_open_register(claim.id, proof, of->entry->sealed, key->box, key->box_secret,
                                   NULL)) {
        rejected[CLAIM_SHUT]++;
    } else if (!crypto_equal(proof, right, CODE_PROOF)) {
        rejected[CLAIM_WRONG_PROOF]++;
    } else if (box_find_ballot(table->ballots, table->ballot_count, claim.id) == NULL) {
        rejected[CLAIM_NO_BALLOT]++;
    } else {
        memcpy(claim.tag, of->entry->tag, CODE_TAG);
        claim.is_void = book != NULL && codebook_find(book, claim.tag)->is_void;
        table->claims[table->claim_count++] = claim;
    }
    crypto_wipe(proof, sizeof(proof));
}

/* ---- choosing ---------------------------------------------------------------------------- */

static int by_rank(const struct claim *a, const struct claim *b)
{
    return seal_compare_claims(a->round_id, a->id, b->id);
}

static int by_tag(const void *a, const void *b)
{
    const struct claim *x = a, *y = b;
    int order = memcmp(x->tag, y->tag, CODE_TAG);

    return order != 0 ? order : by_rank(x, y);
}

static int by_box(const void *a, const void *b)
{
    const struct claim *x = a, *y = b;

    return x->box != y->box ? (x->box > y->box ? 1 : -1) : by_rank(x, y);
}

static int by_id(const void *a, const void *b)
{
    return memcmp(((const struct claim *)a)->id, ((const struct claim *)b)->id, BALLOT_ID);
}

/* One ballot a tag: of its claims the smallest. */
static void choose_by_tag(struct table *table)
{
    struct claim *claims = table->claims;

    qsort(claims, table->claim_count, sizeof(*claims), by_tag);
    for (size_t i = 0; i < table->claim_count; i++) {
        claims[i].won = !claims[i].is_void &&
                        (i == 0 || memcmp(claims[i - 1].tag, claims[i].tag, CODE_TAG) != 0);
    }
}

/* Without codes no more ballots count than people were let in: turns given by the caretaker, or in
 * an open round the ballots that the kiosk counted itself. A box that has no statement to hold it
 * to only comes here by an exception that people agreed on. */
static uint32_t most_of(const struct table *table, size_t box)
{
    const struct box *of = &table->boxes[box];

    if (of->statement_count != 1) {
        return UINT32_MAX;
    }
    return table->round->access == ACCESS_UNLOCK ? of->statements[0].unlocks
                                                 : of->statements[0].ballots;
}

static void choose_by_turns(struct table *table)
{
    struct claim *claims = table->claims;
    uint32_t taken = 0;

    qsort(claims, table->claim_count, sizeof(*claims), by_box);
    for (size_t i = 0; i < table->claim_count; i++) {
        taken = i == 0 || claims[i - 1].box != claims[i].box ? 0 : taken;
        if (claims[i].won && taken >= most_of(table, claims[i].box)) {
            claims[i].won = false;
        } else if (claims[i].won) {
            taken++;
        }
    }
}

/* Winners by id, each ballot once. */
static void list_counting(struct table *table)
{
    struct claims *outcome = table->outcome;
    struct claim *claims = table->claims;

    qsort(claims, table->claim_count, sizeof(*claims), by_id);
    outcome->counting =
        arena_array(table->arena, table->claim_count + 1, sizeof(*outcome->counting));
    for (size_t i = 0; i < table->claim_count; i++) {
        if (!claims[i].won) {
            continue;
        }
        size_t count = outcome->count;
        if (count > 0 && memcmp(outcome->counting[count - 1], claims[i].id, BALLOT_ID) == 0) {
            outcome->rejected[CLAIM_BALLOT_TWICE]++;
        } else {
            memcpy(outcome->counting[outcome->count++], claims[i].id, BALLOT_ID);
        }
    }
}

/* Ballots and counting ids are both by rising id: one walk over the two. */
static void list_lost(struct table *table, bool has_codes)
{
    struct claims *outcome = table->outcome;
    size_t at = 0;

    outcome->lost = arena_array(table->arena, table->ballot_count + 1, sizeof(*outcome->lost));
    for (size_t i = 0; i < table->ballot_count; i++) {
        const uint8_t *id = table->ballots[i].id;
        if (at < outcome->count && memcmp(outcome->counting[at], id, BALLOT_ID) == 0) {
            at++;
            continue;
        }
        struct claim wanted = {0};
        memcpy(wanted.id, id, BALLOT_ID);
        const struct claim *claim =
            table->claim_count == 0
                ? NULL
                : bsearch(&wanted, table->claims, table->claim_count, sizeof(wanted), by_id);
        struct lost_ballot *lost = &outcome->lost[outcome->lost_count++];
        memcpy(lost->id, id, BALLOT_ID);
        lost->reason = claim == NULL    ? CLAIM_NO_ENTRY
                       : claim->is_void ? CLAIM_VOIDED
                       : has_codes      ? CLAIM_CODE_TWICE
                                        : CLAIM_OVER_TURNS;
        outcome->rejected[lost->reason]++;
    }
}

void claims_decide(struct claims *ret, struct arena *arena, const struct round *round,
                   const struct keyfile *key, const struct codebook *book, const struct box *boxes,
                   size_t box_count)
{
    struct claims outcome = {.count = 0};
    struct table table = {.arena = arena,
                          .round = round,
                          .boxes = boxes,
                          .box_count = box_count,
                          .outcome = &outcome};
    size_t entry_count;

    table.ballots = box_merge_ballots(arena, boxes, box_count, &table.ballot_count);
    struct entry_of *entries = gather(&table, &entry_count);
    table.claims = arena_array(arena, entry_count + 1, sizeof(*table.claims));
    for (size_t i = 0; i < entry_count; i++) {
        open_entry(&table, &entries[i], key, book);
    }
    choose_by_tag(&table);
    if (book == NULL) {
        choose_by_turns(&table);
    }
    list_counting(&table);
    list_lost(&table, book != NULL);
    *ret = outcome;
}
