#include "sync/place.h"

#include "app/base/str.h"
#include "app/domain/seal.h"
#include "app/store/store_admin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PLACES = 99, ID_FILE_MAX = 256, BOX_MAX = 64 * 1024 * 1024 };

/* "<id> <check>\n" */
static void line_of(char ret[PLACE_LINE], const uint8_t id[PLACE_ID])
{
    uint8_t hash[CRYPTO_HASH];
    char check[17];

    crypto_hash(hash, id, PLACE_ID);
    str_hex(ret, id, PLACE_ID);
    str_hex(check, hash, 8);
    snprintf(ret + 2 * (size_t)PLACE_ID, PLACE_LINE - 2 * (size_t)PLACE_ID, " %s\n", check);
}

/* Is it a kiosk.id at all, or what a bad stick made of one? */
static bool is_line(const struct export_bytes *file)
{
    uint8_t id[PLACE_ID];
    char hex[2 * PLACE_ID + 1];
    char line[PLACE_LINE];

    if (file->len != PLACE_LINE - 1) {
        return false;
    }
    memcpy(hex, file->data, 2 * (size_t)PLACE_ID);
    hex[2 * PLACE_ID] = '\0';
    if (!str_unhex(id, sizeof(id), hex)) {
        return false;
    }
    line_of(line, id);
    return memcmp(line, file->data, file->len) == 0;
}

bool place_kiosk_line(struct store *store, char ret[PLACE_LINE], struct err *err)
{
    struct arena arena;
    const char *kept = NULL;
    uint8_t id[PLACE_ID];
    char hex[2 * PLACE_ID + 1];
    struct err own = {0};

    arena_init(&arena, 0);
    bool has = store_setting_get(store, &arena, "kiosk.id", &kept, &own) &&
               str_unhex(id, sizeof(id), kept);
    arena_finish(&arena);
    if (!has) {
        crypto_random(id, sizeof(id));
    }
    line_of(ret, id);
    str_hex(hex, id, sizeof(id));
    return has || store_setting_put(store, "kiosk.id", hex, err);
}

void place_slug(char ret[PLACE_SLUG + 1], const char *name)
{
    char folded[4 * PLACE_SLUG + 1];
    size_t len = 0;

    str_fold(folded, sizeof(folded), name);
    for (const char *at = folded; *at != '\0' && len < PLACE_SLUG; at++) {
        bool is_plain = (*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9');
        if (is_plain) {
            ret[len++] = *at;
        } else if (len > 0 && ret[len - 1] != '-') {
            ret[len++] = '-';
        }
    }
    while (len > 0 && ret[len - 1] == '-') {
        len--;
    }
    ret[len] = '\0';
    if (len == 0) {
        memcpy(ret, "dorp", sizeof("dorp"));
    }
}

/* ---- does this box know more than we do? ------------------------------------------------- */

struct known {
    uint8_t (*ids)[BALLOT_ID];
    size_t count;
};

static int by_bytes(const void *a, const void *b)
{
    return memcmp(a, b, BALLOT_ID);
}

/* The id of the ballot in a line, proved by its own bytes. */
static bool ballot_in(uint8_t ret[BALLOT_ID], struct arena *arena, const char *line, size_t len)
{
    uint8_t told[BALLOT_ID];
    json_t *object = json_read(line, len, NULL);
    const json_t *body = json_object_get(object, "body");
    size_t sealed_len = strlen(json_text(body, "sealed", "")) / 2;
    uint8_t *sealed = arena_alloc(arena, sealed_len + 1);
    bool is_ballot = strcmp(json_text(object, "kind", ""), "ballot") == 0 &&
                     json_hex(body, "ballot", told, sizeof(told)) &&
                     json_hex(body, "sealed", sealed, sealed_len);

    json_decref(object);
    if (!is_ballot) {
        return false;
    }
    crypto_hash(ret, sealed, sealed_len);
    return memcmp(ret, told, BALLOT_ID) == 0;
}

/* Calls for each proven ballot of a box; stops at false. */
static bool each_ballot(const struct export_bytes *box,
                        bool (*each)(void *ctx, const uint8_t id[BALLOT_ID]), void *ctx)
{
    struct arena arena;
    const char *at = box->data;
    const char *end = box->data + box->len;
    bool going = true;

    arena_init(&arena, 0);
    while (going && at < end) {
        uint8_t id[BALLOT_ID];
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        size_t len = (size_t)((newline == NULL ? end : newline) - at);
        if (ballot_in(id, &arena, at, len)) {
            going = each(ctx, id);
        }
        arena_reset(&arena);
        at = newline == NULL ? end : newline + 1;
    }
    arena_finish(&arena);
    return going;
}

static bool add_known(void *ctx, const uint8_t id[BALLOT_ID])
{
    struct known *known = ctx;

    memcpy(known->ids[known->count++], id, BALLOT_ID);
    return true;
}

static bool is_known(void *ctx, const uint8_t id[BALLOT_ID])
{
    const struct known *known = ctx;

    return known->count > 0 && bsearch(id, known->ids, known->count, BALLOT_ID, by_bytes) != NULL;
}

/* A ballot's line holds its own sealed bytes: no more ballots than bytes by their least length. */
static struct known known_of(struct arena *arena, const struct export_bytes *box)
{
    struct known known = {.count = 0};

    known.ids = arena_array(arena, box->len / (2 * BALLOT_ID) + 1, BALLOT_ID);
    each_ballot(box, add_known, &known);
    if (known.count > 1) {
        qsort(known.ids, known.count, BALLOT_ID, by_bytes);
    }
    return known;
}

/* ---- whose folder is it? ----------------------------------------------------------------- */

enum owner_of_place { PLACE_FREE, PLACE_OURS, PLACE_OTHERS, PLACE_FAILED };

/* false with ERR_MISSING when it is not there; what cannot be a file of ours counts as empty. */
static bool read_file(const struct stick *stick, struct arena *arena, const char *path, size_t max,
                      struct export_bytes *ret, struct err *err)
{
    struct err why = {0};
    char *text;
    size_t len;

    if (io_read_file(stick->io, arena, path, max, &text, &len, &why)) {
        *ret = (struct export_bytes){text, len};
        return true;
    }
    if (why.code == ERR_FORMAT || why.code == ERR_LIMIT) {
        *ret = (struct export_bytes){"", 0};
        return true;
    }
    if (err != NULL) {
        *err = why;
    }
    return false;
}

static enum owner_of_place look_at_box(const struct stick *stick, struct arena *arena,
                                       const char *dir, struct known *known, struct err *err)
{
    struct export_bytes old;
    const char *path = arena_printf(arena, "%s/%s", dir, export_name(EXPORT_BOX));

    if (!read_file(stick, arena, path, BOX_MAX, &old, err)) {
        return err->code == ERR_MISSING ? PLACE_OURS : PLACE_FAILED;
    }
    return each_ballot(&old, is_known, known) ? PLACE_OURS : PLACE_OTHERS;
}

static enum owner_of_place look_at(const struct stick *stick, struct arena *arena, const char *dir,
                                   const char *kiosk_line, struct known *known, struct err *err)
{
    struct export_bytes id = {"", 0};
    struct io_stat stat;
    int rc = stick->io->ops->stat(stick->io, dir, &stat);

    if (rc < 0) {
        err_errno(err, rc, "%s", dir);
        return err->code == ERR_MISSING ? PLACE_FREE : PLACE_FAILED;
    }
    if (stat.kind != IO_DIR) {
        return PLACE_OTHERS;
    }
    const char *path = arena_printf(arena, "%s/kiosk.id", dir);
    if (!read_file(stick, arena, path, ID_FILE_MAX, &id, err) && err->code != ERR_MISSING) {
        return PLACE_FAILED;
    }
    /* Without a good kiosk.id a visit was broken off, or the stick is a bad one: only the ballots
     * can say then. */
    if (is_line(&id) && memcmp(id.data, kiosk_line, id.len) != 0) {
        return PLACE_OTHERS;
    }
    return look_at_box(stick, arena, dir, known, err);
}

const char *place_find(const struct stick *stick, struct arena *arena, const char *slug,
                       const char *kiosk_line, const struct export_bytes *box, struct err *err)
{
    struct known known = known_of(arena, box);

    for (int i = 1; i <= MOST_PLACES; i++) {
        struct err why = {0};
        const char *name = i == 1 ? arena_printf(arena, "DORPSHUIS/%s", slug)
                                  : arena_printf(arena, "DORPSHUIS/%s-%d", slug, i);
        const char *dir = arena_printf(arena, "%s/%s", stick->root, name);
        switch (look_at(stick, arena, dir, kiosk_line, &known, &why)) {
        case PLACE_FREE:
        case PLACE_OURS:
            return name;
        case PLACE_OTHERS:
            break;
        case PLACE_FAILED:
            if (err != NULL) {
                *err = why;
            }
            return NULL;
        }
    }
    err_set(err, ERR_LIMIT, "no folder left for %s", slug);
    return NULL;
}
