/* child: one program at a time beside the app, whose exit code is all that is asked of it.
 *
 * The app never waits for it: child_poll in every turn. Zero is idle.
 */
#ifndef DORPEL_CHILD_H
#define DORPEL_CHILD_H

#include "app/base/err.h"

#include <stdbool.h>
#include <sys/types.h>

struct child {
    pid_t pid; /* 0: none */
};

/* argv[0] is the program's path; ends with NULL. Its output goes nowhere. */
bool child_start(struct child *child, const char *const argv[], struct err *err);
/* True once, when it ended; `wait`: until it has. */
bool child_poll(struct child *child, bool wait, bool *ret_good);
void child_stop(struct child *child); /* kills one that still runs */

#endif
