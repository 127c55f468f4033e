/* bundle_bench: a village's two kiosks, a hub with its recovery key and a stranger, always the
 * same, and small bundles of theirs. For tests, the golden vectors and the fuzzer.
 *
 * init/finish on the caller's memory; what is made stands in the bench's arena. Whatever fails here
 * is the test's own mistake: assert.
 */
#ifndef DORPEL_BUNDLE_BENCH_H
#define DORPEL_BUNDLE_BENCH_H

#include "app/domain/seal.h"
#include "sync/ack.h"
#include "sync/enrol.h"
#include "sync/frame.h"

enum { BUNDLE_BENCH_WRAPS = 3, BUNDLE_BENCH_PLANS = 14 };
enum bundle_bench_who { KIOSK, OTHER, HUB, RECOVERY, STRANGER, BUNDLE_BENCH_PARTIES };
extern const char *const bundle_bench_names[BUNDLE_BENCH_PARTIES]; /* "kiosk", "other", ... */

struct bundle_bench {
    struct arena arena;
    struct party_secret who[BUNDLE_BENCH_PARTIES];
    uint8_t wrap[BUNDLE_BENCH_WRAPS][CRYPTO_KEY]; /* box keys: hub, recovery, other */
    uint8_t incarnation[BUNDLE_INCARNATION];
    struct plan plans[BUNDLE_BENCH_PLANS];
    struct round round; /* a round of fourteen plans with codes */
};

void bundle_bench_init(struct bundle_bench *bench); /* seeds the randomness of a test build */
void bundle_bench_finish(struct bundle_bench *bench);

/* The first bundle of the rest, of this type, to the hub. */
struct bundle_head bundle_bench_head(const struct bundle_bench *bench, enum bundle_type type);
struct bundle_bytes bundle_bench_make(struct bundle_bench *bench, const struct bundle_head *head,
                                      const void *payload, size_t len, size_t wraps,
                                      enum bundle_bench_who sender);

/* One record of every kind, two of them erased, and one of a kind that nobody knows yet. */
enum { BUNDLE_BENCH_FRAMES = 17 };
struct frame *bundle_bench_frames(struct bundle_bench *bench);
struct record bundle_bench_record(struct bundle_bench *bench, enum record_kind kind);
struct record bundle_bench_tombstone(struct bundle_bench *bench, enum record_kind kind);
struct frame bundle_bench_unknown(struct bundle_bench *bench);
/* Ballots and register entries of this many voters, with real seals: 2 * count frames. */
struct frame *bundle_bench_votes(struct bundle_bench *bench, size_t count);

/* Their payload, with a manifest as a kiosk writes it. */
struct bundle_bytes bundle_bench_payload(struct bundle_bench *bench, struct frame *frames,
                                         size_t count);
/* All of that, sealed by the kiosk. */
struct bundle_bytes bundle_bench_data(struct bundle_bench *bench, size_t wraps);
struct bundle_bytes bundle_bench_ack(struct bundle_bench *bench);
struct bundle_bytes bundle_bench_request(struct bundle_bench *bench);
struct bundle_bytes bundle_bench_answer(struct bundle_bench *bench);

/* The last 64 bytes anew: what was changed is signed by this party. */
void bundle_bench_sign(struct bundle_bench *bench, struct bundle_bytes bundle,
                       enum bundle_bench_who sender);

#endif
