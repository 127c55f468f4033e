/* poll: the two short letters of a visit over the network. The kiosk says what it heard and what it
 * holds (signed by it); the hub says what time it is, which letters lie ready and which bundles it
 * waits for (signed by it). Neither changes what anybody believes of a bundle: that is for acks.
 *
 * Both are bundles with canonical JSON, not encrypted: numbers and ids, no records. Each carries
 * the kiosk's nonce, drawn anew each time, so that an answer of yesterday is none.
 *
 *     poll, type 3:    {"heard":H64|null,"heard_incarnation":n,"heard_seq":n,"held":[H64],
 *                      "nonce":H32}
 *     hello, type 10:  {"hub_incarnation":n,"letters":[H64],"next_poll_s":n,"nonce":H32,
 *                       "time_s":n,"wanted":[H64]}
 *
 * The recipient of a hello is the kiosk that polled, or zero: for whoever asked the time.
 */
#ifndef DORPEL_POLL_H
#define DORPEL_POLL_H

#include "sync/party.h"

enum { POLL_NONCE = 16, POLL_IDS = 32 /* bundles in one poll */, POLL_LETTERS = 64 };

struct poll {
    uint8_t nonce[POLL_NONCE];
    uint64_t heard_incarnation, heard_seq; /* the highest ack that was read */
    bool has_heard;
    uint8_t heard[BUNDLE_ID];          /* its id; an older kiosk does not say */
    uint8_t held[POLL_IDS][BUNDLE_ID]; /* that wait to be taken */
    size_t held_count;
};

struct hello {
    uint8_t nonce[POLL_NONCE];
    uint64_t hub_incarnation;
    int64_t time_s;                           /* UTC, of the hub */
    int64_t next_poll_s;                      /* please not sooner; 0: as you like */
    uint8_t letters[POLL_LETTERS][BUNDLE_ID]; /* acks and answers to fetch, oldest first */
    size_t letter_count;
    uint8_t wanted[POLL_IDS][BUNDLE_ID]; /* of those that the kiosk holds */
    size_t wanted_count;
};

bool poll_make(struct bundle_bytes *ret, struct arena *arena, const struct poll *poll,
               const struct party_secret *kiosk, const uint8_t hub[BUNDLE_PARTY], struct err *err);
/* Of the kiosk with this key, for this hub, or nothing. */
bool poll_read(struct poll *ret, const uint8_t *data, size_t len, const uint8_t sign[CRYPTO_KEY],
               const uint8_t hub[BUNDLE_PARTY], struct err *err);

/* kiosk NULL: for whoever asked. */
bool hello_make(struct bundle_bytes *ret, struct arena *arena, const struct hello *hello,
                const struct party_secret *hub, const uint8_t kiosk[BUNDLE_PARTY], struct err *err);
/* Signed by this hub, for this kiosk (NULL: for whoever asked) and with this nonce, or nothing. */
bool hello_read(struct hello *ret, const uint8_t *data, size_t len, const struct party *hub,
                const uint8_t kiosk[BUNDLE_PARTY], const uint8_t nonce[POLL_NONCE],
                struct err *err);

#endif
