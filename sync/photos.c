#include "sync/photos.h"

#include "app/base/crypto.h"
#include "app/base/str.h"
#include "app/content/photo.h"
#include "app/domain/overlay.h"

#include <stdio.h>
#include <string.h>

enum { PATH = 1024, FOLDERS = 64 };

struct candidate {
    const char *path; /* on the stick, with its root */
    int64_t written_s;
};

struct looking {
    const struct photos_visit *visit;
    struct arena arena; /* of all that is found */
    const char *dir;    /* being listed */
    size_t seen;
    struct candidate found[PHOTOS_TRIED]; /* the newest first */
    size_t count;
    const char *folders[FOLDERS]; /* of DCIM */
    size_t folder_count;
    bool has_more; /* than were tried */
};

/* ---- finding -------------------------------------------------------------------------------- */

/* Names that a camera, a phone or a person gives; not the "._IMG.jpg" that a Mac leaves beside. */
static bool is_photo_name(const char *name)
{
    static const char *const tails[] = {".jpg", ".jpeg", ".png"};
    char folded[PATH];
    size_t len = strlen(name);

    if (name[0] == '.' || len >= PATH / 2) {
        return false;
    }
    str_fold(folded, sizeof(folded), name);
    len = strlen(folded);
    for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
        size_t tail = strlen(tails[i]);
        if (len > tail && strcmp(folded + len - tail, tails[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Of one moment the last name first: cameras count up. */
static bool is_newer(const struct candidate *a, const struct candidate *b)
{
    return a->written_s != b->written_s ? a->written_s > b->written_s
                                        : strcmp(a->path, b->path) > 0;
}

static void keep(struct looking *looking, const struct candidate *one)
{
    size_t at = looking->count;

    looking->has_more = looking->has_more || looking->count == PHOTOS_TRIED;
    while (at > 0 && is_newer(one, &looking->found[at - 1])) {
        at--;
    }
    if (at == PHOTOS_TRIED) {
        return;
    }
    size_t kept = looking->count < PHOTOS_TRIED ? looking->count : PHOTOS_TRIED - 1;
    memmove(&looking->found[at + 1], &looking->found[at], (kept - at) * sizeof(looking->found[0]));
    looking->found[at] = *one;
    looking->count = kept + 1;
}

static int take_name(void *ctx, const char *name)
{
    struct looking *looking = ctx;
    struct io *io = looking->visit->stick->io;
    struct io_stat stat;

    if (looking->seen++ >= PHOTOS_SEEN) {
        return 1;
    }
    if (!is_photo_name(name)) {
        return 0;
    }
    const char *path = arena_printf(&looking->arena, "%s/%s", looking->dir, name);
    if (io->ops->stat(io, path, &stat) == 0 && stat.kind == IO_FILE) {
        keep(looking, &(struct candidate){path, stat.written_s});
    }
    return 0;
}

static int take_folder(void *ctx, const char *name)
{
    struct looking *looking = ctx;

    if (looking->seen++ >= PHOTOS_SEEN || looking->folder_count == FOLDERS) {
        return 1;
    }
    if (name[0] != '.') {
        looking->folders[looking->folder_count++] = arena_printf(&looking->arena, "DCIM/%s", name);
    }
    return 0;
}

static int list(struct looking *looking, int (*each)(void *ctx, const char *name))
{
    struct io *io = looking->visit->stick->io;
    int rc = io->ops->list(io, looking->dir, each, looking);

    return rc < 0 ? rc : 0;
}

/* A folder of the stick, no link on the way; one that is not there has no photos. */
static int look_in(struct looking *looking, const char *below)
{
    const struct stick *stick = looking->visit->stick;

    if (!io_has_dir_below(stick->io, stick->root, below)) {
        return 0;
    }
    looking->dir = arena_printf(&looking->arena, "%s/%s", stick->root, below);
    return list(looking, take_name);
}

static int look(struct looking *looking)
{
    const struct stick *stick = looking->visit->stick;

    looking->dir = stick->root;
    int rc = list(looking, take_name);
    rc = rc < 0 ? rc : look_in(looking, "DORPSHUIS/FOTOS");
    rc = rc < 0 ? rc : look_in(looking, "DCIM");
    if (rc == 0 && io_has_dir_below(stick->io, stick->root, "DCIM")) {
        looking->dir = arena_printf(&looking->arena, "%s/DCIM", stick->root);
        rc = list(looking, take_folder);
    }
    for (size_t i = 0; rc == 0 && i < looking->folder_count; i++) {
        rc = look_in(looking, looking->folders[i]);
    }
    return rc;
}

/* ---- making small -----------------------------------------------------------------------------
 */

enum made { MADE, MADE_BAD, MADE_FAILED };

static enum made lay_ready(const struct photos_visit *visit, const char *dir,
                           const struct photo *photo, struct err *err)
{
    char path[PATH + OVERLAY_PHOTO], name[OVERLAY_PHOTO];
    uint8_t hash[CRYPTO_HASH];
    bool is_png = photo->len > 1 && photo->bytes[0] == 0x89 && photo->bytes[1] == 'P';

    crypto_hash(hash, photo->bytes, photo->len);
    str_hex(name, hash, CRYPTO_HASH);
    strcat(name, is_png ? ".png" : ".jpg");
    snprintf(path, sizeof(path), "%s/%s", dir, name);
    if (io_exists(visit->io, path)) {
        return MADE; /* the same photo twice on the stick: once to choose from */
    }
    if (!io_write_file(visit->io, path, photo->bytes, photo->len, err)) {
        return MADE_FAILED;
    }
    visit->photo(visit->ctx, name);
    return MADE;
}

static enum made make_small(const struct photos_visit *visit, const char *dir, const char *path,
                            struct err *err)
{
    struct arena arena;
    struct photo photo;
    char *bytes;
    size_t len;

    arena_init(&arena, 0);
    enum made made = MADE_BAD;
    if (io_read_file(visit->stick->io, &arena, path, PHOTO_MAX_BYTES, &bytes, &len, err) &&
        photo_shrink(&photo, &arena, (const uint8_t *)bytes, len, err)) {
        made = lay_ready(visit, dir, &photo, err);
    }
    arena_finish(&arena);
    return made;
}

/* keys: photos.fail.damaged photos.fail.none photos.fail.disk photos.note.bad photos.note.more */
static bool make_all(const struct looking *looking, const char *dir, const char **ret_fail,
                     struct err *err)
{
    const struct photos_visit *visit = looking->visit;
    size_t good = 0, at = 0;
    bool is_any_bad = false;
    int most = looking->count < PHOTOS_MOST ? (int)looking->count : PHOTOS_MOST;

    for (; at < looking->count && good < PHOTOS_MOST; at++) {
        struct err own = {0};
        visit->step(visit->ctx, "photos.step.small", (int)good, most);
        enum made made = make_small(visit, dir, looking->found[at].path, &own);
        if (made != MADE && !visit->stick->ops->is_present(visit->stick)) {
            *ret_fail = "stick.fail.pulled";
            return err_set(err, ERR_GONE, "the stick was taken out");
        }
        if (made == MADE_FAILED) {
            *ret_fail = "photos.fail.disk";
            return err_set(err, own.code, "%s", own.msg);
        }
        good += made == MADE;
        is_any_bad = is_any_bad || made == MADE_BAD;
    }
    if (good == 0) {
        *ret_fail = looking->count == 0 ? "photos.fail.none" : "photos.fail.damaged";
        return err_set(err, ERR_MISSING, "no photo of %zu", looking->count);
    }
    if (is_any_bad) {
        visit->note(visit->ctx, "photos.note.bad", "-");
    } else if (looking->has_more || at < looking->count) {
        visit->note(visit->ctx, "photos.note.more", "-");
    }
    return true;
}

static bool bring(struct looking *looking, const char *dir, const char **ret_fail, struct err *err)
{
    const struct photos_visit *visit = looking->visit;
    struct stick *stick = visit->stick;

    visit->step(visit->ctx, "stick.step.look", 0, 0);
    int rc = look(looking);
    if (!stick->ops->is_present(stick)) { /* a folder that went seems a folder that never was */
        *ret_fail = "stick.fail.pulled";
        return err_set(err, ERR_GONE, "the stick was taken out");
    }
    if (rc < 0) {
        *ret_fail = "stick.fail.not-a-stick";
        return err_errno(err, -rc, "looking for photos");
    }
    if (!io_make_dirs(visit->io, dir, err)) {
        *ret_fail = "photos.fail.disk";
        return false;
    }
    return make_all(looking, dir, ret_fail, err);
}

bool photos_visit_run(const struct photos_visit *visit, const char **ret_fail, struct err *err)
{
    struct looking looking = {.visit = visit};
    char dir[PATH];

    snprintf(dir, sizeof(dir), "%s/" PHOTOS_DIR, visit->data);
    io_remove_tree(visit->io, dir, NULL); /* of another visit */
    int rc = visit->stick->ops->mount_ro(visit->stick);
    if (rc != 0) {
        *ret_fail = "stick.fail.not-a-stick";
        return err_errno(err, -rc, "mounting");
    }
    arena_init(&looking.arena, 0);
    bool done = bring(&looking, dir, ret_fail, err);
    arena_finish(&looking.arena);
    visit->stick->ops->unmount(visit->stick);
    if (!done) {
        io_remove_tree(visit->io, dir, NULL);
    }
    return done;
}
