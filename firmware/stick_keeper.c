#include "firmware/stick_keeper.h"

#include <errno.h>

static const struct keeper_step rest = {.act = KEEPER_REST};

void keeper_begin(struct keeper *keeper)
{
    *keeper = (struct keeper){.state = KEEPER_LOOKING};
}

static struct keeper_step answer(enum keeper_act act, int value)
{
    return (struct keeper_step){.act = act, .has_answer = true, .answer = value};
}

static struct keeper_step move(struct keeper *keeper, enum keeper_act act)
{
    keeper->state = KEEPER_MOVING;
    keeper->moving = act;
    keeper->has_asker = true;
    return (struct keeper_step){.act = act};
}

static struct keeper_step asked(struct keeper *keeper, enum keeper_act act)
{
    switch (keeper->state) {
    case KEEPER_READY:
        /* Closing what is closed is done. */
        return act == KEEPER_UNMOUNT ? answer(KEEPER_REST, 0) : move(keeper, act);
    case KEEPER_OPEN:
        return move(keeper, act);
    case KEEPER_LOOKING:
    case KEEPER_MOVING:
        return answer(KEEPER_REST, -EBUSY);
    case KEEPER_REFUSED:
        return answer(KEEPER_REST, -EIO);
    case KEEPER_GONE:
        return answer(KEEPER_REST, -ENODEV);
    }
    return rest;
}

static struct keeper_step moved(struct keeper *keeper, int value)
{
    if (keeper->state != KEEPER_MOVING) {
        return rest; /* a child that was forgotten */
    }
    bool is_open = value == 0 && keeper->moving != KEEPER_UNMOUNT;
    keeper->state = is_open && keeper->has_asker ? KEEPER_OPEN : KEEPER_READY;
    bool lets_go = value != 0 || (is_open && !keeper->has_asker);
    struct keeper_step step = {.act = lets_go ? KEEPER_LET_GO : KEEPER_REST,
                               .has_answer = keeper->has_asker,
                               .answer = value};
    keeper->has_asker = false;
    return step;
}

static struct keeper_step late(struct keeper *keeper)
{
    if (keeper->state != KEEPER_MOVING && keeper->state != KEEPER_LOOKING) {
        return rest;
    }
    struct keeper_step step = {.act = KEEPER_LET_GO,
                               .has_answer = keeper->state == KEEPER_MOVING && keeper->has_asker,
                               .answer = -ETIMEDOUT};
    keeper->state = KEEPER_REFUSED;
    keeper->has_asker = false;
    return step;
}

static struct keeper_step left(struct keeper *keeper)
{
    if (keeper->state == KEEPER_MOVING) {
        keeper->has_asker = false; /* what it opens is let go when it ends */
        return rest;
    }
    if (keeper->state != KEEPER_OPEN) {
        return rest;
    }
    keeper->state = KEEPER_READY;
    return (struct keeper_step){.act = KEEPER_LET_GO};
}

static struct keeper_step pulled(struct keeper *keeper)
{
    struct keeper_step step = {.act = KEEPER_END,
                               .has_answer = keeper->state == KEEPER_MOVING && keeper->has_asker,
                               .answer = -ENODEV};
    keeper->state = KEEPER_GONE;
    keeper->has_asker = false;
    return step;
}

struct keeper_step keeper_take(struct keeper *keeper, enum keeper_event event, int value)
{
    switch (event) {
    case KEEPER_LOOKED:
    case KEEPER_UNFIT:
        if (keeper->state == KEEPER_LOOKING) {
            keeper->state = event == KEEPER_LOOKED ? KEEPER_READY : KEEPER_REFUSED;
        }
        return rest;
    case KEEPER_ASKED_READ:
        return asked(keeper, KEEPER_MOUNT_READ);
    case KEEPER_ASKED_WRITE:
        return asked(keeper, KEEPER_MOUNT_WRITE);
    case KEEPER_ASKED_CLOSE:
        return asked(keeper, KEEPER_UNMOUNT);
    case KEEPER_MOVED:
        return moved(keeper, value);
    case KEEPER_LATE:
        return late(keeper);
    case KEEPER_LEFT:
        return left(keeper);
    case KEEPER_PULLED:
        return pulled(keeper);
    case KEEPER_EVENTS:
        break;
    }
    return rest;
}
