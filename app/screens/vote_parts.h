/* vote_parts: what the vote screens share: the running total and the card of one plan. */
#ifndef DORPEL_VOTE_PARTS_H
#define DORPEL_VOTE_PARTS_H

#include "app/screens/page.h"

/* The round the visitor is voting in; NULL when there is none. */
const struct view_round *vote_round_of(const struct view *view, const struct visit *visit);
/* "U koos 2 van de 5 plannen." / "Nog 1.200 van 2.500 euro over.", in dst. */
const char *vote_total(char *dst, size_t cap, const struct view *view, const struct visit *visit,
                       const struct round *round);
/* Draws it with a bar; takes its height off *body. */
int vote_total_height(struct ui *ui, const struct view *view, const struct visit *visit,
                      const struct round *round, int width);
void vote_total_strip(struct ui *ui, const struct view *view, const struct visit *visit,
                      const struct round *round, struct rect *body);
/* The caretaker's turn is for one round: is it this visitor's? */
bool vote_has_turn(const struct view *view, const struct visit *visit);
/* The seconds that the turn's warning tells: 30, 20, 10; 0 while there is time, or no turn at all.
 * In steps: a number that runs back every second frightens. */
int vote_turn_soon_s(const struct view *view, const struct visit *visit);
/* That warning as a card at the top of *body, and what becomes of the choice; and how high it is, 0
 * while there is nothing to say. */
int vote_turn_height(struct ui *ui, const struct view *view, const struct visit *visit,
                     struct rect body);
void vote_turn_notice(struct ui *ui, const struct view *view, const struct visit *visit,
                      struct rect *body);
/* Text key of the sentence for a verdict. */
const char *vote_verdict_key(enum ballot_verdict verdict);
/* The words of a plan on a card: number and title, cost. The cost may be spare_w pixels wider than
 * rect: under a tick. Returns the height they take. */
int vote_plan_words(struct ui *ui, const struct view *view, struct rect rect,
                    const struct plan *plan, int spare_w, bool draw);

#endif
