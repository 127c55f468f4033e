#include "sync/hub/desk_accounts.h"

#include "app/base/str.h"
#include "sync/hub/hub_audit.h"

enum {
    HASH = 32,
    FREE_TRIES = 5,
    FIRST_WAIT_S = 15,
    MOST_WAIT_S = 900,
    SESSION_S = 8 * 60 * 60,
    MOST_ACCOUNTS = 200,
    MOST_PASSWORD = 200
};

const char *desk_role_name(enum desk_role role)
{
    static const char *const names[DESK_ROLES] = {"reader", "clerk", "admin"};
    return names[role];
}

/* ---- accounts ------------------------------------------------------------------------------ */

static bool count_accounts(void *ctx, struct err *err)
{
    void **both = ctx;
    return hub_db_number(((struct hub *)both[0])->db, "SELECT count(*) FROM account", HUB_NO_VALUES,
                         both[1], err);
}

bool desk_account_count(struct hub *hub, int64_t *ret, struct err *err)
{
    void *both[] = {hub, ret};
    return hub_db_act(hub->db, HUB_LOOK, count_accounts, both, err);
}

struct adding {
    struct hub *hub;
    char name[DESK_NAME + 1];
    enum desk_role role;
    uint8_t salt[CRYPTO_SALT], hash[HASH];
};

static bool insert_account(void *ctx, struct err *err)
{
    struct adding *adding = ctx;
    int64_t count;

    if (!hub_db_run(adding->hub->db,
                    "INSERT INTO account (name, role, salt, hash, failures, wait_until_s)"
                    " VALUES ($1, $2, $3, $4, 0, 0) ON CONFLICT DO NOTHING",
                    HUB_VALUES(hub_text(adding->name), hub_int(adding->role),
                               hub_blob(adding->salt, CRYPTO_SALT), hub_blob(adding->hash, HASH)),
                    &count, err)) {
        return false;
    }
    return count == 1 ? hub_audit(adding->hub, "account", NULL, adding->name, err)
                      : err_set(err, ERR_USED, "there is an account of that name");
}

bool desk_account_add(struct hub *hub, const char *name, enum desk_role role, const char *password,
                      struct crypto_cost cost, struct err *err)
{
    struct adding adding = {.hub = hub, .role = role};

    if (!str_clean(adding.name, sizeof(adding.name), name, false) || adding.name[0] == '\0' ||
        strlen(password) < DESK_LEAST || strlen(password) > MOST_PASSWORD) {
        return err_set(err, ERR_FORMAT, "no name, or a password too short");
    }
    crypto_random(adding.salt, sizeof(adding.salt));
    return crypto_stretch(adding.hash, HASH, password, strlen(password), adding.salt, cost, err) &&
           hub_db_act(hub->db, HUB_CHANGE, insert_account, &adding, err);
}

struct listing {
    struct hub *hub;
    struct desk_account *list;
    size_t count;
};

static bool list_accounts(void *ctx, struct err *err)
{
    struct listing *listing = ctx;
    struct hub_db *db = listing->hub->db;
    int rc;

    listing->count = 0;
    if (!hub_db_ask(db, "SELECT name, role FROM account ORDER BY name LIMIT 200", HUB_NO_VALUES,
                    err)) {
        return false;
    }
    while ((rc = hub_db_next(db, err)) == 1 && listing->count < MOST_ACCOUNTS) {
        struct desk_account *account = &listing->list[listing->count++];
        str_copy(account->name, sizeof(account->name), hub_db_text(db, 0));
        account->role = (enum desk_role)hub_db_int(db, 1);
    }
    hub_db_end(db);
    return rc >= 0;
}

bool desk_accounts(struct hub *hub, struct arena *arena, struct desk_account **ret,
                   size_t *ret_count, struct err *err)
{
    struct listing listing = {.hub = hub, .list = arena_array(arena, MOST_ACCOUNTS, sizeof(**ret))};

    if (!hub_db_act(hub->db, HUB_LOOK, list_accounts, &listing, err)) {
        return false;
    }
    *ret = listing.list;
    *ret_count = listing.count;
    return true;
}

/* ---- logging in ---------------------------------------------------------------------------- */

struct trying {
    struct hub *hub;
    const char *name;
    int64_t now_s, wait_s;
    bool is_known;
    uint8_t salt[CRYPTO_SALT], hash[HASH];
    /* then */
    uint8_t token_hash[CRYPTO_HASH];
    char csrf[DESK_HEX];
};

static int64_t wait_after(int64_t failures)
{
    int64_t wait_s = FIRST_WAIT_S;

    for (int64_t i = FREE_TRIES; i < failures && wait_s < MOST_WAIT_S; i++) {
        wait_s *= 2;
    }
    return failures < FREE_TRIES ? 0 : wait_s < MOST_WAIT_S ? wait_s : MOST_WAIT_S;
}

/* Counted as wrong before it is looked at. */
static bool begin_try(void *ctx, struct err *err)
{
    struct trying *trying = ctx;
    struct hub_db *db = trying->hub->db;
    int64_t failures = 0, until_s = 0;

    trying->wait_s = 0;
    if (!hub_db_ask(db, "SELECT salt, hash, failures, wait_until_s FROM account WHERE name = $1",
                    HUB_VALUES(hub_text(trying->name)), err)) {
        return false;
    }
    int rc = hub_db_next(db, err);
    trying->is_known = rc == 1;
    if (rc == 1) {
        failures = hub_db_int(db, 2);
        until_s = hub_db_int(db, 3);
    }
    bool good = rc == 0 || (rc == 1 && hub_db_bytes(db, 0, trying->salt, CRYPTO_SALT, err) &&
                            hub_db_bytes(db, 1, trying->hash, HASH, err));
    hub_db_end(db);
    if (!good || rc == 0) {
        return good;
    }
    if (until_s > trying->now_s && until_s - trying->now_s <= MOST_WAIT_S) {
        trying->wait_s = until_s - trying->now_s;
        return true;
    }
    return hub_db_run(db, "UPDATE account SET failures = $1, wait_until_s = $2 WHERE name = $3",
                      HUB_VALUES(hub_int(failures + 1),
                                 hub_int(trying->now_s + wait_after(failures + 1)),
                                 hub_text(trying->name)),
                      NULL, err);
}

static bool begin_session(void *ctx, struct err *err)
{
    struct trying *trying = ctx;
    struct hub_db *db = trying->hub->db;

    return hub_db_run(db, "UPDATE account SET failures = 0, wait_until_s = 0 WHERE name = $1",
                      HUB_VALUES(hub_text(trying->name)), NULL, err) &&
           hub_db_run(db, "DELETE FROM session WHERE until_s < $1",
                      HUB_VALUES(hub_int(trying->now_s)), NULL, err) &&
           hub_db_run(db,
                      "INSERT INTO session (token_hash, name, csrf, until_s)"
                      " VALUES ($1, $2, $3, $4)",
                      HUB_VALUES(hub_blob(trying->token_hash, CRYPTO_HASH), hub_text(trying->name),
                                 hub_text(trying->csrf), hub_int(trying->now_s + SESSION_S)),
                      NULL, err);
}

static void draw_tokens(struct trying *trying, char ret_token[DESK_HEX])
{
    uint8_t token[DESK_TOKEN], csrf[DESK_TOKEN];

    crypto_random(token, sizeof(token));
    crypto_random(csrf, sizeof(csrf));
    str_hex(ret_token, token, sizeof(token));
    str_hex(trying->csrf, csrf, sizeof(csrf));
    crypto_hash(trying->token_hash, ret_token, DESK_HEX - 1);
}

bool desk_log_in(struct hub *hub, const char *name, const char *password, struct crypto_cost cost,
                 char ret_token[DESK_HEX], int64_t *ret_wait_s, struct err *err)
{
    struct trying trying = {.hub = hub, .name = name, .now_s = clock_wall_s(hub->clock)};
    uint8_t own[HASH];
    char token[DESK_HEX];

    *ret_wait_s = 0;
    if (!hub_db_act(hub->db, HUB_CHANGE, begin_try, &trying, err)) {
        return false;
    }
    if (trying.wait_s > 0) {
        *ret_wait_s = trying.wait_s;
        return err_set(err, ERR_BUSY, "too many wrong passwords");
    }
    /* For a name that is not there too: how long it takes tells nothing. */
    size_t len = strlen(password) < MOST_PASSWORD ? strlen(password) : MOST_PASSWORD;
    if (!crypto_stretch(own, HASH, password, len, trying.salt, cost, err)) {
        return false;
    }
    if (!crypto_equal(own, trying.hash, HASH) || !trying.is_known) {
        return err_set(err, ERR_DENIED, "wrong name or password");
    }
    draw_tokens(&trying, token);
    if (!hub_db_act(hub->db, HUB_CHANGE, begin_session, &trying, err)) {
        return false;
    }
    memcpy(ret_token, token, sizeof(token));
    return true;
}

/* ---- sessions ------------------------------------------------------------------------------ */

struct finding {
    struct hub *hub;
    uint8_t token_hash[CRYPTO_HASH];
    struct desk_session session;
    bool is_there;
};

static bool find_session(void *ctx, struct err *err)
{
    struct finding *finding = ctx;
    struct hub_db *db = finding->hub->db;

    if (!hub_db_ask(db,
                    "SELECT a.name, a.role, s.csrf FROM session s JOIN account a ON a.name = s.name"
                    " WHERE s.token_hash = $1 AND s.until_s >= $2",
                    HUB_VALUES(hub_blob(finding->token_hash, CRYPTO_HASH),
                               hub_int(clock_wall_s(finding->hub->clock))),
                    err)) {
        return false;
    }
    int rc = hub_db_next(db, err);
    finding->is_there = rc == 1;
    if (rc == 1) {
        str_copy(finding->session.name, sizeof(finding->session.name), hub_db_text(db, 0));
        finding->session.role = (enum desk_role)hub_db_int(db, 1);
        str_copy(finding->session.csrf, sizeof(finding->session.csrf), hub_db_text(db, 2));
    }
    hub_db_end(db);
    return rc >= 0;
}

static bool end_session(void *ctx, struct err *err)
{
    struct finding *finding = ctx;
    return hub_db_run(finding->hub->db, "DELETE FROM session WHERE token_hash = $1",
                      HUB_VALUES(hub_blob(finding->token_hash, CRYPTO_HASH)), NULL, err);
}

bool desk_session(struct hub *hub, const char *token, struct desk_session *ret, struct err *err)
{
    struct finding finding = {.hub = hub};

    if (token == NULL || strlen(token) != DESK_HEX - 1) {
        return err_set(err, ERR_MISSING, "nobody");
    }
    crypto_hash(finding.token_hash, token, strlen(token));
    if (!hub_db_act(hub->db, HUB_LOOK, find_session, &finding, err)) {
        return false;
    }
    *ret = finding.session;
    return finding.is_there || err_set(err, ERR_MISSING, "nobody");
}

bool desk_log_out(struct hub *hub, const char *token, struct err *err)
{
    struct finding finding = {.hub = hub};

    crypto_hash(finding.token_hash, token, strlen(token));
    return hub_db_act(hub->db, HUB_CHANGE, end_session, &finding, err);
}
