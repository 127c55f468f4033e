#include "app/content/csv.h"

#include "app/base/str.h"

#include <csv.h>
#include <string.h>

enum { LIBCSV_BLOCK = 4096 };

/* The text is given to libcsv one physical line at a time, so that the line of a callback is the
 * line being given. After a problem `resume` is where reading goes on: that only moves forward. */
struct scan {
    const struct csv_events *events;
    void *ctx;
    char delimiter;

    const char *end;
    const char *next;   /* start of the line behind this one */
    int line;           /* the line being given, from 1 */
    bool in_row;        /* a cell of this row was begun */
    int row_line;       /* where the row began */
    int cell_line;      /* where the cell being read began */
    const char *resume; /* the line behind cell_line */

    bool has_header;
    bool stopped;
    bool is_bad; /* this row is told about and left out */

    struct arena names_arena;
    struct arena row_arena;
    const char *names[CSV_MAX_FIELDS];
    size_t name_count;
    const char *fields[CSV_MAX_FIELDS];
    size_t count; /* cells seen in this row; may pass CSV_MAX_FIELDS */
};

static void tell(struct scan *scan, enum csv_problem problem, int line)
{
    size_t cell = scan->count + 1 > CSV_MAX_FIELDS ? CSV_MAX_FIELDS + 1 : scan->count + 1;

    if (!scan->is_bad && !scan->events->problem(scan->ctx, problem, line, (int)cell)) {
        scan->stopped = true;
    }
    scan->is_bad = true;
    scan->stopped = scan->stopped || !scan->has_header; /* no row must pass for the header */
}

/* A copy in arena memory without what cannot be kept. */
static const char *clean_cell(struct arena *arena, const char *raw, size_t len)
{
    char *copy = arena_strndup(arena, raw, len);
    char *clean = copy == NULL ? NULL : arena_alloc(arena, len + 1);

    if (clean == NULL) {
        return "";
    }
    str_clean(clean, len + 1, copy, true);
    return clean;
}

static void on_cell(void *data, size_t len, void *ctx)
{
    struct scan *scan = ctx;

    if (scan->count >= CSV_MAX_FIELDS) {
        tell(scan, CSV_TOO_MANY_FIELDS, scan->row_line);
    } else if (len > CSV_MAX_CELL) {
        tell(scan, CSV_CELL_TOO_LONG, scan->cell_line);
    } else if (len > 0 && memchr(data, '\0', len) != NULL) {
        tell(scan, CSV_NUL, scan->cell_line);
    } else if (!scan->is_bad) {
        scan->fields[scan->count] =
            len == 0 ? "" : clean_cell(&scan->row_arena, (const char *)data, len);
    }
    scan->count++;
    scan->cell_line = scan->line;
    scan->resume = scan->next;
}

static void keep_header(struct scan *scan)
{
    for (size_t i = 0; i < scan->count; i++) {
        size_t cap = strlen(scan->fields[i]) * 2 + 1; /* folding makes "ß" two letters */
        char *name = arena_alloc(&scan->names_arena, cap);
        str_fold(name, cap, scan->fields[i]);
        scan->names[i] = name;
    }
    scan->name_count = scan->count;
    scan->has_header = true;
}

static bool is_empty(const struct scan *scan)
{
    for (size_t i = 0; i < scan->count; i++) {
        if (scan->fields[i][0] != '\0') {
            return false;
        }
    }
    return true;
}

static void end_row(struct scan *scan)
{
    scan->count = 0;
    scan->is_bad = false;
    scan->in_row = false;
    arena_reset(&scan->row_arena);
}

static void on_row(int terminator, void *ctx)
{
    struct scan *scan = ctx;

    (void)terminator;
    if (!scan->is_bad && !scan->stopped && !is_empty(scan)) {
        struct csv_row row = {.line = scan->row_line, .names = scan->names};
        bool goes_on = true;
        if (!scan->has_header) {
            keep_header(scan);
            row.name_count = scan->name_count;
            goes_on = scan->events->header == NULL || scan->events->header(scan->ctx, &row);
        } else {
            row.name_count = scan->name_count;
            row.fields = scan->fields;
            row.count = scan->count;
            goes_on = scan->events->row(scan->ctx, &row);
        }
        scan->stopped = !goes_on;
    }
    end_row(scan);
}

static bool start_parser(struct scan *scan, struct csv_parser *parser, struct err *err)
{
    if (csv_init(parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
        return err_set(err, ERR_MEMORY, "no CSV reader");
    }
    csv_set_delim(parser, (unsigned char)scan->delimiter);
    csv_set_blk_size(parser, LIBCSV_BLOCK);
    return true;
}

/* The byte behind the end of this line: LF, CRLF and a lone CR end one. */
static const char *line_end(const char *at, const char *end)
{
    while (at < end && *at != '\n' && *at != '\r') {
        at++;
    }
    if (at + 1 < end && at[0] == '\r' && at[1] == '\n') {
        return at + 2;
    }
    return at < end ? at + 1 : end;
}

static bool is_blank(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n')) {
        at++;
    }
    return at == end;
}

/* From `at` (line `line`) to the first problem or the end. Returns where to go on, or the end. */
static const char *scan_from(struct scan *scan, struct csv_parser *parser, const char *at)
{
    while (at < scan->end && !scan->stopped) {
        scan->next = line_end(at, scan->end);
        if (!scan->in_row) {
            scan->row_line = scan->cell_line = scan->line;
            scan->resume = scan->next;
            scan->in_row = !is_blank(at, scan->next);
        }
        size_t len = (size_t)(scan->next - at);
        if (csv_parse(parser, at, len, on_cell, on_row, scan) != len) {
            tell(scan, CSV_QUOTE_WRONG, scan->cell_line);
            return scan->resume;
        }
        at = scan->next;
        scan->line++;
    }
    if (!scan->stopped && csv_fini(parser, on_cell, on_row, scan) != 0) {
        tell(scan, CSV_QUOTE_OPEN, scan->cell_line);
        return scan->resume;
    }
    return scan->end;
}

bool csv_scan(const char *text, size_t len, char delimiter, const struct csv_events *events,
              void *ctx, struct err *err)
{
    struct scan scan = {.events = events, .ctx = ctx, .delimiter = delimiter, .line = 1};
    const char *at = text;
    bool fine = true;

    arena_init(&scan.names_arena, 0);
    arena_init(&scan.row_arena, 0);
    scan.end = text + len;
    if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        at += 3;
    }
    while (fine && at < scan.end && !scan.stopped) {
        struct csv_parser parser;
        fine = start_parser(&scan, &parser, err);
        if (fine) {
            at = scan_from(&scan, &parser, at);
            csv_free(&parser);
            scan.line = scan.cell_line + 1; /* only matters when there is more to read */
            end_row(&scan);
        }
    }
    arena_finish(&scan.names_arena);
    arena_finish(&scan.row_arena);
    return fine && !scan.stopped;
}

int csv_column(const struct csv_row *row, const char *name)
{
    for (size_t i = 0; i < row->name_count; i++) {
        if (strcmp(row->names[i], name) == 0) {
            return (int)i;
        }
    }
    return -1;
}

const char *csv_field(const struct csv_row *row, const char *name)
{
    int column = csv_column(row, name);

    return column < 0 || (size_t)column >= row->count ? "" : row->fields[column];
}

/* ---- the plain form ------------------------------------------------------------------------ */

struct plain {
    bool (*each)(void *ctx, const struct csv_row *row);
    void *ctx;
    struct err *err;
};

static bool plain_row(void *ctx, const struct csv_row *row)
{
    struct plain *plain = ctx;

    return plain->each(plain->ctx, row) ||
           err_set(plain->err, ERR_FORMAT, "line %d is not accepted", row->line);
}

static bool plain_problem(void *ctx, enum csv_problem problem, int line, int column)
{
    static const char *const names[] = {
        [CSV_QUOTE_WRONG] = "a quote in the wrong place",
        [CSV_QUOTE_OPEN] = "quotes not closed",
        [CSV_TOO_MANY_FIELDS] = "too many cells",
        [CSV_CELL_TOO_LONG] = "cell too long",
        [CSV_NUL] = "a NUL byte",
    };
    struct plain *plain = ctx;

    return err_set(plain->err, ERR_FORMAT, "line %d, cell %d: %s", line, column, names[problem]);
}

bool csv_read(const char *text, size_t len, char delimiter,
              bool (*each)(void *ctx, const struct csv_row *row), void *ctx, struct err *err)
{
    static const struct csv_events events = {.row = plain_row, .problem = plain_problem};
    struct plain plain = {.each = each, .ctx = ctx, .err = err};

    return csv_scan(text, len, delimiter, &events, &plain, err);
}
