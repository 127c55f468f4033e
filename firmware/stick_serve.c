#define _GNU_SOURCE /* accept4, pipe2 */
#include "firmware/stick_serve.h"
#include "firmware/stick_keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LINE = 32, PATH = 160 };

struct news { /* what a child tells when it is done */
    int rc;
    struct stick_sight sight;
};

struct job {
    pid_t child; /* 0: none */
    int fd;
    int64_t until_ms;
};

struct server {
    const struct stick_serve *plan;
    struct keeper keeper;
    struct job job;
    struct job ghost;    /* a child that was forgotten: when it ends, what it mounted is let go */
    int listener, asker; /* -1: none */
    char line[LINE];
    size_t line_len;
    bool is_over;
    bool is_aside; /* another stick has its turn: mount point and socket are not ours any more */
};

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- the file -------------------------------------------------------------------------------- */

static void path_of(char dst[PATH], const char *runtime, const char *name)
{
    snprintf(dst, PATH, "%s/%s", runtime, name);
}

static void write_state(const struct stick_serve *plan, const char *words)
{
    char path[PATH], temp[PATH], line[128];
    int len = snprintf(line, sizeof(line), "%s %s\n", plan->name, words);

    path_of(path, plan->runtime, "stick.state");
    path_of(temp, plan->runtime, "stick.state.tmp");
    int file = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (file < 0) {
        return; /* the screen then says that there is no stick, and that is how it looks */
    }
    fchmod(file, 0644); /* whatever our mask is: everybody may know */
    bool whole = write(file, line, (size_t)len) == len;
    close(file);
    if (!whole || rename(temp, path) != 0) {
        unlink(temp);
    }
}

void stick_serve_forget(const char *runtime, const char *name)
{
    char path[PATH], line[128] = "";

    path_of(path, runtime, "stick.state");
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        return;
    }
    bool is_ours = fgets(line, sizeof(line), file) == NULL || name == NULL ||
                   (strncmp(line, name, strlen(name)) == 0 && line[strlen(name)] == ' ');
    fclose(file);
    if (is_ours) {
        unlink(path);
    }
}

static void tell_sight(const struct stick_serve *plan, const struct stick_sight *sight)
{
    char words[64];

    snprintf(words, sizeof(words), "ready %s %s %s", sight->is_known ? "known" : "new",
             stick_kind_name(sight->kind), sight->is_locked ? "locked" : "free");
    write_state(plan, words);
}

/* ---- children -------------------------------------------------------------------------------- */

static int do_act(const struct stick_hands *hands, enum keeper_act act)
{
    int rc = hands->unmount(hands->ctx);

    return rc < 0 || act == KEEPER_UNMOUNT ? rc
                                           : hands->mount(hands->ctx, act == KEEPER_MOUNT_WRITE);
}

/* act KEEPER_REST: the first look. */
static void start(struct server *server, enum keeper_act act)
{
    const struct stick_hands *hands = &server->plan->hands;
    struct news news = {.rc = -EIO};
    int ends[2];

    server->job = (struct job){.fd = -1};
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return; /* no child: it is late, after a while */
    }
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        news.rc = act == KEEPER_REST ? hands->look(hands->ctx, &news.sight) : do_act(hands, act);
        _exit(write(ends[1], &news, sizeof(news)) == (ssize_t)sizeof(news) ? 0 : 1);
    }
    close(ends[1]);
    server->job = (struct job){child, ends[0], now_ms() + server->plan->limit_ms};
}

static void reap(struct job *job)
{
    if (job->fd >= 0) {
        close(job->fd);
    }
    if (job->child > 0) {
        while (waitpid(job->child, NULL, 0) < 0 && errno == EINTR) {
        }
    }
    *job = (struct job){.fd = -1};
}

/* Killed, but not waited for: it may hang in the kernel. Its pipe tells when it is over. */
static void forget_job(struct server *server)
{
    if (server->job.child > 0) {
        kill(server->job.child, SIGKILL);
        if (server->ghost.fd >= 0) {
            close(server->ghost.fd); /* one is enough to wait for */
        }
        server->ghost = server->job;
    }
    server->job = (struct job){.fd = -1};
}

/* ---- the keeper's will ----------------------------------------------------------------------- */

static void hang_up(struct server *server)
{
    if (server->asker >= 0) {
        close(server->asker);
    }
    server->asker = -1;
    server->line_len = 0;
}

static void say(struct server *server, int rc)
{
    char line[24] = "ok\n";

    if (rc < 0) {
        snprintf(line, sizeof(line), "no %d\n", -rc);
    }
    if (server->asker >= 0 &&
        send(server->asker, line, strlen(line), MSG_NOSIGNAL | MSG_DONTWAIT) < 0) {
        hang_up(server); /* the next turn lets the stick go */
    }
}

static void take(struct server *server, enum keeper_event event, int value)
{
    struct keeper_step step = keeper_take(&server->keeper, event, value);

    switch (step.act) {
    case KEEPER_REST:
        break;
    case KEEPER_MOUNT_READ:
    case KEEPER_MOUNT_WRITE:
    case KEEPER_UNMOUNT:
        start(server, step.act);
        break;
    case KEEPER_LET_GO:
    case KEEPER_END:
        forget_job(server);
        if (!server->is_aside) {
            server->plan->hands.let_go(server->plan->hands.ctx);
        }
        server->is_over = step.act == KEEPER_END;
        break;
    }
    if (step.has_answer) {
        say(server, step.answer);
    }
}

static void take_news(struct server *server)
{
    struct news news;
    ssize_t len = read(server->job.fd, &news, sizeof(news));

    if (len < 0 && errno == EINTR) {
        return;
    }
    bool is_whole = len == (ssize_t)sizeof(news);
    reap(&server->job);
    if (server->keeper.state != KEEPER_LOOKING) {
        take(server, KEEPER_MOVED, is_whole ? news.rc : -EIO);
    } else if (is_whole && news.rc == 0) {
        tell_sight(server->plan, &news.sight);
        take(server, KEEPER_LOOKED, 0);
    } else {
        server->plan->hands.let_go(server->plan->hands.ctx);
        /* ENODEV: a whole file system that this kernel has no driver for, as NTFS on Debian 12. */
        bool is_foreign = is_whole && (news.sight.kind == STICK_KIND_NONE || news.rc == -ENODEV);
        write_state(server->plan, is_foreign ? "refused none" : "refused damaged");
        take(server, KEEPER_UNFIT, 0);
    }
}

static void take_line(struct server *server, const char *line)
{
    const struct stick_hands *hands = &server->plan->hands;

    if (strcmp(line, "read") == 0) {
        take(server, KEEPER_ASKED_READ, 0);
    } else if (strcmp(line, "write") == 0) {
        take(server, KEEPER_ASKED_WRITE, 0);
    } else if (strcmp(line, "close") == 0) {
        take(server, KEEPER_ASKED_CLOSE, 0);
    } else if (strcmp(line, "there") == 0) {
        say(server, hands->is_present(hands->ctx) ? 0 : -ENODEV);
    } else {
        say(server, -EINVAL);
    }
}

/* A line that is too long is nobody's of ours. */
static void take_words(struct server *server)
{
    char bytes[64];
    ssize_t len = recv(server->asker, bytes, sizeof(bytes), MSG_DONTWAIT);

    if (len < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    for (ssize_t i = 0; i < len && server->asker >= 0; i++) {
        if (bytes[i] == '\n') {
            server->line[server->line_len] = '\0';
            server->line_len = 0;
            take_line(server, server->line);
        } else if (server->line_len + 1 < sizeof(server->line)) {
            server->line[server->line_len++] = bytes[i];
        } else {
            len = 0;
        }
    }
    if (len <= 0) {
        hang_up(server);
    }
}

/* ---- the loop -------------------------------------------------------------------------------- */

static int listen_here(const struct stick_serve *plan)
{
    struct sockaddr_un where = {.sun_family = AF_UNIX};
    int n = snprintf(where.sun_path, sizeof(where.sun_path), "%s/stick.sock", plan->runtime);
    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    if (listener < 0 || n < 0 || (size_t)n >= sizeof(where.sun_path)) {
        return listener < 0 ? -errno : -ENAMETOOLONG;
    }
    unlink(where.sun_path);
    mode_t before = umask(0177); /* at no moment anybody else's */
    int rc = bind(listener, (const struct sockaddr *)&where, sizeof(where)) != 0 ? -errno : 0;
    umask(before);
    if (rc == 0 && plan->asker != (uid_t)-1 && chown(where.sun_path, plan->asker, (gid_t)-1) != 0) {
        rc = -errno;
    }
    if (rc == 0 && listen(listener, 1) != 0) {
        rc = -errno;
    }
    if (rc < 0) {
        close(listener);
        return rc;
    }
    return listener;
}

static void close_shop(struct server *server)
{
    char path[PATH];

    hang_up(server);
    if (server->listener >= 0) {
        close(server->listener);
        path_of(path, server->plan->runtime, "stick.sock");
        unlink(path);
    }
    server->listener = -1;
}

/* Of no use, and nothing of it can be mounted any more: the next one's turn. */
static void step_aside(struct server *server)
{
    if (server->keeper.state == KEEPER_REFUSED && !server->is_aside && server->ghost.fd < 0 &&
        server->plan->refused != NULL) {
        close_shop(server);
        server->is_aside = true;
        server->plan->refused(server->plan->ctx);
    }
}

static int until_next_ms(const struct server *server)
{
    int64_t wait = server->plan->look_ms;

    if (server->keeper.state == KEEPER_LOOKING || server->keeper.state == KEEPER_MOVING) {
        int64_t left = server->job.until_ms - now_ms();
        wait = left < wait ? left : wait;
    }
    return wait < 0 ? 0 : (int)wait;
}

static void look_at_time(struct server *server)
{
    bool waits = server->keeper.state == KEEPER_LOOKING || server->keeper.state == KEEPER_MOVING;

    if (!server->plan->hands.is_present(server->plan->hands.ctx)) {
        take(server, KEEPER_PULLED, 0);
    } else if (waits && now_ms() >= server->job.until_ms) {
        write_state(server->plan, "refused hangs");
        take(server, KEEPER_LATE, 0);
    }
}

static void turn(struct server *server)
{
    enum { END, JOB, GHOST, LISTENER, ASKER, FDS };
    struct pollfd polls[FDS] = {
        [END] = {.fd = server->plan->end_fd, .events = POLLIN},
        [JOB] = {.fd = server->job.fd, .events = POLLIN},
        [GHOST] = {.fd = server->ghost.fd, .events = POLLIN},
        [LISTENER] = {.fd = server->asker < 0 ? server->listener : -1, .events = POLLIN},
        [ASKER] = {.fd = server->asker, .events = POLLIN},
    };
    if (poll(polls, FDS, until_next_ms(server)) < 0 && errno != EINTR) {
        return;
    }
    if (polls[END].revents != 0) {
        take(server, KEEPER_PULLED, 0);
        return;
    }
    if (polls[GHOST].revents != 0) {
        reap(&server->ghost);
        server->plan->hands.let_go(server->plan->hands.ctx);
    }
    if (polls[JOB].revents != 0) {
        take_news(server);
    }
    if (polls[LISTENER].revents != 0) {
        server->asker = accept4(server->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    }
    if (polls[ASKER].revents != 0) {
        take_words(server);
    }
    if (server->asker < 0) {
        take(server, KEEPER_LEFT, 0);
    }
    look_at_time(server);
    step_aside(server);
}

bool stick_serve(const struct stick_serve *plan, struct err *err)
{
    struct server server = {.plan = plan, .asker = -1, .job.fd = -1, .ghost.fd = -1};

    plan->hands.let_go(plan->hands.ctx); /* what one before us left */
    write_state(plan, "looking");
    server.listener = listen_here(plan);
    if (server.listener < 0) {
        stick_serve_forget(plan->runtime, plan->name);
        return err_errno(err, server.listener, "listening in %s", plan->runtime);
    }
    keeper_begin(&server.keeper);
    start(&server, KEEPER_REST);
    while (!server.is_over) {
        turn(&server);
    }
    close_shop(&server);
    stick_serve_forget(plan->runtime, plan->name);
    return true;
}
