/* store_logbook: what caretaker and admin did, and the machine's own troubles; never a vote.
 *
 * Each line is linked to the one before it by a hash, so that a line that was changed, taken out or
 * moved is found. The newest link leaves the kiosk in a health record at every stick visit and
 * every night: who writes the chain anew on the card cannot write those again.
 */
#ifndef DORPEL_STORE_LOGBOOK_H
#define DORPEL_STORE_LOGBOOK_H

#include "app/store/store.h"

#ifdef DORPEL_TEST
enum { LOGBOOK_KEEPS = 500 };
#else
enum { LOGBOOK_KEEPS = 20000 }; /* the newest; some 3 MB */
#endif

/* key is a text key of assets/texts, detail is free (may be NULL); never a visitor's words. */
bool store_logbook_add(struct store *store, int64_t wall_s, const char *key, const char *detail,
                       struct err *err);
struct logbook_line {
    int64_t wall_s; /* UTC, as far as the clock can be believed */
    const char *key, *detail;
};
/* The newest `most` lines, oldest first. */
bool store_logbook(struct store *store, struct arena *arena, size_t most, struct logbook_line **ret,
                   size_t *ret_count, struct err *err);

struct logbook_check {
    bool is_whole;
    int64_t line;   /* when not: the first line that is missing or is not as it was written */
    size_t lines;   /* that were checked */
    size_t anchors; /* health records that agree */
};
/* Reads all of it. False only when it cannot be read. */
bool store_logbook_check(struct store *store, struct logbook_check *ret, struct err *err);
/* A health record with the newest link; nothing when that one was told already. */
bool store_logbook_anchor(struct store *store, struct err *err);

#endif
