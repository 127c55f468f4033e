/* kiosk: the app with its hands and eyes: screen, button, clock. What loop.c and play.c both drive.
 *
 * init/finish on the caller's memory.
 */
#ifndef DORPEL_KIOSK_H
#define DORPEL_KIOSK_H

#include "app/app.h"
#include "app/options.h"
#include "app/report.h"
#include "app/ui/ui_sdl.h"
#include "firmware/gpio.h"

struct kiosk {
    const struct options *options;
    struct io *io;
    struct clock clock;
    struct ui_sdl *sdl;
    struct app *app;
    struct gpio *gpio; /* NULL: no line (key, none, or missing) */
    char photos[700];  /* folder the screen was last told */
    bool lamp_lit, was_quiet;
    bool is_kms;        /* the screen is the machine's own, not a window */
    int64_t started_ms; /* monotonic, when the loop began; 0: not yet */
    int64_t looked_ms;  /* when kiosk_look looked last; 0: it must look now */
    bool was_looked;    /* at all */
    struct app_machine machine;
    bool button_is_ours; /* another dorpel on this machine holds the line */
    struct {
        const struct dl *list; /* whose pictures are being read; NULL: all are there */
        size_t next;           /* of app_ahead */
    } ahead;
    struct report report; /* only with --report */
};

/* mode: how the screen opens. clock must be set before (real or virtual). */
bool kiosk_init(struct kiosk *kiosk, const struct options *options, enum ui_sdl_mode mode,
                const char *vfs, struct err *err);
void kiosk_finish(struct kiosk *kiosk);
/* A finger; the next turn answers it. */
void kiosk_touch(struct kiosk *kiosk, int64_t finger, enum ui_phase phase, int x, int y);
/* One turn: the app draws, the screen shows what changed, the lamp follows. True when presented. */
bool kiosk_turn(struct kiosk *kiosk);
/* Between frames, when nobody touches: one step of reading the pictures that the next tap may show.
 * False: nothing left to do, or no time for it before the next frame. */
bool kiosk_ahead(struct kiosk *kiosk);

/* Now and then: is the button back, is there still a touchscreen? */
void kiosk_look(struct kiosk *kiosk);
void kiosk_lost_button(struct kiosk *kiosk); /* its chip failed; it is looked for again */

int loop_run(struct kiosk *kiosk);                     /* until asked to stop; exit code */
int play_run(struct kiosk *kiosk, char *const argv[]); /* a scripted visit; exit code */

#endif
