/* pack_words: dorpel-hub pack new|check|sign|verify: the folder of a village, for who fills it.
 *
 * Needs no hub. Says in plain Dutch what was done on `out`, and what is wrong on `info`.
 */
#ifndef DORPEL_PACK_WORDS_H
#define DORPEL_PACK_WORDS_H

#include "app/base/clock.h"
#include "app/content/parcel.h"
#include "app/content/say.h"

#include <stdio.h>

struct pack_job {
    struct io *io;
    const struct say *say;
    struct arena *arena;
    const struct clock *clock;
    FILE *out, *info;
    /* From the command line: */
    const char *path, *key, *next, *to, *number, *assets;
    char scratch[600]; /* a folder of our own, removed at the end; "" none yet */
};

/* argv[0] is "pack". 0 done, 1 refused or failed, 2 asked in a wrong way. job: io to info set. */
int pack_words_run(struct pack_job *job, int argc, char *const argv[]);

/* The parts. False: a sentence on `info` said why. */
bool pack_word_new(struct pack_job *job);   /* pack_new.c */
bool pack_word_check(struct pack_job *job); /* pack_check.c */
bool pack_tell_faults(const struct pack_job *job, const struct pack_fault *faults, size_t count);
bool pack_scratch(struct pack_job *job, struct err *err);            /* makes job->scratch */
const char *pack_number(const struct pack_job *job, uint64_t value); /* as text, in the arena */
bool pack_complain(const struct pack_job *job, const char *key, const char *const pairs[]);
bool pack_fail(const struct pack_job *job, const struct err *err);

#endif
