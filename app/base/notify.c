#define _GNU_SOURCE /* SOCK_CLOEXEC */
#include "app/base/notify.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

bool notify_send(const char *text)
{
    struct sockaddr_un where = {.sun_family = AF_UNIX};
    const char *path = getenv("NOTIFY_SOCKET");
    size_t len = path == NULL ? 0 : strlen(path);

    if (len < 2 || len >= sizeof(where.sun_path) || (path[0] != '/' && path[0] != '@')) {
        return false;
    }
    memcpy(where.sun_path, path, len + 1);
    if (path[0] == '@') { /* a name that is no file */
        where.sun_path[0] = '\0';
    }
    int sock = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (sock < 0) {
        return false;
    }
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len);
    size_t text_len = strlen(text);
    bool told = sendto(sock, text, text_len, MSG_NOSIGNAL, (const struct sockaddr *)&where, size) ==
                (ssize_t)text_len;
    close(sock);
    return told;
}

int64_t notify_watchdog_ms(void)
{
    const char *usec = getenv("WATCHDOG_USEC"), *pid = getenv("WATCHDOG_PID");

    if (usec == NULL || (pid != NULL && strtoll(pid, NULL, 10) != (long long)getpid())) {
        return 0;
    }
    long long value = strtoll(usec, NULL, 10);
    return value > 0 ? value / 1000 : 0;
}
