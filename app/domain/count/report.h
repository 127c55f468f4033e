/* report: a count as JSON, for people with a script and for the signed result of a village.
 *
 * One form, written in two ways. REPORT_FILE is for anyone with a file: plans by their ids as
 * texts, money in euros as JSON numbers, everything that was compared. REPORT_ROUND goes into a
 * village's uitslag.json: plans by number, money in whole cents, and nothing that could tell on a
 * few people (see report.c). Amounts that voters share are exact texts, "5081/7", in euros.
 * The same count always gives the same bytes. Pure.
 */
#ifndef DORPEL_REPORT_H
#define DORPEL_REPORT_H

#include "app/base/json.h"
#include "app/domain/count/counted.h"

enum report_form { REPORT_FILE, REPORT_ROUND };
enum {
    REPORT_FEW = 5
}; /* of fewer voters than this no sum of money stands in a village's result */

/* New objects; the caller decrefs. */
json_t *report_make(const struct counted *counted); /* the whole, as REPORT_FILE */
json_t *report_winners(const struct counted *counted, enum report_form form);
json_t *report_steps(const struct counted *counted, enum report_form form);
/* What equal shares began and ended with: put into `object` when the rule has shares. */
void report_put_shares(json_t *object, const struct counted *counted);
/* Its text, indented, in the arena. */
char *report_text(struct arena *arena, const json_t *report, size_t *ret_len);

/* Reads a village's result back and checks that it adds up: every plan one step, the money from the
 * budget down step by step, the winners those of the steps. Without steps (few ballots) only the
 * winners are read. Of the election only plans, budget and unit are looked at. ERR_FORMAT: it does
 * not. */
bool report_read(struct count_outcome *ret, struct arena *arena, const struct election *election,
                 const json_t *result, struct err *err);

#endif
