/* The trial of a pack comes everywhere: each thing of the village stands on a screen that is drawn,
 * in each form of ballot. */
#include "app/app_try.h"
#include "app/screens/screen.h"
#include "app/ui/ui_sdl.h"
#include "tests/faults/village.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

enum { SEEN_MOST = 8 * 1024 * 1024, BEGINNING = 14 /* the rest may be on the second page */ };

struct seen { /* all words of all lists behind each other */
    char *words;
    size_t len, lists, misfits;
    bool fails; /* as a screen that cannot be drawn */
};

/* Without blanks and hyphens: a narrow column breaks a long word in two. */
static void add(struct seen *seen, const char *words)
{
    assert_true(seen->len + strlen(words) + 1 < SEEN_MOST);
    for (; *words != '\0'; words++) {
        if (*words != ' ' && *words != '-') {
            seen->words[seen->len++] = *words;
        }
    }
    seen->words[seen->len] = '\0';
}

static bool show(void *ctx, const struct dl *list)
{
    struct seen *seen = ctx;

    for (size_t i = 0; i < list->cmd_count; i++) {
        if (list->cmds[i].kind == DL_TEXT) {
            add(seen, list->texts + list->cmds[i].at);
        }
    }
    seen->lists++;
    return !seen->fails;
}

static void misfit(void *ctx, const char *screen, const char *words)
{
    print_message("%s: does not fit: %s\n", screen, words);
    ((struct seen *)ctx)->misfits++;
}

static void assert_seen(const struct seen *seen, const char *words)
{
    struct seen wanted = {.words = malloc(SEEN_MOST)};

    assert_non_null(wanted.words);
    add(&wanted, words);
    wanted.words[wanted.len < BEGINNING ? wanted.len : BEGINNING] = '\0';
    if (strstr(seen->words, wanted.words) == NULL) {
        fail_msg("on no screen: %s", words);
    }
    free(wanted.words);
}

static void assert_all_seen(const struct seen *seen, const struct pack *pack)
{
    for (size_t r = 0; r < pack->round_count; r++) {
        for (size_t i = 0; i < pack->rounds[r].plan_count; i++) {
            assert_seen(seen, pack->rounds[r].plans[i].title);
        }
    }
    for (size_t i = 0; i < pack->news_count; i++) {
        assert_seen(seen, pack->news[i].title);
    }
    for (size_t i = 0; i < pack->jewel_count; i++) {
        assert_seen(seen, pack->jewels[i].title);
    }
    for (size_t i = 0; i < pack->project_count; i++) {
        assert_seen(seen, pack->projects[i].title);
    }
    for (size_t i = 0; i < pack->question_count; i++) {
        assert_seen(seen, pack->questions[i].text);
    }
    for (size_t i = 0; i < pack->card_count; i++) {
        assert_seen(seen, pack->cards[i].title);
    }
}

static void try_village(const char *pack, const char *const also[])
{
    struct village village;
    struct seen seen = {.words = malloc(SEEN_MOST)};
    struct err err = {0};
    struct ui_screen screen;
    assert_true(ui_screen_parse(&screen, "1280x800@217mm"));
    struct ui_sdl *sdl = ui_sdl_open(&screen, UI_SDL_HEADLESS, "try", "assets", &err);
    assert_non_null(sdl);
    const struct app_trial trial = {ui_sdl_face(sdl), show, misfit, &seen}; /* real letters */

    assert_non_null(seen.words);
    seen.words[0] = '\0';
    village_init(&village, "1280x800@217mm", pack, false);
    assert_true(app_try(village.app, &trial, &err));
    assert_int_equal(seen.misfits, 0);
    assert_true(seen.lists > SCREEN_COUNT);
    assert_all_seen(&seen, village.pack);
    for (size_t i = 0; also[i] != NULL; i++) {
        assert_seen(&seen, also[i]);
    }
    seen.fails = true; /* the twin */
    assert_false(app_try(village.app, &trial, &err));
    assert_int_equal(err.code, ERR_FORMAT);
    village_finish(&village);
    ui_sdl_close(sdl);
    free(seen.words);
}

static void each_thing_of_the_demo_village_is_drawn(void **state)
{
    (void)state;
    try_village("assets/demo/broekhoven",
                (const char *const[]){"Dank u wel voor het antwoord.", "31 antwoorden",
                                      "Wat maakt het kapot?", NULL});
}

static void ballots_with_points_and_in_order_are_drawn_full(void **state)
{
    (void)state;
    try_village("tests/data/vormen",
                (const char *const[]){"U geeft", "Verdeel uw", "Tik eerst op het plan", NULL});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_thing_of_the_demo_village_is_drawn),
        cmocka_unit_test(ballots_with_points_and_in_order_are_drawn_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
