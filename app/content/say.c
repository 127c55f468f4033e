#include "app/content/say.h"

#include "app/base/home.h"
#include "app/base/str.h"
#include "app/content/pack.h"
#include "app/domain/count/explain.h"

#include <string.h>

enum { TEXT_FILE_MAX = 256 * 1024, PATH_CAP = 1024 };

static bool add_line(void *ctx, const struct csv_row *row)
{
    struct say *say = ctx;
    bool is_dutch = csv_field(row, "sleutel")[0] != '\0'; /* as in the files of the kiosk */

    if (say->count == say->cap) {
        size_t cap = say->cap == 0 ? 128 : say->cap * 2;
        struct say_line *wider = arena_array(say->arena, cap, sizeof(*wider));
        if (wider == NULL) {
            return false;
        }
        for (size_t i = 0; i < say->count; i++) {
            wider[i] = say->lines[i];
        }
        say->lines = wider;
        say->cap = cap;
    }
    say->lines[say->count++] = (struct say_line){
        .key = arena_strdup(say->arena, csv_field(row, is_dutch ? "sleutel" : "key")),
        .text = arena_strdup(say->arena, csv_field(row, is_dutch ? "tekst" : "text")),
    };
    return true;
}

static bool load_file(struct say *say, struct io *io, const char *dir, const char *name,
                      struct err *err)
{
    char *text;
    size_t len;
    const char *path = arena_printf(say->arena, "%s/texts/%s", dir, name);

    if (!io_read_file(io, say->arena, path, TEXT_FILE_MAX, &text, &len, err)) {
        return false;
    }
    return csv_read(text, len, ';', add_line, say, err) || err_wrap(err, "%s", path);
}

bool say_load(struct say *ret, struct io *io, struct arena *arena, const char *assets,
              const char *const files[], struct err *err)
{
    struct say say = {.arena = arena};
    char found[PATH_CAP], first[PATH_CAP];

    if (assets == NULL) {
        snprintf(first, sizeof(first), "texts/%s", files[0]);
        if (!home_assets(found, sizeof(found), first)) {
            return err_set(err, ERR_MISSING, "no %s beside the program", first);
        }
        assets = found;
    }
    if (!load_file(&say, io, assets, files[0], err)) {
        return false;
    }
    for (size_t i = 1; files[i] != NULL; i++) {
        load_file(&say, io, assets, files[i], NULL);
    }
    *ret = say;
    return true;
}

static const char *find(const struct say *say, const char *key)
{
    for (size_t i = 0; i < say->count; i++) {
        if (strcmp(say->lines[i].key, key) == 0) {
            return say->lines[i].text;
        }
    }
    return NULL;
}

bool say_has(const struct say *say, const char *key)
{
    return find(say, key) != NULL;
}

const char *say_text(const struct say *say, const char *key)
{
    const char *text = find(say, key);
    return text == NULL ? key : text;
}

char *say_fill(char *dst, size_t cap, const struct say *say, const char *key,
               const char *const pairs[])
{
    static const char *const nothing[] = {NULL};

    return str_fill(dst, cap, say_text(say, key), pairs == NULL ? nothing : pairs);
}

void say_print(const struct say *say, FILE *out, const char *key, const char *const pairs[])
{
    char line[SAY_MAX_TEXT];

    fprintf(out, "%s\n", say_fill(line, sizeof(line), say, key, pairs));
}

void say_explain(const struct say *say, FILE *out, const struct explain_text *text)
{
    char sentence[SAY_MAX_TEXT];

    for (size_t i = 0; i < text->count; i++) {
        fprintf(
            out, "%s%s", i == 0 ? "" : " ",
            say_fill(sentence, sizeof(sentence), say, text->lines[i].key, text->lines[i].pairs));
    }
    fprintf(out, "\n");
}
