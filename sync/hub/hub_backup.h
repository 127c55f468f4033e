/* hub_backup: a second copy that was read back; only what is in it is called safe.
 *
 * Whatever the engine, a backup is one SQLite file that dorpel-hub itself can open (--db), copied
 * row by row as everything was at one moment. It is written under a temporary name, closed, opened
 * again, checked, and its digest compared with that of the original at that moment. Then it gets
 * its name, and then the bundles in it become safe: a failure before that leaves nothing safe that
 * is not. It holds no secret; the keys are kept elsewhere. Earlier backups are left alone.
 *
 * Put the folder on another disk: two copies on one disk are one copy.
 */
#ifndef DORPEL_HUB_BACKUP_H
#define DORPEL_HUB_BACKUP_H

#include "sync/hub/hub_digest.h"

struct hub_saved {
    char path[512];
    struct hub_digest digest;
    int64_t safe; /* bundles that are safe from now on */
};

/* ERR_DAMAGED: what was read back is not what was written. */
bool hub_backup(struct hub *hub, const struct hub_place *place, const char *dir,
                struct hub_saved *ret, struct err *err);

#endif
