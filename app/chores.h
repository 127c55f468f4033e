/* chores: what dorpel does without a visitor: the night's work, the lamp out, and telling how the
 * machine is doing. Each returns the program's exit code and speaks to whoever types it.
 */
#ifndef DORPEL_CHORES_H
#define DORPEL_CHORES_H

#include "app/kiosk.h"

/* Reads the store whole, keeps a copy, packs it; a copy on a second medium when one is there. */
int chores_night(struct io *io, const struct options *options);
/* One line a part, "good" or "BAD" and the sentence of the health page; 1 when any is bad. `kiosk`:
 * the caller's, zero but for io and clock. */
int chores_health(struct kiosk *kiosk, const struct options *options);
/* Opens the lines, which puts the lamp out, and lets them go. What cannot be opened is no error. */
int chores_lamp_off(const struct options *options);

#endif
