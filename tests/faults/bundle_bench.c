#include "tests/faults/bundle_bench.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

const char *const bundle_bench_names[BUNDLE_BENCH_PARTIES] = {
    [KIOSK] = "kiosk",       [OTHER] = "other",       [HUB] = "hub",
    [RECOVERY] = "recovery", [STRANGER] = "stranger",
};

static void make_round(struct bundle_bench *bench)
{
    uint8_t secret[CRYPTO_KEY];

    for (size_t i = 0; i < BUNDLE_BENCH_PLANS; i++) {
        bench->plans[i] =
            (struct plan){.number = (uint16_t)(i + 1), .title = "Plan", .cost_cents = 100};
    }
    bench->round = (struct round){.form = FORM_APPROVE,
                                  .choose_max = BUNDLE_BENCH_PLANS,
                                  .budget_cents = 100000,
                                  .rule = "votes",
                                  .plans = bench->plans,
                                  .plan_count = BUNDLE_BENCH_PLANS};
    crypto_random(bench->round.id, ROUND_ID);
    crypto_box_keypair(bench->round.keys.registrar, secret);
    crypto_box_keypair(bench->round.keys.first, secret);
    crypto_box_keypair(bench->round.keys.last, secret);
}

void bundle_bench_init(struct bundle_bench *bench)
{
    static const enum bundle_bench_who wraps[BUNDLE_BENCH_WRAPS] = {HUB, RECOVERY, OTHER};
    bool started = crypto_start(NULL);

    assert(started);
    (void)started;
    crypto_test_seed(2026);
    *bench = (struct bundle_bench){.incarnation = {0}};
    arena_init(&bench->arena, 0);
    for (size_t i = 0; i < BUNDLE_BENCH_PARTIES; i++) {
        party_make(&bench->who[i]);
    }
    for (size_t i = 0; i < BUNDLE_BENCH_WRAPS; i++) {
        memcpy(bench->wrap[i], bench->who[wraps[i]].party.box, CRYPTO_KEY);
    }
    crypto_random(bench->incarnation, sizeof(bench->incarnation));
    make_round(bench);
}

void bundle_bench_finish(struct bundle_bench *bench)
{
    arena_finish(&bench->arena);
    crypto_test_seed(0);
}

/* ---- bundles ------------------------------------------------------------------------------- */

struct bundle_head bundle_bench_head(const struct bundle_bench *bench, enum bundle_type type)
{
    struct bundle_head head = {.type = type,
                               .seq = 1,
                               .created_s = 1789000000,
                               .quality = 1,
                               .stream = BUNDLE_REST,
                               .boot_count = 7};

    memcpy(head.recipient, bench->who[HUB].party.id, BUNDLE_PARTY);
    memcpy(head.incarnation, bench->incarnation, BUNDLE_INCARNATION);
    return head;
}

struct bundle_bytes bundle_bench_make(struct bundle_bench *bench, const struct bundle_head *head,
                                      const void *payload, size_t len, size_t wraps,
                                      enum bundle_bench_who sender)
{
    const struct party_secret *secret = &bench->who[sender];
    struct bundle_bytes made = {NULL, 0};
    bool done = bundle_make(&made, &bench->arena, head, payload, len,
                            (const uint8_t(*)[CRYPTO_KEY])(uintptr_t)bench->wrap, wraps,
                            secret->party.sign, secret->sign_secret, NULL);

    assert(done);
    (void)done;
    return made;
}

void bundle_bench_sign(struct bundle_bench *bench, struct bundle_bytes bundle,
                       enum bundle_bench_who sender)
{
    char context[32];
    size_t len = bundle.len - CRYPTO_SIGNATURE;

    snprintf(context, sizeof(context), "dorpel bundle %u",
             (unsigned)bundle.data[8] + 256U * bundle.data[9]);
    crypto_sign(bundle.data + len, context, bundle.data, len, bench->who[sender].sign_secret);
}

/* ---- records ------------------------------------------------------------------------------- */

static void cast(struct bundle_bench *bench, struct sealed_vote *ret, size_t voter)
{
    uint8_t tag[CODE_TAG], proof[CODE_PROOF];
    struct ballot ballot = {.value = {0}};

    ballot.value[voter % BUNDLE_BENCH_PLANS] = 1;
    crypto_random(tag, sizeof(tag));
    crypto_random(proof, sizeof(proof));
    bool done = seal_vote(ret, &ballot, &bench->round, tag, proof, NULL);
    assert(done);
    (void)done;
}

/* As the store gives them: {"ballot","round","sealed"} and {"round","sealed","tag"}. */
static void vote_record(struct bundle_bench *bench, struct record *ret, enum record_kind kind,
                        const struct sealed_vote *vote)
{
    bool is_ballot = kind == RECORD_BALLOT;
    json_t *body = json_object();

    *ret = (struct record){.kind = kind, .version = RECORD_VERSION};
    memcpy(ret->rid, is_ballot ? vote->ballot_id : vote->register_rid, RECORD_RID);
    json_put_hex(body, "round", bench->round.id, ROUND_ID);
    if (is_ballot) {
        json_put_hex(body, "ballot", vote->ballot_id, BALLOT_ID);
        json_put_hex(body, "sealed", vote->ballot, vote->ballot_len);
    } else {
        json_put_hex(body, "tag", vote->tag, CODE_TAG);
        json_put_hex(body, "sealed", vote->entry, SEAL_REGISTER);
    }
    ret->body = json_canonical(&bench->arena, body, &ret->body_len);
    json_decref(body);
    crypto_hash(ret->body_hash, ret->body, ret->body_len);
}

struct record bundle_bench_record(struct bundle_bench *bench, enum record_kind kind)
{
    struct record record;

    if (kind == RECORD_BALLOT || kind == RECORD_REGISTER) {
        struct sealed_vote vote;
        cast(bench, &vote, 3);
        vote_record(bench, &record, kind, &vote);
        return record;
    }
    json_t *body = json_object();
    json_put_text(body, "text",
                  "Een bankje bij de \xC3\xA9\xC3\xA9nden\xC2\xA0"
                  "vijver, \"graag\"");
    json_put_number(body, "amount_cents", 125050);
    bool done = record_make(&record, &bench->arena, kind, body, NULL);
    json_decref(body);
    assert(done);
    (void)done;
    return record;
}

struct record bundle_bench_tombstone(struct bundle_bench *bench, enum record_kind kind)
{
    struct record record = bundle_bench_record(bench, kind);

    record.body = NULL;
    record.body_len = 0;
    return record;
}

static struct frame frame_of(struct bundle_bench *bench, const struct record *record)
{
    struct frame frame;
    bool done = frame_of_record(&frame, &bench->arena, record, NULL);

    assert(done);
    (void)done;
    return frame;
}

struct frame bundle_bench_unknown(struct bundle_bench *bench)
{
    static const uint8_t body[] = {0x00, 0xFF, '{', 0x80, '"', 0x00, 0x0A};
    struct frame frame = {
        .kind = "neighbour-help", .version = 7, .body = body, .body_len = sizeof(body)};

    (void)bench;
    crypto_random(frame.rid, RECORD_RID);
    crypto_hash(frame.hash, body, sizeof(body));
    return frame;
}

struct frame *bundle_bench_frames(struct bundle_bench *bench)
{
    struct frame *frames = arena_array(&bench->arena, BUNDLE_BENCH_FRAMES, sizeof(*frames));
    size_t count = 0;

    for (int kind = 0; kind < RECORD_KINDS; kind++) {
        struct record record = bundle_bench_record(bench, (enum record_kind)kind);
        frames[count++] = frame_of(bench, &record);
    }
    struct record idea = bundle_bench_tombstone(bench, RECORD_IDEA);
    struct record pledge = bundle_bench_tombstone(bench, RECORD_PLEDGE);
    frames[count++] = frame_of(bench, &idea);
    frames[count++] = frame_of(bench, &pledge);
    frames[count++] = bundle_bench_unknown(bench);
    assert(count == BUNDLE_BENCH_FRAMES);
    return frames;
}

struct frame *bundle_bench_votes(struct bundle_bench *bench, size_t count)
{
    struct frame *frames = arena_array(&bench->arena, 2 * count + 1, sizeof(*frames));

    for (size_t i = 0; i < count; i++) {
        struct sealed_vote vote;
        struct record ballot, entry;
        cast(bench, &vote, i);
        vote_record(bench, &ballot, RECORD_BALLOT, &vote);
        vote_record(bench, &entry, RECORD_REGISTER, &vote);
        frames[2 * i] = frame_of(bench, &ballot);
        frames[2 * i + 1] = frame_of(bench, &entry);
    }
    return frames;
}

/* ---- whole bundles ------------------------------------------------------------------------- */

/* What the design lets a kiosk tell beside its records. */
static json_t *manifest_of(const struct bundle_bench *bench)
{
    char round[2 * ROUND_ID + 1];
    json_t *extra = json_object(), *cast_total = json_object(), *heard = json_object();

    for (size_t i = 0; i < ROUND_ID; i++) {
        snprintf(round + 2 * i, 3, "%02x", bench->round.id[i]);
    }
    json_put_number(cast_total, round, 25);
    json_put(extra, "cast_total", cast_total);
    json_put_number(heard, "hub_incarnation", 1);
    json_put_number(heard, "hub_seq", 112);
    json_put(extra, "heard", heard);
    json_put_text(extra, "software", "1.0.0");
    json_put_number(extra, "free_bytes", 12884901888);
    json_put_hex(extra, "hardware", bench->who[KIOSK].party.sign, CRYPTO_HASH);
    return extra;
}

struct bundle_bytes bundle_bench_payload(struct bundle_bench *bench, struct frame *frames,
                                         size_t count)
{
    struct bundle_bytes payload = {NULL, 0};
    json_t *extra = manifest_of(bench);
    bool done =
        frames_write(&payload.data, &payload.len, &bench->arena, frames, count, extra, NULL);

    json_decref(extra);
    assert(done);
    (void)done;
    return payload;
}

struct bundle_bytes bundle_bench_data(struct bundle_bench *bench, size_t wraps)
{
    struct bundle_head head = bundle_bench_head(bench, BUNDLE_DATA);
    struct bundle_bytes payload =
        bundle_bench_payload(bench, bundle_bench_frames(bench), BUNDLE_BENCH_FRAMES);

    return bundle_bench_make(bench, &head, payload.data, payload.len, wraps, KIOSK);
}

struct bundle_bytes bundle_bench_ack(struct bundle_bench *bench)
{
    uint64_t missing[] = {3, 5, 6};
    struct ack_bundle bundles[ACK_VERDICTS] = {{.verdict = ACK_NEW}};
    uint8_t safe[2][BUNDLE_ID];
    struct ack_have have = {
        .stream = BUNDLE_VOTES, .upto = 9, .missing = missing, .missing_count = 3};
    struct ack ack = {.hub_incarnation = 258,
                      .hub_seq = 112,
                      .bundles = bundles,
                      .bundle_count = ACK_VERDICTS,
                      .safe = safe,
                      .safe_count = 2,
                      .have = &have,
                      .have_count = 1,
                      .time_s = 1789000123,
                      .has_nonce = true};
    struct bundle_bytes made = {NULL, 0};

    for (size_t i = 0; i < ACK_VERDICTS; i++) {
        bundles[i].verdict = (enum ack_verdict)i;
        crypto_random(bundles[i].id, BUNDLE_ID);
    }
    snprintf(bundles[ACK_QUARANTINED].reason, sizeof(bundles[0].reason), "same rid, other body");
    crypto_random(safe, sizeof(safe));
    crypto_random(ack.nonce, sizeof(ack.nonce));
    memcpy(have.incarnation, bench->incarnation, BUNDLE_INCARNATION);
    memcpy(ack.kiosk, bench->who[KIOSK].party.id, BUNDLE_PARTY);
    bool done = ack_make(&made, &bench->arena, &ack, &bench->who[HUB], NULL);
    assert(done);
    (void)done;
    return made;
}

struct bundle_bytes bundle_bench_request(struct bundle_bench *bench)
{
    struct enrol_request request = {.village = "Broekhoven", .name = "De hal van het dorpshuis"};
    struct bundle_bytes made = {NULL, 0};

    memcpy(request.incarnation, bench->incarnation, BUNDLE_INCARNATION);
    bool done = enrol_ask(&made, &bench->arena, &request, &bench->who[KIOSK], NULL);
    assert(done);
    (void)done;
    return made;
}

struct bundle_bytes bundle_bench_answer(struct bundle_bench *bench)
{
    struct enrol_answer answer = {.hub = bench->who[HUB].party,
                                  .has_recovery = true,
                                  .hub_name = "Gemeente Midden-Drenthe",
                                  .village = "Broekhoven",
                                  .hub_incarnation = 258,
                                  .version = 1};
    struct bundle_bytes made = {NULL, 0};

    memcpy(answer.recovery, bench->who[RECOVERY].party.box, CRYPTO_KEY);
    memcpy(answer.kiosk, bench->who[KIOSK].party.id, BUNDLE_PARTY);
    bool done = enrol_reply(&made, &bench->arena, &answer, &bench->who[HUB], NULL);
    assert(done);
    (void)done;
    return made;
}
