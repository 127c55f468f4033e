#include "app/store/store_round.h"

#include "app/base/str.h"
#include "app/domain/seal.h"
#include "app/store/store_internal.h"
#include "app/store/store_vote.h"

#include <stdlib.h>
#include <string.h>

/* ---- state ---------------------------------------------------------------------------------- */

bool store_round_is(struct store *store, const uint8_t round_id[ROUND_ID], enum round_state *ret,
                    uint8_t ret_digest[CRYPTO_HASH], struct err *err)
{
    uint8_t digest[CRYPTO_HASH] = {0};
    enum round_state state = ROUND_CONCEPT;
    struct db_stmt *stmt = store->stmt[Q_ROUND_GET];

    db_bind_blob(stmt, ":round", round_id, ROUND_ID);
    int rc = db_step(stmt, err);
    bool good = rc == 0;
    if (rc == 1) {
        state = (enum round_state)db_int(stmt, 0);
        good = store_blob(stmt, 1, digest, sizeof(digest), err);
    }
    db_reset(stmt);
    if (!good) {
        return false;
    }
    *ret = state;
    if (ret_digest != NULL) {
        memcpy(ret_digest, digest, sizeof(digest));
    }
    return true;
}

bool store_round_state(struct store *store, const uint8_t round_id[ROUND_ID], enum round_state *ret,
                       uint8_t ret_digest[CRYPTO_HASH], struct err *err)
{
    return store_round_is(store, round_id, ret, ret_digest, err);
}

uint32_t store_round_frozen(struct store *store, const struct round *rounds, size_t count)
{
    uint32_t frozen = 0;

    for (size_t i = 0; i < count && i < 32; i++) {
        enum round_state state = ROUND_CONCEPT;
        uint8_t kept[CRYPTO_HASH], now[CRYPTO_HASH];
        round_digest(now, &rounds[i]);
        if (store_round_state(store, rounds[i].id, &state, kept, NULL) && state != ROUND_CONCEPT &&
            memcmp(kept, now, sizeof(now)) != 0) {
            frozen |= 1u << i;
        }
    }
    return frozen;
}

static bool next_act(struct store *store, enum store_query query, const uint8_t *round_id,
                     int64_t *ret, struct err *err)
{
    struct db_stmt *stmt = store->stmt[query];

    db_bind_blob(stmt, ":round", round_id, ROUND_ID);
    int rc = db_step(stmt, err);
    *ret = rc == 1 ? db_int(stmt, 0) : 0;
    db_reset(stmt);
    return rc == 1;
}

/* body (stolen) holds what only this act has. */
static bool put_act(struct store *store, const uint8_t *round_id, enum round_state state,
                    const uint8_t digest[CRYPTO_HASH], json_t *body, struct err *err)
{
    int64_t act;

    if (!next_act(store, Q_ROUND_NEXT_ACT, round_id, &act, err)) {
        json_decref(body);
        return false;
    }
    json_put_number(body, "act", act);
    json_put_hex(body, "digest", digest, CRYPTO_HASH);
    json_put_hex(body, "round", round_id, ROUND_ID);
    json_put_text(body, "state", round_state_name(state));
    return store_make(store, RECORD_ROUND_ACT, body, NULL, err);
}

static bool deny(enum round_state from, enum round_state to, struct err *err)
{
    return err_set(err, ERR_DENIED, "a round that is %s cannot become %s", round_state_name(from),
                   round_state_name(to));
}

/* ---- open and pause ------------------------------------------------------------------------- */

static bool open_round(struct store *store, const struct round *round, struct err *err)
{
    enum round_state state;
    uint8_t frozen[CRYPTO_HASH], digest[CRYPTO_HASH];
    struct vote_counts counts;

    if (!store_round_is(store, round->id, &state, frozen, err) ||
        !store_vote_counts(store, round->id, &counts, err)) {
        return false;
    }
    round_digest(digest, round);
    if (state != ROUND_CONCEPT && state != ROUND_PAUSED) {
        return deny(state, ROUND_OPEN, err);
    }
    if (state == ROUND_PAUSED && memcmp(frozen, digest, sizeof(digest)) != 0) {
        return err_set(err, ERR_DENIED, "the plans are not those that were frozen");
    }
    /* Zero at the first opening, unless the box was taken over from a damaged database: what is in
     * it is written down, and the closing statement shows it too. */
    json_t *body = json_object();
    json_put_number(body, "ballots", counts.ballots);
    json_put_number(body, "registers", counts.registers);
    return put_act(store, round->id, ROUND_OPEN, digest, body, err);
}

bool store_round_open(struct store *store, const struct round *round, struct err *err)
{
    struct err own = {0};

    if (round->is_practice != store->is_practice) {
        return err_set(err, ERR_DENIED, "practice and real rounds never meet");
    }
    return store_begin(store, err) && store_end(store, open_round(store, round, &own), &own, err);
}

static bool pause_round(struct store *store, const struct round *round, const char *reason,
                        struct err *err)
{
    enum round_state state;
    uint8_t frozen[CRYPTO_HASH];
    char clean[400];

    if (!store_round_is(store, round->id, &state, frozen, err)) {
        return false;
    }
    if (state != ROUND_OPEN) {
        return deny(state, ROUND_PAUSED, err);
    }
    str_clean(clean, sizeof(clean), reason == NULL ? "" : reason, true);
    json_t *body = json_object();
    json_put_text(body, "reason", clean);
    return put_act(store, round->id, ROUND_PAUSED, frozen, body, err);
}

bool store_round_pause(struct store *store, const struct round *round, const char *reason,
                       struct err *err)
{
    struct err own = {0};

    return store_begin(store, err) &&
           store_end(store, pause_round(store, round, reason, &own), &own, err);
}

/* ---- close ---------------------------------------------------------------------------------- */

/* Appends the first column of each row, len bytes, to pile; false when there are not `count`. */
static bool pile_ids(struct store *store, enum store_query query, const uint8_t *round_id,
                     uint8_t *pile, size_t count, size_t len, struct err *err)
{
    struct db_stmt *stmt = store->stmt[query];
    size_t at = 0;
    int rc = 0;

    db_bind_blob(stmt, ":round", round_id, ROUND_ID);
    while (at < count && (rc = db_step(stmt, err)) == 1 &&
           store_blob(stmt, 0, pile + at * len, len, err)) {
        at++;
    }
    db_reset(stmt);
    return at == count || (rc == 0 && err_set(err, ERR_DAMAGED, "fewer rows than were counted"));
}

static bool digest_set(struct store *store, const uint8_t *round_id,
                       const struct vote_counts *counts, uint8_t ret[CRYPTO_HASH], struct err *err)
{
    size_t ballots_len = (size_t)counts->ballots * BALLOT_ID;
    size_t len = ballots_len + (size_t)counts->registers * RECORD_RID;

    uint8_t *pile = malloc(len + 1);
    if (pile == NULL) {
        return err_set(err, ERR_MEMORY, "the digest of the box");
    }
    bool done = pile_ids(store, Q_BALLOT_IDS, round_id, pile, counts->ballots, BALLOT_ID, err) &&
                pile_ids(store, Q_REGISTER_RIDS, round_id, pile + ballots_len, counts->registers,
                         RECORD_RID, err);
    if (done) {
        crypto_hash(ret, pile, len);
    }
    free(pile);
    return done;
}

static bool put_statement(struct store *store, const uint8_t *round_id, struct err *err)
{
    struct vote_counts counts;
    uint8_t set[CRYPTO_HASH];

    if (!store_vote_counts(store, round_id, &counts, err) ||
        !digest_set(store, round_id, &counts, set, err)) {
        return false;
    }
    json_t *body = json_object();
    json_put_number(body, "ballots", counts.ballots);
    json_put_number(body, "registers", counts.registers);
    json_put_hex(body, "round", round_id, ROUND_ID);
    json_put_hex(body, "set", set, sizeof(set));
    json_put_number(body, "unlocks", counts.unlocks_given);
    return store_make(store, RECORD_CLOSE_STATEMENT, body, NULL, err);
}

static bool close_round(struct store *store, const struct round *round, struct err *err)
{
    enum round_state state;
    uint8_t frozen[CRYPTO_HASH];

    if (!store_round_is(store, round->id, &state, frozen, err)) {
        return false;
    }
    if (state != ROUND_OPEN && state != ROUND_PAUSED) {
        return deny(state, ROUND_CLOSED, err);
    }
    if (!put_act(store, round->id, ROUND_CLOSED, frozen, json_object(), err)) {
        return false;
    }
    if (STORE_BUG(store, BUG_CLOSE_IN_TWO) &&
        !(db_commit(store->db, err) && db_begin(store->db, err))) {
        return false;
    }
    return put_statement(store, round->id, err) && store_release_all(store, round->id, err);
}

static bool close_once(struct store *store, const struct round *round, struct err *err)
{
    struct err own = {0};

    return store_begin(store, err) && store_end(store, close_round(store, round, &own), &own, err);
}

/* Closing is what the reserve file is kept for. */
static bool may_retry(struct store *store, const struct err *own)
{
    return own->code == ERR_FULL && store_use_reserve(store, NULL);
}

bool store_round_close(struct store *store, const struct round *round, struct err *err)
{
    struct err own = {0};

    if (!close_once(store, round, &own) &&
        !(may_retry(store, &own) && close_once(store, round, &own))) {
        return store_fail(store, &own, err);
    }
    /* The round is closed, whatever comes now. When the re-pack fails the next night does it. */
    bool packed =
        db_repack(store->db, &own) || (may_retry(store, &own) && db_repack(store->db, &own));
    if (packed) {
        store->is_unpacked = false;
    } else {
        store->is_unpacked = true;
        store_fail(store, &own, NULL);
    }
    return true;
}

bool store_round_statement(struct store *store, const uint8_t round_id[ROUND_ID],
                           struct close_statement *ret, struct err *err)
{
    struct close_statement statement = {0};
    struct db_stmt *stmt = store->stmt[Q_STATEMENT_GET];

    db_bind_blob(stmt, ":round", round_id, ROUND_ID);
    int rc = db_step(stmt, err);
    bool good = rc == 1 && store_blob(stmt, 3, statement.set_digest, CRYPTO_HASH, err);
    if (good) {
        statement.ballots = (uint32_t)db_int(stmt, 0);
        statement.registers = (uint32_t)db_int(stmt, 1);
        statement.unlocks = (uint32_t)db_int(stmt, 2);
        *ret = statement;
    }
    db_reset(stmt);
    return good || (rc == 0 && err_set(err, ERR_MISSING, "the round was not closed here"));
}

/* ---- result --------------------------------------------------------------------------------- */

static bool put_result(struct store *store, const uint8_t *round_id, const char *json, size_t len,
                       struct err *err)
{
    int64_t act;

    if (!next_act(store, Q_RESULT_NEXT_ACT, round_id, &act, err)) {
        return false;
    }
    json_t *body = json_object();
    json_put_number(body, "act", act);
    json_put(body, "result",
             json_stringn(json, len)); /* as text: its signature is over its bytes */
    json_put_hex(body, "round", round_id, ROUND_ID);
    return store_make(store, RECORD_CONTENT_APPLIED, body, NULL, err);
}

bool store_result_put(struct store *store, const uint8_t round_id[ROUND_ID], const char *json,
                      size_t len, struct err *err)
{
    struct err own = {0};

    if (len == 0 || memchr(json, '\0', len) != NULL || !str_is_utf8(json, len)) {
        return err_set(err, ERR_FORMAT, "a result that is no text");
    }
    if (len > RECORD_MAX_RESULT) {
        return err_set(err, ERR_LIMIT, "a result of %zu bytes", len);
    }
    return store_begin(store, err) &&
           store_end(store, put_result(store, round_id, json, len, &own), &own, err);
}

bool store_result_get(struct store *store, struct arena *arena, const uint8_t round_id[ROUND_ID],
                      const char **ret_json, size_t *ret_len, struct err *err)
{
    const char *copy = NULL;
    struct db_stmt *stmt = store->stmt[Q_RESULT_GET];

    db_bind_blob(stmt, ":round", round_id, ROUND_ID);
    int rc = db_step(stmt, err);
    if (rc == 1) {
        const char *text = db_text(stmt, 0);
        json_t *body = json_read(text, strlen(text), err);
        copy = body == NULL ? NULL : arena_strdup(arena, json_text(body, "result", ""));
        if (body != NULL && copy == NULL) {
            err_set(err, ERR_LIMIT, "the result does not fit");
        }
        json_decref(body);
    }
    db_reset(stmt);
    if (copy == NULL) {
        return rc == 0 ? err_set(err, ERR_MISSING, "no result yet") : false;
    }
    *ret_json = copy;
    *ret_len = strlen(copy);
    return true;
}

/* ---- letters that were made void ------------------------------------------------------------ */

/* A round act without a state: it is kept, travels, and cannot be erased. */
bool store_round_void(struct store *store, const struct round *round,
                      const struct void_letter *letter, struct err *err)
{
    struct err own = {0};

    if (letter->letter == 0 || letter->letter == letter->spare) {
        return err_set(err, ERR_FORMAT, "not a letter that can be made void");
    }
    if (!store_begin(store, err)) {
        return false;
    }
    json_t *body = json_object(), *what = json_object();
    json_put_number(what, "letter", letter->letter);
    json_put_text(what, "reason", letter->reason);
    json_put_number(what, "spare", letter->spare);
    json_put_hex(body, "round", round->base_id, ROUND_ID);
    json_put(body, "void", what);
    return store_end(store, store_make(store, RECORD_ROUND_ACT, body, NULL, &own), &own, err);
}

static bool read_void(struct void_letter *ret, const char *text, const struct round *round)
{
    uint8_t id[ROUND_ID];
    json_t *body = json_read(text, strlen(text), NULL);
    const json_t *what = json_object_get(body, "void");

    ret->letter = (uint32_t)json_number(what, "letter", 0);
    ret->spare = (uint32_t)json_number(what, "spare", 0);
    str_copy(ret->reason, sizeof(ret->reason), json_text(what, "reason", ""));
    bool is_ours = ret->letter > 0 && json_hex(body, "round", id, sizeof(id)) &&
                   memcmp(id, round->base_id, sizeof(id)) == 0;
    json_decref(body);
    return is_ours;
}

bool store_round_voids(struct store *store, struct arena *arena, const struct round *round,
                       struct void_letter **ret, size_t *ret_count, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_RECORD_OF_KIND];
    size_t count = 0, cap = 0;
    struct void_letter *list = NULL;
    int rc = 0;

    db_bind_text(stmt, ":kind", record_kind_name(RECORD_ROUND_ACT));
    while ((rc = db_step(stmt, err)) == 1) {
        struct void_letter letter;
        if (!read_void(&letter, db_text(stmt, 1), round)) {
            continue;
        }
        if (count == cap) {
            struct void_letter *wider = arena_array(arena, 2 * cap + 16, sizeof(*wider));
            for (size_t i = 0; wider != NULL && i < count; i++) {
                wider[i] = list[i];
            }
            list = wider;
            cap = 2 * cap + 16;
        }
        if (list == NULL) {
            break;
        }
        list[count++] = letter;
    }
    db_reset(stmt);
    *ret = list;
    *ret_count = count;
    return rc == 0;
}
