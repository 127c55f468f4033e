/* fuzz_bundle: whatever comes from a stick or the network, reading it does no harm; and what was
 * read and is written again is the same.
 *
 * The first byte says what the rest is: a file as it was found; or the payload, or the head, of one
 * that is then sealed and signed in all form, so that what stands behind a good signature is
 * reached too: a kiosk that is enrolled, or a hub, may have been taken over. `make fuzz` lets
 * libFuzzer look for new ways in, from tests/fuzz/corpus/bundle/; tests/test_bundle_corpus.c feeds
 * that folder in every test run.
 */
#include "app/base/str.h"
#include "tests/faults/bundle_bench.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum fuzz_way { FUZZ_FILE, FUZZ_FRAMES, FUZZ_ACK, FUZZ_REQUEST, FUZZ_ANSWER, FUZZ_HEAD, FUZZ_WAYS };

static struct bundle_bench fuzz_bench;

/* ---- what must hold of whatever was read --------------------------------------------------- */

static void check_name(const char *name)
{
    assert(str_is_utf8(name, strlen(name)));
    while (*name != '\0') {
        assert(str_is_keepable(str_decode(&name), false));
    }
}

static void check_frame(struct arena *arena, const struct frame *frame)
{
    struct record record;
    struct frame again;

    assert(strlen(frame->kind) > 0 && frame->version > 0);
    assert(frame->is_tombstone || frame->body_len <= RECORD_MAX_BODY);
    if (!frame_to_record(&record, arena, frame, NULL)) {
        return;
    }
    bool back = frame_of_record(&again, arena, &record, NULL);
    assert(back && strcmp(again.kind, frame->kind) == 0);
    assert(again.is_tombstone == frame->is_tombstone && again.body_len == frame->body_len);
    assert(memcmp(again.hash, frame->hash, CRYPTO_HASH) == 0);
}

static void check_payload(struct arena *arena, const uint8_t *payload, size_t len)
{
    struct frame *frames;
    size_t count, again_len;
    json_t *manifest;
    uint8_t *again;

    if (!frames_read(&frames, &count, &manifest, arena, payload, len, NULL)) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        check_frame(arena, &frames[i]);
    }
    bool written = frames_write(&again, &again_len, arena, frames, count, manifest, NULL);
    assert(written && again_len == len && memcmp(again, payload, len) == 0);
    json_decref(manifest);
}

static void check_ack(struct arena *arena, const uint8_t *data, size_t len)
{
    struct ack ack;
    struct bundle_bytes again;

    if (!ack_read(&ack, arena, data, len, &fuzz_bench.who[HUB].party,
                  fuzz_bench.who[KIOSK].party.id, NULL)) {
        return;
    }
    for (size_t i = 0; i < ack.bundle_count; i++) {
        check_name(ack.bundles[i].reason);
    }
    bool made = ack_make(&again, arena, &ack, &fuzz_bench.who[HUB], NULL);
    assert(made);
    made = ack_read(&ack, arena, again.data, again.len, &fuzz_bench.who[HUB].party,
                    fuzz_bench.who[KIOSK].party.id, NULL);
    assert(made);
}

static void check_enrolment(const uint8_t *data, size_t len)
{
    struct enrol_request request;
    struct enrol_answer answer;
    char fingerprint[PARTY_FINGERPRINT];

    if (enrol_read_request(&request, data, len, NULL)) {
        check_name(request.village);
        check_name(request.name);
        party_fingerprint(fingerprint, &request.kiosk);
    }
    if (enrol_read_answer(&answer, data, len, NULL, NULL)) {
        check_name(answer.hub_name);
        check_name(answer.village);
        assert(answer.version > 0);
        /* With the hub known, nobody but it. */
        bool same = memcmp(answer.hub.sign, fuzz_bench.who[HUB].party.sign, CRYPTO_KEY) == 0;
        bool known = enrol_read_answer(&answer, data, len, &fuzz_bench.who[HUB].party, NULL);
        assert(known == same);
    }
}

/* All readers meet all files: a hub does not choose what it is sent. */
static void check_file(struct arena *arena, const uint8_t *data, size_t len)
{
    struct bundle_head head;
    struct bundle_bytes payload;

    check_ack(arena, data, len);
    check_enrolment(data, len);
    if (!bundle_read(&head, data, len, NULL)) {
        return;
    }
    assert(head.head_len + head.sealed_len + CRYPTO_SIGNATURE == len);
    assert(head.seq > 0 && head.wrap_count <= BUNDLE_MAX_WRAPS);
    for (size_t i = 0; i < BUNDLE_BENCH_PARTIES; i++) {
        bundle_verify(&head, data, len, fuzz_bench.who[i].party.sign, NULL);
    }
    if (bundle_open(&payload, arena, &head, data, fuzz_bench.who[HUB].party.box,
                    fuzz_bench.who[HUB].box_secret, NULL)) {
        assert(payload.len <= head.payload_len);
        check_payload(arena, payload.data, payload.len);
    }
}

/* ---- one input ----------------------------------------------------------------------------- */

static void around(struct arena *arena, enum bundle_type type, const uint8_t *payload, size_t len,
                   size_t wraps, enum bundle_bench_who sender)
{
    const struct party_secret *secret = &fuzz_bench.who[sender];
    struct bundle_head head = bundle_bench_head(&fuzz_bench, type);
    struct bundle_bytes made;

    head.seq = type == BUNDLE_ACK ? 112 : 1;
    memcpy(head.recipient, fuzz_bench.who[KIOSK].party.id, BUNDLE_PARTY);
    if (type == BUNDLE_ACK) {
        memcpy(head.incarnation, "\2\1\0\0\0\0\0", BUNDLE_INCARNATION);
    }
    bool done = bundle_make(&made, arena, &head, payload, len,
                            (const uint8_t(*)[CRYPTO_KEY])(uintptr_t)fuzz_bench.wrap, wraps,
                            secret->party.sign, secret->sign_secret, NULL);
    assert(done);
    check_file(arena, made.data, made.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool is_made; /* once: the same keys for every input */
    struct arena arena;

    if (!is_made) {
        bundle_bench_init(&fuzz_bench);
        is_made = true;
    }
    if (size == 0 || size > BUNDLE_MAX_DATA / 2) {
        return 0;
    }
    const uint8_t *rest = data + 1;
    size_t len = size - 1;
    arena_init(&arena, 0);
    switch ((enum fuzz_way)(data[0] % FUZZ_WAYS)) {
    case FUZZ_FILE:
        check_file(&arena, rest, len);
        break;
    case FUZZ_FRAMES: /* as sealed data, and bare */
        check_payload(&arena, rest, len);
        around(&arena, BUNDLE_DATA, rest, len, 1, KIOSK);
        break;
    case FUZZ_ACK:
        around(&arena, BUNDLE_ACK, rest, len, 0, HUB);
        break;
    case FUZZ_REQUEST:
        around(&arena, BUNDLE_ENROL_REQUEST, rest, len, 0, KIOSK);
        break;
    case FUZZ_ANSWER:
        around(&arena, BUNDLE_ENROL_ANSWER, rest, len, 0, HUB);
        break;
    case FUZZ_HEAD: /* whatever it says, it is signed */
        if (len >= BUNDLE_MIN) {
            struct bundle_bytes made = {arena_alloc(&arena, len), len};
            memcpy(made.data, rest, len);
            memcpy(made.data + 16, fuzz_bench.who[KIOSK].party.id, BUNDLE_PARTY);
            bundle_bench_sign(&fuzz_bench, made, KIOSK);
            check_file(&arena, made.data, made.len);
        }
        break;
    case FUZZ_WAYS:
        break;
    }
    arena_finish(&arena);
    return 0;
}
