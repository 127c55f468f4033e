/* The back end that was built (libgpiod 1 or 2) against a library that is played: every gpiod_
 * function it calls (gpiod_v1_played.h, gpiod_v2_played.h) acts on one script and counts what was
 * not given back. The other version's half is compiled and run by tests/debian13.sh.
 */
#include "firmware/gpio_ops.h"

#include <errno.h>
#include <gpiod.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <setjmp.h>
#include <cmocka.h>

#ifdef GPIOD_BIT
#define HAS_V1 1
#else
#define HAS_V1 0
#endif

enum { BUTTON = 17, LAMP = 27, LINES = 54, EVENT_FD = 42 };

static struct script {
    int find_error;   /* errno of looking on the chip; 0: the lines are there */
    int button_error; /* errno of the request */
    int lamp_error;
    int read_error;
    int level_error;
    int switch_error;
    bool refuse_debounce;
    const char *consumer;
    bool level;
    struct {
        bool rising;
        uint64_t time_ns;
        unsigned long seqno; /* libgpiod 2 */
    } queue[4];
    unsigned queue_len;

    /* what the back end did */
    int held; /* chips, requests and settings not given back */
    bool button_requested;
    bool lamp_requested;
    bool lit;
    bool was_lit_at_release;
    bool pull_up, pull_down, active_low, debounced, both_edges;
} s;

static int answer(int error)
{
    errno = error;
    return error ? -1 : 0;
}

static void pop(void)
{
    s.queue_len--;
    memmove(s.queue, s.queue + 1, s.queue_len * sizeof(s.queue[0]));
}

static void release_line(unsigned offset)
{
    if (offset == LAMP && s.lamp_requested) {
        s.was_lit_at_release = s.lit;
        s.lamp_requested = false;
    }
    if (offset == BUTTON) {
        s.button_requested = false;
    }
}

#if HAS_V1
#include "tests/gpiod_v1_played.h"

static struct gpio *open_lines(const struct gpio_want *want, struct err *err)
{
    return gpio_open(want, err);
}

static int make_dev(void **state)
{
    (void)state;
    return 0;
}

static int remove_dev(void **state)
{
    (void)state;
    return 0;
}
#else
#include "tests/gpiod_v2_played.h"

static char dev[] = "/tmp/dorpel-dev-XXXXXX";
static const char *const entries[] = {"gpiochip0", "gpiochip1", "gpiochip2", "gpiomem"};

static struct gpio *open_lines(const struct gpio_want *want, struct err *err)
{
    return gpio_open_in(dev, want, err);
}

static int make_dev(void **state)
{
    (void)state;
    char path[64];
    if (!mkdtemp(dev)) {
        return -1;
    }
    for (size_t i = 0; i < 4; i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", dev, entries[i]);
        FILE *file = fopen(path, "w");
        if (!file || fclose(file) != 0) {
            return -1;
        }
    }
    (void)snprintf(path, sizeof(path), "%s/gpiochip4", dev);
    return symlink("gpiochip1", path);
}

static int remove_dev(void **state)
{
    (void)state;
    char path[64];
    for (size_t i = 0; i < 4; i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", dev, entries[i]);
        (void)unlink(path);
    }
    (void)snprintf(path, sizeof(path), "%s/gpiochip4", dev);
    (void)unlink(path);
    return rmdir(dev);
}

static void test_debounce(void **state)
{
    (void)state;
    const struct gpio_want want = {.button_line = "GPIO17"};
    s = (struct script){0};
    gpio_close(open_lines(&want, NULL));
    assert_true(s.debounced);
    s = (struct script){.refuse_debounce = true};
    struct gpio *gpio = open_lines(&want, NULL);
    assert_non_null(gpio);
    assert_true(s.button_requested);
    assert_false(s.debounced);
    gpio_close(gpio);
    assert_int_equal(s.held, 0);
}

static void test_chip_that_cannot_be_opened(void **state)
{
    (void)state;
    struct gpio_want want = {.button_line = "GPIO17"};
    struct err err = {0};
    s = (struct script){.find_error = EACCES}; /* gpiochip0 only: ours comes after it */
    struct gpio *gpio = open_lines(&want, &err);
    assert_non_null(gpio);
    gpio_close(gpio);
    s = (struct script){.find_error = ENOENT}; /* what libgpiod 2 says when /sys is not mounted */
    want.button_line = "GPIO99";
    assert_null(open_lines(&want, &err));
    assert_int_equal(err.code, ERR_IO);
    assert_non_null(strstr(err.msg, "/sys"));
    assert_int_equal(s.held, 0);
}

static void test_gap_in_seqno(void **state)
{
    (void)state;
    const struct gpio_want want = {.button_line = "GPIO17"};
    struct gpio_event event = {0};
    s = (struct script){
        .queue = {{true, 1000, 1}, {false, 9000, 6}, {true, 9500, 7}, {false, 9900, 8}},
        .queue_len = 4};
    struct gpio *gpio = open_lines(&want, NULL);
    static const int64_t times_ns[] = {1000, 1000, 9500, 9900}; /* the up after the gap: no press */
    for (int i = 0; i < 4; i++) {
        assert_int_equal(gpio_read(gpio, &event, NULL), 1);
        assert_int_equal(event.pressed, i % 2 == 0);
        assert_int_equal(event.time_ns, times_ns[i]);
    }
    assert_int_equal(gpio_read(gpio, &event, NULL), 0);
    gpio_close(gpio);
}

static void test_no_folder(void **state)
{
    (void)state;
    const struct gpio_want want = {.button_line = "GPIO17"};
    struct err err = {0};
    s = (struct script){0};
    assert_null(gpio_open_in("/no/such/folder", &want, &err));
    assert_int_equal(err.code, ERR_MISSING);
    assert_int_equal(s.held, 0);
}
#endif

/* ---- both ---------------------------------------------------------------------------------- */
static const struct gpio_want both = {
    .button_line = "GPIO17", .lamp_line = "GPIO27", .button_active_low = true};

static struct gpio *must_open(const struct gpio_want *want)
{
    struct err err = {0};
    struct gpio *gpio = open_lines(want, &err);
    if (!gpio) {
        fail_msg("%s", err.msg);
    }
    return gpio;
}

static void must_close(struct gpio *gpio)
{
    gpio_close(gpio);
    assert_false(s.button_requested || s.lamp_requested || s.was_lit_at_release);
    assert_int_equal(s.held, 0);
}

static void assert_refused(const struct gpio_want *want, enum err_code code, const char *words)
{
    struct err err = {0};
    assert_null(open_lines(want, &err));
    if (err.code != code || !strstr(err.msg, words)) {
        fail_msg("code %d: \"%s\" is not \"%s\"", (int)err.code, err.msg, words);
    }
    assert_false(s.button_requested || s.lamp_requested || s.was_lit_at_release);
    assert_int_equal(s.held, 0);
}

static void test_open(void **state)
{
    (void)state;
    s = (struct script){.lit = true};
    struct gpio *gpio = must_open(&both);
    assert_true(s.button_requested && s.lamp_requested && s.both_edges);
    assert_true(s.active_low && s.pull_up && !s.pull_down);
    assert_false(s.lit);
    assert_int_equal(gpio_fd(gpio), EVENT_FD);
    must_close(gpio);
}

static void test_active_high(void **state)
{
    (void)state;
    const struct gpio_want want = {.button_line = "GPIO17"};
    s = (struct script){0};
    struct gpio *gpio = must_open(&want);
    assert_true(!s.active_low && !s.pull_up && s.pull_down);
    assert_false(s.lamp_requested);
    assert_true(gpio_lamp(gpio, true, NULL));
    assert_false(s.lit);
    must_close(gpio);
}

static void test_label(void **state)
{
    (void)state;
    struct gpio_want want = {.button_line = "pinctrl-bcm2711:17",
                             .lamp_line = "pinctrl-bcm2711:27"};
    s = (struct script){0};
    must_close(must_open(&want));
    want.button_line = "pinctrl-rp1:17";
    assert_refused(&want, HAS_V1 ? ERR_MISSING : ERR_IO, "pinctrl-rp1:17");
    want.button_line = "pinctrl-bcm2711:54";
    assert_refused(&want, HAS_V1 ? ERR_MISSING : ERR_IO, "pinctrl-bcm2711:54");
}

static void test_not_there(void **state)
{
    (void)state;
    struct gpio_want want = both;
    s = (struct script){0};
    /* With libgpiod 2, one chip of this folder cannot be opened: that is the reason given. */
    want.button_line = "GPIO99";
    assert_refused(&want, HAS_V1 ? ERR_MISSING : ERR_IO, "opening the button");
    assert_refused(&want, HAS_V1 ? ERR_MISSING : ERR_IO, "GPIO99");
    assert_refused(&want, HAS_V1 ? ERR_MISSING : ERR_IO, HAS_V1 ? "no line" : "group");
    want = both;
    want.lamp_line = "GPIO98";
    assert_refused(&want, HAS_V1 ? ERR_MISSING : ERR_IO, "opening the lamp");
    s.find_error = ENOTTY;
    want.lamp_line = HAS_V1 ? "GPIO27" : "GPIO98";
    assert_refused(&want, ERR_IO, "/sys");
    want.lamp_line = "nochip:1";
    assert_refused(&want, ERR_IO, "/sys");
}

static void test_busy(void **state)
{
    (void)state;
    s = (struct script){.button_error = EBUSY, .consumer = "gpio_keys"};
    assert_refused(&both, ERR_BUSY, "opening the button: line GPIO17 is held by gpio_keys");
    s = (struct script){.lamp_error = EBUSY, .consumer = "led0"};
    assert_refused(&both, ERR_BUSY, "opening the lamp: line GPIO27 is held by led0");
    s = (struct script){.button_error = ENXIO};
    assert_refused(&both, ERR_IO, "interrupt");
}

/* A button that cannot be had must not keep the lamp of a crashed program burning. */
static void test_lamp_goes_out_first(void **state)
{
    (void)state;
    s = (struct script){.button_error = EBUSY, .lit = true};
    assert_refused(&both, ERR_BUSY, "GPIO17");
    assert_false(s.lit);
}

static void test_events(void **state)
{
    (void)state;
    s = (struct script){
        .level = false, .queue = {{true, 5000000001, 1}, {false, 5100000002, 2}}, .queue_len = 2};
    struct gpio *gpio = must_open(&both);
    struct gpio_event event = {0};
    assert_int_equal(gpio_read(gpio, &event, NULL), 1);
    assert_true(event.pressed && event.time_ns == 5000000001);
    assert_int_equal(gpio_read(gpio, &event, NULL), 1);
    assert_true(!event.pressed && event.time_ns == 5100000002);
    assert_int_equal(gpio_read(gpio, &event, NULL), 0);
    must_close(gpio);
}

static void test_lost_edge(void **state)
{
    (void)state;
    s = (struct script){.level = false, .queue = {{true, 1000, 1}}, .queue_len = 1};
    struct gpio *gpio = must_open(&both);
    struct gpio_event event = {0};
    assert_int_equal(gpio_read(gpio, &event, NULL), 1);
    assert_true(event.pressed);
    assert_int_equal(gpio_read(gpio, &event, NULL), 1); /* how long it was down nobody knows */
    assert_true(!event.pressed && event.time_ns == 1000);
    assert_int_equal(gpio_read(gpio, &event, NULL), 0);
    must_close(gpio);
}

static void test_held_at_start(void **state)
{
    (void)state;
    s = (struct script){.level = true};
    struct gpio *gpio = must_open(&both);
    struct gpio_event event = {0};
    bool pressed = false;
    assert_true(gpio_level(gpio, &pressed, NULL));
    assert_true(pressed);
    int64_t before_ns = gpio_now_ns();
    assert_int_equal(gpio_read(gpio, &event, NULL), 1);
    assert_true(event.pressed);
    assert_true(event.time_ns >= before_ns && event.time_ns <= gpio_now_ns());
    assert_int_equal(gpio_read(gpio, &event, NULL), 0);
    must_close(gpio);
}

static void test_chip_fails(void **state)
{
    (void)state;
    s = (struct script){0};
    struct gpio *gpio = must_open(&both);
    struct gpio_event event = {.time_ns = 7};
    struct err err = {0};
    bool pressed = false;
    s.read_error = ENODEV;
    s.level_error = EIO;
    s.switch_error = EIO;
    assert_int_equal(gpio_read(gpio, &event, &err), -1);
    assert_int_equal(err.code, ERR_IO);
    assert_non_null(strstr(err.msg, "GPIO17: No such device (the chip is gone)"));
    s.read_error = 0;
    assert_int_equal(gpio_read(gpio, &event, &err), -1); /* the level, after the start */
    assert_int_equal(event.time_ns, 7);
    assert_false(gpio_level(gpio, &pressed, &err));
    assert_int_equal(err.code, ERR_IO);
    assert_false(gpio_lamp(gpio, true, &err));
    assert_non_null(strstr(err.msg, "switching the lamp: line GPIO27"));
    must_close(gpio);
}

static void test_lamp(void **state)
{
    (void)state;
    s = (struct script){0};
    struct gpio *gpio = must_open(&both);
    assert_true(gpio_lamp(gpio, true, NULL));
    assert_true(s.lit);
    assert_true(gpio_lamp(gpio, false, NULL));
    assert_false(s.lit);
    assert_true(gpio_lamp(gpio, true, NULL));
    must_close(gpio); /* dark before the line is let go */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"button and lamp are asked for as they are wired", test_open, NULL, NULL, NULL},
        {"a button to 3.3 V gets a pull-down, and no lamp is fine", test_active_high, NULL, NULL,
         NULL},
        {"lines are found by label and offset", test_label, NULL, NULL, NULL},
        {"a line that is not there is named, with the reason", test_not_there, NULL, NULL, NULL},
        {"a busy line names its consumer", test_busy, NULL, NULL, NULL},
        {"the lamp goes out even when there is no button", test_lamp_goes_out_first, NULL, NULL,
         NULL},
        {"edges become events with their own times", test_events, NULL, NULL, NULL},
        {"a lost edge is found by reading the level", test_lost_edge, NULL, NULL, NULL},
        {"a button held at start is heard", test_held_at_start, NULL, NULL, NULL},
        {"a failing chip says which line and changes nothing", test_chip_fails, NULL, NULL, NULL},
        {"the lamp is dark before its line is let go", test_lamp, NULL, NULL, NULL},
#if !HAS_V1
        {"the kernel debounces when it can", test_debounce, NULL, NULL, NULL},
        {"a chip that cannot be opened hides no other", test_chip_that_cannot_be_opened, NULL, NULL,
         NULL},
        {"a gap in the events makes no press", test_gap_in_seqno, NULL, NULL, NULL},
        {"without chips the line is missing", test_no_folder, NULL, NULL, NULL},
#endif
    };
    return cmocka_run_group_tests_name("gpio_chip", tests, make_dev, remove_dev);
}
