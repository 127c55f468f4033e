/* box_lines: the lines of a stembus.jsonl (sync/README.md), as a kiosk and a hub write it: ballots,
 * register entries and closing statements, sorted by rid, so that nothing tells the order of votes.
 *
 * All memory is the arena's. Knows no database.
 */
#ifndef DORPEL_BOX_LINES_H
#define DORPEL_BOX_LINES_H

#include "app/domain/record.h"

struct box_line {
    uint8_t rid[RECORD_RID];
    const char *text;
    size_t len;
};

struct box_lines { /* begin with the arena alone */
    struct arena *arena;
    struct box_line *list;
    size_t count, cap;
    size_t bytes; /* with their newlines */
};

struct box_vote {
    const uint8_t *round_id;  /* 16 */
    const uint8_t *rid;       /* 16 */
    const uint8_t *ballot_id; /* 32; NULL: a register entry */
    const uint8_t *tag;       /* 32; NULL: a ballot */
    const uint8_t *sealed;
    size_t sealed_len;
};

bool box_lines_vote(struct box_lines *lines, const struct box_vote *vote);
bool box_lines_statement(struct box_lines *lines, const struct record *record);
/* All of them, sorted, each once, each with its newline. NULL: no room. */
char *box_lines_join(struct box_lines *lines, size_t *ret_len);

#endif
