/* store_place: an open store on the disk in memory, with all that a test of it needs in one struct.
 * Each step asserts that it is done (cmocka). place_begin/place_end on the caller's memory.
 */
#ifndef DORPEL_STORE_PLACE_H
#define DORPEL_STORE_PLACE_H

#include "tests/faults/store_rig.h"

struct place {
    struct rig rig;
    struct store *store;
    struct arena arena;
    struct err err;
};

void place_begin(struct place *place);
void place_begin_files(struct place *place); /* on real files; the store is not open yet */
void place_end(struct place *place);
void place_reopen(struct place *place); /* closed, if it was open, and opened again */
void place_cast(struct place *place, unsigned voter);
/* A record of this kind with one field. */
void place_make(struct place *place, struct record *ret, enum record_kind kind, const char *key,
                const char *value);
size_t place_file_len(struct place *place, const char *path); /* 0: there is none */
/* Junk in the database's file; a whole page is 4096 bytes. */
void place_spoil(struct place *place, size_t offset, size_t len);

#endif
