/* vfs_tap: lets an io_tap see SQLite's own writes, syncs, truncates and deletes.
 *
 * A pass-through over the system's VFS named "dorpel-tap": locks, shared memory and reads are
 * untouched, so another process may use the same database. For scripted visits and fault tests.
 */
#ifndef DORPEL_VFS_TAP_H
#define DORPEL_VFS_TAP_H

#include "app/base/io.h"

bool vfs_tap_register(const struct io_tap *tap, struct err *err); /* tap must outlive the VFS */

#endif
