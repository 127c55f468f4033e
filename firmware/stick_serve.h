/* stick_serve: the loop of dorpel-stick, around the keeper and the hands.
 *
 * Two things tell the outside how it stands. A file, RUNTIME/stick.state, for whoever wants to
 * know, one line, always whole:
 *
 *     sda1 looking
 *     sda1 ready new|known vfat|exfat|ext4|ntfs locked|free
 *     sda1 refused none|hangs|damaged
 *
 * No file: no stick. And a socket, RUNTIME/stick.sock, for the one user that may have the stick
 * mounted. It asks in lines, each answered by one line, "ok" or "no ERRNO":
 *
 *     read     mounted at RUNTIME/stick, not to be written
 *     write    the same, to be written
 *     close    unmounted: what was synced is on it
 *     there    is the stick still in?
 *
 * The connection is the lease: when it ends, nothing stays mounted. One connection at a time.
 */
#ifndef DORPEL_STICK_SERVE_H
#define DORPEL_STICK_SERVE_H

#include "app/base/err.h"
#include "firmware/stick_mount.h"

struct stick_serve {
    const char *name;    /* of the device, for the file */
    const char *runtime; /* the folder */
    struct stick_hands hands;
    uid_t asker;  /* whose the socket is; (uid_t)-1: ours */
    int limit_ms; /* for each thing the hands do; 5000 */
    int look_ms;  /* how often it is seen whether the stick is in; 1000 */
    int end_fd;   /* readable: end (a signalfd); -1: none */
    /* The stick is of no use: let another have its turn. From then on mount point and socket are
     * not touched any more. NULL: it stays, and answers. */
    void (*refused)(void *ctx);
    void *ctx;
};

/* Until the stick is pulled out or end_fd asks. The file and the socket are gone then, when they
 * are still ours. */
bool stick_serve(const struct stick_serve *serve, struct err *err);

/* Takes the file away when it speaks of this device, or of any (name NULL). */
void stick_serve_forget(const char *runtime, const char *name);

#endif
