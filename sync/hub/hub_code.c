#include "sync/hub/hub_code.h"

#include "sync/hub/hub_audit.h"
#include "sync/hub/hub_enrol.h"

enum { DAY_S = 24 * 60 * 60, MINUTE_S = 60 };

/* ---- making -------------------------------------------------------------------------------- */

struct making {
    struct hub *hub;
    struct once once;
};

static bool keep_code(void *ctx, struct err *err)
{
    struct making *making = ctx;
    struct hub_db *db = making->hub->db;
    int64_t now_s = clock_wall_s(making->hub->clock), waiting;

    if (!hub_db_run(db, "DELETE FROM once WHERE until_s <= $1", HUB_VALUES(hub_int(now_s)), NULL,
                    err) ||
        !hub_db_number(db, "SELECT count(*) FROM once WHERE kiosk IS NULL", HUB_NO_VALUES, &waiting,
                       err)) {
        return false;
    }
    if (waiting >= HUB_CODES) {
        return err_set(err, ERR_LIMIT, "too many codes wait to be used");
    }
    return hub_db_run(db,
                      "INSERT INTO once (name, code_key, until_s, tries, kiosk)"
                      " VALUES ($1, $2, $3, 0, NULL)",
                      HUB_VALUES(hub_blob(making->once.name, ENROL_ONCE_NAME),
                                 hub_blob(making->once.key, CRYPTO_KEY),
                                 hub_int(now_s + (int64_t)ONCE_DAYS * DAY_S)),
                      NULL, err) &&
           hub_audit(making->hub, "code-made", NULL, "", err);
}

bool hub_code_make(struct hub *hub, char ret[CODE_SHOWN], struct err *err)
{
    struct making making = {.hub = hub};
    char code[ONCE_LEN + 1];

    if (hub->key_count == 0) {
        return err_set(err, ERR_DENIED, "this hub has no key to sign with");
    }
    code_draw(code, ONCE_LEN);
    bool done = once_stretch(&making.once, code, &hub->keys[0].party, err) &&
                hub_db_act(hub->db, HUB_CHANGE, keep_code, &making, err);
    if (done) {
        code_group(ret, code);
    }
    crypto_wipe(code, sizeof(code));
    crypto_wipe(&making, sizeof(making));
    return done;
}

/* ---- using --------------------------------------------------------------------------------- */

struct using
{
    struct hub *hub;
    struct arena *arena;
    struct enrol_request request;
    enum hub_code_verdict verdict;
    struct bundle_bytes bytes;
};

/* false with ERR_MISSING: no such code that holds. */
static bool find_code(struct using *using, struct once *ret, bool *ret_may, struct err *err)
{
    struct hub_db *db = using->hub->db;
    const struct enrol_request *request = &using->request;
    size_t len;

    if (!hub_db_ask(db,
                    "SELECT code_key, tries, once.kiosk, (SELECT count(*) FROM kiosk"
                    " WHERE kiosk.kiosk = once.kiosk AND state = 1)"
                    " FROM once WHERE name = $1 AND until_s > $2",
                    HUB_VALUES(hub_blob(request->once.name, ENROL_ONCE_NAME),
                               hub_int(clock_wall_s(using->hub->clock))),
                    err)) {
        return false;
    }
    int rc = hub_db_next(db, err);
    bool good = rc == 1 && hub_db_bytes(db, 0, ret->key, CRYPTO_KEY, err);
    if (good) {
        const void *kiosk = hub_db_blob(db, 2, &len);
        memcpy(ret->name, request->once.name, ENROL_ONCE_NAME);
        /* Again for the same one, but not for one that was revoked since. */
        *ret_may = hub_db_int(db, 1) < ONCE_TRIES &&
                   (hub_db_is_null(db, 2) ||
                    (len == BUNDLE_PARTY && memcmp(kiosk, request->kiosk.id, len) == 0 &&
                     hub_db_int(db, 3) == 1));
    }
    hub_db_end(db);
    return good || (rc == 0 && err_set(err, ERR_MISSING, "no such code"));
}

/* One row for all: who guesses changes his name as he likes. */
static bool count_guess(struct using *using, bool adds, bool *ret_may, struct err *err)
{
    struct hub_db *db = using->hub->db;
    int64_t count, minute = clock_wall_s(using->hub->clock) / MINUTE_S;

    if (!hub_db_number(db,
                       "INSERT INTO once_guess (id, minute, guesses) VALUES (1, $1, $2)"
                       " ON CONFLICT (id) DO UPDATE SET guesses = CASE WHEN"
                       " once_guess.minute = excluded.minute THEN"
                       " once_guess.guesses + excluded.guesses ELSE excluded.guesses END,"
                       " minute = excluded.minute RETURNING guesses",
                       HUB_VALUES(hub_int(minute), hub_int(adds)), &count, err)) {
        return false;
    }
    *ret_may = count < HUB_CODE_A_MINUTE;
    return true;
}

static bool note_wrong(struct using *using, bool is_known, struct err *err)
{
    bool may;

    using->verdict = HUB_CODE_WRONG;
    if (!is_known) {
        return count_guess(using, true, &may, err);
    }
    return hub_db_run(using->hub->db, "UPDATE once SET tries = tries + 1 WHERE name = $1",
                      HUB_VALUES(hub_blob(using->request.once.name, ENROL_ONCE_NAME)), NULL, err);
}

static bool take(struct using *using, const struct once *once, struct err *err)
{
    struct hub *hub = using->hub;
    struct enrol_answer answer;

    if (!hub_db_run(hub->db, "UPDATE once SET kiosk = $1 WHERE name = $2",
                    HUB_VALUES(hub_blob(using->request.kiosk.id, BUNDLE_PARTY),
                               hub_blob(once->name, ENROL_ONCE_NAME)),
                    NULL, err) ||
        !hub_enrol_take(hub, using->arena, using->request.kiosk.id, &answer, err)) {
        return false;
    }
    once_reply(&answer, once, &using->request);
    using->verdict = HUB_CODE_GOOD;
    return enrol_reply(&using->bytes, using->arena, &answer, &hub->keys[0], err);
}

/* What was counted must stay counted: a wrong code is no failure of the act. */
static bool use(void *ctx, struct err *err)
{
    struct using *using = ctx;
    struct once once = {{0}, {0}};
    struct err why = {0};
    bool may = true, is_open = false;

    using->bytes = (struct bundle_bytes){NULL, 0};
    if (!count_guess(using, false, &may, err)) {
        return false;
    }
    if (!may) {
        using->verdict = HUB_CODE_BUSY;
        return true;
    }
    bool is_known = find_code(using, &once, &is_open, &why);
    if (!is_known && why.code != ERR_MISSING) {
        *err = why;
        return false;
    }
    bool good =
        is_known && is_open && once_is_asked(&using->request, &once, &using->hub->keys[0].party);
    good = good ? take(using, &once, err) : note_wrong(using, is_known, err);
    crypto_wipe(&once, sizeof(once));
    return good;
}

bool hub_code_answer(struct hub *hub, struct arena *arena, const uint8_t *bytes, size_t len,
                     enum hub_code_verdict *ret_verdict, struct bundle_bytes *ret, struct err *err)
{
    struct using using = {.hub = hub, .arena = arena};

    if (!enrol_read_request(&using.request, bytes, len, err)) {
        return false;
    }
    if (using.request.has_once && hub->key_count > 0 &&
        !hub_db_act(hub->db, HUB_CHANGE, use, &using, err)) {
        return false;
    }
    *ret_verdict = using.verdict;
    *ret = using.bytes;
    return true;
}
