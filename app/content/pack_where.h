/* pack_where: where in a pack's folder the words stand that do not fit on a screen.
 *
 * The screens show a pack's words whole, in a sentence of ours, or cut in lines; so what is looked
 * for is the cell or setting that has most in common with what was seen. Knows no screen.
 */
#ifndef DORPEL_PACK_WHERE_H
#define DORPEL_PACK_WHERE_H

#include "app/content/pack.h"

/* seen: what stands on the screen. False: none of the pack's words are in it, so it is not the
 * pack's fault. ret lives in the arena. */
bool pack_where(struct pack_fault *ret, struct arena *arena, struct io *io, const char *dir,
                const char *seen);

#endif
