#include "tests/faults/texts.h"

#include "app/content/pack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FILE_MAX = 1024 * 1024 };

/* ---- a report: one line for each thing that is wrong --------------------------------------- */

void report_tell(struct report *report, const char *fmt, ...)
{
    va_list args;

    report->count++;
    va_start(args, fmt);
    int len = vsnprintf(report->text + report->len, REPORT_CAP - report->len, fmt, args);
    va_end(args);
    if (len > 0 && report->len + (size_t)len + 2 < REPORT_CAP) {
        report->len += (size_t)len;
        report->text[report->len++] = '\n';
        report->text[report->len] = '\0';
    }
}

void report_end(struct report *report)
{
    if (report->count > 0) {
        print_error("%s", report->text);
    }
    size_t count = report->count;
    free(report);
    assert_int_equal(count, 0);
}

struct report *report_new(void)
{
    struct report *report = calloc(1, sizeof(*report));

    assert_non_null(report);
    return report;
}

/* ---- the words of one language ------------------------------------------------------------- */

const struct word *texts_find(const struct words *words, const char *key)
{
    for (size_t i = 0; i < words->count; i++) {
        if (strcmp(words->list[i].key, key) == 0) {
            return &words->list[i];
        }
    }
    return NULL;
}

struct into {
    struct texts_house *house;
    struct words *words;
    const char *file;
};

static bool add_word(void *ctx, const struct csv_row *row)
{
    struct into *into = ctx;
    struct words *words = into->words;
    bool dutch = csv_field(row, "sleutel")[0] != '\0';

    assert_true(words->count < WORDS_CAP);
    words->list[words->count++] = (struct word){
        arena_strdup(&into->house->arena, csv_field(row, dutch ? "sleutel" : "key")),
        arena_strdup(&into->house->arena, csv_field(row, dutch ? "tekst" : "text")),
        into->file,
    };
    return true;
}

char *texts_read(struct texts_house *house, const char *path)
{
    struct err err = {0};
    char *text;
    size_t len;

    if (!io_read_file(house->io, &house->arena, path, FILE_MAX, &text, &len, &err)) {
        fail_msg("%s: %s", path, err.msg);
    }
    return text;
}

static void read_words(struct texts_house *house, struct words *words, const char *path)
{
    struct err err = {0};
    struct into into = {house, words, path};
    char *text = texts_read(house, path);

    if (!csv_read(text, strlen(text), ';', add_word, &into, &err)) {
        fail_msg("%s: %s", path, err.msg);
    }
}

bool texts_ends_with(const char *text, const char *ending)
{
    size_t len = strlen(text), end = strlen(ending);

    return len >= end && strcmp(text + len - end, ending) == 0;
}

/* All files below a folder, in the order of their names. */
void texts_walk(struct texts_house *house, const char *dir, bool below,
                void (*each)(struct texts_house *house, const char *path, void *ctx), void *ctx)
{
    char **names;
    size_t count;
    struct err err = {0};

    if (!io_list_sorted(house->io, &house->arena, dir, &names, &count, &err)) {
        fail_msg("%s: %s (run from the top of the repository)", dir, err.msg);
    }
    for (size_t i = 0; i < count; i++) {
        const char *path = arena_printf(&house->arena, "%s/%s", dir, names[i]);
        struct io_stat stat;
        assert_int_equal(house->io->ops->stat(house->io, path, &stat), 0);
        if (stat.kind == IO_DIR && below) {
            texts_walk(house, path, below, each, ctx);
        } else if (stat.kind == IO_FILE) {
            each(house, path, ctx);
        }
    }
}

static void take_csv(struct texts_house *house, const char *path, void *ctx)
{
    if (texts_ends_with(path, ".csv")) {
        read_words(house, ctx, path);
    }
}

static void take_dutch_csv(struct texts_house *house, const char *path, void *ctx)
{
    if (texts_ends_with(path, "-nl.csv")) {
        read_words(house, ctx, path);
    }
}

int texts_house(void **state)
{
    struct texts_house *house = calloc(1, sizeof(*house));

    assert_non_null(house);
    house->io = io_posix();
    arena_init(&house->arena, 0);
    texts_walk(house, "assets/texts/nl", false, take_csv, &house->nl);
    texts_walk(house, "assets/texts/fy", false, take_csv, &house->fy);
    texts_walk(house, "assets/texts/en", false, take_csv, &house->en);
    read_words(house, &house->je, "assets/texts/nl-je.csv");
    texts_walk(house, "assets/texts/nl", false, take_csv, &house->dutch);
    texts_walk(house, "assets/texts", false, take_dutch_csv, &house->dutch);
    *state = house;
    return 0;
}

int texts_leave(void **state)
{
    struct texts_house *house = *state;

    arena_finish(&house->arena);
    io_destroy(house->io);
    free(house);
    return 0;
}
