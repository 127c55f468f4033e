/* io: what is made of the table's single steps. Works on any struct io. */
#include "app/base/io.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_LIMIT = 1024, TREE_DEPTH = 32, READ_FIRST = 4096 };

/* The folder a path stands in: "." without a slash, "/" at the top. */
static bool parent_of(char ret[PATH_LIMIT], const char *path)
{
    size_t len = strlen(path);

    if (len == 0 || len >= PATH_LIMIT) {
        return false;
    }
    memcpy(ret, path, len + 1);
    while (len > 1 && ret[len - 1] == '/') {
        ret[--len] = '\0';
    }
    char *slash = strrchr(ret, '/');
    if (slash == NULL) {
        memcpy(ret, ".", 2);
    } else if (slash == ret) {
        ret[1] = '\0';
    } else {
        *slash = '\0';
    }
    return true;
}

/* ---- reading ------------------------------------------------------------------------------- */

/* Reads until the end of the file; *ret_len bytes in arena memory that has one more. */
static bool read_all(struct io *io, struct arena *arena, int file, size_t cap, size_t max_len,
                     char **ret_text, size_t *ret_len, struct err *err)
{
    char *text = arena_alloc(arena, cap + 1);
    size_t len = 0;

    while (text != NULL) {
        ssize_t got = io->ops->read(io, file, text + len, cap + 1 - len, (int64_t)len);
        if (got < 0) {
            return err_errno(err, (int)got, "reading");
        }
        len += (size_t)got;
        if (len > max_len) {
            return err_set(err, ERR_LIMIT, "larger than %zu bytes", max_len);
        }
        if (got == 0) {
            text[len] = '\0';
            *ret_text = text;
            *ret_len = len;
            return true;
        }
        if (len > cap) { /* larger than stat said: it grows, or is not a real file (/sys) */
            size_t wider = cap > max_len / 2 ? max_len : cap * 2;
            char *next = arena_alloc(arena, wider + 1);
            if (next != NULL) {
                memcpy(next, text, len);
            }
            text = next;
            cap = wider;
        }
    }
    return err_set(err, ERR_LIMIT, "no room in the arena");
}

bool io_read_file(struct io *io, struct arena *arena, const char *path, size_t max_len,
                  char **ret_text, size_t *ret_len, struct err *err)
{
    struct io_stat stat;
    int rc = io->ops->stat(io, path, &stat);

    if (rc < 0) {
        return err_errno(err, rc, "%s", path);
    }
    if (stat.kind != IO_FILE) {
        return err_set(err, ERR_FORMAT, "%s: not a file", path);
    }
    if (stat.size < 0 || (uint64_t)stat.size > max_len) {
        return err_set(err, ERR_LIMIT, "%s: larger than %zu bytes", path, max_len);
    }
    int file = io->ops->open(io, path, IO_READ);
    if (file < 0) {
        return err_errno(err, file, "%s", path);
    }
    size_t cap = stat.size > 0 ? (size_t)stat.size : READ_FIRST;
    cap = cap < max_len ? cap : max_len;
    bool done = read_all(io, arena, file, cap, max_len, ret_text, ret_len, err);
    io->ops->close(io, file);
    return done || err_wrap(err, "%s", path);
}

/* ---- writing ------------------------------------------------------------------------------- */

static int write_all(struct io *io, int file, const char *data, size_t len)
{
    size_t at = 0;

    while (at < len) {
        ssize_t done = io->ops->write(io, file, data + at, len - at, (int64_t)at);
        if (done < 0) {
            return (int)done;
        }
        if (done == 0) {
            return -EIO;
        }
        at += (size_t)done;
    }
    return 0;
}

/* Makes `temp` with these bytes, synced and closed. `more` is IO_PRIVATE or 0. */
static int write_temp(struct io *io, const char *temp, const void *data, size_t len, int more)
{
    int flags = IO_WRITE | IO_CREATE | IO_EXCL | more;
    int file = io->ops->open(io, temp, flags);
    if (file == -EEXIST) { /* left by a power cut */
        int rc = io->ops->unlink(io, temp);
        file = rc < 0 ? rc : io->ops->open(io, temp, flags);
    }
    if (file < 0) {
        return file;
    }
    int rc = write_all(io, file, data, len);
    rc = rc < 0 ? rc : io->ops->sync(io, file);
    int closed = io->ops->close(io, file);
    return rc < 0 ? rc : closed;
}

static bool replace(struct io *io, const char *path, const void *data, size_t len, int more,
                    struct err *err)
{
    char temp[PATH_LIMIT];
    char parent[PATH_LIMIT];
    size_t path_len = strlen(path);

    if (path_len + sizeof(".tmp") > sizeof(temp) || !parent_of(parent, path)) {
        return err_set(err, ERR_LIMIT, "path too long");
    }
    memcpy(temp, path, path_len);
    memcpy(temp + path_len, ".tmp", sizeof(".tmp"));

    int rc = write_temp(io, temp, data, len, more);
    if (rc == 0) {
        rc = io->ops->rename(io, temp, path);
    }
    if (rc < 0) {
        if (rc != -EEXIST) {
            io->ops->unlink(io, temp); /* a half file is of no use; when it stays, see write_temp */
        }
        return err_errno(err, rc, "writing %s", path);
    }
    /* When this fails the new content may or may not stay: never a mixture. */
    rc = io->ops->sync_dir(io, parent);
    return rc == 0 || err_errno(err, rc, "syncing the folder of %s", path);
}

bool io_write_file(struct io *io, const char *path, const void *data, size_t len, struct err *err)
{
    return replace(io, path, data, len, 0, err);
}

bool io_write_secret(struct io *io, const char *path, const void *data, size_t len, struct err *err)
{
    return replace(io, path, data, len, IO_PRIVATE, err);
}

bool io_make_dirs(struct io *io, const char *path, struct err *err)
{
    struct io_stat stat;
    char parent[PATH_LIMIT];

    int rc = io->ops->stat(io, path, &stat);
    if (rc == 0) {
        return stat.kind == IO_DIR || err_set(err, ERR_FORMAT, "%s is not a folder", path);
    }
    if (rc != -ENOENT) {
        return err_errno(err, rc, "%s", path);
    }
    if (!parent_of(parent, path)) {
        return err_set(err, ERR_LIMIT, "path too long");
    }
    /* Only the last existing folder may be a link (/var/run): from there on we make them. */
    bool is_top = strcmp(parent, ".") == 0 || strcmp(parent, "/") == 0;
    rc = is_top ? 0 : io->ops->stat(io, parent, &stat);
    if (rc == -ENOENT && !io_make_dirs(io, parent, err)) {
        return false;
    }
    rc = io->ops->mkdir(io, path);
    if (rc < 0 && rc != -EEXIST) {
        return err_errno(err, rc, "making %s", path);
    }
    rc = io->ops->sync_dir(io, parent);
    return rc == 0 || err_errno(err, rc, "syncing %s", parent);
}

/* One folder of the way after the other, `make` NULL: only looks. */
static bool go_down(struct io *io, const char *root, const char *path,
                    int (*make)(struct io *io, const char *path), struct err *err)
{
    char part[PATH_LIMIT], parent[PATH_LIMIT];
    size_t root_len = strlen(root), len = strlen(path);

    if (root_len + len + 2 > sizeof(part)) {
        return err_set(err, ERR_LIMIT, "path too long");
    }
    memcpy(part, root, root_len + 1);
    while (*path != '\0') {
        struct io_stat stat;
        size_t at = strlen(part), step = strcspn(path, "/");
        memcpy(parent, part, at + 1);
        part[at] = '/';
        memcpy(part + at + 1, path, step);
        part[at + 1 + step] = '\0';
        path += step + (path[step] == '/');
        int rc = io->ops->stat(io, part, &stat);
        if (rc == 0 && stat.kind != IO_DIR) {
            return err_set(err, ERR_FORMAT, "%s is not a folder", part);
        }
        if (rc == -ENOENT && make != NULL) {
            rc = make(io, part);
            rc = rc < 0 ? rc : io->ops->sync_dir(io, parent);
        }
        if (rc < 0) {
            return err_errno(err, rc, "%s", part);
        }
    }
    return true;
}

bool io_make_dirs_below(struct io *io, const char *root, const char *path, struct err *err)
{
    return go_down(io, root, path, io->ops->mkdir, err);
}

bool io_has_dir_below(struct io *io, const char *root, const char *path)
{
    return go_down(io, root, path, NULL, NULL);
}

/* ---- folders ------------------------------------------------------------------------------- */

struct names {
    struct arena *arena;
    char **name;
    size_t count, cap;
};

static int add_name(void *ctx, const char *name)
{
    struct names *names = ctx;

    if (names->count == names->cap) {
        size_t cap = names->cap == 0 ? 32 : names->cap * 2;
        char **wider = arena_array(names->arena, cap, sizeof(*wider));
        if (wider == NULL) {
            return -EOVERFLOW;
        }
        for (size_t i = 0; i < names->count; i++) {
            wider[i] = names->name[i];
        }
        names->name = wider;
        names->cap = cap;
    }
    char *copy = arena_strdup(names->arena, name);
    if (copy == NULL) {
        return -EOVERFLOW;
    }
    names->name[names->count++] = copy;
    return 0;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

bool io_list_sorted(struct io *io, struct arena *arena, const char *path, char ***ret_names,
                    size_t *ret_count, struct err *err)
{
    struct names names = {.arena = arena};

    int rc = io->ops->list(io, path, add_name, &names);
    if (rc < 0) {
        return err_errno(err, rc, "listing %s", path);
    }
    if (names.count > 1) {
        qsort(names.name, names.count, sizeof(*names.name), by_bytes);
    }
    *ret_names = names.name;
    *ret_count = names.count;
    return true;
}

bool io_exists(struct io *io, const char *path)
{
    struct io_stat stat;
    return io->ops->stat(io, path, &stat) == 0;
}

/* The names are read before the first is removed: a folder that changes under readdir may skip. */
static bool remove_at(struct io *io, const char *path, int depth, struct err *err)
{
    struct io_stat stat;
    int rc = io->ops->stat(io, path, &stat);

    if (rc == -ENOENT) {
        return true;
    }
    if (rc < 0) {
        return err_errno(err, rc, "%s", path);
    }
    if (stat.kind != IO_DIR) { /* a link goes, what it points to stays */
        rc = io->ops->unlink(io, path);
        return rc == 0 || err_errno(err, rc, "removing %s", path);
    }
    if (depth == 0) {
        return err_set(err, ERR_LIMIT, "%s: folders too deep", path);
    }
    struct arena arena;
    char **names;
    size_t count;
    arena_init(&arena, 0);
    bool done = io_list_sorted(io, &arena, path, &names, &count, err);
    for (size_t i = 0; done && i < count; i++) {
        done = remove_at(io, arena_printf(&arena, "%s/%s", path, names[i]), depth - 1, err);
    }
    arena_finish(&arena);
    if (!done) {
        return false;
    }
    rc = io->ops->rmdir(io, path);
    return rc == 0 || err_errno(err, rc, "removing %s", path);
}

bool io_remove_tree(struct io *io, const char *path, struct err *err)
{
    char parent[PATH_LIMIT];

    if (!io_exists(io, path)) {
        return true;
    }
    if (!parent_of(parent, path)) {
        return err_set(err, ERR_LIMIT, "path too long");
    }
    if (!remove_at(io, path, TREE_DEPTH, err)) {
        return false;
    }
    int rc = io->ops->sync_dir(io, parent);
    return rc == 0 || err_errno(err, rc, "syncing %s", parent);
}
