/* The machine as /sys tells it: a played tree before the path. And the kernel's news. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/base/io.h"
#include "firmware/board.h"
#include "firmware/uevent.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char root[64];
static struct io *io;

static int set_up(void **state)
{
    (void)state;
    snprintf(root, sizeof(root), "/tmp/dorpel-board-XXXXXX");
    io = io_posix();
    return mkdtemp(root) == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    bool done = io_remove_tree(io, root, NULL);
    io_destroy(io);
    return done ? 0 : -1;
}

static void put(const char *path, const char *text)
{
    char whole[300];

    snprintf(whole, sizeof(whole), "%s%s", root, path);
    *strrchr(whole, '/') = '\0';
    assert_true(io_make_dirs(io, whole, NULL));
    snprintf(whole, sizeof(whole), "%s%s", root, path);
    assert_true(io_write_file(io, whole, text, strlen(text), NULL));
}

static struct board look(void)
{
    struct board board;

    board_look(&board, root, root);
    return board;
}

static void a_machine_without_anything_has_nothing(void **state)
{
    (void)state;
    struct board board = look();
    assert_false(board.has_cards || board.has_display || board.has_power_meter ||
                 board.is_power_low || board.is_read_only);
    assert_int_equal(board.touchscreens, 0);
}

static void a_monitor_that_comes_or_goes_is_another_number(void **state)
{
    bool any;

    (void)state;
    put("/sys/class/drm/card0-HDMI-A-1/status", "disconnected\n");
    put("/sys/class/drm/card0-HDMI-A-2/status", "disconnected\n");
    uint64_t none = board_display(root, &any);
    assert_false(any);
    assert_true(look().has_cards && !look().has_display);
    put("/sys/class/drm/card0-HDMI-A-1/status", "connected\n");
    uint64_t one = board_display(root, &any);
    assert_true(any && one != none && look().has_display);
    put("/sys/class/drm/card0-HDMI-A-1/status", "disconnected\n");
    put("/sys/class/drm/card0-HDMI-A-2/status", "connected\n");
    assert_true(board_display(root, NULL) != one);
    put("/sys/class/drm/card0-HDMI-A-2/status", "disconnected\n");
    assert_true(board_display(root, NULL) == none);
}

static void only_what_is_touched_directly_is_a_touchscreen(void **state)
{
    (void)state;
    put("/sys/class/input/input0/properties", "0\n"); /* a keyboard */
    put("/sys/class/input/input1/properties", "1\n"); /* a touchpad: a pointer */
    assert_int_equal(look().touchscreens, 0);
    put("/sys/class/input/input2/properties", "2\n");
    assert_int_equal(look().touchscreens, 1);
}

static void weak_power_is_seen_by_either_meter(void **state)
{
    (void)state;
    put("/sys/class/hwmon/hwmon0/name", "cpu_thermal\n");
    put("/sys/class/hwmon/hwmon0/in0_lcrit_alarm", "1\n");
    assert_false(look().has_power_meter); /* another meter's alarm */
    put("/sys/class/hwmon/hwmon1/name", "rpi_volt\n");
    put("/sys/class/hwmon/hwmon1/in0_lcrit_alarm", "0\n");
    assert_true(look().has_power_meter && !look().is_power_low);
    put("/sys/class/hwmon/hwmon1/in0_lcrit_alarm", "1\n");
    assert_true(look().is_power_low);
    put("/sys/class/hwmon/hwmon1/in0_lcrit_alarm", "0\n");
    put("/sys/devices/platform/soc/soc:firmware/get_throttled", "50000\n"); /* since the start */
    assert_true(look().is_power_low);
    put("/sys/devices/platform/soc/soc:firmware/get_throttled", "80008\n"); /* only warm */
    assert_false(look().is_power_low);
}

static void the_kernels_news_is_told_by_kind(void **state)
{
    static const char drm[] =
        "change@/devices/x/drm/card0\0ACTION=change\0SUBSYSTEM=drm\0HOTPLUG=1";
    static const char input[] = "add@/devices/x\0SUBSYSTEM=input\0";
    static const char other[] = "add@/devices/SUBSYSTEM=drm\0SUBSYSTEM=drmx\0XSUBSYSTEM=drm\0";

    (void)state;
    assert_int_equal(uevent_kind(drm, sizeof(drm)), UEVENT_DRM);
    assert_int_equal(uevent_kind(input, sizeof(input)), UEVENT_INPUT);
    assert_int_equal(uevent_kind(other, sizeof(other)), 0);
    assert_int_equal(uevent_kind("", 0), 0);
    assert_int_equal(uevent_kind("SUBSYSTEM=drm", 13), UEVENT_DRM); /* cut off: no zero behind it */
    assert_int_equal(uevent_read(-1), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_machine_without_anything_has_nothing),
        TEST(a_monitor_that_comes_or_goes_is_another_number),
        TEST(only_what_is_touched_directly_is_a_touchscreen),
        TEST(weak_power_is_seen_by_either_meter),
        TEST(the_kernels_news_is_told_by_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
