/* stock: the packs that a kiosk keeps in its data folder: the one in use, the one before it, and
 * one that waits until a person takes it.
 *
 *     inhoud/stand.json     which is which; written whole, renamed once: that is the switch
 *     inhoud/<slot>/        a pack, its photos made small
 *     inhoud/<slot>.json    what it was when it came: of which photos the small ones were made
 *     inhoud/nieuw-HEX/     one that is being copied in; whatever stands there is worth nothing.
 * Two that are copied in at the same time never meet in one folder inhoud/verslag.json   what came
 * of the last one that was brought (stage.h)
 *
 * Invariants
 *  1. A slot is whole, checked and tried before its name stands in stand.json or verslag.json.
 *  2. A slot is never changed. One that nothing names may be removed at any time: it becomes
 *     inhoud/weg-<slot>, and goes when still nothing names it.
 *  3. `highest` never falls but with the village's key: a lower version is never taken again.
 *  4. After a power cut stand.json says what it said before, or what it says after.
 */
#ifndef DORPEL_STOCK_H
#define DORPEL_STOCK_H

#include "app/content/pack.h"

enum { STOCK_SLOT = 17 };
#define STOCK_NONE ""

struct stock {
    char now[STOCK_SLOT], before[STOCK_SLOT]; /* "" for none */
    uint64_t version;                         /* of the one in use; 0: it was not signed */
    uint64_t version_before;
    uint64_t highest; /* ever seen under the village's key */
    bool is_fresh;    /* taken, and not yet seen to work */
    bool is_rekeyed;  /* the one before has another key of the village: no way back once it works */
    uint32_t starts;  /* since it was taken */
};

/* All empty when there is none yet. ERR_FORMAT: damaged; then the stock is empty too. */
bool stock_load(struct stock *ret, struct io *io, const char *data, struct err *err);
/* From now on this one: one rename. ERR_GONE: it was removed in this moment; nothing changed.
 * `resets`: the village's key is another one, so versions begin again. */
bool stock_switch(struct stock *stock, struct io *io, const char *data, const char *slot,
                  uint64_t version, bool resets, struct err *err);
/* The folder that the kiosk was started with was copied to this slot: it is what one can go back to
 * when the first pack was taken in. */
bool stock_given(struct stock *stock, struct io *io, const char *data, const char *slot,
                 struct err *err);
bool stock_has_before(const struct stock *stock);
/* Back to the one before. ERR_MISSING: there is none. */
bool stock_return(struct stock *stock, struct io *io, const char *data, struct err *err);
/* Counts a start of a fresh one; false when it never came through one before: then it was put
 * back. Says whether that was done in *ret_returned. */
bool stock_start(struct stock *stock, struct io *io, const char *data, bool *ret_returned,
                 struct err *err);
bool stock_is_healthy(struct stock *stock, struct io *io, const char *data, struct err *err);

/* "DATA/inhoud/SLOT" */
void stock_dir(char *dst, size_t cap, const char *data, const char *slot);
/* Removes what nothing names at this moment: not stand.json, not verslag.json, not `also` (may be
 * ""). The app may take a slot meanwhile, in a process of its own: then that one stays. */
void stock_clean(struct io *io, const char *data, const char *also);

#endif
