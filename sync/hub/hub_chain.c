#include "sync/hub/hub_chain.h"

#include "sync/hub/hub_audit.h"

#define PLACE "kiosk = $1 AND incarnation = $2 AND stream = $3"

enum { MAX_INCARNATIONS = 500 };

static struct hub_value kiosk_of(const struct hub_link *link)
{
    return hub_blob(link->kiosk, BUNDLE_PARTY);
}

static struct hub_value incarnation_of(const struct hub_link *link)
{
    return hub_blob(link->incarnation, BUNDLE_INCARNATION);
}

/* ---- forks --------------------------------------------------------------------------------- */

/* The bundle before it is there, but is not the one that it names; and the same one place on. */
static bool breaks_chain(struct hub *hub, const struct hub_link *link, int64_t *ret,
                         struct err *err)
{
    return hub_db_number(
        hub->db,
        "SELECT count(*) FROM bundle AS a WHERE " PLACE
        " AND ((seq = $4 - 1 AND NOT EXISTS (SELECT 1 FROM bundle AS b WHERE b.id = $5"
        " AND b.kiosk = $1)) OR (seq = $4 + 1 AND prev <> $6 AND NOT EXISTS"
        " (SELECT 1 FROM bundle AS c WHERE c.id = a.prev AND c.kiosk = $1)))",
        HUB_VALUES(kiosk_of(link), incarnation_of(link), hub_int(link->stream), hub_int(link->seq),
                   hub_blob(link->prev, BUNDLE_ID), hub_blob(link->id, BUNDLE_ID)),
        ret, err);
}

static bool shares_place(struct hub *hub, const struct hub_link *link, int64_t *ret,
                         struct err *err)
{
    return hub_db_number(hub->db,
                         "SELECT count(*) FROM bundle WHERE " PLACE " AND seq = $4 AND id <> $5",
                         HUB_VALUES(kiosk_of(link), incarnation_of(link), hub_int(link->stream),
                                    hub_int(link->seq), hub_blob(link->id, BUNDLE_ID)),
                         ret, err);
}

static bool mark_fork(struct hub *hub, const struct hub_link *link, struct err *err)
{
    char detail[80];

    snprintf(detail, sizeof(detail), "%s %lld", link->stream == BUNDLE_VOTES ? "A" : "B",
             (long long)link->seq);
    return hub_db_run(hub->db, "UPDATE bundle SET fork = 1 WHERE " PLACE " AND seq = $4",
                      HUB_VALUES(kiosk_of(link), incarnation_of(link), hub_int(link->stream),
                                 hub_int(link->seq)),
                      NULL, err) &&
           hub_db_run(hub->db, "UPDATE incarnation SET forks = forks + 1 WHERE " PLACE,
                      HUB_VALUES(kiosk_of(link), incarnation_of(link), hub_int(link->stream)), NULL,
                      err) &&
           hub_audit(hub, "fork", link->kiosk, detail, err);
}

/* ---- how far ------------------------------------------------------------------------------- */

/* From `upto` on: the end of the row without holes. */
static bool walk(struct hub *hub, const struct hub_link *link, int64_t *upto, int64_t *highest,
                 struct err *err)
{
    int rc;

    if (!hub_db_ask(
            hub->db, "SELECT DISTINCT seq FROM bundle WHERE " PLACE " AND seq > $4 ORDER BY seq",
            HUB_VALUES(kiosk_of(link), incarnation_of(link), hub_int(link->stream), hub_int(*upto)),
            err)) {
        return false;
    }
    while ((rc = hub_db_next(hub->db, err)) == 1) {
        int64_t seq = hub_db_int(hub->db, 0);
        *upto += seq == *upto + 1;
        *highest = seq;
    }
    return rc == 0;
}

static bool extend(struct hub *hub, const struct hub_link *link, struct err *err)
{
    int64_t upto, highest = 0;

    if (!hub_db_run(hub->db,
                    "INSERT INTO incarnation (kiosk, incarnation, stream, have_upto, highest,"
                    " forks) VALUES ($1, $2, $3, 0, 0, 0) ON CONFLICT DO NOTHING",
                    HUB_VALUES(kiosk_of(link), incarnation_of(link), hub_int(link->stream)), NULL,
                    err) ||
        !hub_db_number(hub->db, "SELECT have_upto FROM incarnation WHERE " PLACE,
                       HUB_VALUES(kiosk_of(link), incarnation_of(link), hub_int(link->stream)),
                       &upto, err) ||
        !walk(hub, link, &upto, &highest, err)) {
        return false;
    }
    highest = highest < upto ? upto : highest;
    return hub_db_run(hub->db, "UPDATE incarnation SET have_upto = $4, highest = $5 WHERE " PLACE,
                      HUB_VALUES(kiosk_of(link), incarnation_of(link), hub_int(link->stream),
                                 hub_int(upto), hub_int(highest)),
                      NULL, err);
}

static bool asks_anew(struct hub *hub, const struct hub_link *link, struct err *err)
{
    return hub_db_run(hub->db,
                      "UPDATE kiosk SET ask_incarnation = 1 WHERE kiosk = $1 AND EXISTS"
                      " (SELECT 1 FROM incarnation WHERE " PLACE " AND forks > 0)",
                      HUB_VALUES(kiosk_of(link), incarnation_of(link), hub_int(link->stream)), NULL,
                      err);
}

bool hub_chain_note(struct hub *hub, const struct hub_link *link, struct err *err)
{
    int64_t others = 0, breaks = 0;

    if (!extend(hub, link, err) || !shares_place(hub, link, &others, err) ||
        (others == 0 && !breaks_chain(hub, link, &breaks, err))) {
        return false;
    }
    if (others + breaks > 0 && !link->is_fork && !mark_fork(hub, link, err)) {
        return false;
    }
    return asks_anew(hub, link, err);
}

/* ---- what is missing ----------------------------------------------------------------------- */

static bool find_missing(struct hub *hub, struct arena *arena, const uint8_t kiosk[BUNDLE_PARTY],
                         struct ack_have *have, int64_t from, struct err *err)
{
    int64_t next = from + 1;
    int rc;

    have->missing = arena_array(arena, ACK_MAX_MISSING, sizeof(*have->missing));
    if (!hub_db_ask(hub->db,
                    "SELECT DISTINCT seq FROM bundle WHERE " PLACE " AND seq > $4 ORDER BY seq",
                    HUB_VALUES(hub_blob(kiosk, BUNDLE_PARTY),
                               hub_blob(have->incarnation, BUNDLE_INCARNATION),
                               hub_int(have->stream), hub_int(from)),
                    err)) {
        return false;
    }
    while ((rc = hub_db_next(hub->db, err)) == 1 && have->missing_count < ACK_MAX_MISSING) {
        for (; next < hub_db_int(hub->db, 0) && have->missing_count < ACK_MAX_MISSING; next++) {
            have->missing[have->missing_count++] = (uint64_t)next;
        }
        next = hub_db_int(hub->db, 0) + 1;
    }
    hub_db_end(hub->db);
    return rc >= 0;
}

bool hub_chain_have(struct hub *hub, struct arena *arena, const uint8_t kiosk[BUNDLE_PARTY],
                    struct ack_have **ret, size_t *ret_count, struct err *err)
{
    struct ack_have *list = arena_array(arena, MAX_INCARNATIONS, sizeof(*list));
    int64_t *from = arena_array(arena, MAX_INCARNATIONS, sizeof(*from));
    size_t count = 0;
    int rc;

    if (!hub_db_ask(hub->db,
                    "SELECT incarnation, stream, have_upto, highest FROM incarnation"
                    " WHERE kiosk = $1 ORDER BY incarnation, stream",
                    HUB_VALUES(hub_blob(kiosk, BUNDLE_PARTY)), err)) {
        return false;
    }
    while ((rc = hub_db_next(hub->db, err)) == 1 && count < MAX_INCARNATIONS) {
        struct ack_have *have = &list[count];
        *have = (struct ack_have){.stream = (enum bundle_stream)hub_db_int(hub->db, 1),
                                  .upto = (uint64_t)hub_db_int(hub->db, 3)};
        from[count++] = hub_db_int(hub->db, 2);
        if (!hub_db_bytes(hub->db, 0, have->incarnation, BUNDLE_INCARNATION, err)) {
            return false;
        }
    }
    hub_db_end(hub->db);
    for (size_t i = 0; rc >= 0 && i < count; i++) {
        if (list[i].upto > (uint64_t)from[i] &&
            !find_missing(hub, arena, kiosk, &list[i], from[i], err)) {
            return false;
        }
    }
    *ret = list;
    *ret_count = count;
    return rc >= 0;
}
