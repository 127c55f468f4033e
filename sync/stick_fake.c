/* A stick for tests and demonstrations: fake_disk behind the io seam, with one thing going wrong at
 * one chosen operation. Every call on it is an operation, the mounts too; they are counted. */
#include "sync/fake_disk.h"
#include "sync/stick.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_OPEN = 32, BLOCK = 2048 }; /* BLOCK: bytes that one operation carries at most */
#define FAKE_ROOT "stick"

struct fake_stick {
    struct stick stick;
    struct io io;
    struct fake_disk *disk;
    const char *dir; /* the folder that keeps it between visits */
    struct stick_fault fault;
    uint32_t operations, syncs, mounts;
    bool is_gone, is_mounted, is_writable;
    struct fake_node *open[MAX_OPEN]; /* NULL: free */
    bool open_writable[MAX_OPEN];
};

static const char *const fault_names[STICK_FAULT_KINDS] = {
    [STICK_FAULT_NONE] = "none",
    [STICK_FAULT_PULLED] = "pulled",
    [STICK_FAULT_FULL] = "full",
    [STICK_FAULT_READONLY] = "readonly",
    [STICK_FAULT_VANISHED] = "vanished",
    [STICK_FAULT_LYING] = "lying",
    [STICK_FAULT_IO] = "io",
};

bool stick_fault_parse(struct stick_fault *ret, const char *text)
{
    size_t name_len = strcspn(text, "@");
    struct stick_fault fault = {.at = 0};

    if (text[name_len] == '@') {
        char *end;
        const char *number = text + name_len + 1;
        unsigned long at = strtoul(number, &end, 10);
        if (number[0] < '0' || number[0] > '9' || at < 1 || at > UINT32_MAX || *end != '\0') {
            return false;
        }
        fault.at = (uint32_t)at;
    }
    for (size_t i = 1; i < STICK_FAULT_KINDS; i++) {
        if (strlen(fault_names[i]) == name_len && strncmp(text, fault_names[i], name_len) == 0) {
            fault.kind = (enum stick_fault_kind)i;
            *ret = fault;
            return true;
        }
    }
    return false;
}

/* ---- what goes wrong --------------------------------------------------------------------- */

enum operation { OP_LOOK, OP_GROW, OP_CHANGE }; /* reads; needs room; changes without needing it */

static struct fake_stick *fake_of(struct io *io)
{
    return (void *)((char *)io - offsetof(struct fake_stick, io));
}

/* What had not been written yet is lost. Sticks write in an order of their own: at odd points the
 * folders come out newer than the files. */
static void pull_out(struct fake_stick *fake)
{
    fake->is_gone = true;
    fake->is_mounted = false;
    fake_disk_forget(fake->disk, fake->operations % 2 == 1);
}

/* Counts an operation. 0, or -errno when the fault is due. */
static int begin(struct fake_stick *fake, enum operation operation)
{
    const struct stick_fault *fault = &fake->fault;
    uint32_t now = ++fake->operations;

    if (fake->is_gone) {
        return -ENODEV;
    }
    bool is_due = fault->at == 0 ? operation == OP_GROW : now == fault->at;
    if (fault->kind == STICK_FAULT_PULLED && is_due) {
        pull_out(fake);
        /* Kernels say either of the two when a stick goes while it is written. */
        return operation == OP_GROW && now % 2 == 0 ? -ENOSPC : -EIO;
    }
    if (fault->kind == STICK_FAULT_IO && is_due) {
        fake->fault.kind = STICK_FAULT_NONE;
        return -EIO;
    }
    if (operation != OP_LOOK && fake->is_mounted && !fake->is_writable) {
        return -EROFS;
    }
    return fault->kind == STICK_FAULT_FULL && operation == OP_GROW && now >= fault->at ? -ENOSPC
                                                                                       : 0;
}

/* ---- files ------------------------------------------------------------------------------- */

/* "stick/DORPSHUIS" is "DORPSHUIS" on the disk. */
static const char *inner(const char *path)
{
    size_t len = strlen(FAKE_ROOT);

    if (strncmp(path, FAKE_ROOT, len) != 0) {
        return NULL;
    }
    return path[len] == '\0' ? path + len : path[len] == '/' ? path + len + 1 : NULL;
}

static struct fake_node *node_of(struct fake_stick *fake, int file)
{
    return file < 0 || file >= MAX_OPEN ? NULL : fake->open[file];
}

static int fake_open(struct io *io, const char *path, int flags)
{
    struct fake_stick *fake = fake_of(io);
    struct fake_node *node;
    int rc = begin(fake, (flags & IO_CREATE) != 0 ? OP_GROW : OP_LOOK);

    if (rc < 0 || inner(path) == NULL) {
        return rc < 0 ? rc : -ENOENT;
    }
    rc = fake_disk_open(fake->disk, inner(path), flags, &node);
    if (rc < 0) {
        return rc;
    }
    for (int i = 0; i < MAX_OPEN; i++) {
        if (fake->open[i] == NULL) {
            fake->open[i] = node;
            fake->open_writable[i] = (flags & IO_WRITE) != 0;
            return i;
        }
    }
    return -EMFILE;
}

static ssize_t fake_read(struct io *io, int file, void *buf, size_t len, int64_t offset)
{
    struct fake_stick *fake = fake_of(io);
    struct fake_node *node = node_of(fake, file);
    int rc = begin(fake, OP_LOOK);

    if (rc < 0 || node == NULL) {
        return rc < 0 ? rc : -EBADF;
    }
    return fake_disk_read(node, buf, len < BLOCK ? len : BLOCK, offset);
}

static ssize_t fake_write(struct io *io, int file, const void *buf, size_t len, int64_t offset)
{
    struct fake_stick *fake = fake_of(io);
    struct fake_node *node = node_of(fake, file);

    if (node == NULL || !fake->open_writable[file]) {
        return -EBADF;
    }
    int rc = begin(fake, OP_GROW);
    len = len < BLOCK ? len : BLOCK;
    if (rc < 0) {
        /* A stick that goes while it is written has some of it. */
        if (fake->is_gone) {
            fake_disk_write(node, buf, len / 2, offset);
        }
        return rc;
    }
    return fake_disk_write(node, buf, len, offset);
}

static int fake_truncate(struct io *io, int file, int64_t size)
{
    struct fake_stick *fake = fake_of(io);
    struct fake_node *node = node_of(fake, file);
    int rc = begin(fake, OP_CHANGE);

    if (rc < 0 || node == NULL) {
        return rc < 0 ? rc : -EBADF;
    }
    return fake_disk_truncate(node, size);
}

/* Is this the sync that it only says it did? */
static bool lies_now(struct fake_stick *fake)
{
    uint32_t at = fake->fault.at == 0 ? 1 : fake->fault.at;

    fake->syncs++;
    return fake->fault.kind == STICK_FAULT_LYING && fake->syncs == at;
}

static int fake_sync(struct io *io, int file)
{
    struct fake_stick *fake = fake_of(io);
    struct fake_node *node = node_of(fake, file);
    int rc = begin(fake, OP_LOOK);

    if (rc < 0 || node == NULL) {
        return rc < 0 ? rc : -EBADF;
    }
    if (lies_now(fake)) {
        static const enum fake_lie lies[] = {FAKE_LIE_CUT, FAKE_LIE_FLIP, FAKE_LIE_LOSE};
        fake_disk_sync_lying(node, lies[fake->syncs % 3]);
    } else {
        fake_disk_sync(node);
    }
    return 0;
}

static int fake_close(struct io *io, int file)
{
    struct fake_stick *fake = fake_of(io);
    struct fake_node *node = node_of(fake, file);

    if (node == NULL) {
        return -EBADF;
    }
    fake->open[file] = NULL;
    return begin(fake, OP_LOOK);
}

static int fake_rename(struct io *io, const char *from, const char *to)
{
    struct fake_stick *fake = fake_of(io);
    int rc = begin(fake, OP_CHANGE);

    if (rc < 0 || inner(from) == NULL || inner(to) == NULL) {
        return rc < 0 ? rc : -ENOENT;
    }
    return fake_disk_rename(fake->disk, inner(from), inner(to));
}

static int fake_unlink(struct io *io, const char *path)
{
    struct fake_stick *fake = fake_of(io);
    int rc = begin(fake, OP_CHANGE);

    return rc < 0 || inner(path) == NULL ? rc : fake_disk_unlink(fake->disk, inner(path));
}

static int fake_mkdir(struct io *io, const char *path)
{
    struct fake_stick *fake = fake_of(io);
    int rc = begin(fake, OP_GROW);

    return rc < 0 || inner(path) == NULL ? rc : fake_disk_mkdir(fake->disk, inner(path));
}

static int fake_rmdir(struct io *io, const char *path)
{
    struct fake_stick *fake = fake_of(io);
    int rc = begin(fake, OP_CHANGE);

    return rc < 0 || inner(path) == NULL ? rc : fake_disk_rmdir(fake->disk, inner(path));
}

static int fake_sync_dir(struct io *io, const char *path)
{
    struct fake_stick *fake = fake_of(io);
    int rc = begin(fake, OP_LOOK);

    if (rc < 0 || inner(path) == NULL) {
        return rc < 0 ? rc : -ENOENT;
    }
    return lies_now(fake) ? 0 : fake_disk_sync_dir(fake->disk, inner(path));
}

static int fake_stat(struct io *io, const char *path, struct io_stat *ret)
{
    struct fake_stick *fake = fake_of(io);
    int rc = begin(fake, OP_LOOK);

    if (rc < 0 || inner(path) == NULL) {
        return rc < 0 ? rc : -ENOENT;
    }
    return fake_disk_stat(fake->disk, inner(path), ret);
}

static int fake_list(struct io *io, const char *path, int (*each)(void *ctx, const char *name),
                     void *ctx)
{
    struct fake_stick *fake = fake_of(io);
    int rc = begin(fake, OP_LOOK);

    if (rc < 0 || inner(path) == NULL) {
        return rc < 0 ? rc : -ENOENT;
    }
    return fake_disk_list(fake->disk, inner(path), each, ctx);
}

static int fake_free_bytes(struct io *io, const char *path, uint64_t *ret)
{
    struct fake_stick *fake = fake_of(io);
    int rc = begin(fake, OP_LOOK);

    (void)path;
    *ret = fake->fault.kind == STICK_FAULT_FULL ? 0 : (uint64_t)1 << 30;
    return rc;
}

static const struct io_ops fake_io_ops = {
    .open = fake_open,
    .read = fake_read,
    .write = fake_write,
    .truncate = fake_truncate,
    .sync = fake_sync,
    .close = fake_close,
    .rename = fake_rename,
    .unlink = fake_unlink,
    .mkdir = fake_mkdir,
    .rmdir = fake_rmdir,
    .sync_dir = fake_sync_dir,
    .stat = fake_stat,
    .list = fake_list,
    .free_bytes = fake_free_bytes,
};

/* ---- the stick --------------------------------------------------------------------------- */

static struct fake_stick *fake_stick_of(struct stick *stick)
{
    return (void *)((char *)stick - offsetof(struct fake_stick, stick));
}

static int fake_mount_ro(struct stick *stick)
{
    struct fake_stick *fake = fake_stick_of(stick);
    int rc = begin(fake, OP_LOOK);

    if (rc < 0) {
        return rc;
    }
    fake->mounts++;
    if (fake->fault.kind == STICK_FAULT_VANISHED && fake->mounts == 2) {
        fake->is_gone = true;
        return -ENODEV;
    }
    fake->is_mounted = true;
    fake->is_writable = false;
    return 0;
}

static int fake_remount_rw(struct stick *stick)
{
    struct fake_stick *fake = fake_stick_of(stick);
    int rc = begin(fake, OP_LOOK);

    if (rc < 0 || fake->fault.kind == STICK_FAULT_READONLY) {
        return rc < 0 ? rc : -EROFS;
    }
    fake->is_writable = true;
    return 0;
}

/* Unlike a good stick, this one writes nothing more at unmount. */
static int fake_unmount(struct stick *stick)
{
    struct fake_stick *fake = fake_stick_of(stick);
    int rc = begin(fake, OP_LOOK);

    if (rc < 0) {
        return rc;
    }
    fake_disk_forget(fake->disk, false);
    fake->is_mounted = false;
    fake->is_writable = false;
    return 0;
}

static bool fake_is_present(struct stick *stick)
{
    return !fake_stick_of(stick)->is_gone;
}

static void fake_destroy(struct stick *stick)
{
    struct fake_stick *fake = fake_stick_of(stick);
    struct io *io = io_posix();

    if (!fake->is_gone) {
        fake_disk_forget(fake->disk, false);
    }
    fake_disk_store(fake->disk, io, fake->dir, NULL);
    io_destroy(io);
    fake_disk_destroy(fake->disk);
    free(fake);
}

struct stick *stick_fake(const char *dir, struct stick_fault fault, struct err *err)
{
    static const struct stick_ops ops = {
        .mount_ro = fake_mount_ro,
        .remount_rw = fake_remount_rw,
        .unmount = fake_unmount,
        .is_present = fake_is_present,
        .destroy = fake_destroy,
    };
    struct fake_stick *fake = calloc(1, sizeof(*fake));
    struct io *io = io_posix();

    if (fake == NULL) {
        abort();
    }
    fake->stick = (struct stick){.ops = &ops, .io = &fake->io, .root = FAKE_ROOT};
    fake->io.ops = &fake_io_ops;
    fake->disk = fake_disk_create();
    fake->dir = dir;
    fake->fault = fault;
    bool loaded = fake_disk_load(fake->disk, io, dir, err);
    io_destroy(io);
    if (!loaded) {
        fake_disk_destroy(fake->disk);
        free(fake);
        return NULL;
    }
    return &fake->stick;
}

uint32_t stick_fake_operations(const struct stick *stick)
{
    return ((const struct fake_stick *)stick)->operations;
}

uint32_t stick_fake_syncs(const struct stick *stick)
{
    return ((const struct fake_stick *)stick)->syncs;
}
