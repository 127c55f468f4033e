/* dorpel-stick's loop with a played stick, asked by the very code that a visit asks with. The stick
 * is played in memory that the server's children share. */
#define _GNU_SOURCE /* MAP_ANONYMOUS */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/base/io.h"
#include "app/stick_look.h"
#include "firmware/stick_serve.h"
#include "sync/stick.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LIMIT_MS = 150, LOOK_MS = 10, PATIENCE = 10000 /* ms; a machine may be busy */ };

struct played {
    atomic_bool present, mounted, writable, hangs;
    atomic_int look_rc, mount_rc, unmount_rc;
    atomic_int let_go, writes; /* how often */
    struct stick_sight sight;
};

static struct played *played;
static char dir[64];
static pid_t server;

/* ---- the stick ------------------------------------------------------------------------------- */

static int hands_look(void *ctx, struct stick_sight *ret)
{
    (void)ctx;
    while (played->hangs) {
        pause();
    }
    *ret = played->sight;
    return played->look_rc;
}

static int hands_mount(void *ctx, bool may_write)
{
    (void)ctx;
    while (played->hangs) {
        pause();
    }
    if (played->mount_rc == 0) {
        played->mounted = true;
        played->writable = may_write;
        played->writes += may_write;
    }
    return played->mount_rc;
}

static int hands_unmount(void *ctx)
{
    (void)ctx;
    if (played->unmount_rc == 0) {
        played->mounted = played->writable = false;
    }
    return played->unmount_rc;
}

static void hands_let_go(void *ctx)
{
    (void)ctx;
    played->mounted = played->writable = false;
    played->let_go++;
}

static bool hands_present(void *ctx)
{
    (void)ctx;
    return played->present;
}

/* ---- around it ------------------------------------------------------------------------------- */

static int set_up(void **state)
{
    (void)state;
    snprintf(dir, sizeof(dir), "/tmp/dorpel-serve-XXXXXX");
    played = mmap(NULL, sizeof(*played), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (mkdtemp(dir) == NULL || played == MAP_FAILED) {
        return -1;
    }
    memset(played, 0, sizeof(*played));
    played->present = true;
    played->sight = (struct stick_sight){.kind = STICK_VFAT};
    return 0;
}

static int tear_down(void **state)
{
    struct io *io = io_posix();

    (void)state;
    if (server > 0) {
        kill(server, SIGKILL);
        waitpid(server, NULL, 0);
    }
    server = 0;
    bool done = io_remove_tree(io, dir, NULL);
    io_destroy(io);
    munmap(played, sizeof(*played));
    return done ? 0 : -1;
}

static void start(void)
{
    const struct stick_serve serve = {
        .name = "sdz1",
        .runtime = dir,
        .hands = {hands_look, hands_mount, hands_unmount, hands_let_go, hands_present, NULL},
        .asker = (uid_t)-1,
        .limit_ms = LIMIT_MS,
        .look_ms = LOOK_MS,
        .end_fd = -1,
    };
    server = fork();
    assert_true(server >= 0);
    if (server == 0) {
        _exit(stick_serve(&serve, NULL) ? 0 : 1);
    }
}

static const char *state_now(void)
{
    static char line[128];
    char path[96];

    snprintf(path, sizeof(path), "%s/stick.state", dir);
    FILE *file = fopen(path, "r");
    line[0] = '\0';
    if (file != NULL) {
        if (fgets(line, sizeof(line), file) == NULL) {
            line[0] = '\0';
        }
        fclose(file);
    }
    return line;
}

/* Until it says so; a test that waits for ever is stopped by its patience. */
static void await_state(const char *wanted)
{
    for (int i = 0; i < PATIENCE && strcmp(state_now(), wanted) != 0; i++) {
        poll(NULL, 0, 1);
    }
    assert_string_equal(state_now(), wanted);
}

static void await_end(void)
{
    int status = 0;

    assert_int_equal(waitpid(server, &status, 0), server);
    server = 0;
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_string_equal(state_now(), "");
}

static void await(const atomic_bool *flag, bool wanted)
{
    for (int i = 0; i < PATIENCE && *flag != wanted; i++) {
        poll(NULL, 0, 1);
    }
    assert_int_equal(*flag, wanted);
}

/* ---- the tests ------------------------------------------------------------------------------- */

static void a_visit_mounts_writes_and_closes(void **state)
{
    (void)state;
    start();
    await_state("sdz1 ready new vfat free\n");
    struct stick *stick = stick_real(dir, NULL);
    assert_int_equal(stick->ops->mount_ro(stick), 0);
    assert_true(played->mounted && !played->writable);
    assert_int_equal(stick->ops->remount_rw(stick), 0);
    assert_true(played->mounted && played->writable);
    assert_int_equal(stick->ops->unmount(stick), 0);
    assert_false(played->mounted);
    assert_int_equal(stick->ops->mount_ro(stick), 0);
    assert_true(played->mounted && !played->writable);
    assert_true(stick->ops->is_present(stick));
    assert_int_equal(stick->ops->unmount(stick), 0);
    played->present = false; /* so that destroy need not give it time */
    await_end();
    assert_false(stick->ops->is_present(stick));
    stick_destroy(stick);
}

static void what_it_is_stands_in_the_file_for_the_screen(void **state)
{
    static const struct {
        struct stick_sight sight;
        int rc;
        const char *line, *refused, *warning;
    } known[] = {
        {{STICK_EXFAT, true, false}, 0, "sdz1 ready known exfat free\n", NULL, NULL},
        {{STICK_NTFS, false, false}, 0, "sdz1 ready new ntfs free\n", NULL, "stick.warn.ntfs"},
        {{STICK_VFAT, true, true}, 0, "sdz1 ready known vfat locked\n", NULL, "stick.warn.locked"},
        {{STICK_KIND_NONE, false, false},
         -ENODATA,
         "sdz1 refused none\n",
         "stick.refused.none",
         NULL},
        {{STICK_VFAT, false, false},
         -EINVAL,
         "sdz1 refused damaged\n",
         "stick.refused.damaged",
         NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        struct stick_look look;
        struct io *io = io_posix();
        played->present = true;
        played->sight = known[i].sight;
        played->look_rc = known[i].rc;
        start();
        await_state(known[i].line);
        stick_look(&look, io, dir);
        assert_int_equal(look.is_in, known[i].rc == 0);
        assert_int_equal(look.is_new, known[i].rc == 0 && !known[i].sight.is_known);
        assert_true((look.refused == NULL) == (known[i].refused == NULL));
        assert_true(look.refused == NULL || strcmp(look.refused, known[i].refused) == 0);
        assert_true((look.warning == NULL) == (known[i].warning == NULL));
        assert_true(look.warning == NULL || strcmp(look.warning, known[i].warning) == 0);
        played->present = false;
        await_end();
        stick_look(&look, io, dir);
        assert_false(look.is_in || look.refused != NULL);
        io_destroy(io);
    }
}

static void pulled_while_it_is_open_it_lets_go_and_ends(void **state)
{
    (void)state;
    start();
    await_state("sdz1 ready new vfat free\n");
    struct stick *stick = stick_real(dir, NULL);
    assert_int_equal(stick->ops->mount_ro(stick), 0);
    assert_int_equal(stick->ops->remount_rw(stick), 0);
    played->present = false;
    await_end();
    assert_false(played->mounted);
    assert_int_equal(stick->ops->unmount(stick), -ENODEV);
    assert_false(stick->ops->is_present(stick));
    assert_int_equal(stick->ops->mount_ro(stick), -ENODEV);
    stick_destroy(stick);
}

/* The error comes first, then the news: the visit must not call it a broken stick. */
static void news_that_comes_late_is_waited_for(void **state)
{
    (void)state;
    start();
    await_state("sdz1 ready new vfat free\n");
    struct stick *stick = stick_real(dir, NULL);
    assert_int_equal(stick->ops->mount_ro(stick), 0);
    pid_t child = fork();
    if (child == 0) {
        poll(NULL, 0, 50); /* after the question */
        played->present = false;
        _exit(0);
    }
    assert_false(stick->ops->is_present(stick));
    waitpid(child, NULL, 0);
    await_end();
    stick_destroy(stick);
}

static void a_stick_that_hangs_is_told_in_time_and_let_go_again_later(void **state)
{
    (void)state;
    start();
    await_state("sdz1 ready new vfat free\n");
    struct stick *stick = stick_real(dir, NULL);
    played->hangs = true;
    assert_int_equal(stick->ops->mount_ro(stick), -ETIMEDOUT);
    await_state("sdz1 refused hangs\n");
    played->hangs = false;
    assert_int_equal(stick->ops->mount_ro(stick), -EIO);
    assert_false(played->mounted);
    played->present = false;
    await_end();
    stick_destroy(stick);
}

static void a_first_look_that_hangs_ends_in_refusal(void **state)
{
    (void)state;
    played->hangs = true;
    start();
    await_state("sdz1 refused hangs\n");
    played->present = false;
    await_end();
}

static void who_hangs_up_leaves_nothing_mounted(void **state)
{
    (void)state;
    start();
    await_state("sdz1 ready new vfat free\n");
    struct stick *stick = stick_real(dir, NULL);
    assert_int_equal(stick->ops->mount_ro(stick), 0);
    stick_destroy(stick);
    await(&played->mounted, false);
    stick = stick_real(dir, NULL); /* and the next may have it */
    assert_int_equal(stick->ops->mount_ro(stick), 0);
    stick_destroy(stick);
}

static void what_fails_says_why(void **state)
{
    (void)state;
    start();
    await_state("sdz1 ready new vfat free\n");
    struct stick *stick = stick_real(dir, NULL);
    assert_int_equal(stick->ops->mount_ro(stick), 0);
    played->mount_rc = -EROFS;
    assert_int_equal(stick->ops->remount_rw(stick), -EROFS);
    assert_false(played->mounted);
    played->mount_rc = 0;
    assert_int_equal(stick->ops->mount_ro(stick), 0);
    played->unmount_rc = -EBUSY;
    assert_int_equal(stick->ops->unmount(stick), -EBUSY);
    assert_int_equal(played->writes, 0);
    stick_destroy(stick);
}

static int call(void)
{
    struct sockaddr_un where = {.sun_family = AF_UNIX};
    int sock = socket(AF_UNIX, SOCK_STREAM, 0);

    snprintf(where.sun_path, sizeof(where.sun_path), "%s/stick.sock", dir);
    assert_int_equal(connect(sock, (const struct sockaddr *)&where, sizeof(where)), 0);
    return sock;
}

static void say_and_hear(int sock, const char *words, const char *wanted)
{
    char heard[64] = "";
    size_t len = 0;

    assert_int_equal(send(sock, words, strlen(words), MSG_NOSIGNAL), strlen(words));
    while (len + 1 < sizeof(heard) && len < strlen(wanted)) {
        ssize_t got = recv(sock, heard + len, strlen(wanted) - len, 0);
        if (got <= 0) {
            break;
        }
        len += (size_t)got;
    }
    assert_string_equal(heard, wanted);
}

static void words_that_nobody_knows_do_nothing(void **state)
{
    char long_line[200], path[96];
    struct stat sock;

    (void)state;
    start();
    await_state("sdz1 ready new vfat free\n");
    int one = call();
    say_and_hear(one, "mount /etc\n", "no 22\n");
    say_and_hear(one, "\n", "no 22\n");
    say_and_hear(one, "re", "");
    /* Closing while it opens is too soon; the ask to open has its own answer, later. */
    say_and_hear(one, "ad\nclose\nthere\n", "no 16\nok\nok\n");
    memset(long_line, 'r', sizeof(long_line) - 1);
    long_line[sizeof(long_line) - 1] = '\0';
    int two = call(); /* waits behind the first, and is heard when that one is gone */
    close(one);
    say_and_hear(two, "there\n", "ok\n");
    assert_int_equal(send(two, long_line, strlen(long_line), MSG_NOSIGNAL), strlen(long_line));
    char byte;
    assert_int_equal(recv(two, &byte, 1, 0) <= 0, 1); /* hung up */
    close(two);
    snprintf(path, sizeof(path), "%s/stick.sock", dir);
    assert_int_equal(stat(path, &sock), 0);
    assert_int_equal(sock.st_mode & 0777, 0600);
}

static void the_file_of_another_stick_is_left_alone(void **state)
{
    char path[96];

    (void)state;
    snprintf(path, sizeof(path), "%s/stick.state", dir);
    FILE *file = fopen(path, "w");
    fputs("sda12 ready new vfat free\n", file);
    fclose(file);
    stick_serve_forget(dir, "sda1");
    assert_string_equal(state_now(), "sda12 ready new vfat free\n");
    stick_serve_forget(dir, "sda12");
    assert_string_equal(state_now(), "");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_visit_mounts_writes_and_closes),
        TEST(what_it_is_stands_in_the_file_for_the_screen),
        TEST(pulled_while_it_is_open_it_lets_go_and_ends),
        TEST(news_that_comes_late_is_waited_for),
        TEST(a_stick_that_hangs_is_told_in_time_and_let_go_again_later),
        TEST(a_first_look_that_hangs_ends_in_refusal),
        TEST(who_hangs_up_leaves_nothing_mounted),
        TEST(what_fails_says_why),
        TEST(words_that_nobody_knows_do_nothing),
        TEST(the_file_of_another_stick_is_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
