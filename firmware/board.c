#include "firmware/board.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>

enum { PATH = 600, LINE = 128, UNDER_VOLTAGE_NOW = 1, UNDER_VOLTAGE_SINCE = 1 << 16 };
enum { PROP_DIRECT = 1 << 1 /* INPUT_PROP_DIRECT: a finger touches what it sees */ };

/* The first line of a file, without its end; false when it cannot be read. */
static bool read_line(const char *path, char ret[LINE])
{
    FILE *file = fopen(path, "re");

    if (file == NULL) {
        return false;
    }
    bool read = fgets(ret, LINE, file) != NULL;
    fclose(file);
    if (read) {
        ret[strcspn(ret, "\n")] = '\0';
    }
    return read;
}

/* Calls each with the first line of every file that fits. */
static void each_line(const char *root, const char *pattern,
                      void (*each)(void *ctx, const char *path, const char *line), void *ctx)
{
    char whole[PATH], line[LINE];
    glob_t found = {0};
    int len = snprintf(whole, sizeof(whole), "%s%s", root != NULL ? root : "", pattern);

    if (len > 0 && (size_t)len < sizeof(whole) && glob(whole, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++) {
            if (read_line(found.gl_pathv[i], line)) {
                each(ctx, found.gl_pathv[i], line);
            }
        }
    }
    globfree(&found);
}

/* ---- monitor --------------------------------------------------------------------------------- */

struct monitors {
    uint64_t sum;
    size_t plugs, used;
};

static void take_monitor(void *ctx, const char *path, const char *line)
{
    struct monitors *monitors = ctx;
    bool is_used = strcmp(line, "connected") == 0;

    monitors->plugs++;
    monitors->used += is_used;
    for (const char *at = path; is_used && *at != '\0'; at++) { /* FNV: the names of those in use */
        monitors->sum = (monitors->sum ^ (uint8_t)*at) * 0x100000001B3u;
    }
}

static struct monitors look_at_monitors(const char *root)
{
    struct monitors monitors = {.sum = 0xCBF29CE484222325u};

    each_line(root, "/sys/class/drm/card*-*/status", take_monitor, &monitors);
    return monitors;
}

uint64_t board_display(const char *root, bool *ret_any)
{
    struct monitors monitors = look_at_monitors(root);

    if (ret_any != NULL) {
        *ret_any = monitors.used > 0;
    }
    return monitors.sum;
}

/* ---- the rest -------------------------------------------------------------------------------- */

static void take_input(void *ctx, const char *path, const char *line)
{
    size_t *count = ctx;

    (void)path;
    *count += (strtoul(line, NULL, 16) & PROP_DIRECT) != 0;
}

/* The firmware's word, on Raspberry Pi OS: a number in hex. */
static void take_throttled(void *ctx, const char *path, const char *line)
{
    struct board *board = ctx;

    (void)path;
    board->has_power_meter = true;
    board->is_power_low = board->is_power_low || (strtoul(line, NULL, 16) &
                                                  (UNDER_VOLTAGE_NOW | UNDER_VOLTAGE_SINCE)) != 0;
}

/* The kernel's own, everywhere: a meter by the name of rpi_volt, and its alarm. */
static void take_meter(void *ctx, const char *path, const char *line)
{
    struct board *board = ctx;
    char alarm[PATH], value[LINE];
    const char *slash = strrchr(path, '/');

    if (slash == NULL || strcmp(line, "rpi_volt") != 0) {
        return;
    }
    snprintf(alarm, sizeof(alarm), "%.*s/in0_lcrit_alarm", (int)(slash - path), path);
    board->has_power_meter = true;
    if (read_line(alarm, value)) {
        board->is_power_low = board->is_power_low || strtol(value, NULL, 10) != 0;
    }
}

void board_look(struct board *ret, const char *root, const char *data)
{
    struct board board = {.has_display = false};
    struct statvfs medium;
    struct monitors monitors = look_at_monitors(root);

    board.has_cards = monitors.plugs > 0;
    board.has_display = monitors.used > 0;
    each_line(root, "/sys/class/input/input*/properties", take_input, &board.touchscreens);
    each_line(root, "/sys/class/hwmon/hwmon*/name", take_meter, &board);
    each_line(root, "/sys/devices/platform/soc/soc:firmware/get_throttled", take_throttled, &board);
    board.is_read_only =
        data != NULL && statvfs(data, &medium) == 0 && (medium.f_flag & ST_RDONLY) != 0;
    *ret = board;
}
