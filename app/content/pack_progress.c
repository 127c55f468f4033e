/* voortgang.csv ("Hoe staat het ermee?"): one row an update, the newest of a project first. Rows
 * with one id are one project; what is said of the project itself stands in its first row. */
#include "app/content/pack_inner.h"

#include "app/base/str.h"

#include <string.h>

static const struct column update_columns[] = {
    {"id", true},        {"plan", false},    {"ronde", false},  {"nummer", false},  {"wie", false},
    {"gekregen", false}, {"besteed", false}, {"vertel", false}, {"datum", false},   {"stand", true},
    {"tekst", true},     {"hulp", false},    {"foto", false},   {"van_wie", false}, {NULL, false},
};

static struct project *find_project(struct pack *pack, const char *id)
{
    for (size_t i = 0; i < pack->project_count; i++) {
        if (strcmp(pack->projects[i].id, id) == 0) {
            return &pack->projects[i];
        }
    }
    return NULL;
}

/* The plan that it was in a round of this pack; title, maker, owner and money come from there. */
static void read_plan(struct loader *loader, const struct csv_row *row, struct project *project)
{
    struct cell round_cell = cell_of(row, "ronde");
    struct cell number_cell = cell_of(row, "nummer");
    int64_t number = 0;

    if (round_cell.text[0] == '\0') {
        if (number_cell.text[0] != '\0') {
            fault_add(loader, FAULT_UNKNOWN_ROUND, round_cell.at, "");
        }
        return;
    }
    const struct round_draft *draft = loader_draft(loader, round_cell.text);
    if (draft == NULL) {
        fault_add(loader, FAULT_UNKNOWN_ROUND, round_cell.at, round_cell.text);
        return;
    }
    project->round = draft->round->name;
    if (!value_number(loader, number_cell, 1, UINT16_MAX, &number)) {
        return;
    }
    for (size_t i = 0; i < draft->plan_count; i++) {
        const struct plan *plan = &draft->plans[i];
        if (plan->number == number) {
            project->number = plan->number;
            project->title = plan->title;
            project->by = plan->by;
            project->owner = plan->owner;
            project->got_cents = plan->cost_cents;
            return;
        }
    }
    if (loader->knows_plans) {
        fault_add(loader, FAULT_UNKNOWN_PLAN, number_cell.at, number_cell.text);
    }
}

static void read_project(struct loader *loader, const struct csv_row *row, struct project *project)
{
    static const char *const tellings[] = {"verhaal", "foto's", "cijfers", NULL};
    struct cell title = cell_of(row, "plan");
    struct cell by = cell_of(row, "wie");
    struct cell got = cell_of(row, "gekregen");
    struct cell spent = cell_of(row, "besteed");
    struct cell telling = cell_of(row, "vertel");
    struct cell owner = cell_of(row, "van_wie");
    int word = 0;

    read_plan(loader, row, project);
    if (title.text[0] != '\0' || project->title[0] == '\0') {
        project->title =
            value_text(loader, title, PACK_TITLE, TEXT_LINE, cell_of(row, "ronde").text[0] == '\0');
    }
    if (by.text[0] != '\0') {
        project->by = value_text(loader, by, PACK_BY, TEXT_LINE, false);
    }
    if (owner.text[0] != '\0') {
        project->owner = value_owner(loader, owner);
    }
    if (got.text[0] != '\0') {
        value_cents(loader, got, 0, &project->got_cents);
    }
    if (spent.text[0] != '\0') {
        value_cents(loader, spent, 0, &project->spent_cents);
    }
    if (telling.text[0] != '\0' &&
        value_word(loader, telling, tellings, FAULT_UNKNOWN_TELLING, &word)) {
        project->telling = (enum project_telling)word;
    }
}

static struct project *new_project(struct loader *loader, const struct csv_row *row)
{
    struct pack *pack = loader->pack;
    struct cell id = cell_of(row, "id");
    struct project project = {.title = "", .round = "", .by = "", .help = ""};

    if (id.text[0] == '\0') {
        fault_add(loader, FAULT_TEXT_MISSING, id.at, "");
        return NULL;
    }
    if (pack->project_count == PACK_MAX_LIST) {
        fault_add(loader, FAULT_TOO_MANY_ROWS, (struct place){row->line, 0}, "");
        return NULL;
    }
    project.id = value_id(loader, id, "", (struct id_list){0});
    project.updates = arena_array(&pack->arena, CONTENT_UPDATES, sizeof(*project.updates));
    if (project.updates == NULL) {
        return NULL;
    }
    read_project(loader, row, &project);
    pack->projects[pack->project_count] = project;
    return &pack->projects[pack->project_count++];
}

static void on_update(struct loader *loader, const struct csv_row *row)
{
    static const char *const states[] = {"begonnen", "bezig", "hulp", "klaar", "gestopt", NULL};
    struct cell id = cell_of(row, "id");
    struct cell help = cell_of(row, "hulp");
    int state = 0;

    struct project *project = find_project(loader->pack, id.text);
    if (project == NULL) {
        project = new_project(loader, row);
    }
    if (project == NULL) {
        return;
    }
    if (project->update_count == CONTENT_UPDATES) {
        fault_add(loader, FAULT_TOO_MANY_UPDATES, id.at, project->id);
        return;
    }
    value_word(loader, cell_of(row, "stand"), states, FAULT_UNKNOWN_STATE, &state);
    project->updates[project->update_count++] = (struct update){
        .date = value_text(loader, cell_of(row, "datum"), PACK_DATE, TEXT_LINE, false),
        .text = value_text(loader, cell_of(row, "tekst"), PACK_TEXT, TEXT_LINES, true),
        .photo = value_photo(loader, cell_of(row, "foto")),
        .state = (enum project_state)state,
    };
    if (project->update_count > 1) {
        return; /* the newest speaks for the project */
    }
    project->state = (enum project_state)state;
    if (project->state == PROJECT_HELP && help.text[0] == '\0') {
        fault_add(loader, FAULT_HELP_MISSING, help.at, "");
    } else if (project->state == PROJECT_HELP) {
        project->help = value_text(loader, help, PACK_SENTENCE, TEXT_LINE, true);
    }
}

void projects_read(struct loader *loader)
{
    static const struct table table = {.path = "voortgang.csv",
                                       .max_rows = PACK_MAX_UPDATES,
                                       .columns = update_columns,
                                       .row = on_update};
    struct pack *pack = loader->pack;

    pack->projects = arena_array(&pack->arena, PACK_MAX_LIST, sizeof(*pack->projects));
    if (pack->projects != NULL) {
        table_read(loader, &table);
    }
}
