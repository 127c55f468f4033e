/* reply: what the village council or the municipality says to an idea, and in which role.
 *
 * The four roles are those of the talk: who speaks says what kind of answer it is, so that nobody
 * takes a wish for a law or a law for a wish. Pure.
 */
#ifndef DORPEL_REPLY_H
#define DORPEL_REPLY_H

#include "app/base/json.h"

#include <stdbool.h>

enum reply_from { REPLY_VILLAGE, REPLY_MUNICIPALITY, REPLY_FROMS };
enum reply_role {
    ROLE_OF_LAW,          /* "Zo is de wet" */
    ROLE_OF_MUNICIPALITY, /* "Dit regelt de gemeente" */
    ROLE_OF_TOGETHER,     /* "Dit doen we samen" */
    ROLE_OF_VILLAGE,      /* "Dit is aan het dorp" */
    REPLY_ROLES
};
enum { REPLY_TEXT = 280 }; /* characters */

struct reply {
    enum reply_role role;
    char text[REPLY_TEXT * 4 + 1]; /* UTF-8; "": no reply */
};

const char *reply_from_name(enum reply_from from); /* "dorp", "gemeente": in the item's path */
const char *reply_role_name(enum reply_role role); /* "wet", "gemeente", "samen", "dorp" */
json_t *reply_to_json(const struct reply *reply);  /* a new reference; null when it says nothing */
/* False: not a reply of ours; *ret is then empty. */
bool reply_from_json(struct reply *ret, const json_t *value);

#endif
