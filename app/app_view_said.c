/* Answers in words, as the screens see them: residents what was placed, the admin all of them. */
#include "app/app_internal.h"

#include "app/store/store_said.h"

#include <string.h>

/* Her question as it is asked now; an answer to one that is gone still has its words. */
static const char *question_of(const struct app *app, const char *about)
{
    for (size_t i = 0; app->pack != NULL && i < app->pack->question_count; i++) {
        char own[SUBJECT_CAP];
        subject_of(own, SUBJECT_QUESTION, app->pack->questions[i].id);
        if (strcmp(own, about) == 0) {
            return app->pack->questions[i].text;
        }
    }
    return "";
}

static size_t list_of(struct app *app, unsigned states, const char *about,
                      const struct view_said **ret)
{
    struct said *said;
    size_t count;

    if (!store_said_list(app_store(app), &app->view_arena, states, about, VIEW_SAID, &said, &count,
                         NULL)) {
        return 0;
    }
    struct view_said *list = arena_array(&app->view_arena, count + 1, sizeof(*list));
    for (size_t i = 0; i < count; i++) {
        list[i] = (struct view_said){.rid = said[i].rid,
                                     .question = question_of(app, said[i].about),
                                     .state = said[i].state};
        memcpy(list[i].texts, said[i].texts, sizeof(list[i].texts));
    }
    *ret = list;
    return count;
}

/* Read once for a view: a screen asks in every frame. */
static size_t heard(void *ctx, const char *about, const struct view_said **ret)
{
    struct app *app = ctx;
    struct heard *heard = &app->heard;

    if (heard->about == NULL || strcmp(heard->about, about) != 0) {
        heard->about = arena_strdup(&app->view_arena, about);
        heard->count = list_of(app, 1u << IDEA_SHOWN, about, &heard->list);
    }
    *ret = heard->list;
    return heard->count;
}

void app_view_said(struct app *app)
{
    struct view_admin *admin = &app->view.admin;

    memset(&app->heard, 0, sizeof(app->heard));
    app->view.own.said = heard;
    app->view.own.holds = app->pack != NULL && !app->pack->at_once;
    if (app->visit.staff != STAFF_ADMIN) {
        return;
    }
    store_said_count(app_store(app), &admin->said_waiting, &admin->said_all, NULL);
    store_held(app_store(app), &admin->held, NULL);
    if (admin->said_all > 0) {
        admin->said_count = list_of(app, 1u << IDEA_WAITING | 1u << IDEA_SHOWN | 1u << IDEA_HIDDEN,
                                    NULL, &admin->said);
    }
}
