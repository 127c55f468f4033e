/* dorpel-hub: what a municipality, or a laptop in the hall, does with what villages send: receives
 * and answers (hub_words.h), keeps the folders of villages (pack_words.h), and counts: an election
 * in a file, by any rule, explained.
 *
 * Exit: 0 done, 1 refused or failed (a sentence on standard error), 2 asked in a wrong way. */
#include "sync/hub/count_job.h"
#include "sync/hub/hub_help.h"
#include "sync/hub/hub_words.h"
#include "sync/hub/pack_words.h"

#include "app/base/crypto.h"
#include "app/base/json.h"
#include "app/store/db.h"

#include <string.h>
#include <sys/stat.h>

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

static const char *const texts[] = {"hub-nl.csv",
                                    "hub-desk-nl.csv",
                                    "tel-nl.csv",
                                    "nl/count.csv",
                                    "hub-pack-nl.csv",
                                    "pack-nl.csv",
                                    "nl/general.csv",
                                    /* what a kiosk says of itself */ "nl/machine.csv",
                                    "nl/staff.csv",
                                    "nl/ideas.csv",
                                    NULL};

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
        hub_help_print(job->say, stdout, "hub.help.count");
        return EXIT_DONE;
    }
    if (args.lists_rules) {
        list_rules(job->say, stdout);
        return EXIT_DONE;
    }
    return count_job_run(job, &args) ? EXIT_DONE : EXIT_FAILED;
}

static int run_word(struct count_job *job, const struct hub_word *word, int argc,
                    char *const argv[])
{
    struct clock clock;
    struct hub_run run = {.io = job->io,
                          .say = job->say,
                          .arena = job->arena,
                          .clock = &clock,
                          .out = job->out,
                          .info = job->info};

    clock_init(&clock, 0);
    db_start();
    umask(S_IRWXG | S_IRWXO); /* what a hub writes is its owner's */
    return hub_word_run(&run, word, argc, argv);
}

/* The folder of a village needs no hub. */
static int run_pack(struct count_job *job, int argc, char *const argv[])
{
    struct clock clock;
    struct pack_job pack = {.io = job->io,
                            .say = job->say,
                            .arena = job->arena,
                            .clock = &clock,
                            .out = job->out,
                            .info = job->info};

    clock_init(&clock, 0);
    return pack_words_run(&pack, argc, argv);
}

static int run(struct count_job *job, int argc, char *const argv[])
{
    const char *word = argc > 1 ? argv[1] : "";

    const struct hub_word *known = hub_word_find(word);

    if (known != NULL) {
        return run_word(job, known, argc - 1, argv + 1);
    }
    if (strcmp(word, "count") == 0) {
        return run_count(job, argc - 1, argv + 1);
    }
    if (strcmp(word, "pack") == 0) {
        return run_pack(job, argc - 1, argv + 1);
    }
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
        hub_help_print(job->say, stdout, "hub.help.all");
        return EXIT_DONE;
    }
    const char *const pairs[] = {"detail", word, NULL};
    say_print(job->say, stderr, word[0] == '\0' ? "hub.word.none" : "hub.word.unknown", pairs);
    hub_help_print(job->say, stderr, "hub.help.all");
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
