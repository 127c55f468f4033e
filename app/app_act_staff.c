/* Acts of caretaker and admin: PINs, the stick, turns, moderation, rounds, the self-test, practice.
 */
#include "app/app_internal.h"

#include "app/base/log.h"
#include "app/base/str.h"
#include "app/store/store_sync.h"

#include <stdio.h>
#include <string.h>

static const struct round *visit_round(const struct app *app)
{
    return app_round(app, app->visit.round);
}

static enum role role_of(enum staff staff)
{
    return staff == STAFF_ADMIN ? ROLE_ADMIN : ROLE_CARETAKER;
}

static void enter_staff(struct app *app)
{
    if (app->visit.staff != STAFF_ADMIN) { /* who sets another's PIN stays who she is */
        app->visit.staff = app->visit.asks;
    }
    app->visit.asks = STAFF_NONE;
    visit_drop_right(&app->visit); /* who helps a voter out is not the voter */
    visit_return(&app->visit, SCREEN_CARETAKER);
    app->view_is_old = true;
}

void app_act_pin_check(struct app *app)
{
    struct visit *visit = &app->visit;
    if (visit->asks == STAFF_NONE) {
        return;
    }
    int64_t wait = 0;
    struct err err = {0};
    bool right = store_pin_check(app->real, role_of(visit->asks), visit->typed, app_now_ms(app),
                                 &wait, &err);
    crypto_wipe(visit->typed, sizeof(visit->typed));
    if (right) {
        enter_staff(app);
        return;
    }
    if (wait > 0) {
        app_notice(app, "notice.pin-wait", (wait + 999) / 1000);
        app_log(app, "log.pin-failed", "");
    } else {
        app_notice(app, err.code == ERR_DENIED ? "notice.pin-wrong" : "notice.store-failed", 0);
    }
}

void app_act_pin_set(struct app *app)
{
    struct visit *visit = &app->visit;
    if (visit->asks == STAFF_NONE) {
        return;
    }
    /* Only at first start, or by an admin: nobody replaces a PIN by walking up. */
    if (store_pin_is_set(app->real, role_of(visit->asks)) && visit->staff != STAFF_ADMIN) {
        visit_return(visit, SCREEN_STAFF);
        return;
    }
    char pin[7];
    snprintf(pin, sizeof(pin), "%.6s", visit->typed);
    bool was_lost = store_pin_was_lost(app->real, role_of(visit->asks));
    struct err err = {0};
    bool ok = store_pin_set(app->real, role_of(visit->asks), pin, &err);
    crypto_wipe(pin, sizeof(pin));
    crypto_wipe(visit->pin_first, sizeof(visit->pin_first));
    if (!ok) {
        app_notice_store(app, &err, "notice.store-failed");
        return;
    }
    app_log(app, was_lost ? "log.pin-set-after-loss" : "log.pin-set", "");
    enter_staff(app);
    app_notice(app, "notice.pin-set", 0);
}

/* Until a hub or the village's own key took this kiosk in, it is for practice only. */
static bool is_too_soon(const struct app *app)
{
    return !app->is_enrolled && !app->is_practice;
}

void app_act_turn_give(struct app *app)
{
    const struct round *round = visit_round(app);
    struct err err = {0};
    if (round == NULL || round->access != ACCESS_UNLOCK) {
        return;
    }
    if (is_too_soon(app)) {
        app_notice(app, "enrol.not-yet", 0);
        return;
    }
    if (!store_unlock_give(app_store_of(app, round), round->id, &err)) {
        if (err.code == ERR_DENIED) {
            app_notice(app, "vote.not-open", 0);
        } else {
            app_notice_store(app, &err, "notice.store-failed");
        }
        return;
    }
    app->turn_until_ms = app_now_ms(app) + APP_TURN_MS;
    app->turn_round = app->visit.round;
    app_done(app, "notice.turn-given");
}

void app_act_turn_end(struct app *app)
{
    const struct round *round = app_round(app, app->turn_round);
    if (app->turn_until_ms != 0 && round != NULL) {
        store_unlock_end(app_store_of(app, round), round->id, NULL);
        app->turn_until_ms = 0;
    }
    app->view_is_old = true;
}

void app_act_moderate(struct app *app, enum idea_state state)
{
    struct visit *visit = &app->visit;
    char reason[400] = "";
    if (state == IDEA_HIDDEN &&
        (!str_clean(reason, sizeof(reason), visit->reason, false) || reason[0] == '\0')) {
        if (reason[0] == '\0') {
            app_notice(app, "notice.reason-needed", 0);
            return;
        }
    }
    struct err err = {0};
    char number[16] = "";
    const struct view_idea *idea = view_idea_of(&app->view, VIEW_STAFF, visit->idea_rid);
    if (idea != NULL) {
        snprintf(number, sizeof(number), "%u", (unsigned)idea->idea->number);
    }
    if (!store_idea_moderate(app_store(app), visit->idea_rid, state, reason, &err)) {
        app_notice_store(app, &err, "notice.store-failed");
        return;
    }
    crypto_wipe(visit->reason, sizeof(visit->reason));
    visit_return(visit, SCREEN_MODERATE);
    app_log(app, state == IDEA_SHOWN ? "log.idea-shown" : "log.idea-hidden", number);
    app_done(app, state == IDEA_SHOWN ? "notice.shown" : "notice.hidden");
}

/* The button: a closed round is closed for good, so closing asks PIN and button both. */
void app_act_round(struct app *app, bool by_button)
{
    struct visit *visit = &app->visit;
    const struct round *round = visit_round(app);
    if (round == NULL || visit->staff != STAFF_ADMIN) {
        return;
    }
    struct err err = {0};
    const char *notice = "notice.round-opened", *log = "log.round-opened";
    bool ok = false;
    if (visit->round_act == 1 && is_too_soon(app)) {
        visit->round_act = 0;
        visit_return(visit, SCREEN_ROUNDS);
        app_notice(app, "enrol.not-yet", 0);
        return;
    }
    if (visit->round_act == 1) {
        ok = store_round_open(app_store_of(app, round), round, &err);
    } else if (visit->round_act == 2) {
        notice = "notice.round-paused";
        log = "log.round-paused";
        ok = store_round_pause(app_store_of(app, round), round, visit->reason, &err);
    } else if (visit->round_act == 3 && (by_button || !app->view.button_works)) {
        notice = "notice.round-closed";
        log = "log.round-closed";
        ok = store_round_close(app_store_of(app, round), round, &err);
    } else {
        return; /* waits for the button */
    }
    visit_return(visit, SCREEN_ROUNDS);
    if (!ok) {
        visit->round_act = 0;
        log_line(LOG_WARN, "round: %s", err.msg);
        app_notice(app, err.code == ERR_FULL ? "notice.store-full" : "notice.round-denied", 0);
        app->view_is_old = true;
        return;
    }
    if (visit->round_act == 3) {
        visit_go(visit, SCREEN_STATEMENT);
    }
    visit->round_act = 0;
    app_log(app, log, round->title);
    app_done(app, notice);
}

/* Whom this kiosk sends to is as weighty as closing a round: PIN and button both. What was compared
 * is what is accepted: another answer that came meanwhile is not. */
void app_act_hub(struct app *app, bool accepts, bool by_button)
{
    struct visit *visit = &app->visit;
    struct err err = {0};
    if (visit->staff != STAFF_ADMIN || (accepts && !by_button && app->view.button_works)) {
        return;
    }
    char name[200];
    snprintf(name, sizeof(name), "%s", app->view.post.waits.name);
    bool done = accepts ? store_hub_accept(app->real, visit->hub_print, &err)
                        : store_hub_refuse(app->real, visit->hub_print, &err);
    memset(visit->hub_print, 0, sizeof(visit->hub_print));
    visit_return(visit, SCREEN_HUB);
    if (!done) {
        app_notice_store(app, &err,
                         err.code == ERR_DENIED || err.code == ERR_MISSING ? "notice.hub-changed"
                                                                           : "notice.store-failed");
        return;
    }
    app_log(app, accepts ? "log.hub-accepted" : "log.hub-refused", name);
    app_done(app, accepts ? "notice.hub-accepted" : "notice.hub-refused");
}

void app_act_checks_run(struct app *app)
{
    struct err err = {0};
    char path[600];
    snprintf(path, sizeof(path), "%s/proef", app->data);
    char canary[4096];
    memset(canary, 'd', sizeof(canary));
    bool disk = io_write_file(app->io, path, canary, sizeof(canary), &err);
    struct arena arena;
    arena_init(&arena, 0);
    char *text;
    size_t len;
    disk = disk && io_read_file(app->io, &arena, path, sizeof(canary), &text, &len, &err) &&
           len == sizeof(canary) && memcmp(text, canary, len) == 0;
    arena_finish(&arena);
    app->io->ops->unlink(app->io, path);
    app->checks[CHECK_DISK] = disk ? CHECK_GOOD : CHECK_BAD;
    app->check_note[CHECK_DISK] = disk ? "" : "check.disk-bad";
    bool clock = app->clock->quality >= CLOCK_HUMAN;
    app->checks[CHECK_CLOCK] = clock ? CHECK_GOOD : CHECK_BAD;
    app->check_note[CHECK_CLOCK] = clock ? "" : "check.clock-unsure";
    bool present = app_stick_is_in(app);
    app->checks[CHECK_STICK] = present ? CHECK_GOOD : CHECK_BAD;
    app->check_note[CHECK_STICK] = present ? "" : "check.stick-none";
    app->button_heard = false;
    enum button_health button = button_health(&app->button, app_now_ms(app));
    app->checks[CHECK_BUTTON] = button == BUTTON_FINE ? CHECK_BUSY : CHECK_BAD;
    app->check_note[CHECK_BUTTON] = button == BUTTON_STUCK     ? "check.button-stuck"
                                    : button == BUTTON_MISSING ? "check.button-missing"
                                                               : "check.button-press";
    app->checks[CHECK_LAMP] = CHECK_BUSY;
    app->check_note[CHECK_LAMP] = "check.lamp-look";
    if (button != BUTTON_FINE && !app->button_broken) {
        app->button_broken = true;
        store_setting_put(app->real, "button-broken", "1", NULL);
        app_log(app, "log.button-broken", "");
    }
    app_log(app, "log.selftest", disk ? "" : err.msg);
}

void app_act_button_proven(struct app *app)
{
    app->button_heard = true;
    app->checks[CHECK_BUTTON] = CHECK_GOOD;
    app->check_note[CHECK_BUTTON] = "";
    if (app->button_broken) {
        app->button_broken = false;
        store_setting_put(app->real, "button-broken", "0", NULL);
    }
}

void app_act_practice(struct app *app, bool on)
{
    if (on == app->is_practice || app->stick.state == STICK_RUN_BUSY) {
        return;
    }
    struct err err = {0};
    if (on && !app_open_practice(app, &err)) {
        app_notice_store(app, &err, "notice.practice-not-now");
        return;
    }
    app_act_turn_end(app);
    visit_drop_right(&app->visit); /* a right of one side is none on the other */
    app->is_practice = on;
    app_log(app, on ? "log.practice-on" : "log.practice-off", "");
    app_done(app, on ? "notice.practice-on" : "notice.practice-off");
}

void app_act_lamp(struct app *app, bool seen)
{
    app->checks[CHECK_LAMP] = seen ? CHECK_GOOD : CHECK_BAD;
    app->check_note[CHECK_LAMP] = seen ? "" : "check.lamp-dark";
    if (app->lamp_dark == seen) {
        app->lamp_dark = !seen;
        store_setting_put(app->real, "lamp-dark", seen ? "0" : "1", NULL);
    }
}

void app_act_clock(struct app *app)
{
    clock_set_wall(app->clock, clock_wall_s(app->clock), CLOCK_HUMAN);
    app_log(app, "log.clock-set", "");
    app_done(app, "notice.clock-set");
}
