#include "app/wifi_work.h"

#include "app/base/crypto.h"
#include "app/base/str.h"

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct wifi_work {
    pthread_mutex_t lock; /* guards done and left */
    bool done, left;      /* who comes last frees */
    int pipe[2];
    int most_ms;
    char password[WIFI_PASSWORD_MOST + 1];
    struct wifi_answer answer; /* the thread's until done */
};

static void destroy(struct wifi_work *work)
{
    pthread_mutex_destroy(&work->lock);
    close(work->pipe[0]);
    close(work->pipe[1]);
    crypto_wipe(work, sizeof(*work));
    free(work);
}

static void *work_run(void *arg)
{
    struct wifi_work *work = arg;
    struct wifi_answer *answer = &work->answer;
    struct err *err = &answer->err;

    if (answer->is_join) {
        answer->is_good = wifi_join(answer->ssid, work->password, work->most_ms, err);
        crypto_wipe(work->password, sizeof(work->password));
        if (answer->is_good) {
            wifi_look(&answer->list, work->most_ms, NULL);
        }
    } else {
        answer->is_good = wifi_look(&answer->list, work->most_ms, err);
    }
    pthread_mutex_lock(&work->lock);
    work->done = true;
    bool left = work->left;
    ssize_t wrote = write(work->pipe[1], "x", 1);
    (void)wrote; /* one byte into an empty pipe of our own */
    pthread_mutex_unlock(&work->lock);
    if (left) {
        destroy(work);
    }
    return NULL;
}

static bool begin_thread(struct wifi_work *work)
{
    pthread_t thread;
    pthread_attr_t attr;

    if (pthread_attr_init(&attr) != 0) {
        return false;
    }
    pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
    int failed = pthread_create(&thread, &attr, work_run, work);
    pthread_attr_destroy(&attr);
    return failed == 0;
}

struct wifi_work *wifi_work_start(const char *ssid, const char *password, int most_ms,
                                  struct err *err)
{
    struct wifi_work *work = calloc(1, sizeof(*work));

    if (work == NULL || pipe(work->pipe) != 0) {
        free(work);
        err_set(err, ERR_MEMORY, "wifi: no pipe");
        return NULL;
    }
    pthread_mutex_init(&work->lock, NULL);
    work->most_ms = most_ms;
    work->answer.is_join = ssid != NULL;
    if (ssid != NULL && (!str_copy(work->answer.ssid, WIFI_SSID, ssid) ||
                         !str_copy(work->password, sizeof(work->password), password))) {
        destroy(work);
        err_set(err, ERR_FORMAT, "wifi: too long");
        return NULL;
    }
    if (!begin_thread(work)) {
        destroy(work);
        err_set(err, ERR_MEMORY, "wifi: no thread");
        return NULL;
    }
    return work;
}

int wifi_work_fd(const struct wifi_work *work)
{
    return work->pipe[0];
}

bool wifi_work_take(struct wifi_work *work, struct wifi_answer *ret, bool wait)
{
    struct pollfd poll_fd = {.fd = work->pipe[0], .events = POLLIN};

    if (poll(&poll_fd, 1, wait ? -1 : 0) != 1) {
        return false;
    }
    pthread_mutex_lock(&work->lock); /* the thread has let go of it after this */
    *ret = work->answer;
    pthread_mutex_unlock(&work->lock);
    destroy(work);
    return true;
}

void wifi_work_leave(struct wifi_work *work)
{
    if (work == NULL) {
        return;
    }
    pthread_mutex_lock(&work->lock);
    work->left = true;
    bool done = work->done;
    pthread_mutex_unlock(&work->lock);
    if (done) {
        destroy(work);
    }
}
