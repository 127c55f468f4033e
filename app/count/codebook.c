#include "app/count/codebook.h"

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
        if (json_object_size(line) != 2 || !signed_hex(line, "tag", book->lines[i].tag, CODE_TAG) ||
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
