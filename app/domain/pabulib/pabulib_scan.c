/* Bytes to rows of cells. */
#include "app/domain/pabulib/pabulib_inner.h"

#include "app/base/str.h"

#include <stdlib.h>
#include <string.h>

/* ---- what may be wrong anywhere ------------------------------------------------------------ */

static int line_of(const char *text, const char *at)
{
    int line = 1;

    for (; (text = memchr(text, '\n', (size_t)(at - text))) != NULL; text++) {
        line++;
    }
    return line;
}

/* The first byte that is no UTF-8, or NULL. Mostly eight plain letters at once. */
static const char *find_not_utf8(const char *text, size_t len)
{
    size_t at = 0;

    while (at < len) {
        uint64_t eight;
        if (len - at >= sizeof(eight)) {
            memcpy(&eight, text + at, sizeof(eight));
            if ((eight & 0x8080808080808080u) == 0) {
                at += sizeof(eight);
                continue;
            }
        }
        size_t from = at;
        while (at < len && (unsigned char)text[at] >= 0x80) {
            at++;
        }
        if (at > from && !str_is_utf8(text + from, at - from)) {
            return text + from;
        }
        at += at == from; /* one plain letter among eight that are not all plain */
    }
    return NULL;
}

/* The first line that is too long, or 0. */
static int find_long_line(const char *text, size_t len)
{
    const char *end = text + len;

    for (int line = 1; text < end; line++) {
        const char *eol = memchr(text, '\n', (size_t)(end - text));
        eol = eol == NULL ? end : eol;
        if (eol - text > PABULIB_MAX_LINE) {
            return line;
        }
        text = eol + 1;
    }
    return 0;
}

bool pb_survey(struct pb_reader *reader, const char *text, size_t len)
{
    struct pabulib_note note = {0};

    if (len > PABULIB_MAX_BYTES) {
        note.kind = PABULIB_TOO_LARGE;
        note.n = PABULIB_MAX_BYTES / (1024 * 1024);
        return pb_refuse(reader, note, pb_text(""));
    }
    note.line = len > PABULIB_MAX_LINE ? find_long_line(text, len) : 0;
    if (note.line > 0) {
        note.kind = PABULIB_LINE_LONG;
        note.n = PABULIB_MAX_LINE / (1024 * 1024);
        return pb_refuse(reader, note, pb_text(""));
    }
    const char *wrong = len == 0 ? NULL : memchr(text, '\0', len);
    note.kind = PABULIB_NUL;
    if (wrong == NULL) {
        wrong = find_not_utf8(text, len);
        note.kind = PABULIB_UTF8;
    }
    if (wrong != NULL) {
        note.line = line_of(text, wrong);
        return pb_refuse(reader, note, pb_text(""));
    }
    return true;
}

/* ---- rows ---------------------------------------------------------------------------------- */

void pb_scan_init(struct pb_scan *scan, const char *text, size_t len)
{
    bool has_mark = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0;

    scan->end = text + len;
    scan->at = text + (has_mark ? 3 : 0);
    scan->quote = text; /* not looked for yet */
    scan->next_line = 1;
    scan->scratch = NULL;
    scan->scratch_cap = 0;
}

void pb_scan_finish(struct pb_scan *scan)
{
    free(scan->scratch);
    scan->scratch = NULL;
}

static void add_cell(struct pb_scan *scan, struct pb_cell cell)
{
    if (scan->count < PABULIB_MAX_CELLS) {
        scan->cells[scan->count] = cell;
    }
    scan->count++;
}

/* A row without quotation marks. */
static void split(struct pb_scan *scan, const char *at, const char *eol)
{
    for (;;) {
        const char *sep = memchr(at, ';', (size_t)(eol - at));
        add_cell(scan, pb_trim(at, sep == NULL ? eol : sep));
        if (sep == NULL) {
            return;
        }
        at = sep + 1;
    }
}

/* Doubled quotation marks become one in scratch, where there is room for all that is still to be
 * read: it is taken once, and of it only what is written is ever real. */
static bool keep_piece(struct pb_scan *scan, size_t *used, const char *from, const char *to)
{
    size_t len = (size_t)(to - from);

    if (scan->scratch == NULL) {
        scan->scratch_cap = (size_t)(scan->end - scan->at);
        scan->scratch = malloc(scan->scratch_cap);
        if (scan->scratch == NULL) {
            return false;
        }
    }
    if (len > 0) { /* always fits: it stood in the text, and lost a quotation mark */
        memcpy(scan->scratch + *used, from, len);
        *used += len;
    }
    return true;
}

/* The cell whose opening quotation mark was read. *at is left on what ends it. */
static bool quoted_cell(struct pb_scan *scan, const char **at, size_t *used)
{
    const char *piece = *at;
    const char *quote;
    size_t start = *used;

    for (;; piece = quote + 2) {
        quote = memchr(piece, '"', (size_t)(scan->end - piece));
        if (quote == NULL) {
            return false;
        }
        if (quote + 1 == scan->end || quote[1] != '"') {
            break;
        }
        if (!keep_piece(scan, used, piece, quote + 1)) {
            return false;
        }
    }
    const char *behind = quote + 1;
    const char *stop = behind;
    while (stop < scan->end && *stop != ';' && *stop != '\n') {
        stop++;
    }
    struct pb_cell rest = pb_trim(behind, stop);
    if (rest.len > 0) { /* as a spreadsheet does: what is behind the marks belongs to the cell */
        scan->has_stray = true;
    }
    if (rest.len > 0 || *used > start) {
        if (!keep_piece(scan, used, piece, quote) ||
            !keep_piece(scan, used, rest.len > 0 ? behind : stop, stop)) {
            return false;
        }
        add_cell(scan, pb_trim(scan->scratch + start, scan->scratch + *used));
    } else {
        add_cell(scan, pb_trim(piece, quote));
    }
    *at = stop;
    return true;
}

/* A row in which quotation marks stand; it may go on over several lines. False: no end. */
static bool split_quoted(struct pb_scan *scan)
{
    const char *at = scan->at;
    size_t used = 0;

    for (;;) {
        const char *start = at;
        while (at < scan->end && *at != '\n' && (unsigned char)*at <= ' ') {
            at++;
        }
        if (at < scan->end && *at == '"') {
            at++;
            if (!quoted_cell(scan, &at, &used)) {
                return false;
            }
        } else {
            while (at < scan->end && *at != ';' && *at != '\n') {
                at++;
            }
            add_cell(scan, pb_trim(start, at));
        }
        if (at == scan->end || *at == '\n') {
            break;
        }
        at++;
    }
    for (const char *line = scan->at; line < at; line++) {
        scan->next_line += *line == '\n';
    }
    scan->is_open = at == scan->end;
    scan->next_line += scan->is_open ? 0 : 1;
    scan->at = at + (scan->is_open ? 0 : 1);
    return true;
}

/* False: a quotation mark was never closed. */
static bool next_row(struct pb_scan *scan)
{
    const char *eol = memchr(scan->at, '\n', (size_t)(scan->end - scan->at));

    scan->line = scan->next_line;
    scan->count = 0;
    scan->has_stray = false;
    if (scan->quote < scan->at) {
        scan->quote = memchr(scan->at, '"', (size_t)(scan->end - scan->at));
        scan->quote = scan->quote == NULL ? scan->end : scan->quote;
    }
    scan->is_open = eol == NULL;
    eol = eol == NULL ? scan->end : eol;
    if (scan->quote < eol) {
        return split_quoted(scan);
    }
    split(scan, scan->at, eol);
    scan->next_line += scan->is_open ? 0 : 1;
    scan->at = eol + (scan->is_open ? 0 : 1);
    return true;
}

/* ---- rows with a meaning ------------------------------------------------------------------- */

static bool is_all_empty(const struct pb_scan *scan, size_t from)
{
    size_t kept = scan->count < PABULIB_MAX_CELLS ? scan->count : PABULIB_MAX_CELLS;

    for (size_t i = from; i < kept; i++) {
        if (scan->cells[i].len > 0) {
            return false;
        }
    }
    return true;
}

static bool is_title(const struct pb_scan *scan)
{
    struct pb_cell cell = scan->cells[0];
    const char *title = cell.len == 4   ? "META"
                        : cell.len == 5 ? "VOTES"
                        : cell.len == 8 ? "PROJECTS"
                                        : NULL;

    return title != NULL && pb_is(cell, title) && is_all_empty(scan, 1);
}

enum pb_row pb_next(struct pb_reader *reader)
{
    struct pb_scan *scan = &reader->scan;

    while (scan->at < scan->end) {
        if (!next_row(scan)) {
            if (scan->scratch == NULL && scan->scratch_cap > 0) {
                pb_no_memory(reader);
                return PB_REFUSED;
            }
            pb_refuse(reader, pb_at(reader, PABULIB_QUOTE_OPEN, -1), pb_text(""));
            return PB_REFUSED;
        }
        if (scan->has_stray) {
            pb_warn(reader, pb_at(reader, PABULIB_QUOTE_STRAY, -1), pb_text(""));
        }
        if (is_title(scan)) {
            reader->title = scan->cells[0];
            return PB_SECTION;
        }
        if (scan->cells[0].len > 0 || !is_all_empty(scan, 1)) {
            return PB_ROW;
        }
        if (scan->count > 1) { /* a line of nothing at all is only a line */
            pb_warn(reader, pb_at(reader, PABULIB_ROW_EMPTY, -1), pb_text(""));
        }
    }
    reader->title = (struct pb_cell){0};
    return PB_END;
}
