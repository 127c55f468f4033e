/* pack: the folder form of a village's content, read and checked whole.
 *
 * dorp.ini, rondes.ini, plannen.csv, nieuws.csv, kroonjuwelen.csv, kennis.csv, vragen.csv,
 * voortgang.csv, ideeen.csv, teksten.csv, fotos/, sleutels/. CSV as a Dutch spreadsheet saves it:
 * semicolons, BOM or not, CRLF or LF, decimal commas, quotes doubled. Every fault is told with
 * file, line, column and a sentence in plain Dutch (the sentences are in assets/texts/pack-nl.csv
 * by key); reading goes on to find them all. A pack with a fault is not used. Everything lives in
 * the pack's own arena: pack_load gives memory that pack_free frees; NULL is fine.
 */
#ifndef DORPEL_PACK_H
#define DORPEL_PACK_H

#include "app/base/io.h"
#include "app/domain/content.h"
#include "app/domain/roots.h"

enum {
    PACK_MAX_FILE = 4 * 1024 * 1024,
    PACK_MAX_ERRORS = 50,
    PACK_MAX_REMARKS = 12,
    PACK_MAX_ROUNDS = 16
};

struct pack_fault {
    const char *file;   /* "plannen.csv" */
    int line, column;   /* from 1; column is the CSV field or the character; 0 = the whole */
    const char *key;    /* of the sentence, "pack.cost-not-a-number" */
    const char *detail; /* what stood there, cleaned and cut to 60 characters */
};

struct pack_file {
    const char *path; /* "fotos/plan-01.png" */
    int64_t size;     /* bytes, as the folder says */
    bool hashed;
    uint8_t hash[CRYPTO_HASH];
};

struct pack {
    const char *name;           /* "Broekhoven" */
    const char *tagline;        /* one sentence under the name */
    const char *kiosk;          /* "Dorpshuis De Brink" */
    const char *contact_reader; /* who reads names: "de werkgroep dorpsbudget" */
    bool formal;                /* "u"; else "je" */
    bool at_once; /* supports and thanks count at once; else when the admin lets them */
    uint32_t residents;
    uint8_t village_key[CRYPTO_KEY]; /* names are sealed to it */
    uint8_t village_sign[CRYPTO_KEY];
    uint8_t practice_key[CRYPTO_KEY];
    struct public_key *keys; /* all that are for no round, as they stand: village, practice, ... */
    size_t key_count;
    bool knows_municipality; /* its key is among them */
    uint8_t municipality_sign[CRYPTO_KEY];
    const struct roots *roots; /* who may give the village another key; NULL: nobody */
    struct round *rounds;      /* the first is the one of the moment */
    size_t round_count;
    struct news *news;
    size_t news_count;
    struct jewel *jewels;
    size_t jewel_count;
    struct card *cards;
    size_t card_count;
    struct card *guests; /* cards of other villages (guests.h): laid beside, of no file here */
    size_t guest_count;
    struct question *questions;
    size_t question_count;
    struct project *projects;
    size_t project_count;
    struct seed_idea *ideas;
    size_t idea_count;
    struct own_text *texts;
    size_t text_count;
    const struct pack_file *files; /* by rising path */
    size_t file_count;
    const char *dir;
    uint8_t digest[CRYPTO_HASH]; /* over names and bytes of all files */
    struct pack_fault faults[PACK_MAX_ERRORS];
    size_t fault_count; /* may be above PACK_MAX_ERRORS: more than are listed */
    struct pack_fault remarks[PACK_MAX_REMARKS]; /* good to know; the pack can be used */
    size_t remark_count;
    struct arena arena;
};

enum pack_mode {
    PACK_WHOLE,  /* all files are read; of a photo the head is looked at */
    PACK_TRIED,  /* the same, and every photo is decoded */
    PACK_KEPT,   /* photos are not read: they were tried when the pack was taken in */
    PACK_LISTED, /* only what is in the folder: files, their names and sizes */
};
/* After crypto_start(). Always returns a pack when the folder can be read at all; look at
 * fault_count. NULL: err. */
struct pack *pack_open(struct io *io, const char *dir, enum pack_mode mode, struct err *err);
struct pack *pack_load(struct io *io, const char *dir, struct err *err); /* PACK_WHOLE */
void pack_free(struct pack *pack);
const struct round *pack_round(const struct pack *pack, const uint8_t id[ROUND_ID]);

/* One CSV file through libcsv: calls each for every row after the header; fields are cleaned UTF-8,
 * looked up by header name through csv_field. Also used for assets/texts. The first problem ends it
 * (err has line and cell), and so does `each` when it returns false. A row lives while it runs. */
struct csv_row {
    int line; /* where the row begins */
    size_t count;
    const char *const *fields;
    const char *const *names; /* of the header, lower case */
    size_t name_count;
};
bool csv_read(const char *text, size_t len, char delimiter,
              bool (*each)(void *ctx, const struct csv_row *row), void *ctx, struct err *err);
const char *csv_field(const struct csv_row *row, const char *name); /* "" when missing */

#endif
