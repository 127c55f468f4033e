/* content_try: a staged pack tried out by the kiosk's own program, in a process of its own: a pack
 * that ends it ends nothing else. */
#ifndef DORPEL_SYNC_CONTENT_TRY_H
#define DORPEL_SYNC_CONTENT_TRY_H

#include "app/content/stage.h"

enum { CONTENT_TRY_S = 240 }; /* after which it is stopped, and the pack refused */

enum content_trial {
    CONTENT_TRY_ALL,  /* photos too, and every screen in pixels */
    CONTENT_TRY_WORDS /* only whether the words fit: photos are still as large as they came */
};
/* True when every screen could be drawn with it and all of it fits; also when the kiosk's program
 * does not stand beside ours. What does not fit is told first. data: for a folder of its own. */
bool content_try(struct io *io, const char *data, const char *dir, const char *assets,
                 enum content_trial trial, const struct stage_hearing *hearing);

#endif
