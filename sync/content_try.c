#include "sync/content_try.h"

#include "app/base/home.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { PATH = 1100, LOOK_MS = 20 };

/* Its end, or ours for it. */
static bool wait_for(pid_t child)
{
    const struct timespec pause = {.tv_nsec = LOOK_MS * 1000000L};
    int status = 0;

    for (int waited_ms = 0; waited_ms < CONTENT_TRY_S * 1000; waited_ms += LOOK_MS) {
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

bool content_try(struct io *io, const char *data, const char *dir, const char *assets)
{
    char folder[PATH / 2], program[PATH], scratch[PATH];
    pid_t child;

    if (!home_program(folder, sizeof(folder))) {
        return true;
    }
    snprintf(program, sizeof(program), "%s/dorpel", folder);
    if (access(program, X_OK) != 0) {
        return true;
    }
    snprintf(scratch, sizeof(scratch), "%s/inhoud/proef", data);
    io_remove_tree(io, scratch, NULL);
    const char *argv[] = {
        "dorpel", "--try", "--data", scratch, "--pack", dir, assets == NULL ? NULL : "--assets",
        assets,   NULL};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", 1 /* O_WRONLY */, 0);
    int failed =
        posix_spawn(&child, program, &actions, NULL, (char *const *)(uintptr_t)argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    bool good = failed == 0 && wait_for(child);
    io_remove_tree(io, scratch, NULL);
    return good;
}
