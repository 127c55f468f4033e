/* report: what the running kiosk measures of itself, for `make bench` (--report FILE).
 *
 * Times of this machine's monotonic clock, so that the bench, which started us, can compare with
 * its own. Says how long frames took, never what was on them. Fixed memory inside the struct.
 */
#ifndef DORPEL_REPORT_H
#define DORPEL_REPORT_H

#include "app/base/io.h"

enum { REPORT_TOUCHES = 4096 };

struct report_touch {
    const char *screen; /* where it led; a screen's name */
    uint32_t us;        /* from the touch to the end of the present that answered it */
    uint32_t cpu_us;    /* of these the work of our thread: the same on a busy machine */
};

struct report {
    bool is_on;
    int64_t first_frame_ns; /* when the first present had returned; 0: not yet */
    int64_t first_cpu_ns;   /* work until then, of all threads: the same on a busy machine */
    int64_t touched_ns;     /* the touch that no frame has answered yet; 0: none */
    int64_t touched_cpu_ns;
    struct report_touch touches[REPORT_TOUCHES];
    size_t touch_count;
    int64_t turn_ns, turn_cpu_ns; /* the turn that runs now began then */
    struct report_touch longest;  /* of all turns behind the first picture: where it led */
    uint64_t frames, wakes;
    int64_t step_ns; /* the step of reading ahead that runs now began then */
    uint64_t steps;  /* and of all of them */
    uint32_t step_us_most, step_us_all;
};

void report_touch(struct report *report);
void report_turn_begins(struct report *report);
/* After each turn of the kiosk; a touch that changed nothing has no frame and is not counted. */
void report_turn(struct report *report, bool presented, const char *screen);
void report_step(struct report *report); /* reading ahead: a touch may have to wait for one step */
void report_stepped(struct report *report);
void report_wake(struct report *report); /* poll() returned */
/* As JSON, with the memory of now (PSS). Does nothing when the report is off. */
bool report_write(const struct report *report, struct io *io, const char *path, struct err *err);

#endif
