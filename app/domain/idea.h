/* idea: a resident's idea for the village, as a value and as a record body.
 *
 * A plain value without pointers, so that wiping the visit wipes it. Only `what` is required. The
 * name and phone number are not in it: they are a pledge record, sealed to the owner's key.
 */
#ifndef DORPEL_IDEA_H
#define DORPEL_IDEA_H

#include "app/domain/record.h"
#include "app/domain/round.h"

enum { /* limits, in characters; bytes are four times that */
       IDEA_WHAT = 80,
       IDEA_MORE = 400,
       IDEA_WHOM = 80,
       IDEA_NAME = 40,
       IDEA_PHONE = 20,
       IDEA_GUIDE = 160, /* one answer of "Hulp bij uw idee" */
       IDEA_MAX_POINTS = 3000,
       IDEA_MAX_STROKES = 200,
       IDEA_DRAWING_SIZE = 1000,
};
enum idea_need {
    NEED_MONEY = 1,
    NEED_HANDS = 2,
    NEED_ROOM = 4,
    NEED_PERMIT = 8,
    NEED_KNOWLEDGE = 16
};
enum idea_plan_of { /* "Van wie is dit plan?" */
                    PLAN_OF_NONE,
                    PLAN_OF_US,
                    PLAN_OF_US_WITH_HELP,
                    PLAN_OF_MUNICIPALITY
};
enum idea_state { IDEA_WAITING, IDEA_SHOWN, IDEA_HIDDEN, IDEA_WITHDRAWN };
enum { IDEA_STATES = 4 };

enum idea_sort {             /* what a resident puts in: both are read before others see them */
                 IDEA_PLAN,  /* something to be done */
                 IDEA_JEWEL, /* something that goes well already: "Hier zijn we trots op" */
                 IDEA_SORTS
};
enum {
    GUIDE_STEPS = 5
}; /* what we want, who carries it, for the village, needed, if it goes wrong */

struct drawing { /* a finger drawing: points 0..1000 in a 4:3 field, x then y */
    uint16_t x[IDEA_MAX_POINTS], y[IDEA_MAX_POINTS];
    uint16_t stroke_end[IDEA_MAX_STROKES]; /* index behind the last point of each stroke */
    uint16_t point_count, stroke_count;
};

struct idea {
    uint32_t number; /* what people say: "idee 14" */
    char what[IDEA_WHAT * 4 + 1];
    char more[IDEA_MORE * 4 + 1];
    char whom[IDEA_WHOM * 4 + 1];
    enum idea_plan_of plan_of;
    unsigned needs; /* enum idea_need or-ed */
    enum idea_sort sort;
    char guide[GUIDE_STEPS][IDEA_GUIDE * 4 + 1]; /* "": not answered */
    struct drawing drawing;
};

/* Trims and cleans the texts; false with ERR_FORMAT when `what` is then empty. */
bool idea_clean(struct idea *idea, struct err *err);
json_t *idea_to_json(const struct idea *idea);
bool idea_from_json(struct idea *ret, const json_t *body, struct err *err);

enum idea_plan_of idea_plan_of_owner(enum owner owner);
/* False: nobody has said it yet. */
bool idea_owner(const struct idea *idea, enum owner *ret);
bool idea_has_guide(const struct idea *idea);

/* What should not stand in words that all will read. A guess, to ask about; never a refusal. */
enum idea_reveals { REVEALS_NOTHING, REVEALS_PHONE, REVEALS_MAIL };
enum idea_reveals idea_reveals(const char *text);
enum idea_reveals idea_reveals_any(const struct idea *idea); /* in any of its texts */

/* The two secret words of an idea's maker. The kiosk keeps salt and stretched words only. */
enum { IDEA_SECRET = 32 };
struct idea_secret {
    uint8_t salt[CRYPTO_SALT];
    uint8_t stretched[IDEA_SECRET];
};
void idea_make_words(uint16_t ret[2]);
bool idea_stretch_words(uint8_t ret[IDEA_SECRET], const uint16_t words[2],
                        const uint8_t salt[CRYPTO_SALT], struct err *err);

/* How alike two ideas are, 0 (nothing) to 100 (the same words): shared folded words of four
 * letters and more, common words left out. */
int idea_likeness(const char *what_a, const char *what_b);

#endif
