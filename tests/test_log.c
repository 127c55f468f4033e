/* The diary of the machine: short, bounded, and never in the way. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/base/clock.h"
#include "app/base/log.h"
#include "tests/faults/io_fault.h"

#include <errno.h>
#include <string.h>

static struct io_fault *disk;
static struct clock now;

static int begin(void **state)
{
    (void)state;
    disk = io_fault_new();
    io_fault_io(disk)->ops->mkdir(io_fault_io(disk), "/data");
    clock_init_virtual(&now, 1775034000);
    return 0;
}

static int end(void **state)
{
    (void)state;
    log_close();
    io_fault_free(disk);
    return 0;
}

static const char *content(const char *path)
{
    static char text[20000];
    size_t len = 0;
    const uint8_t *bytes = io_fault_peek(disk, path, &len);

    assert_true(len < sizeof(text));
    if (bytes != NULL) {
        memcpy(text, bytes, len);
    }
    text[len] = '\0';
    return bytes == NULL ? NULL : text;
}

static void a_line_says_when_how_bad_and_what(void **state)
{
    (void)state;
    log_open(io_fault_io(disk), &now, "/data/log", 4096);
    log_line(LOG_INFO, "started, version %s", "1.0");
    clock_advance(&now, 61000);
    log_line(LOG_WARN, "card slow");
    log_line(LOG_ERROR, "card failed");
    assert_string_equal(content("/data/log"), "2026-04-01T09:00:00Z info started, version 1.0\n"
                                              "2026-04-01T09:01:01Z WARN card slow\n"
                                              "2026-04-01T09:01:01Z ERROR card failed\n");
}

static void what_stands_in_a_file_name_cannot_make_a_second_line(void **state)
{
    (void)state;
    log_open(io_fault_io(disk), &now, "/data/log", 4096);
    log_line(LOG_INFO, "stick %s", "a\n2026-04-01T09:00:00Z info all is well\x1B[2J\x7F");
    const char *text = content("/data/log");
    assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
    assert_null(strchr(text, 0x1B));
    assert_null(strchr(text, 0x7F));
}

static void a_long_line_is_cut_and_still_ends(void **state)
{
    char text[3000];

    (void)state;
    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    log_open(io_fault_io(disk), &now, "/data/log", 4096);
    log_line(LOG_INFO, "%s", text);
    const char *line = content("/data/log");
    assert_in_range(strlen(line), 100, 500);
    assert_int_equal(line[strlen(line) - 1], '\n');
}

static void a_new_run_goes_on_behind_the_old_lines(void **state)
{
    (void)state;
    log_open(io_fault_io(disk), &now, "/data/log", 4096);
    log_line(LOG_INFO, "one");
    log_close();
    log_open(io_fault_io(disk), &now, "/data/log", 4096);
    log_line(LOG_INFO, "two");
    assert_non_null(strstr(content("/data/log"), "one\n"));
    assert_non_null(strstr(content("/data/log"), "two\n"));
}

static void the_diary_never_outgrows_twice_its_limit(void **state)
{
    enum { LIMIT = 2000 };

    (void)state;
    log_open(io_fault_io(disk), &now, "/data/log", LIMIT);
    for (int i = 0; i < 500; i++) {
        size_t len = 0, old_len = 0;
        log_line(LOG_INFO, "line %d of many", i);
        io_fault_peek(disk, "/data/log", &len);
        io_fault_peek(disk, "/data/log.1", &old_len);
        assert_in_range(len, 1, LIMIT);
        assert_in_range(old_len, 0, LIMIT);
    }
    assert_non_null(strstr(content("/data/log"), "line 499 of many\n"));
    assert_non_null(content("/data/log.1"));
}

static void a_full_card_costs_lines_and_nothing_else(void **state)
{
    (void)state;
    log_open(io_fault_io(disk), &now, "/data/log", 4096);
    log_line(LOG_INFO, "before");
    io_fault_fail_at(disk, 1, ENOSPC, FAULT_FOREVER);
    for (int i = 0; i < 20; i++) {
        log_line(LOG_INFO, "while full (this goes to standard error)");
    }
    io_fault_fail_at(disk, 0, 0, FAULT_ONCE);
    log_line(LOG_INFO, "after");
    assert_non_null(strstr(content("/data/log"), "before\n"));
    assert_non_null(strstr(content("/data/log"), "after\n"));
    assert_null(strstr(content("/data/log"), "while full"));
}

static void a_diary_that_cannot_be_put_aside_starts_anew_instead_of_growing(void **state)
{
    size_t len = 0;

    (void)state;
    log_open(io_fault_io(disk), &now, "/data/log", 200);
    for (int i = 0; i < 100; i++) {
        /* every rename fails: the failure strikes just when the limit is passed */
        io_fault_peek(disk, "/data/log", &len);
        bool will_rotate = len + 47 > 200;
        io_fault_fail_at(disk, will_rotate ? 1 : 0, EIO, FAULT_ONCE);
        log_line(LOG_INFO, "twenty-one characters");
        io_fault_peek(disk, "/data/log", &len);
        assert_in_range(len, 1, 200);
    }
    assert_null(content("/data/log.1"));
}

static void closing_gives_every_handle_back(void **state)
{
    (void)state;
    log_open(io_fault_io(disk), &now, "/data/log", 100);
    for (int i = 0; i < 50; i++) {
        log_line(LOG_INFO, "a line that makes it turn");
    }
    log_open(io_fault_io(disk), &now, "/data/other", 100);
    log_close();
    log_close();
    assert_int_equal(io_fault_open_handles(disk), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_line_says_when_how_bad_and_what, begin, end),
        cmocka_unit_test_setup_teardown(what_stands_in_a_file_name_cannot_make_a_second_line, begin,
                                        end),
        cmocka_unit_test_setup_teardown(a_long_line_is_cut_and_still_ends, begin, end),
        cmocka_unit_test_setup_teardown(a_new_run_goes_on_behind_the_old_lines, begin, end),
        cmocka_unit_test_setup_teardown(the_diary_never_outgrows_twice_its_limit, begin, end),
        cmocka_unit_test_setup_teardown(a_full_card_costs_lines_and_nothing_else, begin, end),
        cmocka_unit_test_setup_teardown(
            a_diary_that_cannot_be_put_aside_starts_anew_instead_of_growing, begin, end),
        cmocka_unit_test_setup_teardown(closing_gives_every_handle_back, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
