#include "app/count/args.h"

#include <string.h>

static const char *const names[ARG_OPTIONS] = {
    [ARG_ASSETS] = "--assets",
    [ARG_BATCH] = "--batch",
    [ARG_CODES] = "--codes",
    [ARG_EXCEPTION] = "--exception",
    [ARG_FIRST_KEY] = "--first-key",
    [ARG_FROM_PAPER] = "--from-paper",
    [ARG_IN] = "--in",
    [ARG_KEY] = "--key",
    [ARG_LAST_KEY] = "--last-key",
    [ARG_LIST] = "--list",
    [ARG_OUT] = "--out",
    [ARG_PACK] = "--pack",
    [ARG_RECORDS] = "--records",
    [ARG_ROLE] = "--role",
    [ARG_ROUND] = "--round",
};

const char *args_option_name(enum args_option option)
{
    return names[option];
}

static bool add_rest(struct args *args, const char *text)
{
    if (args->rest_count == ARGS_MAX_REST) {
        args->wrong = text;
        return false;
    }
    args->rest[args->rest_count++] = text;
    return true;
}

/* Takes the option at argv[*at] and its value. */
static bool take_option(struct args *args, int argc, char *const argv[], int *at)
{
    const char *name = argv[*at];
    const char *value = *at + 1 < argc ? argv[*at + 1] : NULL;

    args->wrong = name;
    if (value == NULL) {
        return false;
    }
    *at += 1;
    if (strcmp(name, "--box") == 0) {
        args->wrong = NULL;
        return add_rest(args, value);
    }
    for (size_t i = 0; i < ARG_OPTIONS; i++) {
        if (strcmp(name, names[i]) == 0 && args->value[i] == NULL) {
            args->value[i] = value;
            args->wrong = NULL;
            return true;
        }
    }
    return false;
}

bool args_read(struct args *ret, int argc, char *const argv[])
{
    *ret = (struct args){.word = NULL};

    for (int i = 1; i < argc; i++) {
        const char *arg = argv[i];
        if (strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0) {
            ret->wants_help = true;
        } else if (arg[0] == '-' && arg[1] != '\0') {
            if (!take_option(ret, argc, argv, &i)) {
                return false;
            }
        } else if (ret->word == NULL) {
            ret->word = arg;
        } else if (!add_rest(ret, arg)) {
            return false;
        }
    }
    return true;
}
