/* stick_run: a stick visit by dorpel-sync, as a child whose progress lines are read.
 *
 * The app never waits for a stick: a hung stick costs the child, not the screen. Lines: "step KEY N
 * M", "note KEY FILE", "done FILES BYTES", "failed KEY". No handle of SQLite crosses: the child
 * opens its own.
 */
#ifndef DORPEL_STICK_RUN_H
#define DORPEL_STICK_RUN_H

#include "app/base/err.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { STICK_RUN_NOTES = 4 };
enum stick_run_state { STICK_RUN_IDLE, STICK_RUN_BUSY, STICK_RUN_DONE, STICK_RUN_FAILED };

struct stick_run { /* zero is idle */
    enum stick_run_state state;
    pid_t child;
    int fd; /* -1 or 0 while idle */
    char line[256];
    size_t line_len;
    char key[64];                    /* step now, or why it failed */
    char notes[STICK_RUN_NOTES][64]; /* what a person should know beside it, each once */
    size_t note_count;
    int part, whole;
    int64_t files, bytes;
};

struct stick_run_plan {
    const char *word;                          /* "visit" (when NULL) or "content" */
    const char *program, *data, *pack, *stick; /* pack: may be NULL */
    const char *fail;                          /* what a fake stick meets; "": a real one */
    bool may_be_new; /* false: a stick that nobody prepared is refused (stick.fail.new) */
};
bool stick_run_start(struct stick_run *run, const struct stick_run_plan *plan, struct err *err);
/* Reads what is there; `wait`: until the child ended. */
void stick_run_read(struct stick_run *run, bool wait);
void stick_run_stop(struct stick_run *run); /* kills a child that still runs */

#endif
