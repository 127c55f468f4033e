/* view_admin: what only the head caretaker sees. Made when an admin is logged in; const for a
 * screen.
 *
 * Strings and arrays live until the next view is made.
 */
#ifndef DORPEL_VIEW_ADMIN_H
#define DORPEL_VIEW_ADMIN_H

#include "app/screens/view_said.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct view_logbook {
    bool is_known; /* it was checked */
    bool is_whole;
    int64_t line; /* the first that is not as it was written */
};

struct view_admin {
    struct view_logbook logbook;
    const struct view_said *said; /* answers in words, the waiting ones first */
    size_t said_count;
    size_t said_waiting, said_all; /* known on every screen of an admin */
    size_t held;                   /* supports, pledges and thanks that wait */
};

#endif
