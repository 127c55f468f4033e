/* store_told: what a kiosk tells of itself, its health and its content, put in order.
 *
 * Records have no order, and who reads these wants the newest. Each therefore carries "at": UTC
 * seconds when the clock allows it, and always more than the one before, also when the clock fell
 * back; and "clock", how far that can be believed as a date. Nothing of a visitor has either.
 */
#ifndef DORPEL_STORE_TOLD_H
#define DORPEL_STORE_TOLD_H

#include "app/base/clock.h"
#include "app/base/json.h"
#include "app/store/store.h"

struct told_at {
    int64_t wall_s; /* UTC */
    enum clock_quality quality;
};
static inline struct told_at told_now(const struct clock *clock)
{
    return (struct told_at){clock_wall_s(clock), clock->quality};
}

/* Inside a transaction: puts both into the body (borrowed). */
bool store_told_stamp(struct store *store, json_t *body, struct told_at at, struct err *err);
/* Inside a transaction: a setting, with the record or not at all. */
bool store_told_keep(struct store *store, const char *setting, const char *value, struct err *err);

#endif
