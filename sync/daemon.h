/* daemon: when to go to the hub. Knows no network and no store: a job does the visit, a world gives
 * time, sleep and chance, so that a year passes in a test without waiting.
 *
 * After a visit that was done: every_s (or what the hub asks, when that is more) x 0.75 to 1.25.
 * After one that failed: 60 s to three times the wait before, at most six hours; kept by the job,
 * so that it goes on after a reboot; it never gives up and never begins anew before a visit
 * was done. What a server asks with Retry-After, x 1 to 1.5. After a start: somewhere in the first
 * every_s, or the kept wait when that is longer: after a power cut not all villages come at once.
 * Between visits one sleep and no wake-up.
 */
#ifndef DORPEL_DAEMON_H
#define DORPEL_DAEMON_H

#include "app/base/err.h"

#include <stddef.h>
#include <stdint.h>

enum { DAEMON_EVERY_S = 900, DAEMON_LEAST_S = 60, DAEMON_MOST_S = 6 * 60 * 60 };

enum daemon_woken { DAEMON_TIME, DAEMON_CALLED /* someone pressed "now" */, DAEMON_END };

struct daemon_world {
    enum daemon_woken (*sleep)(void *ctx, int64_t ms);
    uint32_t (*random)(void *ctx, uint32_t below); /* 0 .. below - 1 */
    void *ctx;
};

struct daemon_report { /* of one visit */
    bool is_done;
    int64_t next_poll_s;   /* done: the hub asks not to come sooner; 0 */
    int64_t retry_after_s; /* not done: a server asks; 0 */
};

struct daemon_job {
    int64_t (*kept_s)(void *ctx); /* the wait after the last failure, from before the start; 0 */
    void (*visit)(void *ctx, struct daemon_report *ret);
    void (*keep)(void *ctx, int64_t wait_s); /* for the next start; 0: all is well */
    void (*told)(void *ctx, int64_t wait_s); /* for a log: the next visit is then */
    void *ctx;
};

/* Until the world ends. now: the first visit at once. every_s: DAEMON_EVERY_S, or a test's. */
void daemon_run(const struct daemon_world *world, const struct daemon_job *job, int64_t every_s,
                bool now);

/* The moment of the night, seconds after midnight UTC, at which this kiosk lets votes go on this
 * day: between one and five o'clock, another one each day and for each kiosk. */
int64_t daemon_slot_s(const uint8_t *kiosk, size_t len, int64_t day);

#endif
