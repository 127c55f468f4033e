/* The hands of a scripted visit: finding things on the screen, fingers, keyboard, scanner, button.
 */
#include "app/play_internal.h"

#include "app/base/str.h"
#include "app/ui/keyboard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SCROLL_MS = 600, /* a page takes a moment to settle */
    MAX_PAGES = 60,
};

/* ---- what is on the screen ------------------------------------------------------------------ */

const struct ui_element *play_by_id(const struct play *play, const char *id)
{
    const struct ui_element *list;
    size_t count = ui_elements(app_ui(play->kiosk->app), &list);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i].id, id) == 0) {
            return &list[i];
        }
    }
    return NULL;
}

static bool can_tap(const struct ui_element *element)
{
    return element->kind != UI_TEXT && element->kind != UI_PICTURE && element->rect.w > 0;
}

/* The words of an element as a person reads them: a blank that never breaks is a blank. */
static void plain_words(char *dst, size_t cap, const char *label)
{
    size_t len = 0;
    for (; *label != '\0' && len + 1 < cap; label++) {
        if (label[0] == '\xc2' && label[1] == '\xa0') {
            label++;
            dst[len++] = ' ';
        } else {
            dst[len++] = *label;
        }
    }
    dst[len] = '\0';
}

/* The element that says exactly this, else one that says it among other words. */
const struct ui_element *play_by_label(const struct play *play, const char *label, bool tap)
{
    const struct ui_element *list, *part = NULL;
    size_t count = ui_elements(app_ui(play->kiosk->app), &list);
    for (size_t i = 0; i < count; i++) {
        char words[2048];
        if (list[i].label == NULL || (tap && !can_tap(&list[i]))) {
            continue;
        }
        plain_words(words, sizeof(words), list[i].label);
        if (strcmp(words, label) == 0) {
            return &list[i];
        }
        if (part == NULL && strstr(words, label) != NULL) {
            part = &list[i];
        }
    }
    return part;
}

/* ---- fingers -------------------------------------------------------------------------------- */

static void play_touch(struct play *play, int64_t finger, enum ui_phase phase, int x, int y)
{
    kiosk_touch(play->kiosk, finger, phase, x, y);
    play_settle(play);
}

static bool tap_element(struct play *play, const struct ui_element *element, int64_t hold_ms)
{
    if (element->rect.w <= 0) {
        return play_fail(play, "out of sight:", element->id);
    }
    if (!element->enabled) {
        return play_fail(play, "cannot be tapped now:", element->id);
    }
    int x = element->rect.x + element->rect.w / 2, y = element->rect.y + element->rect.h / 2;
    const char *screen = app_screen_name(play->kiosk->app);
    play_trace(play, "tap %d %d %lld\n", x, y, (long long)hold_ms);
    play_touch(play, 1, UI_DOWN, x, y);
    play_pass(play, hold_ms);
    play_touch(play, 1, UI_UP, x, y);
    play_pass(play, PLAY_TAP_MS);
    if (strcmp(screen, app_screen_name(play->kiosk->app)) != 0) {
        play_trace(play, "screen %s\n", app_screen_name(play->kiosk->app));
    }
    return true;
}

/* The page button ("plans.more", "plans.back") that can be tapped now; NULL when there is none. */
static const struct ui_element *page_button(const struct play *play, const char *ending)
{
    const struct ui_element *list;
    size_t count = ui_elements(app_ui(play->kiosk->app), &list);
    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(list[i].id), tail = strlen(ending);
        /* "plan.3.more" is "Lees meer", "bar.back" leaves the screen. */
        bool is_list = strncmp(list[i].id, "plan.", 5) != 0 && strncmp(list[i].id, "bar.", 4) != 0;
        if (is_list && list[i].enabled && list[i].rect.w > 0 && len > tail &&
            strcmp(list[i].id + len - tail, ending) == 0) {
            return &list[i];
        }
    }
    return NULL;
}

/* Enough of it shows for a finger: the middle of what shows is tapped. */
static bool is_in_reach(const struct play *play, const struct ui_element *element)
{
    const struct ui *ui = app_ui(play->kiosk->app);
    return element != NULL && element->rect.w > 0 && element->rect.h >= ui_mm(ui, 4.0);
}

/* Finds an element as a person would: by paging down, and then up again. */
static const struct ui_element *reach(struct play *play, bool by_words, const char *what)
{
    const struct ui_element *element = NULL;
    for (int turn = 0; turn < 2 * MAX_PAGES; turn++) {
        element = by_words ? play_by_label(play, what, true) : play_by_id(play, what);
        if (is_in_reach(play, element)) {
            return element;
        }
        const struct ui_element *page = page_button(play, turn < MAX_PAGES ? ".more" : ".back");
        if (page == NULL && turn >= MAX_PAGES) {
            break;
        }
        if (page == NULL) {
            turn = MAX_PAGES - 1;
        } else if (!tap_element(play, page, PLAY_TAP_MS)) {
            break;
        }
        play_trace(play, "rest\n");
        play_pass(play, SCROLL_MS);
    }
    return element;
}

bool play_tap_id(struct play *play, const char *id)
{
    const struct ui_element *element = reach(play, false, id);
    return element != NULL ? tap_element(play, element, PLAY_TAP_MS)
                           : play_fail(play, "no element with id", id);
}

bool play_act_tap(struct play *play)
{
    if (strcmp(app_screen_name(play->kiosk->app), "attract") == 0) {
        struct ui_screen screen = play->kiosk->options->screen;
        play_trace(play, "tap %d %d %d\n", screen.width_px / 2, screen.height_px / 2, PLAY_TAP_MS);
        play_touch(play, 1, UI_DOWN, screen.width_px / 2, screen.height_px / 2);
        play_pass(play, PLAY_TAP_MS);
        play_touch(play, 1, UI_UP, screen.width_px / 2, screen.height_px / 2);
        play_pass(play, PLAY_TAP_MS);
        play_trace(play, "screen %s\n", app_screen_name(play->kiosk->app));
        return true;
    }
    const struct ui_element *element = reach(play, true, play->line.word[1]);
    return element != NULL ? tap_element(play, element, PLAY_TAP_MS)
                           : play_fail(play, "nothing to tap says", play->line.word[1]);
}

bool play_act_tap_id(struct play *play)
{
    return play_tap_id(play, play->line.word[1]);
}

bool play_act_hold(struct play *play)
{
    if (!play->line.is_quoted[1]) {
        play_pass(play, strtol(play->line.word[1], NULL, 10));
        return true;
    }
    const struct ui_element *element = play_by_label(play, play->line.word[1], true);
    if (element == NULL || play->line.count < 3) {
        return play_fail(play, "nothing to hold says", play->line.word[1]);
    }
    return tap_element(play, element, strtol(play->line.word[2], NULL, 10));
}

bool play_act_finger(struct play *play)
{
    static const struct {
        const char *word;
        enum ui_phase phase;
    } phases[] = {{"down", UI_DOWN}, {"move", UI_MOVE}, {"up", UI_UP}, {"lost", UI_LOST}};
    for (size_t i = 0; i < 4; i++) {
        if (strcmp(play->line.word[0], phases[i].word) == 0) {
            play_trace(play, "%s %s %s %s\n", phases[i].word, play->line.word[1],
                       play->line.word[2], play->line.word[3]);
            play_touch(play, strtol(play->line.word[1], NULL, 10), phases[i].phase,
                       (int)strtol(play->line.word[2], NULL, 10),
                       (int)strtol(play->line.word[3], NULL, 10));
            play_pass(play, 20);
        }
    }
    return true;
}

/* ---- keyboard, scanner, button -------------------------------------------------------------- */

static enum keyboard_kind kind_on_screen(const struct play *play)
{
    if (play_by_id(play, "key.space") != NULL || play_by_id(play, "key.letters") != NULL) {
        return KEYBOARD_TEXT;
    }
    return play_by_id(play, "key.A") != NULL || play_by_id(play, "key.a") != NULL ? KEYBOARD_CODE
                                                                                  : KEYBOARD_DIGITS;
}

static bool type_one(struct play *play, uint32_t codepoint)
{
    char path[200], letter[5];
    str_encode(codepoint, letter);
    if (!keyboard_path(kind_on_screen(play), codepoint, path, sizeof(path)) || path[0] == '\0') {
        return play_fail(play, "this keyboard cannot type", letter);
    }
    if (play_by_id(play, "key.letters") != NULL && !play_tap_id(play, "key.letters")) {
        return false;
    }
    for (char *save = NULL, *id = strtok_r(path, " ", &save); id != NULL;
         id = strtok_r(NULL, " ", &save)) {
        if (!play_tap_id(play, id)) {
            return false;
        }
    }
    return true;
}

static bool type_text(struct play *play, const char *text)
{
    for (const char *at = text; *at != '\0';) {
        uint32_t codepoint = str_decode(&at);
        if (codepoint == '-' && kind_on_screen(play) == KEYBOARD_CODE) {
            continue; /* a letter prints ABCD-2345; a person types the eight characters */
        }
        if (!type_one(play, codepoint)) {
            return false;
        }
    }
    return true;
}

bool play_act_type(struct play *play)
{
    return type_text(play, play->line.word[1]);
}

bool play_act_scan(struct play *play)
{
    app_scan(play->kiosk->app, play->line.word[1]);
    play_settle(play);
    return true;
}

bool play_act_press(struct play *play)
{
    if (play->button_off) {
        return true; /* a finger on a button that is not connected */
    }
    play_trace(play, "press\n");
    play_pass(play, 200); /* a hand needs time to get there */
    app_button_edge(play->kiosk->app, true, play_now_ms(play));
    play_pass(play, 150);
    if (!play->button_stuck) {
        app_button_edge(play->kiosk->app, false, play_now_ms(play));
        play_pass(play, 100);
    }
    return true;
}

bool play_act_button(struct play *play)
{
    const char *what = play->line.word[1];
    if (strcmp(what, "off") == 0) {
        play->button_off = true;
        app_button_missing(play->kiosk->app, true);
    } else if (strcmp(what, "stuck") == 0) {
        play->button_stuck = true;
        app_button_edge(play->kiosk->app, true, play_now_ms(play));
    } else if (strcmp(what, "on") == 0) {
        play->button_off = play->button_stuck = false;
        app_button_missing(play->kiosk->app, false);
        app_button_edge(play->kiosk->app, false, play_now_ms(play));
    } else {
        return play_fail(play, "button off, stuck or on; not", what);
    }
    play_settle(play);
    return true;
}

/* Types a PIN wherever a PIN is asked; from home it walks to "Beheer" first. Twice when it is
 * chosen for the first time. */
bool play_act_pin(struct play *play)
{
    char id[32];
    snprintf(id, sizeof(id), "staff.%.15s", play->line.word[1]);
    if (play_by_id(play, "bar.staff") != NULL && !play_tap_id(play, "bar.staff")) {
        return false;
    }
    if (play_by_id(play, id) != NULL && !play_tap_id(play, id)) {
        return false;
    }
    int times = strcmp(app_screen_name(play->kiosk->app), "pin_set") == 0 ? 2 : 1;
    for (int i = 0; i < times; i++) {
        if (!type_text(play, play->line.word[2]) || !play_tap_id(play, "main")) {
            return false;
        }
    }
    return true;
}
