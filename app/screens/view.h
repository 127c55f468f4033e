/* view: what the kiosk knows, as the screens may see it. Made by app/view.c after every act; const
 * for a screen. Strings and arrays live until the next view is made.
 */
#ifndef DORPEL_VIEW_H
#define DORPEL_VIEW_H

#include "app/domain/count/explain.h"
#include "app/domain/health.h"
#include "app/domain/idea.h"
#include "app/domain/reply.h"
#include "app/domain/round.h"
#include "app/screens/view_admin.h"
#include "app/screens/view_content.h"
#include "app/screens/view_own.h"
#include "app/ui/lang.h"
#include "app/ui/qr.h"

struct view_idea {
    uint8_t rid[RECORD_RID];
    const struct idea *idea;
    enum idea_state state;
    const char *reason; /* why it is not placed; "" */
    const char *photo;  /* file in fotos/, or "" */
    uint32_t supports, helpers;
    bool has_contact;
    bool is_updated;                          /* changed by its maker, waits again */
    const struct reply *replies[REPLY_FROMS]; /* NULL: none */
};

enum view_list {
    VIEW_SHOWN,        /* ideas that residents see, by number */
    VIEW_JEWELS,       /* the same: what residents are proud of */
    VIEW_OF_COMMUNITY, /* shown ideas by owner: VIEW_OF_COMMUNITY + enum owner */
    VIEW_OF_SHARED,
    VIEW_OF_MUNICIPALITY,
    VIEW_STAFF, /* for moderation: waiting first, then shown, then hidden; empty for residents */
    VIEW_LISTS
};
enum { VIEW_ALIKE = 4 };

/* There may be thousands of ideas, each with a drawing: a screen asks for the few that it shows.
 * What it gets lives until the end of the frame. Asked through the functions at the end. */
struct view_shelf {
    void *ctx;
    const struct view_idea *(*at)(void *ctx, enum view_list list, size_t index);
    const struct view_idea *(*of)(void *ctx, enum view_list list, const uint8_t rid[RECORD_RID]);
    size_t (*count)(void *ctx, enum view_list list);
    const struct view_idea *(*quiet)(void *ctx, enum view_list list, size_t index);
    size_t (*alike)(void *ctx, const char *what, int least, uint8_t ret[VIEW_ALIKE][RECORD_RID]);
};

struct view_result { /* from the signed uitslag.json */
    bool is_known;
    uint32_t ballots, blank;
    bool has_totals; /* not below ten ballots */
    uint32_t votes[ROUND_MAX_PLANS];
    bool won[ROUND_MAX_PLANS];       /* by index in round->plans */
    uint16_t order[ROUND_MAX_PLANS]; /* indices, winners in order of choice, then the rest */
    int64_t spent_cents;
    /* From ten ballots on: how it came about. Steps in the order of the decisions. */
    const struct counted *counted;    /* NULL: no steps */
    struct explain_text whole;        /* the count as a whole */
    const struct explain_text *story; /* by step: why that plan won or not */
};

struct view_statement { /* what a closed box holds; for staff */
    bool is_known;
    uint32_t ballots, registers, unlocks;
    const char *set;     /* of the set's digest, eight groups, for two people to compare */
    const struct qr *qr; /* the whole of it: sync/README.md */
};

struct view_round {
    const struct round *round;
    enum round_state state;
    bool is_paused_by_date;
    enum round_phase phase, due;  /* as it is; as the dates say */
    const char *first_day[ROUND_PHASES], *day_before[ROUND_PHASES]; /* "9 maart", or "" */
    uint32_t ballots;             /* turnout; never anything of a choice */
    uint32_t unlocks_given, unlocks_used;
    struct view_result result;
    struct view_statement statement;
};

struct view_news {
    const char *title, *text, *photo, *date;
};

struct view_hub { /* whom the kiosk sends to, or who asks for it */
    bool is_known;
    const char *name, *print; /* its fingerprint, eight groups */
    bool is_revoked;
};
struct view_travel { /* of one stream: what waits in records, the rest in bundles */
    uint32_t waiting, sealed, carried, received, safe;
};
enum { VIEW_VOTES, VIEW_REST, VIEW_STREAMS };
struct view_post {       /* on its way to the hub; for staff */
    const char *self;    /* our own fingerprint, or "" while there is none */
    const struct qr *qr; /* of it, or NULL */
    struct view_hub hub, waits;
    bool by_village; /* the village's own key enrolled this kiosk */
    struct view_travel travel[VIEW_STREAMS];
    const char *left; /* "9 maart": the first stick without an answer; "" not known, or none */
    bool is_silent;   /* no answer for fourteen days */
    int code_state;   /* of the code to enrol with: 0 none, 1 waits, 2 wrong, 3 strange, 4 folder */
};

enum { VIEW_NOTES = 4 };
enum stick_state {
    STICK_NONE,
    STICK_READY,
    STICK_BUSY,
    STICK_DONE,
    STICK_FAILED,
    STICK_REFUSED, /* one is in that cannot be used at all; stick_key says why */
};
enum check_state { CHECK_UNKNOWN, CHECK_BUSY, CHECK_GOOD, CHECK_BAD };
enum check { CHECK_TOUCH, CHECK_BUTTON, CHECK_LAMP, CHECK_STICK, CHECK_DISK, CHECK_CLOCK, CHECKS };

struct view_log {
    const char *when; /* "12 april 14:05", or "" when the clock cannot be believed */
    const char *key, *detail;
};

struct view_fault { /* of a pack that was refused */
    const char *file, *key, *detail;
    int line, column;
};

struct view {
    const struct lang *lang;
    const char *village, *tagline, *kiosk, *contact_reader;
    const char *hours; /* when the hall is open; "" */
    const char *order; /* of the attract screen: "plannen,ideeen,nieuws,trots"; "" */
    uint32_t residents;
    bool is_practice;       /* what is on this screen does not count */
    bool is_enrolled;       /* by a hub or the village's own key; else votes are practice */
    bool has_pack;          /* false: the pack is missing or damaged and there is none before */
    bool can_store;         /* false: damaged or full: "even niet" on the screens that store */
    const char *store_key;  /* text key of what is wrong with the store; "" when fine */
    const char *store_note; /* for the health page, in the visitor's language; or "" */
    struct view_round *rounds;
    size_t round_count;
    struct view_shelf shelf;
    size_t idea_count;      /* of VIEW_SHOWN */
    size_t own_jewel_count; /* of VIEW_JEWELS */
    size_t waiting_count;   /* of VIEW_STAFF, all of them */
    size_t waiting_new;     /* how many of these still wait */
    size_t refused_count;   /* ideas that were not placed; everybody may know how many */
    struct view_news *news;
    size_t news_count;
    struct view_own own;          /* the village's own */
    const uint16_t (*windows)[4]; /* panes of the drawn village: x, y, w, h in 1920x1200 */
    size_t window_count;
    uint64_t seed;  /* rotation and layout only */
    int64_t now_ms; /* of this frame, monotonic */

    bool button_works; /* false: the self-test found it broken; a long press takes over */
    bool pin_set[2];   /* by role: caretaker, admin */
    bool pin_lost[2];  /* not set because damage took it: who stands there may choose */
    int64_t pin_wait_ms[2];
    int64_t code_wait_ms, idea_wait_ms;
    int64_t turn_left_ms; /* an unlocked voter's time; 0: no turn */
    size_t turn_round;    /* index of the round that turn is for */
    int last_turn;        /* of the caretaker: 0 none yet, 1 open now, 2 used, 3 not used */
    enum stick_state stick;
    const char *stick_key;               /* text key of the step or the failure */
    const char *stick_notes[VIEW_NOTES]; /* text keys of what to know beside it */
    size_t stick_note_count;
    bool stick_is_new;         /* nobody prepared it: it may be anybody's */
    const char *stick_warning; /* text key of what to know before a visit; "" */
    struct view_post post;
    struct view_content content;
    int stick_part, stick_whole;
    int64_t stick_files, stick_bytes;
    enum check_state checks[CHECKS];
    const char *check_note[CHECKS]; /* text key, or "" */
    const char *clock_text;         /* "maandag 3 maart 2026, 14:05" */
    int clock_quality;
    uint64_t disk_free_mb;
    const char *version;
    struct health health;
    const char *place; /* text key of where the kiosk stands; "": nobody said */
    struct view_log *log;
    size_t log_count;
    struct view_fault *faults;
    size_t fault_count;
    struct view_admin admin;
};

/* The idea at this place of a list; NULL when there is none, or it cannot be read. */
static inline const struct view_idea *view_idea_at(const struct view *view, enum view_list list,
                                                   size_t index)
{
    return view->shelf.at == NULL ? NULL : view->shelf.at(view->shelf.ctx, list, index);
}

/* How many are on a list. */
static inline size_t view_idea_count(const struct view *view, enum view_list list)
{
    return view->shelf.count == NULL ? 0 : view->shelf.count(view->shelf.ctx, list);
}

/* The one at this place when those with the least support and helpers come first: the village tells
 * of these first. Cheap for one a turn. */
static inline const struct view_idea *view_idea_quiet(const struct view *view, enum view_list list,
                                                      size_t index)
{
    return view->shelf.quiet == NULL ? NULL : view->shelf.quiet(view->shelf.ctx, list, index);
}

/* The idea with this rid; NULL when it is not (any more) on the list. */
static inline const struct view_idea *view_idea_of(const struct view *view, enum view_list list,
                                                   const uint8_t rid[RECORD_RID])
{
    return view->shelf.of == NULL ? NULL : view->shelf.of(view->shelf.ctx, list, rid);
}

/* Ideas that residents see and that look like this text (idea_likeness of `least` and more), the
 * most alike first. Returns how many. */
static inline size_t view_ideas_alike(const struct view *view, const char *what, int least,
                                      uint8_t ret[VIEW_ALIKE][RECORD_RID])
{
    return view->shelf.alike == NULL ? 0 : view->shelf.alike(view->shelf.ctx, what, least, ret);
}

#endif
