#include "app/content/pack_overlay.h"

#include "app/base/day.h"
#include "app/base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OF_VILLAGE = 3, OF_NEWS = 5, OF_THING = 4, OF_PLAN = 5 }; /* fields of one thing, at most */
enum { LINE = 140, SENTENCE = 160, DATE = 40 };

struct laying { /* while it is made */
    struct arena *arena;
    struct overlay *overlay;
    const struct overlay_edit *edits;
    size_t edit_count;
    const char *was;
    /* of the fields that are being added */
    const char *path;
    const char *title;
    enum overlay_group group;
    size_t index, round;
};

static int by_item(const void *a, const void *b)
{
    return strcmp(((const struct overlay_edit *)a)->item, ((const struct overlay_edit *)b)->item);
}

static const struct overlay_edit *edit_of(const struct laying *laying, const char *item)
{
    const struct overlay_edit key = {.item = item};

    return laying->edit_count == 0
               ? NULL
               : bsearch(&key, laying->edits, laying->edit_count, sizeof(key), by_item);
}

/* Adds a field; returns what is shown. An edit that may not be there is none. */
static const char *lay_over(struct laying *laying, const char *name, enum overlay_kind kind,
                            size_t max, const char *below, const char *basis)
{
    struct overlay *overlay = laying->overlay;
    struct overlay_field *field = &overlay->fields[overlay->field_count++];
    *field = (struct overlay_field){
        .item = arena_printf(laying->arena, "%s/%s", laying->path, name),
        .name = name,
        .kind = kind,
        .group = laying->group,
        .index = laying->index,
        .round = laying->round,
        .title = laying->title,
        .below = below,
        .basis = basis,
        .max = max,
    };
    const struct overlay_edit *edit = edit_of(laying, field->item);
    char clean[OVERLAY_TEXT * 4 + 1];
    bool may = edit != NULL && edit->value != NULL &&
               overlay_clean(clean, sizeof(clean), field, edit->value) &&
               strcmp(clean, edit->value) == 0;
    field->mine = may ? edit->value : NULL;
    field->verdict = overlay_meet(basis, field->mine, may ? edit->base : "", &field->shown);
    field->shown = field->shown == basis ? below : field->shown;
    overlay->clash_count += field->verdict == OVERLAY_CLASH;
    return field->shown;
}

static const char *lay(struct laying *laying, const char *name, enum overlay_kind kind, size_t max,
                       const char *below)
{
    return lay_over(laying, name, kind, max, below, below);
}

/* Another photo by the same name is another one; photos of a pack in use are not read again to hash
 * them, so that their size tells. */
static const char *lay_photo(struct laying *laying, const char *below)
{
    const struct pack *pack = &laying->overlay->pack;
    const char *basis = below;

    for (size_t i = 0; below[0] != '\0' && basis == below && i < pack->file_count; i++) {
        const struct pack_file *file = &pack->files[i];
        if (strncmp(file->path, "fotos/", 6) == 0 && strcmp(file->path + 6, below) == 0) {
            basis = arena_printf(laying->arena, "%s %lld", below, (long long)file->size);
        }
    }
    return lay_over(laying, "foto", OVERLAY_PICTURE, sizeof(OVERLAY_OWN) + OVERLAY_PHOTO, below,
                    basis);
}

static void at(struct laying *laying, enum overlay_group group, size_t index, const char *path,
               const char *title)
{
    laying->group = group;
    laying->index = index;
    laying->path = path;
    laying->title = title;
}

/* A title that was edited is the title of all its fields. */
static void give_title(struct laying *laying, size_t first, const char *title)
{
    for (size_t i = first; i < laying->overlay->field_count; i++) {
        laying->overlay->fields[i].title = title;
    }
}

/* ---- village, news, jewels ------------------------------------------------------------------ */

static void lay_village(struct laying *laying)
{
    struct overlay *overlay = laying->overlay;
    struct pack *pack = &overlay->pack;

    at(laying, OVERLAY_OF_VILLAGE, 0, "dorp", pack->name);
    pack->tagline = lay(laying, "motto", OVERLAY_LINE, SENTENCE, pack->tagline);
    overlay->hours = lay(laying, "openingstijden", OVERLAY_LINE, SENTENCE, "");
    overlay->order = lay(laying, "volgorde", OVERLAY_LINE, SENTENCE, OVERLAY_ORDER);
}

static bool is_flag(const char *text)
{
    return strcmp(text, "ja") == 0;
}

static bool lay_hidden(struct laying *laying)
{
    return is_flag(lay(laying, "verborgen", OVERLAY_FLAG, 3, "nee"));
}

/* What the municipality owns can be hidden here; its words are its own. */
static bool lay_news(struct laying *laying, struct news *item)
{
    size_t first = laying->overlay->field_count;

    if (item->owner != OWNER_MUNICIPALITY) {
        item->title = lay(laying, "titel", OVERLAY_LINE, LINE, item->title);
        item->text = lay(laying, "tekst", OVERLAY_LINES, OVERLAY_TEXT, item->text);
        item->date = lay(laying, "datum", OVERLAY_LINE, DATE, item->date);
        item->photo = lay_photo(laying, item->photo);
    }
    bool hidden = lay_hidden(laying);
    give_title(laying, first, item->title);
    return !hidden && item->title[0] != '\0';
}

/* Items of the kiosk's own first: they are the newest. */
static void lay_all_news(struct laying *laying)
{
    struct pack *pack = &laying->overlay->pack;
    struct news *shown = arena_array(laying->arena, pack->news_count + OVERLAY_NEW, sizeof(*shown));
    size_t kept = 0;

    for (size_t i = 0; i < OVERLAY_NEW; i++) {
        struct news item = {.title = "", .text = "", .photo = "", .date = ""};
        item.id = arena_printf(laying->arena, "nieuw-%zu", i + 1);
        at(laying, OVERLAY_OF_NEWS, i, arena_printf(laying->arena, "nieuws/%s", item.id), "");
        if (lay_news(laying, &item)) {
            shown[kept++] = item;
        }
    }
    for (size_t i = 0; i < pack->news_count; i++) {
        struct news item = pack->news[i];
        at(laying, OVERLAY_OF_NEWS, OVERLAY_NEW + i,
           arena_printf(laying->arena, "nieuws/%s", item.id), item.title);
        if (lay_news(laying, &item)) {
            shown[kept++] = item;
        }
    }
    pack->news = shown;
    pack->news_count = kept;
}

static void lay_jewels(struct laying *laying)
{
    struct pack *pack = &laying->overlay->pack;
    struct jewel *shown = arena_array(laying->arena, pack->jewel_count + 1, sizeof(*shown));
    size_t kept = 0;

    for (size_t i = 0; i < pack->jewel_count; i++) {
        struct jewel item = pack->jewels[i];
        size_t first = laying->overlay->field_count;
        at(laying, OVERLAY_OF_JEWEL, i, arena_printf(laying->arena, "trots/%s", item.id),
           item.title);
        if (item.owner != OWNER_MUNICIPALITY) {
            item.title = lay(laying, "titel", OVERLAY_LINE, LINE, item.title);
            item.text = lay(laying, "tekst", OVERLAY_LINES, OVERLAY_TEXT, item.text);
            item.photo = lay_photo(laying, item.photo);
        }
        bool hidden = lay_hidden(laying);
        give_title(laying, first, item.title);
        if (!hidden && item.title[0] != '\0') {
            shown[kept++] = item;
        }
    }
    pack->jewels = shown;
    pack->jewel_count = kept;
}

/* Of cards, questions and stories: shown or hidden. Their words come as they were made. */
#define LAY_LIST(member, count, type, list, name_of)                                               \
    do {                                                                                           \
        type *shown = arena_array(laying->arena, pack->count + 1, sizeof(*shown));                 \
        size_t kept = 0;                                                                           \
        for (size_t i = 0; i < pack->count; i++) {                                                 \
            at(laying, OVERLAY_OF_OTHER, index++,                                                  \
               arena_printf(laying->arena, list "/%s", pack->member[i].id),                        \
               pack->member[i].name_of);                                                           \
            if (!lay_hidden(laying)) {                                                             \
                shown[kept++] = pack->member[i];                                                   \
            }                                                                                      \
        }                                                                                          \
        pack->member = shown;                                                                      \
        pack->count = kept;                                                                        \
    } while (0)

static void lay_others(struct laying *laying)
{
    struct pack *pack = &laying->overlay->pack;
    size_t index = 0;

    LAY_LIST(questions, question_count, struct question, "vraag", text);
    LAY_LIST(projects, project_count, struct project, "voortgang", title);
    LAY_LIST(cards, card_count, struct card, "kennis", title);
    LAY_LIST(guests, guest_count, struct card, "gast", title);
}

/* ---- rounds --------------------------------------------------------------------------------- */

static const char *day_text(struct laying *laying, int day)
{
    char text[16] = "";

    if (day != 0) {
        day_write(text, day);
    }
    return arena_strdup(laying->arena, text);
}

static void lay_day(struct laying *laying, const char *name, int *day)
{
    const char *text = lay(laying, name, OVERLAY_DAY, 10, day_text(laying, *day));

    if (text[0] == '\0' || !day_read(day, text)) {
        *day = 0;
    }
}

/* What a round of the municipality asks and gives is the municipality's. */
static bool lay_plan(struct laying *laying, struct plan *plan, bool is_ours, bool skip_frozen)
{
    size_t first = laying->overlay->field_count;
    int64_t below = plan->cost_cents;
    bool hidden = false;

    if (!is_ours) {
        return true;
    }
    plan->summary = lay(laying, "samenvatting", OVERLAY_LINE, SENTENCE, plan->summary);
    plan->text = lay(laying, "tekst", OVERLAY_LINES, OVERLAY_TEXT, plan->text);
    plan->photo = lay_photo(laying, plan->photo);
    if (!skip_frozen) {
        const char *cost = lay(laying, "bedrag", OVERLAY_AMOUNT, 12,
                               arena_printf(laying->arena, "%lld", (long long)below));
        plan->cost_cents = strtoll(cost, NULL, 10);
        hidden = lay_hidden(laying);
    }
    give_title(laying, first, plan->title);
    if (plan->cost_cents != below) {
        char amount[32], words[120];
        str_amount(amount, sizeof(amount), below);
        str_fill(words, sizeof(words), laying->was, (const char *const[]){"amount", amount, NULL});
        plan->change = arena_strdup(laying->arena, words);
    }
    return !hidden;
}

enum { HIDDEN = ROUND_MAX_PLANS };

/* Plans that exclude each other are named by their places, which moved. */
static void place_pairs(struct laying *laying, struct round *round, const size_t *place)
{
    struct plan_pair *pairs = arena_array(laying->arena, round->pair_count + 1, sizeof(*pairs));
    size_t kept = 0;

    for (size_t i = 0; i < round->pair_count; i++) {
        size_t a = place[round->pairs[i].a], b = place[round->pairs[i].b];
        if (a != HIDDEN && b != HIDDEN) {
            pairs[kept++] = (struct plan_pair){(uint16_t)a, (uint16_t)b};
        }
    }
    round->pairs = pairs;
    round->pair_count = kept;
}

/* As the settings of rondes.ini are called. */
static const char *const phase_days[ROUND_PHASES] = {"ideeen", "keuren", "stemmen", "uitslag",
                                                     "doen"};

static void lay_round(struct laying *laying, struct round *round, size_t index, bool skip_frozen)
{
    struct plan *plans = arena_array(laying->arena, round->plan_count + 1, sizeof(*plans));
    size_t kept = 0, place[ROUND_MAX_PLANS];

    laying->round = index;
    at(laying, OVERLAY_OF_ROUND, index, arena_printf(laying->arena, "ronde/%s", round->name),
       round->title);
    for (int p = 0; p < ROUND_PHASES && round->owner != OWNER_MUNICIPALITY; p++) {
        lay_day(laying, phase_days[p], &round->day[p]);
    }
    const struct overlay_edit *again =
        edit_of(laying, arena_printf(laying->arena, "ronde/%s/herstart", round->name));
    long restarts = again != NULL && again->value != NULL ? strtol(again->value, NULL, 10) : 0;
    if (restarts > round->restarts && restarts <= ROUND_MAX_RESTARTS) {
        round->restarts = (uint16_t)restarts;
        round_restart_id(round->id, round->base_id, round->restarts);
    }
    const struct overlay_edit *phase =
        edit_of(laying, arena_printf(laying->arena, "ronde/%s/fase", round->name));
    if (phase != NULL && phase->value != NULL) {
        round_phase_parse(&round->phase, phase->value);
    }
    for (size_t p = 0; p < round->plan_count; p++) {
        struct plan plan = round->plans[p];
        at(laying, OVERLAY_OF_PLAN, (index << 8) + p,
           arena_printf(laying->arena, "plan/%s/%u", round->name, plan.number), plan.title);
        bool is_shown = lay_plan(laying, &plan, round->owner != OWNER_MUNICIPALITY, skip_frozen);
        place[p] = is_shown ? kept : HIDDEN;
        if (is_shown) {
            plans[kept++] = plan;
        }
    }
    round->plans = plans;
    round->plan_count = kept;
    place_pairs(laying, round, place);
    if (round->form != FORM_PURSE && round->form != FORM_POINTS && round->choose_max > kept) {
        round->choose_max = (uint16_t)kept;
    }
}

/* ---- the whole ------------------------------------------------------------------------------ */

static size_t most_fields(const struct pack *pack)
{
    size_t most = OF_VILLAGE + OF_NEWS * (OVERLAY_NEW + pack->news_count) +
                  OF_THING * pack->jewel_count + pack->question_count + pack->project_count +
                  pack->card_count + pack->guest_count;

    for (size_t i = 0; i < pack->round_count; i++) {
        most += ROUND_PHASES + OF_PLAN * pack->rounds[i].plan_count;
    }
    return most;
}

struct overlay *overlay_make(struct arena *arena, const struct pack *pack,
                             const struct overlay_edit *edits, size_t count, const char *was,
                             uint32_t frozen)
{
    struct overlay *overlay = arena_alloc(arena, sizeof(*overlay));
    struct laying laying = {
        .arena = arena, .overlay = overlay, .edits = edits, .edit_count = count, .was = was};

    *overlay = (struct overlay){.pack = *pack};
    overlay->fields = arena_array(arena, most_fields(pack), sizeof(*overlay->fields));
    lay_village(&laying);
    lay_all_news(&laying);
    lay_jewels(&laying);
    lay_others(&laying);
    overlay->pack.rounds = arena_array(arena, pack->round_count + 1, sizeof(*overlay->pack.rounds));
    for (size_t i = 0; i < pack->round_count; i++) {
        overlay->pack.rounds[i] = pack->rounds[i];
        lay_round(&laying, &overlay->pack.rounds[i], i, (frozen >> i & 1) != 0);
    }
    return overlay;
}

/* ---- what a field may hold ------------------------------------------------------------------ */

/* Each kind once. */
static bool is_order(const char *text)
{
    static const char all[] = OVERLAY_ORDER;

    for (const char *kind = all; *kind != '\0';) {
        size_t len = strcspn(kind, ",");
        size_t found = 0;
        for (const char *at = text; *at != '\0'; at += strcspn(at, ","), at += *at == ',') {
            found += strcspn(at, ",") == len && strncmp(at, kind, len) == 0;
        }
        if (found != 1) {
            return false;
        }
        kind += len + (kind[len] == ',');
    }
    return strlen(text) == sizeof(all) - 1;
}

bool overlay_clean(char *dst, size_t cap, const struct overlay_field *field, const char *typed)
{
    int day;

    if (!str_clean(dst, cap, typed, field->kind == OVERLAY_LINES) || str_count(dst) > field->max) {
        return false;
    }
    switch (field->kind) {
    case OVERLAY_LINE:
        return strcmp(field->name, "volgorde") != 0 || is_order(dst);
    case OVERLAY_LINES:
        return true;
    case OVERLAY_AMOUNT: {
        char *end;
        long long cents = strtoll(dst, &end, 10);
        return *end == '\0' && cents >= 0 && cents <= ROUND_MAX_BUDGET_CENTS;
    }
    case OVERLAY_DAY:
        return dst[0] == '\0' || day_read(&day, dst);
    case OVERLAY_FLAG:
        return strcmp(dst, "ja") == 0 || strcmp(dst, "nee") == 0;
    case OVERLAY_PICTURE:
        return dst[0] == '\0' || (strncmp(dst, OVERLAY_OWN, sizeof(OVERLAY_OWN) - 1) == 0 &&
                                  overlay_is_photo(dst + sizeof(OVERLAY_OWN) - 1));
    }
    return false;
}
