/* gpiod_v1_played: the libgpiod 1 that test_gpio_chip.c plays. Every function that
 * firmware/gpio_libgpiod_v1.c calls is defined here and acts on the script `s`; a line
 * is the first field of its chip, so that closing the one closes the other.
 * Included by that test only, after the script.
 */
#ifndef DORPEL_GPIOD_V1_PLAYED_H
#define DORPEL_GPIOD_V1_PLAYED_H

struct gpiod_line {
    unsigned offset;
};
struct gpiod_chip {
    struct gpiod_line line;
};

static struct gpiod_chip *new_chip(void)
{
    struct gpiod_chip *chip = calloc(1, sizeof(*chip));
    assert_non_null(chip);
    s.held++;
    return chip;
}

struct gpiod_line *gpiod_line_find(const char *name)
{
    bool is_lamp = strcmp(name, "GPIO27") == 0;
    if (s.find_error || (!is_lamp && strcmp(name, "GPIO17") != 0)) {
        errno = s.find_error ? s.find_error : ENOENT;
        return NULL;
    }
    struct gpiod_chip *chip = new_chip();
    chip->line.offset = is_lamp ? LAMP : BUTTON;
    return &chip->line;
}

struct gpiod_chip *gpiod_chip_open_by_label(const char *label)
{
    if (s.find_error || strcmp(label, "pinctrl-bcm2711") != 0) {
        errno = s.find_error ? s.find_error : ENOENT;
        return NULL;
    }
    return new_chip();
}

struct gpiod_line *gpiod_chip_get_line(struct gpiod_chip *chip, unsigned int offset)
{
    if (offset >= LINES) {
        errno = EINVAL;
        return NULL;
    }
    chip->line.offset = offset;
    return &chip->line;
}

void gpiod_chip_close(struct gpiod_chip *chip)
{
    release_line(chip->line.offset);
    s.held--;
    free(chip);
}

void gpiod_line_close_chip(struct gpiod_line *line)
{
    gpiod_chip_close((struct gpiod_chip *)line);
}

int gpiod_line_update(struct gpiod_line *line)
{
    (void)line;
    return 0;
}

const char *gpiod_line_consumer(struct gpiod_line *line)
{
    (void)line;
    return s.consumer;
}

int gpiod_line_request_output(struct gpiod_line *line, const char *consumer, int default_val)
{
    assert_int_equal(line->offset, LAMP);
    assert_string_equal(consumer, "dorpel-lamp");
    if (!s.lamp_error) {
        s.lamp_requested = true;
        s.lit = default_val != 0;
    }
    return answer(s.lamp_error);
}

int gpiod_line_request_both_edges_events_flags(struct gpiod_line *line, const char *consumer,
                                               int flags)
{
    assert_int_equal(line->offset, BUTTON);
    assert_string_equal(consumer, "dorpel-button");
    s.both_edges = true;
    s.active_low = flags & GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW;
    s.pull_up = flags & GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_UP;
    s.pull_down = flags & GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_DOWN;
    s.button_requested = !s.button_error;
    return answer(s.button_error);
}

int gpiod_line_event_get_fd(struct gpiod_line *line)
{
    return line->offset == BUTTON ? EVENT_FD : -1;
}

int gpiod_line_event_wait(struct gpiod_line *line, const struct timespec *timeout)
{
    assert_int_equal(line->offset, BUTTON);
    assert_true(timeout && timeout->tv_sec == 0 && timeout->tv_nsec == 0);
    return s.queue_len > 0 || s.read_error;
}

int gpiod_line_event_read(struct gpiod_line *line, struct gpiod_line_event *event)
{
    assert_int_equal(line->offset, BUTTON);
    if (s.read_error) {
        return answer(s.read_error);
    }
    *event = (struct gpiod_line_event){
        .ts = {.tv_sec = (time_t)(s.queue[0].time_ns / 1000000000),
               .tv_nsec = (long)(s.queue[0].time_ns % 1000000000)},
        .event_type =
            s.queue[0].rising ? GPIOD_LINE_EVENT_RISING_EDGE : GPIOD_LINE_EVENT_FALLING_EDGE,
    };
    pop();
    return 0;
}

int gpiod_line_get_value(struct gpiod_line *line)
{
    assert_int_equal(line->offset, BUTTON);
    return s.level_error ? answer(s.level_error) : s.level;
}

int gpiod_line_set_value(struct gpiod_line *line, int value)
{
    assert_int_equal(line->offset, LAMP);
    if (!s.switch_error) {
        s.lit = value != 0;
    }
    return answer(s.switch_error);
}

#endif
