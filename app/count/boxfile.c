#include "app/count/boxfile.h"

#include "app/base/json.h"
#include "app/base/str.h"
#include "app/count/signed.h"

#include <stdlib.h>
#include <string.h>

enum { SEALED_LEAST = CRYPTO_HASH + 2 * CRYPTO_SEAL_EXTRA };

/* ---- growing lists in an arena ----------------------------------------------------------- */

/* Room for one more of `size` bytes; NULL when the arena is full. */
static void *grown(struct arena *arena, void *list, size_t count, size_t size)
{
    if (count >= 64 ? (count & (count - 1)) != 0 : count != 0) {
        return list; /* room was made at 0, 64, 128, 256, ... */
    }
    void *wider = arena_array(arena, count == 0 ? 64 : 2 * count, size);
    if (wider != NULL && count > 0) {
        memcpy(wider, list, count * size);
    }
    return wider;
}

struct reader {
    struct arena *arena; /* what is kept */
    struct arena line;   /* what one line needs */
    const struct round *round;
    struct box box;
    uint8_t last_rid[RECORD_RID];
    bool has_last;
    uint8_t other[ROUND_ID]; /* another round's, that this one does not go on as */
};

/* ---- one line ---------------------------------------------------------------------------- */

/* The one form of a line; any other bytes that say the same are refused. */
static bool is_own_form(struct reader *reader, const json_t *line, const char *text, size_t len)
{
    size_t own_len;
    const char *own = json_canonical(&reader->line, line, &own_len);
    return own_len == len && memcmp(own, text, len) == 0;
}

static uint8_t *sealed_of(struct arena *arena, const json_t *body, size_t *ret_len)
{
    size_t len = strlen(json_text(body, "sealed", "")) / 2;
    uint8_t *sealed = arena_alloc(arena, len + 1);

    *ret_len = len;
    return sealed != NULL && signed_hex(body, "sealed", sealed, len) ? sealed : NULL;
}

static const char *take_ballot(struct reader *reader, const json_t *body,
                               const uint8_t rid[RECORD_RID], bool is_ours)
{
    struct box_ballot ballot;
    uint8_t told[BALLOT_ID];
    size_t len;
    uint8_t *sealed = sealed_of(reader->arena, body, &len);

    if (sealed == NULL || json_object_size(body) != 3 ||
        !signed_hex(body, "ballot", told, sizeof(told))) {
        return "tel.box.form";
    }
    if (is_ours ? len != seal_ballot_len(reader->round)
                : len < SEALED_LEAST || len > SEAL_BALLOT_MAX) {
        return "tel.box.length";
    }
    crypto_hash(ballot.id, sealed, len);
    if (memcmp(ballot.id, told, BALLOT_ID) != 0 || memcmp(ballot.id, rid, RECORD_RID) != 0) {
        return "tel.box.id";
    }
    if (is_ours) {
        struct box *box = &reader->box;
        ballot.sealed = sealed;
        box->ballots = grown(reader->arena, box->ballots, box->ballot_count, sizeof(ballot));
        box->ballots[box->ballot_count++] = ballot;
    }
    return NULL;
}

static const char *take_entry(struct reader *reader, const json_t *body,
                              const uint8_t rid[RECORD_RID], bool is_ours)
{
    struct box_entry entry;
    size_t len;
    const uint8_t *sealed = sealed_of(&reader->line, body, &len);

    if (sealed == NULL || json_object_size(body) != 3 ||
        !signed_hex(body, "tag", entry.tag, sizeof(entry.tag))) {
        return "tel.box.form";
    }
    if (len != SEAL_REGISTER) {
        return "tel.box.length";
    }
    if (is_ours) {
        struct box *box = &reader->box;
        memcpy(entry.rid, rid, RECORD_RID);
        memcpy(entry.sealed, sealed, SEAL_REGISTER);
        box->entries = grown(reader->arena, box->entries, box->entry_count, sizeof(entry));
        box->entries[box->entry_count++] = entry;
    }
    return NULL;
}

static bool read_number(const json_t *body, const char *key, uint32_t *ret)
{
    int64_t number = json_number(body, key, -1);

    *ret = (uint32_t)number;
    return number >= 0 && number <= UINT32_MAX;
}

/* A record line like any other: its hash covers its body. */
static const char *take_statement(struct reader *reader, const char *text, size_t len,
                                  const json_t *body, bool is_ours)
{
    struct record record;
    struct box_statement statement;

    if (!record_from_line(&record, &reader->line, text, len, NULL) ||
        !read_number(body, "ballots", &statement.ballots) ||
        !read_number(body, "registers", &statement.registers) ||
        !read_number(body, "unlocks", &statement.unlocks) ||
        !signed_hex(body, "set", statement.set_digest, CRYPTO_HASH)) {
        return "tel.box.statement";
    }
    if (is_ours) {
        struct box *box = &reader->box;
        memcpy(statement.rid, record.rid, RECORD_RID);
        box->statements =
            grown(reader->arena, box->statements, box->statement_count, sizeof(statement));
        box->statements[box->statement_count++] = statement;
    }
    return NULL;
}

/* The same round, begun anew after this one: then these ballots are not the ones that count. */
static bool is_begun_again(struct reader *reader, const uint8_t id[ROUND_ID])
{
    const struct round *round = reader->round;
    uint8_t later[ROUND_ID];

    if (memcmp(id, reader->other, ROUND_ID) == 0) {
        return false; /* its lines are many, and the ids to try too */
    }
    for (uint16_t n = round->restarts + 1; n <= ROUND_MAX_RESTARTS; n++) {
        round_restart_id(later, round->base_id, n);
        if (memcmp(later, id, ROUND_ID) == 0) {
            return true;
        }
    }
    memcpy(reader->other, id, ROUND_ID);
    return false;
}

/* NULL, or the key of what is wrong with it. */
static const char *take_object(struct reader *reader, const json_t *line, const char *text,
                               size_t len)
{
    uint8_t rid[RECORD_RID];
    uint8_t round_id[ROUND_ID];
    const json_t *body = json_object_get(line, "body");
    const char *kind = json_text(line, "kind", "");

    if (!is_own_form(reader, line, text, len) || json_number(line, "version", 0) != 1 ||
        !signed_hex(line, "rid", rid, RECORD_RID) ||
        !signed_hex(body, "round", round_id, ROUND_ID)) {
        return "tel.box.form";
    }
    if (reader->has_last && memcmp(reader->last_rid, rid, RECORD_RID) >= 0) {
        return "tel.box.order";
    }
    memcpy(reader->last_rid, rid, RECORD_RID);
    reader->has_last = true;
    bool is_ours = memcmp(round_id, reader->round->id, ROUND_ID) == 0;
    if (!is_ours && is_begun_again(reader, round_id)) {
        return "tel.box.again";
    }
    if (strcmp(kind, "close-statement") == 0) {
        return take_statement(reader, text, len, body, is_ours);
    }
    if (json_object_size(line) != 4) {
        return "tel.box.form";
    }
    if (strcmp(kind, "ballot") == 0) {
        return take_ballot(reader, body, rid, is_ours);
    }
    return strcmp(kind, "register") == 0 ? take_entry(reader, body, rid, is_ours) : "tel.box.form";
}

static const char *take_line(struct reader *reader, const char *text, size_t len)
{
    if (len == 0 || len > BOX_MAX_LINE) {
        return "tel.box.form";
    }
    json_t *line = json_read(text, len, NULL);
    const char *wrong =
        json_is_object(line) ? take_object(reader, line, text, len) : "tel.box.form";
    json_decref(line);
    arena_reset(&reader->line);
    return wrong;
}

/* ---- the file ---------------------------------------------------------------------------- */

static bool take_lines(struct reader *reader, const char *text, size_t len, struct snag *snag)
{
    const char *end = text + len;
    long number = 0;

    while (text < end) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        number++;
        if (newline == NULL) {
            return snag_set(snag, "tel.box.cut", reader->box.path, number, NULL);
        }
        const char *wrong = take_line(reader, text, (size_t)(newline - text));
        if (wrong != NULL) {
            return snag_set(snag, wrong, reader->box.path, number, NULL);
        }
        text = newline + 1;
    }
    return true;
}

bool box_load(struct box *ret, struct io *io, struct arena *arena, const char *path,
              const struct round *round, struct snag *snag)
{
    struct reader reader = {.arena = arena, .round = round, .box = {.path = path}};
    struct arena whole;
    struct err err;
    char *text;
    size_t len;

    arena_init(&whole, 0);
    arena_init(&reader.line, 0);
    bool done = io_read_file(io, &whole, path, BOX_MAX_FILE, &text, &len, &err);
    if (!done) {
        snag_err(snag, path, &err);
    }
    done = done && take_lines(&reader, text, len, snag);
    arena_finish(&reader.line);
    arena_finish(&whole);
    if (done) {
        *ret = reader.box;
    }
    return done;
}

/* ---- several boxes ----------------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
    return memcmp(((const struct box_ballot *)a)->id, ((const struct box_ballot *)b)->id,
                  BALLOT_ID);
}

struct box_ballot *box_merge_ballots(struct arena *arena, const struct box *boxes, size_t box_count,
                                     size_t *ret_count)
{
    size_t all = 0;
    size_t kept = 0;

    for (size_t b = 0; b < box_count; b++) {
        all += boxes[b].ballot_count;
    }
    struct box_ballot *ballots = arena_array(arena, all + 1, sizeof(*ballots));
    size_t at = 0;
    for (size_t b = 0; b < box_count; b++) {
        for (size_t i = 0; i < boxes[b].ballot_count; i++) {
            ballots[at++] = boxes[b].ballots[i];
        }
    }
    qsort(ballots, all, sizeof(*ballots), by_id);
    for (size_t i = 0; i < all; i++) {
        if (kept == 0 || by_id(&ballots[kept - 1], &ballots[i]) != 0) {
            ballots[kept++] = ballots[i];
        }
    }
    *ret_count = kept;
    return ballots;
}

const struct box_ballot *box_find_ballot(const struct box_ballot *ballots, size_t count,
                                         const uint8_t id[BALLOT_ID])
{
    struct box_ballot wanted = {.sealed = NULL};

    memcpy(wanted.id, id, BALLOT_ID);
    return count == 0 ? NULL : bsearch(&wanted, ballots, count, sizeof(wanted), by_id);
}

/* ---- does it add up? --------------------------------------------------------------------- */

static const char *const state_names[BOX_STATES] = {
    [BOX_WHOLE] = "whole",   [BOX_NO_STATEMENT] = "no-statement", [BOX_STATEMENTS] = "statements",
    [BOX_COUNTS] = "counts", [BOX_OTHER_SET] = "other-set",
};

const char *box_state_name(enum box_state state)
{
    return state_names[state];
}

/* The digest of a closing statement (app/store/store_round.h): over the sorted ballot ids, then the
 * sorted rids of the register entries. Both stand in that order in the file. */
static void set_digest(uint8_t ret[CRYPTO_HASH], const struct box *box)
{
    struct arena arena;

    arena_init(&arena, 0);
    size_t len = box->ballot_count * BALLOT_ID + box->entry_count * RECORD_RID;
    uint8_t *all = arena_alloc(&arena, len + 1);
    uint8_t *at = all;
    for (size_t i = 0; i < box->ballot_count; i++, at += BALLOT_ID) {
        memcpy(at, box->ballots[i].id, BALLOT_ID);
    }
    for (size_t i = 0; i < box->entry_count; i++, at += RECORD_RID) {
        memcpy(at, box->entries[i].rid, RECORD_RID);
    }
    crypto_hash(ret, all, len);
    arena_finish(&arena);
}

enum box_state box_check(const struct box *box)
{
    uint8_t digest[CRYPTO_HASH];

    if (box->statement_count != 1) {
        return box->statement_count == 0 ? BOX_NO_STATEMENT : BOX_STATEMENTS;
    }
    const struct box_statement *told = &box->statements[0];
    if (told->ballots != box->ballot_count || told->registers != box->entry_count) {
        return BOX_COUNTS;
    }
    set_digest(digest, box);
    return memcmp(digest, told->set_digest, CRYPTO_HASH) == 0 ? BOX_WHOLE : BOX_OTHER_SET;
}
