/* board: how the machine itself is doing, read from /sys and /proc: monitor, touchscreen, power,
 * chips. Only looks; nothing is opened that another program holds.
 *
 * root goes before every path, so that a test can play a machine; "" or NULL: this one.
 */
#ifndef DORPEL_BOARD_H
#define DORPEL_BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct board {
    bool has_display;     /* a monitor is plugged in */
    bool has_cards;       /* there is anything to plug one in: no desktop's window, no server */
    size_t touchscreens;  /* input devices that are touched directly */
    bool has_power_meter; /* a Raspberry Pi's */
    bool is_power_low;    /* now, or since it started */
    bool is_read_only;    /* the data folder's medium, as the kernel has it mounted */
};

/* data: the folder of the store, for is_read_only; NULL: not asked. */
void board_look(struct board *ret, const char *root, const char *data);
/* A number that is another one when a monitor came or went. ret_any: is there one? May be NULL. */
uint64_t board_display(const char *root, bool *ret_any);

#endif
