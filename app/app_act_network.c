/* Joining a wireless network. The password goes to NetworkManager and nowhere else. */
#include "app/app_internal.h"
#include "app/wifi.h"

#include "app/base/log.h"

#include <string.h>

_Static_assert((int)VIEW_NETS == (int)WIFI_NETS && (int)VIEW_SSID == (int)WIFI_SSID, "one list");

void app_wifi_look(struct app *app)
{
    struct wifi_list list;
    struct err err = {0};

    if (!wifi_look(&list, &err)) {
        log_line(LOG_INFO, "wifi: %s", err.msg);
    }
    app->wifi = (struct view_wifi){.state = (enum view_wifi_state)list.state, .count = list.count};
    for (size_t i = 0; i < list.count; i++) {
        memcpy(app->wifi.ssid[i], list.nets[i].ssid, VIEW_SSID);
        app->wifi.strength[i] = list.nets[i].strength;
        app->wifi.is_secured[i] = list.nets[i].is_secured;
    }
    app->view_is_old = true;
}

static void join(struct app *app)
{
    struct visit *visit = &app->visit;
    struct err err = {0};
    bool secured = visit_now(visit) == SCREEN_NETWORK_PASS;
    bool done = wifi_join(visit->ssid, secured ? visit->typed : "", &err);

    crypto_wipe(visit->typed, sizeof(visit->typed));
    visit_return(visit, SCREEN_NETWORK);
    app_wifi_look(app);
    if (!done) {
        app_notice(app, err.code == ERR_FORMAT ? "network.short" : "network.failed", 0);
        return;
    }
    app_log(app, "log.network", visit->ssid);
    app_done(app, "network.asked");
}

void app_act_network(struct app *app, enum action action)
{
    if (action == ACT_WIFI_JOIN) {
        join(app);
    } else {
        app_wifi_look(app);
    }
}
