/* What of the outbox people may look into: bundles of the rest, and when they left. */
#include "app/store/store_internal.h"
#include "app/store/store_outbox.h"

#include <string.h>

enum { DAY_S = 86400 };

static bool put_trips(struct store *store, const uint8_t (*ids)[OUTBOX_ID], size_t count,
                      enum outbox_way way, int64_t wall_s, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_OUTBOX_TRIP];

    for (size_t i = 0; i < count; i++) {
        db_bind_blob(stmt, ":id", ids[i], OUTBOX_ID);
        db_bind_int(stmt, ":day", wall_s / DAY_S);
        db_bind_int(stmt, ":way", way);
        if (!db_run(stmt, err)) {
            return false;
        }
    }
    return true;
}

bool store_outbox_trip(struct store *store, const uint8_t (*ids)[OUTBOX_ID], size_t count,
                       enum outbox_way way, int64_t wall_s, struct err *err)
{
    struct err own = {0};

    return store_begin(store, err) &&
           store_end(store, put_trips(store, ids, count, way, wall_s, &own), &own, err);
}

bool store_outbox_parcels(struct store *store, struct arena *arena, size_t most,
                          struct outbox_parcel **ret, size_t *ret_count, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_OUTBOX_PARCELS];
    struct outbox_parcel *list = arena_array(arena, most, sizeof(*list));
    size_t count = 0;
    bool good = list != NULL || err_set(err, ERR_LIMIT, "the parcels do not fit");
    int rc = 0;

    db_bind_int(stmt, ":most", (int64_t)most);
    while (good && count < most && (rc = db_step(stmt, err)) == 1) {
        struct outbox_parcel *parcel = &list[count++];
        *parcel = (struct outbox_parcel){.state = (enum outbox_state)db_int(stmt, 1),
                                         .has_left = !db_is_null(stmt, 2),
                                         .wall_s = db_int(stmt, 2) * DAY_S,
                                         .way = (enum outbox_way)db_int(stmt, 3),
                                         .records = (uint32_t)db_int(stmt, 4)};
        good = store_blob(stmt, 0, parcel->id, OUTBOX_ID, err);
    }
    db_reset(stmt);
    if (!good || rc < 0) {
        return false;
    }
    *ret = list;
    *ret_count = count;
    return true;
}

bool store_outbox_inside(struct store *store, struct arena *arena, const uint8_t id[OUTBOX_ID],
                         size_t most, struct record **ret, size_t *ret_count, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_OUTBOX_INSIDE];
    struct record *list = arena_array(arena, most, sizeof(*list));
    size_t count = 0;
    bool good = list != NULL || err_set(err, ERR_LIMIT, "the parcel does not fit");
    int rc = 0;

    db_bind_blob(stmt, ":id", id, OUTBOX_ID);
    db_bind_int(stmt, ":most", (int64_t)most);
    while (good && count < most && (rc = db_step(stmt, err)) == 1) {
        struct record *record = &list[count];
        memset(record, 0, sizeof(*record));
        if (!record_kind_parse(&record->kind, db_text(stmt, 1))) {
            continue; /* of later */
        }
        if (!db_is_null(stmt, 2)) {
            record->body = arena_strdup(arena, db_text(stmt, 2));
            good = record->body != NULL || err_set(err, ERR_LIMIT, "the parcel does not fit");
            record->body_len = good ? strlen(record->body) : 0;
        }
        good = good && store_blob(stmt, 0, record->rid, RECORD_RID, err);
        count++;
    }
    db_reset(stmt);
    if (!good || rc < 0) {
        return false;
    }
    *ret = list;
    *ret_count = count;
    return true;
}
