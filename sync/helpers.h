/* helpers: a visit of the stick that has the village's key: the sheet of who joins in with what.
 *
 * This program cannot open a name: dorpel-count does, a program of its own, with the key where it
 * is, and writes the sheet beside it. The key is never copied; what was handed over is sealed, and
 * wiped. The sheet is looked for again after the stick was unmounted.
 */
#ifndef DORPEL_SYNC_HELPERS_H
#define DORPEL_SYNC_HELPERS_H

#include "app/store/store.h"
#include "sync/stick.h"

#define HELPERS_KEY "village.geheim"
#define HELPERS_SHEET "WIE-DOEN-MEE.txt"

struct helpers_visit {
    struct stick *stick;
    struct io *io; /* of the data folder */
    const char *data;
    struct store *store;
    const char *assets; /* of dorpel-count; NULL: it finds them */
    void (*step)(void *ctx, const char *key, int n, int m);
    void *ctx;
};

/* False: a text key in *ret_fail, with err. */
bool helpers_visit_run(const struct helpers_visit *visit, const char **ret_fail, struct err *err);

#endif
