/* hub_apply: the second of two transactions: what was received is opened and its records go in.
 *
 * May run at any time and any number of times: a crash between receiving and applying loses
 * nothing, it is applied at the next run. One bundle that cannot be opened is set apart and does
 * not hold up the others.
 */
#ifndef DORPEL_HUB_APPLY_H
#define DORPEL_HUB_APPLY_H

#include "sync/frame.h"
#include "sync/hub/hub.h"

enum { HUB_APPLY_MOST = 32 }; /* bundles in one transaction */

struct hub_applied { /* bundles */
    size_t applied, partly, quarantined, unknown;
};

/* All that waits. ret may be NULL. ERR_DENIED: this hub has no key to open with. */
bool hub_apply(struct hub *hub, struct hub_applied *ret, struct err *err);
/* These, as far as they wait; at most HUB_APPLY_MOST. */
bool hub_apply_some(struct hub *hub, const uint8_t (*ids)[BUNDLE_ID], size_t count,
                    struct hub_applied *ret, struct err *err);

/* The payload of a bundle of ours, in arena memory. ERR_DENIED: for none of our keys. */
bool hub_open_bundle(struct bundle_bytes *ret, struct arena *arena, const struct hub *hub,
                     const struct bundle_head *head, const uint8_t *bytes, struct err *err);
/* The records of a bundle that was kept, in arena memory. What does not open now has none: what is
 * applied opened before. */
size_t hub_open_frames(struct frame **ret, struct arena *arena, const struct hub *hub,
                       const uint8_t *bytes, size_t len);

#endif
