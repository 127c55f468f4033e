/* gpio_fake: a button and a lamp without a chip, for tests and scripted visits.
 *
 * struct gpio_fake is the hardware: the caller's memory, all zero is a working button that is up
 * and a dark lamp. gpio_fake_open gives a struct gpio on it that gpio.h's functions serve like a
 * real one (its gpio_fd is -1: read it every round). It behaves like libgpiod 1 on a kernel: 16
 * events wait at most, the newest is lost when more come. Time is what the caller says.
 * The caller may set and clear the first group of fields at any moment, and read the second.
 */
#ifndef DORPEL_GPIO_FAKE_H
#define DORPEL_GPIO_FAKE_H

#include "firmware/gpio.h"

enum { GPIO_FAKE_QUEUE = 16, GPIO_FAKE_HISTORY = 64 };

struct gpio_fake {
    bool button_missing;  /* gpio_fake_open: ERR_MISSING */
    bool lamp_missing;    /* gpio_fake_open with a lamp: ERR_MISSING */
    const char *busy_for; /* gpio_fake_open: ERR_BUSY, held by this consumer; NULL: free */
    bool stuck;           /* the contact keeps its level, whatever the finger does */
    bool failing;         /* reading and switching: ERR_IO */

    bool pressed; /* the contact */
    bool lit;     /* the lamp */
    bool is_open;
    uint32_t lamp_changes; /* since the beginning; the last GPIO_FAKE_HISTORY are kept */
    bool lamp_history[GPIO_FAKE_HISTORY]; /* change n is at n % GPIO_FAKE_HISTORY */

    int64_t pressed_ns; /* when the contact changed last */
    struct gpio_event queue[GPIO_FAKE_QUEUE];
    uint32_t queue_first;
    uint32_t queue_len;
};

/* Errors as gpio_open; ERR_BUSY also while the hardware is open already. The caller closes. */
struct gpio *gpio_fake_open(struct gpio_fake *fake, const struct gpio_want *want, struct err *err);

/* The finger goes down or up at time_ns. Events are only made while open and when it changes. */
void gpio_fake_press(struct gpio_fake *fake, bool pressed, int64_t time_ns);

#endif
