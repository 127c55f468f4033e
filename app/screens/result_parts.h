/* result_parts: what the screens of a result share: a story in sentences, and the pot of money.
 *
 * The pot shows the whole budget: from the top what was bought so far, a band a plan, and below it
 * what is left. Owns no memory.
 */
#ifndef DORPEL_RESULT_PARTS_H
#define DORPEL_RESULT_PARTS_H

#include "app/screens/part.h"

/* The round of which the result is looked at; NULL when there is none, or no steps are known. */
const struct view_round *result_round_of(const struct view *view, const struct visit *visit);
/* Sentences under each other, taken off the top of *area; ids are id.1, id.2, ... */
void result_story(struct ui *ui, const struct view *view, struct rect *area, const char *id,
                  const struct explain_text *story);
/* Does the plan of this step get money? */
bool result_is_bought(const struct count_step *step);
/* The pot after `shown` steps; the last of them stands out. Taller than wide: a pot; else a bar. */
void result_pot(struct ui *ui, struct rect rect, const struct counted *counted, size_t shown);

#endif
