/* The files for machines: lines of records. The files for people are in export_people.c. */
#include "sync/export.h"
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

struct line {
    uint8_t rid[RECORD_RID];
    const char *text;
    size_t len;
};

struct lines {
    struct arena *arena;
    struct line *list;
    size_t count, cap;
    size_t bytes;
};

static bool add_line(struct lines *lines, const uint8_t rid[RECORD_RID], const char *text,
                     size_t len)
{
    if (lines->count == lines->cap) {
        size_t cap = lines->cap == 0 ? 64 : 2 * lines->cap;
        struct line *wider = arena_array(lines->arena, cap, sizeof(*wider));
        if (wider == NULL || text == NULL) {
            return false;
        }
        if (lines->count > 0) {
            memcpy(wider, lines->list, lines->count * sizeof(*wider));
        }
        lines->list = wider;
        lines->cap = cap;
    }
    struct line *line = &lines->list[lines->count++];
    *line = (struct line){.text = text, .len = len};
    memcpy(line->rid, rid, RECORD_RID);
    lines->bytes += len + 1;
    return text != NULL;
}

static bool add_statement(void *ctx, const struct record *record)
{
    struct lines *lines = ctx;
    size_t len = 0;

    if (record->kind != RECORD_CLOSE_STATEMENT) {
        return true;
    }
    const char *text = record_line(lines->arena, record, &len);
    return add_line(lines, record->rid, text, len);
}

static bool add_vote(void *ctx, const struct vote_line *vote)
{
    struct lines *lines = ctx;
    json_t *line = json_object();
    json_t *body = json_object();
    bool is_ballot = vote->ballot_id != NULL;
    size_t len;

    json_put_hex(body, "round", vote->round_id, ROUND_ID);
    json_put_hex(body, "sealed", vote->sealed, vote->sealed_len);
    if (is_ballot) {
        json_put_hex(body, "ballot", vote->ballot_id, BALLOT_ID);
    } else {
        json_put_hex(body, "tag", vote->tag, CODE_TAG);
    }
    json_put(line, "body", body);
    json_put_text(line, "kind", record_kind_name(is_ballot ? RECORD_BALLOT : RECORD_REGISTER));
    json_put_hex(line, "rid", vote->rid, RECORD_RID);
    json_put_number(line, "version", RECORD_VERSION);
    const char *text = json_canonical(lines->arena, line, &len);
    json_decref(line);
    return add_line(lines, vote->rid, text, len);
}

static int by_rid(const void *a, const void *b)
{
    return memcmp(((const struct line *)a)->rid, ((const struct line *)b)->rid, RECORD_RID);
}

/* The statements are read first: when the round is closed meanwhile, the ballots read after it are
 * at least those of the statement. */
static bool make_box(struct export_bytes *ret, const struct export *export, struct arena *arena,
                     struct err *err)
{
    struct lines lines = {.arena = arena};

    if (!store_each(export->store, add_statement, &lines, err) ||
        !store_vote_each_released(export->store, add_vote, &lines, err)) {
        return false;
    }
    if (lines.count > 1) {
        qsort(lines.list, lines.count, sizeof(struct line), by_rid);
    }
    char *data = arena_alloc(arena, lines.bytes + 1);
    size_t len = 0;
    for (size_t i = 0; i < lines.count; i++) {
        memcpy(data + len, lines.list[i].text, lines.list[i].len);
        len += lines.list[i].len;
        data[len++] = '\n';
    }
    *ret = (struct export_bytes){data, len};
    return true;
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
