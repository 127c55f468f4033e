/* app: the running kiosk: visitors' events in, a display list out, acts to the store.
 *
 * Knows no SDL and no GPIO library: the loop (loop.c) or a scripted visit (play.c) feeds it and
 * asks for frames. One thread; what must wait (stretching a code, a stick visit) runs in a worker
 * or a child whose file descriptors app_fds tells. app_create gives memory that app_destroy wipes
 * and frees.
 */
#ifndef DORPEL_APP_H
#define DORPEL_APP_H

#include "app/base/clock.h"
#include "app/base/io.h"
#include "app/domain/health.h"
#include "app/ui/ui.h"
#include "firmware/board.h"
#include "firmware/lamp.h"

struct app;

struct app_options {
    const char *data;     /* data folder */
    const char *pack;     /* pack folder */
    const char *assets;   /* texts, fonts, icons, art */
    const char *programs; /* folder where dorpel-sync stands */
    const char *lang;     /* language of a fresh visit */
    const char *stick;    /* folder that stands for the stick; NULL: none */
    const char *runtime;  /* an appliance: where dorpel-stick and visits are asked; NULL: none */
    const char *sys;      /* before /sys and /proc; NULL: nothing. For tests */
    const char *vfs;      /* SQLite VFS; NULL: the system's */
    struct ui_screen screen;
    uint64_t seed;   /* rotation and layout only */
    bool has_button; /* false: no button line at all */
};

struct app *app_create(struct io *io, struct clock *clock, const struct app_options *options,
                       const struct face *face, struct err *err);
void app_destroy(struct app *app);

void app_touch(struct app *app, int64_t finger, enum ui_phase phase, int x, int y);
void app_button_edge(struct app *app, bool pressed, int64_t now_ms);
void app_button_missing(struct app *app, bool is_missing); /* the line failed, or is back */
void app_scan(struct app *app, const char *text);          /* a keyboard-type scanner */
void app_stick(struct app *app, const char *folder);       /* NULL: taken out */
void app_stick_fail(struct app *app, const char *kind);    /* the next stick visit meets this */

struct app_machine {                /* what the kiosk sees of its own parts */
    enum health_fault button, lamp; /* HEALTH_FINE, or what opening the lines said */
    bool asks_lamp;                 /* its line is held: else it is not known */
    bool asks_screen;               /* a kiosk's own screen: monitor and touchscreen count */
    struct board board;
};
void app_machine(struct app *app, const struct app_machine *machine); /* copied */
void app_health(const struct app *app, struct health *ret);
const char *app_place(const struct app *app); /* text key of where the kiosk stands, or "" */
const char *app_text(struct app *app, const char *key);

/* Lets time pass, draws frames until they are still. True when the display list changed. */
bool app_frame(struct app *app);
int64_t app_deadline_ms(const struct app *app); /* when app_frame must be called at the latest */
enum lamp_pattern app_lamp(const struct app *app);
bool app_lamp_lit(const struct app *app);
struct ui *app_ui(struct app *app);
const char *app_screen_name(const struct app *app);
/* The index-th screen, from 0, that a tap may lead to from here, drawn as it would be seen; NULL:
 * no more of them. Nothing of the visit is in it. The app's own, until the next call. */
const struct dl *app_ahead(struct app *app, size_t index);
/* The folder of photos of the pack in use; changes when another pack is taken in. */
const char *app_photos(const struct app *app);

/* After the first frame and before the first touch: reads the store whole (a damaged one is set
 * aside), keeps a copy of a good pack, takes in a demo village's ideas. false: no store any more.
 */
bool app_settle(struct app *app, struct err *err);
bool app_answers(struct app *app, struct err *err); /* does the store answer a question? */
bool app_is_quiet(const struct app *app);           /* nobody is here, and nothing is at work */
bool app_is_busy(const struct app *app);            /* a worker or a child is at work */
void app_wait(struct app *app);                     /* until it is not; virtual time stands still */
size_t app_fds(const struct app *app, int *ret_fds, size_t cap);

#endif
