/* frame: records in the payload of a bundle, and the manifest behind them.
 *
 *     u32 number of records, then each:
 *         rid[16]   strictly rising
 *         u8 length of kind, kind (a-z and -)
 *         u16 version, from 1     u8 flags: bit 0 tombstone, others 0
 *         u32 length of body (RECORD_MAX_BODY), body; a tombstone: 32, hash of the body that was
 *     u32 length of manifest, manifest: canonical JSON, see below
 *
 * Bodies are the records' canonical JSON; a ballot is round[16] || sealed, a register entry
 * round[16] || tag[32] || sealed, without the hex of their JSON: votes are most of what travels.
 * Kinds nobody here knows are read like all others and kept as they are.
 *
 * The manifest: {"counts":{kind:n},"set":H64,...}. "set" is BLAKE2b-256 over all (rid ||
 * BLAKE2b-256 of the body, or a tombstone's hash) in order: what came out is what went in. Other
 * keys are the sender's to add: "cast_total" (beside votes: ballots that left, by round), the
 * newest ack that was read ("hub_incarnation", "hub_seq").
 *
 * Pure: bytes in, bytes out; what is read points into the bytes. Memory is the arena's.
 */
#ifndef DORPEL_FRAME_H
#define DORPEL_FRAME_H

#include "app/domain/record.h"

enum { FRAME_MAX_RECORDS = 20000, FRAME_KIND = 24, FRAME_MAX_MANIFEST = 65536 };

struct frame {
    uint8_t rid[RECORD_RID];
    char kind[FRAME_KIND + 1]; /* "idea"; may be unknown here */
    uint16_t version;
    bool is_tombstone;
    const uint8_t *body; /* NULL for a tombstone */
    size_t body_len;
    uint8_t hash[CRYPTO_HASH]; /* of the body that is, or was */
};

/* A record as a frame: the form of ballots and register entries changes. ERR_FORMAT: a body that
 * would not come back as it is. */
bool frame_of_record(struct frame *ret, struct arena *arena, const struct record *record,
                     struct err *err);
/* And back. ERR_UNKNOWN: a kind or version of later: keep the frame. ERR_FORMAT: a body that is not
 * what its kind says, or not in its one form. */
bool frame_to_record(struct record *ret, struct arena *arena, const struct frame *frame,
                     struct err *err);

/* The payload of these frames, sorted by rid (in place). `extra` is borrowed: what else the
 * manifest says; NULL: nothing. ERR_FORMAT: a rid twice, or no kind. ERR_LIMIT. */
bool frames_write(uint8_t **ret, size_t *ret_len, struct arena *arena, struct frame *frames,
                  size_t count, const json_t *extra, struct err *err);

/* All frames of a payload, proven against the manifest; *ret_manifest is a new reference.
 * ERR_FORMAT for anything that frames_write does not write. */
bool frames_read(struct frame **ret, size_t *ret_count, json_t **ret_manifest, struct arena *arena,
                 const uint8_t *payload, size_t len, struct err *err);

/* BLAKE2b-256 over sorted (rid || hash). */
void frames_digest(uint8_t ret[CRYPTO_HASH], struct arena *arena, const struct frame *frames,
                   size_t count);

#endif
