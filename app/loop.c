/* The device's loop: fingers, keys, button, children. Sleeps in poll(); SDL's own wait would spin
 * at a millisecond on KMS. */
#include "app/base/crypto.h"
#include "app/base/log.h"
#include "app/kiosk.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

enum { MAX_FDS = 32, SCAN_GAP_MS = 80, SCAN_MIN = 6 };

struct scan { /* keys that come faster than fingers are a scanner */
    char text[64];
    size_t len;
    int64_t last_ms;
};

static volatile sig_atomic_t asked_to_stop;

static void on_signal(int number)
{
    (void)number;
    asked_to_stop = 1;
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
        gpio_close(kiosk->gpio);
        kiosk->gpio = NULL;
        app_button_missing(kiosk->app, true);
    }
}

static void sleep_until_needed(struct kiosk *kiosk)
{
    int fds[MAX_FDS];
    size_t count = ui_sdl_fds(kiosk->sdl, fds, MAX_FDS - 4);
    count += app_fds(kiosk->app, fds + count, 3);
    if (kiosk->gpio != NULL && gpio_fd(kiosk->gpio) >= 0) {
        fds[count++] = gpio_fd(kiosk->gpio);
    }
    struct pollfd polls[MAX_FDS];
    for (size_t i = 0; i < count; i++) {
        polls[i] = (struct pollfd){.fd = fds[i], .events = POLLIN};
    }
    int64_t wait = app_deadline_ms(kiosk->app) - clock_mono_ms(&kiosk->clock);
    int timeout = wait < 0 ? 0 : wait > 60000 ? 60000 : (int)wait;
    if (poll(polls, (nfds_t)count, timeout) < 0 && errno != EINTR) {
        log_line(LOG_ERROR, "poll failed");
    }
    report_wake(&kiosk->report);
    ui_sdl_drain(kiosk->sdl);
}

int loop_run(struct kiosk *kiosk)
{
    struct sigaction action;
    memset(&action, 0, sizeof(action));
    action.sa_handler = on_signal;
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    struct scan scan;
    memset(&scan, 0, sizeof(scan));
    kiosk_turn(kiosk);
    struct err err = {0};
    if (!app_settle(kiosk->app, &err)) { /* what may wait until the village is on the screen */
        log_line(LOG_ERROR, "store: %s", err.msg);
        fprintf(stderr, "dorpel: %s\n", err.msg); /* for the journal; the service starts us again */
        return 1;
    }
    bool open = true, some;
    while (open && asked_to_stop == 0) {
        open = take_events(kiosk, &scan, &some);
        take_button(kiosk);
        kiosk_turn(kiosk);
        /* Presenting may have read events off the wire already: never sleep on those. */
        open = open && take_events(kiosk, &scan, &some);
        if (!some && !kiosk_ahead(kiosk)) {
            sleep_until_needed(kiosk);
        }
    }
    return 0;
}
