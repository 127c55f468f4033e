/* hub_keys: a new key to which kiosks write, and how they come to know it.
 *
 * The key that signs stays: it is who the hub is. It signs a new answer to each enrolled kiosk,
 * with a higher version and the new key, which travels as the first answer did, by stick and
 * network. A kiosk that reads it writes to the new key from then on; one that is away writes to an
 * old key, and all of them keep opening: the file of keys, and earlier ones beside it (".1", ".2",
 * ...).
 *
 * At any moment a cut leaves every key on the disk, and no kiosk hears of a key that is not there:
 *   copies from the oldest up --> the new key in its place --> the answers, in one transaction
 */
#ifndef DORPEL_HUB_KEYS_H
#define DORPEL_HUB_KEYS_H

#include "sync/hub/hub.h"

/* Goes on where a cut left it. *ret_told: kiosks that have an answer waiting. ERR_DENIED: this hub
 * has no keys. ERR_LIMIT: there are HUB_MAX_KEYS already. */
bool hub_keys_new(struct hub *hub, const struct hub_place *place, size_t *ret_told,
                  struct err *err);

#endif
