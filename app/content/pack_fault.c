/* Telling faults, and the checks that every text file gets before it is parsed. */
#include "app/content/pack_inner.h"

#include "app/base/str.h"

#include <stdio.h>
#include <string.h>

enum { DETAIL_CHARS = 60, MAX_CHARACTER_FAULTS = 5 };

const char *fault_key(enum fault_kind kind)
{
    static const char *const keys[FAULT_KINDS] = {
#define X(name, key) [FAULT_##name] = key,
        PACK_FAULTS(X)
#undef X
    };
    return keys[kind];
}

/* Cleaned and cut: it is shown on a screen. */
static const char *keep_detail(struct loader *loader, const char *detail)
{
    char clean[DETAIL_CHARS * 4 + 1];
    const char *at = clean;

    str_clean(clean, sizeof(clean), detail == NULL ? "" : detail, false);
    for (size_t i = 0; i < DETAIL_CHARS && *at != '\0'; i++) {
        str_decode(&at);
    }
    clean[at - clean] = '\0';
    const char *kept = arena_strdup(&loader->pack->arena, clean);
    return kept == NULL ? "" : kept;
}

static struct pack_fault make_fault(struct loader *loader, enum fault_kind kind, struct place at,
                                    const char *detail)
{
    const char *file = arena_strdup(&loader->pack->arena, loader->file == NULL ? "" : loader->file);

    return (struct pack_fault){
        .file = file == NULL ? "" : file,
        .line = at.line,
        .column = at.column,
        .key = fault_key(kind),
        .detail = keep_detail(loader, detail),
    };
}

void fault_add(struct loader *loader, enum fault_kind kind, struct place at, const char *detail)
{
    struct pack *pack = loader->pack;

    if (pack->fault_count < PACK_MAX_ERRORS) {
        pack->faults[pack->fault_count] = make_fault(loader, kind, at, detail);
    }
    pack->fault_count++;
}

void remark_add(struct loader *loader, enum fault_kind kind, struct place at, const char *detail)
{
    struct pack *pack = loader->pack;

    if (pack->remark_count < PACK_MAX_REMARKS) {
        pack->remarks[pack->remark_count++] = make_fault(loader, kind, at, detail);
    }
}

/* Walks the text once. Line and column are those of a plain editor: characters from 1. */
struct walk {
    struct loader *loader;
    struct place at;
    int told_line; /* the last line with a fault: one is enough */
    int told;
};

static void tell(struct walk *walk, enum fault_kind kind, const char *detail)
{
    if (walk->told < MAX_CHARACTER_FAULTS && walk->told_line != walk->at.line) {
        fault_add(walk->loader, kind, walk->at, detail);
        walk->told_line = walk->at.line;
        walk->told++;
    }
}

/* Where the character at `at` ends. *ret_codepoint is U+FFFD for bytes that are no UTF-8. */
static char *next_character(char *at, const char *end, uint32_t *ret_codepoint)
{
    const char *next = at;

    *ret_codepoint = str_decode(&next); /* a NUL stands behind the end: nothing beyond is read */
    return next == at || next > end ? at + 1 : at + (next - at);
}

void fault_check_text(struct loader *loader, char *text, size_t len)
{
    struct walk walk = {.loader = loader, .at = {.line = 1, .column = 1}};
    const char *end = text + len;

    for (char *at = text; at < end;) {
        uint32_t codepoint;
        char *next = next_character(at, end, &codepoint);
        char detail[16];
        if (*at == '\0') {
            tell(&walk, FAULT_NUL_BYTE, "");
            *at = ' ';
        } else if (codepoint == 0xFFFD && next - at == 1) {
            snprintf(detail, sizeof(detail), "%02X", (unsigned)(unsigned char)*at);
            tell(&walk, FAULT_NOT_UTF8, detail);
        } else if (codepoint != '\t' && codepoint != '\r' && !str_is_keepable(codepoint, true)) {
            snprintf(detail, sizeof(detail), "U+%04X", (unsigned)codepoint);
            tell(&walk, FAULT_HIDDEN_CHARACTER, detail);
        }
        bool ends_line = *at == '\n' || (*at == '\r' && (next == end || *next != '\n'));
        walk.at.column = ends_line ? 1 : walk.at.column + 1;
        walk.at.line += ends_line ? 1 : 0;
        at = next;
    }
}
