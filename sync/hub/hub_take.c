#include "sync/hub/hub_take.h"

#include "app/base/str.h"
#include "app/domain/seal.h"
#include "sync/hub/hub_audit.h"

#include <stdlib.h>

/* ---- sums ---------------------------------------------------------------------------------- */

/* Room for one more; the arena keeps what was. */
static void *grown(struct arena *arena, void *list, size_t count, size_t *cap, size_t size)
{
    if (count < *cap) {
        return list;
    }
    *cap = *cap == 0 ? 8 : 2 * *cap;
    void *wider = arena_array(arena, *cap, size);
    if (count > 0) {
        memcpy(wider, list, count * size);
    }
    return wider;
}

static void add(struct hub_take *take, const char *kind, const uint8_t *subject, size_t subject_len,
                int64_t number)
{
    struct hub_delta delta = {.subject_len = subject_len, .number = number};

    str_copy(delta.kind, sizeof(delta.kind), kind);
    if (subject_len > 0) {
        memcpy(delta.subject, subject, subject_len);
    }
    for (size_t i = 0; i < take->delta_count; i++) {
        struct hub_delta *other = &take->deltas[i];
        if (strcmp(other->kind, kind) == 0 && other->subject_len == subject_len &&
            memcmp(other->subject, delta.subject, subject_len) == 0) {
            other->number += number;
            return;
        }
    }
    take->deltas = grown(take->arena, take->deltas, take->delta_count, &take->delta_cap,
                         sizeof(*take->deltas));
    take->deltas[take->delta_count++] = delta;
}

static struct hub_round_delta *round_of(struct hub_take *take, const uint8_t id[RECORD_RID])
{
    for (size_t i = 0; i < take->round_count; i++) {
        if (memcmp(take->rounds[i].round_id, id, RECORD_RID) == 0) {
            return &take->rounds[i];
        }
    }
    take->rounds = grown(take->arena, take->rounds, take->round_count, &take->round_cap,
                         sizeof(*take->rounds));
    struct hub_round_delta *round = &take->rounds[take->round_count++];
    *round = (struct hub_round_delta){.cast_total = 0};
    memcpy(round->round_id, id, RECORD_RID);
    return round;
}

void hub_take_cast(struct hub_take *take, const uint8_t round_id[RECORD_RID], int64_t total)
{
    struct hub_round_delta *round = round_of(take, round_id);
    round->cast_total = round->cast_total < total ? total : round->cast_total;
}

/* Always in the same order: two hubs on one database do not wait for each other in a ring. */
static int by_kind(const void *a, const void *b)
{
    const struct hub_delta *left = a, *right = b;
    int order = strcmp(left->kind, right->kind);
    return order != 0 ? order : memcmp(left->subject, right->subject, RECORD_RID);
}

bool hub_take_end(struct hub_take *take, struct err *err)
{
    if (take->delta_count > 1) {
        qsort(take->deltas, take->delta_count, sizeof(*take->deltas), by_kind);
    }
    for (size_t i = 0; i < take->delta_count; i++) {
        const struct hub_delta *delta = &take->deltas[i];
        if (delta->number != 0 &&
            !hub_db_run(take->hub->db,
                        "INSERT INTO tally (kind, subject, number) VALUES ($1, $2, $3)"
                        " ON CONFLICT (kind, subject)"
                        " DO UPDATE SET number = tally.number + excluded.number",
                        HUB_VALUES(hub_text(delta->kind),
                                   hub_blob(delta->subject, delta->subject_len),
                                   hub_int(delta->number)),
                        NULL, err)) {
            return false;
        }
    }
    for (size_t i = 0; i < take->round_count; i++) {
        const struct hub_round_delta *round = &take->rounds[i];
        if (!hub_db_run(
                take->hub->db,
                "INSERT INTO ledger (kiosk, incarnation, round_id, ballots, registers, cast_total)"
                " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (kiosk, incarnation, round_id)"
                " DO UPDATE SET ballots = ledger.ballots + excluded.ballots,"
                " registers = ledger.registers + excluded.registers,"
                " cast_total = CASE WHEN ledger.cast_total < excluded.cast_total"
                " THEN excluded.cast_total ELSE ledger.cast_total END",
                HUB_VALUES(hub_blob(take->kiosk, BUNDLE_PARTY),
                           hub_blob(take->incarnation, BUNDLE_INCARNATION),
                           hub_blob(round->round_id, RECORD_RID), hub_int(round->ballots),
                           hub_int(round->registers), hub_int(round->cast_total)),
                NULL, err)) {
            return false;
        }
    }
    return true;
}

/* ---- set apart ----------------------------------------------------------------------------- */

/* The alarm is told once: a copy of it is no news. Of a vote only that there is one. */
static bool set_apart(struct hub_take *take, const struct frame *frame, const char *reason,
                      struct err *err)
{
    char detail[HUB_AUDIT_DETAIL];
    char rid[2 * RECORD_RID + 1];
    int64_t is_new;

    if (!hub_db_run(take->hub->db,
                    "INSERT INTO quarantine (rid, body_hash, kind, version, body, reason)"
                    " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                    HUB_VALUES(hub_blob(frame->rid, RECORD_RID), hub_blob(frame->hash, CRYPTO_HASH),
                               hub_text(frame->kind), hub_int(frame->version),
                               hub_blob(frame->body, frame->body_len), hub_text(reason)),
                    &is_new, err)) {
        return false;
    }
    bool is_vote = strcmp(frame->kind, "ballot") == 0 || strcmp(frame->kind, "register") == 0;
    take->set_apart++;
    str_hex(rid, frame->rid, RECORD_RID);
    snprintf(detail, sizeof(detail), "%s %s %s", frame->kind, is_vote ? "-" : rid, reason);
    return is_new == 0 ||
           hub_audit(take->hub, "set-apart", is_vote ? NULL : take->kiosk, detail, err);
}

/* ---- votes --------------------------------------------------------------------------------- */

static bool take_ballot(struct hub_take *take, const struct frame *frame, struct err *err)
{
    struct hub_db *db = take->hub->db;
    int64_t is_new, same = 1;
    const struct hub_value values[] = {
        hub_blob(frame->rid, RECORD_RID), hub_blob(frame->body, ROUND_ID),
        hub_blob(frame->body + ROUND_ID, frame->body_len - ROUND_ID)};

    if (!hub_db_run(db,
                    "INSERT INTO ballot (rid, round_id, sealed) VALUES ($1, $2, $3)"
                    " ON CONFLICT DO NOTHING",
                    values, 3, &is_new, err) ||
        (is_new == 0 && !hub_db_number(db,
                                       "SELECT count(*) FROM ballot WHERE rid = $1"
                                       " AND round_id = $2 AND sealed = $3",
                                       values, 3, &same, err))) {
        return false;
    }
    struct hub_round_delta *round = round_of(take, frame->body);
    if (is_new == 1) {
        add(take, frame->kind, frame->body, ROUND_ID, 1);
        round->ballots++;
    }
    return same == 1 || set_apart(take, frame, "other-body", err);
}

static bool take_register(struct hub_take *take, const struct frame *frame, struct err *err)
{
    struct hub_db *db = take->hub->db;
    int64_t is_new, same = 1;
    const size_t fixed = ROUND_ID + CODE_TAG;
    const struct hub_value values[] = {hub_blob(frame->rid, RECORD_RID),
                                       hub_blob(frame->body, ROUND_ID),
                                       hub_blob(frame->body + ROUND_ID, CODE_TAG),
                                       hub_blob(frame->body + fixed, frame->body_len - fixed)};

    if (!hub_db_run(db,
                    "INSERT INTO register (rid, round_id, tag, sealed) VALUES ($1, $2, $3, $4)"
                    " ON CONFLICT DO NOTHING",
                    values, 4, &is_new, err) ||
        (is_new == 0 && !hub_db_number(db,
                                       "SELECT count(*) FROM register WHERE rid = $1"
                                       " AND round_id = $2 AND tag = $3 AND sealed = $4",
                                       values, 4, &same, err))) {
        return false;
    }
    struct hub_round_delta *round = round_of(take, frame->body);
    if (is_new == 1) {
        add(take, frame->kind, frame->body, ROUND_ID, 1);
        round->registers++;
    }
    return same == 1 || set_apart(take, frame, "other-body", err);
}

/* ---- all other records --------------------------------------------------------------------- */

/* The idea or round that a body is about; of an erase its target. */
static size_t subject_of(const struct record *record, uint8_t ret[RECORD_RID])
{
    static const char *const keys[] = {"erases", "idea", "round"};
    json_t *body = record->body == NULL ? NULL : json_read(record->body, record->body_len, NULL);
    bool found = false;

    for (size_t i = 0; !found && body != NULL && i < sizeof(keys) / sizeof(keys[0]); i++) {
        found = json_hex(body, keys[i], ret, RECORD_RID);
    }
    json_decref(body);
    return found ? RECORD_RID : 0;
}

struct had {         /* the row of this rid that is there */
    bool is_waiting; /* for the record: only an erase came */
    bool is_empty, is_same;
};

static bool read_had(struct hub_take *take, const struct record *record, struct had *ret,
                     struct err *err)
{
    struct hub_db *db = take->hub->db;
    size_t len;

    if (!hub_db_ask(db,
                    "SELECT kind, body_hash, CASE WHEN body IS NULL THEN 1 ELSE 0 END"
                    " FROM record WHERE rid = $1",
                    HUB_VALUES(hub_blob(record->rid, RECORD_RID)), err)) {
        return false;
    }
    int rc = hub_db_next(db, err);
    if (rc == 1) {
        const void *hash = hub_db_blob(db, 1, &len);
        ret->is_waiting = hub_db_text(db, 0)[0] == '\0';
        ret->is_same = len == CRYPTO_HASH && memcmp(hash, record->body_hash, len) == 0 &&
                       strcmp(hub_db_text(db, 0), record_kind_name(record->kind)) == 0;
        ret->is_empty = hub_db_int(db, 2) == 1;
    }
    hub_db_end(db);
    return rc == 1 || (rc == 0 && err_set(err, ERR_MISSING, "a record that was there"));
}

/* The record for which an erase was waiting. What may not be erased comes in whole. */
static bool fill(struct hub_take *take, const struct record *record, const uint8_t *subject,
                 size_t subject_len, struct err *err)
{
    const char *body = record_may_be_erased(record->kind) ? NULL : record->body;
    const char *kind = record_kind_name(record->kind);

    if (body != NULL) {
        add(take, kind, subject, subject_len, 1);
    }
    return hub_db_run(
        take->hub->db,
        "UPDATE record SET kind = $1, version = $2, body = $3, body_hash = $4,"
        " subject = $5, kiosk = $6 WHERE rid = $7",
        HUB_VALUES(hub_text(kind), hub_int(record->version), hub_text(body),
                   hub_blob(record->body_hash, CRYPTO_HASH), hub_blob(subject, subject_len),
                   hub_blob(take->kiosk, BUNDLE_PARTY), hub_blob(record->rid, RECORD_RID)),
        NULL, err);
}

/* Takes the body out of a row that has one and may lose it. */
static bool empty(struct hub_take *take, const uint8_t rid[RECORD_RID], struct err *err)
{
    struct hub_db *db = take->hub->db;
    char kind[FRAME_KIND + 1];
    uint8_t subject[RECORD_RID];
    size_t len;

    if (!hub_db_ask(db,
                    "UPDATE record SET body = NULL WHERE rid = $1 AND body IS NOT NULL"
                    " AND kind NOT IN ('round-act', 'close-statement', 'erase')"
                    " RETURNING kind, subject",
                    HUB_VALUES(hub_blob(rid, RECORD_RID)), err)) {
        return false;
    }
    int rc = hub_db_next(db, err);
    if (rc == 1) {
        const void *found = hub_db_blob(db, 1, &len);
        str_copy(kind, sizeof(kind), hub_db_text(db, 0));
        len = len <= RECORD_RID ? len : 0;
        memcpy(subject, found, len);
        add(take, kind, subject, len, -1);
    }
    hub_db_end(db);
    return rc >= 0;
}

/* The erase came first: a row that waits. Otherwise its body goes. */
static bool erase(struct hub_take *take, const uint8_t target[RECORD_RID], struct err *err)
{
    int64_t is_new;

    return hub_db_run(take->hub->db,
                      "INSERT INTO record (rid, kind, version, body, body_hash, subject, kiosk)"
                      " VALUES ($1, '', 0, NULL, $2, $2, $2) ON CONFLICT DO NOTHING",
                      HUB_VALUES(hub_blob(target, RECORD_RID), hub_blob("", 0)), &is_new, err) &&
           (is_new == 1 || empty(take, target, err));
}

static bool take_again(struct hub_take *take, const struct frame *frame,
                       const struct record *record, const uint8_t *subject, size_t subject_len,
                       struct err *err)
{
    struct had had = {false};

    if (!read_had(take, record, &had, err)) {
        return false;
    }
    if (had.is_waiting) {
        return fill(take, record, subject, subject_len, err);
    }
    if (!had.is_same) {
        return set_apart(take, frame, "other-body", err);
    }
    return record->body != NULL || had.is_empty || empty(take, record->rid, err);
}

static bool take_record(struct hub_take *take, const struct frame *frame,
                        const struct record *record, struct err *err)
{
    uint8_t subject[RECORD_RID] = {0};
    size_t subject_len = subject_of(record, subject);
    const char *kind = record_kind_name(record->kind);
    int64_t is_new;

    if (!hub_db_run(take->hub->db,
                    "INSERT INTO record (rid, kind, version, body, body_hash, subject, kiosk)"
                    " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
                    HUB_VALUES(hub_blob(record->rid, RECORD_RID), hub_text(kind),
                               hub_int(record->version), hub_text(record->body),
                               hub_blob(record->body_hash, CRYPTO_HASH),
                               hub_blob(subject, subject_len), hub_blob(take->kiosk, BUNDLE_PARTY)),
                    &is_new, err)) {
        return false;
    }
    if (subject_len > 0 &&
        (record->kind == RECORD_ROUND_ACT || record->kind == RECORD_CLOSE_STATEMENT)) {
        round_of(take, subject); /* this kiosk takes part in it */
    }
    if (is_new == 1 && record->body != NULL) {
        add(take, kind, subject, subject_len, 1);
    }
    return (is_new == 1 || take_again(take, frame, record, subject, subject_len, err)) &&
           (record->kind != RECORD_ERASE || subject_len == 0 || erase(take, subject, err));
}

bool hub_take_frame(struct hub_take *take, const struct frame *frame, struct err *err)
{
    struct record record;
    struct err why = {0};
    enum record_kind kind;

    if (!record_kind_parse(&kind, frame->kind) || (int)kind >= take->hub->knows.kinds) {
        take->unknown++;
        return true;
    }
    if (!frame_to_record(&record, take->arena, frame, &why)) {
        take->unknown += why.code == ERR_UNKNOWN;
        return why.code == ERR_UNKNOWN || set_apart(take, frame, "malformed", err);
    }
    return kind == RECORD_BALLOT     ? take_ballot(take, frame, err)
           : kind == RECORD_REGISTER ? take_register(take, frame, err)
                                     : take_record(take, frame, &record, err);
}
