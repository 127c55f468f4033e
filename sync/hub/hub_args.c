#include "sync/hub/hub_args.h"

#include <string.h>

static const char *const names[HUB_ARG_OPTIONS] = {
    [HUB_ARG_AFTER] = "--after",
    [HUB_ARG_ASSETS] = "--assets",
    [HUB_ARG_BOX] = "--box",
    [HUB_ARG_DB] = "--db",
    [HUB_ARG_INCOMPLETE] = "--incomplete",
    [HUB_ARG_KEYS] = "--keys",
    [HUB_ARG_NAME] = "--name",
    [HUB_ARG_RECOVERY] = "--recovery",
    [HUB_ARG_REVOKE] = "--revoke",
    [HUB_ARG_YES] = "--yes",
    [HUB_ARG_LISTEN] = "--listen",
    [HUB_ARG_POLL] = "--poll",
    [HUB_ARG_SCRATCH] = "--scratch",
};

static int option_of(const char *arg)
{
    for (int i = 0; i < HUB_ARG_OPTIONS; i++) {
        if (strcmp(arg, names[i]) == 0) {
            return i;
        }
    }
    return -1;
}

static bool *switch_of(struct hub_args *args, const char *arg)
{
    return strcmp(arg, "--all") == 0                              ? &args->all
           : strcmp(arg, "--code") == 0                           ? &args->code
           : strcmp(arg, "--csv") == 0                            ? &args->csv
           : strcmp(arg, "--json") == 0                           ? &args->json
           : strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0 ? &args->wants_help
                                                                  : NULL;
}

bool hub_args_read(struct hub_args *ret, int argc, char *const argv[])
{
    *ret = (struct hub_args){.wrong = NULL};
    for (int i = 1; i < argc; i++) {
        const char *arg = argv[i];
        int option = option_of(arg);
        bool *wish = switch_of(ret, arg);
        if (wish != NULL) {
            *wish = true;
        } else if (option >= 0 && i + 1 < argc && ret->value[option] == NULL) {
            ret->value[option] = argv[++i];
        } else if (arg[0] != '-' && ret->rest_count < HUB_ARGS_REST) {
            ret->rest[ret->rest_count++] = arg;
        } else {
            ret->wrong = arg;
            return false;
        }
    }
    return true;
}
