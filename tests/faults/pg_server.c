#include "tests/faults/pg_server.h"

#include "app/base/io.h"

#include <fcntl.h>
#include <glob.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { READY_TRIES = 1000, READY_WAIT_MS = 20 };

/* One a program. */
static struct {
    char dir[40], data[64], bin[128], url[128];
    pid_t pid;
    unsigned databases;
} server;

static void give_up(const char *what)
{
    fprintf(stderr, "postgresql: %s\n", what);
    exit(1);
}

static void find_programs(void)
{
    glob_t found;

    if (glob("/usr/lib/postgresql/*/bin", 0, NULL, &found) != 0 || found.gl_pathc == 0) {
        give_up("not installed (tests/setup.sh does that)");
    }
    snprintf(server.bin, sizeof(server.bin), "%s", found.gl_pathv[found.gl_pathc - 1]);
    globfree(&found);
}

/* Runs a program of PostgreSQL as a user who may; it ends with us. */
static pid_t start(const char *name, const char *const args[])
{
    const char *argv[24] = {"setpriv", "--pdeathsig", "QUIT"};
    char path[160];
    int count = 3;
    pid_t pid = fork();

    if (pid != 0) {
        return pid;
    }
    if (getuid() == 0) {
        argv[count++] = "--reuid=postgres";
        argv[count++] = "--regid=postgres";
        argv[count++] = "--clear-groups";
    }
    snprintf(path, sizeof(path), "%s/%s", server.bin, name);
    argv[count++] = path;
    for (size_t i = 0; args[i] != NULL; i++) {
        argv[count++] = args[i];
    }
    int null = open("/dev/null", O_RDWR);
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
    if (chdir("/") == 0) {
        execvp(argv[0], (char *const *)(uintptr_t)argv);
    }
    _exit(127);
}

static int run(const char *name, const char *const args[])
{
    int status = 1;
    pid_t pid = start(name, args);

    waitpid(pid, &status, 0);
    return status;
}

static void wait_until_ready(void)
{
    const char *const args[] = {"-q", "-h", server.dir, "-U", "dorpel", "-d", "postgres", NULL};

    for (int i = 0; i < READY_TRIES; i++) {
        if (run("pg_isready", args) == 0) {
            return;
        }
        const struct timespec moment = {0, READY_WAIT_MS * 1000000L};
        nanosleep(&moment, NULL);
        if (waitpid(server.pid, NULL, WNOHANG) == server.pid) {
            give_up("ended at its start");
        }
    }
    give_up("does not answer");
}

/* Without fsync: what is proven here is not the server's own care. */
void pg_server_again(void)
{
    const char *const args[] = {"-D", server.data,           "-k", server.dir,
                                "-c", "listen_addresses=",   "-c", "fsync=off",
                                "-c", "shared_buffers=16MB", "-c", "deadlock_timeout=200ms",
                                NULL};

    server.pid = start("postgres", args);
    wait_until_ready();
}

void pg_server_start(void)
{
    const struct passwd *user = getpwnam("postgres");

    find_programs();
    snprintf(server.dir, sizeof(server.dir), "/tmp/dorpel-test-pg-XXXXXX");
    if (mkdtemp(server.dir) == NULL) {
        give_up("no folder");
    }
    if (getuid() == 0 && (user == NULL || chown(server.dir, user->pw_uid, user->pw_gid) != 0)) {
        give_up("no user postgres");
    }
    snprintf(server.data, sizeof(server.data), "%s/data", server.dir);
    const char *const args[] = {"-D",    server.data, "-U",   "dorpel",           "-A",
                                "trust", "-E",        "UTF8", "--locale=C.UTF-8", "--no-sync",
                                NULL};
    if (run("initdb", args) != 0) {
        give_up("initdb failed");
    }
    pg_server_again();
}

void pg_server_crash(void)
{
    kill(server.pid, SIGQUIT);
    waitpid(server.pid, NULL, 0);
}

void pg_server_stop(void)
{
    struct io *io = io_posix();

    pg_server_crash();
    io_remove_tree(io, server.dir, NULL);
    io_destroy(io);
}

const char *pg_server_database(void)
{
    char sql[64];
    const char *const args[] = {"-q", "-h",       server.dir, "-U", "dorpel",
                                "-d", "postgres", "-c",       sql,  NULL};

    snprintf(sql, sizeof(sql), "CREATE DATABASE t%u", ++server.databases);
    if (run("psql", args) != 0) {
        give_up("no database");
    }
    snprintf(server.url, sizeof(server.url), "postgresql:///t%u?host=%s&user=dorpel",
             server.databases, server.dir);
    return server.url;
}
