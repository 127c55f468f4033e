/* stick: a USB stick as a visit needs it: mounted to read, then to write, unmounted, mounted again.
 *
 * Three kinds behind one table of functions: a plain folder (development), a fake that forgets all
 * that was not synced and can be pulled out at any operation (tests and `--fail`), and the one of
 * an appliance, which dorpel-stick mounts for us. Files on it go through `io`, by paths that begin
 * with `root`. The functions return 0 or -errno. stick_destroy frees it; NULL is fine.
 */
#ifndef DORPEL_STICK_H
#define DORPEL_STICK_H

#include "app/base/io.h"

#include <stdint.h>

struct stick;

struct stick_ops {
    int (*mount_ro)(struct stick *stick);
    int (*remount_rw)(struct stick *stick);
    int (*unmount)(struct stick *stick);     /* what was synced is on it, and nothing is cached */
    bool (*is_present)(struct stick *stick); /* asked after an error: pulled out, or only full? */
    void (*destroy)(struct stick *stick);
};

struct stick {
    const struct stick_ops *ops;
    struct io *io;    /* for the files on it */
    const char *root; /* "/media/stick": where it is mounted */
};

void stick_destroy(struct stick *stick);

/* A folder that is there already. Keeps `dir`. */
struct stick *stick_folder(const char *dir);

/* The stick that dorpel-stick has: asked for on RUNTIME/stick.sock, mounted at RUNTIME/stick.
 * NULL when the name is too long. Destroying it after it was written takes some moments. */
struct stick *stick_real(const char *runtime, struct err *err);

enum stick_fault_kind {
    STICK_FAULT_NONE,
    STICK_FAULT_PULLED,   /* gone at operation N: EIO or ENOSPC, then ENODEV */
    STICK_FAULT_FULL,     /* no room from operation N on */
    STICK_FAULT_READONLY, /* cannot be written */
    STICK_FAULT_VANISHED, /* gone at the second mount */
    STICK_FAULT_LYING,    /* says that sync N was done, and loses or alters bytes */
    STICK_FAULT_IO,       /* operation N fails once with EIO; the stick stays */
    STICK_FAULT_KINDS
};
struct stick_fault {
    enum stick_fault_kind kind;
    uint32_t at; /* counted from 1; 0: at the first write, or the first sync */
};
/* "pulled", "pulled@12"; false: not a fault. */
bool stick_fault_parse(struct stick_fault *ret, const char *text);

/* The contents of `dir` (read now, written back at every unmount and when pulled out). Keeps
 * `dir`. NULL when the folder cannot be read. */
struct stick *stick_fake(const char *dir, struct stick_fault fault, struct err *err);
uint32_t stick_fake_operations(const struct stick *stick); /* so far, for fault points */
uint32_t stick_fake_syncs(const struct stick *stick);

#endif
