/* machine: what tells this machine from another, as text: serial number of the board, of the card
 * it started from, and the system's own id. A copied card comes up with other numbers.
 */
#ifndef DORPEL_MACHINE_H
#define DORPEL_MACHINE_H

#include "app/base/io.h"

/* In arena memory; NULL when nothing tells. */
const char *machine_name(struct io *io, struct arena *arena);

#endif
