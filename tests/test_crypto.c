/* The one door to libsodium. The expected values come from other programs: b2sum and Python's
 * hashlib (BLAKE2b), OpenSSL (Ed25519), the argon2 command (Argon2id). */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

/* Before our own header; only for a chunk that ours would never make. */
#include <sodium.h>

#include "app/base/crypto.h"
#include "app/base/str.h"

#include <stdlib.h>
#include <string.h>

static void assert_hex(const uint8_t *bytes, size_t len, const char *hex)
{
    char text[2 * 64 + 1];

    assert_true(len <= 64);
    str_hex(text, bytes, len);
    assert_string_equal(text, hex);
}

static void blake2b_gives_the_published_values(void **state)
{
    uint8_t hash[CRYPTO_HASH];

    (void)state;
    crypto_hash(hash, "", 0);
    assert_hex(hash, 32, "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    crypto_hash(hash, NULL, 0);
    assert_hex(hash, 32, "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    crypto_hash(hash, "abc", 3);
    assert_hex(hash, 32, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

static void parts_are_hashed_with_their_lengths_so_that_no_two_lists_collide(void **state)
{
    const struct crypto_part ab_c[] = {{"ab", 2}, {"c", 1}};
    const struct crypto_part a_bc[] = {{"a", 1}, {"bc", 2}};
    const struct crypto_part ab_c_nothing[] = {{"ab", 2}, {"c", 1}, {NULL, 0}};
    uint8_t one[CRYPTO_HASH], two[CRYPTO_HASH], three[CRYPTO_HASH];

    (void)state;
    crypto_hash_parts(one, ab_c, 2);
    crypto_hash_parts(two, a_bc, 2);
    crypto_hash_parts(three, ab_c_nothing, 3);
    assert_hex(one, 32, "9b29c83bca563845c8445a09a80da00b8193336d231891003eb004de0b9b1b5e");
    assert_hex(two, 32, "1a867ce4c94ebddb11f32a75b6ed9a72c33a73f0a935f03197c53360bb7e9a75");
    assert_memory_not_equal(one, three, CRYPTO_HASH);
}

static void a_sealed_box_opens_with_its_own_key_only(void **state)
{
    uint8_t public_key[32], secret_key[32], other_public[32], other_secret[32];
    uint8_t sealed[5 + CRYPTO_SEAL_EXTRA], again[5 + CRYPTO_SEAL_EXTRA], back[5];
    struct err err = {0};

    (void)state;
    crypto_box_keypair(public_key, secret_key);
    crypto_box_keypair(other_public, other_secret);
    assert_true(crypto_seal(sealed, "dorp!", 5, public_key, NULL));
    assert_true(crypto_seal(again, "dorp!", 5, public_key, NULL));
    assert_memory_not_equal(sealed, again, sizeof(sealed)); /* the same choice looks different */
    assert_true(crypto_open(back, sealed, sizeof(sealed), public_key, secret_key, NULL));
    assert_memory_equal(back, "dorp!", 5);
    assert_false(crypto_open(back, sealed, sizeof(sealed), other_public, other_secret, &err));
    assert_int_equal(err.code, ERR_CRYPTO);
    assert_false(crypto_open(back, sealed, sizeof(sealed), public_key, other_secret, NULL));
}

static void every_flipped_bit_and_every_cut_of_a_box_is_refused(void **state)
{
    uint8_t public_key[32], secret_key[32], sealed[5 + CRYPTO_SEAL_EXTRA], back[5] = {0};

    (void)state;
    crypto_box_keypair(public_key, secret_key);
    crypto_seal(sealed, "dorp!", 5, public_key, NULL);
    for (size_t bit = 0; bit < 8 * sizeof(sealed); bit++) {
        sealed[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_false(crypto_open(back, sealed, sizeof(sealed), public_key, secret_key, NULL));
        sealed[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    for (size_t len = 0; len < sizeof(sealed); len++) {
        assert_false(crypto_open(back, sealed, len, public_key, secret_key, NULL));
    }
    assert_memory_equal(back, "\0\0\0\0\0", 5);
}

static void a_key_that_is_no_key_is_not_sealed_to(void **state)
{
    uint8_t nothing[32] = {0}, sealed[1 + CRYPTO_SEAL_EXTRA];
    struct err err = {0};

    (void)state;
    assert_false(crypto_seal(sealed, "x", 1, nothing, &err));
    assert_int_equal(err.code, ERR_CRYPTO);
}

static void the_public_key_follows_from_the_secret_one(void **state)
{
    uint8_t public_key[32], secret_key[32], again[32];

    (void)state;
    crypto_box_keypair(public_key, secret_key);
    assert_true(crypto_public_of(again, secret_key));
    assert_memory_equal(public_key, again, 32);
}

/* RFC 8032 makes signatures deterministic, so another program must give the same bytes for
 * "dorpel test" || BLAKE2b-512("hallo dorp") with the key of seed 00 01 02 .. 1f. */
static void a_signature_is_ed25519_over_context_and_digest(void **state)
{
    uint8_t secret_key[CRYPTO_SIGN_SECRET], signature[CRYPTO_SIGNATURE];

    (void)state;
    for (uint8_t i = 0; i < 32; i++) {
        secret_key[i] = i;
    }
    assert_true(str_unhex(secret_key + 32, 32,
                          "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"));
    crypto_sign(signature, "dorpel test", "hallo dorp", 10, secret_key);
    assert_hex(signature, 64,
               "43069c99c4eefc944f474f4d186e7edf43fb5983e621cbfe6c548d1811efd02c"
               "ac852678d2bfb604e97001da87aa7ca68e40c25821f9f104f5be76f1c7c0370f");
    assert_true(crypto_verify(signature, "dorpel test", "hallo dorp", 10, secret_key + 32));
}

static void a_changed_signature_text_context_or_key_does_not_hold(void **state)
{
    uint8_t public_key[32], other_key[32], secret_key[64], other_secret[64], signature[64];

    (void)state;
    crypto_sign_keypair(public_key, secret_key);
    crypto_sign_keypair(other_key, other_secret);
    crypto_sign(signature, "pack", "hallo dorp", 10, secret_key);
    assert_true(crypto_verify(signature, "pack", "hallo dorp", 10, public_key));
    assert_false(crypto_verify(signature, "ack", "hallo dorp", 10, public_key));
    assert_false(crypto_verify(signature, "packh", "allo dorp", 9, public_key));
    assert_false(crypto_verify(signature, "pack", "hallo dorp", 9, public_key));
    assert_false(crypto_verify(signature, "pack", "hallo dorq", 10, public_key));
    assert_false(crypto_verify(signature, "pack", "hallo dorp", 10, other_key));
    for (size_t bit = 0; bit < 512; bit++) {
        signature[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_false(crypto_verify(signature, "pack", "hallo dorp", 10, public_key));
        signature[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
}

static void argon2id_gives_what_the_argon2_command_gives(void **state)
{
    static const uint8_t salt[CRYPTO_SALT] = "saltsaltsaltsalt";
    const struct crypto_cost small = {.passes = 1, .memory_kib = 64};
    const struct crypto_cost more = {.passes = 2, .memory_kib = 1024};
    uint8_t key[64];

    (void)state;
    assert_true(crypto_stretch(key, 64, "ABCD2345", 8, salt, small, NULL));
    assert_hex(key, 64,
               "1b5ff31dcaf1a7fffc779f2a0b0e0f1a0c8f4be077286c9b081594ad00fa26b5"
               "0093feb1659ed7eab8a76194c5557437a351075da72f019d50c302e9e5939aed");
    assert_true(crypto_stretch(key, 16, "ABCD2345", 8, salt, more, NULL));
    assert_hex(key, 16, "50a59f64d76938cf2f474a486a6a15cc");
}

static void a_cost_or_length_outside_the_limits_is_refused(void **state)
{
    static const uint8_t salt[CRYPTO_SALT] = {0};
    const struct crypto_cost none = {0}, little = {1, 7}, least = {1, 8};
    const struct crypto_cost absurd = {1, UINT32_MAX};
    uint8_t key[65];
    struct err err = {0};

    (void)state;
    assert_false(crypto_stretch(key, 32, "x", 1, salt, none, &err));
    assert_int_equal(err.code, ERR_FORMAT);
    assert_false(crypto_stretch(key, 32, "x", 1, salt, little, NULL));
    assert_false(crypto_stretch(key, 15, "x", 1, salt, least, NULL));
    assert_false(crypto_stretch(key, 65, "x", 1, salt, least, NULL));
    assert_true(crypto_stretch(key, 32, "x", 1, salt, least, NULL));
    err = (struct err){0};
    assert_false(crypto_stretch(key, 32, "x", 1, salt, absurd, &err));
    assert_int_equal(err.code, ERR_MEMORY);
}

static void wiping_and_comparing_do_what_they_say(void **state)
{
    char text[6] = "geheim";

    (void)state;
    crypto_wipe(text, sizeof(text));
    assert_memory_equal(text, "\0\0\0\0\0\0", 6);
    crypto_wipe(NULL, 0);
    assert_true(crypto_equal("abc", "abc", 3));
    assert_false(crypto_equal("abc", "abd", 3));
    assert_true(crypto_equal("abc", "abd", 2));
}

static void a_test_seed_makes_all_randomness_a_fixed_stream_and_zero_ends_it(void **state)
{
    uint8_t first[40], again[40], key[2][32], secret[32], sealed[2][49];

    (void)state;
    for (int i = 0; i < 2; i++) {
        crypto_test_seed(7);
        crypto_random(i == 0 ? first : again, sizeof(first));
        crypto_box_keypair(key[i], secret);
        crypto_seal(sealed[i], "x", 1, key[i], NULL); /* libsodium's own randomness too */
    }
    assert_memory_equal(first, again, sizeof(first));
    assert_memory_equal(key[0], key[1], 32);
    assert_memory_equal(sealed[0], sealed[1], 49);
    crypto_random(again, sizeof(again));
    assert_memory_not_equal(first, again, sizeof(first)); /* the stream goes on */
    crypto_test_seed(8);
    crypto_random(again, sizeof(again));
    assert_memory_not_equal(first, again, sizeof(first));
    for (int i = 0; i < 2; i++) {
        crypto_test_seed(0);
        crypto_random(i == 0 ? first : again, sizeof(first));
    }
    assert_memory_not_equal(first, again, sizeof(first));
}

/* Four of our names are libsodium's as well. If its inner calls reached ours, sealing would now and
 * then fail, for it looks at what its own crypto_box_keypair returns. */
static void our_names_do_not_get_in_the_way_of_libsodiums_own(void **state)
{
    uint8_t public_key[32], secret_key[32], sealed[1 + CRYPTO_SEAL_EXTRA];

    (void)state;
    for (int i = 0; i < 300; i++) {
        crypto_box_keypair(public_key, secret_key);
        assert_true(crypto_seal(sealed, "x", 1, public_key, NULL));
    }
}

/* ---- long messages ------------------------------------------------------------------------- */

enum { WHOLE = CRYPTO_CHUNK + CRYPTO_CHUNK_EXTRA, LONG = 3 * CRYPTO_CHUNK };

struct stream {
    uint8_t key[CRYPTO_STREAM_KEY], header[CRYPTO_STREAM_HEADER], bound[CRYPTO_HASH];
    uint8_t sealed[LONG + 4 * CRYPTO_CHUNK_EXTRA], plain[LONG + 1], back[LONG + 1];
    size_t len, back_len;
};

static struct stream *sealed_stream(size_t len)
{
    struct stream *s = calloc(1, sizeof(*s));

    assert_non_null(s);
    crypto_random(s->key, sizeof(s->key));
    crypto_random(s->bound, sizeof(s->bound));
    crypto_random(s->plain, sizeof(s->plain));
    s->len = crypto_stream_len(len);
    crypto_stream_seal(s->sealed, s->header, s->plain, len, s->bound, s->key);
    return s;
}

static enum err_code open_stream(struct stream *s)
{
    struct err err = {0};

    s->back_len = 77;
    bool done = crypto_stream_open(s->back, &s->back_len, s->sealed, s->len, s->header, s->bound,
                                   s->key, &err);
    assert_true(done == (err.code == ERR_NONE) && (done || s->back_len == 77));
    return err.code;
}

static void a_long_message_comes_back_at_every_length_of_its_last_chunk(void **state)
{
    static const size_t lengths[] = {0,
                                     1,
                                     CRYPTO_CHUNK - 1,
                                     CRYPTO_CHUNK,
                                     CRYPTO_CHUNK + 1,
                                     2 * CRYPTO_CHUNK,
                                     2 * CRYPTO_CHUNK + 17,
                                     LONG};

    (void)state;
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        struct stream *s = sealed_stream(lengths[i]);
        assert_int_equal(open_stream(s), ERR_NONE);
        assert_int_equal(s->back_len, lengths[i]);
        assert_memory_equal(s->back, s->plain, lengths[i]);
        free(s);
    }
}

static void no_chunk_can_be_left_out_moved_cut_off_or_added(void **state)
{
    uint8_t chunk[WHOLE];

    (void)state;
    struct stream *s = sealed_stream(LONG);
    for (size_t chunks = 1; chunks < 3; chunks++) { /* the end cut off, at a chunk's border */
        s->len = chunks * WHOLE;
        assert_int_equal(open_stream(s), ERR_CRYPTO);
    }
    s->len = 3 * WHOLE;
    memcpy(chunk, s->sealed, WHOLE); /* two changed places */
    memcpy(s->sealed, s->sealed + WHOLE, WHOLE);
    memcpy(s->sealed + WHOLE, chunk, WHOLE);
    assert_int_equal(open_stream(s), ERR_CRYPTO);
    free(s);
    s = sealed_stream(LONG);
    memmove(s->sealed, s->sealed + WHOLE, 2 * WHOLE); /* the first gone */
    s->len = 2 * WHOLE;
    assert_int_equal(open_stream(s), ERR_CRYPTO);
    free(s);
    s = sealed_stream(2 * CRYPTO_CHUNK);
    memcpy(s->sealed + 2 * WHOLE, s->sealed + WHOLE, WHOLE); /* the last twice */
    s->len = 3 * WHOLE;
    assert_int_equal(open_stream(s), ERR_CRYPTO);
    free(s);
}

static void no_message_has_these_lengths(void **state)
{
    static const size_t lengths[] = {0, 1, 16, WHOLE + 1, WHOLE + 16, WHOLE + 17, 2 * WHOLE + 17};

    (void)state;
    struct stream *s = sealed_stream(LONG);
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        s->len = lengths[i];
        assert_int_equal(open_stream(s), ERR_FORMAT);
    }
    free(s);
}

static void a_long_message_is_bound_to_key_header_and_what_it_stands_behind(void **state)
{
    (void)state;
    struct stream *s = sealed_stream(100);
    uint8_t *const parts[] = {s->key, s->header, s->bound, s->sealed};
    const size_t lengths[] = {sizeof(s->key), sizeof(s->header), sizeof(s->bound), s->len};
    for (size_t p = 0; p < 4; p++) {
        for (size_t bit = 0; bit < 8 * lengths[p]; bit++) {
            parts[p][bit / 8] ^= (uint8_t)(1U << (bit % 8));
            assert_int_equal(open_stream(s), ERR_CRYPTO);
            parts[p][bit / 8] ^= (uint8_t)(1U << (bit % 8));
        }
    }
    assert_int_equal(open_stream(s), ERR_NONE);
    free(s);
}

/* libsodium knows more kinds of chunk than "more follows" and "the last"; we make and take none. */
static void a_chunk_of_another_kind_is_refused(void **state)
{
    static const unsigned char tags[] = {crypto_secretstream_xchacha20poly1305_TAG_MESSAGE,
                                         crypto_secretstream_xchacha20poly1305_TAG_PUSH,
                                         crypto_secretstream_xchacha20poly1305_TAG_REKEY,
                                         crypto_secretstream_xchacha20poly1305_TAG_FINAL};

    (void)state;
    for (size_t first = 0; first < 4; first++) {
        for (size_t last = 0; last < 4; last++) {
            struct stream *s = sealed_stream(0);
            crypto_secretstream_xchacha20poly1305_state push;
            crypto_secretstream_xchacha20poly1305_init_push(&push, s->header, s->key);
            crypto_secretstream_xchacha20poly1305_push(
                &push, s->sealed, NULL, s->plain, CRYPTO_CHUNK, s->bound, CRYPTO_HASH, tags[first]);
            crypto_secretstream_xchacha20poly1305_push(&push, s->sealed + WHOLE, NULL, s->plain, 5,
                                                       s->bound, CRYPTO_HASH, tags[last]);
            s->len = crypto_stream_len(CRYPTO_CHUNK + 5);
            bool ours = first == 0 && last == 3;
            assert_int_equal(open_stream(s), ours ? ERR_NONE : ERR_CRYPTO);
            free(s);
        }
    }
}

static int start(void **state)
{
    (void)state;
    return crypto_start(NULL) ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blake2b_gives_the_published_values),
        cmocka_unit_test(parts_are_hashed_with_their_lengths_so_that_no_two_lists_collide),
        cmocka_unit_test(a_sealed_box_opens_with_its_own_key_only),
        cmocka_unit_test(every_flipped_bit_and_every_cut_of_a_box_is_refused),
        cmocka_unit_test(a_key_that_is_no_key_is_not_sealed_to),
        cmocka_unit_test(the_public_key_follows_from_the_secret_one),
        cmocka_unit_test(a_signature_is_ed25519_over_context_and_digest),
        cmocka_unit_test(a_changed_signature_text_context_or_key_does_not_hold),
        cmocka_unit_test(argon2id_gives_what_the_argon2_command_gives),
        cmocka_unit_test(a_cost_or_length_outside_the_limits_is_refused),
        cmocka_unit_test(wiping_and_comparing_do_what_they_say),
        cmocka_unit_test(a_test_seed_makes_all_randomness_a_fixed_stream_and_zero_ends_it),
        cmocka_unit_test(our_names_do_not_get_in_the_way_of_libsodiums_own),
        cmocka_unit_test(a_long_message_comes_back_at_every_length_of_its_last_chunk),
        cmocka_unit_test(no_chunk_can_be_left_out_moved_cut_off_or_added),
        cmocka_unit_test(no_message_has_these_lengths),
        cmocka_unit_test(a_long_message_is_bound_to_key_header_and_what_it_stands_behind),
        cmocka_unit_test(a_chunk_of_another_kind_is_refused),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
