/* disk_copy: a disk in memory, as it stands now, to be put back before the next input: each input
 * of a fuzzer meets the same database. Static functions only: include it in one program.
 */
#ifndef DORPEL_DISK_COPY_H
#define DORPEL_DISK_COPY_H

#include "app/base/str.h"
#include "tests/faults/io_fault.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { DISK_COPY_FILES = 32, DISK_COPY_PATH = 100 };

struct disk_copy {
    struct disk_copy_file {
        char path[DISK_COPY_PATH];
        uint8_t *data;
        size_t len;
    } file[DISK_COPY_FILES];
    size_t count;
    uint64_t changes; /* of the disk, when it was last as copied */
};

static inline void disk_copy_walk(struct disk_copy *copy, struct io_fault *disk, const char *dir,
                                  bool removes)
{
    struct io *io = io_fault_io(disk);
    struct arena arena;
    char **names;
    size_t count = 0;

    arena_init(&arena, 0);
    bool listed = io_list_sorted(io, &arena, dir, &names, &count, NULL);
    assert(listed);
    (void)listed;
    for (size_t i = 0; i < count; i++) {
        struct io_stat stat;
        const char *path =
            arena_printf(&arena, "%s/%s", strcmp(dir, "/") == 0 ? "" : dir, names[i]);
        int rc = io->ops->stat(io, path, &stat);
        assert(rc == 0);
        (void)rc;
        if (stat.kind == IO_DIR) {
            disk_copy_walk(copy, disk, path, removes);
        } else if (removes) {
            io->ops->unlink(io, path);
        } else {
            assert(copy->count < DISK_COPY_FILES);
            struct disk_copy_file *file = &copy->file[copy->count++];
            const uint8_t *data = io_fault_peek(disk, path, &file->len);
            str_copy(file->path, sizeof(file->path), path);
            file->data = malloc(file->len + 1);
            assert(file->data != NULL && data != NULL);
            memcpy(file->data, data, file->len);
        }
    }
    arena_finish(&arena);
}

static inline void disk_copy_take(struct disk_copy *copy, struct io_fault *disk)
{
    *copy = (struct disk_copy){.count = 0};
    disk_copy_walk(copy, disk, "/", false);
    copy->changes = io_fault_changes(disk);
}

/* Is the disk still as it was? */
static inline bool disk_copy_holds(const struct disk_copy *copy, const struct io_fault *disk)
{
    return copy->changes == io_fault_changes(disk);
}

/* Nothing may be open on it. */
static inline void disk_copy_put_back(struct disk_copy *copy, struct io_fault *disk)
{
    assert(io_fault_open_handles(disk) == 0);
    disk_copy_walk(copy, disk, "/", true);
    for (size_t i = 0; i < copy->count; i++) {
        io_fault_put(disk, copy->file[i].path, copy->file[i].data, copy->file[i].len);
    }
    io_fault_settle(disk);
    copy->changes = io_fault_changes(disk);
}

static inline void disk_copy_free(struct disk_copy *copy)
{
    for (size_t i = 0; i < copy->count; i++) {
        free(copy->file[i].data);
    }
    *copy = (struct disk_copy){.count = 0};
}

#endif
