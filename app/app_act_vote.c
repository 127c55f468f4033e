/* The right to vote and the vote itself. "Gelukt" only after the commit; the log says nothing of
 * it. */
#include "app/app_internal.h"

#include "app/domain/receipts.h"

#include <stdio.h>
#include <string.h>

static const struct round *visit_round(const struct app *app)
{
    return app_round(app, app->visit.round);
}

/* ---- the right to vote ---------------------------------------------------------------------- */

static void enter_ballot(struct app *app)
{
    visit_grant(&app->visit);
    visit_return(&app->visit, SCREEN_VOTE_ROUND);
    visit_go(&app->visit, SCREEN_VOTE_PLANS);
}

/* The code that practice takes: published, and never a real one. */
static void practice_code(char ret[CODE_LEN + 1])
{
    memcpy(ret, "2222222", 7);
    ret[7] = code_check_char("2222222");
    ret[8] = '\0';
}

void app_act_code_check(struct app *app)
{
    struct visit *visit = &app->visit;
    const struct round *round = visit_round(app);
    char code[CODE_LEN + 1];
    struct err err = {0};
    if (round == NULL) {
        return;
    }
    if (worker_is_busy(app->worker)) {
        /* With the code of somebody who left: that answer is dropped, then it is this one's turn.
         */
        visit->is_storing = visit->code_waits = true;
        return;
    }
    int64_t now = app_now_ms(app);
    int64_t wait = store_guess_wait_ms(app->real, "code", now);
    if (wait > 0) {
        app_notice(app, "vote.code-wait", (wait + 999) / 1000);
        return;
    }
    if (!code_normalise(code, visit->typed, &err)) {
        app_notice(app, err.code == ERR_CRYPTO ? "vote.code-typo" : "vote.code-short", 0);
        return;
    }
    if (round->is_practice) {
        char practice[CODE_LEN + 1];
        practice_code(practice);
        if (strcmp(code, practice) == 0) {
            crypto_random(visit->tag, sizeof(visit->tag));
            enter_ballot(app);
        } else {
            app_notice(app, "vote.code-practice", 0); /* a real code is not even hashed here */
        }
        crypto_wipe(code, sizeof(code));
        return;
    }
    if (!store_guess_begin(app->real, "code", now, &err)) {
        app_notice_store(app, &err, "notice.store-failed");
        return;
    }
    visit->is_storing = true;
    worker_start(app->worker, code, round->salt, round->cost);
    crypto_wipe(code, sizeof(code));
}

void app_act_code_done(struct app *app, const struct worker_answer *answer)
{
    struct visit *visit = &app->visit;
    if (!visit->is_storing || visit_now(visit) != SCREEN_VOTE_CODE) {
        return; /* the visitor has left; the answer belongs to nobody */
    }
    visit->is_storing = false;
    app->last_input_ms = app_now_ms(app);
    if (visit->code_waits) {
        visit->code_waits = false; /* the answer is about another code than this visitor's */
        app_act_code_check(app);
        return;
    }
    const struct round *round = visit_round(app);
    bool used = false;
    struct err err = {0};
    if (round == NULL || !answer->ok) {
        app_notice(app, "notice.store-failed", 0);
        return;
    }
    if (!round_knows_tag(round, answer->tag)) {
        app_notice(app, "vote.code-unknown", 0);
        return;
    }
    store_guess_right(app->real, "code", NULL);
    if (!store_vote_is_used(app_store_of(app, round), round->id, answer->tag, &used, &err)) {
        app_notice_store(app, &err, "notice.store-failed");
        return;
    }
    if (used) {
        app_notice(app, "vote.code-used", 0);
        return;
    }
    memcpy(visit->tag, answer->tag, CODE_TAG);
    memcpy(visit->proof, answer->proof, CODE_PROOF);
    enter_ballot(app);
}

void app_act_turn_take(struct app *app)
{
    if (app->turn_until_ms == 0 || app->turn_round != app->visit.round) {
        app_notice(app, "vote.turn-over", 0);
        return;
    }
    enter_ballot(app);
}

/* ---- the vote ------------------------------------------------------------------------------- */

static bool seal_now(struct app *app, const struct round *round, struct sealed_vote *ret,
                     struct err *err)
{
    struct visit *visit = &app->visit;
    bool has_code = round->access == ACCESS_CODE;
    return seal_vote(ret, &visit->ballot, round, has_code ? visit->tag : NULL,
                     has_code ? visit->proof : NULL, err);
}

static void vote_failed(struct app *app, const struct err *err)
{
    switch ((int)err->code) {
    case ERR_USED:
        visit_drop_right(&app->visit);
        visit_return(&app->visit, SCREEN_VOTE_ROUND);
        app_notice(app, "vote.code-used", 0);
        break;
    case ERR_DENIED:
        visit_return(&app->visit, SCREEN_VOTE_ROUND);
        app_notice(app, "vote.not-open", 0);
        break;
    default:
        app_notice(app, "vote.store-failed", 0);
        break;
    }
    app->view_is_old = true;
}

void app_act_vote(struct app *app)
{
    struct visit *visit = &app->visit;
    const struct round *round = visit_round(app);
    if (round == NULL || !visit_may_vote(visit) || visit_now(visit) != SCREEN_VOTE_CONFIRM) {
        return;
    }
    enum ballot_verdict verdict = ballot_check(&visit->ballot, round);
    if (verdict != BALLOT_OK && verdict != BALLOT_BLANK) {
        visit_return(visit, SCREEN_VOTE_PLANS);
        return;
    }
    const struct view_round *row = &app->view.rounds[visit->round];
    if (row->is_paused_by_date) {
        struct err paused = {.code = ERR_DENIED};
        vote_failed(app, &paused);
        return;
    }
    struct err err = {0};
    struct sealed_vote vote;
    bool unlock = round->access == ACCESS_UNLOCK;
    if (!seal_now(app, round, &vote, &err) ||
        !store_vote_cast(app_store_of(app, round), round->id, &vote, unlock, &err)) {
        crypto_wipe(&vote, sizeof(vote));
        vote_failed(app, &err);
        return;
    }
    if (unlock) {
        app->turn_until_ms = 0;
    }
    words_receipt(visit->receipt, vote.ballot_id);
    crypto_wipe(&vote, sizeof(vote));
    visit_drop_right(visit);
    visit->depth = 1;
    visit->stack[1] = SCREEN_HOME;
    visit_go(visit, SCREEN_VOTE_DONE);
    app->view_is_old = true;
}

/* As visit->words_found: 2, 3 or 4; 0: the result does not know this receipt. */
static int receipt_in_result(struct app *app, const struct round *round, uint64_t receipt)
{
    struct arena arena;
    arena_init(&arena, 0);
    const char *text;
    size_t len;
    int found = 0;
    if (store_result_get(app_store_of(app, round), &arena, round->id, &text, &len, NULL)) {
        json_t *root = json_read(text, len, NULL);
        const char *key;
        json_t *list;
        json_object_foreach(json_object_get(root, "receipts"), key, list)
        {
            const char *receipts = json_string_value(list);
            if (receipts != NULL && receipts_has(receipts, receipt)) {
                found = found == 2 || strcmp(key, "counted") == 0 ? 2
                        : strcmp(key, "code-twice") == 0          ? 3
                                                                  : 4;
            }
        }
        json_decref(root);
    }
    arena_finish(&arena);
    return found;
}

void app_act_words_check(struct app *app)
{
    struct visit *visit = &app->visit;
    const struct round *round = visit_round(app);
    uint16_t words[RECEIPT_WORDS];
    if (round == NULL || !words_parse(words, RECEIPT_WORDS, visit->typed)) {
        app_notice(app, "words.bad", 0);
        return;
    }
    visit->words_found = receipt_in_result(app, round, receipts_number(words));
    bool has = false;
    if (visit->words_found == 0 &&
        store_vote_has_receipt(app_store_of(app, round), round->id, words, &has, NULL) && has) {
        visit->words_found = 1;
    }
}
