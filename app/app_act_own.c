/* Acts on the village's own: join in, say thanks, answer, another owner. */
#include "app/app_internal.h"

#include <stdio.h>
#include <string.h>

void app_act_pledge_about(struct app *app)
{
    struct visit *visit = &app->visit;
    struct err err = {0};
    struct contact_sealed contact;
    if (!app_seal_visitor(app, &contact, &err) ||
        !store_deed_pledge(app_store(app), visit->about, &contact, &err)) {
        app_notice_store(app, &err, "notice.store-failed");
        return;
    }
    crypto_wipe(visit->name, sizeof(visit->name));
    crypto_wipe(visit->phone, sizeof(visit->phone));
    visit_return(visit, subject_is(visit->about, SUBJECT_JEWEL) ? SCREEN_JEWEL : SCREEN_PROJECT);
    visit_go(visit, SCREEN_PLEDGE_DONE);
    app_done(app, NULL);
}

void app_act_thank(struct app *app)
{
    struct visit *visit = &app->visit;
    struct err err = {0};
    if (visit_has_done(visit, visit->about)) {
        return;
    }
    if (!store_deed_thank(app_store(app), visit->about, &err)) {
        app_notice_store(app, &err, "notice.store-failed");
        return;
    }
    visit_did(visit, visit->about);
    app_done(app, app->view.own.holds ? "notice.thanked-waits" : "notice.thanked");
}

/* Is it asked now? A screen's view may be older than the village's content. */
static const struct question *asked(const struct app *app, const char *about)
{
    for (size_t i = 0; app->pack != NULL && i < app->pack->question_count; i++) {
        char own[SUBJECT_CAP];
        const struct question *question = &app->pack->questions[i];
        if (strcmp(subject_of(own, SUBJECT_QUESTION, question->id), about) == 0) {
            return question->is_closed ? NULL : question;
        }
    }
    return NULL;
}

void app_act_answer(struct app *app)
{
    struct visit *visit = &app->visit;
    const struct question *question = asked(app, visit->about);
    const char *texts[ANSWER_TEXTS];
    struct err err = {0};
    if (question == NULL || visit_has_done(visit, visit->about)) {
        return;
    }
    size_t count = question_texts(question);
    for (size_t i = 0; i < ANSWER_TEXTS; i++) {
        texts[i] = i < count ? visit->answer[i] : "";
    }
    unsigned mask = (1u << question_options(question)) - 1u;
    if (!store_deed_answer(app_store(app), visit->about, visit->choices & mask,
                           count > 0 ? texts : NULL, &err)) {
        app_notice_store(app, &err, "notice.store-failed");
        return;
    }
    visit_did(visit, visit->about);
    crypto_wipe(visit->answer, sizeof(visit->answer));
    visit->choices = 0;
    visit_return(visit, SCREEN_QUESTION);
    app_done(app, NULL);
}

static bool may_change(const struct visit *visit)
{
    char own[SUBJECT_CAP];
    subject_idea(own, visit->mine_rid);
    return visit->staff == STAFF_ADMIN || (visit->has_mine && strcmp(visit->about, own) == 0);
}

void app_act_owner_change(struct app *app)
{
    struct visit *visit = &app->visit;
    struct err err = {0};
    if (!may_change(visit) || visit->owner_to < OWNER_COMMUNITY ||
        visit->owner_to > OWNER_MUNICIPALITY || visit->owner_why < 0 ||
        visit->owner_why >= OWNER_REASONS) {
        return;
    }
    /* An idea of nobody yet is the village's. */
    enum owner was = visit->owner_was >= 0                ? (enum owner)visit->owner_was
                     : visit->owner_to == OWNER_COMMUNITY ? OWNER_SHARED
                                                          : OWNER_COMMUNITY;
    struct owner_step step = {.was = was,
                              .owner = (enum owner)visit->owner_to,
                              .reason = (enum owner_reason)visit->owner_why,
                              .is_maker = visit->staff != STAFF_ADMIN};
    if (!store_owner_change(app_store(app), visit->about, &step, &err)) {
        app_notice_store(app, &err, "notice.store-failed");
        return;
    }
    if (visit->has_mine && may_change(visit) && subject_is(visit->about, SUBJECT_IDEA)) {
        visit->mine.plan_of = idea_plan_of_owner(step.owner);
    }
    if (!step.is_maker) {
        app_log(app, "log.owner-changed", "");
    }
    visit_return(visit, SCREEN_OWNER);
    app_done(app, "notice.owner-changed");
}
