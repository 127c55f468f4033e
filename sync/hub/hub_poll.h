/* hub_poll: what a kiosk asks over the network, and the hub's answer: signed, with its nonce.
 *
 * Each question stands alone: nothing of a kiosk is remembered but what is in the database, so that
 * several hubs on one database may answer in turn.
 */
#ifndef DORPEL_HUB_POLL_H
#define DORPEL_HUB_POLL_H

#include "sync/hub/hub.h"
#include "sync/poll.h"

/* What time is it? ERR_DENIED: this hub has no key to sign with. */
bool hub_poll_hello(struct hub *hub, struct arena *arena, const uint8_t nonce[POLL_NONCE],
                    struct bundle_bytes *ret, struct err *err);
/* A poll: what the kiosk read leaves the outbox, acks that are due are made, and the answer names
 * what lies ready and what is wanted. next_poll_s: what to ask. ERR_MISSING: a stranger, or
 * revoked. ERR_FORMAT, ERR_CRYPTO: it is no poll of that kiosk. */
bool hub_poll_answer(struct hub *hub, struct arena *arena, const uint8_t *data, size_t len,
                     int64_t next_poll_s, struct bundle_bytes *ret, struct err *err);
/* The same from a stick: what it read is noted; the answer goes another way. */
bool hub_poll_note(struct hub *hub, const uint8_t *data, size_t len, struct err *err);
/* A letter that lies ready for this kiosk. ERR_MISSING: none with this id. */
bool hub_poll_letter(struct hub *hub, struct arena *arena, const uint8_t kiosk[BUNDLE_PARTY],
                     const uint8_t id[BUNDLE_ID], struct bundle_bytes *ret, struct err *err);
/* Is a bundle here, whole? *ret_len: how long. */
bool hub_poll_has(struct hub *hub, const uint8_t id[BUNDLE_ID], bool *ret, int64_t *ret_len,
                  struct err *err);

#endif
