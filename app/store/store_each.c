/* Records out: three tables, each sorted, merged into one list by rid. */
#include "app/store/store_internal.h"
#include "app/store/store_part.h"

#include <string.h>

enum { FROM_RECORD, FROM_BALLOT, FROM_REGISTER, SOURCES };

struct merge {
    struct db_stmt *stmt[SOURCES];
    bool has_row[SOURCES];
    uint8_t rid[SOURCES][RECORD_RID]; /* of the row that waits */
};

static bool advance(struct merge *merge, int source, struct err *err)
{
    int rc = db_step(merge->stmt[source], err);

    merge->has_row[source] = rc == 1;
    if (rc != 1) {
        return rc == 0;
    }
    size_t len;
    const void *key = db_blob(merge->stmt[source], 0, &len); /* of a ballot the first half */
    if (key == NULL || len < RECORD_RID) {
        return err_set(err, ERR_DAMAGED, "a record without a rid");
    }
    memcpy(merge->rid[source], key, RECORD_RID);
    return true;
}

static int smallest(const struct merge *merge)
{
    int best = -1;

    for (int i = 0; i < SOURCES; i++) {
        if (merge->has_row[i] &&
            (best < 0 || memcmp(merge->rid[i], merge->rid[best], RECORD_RID) < 0)) {
            best = i;
        }
    }
    return best;
}

/* Columns rid, kind, version, body, body_hash; the body stays SQLite's until the next step. */
static bool json_row(struct record *ret, struct db_stmt *stmt, struct err *err)
{
    *ret = (struct record){.kind = RECORD_KINDS}; /* a kind from later keeps that */
    record_kind_parse(&ret->kind, db_text(stmt, 1));
    ret->version = (int)db_int(stmt, 2);
    if (!db_is_null(stmt, 3)) {
        ret->body = db_text(stmt, 3);
        ret->body_len = strlen(ret->body);
    }
    return store_blob(stmt, 0, ret->rid, RECORD_RID, err) &&
           store_blob(stmt, 4, ret->body_hash, CRYPTO_HASH, err);
}

static bool read_row(struct record *ret, struct arena *arena, struct merge *merge, int source,
                     struct err *err)
{
    struct vote_part part = {0};

    if (source == FROM_RECORD) {
        return json_row(ret, merge->stmt[source], err);
    }
    if (source == FROM_BALLOT) {
        if (!store_part_ballot(&part, merge->stmt[source], err)) {
            return false;
        }
        store_part_record(ret, arena, RECORD_BALLOT, &part);
        return true;
    }
    if (!store_part_register(&part, merge->stmt[source], err)) {
        return false;
    }
    store_part_record(ret, arena, RECORD_REGISTER, &part);
    return true;
}

static bool each_merged(struct merge *merge, bool (*each)(void *ctx, const struct record *record),
                        void *ctx, struct err *err)
{
    struct arena arena;
    bool good = true;

    arena_init(&arena, 0);
    for (int i = 0; good && i < SOURCES; i++) {
        good = advance(merge, i, err);
    }
    for (int at; good && (at = smallest(merge)) >= 0;) {
        struct record record;
        arena_reset(&arena);
        good = read_row(&record, &arena, merge, at, err) && each(ctx, &record) &&
               advance(merge, at, err);
    }
    arena_finish(&arena);
    return good;
}

bool store_each(struct store *store, bool (*each)(void *ctx, const struct record *record),
                void *ctx, struct err *err)
{
    struct merge merge = {.stmt = {store->stmt[Q_RECORD_ALL], store->stmt[Q_BALLOT_ALL],
                                   store->stmt[Q_REGISTER_ALL]}};

    if (!db_exec(store->db, "BEGIN", err)) { /* one moment for all three */
        return false;
    }
    bool good = each_merged(&merge, each, ctx, err);
    for (int i = 0; i < SOURCES; i++) {
        db_reset(merge.stmt[i]);
    }
    db_rollback(store->db);
    return good;
}
