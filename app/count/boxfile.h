/* boxfile: a stembus.jsonl, the ballot box of one kiosk as it left on a stick.
 *
 * The form is fixed in sync/README.md: canonical JSON lines by rising rid, ballots and register
 * entries, and the closing statements. Everything in it is forged until proven: a line in another
 * form, a ballot that is not its own hash, a wrong length, a line out of order or a cut-off end
 * refuses the file, with the number of the line. What a file cannot prove about itself (who voted,
 * whether a line was left out) is for the closing statement and the registrar.
 * Lines of other rounds are checked and passed over. All memory is the arena's.
 */
#ifndef DORPEL_BOXFILE_H
#define DORPEL_BOXFILE_H

#include "app/count/snag.h"
#include "app/domain/record.h"
#include "app/domain/seal.h"

enum { BOX_MAX_FILE = 64 * 1024 * 1024, BOX_MAX_LINE = 4096 };

struct box_ballot {
    uint8_t id[BALLOT_ID]; /* BLAKE2b-256 of sealed */
    const uint8_t *sealed; /* seal_ballot_len(round) bytes */
};

struct box_entry {
    uint8_t rid[RECORD_RID];
    uint8_t tag[CODE_TAG];
    uint8_t sealed[SEAL_REGISTER];
};

struct box_statement { /* what the kiosk said it held when the round was closed */
    uint8_t rid[RECORD_RID];
    uint32_t ballots, registers, unlocks;
    uint8_t set_digest[CRYPTO_HASH];
};

struct box {
    const char *path;
    struct box_ballot *ballots; /* by rising id */
    size_t ballot_count;
    struct box_entry *entries; /* by rising rid */
    size_t entry_count;
    struct box_statement *statements; /* of this round */
    size_t statement_count;
};

bool box_load(struct box *ret, struct io *io, struct arena *arena, const char *path,
              const struct round *round, struct snag *snag);

/* The ballots of several boxes by rising id, each once, in the arena. */
struct box_ballot *box_merge_ballots(struct arena *arena, const struct box *boxes, size_t box_count,
                                     size_t *ret_count);
/* NULL: not among them. */
const struct box_ballot *box_find_ballot(const struct box_ballot *ballots, size_t count,
                                         const uint8_t id[BALLOT_ID]);

/* Why a box is not the whole of what its kiosk held; each has a sentence ("box.<name>"). */
enum box_state {
    BOX_WHOLE,
    BOX_NO_STATEMENT, /* the round was not closed when this was taken along */
    BOX_STATEMENTS,   /* more than one */
    BOX_COUNTS,       /* other numbers than it says */
    BOX_OTHER_SET,    /* the numbers fit, the ballots are others */
    BOX_STATES
};
const char *box_state_name(enum box_state state); /* "no-statement" */
enum box_state box_check(const struct box *box);

#endif
