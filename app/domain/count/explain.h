/* explain: a count told in sentences that a villager can check with a pencil.
 *
 * A sentence is a text key ("count.votes") and what fills it: the words stand in
 * assets/texts/<language>/count.csv, which the kiosk and the command line programs both read. Money
 * is written as on a Dutch price tag ("12.300", "7,50"), voters are only ever told as a number.
 * Knows no language, file or screen. All memory belongs to the arena that is given.
 */
#ifndef DORPEL_EXPLAIN_H
#define DORPEL_EXPLAIN_H

#include "app/domain/count/counted.h"

struct explain_line {
    const char *key;
    const char *const *pairs; /* name, value, ..., NULL: as str_fill takes them */
};
struct explain_text {
    const struct explain_line *lines;
    size_t count;
};

/* What there was to divide, by which rule, how equal shares were made, what was left over, and what
 * people should know beside it. */
struct explain_text explain_whole(struct arena *arena, const struct counted *counted);
/* Why this plan won or not: outcome->steps[step]. */
struct explain_text explain_step(struct arena *arena, const struct counted *counted, size_t step);
/* All that were compared at this step, strongest first: a sentence each. Empty without detail. */
struct explain_text explain_others(struct arena *arena, const struct counted *counted, size_t step);

/* The step that decided a plan; outcome->step_count when there is none. */
size_t explain_find(const struct count_outcome *outcome, size_t plan);
/* "12.300" or "7,50"; unit: how many of `units` are one euro. */
const char *explain_amount(struct arena *arena, int64_t units, int64_t unit);

#endif
