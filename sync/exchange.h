/* exchange: one visit over the network, from "what time is it" to "what did the hub say".
 *
 * Invariants
 *  1. Nothing that was not signed changes what the kiosk believes: the time and what the hub wants
 *     come from a hello with our nonce, what arrived and what is safe from acks (post_hear). That a
 *     server said "200" changes nothing at all.
 *  2. A bundle counts as on its way only when the carrier read it back (a shared folder); a hub
 * that answers says itself what it got.
 *  3. It may break off anywhere, and is begun again from the beginning.
 *
 *     enrolled:  hello -> seal -> poll(held) -> letters -> send what is wanted -> poll -> letters
 *     not yet:   request -> an answer, for the admin to compare
 *     by code:   card -> request with a proof -> an answer with a proof: believed (once.h)
 */
#ifndef DORPEL_EXCHANGE_H
#define DORPEL_EXCHANGE_H

#include "app/base/clock.h"
#include "sync/carrier.h"
#include "sync/export.h"
#include "sync/post.h"

enum { EXCHANGE_REFUSED = 256 /* bundles that are remembered as refused */ };

/* Bundles that this hub will not take as they are: once a day they are tried again. */
struct refusals {
    struct {
        uint8_t id[BUNDLE_ID];
        int64_t until_ms;
    } list[EXCHANGE_REFUSED];
    size_t count; /* the oldest is forgotten first */
};

struct exchange {
    struct sync_kiosk *kiosk;
    struct carrier *carrier;
    struct export export; /* practice, and the village's name */
    struct clock *clock;  /* signed time goes in here */
    struct refusals *refusals;
    int64_t now_ms;      /* of a clock that only goes forward */
    bool releases_votes; /* now is a moment at which votes may leave */
    /* Told of what is worth a line in a log: "note.net.time", ...; file or reason. */
    void (*note)(void *ctx, const char *key, const char *detail);
    void *ctx;
};

struct exchange_news {
    size_t sent, refused, acks, received, safe, swept;
    int64_t next_poll_s; /* the hub asks not to come sooner; 0: it said nothing */
    bool waits_for_hub;  /* a request lies there, and no answer yet */
};

/* false: it broke off; what was done holds. ERR_BUSY: see carrier->retry_after_s. */
bool exchange_run(const struct exchange *exchange, struct exchange_news *ret, struct err *err);

#endif
