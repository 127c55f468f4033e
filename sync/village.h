/* village: the village's own key, on a stick, makes a kiosk the village's: on site, without a
 * municipality and without a network (app/domain/permit.h).
 *
 * village.geheim, as `dorpel-count keys` wrote it, is read, proved against the key in the pack,
 * used once and wiped. Nothing is written on that stick.
 */
#ifndef DORPEL_VILLAGE_SYNC_H
#define DORPEL_VILLAGE_SYNC_H

#include "app/content/pack.h"
#include "sync/kiosk.h"

/* path: the file, or the folder it lies in. ERR_MISSING: no key there; ERR_DENIED: of another
 * village; ERR_FORMAT: damaged. */
bool village_enrol(struct sync_kiosk *kiosk, struct io *io, const struct pack *pack,
                   const char *path, struct err *err);
/* Did it, for this kiosk and this village's key? */
bool village_has_enrolled(const struct sync_kiosk *kiosk, const struct pack *pack);

#endif
