/* A CSV file of a pack: its header held against the columns we know, then row by row. */
#include "app/content/pack_inner.h"

#include <string.h>

struct reading {
    struct loader *loader;
    const struct table *table;
    size_t rows;
    bool is_usable; /* the header was seen and is whole */
    bool has_header;
};

static bool knows(const struct table *table, const char *name)
{
    for (const struct column *column = table->columns; column->name != NULL; column++) {
        if (strcmp(column->name, name) == 0) {
            return true;
        }
    }
    return false;
}

static bool on_header(void *ctx, const struct csv_row *row)
{
    struct reading *reading = ctx;
    struct loader *loader = reading->loader;
    const struct table *table = reading->table;

    reading->has_header = reading->is_usable = true;
    if (row->name_count == 1 && strpbrk(row->names[0], ",\t") != NULL) {
        fault_add(loader, FAULT_DELIMITER, (struct place){row->line, 1}, row->names[0]);
        reading->is_usable = false;
        return false;
    }
    for (size_t i = 0; i < row->name_count; i++) {
        struct place at = {row->line, (int)i + 1};
        if (row->names[i][0] == '\0') {
            continue; /* spreadsheets write empty columns; on_row tells what stands in them */
        }
        if (!knows(table, row->names[i])) {
            fault_add(loader, FAULT_UNKNOWN_COLUMN, at, row->names[i]);
        } else if (csv_column(row, row->names[i]) != (int)i) {
            fault_add(loader, FAULT_COLUMN_TWICE, at, row->names[i]);
            reading->is_usable = false;
        }
    }
    for (const struct column *column = table->columns; column->name != NULL; column++) {
        if (column->required && csv_column(row, column->name) < 0) {
            fault_add(loader, FAULT_COLUMN_MISSING, (struct place){row->line, 0}, column->name);
            reading->is_usable = false;
        }
    }
    return reading->is_usable;
}

/* A cell behind the last column or under no name: mostly a semicolon in a text without quotes. The
 * cells behind it have then shifted, so the row is not used. */
static bool has_extra_cell(struct loader *loader, const struct csv_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        bool has_name = i < row->name_count && row->names[i][0] != '\0';
        if (!has_name && row->fields[i][0] != '\0') {
            fault_add(loader, FAULT_EXTRA_CELL, (struct place){row->line, (int)i + 1},
                      row->fields[i]);
            return true;
        }
    }
    return false;
}

static bool on_row(void *ctx, const struct csv_row *row)
{
    struct reading *reading = ctx;

    if (reading->rows == reading->table->max_rows) {
        fault_add(reading->loader, FAULT_TOO_MANY_ROWS, (struct place){row->line, 0}, "");
        return false;
    }
    reading->rows++;
    if (!has_extra_cell(reading->loader, row)) {
        reading->table->row(reading->loader, row);
    }
    return true;
}

static bool on_problem(void *ctx, enum csv_problem problem, int line, int column)
{
    static const enum fault_kind kinds[] = {
        [CSV_QUOTE_WRONG] = FAULT_QUOTE_WRONG,
        [CSV_QUOTE_OPEN] = FAULT_QUOTE_OPEN,
        [CSV_TOO_MANY_FIELDS] = FAULT_TOO_MANY_COLUMNS,
        [CSV_CELL_TOO_LONG] = FAULT_CELL_TOO_LONG,
        [CSV_NUL] = FAULT_NUL_BYTE,
    };
    struct reading *reading = ctx;

    fault_add(reading->loader, kinds[problem], (struct place){line, column}, "");
    return true;
}

bool table_read(struct loader *loader, const struct table *table)
{
    static const struct csv_events events = {on_header, on_row, on_problem};
    struct reading reading = {.loader = loader, .table = table};
    size_t len;
    struct err err = {0};

    const char *text = loader_text(loader, table->path, table->required, &len);
    if (text == NULL) {
        return false;
    }
    bool done = csv_scan(text, len, ';', &events, &reading, &err);
    if (!done && err.code != ERR_NONE) {
        fault_add(loader, FAULT_FILE_UNREADABLE, (struct place){0}, table->path);
    } else if (done && !reading.has_header && table->required) {
        fault_add(loader, FAULT_HEADER_MISSING, (struct place){0}, table->path);
    }
    return reading.is_usable;
}

struct cell cell_of(const struct csv_row *row, const char *name)
{
    int column = csv_column(row, name);

    return (struct cell){csv_field(row, name), {row->line, column + 1}};
}
