#include "sync/hub/count_args.h"

#include "app/base/str.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_PERCENT = 100, TEN_THOUSANDTHS = 100 };

static bool refuse(struct count_args *args, const char *key, const char *what)
{
    args->wrong = what;
    args->wrong_key = key;
    return false;
}

/* ---- options with a value ------------------------------------------------------------------ */

/* Digits only, up to max. */
static bool read_digits(uint64_t *ret, const char *text, size_t len, uint64_t max)
{
    uint64_t value = 0;

    for (size_t i = 0; i < len; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
        value = value * 10 + (uint64_t)(text[i] - '0');
        if (value > max) {
            return false;
        }
    }
    *ret = value;
    return len > 0;
}

/* "25" ballots, or "2,5%" of them. */
static bool take_floor(struct count_args *args, const char *value)
{
    size_t len = strlen(value);
    uint64_t whole = 0, part = 0;

    if (len == 0 || value[len - 1] != '%') {
        return read_digits(&args->options.floor_votes, value, len, ELECTION_MAX_BALLOTS) ||
               refuse(args, "hub.count.floor", value);
    }
    size_t digits = strspn(value, "0123456789");
    size_t decimals = value[digits] == ',' || value[digits] == '.' ? len - digits - 2 : 0;
    if (!read_digits(&whole, value, digits, MAX_PERCENT) || decimals > 2 ||
        (decimals == 0 && digits + 1 != len) ||
        (decimals > 0 && !read_digits(&part, value + digits + 1, decimals, 99))) {
        return refuse(args, "hub.count.floor", value);
    }
    part *= decimals == 1 ? 10 : 1;
    args->options.floor_permyriad = (uint32_t)(whole * TEN_THOUSANDTHS + part);
    return args->options.floor_permyriad <= MAX_PERCENT * TEN_THOUSANDTHS ||
           refuse(args, "hub.count.floor", value);
}

static bool take_seed(struct count_args *args, const char *value)
{
    args->options.has_seed = true;
    return str_unhex(args->options.seed, sizeof(args->options.seed), value) ||
           refuse(args, "hub.count.seed", value);
}

static bool take_rule(struct count_args *args, const char *value)
{
    return count_rule_parse(&args->options.rule, value) || refuse(args, "hub.count.rule", value);
}

static bool take_completion(struct count_args *args, const char *value)
{
    return count_completion_parse(&args->options.completion, value) ||
           refuse(args, "hub.count.completion", value);
}

static bool take_tie(struct count_args *args, const char *value)
{
    return count_tie_parse(&args->options.tie, value) || refuse(args, "hub.count.tie", value);
}

static bool take_left_over(struct count_args *args, const char *value)
{
    return count_left_over_parse(&args->options.left_over, value) ||
           refuse(args, "hub.count.left-over", value);
}

/* Options of which the value is kept as it is. */
static const char **kept(struct count_args *args, const char *name)
{
    return strcmp(name, "--assets") == 0     ? &args->assets
           : strcmp(name, "--exclude") == 0  ? &args->exclude
           : strcmp(name, "--override") == 0 ? &args->override
           : strcmp(name, "--pdf") == 0      ? &args->pdf
           : strcmp(name, "--step") == 0     ? &args->step
                                             : NULL;
}

static bool take_valued(struct count_args *args, const char *name, const char *value)
{
    static const struct {
        const char *name;
        bool (*take)(struct count_args *args, const char *value);
    } options[] = {
        {"--rule", take_rule},   {"--completion", take_completion}, {"--tie", take_tie},
        {"--floor", take_floor}, {"--left-over", take_left_over},   {"--seed", take_seed},
    };
    const char **keep = kept(args, name);

    if (keep != NULL) {
        *keep = value;
        return true;
    }
    for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
        if (strcmp(options[i].name, name) == 0) {
            return options[i].take(args, value);
        }
    }
    return refuse(args, "hub.count.unknown", name);
}

/* ---- the whole line ------------------------------------------------------------------------ */

static bool take_switch(struct count_args *args, const char *name)
{
    bool *target = strcmp(name, "--json") == 0         ? &args->json
                   : strcmp(name, "--text") == 0       ? &args->text
                   : strcmp(name, "--list-rules") == 0 ? &args->lists_rules
                   : strcmp(name, "--per-theme") == 0  ? &args->options.per_theme
                   : strcmp(name, "--zero-votes") == 0 ? &args->options.zero_votes
                   : strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 ? &args->wants_help
                                                                            : NULL;

    if (target != NULL) {
        *target = true;
    }
    return target != NULL;
}

/* What is missing, or does not go together. */
static bool check(struct count_args *args, bool has_rule)
{
    if (args->wants_help || args->lists_rules) {
        return true;
    }
    if (args->file == NULL) {
        return refuse(args, "hub.count.no-file", "");
    }
    if (!has_rule) {
        return refuse(args, "hub.count.no-rule", "");
    }
    if (args->json && args->text) {
        return refuse(args, "hub.count.both", "");
    }
    if (args->options.completion != COUNT_NONE && !count_rules[args->options.rule].may_complete) {
        return refuse(args, "hub.count.no-completion", count_rules[args->options.rule].name);
    }
    return true;
}

bool count_args_read(struct count_args *ret, int argc, char *const argv[])
{
    bool has_rule = false;

    *ret = (struct count_args){.file = NULL};
    for (int i = 1; i < argc; i++) {
        const char *arg = argv[i];
        if (take_switch(ret, arg)) {
            continue;
        }
        if (arg[0] != '-' || arg[1] == '\0') {
            if (ret->file != NULL) {
                return refuse(ret, "hub.count.two-files", arg);
            }
            ret->file = arg;
            continue;
        }
        if (i + 1 == argc) {
            return refuse(ret, "hub.count.unknown", arg);
        }
        has_rule = has_rule || strcmp(arg, "--rule") == 0;
        if (!take_valued(ret, arg, argv[++i])) {
            return false;
        }
    }
    return check(ret, has_rule);
}
