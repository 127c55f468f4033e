#include "app/store/store_outbox.h"

#include "app/store/store_internal.h"
#include "app/store/store_part.h"

#include <string.h>

#ifdef DORPEL_TEST
static bool purges_early;

void store_outbox_plant_purge_early(bool on)
{
    purges_early = on;
}
#else
static const bool purges_early = false;
#endif

/* ---- what waits ---------------------------------------------------------------------------- */

struct waiting {
    struct arena *arena;
    struct record *list;
    size_t count, most;
};

/* Columns rid, kind, version, body, body_hash. */
static bool take_json(struct waiting *waiting, struct db_stmt *stmt, struct err *err)
{
    struct record record = {.version = (int)db_int(stmt, 2)};

    if (!record_kind_parse(&record.kind, db_text(stmt, 1))) {
        return true; /* of a later version: it leaves when this kiosk knows it */
    }
    if (!store_blob(stmt, 0, record.rid, RECORD_RID, err) ||
        !store_blob(stmt, 4, record.body_hash, CRYPTO_HASH, err)) {
        return false;
    }
    if (!db_is_null(stmt, 3)) {
        record.body = arena_strdup(waiting->arena, db_text(stmt, 3));
        record.body_len = strlen(record.body);
    }
    waiting->list[waiting->count++] = record;
    return true;
}

static bool take_part(struct waiting *waiting, struct db_stmt *stmt, enum record_kind kind,
                      struct err *err)
{
    struct vote_part part = {0};
    bool good = kind == RECORD_BALLOT ? store_part_ballot(&part, stmt, err)
                                      : store_part_register(&part, stmt, err);
    if (good) {
        store_part_record(&waiting->list[waiting->count++], waiting->arena, kind, &part);
    }
    return good;
}

/* kind RECORD_KINDS: rows of the record table. */
static bool take_rows(struct store *store, struct waiting *waiting, enum store_query query,
                      enum record_kind kind, struct err *err)
{
    struct db_stmt *stmt = store->stmt[query];
    int rc = 1;
    bool good = true;

    while (good && waiting->count < waiting->most && (rc = db_step(stmt, err)) == 1) {
        good = kind == RECORD_KINDS ? take_json(waiting, stmt, err)
                                    : take_part(waiting, stmt, kind, err);
    }
    db_reset(stmt);
    return good && rc >= 0;
}

static void sort_by_rid(struct waiting *waiting)
{
    /* Two sorted runs: ballots, then register entries. */
    for (size_t i = 1; i < waiting->count; i++) {
        struct record record = waiting->list[i];
        size_t at = i;
        for (; at > 0 && memcmp(waiting->list[at - 1].rid, record.rid, RECORD_RID) > 0; at--) {
            waiting->list[at] = waiting->list[at - 1];
        }
        waiting->list[at] = record;
    }
}

bool store_outbox_unsealed(struct store *store, struct arena *arena, enum outbox_stream stream,
                           size_t most, struct record **ret, size_t *ret_count, struct err *err)
{
    struct waiting waiting = {.arena = arena, .most = most};

    waiting.list = arena_array(arena, most + 1, sizeof(*waiting.list));
    bool good = stream == OUTBOX_REST
                    ? take_rows(store, &waiting, Q_OUTBOX_RECORDS, RECORD_KINDS, err)
                    : take_rows(store, &waiting, Q_OUTBOX_BALLOTS, RECORD_BALLOT, err) &&
                          take_rows(store, &waiting, Q_OUTBOX_REGISTERS, RECORD_REGISTER, err);
    if (!good) {
        return false;
    }
    sort_by_rid(&waiting);
    *ret = waiting.list;
    *ret_count = waiting.count;
    return true;
}

/* ---- sealing ------------------------------------------------------------------------------- */

bool store_outbox_next(struct store *store, const uint8_t incarnation[OUTBOX_INCARNATION],
                       enum outbox_stream stream, uint64_t *ret_seq, uint8_t ret_prev[OUTBOX_ID],
                       struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_OUTBOX_LAST];
    bool good = true;

    db_bind_blob(stmt, ":incarnation", incarnation, OUTBOX_INCARNATION);
    db_bind_int(stmt, ":stream", stream);
    int rc = db_step(stmt, err);
    if (rc == 1) {
        good = store_blob(stmt, 0, ret_prev, OUTBOX_ID, err);
        *ret_seq = (uint64_t)db_int(stmt, 1) + 1;
    } else if (rc == 0) {
        memset(ret_prev, 0, OUTBOX_ID);
        *ret_seq = 1;
    }
    db_reset(stmt);
    return rc >= 0 && good;
}

static bool add_bundle(struct store *store, const struct outbox_bundle *bundle, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_OUTBOX_ADD];

    db_bind_blob(stmt, ":id", bundle->id, OUTBOX_ID);
    db_bind_blob(stmt, ":incarnation", bundle->incarnation, OUTBOX_INCARNATION);
    db_bind_int(stmt, ":stream", bundle->stream);
    db_bind_int(stmt, ":seq", (int64_t)bundle->seq);
    db_bind_int(stmt, ":len", (int64_t)bundle->len);
    db_bind_blob(stmt, ":bytes", bundle->bytes, bundle->len);
    return db_run(stmt, err);
}

static bool put(struct store *store, const struct outbox_bundle *bundle,
                const uint8_t (*rids)[RECORD_RID], size_t count, struct err *err)
{
    uint64_t seq;
    uint8_t prev[OUTBOX_ID];
    struct db_stmt *stmt = store->stmt[Q_OUTBOX_MARK];

    if (!store_outbox_next(store, bundle->incarnation, bundle->stream, &seq, prev, err)) {
        return false;
    }
    if (seq != bundle->seq) {
        return err_set(err, ERR_USED, "number %llu was given meanwhile",
                       (unsigned long long)bundle->seq);
    }
    if (!add_bundle(store, bundle, err)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        db_bind_blob(stmt, ":rid", rids[i], RECORD_RID);
        db_bind_blob(stmt, ":id", bundle->id, OUTBOX_ID);
        if (!db_run(stmt, err)) {
            return false;
        }
        if (db_changes(store->db) != 1) {
            return err_set(err, ERR_USED, "a record was sealed meanwhile");
        }
    }
    return true;
}

bool store_outbox_put(struct store *store, const struct outbox_bundle *bundle,
                      const uint8_t (*rids)[RECORD_RID], size_t count, struct err *err)
{
    struct err own = {0};

    if (!store_begin(store, err)) {
        return false;
    }
    return store_end(store, put(store, bundle, rids, count, &own), &own, err);
}

/* ---- reading ------------------------------------------------------------------------------- */

/* Columns id, incarnation, stream, seq, state, len, bytes; what it points to is SQLite's. */
static bool bundle_row(struct outbox_bundle *ret, struct db_stmt *stmt, struct err *err)
{
    size_t len = 0;

    *ret = (struct outbox_bundle){.stream = (enum outbox_stream)db_int(stmt, 2),
                                  .seq = (uint64_t)db_int(stmt, 3),
                                  .state = (enum outbox_state)db_int(stmt, 4),
                                  .len = (size_t)db_int(stmt, 5)};
    ret->bytes = db_is_null(stmt, 6) ? NULL : db_blob(stmt, 6, &len);
    if (ret->bytes != NULL && len != ret->len) {
        return err_set(err, ERR_DAMAGED, "a bundle of %zu bytes", len);
    }
    return store_blob(stmt, 0, ret->id, OUTBOX_ID, err) &&
           store_blob(stmt, 1, ret->incarnation, OUTBOX_INCARNATION, err);
}

bool store_outbox_each(struct store *store, enum outbox_state state,
                       bool (*each)(void *ctx, const struct outbox_bundle *bundle), void *ctx,
                       struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_OUTBOX_ALL];
    struct outbox_bundle bundle;
    bool good = true;
    int rc;

    db_bind_int(stmt, ":state", state);
    while (good && (rc = db_step(stmt, err)) == 1) {
        good = bundle_row(&bundle, stmt, err) && each(ctx, &bundle);
    }
    db_reset(stmt);
    return good && rc == 0;
}

bool store_outbox_get(struct store *store, struct arena *arena, const uint8_t id[OUTBOX_ID],
                      struct outbox_bundle *ret, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_OUTBOX_GET];
    struct outbox_bundle bundle;
    bool good = false;

    db_bind_blob(stmt, ":id", id, OUTBOX_ID);
    int rc = db_step(stmt, err);
    if (rc == 1 && bundle_row(&bundle, stmt, err)) {
        good = true;
        if (bundle.bytes != NULL) {
            uint8_t *bytes = arena_alloc(arena, bundle.len + 1);
            memcpy(bytes, bundle.bytes, bundle.len);
            bundle.bytes = bytes;
        }
        *ret = bundle;
    }
    db_reset(stmt);
    return good || (rc == 0 && err_set(err, ERR_MISSING, "no such bundle"));
}

/* ---- on its way ---------------------------------------------------------------------------- */

static bool move_all(struct store *store, enum store_query query, const uint8_t (*ids)[OUTBOX_ID],
                     size_t count, struct err *err)
{
    for (size_t i = 0; i < count; i++) {
        db_bind_blob(store->stmt[query], ":id", ids[i], OUTBOX_ID);
        if (!db_run(store->stmt[query], err)) {
            return false;
        }
    }
    return true;
}

bool store_outbox_carried(struct store *store, const uint8_t (*ids)[OUTBOX_ID], size_t count,
                          struct err *err)
{
    struct err own = {0};

    if (!store_begin(store, err)) {
        return false;
    }
    return store_end(store, move_all(store, Q_OUTBOX_CARRIED, ids, count, &own), &own, err);
}

static bool keep_mark(struct store *store, const struct outbox_news *news, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_SETTING_PUT];

    if (news->mark_name == NULL) {
        return true;
    }
    db_bind_text(stmt, ":name", news->mark_name);
    db_bind_text(stmt, ":value", news->mark_value);
    return db_run(stmt, err);
}

static bool lack(struct store *store, enum store_query query, const struct outbox_lack *lack,
                 uint64_t seq, struct err *err)
{
    struct db_stmt *stmt = store->stmt[query];

    db_bind_blob(stmt, ":incarnation", lack->incarnation, OUTBOX_INCARNATION);
    db_bind_int(stmt, ":stream", lack->stream);
    db_bind_int(stmt, ":seq", (int64_t)seq);
    return db_run(stmt, err);
}

static bool hear_lacks(struct store *store, const struct outbox_news *news, struct err *err)
{
    for (size_t i = 0; i < news->lack_count; i++) {
        const struct outbox_lack *one = &news->lacks[i];
        if (!lack(store, Q_OUTBOX_LACK_ABOVE, one, one->upto, err)) {
            return false;
        }
        for (size_t k = 0; k < one->missing_count; k++) {
            if (!lack(store, Q_OUTBOX_LACK, one, one->missing[k], err)) {
                return false;
            }
        }
    }
    return true;
}

static bool hear(struct store *store, const struct outbox_news *news, struct err *err)
{
    enum store_query received = purges_early ? Q_OUTBOX_SAFE : Q_OUTBOX_RECEIVED;

    /* First what it asks again, then what it has: an ack may say both. */
    if (news->resend_all &&
        (!db_run(store->stmt[Q_OUTBOX_UNMARK], err) || !db_run(store->stmt[Q_OUTBOX_AGAIN], err))) {
        return false;
    }
    return hear_lacks(store, news, err) &&
           move_all(store, received, news->received, news->received_count, err) &&
           move_all(store, Q_OUTBOX_SAFE, news->safe, news->safe_count, err) &&
           keep_mark(store, news, err);
}

bool store_outbox_hear(struct store *store, const struct outbox_news *news, struct err *err)
{
    struct err own = {0};

    if (!store_begin(store, err)) {
        return false;
    }
    return store_end(store, hear(store, news, &own), &own, err);
}

bool store_outbox_count(struct store *store, enum outbox_stream stream, struct outbox_counts *ret,
                        struct err *err)
{
    struct outbox_counts counts = {0};
    struct db_stmt *stmt = store->stmt[Q_OUTBOX_COUNT];
    struct db_stmt *waiting =
        store->stmt[stream == OUTBOX_REST ? Q_OUTBOX_WAITING_RECORDS : Q_OUTBOX_WAITING_VOTES];
    int rc;

    db_bind_int(stmt, ":stream", stream);
    while ((rc = db_step(stmt, err)) == 1) {
        int64_t state = db_int(stmt, 0);
        if (state >= 0 && state < OUTBOX_STATES) {
            counts.bundles[state] = (uint32_t)db_int(stmt, 1);
        }
    }
    db_reset(stmt);
    if (rc == 0) {
        rc = db_step(waiting, err);
        counts.unsealed = rc == 1 ? (uint32_t)db_int(waiting, 0) : 0;
        db_reset(waiting);
    }
    if (rc < 0) {
        return false;
    }
    *ret = counts;
    return true;
}
