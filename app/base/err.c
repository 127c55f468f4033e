#include "app/base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* vsnprintf cuts between bytes; a message must stay UTF-8. Takes a half code point off the end. */
static void mend_end(char *text)
{
    size_t len = strlen(text);
    size_t start = len;

    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80) {
        start--;
    }
    if (start == 0) {
        return;
    }
    unsigned char lead = (unsigned char)text[start - 1];
    size_t want = lead < 0xC0 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    if (len - start < want) {
        text[start - 1] = '\0';
    }
}

bool err_set(struct err *err, enum err_code code, const char *fmt, ...)
{
    if (err == NULL) {
        return false;
    }
    /* By way of a copy, because an argument may be the old message itself. */
    char msg[sizeof(err->msg)];
    va_list args;
    va_start(args, fmt);
    vsnprintf(msg, sizeof(msg), fmt, args);
    va_end(args);
    mend_end(msg);
    err->code = code;
    memcpy(err->msg, msg, sizeof(msg));
    return false;
}

/* first + between + rest into err->msg, as much as goes in. */
static void join(struct err *err, const char *first, const char *between, const char *rest)
{
    char msg[sizeof(err->msg)];
    const char *parts[3] = {first, between, rest};
    size_t len = 0;

    for (size_t i = 0; i < 3; i++) {
        size_t room = sizeof(msg) - 1 - len;
        size_t part = strlen(parts[i]);
        part = part < room ? part : room;
        memcpy(msg + len, parts[i], part);
        len += part;
    }
    msg[len] = '\0';
    mend_end(msg);
    memcpy(err->msg, msg, len + 1);
}

bool err_wrap(struct err *err, const char *fmt, ...)
{
    if (err == NULL) {
        return false;
    }
    char prefix[sizeof(err->msg)];
    va_list args;
    va_start(args, fmt);
    vsnprintf(prefix, sizeof(prefix), fmt, args);
    va_end(args);
    join(err, prefix, err->msg[0] == '\0' ? "" : ": ", err->msg);
    return false;
}

static enum err_code code_of(int error)
{
    switch (error) {
    case ENOSPC:
    case EDQUOT:
        return ERR_FULL;
    case EROFS:
        return ERR_READONLY;
    case ENODEV:
    case ENXIO:
    case ENOMEDIUM:
    case ESHUTDOWN:
        return ERR_GONE;
    case ENOENT:
    case ENOTDIR:
        return ERR_MISSING;
    case ELOOP: /* a link where a file should be */
    case EISDIR:
    case EINVAL:
        return ERR_FORMAT;
    case EFBIG:
    case ENAMETOOLONG:
    case E2BIG:
    case EOVERFLOW:
        return ERR_LIMIT;
    case EACCES:
    case EPERM:
    case EEXIST:
    case ENOTEMPTY:
        return ERR_DENIED;
    case ENOMEM:
        return ERR_MEMORY;
    case EAGAIN:
    case EBUSY:
    case EINTR:
    case ETXTBSY:
        return ERR_BUSY;
    default:
        return ERR_IO;
    }
}

bool err_errno(struct err *err, int error, const char *fmt, ...)
{
    if (err == NULL) {
        return false;
    }
    if (error < 0) {
        error = -error;
    }
    char what[sizeof(err->msg)];
    va_list args;
    va_start(args, fmt);
    vsnprintf(what, sizeof(what), fmt, args);
    va_end(args);

    char why[100];
    if (strerror_r(error, why, sizeof(why)) != 0) {
        snprintf(why, sizeof(why), "error %d", error);
    }
    err->code = code_of(error);
    join(err, what, ": ", why);
    return false;
}
