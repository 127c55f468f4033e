/* http_request: one question to the hub and its answer, without the web server's own types: what
 * the web server (http.c) and those who answer (http_mail, http_desk) both know.
 *
 * Memory: everything hangs on the request, and goes with it. Sizes were checked before memory was
 * taken. Text that came from outside is what it is: whoever puts it on a page escapes it.
 */
#ifndef DORPEL_HUB_HTTP_REQUEST_H
#define DORPEL_HUB_HTTP_REQUEST_H

#include "app/base/arena.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_PUT, HTTP_POST, HTTP_PATCH, HTTP_OTHER };

struct http_field {              /* of a form; files too */
    const char *name, *filename; /* filename NULL: a text */
    uint8_t *data;               /* a NUL behind it */
    size_t len, cap;
};
enum { HTTP_FIELDS = 2000, HTTP_FORM_BYTES = 32 * 1024 * 1024 };

struct http_request {
    enum http_method method;
    char path[200];
    struct arena arena;
    /* asked */
    uint8_t *body;
    size_t len, cap;
    struct http_field *fields; /* of a form */
    size_t field_count, field_bytes;
    const char *nonce, *kiosk, *token; /* n=, k=, t= of the address; or NULL */
    const char *cookie;                /* the session; or NULL */
    const char *origin, *host;         /* or NULL */
    const char *from; /* whose address, as the web server before us says; or NULL */
    bool is_tls;      /* the way to that server was */
    int64_t upload_offset, upload_length; /* -1: not said */
    /* answered */
    int status;
    const char *type; /* of what is in data */
    const void *data; /* in the arena, or constant */
    size_t data_len;
    int retry_after_s;      /* 0: not said */
    int64_t answer_offset;  /* Upload-Offset; -1: not said */
    const char *location;   /* or NULL */
    const char *set_cookie; /* or NULL */
    bool is_lasting;        /* may be kept by the browser for a day */
    const char *download;   /* the name of a file to save as; or NULL */
    /* The answer is in: from here on the request is not the worker's any more. */
    void (*done)(struct http_request *request);
    /* the web server's own */
    void *server, *connection, *form;
    int64_t began_ms;
    size_t counted; /* bytes that count for the server's limit */
    bool is_form, is_waiting, too_large, has_no_room;
    atomic_bool is_done;
    struct http_request *next; /* in the queue */
};

/* An answer in words that nobody but a log reads. */
void http_say(struct http_request *request, int status, const char *text);

#endif
