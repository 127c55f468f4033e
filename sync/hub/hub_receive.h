/* hub_receive: the first of two transactions: bytes from a kiosk go onto the disk.
 *
 * Who sent it, is it whole, is it for us, is it not too large: all of that without a secret, so
 * this half can run where no key is. Nothing is opened. What came before is recognised by its id,
 * which the database keeps unique: never by its number, because two cards may use the same one.
 */
#ifndef DORPEL_HUB_RECEIVE_H
#define DORPEL_HUB_RECEIVE_H

#include "sync/hub/hub.h"

enum { HUB_MAX_UNKNOWN = 200, HUB_RECEIVE_MOST = 64 }; /* of one kiosk; in one transaction */

enum hub_receipt_kind {
    HUB_GOT_NEW,      /* on the disk */
    HUB_GOT_BEFORE,   /* was there */
    HUB_GOT_UNKNOWN,  /* of a later version: kept, and read after an upgrade */
    HUB_NOT_BUNDLE,   /* damaged, or something else */
    HUB_NOT_SIGNED,   /* forged, or changed on the way */
    HUB_NOT_STRANGER, /* no kiosk that we enrolled */
    HUB_NOT_REVOKED,
    HUB_NOT_FOREIGN, /* for another hub */
    HUB_NOT_KIND,    /* a kind of bundle that kiosks do not send here */
    HUB_NOT_SIZE,    /* too large, or too many of unknown version */
    HUB_RECEIPTS
};
const char *hub_receipt_name(enum hub_receipt_kind kind); /* "new": end of a key */
bool hub_receipt_is_kept(enum hub_receipt_kind kind);     /* the bytes are on our disk */

struct hub_parcel {
    const uint8_t *bytes;
    size_t len;
    const uint8_t *claimed; /* the kiosk that the folder or address named, 16 bytes; or NULL */
};

struct hub_receipt {
    enum hub_receipt_kind kind;
    uint8_t id[BUNDLE_ID];
    uint8_t kiosk[BUNDLE_PARTY]; /* when it is kept */
};

/* Up to HUB_RECEIVE_MOST parcels in one transaction. true: the receipts hold, and what they call
 * kept is on the disk; what is wrong with one parcel says its receipt. false: nothing is known. */
bool hub_receive(struct hub *hub, const struct hub_parcel *parcels, size_t count,
                 struct hub_receipt *ret_receipts, struct err *err);

#endif
