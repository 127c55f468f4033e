/* report_inner: the words of the JSON that writing and reading share; inside report*.c only. */
#ifndef DORPEL_COUNT_REPORT_INNER_H
#define DORPEL_COUNT_REPORT_INNER_H

#include "app/domain/count/report.h"

enum {
    REPORT_REASONS = COUNT_PARTLY + 1,
    REPORT_PHASES = COUNT_LEFT + 1,
    REPORT_DECIDERS = COUNT_BY_ORDER + 1
};
extern const char *const report_reasons[REPORT_REASONS];   /* "no-fit", by enum count_reason */
extern const char *const report_phases[REPORT_PHASES];     /* "rule", by enum count_phase */
extern const char *const report_deciders[REPORT_DECIDERS]; /* "lot", by enum count_decider */
bool report_has_other(const struct count_step *step);

#endif
