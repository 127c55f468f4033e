/* hub_args: the command line of dorpel-hub's words but `count`: options with a value, switches, and
 * what stands alone. Borrows argv.
 */
#ifndef DORPEL_HUB_ARGS_H
#define DORPEL_HUB_ARGS_H

#include <stdbool.h>
#include <stddef.h>

enum hub_option {
    HUB_ARG_AFTER,
    HUB_ARG_ASSETS,
    HUB_ARG_BOX,
    HUB_ARG_DB,
    HUB_ARG_INCOMPLETE,
    HUB_ARG_KEYS,
    HUB_ARG_LISTEN,
    HUB_ARG_NAME,
    HUB_ARG_POLL,
    HUB_ARG_RECOVERY,
    HUB_ARG_REVOKE,
    HUB_ARG_SCRATCH,
    HUB_ARG_YES,
    HUB_ARG_OPTIONS
};
enum { HUB_ARGS_REST = 4 };

struct hub_args {
    const char *value[HUB_ARG_OPTIONS]; /* NULL: not given */
    const char *rest[HUB_ARGS_REST];    /* what stands alone */
    size_t rest_count;
    bool all, code, csv, json, wants_help;
    const char *wrong; /* the argument that is not understood, or NULL */
};

/* argv[0] is the word. false: ret->wrong says what is not understood. */
bool hub_args_read(struct hub_args *ret, int argc, char *const argv[]);

#endif
