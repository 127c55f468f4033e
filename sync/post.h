/* post: what a kiosk has to send, put into bundles, and what it believes of the answers.
 *
 * Votes and the rest go in streams of their own. Votes: only what store_vote_release let go, with
 * no time on the bundle. A bundle is made, opened again with nothing but its bytes and compared
 * before it is kept: what cannot be read at the hub never leaves.
 */
#ifndef DORPEL_POST_H
#define DORPEL_POST_H

#include "sync/kiosk.h"

enum { POST_VOTES = 400, POST_RECORDS = 1000, POST_BYTES = 1024 * 1024 }; /* in one bundle */

struct post_news { /* what one ack changed, for the log and the screen */
    size_t received, safe;
    bool resend_all, new_incarnation;
};

/* Seals all that may leave. created_s and quality are of the clock, for stream B only. Does nothing
 * while the kiosk is not enrolled. */
bool post_seal(struct sync_kiosk *kiosk, int64_t created_s, int quality, bool is_practice,
               size_t *ret_bundles, struct err *err);
/* An ack that came. ERR_DENIED: not enrolled, of a lower incarnation of the hub, for another. Told
 * again it changes nothing. */
bool post_hear(struct sync_kiosk *kiosk, const uint8_t *data, size_t len, struct post_news *ret,
               struct err *err);

/* "A-00000057-3c9e5b1f.dkb": the number is for people, the hash names it. */
enum { POST_NAME = 32 };
void post_name(char ret[POST_NAME], enum bundle_stream stream, uint64_t seq,
               const uint8_t id[BUNDLE_ID]);

#endif
