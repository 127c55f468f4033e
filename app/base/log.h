/* log: a short diary of the machine for the caretaker's health page and for repair.
 *
 * Never mentions a vote, a code, a name or a text of a visitor: the order of log lines would tell
 * who voted when. Bounded by bytes: when the file passes its limit it becomes `.1` and a new one
 * starts. Goes through the io seam. The one permitted global besides main's.
 */
#ifndef DORPEL_LOG_H
#define DORPEL_LOG_H

#include <stdbool.h>
#include <stddef.h>

struct io;
struct clock;

enum log_level { LOG_INFO, LOG_WARN, LOG_ERROR };

/* path NULL: standard error only. Keeps pointers to io and clock. */
void log_open(struct io *io, const struct clock *clock, const char *path, size_t max_bytes);
void log_line(enum log_level level, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void log_close(void);

#endif
