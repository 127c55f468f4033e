#include "app/app_internal.h"

#include "app/base/log.h"
#include "app/base/str.h"
#include "app/screens/idle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int64_t app_now_ms(const struct app *app)
{
    return clock_mono_ms(app->clock);
}

struct store *app_store(struct app *app)
{
    return app->is_practice && app->practice != NULL ? app->practice : app->real;
}

const struct round *app_round(const struct app *app, size_t index)
{
    if (app->pack == NULL || index >= app->pack->round_count) {
        return NULL;
    }
    return app_is_for_real(app, &app->pack->rounds[index]) ? &app->pack->rounds[index]
                                                           : &app->practice_rounds[index];
}

void app_notice(struct app *app, const char *key, int64_t number)
{
    app->visit.notice = key;
    app->visit.notice_number = number;
}

void app_log(struct app *app, const char *key, const char *detail)
{
    if (app->real != NULL) {
        store_logbook_add(app->real, clock_wall_s(app->clock), key, detail, NULL);
    }
    log_line(LOG_INFO, "%s %s", key, detail);
}

/* Everything of the visit goes from memory and screen. Touches no disk and no stick. */
void app_end_visit(struct app *app)
{
    if (app->visit.staff != STAFF_NONE) {
        app->view_is_old = true; /* the next one is made without the staff's part */
    }
    visit_start(&app->visit, app->lang_fresh);
    crypto_wipe(&app->shelf.alike, sizeof(app->shelf.alike));
    ui_forget(app->ui);
    app->warned = false;
    app->visit_ended = true;
}

struct app *app_create(struct io *io, struct clock *clock, const struct app_options *options,
                       const struct face *face, struct err *err)
{
    struct app *app = calloc(1, sizeof(*app));
    if (app == NULL) {
        err_set(err, ERR_MEMORY, "app");
        return NULL;
    }
    app->io = io;
    app->clock = clock;
    app->options = *options;
    snprintf(app->data, sizeof(app->data), "%s", options->data);
    app_stick(app, options->stick);
    arena_init(&app->setup, 0);
    arena_init(&app->overlay_arena, 0);
    arena_init(&app->view_arena, 0);
    app->button.missing = !options->has_button;
    app->worker = app_setup_store(app, true, err) ? worker_create(err) : NULL;
    if (app->worker == NULL || !app_setup_texts(app, err)) {
        app_destroy(app);
        return NULL;
    }
    app->floor_ms = app->night_ms = app->photo_ms = app_now_ms(app);
    struct err pack_err = {0};
    app->is_enrolled = true; /* until it was looked */
    if (!app_setup_pack(app, &pack_err)) {
        app_log(app, "log.pack-refused", pack_err.msg);
    }
    app_photo_start(app);
    app_enrol_look(app);
    app_setup_device(app);
    app->ui = ui_create(&app->options.screen, face);
    app->ahead_ui = ui_create(&app->options.screen, face);
    if (app->ui == NULL || app->ahead_ui == NULL) {
        err_set(err, ERR_MEMORY, "screen");
        app_destroy(app);
        return NULL;
    }
    visit_start(&app->visit, app->lang_fresh);
    app->last_input_ms = app_now_ms(app);
    app->view_is_old = true;
    return app;
}

void app_destroy(struct app *app)
{
    if (app == NULL) {
        return;
    }
    stick_run_stop(&app->stick);
    wifi_work_leave(app->wifi_work);
    app_content_finish(app);
    worker_destroy(app->worker);
    ui_destroy(app->ui);
    ui_destroy(app->ahead_ui);
    store_close(app->practice);
    store_close(app->real);
    pack_free(app->loaded);
    pack_free(app->refused);
    lang_destroy(app->lang);
    arena_finish(&app->view_arena);
    app_shelf_wipe(&app->shelf);
    arena_finish(&app->overlay_arena);
    arena_finish(&app->setup);
    crypto_wipe(app, sizeof(*app));
    free(app);
}

/* ---- events --------------------------------------------------------------------------------- */

static void heard_somebody(struct app *app)
{
    app->last_input_ms = app_now_ms(app);
}

void app_touch(struct app *app, int64_t finger, enum ui_phase phase, int x, int y)
{
    if (app->warned) {
        /* The question stays under the finger until it lifts; then somebody is there. */
        app->answered = app->answered || phase == UI_UP || phase == UI_LOST;
    } else {
        heard_somebody(app);
    }
    if (visit_now(&app->visit) == SCREEN_ATTRACT) {
        /* The first touch only wakes. Its release is the visit's first sign of life. */
        if (phase == UI_DOWN) {
            ui_forget(app->ui);
            visit_go(&app->visit, SCREEN_HOME);
        }
        return;
    }
    ui_touch(app->ui, finger, phase, x, y, app_now_ms(app));
}

void app_button_edge(struct app *app, bool pressed, int64_t now_ms)
{
    button_edge(&app->button, pressed, now_ms);
    if (app->warned) {
        /* Somebody is there, but the lamp is out: this press confirms nothing. */
        app->answered = app->answered || pressed;
        button_arm(&app->button);
    } else if (pressed) {
        heard_somebody(app);
    }
}

void app_button_missing(struct app *app, bool is_missing)
{
    app->button.missing = is_missing;
}

void app_scan(struct app *app, const char *text)
{
    /* A scanner may speak only where a code is asked for; everywhere else its keys do nothing. */
    if (visit_now(&app->visit) != SCREEN_VOTE_CODE || app->visit.is_storing) {
        return;
    }
    heard_somebody(app);
    str_clean(app->visit.typed, sizeof(app->visit.typed), text, false);
    app_act(app, ACT_CODE_CHECK);
}

/* ---- time ----------------------------------------------------------------------------------- */

static bool screen_waits_for_button(const struct app *app)
{
    enum screen_id now = visit_now(&app->visit);
    return (now == SCREEN_VOTE_CONFIRM && visit_may_vote(&app->visit)) ||
           (now == SCREEN_ROUND_ACT && app->visit.round_act == 3) || now == SCREEN_HUB_SURE ||
           now == SCREEN_AGAIN || now == SCREEN_CONTENT_SURE || now == SCREEN_CONTENT_BACK ||
           now == SCREEN_SELFTEST;
}

static void set_lamp(struct app *app)
{
    enum screen_id now = visit_now(&app->visit);
    enum lamp_pattern want = LAMP_OFF;
    if (screen_waits_for_button(app) && app->view.button_works && !app->warned) {
        want = now == SCREEN_SELFTEST ? LAMP_TEST : LAMP_INVITE;
    }
    if (app->visit.is_storing && now == SCREEN_VOTE_CONFIRM) {
        want = LAMP_ON;
    }
    if (want != app->lamp) {
        app->lamp = want;
        app->lamp_since_ms = app_now_ms(app);
    }
}

static int64_t idle_limit_ms(const struct app *app)
{
    if (visit_now(&app->visit) == SCREEN_VOTE_DONE) {
        return APP_DONE_MS;
    }
    return app->visit.more_time ? 2 * APP_IDLE_MS : APP_IDLE_MS;
}

/* True when the visit ended because nobody is there any more. */
static bool let_idle(struct app *app)
{
    if (visit_now(&app->visit) == SCREEN_ATTRACT || app->stick.state == STICK_RUN_BUSY ||
        app->visit.is_storing) {
        app->warned = false;
        return false;
    }
    int64_t quiet = app_now_ms(app) - app->last_input_ms;
    int64_t limit = idle_limit_ms(app);
    if (visit_now(&app->visit) == SCREEN_VOTE_DONE && quiet >= limit) {
        app_end_visit(app);
        return true;
    }
    app->warned = quiet >= limit;
    if (quiet >= limit + APP_WARNING_MS) {
        app_end_visit(app);
        return true;
    }
    return false;
}

static void end_turn(struct app *app)
{
    if (app->turn_until_ms != 0 && app_now_ms(app) >= app->turn_until_ms) {
        const struct round *round = app_round(app, app->turn_round);
        app->turn_until_ms = 0;
        if (round != NULL) {
            store_unlock_end(app_store_of(app, round), round->id, NULL);
        }
        if (app->visit.may_vote && round != NULL && app->visit.right_round == app->turn_round &&
            visit_now(&app->visit) != SCREEN_VOTE_DONE) {
            visit_drop_right(&app->visit);
            visit_return(&app->visit, SCREEN_VOTE_ROUND);
            app_notice(app, "vote.turn-lost", 0);
        }
        app->view_is_old = true;
    }
}

/* What is done when nobody is there. The floor is kept on a beat of its own, never at a vote. */
static void keep_house(struct app *app)
{
    int64_t now = app_now_ms(app);
    if (visit_now(&app->visit) != SCREEN_ATTRACT) {
        return;
    }
    /* Never as a visit ends: its time would then stand beside what it left. */
    if (now - app->floor_ms >= APP_FLOOR_MS && now - app->last_input_ms >= APP_FLOOR_QUIET_MS &&
        now - app->screen_since_ms >= APP_FLOOR_QUIET_MS) {
        char text[21];
        app_enrol_look(app); /* a hub may have taken us in, or not want us any more */
        app->floor_ms = now;
        clock_format(text, clock_wall_s(app->clock));
        store_setting_put(app->real, "clock-floor", text, NULL);
    }
    bool by_timer = app->options.runtime != NULL; /* then dorpel --night does it */
    if (now >= app->tell_ms && app_is_quiet(app)) {
        app->tell_ms = now + (app_health_tell(app) ? APP_TOLD_MS : APP_TELL_MS);
    }
    if (now - app->photo_ms >= APP_NIGHT_MS && now - app->last_input_ms >= APP_QUIET_MS) {
        app->photo_ms = now;
        app_photo_night(app);
    }
    if (!by_timer && now - app->night_ms >= APP_NIGHT_MS &&
        now - app->last_input_ms >= APP_QUIET_MS) {
        struct err err = {0};
        app->night_ms = now;
        store_logbook_anchor(app->real, NULL);
        if (!store_night(app->real, &err)) {
            app_log(app, "log.night-failed", err.msg);
        }
        app->view_is_old = true;
    }
}

/* Where somebody is asked for a stick, what came of the one before is over. */
static bool begins_with_stick(enum screen_id from, enum screen_id to)
{
    return to == SCREEN_STICK ? from == SCREEN_CARETAKER
                              : to == SCREEN_CONTENT || to == SCREEN_HUB_VILLAGE;
}

static void let_time_pass(struct app *app)
{
    struct worker_answer answer;
    if (worker_take(app->worker, &answer, false)) {
        app_act_code_done(app, &answer);
        crypto_wipe(&answer, sizeof(answer));
    }
    app_take_stick(app);
    app_wifi_take(app, false);
    app_content_idle(app);
    app_photo_idle(app);
    end_turn(app);
    let_idle(app);
    keep_house(app);
    if (visit_now(&app->visit) != app->last_screen) {
        if (begins_with_stick(app->last_screen, visit_now(&app->visit)) &&
            app->stick.state == STICK_RUN_IDLE) {
            app_look_for_stick(app); /* the stick before is over */
        }
        app->last_screen = visit_now(&app->visit);
        if (app->last_screen == SCREEN_CONTENT) {
            app_content_enter(app);
        }
        if (app->last_screen == SCREEN_HUB || app->last_screen == SCREEN_TRAVEL ||
            app->last_screen == SCREEN_LOGBOOK || app->last_screen == SCREEN_HEALTH ||
            app->last_screen == SCREEN_VOID) {
            app->view_is_old = true; /* dorpel-sync may have heard of the hub since; or what is
                                        read for this screen alone */
        }
        if (app->last_screen == SCREEN_NETWORK && app->visit.staff == STAFF_ADMIN) {
            app_wifi_look(app);
        }
        app->screen_since_ms = app_now_ms(app);
        if (screen_waits_for_button(app)) {
            button_arm(&app->button); /* a button that is down already must come up first */
        }
    }
    if (button_poll(&app->button, app_now_ms(app)) && !app->warned) {
        app_act_button(app);
    }
    set_lamp(app);
}

/* ---- frames --------------------------------------------------------------------------------- */

static void answer_idle(struct app *app, enum idle_answer answer)
{
    if (answer == IDLE_NONE && app->answered) {
        answer = IDLE_STAY; /* a touch beside the buttons says as much */
    }
    app->answered = false;
    if (answer == IDLE_STOP) {
        app_end_visit(app);
    } else if (answer == IDLE_MORE_TIME) {
        app->visit.more_time = true;
    }
    if (answer != IDLE_NONE) {
        app->last_input_ms = app_now_ms(app);
        app->warned = false;
    }
}

static bool draw_once(struct app *app)
{
    lang_use(app->lang, app->visit.lang);
    if (app->view_is_old || strcmp(app->view_lang, lang_now(app->lang)) != 0) {
        app->view_is_old = false;
        app->view_is_fresh = true;
        snprintf(app->view_lang, sizeof(app->view_lang), "%s", lang_now(app->lang));
        app_view_make(app);
    }
    app_view_refresh(app);
    enum screen_id before = visit_now(&app->visit);
    const struct screen *screen = screens[before];
    if (screen->is_staff && app->visit.staff == STAFF_NONE) {
        app_end_visit(app); /* no staff screen without a PIN, however we came here */
        return true;
    }
    ui_begin(app->ui, app->visit.look, app_now_ms(app));
    enum action action = screen->draw(app->ui, &app->view, &app->visit);
    enum idle_answer idle = IDLE_NONE;
    if (app->warned && visit_now(&app->visit) != SCREEN_ATTRACT) {
        int64_t left = idle_limit_ms(app) + APP_WARNING_MS - (app_now_ms(app) - app->last_input_ms);
        idle = idle_draw(app->ui, &app->view, &app->visit, (int)((left + 999) / 1000));
    }
    bool changed = ui_end(app->ui);
    answer_idle(app, idle);
    if (action != ACT_NONE) {
        app_act(app, action);
    }
    return changed || action != ACT_NONE || visit_now(&app->visit) != before;
}

bool app_frame(struct app *app)
{
    let_time_pass(app);
    bool changed = draw_once(app);
    bool again = changed;
    /* A tap may lead to another screen, a scroll may learn its height: draw until it rests. */
    for (int i = 0; again && i < APP_WAKE_DRAWS; i++) {
        let_time_pass(app);
        again = draw_once(app);
        changed = changed || again;
    }
    set_lamp(app);
    if (app->view_is_fresh || app->visit_ended) {
        app->view_is_fresh = false;
        store_forget(app->real);
        store_forget(app->practice);
    }
    if (app->visit_ended) {
        app->visit_ended = false;
        crypto_wipe_stack(APP_STACK);
    }
    return changed;
}

int64_t app_deadline_ms(const struct app *app)
{
    int64_t now = app_now_ms(app);
    int64_t next = ui_deadline_ms(app->ui);
    if (visit_now(&app->visit) != SCREEN_ATTRACT || app->turn_until_ms != 0) {
        next = next < now + 1000 ? next : now + 1000;
    } else {
        /* The attract card takes turns of twelve seconds. */
        int64_t turn = (now / 12000 + 1) * 12000;
        next = next < turn ? next : turn;
    }
    int64_t lamp = lamp_deadline_ms(app->lamp, app->lamp_since_ms, now);
    next = lamp < next ? lamp : next;
    int64_t button = button_deadline_ms(&app->button);
    return button < next ? button : next;
}

enum lamp_pattern app_lamp(const struct app *app)
{
    return app->lamp;
}

bool app_lamp_lit(const struct app *app)
{
    return lamp_lit(app->lamp, app->lamp_since_ms, app_now_ms(app));
}

struct ui *app_ui(struct app *app)
{
    return app->ui;
}

const char *app_screen_name(const struct app *app)
{
    return screens[visit_now(&app->visit)]->name;
}

const char *app_text(struct app *app, const char *key)
{
    return lang_text(app->lang, key);
}

const char *app_photos(const struct app *app)
{
    return app->photos;
}

bool app_is_quiet(const struct app *app)
{
    int64_t now = app_now_ms(app);
    return visit_now(&app->visit) == SCREEN_ATTRACT && !app_is_busy(app) &&
           app->turn_until_ms == 0 && now - app->last_input_ms >= APP_FLOOR_QUIET_MS &&
           now - app->screen_since_ms >= APP_FLOOR_QUIET_MS;
}

/* A setting that is read comes from the database, whatever it says. */
bool app_answers(struct app *app, struct err *err)
{
    struct arena arena;
    const char *value;
    struct err own = {0};
    arena_init(&arena, 256);
    bool answered = store_setting_get(app->real, &arena, "clock-floor", &value, &own) ||
                    own.code == ERR_MISSING;
    arena_finish(&arena);
    if (!answered && err != NULL) {
        *err = own;
    }
    return answered;
}

bool app_is_busy(const struct app *app)
{
    return worker_is_busy(app->worker) || app->stick.state == STICK_RUN_BUSY ||
           app->wifi_work != NULL;
}

void app_wait(struct app *app)
{
    struct worker_answer answer;
    if (worker_is_busy(app->worker) && worker_take(app->worker, &answer, true)) {
        app_act_code_done(app, &answer);
        crypto_wipe(&answer, sizeof(answer));
    }
    if (app->stick.state == STICK_RUN_BUSY) {
        stick_run_read(&app->stick, true);
    }
    app_wifi_take(app, true);
}

size_t app_fds(const struct app *app, int *ret_fds, size_t cap)
{
    size_t count = 0;
    if (count < cap) {
        ret_fds[count++] = worker_fd(app->worker);
    }
    if (count < cap && app->stick.state == STICK_RUN_BUSY) {
        ret_fds[count++] = app->stick.fd;
    }
    if (count < cap && app->wifi_work != NULL) {
        ret_fds[count++] = wifi_work_fd(app->wifi_work);
    }
    return count;
}
