/* Before our own header, which gives four of its names to ours. */
#include <sodium.h>

#include "app/base/crypto.h"

#include "app/base/str.h"

#include <assert.h>
#include <string.h>

_Static_assert(CRYPTO_KEY == crypto_box_PUBLICKEYBYTES, "box key");
_Static_assert(CRYPTO_KEY == crypto_box_SECRETKEYBYTES, "box secret");
_Static_assert(CRYPTO_KEY == crypto_sign_PUBLICKEYBYTES, "sign key");
_Static_assert(CRYPTO_SIGN_SECRET == crypto_sign_SECRETKEYBYTES, "sign secret");
_Static_assert(CRYPTO_SIGNATURE == crypto_sign_BYTES, "signature");
_Static_assert(CRYPTO_SALT == crypto_pwhash_SALTBYTES, "salt");
_Static_assert(CRYPTO_SEAL_EXTRA == crypto_box_SEALBYTES, "sealed box");

bool crypto_start(struct err *err)
{
    return sodium_init() >= 0 || err_set(err, ERR_CRYPTO, "libsodium did not start");
}

void crypto_random(void *dst, size_t len)
{
    randombytes_buf(dst, len);
}

void crypto_wipe(void *memory, size_t len)
{
    if (len > 0) {
        sodium_memzero(memory, len);
    }
}

void crypto_wipe_stack(size_t len)
{
    sodium_stackzero(len);
}

bool crypto_equal(const void *a, const void *b, size_t len)
{
    return sodium_memcmp(a, b, len) == 0;
}

/* Each part as its length in 8 bytes, most significant first, then its bytes. */
/* key NULL: none. */
static void digest_parts(uint8_t ret[CRYPTO_HASH], const uint8_t *key,
                         const struct crypto_part *parts, size_t count)
{
    crypto_generichash_state state;

    crypto_generichash_init(&state, key, key == NULL ? 0 : CRYPTO_KEY, CRYPTO_HASH);
    for (size_t i = 0; i < count; i++) {
        uint8_t len[8];
        for (size_t b = 0; b < sizeof(len); b++) {
            len[b] = (uint8_t)((uint64_t)parts[i].len >> (8 * (sizeof(len) - 1 - b)));
        }
        crypto_generichash_update(&state, len, sizeof(len));
        if (parts[i].len > 0) {
            crypto_generichash_update(&state, parts[i].data, parts[i].len);
        }
    }
    crypto_generichash_final(&state, ret, CRYPTO_HASH);
    sodium_memzero(&state, sizeof(state));
}

void crypto_hash_parts(uint8_t ret[CRYPTO_HASH], const struct crypto_part *parts, size_t count)
{
    digest_parts(ret, NULL, parts, count);
}

void crypto_mac_parts(uint8_t ret[CRYPTO_HASH], const uint8_t key[CRYPTO_KEY],
                      const struct crypto_part *parts, size_t count)
{
    digest_parts(ret, key, parts, count);
}

void crypto_hash(uint8_t ret[CRYPTO_HASH], const void *data, size_t len)
{
    crypto_generichash(ret, CRYPTO_HASH, data, len, NULL, 0);
}

void crypto_print(char ret[CRYPTO_PRINT], const void *data, size_t len)
{
    uint8_t hash[CRYPTO_HASH];
    char hex[2 * 16 + 1];

    crypto_hash(hash, data, len);
    str_hex(hex, hash, 16);
    for (size_t i = 0; i < 8; i++) {
        memcpy(ret + 5 * i, hex + 4 * i, 4);
        ret[5 * i + 4] = i < 7 ? ' ' : '\0';
    }
}

void crypto_box_keypair(uint8_t ret_public[CRYPTO_KEY], uint8_t ret_secret[CRYPTO_KEY])
{
    randombytes_buf(ret_secret, CRYPTO_KEY);
    crypto_scalarmult_base(ret_public, ret_secret);
}

bool crypto_seal(uint8_t *dst, const void *data, size_t len, const uint8_t public_key[CRYPTO_KEY],
                 struct err *err)
{
    return crypto_box_seal(dst, data, len, public_key) == 0 ||
           err_set(err, ERR_CRYPTO, "not a key to seal to");
}

bool crypto_open(uint8_t *dst, const uint8_t *sealed, size_t len,
                 const uint8_t public_key[CRYPTO_KEY], const uint8_t secret_key[CRYPTO_KEY],
                 struct err *err)
{
    if (len < CRYPTO_SEAL_EXTRA ||
        crypto_box_seal_open(dst, sealed, len, public_key, secret_key) != 0) {
        return err_set(err, ERR_CRYPTO, "the seal does not open");
    }
    return true;
}

bool crypto_public_of(uint8_t ret_public[CRYPTO_KEY], const uint8_t secret_key[CRYPTO_KEY])
{
    return crypto_scalarmult_base(ret_public, secret_key) == 0;
}

/* ---- signatures ---------------------------------------------------------------------------- */

enum { CONTEXT_MAX = 64, DIGEST = 64 };

/* What is signed: context || BLAKE2b-512(data). The digest has a fixed length and stands last, so
 * no context can be read as a part of another's data. Returns the length. */
static size_t signed_bytes(uint8_t ret[CONTEXT_MAX + DIGEST], const char *context, const void *data,
                           size_t len)
{
    size_t context_len = strlen(context);

    assert(context_len > 0 && context_len <= CONTEXT_MAX);
    memcpy(ret, context, context_len);
    crypto_generichash(ret + context_len, DIGEST, data, len, NULL, 0);
    return context_len + DIGEST;
}

void crypto_sign_keypair(uint8_t ret_public[CRYPTO_KEY], uint8_t ret_secret[CRYPTO_SIGN_SECRET])
{
    uint8_t seed[crypto_sign_SEEDBYTES];

    randombytes_buf(seed, sizeof(seed));
    crypto_sign_seed_keypair(ret_public, ret_secret, seed);
    sodium_memzero(seed, sizeof(seed));
}

void crypto_sign(uint8_t ret[CRYPTO_SIGNATURE], const char *context, const void *data, size_t len,
                 const uint8_t secret_key[CRYPTO_SIGN_SECRET])
{
    uint8_t message[CONTEXT_MAX + DIGEST];
    size_t message_len = signed_bytes(message, context, data, len);

    crypto_sign_detached(ret, NULL, message, message_len, secret_key);
}

bool crypto_verify(const uint8_t signature[CRYPTO_SIGNATURE], const char *context, const void *data,
                   size_t len, const uint8_t public_key[CRYPTO_KEY])
{
    uint8_t message[CONTEXT_MAX + DIGEST];
    size_t message_len = signed_bytes(message, context, data, len);

    return crypto_sign_verify_detached(signature, message, message_len, public_key) == 0;
}

bool crypto_stretch(uint8_t *ret, size_t ret_len, const char *secret, size_t secret_len,
                    const uint8_t salt[CRYPTO_SALT], struct crypto_cost cost, struct err *err)
{
    size_t memory = (size_t)cost.memory_kib * 1024;

    if (ret_len < crypto_pwhash_BYTES_MIN || ret_len > 64 ||
        cost.passes < crypto_pwhash_argon2id_OPSLIMIT_MIN ||
        memory < crypto_pwhash_argon2id_MEMLIMIT_MIN) {
        return err_set(err, ERR_FORMAT, "no such cost of Argon2id");
    }
    if (crypto_pwhash(ret, ret_len, secret, secret_len, salt, cost.passes, memory,
                      crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return err_set(err, ERR_MEMORY, "Argon2id needs %u KiB", (unsigned)cost.memory_kib);
    }
    return true;
}

/* ---- long messages ------------------------------------------------------------------------- */

_Static_assert(CRYPTO_CHUNK_EXTRA == crypto_secretstream_xchacha20poly1305_ABYTES, "chunk");
_Static_assert(CRYPTO_STREAM_KEY == crypto_secretstream_xchacha20poly1305_KEYBYTES, "key");
_Static_assert(CRYPTO_STREAM_HEADER == crypto_secretstream_xchacha20poly1305_HEADERBYTES, "head");

static size_t chunks_of(size_t len)
{
    return len == 0 ? 1 : (len + CRYPTO_CHUNK - 1) / CRYPTO_CHUNK;
}

size_t crypto_stream_len(size_t len)
{
    return len + chunks_of(len) * CRYPTO_CHUNK_EXTRA;
}

void crypto_stream_seal(uint8_t *dst, uint8_t ret_header[CRYPTO_STREAM_HEADER], const uint8_t *data,
                        size_t len, const uint8_t bound[CRYPTO_HASH],
                        const uint8_t key[CRYPTO_STREAM_KEY])
{
    crypto_secretstream_xchacha20poly1305_state state;
    size_t chunks = chunks_of(len);

    crypto_secretstream_xchacha20poly1305_init_push(&state, ret_header, key);
    for (size_t i = 0; i < chunks; i++) {
        bool is_last = i + 1 == chunks;
        size_t at = i * CRYPTO_CHUNK;
        crypto_secretstream_xchacha20poly1305_push(
            &state, dst + i * (CRYPTO_CHUNK + CRYPTO_CHUNK_EXTRA), NULL, data + at,
            is_last ? len - at : CRYPTO_CHUNK, bound, CRYPTO_HASH,
            is_last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
                    : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
    }
    sodium_memzero(&state, sizeof(state));
}

static bool open_chunk(crypto_secretstream_xchacha20poly1305_state *state, uint8_t *dst,
                       const uint8_t *sealed, size_t len, const uint8_t bound[CRYPTO_HASH],
                       bool is_last)
{
    unsigned char tag;
    unsigned char right = is_last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
                                  : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;

    return crypto_secretstream_xchacha20poly1305_pull(state, dst, NULL, &tag, sealed, len, bound,
                                                      CRYPTO_HASH) == 0 &&
           tag == right;
}

bool crypto_stream_open(uint8_t *dst, size_t *ret_len, const uint8_t *sealed, size_t sealed_len,
                        const uint8_t header[CRYPTO_STREAM_HEADER],
                        const uint8_t bound[CRYPTO_HASH], const uint8_t key[CRYPTO_STREAM_KEY],
                        struct err *err)
{
    crypto_secretstream_xchacha20poly1305_state state;
    const size_t whole = CRYPTO_CHUNK + CRYPTO_CHUNK_EXTRA;
    size_t chunks = (sealed_len + whole - 1) / whole;

    if (chunks == 0 || sealed_len - (chunks - 1) * whole < CRYPTO_CHUNK_EXTRA ||
        (chunks > 1 && sealed_len - (chunks - 1) * whole == CRYPTO_CHUNK_EXTRA)) {
        return err_set(err, ERR_FORMAT, "no message is %zu bytes long", sealed_len);
    }
    bool opened = crypto_secretstream_xchacha20poly1305_init_pull(&state, header, key) == 0;
    for (size_t i = 0; opened && i < chunks; i++) {
        bool is_last = i + 1 == chunks;
        opened = open_chunk(&state, dst + i * CRYPTO_CHUNK, sealed + i * whole,
                            is_last ? sealed_len - i * whole : whole, bound, is_last);
    }
    sodium_memzero(&state, sizeof(state));
    if (!opened) {
        return err_set(err, ERR_CRYPTO, "the message does not open");
    }
    *ret_len = sealed_len - chunks * CRYPTO_CHUNK_EXTRA;
    return true;
}

/* ---- fixed randomness, test builds only ---------------------------------------------------- */
#ifdef DORPEL_TEST

static uint64_t test_seed;
static uint64_t test_block;

static const char *seeded_name(void)
{
    return "dorpel-test";
}

/* One call is one ChaCha20 stream of its own, so that what is drawn depends on the order alone. */
static void seeded_buf(void *const dst, const size_t len)
{
    uint8_t key[randombytes_SEEDBYTES] = {0};

    memcpy(key, &test_seed, sizeof(test_seed));
    memcpy(key + sizeof(test_seed), &test_block, sizeof(test_block));
    test_block++;
    randombytes_buf_deterministic(dst, len, key);
}

static uint32_t seeded_word(void)
{
    uint32_t word;
    seeded_buf(&word, sizeof(word));
    return word;
}

static randombytes_implementation seeded = {
    .implementation_name = seeded_name,
    .random = seeded_word,
    .buf = seeded_buf,
};

void crypto_test_seed(uint64_t seed)
{
    test_seed = seed;
    test_block = 0;
    randombytes_set_implementation(seed == 0 ? &randombytes_sysrandom_implementation : &seeded);
}

#endif
