#include "app/content/pack_where.h"

#include "app/base/str.h"
#include "app/content/pack_inner.h"

#include <string.h>

enum {
    LEAST = 3 /* bytes in common: less is chance */,
    DETAIL = 60 /* characters */,
    BEGINNING = 24
};

struct looking {
    struct arena *arena;
    const char *seen, *file;
    size_t best; /* bytes in common so far */
    struct pack_fault *ret;
};

/* The longest part of own words in which no {n} is filled in. */
static size_t longest_part(const char *words, const char **ret_part)
{
    size_t best = 0;

    while (*words != '\0') {
        size_t len = strcspn(words, "{");
        if (len > best) {
            best = len;
            *ret_part = words;
        }
        words += len;
        words += strcspn(words, "}");
        words += *words == '}' ? 1 : 0;
    }
    return best;
}

static size_t in_common(struct looking *looking, const char *words)
{
    const char *part = words;
    size_t len = longest_part(words, &part);
    char *whole = arena_strdup(looking->arena, part);

    if (whole == NULL || len == 0) {
        return 0;
    }
    whole[len] = '\0';
    if (strstr(looking->seen, whole) != NULL) {
        return len;
    }
    if (strstr(words, looking->seen) != NULL) { /* a line of it */
        return strlen(looking->seen);
    }
    whole[len < BEGINNING ? len : BEGINNING] = '\0'; /* cut off in a sentence of ours */
    return len > BEGINNING && strstr(looking->seen, whole) != NULL ? BEGINNING : 0;
}

static void compare(struct looking *looking, const char *words, int line, int column)
{
    size_t common = in_common(looking, words);

    if (common >= LEAST && common > looking->best) {
        char *detail = arena_strdup(looking->arena, words);
        while (detail != NULL && str_count(detail) > DETAIL) {
            str_chop(detail);
        }
        looking->best = common;
        *looking->ret = (struct pack_fault){.file = looking->file,
                                            .line = line,
                                            .column = column,
                                            .key = fault_key(FAULT_DOES_NOT_FIT),
                                            .detail = detail != NULL ? detail : ""};
    }
}

static bool look_at_row(void *ctx, const struct csv_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        compare(ctx, row->fields[i], row->line, (int)i + 1);
    }
    return true;
}

/* "naam = Broekhoven": a line, as pack_ini.c took it. */
static void look_at_settings(struct looking *looking, char *text)
{
    int line = 1;

    for (char *at = text; at != NULL; line++) {
        char *next = strchr(at, '\n');
        if (next != NULL) {
            *next++ = '\0';
        }
        at[strcspn(at, "\r")] = '\0';
        char *equals = strchr(at, '=');
        if (equals != NULL && at[0] != ';' && at[0] != '#') {
            char *value = equals + 1 + strspn(equals + 1, " \t");
            compare(looking, value, line, (int)(value - at) + 1);
        }
        at = next;
    }
}

bool pack_where(struct pack_fault *ret, struct arena *arena, struct io *io, const char *dir,
                const char *seen)
{
    static const char *const files[] = {
        "teksten.csv",      "dorp.ini",   "rondes.ini", "plannen.csv",   "nieuws.csv",
        "kroonjuwelen.csv", "kennis.csv", "vragen.csv", "voortgang.csv", "ideeen.csv",
    };
    struct looking looking = {.arena = arena, .seen = seen, .ret = ret};

    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        char *text;
        size_t len;
        if (!io_read_file(io, arena, arena_printf(arena, "%s/%s", dir, files[i]), PACK_MAX_FILE,
                          &text, &len, NULL)) {
            continue;
        }
        if (text_is_1252(text, len)) {
            text = text_of_1252(arena, text, len, &len);
        }
        looking.file = files[i];
        if (strstr(files[i], ".ini") != NULL) {
            look_at_settings(&looking, text);
        } else {
            csv_read(text, len, ';', look_at_row, &looking, NULL);
        }
    }
    return looking.best > 0;
}
