/* Wie doen mee? The kiosk cannot open a name: dorpel-count does, with the key on the village's
 * stick, as a program of its own. The sheet goes to that stick; what was handed over is wiped. */
#include "app/app_internal.h"

#include "app/base/log.h"

#include <stdio.h>
#include <string.h>

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

static void paper_path(const struct app *app, char dst[600])
{
    snprintf(dst, 600, "%s/meedoen.jsonl", app->data);
}

void app_act_helpers(struct app *app)
{
    char program[700], in[600], key[600], out[600];
    struct arena arena;
    struct lines lines = {.arena = &arena};
    struct err err = {0};

    if (app->helpers.pid != 0) {
        return;
    }
    if (app->stick_folder[0] == '\0') {
        app_notice(app, "notice.stick-none", 0);
        return;
    }
    snprintf(program, sizeof(program), "%s/dorpel-count", app->options.programs);
    snprintf(key, sizeof(key), "%s/village.geheim", app->stick_folder);
    snprintf(out, sizeof(out), "%s/WIE-DOEN-MEE.txt", app->stick_folder);
    paper_path(app, in);
    arena_init(&arena, 0);
    bool good = store_each(app->real, add_line, &lines, &err) &&
                io_write_file(app->io, in, lines.len == 0 ? "" : lines.text, lines.len, &err);
    arena_finish(&arena);
    const char *const argv[] = {program, "helpers", "--key", key,        "--in",
                                in,      "--out",   out,     "--assets", app->options.assets,
                                NULL};
    if (!good || !child_start(&app->helpers, argv, &err)) {
        app->io->ops->unlink(app->io, in);
        app_notice_store(app, &err, "notice.store-failed");
        return;
    }
    app_notice(app, "helpers.busy", 0);
}

void app_take_helpers(struct app *app, bool wait)
{
    char in[600];
    bool good = false;

    if (!child_poll(&app->helpers, wait, &good)) {
        return;
    }
    paper_path(app, in);
    app->io->ops->unlink(app->io, in);
    app_log(app, good ? "log.helpers" : "log.helpers-refused", "");
    if (visit_now(&app->visit) == SCREEN_HELPERS) {
        app_notice(app, good ? "helpers.done" : "helpers.no-key", 0);
    }
    app->view_is_old = true;
}
