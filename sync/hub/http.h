/* http: the hub's web server: the one door to libmicrohttpd. Plain HTTP on loopback, behind a web
 * server that speaks TLS.
 *
 * One thread reads and writes all connections; two workers answer: the mail of kiosks (http_mail)
 * and the pages of people (http_desk), each with a hub of its own, so that a slow page keeps no
 * bundle waiting. Bounded everywhere: bytes of one request and of all, connections, rows before the
 * workers, seconds for one request. What does not fit gets 503 with Retry-After.
 */
#ifndef DORPEL_HUB_HTTP_H
#define DORPEL_HUB_HTTP_H

#include "sync/hub/http_queue.h"

#include <stdint.h>

enum {
    HTTP_ROW = 2000, /* requests that wait for a worker */
    HTTP_CONNECTIONS = 2200,
    HTTP_ALL_BYTES = 24 * 1024 * 1024, /* of bodies of bundles that are here at one time */
    HTTP_BODY = 4 * 1024 * 1024 + 64 * 1024
};

struct http_server;

struct http_options {
    const char *listen; /* "127.0.0.1:8080"; port 0: any */
    struct http_worker mail, desk;
    bool (*is_mail)(const char *path); /* which of the two answers */
    int patience_s;                    /* for one request to come in; 0: 120 */
};

/* NULL with err. Runs until http_stop. */
struct http_server *http_start(const struct http_options *options, struct err *err);
uint16_t http_port(const struct http_server *server);
/* Takes nothing new, answers what is here. NULL is fine. */
void http_stop(struct http_server *server);

#endif
