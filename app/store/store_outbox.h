/* store_outbox: what is on its way to a hub: bundles, kept whole until the hub says they are safe.
 *
 *                 seal             carry               ack                  ack
 *     records ----------> SEALED --------> CARRIED --------> RECEIVED ---------> SAFE, bytes gone
 *                            \______________________________/  an ack may come before we know
 *                            <------ the hub asks for all again: CARRIED, RECEIVED -> SEALED,
 *                                    records of SAFE ones wait to be sealed anew
 *                            <------ the hub lacks one that it had: RECEIVED -> SEALED
 *
 * Invariants
 *  1. Sealing is one transaction: bytes, number and which records are in it. After a cut all or
 * none.
 *  2. Numbers are gapless for an incarnation and stream; bytes never change while they are here.
 *  3. A record is in one bundle, until the hub asks for all again. Ballots and register entries
 * only once they may leave (store_vote_release).
 *  4. Nothing goes beyond CARRIED, and no byte is forgotten, but by a signed ack (the caller proved
 *     it); SAFE is final.
 *  5. Another hub (store_hub_accept): all bundles are of the one that was left, and go in the
 *     transaction that accepts the new one; every record waits to be sealed anew, for that one.
 *  6. Which bundle holds a vote is known, as a batch of five or more; never more than that.
 *
 * Knows no keys and no format: bytes in, bytes out.
 */
#ifndef DORPEL_STORE_OUTBOX_H
#define DORPEL_STORE_OUTBOX_H

#include "app/store/store.h"

enum { OUTBOX_ID = 32, OUTBOX_INCARNATION = 8 };
enum outbox_stream { OUTBOX_VOTES, OUTBOX_REST, OUTBOX_STREAMS };
enum outbox_state { OUTBOX_SEALED, OUTBOX_CARRIED, OUTBOX_RECEIVED, OUTBOX_SAFE, OUTBOX_STATES };

/* Records of a stream that are in no bundle yet, at most `most`, sorted by rid, in arena memory.
 * Tombstones too. */
bool store_outbox_unsealed(struct store *store, struct arena *arena, enum outbox_stream stream,
                           size_t most, struct record **ret, size_t *ret_count, struct err *err);

struct outbox_bundle {
    uint8_t id[OUTBOX_ID];
    uint8_t incarnation[OUTBOX_INCARNATION];
    enum outbox_stream stream;
    uint64_t seq;
    enum outbox_state state;
    const uint8_t *bytes; /* NULL once it is safe */
    size_t len;           /* also then */
};

/* The number that comes next, and the id of the one before it (zero for the first). */
bool store_outbox_next(struct store *store, const uint8_t incarnation[OUTBOX_INCARNATION],
                       enum outbox_stream stream, uint64_t *ret_seq, uint8_t ret_prev[OUTBOX_ID],
                       struct err *err);
/* Keeps a new bundle and which records are in it. ERR_USED: somebody sealed in between; begin
 * again.
 */
bool store_outbox_put(struct store *store, const struct outbox_bundle *bundle,
                      const uint8_t (*rids)[RECORD_RID], size_t count, struct err *err);
/* Those with this state, by incarnation, stream and number. Only reading inside `each`; returning
 * false ends it. */
bool store_outbox_each(struct store *store, enum outbox_state state,
                       bool (*each)(void *ctx, const struct outbox_bundle *bundle), void *ctx,
                       struct err *err);
bool store_outbox_get(struct store *store, struct arena *arena, const uint8_t id[OUTBOX_ID],
                      struct outbox_bundle *ret, struct err *err); /* ERR_MISSING */

/* They are on a stick that was read back, or a server took them. Only SEALED ones move. */
bool store_outbox_carried(struct store *store, const uint8_t (*ids)[OUTBOX_ID], size_t count,
                          struct err *err);

struct outbox_lack { /* numbers of one stream that the hub says it does not have */
    uint8_t incarnation[OUTBOX_INCARNATION];
    enum outbox_stream stream;
    uint64_t upto; /* none above this one */
    const uint64_t *missing;
    size_t missing_count;
};

/* For "Wat gaat er naar de gemeente?": when and how they left. Kept of the rest only, never of
 * votes. wall_s: UTC seconds, 0 when the clock could not be believed; the first trip holds. */
enum outbox_way { OUTBOX_BY_STICK, OUTBOX_BY_NET };
bool store_outbox_trip(struct store *store, const uint8_t (*ids)[OUTBOX_ID], size_t count,
                       enum outbox_way way, int64_t wall_s, struct err *err);
struct outbox_parcel { /* a bundle of the rest */
    uint8_t id[OUTBOX_ID];
    enum outbox_state state;
    bool has_left;  /* and it is known when: */
    int64_t wall_s; /* of that day; 0: not known */
    enum outbox_way way;
    uint32_t records;
};
/* The newest first, at most `most`; what is in one, by kind. In arena memory. */
bool store_outbox_parcels(struct store *store, struct arena *arena, size_t most,
                          struct outbox_parcel **ret, size_t *ret_count, struct err *err);
bool store_outbox_inside(struct store *store, struct arena *arena, const uint8_t id[OUTBOX_ID],
                         size_t most, struct record **ret, size_t *ret_count, struct err *err);

struct outbox_news { /* of one signed ack; ids that are not ours are passed over */
    const uint8_t (*received)[OUTBOX_ID];
    size_t received_count;
    const uint8_t (*safe)[OUTBOX_ID];
    size_t safe_count;
    bool resend_all;
    const struct outbox_lack *lacks;
    size_t lack_count;
    const char *mark_name, *mark_value; /* a setting kept in the same transaction; NULL: none */
};
bool store_outbox_hear(struct store *store, const struct outbox_news *news, struct err *err);

struct outbox_counts {
    uint32_t unsealed; /* records that may leave and are in no bundle */
    uint32_t bundles[OUTBOX_STATES];
};
bool store_outbox_count(struct store *store, enum outbox_stream stream, struct outbox_counts *ret,
                        struct err *err);

#ifdef DORPEL_TEST
/* The planted bug of the safety tests: forgets the bytes when the hub has only received them. */
void store_outbox_plant_purge_early(bool on);
#endif

#endif
