/* Acts on ideas. "Bewaard" only after the commit; names and phones are sealed and wiped at once. */
#include "app/app_internal.h"

#include "app/base/str.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void app_act_support(struct app *app)
{
    struct visit *visit = &app->visit;
    struct err err = {0};
    if (visit_has_supported(visit, visit->idea_rid) || visit->supported_count == VISIT_SUPPORTS) {
        return;
    }
    if (!store_idea_support(app_store(app), visit->idea_rid, &err)) {
        app_notice_store(app, &err, "notice.store-failed");
        return;
    }
    memcpy(visit->supported[visit->supported_count++], visit->idea_rid, RECORD_RID);
    app_done(app, app->view.own.holds ? "notice.supported-waits" : "notice.supported");
}

/* Of the village, or of practice; NULL without a pack. */
static const uint8_t *owner_key(const struct app *app)
{
    return app->pack == NULL  ? NULL
           : app->is_practice ? app->pack->practice_key
                              : app->pack->village_key;
}

/* Seals name and phone; the plain ones go when the sealed ones are stored, or with the visit. */
bool app_seal_visitor(struct app *app, struct contact_sealed *ret, struct err *err)
{
    struct visit *visit = &app->visit;
    const uint8_t *key = owner_key(app);
    return key == NULL ? err_set(err, ERR_MISSING, "no village to seal to")
                       : seal_contact(ret->bytes, visit->name, visit->phone, key, err);
}

static void wipe_visitor(struct app *app)
{
    crypto_wipe(app->visit.name, sizeof(app->visit.name));
    crypto_wipe(app->visit.phone, sizeof(app->visit.phone));
}

void app_act_pledge(struct app *app)
{
    if (app->visit.is_pledge_about) {
        app_act_pledge_about(app);
        return;
    }
    struct err err = {0};
    struct contact_sealed contact;
    if (!app_seal_visitor(app, &contact, &err) ||
        !store_idea_pledge(app_store(app), app->visit.idea_rid, &contact, &err)) {
        app_notice_store(app, &err, "notice.store-failed");
        return;
    }
    wipe_visitor(app);
    visit_return(&app->visit, SCREEN_IDEA);
    visit_go(&app->visit, SCREEN_PLEDGE_DONE);
    app_done(app, NULL);
}

void app_act_idea_save(struct app *app)
{
    struct visit *visit = &app->visit;
    struct err err = {0};
    if (!idea_clean(&visit->draft, &err)) {
        app_notice(app, "new.what-empty", 0);
        return;
    }
    bool ok;
    if (visit->is_change) {
        visit->draft.number = visit->idea_number;
        ok = store_idea_change(app_store(app), visit->idea_rid, &visit->draft, &err);
    } else {
        struct contact_sealed contact;
        bool has_contact = visit->name[0] != '\0' || visit->phone[0] != '\0';
        ok =
            (!has_contact || app_seal_visitor(app, &contact, &err)) &&
            store_idea_add(app_store(app), &visit->draft, owner_key(app),
                           has_contact ? &contact : NULL, visit->idea_words, visit->idea_rid, &err);
    }
    if (!ok) {
        app_notice_store(app, &err, "notice.store-failed");
        return;
    }
    wipe_visitor(app);
    visit->idea_number = visit->draft.number;
    bool is_change = visit->is_change;
    enum idea_sort sort = visit->draft.sort;
    if (is_change && visit->has_mine) { /* as it is now, for its maker who goes on with it */
        visit->mine = visit->draft;
        visit->mine_state = IDEA_WAITING;
    }
    crypto_wipe(&visit->draft, sizeof(visit->draft));
    visit->draft.sort = sort;
    visit->is_change = false;
    visit->seen_similar = false;
    if (is_change) {
        visit_return(visit, SCREEN_IDEAS);
        app_done(app, "notice.idea-saved");
    } else {
        visit_return(visit, sort == IDEA_JEWEL ? SCREEN_JEWELS : SCREEN_IDEAS);
        visit_go(visit, SCREEN_NEW_DONE);
        app_done(app, NULL);
    }
}

void app_act_idea_find(struct app *app)
{
    struct visit *visit = &app->visit;
    int64_t now = app_now_ms(app);
    int64_t wait = store_guess_wait_ms(app->real, "idea", now);
    uint16_t words[2];
    if (wait > 0) {
        app_notice(app, "notice.wait", (wait + 999) / 1000);
        return;
    }
    if (!words_parse(words, 2, visit->typed)) {
        app_notice(app, "notice.words-wrong", 0);
        return;
    }
    struct err err = {0};
    struct idea_row *row = calloc(1, sizeof(*row));
    assert(row != NULL);
    if (!store_guess_begin(app->real, "idea", now, &err)) {
        app_notice_store(app, &err, "notice.store-failed");
    } else if (!store_idea_find(app_store(app), visit->idea_number, words, row, &err)) {
        app_notice(app, err.code == ERR_MISSING ? "notice.idea-not-found" : "notice.words-wrong",
                   0);
    } else {
        store_guess_right(app->real, "idea", NULL);
        memcpy(visit->idea_rid, row->rid, RECORD_RID);
        visit->mine = row->idea;
        memcpy(visit->mine_rid, row->rid, RECORD_RID);
        visit->has_mine = true;
        visit->mine_state = row->state;
        visit->mine_has_contact = row->has_contact;
        memcpy(visit->mine_reason, row->reason, sizeof(visit->mine_reason));
        visit_return(visit, SCREEN_IDEAS);
        visit_go(visit, visit->to_guide ? SCREEN_GUIDE : SCREEN_MINE);
        visit->to_guide = false;
    }
    crypto_wipe(row, sizeof(*row));
    free(row);
}

void app_act_idea_withdraw(struct app *app)
{
    struct err err = {0};
    if (!store_idea_withdraw(app_store(app), app->visit.idea_rid, &err)) {
        app_notice_store(app, &err, "notice.store-failed");
        return;
    }
    app->visit.mine_state = IDEA_WITHDRAWN;
    app_done(app, "notice.idea-withdrawn");
}

void app_act_idea_erase(struct app *app)
{
    struct err err = {0};
    if (!store_idea_erase_contact(app_store(app), app->visit.idea_rid, &err)) {
        app_notice_store(app, &err, "notice.store-failed");
        return;
    }
    app->visit.mine_has_contact = false;
    app_done(app, "notice.contact-erased");
}
