/* Paper on the stick: only what everyone may see is on it. */
#include "sync/paper.h"

#include "app/store/store_idea.h"
#include "tests/faults/store_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

struct desk {
    struct rig rig;
    struct store *store;
    struct arena arena;
    struct phrases phrases;
    struct export export;
    struct paper paper;
    struct io *io;
    struct err err;
};

static void begin(struct desk *desk)
{
    memset(desk, 0, sizeof(*desk));
    rig_init(&desk->rig);
    desk->store = rig_open(&desk->rig, &desk->err);
    assert_non_null(desk->store);
    arena_init(&desk->arena, 0);
    desk->io = io_posix();
    assert_true(phrases_load(&desk->phrases, desk->io, &desk->arena, "assets", &desk->err));
    desk->export = (struct export){.store = desk->store, .phrases = &desk->phrases};
    desk->paper = (struct paper){&desk->export, "assets"};
}

static void end(struct desk *desk)
{
    arena_finish(&desk->arena);
    io_destroy(desk->io);
    store_close(desk->store);
    rig_finish(&desk->rig);
}

static struct visit_paper make(struct desk *desk, size_t index)
{
    struct visit_paper paper = {0};
    assert_true(paper_make(&desk->paper, &desk->arena, index, &paper, &desk->err));
    return paper;
}

static bool is_same(struct visit_paper a, struct visit_paper b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.bytes, b.bytes, a.len) == 0);
}

static void add(struct desk *desk, unsigned n, const char *answer, uint8_t rid[RECORD_RID])
{
    static struct idea idea;
    uint16_t words[2];
    rig_idea(&idea, n);
    strcpy(idea.guide[1], answer);
    assert_true(store_idea_add(desk->store, &idea, NULL, NULL, words, rid, &desk->err));
}

static void an_idea_that_waits_or_is_hidden_is_on_no_paper(void **state)
{
    struct desk desk;
    uint8_t rid[RECORD_RID];
    (void)state;

    begin(&desk);
    struct visit_paper empty = make(&desk, 0);
    assert_string_equal(empty.name, "POSTER.pdf");
    assert_memory_equal(empty.bytes, "%PDF", 4);
    assert_null(make(&desk, 1).bytes);
    add(&desk, 1, "De houtwerkplaats", rid);
    assert_true(is_same(make(&desk, 0), empty));
    assert_null(make(&desk, 1).bytes);
    assert_true(store_idea_moderate(desk.store, rid, IDEA_SHOWN, NULL, &desk.err));
    assert_false(is_same(make(&desk, 0), empty));
    struct visit_paper plans = make(&desk, 1);
    assert_string_equal(plans.name, "PLANNEN.pdf");
    assert_memory_equal(plans.bytes, "%PDF", 4);
    assert_true(store_idea_moderate(desk.store, rid, IDEA_HIDDEN, "naam", &desk.err));
    assert_true(is_same(make(&desk, 0), empty));
    assert_null(make(&desk, 1).bytes);
    end(&desk);
}

static void an_idea_without_answers_has_no_page(void **state)
{
    struct desk desk;
    uint8_t rid[RECORD_RID];
    (void)state;

    begin(&desk);
    add(&desk, 1, "", rid);
    assert_true(store_idea_moderate(desk.store, rid, IDEA_SHOWN, NULL, &desk.err));
    assert_null(make(&desk, 1).bytes);
    end(&desk);
}

static void the_newest_ideas_stand_on_the_poster(void **state)
{
    struct desk desk;
    uint8_t rid[RECORD_RID];
    (void)state;

    begin(&desk);
    struct visit_paper before = make(&desk, 0);
    for (unsigned i = 0; i < 9; i++) { /* more than there is room for: the newest still shows */
        add(&desk, i, "", rid);
        assert_true(store_idea_moderate(desk.store, rid, IDEA_SHOWN, NULL, &desk.err));
        struct visit_paper now = make(&desk, 0);
        assert_false(is_same(now, before));
        before = now;
    }
    end(&desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_idea_that_waits_or_is_hidden_is_on_no_paper),
        cmocka_unit_test(an_idea_without_answers_has_no_page),
        cmocka_unit_test(the_newest_ideas_stand_on_the_poster),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
