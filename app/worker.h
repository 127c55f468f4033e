/* worker: one slow thing at a time, in a thread: stretching a voting code (Argon2id).
 *
 * The job's data goes in by value and the answer comes out by value through a mutex; a pipe tells
 * the loop that it is there. No SDL event carries it: pushing one synchronises no memory.
 */
#ifndef DORPEL_WORKER_H
#define DORPEL_WORKER_H

#include "app/domain/code.h"

struct worker;

struct worker_answer {
    bool ok;
    uint8_t tag[CODE_TAG], proof[CODE_PROOF];
};

struct worker *worker_create(struct err *err);
void worker_destroy(struct worker *worker); /* waits for the job; wipes */
void worker_start(struct worker *worker, const char code[CODE_LEN + 1],
                  const uint8_t salt[CRYPTO_SALT], struct crypto_cost cost);
bool worker_is_busy(const struct worker *worker);
int worker_fd(const struct worker *worker); /* readable when an answer waits */
/* True once per job, when it is done. `wait`: until it is. */
bool worker_take(struct worker *worker, struct worker_answer *ret, bool wait);

#endif
