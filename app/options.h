/* options: the command line and dorpel.conf, read and checked. Owns no memory: texts are copied. */
#ifndef DORPEL_OPTIONS_H
#define DORPEL_OPTIONS_H

#include "app/app.h"

enum button_source { BUTTON_FROM_NONE, BUTTON_FROM_KEY, BUTTON_FROM_LINE };
enum { OPTIONS_SETS = 32, OPTIONS_PATH = 512 };

struct options {
    char data[OPTIONS_PATH], pack[OPTIONS_PATH], assets[OPTIONS_PATH], programs[OPTIONS_PATH];
    char stick[OPTIONS_PATH], play[OPTIONS_PATH], shots[OPTIONS_PATH];
    char report[OPTIONS_PATH];  /* for the bench: where to write what was measured */
    char trace[OPTIONS_PATH];   /* for the virtual kiosk: where a visit's touches are written */
    char runtime[OPTIONS_PATH]; /* where dorpel-stick and the visits are asked; "": no appliance */
    char backup[OPTIONS_PATH];  /* a second medium for the copy of the night; "": none */
    char sys[OPTIONS_PATH];     /* before /sys, /proc and /dev; for tests */
    char lang[4];
    char button_line[64], lamp_line[64];
    enum button_source button;
    struct ui_screen screen;
    uint64_t seed;
    bool dump, rebuild, help;
    bool lamp_off, night, health; /* chores.h */
    int64_t hang_after_ms;   /* for the watchdog's test: then nothing moves any more; 0: never */
    bool try_out, try_words; /* draw everything of the pack once, and end; without photos */
    bool headless, window;   /* for the bench: no window at all; a window for a visit */
    struct {
        char name[32], value[128];
    } sets[OPTIONS_SETS]; /* --set NAME=VALUE, for --play */
    size_t set_count;
    int resume_line; /* where a killed visit goes on; 0: from the start */
    int64_t resume_wall_s;
};

/* Fills ret from argv (and --conf FILE before the rest). On false, `err` is a sentence for usage.
 */
bool options_read(struct options *ret, int argc, char *const argv[], struct err *err);

#endif
