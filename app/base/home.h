/* home: where this program stands, and the assets that belong to it.
 *
 * Nothing is compiled in: the same program finds its texts in a checkout and where it is installed.
 */
#ifndef DORPEL_HOME_H
#define DORPEL_HOME_H

#include <stdbool.h>
#include <stddef.h>

/* The folder of the running program. */
bool home_program(char *dst, size_t cap);
/* The nearest "share/dorpel/assets" or "assets" beside or above the program that has `file` below
 * it. dst is left alone when there is none. */
bool home_assets(char *dst, size_t cap, const char *file);

#endif
