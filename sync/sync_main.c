/* dorpel-sync: the program that touches sticks (and, later, the network), so that the screen never
 * waits for one.
 *
 *   dorpel-sync visit --data DIR [--pack DIR] [--assets DIR]
 *                     [--stick-kind folder|fake] [--fail KIND[@N]] [--new yes|no] STICK
 *   dorpel-sync status --data DIR [--pack DIR] [--assets DIR]
 *   dorpel-sync enrol  --data DIR [--pack DIR] [--assets DIR] [--accept "FINGERPRINT"]
 *
 * --new no: a stick that nobody prepared (no DORPSHUIS/stick.id) is left as it is.
 *
 * A visit tells a program on standard output, a line at a time: "step KEY N M", "note KEY FILE",
 * and at the end "done FILES BYTES" (exit 0) or "failed KEY" (exit 1). Keys are those of
 * assets/texts. status and enrol speak to people. What happened goes to standard error, for repair.
 * Exit 2: asked in a wrong way. */
#include "sync/machine.h"
#include "sync/sync_words.h"
#include "sync/visit.h"

#include "app/base/clock.h"
#include "app/base/json.h"
#include "app/store/db.h"
#include "app/store/store_admin.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };
enum word { WORD_VISIT, WORD_STATUS, WORD_ENROL, WORDS };
static const char *const word_names[WORDS] = {"visit", "status", "enrol"};

struct options {
    enum word word;
    const char *accept;
    const char *data, *pack, *assets, *kind, *fail, *new_stick, *stick;
    struct stick_fault fault;
};

static bool read_options(struct options *ret, int argc, char *argv[])
{
    struct options options = {.kind = "folder", .new_stick = "yes"};
    const struct {
        const char *name;
        const char **value;
    } known[] = {{"--data", &options.data},     {"--pack", &options.pack},
                 {"--assets", &options.assets}, {"--stick-kind", &options.kind},
                 {"--fail", &options.fail},     {"--accept", &options.accept},
                 {"--new", &options.new_stick}};

    while (argc > 1 && options.word < WORDS && strcmp(argv[1], word_names[options.word]) != 0) {
        options.word++;
    }
    if (argc < 2 || options.word == WORDS) {
        return false;
    }
    for (int i = 2; i < argc; i++) {
        bool is_option = false;
        for (size_t k = 0; k < sizeof(known) / sizeof(known[0]); k++) {
            if (strcmp(argv[i], known[k].name) == 0 && i + 1 < argc) {
                *known[k].value = argv[++i];
                is_option = true;
                break;
            }
        }
        if (!is_option && (argv[i][0] == '-' || options.stick != NULL)) {
            return false;
        }
        options.stick = is_option ? options.stick : argv[i];
    }
    bool is_fake = strcmp(options.kind, "fake") == 0;
    bool is_known_only = strcmp(options.new_stick, "no") == 0;
    if (options.data == NULL || (!is_known_only && strcmp(options.new_stick, "yes") != 0) ||
        (options.stick == NULL) == (options.word == WORD_VISIT) ||
        (options.accept != NULL && options.word != WORD_ENROL) ||
        (!is_fake && strcmp(options.kind, "folder") != 0) ||
        (options.fail != NULL && (!is_fake || !stick_fault_parse(&options.fault, options.fail)))) {
        return false;
    }
    *ret = options;
    return true;
}

static void say_step(void *ctx, const char *key, int n, int m)
{
    (void)ctx;
    printf("step %s %d %d\n", key, n, m);
    fflush(stdout);
}

static void say_note(void *ctx, const char *key, const char *file)
{
    (void)ctx;
    printf("note %s %s\n", key, file);
    fflush(stdout);
}

static int say_failed(const char *key, const struct err *err)
{
    fprintf(stderr, "dorpel-sync: %s\n", err->msg);
    printf("failed %s\n", key);
    fflush(stdout);
    return EXIT_FAILED;
}

/* The kiosk's database, beside the app. A practice one says so by refusing. */
static struct store *open_store(struct io *io, const char *dir, bool *ret_is_practice,
                                struct err *err)
{
    char path[1024];
    struct store_options options = {.dir = dir};
    int len = snprintf(path, sizeof(path), "%s/dorpel.db", dir);

    if (len < 0 || (size_t)len >= sizeof(path) || !io_exists(io, path)) {
        err_set(err, ERR_MISSING, "%s: no database", dir); /* none is made for a typing error */
        return NULL;
    }
    struct store *store = store_open(io, &options, err);
    if (store == NULL && err->code == ERR_DENIED) {
        options.is_practice = true;
        store = store_open(io, &options, err);
    }
    *ret_is_practice = options.is_practice;
    return store;
}

/* A pack with faults still names the village; a result is then not believed. */
static struct pack *open_pack(struct io *io, const char *dir)
{
    struct err err = {0};
    struct pack *pack = dir == NULL ? NULL : pack_load(io, dir, &err);

    if (pack != NULL && pack->fault_count > 0) {
        fprintf(stderr, "dorpel-sync: %s: %s\n", pack->faults[0].file, pack->faults[0].key);
        pack_free(pack);
        pack = NULL;
    }
    return pack;
}

/* The date, never below what the kiosk once knew. */
static struct clock read_clock(struct store *store)
{
    struct arena arena;
    struct clock clock;
    const char *text;

    int64_t floor_s = 0;

    arena_init(&arena, 0);
    if (store_setting_get(store, &arena, "clock-floor", &text, NULL)) {
        clock_parse(&floor_s, text);
    }
    clock_init(&clock, floor_s);
    arena_finish(&arena);
    return clock;
}

static int visit(const struct options *options, const struct export *export,
                 struct sync_kiosk *kiosk)
{
    struct err err = {0};
    struct visit_outcome outcome;
    bool is_fake = strcmp(options->kind, "fake") == 0;
    struct clock clock = read_clock(export->store);
    struct stick *stick =
        is_fake ? stick_fake(options->stick, options->fault, &err) : stick_folder(options->stick);

    if (stick == NULL) {
        return say_failed("stick.fail.not-a-stick", &err);
    }
    const struct visit_plan plan = {.stick = stick,
                                    .export = *export,
                                    .kiosk = kiosk,
                                    .known_only = strcmp(options->new_stick, "no") == 0,
                                    .now_s = clock_wall_s(&clock),
                                    .quality = clock.quality,
                                    .step = say_step,
                                    .note = say_note};
    bool done = visit_stick(&plan, &outcome, &err);
    stick_destroy(stick);
    if (!done) {
        return say_failed(outcome.fail_key, &err);
    }
    printf("done %" PRIu32 " %" PRIu64 "\n", outcome.files, outcome.bytes);
    fflush(stdout);
    return EXIT_DONE;
}

/* Without keys of its own (a damaged file, a full disk) a kiosk still fills a stick; it only sends
 * no bundles. */
static int work(const struct options *options, struct io *io, const struct export *export)
{
    struct err err = {0};
    struct sync_kiosk kiosk;
    struct arena arena;
    int rc = EXIT_FAILED;

    arena_init(&arena, 0);
    bool has =
        sync_kiosk_load(&kiosk, io, export->store, options->data, machine_name(io, &arena), &err);
    if (!has) {
        fprintf(stderr, "dorpel-sync: %s\n", err.msg);
    }
    switch (options->word) {
    case WORD_VISIT:
        rc = visit(options, export, has ? &kiosk : NULL);
        break;
    case WORD_STATUS:
        rc = has && words_status(stdout, export, &kiosk, &err) ? EXIT_DONE : EXIT_FAILED;
        break;
    case WORD_ENROL:
        rc = has && words_enrol(stdout, export, &kiosk, options->accept, &err) ? EXIT_DONE
                                                                               : EXIT_FAILED;
        break;
    case WORDS:
        break;
    }
    if (has) {
        sync_kiosk_finish(&kiosk);
    }
    arena_finish(&arena);
    return rc;
}

static int run(const struct options *options, struct io *io)
{
    struct err err = {0};
    struct arena arena;
    struct phrases phrases;
    struct export export = {.phrases = &phrases};
    int rc = EXIT_FAILED;

    arena_init(&arena, 0);
    if (!crypto_start(&err) || !phrases_load(&phrases, io, &arena, options->assets, &err)) {
        say_failed("stick.fail.io", &err);
    } else {
        export.store = open_store(io, options->data, &export.is_practice, &err);
        export.pack = open_pack(io, options->pack);
        rc = export.store == NULL ? say_failed("stick.fail.store", &err)
                                  : work(options, io, &export);
        store_close(export.store);
        pack_free((struct pack *)(uintptr_t) export.pack);
    }
    arena_finish(&arena);
    return rc;
}

int main(int argc, char *argv[])
{
    struct options options;

    if (!read_options(&options, argc, argv)) {
        fputs("dorpel-sync visit --data DIR [--pack DIR] [--assets DIR] "
              "[--stick-kind folder|fake] [--fail KIND[@N]] [--new yes|no] STICK\n"
              "dorpel-sync status --data DIR [--pack DIR] [--assets DIR]\n"
              "dorpel-sync enrol --data DIR [--pack DIR] [--assets DIR] "
              "[--accept \"FINGERPRINT\"]\n",
              stderr);
        return EXIT_USAGE;
    }
    signal(SIGPIPE, SIG_IGN); /* when the screen's program ends, the stick is still finished */
    json_start();
    db_start();
    struct io *io = io_posix();
    int rc = run(&options, io);
    io_destroy(io);
    return rc;
}
