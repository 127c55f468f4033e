#include "app/store/vfs_tap.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#define TAP_NAME "dorpel-tap"

struct tap_vfs {
    sqlite3_vfs vfs; /* first: SQLite hands this pointer back */
    sqlite3_vfs *below;
    const struct io_tap *tap;
};

struct tap_file {
    sqlite3_file file; /* first */
    const struct io_tap *tap;
    const char *path;    /* SQLite keeps it as long as the file is open */
    sqlite3_file *below; /* stands right behind this struct */
};

static struct tap_vfs *vfs_of(sqlite3_vfs *vfs)
{
    return (struct tap_vfs *)vfs;
}

static struct tap_file *file_of(sqlite3_file *file)
{
    return (struct tap_file *)file;
}

/* 0, or the result code that the tap's -errno makes of `rc`. */
static int tell(const struct io_tap *tap, const char *what, const char *path, int rc)
{
    if (tap->before == NULL) {
        return SQLITE_OK;
    }
    int error = tap->before(tap->ctx, what, path == NULL ? "" : path);
    if (error == 0) {
        return SQLITE_OK;
    }
    return error == -ENOSPC || error == ENOSPC ? SQLITE_FULL : rc;
}

/* ---- files: what changes the disk is told, the rest passes through -------------------------- */

static int tap_write(sqlite3_file *file, const void *data, int len, sqlite3_int64 offset)
{
    struct tap_file *self = file_of(file);
    int rc = tell(self->tap, "write", self->path, SQLITE_IOERR_WRITE);
    return rc != SQLITE_OK ? rc : self->below->pMethods->xWrite(self->below, data, len, offset);
}

static int tap_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    struct tap_file *self = file_of(file);
    int rc = tell(self->tap, "truncate", self->path, SQLITE_IOERR_TRUNCATE);
    return rc != SQLITE_OK ? rc : self->below->pMethods->xTruncate(self->below, size);
}

static int tap_sync(sqlite3_file *file, int flags)
{
    struct tap_file *self = file_of(file);
    int rc = tell(self->tap, "sync", self->path, SQLITE_IOERR_FSYNC);
    return rc != SQLITE_OK ? rc : self->below->pMethods->xSync(self->below, flags);
}

static int tap_close(sqlite3_file *file)
{
    struct tap_file *self = file_of(file);
    return self->below->pMethods->xClose(self->below);
}

static int tap_read(sqlite3_file *file, void *data, int len, sqlite3_int64 offset)
{
    sqlite3_file *below = file_of(file)->below;
    return below->pMethods->xRead(below, data, len, offset);
}

static int tap_file_size(sqlite3_file *file, sqlite3_int64 *ret)
{
    sqlite3_file *below = file_of(file)->below;
    return below->pMethods->xFileSize(below, ret);
}

static int tap_lock(sqlite3_file *file, int level)
{
    sqlite3_file *below = file_of(file)->below;
    return below->pMethods->xLock(below, level);
}

static int tap_unlock(sqlite3_file *file, int level)
{
    sqlite3_file *below = file_of(file)->below;
    return below->pMethods->xUnlock(below, level);
}

static int tap_reserved(sqlite3_file *file, int *ret)
{
    sqlite3_file *below = file_of(file)->below;
    return below->pMethods->xCheckReservedLock(below, ret);
}

static int tap_control(sqlite3_file *file, int op, void *arg)
{
    sqlite3_file *below = file_of(file)->below;
    return below->pMethods->xFileControl(below, op, arg);
}

static int tap_sector(sqlite3_file *file)
{
    sqlite3_file *below = file_of(file)->below;
    return below->pMethods->xSectorSize(below);
}

static int tap_device(sqlite3_file *file)
{
    sqlite3_file *below = file_of(file)->below;
    return below->pMethods->xDeviceCharacteristics(below);
}

static int tap_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **ret)
{
    sqlite3_file *below = file_of(file)->below;
    return below->pMethods->xShmMap(below, page, size, extend, ret);
}

static int tap_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
    sqlite3_file *below = file_of(file)->below;
    return below->pMethods->xShmLock(below, offset, count, flags);
}

static void tap_shm_barrier(sqlite3_file *file)
{
    sqlite3_file *below = file_of(file)->below;
    below->pMethods->xShmBarrier(below);
}

static int tap_shm_unmap(sqlite3_file *file, int is_delete)
{
    sqlite3_file *below = file_of(file)->below;
    return below->pMethods->xShmUnmap(below, is_delete);
}

/* Version 2: shared memory, but no memory-mapped reading, which no tap could see. */
static const sqlite3_io_methods tap_methods = {
    .iVersion = 2,
    .xClose = tap_close,
    .xRead = tap_read,
    .xWrite = tap_write,
    .xTruncate = tap_truncate,
    .xSync = tap_sync,
    .xFileSize = tap_file_size,
    .xLock = tap_lock,
    .xUnlock = tap_unlock,
    .xCheckReservedLock = tap_reserved,
    .xFileControl = tap_control,
    .xSectorSize = tap_sector,
    .xDeviceCharacteristics = tap_device,
    .xShmMap = tap_shm_map,
    .xShmLock = tap_shm_lock,
    .xShmBarrier = tap_shm_barrier,
    .xShmUnmap = tap_shm_unmap,
};

/* ---- the VFS -------------------------------------------------------------------------------- */

static int tap_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags,
                    int *ret_flags)
{
    struct tap_vfs *self = vfs_of(vfs);
    struct tap_file *opened = file_of(file);

    *opened = (struct tap_file){.tap = self->tap, .path = path};
    opened->below = (sqlite3_file *)(void *)(opened + 1);
    int rc = self->below->xOpen(self->below, path, opened->below, flags, ret_flags);
    /* A failed open of the VFS below may still want its close. */
    opened->file.pMethods = opened->below->pMethods == NULL ? NULL : &tap_methods;
    return rc;
}

static int tap_delete(sqlite3_vfs *vfs, const char *path, int sync_dir)
{
    struct tap_vfs *self = vfs_of(vfs);
    int rc = tell(self->tap, "unlink", path, SQLITE_IOERR_DELETE);
    return rc != SQLITE_OK ? rc : self->below->xDelete(self->below, path, sync_dir);
}

static int tap_access(sqlite3_vfs *vfs, const char *path, int flags, int *ret)
{
    sqlite3_vfs *below = vfs_of(vfs)->below;
    return below->xAccess(below, path, flags, ret);
}

static int tap_full_path(sqlite3_vfs *vfs, const char *path, int cap, char *ret)
{
    sqlite3_vfs *below = vfs_of(vfs)->below;
    return below->xFullPathname(below, path, cap, ret);
}

static int tap_randomness(sqlite3_vfs *vfs, int len, char *ret)
{
    sqlite3_vfs *below = vfs_of(vfs)->below;
    return below->xRandomness(below, len, ret);
}

static int tap_sleep(sqlite3_vfs *vfs, int microseconds)
{
    sqlite3_vfs *below = vfs_of(vfs)->below;
    return below->xSleep(below, microseconds);
}

static int tap_time(sqlite3_vfs *vfs, sqlite3_int64 *ret)
{
    sqlite3_vfs *below = vfs_of(vfs)->below;
    return below->xCurrentTimeInt64(below, ret);
}

static int tap_last_error(sqlite3_vfs *vfs, int cap, char *ret)
{
    sqlite3_vfs *below = vfs_of(vfs)->below;
    return below->xGetLastError(below, cap, ret);
}

bool vfs_tap_register(const struct io_tap *tap, struct err *err)
{
    sqlite3_vfs *known = sqlite3_vfs_find(TAP_NAME);
    if (known != NULL) { /* another tap from now on; open files keep theirs */
        vfs_of(known)->tap = tap;
        return true;
    }
    sqlite3_vfs *below = sqlite3_vfs_find(NULL);
    struct tap_vfs *self = calloc(1, sizeof(*self)); /* SQLite keeps it until the process ends */
    if (below == NULL || self == NULL) {
        free(self);
        return err_set(err, ERR_MEMORY, "the tap under SQLite");
    }
    self->below = below;
    self->tap = tap;
    self->vfs = (sqlite3_vfs){
        .iVersion = 2,
        .szOsFile = (int)sizeof(struct tap_file) + below->szOsFile,
        .mxPathname = below->mxPathname,
        .zName = TAP_NAME,
        .xOpen = tap_open,
        .xDelete = tap_delete,
        .xAccess = tap_access,
        .xFullPathname = tap_full_path,
        .xRandomness = tap_randomness,
        .xSleep = tap_sleep,
        .xCurrentTimeInt64 = tap_time,
        .xGetLastError = tap_last_error,
    };
    if (sqlite3_vfs_register(&self->vfs, 0) != SQLITE_OK) {
        free(self);
        return err_set(err, ERR_MEMORY, "the tap under SQLite");
    }
    return true;
}
