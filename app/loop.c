/* The device's loop: fingers, keys, button, children. Sleeps in poll(); SDL's own wait would spin
 * at a millisecond on KMS. */
#include "app/base/crypto.h"
#include "app/base/log.h"
#include "app/base/notify.h"
#include "app/kiosk.h"
#include "app/pulse.h"
#include "firmware/board.h"
#include "firmware/uevent.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { MAX_FDS = 32, SCAN_GAP_MS = 80, SCAN_MIN = 6 };
#ifdef DORPEL_TEST
enum { LOOK_MS = 300 };
#else
enum { LOOK_MS = 30000 }; /* at the monitor's plug, when nobody tells */
#endif
enum { SETTLE_S = 300 };

struct scan { /* keys that come faster than fingers are a scanner */
    char text[64];
    size_t len;
    int64_t last_ms;
};

struct watch { /* over the machine, for as long as the loop runs */
    struct pulse pulse;
    int uevents; /* -1: none */
    bool is_kms;
    uint64_t display; /* what was plugged in when we began */
    int64_t looked_ms;
    bool was_silent; /* the store did not answer, and that was said */
};

static volatile sig_atomic_t asked_to_stop, asked_to_rest;

static void on_signal(int number)
{
    if (number == SIGUSR1) {
        asked_to_rest = 1; /* end when nobody is here: the service starts us afresh */
    } else {
        asked_to_stop = 1;
    }
}

static void take_key(struct kiosk *kiosk, struct scan *scan, const struct ui_sdl_event *event)
{
    int64_t now = clock_mono_ms(&kiosk->clock);
    if (event->key == '\r') {
        bool was_scan = scan->len >= SCAN_MIN && now - scan->last_ms < SCAN_GAP_MS;
        if (was_scan) {
            app_scan(kiosk->app, scan->text);
        } else if (kiosk->options->button == BUTTON_FROM_KEY && !event->is_repeat) {
            app_button_edge(kiosk->app, event->phase == UI_DOWN, now);
        }
        if (event->phase == UI_DOWN) {
            crypto_wipe(scan, sizeof(*scan));
        }
    }
}

static void take_text(struct kiosk *kiosk, struct scan *scan, const char *text)
{
    int64_t now = clock_mono_ms(&kiosk->clock);
    if (now - scan->last_ms > SCAN_GAP_MS) {
        memset(scan, 0, sizeof(*scan));
    }
    size_t len = strlen(text);
    if (scan->len + len < sizeof(scan->text)) {
        memcpy(scan->text + scan->len, text, len + 1);
        scan->len += len;
    }
    scan->last_ms = now;
}

/* What SDL holds now. *ret_some: there was anything. False: somebody closed the window. */
static bool take_events(struct kiosk *kiosk, struct scan *scan, bool *ret_some)
{
    if (scan->len > 0 && clock_mono_ms(&kiosk->clock) - scan->last_ms > SCAN_GAP_MS) {
        crypto_wipe(scan, sizeof(*scan)); /* keys without an end were no scanner's */
    }
    struct ui_sdl_event event;
    *ret_some = false;
    while (ui_sdl_poll(kiosk->sdl, &event)) {
        *ret_some = true;
        switch (event.kind) {
        case UI_SDL_TOUCH:
            kiosk_touch(kiosk, event.finger, event.phase, event.x, event.y);
            /* Down and up may come together: each gets its frame, so that nothing is lost. */
            if (event.phase != UI_MOVE) {
                kiosk_turn(kiosk);
            }
            break;
        case UI_SDL_KEY:
            take_key(kiosk, scan, &event);
            break;
        case UI_SDL_TEXT:
            take_text(kiosk, scan, event.text);
            break;
        case UI_SDL_QUIT:
            return false;
        case UI_SDL_NONE:
            break;
        }
    }
    return true;
}

static void take_button(struct kiosk *kiosk)
{
    struct gpio_event event;
    struct err err = {0};
    int got = 0;
    while (kiosk->gpio != NULL && (got = gpio_read(kiosk->gpio, &event, &err)) > 0) {
        app_button_edge(kiosk->app, event.pressed, event.time_ns / 1000000);
    }
    if (got < 0) {
        log_line(LOG_ERROR, "button: %s", err.msg);
        kiosk_lost_button(kiosk);
    }
}

/* ---- the machine ------------------------------------------------------------------------------
 */

static void watch_begin(struct watch *watch, struct kiosk *kiosk)
{
    int64_t now = clock_mono_ms(&kiosk->clock);
    *watch = (struct watch){.uevents = -1, .looked_ms = now, .is_kms = kiosk->is_kms};
    pulse_begin(&watch->pulse, notify_watchdog_ms(), now);
    if (watch->is_kms) {
        watch->uevents = uevent_open();
        watch->display = board_display(kiosk->options->sys, NULL);
    }
}

/* What SDL was opened on is not there any more, or there is something now: only a new start finds
 * it. All that matters is in the store. */
static bool display_changed(struct watch *watch, struct kiosk *kiosk)
{
    int64_t now = clock_mono_ms(&kiosk->clock);
    unsigned kinds = uevent_read(watch->uevents);
    if ((kinds & UEVENT_INPUT) != 0) {
        ui_sdl_inputs_changed(kiosk->sdl);
        kiosk->looked_ms = 0; /* a touchscreen may be lost, or back */
    }
    if ((kinds & UEVENT_GPIO) != 0) {
        kiosk->looked_ms = 0;
    }
    if (!watch->is_kms || ((kinds & UEVENT_DRM) == 0 && now - watch->looked_ms < LOOK_MS)) {
        return false;
    }
    watch->looked_ms = now;
    if (board_display(kiosk->options->sys, NULL) == watch->display) {
        return false;
    }
    log_line(LOG_WARN, "the display is another one now");
    return true;
}

/* After a turn: what had to be drawn is drawn. */
static void feed_watchdog(struct watch *watch, struct kiosk *kiosk)
{
    struct err err = {0};
    int64_t now = clock_mono_ms(&kiosk->clock);
    if (!pulse_is_due(&watch->pulse, now)) {
        return;
    }
    bool answered = app_answers(kiosk->app, &err);
    if (pulse_beat(&watch->pulse, answered, now)) {
        notify_send("WATCHDOG=1");
    } else if (!watch->was_silent) {
        log_line(LOG_ERROR, "the store does not answer: %s", err.msg);
    }
    watch->was_silent = !answered;
}

static void hang_when_asked(const struct kiosk *kiosk)
{
    if (kiosk->options->hang_after_ms > 0 &&
        clock_mono_ms(&kiosk->clock) >= kiosk->started_ms + kiosk->options->hang_after_ms) {
        log_line(LOG_WARN, "hanging, as asked");
        for (;;) {
            pause();
        }
    }
}

/* ---- sleeping ---------------------------------------------------------------------------------
 */

static int64_t soonest(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static void sleep_until_needed(struct kiosk *kiosk, const struct watch *watch)
{
    int fds[MAX_FDS];
    size_t count = ui_sdl_fds(kiosk->sdl, fds, MAX_FDS - 5);
    count += app_fds(kiosk->app, fds + count, 3);
    if (watch->uevents >= 0) {
        fds[count++] = watch->uevents;
    }
    if (kiosk->gpio != NULL && gpio_fd(kiosk->gpio) >= 0) {
        fds[count++] = gpio_fd(kiosk->gpio);
    }
    struct pollfd polls[MAX_FDS];
    for (size_t i = 0; i < count; i++) {
        polls[i] = (struct pollfd){.fd = fds[i], .events = POLLIN};
    }
    int64_t next = soonest(app_deadline_ms(kiosk->app), pulse_deadline_ms(&watch->pulse));
    if (kiosk->options->hang_after_ms > 0) {
        next = soonest(next, kiosk->started_ms + kiosk->options->hang_after_ms);
    }
    int64_t wait = next - clock_mono_ms(&kiosk->clock);
    int timeout = wait < 0 ? 0 : wait > 60000 ? 60000 : (int)wait;
    if (poll(polls, (nfds_t)count, timeout) < 0 && errno != EINTR) {
        log_line(LOG_ERROR, "poll failed");
    }
    report_wake(&kiosk->report);
    ui_sdl_drain(kiosk->sdl);
}

static void take_signals(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof(action));
    action.sa_handler = on_signal;
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGUSR1, &action, NULL);
}

/* What may wait until the village is on the screen. It may read all of a large store from a slow
 * card, longer than the watchdog waits otherwise. */
static bool settle(struct kiosk *kiosk, struct watch *watch)
{
    struct err err = {0};
    char words[64];
    notify_send("READY=1");
    if (watch->pulse.limit_ms > 0) {
        snprintf(words, sizeof(words), "WATCHDOG_USEC=%d", SETTLE_S * 1000000);
        notify_send(words);
    }
    bool done = app_settle(kiosk->app, &err);
    if (watch->pulse.limit_ms > 0) {
        snprintf(words, sizeof(words), "WATCHDOG_USEC=%lld",
                 (long long)watch->pulse.limit_ms * 1000);
        notify_send(words);
    }
    if (!done) {
        log_line(LOG_ERROR, "store: %s", err.msg);
        fprintf(stderr, "dorpel: %s\n", err.msg); /* for the journal; the service starts us again */
    }
    return done;
}

int loop_run(struct kiosk *kiosk)
{
    struct scan scan;
    struct watch watch;
    memset(&scan, 0, sizeof(scan));
    take_signals();
    watch_begin(&watch, kiosk);
    kiosk_turn(kiosk);
    if (!settle(kiosk, &watch)) {
        return 1;
    }
    kiosk->started_ms = clock_mono_ms(&kiosk->clock);
    bool open = true, some;
    while (open && asked_to_stop == 0) {
        open = take_events(kiosk, &scan, &some);
        take_button(kiosk);
        kiosk_turn(kiosk);
        bool is_other = display_changed(&watch, kiosk);
        kiosk_look(kiosk);
        feed_watchdog(&watch, kiosk);
        hang_when_asked(kiosk);
        if (is_other || (asked_to_rest != 0 && app_is_quiet(kiosk->app))) {
            break;
        }
        /* Presenting may have read events off the wire already: never sleep on those. */
        open = open && take_events(kiosk, &scan, &some);
        if (!some && !kiosk_ahead(kiosk)) {
            sleep_until_needed(kiosk, &watch);
        }
    }
    if (watch.uevents >= 0) {
        close(watch.uevents);
    }
    notify_send("STOPPING=1");
    return 0;
}
