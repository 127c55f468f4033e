/* screen: one screen a file, each a const struct of functions.
 *
 * A screen reads the view, calls widgets, writes the visit, and answers with what should be done.
 * It knows no store, no file and no clock; words come from view->lang by key.
 */
#ifndef DORPEL_SCREEN_H
#define DORPEL_SCREEN_H

#include "app/screens/view.h"
#include "app/screens/visit.h"

enum action {
    ACT_NONE,
    ACT_END_VISIT, /* wipe, to the attract screen */
    ACT_SUPPORT,   /* visit->idea_rid */
    ACT_PLEDGE,    /* visit->idea_rid, name, phone; then SCREEN_PLEDGE_DONE */
    ACT_IDEA_SAVE, /* visit->draft (+ name, phone), new or change; then SCREEN_NEW_DONE */
    ACT_IDEA_FIND, /* visit->idea_number, words in visit->typed; then SCREEN_MINE */
    ACT_IDEA_WITHDRAW,
    ACT_IDEA_ERASE,      /* name and phone number */
    ACT_CODE_CHECK,      /* visit->typed; then SCREEN_VOTE_PLANS */
    ACT_TURN_TAKE,       /* an unlocked voter begins */
    ACT_VOTE_LONG_PRESS, /* confirm on the screen, only when !view->button_works */
    ACT_WORDS_CHECK,     /* visit->typed -> visit->words_found */
    ACT_PIN_CHECK,       /* visit->typed for visit->asks; then SCREEN_CARETAKER */
    ACT_PIN_SET,         /* visit->typed for visit->asks */
    ACT_THANK,           /* visit->about */
    ACT_ANSWER,          /* visit->about: choices, or the answer in words; then the question */
    ACT_OWNER_CHANGE,    /* visit->about, owner_was, owner_to, owner_why: admin, or its maker */
    /* Only a caretaker or an admin, from here on. */
    ACT_STAFF,
    ACT_STICK_TAKE = ACT_STAFF, /* start a stick visit */
    ACT_TURN_GIVE,
    ACT_TURN_END,
    ACT_CHECKS_RUN,    /* self-test: disk, clock, stick, lamp */
    ACT_CHECK_TOUCHED, /* touch test passed */
    ACT_LAMP_SEEN,
    ACT_LAMP_NOT_SEEN, /* the person's answer: did the lamp blink */
    ACT_PRACTICE_ON,
    ACT_PRACTICE_OFF,
    ACT_CLOCK_CONFIRM, /* a person says the date is right */
    ACT_PLACE,         /* visit->place: where the kiosk stands */
    /* Only an admin, from here on. */
    ACT_ADMIN,
    ACT_SHOW = ACT_ADMIN, /* moderate visit->idea_rid: place it */
    ACT_HIDE,             /* ... with visit->reason */
    ACT_ROUND_DO,         /* visit->round, visit->round_act; closing waits for the button */
    ACT_HUB_ACCEPT,       /* visit->hub_print; waits for the button */
    ACT_HUB_REFUSE,       /* visit->hub_print */
    ACT_HUB_CODE,         /* visit->typed */
    ACT_HUB_VILLAGE,      /* the village's own key is on the stick */
    ACT_CONTENT_LOOK,     /* a pack from the stick: what would it change */
    ACT_CONTENT_TAKE,     /* both wait for the button */
    ACT_CONTENT_RETURN,
    ACT_IDEA_REMOVE, /* visit->idea_rid, for good */
    ACT_REPLY,       /* visit->idea_rid, reply_from, reply */
    ACT_EDIT,        /* visit->item becomes visit->typed */
    ACT_EDIT_BACK,   /* visit->item as the pack has it */
    ACT_EDIT_KEEP,   /* visit->item stays as it was edited, over the new pack too */
    ACT_PHOTO_LOOK,  /* which photos are on the stick; then SCREEN_EDIT_PHOTOS */
    ACT_PHOTO_TAKE,  /* visit->photo of these for visit->item */
    ACT_ROUND_PHASE, /* visit->round goes to visit->round_act, an enum round_phase */
    ACT_LANG_SET,    /* visit->item: language of fresh visits */
    ACT_CLOCK_SET,   /* visit->day, typed: "1405" */
    ACT_RULER,       /* visit->ruler_px are visit->typed millimetres */
    ACT_HELPERS,     /* a sheet of names, on the stick that has the village's key */
    ACT_WIFI_LOOK,   /* which networks are there */
    ACT_WIFI_JOIN,   /* visit->ssid with visit->typed, which is wiped */
    ACT_VOID,        /* visit->round, letter, spare, reason */
    ACT_ROUND_AGAIN, /* visit->round, visit->reason; waits for the button */
    ACT_SAID_SHOW,   /* visit->said_rid: an answer in words */
    ACT_SAID_HIDE,
    ACT_SAID_REMOVE, /* for good */
    ACT_RELEASE,     /* supports, pledges and thanks that wait count from now on */
};

struct screen {
    const char *name; /* stable: "home", used in ids, goldens and pictures */
    enum action (*draw)(struct ui *ui, const struct view *view, struct visit *visit);
    bool is_staff; /* only with a PIN */
};

extern const struct screen *const screens[SCREEN_COUNT];

#endif
