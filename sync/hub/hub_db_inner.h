/* hub_db_inner: what an engine is, for hub_db.c and the two hub_store files. */
#ifndef DORPEL_HUB_DB_INNER_H
#define DORPEL_HUB_DB_INNER_H

#include "sync/hub/hub_db.h"

struct hub_db_ops {
    const char *name;
    void (*close)(struct hub_db *db);
    /* A fresh connection in the place of a lost one; NULL: there is nothing to lose. */
    bool (*reopen)(struct hub_db *db, struct err *err);
    bool (*begin)(struct hub_db *db, enum hub_db_mode mode, struct err *err);
    bool (*commit)(struct hub_db *db, struct err *err);
    void (*rollback)(struct hub_db *db);
    /* Statements of the schema, in SQLite's words, without values. */
    bool (*define)(struct hub_db *db, const char *sql, struct err *err);
    bool (*count_tables)(struct hub_db *db, int64_t *ret, struct err *err);
    bool (*check)(struct hub_db *db, struct err *err);
    bool (*run)(struct hub_db *db, const char *sql, const struct hub_value *values, size_t count,
                int64_t *ret_changes, struct err *err);
    bool (*ask)(struct hub_db *db, const char *sql, const struct hub_value *values, size_t count,
                struct err *err);
    int (*next)(struct hub_db *db, struct err *err);
    void (*end)(struct hub_db *db);
    int64_t (*get_int)(struct hub_db *db, int column);
    const char *(*get_text)(struct hub_db *db, int column);
    const void *(*get_blob)(struct hub_db *db, int column, size_t *ret_len);
    bool (*is_null)(struct hub_db *db, int column);
};

struct hub_db { /* the first field of an engine's own struct */
    const struct hub_db_ops *ops;
    struct hub_db_tap tap;
    int tries, wait_ms;
    bool in_act;
    bool is_asking; /* a question is open */
};

struct hub_db *hub_store_sqlite(const char *path, const char *vfs, struct err *err);
struct hub_db *hub_store_pg(const char *url, struct err *err);

#endif
