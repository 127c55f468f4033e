/* The numbered migrations of schema.sql. */
#include "app/store/store_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MIGRATION "-- migration "
enum { APPLICATION_ID = 0x446F7270 }; /* "Dorp", at byte 68 of the file */

/* The number that this line begins, or 0. */
static int64_t begins(const char *line)
{
    size_t len = strlen(MIGRATION);
    return strncmp(line, MIGRATION, len) == 0 ? strtoll(line + len, NULL, 10) : 0;
}

static int64_t newest(void)
{
    int64_t number = 0;

    for (const char *const *line = schema_sql; *line != NULL; line++) {
        number = begins(*line) > number ? begins(*line) : number;
    }
    return number;
}

/* The statements of one migration, joined; free it. */
static char *text_of(int64_t number)
{
    size_t len = 0, at = 0;

    for (const char *const *line = schema_sql; *line != NULL; line++) {
        len += strlen(*line);
    }
    char *text = malloc(len + 1);
    int64_t current = 0;
    for (const char *const *line = schema_sql; text != NULL && *line != NULL; line++) {
        current = begins(*line) > 0 ? begins(*line) : current;
        if (current == number) {
            size_t part = strlen(*line);
            memcpy(text + at, *line, part);
            at += part;
        }
    }
    if (text != NULL) {
        text[at] = '\0';
    }
    return text;
}

static bool ask(struct store *store, const char *sql, int64_t *ret, struct err *err)
{
    struct db_stmt *stmt = db_prepare(store->db, sql, err);
    if (stmt == NULL) {
        return false;
    }
    int rc = db_step(stmt, err);
    if (rc == 1) {
        *ret = db_int(stmt, 0);
    }
    db_finish(stmt);
    return rc == 1 || (rc == 0 && err_set(err, ERR_FORMAT, "%s: no answer", sql));
}

static bool read_version(struct store *store, int64_t *ret_version, struct err *err)
{
    int64_t id, version, tables;

    if (!ask(store, "PRAGMA application_id", &id, err) ||
        !ask(store, "PRAGMA user_version", &version, err) ||
        !ask(store, "SELECT count(*) FROM sqlite_schema", &tables, err)) {
        return false;
    }
    bool is_empty = id == 0 && version == 0 && tables == 0;
    if (!is_empty && (id != APPLICATION_ID || version < 1)) {
        return err_set(err, ERR_DAMAGED, "not a database of Dorpel");
    }
    if (version > newest()) {
        return err_set(err, ERR_FORMAT, "made by a later version of Dorpel (%d)", (int)version);
    }
    *ret_version = version;
    return true;
}

static bool run_one(struct store *store, int64_t number, struct err *err)
{
    char after[100];
    char *text = text_of(number);

    if (text == NULL) {
        return err_set(err, ERR_MEMORY, "migration");
    }
    snprintf(after, sizeof(after), "PRAGMA application_id=%d; PRAGMA user_version=%d",
             (int)APPLICATION_ID, (int)number);
    bool done = db_exec(store->db, text, err) && db_exec(store->db, after, err);
    free(text);
    return done || err_wrap(err, "migration %d", (int)number);
}

bool store_is_newest(struct store *store)
{
    int64_t version;

    return read_version(store, &version, NULL) && version == newest();
}

bool store_migrate(struct store *store, struct err *err)
{
    int64_t version;

    if (!read_version(store, &version, err)) {
        return false;
    }
    if (version == newest()) {
        return true;
    }
    if (store->read_only) {
        return err_set(err, ERR_FORMAT, "made by an earlier version of Dorpel");
    }
    if (!db_begin(store->db, err)) {
        return false;
    }
    /* Read again: another process may have done it while we waited for the lock. */
    bool good = read_version(store, &version, err);
    bool had_records = version > 0;
    while (good && version < newest()) {
        good = run_one(store, ++version, err);
    }
    /* With a power cut right after this the next start still knows. */
    if (good && had_records) {
        good = db_exec(store->db,
                       "INSERT INTO fact (name, value) VALUES ('rebuild', 1)"
                       " ON CONFLICT (name) DO UPDATE SET value = 1",
                       err);
    }
    if (!good) {
        db_rollback(store->db);
        return false;
    }
    return db_commit(store->db, err);
}
