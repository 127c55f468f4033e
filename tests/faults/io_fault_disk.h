/* io_fault_disk: the files and folders of io_fault, each as seen now and as safe on the medium.
 * Inner header of tests/faults; tests use io_fault.h.
 */
#ifndef DORPEL_IO_FAULT_DISK_H
#define DORPEL_IO_FAULT_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes {
    uint8_t *data;
    size_t len, cap;
};

struct node;
struct entry {
    char *name;
    struct node *node;
};
struct entries {
    struct entry *entry;
    size_t count, cap;
};

struct pending { /* one unsynced change of a file's content */
    bool is_truncate;
    size_t offset; /* or the new size */
    struct bytes bytes;
};

struct node {
    bool is_dir;
    bool is_reached;        /* scratch for sweeping */
    struct node *next;      /* all nodes of the disk */
    struct bytes now, safe; /* files */
    struct pending *pending;
    size_t pending_count, pending_cap;
    struct entries names, safe_names; /* folders */
};

struct name_change {                /* one unsynced change of names */
    struct node *from_dir, *to_dir; /* NULL: nothing is taken away, nothing is added */
    char *from, *to;
    struct node *node;
};

struct disk {
    struct node *root;
    struct node *all;
    struct name_change *change;
    size_t change_count, change_cap;
    uint64_t lie_after; /* 0: honest */
};

void disk_init(struct disk *disk);
void disk_finish(struct disk *disk);

struct node *disk_new_node(struct disk *disk, bool is_dir);
/* The node at path, NULL when there is none. */
struct node *disk_find(const struct disk *disk, const char *path);
/* The folder a path stands in, and the last name (into path); NULL when the folder is missing. */
struct node *disk_parent(const struct disk *disk, const char *path, const char **ret_name,
                         size_t *ret_len);
struct node *disk_child(const struct entries *entries, const char *name, size_t len);

/* Changes as seen now; they wait for a sync. `node` NULL: only take `from` away. */
void disk_change_name(struct disk *disk, struct node *from_dir, const char *from, size_t from_len,
                      struct node *to_dir, const char *to, size_t to_len, struct node *node);
void disk_write(struct node *file, const void *data, size_t len, size_t offset);
void disk_truncate(struct node *file, size_t size);

void disk_sync_file(struct node *file);
void disk_sync_dir(struct disk *disk, struct node *dir);
void disk_sync_name_of(struct disk *disk, const struct node *file);

/* The medium as found after: a cut (seeded), or nothing lost. Nodes out of reach are freed. */
void disk_cut(struct disk *disk, uint64_t seed);
void disk_settle(struct disk *disk);
uint64_t disk_used(const struct disk *disk);

#endif
