#include "firmware/gpio_fake.h"
#include "firmware/gpio_ops.h"

#include <errno.h>
#include <stdlib.h>

struct fake_gpio {
    struct gpio base; /* first */
    struct gpio_fake *fake;
    bool has_lamp;
};

static struct gpio_fake *fake_of(const struct gpio *gpio)
{
    return ((const struct fake_gpio *)gpio)->fake;
}

static void fake_close(struct gpio *gpio)
{
    fake_of(gpio)->is_open = false;
    free(gpio);
}

static int fake_fd(const struct gpio *gpio)
{
    (void)gpio;
    return -1;
}

static int fake_read(struct gpio *gpio, struct gpio_event *ret, struct err *err)
{
    struct gpio_fake *fake = fake_of(gpio);
    if (fake->failing) {
        gpio_fail(err, EIO, "reading the button", "of the fake", NULL);
        return -1;
    }
    if (fake->queue_len == 0) {
        return 0;
    }
    *ret = fake->queue[fake->queue_first];
    fake->queue_first = (fake->queue_first + 1) % GPIO_FAKE_QUEUE;
    fake->queue_len--;
    return 1;
}

static bool fake_level(struct gpio *gpio, struct gpio_event *ret, struct err *err)
{
    const struct gpio_fake *fake = fake_of(gpio);
    if (fake->failing) {
        return gpio_fail(err, EIO, "reading the button", "of the fake", NULL);
    }
    *ret = (struct gpio_event){.pressed = fake->pressed, .time_ns = fake->pressed_ns};
    return true;
}

static void switch_lamp(struct gpio_fake *fake, bool lit)
{
    if (fake->lit != lit) {
        fake->lamp_history[fake->lamp_changes % GPIO_FAKE_HISTORY] = lit;
        fake->lamp_changes++;
        fake->lit = lit;
    }
}

static bool fake_lamp(struct gpio *gpio, bool lit, struct err *err)
{
    if (!((struct fake_gpio *)gpio)->has_lamp) {
        return true;
    }
    if (fake_of(gpio)->failing) {
        return gpio_fail(err, EIO, "switching the lamp", "of the fake", NULL);
    }
    switch_lamp(fake_of(gpio), lit);
    return true;
}

static const struct gpio_ops fake_ops = {fake_close, fake_fd, fake_read, fake_level, fake_lamp};

static bool can_open(const struct gpio_fake *fake, const struct gpio_want *want, bool has_lamp,
                     struct err *err)
{
    if (!gpio_want_check(want, err)) {
        return false;
    }
    if (has_lamp && fake->lamp_missing) {
        return gpio_fail(err, ENOENT, "opening the lamp", want->lamp_line, NULL);
    }
    if (fake->button_missing) {
        return gpio_fail(err, ENOENT, "opening the button", want->button_line, NULL);
    }
    if (fake->busy_for || fake->is_open) {
        return gpio_fail(err, EBUSY, "opening the button", want->button_line,
                         fake->busy_for ? fake->busy_for : "dorpel-button");
    }
    return true;
}

struct gpio *gpio_fake_open(struct gpio_fake *fake, const struct gpio_want *want, struct err *err)
{
    bool has_lamp = want->lamp_line && want->lamp_line[0];
    if (!can_open(fake, want, has_lamp, err)) {
        return NULL;
    }
    struct fake_gpio *gpio = calloc(1, sizeof(*gpio));
    if (!gpio) {
        gpio_fail(err, ENOMEM, "opening the button", want->button_line, NULL);
        return NULL;
    }
    gpio_init(&gpio->base, &fake_ops, GPIO_FAKE_QUEUE);
    gpio->fake = fake;
    gpio->has_lamp = has_lamp;
    fake->queue_len = 0;
    fake->is_open = true;
    if (has_lamp) {
        switch_lamp(fake, false);
    }
    return &gpio->base;
}

void gpio_fake_press(struct gpio_fake *fake, bool pressed, int64_t time_ns)
{
    if (fake->stuck || fake->pressed == pressed) {
        return;
    }
    fake->pressed = pressed;
    fake->pressed_ns = time_ns;
    if (fake->is_open && fake->queue_len < GPIO_FAKE_QUEUE) {
        fake->queue[(fake->queue_first + fake->queue_len) % GPIO_FAKE_QUEUE] =
            (struct gpio_event){.pressed = pressed, .time_ns = time_ns};
        fake->queue_len++;
    }
}
