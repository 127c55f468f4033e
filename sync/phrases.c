#include "sync/phrases.h"

#include "app/content/pack.h"

#include <string.h>
#include <unistd.h>

enum { PHRASES_MAX_FILE = 256 * 1024, LEVELS = 6 };
#define PHRASES_FILE "texts/stick-nl.csv"

/* The first folder above the program that has our texts below it; NULL: none. */
static const char *find_assets(struct io *io, struct arena *arena)
{
    static const char *const below[] = {"assets", "share/dorpel", "share/dorpel/assets"};
    char program[1024];
    ssize_t len = readlink("/proc/self/exe", program, sizeof(program) - 1);

    program[len > 0 ? len : 0] = '\0';
    for (int level = 0; level < LEVELS && strrchr(program, '/') != NULL; level++) {
        *strrchr(program, '/') = '\0';
        for (size_t i = 0; i < sizeof(below) / sizeof(below[0]); i++) {
            const char *dir = arena_printf(arena, "%s/%s", program, below[i]);
            if (io_exists(io, arena_printf(arena, "%s/" PHRASES_FILE, dir))) {
                return dir;
            }
        }
    }
    return NULL;
}

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

    assets = assets == NULL ? find_assets(io, arena) : assets;
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
