#include "sync/hub/hub_poll.h"

#include "sync/hub/hub_ack.h"
#include "sync/hub/hub_enrol.h"

enum { MOST_ACKS = 16, SEEN_EVERY_S = 60 };

/* ---- who asks ------------------------------------------------------------------------------ */

struct asker {
    struct hub *hub;
    const uint8_t *kiosk;
    bool is_enrolled;
    uint8_t sign[CRYPTO_KEY];
    int64_t incarnation;
};

static bool find_asker(void *ctx, struct err *err)
{
    struct asker *asker = ctx;
    struct hub_db *db = asker->hub->db;

    if (!hub_db_ask(db, "SELECT state, sign FROM kiosk WHERE kiosk = $1",
                    HUB_VALUES(hub_blob(asker->kiosk, BUNDLE_PARTY)), err)) {
        return false;
    }
    int rc = hub_db_next(db, err);
    asker->is_enrolled = rc == 1 && hub_db_int(db, 0) == KIOSK_ENROLLED;
    bool good = rc == 0 || (rc == 1 && hub_db_bytes(db, 1, asker->sign, CRYPTO_KEY, err));
    hub_db_end(db);
    return good;
}

/* ---- the time ------------------------------------------------------------------------------ */

static bool read_incarnation(void *ctx, struct err *err)
{
    struct asker *asker = ctx;
    return hub_incarnation(asker->hub, &asker->incarnation, err);
}

static bool has_key(const struct hub *hub, struct err *err)
{
    return hub->key_count > 0 || err_set(err, ERR_DENIED, "this hub has no key to sign with");
}

bool hub_poll_hello(struct hub *hub, struct arena *arena, const uint8_t nonce[POLL_NONCE],
                    struct bundle_bytes *ret, struct err *err)
{
    struct asker asker = {.hub = hub};
    struct hello hello = {.time_s = clock_wall_s(hub->clock)};

    memcpy(hello.nonce, nonce, POLL_NONCE);
    if (!has_key(hub, err) || !hub_db_act(hub->db, HUB_LOOK, read_incarnation, &asker, err)) {
        return false;
    }
    hello.hub_incarnation = (uint64_t)asker.incarnation;
    return hello_make(ret, arena, &hello, &hub->keys[0], NULL, err);
}

/* ---- a poll -------------------------------------------------------------------------------- */

struct has {
    struct hub *hub;
    const uint8_t *id;
    bool is_here;
    int64_t len;
};

static bool look_for(void *ctx, struct err *err)
{
    struct has *has = ctx;
    struct hub_db *db = has->hub->db;

    if (!hub_db_ask(db, "SELECT length(bytes) FROM bundle WHERE id = $1",
                    HUB_VALUES(hub_blob(has->id, BUNDLE_ID)), err)) {
        return false;
    }
    int rc = hub_db_next(db, err);
    has->is_here = rc == 1;
    has->len = rc == 1 ? hub_db_int(db, 0) : 0;
    hub_db_end(db);
    return rc >= 0;
}

bool hub_poll_has(struct hub *hub, const uint8_t id[BUNDLE_ID], bool *ret, int64_t *ret_len,
                  struct err *err)
{
    struct has has = {.hub = hub, .id = id};

    if (!hub_db_act(hub->db, HUB_LOOK, look_for, &has, err)) {
        return false;
    }
    *ret = has.is_here;
    *ret_len = has.len;
    return true;
}

static bool note_seen(void *ctx, struct err *err)
{
    struct asker *asker = ctx;
    int64_t now_s = clock_wall_s(asker->hub->clock);

    return hub_db_run(asker->hub->db,
                      "UPDATE kiosk SET last_seen_s = $1 WHERE kiosk = $2 AND last_seen_s < $3",
                      HUB_VALUES(hub_int(now_s), hub_blob(asker->kiosk, BUNDLE_PARTY),
                                 hub_int(now_s - SEEN_EVERY_S)),
                      NULL, err);
}

struct again {
    struct hub *hub;
    const struct poll *poll;
    const uint8_t *kiosk;
};

/* It still holds what we told it in an ack that it says it read: that one got lost. */
static bool tell_again(void *ctx, struct err *err)
{
    const struct again *again = ctx;

    for (size_t i = 0; i < again->poll->held_count; i++) {
        if (!hub_db_run(again->hub->db,
                        "UPDATE bundle SET again = 1, ack_seq = 0, safe_seq = 0 WHERE id = $1"
                        " AND kiosk = $2 AND state <> 4 AND ack_seq > 0 AND ack_seq <= $3",
                        HUB_VALUES(hub_blob(again->poll->held[i], BUNDLE_ID),
                                   hub_blob(again->kiosk, BUNDLE_PARTY),
                                   hub_int((int64_t)again->poll->heard_seq)),
                        NULL, err)) {
            return false;
        }
    }
    return true;
}

static bool list_wanted(struct hub *hub, const struct poll *poll, const uint8_t *kiosk,
                        struct hello *ret, struct err *err)
{
    struct again again = {hub, poll, kiosk};

    if (poll->held_count > 0 && !hub_db_act(hub->db, HUB_CHANGE, tell_again, &again, err)) {
        return false;
    }
    for (size_t i = 0; i < poll->held_count; i++) {
        bool has;
        int64_t len;
        if (!hub_poll_has(hub, poll->held[i], &has, &len, err)) {
            return false;
        }
        if (!has) {
            memcpy(ret->wanted[ret->wanted_count++], poll->held[i], BUNDLE_ID);
        }
    }
    return true;
}

/* Until there is no more to tell; the next poll brings what is left. */
static bool make_acks(struct hub *hub, struct arena *arena, const uint8_t *kiosk, struct err *err)
{
    struct bundle_bytes bytes = {NULL, 1};

    for (int i = 0; i < MOST_ACKS && bytes.len > 0; i++) {
        if (!hub_ack_make(hub, arena, kiosk, NULL, &bytes, err)) {
            return false;
        }
    }
    return true;
}

static bool list_letters(struct hub *hub, struct arena *arena, const uint8_t *kiosk,
                         struct hello *ret, struct err *err)
{
    struct hub_ack_line *acks;
    struct bundle_bytes answer;
    size_t count;

    if (!hub_enrol_answer(hub, arena, kiosk, &answer, err) ||
        !hub_ack_unread(hub, arena, kiosk, &acks, &count, err)) {
        return false;
    }
    if (answer.len > 0) {
        bundle_id(ret->letters[ret->letter_count++], answer.data, answer.len);
    }
    for (size_t i = 0; i < count && ret->letter_count < POLL_LETTERS; i++) {
        bundle_id(ret->letters[ret->letter_count++], acks[i].bytes.data, acks[i].bytes.len);
    }
    return true;
}

static bool read_poll(struct hub *hub, const uint8_t *data, size_t len, struct asker *ret_asker,
                      struct bundle_head *ret_head, struct poll *ret, struct err *err)
{
    if (!has_key(hub, err) || !bundle_read(ret_head, data, len, err)) {
        return false;
    }
    *ret_asker = (struct asker){.hub = hub, .kiosk = ret_head->sender};
    if (!hub_db_act(hub->db, HUB_LOOK, find_asker, ret_asker, err)) {
        return false;
    }
    return ret_asker->is_enrolled ? poll_read(ret, data, len, ret_asker->sign, hub->party.id, err)
                                  : err_set(err, ERR_MISSING, "no kiosk of ours");
}

bool hub_poll_answer(struct hub *hub, struct arena *arena, const uint8_t *data, size_t len,
                     int64_t next_poll_s, struct bundle_bytes *ret, struct err *err)
{
    struct bundle_head head;
    struct asker asker;
    struct poll poll;
    struct hello hello = {.time_s = clock_wall_s(hub->clock), .next_poll_s = next_poll_s};

    if (!read_poll(hub, data, len, &asker, &head, &poll, err)) {
        return false;
    }
    memcpy(hello.nonce, poll.nonce, POLL_NONCE);
    if (!hub_db_act(hub->db, HUB_CHANGE, note_seen, &asker, err) ||
        !hub_ack_seen(hub, asker.kiosk, (int64_t)poll.heard_incarnation, (int64_t)poll.heard_seq,
                      poll.has_heard ? poll.heard : NULL, err) ||
        !hub_db_act(hub->db, HUB_LOOK, read_incarnation, &asker, err) ||
        !list_wanted(hub, &poll, asker.kiosk, &hello, err) ||
        !make_acks(hub, arena, asker.kiosk, err) ||
        !list_letters(hub, arena, asker.kiosk, &hello, err)) {
        return false;
    }
    hello.hub_incarnation = (uint64_t)asker.incarnation;
    return hello_make(ret, arena, &hello, &hub->keys[0], asker.kiosk, err);
}

bool hub_poll_note(struct hub *hub, const uint8_t *data, size_t len, struct err *err)
{
    struct bundle_head head;
    struct asker asker;
    struct poll poll;

    return read_poll(hub, data, len, &asker, &head, &poll, err) &&
           hub_ack_seen(hub, asker.kiosk, (int64_t)poll.heard_incarnation, (int64_t)poll.heard_seq,
                        poll.has_heard ? poll.heard : NULL, err);
}

/* ---- a letter ------------------------------------------------------------------------------ */

static bool is_it(const struct bundle_bytes *bytes, const uint8_t id[BUNDLE_ID])
{
    uint8_t own[BUNDLE_ID];

    bundle_id(own, bytes->data, bytes->len);
    return memcmp(own, id, BUNDLE_ID) == 0;
}

bool hub_poll_letter(struct hub *hub, struct arena *arena, const uint8_t kiosk[BUNDLE_PARTY],
                     const uint8_t id[BUNDLE_ID], struct bundle_bytes *ret, struct err *err)
{
    struct hub_ack_line *acks;
    struct bundle_bytes answer;
    size_t count;

    if (!hub_enrol_answer(hub, arena, kiosk, &answer, err) ||
        !hub_ack_unread(hub, arena, kiosk, &acks, &count, err)) {
        return false;
    }
    if (answer.len > 0 && is_it(&answer, id)) {
        *ret = answer;
        return true;
    }
    for (size_t i = 0; i < count; i++) {
        if (is_it(&acks[i].bytes, id)) {
            *ret = acks[i].bytes;
            return true;
        }
    }
    return err_set(err, ERR_MISSING, "no such letter");
}
