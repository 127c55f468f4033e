/* tree: a stick in memory that anybody may have made: folders, files, links, pipes, files that
 * cannot be read or lie about their size, under any name.
 *
 * A `struct io` over a list of entries. Links to folders lead somewhere (what stands below them is
 * an entry as well), so that a walker that follows one is seen. It counts what is changed, and
 * asserts that nothing is ever changed through a link. Static functions only: include it in one
 * program.
 */
#ifndef DORPEL_TREE_H
#define DORPEL_TREE_H

#include "app/base/io.h"
#include "app/base/str.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TREE_PATH = 400, TREE_ENTRIES = 256 };
#define TREE_ROOT "/stick"

enum tree_kind { TREE_FILE, TREE_DIR, TREE_LINK, TREE_PIPE };

struct tree_entry {
    char path[TREE_PATH]; /* "/stick/DORPSHUIS/stick.id" */
    enum tree_kind kind;
    uint8_t *data;
    size_t len;
    int64_t claims; /* the size that stat tells; -1: the truth */
    int error;      /* reading, or listing, gives -error */
};

struct tree {
    struct io io; /* first */
    struct tree_entry *list[TREE_ENTRIES];
    size_t count;
    size_t changes, opened; /* so far */
    bool never_follows;     /* asserts that nobody even looks through a link */
    bool (*may_change)(void *ctx, const char *path); /* NULL: all may */
    void *ctx;
};

static inline struct tree *tree_of(struct io *io)
{
    return (struct tree *)(void *)io;
}

static inline struct tree_entry *tree_find(struct tree *tree, const char *path)
{
    for (size_t i = 0; i < tree->count; i++) {
        if (strcmp(tree->list[i]->path, path) == 0) {
            return tree->list[i];
        }
    }
    return NULL;
}

/* The entry of which this is the inside, at `len` bytes of the path. */
static inline struct tree_entry *tree_find_part(struct tree *tree, const char *path, size_t len)
{
    for (size_t i = 0; i < tree->count; i++) {
        if (strlen(tree->list[i]->path) == len && memcmp(tree->list[i]->path, path, len) == 0) {
            return tree->list[i];
        }
    }
    return NULL;
}

static inline bool tree_goes_through_link(struct tree *tree, const char *path)
{
    for (const char *at = strchr(path + 1, '/'); at != NULL; at = strchr(at + 1, '/')) {
        const struct tree_entry *part = tree_find_part(tree, path, (size_t)(at - path));
        if (part != NULL && part->kind == TREE_LINK) {
            return true;
        }
    }
    return false;
}

/* 0: the folder that this stands in is there. */
static inline int tree_parent(struct tree *tree, const char *path)
{
    const struct tree_entry *parent =
        tree_find_part(tree, path, (size_t)(strrchr(path, '/') - path));

    return parent == NULL                                          ? -ENOENT
           : parent->kind == TREE_DIR || parent->kind == TREE_LINK ? 0
                                                                   : -ENOTDIR;
}

static inline struct tree_entry *tree_add(struct tree *tree, const char *path, enum tree_kind kind)
{
    struct tree_entry *entry = calloc(1, sizeof(*entry));

    if (tree->count == TREE_ENTRIES || strlen(path) >= TREE_PATH || entry == NULL) {
        free(entry);
        return NULL;
    }
    str_copy(entry->path, sizeof(entry->path), path);
    entry->kind = kind;
    entry->claims = -1;
    tree->list[tree->count++] = entry;
    return entry;
}

static inline void tree_set(struct tree_entry *entry, const void *data, size_t len)
{
    free(entry->data);
    entry->data = malloc(len + 1); /* exactly, but for an empty one */
    assert(entry->data != NULL);
    memcpy(entry->data, data, len);
    entry->len = len;
}

static inline void tree_drop(struct tree *tree, struct tree_entry *entry)
{
    size_t at = 0;

    while (tree->list[at] != entry) {
        at++;
    }
    free(entry->data);
    free(entry);
    tree->list[at] = tree->list[--tree->count];
}

static inline void tree_finish(struct tree *tree)
{
    while (tree->count > 0) {
        tree_drop(tree, tree->list[0]);
    }
}

/* ---- struct io ----------------------------------------------------------------------------- */

static inline void tree_change(struct tree *tree, const char *path)
{
    tree->changes++;
    assert(!tree_goes_through_link(tree, path));
    assert(tree->may_change == NULL || tree->may_change(tree->ctx, path));
}

static inline int tree_open(struct io *io, const char *path, int flags)
{
    struct tree *tree = tree_of(io);
    struct tree_entry *entry = tree_find(tree, path);

    if ((flags & IO_CREATE) != 0) {
        int rc = tree_parent(tree, path);
        if (entry != NULL || rc != 0) {
            return entry != NULL ? -EEXIST : rc;
        }
        tree_change(tree, path);
        entry = tree_add(tree, path, TREE_FILE);
        if (entry == NULL) {
            return -ENOSPC;
        }
    }
    if (entry == NULL) {
        return -ENOENT;
    }
    tree->opened++;
    assert(!tree->never_follows || !tree_goes_through_link(tree, path));
    if (entry->kind != TREE_FILE) {
        return entry->kind == TREE_DIR ? -EISDIR : entry->kind == TREE_LINK ? -ELOOP : -EINVAL;
    }
    for (int i = 0; i < (int)tree->count; i++) {
        if (tree->list[i] == entry) {
            return i;
        }
    }
    return -EIO;
}

static inline ssize_t tree_read(struct io *io, int handle, void *buf, size_t len, int64_t offset)
{
    const struct tree_entry *entry = tree_of(io)->list[handle];

    if (entry->error != 0) {
        return -entry->error;
    }
    size_t at = (size_t)offset < entry->len ? (size_t)offset : entry->len;
    size_t got = len < entry->len - at ? len : entry->len - at;
    if (got > 0) {
        memcpy(buf, entry->data + at, got);
    }
    return (ssize_t)got;
}

static inline ssize_t tree_write(struct io *io, int handle, const void *buf, size_t len,
                                 int64_t offset)
{
    struct tree_entry *entry = tree_of(io)->list[handle];

    assert((size_t)offset == entry->len);
    entry->data = realloc(entry->data, entry->len + len + 1);
    assert(entry->data != NULL);
    memcpy(entry->data + entry->len, buf, len);
    entry->len += len;
    return (ssize_t)len;
}

static inline int tree_nothing(struct io *io, int handle)
{
    (void)io, (void)handle;
    return 0;
}

static inline int tree_unlink(struct io *io, const char *path)
{
    struct tree *tree = tree_of(io);
    struct tree_entry *entry = tree_find(tree, path);

    if (entry == NULL || entry->kind == TREE_DIR) {
        return entry == NULL ? -ENOENT : -EISDIR;
    }
    tree_change(tree, path);
    tree_drop(tree, entry);
    return 0;
}

static inline int tree_rename(struct io *io, const char *from, const char *to)
{
    struct tree *tree = tree_of(io);
    struct tree_entry *entry = tree_find(tree, from), *other = tree_find(tree, to);

    if (entry == NULL || (other != NULL && other->kind == TREE_DIR)) {
        return entry == NULL ? -ENOENT : -EISDIR;
    }
    tree_change(tree, to);
    if (other != NULL) {
        tree_drop(tree, other);
    }
    str_copy(entry->path, sizeof(entry->path), to);
    return 0;
}

static inline int tree_mkdir(struct io *io, const char *path)
{
    struct tree *tree = tree_of(io);
    int rc = tree_parent(tree, path);

    if (rc != 0 || tree_find(tree, path) != NULL) {
        return rc != 0 ? rc : -EEXIST;
    }
    tree_change(tree, path);
    return tree_add(tree, path, TREE_DIR) == NULL ? -ENOSPC : 0;
}

static inline int tree_sync_dir(struct io *io, const char *path)
{
    (void)io, (void)path;
    return 0;
}

static inline int tree_stat(struct io *io, const char *path, struct io_stat *ret)
{
    struct tree *tree = tree_of(io);
    const struct tree_entry *entry = tree_find(tree, path);

    if (entry == NULL) {
        int rc = tree_parent(tree, path);
        return rc == 0 ? -ENOENT : rc;
    }
    *ret = (struct io_stat){.kind = entry->kind == TREE_FILE  ? IO_FILE
                                    : entry->kind == TREE_DIR ? IO_DIR
                                                              : IO_OTHER,
                            .size = entry->claims >= 0 ? entry->claims : (int64_t)entry->len};
    return 0;
}

static inline int tree_list(struct io *io, const char *path,
                            int (*each)(void *ctx, const char *name), void *ctx)
{
    struct tree *tree = tree_of(io);
    const struct tree_entry *dir = tree_find(tree, path);
    size_t len = strlen(path);
    int rc = 0;

    if (dir == NULL || dir->error != 0) {
        return dir == NULL ? -ENOENT : -dir->error;
    }
    if (dir->kind != TREE_DIR && dir->kind != TREE_LINK) {
        return -ENOTDIR;
    }
    assert(!tree->never_follows || (dir->kind == TREE_DIR && !tree_goes_through_link(tree, path)));
    for (size_t i = 0; i < tree->count && rc == 0; i++) {
        const char *other = tree->list[i]->path;
        if (strncmp(other, path, len) == 0 && other[len] == '/' &&
            strchr(other + len + 1, '/') == NULL) {
            rc = each(ctx, other + len + 1);
        }
    }
    return rc < 0 ? rc : 0;
}

static inline int tree_truncate(struct io *io, int handle, int64_t size)
{
    (void)io, (void)handle, (void)size;
    return -EIO; /* nobody does that on a stick */
}

static inline int tree_free_bytes(struct io *io, const char *path, uint64_t *ret)
{
    (void)io, (void)path;
    *ret = 1 << 30;
    return 0;
}

static inline void tree_init(struct tree *tree)
{
    static const struct io_ops ops = {.open = tree_open,
                                      .read = tree_read,
                                      .write = tree_write,
                                      .truncate = tree_truncate,
                                      .sync = tree_nothing,
                                      .close = tree_nothing,
                                      .rename = tree_rename,
                                      .unlink = tree_unlink,
                                      .mkdir = tree_mkdir,
                                      .rmdir = tree_unlink,
                                      .sync_dir = tree_sync_dir,
                                      .stat = tree_stat,
                                      .list = tree_list,
                                      .free_bytes = tree_free_bytes};

    *tree = (struct tree){.io = {.ops = &ops}};
    tree_add(tree, TREE_ROOT, TREE_DIR);
}

#endif
