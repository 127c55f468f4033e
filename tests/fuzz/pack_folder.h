/* pack_folder: a small whole pack in memory, for tests and the fuzzer.
 *
 * A read-only `struct io` over a list of files, so that a case is one changed file and 20,000 loads
 * take seconds. A file may lie about its size, be a link, or fail to be read. Static functions
 * only: include it in one test program.
 */
#ifndef DORPEL_PACK_FOLDER_H
#define DORPEL_PACK_FOLDER_H

#include "app/base/crypto.h"
#include "app/base/io.h"
#include "app/base/str.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FOLDER_PATH = 300 };
#define FOLDER_DIR "/pack"

struct folder_file {
    char path[FOLDER_PATH]; /* "fotos/bank.png" */
    char *data;
    size_t len;
    int64_t claims; /* the size that stat tells; -1 = the truth */
    enum io_kind kind;
    int error; /* reading gives -error */
};

struct folder {
    struct io io; /* first */
    struct folder_file *files;
    size_t count, cap;
};

static inline struct folder_file *folder_find(struct folder *folder, const char *path)
{
    for (size_t i = 0; i < folder->count; i++) {
        if (strcmp(folder->files[i].path, path) == 0) {
            return &folder->files[i];
        }
    }
    return NULL;
}

static inline struct folder_file *folder_put(struct folder *folder, const char *path,
                                             const void *data, size_t len)
{
    struct folder_file *file = folder_find(folder, path);

    if (file == NULL) {
        if (folder->count == folder->cap) {
            folder->cap = folder->cap * 2 + 32;
            folder->files = realloc(folder->files, folder->cap * sizeof(*folder->files));
            assert(folder->files != NULL);
        }
        file = &folder->files[folder->count++];
        *file = (struct folder_file){.claims = -1, .kind = IO_FILE};
        str_copy(file->path, sizeof(file->path), path);
    }
    free(file->data);
    file->data = malloc(len + 1); /* exactly: a reader past the end is seen */
    assert(file->data != NULL);
    memcpy(file->data, data, len);
    file->len = len;
    return file;
}

static inline struct folder_file *folder_text(struct folder *folder, const char *path,
                                              const char *text)
{
    return folder_put(folder, path, text, strlen(text));
}

static inline void folder_drop(struct folder *folder, const char *path)
{
    struct folder_file *file = folder_find(folder, path);

    assert(file != NULL);
    free(file->data);
    *file = folder->files[--folder->count];
}

/* One place in a file, which must be there, becomes something else. */
static inline void folder_edit(struct folder *folder, const char *path, const char *from,
                               const char *to)
{
    struct folder_file *file = folder_find(folder, path);
    char text[16384];

    assert(file != NULL && file->len + strlen(to) < sizeof(text));
    memcpy(text, file->data, file->len);
    text[file->len] = '\0';
    char *at = strstr(text, from);
    assert(at != NULL);
    memmove(at + strlen(to), at + strlen(from), strlen(at + strlen(from)) + 1);
    memcpy(at, to, strlen(to));
    folder_text(folder, path, text);
}

static inline void folder_finish(struct folder *folder)
{
    for (size_t i = 0; i < folder->count; i++) {
        free(folder->files[i].data);
    }
    free(folder->files);
    *folder = (struct folder){0};
}

/* ---- struct io ----------------------------------------------------------------------------- */

static inline struct folder_file *folder_at(struct io *io, const char *path)
{
    size_t len = strlen(FOLDER_DIR "/");

    return strncmp(path, FOLDER_DIR "/", len) == 0
               ? folder_find((struct folder *)(void *)io, path + len)
               : NULL;
}

/* The path inside the pack with a slash behind it: "" or "fotos/". */
static inline bool folder_prefix(const char *path, char *ret, size_t cap)
{
    size_t len = strlen(FOLDER_DIR);

    if (strncmp(path, FOLDER_DIR, len) != 0) {
        return false;
    }
    path += len + (path[len] == '/' ? 1 : 0);
    size_t inner = strlen(path);
    snprintf(ret, cap, "%s%s", path, inner > 0 && path[inner - 1] != '/' ? "/" : "");
    return true;
}

static inline int folder_open(struct io *io, const char *path, int flags)
{
    const struct folder_file *file = folder_at(io, path);

    (void)flags;
    if (file == NULL) {
        return -ENOENT;
    }
    return file->kind == IO_FILE ? (int)(file - ((struct folder *)(void *)io)->files) : -EINVAL;
}

static inline ssize_t folder_read(struct io *io, int handle, void *buf, size_t len, int64_t offset)
{
    const struct folder_file *file = &((struct folder *)(void *)io)->files[handle];

    if (file->error != 0) {
        return -file->error;
    }
    size_t at = (size_t)offset < file->len ? (size_t)offset : file->len;
    size_t got = len < file->len - at ? len : file->len - at;
    memcpy(buf, file->data + at, got);
    return (ssize_t)got;
}

static inline int folder_close(struct io *io, int handle)
{
    (void)io;
    (void)handle;
    return 0;
}

static inline int folder_stat(struct io *io, const char *path, struct io_stat *ret)
{
    struct folder *folder = (struct folder *)(void *)io;
    const struct folder_file *file = folder_at(io, path);
    char prefix[FOLDER_PATH];

    *ret = (struct io_stat){.kind = IO_DIR};
    if (file != NULL) {
        ret->kind = file->kind;
        ret->size = file->claims >= 0 ? file->claims : (int64_t)file->len;
        return 0;
    }
    if (!folder_prefix(path, prefix, sizeof(prefix))) {
        return -ENOENT;
    }
    for (size_t i = 0; i < folder->count; i++) {
        if (strncmp(folder->files[i].path, prefix, strlen(prefix)) == 0) {
            return 0;
        }
    }
    return -ENOENT;
}

/* Each name once: of a folder the first file in it tells. */
static inline int folder_list(struct io *io, const char *path,
                              int (*each)(void *ctx, const char *name), void *ctx)
{
    struct folder *folder = (struct folder *)(void *)io;
    char prefix[FOLDER_PATH];
    char name[FOLDER_PATH];
    int rc = 0;

    if (!folder_prefix(path, prefix, sizeof(prefix))) {
        return -ENOENT;
    }
    for (size_t i = 0; i < folder->count && rc == 0; i++) {
        size_t len = strlen(prefix);
        bool is_told = strncmp(folder->files[i].path, prefix, len) != 0;
        size_t part = is_told ? 0 : len + strcspn(folder->files[i].path + len, "/");
        for (size_t j = 0; j < i && !is_told; j++) {
            const char *other = folder->files[j].path;
            is_told = strncmp(other, folder->files[i].path, part) == 0 &&
                      (other[part] == '/' || other[part] == '\0');
        }
        if (!is_told) {
            snprintf(name, sizeof(name), "%.*s", (int)(part - len), folder->files[i].path + len);
            rc = each(ctx, name);
        }
    }
    return rc < 0 ? rc : 0;
}

/* ---- a pack without a fault ---------------------------------------------------------------- */

#define FOLDER_ID "000102030405060708090a0b0c0d0e0f"
#define FOLDER_SALT "101112131415161718191a1b1c1d1e1f"
#define FOLDER_TAGS                                                                                \
    "# dorpel-tags 1 " FOLDER_ID " " FOLDER_SALT " 1 8\n"                                          \
    "1111111111111111111111111111111111111111111111111111111111111111\n"                           \
    "2222222222222222222222222222222222222222222222222222222222222222\n"                           \
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"

static inline void folder_key(struct folder *folder, const char *path, const char *role,
                              const char *round)
{
    uint8_t box[CRYPTO_KEY], secret[CRYPTO_KEY];
    uint8_t sign[CRYPTO_KEY], sign_secret[CRYPTO_SIGN_SECRET];
    char box_hex[2 * CRYPTO_KEY + 1], sign_hex[2 * CRYPTO_KEY + 1], text[400];

    crypto_box_keypair(box, secret);
    crypto_sign_keypair(sign, sign_secret);
    str_hex(box_hex, box, sizeof(box));
    str_hex(sign_hex, sign, sizeof(sign));
    snprintf(text, sizeof(text),
             "{\"box\":\"%s\",\"role\":\"%s\",\"round\":\"%s\",\"sign\":\"%s\"}\n", box_hex, role,
             round, sign_hex);
    folder_text(folder, path, text);
}

/* The first bytes of a PNG of this size: as much as the loader looks at. */
static inline void folder_png(struct folder *folder, const char *path, uint32_t width,
                              uint32_t height)
{
    uint8_t png[33] = {0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R'};

    for (size_t i = 0; i < 4; i++) {
        png[16 + i] = (uint8_t)(width >> (24 - 8 * i));
        png[20 + i] = (uint8_t)(height >> (24 - 8 * i));
    }
    folder_put(folder, path, png, sizeof(png));
}

static const char folder_village[] = "[dorp]\n"
                                     "naam = Testdorp\n"
                                     "motto = Wij samen\n"
                                     "dorpshuis = De Hal\n"
                                     "lezer_van_namen = de werkgroep\n"
                                     "aanspreekvorm = u\n"
                                     "inwoners = 1.100\n"
                                     "steun_en_dank = meteen\n";

static const char folder_rounds[] = "[2026]\n"
                                    "titel = Dorpsbudget\n"
                                    "vraag = Welke plannen?\n"
                                    "eigenaar = samen\n"
                                    "gever = De gemeente\n"
                                    "toegang = code\n"
                                    "vorm = kruisjes\n"
                                    "minstens = 1\n"
                                    "hoogstens = 2\n"
                                    "blanco = ja\n"
                                    "regel = votes\n"
                                    "bedrag = 17.000\n"
                                    "id = " FOLDER_ID "\n"
                                    "zout = " FOLDER_SALT "\n"
                                    "argon_rondes = 1\n"
                                    "argon_kib = 8\n"
                                    "\n"
                                    "[hal]\n"
                                    "titel = De beurs\n"
                                    "vraag = Waar gaat het heen?\n"
                                    "eigenaar = dorp\n"
                                    "toegang = beurt\n"
                                    "vorm = beurs\n"
                                    "regel = votes-no-skip\n"
                                    "bedrag = 2.500,50\n"
                                    "id = 202122232425262728292a2b2c2d2e2f\n"
                                    "zout = 303132333435363738393a3b3c3d3e3f\n";

static const char folder_plans[] =
    "ronde;nummer;titel;samenvatting;tekst;bedrag;van_wie;maker;foto;thema;wijziging\n"
    "2026;7;Bank;Een bank;Lekker zitten.;500;dorp;Henk;bank.png;buiten;\n"
    "2026;2;Boom;;\"Een \"\"oude\"\" eik;\n\nmet schaduw\";1.250,50;samen;;;;Was 900 euro\n"
    "hal;1;Lamp;;;\xE2\x82\xAC 75;gemeente;;;;\n";

static const char folder_news[] = "datum;titel;tekst;foto\n"
                                  "12 april;Feest;Kom ook.;bank.png\n";

static const char folder_jewels[] =
    "id;datum;titel;tekst;wie;foto;gezichten;mee;van_wie\n"
    "kooi;sinds 1887;De kooi;Zes boeren.;Roelie;bank.png;bank.png+bank.png;Kom helpen.;samen\n";

static const char folder_cards[] =
    "id;titel;wat;wie;eerste_stap;meer;foto;uit;van_wie;delen\n"
    "begin;Begin klein;Met een middag.;Tien mensen.;Prik een dag.;Meer.;bank.png;Norg;dorp;ja\n";

static const char folder_questions[] =
    "id;vraag;soort;uitleg;groep;keuze1;keuze2;keuze3;keuze4;keuze5;keuze6;hoogstens;laag;hoog;"
    "foto;toon;dicht;van_wie\n"
    "open;Wanneer open?;keuze;Kies.;;Maandag;Dinsdag;Woensdag;;;;2;;;bank.png;meteen;nee;dorp\n"
    "thuis;Hoe thuis?;schaal;;;;;;;;;7;niet;helemaal;;nooit;ja;samen\n"
    "plek;Welke plek?;open;;;;;;;;;;;;;;;\n"
    "doen;Wat doen?;actie;;Plan;;;;;;;;;;;na afloop;;gemeente\n";

static const char folder_progress[] =
    "id;plan;ronde;nummer;wie;gekregen;besteed;vertel;datum;stand;tekst;hulp;foto;van_wie\n"
    "tuin;De tuin;;;Groep;1.800;1.420,50;foto's;18 mei;hulp;Wij zoeken.;Een kraan;bank.png;samen\n"
    "tuin;;;;;;;;1 mei;bezig;Geplant.;;;\n"
    "bank;;2026;7;;;;;;begonnen;Besteld.;;;\n";

static const char folder_ideas[] = "wat;meer;voor_wie;van_wie;nodig;steun;foto\n"
                                   "Soep;Samen eten;iedereen;wij met hulp;geld+handen;31;\n";

static const char folder_texts[] = "taal;sleutel;tekst\n"
                                   "nl;ronde.2026.uitleg;Zo gaat het.\n"
                                   "en;ronde.2026.titel;Village budget\n"
                                   "nl;thuis.welkom;Moi!\n";

static inline void folder_init(struct folder *folder)
{
    static const struct io_ops ops = {.open = folder_open,
                                      .read = folder_read,
                                      .close = folder_close,
                                      .stat = folder_stat,
                                      .list = folder_list};
    static const char *const roles[] = {"registrar", "first", "last"};

    *folder = (struct folder){.io = {.ops = &ops}};
    folder_text(folder, "dorp.ini", folder_village);
    folder_text(folder, "rondes.ini", folder_rounds);
    folder_text(folder, "plannen.csv", folder_plans);
    folder_text(folder, "nieuws.csv", folder_news);
    folder_text(folder, "kroonjuwelen.csv", folder_jewels);
    folder_text(folder, "kennis.csv", folder_cards);
    folder_text(folder, "vragen.csv", folder_questions);
    folder_text(folder, "voortgang.csv", folder_progress);
    folder_text(folder, "ideeen.csv", folder_ideas);
    folder_text(folder, "teksten.csv", folder_texts);
    folder_png(folder, "fotos/bank.png", 640, 480);
    folder_key(folder, "sleutels/village.publiek", "village", "");
    folder_key(folder, "sleutels/practice.publiek", "practice", "");
    for (size_t i = 0; i < 3; i++) {
        char path[FOLDER_PATH];
        snprintf(path, sizeof(path), "sleutels/2026/%s.publiek", roles[i]);
        folder_key(folder, path, roles[i], FOLDER_ID);
        snprintf(path, sizeof(path), "sleutels/hal/%s.publiek", roles[i]);
        folder_key(folder, path, roles[i], "202122232425262728292a2b2c2d2e2f");
    }
    folder_text(folder, "sleutels/2026/tags.txt", FOLDER_TAGS);
}

#endif
