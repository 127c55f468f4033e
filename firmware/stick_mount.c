#define _GNU_SOURCE /* open_tree, unshare */
#include "firmware/stick_mount.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef MOUNT_ATTR_IDMAP
#include <linux/mount.h>
#endif

bool stick_place_set(struct stick_place *ret, const char *name, const char *runtime)
{
    size_t len = strlen(name);

    if (len == 0 || len > 32 ||
        strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789") != len) { /* no path in it */
        return false;
    }
    int n = snprintf(ret->where, sizeof(ret->where), "%s/stick", runtime);
    snprintf(ret->device, sizeof(ret->device), "/dev/%s", name);
    snprintf(ret->sys, sizeof(ret->sys), "/sys/class/block/%s", name);
    return n > 0 && (size_t)n < sizeof(ret->where);
}

/* ---- what stands on it ----------------------------------------------------------------------- */

/* A number in a file of sysfs; -1 when it is not there. */
static long long read_number(const char *folder, const char *name)
{
    char path[160], text[32];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return -1;
    }
    ssize_t len = read(file, text, sizeof(text) - 1);
    close(file);
    if (len <= 0) {
        return -1;
    }
    text[len] = '\0';
    return strtoll(text, NULL, 10);
}

/* What is read from now on comes from the stick, not from memory. */
static int open_device(const struct stick_place *place)
{
    int file = open(place->device, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

    if (file < 0) {
        return -errno;
    }
    (void)ioctl(file, BLKFLSBUF, 0);
    return file;
}

static int read_kind(const struct stick_place *place, enum stick_kind *ret)
{
    uint8_t bytes[STICK_KIND_BYTES];
    int file = open_device(place);

    if (file < 0) {
        return file;
    }
    ssize_t len = pread(file, bytes, sizeof(bytes), 0);
    int rc = len < 0 ? -errno : 0;
    close(file);
    if (rc == 0) {
        *ret = stick_kind_of(bytes, (size_t)len);
    }
    return rc;
}

/* ---- owners ---------------------------------------------------------------------------------- */

static int write_map(pid_t child, const char *name, unsigned on_disk, unsigned shown)
{
    char path[64], line[64];
    int len = snprintf(line, sizeof(line), "%u %u 1", on_disk, shown);

    snprintf(path, sizeof(path), "/proc/%d/%s", (int)child, name);
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0) {
        return -errno;
    }
    int rc = write(file, line, (size_t)len) == len ? 0 : -errno;
    close(file);
    return rc;
}

/* A user name space in which the owner on the disk is ours; a file descriptor, or -errno. */
static int make_map(const struct stick_place *place, uid_t uid, gid_t gid)
{
    int ready[2];
    char byte, path[64];

    if (pipe2(ready, O_CLOEXEC) != 0) {
        return -errno;
    }
    pid_t child = fork();
    if (child == 0) {
        byte = unshare(CLONE_NEWUSER) == 0 ? 'y' : 'n';
        if (write(ready[1], &byte, 1) == 1) {
            pause();
        }
        _exit(0);
    }
    close(ready[1]);
    int rc = child < 0 ? -errno : read(ready[0], &byte, 1) == 1 && byte == 'y' ? 0 : -EPERM;
    close(ready[0]);
    rc = rc < 0 ? rc : write_map(child, "uid_map", uid, place->owner);
    rc = rc < 0 ? rc : write_map(child, "gid_map", gid, place->group);
    if (rc == 0) {
        snprintf(path, sizeof(path), "/proc/%d/ns/user", (int)child);
        rc = open(path, O_RDONLY | O_CLOEXEC);
        rc = rc < 0 ? -errno : rc;
    }
    if (child > 0) {
        kill(child, SIGKILL);
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {
        }
    }
    return rc;
}

/* ext4 keeps owners, by numbers of another machine. Whoever owns the stick's top folder is shown as
 * the visit's user, on every kiosk alike; nothing on the stick changes for it. */
static int show_as_ours(const struct stick_place *place)
{
    struct stat top;

    if (stat(place->where, &top) != 0) {
        return -errno;
    }
    int map = make_map(place, top.st_uid, top.st_gid);
    if (map < 0) {
        return map;
    }
    struct mount_attr attr = {.attr_set = MOUNT_ATTR_IDMAP, .userns_fd = (unsigned)map};
    int tree = open_tree(AT_FDCWD, place->where, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
    int rc = tree < 0 || umount2(place->where, MNT_DETACH) != 0 ||
                     mount_setattr(tree, "", AT_EMPTY_PATH, &attr, sizeof(attr)) != 0 ||
                     move_mount(tree, "", AT_FDCWD, place->where, MOVE_MOUNT_F_EMPTY_PATH) != 0
                 ? -errno
                 : 0;
    if (tree >= 0) {
        close(tree);
    }
    close(map);
    return rc;
}

/* ---- mounting -------------------------------------------------------------------------------- */

static int mount_kind(const struct stick_place *place, enum stick_kind kind, bool may_write)
{
    const unsigned long flags =
        MS_NODEV | MS_NOSUID | MS_NOEXEC | MS_NOATIME | (may_write ? 0 : MS_RDONLY);
    char owner[96], options[192] = "";

    snprintf(owner, sizeof(owner), "uid=%u,gid=%u,fmask=0177,dmask=0077", (unsigned)place->owner,
             (unsigned)place->group);
    switch (kind) {
    case STICK_VFAT:
        snprintf(options, sizeof(options), "%s,utf8,flush,tz=UTC,errors=remount-ro", owner);
        break;
    case STICK_EXFAT:
        snprintf(options, sizeof(options), "%s,iocharset=utf8,errors=remount-ro", owner);
        break;
    case STICK_EXT4:
        snprintf(options, sizeof(options), "errors=remount-ro%s", may_write ? "" : ",noload");
        break;
    case STICK_NTFS:
        snprintf(options, sizeof(options), "%s", owner);
        break;
    case STICK_KIND_NONE:
    case STICK_KINDS:
        return -ENODATA;
    }
    if (kind == STICK_NTFS) { /* whatever it is called here; never to write */
        if (may_write) {
            return -EROFS;
        }
        return mount(place->device, place->where, "ntfs3", flags, options) == 0 ||
                       mount(place->device, place->where, "ntfs", flags, options) == 0
                   ? 0
                   : -errno;
    }
    if (mount(place->device, place->where, stick_kind_name(kind), flags, options) != 0) {
        return errno == EACCES ? -EROFS : -errno; /* the switch on the stick */
    }
    return kind == STICK_EXT4 ? show_as_ours(place) : 0;
}

static int real_mount(void *ctx, bool may_write)
{
    const struct stick_place *place = ctx;
    enum stick_kind kind = STICK_KIND_NONE;
    int rc = read_kind(place, &kind);

    return rc < 0 ? rc : mount_kind(place, kind, may_write);
}

static int real_unmount(void *ctx)
{
    const struct stick_place *place = ctx;

    if (umount2(place->where, UMOUNT_NOFOLLOW) == 0) {
        return 0;
    }
    return errno == EINVAL ? 0 : -errno; /* EINVAL: it is not mounted */
}

static void real_let_go(void *ctx)
{
    const struct stick_place *place = ctx;

    for (int i = 0; i < 8 && umount2(place->where, MNT_DETACH | UMOUNT_NOFOLLOW) == 0; i++) {
    }
}

static int real_look(void *ctx, struct stick_sight *ret)
{
    const struct stick_place *place = ctx;
    struct stick_sight sight = {.kind = STICK_KIND_NONE};
    char path[192];
    struct stat id;

    int rc = read_kind(place, &sight.kind);
    rc = rc < 0 ? rc : mount_kind(place, sight.kind, false);
    if (rc == 0) {
        snprintf(path, sizeof(path), "%s/DORPSHUIS/stick.id", place->where);
        sight.is_known = lstat(path, &id) == 0 && S_ISREG(id.st_mode);
        sight.is_locked = read_number(place->sys, "ro") == 1;
        rc = real_unmount(ctx);
    }
    *ret = sight;
    return rc;
}

/* A card reader stays when its card goes: then it has no size. */
static bool real_is_present(void *ctx)
{
    const struct stick_place *place = ctx;

    return read_number(place->sys, "size") > 0;
}

struct stick_hands stick_mount_hands(struct stick_place *place)
{
    return (struct stick_hands){real_look,   real_mount,      real_unmount,
                                real_let_go, real_is_present, place};
}
