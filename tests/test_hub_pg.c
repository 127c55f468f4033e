/* Several hubs on one PostgreSQL, and a server that goes away. */
#include "sync/hub/hub_ack.h"
#include "sync/hub/hub_backup.h"
#include "tests/faults/hub_rig.h"
#include "tests/faults/pg_server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { HUBS = 8, KIOSKS = 10, EACH = 200, VOTES = 5, AT_ONCE = 16, PARCELS = KIOSKS * EACH };

static void shuffle(struct bundle_bytes *list, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        uint16_t random;
        crypto_random(&random, sizeof(random));
        struct bundle_bytes moved = list[i - 1];
        list[i - 1] = list[random % i];
        list[random % i] = moved;
    }
}

/* One hub of its own process and connection: all bundles, in an order of its own. */
static int deliver(struct hub_rig *rig, struct bundle_bytes *list, size_t count, unsigned seed)
{
    struct hub hub = {.db = NULL};
    struct err err = {0};

    crypto_test_seed(seed);
    shuffle(list, count);
    if (!hub_open(&hub, &rig->place, &err)) {
        fprintf(stderr, "hub %u: %s\n", seed, err.msg);
        return 1;
    }
    hub_db_patience(hub.db, 20, 5);
    for (size_t i = 0; i < count; i += AT_ONCE) {
        struct hub_parcel parcels[AT_ONCE];
        struct hub_receipt receipts[AT_ONCE];
        uint8_t ids[AT_ONCE][BUNDLE_ID];
        size_t some = count - i < AT_ONCE ? count - i : AT_ONCE;
        for (size_t k = 0; k < some; k++) {
            parcels[k] = (struct hub_parcel){.bytes = list[i + k].data, .len = list[i + k].len};
        }
        bool done = hub_receive(&hub, parcels, some, receipts, &err);
        for (size_t k = 0; done && k < some; k++) {
            done = hub_receipt_is_kept(receipts[k].kind);
            memcpy(ids[k], receipts[k].id, BUNDLE_ID);
        }
        if (!done || !hub_apply_some(&hub, (const uint8_t(*)[BUNDLE_ID])ids, some, NULL, &err)) {
            fprintf(stderr, "hub %u at %zu: %s\n", seed, i, err.msg);
            return 1;
        }
    }
    hub_close(&hub);
    return 0;
}

static void eight_hubs_deliver_the_same_two_thousand_bundles_at_once(void **state)
{
    static struct played kiosks[KIOSKS];
    static struct bundle_bytes list[PARCELS];
    struct hub_rig rig;
    pid_t child[HUBS];

    (void)state;
    hub_rig_init(&rig, ENGINE_PG);
    for (unsigned k = 0; k < KIOSKS; k++) {
        played_init(&kiosks[k], &rig, 7); /* all in one round: one tally for all */
        for (unsigned i = 0; i < EACH; i++) {
            unsigned first = (k * EACH + i) * VOTES;
            list[k * EACH + i] = played_votes(&kiosks[k], first, first + VOTES - 1);
        }
    }
    fflush(NULL);
    for (unsigned h = 0; h < HUBS; h++) {
        child[h] = fork();
        if (child[h] == 0) {
            _exit(deliver(&rig, list, PARCELS, h + 1));
        }
    }
    for (unsigned h = 0; h < HUBS; h++) {
        int status = 1;
        waitpid(child[h], &status, 0);
        assert_int_equal(status, 0);
    }
    assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM bundle WHERE state = 1"), PARCELS);
    assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM ballot"), PARCELS * VOTES);
    assert_int_equal(hub_rig_number(&rig, "SELECT number FROM tally WHERE kind = 'ballot'"),
                     PARCELS * VOTES);
    assert_int_equal(hub_rig_number(&rig, "SELECT CAST(sum(have_upto) AS BIGINT) FROM incarnation"),
                     PARCELS);
    assert_int_equal(hub_rig_number(&rig, "SELECT CAST(sum(ballots) AS BIGINT) FROM ledger"),
                     PARCELS * VOTES);
    hub_rig_assert_sound(&rig);
    hub_rig_finish(&rig);
}

/* Several hubs ack one kiosk at once: every number once, no hole. */
static void acks_from_several_hubs_have_no_hole(void **state)
{
    static struct played kiosk;
    static struct bundle_bytes list[HUBS];
    struct hub_rig rig;
    pid_t child[HUBS];

    (void)state;
    hub_rig_init(&rig, ENGINE_PG);
    played_init(&kiosk, &rig, 1);
    for (unsigned i = 0; i < HUBS; i++) {
        list[i] = played_ideas(&kiosk, i, i);
    }
    fflush(NULL);
    for (unsigned h = 0; h < HUBS; h++) {
        child[h] = fork();
        if (child[h] == 0) {
            struct hub hub = {.db = NULL};
            struct bundle_bytes ack;
            const struct hub_parcel parcel = {.bytes = list[h].data, .len = list[h].len};
            struct hub_receipt receipt;
            static const uint8_t nonce[ACK_NONCE] = {1};
            bool done = hub_open(&hub, &rig.place, NULL);
            if (done) {
                hub_db_patience(hub.db, 20, 5);
            }
            done = done && hub_receive(&hub, &parcel, 1, &receipt, NULL) &&
                   hub_apply(&hub, NULL, NULL) &&
                   hub_ack_make(&hub, &rig.arena, kiosk.keys.party.id, nonce, &ack, NULL);
            hub_close(&hub);
            _exit(done ? 0 : 1);
        }
    }
    for (unsigned h = 0; h < HUBS; h++) {
        int status = 1;
        waitpid(child[h], &status, 0);
        assert_int_equal(status, 0);
    }
    assert_int_equal(hub_rig_number(&rig, "SELECT hub_seq FROM kiosk"), HUBS);
    assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM outbox"), HUBS);
    assert_int_equal(hub_rig_number(&rig, "SELECT max(hub_seq) FROM outbox"), HUBS);
    assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM bundle WHERE ack_seq = 0"), 0);
    hub_rig_finish(&rig);
}

static void a_server_that_goes_away_is_waited_for_and_then_told(void **state)
{
    struct hub_rig rig;
    struct played kiosk;
    struct hub_receipt receipt;
    struct err err = {0};

    (void)state;
    hub_rig_init(&rig, ENGINE_PG);
    played_init(&kiosk, &rig, 1);
    hub_rig_send(&rig, played_votes(&kiosk, 1, 5));
    struct bundle_bytes bytes = played_votes(&kiosk, 6, 10);
    const struct hub_parcel parcel = {.bytes = bytes.data, .len = bytes.len};

    pg_server_crash();
    hub_db_patience(rig.hub.db, 3, 1);
    assert_false(hub_receive(&rig.hub, &parcel, 1, &receipt, &err));
    assert_int_equal(err.code, ERR_GONE);
    assert_false(hub_apply(&rig.hub, NULL, &err));
    assert_int_equal(err.code, ERR_GONE);

    pg_server_again(); /* the same hub, without being opened again */
    assert_int_equal(hub_rig_receive(&rig, bytes), HUB_GOT_NEW);
    hub_rig_apply(&rig);
    assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM ballot"), 10);
    hub_rig_assert_sound(&rig);
    hub_rig_finish(&rig);
}

struct lost {
    bool done;
};

/* The connection breaks once, between two statements of a transaction. */
static enum err_code break_once(void *ctx, const char *sql)
{
    struct lost *lost = ctx;

    if (!lost->done && strncmp(sql, "INSERT INTO ballot", 18) == 0) {
        lost->done = true;
        pg_server_crash();
        pg_server_again();
    }
    return ERR_NONE;
}

static void a_server_that_restarts_in_a_transaction_loses_nothing(void **state)
{
    struct hub_rig rig;
    struct played kiosk;
    struct lost lost = {false};

    (void)state;
    hub_rig_init(&rig, ENGINE_PG);
    played_init(&kiosk, &rig, 1);
    hub_rig_receive(&rig, played_votes(&kiosk, 1, 5));
    hub_db_set_tap(rig.hub.db, (struct hub_db_tap){break_once, &lost});
    assert_int_equal(hub_rig_apply(&rig).applied, 1);
    assert_true(lost.done);
    assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM ballot"), 5);
    assert_int_equal(hub_rig_number(&rig, "SELECT number FROM tally WHERE kind = 'ballot'"), 5);
    hub_rig_finish(&rig);
}

/* The answer to COMMIT is lost: it was done, and is done again without harm. */
static enum err_code lose_answer(void *ctx, const char *sql)
{
    struct lost *lost = ctx;

    if (!lost->done && strcmp(sql, "committed") == 0) {
        lost->done = true;
        return ERR_GONE;
    }
    return ERR_NONE;
}

static void a_lost_answer_to_a_commit_does_not_count_twice(void **state)
{
    struct hub_rig rig;
    struct played kiosk;
    struct lost lost = {false};
    struct hub_parcel parcel;
    struct hub_receipt receipt;
    struct err err = {0};

    (void)state;
    hub_rig_init(&rig, ENGINE_PG);
    played_init(&kiosk, &rig, 1);
    hub_rig_receive(&rig, played_votes(&kiosk, 1, 5));
    struct bundle_bytes bytes = played_votes(&kiosk, 6, 10);
    parcel = (struct hub_parcel){.bytes = bytes.data, .len = bytes.len};
    hub_db_set_tap(rig.hub.db, (struct hub_db_tap){lose_answer, &lost});
    assert_true(hub_receive(&rig.hub, &parcel, 1, &receipt, &err));
    assert_true(lost.done);
    lost.done = false;
    hub_rig_apply(&rig);
    assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM ballot"), 10);
    assert_int_equal(hub_rig_number(&rig, "SELECT number FROM tally WHERE kind = 'ballot'"), 10);
    hub_rig_finish(&rig);
}

/* A backup of a server's hub is one file that any hub opens. */
static void a_backup_of_postgresql_opens_as_sqlite_with_the_same_digest(void **state)
{
    struct hub_rig rig;
    struct played kiosk;
    struct ack ack;
    struct hub_saved saved;
    struct err err = {0};

    (void)state;
    hub_rig_init(&rig, ENGINE_PG);
    played_init(&kiosk, &rig, 1);
    hub_rig_send(&rig, played_votes(&kiosk, 1, 5));
    hub_rig_send(&rig, played_ideas(&kiosk, 1, 5));
    hub_rig_ack(&rig, &kiosk, &ack);
    assert_int_equal(ack.safe_count, 0);
    assert_true(hub_backup(&rig.hub, &rig.place, "/backup", &saved, &err));
    assert_int_equal(saved.safe, 2);
    hub_rig_ack(&rig, &kiosk, &ack);
    assert_int_equal(ack.safe_count, 2);
    struct hub_digest digest = hub_rig_digest(&rig);
    hub_close(&rig.hub);
    rig.place.where = saved.path;
    assert_true(hub_open(&rig.hub, &rig.place, &err));
    struct hub_digest copy = hub_rig_digest(&rig);
    assert_true(hub_digest_equal(&digest, &copy));
    hub_rig_assert_sound(&rig);
    hub_rig_finish(&rig);
}

static void two_hubs_that_start_at_once_make_one_schema(void **state)
{
    const char *url = pg_server_database();
    pid_t child[4];

    (void)state;
    fflush(NULL);
    for (unsigned h = 0; h < 4; h++) {
        child[h] = fork();
        if (child[h] == 0) {
            struct err err = {0};
            struct hub_db *db = hub_db_open(url, NULL, &err);
            bool done = db != NULL && hub_db_migrate(db, &err);
            if (!done) {
                fprintf(stderr, "%s\n", err.msg);
            }
            hub_db_close(db);
            _exit(done ? 0 : 1);
        }
    }
    for (unsigned h = 0; h < 4; h++) {
        int status = 1;
        waitpid(child[h], &status, 0);
        assert_int_equal(status, 0);
    }
}

static int start(void **state)
{
    (void)state;
    json_start();
    pg_server_start();
    return crypto_start(NULL) ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    pg_server_stop();
    return 0;
}

/* ---- one kiosk, one after the other -------------------------------------------------------- */

struct meddling {
    struct hub_rig *rig;
    struct hub other; /* gives up when it must wait for a row */
    uint8_t id[BUNDLE_ID];
    bool is_asked, is_done;
    struct err err;
};

/* Just before the first hub reads its bundle, when it has only the lock, a second one applies
 * another bundle of the same kiosk. */
static enum err_code meddle(void *ctx, const char *sql)
{
    struct meddling *meddling = ctx;

    if (!meddling->is_asked && strncmp(sql, "SELECT type, fork, bytes FROM bundle", 36) == 0) {
        meddling->is_asked = true;
        meddling->is_done = hub_apply_some(
            &meddling->other, (const uint8_t(*)[BUNDLE_ID])meddling->id, 1, NULL, &meddling->err);
    }
    return ERR_NONE;
}

/* The row of the kiosk is the lock: its numbers are counted by one hub at a time. */
static void two_hubs_apply_bundles_of_one_kiosk_one_after_the_other(void **state)
{
    struct hub_rig rig;
    struct played kiosk, neighbour;
    struct meddling meddling = {.rig = &rig};
    uint8_t first[BUNDLE_ID];
    struct err err = {0};
    char url[240];

    (void)state;
    for (int same = 1; same >= 0; same--) {
        hub_rig_init(&rig, ENGINE_PG);
        played_init(&kiosk, &rig, 1);
        played_init(&neighbour, &rig, 2);
        struct bundle_bytes one = played_votes(&kiosk, 1, 5);
        struct bundle_bytes two = played_votes(same == 1 ? &kiosk : &neighbour, 6, 10);
        hub_rig_receive(&rig, one);
        hub_rig_receive(&rig, two);
        bundle_id(first, one.data, one.len);
        meddling = (struct meddling){.rig = &rig};
        bundle_id(meddling.id, two.data, two.len);
        struct hub_place place = rig.place;
        snprintf(url, sizeof(url), "%s%coptions=-c%%20lock_timeout%%3D200", rig.url,
                 strchr(rig.url, '?') == NULL ? '?' : '&');
        place.where = url;
        assert_true(hub_open(&meddling.other, &place, &err));
        hub_db_patience(meddling.other.db, 1, 0);
        hub_db_set_tap(rig.hub.db, (struct hub_db_tap){meddle, &meddling});
        assert_true(hub_apply_some(&rig.hub, (const uint8_t(*)[BUNDLE_ID])first, 1, NULL, &err));
        hub_db_set_tap(rig.hub.db, (struct hub_db_tap){NULL, NULL});
        assert_true(meddling.is_asked);
        assert_int_equal(meddling.is_done, same == 0); /* of another kiosk nobody waits */
        assert_int_equal(meddling.err.code, same == 1 ? ERR_BUSY : ERR_NONE);
        hub_close(&meddling.other);
        hub_rig_apply(&rig);
        assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM bundle WHERE state = 1"), 2);
        hub_rig_assert_sound(&rig);
        hub_rig_finish(&rig);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eight_hubs_deliver_the_same_two_thousand_bundles_at_once),
        cmocka_unit_test(acks_from_several_hubs_have_no_hole),
        cmocka_unit_test(a_server_that_goes_away_is_waited_for_and_then_told),
        cmocka_unit_test(a_server_that_restarts_in_a_transaction_loses_nothing),
        cmocka_unit_test(a_lost_answer_to_a_commit_does_not_count_twice),
        cmocka_unit_test(a_backup_of_postgresql_opens_as_sqlite_with_the_same_digest),
        cmocka_unit_test(two_hubs_that_start_at_once_make_one_schema),
        cmocka_unit_test(two_hubs_apply_bundles_of_one_kiosk_one_after_the_other),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
