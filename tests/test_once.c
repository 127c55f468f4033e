/* The one-time code: what it proves to whom, what changes it, how often, how long; and a kiosk that
 * uses it, with an honest hub, a thief on the line and nobody at all. */
#include "app/base/str.h"
#include "app/store/store_sync.h"
#include "sync/hub/hub_code.h"
#include "sync/hub/hub_enrol.h"
#include "sync/once_visit.h"
#include "tests/faults/both_engines.h"
#include "tests/faults/sync_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static enum hub_engine engine_of(void **state)
{
    return *(const enum hub_engine *)*state;
}

/* A hub, a code of it, and a kiosk that typed the code. */
struct meeting {
    struct hub_rig rig;
    char code[CODE_MOST + 1];
    struct once once;
    struct played kiosk;
};

static void stretch(struct meeting *meeting, const char *code)
{
    assert_true(once_stretch(&meeting->once, code, &meeting->rig.hub.party, NULL));
}

static void meet(struct meeting *meeting, void **state)
{
    char shown[CODE_SHOWN];

    hub_rig_init(&meeting->rig, engine_of(state));
    assert_true(hub_code_make(&meeting->rig.hub, shown, NULL));
    assert_true(code_read(meeting->code, ONCE_LEN, shown, NULL));
    stretch(meeting, meeting->code);
    played_make(&meeting->kiosk, &meeting->rig, 1);
}

static struct enrol_request request_of(struct meeting *meeting, const struct played *kiosk)
{
    struct enrol_request request = {
        .kiosk = kiosk->keys.party, .village = "Broekhoven", .name = "De hal"};

    memcpy(request.incarnation, kiosk->incarnation, BUNDLE_INCARNATION);
    once_ask(&request, &meeting->once, &meeting->rig.hub.party);
    return request;
}

static enum hub_code_verdict send(struct meeting *meeting, const struct enrol_request *request,
                                  const struct party_secret *signer, struct enrol_answer *ret)
{
    struct bundle_bytes bytes, answer = {NULL, 0};
    enum hub_code_verdict verdict = HUB_CODE_NONE;
    struct err err = {0};

    assert_true(enrol_ask(&bytes, &meeting->rig.arena, request, signer, &err));
    assert_true(hub_enrol_ask(&meeting->rig.hub, bytes.data, bytes.len, NULL, &err));
    if (!hub_code_answer(&meeting->rig.hub, &meeting->rig.arena, bytes.data, bytes.len, &verdict,
                         &answer, &err)) {
        fail_msg("%s", err.msg);
    }
    if (verdict == HUB_CODE_GOOD) {
        assert_true(enrol_read_answer(ret, answer.data, answer.len, &meeting->rig.hub.party, &err));
    }
    return verdict;
}

static enum hub_code_verdict ask_as(struct meeting *meeting, const struct played *kiosk,
                                    struct enrol_answer *ret)
{
    struct enrol_request request = request_of(meeting, kiosk);
    return send(meeting, &request, &kiosk->keys, ret);
}

static int64_t state_of_kiosks(struct meeting *meeting, const char *sql)
{
    return hub_rig_number(&meeting->rig, sql);
}

/* ---- the hub ------------------------------------------------------------------------------- */

static void a_code_enrols_one_kiosk_and_proves_the_hub_to_it(void **state)
{
    struct meeting meeting;
    struct played other;
    struct enrol_answer answer, again;

    meet(&meeting, state);
    struct enrol_request request = request_of(&meeting, &meeting.kiosk);
    assert_int_equal(send(&meeting, &request, &meeting.kiosk.keys, &answer), HUB_CODE_GOOD);
    assert_true(once_is_replied(&answer, &meeting.once, &request));
    assert_int_equal(state_of_kiosks(&meeting, "SELECT count(*) FROM kiosk WHERE state = 1"), 1);

    /* The answer got lost: the same kiosk asks again, and nothing changes. */
    assert_int_equal(ask_as(&meeting, &meeting.kiosk, &again), HUB_CODE_GOOD);
    assert_int_equal(again.version, answer.version);
    /* Another one comes too late. */
    played_make(&other, &meeting.rig, 2);
    assert_int_equal(ask_as(&meeting, &other, &again), HUB_CODE_WRONG);
    assert_int_equal(state_of_kiosks(&meeting, "SELECT count(*) FROM kiosk WHERE state = 1"), 1);
    hub_rig_assert_sound(&meeting.rig);
    hub_rig_finish(&meeting.rig);
}

static void a_revoked_kiosk_does_not_come_back_with_its_old_code(void **state)
{
    struct meeting meeting;
    struct enrol_answer answer;
    char print[PARTY_FINGERPRINT];

    meet(&meeting, state);
    assert_int_equal(ask_as(&meeting, &meeting.kiosk, &answer), HUB_CODE_GOOD);
    party_fingerprint(print, &meeting.kiosk.keys.party);
    assert_true(hub_enrol_revoke(&meeting.rig.hub, print, NULL, NULL));
    assert_int_equal(ask_as(&meeting, &meeting.kiosk, &answer), HUB_CODE_WRONG);
    assert_int_equal(state_of_kiosks(&meeting, "SELECT count(*) FROM kiosk WHERE state = 2"), 1);
    hub_rig_finish(&meeting.rig);
}

static void after_fourteen_days_it_is_no_code(void **state)
{
    struct meeting meeting;
    struct enrol_answer answer;

    meet(&meeting, state);
    clock_advance(&meeting.rig.clock, (int64_t)ONCE_DAYS * 24 * 3600 * 1000);
    assert_int_equal(ask_as(&meeting, &meeting.kiosk, &answer), HUB_CODE_WRONG);
    hub_rig_finish(&meeting.rig);

    meet(&meeting, state);
    clock_advance(&meeting.rig.clock, (int64_t)ONCE_DAYS * 24 * 3600 * 1000 - 1000);
    assert_int_equal(ask_as(&meeting, &meeting.kiosk, &answer), HUB_CODE_GOOD);
    hub_rig_finish(&meeting.rig);
}

/* On the line one sees the name, and sends it with a proof for keys of one's own. */
static void five_wrong_proofs_end_a_code(void **state)
{
    struct meeting meeting;
    struct played thief;
    struct enrol_answer answer;

    for (int wrong = ONCE_TRIES - 1; wrong <= ONCE_TRIES; wrong++) {
        meet(&meeting, state);
        played_make(&thief, &meeting.rig, 2);
        for (int i = 0; i < wrong; i++) {
            struct enrol_request request = request_of(&meeting, &meeting.kiosk);
            request.kiosk = thief.keys.party;
            assert_int_equal(send(&meeting, &request, &thief.keys, &answer), HUB_CODE_WRONG);
        }
        assert_int_equal(ask_as(&meeting, &meeting.kiosk, &answer),
                         wrong < ONCE_TRIES ? HUB_CODE_GOOD : HUB_CODE_WRONG);
        hub_rig_finish(&meeting.rig);
    }
}

static void guesses_wait_and_use_up_nobodys_code(void **state)
{
    struct meeting meeting;
    struct once right;
    struct enrol_answer answer;

    meet(&meeting, state);
    right = meeting.once;
    for (int i = 0; i < HUB_CODE_A_MINUTE; i++) {
        crypto_random(&meeting.once, sizeof(meeting.once));
        assert_int_equal(ask_as(&meeting, &meeting.kiosk, &answer), HUB_CODE_WRONG);
    }
    assert_int_equal(ask_as(&meeting, &meeting.kiosk, &answer), HUB_CODE_BUSY);
    meeting.once = right;
    assert_int_equal(ask_as(&meeting, &meeting.kiosk, &answer), HUB_CODE_BUSY);
    clock_advance(&meeting.rig.clock, 60000);
    assert_int_equal(ask_as(&meeting, &meeting.kiosk, &answer), HUB_CODE_GOOD);
    hub_rig_finish(&meeting.rig);
}

static void a_request_without_a_code_waits_as_before(void **state)
{
    struct meeting meeting;
    struct enrol_answer answer;

    meet(&meeting, state);
    struct enrol_request request = request_of(&meeting, &meeting.kiosk);
    request.has_once = false;
    assert_int_equal(send(&meeting, &request, &meeting.kiosk.keys, &answer), HUB_CODE_NONE);
    assert_int_equal(state_of_kiosks(&meeting, "SELECT count(*) FROM kiosk WHERE state = 0"), 1);
    hub_rig_finish(&meeting.rig);
}

/* ---- in the middle ------------------------------------------------------------------------- */

static void nothing_of_a_request_can_be_changed(void **state)
{
    struct meeting meeting;
    struct played thief;
    struct party hub;

    meet(&meeting, state);
    played_make(&thief, &meeting.rig, 2);
    struct enrol_request good = request_of(&meeting, &meeting.kiosk), bad;
    hub = meeting.rig.hub.party;
    assert_true(once_is_asked(&good, &meeting.once, &hub));
    bad = good;
    bad.kiosk = thief.keys.party;
    assert_false(once_is_asked(&bad, &meeting.once, &hub));
    bad = good;
    memcpy(bad.kiosk.box, thief.keys.party.box, CRYPTO_KEY);
    assert_false(once_is_asked(&bad, &meeting.once, &hub));
    bad = good;
    bad.village[0] ^= 1;
    assert_false(once_is_asked(&bad, &meeting.once, &hub));
    bad = good;
    bad.name[0] ^= 1;
    assert_false(once_is_asked(&bad, &meeting.once, &hub));
    bad = good;
    bad.incarnation[0] ^= 1;
    assert_false(once_is_asked(&bad, &meeting.once, &hub));
    bad = good;
    bad.once.nonce[0] ^= 1;
    assert_false(once_is_asked(&bad, &meeting.once, &hub));
    /* Made for a hub of the thief's. */
    assert_false(once_is_asked(&good, &meeting.once, &thief.keys.party));
    hub_rig_finish(&meeting.rig);
}

static void nothing_of_an_answer_can_be_changed_or_played_back(void **state)
{
    struct meeting meeting;
    struct played thief;
    struct enrol_answer good, bad;

    meet(&meeting, state);
    played_make(&thief, &meeting.rig, 2);
    struct enrol_request request = request_of(&meeting, &meeting.kiosk);
    assert_int_equal(send(&meeting, &request, &meeting.kiosk.keys, &good), HUB_CODE_GOOD);
    assert_true(once_is_replied(&good, &meeting.once, &request));
    bad = good;
    bad.hub = thief.keys.party;
    assert_false(once_is_replied(&bad, &meeting.once, &request));
    bad = good;
    memcpy(bad.hub.box, thief.keys.party.box, CRYPTO_KEY);
    assert_false(once_is_replied(&bad, &meeting.once, &request));
    bad = good;
    bad.has_recovery = true;
    memcpy(bad.recovery, thief.keys.party.box, CRYPTO_KEY);
    assert_false(once_is_replied(&bad, &meeting.once, &request));
    bad = good;
    bad.version++;
    assert_false(once_is_replied(&bad, &meeting.once, &request));
    bad = good;
    bad.hub_incarnation++;
    assert_false(once_is_replied(&bad, &meeting.once, &request));
    bad = good;
    bad.is_revoked = true;
    assert_false(once_is_replied(&bad, &meeting.once, &request));
    bad = good;
    bad.hub_name[0] ^= 1;
    assert_false(once_is_replied(&bad, &meeting.once, &request));
    bad = good; /* the kiosk's own proof, sent back */
    memcpy(bad.proof, request.once.proof, CRYPTO_HASH);
    assert_false(once_is_replied(&bad, &meeting.once, &request));
    struct enrol_request later = request_of(&meeting, &meeting.kiosk); /* another nonce */
    assert_false(once_is_replied(&good, &meeting.once, &later));
    hub_rig_finish(&meeting.rig);
}

static bool holds(const void *data, size_t len, const void *what, size_t what_len)
{
    for (size_t i = 0; i + what_len <= len; i++) {
        if (memcmp((const uint8_t *)data + i, what, what_len) == 0) {
            return true;
        }
    }
    return false;
}

static void the_code_is_in_no_letter_and_not_at_the_hub(void **state)
{
    struct meeting meeting;
    struct bundle_bytes bytes;

    meet(&meeting, state);
    struct enrol_request request = request_of(&meeting, &meeting.kiosk);
    assert_true(enrol_ask(&bytes, &meeting.rig.arena, &request, &meeting.kiosk.keys, NULL));
    assert_false(holds(bytes.data, bytes.len, meeting.code, ONCE_LEN));
    char hex[2 * CRYPTO_KEY + 1];
    str_hex(hex, meeting.once.key, CRYPTO_KEY);
    assert_false(holds(bytes.data, bytes.len, hex, strlen(hex)));
    assert_int_equal(hub_rig_number(&meeting.rig, "SELECT count(*) FROM once"), 1);
    if (engine_of(state) == ENGINE_SQLITE) {
        struct arena arena;
        struct io *disk = io_fault_io(meeting.rig.disk);
        static const char *const files[] = {"/hub.sqlite", "/hub.sqlite-wal"};
        arena_init(&arena, 0);
        bool has_key = false;
        for (int i = 0; i < 2; i++) {
            char *data;
            size_t len;
            if (io_read_file(disk, &arena, files[i], 1 << 24, &data, &len, NULL)) {
                assert_false(holds(data, len, meeting.code, ONCE_LEN));
                has_key = has_key || holds(data, len, meeting.once.key, CRYPTO_KEY);
            }
        }
        assert_true(has_key); /* we looked in the right place */
        arena_finish(&arena);
    }
    hub_rig_finish(&meeting.rig);
}

/* ---- the kiosk ----------------------------------------------------------------------------- */

enum line { LINE_HONEST, LINE_THIEF, LINE_FOREIGN, LINE_REFUSES, LINE_PORTAL, LINE_DEAD };

struct played_line { /* a carrier */
    struct carrier carrier;
    struct meeting *meeting;
    enum line line;
    struct party_secret thief;
    int asked;
};

static bool line_card(struct carrier *carrier, struct arena *arena, struct bundle_bytes *ret,
                      struct err *err)
{
    struct played_line *line = (struct played_line *)carrier;
    const struct party_secret *hub =
        line->line == LINE_THIEF ? &line->thief : &line->meeting->rig.hub.keys[0];
    const struct enrol_card card = {.hub = hub->party, .name = "Gemeente Proef"};

    if (line->line == LINE_DEAD) {
        return err_set(err, ERR_GONE, "nobody there");
    }
    if (line->line == LINE_PORTAL) {
        static uint8_t page[] = "<html>Welkom bij de wifi</html>";
        *ret = (struct bundle_bytes){page, sizeof(page)};
        return true;
    }
    return enrol_show_card(ret, arena, &card, hub, err);
}

/* The thief answers for himself: he has no key of the code. */
static bool thief_answers(const struct played_line *line, struct arena *arena,
                          const struct enrol_request *request, struct bundle_bytes *ret,
                          struct err *err)
{
    struct enrol_answer answer = {.hub = line->thief.party,
                                  .hub_name = "Gemeente Proef",
                                  .village = "Broekhoven",
                                  .hub_incarnation = 1,
                                  .version = 1};
    struct once once;

    memcpy(answer.kiosk, request->kiosk.id, BUNDLE_PARTY);
    crypto_random(&once, sizeof(once));
    once_reply(&answer, &once, request);
    return enrol_reply(ret, arena, &answer, &line->thief, err);
}

static bool line_enrol(struct carrier *carrier, const struct carrier_place *place,
                       struct arena *arena, const struct bundle_bytes *request,
                       struct bundle_bytes *ret, struct err *err)
{
    struct played_line *line = (struct played_line *)carrier;
    struct hub *hub = &line->meeting->rig.hub;
    enum hub_code_verdict verdict;
    struct enrol_request read;

    (void)place;
    line->asked++;
    assert_true(enrol_read_request(&read, request->data, request->len, err));
    if (line->line == LINE_REFUSES) {
        return err_set(err, ERR_DENIED, "status 403");
    }
    if (line->line == LINE_THIEF || line->line == LINE_FOREIGN) {
        return thief_answers(line, arena, &read, ret, err);
    }
    assert_true(hub_enrol_ask(hub, request->data, request->len, NULL, err));
    assert_true(hub_code_answer(hub, arena, request->data, request->len, &verdict, ret, err));
    assert_int_equal(verdict, HUB_CODE_GOOD);
    return true;
}

static const struct carrier_ops line_ops = {
    .name = "line", .is_hub = true, .enrol = line_enrol, .card = line_card};
static const struct carrier_ops folder_ops = {.name = "folder", .enrol = line_enrol};

static void check_line(void **state, enum line kind, bool works, enum once_visit_end want,
                       enum store_code_state left)
{
    static struct sync_bench bench;
    struct meeting meeting;
    struct sync_kiosk kiosk;
    struct played_line line = {.carrier = {.ops = &line_ops}, .meeting = &meeting, .line = kind};
    const struct carrier_place place = {"", ""};
    enum once_visit_end end;
    enum store_code_state kept;
    const char *code;
    struct err err = {0};

    meet(&meeting, state);
    memset(&bench, 0, sizeof(bench));
    sync_bench_init(&bench);
    party_make(&line.thief);
    assert_true(
        sync_kiosk_load(&kiosk, io_fault_io(bench.rig.disk), bench.store, RIG_DIR, "one", &err));
    assert_true(once_visit(&kiosk, &line.carrier, &place, "Broekhoven", &end, &err));
    assert_int_equal(end, ONCE_VISIT_NONE);
    assert_true(store_code_put(bench.store, meeting.code, &err));
    assert_int_equal(once_visit(&kiosk, &line.carrier, &place, "Broekhoven", &end, &err), works);
    if (works) {
        assert_int_equal(end, want);
    }
    assert_int_equal(kiosk.is_enrolled, want == ONCE_VISIT_DONE);
    assert_false(kiosk.has_pending);
    assert_true(store_code_get(bench.store, &bench.arena, &kept, &code, &err));
    assert_int_equal(kept, left);
    assert_int_equal(strlen(code), left == STORE_CODE_WAITS ? ONCE_LEN : 0);
    if (kiosk.is_enrolled) {
        assert_memory_equal(&kiosk.hub.hub, &meeting.rig.hub.party, sizeof(struct party));
    }
    sync_kiosk_finish(&kiosk);
    sync_bench_finish(&bench);
    hub_rig_finish(&meeting.rig);
}

static void an_honest_hub_is_believed_without_comparing(void **state)
{
    check_line(state, LINE_HONEST, true, ONCE_VISIT_DONE, STORE_CODE_NONE);
}

static void a_thief_with_keys_of_his_own_is_not_believed(void **state)
{
    check_line(state, LINE_THIEF, true, ONCE_VISIT_STRANGE, STORE_CODE_STRANGE);
    check_line(state, LINE_FOREIGN, true, ONCE_VISIT_STRANGE, STORE_CODE_STRANGE);
}

static void a_refused_code_is_wiped(void **state)
{
    check_line(state, LINE_REFUSES, true, ONCE_VISIT_WRONG, STORE_CODE_WRONG);
}

static void without_a_connection_the_code_waits(void **state)
{
    check_line(state, LINE_DEAD, false, ONCE_VISIT_NONE, STORE_CODE_WAITS);
    check_line(state, LINE_PORTAL, false, ONCE_VISIT_NONE, STORE_CODE_WAITS);
}

static void a_folder_has_nobody_to_ask(void **state)
{
    static struct sync_bench bench;
    struct sync_kiosk kiosk;
    struct carrier carrier = {.ops = &folder_ops};
    const struct carrier_place place = {"", ""};
    enum once_visit_end end;

    (void)state;
    memset(&bench, 0, sizeof(bench));
    sync_bench_init(&bench);
    assert_true(
        sync_kiosk_load(&kiosk, io_fault_io(bench.rig.disk), bench.store, RIG_DIR, "one", NULL));
    assert_true(store_code_put(bench.store, "ABCDEFGH2345", NULL));
    assert_true(once_visit(&kiosk, &carrier, &place, "Broekhoven", &end, NULL));
    assert_int_equal(end, ONCE_VISIT_FOLDER);
    sync_kiosk_finish(&kiosk);
    sync_bench_finish(&bench);
}

#define LITE(f) cmocka_unit_test_prestate(f, &both_engines[0])
int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(a_code_enrols_one_kiosk_and_proves_the_hub_to_it),
        BOTH(a_revoked_kiosk_does_not_come_back_with_its_old_code),
        LITE(after_fourteen_days_it_is_no_code),
        LITE(five_wrong_proofs_end_a_code),
        BOTH(guesses_wait_and_use_up_nobodys_code),
        LITE(a_request_without_a_code_waits_as_before),
        LITE(nothing_of_a_request_can_be_changed),
        LITE(nothing_of_an_answer_can_be_changed_or_played_back),
        LITE(the_code_is_in_no_letter_and_not_at_the_hub),
        LITE(an_honest_hub_is_believed_without_comparing),
        LITE(a_thief_with_keys_of_his_own_is_not_believed),
        LITE(a_refused_code_is_wiped),
        LITE(without_a_connection_the_code_waits),
        LITE(a_folder_has_nobody_to_ask),
    };
    return cmocka_run_group_tests(tests, both_engines_start, both_engines_stop);
}
