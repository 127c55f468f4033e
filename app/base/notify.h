/* notify: tells the service manager how we are: a datagram to the socket that it named.
 *
 * The protocol of sd_notify(3), in a few lines, so that no library is needed for it. Without a
 * service manager (NOTIFY_SOCKET is not set) nothing is told, and that is fine.
 */
#ifndef DORPEL_NOTIFY_H
#define DORPEL_NOTIFY_H

#include <stdbool.h>
#include <stdint.h>

/* text: "READY=1", "WATCHDOG=1", lines. False: nobody listens. */
bool notify_send(const char *text);
/* How long we may be silent before we are restarted; 0: as long as we like. */
int64_t notify_watchdog_ms(void);

#endif
