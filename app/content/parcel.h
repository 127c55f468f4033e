/* parcel: a pack in one file, signed by the village, by the municipality, or by both.
 *
 *     0   8  magic "DORPELP", 1
 *     8   4  length of the index, little-endian, at most PARCEL_MAX_INDEX
 *    12      the index: canonical JSON, {"files":[[path,size,hash]...],"made":s,"name":"...",
 *            "version":n,"village":hex of the village's signing key in it}
 *            u8 number of signatures, 1 to 3; each: u8 role, Ed25519 over "dorpel parcel N" (N is
 *            the role) || the index
 *            the bytes of the files, in the order of the index, and nothing behind them
 *
 * Who holds the keys is told by signatures over the index alone, so nothing else of the file is
 * read before it is believed, and every file is held to its size and hash while it is read. The
 * role is in what is signed: one role's signature is no other's. A parcel knows nothing of what its
 * files say; a kiosk checks them as it checks any pack, and then who may change what
 * (pack_change.h). Paths are plain: no "..", no link, no folder of their own but fotos/ and
 * sleutels/. Memory is the caller's arena.
 */
#ifndef DORPEL_PARCEL_H
#define DORPEL_PARCEL_H

#include "app/content/pack.h"

#define PARCEL_ENDING ".dorp"
enum {
    PARCEL_MAX_INDEX = 1024 * 1024,
    PARCEL_MAX_FILES = 2000,
    PARCEL_MAX_FILE = 8 * 1024 * 1024,   /* bytes of one */
    PARCEL_MAX_BYTES = 64 * 1024 * 1024, /* of the files together */
    PARCEL_MAX_SIGNATURES = 3
};
#define PARCEL_MAX_VERSION ((uint64_t)1 << 48)

/* PARCEL_NEXT_VILLAGE: a village that changes its key signs with the old one as village, and with
 * the new one as next. */
enum parcel_role { PARCEL_VILLAGE = 1, PARCEL_MUNICIPALITY = 2, PARCEL_NEXT_VILLAGE = 3 };

struct parcel_file {
    const char *path;
    size_t size;
    uint8_t hash[CRYPTO_HASH];
};
struct parcel {
    uint64_t version;
    int64_t made_s; /* UTC, as who made it said; decides nothing */
    const char *name;
    uint8_t village[CRYPTO_KEY]; /* signing key of the village in it */
    struct parcel_file *files;   /* by rising path */
    size_t file_count;
    size_t body_at; /* where the bytes of the files begin */
    const char *index;
    size_t index_len;
    struct {
        uint8_t role;
        uint8_t bytes[CRYPTO_SIGNATURE];
    } signatures[PARCEL_MAX_SIGNATURES];
    size_t signature_count;
};

struct parcel_key { /* wipe it */
    enum parcel_role role;
    uint8_t sign[CRYPTO_KEY];
    uint8_t secret[CRYPTO_SIGN_SECRET];
};
/* From a .geheim file of a village or a municipality. ERR_FORMAT: no such key. */
bool parcel_key_load(struct parcel_key *ret, struct io *io, const char *path, struct err *err);

/* All files of a loaded pack, read again while they are written; one that changed since:
 * ERR_FORMAT. The path is written whole or not at all. */
bool parcel_write(struct io *io, const char *path, const struct pack *pack, uint64_t version,
                  int64_t made_s, const struct parcel_key *keys, size_t key_count, struct err *err);
/* Adds one signature to a parcel that is there already: the village's first, then the other's. */
bool parcel_add(struct io *io, const char *path, const char *to, const struct parcel_key *key,
                struct err *err);

/* Index and signatures, checked for form; believes nobody yet. ERR_FORMAT; ERR_LIMIT. */
bool parcel_read(struct parcel *ret, struct arena *arena, struct io *io, const char *path,
                 struct err *err);
/* Only the number, of the first bytes of one that is still on its way; believes nobody. */
bool parcel_peek(const uint8_t *data, size_t len, uint64_t *ret_version);
/* Did the owner of this key sign it in this role? */
bool parcel_is_signed(const struct parcel *parcel, enum parcel_role role,
                      const uint8_t sign[CRYPTO_KEY]);
/* The files into a folder that is not there yet, on another disk. ERR_CRYPTO: a file that is not
 * what was signed. ERR_GONE: cannot be read any more; other errors are of the folder's disk. */
bool parcel_unpack(const struct parcel *parcel, struct io *io, const char *path, struct io *to,
                   const char *dir, struct err *err);
/* One of its files, in the arena, when it is what was signed. ERR_MISSING: it has no such file;
 * ERR_LIMIT: it has more than `most` bytes. */
bool parcel_part(const struct parcel *parcel, struct arena *arena, struct io *io, const char *path,
                 const char *name, size_t most, char **ret, size_t *ret_len, struct err *err);
/* The same without writing: is every file what was signed? */
bool parcel_check(const struct parcel *parcel, struct io *io, const char *path, struct err *err);

#endif
