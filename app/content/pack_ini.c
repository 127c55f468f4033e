/* dorp.ini and rondes.ini, through inih.
 *
 * Debian's inih cuts a line at 200 bytes, cuts a value at " ;", takes an indented line for more of
 * the one before, and tells only the first line it does not understand. So our reader gives it one
 * line at a time, without indents, and only lines that it will read as a person does; the others
 * are faults.
 */
#include "app/content/pack_inner.h"

#include "app/base/str.h"

#include <ini.h>
#include <string.h>

struct ini {
    struct loader *loader;
    const struct ini_events *events;
    void *ctx;
    const char *at, *end; /* what is not read yet */
    const char *line_start;
    int line;
    bool in_section;
    char text[PACK_MAX_INI_LINE + 1]; /* the line that inih has now, without indent */
    size_t indent;                    /* bytes before text in its line */
};

/* The next physical line without its end; its length. */
static size_t take_line(struct ini *ini)
{
    ini->line_start = ini->at;
    ini->line++;
    while (ini->at < ini->end && *ini->at != '\n' && *ini->at != '\r') {
        ini->at++;
    }
    size_t len = (size_t)(ini->at - ini->line_start);
    if (ini->at + 1 < ini->end && ini->at[0] == '\r' && ini->at[1] == '\n') {
        ini->at++;
    }
    if (ini->at < ini->end) {
        ini->at++;
    }
    return len;
}

/* Characters, from 1, of the byte at `offset` in the line. */
static struct place place_at(const struct ini *ini, size_t offset)
{
    int column = 1;

    for (size_t i = 0; i < offset; i++) {
        column += ((unsigned char)ini->line_start[i] & 0xC0) != 0x80;
    }
    return (struct place){ini->line, column};
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Where a " ;" begins: inih would leave out the rest of the line. */
static const char *find_remark(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        if (is_blank(at[0]) && at[1] == ';') {
            return at + 1;
        }
    }
    return NULL;
}

/* Is ini->text a line for inih? Tells the fault when it is not. */
static bool check_line(struct ini *ini)
{
    const char *text = ini->text;
    size_t len = strlen(text);
    const char *remark = find_remark(text);

    if (remark != NULL) {
        fault_add(ini->loader, FAULT_LINE_REMARK,
                  place_at(ini, ini->indent + (size_t)(remark - text)), remark);
        return false;
    }
    if (text[0] == '[' ? text[len - 1] != ']' || len < 3
                       : strpbrk(text, "=:") == NULL || strchr("=:", text[0]) != NULL) {
        fault_add(ini->loader, FAULT_LINE_UNCLEAR, place_at(ini, ini->indent), text);
        return false;
    }
    if (text[0] != '[' && !ini->in_section) {
        fault_add(ini->loader, FAULT_OUTSIDE_SECTION, place_at(ini, ini->indent), text);
        return false;
    }
    return true;
}

static void begin_section(struct ini *ini)
{
    char name[PACK_MAX_INI_LINE + 1];

    str_copy(name, sizeof(name), ini->text + 1);
    name[strlen(name) - 1] = '\0';
    ini->in_section = true;
    ini->events->section(ini->ctx, name, place_at(ini, ini->indent + 1));
}

/* inih's fgets: the next line that is one, or NULL at the end. */
static char *read_line(char *dst, int cap, void *stream)
{
    struct ini *ini = stream;

    while (ini->at < ini->end) {
        size_t len = take_line(ini);
        const char *start = ini->line_start;
        for (ini->indent = 0; ini->indent < len && is_blank(start[ini->indent]);) {
            ini->indent++;
        }
        while (len > ini->indent && is_blank(start[len - 1])) {
            len--;
        }
        size_t text_len = len - ini->indent;
        start += ini->indent;
        if (text_len == 0 || *start == '#' || *start == ';') {
            continue;
        }
        if (text_len > PACK_MAX_INI_LINE || text_len + 1 > (size_t)cap) {
            fault_add(ini->loader, FAULT_LINE_TOO_LONG, place_at(ini, 0), start);
            continue;
        }
        memcpy(ini->text, start, text_len);
        ini->text[text_len] = '\0';
        if (!check_line(ini)) {
            continue;
        }
        if (ini->text[0] == '[') {
            begin_section(ini);
        }
        memcpy(dst, ini->text, text_len + 1);
        return dst;
    }
    return NULL;
}

static int on_pair(void *user, const char *section, const char *name, const char *value)
{
    struct ini *ini = user;
    size_t offset = strcspn(ini->text, "=:") + 1;

    (void)section; /* inih cuts it at 49 bytes: begin_section told it whole */
    while (is_blank(ini->text[offset])) {
        offset++;
    }
    ini->events->pair(ini->ctx, name, value, place_at(ini, ini->indent + offset));
    return 1;
}

void ini_scan(struct loader *loader, const char *text, size_t len, const struct ini_events *events,
              void *ctx)
{
    struct ini ini = {
        .loader = loader, .events = events, .ctx = ctx, .at = text, .end = text + len};

    ini_parse_stream(read_line, &ini, on_pair, &ini);
}
