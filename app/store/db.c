#include "app/store/db.h"

#include <assert.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUSY_MS = 4000, PATH_LIMIT = 1024 };

struct db {
    sqlite3 *handle;
    struct db_stmt *stmts; /* all that are not finished yet */
};

struct db_stmt {
    struct db *db;
    sqlite3_stmt *handle;
    struct db_stmt *next, *prev;
    int bind_error; /* the first of these bindings that failed; told at the next step */
};

/* ---- errors --------------------------------------------------------------------------------- */

static enum err_code code_of_errno(int error, enum err_code otherwise)
{
    switch (error) {
    case ENOSPC:
    case EDQUOT:
        return ERR_FULL;
    case EROFS:
    case EACCES:
    case EPERM:
        return ERR_READONLY;
    default:
        return otherwise;
    }
}

static enum err_code code_of(int rc, int error)
{
    if (rc == SQLITE_IOERR_CORRUPTFS) {
        return ERR_DAMAGED;
    }
    switch (rc & 0xFF) {
    case SQLITE_FULL:
        return ERR_FULL;
    case SQLITE_IOERR: /* a full disk shows so when shared memory cannot grow or a sync fails */
    case SQLITE_CANTOPEN:
        return code_of_errno(error, ERR_IO);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return ERR_DAMAGED;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return ERR_BUSY;
    case SQLITE_READONLY:
        return ERR_READONLY;
    case SQLITE_NOMEM:
        return ERR_MEMORY;
    case SQLITE_TOOBIG:
        return ERR_LIMIT;
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return ERR_DENIED;
    default:
        return ERR_FORMAT;
    }
}

/* The errno behind a failed read or write. A COMMIT that fails leaves it with the file only. */
static int errno_of(struct db *db, int rc)
{
    int error = sqlite3_system_errno(db->handle);
    sqlite3_file *wal = NULL;

    if ((rc & 0xFF) != SQLITE_IOERR || error != 0) {
        return error;
    }
    if (sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &wal) == SQLITE_OK &&
        wal != NULL && wal->pMethods != NULL) {
        wal->pMethods->xFileControl(wal, SQLITE_FCNTL_LAST_ERRNO, &error);
    }
    if (error == 0) {
        sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_LAST_ERRNO, &error);
    }
    return error;
}

static bool fail(struct db *db, int rc, const char *what, struct err *err)
{
    int error = errno_of(db, rc);

    return err_set(err, code_of(rc, error), "%s: %s (%d, errno %d)", what,
                   sqlite3_errmsg(db->handle), rc, error);
}

/* ---- opening -------------------------------------------------------------------------------- */

/* One pragma that must answer `want`. */
static bool pragma_is(struct db *db, const char *sql, const char *want, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, sql, err);
    if (stmt == NULL) {
        return false;
    }
    int rc = db_step(stmt, err);
    bool good = rc == 1 && strcmp(db_text(stmt, 0), want) == 0;
    if (rc >= 0 && !good) {
        err_set(err, ERR_FORMAT, "%s is not %s", sql, want);
    }
    db_finish(stmt);
    return good;
}

/* temp_store: VACUUM's copy stays out of /tmp. All are written out, also those that Debian builds
 * in: another build must not weaken them in silence. */
static bool set_up(struct db *db, bool read_only, struct err *err)
{
    sqlite3_extended_result_codes(db->handle, 1);
    sqlite3_busy_timeout(db->handle, BUSY_MS);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
    if (!db_exec(db,
                 "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA foreign_keys=ON;"
                 "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0",
                 err)) {
        return false;
    }
    if (read_only) { /* never a checkpoint: what we only look at stays as it is */
        sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)NULL);
        return db_exec(db, "PRAGMA query_only=ON; SELECT count(*) FROM sqlite_schema", err);
    }
    return pragma_is(db, "PRAGMA journal_mode=WAL", "wal", err) &&
           db_exec(db, "PRAGMA synchronous=FULL; PRAGMA secure_delete=ON", err);
}

static struct db *open_uri(const char *uri, const char *vfs, bool read_only, struct err *err)
{
    struct db *db = calloc(1, sizeof(*db));
    if (db == NULL) {
        err_set(err, ERR_MEMORY, "a database handle");
        return NULL;
    }
    int flags = SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    flags |= read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    int rc = sqlite3_open_v2(uri, &db->handle, flags, vfs);
    if (db->handle == NULL) {
        err_set(err, ERR_MEMORY, "a database handle");
    } else if (rc != SQLITE_OK) {
        bool is_missing = sqlite3_system_errno(db->handle) == ENOENT;
        fail(db, rc, "opening", err);
        if (is_missing && err != NULL) {
            err->code = ERR_MISSING;
        }
    } else if (set_up(db, read_only, err)) {
        return db;
    }
    if (db->handle != NULL) {
        sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)NULL);
    }
    db_close(db);
    return NULL;
}

/* "file:" and the path, with what means something in a URI written as %xx. */
static bool make_uri(char ret[3 * PATH_LIMIT], const char *path, const char *query)
{
    size_t at = (size_t)snprintf(ret, 3 * PATH_LIMIT, "file:");

    if (strlen(path) + strlen(query) >= PATH_LIMIT - 8) {
        return false;
    }
    for (const char *p = path; *p != '\0'; p++) {
        if (strchr("%?#", *p) != NULL) {
            at += (size_t)snprintf(ret + at, 3 * PATH_LIMIT - at, "%%%02X", (unsigned)*p);
        } else {
            ret[at++] = *p;
        }
    }
    snprintf(ret + at, 3 * PATH_LIMIT - at, "%s", query);
    return true;
}

struct db *db_open(const char *path, const char *vfs, bool read_only, struct err *err)
{
    char uri[3 * PATH_LIMIT];
    struct err first = {0};

    if (!make_uri(uri, path, "")) {
        err_set(err, ERR_LIMIT, "path too long");
        return NULL;
    }
    struct db *db = open_uri(uri, vfs, read_only, &first);
    if (db == NULL && read_only && (first.code == ERR_READONLY || first.code == ERR_IO)) {
        /* A read-only disk without the -shm file: SQLite cannot make it, and must be told that
         * nobody writes. What stands in the -wal only is then not seen; better than nothing. */
        make_uri(uri, path, "?immutable=1");
        db = open_uri(uri, vfs, read_only, NULL);
    }
    if (db == NULL && err != NULL) {
        *err = first;
        err_wrap(err, "%s", path);
    }
    return db;
}

void db_close(struct db *db)
{
    if (db == NULL) {
        return;
    }
    while (db->stmts != NULL) {
        db_finish(db->stmts);
    }
    int rc = sqlite3_close(db->handle);
    assert(rc == SQLITE_OK);
    (void)rc;
    free(db);
}

void db_forget(struct db *db, const char *blanks)
{
    sqlite3_busy_timeout(db->handle, 0);
    if (blanks != NULL && sqlite3_get_autocommit(db->handle) && db_begin(db, NULL)) {
        db_exec(db, blanks, NULL);
        db_rollback(db);
    }
    sqlite3_busy_timeout(db->handle, BUSY_MS);
    sqlite3_db_release_memory(db->handle);
}

bool db_is_alone(const char *path, const char *vfs)
{
    sqlite3 *handle = NULL;
    sqlite3_file *file = NULL;
    bool alone = false;

    /* Each connection in WAL mode keeps a shared lock on the file as long as it is open. The lock
     * is asked of the file itself, because SQLite would first read a header that may be damaged. */
    if (sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, vfs) ==
            SQLITE_OK &&
        sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK &&
        file != NULL && file->pMethods != NULL &&
        file->pMethods->xLock(file, SQLITE_LOCK_SHARED) == SQLITE_OK) {
        alone = file->pMethods->xLock(file, SQLITE_LOCK_EXCLUSIVE) == SQLITE_OK;
        file->pMethods->xUnlock(file, SQLITE_LOCK_NONE);
    }
    sqlite3_close(handle);
    return alone;
}

/* ---- statements ----------------------------------------------------------------------------- */

bool db_exec(struct db *db, const char *sql, struct err *err)
{
    int rc = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK || fail(db, rc, "running", err);
}

struct db_stmt *db_prepare(struct db *db, const char *sql, struct err *err)
{
    struct db_stmt *stmt = calloc(1, sizeof(*stmt));
    if (stmt == NULL) {
        err_set(err, ERR_MEMORY, "a statement");
        return NULL;
    }
    int rc =
        sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt->handle, NULL);
    if (rc != SQLITE_OK) {
        fail(db, rc, "preparing", err);
        free(stmt);
        return NULL;
    }
    stmt->db = db;
    stmt->next = db->stmts;
    if (db->stmts != NULL) {
        db->stmts->prev = stmt;
    }
    db->stmts = stmt;
    return stmt;
}

void db_finish(struct db_stmt *stmt)
{
    if (stmt == NULL) {
        return;
    }
    if (stmt->prev != NULL) {
        stmt->prev->next = stmt->next;
    } else {
        stmt->db->stmts = stmt->next;
    }
    if (stmt->next != NULL) {
        stmt->next->prev = stmt->prev;
    }
    sqlite3_finalize(stmt->handle);
    free(stmt);
}

static int index_of(struct db_stmt *stmt, const char *name)
{
    int index = sqlite3_bind_parameter_index(stmt->handle, name);
    assert(index > 0); /* a name that is not in the SQL is our own mistake */
    return index;
}

static void bound(struct db_stmt *stmt, int rc)
{
    if (rc != SQLITE_OK && stmt->bind_error == SQLITE_OK) {
        stmt->bind_error = rc;
    }
}

void db_bind_int(struct db_stmt *stmt, const char *name, int64_t value)
{
    bound(stmt, sqlite3_bind_int64(stmt->handle, index_of(stmt, name), value));
}

void db_bind_text(struct db_stmt *stmt, const char *name, const char *text)
{
    bound(stmt, sqlite3_bind_text(stmt->handle, index_of(stmt, name), text, -1, SQLITE_TRANSIENT));
}

void db_bind_blob(struct db_stmt *stmt, const char *name, const void *data, size_t len)
{
    int index = index_of(stmt, name);

    if (data != NULL && len == 0) {
        bound(stmt, sqlite3_bind_zeroblob(stmt->handle, index, 0));
    } else {
        bound(stmt, sqlite3_bind_blob64(stmt->handle, index, data, len, SQLITE_TRANSIENT));
    }
}

int db_step(struct db_stmt *stmt, struct err *err)
{
    int rc = stmt->bind_error != SQLITE_OK ? stmt->bind_error : sqlite3_step(stmt->handle);

    if (rc == SQLITE_ROW) {
        return 1;
    }
    if (rc == SQLITE_DONE) {
        sqlite3_reset(stmt->handle); /* so that the next binding may follow at once */
        return 0;
    }
    fail(stmt->db, rc, "a step", err);
    db_reset(stmt);
    return -1;
}

bool db_run(struct db_stmt *stmt, struct err *err)
{
    int rc;
    while ((rc = db_step(stmt, err)) == 1) {
    }
    db_reset(stmt);
    return rc == 0;
}

void db_reset(struct db_stmt *stmt)
{
    sqlite3_reset(stmt->handle);
    sqlite3_clear_bindings(stmt->handle);
    stmt->bind_error = SQLITE_OK;
}

int64_t db_int(struct db_stmt *stmt, int column)
{
    return sqlite3_column_int64(stmt->handle, column);
}

const char *db_text(struct db_stmt *stmt, int column)
{
    const unsigned char *text = sqlite3_column_text(stmt->handle, column);
    return text == NULL ? "" : (const char *)text;
}

bool db_is_null(struct db_stmt *stmt, int column)
{
    return sqlite3_column_type(stmt->handle, column) == SQLITE_NULL;
}

const void *db_blob(struct db_stmt *stmt, int column, size_t *ret_len)
{
    const void *data = sqlite3_column_blob(stmt->handle, column);
    *ret_len = (size_t)sqlite3_column_bytes(stmt->handle, column);
    return data;
}

int64_t db_changes(struct db *db)
{
    return sqlite3_changes64(db->handle);
}

/* ---- transactions --------------------------------------------------------------------------- */

bool db_begin(struct db *db, struct err *err)
{
    assert(
        sqlite3_get_autocommit(db->handle)); /* one transaction an act, never two in each other */
    return db_exec(db, "BEGIN IMMEDIATE", err);
}

bool db_commit(struct db *db, struct err *err)
{
    if (db_exec(db, "COMMIT", err)) {
        return true;
    }
    db_rollback(db);
    return false;
}

void db_rollback(struct db *db)
{
    /* After some errors SQLite has rolled back already. */
    if (!sqlite3_get_autocommit(db->handle)) {
        sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
    }
}

/* ---- health --------------------------------------------------------------------------------- */

static bool check(struct db *db, const char *sql, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, sql, err);
    if (stmt == NULL) {
        return false;
    }
    int rc = db_step(stmt, err);
    bool good = rc == 1 && strcmp(db_text(stmt, 0), "ok") == 0;
    if (rc >= 0 && !good) {
        err_set(err, ERR_DAMAGED, "%s", rc == 1 ? db_text(stmt, 0) : "no answer");
    }
    db_finish(stmt);
    if (!good) { /* nothing more is written into it: the -wal stays beside it as it is */
        sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)NULL);
    }
    return good;
}

bool db_check(struct db *db, struct err *err)
{
    return check(db, "PRAGMA quick_check(1)", err);
}

bool db_check_all(struct db *db, struct err *err)
{
    return check(db, "PRAGMA integrity_check(1)", err);
}

bool db_repack(struct db *db, struct err *err)
{
    if (!db_exec(db, "VACUUM", err)) {
        return false;
    }
    struct db_stmt *stmt = db_prepare(db, "PRAGMA wal_checkpoint(TRUNCATE)", err);
    if (stmt == NULL) {
        return false;
    }
    int rc = db_step(stmt, err);
    bool good = rc == 1 && db_int(stmt, 0) == 0; /* first column: 1 when someone was in the way */
    if (rc >= 0 && !good) {
        err_set(err, ERR_BUSY, "someone reads the old pages");
    }
    db_finish(stmt);
    return good;
}

bool db_backup(struct db *db, const char *path, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "VACUUM INTO :path", err);
    if (stmt == NULL) {
        return false;
    }
    db_bind_text(stmt, ":path", path);
    bool done = db_run(stmt, err);
    db_finish(stmt);
    return done;
}
