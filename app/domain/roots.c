#include "app/domain/roots.h"

#include "app/base/json.h"
#include "app/base/str.h"

#include <stdlib.h>
#include <string.h>

#define CONTEXT "dorpel roots 1"

enum { MEMBERS = 4 }; /* keys, signatures, version, village */

/* ---- as text ------------------------------------------------------------------------------- */

static json_t *hex_of(const uint8_t key[CRYPTO_KEY])
{
    char hex[2 * CRYPTO_KEY + 1];

    str_hex(hex, key, CRYPTO_KEY);
    return json_string(hex);
}

/* Without its signatures: what is signed. */
static json_t *bare_list(const struct root_list *list, size_t version)
{
    json_t *object = json_object();
    json_t *keys = json_array();

    for (size_t i = 0; i < ROOTS_KEYS; i++) {
        json_array_append_new(keys, hex_of(list->keys[i]));
    }
    json_put(object, "keys", keys);
    json_put_number(object, "version", (int64_t)version);
    json_put_hex(object, "village", list->village, CRYPTO_KEY);
    return object;
}

static json_t *whole_list(const struct root_list *list, size_t version)
{
    json_t *object = bare_list(list, version);
    json_t *signatures = json_array();

    for (size_t i = 0; i < list->signature_count; i++) {
        json_t *one = json_object();
        json_put_hex(one, "key", list->signatures[i].key, CRYPTO_KEY);
        json_put_hex(one, "signature", list->signatures[i].bytes, CRYPTO_SIGNATURE);
        json_array_append_new(signatures, one);
    }
    json_put(object, "signatures", signatures);
    return object;
}

char *roots_write(struct arena *arena, const struct roots *roots, size_t *ret_len)
{
    json_t *all = json_array();
    size_t len;

    for (size_t i = 0; i < roots->count; i++) {
        json_array_append_new(all, whole_list(&roots->lists[i], i + 1));
    }
    char *text = json_canonical(arena, all, &len);
    json_decref(all);
    text[len] = '\n'; /* in place of the terminator: the length says where it ends */
    *ret_len = len + 1;
    return text;
}

static bool get_keys(struct root_list *ret, const json_t *keys)
{
    if (json_array_size(keys) != ROOTS_KEYS) {
        return false;
    }
    for (size_t i = 0; i < ROOTS_KEYS; i++) {
        const char *hex = json_string_value(json_array_get(keys, i));
        if (hex == NULL || !str_unhex(ret->keys[i], CRYPTO_KEY, hex) ||
            memcmp(ret->keys[i], ret->village, CRYPTO_KEY) == 0 ||
            (i > 0 && memcmp(ret->keys[i - 1], ret->keys[i], CRYPTO_KEY) >= 0)) {
            return false;
        }
    }
    return true;
}

static bool get_signatures(struct root_list *ret, const json_t *signatures)
{
    size_t count = json_array_size(signatures);

    if (!json_is_array(signatures) || count > ROOTS_SIGNATURES) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const json_t *one = json_array_get(signatures, i);
        struct root_signature *signature = &ret->signatures[i];
        if (json_object_size(one) != 2 || !json_hex(one, "key", signature->key, CRYPTO_KEY) ||
            !json_hex(one, "signature", signature->bytes, CRYPTO_SIGNATURE) ||
            (i > 0 && memcmp(signature[-1].key, signature->key, CRYPTO_KEY) >= 0)) {
            return false;
        }
    }
    ret->signature_count = count;
    return true;
}

static bool get_list(struct root_list *ret, const json_t *object, size_t version)
{
    return json_is_object(object) && json_object_size(object) == MEMBERS &&
           json_number(object, "version", 0) == (int64_t)version &&
           json_hex(object, "village", ret->village, CRYPTO_KEY) &&
           get_keys(ret, json_object_get(object, "keys")) &&
           get_signatures(ret, json_object_get(object, "signatures"));
}

/* The same roots have one text only: what was signed says one thing. */
static bool is_one_form(const struct roots *roots, const char *text, size_t len)
{
    struct arena arena;
    size_t again_len;

    arena_init(&arena, 0);
    const char *again = roots_write(&arena, roots, &again_len);
    bool same = again_len == len && memcmp(again, text, len) == 0;
    arena_finish(&arena);
    return same;
}

bool roots_read(struct roots *ret, const char *text, size_t len, struct err *err)
{
    if (len > ROOTS_FILE_MAX) {
        return err_set(err, ERR_LIMIT, "%zu bytes of root keys", len);
    }
    json_t *all = json_read(text, len, err);
    if (all == NULL) {
        return false;
    }
    size_t count = json_array_size(all);
    bool good = json_is_array(all) && count > 0 && count <= ROOTS_LISTS;
    memset(ret, 0, sizeof(*ret));
    for (size_t i = 0; good && i < count; i++) {
        good = get_list(&ret->lists[i], json_array_get(all, i), i + 1);
        ret->count = i + 1;
    }
    json_decref(all);
    if (!good || !is_one_form(ret, text, len)) {
        ret->count = 0;
        return err_set(err, ERR_FORMAT, "no lists of root keys");
    }
    return true;
}

/* ---- signing ------------------------------------------------------------------------------- */

static int by_bytes(const void *a, const void *b)
{
    return memcmp(a, b, CRYPTO_KEY);
}

bool roots_add(struct roots *roots, const uint8_t keys[ROOTS_KEYS][CRYPTO_KEY],
               const uint8_t village[CRYPTO_KEY], struct err *err)
{
    struct root_list list = {.signature_count = 0};

    if (roots->count == ROOTS_LISTS) {
        return err_set(err, ERR_LIMIT, "%d lists of root keys", ROOTS_LISTS);
    }
    memcpy(list.keys, keys, sizeof(list.keys));
    memcpy(list.village, village, CRYPTO_KEY);
    qsort(list.keys, ROOTS_KEYS, CRYPTO_KEY, by_bytes);
    for (size_t i = 0; i < ROOTS_KEYS; i++) {
        if (memcmp(list.keys[i], village, CRYPTO_KEY) == 0 ||
            (i > 0 && memcmp(list.keys[i - 1], list.keys[i], CRYPTO_KEY) == 0)) {
            return err_set(err, ERR_FORMAT, "a root key twice");
        }
    }
    roots->lists[roots->count++] = list;
    return true;
}

static bool has_key(const struct root_list *list, const uint8_t key[CRYPTO_KEY])
{
    for (size_t i = 0; i < ROOTS_KEYS; i++) {
        if (memcmp(list->keys[i], key, CRYPTO_KEY) == 0) {
            return true;
        }
    }
    return false;
}

/* The list whose roots must sign list n too; of the first its own. */
static const struct root_list *before(const struct roots *roots, size_t n)
{
    return &roots->lists[n == 0 ? 0 : n - 1];
}

bool roots_sign(struct roots *roots, const uint8_t key[CRYPTO_KEY],
                const uint8_t secret[CRYPTO_SIGN_SECRET], struct err *err)
{
    size_t n = roots->count - 1, at = 0, len;
    struct root_list *list = &roots->lists[n];
    struct root_signature signature;
    struct arena arena;

    if (roots->count == 0 || (!has_key(list, key) && !has_key(before(roots, n), key))) {
        return err_set(err, ERR_DENIED, "no root key of this list");
    }
    while (at < list->signature_count && memcmp(list->signatures[at].key, key, CRYPTO_KEY) < 0) {
        at++;
    }
    if (at < list->signature_count && memcmp(list->signatures[at].key, key, CRYPTO_KEY) == 0) {
        return true; /* did already */
    }
    arena_init(&arena, 0);
    json_t *bare = bare_list(list, n + 1);
    const char *text = json_canonical(&arena, bare, &len);
    memcpy(signature.key, key, CRYPTO_KEY);
    crypto_sign(signature.bytes, CONTEXT, text, len, secret);
    json_decref(bare);
    arena_finish(&arena);
    memmove(&list->signatures[at + 1], &list->signatures[at],
            (list->signature_count - at) * sizeof(signature));
    list->signatures[at] = signature;
    list->signature_count++;
    return true;
}

/* ---- believing ------------------------------------------------------------------------------- */

/* Which of these roots signed list n? Each key stands once, so each counts once. */
static size_t count_signers(const struct roots *roots, size_t n, const struct root_list *signers)
{
    const struct root_list *list = &roots->lists[n];
    struct arena arena;
    size_t len, count = 0;

    arena_init(&arena, 0);
    json_t *bare = bare_list(list, n + 1);
    const char *text = json_canonical(&arena, bare, &len);
    for (size_t i = 0; i < list->signature_count; i++) {
        const struct root_signature *signature = &list->signatures[i];
        if (has_key(signers, signature->key) &&
            crypto_verify(signature->bytes, CONTEXT, text, len, signature->key)) {
            count++;
        }
    }
    json_decref(bare);
    arena_finish(&arena);
    return count;
}

void roots_count(const struct roots *roots, size_t *ret_own, size_t *ret_before)
{
    size_t n = roots->count - 1;

    *ret_own = count_signers(roots, n, &roots->lists[n]);
    *ret_before = count_signers(roots, n, before(roots, n));
}

bool roots_hold(const struct roots *roots)
{
    for (size_t n = 0; n < roots->count; n++) {
        if (count_signers(roots, n, &roots->lists[n]) < ROOTS_ENOUGH ||
            count_signers(roots, n, before(roots, n)) < ROOTS_ENOUGH) {
            return false;
        }
    }
    return roots->count > 0;
}

static bool is_same_list(const struct root_list *a, const struct root_list *b)
{
    return memcmp(a->keys, b->keys, sizeof(a->keys)) == 0 &&
           memcmp(a->village, b->village, CRYPTO_KEY) == 0;
}

bool roots_follow(const struct roots *before, const struct roots *after)
{
    size_t seen = before->count;

    return roots_hold(before) && roots_hold(after) && after->count >= seen &&
           is_same_list(&before->lists[seen - 1], &after->lists[seen - 1]);
}

const uint8_t *roots_village(const struct roots *roots)
{
    return roots->lists[roots->count - 1].village;
}
