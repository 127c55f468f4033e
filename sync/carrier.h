/* carrier: a way for bundles to get to a hub and for letters to come back, over a network.
 *
 * A const table of functions with a struct behind it; carrier_http (a hub that answers) and
 * carrier_webdav (a shared folder, in which nobody does). It moves bytes and believes nothing:
 * that something was sent is no proof of anything, and what comes back may be a captive portal's
 * page. Sizes and times are limited, no redirect is followed.
 *
 * Errors: ERR_GONE nobody there, or the answer broke off; ERR_BUSY later please (retry_after_s);
 * ERR_DENIED, ERR_FORMAT, ERR_LIMIT refused; ERR_UNKNOWN this hub does not know the format yet.
 * What comes back lies in the caller's arena. Secrets (a password) live until destroy.
 */
#ifndef DORPEL_CARRIER_H
#define DORPEL_CARRIER_H

#include "app/store/store_outbox.h"
#include "sync/poll.h"

struct carrier;

struct carrier_place { /* whose folder or address; 32 hex digits each */
    const char *hub;   /* "" before there is one */
    const char *kiosk;
};

struct carrier_ops {
    const char *name; /* "http" */
    bool is_hub;      /* somebody answers: hello and poll give letters to prove */
    /* What time is it? Only of a hub. */
    bool (*hello)(struct carrier *carrier, struct arena *arena, const uint8_t nonce[POLL_NONCE],
                  struct bundle_bytes *ret, struct err *err);
    /* The answer to a poll. Only of a hub. */
    bool (*poll)(struct carrier *carrier, struct arena *arena, const struct bundle_bytes *poll,
                 struct bundle_bytes *ret, struct err *err);
    /* Hands over what lies ready: these letters, or all there are. each returns false to end it;
     * then fetch does so too. */
    bool (*fetch)(struct carrier *carrier, const struct carrier_place *place,
                  const uint8_t (*ids)[BUNDLE_ID], size_t count,
                  bool (*each)(void *ctx, const uint8_t *data, size_t len), void *ctx,
                  struct err *err);
    /* One bundle, whole. *ret_kept: it was read back, so that it is as much on its way as on a
     * stick; otherwise only an ack will tell. */
    bool (*send)(struct carrier *carrier, const struct carrier_place *place,
                 const struct outbox_bundle *bundle, bool *ret_kept, struct err *err);
    /* A request to enrol; ret->len 0: no answer yet. */
    bool (*enrol)(struct carrier *carrier, const struct carrier_place *place, struct arena *arena,
                  const struct bundle_bytes *request, struct bundle_bytes *ret, struct err *err);
    /* The card of the hub: its public keys, for a one-time code. NULL: nobody to ask. */
    bool (*card)(struct carrier *carrier, struct arena *arena, struct bundle_bytes *ret,
                 struct err *err);
    /* Takes away what we once sent and nobody needs: of our own folder only, by the name that
     * post_name gave it, where is_done says so. NULL: nothing of ours stays there. */
    bool (*sweep)(struct carrier *carrier, const struct carrier_place *place,
                  bool (*is_done)(void *ctx, const char *name), void *ctx, size_t *ret_count,
                  struct err *err);
    /* A village's signed pack when the hub has one above this number: its bytes, part after part.
     * NULL: this way brings none. *ret_version 0: there is none. */
    bool (*content)(struct carrier *carrier, const char *village, uint64_t above,
                    bool (*each)(void *ctx, const uint8_t *data, size_t len), void *ctx,
                    uint64_t *ret_version, struct err *err);
    /* What other villages share (guest_letter.h). NULL: this way brings none; ret->len 0: none. */
    bool (*guests)(struct carrier *carrier, struct arena *arena, struct bundle_bytes *ret,
                   struct err *err);
    void (*destroy)(struct carrier *carrier);
};

struct carrier { /* the first field of a carrier's own struct */
    const struct carrier_ops *ops;
    int64_t retry_after_s; /* of the last ERR_BUSY; 0: not said */
};

enum { CARRIER_PINS = 4, CARRIER_PART = 256 * 1024 /* above it, sent in parts */ };

struct carrier_options {
    const char *url;                /* "https://dorpen.voorbeeld.nl", without a slash behind it */
    const char *pins[CARRIER_PINS]; /* base64 SHA-256 of keys; any: only these are believed, and no
                                       date is looked at. None: the system's authorities are. */
    size_t pin_count;
    const char *login; /* "name:password", for a shared folder; NULL: none */
    int patience_s;    /* without a byte; 0: 60 */
};
/* NULL with err: no such address. Keeps copies of the options. */
struct carrier *carrier_http(const struct carrier_options *options, struct err *err);
struct carrier *carrier_webdav(const struct carrier_options *options, struct err *err);

static inline void carrier_destroy(struct carrier *carrier)
{
    if (carrier != NULL) {
        carrier->ops->destroy(carrier);
    }
}

#endif
