/* count_job: one count of one file, from reading to telling: `dorpel-hub count`.
 *
 * count_job_run reads everything through `io`, counts, and writes what was asked to `out`; warnings
 * and refusals go to `info` as sentences.
 */
#ifndef DORPEL_COUNT_JOB_H
#define DORPEL_COUNT_JOB_H

#include "app/content/say.h"
#include "sync/hub/count_args.h"

#include <stdio.h>

struct count_job {
    struct io *io;
    const struct say *say;
    struct arena *arena; /* of the election, the outcome and all words */
    FILE *out, *info;
};

/* false: a sentence on `info` says why. */
bool count_job_run(const struct count_job *job, const struct count_args *args);

#endif
