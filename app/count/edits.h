/* edits: what an admin changed at the kiosk before a round opened: costs, plans that were hidden, a
 * round that began anew. The ballots are of the round as it was then; without the edits they would
 * read as those of another round.
 */
#ifndef DORPEL_EDITS_H
#define DORPEL_EDITS_H

#include "app/content/pack_overlay.h"
#include "app/count/snag.h"

/* The newest of every item in a file of records, by rising item; in `arena`. */
struct edits {
    struct overlay_edit *list;
    size_t count;
};
bool edits_read(struct edits *ret, struct arena *arena, struct io *io, const char *path,
                struct snag *snag);

#endif
