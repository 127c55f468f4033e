/* sync_options: what dorpel-sync is asked to do: the command line, the kiosk's settings, and in a
 * visit that was asked for on a connection, one line from it.
 *
 * Texts point into argv or into `conf`, which must live as long.
 */
#ifndef DORPEL_SYNC_OPTIONS_H
#define DORPEL_SYNC_OPTIONS_H

#include "sync/carrier.h"
#include "sync/stick.h"
#include "sync/sync_conf.h"

enum sync_word {
    WORD_VISIT,
    WORD_STATUS,
    WORD_ENROL,
    WORD_RUN,
    WORD_CONTENT,
    WORD_PHOTOS,
    WORD_HELPERS,
    SYNC_WORDS
};

struct sync_options {
    enum sync_word word;
    const char *accept, *code, *village; /* of enrol */
    const char *hub, *webdav, *login, *every;
    struct carrier_options carrier;
    int64_t every_s;
    bool now, once;
    bool asked; /* the connection on standard input says the rest: sync_options_ask */
    const char *data, *pack, *assets, *kind, *fail, *new_stick, *stick, *conf;
    struct stick_fault fault;
    char practice[SYNC_CONF_TEXT + 16]; /* the folder of practice, when that was asked */
};

/* false: asked in a wrong way (err->code ERR_NONE), or the settings cannot be read (err says so).
 */
bool sync_options_read(struct sync_options *ret, struct sync_conf *conf, int argc, char *argv[],
                       struct err *err);

/* The line "visit|content|enrol|photos|helpers real|practice yes|no", without its end: for what, of
 * whose store, and whether a stick that nobody prepared may be. Anything else is refused: paths
 * come from the settings alone. */
bool sync_options_ask(struct sync_options *options, const char *line);

/* A kiosk that belongs to no hub, by its settings: nothing to run for. */
bool sync_options_no_hub(const struct sync_options *options);

#endif
