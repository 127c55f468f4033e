/* enrol: how a kiosk and a hub (or a village's own key) come to know each other.
 *
 * The request is a bundle that the kiosk signs itself, with its keys and what it is called. The
 * answer is a bundle that the hub signs, not encrypted: who the hub is, to which keys a kiosk wraps
 * what it sends, and which kiosk this is about. People stand between: the clerk compares the
 * kiosk's fingerprint before answering, the admin the hub's before the kiosk believes it. A later
 * answer of the same hub (new keys, revoked) needs no people: version rises, and the old key signs
 * it. With a one-time code (once.h) request and answer carry proofs, and nobody need compare.
 *
 * Payloads are canonical JSON. Pure but for randomness.
 */
#ifndef DORPEL_ENROL_H
#define DORPEL_ENROL_H

#include "app/base/json.h"
#include "sync/party.h"

enum { ENROL_NAME = 120, ENROL_ONCE_NAME = 16, ENROL_NONCE = 16 };

struct enrol_request {
    struct party kiosk;
    uint8_t incarnation[BUNDLE_INCARNATION];
    char village[ENROL_NAME + 1];
    char name[ENROL_NAME + 1]; /* "De hal van het dorpshuis" */
    bool has_once;             /* it was asked with a one-time code */
    struct {
        uint8_t name[ENROL_ONCE_NAME], nonce[ENROL_NONCE], proof[CRYPTO_HASH];
    } once;
};

struct enrol_answer {
    struct party hub;
    uint8_t recovery[CRYPTO_KEY]; /* box key kept offline; all zero: none */
    bool has_recovery;
    uint8_t kiosk[BUNDLE_PARTY];
    char hub_name[ENROL_NAME + 1]; /* "Gemeente Midden-Drenthe" */
    char village[ENROL_NAME + 1];
    uint64_t hub_incarnation;
    uint64_t version; /* rises with every answer to this kiosk */
    bool is_revoked;
    bool has_proof; /* of the one-time code */
    uint8_t proof[CRYPTO_HASH];
};

struct enrol_card { /* what a hub shows to strangers: nothing follows from it */
    struct party hub;
    char name[ENROL_NAME + 1];
};

bool enrol_ask(struct bundle_bytes *ret, struct arena *arena, const struct enrol_request *request,
               const struct party_secret *kiosk, struct err *err);
/* Verifies: the request is signed by the key that it names. */
bool enrol_read_request(struct enrol_request *ret, const uint8_t *data, size_t len,
                        struct err *err);

bool enrol_reply(struct bundle_bytes *ret, struct arena *arena, const struct enrol_answer *answer,
                 const struct party_secret *hub, struct err *err);
/* `known` NULL: signed by the key that it names, for people to compare. Else signed by the known
 * hub's key. */
bool enrol_read_answer(struct enrol_answer *ret, const uint8_t *data, size_t len,
                       const struct party *known, struct err *err);

bool enrol_show_card(struct bundle_bytes *ret, struct arena *arena, const struct enrol_card *card,
                     const struct party_secret *hub, struct err *err);
bool enrol_read_card(struct enrol_card *ret, const uint8_t *data, size_t len, struct err *err);

#endif
