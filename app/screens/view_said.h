/* view_said: an answer in words as the screens see it. Residents get those that were placed. */
#ifndef DORPEL_VIEW_SAID_H
#define DORPEL_VIEW_SAID_H

#include "app/domain/idea.h"
#include "app/domain/question.h"

enum { VIEW_SAID = 200 /* of one question; and of all that wait */ };

struct view_said {
    const uint8_t *rid;
    const char *question;            /* as it is asked now; "" when it is not asked any more */
    const char *texts[ANSWER_TEXTS]; /* the answer; of an action: why, means, what kills it */
    enum idea_state state;           /* waiting, shown or hidden */
};

#endif
