/* Acts: what a screen's answer or the lit button does. One switch; the doing is in app_act_*.c. */
#include "app/app_internal.h"

#include "app/base/log.h"

/* The sentence for a store that would not take something. */
void app_notice_store(struct app *app, const struct err *err, const char *otherwise)
{
    log_line(LOG_WARN, "store: %s", err->msg);
    app_notice(app, err->code == ERR_FULL ? "notice.store-full" : otherwise, 0);
    app->view_is_old = true;
}

void app_done(struct app *app, const char *notice)
{
    app->view_is_old = true;
    if (notice != NULL) {
        app_notice(app, notice, 0);
    }
}

void app_act_button(struct app *app)
{
    switch ((int)visit_now(&app->visit)) {
    case SCREEN_VOTE_CONFIRM:
        if (app->view.button_works) {
            app_act_vote(app);
        }
        break;
    case SCREEN_ROUND_ACT:
        if (app->visit.round_act == 3) {
            app_act_round(app, true);
        }
        break;
    case SCREEN_AGAIN:
        app_act_round_again(app, true);
        break;
    case SCREEN_HUB_SURE:
        app_act_hub(app, true, true);
        break;
    case SCREEN_CONTENT_SURE:
        app_act_content_take(app, true);
        break;
    case SCREEN_CONTENT_BACK:
        app_act_content_return(app, true);
        break;
    case SCREEN_SELFTEST:
        app_act_button_proven(app);
        break;
    default:
        break; /* a press that nobody asked for does nothing */
    }
}

static bool may_act(const struct visit *visit, enum action action)
{
    if (action >= ACT_ADMIN) {
        return visit->staff == STAFF_ADMIN;
    }
    return action < ACT_STAFF || visit->staff != STAFF_NONE;
}

void app_act(struct app *app, enum action action)
{
    if (!may_act(&app->visit, action)) {
        return;
    }
    switch (action) {
    case ACT_NONE:
        return;
    case ACT_END_VISIT:
        app_end_visit(app);
        return;
    case ACT_SUPPORT:
        app_act_support(app);
        return;
    case ACT_PLEDGE:
        app_act_pledge(app);
        return;
    case ACT_IDEA_SAVE:
        app_act_idea_save(app);
        return;
    case ACT_IDEA_FIND:
        app_act_idea_find(app);
        return;
    case ACT_IDEA_WITHDRAW:
        app_act_idea_withdraw(app);
        return;
    case ACT_IDEA_ERASE:
        app_act_idea_erase(app);
        return;
    case ACT_THANK:
        app_act_thank(app);
        return;
    case ACT_ANSWER:
        app_act_answer(app);
        return;
    case ACT_OWNER_CHANGE:
        app_act_owner_change(app);
        return;
    case ACT_CODE_CHECK:
        app_act_code_check(app);
        return;
    case ACT_TURN_TAKE:
        app_act_turn_take(app);
        return;
    case ACT_VOTE_LONG_PRESS:
        if (!app->view.button_works) {
            app_act_vote(app);
        }
        return;
    case ACT_WORDS_CHECK:
        app_act_words_check(app);
        return;
    case ACT_PIN_CHECK:
        app_act_pin_check(app);
        return;
    case ACT_PIN_SET:
        app_act_pin_set(app);
        return;
    case ACT_STICK_TAKE:
        app_act_stick(app, STICK_WORD_VISIT);
        return;
    case ACT_TURN_GIVE:
        app_act_turn_give(app);
        return;
    case ACT_TURN_END:
        app_act_turn_end(app);
        return;
    case ACT_SHOW:
        app_act_moderate(app, IDEA_SHOWN);
        return;
    case ACT_HIDE:
        app_act_moderate(app, IDEA_HIDDEN);
        return;
    case ACT_ROUND_DO:
        app_act_round(app, false);
        return;
    case ACT_CHECKS_RUN:
        app_act_checks_run(app);
        return;
    case ACT_CHECK_TOUCHED:
        app->checks[CHECK_TOUCH] = CHECK_GOOD;
        return;
    case ACT_LAMP_SEEN:
    case ACT_LAMP_NOT_SEEN:
        app_act_lamp(app, action == ACT_LAMP_SEEN);
        return;
    case ACT_PRACTICE_ON:
    case ACT_PRACTICE_OFF:
        app_act_practice(app, action == ACT_PRACTICE_ON);
        return;
    case ACT_HUB_ACCEPT:
    case ACT_HUB_REFUSE:
        app_act_hub(app, action == ACT_HUB_ACCEPT, false);
        return;
    case ACT_HUB_VILLAGE:
        app_act_hub_village(app);
        return;
    case ACT_HUB_CODE:
        app_act_hub_code(app);
        return;
    case ACT_CONTENT_LOOK:
        app_act_content_look(app);
        return;
    case ACT_CONTENT_TAKE:
        app_act_content_take(app, false);
        return;
    case ACT_CONTENT_RETURN:
        app_act_content_return(app, false);
        return;
    case ACT_CLOCK_CONFIRM:
        app_act_clock(app);
        return;
    case ACT_PLACE:
        app_act_place(app);
        return;
    case ACT_IDEA_REMOVE:
    case ACT_REPLY:
    case ACT_EDIT:
    case ACT_EDIT_BACK:
    case ACT_EDIT_KEEP:
    case ACT_PHOTO_LOOK:
    case ACT_PHOTO_TAKE:
    case ACT_ROUND_PHASE:
    case ACT_ROUND_AGAIN:
    case ACT_VOID:
    case ACT_WIFI_LOOK:
    case ACT_HELPERS:
    case ACT_WIFI_JOIN:
    case ACT_LANG_SET:
    case ACT_CLOCK_SET:
    case ACT_RULER:
        app_act_admin(app, action);
        return;
    case ACT_SAID_SHOW:
    case ACT_SAID_HIDE:
    case ACT_SAID_REMOVE:
        app_act_said(app, action);
        return;
    case ACT_RELEASE:
        app_act_release(app);
        return;
    }
}
