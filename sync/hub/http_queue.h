/* http_queue: requests that wait for one worker, a thread with a hub of its own.
 *
 * Bounded: what does not fit is refused at once, so that a herd finds a busy hub and not a dead
 * one. The worker takes what is there, as many as it likes, and says when each is done.
 */
#ifndef DORPEL_HUB_HTTP_QUEUE_H
#define DORPEL_HUB_HTTP_QUEUE_H

#include "app/base/err.h"
#include "sync/hub/http_request.h"

struct http_queue;

struct http_worker {
    /* In the thread. start false: the queue does not begin. */
    bool (*start)(void *ctx, struct err *err);
    /* The first of the row and those behind it: answers at least that one, calls done of each, and
     * returns those that it left, or NULL. */
    struct http_request *(*work)(void *ctx, struct http_request *first);
    void (*stop)(void *ctx);
    void *ctx;
};

/* NULL with err. */
struct http_queue *http_queue_start(const struct http_worker *worker, size_t most, struct err *err);
/* false: full, or ending. */
bool http_queue_put(struct http_queue *queue, struct http_request *request);
/* Takes no more, finishes what waits, ends the thread; then it may be destroyed. NULL is fine. */
void http_queue_end(struct http_queue *queue);
void http_queue_destroy(struct http_queue *queue);

#endif
