/* web: one question to a web server and its answer, for the carriers. The one door to libcurl
 * (carrier_curl.c).
 *
 * Limited in size and time; no redirect is followed, no cookie kept, nothing but http and https
 * spoken. With pins only a server that holds one of those keys is believed, whatever the date.
 */
#ifndef DORPEL_WEB_H
#define DORPEL_WEB_H

#include "sync/carrier.h"

enum { WEB_HEADERS = 6 };

struct web;

struct web_question {
    const char *method;               /* "PUT" */
    const char *path;                 /* "/v1/poll"; goes behind the address as it is */
    const char *headers[WEB_HEADERS]; /* "Upload-Offset: 0"; NULL at the end */
    const void *body;
    size_t len;
};

struct web_answer {
    int status;
    uint8_t *data; /* in the arena, a NUL behind it */
    size_t len;
    int64_t retry_after_s; /* 0: not said */
    int64_t offset;        /* of Upload-Offset; -1: not said */
    int64_t length;        /* of Content-Length, also when no body came; -1: not said */
};

struct web *web_open(const struct carrier_options *options, struct err *err);
void web_close(struct web *web); /* NULL is fine */

/* true: a whole answer came, whatever it says. ERR_GONE: none, or half of one. ERR_LIMIT: too long.
 * ERR_CRYPTO: not the server with the right key or certificate. */
bool web_ask(struct web *web, struct arena *arena, const struct web_question *question,
             struct web_answer *ret, struct err *err);

/* What a status means when it is none of the good ones; always false. Sets retry_after_s. */
bool web_refused(struct carrier *carrier, const struct web_answer *answer, const char *what,
                 struct err *err);

#endif
