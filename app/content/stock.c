#include "app/content/stock.h"

#include "app/base/json.h"
#include "app/base/str.h"

#include <stdio.h>
#include <string.h>

enum { STATE_MAX = 4096, PATH = 700 };

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
    next.starts = 0;
    return become(stock, &next, io, data, err);
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
    return !stock->is_fresh || become(stock, &next, io, data, err);
}

/* ---- clean --------------------------------------------------------------------------------- */

static bool is_kept(const struct stock *stock, const char *name, const char *waiting)
{
    const char *const slots[] = {stock->now, stock->before, waiting};

    for (size_t i = 0; i < 3; i++) {
        size_t len = strlen(slots[i]);
        if (len > 0 && strncmp(name, slots[i], len) == 0 &&
            (name[len] == '\0' || strcmp(name + len, ".json") == 0)) {
            return true;
        }
    }
    return false;
}

void stock_clean(const struct stock *stock, struct io *io, const char *data, const char *waiting)
{
    struct arena arena;
    char path[PATH];
    char **names;
    size_t count = 0;

    arena_init(&arena, 0);
    stock_dir(path, sizeof(path), data, "");
    if (io_list_sorted(io, &arena, path, &names, &count, NULL)) {
        for (size_t i = 0; i < count; i++) {
            char name[STOCK_SLOT];
            str_copy(name, sizeof(name), names[i]);
            bool is_ours = is_slot(name) || strncmp(names[i], "nieuw-", 6) == 0 ||
                           strncmp(names[i], "uitgepakt-", 10) == 0;
            if (is_ours && !is_kept(stock, names[i], waiting)) {
                stock_dir(path, sizeof(path), data, names[i]);
                struct io_stat stat;
                if (io->ops->stat(io, path, &stat) == 0 && stat.kind == IO_FILE) {
                    io->ops->unlink(io, path);
                } else {
                    io_remove_tree(io, path, NULL);
                }
            }
        }
    }
    arena_finish(&arena);
}
