/* Copying a pack in, file by file; photos are made small, or taken from the pack in use when the
 * same photo was made small for it before. */
#include "app/content/pack_inner.h"
#include "app/content/stage_inner.h"

#include "app/base/json.h"
#include "app/base/str.h"

#include <stdio.h>
#include <string.h>

enum { ABOUT_MAX = 1024 * 1024 };

/* ---- faults -------------------------------------------------------------------------------- */

struct pack_fault stage_keep_fault(struct staging *staging, const struct pack_fault *fault)
{
    struct pack_fault kept = *fault;

    kept.file = arena_strdup(staging->arena, fault->file);
    kept.key = arena_strdup(staging->arena, fault->key);
    kept.detail = arena_strdup(staging->arena, fault->detail);
    return kept;
}

void stage_fault(struct staging *staging, const struct pack_fault *fault)
{
    struct stage_report *ret = staging->ret;

    for (size_t i = 0; i < ret->fault_listed; i++) {
        const struct pack_fault *other = &ret->faults[i];
        if (strcmp(other->file, fault->file) == 0 && strcmp(other->key, fault->key) == 0 &&
            other->line == fault->line && other->column == fault->column) {
            return; /* told while it was copied, and again when it was read */
        }
    }
    ret->fault_count++;
    if (ret->fault_listed < PACK_MAX_ERRORS) {
        ret->faults[ret->fault_listed++] = stage_keep_fault(staging, fault);
    }
}

static void photo_fault(struct staging *staging, const char *path, enum fault_kind kind)
{
    stage_fault(staging,
                &(struct pack_fault){.file = path, .key = fault_key(kind), .detail = path});
}

/* ---- what was made small before -------------------------------------------------------------- */

static bool read_about(struct staging *staging, struct arena *arena, const char *slot, json_t **ret)
{
    char path[STAGE_PATH];
    char name[STOCK_SLOT + 8];
    char *text;
    size_t len;

    snprintf(name, sizeof(name), "%s.json", slot);
    stock_dir(path, sizeof(path), staging->plan->data, name);
    *ret = slot[0] != '\0' &&
                   io_read_file(staging->plan->io, arena, path, ABOUT_MAX, &text, &len, NULL)
               ? json_read(text, len, NULL)
               : NULL;
    return *ret != NULL;
}

/* The small one of the same bytes, from the pack in use or the one before. */
static bool find_small(struct staging *staging, struct arena *arena,
                       const uint8_t hash[CRYPTO_HASH], char **ret, size_t *ret_len)
{
    const char *const slots[] = {staging->stock.now, staging->stock.before};
    char hex[2 * CRYPTO_HASH + 1];
    char path[STAGE_PATH];
    bool found = false;

    str_hex(hex, hash, CRYPTO_HASH);
    for (size_t i = 0; i < 2 && !found; i++) {
        json_t *about;
        if (!read_about(staging, arena, slots[i], &about)) {
            continue;
        }
        const char *name = json_text(json_object_get(about, "photos"), hex, "");
        if (name[0] != '\0' && strstr(name, "..") == NULL) {
            stock_dir(path, sizeof(path), staging->plan->data, slots[i]);
            str_copy(path + strlen(path), sizeof(path) - strlen(path), "/");
            str_copy(path + strlen(path), sizeof(path) - strlen(path), name);
            found =
                io_read_file(staging->plan->io, arena, path, PHOTO_MAX_BYTES, ret, ret_len, NULL);
        }
        json_decref(about);
    }
    return found;
}

bool stage_about_save(struct staging *staging, const char *slot, struct err *err)
{
    struct arena arena;
    char path[STAGE_PATH];
    char name[STOCK_SLOT + 8];
    size_t len = 0;
    json_t *about = json_object();
    json_t *photos = json_object();

    for (size_t i = 0; i < staging->photo_count; i++) {
        char hex[2 * CRYPTO_HASH + 1];
        str_hex(hex, staging->photos[i].hash, CRYPTO_HASH);
        json_put_text(photos, hex, staging->photos[i].name);
    }
    json_put(about, "photos", photos);
    json_put_number(about, "version", (int64_t)staging->ret->version);
    json_put_number(about, "signers", staging->ret->signers);
    arena_init(&arena, 0);
    const char *text = json_canonical(&arena, about, &len);
    json_decref(about);
    snprintf(name, sizeof(name), "%s.json", slot);
    stock_dir(path, sizeof(path), staging->plan->data, name);
    bool done = io_write_file(staging->plan->io, path, text, len, err);
    arena_finish(&arena);
    return done;
}

/* ---- copying --------------------------------------------------------------------------------- */

static void note_photo(struct staging *staging, const char *path, const uint8_t hash[CRYPTO_HASH])
{
    if (staging->photos == NULL) {
        staging->photos = arena_array(staging->arena, STAGE_PHOTOS, sizeof(*staging->photos));
    }
    if (staging->photos != NULL && staging->photo_count < STAGE_PHOTOS) {
        struct stage_photo *photo = &staging->photos[staging->photo_count++];
        photo->name = arena_strdup(staging->arena, path);
        memcpy(photo->hash, hash, CRYPTO_HASH);
    }
}

/* The small one in *bytes; a photo that cannot be decoded is told and stays as it is. */
static void make_small(struct staging *staging, struct arena *arena, const char *path, char **bytes,
                       size_t *len)
{
    struct photo photo;
    struct err err = {0};
    uint8_t hash[CRYPTO_HASH];

    crypto_hash(hash, *bytes, *len);
    if (find_small(staging, arena, hash, bytes, len)) {
        note_photo(staging, path, hash);
        return;
    }
    if (!photo_shrink(&photo, arena, (const uint8_t *)*bytes, *len, &err)) {
        photo_fault(staging, path, err.code == ERR_LIMIT ? FAULT_PHOTO_SIZE : FAULT_PHOTO_DAMAGED);
        return;
    }
    note_photo(staging, path, hash);
    *bytes = (char *)(uintptr_t)photo.bytes;
    *len = photo.len;
}

static bool put(struct staging *staging, const char *inner, const char *bytes, size_t len,
                struct err *err)
{
    char path[STAGE_PATH + PACK_MAX_PATH];

    snprintf(path, sizeof(path), "%s/%s", staging->dir, inner);
    return io_write_file(staging->plan->io, path, bytes, len, err) ||
           stage_refuse(staging, STAGE_DISK);
}

static bool copy_file(struct staging *staging, const struct pack_file *file, struct err *err)
{
    struct arena arena;
    struct err why = {0};
    char *bytes;
    size_t len;
    bool is_photo = path_is_photo(file->path);
    bool done = true;

    arena_init(&arena, 0);
    const char *path = arena_printf(&arena, "%s/%s", staging->source, file->path);
    if (io_read_file(staging->source_io, &arena, path, is_photo ? PHOTO_MAX_BYTES : PACK_MAX_FILE,
                     &bytes, &len, &why)) {
        if (is_photo) {
            make_small(staging, &arena, file->path, &bytes, &len);
        }
        done = put(staging, file->path, bytes, len, err);
    } else {
        photo_fault(staging, file->path,
                    why.code == ERR_LIMIT ? FAULT_FILE_TOO_BIG : FAULT_FILE_UNREADABLE);
    }
    arena_finish(&arena);
    return done;
}

static bool make_folders(struct staging *staging, const struct pack *listed, struct err *err)
{
    char last[STAGE_PATH + PACK_MAX_PATH] = "";
    char path[STAGE_PATH + PACK_MAX_PATH];

    if (!io_make_dirs(staging->plan->io, staging->dir, err)) {
        return stage_refuse(staging, STAGE_DISK);
    }
    for (size_t i = 0; i < listed->file_count; i++) {
        snprintf(path, sizeof(path), "%s/%s", staging->dir, listed->files[i].path);
        *strrchr(path, '/') = '\0';
        if (strcmp(path, last) != 0 && !io_make_dirs(staging->plan->io, path, err)) {
            return stage_refuse(staging, STAGE_DISK);
        }
        memcpy(last, path, sizeof(last));
    }
    return true;
}

bool stage_unpack(struct staging *staging, const struct parcel *parcel, struct err *err)
{
    const struct stage_plan *plan = staging->plan;

    return parcel_unpack(parcel, plan->from_io, plan->from, plan->io, staging->unpacked, err);
}

bool stage_copy(struct staging *staging, struct err *err)
{
    struct pack *listed = pack_open(staging->source_io, staging->source, PACK_LISTED, err);

    if (listed == NULL) {
        return stage_refuse(staging, STAGE_NOTHING);
    }
    size_t told = listed->fault_count < PACK_MAX_ERRORS ? listed->fault_count : PACK_MAX_ERRORS;
    for (size_t i = 0; i < told; i++) {
        stage_fault(staging, &listed->faults[i]);
    }
    bool is_bounded = true; /* more than fits is not copied at all: it would fill the disk */
    for (size_t i = 0; i < told; i++) {
        const char *key = listed->faults[i].key;
        is_bounded = is_bounded && strcmp(key, fault_key(FAULT_TOTAL_TOO_BIG)) != 0 &&
                     strcmp(key, fault_key(FAULT_TOO_MANY_FILES)) != 0;
    }
    bool done =
        (is_bounded || stage_refuse(staging, STAGE_FAULTS)) && make_folders(staging, listed, err);
    for (size_t i = 0; done && i < listed->file_count; i++) {
        stage_step(staging, "content.step.copy", i + 1, listed->file_count);
        done = copy_file(staging, &listed->files[i], err);
    }
    pack_free(listed);
    return done;
}
