/* app_photo: photos of the kiosk's own: brought from a stick, chosen, kept, and gone when nothing
 * shows them any more. dorpel-sync reads the stick and lays small ones ready; here one is taken. */
#ifndef DORPEL_APP_PHOTO_H
#define DORPEL_APP_PHOTO_H

#include "app/domain/overlay.h"

#include <stddef.h>

#define PHOTO_ON_STICK "stick/" /* before the name of one that lies ready */

struct app;
struct overlay_edit;

enum { PHOTO_DESK = 24 };
struct photo_desk {  /* zero is empty */
    bool has_folder; /* something lies ready, or may */
    size_t count;
    char names[PHOTO_DESK][sizeof(PHOTO_ON_STICK) + OVERLAY_PHOTO]; /* "stick/5b1f...0c7e.jpg" */
    const char *list[PHOTO_DESK];                                   /* the same, for the screen */
};

/* The folder of the kiosk's own, or of those of a stick that lie ready. */
void app_photo_dir(const struct app *app, char *dst, size_t cap, bool on_stick);
void app_photo_start(struct app *app);            /* nothing lies ready; what nothing shows goes */
void app_photo_idle(struct app *app);             /* when the admin has left, nothing lies ready */
void app_photo_heard(struct app *app, bool done); /* the visit of the stick ended */
void app_photo_night(struct app *app);            /* what nothing shows goes */
/* An edit that shows a photo which is not there is as good as none. */
void app_photo_missing(struct app *app, struct overlay_edit *edits, size_t count);
void app_act_photo_look(struct app *app);
void app_act_photo_take(struct app *app);

#endif
