/* once_visit: what a kiosk does over the network with the one-time code that the admin typed
 * (once.h): asks for the hub's card, proves the code, and believes an answer that proves it too.
 *
 * A code is used once here as well: whatever answer came to it, it is wiped, and the admin reads
 * what became of it. Only when nothing of ours answered it waits for the next visit. A refusal is
 * not signed: it costs another typing, and no more.
 */
#ifndef DORPEL_ONCE_VISIT_H
#define DORPEL_ONCE_VISIT_H

#include "sync/carrier.h"
#include "sync/kiosk.h"

enum once_visit_end {
    ONCE_VISIT_NONE,    /* no code was typed */
    ONCE_VISIT_DONE,    /* the kiosk is enrolled */
    ONCE_VISIT_WRONG,   /* refused */
    ONCE_VISIT_STRANGE, /* who answered does not know the code */
    ONCE_VISIT_FOLDER,  /* nobody answers over this carrier */
    ONCE_VISIT_ENDS
};
const char *once_visit_key(enum once_visit_end end); /* "net.note.code-wrong", ... */

/* false: it broke off, and the code waits; or the store failed. */
bool once_visit(struct sync_kiosk *kiosk, struct carrier *carrier,
                const struct carrier_place *place, const char *village, enum once_visit_end *ret,
                struct err *err);

#endif
