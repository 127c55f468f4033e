#include "firmware/button.h"
#include "firmware/gpio_fake.h"
#include "firmware/gpio_ops.h"

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

static const struct gpio_want both = {
    .button_line = "GPIO17", .lamp_line = "GPIO27", .button_active_low = true};
static const struct gpio_want button_only = {.button_line = "GPIO17", .button_active_low = true};

static struct gpio *must_open(struct gpio_fake *fake, const struct gpio_want *want)
{
    struct err err = {0};
    struct gpio *gpio = gpio_fake_open(fake, want, &err);
    if (!gpio) {
        fail_msg("%s", err.msg);
    }
    return gpio;
}

static void assert_refused(struct gpio_fake *fake, const struct gpio_want *want, enum err_code code,
                           const char *words)
{
    struct err err = {0};
    assert_null(gpio_fake_open(fake, want, &err));
    assert_int_equal(err.code, code);
    if (!strstr(err.msg, words)) {
        fail_msg("\"%s\" does not say \"%s\"", err.msg, words);
    }
    assert_null(gpio_fake_open(fake, want, NULL));
}

static void assert_event(struct gpio *gpio, bool pressed, int64_t time_ns)
{
    struct gpio_event event = {0};
    struct err err = {0};
    assert_int_equal(gpio_read(gpio, &event, &err), 1);
    assert_int_equal(event.pressed, pressed);
    assert_int_equal(event.time_ns, time_ns);
}

static void assert_no_event(struct gpio *gpio)
{
    struct gpio_event event = {.pressed = true, .time_ns = 7};
    struct err err = {0};
    assert_int_equal(gpio_read(gpio, &event, &err), 0);
    assert_true(event.pressed && event.time_ns == 7);
}

/* ---- what all back ends share -------------------------------------------------------------- */
static void test_names(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool is_label;
        const char *label;
        unsigned offset;
    } rows[] = {
        {"GPIO17", false, "", 0},
        {"pinctrl-bcm2711:17", true, "pinctrl-bcm2711", 17},
        {"9030000.pl061:3", true, "9030000.pl061", 3},
        {"a:b:5", true, "a:b", 5},
        {"chip:0", true, "chip", 0},
        {"chip:9999", true, "chip", 9999},
        {"chip:10000", false, "", 0},
        {"chip:", false, "", 0},
        {":5", false, "", 0},
        {":", false, "", 0},
        {"", false, "", 0},
        {"chip:-1", false, "", 0},
        {"chip:1x", false, "", 0},
        {"chip: 1", false, "", 0},
        {"0123456789012345678901234567890:1", true, "0123456789012345678901234567890", 1},
        {"01234567890123456789012345678901:1", false, "", 0},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char label[GPIO_LABEL_SIZE] = "";
        unsigned offset = 0;
        if (gpio_name_split(rows[i].name, label, &offset) != rows[i].is_label ||
            strcmp(label, rows[i].label) != 0 || offset != rows[i].offset) {
            fail_msg("\"%s\": \"%s\", %u", rows[i].name, label, offset);
        }
    }
}

static void test_failures(void **state)
{
    (void)state;
    static const struct {
        int error;
        const char *consumer;
        enum err_code code;
        const char *words;
    } rows[] = {
        {ENOENT, NULL, ERR_MISSING, "opening the button: there is no line GPIO17"},
        {EBUSY, "gpio_keys", ERR_BUSY, "opening the button: line GPIO17 is held by gpio_keys"},
        {EBUSY, NULL, ERR_BUSY, "held by someone"},
        {EBUSY, "", ERR_BUSY, "held by someone"},
        {ENOMEM, NULL, ERR_MEMORY, "GPIO17"},
        {EIO, NULL, ERR_IO, "line GPIO17: Input/output error"},
        {EACCES, NULL, ERR_IO, "group"},
        {ENOTTY, NULL, ERR_IO, "/sys"},
        {ENXIO, NULL, ERR_IO, "interrupt"},
        {ENODEV, NULL, ERR_IO, "gone"},
        {0, NULL, ERR_IO, "no reason"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct err err = {0};
        assert_false(
            gpio_fail(&err, rows[i].error, "opening the button", "GPIO17", rows[i].consumer));
        if (err.code != rows[i].code || !strstr(err.msg, rows[i].words)) {
            fail_msg("errno %d: code %d, \"%s\"", rows[i].error, (int)err.code, err.msg);
        }
    }
}

static void test_bad_names(void **state)
{
    (void)state;
    struct gpio_fake fake = {0};
    struct gpio_want want = {.button_line = NULL};
    assert_refused(&fake, &want, ERR_MISSING, "no line is named");
    want.button_line = "";
    assert_refused(&fake, &want, ERR_MISSING, "no line is named");
    want.button_line = "a-line-whose-name-is-longer-than-any-label:offset";
    assert_refused(&fake, &want, ERR_MISSING, "longer");
    want.button_line = "GPIO17";
    want.lamp_line = "a-line-whose-name-is-longer-than-any-label:offset";
    assert_refused(&fake, &want, ERR_MISSING, "longer");
}

/* ---- the fake ------------------------------------------------------------------------------ */
static void test_events(void **state)
{
    (void)state;
    struct gpio_fake fake = {0};
    struct gpio *gpio = must_open(&fake, &both);
    assert_int_equal(gpio_fd(gpio), -1);
    assert_no_event(gpio);
    gpio_fake_press(&fake, true, 1000);
    gpio_fake_press(&fake, true, 1500);
    gpio_fake_press(&fake, false, 2000);
    assert_event(gpio, true, 1000);
    assert_event(gpio, false, 2000);
    assert_no_event(gpio);
    assert_no_event(gpio);
    gpio_close(gpio);
    gpio_close(NULL);
}

static void test_level(void **state)
{
    (void)state;
    struct gpio_fake fake = {0};
    struct gpio *gpio = must_open(&fake, &both);
    bool pressed = true;
    assert_true(gpio_level(gpio, &pressed, NULL));
    assert_false(pressed);
    gpio_fake_press(&fake, true, 1000);
    assert_true(gpio_level(gpio, &pressed, NULL));
    assert_true(pressed);
    assert_event(gpio, true, 1000);
    gpio_close(gpio);
}

static void test_held_at_start(void **state)
{
    (void)state;
    struct gpio_fake fake = {0};
    gpio_fake_press(&fake, true, 500);
    struct gpio *gpio = must_open(&fake, &both);
    assert_event(gpio, true, 500);
    assert_no_event(gpio);
    gpio_close(gpio);
}

static void test_overflow(void **state)
{
    (void)state;
    struct gpio_fake fake = {0};
    struct gpio *gpio = must_open(&fake, &both);
    int64_t at_ns = 0;
    assert_no_event(gpio);
    for (int i = 0; i < GPIO_FAKE_QUEUE + 1; i++) {
        at_ns += 10;
        gpio_fake_press(&fake, i % 2 == 0, at_ns);
    }
    for (int i = 0; i < GPIO_FAKE_QUEUE; i++) {
        assert_event(gpio, i % 2 == 0, (i + 1) * 10);
    }
    assert_event(gpio, true, at_ns); /* lost, and found by reading the level */
    assert_no_event(gpio);
    gpio_fake_press(&fake, false, at_ns + 10);
    assert_event(gpio, false, at_ns + 10);
    assert_no_event(gpio);
    gpio_close(gpio);
}

/* The last edge that was kept is down, the lost one is up: nobody knows how long it was down. */
static void test_overflow_makes_no_press(void **state)
{
    (void)state;
    struct gpio_fake fake = {0};
    gpio_fake_press(&fake, true, 5);
    struct gpio *gpio = must_open(&fake, &both);
    assert_event(gpio, true, 5);
    for (int i = 1; i <= GPIO_FAKE_QUEUE + 1; i++) {
        gpio_fake_press(&fake, i % 2 == 0, i * 10);
    }
    for (int i = 1; i <= GPIO_FAKE_QUEUE; i++) {
        assert_event(gpio, i % 2 == 0, i * 10);
    }
    assert_event(gpio, false, GPIO_FAKE_QUEUE * 10);
    assert_no_event(gpio);
    gpio_close(gpio);
}

/* Room was made while the contact still bounced: the hole is between two kept events. */
static void test_hole_makes_no_press(void **state)
{
    (void)state;
    struct gpio_fake fake = {0};
    gpio_fake_press(&fake, true, 5);
    struct gpio *gpio = must_open(&fake, &both);
    assert_event(gpio, true, 5);
    for (int i = 1; i <= GPIO_FAKE_QUEUE + 8; i++) { /* 16 kept, the last one down; 8 lost */
        gpio_fake_press(&fake, i % 2 == 0, i * 10);
    }
    assert_event(gpio, false, 10);
    assert_event(gpio, true, 20);
    gpio_fake_press(&fake, false, 9000);
    gpio_fake_press(&fake, true, 9500);
    for (int i = 3; i <= GPIO_FAKE_QUEUE; i++) {
        assert_event(gpio, i % 2 == 0, i * 10);
    }
    assert_event(gpio, false, GPIO_FAKE_QUEUE * 10);
    assert_event(gpio, true, 9500);
    assert_no_event(gpio);
    gpio_fake_press(&fake, false, 9900); /* after an empty queue all is known again */
    assert_event(gpio, false, 9900);
    gpio_close(gpio);
}

static void test_lamp(void **state)
{
    (void)state;
    struct gpio_fake fake = {.lit = true}; /* left so by a program that crashed */
    struct gpio *gpio = must_open(&fake, &both);
    assert_false(fake.lit);
    assert_true(gpio_lamp(gpio, true, NULL));
    assert_true(gpio_lamp(gpio, true, NULL));
    assert_true(fake.lit);
    assert_true(gpio_lamp(gpio, false, NULL));
    assert_true(gpio_lamp(gpio, true, NULL));
    gpio_close(gpio);
    assert_false(fake.lit);
    static const bool history[] = {false, true, false, true, false};
    assert_int_equal(fake.lamp_changes, 5);
    assert_memory_equal(fake.lamp_history, history, sizeof(history));
}

static void test_without_lamp(void **state)
{
    (void)state;
    struct gpio_fake fake = {.lamp_missing = true};
    struct gpio_want empty = button_only;
    empty.lamp_line = "";
    struct gpio *gpio = must_open(&fake, &button_only);
    assert_true(gpio_lamp(gpio, true, NULL));
    assert_int_equal(fake.lamp_changes, 0);
    gpio_close(gpio);
    gpio_close(must_open(&fake, &empty));
}

static void test_missing(void **state)
{
    (void)state;
    struct gpio_fake fake = {.button_missing = true};
    assert_refused(&fake, &both, ERR_MISSING, "GPIO17");
    fake = (struct gpio_fake){.lamp_missing = true};
    assert_refused(&fake, &both, ERR_MISSING, "GPIO27");
}

static void test_busy(void **state)
{
    (void)state;
    struct gpio_fake fake = {.busy_for = "gpio_keys"};
    assert_refused(&fake, &both, ERR_BUSY, "GPIO17 is held by gpio_keys");
    fake.busy_for = NULL;
    struct gpio *gpio = must_open(&fake, &both);
    assert_refused(&fake, &both, ERR_BUSY, "GPIO17 is held by dorpel-button");
    gpio_close(gpio);
    gpio_close(must_open(&fake, &both));
}

static void test_failing(void **state)
{
    (void)state;
    struct gpio_fake fake = {0};
    struct gpio *gpio = must_open(&fake, &both);
    gpio_fake_press(&fake, true, 1000);
    fake.failing = true;
    struct gpio_event event = {.pressed = false, .time_ns = 7};
    struct err err = {0};
    bool pressed = false;
    assert_int_equal(gpio_read(gpio, &event, &err), -1);
    assert_int_equal(err.code, ERR_IO);
    assert_true(!event.pressed && event.time_ns == 7);
    assert_false(gpio_level(gpio, &pressed, &err));
    assert_false(pressed);
    assert_false(gpio_lamp(gpio, true, &err));
    assert_false(fake.lit);
    fake.failing = false;
    assert_event(gpio, true, 1000);
    gpio_close(gpio);
}

static void test_failing_level(void **state)
{
    (void)state;
    struct gpio_fake fake = {0};
    struct gpio *gpio = must_open(&fake, &both);
    fake.failing = true;
    struct gpio_event event = {0};
    assert_int_equal(gpio_read(gpio, &event, NULL), -1);
    gpio_close(gpio);
    assert_false(fake.is_open);
}

static void test_stuck(void **state)
{
    (void)state;
    struct gpio_fake fake = {0};
    struct button button = {0};
    struct gpio_event event = {0};
    struct gpio *gpio = must_open(&fake, &both);
    gpio_fake_press(&fake, true, 1000000000);
    fake.stuck = true;
    gpio_fake_press(&fake, false, 2000000000);
    while (gpio_read(gpio, &event, NULL) == 1) {
        button_edge(&button, event.pressed, event.time_ns / 1000000);
    }
    assert_int_equal(button_health(&button, 21000), BUTTON_STUCK);
    fake.stuck = false;
    gpio_fake_press(&fake, false, 22000000000);
    assert_event(gpio, false, 22000000000);
    gpio_close(gpio);
}

static void test_one_press_through_all(void **state)
{
    (void)state;
    static const int64_t edges_us[] = {0, 300, 900, 2000, 2600, 180000, 180400, 181000};
    struct gpio_fake fake = {0};
    struct button button = {0};
    struct gpio_event event = {0};
    int presses = 0;
    size_t next = 0;
    struct gpio *gpio = must_open(&fake, &both);
    for (int64_t now_ms = 5000; now_ms < 6000; now_ms += 16) { /* 60 frames a second */
        while (next < 8 && 5000000 + edges_us[next] <= now_ms * 1000) {
            gpio_fake_press(&fake, next % 2 == 0, (5000000 + edges_us[next]) * 1000);
            next++;
        }
        while (gpio_read(gpio, &event, NULL) == 1) {
            button_edge(&button, event.pressed, event.time_ns / 1000000);
        }
        presses += button_poll(&button, now_ms);
    }
    assert_int_equal(next, 8);
    assert_int_equal(presses, 1);
    gpio_close(gpio);
}

/* The app is held up for 4 s while a contact that just closed chatters and comes up: more
 * edges than the queue can hold, and the last one that is kept is down. */
static void test_chatter_in_a_slow_frame(void **state)
{
    (void)state;
    for (int edges = 13; edges < 90; edges += 2) {
        struct gpio_fake fake = {0};
        struct button button = {0};
        struct gpio_event event = {0};
        struct gpio *gpio = must_open(&fake, &both);
        gpio_fake_press(&fake, true, 4990 * INT64_C(1000000));
        assert_event(gpio, true, 4990 * INT64_C(1000000));
        button_edge(&button, true, 4990);
        for (int i = 0; i < edges; i++) {
            gpio_fake_press(&fake, i % 2 == 1, (5000 + i) * INT64_C(1000000));
        }
        while (gpio_read(gpio, &event, NULL) == 1) {
            button_edge(&button, event.pressed, event.time_ns / 1000000);
        }
        assert_false(button_poll(&button, 9000));
        assert_false(button_poll(&button, 9100));
        gpio_close(gpio);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"a name is a line, or a label and an offset", test_names, NULL, NULL, NULL},
        {"every failure says which line and why", test_failures, NULL, NULL, NULL},
        {"a line without a name or with too long a name is missing", test_bad_names, NULL, NULL,
         NULL},
        {"events come in order, with their own times", test_events, NULL, NULL, NULL},
        {"the level is read apart from the events", test_level, NULL, NULL, NULL},
        {"a button held at start is heard", test_held_at_start, NULL, NULL, NULL},
        {"a queue that overflowed ends in the true level", test_overflow, NULL, NULL, NULL},
        {"an overflow makes no press", test_overflow_makes_no_press, NULL, NULL, NULL},
        {"a hole between two events makes no press", test_hole_makes_no_press, NULL, NULL, NULL},
        {"the lamp starts off and ends off", test_lamp, NULL, NULL, NULL},
        {"a kiosk without a lamp works", test_without_lamp, NULL, NULL, NULL},
        {"a missing line is named", test_missing, NULL, NULL, NULL},
        {"a busy line names who holds it", test_busy, NULL, NULL, NULL},
        {"a failing chip changes nothing", test_failing, NULL, NULL, NULL},
        {"a chip that cannot tell its level has failed", test_failing_level, NULL, NULL, NULL},
        {"a stuck contact is seen, and comes back", test_stuck, NULL, NULL, NULL},
        {"chatter while the app is held up is no press", test_chatter_in_a_slow_frame, NULL, NULL,
         NULL},
        {"a bouncing finger is one press", test_one_press_through_all, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("gpio", tests, NULL, NULL);
}
