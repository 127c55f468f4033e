/* clock: what time it is, and how far that can be believed.
 *
 * A Pi has no clock chip. Wall time is for people only and decides nothing; it never falls below a
 * floor (build time, last signed time, last saved time). Monotonic time drives the screens. In
 * scripted visits both are virtual. Nothing of a vote ever carries a time.
 */
#ifndef DORPEL_CLOCK_H
#define DORPEL_CLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <stddef.h>

enum clock_quality { /* same numbers as in bundles */
                     CLOCK_NONE = 0,
                     CLOCK_HUMAN = 1, /* a person confirmed the date */
                     CLOCK_FLOOR = 2, /* a clock chip, or above the floor */
                     CLOCK_SIGNED = 3,
};

struct clock {
    int64_t floor_s; /* UTC seconds; wall time is never below it */
    enum clock_quality quality;
    bool is_virtual;
    int64_t virtual_mono_ms; /* only when virtual */
    int64_t virtual_wall_s;
    int64_t offset_s; /* a person's correction, added to the system's wall time */
    int64_t start_ms; /* monotonic, of clock_init: below the floor time goes on from the floor */
};

void clock_init(struct clock *clock, int64_t saved_floor_s);
void clock_init_virtual(struct clock *clock, int64_t wall_s);
int64_t clock_mono_ms(const struct clock *clock);
int64_t clock_wall_s(const struct clock *clock);
void clock_advance(struct clock *clock, int64_t ms); /* virtual only */
bool clock_set_wall(struct clock *clock, int64_t wall_s, enum clock_quality quality);

/* ISO 8601 UTC, "2026-04-01T09:00:00Z". */
void clock_format(char dst[21], int64_t wall_s);
bool clock_parse(int64_t *ret_wall_s, const char *text);
int64_t clock_build_s(void); /* when this program was built: the lowest floor */

#endif
