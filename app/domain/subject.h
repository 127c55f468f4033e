/* subject: what a neighbour's deed is about, as one text that stays the same on every kiosk.
 *
 * "idea/<rid>", "plan/<round id>/3", and by the id in the village's content: "jewel/oogstfeest",
 * "project/jeu-de-boules", "question/kanaal". It stands in the records of pledges, thanks, answers
 * and owner steps, so that anyone can read what they belong to. The round's id is the practice one
 * in practice. Knows no store and no pack.
 */
#ifndef DORPEL_SUBJECT_H
#define DORPEL_SUBJECT_H

#include "app/domain/record.h"
#include "app/domain/round.h"

enum { SUBJECT_CAP = 240 }; /* bytes with the end */
enum subject_kind {
    SUBJECT_IDEA,
    SUBJECT_PLAN,
    SUBJECT_JEWEL,
    SUBJECT_PROJECT,
    SUBJECT_QUESTION,
    SUBJECT_KINDS
};

/* Each writes into dst, which is returned. */
const char *subject_idea(char dst[SUBJECT_CAP], const uint8_t rid[RECORD_RID]);
const char *subject_plan(char dst[SUBJECT_CAP], const uint8_t round_id[ROUND_ID], unsigned number);
const char *subject_of(char dst[SUBJECT_CAP], enum subject_kind kind, const char *id);
bool subject_is(const char *text, enum subject_kind kind);
bool subject_is_good(const char *text);   /* in one of these forms */
const char *subject_id(const char *text); /* what stands behind the kind */

/* "Van wie is dit plan?" changes in steps that all can see, each with one of a few plain reasons:
 * fixed, so that nothing that somebody typed stands on the screen unread. */
enum owner_reason {
    OWNER_WE_CAN,    /* we can do it ourselves */
    OWNER_NEED_HELP, /* alone we cannot */
    OWNER_JOINS,     /* another joins in */
    OWNER_NOT_OURS,  /* only the municipality can */
    OWNER_ASKED,     /* the village asked for it */
    OWNER_REASONS
};
const char *owner_reason_name(enum owner_reason reason); /* "we-can", ...: of records and texts */
bool owner_reason_parse(enum owner_reason *ret, const char *name);

#endif
