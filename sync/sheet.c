#include "sync/sheet.h"

#include "app/base/str.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void sheet_bytes(struct sheet *sheet, const char *bytes, size_t len)
{
    if (sheet->len + len + 1 > sheet->cap) {
        size_t cap = 2 * (sheet->len + len + 1) + 4096;
        char *wider = arena_alloc(sheet->arena, cap);
        if (wider == NULL) {
            abort(); /* an export's arena has no limit */
        }
        if (sheet->len > 0) {
            memcpy(wider, sheet->text, sheet->len);
        }
        sheet->text = wider;
        sheet->cap = cap;
    }
    memcpy(sheet->text + sheet->len, bytes, len);
    sheet->len += len;
    sheet->text[sheet->len] = '\0';
}

void sheet_init(struct sheet *sheet, struct arena *arena)
{
    static const char bom[] = "\xEF\xBB\xBF";

    *sheet = (struct sheet){.arena = arena};
    sheet_bytes(sheet, bom, strlen(bom));
}

static void begin_cell(struct sheet *sheet)
{
    if (sheet->in_row) {
        sheet_bytes(sheet, ";", 1);
    }
    sheet->in_row = true;
}

/* Would a spreadsheet calculate it? Blanks before it do not help; nor does full width. */
static bool is_formula(const char *text)
{
    static const uint32_t starts[] = {'=',  '+',    '-',    '@',    '\t',
                                      '\r', 0xFF1D, 0xFF0B, 0xFF0D, 0xFF20};

    while (*text == ' ' || *text == '\n') {
        text++;
    }
    uint32_t first = str_decode(&text);
    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
        if (first == starts[i]) {
            return true;
        }
    }
    return false;
}

void sheet_text(struct sheet *sheet, const char *text)
{
    begin_cell(sheet);
    sheet_bytes(sheet, "\"", 1);
    if (is_formula(text)) {
        sheet_bytes(sheet, "'", 1);
    }
    for (; *text != '\0'; text++) {
        if (*text == '"') {
            sheet_bytes(sheet, "\"\"", 2);
        } else if (*text == '\n') {
            sheet_bytes(sheet, " / ", 3);
        } else if (*text != '\r') {
            sheet_bytes(sheet, text, 1);
        }
    }
    sheet_bytes(sheet, "\"", 1);
}

void sheet_number(struct sheet *sheet, int64_t number)
{
    char text[24];
    int len = snprintf(text, sizeof(text), "%" PRId64, number);

    begin_cell(sheet);
    sheet_bytes(sheet, text, (size_t)len);
}

void sheet_end_row(struct sheet *sheet)
{
    sheet_bytes(sheet, "\r\n", 2);
    sheet->in_row = false;
}

void sheet_line(struct sheet *sheet, const char *line)
{
    sheet_bytes(sheet, line, strlen(line));
    sheet_end_row(sheet);
}
