#include "tests/faults/store_place.h"

#include "app/store/store_vote.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

void place_begin_files(struct place *place)
{
    memset(place, 0, sizeof(*place));
    rig_init(&place->rig);
    arena_init(&place->arena, 0);
}

void place_begin(struct place *place)
{
    place_begin_files(place);
    place->store = rig_open(&place->rig, &place->err);
    assert_non_null(place->store);
}

void place_end(struct place *place)
{
    store_close(place->store);
    arena_finish(&place->arena);
    rig_finish(&place->rig);
}

void place_reopen(struct place *place)
{
    store_close(place->store);
    place->store = rig_open(&place->rig, &place->err);
    assert_non_null(place->store);
}

void place_cast(struct place *place, unsigned voter)
{
    struct sealed_vote vote;
    rig_vote(&vote, &place->rig, voter);
    assert_true(store_vote_cast(place->store, place->rig.round.id, &vote, false, &place->err));
}

void place_make(struct place *place, struct record *ret, enum record_kind kind, const char *key,
                const char *value)
{
    json_t *body = json_object();
    json_put_text(body, key, value);
    assert_true(record_make(ret, &place->arena, kind, body, &place->err));
    json_decref(body);
}

size_t place_file_len(struct place *place, const char *path)
{
    size_t len = 0;
    return io_fault_peek(place->rig.disk, path, &len) == NULL ? 0 : len;
}

void place_spoil(struct place *place, size_t offset, size_t len)
{
    struct io *io = io_fault_io(place->rig.disk);
    char junk[4096];

    memset(junk, 0xA5, sizeof(junk));
    int file = io->ops->open(io, RIG_DIR "/dorpel.db", IO_WRITE);
    for (size_t at = 0; at < len; at += sizeof(junk)) {
        io->ops->write(io, file, junk, len - at < sizeof(junk) ? len - at : sizeof(junk),
                       (int64_t)(offset + at));
    }
    io->ops->close(io, file);
}
