/* http_mail: the worker for what kiosks ask and send: /v1/... One thread with a hub of its own, so
 * that there is one writer.
 *
 *     GET   /v1/hello?n=NONCE    signed time            GET   /v1/b/ID?k=KIOSK   a letter
 *     PUT   /v1/b/ID             a bundle               HEAD, PATCH /v1/b/ID     in parts
 *     POST  /v1/poll             a poll                 POST  /v1/enrol          a request
 *     GET   /v1/card             the hub's public keys   GET  /v1/guests         what villages share
 *
 * Bundles that wait together go onto the disk in one transaction, at most HTTP_GROUP of them;
 * nobody waits for the group to fill up: it fills while the one before is written. Only when they
 * are on the disk the answers go; then they are applied.
 */
#ifndef DORPEL_HUB_HTTP_MAIL_H
#define DORPEL_HUB_HTTP_MAIL_H

#include "sync/hub/http_queue.h"
#include "sync/hub/hub.h"

enum { HTTP_GROUP = 32 };

struct http_mail;

/* Borrows all. parts_dir: for bundles in parts. next_poll_s: what kiosks are asked to wait. */
struct http_mail *http_mail_create(const struct hub_place *place, const char *parts_dir,
                                   int64_t next_poll_s);
void http_mail_destroy(struct http_mail *mail); /* after its queue; NULL is fine */
struct http_worker http_mail_worker(struct http_mail *mail);
bool http_mail_is_path(const char *path); /* "/v1/..." */

#endif
