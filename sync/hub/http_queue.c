#include "sync/hub/http_queue.h"

#include <pthread.h>
#include <stdlib.h>

struct http_queue {
    struct http_worker worker;
    size_t most, count;
    struct http_request *first, **last;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool has_begun, is_good, ends;
    struct err err;
};

/* Takes the whole row; waits for one. NULL: it is over. */
static struct http_request *take_all(struct http_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    while (queue->first == NULL && !queue->ends) {
        pthread_cond_wait(&queue->changed, &queue->lock);
    }
    struct http_request *row = queue->first;
    queue->first = NULL;
    queue->last = &queue->first;
    pthread_mutex_unlock(&queue->lock);
    return row;
}

/* Still waiting: counts until it is worked on. */
static size_t length_of(const struct http_request *row)
{
    size_t count = 0;

    for (; row != NULL; row = row->next) {
        count++;
    }
    return count;
}

static void *run(void *ctx)
{
    struct http_queue *queue = ctx;
    struct err err = {0};
    bool good = queue->worker.start(queue->worker.ctx, &err);

    pthread_mutex_lock(&queue->lock);
    queue->has_begun = true;
    queue->is_good = good;
    queue->err = err;
    pthread_cond_broadcast(&queue->changed);
    pthread_mutex_unlock(&queue->lock);
    for (struct http_request *row; good && (row = take_all(queue)) != NULL;) {
        while (row != NULL) {
            size_t before = length_of(row);
            row = queue->worker.work(queue->worker.ctx, row);
            pthread_mutex_lock(&queue->lock);
            queue->count -= before - length_of(row);
            pthread_mutex_unlock(&queue->lock);
        }
    }
    queue->worker.stop(queue->worker.ctx);
    return NULL;
}

struct http_queue *http_queue_start(const struct http_worker *worker, size_t most, struct err *err)
{
    struct http_queue *queue = calloc(1, sizeof(*queue));

    if (queue == NULL) {
        err_set(err, ERR_MEMORY, "no memory for a worker");
        return NULL;
    }
    queue->worker = *worker;
    queue->most = most;
    queue->last = &queue->first;
    pthread_mutex_init(&queue->lock, NULL);
    pthread_cond_init(&queue->changed, NULL);
    if (pthread_create(&queue->thread, NULL, run, queue) != 0) {
        free(queue);
        err_set(err, ERR_MEMORY, "no thread for a worker");
        return NULL;
    }
    pthread_mutex_lock(&queue->lock);
    while (!queue->has_begun) {
        pthread_cond_wait(&queue->changed, &queue->lock);
    }
    bool good = queue->is_good;
    pthread_mutex_unlock(&queue->lock);
    if (!good) {
        *err = queue->err;
        http_queue_end(queue);
        http_queue_destroy(queue);
        return NULL;
    }
    return queue;
}

bool http_queue_put(struct http_queue *queue, struct http_request *request)
{
    pthread_mutex_lock(&queue->lock);
    bool fits = queue->count < queue->most && !queue->ends;
    if (fits) {
        request->next = NULL;
        *queue->last = request;
        queue->last = &request->next;
        queue->count++;
        pthread_cond_signal(&queue->changed);
    }
    pthread_mutex_unlock(&queue->lock);
    return fits;
}

void http_queue_end(struct http_queue *queue)
{
    if (queue == NULL) {
        return;
    }
    pthread_mutex_lock(&queue->lock);
    queue->ends = true;
    pthread_cond_broadcast(&queue->changed);
    pthread_mutex_unlock(&queue->lock);
    pthread_join(queue->thread, NULL);
}

void http_queue_destroy(struct http_queue *queue)
{
    if (queue == NULL) {
        return;
    }
    pthread_cond_destroy(&queue->changed);
    pthread_mutex_destroy(&queue->lock);
    free(queue);
}
