#include "sync/phrases.h"

#include "app/base/home.h"
#include "app/content/pack.h"

#include <string.h>

enum { PHRASES_MAX_FILE = 256 * 1024 };
#define PHRASES_FILE "texts/stick-nl.csv"

static bool add_phrase(void *ctx, const struct csv_row *row)
{
    struct phrases *phrases = ctx;

    if (phrases->count == phrases->cap) {
        return false;
    }
    phrases->list[phrases->count++] = (struct phrase){
        .key = arena_strdup(phrases->arena, csv_field(row, "key")),
        .text = arena_strdup(phrases->arena, csv_field(row, "text")),
    };
    return true;
}

bool phrases_load(struct phrases *ret, struct io *io, struct arena *arena, const char *assets,
                  struct err *err)
{
    struct phrases phrases = {.arena = arena, .cap = 200};
    char *text;
    size_t len;

    char found[1024];
    if (assets == NULL && home_assets(found, sizeof(found), PHRASES_FILE)) {
        assets = found;
    }
    if (assets == NULL) {
        return err_set(err, ERR_MISSING, "no " PHRASES_FILE " beside the program");
    }
    const char *path = arena_printf(arena, "%s/" PHRASES_FILE, assets);
    phrases.list = arena_array(arena, phrases.cap, sizeof(*phrases.list));
    if (!io_read_file(io, arena, path, PHRASES_MAX_FILE, &text, &len, err)) {
        return false;
    }
    if (!csv_read(text, len, ';', add_phrase, &phrases, err)) {
        return err_wrap(err, "%s", path);
    }
    *ret = phrases;
    return true;
}

static const struct phrase *find(const struct phrases *phrases, const char *key)
{
    for (size_t i = 0; i < phrases->count; i++) {
        if (strcmp(phrases->list[i].key, key) == 0) {
            return &phrases->list[i];
        }
    }
    return NULL;
}

bool phrases_has(const struct phrases *phrases, const char *key)
{
    return find(phrases, key) != NULL;
}

const char *phrases_text(const struct phrases *phrases, const char *key)
{
    const struct phrase *phrase = find(phrases, key);
    return phrase == NULL ? key : phrase->text;
}
