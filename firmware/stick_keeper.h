/* stick_keeper: what dorpel-stick does and when, as a machine without hands.
 *
 * One stick from its arrival to its end. Somebody (dorpel-sync visit) asks, on a connection, for it
 * to be mounted to read, to write, and to be closed. What has to be done is an act, done by another
 * process of ours so that nothing here ever waits; how it went comes back as an event.
 *
 *                 looked                 asked                     moved, 0
 *      LOOKING ----------> READY --------------------> MOVING --------------------> OPEN
 *         |                  ^                          |  ^          asked          |
 *         | unfit            |   moved, to be closed    |  +-------------------------+
 *         |                  +<-------------------------+                            |
 *         |                  +<---- moved, failed: let go; the asker is told         |
 *         |                  +<------------------------------------- left: let go ---+
 *         v
 *      REFUSED <--- late: let go. The stick hangs: nothing more is asked of it
 *
 *      any state --- pulled: let go, end ---> GONE
 *
 * Invariants
 *  1. It can be written only from an ask to write until the next ask, and never without an asker.
 *  2. Closing is answered with 0 only when the unmount returned 0: then what was synced is on it.
 *     What was let go (a lazy unmount) is never answered with 0.
 *  3. Every ask is answered exactly once, unless the asker left. An ask while another moves is
 *     answered with -EBUSY at once.
 *  4. When the asker is not there (left, or never came) nothing stays mounted.
 *  5. After GONE and in REFUSED nothing is mounted ever again.
 *
 * Pure: no clock, no file, no process. The caller's memory; begin with keeper_begin.
 */
#ifndef DORPEL_STICK_KEEPER_H
#define DORPEL_STICK_KEEPER_H

#include <stdbool.h>

enum keeper_state {
    KEEPER_LOOKING, /* mounted and unmounted once, by a child, to see whose stick it is */
    KEEPER_READY,   /* not mounted; may be asked for */
    KEEPER_MOVING,  /* a child mounts or unmounts for the asker */
    KEEPER_OPEN,    /* mounted for the asker */
    KEEPER_REFUSED, /* of no use until it is pulled out */
    KEEPER_GONE,
};

enum keeper_event {
    KEEPER_LOOKED, /* the first look went well */
    KEEPER_UNFIT,  /* the first look did not: no file system of ours, or damaged */
    KEEPER_ASKED_READ,
    KEEPER_ASKED_WRITE,
    KEEPER_ASKED_CLOSE,
    KEEPER_MOVED,  /* the child ended; value: 0 or -errno */
    KEEPER_LATE,   /* the child took longer than it may */
    KEEPER_LEFT,   /* the asker hung up */
    KEEPER_PULLED, /* the device is not there any more, or we are asked to end */
    KEEPER_EVENTS
};

enum keeper_act { /* what is to be done now */
                  KEEPER_REST,
                  KEEPER_MOUNT_READ,  /* by a child: unmount if mounted, mount to read */
                  KEEPER_MOUNT_WRITE, /* by a child: unmount if mounted, mount to write */
                  KEEPER_UNMOUNT,     /* by a child, not lazily */
                  KEEPER_LET_GO,      /* lazily, at once; forget the child */
                  KEEPER_END,         /* let go, and end */
};

struct keeper_step {
    enum keeper_act act;
    bool has_answer;
    int answer; /* 0 or -errno, to the asker */
};

struct keeper {
    enum keeper_state state;
    enum keeper_act moving; /* while MOVING */
    bool has_asker;         /* while MOVING: is the one who asked still there? */
};

void keeper_begin(struct keeper *keeper); /* LOOKING; the first look is the caller's to start */
/* value: of KEEPER_MOVED only. */
struct keeper_step keeper_take(struct keeper *keeper, enum keeper_event event, int value);

#endif
