#include "sync/daemon.h"

#include "app/base/crypto.h"

enum { NIGHT_BEGINS_S = 1 * 60 * 60, NIGHT_LASTS_S = 4 * 60 * 60, RETRY_MOST_S = 24 * 60 * 60 };

/* Milliseconds from low to high, both in seconds. */
static int64_t between_ms(const struct daemon_world *world, int64_t low_s, int64_t high_s)
{
    uint32_t span_ms = (uint32_t)((high_s - low_s) * 1000);

    return low_s * 1000 + (span_ms == 0 ? 0 : world->random(world->ctx, span_ms));
}

static int64_t at_most(int64_t value, int64_t most)
{
    return value < most ? value : most;
}

static int64_t after_done_ms(const struct daemon_world *world, int64_t every_s,
                             const struct daemon_report *report)
{
    int64_t asked_s = at_most(report->next_poll_s, RETRY_MOST_S);
    int64_t wait_s = asked_s > every_s ? asked_s : every_s;

    return between_ms(world, wait_s * 3 / 4, wait_s * 5 / 4);
}

/* *failed_s: the wait after the last failure, now the one after this. */
static int64_t after_failure_ms(const struct daemon_world *world,
                                const struct daemon_report *report, int64_t *failed_s)
{
    int64_t before_s = *failed_s > DAEMON_LEAST_S ? *failed_s : DAEMON_LEAST_S;
    int64_t wait_ms = between_ms(world, DAEMON_LEAST_S, at_most(3 * before_s, 3 * DAEMON_MOST_S));

    wait_ms = at_most(wait_ms, (int64_t)DAEMON_MOST_S * 1000);
    *failed_s = wait_ms / 1000;
    if (report->retry_after_s > 0) { /* asked for by name: not sooner, and not all at once */
        int64_t asked_s = at_most(report->retry_after_s, RETRY_MOST_S);
        return between_ms(world, asked_s, asked_s * 3 / 2);
    }
    return wait_ms;
}

void daemon_run(const struct daemon_world *world, const struct daemon_job *job, int64_t every_s,
                bool now)
{
    int64_t failed_s = job->kept_s(job->ctx);
    int64_t wait_ms = now ? 0 : between_ms(world, 0, failed_s > every_s ? failed_s : every_s);

    for (;;) {
        job->told(job->ctx, wait_ms / 1000);
        if (wait_ms > 0 && world->sleep(world->ctx, wait_ms) == DAEMON_END) {
            return;
        }
        struct daemon_report report = {.is_done = false};
        int64_t kept_s = failed_s;
        job->visit(job->ctx, &report);
        if (report.is_done) {
            failed_s = 0;
            wait_ms = after_done_ms(world, every_s, &report);
        } else {
            wait_ms = after_failure_ms(world, &report, &failed_s);
        }
        if (failed_s != kept_s) {
            job->keep(job->ctx, failed_s);
        }
    }
}

int64_t daemon_slot_s(const uint8_t *kiosk, size_t len, int64_t day)
{
    uint8_t hash[CRYPTO_HASH];
    const struct crypto_part parts[] = {{kiosk, len}, {&day, sizeof(day)}};

    crypto_hash_parts(hash, parts, 2);
    uint32_t number = (uint32_t)hash[0] | (uint32_t)hash[1] << 8 | (uint32_t)hash[2] << 16;
    return NIGHT_BEGINS_S + number % NIGHT_LASTS_S;
}
