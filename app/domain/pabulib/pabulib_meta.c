/* META: what the file tells of the election. */
#include "app/domain/pabulib/pabulib_inner.h"

#include <string.h>

const char *const pabulib_type_names[PABULIB_TYPES] = {"approval", "choose-1", "ordinal",
                                                       "cumulative", "scoring"};

const enum election_weights pb_weights[PABULIB_TYPES] = {
    ELECTION_APPROVALS, ELECTION_APPROVALS, ELECTION_RANKS, ELECTION_POINTS, ELECTION_POINTS};

const struct pabulib_pair *pb_pair(const struct pabulib *file, const char *key)
{
    for (size_t i = 0; i < file->meta_count; i++) {
        if (strcmp(file->meta[i].key, key) == 0) {
            return &file->meta[i];
        }
    }
    return NULL;
}

const char *pabulib_value(const struct pabulib *file, const char *key)
{
    const struct pabulib_pair *pair = pb_pair(file, key);

    return pair == NULL ? "" : pair->value;
}

/* ---- the lines ----------------------------------------------------------------------------- */

static bool add_pair(struct pb_reader *reader)
{
    struct pabulib *file = reader->file;
    const struct pb_scan *scan = &reader->scan;

    if (scan->cells[0].len == 0) {
        return pb_refuse(reader, pb_at(reader, PABULIB_KEY_EMPTY, 0), pb_cell(reader, 1));
    }
    if (file->meta_count == PABULIB_MAX_KEYS) {
        struct pabulib_note note = pb_at(reader, PABULIB_KEYS_MANY, -1);
        note.n = PABULIB_MAX_KEYS;
        return pb_refuse(reader, note, scan->cells[0]);
    }
    const char *key = pb_clean(reader, scan->cells[0]);
    const char *value = pb_clean(reader, pb_cell(reader, 1));
    if (key == NULL || value == NULL) {
        return false;
    }
    if (pb_pair(file, key) != NULL) {
        return pb_refuse(reader, pb_at(reader, PABULIB_KEY_TWICE, 0), pb_text(key));
    }
    if (scan->count > 2) {
        pb_warn(reader, pb_at(reader, PABULIB_CELLS_EXTRA, -1), scan->cells[0]);
    }
    file->meta[file->meta_count++] = (struct pabulib_pair){key, value, scan->line};
    return true;
}

static bool read_pairs(struct pb_reader *reader)
{
    enum pb_row row;

    reader->file->meta = arena_array(reader->arena, PABULIB_MAX_KEYS, sizeof(*reader->file->meta));
    if (reader->file->meta == NULL) {
        return pb_no_memory(reader);
    }
    row = pb_next(reader);
    if (row == PB_REFUSED) {
        return false;
    }
    if (row != PB_ROW || !pb_is(pb_cell(reader, 0), "key") || !pb_is(pb_cell(reader, 1), "value")) {
        return pb_refuse(reader, pb_at(reader, PABULIB_META_HEADER, -1), pb_cell(reader, 0));
    }
    while ((row = pb_next(reader)) == PB_ROW) {
        if (!add_pair(reader)) {
            return false;
        }
    }
    return row != PB_REFUSED;
}

/* ---- what they say ------------------------------------------------------------------------- */

static bool refuse_value(struct pb_reader *reader, enum pabulib_kind kind,
                         const struct pabulib_pair *pair, struct pb_cell what)
{
    struct pabulib_note note = {.kind = kind, .line = pair->line, .column = 2};

    note.n = kind == PABULIB_POINTS_LARGE ? ELECTION_MAX_WEIGHT : PABULIB_MAX_DECIMALS;
    return pb_refuse(reader, note, what);
}

static const struct pabulib_pair *need(struct pb_reader *reader, const char *key)
{
    const struct pabulib_pair *pair = pb_pair(reader->file, key);

    if (pair == NULL || pair->value[0] == '\0') {
        pb_refuse(reader, (struct pabulib_note){.kind = PABULIB_KEY_MISSING}, pb_text(key));
        return NULL;
    }
    return pair;
}

static bool read_type(struct pb_reader *reader)
{
    const struct pabulib_pair *pair = need(reader, "vote_type");

    for (int type = 0; pair != NULL && type < PABULIB_TYPES; type++) {
        if (pb_is(pb_text(pair->value), pabulib_type_names[type])) {
            reader->file->type = (enum pabulib_type)type;
            reader->file->election.weights = pb_weights[type];
            return true;
        }
    }
    return pair != NULL && refuse_value(reader, PABULIB_VOTE_TYPE, pair, pb_text(pair->value));
}

/* Leaves *ret alone when the key is not there or says nothing. */
static bool read_whole(struct pb_reader *reader, const char *key, int64_t *ret)
{
    const struct pabulib_pair *pair = pb_pair(reader->file, key);

    if (pair == NULL || pair->value[0] == '\0') {
        return true;
    }
    enum pabulib_kind why = pb_whole(ret, pb_text(pair->value));
    return why == PABULIB_FINE || refuse_value(reader, why, pair, pb_text(pair->value));
}

static bool read_amount(struct pb_reader *reader, const char *key, struct pb_amount *ret)
{
    const struct pabulib_pair *pair = pb_pair(reader->file, key);

    if (pair == NULL || pair->value[0] == '\0') {
        return true;
    }
    enum pabulib_kind why = pb_amount(ret, pb_text(pair->value));
    return why == PABULIB_FINE || refuse_value(reader, why, pair, pb_text(pair->value));
}

static bool read_numbers(struct pb_reader *reader)
{
    int64_t ignored;

    reader->limits = (struct pb_limits){-1, -1, {.digits = -1}};
    if (need(reader, "budget") == NULL || need(reader, "num_projects") == NULL ||
        need(reader, "num_votes") == NULL || !read_amount(reader, "budget", &reader->budget) ||
        !read_whole(reader, "num_projects", &ignored) ||
        !read_whole(reader, "num_votes", &ignored) ||
        !read_whole(reader, "max_length", &reader->limits.length)) {
        return false;
    }
    reader->decimals = reader->budget.decimals;
    switch (reader->file->type) {
    case PABULIB_APPROVAL:
        return read_amount(reader, "max_sum_cost", &reader->limits.cost);
    case PABULIB_CHOOSE_1:
        reader->limits.length = 1;
        return true;
    case PABULIB_SCORING:
        return read_whole(reader, "max_sum_points", &reader->limits.points) &&
               read_whole(reader, "default_score", &reader->default_score) &&
               (reader->default_score <= ELECTION_MAX_WEIGHT ||
                refuse_value(reader, PABULIB_POINTS_LARGE, pb_pair(reader->file, "default_score"),
                             pb_text(pabulib_value(reader->file, "default_score"))));
    case PABULIB_CUMULATIVE:
        return read_whole(reader, "max_sum_points", &reader->limits.points);
    case PABULIB_ORDINAL:
    case PABULIB_TYPES:
        break;
    }
    return true;
}

static size_t count_items(const char *text)
{
    struct pb_cell list = pb_text(text);
    struct pb_cell item;
    size_t count = 0;

    while (pb_item(&list, &item)) {
        count += item.len > 0;
    }
    return count;
}

/* One bound for each category, in the same order; otherwise nobody knows whose they are. */
static bool read_theme_budgets(struct pb_reader *reader)
{
    const struct pabulib_pair *pair = pb_pair(reader->file, "budget_per_category");
    size_t count = count_items(pair == NULL ? "" : pair->value);

    if (count == 0) {
        return true;
    }
    if (count != count_items(pabulib_value(reader->file, "categories"))) {
        pb_warn(reader,
                (struct pabulib_note){
                    .kind = PABULIB_CATEGORY_BUDGETS,
                    .line = pair->line,
                    .n = (int64_t)count,
                    .m = (int64_t)count_items(pabulib_value(reader->file, "categories"))},
                pb_text(""));
        return true;
    }
    if (count > PABULIB_MAX_THEMES) {
        struct pabulib_note note = {
            .kind = PABULIB_THEMES_MANY, .line = pair->line, .n = PABULIB_MAX_THEMES};
        return pb_refuse(reader, note, pb_text(""));
    }
    reader->theme_budgets = arena_array(reader->arena, count, sizeof(*reader->theme_budgets));
    if (reader->theme_budgets == NULL) {
        return pb_no_memory(reader);
    }
    struct pb_cell list = pb_text(pair->value);
    for (struct pb_cell item; pb_item(&list, &item);) {
        if (item.len == 0) {
            continue;
        }
        struct pb_amount *amount = &reader->theme_budgets[reader->theme_budget_count++];
        enum pabulib_kind why = pb_amount(amount, item);
        if (why != PABULIB_FINE) {
            return refuse_value(reader, why, pair, item);
        }
        reader->decimals =
            amount->decimals > reader->decimals ? amount->decimals : reader->decimals;
    }
    return true;
}

/* What the format asks for, but the count can do without. */
static void tell_wanted(struct pb_reader *reader)
{
    static const char *const keys[] = {"description", "country",    "unit",    "instance",
                                       "rule",        "date_begin", "date_end"};

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        if (pabulib_value(reader->file, keys[i])[0] == '\0') {
            pb_warn(reader, (struct pabulib_note){.kind = PABULIB_KEY_WANTED}, pb_text(keys[i]));
        }
    }
}

bool pb_read_meta(struct pb_reader *reader)
{
    if (!read_pairs(reader) || !read_type(reader) || !read_numbers(reader) ||
        !read_theme_budgets(reader)) {
        return false;
    }
    tell_wanted(reader);
    struct election *election = &reader->file->election;
    election->title = pabulib_value(reader->file, "description");
    if (election->title[0] == '\0') {
        election->title = arena_printf(reader->arena, "%s %s", pabulib_value(reader->file, "unit"),
                                       pabulib_value(reader->file, "instance"));
    }
    return election->title != NULL || pb_no_memory(reader);
}
