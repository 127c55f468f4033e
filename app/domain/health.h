/* health: how the machine is doing, part by part: a fault has one name, and one sentence by it.
 *
 * The same sentences stand on the health page, in `dorpel --health` and, as their keys, in the
 * health record that travels: who helps on the telephone reads what the caretaker reads. One fault
 * a part, the heaviest. Pure; zero is a machine of which nothing was asked.
 */
#ifndef DORPEL_HEALTH_H
#define DORPEL_HEALTH_H

#include "app/base/json.h"

enum health_part {
    HEALTH_STORE,
    HEALTH_DISK, /* room, and whether the card may be written */
    HEALTH_CLOCK,
    HEALTH_POWER,
    HEALTH_SCREEN,
    HEALTH_TOUCH,
    HEALTH_BUTTON,
    HEALTH_LAMP,
    HEALTH_PACK,
    HEALTH_PARTS
};

enum health_fault { /* of each part the lighter first */
                    HEALTH_FINE,
                    HEALTH_STORE_SET_ASIDE,
                    HEALTH_STORE_FULL,
                    HEALTH_STORE_READ_ONLY,
                    HEALTH_DISK_FULL,
                    HEALTH_CARD_READ_ONLY,
                    HEALTH_CLOCK_UNSURE,
                    HEALTH_POWER_LOW,
                    HEALTH_SCREEN_NONE,
                    HEALTH_TOUCH_NONE,
                    HEALTH_BUTTON_BROKEN, /* the self-test found it, or there is none */
                    HEALTH_BUTTON_STUCK,
                    HEALTH_LINE_BROKEN,
                    HEALTH_LINE_TAKEN,
                    HEALTH_CHIP_MISSING,
                    HEALTH_LAMP_DARK, /* a person saw no light: nothing else can tell */
                    HEALTH_LAMP_MISSING,
                    HEALTH_PACK_BAD,
                    HEALTH_FAULTS
};

struct health {
    bool is_asked[HEALTH_PARTS]; /* false: this machine has no such part, or nobody looked */
    enum health_fault fault[HEALTH_PARTS];
};

void health_ask(struct health *health, enum health_part part);
/* Asks the part of this fault, and keeps the heavier of two. HEALTH_FINE does nothing. */
void health_blame(struct health *health, enum health_fault fault);
bool health_is_good(const struct health *health);
/* Text key of the sentence of this part. */
const char *health_key(const struct health *health, enum health_part part);
const char *health_part_name(enum health_part part); /* "button" */

/* The record's body: {"faults":[{"key":..,"part":..}],"good":[part..],"place":..,"version":..}. A
 * new reference. place: text key of where the kiosk stands, "" when nobody said. */
json_t *health_body(const struct health *health, const char *place, const char *version);

#endif
