/* Joining a wireless network. The password goes to NetworkManager and nowhere else. */
#include "app/app_internal.h"
#include "app/wifi_work.h"

#include "app/base/log.h"

#include <string.h>

_Static_assert((int)VIEW_NETS == (int)WIFI_NETS && (int)VIEW_SSID == (int)WIFI_SSID, "one list");

static void show(struct app *app, const struct wifi_list *list)
{
    app->wifi =
        (struct view_wifi){.state = (enum view_wifi_state)list->state, .count = list->count};
    for (size_t i = 0; i < list->count; i++) {
        memcpy(app->wifi.ssid[i], list->nets[i].ssid, VIEW_SSID);
        app->wifi.strength[i] = list->nets[i].strength;
        app->wifi.is_secured[i] = list->nets[i].is_secured;
    }
}

static void ask(struct app *app, const char *ssid, const char *password)
{
    struct err err = {0};

    if (app->wifi_work != NULL) {
        return; /* one question at a time */
    }
    app->wifi_work = wifi_work_start(ssid, password, WIFI_MOST_MS, &err);
    app->wifi_ms = app_now_ms(app);
    app->wifi.is_busy = app->wifi_work != NULL;
    app->view_is_old = true;
    if (app->wifi_work == NULL) {
        log_line(LOG_WARN, "wifi: %s", err.msg);
        app_notice(app, err.code == ERR_FORMAT ? "network.short" : "network.failed", 0);
    }
}

void app_wifi_look(struct app *app)
{
    ask(app, NULL, NULL);
}

static void tell(struct app *app, const char *key)
{
    if (app->visit.staff == STAFF_ADMIN && visit_now(&app->visit) == SCREEN_NETWORK) {
        app_notice(app, key, 0); /* else who asked is elsewhere */
    }
}

static void heard(struct app *app, const struct wifi_answer *answer)
{
    if (!answer->is_good) {
        log_line(LOG_INFO, "wifi: %s", answer->err.msg);
    }
    if (!answer->is_good && answer->err.code == ERR_LIMIT) {
        app->wifi = (struct view_wifi){.state = VIEW_WIFI_SILENT};
        return;
    }
    if (!answer->is_join || answer->is_good) {
        show(app, &answer->list);
    }
    if (answer->is_join) {
        tell(app, answer->is_good                  ? "network.asked"
                  : answer->err.code == ERR_FORMAT ? "network.short"
                                                   : "network.failed");
    }
    if (answer->is_join && answer->is_good) {
        app_log(app, "log.network", answer->ssid);
    }
}

/* Whoever serves the bus may be silent longer than it is asked to be: then it is left alone. */
void app_wifi_take(struct app *app, bool wait)
{
    struct wifi_answer answer;

    if (app->wifi_work == NULL) {
        return;
    }
    if (wifi_work_take(app->wifi_work, &answer, wait)) {
        app->wifi_work = NULL;
        app->wifi.is_busy = false;
        heard(app, &answer);
    } else if (app_now_ms(app) - app->wifi_ms > WIFI_MOST_MS + 1000) {
        wifi_work_leave(app->wifi_work);
        app->wifi_work = NULL;
        app->wifi = (struct view_wifi){.state = VIEW_WIFI_SILENT};
    } else {
        return;
    }
    app->view_is_old = true;
}

static void join(struct app *app)
{
    struct visit *visit = &app->visit;
    bool secured = visit_now(visit) == SCREEN_NETWORK_PASS;

    ask(app, visit->ssid, secured ? visit->typed : "");
    crypto_wipe(visit->typed, sizeof(visit->typed));
    const char *notice = visit->notice;
    visit_return(visit, SCREEN_NETWORK);
    visit->notice = notice;
}

void app_act_network(struct app *app, enum action action)
{
    if (action == ACT_WIFI_JOIN) {
        join(app);
    } else {
        app_wifi_look(app);
    }
}
