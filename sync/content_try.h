/* content_try: a staged pack tried out by the kiosk's own program, in a process of its own: a pack
 * that ends it ends nothing else. */
#ifndef DORPEL_SYNC_CONTENT_TRY_H
#define DORPEL_SYNC_CONTENT_TRY_H

#include "app/base/io.h"

enum { CONTENT_TRY_S = 120 }; /* after which it is stopped, and the pack refused */

/* True when every screen could be drawn, or when the kiosk's program does not stand beside ours. */
bool content_try(struct io *io, const char *data, const char *dir, const char *assets);

#endif
