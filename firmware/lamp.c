#include "firmware/lamp.h"

struct rhythm {
    int64_t on_ms;
    int64_t off_ms; /* 0: never changes */
};

static struct rhythm rhythm_of(enum lamp_pattern pattern)
{
    switch (pattern) {
    case LAMP_INVITE:
        return (struct rhythm){600, 400};
    case LAMP_ON:
        return (struct rhythm){1, 0};
    case LAMP_TEST:
        return (struct rhythm){1000, 1000};
    case LAMP_OFF:
        break;
    }
    return (struct rhythm){0, 0};
}

/* How far into its round a blinking lamp is. A clock that stands before the start counts as 0. */
static int64_t phase_ms(struct rhythm rhythm, int64_t since_ms, int64_t now_ms)
{
    return now_ms > since_ms ? (now_ms - since_ms) % (rhythm.on_ms + rhythm.off_ms) : 0;
}

bool lamp_lit(enum lamp_pattern pattern, int64_t since_ms, int64_t now_ms)
{
    struct rhythm rhythm = rhythm_of(pattern);
    if (rhythm.off_ms == 0) {
        return rhythm.on_ms > 0;
    }
    return phase_ms(rhythm, since_ms, now_ms) < rhythm.on_ms;
}

int64_t lamp_deadline_ms(enum lamp_pattern pattern, int64_t since_ms, int64_t now_ms)
{
    struct rhythm rhythm = rhythm_of(pattern);
    if (rhythm.off_ms == 0) {
        return INT64_MAX;
    }
    int64_t phase = phase_ms(rhythm, since_ms, now_ms);
    int64_t left = (phase < rhythm.on_ms ? rhythm.on_ms : rhythm.on_ms + rhythm.off_ms) - phase;
    return (now_ms > since_ms ? now_ms : since_ms) + left;
}
