/* claims: which ballots count. A register entry is a claim: this code (by its tag) brought in that
 * ballot. The registrar opens the entries, checks the proof of each against her book, and of
 * several ballots under one tag takes the one with the smallest BLAKE2b-256(round id, ballot id).
 *
 * The outcome is the same for every order of boxes and lines. It is pure: no files, no clock; all
 * memory is the arena's.
 */
#ifndef DORPEL_CLAIMS_H
#define DORPEL_CLAIMS_H

#include "app/count/boxfile.h"
#include "app/count/codebook.h"
#include "app/count/keyfile.h"

enum claim_reason { /* why an entry or a ballot does not count; "niet.<name>" is its sentence */
                    CLAIM_CODE_TWICE,   /* ballot: another use of the same code counts. No fault of
                                           the box. */
                    CLAIM_NO_ENTRY,     /* ballot: no good register entry brought it in */
                    CLAIM_OVER_TURNS,   /* ballot: more than the caretaker gave turns */
                    CLAIM_UNKNOWN_CODE, /* entry: the registrar knows no such code */
                    CLAIM_SHUT,         /* entry: does not open with the registrar's key */
                    CLAIM_WRONG_PROOF,  /* entry: the proof is not that of the code */
                    CLAIM_NO_BALLOT,    /* entry: its ballot is in none of the boxes */
                    CLAIM_BALLOT_TWICE, /* entry: its ballot counts already, by another code */
                    CLAIM_VOIDED,       /* ballot: the village made its letter void. No fault. */
                    CLAIM_REASONS
};
const char *claim_reason_name(enum claim_reason reason); /* "code-twice" */

struct lost_ballot {
    uint8_t id[BALLOT_ID];
    enum claim_reason reason;
};

struct claims {
    uint8_t (*counting)[BALLOT_ID]; /* by rising id, all different */
    size_t count;
    struct lost_ballot *lost; /* ballots that do not count, by rising id */
    size_t lost_count;
    uint32_t rejected[CLAIM_REASONS]; /* entries and ballots, by reason */
};

/* book is NULL for a round without codes. key is the registrar's. */
void claims_decide(struct claims *ret, struct arena *arena, const struct round *round,
                   const struct keyfile *key, const struct codebook *book, const struct box *boxes,
                   size_t box_count);
/* Everything but codes that were used twice: signs that a box was tampered with. */
uint32_t claims_faults(const struct claims *claims);

#endif
