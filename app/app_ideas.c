/* The ideas as the screens see them. The village shows one at a time, and that one is all that is
 * read for it; the names of all are listed when somebody looks for ideas. The whole of one, with
 * its drawing, is fetched when a screen shows it, and the last few are kept. */
#include "app/app_internal.h"

#include "app/base/str.h"

#include <stdio.h>
#include <string.h>

/* ---- names ---------------------------------------------------------------------------------- */

static bool belongs(const struct idea_name *name, enum view_list list)
{
    bool is_jewel = name->sort == IDEA_JEWEL;
    if (list == VIEW_STAFF) {
        return true;
    }
    if (list == VIEW_JEWELS || list == VIEW_SHOWN) {
        return is_jewel == (list == VIEW_JEWELS);
    }
    enum owner owner = (enum owner)(list - VIEW_OF_COMMUNITY);
    return !is_jewel && name->plan_of == idea_plan_of_owner(owner);
}

/* Takes the ideas of one state, by number, behind those that are on the list. */
static void add_state(struct shelf *shelf, enum view_list list, enum idea_state state)
{
    for (size_t i = 0; i < shelf->name_count; i++) {
        if (shelf->names[i].state == state && belongs(&shelf->names[i], list)) {
            shelf->lists[list][shelf->counts[list]++] = &shelf->names[i];
        }
    }
}

void app_shelf_list(struct shelf *shelf)
{
    bool staff = shelf->staff;
    if (shelf->is_listed) {
        return;
    }
    shelf->is_listed = true;
    memset(shelf->counts, 0, sizeof(shelf->counts));
    unsigned wanted =
        staff ? 1u << IDEA_SHOWN | 1u << IDEA_WAITING | 1u << IDEA_HIDDEN : 1u << IDEA_SHOWN;
    if (!store_idea_names(shelf->store, &shelf->arena, wanted, &shelf->names, &shelf->name_count,
                          NULL)) {
        shelf->name_count = 0;
    }
    for (int list = 0; list < VIEW_LISTS; list++) {
        shelf->lists[list] =
            arena_array(&shelf->arena, shelf->name_count, sizeof(const struct idea_name *));
    }
    add_state(shelf, VIEW_SHOWN, IDEA_SHOWN);
    add_state(shelf, VIEW_JEWELS, IDEA_SHOWN);
    add_state(shelf, VIEW_OF_COMMUNITY, IDEA_SHOWN);
    add_state(shelf, VIEW_OF_SHARED, IDEA_SHOWN);
    add_state(shelf, VIEW_OF_MUNICIPALITY, IDEA_SHOWN);
    if (staff) {
        add_state(shelf, VIEW_STAFF, IDEA_WAITING);
        shelf->waiting = shelf->counts[VIEW_STAFF];
        add_state(shelf, VIEW_STAFF, IDEA_SHOWN);
        add_state(shelf, VIEW_STAFF, IDEA_HIDDEN);
    }
}

/* What is known of the ideas until they are listed. */
static void count_states(struct shelf *shelf)
{
    size_t of[IDEA_STATES] = {0}, jewels[IDEA_STATES] = {0};
    store_idea_counts(shelf->store, IDEA_PLAN, of, NULL);
    store_idea_counts(shelf->store, IDEA_JEWEL, jewels, NULL);
    store_idea_refused(shelf->store, &shelf->refused, NULL);
    shelf->counts[VIEW_SHOWN] = of[IDEA_SHOWN];
    shelf->counts[VIEW_JEWELS] = jewels[IDEA_SHOWN];
    for (size_t i = 0; i < IDEA_STATES; i++) {
        of[i] += jewels[i];
    }
    if (shelf->staff) {
        shelf->waiting = of[IDEA_WAITING];
        shelf->counts[VIEW_STAFF] = of[IDEA_WAITING] + of[IDEA_SHOWN] + of[IDEA_HIDDEN];
    }
}

void app_shelf_wipe(struct shelf *shelf)
{
    arena_finish(&shelf->arena);
    for (size_t i = 0; i < APP_CARDS; i++) {
        if (shelf->cards[i].used != 0) {
            crypto_wipe(&shelf->cards[i], sizeof(shelf->cards[i]));
        }
    }
    shelf->names = NULL;
    shelf->name_count = shelf->waiting = shelf->refused = 0;
    shelf->is_listed = shelf->has_one = false;
    memset(shelf->counts, 0, sizeof(shelf->counts));
    crypto_wipe(&shelf->alike, sizeof(shelf->alike));
    shelf->store = NULL;
}

/* ---- one ------------------------------------------------------------------------------------ */

static const char *seed_photo(const struct app *app, const char *what)
{
    for (size_t i = 0; app->pack != NULL && i < app->pack->idea_count; i++) {
        if (strcmp(app->pack->ideas[i].what, what) == 0) {
            return app->pack->ideas[i].photo;
        }
    }
    return "";
}

void app_reply_item(char dst[EDIT_ITEM], const uint8_t rid[RECORD_RID], enum reply_from from)
{
    char hex[2 * RECORD_RID + 1];
    str_hex(hex, rid, RECORD_RID);
    snprintf(dst, EDIT_ITEM, "idee/%s/antwoord/%s", hex, reply_from_name(from));
}

/* Whose plan it is now, as the last step says. */
static void set_owner(struct store *store, struct idea_row *row)
{
    char about[SUBJECT_CAP];
    struct owner_step step;
    size_t count = 0;
    subject_idea(about, row->rid);
    if (store_owner_steps(store, about, &step, 1, &count, NULL) && count > 0) {
        row->idea.plan_of = idea_plan_of_owner(step.owner);
    }
}

static void fill_card(const struct app *app, struct idea_card *card)
{
    struct idea_row *row = &card->row;
    set_owner(app->shelf.store, row);
    card->view = (struct view_idea){
        .idea = &row->idea,
        .state = row->state,
        .reason = row->reason,
        .photo = seed_photo(app, row->idea.what),
        .supports = row->supports,
        .helpers = row->helpers,
        .has_contact = row->has_contact,
        .is_updated = row->is_updated,
    };
    memcpy(card->view.rid, row->rid, RECORD_RID);
    for (int from = 0; from < REPLY_FROMS; from++) {
        char item[EDIT_ITEM];
        json_t *value;
        app_reply_item(item, row->rid, (enum reply_from)from);
        if (store_edit_get(app->shelf.store, item, &value, NULL)) {
            if (reply_from_json(&card->replies[from], value)) {
                card->view.replies[from] = &card->replies[from];
            }
            json_decref(value);
        }
    }
}

/* The card with this idea; what was not asked for longest goes. NULL when it cannot be read. */
static const struct view_idea *card_of(struct app *app, const uint8_t rid[RECORD_RID])
{
    struct shelf *shelf = &app->shelf;
    struct idea_card *oldest = &shelf->cards[0];
    shelf->clock++;
    for (size_t i = 0; i < APP_CARDS; i++) {
        struct idea_card *card = &shelf->cards[i];
        if (card->used != 0 && memcmp(card->row.rid, rid, RECORD_RID) == 0) {
            card->used = shelf->clock;
            return &card->view;
        }
        oldest = card->used < oldest->used ? card : oldest;
    }
    oldest->used = 0;
    if (!store_idea_get(shelf->store, rid, &oldest->row, NULL)) {
        return NULL;
    }
    oldest->used = shelf->clock;
    fill_card(app, oldest);
    return &oldest->view;
}

/* ---- what the screens ask ------------------------------------------------------------------- */

static const struct view_idea *idea_at(void *ctx, enum view_list list, size_t index)
{
    struct app *app = ctx;
    struct shelf *shelf = &app->shelf;
    app_shelf_list(shelf); /* somebody looks for ideas */
    return index < shelf->counts[list] ? card_of(app, shelf->lists[list][index]->rid) : NULL;
}

static size_t idea_count(void *ctx, enum view_list list)
{
    struct app *app = ctx;
    app_shelf_list(&app->shelf);
    return app->shelf.counts[list];
}

/* For the attract screen: one at a time, without a list. */
static const struct view_idea *idea_quiet(void *ctx, enum view_list list, size_t index)
{
    struct app *app = ctx;
    struct shelf *shelf = &app->shelf;
    enum idea_sort sort = list == VIEW_JEWELS ? IDEA_JEWEL : IDEA_PLAN;
    if (!shelf->has_one || shelf->one != index || shelf->one_sort != sort) {
        shelf->has_one = store_idea_quiet(shelf->store, sort, index, shelf->one_rid, NULL);
        shelf->one = index;
        shelf->one_sort = sort;
    }
    return shelf->has_one ? card_of(app, shelf->one_rid) : NULL;
}

static const struct view_idea *idea_of(void *ctx, enum view_list list,
                                       const uint8_t rid[RECORD_RID])
{
    struct app *app = ctx;
    const struct view_idea *idea = card_of(app, rid);
    if (idea == NULL || idea->state == IDEA_WITHDRAWN) {
        return NULL;
    }
    bool may_see = list == VIEW_STAFF ? app->shelf.staff : idea->state == IDEA_SHOWN;
    return may_see ? idea : NULL;
}

/* The most alike first; equal ones by number. */
static void find_alike(struct shelf *shelf, struct alike *alike, int least)
{
    int scores[VIEW_ALIKE];
    app_shelf_list(shelf);
    alike->count = 0;
    for (size_t i = 0; i < shelf->counts[VIEW_SHOWN]; i++) {
        const struct idea_name *name = shelf->lists[VIEW_SHOWN][i];
        int score = idea_likeness(alike->what, name->what);
        size_t at = alike->count;
        while (at > 0 && scores[at - 1] < score) {
            at--;
        }
        if (score < least || at == VIEW_ALIKE) {
            continue;
        }
        alike->count += alike->count < VIEW_ALIKE ? 1 : 0;
        for (size_t j = alike->count - 1; j > at; j--) {
            scores[j] = scores[j - 1];
            memcpy(alike->rids[j], alike->rids[j - 1], RECORD_RID);
        }
        scores[at] = score;
        memcpy(alike->rids[at], name->rid, RECORD_RID);
    }
}

/* Looked for once a text: comparing with 2,000 ideas takes a good part of a frame. */
static size_t ideas_alike(void *ctx, const char *what, int least,
                          uint8_t ret[VIEW_ALIKE][RECORD_RID])
{
    struct app *app = ctx;
    struct alike *alike = &app->shelf.alike;
    if (alike->least != least || strcmp(alike->what, what) != 0) {
        alike->least = least;
        str_copy(alike->what, sizeof(alike->what), what);
        find_alike(&app->shelf, alike, least);
    }
    memcpy(ret, alike->rids, sizeof(alike->rids));
    return alike->count;
}

void app_view_ideas(struct app *app)
{
    struct shelf *shelf = &app->shelf;
    struct store *store = app_store(app);
    uint64_t stamp = store_idea_stamp(store);
    bool staff = app->visit.staff != STAFF_NONE;
    if (shelf->store != store || shelf->stamp != stamp || shelf->staff != staff) {
        app_shelf_wipe(shelf);
        shelf->store = store;
        shelf->stamp = stamp;
        shelf->staff = staff;
        count_states(shelf);
    }
    app->view.shelf =
        (struct view_shelf){app, idea_at, idea_of, idea_count, idea_quiet, ideas_alike};
    app->view.idea_count = shelf->counts[VIEW_SHOWN];
    app->view.own_jewel_count = shelf->counts[VIEW_JEWELS];
    app->view.waiting_count = shelf->counts[VIEW_STAFF];
    app->view.waiting_new = shelf->waiting;
    app->view.refused_count = shelf->refused;
}
