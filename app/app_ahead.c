/* The screens one tap away, drawn before anybody taps, so that their pictures can be read (and the
 * ideas be listed) while the finger is still in the air. Drawn for a visit of nobody: of the
 * visitor only size, contrast and the round looked at are in it. What such a screen asks for is not
 * done, and nobody sees it. */
#include "app/app_internal.h"

enum { WAYS = 5, DRAWS = 4 };

/* In the order in which room is given out: most likely first. SCREEN_COUNT ends a list. */
static const struct {
    enum screen_id from, to[WAYS + 1];
} ways[] = {
    {SCREEN_ATTRACT, {SCREEN_HOME, SCREEN_COUNT}},
    {SCREEN_HOME,
     {SCREEN_IDEAS, SCREEN_VOTE_ROUND, SCREEN_VILLAGE, SCREEN_RESULT, SCREEN_ATTRACT,
      SCREEN_COUNT}},
    {SCREEN_VOTE_ROUND, {SCREEN_VOTE_PLANS, SCREEN_HOME, SCREEN_ATTRACT, SCREEN_COUNT}},
    {SCREEN_VOTE_CODE, {SCREEN_VOTE_PLANS, SCREEN_HOME, SCREEN_ATTRACT, SCREEN_COUNT}},
    {SCREEN_VOTE_WAIT, {SCREEN_VOTE_PLANS, SCREEN_HOME, SCREEN_ATTRACT, SCREEN_COUNT}},
    {SCREEN_COUNT, {SCREEN_HOME, SCREEN_ATTRACT, SCREEN_COUNT}}, /* from anywhere else */
};

static enum screen_id way(enum screen_id from, size_t index)
{
    size_t at = 0;
    while (ways[at].from != from && ways[at].from != SCREEN_COUNT) {
        at++;
    }
    for (size_t i = 0; i <= index; i++) {
        if (ways[at].to[i] == SCREEN_COUNT) {
            return SCREEN_COUNT;
        }
    }
    return ways[at].to[index];
}

const struct dl *app_ahead(struct app *app, size_t index)
{
    enum screen_id to = way(visit_now(&app->visit), index);
    if (to == SCREEN_COUNT || app->view_is_old) {
        return NULL;
    }
    if (index == 0 && visit_now(&app->visit) != SCREEN_ATTRACT) {
        app_shelf_list(&app->shelf); /* who came in may look for an idea, or have one */
    }
    struct ui *ui = app->ahead_ui;
    struct visit *nobody = &app->ahead_visit;
    bool again = true;
    /* Heights are learnt by drawing: the second time it lies as the visitor will see it. */
    for (int i = 0; again && i < DRAWS; i++) {
        visit_start(nobody, app->visit.lang);
        nobody->look = app->visit.look;
        nobody->round = app->visit.round;
        visit_grant(nobody); /* an empty ballot, and no tag or proof: this casts nothing */
        visit_go(nobody, to);
        ui_begin(ui, nobody->look, app_now_ms(app));
        screens[to]->draw(ui, &app->view, nobody);
        again = ui_end(ui);
    }
    return ui_list(ui);
}
