/* Headers, cells by their column, lists in a cell, and what a text in a file may be. */
#include "app/domain/pabulib/pabulib_inner.h"

#include "app/base/str.h"

#include <string.h>

struct pabulib_note pb_at(const struct pb_reader *reader, enum pabulib_kind kind, int column)
{
    return (struct pabulib_note){.kind = kind, .line = reader->scan.line, .column = column + 1};
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool pb_is(struct pb_cell cell, const char *text)
{
    size_t i = 0;

    while (i < cell.len && text[i] != '\0' && lower(cell.text[i]) == lower(text[i])) {
        i++;
    }
    return i == cell.len && text[i] == '\0';
}

const char *pb_clean(struct pb_reader *reader, struct pb_cell cell)
{
    char *raw = arena_strndup(reader->arena, cell.len == 0 ? "" : cell.text, cell.len);
    char *clean = arena_alloc(reader->arena, cell.len + 1);

    if (raw == NULL || clean == NULL) {
        pb_no_memory(reader);
        return NULL;
    }
    str_clean(clean, cell.len + 1, raw, false);
    return clean;
}

bool pb_check(struct pb_reader *reader, enum pabulib_kind why, int column, struct pb_cell cell)
{
    struct pabulib_note note = pb_at(reader, why, column);

    note.n = why == PABULIB_POINTS_LARGE ? ELECTION_MAX_WEIGHT : PABULIB_MAX_DECIMALS;
    return why == PABULIB_FINE || pb_refuse(reader, note, cell);
}

struct pb_cell pb_cell(const struct pb_reader *reader, int column)
{
    if (column < 0 || (size_t)column >= reader->scan.count) {
        return pb_text("");
    }
    return reader->scan.cells[column];
}

/* It stands in lists with commas and on screens, and must not look like the title of a section. */
bool pb_id_is_good(struct pb_cell id)
{
    char text[PABULIB_MAX_ID + 1];

    if (id.len == 0 || id.len > PABULIB_MAX_ID || pb_is(id, "META") || pb_is(id, "PROJECTS") ||
        pb_is(id, "VOTES") || (unsigned char)id.text[0] <= ' ' ||
        (unsigned char)id.text[id.len - 1] <= ' ' || memchr(id.text, ',', id.len) != NULL) {
        return false;
    }
    memcpy(text, id.text, id.len);
    text[id.len] = '\0';
    for (const char *at = text; *at != '\0';) {
        if (!str_is_keepable(str_decode(&at), false)) {
            return false;
        }
    }
    return true;
}

/* ---- headers ------------------------------------------------------------------------------- */

static bool find_column(struct pb_reader *reader, const char *name, int *ret)
{
    *ret = -1;
    for (size_t i = 0; i < reader->scan.count; i++) {
        if (!pb_is(reader->scan.cells[i], name)) {
            continue;
        }
        if (*ret >= 0) {
            return pb_refuse(reader, pb_at(reader, PABULIB_COLUMN_TWICE, (int)i), pb_text(name));
        }
        *ret = (int)i;
    }
    return true;
}

bool pb_columns(struct pb_reader *reader, const char *const *names, size_t count, size_t needed,
                int *ret)
{
    struct pb_cell title = reader->title;
    enum pb_row row = pb_next(reader);

    if (row == PB_REFUSED) {
        return false;
    }
    if (row != PB_ROW) {
        return pb_refuse(reader, pb_at(reader, PABULIB_HEADER_MISSING, -1), title);
    }
    if (reader->scan.count > PABULIB_MAX_CELLS) {
        struct pabulib_note note = pb_at(reader, PABULIB_COLUMNS_MANY, -1);
        note.n = PABULIB_MAX_CELLS;
        return pb_refuse(reader, note, title);
    }
    for (size_t i = 0; i < count; i++) {
        if (!find_column(reader, names[i], &ret[i])) {
            return false;
        }
        if (i < needed && ret[i] < 0) {
            return pb_refuse(reader, pb_at(reader, PABULIB_COLUMN_MISSING, -1), pb_text(names[i]));
        }
    }
    return true;
}

bool pb_row_fits(struct pb_reader *reader, size_t columns, int last)
{
    const struct pb_scan *scan = &reader->scan;

    if (scan->count == columns) {
        return true;
    }
    if ((size_t)last >= scan->count) {
        return pb_refuse(reader, pb_at(reader, PABULIB_ROW_CUT, -1), scan->cells[0]);
    }
    pb_warn(reader,
            pb_at(reader, scan->count < columns ? PABULIB_ROW_SHORT : PABULIB_CELLS_EXTRA, -1),
            scan->cells[0]);
    return true;
}
