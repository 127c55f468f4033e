/* Acts on the kiosk itself: language, clock, size of the screen. Settings: they never leave it. */
#include "app/app_internal.h"

#include "app/base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void app_setup_device(struct app *app)
{
    struct arena arena;
    const char *text;

    arena_init(&arena, 4096);
    snprintf(app->lang_fresh, sizeof(app->lang_fresh), "%s", app->options.lang);
    if (store_setting_get(app->real, &arena, "lang", &text, NULL)) {
        str_copy(app->lang_fresh, sizeof(app->lang_fresh), text);
    }
    if (store_setting_get(app->real, &arena, "width-um", &text, NULL)) {
        double width_mm = (double)strtol(text, NULL, 10) / 1000.0;
        if (width_mm >= 40.0 && width_mm <= 2000.0) {
            app->options.screen.width_mm = width_mm;
        }
    }
    arena_finish(&arena);
}

static void set_lang(struct app *app)
{
    struct err err = {0};
    char lang[4];

    str_copy(lang, sizeof(lang), app->visit.item);
    if (!store_setting_put(app->real, "lang", lang, &err)) {
        app_notice_store(app, &err, "notice.store-failed");
        return;
    }
    memcpy(app->lang_fresh, lang, sizeof(lang));
    visit_return(&app->visit, SCREEN_DEVICE);
    app_log(app, "log.lang-set", lang);
    app_done(app, "notice.lang-set");
}

/* "03052026" and "1405", of the village's own clock. */
static bool read_clock(int64_t *ret, const char *day, const char *time_of_day)
{
    char text[32];
    int64_t check;
    struct tm parts = {.tm_isdst = -1};

    snprintf(text, sizeof(text), "%.4s-%.2s-%.2sT%.2s:%.2s:00Z", day + 4, day + 2, day, time_of_day,
             time_of_day + 2);
    if (!clock_parse(&check, text)) {
        return false;
    }
    sscanf(text, "%4d-%2d-%2dT%2d:%2d", &parts.tm_year, &parts.tm_mon, &parts.tm_mday,
           &parts.tm_hour, &parts.tm_min);
    parts.tm_year -= 1900;
    parts.tm_mon -= 1;
    *ret = (int64_t)mktime(&parts);
    return true;
}

/* Never below the floor: what was signed, saved or built has been. */
static void set_clock(struct app *app)
{
    struct visit *visit = &app->visit;
    char floor[21];
    int64_t wall;

    if (strlen(visit->day) != 8 || strlen(visit->typed) != 4 ||
        !read_clock(&wall, visit->day, visit->typed)) {
        app_notice(app, "clock.no-such", 0);
        return;
    }
    if (!clock_set_wall(app->clock, wall, CLOCK_HUMAN)) {
        app_notice(app, "clock.below-floor", 0);
        return;
    }
    clock_format(floor, wall);
    store_setting_put(app->real, "clock-floor", floor, NULL);
    visit_return(visit, SCREEN_DEVICE);
    app_log(app, "log.clock-set", "");
    app_done(app, "notice.clock-set");
}

/* Somebody who measured a twentieth wrong is believed; a third is another line. */
static void set_ruler(struct app *app)
{
    struct visit *visit = &app->visit;
    struct err err = {0};
    char text[24], detail[40];
    long mm = strtol(visit->typed, NULL, 10);
    double told = visit->ruler_px * app->options.screen.width_mm / app->options.screen.width_px;

    if (visit->ruler_px <= 0 || (double)mm < told * 0.5 || (double)mm > told * 2.0) {
        app_notice(app, "ruler.unlikely", 0);
        return;
    }
    double width_mm = (double)app->options.screen.width_px * (double)mm / visit->ruler_px;
    snprintf(text, sizeof(text), "%ld", (long)(width_mm * 1000.0));
    if (!store_setting_put(app->real, "width-um", text, &err)) {
        app_notice_store(app, &err, "notice.store-failed");
        return;
    }
    app->options.screen.width_mm = width_mm;
    ui_measure(app->ui, width_mm);
    ui_measure(app->ahead_ui, width_mm);
    visit_return(visit, SCREEN_DEVICE);
    snprintf(detail, sizeof(detail), "%d mm", (int)(width_mm + 0.5));
    app_log(app, "log.ruler", detail);
    app_done(app, "notice.ruler");
}

void app_act_device(struct app *app, enum action action)
{
    switch ((int)action) {
    case ACT_LANG_SET:
        set_lang(app);
        return;
    case ACT_CLOCK_SET:
        set_clock(app);
        return;
    case ACT_RULER:
        set_ruler(app);
        return;
    default:
        return;
    }
}
