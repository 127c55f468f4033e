/* Records in: one set, the same in whatever order and however often it arrives.
 *
 * What is kept of any record: its body, or a tombstone when an erase record for it or a
 * tombstone of it was ever seen. Both only ever go one way, so the order does not matter.
 */
#include "app/base/str.h"
#include "app/store/store_internal.h"
#include "app/store/store_part.h"

#include <string.h>

static bool is_vote(enum record_kind kind)
{
    return kind == RECORD_BALLOT || kind == RECORD_REGISTER;
}

/* ---- taking in ------------------------------------------------------------------------------ */

bool store_check_record(const struct record *record, struct err *err)
{
    uint8_t hash[CRYPTO_HASH];

    if (record->body == NULL) {
        return record_may_be_erased(record->kind) ||
               err_set(err, ERR_FORMAT, "a %s is never erased", record_kind_name(record->kind));
    }
    if (record->body_len > record_max_body(record->kind)) {
        return err_set(err, ERR_LIMIT, "a body of %zu bytes", record->body_len);
    }
    crypto_hash(hash, record->body, record->body_len);
    if (memcmp(hash, record->body_hash, sizeof(hash)) != 0) {
        return err_set(err, ERR_FORMAT, "a body that is not as its hash says");
    }
    if (memchr(record->body, '\0', record->body_len) != NULL ||
        !str_is_utf8(record->body, record->body_len)) {
        return err_set(err, ERR_FORMAT, "a body that is no text");
    }
    json_t *body = json_read(record->body, record->body_len, err);
    bool is_object = json_is_object(body);
    bool is_json = body != NULL;
    json_decref(body);
    return is_object || (is_json && err_set(err, ERR_FORMAT, "a body that is no object"));
}

enum found { FOUND_FAILED, FOUND_NOT, FOUND_SAME, FOUND_BODY, FOUND_OTHER };

static enum found find_json(struct store *store, const struct record *record, struct err *err)
{
    uint8_t hash[CRYPTO_HASH];
    enum found found = FOUND_OTHER;
    struct db_stmt *stmt = store->stmt[Q_RECORD_GET];

    db_bind_blob(stmt, ":rid", record->rid, RECORD_RID);
    int rc = db_step(stmt, err);
    if (rc == 1) {
        bool same = strcmp(db_text(stmt, 0), record_kind_name(record->kind)) == 0 &&
                    store_blob(stmt, 2, hash, sizeof(hash), NULL) &&
                    memcmp(hash, record->body_hash, sizeof(hash)) == 0;
        found = !same ? FOUND_OTHER : db_int(stmt, 1) != 0 ? FOUND_SAME : FOUND_BODY;
    }
    db_reset(stmt);
    return rc < 0 ? FOUND_FAILED : rc == 0 ? FOUND_NOT : found;
}

static enum found find_ballot(struct store *store, const struct record *record,
                              const uint8_t *ballot_id, struct err *err)
{
    uint8_t from[BALLOT_ID] = {0}, to[BALLOT_ID], have[BALLOT_ID] = {0};
    struct db_stmt *stmt = store->stmt[Q_BALLOT_GET];

    memset(to, 0xFF, sizeof(to));
    memcpy(from, record->rid, RECORD_RID);
    memcpy(to, record->rid, RECORD_RID);
    db_bind_blob(stmt, ":from", from, sizeof(from));
    db_bind_blob(stmt, ":to", to, sizeof(to));
    int rc = db_step(stmt, err);
    bool same = rc == 1 && ballot_id != NULL && store_blob(stmt, 0, have, sizeof(have), NULL) &&
                memcmp(have, ballot_id, sizeof(have)) == 0;
    db_reset(stmt);
    return rc < 0 ? FOUND_FAILED : rc == 0 ? FOUND_NOT : same ? FOUND_SAME : FOUND_OTHER;
}

/* A register entry has no hash of its own: its fields are compared. part NULL: any is another. */
static enum found find_register(struct store *store, const struct record *record,
                                const struct vote_part *part, struct err *err)
{
    struct vote_part have = {0};
    struct db_stmt *stmt = store->stmt[Q_REGISTER_GET];

    db_bind_blob(stmt, ":rid", record->rid, RECORD_RID);
    int rc = db_step(stmt, err);
    bool same = rc == 1 && part != NULL && store_blob(stmt, 0, have.round_id, ROUND_ID, NULL) &&
                store_blob(stmt, 1, have.tag, CODE_TAG, NULL) &&
                store_part_sealed(&have, stmt, 2, NULL) && have.sealed_len == part->sealed_len &&
                memcmp(have.round_id, part->round_id, ROUND_ID) == 0 &&
                memcmp(have.tag, part->tag, CODE_TAG) == 0 &&
                memcmp(have.sealed, part->sealed, part->sealed_len) == 0;
    db_reset(stmt);
    return rc < 0 ? FOUND_FAILED : rc == 0 ? FOUND_NOT : same ? FOUND_SAME : FOUND_OTHER;
}

/* Is this rid there, as this very record? Looks in all three tables: one rid is one record. */
static enum found find(struct store *store, const struct record *record,
                       const struct vote_part *part, struct err *err)
{
    enum record_kind kind = record->kind;
    enum found in[3];

    in[0] = find_json(store, record, err);
    in[1] = find_ballot(store, record, kind == RECORD_BALLOT ? part->ballot_id : NULL, err);
    in[2] = find_register(store, record, kind == RECORD_REGISTER ? part : NULL, err);
    for (size_t i = 0; i < 3; i++) {
        if (in[i] != FOUND_NOT) {
            return in[i];
        }
    }
    return FOUND_NOT;
}

static bool add_part(struct store *store, enum record_kind kind, const struct vote_part *part,
                     struct err *err)
{
    struct db_stmt *stmt = store->stmt[kind == RECORD_BALLOT ? Q_BALLOT_ADD : Q_REGISTER_ADD];

    if (kind == RECORD_BALLOT) {
        db_bind_blob(stmt, ":id", part->ballot_id, BALLOT_ID);
    } else {
        db_bind_blob(stmt, ":rid", part->rid, RECORD_RID);
        db_bind_blob(stmt, ":tag", part->tag, CODE_TAG);
    }
    db_bind_blob(stmt, ":round", part->round_id, ROUND_ID);
    db_bind_blob(stmt, ":sealed", part->sealed, part->sealed_len);
    return db_run(stmt, err);
}

static bool add_json(struct store *store, const struct record *record, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_RECORD_ADD];
    bool is_erased = false;

    if (!store_is_erased(store, record->rid, &is_erased, err)) {
        return false;
    }
    is_erased = record->body == NULL || (is_erased && record_may_be_erased(record->kind));
    db_bind_blob(stmt, ":rid", record->rid, RECORD_RID);
    db_bind_text(stmt, ":kind", record_kind_name(record->kind));
    db_bind_int(stmt, ":version", record->version);
    db_bind_text(stmt, ":body", is_erased ? NULL : record->body);
    db_bind_blob(stmt, ":hash", record->body_hash, CRYPTO_HASH);
    return db_run(stmt, err) && (is_erased || store_project(store, record, true, err));
}

bool store_take(struct store *store, const struct record *record, struct err *err)
{
    struct vote_part part = {0};

    if (!store_check_record(record, err) ||
        (is_vote(record->kind) && !store_part_read(&part, record, err))) {
        return false;
    }
    switch (find(store, record, &part, err)) {
    case FOUND_NOT:
        return is_vote(record->kind) ? add_part(store, record->kind, &part, err)
                                     : add_json(store, record, err);
    case FOUND_SAME:
        return true;
    case FOUND_BODY: /* a tombstone of what we have: someone erased it */
        return record->body != NULL || store_empty(store, record->rid, err);
    case FOUND_OTHER:
        return err_set(err, ERR_FORMAT, "another record with this rid is there already");
    case FOUND_FAILED:
        break;
    }
    return false;
}

bool store_make(struct store *store, enum record_kind kind, json_t *body,
                uint8_t ret_rid[RECORD_RID], struct err *err)
{
    struct arena arena;
    struct record record;

    arena_init(&arena, 0);
    bool done = record_make(&record, &arena, kind, body, err) && store_take(store, &record, err);
    json_decref(body);
    if (done && ret_rid != NULL) {
        memcpy(ret_rid, record.rid, RECORD_RID);
    }
    arena_finish(&arena);
    return done;
}

bool store_add(struct store *store, const struct record *record, struct err *err)
{
    struct err own = {0};

    if (!store_begin(store, err)) {
        return false;
    }
    return store_end(store, store_take(store, record, &own), &own, err);
}
