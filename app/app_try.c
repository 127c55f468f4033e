/* A pack tried out, in a process of its own: every screen that shows it is drawn at the largest
 * letters, in every language, and every photo is decoded by the decoder that will show it. What
 * would end the kiosk ends this process, and whoever asked keeps the pack of before. */
#include "app/app_internal.h"

#include <string.h>

enum { DRAWS = 6, LARGEST = 3 };

struct trying {
    struct app *app;
    bool (*show)(void *ctx,
                 const struct dl *list); /* draws it as the screen would; false: cannot */
    void *ctx;
};

static bool draw(const struct trying *trying, enum screen_id screen, const char *language,
                 size_t round, size_t plan)
{
    struct app *app = trying->app;
    struct visit *visit = &app->ahead_visit;
    bool again = true;

    for (int i = 0; again && i < DRAWS; i++) {
        visit_start(visit, language);
        visit->look.size_step = LARGEST;
        visit->round = visit->result_round = round;
        visit_grant(visit);
        visit_go(visit, screen);
        visit->plan = plan;
        ui_begin(app->ahead_ui, visit->look, app_now_ms(app));
        screens[screen]->draw(app->ahead_ui, &app->view, visit);
        again = ui_end(app->ahead_ui);
    }
    return trying->show(trying->ctx, ui_list(app->ahead_ui));
}

static bool try_round(const struct trying *trying, const char *language, size_t round)
{
    static const enum screen_id whole[] = {SCREEN_VOTE_ROUND, SCREEN_ROUND_INFO, SCREEN_VOTE_PLANS,
                                           SCREEN_VOTE_REVIEW, SCREEN_RESULT};

    for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++) {
        if (!draw(trying, whole[i], language, round, 0)) {
            return false;
        }
    }
    for (size_t i = 0; i < trying->app->pack->rounds[round].plan_count; i++) {
        if (!draw(trying, SCREEN_VOTE_PLAN, language, round, i)) {
            return false;
        }
    }
    return true;
}

static bool try_language(const struct trying *trying, const char *language)
{
    static const enum screen_id all[] = {SCREEN_ATTRACT, SCREEN_HOME, SCREEN_VILLAGE,
                                         SCREEN_IDEAS,   SCREEN_HELP, SCREEN_CONTENT,
                                         SCREEN_HEALTH};
    struct app *app = trying->app;

    lang_use(app->lang, language);
    app_view_make(app);
    app_view_refresh(app);
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        if (!draw(trying, all[i], language, 0, 0)) {
            return false;
        }
    }
    for (size_t r = 0; r < app->pack->round_count; r++) {
        if (!try_round(trying, language, r)) {
            return false;
        }
    }
    return true;
}

bool app_try(struct app *app, bool (*show)(void *ctx, const struct dl *list), void *ctx,
             struct err *err)
{
    static const char *const languages[] = {"nl", "fy", "en"};
    const struct trying trying = {app, show, ctx};

    if (app->pack == NULL) {
        return err_set(err, ERR_FORMAT, "the pack has faults");
    }
    for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++) {
        if (!try_language(&trying, languages[i])) {
            return err_set(err, ERR_FORMAT, "a screen cannot be shown in %s", languages[i]);
        }
    }
    for (size_t i = 0; i < app->pack->text_count; i++) { /* the village's own languages */
        const char *language = app->pack->texts[i].language;
        bool is_new = strcmp(language, "nl") != 0 && strcmp(language, "fy") != 0 &&
                      strcmp(language, "en") != 0 &&
                      (i == 0 || strcmp(app->pack->texts[i - 1].language, language) != 0);
        if (is_new && !try_language(&trying, language)) {
            return err_set(err, ERR_FORMAT, "a screen cannot be shown in %s", language);
        }
    }
    return true;
}
