#include "tests/faults/io_fault_disk.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { SECTOR = 512 };

static void *checked(void *memory)
{
    assert(memory != NULL);
    return memory;
}

/* ---- bytes --------------------------------------------------------------------------------- */

static void bytes_resize(struct bytes *bytes, size_t len)
{
    if (len > bytes->cap) {
        bytes->cap = len + len / 2 + 64;
        bytes->data = checked(realloc(bytes->data, bytes->cap));
    }
    if (len > bytes->len) {
        memset(bytes->data + bytes->len, 0, len - bytes->len);
    }
    bytes->len = len;
}

static void bytes_put(struct bytes *bytes, const void *data, size_t len, size_t offset)
{
    if (offset + len > bytes->len) {
        bytes_resize(bytes, offset + len);
    }
    if (len > 0) {
        memcpy(bytes->data + offset, data, len);
    }
}

static void bytes_copy(struct bytes *to, const struct bytes *from)
{
    bytes_resize(to, from->len);
    if (from->len > 0) {
        memcpy(to->data, from->data, from->len);
    }
}

/* ---- names --------------------------------------------------------------------------------- */

struct node *disk_child(const struct entries *entries, const char *name, size_t len)
{
    for (size_t i = 0; i < entries->count; i++) {
        if (strlen(entries->entry[i].name) == len &&
            memcmp(entries->entry[i].name, name, len) == 0) {
            return entries->entry[i].node;
        }
    }
    return NULL;
}

static void entries_remove(struct entries *entries, const char *name)
{
    for (size_t i = 0; i < entries->count; i++) {
        if (strcmp(entries->entry[i].name, name) == 0) {
            free(entries->entry[i].name);
            entries->entry[i] = entries->entry[--entries->count];
            return;
        }
    }
}

static void entries_add(struct entries *entries, const char *name, struct node *node)
{
    entries_remove(entries, name); /* a rename takes the place of what was there */
    if (entries->count == entries->cap) {
        entries->cap = entries->cap * 2 + 4;
        entries->entry = checked(realloc(entries->entry, entries->cap * sizeof(*entries->entry)));
    }
    entries->entry[entries->count++] = (struct entry){checked(strdup(name)), node};
}

static void entries_clear(struct entries *entries)
{
    for (size_t i = 0; i < entries->count; i++) {
        free(entries->entry[i].name);
    }
    entries->count = 0;
}

static void entries_copy(struct entries *to, const struct entries *from)
{
    entries_clear(to);
    for (size_t i = 0; i < from->count; i++) {
        entries_add(to, from->entry[i].name, from->entry[i].node);
    }
}

struct node *disk_parent(const struct disk *disk, const char *path, const char **ret_name,
                         size_t *ret_len)
{
    struct node *dir = disk->root;

    *ret_name = path;
    *ret_len = 0;
    for (;;) {
        path += strspn(path, "/");
        size_t len = strcspn(path, "/");
        if (len == 0) { /* the end: the name before it was the last */
            return dir;
        }
        bool is_dot = len == 1 && path[0] == '.';
        if (!is_dot) {
            if (*ret_len > 0) {
                dir = disk_child(&dir->names, *ret_name, *ret_len);
                if (dir == NULL || !dir->is_dir) {
                    return NULL;
                }
            }
            *ret_name = path;
            *ret_len = len;
        }
        path += len;
    }
}

struct node *disk_find(const struct disk *disk, const char *path)
{
    const char *name;
    size_t len;
    struct node *dir = disk_parent(disk, path, &name, &len);

    if (dir == NULL || len == 0) {
        return dir;
    }
    return disk_child(&dir->names, name, len);
}

static void apply_change(const struct name_change *change, bool on_medium)
{
    if (change->from_dir != NULL) {
        struct node *dir = change->from_dir;
        entries_remove(on_medium ? &dir->safe_names : &dir->names, change->from);
    }
    if (change->to_dir != NULL) {
        struct node *dir = change->to_dir;
        entries_add(on_medium ? &dir->safe_names : &dir->names, change->to, change->node);
    }
}

static void free_change(struct name_change *change)
{
    free(change->from);
    free(change->to);
}

void disk_change_name(struct disk *disk, struct node *from_dir, const char *from, size_t from_len,
                      struct node *to_dir, const char *to, size_t to_len, struct node *node)
{
    if (disk->change_count == disk->change_cap) {
        disk->change_cap = disk->change_cap * 2 + 16;
        disk->change = checked(realloc(disk->change, disk->change_cap * sizeof(*disk->change)));
    }
    struct name_change *change = &disk->change[disk->change_count++];
    *change = (struct name_change){
        .from_dir = from_dir,
        .from = from_dir == NULL ? NULL : checked(strndup(from, from_len)),
        .to_dir = to_dir,
        .to = to_dir == NULL ? NULL : checked(strndup(to, to_len)),
        .node = node,
    };
    apply_change(change, false);
}

/* Makes safe what was changed in this folder, and what those changes build upon. */
void disk_sync_dir(struct disk *disk, struct node *dir)
{
    size_t count = disk->change_count;
    const struct node **touched = checked(calloc(2 * count + 1, sizeof(*touched)));
    bool *chosen = checked(calloc(count + 1, sizeof(*chosen)));
    size_t touched_count = 0;

    touched[touched_count++] = dir;
    for (size_t i = count; i-- > 0;) {
        const struct name_change *change = &disk->change[i];
        for (size_t t = 0; t < touched_count && !chosen[i]; t++) {
            chosen[i] = touched[t] == change->from_dir || touched[t] == change->to_dir;
        }
        if (chosen[i]) {
            touched[touched_count++] = change->from_dir != NULL ? change->from_dir : dir;
            touched[touched_count++] = change->to_dir != NULL ? change->to_dir : dir;
        }
    }
    size_t left = 0;
    for (size_t i = 0; i < count; i++) {
        if (chosen[i]) {
            apply_change(&disk->change[i], true);
            free_change(&disk->change[i]);
        } else {
            disk->change[left++] = disk->change[i];
        }
    }
    disk->change_count = left;
    free(chosen);
    free(touched);
}

void disk_sync_name_of(struct disk *disk, const struct node *file)
{
    for (size_t i = disk->change_count; i-- > 0;) {
        if (disk->change[i].node == file && disk->change[i].to_dir != NULL) {
            disk_sync_dir(disk, disk->change[i].to_dir);
            return;
        }
    }
}

/* ---- content ------------------------------------------------------------------------------- */

static struct pending *add_pending(struct node *file)
{
    if (file->pending_count == file->pending_cap) {
        file->pending_cap = file->pending_cap * 2 + 16;
        file->pending = checked(realloc(file->pending, file->pending_cap * sizeof(*file->pending)));
    }
    struct pending *pending = &file->pending[file->pending_count++];
    *pending = (struct pending){0};
    return pending;
}

void disk_write(struct node *file, const void *data, size_t len, size_t offset)
{
    struct pending *pending = add_pending(file);

    pending->offset = offset;
    bytes_put(&pending->bytes, data, len, 0);
    bytes_put(&file->now, data, len, offset);
}

void disk_truncate(struct node *file, size_t size)
{
    struct pending *pending = add_pending(file);

    pending->is_truncate = true;
    pending->offset = size;
    bytes_resize(&file->now, size);
}

static void drop_pending(struct node *file)
{
    for (size_t i = 0; i < file->pending_count; i++) {
        free(file->pending[i].bytes.data);
    }
    file->pending_count = 0;
}

void disk_sync_file(struct node *file)
{
    bytes_copy(&file->safe, &file->now);
    drop_pending(file);
}

/* ---- the cut ------------------------------------------------------------------------------- */

static uint64_t draw(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

/* One write of which each sector came through, or not. */
static void keep_sectors(struct bytes *safe, const struct pending *pending, uint64_t *state)
{
    size_t end = pending->offset + pending->bytes.len;

    for (size_t at = pending->offset; at < end;) {
        size_t next = (at / SECTOR + 1) * SECTOR;
        next = next < end ? next : end;
        if (draw(state) % 2 == 0) {
            bytes_put(safe, pending->bytes.data + (at - pending->offset), next - at, at);
        }
        at = next;
    }
}

static void keep_one(struct bytes *safe, const struct pending *pending)
{
    if (pending->is_truncate) {
        bytes_resize(safe, pending->offset);
    } else {
        bytes_put(safe, pending->bytes.data, pending->bytes.len, pending->offset);
    }
}

/* Per file: nothing kept, all kept, the first few kept and the next torn, or all in any order. */
static void cut_file(struct node *file, uint64_t *state)
{
    enum { NOTHING, ALL, FIRST_FEW, ANY, WAYS };
    unsigned way = (unsigned)(draw(state) % WAYS);
    size_t few = file->pending_count == 0 ? 0 : draw(state) % file->pending_count;

    for (size_t i = 0; i < file->pending_count; i++) {
        const struct pending *pending = &file->pending[i];
        if (way == ALL || (way == FIRST_FEW && i < few)) {
            keep_one(&file->safe, pending);
        } else if ((way == FIRST_FEW && i == few) || way == ANY) {
            if (!pending->is_truncate) {
                keep_sectors(&file->safe, pending, state);
            } else if (draw(state) % 2 == 0) {
                keep_one(&file->safe, pending);
            }
        }
    }
    drop_pending(file);
    bytes_copy(&file->now, &file->safe);
}

static void free_node(struct node *node)
{
    drop_pending(node);
    free(node->pending);
    free(node->now.data);
    free(node->safe.data);
    entries_clear(&node->names);
    entries_clear(&node->safe_names);
    free(node->names.entry);
    free(node->safe_names.entry);
    free(node);
}

static void reach(struct node *node)
{
    if (node->is_reached) {
        return;
    }
    node->is_reached = true;
    for (size_t i = 0; i < node->names.count; i++) {
        reach(node->names.entry[i].node);
    }
}

static void sweep(struct disk *disk)
{
    for (struct node *node = disk->all; node != NULL; node = node->next) {
        node->is_reached = false;
    }
    reach(disk->root);
    for (struct node **link = &disk->all; *link != NULL;) {
        struct node *node = *link;
        if (node->is_reached) {
            link = &node->next;
        } else {
            *link = node->next;
            free_node(node);
        }
    }
}

static void lie(const struct disk *disk, struct node *file)
{
    if (disk->lie_after != 0 && file->safe.len > disk->lie_after) {
        memset(file->safe.data + disk->lie_after, 0, file->safe.len - disk->lie_after);
        bytes_copy(&file->now, &file->safe);
    }
}

static void keep_names(struct disk *disk, size_t count)
{
    for (size_t i = 0; i < disk->change_count; i++) {
        if (i < count) {
            apply_change(&disk->change[i], true);
        }
        free_change(&disk->change[i]);
    }
    disk->change_count = 0;
}

void disk_cut(struct disk *disk, uint64_t seed)
{
    uint64_t state = seed;

    keep_names(disk, draw(&state) % (disk->change_count + 1));
    for (struct node *node = disk->all; node != NULL; node = node->next) {
        if (node->is_dir) {
            entries_copy(&node->names, &node->safe_names);
        } else {
            cut_file(node, &state);
            lie(disk, node);
        }
    }
    sweep(disk);
}

void disk_settle(struct disk *disk)
{
    keep_names(disk, disk->change_count);
    for (struct node *node = disk->all; node != NULL; node = node->next) {
        if (!node->is_dir) {
            disk_sync_file(node);
            lie(disk, node);
        }
    }
    sweep(disk);
}

uint64_t disk_used(const struct disk *disk)
{
    uint64_t used = 0;

    for (const struct node *node = disk->all; node != NULL; node = node->next) {
        used += node->now.len;
    }
    return used;
}

struct node *disk_new_node(struct disk *disk, bool is_dir)
{
    struct node *node = checked(calloc(1, sizeof(*node)));

    node->is_dir = is_dir;
    node->next = disk->all;
    disk->all = node;
    return node;
}

void disk_init(struct disk *disk)
{
    *disk = (struct disk){0};
    disk->root = disk_new_node(disk, true);
}

void disk_finish(struct disk *disk)
{
    while (disk->all != NULL) {
        struct node *node = disk->all;
        disk->all = node->next;
        free_node(node);
    }
    keep_names(disk, 0);
    free(disk->change);
}
