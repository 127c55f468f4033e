/* The nightly round, the reserve file, and reading everything to see that it is whole. */
#include "app/store/store_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#ifdef DORPEL_TEST
enum { RESERVE = 256 * 1024 }; /* bytes: a test that opens a store waits for its writes */
#else
enum { RESERVE = 32 * 1024 * 1024 };
#endif
enum { RESERVE_STEP = 64 * 1024 };

/* ---- the reserve ---------------------------------------------------------------------------- */

/* Zeros, truly written: a hole in the file would keep no room. */
static int fill(struct io *io, int file)
{
    static const char zeros[RESERVE_STEP];

    for (int64_t at = 0; at < RESERVE;) {
        ssize_t done = io->ops->write(io, file, zeros, sizeof(zeros), at);
        if (done <= 0) {
            return done < 0 ? (int)done : -EIO;
        }
        at += done;
    }
    return io->ops->sync(io, file);
}

static bool has_room(struct store *store)
{
    uint64_t room = 0;
    return store->io->ops->free_bytes(store->io, store->dir, &room) == 0 && room >= 3 * RESERVE;
}

void store_keep_reserve(struct store *store)
{
    struct io *io = store->io;
    char path[STORE_PATH], temp[STORE_PATH];

    if (store->no_reserve || store->read_only || !store_path(store, path, "reserve") ||
        !store_path(store, temp, "reserve.tmp") || io_exists(io, path) || !has_room(store)) {
        return;
    }
    int file = io->ops->open(io, temp, IO_WRITE | IO_CREATE | IO_TRUNC);
    if (file < 0) {
        return;
    }
    int rc = fill(io, file);
    io->ops->close(io, file);
    if (rc < 0 || io->ops->rename(io, temp, path) < 0) {
        io->ops->unlink(io, temp); /* no reserve is no reason to refuse a vote */
        return;
    }
    io->ops->sync_dir(io, store->dir);
}

bool store_use_reserve(struct store *store, struct err *err)
{
    char path[STORE_PATH];

    if (!store_path(store, path, "reserve")) {
        return err_set(err, ERR_LIMIT, "path too long");
    }
    int rc = store->io->ops->unlink(store->io, path);
    rc = rc < 0 ? rc : store->io->ops->sync_dir(store->io, store->dir);
    return rc == 0 || err_errno(err, rc, "the reserve");
}

/* ---- the night ------------------------------------------------------------------------------ */

static int sync_file(struct io *io, const char *path)
{
    int file = io->ops->open(io, path, IO_WRITE);
    if (file < 0) {
        return file;
    }
    int rc = io->ops->sync(io, file);
    io->ops->close(io, file);
    return rc;
}

/* The backup of the night before stays until the new one is whole. */
static bool back_up(struct store *store, struct err *err)
{
    struct io *io = store->io;
    char temp[STORE_PATH], path[STORE_PATH];

    if (!store_path(store, temp, "dorpel-backup.tmp") ||
        !store_path(store, path, "dorpel-backup.db")) {
        return err_set(err, ERR_LIMIT, "path too long");
    }
    /* Made by io, for its mode; SQLite fills a file that is empty. */
    int file = io->ops->open(io, temp, IO_WRITE | IO_CREATE | IO_TRUNC);
    if (file < 0) {
        return err_errno(err, file, "backup");
    }
    io->ops->close(io, file);
    if (!db_backup(store->db, temp, err)) {
        io->ops->unlink(io, temp);
        return err_wrap(err, "backup");
    }
    int rc = sync_file(io, temp);
    rc = rc < 0 ? rc : io->ops->rename(io, temp, path);
    rc = rc < 0 ? rc : io->ops->sync_dir(io, store->dir);
    return rc == 0 || err_errno(err, rc, "backup");
}

bool store_night(struct store *store, struct err *err)
{
    struct err own = {0};

    if (store->read_only) {
        return err_set(err, ERR_READONLY, "the store is read-only: %s", store->note.detail);
    }
    bool done = db_check(store->db, &own); /* before a good backup is replaced */
    if (done && !STORE_BUG(store, BUG_NO_REPACK)) {
        done = db_exec(store->db, "PRAGMA optimize", &own) && db_repack(store->db, &own);
    }
    if (done) {
        store->is_unpacked = false;
        done = back_up(store, &own);
    }
    if (!done) {
        store_fail(store, &own, err);
        return err_wrap(err, "the nightly round");
    }
    store_keep_reserve(store);
    return true;
}

/* ---- reading everything --------------------------------------------------------------------- */

/* store_each has already seen to ballots: their id is the hash of their bytes. */
static bool check_hash(void *ctx, const struct record *record)
{
    uint8_t hash[CRYPTO_HASH];
    bool *is_whole = ctx;

    if (record->body != NULL) {
        crypto_hash(hash, record->body, record->body_len);
        *is_whole = memcmp(hash, record->body_hash, sizeof(hash)) == 0;
    }
    return *is_whole;
}

bool store_verify(struct store *store, struct err *err)
{
    bool is_whole = true;
    struct err own = {0};

    bool done = db_check_all(store->db, &own) && store_each(store, check_hash, &is_whole, &own);
    if (!is_whole) {
        done = err_set(&own, ERR_DAMAGED, "a record is not as its hash says");
    }
    return done || store_fail(store, &own, err);
}

struct pile {
    uint8_t *bytes;
    size_t len, cap;
    bool is_short; /* of memory */
};

static bool pile_up(void *ctx, const struct record *record)
{
    struct pile *pile = ctx;

    if (pile->len + RECORD_RID + CRYPTO_HASH > pile->cap) {
        size_t cap = pile->cap == 0 ? 4096 : pile->cap * 2;
        uint8_t *wider = realloc(pile->bytes, cap);
        if (wider == NULL) {
            pile->is_short = true;
            return false;
        }
        pile->bytes = wider;
        pile->cap = cap;
    }
    memcpy(pile->bytes + pile->len, record->rid, RECORD_RID);
    memcpy(pile->bytes + pile->len + RECORD_RID, record->body_hash, CRYPTO_HASH);
    pile->len += RECORD_RID + CRYPTO_HASH;
    return true;
}

bool store_digest(struct store *store, uint8_t ret[CRYPTO_HASH], struct err *err)
{
    struct pile pile = {0};

    bool done = store_each(store, pile_up, &pile, err);
    if (pile.is_short) {
        done = err_set(err, ERR_MEMORY, "the digest of all records");
    }
    if (done) {
        crypto_hash(ret, pile.len == 0 ? (const uint8_t *)"" : pile.bytes, pile.len);
    }
    free(pile.bytes);
    return done;
}
