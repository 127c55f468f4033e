/* app_content: the admin's desk for the village's content: bringing a pack in, looking at what it
 * changes, taking it, going back. The work is done by dorpel-sync; here is only the switch. */
#ifndef DORPEL_APP_CONTENT_H
#define DORPEL_APP_CONTENT_H

#include "app/content/stage.h"

struct app;

struct content_desk { /* zero is empty */
    struct stock stock;
    struct arena arena; /* of the report */
    struct stage_report report;
    bool has_report;
    int64_t looked_ms;
};

/* The folder of the pack in use; false: none was ever taken in. A fresh one that never came to its
 * first picture is put back. */
bool app_content_start(struct app *app, char *dst, size_t cap);
bool app_content_back(struct app *app, char *dst, size_t cap); /* the pack in use is damaged */
void app_content_finish(struct app *app);
void app_content_healthy(struct app *app);          /* the first picture was seen */
void app_content_heard(struct app *app, bool done); /* the child ended */
void app_content_enter(struct app *app);            /* the admin opens the desk */
void app_content_idle(struct app *app);             /* nobody stands here: signed ones are taken */
void app_view_content(struct app *app);
void app_act_content_look(struct app *app);
void app_act_content_take(struct app *app, bool by_button);
void app_act_content_return(struct app *app, bool by_button);

#endif
