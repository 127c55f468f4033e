/* Reading a parcel: every byte of it is forged until a signature and a hash say otherwise. */
#include "app/content/parcel_inner.h"

#include "app/base/json.h"
#include "app/base/str.h"

#include <stdio.h>
#include <string.h>

const uint8_t parcel_magic[8] = {'D', 'O', 'R', 'P', 'E', 'L', 'P', 1};

void parcel_context(char dst[PARCEL_CONTEXT], enum parcel_role role)
{
    snprintf(dst, PARCEL_CONTEXT, "dorpel parcel %d", (int)role);
}

/* ---- paths --------------------------------------------------------------------------------- */

/* One name of a path: letters that every file system keeps, no dot first. */
static bool is_plain_name(const char *name, size_t len)
{
    if (len == 0 || len > 100 || name[0] == '.') {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)name[i];
        if (byte < ' ' || byte == 0x7F || strchr("/\\:*?\"<>|", byte) != NULL) {
            return false;
        }
    }
    return true;
}

static bool is_plain_path(const char *path)
{
    size_t depth = 0;
    size_t len = strlen(path);

    if (len > PARCEL_MAX_PATH || !str_is_utf8(path, len) ||
        (strchr(path, '/') != NULL && strncmp(path, "fotos/", 6) != 0 &&
         strncmp(path, "sleutels/", 9) != 0)) {
        return false;
    }
    while (*path != '\0') {
        size_t part = strcspn(path, "/");
        if (!is_plain_name(path, part) || ++depth > 3) {
            return false;
        }
        path += part;
        if (*path == '/' && *++path == '\0') {
            return false;
        }
    }
    return depth > 0;
}

/* ---- the index ----------------------------------------------------------------------------- */

static bool read_file_line(const json_t *line, struct parcel_file *ret, struct arena *arena)
{
    const char *path = json_string_value(json_array_get(line, 0));
    const char *hash = json_string_value(json_array_get(line, 2));
    json_int_t size = json_integer_value(json_array_get(line, 1));

    if (json_array_size(line) != 3 || path == NULL || hash == NULL || !is_plain_path(path) ||
        !json_is_integer(json_array_get(line, 1)) || size < 0 || size > PARCEL_MAX_FILE ||
        !str_unhex(ret->hash, CRYPTO_HASH, hash)) {
        return false;
    }
    ret->path = arena_strdup(arena, path);
    ret->size = (size_t)size;
    return ret->path != NULL;
}

/* Rising paths: then none stands there twice. */
static bool read_files(const json_t *files, struct parcel *ret, struct arena *arena,
                       uint64_t *total)
{
    size_t count = json_array_size(files);

    *total = 0;
    if (count == 0 || count > PARCEL_MAX_FILES) {
        return false;
    }
    ret->files = arena_array(arena, count, sizeof(*ret->files));
    for (size_t i = 0; i < count && ret->files != NULL; i++) {
        if (!read_file_line(json_array_get(files, i), &ret->files[i], arena) ||
            (i > 0 && strcmp(ret->files[i - 1].path, ret->files[i].path) >= 0)) {
            return false;
        }
        *total += ret->files[i].size;
    }
    ret->file_count = count;
    return ret->files != NULL && *total <= PARCEL_MAX_BYTES;
}

bool parcel_peek(const uint8_t *data, size_t len, uint64_t *ret_version)
{
    enum { HEAD = 12 };
    size_t index_len;

    if (len < HEAD || memcmp(data, parcel_magic, sizeof(parcel_magic)) != 0) {
        return false;
    }
    index_len =
        (size_t)data[8] | (size_t)data[9] << 8 | (size_t)data[10] << 16 | (size_t)data[11] << 24;
    if (index_len > PARCEL_MAX_INDEX || index_len > len - HEAD) {
        return false;
    }
    json_t *index = json_read((const char *)data + HEAD, index_len, NULL);
    int64_t version = json_number(index, "version", 0);
    json_decref(index);
    *ret_version = version > 0 ? (uint64_t)version : 0;
    return version > 0;
}

/* The index must be in its one form: what is signed says one thing. */
static bool read_index(struct parcel *ret, struct arena *arena, uint64_t *total)
{
    json_t *index = json_read(ret->index, ret->index_len, NULL);
    size_t len = 0;
    bool done = false;

    if (json_is_object(index) && json_object_size(index) == 5) {
        const char *again = json_canonical(arena, index, &len);
        int64_t version = json_number(index, "version", 0);
        ret->version = version > 0 ? (uint64_t)version : 0;
        ret->made_s = json_number(index, "made", -1);
        ret->name = arena_strdup(arena, json_text(index, "name", ""));
        done = len == ret->index_len && memcmp(again, ret->index, len) == 0 && ret->version > 0 &&
               ret->version <= PARCEL_MAX_VERSION && ret->made_s >= 0 && ret->name != NULL &&
               ret->name[0] != '\0' && json_hex(index, "village", ret->village, CRYPTO_KEY) &&
               read_files(json_object_get(index, "files"), ret, arena, total);
    }
    json_decref(index);
    return done;
}

/* ---- the head ------------------------------------------------------------------------------ */

bool parcel_take(struct io *io, int file, void *dst, size_t len, size_t at)
{
    size_t done = 0;

    while (done < len) {
        ssize_t got = io->ops->read(io, file, (char *)dst + done, len - done, (int64_t)(at + done));
        if (got <= 0) {
            return false;
        }
        done += (size_t)got;
    }
    return true;
}

static bool read_signatures(struct parcel *ret, struct io *io, int file, size_t at)
{
    uint8_t count = 0;
    uint8_t seen = 0;

    if (!parcel_take(io, file, &count, 1, at) || count < 1 || count > PARCEL_MAX_SIGNATURES) {
        return false;
    }
    at++;
    for (size_t i = 0; i < count; i++) {
        uint8_t role = 0;
        if (!parcel_take(io, file, &role, 1, at) || role < PARCEL_VILLAGE ||
            role > PARCEL_NEXT_VILLAGE || (seen & 1u << role) != 0 ||
            !parcel_take(io, file, ret->signatures[i].bytes, CRYPTO_SIGNATURE, at + 1)) {
            return false;
        }
        seen = (uint8_t)(seen | 1u << role);
        ret->signatures[i].role = role;
        at += 1 + CRYPTO_SIGNATURE;
    }
    ret->signature_count = count;
    ret->body_at = at;
    return true;
}

static bool read_head(struct parcel *ret, struct arena *arena, struct io *io, int file,
                      int64_t size)
{
    uint8_t start[PARCEL_START];
    uint64_t total = 0;

    if (!parcel_take(io, file, start, sizeof(start), 0) ||
        memcmp(start, parcel_magic, sizeof(parcel_magic)) != 0) {
        return false;
    }
    ret->index_len = (size_t)start[8] | (size_t)start[9] << 8 | (size_t)start[10] << 16 |
                     (size_t)start[11] << 24;
    if (ret->index_len == 0 || ret->index_len > PARCEL_MAX_INDEX) {
        return false;
    }
    char *index = arena_alloc(arena, ret->index_len + 1);
    ret->index = index;
    return index != NULL && parcel_take(io, file, index, ret->index_len, PARCEL_START) &&
           read_signatures(ret, io, file, PARCEL_START + ret->index_len) &&
           read_index(ret, arena, &total) && size >= 0 && (uint64_t)size == ret->body_at + total;
}

bool parcel_read(struct parcel *ret, struct arena *arena, struct io *io, const char *path,
                 struct err *err)
{
    struct parcel parcel = {0};
    struct io_stat stat;
    int rc = io->ops->stat(io, path, &stat);

    if (rc < 0) {
        return err_errno(err, rc, "%s", path);
    }
    if (stat.kind != IO_FILE ||
        stat.size > (int64_t)PARCEL_MAX_BYTES + PARCEL_MAX_INDEX + PARCEL_HEAD_MORE) {
        return err_set(err, stat.kind != IO_FILE ? ERR_FORMAT : ERR_LIMIT, "%s: no parcel", path);
    }
    int file = io->ops->open(io, path, IO_READ);
    if (file < 0) {
        return err_errno(err, file, "%s", path);
    }
    bool done = read_head(&parcel, arena, io, file, stat.size);
    io->ops->close(io, file);
    if (!done) {
        return err_set(err, ERR_FORMAT, "%s: no parcel, or damaged", path);
    }
    *ret = parcel;
    return true;
}

bool parcel_is_signed(const struct parcel *parcel, enum parcel_role role,
                      const uint8_t sign[CRYPTO_KEY])
{
    char context[PARCEL_CONTEXT];

    parcel_context(context, role);
    for (size_t i = 0; i < parcel->signature_count; i++) {
        if (parcel->signatures[i].role == role &&
            crypto_verify(parcel->signatures[i].bytes, context, parcel->index, parcel->index_len,
                          sign)) {
            return true;
        }
    }
    return false;
}

/* ---- the files ----------------------------------------------------------------------------- */

static bool take_file(const struct parcel_file *entry, struct arena *arena, struct io *io, int file,
                      size_t at, char **ret, struct err *err)
{
    uint8_t hash[CRYPTO_HASH];
    char *bytes = arena_alloc(arena, entry->size + 1);
    if (bytes == NULL) {
        return err_set(err, ERR_LIMIT, "%s: too large", entry->path);
    }
    if (!parcel_take(io, file, bytes, entry->size, at)) {
        return err_set(err, ERR_GONE, "%s: cannot be read", entry->path);
    }
    crypto_hash(hash, bytes, entry->size);
    *ret = bytes;
    return memcmp(hash, entry->hash, CRYPTO_HASH) == 0 ||
           err_set(err, ERR_CRYPTO, "%s: not what was signed", entry->path);
}

static bool put_file(struct io *io, const char *dir, const struct parcel_file *entry,
                     const char *bytes, struct err *err)
{
    char path[PARCEL_MAX_PATH + 1024];
    char folder[sizeof(path)];

    if (snprintf(path, sizeof(path), "%s/%s", dir, entry->path) >= (int)sizeof(path)) {
        return err_set(err, ERR_LIMIT, "%s: path too long", entry->path);
    }
    memcpy(folder, path, sizeof(path));
    *strrchr(folder, '/') = '\0';
    return io_make_dirs(io, folder, err) && io_write_file(io, path, bytes, entry->size, err);
}

/* dir NULL: only looks. */
static bool each_file(const struct parcel *parcel, struct io *io, const char *path, struct io *to,
                      const char *dir, struct err *err)
{
    struct arena arena;
    size_t at = parcel->body_at;
    int file = io->ops->open(io, path, IO_READ);
    bool done = true;

    if (file < 0) {
        return err_set(err, ERR_GONE, "%s cannot be opened", path);
    }
    arena_init(&arena, PARCEL_MAX_FILE + 4096);
    for (size_t i = 0; done && i < parcel->file_count; i++) {
        char *bytes = NULL;
        arena_reset(&arena);
        done = take_file(&parcel->files[i], &arena, io, file, at, &bytes, err) &&
               (dir == NULL || put_file(to, dir, &parcel->files[i], bytes, err));
        at += parcel->files[i].size;
    }
    io->ops->close(io, file);
    arena_finish(&arena);
    return done;
}

bool parcel_part(const struct parcel *parcel, struct arena *arena, struct io *io, const char *path,
                 const char *name, size_t most, char **ret, size_t *ret_len, struct err *err)
{
    size_t at = parcel->body_at, i = 0;

    while (i < parcel->file_count && strcmp(parcel->files[i].path, name) != 0) {
        at += parcel->files[i++].size;
    }
    if (i == parcel->file_count) {
        return err_set(err, ERR_MISSING, "%s", name);
    }
    const struct parcel_file *entry = &parcel->files[i];
    if (entry->size > most) {
        return err_set(err, ERR_LIMIT, "%s: %zu bytes", name, entry->size);
    }
    int file = io->ops->open(io, path, IO_READ);
    if (file < 0) {
        return err_set(err, ERR_GONE, "%s cannot be opened", path);
    }
    bool done = take_file(entry, arena, io, file, at, ret, err);
    io->ops->close(io, file);
    *ret_len = entry->size;
    return done;
}

bool parcel_unpack(const struct parcel *parcel, struct io *io, const char *path, struct io *to,
                   const char *dir, struct err *err)
{
    if (io_exists(to, dir)) {
        return err_set(err, ERR_USED, "%s is there already", dir);
    }
    return each_file(parcel, io, path, to, dir, err);
}

bool parcel_check(const struct parcel *parcel, struct io *io, const char *path, struct err *err)
{
    return each_file(parcel, io, path, NULL, NULL, err);
}
