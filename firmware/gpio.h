/* gpio: one input line and one output line of a Linux GPIO chip.
 *
 * The only way to libgpiod: gpio_libgpiod_v1.c (Debian 12), gpio_libgpiod_v2.c (Debian 13) and
 * gpio_fake.c (tests, scripted visits) implement it. Lines are found by line name ("GPIO17") or by
 * chip label and offset ("pinctrl-bcm2711:17"), never by chip number. Events carry their data by
 * value. gpio_open gives memory that gpio_close frees; NULL is fine.
 */
#ifndef DORPEL_GPIO_H
#define DORPEL_GPIO_H

#include "app/base/err.h"

#include <stdint.h>

struct gpio;

struct gpio_event {
    bool pressed;    /* the level after the edge, active-low already undone */
    int64_t time_ns; /* CLOCK_MONOTONIC of the edge */
};

struct gpio_want {
    const char *button_line; /* "GPIO17" or "label:offset" */
    const char *lamp_line;   /* NULL or "": no lamp */
    bool button_active_low;  /* wired to ground with a pull-up */
};

/* ERR_MISSING: no such line or chip. ERR_BUSY: someone else holds it. The lamp starts off. */
struct gpio *gpio_open(const struct gpio_want *want, struct err *err);
void gpio_close(struct gpio *gpio);   /* lamp off first */
int gpio_fd(const struct gpio *gpio); /* for poll(); -1 for the fake */
/* 1: an event in *ret; 0: none waiting; -1: the chip failed (unplugged, EIO), err says so */
int gpio_read(struct gpio *gpio, struct gpio_event *ret, struct err *err);
bool gpio_level(struct gpio *gpio, bool *ret_pressed, struct err *err);
bool gpio_lamp(struct gpio *gpio, bool lit, struct err *err);

#endif
