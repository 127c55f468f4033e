/* A photo from a stick beside a news item, a jewel or a plan. */
#include "app/app_internal.h"
#include "app/app_photo.h"

#include "app/base/log.h"
#include "app/base/str.h"
#include "app/content/photo.h"

#include <stdio.h>
#include <string.h>

enum { PATH = 700, PREFIX = sizeof(PHOTO_ON_STICK) - 1 };

_Static_assert((int)PHOTO_DESK == (int)STICK_RUN_PHOTOS, "as many as a visit brings");

void app_photo_dir(const struct app *app, char *dst, size_t cap, bool on_stick)
{
    snprintf(dst, cap, on_stick ? "%s/inhoud/fotos-van-stick" : "%s/fotos", app->data);
}

static void clear_desk(struct app *app)
{
    char dir[PATH];

    app_photo_dir(app, dir, sizeof(dir), true);
    io_remove_tree(app->io, dir, NULL);
    memset(&app->photo, 0, sizeof(app->photo));
}

/* ---- keeping house -------------------------------------------------------------------------- */

static const char *own_name(const char *value)
{
    size_t prefix = sizeof(OVERLAY_OWN) - 1;

    return value != NULL && strncmp(value, OVERLAY_OWN, prefix) == 0 &&
                   overlay_is_photo(value + prefix)
               ? value + prefix
               : NULL;
}

static bool is_kept(const struct overlay_edit *edits, size_t count, const char *file)
{
    for (size_t i = 0; i < count; i++) {
        const char *name = own_name(edits[i].value);
        if (name != NULL && strcmp(name, file) == 0) {
            return true;
        }
    }
    return false;
}

/* Only this program writes there, one act after another: none goes that is just being chosen. */
void app_photo_night(struct app *app)
{
    struct arena arena;
    struct overlay_edit *edits;
    size_t count, file_count;
    char dir[PATH], path[PATH + OVERLAY_PHOTO + 64], **files;

    arena_init(&arena, 0);
    app_photo_dir(app, dir, sizeof(dir), false);
    if (io_exists(app->io, dir) && store_edit_list(app->real, &arena, &edits, &count, NULL) &&
        io_list_sorted(app->io, &arena, dir, &files, &file_count, NULL)) {
        for (size_t i = 0; i < file_count; i++) {
            snprintf(path, sizeof(path), "%s/%s", dir, files[i]);
            if (!is_kept(edits, count, files[i])) {
                app->io->ops->unlink(app->io, path);
            }
        }
    }
    arena_finish(&arena);
}

void app_photo_start(struct app *app)
{
    clear_desk(app);
    app_photo_night(app);
}

void app_photo_idle(struct app *app)
{
    bool is_looking = app->stick.state == STICK_RUN_BUSY && app->stick.word == STICK_WORD_PHOTOS;

    if (app->photo.has_folder && !is_looking && app->visit.staff == STAFF_NONE) {
        clear_desk(app);
    }
}

void app_photo_missing(struct app *app, struct overlay_edit *edits, size_t count)
{
    char path[PATH + OVERLAY_PHOTO], dir[PATH];

    app_photo_dir(app, dir, sizeof(dir), false);
    for (size_t i = 0; i < count; i++) {
        const char *name = own_name(edits[i].value);
        snprintf(path, sizeof(path), "%s/%s", dir, name == NULL ? "" : name);
        if (name != NULL && !io_exists(app->io, path)) {
            log_line(LOG_WARN, "%s: the photo is not there", edits[i].item);
            edits[i].value = NULL;
        }
    }
}

/* ---- from the stick ------------------------------------------------------------------------- */

void app_act_photo_look(struct app *app)
{
    struct err err = {0};

    if (app->stick.state == STICK_RUN_BUSY || app->is_practice) {
        return;
    }
    app->photo.count = 0;
    app->view_is_old = true;
    if (!app_stick_is_here(app)) {
        return;
    }
    app->photo.has_folder = true;
    if (!app_stick_ask(app, STICK_WORD_PHOTOS, &err)) {
        log_line(LOG_ERROR, "%s", err.msg);
        app_notice(app, "stick.fail.io", 0);
    }
}

/* A name that is not one of a photo is none, whoever called it. */
static void read_names(struct app *app)
{
    struct photo_desk *desk = &app->photo;

    desk->count = 0;
    for (size_t i = 0; i < app->stick.photo_count; i++) {
        const char *name = app->stick.photos[i];
        if (overlay_is_photo(name)) {
            char *shown = desk->names[desk->count];
            str_copy(shown, sizeof(desk->names[0]), PHOTO_ON_STICK);
            str_copy(shown + PREFIX, sizeof(desk->names[0]) - PREFIX, name);
            desk->list[desk->count] = shown;
            desk->count++;
        }
    }
}

void app_photo_heard(struct app *app, bool done)
{
    struct visit *visit = &app->visit;

    app->stick_shown = STICK_READY;
    app->view_is_old = true;
    if (visit->staff != STAFF_ADMIN || visit_now(visit) != SCREEN_EDIT_FIELD) {
        return; /* who asked has left */
    }
    app->last_input_ms = app_now_ms(app);
    if (!done) {
        app_notice(app, app->stick.key, 0);
        return;
    }
    read_names(app);
    visit_go(visit, SCREEN_EDIT_PHOTOS);
}

static bool keep(struct app *app, const char *name, struct err *err)
{
    struct arena arena;
    uint8_t hash[CRYPTO_HASH];
    char dir[PATH], path[PATH + OVERLAY_PHOTO], hex[2 * CRYPTO_HASH + 1], *bytes;
    size_t len;

    app_photo_dir(app, dir, sizeof(dir), true);
    snprintf(path, sizeof(path), "%s/%s", dir, name);
    arena_init(&arena, 0);
    bool done = io_read_file(app->io, &arena, path, PHOTO_MAX_BYTES, &bytes, &len, err);
    if (done) {
        crypto_hash(hash, bytes, len);
        str_hex(hex, hash, CRYPTO_HASH);
        done = strncmp(hex, name, sizeof(hex) - 1) == 0 ||
               err_set(err, ERR_FORMAT, "%s is not what it was", name);
    }
    app_photo_dir(app, dir, sizeof(dir), false);
    snprintf(path, sizeof(path), "%s/%s", dir, name);
    done = done && io_make_dirs(app->io, dir, err) && io_write_file(app->io, path, bytes, len, err);
    arena_finish(&arena);
    return done;
}

/* First the photo, safe on the disk; then the record that shows it. */
void app_act_photo_take(struct app *app)
{
    struct visit *visit = &app->visit;
    struct err err = {0};
    size_t at = visit->photo;

    if (at >= app->photo.count || app->stick.state == STICK_RUN_BUSY) {
        return;
    }
    const char *name = app->photo.names[at] + PREFIX;
    if (!keep(app, name, &err)) {
        log_line(LOG_ERROR, "photo: %s", err.msg);
        app_notice(app, "photos.fail.disk", 0);
        return;
    }
    snprintf(visit->typed, sizeof(visit->typed), OVERLAY_OWN "%s", name);
    app_act_edit(app, ACT_EDIT);
}
