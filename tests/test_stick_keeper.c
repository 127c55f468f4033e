/* What dorpel-stick does and when: every sequence of events up to a length, pulls at every moment
 * among them, judged by a witness that only counts. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "firmware/stick_keeper.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST = 7 };

/* What the world looks like from outside, kept apart from the keeper. */
struct witness {
    bool is_mounted, may_write; /* as the acts that were done left it */
    bool waits;                 /* an ask without an answer, and the asker is there */
    bool is_over;
    enum keeper_act moving; /* KEEPER_REST: no child */
};

static const char *broken; /* the first rule that does not hold; NULL */

static void must(bool holds, const char *rule)
{
    if (!holds && broken == NULL) {
        broken = rule;
    }
}

/* The child ended: this is what it left. */
static void child_ended(struct witness *witness, int value)
{
    if (witness->moving == KEEPER_REST) {
        return;
    }
    if (value == 0) {
        witness->is_mounted = witness->moving != KEEPER_UNMOUNT;
        witness->may_write = witness->moving == KEEPER_MOUNT_WRITE;
    }
    witness->moving = KEEPER_REST;
}

static void see(struct witness *witness, enum keeper_event event, int value,
                struct keeper_step step)
{
    bool is_ask = event >= KEEPER_ASKED_READ && event <= KEEPER_ASKED_CLOSE;
    bool was_unmount = witness->moving == KEEPER_UNMOUNT;
    bool was_moving = witness->moving != KEEPER_REST;

    if (event == KEEPER_MOVED) {
        child_ended(witness, value);
    }
    if (event == KEEPER_LEFT) {
        witness->waits = false;
    }
    must(!step.has_answer || is_ask || witness->waits, "an answer that nobody waits for");
    if (is_ask && !step.has_answer) {
        must(!was_moving, "two children at once");
        witness->waits = true;
    } else if (step.has_answer && !(is_ask && was_moving)) {
        if (step.answer == 0 && event == KEEPER_MOVED) {
            must(value == 0, "0 for what failed");
            must(!was_unmount || step.act == KEEPER_REST, "closed, and let go as well");
        }
        must(step.answer != 0 || (step.act != KEEPER_LET_GO && step.act != KEEPER_END),
             "0 for what was let go");
        witness->waits = is_ask ? witness->waits : false;
    }
    switch (step.act) {
    case KEEPER_MOUNT_READ:
    case KEEPER_MOUNT_WRITE:
    case KEEPER_UNMOUNT:
        must(is_ask, "moves without an ask");
        must(!witness->is_over, "moves after the end");
        witness->moving = step.act;
        break;
    case KEEPER_LET_GO:
    case KEEPER_END:
        witness->is_mounted = witness->may_write = false;
        witness->moving = KEEPER_REST;
        witness->is_over = witness->is_over || step.act == KEEPER_END;
        break;
    case KEEPER_REST:
        break;
    }
    if (event == KEEPER_PULLED || (event == KEEPER_LEFT && witness->moving == KEEPER_REST)) {
        must(!witness->is_mounted, "mounted, and nobody asks for it");
    }
    if (event == KEEPER_PULLED) {
        must(witness->is_over && !witness->waits, "pulled, and not over or not told");
    }
    must(!witness->is_mounted || witness->moving == KEEPER_REST || !witness->is_over,
         "mounted after the end");
}

static char told[400];

/* Depth first over all events; MOVED comes well and badly. */
static void go_on(struct keeper keeper, struct witness witness, int depth, char *path)
{
    static const struct {
        enum keeper_event event;
        int value;
        char letter;
    } events[] = {{KEEPER_LOOKED, 0, 'L'},      {KEEPER_UNFIT, 0, 'U'},
                  {KEEPER_ASKED_READ, 0, 'r'},  {KEEPER_ASKED_WRITE, 0, 'w'},
                  {KEEPER_ASKED_CLOSE, 0, 'c'}, {KEEPER_MOVED, 0, 'm'},
                  {KEEPER_MOVED, -EIO, 'x'},    {KEEPER_LATE, 0, 't'},
                  {KEEPER_LEFT, 0, 'l'},        {KEEPER_PULLED, 0, 'p'}};

    for (size_t i = 0; i < sizeof(events) / sizeof(events[0]) && broken == NULL; i++) {
        struct keeper next = keeper;
        struct witness seen = witness;
        path[depth] = events[i].letter;
        path[depth + 1] = '\0';
        see(&seen, events[i].event, events[i].value,
            keeper_take(&next, events[i].event, events[i].value));
        must(!seen.is_over || next.state == KEEPER_GONE, "over, and not gone");
        must(seen.is_mounted == (next.state == KEEPER_OPEN) || next.state == KEEPER_MOVING,
             "open and mounted are not the same");
        must(next.state == KEEPER_MOVING || seen.moving == KEEPER_REST, "a child without MOVING");
        if (broken != NULL) {
            snprintf(told, sizeof(told), "%s: %s", path, broken);
            return;
        }
        if (depth + 1 < LONGEST) {
            go_on(next, seen, depth + 1, path);
        }
    }
}

static void no_order_of_events_breaks_a_rule(void **state)
{
    struct keeper keeper;
    char path[LONGEST + 2];

    (void)state;
    broken = NULL;
    keeper_begin(&keeper);
    go_on(keeper, (struct witness){.moving = KEEPER_REST}, 0, path);
    if (broken != NULL) {
        fail_msg("%s", told);
    }
}

/* The twin: witnesses of three bugs must speak up. */
static void the_witness_sees_what_is_wrong(void **state)
{
    static const struct {
        enum keeper_event event;
        int value;
        struct witness before;
        struct keeper_step step;
    } bugs[] = {
        /* closed although the unmount failed */
        {KEEPER_MOVED,
         -EBUSY,
         {.waits = true, .moving = KEEPER_UNMOUNT, .is_mounted = true},
         {KEEPER_REST, true, 0}},
        /* pulled, and it stays mounted */
        {KEEPER_PULLED, 0, {.is_mounted = true}, {KEEPER_REST, false, 0}},
        /* an answer to nobody */
        {KEEPER_MOVED, 0, {.moving = KEEPER_MOUNT_READ}, {KEEPER_REST, true, 0}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(bugs) / sizeof(bugs[0]); i++) {
        struct witness witness = bugs[i].before;
        broken = NULL;
        see(&witness, bugs[i].event, bugs[i].value, bugs[i].step);
        assert_non_null(broken);
    }
    broken = NULL;
}

static struct keeper_step run(struct keeper *keeper, const char *path, int rc)
{
    static const struct {
        char letter;
        enum keeper_event event;
    } known[] = {{'L', KEEPER_LOOKED},      {'U', KEEPER_UNFIT},       {'r', KEEPER_ASKED_READ},
                 {'w', KEEPER_ASKED_WRITE}, {'c', KEEPER_ASKED_CLOSE}, {'m', KEEPER_MOVED},
                 {'t', KEEPER_LATE},        {'l', KEEPER_LEFT},        {'p', KEEPER_PULLED}};
    struct keeper_step step = {.act = KEEPER_REST};

    keeper_begin(keeper);
    for (; *path != '\0'; path++) {
        for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
            if (known[i].letter == *path) {
                step = keeper_take(keeper, known[i].event, path[1] == '\0' ? rc : 0);
            }
        }
    }
    return step;
}

static void a_visit_reads_writes_closes_and_reads_back(void **state)
{
    struct keeper keeper;

    (void)state;
    assert_int_equal(run(&keeper, "Lr", 0).act, KEEPER_MOUNT_READ);
    assert_int_equal(run(&keeper, "Lrmw", 0).act, KEEPER_MOUNT_WRITE);
    assert_int_equal(run(&keeper, "Lrmwmc", 0).act, KEEPER_UNMOUNT);
    struct keeper_step closed = run(&keeper, "Lrmwmcm", 0);
    assert_true(closed.has_answer && closed.answer == 0);
    assert_int_equal(keeper.state, KEEPER_READY);
    assert_int_equal(run(&keeper, "Lrmwmcmr", 0).act, KEEPER_MOUNT_READ);
}

static void what_fails_is_let_go_and_may_be_tried_again(void **state)
{
    struct keeper keeper;

    (void)state;
    struct keeper_step step = run(&keeper, "Lrmwm", -EROFS);
    assert_int_equal(step.act, KEEPER_LET_GO);
    assert_int_equal(step.answer, -EROFS);
    assert_int_equal(keeper.state, KEEPER_READY);
    assert_int_equal(keeper_take(&keeper, KEEPER_ASKED_READ, 0).act, KEEPER_MOUNT_READ);
}

static void who_left_gets_no_stick_and_leaves_none_mounted(void **state)
{
    struct keeper keeper;

    (void)state;
    assert_int_equal(run(&keeper, "Lrml", 0).act, KEEPER_LET_GO);
    struct keeper_step step = run(&keeper, "Lrlm", 0);
    assert_int_equal(step.act, KEEPER_LET_GO);
    assert_false(step.has_answer);
    assert_int_equal(keeper.state, KEEPER_READY);
}

static void a_stick_that_hangs_is_asked_nothing_more(void **state)
{
    struct keeper keeper;

    (void)state;
    struct keeper_step step = run(&keeper, "Lrt", 0);
    assert_true(step.has_answer && step.answer == -ETIMEDOUT && step.act == KEEPER_LET_GO);
    assert_int_equal(keeper_take(&keeper, KEEPER_ASKED_READ, 0).answer, -EIO);
    assert_int_equal(run(&keeper, "t", 0).act, KEEPER_LET_GO);
    assert_int_equal(keeper.state, KEEPER_REFUSED);
}

static void pulled_at_any_moment_it_ends(void **state)
{
    static const char *const moments[] = {"p",          "Lp",     "Lrp",     "Lrmp",
                                          "Lrmwp",      "Lrmwmp", "Lrmwmcp", "Lrmwmcmp",
                                          "Lrmwmcmrmp", "Up",     "tp"};
    struct keeper keeper;

    (void)state;
    for (size_t i = 0; i < sizeof(moments) / sizeof(moments[0]); i++) {
        size_t len = strlen(moments[i]);
        bool waits = len > 1 && strchr("rwc", moments[i][len - 2]) != NULL;
        struct keeper_step step = run(&keeper, moments[i], 0);
        assert_int_equal(step.act, KEEPER_END);
        assert_int_equal(step.has_answer, waits);
        assert_int_equal(step.answer, -ENODEV);
        assert_int_equal(keeper_take(&keeper, KEEPER_ASKED_READ, 0).answer, -ENODEV);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_order_of_events_breaks_a_rule),
        cmocka_unit_test(the_witness_sees_what_is_wrong),
        cmocka_unit_test(a_visit_reads_writes_closes_and_reads_back),
        cmocka_unit_test(what_fails_is_let_go_and_may_be_tried_again),
        cmocka_unit_test(who_left_gets_no_stick_and_leaves_none_mounted),
        cmocka_unit_test(a_stick_that_hangs_is_asked_nothing_more),
        cmocka_unit_test(pulled_at_any_moment_it_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
