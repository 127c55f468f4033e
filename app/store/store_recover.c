/* A damaged database aside, and a new one from what can be read.
 *
 *   dorpel.db, -wal, -shm          --set_aside-->  damaged-N/        (renames only)
 *   no dorpel.db, damaged-N/       --recover---->  dorpel-new.db     (records of damaged-N and of
 *                                                                     the nightly backup)
 *   dorpel-new.db, whole, synced   --rename----->  dorpel.db
 *
 * The PINs come from their own file before all else (store_pins.c).
 *
 * A power cut anywhere leaves one of these states, and the next start goes on from there. Nothing
 * is deleted but our own unfinished dorpel-new.db.
 */
#include "app/store/store_internal.h"

#include "app/domain/seal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define MAIN "dorpel.db"
#define NEW "dorpel-new.db"
#define BACKUP "dorpel-backup.db"
static const char *const tails[] = {"", "-wal", "-shm", "-journal"};
enum { TAILS = 4, FOLDERS_MAX = 1000, FOLDERS_READ = 3 };

/* ---- files ---------------------------------------------------------------------------------- */

static bool exists(const struct store *store, const char *folder, const char *name,
                   const char *tail)
{
    char path[STORE_PATH], part[128];

    snprintf(part, sizeof(part), "%s%s%s", folder, name, tail);
    return store_path(store, path, part) && io_exists(store->io, path);
}

/* "damaged-N/" with the highest N there is; N is 0 when there is none. */
static int last_folder(const struct store *store, char ret[32])
{
    int n = 0;

    while (n < FOLDERS_MAX &&
           (snprintf(ret, 32, "damaged-%d", n + 1), exists(store, ret, "", ""))) {
        n++;
    }
    snprintf(ret, 32, "damaged-%d/", n);
    return n;
}

/* Moves what there is of dorpel.db into the folder. The database itself goes first: a -wal without
 * its database is seen at the next start and follows then; the other way round it would be lost. */
static bool move_all(struct store *store, const char *folder, struct err *err)
{
    struct io *io = store->io;
    char from[STORE_PATH], to[STORE_PATH], into[STORE_PATH], part[128];

    if (!store_path(store, into, folder)) {
        return err_set(err, ERR_LIMIT, "path too long");
    }
    int rc = io->ops->mkdir(io, into);
    rc = rc == -EEXIST ? 0 : rc;
    rc = rc < 0 ? rc : io->ops->sync_dir(io, store->dir);
    for (size_t i = 0; rc == 0 && i < TAILS; i++) {
        snprintf(part, sizeof(part), MAIN "%s", tails[i]);
        store_path(store, from, part);
        snprintf(part, sizeof(part), "%s" MAIN "%s", folder, tails[i]);
        if (!store_path(store, to, part)) {
            return err_set(err, ERR_LIMIT, "path too long");
        }
        rc = io->ops->rename(io, from, to);
        rc = rc == -ENOENT && i > 0 ? 0 : rc;
        rc = rc < 0 ? rc : io->ops->sync_dir(io, into);
        rc = rc < 0 ? rc : io->ops->sync_dir(io, store->dir);
    }
    return rc == 0 || err_errno(err, rc, "setting the database aside");
}

bool store_set_aside(struct store *store, struct err *err)
{
    char path[STORE_PATH], folder[32];

    if (!store_path(store, path, MAIN)) {
        return err_set(err, ERR_LIMIT, "path too long");
    }
    if (!db_is_alone(path, store->vfs[0] == '\0' ? NULL : store->vfs)) {
        return err_set(err, ERR_BUSY, "damaged, but another program has it open");
    }
    int n = last_folder(store, folder);
    if (n == 0 || exists(store, folder, MAIN, "")) { /* else: made just before the power went */
        snprintf(folder, sizeof(folder), "damaged-%d/", n + 1);
    }
    return move_all(store, folder, err);
}

/* A -wal whose database was set aside just before the power went. */
static bool bring_after(struct store *store, struct err *err)
{
    char from[STORE_PATH], to[STORE_PATH], folder[32], part[128];
    struct io *io = store->io;

    if (last_folder(store, folder) == 0) {
        return true; /* a -wal of nothing: SQLite takes it away */
    }
    for (size_t i = 1; i < TAILS; i++) {
        if (!exists(store, "", MAIN, tails[i]) || exists(store, folder, MAIN, tails[i])) {
            continue;
        }
        snprintf(part, sizeof(part), MAIN "%s", tails[i]);
        store_path(store, from, part);
        snprintf(part, sizeof(part), "%s" MAIN "%s", folder, tails[i]);
        store_path(store, to, part);
        int rc = io->ops->rename(io, from, to);
        rc = rc < 0 ? rc : io->ops->sync_dir(io, store->dir);
        if (rc < 0) {
            return err_errno(err, rc, "setting the journal aside");
        }
    }
    return true;
}

bool store_needs_recovery(struct store *store, bool *ret, struct err *err)
{
    char path[STORE_PATH], folder[32];
    struct io_stat stat;

    if (!store_path(store, path, MAIN)) {
        return err_set(err, ERR_LIMIT, "path too long");
    }
    bool has_source = last_folder(store, folder) > 0 || exists(store, "", BACKUP, "");
    int rc = store->io->ops->stat(store->io, path, &stat);
    if (rc == 0 && stat.size == 0 && (has_source || exists(store, "", MAIN, "-wal"))) {
        /* Emptied by the file system: aside with it, and with the -wal that may hold all. */
        *ret = true;
        return store_set_aside(store, err);
    }
    if (rc != -ENOENT) {
        *ret = false;
        return rc == 0 || err_errno(err, rc, "%s", path);
    }
    *ret = has_source;
    return bring_after(store, err);
}

/* ---- what can be read ----------------------------------------------------------------------- */

struct salvage {
    struct store *to;
    struct db *from;
    size_t records, votes;
    bool is_cut; /* some of it could not be read */
};

/* What the new database cannot take because of its disk ends the recovery; a row that is not as its
 * hash says is left out. */
static bool goes_on(struct salvage *salvage, const struct err *why, struct err *err)
{
    salvage->is_cut = true;
    if (why->code == ERR_FORMAT || why->code == ERR_LIMIT || why->code == ERR_DAMAGED) {
        return true;
    }
    if (err != NULL) {
        *err = *why;
    }
    return false;
}

/* A kind from later: kept under its own name, which a struct record cannot hold. */
static bool keep_unknown(struct store *store, const struct record *record, const char *kind,
                         struct err *err)
{
    struct db_stmt *put = store->stmt[Q_RECORD_KEEP];

    if (!store_check_record(record, err)) {
        return false;
    }
    db_bind_blob(put, ":rid", record->rid, RECORD_RID);
    db_bind_text(put, ":kind", kind);
    db_bind_int(put, ":version", record->version);
    db_bind_text(put, ":body", record->body);
    db_bind_blob(put, ":hash", record->body_hash, CRYPTO_HASH);
    return db_run(put, err);
}

static bool take_record(struct salvage *salvage, struct db_stmt *row, struct err *err)
{
    struct record record = {.kind = RECORD_KINDS, .version = (int)db_int(row, 2)};
    struct err why = {0};

    bool is_known = record_kind_parse(&record.kind, db_text(row, 1));
    if (!db_is_null(row, 3)) {
        record.body = db_text(row, 3);
        record.body_len = strlen(record.body);
    }
    bool good = store_blob(row, 0, record.rid, RECORD_RID, &why) &&
                store_blob(row, 4, record.body_hash, CRYPTO_HASH, &why);
    good = good && (is_known ? store_take(salvage->to, &record, &why)
                             : keep_unknown(salvage->to, &record, db_text(row, 1), &why));
    if (!good) {
        return goes_on(salvage, &why, err);
    }
    salvage->records++;
    return true;
}

static bool take_ballot(struct salvage *salvage, struct db_stmt *row, struct err *err)
{
    uint8_t id[BALLOT_ID], round_id[ROUND_ID], hash[CRYPTO_HASH];
    size_t len;
    const void *sealed = db_blob(row, 2, &len);
    struct err why = {.code = ERR_FORMAT};

    if (sealed == NULL || !store_blob(row, 0, id, sizeof(id), NULL) ||
        !store_blob(row, 1, round_id, sizeof(round_id), NULL)) {
        return goes_on(salvage, &why, err);
    }
    crypto_hash(hash, sealed, len);
    if (memcmp(hash, id, sizeof(id)) != 0) {
        return goes_on(salvage, &why, err);
    }
    struct db_stmt *put = salvage->to->stmt[Q_BALLOT_KEEP];
    db_bind_blob(put, ":id", id, sizeof(id));
    db_bind_blob(put, ":round", round_id, sizeof(round_id));
    db_bind_blob(put, ":sealed", sealed, len);
    db_bind_int(put, ":released", db_int(row, 3) != 0);
    salvage->votes++;
    return db_run(put, err);
}

static bool take_register(struct salvage *salvage, struct db_stmt *row, struct err *err)
{
    uint8_t rid[RECORD_RID], round_id[ROUND_ID], tag[CODE_TAG], sealed[SEAL_REGISTER];
    struct err why = {0};

    if (!store_blob(row, 0, rid, sizeof(rid), &why) ||
        !store_blob(row, 1, round_id, sizeof(round_id), &why) ||
        !store_blob(row, 2, tag, sizeof(tag), &why) ||
        !store_blob(row, 3, sealed, sizeof(sealed), &why)) {
        return goes_on(salvage, &why, err);
    }
    struct db_stmt *put = salvage->to->stmt[Q_REGISTER_KEEP];
    db_bind_blob(put, ":rid", rid, sizeof(rid));
    db_bind_blob(put, ":round", round_id, sizeof(round_id));
    db_bind_blob(put, ":tag", tag, sizeof(tag));
    db_bind_blob(put, ":sealed", sealed, sizeof(sealed));
    db_bind_int(put, ":released", db_int(row, 4) != 0);
    return db_run(put, err);
}

/* The kiosk's own rows, by the letters of their columns: i a number, t a text, b bytes. */
struct local {
    const char *select, *insert, *columns;
};
static const struct local locals[] = {
    {"SELECT name, value FROM fact", "INSERT OR IGNORE INTO fact (name, value) VALUES (:0, :1)",
     "ti"},
    {"SELECT round_id, state, given, used FROM unlock_turn",
     "INSERT OR IGNORE INTO unlock_turn (round_id, state, given, used) VALUES (:0, :1, :2, :3)",
     "biii"},
    {"SELECT role, salt, stretched, failures FROM pin",
     "INSERT OR IGNORE INTO pin (role, salt, stretched, failures) VALUES (:0, :1, :2, :3)", "ibbi"},
    {"SELECT rid, salt, stretched FROM idea_words",
     "INSERT OR IGNORE INTO idea_words (rid, salt, stretched) VALUES (:0, :1, :2)", "bbb"},
    {"SELECT name, failures FROM guess",
     "INSERT OR IGNORE INTO guess (name, failures) VALUES (:0, :1)", "ti"},
    {"SELECT name, value FROM setting",
     "INSERT OR IGNORE INTO setting (name, value) VALUES (:0, :1)", "tt"},
    {"SELECT line, wall_s, key, detail FROM logbook",
     "INSERT OR IGNORE INTO logbook (line, wall_s, key, detail) VALUES (:0, :1, :2, :3)", "iitt"},
    {"SELECT line, link FROM logbook_link",
     "INSERT OR IGNORE INTO logbook_link (line, link) VALUES (:0, :1)", "ib"},
};
enum { LOCALS = sizeof(locals) / sizeof(locals[0]) };

static bool copy_row(struct db_stmt *row, struct db_stmt *put, const char *columns, struct err *err)
{
    for (int i = 0; columns[i] != '\0'; i++) {
        const char name[] = {':', (char)('0' + i), '\0'};
        size_t len;
        if (columns[i] == 'i') {
            db_bind_int(put, name, db_int(row, i));
        } else if (columns[i] == 't') {
            db_bind_text(put, name, db_text(row, i));
        } else {
            const void *bytes = db_blob(row, i, &len);
            db_bind_blob(put, name, bytes, len);
        }
    }
    return db_run(put, err);
}

static bool copy_local(struct salvage *salvage, const struct local *local, struct err *err)
{
    struct db_stmt *row = db_prepare(salvage->from, local->select, NULL);
    if (row == NULL) {
        salvage->is_cut = true;
        return true;
    }
    struct db_stmt *put = db_prepare(salvage->to->db, local->insert, err);
    bool good = put != NULL;
    int rc = 0;
    while (good && (rc = db_step(row, NULL)) == 1) {
        good = copy_row(row, put, local->columns, err);
    }
    salvage->is_cut = salvage->is_cut || rc < 0;
    db_finish(row);
    db_finish(put);
    return good;
}

/* Reads a table from its small end until it breaks, then from its large end. */
static bool take_rows(struct salvage *salvage, const char *select, const char *key,
                      bool (*take)(struct salvage *, struct db_stmt *, struct err *),
                      struct err *err)
{
    static const char *const ways[] = {"ASC", "DESC"};
    char sql[200];
    int rc = -1;

    for (size_t i = 0; rc != 0 && i < 2; i++) {
        snprintf(sql, sizeof(sql), "%s ORDER BY %s %s", select, key, ways[i]);
        struct db_stmt *row = db_prepare(salvage->from, sql, NULL);
        bool good = true;
        while (row != NULL && good && (rc = db_step(row, NULL)) == 1) {
            good = take(salvage, row, err);
        }
        db_finish(row);
        if (!good) {
            return false;
        }
        salvage->is_cut = salvage->is_cut || rc != 0;
    }
    return true;
}

static bool is_of_our_sort(struct salvage *salvage)
{
    struct db_stmt *stmt =
        db_prepare(salvage->from, "SELECT value FROM fact WHERE name = 'practice'", NULL);
    if (stmt == NULL) {
        return true; /* that page is gone: the folder speaks for it */
    }
    bool is_other = db_step(stmt, NULL) == 1 && db_int(stmt, 0) != salvage->to->is_practice;
    db_finish(stmt);
    return !is_other;
}

static bool take_all(struct salvage *salvage, const char *path, struct err *err)
{
    const char *vfs = salvage->to->vfs[0] == '\0' ? NULL : salvage->to->vfs;

    salvage->from = db_open(path, vfs, true, NULL);
    if (salvage->from == NULL || !is_of_our_sort(salvage)) {
        salvage->is_cut = true;
        db_close(salvage->from);
        return true;
    }
    bool good = take_rows(salvage, "SELECT rid, kind, version, body, body_hash FROM record", "rid",
                          take_record, err) &&
                take_rows(salvage, "SELECT ballot_id, round_id, sealed, released FROM ballot",
                          "ballot_id", take_ballot, err) &&
                take_rows(salvage, "SELECT rid, round_id, tag, sealed, released FROM register",
                          "rid", take_register, err);
    for (size_t i = 0; good && i < LOCALS; i++) {
        good = copy_local(salvage, &locals[i], err);
    }
    db_close(salvage->from);
    return good;
}

/* ---- the new one ---------------------------------------------------------------------------- */

static bool drop_new(struct store *store, struct err *err)
{
    char path[STORE_PATH], part[64];

    for (size_t i = 0; i < TAILS; i++) {
        snprintf(part, sizeof(part), NEW "%s", tails[i]);
        store_path(store, path, part);
        int rc = store->io->ops->unlink(store->io, path);
        if (rc < 0 && rc != -ENOENT) {
            return err_errno(err, rc, "an unfinished recovery");
        }
    }
    return true;
}

/* The database in this folder ("" for the data folder itself), when there is one. */
static bool take_from(struct salvage *salvage, const char *folder, const char *name,
                      struct err *err)
{
    struct store *store = salvage->to;
    char path[STORE_PATH], part[64];
    struct io_stat stat;

    snprintf(part, sizeof(part), "%s%s", folder, name);
    if (!store_path(store, path, part)) {
        return err_set(err, ERR_LIMIT, "path too long");
    }
    /* An empty one is left alone: SQLite would take its -wal away. */
    return store->io->ops->stat(store->io, path, &stat) < 0 || stat.size == 0 ||
           take_all(salvage, path, err);
}

/* The newest copy first: of the kiosk's own rows the first one stays. The older copies and the
 * backup add what is missing; of records a set is a set. */
static bool fill_new(struct salvage *salvage, int newest, struct err *err)
{
    char folder[32];
    struct err own = {0};
    bool good = true;

    if (!store_begin(salvage->to, err)) {
        return false;
    }
    good = store_pins_fill(salvage->to, &own); /* first: they are as they were last chosen */
    for (int n = newest; good && n > 0 && n > newest - FOLDERS_READ; n--) {
        snprintf(folder, sizeof(folder), "damaged-%d/", n);
        good = take_from(salvage, folder, MAIN, &own);
    }
    good = good && take_from(salvage, "", BACKUP, &own) && store_pins_mark_lost(salvage->to, &own);
    return store_end(salvage->to, good, &own, err) && db_repack(salvage->to->db, err);
}

bool store_recover(struct store *store, struct err *err)
{
    char path[STORE_PATH], main_path[STORE_PATH], folder[32];
    struct salvage salvage = {.to = store};
    struct io *io = store->io;
    int n = last_folder(store, folder);

    if (!store_path(store, path, NEW) || !store_path(store, main_path, MAIN)) {
        return err_set(err, ERR_LIMIT, "path too long");
    }
    if (!drop_new(store, err) || !store_attach(store, path, err)) {
        return false;
    }
    bool good = fill_new(&salvage, n, err);
    store_detach(store); /* the last one out: its -wal is gone with it */
    if (!good) {
        return false;
    }
    int rc = io->ops->rename(io, path, main_path);
    rc = rc < 0 ? rc : io->ops->sync_dir(io, store->dir);
    if (rc < 0) {
        return err_errno(err, rc, "taking the new database");
    }
    store_remark(store, STORE_SET_ASIDE,
                 salvage.is_cut ? "store.note.set-aside-part" : "store.note.set-aside", "");
    store->note.folder = n;
    store->note.records = salvage.records;
    store->note.ballots = salvage.votes;
    return true;
}
