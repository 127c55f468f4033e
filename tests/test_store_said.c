/* What residents said in words, and what the village lets wait: nothing is seen before it is let
 * through, whatever way the records came. */
#include "app/store/store_deed.h"
#include "app/store/store_internal.h"
#include "app/store/store_said.h"
#include "tests/faults/store_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

#define ALL_STATES (1u << IDEA_WAITING | 1u << IDEA_SHOWN | 1u << IDEA_HIDDEN)

struct board {
    struct rig rig;
    struct store *store;
    struct arena arena;
    struct err err;
    struct said *list;
    size_t count;
};

static void begin(struct board *b)
{
    memset(b, 0, sizeof(*b));
    rig_init(&b->rig);
    arena_init(&b->arena, 0);
    b->store = rig_open(&b->rig, &b->err);
    assert_non_null(b->store);
}

static void end(struct board *b)
{
    store_close(b->store);
    arena_finish(&b->arena);
    rig_finish(&b->rig);
}

static void say(struct board *b, const char *about, const char *what)
{
    const char *const texts[ANSWER_TEXTS] = {what, "want", NULL, ""};
    assert_true(store_deed_answer(b->store, about, 0, texts, &b->err));
}

static size_t listed(struct board *b, unsigned states, const char *about)
{
    assert_true(
        store_said_list(b->store, &b->arena, states, about, 100, &b->list, &b->count, &b->err));
    return b->count;
}

static size_t waiting(struct board *b)
{
    size_t wait = 99, all = 99;
    assert_true(store_said_count(b->store, &wait, &all, &b->err));
    return wait;
}

static size_t held(struct board *b)
{
    size_t ret = 99;
    assert_true(store_held(b->store, &ret, &b->err));
    return ret;
}

static uint32_t thanks(struct board *b, const char *about)
{
    uint32_t ret = 99;
    assert_true(store_deed_count(b->store, about, DEED_THANKS, &ret, &b->err));
    return ret;
}

static void an_answer_in_words_waits_until_somebody_placed_it(void **state)
{
    struct board b;
    uint8_t nobody[RECORD_RID] = {9};
    (void)state;

    begin(&b);
    say(&b, "question/kanaal", "Een bank.");
    say(&b, "question/kanaal", "Zwemmen!");
    say(&b, "question/brink", "Linden");
    assert_true(store_deed_answer(b.store, "question/brink", 1, NULL, &b.err)); /* no words */
    assert_int_equal(listed(&b, ALL_STATES, NULL), 3);
    assert_int_equal(listed(&b, 1u << IDEA_SHOWN, NULL), 0);
    assert_int_equal(waiting(&b), 3);
    assert_int_equal(listed(&b, ALL_STATES, "question/kanaal"), 2);
    struct said one = b.list[0];
    assert_string_equal(one.texts[1], "want");
    assert_string_equal(one.texts[3], "");
    assert_true(store_said_moderate(b.store, one.rid, IDEA_SHOWN, &b.err));
    assert_int_equal(waiting(&b), 2);
    assert_int_equal(listed(&b, 1u << IDEA_SHOWN, "question/kanaal"), 1);
    assert_memory_equal(b.list[0].rid, one.rid, RECORD_RID);
    assert_string_equal(b.list[0].texts[0], one.texts[0]);
    assert_int_equal(listed(&b, 1u << IDEA_SHOWN, "question/brink"), 0);
    assert_true(store_said_moderate(b.store, one.rid, IDEA_HIDDEN, &b.err)); /* after all */
    assert_int_equal(listed(&b, 1u << IDEA_SHOWN, NULL), 0);
    assert_int_equal(listed(&b, ALL_STATES, NULL), 3);
    assert_int_equal(b.list[2].state, IDEA_HIDDEN); /* the waiting ones first */
    assert_false(store_said_moderate(b.store, nobody, IDEA_SHOWN, &b.err));
    assert_int_equal(b.err.code, ERR_MISSING);
    end(&b);
}

static void what_is_taken_away_leaves_a_tombstone(void **state)
{
    struct board b;
    struct deed_tally tally;
    (void)state;

    begin(&b);
    say(&b, "question/kanaal", "Lelijke woorden");
    listed(&b, ALL_STATES, NULL);
    struct said one = b.list[0];
    assert_true(store_said_remove(b.store, one.rid, &b.err));
    assert_int_equal(listed(&b, ALL_STATES, NULL), 0);
    assert_true(store_deed_tally(b.store, "question/kanaal", &tally, &b.err));
    assert_int_equal(tally.answers, 0);
    assert_int_equal(rig_number(b.store, "SELECT count(*) FROM record WHERE kind = 'answer'"
                                         " AND body IS NULL"),
                     1);
    assert_int_equal(rig_number(b.store, "SELECT count(*) FROM record WHERE kind = 'erase'"), 1);
    assert_false(store_said_remove(b.store, one.rid, &b.err));
    assert_int_equal(b.err.code, ERR_MISSING);
    end(&b);
}

static void an_idea(struct board *b, uint8_t ret_rid[RECORD_RID])
{
    struct idea idea;
    uint16_t words[2];

    rig_idea(&idea, 1);
    assert_true(store_idea_add(b->store, &idea, NULL, NULL, words, ret_rid, &b->err));
}

static uint32_t hearts(struct board *b, const uint8_t rid[RECORD_RID], uint32_t *ret_helpers)
{
    struct idea_row row;

    assert_true(store_idea_get(b->store, rid, &row, &b->err));
    *ret_helpers = row.helpers;
    return row.supports;
}

static void what_the_village_lets_wait_counts_when_it_is_let_go(void **state)
{
    struct board b;
    uint8_t rid[RECORD_RID];
    uint32_t helpers;
    (void)state;

    begin(&b);
    an_idea(&b, rid);
    assert_true(store_idea_support(b.store, rid, &b.err)); /* at once */
    assert_int_equal(hearts(&b, rid, &helpers), 1);
    store_hold(b.store, true);
    assert_true(store_idea_support(b.store, rid, &b.err));
    assert_true(store_idea_pledge(b.store, rid, NULL, &b.err));
    assert_true(store_deed_thank(b.store, "project/bank", &b.err));
    assert_true(store_deed_pledge(b.store, "project/bank", NULL, &b.err));
    assert_int_equal(hearts(&b, rid, &helpers), 1); /* what was seen stays */
    assert_int_equal(helpers, 0);
    assert_int_equal(thanks(&b, "project/bank"), 0);
    assert_int_equal(held(&b), 4);
    store_hold(b.store, false); /* the village changes its mind: what waits waits on */
    assert_true(store_deed_thank(b.store, "project/bank", &b.err));
    assert_int_equal(thanks(&b, "project/bank"), 1);
    assert_int_equal(held(&b), 4);
    assert_true(store_held_release(b.store, &b.err));
    assert_int_equal(held(&b), 0);
    assert_int_equal(hearts(&b, rid, &helpers), 2);
    assert_int_equal(helpers, 1);
    assert_int_equal(thanks(&b, "project/bank"), 2);
    assert_true(store_held_release(b.store, &b.err)); /* nothing waits: no record */
    assert_int_equal(rig_number(b.store, "SELECT count(*) FROM record WHERE kind = 'moderation'"),
                     1);
    end(&b);
}

static void a_great_many_are_let_go_in_records_that_fit(void **state)
{
    struct board b;
    (void)state;

    begin(&b);
    store_hold(b.store, true);
    for (int i = 0; i < 1203; i++) {
        assert_true(store_deed_thank(b.store, "project/bank", &b.err));
    }
    assert_true(store_held_release(b.store, &b.err));
    assert_int_equal(thanks(&b, "project/bank"), 1203);
    assert_int_equal(rig_number(b.store, "SELECT count(*) FROM record WHERE kind = 'moderation'"),
                     3);
    end(&b);
}

/* Another kiosk of the village gets the same records, the verdicts first. */
static void the_order_in_which_records_come_is_the_same(void **state)
{
    struct board b;
    struct rig_set set;
    uint8_t rid[RECORD_RID];
    uint32_t helpers;
    (void)state;

    begin(&b);
    set = (struct rig_set){.arena = &b.arena};
    an_idea(&b, rid);
    store_hold(b.store, true);
    assert_true(store_idea_support(b.store, rid, &b.err));
    assert_true(store_deed_thank(b.store, "project/bank", &b.err));
    say(&b, "question/kanaal", "Een bank.");
    listed(&b, ALL_STATES, NULL);
    assert_true(store_said_moderate(b.store, b.list[0].rid, IDEA_SHOWN, &b.err));
    assert_true(store_held_release(b.store, &b.err));
    assert_true(store_each(b.store, rig_collect, &set, &b.err));
    const char *truth = rig_projections(b.store, &b.arena);
    for (int turn = 0; turn < 2; turn++) {
        char dir[] = "/0";
        dir[1] = (char)('0' + turn);
        assert_true(io_make_dirs(io_fault_io(b.rig.disk), dir, &b.err));
        struct store *other = rig_open_dir(&b.rig, dir, &b.err);
        assert_non_null(other);
        for (int pass = 0; pass < 2; pass++) { /* moderation records first, or last */
            for (size_t i = 0; i < set.count; i++) {
                bool is_verdict = set.record[i].kind == RECORD_MODERATION;
                if (is_verdict == ((pass + turn) % 2 == 0)) {
                    assert_true(store_add(other, &set.record[i], &b.err));
                }
            }
        }
        assert_string_equal(rig_projections(other, &b.arena), truth);
        assert_true(store_rebuild(other, &b.err));
        assert_string_equal(rig_projections(other, &b.arena), truth);
        store_close(other);
    }
    assert_int_equal(hearts(&b, rid, &helpers), 1);
    end(&b);
}

/* The verdict itself may be erased: then what it let go waits again. */
static void an_erased_verdict_says_nothing_any_more(void **state)
{
    struct board b;
    struct record erase;
    struct rig_set set;
    uint8_t rid[RECORD_RID];
    uint32_t helpers;
    (void)state;

    begin(&b);
    set = (struct rig_set){.arena = &b.arena};
    an_idea(&b, rid);
    store_hold(b.store, true);
    assert_true(store_idea_support(b.store, rid, &b.err));
    assert_true(store_held_release(b.store, &b.err));
    assert_int_equal(hearts(&b, rid, &helpers), 1);
    assert_true(store_each(b.store, rig_collect, &set, &b.err));
    for (size_t i = 0; i < set.count; i++) {
        if (set.record[i].kind == RECORD_MODERATION) {
            json_t *body = json_object();
            json_put_hex(body, "erases", set.record[i].rid, RECORD_RID);
            assert_true(record_make(&erase, &b.arena, RECORD_ERASE, body, &b.err));
            json_decref(body);
            assert_true(store_add(b.store, &erase, &b.err));
        }
    }
    assert_int_equal(hearts(&b, rid, &helpers), 0);
    assert_int_equal(held(&b), 1);
    end(&b);
}

static void forged_verdicts_are_kept_and_say_nothing(void **state)
{
    static const char *const bodies[] = {
        "{\"act\":1,\"deeds\":\"alles\",\"state\":\"shown\"}",
        "{\"act\":1,\"deeds\":[\"zz\",7,null,{}],\"state\":\"shown\"}",
        "{\"act\":0,\"deeds\":[\"00000000000000000000000000000001\"],\"state\":\"shown\"}",
        "{\"act\":1,\"deeds\":[\"00000000000000000000000000000001\"],\"state\":\"open\"}",
    };
    struct board b;
    (void)state;

    begin(&b);
    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        struct record record;
        json_t *body = json_read(bodies[i], strlen(bodies[i]), &b.err);
        assert_true(record_make(&record, &b.arena, RECORD_MODERATION, body, &b.err));
        json_decref(body);
        assert_true(store_add(b.store, &record, &b.err));
    }
    assert_int_equal(rig_number(b.store, "SELECT count(*) FROM deed_verdict"), 0);
    end(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_in_words_waits_until_somebody_placed_it),
        cmocka_unit_test(what_is_taken_away_leaves_a_tombstone),
        cmocka_unit_test(what_the_village_lets_wait_counts_when_it_is_let_go),
        cmocka_unit_test(a_great_many_are_let_go_in_records_that_fit),
        cmocka_unit_test(the_order_in_which_records_come_is_the_same),
        cmocka_unit_test(an_erased_verdict_says_nothing_any_more),
        cmocka_unit_test(forged_verdicts_are_kept_and_say_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
