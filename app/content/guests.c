#include "app/content/guests.h"

#include "app/base/str.h"
#include "app/content/pack_inner.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_CAP = PACK_TEXT * 4 + 1 };

/* ---- made ---------------------------------------------------------------------------------- */

static json_t *card_object(const struct card *card)
{
    json_t *object = json_object();

    json_put_text(object, "id", card->id);
    json_put_text(object, "title", card->title);
    json_put_text(object, "what", card->what);
    json_put_text(object, "who", card->who);
    json_put_text(object, "first", card->first);
    json_put_text(object, "more", card->more);
    return object;
}

json_t *guests_village(const char *name, const uint8_t key[CRYPTO_KEY], uint64_t version,
                       const struct card *cards, size_t count)
{
    json_t *object = json_object(), *list = json_array();

    for (size_t i = 0; i < count && json_array_size(list) < GUESTS_OF_ONE; i++) {
        if (cards[i].is_shared) {
            json_array_append_new(list, card_object(&cards[i]));
        }
    }
    json_put(object, "cards", list);
    json_put_hex(object, "key", key, CRYPTO_KEY);
    json_put_text(object, "name", name);
    json_put_number(object, "version", (int64_t)version);
    return object;
}

/* ---- read ---------------------------------------------------------------------------------- */

/* A text as a pack could have brought it, or none. */
static bool get_text(const char **ret, struct arena *arena, const json_t *object, const char *key,
                     size_t max, bool lines)
{
    char clean[TEXT_CAP];
    const char *text = json_text(object, key, NULL);

    if (text == NULL || !str_clean(clean, sizeof(clean), text, lines) || strcmp(clean, text) != 0 ||
        str_count(clean) > max) {
        return false;
    }
    *ret = arena_strdup(arena, clean);
    return true;
}

static bool is_id(const char *id)
{
    size_t len = strlen(id);

    return len > 0 && len <= CONTENT_ID &&
           strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-_") == len;
}

static bool get_card(struct card *ret, struct arena *arena, const json_t *object)
{
    *ret = (struct card){.photo = "", .from = "", .is_shared = true, .owner = OWNER_COMMUNITY};
    return get_text(&ret->id, arena, object, "id", CONTENT_ID, false) && is_id(ret->id) &&
           get_text(&ret->title, arena, object, "title", PACK_TITLE, false) &&
           ret->title[0] != '\0' && get_text(&ret->what, arena, object, "what", PACK_TEXT, true) &&
           ret->what[0] != '\0' && get_text(&ret->who, arena, object, "who", PACK_TEXT, true) &&
           get_text(&ret->first, arena, object, "first", PACK_TEXT, true) &&
           get_text(&ret->more, arena, object, "more", PACK_TEXT, true);
}

static bool get_village(struct guest_village *ret, struct arena *arena, const json_t *object,
                        struct err *err)
{
    const json_t *cards = json_object_get(object, "cards");
    int64_t version = json_number(object, "version", 0);

    *ret =
        (struct guest_village){.version = (uint64_t)version, .card_count = json_array_size(cards)};
    if (!json_is_array(cards) || version <= 0 || !json_hex(object, "key", ret->key, CRYPTO_KEY) ||
        !get_text(&ret->name, arena, object, "name", PACK_NAME, false) || ret->name[0] == '\0') {
        return err_set(err, ERR_FORMAT, "no village");
    }
    if (ret->card_count > GUESTS_OF_ONE) {
        return err_set(err, ERR_LIMIT, "%zu cards of %s", ret->card_count, ret->name);
    }
    ret->cards = arena_array(arena, ret->card_count + 1, sizeof(*ret->cards));
    for (size_t i = 0; i < ret->card_count; i++) {
        if (!get_card(&ret->cards[i], arena, json_array_get(cards, i))) {
            return err_set(err, ERR_FORMAT, "card %zu of %s", i + 1, ret->name);
        }
        /* An edit of the admin names it: the same id in another village is another card. */
        char key[17];
        str_hex(key, ret->key, 8);
        ret->cards[i].id = arena_printf(arena, "%s-%s", key, ret->cards[i].id);
        ret->cards[i].from = ret->name;
    }
    return true;
}

static bool get_all(struct guests *ret, struct arena *arena, const json_t *root, struct err *err)
{
    const json_t *villages = json_object_get(root, "villages");
    int64_t incarnation = json_number(root, "hub_incarnation", -1);
    size_t count = json_array_size(villages);

    if (!json_is_array(villages) || incarnation < 0 ||
        !json_hex(root, "hub", ret->hub, GUESTS_HUB)) {
        return err_set(err, ERR_FORMAT, "no list of cards");
    }
    if (count > GUESTS_VILLAGES) {
        return err_set(err, ERR_LIMIT, "%zu villages", count);
    }
    ret->hub_incarnation = (uint64_t)incarnation;
    ret->villages = arena_array(arena, count + 1, sizeof(*ret->villages));
    for (size_t i = 0; i < count; i++) {
        struct guest_village *village = &ret->villages[i];
        if (!get_village(village, arena, json_array_get(villages, i), err)) {
            return false;
        }
        if (i > 0 && memcmp(village[-1].key, village->key, CRYPTO_KEY) >= 0) {
            return err_set(err, ERR_FORMAT, "villages out of order");
        }
        ret->village_count++;
        ret->card_count += village->card_count;
    }
    return ret->card_count <= GUESTS_CARDS || err_set(err, ERR_LIMIT, "%zu cards", ret->card_count);
}

bool guests_read(struct guests *ret, struct arena *arena, const char *text, size_t len,
                 struct err *err)
{
    struct guests guests = {.village_count = 0};

    if (len > GUESTS_BYTES) {
        return err_set(err, ERR_LIMIT, "%zu bytes of cards", len);
    }
    json_t *root = json_read(text, len, err);
    bool good = root != NULL && get_all(&guests, arena, root, err);
    json_decref(root);
    if (good) {
        *ret = guests;
    }
    return good;
}

/* ---- one after another --------------------------------------------------------------------- */

static int by_key(const void *a, const void *b)
{
    return memcmp(((const struct guest_village *)a)->key, ((const struct guest_village *)b)->key,
                  CRYPTO_KEY);
}

bool guests_may_follow(const struct guests *before, const struct guests *after, struct err *err)
{
    if (memcmp(before->hub, after->hub, GUESTS_HUB) != 0 ||
        after->hub_incarnation > before->hub_incarnation) {
        return true;
    }
    if (after->hub_incarnation < before->hub_incarnation) {
        return err_set(err, ERR_USED, "of the hub before it was put back");
    }
    for (size_t i = 0; i < before->village_count; i++) {
        const struct guest_village *was = &before->villages[i];
        const struct guest_village *is =
            bsearch(was, after->villages, after->village_count, sizeof(*was), by_key);
        if (is == NULL || is->version < was->version) {
            return err_set(err, ERR_USED, "%s was newer", was->name);
        }
    }
    return true;
}

size_t guests_cards(struct card **ret, struct arena *arena, const struct guests *guests,
                    const uint8_t but[CRYPTO_KEY])
{
    size_t count = 0;

    *ret = arena_array(arena, guests->card_count + 1, sizeof(**ret));
    for (size_t v = 0; v < guests->village_count; v++) {
        const struct guest_village *village = &guests->villages[v];
        for (size_t i = 0; memcmp(village->key, but, CRYPTO_KEY) != 0 && i < village->card_count;
             i++) {
            (*ret)[count++] = village->cards[i];
        }
    }
    return count;
}
