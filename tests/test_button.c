#include "firmware/button.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

/* ---- tables: what happens when, and what poll must say ------------------------------------- */
enum act { END, DOWN, UP, ARM, NONE /* poll says no */, PRESS /* poll says yes */ };

struct step {
    int64_t at_ms;
    enum act act;
};

static void run(struct button *button, const struct step *steps)
{
    for (; steps->act != END; steps++) {
        bool told = false;
        switch (steps->act) {
        case DOWN:
        case UP:
            button_edge(button, steps->act == DOWN, steps->at_ms);
            break;
        case ARM:
            button_arm(button);
            break;
        case NONE:
        case PRESS:
            told = button_poll(button, steps->at_ms);
            if (told != (steps->act == PRESS)) {
                fail_msg("at %d ms: %s", (int)steps->at_ms, told ? "a press" : "no press");
            }
            break;
        case END:
            break;
        }
    }
}

static void run_new(const struct step *steps)
{
    struct button button = {0};
    run(&button, steps);
}

static void test_clean_press(void **state)
{
    (void)state;
    run_new((const struct step[]){{1000, NONE},
                                  {1000, DOWN},
                                  {1029, NONE},
                                  {1030, PRESS},
                                  {1031, NONE},
                                  {1400, UP},
                                  {1500, NONE},
                                  {2000, DOWN},
                                  {2030, PRESS},
                                  {0, END}});
}

static void test_bounce_trains(void **state)
{
    (void)state;
    run_new((const struct step[]){{1000, DOWN},
                                  {1002, UP},
                                  {1003, DOWN},
                                  {1011, UP},
                                  {1012, DOWN},
                                  {1030, NONE},
                                  {1041, NONE},
                                  {1042, PRESS},
                                  {1300, UP},
                                  {1301, DOWN},
                                  {1304, UP},
                                  {1310, DOWN},
                                  {1312, UP},
                                  {1341, NONE},
                                  {1342, NONE},
                                  {1345, DOWN},
                                  {1374, NONE},
                                  {1375, PRESS},
                                  {0, END}});
}

static void test_bounce_while_held(void **state)
{
    (void)state;
    run_new((const struct step[]){{1000, DOWN},
                                  {1030, PRESS},
                                  {1500, UP},
                                  {1529, DOWN},
                                  {1600, NONE},
                                  {1700, UP},
                                  {1701, DOWN},
                                  {1800, NONE},
                                  {0, END}});
}

static void test_glitch(void **state)
{
    (void)state;
    run_new((const struct step[]){{1000, DOWN}, {1029, UP}, {1030, NONE}, {1060, NONE}, {0, END}});
}

static void test_noise(void **state)
{
    (void)state;
    struct button button = {0};
    for (int64_t at_ms = 1000; at_ms < 61000; at_ms += 20) {
        button_edge(&button, at_ms % 40 == 0, at_ms);
        assert_false(button_poll(&button, at_ms + 19));
    }
    assert_int_equal(button.presses, 0);
}

static void test_held_when_armed(void **state)
{
    (void)state;
    run_new((const struct step[]){{1000, DOWN},
                                  {1030, PRESS},
                                  {2000, ARM},
                                  {9000, NONE},
                                  {9010, UP},
                                  {9040, NONE},
                                  {9100, DOWN},
                                  {9130, PRESS},
                                  {0, END}});
}

static void test_held_since_start(void **state)
{
    (void)state;
    run_new((const struct step[]){{5000, DOWN},
                                  {5000, ARM},
                                  {5030, NONE},
                                  {9000, UP},
                                  {9030, NONE},
                                  {9100, DOWN},
                                  {9130, PRESS},
                                  {0, END}});
}

static void test_armed_in_a_bounce(void **state)
{
    (void)state;
    run_new((const struct step[]){{1000, DOWN},
                                  {1010, ARM},
                                  {1012, UP},
                                  {1020, DOWN},
                                  {1100, NONE},
                                  {1200, UP},
                                  {1230, NONE},
                                  {1300, DOWN},
                                  {1330, PRESS},
                                  {0, END}});
}

static void test_armed_while_letting_go(void **state)
{
    (void)state;
    run_new((const struct step[]){{1000, DOWN},
                                  {1030, PRESS},
                                  {1500, UP},
                                  {1510, ARM},
                                  {1520, DOWN},
                                  {1600, NONE},
                                  {0, END}});
}

static void test_arming_forgets(void **state)
{
    (void)state;
    run_new((const struct step[]){{1000, DOWN},
                                  {1100, UP},
                                  {1101, ARM},
                                  {1101, NONE},
                                  {1200, NONE},
                                  {1300, DOWN},
                                  {1330, PRESS},
                                  {0, END}});
}

static void test_armed_while_up(void **state)
{
    (void)state;
    run_new((const struct step[]){{1000, ARM}, {1001, DOWN}, {1031, PRESS}, {0, END}});
}

static void test_late_frame(void **state)
{
    (void)state;
    run_new((const struct step[]){{1000, DOWN}, {1050, UP}, {1500, PRESS}, {1500, NONE}, {0, END}});
    run_new((const struct step[]){
        {1000, DOWN}, {1050, UP}, {1100, DOWN}, {1105, UP}, {1110, PRESS}, {1111, NONE}, {0, END}});
}

static void test_two_taps_in_one_frame(void **state)
{
    (void)state;
    run_new((const struct step[]){{1000, DOWN},
                                  {1050, UP},
                                  {1100, DOWN},
                                  {1150, UP},
                                  {1200, PRESS},
                                  {1200, NONE},
                                  {1300, DOWN},
                                  {1330, PRESS},
                                  {0, END}});
}

static void test_time_goes_back(void **state)
{
    (void)state;
    run_new((const struct step[]){{1000, DOWN},
                                  {1010, UP},
                                  {1005, DOWN},
                                  {1035, NONE},
                                  {1040, PRESS},
                                  {1200, UP},
                                  {1100, NONE},
                                  {0, END}});
}

static void test_repeated_level(void **state)
{
    (void)state;
    run_new((const struct step[]){
        {1000, DOWN}, {1020, DOWN}, {1030, PRESS}, {1060, DOWN}, {1200, NONE}, {0, END}});
}

static void test_stuck(void **state)
{
    (void)state;
    struct button button = {0};
    run(&button, (const struct step[]){{1000, DOWN}, {1030, PRESS}, {0, END}});
    assert_int_equal(button_health(&button, 20999), BUTTON_FINE);
    assert_int_equal(button_health(&button, 21000), BUTTON_STUCK);
    run(&button, (const struct step[]){{30000, NONE}, {30000, ARM}, {30000, UP}, {0, END}});
    assert_int_equal(button_health(&button, 30029), BUTTON_STUCK);
    assert_int_equal(button_health(&button, 30030), BUTTON_FINE);
    run(&button, (const struct step[]){{30030, NONE}, {30100, DOWN}, {30130, PRESS}, {0, END}});
    assert_int_equal(button_health(&button, 30130), BUTTON_FINE);
}

static void test_stuck_unpolled(void **state)
{
    (void)state;
    struct button button = {0};
    button_edge(&button, true, 1000);
    assert_int_equal(button_health(&button, 20999), BUTTON_FINE);
    assert_int_equal(button_health(&button, 21000), BUTTON_STUCK);
}

static void test_stuck_with_flicker(void **state)
{
    (void)state;
    struct button button = {0};
    run(&button, (const struct step[]){{1000, DOWN}, {1030, PRESS}, {0, END}});
    for (int64_t at_ms = 2000; at_ms < 21000; at_ms += 1000) {
        button_edge(&button, false, at_ms);
        button_edge(&button, true, at_ms + 10);
        assert_false(button_poll(&button, at_ms + 500));
    }
    assert_int_equal(button_health(&button, 21000), BUTTON_STUCK);
}

static void test_missing(void **state)
{
    (void)state;
    struct button button = {.missing = true};
    run(&button, (const struct step[]){{1000, DOWN}, {1030, NONE}, {2000, NONE}, {0, END}});
    assert_int_equal(button_health(&button, 2000), BUTTON_MISSING);
    assert_true(button_deadline_ms(&button) == INT64_MAX);
}

static void test_count(void **state)
{
    (void)state;
    struct button button = {0};
    for (int64_t at_ms = 1000; at_ms < 6000; at_ms += 1000) {
        run(&button,
            (const struct step[]){{at_ms, DOWN}, {at_ms + 30, PRESS}, {at_ms + 100, UP}, {0, END}});
    }
    assert_int_equal(button.presses, 5);
}

static void test_deadlines(void **state)
{
    (void)state;
    struct button button = {0};
    assert_true(button_deadline_ms(&button) == INT64_MAX);
    button_edge(&button, true, 1000);
    assert_int_equal(button_deadline_ms(&button), 1030);
    button_edge(&button, false, 1010);
    assert_true(button_deadline_ms(&button) == INT64_MAX);
    button_edge(&button, true, 1020);
    assert_int_equal(button_deadline_ms(&button), 1050);
    assert_true(button_poll(&button, 1050));
    assert_true(button_deadline_ms(&button) == INT64_MAX);
    button_edge(&button, false, 1200);
    assert_int_equal(button_deadline_ms(&button), 1230);
    assert_false(button_poll(&button, 1230));
    assert_true(button_deadline_ms(&button) == INT64_MAX);

    run(&button, (const struct step[]){{2000, DOWN}, {2050, UP}, {0, END}});
    assert_true(button_deadline_ms(&button) <= 2050);
}

/* ---- 10,000 random edges, judged by the contact's own history ------------------------------ */
enum { EDGES = 10000, STABLE_MS = 30 };

struct span { /* the contact at one level; spans alternate, the first is up */
    int64_t from_ms;
    int64_t to_ms;
};

struct judge {
    struct span spans[EDGES + 1];
    int count;             /* the last one is going on */
    int next;              /* spans before this one are used up */
    bool must_be_up;       /* a stable up must come before the next press */
    int64_t not_before_ms; /* armed then: the contact must go down after it */
    int presses;
};

static uint32_t draw(uint32_t *seed, uint32_t below)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed % below;
}

/* Mostly a bouncing contact, sometimes a finger. */
static int64_t draw_gap_ms(uint32_t *seed)
{
    return draw(seed, 10) < 6 ? (int64_t)draw(seed, 12) : 20 + (int64_t)draw(seed, 120);
}

static bool is_down(int span)
{
    return span % 2 == 1;
}

static bool is_long(const struct judge *judge, int span, int64_t now_ms)
{
    int64_t to_ms = span == judge->count - 1 ? now_ms : judge->spans[span].to_ms;
    return to_ms - judge->spans[span].from_ms >= STABLE_MS;
}

static void judge_arm(struct judge *judge, int64_t now_ms)
{
    int last = judge->count - 1;
    while (last > 0 && !is_long(judge, last, now_ms)) {
        last--;
    }
    judge->must_be_up = is_down(last) || is_down(judge->count - 1);
    judge->next = judge->count - 1; /* an up that goes on may still become a stable one */
    judge->not_before_ms = now_ms;
}

/* A press was told: there must be a stable down after a stable up, neither of them used before. */
static void judge_press(struct judge *judge, int64_t now_ms)
{
    for (; judge->next < judge->count; judge->next++) {
        int span = judge->next;
        if (!is_long(judge, span, now_ms)) {
            continue;
        }
        if (!is_down(span)) {
            judge->must_be_up = false;
        } else if (!judge->must_be_up && judge->spans[span].from_ms >= judge->not_before_ms) {
            judge->must_be_up = true;
            judge->presses++;
            return;
        }
    }
    fail_msg("at %d ms: a press that the contact never made", (int)now_ms);
}

static void edge(struct button *button, struct judge *judge, int64_t now_ms)
{
    judge->spans[judge->count - 1].to_ms = now_ms;
    judge->spans[judge->count].from_ms = now_ms;
    judge->count++;
    button_edge(button, is_down(judge->count - 1), now_ms);
}

static void check_random_contact(uint32_t seed)
{
    static struct judge judge;
    struct button button = {0};
    int64_t now_ms = 0;
    judge = (struct judge){.count = 1, .must_be_up = true};
    while (judge.count <= EDGES) {
        now_ms += draw_gap_ms(&seed);
        edge(&button, &judge, now_ms);
        if (draw(&seed, 3) == 0) {
            now_ms += draw_gap_ms(&seed);
            if (button_poll(&button, now_ms)) {
                judge_press(&judge, now_ms);
            }
        }
        if (draw(&seed, 40) == 0) {
            button_arm(&button);
            judge_arm(&judge, now_ms);
        }
    }
    assert_int_equal(button.presses, judge.presses);
    assert_in_range(judge.presses, EDGES / 100, EDGES);
}

static void test_random_contact(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 20; seed++) {
        check_random_contact(seed * 2654435761U);
    }
}

/* The other half: polled at every deadline, no clean press is missed and none is late. */
static void test_no_press_is_lost(void **state)
{
    (void)state;
    struct button button = {0};
    uint32_t seed = 20260401;
    int64_t now_ms = 1000;
    int clean = 0;
    int told = 0;
    bool down = false;
    bool was_up = true;
    for (int i = 0; i < EDGES; i++) {
        int64_t next_ms = now_ms + draw_gap_ms(&seed);
        down = !down;
        button_edge(&button, down, now_ms);
        if (next_ms - now_ms >= STABLE_MS) {
            clean += down && was_up;
            was_up = !down;
        }
        for (int64_t at_ms = button_deadline_ms(&button); at_ms <= next_ms;
             at_ms = button_deadline_ms(&button)) {
            told += button_poll(&button, at_ms);
            assert_true(button_deadline_ms(&button) > at_ms);
        }
        now_ms = next_ms;
    }
    assert_int_equal(told, clean);
    assert_in_range(clean, EDGES / 20, EDGES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"a clean press is told once, after 30 ms", test_clean_press, NULL, NULL, NULL},
        {"a bounce train is one press", test_bounce_trains, NULL, NULL, NULL},
        {"a contact that bounces while held is no second press", test_bounce_while_held, NULL, NULL,
         NULL},
        {"29 ms is no press", test_glitch, NULL, NULL, NULL},
        {"noise that never settles is no press", test_noise, NULL, NULL, NULL},
        {"held when armed does nothing until it was up", test_held_when_armed, NULL, NULL, NULL},
        {"held since the start does nothing until it was up", test_held_since_start, NULL, NULL,
         NULL},
        {"armed in the bounce of a press asks for a stable up", test_armed_in_a_bounce, NULL, NULL,
         NULL},
        {"armed while it is let go asks for a stable up", test_armed_while_letting_go, NULL, NULL,
         NULL},
        {"arming forgets a press that was not told", test_arming_forgets, NULL, NULL, NULL},
        {"armed while up takes the next press", test_armed_while_up, NULL, NULL, NULL},
        {"a slow frame loses no press", test_late_frame, NULL, NULL, NULL},
        {"two taps within one slow frame are one press", test_two_taps_in_one_frame, NULL, NULL,
         NULL},
        {"an event from the past makes no press shorter", test_time_goes_back, NULL, NULL, NULL},
        {"the same level twice is one edge", test_repeated_level, NULL, NULL, NULL},
        {"20 s down is stuck, and up is well again", test_stuck, NULL, NULL, NULL},
        {"stuck is seen without a poll", test_stuck_unpolled, NULL, NULL, NULL},
        {"a stuck contact that flickers is still stuck", test_stuck_with_flicker, NULL, NULL, NULL},
        {"a missing button never presses", test_missing, NULL, NULL, NULL},
        {"presses are counted for the self-test", test_count, NULL, NULL, NULL},
        {"the deadline is when poll has something to say", test_deadlines, NULL, NULL, NULL},
        {"no random contact makes a press it did not make", test_random_contact, NULL, NULL, NULL},
        {"polled at its deadlines no clean press is lost", test_no_press_is_lost, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("button", tests, NULL, NULL);
}
