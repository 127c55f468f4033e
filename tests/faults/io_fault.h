/* io_fault: a disk in memory whose power can go, and which fails when told to.
 *
 * For power-cut and full-disk tests of everything that goes through `struct io`. It keeps two
 * states: what programs see now, and what is safe on the medium.
 *
 *   - A write is safe after sync of that file. A new name, a rename or a removal is safe after
 *     sync_dir of the folder it stands in (for a rename: of either folder).
 *   - At a cut every unsynced write is dropped, kept or torn per 512-byte sector, also out of
 *     order; of the unsynced names a part, in the order in which they were made, is kept.
 *   - A file that is synced but whose name is not is lost, as POSIX has it. io_fault_kind_fs()
 *     makes sync keep the name too, as ext4 does.
 *
 * A test of every power-cut point:
 *
 *     for (uint64_t n = 1;; n++) {
 *         struct io_fault *disk = io_fault_new();
 *         ... prepare through io_fault_io(disk) ...
 *         io_fault_settle(disk);              // all of that is safe
 *         io_fault_power_at(disk, n);         // the n-th change from here on does not happen
 *         bool said_done = act(io_fault_io(disk));
 *         bool was_off = io_fault_is_off(disk);
 *         io_fault_cut(disk, seed);           // what the medium kept; the power is on again
 *         ... look: said_done implies that it is there; else old or new, never half ...
 *         io_fault_free(disk);
 *         if (!was_off) break;                // the act has fewer than n changes
 *     }
 *
 * Changes are counted: open with IO_CREATE or IO_TRUNC, write, truncate, sync, rename, unlink,
 * mkdir, rmdir, sync_dir. Reads, stats and lists have a counter of their own. The tap of the
 * `struct io` is told before each change, as the real one does, and its refusal is obeyed.
 * Everything is deterministic: same calls, same seed, same bytes. Not for threads.
 */
#ifndef DORPEL_IO_FAULT_H
#define DORPEL_IO_FAULT_H

#include "app/base/io.h"

struct io_fault;

struct io_fault *io_fault_new(void); /* an empty disk with "/"; a path without a leading slash is
                                        taken from there */
void io_fault_free(struct io_fault *disk);     /* NULL is fine */
struct io *io_fault_io(struct io_fault *disk); /* owned by the disk */

/* ---- failing ---- */
enum io_fault_times { FAULT_ONCE, FAULT_FOREVER };
enum { FAULT_SHORT_WRITE = -1 }; /* as `error`: half of the bytes are written, and that is said */

/* The n-th change from now on (1 = the next) fails with -error; FOREVER: and all after it. error:
 * ENOSPC, EIO, EROFS, ENODEV, ... or FAULT_SHORT_WRITE (which looks at writes only). ENODEV for
 * ever is a stick pulled out: reads fail as well from then on. n = 0: no failure any more. */
void io_fault_fail_at(struct io_fault *disk, uint64_t n, int error, enum io_fault_times times);
/* The same for the n-th read, stat, list or open for reading. */
void io_fault_fail_read_at(struct io_fault *disk, uint64_t n, int error, enum io_fault_times times);
/* The power goes just before the n-th change from now: it and every call after it give -EIO, until
 * io_fault_cut or io_fault_restart. n = 0: not. */
void io_fault_power_at(struct io_fault *disk, uint64_t n);
bool io_fault_is_off(const struct io_fault *disk);

uint64_t io_fault_changes(const struct io_fault *disk); /* asked for since new, failed ones too */
uint64_t io_fault_reads(const struct io_fault *disk);
const char *
io_fault_last(const struct io_fault *disk); /* "rename /a/b": the last change, for messages */

/* ---- afterwards ---- */
/* The power comes back: seeded choices decide what of the unsynced is there. Failures are cleared,
 * handles are gone. */
void io_fault_cut(struct io_fault *disk, uint64_t seed);
/* The program was killed but the machine stayed on: everything written is there, handles are gone.
 */
void io_fault_restart(struct io_fault *disk);
/* A careful unmount and mount: everything written is safe, handles are gone. A lying disk shows
 * here what it really has. */
void io_fault_settle(struct io_fault *disk);

/* ---- the medium ---- */
void io_fault_kind_fs(struct io_fault *disk, bool sync_keeps_name); /* default false */
void io_fault_capacity(struct io_fault *disk, uint64_t bytes); /* of all content; beyond: ENOSPC */
/* A fake stick: says yes to everything, but bytes of a file behind `bytes` read as zeros after a
 * cut or settle. 0: honest (the default). */
void io_fault_lie_after(struct io_fault *disk, uint64_t bytes);
/* A file as if it had always been there (folders are made); no change is counted. */
void io_fault_put(struct io_fault *disk, const char *path, const void *data, size_t len);
/* What a reader would see; NULL when there is no such file. Valid until the next call. */
const uint8_t *io_fault_peek(struct io_fault *disk, const char *path, size_t *ret_len);
/* Flips one bit on the medium (bit 0 = the highest of the first byte); false: no such bit. */
bool io_fault_flip(struct io_fault *disk, const char *path, uint64_t bit);
size_t io_fault_open_handles(const struct io_fault *disk); /* leaks of the code under test */

#endif
