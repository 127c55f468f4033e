/* The kiosk's lines through libgpiod 2.2 (Debian 13).
 *
 * Chips are found by walking /dev/gpiochip*: names are not unique and numbers change between
 * kernels, so only labels and line names count; symlinks name the same chip twice and are skipped.
 * Button and lamp each have a request of their own; the chip is closed once the request holds the
 * line. The kernel debounces when it can; button.c does it again, which adds its 30 ms and no harm.
 */
#include "firmware/gpio_ops.h"
#include "firmware/button.h"

#include <dirent.h>
#include <errno.h>
#include <gpiod.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct gpio_v2 {
    struct gpio base; /* first */
    struct gpiod_line_request *button;
    struct gpiod_line_request *lamp; /* NULL: no lamp */
    struct gpiod_edge_event_buffer *events;
    unsigned button_offset;
    unsigned lamp_offset;
    uint32_t seqno; /* of the last event; the kernel counts from 1 */
    char button_name[GPIO_NAME_SIZE];
    char lamp_name[GPIO_NAME_SIZE];
};

struct place { /* where a line is; the holder closes the chip */
    struct gpiod_chip *chip;
    unsigned offset;
};

/* Is the line called name on this chip? 1 yes, 0 no, -1 the chip cannot be asked (errno). */
static int look_on_chip(struct gpiod_chip *chip, const char *name, unsigned *ret_offset)
{
    char label[GPIO_LABEL_SIZE];
    unsigned offset = 0;
    if (!gpio_name_split(name, label, &offset)) {
        int found = gpiod_chip_get_line_offset_from_name(chip, name);
        if (found < 0) {
            return errno == ENOENT ? 0 : -1;
        }
        *ret_offset = (unsigned)found;
        return 1;
    }
    struct gpiod_chip_info *info = gpiod_chip_get_info(chip);
    if (!info) {
        return -1;
    }
    bool here = strcmp(gpiod_chip_info_get_label(info), label) == 0 &&
                offset < gpiod_chip_info_get_num_lines(info);
    gpiod_chip_info_free(info);
    if (here) {
        *ret_offset = offset;
    }
    return here;
}

static int is_chip_name(const struct dirent *entry)
{
    return strncmp(entry->d_name, "gpiochip", 8) == 0;
}

/* One entry of the folder: 1 found (ret filled), 0 not this one, -1 it cannot be asked (errno). */
static int look_at_entry(const char *dir, const char *entry, const char *name, struct place *ret)
{
    char path[PATH_MAX];
    struct stat st;
    int len = snprintf(path, sizeof(path), "%s/%s", dir, entry);
    if (len < 0 || (size_t)len >= sizeof(path) || lstat(path, &st) != 0 || S_ISLNK(st.st_mode)) {
        return 0;
    }
    struct gpiod_chip *chip = gpiod_chip_open(path);
    if (!chip) {
        errno = errno == ENOENT ? ENOTTY : errno; /* the entry is there; what is missing is /sys */
        return -1;
    }
    int found = look_on_chip(chip, name, &ret->offset);
    if (found == 1) {
        ret->chip = chip;
        return 1;
    }
    int error = errno;
    gpiod_chip_close(chip);
    errno = error;
    return found;
}

static bool find_line(const char *dir, const char *name, const char *act, struct place *ret,
                      struct err *err)
{
    struct dirent **entries = NULL;
    int count = scandir(dir, &entries, is_chip_name, alphasort);
    if (count < 0) {
        return gpio_fail(err, errno, act, name, NULL);
    }
    int found = 0;
    int trouble = ENOENT; /* unless a chip could not be asked: then that is the reason */
    for (int i = 0; i < count; i++) {
        if (found != 1) {
            found = look_at_entry(dir, entries[i]->d_name, name, ret);
            if (found < 0 && trouble == ENOENT) {
                trouble = errno;
            }
        }
        free(entries[i]);
    }
    free(entries);
    return found == 1 || gpio_fail(err, trouble, act, name, NULL);
}

/* NULL with errno when the kernel refuses. */
static struct gpiod_line_request *
request_line(const struct place *place, struct gpiod_line_settings *settings, const char *consumer)
{
    struct gpiod_line_request *request = NULL;
    struct gpiod_line_config *lines = gpiod_line_config_new();
    struct gpiod_request_config *config = gpiod_request_config_new();
    if (lines && config &&
        gpiod_line_config_add_line_settings(lines, &place->offset, 1, settings) == 0) {
        gpiod_request_config_set_consumer(config, consumer);
        request = gpiod_chip_request_lines(place->chip, config, lines);
    }
    int error = errno;
    gpiod_line_config_free(lines);
    gpiod_request_config_free(config);
    errno = error;
    return request;
}

static bool fail_request(struct err *err, int error, const char *act, const char *name,
                         const struct place *place)
{
    struct gpiod_line_info *info = gpiod_chip_get_line_info(place->chip, place->offset);
    gpio_fail(err, error, act, name, info ? gpiod_line_info_get_consumer(info) : NULL);
    gpiod_line_info_free(info);
    return false;
}

static bool open_lamp(struct gpio_v2 *v2, const char *dir, struct err *err)
{
    const char *act = "opening the lamp";
    struct place place = {0};
    struct gpiod_line_settings *settings = gpiod_line_settings_new();
    if (!settings) {
        return gpio_fail(err, ENOMEM, act, v2->lamp_name, NULL);
    }
    bool ok = find_line(dir, v2->lamp_name, act, &place, err);
    if (ok) {
        v2->lamp_offset = place.offset;
        (void)gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_OUTPUT);
        (void)gpiod_line_settings_set_output_value(settings, GPIOD_LINE_VALUE_INACTIVE);
        v2->lamp = request_line(&place, settings, "dorpel-lamp");
        ok = v2->lamp || fail_request(err, errno, act, v2->lamp_name, &place);
    }
    gpiod_chip_close(place.chip);
    gpiod_line_settings_free(settings);
    return ok;
}

/* With the kernel's debouncing, or without it when this chip's kernel will not. */
static struct gpiod_line_request *request_button(const struct place *place, bool active_low,
                                                 struct gpiod_line_settings *settings)
{
    (void)gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_INPUT);
    (void)gpiod_line_settings_set_edge_detection(settings, GPIOD_LINE_EDGE_BOTH);
    (void)gpiod_line_settings_set_bias(settings, active_low ? GPIOD_LINE_BIAS_PULL_UP
                                                            : GPIOD_LINE_BIAS_PULL_DOWN);
    (void)gpiod_line_settings_set_event_clock(settings, GPIOD_LINE_CLOCK_MONOTONIC);
    gpiod_line_settings_set_active_low(settings, active_low);
    gpiod_line_settings_set_debounce_period_us(settings, BUTTON_DEBOUNCE_MS * 1000UL);
    struct gpiod_line_request *request = request_line(place, settings, "dorpel-button");
    if (!request && errno != EBUSY) {
        gpiod_line_settings_set_debounce_period_us(settings, 0);
        request = request_line(place, settings, "dorpel-button");
    }
    return request;
}

static bool open_button(struct gpio_v2 *v2, const char *dir, bool active_low, struct err *err)
{
    const char *act = "opening the button";
    struct place place = {0};
    struct gpiod_line_settings *settings = gpiod_line_settings_new();
    v2->events = gpiod_edge_event_buffer_new(1);
    bool ok = settings && v2->events;
    if (!ok) {
        gpio_fail(err, ENOMEM, act, v2->button_name, NULL);
    }
    ok = ok && find_line(dir, v2->button_name, act, &place, err);
    if (ok) {
        v2->button_offset = place.offset;
        v2->button = request_button(&place, active_low, settings);
        ok = v2->button || fail_request(err, errno, act, v2->button_name, &place);
    }
    gpiod_chip_close(place.chip);
    gpiod_line_settings_free(settings);
    return ok;
}

static void v2_close(struct gpio *gpio)
{
    struct gpio_v2 *v2 = (struct gpio_v2 *)gpio;
    gpiod_line_request_release(v2->button);
    gpiod_line_request_release(v2->lamp);
    gpiod_edge_event_buffer_free(v2->events);
    free(v2);
}

static int v2_fd(const struct gpio *gpio)
{
    return gpiod_line_request_get_fd(((const struct gpio_v2 *)gpio)->button);
}

static int v2_read(struct gpio *gpio, struct gpio_event *ret, struct err *err)
{
    struct gpio_v2 *v2 = (struct gpio_v2 *)gpio;
    struct gpiod_edge_event *event = NULL;
    int ready = gpiod_line_request_wait_edge_events(v2->button, 0);
    if (ready == 0 || (ready < 0 && errno == EINTR)) {
        return 0;
    }
    if (ready > 0 && gpiod_line_request_read_edge_events(v2->button, v2->events, 1) == 1) {
        event = gpiod_edge_event_buffer_get_event(v2->events, 0);
    }
    if (!event) {
        gpio_fail(err, errno, "reading the button", v2->button_name, NULL);
        return -1;
    }
    uint32_t seqno = (uint32_t)gpiod_edge_event_get_line_seqno(event);
    v2->base.hole = seqno != v2->seqno + 1; /* a full queue drops its oldest event */
    v2->seqno = seqno;
    ret->pressed = gpiod_edge_event_get_event_type(event) == GPIOD_EDGE_EVENT_RISING_EDGE;
    ret->time_ns = (int64_t)gpiod_edge_event_get_timestamp_ns(event);
    return 1;
}

static bool v2_level(struct gpio *gpio, struct gpio_event *ret, struct err *err)
{
    struct gpio_v2 *v2 = (struct gpio_v2 *)gpio;
    int64_t now_ns = gpio_now_ns(); /* first: an edge after this has a later time */
    enum gpiod_line_value value = gpiod_line_request_get_value(v2->button, v2->button_offset);
    if (value == GPIOD_LINE_VALUE_ERROR) {
        return gpio_fail(err, errno, "reading the button", v2->button_name, NULL);
    }
    *ret = (struct gpio_event){.pressed = value == GPIOD_LINE_VALUE_ACTIVE, .time_ns = now_ns};
    return true;
}

static bool v2_lamp(struct gpio *gpio, bool lit, struct err *err)
{
    struct gpio_v2 *v2 = (struct gpio_v2 *)gpio;
    enum gpiod_line_value value = lit ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE;
    if (v2->lamp && gpiod_line_request_set_value(v2->lamp, v2->lamp_offset, value) != 0) {
        return gpio_fail(err, errno, "switching the lamp", v2->lamp_name, NULL);
    }
    return true;
}

static const struct gpio_ops v2_ops = {v2_close, v2_fd, v2_read, v2_level, v2_lamp};

struct gpio *gpio_open_in(const char *dir, const struct gpio_want *want, struct err *err)
{
    if (!gpio_want_check(want, err)) {
        return NULL;
    }
    struct gpio_v2 *v2 = calloc(1, sizeof(*v2));
    if (!v2) {
        gpio_fail(err, ENOMEM, "opening the button", want->button_line, NULL);
        return NULL;
    }
    gpio_init(&v2->base, &v2_ops, UINT_MAX);
    (void)snprintf(v2->button_name, sizeof(v2->button_name), "%s", want->button_line);
    (void)snprintf(v2->lamp_name, sizeof(v2->lamp_name), "%s",
                   want->lamp_line ? want->lamp_line : "");
    /* The lamp first: it goes out even when there is no button to be had. */
    if ((v2->lamp_name[0] && !open_lamp(v2, dir, err)) ||
        !open_button(v2, dir, want->button_active_low, err)) {
        v2_close(&v2->base); /* a requested lamp was requested dark, and still is */
        return NULL;
    }
    return &v2->base;
}

struct gpio *gpio_open(const struct gpio_want *want, struct err *err)
{
    return gpio_open_in("/dev", want, err);
}
