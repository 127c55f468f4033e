#include "sync/visit_inner.h"

#include "app/base/log.h"
#include "app/base/str.h"
#include "app/store/store_round.h"
#include "sync/content.h"
#include "sync/guest_letter.h"
#include "sync/place.h"
#include "sync/result_file.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_RESULTS = 50 };
/* look, import, one a file, close, one a file again */
enum { STEP_WRITE = 4, STEPS_BESIDE = 4 };

bool visit_fail(struct visit_run *run, const char *key)
{
    if (run->fail_key == NULL) {
        run->fail_key = key;
    }
    return false;
}

void visit_tell_step(const struct visit_run *run, const char *key, size_t n)
{
    run->plan->step(run->plan->ctx, key, (int)n, (int)run->steps);
}

const char *visit_path(struct visit_run *run, const char *path)
{
    return arena_printf(&run->arena, "%s/%s", run->stick->root, path);
}

/* The last step before the stick is unmounted. */
static size_t step_close(const struct visit_run *run)
{
    return (run->steps - STEPS_BESIDE) / 2 + STEP_WRITE;
}

/* ---- mount and look ---------------------------------------------------------------------- */

/* NULL: what went wrong tells. One that is not there any more was pulled out: it was in when
 * somebody asked for this visit. */
static const char *mount_key(const struct visit_run *run, bool is_there, enum err_code code)
{
    if (run->is_second_mount) {
        return is_there ? NULL : "stick.fail.vanished";
    }
    return code == ERR_MISSING || code == ERR_FORMAT ? "stick.fail.not-a-stick" : NULL;
}

static bool mount_to_read(struct visit_run *run, struct err *err)
{
    int rc = run->stick->ops->mount_ro(run->stick);

    if (rc == 0) {
        return true;
    }
    err_errno(err, rc, "mounting");
    bool is_there = run->stick->ops->is_present(run->stick);
    return visit_fail(run, mount_key(run, is_there, err->code));
}

/* Is it a stick that we prepared? Its id, or "" when it has none yet. */
static bool read_stick_id(struct visit_run *run, bool *ret_has_id, struct err *err)
{
    struct err why = {0};
    uint8_t id[PLACE_ID];
    char hex[2 * PLACE_ID + 1];
    char *text;
    size_t len;
    struct io_stat stat;
    int rc = run->io->ops->stat(run->io, visit_path(run, "DORPSHUIS"), &stat);

    if (rc == 0 && stat.kind != IO_DIR) {
        err_set(err, ERR_FORMAT, "DORPSHUIS is not a folder");
        return visit_fail(run, "stick.fail.not-a-stick");
    }
    *ret_has_id = false;
    if (!io_read_file(run->io, &run->arena, visit_path(run, "DORPSHUIS/stick.id"), 256, &text, &len,
                      &why)) {
        *err = why;
        return why.code == ERR_MISSING || why.code == ERR_LIMIT || why.code == ERR_FORMAT;
    }
    if (len >= 2 * PLACE_ID) {
        memcpy(hex, text, 2 * PLACE_ID);
        hex[2 * PLACE_ID] = '\0';
        *ret_has_id = str_unhex(id, sizeof(id), hex);
    }
    return true;
}

static bool look(struct visit_run *run, bool *ret_has_id, struct err *err)
{
    if (!read_stick_id(run, ret_has_id, err)) {
        return false;
    }
    if (!*ret_has_id && run->plan->known_only) {
        err_set(err, ERR_DENIED, "no stick.id");
        return visit_fail(run, "stick.fail.new");
    }
    return true;
}

/* ---- import ------------------------------------------------------------------------------ */

static bool is_news(struct visit_run *run, const struct round *round, const char *text, size_t len)
{
    const char *kept;
    size_t kept_len;

    return !store_result_get(run->plan->export.store, &run->arena, round->id, &kept, &kept_len,
                             NULL) ||
           kept_len != len || memcmp(kept, text, len) != 0;
}

/* One file. What is no result of ours is told and left alone; only the stick itself can fail. */
static bool import_file(struct visit_run *run, const char *path, struct err *err)
{
    const struct visit_plan *plan = run->plan;
    const struct round *round;
    struct err why = {0};
    char *text;
    size_t len;

    if (!io_read_file(run->io, &run->arena, visit_path(run, path), RESULT_FILE_MAX, &text, &len,
                      &why)) {
        if (why.code == ERR_MISSING) {
            return true;
        }
        if (why.code != ERR_FORMAT && why.code != ERR_LIMIT) {
            *err = why;
            return false;
        }
        plan->note(plan->ctx, "stick.note.result-refused", path);
        return true;
    }
    if (!result_file_check(&round, plan->export.pack, text, len, &why)) {
        plan->note(plan->ctx, "stick.note.result-refused", path);
        return true;
    }
    if (is_news(run, round, text, len - 1)) { /* without the newline: the JSON itself */
        if (!store_result_put(plan->export.store, round->id, text, len - 1, &why)) {
            if (why.code == ERR_LIMIT || why.code == ERR_FORMAT) {
                plan->note(plan->ctx, "stick.note.result-refused", path);
                return true;
            }
            *err = why;
            return visit_fail(run, "stick.fail.store");
        }
        plan->note(plan->ctx, "stick.note.result", path);
    }
    return true;
}

static bool has_ending(const char *name, const char *ending)
{
    size_t len = strlen(name);
    size_t ending_len = strlen(ending);

    return len > ending_len && strcmp(name + len - ending_len, ending) == 0;
}

static bool import_results(struct visit_run *run, struct err *err)
{
    struct err why = {0};
    char **names;
    size_t count = 0;

    if (run->plan->export.pack == NULL || run->plan->export.is_practice) {
        return true;
    }
    if (!import_file(run, "uitslag.json", err)) {
        return false;
    }
    if (!io_list_sorted(run->io, &run->arena, visit_path(run, "UITSLAG"), &names, &count, &why)) {
        *err = why;
        return why.code == ERR_MISSING || why.code == ERR_FORMAT;
    }
    for (size_t i = 0; i < count && i < MOST_RESULTS; i++) {
        if (has_ending(names[i], ".json") &&
            !import_file(run, arena_printf(&run->arena, "UITSLAG/%s", names[i]), err)) {
            return false;
        }
    }
    return true;
}

/* A signed pack for this village. What our own disk cannot take waits for the next visit; what is
 * wrong with it stands in its report. */
static void import_content(struct visit_run *run)
{
    const struct visit_plan *plan = run->plan;
    const struct pack *current = plan->export.loaded;
    char path[1024];
    bool is_new = false;

    if (plan->home == NULL || plan->export.is_practice ||
        !content_find_parcel(path, sizeof(path), run->io, run->stick->root, plan->home, plan->data,
                             current)) {
        return;
    }
    if (content_stage_parcel(plan->home, plan->data, plan->export.store, current, run->io, path,
                             (struct told_at){plan->now_s, (enum clock_quality)plan->quality},
                             &is_new, NULL) &&
        is_new) {
        plan->note(plan->ctx, "stick.note.content", path);
    }
}

/* What other villages share, of our own hub only. What is wrong with it keeps nothing else from
 * travelling. */
static void import_guests(struct visit_run *run)
{
    const struct visit_plan *plan = run->plan;
    char path[GUEST_LETTER_PATH];
    char *bytes;
    size_t len;
    bool is_new = false;

    if (plan->home == NULL || plan->export.is_practice || plan->kiosk == NULL ||
        !plan->kiosk->is_enrolled) {
        return;
    }
    guest_letter_path(path, run->stick->root, &plan->kiosk->hub.hub);
    if (!io_read_file(run->io, &run->arena, path, GUEST_LETTER_MAX, &bytes, &len, NULL)) {
        return;
    }
    if (!guest_letter_keep(plan->home, plan->data, &plan->kiosk->hub.hub, (uint8_t *)bytes, len,
                           &is_new, NULL)) {
        plan->note(plan->ctx, "stick.note.guests-refused", path);
    } else if (is_new) {
        plan->note(plan->ctx, "stick.note.guests", path);
    }
}

/* ---- write ------------------------------------------------------------------------------- */

/* Does the stick hold just these bytes under that name? */
static bool is_there(struct visit_run *run, const struct written *file, struct err *err)
{
    struct arena arena;
    uint8_t hash[CRYPTO_HASH] = {0};
    char *text;
    size_t len = 0;

    arena_init(&arena, 0);
    bool read =
        io_read_file(run->io, &arena, visit_path(run, file->path), file->len, &text, &len, err);
    if (read) {
        crypto_hash(hash, text, len);
    }
    arena_finish(&arena);
    return read && len == file->len && memcmp(hash, file->hash, CRYPTO_HASH) == 0;
}

bool visit_write(struct visit_run *run, const char *path, const void *data, size_t len,
                 bool is_bundle, struct err *err)
{
    if (run->file_count == VISIT_MOST_FILES) {
        return err_set(err, ERR_LIMIT, "more than %d files", VISIT_MOST_FILES);
    }
    struct written *file = &run->files[run->file_count];
    visit_tell_step(run, "stick.step.write", STEP_WRITE + run->file_count);
    file->path = arena_strdup(&run->arena, path);
    file->len = len;
    crypto_hash(file->hash, data, len);
    run->file_count++;
    struct err why = {0};
    if (is_bundle && is_there(run, file, &why)) {
        return true; /* made once, never changed: it came along on a visit before */
    }
    return io_write_file(run->io, visit_path(run, path), data, len, err);
}

static bool write_export(struct visit_run *run, enum export_file what, const char *path,
                         struct err *err)
{
    struct arena arena;
    struct export_bytes bytes = {"", 0};

    arena_init(&arena, 0);
    bool done = export_make(&bytes, &run->plan->export, &arena, what, err);
    if (!done) {
        visit_fail(run, "stick.fail.store");
    } else if (what != EXPORT_RECORDS || bytes.len > 0) {
        done = visit_write(run, path, bytes.data, bytes.len, false, err);
    }
    arena_finish(&arena);
    return done;
}

static bool write_id(struct visit_run *run, const char *path, const char *line, struct err *err)
{
    return visit_write(run, path, line, strlen(line), false, err);
}

static bool write_stick_id(struct visit_run *run, struct err *err)
{
    uint8_t id[PLACE_ID];
    char line[2 * PLACE_ID + 2];

    crypto_random(id, sizeof(id));
    str_hex(line, id, sizeof(id));
    memcpy(line + 2 * (size_t)PLACE_ID, "\n", 2);
    return write_id(run, "DORPSHUIS/stick.id", line, err);
}

static const char *in_place(struct visit_run *run, const char *name)
{
    return arena_printf(&run->arena, "%s/%s", run->dir, name);
}

/* For people, last: without room or letters for them everything else is there already. */
static bool write_papers(struct visit_run *run, struct err *err)
{
    bool good = true;

    for (size_t i = 0; good && run->plan->paper != NULL && i < VISIT_PAPERS; i++) {
        struct visit_paper paper = {0};
        struct arena arena;
        struct err why = {0};
        arena_init(&arena, 0);
        if (!run->plan->paper(run->plan->paper_ctx, &arena, i, &paper, &why)) {
            log_line(LOG_WARN, "paper: %s", why.msg);
        } else if (paper.bytes != NULL) {
            good = visit_write(run, paper.name, paper.bytes, paper.len, false, err);
        }
        arena_finish(&arena);
    }
    return good;
}

static bool write_all(struct visit_run *run, bool has_stick_id, const char *kiosk_line,
                      const struct export_bytes *box, struct err *err)
{
    static const enum export_file in_folder[] = {EXPORT_RECORDS, EXPORT_IDEAS, EXPORT_OVERVIEW};

    int rc = run->stick->ops->remount_rw(run->stick);
    if (rc < 0) {
        return err_errno(err, rc, "remounting to write");
    }
    if (!io_make_dirs_below(run->io, run->stick->root, run->dir, err) ||
        (!has_stick_id && !write_stick_id(run, err)) ||
        !write_id(run, in_place(run, "kiosk.id"), kiosk_line, err)) {
        return false;
    }
    if (box->len > 0 && !visit_write(run, in_place(run, export_name(EXPORT_BOX)), box->data,
                                     box->len, false, err)) {
        return false;
    }
    for (size_t i = 0; i < sizeof(in_folder) / sizeof(in_folder[0]); i++) {
        if (!write_export(run, in_folder[i], in_place(run, export_name(in_folder[i])), err)) {
            return false;
        }
    }
    return visit_post_write(run, err) &&
           write_export(run, EXPORT_OVERVIEW, export_name(EXPORT_OVERVIEW), err) &&
           write_export(run, EXPORT_README, export_name(EXPORT_README), err) &&
           write_papers(run, err);
}

/* ---- close and check --------------------------------------------------------------------- */

static bool unmount(struct visit_run *run, struct err *err)
{
    int rc = run->stick->ops->unmount(run->stick);
    return rc == 0 || err_errno(err, rc, "unmounting");
}

static bool is_same(struct visit_run *run, const struct written *file, struct err *err)
{
    struct err why = {0};

    if (is_there(run, file, &why)) {
        return true;
    }
    if (why.code == ERR_NONE || why.code == ERR_MISSING || why.code == ERR_LIMIT ||
        why.code == ERR_FORMAT) {
        err_set(err, ERR_IO, "%s: not what was written", file->path);
        return visit_fail(run, "stick.fail.lying");
    }
    *err = why;
    return false;
}

static bool read_back(struct visit_run *run, struct err *err)
{
    run->is_second_mount = true;
    if (!mount_to_read(run, err)) {
        return false;
    }
    for (size_t i = 0; i < run->file_count; i++) {
        visit_tell_step(run, "stick.step.check", step_close(run) + 1 + i);
#ifdef DORPEL_TEST
        if (run->plan->bug_no_read_back) {
            continue;
        }
#endif
        if (!is_same(run, &run->files[i], err)) {
            return false;
        }
    }
    return unmount(run, err);
}

/* ---- the whole --------------------------------------------------------------------------- */

static bool cannot_write(const struct err *err)
{
    return err->code == ERR_FULL || err->code == ERR_READONLY;
}

/* A kiosk whose own disk is full or damaged can still give away all that it released before. */
static bool release(const struct visit_run *run, struct err *err)
{
    const struct visit_plan *plan = run->plan;
    struct err why = {0};

    if (export_release(&plan->export, &why) ||
        (why.code == ERR_FULL && store_use_reserve(plan->export.store, NULL) &&
         export_release(&plan->export, &why))) {
        return true;
    }
    if (cannot_write(&why)) {
        plan->note(plan->ctx, "stick.note.not-released", export_name(EXPORT_BOX));
        return true;
    }
    *err = why;
    return false;
}

/* What the store must give before anything is written: which folder is ours depends on it. */
static bool prepare(struct visit_run *run, struct arena *arena, struct export_bytes *ret_box,
                    char kiosk_line[PLACE_LINE], struct err *err)
{
    const struct export *export = &run->plan->export;
    char slug[PLACE_SLUG + 1];

    if (!release(run, err) ||
        (!place_kiosk_line(export->store, kiosk_line, err) && !cannot_write(err)) ||
        !export_make(ret_box, export, arena, EXPORT_BOX, err)) {
        return visit_fail(run, "stick.fail.store");
    }
    place_slug(slug, export->pack == NULL ? "" : export->pack->name);
    const char *name = export->is_practice ? arena_printf(&run->arena, "%s-oefenen", slug) : slug;
    run->dir = place_find(run->stick, &run->arena, name, kiosk_line, ret_box, err);
    return run->dir != NULL;
}

static bool go(struct visit_run *run, struct arena *box_arena, struct err *err)
{
    struct export_bytes box = {"", 0};
    char kiosk_line[PLACE_LINE];
    bool has_stick_id = false;

    visit_tell_step(run, "stick.step.mount", 1);
    if (!mount_to_read(run, err)) {
        return false;
    }
    visit_tell_step(run, "stick.step.look", 2);
    if (!look(run, &has_stick_id, err)) {
        return false;
    }
    visit_tell_step(run, "stick.step.import", 3);
    import_content(run);
    import_guests(run);
    if (!import_results(run, err) || !visit_post_import(run, err) ||
        !prepare(run, box_arena, &box, kiosk_line, err) ||
        !write_all(run, has_stick_id, kiosk_line, &box, err)) {
        return false;
    }
    visit_tell_step(run, "stick.step.close", step_close(run));
    return unmount(run, err) && read_back(run, err) && visit_post_done(run, err);
}

/* Pulled out looks like "full" and like "broken" to a program: so ask. */
static const char *key_of(struct visit_run *run, enum err_code code)
{
    bool is_store = run->fail_key != NULL && strcmp(run->fail_key, "stick.fail.store") == 0;

    if (!is_store && !run->stick->ops->is_present(run->stick)) {
        bool is_known = run->fail_key != NULL;
        return is_known               ? run->fail_key
               : run->is_second_mount ? "stick.fail.vanished"
                                      : "stick.fail.pulled";
    }
    if (run->fail_key != NULL) {
        return run->fail_key;
    }
    return code == ERR_FULL       ? "stick.fail.full"
           : code == ERR_READONLY ? "stick.fail.readonly"
           : code == ERR_GONE     ? "stick.fail.pulled"
                                  : "stick.fail.io";
}

bool visit_stick(const struct visit_plan *plan, struct visit_outcome *ret, struct err *err)
{
    struct visit_run *run = calloc(1, sizeof(*run)); /* large: thousands of files */
    struct visit_outcome outcome = {.fail_key = NULL};
    struct arena box_arena;
    struct err why = {0};

    assert(run != NULL);
    run->plan = plan;
    run->stick = plan->stick;
    run->io = plan->stick->io;
    run->steps =
        STEPS_BESIDE + 2 * (VISIT_FIXED_FILES + (run->plan->paper != NULL ? VISIT_PAPERS : 0));
    arena_init(&run->arena, 0);
    arena_init(&box_arena, 0);
    bool done = go(run, &box_arena, &why);
    if (done) {
        outcome.files = (uint32_t)run->file_count;
        for (size_t i = 0; i < run->file_count; i++) {
            outcome.bytes += run->files[i].len;
        }
    } else {
        outcome.fail_key = key_of(run, why.code);
        plan->stick->ops->unmount(plan->stick);
        if (err != NULL) {
            *err = why;
        }
    }
    arena_finish(&box_arena);
    arena_finish(&run->arena);
    free(run);
    *ret = outcome;
    return done;
}
