/* The village's content: looked at, taken, given back. */
#include "app/app_internal.h"

#include "app/base/log.h"
#include "app/store/store_content.h"

#include <stdio.h>
#include <string.h>

enum { LOOK_MS = 60000, PATH = 700 };

/* ---- at the start ---------------------------------------------------------------------------- */

static void note_applied(struct app *app, const char *how)
{
    struct content_applied applied = {.name = app->pack->name,
                                      .how = how,
                                      .slot = app->content.stock.now,
                                      .version = app->content.stock.version,
                                      .signers = app->content.report.signers};

    memcpy(applied.digest, app->pack->digest, CRYPTO_HASH);
    memcpy(applied.village, app->pack->village_sign, CRYPTO_KEY);
    if (!store_content_applied(app->real, &applied, told_now(app->clock), NULL)) {
        log_line(LOG_WARN, "content-applied was not written");
    }
}

/* The power went between the switch and its record: then it is written now. */
static void note_what_was_not(struct app *app)
{
    const struct stock *stock = &app->content.stock;
    struct arena arena;
    const char *noted = "";

    if (stock->now[0] == '\0' || app->pack == NULL || store_health(app->real) == STORE_READ_ONLY) {
        return;
    }
    arena_init(&arena, 0);
    store_setting_get(app->real, &arena, "content-noted", &noted, NULL);
    bool is_noted = strcmp(noted, stock->now) == 0;
    arena_finish(&arena);
    if (!is_noted) {
        note_applied(app, "taken");
    }
}

bool app_content_start(struct app *app, char *dst, size_t cap)
{
    struct content_desk *desk = &app->content;
    bool returned = false;
    struct err err = {0};

    arena_init(&desk->arena, 0);
    if (!stock_load(&desk->stock, app->io, app->data, &err)) {
        log_line(LOG_WARN, "content: %s", err.msg);
    }
    if (desk->stock.now[0] == '\0') {
        return false;
    }
    stock_start(&desk->stock, app->io, app->data, &returned, NULL);
    if (returned) {
        app_log(app, "log.content-reverted", "");
    }
    stock_dir(dst, cap, app->data, desk->stock.now);
    return true;
}

bool app_content_back(struct app *app, char *dst, size_t cap)
{
    struct content_desk *desk = &app->content;

    if (!stock_return(&desk->stock, app->io, app->data, NULL)) {
        return false;
    }
    app_log(app, "log.content-reverted", "");
    stock_dir(dst, cap, app->data, desk->stock.now);
    return true;
}

void app_content_finish(struct app *app)
{
    arena_finish(&app->content.arena);
    app_guests_finish(app);
}

void app_content_healthy(struct app *app)
{
    stock_is_healthy(&app->content.stock, app->io, app->data, NULL);
    note_what_was_not(app);
}

/* ---- looking -----------------------------------------------------------------------------------
 */

static void drop_report(struct app *app)
{
    struct content_desk *desk = &app->content;

    desk->has_report = false;
    memset(&desk->report, 0, sizeof(desk->report));
    arena_reset(&desk->arena);
}

static void read_report(struct app *app)
{
    struct content_desk *desk = &app->content;

    drop_report(app);
    desk->has_report = stage_report_load(&desk->report, &desk->arena, app->io, app->data, NULL);
    app->view_is_old = true;
}

void app_act_content_look(struct app *app)
{
    struct err err = {0};

    if (app->stick.state == STICK_RUN_BUSY || app->is_practice) {
        return;
    }
    drop_report(app);
    app->view_is_old = true;
    if (!app_stick_is_here(app)) {
        return;
    }
    if (!app_stick_ask(app, STICK_WORD_CONTENT, &err)) {
        log_line(LOG_ERROR, "%s", err.msg);
        app_notice(app, "content.refused.disk", 0);
    }
}

void app_content_heard(struct app *app, bool done)
{
    struct content_desk *desk = &app->content;

    app->stick_shown = STICK_READY;
    if (done) {
        read_report(app);
        app_log(app,
                desk->report.refusal == STAGE_FINE ? "log.content-brought" : "log.pack-refused",
                desk->report.name == NULL ? "" : desk->report.name);
    } else {
        drop_report(app);
        app->stick_shown = STICK_FAILED;
        app_notice(app, app->stick.key, 0);
    }
    app->last_input_ms = app_now_ms(app);
    app->view_is_old = true;
}

/* ---- taking ------------------------------------------------------------------------------------
 */

static bool may_take(const struct app *app)
{
    const struct content_desk *desk = &app->content;

    return desk->has_report && desk->report.refusal == STAGE_FINE && desk->report.slot[0] != '\0' &&
           !worker_is_busy(app->worker);
}

/* The new pack is read before anything points at it: when it cannot be, nothing changed. */
static bool take(struct app *app, struct err *err)
{
    struct content_desk *desk = &app->content;
    char dir[PATH];

    stock_dir(dir, sizeof(dir), app->data, desk->report.slot);
    struct pack *pack = pack_open(app->io, dir, PACK_KEPT, err);
    if (pack == NULL) {
        return false;
    }
    if (pack->fault_count > 0) {
        pack_free(pack);
        return err_set(err, ERR_FORMAT, "the pack is not what it was");
    }
    if (!stock_switch(&desk->stock, app->io, app->data, desk->report.slot, desk->report.version,
                      desk->report.resets, err)) {
        pack_free(pack);
        return false;
    }
    app_setup_use(app, pack, dir);
    note_applied(app, "taken");
    return true;
}

static void forget_report(struct app *app)
{
    char path[PATH];

    stock_dir(path, sizeof(path), app->data, "verslag.json");
    app->io->ops->unlink(app->io, path);
    drop_report(app);
}

/* Who voted or typed here is gone before the plans under the finger are others. */
static void end_all_visits(struct app *app)
{
    if (app->turn_until_ms != 0) {
        app_act_turn_end(app);
    }
    app_end_visit(app);
}

/* Another one came in since this one was looked at: now that one is looked at, and not taken. */
static bool another_came(struct app *app)
{
    char was[STOCK_SLOT];

    memcpy(was, app->content.report.slot, sizeof(was));
    read_report(app);
    if (!app->content.has_report || strcmp(was, app->content.report.slot) == 0) {
        return false;
    }
    visit_return(&app->visit, SCREEN_CONTENT);
    app_notice(app, "content.another-came", 0);
    return true;
}

void app_act_content_take(struct app *app, bool by_button)
{
    struct err err = {0};

    if (app->visit.staff != STAFF_ADMIN || !may_take(app) ||
        (app->view.button_works && !by_button)) {
        return;
    }
    if (!take(app, &err)) {
        log_line(LOG_ERROR, "content: %s", err.msg);
        if (!another_came(app)) {
            app_notice(app, "content.refused.disk", 0);
        }
        return;
    }
    app_log(app, "log.content-taken", app->pack->name);
    end_all_visits(app);
    forget_report(app);
    app_view_make(app);
}

void app_act_content_return(struct app *app, bool by_button)
{
    struct content_desk *desk = &app->content;
    struct err err = {0};
    char dir[PATH];

    if (app->visit.staff != STAFF_ADMIN || desk->stock.before[0] == '\0' ||
        worker_is_busy(app->worker) || (app->view.button_works && !by_button)) {
        return;
    }
    stock_dir(dir, sizeof(dir), app->data, desk->stock.before);
    struct pack *pack = pack_open(app->io, dir, PACK_KEPT, &err);
    if (pack == NULL || pack->fault_count > 0 ||
        !stock_return(&desk->stock, app->io, app->data, &err)) {
        pack_free(pack);
        app_notice(app, "content.no-return", 0);
        return;
    }
    app_setup_use(app, pack, dir);
    note_applied(app, "returned");
    app_log(app, "log.content-returned", app->pack->name);
    end_all_visits(app);
    app_view_make(app);
}

/* Is what waits signed, good, newer, and not in a person's hands? */
static bool is_for_nobody(struct app *app)
{
    struct stage_report report;
    struct arena arena;

    arena_init(&arena, 0);
    bool is = stage_report_load(&report, &arena, app->io, app->data, NULL) &&
              report.refusal == STAGE_FINE && !report.by_hand && report.version > 0 &&
              (report.version > app->content.stock.highest || report.resets);
    arena_finish(&arena);
    return is;
}

void app_content_enter(struct app *app)
{
    if (!app->content.has_report && app->stick.state != STICK_RUN_BUSY) {
        read_report(app);
    }
}

/* What a village signed needs nobody's hand here: it was looked at where it was signed. It waits
 * until the screen shows the village to nobody. */
void app_content_idle(struct app *app)
{
    struct content_desk *desk = &app->content;

    if (app_now_ms(app) - desk->looked_ms < LOOK_MS || app->pack == NULL || app->is_practice ||
        app->turn_until_ms != 0 || visit_now(&app->visit) != SCREEN_ATTRACT) {
        return;
    }
    desk->looked_ms = app_now_ms(app);
    if (desk->stock.is_fresh) { /* it has shown the village for a while */
        app_content_healthy(app);
    }
    if (app_guests_look(app)) {
        app_overlay(app);
    }
    char path[PATH];
    stock_dir(path, sizeof(path), app->data, "verslag.json");
    if (!io_exists(app->io, path) || !is_for_nobody(app)) {
        return; /* what a person must look at waits until a person does */
    }
    struct err err = {0};
    read_report(app);
    if (may_take(app) && take(app, &err)) {
        app_log(app, "log.content-taken", app->pack->name);
        forget_report(app);
        app_view_make(app);
    }
}

/* ---- the view ----------------------------------------------------------------------------------
 */

/* keys: content.new content.gone content.other
 * content.one.village content.one.round content.one.plan content.one.news content.one.jewel
 * content.one.card content.one.question content.one.project content.one.idea content.one.text
 * content.one.key content.one.file content.one.money
 * content.many.village content.many.round content.many.plan content.many.news content.many.jewel
 * content.many.card content.many.question content.many.project content.many.idea
 * content.many.text content.many.key content.many.file content.many.money */
static void add_change(struct app *app, const char *key, const char *noun, size_t count)
{
    struct view_content *view = &app->view.content;

    if (count > 0 && view->change_count < VIEW_CHANGES) {
        view->changes[view->change_count++] =
            (struct view_change){.key = key,
                                 .noun = arena_printf(&app->view_arena, "content.%s.%s",
                                                      count == 1 ? "one" : "many", noun),
                                 .count = (uint32_t)count};
    }
}

static void view_changes(struct app *app)
{
    static const char *const keys[CHANGE_WHATS] = {[CHANGE_NEW] = "content.new",
                                                   [CHANGE_GONE] = "content.gone",
                                                   [CHANGE_OTHER] = "content.other"};
    const struct stage_report *report = &app->content.report;

    for (int what = 0; what < CHANGE_WHATS; what++) {
        for (int kind = 0; kind < CONTENT_KINDS; kind++) {
            add_change(app, keys[what], content_kind_name((enum content_kind)kind),
                       report->items[kind][what]);
        }
    }
    add_change(app, "content.other", "money", report->money);
}

static void view_report_faults(struct app *app)
{
    const struct stage_report *report = &app->content.report;
    struct view_content *view = &app->view.content;
    struct view_fault *faults =
        arena_array(&app->view_arena, report->fault_listed + 1, sizeof(*faults));

    for (size_t i = 0; i < report->fault_listed; i++) {
        const struct pack_fault *fault = &report->faults[i];
        faults[i] =
            (struct view_fault){fault->file, fault->key, fault->detail, fault->line, fault->column};
    }
    view->faults = faults;
    view->fault_count = report->fault_listed;
    view->fault_more = report->fault_count - report->fault_listed;
}

/* keys: content.refused.faults content.refused.key content.refused.foreign
 * content.refused.rollback content.refused.not-owner content.refused.frozen
 * content.refused.damaged content.refused.nothing content.refused.same content.refused.trial
 * content.refused.disk */
void app_view_content(struct app *app)
{
    const struct content_desk *desk = &app->content;
    const struct stage_report *report = &desk->report;

    app->view.content = (struct view_content){.version = desk->stock.version,
                                              .has_before = stock_has_before(&desk->stock),
                                              .has_report = desk->has_report,
                                              .name = "",
                                              .refused_key = "",
                                              .refused = ""};
    if (!desk->has_report) {
        return;
    }
    struct view_content *view = &app->view.content;
    view->may_take = report->refusal == STAGE_FINE;
    view->is_signed = report->version > 0;
    view->new_key = report->resets;
    view->name = report->name;
    view->report_version = report->version;
    view->refused_key = stage_refusal_key(report->refusal);
    view->refused = report->refused;
    view_report_faults(app);
    view_changes(app);
}
