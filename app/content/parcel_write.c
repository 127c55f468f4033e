/* Writing a parcel, and putting a second signature under it. */
#include "app/content/parcel_inner.h"

#include "app/base/json.h"
#include "app/base/str.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { KEY_FILE_MAX = 4096, COPY_STEP = 65536 };

bool parcel_key_load(struct parcel_key *ret, struct io *io, const char *path, struct err *err)
{
    struct arena arena;
    char *text;
    size_t len;
    struct parcel_key key = {0};
    json_t *object = NULL;

    arena_init(&arena, 0);
    bool done = io_read_file(io, &arena, path, KEY_FILE_MAX, &text, &len, err);
    if (done) {
        object = json_read(text, len, NULL);
        const char *role = json_text(object, "role", "");
        key.role = strcmp(role, "village") == 0        ? PARCEL_VILLAGE
                   : strcmp(role, "municipality") == 0 ? PARCEL_MUNICIPALITY
                                                       : 0;
        done = (key.role != 0 && json_hex(object, "sign", key.sign, CRYPTO_KEY) &&
                json_hex(object, "sign_secret", key.secret, CRYPTO_SIGN_SECRET) &&
                memcmp(key.secret + 32, key.sign, CRYPTO_KEY) == 0) ||
               err_set(err, ERR_FORMAT, "%s: no key of a village or a municipality", path);
    }
    json_decref(object);
    arena_finish(&arena);
    if (done) {
        *ret = key;
    }
    crypto_wipe(&key, sizeof(key));
    return done;
}

/* ---- writing ------------------------------------------------------------------------------- */

struct out { /* a file that is not there until it is whole */
    struct io *io;
    const char *path;
    char temp[1024];
    int file;
    int64_t at;
};

static bool out_open(struct out *out, struct io *io, const char *path, struct err *err)
{
    *out = (struct out){.io = io, .path = path, .file = -1};
    if (snprintf(out->temp, sizeof(out->temp), "%s.tmp", path) >= (int)sizeof(out->temp)) {
        return err_set(err, ERR_LIMIT, "path too long");
    }
    io->ops->unlink(io, out->temp);
    out->file = io->ops->open(io, out->temp, IO_WRITE | IO_CREATE | IO_EXCL);
    return out->file >= 0 || err_errno(err, out->file, "writing %s", path);
}

static bool out_put(struct out *out, const void *data, size_t len, struct err *err)
{
    size_t done = 0;

    while (done < len) {
        ssize_t put =
            out->io->ops->write(out->io, out->file, (const char *)data + done, len - done, out->at);
        if (put <= 0) {
            return err_errno(err, put == 0 ? -EIO : (int)put, "writing %s", out->path);
        }
        done += (size_t)put;
        out->at += put;
    }
    return true;
}

/* Whole and renamed, or gone. */
static bool out_close(struct out *out, bool good, struct err *err)
{
    struct io *io = out->io;
    char folder[1024];

    if (out->file < 0) {
        return false;
    }
    int rc = good ? io->ops->sync(io, out->file) : 0;
    int closed = io->ops->close(io, out->file);
    rc = rc < 0 ? rc : closed;
    if (good && rc == 0) {
        rc = io->ops->rename(io, out->temp, out->path);
    }
    if (!good || rc < 0) {
        io->ops->unlink(io, out->temp);
        return good ? err_errno(err, rc, "writing %s", out->path) : false;
    }
    str_copy(folder, sizeof(folder), out->path);
    char *slash = strrchr(folder, '/');
    if (slash == NULL) {
        str_copy(folder, sizeof(folder), ".");
    } else {
        *slash = '\0';
    }
    rc = io->ops->sync_dir(io, folder[0] == '\0' ? "/" : folder);
    return rc == 0 || err_errno(err, rc, "syncing the folder of %s", out->path);
}

/* ---- the parts ------------------------------------------------------------------------------- */

static const char *make_index(struct arena *arena, const struct pack *pack, uint64_t version,
                              int64_t made_s, size_t *ret_len)
{
    json_t *index = json_object();
    json_t *files = json_array();

    for (size_t i = 0; i < pack->file_count; i++) {
        char hash[2 * CRYPTO_HASH + 1];
        str_hex(hash, pack->files[i].hash, CRYPTO_HASH);
        json_array_append_new(files, json_pack("[s,I,s]", pack->files[i].path,
                                               (json_int_t)pack->files[i].size, hash));
    }
    json_put(index, "files", files);
    json_put_number(index, "made", made_s);
    json_put_text(index, "name", pack->name);
    json_put_number(index, "version", (int64_t)version);
    json_put_hex(index, "village", pack->village_sign, CRYPTO_KEY);
    const char *text = json_canonical(arena, index, ret_len);
    json_decref(index);
    return text;
}

static bool put_signature(struct out *out, const struct parcel_key *key, const char *index,
                          size_t len, struct err *err)
{
    uint8_t signature[1 + CRYPTO_SIGNATURE] = {(uint8_t)key->role};
    char context[PARCEL_CONTEXT];

    parcel_context(context, key->role);
    crypto_sign(signature + 1, context, index, len, key->secret);
    return out_put(out, signature, sizeof(signature), err);
}

static bool put_start(struct out *out, const char *index, size_t len, size_t signatures,
                      struct err *err)
{
    uint8_t start[PARCEL_START];
    uint8_t count = (uint8_t)signatures;

    if (len > PARCEL_MAX_INDEX || signatures < 1 || signatures > PARCEL_MAX_SIGNATURES) {
        return err_set(err, ERR_LIMIT, "too many files or signatures");
    }
    memcpy(start, parcel_magic, sizeof(parcel_magic));
    for (size_t i = 0; i < 4; i++) {
        start[8 + i] = (uint8_t)(len >> (8 * i));
    }
    return out_put(out, start, sizeof(start), err) && out_put(out, index, len, err) &&
           out_put(out, &count, 1, err);
}

/* What was checked is what is signed: a file that is other by now is not taken. */
static bool put_file(struct out *out, const struct pack *pack, const struct pack_file *file,
                     struct err *err)
{
    struct arena arena;
    uint8_t hash[CRYPTO_HASH];
    char *bytes;
    size_t len;

    arena_init(&arena, 0);
    const char *path = arena_printf(&arena, "%s/%s", pack->dir, file->path);
    bool done = io_read_file(out->io, &arena, path, PARCEL_MAX_BYTES, &bytes, &len, err);
    if (done) {
        crypto_hash(hash, bytes, len);
        done = (len == (size_t)file->size && memcmp(hash, file->hash, CRYPTO_HASH) == 0) ||
               err_set(err, ERR_FORMAT, "%s changed while it was read", file->path);
    }
    done = done && out_put(out, bytes, len, err);
    arena_finish(&arena);
    return done;
}

bool parcel_write(struct io *io, const char *path, const struct pack *pack, uint64_t version,
                  int64_t made_s, const struct parcel_key *keys, size_t key_count, struct err *err)
{
    struct arena arena;
    struct out out;
    size_t len = 0;

    if (pack->fault_count > 0 || version < 1 || version > PARCEL_MAX_VERSION) {
        return err_set(err, ERR_FORMAT, "a pack with faults, or version %llu",
                       (unsigned long long)version);
    }
    arena_init(&arena, 0);
    const char *index = make_index(&arena, pack, version, made_s, &len);
    bool good = out_open(&out, io, path, err) && put_start(&out, index, len, key_count, err);
    for (size_t i = 0; good && i < key_count; i++) {
        good = put_signature(&out, &keys[i], index, len, err);
    }
    for (size_t i = 0; good && i < pack->file_count; i++) {
        good = put_file(&out, pack, &pack->files[i], err);
    }
    good = out_close(&out, good, err);
    arena_finish(&arena);
    return good;
}

/* ---- a second signature ---------------------------------------------------------------------- */

static bool copy_body(struct out *out, const struct parcel *parcel, const char *path,
                      struct err *err)
{
    static const size_t step = COPY_STEP;
    struct arena arena;
    size_t left = 0;
    size_t at = parcel->body_at;
    bool done = true;

    for (size_t i = 0; i < parcel->file_count; i++) {
        left += parcel->files[i].size;
    }
    arena_init(&arena, 0);
    char *bytes = arena_alloc(&arena, step);
    int file = out->io->ops->open(out->io, path, IO_READ);
    while (done && file >= 0 && left > 0) {
        size_t len = left < step ? left : step;
        done = (parcel_take(out->io, file, bytes, len, at) ||
                err_set(err, ERR_IO, "reading %s", path)) &&
               out_put(out, bytes, len, err);
        at += len;
        left -= len;
    }
    if (file >= 0) {
        out->io->ops->close(out->io, file);
    }
    arena_finish(&arena);
    return done && (file >= 0 || err_errno(err, file, "%s", path));
}

bool parcel_add(struct io *io, const char *path, const char *to, const struct parcel_key *key,
                struct err *err)
{
    struct arena arena;
    struct parcel parcel;
    struct out out = {.file = -1};

    arena_init(&arena, 0);
    bool good = parcel_read(&parcel, &arena, io, path, err) && parcel_check(&parcel, io, path, err);
    for (size_t i = 0; good && i < parcel.signature_count; i++) {
        good = parcel.signatures[i].role != key->role ||
               err_set(err, ERR_USED, "signed in this role already");
    }
    if (good) {
        good = out_open(&out, io, to, err) &&
               put_start(&out, parcel.index, parcel.index_len, parcel.signature_count + 1, err);
        for (size_t i = 0; good && i < parcel.signature_count; i++) {
            uint8_t signature[1 + CRYPTO_SIGNATURE] = {parcel.signatures[i].role};
            memcpy(signature + 1, parcel.signatures[i].bytes, CRYPTO_SIGNATURE);
            good = out_put(&out, signature, sizeof(signature), err);
        }
        good = good && put_signature(&out, key, parcel.index, parcel.index_len, err) &&
               copy_body(&out, &parcel, path, err);
        good = out_close(&out, good, err);
    }
    arena_finish(&arena);
    return good;
}
