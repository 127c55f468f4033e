/* pack_change: what is other in a pack than in the one before, thing by thing and field by field;
 * and whether those who signed it may change that.
 *
 * Things are known by their ids, plans by round and number. A thing that is new or gone counts as
 * a change of all its fields. The list lives in the arena and points into both packs.
 */
#ifndef DORPEL_PACK_CHANGE_H
#define DORPEL_PACK_CHANGE_H

#include "app/content/pack.h"

enum change_what { CHANGE_NEW, CHANGE_GONE, CHANGE_OTHER, CHANGE_WHATS };

struct change {
    enum content_kind kind;
    enum change_what what;
    const char *id;    /* "oogstfeest"; of a plan "2026/4" */
    const char *title; /* for people; may be the id */
    const char *field; /* "bedrag"; "" when the whole is new or gone */
    bool is_money;
    bool is_allowed;
};

struct change_list {
    struct change *list; /* by kind, then as in the packs */
    size_t count;
    size_t items[CONTENT_KINDS][CHANGE_WHATS]; /* things, not fields */
    size_t money;                              /* amounts that are other */
    size_t refused;                            /* in the list */
};

/* before: the pack in use, or NULL when there is none: then all is allowed. signers: bits of enum
 * content_signer. ERR_MEMORY. */
bool pack_changes(struct change_list *ret, struct arena *arena, const struct pack *before,
                  const struct pack *after, unsigned signers, struct err *err);

#endif
