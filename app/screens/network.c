/* Wireless networks: which are there, and joining one. The kiosk works without; this is for a
 * village whose hall has one. The password is NetworkManager's to keep: it is no record and stands
 * nowhere else. */
#include "app/screens/all.h"
#include "app/screens/part.h"
#include "app/base/str.h"

#include <stdio.h>
#include <string.h>

enum { PASSWORD_LEAST = 8, PASSWORD_MOST = 63, GOOD = 60, FAIR = 35 }; /* of 100 */

static const char *strength_key(int strength)
{
    return strength >= GOOD ? "network.good" : strength >= FAIR ? "network.fair" : "network.weak";
}

static void draw_state(struct ui *ui, const struct view *view, struct rect *area)
{
    static const char *const keys[] = {
        [VIEW_WIFI_NONE] = "network.none",       [VIEW_WIFI_OFF] = "network.off",
        [VIEW_WIFI_JOINING] = "network.joining", [VIEW_WIFI_JOINED] = "network.joined",
        [VIEW_WIFI_SILENT] = "network.silent",
    };
    enum view_wifi_state state = view->admin.wifi->state;
    part_fact(ui, area, "network.state", state == VIEW_WIFI_JOINED ? "check" : "wifi-off",
              STYLE_BODY, page_word(view, keys[state]));
}

static enum action draw_nets(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        page_begin(ui, view, visit, page_word(view, "network.title"), PAGE_BACK, "refresh-cw",
                   "network.look", view->admin.wifi == NULL || !view->admin.wifi->is_busy);
    page_tell(ui, view, visit, &page, PAGE_TELL_NOTICE);
    struct rect area = page_scroll(ui, view, visit, &page, "network", page.body);
    const struct view_wifi *wifi = view->admin.wifi;
    if (wifi != NULL && wifi->is_busy) {
        part_fact(ui, &area, "network.busy", "refresh-cw", STYLE_BODY,
                  page_word(view, "network.busy"));
    } else if (wifi != NULL) {
        draw_state(ui, view, &area);
    }
    for (size_t i = 0; wifi != NULL && i < wifi->count; i++) {
        char id[40];
        snprintf(id, sizeof(id), "network.net.%zu", i + 1);
        if (part_row(ui, &area, id, wifi->is_secured[i] ? "lock" : "lock-open", wifi->ssid[i],
                     page_word(view, strength_key(wifi->strength[i]))) &&
            !wifi->is_busy) { /* one question at a time */
            str_copy(visit->ssid, sizeof(visit->ssid), wifi->ssid[i]);
            if (wifi->is_secured[i]) {
                visit_go(visit, SCREEN_NETWORK_PASS);
            } else {
                page.action = ACT_WIFI_JOIN;
            }
        }
    }
    ui_scroll_end(ui, area.y);
    return page.main ? ACT_WIFI_LOOK : page.action;
}

const struct screen screen_network = {"network", draw_nets, true};

static enum action draw_pass(struct ui *ui, const struct view *view, struct visit *visit)
{
    char title[120];
    page_fill(title, sizeof(title), view, "network.pass",
              (const char *const[]){"name", visit->ssid, NULL});
    struct page page = page_typed(ui, view, visit, title, NULL, KEYBOARD_TEXT, PASSWORD_MOST,
                                  "network.join", strlen(visit->typed) >= PASSWORD_LEAST);
    return page.main ? ACT_WIFI_JOIN : page.action;
}

const struct screen screen_network_pass = {"network_pass", draw_pass, true};
