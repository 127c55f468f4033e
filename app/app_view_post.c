/* The view's part on the hub: who it is, what travels to it, and a closed box in a code that a
 * phone reads. Only for staff: a resident's view has none of it. */
#include "app/app_internal.h"

#include "app/base/str.h"
#include "app/store/store_outbox.h"
#include "app/store/store_statement.h"
#include "app/store/store_sync.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { DAY_S = 24 * 60 * 60, CODE_CAP = QR_TEXT + 1, GROUPS = 8, GROUP = 4 };

static const struct qr *make_qr(struct app *app, const char *text)
{
    struct qr *qr = arena_alloc(&app->view_arena, sizeof(*qr));
    return qr_make(qr, text) ? qr : NULL;
}

/* Capitals and digits alone make a smaller code. */
static void shout(char *text)
{
    for (; *text != '\0'; text++) {
        *text = *text >= 'a' && *text <= 'z' ? (char)(*text - 'a' + 'A') : *text;
    }
}

/* ---- the hub -------------------------------------------------------------------------------- */

static struct view_hub view_hub(struct app *app, enum store_hub_place place)
{
    struct store_hub hub;
    if (!store_hub_get(app->real, &app->view_arena, place, &hub, NULL)) {
        return (struct view_hub){.name = "", .print = ""};
    }
    return (struct view_hub){
        .is_known = true, .name = hub.name, .print = hub.print, .is_revoked = hub.is_revoked};
}

/* "DORPEL KENMERK 3F2A 91BC ..." */
static void view_self(struct app *app, struct view_post *post)
{
    char code[CODE_CAP];
    if (!store_self_print(app->real, &app->view_arena, &post->self, NULL)) {
        post->self = "";
        return;
    }
    snprintf(code, sizeof(code), "DORPEL KENMERK %s", post->self);
    shout(code);
    post->qr = make_qr(app, code);
}

static struct view_travel view_travel(struct app *app, enum outbox_stream stream)
{
    struct outbox_counts counts = {0};
    store_outbox_count(app->real, stream, &counts, NULL);
    return (struct view_travel){.waiting = counts.unsealed,
                                .sealed = counts.bundles[OUTBOX_SEALED],
                                .carried = counts.bundles[OUTBOX_CARRIED],
                                .received = counts.bundles[OUTBOX_RECEIVED],
                                .safe = counts.bundles[OUTBOX_SAFE]};
}

/* Days are counted between two readings of a wall clock that never falls below its floor, and that
 * goes on from the floor when a Pi without a clock chip starts in 1970. Time without power may be
 * missing in it: then the sentence comes late, never too soon. A person who corrects the clock
 * moves it; nothing but this sentence hangs on it. The date itself is shown only when the clock can
 * be believed. */
static void view_away(struct app *app, struct view_post *post)
{
    int64_t since;
    char words[40];
    post->left = "";
    if (post->travel[VIEW_VOTES].carried + post->travel[VIEW_REST].carried == 0 ||
        !store_away_since(app->real, &since, NULL)) {
        return;
    }
    post->is_silent = clock_wall_s(app->clock) / DAY_S - since / DAY_S >= APP_SILENT_DAYS;
    if (app->clock->quality != CLOCK_NONE) {
        app_date_words(app, words, sizeof(words), since, DATE_DAY);
        post->left = arena_strdup(&app->view_arena, words);
    }
}

void app_view_post(struct app *app)
{
    struct view_post *post = &app->view.post;
    *post = (struct view_post){.self = "", .left = ""};
    post->hub = post->waits = (struct view_hub){.name = "", .print = ""};
    if (app->visit.staff == STAFF_NONE) {
        return;
    }
    view_self(app, post);
    post->hub = view_hub(app, STORE_HUB);
    post->waits = view_hub(app, STORE_HUB_WAITS);
    post->travel[VIEW_VOTES] = view_travel(app, OUTBOX_VOTES);
    post->travel[VIEW_REST] = view_travel(app, OUTBOX_REST);
    view_away(app, post);
    post->by_village = app_enrol_by_village(app);
    enum store_code_state state = STORE_CODE_NONE;
    store_code_get(app->real, &app->view_arena, &state, NULL, NULL);
    post->code_state = (int)state;
}

/* ---- a closed box --------------------------------------------------------------------------- */

static const char *groups_of(struct app *app, const char *hex)
{
    char text[GROUPS * (GROUP + 1)];
    for (size_t i = 0; i < GROUPS; i++) {
        memcpy(text + i * (GROUP + 1), hex + i * GROUP, GROUP);
        text[i * (GROUP + 1) + GROUP] = i + 1 < GROUPS ? ' ' : '\0';
    }
    return arena_strdup(&app->view_arena, text);
}

void app_view_statement(struct app *app, struct view_round *round)
{
    struct close_statement statement;
    char set[2 * CRYPTO_HASH + 1], code[STATEMENT_TEXT];
    const char *self = "-";
    if (app->visit.staff == STAFF_NONE || round->state != ROUND_CLOSED ||
        !store_round_statement(app_store_of(app, round->round), round->round->id, &statement,
                               NULL)) {
        return;
    }
    store_self_print(app->real, &app->view_arena, &self, NULL);
    str_hex(set, statement.set_digest, CRYPTO_HASH);
    store_statement_line(app_store_of(app, round->round), code, &statement, round->round->id, self,
                         round->round->is_practice);
    round->statement = (struct view_statement){.is_known = true,
                                               .ballots = statement.ballots,
                                               .registers = statement.registers,
                                               .unlocks = statement.unlocks,
                                               .set = groups_of(app, set),
                                               .qr = make_qr(app, code)};
}
