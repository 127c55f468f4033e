/* hub_ack: telling a kiosk what came from it, what is missing, and what is safe.
 *
 * An ack is made in the transaction that takes its number, kept in the outbox, and goes out again
 * on every stick until the kiosk says that it read it. Only what is committed is told (I3), and
 * "safe" only what a backup holds (I4). Not everything is in one ack: make them until there is no
 * more.
 */
#ifndef DORPEL_HUB_ACK_H
#define DORPEL_HUB_ACK_H

#include "sync/ack.h"
#include "sync/hub/hub.h"

enum { HUB_ACK_IDS = 1000 }; /* of bundles, and of safe ones, in one ack */

/* The next ack, in arena memory. Without a nonce: only when there is news, else ret->len is 0. With
 * a nonce (a kiosk asked over the network): always. ERR_MISSING: no such kiosk. */
bool hub_ack_make(struct hub *hub, struct arena *arena, const uint8_t kiosk[BUNDLE_PARTY],
                  const uint8_t nonce[ACK_NONCE], struct bundle_bytes *ret, struct err *err);
/* The kiosk says (signed) that it read all up to this one: they leave the outbox. id: of that ack;
 * NULL: it did not say. With that number here, and another id: this database is an older copy that
 * has told others things since; its incarnation rises. */
bool hub_ack_seen(struct hub *hub, const uint8_t kiosk[BUNDLE_PARTY], int64_t incarnation,
                  int64_t seq, const uint8_t *id, struct err *err);

/* A bundle says it, without an id, inside the act that reads it. One that read acks which we never
 * wrote: this database is an older copy of itself, and its incarnation rises. Nothing leaves the
 * outbox: the ack that was read may be another one of that number, of before we were put back. */
bool hub_ack_told(struct hub *hub, const uint8_t kiosk[BUNDLE_PARTY], int64_t incarnation,
                  int64_t seq, struct err *err);

struct hub_ack_line {
    int64_t seq;
    struct bundle_bytes bytes;
};
/* The unread acks of a kiosk by rising number, in arena memory. */
bool hub_ack_unread(struct hub *hub, struct arena *arena, const uint8_t kiosk[BUNDLE_PARTY],
                    struct hub_ack_line **ret, size_t *ret_count, struct err *err);

#endif
