#include "app/count/snag.h"

#include "app/base/str.h"

#include <stdio.h>

bool snag_set(struct snag *snag, const char *key, const char *file, long number, const char *detail)
{
    snag->key = key;
    snag->number = number;
    str_copy(snag->file, sizeof(snag->file), file == NULL ? "" : file);
    /* What stood in a file of somebody else is shown on a terminal: no control characters. */
    str_clean(snag->detail, sizeof(snag->detail), detail == NULL ? "" : detail, false);
    return false;
}

static const char *key_of(enum err_code code)
{
    switch (code) {
    case ERR_MISSING:
        return "tel.file.missing";
    case ERR_FULL:
        return "tel.file.full";
    case ERR_READONLY:
    case ERR_DENIED:
        return "tel.file.denied";
    case ERR_LIMIT:
        return "tel.file.large";
    case ERR_FORMAT:
        return "tel.file.format";
    case ERR_GONE:
        return "tel.file.gone";
    case ERR_NONE:
    case ERR_IO:
    case ERR_USED:
    case ERR_UNKNOWN:
    case ERR_CRYPTO:
    case ERR_MEMORY:
    case ERR_BUSY:
    case ERR_DAMAGED:
        break;
    }
    return "tel.file.io";
}

bool snag_err(struct snag *snag, const char *file, const struct err *err)
{
    return snag_set(snag, key_of(err->code), file, 0, err->msg);
}

void snag_print(const struct snag *snag, const struct say *say, FILE *out)
{
    char number[24];

    snprintf(number, sizeof(number), "%ld", snag->number);
    const char *const pairs[] = {"file", snag->file, "n", number, "detail", snag->detail, NULL};
    say_print(say, out, snag->key, pairs);
}
