/* bundle: the one form in which anything travels between a kiosk and a hub.
 *
 * A file, made once and never changed, named by its own hash, carried by stick, HTTP or a shared
 * folder alike. Who made it and whether it is whole anyone can tell without a secret
 * (bundle_verify); what is in it only the keys that it is wrapped to. Integers little-endian.
 *
 *      0   8  magic "DORPEL", 0, major version 1
 *      8   2  type (enum bundle_type)
 *     10   2  flags: bit 0 encrypted, bit 2 practice (never counted); others 0
 *     12   4  length of the head: all up to and with the stream header
 *     16  16  sender: BLAKE2b-256 of its signing key, cut    32  16  recipient, or 0
 *     48   8  incarnation of the sender, random
 *     56   8  seq, gapless for sender, incarnation and stream, from 1
 *     64  32  prev: id of the bundle with seq - 1; 0 for the first
 *     96   8  created, UTC seconds; 0: unknown, and always 0 for stream A
 *    104   1  quality of the clock, 0-3 105   1  stream (enum bundle_stream)     106  2  0
 *    108   4  boot count                112   8  length of the payload, padding included
 *    120   4  length of a chunk, 65536  124   4  wraps, 0 (not encrypted) or 1 to 8
 *    128      per wrap: 8 bytes of BLAKE2b-256 of the box key, 80 bytes sealed stream key
 *             extensions: type u16 (top bit: who does not know it must refuse), length u16, value;
 *             the last is type 0, length 0
 *             24 bytes stream header (zero when not encrypted)
 *             the payload: in chunks (crypto_stream, bound to BLAKE2b-256 of the head
 *             before the stream header), or plain
 *    -64      Ed25519 over "dorpel bundle N" (N is the type) || BLAKE2b-512(all before)
 *
 * The payload is padded with 0x80 and zeros to a multiple of 4096 when encrypted. The id of a
 * bundle is BLAKE2b-256 of the whole file. Memory: a head points into the bytes it was read from.
 */
#ifndef DORPEL_BUNDLE_H
#define DORPEL_BUNDLE_H

#include "app/base/arena.h"
#include "app/base/crypto.h"

enum {
    BUNDLE_ID = 32,
    BUNDLE_PARTY = 16,
    BUNDLE_INCARNATION = 8,
    BUNDLE_MAX_WRAPS = 8,
    BUNDLE_MAX_DATA = 4 * 1024 * 1024, /* bytes of a file, but a pack's */
    BUNDLE_MAX_PACK = 64 * 1024 * 1024,
    BUNDLE_MIN = 128 + 4 + CRYPTO_STREAM_HEADER + CRYPTO_SIGNATURE,
    BUNDLE_PAD = 4096
};

enum bundle_type {
    BUNDLE_DATA = 1,
    BUNDLE_ACK = 2,
    BUNDLE_POLL = 3,
    BUNDLE_PACK = 4,
    BUNDLE_ENROL_REQUEST = 6,
    BUNDLE_ENROL_ANSWER = 7,
    BUNDLE_ROOT_KEYS = 8,
    BUNDLE_CLOSING = 9,
    BUNDLE_HELLO = 10, /* a hub says who and when it is, and what it waits for */
    BUNDLE_CARD = 12,  /* a hub shows its keys to strangers; 11: the golden bundle of later */
    BUNDLE_GUESTS = 13 /* what villages share: knowledge cards (guest_letter.h) */
};
enum bundle_flag { BUNDLE_ENCRYPTED = 1, BUNDLE_PRACTICE = 4 };
enum bundle_stream { BUNDLE_VOTES = 0, BUNDLE_REST = 1 };

struct bundle_head {
    enum bundle_type type;
    uint16_t flags;
    uint8_t sender[BUNDLE_PARTY];
    uint8_t recipient[BUNDLE_PARTY];
    uint8_t incarnation[BUNDLE_INCARNATION];
    uint64_t seq;
    uint8_t prev[BUNDLE_ID];
    uint64_t created_s;
    uint8_t quality;
    enum bundle_stream stream;
    uint32_t boot_count;
    /* Read, not given: */
    size_t head_len, payload_len, wrap_count;
    const uint8_t *wraps;
    const uint8_t *sealed; /* the payload as it stands in the file */
    size_t sealed_len;
    const uint8_t *stream_header;
};

struct bundle_bytes {
    uint8_t *data;
    size_t len;
};

void bundle_party(uint8_t ret[BUNDLE_PARTY], const uint8_t sign_public[CRYPTO_KEY]);
void bundle_id(uint8_t ret[BUNDLE_ID], const void *data, size_t len);

/* A bundle around the payload, for whoever holds one of the box keys; without keys it is not
 * encrypted. head->sender and the flag for encryption follow from the keys. */
bool bundle_make(struct bundle_bytes *ret, struct arena *arena, const struct bundle_head *head,
                 const void *payload, size_t len, const uint8_t (*box_keys)[CRYPTO_KEY],
                 size_t key_count, const uint8_t sign_public[CRYPTO_KEY],
                 const uint8_t sign_secret[CRYPTO_SIGN_SECRET], struct err *err);

/* The head, as far as lengths and reserved bits go; believes nobody yet. ERR_FORMAT: no bundle, or
 * damaged. ERR_UNKNOWN: of a newer version: keep it. ERR_LIMIT: too large. */
bool bundle_read(struct bundle_head *ret, const uint8_t *data, size_t len, struct err *err);
/* Was it made, whole and unchanged, by the owner of this key? Needs no secret. ERR_CRYPTO. */
bool bundle_verify(const struct bundle_head *head, const uint8_t *data, size_t len,
                   const uint8_t sign_public[CRYPTO_KEY], struct err *err);
/* What is in it, without the padding, in arena memory. Verify first. ERR_DENIED: not wrapped to
 * this key. ERR_CRYPTO: does not open. ERR_FORMAT: padding that no sender makes. */
bool bundle_open(struct bundle_bytes *ret, struct arena *arena, const struct bundle_head *head,
                 const uint8_t *data, const uint8_t box_public[CRYPTO_KEY],
                 const uint8_t box_secret[CRYPTO_KEY], struct err *err);

#endif
