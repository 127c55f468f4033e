/* count_args: the command line of `dorpel-hub count`: what to count, by which rule, told how.
 *
 * Borrows argv; knows no file. What it cannot understand it names, and a sentence is chosen by key.
 */
#ifndef DORPEL_COUNT_ARGS_H
#define DORPEL_COUNT_ARGS_H

#include "app/domain/count/count.h"

struct count_args {
    const char *file;                              /* FILE.pb */
    const char *assets, *exclude, *override, *pdf; /* NULL: not given */
    struct count_options options; /* rule, completion, tie, floor, ... but not what files hold */
    const char *step;             /* amount as written, or NULL: it depends on the file's money */
    bool json, text, lists_rules, wants_help;
    const char *wrong;     /* the argument that is not understood */
    const char *wrong_key; /* of the sentence that says why */
};

/* argv[0] is the word "count". false: wrong and wrong_key say what is not understood. */
bool count_args_read(struct count_args *ret, int argc, char *const argv[]);

#endif
