#include "sync/result_file.h"

#include "app/base/json.h"
#include "app/base/str.h"

#include <string.h>

/* One form of the bytes: what the signature does not cover (itself, white space) cannot differ. */
static bool is_own_form(struct arena *arena, const json_t *result, const char *text, size_t len)
{
    size_t own_len;
    const char *own = json_canonical(arena, result, &own_len);
    const char *signature = json_text(result, "signature", "");

    return len == own_len + 1 && text[own_len] == '\n' && memcmp(text, own, own_len) == 0 &&
           strpbrk(signature, "ABCDEF") == NULL;
}

static const struct round *round_of(const struct pack *pack, const json_t *result)
{
    uint8_t id[ROUND_ID];
    uint8_t told[CRYPTO_HASH];
    uint8_t own[CRYPTO_HASH];

    if (!json_hex(result, "round", id, sizeof(id)) ||
        !json_hex(result, "plans_digest", told, sizeof(told))) {
        return NULL;
    }
    const struct round *round = pack_round(pack, id);
    if (round == NULL) {
        return NULL;
    }
    round_digest(own, round);
    return memcmp(own, told, sizeof(own)) == 0 ? round : NULL;
}

static bool is_signed(struct arena *arena, const json_t *result, const struct round *round)
{
    uint8_t signature[CRYPTO_SIGNATURE];
    size_t len;

    if (!json_hex(result, "signature", signature, sizeof(signature))) {
        return false;
    }
    json_t *bare = json_copy((json_t *)(uintptr_t)result);
    json_object_del(bare, "signature");
    const char *text = json_canonical(arena, bare, &len);
    bool holds = crypto_verify(signature, "dorpel uitslag 1", text, len, round->keys.last_sign);
    json_decref(bare);
    return holds;
}

static bool check(const struct round **ret_round, struct arena *arena, const struct pack *pack,
                  const json_t *result, const char *text, size_t len, struct err *err)
{
    if (!json_is_object(result) || json_number(result, "version", 0) != RESULT_FILE_VERSION ||
        !is_own_form(arena, result, text, len)) {
        return err_set(err, ERR_FORMAT, "not a result");
    }
    const struct round *round = round_of(pack, result);
    if (round == NULL) {
        return err_set(err, ERR_UNKNOWN, "a result of another round or of other plans");
    }
    if (!is_signed(arena, result, round)) {
        return err_set(err, ERR_CRYPTO, "a result that the last keeper did not sign");
    }
    *ret_round = round;
    return true;
}

bool result_file_check(const struct round **ret_round, const struct pack *pack, const char *text,
                       size_t len, struct err *err)
{
    struct arena arena;
    json_t *result = json_read(text, len, err);

    if (result == NULL) {
        return false;
    }
    arena_init(&arena, 0);
    bool good = check(ret_round, &arena, pack, result, text, len, err);
    arena_finish(&arena);
    json_decref(result);
    return good;
}
