/* view_own: the village's own things as the screens see them: what goes well, how funded plans
 * fare, questions, knowledge, and what has left. A part of struct view; see view.h.
 */
#ifndef DORPEL_VIEW_OWN_H
#define DORPEL_VIEW_OWN_H

#include "app/domain/question.h"
#include "app/domain/subject.h"
#include "app/screens/view_said.h"

struct view_jewel { /* of the village's content; those of residents are VIEW_JEWELS */
    const struct jewel *jewel;
    const char *about; /* its subject */
    uint32_t helpers;
};

struct view_project {
    const struct project *project;
    const char *about;
    uint32_t thanks, helpers;
};

struct view_question {
    const struct question *question;
    const char *about;
    bool is_shown;                   /* may it be seen how it was answered? If not, no counts: */
    uint32_t answers;                /* 0 while it is not shown */
    uint32_t choice[ANSWER_CHOICES]; /* the same */
};

enum { VIEW_OWNER_STEPS = 8 };
struct view_owner_step {
    enum owner was, owner;
    enum owner_reason reason;
    bool is_maker;
};

enum view_sent_state { SENT_READY, SENT_AWAY, SENT_RECEIVED, SENT_SAFE };
enum { VIEW_SENT = 40 };
struct view_sent { /* a parcel that left, or is ready to; never one with votes */
    enum view_sent_state state;
    const char *day; /* "9 maart", or "" */
    bool by_net, has_left;
    uint32_t things;
};
struct view_sent_thing {
    const char *icon, *key, *words; /* a sentence by key; words of its own, or "" */
};

struct view_own {
    struct view_jewel *jewels;
    struct view_project *projects;
    struct view_question *questions;
    const struct card *cards;
    const struct card *guests; /* cards of other villages */
    size_t jewel_count, project_count, question_count, card_count, guest_count;
    bool holds;             /* supports, pledges and thanks wait until the admin lets them count */
    struct view_sent *sent; /* the newest first */
    size_t sent_count;
    void *ctx; /* asked when a screen shows it; what it gives lives until the next view */
    /* The steps of one subject, the newest first, at most VIEW_OWNER_STEPS. */
    size_t (*steps)(void *ctx, const char *about, struct view_owner_step *ret);
    /* What is in a parcel. */
    size_t (*open)(void *ctx, size_t sent, const struct view_sent_thing **ret);
    /* What was said in words about a subject, and placed. */
    size_t (*said)(void *ctx, const char *about, const struct view_said **ret);
};

#endif
