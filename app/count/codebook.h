/* codebook: what the registrar holds of the voting codes: each code's tag with its proof.
 *
 * registrar-codes.json, secret: who has a proof and its tag can make a register entry. The codes
 * themselves are only in codes.csv, which is destroyed after the letters are printed.
 */
#ifndef DORPEL_CODEBOOK_H
#define DORPEL_CODEBOOK_H

#include "app/count/snag.h"
#include "app/domain/code.h"
#include "app/domain/round.h"

struct codebook_line {
    uint8_t tag[CODE_TAG];
    uint8_t proof[CODE_PROOF];
    uint32_t number; /* of its letter, from 1; 0: a book from before they were kept */
    bool is_void;    /* the village made that letter void */
};

struct codebook {
    uint8_t round[ROUND_ID];
    struct codebook_line *lines; /* by rising tag, all different; in the arena */
    size_t count;
};

void codebook_sort(struct codebook *book);
const struct codebook_line *codebook_find(const struct codebook *book, const uint8_t tag[CODE_TAG]);
/* Makes void what a kiosk's records.jsonl says of letters of this round (kind round-act, {"void":
 * {"letter":..}}); other lines are passed over. A letter that is not in the book is refused. */
bool codebook_void(struct codebook *book, struct io *io, const char *path,
                   const uint8_t round_id[ROUND_ID], size_t *ret_count, struct snag *snag);
bool codebook_load(struct codebook *ret, struct io *io, struct arena *arena, const char *path,
                   struct snag *snag);
bool codebook_save(const struct codebook *book, struct io *io, const char *path,
                   struct snag *snag); /* mode 0600 */

#endif
