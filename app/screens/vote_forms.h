/* vote_forms: what points and an order of preference have that ticks have not: a stepper, a place.
 *
 * A point more and a point less are two buttons of 16 mm: no plan is tapped by accident, and two
 * switches reach both. An order is made by tapping the plan that is wanted most first.
 */
#ifndef DORPEL_VOTE_FORMS_H
#define DORPEL_VOTE_FORMS_H

#include "app/screens/page.h"

/* [-] 3 [+] in rect, which is vote_stepper_width wide and 16 mm high. Changes the ballot, or leaves
 * the reason why not in the visit's notice. id: "plan.7". */
int vote_stepper_width(const struct ui *ui, const struct round *round);
void vote_stepper(struct ui *ui, const struct view *view, struct visit *visit,
                  const struct round *round, size_t index, struct rect rect);
/* A plan's place in a disc, at the right of rect; returns how wide it is. draw false: only that. */
int vote_place(struct ui *ui, struct rect rect, unsigned place, bool draw);
/* How the form works, in a sentence; NULL: it needs none. In dst. */
const char *vote_form_how(char *dst, size_t cap, const struct view *view,
                          const struct round *round);
/* "3 punten", in dst. */
const char *vote_points_words(char *dst, size_t cap, const struct view *view, unsigned points);
/* A tap on a plan: choose it, undo it, or leave in the notice why not. Never for points. */
void vote_choose(struct visit *visit, const struct round *round, size_t index);

#endif
