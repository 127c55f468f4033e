/* new_steps: the way through the questions about a new idea. */
#ifndef DORPEL_NEW_STEPS_H
#define DORPEL_NEW_STEPS_H

#include "app/screens/view.h"
#include "app/screens/visit.h"

enum { NEW_ALIKE = 40 }; /* idea_likeness from which an idea is shown as looking like it */

bool new_has_similar(const struct view *view, const struct idea *draft);
/* From the optional question that is on the screen to the next one, and at the end (or when only
 * this one was to be changed) back to the review. */
void new_next(struct visit *visit);

#endif
