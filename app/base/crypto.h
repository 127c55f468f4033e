/* crypto: the one door to libsodium. We compose its parts and invent none.
 *
 * BLAKE2b for names and digests, sealed boxes (X25519) for secrets to an owner, Ed25519 for
 * signatures, Argon2id for codes and PINs. Randomness is the kernel's; only a test build may
 * replace it (crypto_test_seed, compiled in with -DDORPEL_TEST).
 */
#ifndef DORPEL_CRYPTO_H
#define DORPEL_CRYPTO_H

#include "app/base/err.h"

#include <stddef.h>
#include <stdint.h>

/* libsodium exports functions of these four names. Without link names of our own its inner calls
 * would end up here: crypto_box_seal() calls crypto_box_keypair() and looks at what it returns. */
#define crypto_hash dorpel_crypto_hash
#define crypto_sign dorpel_crypto_sign
#define crypto_box_keypair dorpel_crypto_box_keypair
#define crypto_sign_keypair dorpel_crypto_sign_keypair

enum {
    CRYPTO_KEY = 32, /* a public or secret box key, bytes */
    CRYPTO_SIGN_SECRET = 64,
    CRYPTO_SIGNATURE = 64,
    CRYPTO_HASH = 32, /* BLAKE2b-256 */
    CRYPTO_SALT = 16,
    CRYPTO_SEAL_EXTRA = 48, /* bytes a sealed box is longer than its content */
};

struct crypto_cost { /* of Argon2id */
    uint32_t passes;
    uint32_t memory_kib;
};

bool crypto_start(struct err *err); /* once, before anything else */
void crypto_random(void *dst, size_t len);
void crypto_wipe(void *memory, size_t len); /* not optimised away */
void crypto_wipe_stack(size_t len); /* what calls that returned left behind, len bytes deep */
bool crypto_equal(const void *a, const void *b, size_t len); /* constant time */

/* BLAKE2b-256 over parts, each preceded by its length so that no two lists collide.
 * parts: pointer, length pairs. */
struct crypto_part {
    const void *data;
    size_t len;
};
void crypto_hash_parts(uint8_t ret[CRYPTO_HASH], const struct crypto_part *parts, size_t count);
/* The same with a key: only who has it can make or check it. */
void crypto_mac_parts(uint8_t ret[CRYPTO_HASH], const uint8_t key[CRYPTO_KEY],
                      const struct crypto_part *parts, size_t count);
void crypto_hash(uint8_t ret[CRYPTO_HASH], const void *data, size_t len); /* plain BLAKE2b-256 */
/* "3f2a 91bc ...": the first half of that hash in eight groups of four, for two people to compare.
 */
enum { CRYPTO_PRINT = 8 * 5 };
void crypto_print(char ret[CRYPTO_PRINT], const void *data, size_t len);

void crypto_box_keypair(uint8_t ret_public[CRYPTO_KEY], uint8_t ret_secret[CRYPTO_KEY]);
/* dst holds len + CRYPTO_SEAL_EXTRA */
bool crypto_seal(uint8_t *dst, const void *data, size_t len, const uint8_t public_key[CRYPTO_KEY],
                 struct err *err);
/* dst holds len - CRYPTO_SEAL_EXTRA; ERR_CRYPTO when it does not open */
bool crypto_open(uint8_t *dst, const uint8_t *sealed, size_t len,
                 const uint8_t public_key[CRYPTO_KEY], const uint8_t secret_key[CRYPTO_KEY],
                 struct err *err);
bool crypto_public_of(uint8_t ret_public[CRYPTO_KEY], const uint8_t secret_key[CRYPTO_KEY]);

void crypto_sign_keypair(uint8_t ret_public[CRYPTO_KEY], uint8_t ret_secret[CRYPTO_SIGN_SECRET]);
void crypto_sign(uint8_t ret[CRYPTO_SIGNATURE], const char *context, const void *data, size_t len,
                 const uint8_t secret_key[CRYPTO_SIGN_SECRET]);
bool crypto_verify(const uint8_t signature[CRYPTO_SIGNATURE], const char *context, const void *data,
                   size_t len, const uint8_t public_key[CRYPTO_KEY]);

/* A long message in chunks of CRYPTO_CHUNK under one key (secretstream, XChaCha20-Poly1305), bound
 * to `bound`: each chunk grows by CRYPTO_CHUNK_EXTRA, none can be left out, moved or cut off. An
 * empty message is one empty chunk. dst holds crypto_stream_len(len) bytes, the other way len. */
enum { CRYPTO_STREAM_KEY = 32, CRYPTO_STREAM_HEADER = 24 };
enum { CRYPTO_CHUNK = 65536, CRYPTO_CHUNK_EXTRA = 17 };
size_t crypto_stream_len(size_t len);
void crypto_stream_seal(uint8_t *dst, uint8_t ret_header[CRYPTO_STREAM_HEADER], const uint8_t *data,
                        size_t len, const uint8_t bound[CRYPTO_HASH],
                        const uint8_t key[CRYPTO_STREAM_KEY]);
/* sealed_len tells the length of the message: ERR_FORMAT when no message has it. ERR_CRYPTO. */
bool crypto_stream_open(uint8_t *dst, size_t *ret_len, const uint8_t *sealed, size_t sealed_len,
                        const uint8_t header[CRYPTO_STREAM_HEADER],
                        const uint8_t bound[CRYPTO_HASH], const uint8_t key[CRYPTO_STREAM_KEY],
                        struct err *err);

/* Argon2id13; ret_len 16..64. Slow on purpose: call from a worker thread. */
bool crypto_stretch(uint8_t *ret, size_t ret_len, const char *secret, size_t secret_len,
                    const uint8_t salt[CRYPTO_SALT], struct crypto_cost cost, struct err *err);

#ifdef DORPEL_TEST
void crypto_test_seed(uint64_t seed); /* randomness becomes a fixed stream; 0: the kernel's again */
#endif

#endif
