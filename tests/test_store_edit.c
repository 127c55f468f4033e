/* What was edited at the kiosk: the newest value of an item holds, in whatever order it came. */
#include "app/domain/reply.h"
#include "app/store/store_edit.h"
#include "app/store/store_idea.h"
#include "app/store/store_internal.h"
#include "tests/faults/store_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

static void assert_value(struct store *store, const char *item, const char *want)
{
    json_t *value = NULL;
    struct err err = {0};

    assert_true(store_edit_get(store, item, &value, &err));
    assert_string_equal(json_is_string(value) ? json_string_value(value) : "-", want);
    json_decref(value);
}

static void the_newest_value_holds_and_null_takes_it_back(void **state)
{
    struct rig_desk d;
    json_t *value;
    (void)state;

    rig_desk_begin(&d);
    assert_false(store_edit_get(d.store, "dorp/motto", &value, &d.err));
    assert_int_equal(d.err.code, ERR_MISSING);
    assert_true(store_edit_put(d.store, "dorp/motto", json_string("een"), NULL, &d.err));
    assert_true(store_edit_put(d.store, "dorp/motto", json_string("twee"), "ab", &d.err));
    assert_true(store_edit_put(d.store, "dorp/open", json_string("ma"), NULL, &d.err));
    assert_value(d.store, "dorp/motto", "twee");
    assert_true(store_edit_put(d.store, "dorp/motto", json_null(), NULL, &d.err));
    assert_value(d.store, "dorp/motto", "-");
    assert_true(store_rebuild(d.store, &d.err));
    assert_value(d.store, "dorp/motto", "-");
    assert_value(d.store, "dorp/open", "ma");
    assert_false(store_edit_put(d.store, "", json_null(), NULL, &d.err));
    assert_int_equal(d.err.code, ERR_LIMIT);
    rig_desk_end(&d);
}

static bool concat(void *ctx, const struct edit_row *row)
{
    char *text = ctx;
    strcat(text, row->item);
    strcat(text, "=");
    strcat(text, json_is_string(row->value) ? json_string_value(row->value) : "-");
    strcat(text, row->base);
    strcat(text, ";");
    return true;
}

static void two_kiosks_come_to_the_same_in_either_order(void **state)
{
    struct rig_desk d;
    struct record record[2];
    char first[400] = "", second[400] = "";
    (void)state;

    rig_desk_begin(&d);
    struct arena arena;
    arena_init(&arena, 0);
    for (int i = 0; i < 2; i++) { /* both edited the same item before they heard of each other */
        json_t *body = json_object();
        json_put_number(body, "act", 1);
        json_put_text(body, "item", "dorp/motto");
        json_put_text(body, "value", i == 0 ? "links" : "rechts");
        assert_true(record_make(&record[i], &arena, RECORD_CONTENT_EDIT, body, &d.err));
        json_decref(body);
    }
    assert_true(store_add(d.store, &record[0], &d.err));
    assert_true(store_add(d.store, &record[1], &d.err));
    assert_true(store_edit_each(d.store, concat, first, &d.err));
    rig_desk_end(&d);
    rig_desk_begin(&d);
    assert_true(store_add(d.store, &record[1], &d.err));
    assert_true(store_add(d.store, &record[0], &d.err));
    assert_true(store_edit_each(d.store, concat, second, &d.err));
    assert_string_equal(first, second);
    arena_finish(&arena);
    rig_desk_end(&d);
}

static void a_reply_is_one_of_four_roles_and_a_few_sentences(void **state)
{
    struct reply reply = {.role = ROLE_OF_TOGETHER, .text = "Wij helpen."}, back;
    (void)state;

    for (int role = 0; role < REPLY_ROLES; role++) {
        reply.role = (enum reply_role)role;
        json_t *value = reply_to_json(&reply);
        assert_true(reply_from_json(&back, value));
        assert_int_equal(back.role, role);
        assert_string_equal(back.text, reply.text);
        json_decref(value);
    }
    json_t *value = reply_to_json(&reply);
    json_put_text(value, "role", "koning");
    assert_false(reply_from_json(&back, value));
    assert_string_equal(back.text, "");
    json_decref(value);
    reply.text[0] = '\0';
    value = reply_to_json(&reply);
    assert_true(json_is_null(value));
    assert_false(reply_from_json(&back, value));
    json_decref(value);
}

static void an_idea_that_is_removed_leaves_tombstones_of_every_version(void **state)
{
    struct rig_desk d;
    struct idea idea;
    struct idea_row row;
    uint16_t words[2];
    uint8_t rid[RECORD_RID];
    size_t refused = 0;
    (void)state;

    rig_desk_begin(&d);
    rig_idea(&idea, 1);
    assert_true(store_idea_add(d.store, &idea, NULL, NULL, words, rid, &d.err));
    rig_idea(&idea, 2);
    assert_true(store_idea_change(d.store, rid, &idea, &d.err));
    assert_true(store_idea_moderate(d.store, rid, IDEA_HIDDEN, "reason.names", &d.err));
    assert_true(store_idea_refused(d.store, &refused, &d.err));
    assert_int_equal(refused, 1);
    assert_true(store_idea_remove(d.store, rid, &d.err));
    assert_false(store_idea_get(d.store, rid, &row, &d.err));
    assert_int_equal(rig_number(d.store, "SELECT count(*) FROM record WHERE kind = 'idea' AND body"
                                         " IS NULL"),
                     2);
    assert_int_equal(rig_number(d.store, "SELECT count(*) FROM record WHERE kind = 'erase'"), 2);
    assert_true(store_idea_refused(d.store, &refused, &d.err));
    assert_int_equal(refused, 1);
    rig_desk_end(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_newest_value_holds_and_null_takes_it_back),
        cmocka_unit_test(two_kiosks_come_to_the_same_in_either_order),
        cmocka_unit_test(a_reply_is_one_of_four_roles_and_a_few_sentences),
        cmocka_unit_test(an_idea_that_is_removed_leaves_tombstones_of_every_version),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
