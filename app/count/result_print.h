/* result_print: a result in sentences that a villager can follow with a pencil. */
#ifndef DORPEL_RESULT_PRINT_H
#define DORPEL_RESULT_PRINT_H

#include "app/count/desk.h"

#include "app/base/json.h"

/* result: proved, of desk->round. */
void result_print(const struct desk *desk, const json_t *result);

#endif
