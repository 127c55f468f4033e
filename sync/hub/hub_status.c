#include "sync/hub/hub_status.h"

struct reading {
    struct hub *hub;
    struct hub_standing *list;
    size_t count;
};

static struct hub_value of_kiosk(const struct hub_standing *standing)
{
    return hub_blob(standing->kiosk.party.id, BUNDLE_PARTY);
}

static bool read_bundles(struct hub_db *db, struct hub_standing *standing, struct err *err)
{
    if (!hub_db_ask(
            db,
            "SELECT count(*),"
            " CAST(coalesce(sum(CASE WHEN state IN (0, 2, 3, 4) THEN 1 ELSE 0 END), 0) AS BIGINT),"
            " CAST(coalesce(sum(safe), 0) AS BIGINT),"
            " CAST(coalesce(sum(CASE WHEN state = 5 THEN 1 ELSE 0 END), 0) AS BIGINT)"
            " FROM bundle WHERE kiosk = $1",
            HUB_VALUES(of_kiosk(standing)), err)) {
        return false;
    }
    int rc = hub_db_next(db, err);
    if (rc == 1) {
        standing->received = hub_db_int(db, 0);
        standing->waiting = hub_db_int(db, 1);
        standing->safe = hub_db_int(db, 2);
        standing->practice = hub_db_int(db, 3);
    }
    hub_db_end(db);
    return rc == 1;
}

static bool read_chain(struct hub_db *db, struct hub_standing *standing, struct err *err)
{
    int64_t span, came;

    if (!hub_db_number(
            db,
            "SELECT CAST(coalesce(sum(highest - have_upto), 0) AS BIGINT) FROM incarnation"
            " WHERE kiosk = $1",
            HUB_VALUES(of_kiosk(standing)), &span, err) ||
        !hub_db_number(db,
                       "SELECT count(*) FROM (SELECT DISTINCT bundle.incarnation, bundle.stream,"
                       " bundle.seq FROM bundle JOIN incarnation"
                       " ON incarnation.kiosk = bundle.kiosk"
                       " AND incarnation.incarnation = bundle.incarnation"
                       " AND incarnation.stream = bundle.stream"
                       " WHERE bundle.kiosk = $1 AND bundle.seq > incarnation.have_upto) AS a",
                       HUB_VALUES(of_kiosk(standing)), &came, err) ||
        !hub_db_number(db,
                       "SELECT CAST(coalesce(sum(forks), 0) AS BIGINT) FROM incarnation"
                       " WHERE kiosk = $1",
                       HUB_VALUES(of_kiosk(standing)), &standing->forks, err)) {
        return false;
    }
    standing->gaps = span - came;
    /* What it says that it let go, beside what came: also when no number is missing. */
    return hub_db_number(
        db,
        "SELECT CAST(coalesce(sum(CASE WHEN told > came THEN told - came ELSE 0 END), 0) AS BIGINT)"
        " FROM (SELECT max(cast_total) AS told, sum(ballots) AS came FROM ledger WHERE kiosk = $1"
        " GROUP BY round_id) AS a",
        HUB_VALUES(of_kiosk(standing)), &standing->short_votes, err);
}

static bool read_kiosk(struct hub_db *db, struct hub_standing *standing, struct err *err)
{
    if (!hub_db_number(db, "SELECT count(*) FROM outbox WHERE kiosk = $1",
                       HUB_VALUES(of_kiosk(standing)), &standing->unread, err) ||
        !hub_db_ask(db, "SELECT last_seen_s, clock_quality FROM kiosk WHERE kiosk = $1",
                    HUB_VALUES(of_kiosk(standing)), err)) {
        return false;
    }
    int rc = hub_db_next(db, err);
    if (rc == 1) {
        standing->last_seen_s = hub_db_int(db, 0);
        standing->clock_quality = hub_db_int(db, 1);
    }
    hub_db_end(db);
    return rc == 1;
}

static bool read_all(void *ctx, struct err *err)
{
    struct reading *reading = ctx;
    struct hub_db *db = reading->hub->db;

    for (size_t i = 0; i < reading->count; i++) {
        struct hub_standing *standing = &reading->list[i];
        if (!read_kiosk(db, standing, err) || !read_bundles(db, standing, err) ||
            !read_chain(db, standing, err)) {
            return false;
        }
    }
    return true;
}

bool hub_status(struct hub *hub, struct arena *arena, struct hub_standing **ret, size_t *ret_count,
                struct err *err)
{
    struct reading reading = {.hub = hub};
    struct hub_kiosk *kiosks;

    if (!hub_enrol_list(hub, arena, &kiosks, &reading.count, err)) {
        return false;
    }
    reading.list = arena_array(arena, reading.count + 1, sizeof(*reading.list));
    for (size_t i = 0; i < reading.count; i++) {
        reading.list[i].kiosk = kiosks[i];
    }
    if (!hub_db_act(hub->db, HUB_LOOK, read_all, &reading, err)) {
        return false;
    }
    *ret = reading.list;
    *ret_count = reading.count;
    return true;
}

struct summing {
    struct hub *hub;
    struct hub_summary summary;
};

static bool sum_up(void *ctx, struct err *err)
{
    struct summing *summing = ctx;
    struct hub_db *db = summing->hub->db;

    return hub_incarnation(summing->hub, &summing->summary.incarnation, err) &&
           hub_db_number(db, "SELECT backups FROM hub_meta WHERE id = 1", HUB_NO_VALUES,
                         &summing->summary.backups, err) &&
           hub_db_number(db, "SELECT count(*) FROM quarantine", HUB_NO_VALUES,
                         &summing->summary.set_apart, err);
}

bool hub_status_summary(struct hub *hub, struct hub_summary *ret, struct err *err)
{
    struct summing summing = {.hub = hub};

    if (!hub_db_act(hub->db, HUB_LOOK, sum_up, &summing, err)) {
        return false;
    }
    *ret = summing.summary;
    return true;
}
