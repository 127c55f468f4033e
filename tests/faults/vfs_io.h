/* vfs_io: SQLite on top of a `struct io`, so that what a fault disk does reaches the database.
 *
 * Files are those of the io. Shared memory and locks are in the process, one set a path, as after a
 * reboot when the last handle on a path is closed: WAL works, and so do two handles at once. Like
 * the system's VFS it syncs the folder when it has made a journal, opens for reading what it may
 * not write, and takes a file of no bytes for no journal. It never sleeps: a busy handler that
 * waits gives up at once. Its randomness is a fixed stream.
 */
#ifndef DORPEL_VFS_IO_H
#define DORPEL_VFS_IO_H

#include "app/base/io.h"

struct vfs_io;

/* Registers a VFS under this name (borrowed, as the io is). Aborts when memory is short. */
struct vfs_io *vfs_io_new(const char *name, struct io *io);
void vfs_io_free(struct vfs_io *vfs); /* all its files must be closed; NULL is fine */
/* Planted bug: xSync of files says yes and does nothing. */
void vfs_io_lie(struct vfs_io *vfs, bool lie);

#endif
