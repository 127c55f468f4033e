#include "sync/hub/http_parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_CAP = 1024 };

static struct http_part *find(const struct http_parts *parts, const uint8_t id[BUNDLE_ID])
{
    for (size_t i = 0; i < HTTP_PARTS; i++) {
        const struct http_part *part = &parts->list[i];
        if (part->file > 0 && memcmp(part->id, id, BUNDLE_ID) == 0) {
            return (struct http_part *)(uintptr_t)part;
        }
    }
    return NULL;
}

static void drop(struct http_part *part)
{
    if (part->file > 0) {
        close(part->file);
    }
    *part = (struct http_part){.file = 0};
}

/* A free place, or that of the one that waits longest. */
static struct http_part *make_room(struct http_parts *parts)
{
    struct http_part *oldest = &parts->list[0];

    for (size_t i = 0; i < HTTP_PARTS; i++) {
        if (parts->list[i].file == 0) {
            return &parts->list[i];
        }
        if (parts->list[i].used < oldest->used) {
            oldest = &parts->list[i];
        }
    }
    drop(oldest);
    return oldest;
}

static struct http_part *begin(struct http_parts *parts, const uint8_t id[BUNDLE_ID], size_t whole,
                               struct err *err)
{
    char path[PATH_CAP];
    struct http_part *part = make_room(parts);
    int len = snprintf(path, sizeof(path), "%s/.deel-XXXXXX", parts->dir);

    if (len < 0 || (size_t)len >= sizeof(path)) {
        err_set(err, ERR_LIMIT, "a path too long");
        return NULL;
    }
    int file = mkstemp(path);
    if (file <= 0) {
        err_errno(err, errno, "%s", path);
        return NULL;
    }
    unlink(path);
    *part = (struct http_part){.file = file, .whole = whole};
    memcpy(part->id, id, BUNDLE_ID);
    return part;
}

size_t http_parts_got(const struct http_parts *parts, const uint8_t id[BUNDLE_ID])
{
    const struct http_part *part = find(parts, id);
    return part == NULL ? 0 : part->got;
}

bool http_parts_add(struct http_parts *parts, const uint8_t id[BUNDLE_ID], size_t offset,
                    size_t whole, const uint8_t *data, size_t len, bool *ret_whole, struct err *err)
{
    struct http_part *part = find(parts, id);

    if (whole == 0 || whole > BUNDLE_MAX_DATA || offset > whole || len > whole - offset ||
        (part != NULL && part->whole != whole)) {
        return err_set(err, ERR_LIMIT, "parts of %zu bytes", whole);
    }
    if ((part == NULL && offset != 0) || (part != NULL && offset != part->got)) {
        return err_set(err, ERR_USED, "not where we are");
    }
    if (part == NULL && (part = begin(parts, id, whole, err)) == NULL) {
        return false;
    }
    part->used = ++parts->turn;
    for (size_t done = 0; done < len;) {
        ssize_t n = pwrite(part->file, data + done, len - done, (off_t)(offset + done));
        if (n < 0 && errno != EINTR) {
            return err_errno(err, errno, "part of a bundle"); /* got is where it was */
        }
        done += n > 0 ? (size_t)n : 0;
    }
    part->got = offset + len;
    *ret_whole = part->got == part->whole;
    return true;
}

static bool read_all(const struct http_part *part, uint8_t *dst, struct err *err)
{
    for (size_t done = 0; done < part->whole;) {
        ssize_t n = pread(part->file, dst + done, part->whole - done, (off_t)done);
        if (n == 0 || (n < 0 && errno != EINTR)) {
            return err_errno(err, n == 0 ? EIO : errno, "part of a bundle");
        }
        done += n > 0 ? (size_t)n : 0;
    }
    return true;
}

bool http_parts_take(struct http_parts *parts, struct arena *arena, const uint8_t id[BUNDLE_ID],
                     struct bundle_bytes *ret, struct err *err)
{
    struct http_part *part = find(parts, id);
    uint8_t own[BUNDLE_ID];

    if (part == NULL || part->got != part->whole) {
        return err_set(err, ERR_MISSING, "not whole");
    }
    struct bundle_bytes bytes = {arena_alloc(arena, part->whole + 1), part->whole};
    bool good = read_all(part, bytes.data, err);
    drop(part);
    if (!good) {
        return false;
    }
    bundle_id(own, bytes.data, bytes.len);
    if (memcmp(own, id, BUNDLE_ID) != 0) {
        return err_set(err, ERR_CRYPTO, "not what its name says");
    }
    *ret = bytes;
    return true;
}

void http_parts_finish(struct http_parts *parts)
{
    for (size_t i = 0; i < HTTP_PARTS; i++) {
        drop(&parts->list[i]);
    }
}
