/* keyfile: one person's key: to open boxes with and to sign with.
 *
 * ROLE.geheim is the secret half, ROLE.publiek the half that goes into the village's folder. The
 * paper copy (keypaper.h) holds the secret half again. Who loads a secret wipes it with
 * keyfile_wipe. The forms are canonical JSON and one newline.
 */
#ifndef DORPEL_KEYFILE_H
#define DORPEL_KEYFILE_H

#include "app/count/snag.h"
#include "app/domain/round.h"

enum key_role {
    KEY_REGISTRAR,
    KEY_FIRST,
    KEY_LAST,
    KEY_VILLAGE,
    KEY_MUNICIPALITY,
    KEY_PRACTICE,
    KEY_ROOT, /* one of three: app/domain/roots.h */
    KEY_ROLES
};
const char *key_role_name(enum key_role role); /* "registrar", ... */
bool key_role_parse(enum key_role *ret, const char *name);

struct keyfile {
    enum key_role role;
    bool has_round;
    uint8_t round[ROUND_ID]; /* zeros when it is for no round */
    uint8_t box[CRYPTO_KEY];
    uint8_t box_secret[CRYPTO_KEY]; /* zeros in a public half */
    uint8_t sign[CRYPTO_KEY];
    uint8_t sign_secret[CRYPTO_SIGN_SECRET];
};

void keyfile_make(struct keyfile *ret, enum key_role role, const uint8_t *round); /* NULL: none */
void keyfile_wipe(struct keyfile *key);
/* The public halves follow from the secret ones: are they what the file says? */
bool keyfile_is_whole(const struct keyfile *key);

bool keyfile_load_secret(struct keyfile *ret, struct io *io, const char *path, struct snag *snag);
bool keyfile_load_public(struct keyfile *ret, struct io *io, const char *path, struct snag *snag);
/* ROLE.geheim, readable by its owner only, and ROLE.publiek in `dir`; nothing is overwritten. */
bool keyfile_save_secret(const struct keyfile *key, struct io *io, const char *dir,
                         struct snag *snag);
bool keyfile_save_public(const struct keyfile *key, struct io *io, const char *dir,
                         struct snag *snag);
/* Refuses when DIR/ROLE<ending> is there already. */
bool keyfile_is_free(const struct keyfile *key, struct io *io, const char *dir, const char *ending,
                     struct snag *snag);

#endif
