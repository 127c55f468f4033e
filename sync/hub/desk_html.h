/* desk_html: HTML from the templates of assets/hub and the sentences of assets/texts.
 *
 * In a template {{name}} is a value when there is one of that name (HTML already), else the
 * sentence of that key. Everything from outside goes through html_escape, and nothing else does it.
 */
#ifndef DORPEL_HUB_DESK_HTML_H
#define DORPEL_HUB_DESK_HTML_H

#include "app/content/say.h"

enum { HTML_TEMPLATES = 16, HTML_MOST = 256 * 1024 };

struct html_files { /* read once, at the start; live in an arena */
    const struct say *say;
    struct {
        const char *name, *text;
        size_t len;
    } list[HTML_TEMPLATES];
    size_t count;
};

/* Reads <assets>/hub/<name> of each. names: NULL at the end. ERR_MISSING. */
bool html_files_load(struct html_files *ret, const struct say *say, struct io *io,
                     struct arena *arena, const char *assets, const char *const names[],
                     struct err *err);
/* One of them as it is; NULL: none of that name. */
const char *html_file(const struct html_files *files, const char *name, size_t *ret_len);

/* In arena memory. pairs: name, value (HTML), ..., NULL. */
const char *html_fill(const struct html_files *files, struct arena *arena, const char *name,
                      const char *const pairs[]);
const char *html_escape(struct arena *arena, const char *text);
/* A sentence, escaped, with its {n} filled in. pairs are plain text; NULL: none. */
const char *html_say(const struct html_files *files, struct arena *arena, const char *key,
                     const char *const pairs[]);

/* HTML put together from pieces. */
struct html_list {
    struct arena *arena;
    char *text;
    size_t len, cap;
};
void html_add(struct html_list *list, const char *html);
const char *html_list_text(const struct html_list *list);

#endif
