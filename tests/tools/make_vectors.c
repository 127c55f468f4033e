/* make_vectors: the golden bundles in tests/data/bundles, the same bytes every time.
 *
 *   make_vectors DIR
 *
 * The first word of a file's name is the verdict that every reader must give: good, forged, damaged
 * or newer. vectors.json tells of the good ones what was put in; keys.json has the keys, secrets
 * too: they open nothing else.
 */
#include "app/base/str.h"
#include "sync/closing.h"
#include "tests/faults/bundle_bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct maker {
    struct bundle_bench bench;
    struct io *io;
    const char *dir;
    json_t *told; /* of the good ones */
};

static void save(struct maker *maker, const char *name, const void *data, size_t len)
{
    struct err err = {0};
    const char *path = arena_printf(&maker->bench.arena, "%s/%s", maker->dir, name);

    if (!io_write_file(maker->io, path, data, len, &err)) {
        fprintf(stderr, "make_vectors: %s\n", err.msg);
        exit(1);
    }
}

static void save_json(struct maker *maker, const char *name, const json_t *value)
{
    char *text = json_dumps(value, JSON_SORT_KEYS | JSON_INDENT(1));
    size_t len = strlen(text);

    text[len] = '\n'; /* in the place of the NUL */
    save(maker, name, text, len + 1);
    free(text);
}

/* A good one: what was put in is told. `payload` NULL: nobody here can open it. */
static void good(struct maker *maker, const char *name, struct bundle_bytes bundle,
                 const struct bundle_bytes *payload)
{
    json_t *line = json_object();
    uint8_t hash[CRYPTO_HASH];

    bundle_id(hash, bundle.data, bundle.len);
    json_put_hex(line, "id", hash, sizeof(hash));
    json_put(line, "payload", json_null());
    if (payload != NULL) {
        crypto_hash(hash, payload->data, payload->len);
        json_put_hex(line, "payload", hash, sizeof(hash));
    }
    json_put(maker->told, name, line);
    save(maker, name, bundle.data, bundle.len);
}

static struct bundle_bytes plain_payload(struct bundle_bytes bundle)
{
    struct bundle_head head = {.payload_len = 0};

    if (!bundle_read(&head, bundle.data, bundle.len, NULL)) {
        abort();
    }
    return (struct bundle_bytes){bundle.data + head.head_len, head.payload_len};
}

static struct bundle_bytes copy_of(struct maker *maker, struct bundle_bytes bundle, size_t room)
{
    struct bundle_bytes copy = {arena_alloc(&maker->bench.arena, bundle.len + room), bundle.len};

    memcpy(copy.data, bundle.data, bundle.len);
    return copy;
}

/* ---- good ---------------------------------------------------------------------------------- */

static void save_data(struct maker *maker, const char *name, enum bundle_stream stream,
                      struct frame *frames, size_t count, uint16_t flags, size_t wraps)
{
    struct bundle_head head = bundle_bench_head(&maker->bench, BUNDLE_DATA);
    struct bundle_bytes payload = bundle_bench_payload(&maker->bench, frames, count);

    head.stream = stream;
    head.flags = flags;
    good(maker, name,
         bundle_bench_make(&maker->bench, &head, payload.data, payload.len, wraps, KIOSK),
         &payload);
}

/* What a phone reads on the screen, signed. */
static void save_line(struct maker *maker, const struct frame *statement)
{
    char line[STATEMENT_TEXT];
    uint8_t round_id[ROUND_ID];

    if (!closing_line(line, round_id, statement, &maker->bench.who[KIOSK], false, NULL)) {
        abort();
    }
    save(maker, "good-statement.txt", line, strlen(line));
}

static struct bundle_bytes closing(struct maker *maker, struct bundle_bytes *ret_payload)
{
    struct bundle_bench *bench = &maker->bench;
    struct bundle_head head = bundle_bench_head(bench, BUNDLE_CLOSING);
    struct closing_heads heads = {.seq = {3, 0}, .id = {{0xA5}}};
    json_t *extra = json_object();
    struct frame *frame = arena_alloc(&bench->arena, sizeof(*frame));
    json_t *body = json_object();

    json_put_number(body, "ballots", 25);
    json_put_number(body, "registers", 25);
    json_put_hex(body, "round", bench->round.id, ROUND_ID);
    json_put_hex(body, "set", bench->who[STRANGER].party.box, CRYPTO_HASH);
    json_put_number(body, "unlocks", 0);
    *frame = (struct frame){.rid = {0xC1}, .kind = "close-statement", .version = RECORD_VERSION};
    frame->body = (const uint8_t *)json_canonical(&bench->arena, body, &frame->body_len);
    crypto_hash(frame->hash, frame->body, frame->body_len);
    json_decref(body);
    json_put(extra, "heads", closing_heads_json(&heads));
    if (!frames_write(&ret_payload->data, &ret_payload->len, &bench->arena, frame, 1, extra,
                      NULL)) {
        abort();
    }
    json_decref(extra);
    save_line(maker, frame);
    return bundle_bench_make(bench, &head, ret_payload->data, ret_payload->len, 0, KIOSK);
}

static void save_for_a_stranger(struct maker *maker)
{
    struct bundle_bench *bench = &maker->bench;
    struct bundle_head head = bundle_bench_head(bench, BUNDLE_DATA);
    uint8_t hub[CRYPTO_KEY];

    memcpy(hub, bench->wrap[0], CRYPTO_KEY);
    memcpy(bench->wrap[0], bench->who[STRANGER].party.box, CRYPTO_KEY);
    good(maker, "good-for-a-stranger.dkb", bundle_bench_make(bench, &head, "?", 1, 1, KIOSK), NULL);
    memcpy(bench->wrap[0], hub, CRYPTO_KEY);
}

/* A plain bundle with an extension more, signed by the kiosk. */
static struct bundle_bytes extended(struct maker *maker, struct bundle_bytes plain, uint8_t kind)
{
    static const uint8_t extension[8] = {0x05, 0x00, 0x04, 0x00, 'l', 'a', 't', 'e'};
    struct bundle_bytes made = copy_of(maker, plain, sizeof(extension));

    made.len += sizeof(extension);
    memcpy(made.data + 128, extension, sizeof(extension));
    made.data[129] = kind;
    memcpy(made.data + 128 + sizeof(extension), plain.data + 128, plain.len - 128);
    made.data[12] = (uint8_t)(made.data[12] + sizeof(extension));
    bundle_bench_sign(&maker->bench, made, KIOSK);
    return made;
}

static void save_good(struct maker *maker)
{
    struct bundle_bench *bench = &maker->bench;
    struct frame unknown = bundle_bench_unknown(bench);
    struct bundle_bytes payload, bundle;

    save_data(maker, "good-data.dkb", BUNDLE_REST, bundle_bench_frames(bench), BUNDLE_BENCH_FRAMES,
              0, 2);
    save_data(maker, "good-votes.dkb", BUNDLE_VOTES, bundle_bench_votes(bench, 5), 10, 0, 2);
    save_data(maker, "good-practice.dkb", BUNDLE_VOTES, bundle_bench_votes(bench, 5), 10,
              BUNDLE_PRACTICE, 1);
    save_data(maker, "good-unknown-kind.dkb", BUNDLE_REST, &unknown, 1, 0, 3);
    save_data(maker, "good-nothing-but-a-manifest.dkb", BUNDLE_REST, NULL, 0, 0, 1);
    save_data(maker, "good-two-chunks.dkb", BUNDLE_VOTES, bundle_bench_votes(bench, 175), 350, 0,
              1);
    bundle = bundle_bench_ack(bench);
    payload = plain_payload(bundle);
    good(maker, "good-ack.dkb", bundle, &payload);
    bundle = bundle_bench_request(bench);
    payload = plain_payload(bundle);
    good(maker, "good-enrol-request.dkb", bundle, &payload);
    bundle = bundle_bench_answer(bench);
    payload = plain_payload(bundle);
    good(maker, "good-enrol-answer.dkb", bundle, &payload);
    bundle = closing(maker, &payload);
    good(maker, "good-closing.dkb", bundle, &payload);
    good(maker, "good-extension.dkb", extended(maker, bundle, 0), &payload);
    save_for_a_stranger(maker);
}

/* ---- the others ---------------------------------------------------------------------------- */

static void save_changed(struct maker *maker, const char *name, struct bundle_bytes from, size_t at,
                         uint8_t byte)
{
    struct bundle_bytes changed = copy_of(maker, from, 0);

    changed.data[at] = byte;
    save(maker, name, changed.data, changed.len);
}

static void save_forged(struct maker *maker, struct bundle_bytes data)
{
    struct bundle_bench *bench = &maker->bench;
    struct bundle_head head = bundle_bench_head(bench, BUNDLE_DATA);
    struct bundle_bytes payload =
        bundle_bench_payload(bench, bundle_bench_frames(bench), BUNDLE_BENCH_FRAMES);
    struct bundle_bytes bundle;

    head.type = BUNDLE_CLOSING; /* all form is there, but it is no statement */
    bundle = bundle_bench_make(bench, &head, payload.data, payload.len, 0, KIOSK);
    save(maker, "damaged-closing-of-other-records.dkb", bundle.data, bundle.len);
    head.type = BUNDLE_DATA;
    bundle = bundle_bench_make(bench, &head, payload.data, payload.len, 2, STRANGER);
    save(maker, "forged-by-a-stranger.dkb", bundle.data, bundle.len);
    bundle = copy_of(maker, data, 0);
    bundle_bench_sign(bench, bundle, STRANGER);
    save(maker, "forged-in-the-kiosks-name.dkb", bundle.data, bundle.len);
    memcpy(bundle.data + 16, bench->who[OTHER].party.id, BUNDLE_PARTY);
    bundle_bench_sign(bench, bundle, OTHER);
    save(maker, "forged-re-signed-by-another-kiosk.dkb", bundle.data, bundle.len);
    save_changed(maker, "forged-one-bit.dkb", data, data.len / 2, data.data[data.len / 2] ^ 0x10);
    bundle = bundle_bench_ack(bench);
    save_changed(maker, "forged-ack-as-data.dkb", bundle, 8, BUNDLE_DATA);
    struct bundle_bytes swapped = copy_of(maker, data, 0); /* two wraps in the other order */
    memcpy(swapped.data + 128, data.data + 216, 88);
    memcpy(swapped.data + 216, data.data + 128, 88);
    bundle_bench_sign(bench, swapped, KIOSK);
    save(maker, "forged-wraps-swapped.dkb", swapped.data, swapped.len);
}

static void save_lying_payload(struct maker *maker, const char *name, size_t at, uint8_t byte)
{
    struct bundle_bench *bench = &maker->bench;
    struct bundle_head head = bundle_bench_head(bench, BUNDLE_DATA);
    struct frame unknown = bundle_bench_unknown(bench);
    struct bundle_bytes payload = bundle_bench_payload(bench, &unknown, 1);

    payload.data[at] = byte;
    struct bundle_bytes bundle =
        bundle_bench_make(bench, &head, payload.data, payload.len, 1, KIOSK);
    save(maker, name, bundle.data, bundle.len);
}

static void save_damaged(struct maker *maker, struct bundle_bytes data)
{
    struct bundle_bytes bundle;

    save(maker, "damaged-empty.dkb", "", 0);
    save(maker, "damaged-cut-in-half.dkb", data.data, data.len / 2);
    save(maker, "damaged-last-byte-gone.dkb", data.data, data.len - 1);
    bundle = copy_of(maker, data, 1);
    save(maker, "damaged-a-byte-more.dkb", bundle.data, bundle.len + 1);
    save_changed(maker, "damaged-magic.dkb", data, 0, 'd');
    save_changed(maker, "damaged-compressed.dkb", data, 10, 3);
    save_changed(maker, "damaged-payload-of-2-63.dkb", data, 119, 0x80);
    save_changed(maker, "damaged-wraps.dkb", data, 127, 0xFF);
    bundle = bundle_bench_make(
        &maker->bench, &(struct bundle_head){.type = BUNDLE_CLOSING, .seq = 1}, "{}", 2, 0, KIOSK);
    bundle.data[96] = 1; /* signed all the same */
    bundle_bench_sign(&maker->bench, bundle, KIOSK);
    save(maker, "damaged-time-on-votes.dkb", bundle.data, bundle.len);
    save_lying_payload(maker, "damaged-body-not-as-the-manifest.dkb", 42, 0x01);
    save_lying_payload(maker, "damaged-kind-not-as-the-manifest.dkb", 21, 'm');
    save_lying_payload(maker, "damaged-two-records-told.dkb", 0, 2);
}

static void save_newer(struct maker *maker, struct bundle_bytes data)
{
    struct bundle_bytes payload, bundle = closing(maker, &payload);

    bundle = extended(maker, bundle, 0x80);
    save(maker, "newer-critical-extension.dkb", bundle.data, bundle.len);
    save_changed(maker, "newer-version-2.dkb", data, 7, 2);
    save_changed(maker, "newer-version-0.dkb", data, 7, 0); /* older: unknown all the same */
    save_changed(maker, "newer-type-11.dkb", data, 8, 11);
}

static void save_keys(struct maker *maker)
{
    json_t *keys = json_array();

    for (size_t i = 0; i < STRANGER; i++) {
        const struct party_secret *who = &maker->bench.who[i];
        json_t *one = json_object();
        json_put_text(one, "name", bundle_bench_names[i]);
        json_put_hex(one, "sign", who->party.sign, CRYPTO_KEY);
        json_put_hex(one, "sign_secret", who->sign_secret, CRYPTO_SIGN_SECRET);
        json_put_hex(one, "box", who->party.box, CRYPTO_KEY);
        json_put_hex(one, "box_secret", who->box_secret, CRYPTO_KEY);
        json_array_append_new(keys, one);
    }
    save_json(maker, "keys.json", keys);
    json_decref(keys);
}

int main(int argc, char **argv)
{
    static struct maker maker;

    if (argc != 2) {
        fputs("make_vectors DIR\n", stderr);
        return 2;
    }
    bundle_bench_init(&maker.bench);
    maker.io = io_posix();
    maker.dir = argv[1];
    maker.told = json_object();
    struct bundle_bytes data = bundle_bench_data(&maker.bench, 2);
    save_keys(&maker);
    save_good(&maker);
    save_forged(&maker, data);
    save_damaged(&maker, data);
    save_newer(&maker, data);
    save_json(&maker, "vectors.json", maker.told);
    json_decref(maker.told);
    bundle_bench_finish(&maker.bench);
    io_destroy(maker.io);
    return 0;
}
