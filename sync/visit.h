/* visit: one visit of a stick, from "it is in" to "you may take it out".
 *
 * Invariants
 *  1. The stick is mounted read-only until all that it brings has been read and proved.
 *  2. Each file is written under a temporary name, synced, renamed, and its folder synced: an old
 *     whole file stays until the new one is whole.
 *  3. `done` is told only after the stick was unmounted and mounted again and every byte was
 *     compared with hashes kept in memory, never with anything from the stick.
 *  4. Nothing on the stick changes what the kiosk holds but a result, an ack or an answer with a
 *     good signature. What a fault leaves behind is on the stick; the kiosk's records are the same
 *     before and after. A bundle is on its way only after the read-back.
 *  5. A folder on the stick has one writer: a kiosk writes where its own kiosk.id stands, and never
 *     over a ballot box that holds a proven ballot which it does not know itself.
 *
 *   mount --> look --> import --> write --> close --> check --> done
 *     \________\_________\__________\_________\________\------> failed KEY
 */
#ifndef DORPEL_STICK_VISIT_H
#define DORPEL_STICK_VISIT_H

#include "sync/export.h"
#include "sync/kiosk.h"
#include "sync/stick.h"

struct visit_paper { /* a file to print, for the top of the stick; bytes NULL: there is none */
    const char *name;
    const void *bytes;
    size_t len;
};
enum { VISIT_PAPERS = 2 };

struct visit_plan {
    struct stick *stick;
    struct export export;
    struct sync_kiosk *kiosk; /* bundles and acks; NULL: none travel */
    struct io *home;          /* of the data folder; NULL: no content is taken in */
    const char *data;
    bool known_only; /* a stick without stick.id is somebody's own: nothing is written */
    int64_t now_s;   /* UTC, for bundles but votes; 0: not known */
    int quality;     /* enum clock_quality */
    /* Told before each step: key of a text ("stick.step.write"), step n of m. */
    void (*step)(void *ctx, const char *key, int n, int m);
    /* Told beside the steps, and about which file: "stick.note.result",
     * "stick.note.result-refused", "stick.note.not-released" (the kiosk's own disk is full: new
     * ballots wait), "stick.note.ack", "stick.note.ack-refused", "stick.note.hub-waits" (a hub
     * answered: the admin must compare), "stick.note.hub", "stick.note.hub-refused". */
    void (*note)(void *ctx, const char *key, const char *file);
    void *ctx;
    /* Makes the index-th of VISIT_PAPERS files to print (paper.h); NULL: none are made. One that
     * cannot be made is left out: it keeps no vote from travelling. */
    bool (*paper)(void *paper_ctx, struct arena *arena, size_t index, struct visit_paper *ret,
                  struct err *err);
    void *paper_ctx;
#ifdef DORPEL_TEST
    bool bug_no_read_back; /* the planted bug: believes the stick */
#endif
};

struct visit_outcome {
    const char *fail_key; /* NULL: done. "stick.fail.pulled", ... */
    uint32_t files;
    uint64_t bytes;
};

/* true: done. On false outcome->fail_key is the sentence and err what happened, for the log. */
bool visit_stick(const struct visit_plan *plan, struct visit_outcome *ret, struct err *err);

#endif
