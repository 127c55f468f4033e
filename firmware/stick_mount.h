/* stick_mount: the hands of dorpel-stick: looks at a device, mounts it, lets it go. Root.
 *
 * Behind a table of functions, so that a test can play a stick that hangs, fails or vanishes. All
 * but let_go and is_present may take as long as the device likes: they run in a process of their
 * own. Mounts are nodev, nosuid and noexec; to write only where it was asked. Never a remount: the
 * flags of one mount do not reach the copies that other units have of the tree, a new mount does.
 */
#ifndef DORPEL_STICK_MOUNT_H
#define DORPEL_STICK_MOUNT_H

#include "firmware/stick_kind.h"

#include <stdbool.h>
#include <sys/types.h>

struct stick_sight { /* what a first look tells */
    enum stick_kind kind;
    bool is_known;  /* a kiosk prepared it: DORPSHUIS/stick.id is there */
    bool is_locked; /* its switch stands on "lock" */
};

struct stick_hands {
    /* 0 or -errno. -ENODATA: no file system of ours; then kind is STICK_KIND_NONE. */
    int (*look)(void *ctx, struct stick_sight *ret);
    int (*mount)(void *ctx, bool may_write); /* of what is not mounted */
    int (*unmount)(void *ctx);               /* 0 too when it is not mounted */
    void (*let_go)(void *ctx);               /* lazily, all that is mounted there; never waits */
    bool (*is_present)(void *ctx);
    void *ctx;
};

struct stick_place { /* for stick_mount_hands, which keeps it */
    char device[64]; /* "/dev/sda1" */
    char sys[96];    /* "/sys/class/block/sda1" */
    char where[128]; /* "/run/dorpel/stick" */
    uid_t owner;     /* whose the files on it are: the visit's */
    gid_t group;
};

/* name: the kernel's, "sda1"; false when that is no name of a device. */
bool stick_place_set(struct stick_place *ret, const char *name, const char *runtime);
struct stick_hands stick_mount_hands(struct stick_place *place);

#endif
