/* stick_look: what dorpel-stick says of the stick that is in (firmware/stick_serve.h), for the
 * screen. The screen never touches the stick itself: one that hangs holds up no visitor.
 */
#ifndef DORPEL_STICK_LOOK_H
#define DORPEL_STICK_LOOK_H

#include "app/base/io.h"

struct stick_look {
    bool is_in;          /* there is one, and it may be visited */
    bool is_new;         /* nobody prepared it */
    const char *refused; /* text key of why it is of no use; NULL */
    const char *warning; /* text key of what to know beside it; NULL */
};

/* All false when there is none, and when what is told cannot be understood. */
void stick_look_parse(struct stick_look *ret, const char *line);
void stick_look(struct stick_look *ret, struct io *io, const char *runtime);

#endif
