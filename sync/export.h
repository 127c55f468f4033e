/* export: what a kiosk puts on a stick, file by file, as bytes in memory.
 *
 * stembus.jsonl   ballots, register entries and closing statements (form: sync/README.md)
 * records.jsonl   all other records
 * ideeen.csv, OVERZICHT.csv, LEESMIJ.txt   for people; never read as data
 *
 * Lines are sorted by rid: nothing on the stick tells an order of votes. Only ballots that
 * store_vote_release let go are in it. Names and phone numbers are sealed in their records; no
 * other file has any. Reads the store, writes nothing.
 */
#ifndef DORPEL_EXPORT_H
#define DORPEL_EXPORT_H

#include "app/content/pack.h"
#include "app/store/store.h"
#include "sync/phrases.h"

struct export
{
    struct store *store;
    const struct pack *pack;   /* as the kiosk shows it, or NULL: shown.h */
    const struct pack *loaded; /* as it was read, without edits, or NULL */
    const struct phrases *phrases;
    bool is_practice;
};

struct export_bytes { /* in the arena */
    const char *data;
    size_t len;
};

enum export_file {
    EXPORT_BOX,
    EXPORT_RECORDS,
    EXPORT_IDEAS,
    EXPORT_OVERVIEW,
    EXPORT_README,
    EXPORT_FILES
};
const char *export_name(enum export_file file); /* "stembus.jsonl" */
bool export_make(struct export_bytes *ret, const struct export *export, struct arena *arena,
                 enum export_file file, struct err *err);

/* Lets ballots go in batches: asks store_vote_release for each round that the kiosk knows. */
bool export_release(const struct export *export, struct err *err);

#endif
