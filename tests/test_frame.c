/* Records as frames: all kinds there and back, what nobody knows kept as it is, and payloads that
 * lie. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/faults/bundle_bench.h"

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

struct reading {
    struct frame *frames;
    size_t count;
    json_t *manifest;
};

/* From memory of exactly this length: who reads further is seen. */
static bool reads(const uint8_t *payload, size_t len)
{
    uint8_t *exact = malloc(len + 1);
    struct reading reading = {.count = 77};

    memcpy(exact, payload, len);
    bool done = frames_read(&reading.frames, &reading.count, &reading.manifest, &bench.arena, exact,
                            len, &err);
    assert_true(done || (reading.count == 77 && reading.manifest == NULL));
    json_decref(reading.manifest);
    free(exact);
    return done;
}

static struct reading must_read(struct bundle_bytes payload)
{
    struct reading reading = {.count = 0};

    assert_true(frames_read(&reading.frames, &reading.count, &reading.manifest, &bench.arena,
                            payload.data, payload.len, &err));
    return reading;
}

/* ---- there and back ------------------------------------------------------------------------ */

static void assert_same_record(const struct record *a, const struct record *b)
{
    assert_memory_equal(a->rid, b->rid, RECORD_RID);
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->version, b->version);
    assert_int_equal(a->body_len, b->body_len);
    assert_true((a->body == NULL) == (b->body == NULL));
    if (a->body != NULL) {
        assert_memory_equal(a->body, b->body, a->body_len);
    }
    assert_memory_equal(a->body_hash, b->body_hash, CRYPTO_HASH);
}

static void records_of_every_kind_come_back_byte_for_byte(void **state)
{
    (void)state;
    for (int kind = 0; kind < RECORD_KINDS; kind++) {
        for (int erased = 0; erased < 2; erased++) {
            if (erased == 1 && !record_may_be_erased((enum record_kind)kind)) {
                continue;
            }
            struct record record = erased == 1
                                       ? bundle_bench_tombstone(&bench, (enum record_kind)kind)
                                       : bundle_bench_record(&bench, (enum record_kind)kind);
            struct record back;
            struct frame frame;
            assert_true(frame_of_record(&frame, &bench.arena, &record, &err));
            struct reading reading = must_read(bundle_bench_payload(&bench, &frame, 1));
            assert_int_equal(reading.count, 1);
            assert_true(frame_to_record(&back, &bench.arena, &reading.frames[0], &err));
            assert_same_record(&record, &back);
            json_decref(reading.manifest);
        }
    }
}

static void a_mixed_payload_is_sorted_and_the_same_when_written_again(void **state)
{
    (void)state;
    struct frame *frames = bundle_bench_frames(&bench);
    struct bundle_bytes payload = bundle_bench_payload(&bench, frames, BUNDLE_BENCH_FRAMES);
    struct reading reading = must_read(payload);
    struct bundle_bytes again = {NULL, 0};

    assert_int_equal(reading.count, BUNDLE_BENCH_FRAMES);
    for (size_t i = 1; i < reading.count; i++) {
        assert_true(memcmp(reading.frames[i - 1].rid, reading.frames[i].rid, RECORD_RID) < 0);
    }
    for (size_t i = 0; i < reading.count / 2; i++) { /* whatever order they are given in */
        struct frame frame = reading.frames[i];
        reading.frames[i] = reading.frames[reading.count - 1 - i];
        reading.frames[reading.count - 1 - i] = frame;
    }
    assert_true(frames_write(&again.data, &again.len, &bench.arena, reading.frames, reading.count,
                             reading.manifest, &err));
    assert_int_equal(again.len, payload.len);
    assert_memory_equal(again.data, payload.data, payload.len);
    json_decref(reading.manifest);
}

static void a_kind_or_version_of_later_is_told_and_kept_as_it_is(void **state)
{
    (void)state;
    struct frame unknown = bundle_bench_unknown(&bench);
    struct frame *frames = arena_array(&bench.arena, 2, sizeof(*frames));
    struct record record, idea = bundle_bench_record(&bench, RECORD_IDEA);

    assert_true(frame_of_record(&frames[0], &bench.arena, &idea, &err));
    frames[0].version = 2;
    frames[1] = unknown;
    struct reading reading = must_read(bundle_bench_payload(&bench, frames, 2));
    for (size_t i = 0; i < 2; i++) {
        assert_false(frame_to_record(&record, &bench.arena, &reading.frames[i], &err));
        assert_int_equal(err.code, ERR_UNKNOWN);
        if (strcmp(reading.frames[i].kind, unknown.kind) == 0) {
            assert_int_equal(reading.frames[i].version, 7);
            assert_int_equal(reading.frames[i].body_len, unknown.body_len);
            assert_memory_equal(reading.frames[i].body, unknown.body, unknown.body_len);
            assert_memory_equal(reading.frames[i].hash, unknown.hash, CRYPTO_HASH);
        }
    }
    json_decref(reading.manifest);
    frames[0].is_tombstone = true; /* an erased one of a kind of later stays what it is, too */
    strcpy(frames[0].kind, "later");
    reading = must_read(bundle_bench_payload(&bench, frames, 1));
    assert_true(reading.frames[0].is_tombstone);
    assert_memory_equal(reading.frames[0].hash, frames[0].hash, CRYPTO_HASH);
    assert_false(frame_to_record(&record, &bench.arena, &reading.frames[0], &err));
    assert_int_equal(err.code, ERR_UNKNOWN);
    json_decref(reading.manifest);
}

static void the_manifest_tells_counts_and_set_and_what_the_sender_adds(void **state)
{
    (void)state;
    struct reading reading =
        must_read(bundle_bench_payload(&bench, bundle_bench_frames(&bench), BUNDLE_BENCH_FRAMES));
    const json_t *counts = json_object_get(reading.manifest, "counts");
    uint8_t set[CRYPTO_HASH], own[CRYPTO_HASH];

    assert_int_equal(json_number(counts, "idea", 0), 2); /* one of them erased */
    assert_int_equal(json_number(counts, "ballot", 0), 1);
    assert_int_equal(json_number(counts, "neighbour-help", 0), 1);
    frames_digest(own, &bench.arena, reading.frames, reading.count);
    assert_true(json_hex(reading.manifest, "set", set, sizeof(set)));
    assert_memory_equal(set, own, sizeof(set));
    assert_string_equal(json_text(reading.manifest, "software", ""), "1.0.0");
    json_decref(reading.manifest);
    /* of nothing, too: a bundle may carry its manifest alone */
    reading = must_read(bundle_bench_payload(&bench, NULL, 0));
    assert_int_equal(reading.count, 0);
    json_decref(reading.manifest);
}

static void what_the_sender_adds_cannot_stand_for_the_proof(void **state)
{
    (void)state;
    struct frame frame = bundle_bench_unknown(&bench);
    struct bundle_bytes payload = {NULL, 0};
    json_t *extra = json_object();

    json_put_text(extra, "set", "mine");
    json_put_number(extra, "counts", 4);
    assert_true(frames_write(&payload.data, &payload.len, &bench.arena, &frame, 1, extra, &err));
    json_decref(extra);
    assert_true(reads(payload.data, payload.len));
}

/* ---- payloads that lie --------------------------------------------------------------------- */

static void every_bit_and_every_length_of_a_payload_counts(void **state)
{
    (void)state;
    struct bundle_bytes payload =
        bundle_bench_payload(&bench, bundle_bench_frames(&bench), BUNDLE_BENCH_FRAMES);
    uint8_t set[CRYPTO_HASH];
    struct reading whole = must_read(payload);
    size_t accepted = 0;

    assert_true(json_hex(whole.manifest, "set", set, sizeof(set)));
    for (size_t bit = 0; bit < 8 * payload.len; bit++) {
        payload.data[bit / 8] ^= (uint8_t)(1U << (bit % 8));
        struct reading reading = {.count = 0};
        if (frames_read(&reading.frames, &reading.count, &reading.manifest, &bench.arena,
                        payload.data, payload.len, &err)) {
            /* a changed version, or a word that the sender added: not in the proof, and nothing
             * of the records. Only the bundle's signature holds those. */
            uint8_t again[CRYPTO_HASH];
            frames_digest(again, &bench.arena, reading.frames, reading.count);
            assert_memory_equal(again, set, sizeof(set));
            accepted++;
        }
        json_decref(reading.manifest);
        payload.data[bit / 8] ^= (uint8_t)(1U << (bit % 8));
        if (bit % 512 == 0) {
            size_t len = payload.len;
            uint8_t *copy = malloc(len);
            memcpy(copy, payload.data, len);
            arena_reset(&bench.arena); /* 20,000 readings would fill the machine */
            payload.data = arena_alloc(&bench.arena, len);
            memcpy(payload.data, copy, len);
            free(copy);
        }
    }
    assert_in_range(accepted, 1, 2500);
    json_decref(whole.manifest);
    for (size_t len = 0; len < payload.len; len++) {
        assert_false(reads(payload.data, len));
    }
    uint8_t *longer = calloc(1, payload.len + 40);
    memcpy(longer, payload.data, payload.len);
    for (size_t more = 1; more <= 40; more++) {
        assert_false(reads(longer, payload.len + more));
    }
    free(longer);
}

static struct bundle_bytes one_unknown(void)
{
    struct frame frame = bundle_bench_unknown(&bench);
    return bundle_bench_payload(&bench, &frame, 1);
}

/* A frame of "neighbour-help": rid at 4, length of its kind at 20, kind at 21, version at 35, flags
 * at 37, length of its body at 38, body at 42. */
static void assert_lie(size_t at, uint64_t number, size_t bytes)
{
    struct bundle_bytes payload = one_unknown();

    assert_true(reads(payload.data, payload.len));
    for (size_t i = 0; i < bytes; i++) {
        payload.data[at + i] = (uint8_t)(number >> (8 * i));
    }
    assert_false(reads(payload.data, payload.len));
    assert_int_equal(err.code, ERR_FORMAT);
}

static void numbers_that_lie_take_no_memory(void **state)
{
    (void)state;
    arena_init(&bench.arena, 64 * 1024); /* more would be NULL, and a crash */
    assert_lie(0, 0, 4);
    assert_lie(0, 2, 4);
    assert_lie(0, 20000, 4);
    assert_lie(0, 20001, 4);
    assert_lie(0, 0xFFFFFFFF, 4);
    assert_lie(20, 0, 1);
    assert_lie(20, 25, 1);
    assert_lie(20, 255, 1);
    assert_lie(21, 'N', 1);
    assert_lie(21, 0, 1);
    assert_lie(22, ' ', 1);
    assert_lie(35, 0, 2);
    assert_lie(37, 1, 1); /* a tombstone of seven bytes */
    assert_lie(37, 2, 1);
    assert_lie(37, 128, 1);
    assert_lie(38, 0, 4);
    assert_lie(38, 6, 4);
    assert_lie(38, 8, 4);
    assert_lie(38, 0x7FFFFFFF, 4);
    assert_lie(38, 0xFFFFFFFF, 4);
    assert_lie(49, 0xFFFFFFFF, 4); /* length of the manifest */
    assert_lie(49, 65537, 4);
    assert_lie(49, 0, 4);
}

/* A payload of raw parts with a manifest that is given. */
static bool reads_with(const struct bundle_bytes *good, size_t manifest_at, const char *manifest)
{
    size_t len = strlen(manifest);
    uint8_t *payload = malloc(manifest_at + 4 + len);

    memcpy(payload, good->data, manifest_at);
    for (size_t i = 0; i < 4; i++) {
        payload[manifest_at + i] = (uint8_t)(len >> (8 * i));
    }
    memcpy(payload + manifest_at + 4, manifest, len);
    bool done = reads(payload, manifest_at + 4 + len);
    free(payload);
    return done;
}

static void a_manifest_that_lies_or_has_another_form_is_refused(void **state)
{
    (void)state;
    struct bundle_bytes good = one_unknown();
    char set[2 * CRYPTO_HASH + 1];
    struct reading reading = must_read(good);
    const char *hex = json_text(reading.manifest, "set", "");
    struct arena *arena = &bench.arena;

    memcpy(set, hex, sizeof(set));
    json_decref(reading.manifest);
    const char *right =
        arena_printf(arena, "{\"counts\":{\"neighbour-help\":1},\"set\":\"%s\"}", set);
    assert_true(reads_with(&good, 49, right));
    const char *const wrong[] = {
        arena_printf(arena, "{\"counts\":{\"neighbour-help\":2},\"set\":\"%s\"}", set),
        arena_printf(arena, "{\"counts\":{\"neighbour-help\":1.0},\"set\":\"%s\"}", set),
        arena_printf(arena, "{\"counts\":{\"neighbour-help\":\"1\"},\"set\":\"%s\"}", set),
        arena_printf(arena, "{\"counts\":{\"idea\":1},\"set\":\"%s\"}", set),
        arena_printf(arena, "{\"counts\":{\"idea\":0,\"neighbour-help\":1},\"set\":\"%s\"}", set),
        arena_printf(arena, "{\"counts\":{},\"set\":\"%s\"}", set),
        arena_printf(arena, "{\"counts\":[1],\"set\":\"%s\"}", set),
        arena_printf(arena, "{\"set\":\"%s\"}", set),
        "{\"counts\":{\"neighbour-help\":1}}",
        "{\"counts\":{\"neighbour-help\":1},\"set\":null}",
        arena_printf(arena, "{\"counts\":{\"neighbour-help\":1},\"set\":\"%c%s\"}",
                     set[0] == '0' ? '1' : '0', set + 1),
        arena_printf(arena, "{\"counts\":{\"neighbour-help\":1},\"set\":\"%.62s\"}", set),
        arena_printf(arena, "{\"set\":\"%s\",\"counts\":{\"neighbour-help\":1}}", set),
        arena_printf(arena, " {\"counts\":{\"neighbour-help\":1},\"set\":\"%s\"}", set),
        arena_printf(arena, "{\"counts\":{\"neighbour-help\":1},\"set\":\"%s\"}\n", set),
        arena_printf(arena, "{\"a\":1,\"a\":1,\"counts\":{\"neighbour-help\":1},\"set\":\"%s\"}",
                     set),
        arena_printf(arena, "{\"counts\":{\"neighbour\\u002dhelp\":1},\"set\":\"%s\"}", set),
        arena_printf(arena, "[{\"counts\":{\"neighbour-help\":1},\"set\":\"%s\"}]", set),
        "null",
        "[]",
        "",
        "{",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
    };
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        if (reads_with(&good, 49, wrong[i])) {
            fail_msg("%s", wrong[i]);
        }
    }
}

/* A payload of whatever frames, with the manifest that proves them: what frames_write never writes.
 * A tombstone has body_len bytes. In memory of malloc. */
static bool reads_crafted(const struct frame *frames, size_t count, const char *more)
{
    size_t len = 4, room = 4 + 200 + strlen(more);
    json_t *counts = json_object();
    uint8_t set[CRYPTO_HASH];
    char hex[2 * CRYPTO_HASH + 1] = {0};

    for (size_t i = 0; i < count; i++) {
        room += 24 + FRAME_KIND + frames[i].body_len;
        json_put_number(counts, frames[i].kind, json_number(counts, frames[i].kind, 0) + 1);
    }
    uint8_t *payload = calloc(1, room);
    for (size_t b = 0; b < 4; b++) {
        payload[b] = (uint8_t)(count >> (8 * b));
    }
    for (size_t i = 0; i < count; i++) {
        size_t kind_len = strlen(frames[i].kind);
        memcpy(payload + len, frames[i].rid, RECORD_RID);
        payload[len + 16] = (uint8_t)kind_len;
        memcpy(payload + len + 17, frames[i].kind, kind_len);
        len += 17 + kind_len;
        payload[len] = (uint8_t)frames[i].version;
        payload[len + 2] = frames[i].is_tombstone ? 1 : 0;
        for (size_t b = 0; b < 4; b++) {
            payload[len + 3 + b] = (uint8_t)(frames[i].body_len >> (8 * b));
        }
        memcpy(payload + len + 7, frames[i].body, frames[i].body_len);
        len += 7 + frames[i].body_len;
    }
    frames_digest(set, &bench.arena, frames, count);
    for (size_t i = 0; i < sizeof(set); i++) {
        static const char digits[] = "0123456789abcdef";
        hex[2 * i] = digits[set[i] >> 4];
        hex[2 * i + 1] = digits[set[i] & 15];
    }
    const char *manifest =
        arena_printf(&bench.arena, "{\"counts\":%s,\"more\":\"%s\",\"set\":\"%s\"}",
                     json_canonical(&bench.arena, counts, NULL), more, hex);
    json_decref(counts);
    struct bundle_bytes bytes = {payload, room};
    bool done = reads_with(&bytes, len, manifest);
    free(payload);
    return done;
}

static struct frame crafted_frame(uint8_t rid, const uint8_t *body, size_t body_len)
{
    struct frame frame = {.kind = "idea", .version = 1, .body = body, .body_len = body_len};

    memset(frame.rid, rid, RECORD_RID);
    crypto_hash(frame.hash, body, body_len);
    return frame;
}

static void a_payload_that_is_proven_is_refused_outside_its_limits(void **state)
{
    (void)state;
    uint8_t *body = calloc(1, RECORD_MAX_BODY + 1);
    struct frame two[2] = {crafted_frame(1, body, 3), crafted_frame(2, body, 4)};
    assert_true(reads_crafted(two, 2, ""));
    struct frame turned[2] = {two[1], two[0]};
    assert_false(reads_crafted(turned, 2, ""));
    turned[1] = turned[0];
    assert_false(reads_crafted(turned, 2, ""));

    struct frame large = crafted_frame(1, body, RECORD_MAX_BODY);
    assert_true(reads_crafted(&large, 1, ""));
    large = crafted_frame(1, body, RECORD_MAX_BODY + 1);
    assert_false(reads_crafted(&large, 1, ""));

    static const uint8_t nothing[CRYPTO_HASH];
    struct frame erased = crafted_frame(1, nothing, CRYPTO_HASH);
    erased.is_tombstone = true;
    memset(erased.hash, 0, CRYPTO_HASH);
    assert_true(reads_crafted(&erased, 1, ""));
    erased.body_len--;
    assert_false(reads_crafted(&erased, 1, ""));

    char *more = calloc(1, FRAME_MAX_MANIFEST + 1);
    memset(more, 'x', FRAME_MAX_MANIFEST - 200);
    assert_true(reads_crafted(two, 2, more));
    memset(more, 'x', FRAME_MAX_MANIFEST);
    assert_false(reads_crafted(two, 2, more));
    free(more);

    struct frame *many = calloc(FRAME_MAX_RECORDS + 1, sizeof(*many));
    for (size_t i = 0; i <= FRAME_MAX_RECORDS; i++) {
        many[i] = crafted_frame(0, nothing, 1);
        many[i].rid[0] = (uint8_t)(i >> 16);
        many[i].rid[1] = (uint8_t)(i >> 8);
        many[i].rid[2] = (uint8_t)i;
    }
    assert_true(reads_crafted(many, FRAME_MAX_RECORDS, ""));
    assert_false(reads_crafted(many, FRAME_MAX_RECORDS + 1, ""));
    free(body);
    free(many);
}

static void records_in_the_wrong_order_or_twice_are_refused(void **state)
{
    (void)state;
    struct frame frames[2] = {bundle_bench_unknown(&bench), bundle_bench_unknown(&bench)};
    struct bundle_bytes payload = bundle_bench_payload(&bench, frames, 2);
    const size_t one = 45; /* bytes of a frame */
    uint8_t first[45];

    assert_true(reads(payload.data, payload.len));
    memcpy(first, payload.data + 4, one);
    memmove(payload.data + 4, payload.data + 4 + one, one);
    memcpy(payload.data + 4 + one, first, one);
    assert_false(reads(payload.data, payload.len));
    assert_int_equal(err.code, ERR_FORMAT);
    memcpy(payload.data + 4, payload.data + 4 + one, one);
    assert_false(reads(payload.data, payload.len));
    /* and are not written either */
    frames[1] = frames[0];
    assert_false(frames_write(&payload.data, &payload.len, &bench.arena, frames, 2, NULL, &err));
    assert_int_equal(err.code, ERR_FORMAT);
}

/* ---- records that lie ---------------------------------------------------------------------- */

static bool becomes_record(const char *kind, const void *body, size_t len)
{
    struct frame frame = {.version = RECORD_VERSION, .body_len = len};
    struct record record = {.version = 77};
    uint8_t *exact = malloc(len + 1);

    memcpy(exact, body, len);
    strcpy(frame.kind, kind);
    frame.body = exact;
    bool done = frame_to_record(&record, &bench.arena, &frame, &err);
    assert_true(done || record.version == 77);
    free(exact);
    return done;
}

static void a_body_is_canonical_json_or_none(void **state)
{
    static const char *const wrong[] = {
        "",
        "{",
        "[]",
        "1",
        "null",
        "\"text\"",
        " {}",
        "{} ",
        "{\"b\":1,\"a\":2}",
        "{\"a\": 1}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":\"\xFF\"}",
        "{\"a\":\"\\u0041\"}",
        "{\"a\":\"\\u0000\"}",
    };

    (void)state;
    assert_true(becomes_record("idea", "{\"a\":1,\"b\":\"\xC3\xA9\"}", 16));
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        if (becomes_record("idea", wrong[i], strlen(wrong[i]))) {
            fail_msg("%s", wrong[i]);
        }
    }
    /* a NUL inside: what stands behind it was once read beyond the end of a copy */
    char nul[4096] = "{\"a\":1}";
    assert_false(becomes_record("idea", nul, sizeof(nul)));
    memcpy(nul, "{\"a\":\"", 6);
    assert_false(becomes_record("idea", nul, 8));
}

static void a_ballot_or_register_entry_has_its_length_and_its_id(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        enum record_kind kind = i == 0 ? RECORD_BALLOT : RECORD_REGISTER;
        struct record record = bundle_bench_record(&bench, kind), back;
        struct frame frame;
        uint8_t longer[16 + SEAL_BALLOT_MAX + 1];
        assert_true(frame_of_record(&frame, &bench.arena, &record, &err));
        assert_true(frame_to_record(&back, &bench.arena, &frame, &err));
        frame.is_tombstone = true; /* votes are never erased */
        assert_false(frame_to_record(&back, &bench.arena, &frame, &err));
        assert_int_equal(err.code, ERR_FORMAT);
        frame.is_tombstone = false;
        frame.body_len--;
        assert_false(frame_to_record(&back, &bench.arena, &frame, &err));
        frame.body_len = 16;
        assert_false(frame_to_record(&back, &bench.arena, &frame, &err));
        frame.body_len = 0;
        assert_false(frame_to_record(&back, &bench.arena, &frame, &err));
        crypto_random(longer, sizeof(longer));
        frame.body = longer;
        frame.body_len = sizeof(longer);
        uint8_t hash[CRYPTO_HASH]; /* even under its own id */
        crypto_hash(hash, longer + 16, sizeof(longer) - 16);
        memcpy(frame.rid, hash, RECORD_RID);
        assert_false(frame_to_record(&back, &bench.arena, &frame, &err));
        assert_int_equal(err.code, ERR_FORMAT);
    }
    struct record ballot = bundle_bench_record(&bench, RECORD_BALLOT), back;
    struct frame frame;
    assert_true(frame_of_record(&frame, &bench.arena, &ballot, &err));
    frame.rid[15] ^= 1; /* under another's id */
    assert_false(frame_to_record(&back, &bench.arena, &frame, &err));
    assert_int_equal(err.code, ERR_FORMAT);
}

static void what_would_not_come_back_is_not_sent(void **state)
{
    static const char *const wrong[] = {
        "{}",
        "[]",
        "no json",
        "{\"round\":\"00\",\"sealed\":\"\",\"tag\":\"00\"}",
        "{\"round\":\"0\",\"sealed\":\"00\",\"tag\":\"00\"}",
        "{\"round\":\"zz\",\"sealed\":\"00\",\"tag\":\"00\"}",
    };
    struct frame frame = {.version = 77};

    (void)state;
    for (int kind = RECORD_BALLOT; kind <= RECORD_REGISTER; kind++) {
        struct record good = bundle_bench_record(&bench, (enum record_kind)kind), bad = good;
        for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
            bad.body = wrong[i];
            bad.body_len = strlen(wrong[i]);
            assert_false(frame_of_record(&frame, &bench.arena, &bad, &err));
            assert_int_equal(err.code, ERR_FORMAT);
        }
        json_t *body = json_read(good.body, good.body_len, NULL);
        json_put_text(body, "zz", "lost on the way");
        bad.body = json_canonical(&bench.arena, body, &bad.body_len);
        assert_false(frame_of_record(&frame, &bench.arena, &bad, &err));
        json_object_del(body, "zz");
        json_put_text(body, "round", "000102030405060708090a0b0c0d0e0f10"); /* 17 bytes */
        bad.body = json_canonical(&bench.arena, body, &bad.body_len);
        assert_false(frame_of_record(&frame, &bench.arena, &bad, &err));
        json_decref(body);
        bad = good;
        bad.body = NULL; /* an erased vote */
        assert_false(frame_of_record(&frame, &bench.arena, &bad, &err));
        bad = good;
        bad.version = 70001;
        assert_false(frame_of_record(&frame, &bench.arena, &bad, &err));
    }
    assert_int_equal(frame.version, 77);
}

static void limits_hold_for_the_writer_too(void **state)
{
    (void)state;
    struct bundle_bytes payload = {NULL, 0};
    uint8_t *body = calloc(1, RECORD_MAX_BODY + 1);
    struct frame frame = bundle_bench_unknown(&bench);

    frame.body = body;
    frame.body_len = RECORD_MAX_BODY;
    crypto_hash(frame.hash, body, frame.body_len);
    payload = bundle_bench_payload(&bench, &frame, 1);
    assert_true(reads(payload.data, payload.len));
    frame.body_len++;
    assert_false(frames_write(&payload.data, &payload.len, &bench.arena, &frame, 1, NULL, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    frame.body_len = 1;
    json_t *extra = json_object();
    char *text = calloc(1, FRAME_MAX_MANIFEST + 1);
    memset(text, 'x', FRAME_MAX_MANIFEST);
    json_put_text(extra, "x", text);
    assert_false(frames_write(&payload.data, &payload.len, &bench.arena, &frame, 1, extra, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    json_decref(extra);
    free(text);
    frame.kind[0] = 'X';
    assert_false(frames_write(&payload.data, &payload.len, &bench.arena, &frame, 1, NULL, &err));
    frame.kind[0] = '\0';
    assert_false(frames_write(&payload.data, &payload.len, &bench.arena, &frame, 1, NULL, &err));
    assert_int_equal(err.code, ERR_FORMAT);
    free(body);
    struct frame *many = calloc(FRAME_MAX_RECORDS + 1, sizeof(*many));
    for (size_t i = 0; i <= FRAME_MAX_RECORDS; i++) {
        many[i] = bundle_bench_unknown(&bench);
    }
    assert_false(frames_write(&payload.data, &payload.len, &bench.arena, many,
                              FRAME_MAX_RECORDS + 1, NULL, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    payload = bundle_bench_payload(&bench, many, FRAME_MAX_RECORDS);
    assert_true(reads(payload.data, payload.len));
    free(many);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, take_down)
    const struct CMUnitTest tests[] = {
        TEST(records_of_every_kind_come_back_byte_for_byte),
        TEST(a_mixed_payload_is_sorted_and_the_same_when_written_again),
        TEST(a_kind_or_version_of_later_is_told_and_kept_as_it_is),
        TEST(the_manifest_tells_counts_and_set_and_what_the_sender_adds),
        TEST(what_the_sender_adds_cannot_stand_for_the_proof),
        TEST(every_bit_and_every_length_of_a_payload_counts),
        TEST(numbers_that_lie_take_no_memory),
        TEST(a_manifest_that_lies_or_has_another_form_is_refused),
        TEST(a_payload_that_is_proven_is_refused_outside_its_limits),
        TEST(records_in_the_wrong_order_or_twice_are_refused),
        TEST(a_body_is_canonical_json_or_none),
        TEST(a_ballot_or_register_entry_has_its_length_and_its_id),
        TEST(what_would_not_come_back_is_not_sent),
        TEST(limits_hold_for_the_writer_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
