/* The one seam for files: the real one, and the disk in memory that stands in for it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/base/io.h"
#include "tests/faults/io_fault.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- both implementations behave alike ----------------------------------------------------- */

struct room { /* where a test works: a real folder or a disk in memory */
    struct io *io;
    struct io_fault *disk; /* NULL: real */
    struct arena arena;
    char dir[64];
    char path[160];
};

static struct room *room_open(bool real)
{
    struct room *room = calloc(1, sizeof(*room));

    assert_non_null(room);
    arena_init(&room->arena, 0);
    strcpy(room->dir, "/tmp/dorpel-test-io-XXXXXX");
    if (real) {
        room->io = io_posix();
        assert_non_null(mkdtemp(room->dir));
    } else {
        room->disk = io_fault_new();
        room->io = io_fault_io(room->disk);
        assert_true(io_make_dirs(room->io, room->dir, NULL));
    }
    return room;
}

static void room_close(struct room *room)
{
    struct err err = {0};

    if (!io_remove_tree(room->io, room->dir, &err)) {
        fail_msg("%s", err.msg);
    }
    assert_false(io_exists(room->io, room->dir));
    if (room->disk != NULL) {
        assert_int_equal(io_fault_open_handles(room->disk), 0);
        io_fault_free(room->disk);
    } else {
        io_destroy(room->io);
    }
    arena_finish(&room->arena);
    free(room);
}

static const char *in(struct room *room, const char *name)
{
    snprintf(room->path, sizeof(room->path), "%s/%s", room->dir, name);
    return room->path;
}

static void each_room(void (*test)(struct room *room))
{
    for (int real = 0; real < 2; real++) {
        struct room *room = room_open(real == 1);
        test(room);
        room_close(room);
    }
}

static void write_and_read(struct room *room)
{
    static const char text[] = "Wat is \0 dit?"; /* a NUL inside */
    char *back;
    size_t len;

    assert_true(io_write_file(room->io, in(room, "a"), text, sizeof(text), NULL));
    assert_true(io_write_file(room->io, in(room, "leeg"), "", 0, NULL));
    assert_true(io_read_file(room->io, &room->arena, in(room, "a"), 100, &back, &len, NULL));
    assert_int_equal(len, sizeof(text));
    assert_memory_equal(back, text, len);
    assert_int_equal(back[len], '\0');
    assert_true(io_read_file(room->io, &room->arena, in(room, "leeg"), 0, &back, &len, NULL));
    assert_int_equal(len, 0);
    assert_string_equal(back, "");
    assert_true(io_write_file(room->io, in(room, "a"), "kort", 4, NULL));
    assert_true(io_read_file(room->io, &room->arena, in(room, "a"), 100, &back, &len, NULL));
    assert_string_equal(back, "kort");
    assert_false(io_exists(room->io, in(room, "a.tmp")));
}

static void a_file_is_read_as_it_was_written(void **state)
{
    (void)state;
    each_room(write_and_read);
}

static void read_too_large(struct room *room)
{
    struct err err = {0};
    char *back = NULL;
    size_t len = 7;

    assert_true(io_write_file(room->io, in(room, "a"), "12345", 5, NULL));
    assert_true(io_read_file(room->io, &room->arena, in(room, "a"), 5, &back, &len, NULL));
    back = NULL;
    len = 7;
    assert_false(io_read_file(room->io, &room->arena, in(room, "a"), 4, &back, &len, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    assert_false(io_read_file(room->io, &room->arena, in(room, "weg"), 4, &back, &len, &err));
    assert_int_equal(err.code, ERR_MISSING);
    assert_false(io_read_file(room->io, &room->arena, room->dir, 4, &back, &len, &err));
    assert_int_equal(err.code, ERR_FORMAT);
    struct arena small;
    arena_init(&small, 3);
    assert_false(io_read_file(room->io, &small, in(room, "a"), 100, &back, &len, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    arena_finish(&small);
    assert_null(back);
    assert_int_equal(len, 7);
}

static void what_is_too_large_or_not_there_is_refused_before_memory_is_taken(void **state)
{
    (void)state;
    each_room(read_too_large);
}

static void folders(struct room *room)
{
    struct err err = {0};
    char **names;
    size_t count;

    assert_true(io_make_dirs(room->io, in(room, "a/b/c"), NULL));
    assert_true(io_make_dirs(room->io, in(room, "a/b/c"), NULL)); /* there already */
    assert_true(io_write_file(room->io, in(room, "a/z"), "", 0, NULL));
    assert_true(io_write_file(room->io, in(room, "a/A"), "", 0, NULL));
    assert_false(io_make_dirs(room->io, in(room, "a/z"), &err));
    assert_int_equal(err.code, ERR_FORMAT);
    assert_true(io_list_sorted(room->io, &room->arena, in(room, "a"), &names, &count, NULL));
    assert_int_equal(count, 3);
    assert_string_equal(names[0], "A");
    assert_string_equal(names[1], "b");
    assert_string_equal(names[2], "z");
    assert_true(io_list_sorted(room->io, &room->arena, in(room, "a/b/c"), &names, &count, NULL));
    assert_int_equal(count, 0);
    assert_false(io_list_sorted(room->io, &room->arena, in(room, "weg"), &names, &count, &err));
    assert_int_equal(err.code, ERR_MISSING);
    assert_true(io_remove_tree(room->io, in(room, "a"), NULL));
    assert_true(io_remove_tree(room->io, in(room, "a"), NULL)); /* gone already */
}

static void folders_are_made_listed_in_order_and_removed(void **state)
{
    (void)state;
    each_room(folders);
}

static void single_steps(struct room *room)
{
    const struct io_ops *ops = room->io->ops;
    struct io *io = room->io;
    struct io_stat stat;
    char buf[8] = {0};
    char to[160];

    int file = ops->open(io, in(room, "a"), IO_WRITE | IO_CREATE | IO_EXCL);
    assert_true(file >= 0);
    assert_int_equal(ops->open(io, in(room, "a"), IO_WRITE | IO_CREATE | IO_EXCL), -EEXIST);
    assert_int_equal(ops->open(io, in(room, "b"), IO_WRITE), -ENOENT);
    assert_int_equal(ops->open(io, room->dir, IO_READ), -EISDIR);
    assert_int_equal(ops->write(io, file, "abc", 3, 4), 3);
    assert_int_equal(ops->read(io, file, buf, sizeof(buf), 0), 7);
    assert_memory_equal(buf, "\0\0\0\0abc", 7); /* a hole reads as zeros */
    assert_int_equal(ops->read(io, file, buf, sizeof(buf), 7), 0);
    assert_int_equal(ops->truncate(io, file, 5), 0);
    assert_int_equal(ops->sync(io, file), 0);
    assert_int_equal(ops->close(io, file), 0);
    assert_int_equal(ops->stat(io, in(room, "a"), &stat), 0);
    assert_int_equal(stat.kind, IO_FILE);
    assert_int_equal(stat.size, 5);
    assert_int_equal(ops->mkdir(io, in(room, "a")), -EEXIST);
    file = ops->open(io, in(room, "a"), IO_WRITE | IO_APPEND);
    assert_int_equal(ops->write(io, file, "xy", 2, 0), 2); /* appended all the same */
    assert_int_equal(ops->close(io, file), 0);
    assert_int_equal(ops->stat(io, in(room, "a"), &stat), 0);
    assert_int_equal(stat.size, 7);
    file = ops->open(io, in(room, "a"), IO_WRITE | IO_TRUNC);
    assert_int_equal(ops->close(io, file), 0);
    assert_int_equal(ops->stat(io, in(room, "a"), &stat), 0);
    assert_int_equal(stat.size, 0);
    strcpy(to, in(room, "c"));
    assert_int_equal(ops->rename(io, in(room, "a"), to), 0);
    assert_int_equal(ops->rename(io, in(room, "a"), to), -ENOENT);
    assert_int_equal(ops->mkdir(io, in(room, "d")), 0);
    assert_int_equal(ops->stat(io, in(room, "d"), &stat), 0);
    assert_int_equal(stat.kind, IO_DIR);
    assert_int_equal(ops->unlink(io, in(room, "d")), -EISDIR);
    assert_int_equal(ops->rmdir(io, in(room, "c")), -ENOTDIR);
    assert_int_equal(ops->rename(io, to, in(room, "d/e")), 0);
    assert_int_equal(ops->rmdir(io, in(room, "d")), -ENOTEMPTY);
    assert_int_equal(ops->sync_dir(io, in(room, "d")), 0);
    assert_int_equal(ops->sync_dir(io, in(room, "weg")), -ENOENT);
    assert_int_equal(ops->unlink(io, in(room, "weg")), -ENOENT);
    uint64_t room_left = 0;
    assert_int_equal(ops->free_bytes(io, room->dir, &room_left), 0);
    assert_true(room_left > 0);
}

static void the_disk_in_memory_answers_like_the_real_one(void **state)
{
    (void)state;
    each_room(single_steps);
}

struct story { /* what the tap was told */
    char text[2000];
    int refuse_at, count;
};

static int hear(void *ctx, const char *what, const char *path)
{
    struct story *story = ctx;
    const char *name = strrchr(path, '/');

    size_t len = strlen(story->text);
    snprintf(story->text + len, sizeof(story->text) - len, "%s %s;", what,
             name == NULL ? path : name + 1);
    return ++story->count == story->refuse_at ? -ENOSPC : 0;
}

static void tapped(struct room *room)
{
    struct story story = {0};
    struct err err = {0};
    char **names;
    char *text;
    size_t count;

    room->io->tap = (struct io_tap){hear, &story};
    assert_true(io_write_file(room->io, in(room, "a"), "x", 1, NULL));
    const char *dir = strrchr(room->dir, '/') + 1;
    char want[300];
    snprintf(want, sizeof(want), "open a.tmp;write a.tmp;sync a.tmp;rename a;sync_dir %s;", dir);
    assert_string_equal(story.text, want);

    story = (struct story){0};
    assert_true(io_read_file(room->io, &room->arena, in(room, "a"), 9, &text, &count, NULL));
    assert_true(io_list_sorted(room->io, &room->arena, room->dir, &names, &count, NULL));
    assert_true(io_exists(room->io, in(room, "a")));
    assert_string_equal(story.text, ""); /* looking changes nothing */

    for (int n = 1; n <= 5; n++) {
        story = (struct story){.refuse_at = n};
        assert_false(io_write_file(room->io, in(room, "a"), "yy", 2, &err));
        assert_int_equal(err.code, ERR_FULL);
    }
    room->io->tap = (struct io_tap){0};
}

static void the_tap_hears_every_change_before_it_and_may_refuse_it(void **state)
{
    (void)state;
    each_room(tapped);
}

/* ---- the real one -------------------------------------------------------------------------- */

static void links_pipes_and_devices_are_not_files(void **state)
{
    struct room *room = room_open(true);
    char target[160];
    struct io_stat stat;

    (void)state;
    assert_true(io_write_file(room->io, in(room, "echt"), "x", 1, NULL));
    strcpy(target, in(room, "echt"));
    assert_int_equal(symlink(target, in(room, "link")), 0);
    assert_int_equal(room->io->ops->open(room->io, room->path, IO_READ), -ELOOP);
    assert_int_equal(room->io->ops->open(room->io, room->path, IO_WRITE | IO_CREATE), -ELOOP);
    assert_int_equal(room->io->ops->stat(room->io, room->path, &stat), 0);
    assert_int_equal(stat.kind, IO_OTHER);
    assert_int_equal(mkfifo(in(room, "pijp"), 0600), 0);
    assert_int_equal(room->io->ops->open(room->io, room->path, IO_READ), -EINVAL);
    assert_int_equal(room->io->ops->open(room->io, room->path, IO_WRITE), -EINVAL);
    assert_int_equal(room->io->ops->open(room->io, "/dev/null", IO_WRITE | IO_TRUNC), -EINVAL);
    room_close(room);
}

static void removing_a_tree_removes_a_link_and_not_what_it_points_to(void **state)
{
    struct room *room = room_open(true);
    char kept[160];

    (void)state;
    assert_true(io_make_dirs(room->io, in(room, "bewaard"), NULL));
    strcpy(kept, in(room, "bewaard"));
    assert_true(io_write_file(room->io, in(room, "bewaard/x"), "x", 1, NULL));
    assert_true(io_make_dirs(room->io, in(room, "weg"), NULL));
    assert_int_equal(symlink(kept, in(room, "weg/link")), 0);
    assert_true(io_remove_tree(room->io, in(room, "weg"), NULL));
    assert_true(io_exists(room->io, in(room, "bewaard/x")));
    room_close(room);
}

static void files_that_lie_about_their_size_are_read_whole(void **state)
{
    struct io *io = io_posix();
    struct arena arena;
    char *text;
    size_t len;

    (void)state;
    arena_init(&arena, 0);
    /* /proc says 0 bytes and gives more */
    assert_true(io_read_file(io, &arena, "/proc/self/maps", 1 << 20, &text, &len, NULL));
    assert_true(len > 4096);
    assert_int_equal(strlen(text), len);
    assert_false(io_read_file(io, &arena, "/proc/self/maps", 1000, &text, &len, NULL));
    arena_finish(&arena);
    io_destroy(io);
    io_destroy(NULL);
}

/* ---- failing and power cuts ---------------------------------------------------------------- */

static void holds_old_or_new(struct io_fault *disk, bool must_be_new)
{
    size_t len = 0;
    const uint8_t *now = io_fault_peek(disk, "/data/a", &len);

    assert_non_null(now);
    bool is_new = len == 1500 && now[0] == 'n' && now[1499] == 'n';
    bool is_old = len == 700 && now[0] == 'o' && now[699] == 'o';
    assert_true(is_new || is_old);
    assert_true(is_new || !must_be_new);
}

static struct io_fault *disk_with_old_file(void)
{
    struct io_fault *disk = io_fault_new();
    char old[700];

    memset(old, 'o', sizeof(old));
    io_fault_put(disk, "/data/a", old, sizeof(old));
    return disk;
}

static bool write_new(struct io_fault *disk, struct err *err)
{
    char fresh[1500];

    memset(fresh, 'n', sizeof(fresh));
    return io_write_file(io_fault_io(disk), "/data/a", fresh, sizeof(fresh), err);
}

static void a_power_cut_at_any_point_leaves_the_old_file_or_the_new_one(void **state)
{
    bool ended = false;

    (void)state;
    for (uint64_t n = 1; !ended; n++) {
        for (uint64_t seed = 0; seed < 100; seed++) {
            struct io_fault *disk = disk_with_old_file();
            io_fault_power_at(disk, n);
            bool said_done = write_new(disk, NULL);
            ended = !io_fault_is_off(disk);
            assert_true(said_done == ended);
            io_fault_cut(disk, seed);
            holds_old_or_new(disk, said_done);
            assert_true(write_new(disk, NULL)); /* what a cut leaves behind is no hindrance */
            holds_old_or_new(disk, true);
            io_fault_free(disk);
        }
    }
}

static void a_failure_at_any_point_is_told_and_the_old_file_stays(void **state)
{
    static const int errors[] = {ENOSPC, EIO, EROFS, ENODEV};

    (void)state;
    for (size_t e = 0; e < sizeof(errors) / sizeof(errors[0]); e++) {
        for (int times = FAULT_ONCE; times <= FAULT_FOREVER; times++) {
            for (uint64_t n = 1; n <= 5; n++) {
                struct io_fault *disk = disk_with_old_file();
                struct err err = {0};
                io_fault_fail_at(disk, n, errors[e], (enum io_fault_times)times);
                assert_false(write_new(disk, &err));
                assert_int_not_equal(err.code, ERR_NONE);
                assert_int_equal(io_fault_open_handles(disk), 0);
                io_fault_cut(disk, n);
                holds_old_or_new(disk, false);
                io_fault_free(disk);
            }
        }
    }
}

static void a_short_write_is_finished(void **state)
{
    (void)state;
    struct io_fault *disk = disk_with_old_file();
    io_fault_fail_at(disk, 1, FAULT_SHORT_WRITE, FAULT_FOREVER);
    assert_true(write_new(disk, NULL));
    holds_old_or_new(disk, true);
    io_fault_free(disk);
}

static void a_left_over_temporary_file_is_no_hindrance(void **state)
{
    (void)state;
    struct io_fault *disk = disk_with_old_file();
    io_fault_put(disk, "/data/a.tmp", "half", 4);
    assert_true(write_new(disk, NULL));
    holds_old_or_new(disk, true);
    io_fault_free(disk);
}

/* The planted bugs: each step that io_write_file takes is needed, or the cuts above see nothing. */
static bool write_without(struct io_fault *disk, const char *left_out)
{
    struct io *io = io_fault_io(disk);
    char fresh[1500];
    bool in_place = strcmp(left_out, "rename") == 0;
    const char *path = in_place ? "/data/a" : "/data/a.tmp";
    bool done = true;

    memset(fresh, 'n', sizeof(fresh));
    int file = io->ops->open(io, path, IO_WRITE | IO_CREATE | IO_TRUNC);
    done = done && file >= 0;
    done = done && io->ops->write(io, file, fresh, sizeof(fresh), 0) == sizeof(fresh);
    done = done && (strcmp(left_out, "sync") == 0 || io->ops->sync(io, file) == 0);
    if (file >= 0) {
        io->ops->close(io, file);
    }
    done = done && (in_place || io->ops->rename(io, path, "/data/a") == 0);
    return done && (strcmp(left_out, "sync_dir") == 0 || io->ops->sync_dir(io, "/data") == 0);
}

static bool cuts_find_the_slip(const char *left_out)
{
    for (uint64_t n = 1; n <= 6; n++) {
        for (uint64_t seed = 0; seed < 100; seed++) {
            struct io_fault *disk = disk_with_old_file();
            size_t len = 0;
            io_fault_power_at(disk, n);
            bool said_done = write_without(disk, left_out);
            io_fault_cut(disk, seed);
            const uint8_t *now = io_fault_peek(disk, "/data/a", &len);
            bool is_new =
                now != NULL && len == 1500 && now[0] == 'n' && now[1499] == 'n' && now[800] == 'n';
            bool is_old = now != NULL && len == 700 && now[0] == 'o' && now[699] == 'o';
            io_fault_free(disk);
            if ((!is_new && !is_old) || (said_done && !is_new)) {
                return true;
            }
        }
    }
    return false;
}

static void leaving_out_sync_rename_or_the_folders_sync_is_found_by_the_cuts(void **state)
{
    (void)state;
    assert_true(cuts_find_the_slip("sync"));
    assert_true(cuts_find_the_slip("rename"));
    assert_true(cuts_find_the_slip("sync_dir"));
    assert_false(cuts_find_the_slip("nothing"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_read_as_it_was_written),
        cmocka_unit_test(what_is_too_large_or_not_there_is_refused_before_memory_is_taken),
        cmocka_unit_test(folders_are_made_listed_in_order_and_removed),
        cmocka_unit_test(the_disk_in_memory_answers_like_the_real_one),
        cmocka_unit_test(the_tap_hears_every_change_before_it_and_may_refuse_it),
        cmocka_unit_test(links_pipes_and_devices_are_not_files),
        cmocka_unit_test(removing_a_tree_removes_a_link_and_not_what_it_points_to),
        cmocka_unit_test(files_that_lie_about_their_size_are_read_whole),
        cmocka_unit_test(a_power_cut_at_any_point_leaves_the_old_file_or_the_new_one),
        cmocka_unit_test(a_failure_at_any_point_is_told_and_the_old_file_stays),
        cmocka_unit_test(a_short_write_is_finished),
        cmocka_unit_test(a_left_over_temporary_file_is_no_hindrance),
        cmocka_unit_test(leaving_out_sync_rename_or_the_folders_sync_is_found_by_the_cuts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
