#include "app/chores.h"

#include "app/store/store.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { COPY_STEP = 64 * 1024 };

/* ---- the night ------------------------------------------------------------------------------- */

/* A folder on the same medium would be no second copy; one that is not there is no fault. */
static bool is_second_medium(const char *data, const char *backup)
{
    struct stat here, there;

    return backup[0] != '\0' && stat(data, &here) == 0 && stat(backup, &there) == 0 &&
           S_ISDIR(there.st_mode) && here.st_dev != there.st_dev;
}

/* Piece by piece; same: nothing is written, and each piece must be there already. */
static bool go_through(struct io *io, int from, int to, bool same, struct err *err)
{
    static char piece[COPY_STEP], other[COPY_STEP];

    for (int64_t at = 0;;) {
        ssize_t len = io->ops->read(io, from, piece, sizeof(piece), at);
        if (len < 0) {
            return err_errno(err, (int)len, "reading the copy");
        }
        ssize_t done = same ? io->ops->read(io, to, other, sizeof(other), at)
                            : io->ops->write(io, to, piece, (size_t)len, at);
        if (done != len || (same && memcmp(piece, other, (size_t)len) != 0)) {
            return done < 0 ? err_errno(err, (int)done, "the second medium")
                            : err_set(err, ERR_IO, "the second medium keeps other bytes");
        }
        if (len == 0) {
            return true;
        }
        at += len;
    }
}

/* The copy of the night before stays until the new one is whole and was read back. */
static bool copy_away(struct io *io, const char *from, const char *to, struct err *err)
{
    char temp[OPTIONS_PATH + 40];

    snprintf(temp, sizeof(temp), "%s.tmp", to);
    int source = io->ops->open(io, from, IO_READ);
    if (source < 0) {
        return err_errno(err, source, "%s", from);
    }
    int target = io->ops->open(io, temp, IO_WRITE | IO_CREATE | IO_TRUNC | IO_PRIVATE);
    bool done = target >= 0 || err_errno(err, target, "%s", temp);
    done = done && go_through(io, source, target, false, err);
    int rc = done ? io->ops->sync(io, target) : 0;
    if (target >= 0) {
        io->ops->close(io, target);
    }
    target = done ? io->ops->open(io, temp, IO_READ) : -1;
    done = done && rc == 0 && target >= 0 && go_through(io, source, target, true, err);
    if (target >= 0) {
        io->ops->close(io, target);
    }
    io->ops->close(io, source);
    rc = rc < 0 || !done ? rc : io->ops->rename(io, temp, to);
    if (!done || rc < 0) {
        io->ops->unlink(io, temp);
        return done || rc < 0 ? err_errno(err, rc, "the second medium") : false;
    }
    return true;
}

static bool back_up(struct io *io, const struct options *options, struct err *err)
{
    char from[OPTIONS_PATH + 32], to[OPTIONS_PATH + 32];

    if (!is_second_medium(options->data, options->backup)) {
        puts("night: no second medium");
        return true;
    }
    snprintf(from, sizeof(from), "%s/dorpel-backup.db", options->data);
    snprintf(to, sizeof(to), "%s/dorpel-backup.db", options->backup);
    if (!copy_away(io, from, to, err)) {
        return err_wrap(err, "second medium");
    }
    puts("night: a copy on the second medium");
    return true;
}

int chores_night(struct io *io, const struct options *options)
{
    struct err err = {0};
    struct store_options wanted = {.dir = options->data};
    struct store *store = store_open(io, &wanted, &err);
    /* Read whole before the copy of yesterday is replaced. */
    bool done = store != NULL && store_verify(store, &err) && store_night(store, &err);

    store_close(store);
    done = done && back_up(io, options, &err);
    if (!done) {
        fprintf(stderr, "dorpel: %s\n", err.msg);
    }
    return done ? 0 : 1;
}

/* ---- health ---------------------------------------------------------------------------------- */

/* keys: health.disk-good health.clock-sure fault.disk-full fault.clock-unsure store.set-aside
 * store.full store.read-only health.store-good */
static bool print_health(struct kiosk *kiosk)
{
    struct health health;

    app_health(kiosk->app, &health);
    for (int part = 0; part < HEALTH_PARTS; part++) {
        if (health.is_asked[part]) {
            printf("%-7s %-5s %s\n", health_part_name((enum health_part)part),
                   health.fault[part] == HEALTH_FINE ? "good" : "BAD",
                   app_text(kiosk->app, health_key(&health, (enum health_part)part)));
        }
    }
    return health_is_good(&health);
}

/* The running kiosk holds the lines: then they are there, and what it says of them counts. */
static void ask_beside(struct kiosk *kiosk)
{
    kiosk_look(kiosk);
    kiosk->machine.asks_screen = kiosk->machine.board.has_cards;
    if (kiosk->button_is_ours) {
        kiosk->machine.button = kiosk->machine.lamp = HEALTH_FINE;
        kiosk->machine.asks_lamp = true;
        app_button_missing(kiosk->app, false);
    }
    app_machine(kiosk->app, &kiosk->machine);
}

int chores_health(struct kiosk *kiosk, const struct options *options)
{
    struct err err = {0};

    if (!kiosk_init(kiosk, options, UI_SDL_HEADLESS, NULL, &err)) {
        printf("%-7s %-5s %s\n", "store", "BAD", err.msg);
        return 1;
    }
    ask_beside(kiosk);
    bool good = print_health(kiosk);
    kiosk_finish(kiosk);
    return good ? 0 : 1;
}

/* ---- the lamp -------------------------------------------------------------------------------- */

int chores_lamp_off(const struct options *options)
{
    struct gpio_want want = {options->button_line, options->lamp_line, true};
    struct err err = {0};

    if (options->button != BUTTON_FROM_LINE || options->lamp_line[0] == '\0') {
        return 0;
    }
    struct gpio *gpio = gpio_open(&want, &err); /* the lamp first, and dark */
    if (gpio == NULL) {
        fprintf(stderr, "dorpel: %s\n", err.msg);
    }
    gpio_close(gpio);
    return 0;
}
