/* csv: a spreadsheet's text file through libcsv, with every problem told and its place.
 *
 * The inside of csv_read() (pack.h): the loader of packs needs the header and the problems too.
 * Strict: a quote inside an unquoted cell or one that never closes is a problem, not a guess. After
 * a problem reading goes on at the line behind the one where the bad cell began; a problem in the
 * header ends it. Owns the memory of a row only while `row` runs.
 */
#ifndef DORPEL_CONTENT_CSV_H
#define DORPEL_CONTENT_CSV_H

#include "app/content/pack.h"

enum { CSV_MAX_FIELDS = 64, CSV_MAX_CELL = 8 * 1024 };

enum csv_problem {
    CSV_QUOTE_WRONG,     /* a quote in the middle, or something behind a closing quote */
    CSV_QUOTE_OPEN,      /* the file ends inside quotes */
    CSV_TOO_MANY_FIELDS, /* above CSV_MAX_FIELDS; the row is left out */
    CSV_CELL_TOO_LONG,   /* above CSV_MAX_CELL bytes; the row is left out */
    CSV_NUL,             /* a NUL byte in a cell; the row is left out */
};

struct csv_events {
    bool (*header)(void *ctx, const struct csv_row *row); /* names only; false stops; may be NULL */
    bool (*row)(void *ctx, const struct csv_row *row);    /* false stops */
    /* Line from 1, column is the number of the cell from 1. False stops. */
    bool (*problem)(void *ctx, enum csv_problem problem, int line, int column);
};

/* True when the end was reached, false when a callback stopped it or memory ran out (err). Rows
 * whose cells are all empty are skipped: spreadsheets write them. */
bool csv_scan(const char *text, size_t len, char delimiter, const struct csv_events *events,
              void *ctx, struct err *err);

/* The index of a column, or -1. */
int csv_column(const struct csv_row *row, const char *name);

#endif
