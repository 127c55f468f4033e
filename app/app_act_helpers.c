/* Wie doen mee? The kiosk cannot open a name: dorpel-count does, with the key on the village's
 * stick, when dorpel-sync has mounted it. The sheet goes to that stick. */
#include "app/app_internal.h"

#include "app/base/log.h"

void app_act_helpers(struct app *app)
{
    struct err err = {0};

    if (app->stick.state == STICK_RUN_BUSY || !app_stick_is_here(app)) {
        return;
    }
    if (!app_stick_ask(app, STICK_WORD_HELPERS, &err)) {
        log_line(LOG_ERROR, "%s", err.msg);
        app_notice(app, "stick.fail.io", 0);
        return;
    }
    app_notice(app, "helpers.busy", 0);
}

void app_helpers_heard(struct app *app, bool done)
{
    app->stick_shown = STICK_READY;
    app_log(app, done ? "log.helpers" : "log.helpers-refused", "");
    if (visit_now(&app->visit) == SCREEN_HELPERS) {
        app_notice(app, done ? "helpers.done" : app->stick.key, 0);
    }
    app->last_input_ms = app_now_ms(app);
    app->view_is_old = true;
}
