/* dorpel-sync: the program that touches sticks and the network, so that the screen never waits for
 * either.
 *
 *   dorpel-sync run    --data DIR [--pack DIR] --hub URL | --webdav URL [--pin HASH]...
 *                      [--login FILE] [--every SECONDS] [--now] [--once]
 *   dorpel-sync visit --data DIR [--pack DIR] [--assets DIR]
 *                     [--stick-kind folder|fake] [--fail KIND[@N]] [--new yes|no] STICK
 *   dorpel-sync status --data DIR [--pack DIR] [--assets DIR]
 *   dorpel-sync enrol  --data DIR [--pack DIR] [--assets DIR] [--accept "FINGERPRINT"]
 *
 * --new no: a stick that nobody prepared (no DORPSHUIS/stick.id) is left as it is.
 *
 * A visit tells a program on standard output, a line at a time: "step KEY N M", "note KEY FILE",
 * and at the end "done FILES BYTES" (exit 0) or "failed KEY" (exit 1). Keys are those of
 * assets/texts. run tells what net_run.h says. status and enrol speak to people. What happened goes
 * to standard error, for repair. Exit 2: asked in a wrong way. */
#include "sync/daemon.h"
#include "sync/machine.h"
#include "sync/net_run.h"
#include "sync/paper.h"
#include "sync/sync_words.h"
#include "sync/visit.h"

#include "app/base/clock.h"
#include "app/base/home.h"
#include "app/base/json.h"
#include "app/store/db.h"
#include "app/store/store_admin.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };
enum word { WORD_VISIT, WORD_STATUS, WORD_ENROL, WORD_RUN, WORDS };
static const char *const word_names[WORDS] = {"visit", "status", "enrol", "run"};

struct options {
    enum word word;
    const char *accept;
    const char *hub, *webdav, *login, *every;
    struct carrier_options carrier;
    int64_t every_s;
    bool now, once;
    const char *data, *pack, *assets, *kind, *fail, *new_stick, *stick;
    struct stick_fault fault;
};

/* Words without a value, and one that may come more than once. */
static bool read_flag(struct options *options, int argc, char *argv[], int *at)
{
    if (strcmp(argv[*at], "--now") == 0 || strcmp(argv[*at], "--once") == 0) {
        *(strcmp(argv[*at], "--now") == 0 ? &options->now : &options->once) = true;
        return true;
    }
    if (strcmp(argv[*at], "--pin") == 0 && *at + 1 < argc &&
        options->carrier.pin_count < CARRIER_PINS) {
        options->carrier.pins[options->carrier.pin_count++] = argv[++*at];
        return true;
    }
    return false;
}

static bool check_run(struct options *options)
{
    bool has_net = options->hub != NULL || options->webdav != NULL || options->login != NULL ||
                   options->every != NULL || options->carrier.pin_count > 0 || options->now ||
                   options->once;

    if (options->word != WORD_RUN) {
        return !has_net;
    }
    options->carrier.url = options->hub != NULL ? options->hub : options->webdav;
    options->every_s = options->every == NULL ? DAEMON_EVERY_S : strtoll(options->every, NULL, 10);
    return (options->hub == NULL) != (options->webdav == NULL) && options->every_s >= 1 &&
           options->every_s <= DAEMON_MOST_S;
}

static bool read_options(struct options *ret, int argc, char *argv[])
{
    struct options options = {.kind = "folder", .new_stick = "yes"};
    const struct {
        const char *name;
        const char **value;
    } known[] = {{"--data", &options.data},     {"--pack", &options.pack},
                 {"--assets", &options.assets}, {"--stick-kind", &options.kind},
                 {"--fail", &options.fail},     {"--accept", &options.accept},
                 {"--hub", &options.hub},       {"--webdav", &options.webdav},
                 {"--login", &options.login},   {"--every", &options.every},
                 {"--new", &options.new_stick}};

    while (argc > 1 && options.word < WORDS && strcmp(argv[1], word_names[options.word]) != 0) {
        options.word++;
    }
    if (argc < 2 || options.word == WORDS) {
        return false;
    }
    for (int i = 2; i < argc; i++) {
        bool is_option = read_flag(&options, argc, argv, &i);
        for (size_t k = 0; !is_option && k < sizeof(known) / sizeof(known[0]); k++) {
            if (strcmp(argv[i], known[k].name) == 0 && i + 1 < argc) {
                *known[k].value = argv[++i];
                is_option = true;
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
        (options.accept != NULL && options.word != WORD_ENROL) || !check_run(&options) ||
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
    char found[1024] = "";
    bool has_assets = options->assets != NULL || home_assets(found, sizeof(found), "fonts/OFL.txt");
    struct paper paper = {export, options->assets != NULL ? options->assets : found};
    const struct visit_plan plan = {.stick = stick,
                                    .paper = has_assets ? paper_make : NULL,
                                    .paper_ctx = &paper,
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
    case WORD_RUN: /* opens the store itself, each time */
    case WORDS:
        break;
    }
    if (has) {
        sync_kiosk_finish(&kiosk);
    }
    arena_finish(&arena);
    return rc;
}

/* The first line of a file of its owner's: "name:password". */
static bool read_login(struct options *options, struct io *io, struct arena *arena, struct err *err)
{
    char *text;
    size_t len;

    if (options->login == NULL) {
        return true;
    }
    if (!io_read_file(io, arena, options->login, 4096, &text, &len, err)) {
        return false;
    }
    text[strcspn(text, "\r\n")] = '\0';
    options->carrier.login = text;
    return true;
}

static int run_net(struct options *options, struct io *io)
{
    struct err err = {0};
    struct arena arena;
    struct net_run run = {.io = io,
                          .data_dir = options->data,
                          .every_s = options->every_s,
                          .now = options->now,
                          .once = options->once};
    bool done = false;

    arena_init(&arena, 0);
    if (crypto_start(&err) && read_login(options, io, &arena, &err)) {
        run.carrier = options->hub != NULL ? carrier_http(&options->carrier, &err)
                                           : carrier_webdav(&options->carrier, &err);
    }
    struct pack *pack = open_pack(io, options->pack);
    if (run.carrier != NULL) {
        run.pack = pack;
        done = net_run(&run, &err);
    }
    carrier_destroy(run.carrier);
    pack_free(pack);
    arena_finish(&arena);
    return done ? EXIT_DONE : say_failed("net.fail", &err);
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
        export.store = net_open_store(io, options->data, &export.is_practice, &err);
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
        fputs("dorpel-sync run --data DIR [--pack DIR] --hub URL | --webdav URL [--pin HASH]... "
              "[--login FILE] [--every SECONDS] [--now] [--once]\n"
              "dorpel-sync visit --data DIR [--pack DIR] [--assets DIR] "
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
    int rc = options.word == WORD_RUN ? run_net(&options, io) : run(&options, io);
    io_destroy(io);
    return rc;
}
