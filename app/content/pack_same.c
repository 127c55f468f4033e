#include "app/content/pack_same.h"

#include <string.h>

struct packs {
    const struct pack *before, *after;
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

static const uint8_t *photo_hash(const struct pack *pack, const char *name)
{
    static const uint8_t none[CRYPTO_HASH];
    size_t low = 0;
    size_t high = pack->file_count;

    while (low < high) { /* the files stand by rising path */
        size_t middle = low + (high - low) / 2;
        const char *path = pack->files[middle].path;
        int order = strncmp("fotos/", path, 6);
        order = order != 0 ? order : strcmp(name, path + 6);
        if (order == 0) {
            return pack->files[middle].hash;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return none;
}

static bool same_photo(const struct packs *packs, const char *a, const char *b)
{
    return strcmp(a, b) == 0 &&
           (a[0] == '\0' ||
            memcmp(photo_hash(packs->before, a), photo_hash(packs->after, b), CRYPTO_HASH) == 0);
}

static bool same_updates(const struct packs *packs, const struct project *a,
                         const struct project *b)
{
    bool same = a->update_count == b->update_count;

    for (size_t i = 0; same && i < a->update_count; i++) {
        const struct update *x = &a->updates[i];
        const struct update *y = &b->updates[i];
        same = strcmp(x->date, y->date) == 0 && strcmp(x->text, y->text) == 0 &&
               x->state == y->state && same_photo(packs, x->photo, y->photo);
    }
    return same;
}

static bool same_faces(const struct packs *packs, const struct jewel *a, const struct jewel *b)
{
    bool same = a->face_count == b->face_count;

    for (size_t i = 0; same && i < a->face_count; i++) {
        same = same_photo(packs, a->faces[i], b->faces[i]);
    }
    return same;
}

static bool same_choices(const struct question *a, const struct question *b)
{
    bool same = a->choice_count == b->choice_count;

    for (size_t i = 0; same && i < a->choice_count; i++) {
        same = strcmp(a->choices[i], b->choices[i]) == 0;
    }
    return same;
}

static bool same_themes(const struct round *a, const struct round *b)
{
    bool same = a->theme_count == b->theme_count;

    for (size_t i = 0; same && i < a->theme_count; i++) {
        same = strcmp(a->themes[i].name, b->themes[i].name) == 0 &&
               a->themes[i].budget_cents == b->themes[i].budget_cents;
    }
    return same;
}

/* By the numbers on the plans: an index moves when a plan comes in before it. */
static bool same_pairs(const struct round *a, const struct round *b)
{
    bool same = a->pair_count == b->pair_count;

    for (size_t i = 0; same && i < a->pair_count; i++) {
        same = a->plans[a->pairs[i].a].number == b->plans[b->pairs[i].a].number &&
               a->plans[a->pairs[i].b].number == b->plans[b->pairs[i].b].number;
    }
    return same;
}

static bool same_tags(const struct round *a, const struct round *b)
{
    return a->tag_count == b->tag_count &&
           (a->tag_count == 0 || memcmp(a->tags, b->tags, a->tag_count * sizeof(*a->tags)) == 0);
}

bool pack_same_field(const struct pack *before, const struct pack *after,
                     const struct content_field *field, const void *a, const void *b)
{
    const struct packs both = {before, after};
    const struct packs *packs = &both;

    switch (field->form) {
    case FIELD_TEXT:
        return strcmp(text_at(a, field->offset), text_at(b, field->offset)) == 0;
    case FIELD_BYTES:
        return memcmp(member(a, field->offset), member(b, field->offset), field->size) == 0;
    case FIELD_PHOTO:
        return same_photo(packs, text_at(a, field->offset), text_at(b, field->offset));
    case FIELD_CHOICES:
        return same_choices(a, b);
    case FIELD_FACES:
        return same_faces(packs, a, b);
    case FIELD_UPDATES:
        return same_updates(packs, a, b);
    case FIELD_THEMES:
        return same_themes(a, b);
    case FIELD_PAIRS:
        return same_pairs(a, b);
    case FIELD_TAGS:
        return same_tags(a, b);
    }
    return false;
}
