#include "app/kiosk.h"

#include "app/app_photo.h"
#include "app/base/log.h"
#include "app/base/str.h"

#include <malloc.h>
#include <stdio.h>
#include <string.h>

enum { LOOK_MS = 10000 };
enum { AHEAD_MS = 20 }; /* a step takes some 3 ms; nothing that moves waits for one */

/* keys: fault.chip-missing fault.line-taken fault.line-broken */
static enum health_fault fault_of(const struct err *err)
{
    return err->code == ERR_MISSING ? HEALTH_CHIP_MISSING
           : err->code == ERR_BUSY  ? HEALTH_LINE_TAKEN
                                    : HEALTH_LINE_BROKEN;
}

static void open_button(struct kiosk *kiosk)
{
    const struct options *options = kiosk->options;
    if (options->button != BUTTON_FROM_LINE) {
        return;
    }
    struct gpio_want want = {options->button_line, options->lamp_line, true};
    struct err err = {0}, lampless = {0};
    enum health_fault lamp = HEALTH_FINE;
    kiosk->gpio = gpio_open(&want, &err);
    if (kiosk->gpio == NULL && options->lamp_line[0] != '\0') {
        want.lamp_line = NULL; /* a button without its lamp is still a button */
        kiosk->gpio = gpio_open(&want, &lampless);
        lamp = kiosk->gpio != NULL ? HEALTH_LAMP_MISSING : HEALTH_FINE;
    }
    enum health_fault button = kiosk->gpio != NULL ? HEALTH_FINE : fault_of(&err);
    if (button != kiosk->machine.button || lamp != kiosk->machine.lamp) {
        log_line(LOG_WARN, "button: %s", err.code == ERR_NONE ? "back" : err.msg);
    }
    kiosk->button_is_ours = err.code == ERR_BUSY && strstr(err.msg, "dorpel-") != NULL;
    kiosk->machine.button = button;
    kiosk->machine.lamp = lamp;
    kiosk->machine.asks_lamp = kiosk->gpio != NULL && options->lamp_line[0] != '\0';
    kiosk->lamp_lit = false; /* it was opened dark */
    app_button_missing(kiosk->app, kiosk->gpio == NULL);
}

void kiosk_lost_button(struct kiosk *kiosk)
{
    gpio_close(kiosk->gpio);
    kiosk->gpio = NULL;
    kiosk->machine.button = HEALTH_LINE_BROKEN;
    kiosk->machine.asks_lamp = false;
    app_button_missing(kiosk->app, true);
}

void kiosk_look(struct kiosk *kiosk)
{
    int64_t now = clock_mono_ms(&kiosk->clock);
    if (kiosk->looked_ms != 0 && now - kiosk->looked_ms < LOOK_MS) {
        return;
    }
    kiosk->looked_ms = now;
    if (kiosk->gpio == NULL) {
        open_button(kiosk);
    }
    kiosk->machine.asks_screen = kiosk->is_kms;
    size_t touchscreens = kiosk->machine.board.touchscreens;
    board_look(&kiosk->machine.board, kiosk->options->sys, kiosk->options->data);
    if (kiosk->is_kms &&
        (!kiosk->was_looked || touchscreens != kiosk->machine.board.touchscreens)) {
        log_line(LOG_INFO, "touchscreens: %zu", kiosk->machine.board.touchscreens);
    }
    kiosk->was_looked = true;
    app_machine(kiosk->app, &kiosk->machine);
}

bool kiosk_init(struct kiosk *kiosk, const struct options *options, enum ui_sdl_mode mode,
                const char *vfs, struct err *err)
{
    kiosk->options = options;
    kiosk->report.is_on = options->report[0] != '\0';
    kiosk->sdl = ui_sdl_open(&options->screen, mode, "Dorpel", options->assets, err);
    if (kiosk->sdl == NULL) {
        return err_wrap(err, "screen");
    }
    struct app_options wanted = {
        .data = options->data,
        .pack = options->pack,
        .assets = options->assets,
        .programs = options->programs,
        .lang = options->lang,
        .stick = options->stick[0] != '\0' ? options->stick : NULL,
        .runtime = options->runtime[0] != '\0' ? options->runtime : NULL,
        .sys = options->sys,
        .vfs = vfs,
        .screen = options->screen,
        .seed = options->seed,
        .has_button = options->button != BUTTON_FROM_NONE,
    };
    kiosk->app = app_create(kiosk->io, &kiosk->clock, &wanted, ui_sdl_face(kiosk->sdl), err);
    if (kiosk->app == NULL) {
        ui_sdl_close(kiosk->sdl);
        kiosk->sdl = NULL;
        return false;
    }
    char folder[700];
    app_photo_dir(kiosk->app, folder, sizeof(folder), false);
    ui_sdl_photo_room(kiosk->sdl, OVERLAY_OWN, folder);
    app_photo_dir(kiosk->app, folder, sizeof(folder), true);
    ui_sdl_photo_room(kiosk->sdl, PHOTO_ON_STICK, folder);
    open_button(kiosk);
    app_machine(kiosk->app, &kiosk->machine);
    return true;
}

void kiosk_finish(struct kiosk *kiosk)
{
    gpio_close(kiosk->gpio);
    app_destroy(kiosk->app);
    ui_sdl_close(kiosk->sdl);
}

void kiosk_touch(struct kiosk *kiosk, int64_t finger, enum ui_phase phase, int x, int y)
{
    report_touch(&kiosk->report);
    app_touch(kiosk->app, finger, phase, x, y);
}

/* What is on the screen now comes first: it is held, and read again when it had to go. */
static void begin_ahead(struct kiosk *kiosk)
{
    kiosk->ahead.list = ui_list(app_ui(kiosk->app));
    kiosk->ahead.next = 0;
    ui_sdl_ahead_anew(kiosk->sdl);
}

bool kiosk_ahead(struct kiosk *kiosk)
{
    int64_t now = clock_mono_ms(&kiosk->clock);
    if (kiosk->ahead.list == NULL || app_deadline_ms(kiosk->app) - now < AHEAD_MS) {
        return false;
    }
    report_step(&kiosk->report);
    if (!ui_sdl_ahead(kiosk->sdl, kiosk->ahead.list)) {
        kiosk->ahead.list = app_ahead(kiosk->app, kiosk->ahead.next++);
    }
    report_stepped(&kiosk->report);
    return true;
}

bool kiosk_turn(struct kiosk *kiosk)
{
    report_turn_begins(&kiosk->report);
    bool changed = app_frame(kiosk->app);
    if (strcmp(kiosk->photos, app_photos(kiosk->app)) != 0) {
        str_copy(kiosk->photos, sizeof(kiosk->photos), app_photos(kiosk->app));
        ui_sdl_photos(kiosk->sdl, kiosk->photos);
        changed = true;
    }
    if (changed) {
        ui_sdl_present(kiosk->sdl, ui_list(app_ui(kiosk->app)));
        begin_ahead(kiosk);
    }
    report_turn(&kiosk->report, changed, app_screen_name(kiosk->app));
    bool is_quiet = strcmp(app_screen_name(kiosk->app), "attract") == 0;
    if (is_quiet && !kiosk->was_quiet) {
        malloc_trim(0); /* the visitor has left: what the visit took goes back */
    }
    kiosk->was_quiet = is_quiet;
    bool lit = app_lamp_lit(kiosk->app);
    if (kiosk->gpio != NULL && lit != kiosk->lamp_lit) {
        gpio_lamp(kiosk->gpio, lit, NULL);
    }
    kiosk->lamp_lit = lit;
    return changed;
}
