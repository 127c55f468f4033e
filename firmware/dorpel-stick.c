/* dorpel-stick: mounts one stick and unmounts it; the only program of a kiosk that is root.
 *
 *   dorpel-stick [--runtime DIR] [--asker USER] [--group GROUP] NAME
 *   dorpel-stick [--runtime DIR] --clean NAME
 *
 * NAME is the kernel's name of the device ("sda1"). One stick at a time: a second one waits, with
 * its name in RUNTIME/stick.second, until the first is out or proved to be of no use. --clean: what
 * one that was killed left behind. Read on: stick_keeper.h (what may happen when), stick_serve.h
 * (what is told to whom), stick_mount.h. Exit: 0 the stick was pulled out, 1 an error, 2 bad usage.
 */
#define _GNU_SOURCE /* signalfd needs nothing more, flock does */
#include "firmware/stick_serve.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

enum { EXIT_USAGE = 2, PATH = 160, LIMIT_MS = 5000, LOOK_MS = 1000 };

struct options {
    const char *runtime, *asker, *group, *name;
    bool clean;
};

static bool read_options(struct options *ret, int argc, char *argv[])
{
    struct options options = {.runtime = "/run/dorpel", .asker = "dorpel-sync", .group = "dorpel"};

    for (int i = 1; i < argc; i++) {
        const char **value = strcmp(argv[i], "--runtime") == 0 ? &options.runtime
                             : strcmp(argv[i], "--asker") == 0 ? &options.asker
                             : strcmp(argv[i], "--group") == 0 ? &options.group
                                                               : NULL;
        if (strcmp(argv[i], "--clean") == 0) {
            options.clean = true;
        } else if (value != NULL && i + 1 < argc) {
            *value = argv[++i];
        } else if (argv[i][0] == '-' || options.name != NULL) {
            return false;
        } else {
            options.name = argv[i];
        }
    }
    *ret = options;
    return options.name != NULL && strlen(options.runtime) < PATH / 2;
}

static int open_lock(const char *runtime)
{
    char path[PATH];

    snprintf(path, sizeof(path), "%s/stick.lock", runtime);
    return open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
}

static void second_path(char dst[PATH], const char *runtime)
{
    snprintf(dst, PATH, "%s/stick.second", runtime);
}

/* Until we are the one. Who waits is told: the screen says that one is enough. */
static bool wait_for_turn(int lock, const struct options *options)
{
    char path[PATH];

    if (flock(lock, LOCK_EX | LOCK_NB) == 0) {
        return true;
    }
    second_path(path, options->runtime);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (file >= 0) {
        fchmod(file, 0644);
        close(file);
    }
    int rc;
    while ((rc = flock(lock, LOCK_EX)) != 0 && errno == EINTR) {
    }
    unlink(path);
    return rc == 0;
}

static void give_turn_away(void *ctx)
{
    flock(*(const int *)ctx, LOCK_UN);
}

/* Nobody is at work, or it is not about us: then what there is stays. */
static int clean(const struct options *options, struct stick_hands *hands)
{
    char path[PATH];
    int lock = open_lock(options->runtime);

    second_path(path, options->runtime);
    if (lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0) {
        hands->let_go(hands->ctx);
        unlink(path);
        stick_serve_forget(options->runtime, options->name);
    }
    if (lock >= 0) {
        close(lock);
    }
    return 0;
}

static int end_signals(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static int run(const struct options *options, const struct stick_place *place,
               struct stick_hands hands)
{
    struct err err = {0};
    int lock = open_lock(options->runtime);

    if (lock < 0) {
        fprintf(stderr, "dorpel-stick: %s: %s\n", options->runtime, strerror(errno));
        return 1;
    }
    if (!wait_for_turn(lock, options)) { /* before the signals: who waits can be ended */
        return 1;
    }
    const struct stick_serve serve = {.name = options->name,
                                      .runtime = options->runtime,
                                      .hands = hands,
                                      .asker = place->owner,
                                      .limit_ms = LIMIT_MS,
                                      .look_ms = LOOK_MS,
                                      .end_fd = end_signals(),
                                      .refused = give_turn_away,
                                      .ctx = &lock};
    if (!stick_serve(&serve, &err)) {
        fprintf(stderr, "dorpel-stick: %s\n", err.msg);
        return 1;
    }
    return 0;
}

int main(int argc, char *argv[])
{
    struct options options;
    struct stick_place place;

    if (!read_options(&options, argc, argv) ||
        !stick_place_set(&place, options.name, options.runtime)) {
        fputs("dorpel-stick [--runtime DIR] [--asker USER] [--group GROUP] [--clean] NAME\n",
              stderr);
        return EXIT_USAGE;
    }
    struct stick_hands hands = stick_mount_hands(&place);
    if (options.clean) {
        return clean(&options, &hands);
    }
    const struct passwd *asker = getpwnam(options.asker);
    const struct group *group = getgrnam(options.group);
    if (asker == NULL || group == NULL) {
        fprintf(stderr, "dorpel-stick: no user %s, or no group %s\n", options.asker, options.group);
        return 1;
    }
    place.owner = asker->pw_uid;
    place.group = group->gr_gid;
    if (mkdir(place.where, 0755) != 0 && errno != EEXIST) {
        fprintf(stderr, "dorpel-stick: %s: %s\n", place.where, strerror(errno));
        return 1;
    }
    return run(&options, &place, hands);
}
