#include "app/report.h"

#include "app/base/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int64_t now_ns(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void report_touch(struct report *report)
{
    if (report->is_on && report->touched_ns == 0) {
        report->touched_cpu_ns = now_ns(CLOCK_THREAD_CPUTIME_ID);
        report->touched_ns = now_ns(CLOCK_MONOTONIC);
    }
}

void report_turn_begins(struct report *report)
{
    if (report->is_on) {
        report->turn_cpu_ns = now_ns(CLOCK_THREAD_CPUTIME_ID);
        report->turn_ns = now_ns(CLOCK_MONOTONIC);
    }
}

/* Whatever a turn had to do, nobody sees an answer before it ended: also when a pack is switched.
 */
static void note_turn(struct report *report, int64_t now, const char *screen)
{
    uint32_t us = (uint32_t)((now - report->turn_ns) / 1000);

    if (report->frames > 0 && us > report->longest.us) {
        int64_t cpu = now_ns(CLOCK_THREAD_CPUTIME_ID) - report->turn_cpu_ns;
        report->longest = (struct report_touch){screen, us, (uint32_t)(cpu / 1000)};
    }
}

void report_turn(struct report *report, bool presented, const char *screen)
{
    if (!report->is_on) {
        return;
    }
    int64_t now = now_ns(CLOCK_MONOTONIC);
    note_turn(report, now, screen);
    if (presented && report->frames++ == 0) {
        report->first_frame_ns = now;
        report->first_cpu_ns = now_ns(CLOCK_PROCESS_CPUTIME_ID);
    }
    if (presented && report->touched_ns != 0 && report->touch_count < REPORT_TOUCHES) {
        int64_t cpu = now_ns(CLOCK_THREAD_CPUTIME_ID) - report->touched_cpu_ns;
        report->touches[report->touch_count++] = (struct report_touch){
            screen, (uint32_t)((now - report->touched_ns) / 1000), (uint32_t)(cpu / 1000)};
    }
    report->touched_ns = 0;
}

void report_step(struct report *report)
{
    if (report->is_on) {
        report->step_ns = now_ns(CLOCK_MONOTONIC);
    }
}

void report_stepped(struct report *report)
{
    if (report->is_on) {
        uint32_t us = (uint32_t)((now_ns(CLOCK_MONOTONIC) - report->step_ns) / 1000);
        report->steps++;
        report->step_us_all += us;
        report->step_us_most = us > report->step_us_most ? us : report->step_us_most;
    }
}

void report_wake(struct report *report)
{
    report->wakes++;
}

/* A line "Name:  123 kB" of a file in /proc; 0 when it is not there. */
static int64_t read_kb(const char *path, const char *name)
{
    FILE *file = fopen(path, "r");
    char line[128];
    int64_t found = 0;
    size_t len = strlen(name);
    if (file == NULL) {
        return 0;
    }
    while (found == 0 && fgets(line, sizeof(line), file) != NULL) {
        if (strncmp(line, name, len) == 0 && line[len] == ':') {
            found = strtoll(line + len + 1, NULL, 10);
        }
    }
    fclose(file);
    return found;
}

bool report_write(const struct report *report, struct io *io, const char *path, struct err *err)
{
    if (!report->is_on) {
        return true;
    }
    json_t *root = json_object(), *touches = json_array();
    for (size_t i = 0; i < report->touch_count; i++) {
        json_t *touch = json_object();
        json_put_text(touch, "screen", report->touches[i].screen);
        json_put_number(touch, "us", report->touches[i].us);
        json_put_number(touch, "cpu_us", report->touches[i].cpu_us);
        json_array_append_new(touches, touch);
    }
    json_put(root, "touches", touches);
    json_put_number(root, "longest_turn_us", report->longest.us);
    json_put_number(root, "longest_turn_cpu_us", report->longest.cpu_us);
    json_put_text(root, "longest_turn_screen",
                  report->longest.screen != NULL ? report->longest.screen : "");
    json_put_number(root, "first_frame_ns", report->first_frame_ns);
    json_put_number(root, "first_cpu_ns", report->first_cpu_ns);
    json_put_number(root, "frames", (int64_t)report->frames);
    json_put_number(root, "wakes", (int64_t)report->wakes);
    json_put_number(root, "ahead_steps", (int64_t)report->steps);
    json_put_number(root, "ahead_us", report->step_us_all);
    json_put_number(root, "ahead_us_most", report->step_us_most);
    json_put_number(root, "pss_kb", read_kb("/proc/self/smaps_rollup", "Pss"));
    json_put_number(root, "pss_anon_kb", read_kb("/proc/self/smaps_rollup", "Pss_Anon"));
    json_put_number(root, "rss_kb", read_kb("/proc/self/smaps_rollup", "Rss"));
    json_put_number(root, "pss_shmem_kb", read_kb("/proc/self/smaps_rollup", "Pss_Shmem"));
    json_put_number(root, "peak_rss_kb", read_kb("/proc/self/status", "VmHWM"));
    struct arena arena;
    arena_init(&arena, 0);
    size_t len;
    const char *text = json_canonical(&arena, root, &len);
    bool done = io_write_file(io, path, text, len, err);
    arena_finish(&arena);
    json_decref(root);
    return done;
}
