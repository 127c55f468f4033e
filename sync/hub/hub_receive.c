#include "sync/hub/hub_receive.h"

#include <assert.h>
#include <stdlib.h>

enum { SEEN_EVERY_S = 60 };

static const char *const receipt_names[HUB_RECEIPTS] = {
    [HUB_GOT_NEW] = "new",           [HUB_GOT_BEFORE] = "before",
    [HUB_GOT_UNKNOWN] = "unknown",   [HUB_NOT_BUNDLE] = "not-bundle",
    [HUB_NOT_SIGNED] = "not-signed", [HUB_NOT_STRANGER] = "stranger",
    [HUB_NOT_REVOKED] = "revoked",   [HUB_NOT_FOREIGN] = "foreign",
    [HUB_NOT_KIND] = "not-kind",     [HUB_NOT_SIZE] = "not-size",
};

const char *hub_receipt_name(enum hub_receipt_kind kind)
{
    return receipt_names[kind];
}

bool hub_receipt_is_kept(enum hub_receipt_kind kind)
{
    return kind <= HUB_GOT_UNKNOWN;
}

struct incoming { /* one parcel on its way */
    const struct hub_parcel *parcel;
    struct hub_receipt *receipt;
    struct bundle_head head; /* of a format that we know */
    bool is_good;            /* so far */
    bool is_unknown;
    bool has_sender;
    int64_t state; /* enum kiosk_state */
    uint8_t sign[CRYPTO_KEY];
};

struct batch {
    struct hub *hub;
    struct incoming list[HUB_RECEIVE_MOST];
    size_t count;
};

static void refuse(struct incoming *in, enum hub_receipt_kind kind)
{
    in->is_good = false;
    in->receipt->kind = kind;
}

/* ---- without the database ------------------------------------------------------------------ */

static void look_at_head(struct hub *hub, struct incoming *in)
{
    const struct bundle_head *head = &in->head;

    if (head->type != BUNDLE_DATA && head->type != BUNDLE_CLOSING) {
        refuse(in, HUB_NOT_KIND);
    } else if (memcmp(head->recipient, hub->party.id, BUNDLE_PARTY) != 0) {
        refuse(in, HUB_NOT_FOREIGN);
    } else if (head->seq >> HUB_MAX_SEQ_BITS != 0) {
        refuse(in, HUB_NOT_BUNDLE);
    }
}

static void look(struct hub *hub, struct incoming *in, const struct hub_parcel *parcel,
                 struct hub_receipt *receipt)
{
    struct err why = {0};

    *in = (struct incoming){.parcel = parcel, .receipt = receipt, .is_good = true};
    bundle_id(receipt->id, parcel->bytes, parcel->len);
    if (parcel->len > BUNDLE_MAX_DATA) {
        refuse(in, HUB_NOT_SIZE);
        return;
    }
    bool is_read = bundle_read(&in->head, parcel->bytes, parcel->len, &why);
    if (is_read && hub->knows.bundles) {
        memcpy(receipt->kiosk, in->head.sender, BUNDLE_PARTY);
        look_at_head(hub, in);
    } else if (is_read || why.code == ERR_UNKNOWN) {
        in->is_unknown = true;
        in->head = (struct bundle_head){.stream = BUNDLE_REST};
        if (parcel->claimed == NULL) {
            refuse(in, HUB_NOT_STRANGER);
            return;
        }
        memcpy(receipt->kiosk, parcel->claimed, BUNDLE_PARTY);
    } else {
        refuse(in, why.code == ERR_LIMIT ? HUB_NOT_SIZE : HUB_NOT_BUNDLE);
    }
}

/* ---- who sent it --------------------------------------------------------------------------- */

static bool find_senders(void *ctx, struct err *err)
{
    struct batch *batch = ctx;
    struct hub_db *db = batch->hub->db;

    for (size_t i = 0; i < batch->count; i++) {
        struct incoming *in = &batch->list[i];
        if (!in->is_good) {
            continue;
        }
        if (!hub_db_ask(db, "SELECT state, sign FROM kiosk WHERE kiosk = $1",
                        HUB_VALUES(hub_blob(in->receipt->kiosk, BUNDLE_PARTY)), err)) {
            return false;
        }
        int rc = hub_db_next(db, err);
        in->has_sender = rc == 1;
        in->state = rc == 1 ? hub_db_int(db, 0) : 0;
        bool good = rc == 0 || (rc == 1 && hub_db_bytes(db, 1, in->sign, CRYPTO_KEY, err));
        hub_db_end(db);
        if (!good) {
            return false;
        }
    }
    return true;
}

static void check_sender(struct incoming *in)
{
    if (!in->has_sender || in->state == KIOSK_ASKED) {
        refuse(in, HUB_NOT_STRANGER);
    } else if (in->state == KIOSK_REVOKED) {
        refuse(in, HUB_NOT_REVOKED);
    } else if (!in->is_unknown &&
               !bundle_verify(&in->head, in->parcel->bytes, in->parcel->len, in->sign, NULL)) {
        refuse(in, HUB_NOT_SIGNED);
    }
}

/* ---- onto the disk ------------------------------------------------------------------------- */

static bool place_is_taken(struct hub *hub, const struct incoming *in, bool *ret, struct err *err)
{
    int64_t others;

    if (!hub_db_number(hub->db,
                       "SELECT count(*) FROM bundle WHERE kiosk = $1 AND incarnation = $2"
                       " AND stream = $3 AND seq = $4 AND id <> $5",
                       HUB_VALUES(hub_blob(in->receipt->kiosk, BUNDLE_PARTY),
                                  hub_blob(in->head.incarnation, BUNDLE_INCARNATION),
                                  hub_int(in->head.stream), hub_int((int64_t)in->head.seq),
                                  hub_blob(in->receipt->id, BUNDLE_ID)),
                       &others, err)) {
        return false;
    }
    *ret = others > 0;
    return true;
}

/* Nobody can say of an unknown format who made it: a few are kept. */
static bool has_room(struct hub *hub, const struct incoming *in, bool *ret, struct err *err)
{
    int64_t kept;

    if (!hub_db_number(hub->db, "SELECT count(*) FROM bundle WHERE state = 4 AND kiosk = $1",
                       HUB_VALUES(hub_blob(in->receipt->kiosk, BUNDLE_PARTY)), &kept, err)) {
        return false;
    }
    *ret = kept < HUB_MAX_UNKNOWN;
    return true;
}

static bool insert(struct hub *hub, const struct incoming *in, int64_t *ret_new, struct err *err)
{
    const struct bundle_head *head = &in->head;
    enum hub_bundle_state state = in->is_unknown                         ? HUB_UNKNOWN
                                  : (head->flags & BUNDLE_PRACTICE) != 0 ? HUB_PRACTICE
                                                                         : HUB_RECEIVED;

    return hub_db_run(
        hub->db,
        "INSERT INTO bundle (id, kiosk, type, stream, incarnation, seq, prev, state, reason, fork,"
        " again, ack_seq, safe, safe_seq, bytes)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', 0, 0, 0, $9, 0, $10) ON CONFLICT DO NOTHING",
        HUB_VALUES(hub_blob(in->receipt->id, BUNDLE_ID), hub_blob(in->receipt->kiosk, BUNDLE_PARTY),
                   hub_int(in->is_unknown ? 0 : (int64_t)head->type), hub_int(head->stream),
                   hub_blob(head->incarnation, BUNDLE_INCARNATION), hub_int((int64_t)head->seq),
                   hub_blob(head->prev, BUNDLE_ID), hub_int(state),
                   hub_int(hub->bug == HUB_BUG_EARLY_SAFE),
                   hub_blob(in->parcel->bytes, in->parcel->len)),
        ret_new, err);
}

/* What was told before is told again: the answer may be lost. */
static bool tell_again(struct hub *hub, const struct incoming *in, struct err *err)
{
    return hub_db_run(hub->db,
                      "UPDATE bundle SET again = 1, ack_seq = 0, safe_seq = 0 WHERE id = $1"
                      " AND ack_seq > 0",
                      HUB_VALUES(hub_blob(in->receipt->id, BUNDLE_ID)), NULL, err);
}

static bool keep_one(struct hub *hub, struct incoming *in, struct err *err)
{
    int64_t is_new;
    bool odd = false;

    if (in->is_unknown) {
        if (!has_room(hub, in, &odd, err)) {
            return false;
        }
        if (!odd) {
            in->receipt->kind = HUB_NOT_SIZE;
            return true;
        }
    }
    if (hub->bug == HUB_BUG_REFUSE_FORK) {
        if (!place_is_taken(hub, in, &odd, err)) {
            return false;
        }
        if (odd) {
            in->receipt->kind = HUB_NOT_KIND;
            return true;
        }
    }
    if (!insert(hub, in, &is_new, err)) {
        return false;
    }
    in->receipt->kind = is_new == 0      ? HUB_GOT_BEFORE
                        : in->is_unknown ? HUB_GOT_UNKNOWN
                                         : HUB_GOT_NEW;
    return is_new == 1 || tell_again(hub, in, err);
}

/* A kiosk that sends has read the first answer to it. Later ones stay until they are replaced. */
static bool note_seen(struct hub *hub, const struct incoming *in, struct err *err)
{
    int64_t now = clock_wall_s(hub->clock);

    return hub_db_run(hub->db,
                      "UPDATE kiosk SET last_seen_s = $1, clock_quality = $2,"
                      " answer = CASE WHEN version > 1 THEN answer END"
                      " WHERE kiosk = $3"
                      " AND (last_seen_s < $4 OR (version = 1 AND answer IS NOT NULL))",
                      HUB_VALUES(hub_int(now), hub_int(in->head.quality),
                                 hub_blob(in->receipt->kiosk, BUNDLE_PARTY),
                                 hub_int(now - SEEN_EVERY_S)),
                      NULL, err);
}

/* Rows are locked in one order, kiosks first, then bundles: two hubs on one database never wait for
 * each other in a ring. */
static int by_kiosk(const void *a, const void *b)
{
    const struct incoming *const *left = a, *const *right = b;
    return memcmp((*left)->receipt->kiosk, (*right)->receipt->kiosk, BUNDLE_PARTY);
}

static int by_id(const void *a, const void *b)
{
    const struct incoming *const *left = a, *const *right = b;
    return memcmp((*left)->receipt->id, (*right)->receipt->id, BUNDLE_ID);
}

static bool keep_all(void *ctx, struct err *err)
{
    struct batch *batch = ctx;
    struct incoming *list[HUB_RECEIVE_MOST] = {NULL};
    size_t count = 0;

    for (size_t i = 0; i < batch->count; i++) {
        if (batch->list[i].is_good) {
            list[count++] = &batch->list[i];
        }
    }
    qsort(list, count, sizeof(struct incoming *), by_kiosk);
    for (size_t i = 0; i < count; i++) {
        if (!list[i]->is_unknown && (i == 0 || by_kiosk(&list[i - 1], &list[i]) != 0) &&
            !note_seen(batch->hub, list[i], err)) {
            return false;
        }
    }
    qsort(list, count, sizeof(struct incoming *), by_id);
    for (size_t i = 0; i < count; i++) {
        if (!keep_one(batch->hub, list[i], err)) {
            return false;
        }
    }
    return true;
}

bool hub_receive(struct hub *hub, const struct hub_parcel *parcels, size_t count,
                 struct hub_receipt *ret_receipts, struct err *err)
{
    struct batch batch = {.hub = hub, .count = count};
    size_t good = 0;

    assert(count <= HUB_RECEIVE_MOST);
    for (size_t i = 0; i < count; i++) {
        look(hub, &batch.list[i], &parcels[i], &ret_receipts[i]);
    }
    if (!hub_db_act(hub->db, HUB_LOOK, find_senders, &batch, err)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (batch.list[i].is_good) {
            check_sender(&batch.list[i]);
        }
        good += batch.list[i].is_good;
    }
    return good == 0 || hub_db_act(hub->db, HUB_CHANGE, keep_all, &batch, err);
}
