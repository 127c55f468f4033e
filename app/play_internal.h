/* play_internal: what the files of scripted visits share: play.c runs the lines, play_hands.c has
 * the fingers, the keyboard and the button, play_acts.c what a person expects, remembers and
 * brings.
 */
#ifndef DORPEL_PLAY_INTERNAL_H
#define DORPEL_PLAY_INTERNAL_H

#include "app/kiosk.h"
#include "app/play_words.h"

#include <stdio.h>

enum { PLAY_STEP_MS = 50, PLAY_TAP_MS = 60 };

struct play {
    struct kiosk *kiosk;
    char *const *argv;
    struct play_name names[PLAY_NAMES];
    size_t name_count;
    struct play_line line;
    int number;       /* of the line in the file */
    long writes_left; /* kill at write N; 0: not asked */
    int disk_errno;   /* what every write meets now; 0: nothing */
    bool button_off, button_stuck;
    FILE *trace; /* --trace: what a hand did, for a hand elsewhere to do again; or NULL */
    char why[400];
};

/* ---- play.c: time and failure ---- */
void play_settle(struct play *play); /* frames until the screen rests */
void play_pass(struct play *play, int64_t ms);
void play_pass_long(struct play *play, int64_t ms);
int64_t play_now_ms(const struct play *play);
/* One line of the trace, when there is one. */
void play_trace(struct play *play, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool play_fail(struct play *play, const char *what, const char *which); /* returns false */

/* ---- play_hands.c ---- */
const struct ui_element *play_by_id(const struct play *play, const char *id);
/* The element that says exactly this, else one that says it among other words. */
const struct ui_element *play_by_label(const struct play *play, const char *label, bool tap);
bool play_tap_id(struct play *play, const char *id);

/* ---- play_acts.c ---- */
bool play_put_name(struct play *play, const char *name, const char *value);

/* Acts, by the word that names them. */

bool play_act_tap(struct play *play);
bool play_act_tap_id(struct play *play);
bool play_act_hold(struct play *play);
bool play_act_finger(struct play *play);
bool play_act_type(struct play *play);
bool play_act_scan(struct play *play);
bool play_act_press(struct play *play);
bool play_act_button(struct play *play);
bool play_act_pin(struct play *play);
bool play_act_expect(struct play *play);
bool play_act_expect_id(struct play *play);
bool play_act_expect_not(struct play *play);
bool play_act_remember(struct play *play);
bool play_act_shot(struct play *play);
bool play_act_wait(struct play *play);
bool play_act_clock(struct play *play);
bool play_act_stick(struct play *play);
bool play_act_kill(struct play *play);

#endif
