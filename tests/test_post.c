/* A kiosk and a hub that has only its keys: what is sealed, what a stick carries, what an ack may
 * change, and what it may not. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/store/store_outbox.h"
#include "app/store/store_round.h"
#include "app/store/store_sync.h"
#include "app/store/store_vote.h"
#include "sync/frame.h"
#include "sync/post.h"
#include "tests/faults/sync_bench.h"

#include <stdio.h>
#include <string.h>

enum { MOST = 50, PATH = 300 };
static const struct stick_fault no_fault = {.kind = STICK_FAULT_NONE};

struct scene {
    struct sync_bench bench;
    struct sync_kiosk kiosk;
    struct party_secret hub;
    uint64_t hub_incarnation, hub_seq;
    uint8_t ids[MOST][BUNDLE_ID]; /* of the outbox, as last collected */
    size_t count;
};
static struct scene scene;

static void load_kiosk(const char *machine)
{
    struct err err = {0};

    if (!sync_kiosk_load(&scene.kiosk, io_fault_io(scene.bench.rig.disk), scene.bench.store,
                         RIG_DIR, machine, &err)) {
        fail_msg("%s", err.msg);
    }
    scene.bench.kiosk = &scene.kiosk;
}

static int start(void **state)
{
    (void)state;
    memset(&scene, 0, sizeof(scene));
    sync_bench_init(&scene.bench);
    load_kiosk("machine one");
    party_make(&scene.hub);
    scene.hub_incarnation = 1;
    return 0;
}

static int end(void **state)
{
    (void)state;
    sync_kiosk_finish(&scene.kiosk);
    sync_bench_finish(&scene.bench);
    return 0;
}

/* ---- the hub ------------------------------------------------------------------------------- */

static struct bundle_bytes answer_of(uint64_t version, bool revoked)
{
    struct bundle_bytes bytes;
    struct enrol_answer answer = {.hub = scene.hub.party,
                                  .hub_name = "Gemeente Proef",
                                  .village = "Broekhoven",
                                  .hub_incarnation = scene.hub_incarnation,
                                  .version = version,
                                  .is_revoked = revoked};

    memcpy(answer.kiosk, scene.kiosk.self.party.id, BUNDLE_PARTY);
    assert_true(enrol_reply(&bytes, &scene.bench.arena, &answer, &scene.hub, NULL));
    return bytes;
}

static void enrol(void)
{
    struct bundle_bytes bytes = answer_of(1, false);
    char print[PARTY_FINGERPRINT];

    assert_true(sync_kiosk_answer(&scene.kiosk, bytes.data, bytes.len, NULL));
    assert_false(scene.kiosk.is_enrolled);
    party_fingerprint(print, &scene.hub.party);
    assert_true(sync_kiosk_accept(&scene.kiosk, print, NULL));
    assert_true(scene.kiosk.is_enrolled);
}

static struct bundle_bytes ack_of(struct ack *ack)
{
    struct bundle_bytes bytes;

    memcpy(ack->kiosk, scene.kiosk.self.party.id, BUNDLE_PARTY);
    ack->hub_incarnation = scene.hub_incarnation;
    ack->hub_seq = ++scene.hub_seq;
    assert_true(ack_make(&bytes, &scene.bench.arena, ack, &scene.hub, NULL));
    return bytes;
}

/* All that was collected, as received, as safe, or both. */
static struct bundle_bytes ack_for_all(bool received, bool safe)
{
    static struct ack_bundle bundles[MOST];
    struct ack ack = {.bundles = bundles, .safe = scene.ids};

    for (size_t i = 0; i < scene.count; i++) {
        memcpy(bundles[i].id, scene.ids[i], BUNDLE_ID);
        bundles[i].verdict = ACK_NEW;
    }
    ack.bundle_count = received ? scene.count : 0;
    ack.safe_count = safe ? scene.count : 0;
    return ack_of(&ack);
}

static bool hear(struct bundle_bytes bytes, struct err *err)
{
    struct post_news news;
    return post_hear(&scene.kiosk, bytes.data, bytes.len, &news, err);
}

/* ---- the kiosk ----------------------------------------------------------------------------- */

static bool collect(void *ctx, const struct outbox_bundle *bundle)
{
    (void)ctx;
    assert_true(scene.count < MOST);
    memcpy(scene.ids[scene.count++], bundle->id, BUNDLE_ID);
    return true;
}

static size_t collect_state(enum outbox_state state)
{
    size_t before = scene.count;

    assert_true(store_outbox_each(scene.bench.store, state, collect, NULL, NULL));
    return scene.count - before;
}

static size_t in_state(enum outbox_state state)
{
    struct outbox_counts votes, rest;

    assert_true(store_outbox_count(scene.bench.store, OUTBOX_VOTES, &votes, NULL));
    assert_true(store_outbox_count(scene.bench.store, OUTBOX_REST, &rest, NULL));
    return votes.bundles[state] + rest.bundles[state];
}

static size_t unsealed(enum outbox_stream stream)
{
    struct outbox_counts counts;

    assert_true(store_outbox_count(scene.bench.store, stream, &counts, NULL));
    return counts.unsealed;
}

static size_t seal(void)
{
    size_t bundles;
    struct err err = {0};

    if (!post_seal(&scene.kiosk, 1800000000, 1, false, &bundles, &err)) {
        fail_msg("%s", err.msg);
    }
    return bundles;
}

struct reading {
    size_t ballots, registers, others;
    int64_t casts; /* the highest that a manifest tells */
};

static bool read_bundle(void *ctx, const struct outbox_bundle *bundle)
{
    struct reading *reading = ctx;
    struct bundle_head head;
    struct bundle_bytes plain;
    struct frame *frames;
    struct arena arena;
    json_t *manifest;
    size_t count;

    arena_init(&arena, 0);
    assert_true(bundle_read(&head, bundle->bytes, bundle->len, NULL));
    assert_true(
        bundle_verify(&head, bundle->bytes, bundle->len, scene.kiosk.self.party.sign, NULL));
    assert_int_equal(head.created_s, head.stream == BUNDLE_VOTES ? 0 : 1800000000);
    assert_true(bundle_open(&plain, &arena, &head, bundle->bytes, scene.hub.party.box,
                            scene.hub.box_secret, NULL));
    assert_true(frames_read(&frames, &count, &manifest, &arena, plain.data, plain.len, NULL));
    for (size_t i = 0; i < count; i++) {
        struct record record;
        assert_true(frame_to_record(&record, &arena, &frames[i], NULL));
        bool is_vote = record.kind == RECORD_BALLOT || record.kind == RECORD_REGISTER;
        assert_true(is_vote == (head.stream == BUNDLE_VOTES));
        reading->ballots += record.kind == RECORD_BALLOT;
        reading->registers += record.kind == RECORD_REGISTER;
        reading->others += !is_vote;
    }
    const char *round;
    json_t *casts = json_object_get(manifest, "cast_total"), *total;
    assert_true((casts != NULL) == (head.stream == BUNDLE_VOTES)); /* else they would tell times */
    json_object_foreach(casts, round, total)
    {
        int64_t number = json_integer_value(total);
        assert_int_equal(strlen(round), 2 * ROUND_ID);
        reading->casts = number > reading->casts ? number : reading->casts;
    }
    json_decref(manifest);
    arena_finish(&arena);
    return true;
}

/* ---- sealing ------------------------------------------------------------------------------- */

static void a_kiosk_on_its_own_seals_nothing(void **state)
{
    (void)state;
    sync_bench_fill(&scene.bench);
    assert_int_equal(seal(), 0);
    assert_int_equal(in_state(OUTBOX_SEALED), 0);
}

static void the_hub_reads_what_was_sealed_once(void **state)
{
    (void)state;
    struct reading reading = {0};

    enrol();
    sync_bench_fill(&scene.bench);
    const struct export export = sync_bench_export(&scene.bench);
    assert_true(export_release(&export, NULL));
    assert_int_equal(seal(), 2);
    assert_int_equal(seal(), 0);
    assert_true(store_outbox_each(scene.bench.store, OUTBOX_SEALED, read_bundle, &reading, NULL));
    assert_int_equal(reading.ballots, 12);
    assert_int_equal(reading.registers, 12);
    assert_int_equal(reading.casts, 12);
    assert_true(reading.others >= 5);
    assert_int_equal(unsealed(OUTBOX_VOTES), 0);
    assert_int_equal(unsealed(OUTBOX_REST), 0);
}

static void fewer_than_five_votes_stay(void **state)
{
    (void)state;
    struct reading reading = {0};

    enrol();
    sync_bench_votes(&scene.bench, 4);
    const struct export export = sync_bench_export(&scene.bench);
    assert_true(export_release(&export, NULL));
    seal();
    assert_true(store_outbox_each(scene.bench.store, OUTBOX_SEALED, read_bundle, &reading, NULL));
    assert_int_equal(reading.ballots + reading.registers, 0);
    sync_bench_votes(&scene.bench, 1);
    assert_true(export_release(&export, NULL));
    sync_bench_votes(&scene.bench, 1); /* the next one, which may not leave: nobody hears of it */
    assert_int_equal(seal(), 1);
    assert_true(store_outbox_each(scene.bench.store, OUTBOX_SEALED, read_bundle, &reading, NULL));
    assert_int_equal(reading.casts, 5);
}

static void a_cut_while_sealing_leaves_all_or_nothing(void **state)
{
    (void)state;
    enrol();
    sync_bench_fill(&scene.bench);
    const struct export export = sync_bench_export(&scene.bench);
    assert_true(export_release(&export, NULL));
    size_t waiting = unsealed(OUTBOX_VOTES) + unsealed(OUTBOX_REST);
    for (uint64_t n = 1; n < 200; n++) {
        size_t bundles;
        struct reading reading = {0};
        io_fault_power_at(scene.bench.rig.disk, n);
        bool done = post_seal(&scene.kiosk, 1800000000, 1, false, &bundles, NULL);
        rig_cut(&scene.bench.rig, scene.bench.store, n);
        scene.bench.store = rig_open(&scene.bench.rig, NULL);
        assert_non_null(scene.bench.store);
        scene.kiosk.store = scene.bench.store;
        assert_true(
            store_outbox_each(scene.bench.store, OUTBOX_SEALED, read_bundle, &reading, NULL));
        assert_int_equal(reading.ballots + reading.registers + reading.others +
                             unsealed(OUTBOX_VOTES) + unsealed(OUTBOX_REST),
                         waiting);
        if (done) {
            return;
        }
    }
    fail_msg("%s", "sealing never ended");
}

/* ---- another hub ---------------------------------------------------------------------------- */

static void for_another_hub_everything_is_sealed_anew(void **state)
{
    (void)state;
    struct reading before = {0}, after = {0};
    uint8_t incarnation[BUNDLE_INCARNATION];

    enrol();
    sync_bench_fill(&scene.bench);
    const struct export export = sync_bench_export(&scene.bench);
    assert_true(export_release(&export, NULL));
    assert_int_equal(seal(), 2);
    assert_true(store_outbox_each(scene.bench.store, OUTBOX_SEALED, read_bundle, &before, NULL));
    collect_state(OUTBOX_SEALED);
    scene.count = 1; /* one is safe there, its bytes gone; the other on its way */
    assert_true(hear(ack_for_all(true, true), NULL));
    assert_int_equal(in_state(OUTBOX_SAFE), 1);
    memcpy(incarnation, scene.kiosk.incarnation, sizeof(incarnation));

    party_make(&scene.hub); /* another municipality */
    scene.hub_seq = 0;
    struct bundle_bytes bytes = answer_of(1, false);
    char print[PARTY_FINGERPRINT];
    assert_true(sync_kiosk_answer(&scene.kiosk, bytes.data, bytes.len, NULL));
    assert_int_equal(in_state(OUTBOX_SEALED), 1); /* not before a person said yes */
    party_fingerprint(print, &scene.hub.party);
    /* On the screen, by the program without a key. */
    assert_true(store_hub_accept(scene.bench.store, print, NULL));
    sync_kiosk_finish(&scene.kiosk);
    load_kiosk("machine one");
    assert_true(scene.kiosk.is_enrolled);
    assert_memory_not_equal(incarnation, scene.kiosk.incarnation, sizeof(incarnation));
    for (int s = 0; s < OUTBOX_STATES; s++) {
        assert_int_equal(in_state((enum outbox_state)s), 0);
    }
    assert_int_equal(seal(), 2);
    assert_true(store_outbox_each(scene.bench.store, OUTBOX_SEALED, read_bundle, &after, NULL));
    assert_int_equal(after.ballots, before.ballots);
    assert_int_equal(after.registers, before.registers);
    assert_int_equal(after.others, before.others);
    assert_int_equal(unsealed(OUTBOX_VOTES) + unsealed(OUTBOX_REST), 0);

    /* The same hub once more: nothing is done again. */
    bytes = answer_of(2, false);
    assert_true(sync_kiosk_answer(&scene.kiosk, bytes.data, bytes.len, NULL));
    assert_int_equal(in_state(OUTBOX_SEALED), 2);
}

/* ---- what the hub lacks ---------------------------------------------------------------------- */

static void hear_have(enum bundle_stream stream, uint64_t upto, uint64_t missing)
{
    struct ack_have have = {
        .stream = stream, .upto = upto, .missing = &missing, .missing_count = missing > 0};
    struct ack ack = {.have = &have, .have_count = 1};

    memcpy(have.incarnation, scene.kiosk.incarnation, BUNDLE_INCARNATION);
    assert_true(hear(ack_of(&ack), NULL));
}

static void what_the_hub_received_and_lacks_goes_again(void **state)
{
    (void)state;
    enrol();
    sync_bench_fill(&scene.bench);
    const struct export export = sync_bench_export(&scene.bench);
    assert_true(export_release(&export, NULL));
    assert_int_equal(seal(), 2);
    collect_state(OUTBOX_SEALED);
    assert_true(hear(ack_for_all(true, false), NULL));
    assert_int_equal(in_state(OUTBOX_RECEIVED), 2);
    hear_have(BUNDLE_REST, 1, 0); /* it has them */
    hear_have(BUNDLE_VOTES, 2, 0);
    assert_int_equal(in_state(OUTBOX_RECEIVED), 2);
    scene.hub_seq -= 2; /* an ack of before: what was lacking then may have come since */
    hear_have(BUNDLE_REST, 0, 0);
    assert_int_equal(in_state(OUTBOX_RECEIVED), 2);
    scene.hub_seq += 2;
    hear_have(BUNDLE_REST, 0, 0);
    assert_int_equal(in_state(OUTBOX_RECEIVED), 1);
    assert_int_equal(in_state(OUTBOX_SEALED), 1);
    hear_have(BUNDLE_VOTES, 2, 1);
    assert_int_equal(in_state(OUTBOX_SEALED), 2);
    /* What is safe is safe, whatever it lacks. */
    assert_true(hear(ack_for_all(true, true), NULL));
    hear_have(BUNDLE_REST, 0, 0);
    assert_int_equal(in_state(OUTBOX_SAFE), 2);
}

static void the_newest_ack_is_named_also_after_a_restart(void **state)
{
    (void)state;
    struct ack ack = {.resend_all = false};
    uint8_t id[BUNDLE_ID];

    enrol();
    assert_false(scene.kiosk.has_heard_id);
    struct bundle_bytes old = ack_of(&ack), bytes = ack_of(&ack);
    bundle_id(id, bytes.data, bytes.len);
    assert_true(hear(bytes, NULL));
    assert_true(hear(old, NULL)); /* late: changes nothing */
    sync_kiosk_finish(&scene.kiosk);
    load_kiosk("machine one");
    assert_true(scene.kiosk.has_heard_id);
    assert_memory_equal(scene.kiosk.heard_id, id, BUNDLE_ID);
    assert_int_equal(scene.kiosk.heard_seq, scene.hub_seq);
}

/* The hub was put back to an older copy and went on: its ack of this number is another one. */
static void another_ack_of_one_number_is_not_believed_nor_what_follows_it(void **state)
{
    (void)state;
    struct ack first = {.resend_all = false};
    uint8_t id[BUNDLE_ID];

    enrol();
    sync_bench_fill(&scene.bench);
    assert_int_equal(seal(), 1);
    collect_state(OUTBOX_SEALED);
    struct bundle_bytes read = ack_of(&first);
    bundle_id(id, read.data, read.len);
    assert_true(hear(read, NULL));
    scene.hub_seq--; /* the same number again, and one more */
    struct bundle_bytes other = ack_for_all(true, true), next = ack_for_all(true, true);
    assert_false(hear(other, NULL));
    assert_false(hear(next, NULL));
    assert_int_equal(in_state(OUTBOX_SAFE), 0);
    assert_memory_equal(scene.kiosk.heard_id, id, BUNDLE_ID); /* this is what the hub is told */
    scene.hub_incarnation++;
    scene.hub_seq = 0;
    assert_true(
        hear(ack_for_all(true, true), NULL)); /* a higher line: all again, and these are there */
    assert_int_equal(in_state(OUTBOX_SAFE), 1);
    assert_true(hear(ack_for_all(true, true), NULL));
}

/* ---- sticks -------------------------------------------------------------------------------- */

static const char *hex_of(const uint8_t *bytes, size_t len, char *dst)
{
    for (size_t i = 0; i < len; i++) {
        snprintf(dst + 2 * i, 3, "%02x", bytes[i]);
    }
    return dst;
}

static const char *place(const char *way, char dst[PATH])
{
    char hub[40], self[40];

    snprintf(dst, PATH, "DORPSHUIS/%s/%s/%s", way, hex_of(scene.hub.party.id, BUNDLE_PARTY, hub),
             hex_of(scene.kiosk.self.party.id, BUNDLE_PARTY, self));
    return dst;
}

static size_t files_in(const char *dir)
{
    char path[PATH];
    char **names;
    size_t count = 0;

    snprintf(path, sizeof(path), "%s/%s", scene.bench.dir, dir);
    io_list_sorted(scene.bench.io, &scene.bench.arena, path, &names, &count, NULL);
    return count;
}

static void write_ack(struct bundle_bytes bytes)
{
    char dir[PATH], path[2 * PATH];

    snprintf(path, sizeof(path), "%s/%08u-00000000.dkb", place("TERUG", dir),
             (unsigned)scene.hub_seq);
    sync_bench_write(&scene.bench, path, bytes.data, bytes.len);
}

static void a_first_stick_asks_and_an_answer_waits_for_the_admin(void **state)
{
    (void)state;
    char self[40], path[PATH];
    size_t len;
    struct enrol_request request;

    sync_bench_visit_well(&scene.bench);
    hex_of(scene.kiosk.self.party.id, BUNDLE_PARTY, self);
    snprintf(path, sizeof(path), "DORPSHUIS/AANMELD/%s.dkb", self);
    const char *data = sync_bench_read(&scene.bench, path, &len);
    assert_non_null(data);
    assert_true(enrol_read_request(&request, (const uint8_t *)data, len, NULL));
    assert_memory_equal(request.kiosk.id, scene.kiosk.self.party.id, BUNDLE_PARTY);
    assert_string_equal(request.village, "Broekhoven");

    struct bundle_bytes bytes = answer_of(1, false);
    snprintf(path, sizeof(path), "DORPSHUIS/AANMELD/%s-antwoord.dkb", self);
    sync_bench_write(&scene.bench, path, bytes.data, bytes.len);
    sync_bench_visit_well(&scene.bench);
    assert_non_null(strstr(scene.bench.log, "note stick.note.hub-waits"));
    assert_true(scene.kiosk.has_pending);
    assert_false(scene.kiosk.is_enrolled);
    assert_false(sync_kiosk_accept(&scene.kiosk, "0000 0000", NULL));
    load_kiosk("machine one"); /* it still waits after a restart */
    assert_true(scene.kiosk.has_pending);
}

/* The screen has no key: what it shows stands beside the bytes, and never is another hub's. */
static void the_screen_reads_who_waits_as_the_answer_says_it(void **state)
{
    (void)state;
    struct bundle_bytes bytes = answer_of(1, false);
    struct store *store = scene.bench.store;
    struct store_hub hub;
    const char *self;
    char print[PARTY_FINGERPRINT];

    party_fingerprint(print, &scene.kiosk.self.party);
    assert_true(store_self_print(store, &scene.bench.arena, &self, NULL));
    assert_string_equal(self, print);
    assert_true(sync_kiosk_answer(&scene.kiosk, bytes.data, bytes.len, NULL));
    party_fingerprint(print, &scene.hub.party);
    for (int i = 0; i < 2; i++) {
        assert_true(store_hub_get(store, &scene.bench.arena, STORE_HUB_WAITS, &hub, NULL));
        assert_string_equal(hub.name, "Gemeente Proef");
        assert_string_equal(hub.print, print);
        assert_int_equal(hub.len, bytes.len);
        /* A name that somebody else put beside it is put right before anyone sees it. */
        hub.name = "Gemeente Vals";
        hub.print = self;
        assert_true(store_hub_put(store, STORE_HUB_WAITS, &hub, NULL));
        load_kiosk("machine one");
    }
    /* Accepted on the screen, which dorpel-sync finds at its next start. */
    assert_true(store_hub_accept(store, print, NULL));
    load_kiosk("machine one");
    assert_true(scene.kiosk.is_enrolled && !scene.kiosk.has_pending);
    assert_memory_equal(scene.kiosk.hub.hub.id, scene.hub.party.id, BUNDLE_PARTY);
}

/* The hub before had come to higher numbers: that is nothing to the new one. */
static void a_new_hub_is_heard_whatever_the_one_before_had_counted(void **state)
{
    (void)state;
    struct ack ack = {.bundles = NULL};
    char print[PARTY_FINGERPRINT];

    scene.hub_incarnation = 9;
    enrol();
    assert_true(hear(ack_of(&ack), NULL));
    party_make(&scene.hub);
    scene.hub_incarnation = 1;
    scene.hub_seq = 0;
    struct bundle_bytes bytes = answer_of(1, false);
    assert_true(sync_kiosk_answer(&scene.kiosk, bytes.data, bytes.len, NULL));
    party_fingerprint(print, &scene.hub.party);
    assert_true(sync_kiosk_accept(&scene.kiosk, print, NULL));
    load_kiosk("machine one");
    assert_true(hear(ack_of(&ack), NULL));
}

static void a_visit_carries_bundles_and_says_so_after_reading_back(void **state)
{
    (void)state;
    char dir[PATH];

    enrol();
    sync_bench_fill(&scene.bench);
    sync_bench_visit_well(&scene.bench);
    assert_int_equal(files_in(place("HEEN", dir)), 2);
    assert_int_equal(in_state(OUTBOX_CARRIED), 2);
    sync_bench_visit_well(&scene.bench); /* again: the same files, nothing new */
    assert_int_equal(files_in(place("HEEN", dir)), 2);
    assert_int_equal(in_state(OUTBOX_CARRIED), 2);
}

static void a_stick_that_was_pulled_carries_nothing(void **state)
{
    (void)state;
    struct visit_outcome outcome;

    enrol();
    sync_bench_fill(&scene.bench);
    for (uint32_t at = 1; at < 2000; at++) {
        sync_bench_clear(&scene.bench);
        if (sync_bench_visit(&scene.bench, (struct stick_fault){STICK_FAULT_PULLED, at},
                             &outcome)) {
            assert_int_equal(in_state(OUTBOX_CARRIED), 2);
            return;
        }
        assert_int_equal(in_state(OUTBOX_CARRIED), 0);
    }
    fail_msg("%s", "the visit never ended");
}

static void only_a_signed_ack_moves_a_bundle(void **state)
{
    (void)state;
    char dir[PATH];

    enrol();
    sync_bench_fill(&scene.bench);
    sync_bench_visit_well(&scene.bench);
    collect_state(OUTBOX_CARRIED);

    struct bundle_bytes bytes = ack_for_all(true, false);
    bytes.data[bytes.len / 2] ^= 1;
    write_ack(bytes);
    sync_bench_visit_well(&scene.bench);
    assert_non_null(strstr(scene.bench.log, "note stick.note.ack-refused"));
    assert_int_equal(in_state(OUTBOX_CARRIED), 2);

    write_ack(ack_for_all(true, false));
    sync_bench_visit_well(&scene.bench);
    assert_non_null(strstr(scene.bench.log, "note stick.note.ack "));
    assert_int_equal(in_state(OUTBOX_RECEIVED), 2);

    /* Received is not safe: another stick has them too, and what was heard. */
    sync_bench_clear(&scene.bench);
    sync_bench_visit_well(&scene.bench);
    assert_int_equal(files_in(place("HEEN", dir)), 2);
    assert_int_equal(files_in("DORPSHUIS/GELEZEN"), 1);
    assert_int_equal(files_in("DORPSHUIS/AANMELD"), 1);

    write_ack(ack_for_all(false, true));
    sync_bench_visit_well(&scene.bench);
    assert_int_equal(in_state(OUTBOX_SAFE), 2);
    assert_int_equal(files_in(place("HEEN", dir)), 0); /* what is safe goes from the stick */
}

static void bytes_are_forgotten_only_when_safe(void **state)
{
    (void)state;
    struct outbox_bundle bundle;

    enrol();
    sync_bench_fill(&scene.bench);
    sync_bench_visit_well(&scene.bench);
    collect_state(OUTBOX_CARRIED);
    for (int planted = 0; planted < 2; planted++) {
        store_outbox_plant_purge_early(planted == 1);
        assert_true(hear(ack_for_all(true, false), NULL));
        store_outbox_plant_purge_early(false);
        assert_true(
            store_outbox_get(scene.bench.store, &scene.bench.arena, scene.ids[0], &bundle, NULL));
        assert_true((bundle.bytes == NULL) == (planted == 1)); /* the twin is seen */
    }
}

static void another_hubs_ack_and_an_old_incarnations_are_passed_over(void **state)
{
    (void)state;
    struct party_secret ours = scene.hub, other;
    struct err err = {0};

    enrol();
    sync_bench_fill(&scene.bench);
    seal();
    collect_state(OUTBOX_SEALED);
    party_make(&other);
    scene.hub = other;
    assert_false(hear(ack_for_all(true, true), NULL));
    scene.hub = ours;
    scene.hub_incarnation = 5;
    struct ack nothing = {.hub_seq = 0};
    assert_true(hear(ack_of(&nothing), NULL));
    scene.hub_incarnation = 4;
    assert_false(hear(ack_for_all(true, true), &err));
    assert_int_equal(err.code, ERR_DENIED);
    assert_int_equal(in_state(OUTBOX_SAFE), 0);
}

static void a_hub_that_lost_something_gets_all_again(void **state)
{
    (void)state;
    struct reading reading = {0};

    enrol();
    sync_bench_fill(&scene.bench);
    sync_bench_visit_well(&scene.bench);
    collect_state(OUTBOX_CARRIED);
    size_t half = scene.count / 2;
    scene.count = half;
    assert_true(hear(ack_for_all(true, true), NULL)); /* the first is safe: its bytes are gone */
    struct ack again = {.resend_all = true};
    struct bundle_bytes bytes = ack_of(&again);
    assert_true(hear(bytes, NULL));
    assert_int_equal(in_state(OUTBOX_CARRIED), 0);
    assert_true(seal() > 0); /* records of what was safe are sealed anew */
    assert_true(store_outbox_each(scene.bench.store, OUTBOX_SEALED, read_bundle, &reading, NULL));
    assert_int_equal(reading.ballots, 12);
    assert_int_equal(reading.registers, 12);
    size_t sealed = in_state(OUTBOX_SEALED);
    assert_true(hear(bytes, NULL)); /* the old ack once more: nothing happens */
    assert_int_equal(in_state(OUTBOX_SEALED), sealed);
    assert_int_equal(unsealed(OUTBOX_VOTES), 0);
}

static void a_copied_card_goes_on_under_new_numbers(void **state)
{
    (void)state;
    uint8_t before[BUNDLE_INCARNATION];

    enrol();
    memcpy(before, scene.kiosk.incarnation, sizeof(before));
    load_kiosk("machine one");
    assert_memory_equal(before, scene.kiosk.incarnation, sizeof(before));
    load_kiosk("machine two");
    assert_memory_not_equal(before, scene.kiosk.incarnation, sizeof(before));
    assert_true(scene.kiosk.is_enrolled);
    memcpy(before, scene.kiosk.incarnation, sizeof(before));
    struct ack fork = {.new_incarnation = true};
    struct bundle_bytes bytes = ack_of(&fork);
    assert_true(hear(bytes, NULL));
    assert_memory_not_equal(before, scene.kiosk.incarnation, sizeof(before));
    memcpy(before, scene.kiosk.incarnation, sizeof(before));
    assert_true(hear(bytes, NULL)); /* asked once, done once */
    assert_memory_equal(before, scene.kiosk.incarnation, sizeof(before));
}

static void a_revoked_kiosk_keeps_all_and_sends_nothing(void **state)
{
    (void)state;
    struct visit_outcome outcome;
    char dir[PATH];

    enrol();
    struct bundle_bytes old = answer_of(1, false), revoke = answer_of(2, true);
    assert_true(sync_kiosk_answer(&scene.kiosk, revoke.data, revoke.len, NULL));
    assert_true(scene.kiosk.is_revoked);
    assert_false(sync_kiosk_answer(&scene.kiosk, old.data, old.len, NULL)); /* no way back */
    sync_bench_fill(&scene.bench);
    assert_true(sync_bench_visit(&scene.bench, no_fault, &outcome));
    assert_int_equal(files_in(place("HEEN", dir)), 0);
    assert_int_equal(in_state(OUTBOX_SEALED), 0);
}

int main(void)
{
#define SCENE(test) cmocka_unit_test_setup_teardown(test, start, end)
    const struct CMUnitTest tests[] = {
        SCENE(a_kiosk_on_its_own_seals_nothing),
        SCENE(the_hub_reads_what_was_sealed_once),
        SCENE(fewer_than_five_votes_stay),
        SCENE(for_another_hub_everything_is_sealed_anew),
        SCENE(what_the_hub_received_and_lacks_goes_again),
        SCENE(the_newest_ack_is_named_also_after_a_restart),
        SCENE(another_ack_of_one_number_is_not_believed_nor_what_follows_it),
        SCENE(a_cut_while_sealing_leaves_all_or_nothing),
        SCENE(a_first_stick_asks_and_an_answer_waits_for_the_admin),
        SCENE(the_screen_reads_who_waits_as_the_answer_says_it),
        SCENE(a_new_hub_is_heard_whatever_the_one_before_had_counted),
        SCENE(a_visit_carries_bundles_and_says_so_after_reading_back),
        SCENE(a_stick_that_was_pulled_carries_nothing),
        SCENE(only_a_signed_ack_moves_a_bundle),
        SCENE(bytes_are_forgotten_only_when_safe),
        SCENE(another_hubs_ack_and_an_old_incarnations_are_passed_over),
        SCENE(a_hub_that_lost_something_gets_all_again),
        SCENE(a_copied_card_goes_on_under_new_numbers),
        SCENE(a_revoked_kiosk_keeps_all_and_sends_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
