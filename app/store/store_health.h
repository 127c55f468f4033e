/* store_health: the machine's health as a record that travels. Nothing of a visitor, no time. */
#ifndef DORPEL_STORE_HEALTH_H
#define DORPEL_STORE_HEALTH_H

#include "app/store/store.h"

/* A record when this body (borrowed) is another one than was told last; else nothing. *ret_told may
 * be NULL. */
bool store_health_tell(struct store *store, json_t *body, bool *ret_told, struct err *err);

#endif
