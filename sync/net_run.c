#define _GNU_SOURCE /* ppoll */
#include "sync/net_run.h"

#include "app/base/str.h"
#include "app/store/store_admin.h"
#include "sync/content.h"
#include "sync/guest_letter.h"
#include "sync/daemon.h"
#include "sync/exchange.h"
#include "sync/machine.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { DAY_S = 24 * 60 * 60, NUMBER_CAP = 24 };

struct running {
    const struct net_run *run;
    struct refusals refusals;
    struct clock clock; /* quality 3 stays from one visit to the next */
    bool has_clock;
    uint64_t fetched;    /* number of the pack that came last, and was not taken in since */
    int64_t fetched_ms;  /* when */
    int64_t released_ms; /* when votes were last let go by how long we run; for want of a date */
    struct err last;     /* of the last visit */
    sigset_t awake;      /* the mask while asleep: signals come through */
    int call;            /* a FIFO in which the screen says "now"; -1: none */
};

static volatile sig_atomic_t ends, is_called;

static void on_end(int number)
{
    (void)number;
    ends = 1;
}

static void on_call(int number)
{
    (void)number;
    is_called = 1;
}

static int64_t boot_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_BOOTTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void say_note(void *ctx, const char *key, const char *detail)
{
    (void)ctx;
    printf("note %s %s\n", key, detail);
    fflush(stdout);
}

/* ---- the store ----------------------------------------------------------------------------- */

struct store *net_open_store(struct io *io, const char *dir, bool *ret_is_practice, struct err *err)
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

static int64_t get_number(struct store *store, const char *name, int64_t fallback)
{
    struct arena arena;
    const char *text;

    arena_init(&arena, 0);
    int64_t number =
        store_setting_get(store, &arena, name, &text, NULL) ? strtoll(text, NULL, 10) : fallback;
    arena_finish(&arena);
    return number;
}

static bool put_number(struct store *store, const char *name, int64_t number, struct err *err)
{
    char text[NUMBER_CAP];

    snprintf(text, sizeof(text), "%" PRId64, number);
    return store_setting_put(store, name, text, err);
}

/* ---- one visit ----------------------------------------------------------------------------- */

/* Once a night, at an hour of this kiosk's own; without a date once a day of running. A kiosk that
 * is new waits for its first night. */
static bool is_time_for_votes(const struct running *running, struct store *store,
                              const struct sync_kiosk *kiosk)
{
    int64_t now_s = clock_wall_s(&running->clock), day = now_s / DAY_S;
    bool is_past = now_s % DAY_S >= daemon_slot_s(kiosk->self.party.id, BUNDLE_PARTY, day);
    int64_t last = get_number(store, "sync.night", -1);

    if (running->clock.quality == CLOCK_NONE) {
        return boot_ms() - running->released_ms >= (int64_t)DAY_S * 1000;
    }
    if (last < 0) {
        put_number(store, "sync.night", is_past ? day : day - 1, NULL);
        return false;
    }
    return last < day && is_past;
}

static bool note_night(struct running *running, struct store *store, struct err *err)
{
    running->released_ms = boot_ms();
    return put_number(store, "sync.night", clock_wall_s(&running->clock) / DAY_S, err);
}

static bool visit_with(struct running *running, struct store *store, struct sync_kiosk *kiosk,
                       bool is_practice, struct exchange_news *ret, struct err *err)
{
    if (!running->has_clock) {
        clock_init(&running->clock, get_number(store, "clock-floor", 0));
        running->has_clock = true;
    }
    const struct exchange exchange = {
        .kiosk = kiosk,
        .carrier = running->run->carrier,
        .export = {.store = store, .pack = running->run->pack, .is_practice = is_practice},
        .clock = &running->clock,
        .refusals = &running->refusals,
        .now_ms = boot_ms(),
        .releases_votes = is_time_for_votes(running, store, kiosk),
        .note = say_note,
    };
    return exchange_run(&exchange, ret, err) &&
           (!exchange.releases_votes || note_night(running, store, err));
}

/* A pack that the hub has for this village, above what was seen here. That it cannot be had now is
 * no fault of the visit. One that was refused, or that waits for a person, is not brought again the
 * same day: it may be large, and the line thin. */
static void fetch_content(struct running *running, struct store *store)
{
    const struct net_run *run = running->run;
    struct carrier *carrier = run->carrier;
    struct content_inbox inbox;
    struct stock stock;
    char village[2 * CRYPTO_KEY + 1];
    uint64_t version = 0;
    bool is_new = false;

    if (carrier->ops->content == NULL) {
        return;
    }
    stock_load(&stock, run->io, run->data_dir, NULL);
    struct pack *taken = NULL; /* what is in use may have changed since we started */
    if (stock.now[0] != '\0') {
        char dir[1100];
        stock_dir(dir, sizeof(dir), run->data_dir, stock.now);
        taken = pack_load(run->io, dir, NULL);
    }
    const struct pack *current = taken != NULL ? taken : run->pack;
    if (current == NULL) {
        return;
    }
    str_hex(village, current->village_sign, CRYPTO_KEY);
    uint64_t above = stock.highest;
    if (running->fetched > above && boot_ms() - running->fetched_ms < DAY_S * 1000) {
        above = running->fetched;
    }
    if (content_inbox_open(&inbox, run->io, run->data_dir, NULL) &&
        carrier->ops->content(carrier, village, above, content_inbox_take, &inbox, &version,
                              NULL) &&
        version > 0 &&
        content_stage_parcel(run->io, run->data_dir, store, current, run->io, inbox.path,
                             told_now(&running->clock), &is_new, NULL)) {
        running->fetched = version;
        running->fetched_ms = boot_ms();
    }
    if (is_new) {
        say_note(NULL, "net.note.content", current->name);
    }
    content_inbox_close(&inbox);
    pack_free(taken);
}

/* What other villages share; as little a fault when it cannot be had. */
static void fetch_guests(const struct running *running, const struct sync_kiosk *kiosk,
                         struct arena *arena)
{
    const struct net_run *run = running->run;
    struct bundle_bytes letter = {0};
    struct err err = {0};
    bool is_new = false;

    if (run->carrier->ops->guests == NULL ||
        !run->carrier->ops->guests(run->carrier, arena, &letter, NULL) || letter.len == 0) {
        return;
    }
    if (!guest_letter_keep(run->io, run->data_dir, &kiosk->hub.hub, letter.data, letter.len,
                           &is_new, &err)) {
        say_note(NULL, "net.note.guests-refused", err.msg);
    } else if (is_new) {
        say_note(NULL, "net.note.guests", "");
    }
}

static bool visit_once(struct running *running, struct exchange_news *ret, struct err *err)
{
    const struct net_run *run = running->run;
    struct sync_kiosk kiosk;
    struct arena arena;
    bool is_practice;
    struct store *store = net_open_store(run->io, run->data_dir, &is_practice, err);

    if (store == NULL) {
        return false;
    }
    arena_init(&arena, 0);
    bool good =
        sync_kiosk_load(&kiosk, run->io, store, run->data_dir, machine_name(run->io, &arena), err);
    if (good) {
        good = visit_with(running, store, &kiosk, is_practice, ret, err);
        if (good && !is_practice && kiosk.is_enrolled) {
            fetch_content(running, store);
            fetch_guests(running, &kiosk, &arena);
        }
        sync_kiosk_finish(&kiosk);
    }
    arena_finish(&arena);
    store_close(store);
    return good;
}

static void visit(void *ctx, struct daemon_report *ret)
{
    struct running *running = ctx;
    struct exchange_news news = {0};

    running->last = (struct err){0};
    running->run->carrier->retry_after_s = 0;
    ret->is_done = visit_once(running, &news, &running->last);
    ret->next_poll_s = news.next_poll_s;
    if (ret->is_done) {
        printf("visit done sent=%zu received=%zu safe=%zu\n", news.sent, news.received, news.safe);
    } else {
        ret->retry_after_s =
            running->last.code == ERR_BUSY ? running->run->carrier->retry_after_s : 0;
        printf("visit failed %s\n", running->last.msg);
        fprintf(stderr, "dorpel-sync: %s\n", running->last.msg);
    }
    fflush(stdout);
}

/* ---- the daemon's job and world ------------------------------------------------------------ */

static int64_t kept_s(void *ctx)
{
    struct running *running = ctx;
    bool is_practice;
    struct store *store =
        net_open_store(running->run->io, running->run->data_dir, &is_practice, NULL);
    int64_t wait_s = store == NULL ? 0 : get_number(store, "sync.wait", 0);

    store_close(store);
    return wait_s > 0 && wait_s <= DAEMON_MOST_S ? wait_s : 0;
}

static void keep(void *ctx, int64_t wait_s)
{
    struct running *running = ctx;
    bool is_practice;
    struct err err = {0};
    struct store *store =
        net_open_store(running->run->io, running->run->data_dir, &is_practice, &err);

    if (store == NULL || !put_number(store, "sync.wait", wait_s, &err)) {
        fprintf(stderr, "dorpel-sync: %s\n", err.msg); /* then a reboot comes back sooner */
    }
    store_close(store);
}

static void told(void *ctx, int64_t wait_s)
{
    (void)ctx;
    printf("next %" PRId64 "\n", wait_s);
    fflush(stdout);
}

/* The screen's way to say "now": a FIFO, so that no number of a process need be known. Open at both
 * ends, or it would be ready for ever once the screen closed its own. */
static int open_call(const struct net_run *run)
{
    char path[1024];
    int len = snprintf(path, sizeof(path), "%s/sync.call", run->data_dir);

    if (len < 0 || (size_t)len >= sizeof(path) ||
        (mkfifo(path, S_IRUSR | S_IWUSR) != 0 && errno != EEXIST)) {
        return -1;
    }
    int fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW);
    struct stat stat;
    if (fd >= 0 && (fstat(fd, &stat) != 0 || !S_ISFIFO(stat.st_mode))) {
        close(fd);
        return -1;
    }
    return fd;
}

static bool was_called(int fd)
{
    char bytes[64];
    bool called = false;

    while (fd >= 0 && read(fd, bytes, sizeof(bytes)) > 0) {
        called = true;
    }
    return called;
}

/* Signals come through only here, so that none is missed and none breaks off a step. */
static enum daemon_woken sleep_ms(void *ctx, int64_t ms)
{
    struct running *running = ctx;
    struct timespec left = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    struct pollfd call = {.fd = running->call, .events = POLLIN};

    if (ppoll(&call, 1, &left, &running->awake) < 0 && errno != EINTR) {
        return DAEMON_END;
    }
    bool called = is_called != 0 || was_called(running->call);
    is_called = 0;
    return ends != 0 ? DAEMON_END : called ? DAEMON_CALLED : DAEMON_TIME;
}

static uint32_t random_below(void *ctx, uint32_t below)
{
    uint64_t number;

    (void)ctx;
    crypto_random(&number, sizeof(number));
    return (uint32_t)(number % below);
}

static void catch_signals(struct running *running)
{
    sigset_t ours;
    struct sigaction end = {.sa_handler = on_end}, call = {.sa_handler = on_call};

    sigemptyset(&ours);
    sigaddset(&ours, SIGTERM);
    sigaddset(&ours, SIGINT);
    sigaddset(&ours, SIGUSR1);
    sigprocmask(SIG_BLOCK, &ours, &running->awake);
    sigaction(SIGTERM, &end, NULL);
    sigaction(SIGINT, &end, NULL);
    sigaction(SIGUSR1, &call, NULL);
}

bool net_run(const struct net_run *run, struct err *err)
{
    struct running *running = calloc(1, sizeof(*running));
    struct daemon_report report = {.is_done = true};

    if (running == NULL) {
        return err_set(err, ERR_MEMORY, "no memory");
    }
    running->run = run;
    running->released_ms = boot_ms();
    if (run->once) {
        visit(running, &report);
        *err = running->last;
    } else {
        const struct daemon_world world = {sleep_ms, random_below, running};
        const struct daemon_job job = {kept_s, visit, keep, told, running};
        catch_signals(running);
        running->call = open_call(run);
        daemon_run(&world, &job, run->every_s > 0 ? run->every_s : DAEMON_EVERY_S, run->now);
        if (running->call >= 0) {
            close(running->call);
        }
    }
    free(running);
    return report.is_done;
}
