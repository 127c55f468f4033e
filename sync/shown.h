/* shown: the village's content as the kiosk shows it: the pack with what was edited at the kiosk
 * laid over it. A round that was opened is the round as it was then.
 */
#ifndef DORPEL_SYNC_SHOWN_H
#define DORPEL_SYNC_SHOWN_H

#include "app/content/pack_overlay.h"
#include "app/store/store.h"

struct shown {
    const struct pack *pack; /* NULL when there is none */
    struct overlay_edit *edits;
    size_t edit_count;
};
/* All of it in the arena and in `loaded`, which may be NULL. A store that cannot be read has no
 * edits. */
void shown_make(struct shown *ret, struct arena *arena, struct store *store,
                const struct pack *loaded);

#endif
