/* The kiosk's lines through libgpiod 1.6 (Debian 12).
 *
 * Every line owns its chip: a line found by name brings its own handle, and closing the chip lets
 * the line go. Edges come already turned for an active-low line, stamped with CLOCK_MONOTONIC
 * (kernel 5.7 and later). There is no debouncing here; button.c does it.
 */
#include "firmware/gpio_ops.h"

#include <errno.h>
#include <gpiod.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct gpio_v1 {
    struct gpio base; /* first */
    struct gpiod_line *button;
    struct gpiod_line *lamp; /* NULL: no lamp */
    char button_name[GPIO_NAME_SIZE];
    char lamp_name[GPIO_NAME_SIZE];
};

/* The caller closes the line's chip. */
static struct gpiod_line *find_line(const char *name, const char *act, struct err *err)
{
    char label[GPIO_LABEL_SIZE];
    unsigned offset = 0;
    struct gpiod_line *line = NULL;
    if (!gpio_name_split(name, label, &offset)) {
        line = gpiod_line_find(name);
        if (!line) {
            gpio_fail(err, errno, act, name, NULL);
        }
        return line;
    }
    struct gpiod_chip *chip = gpiod_chip_open_by_label(label);
    if (!chip) {
        gpio_fail(err, errno, act, name, NULL);
        return NULL;
    }
    line = gpiod_chip_get_line(chip, offset);
    if (!line) {
        /* EINVAL: the chip has fewer lines. */
        gpio_fail(err, errno == EINVAL ? ENOENT : errno, act, name, NULL);
        gpiod_chip_close(chip);
    }
    return line;
}

static bool fail_request(struct err *err, int error, const char *act, const char *name,
                         struct gpiod_line *line)
{
    (void)gpiod_line_update(line); /* who holds it now, not who held it when it was found */
    return gpio_fail(err, error, act, name, gpiod_line_consumer(line));
}

static bool open_lamp(struct gpio_v1 *v1, struct err *err)
{
    const char *act = "opening the lamp";
    v1->lamp = find_line(v1->lamp_name, act, err);
    if (!v1->lamp) {
        return false;
    }
    if (gpiod_line_request_output(v1->lamp, "dorpel-lamp", 0) < 0) {
        return fail_request(err, errno, act, v1->lamp_name, v1->lamp);
    }
    return true;
}

static bool open_button(struct gpio_v1 *v1, bool active_low, struct err *err)
{
    const char *act = "opening the button";
    int flags = active_low
                    ? GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW | GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_UP
                    : GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_DOWN;
    v1->button = find_line(v1->button_name, act, err);
    if (!v1->button) {
        return false;
    }
    if (gpiod_line_request_both_edges_events_flags(v1->button, "dorpel-button", flags) < 0) {
        return fail_request(err, errno, act, v1->button_name, v1->button);
    }
    return true;
}

static void v1_close(struct gpio *gpio)
{
    struct gpio_v1 *v1 = (struct gpio_v1 *)gpio;
    if (v1->button) {
        gpiod_line_close_chip(v1->button);
    }
    if (v1->lamp) {
        gpiod_line_close_chip(v1->lamp);
    }
    free(v1);
}

static int v1_fd(const struct gpio *gpio)
{
    return gpiod_line_event_get_fd(((const struct gpio_v1 *)gpio)->button);
}

static int v1_read(struct gpio *gpio, struct gpio_event *ret, struct err *err)
{
    struct gpio_v1 *v1 = (struct gpio_v1 *)gpio;
    const struct timespec at_once = {0};
    struct gpiod_line_event event;
    int ready = gpiod_line_event_wait(v1->button, &at_once);
    if (ready == 0 || (ready < 0 && errno == EINTR)) {
        return 0;
    }
    if (ready < 0 || gpiod_line_event_read(v1->button, &event) < 0) {
        gpio_fail(err, errno, "reading the button", v1->button_name, NULL);
        return -1;
    }
    ret->pressed = event.event_type == GPIOD_LINE_EVENT_RISING_EDGE;
    ret->time_ns = (int64_t)event.ts.tv_sec * 1000000000 + event.ts.tv_nsec;
    return 1;
}

static bool v1_level(struct gpio *gpio, struct gpio_event *ret, struct err *err)
{
    struct gpio_v1 *v1 = (struct gpio_v1 *)gpio;
    int64_t now_ns = gpio_now_ns(); /* first: an edge after this has a later time */
    int value = gpiod_line_get_value(v1->button);
    if (value < 0) {
        return gpio_fail(err, errno, "reading the button", v1->button_name, NULL);
    }
    *ret = (struct gpio_event){.pressed = value != 0, .time_ns = now_ns};
    return true;
}

static bool v1_lamp(struct gpio *gpio, bool lit, struct err *err)
{
    struct gpio_v1 *v1 = (struct gpio_v1 *)gpio;
    if (v1->lamp && gpiod_line_set_value(v1->lamp, lit) < 0) {
        return gpio_fail(err, errno, "switching the lamp", v1->lamp_name, NULL);
    }
    return true;
}

static const struct gpio_ops v1_ops = {v1_close, v1_fd, v1_read, v1_level, v1_lamp};

struct gpio *gpio_open(const struct gpio_want *want, struct err *err)
{
    if (!gpio_want_check(want, err)) {
        return NULL;
    }
    struct gpio_v1 *v1 = calloc(1, sizeof(*v1));
    if (!v1) {
        gpio_fail(err, ENOMEM, "opening the button", want->button_line, NULL);
        return NULL;
    }
    gpio_init(&v1->base, &v1_ops, GPIO_QUEUE_V1);
    (void)snprintf(v1->button_name, sizeof(v1->button_name), "%s", want->button_line);
    (void)snprintf(v1->lamp_name, sizeof(v1->lamp_name), "%s",
                   want->lamp_line ? want->lamp_line : "");
    /* The lamp first: it goes out even when there is no button to be had. */
    if ((v1->lamp_name[0] && !open_lamp(v1, err)) ||
        !open_button(v1, want->button_active_low, err)) {
        v1_close(&v1->base); /* a requested lamp was requested dark, and still is */
        return NULL;
    }
    return &v1->base;
}
