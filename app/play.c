/* Scripted visits: a person's acts, one a line, in virtual time, through the same loop that fingers
 * drive. tests/play/README.md is the language. */
#include "app/base/crypto.h"
#include "app/base/str.h"
#include "app/kiosk.h"
#include "app/play_words.h"
#include "app/ui/keyboard.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STEP_MS = 50, EXPECT_MS = 2000, TAP_MS = 60, MAX_FILE = 1024 * 1024 };

struct play {
    struct kiosk *kiosk;
    char *const *argv;
    struct play_name names[PLAY_NAMES];
    size_t name_count;
    struct play_line line;
    int number;             /* of the line in the file */
    long writes_left;       /* kill at write N; 0: not asked */
    bool button_off, button_stuck;
    char why[400];
};

typedef bool (*play_act)(struct play *play);

/* ---- time ----------------------------------------------------------------------------------- */

static void settle(struct play *play)
{
    kiosk_turn(play->kiosk);
    for (int i = 0; i < 4 && app_is_busy(play->kiosk->app); i++) {
        app_wait(play->kiosk->app); /* virtual time stands still while a child works */
        kiosk_turn(play->kiosk);
    }
}

static void pass(struct play *play, int64_t ms)
{
    while (ms > 0) {
        int64_t step = ms < STEP_MS ? ms : STEP_MS;
        clock_advance(&play->kiosk->clock, step);
        settle(play);
        ms -= step;
    }
}

/* Long waits need no fifty-millisecond steps where nothing happens. */
static void pass_long(struct play *play, int64_t ms)
{
    while (ms > 5000) {
        clock_advance(&play->kiosk->clock, 1000);
        settle(play);
        ms -= 1000;
    }
    pass(play, ms);
}

static int64_t now_ms(const struct play *play)
{
    return clock_mono_ms(&play->kiosk->clock);
}

/* ---- what is on the screen ------------------------------------------------------------------ */

static bool fail(struct play *play, const char *what, const char *which)
{
    snprintf(play->why, sizeof(play->why), "%s%s%s%s", what, which != NULL ? " \"" : "",
             which != NULL ? which : "", which != NULL ? "\"" : "");
    return false;
}

static const struct ui_element *by_id(const struct play *play, const char *id)
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

/* The element that says exactly this, else one that says it among other words. */
static const struct ui_element *by_label(const struct play *play, const char *label, bool tap)
{
    const struct ui_element *list, *part = NULL;
    size_t count = ui_elements(app_ui(play->kiosk->app), &list);
    for (size_t i = 0; i < count; i++) {
        if (list[i].label == NULL || (tap && !can_tap(&list[i]))) {
            continue;
        }
        if (strcmp(list[i].label, label) == 0) {
            return &list[i];
        }
        if (part == NULL && strstr(list[i].label, label) != NULL) {
            part = &list[i];
        }
    }
    return part;
}

static void print_screen(const struct play *play)
{
    const struct ui_element *list;
    size_t count = ui_elements(app_ui(play->kiosk->app), &list);
    fprintf(stderr, "on the screen (%s):\n", app_screen_name(play->kiosk->app));
    for (size_t i = 0; i < count; i++) {
        fprintf(stderr, "  %-24s %s%s%s\n", list[i].id, list[i].label != NULL ? list[i].label : "",
                list[i].enabled ? "" : " (off)", list[i].rect.w == 0 ? " (out of sight)" : "");
    }
}

/* ---- fingers -------------------------------------------------------------------------------- */

static void touch(struct play *play, int64_t finger, enum ui_phase phase, int x, int y)
{
    app_touch(play->kiosk->app, finger, phase, x, y);
    settle(play);
}

static bool tap_element(struct play *play, const struct ui_element *element, int64_t hold_ms)
{
    if (element->rect.w <= 0) {
        return fail(play, "out of sight:", element->id);
    }
    if (!element->enabled) {
        return fail(play, "cannot be tapped now:", element->id);
    }
    int x = element->rect.x + element->rect.w / 2, y = element->rect.y + element->rect.h / 2;
    touch(play, 1, UI_DOWN, x, y);
    pass(play, hold_ms);
    touch(play, 1, UI_UP, x, y);
    pass(play, TAP_MS);
    return true;
}

static bool tap_id(struct play *play, const char *id)
{
    const struct ui_element *element = by_id(play, id);
    return element != NULL ? tap_element(play, element, TAP_MS)
                           : fail(play, "no element with id", id);
}

static bool act_tap(struct play *play)
{
    if (strcmp(app_screen_name(play->kiosk->app), "attract") == 0) {
        struct ui_screen screen = play->kiosk->options->screen;
        touch(play, 1, UI_DOWN, screen.width_px / 2, screen.height_px / 2);
        pass(play, TAP_MS);
        touch(play, 1, UI_UP, screen.width_px / 2, screen.height_px / 2);
        pass(play, TAP_MS);
        return true;
    }
    const struct ui_element *element = by_label(play, play->line.word[1], true);
    return element != NULL ? tap_element(play, element, TAP_MS)
                           : fail(play, "nothing to tap says", play->line.word[1]);
}

static bool act_tap_id(struct play *play)
{
    return tap_id(play, play->line.word[1]);
}

static bool act_hold(struct play *play)
{
    if (!play->line.is_quoted[1]) {
        pass(play, strtol(play->line.word[1], NULL, 10));
        return true;
    }
    const struct ui_element *element = by_label(play, play->line.word[1], true);
    if (element == NULL || play->line.count < 3) {
        return fail(play, "nothing to hold says", play->line.word[1]);
    }
    return tap_element(play, element, strtol(play->line.word[2], NULL, 10));
}

static bool act_finger(struct play *play)
{
    static const struct {
        const char *word;
        enum ui_phase phase;
    } phases[] = {{"down", UI_DOWN}, {"move", UI_MOVE}, {"up", UI_UP}, {"lost", UI_LOST}};
    for (size_t i = 0; i < 4; i++) {
        if (strcmp(play->line.word[0], phases[i].word) == 0) {
            touch(play, strtol(play->line.word[1], NULL, 10), phases[i].phase,
                  (int)strtol(play->line.word[2], NULL, 10),
                  (int)strtol(play->line.word[3], NULL, 10));
            pass(play, 20);
        }
    }
    return true;
}

/* ---- keyboard, scanner, button -------------------------------------------------------------- */

static enum keyboard_kind kind_on_screen(const struct play *play)
{
    if (by_id(play, "key.space") != NULL || by_id(play, "key.letters") != NULL) {
        return KEYBOARD_TEXT;
    }
    return by_id(play, "key.A") != NULL || by_id(play, "key.a") != NULL ? KEYBOARD_CODE
                                                                       : KEYBOARD_DIGITS;
}

static bool type_one(struct play *play, uint32_t codepoint)
{
    char path[200], letter[5];
    str_encode(codepoint, letter);
    if (!keyboard_path(kind_on_screen(play), codepoint, path, sizeof(path)) || path[0] == '\0') {
        return fail(play, "this keyboard cannot type", letter);
    }
    if (by_id(play, "key.letters") != NULL && !tap_id(play, "key.letters")) {
        return false;
    }
    for (char *save = NULL, *id = strtok_r(path, " ", &save); id != NULL;
         id = strtok_r(NULL, " ", &save)) {
        if (!tap_id(play, id)) {
            return false;
        }
    }
    return true;
}

static bool type_text(struct play *play, const char *text)
{
    for (const char *at = text; *at != '\0';) {
        if (!type_one(play, str_decode(&at))) {
            return false;
        }
    }
    return true;
}

static bool act_type(struct play *play)
{
    return type_text(play, play->line.word[1]);
}

static bool act_scan(struct play *play)
{
    app_scan(play->kiosk->app, play->line.word[1]);
    settle(play);
    return true;
}

static bool act_press(struct play *play)
{
    if (play->button_off) {
        return true; /* a finger on a button that is not connected */
    }
    pass(play, 200); /* a hand needs time to get there */
    app_button_edge(play->kiosk->app, true, now_ms(play));
    pass(play, 150);
    if (!play->button_stuck) {
        app_button_edge(play->kiosk->app, false, now_ms(play));
        pass(play, 100);
    }
    return true;
}

static bool act_button(struct play *play)
{
    const char *what = play->line.word[1];
    if (strcmp(what, "off") == 0) {
        play->button_off = true;
        app_button_missing(play->kiosk->app, true);
    } else if (strcmp(what, "stuck") == 0) {
        play->button_stuck = true;
        app_button_edge(play->kiosk->app, true, now_ms(play));
    } else if (strcmp(what, "on") == 0) {
        play->button_off = play->button_stuck = false;
        app_button_missing(play->kiosk->app, false);
        app_button_edge(play->kiosk->app, false, now_ms(play));
    } else {
        return fail(play, "button off, stuck or on; not", what);
    }
    settle(play);
    return true;
}

/* Types a PIN wherever a PIN is asked; from home it walks to "Beheer" first. Twice when it is
 * chosen for the first time. */
static bool act_pin(struct play *play)
{
    char id[32];
    snprintf(id, sizeof(id), "staff.%.15s", play->line.word[1]);
    if (by_id(play, "bar.staff") != NULL && !tap_id(play, "bar.staff")) {
        return false;
    }
    if (by_id(play, id) != NULL && !tap_id(play, id)) {
        return false;
    }
    int times = strcmp(app_screen_name(play->kiosk->app), "pin-set") == 0 ? 2 : 1;
    for (int i = 0; i < times; i++) {
        if (!type_text(play, play->line.word[2]) || !tap_id(play, "main")) {
            return false;
        }
    }
    return true;
}

/* ---- expectations --------------------------------------------------------------------------- */

static bool waits_for(struct play *play, bool by_words, const char *what)
{
    for (int64_t waited = 0;; waited += STEP_MS) {
        if ((by_words ? by_label(play, what, false) : by_id(play, what)) != NULL) {
            return true;
        }
        if (waited >= EXPECT_MS) {
            return false;
        }
        pass(play, STEP_MS);
    }
}

static bool act_expect(struct play *play)
{
    return waits_for(play, true, play->line.word[1])
               ? true
               : fail(play, "expected on the screen:", play->line.word[1]);
}

static bool act_expect_id(struct play *play)
{
    return waits_for(play, false, play->line.word[1])
               ? true
               : fail(play, "expected an element with id", play->line.word[1]);
}

static bool act_expect_not(struct play *play)
{
    settle(play);
    return by_label(play, play->line.word[1], false) == NULL
               ? true
               : fail(play, "should not be on the screen:", play->line.word[1]);
}

static bool put_name(struct play *play, const char *name, const char *value)
{
    size_t at = 0;
    while (at < play->name_count && strcmp(play->names[at].name, name) != 0) {
        at++;
    }
    if (at == PLAY_NAMES) {
        return fail(play, "too many names at", name);
    }
    play->name_count = at == play->name_count ? at + 1 : play->name_count;
    if (!str_copy(play->names[at].name, sizeof(play->names[at].name), name) ||
        !str_copy(play->names[at].value, sizeof(play->names[at].value), value)) {
        return fail(play, "too long to remember:", name);
    }
    return true;
}

static bool act_remember(struct play *play)
{
    const struct ui_element *element = by_id(play, play->line.word[2]);
    if (element == NULL || element->label == NULL) {
        return fail(play, "no element with id", play->line.word[2]);
    }
    return put_name(play, play->line.word[1], element->label);
}

static bool act_shot(struct play *play)
{
    const char *folder = play->kiosk->options->shots;
    if (folder[0] == '\0') {
        return true;
    }
    char path[1024];
    snprintf(path, sizeof(path), "%s/%s.png", folder, play->line.word[1]);
    struct err err = {0};
    settle(play);
    return ui_sdl_save_png(play->kiosk->sdl, path, &err) ? true : fail(play, err.msg, NULL);
}

static bool act_wait(struct play *play)
{
    pass_long(play, strtol(play->line.word[1], NULL, 10));
    return true;
}

static bool act_clock(struct play *play)
{
    int64_t wall;
    if (!clock_parse(&wall, play->line.word[1])) {
        return fail(play, "not a time like 2026-04-01T09:00:00Z:", play->line.word[1]);
    }
    play->kiosk->clock.virtual_wall_s = wall;
    settle(play);
    return true;
}

static bool act_stick(struct play *play)
{
    const char *what = play->line.word[1];
    if (strcmp(what, "in") == 0 && play->line.count == 3) {
        mkdir(play->line.word[2], 0777);
        app_stick(play->kiosk->app, play->line.word[2]);
    } else if (strcmp(what, "out") == 0) {
        app_stick(play->kiosk->app, NULL);
    } else if (strcmp(what, "fail") == 0 && play->line.count == 3) {
        app_stick_fail(play->kiosk->app, play->line.word[2]);
    } else {
        return fail(play, "stick in DIR, stick out, or stick fail KIND; not", what);
    }
    settle(play);
    return true;
}

/* ---- death ---------------------------------------------------------------------------------- */

/* Dies as by SIGKILL (nothing is closed, nothing is flushed) and starts again on the same data:
 * exec replaces the program where it stands. */
static void die_and_return(struct play *play)
{
    static char resume[64], sets[PLAY_NAMES][300];
    char *argv[256];
    size_t n = 0;
    for (size_t i = 0; play->argv[i] != NULL && n < 100; i++) {
        if (strcmp(play->argv[i], "--resume") == 0 || strcmp(play->argv[i], "--set") == 0) {
            i++;
            continue;
        }
        argv[n++] = play->argv[i];
    }
    static char resume_word[] = "--resume", set_word[] = "--set";
    snprintf(resume, sizeof(resume), "%d:%lld", play->number,
             (long long)clock_wall_s(&play->kiosk->clock));
    argv[n++] = resume_word;
    argv[n++] = resume;
    for (size_t i = 0; i < play->name_count && n + 3 < 256; i++) {
        snprintf(sets[i], sizeof(sets[i]), "%s=%s", play->names[i].name, play->names[i].value);
        argv[n++] = set_word;
        argv[n++] = sets[i];
    }
    argv[n] = NULL;
    execv("/proc/self/exe", argv);
    fprintf(stderr, "cannot start again: %s\n", strerror(errno));
    _exit(1);
}

static int count_write(void *ctx, const char *what, const char *path)
{
    struct play *play = ctx;
    (void)path;
    if (play->writes_left > 0 && strcmp(what, "write") == 0 && --play->writes_left == 0) {
        die_and_return(play);
    }
    return 0;
}

static bool act_kill(struct play *play)
{
    if (play->line.count == 1) {
        die_and_return(play);
    }
    if (play->line.count != 4 || strcmp(play->line.word[1], "at") != 0) {
        return fail(play, "kill, or kill at write N", NULL);
    }
    play->writes_left = strtol(play->line.word[3], NULL, 10);
    return play->writes_left > 0 ? true : fail(play, "kill at write N: N from 1", NULL);
}

/* ---- the play ------------------------------------------------------------------------------- */

static const struct {
    const char *word;
    size_t least; /* words, this one included */
    play_act act;
} acts[] = {
    {"tap", 2, act_tap},           {"tap-id", 2, act_tap_id},
    {"type", 2, act_type},         {"scan", 2, act_scan},
    {"press", 1, act_press},       {"hold", 2, act_hold},
    {"down", 4, act_finger},       {"move", 4, act_finger},
    {"up", 4, act_finger},         {"lost", 4, act_finger},
    {"wait", 2, act_wait},         {"expect", 2, act_expect},
    {"expect-not", 2, act_expect_not}, {"expect-id", 2, act_expect_id},
    {"shot", 2, act_shot},         {"stick", 2, act_stick},
    {"clock", 2, act_clock},       {"button", 2, act_button},
    {"kill", 1, act_kill},         {"pin", 3, act_pin},
    {"remember", 3, act_remember},
};

static bool play_one(struct play *play, const char *text)
{
    const char *why = "";
    if (!play_split(&play->line, text, play->names, play->name_count, &why)) {
        return fail(play, why, NULL);
    }
    if (play->line.count == 0) {
        return true;
    }
    for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
        if (strcmp(play->line.word[0], acts[i].word) == 0) {
            return play->line.count >= acts[i].least ? acts[i].act(play)
                                                     : fail(play, "too few words after",
                                                            acts[i].word);
        }
    }
    return fail(play, "no such act:", play->line.word[0]);
}

static bool read_visit(struct play *play, struct arena *arena, char **ret_text)
{
    struct err err = {0};
    size_t len;
    if (!io_read_file(play->kiosk->io, arena, play->kiosk->options->play, MAX_FILE, ret_text, &len,
                      &err)) {
        fprintf(stderr, "%s\n", err.msg);
        return false;
    }
    return true;
}

int play_run(struct kiosk *kiosk, char *const argv[])
{
    struct play *play = calloc(1, sizeof(*play));
    if (play == NULL) {
        return 1;
    }
    play->kiosk = kiosk;
    play->argv = argv;
    const struct options *options = kiosk->options;
    for (size_t i = 0; i < options->set_count; i++) {
        put_name(play, options->sets[i].name, options->sets[i].value);
    }
    struct arena arena;
    arena_init(&arena, 0);
    char *text = NULL;
    bool ok = read_visit(play, &arena, &text);
    settle(play);
    app_settle(kiosk->app);
    settle(play);
    kiosk->io->tap = (struct io_tap){count_write, play};
    for (char *line = text; ok && line != NULL;) {
        char *end = strchr(line, '\n');
        if (end != NULL) {
            *end = '\0';
        }
        play->number++;
        if (play->number > options->resume_line) {
            ok = play_one(play, line);
        }
        if (!ok) {
            fprintf(stderr, "%s:%d: %s\n", options->play, play->number, play->why);
            fprintf(stderr, "  %s\n", line);
            print_screen(play);
        }
        line = end != NULL ? end + 1 : NULL;
    }
    kiosk->io->tap = (struct io_tap){NULL, NULL};
    arena_finish(&arena);
    crypto_wipe(play, sizeof(*play));
    free(play);
    return ok ? 0 : 1;
}
