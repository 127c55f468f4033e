/* The village's own, as the screens see it: from its content, with what neighbours did. */
#include "app/app_internal.h"

#include "app/base/str.h"
#include "app/store/store_outbox.h"

#include <stdio.h>
#include <string.h>

enum { THINGS_MOST = 200 /* of one parcel, on one screen */ };

static const char *about_of(struct app *app, enum subject_kind kind, const char *id)
{
    char about[SUBJECT_CAP];
    return arena_strdup(&app->view_arena, subject_of(about, kind, id));
}

static uint32_t count_of(struct app *app, const char *about, enum deed deed)
{
    uint32_t count = 0;
    store_deed_count(app_store(app), about, deed, &count, NULL);
    return count;
}

/* ---- of the content -------------------------------------------------------------------------- */

static void view_jewels(struct app *app, struct view_own *own)
{
    const struct pack *pack = app->pack;
    own->jewels = arena_array(&app->view_arena, pack->jewel_count + 1, sizeof(*own->jewels));
    own->jewel_count = pack->jewel_count;
    for (size_t i = 0; i < pack->jewel_count; i++) {
        const char *about = about_of(app, SUBJECT_JEWEL, pack->jewels[i].id);
        own->jewels[i] =
            (struct view_jewel){&pack->jewels[i], about, count_of(app, about, DEED_PLEDGE)};
    }
}

static void view_projects(struct app *app, struct view_own *own)
{
    const struct pack *pack = app->pack;
    own->projects = arena_array(&app->view_arena, pack->project_count + 1, sizeof(*own->projects));
    own->project_count = pack->project_count;
    for (size_t i = 0; i < pack->project_count; i++) {
        const char *about = about_of(app, SUBJECT_PROJECT, pack->projects[i].id);
        own->projects[i] =
            (struct view_project){&pack->projects[i], about, count_of(app, about, DEED_THANKS),
                                  count_of(app, about, DEED_PLEDGE)};
    }
}

/* What may not be seen is not in the view. */
static void view_questions(struct app *app, struct view_own *own)
{
    const struct pack *pack = app->pack;
    own->questions =
        arena_array(&app->view_arena, pack->question_count + 1, sizeof(*own->questions));
    own->question_count = pack->question_count;
    for (size_t i = 0; i < pack->question_count; i++) {
        struct view_question *row = &own->questions[i];
        struct deed_tally tally = {0};
        *row =
            (struct view_question){.question = &pack->questions[i],
                                   .about = about_of(app, SUBJECT_QUESTION, pack->questions[i].id)};
        store_deed_tally(app_store(app), row->about, &tally, NULL);
        row->is_shown = question_shows(row->question, tally.answers);
        if (row->is_shown) {
            row->answers = tally.answers;
            memcpy(row->choice, tally.choice, sizeof(row->choice));
        }
    }
}

/* ---- owners ---------------------------------------------------------------------------------- */

void app_view_owners(struct app *app, struct round *round)
{
    struct plan *plans = NULL;
    for (size_t i = 0; i < round->plan_count; i++) {
        char about[SUBJECT_CAP];
        struct owner_step step;
        size_t count = 0;
        subject_plan(about, round->id, round->plans[i].number);
        if (!store_owner_steps(app_store(app), about, &step, 1, &count, NULL) || count == 0) {
            continue;
        }
        if (plans == NULL) {
            plans = arena_array(&app->view_arena, round->plan_count, sizeof(*plans));
            memcpy(plans, round->plans, round->plan_count * sizeof(*plans));
        }
        plans[i].owner = step.owner;
    }
    round->plans = plans != NULL ? plans : round->plans;
}

static size_t owner_steps(void *ctx, const char *about, struct view_owner_step *ret)
{
    struct app *app = ctx;
    struct owner_step steps[VIEW_OWNER_STEPS];
    size_t count = 0;
    if (!store_owner_steps(app_store(app), about, steps, VIEW_OWNER_STEPS, &count, NULL)) {
        return 0;
    }
    count = count < VIEW_OWNER_STEPS ? count : VIEW_OWNER_STEPS;
    for (size_t i = 0; i < count; i++) {
        ret[i] = (struct view_owner_step){steps[i].was, steps[i].owner, steps[i].reason,
                                          steps[i].is_maker};
    }
    return count;
}

/* ---- what left ------------------------------------------------------------------------------- */

static void view_sent(struct app *app, struct view_own *own)
{
    struct outbox_parcel *parcels;
    size_t count;
    if (!store_outbox_parcels(app->real, &app->view_arena, VIEW_SENT, &parcels, &count, NULL)) {
        return;
    }
    own->sent = arena_array(&app->view_arena, count + 1, sizeof(*own->sent));
    own->sent_count = count;
    for (size_t i = 0; i < count; i++) {
        char day[60] = "";
        if (parcels[i].wall_s > 0) {
            app_date_words(app, day, sizeof(day), parcels[i].wall_s, DATE_DAY);
        }
        own->sent[i] = (struct view_sent){.state = (enum view_sent_state)parcels[i].state,
                                          .day = arena_strdup(&app->view_arena, day),
                                          .by_net = parcels[i].way == OUTBOX_BY_NET,
                                          .has_left = parcels[i].has_left,
                                          .things = parcels[i].records};
    }
}

static const struct {
    const char *icon, *key;
} kinds[RECORD_KINDS] = {
    [RECORD_IDEA] = {"lightbulb", "sent.idea-waits"},
    [RECORD_SUPPORT] = {"heart", "sent.support"},
    [RECORD_PLEDGE] = {"lock", "sent.pledge"},
    [RECORD_ANSWER] = {"message-square", "sent.answer"},
    [RECORD_THANKS] = {"hand-heart", "sent.thanks"},
    [RECORD_MODERATION] = {"eye", "sent.moderation"},
    [RECORD_CONTENT_EDIT] = {"pencil", "sent.edit"},
    [RECORD_ROUND_ACT] = {"vote", "sent.round"},
    [RECORD_CLOSE_STATEMENT] = {"archive", "sent.closed"},
    [RECORD_HEALTH] = {"stethoscope", "sent.health"},
    [RECORD_CONTENT_APPLIED] = {"newspaper", "sent.applied"},
    [RECORD_ERASE] = {"eraser", "sent.erase"},
};

/* An idea is read here only when everyone may read it: its newest version, as it is shown. */
static const char *shown_words(struct app *app, const struct record *record)
{
    uint8_t first[RECORD_RID];
    struct idea_row *row = arena_alloc(&app->view_arena, sizeof(*row));
    json_t *body = json_read(record->body, record->body_len, NULL);
    bool is_later = json_hex(body, "supersedes", first, sizeof(first));
    json_decref(body);
    bool shown = row != NULL &&
                 store_idea_get(app->real, is_later ? first : record->rid, row, NULL) &&
                 row->state == IDEA_SHOWN;
    return shown ? row->idea.what : "";
}

/* A record of that kind is a result, or what was done with a pack. */
static bool is_of_pack(const struct record *record)
{
    json_t *body = json_read(record->body, record->body_len, NULL);
    bool has = json_object_get(body, "how") != NULL;

    json_decref(body);
    return has;
}

static struct view_sent_thing thing_of(struct app *app, const struct record *record)
{
    if (record->body == NULL) {
        return (struct view_sent_thing){"eraser", "sent.gone", ""};
    }
    if (record->kind >= RECORD_KINDS || kinds[record->kind].key == NULL) {
        return (struct view_sent_thing){"file-check", "sent.other", ""};
    }
    struct view_sent_thing thing = {kinds[record->kind].icon, kinds[record->kind].key, ""};
    if (record->kind == RECORD_IDEA) {
        thing.words = shown_words(app, record);
        thing.key = thing.words[0] != '\0' ? "sent.idea" : thing.key;
    }
    if (record->kind == RECORD_CONTENT_APPLIED && is_of_pack(record)) {
        thing.key = "sent.pack";
    }
    return thing;
}

/* Read once for a view: a screen asks in every frame. */
static size_t open_sent(void *ctx, size_t index, const struct view_sent_thing **ret)
{
    struct app *app = ctx;
    struct opened *opened = &app->opened;
    struct outbox_parcel *parcels;
    struct record *records;
    size_t count;
    if (opened->things != NULL && opened->index == index) {
        *ret = opened->things;
        return opened->count;
    }
    struct arena *arena = &app->view_arena;
    if (!store_outbox_parcels(app->real, arena, VIEW_SENT, &parcels, &count, NULL) ||
        index >= count ||
        !store_outbox_inside(app->real, arena, parcels[index].id, THINGS_MOST, &records, &count,
                             NULL)) {
        return 0;
    }
    struct view_sent_thing *things = arena_array(arena, count + 1, sizeof(*things));
    for (size_t i = 0; i < count; i++) {
        things[i] = thing_of(app, &records[i]);
    }
    *opened = (struct opened){things, count, index};
    *ret = things;
    return count;
}

void app_view_own(struct app *app)
{
    struct view_own *own = &app->view.own;
    memset(&app->opened, 0, sizeof(app->opened));
    own->ctx = app;
    own->steps = owner_steps;
    own->open = open_sent;
    view_sent(app, own);
    if (app->pack != NULL) {
        view_jewels(app, own);
        view_projects(app, own);
        view_questions(app, own);
        own->cards = app->pack->cards;
        own->card_count = app->pack->card_count;
        own->guests = app->pack->guests;
        own->guest_count = app->pack->guest_count;
    }
    app_view_said(app);
}
