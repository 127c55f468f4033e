#include "app/pulse.h"

enum { PARTS = 3, TRIES = 10 }; /* fed three times within the limit; what fails is tried sooner */

void pulse_begin(struct pulse *pulse, int64_t limit_ms, int64_t now_ms)
{
    *pulse = (struct pulse){limit_ms, now_ms};
}

bool pulse_is_due(const struct pulse *pulse, int64_t now_ms)
{
    return pulse->limit_ms > 0 && now_ms >= pulse->next_ms;
}

bool pulse_beat(struct pulse *pulse, bool answered, int64_t now_ms)
{
    int64_t wait_ms = pulse->limit_ms / (answered ? PARTS : TRIES);

    pulse->next_ms = now_ms + (wait_ms > 0 ? wait_ms : 1);
    return answered;
}

int64_t pulse_deadline_ms(const struct pulse *pulse)
{
    return pulse->limit_ms > 0 ? pulse->next_ms : INT64_MAX;
}
