/* The disk in memory itself: what it keeps of a power cut is what a real one may keep. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/faults/io_fault.h"

#include <errno.h>
#include <string.h>

static void unsynced_sectors_are_dropped_kept_and_torn(void **state)
{
    int dropped = 0, kept = 0, torn = 0;

    (void)state;
    for (uint64_t seed = 0; seed < 300; seed++) {
        struct io_fault *disk = io_fault_new();
        struct io *io = io_fault_io(disk);
        char bytes[4 * 512];
        size_t len = 0;
        memset(bytes, 'o', sizeof(bytes));
        io_fault_put(disk, "/a", bytes, sizeof(bytes));
        int file = io->ops->open(io, "/a", IO_WRITE);
        memset(bytes, 'n', sizeof(bytes));
        assert_int_equal(io->ops->write(io, file, bytes, sizeof(bytes), 0), sizeof(bytes));
        io_fault_cut(disk, seed);
        const uint8_t *now = io_fault_peek(disk, "/a", &len);
        assert_int_equal(len, sizeof(bytes));
        int fresh = 0;
        for (size_t sector = 0; sector < 4; sector++) {
            for (size_t i = 1; i < 512; i++) { /* a sector is whole */
                assert_int_equal(now[sector * 512 + i], now[sector * 512]);
            }
            fresh += now[sector * 512] == 'n';
        }
        dropped += fresh == 0;
        kept += fresh == 4;
        torn += fresh > 0 && fresh < 4;
        io_fault_free(disk);
    }
    assert_true(dropped > 30 && kept > 30 && torn > 30);
}

static void an_older_write_may_survive_where_a_newer_one_is_lost(void **state)
{
    bool seen[3] = {false};

    (void)state;
    for (uint64_t seed = 0; seed < 300; seed++) {
        struct io_fault *disk = io_fault_new();
        struct io *io = io_fault_io(disk);
        size_t len = 0;
        io_fault_put(disk, "/a", "0", 1);
        int file = io->ops->open(io, "/a", IO_WRITE);
        io->ops->write(io, file, "1", 1, 0);
        io->ops->write(io, file, "2", 1, 0);
        io_fault_cut(disk, seed);
        seen[io_fault_peek(disk, "/a", &len)[0] - '0'] = true;
        io_fault_free(disk);
    }
    assert_true(seen[0] && seen[1] && seen[2]);
}

static void names_are_lost_until_their_folder_is_synced(void **state)
{
    int lost = 0, kept = 0;
    size_t len;

    (void)state;
    for (uint64_t seed = 0; seed < 60; seed++) {
        struct io_fault *disk = io_fault_new();
        struct io *io = io_fault_io(disk);
        assert_int_equal(io->ops->mkdir(io, "/d"), 0);
        assert_int_equal(io->ops->sync_dir(io, "/"), 0);
        int file = io->ops->open(io, "/d/a", IO_WRITE | IO_CREATE);
        io->ops->write(io, file, "x", 1, 0);
        io->ops->sync(io, file);
        io->ops->rename(io, "/d/a", "/d/b");
        io_fault_cut(disk, seed);
        assert_true(io_exists(io, "/d"));
        bool is_a = io_fault_peek(disk, "/d/a", &len) != NULL;
        bool is_b = io_fault_peek(disk, "/d/b", &len) != NULL;
        assert_false(is_a && is_b);
        lost += !is_a && !is_b;
        kept += is_b;
        io_fault_free(disk);
    }
    assert_true(lost > 0 && kept > 0);
}

static void ext4_keeps_the_name_of_a_synced_file_and_posix_does_not(void **state)
{
    (void)state;
    for (int ext4 = 0; ext4 < 2; ext4++) {
        int there = 0;
        for (uint64_t seed = 0; seed < 60; seed++) {
            struct io_fault *disk = io_fault_new();
            struct io *io = io_fault_io(disk);
            size_t len;
            io_fault_kind_fs(disk, ext4 == 1);
            int file = io->ops->open(io, "/a", IO_WRITE | IO_CREATE);
            io->ops->sync(io, file);
            io_fault_cut(disk, seed);
            there += io_fault_peek(disk, "/a", &len) != NULL;
            io_fault_free(disk);
        }
        assert_true(ext4 == 1 ? there == 60 : there < 60);
    }
}

static void syncing_one_folder_does_not_make_another_safe(void **state)
{
    int lost = 0;

    (void)state;
    for (uint64_t seed = 0; seed < 60; seed++) {
        struct io_fault *disk = io_fault_new();
        struct io *io = io_fault_io(disk);
        size_t len;
        io_fault_put(disk, "/d/x", "", 0);
        io_fault_put(disk, "/e/x", "", 0);
        io->ops->close(io, io->ops->open(io, "/d/a", IO_WRITE | IO_CREATE));
        io->ops->close(io, io->ops->open(io, "/e/a", IO_WRITE | IO_CREATE));
        io->ops->sync_dir(io, "/e");
        io_fault_cut(disk, seed);
        assert_non_null(io_fault_peek(disk, "/e/a", &len));
        lost += io_fault_peek(disk, "/d/a", &len) == NULL;
        io_fault_free(disk);
    }
    assert_true(lost > 0);
}

static void a_killed_program_loses_nothing_it_wrote(void **state)
{
    struct io_fault *disk = io_fault_new();
    struct io *io = io_fault_io(disk);
    size_t len = 0;

    (void)state;
    int file = io->ops->open(io, "/a", IO_WRITE | IO_CREATE);
    io->ops->write(io, file, "x", 1, 0);
    io_fault_power_at(disk, 1);
    assert_int_equal(io->ops->write(io, file, "y", 1, 1), -EIO);
    assert_int_equal(io->ops->read(io, file, &len, 1, 0), -EIO);
    assert_true(io_fault_is_off(disk));
    io_fault_restart(disk);
    assert_int_equal(io_fault_open_handles(disk), 0);
    assert_int_equal(io_fault_peek(disk, "/a", &len)[0], 'x');
    assert_int_equal(len, 1);
    io_fault_free(disk);
}

static void the_same_seed_gives_the_same_disk(void **state)
{
    uint8_t first[8192];
    size_t first_len = 0;

    (void)state;
    for (int run = 0; run < 2; run++) {
        struct io_fault *disk = io_fault_new();
        struct io *io = io_fault_io(disk);
        size_t len = 0;
        io_fault_put(disk, "/a", "", 0);
        int file = io->ops->open(io, "/a", IO_WRITE);
        for (int64_t i = 0; i < 16; i++) {
            io->ops->write(io, file, "abcdefgh", 8, i * 500);
        }
        io_fault_cut(disk, 12345);
        const uint8_t *now = io_fault_peek(disk, "/a", &len);
        if (run == 0) {
            memcpy(first, now, len);
            first_len = len;
        }
        assert_int_equal(len, first_len);
        assert_memory_equal(now, first, len);
        io_fault_free(disk);
    }
}

static void a_full_disk_a_pulled_stick_and_a_fake_one_behave_so(void **state)
{
    struct io_fault *disk = io_fault_new();
    struct io *io = io_fault_io(disk);
    char bytes[100] = {0};
    uint64_t left = 0;
    size_t len = 0;

    (void)state;
    io_fault_capacity(disk, 150);
    memset(bytes, 'x', sizeof(bytes));
    int file = io->ops->open(io, "/a", IO_WRITE | IO_CREATE);
    assert_int_equal(io->ops->write(io, file, bytes, 100, 0), 100);
    assert_int_equal(io->ops->free_bytes(io, "/", &left), 0);
    assert_int_equal(left, 50);
    assert_int_equal(io->ops->write(io, file, bytes, 100, 100), 50);
    assert_int_equal(io->ops->write(io, file, bytes, 100, 150), -ENOSPC);
    assert_int_equal(io->ops->write(io, file, bytes, 100, 0), 100); /* over what is there */

    io_fault_lie_after(disk, 60);
    assert_int_equal(io->ops->sync(io, file), 0);
    assert_int_equal(io_fault_peek(disk, "/a", &len)[99], 'x');
    io_fault_settle(disk);
    assert_int_equal(io_fault_peek(disk, "/a", &len)[59], 'x');
    assert_int_equal(io_fault_peek(disk, "/a", &len)[60], 0);

    assert_true(io_fault_flip(disk, "/a", 7));
    assert_int_equal(io_fault_peek(disk, "/a", &len)[0], 'x' ^ 1);
    assert_false(io_fault_flip(disk, "/a", 8 * 150));

    io_fault_fail_at(disk, 1, ENODEV, FAULT_FOREVER);
    assert_int_equal(io->ops->mkdir(io, "/d"), -ENODEV);
    assert_int_equal(io->ops->open(io, "/a", IO_READ), -ENODEV);
    io_fault_fail_at(disk, 0, 0, FAULT_ONCE); /* put in again */
    io_fault_fail_read_at(disk, 2, EIO, FAULT_ONCE);
    assert_true(io_exists(io, "/a"));
    assert_false(io_exists(io, "/a"));
    assert_true(io_exists(io, "/a"));
    assert_string_equal(io_fault_last(disk), "mkdir /d");
    io_fault_free(disk);
    io_fault_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unsynced_sectors_are_dropped_kept_and_torn),
        cmocka_unit_test(an_older_write_may_survive_where_a_newer_one_is_lost),
        cmocka_unit_test(names_are_lost_until_their_folder_is_synced),
        cmocka_unit_test(ext4_keeps_the_name_of_a_synced_file_and_posix_does_not),
        cmocka_unit_test(syncing_one_folder_does_not_make_another_safe),
        cmocka_unit_test(a_killed_program_loses_nothing_it_wrote),
        cmocka_unit_test(the_same_seed_gives_the_same_disk),
        cmocka_unit_test(a_full_disk_a_pulled_stick_and_a_fake_one_behave_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
