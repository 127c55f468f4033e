#include "sync/hub/hub_content.h"

#include "sync/hub/hub_guests.h"

#include "app/base/str.h"
#include "app/content/succession.h"

#include <inttypes.h>
#include <string.h>

const char *hub_content_dir(struct arena *arena, const struct hub_place *place)
{
    return place->keys == NULL ? NULL : arena_printf(arena, "%s.inhoud", place->keys);
}

static bool is_village(const char *hex)
{
    return strlen(hex) == 2 * CRYPTO_KEY && strspn(hex, "0123456789abcdef") == 2 * CRYPTO_KEY;
}

static const char *path_of(struct arena *arena, const char *dir, const char *village)
{
    return arena_printf(arena, "%s/%s" PARCEL_ENDING, dir, village);
}

static bool read_whole(struct io *io, struct arena *arena, const char *path, char **ret,
                       size_t *ret_len, struct err *err)
{
    return io_read_file(io, arena, path, (size_t)PARCEL_MAX_BYTES + 2 * PARCEL_MAX_INDEX, ret,
                        ret_len, err);
}

/* ---- a village that got another key ---------------------------------------------------------- */

struct heir {
    struct io *io;
    const char *dir, *path; /* of its file */
    const struct parcel *parcel;
    const char *bytes;
    size_t len;
};

/* Does the heir go on from the pack that stands under this name? Then it stands there from now on.
 */
static bool inherit(const struct heir *heir, struct arena *arena, const char *hex, struct err *err)
{
    const char *path = path_of(arena, heir->dir, hex);
    struct parcel before;
    struct roots roots;

    if (!parcel_read(&before, arena, heir->io, path, NULL)) {
        return true;
    }
    bool has_roots = succession_roots(&roots, &before, heir->io, path);
    return !succession_is(heir->parcel, heir->io, heir->path, before.village,
                          has_roots ? &roots : NULL) ||
           (io_write_file(heir->io, path, heir->bytes, heir->len, err) &&
            hub_guests_retire(heir->io, arena, heir->dir, hex, err));
}

static bool inherit_all(const struct heir *heir, struct err *err)
{
    struct arena list, one;
    char **names;
    size_t count = 0;
    bool done = true;

    arena_init(&list, 0);
    arena_init(&one, 0);
    if (!io_list_sorted(heir->io, &list, heir->dir, &names, &count, err)) {
        done = false;
    }
    for (size_t i = 0; done && i < count && i < HUB_CONTENT_MOST; i++) {
        const char *hex = arena_strndup(&one, names[i], 2 * CRYPTO_KEY);
        done = !is_village(hex) || inherit(heir, &one, hex, err);
        arena_reset(&one);
    }
    arena_finish(&one);
    arena_finish(&list);
    return done;
}

/* ---- in -------------------------------------------------------------------------------------- */

bool hub_content_offer(struct io *io, struct arena *arena, const char *dir, const char *path,
                       struct parcel *ret, struct err *err)
{
    char village[2 * CRYPTO_KEY + 1];
    char *bytes;
    size_t len;

    if (!parcel_read(ret, arena, io, path, err) || !parcel_check(ret, io, path, err) ||
        !read_whole(io, arena, path, &bytes, &len, err)) {
        return false;
    }
    str_hex(village, ret->village, CRYPTO_KEY);
    uint64_t before = hub_content_version(io, arena, dir, village);
    if (before >= ret->version) {
        return err_set(err, ERR_USED, "%" PRIu64, before);
    }
    /* Its own place last: when something before it fails, it is still to be offered again. */
    const struct heir heir = {io, dir, path, ret, bytes, len};
    return io_make_dirs(io, dir, err) && hub_guests_take(io, arena, dir, path, ret, err) &&
           inherit_all(&heir, err) &&
           io_write_file(io, path_of(arena, dir, village), bytes, len, err);
}

uint64_t hub_content_version(struct io *io, struct arena *arena, const char *dir,
                             const char *village)
{
    struct parcel parcel = {0};

    return is_village(village) &&
                   parcel_read(&parcel, arena, io, path_of(arena, dir, village), NULL)
               ? parcel.version
               : 0;
}

void hub_content_each(struct io *io, struct arena *arena, const char *dir,
                      void (*each)(void *ctx, const struct parcel *parcel), void *ctx)
{
    char **names;
    size_t count = 0;
    struct parcel parcel;

    if (dir == NULL || !io_list_sorted(io, arena, dir, &names, &count, NULL)) {
        return;
    }
    for (size_t i = 0; i < count && i < HUB_CONTENT_MOST; i++) {
        if (strlen(names[i]) == 2 * CRYPTO_KEY + strlen(PARCEL_ENDING) &&
            parcel_read(&parcel, arena, io, arena_printf(arena, "%s/%s", dir, names[i]), NULL)) {
            each(ctx, &parcel);
        }
    }
}

/* ---- onto a stick -------------------------------------------------------------------------- */

static bool write_one(struct io *io, struct arena *arena, const char *from, const char *to,
                      size_t *files, struct err *err)
{
    char *bytes, *there;
    size_t len, there_len;

    if (!read_whole(io, arena, from, &bytes, &len, err)) {
        return false;
    }
    if (read_whole(io, arena, to, &there, &there_len, NULL) && there_len == len &&
        memcmp(there, bytes, len) == 0) {
        return true;
    }
    if (!io_write_file(io, to, bytes, len, err)) {
        return false;
    }
    (*files)++;
    return (read_whole(io, arena, to, &there, &there_len, err) && there_len == len &&
            memcmp(there, bytes, len) == 0) ||
           err_set(err, ERR_IO, "%s: other bytes came back", to);
}

bool hub_content_answer(struct io *io, const char *dir, const char *stick, size_t *ret_files,
                        struct err *err)
{
    struct arena list, one;
    char **names;
    size_t count = 0;
    bool done = true;

    *ret_files = 0;
    arena_init(&list, 0);
    arena_init(&one, 0);
    if (dir == NULL || !io_list_sorted(io, &list, dir, &names, &count, NULL)) {
        count = 0; /* nothing was ever offered */
    }
    const char *to = arena_printf(&list, "%s/DORPSHUIS/INHOUD", stick);
    done = count == 0 || io_make_dirs(io, to, err);
    for (size_t i = 0; done && i < count && i < HUB_CONTENT_MOST; i++) {
        size_t len = strlen(names[i]);
        if (len == 2 * CRYPTO_KEY + strlen(PARCEL_ENDING)) {
            done = write_one(io, &one, arena_printf(&one, "%s/%s", dir, names[i]),
                             arena_printf(&one, "%s/%.16s" PARCEL_ENDING, to, names[i]), ret_files,
                             err);
        }
        arena_reset(&one);
    }
    arena_finish(&one);
    arena_finish(&list);
    return done;
}

/* ---- over the network ------------------------------------------------------------------------ */

bool hub_content_part(struct io *io, struct arena *arena, const char *dir, const char *village,
                      size_t at, uint8_t **ret, size_t *ret_len, struct err *err)
{
    if (!is_village(village)) {
        return err_set(err, ERR_FORMAT, "no village");
    }
    int file = io->ops->open(io, path_of(arena, dir, village), IO_READ);
    if (file < 0) {
        return err_errno(err, file, "a pack");
    }
    *ret = arena_alloc(arena, HUB_CONTENT_PART);
    *ret_len = 0;
    while (*ret_len < HUB_CONTENT_PART) {
        ssize_t got = io->ops->read(io, file, *ret + *ret_len, HUB_CONTENT_PART - *ret_len,
                                    (int64_t)(at + *ret_len));
        if (got <= 0) {
            break;
        }
        *ret_len += (size_t)got;
    }
    io->ops->close(io, file);
    return true;
}
