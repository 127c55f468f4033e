/* The stick on the screen: is one in, is it ours, and what came of a visit. */
#include "app/app_internal.h"

#include "app/base/log.h"
#include "app/stick_look.h"
#include "app/store/store_logbook.h"
#include "app/store/store_outbox.h"
#include "app/store/store_sync.h"

#include <stdio.h>
#include <string.h>

void app_stick(struct app *app, const char *folder)
{
    snprintf(app->stick_folder, sizeof(app->stick_folder), "%s", folder != NULL ? folder : "");
    if (folder == NULL && app->stick_shown != STICK_BUSY && app->stick_shown != STICK_DONE) {
        app->stick_shown = STICK_NONE; /* what is done stays done when it is taken out */
    }
}

void app_stick_fail(struct app *app, const char *kind)
{
    snprintf(app->stick_fail, sizeof(app->stick_fail), "%s", kind);
}

/* Is one in, and is it ours? A stick without an id is somebody's own until the caretaker, who reads
 * that it is new, takes it. Once said it stays said until it is out: its id may be damaged. */
static void look_in_folder(struct app *app)
{
    char id[sizeof(app->stick_folder) + 32];
    bool in = app->stick_folder[0] != '\0' && io_exists(app->io, app->stick_folder);
    snprintf(id, sizeof(id), "%s/DORPSHUIS/stick.id", app->stick_folder);
    app->stick_shown = in ? STICK_READY : STICK_NONE;
    app->stick_is_new = in && (app->stick_is_new || !io_exists(app->io, id));
}

/* The appliance's: dorpel-stick has looked, and says so. */
static void look_at_runtime(struct app *app)
{
    struct stick_look look;
    stick_look(&look, app->io, app->options.runtime);
    app->stick_shown = look.refused != NULL ? STICK_REFUSED : look.is_in ? STICK_READY : STICK_NONE;
    app->stick_is_new = look.is_in && (app->stick_is_new || look.is_new);
    app->stick_warning = look.warning != NULL ? look.warning : "";
    if (look.refused != NULL) {
        snprintf(app->stick.key, sizeof(app->stick.key), "%s", look.refused);
    }
}

void app_look_for_stick(struct app *app)
{
    if (app->options.runtime != NULL) {
        look_at_runtime(app);
    } else {
        look_in_folder(app);
    }
}

bool app_stick_is_in(struct app *app)
{
    struct stick_look look = {.is_in = false};
    if (app->options.runtime != NULL) {
        stick_look(&look, app->io, app->options.runtime);
        return look.is_in;
    }
    return app->stick_folder[0] != '\0' && io_exists(app->io, app->stick_folder);
}

/* The day that bundles left, while nothing is heard: so that fourteen days later somebody reads it.
 * Practice travels to no hub. */
static void note_departure(struct app *app)
{
    struct outbox_counts counts;
    app->stick_is_new = false;
    for (int stream = 0; stream < OUTBOX_STREAMS && !app->is_practice; stream++) {
        if (store_outbox_count(app->real, (enum outbox_stream)stream, &counts, NULL) &&
            counts.bundles[OUTBOX_CARRIED] > 0) {
            store_away_note(app->real, clock_wall_s(app->clock), NULL);
        }
    }
}

void app_take_stick(struct app *app)
{
    if (app->stick.state == STICK_RUN_IDLE) {
        /* Only where somebody looks for it: a stick that hangs holds up no visitor. */
        if (app->visit.staff != STAFF_NONE && app->stick_shown != STICK_DONE &&
            app->stick_shown != STICK_FAILED && app_now_ms(app) - app->stick_ms >= APP_STICK_MS) {
            app->stick_ms = app_now_ms(app);
            app_look_for_stick(app);
            /* The code that was typed is used elsewhere: look what became of it. */
            app->view_is_old = app->view_is_old || (visit_now(&app->visit) == SCREEN_HUB &&
                                                    app->view.post.code_state == STORE_CODE_WAITS);
        }
        return;
    }
    stick_run_read(&app->stick, false);
    if (app->stick.state == STICK_RUN_BUSY) {
        app->stick_shown = STICK_BUSY;
        return;
    }
    bool done = app->stick.state == STICK_RUN_DONE;
    app->stick.state = STICK_RUN_IDLE;
    switch (app->stick.word) {
    case STICK_WORD_ENROL:
        app_enrol_done(app, done);
        return;
    case STICK_WORD_HELPERS:
        app_helpers_heard(app, done);
        return;
    case STICK_WORD_PHOTOS:
        app_photo_heard(app, done);
        return;
    case STICK_WORD_CONTENT:
        app_content_heard(app, done);
        return;
    case STICK_WORD_VISIT:
    case STICK_WORDS:
        break;
    }
    app->stick_shown = done ? STICK_DONE : STICK_FAILED;
    if (done) {
        note_departure(app);
    } else if (strcmp(app->stick.key, "stick.fail.new") == 0) {
        app->stick_shown = STICK_READY; /* another one than we looked at: say so, and ask again */
        app->stick_is_new = true;
        return;
    }
    app_log(app, done ? "log.stick-done" : "log.stick-failed", done ? "" : app->stick.key);
    if (app->checks[CHECK_STICK] == CHECK_BUSY) {
        app->checks[CHECK_STICK] = done ? CHECK_GOOD : CHECK_BAD;
        app->check_note[CHECK_STICK] = "";
    }
    app->last_input_ms = app_now_ms(app); /* the caretaker gets time to read what came of it */
    app->view_is_old = true;
}

bool app_stick_ask(struct app *app, enum stick_word word, struct err *err)
{
    bool is_practice = app->is_practice && word == STICK_WORD_VISIT;
    char program[700], data[600];
    snprintf(program, sizeof(program), "%s/dorpel-sync", app->options.programs);
    snprintf(data, sizeof(data), "%s%s", app->data, is_practice ? "/oefenen" : "");
    const char *runtime = app->options.runtime != NULL ? app->options.runtime : "";
    const struct stick_run_plan plan = {.runtime = runtime,
                                        .word = word,
                                        .is_practice = is_practice,
                                        .program = program,
                                        .data = data,
                                        .pack = app->pack != NULL ? app->pack_dir : NULL,
                                        .stick = app->stick_folder,
                                        .fail = app->stick_fail,
                                        .may_be_new = app->stick_is_new};
    if (!stick_run_start(&app->stick, &plan, err)) {
        return false;
    }
    app->stick_fail[0] = '\0';
    app->stick_shown = STICK_BUSY;
    return true;
}

bool app_stick_is_here(struct app *app)
{
    if (app_stick_is_in(app)) {
        return true;
    }
    app_look_for_stick(app);
    app_notice(app, "notice.stick-none", 0);
    return false;
}

void app_act_stick(struct app *app, enum stick_word word)
{
    struct err err = {0};

    if (app->stick.state == STICK_RUN_BUSY || !app_stick_is_here(app)) {
        return;
    }
    store_logbook_anchor(app->real, NULL); /* leaves with this visit */
    if (!app_stick_ask(app, word, &err)) {
        log_line(LOG_ERROR, "%s", err.msg);
        app->stick_shown = STICK_FAILED;
        snprintf(app->stick.key, sizeof(app->stick.key), "stick.fail.io");
    }
}
