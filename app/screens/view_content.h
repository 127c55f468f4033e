/* view_content: what an admin sees of the village's content: which pack is in use, and what one
 * that was brought would change. */
#ifndef DORPEL_VIEW_CONTENT_H
#define DORPEL_VIEW_CONTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { VIEW_CHANGES = 40 };

struct view_change {  /* "3 plannen nieuw" */
    const char *key;  /* "content.new" */
    const char *noun; /* "content.many.plan" */
    uint32_t count;
};

struct view_content {
    uint64_t version; /* of the one in use; 0: not signed */
    bool has_before;  /* there is one to go back to */
    bool has_report;  /* one was brought */
    bool may_take;    /* and it may be taken */
    bool is_signed;
    bool new_key; /* the village gets another key */
    const char *name;        /* of the village in it */
    const char *refused_key; /* "content.refused.rollback", or "" */
    const char *refused;     /* the thing, or "" */
    uint64_t report_version;
    const struct view_fault *faults;
    size_t fault_count, fault_more; /* listed; beside these */
    struct view_change changes[VIEW_CHANGES];
    size_t change_count;
};

#endif
