#include "sync/hub/hub_backup.h"

#include "sync/hub/hub_audit.h"

#include <stdio.h>

enum { SAFE_AT_ONCE = 500 };

struct saving {
    struct hub *hub;
    const struct hub_place *place;
    char temp[520];
    int64_t number;
    struct hub_db *copy;
    struct hub_saved saved;
};

/* ---- copying ------------------------------------------------------------------------------- */

/* Every table of hub_schema.sql; a letter a column: b blob, t text, i number. */
struct table {
    const char *read, *write, *kinds;
};

#define TABLE(name, columns, values, kinds)                                                        \
    {                                                                                              \
        "SELECT " columns " FROM " name, "INSERT INTO " name " (" columns ") VALUES (" values ")", \
            kinds                                                                                  \
    }

static const struct table tables[] = {
    TABLE("hub_meta",
          "id, name, sign, box, recovery, incarnation, knows, audit_n, audit_head, backups",
          "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10", "itbbbitibi"),
    TABLE("kiosk",
          "kiosk, sign, box, village, name, state, version, answer, hub_seq, resend,"
          " ask_incarnation, last_seen_s, clock_quality, read_seq",
          "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14", "bbbttiibiiiiii"),
    TABLE("incarnation", "kiosk, incarnation, stream, have_upto, highest, forks",
          "$1, $2, $3, $4, $5, $6", "bbiiii"),
    TABLE("bundle",
          "id, kiosk, type, stream, incarnation, seq, prev, state, reason, fork, again, ack_seq,"
          " safe, safe_seq, bytes",
          "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15", "bbiibibitiiiiib"),
    TABLE("record", "rid, kind, version, body, body_hash, subject, kiosk",
          "$1, $2, $3, $4, $5, $6, $7", "btitbbb"),
    TABLE("ballot", "rid, round_id, sealed", "$1, $2, $3", "bbb"),
    TABLE("register", "rid, round_id, tag, sealed", "$1, $2, $3, $4", "bbbb"),
    TABLE("quarantine", "rid, body_hash, kind, version, body, reason", "$1, $2, $3, $4, $5, $6",
          "bbtibt"),
    TABLE("ledger", "kiosk, incarnation, round_id, ballots, registers, cast_total",
          "$1, $2, $3, $4, $5, $6", "bbbiii"),
    TABLE("outbox", "kiosk, hub_seq, bytes", "$1, $2, $3", "bib"),
    TABLE("tally", "kind, subject, number", "$1, $2, $3", "tbi"),
    TABLE("audit", "n, at_s, what, kiosk, detail, hash", "$1, $2, $3, $4, $5, $6", "iitbtb"),
    TABLE("account", "name, role, salt, hash, failures, wait_until_s", "$1, $2, $3, $4, $5, $6",
          "tibbii"),
    TABLE("erasing", "round_id, after_s", "$1, $2", "bi"),
    TABLE("settled", "kiosk, round_id, ballots, registers, ledger", "$1, $2, $3, $4, $5", "bbiii"),
    TABLE("erased", "id, at_s", "$1, $2", "bi"),
};

static struct hub_value column_of(struct hub_db *db, int column, char kind)
{
    size_t len;

    if (kind == 'i') {
        return hub_int(hub_db_int(db, column));
    }
    if (hub_db_is_null(db, column)) {
        return kind == 't' ? hub_text(NULL) : hub_blob(NULL, 0);
    }
    if (kind == 't') {
        return hub_text(hub_db_text(db, column));
    }
    const void *data = hub_db_blob(db, column, &len);
    return hub_blob(data, len);
}

static bool copy_table(struct hub_db *from, struct hub_db *to, const struct table *table,
                       struct err *err)
{
    int rc;

    if (!hub_db_ask(from, table->read, HUB_NO_VALUES, err)) {
        return false;
    }
    while ((rc = hub_db_next(from, err)) == 1) {
        struct hub_value values[HUB_DB_MAX_VALUES];
        size_t count = strlen(table->kinds);
        for (size_t i = 0; i < count; i++) {
            values[i] = column_of(from, (int)i, table->kinds[i]);
        }
        if (!hub_db_run(to, table->write, values, count, NULL, err)) {
            return false;
        }
    }
    return rc == 0;
}

static bool fill_copy(void *ctx, struct err *err)
{
    struct saving *saving = ctx;

    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        if (!copy_table(saving->hub->db, saving->copy, &tables[i], err)) {
            return false;
        }
    }
    return true;
}

static void remove_old(const struct saving *saving)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    char path[540];

    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        snprintf(path, sizeof(path), "%s%s", saving->temp, ends[i]);
        saving->place->io->ops->unlink(saving->place->io, path);
    }
}

/* All of it as it was at one moment; runs again from an empty file when the server went away. */
static bool write_copy(void *ctx, struct err *err)
{
    struct saving *saving = ctx;
    struct hub_db *db = saving->hub->db;

    remove_old(saving);
    saving->copy = hub_db_open(saving->temp, saving->place->vfs, err);
    bool done = saving->copy != NULL && hub_db_migrate(saving->copy, err) &&
                hub_db_act(saving->copy, HUB_CHANGE, fill_copy, saving, err);
    hub_db_close(saving->copy);
    saving->copy = NULL;
    return done && hub_digest_in(db, &saving->saved.digest, err);
}

/* ---- reading back -------------------------------------------------------------------------- */

static bool read_back(struct saving *saving, struct err *err)
{
    struct hub_digest digest;
    struct hub_db *copy = hub_db_open(saving->temp, saving->place->vfs, err);
    bool good = copy != NULL && hub_db_check(copy, err) && hub_digest(copy, &digest, err);

    hub_db_close(copy);
    return good && (hub_digest_equal(&digest, &saving->saved.digest) ||
                    err_set(err, ERR_DAMAGED, "the copy is not what was written"));
}

static bool give_name(struct saving *saving, const char *dir, struct err *err)
{
    struct io *io = saving->place->io;
    int rc = io->ops->rename(io, saving->temp, saving->saved.path);

    rc = rc < 0 ? rc : io->ops->sync_dir(io, dir);
    return rc == 0 || err_errno(err, rc, "%s", saving->saved.path);
}

/* ---- safe ---------------------------------------------------------------------------------- */

struct marking {
    struct hub_db *db;
    uint8_t ids[SAFE_AT_ONCE][BUNDLE_ID];
    uint8_t last[BUNDLE_ID];
    size_t count;
    int64_t marked;
};

static bool read_ids(void *ctx, struct err *err)
{
    struct marking *marking = ctx;
    int rc;

    marking->count = 0;
    if (!hub_db_ask(marking->db,
                    "SELECT id FROM bundle WHERE safe = 0 AND id > $1 ORDER BY id LIMIT 500",
                    HUB_VALUES(hub_blob(marking->last, BUNDLE_ID)), err)) {
        return false;
    }
    while ((rc = hub_db_next(marking->db, err)) == 1 && marking->count < SAFE_AT_ONCE) {
        if (!hub_db_bytes(marking->db, 0, marking->ids[marking->count++], BUNDLE_ID, err)) {
            return false;
        }
    }
    return rc >= 0;
}

static bool mark_ids(void *ctx, struct err *err)
{
    struct marking *marking = ctx;
    int64_t changed;

    marking->marked = 0;
    for (size_t i = 0; i < marking->count; i++) {
        if (!hub_db_run(marking->db, "UPDATE bundle SET safe = 1 WHERE id = $1 AND safe = 0",
                        HUB_VALUES(hub_blob(marking->ids[i], BUNDLE_ID)), &changed, err)) {
            return false;
        }
        marking->marked += changed;
    }
    return true;
}

/* Exactly the bundles that stand in the copy that was read. */
static bool mark_safe(struct saving *saving, struct err *err)
{
    struct marking marking = {.count = 0};
    struct hub_db *copy = hub_db_open(saving->saved.path, saving->place->vfs, err);
    bool done = copy != NULL;

    do {
        marking.db = copy;
        done = done && hub_db_act(copy, HUB_LOOK, read_ids, &marking, err);
        marking.db = saving->hub->db;
        done = done && hub_db_act(marking.db, HUB_CHANGE, mark_ids, &marking, err);
        saving->saved.safe += done ? marking.marked : 0;
        if (marking.count > 0) {
            memcpy(marking.last, marking.ids[marking.count - 1], BUNDLE_ID);
        }
    } while (done && marking.count == SAFE_AT_ONCE);
    hub_db_close(copy);
    return done;
}

static bool read_number(void *ctx, struct err *err)
{
    struct saving *saving = ctx;
    return hub_db_number(saving->hub->db, "SELECT backups + 1 FROM hub_meta WHERE id = 1",
                         HUB_NO_VALUES, &saving->number, err);
}

static bool write_number(void *ctx, struct err *err)
{
    struct saving *saving = ctx;
    char detail[40];

    snprintf(detail, sizeof(detail), "hub-%04lld.sqlite", (long long)saving->number);
    return hub_db_run(saving->hub->db,
                      "UPDATE hub_meta SET backups = $1 WHERE id = 1 AND backups < $1",
                      HUB_VALUES(hub_int(saving->number)), NULL, err) &&
           hub_audit(saving->hub, "backup", NULL, detail, err);
}

bool hub_backup(struct hub *hub, const struct hub_place *place, const char *dir,
                struct hub_saved *ret, struct err *err)
{
    struct saving saving = {.hub = hub, .place = place};

    if (strlen(dir) > 400) {
        return err_set(err, ERR_LIMIT, "path too long");
    }
    if (!io_make_dirs(place->io, dir, err) ||
        !hub_db_act(hub->db, HUB_LOOK, read_number, &saving, err)) {
        return false;
    }
    do { /* a backup that stopped half-way, or of another hub, keeps its name */
        snprintf(saving.saved.path, sizeof(saving.saved.path), "%s/hub-%04lld.sqlite", dir,
                 (long long)saving.number);
    } while (io_exists(place->io, saving.saved.path) && saving.number++ > 0);
    snprintf(saving.temp, sizeof(saving.temp), "%s.tmp", saving.saved.path);
    if (!hub_db_act(hub->db, HUB_LOOK, write_copy, &saving, err) || !read_back(&saving, err)) {
        remove_old(&saving);
        return err_wrap(err, "%s", saving.temp);
    }
    if (!give_name(&saving, dir, err) || !mark_safe(&saving, err) ||
        !hub_db_act(hub->db, HUB_CHANGE, write_number, &saving, err)) {
        return false;
    }
    *ret = saving.saved;
    return true;
}
