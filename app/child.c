#include "app/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <sys/wait.h>

extern char **environ;

bool child_start(struct child *child, const char *const argv[], struct err *err)
{
    posix_spawn_file_actions_t actions;
    pid_t pid = 0;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    int failed =
        posix_spawn(&pid, argv[0], &actions, NULL, (char *const *)(uintptr_t)argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) {
        return err_errno(err, failed, "start of %s", argv[0]);
    }
    child->pid = pid;
    return true;
}

bool child_poll(struct child *child, bool wait, bool *ret_good)
{
    int status = 0;
    pid_t ended;

    if (child->pid == 0) {
        return false;
    }
    do {
        ended = waitpid(child->pid, &status, wait ? 0 : WNOHANG);
    } while (ended < 0 && errno == EINTR);
    if (ended == 0) {
        return false;
    }
    child->pid = 0;
    *ret_good = ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    return true;
}

void child_stop(struct child *child)
{
    bool good;

    if (child->pid != 0) {
        kill(child->pid, SIGKILL);
        child_poll(child, true, &good);
    }
}
