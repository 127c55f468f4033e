/* gpio_ops: what stands behind gpio.h.
 *
 * A back end (libgpiod 1, libgpiod 2, the fake) puts a struct gpio first in its own object, points
 * it at a const table of functions, and opens it; gpio.c does the rest for all three. Only the
 * back ends and their tests include this header. A back end knows nothing of debouncing, of the
 * app's loop or of what the button is for; it owns its object and frees it in close.
 *
 * Invariants:
 *  1. `told` and `told_ns` are the last event that gpio_read gave out; "up" before the first.
 *  2. When the queue is empty and `check` is set, gpio_read compares the real level with `told`
 *     and makes one event of the difference. `check` is set at start and by every event, so a
 *     button held at start and a queue that overflowed both end in the true level.
 *  3. A hole (edges that the kernel dropped) never makes a press: the up that ends it is dated as
 *     early as it can have been, right after the last event before the hole.
 *  4. A lamp that was opened is off, and is put off again before its line is let go: what a line
 *     does after that is not defined.
 */
#ifndef DORPEL_GPIO_OPS_H
#define DORPEL_GPIO_OPS_H

#include "firmware/gpio.h"

#include <stdbool.h>
#include <stdint.h>

struct gpio_ops {
    void (*close)(struct gpio *gpio); /* frees the object; the lamp is already off */
    int (*fd)(const struct gpio *gpio);
    int (*read)(struct gpio *gpio, struct gpio_event *ret, struct err *err);   /* never blocks */
    bool (*level)(struct gpio *gpio, struct gpio_event *ret, struct err *err); /* with its time */
    bool (*lamp)(struct gpio *gpio, bool lit, struct err *err);
};

struct gpio {
    const struct gpio_ops *ops;
    int64_t told_ns;
    unsigned streak;  /* events read since the queue was empty */
    unsigned no_hole; /* so many of a streak are sure to have no hole between them */
    bool told;
    bool check;
    bool hole; /* set by a back end that knows: edges were lost before the event it just read */
};

enum {
    GPIO_QUEUE_V1 = 16,   /* events that wait in the kernel for libgpiod 1; it drops the newest */
    GPIO_LABEL_SIZE = 32, /* a chip's label in the kernel, with its zero */
    GPIO_NAME_SIZE = 48,  /* "label:offset", with its zero */
};

/* Starts the shared part of a back end's object. no_hole: GPIO_QUEUE_V1, or UINT_MAX for a back
 * end that sets `hole` itself. */
void gpio_init(struct gpio *gpio, const struct gpio_ops *ops, unsigned no_hole);

/* True when name is "label:offset"; false when it is the name of a line. */
bool gpio_name_split(const char *name, char ret_label[GPIO_LABEL_SIZE], unsigned *ret_offset);

/* ERR_MISSING when no button is named or a name is too long to be a line. */
bool gpio_want_check(const struct gpio_want *want, struct err *err);

/* Says what an errno means for a line: ERR_MISSING (ENOENT), ERR_BUSY (EBUSY, with the consumer,
 * which may be NULL), ERR_MEMORY, else ERR_IO. `act`: "opening the button". Returns false. */
bool gpio_fail(struct err *err, int error, const char *act, const char *line, const char *consumer);

int64_t gpio_now_ns(void); /* CLOCK_MONOTONIC, like the kernel's events */

/* libgpiod 2 only: gpio_open with the folder that holds the chips ("/dev"). */
struct gpio *gpio_open_in(const char *dir, const struct gpio_want *want, struct err *err);

#endif
