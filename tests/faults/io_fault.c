#include "tests/faults/io_fault.h"

#include "tests/faults/io_fault_disk.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HANDLES = 64 };

struct fault {   /* a failure that waits for its operation */
    uint64_t at; /* value of the counter; 0: none */
    int error;
    enum io_fault_times times;
};

struct handle {
    struct node *node; /* NULL: free */
    int flags;
    char *path;
};

struct io_fault {
    struct io io; /* first */
    struct disk disk;
    struct handle handle[HANDLES];
    uint64_t changes, reads;
    struct fault change_fault, read_fault;
    uint64_t power_at; /* 0: not */
    bool is_off, is_gone;
    bool sync_keeps_name;
    uint64_t capacity; /* 0: no end */
    char last[300];
};

static struct io_fault *self_of(struct io *io)
{
    return (struct io_fault *)io;
}

static bool strikes(const struct fault *fault, uint64_t count)
{
    return fault->at != 0 &&
           (count == fault->at || (count > fault->at && fault->times == FAULT_FOREVER));
}

/* Before each change: 0, or the -errno it fails with; FAULT_SHORT_WRITE gives 1 for a write. */
static int begin_change(struct io_fault *self, const char *what, const char *path)
{
    if (self->io.tap.before != NULL) {
        int rc = self->io.tap.before(self->io.tap.ctx, what, path);
        if (rc != 0) {
            return rc > 0 ? -rc : rc;
        }
    }
    if (self->is_off) {
        return -EIO;
    }
    self->changes++;
    snprintf(self->last, sizeof(self->last), "%s %s", what, path);
    if (self->power_at != 0 && self->changes >= self->power_at) {
        self->is_off = true;
        return -EIO;
    }
    if (self->is_gone) {
        return -ENODEV;
    }
    if (strikes(&self->change_fault, self->changes)) {
        if (self->change_fault.error == FAULT_SHORT_WRITE) {
            return strcmp(what, "write") == 0 ? 1 : 0;
        }
        self->is_gone =
            self->change_fault.error == ENODEV && self->change_fault.times == FAULT_FOREVER;
        return -self->change_fault.error;
    }
    return 0;
}

static int begin_read(struct io_fault *self)
{
    if (self->is_off || self->is_gone) {
        return self->is_off ? -EIO : -ENODEV;
    }
    self->reads++;
    return strikes(&self->read_fault, self->reads) ? -self->read_fault.error : 0;
}

static struct handle *handle_of(struct io_fault *self, int file)
{
    assert(file >= 0 && file < HANDLES && self->handle[file].node != NULL);
    return &self->handle[file];
}

/* ---- files --------------------------------------------------------------------------------- */

static int open_node(struct io_fault *self, struct node *node, const char *path, int flags)
{
    for (int i = 0; i < HANDLES; i++) {
        if (self->handle[i].node == NULL) {
            self->handle[i] = (struct handle){node, flags, strdup(path)};
            return i;
        }
    }
    return -EMFILE;
}

static int fault_open(struct io *io, const char *path, int flags)
{
    struct io_fault *self = self_of(io);
    bool changes = (flags & (IO_CREATE | IO_TRUNC)) != 0;
    const char *name;
    size_t len;

    int rc = changes ? begin_change(self, "open", path) : begin_read(self);
    if (rc < 0) {
        return rc;
    }
    struct node *dir = disk_parent(&self->disk, path, &name, &len);
    if (dir == NULL || len == 0) {
        return dir == NULL ? -ENOENT : -EISDIR;
    }
    struct node *node = disk_child(&dir->names, name, len);
    if (node == NULL) {
        if ((flags & IO_CREATE) == 0) {
            return -ENOENT;
        }
        node = disk_new_node(&self->disk, false);
        disk_change_name(&self->disk, NULL, NULL, 0, dir, name, len, node);
    } else if ((flags & IO_CREATE) != 0 && (flags & IO_EXCL) != 0) {
        return -EEXIST;
    }
    if (node->is_dir) {
        return -EISDIR;
    }
    if ((flags & IO_TRUNC) != 0 && node->now.len > 0) {
        disk_truncate(node, 0);
    }
    return open_node(self, node, path, flags);
}

static ssize_t fault_read(struct io *io, int file, void *buf, size_t len, int64_t offset)
{
    struct io_fault *self = self_of(io);
    const struct node *node = handle_of(self, file)->node;

    int rc = begin_read(self);
    if (rc < 0) {
        return rc;
    }
    if (offset < 0 || (uint64_t)offset >= node->now.len) {
        return offset < 0 ? -EINVAL : 0;
    }
    size_t left = node->now.len - (size_t)offset;
    len = len < left ? len : left;
    if (len > 0) {
        memcpy(buf, node->now.data + offset, len);
    }
    return (ssize_t)len;
}

static ssize_t fault_write(struct io *io, int file, const void *buf, size_t len, int64_t offset)
{
    struct io_fault *self = self_of(io);
    struct handle *handle = handle_of(self, file);

    int rc = begin_change(self, "write", handle->path);
    if (rc < 0) {
        return rc;
    }
    if ((handle->flags & IO_WRITE) == 0 || offset < 0) {
        return -EBADF;
    }
    if (rc > 0 && len > 1) {
        len /= 2;
    }
    size_t at = (handle->flags & IO_APPEND) != 0 ? handle->node->now.len : (size_t)offset;
    if (self->capacity != 0) {
        size_t grows = at + len > handle->node->now.len ? at + len - handle->node->now.len : 0;
        uint64_t used = disk_used(&self->disk);
        uint64_t room = used < self->capacity ? self->capacity - used : 0;
        if (grows > room && grows - room >= len) {
            return -ENOSPC;
        }
        len -= grows > room ? grows - room : 0; /* as much as goes on it, like the real ones */
    }
    disk_write(handle->node, buf, len, at);
    return (ssize_t)len;
}

static int fault_truncate(struct io *io, int file, int64_t size)
{
    struct io_fault *self = self_of(io);
    struct handle *handle = handle_of(self, file);

    int rc = begin_change(self, "truncate", handle->path);
    if (rc < 0) {
        return rc;
    }
    if (size < 0 || (handle->flags & IO_WRITE) == 0) {
        return -EINVAL;
    }
    disk_truncate(handle->node, (size_t)size);
    return 0;
}

static int fault_sync(struct io *io, int file)
{
    struct io_fault *self = self_of(io);
    struct handle *handle = handle_of(self, file);

    int rc = begin_change(self, "sync", handle->path);
    if (rc < 0) {
        return rc;
    }
    disk_sync_file(handle->node);
    if (self->sync_keeps_name) {
        disk_sync_name_of(&self->disk, handle->node);
    }
    return 0;
}

static int fault_close(struct io *io, int file)
{
    struct handle *handle = handle_of(self_of(io), file);

    free(handle->path);
    *handle = (struct handle){0};
    return 0;
}

/* ---- names --------------------------------------------------------------------------------- */

static int fault_rename(struct io *io, const char *from, const char *to)
{
    struct io_fault *self = self_of(io);
    const char *from_name, *to_name;
    size_t from_len, to_len;

    int rc = begin_change(self, "rename", to);
    if (rc < 0) {
        return rc;
    }
    struct node *from_dir = disk_parent(&self->disk, from, &from_name, &from_len);
    struct node *to_dir = disk_parent(&self->disk, to, &to_name, &to_len);
    struct node *node = disk_find(&self->disk, from);
    const struct node *there = disk_find(&self->disk, to);
    if (from_dir == NULL || to_dir == NULL || node == NULL || from_len == 0 || to_len == 0) {
        return -ENOENT;
    }
    if (there != NULL && there->is_dir != node->is_dir) {
        return there->is_dir ? -EISDIR : -ENOTDIR;
    }
    if (there != NULL && there->is_dir && there != node && there->names.count > 0) {
        return -ENOTEMPTY;
    }
    if (there != node) {
        disk_change_name(&self->disk, from_dir, from_name, from_len, to_dir, to_name, to_len, node);
    }
    return 0;
}

static int remove_name(struct io *io, const char *what, const char *path, bool is_dir)
{
    struct io_fault *self = self_of(io);
    const char *name;
    size_t len;

    int rc = begin_change(self, what, path);
    if (rc < 0) {
        return rc;
    }
    struct node *dir = disk_parent(&self->disk, path, &name, &len);
    const struct node *node = disk_find(&self->disk, path);
    if (dir == NULL || node == NULL || len == 0) {
        return -ENOENT;
    }
    if (node->is_dir != is_dir) {
        return is_dir ? -ENOTDIR : -EISDIR;
    }
    if (is_dir && node->names.count > 0) {
        return -ENOTEMPTY;
    }
    disk_change_name(&self->disk, dir, name, len, NULL, NULL, 0, NULL);
    return 0;
}

static int fault_unlink(struct io *io, const char *path)
{
    return remove_name(io, "unlink", path, false);
}

static int fault_rmdir(struct io *io, const char *path)
{
    return remove_name(io, "rmdir", path, true);
}

static int make_dir(struct io_fault *self, const char *path)
{
    const char *name;
    size_t len;
    struct node *dir = disk_parent(&self->disk, path, &name, &len);

    if (dir == NULL) {
        return -ENOENT;
    }
    if (len == 0 || disk_child(&dir->names, name, len) != NULL) {
        return -EEXIST;
    }
    disk_change_name(&self->disk, NULL, NULL, 0, dir, name, len, disk_new_node(&self->disk, true));
    return 0;
}

static int fault_mkdir(struct io *io, const char *path)
{
    int rc = begin_change(self_of(io), "mkdir", path);
    return rc < 0 ? rc : make_dir(self_of(io), path);
}

static int fault_sync_dir(struct io *io, const char *path)
{
    struct io_fault *self = self_of(io);

    int rc = begin_change(self, "sync_dir", path);
    if (rc < 0) {
        return rc;
    }
    struct node *node = disk_find(&self->disk, path);
    if (node == NULL || !node->is_dir) {
        return node == NULL ? -ENOENT : -ENOTDIR;
    }
    disk_sync_dir(&self->disk, node);
    return 0;
}

static int fault_stat(struct io *io, const char *path, struct io_stat *ret)
{
    struct io_fault *self = self_of(io);

    int rc = begin_read(self);
    if (rc < 0) {
        return rc;
    }
    const struct node *node = disk_find(&self->disk, path);
    if (node == NULL) {
        return -ENOENT;
    }
    *ret = (struct io_stat){
        .kind = node->is_dir ? IO_DIR : IO_FILE,
        .size = (int64_t)node->now.len,
        .mode = node->is_dir ? 0770 : 0660,
    };
    return 0;
}

static int fault_list(struct io *io, const char *path, int (*each)(void *ctx, const char *name),
                      void *ctx)
{
    struct io_fault *self = self_of(io);

    int rc = begin_read(self);
    if (rc < 0) {
        return rc;
    }
    const struct node *node = disk_find(&self->disk, path);
    if (node == NULL || !node->is_dir) {
        return node == NULL ? -ENOENT : -ENOTDIR;
    }
    /* from behind, so that `each` may remove what it is told */
    for (size_t i = node->names.count; i-- > 0 && rc == 0;) {
        rc = each(ctx, node->names.entry[i].name);
    }
    return rc < 0 ? rc : 0;
}

static int fault_free_bytes(struct io *io, const char *path, uint64_t *ret)
{
    struct io_fault *self = self_of(io);
    uint64_t used = disk_used(&self->disk);

    (void)path;
    int rc = begin_read(self);
    if (rc < 0) {
        return rc;
    }
    *ret = self->capacity == 0 ? UINT64_MAX / 2 : used < self->capacity ? self->capacity - used : 0;
    return 0;
}

static const struct io_ops fault_ops = {
    .open = fault_open,
    .read = fault_read,
    .write = fault_write,
    .truncate = fault_truncate,
    .sync = fault_sync,
    .close = fault_close,
    .rename = fault_rename,
    .unlink = fault_unlink,
    .mkdir = fault_mkdir,
    .rmdir = fault_rmdir,
    .sync_dir = fault_sync_dir,
    .stat = fault_stat,
    .list = fault_list,
    .free_bytes = fault_free_bytes,
};

/* ---- what tests call ----------------------------------------------------------------------- */

struct io_fault *io_fault_new(void)
{
    struct io_fault *self = calloc(1, sizeof(*self));

    assert(self != NULL);
    self->io.ops = &fault_ops;
    disk_init(&self->disk);
    return self;
}

static void drop_handles(struct io_fault *self)
{
    for (int i = 0; i < HANDLES; i++) {
        free(self->handle[i].path);
        self->handle[i] = (struct handle){0};
    }
}

void io_fault_free(struct io_fault *disk)
{
    if (disk != NULL) {
        drop_handles(disk);
        disk_finish(&disk->disk);
        free(disk);
    }
}

struct io *io_fault_io(struct io_fault *disk)
{
    return &disk->io;
}

void io_fault_fail_at(struct io_fault *disk, uint64_t n, int error, enum io_fault_times times)
{
    disk->is_gone = false;
    disk->change_fault = (struct fault){n == 0 ? 0 : disk->changes + n, error, times};
}

void io_fault_fail_read_at(struct io_fault *disk, uint64_t n, int error, enum io_fault_times times)
{
    disk->read_fault = (struct fault){n == 0 ? 0 : disk->reads + n, error, times};
}

void io_fault_power_at(struct io_fault *disk, uint64_t n)
{
    disk->power_at = n == 0 ? 0 : disk->changes + n;
}

bool io_fault_is_off(const struct io_fault *disk)
{
    return disk->is_off;
}

uint64_t io_fault_changes(const struct io_fault *disk)
{
    return disk->changes;
}

uint64_t io_fault_reads(const struct io_fault *disk)
{
    return disk->reads;
}

const char *io_fault_last(const struct io_fault *disk)
{
    return disk->last;
}

static void forget_faults(struct io_fault *disk)
{
    drop_handles(disk);
    disk->change_fault = disk->read_fault = (struct fault){0};
    disk->power_at = 0;
    disk->is_off = disk->is_gone = false;
}

void io_fault_cut(struct io_fault *disk, uint64_t seed)
{
    forget_faults(disk);
    disk_cut(&disk->disk, seed);
}

void io_fault_restart(struct io_fault *disk)
{
    forget_faults(disk);
}

void io_fault_settle(struct io_fault *disk)
{
    forget_faults(disk);
    disk_settle(&disk->disk);
}

void io_fault_kind_fs(struct io_fault *disk, bool sync_keeps_name)
{
    disk->sync_keeps_name = sync_keeps_name;
}

void io_fault_capacity(struct io_fault *disk, uint64_t bytes)
{
    disk->capacity = bytes;
}

void io_fault_lie_after(struct io_fault *disk, uint64_t bytes)
{
    disk->disk.lie_after = bytes;
}

void io_fault_put(struct io_fault *disk, const char *path, const void *data, size_t len)
{
    const char *name;
    size_t name_len;

    for (const char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        char *folder = strndup(path, (size_t)(slash - path));
        assert(folder != NULL);
        make_dir(disk, folder);
        disk_sync_dir(&disk->disk, disk_parent(&disk->disk, folder, &name, &name_len));
        free(folder);
    }
    struct node *node = disk_find(&disk->disk, path);
    struct node *dir = disk_parent(&disk->disk, path, &name, &name_len);
    assert(dir != NULL && name_len > 0);
    if (node == NULL) {
        node = disk_new_node(&disk->disk, false);
        disk_change_name(&disk->disk, NULL, NULL, 0, dir, name, name_len, node);
    }
    disk_truncate(node, 0);
    disk_write(node, data, len, 0);
    disk_sync_file(node);
    disk_sync_dir(&disk->disk, dir);
}

const uint8_t *io_fault_peek(struct io_fault *disk, const char *path, size_t *ret_len)
{
    const struct node *node = disk_find(&disk->disk, path);

    if (node == NULL || node->is_dir) {
        return NULL;
    }
    *ret_len = node->now.len;
    return node->now.data == NULL ? (const uint8_t *)"" : node->now.data;
}

bool io_fault_flip(struct io_fault *disk, const char *path, uint64_t bit)
{
    struct node *node = disk_find(&disk->disk, path);

    if (node == NULL || node->is_dir || bit / 8 >= node->now.len) {
        return false;
    }
    uint8_t mask = (uint8_t)(0x80 >> bit % 8);
    node->now.data[bit / 8] ^= mask;
    if (bit / 8 < node->safe.len) {
        node->safe.data[bit / 8] ^= mask;
    }
    return true;
}

size_t io_fault_open_handles(const struct io_fault *disk)
{
    size_t count = 0;

    for (int i = 0; i < HANDLES; i++) {
        count += disk->handle[i].node != NULL;
    }
    return count;
}
