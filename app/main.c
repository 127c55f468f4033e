/* dorpel: the kiosk. Reads its options and runs one of: the device's loop, a scripted visit, a dump
 * of all records, a rebuild of the projections. */
#include "app/base/log.h"
#include "app/chores.h"
#include "app/store/db.h"
#include "app/store/store_logbook.h"
#include "app/store/vfs_tap.h"
#include "app/trial.h"

#include <locale.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LOG_BYTES = 256 * 1024, EXIT_USAGE = 2 };

/* For the person who types a command, not for residents: English, and it stands here. */
static const char usage[] =
    "dorpel --data DIR --pack DIR [options]\n"
    "  --data DIR          where the kiosk keeps everything (made when missing)\n"
    "  --pack DIR          the village's content, a folder\n"
    "  --screen WxH@MMmm   the screen in pixels and its width in millimetres (1280x800@217mm)\n"
    "  --lang nl|fy|en     language of a fresh visit (nl)\n"
    "  --button NAME|key|none  GPIO line of the button, Enter on the keyboard (key), or no button\n"
    "  --lamp NAME         GPIO line of the lamp (GPIO27)\n"
    "  --stick DIR         a folder that stands for the USB stick\n"
    "  --play FILE         play a scripted visit in virtual time, without a window\n"
    "  --set NAME=VALUE    a $NAME for the visit; may be given more often\n"
    "  --shots DIR         where the visit's pictures go\n"
    "  --conf FILE         the same options, one a line: name = value\n"
    "  --seed N            layout and rotation only; never ids or keys\n"
    "  --assets DIR        texts, fonts, icons, drawings\n"
    "  --programs DIR      where dorpel-sync stands\n"
    "  --dump              print all records as JSON lines sorted by id; 1 when the\n"
    "                      logbook is not as it was written\n"
    "  --runtime DIR       an appliance: where dorpel-stick and stick visits are asked "
    "(/run/dorpel)\n"
    "  --backup DIR        a second medium for the copy of the night\n"
    "  --health            how the machine is doing, a line a part; exit 1 if any is bad\n"
    "  --night             check, copy and pack the store; for a timer\n"
    "  --lamp-off          put the lamp out, for when the kiosk has stopped\n"
    "  --hang-after N      stop moving after N seconds, to see that the watchdog works\n"
    "  --try               draw every screen of the pack once, decode every photo, and end;\n"
    "                      1 when something does not fit, a line of JSON each\n"
    "  --try-words         the same without photos: only whether all words fit\n"
    "  --rebuild           make the projections again from the records\n"
    "Exit: 0 fine, 1 an expectation of a visit failed or a run-time error, 2 bad usage.\n";

struct dump {
    struct arena arena;
    struct err *err;
};

static bool print_record(void *ctx, const struct record *record)
{
    struct dump *dump = ctx;
    size_t len = 0;
    const char *line = record_line(&dump->arena, record, &len);
    bool ok = line != NULL && fwrite(line, 1, len, stdout) == len && putchar('\n') != EOF;
    if (!ok) {
        err_set(dump->err, line == NULL ? ERR_DAMAGED : ERR_IO, "printing a %s",
                record_kind_name(record->kind));
    }
    arena_reset(&dump->arena);
    return ok;
}

/* After the records, so that these are there to look at. */
static bool check_logbook(struct store *store, struct err *err)
{
    struct logbook_check check;
    if (!store_logbook_check(store, &check, err)) {
        return false;
    }
    return check.is_whole ||
           err_set(err, ERR_DAMAGED, "the logbook was changed at line %lld", (long long)check.line);
}

/* --dump and --rebuild: no screen, no pack. */
static int run_on_store(struct io *io, const struct options *options)
{
    struct err err = {0};
    struct store_options wanted = {.dir = options->data, .read_only = options->dump};
    struct store *store = store_open(io, &wanted, &err);
    bool ok = store != NULL;
    if (ok && options->rebuild) {
        ok = store_rebuild(store, &err);
    }
    if (ok && options->dump) {
        struct dump dump = {.err = &err};
        arena_init(&dump.arena, 0);
        ok = store_each(store, print_record, &dump, &err) &&
             (fflush(stdout) == 0 || err_set(&err, ERR_IO, "printing"));
        arena_finish(&dump.arena);
        ok = ok && check_logbook(store, &err);
    }
    store_close(store);
    if (!ok) {
        fprintf(stderr, "dorpel: %s\n", err.msg);
    }
    return ok ? 0 : 1;
}

/* A window where there is a display; else the console. A visit is headless unless asked. */
static enum ui_sdl_mode screen_mode(const struct options *options)
{
    if ((options->play[0] != '\0' && !options->window) || options->headless) {
        return UI_SDL_HEADLESS;
    }
    bool display = getenv("DISPLAY") != NULL || getenv("WAYLAND_DISPLAY") != NULL;
    return display ? UI_SDL_WINDOW : UI_SDL_KMS;
}

/* Of an appliance. Whoever types a command rather reads that there is none. */
static bool has_no_monitor(const struct options *options)
{
    struct board board;
    if (options->runtime[0] == '\0') {
        return false;
    }
    board_look(&board, options->sys, NULL);
    return board.has_cards && !board.has_display;
}

static int run_chore(struct io *io, const struct options *options)
{
    static struct kiosk kiosk;
    if (options->lamp_off) {
        return chores_lamp_off(options);
    }
    kiosk.io = io;
    clock_init(&kiosk.clock, 0);
    return options->night ? chores_night(io, options) : chores_health(&kiosk, options);
}

static int run_kiosk(struct io *io, const struct options *options, char *const argv[])
{
    static struct kiosk kiosk; /* main's one piece of state */
    struct err err = {0};
    bool is_play = options->play[0] != '\0';
    kiosk.io = io;
    if (is_play) {
        int64_t wall = 0;
        clock_parse(&wall, "2026-03-09T10:00:00Z");
        clock_init_virtual(&kiosk.clock,
                           options->resume_wall_s != 0 ? options->resume_wall_s : wall);
        if (!vfs_tap_register(&io->tap, &err)) {
            fprintf(stderr, "dorpel: %s\n", err.msg);
            return 1;
        }
    } else {
        clock_init(&kiosk.clock, 0);
    }
    char log_path[600];
    snprintf(log_path, sizeof(log_path), "%s/dorpel.log", options->data);
    if (!io_make_dirs(io, options->data, &err)) {
        fprintf(stderr, "dorpel: %s\n", err.msg);
        return 1;
    }
    log_open(io, &kiosk.clock, log_path, LOG_BYTES);
    int code = 1;
    enum ui_sdl_mode mode = screen_mode(options);
    kiosk.is_kms = mode == UI_SDL_KMS;
    if (kiosk.is_kms && has_no_monitor(options)) {
        mode =
            UI_SDL_HEADLESS; /* all but the screen goes on; the loop ends when one is plugged in */
        log_line(LOG_WARN, "no monitor is plugged in");
    }
    if (kiosk_init(&kiosk, options, mode, is_play ? "dorpel-tap" : NULL, &err)) {
        code = is_play ? play_run(&kiosk, argv) : loop_run(&kiosk);
        if (!report_write(&kiosk.report, io, options->report, &err)) {
            fprintf(stderr, "dorpel: %s\n", err.msg);
        }
        kiosk_finish(&kiosk);
    } else {
        fprintf(stderr, "dorpel: %s\n", err.msg);
        log_line(LOG_ERROR, "start: %s", err.msg);
    }
    log_close();
    return code;
}

int main(int argc, char *argv[])
{
    setlocale(LC_ALL, "C.UTF-8");
    mallopt(M_MMAP_THRESHOLD, 1024 * 1024); /* and not ever higher: photos leave no holes */
    struct err err = {0};
    static struct options options;
    if (!options_read(&options, argc, argv, &err)) {
        fprintf(stderr, "dorpel: %s\n", err.msg);
        return EXIT_USAGE;
    }
    if (options.help) {
        fputs(usage, stdout);
        return 0;
    }
    json_start();
    db_start();
    if (!crypto_start(&err)) {
        fprintf(stderr, "dorpel: %s\n", err.msg);
        return 1;
    }
    struct io *io = io_posix();
    bool is_chore = options.lamp_off || options.night || options.health;
    int code = is_chore                               ? run_chore(io, &options)
               : options.dump || options.rebuild      ? run_on_store(io, &options)
               : options.try_out || options.try_words ? trial_run(io, &options)
                                                      : run_kiosk(io, &options, argv);
    io_destroy(io);
    return code;
}
