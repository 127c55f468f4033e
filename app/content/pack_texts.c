#include "app/content/pack_texts.h"

#include "app/base/home.h"
#include "app/base/str.h"
#include "app/content/pack_inner.h"

#include <stdlib.h>
#include <string.h>

enum { HOLE = 40 /* bytes of a place to fill in, braces too */ };

/* ---- our own -------------------------------------------------------------------------------- */

struct taking {
    struct arena *arena;
    struct text_list *into;
    const char *language;
    size_t cap;
    bool full;
};

static void take(struct taking *taking, const char *key, const char *text)
{
    struct text_list *into = taking->into;

    if (into->count == taking->cap) {
        size_t cap = taking->cap * 2 + 512;
        struct own_text *wider = arena_array(taking->arena, cap, sizeof(*wider));
        if (wider == NULL) {
            taking->full = true;
            return;
        }
        if (into->count > 0) {
            memcpy(wider, into->list, into->count * sizeof(*wider));
        }
        into->list = wider;
        taking->cap = cap;
    }
    into->list[into->count++] = (struct own_text){
        taking->language, arena_strdup(taking->arena, key), arena_strdup(taking->arena, text)};
}

static bool take_row(void *ctx, const struct csv_row *row)
{
    const char *key = csv_field(row, "sleutel");

    if (key[0] != '\0') {
        take(ctx, key, csv_field(row, "tekst"));
    }
    return true;
}

static int by_key(const void *a, const void *b)
{
    return strcmp(((const struct own_text *)a)->key, ((const struct own_text *)b)->key);
}

static void sort(struct text_list *list)
{
    if (list->count > 0) {
        qsort(list->list, list->count, sizeof(*list->list), by_key);
    }
}

static bool find_texts(char *dst, size_t cap, const char *assets)
{
    char found[PACK_MAX_PATH * 4];

    if (assets == NULL && home_assets(found, sizeof(found), "texts/nl/general.csv")) {
        assets = found;
    }
    return assets != NULL && str_copy(dst, cap, assets);
}

bool pack_texts_ours(struct text_list *ret, struct arena *arena, struct io *io, const char *assets,
                     const char *language, struct err *err)
{
    char base[PACK_MAX_PATH * 4];
    char **names;
    size_t count;
    struct taking taking = {.arena = arena, .into = ret, .language = language};

    *ret = (struct text_list){0};
    if (!find_texts(base, sizeof(base), assets)) {
        return err_set(err, ERR_MISSING, "assets/texts");
    }
    const char *dir = arena_printf(arena, "%s/texts/%s", base, language);
    if (!io_list_sorted(io, arena, dir, &names, &count, err)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const char *dot = strrchr(names[i], '.');
        char *text;
        size_t len;
        if (dot == NULL || strcmp(dot, ".csv") != 0) {
            continue;
        }
        if (!io_read_file(io, arena, arena_printf(arena, "%s/%s", dir, names[i]), PACK_MAX_FILE,
                          &text, &len, err) ||
            !csv_read(text, len, ';', take_row, &taking, err)) {
            return false;
        }
    }
    sort(ret);
    return !taking.full || err_set(err, ERR_MEMORY, "texts");
}

static const struct own_text *find(const struct text_list *list, const char *key)
{
    const struct own_text wanted = {.key = key};

    return list->count == 0 ? NULL
                            : bsearch(&wanted, list->list, list->count, sizeof(wanted), by_key);
}

/* ---- faults --------------------------------------------------------------------------------- */

/* The next "{name}" in a text, braces too; NULL: no more. *at moves behind it. */
static const char *next_hole(const char **at, char dst[HOLE])
{
    for (const char *open = strchr(*at, '{'); open != NULL; open = strchr(open + 1, '{')) {
        size_t len = 1 + strspn(open + 1, "abcdefghijklmnopqrstuvwxyz0123456789-_");
        if (open[len] == '}' && len > 1 && len + 2 <= HOLE) {
            memcpy(dst, open, len + 1);
            dst[len + 1] = '\0';
            *at = open + len + 1;
            return dst;
        }
    }
    return NULL;
}

struct checking {
    const struct text_list *dutch;
    const struct stage_hearing *hearing;
};

static void tell(const struct checking *checking, enum fault_kind kind, int line, int column,
                 const char *detail)
{
    const struct pack_fault fault = {"teksten.csv", line, column, fault_key(kind), detail};

    checking->hearing->tell(checking->hearing->to, &fault);
}

/* Every hole of `from` must be in `in`. */
static void compare_holes(const struct checking *checking, const struct csv_row *row,
                          const char *from, const char *in, enum fault_kind kind)
{
    char hole[HOLE];

    while (next_hole(&from, hole) != NULL) {
        if (strstr(in, hole) == NULL) {
            tell(checking, kind, row->line, csv_column(row, "tekst") + 1, hole);
        }
    }
}

static bool check_row(void *ctx, const struct csv_row *row)
{
    const struct checking *checking = ctx;
    const char *key = csv_field(row, "sleutel");
    const char *text = csv_field(row, "tekst");
    bool is_round = strncmp(key, "ronde.", 6) == 0; /* looked at when it was read */
    bool is_name = strcmp(key, "look.own-name") == 0;
    const struct own_text *dutch = find(checking->dutch, key);

    if (is_round || is_name || key[0] == '\0') {
        compare_holes(checking, row, text, "", FAULT_TEXT_HOLE_STRANGE);
    } else if (dutch == NULL) {
        tell(checking, FAULT_TEXT_UNKNOWN, row->line, csv_column(row, "sleutel") + 1, key);
    } else {
        compare_holes(checking, row, dutch->text, text, FAULT_TEXT_HOLE_MISSING);
        compare_holes(checking, row, text, dutch->text, FAULT_TEXT_HOLE_STRANGE);
    }
    return true;
}

void pack_texts_check(struct io *io, const char *dir, const struct text_list *dutch,
                      const struct stage_hearing *hearing)
{
    struct checking checking = {dutch, hearing};
    struct arena arena;
    char *text;
    size_t len;

    arena_init(&arena, 0);
    if (io_read_file(io, &arena, arena_printf(&arena, "%s/teksten.csv", dir), PACK_MAX_FILE, &text,
                     &len, NULL)) {
        if (text_is_1252(text, len)) {
            text = text_of_1252(&arena, text, len, &len);
        }
        csv_read(text, len, ';', check_row, &checking, NULL); /* what is wrong with it was told */
    }
    arena_finish(&arena);
}

/* ---- what is missing ------------------------------------------------------------------------ */

static bool pack_has(const struct pack *pack, const char *language, const char *key)
{
    for (size_t i = 0; i < pack->text_count; i++) {
        if (strcmp(pack->texts[i].language, language) == 0 &&
            strcmp(pack->texts[i].key, key) == 0) {
            return true;
        }
    }
    return false;
}

/* Dutch words for a round stand in rondes.ini; only the long ones in teksten.csv. */
static void take_rounds(struct taking *taking, const struct pack *pack, const char *language)
{
    for (size_t i = 0; i < pack->round_count; i++) {
        const struct round *round = &pack->rounds[i];
        const char *const parts[][2] = {
            {"titel", round->title}, {"vraag", round->question}, {"uitleg", round->about}};
        for (size_t k = 0; k < sizeof(parts) / sizeof(parts[0]); k++) {
            const char *key = arena_printf(taking->arena, "ronde.%s.%s", round->name, parts[k][0]);
            if (parts[k][1][0] != '\0' && !pack_has(pack, language, key)) {
                take(taking, key, parts[k][1]);
            }
        }
    }
}

bool pack_texts_missing(struct text_list *ret, struct arena *arena, const struct pack *pack,
                        const char *language, const struct text_list *dutch,
                        const struct text_list *ours)
{
    struct taking taking = {.arena = arena, .into = ret, .language = language};

    *ret = (struct text_list){0};
    take_rounds(&taking, pack, language);
    for (size_t i = 0; i < dutch->count; i++) {
        const struct own_text *text = &dutch->list[i];
        if (find(ours, text->key) == NULL && !pack_has(pack, language, text->key)) {
            take(&taking, text->key, text->text);
        }
    }
    sort(ret);
    return !taking.full;
}
