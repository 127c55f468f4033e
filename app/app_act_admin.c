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

/* ---- content -------------------------------------------------------------------------------- */

static const struct overlay_field *field_of(const struct app *app, const char *item)
{
    for (size_t i = 0; app->overlay != NULL && i < app->overlay->field_count; i++) {
        if (strcmp(app->overlay->fields[i].item, item) == 0) {
            return &app->overlay->fields[i];
        }
    }
    return NULL;
}

/* What was typed, in the form that is kept: cents, "2026-05-03". */
static void typed_value(char *dst, size_t cap, const struct overlay_field *field, const char *typed)
{
    if (field->kind == OVERLAY_AMOUNT) {
        snprintf(dst, cap, "%s00", typed);
    } else if (field->kind == OVERLAY_DAY && strlen(typed) == 8) { /* 03052026 */
        snprintf(dst, cap, "%.4s-%.2s-%.2s", typed + 4, typed + 2, typed);
    } else {
        str_copy(dst, cap, typed);
    }
}

static bool put_edit(struct app *app, const struct overlay_field *field, const char *value,
                     struct err *err)
{
    char base[OVERLAY_BASE];

    overlay_base(base, field->basis);
    return store_edit_put(app->real, field->item, value == NULL ? json_null() : json_string(value),
                          base, err);
}

/* "plan/2026/3/bedrag" in the logbook: what, not its words. */
static void edited(struct app *app, const char *log, const char *item)
{
    char detail[EDIT_ITEM];

    snprintf(detail, sizeof(detail), "%s", item); /* the field goes with the overlay */
    app_overlay(app);
    if (strcmp(detail, OVERLAY_ORDER_ITEM) == 0) { /* a tap after another makes any order */
        app->visit.typed[0] = '\0';
    } else {
        visit_return(&app->visit, SCREEN_EDIT_THING);
    }
    app_log(app, log, detail);
    app_done(app, "notice.edited");
}

void app_act_edit(struct app *app, enum action action)
{
    struct visit *visit = &app->visit;
    const struct overlay_field *field = field_of(app, visit->item);
    char typed[sizeof(visit->typed) + 8], clean[sizeof(visit->typed) + 8];
    struct err err = {0};

    if (field == NULL) {
        return;
    }
    if (app_is_frozen(app, field)) {
        app_notice(app, "edit.frozen", 0);
        return;
    }
    typed_value(typed, sizeof(typed), field, visit->typed);
    if (action == ACT_EDIT && !overlay_clean(clean, sizeof(clean), field, typed)) {
        app_notice(app, field->kind == OVERLAY_DAY ? "edit.no-day" : "edit.no-good", 0);
        return;
    }
    const char *value = action == ACT_EDIT ? clean : action == ACT_EDIT_KEEP ? field->mine : NULL;
    /* As the pack has it is no edit. */
    if (value != NULL && action == ACT_EDIT && strcmp(value, field->below) == 0) {
        value = NULL;
    }
    if (!put_edit(app, field, value, &err)) {
        app_notice_store(app, &err, "notice.store-failed");
        return;
    }
    edited(app, action == ACT_EDIT ? "log.edited" : "log.edit-chosen", field->item);
}

/* ---- rounds --------------------------------------------------------------------------------- */

static bool put_of_round(struct app *app, const struct round *round, const char *name,
                         const char *value, struct err *err)
{
    char item[EDIT_ITEM];

    snprintf(item, sizeof(item), "ronde/%s/%s", round->name, name);
    return store_edit_put(app->real, item, json_string(value), NULL, err);
}

static void phase(struct app *app)
{
    struct visit *visit = &app->visit;
    const struct round *round = app->pack != NULL && visit->round < app->pack->round_count
                                    ? &app->pack->rounds[visit->round]
                                    : NULL;
    struct err err = {0};
    char detail[200];

    if (round == NULL || visit->round_act < 0 || visit->round_act >= ROUND_PHASES) {
        return;
    }
    const char *name = round_phase_name((enum round_phase)visit->round_act);
    snprintf(detail, sizeof(detail), "%s: %s", round->title, name);
    if (!put_of_round(app, round, "fase", name, &err)) {
        app_notice_store(app, &err, "notice.store-failed");
        return;
    }
    visit->round_act = 0;
    app_overlay(app);
    app_log(app, "log.round-phase", detail);
    app_done(app, "notice.round-phase");
}

/* The old box is closed, and its statement says what was in it; the new round has an id of its own,
 * so that a ballot of before is never one of now. The codes are the same: all may vote again. */
void app_act_round_again(struct app *app, bool by_button)
{
    struct visit *visit = &app->visit;
    const struct round *round = app_round(app, visit->round);
    struct err err = {0};
    char reason[400], count[8], title[200];

    if (round == NULL || visit->staff != STAFF_ADMIN || app->is_practice ||
        (!by_button && app->view.button_works) || app->view.rounds == NULL ||
        app->view.rounds[visit->round].state != ROUND_PAUSED ||
        round->restarts >= ROUND_MAX_RESTARTS) {
        return;
    }
    str_clean(reason, sizeof(reason), visit->reason, false);
    if (reason[0] == '\0') {
        app_notice(app, "notice.reason-needed", 0);
        return;
    }
    snprintf(count, sizeof(count), "%u", round->restarts + 1u);
    snprintf(title, sizeof(title), "%s: %.120s", round->title, reason);
    bool ok = put_of_round(app, round, "herstart-reden", reason, &err) &&
              store_round_close(app->real, round, &err) &&
              put_of_round(app, round, "herstart", count, &err);
    visit_return(visit, SCREEN_ROUNDS);
    if (!ok) {
        app_notice_store(app, &err, "notice.round-denied");
        return;
    }
    crypto_wipe(visit->reason, sizeof(visit->reason));
    app_overlay(app);
    app_log(app, "log.round-again", title);
    app_done(app, "notice.round-again");
}

static void void_letter(struct app *app)
{
    struct visit *visit = &app->visit;
    const struct round *round = app->pack != NULL && visit->round < app->pack->round_count
                                    ? &app->pack->rounds[visit->round]
                                    : NULL;
    struct void_letter letter = {.letter = visit->letter, .spare = visit->spare};
    struct err err = {0};
    char detail[80];

    if (round == NULL || app->is_practice) {
        return;
    }
    str_copy(letter.reason, sizeof(letter.reason), visit->reason);
    if (!store_round_void(app->real, round, &letter, &err)) {
        app_notice_store(app, &err,
                         err.code == ERR_FORMAT ? "notice.void-same" : "notice.store-failed");
        return;
    }
    snprintf(detail, sizeof(detail), "%u -> %u, %s", (unsigned)letter.letter,
             (unsigned)letter.spare, lang_text(app->lang, letter.reason));
    visit_return(visit, SCREEN_VOID);
    app_log(app, "log.void", detail);
    app_done(app, letter.spare > 0 ? "notice.void-spare" : "notice.void");
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
    case ACT_EDIT:
    case ACT_EDIT_BACK:
    case ACT_EDIT_KEEP:
        app_act_edit(app, action);
        return;
    case ACT_PHOTO_LOOK:
        app_act_photo_look(app);
        return;
    case ACT_PHOTO_TAKE:
        app_act_photo_take(app);
        return;
    case ACT_ROUND_PHASE:
        phase(app);
        return;
    case ACT_VOID:
        void_letter(app);
        return;
    case ACT_ROUND_AGAIN:
        app_act_round_again(app, false);
        return;
    case ACT_HELPERS:
        app_act_helpers(app);
        return;
    case ACT_WIFI_LOOK:
    case ACT_WIFI_JOIN:
        app_act_network(app, action);
        return;
    default:
        app_act_device(app, action);
        return;
    }
}
