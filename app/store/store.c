#include "app/store/store.h"

#include "app/base/str.h"
#include "app/store/store_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- health --------------------------------------------------------------------------------- */

enum store_health store_health(const struct store *store)
{
    return store->health;
}

const struct store_note *store_health_note(const struct store *store)
{
    return &store->note;
}

void store_remark(struct store *store, enum store_health health, const char *key,
                  const char *detail)
{
    struct store_note note = {.key = key};
    str_copy(note.detail, sizeof(note.detail), detail); /* may be the note's own */
    store->note = note;
    store->health = health;
}

/* ---- transactions --------------------------------------------------------------------------- */

/* A disk that cannot be written, or a damaged database, takes nothing in any more: a vote that may
 * be lost is worse than a closed kiosk. A full disk stays open: the reserve may still be used. */
bool store_fail(struct store *store, const struct err *own, struct err *err)
{
    if (own->code == ERR_DAMAGED || own->code == ERR_READONLY) {
        store->read_only = true;
        store_remark(store, STORE_READ_ONLY, "store.note.trouble", own->msg);
    } else if (own->code == ERR_FULL) {
        store_remark(store, STORE_FULL, "store.note.trouble", own->msg);
    }
    if (err != NULL) {
        *err = *own;
    }
    return false;
}

bool store_begin(struct store *store, struct err *err)
{
    struct err own = {0};

    if (store->read_only) {
        return err_set(err, ERR_READONLY, "the store is read-only: %s", store->note.detail);
    }
    return db_begin(store->db, &own) || store_fail(store, &own, err);
}

bool store_end(struct store *store, bool good, const struct err *own, struct err *err)
{
    struct err late = {0};

    if (!good) {
        db_rollback(store->db);
        return store_fail(store, own, err);
    }
    if (!db_commit(store->db, &late)) {
        return store_fail(store, &late, err);
    }
    store->is_written = true;
    if (store->health == STORE_FULL) { /* there is room again */
        store_remark(store, STORE_FINE, "", "");
    }
    return true;
}

/* ---- one file of the database --------------------------------------------------------------- */

bool store_path(const struct store *store, char ret[STORE_PATH], const char *name)
{
    int len = snprintf(ret, STORE_PATH, "%s/%s", store->dir, name);
    return len > 0 && len < STORE_PATH;
}

/* SQLite would make it with a mode of its own; io makes it for the group, and -wal and -shm follow
 * it, so that dorpel-sync may use them too. */
static bool make_file(struct store *store, const char *path, struct err *err)
{
    if (io_exists(store->io, path)) {
        return true;
    }
    int file = store->io->ops->open(store->io, path, IO_WRITE | IO_CREATE);
    if (file < 0) {
        return err_errno(err, file, "making %s", path);
    }
    int rc = store->io->ops->sync(store->io, file);
    store->io->ops->close(store->io, file);
    rc = rc < 0 ? rc : store->io->ops->sync_dir(store->io, store->dir);
    return rc == 0 || err_errno(err, rc, "making %s", path);
}

static bool prepare_all(struct store *store, struct err *err)
{
    for (size_t i = 0; i < Q_COUNT; i++) {
        store->stmt[i] = db_prepare(store->db, store_sql[i], err);
        if (store->stmt[i] == NULL) {
            return err_wrap(err, "statement %zu", i);
        }
    }
    return true;
}

bool store_fact(struct store *store, const char *name, int64_t *ret, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_FACT_GET];

    db_bind_text(stmt, ":name", name);
    int rc = db_step(stmt, err);
    if (rc == 1) {
        *ret = db_int(stmt, 0);
    }
    db_reset(stmt);
    return rc == 1 || (rc == 0 && err_set(err, ERR_MISSING, "no fact \"%s\"", name));
}

bool store_fact_put(struct store *store, const char *name, int64_t value, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_FACT_PUT];

    db_bind_text(stmt, ":name", name);
    db_bind_int(stmt, ":value", value);
    return db_run(stmt, err);
}

/* Practice and real data never meet: the file says which it is, from its first moment. */
static bool check_practice(struct store *store, struct err *err)
{
    int64_t value = store->is_practice;
    struct err own = {0};

    if (!store_fact(store, "practice", &value, &own)) {
        if (own.code != ERR_MISSING || store->read_only) {
            return store_fail(store, &own, err);
        }
        return db_begin(store->db, err) &&
               store_end(store, store_fact_put(store, "practice", value, &own), &own, err);
    }
    return value == store->is_practice ||
           err_set(err, ERR_DENIED, "a %s database where a %s one was asked",
                   value == 0 ? "real" : "practice", store->is_practice ? "practice" : "real");
}

/* After an upgrade a rebuild fills new columns, and reads what the version before kept without
 * understanding it. */
static bool finish_upgrade(struct store *store, struct err *err)
{
    int64_t is_due = 0;
    struct err own = {0};

    if (!store_fact(store, "rebuild", &is_due, &own) && own.code != ERR_MISSING) {
        return store_fail(store, &own, err);
    }
    return is_due == 0 || store->read_only ||
           (store_rebuild(store, err) && store_begin(store, err) &&
            store_end(store, store_fact_put(store, "rebuild", 0, &own), &own, err));
}

bool store_attach(struct store *store, const char *path, struct err *err)
{
    if (!store->read_only && !make_file(store, path, err)) {
        return false;
    }
    store->db = db_open(path, store->vfs[0] == '\0' ? NULL : store->vfs, store->read_only, err);
    if (store->db == NULL) {
        return false;
    }
    bool later = store->check_later && store_is_newest(store);
    if ((later || db_check(store->db, err)) && store_migrate(store, err) &&
        prepare_all(store, err) && check_practice(store, err) && finish_upgrade(store, err)) {
        return true;
    }
    store_detach(store);
    return false;
}

void store_detach(struct store *store)
{
    db_close(store->db); /* its statements go with it */
    store->db = NULL;
    memset(store->stmt, 0, sizeof(store->stmt));
}

/* ---- opening and closing -------------------------------------------------------------------- */

static bool attach_main(struct store *store, struct err *err)
{
    char path[STORE_PATH];
    bool needs = false;

    if (!store_path(store, path, "dorpel.db")) {
        return err_set(err, ERR_LIMIT, "path too long");
    }
    if (store->read_only) {
        return store_attach(store, path, err);
    }
    if (!store_needs_recovery(store, &needs, err) || (needs && !store_recover(store, err)) ||
        !store_attach(store, path, err)) {
        return false;
    }
    if (!store_pins_meet(store, err)) {
        store_detach(store);
        return false;
    }
    return true;
}

/* What cannot be written is still read: ideas and results stay on the screen, and all can be
 * exported. */
static bool attach_read_only(struct store *store, struct err *err)
{
    struct err why = *err;

    store->read_only = true;
    if (!attach_main(store, NULL)) {
        *err = why;
        return false;
    }
    store_remark(store, STORE_READ_ONLY, "store.note.trouble", why.msg);
    return true;
}

static bool attach_somehow(struct store *store, struct err *err)
{
    if (attach_main(store, err)) {
        return true;
    }
    if (store->read_only) {
        return false;
    }
    if (err->code == ERR_FULL && store_use_reserve(store, NULL)) {
        if (attach_main(store, err)) {
            store_remark(store, STORE_FULL, "store.note.was-full", "");
            return true;
        }
    }
    if (err->code == ERR_DAMAGED) {
        struct err why = *err;
        if (store_set_aside(store, err) && attach_main(store, err)) {
            return true;
        }
        if (err->code == ERR_DAMAGED) { /* the new one too: the first reason tells more */
            *err = why;
        }
    }
    /* Of a later version, practice for real, no memory: no reading either. Busy: try again soon,
     * for who opened only to read would take nothing in until the next start. */
    bool may_read = err->code == ERR_IO || err->code == ERR_FULL || err->code == ERR_READONLY ||
                    err->code == ERR_DAMAGED;
    return may_read && attach_read_only(store, err);
}

static bool set_options(struct store *store, const struct store_options *options, struct err *err)
{
    const char *vfs = options->vfs == NULL ? "" : options->vfs;

    if (strlen(options->dir) + sizeof("/dorpel-backup.db-journal") > sizeof(store->dir) ||
        strlen(vfs) >= sizeof(store->vfs)) {
        return err_set(err, ERR_LIMIT, "path too long");
    }
    str_copy(store->dir, sizeof(store->dir), options->dir);
    str_copy(store->vfs, sizeof(store->vfs), vfs);
    store->read_only = options->read_only;
    store->is_practice = options->is_practice;
    store->no_reserve = options->no_reserve;
    store->check_later = options->check_later;
    if (options->read_only) {
        store_remark(store, STORE_READ_ONLY, "", "opened for reading");
    }
    return true;
}

/* For a database that was checked. */
static void settle(struct store *store)
{
    store_pins_keep(store);
    store_keep_reserve(store);
}

struct store *store_open(struct io *io, const struct store_options *options, struct err *err)
{
    struct err own = {0};
    struct store *store = calloc(1, sizeof(*store));

    if (store == NULL) {
        err_set(err, ERR_MEMORY, "a store");
        return NULL;
    }
    store->io = io;
    store->note.key = "";
    bool open = set_options(store, options, &own) &&
                (options->read_only || io_make_dirs(io, options->dir, &own) ||
                 io_exists(io, options->dir)) &&
                attach_somehow(store, &own);
    if (!open) {
        if (own.code == ERR_BUSY) { /* not ours to judge, and nothing was touched */
            err_set(&own, ERR_BUSY, "another program holds the data in %s; start again later",
                    options->dir);
        } else {
            err_wrap(&own, "opening the store");
        }
        store_fail(store, &own, err);
        free(store);
        return NULL;
    }
    if (!options->check_later) {
        settle(store);
    }
    return store;
}

bool store_settle(struct store *store, struct err *err)
{
    struct err own = {0};

    if (!db_check(store->db, &own)) {
        return store_fail(store, &own, err);
    }
    settle(store);
    return true;
}

/* SQLite keeps two pages of scratch as long as a database is open. The one for a new cell is
 * overwritten by a cell as wide as cells get. The one for tidying up a page takes three holes or
 * more, and a row that fits in none of them: eight rows fill a page to the byte, and in one half or
 * the other the holes leave the row in front, where tidying begins. */
static const char blanks[] =
    "INSERT INTO logbook (line, wall_s, key, detail)"
    " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 64)"
    " SELECT 1000000000 + i, 0, '', printf('%496s', '') FROM n;"
    "DELETE FROM logbook WHERE line BETWEEN 1000000001 AND 1000000032 AND line % 2 = 0;"
    "DELETE FROM logbook WHERE line BETWEEN 1000000033 AND 1000000064 AND line % 2 = 1;"
    "INSERT INTO logbook (line, wall_s, key, detail)"
    " VALUES (1000000016, 0, '', printf('%1200s', '')), (1000000049, 0, '', printf('%1200s', '')),"
    " (1000000065, 0, '', printf('%4040s', ''))";

void store_forget(struct store *store)
{
    if (store != NULL && store->db != NULL) {
        db_forget(store->db, store->is_written && !store->read_only ? blanks : NULL);
        store->is_written = false;
    }
}

void store_close(struct store *store)
{
    if (store == NULL) {
        return;
    }
    /* Until the next night the card would tell in what order the votes of today were cast. */
    if (store->is_unpacked && !store->read_only && !STORE_BUG(store, BUG_NO_REPACK)) {
        db_repack(store->db, NULL);
    }
    store_detach(store);
    free(store);
}

#ifdef DORPEL_TEST
void store_plant(struct store *store, enum store_bug bug)
{
    store->bug = bug;
    if (bug == BUG_NO_SYNC) {
        db_exec(store->db, "PRAGMA synchronous=OFF", NULL);
    }
}

bool store_has_bug(const struct store *store, enum store_bug bug)
{
    return store->bug == bug;
}
#endif

bool store_blob(struct db_stmt *stmt, int column, void *ret, size_t len, struct err *err)
{
    size_t have = 0;
    const void *data = db_blob(stmt, column, &have);

    if (data == NULL || have != len) {
        return err_set(err, ERR_DAMAGED, "a column of %zu bytes, not %zu", have, len);
    }
    memcpy(ret, data, len);
    return true;
}
