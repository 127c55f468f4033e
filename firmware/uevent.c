#define _GNU_SOURCE /* SOCK_NONBLOCK */
#include "firmware/uevent.h"

#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { FROM_KERNEL = 1, FROM_UDEVD = 2 /* groups */, MESSAGE = 8192 };

int uevent_open(void)
{
    struct sockaddr_nl where = {.nl_family = AF_NETLINK, .nl_groups = FROM_KERNEL | FROM_UDEVD};
    int fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_KOBJECT_UEVENT);

    if (fd >= 0 && bind(fd, (const struct sockaddr *)&where, sizeof(where)) != 0) {
        close(fd);
        fd = -1;
    }
    return fd;
}

unsigned uevent_kind(const char *message, size_t len)
{
    static const struct {
        const char *line;
        unsigned kind;
    } known[] = {{"SUBSYSTEM=drm", UEVENT_DRM},
                 {"SUBSYSTEM=input", UEVENT_INPUT},
                 {"SUBSYSTEM=gpio", UEVENT_GPIO}};
    const char *end = message + len;

    for (const char *at = message; at < end;) {
        size_t line = strnlen(at, (size_t)(end - at));
        for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
            if (line == strlen(known[i].line) && memcmp(at, known[i].line, line) == 0) {
                return known[i].kind;
            }
        }
        at += line + 1;
    }
    return 0;
}

unsigned uevent_read(int fd)
{
    char message[MESSAGE];
    unsigned kinds = 0;
    ssize_t len;

    while (fd >= 0 && (len = recv(fd, message, sizeof(message), MSG_DONTWAIT)) > 0) {
        kinds |= uevent_kind(message, (size_t)len);
    }
    return kinds;
}
