/* What the service manager hears, by a socket that is a file and by one that is only a name. */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/base/notify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int listen_at(const char *path)
{
    struct sockaddr_un where = {.sun_family = AF_UNIX};
    size_t len = strlen(path);
    int sock = socket(AF_UNIX, SOCK_DGRAM, 0);

    memcpy(where.sun_path, path, len);
    if (path[0] == '@') {
        where.sun_path[0] = '\0';
    }
    assert_int_equal(bind(sock, (const struct sockaddr *)&where,
                          (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len)),
                     0);
    setenv("NOTIFY_SOCKET", path, 1);
    return sock;
}

static void assert_hears(int sock, const char *wanted)
{
    char heard[64] = "";

    assert_int_equal(recv(sock, heard, sizeof(heard) - 1, MSG_DONTWAIT), strlen(wanted));
    assert_string_equal(heard, wanted);
}

static void it_is_heard_on_both_kinds_of_socket(void **state)
{
    char path[80], name[80];

    (void)state;
    snprintf(path, sizeof(path), "/tmp/dorpel-notify-%d", (int)getpid());
    snprintf(name, sizeof(name), "@dorpel-notify-%d", (int)getpid());
    int file = listen_at(path);
    assert_true(notify_send("READY=1"));
    assert_hears(file, "READY=1");
    int named = listen_at(name);
    assert_true(notify_send("WATCHDOG=1"));
    assert_hears(named, "WATCHDOG=1");
    close(file);
    close(named);
    assert_false(notify_send("WATCHDOG=1")); /* nobody there any more, and no signal */
    unlink(path);
}

static void without_a_service_manager_nothing_is_told(void **state)
{
    (void)state;
    unsetenv("NOTIFY_SOCKET");
    assert_false(notify_send("READY=1"));
    setenv("NOTIFY_SOCKET", "relative", 1);
    assert_false(notify_send("READY=1"));
    setenv("NOTIFY_SOCKET", "", 1);
    assert_false(notify_send("READY=1"));
}

static void the_watchdog_is_ours_or_none(void **state)
{
    char pid[16];

    (void)state;
    unsetenv("WATCHDOG_PID");
    unsetenv("WATCHDOG_USEC");
    assert_int_equal(notify_watchdog_ms(), 0);
    setenv("WATCHDOG_USEC", "10000000", 1);
    assert_int_equal(notify_watchdog_ms(), 10000);
    setenv("WATCHDOG_PID", "1", 1);
    assert_int_equal(notify_watchdog_ms(), 0);
    snprintf(pid, sizeof(pid), "%d", (int)getpid());
    setenv("WATCHDOG_PID", pid, 1);
    assert_int_equal(notify_watchdog_ms(), 10000);
    setenv("WATCHDOG_USEC", "soon", 1);
    assert_int_equal(notify_watchdog_ms(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_heard_on_both_kinds_of_socket),
        cmocka_unit_test(without_a_service_manager_nothing_is_told),
        cmocka_unit_test(the_watchdog_is_ours_or_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
