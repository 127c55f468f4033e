/* pulse: when the watchdog is fed. Pure.
 *
 * Fed from the drawing thread, after a turn in which what had to be drawn was drawn, and only when
 * the store answered just before. So a hang of the screen, of the store or of any act ends in a
 * restart. Zero is a pulse that nobody waits for.
 */
#ifndef DORPEL_PULSE_H
#define DORPEL_PULSE_H

#include <stdbool.h>
#include <stdint.h>

struct pulse {
    int64_t limit_ms; /* silent for so long: restarted; 0: nobody minds */
    int64_t next_ms;  /* when to feed again, or to try again */
};

void pulse_begin(struct pulse *pulse, int64_t limit_ms, int64_t now_ms);
bool pulse_is_due(const struct pulse *pulse, int64_t now_ms);
/* The store answered or not: when to come back. Returns whether to feed. */
bool pulse_beat(struct pulse *pulse, bool answered, int64_t now_ms);
int64_t pulse_deadline_ms(const struct pulse *pulse); /* INT64_MAX: never */

#endif
