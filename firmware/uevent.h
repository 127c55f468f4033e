/* uevent: the kernel's news of devices that come and go, as something to poll() on.
 *
 * Read from the kernel itself (netlink), without libudev: what is told is only that something of a
 * kind changed; what is there now is looked up in /sys. Needs AF_NETLINK and the host's network
 * name space, no right besides.
 */
#ifndef DORPEL_UEVENT_H
#define DORPEL_UEVENT_H

#include <stdbool.h>
#include <stddef.h>

enum { UEVENT_DRM = 1, UEVENT_INPUT = 2, UEVENT_GPIO = 4 };

int uevent_open(void); /* a file descriptor, or -1: then look now and then */
/* All that waits: which kinds changed. */
unsigned uevent_read(int fd);
/* One message of the kernel: lines with a zero behind each. */
unsigned uevent_kind(const char *message, size_t len);

#endif
