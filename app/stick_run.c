#define _GNU_SOURCE /* SOCK_CLOEXEC, environ */
#include "app/stick_run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const words[STICK_WORDS] = {"visit", "content", "enrol", "photos", "helpers"};

static void begin(struct stick_run *run, pid_t child, int fd)
{
    memset(run, 0, sizeof(*run));
    run->state = STICK_RUN_BUSY;
    run->child = child;
    run->fd = fd;
    snprintf(run->key, sizeof(run->key), "stick.step.look");
}

/* A service of its own: one line says what we want. */
static bool start_service(struct stick_run *run, const struct stick_run_plan *plan, struct err *err)
{
    struct sockaddr_un where = {.sun_family = AF_UNIX};
    char ask[32];
    int len = snprintf(where.sun_path, sizeof(where.sun_path), "%s/visit.sock", plan->runtime);
    if (len < 0 || (size_t)len >= sizeof(where.sun_path)) {
        return err_set(err, ERR_LIMIT, "%s: too long a name", plan->runtime);
    }
    int sock = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (sock < 0) {
        return err_errno(err, errno, "socket for dorpel-sync");
    }
    len = snprintf(ask, sizeof(ask), "%s %s %s\n", words[plan->word],
                   plan->is_practice ? "practice" : "real", plan->may_be_new ? "yes" : "no");
    if (connect(sock, (const struct sockaddr *)&where, sizeof(where)) != 0 ||
        send(sock, ask, (size_t)len, MSG_NOSIGNAL) != len) {
        err_errno(err, errno, "call on %s", where.sun_path);
        close(sock);
        return false;
    }
    begin(run, 0, sock);
    return true;
}

static bool start_child(struct stick_run *run, const struct stick_run_plan *plan, struct err *err)
{
    int ends[2];
    if (pipe(ends) != 0) {
        return err_errno(err, errno, "pipe for dorpel-sync");
    }
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    const char *argv[16] = {"dorpel-sync", words[plan->word], "--data", plan->data};
    size_t n = 4;
    if (plan->pack != NULL) {
        argv[n++] = "--pack";
        argv[n++] = plan->pack;
    }
    if (plan->word == STICK_WORD_VISIT) {
        argv[n++] = "--new";
        argv[n++] = plan->may_be_new ? "yes" : "no";
    }
    if (plan->fail[0] != '\0' && plan->word != STICK_WORD_ENROL) {
        argv[n++] = "--stick-kind";
        argv[n++] = "fake";
        argv[n++] = "--fail";
        argv[n++] = plan->fail;
    }
    if (plan->word == STICK_WORD_ENROL) {
        argv[n++] = "--village";
    }
    argv[n++] = plan->stick;
    argv[n] = NULL;
    pid_t child;
    int failed =
        posix_spawn(&child, plan->program, &actions, NULL, (char *const *)(uintptr_t)argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (failed != 0) {
        close(ends[0]);
        return err_errno(err, failed, "start of %s", plan->program);
    }
    begin(run, child, ends[0]);
    return true;
}

bool stick_run_start(struct stick_run *run, const struct stick_run_plan *plan, struct err *err)
{
    bool started =
        plan->runtime[0] != '\0' ? start_service(run, plan, err) : start_child(run, plan, err);
    run->word = started ? plan->word : run->word;
    return started;
}

/* The first few are kept: what came in is told before what could not go out. */
static void take_note(struct stick_run *run, const char *key)
{
    for (size_t i = 0; i < run->note_count; i++) {
        if (strcmp(run->notes[i], key) == 0) {
            return;
        }
    }
    if (run->note_count < STICK_RUN_NOTES) {
        snprintf(run->notes[run->note_count++], sizeof(run->notes[0]), "%s", key);
    }
}

static void take_line(struct stick_run *run, const char *line)
{
    char key[64];
    int part, whole;
    long long files, bytes;
    if (sscanf(line, "step %63s %d %d", key, &part, &whole) == 3) {
        memcpy(run->key, key, sizeof(run->key));
        run->part = part;
        run->whole = whole;
    } else if (sscanf(line, "note %63s", key) == 1) {
        take_note(run, key);
    } else if (run->photo_count < STICK_RUN_PHOTOS &&
               sscanf(line, "photo %71s", run->photos[run->photo_count]) == 1) {
        run->photo_count++;
    } else if (sscanf(line, "done %lld %lld", &files, &bytes) == 2) {
        run->state = STICK_RUN_DONE;
        run->files = files;
        run->bytes = bytes;
    } else if (sscanf(line, "failed %63s", key) == 1) {
        run->state = STICK_RUN_FAILED;
        memcpy(run->key, key, sizeof(run->key));
    } else if (strcmp(line, "end 0") == 0) {
        run->has_ended = true;
    }
}

/* It hung up: the visit ended. Only a "done" line and a good end together are done. */
static void take_end(struct stick_run *run)
{
    int status = 0;
    while (run->child > 0 && waitpid(run->child, &status, 0) < 0 && errno == EINTR) {
    }
    bool clean = run->child > 0 ? WIFEXITED(status) && WEXITSTATUS(status) == 0 : run->has_ended;
    close(run->fd);
    run->fd = -1;
    run->child = 0;
    if (run->state == STICK_RUN_BUSY || (run->state == STICK_RUN_DONE && !clean)) {
        run->state = STICK_RUN_FAILED;
        snprintf(run->key, sizeof(run->key), "stick.fail.io");
    }
}

void stick_run_read(struct stick_run *run, bool wait)
{
    while (run->fd > 0) {
        struct pollfd poll_fd = {.fd = run->fd, .events = POLLIN};
        if (poll(&poll_fd, 1, wait ? -1 : 0) <= 0) {
            if (wait && errno == EINTR) {
                continue;
            }
            return;
        }
        char byte;
        ssize_t got = read(run->fd, &byte, 1);
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
            if (wait) {
                continue;
            }
            return;
        }
        if (got <= 0) {
            take_end(run);
            return;
        }
        if (byte == '\n') {
            run->line[run->line_len] = '\0';
            take_line(run, run->line);
            run->line_len = 0;
        } else if (run->line_len + 1 < sizeof(run->line)) {
            run->line[run->line_len++] = byte;
        }
    }
}

void stick_run_stop(struct stick_run *run)
{
    if (run->child > 0) {
        kill(run->child, SIGKILL);
        stick_run_read(run, true);
    } else if (run->fd > 0) {
        close(run->fd);
    }
    memset(run, 0, sizeof(*run));
    run->fd = -1;
}
