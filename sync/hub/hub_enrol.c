#include "sync/hub/hub_enrol.h"

#include "app/base/str.h"
#include "sync/hub/hub_audit.h"

#include <ctype.h>
#include <stdlib.h>

enum { LEAST_ID = 8, PLAIN = 2 * CRYPTO_HASH + 1 };

/* ---- reading rows -------------------------------------------------------------------------- */

#define COLUMNS "sign, box, village, name, state"

static bool read_row(struct hub_db *db, struct hub_kiosk *ret, struct err *err)
{
    uint8_t sign[CRYPTO_KEY], box[CRYPTO_KEY];

    if (!hub_db_bytes(db, 0, sign, sizeof(sign), err) ||
        !hub_db_bytes(db, 1, box, sizeof(box), err)) {
        return false;
    }
    party_of_keys(&ret->party, sign, box);
    str_copy(ret->village, sizeof(ret->village), hub_db_text(db, 2));
    str_copy(ret->name, sizeof(ret->name), hub_db_text(db, 3));
    ret->state = (enum kiosk_state)hub_db_int(db, 4);
    party_fingerprint(ret->fingerprint, &ret->party);
    return true;
}

struct listing {
    struct hub *hub;
    struct arena *arena;
    struct hub_kiosk *list;
    size_t count;
};

static bool read_list(struct listing *listing, struct err *err)
{
    struct hub_db *db = listing->hub->db;
    int64_t count;
    int rc;

    listing->count = 0;
    if (!hub_db_number(db, "SELECT count(*) FROM kiosk", HUB_NO_VALUES, &count, err)) {
        return false;
    }
    listing->list = arena_array(listing->arena, (size_t)count + 1, sizeof(*listing->list));
    if (!hub_db_ask(db, "SELECT " COLUMNS " FROM kiosk ORDER BY kiosk", HUB_NO_VALUES, err)) {
        return false;
    }
    while ((rc = hub_db_next(db, err)) == 1 && listing->count < (size_t)count) {
        if (!read_row(db, &listing->list[listing->count++], err)) {
            return false;
        }
    }
    hub_db_end(db);
    return rc >= 0;
}

static int by_village(const void *a, const void *b)
{
    const struct hub_kiosk *left = a, *right = b;
    int order = strcmp(left->village, right->village);
    order = order != 0 ? order : strcmp(left->name, right->name);
    return order != 0 ? order : memcmp(left->party.id, right->party.id, BUNDLE_PARTY);
}

static bool look_at_list(void *ctx, struct err *err)
{
    return read_list(ctx, err);
}

bool hub_enrol_list(struct hub *hub, struct arena *arena, struct hub_kiosk **ret, size_t *ret_count,
                    struct err *err)
{
    struct listing listing = {.hub = hub, .arena = arena};

    if (!hub_db_act(hub->db, HUB_LOOK, look_at_list, &listing, err)) {
        return false;
    }
    if (listing.count > 1) {
        qsort(listing.list, listing.count, sizeof(*listing.list), by_village);
    }
    *ret = listing.list;
    *ret_count = listing.count;
    return true;
}

/* ---- a request ----------------------------------------------------------------------------- */

struct asking {
    struct hub *hub;
    const struct enrol_request *request;
    struct hub_kiosk kiosk;
};

static bool write_request(void *ctx, struct err *err)
{
    struct asking *asking = ctx;
    const struct enrol_request *request = asking->request;
    struct hub_db *db = asking->hub->db;
    struct hub_value id = hub_blob(request->kiosk.id, BUNDLE_PARTY);
    int64_t waiting;

    if (!hub_db_number(db, "SELECT count(*) FROM kiosk WHERE state = 0", HUB_NO_VALUES, &waiting,
                       err)) {
        return false;
    }
    if (waiting >= HUB_MAX_ASKED) {
        return err_set(err, ERR_LIMIT, "too many requests wait");
    }
    /* Who is enrolled stays so; who asks again under another name has the newest. */
    if (!hub_db_run(db,
                    "INSERT INTO kiosk (kiosk, sign, box, village, name, state, version, answer,"
                    " hub_seq, resend, ask_incarnation, last_seen_s, clock_quality, read_seq)"
                    " VALUES ($1, $2, $3, $4, $5, 0, 0, NULL, 0, 0, 0, 0, 0, 0)"
                    " ON CONFLICT (kiosk) DO UPDATE SET box = excluded.box,"
                    " village = excluded.village, name = excluded.name WHERE kiosk.state = 0",
                    HUB_VALUES(id, hub_blob(request->kiosk.sign, CRYPTO_KEY),
                               hub_blob(request->kiosk.box, CRYPTO_KEY), hub_text(request->village),
                               hub_text(request->name)),
                    NULL, err) ||
        !hub_db_ask(db, "SELECT " COLUMNS " FROM kiosk WHERE kiosk = $1", HUB_VALUES(id), err)) {
        return false;
    }
    bool good = hub_db_next(db, err) == 1 && read_row(db, &asking->kiosk, err);
    hub_db_end(db);
    return good;
}

/* ---- yes and no ---------------------------------------------------------------------------- */

struct deciding {
    struct hub *hub;
    struct arena *arena;
    char wanted[PLAIN]; /* hex digits only */
    bool revokes;
    struct hub_kiosk kiosk;
};

static bool is_plain(char dst[PLAIN], const char *text)
{
    size_t len = 0;

    for (; *text != '\0' && len < PLAIN - 1; text++) {
        if (isxdigit((unsigned char)*text)) {
            dst[len++] = (char)tolower((unsigned char)*text);
        } else if (*text != ' ' && *text != '-') {
            return false;
        }
    }
    dst[len] = '\0';
    return *text == '\0' && len >= LEAST_ID;
}

static bool fits(const struct deciding *deciding, const struct hub_kiosk *kiosk)
{
    char finger[PLAIN], id[PLAIN];

    is_plain(finger, kiosk->fingerprint);
    str_hex(id, kiosk->party.id, BUNDLE_PARTY);
    /* A yes needs the whole fingerprint. */
    return strcmp(finger, deciding->wanted) == 0 ||
           (deciding->revokes && strncmp(id, deciding->wanted, strlen(deciding->wanted)) == 0);
}

static bool find(struct deciding *deciding, struct err *err)
{
    struct listing listing = {.hub = deciding->hub, .arena = deciding->arena};
    size_t found = 0;

    if (!read_list(&listing, err)) {
        return false;
    }
    for (size_t i = 0; i < listing.count; i++) {
        if (fits(deciding, &listing.list[i])) {
            deciding->kiosk = listing.list[i];
            found++;
        }
    }
    return found == 1 ||
           err_set(err, ERR_MISSING, found == 0 ? "no such kiosk" : "more than one such kiosk");
}

static bool fill_answer(struct deciding *deciding, int64_t version, struct enrol_answer *ret,
                        struct err *err)
{
    struct hub *hub = deciding->hub;
    int64_t incarnation;
    struct enrol_answer answer = {.hub = hub->keys[0].party,
                                  .has_recovery = hub->has_recovery,
                                  .version = (uint64_t)version,
                                  .is_revoked = deciding->revokes};

    if (!hub_incarnation(hub, &incarnation, err)) {
        return false;
    }
    answer.hub_incarnation = (uint64_t)incarnation;
    memcpy(answer.recovery, hub->recovery, CRYPTO_KEY);
    memcpy(answer.kiosk, deciding->kiosk.party.id, BUNDLE_PARTY);
    str_copy(answer.hub_name, sizeof(answer.hub_name), hub->name);
    str_copy(answer.village, sizeof(answer.village), deciding->kiosk.village);
    *ret = answer;
    return true;
}

static bool make_answer(struct deciding *deciding, int64_t version, struct bundle_bytes *ret,
                        struct err *err)
{
    struct enrol_answer answer;

    return fill_answer(deciding, version, &answer, err) &&
           enrol_reply(ret, deciding->arena, &answer, &deciding->hub->keys[0], err);
}

static bool decide(void *ctx, struct err *err)
{
    struct deciding *deciding = ctx;
    struct hub_db *db = deciding->hub->db;
    enum kiosk_state next = deciding->revokes ? KIOSK_REVOKED : KIOSK_ENROLLED;
    struct bundle_bytes bytes;
    int64_t version;

    if (!find(deciding, err)) {
        return false;
    }
    struct hub_value id = hub_blob(deciding->kiosk.party.id, BUNDLE_PARTY);
    if (deciding->kiosk.state == next) {
        return true;
    }
    if (!hub_db_number(db,
                       "UPDATE kiosk SET version = version + 1 WHERE kiosk = $1"
                       " RETURNING version",
                       HUB_VALUES(id), &version, err) ||
        !make_answer(deciding, version, &bytes, err) ||
        !hub_db_run(db, "UPDATE kiosk SET state = $1, answer = $2 WHERE kiosk = $3",
                    HUB_VALUES(hub_int(next), hub_blob(bytes.data, bytes.len), id), NULL, err)) {
        return false;
    }
    deciding->kiosk.state = next;
    return hub_audit(deciding->hub, deciding->revokes ? "revoked" : "enrolled",
                     deciding->kiosk.party.id, deciding->kiosk.village, err);
}

static bool decide_on(struct hub *hub, const char *text, bool revokes, struct hub_kiosk *ret,
                      struct err *err)
{
    struct arena arena;
    struct deciding deciding = {.hub = hub, .arena = &arena, .revokes = revokes};

    if (hub->key_count == 0) {
        return err_set(err, ERR_DENIED, "this hub has no key to sign with");
    }
    if (!is_plain(deciding.wanted, text)) {
        return err_set(err, ERR_MISSING, "no fingerprint");
    }
    arena_init(&arena, 0);
    bool done = hub_db_act(hub->db, HUB_CHANGE, decide, &deciding, err);
    arena_finish(&arena);
    if (done && ret != NULL) {
        *ret = deciding.kiosk;
    }
    return done;
}

bool hub_enrol_accept(struct hub *hub, const char *fingerprint, struct hub_kiosk *ret,
                      struct err *err)
{
    return decide_on(hub, fingerprint, false, ret, err);
}

bool hub_enrol_revoke(struct hub *hub, const char *id, struct hub_kiosk *ret, struct err *err)
{
    return decide_on(hub, id, true, ret, err);
}

bool hub_enrol_take(struct hub *hub, struct arena *arena, const uint8_t kiosk[BUNDLE_PARTY],
                    struct enrol_answer *ret, struct err *err)
{
    struct deciding deciding = {.hub = hub, .arena = arena};
    struct hub_value id = hub_blob(kiosk, BUNDLE_PARTY);
    int64_t version;

    if (!hub_db_ask(hub->db, "SELECT " COLUMNS " FROM kiosk WHERE kiosk = $1", HUB_VALUES(id),
                    err)) {
        return false;
    }
    int rc = hub_db_next(hub->db, err);
    bool good = rc == 1 && read_row(hub->db, &deciding.kiosk, err);
    hub_db_end(hub->db);
    if (!good) {
        return rc == 0 && err_set(err, ERR_MISSING, "no such kiosk");
    }
    return is_plain(deciding.wanted, deciding.kiosk.fingerprint) && decide(&deciding, err) &&
           hub_db_number(hub->db, "SELECT version FROM kiosk WHERE kiosk = $1", HUB_VALUES(id),
                         &version, err) &&
           fill_answer(&deciding, version, ret, err);
}

/* ---- asking --------------------------------------------------------------------------------- */

/* A kiosk that is enrolled and asks does not know it: a card from before our answer, which we threw
 * away when the first bundle came. The same answer, made anew. */
static bool answer_again(void *ctx, struct err *err)
{
    struct deciding *deciding = ctx;
    struct hub_db *db = deciding->hub->db;
    struct hub_value id = hub_blob(deciding->kiosk.party.id, BUNDLE_PARTY);
    struct bundle_bytes bytes;
    struct err why = {0};
    int64_t version;

    if (!hub_db_number(db,
                       "SELECT version FROM kiosk WHERE kiosk = $1 AND state = 1"
                       " AND answer IS NULL",
                       HUB_VALUES(id), &version, &why)) {
        if (why.code != ERR_MISSING) {
            *err = why;
        }
        return why.code == ERR_MISSING;
    }
    return make_answer(deciding, version, &bytes, err) &&
           hub_db_run(db, "UPDATE kiosk SET answer = $1 WHERE kiosk = $2",
                      HUB_VALUES(hub_blob(bytes.data, bytes.len), id), NULL, err);
}

bool hub_enrol_ask(struct hub *hub, const uint8_t *bytes, size_t len, struct hub_kiosk *ret,
                   struct err *err)
{
    struct enrol_request request;
    struct asking asking = {.hub = hub, .request = &request};

    if (!enrol_read_request(&request, bytes, len, err) ||
        !hub_db_act(hub->db, HUB_CHANGE, write_request, &asking, err)) {
        return false;
    }
    if (asking.kiosk.state == KIOSK_ENROLLED && hub->key_count > 0) {
        struct arena arena;
        arena_init(&arena, 0);
        struct deciding deciding = {.hub = hub, .arena = &arena, .kiosk = asking.kiosk};
        bool told = hub_db_act(hub->db, HUB_CHANGE, answer_again, &deciding, err);
        arena_finish(&arena);
        if (!told) {
            return false;
        }
    }
    if (ret != NULL) {
        *ret = asking.kiosk;
    }
    return true;
}

/* ---- the answer ---------------------------------------------------------------------------- */

struct fetching {
    struct hub *hub;
    struct arena *arena;
    const uint8_t *kiosk;
    struct bundle_bytes bytes;
};

static bool fetch_answer(void *ctx, struct err *err)
{
    struct fetching *fetching = ctx;
    struct hub_db *db = fetching->hub->db;
    size_t len;

    fetching->bytes = (struct bundle_bytes){NULL, 0};
    if (!hub_db_ask(db, "SELECT answer FROM kiosk WHERE kiosk = $1 AND answer IS NOT NULL",
                    HUB_VALUES(hub_blob(fetching->kiosk, BUNDLE_PARTY)), err)) {
        return false;
    }
    int rc = hub_db_next(db, err);
    if (rc == 1) {
        const void *bytes = hub_db_blob(db, 0, &len);
        fetching->bytes.data = arena_alloc(fetching->arena, len + 1);
        fetching->bytes.len = len;
        memcpy(fetching->bytes.data, bytes, len);
    }
    hub_db_end(db);
    return rc >= 0;
}

bool hub_enrol_answer(struct hub *hub, struct arena *arena, const uint8_t kiosk[BUNDLE_PARTY],
                      struct bundle_bytes *ret, struct err *err)
{
    struct fetching fetching = {.hub = hub, .arena = arena, .kiosk = kiosk};

    if (!hub_db_act(hub->db, HUB_LOOK, fetch_answer, &fetching, err)) {
        return false;
    }
    *ret = fetching.bytes;
    return true;
}

/* ---- all of them ---------------------------------------------------------------------------- */

static bool tell_one(struct deciding *deciding, struct err *err)
{
    struct hub_db *db = deciding->hub->db;
    struct hub_value id = hub_blob(deciding->kiosk.party.id, BUNDLE_PARTY);
    struct bundle_bytes bytes;
    int64_t version;

    return hub_db_number(db,
                         "UPDATE kiosk SET version = version + 1 WHERE kiosk = $1"
                         " RETURNING version",
                         HUB_VALUES(id), &version, err) &&
           make_answer(deciding, version, &bytes, err) &&
           hub_db_run(db, "UPDATE kiosk SET answer = $1 WHERE kiosk = $2",
                      HUB_VALUES(hub_blob(bytes.data, bytes.len), id), NULL, err);
}

bool hub_enrol_tell_all(struct hub *hub, size_t *ret_count, struct err *err)
{
    struct arena arena;
    struct listing listing = {.hub = hub, .arena = &arena};
    struct deciding deciding = {.hub = hub, .arena = &arena};

    arena_init(&arena, 0);
    *ret_count = 0;
    bool done = read_list(&listing, err);
    for (size_t i = 0; done && i < listing.count; i++) {
        if (listing.list[i].state == KIOSK_ENROLLED) {
            deciding.kiosk = listing.list[i];
            done = tell_one(&deciding, err);
            *ret_count += done;
        }
    }
    arena_finish(&arena);
    return done;
}
