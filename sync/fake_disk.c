#include "sync/fake_disk.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FILE = 64 * 1024 * 1024 };

struct bytes {
    uint8_t *data;
    size_t len, cap;
};

struct fake_node { /* a file or a folder, whatever its name */
    enum io_kind kind;
    struct bytes live, safe;
    struct fake_node *next; /* of all nodes, to free them */
};

struct entry { /* one name */
    char *path;
    struct fake_node *live, *safe; /* NULL: the name is not there */
};

struct fake_disk {
    struct entry *entries;
    size_t count, cap;
    struct fake_node *nodes;
};

static void *must(void *memory)
{
    if (memory == NULL) {
        abort();
    }
    return memory;
}

/* ---- bytes ------------------------------------------------------------------------------- */

static void reserve(struct bytes *bytes, size_t len)
{
    if (len > bytes->cap) {
        size_t cap = len < 4096 ? 4096 : 2 * len;
        bytes->data = must(realloc(bytes->data, cap));
        bytes->cap = cap;
    }
}

static void copy(struct bytes *to, const struct bytes *from)
{
    reserve(to, from->len);
    if (from->len > 0) {
        memcpy(to->data, from->data, from->len);
    }
    to->len = from->len;
}

/* ---- names ------------------------------------------------------------------------------- */

struct fake_disk *fake_disk_create(void)
{
    return must(calloc(1, sizeof(struct fake_disk)));
}

void fake_disk_destroy(struct fake_disk *disk)
{
    if (disk == NULL) {
        return;
    }
    for (size_t i = 0; i < disk->count; i++) {
        free(disk->entries[i].path);
    }
    while (disk->nodes != NULL) {
        struct fake_node *next = disk->nodes->next;
        free(disk->nodes->live.data);
        free(disk->nodes->safe.data);
        free(disk->nodes);
        disk->nodes = next;
    }
    free(disk->entries);
    free(disk);
}

static struct fake_node *new_node(struct fake_disk *disk, enum io_kind kind)
{
    struct fake_node *node = must(calloc(1, sizeof(*node)));

    node->kind = kind;
    node->next = disk->nodes;
    disk->nodes = node;
    return node;
}

static struct entry *find(const struct fake_disk *disk, const char *path)
{
    for (size_t i = 0; i < disk->count; i++) {
        if (strcmp(disk->entries[i].path, path) == 0) {
            return &disk->entries[i];
        }
    }
    return NULL;
}

static struct entry *find_or_add(struct fake_disk *disk, const char *path)
{
    struct entry *entry = find(disk, path);

    if (entry != NULL) {
        return entry;
    }
    if (disk->count == disk->cap) {
        disk->cap = disk->cap == 0 ? 32 : 2 * disk->cap;
        disk->entries = must(realloc(disk->entries, disk->cap * sizeof(*disk->entries)));
    }
    size_t len = strlen(path) + 1;
    entry = &disk->entries[disk->count++];
    *entry = (struct entry){.path = must(malloc(len))};
    memcpy(entry->path, path, len);
    return entry;
}

static size_t parent_len(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? 0 : (size_t)(slash - path);
}

/* The name behind the folder, or NULL when path is not directly in it. */
static const char *name_in(const char *path, const char *dir)
{
    size_t len = strlen(dir);

    if (path[0] == '\0' || parent_len(path) != len || strncmp(path, dir, len) != 0) {
        return NULL;
    }
    return path + len + (len > 0 ? 1 : 0);
}

static struct fake_node *live_node(const struct fake_disk *disk, const char *path)
{
    const struct entry *entry = find(disk, path);
    return entry == NULL ? NULL : entry->live;
}

static bool has_folder(const struct fake_disk *disk, const char *path, size_t len)
{
    char dir[512];

    if (len == 0) {
        return true;
    }
    if (len >= sizeof(dir)) {
        return false;
    }
    memcpy(dir, path, len);
    dir[len] = '\0';
    const struct fake_node *node = live_node(disk, dir);
    return node != NULL && node->kind == IO_DIR;
}

/* ---- losing and keeping ------------------------------------------------------------------ */

void fake_disk_forget(struct fake_disk *disk, bool names_first)
{
    for (struct fake_node *node = disk->nodes; node != NULL; node = node->next) {
        copy(&node->live, &node->safe);
    }
    for (size_t i = 0; i < disk->count; i++) {
        struct entry *entry = &disk->entries[i];
        if (names_first) {
            entry->safe = entry->live;
        } else {
            entry->live = entry->safe;
        }
    }
    /* A name in a folder that is not there is not there either. Folders come before what is in
     * them only by chance: go round until nothing changes. */
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < disk->count; i++) {
            struct entry *entry = &disk->entries[i];
            if (entry->live != NULL && !has_folder(disk, entry->path, parent_len(entry->path))) {
                entry->live = NULL;
                entry->safe = NULL;
                changed = true;
            }
        }
    }
}

static bool load_folder(struct fake_disk *disk, struct io *io, struct arena *arena, const char *dir,
                        const char *inner, struct err *err)
{
    char **names;
    size_t count;
    const char *folder = inner[0] == '\0' ? dir : arena_printf(arena, "%s/%s", dir, inner);

    if (!io_list_sorted(io, arena, folder, &names, &count, err)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        struct io_stat stat;
        const char *path =
            inner[0] == '\0' ? names[i] : arena_printf(arena, "%s/%s", inner, names[i]);
        const char *full = arena_printf(arena, "%s/%s", dir, path);
        int rc = io->ops->stat(io, full, &stat);
        if (rc < 0) {
            return err_errno(err, rc, "%s", full);
        }
        if (stat.kind == IO_OTHER) {
            continue; /* links and the like are on no stick of ours */
        }
        struct fake_node *node = new_node(disk, stat.kind);
        struct entry *entry = find_or_add(disk, path);
        entry->live = node;
        entry->safe = node;
        if (stat.kind == IO_DIR) {
            if (!load_folder(disk, io, arena, dir, path, err)) {
                return false;
            }
            continue;
        }
        struct bytes read = {0};
        if (!io_read_file(io, arena, full, MAX_FILE, (char **)&read.data, &read.len, err)) {
            return false;
        }
        copy(&node->live, &read);
        copy(&node->safe, &read);
    }
    return true;
}

bool fake_disk_load(struct fake_disk *disk, struct io *io, const char *dir, struct err *err)
{
    struct arena arena;

    arena_init(&arena, 0);
    bool done = load_folder(disk, io, &arena, dir, "", err);
    arena_finish(&arena);
    return done;
}

static bool store_entry(const struct entry *entry, struct io *io, struct arena *arena,
                        const char *dir, struct err *err)
{
    const char *full = arena_printf(arena, "%s/%s", dir, entry->path);
    const struct fake_node *node = entry->safe;

    if (node == NULL) {
        return io_remove_tree(io, full, err);
    }
    if (node->kind == IO_DIR) {
        return io_make_dirs(io, full, err);
    }
    return io_write_file(io, full, node->safe.data, node->safe.len, err);
}

static int by_path(const void *a, const void *b)
{
    return strcmp((*(const struct entry *const *)a)->path, (*(const struct entry *const *)b)->path);
}

bool fake_disk_store(const struct fake_disk *disk, struct io *io, const char *dir, struct err *err)
{
    struct arena arena;
    bool done = true;

    arena_init(&arena, 0);
    const struct entry **sorted = arena_array(&arena, disk->count + 1, sizeof(*sorted));
    for (size_t i = 0; i < disk->count; i++) {
        sorted[i] = &disk->entries[i];
    }
    qsort(sorted, disk->count, sizeof(*sorted), by_path); /* a folder before what is in it */
    for (size_t i = 0; done && i < disk->count; i++) {
        done = store_entry(sorted[i], io, &arena, dir, err);
    }
    arena_finish(&arena);
    return done;
}

/* ---- operations -------------------------------------------------------------------------- */

int fake_disk_open(struct fake_disk *disk, const char *path, int flags, struct fake_node **ret)
{
    struct fake_node *node = live_node(disk, path);

    if (node == NULL) {
        if ((flags & IO_CREATE) == 0) {
            return -ENOENT;
        }
        if (!has_folder(disk, path, parent_len(path))) {
            return -ENOENT;
        }
        node = new_node(disk, IO_FILE);
        find_or_add(disk, path)->live = node;
    } else if ((flags & IO_EXCL) != 0) {
        return -EEXIST;
    } else if (node->kind != IO_FILE) {
        return -EISDIR;
    }
    if ((flags & IO_TRUNC) != 0) {
        node->live.len = 0;
    }
    *ret = node;
    return 0;
}

ssize_t fake_disk_read(const struct fake_node *node, void *buf, size_t len, int64_t offset)
{
    if (offset < 0) {
        return -EINVAL;
    }
    if ((uint64_t)offset >= node->live.len || len == 0) {
        return 0;
    }
    size_t left = node->live.len - (size_t)offset;
    len = len < left ? len : left;
    memcpy(buf, node->live.data + offset, len);
    return (ssize_t)len;
}

int fake_disk_truncate(struct fake_node *node, int64_t size)
{
    if (size < 0 || size > MAX_FILE) {
        return -EINVAL;
    }
    reserve(&node->live, (size_t)size);
    if ((size_t)size > node->live.len) {
        memset(node->live.data + node->live.len, 0, (size_t)size - node->live.len);
    }
    node->live.len = (size_t)size;
    return 0;
}

ssize_t fake_disk_write(struct fake_node *node, const void *buf, size_t len, int64_t offset)
{
    if (offset < 0 || len > MAX_FILE || offset > MAX_FILE) {
        return -EFBIG;
    }
    if ((size_t)offset + len > node->live.len) {
        int rc = fake_disk_truncate(node, offset + (int64_t)len);
        if (rc < 0) {
            return rc;
        }
    }
    if (len > 0) {
        memcpy(node->live.data + offset, buf, len);
    }
    return (ssize_t)len;
}

void fake_disk_sync(struct fake_node *node)
{
    copy(&node->safe, &node->live);
}

void fake_disk_sync_lying(struct fake_node *node, enum fake_lie lie)
{
    if (lie == FAKE_LIE_LOSE) {
        return;
    }
    copy(&node->safe, &node->live);
    if (node->safe.len > 0 && lie == FAKE_LIE_FLIP) {
        node->safe.data[node->safe.len / 2] ^= 1;
    } else if (lie == FAKE_LIE_CUT) {
        node->safe.len /= 2;
    }
}

int fake_disk_rename(struct fake_disk *disk, const char *from, const char *to)
{
    struct fake_node *node = live_node(disk, from);

    if (node == NULL || !has_folder(disk, to, parent_len(to))) {
        return -ENOENT;
    }
    find_or_add(disk, to)->live = node;
    struct entry *old = find(disk, from);
    if (old != NULL) {
        old->live = NULL;
    }
    return 0;
}

int fake_disk_unlink(struct fake_disk *disk, const char *path)
{
    struct entry *entry = find(disk, path);

    if (entry == NULL || entry->live == NULL) {
        return -ENOENT;
    }
    if (entry->live->kind == IO_DIR) {
        return -EISDIR;
    }
    entry->live = NULL;
    return 0;
}

int fake_disk_mkdir(struct fake_disk *disk, const char *path)
{
    if (live_node(disk, path) != NULL || path[0] == '\0') {
        return -EEXIST;
    }
    if (!has_folder(disk, path, parent_len(path))) {
        return -ENOENT;
    }
    find_or_add(disk, path)->live = new_node(disk, IO_DIR);
    return 0;
}

int fake_disk_rmdir(struct fake_disk *disk, const char *path)
{
    struct entry *entry = find(disk, path);

    if (entry == NULL || entry->live == NULL || entry->live->kind != IO_DIR) {
        return -ENOENT;
    }
    for (size_t i = 0; i < disk->count; i++) {
        if (disk->entries[i].live != NULL && name_in(disk->entries[i].path, path) != NULL) {
            return -ENOTEMPTY;
        }
    }
    entry->live = NULL;
    return 0;
}

int fake_disk_sync_dir(struct fake_disk *disk, const char *path)
{
    if (!has_folder(disk, path, strlen(path))) {
        return -ENOENT;
    }
    for (size_t i = 0; i < disk->count; i++) {
        if (name_in(disk->entries[i].path, path) != NULL) {
            disk->entries[i].safe = disk->entries[i].live;
        }
    }
    return 0;
}

int fake_disk_stat(const struct fake_disk *disk, const char *path, struct io_stat *ret)
{
    const struct fake_node *node = live_node(disk, path);

    if (path[0] == '\0') {
        *ret = (struct io_stat){.kind = IO_DIR, .mode = 0770};
        return 0;
    }
    if (node == NULL) {
        return -ENOENT;
    }
    *ret = (struct io_stat){.kind = node->kind, .size = (int64_t)node->live.len, .mode = 0660};
    return 0;
}

int fake_disk_list(const struct fake_disk *disk, const char *path,
                   int (*each)(void *ctx, const char *name), void *ctx)
{
    if (!has_folder(disk, path, strlen(path))) {
        return -ENOENT;
    }
    for (size_t i = 0; i < disk->count; i++) {
        const char *name = name_in(disk->entries[i].path, path);
        if (name != NULL && disk->entries[i].live != NULL) {
            int rc = each(ctx, name);
            if (rc != 0) {
                return rc < 0 ? rc : 0;
            }
        }
    }
    return 0;
}
