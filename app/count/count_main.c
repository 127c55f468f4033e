/* dorpel-count: the keepers' and the registrar's tool. Offline, one person's key at a time; no
 * store, no network. Every word is a task of one person (desk.h); texts are in assets/texts.
 *
 * Exit: 0 done, 1 refused or failed (one sentence on standard error), 2 asked in a wrong way. */
#include "app/count/desk.h"

#include "app/base/json.h"

#include <string.h>

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, MAX_NEEDED = 6 };

struct task {
    const char *word;
    bool (*run)(struct desk *desk, struct snag *snag);
    enum args_option needed[MAX_NEEDED];
    size_t needed_count;
    size_t least_rest; /* arguments that stand alone, boxes too */
    const char *rest;  /* what they are */
};

static const struct task tasks[] = {
    {"keys", task_keys, {ARG_OUT}, 1, 0, NULL},
    {"codes", task_codes, {ARG_PACK, ARG_ROUND, ARG_OUT}, 3, 1, "N"},
    {"register", task_register, {ARG_PACK, ARG_ROUND, ARG_KEY, ARG_OUT}, 4, 1, "--box"},
    {"first", task_first, {ARG_PACK, ARG_ROUND, ARG_KEY, ARG_LIST, ARG_OUT}, 5, 1, "--box"},
    {"last", task_last, {ARG_PACK, ARG_ROUND, ARG_KEY, ARG_IN, ARG_OUT}, 5, 0, NULL},
    {"verify", task_verify, {ARG_PACK, ARG_ROUND}, 2, 1, "uitslag.json"},
    {"helpers", task_helpers, {ARG_KEY, ARG_IN, ARG_OUT}, 3, 0, NULL},
    {"trial", task_trial, {ARG_PACK, ARG_ROUND}, 2, 0, NULL},
    {"roots", task_roots, {ARG_PACK}, 1, 3, "root.publiek"},
    {"sign", task_sign, {ARG_KEY, ARG_IN, ARG_OUT}, 3, 0, NULL},
};

static const struct task *find_task(const char *word)
{
    for (size_t i = 0; word != NULL && i < sizeof(tasks) / sizeof(tasks[0]); i++) {
        if (strcmp(tasks[i].word, word) == 0) {
            return &tasks[i];
        }
    }
    return NULL;
}

static void print_usage(const struct say *say, const char *word, FILE *out)
{
    say_print(say, out, "gebruik.kop", NULL);
    for (size_t i = 0; i < sizeof(tasks) / sizeof(tasks[0]); i++) {
        if (word == NULL || strcmp(tasks[i].word, word) == 0) {
            char key[40];
            snprintf(key, sizeof(key), "gebruik.%s", tasks[i].word);
            say_print(say, out, key, NULL);
            snprintf(key, sizeof(key), "gebruik.%s.2", tasks[i].word);
            if (say_has(say, key)) {
                say_print(say, out, key, NULL);
            }
        }
    }
}

/* Either a role or a paper; either one key or the two of a trial. */
static const char *missing_choice(const struct task *task, const struct args *args)
{
    if (task->run == task_keys &&
        (args->value[ARG_ROLE] == NULL) == (args->value[ARG_FROM_PAPER] == NULL)) {
        return args_option_name(ARG_ROLE);
    }
    bool has_both = args->value[ARG_FIRST_KEY] != NULL && args->value[ARG_LAST_KEY] != NULL;
    if (task->run == task_trial && (args->value[ARG_KEY] != NULL) == has_both) {
        return args_option_name(ARG_KEY);
    }
    return NULL;
}

/* The option that is missing, or NULL. */
static const char *missing(const struct task *task, const struct args *args)
{
    for (size_t i = 0; i < task->needed_count; i++) {
        if (args->value[task->needed[i]] == NULL) {
            return args_option_name(task->needed[i]);
        }
    }
    if (args->rest_count < task->least_rest) {
        return task->rest;
    }
    return missing_choice(task, args);
}

static int refuse_usage(const struct desk *desk, const char *key, const char *what,
                        const struct task *task)
{
    const char *const pairs[] = {"detail", what, NULL};

    say_print(&desk->say, stderr, key, pairs);
    print_usage(&desk->say, task == NULL ? NULL : task->word, stderr);
    return EXIT_USAGE;
}

static int run(struct desk *desk, bool understood)
{
    const struct args *args = desk->args;
    const struct task *task = find_task(args->word);
    struct snag snag = {.key = ""};

    if (!understood) {
        return refuse_usage(desk, "gebruik.onbekend", args->wrong, task);
    }
    if (args->wants_help) {
        print_usage(&desk->say, task == NULL ? NULL : task->word, stdout);
        return EXIT_DONE;
    }
    if (task == NULL) {
        return args->word == NULL ? refuse_usage(desk, "gebruik.geen", "", NULL)
                                  : refuse_usage(desk, "gebruik.welke", args->word, NULL);
    }
    const char *wanted = missing(task, args);
    if (wanted != NULL) {
        return refuse_usage(desk, "gebruik.mist", wanted, task);
    }
    if (!task->run(desk, &snag)) {
        snag_print(&snag, &desk->say, stderr);
        return EXIT_FAILED;
    }
    return EXIT_DONE;
}

int main(int argc, char *argv[])
{
    struct args args;
    struct desk desk;
    struct err err = {0};
    struct io *io = io_posix();
    bool understood = args_read(&args, argc, argv);
    int rc = EXIT_FAILED;

    json_start();
    desk_init(&desk, io, &args);
    if (!crypto_start(&err) ||
        !say_load(&desk.say, io, &desk.arena, args.value[ARG_ASSETS], desk_texts, &err)) {
        fprintf(stderr, "dorpel-count: %s (--assets DIR)\n", err.msg);
    } else {
        rc = run(&desk, understood);
    }
    desk_finish(&desk);
    io_destroy(io);
    return rc;
}
