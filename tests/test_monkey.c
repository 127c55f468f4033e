/* A monkey at the kiosk: 200,000 seeded touches, keys, presses, scans and pauses. */
#include "tests/faults/village.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { EVENTS = 200000, HOME_EVERY = 1000 };

#if defined(__SANITIZE_ADDRESS__)
size_t __sanitizer_get_current_allocated_bytes(void);
#define allocated_bytes() __sanitizer_get_current_allocated_bytes()
#else
#define allocated_bytes() ((size_t)0)
#endif

struct monkey {
    struct village village;
    uint64_t state;
    char seen[4][24]; /* the last screens, newest first */
    uint32_t ballots;
    size_t votes;
    bool pressed; /* the button went down in this event */
};

static uint32_t next(struct monkey *monkey, uint32_t below)
{
    monkey->state ^= monkey->state << 13;
    monkey->state ^= monkey->state >> 7;
    monkey->state ^= monkey->state << 17;
    return (uint32_t)(monkey->state >> 32) % below;
}

static void look(struct monkey *monkey)
{
    const char *name = app_screen_name(monkey->village.app);
    if (strcmp(name, monkey->seen[0]) != 0) {
        memmove(monkey->seen[1], monkey->seen[0], sizeof(monkey->seen[0]) * 3);
        snprintf(monkey->seen[0], sizeof(monkey->seen[0]), "%s", name);
    }
}

/* Half of the fingers land on something, so that the monkey gets anywhere at all. */
static void poke(struct monkey *monkey)
{
    struct app *app = monkey->village.app;
    const struct ui_element *list;
    size_t count = ui_elements(app_ui(app), &list);
    int x = (int)next(monkey, 1280), y = (int)next(monkey, 800);
    if (count > 0 && next(monkey, 2) == 0) {
        const struct ui_element *element = &list[next(monkey, (uint32_t)count)];
        x = element->rect.x + element->rect.w / 2;
        y = element->rect.y + element->rect.h / 2;
    }
    int64_t finger = 1 + (int64_t)next(monkey, 2);
    app_touch(app, finger, UI_DOWN, x, y);
    village_pass(&monkey->village, 20);
    look(monkey);
    if (next(monkey, 8) == 0) {
        app_touch(app, finger, UI_MOVE, x + (int)next(monkey, 200) - 100,
                  y + (int)next(monkey, 200) - 100);
    }
    if (next(monkey, 30) != 0) {
        app_touch(app, finger, next(monkey, 20) == 0 ? UI_LOST : UI_UP, x, y);
    }
}

static void press(struct monkey *monkey)
{
    int64_t now = clock_mono_ms(&monkey->village.clock);
    app_button_edge(monkey->village.app, true, now);
    village_pass(&monkey->village, 50);
    app_button_edge(monkey->village.app, false, now + 50);
    monkey->pressed = true;
}

/* A real voting code now and then, so that the monkey may vote; never more than the list has. */
static void scan(struct monkey *monkey)
{
    char text[64];
    static const char letters[] = "23456789ABCDEFGHJKMNPQRSTVWXYZ \xff\x01";
    size_t len = next(monkey, 40);
    for (size_t i = 0; i < len; i++) {
        text[i] = letters[next(monkey, sizeof(letters) - 1)];
    }
    text[len] = '\0';
    app_scan(monkey->village.app, text);
}

/* Towards a vote, as a hurried person would: the big button, and the press when it is asked for. */
static void nudge(struct monkey *monkey)
{
    struct village *village = &monkey->village;
    if (strcmp(app_screen_name(village->app), "vote_confirm") == 0) {
        press(monkey);
    } else if (!village_tap(village, "home.vote")) {
        village_tap(village, "main");
    }
}

static void one_event(struct monkey *monkey)
{
    struct app *app = monkey->village.app;
    monkey->pressed = false;
    uint32_t kind = next(monkey, 100);
    if (kind < 60) {
        poke(monkey);
    } else if (kind < 80) {
        nudge(monkey);
    } else if (kind < 88) {
        press(monkey);
    } else if (kind < 92) {
        scan(monkey);
    } else if (kind < 93) {
        village_pass(&monkey->village, 50 * next(monkey, 20));
    } else if (kind == 93 && next(monkey, 20) == 0) {
        clock_advance(&monkey->village.clock, 200000); /* everybody went home */
    } else if (kind == 94) {
        app_stick(app, next(monkey, 2) == 0 ? monkey->village.dir : NULL);
    }
    while (app_is_busy(app)) {
        app_wait(app);
        app_frame(app);
    }
    clock_advance(&monkey->village.clock, 30);
    app_frame(app);
}

/* A vote appears only by a press on the confirm screen, which is only reached through review. */
static void check_votes(struct monkey *monkey)
{
    uint32_t now = 0;
    for (size_t i = 0; i < monkey->village.pack->round_count; i++) {
        now += village_ballots(&monkey->village, i);
    }
    if (now != monkey->ballots) {
        assert_int_equal(now, monkey->ballots + 1);
        assert_true(monkey->pressed);
        assert_string_equal(monkey->seen[0], "vote_confirm");
        monkey->ballots = now;
        monkey->votes++;
    }
}

static void go_home(struct monkey *monkey)
{
    struct village *village = &monkey->village;
    for (int64_t finger = 1; finger <= 2; finger++) {
        app_touch(village->app, finger, UI_LOST, 0, 0);
    }
    village_pass(village, 100);
    for (int taps = 0; taps < 2 && strcmp(app_screen_name(village->app), "attract") != 0; taps++) {
        static const char *const ways[] = {"idle.stop", "bar.stop", "main"};
        for (size_t i = 0; i < 3; i++) {
            if (village_tap(village, ways[i])) {
                break;
            }
        }
    }
    if (strcmp(app_screen_name(village->app), "attract") != 0) {
        fail_msg("two taps did not lead home from %s", app_screen_name(village->app));
    }
    look(monkey);
}

static void a_monkey_never_votes_without_review_and_press_and_always_finds_home(void **state)
{
    (void)state;
    static struct monkey monkey;
    village_init(&monkey.village, "1280x800@217mm", "tests/data/monkey", true);
    monkey.state = 88172645463325252u;
    size_t quarter = 0;
    for (size_t i = 0; i < EVENTS; i++) {
        one_event(&monkey);
        check_votes(&monkey);
        look(&monkey);
        if (i % HOME_EVERY == HOME_EVERY - 1) {
            go_home(&monkey);
        }
        if (i == EVENTS / 4) {
            quarter = allocated_bytes();
        }
    }
    /* A monkey that never gets to vote proves nothing. */
    assert_true(monkey.votes >= 20);
    assert_true(allocated_bytes() < quarter + 8u * 1024 * 1024);
    village_finish(&monkey.village);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_monkey_never_votes_without_review_and_press_and_always_finds_home),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
