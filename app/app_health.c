/* How the machine is doing: what the kiosk saw of its parts, and what the store says. Told in a
 * record when it changed, at a moment when nobody is here. */
#include "app/app_internal.h"

#include "app/base/log.h"
#include "app/store/store_health.h"

#include <stdio.h>

enum { ROOM_LEAST_MB = 100 };

static bool is_same(const struct app_machine *a, const struct app_machine *b)
{
    return a->button == b->button && a->lamp == b->lamp && a->asks_lamp == b->asks_lamp &&
           a->asks_screen == b->asks_screen && a->board.has_display == b->board.has_display &&
           a->board.touchscreens == b->board.touchscreens &&
           a->board.has_power_meter == b->board.has_power_meter &&
           a->board.is_power_low == b->board.is_power_low &&
           a->board.is_read_only == b->board.is_read_only;
}

void app_machine(struct app *app, const struct app_machine *machine)
{
    if (!is_same(&app->machine, machine)) {
        app->machine = *machine;
        app->view_is_old = true;
    }
}

static void look_at_store(const struct app *app, struct health *health)
{
    static const enum health_fault faults[] = {
        [STORE_FINE] = HEALTH_FINE,
        [STORE_READ_ONLY] = HEALTH_STORE_READ_ONLY,
        [STORE_SET_ASIDE] = HEALTH_STORE_SET_ASIDE,
        [STORE_FULL] = HEALTH_STORE_FULL,
    };
    uint64_t room = 0;
    health_ask(health, HEALTH_STORE);
    health_blame(health, faults[store_health(app->real)]);
    health_ask(health, HEALTH_DISK);
    if (app->io->ops->free_bytes(app->io, app->data, &room) == 0 &&
        room / 1000000u < ROOM_LEAST_MB) {
        health_blame(health, HEALTH_DISK_FULL);
    }
    if (app->machine.board.is_read_only) {
        health_blame(health, HEALTH_CARD_READ_ONLY);
    }
}

static void look_at_button(const struct app *app, struct health *health)
{
    health_ask(health, HEALTH_BUTTON);
    health_blame(health, app->machine.button);
    if (app->button_broken || button_health(&app->button, app_now_ms(app)) == BUTTON_MISSING) {
        health_blame(health, HEALTH_BUTTON_BROKEN);
    }
    if (button_health(&app->button, app_now_ms(app)) == BUTTON_STUCK) {
        health_blame(health, HEALTH_BUTTON_STUCK);
    }
    health_blame(health, app->machine.lamp);
    health_blame(health, app->lamp_dark ? HEALTH_LAMP_DARK : HEALTH_FINE);
    if (app->machine.asks_lamp) {
        health_ask(health, HEALTH_LAMP);
    }
}

void app_health(const struct app *app, struct health *ret)
{
    const struct board *board = &app->machine.board;
    struct health health = {.is_asked = {false}};
    look_at_store(app, &health);
    look_at_button(app, &health);
    health_ask(&health, HEALTH_CLOCK);
    health_blame(&health, app->clock->quality >= CLOCK_HUMAN ? HEALTH_FINE : HEALTH_CLOCK_UNSURE);
    if (board->has_power_meter) {
        health_ask(&health, HEALTH_POWER);
        health_blame(&health, board->is_power_low ? HEALTH_POWER_LOW : HEALTH_FINE);
    }
    if (app->machine.asks_screen) {
        health_ask(&health, HEALTH_SCREEN);
        health_ask(&health, HEALTH_TOUCH);
        health_blame(&health, board->has_display ? HEALTH_FINE : HEALTH_SCREEN_NONE);
        health_blame(&health, board->touchscreens > 0 ? HEALTH_FINE : HEALTH_TOUCH_NONE);
    }
    health_ask(&health, HEALTH_PACK);
    health_blame(&health,
                 app->pack == NULL || app->refused != NULL ? HEALTH_PACK_BAD : HEALTH_FINE);
    *ret = health;
}

const char *app_place(const struct app *app)
{
    return app->place;
}

/* Only an appliance has a health that somebody far away wants to know. */
bool app_health_tell(struct app *app)
{
    struct health health;
    struct err err = {0};
    bool told = false;
    if (app->options.runtime == NULL || store_health(app->real) == STORE_READ_ONLY) {
        return false;
    }
    app_health(app, &health);
    json_t *body = health_body(&health, app->place, APP_VERSION);
    if (!store_health_tell(app->real, body, told_now(app->clock), &told, &err)) {
        log_line(LOG_WARN, "health: %s", err.msg);
    } else if (told) {
        log_line(LOG_INFO, "health: told");
    }
    json_decref(body);
    return told;
}

/* ---- where it stands ------------------------------------------------------------------------- */

void app_read_place(struct app *app)
{
    struct arena arena;
    const char *place;
    arena_init(&arena, 256);
    if (store_setting_get(app->real, &arena, "place", &place, NULL)) {
        snprintf(app->place, sizeof(app->place), "%s", place);
    }
    arena_finish(&arena);
}

void app_act_place(struct app *app)
{
    struct err err = {0};
    const char *place = app->visit.place;
    if (!store_setting_put(app->real, "place", place, &err)) {
        app_notice_store(app, &err, "notice.store-failed");
        return;
    }
    snprintf(app->place, sizeof(app->place), "%s", place);
    app_log(app, "log.place", "");
    visit_return(&app->visit, SCREEN_CARETAKER);
    app_done(app, "notice.place");
}
