#include "sync/helpers.h"

#include "app/base/home.h"

#include <errno.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { PATH = 1100 };

/* ---- what is handed over: ideas and pledges, as they are kept, names sealed ----------------- */

struct lines {
    struct arena *arena;
    char *text;
    size_t len, cap;
};

static bool add_line(void *ctx, const struct record *record)
{
    struct lines *lines = ctx;
    size_t len = 0;

    if (record->body == NULL || (record->kind != RECORD_IDEA && record->kind != RECORD_PLEDGE)) {
        return true;
    }
    const char *line = record_line(lines->arena, record, &len);
    if (line == NULL) {
        return false;
    }
    if (lines->len + len + 1 > lines->cap) {
        size_t cap = 2 * (lines->len + len + 1);
        char *wider = arena_alloc(lines->arena, cap);
        if (wider == NULL) {
            return false;
        }
        if (lines->len > 0) {
            memcpy(wider, lines->text, lines->len);
        }
        lines->text = wider;
        lines->cap = cap;
    }
    memcpy(lines->text + lines->len, line, len);
    lines->len += len;
    lines->text[lines->len++] = '\n';
    return true;
}

static bool hand_over(const struct helpers_visit *visit, const char *path, struct err *err)
{
    struct arena arena;
    struct lines lines = {.arena = &arena};

    arena_init(&arena, 0);
    bool done = store_each(visit->store, add_line, &lines, err) &&
                io_write_file(visit->io, path, lines.len == 0 ? "" : lines.text, lines.len, err);
    arena_finish(&arena);
    return done;
}

/* ---- the program that has the key ------------------------------------------------------------ */

static bool open_names(const struct helpers_visit *visit, const char *program, const char *in,
                       struct err *err)
{
    char key[PATH], out[PATH];
    posix_spawn_file_actions_t actions;
    pid_t child;
    int status = 0;

    snprintf(key, sizeof(key), "%s/" HELPERS_KEY, visit->stick->root);
    snprintf(out, sizeof(out), "%s/" HELPERS_SHEET, visit->stick->root);
    const char *argv[] = {program, "helpers", "--key", key,  "--in", in,
                          "--out", out,       NULL,    NULL, NULL};
    if (visit->assets != NULL) {
        argv[8] = "--assets";
        argv[9] = visit->assets;
    }
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", 1 /* O_WRONLY */, 0);
    int failed =
        posix_spawn(&child, program, &actions, NULL, (char *const *)(uintptr_t)argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) {
        return err_errno(err, failed, "start of %s", program);
    }
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) {
            return err_errno(err, errno, "waiting for %s", program);
        }
    }
    return (WIFEXITED(status) && WEXITSTATUS(status) == 0) ||
           err_set(err, ERR_DENIED, "%s would not", program);
}

static bool is_there(const struct helpers_visit *visit, const char *name)
{
    struct io_stat stat;
    char path[PATH];
    struct io *io = visit->stick->io;

    snprintf(path, sizeof(path), "%s/%s", visit->stick->root, name);
    return io->ops->stat(io, path, &stat) == 0 && stat.kind == IO_FILE && stat.size > 0;
}

/* ---- the visit --------------------------------------------------------------------------------
 */

/* keys: helpers.no-key helpers.no-program stick.fail.pulled stick.fail.io */
static bool make_sheet(const struct helpers_visit *visit, const char *program, const char *in,
                       const char **ret_fail, struct err *err)
{
    struct stick *stick = visit->stick;

    if (!is_there(visit, HELPERS_KEY)) {
        *ret_fail = "helpers.no-key";
        return err_set(err, ERR_MISSING, "no " HELPERS_KEY);
    }
    if (!hand_over(visit, in, err)) {
        *ret_fail = "stick.fail.store";
        return false;
    }
    int rc = stick->ops->remount_rw(stick);
    if (rc != 0) {
        *ret_fail = "stick.fail.readonly";
        return err_errno(err, -rc, "mounting to write");
    }
    if (!open_names(visit, program, in, err)) {
        *ret_fail = stick->ops->is_present(stick) ? "helpers.no-key" : "stick.fail.pulled";
        return false;
    }
    return true;
}

/* What was written is there when the stick comes back. */
static bool see_again(const struct helpers_visit *visit, const char **ret_fail, struct err *err)
{
    struct stick *stick = visit->stick;

    int rc = stick->ops->unmount(stick);
    rc = rc != 0 ? rc : stick->ops->mount_ro(stick);
    if (rc != 0 || !is_there(visit, HELPERS_SHEET)) {
        *ret_fail = stick->ops->is_present(stick) ? "stick.fail.io" : "stick.fail.pulled";
        return err_set(err, ERR_IO, "the sheet is not on the stick");
    }
    return true;
}

bool helpers_visit_run(const struct helpers_visit *visit, const char **ret_fail, struct err *err)
{
    struct stick *stick = visit->stick;
    char folder[PATH / 2] = "", program[PATH], in[PATH];

    home_program(folder, sizeof(folder));
    snprintf(program, sizeof(program), "%s/dorpel-count", folder);
    snprintf(in, sizeof(in), "%s/meedoen.jsonl", visit->data);
    if (access(program, X_OK) != 0) {
        *ret_fail = "helpers.no-program";
        return err_errno(err, errno, "%s", program);
    }
    visit->step(visit->ctx, "stick.step.look", 0, 0);
    int rc = stick->ops->mount_ro(stick);
    if (rc != 0) {
        *ret_fail = "stick.fail.not-a-stick";
        return err_errno(err, -rc, "mounting");
    }
    bool done = make_sheet(visit, program, in, ret_fail, err);
    visit->io->ops->unlink(visit->io, in);
    done = done && see_again(visit, ret_fail, err);
    stick->ops->unmount(stick);
    return done;
}
