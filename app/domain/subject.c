#include "app/domain/subject.h"

#include "app/base/str.h"

#include <stdio.h>
#include <string.h>

static const char *const kinds[SUBJECT_KINDS] = {"idea", "plan", "jewel", "project", "question"};

const char *subject_of(char dst[SUBJECT_CAP], enum subject_kind kind, const char *id)
{
    char clean[SUBJECT_CAP - 16];

    str_clean(clean, sizeof(clean), id, false);
    snprintf(dst, SUBJECT_CAP, "%s/%s", kinds[kind], clean);
    return dst;
}

const char *subject_idea(char dst[SUBJECT_CAP], const uint8_t rid[RECORD_RID])
{
    char hex[2 * RECORD_RID + 1];

    str_hex(hex, rid, RECORD_RID);
    return subject_of(dst, SUBJECT_IDEA, hex);
}

const char *subject_plan(char dst[SUBJECT_CAP], const uint8_t round_id[ROUND_ID], unsigned number)
{
    char hex[2 * ROUND_ID + 1], id[2 * ROUND_ID + 16];

    str_hex(hex, round_id, ROUND_ID);
    snprintf(id, sizeof(id), "%s/%u", hex, number);
    return subject_of(dst, SUBJECT_PLAN, id);
}

bool subject_is(const char *text, enum subject_kind kind)
{
    size_t len = strlen(kinds[kind]);

    return strncmp(text, kinds[kind], len) == 0 && text[len] == '/' && text[len + 1] != '\0';
}

bool subject_is_good(const char *text)
{
    for (int kind = 0; kind < SUBJECT_KINDS; kind++) {
        if (subject_is(text, (enum subject_kind)kind)) {
            return strlen(text) < SUBJECT_CAP;
        }
    }
    return false;
}

const char *subject_id(const char *text)
{
    const char *slash = strchr(text, '/');

    return slash != NULL ? slash + 1 : "";
}

/* ---- owner steps --------------------------------------------------------------------------- */

static const char *const reasons[OWNER_REASONS] = {"we-can", "need-help", "joins", "not-ours",
                                                   "asked"};

const char *owner_reason_name(enum owner_reason reason)
{
    return reason < OWNER_REASONS ? reasons[reason] : "";
}

bool owner_reason_parse(enum owner_reason *ret, const char *name)
{
    for (size_t i = 0; i < OWNER_REASONS; i++) {
        if (strcmp(name, reasons[i]) == 0) {
            *ret = (enum owner_reason)i;
            return true;
        }
    }
    return false;
}
