/* SQLite as the database of a hub: through app/store/db.h, with our pragmas. */
#include "sync/hub/hub_db_inner.h"

#include "app/store/db.h"

#include <assert.h>
#include <stdlib.h>

struct prepared {
    const char *sql; /* found by its address */
    struct db_stmt *stmt;
};

struct lite {
    struct hub_db base;
    struct db *db;
    struct db_stmt *open; /* the question that is being answered */
    struct prepared *list;
    size_t count, cap;
};

static const char *const names[HUB_DB_MAX_VALUES] = {
    "$1",  "$2",  "$3",  "$4",  "$5",  "$6",  "$7",  "$8",  "$9",  "$10",
    "$11", "$12", "$13", "$14", "$15", "$16", "$17", "$18", "$19", "$20",
};

static struct lite *lite_of(struct hub_db *db)
{
    return (struct lite *)db;
}

static struct db_stmt *prepared(struct lite *lite, const char *sql, struct err *err)
{
    for (size_t i = 0; i < lite->count; i++) {
        if (lite->list[i].sql == sql) {
            return lite->list[i].stmt;
        }
    }
    if (lite->count == lite->cap) {
        size_t cap = lite->cap == 0 ? 32 : 2 * lite->cap;
        struct prepared *wider = realloc(lite->list, cap * sizeof(*wider));
        if (wider == NULL) {
            err_set(err, ERR_MEMORY, "statements");
            return NULL;
        }
        lite->list = wider;
        lite->cap = cap;
    }
    struct db_stmt *stmt = db_prepare(lite->db, sql, err);
    if (stmt != NULL) {
        lite->list[lite->count++] = (struct prepared){sql, stmt};
    }
    return stmt;
}

static struct db_stmt *bound(struct lite *lite, const char *sql, const struct hub_value *values,
                             size_t count, struct err *err)
{
    struct db_stmt *stmt = prepared(lite, sql, err);

    for (size_t i = 0; stmt != NULL && i < count; i++) {
        switch (values[i].kind) {
        case HUB_VALUE_INT:
            db_bind_int(stmt, names[i], values[i].number);
            break;
        case HUB_VALUE_TEXT:
            db_bind_text(stmt, names[i], values[i].data);
            break;
        case HUB_VALUE_BLOB:
            db_bind_blob(stmt, names[i], values[i].data, values[i].len);
            break;
        }
    }
    return stmt;
}

static void lite_close(struct hub_db *db)
{
    struct lite *lite = lite_of(db);

    db_close(lite->db); /* and what was prepared */
    free(lite->list);
    free(lite);
}

static bool lite_begin(struct hub_db *db, enum hub_db_mode mode, struct err *err)
{
    return mode == HUB_CHANGE ? db_begin(lite_of(db)->db, err)
                              : db_exec(lite_of(db)->db, "BEGIN", err);
}

static bool lite_commit(struct hub_db *db, struct err *err)
{
    return db_commit(lite_of(db)->db, err);
}

static void lite_rollback(struct hub_db *db)
{
    db_rollback(lite_of(db)->db);
}

static bool lite_define(struct hub_db *db, const char *sql, struct err *err)
{
    return db_exec(lite_of(db)->db, sql, err);
}

static bool lite_run(struct hub_db *db, const char *sql, const struct hub_value *values,
                     size_t count, int64_t *ret_changes, struct err *err)
{
    struct db_stmt *stmt = bound(lite_of(db), sql, values, count, err);

    if (stmt == NULL || !db_run(stmt, err)) {
        return false;
    }
    if (ret_changes != NULL) {
        *ret_changes = db_changes(lite_of(db)->db);
    }
    return true;
}

static bool lite_ask(struct hub_db *db, const char *sql, const struct hub_value *values,
                     size_t count, struct err *err)
{
    lite_of(db)->open = bound(lite_of(db), sql, values, count, err);
    return lite_of(db)->open != NULL;
}

static int lite_next(struct hub_db *db, struct err *err)
{
    return db_step(lite_of(db)->open, err);
}

static void lite_end(struct hub_db *db)
{
    db_reset(lite_of(db)->open);
    lite_of(db)->open = NULL;
}

static int64_t lite_int(struct hub_db *db, int column)
{
    return db_int(lite_of(db)->open, column);
}

static const char *lite_text(struct hub_db *db, int column)
{
    return db_text(lite_of(db)->open, column);
}

static const void *lite_blob(struct hub_db *db, int column, size_t *ret_len)
{
    const void *data = db_blob(lite_of(db)->open, column, ret_len);
    /* SQLite gives NULL for a blob of no bytes. */
    return data == NULL && !db_is_null(lite_of(db)->open, column) ? "" : data;
}

static bool lite_is_null(struct hub_db *db, int column)
{
    return db_is_null(lite_of(db)->open, column);
}

static bool lite_count_tables(struct hub_db *db, int64_t *ret, struct err *err)
{
    struct db_stmt *stmt = db_prepare(lite_of(db)->db, "SELECT count(*) FROM sqlite_schema", err);

    if (stmt == NULL) {
        return false;
    }
    int rc = db_step(stmt, err);
    if (rc == 1) {
        *ret = db_int(stmt, 0);
    }
    db_finish(stmt);
    return rc == 1;
}

static bool lite_check(struct hub_db *db, struct err *err)
{
    return db_check(lite_of(db)->db, err);
}

static const struct hub_db_ops lite_ops = {
    .name = "sqlite",
    .close = lite_close,
    .begin = lite_begin,
    .commit = lite_commit,
    .rollback = lite_rollback,
    .define = lite_define,
    .count_tables = lite_count_tables,
    .check = lite_check,
    .run = lite_run,
    .ask = lite_ask,
    .next = lite_next,
    .end = lite_end,
    .get_int = lite_int,
    .get_text = lite_text,
    .get_blob = lite_blob,
    .is_null = lite_is_null,
};

struct hub_db *hub_store_sqlite(const char *path, const char *vfs, struct err *err)
{
    struct lite *lite = calloc(1, sizeof(*lite));

    if (lite == NULL) {
        err_set(err, ERR_MEMORY, "a database");
        return NULL;
    }
    lite->base.ops = &lite_ops;
    lite->db = db_open(path, vfs, false, err);
    if (lite->db == NULL) {
        free(lite);
        return NULL;
    }
    return &lite->base;
}
