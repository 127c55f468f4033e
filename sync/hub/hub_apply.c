#include "sync/hub/hub_apply.h"

#include "app/base/str.h"
#include "sync/closing.h"
#include "sync/hub/hub_ack.h"
#include "sync/hub/hub_audit.h"
#include "sync/hub/hub_chain.h"
#include "sync/hub/hub_take.h"

#include <assert.h>
#include <stdlib.h>

enum { REASON = ACK_REASON };

struct job { /* one bundle */
    struct hub *hub;
    struct arena *arena;
    struct hub_link link;
    enum hub_bundle_state state;
    bool was_unknown; /* of a later version when it came */
    uint8_t *bytes;
    size_t len;
    struct bundle_head head;
    char reason[REASON + 1]; /* "": none */
};

struct batch {
    struct hub *hub;
    uint8_t ids[HUB_APPLY_MOST][BUNDLE_ID];
    size_t count;
    struct hub_applied applied;
};

/* ---- one bundle, read ---------------------------------------------------------------------- */

bool hub_open_bundle(struct bundle_bytes *ret, struct arena *arena, const struct hub *hub,
                     const struct bundle_head *head, const uint8_t *bytes, struct err *err)
{
    struct err why = {0};

    for (size_t i = 0; i < hub->key_count; i++) {
        why = (struct err){0};
        if (bundle_open(ret, arena, head, bytes, hub->keys[i].party.box, hub->keys[i].box_secret,
                        &why)) {
            return true;
        }
        if (why.code != ERR_DENIED) {
            break;
        }
    }
    *err = why;
    return false;
}

size_t hub_open_frames(struct frame **ret, struct arena *arena, const struct hub *hub,
                       const uint8_t *bytes, size_t len)
{
    struct bundle_head head;
    struct bundle_bytes payload;
    size_t count;
    json_t *manifest;
    struct err why = {0};

    if (!bundle_read(&head, bytes, len, &why) ||
        !hub_open_bundle(&payload, arena, hub, &head, bytes, &why) ||
        !frames_read(ret, &count, &manifest, arena, payload.data, payload.len, &why)) {
        return 0;
    }
    json_decref(manifest);
    return count;
}

/* The kiosk's row is the lock under which all of its bundles are applied, one after the other. */
static bool find_kiosk(struct job *job, struct err *err)
{
    struct hub_db *db = job->hub->db;

    if (!hub_db_ask(db, "SELECT kiosk FROM bundle WHERE id = $1",
                    HUB_VALUES(hub_blob(job->link.id, BUNDLE_ID)), err)) {
        return false;
    }
    int rc = hub_db_next(db, err);
    bool good = rc == 1 && hub_db_bytes(db, 0, job->link.kiosk, BUNDLE_PARTY, err);
    hub_db_end(db);
    return good || (rc == 0 && err_set(err, ERR_MISSING, "no such bundle"));
}

static int by_kiosk(const void *a, const void *b)
{
    return memcmp(((const struct job *)a)->link.kiosk, ((const struct job *)b)->link.kiosk,
                  BUNDLE_PARTY);
}

/* All at the beginning and in one order: two hubs on one database never wait in a ring. */
static bool lock_kiosks(struct job *jobs, size_t count, struct err *err)
{
    for (size_t i = 0; i < count; i++) {
        if (!find_kiosk(&jobs[i], err)) {
            return false;
        }
    }
    qsort(jobs, count, sizeof(*jobs), by_kiosk);
    for (size_t i = 0; i < count; i++) {
        if ((i == 0 || by_kiosk(&jobs[i - 1], &jobs[i]) != 0) &&
            !hub_db_run(jobs[i].hub->db, "UPDATE kiosk SET hub_seq = hub_seq WHERE kiosk = $1",
                        HUB_VALUES(hub_blob(jobs[i].link.kiosk, BUNDLE_PARTY)), NULL, err)) {
            return false;
        }
    }
    return true;
}

static bool load(struct job *job, bool *ret_waits, struct err *err)
{
    struct hub_db *db = job->hub->db;

    if (!hub_db_ask(db, "SELECT type, fork, bytes FROM bundle WHERE id = $1 AND state = 0",
                    HUB_VALUES(hub_blob(job->link.id, BUNDLE_ID)), err)) {
        return false;
    }
    int rc = hub_db_next(db, err);
    *ret_waits = rc == 1;
    if (rc == 1) {
        const void *bytes = hub_db_blob(db, 2, &job->len);
        job->was_unknown = hub_db_int(db, 0) == 0;
        job->link.is_fork = hub_db_int(db, 1) != 0;
        job->bytes = arena_alloc(job->arena, job->len + 1);
        memcpy(job->bytes, bytes, job->len);
    }
    hub_db_end(db);
    return rc >= 0;
}

static void quarantine(struct job *job, const char *reason)
{
    job->state = HUB_QUARANTINED;
    snprintf(job->reason, sizeof(job->reason), "%s", reason);
}

/* ---- an unknown format that is known now --------------------------------------------------- */

static bool read_sign(struct job *job, uint8_t ret[CRYPTO_KEY], struct err *err)
{
    struct hub_db *db = job->hub->db;

    if (!hub_db_ask(db, "SELECT sign FROM kiosk WHERE kiosk = $1",
                    HUB_VALUES(hub_blob(job->link.kiosk, BUNDLE_PARTY)), err)) {
        return false;
    }
    bool good = hub_db_next(db, err) == 1 && hub_db_bytes(db, 0, ret, CRYPTO_KEY, err);
    hub_db_end(db);
    return good;
}

/* It was kept without knowing whose it was: what was asked of others at the door is asked now. */
static bool admit(struct job *job, struct err *err)
{
    uint8_t sign[CRYPTO_KEY];
    const struct bundle_head *head = &job->head;

    if (!read_sign(job, sign, err)) {
        return false;
    }
    if (memcmp(head->sender, job->link.kiosk, BUNDLE_PARTY) != 0 ||
        memcmp(head->recipient, job->hub->party.id, BUNDLE_PARTY) != 0 ||
        (head->type != BUNDLE_DATA && head->type != BUNDLE_CLOSING) ||
        head->seq >> HUB_MAX_SEQ_BITS != 0 ||
        !bundle_verify(head, job->bytes, job->len, sign, NULL)) {
        quarantine(job, "not-signed");
        return true;
    }
    return hub_db_run(job->hub->db,
                      "UPDATE bundle SET type = $1, stream = $2, incarnation = $3, seq = $4,"
                      " prev = $5 WHERE id = $6",
                      HUB_VALUES(hub_int(head->type), hub_int(head->stream),
                                 hub_blob(head->incarnation, BUNDLE_INCARNATION),
                                 hub_int((int64_t)head->seq), hub_blob(head->prev, BUNDLE_ID),
                                 hub_blob(job->link.id, BUNDLE_ID)),
                      NULL, err);
}

/* Again on the way in: the row may be older than this program. */
static bool read_head(struct job *job, struct err *err)
{
    struct err why = {0};

    if (!bundle_read(&job->head, job->bytes, job->len, &why) || !job->hub->knows.bundles) {
        job->state = HUB_UNKNOWN;
        if (why.code != ERR_UNKNOWN && why.code != ERR_NONE) {
            quarantine(job, "not-bundle");
        }
        return true;
    }
    if (job->was_unknown && !admit(job, err)) {
        return false;
    }
    if (job->state == HUB_QUARANTINED) {
        return true;
    }
    if ((job->head.flags & BUNDLE_PRACTICE) != 0) {
        job->state = HUB_PRACTICE;
    }
    memcpy(job->link.incarnation, job->head.incarnation, BUNDLE_INCARNATION);
    memcpy(job->link.prev, job->head.prev, BUNDLE_ID);
    job->link.stream = job->head.stream;
    job->link.seq = (int64_t)job->head.seq;
    return true;
}

/* ---- what the manifest says ---------------------------------------------------------------- */

/* What the kiosk says that it read. */
static bool compare_acks(struct job *job, const json_t *manifest, struct err *err)
{
    return hub_ack_told(job->hub, job->link.kiosk, json_number(manifest, "hub_incarnation", 0),
                        json_number(manifest, "hub_seq", 0), err);
}

static void note_casts(struct hub_take *take, const json_t *manifest)
{
    json_t *casts = json_object_get(manifest, "cast_total");
    const char *round;
    json_t *total;

    json_object_foreach(casts, round, total)
    {
        uint8_t id[RECORD_RID];
        json_int_t number = json_integer_value(total);
        if (str_unhex(id, sizeof(id), round) && number >= 0 && number <= UINT32_MAX) {
            hub_take_cast(take, id, (int64_t)number);
        }
    }
}

/* ---- one bundle, applied ------------------------------------------------------------------- */

static bool take_all(struct job *job, const struct frame *frames, size_t count,
                     const json_t *manifest, struct err *err)
{
    struct hub_take take = {.hub = job->hub, .arena = job->arena};

    memcpy(take.kiosk, job->link.kiosk, BUNDLE_PARTY);
    memcpy(take.incarnation, job->link.incarnation, BUNDLE_INCARNATION);
    for (size_t i = 0; i < count; i++) {
        if (!hub_take_frame(&take, &frames[i], err)) {
            return false;
        }
    }
    note_casts(&take, manifest);
    job->state = take.unknown > 0 ? HUB_PARTLY : HUB_APPLIED;
    if (take.unknown > 0) {
        snprintf(job->reason, sizeof(job->reason), "later-kinds %zu", take.unknown);
    } else if (take.set_apart > 0) {
        snprintf(job->reason, sizeof(job->reason), "set-apart %zu", take.set_apart);
    }
    return hub_take_end(&take, err) && compare_acks(job, manifest, err);
}

/* This program was started before the hub took a new key (hub_keys.h): whoever opens the hub next
 * tries again what it could not read. */
static bool note_old_keys(struct hub *hub, struct err *err)
{
    return hub_db_run(hub->db, "UPDATE hub_meta SET knows = '' WHERE id = 1 AND box <> $1",
                      HUB_VALUES(hub_blob(hub->keys[0].party.box, CRYPTO_KEY)), NULL, err);
}

static bool open_and_take(struct job *job, struct err *err)
{
    struct bundle_bytes payload;
    struct frame *frames;
    size_t count;
    json_t *manifest;
    struct err why = {0};

    if (!hub_open_bundle(&payload, job->arena, job->hub, &job->head, job->bytes, &why)) {
        quarantine(job, why.code == ERR_DENIED ? "not-our-key" : "does-not-open");
        return why.code != ERR_DENIED || note_old_keys(job->hub, err);
    }
    if (!frames_read(&frames, &count, &manifest, job->arena, payload.data, payload.len, &why)) {
        quarantine(job, "malformed");
        return true;
    }
    struct closing_heads heads;
    bool done = true;
    if (job->head.type == BUNDLE_CLOSING && !closing_holds(&heads, frames, count, manifest)) {
        quarantine(job, "malformed");
    } else {
        done = take_all(job, frames, count, manifest, err);
    }
    json_decref(manifest);
    return done;
}

/* Planted: the number came before, so this must be a copy. */
static bool is_old_number(struct job *job, bool *ret, struct err *err)
{
    int64_t others = 0;

    *ret = false;
    if (job->hub->bug != HUB_BUG_DEDUPE_SEQ) {
        return true;
    }
    bool done = hub_db_number(
        job->hub->db,
        "SELECT count(*) FROM bundle WHERE kiosk = $1 AND incarnation = $2 AND stream = $3"
        " AND seq = $4 AND id <> $5 AND state <> 0",
        HUB_VALUES(hub_blob(job->link.kiosk, BUNDLE_PARTY),
                   hub_blob(job->link.incarnation, BUNDLE_INCARNATION), hub_int(job->link.stream),
                   hub_int(job->link.seq), hub_blob(job->link.id, BUNDLE_ID)),
        &others, err);
    *ret = others > 0;
    return done;
}

static bool finish(struct job *job, struct err *err)
{
    if (job->state == HUB_QUARANTINED &&
        !hub_audit(job->hub, "quarantine", job->link.kiosk, job->reason, err)) {
        return false;
    }
    return hub_db_run(
        job->hub->db, "UPDATE bundle SET state = $1, reason = $2 WHERE id = $3",
        HUB_VALUES(hub_int(job->state), hub_text(job->reason), hub_blob(job->link.id, BUNDLE_ID)),
        NULL, err);
}

static bool apply_job(struct job *job, struct hub_applied *applied, struct err *err)
{
    bool waits, is_old;

    if (!load(job, &waits, err)) {
        return false;
    }
    if (!waits) { /* another hub was first */
        return true;
    }
    job->state = HUB_RECEIVED;
    if (!read_head(job, err)) {
        return false;
    }
    if (job->state == HUB_RECEIVED) {
        job->state = HUB_APPLIED;
        if (!is_old_number(job, &is_old, err) || (!is_old && !open_and_take(job, err)) ||
            !hub_chain_note(job->hub, &job->link, err)) {
            return false;
        }
    }
    applied->applied += job->state == HUB_APPLIED;
    applied->partly += job->state == HUB_PARTLY;
    applied->quarantined += job->state == HUB_QUARANTINED;
    applied->unknown += job->state == HUB_UNKNOWN;
    return finish(job, err);
}

static bool apply_batch(void *ctx, struct err *err)
{
    struct batch *batch = ctx;
    struct job jobs[HUB_APPLY_MOST];
    struct arena arena;

    batch->applied = (struct hub_applied){0};
    arena_init(&arena, 0);
    for (size_t i = 0; i < batch->count; i++) {
        jobs[i] = (struct job){.hub = batch->hub, .arena = &arena};
        memcpy(jobs[i].link.id, batch->ids[i], BUNDLE_ID);
    }
    bool done = lock_kiosks(jobs, batch->count, err);
    for (size_t i = 0; done && i < batch->count; i++) {
        done = apply_job(&jobs[i], &batch->applied, err);
        arena_reset(&arena);
    }
    arena_finish(&arena);
    return done;
}

static void sum(struct hub_applied *all, const struct hub_applied *part)
{
    if (all != NULL) {
        all->applied += part->applied;
        all->partly += part->partly;
        all->quarantined += part->quarantined;
        all->unknown += part->unknown;
    }
}

static bool run(struct batch *batch, struct hub_applied *ret, struct err *err)
{
    if (batch->hub->key_count == 0) {
        return err_set(err, ERR_DENIED, "this hub has no key to open with");
    }
    if (!hub_db_act(batch->hub->db, HUB_CHANGE, apply_batch, batch, err)) {
        return false;
    }
    sum(ret, &batch->applied);
    return true;
}

bool hub_apply_some(struct hub *hub, const uint8_t (*ids)[BUNDLE_ID], size_t count,
                    struct hub_applied *ret, struct err *err)
{
    struct batch batch = {.hub = hub, .count = count};

    assert(count <= HUB_APPLY_MOST);
    if (count > 0) {
        memcpy(batch.ids, ids, count * BUNDLE_ID);
    }
    if (ret != NULL) {
        *ret = (struct hub_applied){0};
    }
    return count == 0 || run(&batch, ret, err);
}

/* Bundles of one kiosk stand together: its lock is taken once. */
static bool find_waiting(void *ctx, struct err *err)
{
    struct batch *batch = ctx;
    int rc;

    batch->count = 0;
    if (!hub_db_ask(batch->hub->db,
                    "SELECT id FROM bundle WHERE state = 0 ORDER BY kiosk, stream, seq LIMIT 32",
                    HUB_NO_VALUES, err)) {
        return false;
    }
    while ((rc = hub_db_next(batch->hub->db, err)) == 1 && batch->count < HUB_APPLY_MOST) {
        if (!hub_db_bytes(batch->hub->db, 0, batch->ids[batch->count++], BUNDLE_ID, err)) {
            return false;
        }
    }
    return rc >= 0;
}

bool hub_apply(struct hub *hub, struct hub_applied *ret, struct err *err)
{
    struct batch batch = {.hub = hub};

    if (ret != NULL) {
        *ret = (struct hub_applied){0};
    }
    for (;;) {
        if (!hub_db_act(hub->db, HUB_LOOK, find_waiting, &batch, err)) {
            return false;
        }
        if (batch.count == 0) {
            return true;
        }
        if (!run(&batch, ret, err)) {
            return false;
        }
    }
}
