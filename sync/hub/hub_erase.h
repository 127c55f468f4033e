/* hub_erase: the bundles that brought the votes of a round go, once the time for objections is
 * over.
 *
 * A bundle ties votes to a kiosk, and so to a hall and a batch; the tables do not. A person says
 * for each round after which day its bundles may go, and hub_erase_due lets them go: only of a
 * round that is complete, and only bundles that are applied and safe. What stays is the row: id
 * (the hash of the bytes that were), number, "safe". So the same bundle that comes once more is
 * known and answered, and its bytes are not kept again; an ack says "safe" as before. Earlier
 * backups hold the bytes: they are for a person to destroy.
 */
#ifndef DORPEL_HUB_ERASE_H
#define DORPEL_HUB_ERASE_H

#include "sync/hub/hub_closing.h"

/* After this moment (UTC seconds) the bundles of this round may go; a later call moves it.
 * ERR_MISSING: nothing of this round came. */
bool hub_erase_after(struct hub *hub, const uint8_t round_id[ROUND_ID], int64_t after_s,
                     struct err *err);

enum hub_erase_state {
    HUB_ERASE_LATER,      /* its day has not come */
    HUB_ERASE_INCOMPLETE, /* its day has come, and the round is not complete */
    HUB_ERASE_WAITS,      /* some of its bundles are in no verified backup, or hold another round */
    HUB_ERASE_DONE
};
struct hub_erasing {
    uint8_t round_id[ROUND_ID];
    int64_t after_s;
    enum hub_erase_state state;
    int64_t bundles; /* that went now */
};
/* All rounds with a day, in arena memory. ERR_DENIED: without the hub's keys. */
bool hub_erase_due(struct hub *hub, struct arena *arena, struct hub_erasing **ret,
                   size_t *ret_count, struct err *err);

#endif
