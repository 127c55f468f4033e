/* gpiod_v2_played: the libgpiod 2 that test_gpio_chip.c plays. Every function that
 * firmware/gpio_libgpiod_v2.c calls is defined here and acts on the script `s`; the
 * chips are told apart by the names that make_dev gives them.
 * Included by that test only, after the script.
 */
#ifndef DORPEL_GPIOD_V2_PLAYED_H
#define DORPEL_GPIOD_V2_PLAYED_H

struct gpiod_chip {
    char path[64];
};
struct gpiod_chip_info {
    const char *label;
};
struct gpiod_line_info {
    unsigned offset;
};
struct gpiod_line_settings {
    enum gpiod_line_direction direction;
    enum gpiod_line_value value;
    bool pull_up, pull_down, active_low, both_edges;
    unsigned long debounce_us;
};
struct gpiod_line_config {
    unsigned offset;
    struct gpiod_line_settings settings;
};
struct gpiod_request_config {
    const char *consumer;
};
struct gpiod_line_request {
    unsigned offset;
};
struct gpiod_edge_event {
    bool rising;
    uint64_t time_ns;
    unsigned long seqno;
};
struct gpiod_edge_event_buffer {
    struct gpiod_edge_event event;
};

static void *hand_out(size_t size)
{
    void *thing = calloc(1, size);
    assert_non_null(thing);
    s.held++;
    return thing;
}

static void take_back(void *thing)
{
    s.held -= thing != NULL;
    free(thing);
}

/* The folder has gpiochip0 (another chip), gpiochip1 (ours), gpiochip2 (not to be opened),
 * gpiochip4 (a symlink to 1) and a file that is no chip. */
static bool is_ours(const struct gpiod_chip *chip)
{
    return strstr(chip->path, "/gpiochip1") != NULL;
}

struct gpiod_chip *gpiod_chip_open(const char *path)
{
    assert_non_null(strstr(path, "/gpiochip"));
    assert_null(strstr(path, "/gpiochip4"));
    if (strstr(path, "/gpiochip2")) {
        errno = EACCES;
        return NULL;
    }
    if (s.find_error && strstr(path, "/gpiochip0")) {
        errno = s.find_error;
        return NULL;
    }
    struct gpiod_chip *chip = hand_out(sizeof(*chip));
    (void)snprintf(chip->path, sizeof(chip->path), "%s", path);
    return chip;
}

void gpiod_chip_close(struct gpiod_chip *chip)
{
    take_back(chip);
}

int gpiod_chip_get_line_offset_from_name(struct gpiod_chip *chip, const char *name)
{
    if (is_ours(chip) && strcmp(name, "GPIO17") == 0) {
        return BUTTON;
    }
    if (is_ours(chip) && strcmp(name, "GPIO27") == 0) {
        return LAMP;
    }
    return answer(ENOENT);
}

struct gpiod_chip_info *gpiod_chip_get_info(struct gpiod_chip *chip)
{
    struct gpiod_chip_info *info = hand_out(sizeof(*info));
    info->label = is_ours(chip) ? "pinctrl-bcm2711" : "raspberrypi-exp-gpio";
    return info;
}

const char *gpiod_chip_info_get_label(struct gpiod_chip_info *info)
{
    return info->label;
}

size_t gpiod_chip_info_get_num_lines(struct gpiod_chip_info *info)
{
    (void)info;
    return LINES;
}

void gpiod_chip_info_free(struct gpiod_chip_info *info)
{
    take_back(info);
}

struct gpiod_line_info *gpiod_chip_get_line_info(struct gpiod_chip *chip, unsigned int offset)
{
    assert_true(is_ours(chip));
    struct gpiod_line_info *info = hand_out(sizeof(*info));
    info->offset = offset;
    return info;
}

const char *gpiod_line_info_get_consumer(struct gpiod_line_info *info)
{
    (void)info;
    return s.consumer;
}

void gpiod_line_info_free(struct gpiod_line_info *info)
{
    take_back(info);
}

struct gpiod_line_settings *gpiod_line_settings_new(void)
{
    return hand_out(sizeof(struct gpiod_line_settings));
}

void gpiod_line_settings_free(struct gpiod_line_settings *settings)
{
    take_back(settings);
}

int gpiod_line_settings_set_direction(struct gpiod_line_settings *settings,
                                      enum gpiod_line_direction direction)
{
    settings->direction = direction;
    return 0;
}

int gpiod_line_settings_set_edge_detection(struct gpiod_line_settings *settings,
                                           enum gpiod_line_edge edge)
{
    settings->both_edges = edge == GPIOD_LINE_EDGE_BOTH;
    return 0;
}

int gpiod_line_settings_set_bias(struct gpiod_line_settings *settings, enum gpiod_line_bias bias)
{
    settings->pull_up = bias == GPIOD_LINE_BIAS_PULL_UP;
    settings->pull_down = bias == GPIOD_LINE_BIAS_PULL_DOWN;
    return 0;
}

void gpiod_line_settings_set_active_low(struct gpiod_line_settings *settings, bool active_low)
{
    settings->active_low = active_low;
}

void gpiod_line_settings_set_debounce_period_us(struct gpiod_line_settings *settings,
                                                unsigned long period)
{
    settings->debounce_us = period;
}

int gpiod_line_settings_set_event_clock(struct gpiod_line_settings *settings,
                                        enum gpiod_line_clock event_clock)
{
    (void)settings;
    assert_int_equal(event_clock, GPIOD_LINE_CLOCK_MONOTONIC);
    return 0;
}

int gpiod_line_settings_set_output_value(struct gpiod_line_settings *settings,
                                         enum gpiod_line_value value)
{
    settings->value = value;
    return 0;
}

struct gpiod_line_config *gpiod_line_config_new(void)
{
    return hand_out(sizeof(struct gpiod_line_config));
}

void gpiod_line_config_free(struct gpiod_line_config *config)
{
    take_back(config);
}

int gpiod_line_config_add_line_settings(struct gpiod_line_config *config,
                                        const unsigned int *offsets, size_t num_offsets,
                                        struct gpiod_line_settings *settings)
{
    assert_int_equal(num_offsets, 1);
    config->offset = offsets[0];
    config->settings = *settings;
    return 0;
}

struct gpiod_request_config *gpiod_request_config_new(void)
{
    return hand_out(sizeof(struct gpiod_request_config));
}

void gpiod_request_config_free(struct gpiod_request_config *config)
{
    take_back(config);
}

void gpiod_request_config_set_consumer(struct gpiod_request_config *config, const char *consumer)
{
    config->consumer = consumer;
}

static int request_button(const struct gpiod_line_settings *settings)
{
    assert_int_equal(settings->direction, GPIOD_LINE_DIRECTION_INPUT);
    s.both_edges = settings->both_edges;
    s.pull_up = settings->pull_up;
    s.pull_down = settings->pull_down;
    s.active_low = settings->active_low;
    s.debounced = settings->debounce_us == 30000;
    if (s.refuse_debounce && settings->debounce_us > 0) {
        return ENOTSUP;
    }
    s.button_requested = !s.button_error;
    return s.button_error;
}

static int request_lamp(const struct gpiod_line_settings *settings)
{
    assert_int_equal(settings->direction, GPIOD_LINE_DIRECTION_OUTPUT);
    if (!s.lamp_error) {
        s.lamp_requested = true;
        s.lit = settings->value == GPIOD_LINE_VALUE_ACTIVE;
    }
    return s.lamp_error;
}

struct gpiod_line_request *gpiod_chip_request_lines(struct gpiod_chip *chip,
                                                    struct gpiod_request_config *req_cfg,
                                                    struct gpiod_line_config *line_cfg)
{
    bool is_lamp = line_cfg->offset == LAMP;
    assert_true(is_ours(chip));
    assert_string_equal(req_cfg->consumer, is_lamp ? "dorpel-lamp" : "dorpel-button");
    int error = is_lamp ? request_lamp(&line_cfg->settings) : request_button(&line_cfg->settings);
    if (error) {
        errno = error;
        return NULL;
    }
    struct gpiod_line_request *request = hand_out(sizeof(*request));
    request->offset = line_cfg->offset;
    return request;
}

void gpiod_line_request_release(struct gpiod_line_request *request)
{
    if (request) {
        release_line(request->offset);
    }
    take_back(request);
}

int gpiod_line_request_get_fd(struct gpiod_line_request *request)
{
    return request->offset == BUTTON ? EVENT_FD : -1;
}

enum gpiod_line_value gpiod_line_request_get_value(struct gpiod_line_request *request,
                                                   unsigned int offset)
{
    assert_int_equal(request->offset, BUTTON);
    assert_int_equal(offset, BUTTON);
    if (s.level_error) {
        errno = s.level_error;
        return GPIOD_LINE_VALUE_ERROR;
    }
    return s.level ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE;
}

int gpiod_line_request_set_value(struct gpiod_line_request *request, unsigned int offset,
                                 enum gpiod_line_value value)
{
    assert_int_equal(request->offset, LAMP);
    assert_int_equal(offset, LAMP);
    if (!s.switch_error) {
        s.lit = value == GPIOD_LINE_VALUE_ACTIVE;
    }
    return answer(s.switch_error);
}

int gpiod_line_request_wait_edge_events(struct gpiod_line_request *request, int64_t timeout_ns)
{
    assert_int_equal(request->offset, BUTTON);
    assert_int_equal(timeout_ns, 0);
    return s.queue_len > 0 || s.read_error;
}

struct gpiod_edge_event_buffer *gpiod_edge_event_buffer_new(size_t capacity)
{
    assert_int_equal(capacity, 1);
    return hand_out(sizeof(struct gpiod_edge_event_buffer));
}

void gpiod_edge_event_buffer_free(struct gpiod_edge_event_buffer *buffer)
{
    take_back(buffer);
}

int gpiod_line_request_read_edge_events(struct gpiod_line_request *request,
                                        struct gpiod_edge_event_buffer *buffer, size_t max_events)
{
    assert_int_equal(request->offset, BUTTON);
    assert_int_equal(max_events, 1);
    if (s.read_error) {
        return answer(s.read_error);
    }
    buffer->event = (struct gpiod_edge_event){
        .rising = s.queue[0].rising, .time_ns = s.queue[0].time_ns, .seqno = s.queue[0].seqno};
    pop();
    return 1;
}

struct gpiod_edge_event *gpiod_edge_event_buffer_get_event(struct gpiod_edge_event_buffer *buffer,
                                                           unsigned long index)
{
    assert_int_equal(index, 0);
    return &buffer->event;
}

enum gpiod_edge_event_type gpiod_edge_event_get_event_type(struct gpiod_edge_event *event)
{
    return event->rising ? GPIOD_EDGE_EVENT_RISING_EDGE : GPIOD_EDGE_EVENT_FALLING_EDGE;
}

unsigned long gpiod_edge_event_get_line_seqno(struct gpiod_edge_event *event)
{
    return event->seqno;
}

uint64_t gpiod_edge_event_get_timestamp_ns(struct gpiod_edge_event *event)
{
    return event->time_ns;
}

#endif
