/* sync_words: what dorpel-sync tells people about what travels, in plain Dutch.
 *
 * The sentences stand in assets/texts/stick-nl.csv. Nothing is changed but by words_enrol with a
 * fingerprint, and by words_code.
 */
#ifndef DORPEL_SYNC_WORDS_H
#define DORPEL_SYNC_WORDS_H

#include "sync/export.h"
#include "sync/kiosk.h"

#include <stdio.h>

/* What waits, is on its way, was received, is safe. */
bool words_status(FILE *out, const struct export *export, const struct sync_kiosk *kiosk,
                  struct err *err);
/* Who this kiosk is and who its hub; with `accept`, the fingerprint that a person compared, the hub
 * that waits is believed from now on. */
bool words_enrol(FILE *out, const struct export *export, struct sync_kiosk *kiosk,
                 const char *accept, struct err *err);
/* Keeps a one-time code, as it was typed, for the next visit over the network. ERR_FORMAT,
 * ERR_CRYPTO: it is none. */
bool words_code(FILE *out, const struct export *export, struct sync_kiosk *kiosk, const char *typed,
                struct err *err);

#endif
