/* ack: what the hub says of the bundles that it got. Only this changes what a kiosk believes: never
 * an answer of a server, never that a stick was read.
 *
 * Two levels. Received: the hub has the bytes on its disk. Safe: a copy of them was read back from
 * a verified backup; only then may a kiosk forget them. An ack is a bundle of type 2, signed by the
 * hub, not encrypted: it holds ids and numbers, no records. Its seq is the hub's own gapless number
 * for this kiosk, its incarnation (as a number, little-endian) the hub's.
 *
 * The payload is canonical JSON:
 *     {"bundles":[{"id":H64,"reason":"","verdict":"new"}],      what came since the ack before
 *      "have":[{"incarnation":H16,"missing":[n],"stream":0,"upto":n}],
 *      "hub_incarnation":n, "hub_seq":n, "new_incarnation":bool, "nonce":H32|null,
 *      "resend_all":bool, "safe":[H64], "time_s":n}
 */
#ifndef DORPEL_ACK_H
#define DORPEL_ACK_H

#include "app/base/json.h"
#include "sync/party.h"

enum { ACK_NONCE = 16, ACK_MAX_IDS = 8000, ACK_MAX_MISSING = 1000, ACK_REASON = 80 };

enum ack_verdict {
    ACK_NEW,         /* stored and applied */
    ACK_DUPLICATE,   /* had it: fine */
    ACK_PARTLY,      /* stored; some of its records wait for a newer hub */
    ACK_QUARANTINED, /* stored, set apart for a person: see reason */
    ACK_UNKNOWN,     /* a format that this hub does not know: keep it, send it again later */
    ACK_VERDICTS
};
const char *ack_verdict_name(enum ack_verdict verdict); /* "new", "duplicate", ... */

struct ack_bundle {
    uint8_t id[BUNDLE_ID];
    enum ack_verdict verdict;
    char reason[ACK_REASON + 1];
};

struct ack_have { /* of one incarnation of the kiosk, one stream */
    uint8_t incarnation[BUNDLE_INCARNATION];
    enum bundle_stream stream;
    uint64_t upto; /* the highest number that came */
    uint64_t *missing;
    size_t missing_count;
};

struct ack {
    uint8_t kiosk[BUNDLE_PARTY];
    uint64_t hub_incarnation, hub_seq;
    struct ack_bundle *bundles;
    size_t bundle_count;
    uint8_t (*safe)[BUNDLE_ID];
    size_t safe_count;
    struct ack_have *have;
    size_t have_count;
    bool resend_all;      /* the hub lost something: send all you hold */
    bool new_incarnation; /* two of you use the same numbers: take a new incarnation */
    int64_t time_s;       /* of the hub, UTC */
    bool has_nonce;
    uint8_t nonce[ACK_NONCE];
};

bool ack_make(struct bundle_bytes *ret, struct arena *arena, const struct ack *ack,
              const struct party_secret *hub, struct err *err);
/* Verified with the hub's key and for this kiosk, or nothing. In arena memory. */
bool ack_read(struct ack *ret, struct arena *arena, const uint8_t *data, size_t len,
              const struct party *hub, const uint8_t kiosk[BUNDLE_PARTY], struct err *err);

#endif
