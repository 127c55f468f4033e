/* The ballot box: two records a vote, no common key, no order, no time. */
#include "app/store/store_internal.h"
#include "app/store/store_round.h"
#include "app/store/store_vote.h"
#include "app/domain/words.h"
#include "tests/faults/store_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct box {
    struct rig rig;
    struct store *store;
    struct err err;
    struct sealed_vote vote;
};

static void begin(struct box *box)
{
    memset(box, 0, sizeof(*box));
    rig_init(&box->rig);
    box->store = rig_open(&box->rig, &box->err);
    assert_non_null(box->store);
    assert_true(store_round_open(box->store, &box->rig.round, &box->err));
}

static void end(struct box *box)
{
    store_close(box->store);
    rig_finish(&box->rig);
}

static bool cast(struct box *box, unsigned voter)
{
    rig_vote(&box->vote, &box->rig, voter);
    return store_vote_cast(box->store, box->rig.round.id, &box->vote, false, &box->err);
}

static struct vote_counts counts(struct box *box)
{
    struct vote_counts ret = {0};
    assert_true(store_vote_counts(box->store, box->rig.round.id, &ret, &box->err));
    return ret;
}

static void a_vote_is_one_ballot_and_one_register_entry(void **state)
{
    struct box b;
    uint8_t tag[CODE_TAG], id[BALLOT_ID], proof[CODE_PROOF];
    bool used = false;
    (void)state;

    begin(&b);
    assert_true(cast(&b, 7));
    struct vote_counts now = counts(&b);
    assert_int_equal(now.ballots, 1);
    assert_int_equal(now.registers, 1);
    assert_int_equal(now.unreleased, 1);
    rig_tag(tag, 7);
    assert_true(store_vote_is_used(b.store, b.rig.round.id, tag, &used, &b.err));
    assert_true(used);
    rig_tag(tag, 8);
    assert_true(store_vote_is_used(b.store, b.rig.round.id, tag, &used, &b.err));
    assert_false(used);
    /* What is kept opens for the registrar, and binds the two. */
    assert_true(seal_open_register(id, proof, b.vote.entry, b.rig.round.keys.registrar,
                                   b.rig.registrar_secret, &b.err));
    assert_memory_equal(id, b.vote.ballot_id, sizeof(id));
    end(&b);
}

static void a_code_counts_once_in_a_round_and_again_in_the_next(void **state)
{
    struct box b;
    (void)state;

    begin(&b);
    assert_true(cast(&b, 7));
    assert_false(cast(&b, 7));
    assert_int_equal(b.err.code, ERR_USED);
    assert_int_equal(counts(&b).ballots, 1);
    assert_int_equal(counts(&b).registers, 1);
    rig_round(&b.rig, 2);
    assert_true(store_round_open(b.store, &b.rig.round, &b.err));
    assert_true(cast(&b, 7));
    end(&b);
}

static void a_thousand_tries_on_one_code_are_one_vote(void **state)
{
    struct box b;
    int taken = 0;
    (void)state;

    begin(&b);
    struct store *other = rig_open(&b.rig, &b.err); /* as dorpel-sync, or a second screen */
    assert_non_null(other);
    for (unsigned i = 0; i < 1000; i++) {
        rig_vote(&b.vote, &b.rig, 7);
        taken +=
            store_vote_cast(i % 2 == 0 ? b.store : other, b.rig.round.id, &b.vote, false, &b.err);
    }
    assert_int_equal(taken, 1);
    assert_int_equal(counts(&b).ballots, 1);
    store_close(other);
    end(&b);
}

static void without_the_used_check_a_code_counts_twice(void **state)
{
    struct box b;
    (void)state;

    begin(&b);
    store_plant(b.store, BUG_NO_USED_CHECK);
    assert_true(cast(&b, 7));
    assert_true(cast(&b, 7)); /* what the test above would see */
    assert_int_equal(counts(&b).ballots, 2);
    end(&b);
}

static void nothing_is_cast_but_in_an_open_round(void **state)
{
    struct box b;
    (void)state;

    begin(&b);
    assert_true(store_round_pause(b.store, &b.rig.round, "storing", &b.err));
    assert_false(cast(&b, 1));
    assert_int_equal(b.err.code, ERR_DENIED);
    assert_true(store_round_open(b.store, &b.rig.round, &b.err));
    assert_true(cast(&b, 1));
    assert_true(store_round_close(b.store, &b.rig.round, &b.err));
    assert_false(cast(&b, 2));
    assert_int_equal(b.err.code, ERR_DENIED);
    rig_round(&b.rig, 9); /* never opened */
    assert_false(cast(&b, 3));
    assert_int_equal(b.err.code, ERR_DENIED);
    end(&b);
}

static void a_ballot_whose_id_is_not_its_own_is_refused(void **state)
{
    struct box b;
    (void)state;

    begin(&b);
    rig_vote(&b.vote, &b.rig, 1);
    b.vote.ballot[3] ^= 1;
    assert_false(store_vote_cast(b.store, b.rig.round.id, &b.vote, false, &b.err));
    assert_int_equal(b.err.code, ERR_FORMAT);
    assert_int_equal(counts(&b).registers, 0);
    end(&b);
}

/* ---- turns ---------------------------------------------------------------------------------- */

static bool cast_unlocked(struct box *b, unsigned voter)
{
    rig_vote(&b->vote, &b->rig, voter);
    return store_vote_cast(b->store, b->rig.round.id, &b->vote, true, &b->err);
}

static enum unlock_state last_turn(struct box *b)
{
    enum unlock_state ret = UNLOCK_NEVER;
    assert_true(store_unlock_last(b->store, b->rig.round.id, &ret, &b->err));
    return ret;
}

static void a_turn_admits_one_ballot(void **state)
{
    struct box b;
    (void)state;

    begin(&b);
    assert_int_equal(last_turn(&b), UNLOCK_NEVER);
    assert_false(cast_unlocked(&b, 1));
    assert_int_equal(b.err.code, ERR_DENIED);
    assert_int_equal(counts(&b).ballots, 0); /* the inserts went with it */
    assert_true(store_unlock_give(b.store, b.rig.round.id, &b.err));
    assert_int_equal(last_turn(&b), UNLOCK_GIVEN);
    assert_true(cast_unlocked(&b, 1));
    assert_int_equal(last_turn(&b), UNLOCK_USED);
    assert_false(cast_unlocked(&b, 2));
    assert_int_equal(b.err.code, ERR_DENIED);
    end(&b);
}

static void an_ended_turn_admits_nobody_and_turns_are_counted(void **state)
{
    struct box b;
    (void)state;

    begin(&b);
    assert_true(store_unlock_give(b.store, b.rig.round.id, &b.err));
    assert_true(store_unlock_end(b.store, b.rig.round.id, &b.err));
    assert_int_equal(last_turn(&b), UNLOCK_ENDED);
    assert_false(cast_unlocked(&b, 1));
    assert_true(store_unlock_give(b.store, b.rig.round.id, &b.err));
    assert_true(store_unlock_give(b.store, b.rig.round.id, &b.err)); /* again: still one turn */
    assert_true(cast_unlocked(&b, 1));
    assert_false(cast_unlocked(&b, 2));
    assert_true(store_unlock_end(b.store, b.rig.round.id, &b.err)); /* a used one stays used */
    assert_int_equal(last_turn(&b), UNLOCK_USED);
    assert_int_equal(counts(&b).unlocks_given, 3);
    assert_int_equal(counts(&b).unlocks_used, 1);
    end(&b);
}

static void a_turn_is_for_an_open_round_and_for_that_round_only(void **state)
{
    struct box b;
    (void)state;

    begin(&b);
    assert_true(store_unlock_give(b.store, b.rig.round.id, &b.err));
    rig_round(&b.rig, 2);
    assert_false(store_unlock_give(b.store, b.rig.round.id, &b.err));
    assert_int_equal(b.err.code, ERR_DENIED);
    assert_true(store_round_open(b.store, &b.rig.round, &b.err));
    assert_false(cast_unlocked(&b, 1));
    end(&b);
}

static void after_a_power_cut_the_caretaker_sees_what_became_of_the_turn(void **state)
{
    struct box b;
    (void)state;

    begin(&b);
    assert_true(store_unlock_give(b.store, b.rig.round.id, &b.err));
    rig_cut(&b.rig, b.store, 3);
    b.store = rig_open(&b.rig, &b.err);
    assert_int_equal(last_turn(&b), UNLOCK_GIVEN);
    assert_true(cast_unlocked(&b, 1));
    rig_cut(&b.rig, b.store, 4);
    b.store = rig_open(&b.rig, &b.err);
    assert_int_equal(last_turn(&b), UNLOCK_USED);
    assert_int_equal(counts(&b).ballots, 1);
    end(&b);
}

/* ---- receipts ------------------------------------------------------------------------------- */

static void receipt_of(uint16_t ret[4], const uint8_t *id)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < 6; i++) {
        bits = bits << 8 | id[i];
    }
    for (size_t i = 0; i < 4; i++) {
        ret[i] = (uint16_t)(bits >> (48 - 11 * (i + 1)) & 2047);
    }
}

static void a_receipt_is_found_and_no_other(void **state)
{
    struct box b;
    uint16_t words[4];
    char text[RECEIPT_LEN];
    bool has = false;
    (void)state;

    begin(&b);
    for (unsigned i = 0; i < 40; i++) {
        assert_true(cast(&b, i));
        receipt_of(words, b.vote.ballot_id);
        /* The same words as a voter reads. */
        words_receipt(text, b.vote.ballot_id);
        uint16_t read[4];
        assert_true(words_parse(read, 4, text));
        assert_memory_equal(read, words, sizeof(words));

        assert_true(store_vote_has_receipt(b.store, b.rig.round.id, words, &has, &b.err));
        assert_true(has);
        for (size_t w = 0; w < 4; w++) {
            uint16_t other[4];
            memcpy(other, words, sizeof(other));
            other[w] ^= 1;
            assert_true(store_vote_has_receipt(b.store, b.rig.round.id, other, &has, &b.err));
            assert_false(has);
        }
    }
    rig_round(&b.rig, 2); /* not of another round */
    assert_true(store_vote_has_receipt(b.store, b.rig.round.id, words, &has, &b.err));
    assert_false(has);
    words[0] = WORDS_COUNT;
    assert_false(store_vote_has_receipt(b.store, b.rig.round.id, words, &has, &b.err));
    end(&b);
}

/* ---- releasing ------------------------------------------------------------------------------ */

struct seen {
    size_t ballots, registers;
    uint8_t last[RECORD_RID];
    size_t stop_after;
};

static bool look(void *ctx, const struct vote_line *line)
{
    struct seen *seen = ctx;

    assert_true((line->ballot_id == NULL) != (line->tag == NULL));
    assert_true(seen->ballots + seen->registers == 0 ||
                memcmp(seen->last, line->rid, RECORD_RID) < 0);
    memcpy(seen->last, line->rid, RECORD_RID);
    if (line->ballot_id != NULL) {
        uint8_t hash[CRYPTO_HASH];
        crypto_hash(hash, line->sealed, line->sealed_len);
        assert_memory_equal(hash, line->ballot_id, BALLOT_ID);
        assert_memory_equal(line->rid, line->ballot_id, RECORD_RID);
        seen->ballots++;
    } else {
        assert_int_equal(line->sealed_len, SEAL_REGISTER);
        seen->registers++;
    }
    return seen->stop_after == 0 || seen->ballots + seen->registers < seen->stop_after;
}

static struct seen released(struct box *b)
{
    struct seen seen = {0};
    assert_true(store_vote_each_released(b->store, look, &seen, &b->err));
    return seen;
}

static void fewer_than_five_ballots_do_not_leave(void **state)
{
    struct box b;
    (void)state;

    begin(&b);
    for (unsigned i = 0; i < 4; i++) {
        assert_true(cast(&b, i));
        assert_false(store_vote_release(b.store, b.rig.round.id, &b.err));
        assert_int_equal(b.err.code, ERR_NONE);
        assert_int_equal(released(&b).ballots + released(&b).registers, 0);
    }
    assert_true(cast(&b, 4));
    assert_true(store_vote_release(b.store, b.rig.round.id, &b.err));
    assert_int_equal(released(&b).ballots, 5);
    assert_int_equal(released(&b).registers, 5);
    assert_int_equal(counts(&b).unreleased, 0);
    /* The next four wait again, the five stay released. */
    for (unsigned i = 5; i < 9; i++) {
        assert_true(cast(&b, i));
    }
    assert_true(store_vote_release(b.store, b.rig.round.id, &b.err));
    assert_int_equal(released(&b).ballots, 5);
    assert_int_equal(counts(&b).unreleased, 4);
    end(&b);
}

static void closing_releases_the_last_few(void **state)
{
    struct box b;
    (void)state;

    begin(&b);
    assert_true(cast(&b, 1));
    assert_true(store_round_close(b.store, &b.rig.round, &b.err));
    assert_int_equal(released(&b).ballots, 1);
    assert_int_equal(released(&b).registers, 1);
    assert_true(store_vote_release(b.store, b.rig.round.id, &b.err));
    end(&b);
}

static void giving_out_can_be_stopped_and_begun_again(void **state)
{
    struct box b;
    (void)state;

    begin(&b);
    for (unsigned i = 0; i < 8; i++) {
        assert_true(cast(&b, i));
    }
    assert_true(store_vote_release(b.store, b.rig.round.id, &b.err));
    struct seen seen = {.stop_after = 3};
    assert_false(store_vote_each_released(b.store, look, &seen, &b.err));
    assert_int_equal(seen.ballots + seen.registers, 3);
    assert_int_equal(released(&b).ballots, 8);
    assert_true(cast(&b, 100)); /* no transaction was left open */
    end(&b);
}

/* ---- cost ----------------------------------------------------------------------------------- */

static void a_vote_costs_the_disk_no_more_than_its_two_inserts(void **state)
{
    struct box b;
    (void)state;

    begin(&b);
    for (unsigned i = 0; i < 20; i++) {
        assert_true(cast(&b, i));
    }
    uint64_t before = io_fault_changes(b.rig.disk);
    assert_true(cast(&b, 100));
    uint64_t with_checks = io_fault_changes(b.rig.disk) - before;

    rig_vote(&b.vote, &b.rig, 101);
    before = io_fault_changes(b.rig.disk);
    assert_true(db_begin(b.store->db, &b.err));
    struct db_stmt *put = b.store->stmt[Q_BALLOT_ADD];
    db_bind_blob(put, ":id", b.vote.ballot_id, BALLOT_ID);
    db_bind_blob(put, ":round", b.rig.round.id, ROUND_ID);
    db_bind_blob(put, ":sealed", b.vote.ballot, b.vote.ballot_len);
    assert_true(db_run(put, &b.err));
    put = b.store->stmt[Q_REGISTER_ADD];
    db_bind_blob(put, ":rid", b.vote.register_rid, RECORD_RID);
    db_bind_blob(put, ":round", b.rig.round.id, ROUND_ID);
    db_bind_blob(put, ":tag", b.vote.tag, CODE_TAG);
    db_bind_blob(put, ":sealed", b.vote.entry, SEAL_REGISTER);
    assert_true(db_run(put, &b.err));
    assert_true(db_commit(b.store->db, &b.err));
    uint64_t bare = io_fault_changes(b.rig.disk) - before;
    assert_true(with_checks <= bare + 2); /* the trees may have split for the one, not the other */
    end(&b);
}

static void the_turnout_is_counted_without_reading_a_ballot(void **state)
{
    struct box b;
    struct vote_turnout turnout = {0};
    (void)state;

    begin(&b);
    for (unsigned voter = 1; voter <= 7; voter++) {
        assert_true(cast(&b, voter));
    }
    struct vote_counts all = counts(&b);
    assert_int_equal(all.ballots, 7);
    assert_true(db_exec(b.store->db, "DROP TABLE ballot", &b.err)); /* who reads it fails now */
    assert_true(store_vote_turnout(b.store, b.rig.round.id, &turnout, &b.err));
    assert_int_equal(turnout.voters, all.ballots);
    assert_false(store_vote_counts(b.store, b.rig.round.id, &all, &b.err));
    end(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_vote_is_one_ballot_and_one_register_entry),
        cmocka_unit_test(a_code_counts_once_in_a_round_and_again_in_the_next),
        cmocka_unit_test(a_thousand_tries_on_one_code_are_one_vote),
        cmocka_unit_test(without_the_used_check_a_code_counts_twice),
        cmocka_unit_test(nothing_is_cast_but_in_an_open_round),
        cmocka_unit_test(a_ballot_whose_id_is_not_its_own_is_refused),
        cmocka_unit_test(a_turn_admits_one_ballot),
        cmocka_unit_test(an_ended_turn_admits_nobody_and_turns_are_counted),
        cmocka_unit_test(a_turn_is_for_an_open_round_and_for_that_round_only),
        cmocka_unit_test(after_a_power_cut_the_caretaker_sees_what_became_of_the_turn),
        cmocka_unit_test(a_receipt_is_found_and_no_other),
        cmocka_unit_test(fewer_than_five_ballots_do_not_leave),
        cmocka_unit_test(closing_releases_the_last_few),
        cmocka_unit_test(giving_out_can_be_stopped_and_begun_again),
        cmocka_unit_test(the_turnout_is_counted_without_reading_a_ballot),
        cmocka_unit_test(a_vote_costs_the_disk_no_more_than_its_two_inserts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
