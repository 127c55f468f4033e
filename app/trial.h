/* trial: `dorpel --try`, for whoever is about to take this pack in: every photo is decoded, every
 * screen drawn (app_try.h). What does not fit is told on the standard output, a line of JSON each:
 * file, line, column, key and detail of a pack_fault, and the screen where it was seen.
 */
#ifndef DORPEL_TRIAL_H
#define DORPEL_TRIAL_H

#include "app/options.h"

int trial_run(struct io *io, const struct options *options); /* exit code: 0, all of it is fine */

#endif
