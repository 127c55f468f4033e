/* visit: everything of the visitor who stands here now, in one block without pointers.
 *
 * Wiping this struct (visit_wipe) wipes the visit: drafts, choices, code, names, PINs. The screens
 * write it; the app reads it when an action asks for an act. Nothing of it reaches the disk but
 * through an act.
 */
#ifndef DORPEL_VISIT_H
#define DORPEL_VISIT_H

#include "app/domain/ballot.h"
#include "app/domain/code.h"
#include "app/domain/idea.h"
#include "app/domain/reply.h"
#include "app/domain/question.h"
#include "app/domain/subject.h"
#include "app/domain/words.h"
#include "app/ui/keyboard.h"

enum screen_id {
    SCREEN_ATTRACT,
    SCREEN_HOME,
    SCREEN_LOOK, /* language, size, contrast */
    SCREEN_HELP,
    SCREEN_IDEAS,
    SCREEN_IDEA,
    SCREEN_PLEDGE_WHY, /* who will read it, then name, phone, done */
    SCREEN_PLEDGE_NAME,
    SCREEN_PLEDGE_PHONE,
    SCREEN_PLEDGE_DONE,
    SCREEN_NEW_WHAT,
    SCREEN_NEW_SIMILAR,
    SCREEN_NEW_REVIEW, /* save now, or tell more */
    SCREEN_NEW_MORE,
    SCREEN_NEW_WHOM,
    SCREEN_NEW_PLAN_OF,
    SCREEN_NEW_NEEDS,
    SCREEN_NEW_DRAW,
    SCREEN_NEW_CONTACT, /* who reads it: yes or no; then name and phone */
    SCREEN_NEW_NAME,
    SCREEN_NEW_PHONE,
    SCREEN_NEW_DONE,    /* number and two secret words */
    SCREEN_MINE_NUMBER, /* my idea: number, words, what became of it */
    SCREEN_MINE_WORDS,
    SCREEN_MINE,
    SCREEN_VOTE_ROUND, /* which round, what it is */
    SCREEN_VOTE_CODE,
    SCREEN_VOTE_WAIT, /* "vraag de beheerder", for unlock rounds */
    SCREEN_VOTE_PLANS,
    SCREEN_VOTE_PLAN,
    SCREEN_VOTE_REVIEW,
    SCREEN_VOTE_CONFIRM,
    SCREEN_VOTE_DONE,
    SCREEN_WORDS, /* check my controlewoorden */
    SCREEN_ROUND_INFO,
    SCREEN_RESULT,
    SCREEN_RESULT_PLAN,  /* why one plan won or not */
    SCREEN_RESULT_STEPS, /* the count, a step a page */
    SCREEN_VILLAGE,
    SCREEN_NEWS, /* of "Ons dorp" */
    SCREEN_NEWS_ONE,
    SCREEN_JEWELS,
    SCREEN_JEWEL,
    SCREEN_PROJECTS, /* "Hoe staat het ermee?" */
    SCREEN_PROJECT,
    SCREEN_QUESTIONS, /* "Vraag aan het dorp": one, then its answer in words */
    SCREEN_QUESTION,
    SCREEN_ANSWER,
    SCREEN_CARDS, /* "Zo kan het ook" */
    SCREEN_CARD,
    SCREEN_SENT, /* "Wat gaat er naar de gemeente?" */
    SCREEN_SENT_ONE,
    SCREEN_OWNERS, /* "Van wie is dit plan?": by owner, one and its steps, another owner */
    SCREEN_OWNER,
    SCREEN_OWNER_CHANGE,
    SCREEN_GUIDE, /* "Hulp bij uw idee": what it is, then five questions */
    SCREEN_GUIDE_STEP,
    SCREEN_STAFF, /* who are you: caretaker or admin; PIN */
    SCREEN_PIN,
    SCREEN_PIN_SET,   /* choose a PIN, twice */
    SCREEN_CARETAKER, /* what a caretaker can do */
    SCREEN_STICK,
    SCREEN_TRAVEL, /* what is on its way to the hub */
    SCREEN_TURN,   /* let one voter in */
    SCREEN_MODERATE,
    SCREEN_MODERATE_ONE,
    SCREEN_MODERATE_REASON,
    SCREEN_MODERATE_REMOVE, /* for good */
    SCREEN_SAID,            /* answers in words: the same with them */
    SCREEN_SAID_ONE,
    SCREEN_SAID_REMOVE,
    SCREEN_REPLY, /* to an idea: who speaks, in which role, the words */
    SCREEN_REPLY_ROLE,
    SCREEN_REPLY_TEXT,
    SCREEN_ROUNDS,       /* admin: open, pause, close */
    SCREEN_ROUND_ACT,    /* are you sure; closing asks the button */
    SCREEN_STATEMENT,    /* of a closed round: how many, and a code of all of it */
    SCREEN_HUB,          /* admin: to whom this kiosk belongs */
    SCREEN_HUB_SELF,     /* its own fingerprint */
    SCREEN_HUB_ASKS,     /* is it the same fingerprint */
    SCREEN_HUB_SURE,     /* the button */
    SCREEN_HUB_CODE,     /* a one-time code instead of comparing */
    SCREEN_HUB_VILLAGE,  /* the village's own key instead of a hub */
    SCREEN_CONTENT,      /* admin: what the village shows, from a stick */
    SCREEN_CONTENT_SURE, /* take it: the button */
    SCREEN_CONTENT_BACK, /* the one before again: the button */
    SCREEN_SELFTEST,
    SCREEN_SELFTEST_TOUCH,
    SCREEN_HEALTH,
    SCREEN_ADMIN, /* admin: what is done less often */
    SCREEN_LOGBOOK,
    SCREEN_EDIT, /* what can be edited: groups, things of one, fields of one, a field */
    SCREEN_EDIT_GROUP,
    SCREEN_EDIT_THING,
    SCREEN_EDIT_FIELD,
    SCREEN_EDIT_PHOTOS, /* those of a stick, to choose one */
    SCREEN_EDIT_CLASH, /* the pack replaced what was edited: choose */
    SCREEN_AGAIN_WHY,  /* a round begins anew with the same codes: the reason, then the button */
    SCREEN_AGAIN,
    SCREEN_HELPERS, /* who joins in, with the village's key stick */
    SCREEN_NETWORK, /* wireless networks; the password of one */
    SCREEN_NETWORK_PASS,
    SCREEN_DEVICE, /* language, clock, a ruler along the screen */
    SCREEN_DEVICE_LANG,
    SCREEN_CLOCK_DAY,
    SCREEN_CLOCK_TIME,
    SCREEN_RULER,
    SCREEN_RULER_MM,
    SCREEN_VOID, /* a letter with a code is lost: its number, the spare's, why */
    SCREEN_VOID_LETTER,
    SCREEN_VOID_SPARE,
    SCREEN_VOID_WHY,
    SCREEN_PLACE, /* where the kiosk stands */
    SCREEN_COUNT
};

enum staff { STAFF_NONE = -1, STAFF_CARETAKER = 0, STAFF_ADMIN = 1 };

enum { VISIT_STACK = 24, VISIT_SUPPORTS = 256, VISIT_PRINT = 40, VISIT_DEEDS = 48 };

struct visit {
    enum screen_id stack[VISIT_STACK]; /* the way back; top is the screen now */
    int depth;
    struct ui_look look;
    char lang[4];
    bool more_time;        /* "Ik wil meer tijd": idle time doubled for this visit */
    const char *notice;    /* text key of a sentence to show on this screen; NULL: none */
    int64_t notice_number; /* fills {n} in it */

    char typed[2048]; /* the field of the screen now */
    struct keyboard keyboard;

    uint8_t idea_rid[RECORD_RID]; /* the idea looked at */
    uint8_t supported[VISIT_SUPPORTS][RECORD_RID];
    size_t supported_count;
    struct idea draft;
    bool is_change; /* the draft changes an idea of the visitor's own (idea_rid) */
    bool seen_similar;
    char name[IDEA_NAME * 4 + 1], phone[IDEA_PHONE * 4 + 1];
    uint16_t idea_words[2];
    uint32_t idea_number; /* typed or just given */
    struct idea mine;     /* own idea as found */
    enum idea_state mine_state;
    bool mine_has_contact;
    char mine_reason[400];
    uint8_t mine_rid[RECORD_RID];
    bool has_mine; /* its number and words were right */
    bool to_guide; /* and it was looked for to be helped with */

    size_t own;                          /* index of what is looked at in "Ons dorp" */
    char about[SUBJECT_CAP];             /* what a deed is about */
    bool is_pledge_about;                /* the pledge is about that, not about idea_rid */
    char done[VISIT_DEEDS][SUBJECT_CAP]; /* thanked, answered: once a visit */
    size_t done_count;
    unsigned choices; /* of a question: a bit each */
    char answer[ANSWER_TEXTS][ANSWER_WORDS * 4 + 1];
    bool owner_is_plan; /* the owner of visit->plan in owner_round is looked at, not of idea_rid */
    size_t owner_round;
    int owner_was, owner_to, owner_why; /* enum owner, owner_reason; -1: not chosen */

    size_t round; /* index in view->rounds */
    char code[CODE_LEN + 1];
    uint8_t tag[CODE_TAG], proof[CODE_PROOF];
    bool code_waits;    /* the code typed waits until a check for someone who left is done */
    bool may_vote;      /* right shown: a good code, a turn, or an open round */
    size_t right_round; /* and the round it is for */
    struct ballot ballot;
    size_t plan;         /* index looked at */
    size_t result_round; /* of which the result is looked at */
    size_t result_step;  /* 0 the whole, then its steps from 1 */
    size_t result_first; /* the one it began with: back from there leads out */
    bool is_storing;     /* between the press and the commit */
    char receipt[RECEIPT_LEN];
    int words_found; /* of SCREEN_WORDS: -1 not asked, 0 no, 1 in the box, 2 counted, 3 a code
                        twice, 4 not counted */

    enum staff staff;  /* who has shown a PIN */
    enum staff asks;   /* whose PIN is being typed */
    char pin_first[7]; /* of PIN_SET */
    int round_act;     /* 1 open, 2 pause, 3 close */
    char reason[400];
    uint8_t read_rid[RECORD_RID]; /* the idea or answer that was uncovered */
    uint8_t said_rid[RECORD_RID]; /* the answer looked at */
    enum reply_from reply_from;
    struct reply reply;
    char hub_print[VISIT_PRINT]; /* the fingerprint that was compared */
    int touch_point;             /* of the touch test, 0..9 */
    size_t group, thing;         /* of the content that is edited */
    char item[120];              /* the field of it */
    size_t photo;                /* index of the one that is chosen, of those of a stick */
    bool field_entered;          /* what stood there was brought into visit->typed */
    char ssid[33];               /* the wireless network that is joined */
    char day[9];                 /* "03052026", typed before the time of day */
    int ruler_px;                /* how long the line was that is measured */
    uint32_t letter, spare;      /* numbers on letters: made void, given for it */
    size_t log_page;             /* of the logbook, from the newest */
    char place[24];              /* text key of where the kiosk stands, as chosen */
};

/* A fresh visit in the kiosk's own language; size and contrast at their defaults. */
void visit_start(struct visit *visit, const char *lang);
void visit_wipe(struct visit *visit);
enum screen_id visit_now(const struct visit *visit);
/* Clears field and notice, but on the way to help and letters, and back. */
void visit_go(struct visit *visit, enum screen_id screen);
void visit_back(struct visit *visit);
/* Back to `screen` if it is on the way, else it replaces the whole way above home. */
void visit_return(struct visit *visit, enum screen_id screen);
/* The right to vote in visit->round, with an empty ballot; and away with it, ballot and all. */
void visit_grant(struct visit *visit);
void visit_drop_right(struct visit *visit);
bool visit_may_vote(const struct visit *visit); /* in visit->round */
/* The deed that comes is about this. */
void visit_about(struct visit *visit, const char *about);
void visit_pledge_about(struct visit *visit,
                        const char *about); /* and is a pledge: to its screens */
void visit_did(struct visit *visit, const char *about);
bool visit_has_done(const struct visit *visit, const char *about);
bool visit_is_maker(const struct visit *visit, const uint8_t rid[RECORD_RID]);
bool visit_has_supported(const struct visit *visit, const uint8_t rid[RECORD_RID]);

#endif
