/* The hub's receiving half: the same suite on SQLite and on a real PostgreSQL. */
#include "app/base/str.h"
#include "sync/hub/hub_ack.h"
#include "sync/hub/hub_audit.h"
#include "sync/hub/hub_closing.h"
#include "sync/hub/hub_enrol.h"
#include "sync/hub/hub_export.h"
#include "sync/hub/hub_status.h"
#include "tests/faults/both_engines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static enum hub_engine engine_of(void **state)
{
    return *(const enum hub_engine *)*state;
}

/* ---- receiving ----------------------------------------------------------------------------- */

static void a_bundle_is_received_once_however_often_it_comes(void **state)
{
    struct hub_rig rig;
    struct played kiosk;

    hub_rig_init(&rig, engine_of(state));
    played_init(&kiosk, &rig, 1);
    struct bundle_bytes bytes = played_votes(&kiosk, 1, 5);
    assert_int_equal(hub_rig_receive(&rig, bytes), HUB_GOT_NEW);
    assert_int_equal(hub_rig_receive(&rig, bytes), HUB_GOT_BEFORE);
    assert_int_equal(hub_rig_apply(&rig).applied, 1);
    assert_int_equal(hub_rig_receive(&rig, bytes), HUB_GOT_BEFORE);
    assert_int_equal(hub_rig_apply(&rig).applied, 0);
    assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM ballot"), 5);
    assert_int_equal(hub_rig_number(&rig, "SELECT number FROM tally WHERE kind = 'ballot'"), 5);
    assert_int_equal(hub_rig_number(&rig, "SELECT number FROM tally WHERE kind = 'register'"), 5);
    hub_rig_assert_sound(&rig);
    hub_rig_finish(&rig);
}

static void who_may_not_send_is_refused_with_the_reason(void **state)
{
    struct hub_rig rig, other;
    struct played kiosk, stranger, foreign, revoked;
    struct err err = {0};
    char id[2 * BUNDLE_PARTY + 1];
    static uint8_t large[BUNDLE_MAX_DATA + 1];

    hub_rig_init(&rig, engine_of(state));
    played_init(&kiosk, &rig, 1);
    played_init(&revoked, &rig, 2);
    played_make(&stranger, &rig, 3);
    assert_int_equal(hub_rig_receive(&rig, played_ideas(&stranger, 1, 1)), HUB_NOT_STRANGER);

    struct bundle_bytes bytes = played_ideas(&revoked, 2, 2);
    str_hex(id, revoked.keys.party.id, BUNDLE_PARTY);
    assert_true(hub_enrol_revoke(&rig.hub, id, NULL, &err));
    assert_int_equal(hub_rig_receive(&rig, bytes), HUB_NOT_REVOKED);

    /* A good bundle, changed on the way in a place that no length depends on. */
    bytes = played_ideas(&kiosk, 3, 3);
    bytes.data[bytes.len - 70] ^= 1;
    assert_int_equal(hub_rig_receive(&rig, bytes), HUB_NOT_SIGNED);
    bytes.data[bytes.len - 70] ^= 1;
    bytes.len--;
    assert_int_equal(hub_rig_receive(&rig, bytes), HUB_NOT_BUNDLE);
    bytes.len = 0;
    assert_int_equal(hub_rig_receive(&rig, bytes), HUB_NOT_BUNDLE);
    assert_int_equal(hub_rig_receive(&rig, (struct bundle_bytes){large, sizeof(large)}),
                     HUB_NOT_SIZE);

    /* The same kiosk, for another hub. */
    foreign = kiosk;
    memcpy(&other, &rig, sizeof(rig));
    other.hub.party.id[3] ^= 1;
    foreign.rig = &other;
    bytes = played_ideas(&foreign, 4, 4);
    rig.arena = other.arena;
    assert_int_equal(hub_rig_receive(&rig, bytes), HUB_NOT_FOREIGN);
    assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM bundle"), 0);
    hub_rig_finish(&rig);
}

static void several_parcels_in_one_transaction_each_get_their_receipt(void **state)
{
    struct hub_rig rig;
    struct played kiosk;
    struct hub_parcel parcels[4];
    struct hub_receipt receipts[4];
    struct err err = {0};

    hub_rig_init(&rig, engine_of(state));
    played_init(&kiosk, &rig, 1);
    for (unsigned i = 0; i < 4; i++) {
        struct bundle_bytes bytes = played_ideas(&kiosk, i, i);
        parcels[i] = (struct hub_parcel){.bytes = bytes.data, .len = bytes.len};
    }
    parcels[2] = parcels[0];
    parcels[1].len -= 5;
    assert_true(hub_receive(&rig.hub, parcels, 4, receipts, &err));
    assert_int_equal(receipts[1].kind, HUB_NOT_BUNDLE);
    assert_int_equal(receipts[3].kind, HUB_GOT_NEW);
    assert_int_equal(receipts[0].kind + receipts[2].kind, HUB_GOT_NEW + HUB_GOT_BEFORE);
    hub_rig_finish(&rig);
}

/* ---- applying ------------------------------------------------------------------------------ */

enum { SCENE = 12 };

/* Ideas, supports, votes, an erase and a fork: two cards that were one. */
static size_t make_scene(struct hub_rig *rig, struct played *kiosk, struct bundle_bytes ret[SCENE])
{
    struct played twin;
    size_t count = 0;

    (void)rig;
    ret[count++] = played_votes(kiosk, 1, 5);
    ret[count++] = played_ideas(kiosk, 1, 4);
    twin = *kiosk;
    played_support(kiosk, 1, 1);
    played_support(kiosk, 2, 1);
    ret[count++] = played_seal(kiosk, BUNDLE_REST);
    played_erase(kiosk, 1, 2);
    played_erase(kiosk, 2, 9); /* of an idea that comes later */
    ret[count++] = played_seal(kiosk, BUNDLE_REST);
    ret[count++] = played_votes(kiosk, 6, 10);
    played_tombstone(kiosk, 7);
    played_idea(kiosk, 9);
    ret[count++] = played_seal(kiosk, BUNDLE_REST);
    ret[count++] = played_votes(&twin, 11, 15);
    played_vote(&twin, 3); /* a vote that came before, in another bundle */
    ret[count++] = played_seal(&twin, BUNDLE_VOTES);
    played_idea(&twin, 7); /* which was erased elsewhere */
    ret[count++] = played_seal(&twin, BUNDLE_REST);
    return count;
}

static void shuffle(struct bundle_bytes *list, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        uint8_t random;
        crypto_random(&random, 1);
        struct bundle_bytes moved = list[i - 1];
        list[i - 1] = list[random % i];
        list[random % i] = moved;
    }
}

static void check_scene(struct hub_rig *rig)
{
    assert_int_equal(hub_rig_number(rig, "SELECT count(*) FROM ballot"), 15);
    assert_int_equal(hub_rig_number(rig, "SELECT count(*) FROM record WHERE kind = 'idea'"), 6);
    assert_int_equal(
        hub_rig_number(rig, "SELECT count(*) FROM record WHERE kind = 'idea' AND body IS NULL"), 3);
    assert_int_equal(hub_rig_number(rig, "SELECT number FROM tally WHERE kind = 'support'"), 2);
    hub_rig_assert_sound(rig);
}

/* I5: the digest of each order and repetition is that of the first. */
static void every_order_and_repetition_gives_the_same(void **state)
{
    struct hub_digest first = {.record_count = 0};

    for (unsigned round = 0; round < 6; round++) {
        struct hub_rig rig;
        struct played kiosk;
        struct bundle_bytes scene[SCENE];
        hub_rig_init(&rig, engine_of(state));
        played_init(&kiosk, &rig, 1);
        size_t count = make_scene(&rig, &kiosk, scene);
        crypto_test_seed(100 + round);
        for (unsigned turn = 0; turn < 2; turn++) {
            if (round > 0) {
                shuffle(scene, count);
            }
            for (size_t i = 0; i < count; i++) {
                hub_rig_receive(&rig, scene[i]);
                if ((i + round) % 3 == 0) {
                    hub_rig_apply(&rig);
                }
            }
        }
        hub_rig_apply(&rig);
        check_scene(&rig);
        struct hub_digest digest = hub_rig_digest(&rig);
        if (round == 0) {
            first = digest;
        }
        assert_true(hub_digest_equal(&first, &digest));
        hub_rig_finish(&rig);
    }
}

static struct hub_digest digest_on(enum hub_engine engine)
{
    struct hub_rig rig;
    struct played kiosk;
    struct bundle_bytes scene[SCENE];

    hub_rig_init(&rig, engine);
    played_init(&kiosk, &rig, 1);
    size_t count = make_scene(&rig, &kiosk, scene);
    for (size_t i = 0; i < count; i++) {
        hub_rig_send(&rig, scene[i]);
    }
    struct hub_digest digest = hub_rig_digest(&rig);
    hub_rig_finish(&rig);
    return digest;
}

static void both_engines_agree_on_the_digest(void **state)
{
    struct hub_digest lite = digest_on(ENGINE_SQLITE), pg = digest_on(ENGINE_PG);

    (void)state;
    assert_true(hub_digest_equal(&lite, &pg));
    assert_int_equal(lite.ballot_count, 15);
}

static void a_fork_is_applied_marked_and_asked_to_end(void **state)
{
    struct hub_rig rig;
    struct played kiosk, twin;
    struct ack ack;

    hub_rig_init(&rig, engine_of(state));
    played_init(&kiosk, &rig, 1);
    hub_rig_send(&rig, played_votes(&kiosk, 1, 5));
    hub_rig_ack(&rig, &kiosk, &ack);
    assert_false(ack.new_incarnation);
    twin = kiosk;
    hub_rig_send(&rig, played_votes(&kiosk, 6, 10));
    hub_rig_ack(&rig, &kiosk, &ack);
    assert_false(ack.new_incarnation);
    assert_int_equal(hub_rig_send(&rig, played_votes(&twin, 11, 15)), HUB_GOT_NEW);
    assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM ballot"), 15);
    assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM bundle WHERE fork = 1"), 2);
    assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM audit WHERE what = 'fork'"), 1);
    hub_rig_ack(&rig, &kiosk, &ack);
    assert_true(ack.new_incarnation);
    assert_int_equal(ack.bundle_count, 1);
    assert_int_equal(ack.bundles[0].verdict, ACK_NEW);

    /* A new incarnation is a new row of numbers: nothing to ask. */
    played_new_incarnation(&kiosk);
    hub_rig_send(&rig, played_votes(&kiosk, 16, 20));
    hub_rig_ack(&rig, &kiosk, &ack);
    assert_false(ack.new_incarnation);
    assert_int_equal(ack.have_count, 2);
    hub_rig_finish(&rig);
}

/* The other twin's bundle of this number never came; the next one names it. */
static void a_chain_that_follows_another_bundle_is_a_fork(void **state)
{
    for (unsigned reverse = 0; reverse < 2; reverse++) {
        struct hub_rig rig;
        struct played kiosk, twin;
        hub_rig_init(&rig, engine_of(state));
        played_init(&kiosk, &rig, 1);
        twin = kiosk;
        struct bundle_bytes ours = played_ideas(&kiosk, 1, 1);
        (void)played_ideas(&twin, 2, 2);
        struct bundle_bytes theirs = played_ideas(&twin, 3, 3);
        hub_rig_send(&rig, reverse ? theirs : ours);
        hub_rig_send(&rig, reverse ? ours : theirs);
        assert_int_equal(hub_rig_number(&rig, "SELECT CAST(sum(forks) AS BIGINT) FROM incarnation"),
                         1);
        hub_rig_finish(&rig);
    }
}

static void a_gap_is_told_until_it_is_filled(void **state)
{
    struct hub_rig rig;
    struct played kiosk;
    struct ack ack;
    struct bundle_bytes list[6];

    hub_rig_init(&rig, engine_of(state));
    played_init(&kiosk, &rig, 1);
    for (unsigned i = 0; i < 6; i++) {
        list[i] = played_ideas(&kiosk, i, i);
    }
    hub_rig_send(&rig, list[5]);
    hub_rig_send(&rig, list[0]);
    hub_rig_send(&rig, list[3]);
    hub_rig_ack(&rig, &kiosk, &ack);
    assert_int_equal(ack.have_count, 1);
    assert_int_equal(ack.have[0].upto, 6);
    assert_int_equal(ack.have[0].missing_count, 3);
    assert_int_equal(ack.have[0].missing[0], 2);
    assert_int_equal(ack.have[0].missing[1], 3);
    assert_int_equal(ack.have[0].missing[2], 5);

    struct hub_standing *standing;
    size_t count;
    assert_true(hub_status(&rig.hub, &rig.arena, &standing, &count, NULL));
    assert_int_equal(standing[0].gaps, 3);
    assert_int_equal(standing[0].received, 3);
    hub_rig_send(&rig, list[1]);
    hub_rig_send(&rig, list[2]);
    hub_rig_send(&rig, list[4]);
    hub_rig_ack(&rig, &kiosk, &ack);
    assert_int_equal(ack.have[0].missing_count, 0);
    assert_int_equal(hub_rig_number(&rig, "SELECT have_upto FROM incarnation"), 6);
    hub_rig_finish(&rig);
}

/* Numbers without a hole, and yet a ballot that never came: the kiosk's own count tells. */
static void a_count_that_is_higher_than_what_came_is_a_gap(void **state)
{
    struct hub_rig rig;
    struct played kiosk;
    struct hub_standing *list;
    size_t count;

    hub_rig_init(&rig, engine_of(state));
    played_init(&kiosk, &rig, 1);
    kiosk.cast_total = 5;
    hub_rig_send(&rig, played_votes(&kiosk, 1, 5));
    assert_true(hub_status(&rig.hub, &rig.arena, &list, &count, NULL));
    assert_int_equal(list[0].short_votes, 0);
    kiosk.cast_total = 12;
    hub_rig_send(&rig, played_votes(&kiosk, 6, 10));
    assert_true(hub_status(&rig.hub, &rig.arena, &list, &count, NULL));
    assert_int_equal(list[0].gaps, 0);
    assert_int_equal(list[0].short_votes, 2);
    played_new_incarnation(&kiosk); /* from wherever the last ones come */
    hub_rig_send(&rig, played_votes(&kiosk, 11, 12));
    assert_true(hub_status(&rig.hub, &rig.arena, &list, &count, NULL));
    assert_int_equal(list[0].short_votes, 0);
    hub_rig_finish(&rig);
}

static void the_same_rid_with_another_body_is_set_apart(void **state)
{
    struct hub_rig rig;
    struct played kiosk;
    struct hub_digest digests[2];

    for (unsigned reverse = 0; reverse < 2; reverse++) {
        hub_rig_init(&rig, engine_of(state));
        played_init(&kiosk, &rig, 1);
        played_idea(&kiosk, 1);
        struct bundle_bytes first = played_seal(&kiosk, BUNDLE_REST);
        played_idea(&kiosk, 2);
        memcpy(kiosk.frames[0].rid, "0123456789abcdef", RECORD_RID);
        played_idea(&kiosk, 1);
        struct frame good = kiosk.frames[1];
        played_idea(&kiosk, 3);
        memcpy(kiosk.frames[2].rid, good.rid, RECORD_RID);
        kiosk.frames[1] = kiosk.frames[2];
        kiosk.count = 2;
        struct bundle_bytes second = played_seal(&kiosk, BUNDLE_REST);
        hub_rig_send(&rig, reverse ? second : first);
        hub_rig_send(&rig, reverse ? first : second);
        /* Once more in another bundle: no second alarm. */
        kiosk.count = 2;
        hub_rig_send(&rig, played_seal(&kiosk, BUNDLE_REST));
        assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM quarantine"), 1);
        assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM record"), 2);
        assert_int_equal(
            hub_rig_number(&rig, "SELECT count(*) FROM audit WHERE what = 'set-apart'"), 1);
        hub_rig_assert_sound(&rig);
        digests[reverse] = hub_rig_digest(&rig);
        hub_rig_finish(&rig);
    }
    assert_memory_equal(digests[0].records, digests[1].records, CRYPTO_HASH);
}

static void what_does_not_open_is_quarantined_and_holds_up_nobody(void **state)
{
    struct hub_rig rig;
    struct played kiosk;
    struct ack ack;
    uint8_t box[CRYPTO_KEY], secret[CRYPTO_KEY], own[CRYPTO_KEY];

    hub_rig_init(&rig, engine_of(state));
    played_init(&kiosk, &rig, 1);
    memcpy(own, rig.hub.party.box, CRYPTO_KEY);
    crypto_box_keypair(box, secret);
    memcpy(rig.hub.party.box, box, CRYPTO_KEY); /* sealed to a key that we do not have */
    hub_rig_receive(&rig, played_ideas(&kiosk, 1, 1));
    memcpy(rig.hub.party.box, own, CRYPTO_KEY);
    hub_rig_receive(&rig, played_ideas(&kiosk, 2, 2));
    struct hub_applied applied = hub_rig_apply(&rig);
    assert_int_equal(applied.quarantined, 1);
    assert_int_equal(applied.applied, 1);
    hub_rig_ack(&rig, &kiosk, &ack);
    assert_int_equal(ack.bundle_count, 2);
    size_t bad = ack.bundles[0].verdict == ACK_QUARANTINED ? 0 : 1;
    assert_int_equal(ack.bundles[bad].verdict, ACK_QUARANTINED);
    assert_string_equal(ack.bundles[bad].reason, "not-our-key");
    hub_rig_finish(&rig);
}

static void an_earlier_key_of_the_hub_still_opens(void **state)
{
    struct hub_rig rig;
    struct played kiosk;
    struct party_secret newer;

    hub_rig_init(&rig, engine_of(state));
    played_init(&kiosk, &rig, 1);
    struct bundle_bytes bytes = played_ideas(&kiosk, 1, 1);
    newer = rig.hub.keys[0];
    crypto_box_keypair(newer.party.box, newer.box_secret);
    rig.hub.keys[1] = rig.hub.keys[0];
    rig.hub.keys[0] = newer;
    rig.hub.key_count = 2;
    hub_rig_receive(&rig, bytes);
    assert_int_equal(hub_rig_apply(&rig).applied, 1);
    hub_rig_finish(&rig);
}

static void a_key_that_is_found_again_opens_what_was_quarantined(void **state)
{
    struct hub_rig rig;
    struct played kiosk;
    struct party_secret earlier;
    struct err err = {0};
    uint8_t own[CRYPTO_KEY];

    hub_rig_init(&rig, engine_of(state));
    played_init(&kiosk, &rig, 1);
    memcpy(own, rig.hub.party.box, CRYPTO_KEY);
    assert_true(party_load(&earlier, rig.place.io, "/hub.keys.1", true, &err));
    memcpy(rig.hub.party.box, earlier.party.box, CRYPTO_KEY); /* as kiosks once knew us */
    hub_rig_receive(&rig, played_ideas(&kiosk, 1, 1));
    memcpy(rig.hub.party.box, own, CRYPTO_KEY);
    assert_int_equal(hub_rig_apply(&rig).quarantined, 1);
    hub_rig_reopen(&rig); /* now it finds the file */
    assert_int_equal(rig.hub.key_count, 2);
    assert_int_equal(hub_rig_apply(&rig).applied, 1);
    hub_rig_reopen(&rig);
    assert_int_equal(hub_rig_apply(&rig).applied, 0);
    hub_rig_finish(&rig);
}

/* The half that may stand where no secret is. */
static void a_hub_without_keys_receives_and_opens_nothing(void **state)
{
    struct hub_rig rig;
    struct played kiosk;
    struct err err = {0};

    hub_rig_init(&rig, engine_of(state));
    played_init(&kiosk, &rig, 1);
    struct bundle_bytes bytes = played_votes(&kiosk, 1, 5);
    rig.place.keys = NULL;
    hub_rig_reopen(&rig);
    assert_int_equal(hub_rig_receive(&rig, bytes), HUB_GOT_NEW);
    assert_false(hub_apply(&rig.hub, NULL, &err));
    assert_int_equal(err.code, ERR_DENIED);
    rig.place.keys = "/hub.keys";
    hub_rig_reopen(&rig);
    assert_int_equal(hub_rig_apply(&rig).applied, 1);
    hub_rig_finish(&rig);
}

static void practice_is_kept_apart_and_never_counted(void **state)
{
    struct hub_rig rig;
    struct played kiosk;
    struct ack ack;

    hub_rig_init(&rig, engine_of(state));
    played_init(&kiosk, &rig, 1);
    kiosk.is_practice = true;
    hub_rig_send(&rig, played_votes(&kiosk, 1, 5));
    assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM ballot"), 0);
    assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM tally"), 0);
    assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM ledger"), 0);
    assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM bundle WHERE state = 5"), 1);
    hub_rig_ack(&rig, &kiosk, &ack);
    assert_int_equal(ack.bundle_count, 1);
    assert_int_equal(ack.bundles[0].verdict, ACK_NEW);
    hub_rig_finish(&rig);
}

static void kinds_of_later_wait_and_count_after_an_upgrade(void **state)
{
    struct hub_rig rig;
    struct played kiosk;
    struct ack ack;

    hub_rig_init(&rig, engine_of(state));
    played_init(&kiosk, &rig, 1);
    rig.hub.knows.kinds = RECORD_SUPPORT; /* a program that knows ideas only */
    hub_rig_reopen(&rig);
    played_idea(&kiosk, 1);
    played_support(&kiosk, 1, 1);
    struct bundle_bytes bytes = played_seal(&kiosk, BUNDLE_REST);
    hub_rig_receive(&rig, bytes);
    assert_int_equal(hub_rig_apply(&rig).partly, 1);
    hub_rig_ack(&rig, &kiosk, &ack);
    assert_int_equal(ack.bundles[0].verdict, ACK_PARTLY);
    assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM record"), 1);

    rig.hub.knows.kinds = RECORD_KINDS;
    hub_rig_reopen(&rig);
    assert_int_equal(hub_rig_apply(&rig).applied, 1);
    assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM record"), 2);
    hub_rig_ack(&rig, &kiosk, &ack);
    assert_int_equal(ack.bundles[0].verdict, ACK_NEW);
    hub_rig_assert_sound(&rig);
    hub_rig_finish(&rig);
}

static void a_format_of_later_is_kept_and_read_after_an_upgrade(void **state)
{
    struct hub_rig rig;
    struct played kiosk;
    struct ack ack;
    struct hub_receipt receipt;
    struct err err = {0};

    hub_rig_init(&rig, engine_of(state));
    played_init(&kiosk, &rig, 1);
    rig.hub.knows.bundles = false;
    hub_rig_reopen(&rig);
    struct bundle_bytes bytes = played_votes(&kiosk, 1, 5);
    struct hub_parcel parcel = {.bytes = bytes.data, .len = bytes.len};
    assert_true(hub_receive(&rig.hub, &parcel, 1, &receipt, &err));
    assert_int_equal(receipt.kind, HUB_NOT_STRANGER); /* nobody says whose it is */
    parcel.claimed = kiosk.keys.party.id;
    assert_true(hub_receive(&rig.hub, &parcel, 1, &receipt, &err));
    assert_int_equal(receipt.kind, HUB_GOT_UNKNOWN);
    hub_rig_apply(&rig);
    hub_rig_ack(&rig, &kiosk, &ack);
    assert_int_equal(ack.bundles[0].verdict, ACK_UNKNOWN);

    rig.hub.knows.bundles = true;
    hub_rig_reopen(&rig);
    assert_int_equal(hub_rig_apply(&rig).applied, 1);
    assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM ballot"), 5);
    assert_int_equal(hub_rig_number(&rig, "SELECT have_upto FROM incarnation"), 1);
    hub_rig_ack(&rig, &kiosk, &ack);
    assert_int_equal(ack.bundles[0].verdict, ACK_NEW);
    hub_rig_finish(&rig);
}

/* Kept without a signature that anyone could check; what it turns out to be is forged. */
static void a_forged_bundle_of_later_is_quarantined_when_it_is_read(void **state)
{
    struct hub_rig rig;
    struct played kiosk;
    struct hub_receipt receipt;

    hub_rig_init(&rig, engine_of(state));
    played_init(&kiosk, &rig, 1);
    rig.hub.knows.bundles = false;
    hub_rig_reopen(&rig);
    struct bundle_bytes bytes = played_votes(&kiosk, 1, 5);
    bytes.data[bytes.len - 1] ^= 1;
    const struct hub_parcel parcel = {bytes.data, bytes.len, kiosk.keys.party.id};
    assert_true(hub_receive(&rig.hub, &parcel, 1, &receipt, NULL));
    rig.hub.knows.bundles = true;
    hub_rig_reopen(&rig);
    assert_int_equal(hub_rig_apply(&rig).quarantined, 1);
    assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM ballot"), 0);
    hub_rig_finish(&rig);
}

/* ---- acks ---------------------------------------------------------------------------------- */

static void an_ack_tells_what_came_since_the_one_before(void **state)
{
    struct hub_rig rig;
    struct played kiosk, other;
    struct ack ack;
    uint8_t id[BUNDLE_ID];

    hub_rig_init(&rig, engine_of(state));
    played_init(&kiosk, &rig, 1);
    played_init(&other, &rig, 2);
    hub_rig_ack(&rig, &kiosk, &ack);
    assert_int_equal(ack.hub_seq, 0); /* no news, no number */
    struct bundle_bytes bytes = played_votes(&kiosk, 1, 5);
    bundle_id(id, bytes.data, bytes.len);
    hub_rig_receive(&rig, bytes);
    hub_rig_ack(&rig, &kiosk, &ack);
    assert_int_equal(ack.hub_seq, 0); /* received, and not applied: not told yet */
    hub_rig_apply(&rig);
    hub_rig_send(&rig, played_votes(&other, 6, 10));
    hub_rig_ack(&rig, &kiosk, &ack);
    assert_int_equal(ack.hub_seq, 1);
    assert_int_equal(ack.bundle_count, 1);
    assert_memory_equal(ack.bundles[0].id, id, BUNDLE_ID);
    assert_int_equal(ack.safe_count, 0);
    hub_rig_ack(&rig, &kiosk, &ack);
    assert_int_equal(ack.hub_seq, 0);

    assert_int_equal(hub_rig_send(&rig, bytes), HUB_GOT_BEFORE); /* the answer was lost */
    hub_rig_ack(&rig, &kiosk, &ack);
    assert_int_equal(ack.hub_seq, 2);
    assert_int_equal(ack.bundles[0].verdict, ACK_DUPLICATE);
    hub_rig_finish(&rig);
}

static void unread_acks_stay_in_the_outbox_until_the_kiosk_says_so(void **state)
{
    struct hub_rig rig;
    struct played kiosk;
    struct ack ack;
    struct hub_ack_line *lines;
    size_t count;
    struct err err = {0};

    hub_rig_init(&rig, engine_of(state));
    played_init(&kiosk, &rig, 1);
    for (unsigned i = 0; i < 3; i++) {
        hub_rig_send(&rig, played_ideas(&kiosk, i, i));
        hub_rig_ack(&rig, &kiosk, &ack);
    }
    assert_true(hub_ack_unread(&rig.hub, &rig.arena, kiosk.keys.party.id, &lines, &count, &err));
    assert_int_equal(count, 3);
    kiosk.told_incarnation = 1;
    kiosk.told_seq = 2;
    hub_rig_send(&rig, played_ideas(&kiosk, 4, 4));
    assert_true(hub_ack_unread(&rig.hub, &rig.arena, kiosk.keys.party.id, &lines, &count, &err));
    assert_int_equal(count, 3); /* a bundle names no ack by its id */
    assert_true(hub_ack_seen(&rig.hub, kiosk.keys.party.id, 1, 2, NULL, &err));
    assert_true(hub_ack_unread(&rig.hub, &rig.arena, kiosk.keys.party.id, &lines, &count, &err));
    assert_int_equal(count, 1);
    assert_int_equal(lines[0].seq, 3);
    assert_true(hub_ack_seen(&rig.hub, kiosk.keys.party.id, 1, 3, NULL, &err));
    assert_true(hub_ack_unread(&rig.hub, &rig.arena, kiosk.keys.party.id, &lines, &count, &err));
    assert_int_equal(count, 0);
    assert_int_equal(hub_rig_number(&rig, "SELECT read_seq FROM kiosk"), 3);
    hub_rig_finish(&rig);
}

/* Put back, and it went on until it wrote as many acks as the kiosk had read. */
static void a_bundle_does_not_hide_that_another_ack_of_a_number_was_read(void **state)
{
    struct hub_rig rig;
    struct played kiosk;
    struct ack ack;
    uint8_t other[BUNDLE_ID] = {7};
    struct err err = {0};

    hub_rig_init(&rig, engine_of(state));
    played_init(&kiosk, &rig, 1);
    hub_rig_send(&rig, played_ideas(&kiosk, 1, 1));
    hub_rig_ack(&rig, &kiosk, &ack);
    kiosk.told_incarnation = 1;
    kiosk.told_seq = 1; /* so says a bundle; it was another one of that number */
    hub_rig_send(&rig, played_ideas(&kiosk, 2, 2));
    hub_rig_ack(&rig, &kiosk, &ack);
    assert_int_equal(hub_rig_number(&rig, "SELECT incarnation FROM hub_meta"), 1);
    assert_true(hub_ack_seen(&rig.hub, kiosk.keys.party.id, 1, 1, other, &err));
    assert_int_equal(hub_rig_number(&rig, "SELECT incarnation FROM hub_meta"), 2);
    hub_rig_ack(&rig, &kiosk, &ack);
    assert_true(ack.resend_all);
    hub_rig_finish(&rig);
}

static void a_hub_that_was_rolled_back_finds_out_and_asks_for_all(void **state)
{
    struct hub_rig rig;
    struct played kiosk, other;
    struct ack ack;

    hub_rig_init(&rig, engine_of(state));
    played_init(&kiosk, &rig, 1);
    played_init(&other, &rig, 2);
    hub_rig_send(&rig, played_ideas(&kiosk, 1, 1));
    hub_rig_ack(&rig, &kiosk, &ack);
    kiosk.told_incarnation = 1;
    kiosk.told_seq = 9; /* this database knows of one */
    hub_rig_send(&rig, played_ideas(&kiosk, 2, 2));
    assert_int_equal(hub_rig_number(&rig, "SELECT incarnation FROM hub_meta"), 2);
    assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM audit WHERE what = 'rolled-back'"),
                     1);
    hub_rig_ack(&rig, &kiosk, &ack);
    assert_true(ack.resend_all);
    assert_int_equal(ack.hub_incarnation, 2);
    assert_int_equal(ack.hub_seq, 1);
    hub_rig_ack(&rig, &other, &ack); /* all others too */
    assert_true(ack.resend_all);
    hub_rig_ack(&rig, &other, &ack);
    assert_int_equal(ack.hub_seq, 0);

    /* What it told of the life before is now old news. */
    hub_rig_send(&rig, played_ideas(&kiosk, 3, 3));
    assert_int_equal(hub_rig_number(&rig, "SELECT incarnation FROM hub_meta"), 2);
    /* And nonsense is not believed. */
    kiosk.told_incarnation = INT64_MAX;
    hub_rig_send(&rig, played_ideas(&kiosk, 4, 4));
    assert_int_equal(hub_rig_number(&rig, "SELECT incarnation FROM hub_meta"), 2);
    hub_rig_finish(&rig);
}

/* ---- enrolment ----------------------------------------------------------------------------- */

static void only_the_whole_fingerprint_is_a_yes(void **state)
{
    struct hub_rig rig;
    struct played kiosk;
    struct enrol_request request = {.village = "Broekhoven", .name = "De hal"};
    struct bundle_bytes bytes, reply;
    struct enrol_answer answer;
    struct hub_kiosk asked;
    struct err err = {0};
    char half[PARTY_FINGERPRINT];

    hub_rig_init(&rig, engine_of(state));
    played_make(&kiosk, &rig, 1);
    request.kiosk = kiosk.keys.party;
    assert_true(enrol_ask(&bytes, &rig.arena, &request, &kiosk.keys, &err));
    assert_true(hub_enrol_ask(&rig.hub, bytes.data, bytes.len, &asked, &err));
    assert_int_equal(asked.state, KIOSK_ASKED);
    assert_int_equal(hub_rig_receive(&rig, played_ideas(&kiosk, 1, 1)), HUB_NOT_STRANGER);
    memcpy(half, asked.fingerprint, sizeof(half));
    half[19] = '\0';
    assert_false(hub_enrol_accept(&rig.hub, half, NULL, &err));
    assert_int_equal(err.code, ERR_MISSING);
    assert_true(hub_enrol_accept(&rig.hub, asked.fingerprint, &asked, &err));
    assert_int_equal(asked.state, KIOSK_ENROLLED);

    assert_true(hub_enrol_answer(&rig.hub, &rig.arena, kiosk.keys.party.id, &reply, &err));
    assert_true(enrol_read_answer(&answer, reply.data, reply.len, NULL, &err));
    assert_string_equal(answer.hub_name, "Gemeente Proef");
    assert_memory_equal(answer.kiosk, kiosk.keys.party.id, BUNDLE_PARTY);
    assert_false(answer.is_revoked);
    /* A second request changes nothing. */
    assert_true(hub_enrol_ask(&rig.hub, bytes.data, bytes.len, &asked, &err));
    assert_int_equal(asked.state, KIOSK_ENROLLED);
    /* Data proves that the answer was read. */
    assert_int_equal(hub_rig_receive(&rig, played_ideas(&kiosk, 2, 2)), HUB_GOT_NEW);
    assert_true(hub_enrol_answer(&rig.hub, &rig.arena, kiosk.keys.party.id, &reply, &err));
    assert_int_equal(reply.len, 0);

    assert_true(hub_enrol_revoke(&rig.hub, asked.fingerprint, &asked, &err));
    assert_true(hub_enrol_answer(&rig.hub, &rig.arena, kiosk.keys.party.id, &reply, &err));
    assert_true(enrol_read_answer(&answer, reply.data, reply.len, &rig.hub.party, &err));
    assert_true(answer.is_revoked);
    assert_int_equal(answer.version, 2);
    hub_rig_finish(&rig);
}

/* ---- rounds -------------------------------------------------------------------------------- */

static struct hub_round *round_of(struct hub_rig *rig)
{
    struct hub_round *rounds;
    size_t count;
    struct err err = {0};

    if (!hub_closing_rounds(&rig->hub, &rig->arena, &rounds, &count, &err)) {
        fail_msg("%s", err.msg);
    }
    assert_int_equal(count, 1);
    return rounds;
}

static void a_round_is_complete_when_every_statement_adds_up(void **state)
{
    struct hub_rig rig;
    struct played kiosk, other;
    struct hub_box box;
    struct err err = {0};

    hub_rig_init(&rig, engine_of(state));
    played_init(&kiosk, &rig, 1);
    played_init(&other, &rig, 1); /* a second hall in the same round */
    played_open_round(&kiosk, 1);
    hub_rig_send(&rig, played_seal(&kiosk, BUNDLE_REST));
    played_open_round(&other, 2);
    hub_rig_send(&rig, played_seal(&other, BUNDLE_REST));
    struct bundle_bytes first = played_votes(&kiosk, 1, 5);
    struct bundle_bytes second = played_votes(&kiosk, 6, 10);
    hub_rig_send(&rig, second);
    played_close(&kiosk, 1, 1, 10, 10);
    hub_rig_send(&rig, played_seal(&kiosk, BUNDLE_REST));
    struct hub_round *round = round_of(&rig);
    assert_false(round->is_complete);
    assert_int_equal(round->kiosk_count, 2);
    size_t ours = memcmp(round->kiosks[0].kiosk, kiosk.keys.party.id, BUNDLE_PARTY) == 0 ? 0 : 1;
    assert_int_equal(round->kiosks[ours].state, HUB_CLOSING_GAP);
    assert_int_equal(round->kiosks[1 - ours].state, HUB_CLOSING_OPEN);
    assert_false(hub_export_box(&rig.hub, &rig.arena, round, NULL, NULL, &box, &err));
    assert_int_equal(err.code, ERR_DENIED);
    assert_true(hub_export_box(&rig.hub, &rig.arena, round, NULL, "dorp 1 is er niet", &box, &err));
    assert_int_equal(
        hub_rig_number(&rig, "SELECT count(*) FROM audit WHERE what = 'box-incomplete'"), 1);

    hub_rig_send(&rig, first);
    hub_rig_send(&rig, played_votes(&other, 11, 15));
    played_close(&other, 2, 11, 15, 5);
    hub_rig_send(&rig, played_seal(&other, BUNDLE_REST));
    round = round_of(&rig);
    assert_int_equal(round->kiosks[0].state, HUB_CLOSING_WHOLE);
    assert_int_equal(round->kiosks[1].state, HUB_CLOSING_WHOLE);
    assert_true(round->is_complete);
    assert_true(hub_export_box(&rig.hub, &rig.arena, round, NULL, NULL, &box, &err));
    assert_int_equal(box.ballots, 15);
    assert_int_equal(box.registers, 15);
    assert_int_equal(box.statements, 2);
    /* And of one kiosk, beside its own statement. */
    ours = memcmp(round->kiosks[0].kiosk, kiosk.keys.party.id, BUNDLE_PARTY) == 0 ? 0 : 1;
    assert_true(
        hub_export_box(&rig.hub, &rig.arena, round, &round->kiosks[ours], NULL, &box, &err));
    assert_int_equal(box.ballots, 10);
    assert_int_equal(box.registers, 10);
    assert_int_equal(box.statements, 1);
    hub_rig_finish(&rig);
}

static void a_statement_that_does_not_fit_is_seen(void **state)
{
    struct hub_rig rig;
    struct played kiosk;

    hub_rig_init(&rig, engine_of(state));
    played_init(&kiosk, &rig, 1);
    hub_rig_send(&rig, played_votes(&kiosk, 1, 5));
    played_close(&kiosk, 1, 1, 5, 6);
    hub_rig_send(&rig, played_seal(&kiosk, BUNDLE_REST));
    assert_int_equal(round_of(&rig)->kiosks[0].state, HUB_CLOSING_COUNTS);
    hub_rig_finish(&rig);

    hub_rig_init(&rig, engine_of(state));
    played_init(&kiosk, &rig, 1);
    hub_rig_send(&rig, played_votes(&kiosk, 1, 5));
    played_close(&kiosk, 1, 2, 6, 5); /* other votes, as many */
    hub_rig_send(&rig, played_seal(&kiosk, BUNDLE_REST));
    assert_int_equal(round_of(&rig)->kiosks[0].state, HUB_CLOSING_OTHER_SET);
    played_close(&kiosk, 2, 1, 5, 5);
    hub_rig_send(&rig, played_seal(&kiosk, BUNDLE_REST));
    assert_int_equal(round_of(&rig)->kiosks[0].state, HUB_CLOSING_STATEMENTS);
    hub_rig_finish(&rig);

    /* It said that more were cast than it sent. */
    hub_rig_init(&rig, engine_of(state));
    played_init(&kiosk, &rig, 1);
    kiosk.cast_total = 7;
    hub_rig_send(&rig, played_votes(&kiosk, 1, 5));
    played_close(&kiosk, 1, 1, 5, 5);
    hub_rig_send(&rig, played_seal(&kiosk, BUNDLE_REST));
    assert_int_equal(round_of(&rig)->kiosks[0].state, HUB_CLOSING_COUNTS);
    hub_rig_finish(&rig);
}

static void a_code_used_twice_is_kept_and_told(void **state)
{
    struct hub_rig rig;
    struct played kiosk;

    hub_rig_init(&rig, engine_of(state));
    played_init(&kiosk, &rig, 1);
    played_vote(&kiosk, 1);
    played_vote(&kiosk, 2);
    /* The entry of the second with the tag of the first. */
    uint8_t *body = arena_alloc(&rig.arena, kiosk.frames[3].body_len);
    memcpy(body, kiosk.frames[3].body, kiosk.frames[3].body_len);
    memcpy(body + RECORD_RID, kiosk.frames[1].body + RECORD_RID, 32);
    kiosk.frames[3].body = body;
    crypto_hash(kiosk.frames[3].hash, body, kiosk.frames[3].body_len);
    hub_rig_send(&rig, played_seal(&kiosk, BUNDLE_VOTES));
    assert_int_equal(round_of(&rig)->twice, 1);
    assert_int_equal(round_of(&rig)->registers, 2);
    hub_rig_finish(&rig);
}

/* ---- what is sound ------------------------------------------------------------------------- */

struct spoil {
    struct hub_db *db;
    const char *sql;
};

static bool spoil(void *ctx, struct err *err)
{
    struct spoil *told = ctx;
    return hub_db_run(told->db, told->sql, HUB_NO_VALUES, NULL, err);
}

/* The twin of every assert_sound above: each thing that verify looks at, broken. */
static void verify_sees_every_thing_that_was_changed(void **state)
{
    static const struct {
        enum hub_flaw flaw;
        const char *sql;
    } cases[] = {
        {HUB_FLAW_TALLY, "UPDATE tally SET number = number + 1 WHERE kind = 'ballot'"},
        {HUB_FLAW_TALLY, "DELETE FROM tally WHERE kind = 'register'"},
        {HUB_FLAW_BALLOT, "UPDATE ballot SET sealed = round_id"},
        {HUB_FLAW_RECORD, "UPDATE record SET body = '{}' WHERE kind = 'idea'"},
        {HUB_FLAW_BUNDLE, "UPDATE bundle SET bytes = prev"},
        {HUB_FLAW_AUDIT, "UPDATE audit SET detail = 'x' WHERE n = 2"},
        {HUB_FLAW_AUDIT, "DELETE FROM audit WHERE n = 2"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct hub_rig rig;
        struct played kiosk;
        struct hub_flaws flaws;
        struct err err = {0};
        hub_rig_init(&rig, engine_of(state));
        played_init(&kiosk, &rig, 1);
        hub_rig_send(&rig, played_votes(&kiosk, 1, 5));
        hub_rig_send(&rig, played_ideas(&kiosk, 1, 2));
        hub_rig_assert_sound(&rig);
        struct spoil told = {rig.hub.db, cases[i].sql};
        assert_true(hub_db_act(rig.hub.db, HUB_CHANGE, spoil, &told, &err));
        assert_true(hub_verify(&rig.hub, &flaws, &err));
        for (int f = 0; f < HUB_FLAWS; f++) {
            assert_true((flaws.count[f] > 0) == ((enum hub_flaw)f == cases[i].flaw));
        }
        hub_rig_finish(&rig);
    }
}

/* Planted: what the rules of this hub are for. */
static void a_number_that_decides_loses_votes_and_that_is_seen(void **state)
{
    static const enum hub_bug bugs[] = {HUB_BUG_DEDUPE_SEQ, HUB_BUG_REFUSE_FORK};

    for (size_t i = 0; i < 2; i++) {
        struct hub_rig rig;
        struct played kiosk;
        struct bundle_bytes scene[SCENE];
        hub_rig_init(&rig, engine_of(state));
        rig.hub.bug = bugs[i];
        played_init(&kiosk, &rig, 1);
        size_t count = make_scene(&rig, &kiosk, scene);
        for (size_t k = 0; k < count; k++) {
            hub_rig_send(&rig, scene[k]);
        }
        assert_true(hub_rig_number(&rig, "SELECT count(*) FROM ballot") < 15);
        hub_rig_finish(&rig);
    }
}

/* A hub of the version before, with what it held. */
static void a_hub_of_the_version_before_is_brought_up_to_date(void **state)
{
    static const char *const back[] = {"DROP TABLE account",
                                       "DROP TABLE session",
                                       "DROP TABLE once",
                                       "DROP TABLE once_guess",
                                       "DROP TABLE erasing",
                                       "DROP TABLE settled",
                                       "DROP TABLE erased",
                                       "DROP INDEX record_told",
                                       "DELETE FROM hub_schema WHERE number >= 2"};
    struct hub_rig rig;
    struct played kiosk;
    struct err err = {0};

    hub_rig_init(&rig, engine_of(state));
    played_init(&kiosk, &rig, 1);
    hub_rig_send(&rig, played_votes(&kiosk, 1, 5));
    struct hub_digest before = hub_rig_digest(&rig);
    for (size_t i = 0; i < sizeof(back) / sizeof(back[0]); i++) {
        struct spoil told = {rig.hub.db, back[i]};
        assert_true(hub_db_act(rig.hub.db, HUB_CHANGE, spoil, &told, &err));
    }
    hub_rig_reopen(&rig);
    assert_int_equal(hub_rig_number(&rig, "SELECT max(number) FROM hub_schema"), 4);
    assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM once"), 0);
    assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM account"), 0);
    struct hub_digest after = hub_rig_digest(&rig);
    assert_true(hub_digest_equal(&before, &after));

    /* And one of a later version is left alone. */
    struct spoil later = {rig.hub.db, "INSERT INTO hub_schema (number) VALUES (99)"};
    assert_true(hub_db_act(rig.hub.db, HUB_CHANGE, spoil, &later, &err));
    hub_close(&rig.hub);
    assert_false(hub_open(&rig.hub, &rig.place, &err));
    assert_int_equal(err.code, ERR_FORMAT);
    hub_rig_finish(&rig);
}

/* I8: no row ties a vote to a kiosk, a bundle or a moment. */
static void no_table_of_votes_has_a_column_for_more(void **state)
{
    struct hub_rig rig;

    hub_rig_init(&rig, engine_of(state));
    if (engine_of(state) == ENGINE_PG) {
        assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM information_schema.columns"
                                              " WHERE table_name IN ('ballot', 'register')"),
                         7);
    } else {
        assert_int_equal(
            hub_rig_number(&rig, "SELECT count(*) FROM pragma_table_info('ballot')") +
                hub_rig_number(&rig, "SELECT count(*) FROM pragma_table_info('register')"),
            7);
    }
    hub_rig_finish(&rig);
}

/* ---- both ---------------------------------------------------------------------------------- */

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(a_bundle_is_received_once_however_often_it_comes),
        BOTH(who_may_not_send_is_refused_with_the_reason),
        BOTH(several_parcels_in_one_transaction_each_get_their_receipt),
        BOTH(every_order_and_repetition_gives_the_same),
        cmocka_unit_test(both_engines_agree_on_the_digest),
        BOTH(a_fork_is_applied_marked_and_asked_to_end),
        BOTH(a_chain_that_follows_another_bundle_is_a_fork),
        BOTH(a_gap_is_told_until_it_is_filled),
        BOTH(a_count_that_is_higher_than_what_came_is_a_gap),
        BOTH(the_same_rid_with_another_body_is_set_apart),
        BOTH(what_does_not_open_is_quarantined_and_holds_up_nobody),
        BOTH(an_earlier_key_of_the_hub_still_opens),
        BOTH(a_key_that_is_found_again_opens_what_was_quarantined),
        BOTH(a_hub_without_keys_receives_and_opens_nothing),
        BOTH(practice_is_kept_apart_and_never_counted),
        BOTH(kinds_of_later_wait_and_count_after_an_upgrade),
        BOTH(a_format_of_later_is_kept_and_read_after_an_upgrade),
        BOTH(a_forged_bundle_of_later_is_quarantined_when_it_is_read),
        BOTH(an_ack_tells_what_came_since_the_one_before),
        BOTH(unread_acks_stay_in_the_outbox_until_the_kiosk_says_so),
        BOTH(a_bundle_does_not_hide_that_another_ack_of_a_number_was_read),
        BOTH(a_hub_that_was_rolled_back_finds_out_and_asks_for_all),
        BOTH(only_the_whole_fingerprint_is_a_yes),
        BOTH(a_round_is_complete_when_every_statement_adds_up),
        BOTH(a_statement_that_does_not_fit_is_seen),
        BOTH(a_code_used_twice_is_kept_and_told),
        BOTH(verify_sees_every_thing_that_was_changed),
        BOTH(a_number_that_decides_loses_votes_and_that_is_seen),
        BOTH(a_hub_of_the_version_before_is_brought_up_to_date),
        BOTH(no_table_of_votes_has_a_column_for_more),
    };
    return cmocka_run_group_tests(tests, both_engines_start, both_engines_stop);
}
