/* io_posix: the io table over POSIX calls. A handle is a file descriptor; its path is kept beside
 * it only so that the tap can be told which file changes. */
#include "app/base/io.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

struct posix_io {
    struct io io; /* first: a struct io * of ours is a struct posix_io * */
    char **paths; /* by file descriptor; NULL where we have none open */
    size_t path_count;
};

static struct posix_io *self_of(struct io *io)
{
    return (struct posix_io *)io;
}

static int tell(struct io *io, const char *what, const char *path)
{
    if (io->tap.before == NULL) {
        return 0;
    }
    int rc = io->tap.before(io->tap.ctx, what, path);
    return rc > 0 ? -rc : rc;
}

static int tell_file(struct io *io, const char *what, int file)
{
    const struct posix_io *self = self_of(io);
    const char *path = NULL;

    if (file >= 0 && (size_t)file < self->path_count) {
        path = self->paths[file];
    }
    return tell(io, what, path == NULL ? "" : path);
}

static int result(int rc)
{
    return rc < 0 ? -errno : rc;
}

static int keep_path(struct posix_io *self, int file, const char *path)
{
    if ((size_t)file >= self->path_count) {
        size_t count = (size_t)file + 16;
        char **paths = realloc(self->paths, count * sizeof(*paths));
        if (paths == NULL) {
            return -ENOMEM;
        }
        for (size_t i = self->path_count; i < count; i++) {
            paths[i] = NULL;
        }
        self->paths = paths;
        self->path_count = count;
    }
    self->paths[file] = strdup(path);
    return self->paths[file] == NULL ? -ENOMEM : 0;
}

/* What is open must be a file: a FIFO or device on a stick would hang or do things. O_TRUNC waits
 * until that is known. */
static int check_opened(int file, int flags)
{
    struct stat st;

    if (fstat(file, &st) < 0) {
        return -errno;
    }
    if (S_ISDIR(st.st_mode)) {
        return -EISDIR;
    }
    if (!S_ISREG(st.st_mode)) {
        return -EINVAL;
    }
    return (flags & IO_TRUNC) != 0 && st.st_size > 0 ? result(ftruncate(file, 0)) : 0;
}

static int posix_open(struct io *io, const char *path, int flags)
{
    int mode = O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
    int rc;

    if ((flags & (IO_CREATE | IO_TRUNC)) != 0 && (rc = tell(io, "open", path)) < 0) {
        return rc;
    }
    mode |= (flags & IO_WRITE) != 0 ? O_RDWR : O_RDONLY;
    mode |= (flags & IO_CREATE) != 0 ? O_CREAT : 0;
    mode |= (flags & IO_EXCL) != 0 ? O_EXCL : 0;
    mode |= (flags & IO_APPEND) != 0 ? O_APPEND : 0;
    int file = open(path, mode, (flags & IO_PRIVATE) != 0 ? 0600 : 0660);
    if (file < 0) {
        return -errno;
    }
    rc = check_opened(file, flags);
    rc = rc < 0 ? rc : keep_path(self_of(io), file, path);
    if (rc < 0) {
        close(file);
        return rc;
    }
    return file;
}

static ssize_t posix_read(struct io *io, int file, void *buf, size_t len, int64_t offset)
{
    ssize_t done;

    (void)io;
    do {
        done = pread(file, buf, len, offset);
    } while (done < 0 && errno == EINTR);
    return done < 0 ? -errno : done;
}

static ssize_t posix_write(struct io *io, int file, const void *buf, size_t len, int64_t offset)
{
    ssize_t done;
    int rc = tell_file(io, "write", file);

    if (rc < 0) {
        return rc;
    }
    do {
        done = pwrite(file, buf, len, offset);
    } while (done < 0 && errno == EINTR);
    return done < 0 ? -errno : done;
}

static int posix_truncate(struct io *io, int file, int64_t size)
{
    int rc = tell_file(io, "truncate", file);
    return rc < 0 ? rc : result(ftruncate(file, size));
}

static int posix_sync(struct io *io, int file)
{
    int rc = tell_file(io, "sync", file);
    return rc < 0 ? rc : result(fsync(file));
}

static int posix_close(struct io *io, int file)
{
    struct posix_io *self = self_of(io);

    if (file >= 0 && (size_t)file < self->path_count) {
        free(self->paths[file]);
        self->paths[file] = NULL;
    }
    return result(close(file));
}

static int posix_rename(struct io *io, const char *from, const char *to)
{
    int rc = tell(io, "rename", to);
    return rc < 0 ? rc : result(rename(from, to));
}

static int posix_unlink(struct io *io, const char *path)
{
    int rc = tell(io, "unlink", path);
    return rc < 0 ? rc : result(unlink(path));
}

static int posix_mkdir(struct io *io, const char *path)
{
    int rc = tell(io, "mkdir", path);
    return rc < 0 ? rc : result(mkdir(path, 0770));
}

static int posix_rmdir(struct io *io, const char *path)
{
    int rc = tell(io, "rmdir", path);
    return rc < 0 ? rc : result(rmdir(path));
}

static int posix_sync_dir(struct io *io, const char *path)
{
    int rc = tell(io, "sync_dir", path);
    if (rc < 0) {
        return rc;
    }
    int dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dir < 0) {
        return -errno;
    }
    rc = result(fsync(dir));
    close(dir);
    return rc;
}

static int posix_stat(struct io *io, const char *path, struct io_stat *ret)
{
    struct stat st;

    (void)io;
    if (lstat(path, &st) < 0) {
        return -errno;
    }
    ret->kind = S_ISREG(st.st_mode) ? IO_FILE : S_ISDIR(st.st_mode) ? IO_DIR : IO_OTHER;
    ret->size = st.st_size;
    ret->mode = st.st_mode & 07777;
    ret->written_s = st.st_mtim.tv_sec;
    return 0;
}

static int posix_list(struct io *io, const char *path, int (*each)(void *ctx, const char *name),
                      void *ctx)
{
    int rc = 0;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);

    (void)io;
    if (fd < 0) {
        return -errno;
    }
    DIR *dir = fdopendir(fd);
    if (dir == NULL) {
        rc = -errno;
        close(fd);
        return rc;
    }
    while (rc == 0) {
        errno = 0;
        const struct dirent *entry = readdir(dir);
        if (entry == NULL) {
            rc = -errno;
            break;
        }
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            rc = each(ctx, entry->d_name);
        }
    }
    closedir(dir);
    return rc < 0 ? rc : 0;
}

static int posix_free_bytes(struct io *io, const char *path, uint64_t *ret)
{
    struct statvfs st;

    (void)io;
    if (statvfs(path, &st) < 0) {
        return -errno;
    }
    *ret = (uint64_t)st.f_bavail * st.f_frsize;
    return 0;
}

static const struct io_ops posix_ops = {
    .open = posix_open,
    .read = posix_read,
    .write = posix_write,
    .truncate = posix_truncate,
    .sync = posix_sync,
    .close = posix_close,
    .rename = posix_rename,
    .unlink = posix_unlink,
    .mkdir = posix_mkdir,
    .rmdir = posix_rmdir,
    .sync_dir = posix_sync_dir,
    .stat = posix_stat,
    .list = posix_list,
    .free_bytes = posix_free_bytes,
};

struct io *io_posix(void)
{
    struct posix_io *self = calloc(1, sizeof(*self));

    if (self == NULL) {
        abort();
    }
    self->io.ops = &posix_ops;
    return &self->io;
}

void io_destroy(struct io *io)
{
    if (io == NULL) {
        return;
    }
    struct posix_io *self = self_of(io);
    for (size_t i = 0; i < self->path_count; i++) {
        free(self->paths[i]);
    }
    free(self->paths);
    free(self);
}
