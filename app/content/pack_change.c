#include "app/content/pack_change.h"

#include "app/content/pack_same.h"

#include <stdlib.h>
#include <string.h>

struct item { /* one thing of a pack */
    const char *id, *title;
    const void *at; /* the struct that content_fields tells the offsets of */
    enum owner owner;
    bool met; /* in the other pack too */
};
struct items {
    struct item *list;
    size_t count;
};

struct comparing {
    struct arena *arena;
    const struct pack *before, *after;
    unsigned signers;
    bool knows_municipality;
    struct change_list *ret;
    size_t cap;
};

static const void *member(const void *at, size_t offset)
{
    return (const char *)at + offset;
}

static const char *text_at(const void *at, size_t offset)
{
    const char *const *text = member(at, offset);

    return *text == NULL ? "" : *text;
}

/* ---- the things of a pack -------------------------------------------------------------------- */

/* A list whose structs begin with the id. */
struct like {
    const void *list;
    size_t count, size, title, owner; /* owner: SIZE_MAX for the village's */
};

static void add_like(struct items *items, const struct like *like)
{
    for (size_t i = 0; i < like->count; i++) {
        const void *at = member(like->list, i * like->size);
        struct item item = {.id = text_at(at, 0), .title = text_at(at, like->title), .at = at};
        if (like->owner != SIZE_MAX) {
            memcpy(&item.owner, member(at, like->owner), sizeof(item.owner));
        }
        items->list[items->count++] = item;
    }
}

static void add_rounds(struct items *items, const struct pack *pack)
{
    for (size_t i = 0; i < pack->round_count; i++) {
        const struct round *round = &pack->rounds[i];
        items->list[items->count++] = (struct item){
            .id = round->name, .title = round->title, .at = round, .owner = round->owner};
    }
}

static void add_plans(struct items *items, struct arena *arena, const struct pack *pack)
{
    for (size_t r = 0; r < pack->round_count; r++) {
        const struct round *round = &pack->rounds[r];
        for (size_t i = 0; i < round->plan_count; i++) {
            const struct plan *plan = &round->plans[i];
            items->list[items->count++] = (struct item){
                .id = arena_printf(arena, "%s/%u", round->name, (unsigned)plan->number),
                .title = plan->title,
                .at = plan,
                .owner = round->owner};
        }
    }
}

/* "ronde.2026.uitleg" is of whom the round is. */
static enum owner owner_of_key(const struct pack *pack, const char *key)
{
    if (strncmp(key, "ronde.", 6) == 0) {
        size_t len = strcspn(key + 6, ".");
        for (size_t i = 0; i < pack->round_count; i++) {
            const char *name = pack->rounds[i].name;
            if (strlen(name) == len && strncmp(name, key + 6, len) == 0) {
                return pack->rounds[i].owner;
            }
        }
    }
    return OWNER_COMMUNITY;
}

static void add_texts(struct items *items, struct arena *arena, const struct pack *pack)
{
    for (size_t i = 0; i < pack->text_count; i++) {
        const struct own_text *text = &pack->texts[i];
        items->list[items->count++] =
            (struct item){.id = arena_printf(arena, "%s/%s", text->language, text->key),
                          .title = text->key,
                          .at = text,
                          .owner = owner_of_key(pack, text->key)};
    }
}

static void add_village(struct items *items, struct arena *arena, const struct pack *pack)
{
    struct village_facts *facts = arena_alloc(arena, sizeof(*facts));

    *facts = (struct village_facts){.id = "dorp",
                                    .name = pack->name,
                                    .tagline = pack->tagline,
                                    .kiosk = pack->kiosk,
                                    .reader = pack->contact_reader,
                                    .formal = pack->formal,
                                    .at_once = pack->at_once,
                                    .residents = pack->residents};
    items->list[items->count++] = (struct item){.id = "dorp", .title = pack->name, .at = facts};
}

/* Does a thing of the pack show this picture? Then it is that thing's field. */
static bool is_shown(const struct pack *pack, const char *name);

static bool is_told_elsewhere(const struct pack *pack, const char *path)
{
    const char *dot = strrchr(path, '.');
    bool is_table = strchr(path, '/') == NULL && dot != NULL &&
                    (strcmp(dot, ".csv") == 0 || strcmp(dot, ".ini") == 0);

    return is_table || strncmp(path, "sleutels/", 9) == 0 ||
           (strncmp(path, "fotos/", 6) == 0 && is_shown(pack, path + 6));
}

static void add_files(struct items *items, struct arena *arena, const struct pack *pack)
{
    for (size_t i = 0; i < pack->file_count; i++) {
        const struct pack_file *file = &pack->files[i];
        if (is_told_elsewhere(pack, file->path)) {
            continue;
        }
        struct other_file *other = arena_alloc(arena, sizeof(*other));
        other->id = file->path;
        memcpy(other->hash, file->hash, CRYPTO_HASH);
        items->list[items->count++] =
            (struct item){.id = file->path, .title = file->path, .at = other};
    }
}

static size_t most_items(const struct pack *pack, enum content_kind kind)
{
    return kind == CONTENT_PLAN   ? pack->round_count * ROUND_MAX_PLANS
           : kind == CONTENT_FILE ? pack->file_count
           : kind == CONTENT_TEXT ? pack->text_count
                                  : 256;
}

#define LIKE(list, count, type, title, owner)                                                      \
    ((struct like){list, count, sizeof(struct type), offsetof(struct type, title),                 \
                   offsetof(struct type, owner)})

static bool collect(struct items *ret, struct arena *arena, const struct pack *pack,
                    enum content_kind kind)
{
    *ret = (struct items){0};
    ret->list =
        arena_array(arena, pack == NULL ? 1 : most_items(pack, kind) + 1, sizeof(*ret->list));
    if (pack == NULL || ret->list == NULL) {
        return ret->list != NULL;
    }
    switch (kind) {
    case CONTENT_VILLAGE:
        add_village(ret, arena, pack);
        break;
    case CONTENT_ROUND:
        add_rounds(ret, pack);
        break;
    case CONTENT_PLAN:
        add_plans(ret, arena, pack);
        break;
    case CONTENT_NEWS:
        add_like(ret, &LIKE(pack->news, pack->news_count, news, title, owner));
        break;
    case CONTENT_JEWEL:
        add_like(ret, &LIKE(pack->jewels, pack->jewel_count, jewel, title, owner));
        break;
    case CONTENT_CARD:
        add_like(ret, &LIKE(pack->cards, pack->card_count, card, title, owner));
        break;
    case CONTENT_QUESTION:
        add_like(ret, &LIKE(pack->questions, pack->question_count, question, text, owner));
        break;
    case CONTENT_PROJECT:
        add_like(ret, &LIKE(pack->projects, pack->project_count, project, title, owner));
        break;
    case CONTENT_IDEA:
        add_like(ret, &(struct like){pack->ideas, pack->idea_count, sizeof(struct seed_idea), 0,
                                     SIZE_MAX});
        break;
    case CONTENT_TEXT:
        add_texts(ret, arena, pack);
        break;
    case CONTENT_KEY:
        add_like(ret, &(struct like){pack->keys, pack->key_count, sizeof(struct public_key), 0,
                                     SIZE_MAX});
        break;
    case CONTENT_FILE:
        add_files(ret, arena, pack);
        break;
    case CONTENT_KINDS:
        break;
    }
    return true;
}

/* ---- which pictures are shown ------------------------------------------------------------------
 */

static bool shows(const struct content_field *field, const void *at, const char *name)
{
    if (field->form == FIELD_PHOTO) {
        return strcmp(text_at(at, field->offset), name) == 0;
    }
    if (field->form == FIELD_FACES) {
        const struct jewel *jewel = at;
        for (size_t i = 0; i < jewel->face_count; i++) {
            if (strcmp(jewel->faces[i], name) == 0) {
                return true;
            }
        }
    }
    if (field->form == FIELD_UPDATES) {
        const struct project *project = at;
        for (size_t i = 0; i < project->update_count; i++) {
            if (strcmp(project->updates[i].photo, name) == 0) {
                return true;
            }
        }
    }
    return false;
}

static bool is_shown(const struct pack *pack, const char *name)
{
    struct arena arena;
    bool found = false;

    arena_init(&arena, 0);
    for (int kind = CONTENT_PLAN; kind <= CONTENT_IDEA && !found; kind++) {
        struct items items;
        if (!collect(&items, &arena, pack, (enum content_kind)kind)) {
            continue;
        }
        for (size_t f = 0; f < content_field_count && !found; f++) {
            for (size_t i = 0; i < items.count && !found; i++) {
                found = content_fields[f].kind == (enum content_kind)kind &&
                        shows(&content_fields[f], items.list[i].at, name);
            }
        }
    }
    arena_finish(&arena);
    return found;
}

/* ---- comparing ------------------------------------------------------------------------------- */

static bool add_change(struct comparing *comparing, struct change change)
{
    struct change_list *ret = comparing->ret;

    if (ret->count == comparing->cap) {
        size_t cap = comparing->cap * 2 + 64;
        struct change *wider = arena_array(comparing->arena, cap, sizeof(*wider));
        if (wider == NULL) {
            return false;
        }
        if (ret->count > 0) {
            memcpy(wider, ret->list, ret->count * sizeof(*wider));
        }
        ret->list = wider;
        comparing->cap = cap;
    }
    ret->list[ret->count++] = change;
    ret->money += change.is_money && change.what == CHANGE_OTHER ? 1 : 0;
    ret->refused += change.is_allowed ? 0 : 1;
    return true;
}

static bool may(const struct comparing *comparing, const struct content_field *field,
                enum owner owner)
{
    return comparing->before == NULL ||
           content_may(field->holder, owner, comparing->signers, comparing->knows_municipality);
}

/* Whoever may change every field of it. */
static bool may_whole(const struct comparing *comparing, enum content_kind kind, enum owner owner)
{
    for (size_t f = 0; f < content_field_count; f++) {
        if (content_fields[f].kind == kind && !may(comparing, &content_fields[f], owner)) {
            return false;
        }
    }
    return true;
}

static bool add_whole(struct comparing *comparing, enum content_kind kind, const struct item *item,
                      enum change_what what)
{
    comparing->ret->items[kind][what]++;
    return add_change(comparing,
                      (struct change){.kind = kind,
                                      .what = what,
                                      .id = item->id,
                                      .title = item->title,
                                      .field = "",
                                      .is_allowed = may_whole(comparing, kind, item->owner)});
}

/* A change of owner is one of both owners: neither takes nor gives alone. */
static bool compare_item(struct comparing *comparing, enum content_kind kind,
                         const struct item *before, const struct item *after)
{
    bool is_other = false;

    for (size_t f = 0; f < content_field_count; f++) {
        const struct content_field *field = &content_fields[f];
        if (field->kind != kind ||
            pack_same_field(comparing->before, comparing->after, field, before->at, after->at)) {
            continue;
        }
        is_other = true;
        if (!add_change(comparing,
                        (struct change){.kind = kind,
                                        .what = CHANGE_OTHER,
                                        .id = after->id,
                                        .title = after->title,
                                        .field = field->name,
                                        .is_money = field->is_money,
                                        .is_allowed = may(comparing, field, before->owner) &&
                                                      may(comparing, field, after->owner)})) {
            return false;
        }
    }
    comparing->ret->items[kind][CHANGE_OTHER] += is_other ? 1 : 0;
    return true;
}

static int by_id(const void *a, const void *b)
{
    return strcmp((*(const struct item *const *)a)->id, (*(const struct item *const *)b)->id);
}

static struct item **index_of(struct arena *arena, const struct items *items)
{
    struct item **index = arena_array(arena, items->count + 1, sizeof(struct item *));

    for (size_t i = 0; index != NULL && i < items->count; i++) {
        index[i] = &items->list[i];
    }
    if (index != NULL && items->count > 1) {
        qsort(index, items->count, sizeof(struct item *), by_id);
    }
    return index;
}

static bool compare_kind(struct comparing *comparing, enum content_kind kind)
{
    struct items before, after;

    if (!collect(&before, comparing->arena, comparing->before, kind) ||
        !collect(&after, comparing->arena, comparing->after, kind)) {
        return false;
    }
    struct item **index = index_of(comparing->arena, &before);
    bool done = index != NULL;
    for (size_t i = 0; done && i < after.count; i++) {
        const struct item *item = &after.list[i];
        struct item **found =
            before.count == 0 ? NULL
                              : bsearch(&item, index, before.count, sizeof(struct item *), by_id);
        if (found == NULL) {
            done = add_whole(comparing, kind, item, CHANGE_NEW);
        } else {
            (*found)->met = true;
            done = compare_item(comparing, kind, *found, item);
        }
    }
    for (size_t i = 0; done && i < before.count; i++) {
        done = before.list[i].met || add_whole(comparing, kind, &before.list[i], CHANGE_GONE);
    }
    return done;
}

bool pack_changes(struct change_list *ret, struct arena *arena, const struct pack *before,
                  const struct pack *after, unsigned signers, struct err *err)
{
    struct comparing comparing = {
        .arena = arena,
        .before = before,
        .after = after,
        .signers = signers,
        .knows_municipality = before != NULL && before->knows_municipality,
        .ret = ret,
    };

    *ret = (struct change_list){0};
    for (int kind = 0; kind < CONTENT_KINDS; kind++) {
        if (!compare_kind(&comparing, (enum content_kind)kind)) {
            return err_set(err, ERR_MEMORY, "too many changes");
        }
    }
    return true;
}
