/* stick_run: a stick visit by dorpel-sync, whose progress lines are read.
 *
 * The app never waits for a stick: a hung stick costs that program, not the screen. On an appliance
 * the service manager starts it, under a user of its own, when somebody calls on its socket; in
 * development it is a child of ours. The lines are the same: "step KEY N M", "note KEY FILE",
 * "photo NAME", "done FILES BYTES", "failed KEY"; and on a socket at last "end N", which stands for
 * the exit. No handle of SQLite crosses: the visit opens its own.
 */
#ifndef DORPEL_STICK_RUN_H
#define DORPEL_STICK_RUN_H

#include "app/base/err.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { STICK_RUN_NOTES = 4, STICK_RUN_PHOTOS = 24, STICK_RUN_PHOTO = 72 };
enum stick_run_state { STICK_RUN_IDLE, STICK_RUN_BUSY, STICK_RUN_DONE, STICK_RUN_FAILED };

/* What a stick is there for. Content writes nothing on it but what was wrong. */
enum stick_word {
    STICK_WORD_VISIT,
    STICK_WORD_CONTENT, /* the village's content, to be looked at */
    STICK_WORD_ENROL,   /* the village's key, to enrol this kiosk with */
    STICK_WORD_PHOTOS,  /* photos, to choose from */
    STICK_WORD_HELPERS, /* the village's key, for the sheet of names that is written beside it */
    STICK_WORDS
};

struct stick_run { /* zero is idle */
    enum stick_run_state state;
    enum stick_word word; /* of the visit that runs, or ran last */
    pid_t child;          /* 0: none, or it is not ours */
    int fd;               /* -1 or 0 while idle */
    char line[256];
    size_t line_len;
    char key[64];                    /* step now, or why it failed */
    char notes[STICK_RUN_NOTES][64]; /* what a person should know beside it, each once */
    size_t note_count;
    char photos[STICK_RUN_PHOTOS][STICK_RUN_PHOTO]; /* as they were called to us */
    size_t photo_count;
    int part, whole;
    int64_t files, bytes;
    bool has_ended; /* "end 0" was read */
};

struct stick_run_plan {
    const char *runtime; /* the folder with visit.sock; "": a child of ours, and what follows */
    enum stick_word word;
    bool is_practice;
    const char *program, *data, *pack, *stick; /* pack: may be NULL */
    const char *fail;                          /* what a fake stick meets; "": a real one */
    bool may_be_new; /* false: a stick that nobody prepared is refused (stick.fail.new) */
};
bool stick_run_start(struct stick_run *run, const struct stick_run_plan *plan, struct err *err);
/* Reads what is there; `wait`: until the visit ended. */
void stick_run_read(struct stick_run *run, bool wait);
/* Kills a child that still runs. What the service manager runs goes on, and finishes the stick. */
void stick_run_stop(struct stick_run *run);

#endif
