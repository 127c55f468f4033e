/* The stick of an appliance: dorpel-stick has it, and mounts and unmounts it for whoever holds its
 * connection (firmware/stick_serve.h). When this program ends, however it ends, nothing stays
 * mounted. */
#define _GNU_SOURCE /* SOCK_CLOEXEC */
#include "sync/stick.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { ANSWER_MS = 15000 /* dorpel-stick gives up after 5 s itself */, ROOT = 128 };
enum { NEWS_MS = 1000 };
enum { SETTLE_MS = 2000 /* a stick says "written" some moments before it is */ };

struct real {
    struct stick stick; /* first */
    struct sockaddr_un where;
    char root[ROOT];
    int socket; /* -1: not asked yet, or hung up */
    bool was_written;
};

static void hang_up(struct real *real)
{
    if (real->socket >= 0) {
        close(real->socket);
    }
    real->socket = -1;
}

static int call(struct real *real)
{
    if (real->socket >= 0) {
        return 0;
    }
    int sock = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (sock < 0) {
        return -errno;
    }
    if (connect(sock, (const struct sockaddr *)&real->where, sizeof(real->where)) != 0) {
        close(sock);
        return -ENODEV; /* nobody there: no stick is in */
    }
    real->socket = sock;
    return 0;
}

/* One line, a byte at a time: it is short, and nothing comes behind it. */
static int read_answer(struct real *real)
{
    char line[32];
    size_t len = 0;
    int number;

    for (;;) {
        struct pollfd wait = {.fd = real->socket, .events = POLLIN};
        int ready = poll(&wait, 1, ANSWER_MS);
        if (ready < 0 && errno == EINTR) {
            continue;
        }
        if (ready <= 0) {
            return -ETIMEDOUT;
        }
        ssize_t got = read(real->socket, line + len, 1);
        if (got <= 0 || len + 2 > sizeof(line)) {
            return -ENODEV; /* it hung up: the stick is out */
        }
        if (line[len] == '\n') {
            line[len] = '\0';
            break;
        }
        len++;
    }
    if (strcmp(line, "ok") == 0) {
        return 0;
    }
    return sscanf(line, "no %d", &number) == 1 && number > 0 ? -number : -EIO;
}

static int ask(struct real *real, const char *word)
{
    char line[16];
    int len = snprintf(line, sizeof(line), "%s\n", word);
    int rc = call(real);

    if (rc < 0) {
        return rc;
    }
    rc = send(real->socket, line, (size_t)len, MSG_NOSIGNAL) == len ? read_answer(real) : -ENODEV;
    if (rc == -ENODEV || rc == -ETIMEDOUT) {
        hang_up(real);
    }
    return rc;
}

static int real_mount_ro(struct stick *stick)
{
    int rc = ask((struct real *)stick, "read");

    return rc == -ENOENT ? -ENODEV : rc; /* the device's name is gone: it is out */
}

static int real_remount_rw(struct stick *stick)
{
    struct real *real = (struct real *)stick;
    int rc = ask(real, "write");

    real->was_written = real->was_written || rc == 0;
    return rc;
}

static int real_unmount(struct stick *stick)
{
    struct real *real = (struct real *)stick;

    return real->socket < 0 ? 0 : ask(real, "close");
}

/* Asked after an error: of a stick that was just pulled out the errors come some moments before the
 * news. */
static bool real_is_present(struct stick *stick)
{
    struct real *real = (struct real *)stick;
    struct pollfd gone = {.events = POLLIN};

    if (ask(real, "there") != 0) {
        return false;
    }
    gone.fd = real->socket;
    return poll(&gone, 1, NEWS_MS) == 0; /* it says nothing by itself but by hanging up */
}

/* "Klaar" comes after this. */
static void real_destroy(struct stick *stick)
{
    struct real *real = (struct real *)stick;

    if (real->was_written && real->socket >= 0) {
        struct pollfd gone = {.fd = real->socket, .events = POLLIN};
        (void)poll(&gone, 1, SETTLE_MS); /* or until it is out already */
    }
    hang_up(real);
    io_destroy(stick->io);
    free(real);
}

struct stick *stick_real(const char *runtime, struct err *err)
{
    static const struct stick_ops ops = {
        .mount_ro = real_mount_ro,
        .remount_rw = real_remount_rw,
        .unmount = real_unmount,
        .is_present = real_is_present,
        .destroy = real_destroy,
    };
    struct real *real = calloc(1, sizeof(*real));

    if (real == NULL) {
        abort();
    }
    int path =
        snprintf(real->where.sun_path, sizeof(real->where.sun_path), "%s/stick.sock", runtime);
    int root = snprintf(real->root, sizeof(real->root), "%s/stick", runtime);
    if (path < 0 || (size_t)path >= sizeof(real->where.sun_path) || root < 0 || root >= ROOT) {
        free(real);
        err_set(err, ERR_LIMIT, "%s: too long a name", runtime);
        return NULL;
    }
    real->where.sun_family = AF_UNIX;
    real->socket = -1;
    real->stick = (struct stick){.ops = &ops, .io = io_posix(), .root = real->root};
    return &real->stick;
}
