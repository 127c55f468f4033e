#include "app/content/pack_inner.h"

#include <stdlib.h>
#include <string.h>

enum { SCRATCH = 32 * 1024 * 1024 };

static struct pack *pack_create(const char *dir)
{
    struct pack *pack = calloc(1, sizeof(*pack));

    if (pack == NULL) {
        return NULL;
    }
    arena_init(&pack->arena, PACK_MEMORY);
    pack->name = pack->tagline = pack->kiosk = pack->contact_reader = "";
    pack->formal = true;
    pack->dir = arena_strdup(&pack->arena, dir);
    return pack;
}

struct pack *pack_load(struct io *io, const char *dir, struct err *err)
{
    return pack_open(io, dir, PACK_WHOLE, err);
}

struct pack *pack_open(struct io *io, const char *dir, enum pack_mode mode, struct err *err)
{
    struct pack *pack = pack_create(dir);
    struct loader *loader = calloc(1, sizeof(*loader));

    if (pack == NULL || loader == NULL) {
        free(loader);
        pack_free(pack);
        err_set(err, ERR_MEMORY, "no memory for a pack");
        return NULL;
    }
    loader->io = io;
    loader->pack = pack;
    loader->mode = mode;
    arena_init(&loader->scratch, SCRATCH);
    bool is_there = loader_walk(loader, err);
    if (is_there && mode != PACK_LISTED) {
        village_read(loader);
        rounds_read(loader);
        plans_read(loader);
        lists_read(loader);
        rounds_finish(loader);
        keys_read(loader);
        loader_digest(loader);
    }
    if (is_there) {
        pack->files = loader->files;
        pack->file_count = loader->file_count;
    } else {
        pack_free(pack);
        pack = NULL;
    }
    arena_finish(&loader->scratch);
    free(loader);
    return pack;
}

void pack_free(struct pack *pack)
{
    if (pack != NULL) {
        arena_finish(&pack->arena);
        free(pack);
    }
}

const struct round *pack_round(const struct pack *pack, const uint8_t id[ROUND_ID])
{
    for (size_t i = 0; i < pack->round_count; i++) {
        if (memcmp(pack->rounds[i].id, id, ROUND_ID) == 0) {
            return &pack->rounds[i];
        }
    }
    return NULL;
}
