/* The staff's part of the view. */
#include "app/app_internal.h"

static void view_logbook(struct app *app, struct view_logbook *ret)
{
    struct logbook_check check;
    enum screen_id now = visit_now(&app->visit);

    /* Reads and hashes every line: only where it is shown. */
    if ((now == SCREEN_LOGBOOK || now == SCREEN_HEALTH) &&
        store_logbook_check(app->real, &check, NULL)) {
        *ret = (struct view_logbook){true, check.is_whole, check.line};
    }
}

void app_view_admin(struct app *app)
{
    store_idea_refused(app_store(app), &app->view.refused_count, NULL);
    if (app->visit.staff == STAFF_NONE) {
        return;
    }
    view_logbook(app, &app->view.admin.logbook);
}
