/* sync_bench: a kiosk with ideas and votes in memory, and a fake stick in a folder, for the tests
 * of stick visits. On the caller's memory; it stays where sync_bench_init found it.
 */
#ifndef DORPEL_SYNC_BENCH_H
#define DORPEL_SYNC_BENCH_H

#include "sync/visit.h"
#include "tests/faults/store_rig.h"

enum { SYNC_BENCH_LOG = 8192 };

struct sync_bench {
    struct rig rig;
    struct store *store;
    struct pack pack; /* of one round: the rig's, with keys that can sign */
    uint8_t last_sign_secret[CRYPTO_SIGN_SECRET];
    uint8_t village_secret[CRYPTO_KEY]; /* names and words are sealed to its public half */
    struct arena arena;
    struct phrases phrases;
    struct io *io;
    char dir[48];             /* the stick, between visits */
    struct sync_kiosk *kiosk; /* for bundles; NULL: none travel */
    bool is_practice;
    bool bug_no_read_back;
    char log[SYNC_BENCH_LOG];   /* "step KEY N M" and "note KEY FILE" lines of the last visit */
    uint32_t operations, syncs; /* of the last visit */
};

void sync_bench_init(struct sync_bench *bench);
void sync_bench_finish(struct sync_bench *bench);
void sync_bench_fill(struct sync_bench *bench); /* twelve votes and two ideas */
/* n more votes, each of another voter. */
void sync_bench_votes(struct sync_bench *bench, unsigned n);
/* An idea with these words, in this state; its maker's name and number sealed. Its number. */
uint32_t sync_bench_idea(struct sync_bench *bench, const char *what, enum idea_state state);
struct export sync_bench_export(const struct sync_bench *bench);
/* One file as it would be exported now, in the bench's arena. */
struct export_bytes sync_bench_file(struct sync_bench *bench, enum export_file file);

bool sync_bench_visit(struct sync_bench *bench, struct stick_fault fault,
                      struct visit_outcome *ret);
/* The same on another kind of stick. */
bool sync_bench_visit_on(struct sync_bench *bench, struct stick *stick, struct visit_outcome *ret);
void sync_bench_visit_well(struct sync_bench *bench); /* asserts that it is done */
/* Every file of a visit is on the stick, as it must be now; place: "DORPSHUIS/broekhoven/". */
bool sync_bench_holds_all(struct sync_bench *bench, const char *place);
/* What is on the stick at this path; NULL when it is not there. */
const char *sync_bench_read(struct sync_bench *bench, const char *path, size_t *ret_len);
void sync_bench_write(struct sync_bench *bench, const char *path, const void *data, size_t len);
void sync_bench_clear(struct sync_bench *bench); /* an empty stick */

#endif
