/* A plain folder as a stick: for development, and for a stick that somebody else has mounted. */
#include "sync/stick.h"

#include <errno.h>
#include <stdlib.h>

static int folder_mount(struct stick *stick)
{
    struct io_stat stat;
    int rc = stick->io->ops->stat(stick->io, stick->root, &stat);

    if (rc < 0) {
        return rc;
    }
    return stat.kind == IO_DIR ? 0 : -ENOTDIR;
}

static int folder_unmount(struct stick *stick)
{
    return stick->io->ops->sync_dir(stick->io, stick->root);
}

static bool folder_is_present(struct stick *stick)
{
    return folder_mount(stick) == 0;
}

static void folder_destroy(struct stick *stick)
{
    io_destroy(stick->io);
    free(stick);
}

struct stick *stick_folder(const char *dir)
{
    static const struct stick_ops ops = {
        .mount_ro = folder_mount,
        .remount_rw = folder_mount,
        .unmount = folder_unmount,
        .is_present = folder_is_present,
        .destroy = folder_destroy,
    };
    struct stick *stick = malloc(sizeof(*stick));

    if (stick == NULL) {
        abort();
    }
    *stick = (struct stick){.ops = &ops, .io = io_posix(), .root = dir};
    return stick;
}

void stick_destroy(struct stick *stick)
{
    if (stick != NULL) {
        stick->ops->destroy(stick);
    }
}
