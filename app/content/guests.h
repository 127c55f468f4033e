/* guests: cards of "Zo kan het ook" that other villages share, as a hub hands them on.
 *
 *     {"hub":H32,"hub_incarnation":n,
 *      "villages":[{"cards":[{"first","id","more","title","what","who"}...],
 *                   "key":H64,"name":"Norg","version":n}...]}
 *
 * Words only: no picture and no file of another village ever comes to a kiosk, so there is nothing
 * to decode. All villages that the hub has a pack of stand in it, by rising key, each with the
 * number of that pack, also those that share nothing: who shared before and does not any more takes
 * its cards back that way.
 *
 * Of whom this is: the hub's (guest_letter.h says how that is proven). It can put a card in
 * another's mouth, as it could in a letter; it cannot touch what the receiving village owns: guests
 * stand beside the pack, under a heading of their own and the name of where they come from, have
 * no owner here, are in no digest and no comparison, and go when the admin hides them. A text that
 * is longer than a pack's may be, or not clean, is not read at all.
 *
 * Strings live in the arena of whoever reads them. Knows no keys and no bundles.
 */
#ifndef DORPEL_GUESTS_H
#define DORPEL_GUESTS_H

#include "app/base/arena.h"
#include "app/base/crypto.h"
#include "app/base/json.h"
#include "app/domain/content.h"

#define GUESTS_FILE "kaarten.json" /* in the data folder: the last that was believed */
enum {
    GUESTS_VILLAGES = 2000,
    GUESTS_OF_ONE = 20,             /* cards of one village */
    GUESTS_CARDS = 60,              /* of all */
    GUESTS_BYTES = 3 * 1024 * 1024, /* of a full list whose every letter takes four */
    GUESTS_HUB = 16                 /* bytes of a hub's id */
};

struct guest_village {
    const char *name;
    uint8_t key[CRYPTO_KEY];
    uint64_t version; /* of its pack */
    struct card *cards;
    size_t card_count;
};
struct guests {
    uint8_t hub[GUESTS_HUB];
    uint64_t hub_incarnation;
    struct guest_village *villages;
    size_t village_count, card_count;
};

/* One village, as it stands in the list; a new reference. Cards that are not shared are left out,
 * and what is above GUESTS_OF_ONE. */
json_t *guests_village(const char *name, const uint8_t key[CRYPTO_KEY], uint64_t version,
                       const struct card *cards, size_t count);
/* ERR_FORMAT: no such list. ERR_LIMIT: more than there may be. */
bool guests_read(struct guests *ret, struct arena *arena, const char *text, size_t len,
                 struct err *err);
/* May this come after that? Of one hub and one incarnation of it, no village's number falls and no
 * village is missing; ERR_USED: one does. A hub of a higher incarnation was put back from a backup,
 * and another hub is another beginning. */
bool guests_may_follow(const struct guests *before, const struct guests *after, struct err *err);
/* The cards of all but this village, each `from` its own. */
size_t guests_cards(struct card **ret, struct arena *arena, const struct guests *guests,
                    const uint8_t but[CRYPTO_KEY]);

#endif
