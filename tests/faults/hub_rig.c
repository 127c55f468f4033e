#include "tests/faults/hub_rig.h"

#include "app/base/str.h"
#include "sync/closing.h"
#include "sync/hub/hub_ack.h"
#include "sync/hub/hub_enrol.h"
#include "tests/faults/pg_server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SEALED = 140, NOW_S = 1790000000 };

static void must(bool done, const struct err *err)
{
    if (!done) {
        fail_msg("%s", err->msg);
    }
}

/* ---- the hub ------------------------------------------------------------------------------- */

void hub_rig_init(struct hub_rig *rig, enum hub_engine engine)
{
    struct err err = {0};

    *rig = (struct hub_rig){.disk = io_fault_new()};
    crypto_test_seed(4);
    arena_init(&rig->arena, 0);
    clock_init_virtual(&rig->clock, NOW_S);
    rig->vfs = vfs_io_new("hub", io_fault_io(rig->disk));
    rig->place = (struct hub_place){.io = io_fault_io(rig->disk),
                                    .clock = &rig->clock,
                                    .where = "/hub.sqlite",
                                    .keys = "/hub.keys",
                                    .vfs = "hub"};
    if (engine == ENGINE_PG) {
        str_copy(rig->url, sizeof(rig->url), pg_server_database());
        rig->place.where = rig->url;
    }
    must(hub_create(&rig->hub, &rig->place, "Gemeente Proef", NULL, &err), &err);
}

void hub_rig_finish(struct hub_rig *rig)
{
    hub_close(&rig->hub);
    assert_int_equal(io_fault_open_handles(rig->disk), 0);
    vfs_io_free(rig->vfs);
    io_fault_free(rig->disk);
    arena_finish(&rig->arena);
}

void hub_rig_reopen(struct hub_rig *rig)
{
    struct err err = {0};
    struct hub_knows knows = rig->hub.knows;
    enum hub_bug bug = rig->hub.bug;

    hub_close(&rig->hub);
    rig->hub.knows = knows;
    must(hub_open(&rig->hub, &rig->place, &err), &err);
    rig->hub.bug = bug;
}

enum hub_receipt_kind hub_rig_receive(struct hub_rig *rig, struct bundle_bytes bytes)
{
    const struct hub_parcel parcel = {.bytes = bytes.data, .len = bytes.len};
    struct hub_receipt receipt;
    struct err err = {0};

    must(hub_receive(&rig->hub, &parcel, 1, &receipt, &err), &err);
    return receipt.kind;
}

struct hub_applied hub_rig_apply(struct hub_rig *rig)
{
    struct hub_applied applied;
    struct err err = {0};

    must(hub_apply(&rig->hub, &applied, &err), &err);
    return applied;
}

enum hub_receipt_kind hub_rig_send(struct hub_rig *rig, struct bundle_bytes bytes)
{
    enum hub_receipt_kind kind = hub_rig_receive(rig, bytes);
    hub_rig_apply(rig);
    return kind;
}

void hub_rig_ack(struct hub_rig *rig, const struct played *kiosk, struct ack *ret)
{
    struct bundle_bytes bytes;
    struct err err = {0};

    must(hub_ack_make(&rig->hub, &rig->arena, kiosk->keys.party.id, NULL, &bytes, &err), &err);
    *ret = (struct ack){.hub_seq = 0};
    if (bytes.len > 0) {
        must(ack_read(ret, &rig->arena, bytes.data, bytes.len, &rig->hub.party,
                      kiosk->keys.party.id, &err),
             &err);
    }
}

struct hub_digest hub_rig_digest(struct hub_rig *rig)
{
    struct hub_digest digest;
    struct err err = {0};

    must(hub_digest(rig->hub.db, &digest, &err), &err);
    return digest;
}

struct question {
    struct hub_db *db;
    const char *sql;
    int64_t answer;
};

static bool ask(void *ctx, struct err *err)
{
    struct question *question = ctx;
    return hub_db_number(question->db, question->sql, HUB_NO_VALUES, &question->answer, err);
}

int64_t hub_rig_number(struct hub_rig *rig, const char *sql)
{
    struct question question = {rig->hub.db, sql, 0};
    struct err err = {0};

    must(hub_db_act(rig->hub.db, HUB_LOOK, ask, &question, &err), &err);
    return question.answer;
}

void hub_rig_assert_sound(struct hub_rig *rig)
{
    struct hub_flaws flaws;
    struct err err = {0};

    must(hub_verify(&rig->hub, &flaws, &err), &err);
    for (int i = 0; i < HUB_FLAWS; i++) {
        if (flaws.count[i] != 0) {
            fail_msg("verify: %lld of %s", (long long)flaws.count[i],
                     hub_flaw_name((enum hub_flaw)i));
        }
    }
}

/* ---- a kiosk ------------------------------------------------------------------------------- */

void played_make(struct played *kiosk, struct hub_rig *rig, unsigned n)
{
    *kiosk = (struct played){.rig = rig};
    party_make(&kiosk->keys);
    memset(kiosk->round, 0x52, sizeof(kiosk->round));
    kiosk->round[0] = (uint8_t)n;
    played_new_incarnation(kiosk);
}

void played_new_incarnation(struct played *kiosk)
{
    crypto_random(kiosk->incarnation, sizeof(kiosk->incarnation));
    memset(kiosk->seq, 0, sizeof(kiosk->seq));
    memset(kiosk->prev, 0, sizeof(kiosk->prev));
}

void played_init(struct played *kiosk, struct hub_rig *rig, unsigned n)
{
    struct enrol_request request = {.name = "De hal"};
    struct bundle_bytes bytes;
    struct hub_kiosk asked;
    struct err err = {0};

    played_make(kiosk, rig, n);
    request.kiosk = kiosk->keys.party;
    memcpy(request.incarnation, kiosk->incarnation, BUNDLE_INCARNATION);
    snprintf(request.village, sizeof(request.village), "Dorp %u", n);
    must(enrol_ask(&bytes, &rig->arena, &request, &kiosk->keys, &err), &err);
    must(hub_enrol_ask(&rig->hub, bytes.data, bytes.len, &asked, &err), &err);
    must(hub_enrol_accept(&rig->hub, asked.fingerprint, NULL, &err), &err);
}

/* ---- records ------------------------------------------------------------------------------- */

/* The same n and what make the same 16 bytes, whoever makes them. */
static void name_of(uint8_t ret[RECORD_RID], const char *what, unsigned n)
{
    uint8_t hash[CRYPTO_HASH];
    char text[40];

    snprintf(text, sizeof(text), "%s %u", what, n);
    crypto_hash(hash, text, strlen(text));
    memcpy(ret, hash, RECORD_RID);
}

static struct frame *next(struct played *kiosk, const char *kind)
{
    assert_true(kiosk->count < HUB_RIG_FRAMES);
    struct frame *frame = &kiosk->frames[kiosk->count++];
    *frame = (struct frame){.version = RECORD_VERSION};
    str_copy(frame->kind, sizeof(frame->kind), kind);
    return frame;
}

static void set_body(struct frame *frame, const void *body, size_t len)
{
    frame->body = body;
    frame->body_len = len;
    crypto_hash(frame->hash, body, len);
}

static void set_json(struct played *kiosk, struct frame *frame, json_t *body)
{
    size_t len;
    const char *text = json_canonical(&kiosk->rig->arena, body, &len);

    json_decref(body);
    set_body(frame, text, len);
}

void played_kind(struct played *kiosk, unsigned n, const char *kind, const char *body)
{
    struct frame *frame = next(kiosk, kind);

    name_of(frame->rid, kind, n);
    set_body(frame, body, strlen(body));
}

static json_t *idea_body(unsigned n)
{
    json_t *body = json_object();
    char what[40];

    snprintf(what, sizeof(what), "Een bankje, nummer %u", n);
    json_put_text(body, "what", what);
    return body;
}

void played_idea(struct played *kiosk, unsigned n)
{
    struct frame *frame = next(kiosk, "idea");

    name_of(frame->rid, "idea", n);
    set_json(kiosk, frame, idea_body(n));
}

void played_tombstone(struct played *kiosk, unsigned idea)
{
    played_idea(kiosk, idea);
    struct frame *frame = &kiosk->frames[kiosk->count - 1];
    frame->is_tombstone = true;
    frame->body = NULL;
    frame->body_len = 0;
}

void played_support(struct played *kiosk, unsigned n, unsigned idea)
{
    struct frame *frame = next(kiosk, "support");
    uint8_t rid[RECORD_RID];
    json_t *body = json_object();

    name_of(frame->rid, "support", n);
    name_of(rid, "idea", idea);
    json_put_hex(body, "idea", rid, sizeof(rid));
    set_json(kiosk, frame, body);
}

void played_erase(struct played *kiosk, unsigned n, unsigned idea)
{
    struct frame *frame = next(kiosk, "erase");
    uint8_t rid[RECORD_RID];
    json_t *body = json_object();

    name_of(frame->rid, "erase", n);
    name_of(rid, "idea", idea);
    json_put_hex(body, "erases", rid, sizeof(rid));
    set_json(kiosk, frame, body);
}

void played_open_round(struct played *kiosk, unsigned n)
{
    struct frame *frame = next(kiosk, "round-act");
    json_t *body = json_object();

    name_of(frame->rid, "round-act", n);
    json_put_number(body, "act", 1);
    json_put_hex(body, "round", kiosk->round, RECORD_RID);
    json_put_text(body, "state", "open");
    set_json(kiosk, frame, body);
}

static uint8_t *sealed_of(struct played *kiosk, unsigned n, size_t head, size_t len)
{
    uint8_t *bytes = arena_alloc(&kiosk->rig->arena, head + len);

    for (size_t i = 0; i < len; i += RECORD_RID) {
        uint8_t part[RECORD_RID];
        name_of(part, "sealed", n * 64 + (unsigned)i);
        memcpy(bytes + head + i, part, len - i < RECORD_RID ? len - i : RECORD_RID);
    }
    memcpy(bytes, kiosk->round, RECORD_RID);
    return bytes;
}

void played_vote(struct played *kiosk, unsigned n)
{
    struct frame *ballot = next(kiosk, "ballot");
    uint8_t *bytes = sealed_of(kiosk, n, RECORD_RID, SEALED);
    uint8_t id[CRYPTO_HASH];

    crypto_hash(id, bytes + RECORD_RID, SEALED);
    memcpy(ballot->rid, id, RECORD_RID);
    set_body(ballot, bytes, RECORD_RID + SEALED);

    struct frame *entry = next(kiosk, "register");
    bytes = sealed_of(kiosk, n, RECORD_RID + 32, 112);
    name_of(entry->rid, "register", n);
    crypto_hash(id, &n, sizeof(n));
    memcpy(bytes + RECORD_RID, id, sizeof(id)); /* the tag */
    set_body(entry, bytes, RECORD_RID + 32 + 112);
}

static int by_bytes(const void *a, const void *b)
{
    return memcmp(a, b, CRYPTO_HASH);
}

static int by_rid(const void *a, const void *b)
{
    return memcmp(a, b, RECORD_RID);
}

void played_close(struct played *kiosk, unsigned n, unsigned first, unsigned last, int64_t ballots)
{
    size_t count = last - first + 1;
    uint8_t *all = arena_alloc(&kiosk->rig->arena, count * (CRYPTO_HASH + RECORD_RID));
    uint8_t *entries = all + count * CRYPTO_HASH;
    uint8_t set[CRYPTO_HASH];

    for (unsigned i = 0; i < count; i++) {
        uint8_t *bytes = sealed_of(kiosk, first + i, RECORD_RID, SEALED);
        crypto_hash(all + i * CRYPTO_HASH, bytes + RECORD_RID, SEALED);
        name_of(entries + i * RECORD_RID, "register", first + i);
    }
    qsort(all, count, CRYPTO_HASH, by_bytes);
    qsort(entries, count, RECORD_RID, by_rid);
    crypto_hash(set, all, count * (CRYPTO_HASH + RECORD_RID));

    struct frame *frame = next(kiosk, "close-statement");
    json_t *body = json_object();
    name_of(frame->rid, "close", n);
    json_put_number(body, "ballots", ballots);
    json_put_number(body, "registers", (int64_t)count);
    json_put_number(body, "unlocks", 0);
    json_put_hex(body, "round", kiosk->round, RECORD_RID);
    json_put_hex(body, "set", set, sizeof(set));
    set_json(kiosk, frame, body);
}

/* ---- bundles ------------------------------------------------------------------------------- */

static json_t *manifest_of(const struct played *kiosk)
{
    json_t *extra = json_object();
    char round[2 * RECORD_RID + 1];

    json_put_number(extra, "hub_incarnation", kiosk->told_incarnation);
    json_put_number(extra, "hub_seq", kiosk->told_seq);
    if (kiosk->cast_total > 0) {
        json_t *casts = json_object();
        str_hex(round, kiosk->round, RECORD_RID);
        json_put_number(casts, round, kiosk->cast_total);
        json_put(extra, "cast_total", casts);
    }
    if (kiosk->is_closing) {
        struct closing_heads heads;
        memcpy(heads.seq, kiosk->seq, sizeof(heads.seq));
        memcpy(heads.id, kiosk->prev, sizeof(heads.id));
        json_put(extra, "heads", closing_heads_json(&heads));
    }
    return extra;
}

struct bundle_bytes played_seal(struct played *kiosk, enum bundle_stream stream)
{
    struct hub_rig *rig = kiosk->rig;
    struct bundle_head head = {.type = kiosk->is_closing ? BUNDLE_CLOSING : BUNDLE_DATA,
                               .flags = kiosk->is_practice ? BUNDLE_PRACTICE : 0,
                               .seq = kiosk->seq[stream] + 1,
                               .stream = stream,
                               .created_s = stream == BUNDLE_VOTES ? 0 : NOW_S,
                               .quality = 1};
    struct bundle_bytes bytes;
    uint8_t *payload;
    size_t len;
    struct err err = {0};
    json_t *extra = manifest_of(kiosk);

    memcpy(head.recipient, rig->hub.party.id, BUNDLE_PARTY);
    memcpy(head.incarnation, kiosk->incarnation, BUNDLE_INCARNATION);
    memcpy(head.prev, kiosk->prev[stream], BUNDLE_ID);
    must(frames_write(&payload, &len, &rig->arena, kiosk->frames, kiosk->count, extra, &err), &err);
    must(bundle_make(&bytes, &rig->arena, &head, payload, len,
                     (const uint8_t(*)[CRYPTO_KEY]) & rig->hub.party.box, kiosk->is_closing ? 0 : 1,
                     kiosk->keys.party.sign, kiosk->keys.sign_secret, &err),
         &err);
    json_decref(extra);
    kiosk->is_closing = false;
    kiosk->count = 0;
    kiosk->seq[stream]++;
    bundle_id(kiosk->prev[stream], bytes.data, bytes.len);
    return bytes;
}

struct bundle_bytes played_ideas(struct played *kiosk, unsigned first, unsigned last)
{
    for (unsigned n = first; n <= last; n++) {
        played_idea(kiosk, n);
    }
    return played_seal(kiosk, BUNDLE_REST);
}

struct bundle_bytes played_votes(struct played *kiosk, unsigned first, unsigned last)
{
    for (unsigned n = first; n <= last; n++) {
        played_vote(kiosk, n);
    }
    return played_seal(kiosk, BUNDLE_VOTES);
}
