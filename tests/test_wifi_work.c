/* A question to a bus that does not answer: nobody waits for it, and who leaves may leave. The bus
 * is played here: a socket that takes calls and says nothing. */
#define _GNU_SOURCE /* setenv */
#include "app/wifi_work.h"

#include "app/base/io.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

enum { SOON_MS = 1000, TAKES = 1000 };

static char dir[64];
static int listener;

static int set_up(void **state)
{
    struct sockaddr_un where = {.sun_family = AF_UNIX};
    char address[128];

    (void)state;
    snprintf(dir, sizeof(dir), "/tmp/dorpel-bus-XXXXXX");
    if (mkdtemp(dir) == NULL) {
        return -1;
    }
    snprintf(where.sun_path, sizeof(where.sun_path), "%s/bus", dir);
    snprintf(address, sizeof(address), "unix:path=%s", where.sun_path);
    listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return setenv("DBUS_SYSTEM_BUS_ADDRESS", address, 1) == 0 &&
                   bind(listener, (const struct sockaddr *)&where, sizeof(where)) == 0 &&
                   listen(listener, 4) == 0
               ? 0
               : -1;
}

static int tear_down(void **state)
{
    struct io *io = io_posix();

    (void)state;
    bool done = io_remove_tree(io, dir, NULL);
    io_destroy(io);
    return done ? 0 : -1;
}

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void a_bus_that_says_nothing_holds_nobody_up(void **state)
{
    struct wifi_answer answer;
    int64_t began = now_ms();

    (void)state;
    struct wifi_work *work = wifi_work_start(NULL, NULL, 5000, NULL);
    assert_non_null(work);
    int bus = accept(listener, NULL, NULL); /* the thread has called */
    assert_true(bus >= 0);
    for (int i = 0; i < TAKES; i++) {
        assert_false(wifi_work_take(work, &answer, false));
    }
    wifi_work_leave(work);
    assert_true(now_ms() - began < SOON_MS);
    close(bus); /* now it ends, and frees what there was */
}

static void what_hangs_up_is_an_answer(void **state)
{
    struct wifi_answer answer;

    (void)state;
    struct wifi_work *work = wifi_work_start("Dorpshuis", "koffie met koek", 5000, NULL);
    struct pollfd poll_fd = {.fd = wifi_work_fd(work), .events = POLLIN};
    assert_int_equal(poll(&poll_fd, 1, 0), 0);
    close(accept(listener, NULL, NULL));
    assert_true(wifi_work_take(work, &answer, true));
    assert_true(answer.is_join);
    assert_false(answer.is_good);
    assert_string_equal(answer.ssid, "Dorpshuis");
    assert_int_equal(answer.list.state, WIFI_NO_RADIO);
}

static void what_is_too_long_is_not_asked(void **state)
{
    char much[WIFI_PASSWORD_MOST + 2];

    (void)state;
    memset(much, 'x', sizeof(much) - 1);
    much[sizeof(much) - 1] = '\0';
    assert_null(wifi_work_start("Dorpshuis", much, 5000, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bus_that_says_nothing_holds_nobody_up),
        cmocka_unit_test(what_hangs_up_is_an_answer),
        cmocka_unit_test(what_is_too_long_is_not_asked),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
