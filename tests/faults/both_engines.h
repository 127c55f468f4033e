/* both_engines: a test that runs on a hub in SQLite, and again on one in PostgreSQL.
 *
 * BOTH(f) stands for two entries of cmocka's table; *state of f is an enum hub_engine *, for
 * hub_rig_init. The group starts and stops the server, and what JSON and cryptography want first.
 */
#ifndef DORPEL_BOTH_ENGINES_H
#define DORPEL_BOTH_ENGINES_H

#include "tests/faults/hub_rig.h"

extern enum hub_engine both_engines[2];
int both_engines_start(void **state); /* 0, or -1 */
int both_engines_stop(void **state);

#define BOTH(f)                                                                                    \
    {#f " (sqlite)", f, NULL, NULL, &both_engines[0]},                                             \
    {                                                                                              \
#f " (postgresql)", f, NULL, NULL, &both_engines[1]                                        \
    }

#endif
