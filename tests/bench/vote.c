/* vote DIR PACK COUNT: what one confirmed vote costs, beside a bare SQLite transaction of the same
 * two inserts on the same disk, and beside one bare fsync. Turn by turn, so that a busy disk is
 * busy for all three. Prints JSON with all times in microseconds.
 */
#include "app/content/pack.h"
#include "app/store/store_round.h"
#include "app/store/store_vote.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SERIES = 4, MOST = 5000 };
static const char *const names[SERIES] = {"seal_us", "vote_us", "bare_us", "fsync_us"};

static void must(bool ok, const char *what, const char *why)
{
    if (!ok) {
        fprintf(stderr, "vote: %s: %s\n", what, why);
        exit(1);
    }
}

static double now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

struct bare {
    sqlite3 *db;
    sqlite3_stmt *ballot, *entry;
};

static void bare_exec(struct bare *bare, const char *sql)
{
    must(sqlite3_exec(bare->db, sql, NULL, NULL, NULL) == SQLITE_OK, sql, sqlite3_errmsg(bare->db));
}

/* The same tables, and nothing else. */
static void bare_open(struct bare *bare, const char *path)
{
    must(sqlite3_open(path, &bare->db) == SQLITE_OK, path, "cannot be opened");
    bare_exec(bare,
              "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
              "CREATE TABLE ballot (ballot_id BLOB NOT NULL PRIMARY KEY, round_id BLOB NOT NULL,"
              " sealed BLOB NOT NULL, released INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
              "CREATE TABLE register (rid BLOB NOT NULL PRIMARY KEY, round_id BLOB NOT NULL,"
              " tag BLOB NOT NULL, sealed BLOB NOT NULL, released INTEGER NOT NULL)"
              " STRICT, WITHOUT ROWID;"
              "CREATE INDEX register_tag ON register (round_id, tag);");
    sqlite3_prepare_v2(bare->db, "INSERT INTO ballot VALUES (?, ?, ?, 0)", -1, &bare->ballot, NULL);
    sqlite3_prepare_v2(bare->db, "INSERT INTO register VALUES (?, ?, ?, ?, 0)", -1, &bare->entry,
                       NULL);
    must(bare->ballot != NULL && bare->entry != NULL, "prepare", sqlite3_errmsg(bare->db));
}

static void bare_cast(struct bare *bare, const uint8_t *round_id, const struct sealed_vote *vote)
{
    sqlite3_stmt *ballot = bare->ballot, *entry = bare->entry;
    sqlite3_bind_blob(ballot, 1, vote->ballot_id, BALLOT_ID, SQLITE_STATIC);
    sqlite3_bind_blob(ballot, 2, round_id, ROUND_ID, SQLITE_STATIC);
    sqlite3_bind_blob(ballot, 3, vote->ballot, (int)vote->ballot_len, SQLITE_STATIC);
    sqlite3_bind_blob(entry, 1, vote->register_rid, 16, SQLITE_STATIC);
    sqlite3_bind_blob(entry, 2, round_id, ROUND_ID, SQLITE_STATIC);
    sqlite3_bind_blob(entry, 3, vote->tag, CODE_TAG, SQLITE_STATIC);
    sqlite3_bind_blob(entry, 4, vote->entry, sizeof(vote->entry), SQLITE_STATIC);
    bare_exec(bare, "BEGIN IMMEDIATE");
    must(sqlite3_step(ballot) == SQLITE_DONE, "insert", sqlite3_errmsg(bare->db));
    must(sqlite3_step(entry) == SQLITE_DONE, "insert", sqlite3_errmsg(bare->db));
    sqlite3_reset(ballot);
    sqlite3_reset(entry);
    bare_exec(bare, "COMMIT");
}

/* What SQLite appends to its log for such a vote: some pages, then the disk's promise. */
static void write_and_sync(int file)
{
    static const char pages[4 * 4096];
    must(write(file, pages, sizeof(pages)) == (ssize_t)sizeof(pages) && fdatasync(file) == 0,
         "fsync", "failed");
}

static void print_times(const char *name, const double *times, size_t count, bool last)
{
    printf("\"%s\": [", name);
    for (size_t i = 0; i < count; i++) {
        printf("%s%.1f", i > 0 ? ", " : "", times[i]);
    }
    printf("]%s\n", last ? "" : ",");
}

int main(int argc, char *argv[])
{
    struct err err = {0};
    static double times[SERIES][MOST];
    char path[600];
    must(argc == 4, "usage", "vote DIR PACK COUNT");
    size_t count = strtoul(argv[3], NULL, 10);
    count = count < MOST ? count : MOST;
    must(crypto_start(&err), "start", err.msg);
    struct io *io = io_posix();
    struct pack *pack = pack_load(io, argv[2], &err);
    must(pack != NULL && pack->fault_count == 0 && pack->round_count > 0, argv[2], err.msg);
    struct store_options options = {.dir = argv[1], .no_reserve = true};
    struct store *store = store_open(io, &options, &err);
    must(store != NULL, argv[1], err.msg);
    const struct round *round = &pack->rounds[0];
    must(store_round_open(store, round, &err), "opening", err.msg);
    struct bare bare;
    snprintf(path, sizeof(path), "%s/bare.db", argv[1]);
    bare_open(&bare, path);
    snprintf(path, sizeof(path), "%s/bare.log", argv[1]);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    must(file >= 0, path, "cannot be opened");
    struct ballot ballot = {.value = {1, 0, 1}};
    for (size_t i = 0; i < count; i++) {
        struct sealed_vote vote;
        double at[SERIES + 1];
        at[0] = now_us();
        must(seal_vote(&vote, &ballot, round, NULL, NULL, &err), "seal", err.msg);
        at[1] = now_us();
        must(store_vote_cast(store, round->id, &vote, false, &err), "vote", err.msg);
        at[2] = now_us();
        bare_cast(&bare, round->id, &vote);
        at[3] = now_us();
        write_and_sync(file);
        at[4] = now_us();
        for (size_t s = 0; s < SERIES; s++) {
            times[s][i] = at[s + 1] - at[s];
        }
    }
    printf("{\n");
    for (size_t s = 0; s < SERIES; s++) {
        print_times(names[s], times[s], count, s + 1 == SERIES);
    }
    printf("}\n");
    close(file);
    sqlite3_finalize(bare.ballot);
    sqlite3_finalize(bare.entry);
    sqlite3_close(bare.db);
    store_close(store);
    pack_free(pack);
    io_destroy(io);
    return 0;
}
