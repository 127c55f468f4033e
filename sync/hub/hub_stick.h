/* hub_stick: a stick, or a folder with the files of one, on the clerk's PC.
 *
 *     DORPSHUIS/HEEN/<hub>/<kiosk>/A-00000057-3c9e5b1f.dkb    read: bundles of kiosks
 *     DORPSHUIS/AANMELD/<kiosk>.dkb                           read: requests to enrol
 *     DORPSHUIS/GELEZEN/<hub>/<kiosk>.dkb                     read: which acks it has read
 *     DORPSHUIS/TERUG/<hub>/<kiosk>/00000112-91ab04d2.dkb     written: acks
 *     DORPSHUIS/AANMELD/<kiosk>-antwoord.dkb                  written: the answer to a request
 *
 * <hub> and <kiosk> are party ids, 32 hex digits. Names say where to look, never what is believed.
 * What stands on a stick is made by anyone: only regular files, at most HUB_STICK_FILES of them and
 * HUB_STICK_BYTES in all, no deeper than this, no links, no names but these. What is odd is passed
 * over and told; the rest still works. Nothing that is on a stick is removed or changed.
 */
#ifndef DORPEL_HUB_STICK_H
#define DORPEL_HUB_STICK_H

#include "sync/hub/hub_apply.h"
#include "sync/hub/hub_enrol.h"
#include "sync/hub/hub_receive.h"

enum { HUB_STICK_FILES = 2000, HUB_STICK_BYTES = 200 * 1024 * 1024, HUB_STICK_NAME = 64 };

struct hub_stick_odd { /* a file that was not taken */
    const char *path;  /* below the folder; only letters that may stand in a sentence */
    const char *key;   /* why: "hub.odd.name", "hub.receipt.forged", ... */
};

struct hub_imported {
    size_t receipts[HUB_RECEIPTS]; /* files, by what became of them */
    struct hub_applied applied;
    struct hub_stick_odd *odd;
    size_t odd_count;
    size_t requests; /* to enrol, that wait for a yes */
};

/* A folder (of a stick, or with bundles in it) or one file. false: nothing more could be read or
 * written; what ret says of before that still holds. */
bool hub_stick_import(struct hub *hub, struct io *io, struct arena *arena, const char *path,
                      struct hub_imported *ret, struct err *err);

struct hub_answered {
    size_t kiosks, files;
    bool has_any; /* something was written */
};
/* Makes the acks that are due and writes all unread ones, of the kiosks that this stick knows (a
 * folder of theirs in HEEN or TERUG, or a request); `all`: of all kiosks. Each is read back. */
bool hub_stick_answer(struct hub *hub, struct io *io, const char *path, bool all,
                      struct hub_answered *ret, struct err *err);

/* Requests on a stick, in a folder or in one file, onto the list. */
bool hub_stick_requests(struct hub *hub, struct io *io, struct arena *arena, const char *path,
                        struct hub_imported *ret, struct err *err);

#endif
