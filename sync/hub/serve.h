/* serve: `dorpel-hub serve`: the web server until a signal ends it.
 *
 * Says on `out` where it listens, one address a line; as long as there is no account, also the one
 * address at which the first is made.
 */
#ifndef DORPEL_HUB_SERVE_H
#define DORPEL_HUB_SERVE_H

#include "app/content/say.h"
#include "sync/hub/hub.h"

struct serve_options {
    const struct hub_place *place;
    const struct say *say;
    const char *assets;  /* NULL: beside the program, or where it is installed */
    const char *listen;  /* "127.0.0.1:8080"; port 0: any */
    const char *scratch; /* a folder for files on their way; NULL: that of the database, or /tmp */
    int64_t poll_s;      /* kiosks are asked not to come sooner than after this; 0: as they like */
};

bool serve_run(const struct serve_options *options, FILE *out, struct err *err);

#endif
