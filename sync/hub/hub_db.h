/* hub_db: the SQL database of a hub, one interface with two engines behind it.
 *
 * SQLite for a municipality or a hall (nothing to set up), PostgreSQL when several hubs share one
 * database. The text of a statement is the same for both, only what SQLite 3.40 and PostgreSQL 15
 * share: values are $1, $2, ... and never stand in the text. It is prepared once and found again by
 * its address, so it must be a constant.
 *
 * One question at a time: hub_db_ask, hub_db_next until it gives 0, or hub_db_end; then the next.
 * What a row holds is valid until then.
 *
 * Everything happens in an act: a function that runs in one transaction, and again from its
 * beginning when another transaction was in the way or the server went away. An act therefore sets
 * what it gives back anew each time, and its work may already be there.
 */
#ifndef DORPEL_HUB_DB_H
#define DORPEL_HUB_DB_H

#include "app/base/err.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct hub_db;

enum hub_value_kind { HUB_VALUE_INT, HUB_VALUE_TEXT, HUB_VALUE_BLOB };

struct hub_value {
    enum hub_value_kind kind;
    int64_t number;
    const void *data; /* NULL: null; a text ends in a NUL */
    size_t len;
};

static inline struct hub_value hub_int(int64_t number)
{
    return (struct hub_value){.kind = HUB_VALUE_INT, .number = number};
}

static inline struct hub_value hub_text(const char *text)
{
    return (struct hub_value){HUB_VALUE_TEXT, 0, text, text == NULL ? 0 : strlen(text)};
}

static inline struct hub_value hub_blob(const void *data, size_t len)
{
    return (struct hub_value){HUB_VALUE_BLOB, 0, data, len};
}

/* The values of a statement and how many: HUB_VALUES(hub_int(1), hub_text("a")). */
#define HUB_VALUES(...)                                                                            \
    (const struct hub_value[]){__VA_ARGS__},                                                       \
        (sizeof((const struct hub_value[]){__VA_ARGS__}) / sizeof(struct hub_value))
#define HUB_NO_VALUES NULL, 0

enum { HUB_DB_MAX_VALUES = 20 };

/* where: a path, or "postgresql://...". vfs: of SQLite, NULL for the system's own. */
struct hub_db *hub_db_open(const char *where, const char *vfs, struct err *err);
void hub_db_close(struct hub_db *db); /* NULL is fine */
bool hub_db_is_server(const char *where);
const char *hub_db_engine(const struct hub_db *db);    /* "sqlite", "postgresql" */
bool hub_db_check(struct hub_db *db, struct err *err); /* is the file whole? ERR_DAMAGED */

/* ---- acts ---- */
enum hub_db_mode {
    HUB_CHANGE, /* may write */
    HUB_LOOK    /* only reads, all of it as it was at one moment */
};
typedef bool hub_db_act_fn(void *ctx, struct err *err);
/* ERR_BUSY: others were in the way each time. ERR_GONE: the server is away. */
bool hub_db_act(struct hub_db *db, enum hub_db_mode mode, hub_db_act_fn *act, void *ctx,
                struct err *err);
/* How often an act is tried, and the wait before the second time, which doubles each time. */
void hub_db_patience(struct hub_db *db, int tries, int wait_ms);

/* ---- statements, inside an act ---- */
/* ret_changes: rows that were changed; may be NULL. */
bool hub_db_run(struct hub_db *db, const char *sql, const struct hub_value *values, size_t count,
                int64_t *ret_changes, struct err *err);
bool hub_db_ask(struct hub_db *db, const char *sql, const struct hub_value *values, size_t count,
                struct err *err);
int hub_db_next(struct hub_db *db, struct err *err); /* 1 a row, 0 no more, -1 failed */
void hub_db_end(struct hub_db *db);                  /* enough of it; also after 0 and -1 */
int64_t hub_db_int(struct hub_db *db, int column);
const char *hub_db_text(struct hub_db *db, int column); /* "" for null */
const void *hub_db_blob(struct hub_db *db, int column, size_t *ret_len);
/* A blob of exactly len bytes; ERR_DAMAGED. */
bool hub_db_bytes(struct hub_db *db, int column, void *ret, size_t len, struct err *err);
bool hub_db_is_null(struct hub_db *db, int column);
/* The number in the first column of the first row. ERR_MISSING: no row. */
bool hub_db_number(struct hub_db *db, const char *sql, const struct hub_value *values, size_t count,
                   int64_t *ret, struct err *err);

/* ---- the schema ---- */
bool hub_db_migrate(struct hub_db *db, struct err *err); /* to the newest; ERR_FORMAT: it is newer,
                                                            or another program's */
/* Is there a hub in it? */
bool hub_db_has_schema(struct hub_db *db, bool *ret, struct err *err);

/* ---- for tests: a failure at any statement ---- */
struct hub_db_tap {
    enum err_code (*before)(void *ctx, const char *sql); /* ERR_NONE: go on */
    void *ctx;
};
void hub_db_set_tap(struct hub_db *db, struct hub_db_tap tap);

#endif
