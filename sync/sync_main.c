/* dorpel-sync: the program that touches sticks and the network, so that the screen never waits for
 * either.
 *
 *   dorpel-sync run    --data DIR [--pack DIR] --hub URL | --webdav URL [--pin HASH]...
 *                      [--login FILE] [--every SECONDS] [--now] [--once]
 *   dorpel-sync visit --data DIR [--pack DIR] [--assets DIR]
 *                     [--stick-kind folder|fake|real] [--fail KIND[@N]] [--new yes|no] STICK
 *   dorpel-sync content --data DIR [--pack DIR] [--assets DIR]
 *                     [--stick-kind folder|fake|real] [--fail KIND[@N]] STICK
 *   dorpel-sync photos|helpers --data DIR [--assets DIR]
 *                     [--stick-kind folder|fake|real] [--fail KIND[@N]] STICK
 *   dorpel-sync status --data DIR [--pack DIR] [--assets DIR]
 *   dorpel-sync enrol  --data DIR [--pack DIR] [--assets DIR] [--accept "FINGERPRINT"]
 *                      [--code CODE] [--village STICK|FILE]
 *
 * --conf FILE: data, pack and hub from the kiosk's settings. --new no: a stick that nobody prepared
 * (no DORPSHUIS/stick.id) is left as it is. --stick-kind real: STICK is the folder where
 * dorpel-stick is asked. --asked: the screen says whose visit it is, on standard input, which with
 * standard output is a connection; a last line "end N" then tells the exit.
 *
 * A visit tells a program on standard output, a line at a time: "step KEY N M", "note KEY FILE",
 * and at the end "done FILES BYTES" (exit 0) or "failed KEY" (exit 1). Keys are those of
 * assets/texts. content brings in a village's content, and tells the same way; photos makes those
 * of a stick small and lays them ready, with a line "photo NAME" for each; helpers makes the sheet
 * of names on the stick that has the village's key. run tells what net_run.h says. status and enrol
 * speak to people; with --village enrol ends as a visit does, for the screen. What happened goes to
 * standard error, for repair. Exit 2: asked in a wrong way. */
#include "sync/content.h"
#include "sync/daemon.h"
#include "sync/helpers.h"
#include "sync/machine.h"
#include "sync/net_run.h"
#include "sync/paper.h"
#include "sync/photos.h"
#include "sync/shown.h"
#include "sync/sync_options.h"
#include "sync/sync_words.h"
#include "sync/village.h"
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

static int say_done(void)
{
    printf("done 0 0\n");
    fflush(stdout);
    return EXIT_DONE;
}

static int say_failed(const char *key, const struct err *err)
{
    fprintf(stderr, "dorpel-sync: %s\n", err->msg);
    printf("failed %s\n", key);
    fflush(stdout);
    return EXIT_FAILED;
}

/* A pack with faults is none; a result is then not believed. */
static struct pack *load_pack(struct io *io, const char *dir)
{
    struct err err = {0};
    struct pack *pack = pack_load(io, dir, &err);

    if (pack == NULL) {
        fprintf(stderr, "dorpel-sync: %s\n", err.msg);
    } else if (pack->fault_count > 0) {
        fprintf(stderr, "dorpel-sync: %s: %s\n", pack->faults[0].file, pack->faults[0].key);
        pack_free(pack);
        pack = NULL;
    }
    return pack;
}

/* The one that is asked for, or, as the screen does, the last good one that the kiosk keeps. */
static struct pack *open_pack(struct io *io, const struct sync_options *options)
{
    struct arena arena;
    bool is_practice;
    const char *name;
    struct pack *pack = options->pack == NULL ? NULL : load_pack(io, options->pack);

    if (pack != NULL || options->conf == NULL) {
        return pack;
    }
    arena_init(&arena, 0);
    struct store *store = net_open_store(io, options->data, &is_practice, NULL);
    if (store != NULL && store_setting_get(store, &arena, "pack", &name, NULL)) {
        pack = load_pack(io, arena_printf(&arena, "%s/inhoud/%s", options->data, name));
    }
    store_close(store);
    arena_finish(&arena);
    return pack;
}

static struct stick *open_stick(const struct sync_options *options, const char *at, struct err *err)
{
    return strcmp(options->kind, "fake") == 0   ? stick_fake(at, options->fault, err)
           : strcmp(options->kind, "real") == 0 ? stick_real(at, err)
                                                : stick_folder(at);
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

static int visit(const struct sync_options *options, struct io *io, const struct export *export,
                 struct sync_kiosk *kiosk)
{
    struct err err = {0};
    struct visit_outcome outcome;
    struct clock clock = read_clock(export->store);
    struct stick *stick = open_stick(options, options->stick, &err);

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
                                    .home = io,
                                    .data = options->data,
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

/* On an appliance the stick is mounted for as long as the key is read. */
static bool take_village_key(const struct sync_options *options, struct io *io,
                             const struct export *export, struct sync_kiosk *kiosk, struct err *err)
{
    if (strcmp(options->kind, "real") != 0) {
        return village_enrol(kiosk, io, export->pack, options->village, err);
    }
    struct stick *stick = open_stick(options, options->village, err);
    int rc = stick == NULL ? 0 : stick->ops->mount_ro(stick);
    bool done =
        stick != NULL && (rc == 0 ? village_enrol(kiosk, stick->io, export->pack, stick->root, err)
                                  : err_errno(err, -rc, "the stick"));
    if (stick != NULL && rc == 0) {
        stick->ops->unmount(stick);
    }
    stick_destroy(stick);
    return done;
}

/* keys: stick.fail.no-key stick.fail.other-key */
static int enrol_by_village(const struct sync_options *options, struct io *io,
                            const struct export *export, struct sync_kiosk *kiosk)
{
    struct err err = {0};

    if (export->pack == NULL) {
        err_set(&err, ERR_MISSING, "--pack: no village");
        return say_failed("stick.fail.io", &err);
    }
    if (!take_village_key(options, io, export, kiosk, &err)) {
        return say_failed(err.code == ERR_MISSING || err.code == ERR_FORMAT ? "stick.fail.no-key"
                          : err.code == ERR_DENIED                          ? "stick.fail.other-key"
                                                                            : "stick.fail.store",
                          &err);
    }
    return say_done();
}

static int enrol(const struct sync_options *options, struct io *io, const struct export *export,
                 struct sync_kiosk *kiosk)
{
    struct err err = {0};

    if (options->village != NULL) {
        return enrol_by_village(options, io, export, kiosk);
    }
    return (options->code == NULL || words_code(stdout, export, kiosk, options->code, &err)) &&
                   words_enrol(stdout, export, kiosk, options->accept, &err)
               ? EXIT_DONE
               : EXIT_FAILED;
}

/* The village's content, from a stick: what came of it stands in inhoud/verslag.json. */
static int content(const struct sync_options *options, struct io *io, const struct export *export)
{
    static const char *const files[] = {"stick-nl.csv", "pack-nl.csv", NULL};
    struct err err = {0};
    struct arena arena;
    struct say say;
    const char *fail = "stick.fail.io";
    struct stick *stick = open_stick(options, options->stick, &err);

    if (stick == NULL) {
        return say_failed("stick.fail.not-a-stick", &err);
    }
    arena_init(&arena, 0);
    const struct content_visit visit = {.stick = stick,
                                        .io = io,
                                        .data = options->data,
                                        .store = export->store,
                                        .current = export->loaded,
                                        .say = &say,
                                        .assets = options->assets,
                                        .step = say_step};
    bool done = say_load(&say, io, &arena, options->assets, files, &err) &&
                content_visit_run(&visit, &fail, &err);
    stick_destroy(stick);
    arena_finish(&arena);
    if (!done) {
        return say_failed(fail, &err);
    }
    return say_done();
}

static void say_photo(void *ctx, const char *name)
{
    (void)ctx;
    printf("photo %s\n", name);
    fflush(stdout);
}

static int photos(const struct sync_options *options, struct io *io)
{
    struct err err = {0};
    const char *fail = "stick.fail.not-a-stick";
    struct stick *stick = open_stick(options, options->stick, &err);
    const struct photos_visit visit = {.stick = stick,
                                       .io = io,
                                       .data = options->data,
                                       .step = say_step,
                                       .photo = say_photo,
                                       .note = say_note};

    bool done = stick != NULL && photos_visit_run(&visit, &fail, &err);
    stick_destroy(stick);
    return done ? say_done() : say_failed(fail, &err);
}

static int helpers(const struct sync_options *options, struct io *io, struct store *store)
{
    struct err err = {0};
    const char *fail = "stick.fail.not-a-stick";
    struct stick *stick = open_stick(options, options->stick, &err);
    const struct helpers_visit visit = {.stick = stick,
                                        .io = io,
                                        .data = options->data,
                                        .store = store,
                                        .assets = options->assets,
                                        .step = say_step};

    bool done = stick != NULL && helpers_visit_run(&visit, &fail, &err);
    stick_destroy(stick);
    return done ? say_done() : say_failed(fail, &err);
}

/* Without keys of its own (a damaged file, a full disk) a kiosk still fills a stick; it only sends
 * no bundles. */
static int work(const struct sync_options *options, struct io *io, const struct export *export)
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
        rc = visit(options, io, export, has ? &kiosk : NULL);
        break;
    case WORD_STATUS:
        rc = has && words_status(stdout, export, &kiosk, &err) ? EXIT_DONE : EXIT_FAILED;
        break;
    case WORD_ENROL:
        rc = has ? enrol(options, io, export, &kiosk) : EXIT_FAILED;
        break;
    case WORD_RUN: /* opens the store itself, each time */
    case WORD_CONTENT:
    case WORD_PHOTOS:
    case WORD_HELPERS:
    case SYNC_WORDS:
        break;
    }
    if (has) {
        sync_kiosk_finish(&kiosk);
    }
    arena_finish(&arena);
    return rc;
}

/* The first line of a file of its owner's: "name:password". */
static bool read_login(struct sync_options *options, struct io *io, struct arena *arena,
                       struct err *err)
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

static int run_net(struct sync_options *options, struct io *io)
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
    struct pack *pack = open_pack(io, options);
    if (run.carrier != NULL) {
        run.pack = pack;
        done = net_run(&run, &err);
    }
    carrier_destroy(run.carrier);
    pack_free(pack);
    arena_finish(&arena);
    return done ? EXIT_DONE : say_failed("net.fail", &err);
}

static int run(const struct sync_options *options, struct io *io)
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
        bool needs_pack = options->word != WORD_PHOTOS && options->word != WORD_HELPERS;
        struct pack *pack = needs_pack ? open_pack(io, options) : NULL;
        struct shown shown;
        shown_make(&shown, &arena, export.is_practice ? NULL : export.store, pack);
        export.loaded = pack;
        export.pack = shown.pack;
        rc = export.store == NULL            ? say_failed("stick.fail.store", &err)
             : options->word == WORD_CONTENT ? content(options, io, &export)
             : options->word == WORD_PHOTOS  ? photos(options, io)
             : options->word == WORD_HELPERS ? helpers(options, io, export.store)
                                             : work(options, io, &export);
        store_close(export.store);
        pack_free(pack);
    }
    arena_finish(&arena);
    return rc;
}

/* What the screen asks, on the connection. */
static bool read_ask(struct sync_options *options)
{
    char line[64];

    if (fgets(line, sizeof(line), stdin) == NULL) {
        return false;
    }
    line[strcspn(line, "\n")] = '\0';
    return sync_options_ask(options, line);
}

static int do_word(struct sync_options *options)
{
    static const struct err not_asked = {.msg = "asked for a visit in words that nobody knows"};

    signal(SIGPIPE, SIG_IGN); /* when the screen's program ends, the stick is still finished */
    if (options->asked && !read_ask(options)) {
        return say_failed("stick.fail.io", &not_asked);
    }
    json_start();
    db_start();
    struct io *io = io_posix();
    int rc = options->word == WORD_RUN ? run_net(options, io) : run(options, io);
    io_destroy(io);
    if (options->asked) {
        printf("end %d\n", rc); /* on a connection nobody sees how a program ends */
        fflush(stdout);
    }
    return rc;
}

int main(int argc, char *argv[])
{
    static struct sync_options options;
    static struct sync_conf conf;
    struct err err = {0};

    if (!sync_options_read(&options, &conf, argc, argv, &err)) {
        if (err.code != ERR_NONE) {
            fprintf(stderr, "dorpel-sync: %s\n", err.msg);
            return EXIT_FAILED;
        }
        fputs("dorpel-sync run --conf FILE | --data DIR [--pack DIR] --hub URL | --webdav URL "
              "[--pin HASH]... [--login FILE] [--every SECONDS] [--now] [--once]\n"
              "dorpel-sync visit --conf FILE | --data DIR [--pack DIR] [--assets DIR] "
              "[--stick-kind folder|fake|real] [--fail KIND[@N]] [--new yes|no] [--asked] STICK\n"
              "dorpel-sync content --conf FILE | --data DIR [--pack DIR] [--assets DIR] "
              "[--stick-kind folder|fake|real] [--fail KIND[@N]] [--asked] STICK\n"
              "dorpel-sync photos|helpers --conf FILE | --data DIR [--assets DIR] "
              "[--stick-kind folder|fake|real] [--fail KIND[@N]] [--asked] STICK\n"
              "dorpel-sync status --conf FILE | --data DIR [--pack DIR] [--assets DIR]\n"
              "dorpel-sync enrol --conf FILE | --data DIR [--pack DIR] [--assets DIR] "
              "[--accept \"FINGERPRINT\"] [--code CODE] [--village STICK|FILE]\n",
              stderr);
        return EXIT_USAGE;
    }
    if (sync_options_no_hub(&options)) {
        fprintf(stderr, "dorpel-sync: no hub in %s: all goes by stick\n", options.conf);
        return EXIT_DONE;
    }
    return do_word(&options);
}
