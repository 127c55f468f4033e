/* uevent: news of devices that come and go, as something to poll() on.
 *
 * From the kernel itself, and again from udevd when its rules are through (only then a device may
 * be opened). By netlink, without libudev: what is told is only that something of a kind changed;
 * what is there now is looked up in /sys and /dev. Needs AF_NETLINK and the host's network name
 * space, no right besides.
 */
#ifndef DORPEL_UEVENT_H
#define DORPEL_UEVENT_H

#include <stdbool.h>
#include <stddef.h>

enum { UEVENT_DRM = 1, UEVENT_INPUT = 2, UEVENT_GPIO = 4 };

int uevent_open(void); /* a file descriptor, or -1: then look now and then */
/* All that waits: which kinds changed. */
unsigned uevent_read(int fd);
/* One message: lines with a zero behind each; udevd's begins with bytes that are no lines. */
unsigned uevent_kind(const char *message, size_t len);

#endif
