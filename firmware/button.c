/* Invariants:
 *  1. raw_since_ms never goes back, and changes only when the level that was heard changes.
 *  2. `down && seen_up` is a clean press that was not told yet. It stays so, whatever the contact
 *     does, until button_poll tells it or button_arm throws it away: a slow frame loses no press,
 *     and two taps within one frame are one press.
 *  3. Telling a press clears seen_up; only a stable UP sets it again.
 *
 *      UP (seen_up) --down 30 ms--> DOWN, to tell --button_poll--> DOWN, told --up 30 ms--> UP
 *      any state --button_arm--> seen_up only if the contact is up
 */
#include "firmware/button.h"

static bool is_stable(const struct button *button, int64_t now_ms)
{
    return now_ms - button->raw_since_ms >= BUTTON_DEBOUNCE_MS;
}

static bool is_untold(const struct button *button)
{
    return button->down && button->seen_up;
}

/* The level heard last has held until now_ms: what does that make of the debounced state? */
static void settle(struct button *button, int64_t now_ms)
{
    if (is_untold(button) || !is_stable(button, now_ms)) {
        return;
    }
    if (!button->raw_down) {
        button->down = false;
        button->seen_up = true;
    } else if (!button->down) {
        button->down = true;
        button->down_since_ms = button->raw_since_ms;
    }
}

void button_edge(struct button *button, bool pressed, int64_t now_ms)
{
    if (pressed == button->raw_down) {
        return;
    }
    settle(button, now_ms);
    button->raw_down = pressed;
    if (now_ms > button->raw_since_ms) {
        button->raw_since_ms = now_ms;
    }
}

bool button_poll(struct button *button, int64_t now_ms)
{
    settle(button, now_ms);
    if (button->missing || !is_untold(button)) {
        return false;
    }
    button->seen_up = false;
    button->presses++;
    if (button->raw_down) {
        button->down_since_ms = button->raw_since_ms; /* it may have been up before it was told */
    }
    settle(button, now_ms);
    return true;
}

void button_arm(struct button *button)
{
    button->seen_up = !button->down && !button->raw_down;
}

int64_t button_deadline_ms(const struct button *button)
{
    if (button->missing) {
        return INT64_MAX;
    }
    if (is_untold(button)) {
        return button->raw_since_ms;
    }
    if (button->raw_down != button->down) {
        return button->raw_since_ms + BUTTON_DEBOUNCE_MS;
    }
    return INT64_MAX;
}

enum button_health button_health(const struct button *button, int64_t now_ms)
{
    if (button->missing) {
        return BUTTON_MISSING;
    }
    struct button then = *button;
    settle(&then, now_ms);
    bool is_stuck = then.down && now_ms - then.down_since_ms >= BUTTON_STUCK_MS;
    return is_stuck ? BUTTON_STUCK : BUTTON_FINE;
}
