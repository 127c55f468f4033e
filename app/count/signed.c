#include "app/count/signed.h"

#include "app/base/str.h"

#include <string.h>

/* Capitals would be a second form of the same bytes, outside what a signature covers. */
bool signed_hex(const json_t *object, const char *key, uint8_t *ret, size_t len)
{
    const char *hex = json_text(object, key, "");
    return strpbrk(hex, "ABCDEF") == NULL && str_unhex(ret, len, hex);
}

/* A copy of the object without its signature; the members are shared. */
static json_t *without_signature(const json_t *object)
{
    json_t *bare = json_copy((json_t *)object);
    json_object_del(bare, "signature");
    return bare;
}

void signed_put(json_t *object, const char *context, const uint8_t secret_key[CRYPTO_SIGN_SECRET])
{
    struct arena arena;
    uint8_t signature[CRYPTO_SIGNATURE];
    size_t len;

    arena_init(&arena, 0);
    json_t *bare = without_signature(object);
    const char *text = json_canonical(&arena, bare, &len);
    crypto_sign(signature, context, text, len, secret_key);
    json_put_hex(object, "signature", signature, sizeof(signature));
    json_decref(bare);
    arena_finish(&arena);
}

bool signed_holds(const json_t *object, const char *context, const uint8_t public_key[CRYPTO_KEY])
{
    struct arena arena;
    uint8_t signature[CRYPTO_SIGNATURE];
    size_t len;

    if (!json_is_object(object) || !signed_hex(object, "signature", signature, sizeof(signature))) {
        return false;
    }
    arena_init(&arena, 0);
    json_t *bare = without_signature(object);
    const char *text = json_canonical(&arena, bare, &len);
    bool holds = crypto_verify(signature, context, text, len, public_key);
    json_decref(bare);
    arena_finish(&arena);
    return holds;
}

/* Canonical bytes and one newline, exactly. */
static bool is_canonical(struct arena *arena, const json_t *object, const char *text, size_t len)
{
    size_t canonical_len;
    const char *canonical = json_canonical(arena, object, &canonical_len);
    return len == canonical_len + 1 && text[canonical_len] == '\n' &&
           memcmp(text, canonical, canonical_len) == 0;
}

json_t *signed_load(struct io *io, const char *path, struct snag *snag)
{
    struct arena arena;
    struct err err;
    char *text;
    size_t len;
    json_t *object = NULL;

    arena_init(&arena, 0);
    if (!io_read_file(io, &arena, path, SIGNED_MAX_FILE, &text, &len, &err)) {
        snag_err(snag, path, &err);
    } else {
        object = json_read(text, len, &err);
        if (!json_is_object(object) || !is_canonical(&arena, object, text, len)) {
            json_decref(object);
            object = NULL;
            snag_set(snag, "tel.file.changed", path, 0, NULL);
        }
    }
    arena_finish(&arena);
    return object;
}

bool signed_save(struct io *io, const char *path, const json_t *object, struct snag *snag)
{
    struct arena arena;
    struct err err;
    size_t len;

    arena_init(&arena, 0);
    char *text = json_canonical(&arena, object, &len);
    text[len] = '\n'; /* in place of the terminator: the length says where it ends */
    bool done = io_write_file(io, path, text, len + 1, &err);
    if (!done) {
        snag_err(snag, path, &err);
    }
    arena_finish(&arena);
    return done;
}

bool signed_texts(const json_t *array, struct arena *arena, const char ***ret, size_t *ret_count)
{
    if (!json_is_array(array)) {
        return false;
    }
    size_t count = json_array_size(array);
    const char **texts = arena_array(arena, count + 1, sizeof(*texts));
    for (size_t i = 0; i < count; i++) {
        const char *text = json_string_value(json_array_get(array, i));
        if (texts == NULL || text == NULL) {
            return false;
        }
        texts[i] = arena_strdup(arena, text);
    }
    *ret = texts;
    *ret_count = count;
    return true;
}
