/* The closing statement as a bundle of its own: a kiosk makes it, anybody can read it, a hub waits
 * for the last bundle that it names, and the screen's code is signed. */
#include "app/base/str.h"
#include "app/store/store_outbox.h"
#include "app/store/store_round.h"
#include "app/ui/qr.h"
#include "sync/closing.h"
#include "sync/hub/hub_closing.h"
#include "sync/hub/hub_enrol.h"
#include "sync/post.h"
#include "tests/faults/both_engines.h"
#include "tests/faults/sync_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static enum hub_closing_state state_at(struct hub_rig *rig)
{
    struct hub_round *rounds;
    size_t count;
    struct err err = {0};

    if (!hub_closing_rounds(&rig->hub, &rig->arena, &rounds, &count, &err)) {
        fail_msg("%s", err.msg);
    }
    assert_int_equal(count, 1);
    assert_int_equal(rounds[0].kiosk_count, 1);
    assert_int_equal(rounds[0].is_complete, rounds[0].kiosks[0].state == HUB_CLOSING_WHOLE);
    return rounds[0].kiosks[0].state;
}

/* ---- the hub ------------------------------------------------------------------------------- */

/* The last bundle is the one of which no number tells that it is missing. */
static void a_hub_waits_for_the_last_bundle_that_a_statement_names(void **state)
{
    struct hub_rig rig;
    struct played kiosk;

    hub_rig_init(&rig, *(enum hub_engine *)*state);
    played_init(&kiosk, &rig, 1);
    hub_rig_send(&rig, played_votes(&kiosk, 1, 5));
    struct bundle_bytes last = played_votes(&kiosk, 6, 10);
    played_close(&kiosk, 1, 1, 10, 10);
    kiosk.is_closing = true;
    assert_int_equal(hub_rig_send(&rig, played_seal(&kiosk, BUNDLE_REST)), HUB_GOT_NEW);
    assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM bundle WHERE type = 9"), 1);
    assert_int_equal(state_at(&rig), HUB_CLOSING_GAP);
    hub_rig_send(&rig, last);
    assert_int_equal(state_at(&rig), HUB_CLOSING_WHOLE);
    hub_rig_assert_sound(&rig);
    hub_rig_finish(&rig);
}

static void a_statement_beside_other_records_is_set_apart(void **state)
{
    struct hub_rig rig;
    struct played kiosk;
    struct ack ack;

    hub_rig_init(&rig, *(enum hub_engine *)*state);
    played_init(&kiosk, &rig, 1);
    hub_rig_send(&rig, played_votes(&kiosk, 1, 5));
    played_close(&kiosk, 1, 1, 5, 5);
    played_idea(&kiosk, 1);
    kiosk.is_closing = true;
    hub_rig_send(&rig, played_seal(&kiosk, BUNDLE_REST));
    hub_rig_ack(&rig, &kiosk, &ack);
    assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM bundle WHERE state = 3"), 1);
    assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM record"), 0);
    assert_int_equal(state_at(&rig), HUB_CLOSING_OPEN);
    hub_rig_finish(&rig);
}

/* ---- the kiosk ------------------------------------------------------------------------------ */

struct village {
    struct hub_rig hub;
    struct sync_bench bench;
    struct sync_kiosk kiosk;
    size_t closings;
};

static void begin(struct village *village)
{
    struct bundle_bytes bytes;
    struct hub_kiosk asked;
    char print[PARTY_FINGERPRINT];
    struct err err = {0};

    *village = (struct village){.closings = 0};
    hub_rig_init(&village->hub, ENGINE_SQLITE);
    sync_bench_init(&village->bench);
    sync_bench_fill(&village->bench);
    party_fingerprint(print, &village->hub.hub.party);
    assert_true(sync_kiosk_load(&village->kiosk, io_fault_io(village->bench.rig.disk),
                                village->bench.store, RIG_DIR, "machine", &err));
    assert_true(
        sync_kiosk_request(&bytes, &village->hub.arena, &village->kiosk, "Dorp", "De hal", &err));
    assert_true(hub_enrol_ask(&village->hub.hub, bytes.data, bytes.len, &asked, &err));
    assert_true(hub_enrol_accept(&village->hub.hub, asked.fingerprint, NULL, &err));
    assert_true(hub_enrol_answer(&village->hub.hub, &village->hub.arena,
                                 village->kiosk.self.party.id, &bytes, &err));
    assert_true(sync_kiosk_answer(&village->kiosk, bytes.data, bytes.len, &err));
    assert_true(sync_kiosk_accept(&village->kiosk, print, &err));
}

static void end(struct village *village)
{
    sync_kiosk_finish(&village->kiosk);
    sync_bench_finish(&village->bench);
    hub_rig_finish(&village->hub);
}

static bool carry(void *ctx, const struct outbox_bundle *bundle)
{
    struct village *village = ctx;
    struct bundle_head head;

    assert_true(bundle_read(&head, bundle->bytes, bundle->len, NULL));
    if (head.type == BUNDLE_CLOSING) {
        struct frame *frames;
        struct closing_heads heads;
        json_t *manifest;
        size_t count;
        assert_int_equal(head.flags & BUNDLE_ENCRYPTED, 0); /* without a key */
        assert_true(frames_read(&frames, &count, &manifest, &village->hub.arena, head.sealed,
                                head.payload_len, NULL));
        assert_true(closing_holds(&heads, frames, count, manifest));
        assert_int_equal(heads.seq[BUNDLE_VOTES], 1);
        json_decref(manifest);
        village->closings++;
    }
    struct bundle_bytes bytes = {(uint8_t *)(uintptr_t)bundle->bytes, bundle->len};
    assert_int_equal(hub_rig_send(&village->hub, bytes), HUB_GOT_NEW);
    return true;
}

static void a_closed_round_travels_with_a_statement_of_its_own(void **state)
{
    struct village village;
    const struct round *round = &village.bench.rig.round;
    size_t sealed;
    struct err err = {0};

    (void)state;
    begin(&village);
    assert_true(store_round_close(village.bench.store, round, &err));
    assert_true(post_seal(&village.kiosk, 1800000000, 1, false, &sealed, &err));
    assert_true(store_outbox_each(village.bench.store, OUTBOX_SEALED, carry, &village, &err));
    assert_int_equal(village.closings, 1);
    assert_int_equal(state_at(&village.hub), HUB_CLOSING_WHOLE);
    hub_rig_assert_sound(&village.hub);
    end(&village);
}

static void the_code_on_the_screen_is_signed_once_it_was_sealed(void **state)
{
    struct village village;
    const struct round *round = &village.bench.rig.round;
    struct close_statement told;
    char line[STATEMENT_TEXT], print[PARTY_FINGERPRINT];
    uint8_t signature[CRYPTO_SIGNATURE];
    size_t sealed;
    struct err err = {0};

    (void)state;
    begin(&village);
    struct store *store = village.bench.store;
    party_fingerprint(print, &village.kiosk.self.party);
    assert_true(store_round_close(store, round, &err));
    assert_true(store_round_statement(store, round->id, &told, &err));
    store_statement_line(store, line, &told, round->id, print, false);
    assert_memory_equal(line, "DORPEL SLUITING 1 KIOSK ", 24);
    assert_null(strstr(line, "TEKEN"));
    assert_true(post_seal(&village.kiosk, 1800000000, 1, false, &sealed, &err));
    store_statement_line(store, line, &told, round->id, print, false);
    assert_memory_equal(line, "DORPEL SLUITING 2 KIOSK ", 24);
    char *sign = strstr(line, " TEKEN ");
    assert_non_null(sign);
    *sign = '\0';
    for (char *at = sign + 7; *at != '\0'; at++) {
        *at = *at >= 'A' ? (char)(*at - 'A' + 'a') : *at;
    }
    assert_true(str_unhex(signature, sizeof(signature), sign + 7));
    assert_true(crypto_verify(signature, STATEMENT_CONTEXT, line, strlen(line),
                              village.kiosk.self.party.sign));
    /* Not that of another kiosk, nor of other numbers. */
    store_statement_line(store, line, &told, round->id, "-", false);
    assert_null(strstr(line, "TEKEN"));
    told.ballots++;
    store_statement_line(store, line, &told, round->id, print, false);
    assert_null(strstr(line, "TEKEN"));
    end(&village);
}

/* The largest one still is a code that the screen can show. */
static void a_signed_line_fits_in_a_code(void **state)
{
    const struct close_statement most = {.ballots = UINT32_MAX,
                                         .registers = UINT32_MAX,
                                         .unlocks = UINT32_MAX,
                                         .set_digest = {0xFF}};
    static const uint8_t round_id[ROUND_ID] = {0xFF};
    char line[STATEMENT_TEXT];
    struct qr qr;

    (void)state;
    statement_text(line, 2, &most, round_id, "ffff ffff ffff ffff ffff ffff ffff ffff", true);
    size_t len = strlen(line);
    assert_true(len + 7 + 2 * (size_t)CRYPTO_SIGNATURE < sizeof(line));
    memcpy(line + len, " TEKEN ", 7);
    memset(line + len + 7, 'F', 2 * (size_t)CRYPTO_SIGNATURE);
    line[len + 7 + 2 * (size_t)CRYPTO_SIGNATURE] = '\0';
    assert_true(qr_make(&qr, line));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(a_hub_waits_for_the_last_bundle_that_a_statement_names),
        BOTH(a_statement_beside_other_records_is_set_apart),
        cmocka_unit_test(a_closed_round_travels_with_a_statement_of_its_own),
        cmocka_unit_test(the_code_on_the_screen_is_signed_once_it_was_sealed),
        cmocka_unit_test(a_signed_line_fits_in_a_code),
    };
    return cmocka_run_group_tests(tests, both_engines_start, both_engines_stop);
}
