/* forgetful: app/screens/visit.c once more, with a switch that plants a bug: wiping a visit then
 * leaves what stands in the field. For the privacy test's twin. */
#ifndef DORPEL_FORGETFUL_H
#define DORPEL_FORGETFUL_H

#include <stdbool.h>

extern bool forgetful_is_on;

#endif
