#include "app/worker.h"

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WORKER_STACK = 32 * 1024 };

struct worker {
    pthread_t thread;
    pthread_mutex_t lock; /* guards all below but busy */
    pthread_cond_t wake;
    bool has_job, stop;
    char code[CODE_LEN + 1];
    uint8_t salt[CRYPTO_SALT];
    struct crypto_cost cost;
    struct worker_answer answer;
    int pipe[2];
    bool busy; /* the owner's thread only */
};

static void *worker_run(void *arg)
{
    struct worker *worker = arg;
    pthread_mutex_lock(&worker->lock);
    while (!worker->stop) {
        if (!worker->has_job) {
            pthread_cond_wait(&worker->wake, &worker->lock);
            continue;
        }
        char code[CODE_LEN + 1];
        uint8_t salt[CRYPTO_SALT];
        struct crypto_cost cost = worker->cost;
        memcpy(code, worker->code, sizeof(code));
        memcpy(salt, worker->salt, sizeof(salt));
        crypto_wipe(worker->code, sizeof(worker->code));
        worker->has_job = false;
        pthread_mutex_unlock(&worker->lock);

        struct worker_answer answer;
        memset(&answer, 0, sizeof(answer));
        answer.ok = code_stretch(answer.tag, answer.proof, code, salt, cost, NULL);
        crypto_wipe(code, sizeof(code));
        crypto_wipe_stack(WORKER_STACK); /* what Argon2id left there */

        pthread_mutex_lock(&worker->lock);
        worker->answer = answer;
        crypto_wipe(&answer, sizeof(answer));
        ssize_t wrote = write(worker->pipe[1], "x", 1);
        (void)wrote; /* one byte into an empty pipe of our own */
    }
    pthread_mutex_unlock(&worker->lock);
    return NULL;
}

struct worker *worker_create(struct err *err)
{
    struct worker *worker = calloc(1, sizeof(*worker));
    if (worker == NULL) {
        err_set(err, ERR_MEMORY, "worker");
        return NULL;
    }
    if (pipe(worker->pipe) != 0) {
        err_set(err, ERR_IO, "worker: no pipe");
        free(worker);
        return NULL;
    }
    pthread_mutex_init(&worker->lock, NULL);
    pthread_cond_init(&worker->wake, NULL);
    if (pthread_create(&worker->thread, NULL, worker_run, worker) != 0) {
        err_set(err, ERR_MEMORY, "worker: no thread");
        close(worker->pipe[0]);
        close(worker->pipe[1]);
        free(worker);
        return NULL;
    }
    return worker;
}

void worker_destroy(struct worker *worker)
{
    if (worker == NULL) {
        return;
    }
    pthread_mutex_lock(&worker->lock);
    worker->stop = true;
    pthread_cond_signal(&worker->wake);
    pthread_mutex_unlock(&worker->lock);
    pthread_join(worker->thread, NULL);
    pthread_mutex_destroy(&worker->lock);
    pthread_cond_destroy(&worker->wake);
    close(worker->pipe[0]);
    close(worker->pipe[1]);
    crypto_wipe(worker, sizeof(*worker));
    free(worker);
}

void worker_start(struct worker *worker, const char code[CODE_LEN + 1],
                  const uint8_t salt[CRYPTO_SALT], struct crypto_cost cost)
{
    pthread_mutex_lock(&worker->lock);
    memcpy(worker->code, code, CODE_LEN + 1);
    memcpy(worker->salt, salt, CRYPTO_SALT);
    worker->cost = cost;
    worker->has_job = true;
    pthread_cond_signal(&worker->wake);
    pthread_mutex_unlock(&worker->lock);
    worker->busy = true;
}

bool worker_is_busy(const struct worker *worker)
{
    return worker->busy;
}

int worker_fd(const struct worker *worker)
{
    return worker->pipe[0];
}

static bool pipe_is_readable(int fd, bool wait)
{
    struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
    return poll(&poll_fd, 1, wait ? -1 : 0) == 1;
}

bool worker_take(struct worker *worker, struct worker_answer *ret, bool wait)
{
    if (!worker->busy || !pipe_is_readable(worker->pipe[0], wait)) {
        return false;
    }
    char byte;
    if (read(worker->pipe[0], &byte, 1) != 1) {
        return false;
    }
    pthread_mutex_lock(&worker->lock);
    *ret = worker->answer;
    crypto_wipe(&worker->answer, sizeof(worker->answer));
    pthread_mutex_unlock(&worker->lock);
    worker->busy = false;
    return true;
}
