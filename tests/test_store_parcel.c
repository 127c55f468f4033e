/* What of the outbox people may look into, and what is dated. */
#include "app/store/store_deed.h"
#include "app/store/store_internal.h"
#include "app/store/store_outbox.h"
#include "app/store/store_round.h"
#include "app/store/store_vote.h"
#include "tests/faults/store_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

enum { DAY_S = 86400, TODAY = 20500 };

/* Seals all that may leave of a stream as one bundle that is named after `name`. */
static void seal(struct rig_desk *d, enum outbox_stream stream, uint8_t name, uint64_t seq)
{
    struct record *records;
    size_t count;
    uint8_t rids[64][RECORD_RID];
    struct outbox_bundle bundle = {
        .id = {name}, .stream = stream, .seq = seq, .bytes = (const uint8_t *)"x", .len = 1};
    assert_true(store_outbox_unsealed(d->store, &d->arena, stream, 64, &records, &count, &d->err));
    assert_true(count > 0);
    for (size_t i = 0; i < count; i++) {
        memcpy(rids[i], records[i].rid, RECORD_RID);
    }
    assert_true(
        store_outbox_put(d->store, &bundle, (const uint8_t(*)[RECORD_RID])rids, count, &d->err));
}

static void a_parcel_says_when_and_how_it_left_and_can_be_opened(void **state)
{
    struct rig_desk d;
    struct outbox_parcel *parcels;
    struct record *inside;
    size_t count;
    uint8_t id[1][OUTBOX_ID] = {{7}};
    (void)state;

    rig_desk_begin(&d);
    assert_true(store_deed_thank(d.store, "jewel/oogstfeest", &d.err));
    assert_true(store_deed_answer(d.store, "question/kanaal", 1, NULL, &d.err));
    seal(&d, OUTBOX_REST, 7, 1);
    assert_true(store_outbox_parcels(d.store, &d.arena, 10, &parcels, &count, &d.err));
    assert_int_equal(count, 1);
    assert_int_equal(parcels[0].records, 2);
    assert_false(parcels[0].has_left);
    assert_true(store_outbox_trip(d.store, (const uint8_t(*)[OUTBOX_ID])id, 1, OUTBOX_BY_NET,
                                  (int64_t)TODAY * DAY_S + 3000, &d.err));
    assert_true(store_outbox_trip(d.store, (const uint8_t(*)[OUTBOX_ID])id, 1, OUTBOX_BY_STICK,
                                  (int64_t)(TODAY + 9) * DAY_S, &d.err));
    assert_true(store_outbox_parcels(d.store, &d.arena, 10, &parcels, &count, &d.err));
    assert_true(parcels[0].has_left);
    assert_int_equal(parcels[0].way, OUTBOX_BY_NET);             /* the first trip holds */
    assert_int_equal(parcels[0].wall_s, (int64_t)TODAY * DAY_S); /* a day, no moment */
    assert_true(store_outbox_inside(d.store, &d.arena, parcels[0].id, 10, &inside, &count, &d.err));
    assert_int_equal(count, 2);
    assert_int_equal(inside[0].kind, RECORD_ANSWER); /* by kind */
    assert_int_equal(inside[1].kind, RECORD_THANKS);
    rig_desk_end(&d);
}

static void votes_are_never_dated_and_no_parcel(void **state)
{
    struct rig_desk d;
    struct outbox_parcel *parcels;
    size_t count;
    uint8_t id[1][OUTBOX_ID] = {{9}};
    (void)state;

    rig_desk_begin(&d);
    assert_true(store_round_open(d.store, &d.rig.round, &d.err));
    for (unsigned i = 0; i < 6; i++) {
        struct sealed_vote vote;
        rig_vote(&vote, &d.rig, i);
        assert_true(store_vote_cast(d.store, d.rig.round.id, &vote, false, &d.err));
    }
    assert_true(store_vote_release(d.store, d.rig.round.id, &d.err));
    seal(&d, OUTBOX_VOTES, 9, 1);
    assert_true(store_outbox_trip(d.store, (const uint8_t(*)[OUTBOX_ID])id, 1, OUTBOX_BY_STICK,
                                  (int64_t)TODAY * DAY_S, &d.err));
    assert_int_equal(rig_number(d.store, "SELECT count(*) FROM outbox_trip"), 0);
    assert_true(store_outbox_parcels(d.store, &d.arena, 10, &parcels, &count, &d.err));
    assert_int_equal(count, 0);
    rig_desk_end(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_parcel_says_when_and_how_it_left_and_can_be_opened),
        cmocka_unit_test(votes_are_never_dated_and_no_parcel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
