/* record: the one form in which everything is kept. A kiosk makes records and never changes one.
 *
 * Every body is canonical JSON, a ballot's and a register entry's too: {"ballot","round","sealed"}
 * and {"round","sealed","tag"}, bytes as hex. A correction is a new record. An erase leaves a
 * tombstone: the rid and the hash of the body stay. A ballot is named after its own bytes: "ballot"
 * is the hash of "sealed", its rid the first 16 bytes of that. Every other rid is random.
 */
#ifndef DORPEL_RECORD_H
#define DORPEL_RECORD_H

#include "app/base/arena.h"
#include "app/base/crypto.h"
#include "app/base/json.h"

enum { RECORD_RID = 16, RECORD_VERSION = 1 };
/* Of a body, bytes. The result of a round holds a receipt a ballot: some 23,000 fit. */
enum { RECORD_MAX_BODY = 64 * 1024, RECORD_MAX_RESULT = 256 * 1024 };

enum record_kind {
    RECORD_IDEA,
    RECORD_SUPPORT,
    RECORD_PLEDGE,
    RECORD_ANSWER,
    RECORD_THANKS,
    RECORD_BALLOT,
    RECORD_REGISTER,
    RECORD_MODERATION,
    RECORD_CONTENT_EDIT,
    RECORD_ROUND_ACT,
    RECORD_CLOSE_STATEMENT,
    RECORD_HEALTH,
    RECORD_CONTENT_APPLIED,
    RECORD_ERASE,
    RECORD_KINDS
};
const char *record_kind_name(enum record_kind kind); /* "idea", "round-act", ... */
bool record_kind_parse(enum record_kind *ret, const char *name);
bool record_may_be_erased(enum record_kind kind);
size_t record_max_body(enum record_kind kind); /* bytes */

struct record {
    uint8_t rid[RECORD_RID];
    enum record_kind kind;
    int version;
    const char *body; /* canonical JSON; NULL for a tombstone */
    size_t body_len;
    uint8_t body_hash[CRYPTO_HASH];
};

/* A new record with a random rid around a JSON body (borrowed; its canonical bytes go into the
 * arena). Erasable kinds get 16 random bytes ("pepper") so that the hash tells nothing. Ballots and
 * register entries are not made here: seal_vote makes both at once. */
bool record_make(struct record *ret, struct arena *arena, enum record_kind kind, json_t *body,
                 struct err *err);
/* One line of an export: {"body":...,"hash":..,"kind":..,"rid":..,"version":..} canonical. NULL
 * when the body is no JSON. A line of record_from_line gives just these bytes again. */
char *record_line(struct arena *arena, const struct record *record, size_t *ret_len);
bool record_from_line(struct record *ret, struct arena *arena, const char *line, size_t len,
                      struct err *err);

#endif
