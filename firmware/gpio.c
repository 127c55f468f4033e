#include "firmware/gpio_ops.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

void gpio_init(struct gpio *gpio, const struct gpio_ops *ops, unsigned no_hole)
{
    *gpio = (struct gpio){.ops = ops, .no_hole = no_hole, .check = true};
}

void gpio_close(struct gpio *gpio)
{
    if (gpio) {
        (void)gpio->ops->lamp(gpio, false, NULL);
        gpio->ops->close(gpio);
    }
}

int gpio_fd(const struct gpio *gpio)
{
    return gpio->ops->fd(gpio);
}

static int tell(struct gpio *gpio, bool pressed, int64_t time_ns, struct gpio_event *ret)
{
    *ret = (struct gpio_event){.pressed = pressed, .time_ns = time_ns};
    gpio->told = pressed;
    gpio->told_ns = time_ns;
    return 1;
}

/* The next event of the queue: 1, 0 or -1 as gpio_read. */
static int read_queue(struct gpio *gpio, struct gpio_event *ret, struct err *err)
{
    struct gpio_event event = {0};
    gpio->hole = false;
    int got = gpio->ops->read(gpio, &event, err);
    if (got <= 0) {
        return got;
    }
    gpio->check = true;
    gpio->streak++;
    bool after_hole = gpio->hole || gpio->streak > gpio->no_hole;
    bool ends_press = gpio->told && !event.pressed;
    return tell(gpio, event.pressed, after_hole && ends_press ? gpio->told_ns : event.time_ns, ret);
}

/* The queue is empty: did the level change without an event that we saw? */
static int read_difference(struct gpio *gpio, struct gpio_event *ret, struct err *err)
{
    struct gpio_event now = {0};
    if (!gpio->ops->level(gpio, &now, err)) {
        return -1;
    }
    if (now.pressed == gpio->told) {
        gpio->check = false;
        return 0;
    }
    int got = read_queue(gpio, ret, err); /* its event may have come just now */
    if (got != 0) {
        return got;
    }
    gpio->check = false;
    return tell(gpio, now.pressed, now.pressed ? now.time_ns : gpio->told_ns, ret);
}

int gpio_read(struct gpio *gpio, struct gpio_event *ret, struct err *err)
{
    int got = read_queue(gpio, ret, err);
    if (got == 0) {
        gpio->streak = 0;
        got = gpio->check ? read_difference(gpio, ret, err) : 0;
    }
    return got;
}

bool gpio_level(struct gpio *gpio, bool *ret_pressed, struct err *err)
{
    struct gpio_event now = {0};
    if (!gpio->ops->level(gpio, &now, err)) {
        return false;
    }
    *ret_pressed = now.pressed;
    return true;
}

bool gpio_lamp(struct gpio *gpio, bool lit, struct err *err)
{
    return gpio->ops->lamp(gpio, lit, err);
}

bool gpio_name_split(const char *name, char ret_label[GPIO_LABEL_SIZE], unsigned *ret_offset)
{
    const char *colon = strrchr(name, ':');
    if (!colon || colon == name || colon - name >= GPIO_LABEL_SIZE || !colon[1]) {
        return false;
    }
    unsigned offset = 0;
    for (const char *c = colon + 1; *c; c++) {
        if (*c < '0' || *c > '9' || c - colon > 4) { /* no chip has 10,000 lines */
            return false;
        }
        offset = offset * 10 + (unsigned)(*c - '0');
    }
    size_t len = (size_t)(colon - name);
    memcpy(ret_label, name, len);
    ret_label[len] = '\0';
    *ret_offset = offset;
    return true;
}

bool gpio_want_check(const struct gpio_want *want, struct err *err)
{
    const char *lamp = want->lamp_line ? want->lamp_line : "";
    if (!want->button_line || !want->button_line[0]) {
        return err_set(err, ERR_MISSING, "no line is named for the button");
    }
    if (strlen(want->button_line) >= GPIO_NAME_SIZE || strlen(lamp) >= GPIO_NAME_SIZE) {
        return err_set(err, ERR_MISSING, "the name of a line is longer than %d bytes",
                       GPIO_NAME_SIZE - 1);
    }
    return true;
}

static const char *hint(int error)
{
    switch (error) {
    case EACCES:
    case EPERM:
        return " (is this user in the group of /dev/gpiochip*?)";
    case ENOTTY:
        return " (no GPIO chip, or /sys is not mounted)";
    case ENXIO:
        return " (this line cannot interrupt)";
    case ENODEV:
        return " (the chip is gone)";
    default:
        return "";
    }
}

bool gpio_fail(struct err *err, int error, const char *act, const char *line, const char *consumer)
{
    switch (error) {
    case ENOENT:
        return err_set(err, ERR_MISSING, "%s: there is no line %s", act, line);
    case EBUSY:
        return err_set(err, ERR_BUSY, "%s: line %s is held by %s", act, line,
                       consumer && consumer[0] ? consumer : "someone who gave no name");
    case ENOMEM:
        return err_set(err, ERR_MEMORY, "%s: line %s: %s", act, line, strerror(error));
    default:
        return err_set(err, ERR_IO, "%s: line %s: %s%s", act, line,
                       error ? strerror(error) : "no reason given", hint(error));
    }
}

int64_t gpio_now_ns(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}
