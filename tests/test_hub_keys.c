/* A hub takes a new key: kiosks hear of it and write to it, one that is long away still can be
 * read, and no cut loses a key. */
#include "app/store/store_outbox.h"
#include "sync/hub/hub_enrol.h"
#include "sync/hub/hub_keys.h"
#include "sync/post.h"
#include "tests/faults/both_engines.h"
#include "tests/faults/sync_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

struct village {
    struct hub_rig hub;
    struct sync_bench bench;
    struct sync_kiosk kiosk;
    const uint8_t *box; /* to which the next bundle must be written */
    size_t sent;
};

static struct bundle_bytes answer_of(struct village *village)
{
    struct bundle_bytes bytes;
    struct err err = {0};

    assert_true(hub_enrol_answer(&village->hub.hub, &village->hub.arena,
                                 village->kiosk.self.party.id, &bytes, &err));
    return bytes;
}

static void begin(struct village *village, void **state)
{
    struct bundle_bytes bytes;
    struct hub_kiosk asked;
    char print[PARTY_FINGERPRINT];
    struct err err = {0};

    memset(village, 0, sizeof(*village));
    hub_rig_init(&village->hub, *(enum hub_engine *)*state);
    sync_bench_init(&village->bench);
    party_fingerprint(print, &village->hub.hub.party);
    assert_true(sync_kiosk_load(&village->kiosk, io_fault_io(village->bench.rig.disk),
                                village->bench.store, RIG_DIR, "machine", &err));
    assert_true(
        sync_kiosk_request(&bytes, &village->hub.arena, &village->kiosk, "Dorp", "De hal", &err));
    assert_true(hub_enrol_ask(&village->hub.hub, bytes.data, bytes.len, &asked, &err));
    assert_true(hub_enrol_accept(&village->hub.hub, asked.fingerprint, NULL, &err));
    bytes = answer_of(village);
    assert_true(sync_kiosk_answer(&village->kiosk, bytes.data, bytes.len, &err));
    assert_true(sync_kiosk_accept(&village->kiosk, print, &err));
}

static void end(struct village *village)
{
    sync_kiosk_finish(&village->kiosk);
    sync_bench_finish(&village->bench);
    hub_rig_finish(&village->hub);
}

static void rekey(struct village *village)
{
    size_t told = 0;
    struct err err = {0};

    if (!hub_keys_new(&village->hub.hub, &village->hub.place, &told, &err)) {
        fail_msg("%s", err.msg);
    }
    assert_int_equal(told, 1);
    hub_rig_reopen(&village->hub);
}

static bool is_for(const struct outbox_bundle *bundle, const uint8_t box[CRYPTO_KEY])
{
    struct bundle_head head;
    uint8_t hash[CRYPTO_HASH];
    bool found = false;

    assert_true(bundle_read(&head, bundle->bytes, bundle->len, NULL));
    crypto_hash(hash, box, CRYPTO_KEY);
    for (size_t i = 0; i < head.wrap_count; i++) {
        found = found || memcmp(head.wraps + 88 * i, hash, 8) == 0;
    }
    return found;
}

static bool carry(void *ctx, const struct outbox_bundle *bundle)
{
    struct village *village = ctx;
    struct bundle_bytes bytes = {(uint8_t *)(uintptr_t)bundle->bytes, bundle->len};

    assert_true(is_for(bundle, village->box));
    enum hub_receipt_kind kind = hub_rig_receive(&village->hub, bytes);
    village->sent += kind == HUB_GOT_NEW;
    return true;
}

/* An idea, sealed and sent; it must be written to this key, and be read. */
static void send(struct village *village, const char *what, const uint8_t box[CRYPTO_KEY])
{
    size_t sealed, before = village->sent;
    struct err err = {0};

    sync_bench_idea(&village->bench, what, IDEA_WAITING);
    assert_true(post_seal(&village->kiosk, 1800000000, 1, false, &sealed, &err));
    assert_int_equal(sealed, 1);
    village->box = box;
    assert_true(store_outbox_each(village->bench.store, OUTBOX_SEALED, carry, village, &err));
    assert_int_equal(village->sent, before + 1);
    hub_rig_apply(&village->hub);
    assert_int_equal(hub_rig_number(&village->hub, "SELECT count(*) FROM bundle WHERE state <> 1"),
                     0);
}

static bool note_carried(void *ctx, const struct outbox_bundle *bundle)
{
    memcpy(ctx, bundle->id, BUNDLE_ID);
    return true;
}

/* On its way: the next `send` looks at new ones only. */
static void forget_sent(struct village *village)
{
    uint8_t id[1][BUNDLE_ID];
    struct err err = {0};

    assert_true(store_outbox_each(village->bench.store, OUTBOX_SEALED, note_carried, id, &err));
    assert_true(
        store_outbox_carried(village->bench.store, (const uint8_t(*)[BUNDLE_ID])id, 1, &err));
}

static void a_kiosk_writes_to_the_new_key_when_it_heard_of_it_and_not_before(void **state)
{
    struct village village;
    uint8_t first[CRYPTO_KEY];
    struct err err = {0};

    begin(&village, state);
    memcpy(first, village.hub.hub.party.box, CRYPTO_KEY);
    rekey(&village);
    assert_memory_not_equal(village.hub.hub.party.box, first, CRYPTO_KEY);
    send(&village, "voor het bericht", first);
    forget_sent(&village);
    struct bundle_bytes answer = answer_of(&village);
    answer.data[answer.len - 1] ^= 1; /* not by the hub */
    assert_false(sync_kiosk_answer(&village.kiosk, answer.data, answer.len, &err));
    send(&village, "na een vals bericht", first);
    forget_sent(&village);
    answer.data[answer.len - 1] ^= 1;
    assert_true(sync_kiosk_answer(&village.kiosk, answer.data, answer.len, &err));
    assert_true(village.kiosk.is_enrolled && !village.kiosk.has_pending); /* no person needed */
    send(&village, "na het bericht", village.hub.hub.party.box);
    hub_rig_assert_sound(&village.hub);
    end(&village);
}

static void a_kiosk_that_was_away_for_three_keys_is_read_and_catches_up(void **state)
{
    struct village village;
    uint8_t first[CRYPTO_KEY];
    struct bundle_bytes older;
    struct err err = {0};

    begin(&village, state);
    memcpy(first, village.hub.hub.party.box, CRYPTO_KEY);
    rekey(&village);
    older = answer_of(&village);
    rekey(&village);
    rekey(&village);
    assert_int_equal(village.hub.hub.key_count, 4);
    send(&village, "van lang geleden", first);
    forget_sent(&village);
    struct bundle_bytes newest = answer_of(&village);
    assert_true(sync_kiosk_answer(&village.kiosk, newest.data, newest.len, &err));
    assert_false(sync_kiosk_answer(&village.kiosk, older.data, older.len, &err));
    assert_int_equal(err.code, ERR_DENIED);
    send(&village, "weer bij", village.hub.hub.party.box);
    end(&village);
}

/* Another hub program that does not have the new key yet: nothing is lost, it is read later. */
static void what_came_before_the_key_was_there_is_read_afterwards(void **state)
{
    struct village village;
    struct party_secret newest;
    size_t sealed;
    struct err err = {0};

    begin(&village, state);
    rekey(&village);
    struct bundle_bytes answer = answer_of(&village);
    assert_true(sync_kiosk_answer(&village.kiosk, answer.data, answer.len, &err));
    newest = village.hub.hub.keys[0];
    village.hub.hub.keys[0] = village.hub.hub.keys[1]; /* as it was started with */
    village.hub.hub.key_count = 1;
    sync_bench_idea(&village.bench, "te vroeg", IDEA_WAITING);
    assert_true(post_seal(&village.kiosk, 1800000000, 1, false, &sealed, &err));
    village.box = newest.party.box;
    assert_true(store_outbox_each(village.bench.store, OUTBOX_SEALED, carry, &village, &err));
    hub_rig_apply(&village.hub);
    assert_int_equal(hub_rig_number(&village.hub, "SELECT count(*) FROM bundle WHERE state = 3"),
                     1);
    hub_rig_reopen(&village.hub);
    hub_rig_apply(&village.hub);
    assert_int_equal(hub_rig_number(&village.hub, "SELECT count(*) FROM bundle WHERE state = 1"),
                     1);
    hub_rig_assert_sound(&village.hub);
    end(&village);
}

/* The power goes at each change: every key is there, and a kiosk heard of none that is not. */
static void no_cut_loses_a_key(void **state)
{
    (void)state;
    for (uint64_t n = 1;; n++) {
        struct village village;
        enum hub_engine engine = ENGINE_SQLITE;
        void *which = &engine;
        uint8_t before[2][CRYPTO_KEY];
        size_t told;
        struct err err = {0};
        begin(&village, &which);
        memcpy(before[0], village.hub.hub.party.box, CRYPTO_KEY);
        rekey(&village);
        memcpy(before[1], village.hub.hub.party.box, CRYPTO_KEY);
        hub_close(&village.hub.hub);
        io_fault_settle(village.hub.disk);
        hub_rig_reopen(&village.hub);
        io_fault_power_at(village.hub.disk, n);
        bool done = hub_keys_new(&village.hub.hub, &village.hub.place, &told, &err);
        bool was_off = io_fault_is_off(village.hub.disk);
        io_fault_power_at(village.hub.disk, was_off ? 1 : 0);
        hub_close(&village.hub.hub);
        io_fault_cut(village.hub.disk, n);
        hub_rig_reopen(&village.hub);
        struct hub *hub = &village.hub.hub;
        size_t found[3] = {0};
        struct enrol_answer heard;
        struct bundle_bytes answer = answer_of(&village);
        assert_true(enrol_read_answer(&heard, answer.data, answer.len, NULL, &err));
        for (size_t i = 0; i < hub->key_count; i++) {
            found[0] += memcmp(hub->keys[i].party.box, before[0], CRYPTO_KEY) == 0;
            found[1] += memcmp(hub->keys[i].party.box, before[1], CRYPTO_KEY) == 0;
            found[2] += memcmp(hub->keys[i].party.box, heard.hub.box, CRYPTO_KEY) == 0;
        }
        assert_true(found[0] > 0 && found[1] > 0 && found[2] > 0);
        assert_true(!done || memcmp(heard.hub.box, hub->keys[0].party.box, CRYPTO_KEY) == 0);
        /* Asked again it goes on, or makes one more. */
        assert_true(hub_keys_new(hub, &village.hub.place, &told, &err));
        assert_memory_equal(hub->party.box, hub->keys[0].party.box, CRYPTO_KEY);
        end(&village);
        if (!was_off) {
            assert_true(n > 10);
            break;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(a_kiosk_writes_to_the_new_key_when_it_heard_of_it_and_not_before),
        BOTH(a_kiosk_that_was_away_for_three_keys_is_read_and_catches_up),
        BOTH(what_came_before_the_key_was_there_is_read_afterwards),
        cmocka_unit_test(no_cut_loses_a_key),
    };
    return cmocka_run_group_tests(tests, both_engines_start, both_engines_stop);
}
