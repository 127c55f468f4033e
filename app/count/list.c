#include "app/count/list.h"

#include "app/base/str.h"
#include "app/count/signed.h"
#include "app/domain/words.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { LIST_VERSION = 1, LIST_MAX_IDS = 100000 };

/* ---- making ------------------------------------------------------------------------------ */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Receipts in the order of the alphabet: they stand beside nothing. */
static json_t *counted_words(const struct claims *claims)
{
    struct arena arena;
    json_t *array = json_array();

    arena_init(&arena, 0);
    const char **words = arena_array(&arena, claims->count + 1, sizeof(*words));
    for (size_t i = 0; i < claims->count; i++) {
        char receipt[RECEIPT_LEN];
        words_receipt(receipt, claims->counting[i]);
        words[i] = arena_strdup(&arena, receipt);
    }
    qsort(words, claims->count, sizeof(*words), by_text);
    for (size_t i = 0; i < claims->count; i++) {
        json_array_append_new(array, json_string(words[i]));
    }
    arena_finish(&arena);
    return array;
}

static int by_words(const void *a, const void *b)
{
    const json_t *x = *(json_t *const *)a, *y = *(json_t *const *)b;
    return strcmp(json_text(x, "words", ""), json_text(y, "words", ""));
}

static json_t *lost_words(const struct claims *claims)
{
    struct arena arena;
    json_t *array = json_array();

    arena_init(&arena, 0);
    json_t **lost = arena_array(&arena, claims->lost_count + 1, sizeof(*lost));
    for (size_t i = 0; i < claims->lost_count; i++) {
        char receipt[RECEIPT_LEN];
        words_receipt(receipt, claims->lost[i].id);
        lost[i] = json_object();
        json_put_text(lost[i], "words", receipt);
        json_put_text(lost[i], "reason", claim_reason_name(claims->lost[i].reason));
    }
    qsort(lost, claims->lost_count, sizeof(json_t *), by_words);
    for (size_t i = 0; i < claims->lost_count; i++) {
        json_array_append_new(array, lost[i]);
    }
    arena_finish(&arena);
    return array;
}

static json_t *box_lines(const struct box *boxes, size_t count)
{
    json_t *array = json_array();

    for (size_t i = 0; i < count; i++) {
        json_t *line = json_object();
        json_put_number(line, "ballots", (int64_t)boxes[i].ballot_count);
        json_put_number(line, "registers", (int64_t)boxes[i].entry_count);
        json_put_text(line, "state", box_state_name(box_check(&boxes[i])));
        if (boxes[i].statement_count > 0) {
            json_put_number(line, "unlocks", boxes[i].statements[0].unlocks);
            json_put_hex(line, "set_digest", boxes[i].statements[0].set_digest, CRYPTO_HASH);
        }
        json_array_append_new(array, line);
    }
    return array;
}

static json_t *rejected_counts(const struct claims *claims)
{
    json_t *object = json_object();

    for (size_t i = 0; i < CLAIM_REASONS; i++) {
        if (claims->rejected[i] > 0) {
            json_put_number(object, claim_reason_name((enum claim_reason)i), claims->rejected[i]);
        }
    }
    return object;
}

static void digest_of(uint8_t ret[CRYPTO_HASH], uint8_t (*ids)[BALLOT_ID], size_t count)
{
    crypto_hash(ret, ids, count * BALLOT_ID);
}

static json_t *make_summary(const struct claims *claims, const struct round *round,
                            const struct box *boxes, size_t box_count, const char *exception)
{
    json_t *summary = json_object();
    json_t *exceptions = json_array();
    uint8_t digest[CRYPTO_HASH];

    json_put(summary, "boxes", box_lines(boxes, box_count));
    json_put_number(summary, "count", (int64_t)claims->count);
    json_put(summary, "counted", counted_words(claims));
    if (exception != NULL) {
        json_array_append_new(exceptions, json_string(exception));
    }
    json_put(summary, "exceptions", exceptions);
    digest_of(digest, claims->counting, claims->count);
    json_put_hex(summary, "list_digest", digest, sizeof(digest));
    json_put(summary, "not_counted", lost_words(claims));
    round_digest(digest, round);
    json_put_hex(summary, "plans_digest", digest, sizeof(digest));
    json_put(summary, "rejected", rejected_counts(claims));
    json_put_hex(summary, "round", round->id, ROUND_ID);
    json_put_number(summary, "version", LIST_VERSION);
    return summary;
}

static void sign_summary(uint8_t ret[CRYPTO_SIGNATURE], const json_t *summary,
                         const struct keyfile *registrar)
{
    struct arena arena;
    size_t len;

    arena_init(&arena, 0);
    const char *text = json_canonical(&arena, summary, &len);
    crypto_sign(ret, SIGNED_LIST, text, len, registrar->sign_secret);
    arena_finish(&arena);
}

json_t *list_make(const struct claims *claims, const struct round *round, const struct box *boxes,
                  size_t box_count, const char *exception, const struct keyfile *registrar)
{
    uint8_t signature[CRYPTO_SIGNATURE];
    json_t *list = json_object();
    json_t *ids = json_array();
    json_t *summary = make_summary(claims, round, boxes, box_count, exception);

    for (size_t i = 0; i < claims->count; i++) {
        char hex[2 * BALLOT_ID + 1];
        str_hex(hex, claims->counting[i], BALLOT_ID);
        json_array_append_new(ids, json_string(hex));
    }
    sign_summary(signature, summary, registrar);
    json_put(list, "ballots", ids);
    json_put_hex(list, "signature", signature, sizeof(signature));
    json_put(list, "summary", summary);
    json_put_number(list, "version", LIST_VERSION);
    return list;
}

/* ---- proving ----------------------------------------------------------------------------- */

bool list_is_signed(const json_t *summary, const uint8_t signature[CRYPTO_SIGNATURE],
                    const struct round *round)
{
    struct arena arena;
    uint8_t id[ROUND_ID];
    uint8_t told[CRYPTO_HASH];
    uint8_t own[CRYPTO_HASH];
    size_t len;

    if (!json_is_object(summary) || json_number(summary, "version", 0) != LIST_VERSION ||
        !signed_hex(summary, "round", id, ROUND_ID) || memcmp(id, round->id, ROUND_ID) != 0 ||
        !signed_hex(summary, "plans_digest", told, CRYPTO_HASH)) {
        return false;
    }
    round_digest(own, round);
    if (memcmp(own, told, CRYPTO_HASH) != 0) {
        return false;
    }
    arena_init(&arena, 0);
    const char *text = json_canonical(&arena, summary, &len);
    bool holds = crypto_verify(signature, SIGNED_LIST, text, len, round->keys.registrar_sign);
    arena_finish(&arena);
    return holds;
}

/* NULL when one of them is no id, or they do not rise. */
static uint8_t (*read_ids(const json_t *list, struct arena *arena, size_t *ret_count))[BALLOT_ID]
{
    const json_t *array = json_object_get(list, "ballots");
    size_t count = json_array_size(array);

    if (!json_is_array(array) || count > LIST_MAX_IDS) {
        return NULL;
    }
    uint8_t(*ids)[BALLOT_ID] = arena_array(arena, count + 1, sizeof(*ids));
    for (size_t i = 0; i < count; i++) {
        const char *hex = json_string_value(json_array_get(array, i));
        if (hex == NULL || !str_unhex(ids[i], BALLOT_ID, hex) || strpbrk(hex, "ABCDEF") != NULL ||
            (i > 0 && memcmp(ids[i - 1], ids[i], BALLOT_ID) >= 0)) {
            return NULL;
        }
    }
    *ret_count = count;
    return ids;
}

static bool is_proved(const json_t *list, const struct round *round)
{
    struct arena arena;
    uint8_t signature[CRYPTO_SIGNATURE];
    uint8_t told[CRYPTO_HASH];
    uint8_t own[CRYPTO_HASH];
    size_t count = 0;
    const json_t *summary = json_object_get(list, "summary");

    if (json_object_size(list) != 4 || json_number(list, "version", 0) != LIST_VERSION ||
        !signed_hex(list, "signature", signature, sizeof(signature)) ||
        !list_is_signed(summary, signature, round) ||
        !signed_hex(summary, "list_digest", told, sizeof(told))) {
        return false;
    }
    arena_init(&arena, 0);
    uint8_t(*ids)[BALLOT_ID] = read_ids(list, &arena, &count);
    bool holds = ids != NULL && json_number(summary, "count", -1) == (int64_t)count;
    if (holds) {
        digest_of(own, ids, count);
        holds = memcmp(own, told, CRYPTO_HASH) == 0;
    }
    arena_finish(&arena);
    return holds;
}

json_t *list_load(struct io *io, const char *path, const struct round *round, struct snag *snag)
{
    json_t *list = signed_load(io, path, snag);

    if (list != NULL && !is_proved(list, round)) {
        json_decref(list);
        list = NULL;
        snag_set(snag, "tel.list.forged", path, 0, NULL);
    }
    return list;
}

uint8_t (*list_ids(const json_t *list, struct arena *arena, size_t *ret_count))[BALLOT_ID]
{
    uint8_t(*ids)[BALLOT_ID] = read_ids(list, arena, ret_count);

    assert(ids != NULL);
    return ids;
}
