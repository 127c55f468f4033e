/* http_desk: the worker for the pages of people: see how it stands, hand in the files of a stick,
 * take the answer home, say yes to a kiosk.
 *
 *     GET /              how it stands, or the way in       POST /in, /out     log in, log out
 *     GET /begin?t=T     the first account                  POST /begin
 *     GET /kiosk?k=ID    its health and its content
 *     POST /stick        .dkb files                         GET /answer        a zip for a stick
 *     POST /code         a one-time code
 *     POST /yes, /no     a kiosk                            GET, POST /people  accounts
 *
 * Each form carries the session's second token, and comes from a page of ours (Origin).
 */
#ifndef DORPEL_HUB_HTTP_DESK_H
#define DORPEL_HUB_HTTP_DESK_H

#include "sync/hub/desk_accounts.h"
#include "sync/hub/desk_html.h"
#include "sync/hub/http_queue.h"

struct http_desk;

struct http_desk_options {
    struct hub_place place;
    const struct say *say;
    const char *assets;      /* folder with hub/ and fonts/ */
    const char *first;       /* the token that makes the first account; NULL: nobody may */
    const char *scratch;     /* a folder for files on their way, removed after each */
    struct crypto_cost cost; /* of a password */
};

/* Borrows what the options name. */
struct http_desk *http_desk_create(const struct http_desk_options *options);
void http_desk_destroy(struct http_desk *desk); /* after its queue; NULL is fine */
struct http_worker http_desk_worker(struct http_desk *desk);

#endif
