/* The fake stick: what it keeps, what it forgets, and that each way of failing does what it says.
 */
#include "sync/stick.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static char dir[] = "/tmp/dorpel-stick-XXXXXX";
static const struct stick_fault no_fault = {.kind = STICK_FAULT_NONE};

static int make_dir(void **state)
{
    (void)state;
    memcpy(dir + sizeof(dir) - 7, "XXXXXX", 6);
    return mkdtemp(dir) == NULL ? -1 : 0;
}

static int remove_dir(void **state)
{
    struct io *io = io_posix();

    (void)state;
    bool done = io_remove_tree(io, dir, NULL);
    io_destroy(io);
    return done ? 0 : -1;
}

static struct stick *writable(struct stick_fault fault)
{
    struct stick *stick = stick_fake(dir, fault, NULL);

    assert_non_null(stick);
    assert_int_equal(stick->ops->mount_ro(stick), 0);
    assert_int_equal(stick->ops->remount_rw(stick), 0);
    return stick;
}

static int write_it(struct stick *stick, const char *path, const char *text, bool sync)
{
    struct io *io = stick->io;
    int file = io->ops->open(io, path, IO_WRITE | IO_CREATE | IO_TRUNC);

    if (file < 0) {
        return file;
    }
    ssize_t rc = io->ops->write(io, file, text, strlen(text), 0);
    if (rc >= 0 && sync) {
        rc = io->ops->sync(io, file);
    }
    io->ops->close(io, file);
    return rc < 0 ? (int)rc : 0;
}

/* What stands there, "" when nothing does. */
static void assert_holds(struct stick *stick, const char *path, const char *wanted)
{
    struct arena arena;
    char *text = NULL;
    size_t len;

    arena_init(&arena, 0);
    bool there = io_read_file(stick->io, &arena, path, 1000, &text, &len, NULL);
    if (wanted == NULL) {
        assert_false(there);
    } else {
        assert_true(there);
        assert_int_equal(len, strlen(wanted));
        assert_memory_equal(text, wanted, len);
    }
    arena_finish(&arena);
}

static void again(struct stick *stick)
{
    assert_int_equal(stick->ops->unmount(stick), 0);
    assert_int_equal(stick->ops->mount_ro(stick), 0);
}

static void what_was_not_synced_is_forgotten_at_unmount(void **state)
{
    struct stick *stick = writable(no_fault);

    (void)state;
    write_it(stick, "stick/a", "synced, and its name too", true);
    stick->io->ops->sync_dir(stick->io, "stick");
    write_it(stick, "stick/b", "synced, its name is not", true);
    write_it(stick, "stick/c", "nothing synced", false);
    assert_holds(stick, "stick/c", "nothing synced");
    again(stick);
    assert_holds(stick, "stick/a", "synced, and its name too");
    assert_holds(stick, "stick/b", NULL);
    assert_holds(stick, "stick/c", NULL);
    stick_destroy(stick);
}

static void an_old_file_stays_until_the_rename_is_synced(void **state)
{
    struct stick *stick = writable(no_fault);
    struct io *io = stick->io;

    (void)state;
    write_it(stick, "stick/a", "old", true);
    io->ops->sync_dir(io, "stick");
    write_it(stick, "stick/a.tmp", "new", true);
    assert_int_equal(io->ops->rename(io, "stick/a.tmp", "stick/a"), 0);
    assert_holds(stick, "stick/a", "new");
    again(stick);
    assert_holds(stick, "stick/a", "old");

    assert_int_equal(stick->ops->remount_rw(stick), 0);
    assert_true(io_write_file(io, "stick/a", "new", 3, NULL)); /* the whole protocol */
    again(stick);
    assert_holds(stick, "stick/a", "new");
    stick_destroy(stick);
}

static void a_folder_that_was_not_synced_takes_its_files_along(void **state)
{
    struct stick *stick = writable(no_fault);
    struct io *io = stick->io;

    (void)state;
    assert_int_equal(io->ops->mkdir(io, "stick/D"), 0);
    assert_int_equal(io->ops->mkdir(io, "stick/D"), -EEXIST);
    assert_true(io_write_file(io, "stick/D/a", "x", 1, NULL));
    again(stick);
    assert_holds(stick, "stick/D/a", NULL);
    assert_int_equal(stick->ops->remount_rw(stick), 0);
    assert_true(io_make_dirs(io, "stick/D/E", NULL));
    assert_true(io_write_file(io, "stick/D/E/a", "x", 1, NULL));
    again(stick);
    assert_holds(stick, "stick/D/E/a", "x");
    stick_destroy(stick);
}

static void what_is_safe_stands_in_the_folder_at_the_next_visit(void **state)
{
    struct stick *stick = writable(no_fault);

    (void)state;
    assert_true(io_make_dirs(stick->io, "stick/D", NULL));
    assert_true(io_write_file(stick->io, "stick/D/a", "kept", 4, NULL));
    write_it(stick, "stick/D/b", "not kept", true);
    assert_int_equal(stick->ops->unmount(stick), 0);
    stick_destroy(stick);

    stick = writable(no_fault);
    assert_holds(stick, "stick/D/a", "kept");
    assert_holds(stick, "stick/D/b", NULL);
    assert_int_equal(stick->io->ops->unlink(stick->io, "stick/D/a"), 0);
    stick->io->ops->sync_dir(stick->io, "stick/D");
    assert_int_equal(stick->ops->unmount(stick), 0);
    stick_destroy(stick);

    stick = writable(no_fault);
    assert_holds(stick, "stick/D/a", NULL);
    stick_destroy(stick);
}

static void nothing_is_written_while_it_is_mounted_to_read(void **state)
{
    struct stick *stick = stick_fake(dir, no_fault, NULL);
    struct io *io = stick->io;

    (void)state;
    assert_int_equal(stick->ops->mount_ro(stick), 0);
    assert_int_equal(write_it(stick, "stick/a", "x", true), -EROFS);
    assert_int_equal(io->ops->mkdir(io, "stick/D"), -EROFS);
    assert_int_equal(stick->ops->remount_rw(stick), 0);
    assert_int_equal(write_it(stick, "stick/a", "x", true), 0);
    stick_destroy(stick);
}

static void a_pulled_stick_is_gone_and_keeps_what_was_safe(void **state)
{
    (void)state;
    for (uint32_t at = 1; at < 24; at++) {
        const struct stick_fault fault = {STICK_FAULT_PULLED, at};
        struct stick *stick = stick_fake(dir, fault, NULL);
        struct io *io = stick->io;
        stick->ops->mount_ro(stick);
        stick->ops->remount_rw(stick);
        struct err err = {0};
        bool written = io_write_file(io, "stick/a", "old", 3, &err) &&
                       io_write_file(io, "stick/a", "new!", 4, &err);
        bool is_gone = !stick->ops->is_present(stick);
        assert_true(written || is_gone);
        if (is_gone) {
            struct io_stat stat;
            assert_int_equal(io->ops->stat(io, "stick/a", &stat), -ENODEV);
            assert_int_equal(stick->ops->mount_ro(stick), -ENODEV);
        }
        stick_destroy(stick);

        stick = stick_fake(dir, no_fault, NULL); /* put in again: old, new or nothing */
        assert_int_equal(stick->ops->mount_ro(stick), 0);
        struct arena arena;
        char *text = NULL;
        size_t len = 0;
        arena_init(&arena, 0);
        if (io_read_file(stick->io, &arena, "stick/a", 10, &text, &len, NULL)) {
            assert_true(strcmp(text, "old") == 0 || strcmp(text, "new!") == 0);
        }
        arena_finish(&arena);
        stick_destroy(stick);
    }
}

static void each_other_fault_does_what_it_says(void **state)
{
    struct stick_fault fault;
    struct stick *stick;

    (void)state;
    fault = (struct stick_fault){STICK_FAULT_FULL, 0};
    stick = writable(fault);
    assert_int_equal(write_it(stick, "stick/a", "x", true), -ENOSPC);
    assert_true(stick->ops->is_present(stick));
    stick_destroy(stick);

    fault = (struct stick_fault){STICK_FAULT_READONLY, 0};
    stick = stick_fake(dir, fault, NULL);
    assert_int_equal(stick->ops->mount_ro(stick), 0);
    assert_int_equal(stick->ops->remount_rw(stick), -EROFS);
    assert_true(stick->ops->is_present(stick));
    stick_destroy(stick);

    fault = (struct stick_fault){STICK_FAULT_VANISHED, 0};
    stick = writable(fault);
    assert_int_equal(stick->ops->unmount(stick), 0);
    assert_int_equal(stick->ops->mount_ro(stick), -ENODEV);
    assert_false(stick->ops->is_present(stick));
    stick_destroy(stick);

    fault = (struct stick_fault){STICK_FAULT_IO, 3};
    stick = writable(fault);
    assert_int_equal(write_it(stick, "stick/a", "x", true), -EIO);
    assert_true(stick->ops->is_present(stick));
    assert_int_equal(write_it(stick, "stick/a", "x", true), 0);
    stick_destroy(stick);
}

static void a_lying_stick_says_yes_and_loses_or_alters(void **state)
{
    bool seen_lost = false, seen_flipped = false, seen_cut = false;

    (void)state;
    for (uint32_t at = 1; at <= 6; at++) {
        const struct stick_fault fault = {STICK_FAULT_LYING, at};
        struct stick *stick = writable(fault);
        struct arena arena;
        char *text = NULL;
        size_t len = 0;
        char name[] = "stick/0";
        for (uint32_t i = 1; i <= 3; i++) { /* syncs 1, 3 and 5 are of files */
            name[6] = (char)('0' + i);
            assert_true(io_write_file(stick->io, name, "abcdefgh", 8, NULL));
        }
        again(stick);
        arena_init(&arena, 0);
        name[6] = (char)('0' + (at + 1) / 2);
        bool there = io_read_file(stick->io, &arena, name, 100, &text, &len, NULL);
        bool same = there && len == 8 && memcmp(text, "abcdefgh", 8) == 0;
        seen_lost = seen_lost || (there && len == 0) || !there;
        seen_cut = seen_cut || (there && len == 4);
        seen_flipped = seen_flipped || (there && len == 8 && !same);
        arena_finish(&arena);
        stick_destroy(stick);
        remove_dir(state);
        make_dir(state);
    }
    assert_true(seen_lost && seen_cut && seen_flipped);
}

static void faults_are_read_from_the_command_line(void **state)
{
    struct stick_fault fault = {.kind = STICK_FAULT_NONE};

    (void)state;
    assert_true(stick_fault_parse(&fault, "pulled"));
    assert_int_equal(fault.kind, STICK_FAULT_PULLED);
    assert_int_equal(fault.at, 0);
    assert_true(stick_fault_parse(&fault, "lying@12"));
    assert_int_equal(fault.kind, STICK_FAULT_LYING);
    assert_int_equal(fault.at, 12);
    static const char *const wrong[] = {
        "",   "none",           "pul",    "pulledx",   "pulled@",  "full@0", "full@-1", "full@1x",
        "@3", "io@99999999999", "PULLED", "pulled@ 1", "pulled @1"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        assert_false(stick_fault_parse(&fault, wrong[i]));
    }
    assert_int_equal(fault.at, 12);
}

static void a_plain_folder_is_a_stick_while_it_is_there(void **state)
{
    struct stick *stick = stick_folder(dir);

    assert_int_equal(stick->ops->mount_ro(stick), 0);
    assert_int_equal(stick->ops->remount_rw(stick), 0);
    assert_true(stick->ops->is_present(stick));
    assert_int_equal(stick->ops->unmount(stick), 0);
    remove_dir(state);
    assert_false(stick->ops->is_present(stick));
    assert_int_equal(stick->ops->mount_ro(stick), -ENOENT);
    assert_null(stick_fake(dir, no_fault, NULL));
    stick_destroy(stick);
    stick_destroy(NULL);
    make_dir(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define STICK_TEST(name) cmocka_unit_test_setup_teardown(name, make_dir, remove_dir)
        STICK_TEST(what_was_not_synced_is_forgotten_at_unmount),
        STICK_TEST(an_old_file_stays_until_the_rename_is_synced),
        STICK_TEST(a_folder_that_was_not_synced_takes_its_files_along),
        STICK_TEST(what_is_safe_stands_in_the_folder_at_the_next_visit),
        STICK_TEST(nothing_is_written_while_it_is_mounted_to_read),
        STICK_TEST(a_pulled_stick_is_gone_and_keeps_what_was_safe),
        STICK_TEST(each_other_fault_does_what_it_says),
        STICK_TEST(a_lying_stick_says_yes_and_loses_or_alters),
        STICK_TEST(faults_are_read_from_the_command_line),
        STICK_TEST(a_plain_folder_is_a_stick_while_it_is_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
