#include "sync/hub/count_lists.h"

#include "app/base/str.h"
#include "app/content/pack.h"

#include <string.h>

enum { LIST_MAX_BYTES = 1024 * 1024, LIST_MAX_ROWS = 4096, REASON_MAX = 400 };

struct reading {
    struct count_options *options;
    struct arena *arena;
    const struct election *election;
    struct count_list_fault *fault;
    struct plan_pair *pairs;
    struct count_override *overrides;
    size_t count;
};

static bool refuse(struct reading *reading, const char *key, int line, const char *detail)
{
    *reading->fault = (struct count_list_fault){key, line, arena_strdup(reading->arena, detail)};
    return false;
}

static bool find_plan(struct reading *reading, const struct csv_row *row, const char *column,
                      uint16_t *ret)
{
    const char *id = csv_field(row, column);

    for (size_t i = 0; i < reading->election->plan_count; i++) {
        if (strcmp(reading->election->plans[i].id, id) == 0) {
            *ret = (uint16_t)i;
            return true;
        }
    }
    return refuse(reading, id[0] == '\0' ? "hub.list.empty" : "hub.list.no-plan", row->line,
                  id[0] == '\0' ? column : id);
}

static bool take_pair(void *ctx, const struct csv_row *row)
{
    struct reading *reading = ctx;
    struct plan_pair pair;

    if (reading->count == LIST_MAX_ROWS) {
        return refuse(reading, "hub.list.long", row->line, "");
    }
    if (!find_plan(reading, row, "plan", &pair.a) ||
        !find_plan(reading, row, "niet_met", &pair.b)) {
        return false;
    }
    if (pair.a == pair.b) {
        return refuse(reading, "hub.list.same", row->line, csv_field(row, "plan"));
    }
    reading->pairs[reading->count++] = pair;
    return true;
}

/* The reason is printed in the result: it must say something. */
static const char *keep_words(struct reading *reading, const struct csv_row *row,
                              const char *column)
{
    char clean[REASON_MAX + 1];

    str_clean(clean, sizeof(clean), csv_field(row, column), false);
    return arena_strdup(reading->arena, clean);
}

static bool take_override(void *ctx, const struct csv_row *row)
{
    struct reading *reading = ctx;
    struct count_override override = {.fund = false};
    const char *does = csv_field(row, "besluit");

    if (reading->count == LIST_MAX_ROWS) {
        return refuse(reading, "hub.list.long", row->line, "");
    }
    if (!find_plan(reading, row, "plan", &override.plan)) {
        return false;
    }
    override.fund = strcmp(does, "wel") == 0;
    if (!override.fund && strcmp(does, "niet") != 0) {
        return refuse(reading, "hub.list.decision", row->line, does);
    }
    override.reason = keep_words(reading, row, "reden");
    override.by = keep_words(reading, row, "door");
    if (override.reason[0] == '\0') {
        return refuse(reading, "hub.list.no-reason", row->line, csv_field(row, "plan"));
    }
    for (size_t i = 0; i < reading->count; i++) {
        if (reading->overrides[i].plan == override.plan) {
            return refuse(reading, "hub.list.twice", row->line, csv_field(row, "plan"));
        }
    }
    reading->overrides[reading->count++] = override;
    return true;
}

static bool read_list(struct reading *reading, struct io *io, const char *path,
                      bool (*take)(void *ctx, const struct csv_row *row))
{
    struct err err = {0};
    char *text;
    size_t len;

    *reading->fault = (struct count_list_fault){"", 0, ""};
    if (!io_read_file(io, reading->arena, path, LIST_MAX_BYTES, &text, &len, &err)) {
        return refuse(reading, err.code == ERR_MISSING ? "hub.file.missing" : "hub.file.unreadable",
                      0, err.msg);
    }
    if (csv_read(text, len, ';', take, reading, &err)) {
        return true;
    }
    return reading->fault->key[0] != '\0' ? false : refuse(reading, "hub.list.csv", 0, err.msg);
}

bool count_lists_pairs(struct count_options *options, struct arena *arena,
                       const struct election *election, struct io *io, const char *path,
                       struct count_list_fault *fault)
{
    struct reading reading = {
        .arena = arena,
        .election = election,
        .fault = fault,
        .pairs = arena_array(arena, LIST_MAX_ROWS, sizeof(struct plan_pair)),
    };

    if (!read_list(&reading, io, path, take_pair)) {
        return false;
    }
    options->pairs = reading.pairs;
    options->pair_count = reading.count;
    return true;
}

bool count_lists_overrides(struct count_options *options, struct arena *arena,
                           const struct election *election, struct io *io, const char *path,
                           struct count_list_fault *fault)
{
    struct reading reading = {
        .arena = arena,
        .election = election,
        .fault = fault,
        .overrides = arena_array(arena, LIST_MAX_ROWS, sizeof(struct count_override)),
    };

    if (!read_list(&reading, io, path, take_override)) {
        return false;
    }
    options->overrides = reading.overrides;
    options->override_count = reading.count;
    return true;
}
