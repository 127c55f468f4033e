#include "app/count/draw.h"

#include "app/base/str.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_SETS = 1000 };

static int by_bytes(const void *a, const void *b)
{
    return memcmp(a, b, CRYPTO_HASH);
}

static void make_seed(uint8_t ret[CRYPTO_HASH], const struct round *round,
                      uint8_t (*sets)[CRYPTO_HASH], size_t count)
{
    static const char label[] = "dorpel draw 1";
    struct crypto_part parts[] = {
        {label, sizeof(label) - 1},
        {round->id, ROUND_ID},
        {sets, count * CRYPTO_HASH},
    };

    crypto_hash_parts(ret, parts, sizeof(parts) / sizeof(parts[0]));
}

json_t *draw_make(const json_t *boxes, const struct round *round)
{
    uint8_t sets[MAX_SETS][CRYPTO_HASH];
    uint8_t seed[CRYPTO_HASH];
    size_t count = json_array_size(boxes);

    if (count == 0 || count > MAX_SETS) {
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        if (!json_hex(json_array_get(boxes, i), "set_digest", sets[i], CRYPTO_HASH)) {
            return NULL;
        }
    }
    qsort(sets, count, CRYPTO_HASH, by_bytes);
    make_seed(seed, round, sets, count);
    json_t *draw = json_object();
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) {
        char hex[2 * CRYPTO_HASH + 1];
        str_hex(hex, sets[i], CRYPTO_HASH);
        json_array_append_new(array, json_string(hex));
    }
    json_put_hex(draw, "seed", seed, sizeof(seed));
    json_put(draw, "sets", array);
    return draw;
}

bool draw_read(struct count_options *options, const json_t *draw, const struct round *round)
{
    uint8_t sets[MAX_SETS][CRYPTO_HASH];
    uint8_t told[CRYPTO_HASH], own[CRYPTO_HASH];
    const json_t *array = json_object_get(draw, "sets");
    size_t count = json_array_size(array);

    if (draw == NULL || json_is_null(draw)) {
        return true;
    }
    if (count == 0 || count > MAX_SETS || !json_hex(draw, "seed", told, sizeof(told))) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const char *hex = json_string_value(json_array_get(array, i));
        if (hex == NULL || !str_unhex(sets[i], CRYPTO_HASH, hex) ||
            (i > 0 && memcmp(sets[i - 1], sets[i], CRYPTO_HASH) > 0)) {
            return false;
        }
    }
    make_seed(own, round, sets, count);
    options->has_seed = true;
    memcpy(options->seed, told, sizeof(told));
    return memcmp(own, told, sizeof(own)) == 0;
}
