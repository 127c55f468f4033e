/* register: the registrar checks the proofs against the codes and signs the list of ballots that
 * count. She sees no choice: the ballots stay shut. */
#include "app/count/desk.h"
#include "app/count/list.h"
#include "app/count/signed.h"

#include "app/base/str.h"

#include <stdlib.h>
#include <string.h>

enum { EXCEPTION_MAX = 400 };

/* The same order whatever the order on the command line. */
static int by_set(const void *a, const void *b)
{
    const struct box *x = a, *y = b;

    if (x->statement_count > 0 && y->statement_count > 0) {
        return memcmp(x->statements[0].set_digest, y->statements[0].set_digest, CRYPTO_HASH);
    }
    if (x->statement_count != y->statement_count) {
        return x->statement_count < y->statement_count ? -1 : 1;
    }
    return (x->ballot_count > y->ballot_count) - (x->ballot_count < y->ballot_count);
}

static bool is_copy_of(const struct box *a, const struct box *b)
{
    return box_check(a) == BOX_WHOLE && box_check(b) == BOX_WHOLE &&
           memcmp(a->statements[0].rid, b->statements[0].rid, RECORD_RID) == 0;
}

/* All boxes in the desk's arena; the same box from two sticks is one box. */
static struct box *load_boxes(struct desk *desk, size_t *ret_count, struct snag *snag)
{
    const struct args *args = desk->args;
    struct box *boxes = arena_array(&desk->arena, args->rest_count + 1, sizeof(*boxes));
    size_t count = 0;

    for (size_t i = 0; i < args->rest_count; i++) {
        if (!box_load(&boxes[count], desk->io, &desk->arena, args->rest[i], desk->round, snag)) {
            return NULL;
        }
        bool is_copy = false;
        for (size_t b = 0; b < count; b++) {
            is_copy = is_copy || is_copy_of(&boxes[b], &boxes[count]);
        }
        if (is_copy) {
            const char *const pairs[] = {"file", args->rest[i], NULL};
            desk_say(desk, "register.copy", pairs);
        } else {
            count++;
        }
    }
    qsort(boxes, count, sizeof(*boxes), by_set);
    *ret_count = count;
    return boxes;
}

static bool load_book(struct desk *desk, struct codebook *book, struct snag *snag)
{
    const char *path = desk->args->value[ARG_CODES];

    if (path == NULL) {
        return snag_set(snag, "tel.codes.needed", NULL, 0, NULL);
    }
    if (!codebook_load(book, desk->io, &desk->arena, path, snag)) {
        return false;
    }
    if (memcmp(book->round, desk->round->base_id, ROUND_ID) != 0) {
        return snag_set(snag, "tel.codes.other-round", path, 0, desk->round->name);
    }
    const char *records = desk->args->value[ARG_RECORDS];
    size_t count = 0;
    if (records != NULL &&
        !codebook_void(book, desk->io, records, desk->round->base_id, &count, snag)) {
        return false;
    }
    if (records != NULL) {
        desk_say_number(desk, "register.voids", (int64_t)count);
    }
    return true;
}

static void say_box(const struct desk *desk, const char *key, const struct box *box)
{
    char ballots[24], registers[24];

    snprintf(ballots, sizeof(ballots), "%zu", box->ballot_count);
    snprintf(registers, sizeof(registers), "%zu", box->entry_count);
    const char *const pairs[] = {"file",      box->path, "ballots", ballots,
                                 "registers", registers, NULL};
    desk_say(desk, key, pairs);
}

/* Tells the state of every box; how many are not whole. */
static size_t tell_boxes(const struct desk *desk, const struct box *boxes, size_t count)
{
    size_t wrong = 0;

    for (size_t i = 0; i < count; i++) {
        char key[40];
        enum box_state state = box_check(&boxes[i]);
        snprintf(key, sizeof(key), "box.%s", box_state_name(state));
        say_box(desk, key, &boxes[i]);
        wrong += state != BOX_WHOLE;
    }
    return wrong;
}

static void tell_claims(const struct desk *desk, const struct claims *claims)
{
    desk_say_number(desk, "register.counting", (int64_t)claims->count);
    for (size_t i = 0; i < CLAIM_REASONS; i++) {
        if (claims->rejected[i] > 0) {
            char key[40];
            snprintf(key, sizeof(key), "niet.%s", claim_reason_name((enum claim_reason)i));
            desk_say_number(desk, key, claims->rejected[i]);
        }
    }
}

static bool check_exception(const char *exception, struct snag *snag)
{
    char clean[EXCEPTION_MAX + 1];

    if (exception == NULL) {
        return true;
    }
    return (str_is_utf8(exception, strlen(exception)) &&
            str_clean(clean, sizeof(clean), exception, false) && clean[0] != '\0') ||
           snag_set(snag, "tel.register.exception", NULL, 0, NULL);
}

/* What does not add up is refused, or agreed on and printed in everything after. */
static bool settle(struct desk *desk, const struct keyfile *key, const struct codebook *book,
                   const struct box *boxes, size_t box_count, struct snag *snag)
{
    struct claims claims;
    const char *out = desk->args->value[ARG_OUT];
    const char *exception = desk->args->value[ARG_EXCEPTION];
    size_t wrong = tell_boxes(desk, boxes, box_count);

    claims_decide(&claims, &desk->arena, desk->round, key, book, boxes, box_count);
    tell_claims(desk, &claims);
    wrong += claims_faults(&claims);
    if (wrong > 0 && exception == NULL) {
        return snag_set(snag, "tel.register.refused", NULL, 0, NULL);
    }
    json_t *list =
        list_make(&claims, desk->round, boxes, box_count, wrong > 0 ? exception : NULL, key);
    bool done = signed_save(desk->io, out, list, snag);
    json_decref(list);
    if (done) {
        const char *const pairs[] = {"file", out, "reason", exception, NULL};
        if (wrong > 0) {
            desk_say(desk, "register.with-exception", pairs);
        }
        desk_say(desk, "register.done", pairs);
    }
    return done;
}

bool task_register(struct desk *desk, struct snag *snag)
{
    struct keyfile key;
    struct codebook book = {.count = 0};
    size_t box_count = 0;

    if (!check_exception(desk->args->value[ARG_EXCEPTION], snag) ||
        !desk_open_round(desk, false, snag)) {
        return false;
    }
    bool has_codes = desk->round->access == ACCESS_CODE;
    if (has_codes && !load_book(desk, &book, snag)) {
        return false;
    }
    const struct box *boxes = load_boxes(desk, &box_count, snag);
    if (boxes == NULL || !desk_load_key(desk, &key, ARG_KEY, KEY_REGISTRAR, snag)) {
        return false;
    }
    bool done = settle(desk, &key, has_codes ? &book : NULL, boxes, box_count, snag);
    keyfile_wipe(&key);
    return done;
}
