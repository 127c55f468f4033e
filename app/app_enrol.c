/* Who this kiosk belongs to decides whether votes count: a hub that a person accepted, or the
 * village by its own key. Before that residents vote in practice, in the twin of each round; ideas
 * and all else are for real. Staff see the real rounds, so that a box that was open once can be
 * closed. */
#include "app/app_internal.h"

#include "app/base/log.h"
#include "app/domain/permit.h"
#include "app/store/store_said.h"
#include "app/store/store_sync.h"

#include <stdio.h>

bool app_open_practice(struct app *app, struct err *err)
{
    char dir[600];
    if (app->practice != NULL) {
        return true;
    }
    snprintf(dir, sizeof(dir), "%s/oefenen", app->data);
    struct store_options options = {.dir = dir, .vfs = app->options.vfs, .is_practice = true};
    app->practice = store_open(app->io, &options, err);
    if (app->practice != NULL && app->pack != NULL) {
        store_hold(app->practice, !app->pack->at_once);
    }
    for (size_t i = 0; app->practice != NULL && app->pack != NULL && i < app->pack->round_count;
         i++) {
        store_round_open(app->practice, &app->practice_rounds[i], NULL);
    }
    return app->practice != NULL;
}

struct store *app_store_of(struct app *app, const struct round *round)
{
    return round->is_practice && app->practice != NULL ? app->practice : app->real;
}

bool app_is_for_real(const struct app *app, const struct round *round)
{
    enum round_state state = ROUND_CONCEPT;
    if (app->is_practice || app->is_enrolled || app->visit.staff != STAFF_NONE) {
        return !app->is_practice;
    }
    /* A closed box takes no vote, and its result is for everybody. */
    return store_round_state(app->real, round->id, &state, NULL, NULL) && state == ROUND_CLOSED;
}

bool app_enrol_by_village(struct app *app)
{
    uint8_t permit[STORE_PERMIT];
    struct arena arena;
    const char *print;
    arena_init(&arena, 0);
    bool holds = app->pack != NULL && store_permit_get(app->real, permit, NULL) &&
                 store_self_print(app->real, &arena, &print, NULL) &&
                 permit_holds(permit, print, app->pack->village_sign);
    arena_finish(&arena);
    return holds;
}

static bool has_hub(struct app *app)
{
    struct arena arena;
    struct store_hub hub;
    arena_init(&arena, 0);
    bool has = store_hub_get(app->real, &arena, STORE_HUB, &hub, NULL) && !hub.is_revoked;
    arena_finish(&arena);
    return has;
}

void app_enrol_look(struct app *app)
{
    bool was = app->is_enrolled;
    bool now = has_hub(app) || app_enrol_by_village(app);
    struct err err = {0};
    if (!now && !app_open_practice(app, &err)) {
        log_line(LOG_WARN, "practice: %s", err.msg); /* then nobody votes: no round is open */
    }
    if (now != was) { /* a right of one side is none on the other */
        app_act_turn_end(app);
        visit_drop_right(&app->visit);
        app->is_enrolled = now;
    }
}

/* ---- the village's key stick ---------------------------------------------------------------- */

void app_act_hub_village(struct app *app)
{
    if (app->visit.staff == STAFF_ADMIN) {
        app_act_stick(app, STICK_WORD_ENROL);
    }
}

void app_enrol_done(struct app *app, bool done)
{
    app->stick_shown = STICK_NONE;
    if (visit_now(&app->visit) == SCREEN_HUB_VILLAGE) {
        if (done) {
            visit_return(&app->visit, SCREEN_HUB);
        }
        app_notice(app, done ? "enrol.village-done" : app->stick.key, 0);
    }
    app_log(app, done ? "log.village-enrolled" : "log.village-refused", "");
    app->view_is_old = true;
}
