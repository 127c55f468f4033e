/* pack_inner: what the parts of the loader share. Nobody outside app/content includes it.
 *
 * The order: walk the folder, dorp.ini, rondes.ini, plannen.csv, the lists, teksten.csv, then what
 * belongs together (rounds with plans, keys, tags, photos), then the digest. A fault never stops
 * the rest. What is kept lives in pack->arena; a file being read lives in loader->scratch.
 */
#ifndef DORPEL_PACK_INNER_H
#define DORPEL_PACK_INNER_H

#include "app/content/csv.h"
#include "app/content/pack_fault.h"
#include "app/content/photo.h"

#define PACK_MAX_TOTAL ((int64_t)2 << 30) /* bytes of all files */

enum { /* limits; characters unless told otherwise */
       PACK_MAX_FILES = 2000,
       PACK_MAX_DEPTH = 3,
       PACK_MAX_PATH = 200, /* bytes of a path inside the folder */
       PACK_MAX_PHOTO = PHOTO_MAX_BYTES,
       PACK_MAX_SIDE = PHOTO_MAX_SIDE,
       PACK_MEMORY = 64 * 1024 * 1024,
       PACK_MAX_INI_LINE = 190, /* bytes; Debian's inih cuts a little above it */
       PACK_ROUND_NAME = 20,
       PACK_NAME = 40,
       PACK_SENTENCE = 160,
       PACK_TITLE = 140,
       PACK_BY = 80,
       PACK_THEME = 40,
       PACK_TEXT = 1500,
       PACK_DATE = 40,
       PACK_TEXT_KEY = 80,
       PACK_MAX_RESIDENTS = 1000000,
       PACK_MAX_POINTS = 1000,
       PACK_MAX_PASSES = 20,
       PACK_MAX_KIB = 256 * 1024,
       PACK_MAX_LIST = 200,     /* rows of nieuws, kroonjuwelen, kennis, vragen, ideeen */
       PACK_MAX_UPDATES = 1000, /* rows of voortgang */
       PACK_CHOICE = 60,
       PACK_MAX_TEXTS = 2000,
       PACK_MAX_RIVALS = 20, /* groups of plans of which one can be done */
};

struct place { /* in the file being read */
    int line, column;
};

struct round_draft { /* a round while it is being read; round is in pack->rounds */
    struct round *round;
    struct plan *plans; /* room for ROUND_MAX_PLANS */
    int *plan_lines;
    size_t plan_count;
    int line;      /* of its section in rondes.ini */
    uint32_t seen; /* one bit a setting */
    bool knows_form;
    struct place choose_max_at, rule_at;
    struct round_theme *themes; /* room for ROUND_MAX_THEMES */
    struct place theme_at[ROUND_MAX_THEMES];
    const char *rivals[PACK_MAX_RIVALS]; /* "4, 11": as written */
    struct place rivals_at[PACK_MAX_RIVALS];
    size_t rival_count;
};

struct loader {
    struct io *io;
    struct pack *pack;
    enum pack_mode mode;
    struct arena scratch;
    const char *file;        /* the one being read, for faults */
    struct pack_file *files; /* by rising path */
    size_t file_count, file_cap;
    struct round_draft drafts[PACK_MAX_ROUNDS];
    int64_t total;    /* bytes of all files */
    bool knows_plans; /* no row of plannen.csv was left out: then plans may be counted */
};

/* ---- pack.c, pack_files.c ------------------------------------------------------------------ */
struct pack_file *loader_find(struct loader *loader, const char *path); /* NULL: not there */
/* The file in scratch memory, checked and ready for a parser: no BOM, no NUL, and loader->file set.
 * NULL when it is not there (a fault when `required`) or cannot be used (told). */
char *loader_text(struct loader *loader, const char *path, bool required, size_t *ret_len);
/* The same bytes for what is not text. */
char *loader_bytes(struct loader *loader, struct pack_file *file, size_t max_len, size_t *ret_len);
const char *loader_keep(struct loader *loader, const char *text); /* "" when memory is full */
bool loader_walk(struct loader *loader, struct err *err);
bool path_is_photo(const char *path);      /* "fotos/plan-01.png" */
void loader_digest(struct loader *loader); /* reads what nobody read, photos included */
const struct round_draft *loader_draft(const struct loader *loader, const char *round_name);

void fault_add(struct loader *loader, enum fault_kind kind, struct place at, const char *detail);
void fault_check_text(struct loader *loader, char *text, size_t len); /* NUL becomes a blank */

void remark_add(struct loader *loader, enum fault_kind kind, struct place at, const char *detail);

/* ---- pack_1252.c --------------------------------------------------------------------------- */
bool text_is_1252(const char *text, size_t len);
char *text_of_1252(struct arena *arena, const char *text, size_t len, size_t *ret_len);

/* ---- pack_ini.c ---------------------------------------------------------------------------- */
struct ini_events {
    void (*section)(void *ctx, const char *name, struct place at);
    void (*pair)(void *ctx, const char *name, const char *value,
                 struct place at); /* of the value */
};
/* Through inih, with our own reader: what inih would cut or misread is a fault first. */
void ini_scan(struct loader *loader, const char *text, size_t len, const struct ini_events *events,
              void *ctx);

/* ---- pack_table.c -------------------------------------------------------------------------- */
struct column {
    const char *name; /* NULL ends the list */
    bool required;
};
struct table {
    const char *path;
    bool required;
    size_t max_rows;
    const struct column *columns;
    void (*row)(struct loader *loader, const struct csv_row *row);
};
/* Was it read? Not when it is missing or its header is wrong: then rows would only give riddles. */
bool table_read(struct loader *loader, const struct table *table);
struct cell {
    const char *text;
    struct place at;
};
struct cell cell_of(const struct csv_row *row, const char *name);

/* ---- pack_value.c: each tells its own fault and then leaves *ret as it was ----------------- */
enum text_form { TEXT_LINE, TEXT_LINES };
/* Kept text of at most max characters, "" when too long or empty. */
const char *value_text(struct loader *loader, struct cell cell, size_t max, enum text_form form,
                       bool required);
bool value_number(struct loader *loader, struct cell cell, int64_t min, int64_t max, int64_t *ret);
/* "1 maart 2027", "1-3-2027" or "2027-03-01": days since 1970-01-01. */
bool value_date(struct loader *loader, struct cell cell, int *ret_day);
bool value_cents(struct loader *loader, struct cell cell, int64_t min, int64_t *ret);
/* All zeros are refused: nobody drew them. */
bool value_hex(struct loader *loader, struct cell cell, uint8_t *ret, size_t len);
/* The index of the word in a NULL-ended list; `unknown` is the fault when it is not in it. */
bool value_word(struct loader *loader, struct cell cell, const char *const words[],
                enum fault_kind unknown, int *ret);
const char *value_photo(struct loader *loader, struct cell cell); /* "" or a name in fotos/ */
/* dorp, samen or gemeente; an empty cell is the village's. */
enum owner value_owner(struct loader *loader, struct cell cell);
/* What was read before this row; an id is the first member of each. */
struct id_list {
    const void *items;
    size_t count, size;
};
/* The id as written; when the cell is empty one made from the title. No two in a list are equal. */
const char *value_id(struct loader *loader, struct cell cell, const char *title,
                     struct id_list before);

/* ---- the files ----------------------------------------------------------------------------- */
void village_read(struct loader *loader);
void rounds_read(struct loader *loader);
/* pack_bounds.c: "thema.buiten = 5.000" and "niet_samen.water = 4, 11". Is it one of these? */
bool bound_read(struct loader *loader, struct round_draft *draft, const char *name,
                struct cell cell);
void bounds_finish(struct loader *loader, struct round_draft *draft); /* plans are sorted */
void plans_read(struct loader *loader);
void rounds_finish(struct loader *loader); /* limits, plans in order, all that must be there */
void lists_read(struct loader *loader);
void jewels_read(struct loader *loader);
void cards_read(struct loader *loader);
void questions_read(struct loader *loader);
void projects_read(struct loader *loader);
void keys_read(struct loader *loader);
void photo_check(struct loader *loader, const char *bytes, size_t len); /* loader->file is it */

#endif
