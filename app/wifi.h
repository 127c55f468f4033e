/* wifi: the wireless networks around the kiosk, and joining one, by NetworkManager on the system
 * bus.
 *
 * The app has no network of its own: it only asks NetworkManager, over a local socket. A password
 * goes to NetworkManager, which keeps it; here it is never stored, logged or made a record of.
 * All of it together takes at most most_ms, then ERR_LIMIT: it waits, so wifi_work.h does it in a
 * thread. No bus, no NetworkManager or no radio is an ordinary answer.
 */
#ifndef DORPEL_WIFI_H
#define DORPEL_WIFI_H

#include "app/base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum { WIFI_SSID = 33, WIFI_NETS = 12, WIFI_PASSWORD_LEAST = 8, WIFI_PASSWORD_MOST = 63 };
enum wifi_state { WIFI_NO_RADIO, WIFI_OFF, WIFI_JOINING, WIFI_JOINED };

struct wifi_net {
    char ssid[WIFI_SSID]; /* UTF-8; one that is not, or is hidden, is left out */
    int strength;         /* of 100 */
    bool is_secured;
};
struct wifi_list {
    enum wifi_state state;
    struct wifi_net nets[WIFI_NETS]; /* the strongest first, each name once */
    size_t count;
};

/* False: no bus or no NetworkManager; *ret then says there is no radio. */
bool wifi_look(struct wifi_list *ret, int most_ms, struct err *err);
/* password "": an open network. Returns when NetworkManager took it on; whether it works is seen in
 * the state. */
bool wifi_join(const char *ssid, const char *password, int most_ms, struct err *err);

#endif
