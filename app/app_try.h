/* app_try: a pack tried out before it is taken, in a process of its own. Every screen is drawn with
 * it as a visitor could see it, to its last line, at the largest letters, in every language, on the
 * reference screen and on the smallest one that we serve.
 */
#ifndef DORPEL_APP_TRY_H
#define DORPEL_APP_TRY_H

#include "app/app.h"

struct app_trial {
    const struct face *face;
    /* Draws it in pixels, as the screen would; false: it cannot. */
    bool (*show)(void *ctx, const struct dl *list);
    /* These words do not fit where they stand. The same ones may be told more than once. */
    void (*misfit)(void *ctx, const char *screen, const char *words);
    void *ctx;
};

/* ERR_FORMAT: a screen cannot be shown at all. */
bool app_try(struct app *app, const struct app_trial *trial, struct err *err);

#endif
