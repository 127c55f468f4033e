/* zip: files put into one, for a person to take home: not compressed, names in UTF-8, no times.
 * In arena memory.
 */
#ifndef DORPEL_HUB_ZIP_H
#define DORPEL_HUB_ZIP_H

#include "app/base/arena.h"

#include <stddef.h>
#include <stdint.h>

enum { ZIP_FILES = 4000 };

struct zip_file {
    const char *name; /* "DORPSHUIS/TERUG/..." */
    const void *data;
    size_t len;
};

/* count is at most ZIP_FILES, all together below 1 GiB. */
void zip_make(uint8_t **ret, size_t *ret_len, struct arena *arena, const struct zip_file *files,
              size_t count);

#endif
