/* PROJECTS: the plans, their cost and their theme; then the unit in which all money is told. */
#include "app/domain/pabulib/pabulib_inner.h"

#include <string.h>

enum column { ID, COST, VOTES, SCORE, NAME, CATEGORY, SELECTED, COLUMNS, NEEDED = VOTES };
enum { WITHDRAWN_COST = 999999999, FIRST_ROOM = 32 };

static void *grow(struct arena *arena, const void *from, size_t count, size_t room, size_t size)
{
    void *to = arena_array(arena, room, size);

    if (to != NULL && count > 0) {
        memcpy(to, from, count * size);
    }
    return to;
}

/* Room for one plan more. */
static bool make_room(struct pb_reader *reader, size_t *room)
{
    struct pabulib *file = reader->file;
    size_t count = file->election.plan_count;

    if (count < *room) {
        return true;
    }
    *room = *room == 0 ? FIRST_ROOM : *room * 2;
    file->election.plans =
        grow(reader->arena, file->election.plans, count, *room, sizeof(*file->election.plans));
    file->plans = grow(reader->arena, file->plans, count, *room, sizeof(*file->plans));
    reader->costs = grow(reader->arena, reader->costs, count, *room, sizeof(*reader->costs));
    return (file->election.plans != NULL && file->plans != NULL && reader->costs != NULL) ||
           pb_no_memory(reader);
}

/* ---- themes -------------------------------------------------------------------------------- */

static bool find_theme(struct pb_reader *reader, struct pb_cell name, uint16_t *ret)
{
    struct election *election = &reader->file->election;

    for (size_t i = 0; i < election->theme_count; i++) {
        const char *other = election->themes[i].name;
        if (strlen(other) == name.len && memcmp(other, name.text, name.len) == 0) {
            *ret = (uint16_t)i;
            return true;
        }
    }
    if (election->theme_count == PABULIB_MAX_THEMES) {
        struct pabulib_note note = pb_at(reader, PABULIB_THEMES_MANY, -1);
        note.n = PABULIB_MAX_THEMES;
        return pb_refuse(reader, note, name);
    }
    const char *copy = arena_strndup(reader->arena, name.text, name.len);
    if (copy == NULL) {
        return pb_no_memory(reader);
    }
    *ret = (uint16_t)election->theme_count;
    election->themes[election->theme_count++] = (struct election_theme){copy, -1};
    return true;
}

/* Those that META lists, in its order; the bounds wait for the unit. */
static bool list_themes(struct pb_reader *reader)
{
    struct election *election = &reader->file->election;
    struct pb_cell list = pb_text(pabulib_value(reader->file, "categories"));
    struct pb_cell item;
    uint16_t theme;

    election->themes = arena_array(reader->arena, PABULIB_MAX_THEMES, sizeof(*election->themes));
    if (election->themes == NULL) {
        return pb_no_memory(reader);
    }
    for (size_t i = 0; pb_item(&list, &item); i += item.len > 0) {
        if (item.len == 0) {
            continue;
        }
        if (!find_theme(reader, item, &theme)) {
            return false;
        }
        if (i < reader->theme_budget_count) {
            election->themes[theme].budget = (int64_t)i;
        }
    }
    return true;
}

static bool read_theme(struct pb_reader *reader, const char *category, int column, uint16_t *ret)
{
    struct pb_cell list = pb_text(category);
    struct pb_cell item;
    size_t count = 0;

    *ret = ELECTION_NO_THEME;
    while (pb_item(&list, &item)) {
        if (item.len > 0 && count++ == 0 && !find_theme(reader, item, ret)) {
            return false;
        }
    }
    if (count > 1 && reader->theme_budget_count > 0) {
        pb_warn(reader, pb_at(reader, PABULIB_CATEGORIES, column), pb_text(category));
    }
    return true;
}

/* ---- one plan ------------------------------------------------------------------------------ */

/* -1 when there is no such column or the cell says nothing. */
static bool read_published(struct pb_reader *reader, int column, int64_t *ret)
{
    struct pb_cell cell = pb_cell(reader, column);

    *ret = -1;
    return cell.len == 0 || pb_check(reader, pb_whole(ret, cell), column, cell);
}

static int read_selected(struct pb_reader *reader, int column)
{
    struct pb_cell cell = pb_cell(reader, column);

    if (column < 0) {
        return -1;
    }
    if (cell.len == 1 && cell.text[0] >= '0' && cell.text[0] <= '3') {
        return cell.text[0] - '0';
    }
    if (cell.len > 0) {
        pb_warn(reader, pb_at(reader, PABULIB_SELECTED, column), cell);
    }
    return 0;
}

static bool read_names(struct pb_reader *reader, const int *columns, struct election_plan *plan,
                       struct pabulib_plan *told)
{
    struct pb_cell id = pb_cell(reader, columns[ID]);
    struct pb_cell name = pb_cell(reader, columns[NAME]);

    if (!pb_id_is_good(id)) {
        return pb_refuse(reader, pb_at(reader, PABULIB_ID, columns[ID]), id);
    }
    plan->id = arena_strndup(reader->arena, id.text, id.len);
    plan->name = pb_clean(reader, name);
    told->category = pb_clean(reader, pb_cell(reader, columns[CATEGORY]));
    if (plan->id == NULL || plan->name == NULL || told->category == NULL) {
        return pb_no_memory(reader);
    }
    if (name.len == id.len && memcmp(name.text, id.text, id.len) == 0) {
        plan->name = ""; /* written so when there is none */
    }
    return read_theme(reader, told->category, columns[CATEGORY], &plan->theme);
}

static bool add_plan(struct pb_reader *reader, const int *columns)
{
    struct election *election = &reader->file->election;
    struct election_plan *plan = &election->plans[election->plan_count];
    struct pabulib_plan *told = &reader->file->plans[election->plan_count];
    struct pb_amount *cost = &reader->costs[election->plan_count];
    struct pb_cell cell = pb_cell(reader, columns[COST]);

    if (!read_names(reader, columns, plan, told) ||
        !pb_check(reader, pb_amount(cost, cell), columns[COST], cell) ||
        !read_published(reader, columns[VOTES], &told->votes) ||
        !read_published(reader, columns[SCORE], &told->score)) {
        return false;
    }
    told->selected = read_selected(reader, columns[SELECTED]);
    told->line = reader->scan.line;
    told->is_withdrawn = cost->decimals == 0 && cost->digits == WITHDRAWN_COST;
    reader->decimals = cost->decimals > reader->decimals ? cost->decimals : reader->decimals;
    election->plan_count++;
    return true;
}

static bool read_plans(struct pb_reader *reader)
{
    static const char *const names[COLUMNS] = {"project_id", "cost",     "votes",   "score",
                                               "name",       "category", "selected"};
    struct election *election = &reader->file->election;
    int columns[COLUMNS];
    size_t room = 0;
    enum pb_row row;

    if (!pb_columns(reader, names, COLUMNS, NEEDED, columns)) {
        return false;
    }
    size_t width = reader->scan.count;
    int last = columns[ID] > columns[COST] ? columns[ID] : columns[COST];
    while ((row = pb_next(reader)) == PB_ROW) {
        if (election->plan_count == ELECTION_MAX_PLANS) {
            struct pabulib_note note = pb_at(reader, PABULIB_PLANS_MANY, -1);
            note.n = ELECTION_MAX_PLANS;
            return pb_refuse(reader, note, pb_text(""));
        }
        if (!pb_row_fits(reader, width, last) || !make_room(reader, &room) ||
            !add_plan(reader, columns)) {
            return false;
        }
    }
    if (row == PB_REFUSED) {
        return false;
    }
    return election->plan_count > 0 ||
           pb_refuse(reader, pb_at(reader, PABULIB_NO_PLANS, -1), pb_text(""));
}

/* ---- what is known when all were read ------------------------------------------------------ */

static bool index_plans(struct pb_reader *reader)
{
    const struct election *election = &reader->file->election;

    if (!pb_ids_init(&reader->ids, election->plans, election->plan_count)) {
        return pb_no_memory(reader);
    }
    for (size_t i = 0; i < election->plan_count; i++) {
        if (!pb_ids_add(&reader->ids, (uint32_t)i)) {
            struct pabulib_note note = {.kind = PABULIB_ID_TWICE,
                                        .line = reader->file->plans[i].line};
            return pb_refuse(reader, note, pb_text(election->plans[i].id));
        }
    }
    return true;
}

static bool scale(struct pb_reader *reader, struct pb_amount amount, int line, int64_t *ret)
{
    struct pabulib_note note = {.kind = PABULIB_NUMBER_LARGE, .line = line};

    return pb_scale(ret, amount, reader->decimals) || pb_refuse(reader, note, pb_text(""));
}

static void tell_cost(struct pb_reader *reader, size_t i)
{
    const struct election *election = &reader->file->election;
    const struct pabulib_plan *told = &reader->file->plans[i];
    struct pabulib_note note = {.line = told->line};

    if (told->is_withdrawn) {
        note.kind = PABULIB_WITHDRAWN;
    } else if (election->plans[i].cost > election->budget) {
        note.kind = PABULIB_COST_OVER;
    } else {
        return;
    }
    pb_warn(reader, note, pb_text(election->plans[i].id));
}

static bool scale_money(struct pb_reader *reader)
{
    struct election *election = &reader->file->election;

    election->unit = 1;
    for (int i = 0; i < reader->decimals; i++) {
        election->unit *= 10;
    }
    if (!scale(reader, reader->budget, pb_pair(reader->file, "budget")->line, &election->budget)) {
        return false;
    }
    for (size_t i = 0; i < election->theme_count; i++) {
        struct election_theme *theme = &election->themes[i];
        if (theme->budget >= 0 &&
            !scale(reader, reader->theme_budgets[theme->budget],
                   pb_pair(reader->file, "budget_per_category")->line, &theme->budget)) {
            return false;
        }
    }
    for (size_t i = 0; i < election->plan_count; i++) {
        if (!scale(reader, reader->costs[i], reader->file->plans[i].line,
                   &election->plans[i].cost)) {
            return false;
        }
        tell_cost(reader, i);
    }
    return true;
}

bool pb_read_projects(struct pb_reader *reader)
{
    if (!list_themes(reader) || !read_plans(reader) || !index_plans(reader) ||
        !scale_money(reader)) {
        return false;
    }
    const struct pabulib_pair *told = pb_pair(reader->file, "num_projects");
    int64_t count = 0;
    pb_whole(&count, pb_text(told->value));
    if ((size_t)count != reader->file->election.plan_count) {
        struct pabulib_note note = {.kind = PABULIB_NUM_PROJECTS,
                                    .line = told->line,
                                    .n = count,
                                    .m = (int64_t)reader->file->election.plan_count};
        pb_warn(reader, note, pb_text(""));
    }
    return true;
}
