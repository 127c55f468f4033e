/* The logbook: every line that is changed, taken out, moved or added behind our back is found. */
#include "app/store/store_internal.h"
#include "app/store/store_logbook.h"
#include "tests/faults/store_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

enum { LINES = 40 };

static void fill(struct rig_desk *d, int from, int to)
{
    char detail[16];

    for (int i = from; i < to; i++) {
        snprintf(detail, sizeof(detail), "%d", i);
        assert_true(store_logbook_add(d->store, 1000 - i, "log.act", detail, &d->err));
    }
}

static struct logbook_check check(struct rig_desk *d)
{
    struct logbook_check ret = {.line = -1};

    assert_true(store_logbook_check(d->store, &ret, &d->err));
    return ret;
}

static void the_newest_stay_and_are_whole(void **state)
{
    struct rig_desk d;
    struct arena arena;
    struct logbook_line *lines;
    size_t count;
    char detail[16];
    (void)state;

    rig_desk_begin(&d);
    arena_init(&arena, 0);
    assert_true(store_logbook(d.store, &arena, 10, &lines, &count, &d.err));
    assert_int_equal(count, 0);
    for (int i = 0; i < 520; i++) {
        snprintf(detail, sizeof(detail), "%d", i);
        assert_true(store_logbook_add(d.store, 1000 - i, "log.act", i == 519 ? NULL : detail,
                                      &d.err)); /* a clock that runs back changes no order */
    }
    assert_true(store_logbook(d.store, &arena, 1000, &lines, &count, &d.err));
    assert_int_equal(count, 500);
    assert_string_equal(lines[0].detail, "20");
    assert_string_equal(lines[499].detail, "");
    assert_int_equal(lines[499].wall_s, 1000 - 519);
    assert_true(store_logbook(d.store, &arena, 3, &lines, &count, &d.err));
    assert_int_equal(count, 3);
    assert_string_equal(lines[0].detail, "517");
    assert_string_equal(lines[0].key, "log.act");
    assert_true(check(&d).is_whole);
    assert_int_equal(check(&d).lines, 500);
    arena_finish(&arena);
    rig_desk_end(&d);
}

static void a_logbook_is_whole_over_a_power_cut_and_a_rebuild(void **state)
{
    struct rig_desk d;
    (void)state;

    rig_desk_begin(&d);
    assert_true(check(&d).is_whole); /* an empty one too */
    fill(&d, 0, LINES);
    rig_cut(&d.rig, d.store, 3);
    d.store = rig_open(&d.rig, &d.err);
    fill(&d, LINES, LINES + 3);
    assert_true(store_rebuild(d.store, &d.err));
    assert_true(check(&d).is_whole);
    assert_int_equal(check(&d).lines, LINES + 3);
    rig_desk_end(&d);
}

/* Each as somebody with the card in a laptop would do it, at every line. */
static void any_line_changed_taken_out_or_moved_is_found(void **state)
{
    static const struct {
        const char *sql; /* %d: the line */
        int last;        /* up to which line it can be done */
    } plants[] = {
        {"UPDATE logbook SET detail = 'x' WHERE line = %d", LINES},
        {"UPDATE logbook SET key = 'log.other' WHERE line = %d", LINES},
        {"UPDATE logbook SET wall_s = wall_s + 1 WHERE line = %d", LINES},
        {"DELETE FROM logbook WHERE line = %d", LINES},
        {NULL, LINES - 1}, /* changes places with the next */
        {"UPDATE logbook_link SET link = randomblob(32) WHERE line = %d", LINES},
        {"DELETE FROM logbook WHERE line >= %d", LINES},
    };
    (void)state;

    for (size_t p = 0; p < sizeof(plants) / sizeof(plants[0]); p++) {
        struct rig_desk d;
        char sql[400];
        rig_desk_begin(&d);
        fill(&d, 0, LINES);
        for (int line = 1; line <= plants[p].last; line++) {
            assert_true(db_exec(d.store->db, "SAVEPOINT before", &d.err));
            if (plants[p].sql == NULL) {
                snprintf(sql, sizeof(sql),
                         "UPDATE logbook SET line = 900 WHERE line = %d;"
                         "UPDATE logbook SET line = %d WHERE line = %d;"
                         "UPDATE logbook SET line = %d WHERE line = 900",
                         line, line, line + 1, line + 1);
            } else {
                size_t at = strcspn(plants[p].sql, "%");
                snprintf(sql, sizeof(sql), "%.*s%d", (int)at, plants[p].sql, line);
            }
            assert_true(db_exec(d.store->db, sql, &d.err));
            assert_false(check(&d).is_whole);
            assert_int_equal(check(&d).line, line);
            assert_true(db_exec(d.store->db, "ROLLBACK TO before; RELEASE before", &d.err));
        }
        assert_true(check(&d).is_whole);
        rig_desk_end(&d);
    }
}

static void rewrite(struct rig_desk *d, const char *sql)
{
    assert_true(db_exec(d->store->db, sql, &d->err));
    assert_true(db_exec(d->store->db, "DELETE FROM logbook_link", &d->err));
    fill(d, 900, 901); /* our own code links what it finds */
}

/* The whole chain made anew looks whole from inside: what was told outside says otherwise. */
static void a_chain_that_was_written_anew_is_found_by_what_was_told(void **state)
{
    static const char *const sqls[] = {
        "UPDATE logbook SET detail = 'x' WHERE line = 7",
        "DELETE FROM logbook WHERE line > 20",
        "DELETE FROM logbook WHERE line <= 20",
    };
    (void)state;

    for (size_t i = 0; i < sizeof(sqls) / sizeof(sqls[0]); i++) {
        struct rig_desk d;
        rig_desk_begin(&d);
        fill(&d, 0, LINES);
        assert_true(store_logbook_anchor(d.store, &d.err));
        assert_true(store_logbook_anchor(d.store, &d.err)); /* says nothing new */
        assert_int_equal(rig_number(d.store, "SELECT count(*) FROM record WHERE kind = 'health'"),
                         1);
        fill(&d, LINES, LINES + 5);
        assert_true(check(&d).is_whole);
        assert_int_equal(check(&d).anchors, 1);
        rewrite(&d, sqls[i]);
        assert_false(check(&d).is_whole);
        rig_desk_end(&d);
    }
}

static void the_twin_whose_lines_are_not_linked_is_caught(void **state)
{
    struct rig_desk d;
    (void)state;

    rig_desk_begin(&d);
    fill(&d, 0, 3);
    store_plant(d.store, BUG_LOGBOOK_UNLINKED);
    fill(&d, 3, 4);
    assert_false(check(&d).is_whole);
    rig_desk_end(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_newest_stay_and_are_whole),
        cmocka_unit_test(a_logbook_is_whole_over_a_power_cut_and_a_rebuild),
        cmocka_unit_test(any_line_changed_taken_out_or_moved_is_found),
        cmocka_unit_test(a_chain_that_was_written_anew_is_found_by_what_was_told),
        cmocka_unit_test(the_twin_whose_lines_are_not_linked_is_caught),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
