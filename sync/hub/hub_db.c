#include "sync/hub/hub_db.h"

#include "app/base/crypto.h"
#include "sync/hub/hub_db_inner.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <time.h>

enum { TRIES = 7, WAIT_MS = 20, GONE_FACTOR = 10 };

bool hub_db_is_server(const char *where)
{
    return strncmp(where, "postgresql://", 13) == 0 || strncmp(where, "postgres://", 11) == 0;
}

struct hub_db *hub_db_open(const char *where, const char *vfs, struct err *err)
{
    struct hub_db *db =
        hub_db_is_server(where) ? hub_store_pg(where, err) : hub_store_sqlite(where, vfs, err);

    if (db != NULL) {
        hub_db_patience(db, TRIES, WAIT_MS);
    }
    return db;
}

void hub_db_close(struct hub_db *db)
{
    if (db != NULL) {
        hub_db_end(db);
        db->ops->close(db);
    }
}

const char *hub_db_engine(const struct hub_db *db)
{
    return db->ops->name;
}

bool hub_db_check(struct hub_db *db, struct err *err)
{
    return db->ops->check(db, err);
}

void hub_db_patience(struct hub_db *db, int tries, int wait_ms)
{
    db->tries = tries;
    db->wait_ms = wait_ms;
}

void hub_db_set_tap(struct hub_db *db, struct hub_db_tap tap)
{
    db->tap = tap;
}

/* ---- acts ---------------------------------------------------------------------------------- */

/* Between half and one and a half times what was meant: two that met do not meet again. */
static void wait_ms(int ms)
{
    uint16_t random;

    if (ms <= 0) {
        return;
    }
    crypto_random(&random, sizeof(random));
    int64_t ns = (int64_t)ms * 1000000 / 2 + (int64_t)ms * 1000000 * random / UINT16_MAX;
    struct timespec left = {ns / 1000000000, ns % 1000000000};
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {
    }
}

static bool told_to_fail(struct hub_db *db, const char *sql, struct err *err)
{
    enum err_code code = db->tap.before == NULL ? ERR_NONE : db->tap.before(db->tap.ctx, sql);
    return code != ERR_NONE && !err_set(err, code, "told to fail");
}

static bool attempt(struct hub_db *db, enum hub_db_mode mode, hub_db_act_fn *act, void *ctx,
                    struct err *err)
{
    if (told_to_fail(db, "BEGIN", err) || !db->ops->begin(db, mode, err)) {
        return false;
    }
    bool done = act(ctx, err);
    hub_db_end(db);
    if (!done || told_to_fail(db, "COMMIT", err)) {
        db->ops->rollback(db);
        return false;
    }
    if (!db->ops->commit(db, err)) {
        return false;
    }
    return !told_to_fail(db, "committed", err); /* done, and the answer is lost */
}

bool hub_db_act(struct hub_db *db, enum hub_db_mode mode, hub_db_act_fn *act, void *ctx,
                struct err *err)
{
    struct err why = {0};
    bool done = false;
    int wait = db->wait_ms;

    assert(!db->in_act);
    db->in_act = true;
    for (int i = 0; i < db->tries; i++, wait *= 2) {
        bool gone = why.code == ERR_GONE;
        if (i > 0) {
            wait_ms(gone ? wait * GONE_FACTOR : wait);
        }
        why = (struct err){0};
        if (gone && db->ops->reopen != NULL && !db->ops->reopen(db, &why)) {
            continue;
        }
        done = attempt(db, mode, act, ctx, &why);
        if (done || (why.code != ERR_BUSY && why.code != ERR_GONE)) {
            break;
        }
    }
    db->in_act = false;
    if (!done && err != NULL) {
        *err = why;
    }
    return done;
}

/* ---- statements ---------------------------------------------------------------------------- */

bool hub_db_run(struct hub_db *db, const char *sql, const struct hub_value *values, size_t count,
                int64_t *ret_changes, struct err *err)
{
    assert(db->in_act && !db->is_asking && count <= HUB_DB_MAX_VALUES);
    return !told_to_fail(db, sql, err) && db->ops->run(db, sql, values, count, ret_changes, err);
}

bool hub_db_ask(struct hub_db *db, const char *sql, const struct hub_value *values, size_t count,
                struct err *err)
{
    assert(db->in_act && !db->is_asking && count <= HUB_DB_MAX_VALUES);
    if (told_to_fail(db, sql, err) || !db->ops->ask(db, sql, values, count, err)) {
        return false;
    }
    db->is_asking = true;
    return true;
}

int hub_db_next(struct hub_db *db, struct err *err)
{
    int rc = db->is_asking ? db->ops->next(db, err) : 0;

    if (rc != 1) {
        hub_db_end(db);
    }
    return rc;
}

void hub_db_end(struct hub_db *db)
{
    if (db->is_asking) {
        db->is_asking = false;
        db->ops->end(db);
    }
}

int64_t hub_db_int(struct hub_db *db, int column)
{
    return db->ops->get_int(db, column);
}

const char *hub_db_text(struct hub_db *db, int column)
{
    return db->ops->get_text(db, column);
}

const void *hub_db_blob(struct hub_db *db, int column, size_t *ret_len)
{
    return db->ops->get_blob(db, column, ret_len);
}

bool hub_db_bytes(struct hub_db *db, int column, void *ret, size_t len, struct err *err)
{
    size_t found;
    const void *data = hub_db_blob(db, column, &found);

    if (data == NULL || found != len) {
        return err_set(err, ERR_DAMAGED, "column %d: %zu bytes, not %zu", column, found, len);
    }
    memcpy(ret, data, len);
    return true;
}

bool hub_db_is_null(struct hub_db *db, int column)
{
    return db->ops->is_null(db, column);
}

bool hub_db_number(struct hub_db *db, const char *sql, const struct hub_value *values, size_t count,
                   int64_t *ret, struct err *err)
{
    if (!hub_db_ask(db, sql, values, count, err)) {
        return false;
    }
    int rc = hub_db_next(db, err);
    if (rc == 1) {
        *ret = hub_db_int(db, 0);
    }
    hub_db_end(db);
    return rc == 1 || (rc == 0 && err_set(err, ERR_MISSING, "no row"));
}
