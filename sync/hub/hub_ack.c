#include "sync/hub/hub_ack.h"

#include "sync/hub/hub_audit.h"
#include "sync/hub/hub_chain.h"

/* More than this many incarnations ahead is no memory of a kiosk but nonsense. */
enum { MAX_UNREAD = 2000, AHEAD_MOST = 1000000 };

struct making {
    struct hub *hub;
    struct arena *arena;
    const uint8_t *kiosk, *nonce;
    struct ack ack;
    struct bundle_bytes bytes;
};

static struct hub_value of_kiosk(const struct making *making)
{
    return hub_blob(making->kiosk, BUNDLE_PARTY);
}

/* ---- what there is to tell ----------------------------------------------------------------- */

static enum ack_verdict verdict_of(enum hub_bundle_state state, bool again)
{
    switch (state) {
    case HUB_PARTLY:
        return ACK_PARTLY;
    case HUB_QUARANTINED:
        return ACK_QUARANTINED;
    case HUB_UNKNOWN:
        return ACK_UNKNOWN;
    case HUB_RECEIVED:
    case HUB_APPLIED:
    case HUB_PRACTICE:
        break;
    }
    return again ? ACK_DUPLICATE : ACK_NEW;
}

static bool find_bundles(struct making *making, struct err *err)
{
    struct hub_db *db = making->hub->db;
    struct ack *ack = &making->ack;
    int rc;

    ack->bundles = arena_array(making->arena, HUB_ACK_IDS, sizeof(*ack->bundles));
    if (!hub_db_ask(db,
                    "SELECT id, state, again, reason FROM bundle"
                    " WHERE kiosk = $1 AND ack_seq = 0 AND state <> 0 LIMIT 1000",
                    HUB_VALUES(of_kiosk(making)), err)) {
        return false;
    }
    while ((rc = hub_db_next(db, err)) == 1 && ack->bundle_count < HUB_ACK_IDS) {
        struct ack_bundle *bundle = &ack->bundles[ack->bundle_count++];
        bundle->verdict =
            verdict_of((enum hub_bundle_state)hub_db_int(db, 1), hub_db_int(db, 2) != 0);
        snprintf(bundle->reason, sizeof(bundle->reason), "%s", hub_db_text(db, 3));
        if (!hub_db_bytes(db, 0, bundle->id, BUNDLE_ID, err)) {
            return false;
        }
    }
    hub_db_end(db);
    return rc >= 0;
}

static bool find_safe(struct making *making, struct err *err)
{
    struct hub_db *db = making->hub->db;
    struct ack *ack = &making->ack;
    int rc;

    ack->safe = arena_array(making->arena, HUB_ACK_IDS, BUNDLE_ID);
    if (!hub_db_ask(db,
                    "SELECT id FROM bundle WHERE kiosk = $1 AND safe = 1 AND safe_seq = 0"
                    " AND state <> 0 LIMIT 1000",
                    HUB_VALUES(of_kiosk(making)), err)) {
        return false;
    }
    while ((rc = hub_db_next(db, err)) == 1 && ack->safe_count < HUB_ACK_IDS) {
        if (!hub_db_bytes(db, 0, ack->safe[ack->safe_count++], BUNDLE_ID, err)) {
            return false;
        }
    }
    hub_db_end(db);
    return rc >= 0;
}

/* Its wishes, and the lock on its row for the rest of the act. */
static bool read_kiosk(struct making *making, struct err *err)
{
    struct hub_db *db = making->hub->db;
    int64_t incarnation;

    if (!hub_db_ask(db,
                    "UPDATE kiosk SET hub_seq = hub_seq WHERE kiosk = $1"
                    " RETURNING hub_seq, resend, ask_incarnation",
                    HUB_VALUES(of_kiosk(making)), err)) {
        return false;
    }
    int rc = hub_db_next(db, err);
    if (rc == 1) {
        making->ack.hub_seq = (uint64_t)hub_db_int(db, 0) + 1;
        making->ack.resend_all = hub_db_int(db, 1) != 0;
        making->ack.new_incarnation = hub_db_int(db, 2) != 0;
    }
    hub_db_end(db);
    if (rc != 1) {
        return rc == 0 && err_set(err, ERR_MISSING, "no such kiosk");
    }
    bool done = hub_incarnation(making->hub, &incarnation, err);
    making->ack.hub_incarnation = (uint64_t)incarnation;
    return done;
}

/* ---- making it ----------------------------------------------------------------------------- */

static bool note_told(struct making *making, struct err *err)
{
    struct hub_db *db = making->hub->db;
    const struct ack *ack = &making->ack;
    struct hub_value seq = hub_int((int64_t)ack->hub_seq);

    for (size_t i = 0; i < ack->bundle_count; i++) {
        if (!hub_db_run(db, "UPDATE bundle SET ack_seq = $1, again = 0 WHERE id = $2",
                        HUB_VALUES(seq, hub_blob(ack->bundles[i].id, BUNDLE_ID)), NULL, err)) {
            return false;
        }
    }
    for (size_t i = 0; i < ack->safe_count; i++) {
        if (!hub_db_run(db, "UPDATE bundle SET safe_seq = $1 WHERE id = $2",
                        HUB_VALUES(seq, hub_blob(ack->safe[i], BUNDLE_ID)), NULL, err)) {
            return false;
        }
    }
    return hub_db_run(db,
                      "UPDATE kiosk SET hub_seq = $1, resend = 0, ask_incarnation = 0"
                      " WHERE kiosk = $2",
                      HUB_VALUES(seq, of_kiosk(making)), NULL, err) &&
           hub_db_run(
               db, "INSERT INTO outbox (kiosk, hub_seq, bytes) VALUES ($1, $2, $3)",
               HUB_VALUES(of_kiosk(making), seq, hub_blob(making->bytes.data, making->bytes.len)),
               NULL, err);
}

static bool make_ack(void *ctx, struct err *err)
{
    struct making *making = ctx;
    struct ack *ack = &making->ack;

    *ack = (struct ack){.time_s = clock_wall_s(making->hub->clock)};
    making->bytes = (struct bundle_bytes){NULL, 0};
    memcpy(ack->kiosk, making->kiosk, BUNDLE_PARTY);
    if (making->nonce != NULL) {
        ack->has_nonce = true;
        memcpy(ack->nonce, making->nonce, ACK_NONCE);
    }
    if (!read_kiosk(making, err) || !find_bundles(making, err) || !find_safe(making, err)) {
        return false;
    }
    if (ack->bundle_count == 0 && ack->safe_count == 0 && !ack->resend_all &&
        !ack->new_incarnation && !ack->has_nonce) {
        return true; /* no news */
    }
    return hub_chain_have(making->hub, making->arena, making->kiosk, &ack->have, &ack->have_count,
                          err) &&
           ack_make(&making->bytes, making->arena, ack, &making->hub->keys[0], err) &&
           note_told(making, err);
}

bool hub_ack_make(struct hub *hub, struct arena *arena, const uint8_t kiosk[BUNDLE_PARTY],
                  const uint8_t nonce[ACK_NONCE], struct bundle_bytes *ret, struct err *err)
{
    struct making making = {.hub = hub, .arena = arena, .kiosk = kiosk, .nonce = nonce};

    if (hub->key_count == 0) {
        return err_set(err, ERR_DENIED, "this hub has no key to sign with");
    }
    if (!hub_db_act(hub->db, HUB_CHANGE, make_ack, &making, err)) {
        return false;
    }
    *ret = making.bytes;
    return true;
}

/* ---- what a kiosk read --------------------------------------------------------------------- */

static bool note_read(struct hub *hub, const uint8_t *kiosk, int64_t seq, struct err *err)
{
    return hub_db_run(hub->db, "UPDATE kiosk SET read_seq = $1 WHERE kiosk = $2 AND read_seq < $1",
                      HUB_VALUES(hub_int(seq), hub_blob(kiosk, BUNDLE_PARTY)), NULL, err) &&
           hub_db_run(hub->db, "DELETE FROM outbox WHERE kiosk = $1 AND hub_seq <= $2",
                      HUB_VALUES(hub_blob(kiosk, BUNDLE_PARTY), hub_int(seq)), NULL, err);
}

bool hub_ack_told(struct hub *hub, const uint8_t kiosk[BUNDLE_PARTY], int64_t incarnation,
                  int64_t seq, struct err *err)
{
    int64_t own, own_seq;
    char detail[HUB_AUDIT_DETAIL];

    if (incarnation <= 0 || seq < 0) {
        return true;
    }
    if (!hub_incarnation(hub, &own, err) ||
        !hub_db_number(hub->db, "SELECT hub_seq FROM kiosk WHERE kiosk = $1",
                       HUB_VALUES(hub_blob(kiosk, BUNDLE_PARTY)), &own_seq, err)) {
        return false;
    }
    snprintf(detail, sizeof(detail), "%lld.%lld > %lld.%lld", (long long)incarnation,
             (long long)seq, (long long)own, (long long)own_seq);
    if (incarnation > own || (incarnation == own && seq > own_seq)) {
        return incarnation - own > AHEAD_MOST
                   ? hub_audit(hub, "nonsense", kiosk, detail, err)
                   : hub_raise(hub, incarnation, err) &&
                         hub_audit(hub, "rolled-back", kiosk, detail, err);
    }
    if (incarnation == own) {
        return true; /* which of two acks of this number it read is told with the id: drop_seen */
    }
    /* Of before we were put back, and nothing was told to it since: it was unknown to us then. */
    return hub_db_run(hub->db, "UPDATE kiosk SET resend = 1 WHERE kiosk = $1 AND hub_seq = 0",
                      HUB_VALUES(hub_blob(kiosk, BUNDLE_PARTY)), NULL, err);
}

/* ---- the outbox ---------------------------------------------------------------------------- */

struct seen {
    struct hub *hub;
    const uint8_t *kiosk;
    int64_t incarnation, seq;
    const uint8_t *id;
};

/* One that is unread here, and that the kiosk read as another. */
static bool is_another(const struct seen *seen, bool *ret, struct err *err)
{
    struct hub_db *db = seen->hub->db;
    int64_t own;
    size_t len;

    *ret = false;
    if (seen->id == NULL) {
        return true;
    }
    if (!hub_incarnation(seen->hub, &own, err) ||
        !hub_db_ask(db, "SELECT bytes FROM outbox WHERE kiosk = $1 AND hub_seq = $2",
                    HUB_VALUES(hub_blob(seen->kiosk, BUNDLE_PARTY), hub_int(seen->seq)), err)) {
        return false;
    }
    int rc = hub_db_next(db, err);
    if (rc == 1) {
        uint8_t id[BUNDLE_ID];
        const void *bytes = hub_db_blob(db, 0, &len);
        bundle_id(id, bytes, len);
        *ret = seen->incarnation == own && memcmp(id, seen->id, BUNDLE_ID) != 0;
    }
    hub_db_end(db);
    return rc >= 0;
}

static bool drop_seen(void *ctx, struct err *err)
{
    struct seen *seen = ctx;
    bool is_other;

    if (!is_another(seen, &is_other, err)) {
        return false;
    }
    if (is_other) {
        return hub_raise(seen->hub, seen->incarnation, err) &&
               hub_audit(seen->hub, "rolled-back", seen->kiosk, "another ack of this number", err);
    }
    int64_t own;
    return hub_ack_told(seen->hub, seen->kiosk, seen->incarnation, seen->seq, err) &&
           hub_incarnation(seen->hub, &own, err) &&
           (own != seen->incarnation || note_read(seen->hub, seen->kiosk, seen->seq, err));
}

bool hub_ack_seen(struct hub *hub, const uint8_t kiosk[BUNDLE_PARTY], int64_t incarnation,
                  int64_t seq, const uint8_t *id, struct err *err)
{
    struct seen seen = {hub, kiosk, incarnation, seq, id};
    return hub_db_act(hub->db, HUB_CHANGE, drop_seen, &seen, err);
}

struct unread {
    struct hub *hub;
    struct arena *arena;
    const uint8_t *kiosk;
    struct hub_ack_line *list;
    size_t count;
};

static bool read_outbox(void *ctx, struct err *err)
{
    struct unread *unread = ctx;
    struct hub_db *db = unread->hub->db;
    int rc;

    unread->count = 0;
    unread->list = arena_array(unread->arena, MAX_UNREAD, sizeof(*unread->list));
    if (!hub_db_ask(db,
                    "SELECT hub_seq, bytes FROM outbox WHERE kiosk = $1 ORDER BY hub_seq"
                    " LIMIT 2000",
                    HUB_VALUES(hub_blob(unread->kiosk, BUNDLE_PARTY)), err)) {
        return false;
    }
    while ((rc = hub_db_next(db, err)) == 1 && unread->count < MAX_UNREAD) {
        struct hub_ack_line *line = &unread->list[unread->count++];
        const void *bytes = hub_db_blob(db, 1, &line->bytes.len);
        line->seq = hub_db_int(db, 0);
        line->bytes.data = arena_alloc(unread->arena, line->bytes.len + 1);
        memcpy(line->bytes.data, bytes, line->bytes.len);
    }
    hub_db_end(db);
    return rc >= 0;
}

bool hub_ack_unread(struct hub *hub, struct arena *arena, const uint8_t kiosk[BUNDLE_PARTY],
                    struct hub_ack_line **ret, size_t *ret_count, struct err *err)
{
    struct unread unread = {.hub = hub, .arena = arena, .kiosk = kiosk};

    if (!hub_db_act(hub->db, HUB_LOOK, read_outbox, &unread, err)) {
        return false;
    }
    *ret = unread.list;
    *ret_count = unread.count;
    return true;
}
