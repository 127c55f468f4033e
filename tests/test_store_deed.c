/* Deeds about what is there already, and the steps to another owner: all as records. */
#include "app/store/store_deed.h"
#include "app/store/store_internal.h"
#include "tests/faults/store_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

struct board {
    struct rig rig;
    struct store *store;
    struct err err;
    char about[SUBJECT_CAP];
};

static void begin(struct board *b)
{
    memset(b, 0, sizeof(*b));
    rig_init(&b->rig);
    b->store = rig_open(&b->rig, &b->err);
    assert_non_null(b->store);
}

static void end(struct board *b)
{
    store_close(b->store);
    rig_finish(&b->rig);
}

static uint32_t count(struct board *b, enum deed deed)
{
    uint32_t ret = 99;
    assert_true(store_deed_count(b->store, b->about, deed, &ret, &b->err));
    return ret;
}

static void deeds_are_counted_by_what_they_are_about(void **state)
{
    struct board b;
    struct contact_sealed contact = {{3}};
    (void)state;

    begin(&b);
    subject_of(b.about, SUBJECT_JEWEL, "oogstfeest");
    assert_true(store_deed_pledge(b.store, b.about, &contact, &b.err));
    assert_true(store_deed_thank(b.store, b.about, &b.err));
    assert_true(store_deed_thank(b.store, b.about, &b.err));
    assert_int_equal(count(&b, DEED_PLEDGE), 1);
    assert_int_equal(count(&b, DEED_THANKS), 2);
    assert_int_equal(count(&b, DEED_ANSWER), 0);
    subject_of(b.about, SUBJECT_JEWEL, "schaapskooi");
    assert_int_equal(count(&b, DEED_THANKS), 0);
    assert_int_equal(rig_number(b.store, "SELECT count(*) FROM pledge"), 0); /* of ideas */
    assert_int_equal(rig_number(b.store, "SELECT count(*) FROM record WHERE kind = 'pledge'"), 1);
    end(&b);
}

static void answers_are_a_choice_or_words(void **state)
{
    struct board b;
    struct deed_tally tally;
    (void)state;

    begin(&b);
    subject_of(b.about, SUBJECT_QUESTION, "kanaal");
    static const char *const words[ANSWER_TEXTS] = {"  Een bank. ", NULL, "Hout", ""};
    static const char *const blank[ANSWER_TEXTS] = {" \n ", "wel", "", ""};
    for (int i = 0; i < 5; i++) {
        assert_true(store_deed_answer(b.store, b.about, i < 3 ? 1 : 1 | 4, NULL, &b.err));
    }
    assert_true(store_deed_answer(b.store, b.about, 0, words, &b.err));
    assert_false(store_deed_answer(b.store, b.about, 0, blank, &b.err));
    assert_int_equal(b.err.code, ERR_FORMAT);
    assert_false(store_deed_answer(b.store, b.about, 1, words, &b.err));
    assert_false(store_deed_answer(b.store, b.about, 1u << ANSWER_CHOICES, NULL, &b.err));
    assert_false(store_deed_answer(b.store, "niets/", 1, NULL, &b.err));
    assert_true(store_deed_tally(b.store, b.about, &tally, &b.err));
    assert_int_equal(tally.answers, 6);
    assert_int_equal(tally.choice[0], 5);
    assert_int_equal(tally.choice[1], 0);
    assert_int_equal(tally.choice[2], 2);
    assert_int_equal(rig_number(b.store, "SELECT count(*) FROM record WHERE body LIKE"
                                         " '%\"words\":[\"Een bank.\",\"\",\"Hout\",\"\"]%'"),
                     1);
    end(&b);
}

static void an_owner_changes_in_steps_with_a_reason(void **state)
{
    struct board b;
    struct owner_step steps[4], step = {OWNER_COMMUNITY, OWNER_SHARED, OWNER_NEED_HELP, true};
    size_t had = 99;
    (void)state;

    begin(&b);
    subject_plan(b.about, b.rig.round.id, 3);
    assert_true(store_owner_steps(b.store, b.about, steps, 4, &had, &b.err));
    assert_int_equal(had, 0);
    assert_true(store_owner_change(b.store, b.about, &step, &b.err));
    step = (struct owner_step){OWNER_SHARED, OWNER_MUNICIPALITY, OWNER_NOT_OURS, false};
    assert_true(store_owner_change(b.store, b.about, &step, &b.err));
    step.was = OWNER_MUNICIPALITY;
    assert_false(store_owner_change(b.store, b.about, &step, &b.err)); /* to where it is */
    assert_true(store_owner_steps(b.store, b.about, steps, 4, &had, &b.err));
    assert_int_equal(had, 2);
    assert_int_equal(steps[0].owner, OWNER_MUNICIPALITY); /* the newest first */
    assert_int_equal(steps[0].reason, OWNER_NOT_OURS);
    assert_false(steps[0].is_maker);
    assert_int_equal(steps[1].was, OWNER_COMMUNITY);
    assert_true(steps[1].is_maker);
    assert_true(store_owner_steps(b.store, b.about, steps, 1, &had, &b.err));
    assert_int_equal(had, 2);
    end(&b);
}

static bool add_raw(struct board *b, struct arena *arena, enum record_kind kind, const char *body)
{
    struct record record;
    json_t *value = json_read(body, strlen(body), &b->err);
    bool done = value != NULL && record_make(&record, arena, kind, value, &b->err) &&
                store_add(b->store, &record, &b->err);
    json_decref(value);
    return done;
}

static void what_says_nothing_we_know_is_kept_and_counts_nowhere(void **state)
{
    struct board b;
    struct arena arena;
    (void)state;

    begin(&b);
    arena_init(&arena, 0);
    assert_true(add_raw(&b, &arena, RECORD_THANKS, "{\"about\":\"maan/1\"}"));
    assert_true(add_raw(&b, &arena, RECORD_ANSWER, "{}"));
    assert_true(add_raw(&b, &arena, RECORD_PLEDGE, "{\"about\":\"jewel/x\",\"role\":\"maker\"}"));
    assert_true(add_raw(&b, &arena, RECORD_CONTENT_EDIT,
                        "{\"about\":\"idea/x\",\"act\":1,\"owner\":\"moon\",\"was\":\"shared\","
                        "\"reason\":\"asked\"}"));
    assert_true(add_raw(&b, &arena, RECORD_CONTENT_EDIT,
                        "{\"about\":\"idea/x\",\"act\":9000000000,\"owner\":\"community\","
                        "\"was\":\"shared\",\"reason\":\"asked\"}"));
    assert_int_equal(rig_number(b.store, "SELECT count(*) FROM deed"), 0);
    assert_int_equal(rig_number(b.store, "SELECT count(*) FROM owner_step"), 0);
    assert_int_equal(rig_number(b.store, "SELECT count(*) FROM record"), 5);
    arena_finish(&arena);
    end(&b);
}

static void an_erased_deed_counts_no_more(void **state)
{
    struct board b;
    (void)state;

    begin(&b);
    subject_of(b.about, SUBJECT_JEWEL, "oogstfeest");
    assert_true(store_deed_thank(b.store, b.about, &b.err));
    struct db_stmt *stmt = db_prepare(b.store->db, "SELECT rid FROM record", &b.err);
    uint8_t rid[RECORD_RID];
    assert_int_equal(db_step(stmt, &b.err), 1);
    assert_true(store_blob(stmt, 0, rid, sizeof(rid), &b.err));
    db_finish(stmt);
    assert_true(store_begin(b.store, &b.err));
    json_t *body = json_object();
    json_put_hex(body, "erases", rid, sizeof(rid));
    assert_true(
        store_end(b.store, store_make(b.store, RECORD_ERASE, body, NULL, &b.err), &b.err, &b.err));
    assert_int_equal(count(&b, DEED_THANKS), 0);
    end(&b);
}

/* A jewel of a resident goes the way of an idea: number, words, moderation; on a list of its own.
 */
static void a_jewel_waits_like_an_idea_and_stays_a_jewel(void **state)
{
    struct board b;
    static struct idea idea;
    static struct idea_row row;
    uint16_t words[2];
    uint8_t rid[RECORD_RID], other[RECORD_RID], got[RECORD_RID];
    size_t counts[IDEA_STATES];
    (void)state;

    begin(&b);
    rig_idea(&idea, 1);
    assert_true(store_idea_add(b.store, &idea, NULL, NULL, words, other, &b.err));
    rig_idea(&idea, 2);
    idea.sort = IDEA_JEWEL;
    assert_true(store_idea_add(b.store, &idea, NULL, NULL, words, rid, &b.err));
    assert_true(store_idea_counts(b.store, IDEA_JEWEL, counts, &b.err));
    assert_int_equal(counts[IDEA_WAITING], 1);
    rig_idea(&idea, 3);
    idea.sort = IDEA_PLAN; /* a change cannot make it something else */
    assert_true(store_idea_change(b.store, rid, &idea, &b.err));
    assert_true(store_idea_moderate(b.store, rid, IDEA_SHOWN, NULL, &b.err));
    assert_true(store_idea_get(b.store, rid, &row, &b.err));
    assert_int_equal(row.idea.sort, IDEA_JEWEL);
    assert_true(store_idea_counts(b.store, IDEA_JEWEL, counts, &b.err));
    assert_int_equal(counts[IDEA_SHOWN], 1);
    assert_true(store_idea_counts(b.store, IDEA_PLAN, counts, &b.err));
    assert_int_equal(counts[IDEA_SHOWN], 0);
    assert_true(store_idea_nth(b.store, IDEA_JEWEL, IDEA_SHOWN, 0, got, &b.err));
    assert_memory_equal(got, rid, RECORD_RID);
    assert_false(store_idea_quiet(b.store, IDEA_PLAN, 0, got, &b.err));
    end(&b);
}

static void the_quiet_ones_come_first(void **state)
{
    struct board b;
    static struct idea idea;
    uint16_t words[2];
    uint8_t rids[3][RECORD_RID], got[RECORD_RID];
    static const int supports[3] = {4, 0, 2};
    static const int order[3] = {1, 2, 0};
    (void)state;

    begin(&b);
    for (unsigned i = 0; i < 3; i++) {
        rig_idea(&idea, i);
        assert_true(store_idea_add(b.store, &idea, NULL, NULL, words, rids[i], &b.err));
        assert_true(store_idea_moderate(b.store, rids[i], IDEA_SHOWN, NULL, &b.err));
        for (int s = 0; s < supports[i]; s++) {
            assert_true(store_idea_support(b.store, rids[i], &b.err));
        }
    }
    for (size_t i = 0; i < 3; i++) {
        assert_true(store_idea_quiet(b.store, IDEA_PLAN, i, got, &b.err));
        assert_memory_equal(got, rids[order[i]], RECORD_RID);
    }
    end(&b);
}

static void a_subject_has_one_form(void **state)
{
    char about[SUBJECT_CAP];
    uint8_t rid[RECORD_RID] = {7, 8};
    enum owner_reason reason;
    (void)state;

    assert_string_equal(subject_of(about, SUBJECT_JEWEL, " oogst\tfeest "), "jewel/oogst feest");
    assert_true(subject_is_good(about));
    assert_true(subject_is(about, SUBJECT_JEWEL));
    assert_false(subject_is(about, SUBJECT_IDEA));
    assert_string_equal(subject_id(about), "oogst feest");
    assert_string_equal(subject_idea(about, rid), "idea/07080000000000000000000000000000");
    assert_false(subject_is_good("jewel/"));
    assert_false(subject_is_good("idea"));
    for (int i = 0; i < OWNER_REASONS; i++) {
        assert_true(owner_reason_parse(&reason, owner_reason_name((enum owner_reason)i)));
        assert_int_equal(reason, i);
    }
    assert_false(owner_reason_parse(&reason, ""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deeds_are_counted_by_what_they_are_about),
        cmocka_unit_test(answers_are_a_choice_or_words),
        cmocka_unit_test(an_owner_changes_in_steps_with_a_reason),
        cmocka_unit_test(what_says_nothing_we_know_is_kept_and_counts_nowhere),
        cmocka_unit_test(an_erased_deed_counts_no_more),
        cmocka_unit_test(a_jewel_waits_like_an_idea_and_stays_a_jewel),
        cmocka_unit_test(the_quiet_ones_come_first),
        cmocka_unit_test(a_subject_has_one_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
