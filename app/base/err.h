/* err: how a function says what went wrong.
 *
 * A function that can fail returns bool and takes `struct err *err` last. On failure it fills err
 * and leaves its other outputs as they were. The message is for a log or a developer (English);
 * what a person reads on the screen is chosen by the code, from assets/texts.
 * Owns no memory. `err` may be NULL when the caller does not care.
 */
#ifndef DORPEL_ERR_H
#define DORPEL_ERR_H

#include <stdbool.h>

enum err_code {
    ERR_NONE = 0,
    ERR_IO,       /* the medium failed: EIO and what looks like it */
    ERR_FULL,     /* no space left */
    ERR_READONLY, /* cannot be written */
    ERR_GONE,     /* the medium was taken out */
    ERR_MISSING,  /* no such file, row or thing */
    ERR_FORMAT,   /* bytes that are not what they should be */
    ERR_LIMIT,    /* larger than a named limit */
    ERR_DENIED,   /* not allowed now: wrong state, wrong PIN, not the owner */
    ERR_USED,     /* a code or an unlock that was used before */
    ERR_UNKNOWN,  /* a code nobody here knows */
    ERR_CRYPTO,   /* a seal or signature that does not hold */
    ERR_MEMORY,   /* allocation failed */
    ERR_BUSY,     /* try again */
    ERR_DAMAGED,  /* the database is damaged */
};

struct err {
    enum err_code code;
    char msg[200]; /* UTF-8, always terminated, cut when longer */
};

/* Fills err and returns false, so that `return err_set(err, ERR_IO, "...")` reads well. */
bool err_set(struct err *err, enum err_code code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts a prefix and ": " before the message already there, keeps the code, returns false. */
bool err_wrap(struct err *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Sets the code that fits an errno value (positive or negative), with strerror in the message. */
bool err_errno(struct err *err, int error, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
