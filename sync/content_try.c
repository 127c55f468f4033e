#include "sync/content_try.h"

#include "app/base/home.h"
#include "app/base/json.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { PATH = 1100, LOOK_MS = 20, LINE_BYTES = 8192 };

/* Its end, or ours for it. */
static bool wait_for(pid_t child, int waited_ms)
{
    const struct timespec pause = {.tv_nsec = LOOK_MS * 1000000L};
    int status = 0;

    for (; waited_ms < CONTENT_TRY_S * 1000; waited_ms += LOOK_MS) {
        pid_t ended = waitpid(child, &status, WNOHANG);
        if (ended == child) {
            return WIFEXITED(status) && WEXITSTATUS(status) == 0;
        }
        if (ended < 0 && errno != EINTR) {
            return false;
        }
        nanosleep(&pause, NULL);
    }
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    return false;
}

/* ---- what it says --------------------------------------------------------------------------- */

static void hear_line(const struct stage_hearing *hearing, const char *line, size_t len)
{
    json_t *object = json_read(line, len, NULL);

    if (json_is_object(object)) {
        const struct pack_fault fault = {
            .file = json_text(object, "file", ""),
            .line = (int)json_number(object, "line", 0),
            .column = (int)json_number(object, "column", 0),
            .key = json_text(object, "key", ""),
            .detail = json_text(object, "detail", ""),
        };
        hearing->tell(hearing->to, &fault);
    }
    json_decref(object);
}

/* Until it says nothing more, which it does at its end. Returns how long that took. */
static int hear(int from, const struct stage_hearing *hearing)
{
    char line[LINE_BYTES];
    size_t len = 0;
    int waited_ms = 0;

    while (waited_ms < CONTENT_TRY_S * 1000) {
        struct pollfd fd = {from, POLLIN, 0};
        char byte;
        if (poll(&fd, 1, LOOK_MS) <= 0) {
            waited_ms += LOOK_MS;
            continue;
        }
        if (read(from, &byte, 1) != 1) {
            break;
        }
        if (byte == '\n') {
            hear_line(hearing, line, len);
            len = 0;
        } else if (len < sizeof(line)) {
            line[len++] = byte;
        }
    }
    return waited_ms;
}

static bool run(const char *program, const char *const argv[], const struct stage_hearing *hearing)
{
    posix_spawn_file_actions_t actions;
    int ends[2];
    pid_t child;

    if (pipe(ends) != 0) {
        return false;
    }
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    int failed =
        posix_spawn(&child, program, &actions, NULL, (char *const *)(uintptr_t)argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    bool good = failed == 0 && wait_for(child, hear(ends[0], hearing));
    close(ends[0]);
    return good;
}

bool content_try(struct io *io, const char *data, const char *dir, const char *assets,
                 enum content_trial trial, const struct stage_hearing *hearing)
{
    char folder[PATH / 2], program[PATH], scratch[PATH];

    if (!home_program(folder, sizeof(folder))) {
        return true;
    }
    snprintf(program, sizeof(program), "%s/dorpel", folder);
    if (access(program, X_OK) != 0) {
        return true;
    }
    snprintf(scratch, sizeof(scratch), "%s/inhoud/proef", data);
    io_remove_tree(io, scratch, NULL);
    const char *argv[] = {"dorpel",
                          trial == CONTENT_TRY_ALL ? "--try" : "--try-words",
                          "--data",
                          scratch,
                          "--pack",
                          dir,
                          assets == NULL ? NULL : "--assets",
                          assets,
                          NULL};
    bool good = run(program, argv, hearing);
    io_remove_tree(io, scratch, NULL);
    return good;
}
