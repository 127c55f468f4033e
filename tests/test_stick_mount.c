/* The real hands of dorpel-stick on real devices: loop devices with file systems made here. Needs
 * root, losetup and the kernel's own drivers; what is not there is skipped, and said. */
#define _GNU_SOURCE /* setresuid */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "firmware/stick_mount.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

enum { VISITOR = 65534 /* nobody: the visit's user here */, TEXT = 300 };

struct bench {
    char dir[64], device[32];
    struct stick_place place;
    struct stick_hands hands;
};

/* One line of what a command says; false when it failed. */
static bool run(char ret[TEXT], const char *command)
{
    char line[TEXT] = "";
    FILE *pipe = popen(command, "r");

    if (pipe == NULL) {
        return false;
    }
    if (fgets(line, sizeof(line), pipe) != NULL) {
        line[strcspn(line, "\n")] = '\0';
    }
    if (ret != NULL) {
        memcpy(ret, line, TEXT);
    }
    return pclose(pipe) == 0;
}

static bool has_driver(const char *kind)
{
    char command[TEXT];

    snprintf(command, sizeof(command), "modprobe -q %s 2>/dev/null; grep -qw %s /proc/filesystems",
             kind, kind);
    return run(NULL, command);
}

/* Skips the test when this machine cannot do it. */
static void set_up(struct bench *bench, const char *kind, const char *make)
{
    char command[TEXT];

    memset(bench, 0, sizeof(*bench));
    if (geteuid() != 0 || access("/dev/loop-control", R_OK) != 0) {
        print_message("skipped: mounting needs root and loop devices\n");
        skip();
    }
    if (kind != NULL && !has_driver(kind)) {
        print_message("skipped: this kernel has no %s\n", kind);
        skip();
    }
    snprintf(bench->dir, sizeof(bench->dir), "/tmp/dorpel-mount-XXXXXX");
    assert_non_null(mkdtemp(bench->dir));
    chmod(bench->dir, 0755);
    snprintf(command, sizeof(command), "cd %s && mkdir stick && truncate -s 16M stick.img && %s",
             bench->dir, make);
    if (!run(NULL, command)) {
        print_message("skipped: no tool to make it: %s\n", make);
        skip();
    }
    snprintf(command, sizeof(command), "losetup -f --show %s/stick.img", bench->dir);
    char device[TEXT];
    if (!run(device, command) || strlen(device) >= sizeof(bench->device)) {
        print_message("skipped: no loop device is free\n");
        skip();
    }
    memcpy(bench->device, device, strlen(device) + 1);
    assert_true(stick_place_set(&bench->place, bench->device + strlen("/dev/"), bench->dir));
    bench->place.owner = bench->place.group = VISITOR;
    bench->hands = stick_mount_hands(&bench->place);
}

static void tear_down(struct bench *bench)
{
    char command[TEXT];

    bench->hands.let_go(bench->hands.ctx);
    snprintf(command, sizeof(command), "losetup -d %s; rm -rf %s", bench->device, bench->dir);
    assert_true(run(NULL, command));
}

/* As the visit's user: makes DORPSHUIS/stick.id. 0, or an errno. */
static int write_as_visitor(const struct bench *bench)
{
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        char path[200];
        if (setresgid(VISITOR, VISITOR, VISITOR) != 0 ||
            setresuid(VISITOR, VISITOR, VISITOR) != 0) {
            _exit(EPERM);
        }
        snprintf(path, sizeof(path), "%s/DORPSHUIS", bench->place.where);
        if (mkdir(path, 0770) != 0 && errno != EEXIST) {
            _exit(errno);
        }
        snprintf(path, sizeof(path), "%s/DORPSHUIS/stick.id", bench->place.where);
        int file = open(path, O_WRONLY | O_CREAT, 0660);
        _exit(file < 0 || write(file, "id\n", 3) != 3 || fsync(file) != 0 ? errno : 0);
    }
    waitpid(child, &status, 0);
    return WEXITSTATUS(status);
}

static unsigned long flags_of(const struct bench *bench)
{
    struct statvfs medium;

    assert_int_equal(statvfs(bench->place.where, &medium), 0);
    return medium.f_flag;
}

static void a_whole_visit(struct bench *bench, enum stick_kind kind)
{
    const unsigned long guards = ST_NODEV | ST_NOSUID | ST_NOEXEC;
    struct stick_sight sight;
    struct stick_hands *hands = &bench->hands;

    assert_int_equal(hands->look(hands->ctx, &sight), 0);
    assert_int_equal(sight.kind, kind);
    assert_false(sight.is_known || sight.is_locked);
    assert_int_equal(hands->mount(hands->ctx, false), 0);
    assert_int_equal(flags_of(bench) & (guards | ST_RDONLY), guards | ST_RDONLY);
    assert_int_equal(write_as_visitor(bench), EROFS);
    assert_int_equal(hands->unmount(hands->ctx), 0);
    assert_int_equal(hands->mount(hands->ctx, true), 0);
    assert_int_equal(flags_of(bench) & (guards | ST_RDONLY), guards);
    assert_int_equal(write_as_visitor(bench), 0);
    assert_int_equal(hands->unmount(hands->ctx), 0);
    assert_int_equal(hands->unmount(hands->ctx), 0); /* closing what is closed */
    assert_int_equal(hands->look(hands->ctx, &sight), 0);
    assert_true(sight.is_known);
    assert_true(hands->is_present(hands->ctx));
}

static void an_ext4_stick_of_anybody_is_the_visitors_and_keeps_its_owner(void **state)
{
    struct bench bench;
    char command[TEXT], owner[TEXT];

    (void)state;
    set_up(&bench, "ext4", "mkfs.ext4 -q -E root_owner=1234:1235 stick.img");
    a_whole_visit(&bench, STICK_EXT4);
    /* On the disk it is its owner's, not a number of this kiosk. */
    snprintf(command, sizeof(command),
             "debugfs -R 'stat DORPSHUIS/stick.id' %s/stick.img 2>/dev/null | "
             "grep -o 'User: *1234 *Group: *1235'",
             bench.dir);
    assert_true(run(owner, command));
    tear_down(&bench);
}

static void a_vfat_stick_without_a_partition_table(void **state)
{
    struct bench bench;

    (void)state;
    set_up(&bench, "vfat", "mkfs.vfat -F 32 stick.img >/dev/null 2>&1");
    a_whole_visit(&bench, STICK_VFAT);
    tear_down(&bench);
}

static void an_exfat_stick(void **state)
{
    struct bench bench;

    (void)state;
    set_up(&bench, "exfat", "mkfs.exfat stick.img >/dev/null 2>&1");
    a_whole_visit(&bench, STICK_EXFAT);
    tear_down(&bench);
}

static void an_ntfs_stick_is_never_written(void **state)
{
    struct bench bench;

    (void)state;
    set_up(&bench, NULL, "mkntfs -F -Q -q stick.img >/dev/null 2>&1");
    assert_int_equal(bench.hands.mount(bench.hands.ctx, true), -EROFS);
    tear_down(&bench);
}

static void an_empty_stick_has_nothing_of_ours(void **state)
{
    struct bench bench;
    struct stick_sight sight;

    (void)state;
    set_up(&bench, NULL, "true");
    assert_int_equal(bench.hands.look(bench.hands.ctx, &sight), -ENODATA);
    assert_int_equal(sight.kind, STICK_KIND_NONE);
    tear_down(&bench);
}

static void a_damaged_stick_is_not_mounted(void **state)
{
    struct bench bench;
    struct stick_sight sight;

    (void)state;
    set_up(&bench, "ext4",
           "mkfs.ext4 -q stick.img && "
           "dd if=/dev/zero of=stick.img bs=1 seek=1028 count=16 conv=notrunc 2>/dev/null");
    assert_true(bench.hands.look(bench.hands.ctx, &sight) < 0);
    assert_int_equal(sight.kind, STICK_EXT4);
    tear_down(&bench);
}

static void what_is_in_use_is_let_go_at_once(void **state)
{
    struct bench bench;
    char path[200];

    (void)state;
    set_up(&bench, "ext4", "mkfs.ext4 -q stick.img");
    assert_int_equal(bench.hands.mount(bench.hands.ctx, false), 0);
    snprintf(path, sizeof(path), "%s/lost+found", bench.place.where);
    int held = open(path, O_RDONLY | O_DIRECTORY);
    assert_true(held >= 0);
    assert_int_equal(bench.hands.unmount(bench.hands.ctx), -EBUSY);
    bench.hands.let_go(bench.hands.ctx);
    assert_int_not_equal(access(path, F_OK), 0);
    close(held);
    tear_down(&bench);
}

static void a_name_is_a_name_and_no_path(void **state)
{
    static const char *const bad[] = {
        "",      "../sda", "sda/1", "SDA",
        "sda 1", "-",      "sd.a",  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    struct stick_place place;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_false(stick_place_set(&place, bad[i], "/run/dorpel"));
    }
    assert_true(stick_place_set(&place, "sda1", "/run/dorpel"));
    assert_string_equal(place.device, "/dev/sda1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_ext4_stick_of_anybody_is_the_visitors_and_keeps_its_owner),
        cmocka_unit_test(a_vfat_stick_without_a_partition_table),
        cmocka_unit_test(an_exfat_stick),
        cmocka_unit_test(an_ntfs_stick_is_never_written),
        cmocka_unit_test(an_empty_stick_has_nothing_of_ours),
        cmocka_unit_test(a_damaged_stick_is_not_mounted),
        cmocka_unit_test(what_is_in_use_is_let_go_at_once),
        cmocka_unit_test(a_name_is_a_name_and_no_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
