/* store_health: the machine's health as a record that travels. Nothing of a visitor; the time is
 * the machine's own (store_told.h). */
#ifndef DORPEL_STORE_HEALTH_H
#define DORPEL_STORE_HEALTH_H

#include "app/store/store_told.h"

/* A record when this body (borrowed) is another one than was told last; else nothing. *ret_told may
 * be NULL. */
bool store_health_tell(struct store *store, json_t *body, struct told_at at, bool *ret_told,
                       struct err *err);

#endif
