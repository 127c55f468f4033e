/* net_run: `dorpel-sync run`: the program beside the screen that goes to the hub by itself.
 *
 * For each visit it opens the store anew (the app may have set a damaged one aside), and closes it:
 * between visits it holds nothing open, and sleeps in one call. SIGTERM and SIGINT end it between
 * two steps; SIGUSR1, or a byte in the FIFO sync.call of the data folder, says "now".
 *
 * Lines on standard output: "visit done sent=N received=N safe=N", "visit failed REASON",
 * "note KEY DETAIL", "next SECONDS".
 */
#ifndef DORPEL_NET_RUN_H
#define DORPEL_NET_RUN_H

#include "app/base/io.h"
#include "app/content/pack.h"
#include "sync/carrier.h"

struct net_run {
    struct io *io;
    const char *data_dir;
    const struct pack *pack; /* NULL: no name to enrol with */
    struct carrier *carrier;
    int64_t every_s; /* DAEMON_EVERY_S, or sooner in a hall */
    bool now;        /* the first visit at once */
    bool once;       /* one visit, and the outcome is what returns */
};

/* Opens the kiosk's database, beside the app; a practice one says so by refusing. NULL with err. */
struct store *net_open_store(struct io *io, const char *dir, bool *ret_is_practice,
                             struct err *err);

/* false: it could not begin, or the one visit failed. */
bool net_run(const struct net_run *run, struct err *err);

#endif
