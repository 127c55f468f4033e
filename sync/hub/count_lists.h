/* count_lists: the small tables that people give beside an election: plans of which only one can be
 * done, and what people decided themselves.
 *
 * CSV as a spreadsheet saves it, with a header: `plan;niet_met` and `plan;besluit;reden;door`,
 * where besluit is `wel` or `niet`. Everything lives in the arena.
 */
#ifndef DORPEL_COUNT_LISTS_H
#define DORPEL_COUNT_LISTS_H

#include "app/base/io.h"
#include "app/domain/count/count.h"

struct count_list_fault {
    const char *key;    /* of the sentence; "" while nothing is wrong */
    int line;           /* 0: the whole file */
    const char *detail; /* what stood there */
};

/* Fill what belongs to them in `options`. false: fault says what is wrong in the file. */
bool count_lists_pairs(struct count_options *options, struct arena *arena,
                       const struct election *election, struct io *io, const char *path,
                       struct count_list_fault *fault);
bool count_lists_overrides(struct count_options *options, struct arena *arena,
                           const struct election *election, struct io *io, const char *path,
                           struct count_list_fault *fault);

#endif
