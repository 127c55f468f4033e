/* dorpel-hub: what a municipality, or a laptop in the hall, does with what villages send. Its word
 * of today is `count`: an election in a file, counted by any rule and explained.
 *
 * Exit: 0 done, 1 refused or failed (a sentence on standard error), 2 asked in a wrong way. */
#include "sync/hub/count_job.h"

#include "app/base/crypto.h"
#include "app/base/json.h"

#include <string.h>

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, COLUMN = 22 };

static const char *const texts[] = {"hub-nl.csv", "tel-nl.csv", "nl/count.csv", NULL};

/* "--tie T : what it is" in two columns, "- mincost: ..." below the second, others as they are. */
static void print_help_line(const char *text, FILE *out)
{
    const char *colon = strstr(text, " : ");

    if (text[0] == '-' && text[1] == ' ') {
        fprintf(out, "%*s%s\n", COLUMN + 2, "", text + 2);
    } else if (colon != NULL && colon - text < COLUMN) {
        fprintf(out, "  %-*.*s%s\n", COLUMN - 2, (int)(colon - text), text, colon + 3);
    } else if (colon != NULL) {
        fprintf(out, "  %.*s\n%*s%s\n", (int)(colon - text), text, COLUMN, "", colon + 3);
    } else {
        fprintf(out, "%s\n", text);
    }
}

static void print_stem(const struct say *say, FILE *out, const char *stem)
{
    char key[60];

    for (int i = 1;; i++) {
        snprintf(key, sizeof(key), "%s.%d", stem, i);
        if (!say_has(say, key)) {
            return;
        }
        print_help_line(say_text(say, key), out);
    }
}

static void list_rules(const struct say *say, FILE *out)
{
    for (int i = 0; i < COUNT_RULES; i++) {
        fprintf(out, "%-20s %s\n", count_rules[i].name, say_text(say, count_rules[i].key));
    }
}

static int run_count(struct count_job *job, int argc, char *const argv[])
{
    struct count_args args;

    if (!count_args_read(&args, argc, argv)) {
        const char *const pairs[] = {"detail", args.wrong, NULL};
        say_print(job->say, stderr, args.wrong_key, pairs);
        say_print(job->say, stderr, "hub.count.see-help", NULL);
        return EXIT_USAGE;
    }
    if (args.wants_help) {
        print_stem(job->say, stdout, "hub.help.count");
        return EXIT_DONE;
    }
    if (args.lists_rules) {
        list_rules(job->say, stdout);
        return EXIT_DONE;
    }
    return count_job_run(job, &args) ? EXIT_DONE : EXIT_FAILED;
}

static int run(struct count_job *job, int argc, char *const argv[])
{
    const char *word = argc > 1 ? argv[1] : "";

    if (strcmp(word, "count") == 0) {
        return run_count(job, argc - 1, argv + 1);
    }
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
        print_stem(job->say, stdout, "hub.help.all");
        return EXIT_DONE;
    }
    const char *const pairs[] = {"detail", word, NULL};
    say_print(job->say, stderr, word[0] == '\0' ? "hub.word.none" : "hub.word.unknown", pairs);
    print_stem(job->say, stderr, "hub.help.all");
    return EXIT_USAGE;
}

/* The texts are needed before the rest of the line is understood. */
static const char *assets_of(int argc, char *const argv[])
{
    for (int i = 1; i + 1 < argc; i++) {
        if (strcmp(argv[i], "--assets") == 0) {
            return argv[i + 1];
        }
    }
    return NULL;
}

int main(int argc, char *argv[])
{
    struct arena arena;
    struct say say;
    struct err err = {0};
    struct io *io = io_posix();
    int rc = EXIT_FAILED;

    json_start();
    arena_init(&arena, 0);
    if (!crypto_start(&err) || !say_load(&say, io, &arena, assets_of(argc, argv), texts, &err)) {
        fprintf(stderr, "dorpel-hub: %s (--assets DIR)\n", err.msg);
    } else {
        struct count_job job = {io, &say, &arena, stdout, stderr};
        rc = run(&job, argc, argv);
    }
    arena_finish(&arena);
    io_destroy(io);
    return rc;
}
