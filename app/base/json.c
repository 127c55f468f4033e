/* malloc_usable_size: how much there is to wipe. */
#define _DEFAULT_SOURCE
#include "app/base/json.h"

#include "app/base/crypto.h"
#include "app/base/str.h"

#include <assert.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

/* Nothing of ours comes near; what does is an attack. */
enum { JSON_MAX_LEN = 8 * 1024 * 1024, JSON_MAX_NESTED = 32 };

static void wiping_free(void *memory)
{
    if (memory != NULL) {
        crypto_wipe(memory, malloc_usable_size(memory));
        free(memory);
    }
}

void json_start(void)
{
    json_set_alloc_funcs(malloc, wiping_free);
}

enum { CANONICAL = JSON_SORT_KEYS | JSON_COMPACT };

char *json_canonical(struct arena *arena, const json_t *value, size_t *ret_len)
{
    size_t len = json_dumpb(value, NULL, 0, CANONICAL);
    char *text = arena_alloc(arena, len + 1);

    /* A value without a form (a bare number, a cycle) is our own mistake. */
    assert(len > 0 && text != NULL);
    size_t again = json_dumpb(value, text, len, CANONICAL);
    assert(again == len);
    if (ret_len != NULL) {
        *ret_len = len;
    }
    return text;
}

/* jansson goes as deep as the text says, on the stack: look first. */
static bool is_shallow(const char *text, size_t len)
{
    int depth = 0;
    bool in_string = false;

    for (size_t i = 0; i < len; i++) {
        if (in_string && text[i] == '\\') {
            i++; /* whatever follows does not end the string */
        } else if (in_string) {
            in_string = text[i] != '"';
        } else if (text[i] == '"') {
            in_string = true;
        } else if (text[i] == '{' || text[i] == '[') {
            if (++depth > JSON_MAX_NESTED) {
                return false;
            }
        } else if (text[i] == '}' || text[i] == ']') {
            depth--;
        }
    }
    return true;
}

json_t *json_read(const char *text, size_t len, struct err *err)
{
    json_error_t why;

    if (len > JSON_MAX_LEN) {
        err_set(err, ERR_LIMIT, "JSON of %zu bytes", len);
        return NULL;
    }
    if (!is_shallow(text, len)) {
        err_set(err, ERR_LIMIT, "JSON nested too deep");
        return NULL;
    }
    json_t *value = json_loadb(text, len, JSON_REJECT_DUPLICATES, &why);
    if (value == NULL) {
        /* not why.text: it quotes the input, which may be a visitor's */
        err_set(err, ERR_FORMAT, "JSON line %d column %d: fault %d", why.line, why.column,
                (int)json_error_code(&why));
    }
    return value;
}

const char *json_text(const json_t *object, const char *key, const char *fallback)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text == NULL ? fallback : text;
}

int64_t json_number(const json_t *object, const char *key, int64_t fallback)
{
    const json_t *value = json_object_get(object, key);
    return json_is_integer(value) ? json_integer_value(value) : fallback;
}

bool json_flag(const json_t *object, const char *key, bool fallback)
{
    const json_t *value = json_object_get(object, key);
    return json_is_boolean(value) ? json_is_true(value) : fallback;
}

void json_put(json_t *object, const char *key, json_t *value_stolen)
{
    int rc = json_object_set_new(object, key, value_stolen);
    assert(rc == 0);
    (void)rc;
}

void json_put_text(json_t *object, const char *key, const char *text)
{
    json_put(object, key, json_string(text));
}

void json_put_number(json_t *object, const char *key, int64_t number)
{
    json_put(object, key, json_integer(number));
}

void json_put_hex(json_t *object, const char *key, const uint8_t *bytes, size_t len)
{
    char small[2 * 128 + 1];
    char *hex = len <= 128 ? small : malloc(2 * len + 1);

    if (hex == NULL) {
        abort();
    }
    str_hex(hex, bytes, len);
    json_put_text(object, key, hex);
    crypto_wipe(hex, 2 * len);
    if (hex != small) {
        free(hex);
    }
}

bool json_hex(const json_t *object, const char *key, uint8_t *ret, size_t len)
{
    const char *hex = json_text(object, key, NULL);
    return hex != NULL && str_unhex(ret, len, hex);
}
