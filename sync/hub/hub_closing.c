#include "sync/hub/hub_closing.h"

#include "app/base/str.h"
#include "app/domain/seal.h"
#include "sync/closing.h"
#include "sync/hub/hub_apply.h"

#include <stdlib.h>

static const char *const state_names[HUB_CLOSING_STATES] = {
    [HUB_CLOSING_WHOLE] = "whole",           [HUB_CLOSING_OPEN] = "open",
    [HUB_CLOSING_STATEMENTS] = "statements", [HUB_CLOSING_GAP] = "gap",
    [HUB_CLOSING_COUNTS] = "counts",         [HUB_CLOSING_OTHER_SET] = "other-set",
};

const char *hub_closing_name(enum hub_closing_state state)
{
    return state_names[state];
}

struct looking {
    struct hub *hub;
    struct arena *arena;
    struct hub_round *rounds;
    size_t count;
};

/* ---- the set that one kiosk sent ----------------------------------------------------------- */

struct set {
    uint8_t (*ballots)[BALLOT_ID];
    uint8_t (*registers)[RECORD_RID];
    size_t ballot_count, register_count, ballot_cap, register_cap;
};

static void *wider(struct arena *arena, const void *list, size_t count, size_t *cap, size_t size)
{
    *cap = *cap == 0 ? 256 : 2 * *cap;
    void *more = arena_array(arena, *cap, size);
    if (count > 0) {
        memcpy(more, list, count * size);
    }
    return more;
}

struct adding {
    struct set *set;
    struct arena *arena;
};

static void add_frame(void *ctx, const struct frame *frame)
{
    struct adding *adding = ctx;
    struct set *set = adding->set;

    if (strcmp(frame->kind, "ballot") == 0) {
        if (set->ballot_count == set->ballot_cap) {
            set->ballots =
                wider(adding->arena, set->ballots, set->ballot_count, &set->ballot_cap, BALLOT_ID);
        }
        crypto_hash(set->ballots[set->ballot_count++], frame->body + ROUND_ID,
                    frame->body_len - ROUND_ID);
    } else {
        if (set->register_count == set->register_cap) {
            set->registers = wider(adding->arena, set->registers, set->register_count,
                                   &set->register_cap, RECORD_RID);
        }
        memcpy(set->registers[set->register_count++], frame->rid, RECORD_RID);
    }
}

static int by_id(const void *a, const void *b)
{
    return memcmp(a, b, BALLOT_ID);
}

static int by_rid(const void *a, const void *b)
{
    return memcmp(a, b, RECORD_RID);
}

/* In order and each once: two bundles may hold the same vote. */
static size_t sort_once(void *list, size_t count, size_t size,
                        int (*order)(const void *a, const void *b))
{
    uint8_t *at = list;
    size_t kept = 0;

    if (count > 0) {
        qsort(list, count, size, order);
    }
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || memcmp(at + (kept - 1) * size, at + i * size, size) != 0) {
            memmove(at + kept++ * size, at + i * size, size);
        }
    }
    return kept;
}

/* As the kiosk made it when it closed: the ballot ids, then the rids of the entries. */
static void digest_of(uint8_t ret[CRYPTO_HASH], struct arena *arena, struct set *set)
{
    set->ballot_count = sort_once(set->ballots, set->ballot_count, BALLOT_ID, by_id);
    set->register_count = sort_once(set->registers, set->register_count, RECORD_RID, by_rid);
    size_t first = set->ballot_count * BALLOT_ID, second = set->register_count * RECORD_RID;
    uint8_t *all = arena_alloc(arena, first + second + 1);
    if (first > 0) {
        memcpy(all, set->ballots, first);
    }
    if (second > 0) {
        memcpy(all + first, set->registers, second);
    }
    crypto_hash(ret, all, first + second);
}

static bool is_vote_of(const struct frame *frame, const uint8_t round_id[ROUND_ID])
{
    return (strcmp(frame->kind, "ballot") == 0 || strcmp(frame->kind, "register") == 0) &&
           frame->body_len > ROUND_ID && memcmp(frame->body, round_id, ROUND_ID) == 0;
}

static void each_of_bundle(struct hub *hub, const uint8_t *bytes, size_t len,
                           const uint8_t round_id[ROUND_ID], hub_closing_fn *each, void *ctx)
{
    struct arena arena;
    struct frame *frames;

    arena_init(&arena, 0);
    size_t count = hub_open_frames(&frames, &arena, hub, bytes, len);
    for (size_t i = 0; i < count; i++) {
        if (is_vote_of(&frames[i], round_id)) {
            each(ctx, &frames[i]);
        }
    }
    arena_finish(&arena);
}

/* Did the bundles of its votes go? *ret_more: something came since. */
static bool read_settled(struct hub *hub, const uint8_t kiosk[BUNDLE_PARTY],
                         const uint8_t round_id[ROUND_ID], struct hub_closing *ret, bool *ret_is,
                         bool *ret_more, struct err *err)
{
    struct hub_db *db = hub->db;
    const struct hub_value both[] = {hub_blob(kiosk, BUNDLE_PARTY), hub_blob(round_id, ROUND_ID)};
    int64_t ledger = 0, now;

    if (!hub_db_ask(db,
                    "SELECT ballots, registers, ledger FROM settled WHERE kiosk = $1"
                    " AND round_id = $2",
                    both, 2, err)) {
        return false;
    }
    int rc = hub_db_next(db, err);
    *ret_is = rc == 1;
    if (rc == 1 && ret != NULL) {
        ret->ballots = hub_db_int(db, 0);
        ret->registers = hub_db_int(db, 1);
        ledger = hub_db_int(db, 2);
    }
    hub_db_end(db);
    if (rc < 1 || ret == NULL) {
        return rc >= 0;
    }
    if (!hub_db_number(db,
                       "SELECT CAST(sum(ballots + registers) AS BIGINT) FROM ledger"
                       " WHERE kiosk = $1 AND round_id = $2",
                       both, 2, &now, err)) {
        return false;
    }
    *ret_more = now != ledger;
    return true;
}

bool hub_closing_each(struct hub *hub, const uint8_t kiosk[BUNDLE_PARTY],
                      const uint8_t round_id[ROUND_ID], hub_closing_fn *each, void *ctx,
                      struct err *err)
{
    bool is_settled, more;
    int rc;

    if (!read_settled(hub, kiosk, round_id, NULL, &is_settled, &more, err)) {
        return false;
    }
    if (is_settled) {
        return err_set(err, ERR_MISSING, "the bundles of these votes went");
    }
    if (!hub_db_ask(hub->db,
                    "SELECT bytes FROM bundle WHERE kiosk = $1 AND type <> 0 AND state IN (1, 2)",
                    HUB_VALUES(hub_blob(kiosk, BUNDLE_PARTY)), err)) {
        return false;
    }
    while ((rc = hub_db_next(hub->db, err)) == 1) {
        size_t len;
        const uint8_t *bytes = hub_db_blob(hub->db, 0, &len);
        each_of_bundle(hub, bytes, len, round_id, each, ctx);
    }
    return rc == 0;
}

/* ---- one kiosk ----------------------------------------------------------------------------- */

struct statement {
    size_t count; /* different ones */
    uint8_t set[CRYPTO_HASH];
};

static bool read_statements(struct looking *looking, struct hub_closing *closing,
                            const uint8_t round_id[ROUND_ID], struct statement *ret,
                            struct err *err)
{
    struct hub_db *db = looking->hub->db;
    int rc;

    if (!hub_db_ask(
            db,
            "SELECT body FROM record WHERE kind = 'close-statement' AND subject = $1"
            " AND kiosk = $2 AND body IS NOT NULL",
            HUB_VALUES(hub_blob(round_id, ROUND_ID), hub_blob(closing->kiosk, BUNDLE_PARTY)),
            err)) {
        return false;
    }
    while ((rc = hub_db_next(db, err)) == 1) {
        const char *text = hub_db_text(db, 0);
        json_t *body = json_read(text, strlen(text), NULL);
        ret->count++;
        closing->told_ballots = json_number(body, "ballots", -1);
        closing->told_registers = json_number(body, "registers", -1);
        if (!json_hex(body, "set", ret->set, CRYPTO_HASH)) {
            memset(ret->set, 0, CRYPTO_HASH);
        }
        json_decref(body);
    }
    return rc == 0;
}

/* ---- what the bundle of the statement says of those before it ------------------------------- */

struct heads {
    struct arena *arena;
    uint8_t (*ids)[BUNDLE_ID];
    size_t count, cap;
};

static void add_heads(struct heads *list, const struct closing_heads *heads)
{
    for (int stream = 0; stream < CLOSING_STREAMS; stream++) {
        if (heads->seq[stream] == 0) {
            continue;
        }
        if (list->count == list->cap) {
            list->ids = wider(list->arena, list->ids, list->count, &list->cap, BUNDLE_ID);
        }
        memcpy(list->ids[list->count++], heads->id[stream], BUNDLE_ID);
    }
}

/* Signed it is: it came in by its signature. Not encrypted, so it is read without a key. */
static void read_heads(struct heads *list, const uint8_t *bytes, size_t len,
                       const uint8_t round_id[ROUND_ID])
{
    struct arena arena;
    struct bundle_head head;
    struct frame *frames;
    size_t count;
    json_t *manifest;
    struct closing_heads heads;
    uint8_t id[ROUND_ID];

    arena_init(&arena, 0);
    if (bundle_read(&head, bytes, len, NULL) && (head.flags & BUNDLE_ENCRYPTED) == 0 &&
        frames_read(&frames, &count, &manifest, &arena, head.sealed, head.payload_len, NULL)) {
        if (closing_holds(&heads, frames, count, manifest)) {
            json_t *body = json_read((const char *)frames[0].body, frames[0].body_len, NULL);
            if (json_hex(body, "round", id, ROUND_ID) && memcmp(id, round_id, ROUND_ID) == 0) {
                add_heads(list, &heads);
            }
            json_decref(body);
        }
        json_decref(manifest);
    }
    arena_finish(&arena);
}

/* Is the last bundle there of each stream that the statement closes? Numbers alone do not tell: of
 * those that never came nobody knows. */
static bool heads_came(struct looking *looking, const struct hub_closing *closing,
                       const uint8_t round_id[ROUND_ID], bool *ret, struct err *err)
{
    struct hub_db *db = looking->hub->db;
    struct heads heads = {.arena = looking->arena};
    struct hub_value kiosk = hub_blob(closing->kiosk, BUNDLE_PARTY);
    int rc;

    if (!hub_db_ask(db,
                    "SELECT bytes FROM bundle WHERE kiosk = $1 AND type = 9 AND state IN (1, 2)",
                    HUB_VALUES(kiosk), err)) {
        return false;
    }
    while ((rc = hub_db_next(db, err)) == 1) {
        size_t len;
        const uint8_t *bytes = hub_db_blob(db, 0, &len);
        read_heads(&heads, bytes, len, round_id);
    }
    *ret = true;
    for (size_t i = 0; rc == 0 && i < heads.count; i++) {
        int64_t there;
        if (!hub_db_number(db, "SELECT count(*) FROM bundle WHERE kiosk = $1 AND id = $2",
                           HUB_VALUES(kiosk, hub_blob(heads.ids[i], BUNDLE_ID)), &there, err)) {
            return false;
        }
        *ret = *ret && there > 0;
    }
    return rc == 0;
}

/* Numbers that did not come, and bundles that came and are not in the tables. */
static bool has_gap(struct looking *looking, const struct hub_closing *closing, bool *ret,
                    struct err *err)
{
    struct hub_db *db = looking->hub->db;
    struct hub_value kiosk = hub_blob(closing->kiosk, BUNDLE_PARTY);
    int64_t gaps, waiting;

    if (!hub_db_number(db,
                       "SELECT count(*) FROM incarnation WHERE kiosk = $1 AND have_upto < highest",
                       HUB_VALUES(kiosk), &gaps, err) ||
        !hub_db_number(db, "SELECT count(*) FROM bundle WHERE kiosk = $1 AND state IN (0, 3, 4)",
                       HUB_VALUES(kiosk), &waiting, err)) {
        return false;
    }
    *ret = gaps + waiting > 0;
    return true;
}

/* Only when all else fits its bundles are opened once more. */
static bool compare_set(struct looking *looking, struct hub_closing *closing,
                        const uint8_t round_id[ROUND_ID], const uint8_t told[CRYPTO_HASH],
                        struct err *err)
{
    struct set set = {.ballot_count = 0};
    uint8_t digest[CRYPTO_HASH];

    struct adding adding = {&set, looking->arena};

    if (!hub_closing_each(looking->hub, closing->kiosk, round_id, add_frame, &adding, err)) {
        return false;
    }
    digest_of(digest, looking->arena, &set);
    closing->ballots = (int64_t)set.ballot_count;
    closing->registers = (int64_t)set.register_count;
    closing->state = closing->told_ballots != closing->ballots ||
                             closing->told_registers != closing->registers ||
                             closing->cast_total > closing->ballots
                         ? HUB_CLOSING_COUNTS
                     : memcmp(digest, told, CRYPTO_HASH) != 0 ? HUB_CLOSING_OTHER_SET
                                                              : HUB_CLOSING_WHOLE;
    return true;
}

static bool judge(struct looking *looking, struct hub_closing *closing,
                  const uint8_t round_id[ROUND_ID], struct err *err)
{
    struct statement statement = {.count = 0};
    bool gap, came, is_settled, more = false;

    if (!read_statements(looking, closing, round_id, &statement, err) ||
        !has_gap(looking, closing, &gap, err) ||
        !heads_came(looking, closing, round_id, &came, err)) {
        return false;
    }
    gap = gap || !came;
    if (!read_settled(looking->hub, closing->kiosk, round_id, closing, &is_settled, &more, err)) {
        return false;
    }
    if (is_settled && !gap && statement.count == 1) {
        closing->state = more ? HUB_CLOSING_COUNTS : HUB_CLOSING_WHOLE;
        return true;
    }
    closing->state = statement.count == 0  ? HUB_CLOSING_OPEN
                     : statement.count > 1 ? HUB_CLOSING_STATEMENTS
                                           : HUB_CLOSING_GAP;
    return statement.count != 1 || gap ||
           compare_set(looking, closing, round_id, statement.set, err);
}

/* ---- all rounds ---------------------------------------------------------------------------- */

static bool list_rounds(struct looking *looking, struct err *err)
{
    struct hub_db *db = looking->hub->db;
    int64_t count;
    int rc;

    looking->count = 0;
    if (!hub_db_number(db, "SELECT count(DISTINCT round_id) FROM ledger", HUB_NO_VALUES, &count,
                       err)) {
        return false;
    }
    looking->rounds = arena_array(looking->arena, (size_t)count + 1, sizeof(*looking->rounds));
    if (!hub_db_ask(db, "SELECT DISTINCT round_id FROM ledger ORDER BY round_id", HUB_NO_VALUES,
                    err)) {
        return false;
    }
    while ((rc = hub_db_next(db, err)) == 1 && looking->count < (size_t)count) {
        if (!hub_db_bytes(db, 0, looking->rounds[looking->count++].id, ROUND_ID, err)) {
            return false;
        }
    }
    hub_db_end(db);
    return rc >= 0;
}

static bool list_kiosks(struct looking *looking, struct hub_round *round, struct err *err)
{
    struct hub_db *db = looking->hub->db;
    struct hub_value id = hub_blob(round->id, ROUND_ID);
    int64_t count;
    int rc;

    if (!hub_db_number(db, "SELECT count(DISTINCT kiosk) FROM ledger WHERE round_id = $1",
                       HUB_VALUES(id), &count, err)) {
        return false;
    }
    round->kiosks = arena_array(looking->arena, (size_t)count + 1, sizeof(*round->kiosks));
    if (!hub_db_ask(db,
                    "SELECT kiosk.kiosk, kiosk.village, max(ledger.cast_total),"
                    " CAST(sum(ledger.ballots) AS BIGINT), CAST(sum(ledger.registers) AS BIGINT)"
                    " FROM ledger JOIN kiosk ON kiosk.kiosk = ledger.kiosk"
                    " WHERE ledger.round_id = $1 GROUP BY kiosk.kiosk, kiosk.village"
                    " ORDER BY kiosk.kiosk",
                    HUB_VALUES(id), err)) {
        return false;
    }
    while ((rc = hub_db_next(db, err)) == 1 && round->kiosk_count < (size_t)count) {
        struct hub_closing *closing = &round->kiosks[round->kiosk_count++];
        closing->told_ballots = closing->told_registers = -1;
        str_copy(closing->village, sizeof(closing->village), hub_db_text(db, 1));
        closing->cast_total = hub_db_int(db, 2);
        closing->ballots = hub_db_int(db, 3);
        closing->registers = hub_db_int(db, 4);
        if (!hub_db_bytes(db, 0, closing->kiosk, BUNDLE_PARTY, err)) {
            return false;
        }
    }
    hub_db_end(db);
    return rc >= 0;
}

static bool look_at_round(struct looking *looking, struct hub_round *round, struct err *err)
{
    struct hub_db *db = looking->hub->db;
    struct hub_value id = hub_blob(round->id, ROUND_ID);

    if (!list_kiosks(looking, round, err) ||
        !hub_db_number(db, "SELECT count(*) FROM ballot WHERE round_id = $1", HUB_VALUES(id),
                       &round->ballots, err) ||
        !hub_db_number(db, "SELECT count(*) FROM register WHERE round_id = $1", HUB_VALUES(id),
                       &round->registers, err) ||
        !hub_db_number(db,
                       "SELECT count(*) FROM (SELECT tag FROM register WHERE round_id = $1"
                       " GROUP BY tag HAVING count(*) > 1) AS a",
                       HUB_VALUES(id), &round->twice, err)) {
        return false;
    }
    round->is_complete = round->kiosk_count > 0;
    for (size_t i = 0; i < round->kiosk_count; i++) {
        if (!judge(looking, &round->kiosks[i], round->id, err)) {
            return false;
        }
        round->is_complete = round->is_complete && round->kiosks[i].state == HUB_CLOSING_WHOLE;
    }
    return true;
}

static bool look_at_all(void *ctx, struct err *err)
{
    struct looking *looking = ctx;

    if (!list_rounds(looking, err)) {
        return false;
    }
    for (size_t i = 0; i < looking->count; i++) {
        if (!look_at_round(looking, &looking->rounds[i], err)) {
            return false;
        }
    }
    return true;
}

bool hub_closing_rounds_in(struct hub *hub, struct arena *arena, struct hub_round **ret,
                           size_t *ret_count, struct err *err)
{
    struct looking looking = {.hub = hub, .arena = arena};

    if (!look_at_all(&looking, err)) {
        return false;
    }
    *ret = looking.rounds;
    *ret_count = looking.count;
    return true;
}

bool hub_closing_rounds(struct hub *hub, struct arena *arena, struct hub_round **ret,
                        size_t *ret_count, struct err *err)
{
    struct looking looking = {.hub = hub, .arena = arena};

    if (!hub_db_act(hub->db, HUB_LOOK, look_at_all, &looking, err)) {
        return false;
    }
    *ret = looking.rounds;
    *ret_count = looking.count;
    return true;
}
