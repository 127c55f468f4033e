/* The files for machines: lines of records. The files for people are in export_people.c. */
#include "sync/export.h"
#include "sync/box_lines.h"
#include "sync/export_people.h"
#include "sync/sheet.h"

#include "app/base/str.h"
#include "app/store/store_round.h"
#include "app/store/store_vote.h"

#include <stdlib.h>
#include <string.h>

static const char *const names[EXPORT_FILES] = {
    [EXPORT_BOX] = "stembus.jsonl",  [EXPORT_RECORDS] = "records.jsonl",
    [EXPORT_IDEAS] = "ideeen.csv",   [EXPORT_OVERVIEW] = "OVERZICHT.csv",
    [EXPORT_README] = "LEESMIJ.txt",
};

const char *export_name(enum export_file file)
{
    return names[file];
}

/* ---- rounds ------------------------------------------------------------------------------ */

struct round_ids {
    struct arena *arena;
    uint8_t (*ids)[ROUND_ID];
    size_t count;
};

static void add_round(struct round_ids *rounds, const uint8_t id[ROUND_ID])
{
    for (size_t i = 0; i < rounds->count; i++) {
        if (memcmp(rounds->ids[i], id, ROUND_ID) == 0) {
            return;
        }
    }
    uint8_t(*wider)[ROUND_ID] = arena_array(rounds->arena, rounds->count + 1, ROUND_ID);
    if (rounds->count > 0) {
        memcpy(wider, rounds->ids, rounds->count * ROUND_ID);
    }
    memcpy(wider[rounds->count++], id, ROUND_ID);
    rounds->ids = wider;
}

static bool add_round_of(void *ctx, const struct record *record)
{
    uint8_t id[ROUND_ID];

    if (record->kind == RECORD_ROUND_ACT && record->body != NULL) {
        json_t *body = json_read(record->body, record->body_len, NULL);
        if (json_hex(body, "round", id, sizeof(id))) {
            add_round(ctx, id);
        }
        json_decref(body);
    }
    return true;
}

bool export_release(const struct export *export, struct err *err)
{
    struct arena arena;
    struct round_ids rounds = {.arena = &arena};

    arena_init(&arena, 0);
    bool done = store_each(export->store, add_round_of, &rounds, err);
    for (size_t i = 0; done && i < rounds.count; i++) {
        struct err why = {0};
        /* False without an error: nothing may leave yet. */
        done = store_vote_release(export->store, rounds.ids[i], &why) || why.code == ERR_NONE;
        if (!done && err != NULL) {
            *err = why;
        }
    }
    arena_finish(&arena);
    return done;
}

/* ---- stembus.jsonl ----------------------------------------------------------------------- */

static bool add_statement(void *ctx, const struct record *record)
{
    return record->kind != RECORD_CLOSE_STATEMENT || box_lines_statement(ctx, record);
}

static bool add_vote(void *ctx, const struct vote_line *vote)
{
    const struct box_vote line = {vote->round_id, vote->rid,    vote->ballot_id,
                                  vote->tag,      vote->sealed, vote->sealed_len};
    return box_lines_vote(ctx, &line);
}

/* The statements are read first: when the round is closed meanwhile, the ballots read after it are
 * at least those of the statement. */
static bool make_box(struct export_bytes *ret, const struct export *export, struct arena *arena,
                     struct err *err)
{
    struct box_lines lines = {.arena = arena};

    if (!store_each(export->store, add_statement, &lines, err) ||
        !store_vote_each_released(export->store, add_vote, &lines, err)) {
        return false;
    }
    ret->data = box_lines_join(&lines, &ret->len);
    return ret->data != NULL;
}

/* ---- records.jsonl ----------------------------------------------------------------------- */

struct records {
    struct sheet sheet;
    struct arena line;
};

static bool add_record(void *ctx, const struct record *record)
{
    struct records *records = ctx;
    size_t len = 0;

    if (record->kind == RECORD_BALLOT || record->kind == RECORD_REGISTER ||
        record->kind == RECORD_CLOSE_STATEMENT) {
        return true;
    }
    const char *text = record_line(&records->line, record, &len);
    if (text == NULL) {
        return false;
    }
    sheet_bytes(&records->sheet, text, len);
    sheet_bytes(&records->sheet, "\n", 1);
    arena_reset(&records->line);
    return true;
}

static bool make_records(struct export_bytes *ret, const struct export *export, struct arena *arena,
                         struct err *err)
{
    struct records records = {.sheet = {.arena = arena}};

    arena_init(&records.line, 0);
    bool done = store_each(export->store, add_record, &records, err);
    arena_finish(&records.line);
    *ret =
        (struct export_bytes){records.sheet.len == 0 ? "" : records.sheet.text, records.sheet.len};
    return done;
}

bool export_make(struct export_bytes *ret, const struct export *export, struct arena *arena,
                 enum export_file file, struct err *err)
{
    bool done = false;

    switch (file) {
    case EXPORT_BOX:
        done = make_box(ret, export, arena, err);
        break;
    case EXPORT_RECORDS:
        done = make_records(ret, export, arena, err);
        break;
    case EXPORT_IDEAS:
        done = export_make_ideas(ret, export, arena, err);
        break;
    case EXPORT_OVERVIEW:
        done = export_make_overview(ret, export, arena, err);
        break;
    case EXPORT_README:
        done = export_make_readme(ret, export, arena, err);
        break;
    case EXPORT_FILES:
        break;
    }
    return done || err_wrap(err, "%s", export_name(file));
}
