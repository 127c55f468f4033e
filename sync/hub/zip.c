#include "sync/hub/zip.h"

#include <assert.h>
#include <string.h>

/* Lengths of the fixed parts: before each file, in the list of all, at the end. */
enum { LOCAL = 30, ENTRY = 46, END = 22, UTF8 = 1 << 11, VERSION = 20, YEAR_1980 = 0x21 };

struct out {
    uint8_t *data;
    size_t len;
};

static void put(struct out *out, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++) {
        out->data[out->len++] = (uint8_t)(value >> (8 * i));
    }
}

static void put_bytes(struct out *out, const void *data, size_t len)
{
    if (len > 0) {
        memcpy(out->data + out->len, data, len);
    }
    out->len += len;
}

static uint32_t crc_of(const uint8_t *data, size_t len)
{
    uint32_t crc = UINT32_MAX;

    for (size_t i = 0; i < len; i++) {
        crc ^= data[i];
        for (int bit = 0; bit < 8; bit++) {
            crc = (crc >> 1) ^ (0xedb88320u & (0u - (crc & 1u)));
        }
    }
    return ~crc;
}

/* What stands before a file and in the list alike. */
static void put_common(struct out *out, const struct zip_file *file)
{
    put(out, VERSION, 2);
    put(out, UTF8, 2);
    put(out, 0, 2); /* not compressed */
    put(out, 0, 2); /* midnight */
    put(out, YEAR_1980, 2);
    put(out, crc_of(file->data, file->len), 4);
    put(out, (uint32_t)file->len, 4);
    put(out, (uint32_t)file->len, 4);
    put(out, (uint32_t)strlen(file->name), 2);
    put(out, 0, 2);
}

static void put_entry(struct out *out, const struct zip_file *file, uint32_t where)
{
    put(out, 0x02014b50, 4);
    put(out, VERSION, 2);
    put_common(out, file);
    put(out, 0, 2); /* comment */
    put(out, 0, 2); /* disk */
    put(out, 0, 2);
    put(out, 0, 4);
    put(out, where, 4);
    put_bytes(out, file->name, strlen(file->name));
}

static void put_end(struct out *out, size_t count, size_t list)
{
    size_t len = out->len - list;

    put(out, 0x06054b50, 4);
    put(out, 0, 4); /* disks */
    put(out, (uint32_t)count, 2);
    put(out, (uint32_t)count, 2);
    put(out, (uint32_t)len, 4);
    put(out, (uint32_t)list, 4);
    put(out, 0, 2);
}

void zip_make(uint8_t **ret, size_t *ret_len, struct arena *arena, const struct zip_file *files,
              size_t count)
{
    size_t most = END;
    struct out out = {.len = 0};
    uint32_t *where = arena_array(arena, count + 1, sizeof(*where));

    assert(count <= ZIP_FILES);
    for (size_t i = 0; i < count; i++) {
        most += LOCAL + ENTRY + 2 * strlen(files[i].name) + files[i].len;
    }
    assert(most < (size_t)1 << 30);
    out.data = arena_alloc(arena, most);
    for (size_t i = 0; i < count; i++) {
        where[i] = (uint32_t)out.len;
        put(&out, 0x04034b50, 4);
        put_common(&out, &files[i]);
        put_bytes(&out, files[i].name, strlen(files[i].name));
        put_bytes(&out, files[i].data, files[i].len);
    }
    size_t list = out.len;
    for (size_t i = 0; i < count; i++) {
        put_entry(&out, &files[i], where[i]);
    }
    put_end(&out, count, list);
    assert(out.len == most);
    *ret = out.data;
    *ret_len = out.len;
}
