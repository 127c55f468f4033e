/* button: clean presses out of a bouncing contact, and whether the contact can be trusted.
 *
 * States: UP -> (down for 30 ms) DOWN -> (up for 30 ms) UP. A press is told when DOWN is reached
 * after UP was seen since the button was armed: a button held while the voter arrives does nothing
 * ("released-first"). Down for 20 s is STUCK until it comes up. Pure: times come in. Debounces on
 * event timestamps, because libgpiod 1 has none of its own; with v2's kernel debounce it is
 * harmless. Caller's memory, no init needed beyond zero.
 */
#ifndef DORPEL_BUTTON_H
#define DORPEL_BUTTON_H

#include <stdbool.h>
#include <stdint.h>

enum { BUTTON_DEBOUNCE_MS = 30, BUTTON_STUCK_MS = 20000 };
enum button_health { BUTTON_FINE, BUTTON_STUCK, BUTTON_MISSING };

struct button {
    bool raw_down;        /* last level heard */
    bool down;            /* debounced */
    bool seen_up;         /* since armed */
    bool missing;         /* no line */
    int64_t raw_since_ms; /* when raw_down last changed */
    int64_t down_since_ms;
    uint32_t presses; /* since start, for the self-test */
};

void button_edge(struct button *button, bool pressed, int64_t now_ms);
/* Call when time passed. True once per clean press. */
bool button_poll(struct button *button, int64_t now_ms);
void button_arm(
    struct button *button); /* from now a press needs an UP first, when it is down now */
int64_t
button_deadline_ms(const struct button *button); /* when to call poll next; INT64_MAX: not */
enum button_health button_health(const struct button *button, int64_t now_ms);

#endif
