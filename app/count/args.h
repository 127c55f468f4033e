/* args: the command line of dorpel-count: one word, options with a value, and the rest.
 *
 * Borrows argv.
 */
#ifndef DORPEL_ARGS_H
#define DORPEL_ARGS_H

#include <stdbool.h>
#include <stddef.h>

enum args_option {
    ARG_ASSETS,
    ARG_BATCH,
    ARG_CODES,
    ARG_EXCEPTION,
    ARG_FIRST_KEY,
    ARG_FROM_PAPER,
    ARG_IN,
    ARG_KEY,
    ARG_LAST_KEY,
    ARG_LIST,
    ARG_OUT,
    ARG_PACK,
    ARG_RECORDS,
    ARG_ROLE,
    ARG_ROUND,
    ARG_OPTIONS
};
const char *args_option_name(enum args_option option); /* "--pack" */

enum { ARGS_MAX_REST = 256 };

struct args {
    const char *word;                /* "register"; NULL: none given */
    const char *value[ARG_OPTIONS];  /* NULL: not given */
    const char *rest[ARGS_MAX_REST]; /* what stands alone; --box FILE is put here too */
    size_t rest_count;
    bool wants_help;
    const char *wrong; /* the argument that is not understood, or NULL */
};

/* false: args->wrong says what is not understood. */
bool args_read(struct args *ret, int argc, char *const argv[]);

#endif
