/* http_parts: bundles that come in parts, until they are whole. In files without a name beside the
 * database: whatever ends the hub, nothing of them stays. A few at a time; the one that nobody sent
 * to for the longest makes room. Not for threads.
 */
#ifndef DORPEL_HUB_HTTP_PARTS_H
#define DORPEL_HUB_HTTP_PARTS_H

#include "sync/bundle.h"

enum { HTTP_PARTS = 32 };

struct http_part {
    uint8_t id[BUNDLE_ID];
    int file; /* 0: not in use */
    size_t got, whole;
    uint64_t used; /* when, as a number that rises */
};

struct http_parts {
    const char *dir; /* borrowed */
    struct http_part list[HTTP_PARTS];
    uint64_t turn;
};

/* How much of it came; 0: nothing. */
size_t http_parts_got(const struct http_parts *parts, const uint8_t id[BUNDLE_ID]);
/* Adds what comes at this offset. ERR_USED: that is not where we are (see http_parts_got).
 * ERR_LIMIT, ERR_FULL, ERR_IO. *ret_whole: all of it is there. */
bool http_parts_add(struct http_parts *parts, const uint8_t id[BUNDLE_ID], size_t offset,
                    size_t whole, const uint8_t *data, size_t len, bool *ret_whole,
                    struct err *err);
/* All of it, in arena memory; and it is no part any more. ERR_CRYPTO: it is not what its id says.
 */
bool http_parts_take(struct http_parts *parts, struct arena *arena, const uint8_t id[BUNDLE_ID],
                     struct bundle_bytes *ret, struct err *err);
void http_parts_finish(struct http_parts *parts);

#endif
