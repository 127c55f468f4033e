/* Acts of the head caretaker alone. Each leaves a line in the logbook. */
#include "app/app_internal.h"

#include "app/base/log.h"
#include "app/base/str.h"

#include <stdio.h>
#include <string.h>

/* "idee 14" has nothing to do with its words, which are a visitor's. */
static const char *idea_number(struct app *app, char dst[16])
{
    const struct view_idea *idea = view_idea_of(&app->view, VIEW_STAFF, app->visit.idea_rid);

    dst[0] = '\0';
    if (idea != NULL) {
        snprintf(dst, 16, "%u", (unsigned)idea->idea->number);
    }
    return dst;
}

static void remove_idea(struct app *app)
{
    struct err err = {0};
    char number[16];

    idea_number(app, number);
    if (!store_idea_remove(app_store(app), app->visit.idea_rid, &err)) {
        app_notice_store(app, &err, "notice.store-failed");
        return;
    }
    visit_return(&app->visit, SCREEN_MODERATE);
    app_log(app, "log.idea-removed", number);
    app_done(app, "notice.idea-removed");
}

static void reply(struct app *app)
{
    struct visit *visit = &app->visit;
    struct err err = {0};
    struct reply clean = visit->reply;
    char item[EDIT_ITEM], number[16];

    idea_number(app, number);
    str_clean(clean.text, sizeof(clean.text), visit->reply.text, true);
    app_reply_item(item, visit->idea_rid, visit->reply_from);
    if (!store_edit_put(app_store(app), item, reply_to_json(&clean), NULL, &err)) {
        app_notice_store(app, &err, "notice.store-failed");
        return;
    }
    memset(&visit->reply, 0, sizeof(visit->reply));
    visit_return(visit, SCREEN_MODERATE_ONE);
    app_log(app, clean.text[0] != '\0' ? "log.replied" : "log.reply-taken-back", number);
    app_done(app, clean.text[0] != '\0' ? "notice.replied" : "notice.reply-taken-back");
}

void app_act_admin(struct app *app, enum action action)
{
    switch ((int)action) {
    case ACT_IDEA_REMOVE:
        remove_idea(app);
        return;
    case ACT_REPLY:
        reply(app);
        return;
    default:
        return;
    }
}
