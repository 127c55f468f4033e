/* wifi_work: a question to NetworkManager in a thread of its own, so that no frame waits for it.
 *
 * The question goes in by value and the answer comes out by value, when a byte in a pipe has told
 * that it is there. Who does not want to wait leaves: the thread then frees what there is.
 */
#ifndef DORPEL_WIFI_WORK_H
#define DORPEL_WIFI_WORK_H

#include "app/wifi.h"

struct wifi_work;

struct wifi_answer {
    bool is_join, is_good; /* is_good: it was taken on; of a look, that there was an answer */
    struct err err;
    struct wifi_list list; /* as it is now */
    char ssid[WIFI_SSID];  /* of a join */
};

enum { WIFI_MOST_MS = 10000 }; /* then nobody answers any more */

/* ssid NULL: only looks around. password "": an open network; it is wiped as soon as it was sent.
 */
struct wifi_work *wifi_work_start(const char *ssid, const char *password, int most_ms,
                                  struct err *err);
int wifi_work_fd(const struct wifi_work *work); /* readable when the answer is there */
/* True once: then `work` is freed. `wait`: until it is there. */
bool wifi_work_take(struct wifi_work *work, struct wifi_answer *ret, bool wait);
void wifi_work_leave(struct wifi_work *work); /* NULL is fine */

#endif
