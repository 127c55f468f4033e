/* Scripted visits: a person's acts, one a line, in virtual time, through the same loop that fingers
 * drive. tests/play/README.md is the language. */
#include "app/play_internal.h"

#include "app/base/crypto.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_FILE = 1024 * 1024 };

/* ---- time ----------------------------------------------------------------------------------- */

void play_settle(struct play *play)
{
    kiosk_turn(play->kiosk);
    for (int i = 0; i < 4 && app_is_busy(play->kiosk->app); i++) {
        app_wait(play->kiosk->app); /* virtual time stands still while a child works */
        kiosk_turn(play->kiosk);
    }
}

/* As the loop does while nobody touches, and no longer than the virtual time that passes: a real
 * clock says how long the work takes. */
static void read_ahead(struct play *play, int64_t ms)
{
    struct clock real;
    clock_init(&real, 0);
    int64_t until = clock_mono_ms(&real) + ms;
    while (clock_mono_ms(&real) < until && kiosk_ahead(play->kiosk)) {
    }
}

void play_pass(struct play *play, int64_t ms)
{
    while (ms > 0) {
        int64_t step = ms < PLAY_STEP_MS ? ms : PLAY_STEP_MS;
        read_ahead(play, step);
        clock_advance(&play->kiosk->clock, step);
        play_settle(play);
        ms -= step;
    }
}

/* Long waits need no fifty-millisecond steps where nothing happens. */
void play_pass_long(struct play *play, int64_t ms)
{
    while (ms > 5000) {
        clock_advance(&play->kiosk->clock, 1000);
        play_settle(play);
        ms -= 1000;
    }
    play_pass(play, ms);
}

int64_t play_now_ms(const struct play *play)
{
    return clock_mono_ms(&play->kiosk->clock);
}

void play_trace(struct play *play, const char *format, ...)
{
    if (play->trace == NULL) {
        return;
    }
    va_list args;
    va_start(args, format);
    vfprintf(play->trace, format, args);
    va_end(args);
}

bool play_fail(struct play *play, const char *what, const char *which)
{
    snprintf(play->why, sizeof(play->why), "%s%s%s%s", what, which != NULL ? " \"" : "",
             which != NULL ? which : "", which != NULL ? "\"" : "");
    return false;
}

static void print_screen(const struct play *play)
{
    const struct ui_element *list;
    size_t count = ui_elements(app_ui(play->kiosk->app), &list);
    fprintf(stderr, "on the screen (%s):\n", app_screen_name(play->kiosk->app));
    for (size_t i = 0; i < count; i++) {
        fprintf(stderr, "  %-24s %s%s%s\n", list[i].id, list[i].label != NULL ? list[i].label : "",
                list[i].enabled ? "" : " (off)", list[i].rect.w == 0 ? " (out of sight)" : "");
    }
}

/* ---- death ---------------------------------------------------------------------------------- */

/* Dies as by SIGKILL (nothing is closed, nothing is flushed) and starts again on the same data:
 * exec replaces the program where it stands. */
static void die_and_return(struct play *play)
{
    static char resume[64], sets[PLAY_NAMES][300];
    char *argv[256];
    size_t n = 0;
    for (size_t i = 0; play->argv[i] != NULL && n < 100; i++) {
        if (strcmp(play->argv[i], "--resume") == 0 || strcmp(play->argv[i], "--set") == 0) {
            i++;
            continue;
        }
        argv[n++] = play->argv[i];
    }
    static char resume_word[] = "--resume", set_word[] = "--set";
    snprintf(resume, sizeof(resume), "%d:%lld", play->number,
             (long long)clock_wall_s(&play->kiosk->clock));
    argv[n++] = resume_word;
    argv[n++] = resume;
    for (size_t i = 0; i < play->name_count && n + 3 < 256; i++) {
        snprintf(sets[i], sizeof(sets[i]), "%s=%s", play->names[i].name, play->names[i].value);
        argv[n++] = set_word;
        argv[n++] = sets[i];
    }
    argv[n] = NULL;
    execv("/proc/self/exe", argv);
    fprintf(stderr, "cannot start again: %s\n", strerror(errno));
    _exit(1);
}

static int count_write(void *ctx, const char *what, const char *path)
{
    struct play *play = ctx;
    size_t len = strlen(path);
    if (strcmp(what, "unlink") == 0 && len >= 8 && strcmp(path + len - 8, "/reserve") == 0 &&
        play->disk_errno == ENOSPC) {
        play->disk_errno = 0; /* the reserve was given up: there is room again */
    }
    if (play->writes_left > 0 && strcmp(what, "write") == 0 && --play->writes_left == 0) {
        die_and_return(play);
    }
    return strcmp(what, "write") == 0 ? -play->disk_errno : 0;
}

static bool play_act_disk(struct play *play)
{
    static const struct {
        const char *word;
        int error;
    } states[] = {{"full", ENOSPC}, {"broken", EIO}, {"fine", 0}};
    for (size_t i = 0; i < 3; i++) {
        if (strcmp(play->line.word[1], states[i].word) == 0) {
            play->disk_errno = states[i].error;
            return true;
        }
    }
    return play_fail(play, "disk full, broken or fine; not", play->line.word[1]);
}

bool play_act_kill(struct play *play)
{
    if (play->line.count == 1) {
        die_and_return(play);
    }
    if (play->line.count != 4 || strcmp(play->line.word[1], "at") != 0) {
        return play_fail(play, "kill, or kill at write N", NULL);
    }
    play->writes_left = strtol(play->line.word[3], NULL, 10);
    return play->writes_left > 0 ? true : play_fail(play, "kill at write N: N from 1", NULL);
}

/* ---- the play ------------------------------------------------------------------------------- */

static const struct {
    const char *word;
    size_t least; /* words, this one included */
    bool (*act)(struct play *play);
} acts[] = {
    {"tap", 2, play_act_tap},
    {"tap-id", 2, play_act_tap_id},
    {"type", 2, play_act_type},
    {"scan", 2, play_act_scan},
    {"press", 1, play_act_press},
    {"hold", 2, play_act_hold},
    {"down", 4, play_act_finger},
    {"move", 4, play_act_finger},
    {"up", 4, play_act_finger},
    {"lost", 4, play_act_finger},
    {"wait", 2, play_act_wait},
    {"expect", 2, play_act_expect},
    {"expect-not", 2, play_act_expect_not},
    {"expect-id", 2, play_act_expect_id},
    {"shot", 2, play_act_shot},
    {"stick", 2, play_act_stick},
    {"clock", 2, play_act_clock},
    {"button", 2, play_act_button},
    {"kill", 1, play_act_kill},
    {"pin", 3, play_act_pin},
    {"remember", 3, play_act_remember},
    {"disk", 2, play_act_disk},
};

static bool play_one(struct play *play, const char *text)
{
    const char *why = "";
    if (!play_split(&play->line, text, play->names, play->name_count, &why)) {
        return play_fail(play, why, NULL);
    }
    if (play->line.count == 0) {
        return true;
    }
    for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
        if (strcmp(play->line.word[0], acts[i].word) == 0) {
            return play->line.count >= acts[i].least
                       ? acts[i].act(play)
                       : play_fail(play, "too few words after", acts[i].word);
        }
    }
    return play_fail(play, "no such act:", play->line.word[0]);
}

static bool read_visit(struct play *play, struct arena *arena, char **ret_text)
{
    struct err err = {0};
    size_t len;
    if (!io_read_file(play->kiosk->io, arena, play->kiosk->options->play, MAX_FILE, ret_text, &len,
                      &err)) {
        fprintf(stderr, "%s\n", err.msg);
        return false;
    }
    return true;
}

/* As the loop does before it looks at the first touch. */
static bool settle(struct play *play)
{
    struct err err = {0};
    play_settle(play);
    if (!app_settle(play->kiosk->app, &err)) {
        fprintf(stderr, "dorpel: %s\n", err.msg);
        return false;
    }
    play_settle(play);
    return true;
}

int play_run(struct kiosk *kiosk, char *const argv[])
{
    struct play *play = calloc(1, sizeof(*play));
    if (play == NULL) {
        return 1;
    }
    play->kiosk = kiosk;
    play->argv = argv;
    const struct options *options = kiosk->options;
    for (size_t i = 0; i < options->set_count; i++) {
        play_put_name(play, options->sets[i].name, options->sets[i].value);
    }
    if (options->trace[0] != '\0' && (play->trace = fopen(options->trace, "w")) == NULL) {
        fprintf(stderr, "dorpel: %s: %s\n", options->trace, strerror(errno));
        free(play);
        return 1;
    }
    struct arena arena;
    arena_init(&arena, 0);
    char *text = NULL;
    bool ok = read_visit(play, &arena, &text);
    ok = ok && settle(play);
    kiosk->io->tap = (struct io_tap){count_write, play};
    for (char *line = text; ok && line != NULL;) {
        char *end = strchr(line, '\n');
        if (end != NULL) {
            *end = '\0';
        }
        play->number++;
        if (play->number > options->resume_line) {
            ok = play_one(play, line);
        }
        if (!ok) {
            fprintf(stderr, "%s:%d: %s\n", options->play, play->number, play->why);
            fprintf(stderr, "  %s\n", line);
            print_screen(play);
        }
        line = end != NULL ? end + 1 : NULL;
    }
    kiosk->io->tap = (struct io_tap){NULL, NULL};
    if (play->trace != NULL) {
        ok = fclose(play->trace) == 0 && ok;
    }
    arena_finish(&arena);
    crypto_wipe(play, sizeof(*play));
    free(play);
    return ok ? 0 : 1;
}
