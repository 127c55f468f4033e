/* A visit that the service manager runs: what the screen asks on the socket, and what it believes
 * of the lines that come back. The service is played here. */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/base/io.h"
#include "app/stick_look.h"
#include "app/stick_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static char dir[64];
static int listener;

static int set_up(void **state)
{
    struct sockaddr_un where = {.sun_family = AF_UNIX};

    (void)state;
    snprintf(dir, sizeof(dir), "/tmp/dorpel-run-XXXXXX");
    if (mkdtemp(dir) == NULL) {
        return -1;
    }
    snprintf(where.sun_path, sizeof(where.sun_path), "%s/visit.sock", dir);
    listener = socket(AF_UNIX, SOCK_STREAM, 0);
    return bind(listener, (const struct sockaddr *)&where, sizeof(where)) == 0 &&
                   listen(listener, 1) == 0
               ? 0
               : -1;
}

static int tear_down(void **state)
{
    struct io *io = io_posix();

    (void)state;
    close(listener);
    bool done = io_remove_tree(io, dir, NULL);
    io_destroy(io);
    return done ? 0 : -1;
}

static int begin(struct stick_run *run, bool is_practice, bool may_be_new, const char *asked)
{
    const struct stick_run_plan plan = {
        .runtime = dir, .is_practice = is_practice, .may_be_new = may_be_new};
    char heard[64] = "";

    memset(run, 0, sizeof(*run));
    assert_true(stick_run_start(run, &plan, NULL));
    assert_int_equal(run->state, STICK_RUN_BUSY);
    int service = accept(listener, NULL, NULL);
    assert_true(recv(service, heard, sizeof(heard) - 1, 0) > 0);
    assert_string_equal(heard, asked);
    return service;
}

static void say(int service, const char *words)
{
    assert_int_equal(send(service, words, strlen(words), MSG_NOSIGNAL), strlen(words));
}

static void a_visit_is_followed_to_its_end(void **state)
{
    struct stick_run run;

    (void)state;
    int service = begin(&run, false, true, "visit real yes\n");
    say(service, "step stick.step.write 3 12\nnote stick.note.ack A");
    stick_run_read(&run, false);
    assert_string_equal(run.key, "stick.step.write");
    assert_int_equal(run.part, 3);
    say(service, "CK.dkb\ndone 7 1234\n");
    stick_run_read(&run, false);
    assert_int_equal(run.note_count, 1);
    say(service, "end 0\n");
    close(service);
    stick_run_read(&run, true);
    assert_int_equal(run.state, STICK_RUN_DONE);
    assert_int_equal(run.files, 7);
}

static void photos_are_called_in_their_order_and_no_more_than_fit(void **state)
{
    struct stick_run run;

    (void)state;
    int service = begin(&run, false, false, "visit real no\n");
    say(service, "photo b.jpg\nphoto a.jpg\n");
    for (int i = 0; i < STICK_RUN_PHOTOS + 3; i++) {
        say(service, "photo more.jpg\n");
    }
    stick_run_read(&run, false);
    assert_int_equal(run.photo_count, STICK_RUN_PHOTOS);
    assert_string_equal(run.photos[0], "b.jpg");
    assert_string_equal(run.photos[1], "a.jpg");
    close(service);
    stick_run_read(&run, true);
}

static void done_without_an_end_is_not_done(void **state)
{
    static const char *const ends[] = {"", "end 1\n", "end 00", "en"};

    (void)state;
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        struct stick_run run;
        int service = begin(&run, true, false, "visit practice no\n");
        say(service, "done 7 1234\n");
        say(service, ends[i]);
        close(service);
        stick_run_read(&run, true);
        assert_int_equal(run.state, STICK_RUN_FAILED);
        assert_string_equal(run.key, "stick.fail.io");
    }
}

static void what_failed_says_why(void **state)
{
    struct stick_run run;

    (void)state;
    int service = begin(&run, false, false, "visit real no\n");
    say(service, "failed stick.fail.pulled\nend 1\n");
    close(service);
    stick_run_read(&run, true);
    assert_int_equal(run.state, STICK_RUN_FAILED);
    assert_string_equal(run.key, "stick.fail.pulled");
}

static void without_a_service_there_is_no_visit(void **state)
{
    const struct stick_run_plan plan = {.runtime = "/nowhere"};
    struct stick_run run = {.state = STICK_RUN_IDLE};
    struct err err = {0};

    (void)state;
    assert_false(stick_run_start(&run, &plan, &err));
    assert_int_equal(run.state, STICK_RUN_IDLE);
    assert_int_equal(err.code, ERR_MISSING);
}

static void stopping_hangs_up_and_kills_nobody(void **state)
{
    struct stick_run run;
    char byte;

    (void)state;
    int service = begin(&run, false, true, "visit real yes\n");
    stick_run_stop(&run);
    assert_int_equal(run.state, STICK_RUN_IDLE);
    assert_int_equal(recv(service, &byte, 1, 0), 0);
    close(service);
}

static void what_the_file_says_is_believed_only_when_whole(void **state)
{
    static const char *const bad[] = {"",
                                      "sda1",
                                      "sda1 ready",
                                      "sda1 ready new",
                                      "sda1 ready new vfat",
                                      "sda1 looking",
                                      "sda1 Ready new vfat free"};
    struct stick_look look;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        stick_look_parse(&look, bad[i]);
        assert_false(look.is_in || look.refused != NULL);
    }
    stick_look_parse(&look, "sda1 ready strange vfat free");
    assert_true(look.is_in && look.is_new); /* what is not known is asked about */
}

static void a_second_stick_is_told_beside_the_first(void **state)
{
    struct stick_look look;
    char path[96];
    struct io *io = io_posix();

    (void)state;
    snprintf(path, sizeof(path), "%s/stick.second", dir);
    assert_true(io_write_file(io, path, "", 0, NULL));
    stick_look(&look, io, dir);
    assert_true(!look.is_in && look.warning == NULL);
    snprintf(path, sizeof(path), "%s/stick.state", dir);
    assert_true(io_write_file(io, path, "sda1 ready known vfat free\n", 27, NULL));
    stick_look(&look, io, dir);
    assert_true(look.is_in && !look.is_new);
    assert_string_equal(look.warning, "stick.warn.second");
    io_destroy(io);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_visit_is_followed_to_its_end),
        TEST(photos_are_called_in_their_order_and_no_more_than_fit),
        TEST(done_without_an_end_is_not_done),
        TEST(what_failed_says_why),
        TEST(without_a_service_there_is_no_visit),
        TEST(stopping_hangs_up_and_kills_nobody),
        TEST(what_the_file_says_is_believed_only_when_whole),
        TEST(a_second_stick_is_told_beside_the_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
