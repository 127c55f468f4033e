/* store_part: one ballot or one register entry, as bytes and as a record.
 *
 * It travels as a canonical JSON body of hex fields, {"ballot":..,"round":..,"sealed":..} or
 * {"round":..,"sealed":..,"tag":..}, and is kept as bytes in a table of its own. A ballot's id is
 * made of its sealed bytes and its rid of its id: no other is taken in.
 */
#ifndef DORPEL_STORE_PART_H
#define DORPEL_STORE_PART_H

#include "app/domain/seal.h"
#include "app/store/db.h"
#include "app/store/store.h"

struct vote_part { /* one ballot or one register entry, as bytes */
    uint8_t rid[RECORD_RID];
    uint8_t ballot_id[BALLOT_ID]; /* ballots only */
    uint8_t tag[CODE_TAG];        /* register entries only */
    uint8_t round_id[ROUND_ID];
    uint8_t sealed[SEAL_BALLOT_MAX];
    size_t sealed_len;
};
_Static_assert((int)SEAL_REGISTER <= (int)SEAL_BALLOT_MAX, "both fit in vote_part");

/* The body goes into the arena. */
void store_part_record(struct record *ret, struct arena *arena, enum record_kind kind,
                       const struct vote_part *part);
bool store_part_read(struct vote_part *ret, const struct record *record, struct err *err);

/* Columns ballot_id, round_id, sealed. ERR_DAMAGED also when the id is not of these bytes. */
bool store_part_ballot(struct vote_part *ret, struct db_stmt *stmt, struct err *err);
/* Columns rid, round_id, tag, sealed. */
bool store_part_register(struct vote_part *ret, struct db_stmt *stmt, struct err *err);
bool store_part_sealed(struct vote_part *ret, struct db_stmt *stmt, int column, struct err *err);

#endif
