#include "app/count/codebook.h"

#include "app/count/recording.h"
#include "app/count/signed.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int by_tag(const void *a, const void *b)
{
    return memcmp(((const struct codebook_line *)a)->tag, ((const struct codebook_line *)b)->tag,
                  CODE_TAG);
}

void codebook_sort(struct codebook *book)
{
    if (book->count > 1) {
        qsort(book->lines, book->count, sizeof(*book->lines), by_tag);
    }
}

const struct codebook_line *codebook_find(const struct codebook *book, const uint8_t tag[CODE_TAG])
{
    struct codebook_line wanted;

    if (book->count == 0) {
        return NULL;
    }
    memcpy(wanted.tag, tag, CODE_TAG);
    return bsearch(&wanted, book->lines, book->count, sizeof(*book->lines), by_tag);
}

static bool read_lines(struct codebook *book, struct arena *arena, const json_t *array)
{
    if (!json_is_array(array)) {
        return false;
    }
    book->count = json_array_size(array);
    book->lines = arena_array(arena, book->count + 1, sizeof(*book->lines));
    for (size_t i = 0; book->lines != NULL && i < book->count; i++) {
        const json_t *line = json_array_get(array, i);
        int64_t number = json_number(line, "number", 0);
        size_t parts = json_object_get(line, "number") != NULL ? 3 : 2;
        book->lines[i].number = number > 0 && number <= UINT32_MAX ? (uint32_t)number : 0;
        if (json_object_size(line) != parts ||
            !signed_hex(line, "tag", book->lines[i].tag, CODE_TAG) ||
            !signed_hex(line, "proof", book->lines[i].proof, CODE_PROOF) ||
            (i > 0 && by_tag(&book->lines[i - 1], &book->lines[i]) >= 0)) {
            return false;
        }
    }
    return book->lines != NULL;
}

bool codebook_load(struct codebook *ret, struct io *io, struct arena *arena, const char *path,
                   struct snag *snag)
{
    struct codebook book = {.count = 0};
    json_t *object = signed_load(io, path, snag);

    if (object == NULL) {
        return false;
    }
    bool good = json_object_size(object) == 5 && json_number(object, "version", 0) == 1 &&
                json_flag(object, "secret", false) &&
                strcmp(json_text(object, "kind", ""), "registrar-codes") == 0 &&
                signed_hex(object, "round", book.round, ROUND_ID) &&
                read_lines(&book, arena, json_object_get(object, "codes"));
    json_decref(object);
    if (good) {
        *ret = book;
    }
    return good || snag_set(snag, "tel.codes.not", path, 0, NULL);
}

bool codebook_save(const struct codebook *book, struct io *io, const char *path, struct snag *snag)
{
    json_t *object = json_object();
    json_t *codes = json_array();

    for (size_t i = 0; i < book->count; i++) {
        json_t *line = json_object();
        json_put_hex(line, "tag", book->lines[i].tag, CODE_TAG);
        json_put_hex(line, "proof", book->lines[i].proof, CODE_PROOF);
        if (book->lines[i].number > 0) {
            json_put_number(line, "number", book->lines[i].number);
        }
        json_array_append_new(codes, line);
    }
    json_put(object, "codes", codes);
    json_put_text(object, "kind", "registrar-codes");
    json_put_hex(object, "round", book->round, ROUND_ID);
    json_put(object, "secret", json_true());
    json_put_number(object, "version", 1);
    mode_t before = umask(077);
    bool done = signed_save(io, path, object, snag);
    umask(before);
    json_decref(object);
    return done;
}

/* ---- letters that were made void ------------------------------------------------------------ */

static bool make_void(struct codebook *book, int64_t number)
{
    bool found = false;

    for (size_t i = 0; i < book->count; i++) {
        if (number > 0 && book->lines[i].number == number) {
            book->lines[i].is_void = true;
            found = true;
        }
    }
    return found;
}

struct voiding {
    struct codebook *book;
    const uint8_t *round_id;
    const char *path;
    struct snag *snag;
    size_t count;
};

static bool take_void(void *ctx, const struct record *record, const json_t *body)
{
    struct voiding *voiding = ctx;
    uint8_t id[ROUND_ID];

    if (record->kind != RECORD_ROUND_ACT || !json_hex(body, "round", id, sizeof(id)) ||
        memcmp(id, voiding->round_id, sizeof(id)) != 0) {
        return true;
    }
    int64_t letter = json_number(json_object_get(body, "void"), "letter", 0);
    if (letter == 0) {
        return true;
    }
    voiding->count++;
    return make_void(voiding->book, letter) ||
           snag_set(voiding->snag, "tel.codes.no-letter", voiding->path, (long)letter, NULL);
}

bool codebook_void(struct codebook *book, struct io *io, const char *path,
                   const uint8_t round_id[ROUND_ID], size_t *ret_count, struct snag *snag)
{
    struct voiding voiding = {
        .book = book, .round_id = round_id, .path = path, .snag = snag, .count = 0};
    bool good = recording_each(io, path, take_void, &voiding, snag);

    *ret_count = voiding.count;
    return good;
}
