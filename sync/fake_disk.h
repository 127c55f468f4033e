/* fake_disk: a small file system in memory that knows what was synced and what was not.
 *
 * Every name leads to a node twice: as programs see it now (live) and as it would be found after
 * the power went (safe). A write changes the live bytes of a node; fake_disk_sync makes them safe;
 * fake_disk_sync_dir makes the names in one folder safe. It fails no operation by itself: that is
 * stick_fake's work. Paths are relative to the top: "" is the top, "DORPSHUIS/stick.id" a file.
 * Functions return 0, a count or -errno.
 */
#ifndef DORPEL_FAKE_DISK_H
#define DORPEL_FAKE_DISK_H

#include "app/base/io.h"

struct fake_disk;
struct fake_node;

struct fake_disk *fake_disk_create(void);
void fake_disk_destroy(struct fake_disk *disk);

/* Between a folder and the disk; everything read counts as safe, and only what is safe is written.
 */
bool fake_disk_load(struct fake_disk *disk, struct io *io, const char *dir, struct err *err);
bool fake_disk_store(const struct fake_disk *disk, struct io *io, const char *dir, struct err *err);
/* Forgets all that is not safe. With `names_first` the names as they are now stay, over the bytes
 * that were synced: a stick may write its folders before its files. */
void fake_disk_forget(struct fake_disk *disk, bool names_first);

int fake_disk_open(struct fake_disk *disk, const char *path, int flags, struct fake_node **ret);
ssize_t fake_disk_read(const struct fake_node *node, void *buf, size_t len, int64_t offset);
ssize_t fake_disk_write(struct fake_node *node, const void *buf, size_t len, int64_t offset);
int fake_disk_truncate(struct fake_node *node, int64_t size);
void fake_disk_sync(struct fake_node *node);
enum fake_lie { FAKE_LIE_LOSE, FAKE_LIE_FLIP, FAKE_LIE_CUT };
void fake_disk_sync_lying(struct fake_node *node, enum fake_lie lie); /* says it did */
int fake_disk_rename(struct fake_disk *disk, const char *from, const char *to);
int fake_disk_unlink(struct fake_disk *disk, const char *path);
int fake_disk_mkdir(struct fake_disk *disk, const char *path);
int fake_disk_rmdir(struct fake_disk *disk, const char *path);
int fake_disk_sync_dir(struct fake_disk *disk, const char *path);
int fake_disk_stat(const struct fake_disk *disk, const char *path, struct io_stat *ret);
int fake_disk_list(const struct fake_disk *disk, const char *path,
                   int (*each)(void *ctx, const char *name), void *ctx);

#endif
