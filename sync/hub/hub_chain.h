/* hub_chain: the places of a kiosk's bundles in a row: what came, what is missing, what forked.
 *
 * Numbers only find gaps and clones; they never decide whether a record counts. A fork is two
 * bundles that claim one place, or one that follows another than the one that we have: two cards
 * that were one. Both are applied; the kiosk is asked for a new incarnation, the clerk is told.
 *
 * Inside an act, with the kiosk's row locked.
 */
#ifndef DORPEL_HUB_CHAIN_H
#define DORPEL_HUB_CHAIN_H

#include "sync/ack.h"
#include "sync/hub/hub.h"

struct hub_link {
    uint8_t id[BUNDLE_ID], prev[BUNDLE_ID];
    uint8_t kiosk[BUNDLE_PARTY];
    uint8_t incarnation[BUNDLE_INCARNATION];
    int64_t stream, seq;
    bool is_fork; /* known already */
};

bool hub_chain_note(struct hub *hub, const struct hub_link *link, struct err *err);

/* All incarnations and streams of a kiosk, with what is missing, in arena memory. */
bool hub_chain_have(struct hub *hub, struct arena *arena, const uint8_t kiosk[BUNDLE_PARTY],
                    struct ack_have **ret, size_t *ret_count, struct err *err);

#endif
