/* Bundles: made, read, believed and opened; every bit and every length of one, and every head that
 * no sender makes. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/faults/bundle_bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct bundle_bench bench;
static struct err err;

static int set_up(void **state)
{
    (void)state;
    bundle_bench_init(&bench);
    err = (struct err){0};
    return 0;
}

static int take_down(void **state)
{
    (void)state;
    bundle_bench_finish(&bench);
    return 0;
}

static const uint8_t *sign_of(enum bundle_bench_who who)
{
    return bench.who[who].party.sign;
}

static bool opens(struct bundle_bytes *ret, struct bundle_bytes bundle, enum bundle_bench_who who)
{
    struct bundle_head head;

    return bundle_read(&head, bundle.data, bundle.len, &err) &&
           bundle_open(ret, &bench.arena, &head, bundle.data, bench.who[who].party.box,
                       bench.who[who].box_secret, &err);
}

/* Read, believed to be the kiosk's, opened by the hub: the whole way of a bundle. */
static bool accepted(struct bundle_bytes bundle)
{
    struct bundle_head head;
    struct bundle_bytes payload;

    return bundle_read(&head, bundle.data, bundle.len, &err) &&
           bundle_verify(&head, bundle.data, bundle.len, sign_of(KIOSK), &err) &&
           opens(&payload, bundle, HUB);
}

static struct bundle_bytes copy_of(struct bundle_bytes bundle, size_t room)
{
    struct bundle_bytes copy = {arena_alloc(&bench.arena, bundle.len + room), bundle.len};

    memcpy(copy.data, bundle.data, bundle.len);
    return copy;
}

static struct bundle_bytes small(size_t wraps)
{
    struct bundle_head head = bundle_bench_head(&bench, BUNDLE_DATA);

    return bundle_bench_make(&bench, &head, "abc", 3, wraps, KIOSK);
}

static void put(struct bundle_bytes bundle, size_t at, uint64_t number, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        bundle.data[at + i] = (uint8_t)(number >> (8 * i));
    }
}

/* ---- there and back ------------------------------------------------------------------------ */

static void what_was_sealed_comes_out_for_each_that_it_was_wrapped_to(void **state)
{
    static const size_t lengths[] = {0,     1,     4094,  4095,  4096,   4097,   8191,   8192,
                                     65534, 65535, 65536, 65537, 131071, 131072, 200000, 1000000};
    static const enum bundle_bench_who readers[] = {HUB, RECOVERY, OTHER};
    uint8_t *payload = malloc(1000000);

    (void)state;
    crypto_random(payload, 1000000);
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        struct bundle_head head = bundle_bench_head(&bench, BUNDLE_DATA), back;
        struct bundle_bytes made =
            bundle_bench_make(&bench, &head, payload, lengths[i], BUNDLE_BENCH_WRAPS, KIOSK);
        assert_true(bundle_read(&back, made.data, made.len, &err));
        assert_int_equal(back.payload_len % BUNDLE_PAD, 0);
        assert_true(bundle_verify(&back, made.data, made.len, sign_of(KIOSK), &err));
        for (size_t r = 0; r < sizeof(readers) / sizeof(readers[0]); r++) {
            struct bundle_bytes plain;
            assert_true(opens(&plain, made, readers[r]));
            assert_int_equal(plain.len, lengths[i]);
            assert_memory_equal(plain.data, payload, lengths[i]);
        }
        arena_reset(&bench.arena);
    }
    free(payload);
}

static void the_head_comes_back_as_it_was_given(void **state)
{
    struct bundle_head head = bundle_bench_head(&bench, BUNDLE_CLOSING), back;

    (void)state;
    head.flags = BUNDLE_PRACTICE;
    head.seq = 0x0102030405060708;
    head.quality = 3;
    head.boot_count = 0xFFFFFFFE;
    memset(head.prev, 0xAB, sizeof(head.prev));
    for (size_t wraps = 0; wraps <= BUNDLE_BENCH_WRAPS; wraps++) {
        struct bundle_bytes made = bundle_bench_make(&bench, &head, "{}", 2, wraps, OTHER);
        assert_true(bundle_read(&back, made.data, made.len, &err));
        assert_int_equal(back.type, BUNDLE_CLOSING);
        assert_int_equal(back.flags, BUNDLE_PRACTICE | (wraps > 0 ? BUNDLE_ENCRYPTED : 0));
        assert_memory_equal(back.sender, bench.who[OTHER].party.id, BUNDLE_PARTY);
        assert_memory_equal(back.recipient, head.recipient, BUNDLE_PARTY);
        assert_memory_equal(back.incarnation, head.incarnation, BUNDLE_INCARNATION);
        assert_memory_equal(back.prev, head.prev, BUNDLE_ID);
        assert_true(back.seq == head.seq && back.created_s == head.created_s);
        assert_int_equal(back.quality, 3);
        assert_int_equal(back.stream, BUNDLE_REST);
        assert_true(back.boot_count == 0xFFFFFFFE);
        assert_int_equal(back.wrap_count, wraps);
    }
}

static void votes_carry_no_time_even_when_one_is_given(void **state)
{
    struct bundle_head head = bundle_bench_head(&bench, BUNDLE_DATA), back;

    (void)state;
    head.stream = BUNDLE_VOTES;
    struct bundle_bytes made = bundle_bench_make(&bench, &head, "x", 1, 1, KIOSK);
    assert_true(bundle_read(&back, made.data, made.len, &err));
    assert_true(back.created_s == 0);
    put(made, 96, 1789000000, 8); /* and a sender that does it all the same is refused */
    bundle_bench_sign(&bench, made, KIOSK);
    assert_false(bundle_read(&back, made.data, made.len, &err));
    assert_int_equal(err.code, ERR_FORMAT);
}

static void two_bundles_of_the_same_bytes_tell_nothing_by_their_length_or_key(void **state)
{
    (void)state;
    struct bundle_bytes one = small(1), two = small(1);
    struct bundle_head head = bundle_bench_head(&bench, BUNDLE_DATA);
    uint8_t much[4000] = {0};
    struct bundle_bytes more = bundle_bench_make(&bench, &head, much, sizeof(much), 1, KIOSK);

    assert_int_equal(one.len, more.len);
    assert_memory_not_equal(one.data + 136, two.data + 136, 80); /* the wrapped key is new */
    assert_memory_not_equal(one.data + 244, two.data + 244, 1000);
}

/* ---- every bit, every length --------------------------------------------------------------- */

static void flip(struct bundle_bytes bundle, size_t bit)
{
    bundle.data[bit / 8] ^= (uint8_t)(1U << (bit % 8));
}

static void every_bit_of_a_full_bundle_counts(void **state)
{
    (void)state;
    struct bundle_bytes whole = bundle_bench_data(&bench, 2);

    assert_true(accepted(whole));
    for (size_t bit = 0; bit < 8 * whole.len; bit++) {
        flip(whole, bit);
        assert_false(accepted(whole));
        flip(whole, bit);
    }
    assert_true(accepted(whole));
}

/* Without the signature the seal itself holds: who signs another's bundle anew gains nothing. */
static void every_bit_before_the_signature_counts_for_who_opens_too(void **state)
{
    (void)state;
    struct bundle_bytes payload, whole = bundle_bench_data(&bench, 2);
    struct bundle_head head;

    assert_true(bundle_read(&head, whole.data, whole.len, &err));
    for (size_t bit = 0; bit < 8 * (whole.len - CRYPTO_SIGNATURE);
         bit += bit < 8 * head.head_len ? 1 : 29) {
        flip(whole, bit);
        assert_false(opens(&payload, whole, HUB));
        flip(whole, bit);
    }
    assert_true(opens(&payload, whole, HUB));
}

static void every_bit_of_the_heads_of_other_bundles_counts(void **state)
{
    (void)state;
    for (size_t wraps = 0; wraps <= BUNDLE_BENCH_WRAPS; wraps++) {
        struct bundle_bytes whole = small(wraps);
        struct bundle_head head;
        size_t from = 8 * (whole.len - CRYPTO_SIGNATURE);
        assert_true(bundle_read(&head, whole.data, whole.len, &err));
        for (size_t bit = 0; bit < 8 * whole.len; bit++) {
            bit = bit == 8 * (head.head_len + 3) ? from : bit;
            flip(whole, bit);
            assert_false(accepted(whole));
            flip(whole, bit);
        }
        assert_true(accepted(whole));
    }
}

static void every_length_but_its_own_is_refused(void **state)
{
    (void)state;
    for (size_t wraps = 0; wraps <= BUNDLE_BENCH_WRAPS; wraps++) {
        struct bundle_bytes whole = bundle_bench_data(&bench, wraps);
        for (size_t len = 0; len < whole.len; len++) {
            uint8_t *cut = malloc(len + 1); /* exactly: who reads further is seen */
            struct bundle_head head = {.seq = 77};
            memcpy(cut, whole.data, len);
            assert_false(bundle_read(&head, cut, len, &err));
            assert_int_equal(err.code, ERR_FORMAT);
            assert_true(head.seq == 77); /* nothing is left half-filled */
            free(cut);
        }
        struct bundle_bytes longer = copy_of(whole, 5000);
        for (size_t more = 1; more <= 5000; more += more < 200 ? 1 : 97) {
            struct bundle_head head;
            assert_false(bundle_read(&head, longer.data, whole.len + more, &err));
        }
    }
}

/* ---- who made it, and for whom ------------------------------------------------------------- */

static void only_its_makers_key_verifies(void **state)
{
    (void)state;
    struct bundle_bytes whole = small(1);
    struct bundle_head head;

    assert_true(bundle_read(&head, whole.data, whole.len, &err));
    for (int who = KIOSK; who < BUNDLE_BENCH_PARTIES; who++) {
        bool same =
            bundle_verify(&head, whole.data, whole.len, sign_of((enum bundle_bench_who)who), &err);
        assert_true(same == (who == KIOSK));
    }
    assert_int_equal(err.code, ERR_CRYPTO);
}

static void a_signature_over_one_type_says_nothing_of_another(void **state)
{
    static const uint8_t types[] = {BUNDLE_DATA,      BUNDLE_ACK,           BUNDLE_POLL,
                                    BUNDLE_PACK,      BUNDLE_ENROL_REQUEST, BUNDLE_ENROL_ANSWER,
                                    BUNDLE_ROOT_KEYS, BUNDLE_CLOSING};

    (void)state;
    for (size_t from = 0; from < sizeof(types); from++) {
        struct bundle_head head = bundle_bench_head(&bench, (enum bundle_type)types[from]);
        struct bundle_bytes made = bundle_bench_make(&bench, &head, "{}", 2, 0, KIOSK);
        for (size_t to = 0; to < sizeof(types); to++) {
            /* The bytes of the type are signed too, so the context alone is tried here. */
            char context[32];
            snprintf(context, sizeof(context), "dorpel bundle %u", (unsigned)types[to]);
            crypto_sign(made.data + made.len - CRYPTO_SIGNATURE, context, made.data,
                        made.len - CRYPTO_SIGNATURE, bench.who[KIOSK].sign_secret);
            assert_true(bundle_read(&head, made.data, made.len, &err));
            assert_true(bundle_verify(&head, made.data, made.len, sign_of(KIOSK), &err) ==
                        (from == to));
        }
    }
}

static void who_was_not_meant_cannot_open_it(void **state)
{
    struct bundle_bytes payload;

    (void)state;
    assert_false(opens(&payload, small(2), OTHER)); /* wrapped to hub and recovery */
    assert_int_equal(err.code, ERR_DENIED);
    assert_false(opens(&payload, small(2), STRANGER));
    assert_int_equal(err.code, ERR_DENIED);
    assert_false(opens(&payload, small(1), RECOVERY));
    assert_int_equal(err.code, ERR_DENIED);
}

static void the_wrap_of_another_bundle_opens_nothing(void **state)
{
    struct bundle_bytes one = small(1), two = small(1), payload;

    (void)state;
    memcpy(one.data + 128, two.data + 128, 88);
    bundle_bench_sign(&bench, one, KIOSK);
    assert_false(accepted(one));
    assert_int_equal(err.code, ERR_CRYPTO);
    one = small(2); /* two wraps in the other order are another head */
    uint8_t wrap[88];
    memcpy(wrap, one.data + 128, 88);
    memmove(one.data + 128, one.data + 216, 88);
    memcpy(one.data + 216, wrap, 88);
    assert_false(opens(&payload, one, HUB));
    assert_int_equal(err.code, ERR_CRYPTO);
    /* and under the name of a key that is not its own it opens for nobody */
    one = copy_of(small(2), 0);
    memcpy(one.data + 128, one.data + 216, 8);
    assert_false(opens(&payload, one, HUB));
    assert_int_equal(err.code, ERR_DENIED);
    assert_false(opens(&payload, one, RECOVERY));
    assert_int_equal(err.code, ERR_CRYPTO);
}

static void a_kiosk_cannot_send_anothers_bundle_as_its_own(void **state)
{
    (void)state;
    struct bundle_bytes stolen = bundle_bench_data(&bench, 2), payload;
    struct bundle_head head;

    memcpy(stolen.data + 16, bench.who[OTHER].party.id, BUNDLE_PARTY);
    bundle_bench_sign(&bench, stolen, OTHER);
    assert_true(bundle_read(&head, stolen.data, stolen.len, &err));
    assert_true(bundle_verify(&head, stolen.data, stolen.len, sign_of(OTHER), &err));
    assert_false(opens(&payload, stolen, HUB)); /* the head is bound to every chunk */
    assert_int_equal(err.code, ERR_CRYPTO);
    /* nor sign in another's name */
    struct bundle_bytes mine = small(1);
    bundle_bench_sign(&bench, mine, OTHER);
    assert_true(bundle_read(&head, mine.data, mine.len, &err));
    assert_false(bundle_verify(&head, mine.data, mine.len, sign_of(KIOSK), &err));
    assert_false(bundle_verify(&head, mine.data, mine.len, sign_of(OTHER), &err));
}

/* ---- heads that no sender makes ------------------------------------------------------------ */

struct lie {
    size_t at;
    uint64_t number;
    size_t bytes;
    enum err_code code;
};

static void assert_refused(struct bundle_bytes whole, const struct lie *lie)
{
    struct bundle_bytes changed = {malloc(whole.len), whole.len}; /* exactly: all else is seen */
    struct bundle_head head = {.seq = 77};

    memcpy(changed.data, whole.data, whole.len);
    put(changed, lie->at, lie->number, lie->bytes);
    if (bundle_read(&head, changed.data, changed.len, &err) || err.code != lie->code) {
        fail_msg("%zu <- %llx: %d", lie->at, (unsigned long long)lie->number, (int)err.code);
    }
    assert_true(head.seq == 77);
    free(changed.data);
}

/* Bytes in which all lengths agree, whatever they are. */
static bool reads_crafted(size_t wraps, size_t payload_len, enum err_code *ret_code)
{
    size_t head_len = 128 + 88 * wraps + 4 + CRYPTO_STREAM_HEADER;
    size_t len = head_len + crypto_stream_len(payload_len) + CRYPTO_SIGNATURE;
    struct bundle_bytes whole = {calloc(1, len), len};
    struct bundle_head head;

    memcpy(whole.data, small(1).data, 128);
    put(whole, 12, head_len, 4);
    put(whole, 112, payload_len, 8);
    put(whole, 124, wraps, 4);
    err = (struct err){0};
    bool done = bundle_read(&head, whole.data, whole.len, &err);
    *ret_code = err.code;
    free(whole.data);
    return done;
}

static void lengths_that_agree_are_refused_outside_their_limits(void **state)
{
    enum err_code code;

    (void)state;
    assert_true(reads_crafted(1, BUNDLE_PAD, &code));
    assert_true(reads_crafted(BUNDLE_MAX_WRAPS, 3 * BUNDLE_PAD, &code));
    assert_false(reads_crafted(BUNDLE_MAX_WRAPS + 1, BUNDLE_PAD, &code));
    assert_int_equal(code, ERR_FORMAT);
    assert_false(reads_crafted(1, 0, &code));
    assert_int_equal(code, ERR_FORMAT);
    assert_false(reads_crafted(1, BUNDLE_PAD + 1, &code));
    assert_int_equal(code, ERR_FORMAT);
    assert_false(reads_crafted(1, BUNDLE_MAX_DATA, &code));
    assert_int_equal(code, ERR_LIMIT);
}

static void a_head_that_lies_is_refused_before_memory_is_taken(void **state)
{
    static const struct lie lies[] = {
        {0, 'd', 1, ERR_FORMAT},
        {6, 1, 1, ERR_FORMAT},
        {7, 2, 1, ERR_UNKNOWN}, /* later versions */
        {7, 0, 1, ERR_UNKNOWN},
        {7, 255, 1, ERR_UNKNOWN},
        {8, 0, 2, ERR_UNKNOWN}, /* types */
        {8, 5, 2, ERR_UNKNOWN},
        {8, 11, 2, ERR_UNKNOWN},
        {8, 0x101, 2, ERR_UNKNOWN},
        {10, 3, 2, ERR_FORMAT}, /* flags: zstd, later ones, and the wrong ones */
        {10, 9, 2, ERR_FORMAT},
        {10, 0x8001, 2, ERR_FORMAT},
        {10, 0, 2, ERR_FORMAT},
        {12, 0, 4, ERR_FORMAT}, /* length of the head */
        {12, 0xFFFFFFFF, 4, ERR_FORMAT},
        {12, 0x80000000, 4, ERR_FORMAT},
        {12, 155, 4, ERR_FORMAT},
        {12, 243, 4, ERR_FORMAT},
        {12, 245, 4, ERR_FORMAT},
        {56, 0, 8, ERR_FORMAT}, /* numbers begin with 1 */
        {104, 4, 1, ERR_FORMAT},
        {105, 2, 1, ERR_FORMAT},
        {106, 1, 2, ERR_FORMAT},
        {107, 1, 1, ERR_FORMAT},
        {112, 0x8000000000000000, 8, ERR_LIMIT}, /* length of the payload */
        {112, 0xFFFFFFFFFFFFFFFF, 8, ERR_LIMIT},
        {112, 0xFFFFFFFFFFFFF000, 8, ERR_LIMIT},
        {112, 0x100001000, 8, ERR_LIMIT},
        {112, BUNDLE_MAX_DATA, 8, ERR_FORMAT},
        {112, 0, 8, ERR_FORMAT},
        {112, 4095, 8, ERR_FORMAT},
        {112, 4097, 8, ERR_FORMAT},
        {112, 8192, 8, ERR_FORMAT},
        {120, 65535, 4, ERR_FORMAT}, /* length of a chunk */
        {120, 0, 4, ERR_FORMAT},
        {124, 0, 4, ERR_FORMAT}, /* wraps */
        {124, 2, 4, ERR_FORMAT},
        {124, 8, 4, ERR_FORMAT},
        {124, 9, 4, ERR_FORMAT},
        {124, 0xFFFFFFFF, 4, ERR_FORMAT},
        {124, 0x10000001, 4, ERR_FORMAT},
        {216, 1, 2, ERR_FORMAT}, /* extensions: one that is known not to be the end */
        {218, 1, 2, ERR_FORMAT},
        {216, 0x8001, 2, ERR_UNKNOWN},
        {216, 0x8000, 2, ERR_UNKNOWN},
    };

    (void)state;
    struct bundle_bytes whole = small(1);
    for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
        assert_refused(whole, &lies[i]);
    }
    struct lie no_stream_header = {132, 1, 1, ERR_FORMAT}; /* not encrypted: nothing stands there */
    assert_refused(small(0), &no_stream_header);
    for (uint64_t len = 0; len < 156; len++) { /* a head that is shorter than it can be */
        struct lie shorter = {12, len, 4, ERR_FORMAT};
        assert_refused(small(0), &shorter);
    }
    struct lie encrypted = {10, 1, 2, ERR_FORMAT};
    assert_refused(small(0), &encrypted);
}

static void a_bundle_beyond_the_limit_is_neither_made_nor_read(void **state)
{
    (void)state;
    struct bundle_head head = bundle_bench_head(&bench, BUNDLE_DATA);
    uint8_t *big = calloc(1, BUNDLE_MAX_PACK + 1);
    struct bundle_bytes made;
    const struct party_secret *kiosk = &bench.who[KIOSK];

    assert_false(bundle_make(&made, &bench.arena, &head, big, BUNDLE_MAX_DATA, NULL, 0,
                             kiosk->party.sign, kiosk->sign_secret, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    assert_false(bundle_make(&made, &bench.arena, &head, big, SIZE_MAX, NULL, 0, kiosk->party.sign,
                             kiosk->sign_secret, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    size_t most = BUNDLE_MAX_DATA - BUNDLE_MIN;
    made = bundle_bench_make(&bench, &head, big, most, 0, KIOSK);
    assert_int_equal(made.len, BUNDLE_MAX_DATA);
    assert_true(accepted(made));
    head.type = BUNDLE_PACK; /* a pack may be larger */
    made = bundle_bench_make(&bench, &head, big, BUNDLE_MAX_DATA, 0, KIOSK);
    assert_true(accepted(made));
    made.data[8] = BUNDLE_DATA; /* and only a pack */
    assert_false(bundle_read(&head, made.data, made.len, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    memcpy(big, made.data, 128); /* of a later version too nobody keeps more than a pack */
    big[7] = 9;
    assert_false(bundle_read(&head, big, BUNDLE_MAX_PACK + 1, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    free(big);
}

static void an_arena_that_is_full_is_told(void **state)
{
    (void)state;
    struct bundle_bytes whole = small(1), payload, made;
    struct bundle_head head = bundle_bench_head(&bench, BUNDLE_DATA), back;
    const struct party_secret *kiosk = &bench.who[KIOSK];
    struct arena tight;

    arena_init(&tight, 4000);
    assert_true(bundle_read(&back, whole.data, whole.len, &err));
    assert_false(bundle_open(&payload, &tight, &back, whole.data, bench.who[HUB].party.box,
                             bench.who[HUB].box_secret, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    assert_false(bundle_make(&made, &tight, &head, "x", 1,
                             (const uint8_t(*)[CRYPTO_KEY])(uintptr_t)bench.wrap, 1,
                             kiosk->party.sign, kiosk->sign_secret, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    arena_finish(&tight);
}

/* ---- extensions ---------------------------------------------------------------------------- */

/* A plain bundle with these bytes before the end of its extensions, signed by the kiosk. */
static struct bundle_bytes extended(const void *extension, size_t len)
{
    struct bundle_bytes plain = small(0), made = copy_of(plain, len);

    made.len += len;
    memcpy(made.data + 128, extension, len);
    memcpy(made.data + 128 + len, plain.data + 128, plain.len - 128);
    put(made, 12, 156 + len, 4);
    bundle_bench_sign(&bench, made, KIOSK);
    return made;
}

static void an_extension_that_nobody_knows_is_skipped_unless_it_is_critical(void **state)
{
    struct bundle_head head;
    struct bundle_bytes payload;

    (void)state;
    struct bundle_bytes good = extended("\x05\x00\x03\x00xyz\xFF\x7F\x00\x00", 11);
    assert_true(accepted(good));
    assert_true(opens(&payload, good, HUB));
    assert_int_equal(payload.len, 3);
    assert_memory_equal(payload.data, "abc", 3);
    struct bundle_bytes critical = extended("\x05\x00\x03\x00xyz\x05\x80\x00\x00", 11);
    assert_false(bundle_read(&head, critical.data, critical.len, &err));
    assert_int_equal(err.code, ERR_UNKNOWN);
}

static void extensions_that_do_not_end_where_they_should_are_refused(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
    } bad[] = {
        {"\x05\x00\x01\x00", 4},         /* reaches into the end mark */
        {"\x05\x00\xFF\xFF", 4},         /* reaches beyond the file */
        {"\x00\x00\x00\x00", 4},         /* an end before the end */
        {"\x00\x00\x01\x00x", 5},        /* an end with something in it */
        {"\x05\x00\x00", 3},             /* half of one */
        {"\x05\x00\x02\x00y\0\0\0\0", 9} /* takes a byte of what follows */
    };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct bundle_bytes whole = extended(bad[i].bytes, bad[i].len);
        struct bundle_head head;
        assert_false(bundle_read(&head, whole.data, whole.len, &err));
        assert_int_equal(err.code, ERR_FORMAT);
    }
}

/* ---- padding ------------------------------------------------------------------------------- */

/* A bundle whose whole padded payload is given: what bundle_make never writes. */
static struct bundle_bytes sealed_as(const uint8_t plain[2 * BUNDLE_PAD])
{
    struct bundle_head head = bundle_bench_head(&bench, BUNDLE_DATA), back;
    uint8_t key[CRYPTO_STREAM_KEY], bound[CRYPTO_HASH], stream_header[CRYPTO_STREAM_HEADER];
    struct bundle_bytes made = bundle_bench_make(&bench, &head, plain, BUNDLE_PAD + 1, 1, KIOSK);

    assert_true(bundle_read(&back, made.data, made.len, &err));
    crypto_random(key, sizeof(key));
    assert_true(crypto_seal(made.data + 136, key, sizeof(key), bench.wrap[0], &err));
    crypto_hash(bound, made.data, back.head_len - CRYPTO_STREAM_HEADER);
    crypto_stream_seal(made.data + back.head_len, stream_header, plain, 2 * BUNDLE_PAD, bound, key);
    memcpy(made.data + back.head_len - CRYPTO_STREAM_HEADER, stream_header, sizeof(stream_header));
    bundle_bench_sign(&bench, made, KIOSK);
    return made;
}

static void padding_has_one_form(void **state)
{
    uint8_t plain[2 * BUNDLE_PAD];
    struct bundle_bytes payload;

    (void)state;
    memset(plain, 'x', sizeof(plain));
    plain[sizeof(plain) - 1] = 0x80;
    assert_true(opens(&payload, sealed_as(plain), HUB)); /* one byte of it */
    assert_int_equal(payload.len, sizeof(plain) - 1);
    memset(plain + BUNDLE_PAD, 0, BUNDLE_PAD);
    plain[BUNDLE_PAD] = 0x80;
    assert_true(opens(&payload, sealed_as(plain), HUB)); /* a whole block of it */
    assert_int_equal(payload.len, BUNDLE_PAD);
    plain[BUNDLE_PAD] = 0; /* more than a block: the length would tell what it should not */
    plain[BUNDLE_PAD - 1] = 0x80;
    assert_false(opens(&payload, sealed_as(plain), HUB));
    assert_int_equal(err.code, ERR_FORMAT);
    plain[BUNDLE_PAD + 5] = 0x81; /* another mark */
    assert_false(opens(&payload, sealed_as(plain), HUB));
    memset(plain, 0, sizeof(plain)); /* none at all */
    assert_false(opens(&payload, sealed_as(plain), HUB));
    plain[0] = 0x80;
    assert_false(opens(&payload, sealed_as(plain), HUB));
    assert_int_equal(err.code, ERR_FORMAT);
}

/* ---- how large ----------------------------------------------------------------------------- */

static void twenty_five_votes_on_fourteen_plans_take_at_most_12800_bytes(void **state)
{
    (void)state;
    struct bundle_head head = bundle_bench_head(&bench, BUNDLE_DATA);
    struct bundle_bytes payload =
        bundle_bench_payload(&bench, bundle_bench_votes(&bench, 25), 2 * 25);

    head.stream = BUNDLE_VOTES;
    struct bundle_bytes made =
        bundle_bench_make(&bench, &head, payload.data, payload.len, 2, KIOSK);
    print_message("25 votes, 14 plans: payload %zu, bundle %zu bytes\n", payload.len, made.len);
    assert_true(made.len <= 12800);
    assert_true(accepted(made));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, take_down)
    const struct CMUnitTest tests[] = {
        TEST(what_was_sealed_comes_out_for_each_that_it_was_wrapped_to),
        TEST(the_head_comes_back_as_it_was_given),
        TEST(votes_carry_no_time_even_when_one_is_given),
        TEST(two_bundles_of_the_same_bytes_tell_nothing_by_their_length_or_key),
        TEST(every_bit_of_a_full_bundle_counts),
        TEST(every_bit_before_the_signature_counts_for_who_opens_too),
        TEST(every_bit_of_the_heads_of_other_bundles_counts),
        TEST(every_length_but_its_own_is_refused),
        TEST(only_its_makers_key_verifies),
        TEST(a_signature_over_one_type_says_nothing_of_another),
        TEST(who_was_not_meant_cannot_open_it),
        TEST(the_wrap_of_another_bundle_opens_nothing),
        TEST(a_kiosk_cannot_send_anothers_bundle_as_its_own),
        TEST(a_head_that_lies_is_refused_before_memory_is_taken),
        TEST(lengths_that_agree_are_refused_outside_their_limits),
        TEST(a_bundle_beyond_the_limit_is_neither_made_nor_read),
        TEST(an_arena_that_is_full_is_told),
        TEST(an_extension_that_nobody_knows_is_skipped_unless_it_is_critical),
        TEST(extensions_that_do_not_end_where_they_should_are_refused),
        TEST(padding_has_one_form),
        TEST(twenty_five_votes_on_fourteen_plans_take_at_most_12800_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
