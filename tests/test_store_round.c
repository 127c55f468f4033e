/* What state a round is in, its closing statement and its result. */
#include "app/store/store_internal.h"
#include "app/store/store_round.h"
#include "app/store/store_vote.h"
#include "tests/faults/store_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct table {
    struct rig rig;
    struct store *store;
    struct err err;
    struct sealed_vote vote;
};

static void begin(struct table *table)
{
    memset(table, 0, sizeof(*table));
    rig_init(&table->rig);
    table->store = rig_open(&table->rig, &table->err);
    assert_non_null(table->store);
}

static void end(struct table *table)
{
    store_close(table->store);
    rig_finish(&table->rig);
}

static enum round_state now(struct table *t)
{
    enum round_state state = ROUND_CONCEPT;
    assert_true(store_round_state(t->store, t->rig.round.id, &state, NULL, &t->err));
    return state;
}

static void cast(struct table *t, unsigned voter)
{
    rig_vote(&t->vote, &t->rig, voter);
    assert_true(store_vote_cast(t->store, t->rig.round.id, &t->vote, false, &t->err));
}

static void a_round_goes_only_the_ways_that_are_allowed(void **state)
{
    struct table t;
    const struct round *round;
    (void)state;

    begin(&t);
    round = &t.rig.round;
    assert_int_equal(now(&t), ROUND_CONCEPT);
    assert_false(store_round_pause(t.store, round, "?", &t.err));
    assert_int_equal(t.err.code, ERR_DENIED);
    assert_false(store_round_close(t.store, round, &t.err));
    assert_int_equal(t.err.code, ERR_DENIED);
    assert_true(store_round_open(t.store, round, &t.err));
    assert_int_equal(now(&t), ROUND_OPEN);
    assert_false(store_round_open(t.store, round, &t.err));
    assert_int_equal(t.err.code, ERR_DENIED);
    assert_true(store_round_pause(t.store, round, "storing", &t.err));
    assert_int_equal(now(&t), ROUND_PAUSED);
    assert_false(store_round_pause(t.store, round, "nog eens", &t.err));
    assert_true(store_round_open(t.store, round, &t.err));
    assert_true(store_round_close(t.store, round, &t.err));
    assert_int_equal(now(&t), ROUND_CLOSED);
    assert_false(store_round_open(t.store, round, &t.err));
    assert_int_equal(t.err.code, ERR_DENIED);
    assert_false(store_round_close(t.store, round, &t.err));
    assert_false(store_round_pause(t.store, round, "te laat", &t.err));
    end(&t);
}

static void a_paused_round_closes_too(void **state)
{
    struct table t;
    (void)state;

    begin(&t);
    assert_true(store_round_open(t.store, &t.rig.round, &t.err));
    assert_true(store_round_pause(t.store, &t.rig.round, NULL, &t.err));
    assert_true(store_round_close(t.store, &t.rig.round, &t.err));
    assert_int_equal(now(&t), ROUND_CLOSED);
    end(&t);
}

static void opening_freezes_the_plans(void **state)
{
    struct table t;
    uint8_t digest[CRYPTO_HASH], frozen[CRYPTO_HASH], zeros[CRYPTO_HASH] = {0};
    enum round_state is;
    (void)state;

    begin(&t);
    assert_true(store_round_state(t.store, t.rig.round.id, &is, frozen, &t.err));
    assert_memory_equal(frozen, zeros, sizeof(zeros));
    round_digest(digest, &t.rig.round);
    assert_true(store_round_open(t.store, &t.rig.round, &t.err));
    assert_true(store_round_state(t.store, t.rig.round.id, &is, frozen, &t.err));
    assert_memory_equal(frozen, digest, sizeof(digest));
    assert_true(store_round_pause(t.store, &t.rig.round, "andere kosten", &t.err));
    t.rig.plans[2].cost_cents++;
    assert_false(store_round_open(t.store, &t.rig.round, &t.err));
    assert_int_equal(t.err.code, ERR_DENIED);
    t.rig.plans[2].cost_cents--;
    assert_true(store_round_open(t.store, &t.rig.round, &t.err));
    end(&t);
}

static void states_are_the_same_after_a_start_and_a_rebuild(void **state)
{
    struct table t;
    (void)state;

    begin(&t);
    assert_true(store_round_open(t.store, &t.rig.round, &t.err));
    assert_true(store_round_pause(t.store, &t.rig.round, "x", &t.err));
    rig_cut(&t.rig, t.store, 1);
    t.store = rig_open(&t.rig, &t.err);
    assert_int_equal(now(&t), ROUND_PAUSED);
    assert_true(store_rebuild(t.store, &t.err));
    assert_int_equal(now(&t), ROUND_PAUSED);
    end(&t);
}

static void a_practice_round_and_a_real_store_never_meet(void **state)
{
    struct table t;
    (void)state;

    begin(&t);
    t.rig.round.is_practice = true;
    assert_false(store_round_open(t.store, &t.rig.round, &t.err));
    assert_int_equal(t.err.code, ERR_DENIED);
    end(&t);
}

static int by_bytes(const void *a, const void *b)
{
    return memcmp(a, b, BALLOT_ID);
}

static void the_closing_statement_tells_what_is_in_the_box(void **state)
{
    struct table t;
    struct close_statement statement;
    enum { VOTES = 23 };
    uint8_t ids[VOTES][BALLOT_ID], rids[VOTES][RECORD_RID], wide[VOTES][BALLOT_ID];
    uint8_t pile[VOTES * (BALLOT_ID + RECORD_RID)], digest[CRYPTO_HASH];
    (void)state;

    begin(&t);
    assert_false(store_round_statement(t.store, t.rig.round.id, &statement, &t.err));
    assert_int_equal(t.err.code, ERR_MISSING);
    assert_true(store_round_open(t.store, &t.rig.round, &t.err));
    assert_true(store_unlock_give(t.store, t.rig.round.id, &t.err));
    for (unsigned i = 0; i < VOTES; i++) {
        cast(&t, i);
        memcpy(ids[i], t.vote.ballot_id, BALLOT_ID);
        memset(wide[i], 0, BALLOT_ID);
        memcpy(wide[i], t.vote.register_rid, RECORD_RID);
    }
    assert_true(store_round_close(t.store, &t.rig.round, &t.err));
    assert_true(store_round_statement(t.store, t.rig.round.id, &statement, &t.err));
    assert_int_equal(statement.ballots, VOTES);
    assert_int_equal(statement.registers, VOTES);
    assert_int_equal(statement.unlocks, 1);
    qsort(ids, VOTES, BALLOT_ID, by_bytes);
    qsort(wide, VOTES, BALLOT_ID, by_bytes);
    for (unsigned i = 0; i < VOTES; i++) {
        memcpy(rids[i], wide[i], RECORD_RID);
    }
    memcpy(pile, ids, sizeof(ids));
    memcpy(pile + sizeof(ids), rids, sizeof(rids));
    crypto_hash(digest, pile, sizeof(pile));
    assert_memory_equal(digest, statement.set_digest, sizeof(digest));
    end(&t);
}

static void an_empty_box_closes_with_zeros(void **state)
{
    struct table t;
    struct close_statement statement;
    (void)state;

    begin(&t);
    assert_true(store_round_open(t.store, &t.rig.round, &t.err));
    assert_true(store_round_close(t.store, &t.rig.round, &t.err));
    assert_true(store_round_statement(t.store, t.rig.round.id, &statement, &t.err));
    assert_int_equal(statement.ballots + statement.registers + statement.unlocks, 0);
    end(&t);
}

static void a_full_disk_closes_a_round_out_of_the_reserve(void **state)
{
    struct table t;
    struct io *io;
    (void)state;

    begin(&t);
    io = io_fault_io(t.rig.disk);
    assert_true(store_round_open(t.store, &t.rig.round, &t.err));
    for (unsigned i = 0; i < 30; i++) {
        cast(&t, i);
    }
    io_fault_put(t.rig.disk, RIG_DIR "/reserve", "........", 8);
    io_fault_capacity(t.rig.disk, 1);
    rig_vote(&t.vote, &t.rig, 99);
    assert_false(store_vote_cast(t.store, t.rig.round.id, &t.vote, false, &t.err));
    assert_int_equal(t.err.code, ERR_FULL);
    assert_int_equal(store_health(t.store), STORE_FULL);
    assert_true(io_exists(io, RIG_DIR "/reserve")); /* not for votes */

    io_fault_capacity(t.rig.disk, 0);
    io_fault_fail_at(t.rig.disk, 1, ENOSPC, FAULT_ONCE);
    assert_true(store_round_close(t.store, &t.rig.round, &t.err));
    assert_int_equal(now(&t), ROUND_CLOSED);
    assert_false(io_exists(io, RIG_DIR "/reserve"));
    assert_true(store_verify(t.store, &t.err));
    end(&t);
}

static void closing_counts_though_the_repack_fails(void **state)
{
    struct table t;
    (void)state;

    begin(&t);
    assert_true(store_round_open(t.store, &t.rig.round, &t.err));
    cast(&t, 1);
    struct store *reader = rig_open(&t.rig, &t.err); /* in the way of the checkpoint */
    assert_true(db_exec(reader->db, "BEGIN; SELECT count(*) FROM record", &t.err));
    assert_true(store_round_close(t.store, &t.rig.round, &t.err));
    assert_int_equal(now(&t), ROUND_CLOSED);
    assert_true(t.store->is_unpacked); /* the night, or the end of the program, does it */
    assert_true(db_exec(reader->db, "COMMIT", &t.err));
    store_close(reader);
    assert_true(store_night(t.store, &t.err));
    assert_false(t.store->is_unpacked);
    end(&t);
}

static void the_result_comes_back_byte_for_byte_the_newest_first(void **state)
{
    struct table t;
    struct arena arena;
    const char *json = NULL;
    size_t len = 0;
    (void)state;

    begin(&t);
    arena_init(&arena, 0);
    assert_false(store_result_get(t.store, &arena, t.rig.round.id, &json, &len, &t.err));
    assert_int_equal(t.err.code, ERR_MISSING);
    const char first[] = "{ \"a\" : 1,\n  \"é\":\"\\u0041\" }\n";
    assert_true(store_result_put(t.store, t.rig.round.id, first, strlen(first), &t.err));
    assert_true(store_result_get(t.store, &arena, t.rig.round.id, &json, &len, &t.err));
    assert_int_equal(len, strlen(first));
    assert_string_equal(json, first);
    assert_true(store_result_put(t.store, t.rig.round.id, "{}", 2, &t.err));
    assert_true(store_rebuild(t.store, &t.err));
    assert_true(store_result_get(t.store, &arena, t.rig.round.id, &json, &len, &t.err));
    assert_string_equal(json, "{}");
    assert_false(store_result_put(t.store, t.rig.round.id, "{\0}", 3, &t.err));
    assert_int_equal(t.err.code, ERR_FORMAT);
    assert_false(store_result_put(t.store, t.rig.round.id, "\xff", 1, &t.err));
    assert_int_equal(t.err.code, ERR_FORMAT);
    char *large = malloc(RECORD_MAX_RESULT + 1);
    memset(large, 'x', RECORD_MAX_RESULT + 1);
    assert_false(store_result_put(t.store, t.rig.round.id, large, RECORD_MAX_RESULT + 1, &t.err));
    assert_int_equal(t.err.code, ERR_LIMIT);
    assert_false(store_result_put(t.store, t.rig.round.id, large, RECORD_MAX_RESULT, &t.err));
    assert_int_equal(t.err.code, ERR_LIMIT);
    free(large);
    arena_finish(&arena);
    end(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_round_goes_only_the_ways_that_are_allowed),
        cmocka_unit_test(a_paused_round_closes_too),
        cmocka_unit_test(opening_freezes_the_plans),
        cmocka_unit_test(states_are_the_same_after_a_start_and_a_rebuild),
        cmocka_unit_test(a_practice_round_and_a_real_store_never_meet),
        cmocka_unit_test(the_closing_statement_tells_what_is_in_the_box),
        cmocka_unit_test(an_empty_box_closes_with_zeros),
        cmocka_unit_test(a_full_disk_closes_a_round_out_of_the_reserve),
        cmocka_unit_test(closing_counts_though_the_repack_fails),
        cmocka_unit_test(the_result_comes_back_byte_for_byte_the_newest_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
