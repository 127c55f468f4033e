#include "app/domain/pabulib/pabulib_inner.h"

#include "app/base/str.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { DETAIL_CHARS = 60 };

const char *pabulib_note_key(enum pabulib_kind kind)
{
    static const char *const keys[PABULIB_KINDS] = {[PABULIB_FINE] = "",
#define X(name, key) [PABULIB_##name] = key,
                                                    PABULIB_NOTES(X)
#undef X
    };
    return keys[kind];
}

char *pabulib_note_say(char *dst, size_t cap, const char *pattern, const struct pabulib_note *note)
{
    char line[16], column[16], n[24], m[24];
    const char *const pairs[] = {"line", line, "column", column,       "n", n,
                                 "m",    m,    "detail", note->detail, NULL};

    snprintf(line, sizeof(line), "%d", note->line);
    snprintf(column, sizeof(column), "%d", note->column);
    snprintf(n, sizeof(n), "%" PRId64, note->n);
    snprintf(m, sizeof(m), "%" PRId64, note->m);
    return str_fill(dst, cap, pattern, pairs);
}

/* Cleaned and cut: it is shown on a screen. */
static const char *keep_detail(struct pb_reader *reader, struct pb_cell cell)
{
    char raw[DETAIL_CHARS * 4 + 1], clean[DETAIL_CHARS * 4 + 1];
    size_t len = cell.len < sizeof(raw) - 1 ? cell.len : sizeof(raw) - 1;
    const char *at = clean;

    if (len > 0) {
        memcpy(raw, cell.text, len);
    }
    raw[len] = '\0';
    str_clean(clean, sizeof(clean), raw, false);
    for (size_t i = 0; i < DETAIL_CHARS && *at != '\0'; i++) {
        str_decode(&at);
    }
    const char *kept = arena_strndup(reader->arena, clean, (size_t)(at - clean));
    return kept == NULL ? "" : kept;
}

struct pb_cell pb_text(const char *text)
{
    return (struct pb_cell){.text = text, .len = strlen(text)};
}

void pb_warn(struct pb_reader *reader, struct pabulib_note note, struct pb_cell detail)
{
    struct pabulib_notes *notes = reader->notes;

    if (notes->counts[note.kind]++ < PABULIB_MAX_ALIKE && notes->count < PABULIB_MAX_NOTES) {
        note.detail = keep_detail(reader, detail);
        notes->list[notes->count++] = note;
    }
}

static enum err_code code_of(enum pabulib_kind kind)
{
    switch ((int)kind) {
    case PABULIB_TOO_LARGE:
    case PABULIB_LINE_LONG:
    case PABULIB_COLUMNS_MANY:
    case PABULIB_KEYS_MANY:
    case PABULIB_DECIMALS:
    case PABULIB_NUMBER_LARGE:
    case PABULIB_POINTS_LARGE:
    case PABULIB_PLANS_MANY:
    case PABULIB_THEMES_MANY:
    case PABULIB_BALLOTS_MANY:
    case PABULIB_CHOICES_MANY:
        return ERR_LIMIT;
    default:
        return ERR_FORMAT;
    }
}

bool pb_refuse(struct pb_reader *reader, struct pabulib_note note, struct pb_cell detail)
{
    note.detail = keep_detail(reader, detail);
    reader->notes->refusal = note;
    reader->notes->counts[note.kind]++;
    return err_set(reader->err, code_of(note.kind), "line %d: %s (%s)", note.line,
                   pabulib_note_key(note.kind), note.detail);
}

bool pb_no_memory(struct pb_reader *reader)
{
    return err_set(reader->err, ERR_MEMORY, "no memory for this file");
}
