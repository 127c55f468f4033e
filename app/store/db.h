/* db: the one door to sqlite3. Opening with our pragmas, statements, transactions, damage.
 *
 * WAL, synchronous=FULL, foreign_keys, secure_delete, trusted_schema off, cell_size_check on. One
 * handle a process, never across a fork. Statements are prepared once and kept by the caller.
 */
#ifndef DORPEL_DB_H
#define DORPEL_DB_H

#include "app/base/err.h"

#include <stddef.h>
#include <stdint.h>

struct db;
struct db_stmt;

/* Once, before the first db_open: from then on SQLite wipes what it frees. */
void db_start(void);
/* Gives back the pages kept in memory, wiped. `blanks` are statements that overwrite what SQLite
 * keeps of the last change; they are rolled back, and skipped when another process writes. NULL:
 * the disk is not touched. */
void db_forget(struct db *db, const char *blanks);

/* vfs NULL: the system's own. read_only opens without creating or recovering. */
struct db *db_open(const char *path, const char *vfs, bool read_only, struct err *err);
void db_close(struct db *db);
bool db_exec(struct db *db, const char *sql, struct err *err); /* one or more statements */
bool db_begin(struct db *db, struct err *err);                 /* BEGIN IMMEDIATE */
bool db_commit(struct db *db, struct err *err);                /* rolls back when it fails */
void db_rollback(struct db *db);
bool db_check(struct db *db, struct err *err); /* quick_check; ERR_DAMAGED */
/* VACUUM and checkpoint(TRUNCATE): after this the file keeps no order of writing. */
bool db_repack(struct db *db, struct err *err);
bool db_backup(struct db *db, const char *path, struct err *err); /* VACUUM INTO */
bool db_check_all(struct db *db, struct err *err); /* integrity_check: slower; ERR_DAMAGED */
/* No connection, of this or another process, has the file open. Reads nothing of it. */
bool db_is_alone(const char *path, const char *vfs);
int64_t db_changes(struct db *db); /* rows changed by the last statement */

struct db_stmt *db_prepare(struct db *db, const char *sql, struct err *err);
void db_finish(struct db_stmt *stmt);
void db_bind_int(struct db_stmt *stmt, const char *name, int64_t value);
void db_bind_text(struct db_stmt *stmt, const char *name, const char *text); /* NULL: null */
void db_bind_blob(struct db_stmt *stmt, const char *name, const void *data, size_t len);
int db_step(struct db_stmt *stmt, struct err *err); /* 1 a row, 0 done, -1 failed (reset) */
bool db_run(struct db_stmt *stmt, struct err *err); /* step to the end and reset */
void db_reset(struct db_stmt *stmt);                /* also clears the bindings */
int64_t db_int(struct db_stmt *stmt, int column);
bool db_is_null(struct db_stmt *stmt, int column);
const char *db_text(struct db_stmt *stmt, int column); /* until the next step; "" for null */
const void *db_blob(struct db_stmt *stmt, int column, size_t *ret_len);

#endif
