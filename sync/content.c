#include "sync/content.h"

#include "app/base/str.h"
#include "app/content/parcel.h"
#include "app/store/store_content.h"
#include "app/store/store_round.h"
#include "sync/content_try.h"
#include "sync/shown.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { LINES_MAX = PACK_MAX_ERRORS + PACK_MAX_REMARKS + 8, FOUND_PATH = 1024 };

/* ---- rounds that were opened ----------------------------------------------------------------- */

static size_t read_frozen(struct store *store, const struct pack *pack,
                          struct stage_frozen frozen[PACK_MAX_ROUNDS])
{
    size_t count = 0;

    for (size_t i = 0; store != NULL && pack != NULL && i < pack->round_count; i++) {
        enum round_state state = ROUND_CONCEPT;
        const struct round *round = &pack->rounds[i];
        if (store_round_state(store, round->id, &state, frozen[count].digest, NULL) &&
            state != ROUND_CONCEPT) {
            memcpy(frozen[count].id, round->id, ROUND_ID);
            frozen[count].may_go = state == ROUND_CLOSED;
            count++;
        }
    }
    return count;
}

/* ---- FOUTEN.txt ------------------------------------------------------------------------------ */

static const char *fault_line(const struct say *say, struct arena *arena,
                              const struct pack_fault *fault)
{
    char text[SAY_MAX_TEXT];
    char line[SAY_MAX_TEXT];
    const char *const inner[] = {"detail", fault->detail, NULL};

    say_fill(text, sizeof(text), say, fault->key, inner);
    const char *const pairs[] = {"file",   fault->file,
                                 "line",   arena_printf(arena, "%d", fault->line),
                                 "column", arena_printf(arena, "%d", fault->column),
                                 "text",   text,
                                 NULL};
    const char *key = fault->file[0] == '\0' ? "faults.whole"
                      : fault->line == 0     ? "faults.file"
                      : fault->column == 0   ? "faults.line"
                                             : "faults.place";
    return arena_strdup(arena, say_fill(line, sizeof(line), say, key, pairs));
}

const char *content_faults_text(const struct say *say, struct arena *arena,
                                const struct stage_report *report, size_t *ret_len)
{
    const char *const name[] = {"name", report->name, NULL};
    char head[SAY_MAX_TEXT];
    const char *text = "\xEF\xBB\xBF"; /* so that a notepad of Windows knows its letters */

    text = arena_printf(arena, "%s%s\r\n%s\r\n\r\n", text,
                        say_fill(head, sizeof(head), say, "faults.title", name),
                        say_text(say, "faults.what-to-do"));
    for (size_t i = 0; i < report->fault_listed; i++) {
        text =
            arena_printf(arena, "%s%s\r\n\r\n", text, fault_line(say, arena, &report->faults[i]));
    }
    if (report->fault_count > report->fault_listed) {
        text = arena_printf(arena, "%s%s\r\n", text, say_text(say, "faults.more"));
    }
    for (size_t i = 0; i < report->remark_count; i++) {
        text = arena_printf(arena, "%s%s\r\n", text, fault_line(say, arena, &report->remarks[i]));
    }
    *ret_len = strlen(text);
    return text;
}

/* The report on the screen is what counts: a stick that cannot be written is no reason to fail. */
static void write_faults(const struct content_visit *visit, const struct stage_report *report)
{
    struct stick *stick = visit->stick;
    struct arena arena;
    char path[FOUND_PATH];
    size_t len = 0;

    arena_init(&arena, 0);
    snprintf(path, sizeof(path), "%s/" CONTENT_FAULTS_FILE, stick->root);
    bool has_faults = report->refusal == STAGE_FAULTS;
    if ((has_faults || io_exists(stick->io, path)) && stick->ops->remount_rw(stick) == 0) {
        if (has_faults) {
            const char *text = content_faults_text(visit->say, &arena, report, &len);
            io_write_file(stick->io, path, text, len, NULL);
        } else {
            stick->io->ops->unlink(stick->io, path); /* of another time: it would mislead */
        }
    }
    arena_finish(&arena);
}

/* ---- the visit ---------------------------------------------------------------------------------
 */

static void tell_step(void *ctx, const char *key, int n, int m)
{
    const struct content_visit *visit = ctx;

    visit->step(visit->ctx, key, n, m);
}

static bool try_out(void *ctx, const char *dir, const struct stage_hearing *hearing)
{
    const struct content_visit *visit = ctx;

    return content_try(visit->io, visit->data, dir, visit->assets, CONTENT_TRY_ALL, hearing);
}

static bool stage(const struct content_visit *visit, struct stage_report *ret, struct arena *arena,
                  struct err *err)
{
    struct stage_frozen frozen[PACK_MAX_ROUNDS];
    struct shown shown;
    struct stock stock;
    char path[FOUND_PATH];
    struct stage_plan plan = {.io = visit->io,
                              .data = visit->data,
                              .from_io = visit->stick->io,
                              .from = path,
                              .current = visit->current,
                              .frozen = frozen,
                              .check_words = true,
                              .assets = visit->assets,
                              .try_out = visit->no_trial ? NULL : try_out,
                              .step = tell_step,
                              .ctx = (void *)(uintptr_t)visit};

    shown_make(&shown, arena, visit->store, visit->current);
    plan.edits = shown.edits;
    plan.edit_count = shown.edit_count;
    plan.frozen_count = read_frozen(visit->store, shown.pack, frozen);
    stock_load(&stock, visit->io, visit->data, NULL);
    visit->step(visit->ctx, "content.step.look", 1, 4);
    if (!stage_find(path, sizeof(path), &plan.is_parcel, visit->stick->io, visit->stick->root,
                    visit->current, stock.highest)) {
        *ret = (struct stage_report){
            .refusal = STAGE_NOTHING, .name = "", .refused = "", .refused_field = ""};
        return true;
    }
    return stage_run(ret, arena, &plan, err);
}

bool content_visit_run(const struct content_visit *visit, const char **ret_fail, struct err *err)
{
    struct stick *stick = visit->stick;
    struct arena arena;
    struct stage_report report;

    *ret_fail = NULL;
    int rc = stick->ops->mount_ro(stick);
    if (rc != 0) {
        *ret_fail = "stick.fail.not-a-stick";
        return err_errno(err, rc, "mounting");
    }
    arena_init(&arena, 0);
    bool done = stage(visit, &report, &arena, err);
    if (done &&
        (report.refusal == STAGE_NOTHING || report.refusal == STAGE_FAULTS ||
         report.refusal == STAGE_DAMAGED) &&
        !stick->ops->is_present(stick)) {
        *ret_fail = "stick.fail.pulled";
        done = err_set(err, ERR_GONE, "the stick was taken out");
    } else if (done) {
        write_faults(visit, &report);
        report.by_hand = true;
        done = stage_report_save(&report, visit->io, visit->data, err);
    }
    stick->ops->unmount(stick);
    arena_finish(&arena);
    if (!done && *ret_fail == NULL) {
        *ret_fail = "content.refused.disk";
    }
    return done;
}

bool content_find_parcel(char *dst, size_t cap, struct io *stick, const char *root, struct io *io,
                         const char *data, const struct pack *current)
{
    struct stock stock;
    bool is_parcel = false;

    stock_load(&stock, io, data, NULL);
    return current != NULL &&
           stage_find(dst, cap, &is_parcel, stick, root, current, stock.highest) && is_parcel;
}

bool content_inbox_open(struct content_inbox *ret, struct io *io, const char *data, struct err *err)
{
    *ret = (struct content_inbox){.io = io, .file = -1};
    stock_dir(ret->path, sizeof(ret->path), data, "");
    ret->path[strlen(ret->path) - 1] = '\0';
    if (!io_make_dirs(io, ret->path, err)) {
        return false;
    }
    stock_dir(ret->path, sizeof(ret->path), data, "ontvangen" PARCEL_ENDING);
    ret->file = io->ops->open(io, ret->path, IO_WRITE | IO_CREATE | IO_TRUNC);
    return ret->file >= 0 || err_errno(err, ret->file, "%s", ret->path);
}

bool content_inbox_take(void *ctx, const uint8_t *data, size_t len)
{
    struct content_inbox *inbox = ctx;
    size_t done = 0;

    if (inbox->at + (int64_t)len > (int64_t)PARCEL_MAX_BYTES + 2 * PARCEL_MAX_INDEX) {
        return false; /* without an end: no pack is this large */
    }
    while (done < len) {
        ssize_t put =
            inbox->io->ops->write(inbox->io, inbox->file, data + done, len - done, inbox->at);
        if (put <= 0) {
            return false;
        }
        done += (size_t)put;
        inbox->at += put;
    }
    return true;
}

void content_inbox_close(struct content_inbox *inbox)
{
    if (inbox->file >= 0) {
        inbox->io->ops->close(inbox->io, inbox->file);
        inbox->io->ops->unlink(inbox->io, inbox->path);
    }
    inbox->file = -1;
}

struct trial {
    struct io *io;
    const char *data;
};

static bool try_parcel(void *ctx, const char *dir, const struct stage_hearing *hearing)
{
    const struct trial *trial = ctx;

    return content_try(trial->io, trial->data, dir, NULL, CONTENT_TRY_ALL, hearing);
}

/* "not-owner" of "content.refused.not-owner". Of what our own disk could not do, it says nothing:
 * that is no fault of the pack, and stands in the health. */
static bool tell_refused(struct store *store, const struct stage_report *report,
                         const struct pack *current, struct told_at at, struct err *err)
{
    const struct pack_fault *fault = report->fault_listed > 0 ? &report->faults[0] : NULL;
    struct content_refused refused = {.name = report->name,
                                      .why = stage_refusal_key(report->refusal) +
                                             strlen("content.refused."),
                                      .version = report->version,
                                      .thing = report->refused,
                                      .field = report->refused_field,
                                      .fault = fault == NULL ? "" : fault->key,
                                      .detail = fault == NULL ? "" : fault->detail,
                                      .file = fault == NULL ? "" : fault->file,
                                      .line = fault == NULL ? 0 : fault->line};

    if (store == NULL || report->refusal == STAGE_FINE || report->refusal == STAGE_DISK) {
        return true;
    }
    memcpy(refused.village, current->village_sign, CRYPTO_KEY);
    return store_content_refused(store, &refused, at, err);
}

bool content_stage_parcel(struct io *io, const char *data, struct store *store,
                          const struct pack *current, struct io *from_io, const char *path,
                          struct told_at at, bool *ret_is_new, struct err *err)
{
    struct stage_frozen frozen[PACK_MAX_ROUNDS];
    struct stage_report report;
    struct arena arena;
    struct trial trial = {io, data};
    struct shown shown;
    struct stage_plan plan = {.io = io,
                              .check_words = true,
                              .try_out = try_parcel,
                              .ctx = &trial,
                              .data = data,
                              .from_io = from_io,
                              .from = path,
                              .is_parcel = true,
                              .current = current,
                              .frozen = frozen};

    *ret_is_new = false;
    if (current == NULL) { /* the first one is taken by a person, in the hall */
        return true;
    }
    arena_init(&arena, 0);
    shown_make(&shown, &arena, store, current);
    plan.edits = shown.edits;
    plan.edit_count = shown.edit_count;
    plan.frozen_count = read_frozen(store, shown.pack, frozen);
    bool done = stage_run(&report, &arena, &plan, err);
    if (done && report.refusal != STAGE_SAME && report.refusal != STAGE_ROLLBACK &&
        report.refusal != STAGE_FOREIGN) {
        done = stage_report_save(&report, io, data, err) &&
               tell_refused(store, &report, current, at, err);
        *ret_is_new = done && report.refusal == STAGE_FINE;
    }
    arena_finish(&arena);
    return done;
}
