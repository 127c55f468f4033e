#include "app/base/log.h"

#include "app/base/clock.h"
#include "app/base/io.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { LINE_MAX_BYTES = 480 };

/* The one permitted global besides main's: every room may log, none should carry a handle for it.
 */
static struct {
    struct io *io;
    const struct clock *clock;
    char path[512];
    size_t max_bytes;
    int64_t size; /* of the open file */
    int file;     /* -1: standard error only */
} diary = {.file = -1};

/* After a failure the diary stays on standard error: a full card must not cost more than lines. */
static void open_file(void)
{
    struct io_stat stat;

    diary.file = -1;
    diary.size = 0;
    if (diary.io->ops->stat(diary.io, diary.path, &stat) == 0) {
        diary.size = stat.size;
    }
    int file = diary.io->ops->open(diary.io, diary.path, IO_WRITE | IO_CREATE | IO_APPEND);
    diary.file = file >= 0 ? file : -1;
}

static void close_file(void)
{
    if (diary.file >= 0) {
        diary.io->ops->close(diary.io, diary.file);
        diary.file = -1;
    }
}

void log_open(struct io *io, const struct clock *clock, const char *path, size_t max_bytes)
{
    log_close();
    diary.clock = clock;
    diary.io = io;
    diary.max_bytes = max_bytes;
    if (io != NULL && path != NULL && strlen(path) + 3 <= sizeof(diary.path)) {
        memcpy(diary.path, path, strlen(path) + 1);
        open_file();
    }
}

void log_close(void)
{
    close_file();
    diary.path[0] = '\0';
    diary.io = NULL;
    diary.clock = NULL;
}

static void rotate(void)
{
    char old[sizeof(diary.path) + 2];

    snprintf(old, sizeof(old), "%s.1", diary.path);
    close_file();
    if (diary.io->ops->rename(diary.io, diary.path, old) < 0) {
        /* It cannot be put aside, and it may not grow: start it anew. */
        diary.io->ops->unlink(diary.io, diary.path);
    }
    open_file();
}

/* One line stays one line, whatever stands in a file name. */
static void tame(char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < 0x20 || *text == 0x7F) {
            *text = '?';
        }
    }
}

void log_line(enum log_level level, const char *fmt, ...)
{
    static const char *const names[] = {"info", "WARN", "ERROR"};
    char when[21] = "-";
    char text[LINE_MAX_BYTES - 40];
    char line[LINE_MAX_BYTES];

    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    tame(text);
    if (diary.clock != NULL) {
        clock_format(when, clock_wall_s(diary.clock));
    }
    int len = snprintf(line, sizeof(line), "%s %s %s\n", when, names[level], text);
    if (len <= 0) {
        return;
    }
    if (diary.io == NULL || diary.path[0] == '\0') {
        fputs(line, stderr);
        return;
    }
    if (diary.size > 0 && (size_t)diary.size + (size_t)len > diary.max_bytes) {
        rotate();
    } else if (diary.file < 0) {
        open_file(); /* the card may have room again */
    }
    if (diary.file < 0) {
        fputs(line, stderr);
        return;
    }
    ssize_t done = diary.io->ops->write(diary.io, diary.file, line, (size_t)len, diary.size);
    if (done < 0) {
        fputs(line, stderr);
        close_file();
    } else {
        diary.size += done;
    }
}
