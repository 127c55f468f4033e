#include "app/content/stock.h"

#include "app/base/json.h"
#include "app/base/str.h"

#include <stdio.h>
#include <string.h>

#define AWAY "weg-" /* of a slot that is being removed */

enum { STATE_MAX = 4096, REPORT_MAX = 1024 * 1024, PATH = 700 };

void stock_dir(char *dst, size_t cap, const char *data, const char *slot)
{
    snprintf(dst, cap, "%s/inhoud/%s", data, slot);
}

static bool is_slot(const char *name)
{
    size_t len = strlen(name);

    return len == STOCK_SLOT - 1 && strspn(name, "0123456789abcdef") == len;
}

/* ---- stand.json ---------------------------------------------------------------------------- */

static bool take_slot(char dst[STOCK_SLOT], const json_t *object, const char *key)
{
    const char *name = json_text(object, key, "");

    if (name[0] != '\0' && !is_slot(name)) {
        return false;
    }
    str_copy(dst, STOCK_SLOT, name);
    return true;
}

bool stock_load(struct stock *ret, struct io *io, const char *data, struct err *err)
{
    struct arena arena;
    struct stock stock = {.now = ""};
    struct err why = {0};
    char path[PATH];
    char *text;
    size_t len;

    *ret = stock;
    stock_dir(path, sizeof(path), data, "stand.json");
    arena_init(&arena, 0);
    bool read = io_read_file(io, &arena, path, STATE_MAX, &text, &len, &why);
    json_t *object = read ? json_read(text, len, NULL) : NULL;
    bool good = json_is_object(object) && take_slot(stock.now, object, "now") &&
                take_slot(stock.before, object, "before");
    if (good) {
        stock.version = (uint64_t)json_number(object, "version", 0);
        stock.version_before = (uint64_t)json_number(object, "version-before", 0);
        stock.highest = (uint64_t)json_number(object, "highest", 0);
        stock.is_fresh = json_flag(object, "fresh", false);
        stock.is_rekeyed = json_flag(object, "rekeyed", false);
        stock.starts = (uint32_t)json_number(object, "starts", 0);
        *ret = stock;
    }
    json_decref(object);
    arena_finish(&arena);
    if (!read && why.code != ERR_MISSING) {
        if (err != NULL) {
            *err = why;
        }
        return false;
    }
    return !read || good || err_set(err, ERR_FORMAT, "%s is damaged", path);
}

static bool save(const struct stock *stock, struct io *io, const char *data, struct err *err)
{
    struct arena arena;
    char path[PATH];
    size_t len = 0;
    json_t *object = json_object();

    json_put_text(object, "now", stock->now);
    json_put_text(object, "before", stock->before);
    json_put_number(object, "version", (int64_t)stock->version);
    json_put_number(object, "version-before", (int64_t)stock->version_before);
    json_put_number(object, "highest", (int64_t)stock->highest);
    json_put_number(object, "starts", stock->starts);
    json_put(object, "fresh", json_boolean(stock->is_fresh));
    json_put(object, "rekeyed", json_boolean(stock->is_rekeyed));
    arena_init(&arena, 0);
    const char *text = json_canonical(&arena, object, &len);
    json_decref(object);
    stock_dir(path, sizeof(path), data, "stand.json");
    bool done = io_write_file(io, path, text, len, err);
    arena_finish(&arena);
    return done;
}

/* What is on the disk decides: memory follows only when the rename was done. */
static bool become(struct stock *stock, const struct stock *next, struct io *io, const char *data,
                   struct err *err)
{
    if (!save(next, io, data, err)) {
        return false;
    }
    *stock = *next;
    return true;
}

static bool is_there(struct io *io, const char *data, const char *slot)
{
    char path[PATH];
    struct io_stat stat;

    stock_dir(path, sizeof(path), data, slot);
    return io->ops->stat(io, path, &stat) == 0 && stat.kind == IO_DIR;
}

bool stock_switch(struct stock *stock, struct io *io, const char *data, const char *slot,
                  uint64_t version, bool resets, struct err *err)
{
    struct stock next = *stock;
    bool is_lower = version != 0 && version <= stock->highest && !resets;

    if (!is_slot(slot)) {
        return err_set(err, ERR_FORMAT, "no slot: %s", slot);
    }
    if (is_lower) { /* it was higher when it was looked at: another came in between */
        return err_set(err, ERR_DENIED, "version %llu is not above %llu",
                       (unsigned long long)version, (unsigned long long)stock->highest);
    }
    if (stock->now[0] != '\0' && strcmp(stock->now, slot) != 0) {
        memcpy(next.before, stock->now, STOCK_SLOT);
        next.version_before = stock->version;
    }
    str_copy(next.now, STOCK_SLOT, slot);
    next.version = version;
    next.highest = version > stock->highest || resets ? version : stock->highest;
    next.is_fresh = true;
    next.is_rekeyed = resets;
    next.starts = 0;
    struct stock before = *stock;
    if (!become(stock, &next, io, data, err)) {
        return false;
    }
    if (is_there(io, data, slot)) {
        return true;
    }
    become(stock, &before, io, data, NULL); /* it was removed in this moment: see stock_clean */
    return err_set(err, ERR_GONE, "slot %s is not there", slot);
}

bool stock_has_before(const struct stock *stock)
{
    return stock->now[0] != '\0' && stock->before[0] != '\0';
}

bool stock_given(struct stock *stock, struct io *io, const char *data, const char *slot,
                 struct err *err)
{
    struct stock next = *stock;

    if (stock->now[0] != '\0' || strcmp(stock->before, slot) == 0) {
        return true;
    }
    str_copy(next.before, STOCK_SLOT, slot);
    return become(stock, &next, io, data, err);
}

bool stock_return(struct stock *stock, struct io *io, const char *data, struct err *err)
{
    struct stock next = *stock;

    if (!stock_has_before(stock)) {
        return err_set(err, ERR_MISSING, "there is no pack before this one");
    }
    memcpy(next.now, stock->before, STOCK_SLOT);
    memcpy(next.before, stock->now, STOCK_SLOT);
    next.version = stock->version_before;
    next.version_before = stock->version;
    next.is_fresh = false;
    next.is_rekeyed = false;
    next.starts = 0;
    return become(stock, &next, io, data, err);
}

bool stock_start(struct stock *stock, struct io *io, const char *data, bool *ret_returned,
                 struct err *err)
{
    struct stock next = *stock;

    *ret_returned = false;
    if (!stock->is_fresh) {
        return true;
    }
    if (stock->starts > 0 && stock->before[0] != '\0') {
        *ret_returned = true;
        return stock_return(stock, io, data, err);
    }
    next.starts++;
    return become(stock, &next, io, data, err);
}

bool stock_is_healthy(struct stock *stock, struct io *io, const char *data, struct err *err)
{
    struct stock next = *stock;

    next.is_fresh = false;
    next.starts = 0;
    if (stock->is_rekeyed) { /* who has the old key would hold the village again */
        next.before[0] = '\0';
        next.version_before = 0;
        next.is_rekeyed = false;
    }
    return !stock->is_fresh || become(stock, &next, io, data, err);
}

/* ---- clean --------------------------------------------------------------------------------- */

/* The slot that waits for a person, as verslag.json says. */
static void read_waiting(char ret[STOCK_SLOT], struct io *io, const char *data)
{
    struct arena arena;
    char path[PATH];
    char *text;
    size_t len;

    ret[0] = '\0';
    arena_init(&arena, 0);
    stock_dir(path, sizeof(path), data, "verslag.json");
    if (io_read_file(io, &arena, path, REPORT_MAX, &text, &len, NULL)) {
        json_t *object = json_read(text, len, NULL);
        take_slot(ret, object, "slot");
        json_decref(object);
    }
    arena_finish(&arena);
}

/* Does anything name this slot at this moment? When that cannot be known, yes. */
static bool is_named(struct io *io, const char *data, const char *slot, const char *also)
{
    struct stock stock;
    char waiting[STOCK_SLOT];

    if (!stock_load(&stock, io, data, NULL)) {
        return true;
    }
    read_waiting(waiting, io, data);
    return strcmp(slot, stock.now) == 0 || strcmp(slot, stock.before) == 0 ||
           strcmp(slot, waiting) == 0 || strcmp(slot, also) == 0;
}

/* Out of sight first, and then asked again: the app may take it in this very moment. It looks
 * behind its switch whether the folder is there (stock_switch), so one of the two sees the other.
 */
static void remove_slot(struct io *io, const char *data, const char *slot, const char *also)
{
    char path[PATH], away[PATH], name[STOCK_SLOT + 8];

    snprintf(name, sizeof(name), AWAY "%s", slot);
    stock_dir(path, sizeof(path), data, slot);
    stock_dir(away, sizeof(away), data, name);
    if (is_named(io, data, slot, also) || io->ops->rename(io, path, away) != 0) {
        return;
    }
    if (is_named(io, data, slot, also)) {
        io->ops->rename(io, away, path);
    } else {
        io_remove_tree(io, away, NULL);
    }
}

/* Of a staging that ended, or of one that runs: that one then finds nothing to settle, and never a
 * half of it. */
static void remove_draft(struct io *io, const char *data, const char *name)
{
    char path[PATH], away[PATH], other[PATH / 2];

    snprintf(other, sizeof(other), AWAY "%s", name);
    stock_dir(path, sizeof(path), data, name);
    stock_dir(away, sizeof(away), data, other);
    if (io->ops->rename(io, path, away) == 0) {
        io_remove_tree(io, away, NULL);
    }
}

/* What an earlier time left half done. */
static void finish_away(struct io *io, const char *data, const char *name, const char *also)
{
    char path[PATH], away[PATH];
    const char *slot = name + strlen(AWAY);

    stock_dir(path, sizeof(path), data, slot);
    stock_dir(away, sizeof(away), data, name);
    if (!is_slot(slot) || !is_named(io, data, slot, also) || io->ops->rename(io, away, path) != 0) {
        io_remove_tree(io, away, NULL);
    }
}

static void clean_one(struct io *io, const char *data, const char *name, const char *also)
{
    char slot[STOCK_SLOT], path[PATH];

    str_copy(slot, sizeof(slot), name);
    if (strncmp(name, AWAY, strlen(AWAY)) == 0) {
        finish_away(io, data, name, also);
    } else if (is_slot(name)) {
        remove_slot(io, data, name, also);
    } else if (is_slot(slot) && strcmp(name + strlen(slot), ".json") == 0) {
        stock_dir(path, sizeof(path), data, name);
        if (!is_named(io, data, slot, also)) {
            io->ops->unlink(io, path); /* only what its photos were made of */
        }
    } else if (strncmp(name, "nieuw-", 6) == 0 || strncmp(name, "uitgepakt-", 10) == 0) {
        remove_draft(io, data, name);
    }
}

void stock_clean(struct io *io, const char *data, const char *also)
{
    struct arena arena;
    char path[PATH];
    char **names;
    size_t count = 0;

    arena_init(&arena, 0);
    stock_dir(path, sizeof(path), data, "");
    if (io_list_sorted(io, &arena, path, &names, &count, NULL)) {
        for (size_t i = 0; i < count; i++) {
            clean_one(io, data, names[i], also);
        }
    }
    arena_finish(&arena);
}
