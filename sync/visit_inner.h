/* visit_inner: what the files of a visit share. Nobody else includes it. */
#ifndef DORPEL_STICK_VISIT_INNER_H
#define DORPEL_STICK_VISIT_INNER_H

#include "sync/visit.h"

enum { VISIT_FIXED_FILES = 9, VISIT_MOST_FILES = 2048 };

struct written { /* what must be on the stick when it comes back */
    const char *path;
    size_t len;
    uint8_t hash[CRYPTO_HASH];
};

struct visit_run {
    const struct visit_plan *plan;
    struct stick *stick;
    struct io *io; /* of the stick */
    struct arena arena;
    const char *dir; /* "DORPSHUIS/broekhoven" */
    struct written files[VISIT_MOST_FILES];
    size_t file_count;
    uint8_t carried[VISIT_MOST_FILES][BUNDLE_ID]; /* bundles among the files */
    size_t carried_count;
    size_t steps; /* in all, as far as is known */
    bool is_second_mount;
    const char *fail_key; /* when the place says it better than the error */
};

/* false, and why, for a person. */
bool visit_fail(struct visit_run *run, const char *key);
void visit_tell_step(const struct visit_run *run, const char *key, size_t n);
const char *visit_path(struct visit_run *run, const char *path);
/* Writes it, to be read back later; a bundle that is there already only gets read back. */
bool visit_write(struct visit_run *run, const char *path, const void *data, size_t len,
                 bool is_bundle, struct err *err);

/* visit_post.c: bundles out, acks and answers in. Nothing without plan->kiosk. */
bool visit_post_import(struct visit_run *run, struct err *err);
bool visit_post_write(struct visit_run *run, struct err *err);
bool visit_post_done(struct visit_run *run, struct err *err); /* after the read-back */

#endif
