/* enrol: how a kiosk and a hub (or a village's own key) come to know each other.
 *
 * The request is a bundle that the kiosk signs itself, with its keys and what it is called. The
 * answer is a bundle that the hub signs, not encrypted: who the hub is, to which keys a kiosk wraps
 * what it sends, and which kiosk this is about. People stand between: the clerk compares the
 * kiosk's fingerprint before answering, the admin the hub's before the kiosk believes it. A later
 * answer of the same hub (new keys, revoked) needs no people: version rises, and the old key signs
 * it.
 *
 * Payloads are canonical JSON. Pure but for randomness.
 */
#ifndef DORPEL_ENROL_H
#define DORPEL_ENROL_H

#include "app/base/json.h"
#include "sync/party.h"

enum { ENROL_NAME = 120 };

struct enrol_request {
    struct party kiosk;
    uint8_t incarnation[BUNDLE_INCARNATION];
    char village[ENROL_NAME + 1];
    char name[ENROL_NAME + 1]; /* "De hal van het dorpshuis" */
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

#endif
