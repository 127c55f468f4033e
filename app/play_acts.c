/* What a scripted visit expects, remembers, photographs and brings along. */
#include "app/play_internal.h"

#include "app/base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { EXPECT_MS = 2000 };

static bool waits_for(struct play *play, bool by_words, const char *what)
{
    for (int64_t waited = 0;; waited += PLAY_STEP_MS) {
        if ((by_words ? play_by_label(play, what, false) : play_by_id(play, what)) != NULL) {
            return true;
        }
        if (waited >= EXPECT_MS) {
            return false;
        }
        play_pass(play, PLAY_STEP_MS);
    }
}

bool play_act_expect(struct play *play)
{
    return waits_for(play, true, play->line.word[1])
               ? true
               : play_fail(play, "expected on the screen:", play->line.word[1]);
}

bool play_act_expect_id(struct play *play)
{
    return waits_for(play, false, play->line.word[1])
               ? true
               : play_fail(play, "expected an element with id", play->line.word[1]);
}

bool play_act_expect_not(struct play *play)
{
    play_settle(play);
    return play_by_label(play, play->line.word[1], false) == NULL
               ? true
               : play_fail(play, "should not be on the screen:", play->line.word[1]);
}

bool play_put_name(struct play *play, const char *name, const char *value)
{
    size_t at = 0;
    while (at < play->name_count && strcmp(play->names[at].name, name) != 0) {
        at++;
    }
    if (at == PLAY_NAMES) {
        return play_fail(play, "too many names at", name);
    }
    play->name_count = at == play->name_count ? at + 1 : play->name_count;
    if (!str_copy(play->names[at].name, sizeof(play->names[at].name), name) ||
        !str_copy(play->names[at].value, sizeof(play->names[at].value), value)) {
        return play_fail(play, "too long to remember:", name);
    }
    return true;
}

bool play_act_remember(struct play *play)
{
    const struct ui_element *element = play_by_id(play, play->line.word[2]);
    if (element == NULL || element->label == NULL) {
        return play_fail(play, "no element with id", play->line.word[2]);
    }
    return play_put_name(play, play->line.word[1], element->label);
}

bool play_act_shot(struct play *play)
{
    const char *folder = play->kiosk->options->shots;
    if (folder[0] == '\0') {
        return true;
    }
    char path[1024];
    snprintf(path, sizeof(path), "%s/%s.png", folder, play->line.word[1]);
    struct err err = {0};
    play_settle(play);
    play_trace(play, "shot %s\n", play->line.word[1]);
    return ui_sdl_save_png(play->kiosk->sdl, path, &err) ? true : play_fail(play, err.msg, NULL);
}

bool play_act_wait(struct play *play)
{
    play_pass_long(play, strtol(play->line.word[1], NULL, 10));
    return true;
}

bool play_act_clock(struct play *play)
{
    int64_t wall;
    if (!clock_parse(&wall, play->line.word[1])) {
        return play_fail(play, "not a time like 2026-04-01T09:00:00Z:", play->line.word[1]);
    }
    play->kiosk->clock.virtual_wall_s = wall;
    play_settle(play);
    return true;
}

bool play_act_stick(struct play *play)
{
    const char *what = play->line.word[1];
    if (strcmp(what, "in") == 0 && play->line.count == 3) {
        play_trace(play, "stick in\n");
        mkdir(play->line.word[2], 0777);
        app_stick(play->kiosk->app, play->line.word[2]);
    } else if (strcmp(what, "out") == 0) {
        play_trace(play, "stick out\n");
        app_stick(play->kiosk->app, NULL);
    } else if (strcmp(what, "fail") == 0 && play->line.count == 3) {
        app_stick_fail(play->kiosk->app, play->line.word[2]);
    } else {
        return play_fail(play, "stick in DIR, stick out, or stick fail KIND; not", what);
    }
    play_settle(play);
    return true;
}
