#include "sync/machine.h"

#include <string.h>

enum { MOST = 4096 };

/* One line each; what a machine does not have is left out. The files of /proc and /sys tell no
 * size, so they are read to their end. */
static const char *const places[] = {
    "/proc/device-tree/serial-number",
    "/sys/block/mmcblk0/device/cid",
    "/sys/class/dmi/id/product_uuid",
    "/etc/machine-id",
};

static const char *line_of(struct io *io, struct arena *arena, const char *path)
{
    char text[MOST];
    int file = io->ops->open(io, path, IO_READ);

    if (file < 0) {
        return NULL;
    }
    ssize_t len = io->ops->read(io, file, text, sizeof(text) - 1, 0);
    io->ops->close(io, file);
    if (len <= 0) {
        return NULL;
    }
    text[len] = '\0';
    text[strcspn(text, "\n")] = '\0';
    return text[0] == '\0' ? NULL : arena_strdup(arena, text);
}

const char *machine_name(struct io *io, struct arena *arena)
{
    const char *name = NULL;

    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        const char *line = line_of(io, arena, places[i]);
        if (line != NULL) {
            name = name == NULL ? line : arena_printf(arena, "%s %s", name, line);
        }
    }
    return name;
}
