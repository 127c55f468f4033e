/* codes: N voting codes, each different: to print, for the kiosk (tags) and for the registrar. */
#include "app/count/codebook.h"
#include "app/count/desk.h"

#include "app/base/str.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { CODES_MAX = 20000, CODE_LINE = CODE_LEN + 2 + 12, BATCH_MAX = 60, PROGRESS_EVERY = 10 };

struct code {
    char text[CODE_LEN + 1];
};

static int by_text(const void *a, const void *b)
{
    return strcmp(((const struct code *)a)->text, ((const struct code *)b)->text);
}

/* A fresh code that is not among the first `count`, kept sorted in `sorted`. */
static void make_other(struct code *ret, struct code *sorted, size_t count)
{
    do {
        code_make(ret->text);
    } while (count > 0 && bsearch(ret, sorted, count, sizeof(*sorted), by_text) != NULL);

    size_t at = count;
    while (at > 0 && strcmp(sorted[at - 1].text, ret->text) > 0) {
        sorted[at] = sorted[at - 1];
        at--;
    }
    sorted[at] = *ret;
}

static void show_progress(const struct desk *desk, size_t done, size_t whole)
{
    if (done % PROGRESS_EVERY == 0 || done == whole) {
        fprintf(desk->info, "%s%zu/%zu%s", done == PROGRESS_EVERY ? "" : "\r", done, whole,
                done == whole ? "\n" : "");
        fflush(desk->info);
    }
}

/* Fills codes and the book. The codes stay in the order in which they were drawn: random. */
static bool draw(struct desk *desk, struct code *codes, struct codebook *book, struct snag *snag)
{
    struct err err;
    const struct round *round = desk->round;
    struct code *sorted = arena_array(&desk->arena, book->count, sizeof(*sorted));

    for (size_t i = 0; i < book->count; i++) {
        struct codebook_line *line = &book->lines[i];
        make_other(&codes[i], sorted, i);
        line->number = (uint32_t)(i + 1);
        if (!code_stretch(line->tag, line->proof, codes[i].text, round->salt, round->cost, &err)) {
            return snag_set(snag, "tel.codes.stretch", NULL, 0, err.msg);
        }
        if (round_knows_tag(round, line->tag)) { /* in an earlier batch */
            memset(sorted, 0, book->count * sizeof(*sorted));
            return snag_set(snag, "tel.codes.again", NULL, 0, NULL);
        }
        show_progress(desk, i + 1, book->count);
    }
    codebook_sort(book);
    return true;
}

/* ---- the files --------------------------------------------------------------------------- */

static bool save(struct desk *desk, const char *path, const char *text, size_t len, mode_t mask,
                 struct snag *snag)
{
    struct err err;
    mode_t before = umask(mask);
    bool done = io_write_file(desk->io, path, text, len, &err);

    umask(before);
    return done || snag_err(snag, path, &err);
}

/* As a Dutch spreadsheet reads it: BOM, semicolons, CRLF. */
static bool save_print(struct desk *desk, const char *path, const struct code *codes, size_t count,
                       const char *batch, struct snag *snag)
{
    size_t cap = 64 + count * (CODE_LINE + 4 + strlen(batch));
    char *text = arena_alloc(&desk->arena, cap);
    bool has_batch = batch[0] != '\0';
    int head = snprintf(text, cap, "\xEF\xBB\xBF%s%s\r\n", say_text(&desk->say, "codes.head"),
                        has_batch ? say_text(&desk->say, "codes.head-batch") : "");
    size_t len = (size_t)head;

    for (size_t i = 0; i < count; i++) {
        char shown[CODE_LEN + 2];
        code_show(shown, codes[i].text);
        len += (size_t)snprintf(text + len, cap - len, "%zu;%s%s%s\r\n", i + 1, shown,
                                has_batch ? ";" : "", batch);
    }
    return save(desk, path, text, len, 077, snag);
}

static bool save_tags(struct desk *desk, const char *path, const struct codebook *book,
                      struct snag *snag)
{
    const struct round *round = desk->round;
    size_t cap = 160 + book->count * (2 * CODE_TAG + 1);
    char *text = arena_alloc(&desk->arena, cap);
    char id[2 * ROUND_ID + 1];
    char salt[2 * CRYPTO_SALT + 1];

    str_hex(id, round->base_id, ROUND_ID);
    str_hex(salt, round->salt, CRYPTO_SALT);
    size_t len = (size_t)snprintf(text, cap, "# dorpel-tags 1 %s %s %" PRIu32 " %" PRIu32 "\n", id,
                                  salt, round->cost.passes, round->cost.memory_kib);
    for (size_t i = 0; i < book->count; i++) {
        str_hex(text + len, book->lines[i].tag, CODE_TAG);
        len += 2 * CODE_TAG;
        text[len++] = '\n';
    }
    return save(desk, path, text, len, 022, snag);
}

/* A batch is a word or two of our own: nothing that a spreadsheet would calculate or split. */
static bool check_batch(const char *batch, struct snag *snag)
{
    return (strlen(batch) <= BATCH_MAX && strpbrk(batch, ";\"\r\n=+-@\t") == NULL) ||
           snag_set(snag, "tel.codes.batch", NULL, 0, batch);
}

static bool read_count(size_t *ret, const struct args *args, struct snag *snag)
{
    char *end;
    const char *text = args->rest_count == 1 ? args->rest[0] : "";
    long count = strtol(text, &end, 10);

    if (text[0] == '\0' || *end != '\0' || count < 1 || count > CODES_MAX) {
        return snag_set(snag, "tel.codes.count", NULL, CODES_MAX, text);
    }
    *ret = (size_t)count;
    return true;
}

bool task_codes(struct desk *desk, struct snag *snag)
{
    struct err err;
    struct codebook book = {.count = 0};
    const char *dir = desk->args->value[ARG_OUT];
    const char *batch = desk->args->value[ARG_BATCH] == NULL ? "" : desk->args->value[ARG_BATCH];
    const char *print = arena_printf(&desk->arena, "%s/codes.csv", dir);
    const char *tags = arena_printf(&desk->arena, "%s/tags.txt", dir);
    const char *secret = arena_printf(&desk->arena, "%s/registrar-codes.json", dir);

    if (!read_count(&book.count, desk->args, snag) || !check_batch(batch, snag) ||
        !desk_open_round(desk, true, snag) || !desk_is_free(desk, print, snag) ||
        !desk_is_free(desk, tags, snag) || !desk_is_free(desk, secret, snag)) {
        return false;
    }
    if (!io_make_dirs(desk->io, dir, &err)) {
        return snag_err(snag, dir, &err);
    }
    struct code *codes = arena_array(&desk->arena, book.count, sizeof(*codes));
    book.lines = arena_array(&desk->arena, book.count, sizeof(*book.lines));
    memcpy(book.round, desk->round->base_id, ROUND_ID);
    if (!draw(desk, codes, &book, snag) || !codebook_save(&book, desk->io, secret, snag) ||
        !save_tags(desk, tags, &book, snag) ||
        !save_print(desk, print, codes, book.count, batch, snag)) {
        return false;
    }
    desk_say_number(desk, "codes.made", (int64_t)book.count);
    desk_say(desk, "codes.print", NULL);
    desk_say(desk, "codes.tags", NULL);
    desk_say(desk, "codes.secret", NULL);
    return true;
}
