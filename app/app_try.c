/* A pack tried out. What would end the kiosk ends this process, and whoever asked keeps the pack of
 * before; words that do not fit are told, so that the village's volunteer can mend them. */
#include "app/app_try.h"

#include "app/app_internal.h"

#include <string.h>

enum { DRAWS = 6, PAGES = 400, LARGEST = 3, ANSWERS = 31 };

/* The reference, and the smallest one that we serve. */
static const char *const glasses[] = {"1280x800@217mm", "800x480@154mm"};

struct walk {
    struct app *app;
    const struct app_trial *trial;
    struct ui *ui;
    const char *language;
    bool shows; /* in pixels too: on one glass, in Dutch */
};

struct stop {
    enum screen_id screen;
    size_t round, index;
    bool is_done; /* the question was answered, so that its answers are seen */
};

/* ---- one stop ------------------------------------------------------------------------------- */

/* As many plans as the form allows: a full ballot has the most words. */
static void fill_ballot(struct visit *visit, const struct round *round)
{
    for (size_t i = 0; i < round->plan_count; i++) {
        if (ballot_may_add(&visit->ballot, round, i) == BALLOT_OK) {
            ballot_toggle(&visit->ballot, round, i);
        }
    }
}

static void prepare(struct walk *walk, struct stop stop)
{
    struct app *app = walk->app;
    struct visit *visit = &app->ahead_visit;

    visit_start(visit, walk->language);
    visit->look.size_step =
        stop.screen == SCREEN_ATTRACT ? visit->look.size_step : LARGEST; /* it has no visitor */
    visit->round = visit->result_round = visit->owner_round = stop.round;
    visit_grant(visit);
    if (stop.round < app->view.round_count) {
        fill_ballot(visit, app->view.rounds[stop.round].round);
    }
    visit->staff = visit->asks = screens[stop.screen]->is_staff ? STAFF_ADMIN : STAFF_NONE;
    for (size_t i = 0; stop.screen == SCREEN_ANSWER && i < stop.round; i++) {
        visit_go(visit, SCREEN_ANSWER); /* its steps lie on the way */
    }
    visit_go(visit, stop.screen);
    visit->plan = visit->own = stop.index;
    visit->owner_is_plan = app->view.round_count > 0;
    if (stop.is_done && stop.index < app->view.own.question_count) {
        visit_did(visit, app->view.own.questions[stop.index].about);
    }
}

/* Until nothing moves; the view is of this moment. */
static void draw(struct walk *walk, struct stop stop)
{
    struct app *app = walk->app;
    bool again = true;

    for (int i = 0; again && i < DRAWS; i++) {
        prepare(walk, stop);
        ui_begin(walk->ui, app->ahead_visit.look, app_now_ms(app));
        screens[stop.screen]->draw(walk->ui, &app->view, &app->ahead_visit);
        again = ui_end(walk->ui);
    }
}

static void judge(const struct walk *walk, const char *screen)
{
    const struct ui_element *elements;
    size_t count = ui_elements(walk->ui, &elements);
    const struct dl *list = ui_list(walk->ui);
    struct rect bounds = ui_bounds(walk->ui);

    for (size_t i = 0; i < count; i++) {
        if (elements[i].clipped) {
            walk->trial->misfit(walk->trial->ctx, screen, elements[i].label);
        }
    }
    for (size_t i = 0; i < list->cmd_count; i++) {
        const struct dl_cmd *cmd = &list->cmds[i];
        if (cmd->kind == DL_TEXT && (cmd->rect.x < 0 || cmd->rect.x + cmd->rect.w > bounds.w)) {
            walk->trial->misfit(walk->trial->ctx, screen, list->texts + cmd->at);
        }
    }
}

/* All of its pages. */
static bool visit_stop(struct walk *walk, struct stop stop)
{
    int pages = 0;

    ui_forget(walk->ui);
    do {
        draw(walk, stop);
        judge(walk, screens[stop.screen]->name);
        if (ui_list(walk->ui)->overflow ||
            (walk->shows && pages == 0 &&
             !walk->trial->show(walk->trial->ctx, ui_list(walk->ui)))) {
            return false;
        }
    } while (++pages < PAGES && ui_scroll_on(walk->ui));
    return true;
}

/* ---- all of them ---------------------------------------------------------------------------- */

static bool visit_each(struct walk *walk, enum screen_id screen, size_t round, size_t count)
{
    bool good = true;

    for (size_t i = 0; good && i < count; i++) {
        good = visit_stop(walk, (struct stop){screen, round, i, false});
    }
    return good;
}

static bool visit_round(struct walk *walk, size_t round)
{
    static const enum screen_id whole[] = {SCREEN_VOTE_ROUND,   SCREEN_ROUND_INFO,
                                           SCREEN_VOTE_PLANS,   SCREEN_VOTE_REVIEW,
                                           SCREEN_VOTE_CONFIRM, SCREEN_RESULT};
    size_t plans = walk->app->view.rounds[round].round->plan_count;
    bool good = true;

    for (size_t i = 0; good && i < sizeof(whole) / sizeof(whole[0]); i++) {
        good = visit_stop(walk, (struct stop){whole[i], round, 0, false});
    }
    return good && visit_each(walk, SCREEN_VOTE_PLAN, round, plans) &&
           visit_each(walk, SCREEN_OWNER, round, plans);
}

static bool visit_questions(struct walk *walk)
{
    const struct view_own *own = &walk->app->view.own;
    bool good = visit_each(walk, SCREEN_QUESTION, 0, own->question_count);

    for (size_t i = 0; good && i < own->question_count; i++) {
        good = visit_stop(walk, (struct stop){SCREEN_QUESTION, 0, i, true});
        for (size_t step = 0; good && step < question_texts(own->questions[i].question); step++) {
            good = visit_stop(walk, (struct stop){SCREEN_ANSWER, step, i, false});
        }
    }
    return good;
}

static bool visit_own(struct walk *walk)
{
    const struct view *view = &walk->app->view;

    return visit_each(walk, SCREEN_NEWS_ONE, 0, view->news_count) &&
           visit_each(walk, SCREEN_JEWEL, 0, view->own.jewel_count) &&
           visit_each(walk, SCREEN_PROJECT, 0, view->own.project_count) &&
           visit_each(walk, SCREEN_CARD, 0, view->own.card_count) && visit_questions(walk);
}

/* As it may be one day: the rounds open, the answers there for all to see. */
static void make_view(struct app *app)
{
    app_view_make(app);
    app_view_refresh(app);
    for (size_t i = 0; i < app->view.round_count; i++) {
        app->view.rounds[i].state = ROUND_OPEN;
    }
    for (size_t i = 0; i < app->view.own.question_count; i++) {
        app->view.own.questions[i].is_shown = true;
        app->view.own.questions[i].answers = ANSWERS;
    }
}

static bool visit_language(struct walk *walk, const char *language)
{
    struct app *app = walk->app;
    bool good = true;

    walk->language = language;
    lang_use(app->lang, language);
    make_view(app);
    for (int i = 0; good && i < SCREEN_COUNT; i++) { /* any of their words may be the village's */
        good = visit_stop(walk, (struct stop){(enum screen_id)i, 0, 0, false});
    }
    for (size_t i = 0; good && i < app->view.round_count; i++) {
        good = visit_round(walk, i);
    }
    return good && visit_own(walk);
}

/* The village's own languages, each once. */
static const char *own_language(const struct pack *pack, size_t index)
{
    const char *language = pack->texts[index].language;

    for (size_t i = 0; i < index; i++) {
        if (strcmp(pack->texts[i].language, language) == 0) {
            return NULL;
        }
    }
    bool is_ours =
        strcmp(language, "nl") == 0 || strcmp(language, "fy") == 0 || strcmp(language, "en") == 0;
    return is_ours ? NULL : language;
}

static bool visit_glass(struct walk *walk, struct err *err)
{
    static const char *const languages[] = {"nl", "fy", "en"};
    const struct pack *pack = walk->app->pack;
    bool shows = walk->shows;

    for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++) {
        walk->shows = shows && i == 0;
        if (!visit_language(walk, languages[i])) {
            return err_set(err, ERR_FORMAT, "a screen cannot be shown in %s", languages[i]);
        }
    }
    for (size_t i = 0; i < pack->text_count; i++) {
        const char *language = own_language(pack, i);
        if (language != NULL && !visit_language(walk, language)) {
            return err_set(err, ERR_FORMAT, "a screen cannot be shown in %s", language);
        }
    }
    return true;
}

bool app_try(struct app *app, const struct app_trial *trial, struct err *err)
{
    if (app->pack == NULL) {
        return err_set(err, ERR_FORMAT, "the pack has faults");
    }
    for (size_t i = 0; i < sizeof(glasses) / sizeof(glasses[0]); i++) {
        struct ui_screen glass;
        struct walk walk = {.app = app, .trial = trial, .shows = i == 0};
        if (!ui_screen_parse(&glass, glasses[i]) ||
            (walk.ui = ui_create(&glass, trial->face)) == NULL) {
            return err_set(err, ERR_MEMORY, "a screen of %s", glasses[i]);
        }
        bool good = visit_glass(&walk, err);
        ui_destroy(walk.ui);
        if (!good) {
            return false;
        }
    }
    return true;
}
