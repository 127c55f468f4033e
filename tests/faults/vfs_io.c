#include "tests/faults/vfs_io.h"

#include <assert.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_LIMIT = 512, REGIONS_MAX = 64, SECTOR = 4096 };

struct shared { /* what all handles on one path share */
    struct shared *next;
    char path[PATH_LIMIT];
    int handles;
    /* the file locks: how many hold it shared, who holds more */
    int readers;
    const void *reserved, *pending, *exclusive;
    /* the shared memory of the -shm file */
    char *region[REGIONS_MAX];
    int lock_readers[SQLITE_SHM_NLOCK];
    const void *lock_writer[SQLITE_SHM_NLOCK];
};

struct vfs_io {
    sqlite3_vfs vfs; /* first */
    struct io *io;
    struct shared *all;
    uint64_t random;
    int last_error; /* errno of the last failure */
    bool lies;
};

struct file {
    sqlite3_file base; /* first */
    struct vfs_io *vfs;
    struct shared *shared;
    char path[PATH_LIMIT];
    int handle;
    int level; /* SQLITE_LOCK_... */
    unsigned shm_shared, shm_exclusive;
    bool wants_dir_sync, is_readonly, has_shm;
};

static struct file *file_of(sqlite3_file *base)
{
    return (struct file *)base;
}

static struct vfs_io *self_of(sqlite3_vfs *vfs)
{
    return (struct vfs_io *)vfs;
}

static void *zeroed(size_t len)
{
    void *memory = calloc(1, len);
    if (memory == NULL) {
        abort();
    }
    return memory;
}

/* Remembers the errno and gives the code that goes with it; a full disk is told apart. */
static int failed(struct vfs_io *vfs, ssize_t error, int rc)
{
    vfs->last_error = (int)-error;
    bool is_change = rc == SQLITE_IOERR_WRITE || rc == SQLITE_IOERR_TRUNCATE;
    return error == -ENOSPC && is_change ? SQLITE_FULL : rc;
}

/* ---- what handles on one path share --------------------------------------------------------- */

static struct shared *share(struct vfs_io *vfs, const char *path)
{
    for (struct shared *s = vfs->all; s != NULL; s = s->next) {
        if (strcmp(s->path, path) == 0) {
            s->handles++;
            return s;
        }
    }
    struct shared *fresh = zeroed(sizeof(*fresh));
    snprintf(fresh->path, sizeof(fresh->path), "%s", path);
    fresh->handles = 1;
    fresh->next = vfs->all;
    vfs->all = fresh;
    return fresh;
}

static void unshare(struct vfs_io *vfs, struct shared *shared)
{
    if (--shared->handles > 0) {
        return;
    }
    struct shared **at = &vfs->all;
    while (*at != shared) {
        at = &(*at)->next;
    }
    *at = shared->next;
    for (int i = 0; i < REGIONS_MAX; i++) {
        free(shared->region[i]);
    }
    free(shared);
}

/* ---- files ---------------------------------------------------------------------------------- */

static int io_unlock(sqlite3_file *base, int level)
{
    struct file *file = file_of(base);
    struct shared *s = file->shared;

    if (level < SQLITE_LOCK_EXCLUSIVE && s->exclusive == file) {
        s->exclusive = NULL;
    }
    if (level < SQLITE_LOCK_PENDING && s->pending == file) {
        s->pending = NULL;
    }
    if (level < SQLITE_LOCK_RESERVED && s->reserved == file) {
        s->reserved = NULL;
    }
    if (level < SQLITE_LOCK_SHARED && file->level >= SQLITE_LOCK_SHARED) {
        s->readers--;
    }
    file->level = level < file->level ? level : file->level;
    return SQLITE_OK;
}

static int io_lock(sqlite3_file *base, int level)
{
    struct file *file = file_of(base);
    struct shared *s = file->shared;

    if (level <= file->level) {
        return SQLITE_OK;
    }
    if (level > SQLITE_LOCK_SHARED && file->is_readonly) {
        return failed(file->vfs, -EBADF, SQLITE_IOERR_LOCK);
    }
    if (file->level < SQLITE_LOCK_SHARED) {
        if (s->pending != NULL || s->exclusive != NULL) {
            return SQLITE_BUSY;
        }
        s->readers++;
        file->level = SQLITE_LOCK_SHARED;
    }
    if (level == SQLITE_LOCK_RESERVED) {
        if (s->reserved != NULL || s->pending != NULL) {
            return SQLITE_BUSY;
        }
        s->reserved = file;
    }
    if (level == SQLITE_LOCK_EXCLUSIVE) {
        bool others = (s->reserved != NULL && s->reserved != file) ||
                      (s->pending != NULL && s->pending != file);
        if (others) {
            return SQLITE_BUSY;
        }
        s->pending = file;
        if (s->readers > 1) {
            return SQLITE_BUSY;
        }
        s->exclusive = file;
    }
    file->level = level;
    return SQLITE_OK;
}

static int io_check_reserved(sqlite3_file *base, int *ret)
{
    *ret = file_of(base)->shared->reserved != NULL;
    return SQLITE_OK;
}

static int io_shm_unmap(sqlite3_file *base, int is_delete);

static int io_close(sqlite3_file *base)
{
    struct file *file = file_of(base);

    io_shm_unmap(base, 0);
    io_unlock(base, SQLITE_LOCK_NONE);
    file->vfs->io->ops->close(file->vfs->io, file->handle);
    unshare(file->vfs, file->shared);
    return SQLITE_OK;
}

static int io_read(sqlite3_file *base, void *data, int len, sqlite3_int64 offset)
{
    struct file *file = file_of(base);
    int done = 0;

    while (done < len) {
        ssize_t got = file->vfs->io->ops->read(file->vfs->io, file->handle, (char *)data + done,
                                               (size_t)(len - done), offset + done);
        if (got < 0) {
            return failed(file->vfs, got, SQLITE_IOERR_READ);
        }
        if (got == 0) {
            memset((char *)data + done, 0, (size_t)(len - done));
            return SQLITE_IOERR_SHORT_READ;
        }
        done += (int)got;
    }
    return SQLITE_OK;
}

static int io_write(sqlite3_file *base, const void *data, int len, sqlite3_int64 offset)
{
    struct file *file = file_of(base);
    int done = 0;

    while (done < len) {
        ssize_t put =
            file->vfs->io->ops->write(file->vfs->io, file->handle, (const char *)data + done,
                                      (size_t)(len - done), offset + done);
        if (put <= 0) {
            return failed(file->vfs, put == 0 ? -ENOSPC : put, SQLITE_IOERR_WRITE);
        }
        done += (int)put;
    }
    return SQLITE_OK;
}

static int io_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    struct file *file = file_of(base);
    int rc = file->vfs->io->ops->truncate(file->vfs->io, file->handle, size);
    return rc < 0 ? failed(file->vfs, rc, SQLITE_IOERR_TRUNCATE) : SQLITE_OK;
}

static int sync_parent(struct vfs_io *vfs, const char *path)
{
    char parent[PATH_LIMIT];

    snprintf(parent, sizeof(parent), "%s", path);
    char *slash = strrchr(parent, '/');
    if (slash == NULL) {
        snprintf(parent, sizeof(parent), ".");
    } else {
        slash[slash == parent ? 1 : 0] = '\0';
    }
    return vfs->io->ops->sync_dir(vfs->io, parent);
}

static int io_sync(sqlite3_file *base, int flags)
{
    struct file *file = file_of(base);

    (void)flags;
    if (file->vfs->lies) {
        return SQLITE_OK;
    }
    int rc = file->vfs->io->ops->sync(file->vfs->io, file->handle);
    if (rc == 0 && file->wants_dir_sync) {
        rc = sync_parent(file->vfs, file->path);
        file->wants_dir_sync = rc < 0;
    }
    return rc < 0 ? failed(file->vfs, rc, SQLITE_IOERR_FSYNC) : SQLITE_OK;
}

static int io_file_size(sqlite3_file *base, sqlite3_int64 *ret)
{
    struct file *file = file_of(base);
    struct io_stat stat;
    int rc = file->vfs->io->ops->stat(file->vfs->io, file->path, &stat);

    if (rc < 0) {
        return failed(file->vfs, rc, SQLITE_IOERR_FSTAT);
    }
    *ret = stat.size;
    return SQLITE_OK;
}

static int io_control(sqlite3_file *base, int op, void *arg)
{
    if (op == SQLITE_FCNTL_LAST_ERRNO) {
        *(int *)arg = file_of(base)->vfs->last_error;
        return SQLITE_OK;
    }
    return SQLITE_NOTFOUND;
}

static int io_sector(sqlite3_file *base)
{
    (void)base;
    return SECTOR;
}

/* As the system's VFS says of any disk: a write that tears spoils no bytes beside it. */
static int io_device(sqlite3_file *base)
{
    (void)base;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

/* ---- shared memory -------------------------------------------------------------------------- */

static int io_shm_map(sqlite3_file *base, int page, int size, int extend, void volatile **ret)
{
    struct file *file = file_of(base);

    file->has_shm = true;
    if (page >= REGIONS_MAX) {
        return SQLITE_IOERR_SHMSIZE;
    }
    if (file->shared->region[page] == NULL && extend) {
        file->shared->region[page] = zeroed((size_t)size);
    }
    *ret = file->shared->region[page];
    return SQLITE_OK;
}

static int io_shm_lock(sqlite3_file *base, int offset, int count, int flags)
{
    struct file *file = file_of(base);
    struct shared *s = file->shared;

    for (int i = offset; i < offset + count && (flags & SQLITE_SHM_LOCK) != 0; i++) {
        bool mine = (file->shm_shared >> i & 1u) != 0;
        bool busy = s->lock_writer[i] != NULL && s->lock_writer[i] != file;
        if ((flags & SQLITE_SHM_EXCLUSIVE) != 0) {
            busy = busy || s->lock_readers[i] > (mine ? 1 : 0);
        }
        if (busy) {
            return SQLITE_BUSY;
        }
    }
    for (int i = offset; i < offset + count; i++) {
        unsigned bit = 1u << i;
        if ((flags & SQLITE_SHM_UNLOCK) != 0) {
            s->lock_readers[i] -= (file->shm_shared & bit) != 0;
            s->lock_writer[i] = s->lock_writer[i] == file ? NULL : s->lock_writer[i];
            file->shm_shared &= ~bit;
            file->shm_exclusive &= ~bit;
        } else if ((flags & SQLITE_SHM_EXCLUSIVE) != 0) {
            s->lock_writer[i] = file;
            file->shm_exclusive |= bit;
        } else if ((file->shm_shared & bit) == 0) {
            s->lock_readers[i]++;
            file->shm_shared |= bit;
        }
    }
    return SQLITE_OK;
}

static void io_shm_barrier(sqlite3_file *base)
{
    (void)base;
}

static int io_shm_unmap(sqlite3_file *base, int is_delete)
{
    struct file *file = file_of(base);

    (void)is_delete; /* goes when the last handle does */
    if (file->has_shm) {
        io_shm_lock(base, 0, SQLITE_SHM_NLOCK, SQLITE_SHM_UNLOCK | SQLITE_SHM_SHARED);
        file->has_shm = false;
    }
    return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = io_close,
    .xRead = io_read,
    .xWrite = io_write,
    .xTruncate = io_truncate,
    .xSync = io_sync,
    .xFileSize = io_file_size,
    .xLock = io_lock,
    .xUnlock = io_unlock,
    .xCheckReservedLock = io_check_reserved,
    .xFileControl = io_control,
    .xSectorSize = io_sector,
    .xDeviceCharacteristics = io_device,
    .xShmMap = io_shm_map,
    .xShmLock = io_shm_lock,
    .xShmBarrier = io_shm_barrier,
    .xShmUnmap = io_shm_unmap,
};

/* ---- the VFS -------------------------------------------------------------------------------- */

static bool may_fall_back(int error)
{
    return error == -EROFS || error == -EACCES || error == -EPERM;
}

static int vfs_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags,
                    int *ret_flags)
{
    struct vfs_io *self = self_of(vfs);
    struct file *file = file_of(base);
    bool is_journal = (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
    bool writes = (flags & SQLITE_OPEN_READWRITE) != 0;
    struct io_stat stat;

    memset(file, 0, sizeof(*file));
    if (path == NULL || strlen(path) >= PATH_LIMIT) {
        return SQLITE_CANTOPEN; /* temporary files: the store keeps them in memory */
    }
    bool is_new = self->io->ops->stat(self->io, path, &stat) == -ENOENT;
    int mode = writes ? IO_WRITE : IO_READ;
    mode |= is_new && (flags & SQLITE_OPEN_CREATE) != 0 ? IO_CREATE : 0;
    mode |= (flags & SQLITE_OPEN_EXCLUSIVE) != 0 ? IO_EXCL : 0;
    int handle = self->io->ops->open(self->io, path, mode);
    if (handle < 0 && writes && may_fall_back(handle)) {
        writes = false;
        handle = self->io->ops->open(self->io, path, IO_READ);
    }
    if (handle < 0) {
        return failed(self, handle, SQLITE_CANTOPEN);
    }
    file->vfs = self;
    file->handle = handle;
    file->is_readonly = !writes;
    file->wants_dir_sync = is_new && is_journal;
    snprintf(file->path, sizeof(file->path), "%s", path);
    file->shared = share(self, path);
    file->base.pMethods = &methods;
    if (ret_flags != NULL) {
        *ret_flags =
            writes
                ? flags
                : ((flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) | SQLITE_OPEN_READONLY);
    }
    return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *path, int sync_dir)
{
    struct vfs_io *self = self_of(vfs);
    int rc = self->io->ops->unlink(self->io, path);

    if (rc == -ENOENT) {
        return SQLITE_IOERR_DELETE_NOENT;
    }
    if (rc < 0) {
        return failed(self, rc, SQLITE_IOERR_DELETE);
    }
    rc = sync_dir && !self->lies ? sync_parent(self, path) : 0;
    return rc < 0 ? failed(self, rc, SQLITE_IOERR_DIR_FSYNC) : SQLITE_OK;
}

static int vfs_access(sqlite3_vfs *vfs, const char *path, int flags, int *ret)
{
    struct io *io = self_of(vfs)->io;
    struct io_stat stat;

    int rc = io->ops->stat(io, path, &stat);
    if (rc < 0 && rc != -ENOENT) {
        return failed(self_of(vfs), rc, SQLITE_IOERR_ACCESS);
    }
    /* An empty journal is none. */
    *ret = rc == 0 && (flags != SQLITE_ACCESS_EXISTS || stat.kind != IO_FILE || stat.size > 0);
    return SQLITE_OK;
}

static int vfs_full_path(sqlite3_vfs *vfs, const char *path, int cap, char *ret)
{
    (void)vfs;
    snprintf(ret, (size_t)cap, "%s", path);
    return SQLITE_OK;
}

static int vfs_randomness(sqlite3_vfs *vfs, int len, char *ret)
{
    struct vfs_io *self = self_of(vfs);

    for (int i = 0; i < len; i++) { /* xorshift64 */
        self->random ^= self->random << 13;
        self->random ^= self->random >> 7;
        self->random ^= self->random << 17;
        ret[i] = (char)(self->random & 0xFF);
    }
    return len;
}

static int vfs_sleep(sqlite3_vfs *vfs, int microseconds)
{
    (void)vfs;
    return microseconds;
}

static int vfs_time(sqlite3_vfs *vfs, sqlite3_int64 *ret)
{
    (void)vfs;
    *ret = 210866760000000; /* 1970 in Julian milliseconds: wall time decides nothing */
    return SQLITE_OK;
}

static int vfs_last_error(sqlite3_vfs *vfs, int cap, char *ret)
{
    (void)cap;
    (void)ret;
    return self_of(vfs)->last_error;
}

struct vfs_io *vfs_io_new(const char *name, struct io *io)
{
    struct vfs_io *self = zeroed(sizeof(*self));

    self->io = io;
    self->random = 0x9E3779B97F4A7C15u;
    self->vfs = (sqlite3_vfs){
        .iVersion = 2,
        .szOsFile = (int)sizeof(struct file),
        .mxPathname = PATH_LIMIT - 1,
        .zName = name,
        .xOpen = vfs_open,
        .xDelete = vfs_delete,
        .xAccess = vfs_access,
        .xFullPathname = vfs_full_path,
        .xRandomness = vfs_randomness,
        .xSleep = vfs_sleep,
        .xCurrentTimeInt64 = vfs_time,
        .xGetLastError = vfs_last_error,
    };
    if (sqlite3_vfs_register(&self->vfs, 0) != SQLITE_OK) {
        abort();
    }
    return self;
}

void vfs_io_free(struct vfs_io *vfs)
{
    if (vfs == NULL) {
        return;
    }
    assert(vfs->all == NULL); /* a file left open is a leak of the code under test */
    sqlite3_vfs_unregister(&vfs->vfs);
    free(vfs);
}

void vfs_io_lie(struct vfs_io *vfs, bool lie)
{
    vfs->lies = lie;
}
