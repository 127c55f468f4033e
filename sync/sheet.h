/* sheet: a table as a Dutch spreadsheet opens it: BOM, semicolons, CRLF.
 *
 * Text cells are always in quotes, so that another separator does not split them, and a text that a
 * spreadsheet would calculate (= + - @ at its beginning) gets an apostrophe in front: whoever typed
 * it stood at a public screen. Also used for plain text files with CRLF.
 * Memory is the arena's; nothing to free.
 */
#ifndef DORPEL_SHEET_H
#define DORPEL_SHEET_H

#include "app/base/arena.h"

#include <stdint.h>

struct sheet {
    struct arena *arena;
    char *text;
    size_t len, cap;
    bool in_row;
};

void sheet_init(struct sheet *sheet, struct arena *arena); /* begins with the BOM */
void sheet_text(struct sheet *sheet, const char *text);
void sheet_number(struct sheet *sheet, int64_t number);
void sheet_end_row(struct sheet *sheet);
void sheet_line(struct sheet *sheet, const char *line); /* one line of plain text */
void sheet_bytes(struct sheet *sheet, const char *bytes, size_t len);

#endif
