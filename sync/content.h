/* content: a visit of a stick that brings the village's content: found, copied in, checked, told.
 *
 * The stick is mounted read-only until all of it is on our own disk (app/content/stage.h). When the
 * pack has faults, the same sentences that the screen shows are written on the stick as FOUTEN.txt,
 * for whoever corrects them at a kitchen table. Nothing in use changes: a person takes it.
 */
#ifndef DORPEL_SYNC_CONTENT_H
#define DORPEL_SYNC_CONTENT_H

#include "app/content/say.h"
#include "app/content/stage.h"
#include "app/store/store_told.h"
#include "sync/stick.h"

#define CONTENT_FAULTS_FILE "FOUTEN.txt"

struct content_visit {
    struct stick *stick;
    struct io *io; /* of the data folder */
    const char *data;
    struct store *store;        /* which rounds were opened; NULL: none */
    const struct pack *current; /* or NULL */
    const struct say *say;
    const char *assets; /* for trying out; NULL: found beside the program */
    bool no_trial;
    void (*step)(void *ctx, const char *key, int n, int m);
    void *ctx;
};

/* inhoud/verslag.json says what came of it, also when it was refused. False: "content.refused.disk"
 * or "stick.fail.pulled" in *ret_fail, with err. */
bool content_visit_run(const struct content_visit *visit, const char **ret_fail, struct err *err);

/* The faults of a report as text for a person with a notepad. */
const char *content_faults_text(const struct say *say, struct arena *arena,
                                const struct stage_report *report, size_t *ret_len);

/* The newest parcel for this village in DORPSHUIS/INHOUD of a stick; "" when there is none. */
bool content_find_parcel(char *dst, size_t cap, struct io *stick, const char *root, struct io *io,
                         const char *data, const struct pack *current);

/* The bytes of a parcel as they come over a network, in a file of ours. */
struct content_inbox {
    struct io *io;
    char path[1100];
    int file; /* -1: none */
    int64_t at;
};
bool content_inbox_open(struct content_inbox *ret, struct io *io, const char *data,
                        struct err *err);
bool content_inbox_take(void *inbox, const uint8_t *data, size_t len); /* for a carrier */
void content_inbox_close(struct content_inbox *inbox);                 /* and the file goes */

/* A parcel that came by a stick visit or the network, staged when it is newer than what is known.
 * True with *ret_is_new when one waits now. One that is refused is told in a record, for the hub
 * that handed it on; once, however often it comes. */
bool content_stage_parcel(struct io *io, const char *data, struct store *store,
                          const struct pack *current, struct io *from_io, const char *path,
                          struct told_at at, bool *ret_is_new, struct err *err);

#endif
