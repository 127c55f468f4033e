/* The PINs beside the database: what is needed to know them, in a small file of its own (`pins`),
 * so that a database set aside takes no PIN with it. Else anyone could choose them anew.
 *
 * Invariants
 *  1. The file says what the database says, or what the act in progress will make it say. It is
 *     written inside the transaction of that act, after the statement and before the commit, so two
 *     programs never write it at once.
 *  2. A PIN is confirmed as chosen when file and database have it, both synced. Choosing fails, and
 *     changes nothing, when the file cannot be written.
 *  3. A try is counted in the file, then in the database, before it is compared. A file that cannot
 *     be written is no reason to keep the caretaker out: then the database alone counts.
 *  4. A whole database holds; the file follows it at the next start. Two sorts of row come from the
 *     file: one that the database has not, and one of which salt or stretched bytes alone differ
 *     (each choice changes both: a bit has fallen over). Each try looks, too, before it writes.
 *  5. Of a database that is set aside the file holds over what can still be read, and over the
 *     backup, which may know an older PIN.
 *
 *   file     database   power cut before the commit  what holds
 *   -------  ---------  ---------------------------  --------------------------------------------
 *   whole    whole      -                            the database; they are the same
 *   newer    whole      while choosing, counting     the database: nothing was confirmed
 *   older    whole      (a write had failed: 3)      the database; the file follows
 *   damaged  whole      -                            the database; the file is made again
 *   whole    lost       -                            the file
 *   newer    lost       while choosing               the new PIN: who chose it was let in for that
 *   older    lost       (a write had failed: 3)      the file: some tries are free again
 *   damaged  in part    -                            what could be read, else the backup
 *   damaged  lost       -                            none: choosing is open; the fact
 *                                                    "pin_lost" says so until it was done
 */
#include "app/store/store_internal.h"

#include <string.h>

enum { PINS_VERSION = 1, PINS_MAX = 4096, FAILURES_MAX = 1000000000 };

enum pins_found { PINS_NONE, PINS_WHOLE, PINS_BROKEN };

struct pins {
    struct store_pin of[ROLES];
    bool has[ROLES];
};

/* ---- the file ------------------------------------------------------------------------------- */

/* {"check":BLAKE2b-256 of the object without it,"pins":[..],"version":1} and a newline; in the
 * arena. */
static char *file_text(struct arena *arena, const struct pins *pins, size_t *ret_len)
{
    uint8_t check[CRYPTO_HASH];
    size_t len;
    json_t *object = json_object(), *list = json_array();

    for (int role = 0; role < ROLES; role++) {
        const struct store_pin *pin = &pins->of[role];
        if (!pins->has[role]) {
            continue;
        }
        json_t *line = json_object();
        json_put_number(line, "failures", pin->failures);
        json_put_number(line, "role", role);
        json_put_hex(line, "salt", pin->salt, sizeof(pin->salt));
        json_put_hex(line, "stretched", pin->stretched, sizeof(pin->stretched));
        json_array_append_new(list, line);
    }
    json_put(object, "pins", list);
    json_put_number(object, "version", PINS_VERSION);
    const char *bare = json_canonical(arena, object, &len);
    crypto_hash(check, bare, len);
    json_put_hex(object, "check", check, sizeof(check));
    char *text = json_canonical(arena, object, &len);
    json_decref(object);
    text[len] = '\n'; /* in place of the end of the string: the length is told */
    *ret_len = len + 1;
    return text;
}

static bool read_one(struct pins *pins, const json_t *object)
{
    struct store_pin pin = {.failures = json_number(object, "failures", -1)};
    int64_t role = json_number(object, "role", -1);

    if (role < 0 || role >= ROLES || pin.failures < 0 || pin.failures > FAILURES_MAX ||
        !json_hex(object, "salt", pin.salt, sizeof(pin.salt)) ||
        !json_hex(object, "stretched", pin.stretched, sizeof(pin.stretched))) {
        return false;
    }
    pins->of[role] = pin;
    pins->has[role] = true;
    return true;
}

/* Whole is what we would write ourselves, byte for byte: its check too. */
static bool read_text(struct pins *ret, struct arena *arena, const char *text, size_t len)
{
    json_t *object = json_read(text, len, NULL);
    const json_t *list = json_object_get(object, "pins");
    bool good = json_is_array(list);
    size_t own_len = 0;

    for (size_t i = 0; good && i < json_array_size(list); i++) {
        good = read_one(ret, json_array_get(list, i));
    }
    json_decref(object);
    const char *own = good ? file_text(arena, ret, &own_len) : NULL;
    return own != NULL && own_len == len && memcmp(own, text, len) == 0;
}

/* What cannot be read is broken, whatever the reason: a bad sector may not lock a village out. */
static enum pins_found read_file(struct store *store, struct pins *ret)
{
    struct arena arena;
    struct err err = {0};
    char path[STORE_PATH], *text = NULL;
    size_t len = 0;
    enum pins_found found = PINS_NONE;

    *ret = (struct pins){.has = {false}};
    arena_init(&arena, 0);
    if (!store_path(store, path, "pins")) {
        found = PINS_BROKEN;
    } else if (io_read_file(store->io, &arena, path, PINS_MAX, &text, &len, &err)) {
        found = read_text(ret, &arena, text, len) ? PINS_WHOLE : PINS_BROKEN;
    } else if (err.code != ERR_MISSING) {
        found = PINS_BROKEN;
    }
    if (found == PINS_BROKEN) {
        crypto_wipe(ret, sizeof(*ret));
    }
    arena_finish(&arena);
    return found;
}

static bool write_file(struct store *store, const struct pins *pins, struct err *err)
{
    struct arena arena;
    char path[STORE_PATH];
    size_t len;

    if (!store_path(store, path, "pins")) {
        return err_set(err, ERR_LIMIT, "path too long");
    }
    arena_init(&arena, 0);
    const char *text = file_text(&arena, pins, &len);
    bool done = io_write_file(store->io, path, text, len, err);
    arena_finish(&arena);
    return done;
}

/* ---- the database --------------------------------------------------------------------------- */

static bool read_rows(struct store *store, struct pins *ret, struct err *err)
{
    *ret = (struct pins){.has = {false}};
    for (int role = 0; role < ROLES; role++) {
        struct err own = {0};
        ret->has[role] = store_pin_row(store, (enum role)role, &ret->of[role], &own);
        if (!ret->has[role] && own.code != ERR_MISSING) {
            if (err != NULL) {
                *err = own;
            }
            return false;
        }
    }
    return true;
}

static bool put_row(struct store *store, int role, const struct store_pin *pin, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_PIN_KEEP];

    db_bind_int(stmt, ":role", role);
    db_bind_blob(stmt, ":salt", pin->salt, sizeof(pin->salt));
    db_bind_blob(stmt, ":stretched", pin->stretched, sizeof(pin->stretched));
    db_bind_int(stmt, ":failures", pin->failures);
    return db_run(stmt, err);
}

static bool is_same(const struct pins *a, const struct pins *b)
{
    for (int role = 0; role < ROLES; role++) {
        const struct store_pin *x = &a->of[role], *y = &b->of[role];
        if (a->has[role] != b->has[role] ||
            (a->has[role] &&
             (x->failures != y->failures || memcmp(x->salt, y->salt, sizeof(x->salt)) != 0 ||
              memcmp(x->stretched, y->stretched, sizeof(x->stretched)) != 0))) {
            return false;
        }
    }
    return true;
}

static bool has_fallen_bit(const struct store_pin *row, const struct store_pin *file)
{
    bool same_salt = memcmp(row->salt, file->salt, sizeof(row->salt)) == 0;
    bool same_rest = memcmp(row->stretched, file->stretched, sizeof(row->stretched)) == 0;

    return same_salt != same_rest;
}

/* ---- inside a transaction ------------------------------------------------------------------- */

bool store_pins_save(struct store *store, struct err *err)
{
    struct pins pins;

    bool done = read_rows(store, &pins, err) && write_file(store, &pins, err);
    crypto_wipe(&pins, sizeof(pins));
    return done;
}

bool store_pins_fill(struct store *store, struct err *err)
{
    struct pins rows, file;
    bool good = read_rows(store, &rows, err);
    bool is_whole = good && read_file(store, &file) == PINS_WHOLE;

    for (int role = 0; good && is_whole && role < ROLES; role++) {
        bool wanted =
            file.has[role] && (!rows.has[role] || has_fallen_bit(&rows.of[role], &file.of[role]));
        good = !wanted || put_row(store, role, &file.of[role], err);
    }
    crypto_wipe(&rows, sizeof(rows));
    crypto_wipe(&file, sizeof(file));
    return good;
}

bool store_pins_mark_lost(struct store *store, struct err *err)
{
    struct pins rows;
    int64_t lost = 0;
    bool good = read_rows(store, &rows, err);

    for (int role = 0; role < ROLES; role++) {
        lost |= rows.has[role] ? 0 : (int64_t)1 << role;
    }
    crypto_wipe(&rows, sizeof(rows));
    return good && store_fact_put(store, "pin_lost", lost, err);
}

/* ---- at the start --------------------------------------------------------------------------- */

static bool fill_now(struct store *store, bool is_broken, struct err *err)
{
    struct err own = {0};

    if (!store_begin(store, err)) {
        return false;
    }
    bool good = is_broken ? store_pins_mark_lost(store, &own) : store_pins_fill(store, &own);
    return store_end(store, good, &own, err);
}

/* Looks at the file only when the database has not every PIN: at the first starts, and when it is a
 * new one. Until they are known nobody may choose them, so this may fail the opening. */
bool store_pins_meet(struct store *store, struct err *err)
{
    struct pins rows, file = {.has = {false}};
    bool lacks = false, has_any = false, gains = false;

    if (!read_rows(store, &rows, err)) {
        return false;
    }
    for (int role = 0; role < ROLES; role++) {
        lacks = lacks || !rows.has[role];
        has_any = has_any || rows.has[role];
    }
    enum pins_found found = lacks ? read_file(store, &file) : PINS_NONE;
    for (int role = 0; role < ROLES; role++) {
        gains = gains || (file.has[role] && !rows.has[role]);
    }
    crypto_wipe(&rows, sizeof(rows));
    crypto_wipe(&file, sizeof(file));
    bool is_lost = found == PINS_BROKEN && !has_any;
    return (!gains && !is_lost) || fill_now(store, is_lost, err);
}

/* For a database that was checked: a broken one may not spoil the file. When it fails now, the next
 * act or start does it. */
void store_pins_keep(struct store *store)
{
    struct pins rows, file;

    if (store->read_only || !store_begin(store, NULL)) {
        return;
    }
    struct err own = {0};
    bool good = store_pins_fill(store, &own) && read_rows(store, &rows, &own);
    enum pins_found found = read_file(store, &file);
    bool is_empty = good;
    for (int role = 0; good && role < ROLES; role++) {
        is_empty = is_empty && !rows.has[role];
    }
    if (good && !is_empty && (found != PINS_WHOLE || !is_same(&rows, &file))) {
        write_file(store, &rows, NULL);
    }
    crypto_wipe(&rows, sizeof(rows));
    crypto_wipe(&file, sizeof(file));
    store_end(store, good, &own, NULL);
}
