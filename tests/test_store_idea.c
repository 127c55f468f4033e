/* Ideas, supports, pledges and moderation: all as records. */
#include "app/base/str.h"
#include "app/store/store_idea.h"
#include "app/store/store_internal.h"
#include "tests/faults/store_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Takes migration 5 back out of a database. */
#define WITHOUT_5                                                                                  \
    "ALTER TABLE idea DROP COLUMN sort; ALTER TABLE idea_version DROP COLUMN sort;"                \
    "ALTER TABLE idea DROP COLUMN plan_of; ALTER TABLE idea_version DROP COLUMN plan_of;"          \
    "DROP TABLE deed; DROP TABLE owner_step; DROP TABLE outbox_trip;"                              \
    "DROP TABLE deed_verdict; DROP INDEX idea_support_waits; DROP INDEX pledge_waits;"             \
    "ALTER TABLE idea_support DROP COLUMN waits;"                                                  \
    "ALTER TABLE pledge DROP COLUMN waits;"

struct board {
    struct rig rig;
    struct store *store;
    struct err err;
    struct idea idea;
    struct idea_row row;
    uint16_t words[2];
    uint8_t rid[RECORD_RID];
};

static void begin(struct board *board)
{
    memset(board, 0, sizeof(*board));
    rig_init(&board->rig);
    board->store = rig_open(&board->rig, &board->err);
    assert_non_null(board->store);
}

static void end(struct board *board)
{
    store_close(board->store);
    rig_finish(&board->rig);
}

static void add(struct board *b, unsigned n, const struct contact_sealed *contact)
{
    rig_idea(&b->idea, n);
    assert_true(store_idea_add(b->store, &b->idea, NULL, contact, b->words, b->rid, &b->err));
}

static const struct idea_row *look(struct board *b)
{
    assert_true(store_idea_get(b->store, b->rid, &b->row, &b->err));
    return &b->row;
}

static void moderate(struct board *b, enum idea_state state, const char *reason)
{
    assert_true(store_idea_moderate(b->store, b->rid, state, reason, &b->err));
}

static void an_idea_comes_back_as_it_was_told(void **state)
{
    struct board b;
    (void)state;

    begin(&b);
    rig_idea(&b.idea, 5);
    strcpy(b.idea.whom, "de kinderen");
    b.idea.drawing = (struct drawing){.x = {1, 2, 1000},
                                      .y = {3, 4, 0},
                                      .stroke_end = {2, 3},
                                      .point_count = 3,
                                      .stroke_count = 2};
    struct idea told = b.idea;
    told.number = 1;
    assert_true(store_idea_add(b.store, &b.idea, NULL, NULL, b.words, b.rid, &b.err));
    assert_int_equal(b.idea.number, 1);
    assert_memory_equal(&look(&b)->idea, &told, sizeof(told));
    assert_int_equal(b.row.state, IDEA_WAITING);
    assert_int_equal(b.row.supports + b.row.helpers, 0);
    assert_false(b.row.has_contact || b.row.is_updated);
    assert_memory_equal(b.row.rid, b.rid, RECORD_RID);
    end(&b);
}

static void an_idea_without_words_is_refused_and_takes_no_number(void **state)
{
    struct board b;
    (void)state;

    begin(&b);
    struct idea empty = {.more = "wel iets"};
    assert_false(store_idea_add(b.store, &empty, NULL, NULL, b.words, b.rid, &b.err));
    assert_int_equal(b.err.code, ERR_FORMAT);
    assert_int_equal(empty.number, 0);
    add(&b, 1, NULL);
    assert_int_equal(b.idea.number, 1);
    end(&b);
}

static void numbers_rise_and_are_never_given_again(void **state)
{
    struct board b;
    (void)state;

    begin(&b);
    for (unsigned i = 1; i <= 3; i++) {
        add(&b, i, NULL);
        assert_int_equal(b.idea.number, i);
    }
    /* The village erases the last one: its number stays on the maker's slip of paper. */
    struct arena arena;
    struct record erase;
    arena_init(&arena, 0);
    json_t *body = json_object();
    json_put_hex(body, "erases", b.rid, RECORD_RID);
    assert_true(record_make(&erase, &arena, RECORD_ERASE, body, &b.err));
    json_decref(body);
    assert_true(store_add(b.store, &erase, &b.err));
    arena_finish(&arena);
    assert_false(store_idea_get(b.store, b.rid, &b.row, &b.err));
    assert_int_equal(b.err.code, ERR_MISSING);
    store_close(b.store);
    b.store = rig_open(&b.rig, &b.err);
    add(&b, 9, NULL);
    assert_int_equal(b.idea.number, 4);
    end(&b);
}

static void the_maker_finds_the_idea_by_number_and_words(void **state)
{
    struct board b;
    (void)state;

    begin(&b);
    add(&b, 1, NULL);
    uint16_t words[2] = {b.words[0], b.words[1]};
    add(&b, 2, NULL);
    assert_true(store_idea_find(b.store, 1, words, &b.row, &b.err));
    assert_int_equal(b.row.idea.number, 1);
    assert_false(store_idea_find(b.store, 2, words, &b.row, &b.err));
    assert_int_equal(b.err.code, ERR_DENIED);
    uint16_t swapped[2] = {words[1], words[0]};
    assert_false(store_idea_find(b.store, 1, swapped, &b.row, &b.err));
    assert_int_equal(b.err.code, ERR_DENIED);
    assert_false(store_idea_find(b.store, 3, words, &b.row, &b.err));
    assert_int_equal(b.err.code, ERR_MISSING);
    /* Also after a change and a new start. */
    struct idea changed;
    rig_idea(&changed, 77);
    assert_true(store_idea_find(b.store, 1, words, &b.row, &b.err));
    assert_true(store_idea_change(b.store, b.row.rid, &changed, &b.err));
    store_close(b.store);
    b.store = rig_open(&b.rig, &b.err);
    assert_true(store_idea_find(b.store, 1, words, &b.row, &b.err));
    assert_string_equal(b.row.idea.what, changed.what);
    end(&b);
}

struct listed { /* what store_idea_each gave */
    uint32_t numbers[20];
    char reasons[20][40];
    size_t count, most; /* most: then it asks no more */
};

static bool list_row(void *ctx, const struct idea_row *row)
{
    struct listed *listed = ctx;
    snprintf(listed->reasons[listed->count], sizeof(listed->reasons[0]), "%.30s", row->reason);
    listed->numbers[listed->count++] = row->idea.number;
    return listed->count < listed->most;
}

static void a_list_holds_the_wanted_states_by_number(void **state)
{
    struct board b;
    struct arena arena;
    struct idea_name *names;
    size_t count;
    (void)state;

    begin(&b);
    arena_init(&arena, 0);
    assert_true(store_idea_names(b.store, &arena, ~0u, &names, &count, &b.err));
    assert_int_equal(count, 0);
    for (unsigned i = 0; i < 12; i++) {
        add(&b, i, NULL);
        if (i % 3 == 1) {
            moderate(&b, IDEA_SHOWN, NULL);
        } else if (i % 3 == 2) {
            moderate(&b, IDEA_HIDDEN, "Er staat een naam in.");
        }
    }
    assert_true(store_idea_names(b.store, &arena, 1u << IDEA_SHOWN, &names, &count, &b.err));
    assert_int_equal(count, 4);
    for (unsigned i = 0; i < 4; i++) {
        assert_int_equal(names[i].number, 3 * i + 2);
        assert_int_equal(names[i].state, IDEA_SHOWN);
        assert_true(store_idea_get(b.store, names[i].rid, &b.row, &b.err));
        assert_string_equal(names[i].what, b.row.idea.what);
    }
    struct listed some = {.most = 20}, few = {.most = 3};
    unsigned states = 1u << IDEA_WAITING | 1u << IDEA_HIDDEN;
    assert_true(store_idea_each(b.store, states, list_row, &some, &b.err));
    assert_int_equal(some.count, 8);
    assert_string_equal(some.reasons[1], "Er staat een naam in.");
    assert_int_equal(some.numbers[7], 12);
    assert_false(store_idea_each(b.store, states, list_row, &few, &b.err));
    assert_int_equal(few.count, 3);
    struct arena small;
    arena_init(&small, 1000);
    assert_false(store_idea_names(b.store, &small, ~0u, &names, &count, &b.err));
    assert_int_equal(b.err.code, ERR_LIMIT);
    arena_finish(&small);
    arena_finish(&arena);
    end(&b);
}

static void the_stamp_changes_with_the_ideas_and_with_nothing_else(void **state)
{
    struct board b;
    (void)state;

    begin(&b);
    uint64_t before = store_idea_stamp(b.store);
    add(&b, 1, NULL);
    uint64_t added = store_idea_stamp(b.store);
    assert_int_not_equal(added, before);
    assert_true(store_setting_put(b.store, "pack", "x", &b.err));
    assert_int_equal(store_idea_stamp(b.store), added);
    moderate(&b, IDEA_SHOWN, NULL);
    uint64_t shown = store_idea_stamp(b.store);
    assert_int_not_equal(shown, added);
    /* Another program on the same database. */
    struct store *other = rig_open(&b.rig, &b.err);
    assert_non_null(other);
    assert_true(store_idea_support(other, b.rid, &b.err));
    store_close(other);
    assert_int_not_equal(store_idea_stamp(b.store), shown);
    end(&b);
}

/* What migration 2 added is filled from the records of a database of version 1. */
static void a_database_of_version_1_gets_the_names_of_its_ideas(void **state)
{
    struct board b;
    struct arena arena;
    struct idea_name *names;
    size_t count;
    (void)state;

    begin(&b);
    add(&b, 1, NULL);
    moderate(&b, IDEA_SHOWN, NULL);
    assert_true(store_idea_get(b.store, b.rid, &b.row, &b.err));
    assert_true(db_exec(b.store->db,
                        WITHOUT_5
                        "ALTER TABLE idea DROP COLUMN what;"
                        "ALTER TABLE idea_version DROP COLUMN what; DROP TABLE idea_words;"
                        "DROP TABLE outbox_record; DROP TABLE outbox;"
                        "PRAGMA user_version=1",
                        &b.err));
    store_close(b.store);
    b.store = rig_open(&b.rig, &b.err);
    assert_non_null(b.store);
    arena_init(&arena, 0);
    assert_true(store_idea_names(b.store, &arena, ~0u, &names, &count, &b.err));
    assert_int_equal(count, 1);
    assert_string_equal(names[0].what, b.row.idea.what);
    assert_int_equal(names[0].state, IDEA_SHOWN);
    assert_int_equal(rig_number(b.store, "PRAGMA user_version"), 7);
    arena_finish(&arena);
    end(&b);
}

/* Until migration 3 an idea's body had its stretched words; they still open it. */
static void an_idea_of_before_opens_with_its_words(void **state)
{
    struct board b;
    struct arena arena;
    struct record record;
    struct idea_secret secret = {.salt = {3}};
    const uint16_t words[2] = {17, 1900};
    (void)state;

    begin(&b);
    arena_init(&arena, 0);
    assert_true(idea_stretch_words(secret.stretched, words, secret.salt, &b.err));
    rig_idea(&b.idea, 1);
    b.idea.number = 8;
    json_t *body = idea_to_json(&b.idea);
    json_put_hex(body, "salt", secret.salt, sizeof(secret.salt));
    json_put_hex(body, "secret", secret.stretched, sizeof(secret.stretched));
    assert_true(record_make(&record, &arena, RECORD_IDEA, body, &b.err));
    json_decref(body);
    assert_true(store_add(b.store, &record, &b.err));
    assert_true(store_idea_find(b.store, 8, words, &b.row, &b.err));
    assert_true(db_exec(b.store->db,
                        WITHOUT_5 "DROP TABLE idea_words; DROP TABLE outbox_record;"
                                  " DROP TABLE outbox; PRAGMA user_version=2",
                        &b.err));
    store_close(b.store);
    b.store = rig_open(&b.rig, &b.err);
    assert_non_null(b.store);
    assert_true(store_idea_find(b.store, 8, words, &b.row, &b.err));
    arena_finish(&arena);
    end(&b);
}

static void words_stay_at_a_rebuild_and_go_with_the_idea(void **state)
{
    struct board b;
    char hex[2 * RECORD_RID + 1];
    struct arena arena;
    struct record erase;
    (void)state;

    begin(&b);
    arena_init(&arena, 0);
    add(&b, 1, NULL);
    assert_true(store_rebuild(b.store, &b.err));
    assert_true(store_idea_find(b.store, 1, b.words, &b.row, &b.err));
    str_hex(hex, b.rid, RECORD_RID);
    json_t *body = json_object();
    json_put_text(body, "erases", hex);
    assert_true(record_make(&erase, &arena, RECORD_ERASE, body, &b.err));
    json_decref(body);
    assert_true(store_add(b.store, &erase, &b.err));
    assert_int_equal(rig_number(b.store, "SELECT count(*) FROM idea_words"), 0);
    arena_finish(&arena);
    end(&b);
}

static void a_changed_idea_waits_again_and_keeps_its_name(void **state)
{
    struct board b;
    struct idea changed;
    (void)state;

    begin(&b);
    add(&b, 1, NULL);
    rig_idea(&changed, 2);
    assert_true(store_idea_change(b.store, b.rid, &changed, &b.err));
    assert_string_equal(look(&b)->idea.what, changed.what);
    assert_false(b.row.is_updated); /* nobody has seen it yet */
    moderate(&b, IDEA_SHOWN, NULL);
    assert_int_equal(look(&b)->state, IDEA_SHOWN);
    assert_true(store_idea_support(b.store, b.rid, &b.err));
    rig_idea(&changed, 3);
    changed.number = 1000; /* cannot be chosen */
    assert_true(store_idea_change(b.store, b.rid, &changed, &b.err));
    assert_int_equal(look(&b)->state, IDEA_WAITING);
    assert_true(b.row.is_updated);
    assert_int_equal(b.row.supports, 1);
    assert_int_equal(b.row.idea.number, 1);
    moderate(&b, IDEA_SHOWN, NULL);
    assert_int_equal(look(&b)->state, IDEA_SHOWN);
    assert_false(b.row.is_updated);
    end(&b);
}

static void a_hidden_idea_tells_its_maker_why(void **state)
{
    struct board b;
    (void)state;

    begin(&b);
    add(&b, 1, NULL);
    assert_false(store_idea_moderate(b.store, b.rid, IDEA_HIDDEN, " ", &b.err));
    assert_int_equal(b.err.code, ERR_FORMAT);
    assert_false(store_idea_moderate(b.store, b.rid, IDEA_HIDDEN, NULL, &b.err));
    assert_false(store_idea_moderate(b.store, b.rid, IDEA_WITHDRAWN, "zo", &b.err));
    moderate(&b, IDEA_HIDDEN, "Er staat een naam in.");
    assert_int_equal(look(&b)->state, IDEA_HIDDEN);
    assert_string_equal(b.row.reason, "Er staat een naam in.");
    assert_false(store_idea_support(b.store, b.rid, &b.err));
    assert_int_equal(b.err.code, ERR_DENIED);
    moderate(&b, IDEA_SHOWN, NULL);
    assert_string_equal(look(&b)->reason, "");
    end(&b);
}

static void a_withdrawn_idea_stays_withdrawn(void **state)
{
    struct board b;
    struct idea changed;
    (void)state;

    begin(&b);
    add(&b, 1, NULL);
    moderate(&b, IDEA_SHOWN, NULL);
    assert_true(store_idea_withdraw(b.store, b.rid, &b.err));
    assert_int_equal(look(&b)->state, IDEA_WITHDRAWN);
    assert_true(store_idea_withdraw(b.store, b.rid, &b.err)); /* a second tap */
    rig_idea(&changed, 2);
    assert_false(store_idea_change(b.store, b.rid, &changed, &b.err));
    assert_int_equal(b.err.code, ERR_DENIED);
    assert_false(store_idea_moderate(b.store, b.rid, IDEA_SHOWN, NULL, &b.err));
    assert_false(store_idea_support(b.store, b.rid, &b.err));
    assert_false(store_idea_pledge(b.store, b.rid, NULL, &b.err));
    assert_int_equal(look(&b)->state, IDEA_WITHDRAWN);
    end(&b);
}

static void supports_and_pledges_are_counted_apart(void **state)
{
    struct board b;
    struct contact_sealed contact;
    (void)state;

    begin(&b);
    memset(&contact, 7, sizeof(contact));
    add(&b, 1, &contact);
    for (int i = 0; i < 12; i++) {
        assert_true(store_idea_support(b.store, b.rid, &b.err));
    }
    assert_true(store_idea_pledge(b.store, b.rid, &contact, &b.err));
    assert_true(store_idea_pledge(b.store, b.rid, NULL, &b.err));
    assert_int_equal(look(&b)->supports, 12);
    assert_int_equal(b.row.helpers, 2); /* the maker's own pledge is not help */
    assert_true(b.row.has_contact);
    uint8_t nobody[RECORD_RID] = {1};
    assert_false(store_idea_support(b.store, nobody, &b.err));
    assert_int_equal(b.err.code, ERR_MISSING);
    assert_false(store_idea_pledge(b.store, nobody, NULL, &b.err));
    assert_int_equal(b.err.code, ERR_MISSING);
    end(&b);
}

static bool no_maker(void *ctx, const struct record *record)
{
    size_t *tombstones = ctx;

    assert_true(record->body == NULL || strstr(record->body, "maker") == NULL);
    *tombstones += record->body == NULL;
    return true;
}

static void an_erased_contact_leaves_a_tombstone_only(void **state)
{
    struct board b;
    struct contact_sealed contact;
    uint8_t before[CRYPTO_HASH], after[CRYPTO_HASH];
    size_t tombstones = 0;
    (void)state;

    begin(&b);
    memset(&contact, 7, sizeof(contact));
    add(&b, 1, &contact);
    assert_true(store_idea_pledge(b.store, b.rid, &contact, &b.err));
    assert_true(store_digest(b.store, before, &b.err));
    assert_true(store_idea_erase_contact(b.store, b.rid, &b.err));
    assert_false(look(&b)->has_contact);
    assert_int_equal(b.row.helpers, 1);
    assert_true(store_each(b.store, no_maker, &tombstones, &b.err));
    assert_int_equal(tombstones, 1);
    assert_true(store_digest(b.store, after, &b.err));
    assert_memory_not_equal(before, after, sizeof(after)); /* the erase itself is a record */
    assert_false(store_idea_erase_contact(b.store, b.rid, &b.err));
    assert_int_equal(b.err.code, ERR_MISSING);
    assert_true(store_rebuild(b.store, &b.err));
    assert_false(look(&b)->has_contact);
    end(&b);
}

static void an_idea_that_is_nowhere_is_missing_for_every_act(void **state)
{
    struct board b;
    uint8_t nobody[RECORD_RID] = {1};
    (void)state;

    begin(&b);
    rig_idea(&b.idea, 1);
    assert_false(store_idea_change(b.store, nobody, &b.idea, &b.err));
    assert_int_equal(b.err.code, ERR_MISSING);
    assert_false(store_idea_withdraw(b.store, nobody, &b.err));
    assert_int_equal(b.err.code, ERR_MISSING);
    assert_false(store_idea_erase_contact(b.store, nobody, &b.err));
    assert_int_equal(b.err.code, ERR_MISSING);
    assert_false(store_idea_moderate(b.store, nobody, IDEA_SHOWN, NULL, &b.err));
    assert_int_equal(b.err.code, ERR_MISSING);
    end(&b);
}

static void the_nth_of_a_state_is_the_nth_of_its_list(void **state)
{
    struct board b;
    struct arena arena;
    struct idea_name *names;
    size_t count, counts[IDEA_STATES] = {99};
    uint8_t rid[RECORD_RID];
    (void)state;

    begin(&b);
    assert_true(store_idea_counts(b.store, IDEA_PLAN, counts, &b.err));
    assert_int_equal(counts[IDEA_WAITING], 0);
    for (unsigned i = 0; i < 9; i++) { /* every third waits, every third is hidden */
        add(&b, i, NULL);
        if (i % 3 != 0) {
            moderate(&b, i % 3 == 1 ? IDEA_SHOWN : IDEA_HIDDEN, "dubbel");
        }
    }
    arena_init(&arena, 0);
    assert_true(store_idea_names(b.store, &arena, 1u << IDEA_SHOWN, &names, &count, &b.err));
    assert_int_equal(count, 3);
    assert_true(store_idea_counts(b.store, IDEA_PLAN, counts, &b.err));
    assert_int_equal(counts[IDEA_SHOWN], count);
    assert_int_equal(counts[IDEA_WAITING] + counts[IDEA_HIDDEN] + counts[IDEA_WITHDRAWN], 6);
    for (size_t i = 0; i < count; i++) {
        assert_true(store_idea_nth(b.store, IDEA_PLAN, IDEA_SHOWN, i, rid, &b.err));
        assert_memory_equal(rid, names[i].rid, RECORD_RID);
    }
    assert_false(store_idea_nth(b.store, IDEA_PLAN, IDEA_SHOWN, count, rid, &b.err));
    assert_int_equal(b.err.code, ERR_MISSING);
    arena_finish(&arena);
    end(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_idea_comes_back_as_it_was_told),
        cmocka_unit_test(an_idea_without_words_is_refused_and_takes_no_number),
        cmocka_unit_test(numbers_rise_and_are_never_given_again),
        cmocka_unit_test(the_maker_finds_the_idea_by_number_and_words),
        cmocka_unit_test(a_list_holds_the_wanted_states_by_number),
        cmocka_unit_test(the_nth_of_a_state_is_the_nth_of_its_list),
        cmocka_unit_test(the_stamp_changes_with_the_ideas_and_with_nothing_else),
        cmocka_unit_test(a_database_of_version_1_gets_the_names_of_its_ideas),
        cmocka_unit_test(an_idea_of_before_opens_with_its_words),
        cmocka_unit_test(words_stay_at_a_rebuild_and_go_with_the_idea),
        cmocka_unit_test(a_changed_idea_waits_again_and_keeps_its_name),
        cmocka_unit_test(a_hidden_idea_tells_its_maker_why),
        cmocka_unit_test(a_withdrawn_idea_stays_withdrawn),
        cmocka_unit_test(supports_and_pledges_are_counted_apart),
        cmocka_unit_test(an_erased_contact_leaves_a_tombstone_only),
        cmocka_unit_test(an_idea_that_is_nowhere_is_missing_for_every_act),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
