/* Acts of the admin on answers in words, and on what the village lets wait. */
#include "app/app_internal.h"

#include "app/store/store_said.h"

void app_act_said(struct app *app, enum action action)
{
    static const struct {
        const char *log, *notice;
    } told[] = {
        {"log.said-shown", "notice.said-shown"},
        {"log.said-hidden", "notice.said-hidden"},
        {"log.said-removed", "notice.said-removed"},
    };
    struct visit *visit = &app->visit;
    struct store *store = app_store(app);
    struct err err = {0};
    int which = action == ACT_SAID_SHOW ? 0 : action == ACT_SAID_HIDE ? 1 : 2;

    bool done = which == 2 ? store_said_remove(store, visit->said_rid, &err)
                           : store_said_moderate(store, visit->said_rid,
                                                 which == 0 ? IDEA_SHOWN : IDEA_HIDDEN, &err);
    if (!done) {
        app_notice_store(app, &err, "notice.store-failed");
        return;
    }
    visit_return(visit, SCREEN_SAID);
    app_log(app, told[which].log, "");
    app_done(app, told[which].notice);
}

void app_act_release(struct app *app)
{
    struct err err = {0};

    if (!store_held_release(app_store(app), &err)) {
        app_notice_store(app, &err, "notice.store-failed");
        return;
    }
    app_log(app, "log.released", "");
    app_done(app, "notice.released");
}
