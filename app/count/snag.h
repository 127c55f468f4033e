/* snag: what stops a keeper's work, told to a person in one sentence: what, where, what to do.
 *
 * The functions of this room take it last, where other rooms take `struct err`: the reader is a
 * villager at a laptop, and the sentence (by key, from assets/texts) needs the file and the line.
 */
#ifndef DORPEL_SNAG_H
#define DORPEL_SNAG_H

#include "app/base/err.h"
#include "app/content/say.h"

struct snag {
    const char *key;  /* of the sentence; "" while nothing is wrong */
    char file[160];   /* fills {file} */
    long number;      /* fills {n}: a line, a count */
    char detail[160]; /* fills {detail} */
};

/* Fills it and returns false. file and detail may be NULL. */
bool snag_set(struct snag *snag, const char *key, const char *file, long number,
              const char *detail);
/* The sentence that fits an error of reading or writing `file`. */
bool snag_err(struct snag *snag, const char *file, const struct err *err);
void snag_print(const struct snag *snag, const struct say *say, FILE *out);

#endif
