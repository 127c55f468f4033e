/* io: the one seam for files.
 *
 * Every file operation of ours goes through a `struct io`, so that a test can make each write,
 * sync and rename fail, tear, vanish, or be the last one before the power goes. io_posix() is the
 * real thing; tests/faults has the others. SQLite's own writes are seen through app/store/vfs_tap.
 *
 * Functions of the table return 0 or a positive count on success and -errno on failure.
 */
#ifndef DORPEL_IO_H
#define DORPEL_IO_H

#include "app/base/err.h"
#include "app/base/arena.h"

#include <stdint.h>
#include <sys/types.h>

enum io_flags {
    IO_READ = 0,
    IO_WRITE = 1,
    IO_CREATE = 2,
    IO_EXCL = 4,
    IO_TRUNC = 8,
    IO_APPEND = 16,
    IO_PRIVATE = 32 /* with IO_CREATE: mode 0600 instead of 0660 */
};
enum io_kind { IO_FILE, IO_DIR, IO_OTHER }; /* a link is IO_OTHER: links are never followed */

struct io_stat {
    enum io_kind kind;
    int64_t size; /* bytes */
    uint32_t mode;
    int64_t written_s; /* when it was last written, by whatever clock wrote it; 0: unknown */
};

struct io;

struct io_ops {
    int (*open)(struct io *io, const char *path,
                int flags); /* a handle >= 0; never follows a link */
    ssize_t (*read)(struct io *io, int file, void *buf, size_t len, int64_t offset);
    ssize_t (*write)(struct io *io, int file, const void *buf, size_t len, int64_t offset);
    int (*truncate)(struct io *io, int file, int64_t size);
    int (*sync)(struct io *io, int file);
    int (*close)(struct io *io, int file);
    int (*rename)(struct io *io, const char *from, const char *to);
    int (*unlink)(struct io *io, const char *path);
    int (*mkdir)(struct io *io, const char *path); /* mode 0770, -EEXIST when it is there */
    int (*rmdir)(struct io *io, const char *path);
    int (*sync_dir)(struct io *io, const char *path);
    int (*stat)(struct io *io, const char *path, struct io_stat *ret);
    /* calls `each` per entry but . and .., in no order; stops when it returns non-zero */
    int (*list)(struct io *io, const char *path, int (*each)(void *ctx, const char *name),
                void *ctx);
    int (*free_bytes)(struct io *io, const char *path, uint64_t *ret);
};

/* Told before each change to a disk, SQLite's own included. A fault test or `kill at write N`
 * hooks in here. Returning non-zero makes the change fail with that -errno. */
struct io_tap {
    int (*before)(void *ctx, const char *what, const char *path); /* what: "write", "sync", ... */
    void *ctx;
};

struct io {
    const struct io_ops *ops;
    struct io_tap tap; /* before == NULL: none */
};

struct io *io_posix(void);      /* a fresh one on the heap; free with io_destroy */
void io_destroy(struct io *io); /* only for io_posix; NULL is fine */

/* Whole file into arena memory, one NUL behind it. ERR_LIMIT above max_len. */
bool io_read_file(struct io *io, struct arena *arena, const char *path, size_t max_len,
                  char **ret_text, size_t *ret_len, struct err *err);
/* Temporary name, write, fsync, rename, fsync of the folder. Old content stays on any failure. */
bool io_write_file(struct io *io, const char *path, const void *data, size_t len, struct err *err);
/* The same for a secret: a file that only its owner may read, at no moment otherwise. */
bool io_write_secret(struct io *io, const char *path, const void *data, size_t len,
                     struct err *err);
bool io_make_dirs(struct io *io, const char *path, struct err *err); /* like mkdir -p */
/* The same for `path` below `root`, on a stick that anybody made: what stands there already must be
 * a folder, and no link that leads out of it. ERR_FORMAT. */
bool io_make_dirs_below(struct io *io, const char *root, const char *path, struct err *err);
/* Is it there, a folder in a folder, no link on the way? */
bool io_has_dir_below(struct io *io, const char *root, const char *path);
/* Names in a folder, sorted by bytes, in arena memory. */
bool io_list_sorted(struct io *io, struct arena *arena, const char *path, char ***ret_names,
                    size_t *ret_count, struct err *err);
bool io_exists(struct io *io, const char *path);
bool io_remove_tree(struct io *io, const char *path, struct err *err);

#endif
