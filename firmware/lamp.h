/* lamp: blink patterns of the LED in the button. Pure: time in, light out. */
#ifndef DORPEL_LAMP_H
#define DORPEL_LAMP_H

#include <stdbool.h>
#include <stdint.h>

enum lamp_pattern {
    LAMP_OFF,
    LAMP_INVITE, /* a vote waits for its press: 600 ms on, 400 ms off (1 a second: never a flash) */
    LAMP_ON,     /* lit while a vote is being stored */
    LAMP_TEST,   /* self-test: 1 s on, 1 s off */
};

bool lamp_lit(enum lamp_pattern pattern, int64_t since_ms, int64_t now_ms);
int64_t lamp_deadline_ms(enum lamp_pattern pattern, int64_t since_ms, int64_t now_ms);

#endif
