#include "sync/hub/desk_html.h"

#include "app/base/str.h"

#include <string.h>

enum { KEY_CAP = 64, SENTENCE_CAP = 2048 };

bool html_files_load(struct html_files *ret, const struct say *say, struct io *io,
                     struct arena *arena, const char *assets, const char *const names[],
                     struct err *err)
{
    struct html_files files = {.say = say};

    for (; names[files.count] != NULL && files.count < HTML_TEMPLATES; files.count++) {
        const char *path = arena_printf(arena, "%s/hub/%s", assets, names[files.count]);
        char *text;
        if (!io_read_file(io, arena, path, HTML_MOST, &text, &files.list[files.count].len, err)) {
            return err_wrap(err, "%s", path);
        }
        files.list[files.count].name = names[files.count];
        files.list[files.count].text = text;
    }
    *ret = files;
    return true;
}

const char *html_file(const struct html_files *files, const char *name, size_t *ret_len)
{
    for (size_t i = 0; i < files->count; i++) {
        if (strcmp(files->list[i].name, name) == 0) {
            *ret_len = files->list[i].len;
            return files->list[i].text;
        }
    }
    return NULL;
}

/* ---- pieces -------------------------------------------------------------------------------- */

static void add_bytes(struct html_list *list, const char *bytes, size_t len)
{
    if (list->len + len + 1 > list->cap) {
        size_t cap = 2 * (list->len + len + 512);
        char *wider = arena_alloc(list->arena, cap);
        if (list->len > 0) {
            memcpy(wider, list->text, list->len);
        }
        list->text = wider;
        list->cap = cap;
    }
    memcpy(list->text + list->len, bytes, len);
    list->len += len;
    list->text[list->len] = '\0';
}

void html_add(struct html_list *list, const char *html)
{
    add_bytes(list, html, strlen(html));
}

const char *html_list_text(const struct html_list *list)
{
    return list->text == NULL ? "" : list->text;
}

const char *html_escape(struct arena *arena, const char *text)
{
    struct html_list list = {.arena = arena};

    for (; *text != '\0'; text++) {
        switch (*text) {
        case '&':
            html_add(&list, "&amp;");
            break;
        case '<':
            html_add(&list, "&lt;");
            break;
        case '>':
            html_add(&list, "&gt;");
            break;
        case '"':
            html_add(&list, "&quot;");
            break;
        case '\'':
            html_add(&list, "&#39;");
            break;
        default:
            add_bytes(&list, text, 1);
        }
    }
    return html_list_text(&list);
}

const char *html_say(const struct html_files *files, struct arena *arena, const char *key,
                     const char *const pairs[])
{
    char sentence[SENTENCE_CAP];

    return html_escape(arena, say_fill(sentence, sizeof(sentence), files->say, key, pairs));
}

/* ---- templates ----------------------------------------------------------------------------- */

static const char *value_of(const struct html_files *files, struct arena *arena, const char *key,
                            const char *const pairs[])
{
    for (size_t i = 0; pairs != NULL && pairs[i] != NULL; i += 2) {
        if (strcmp(pairs[i], key) == 0) {
            return pairs[i + 1];
        }
    }
    return html_say(files, arena, key, NULL);
}

const char *html_fill(const struct html_files *files, struct arena *arena, const char *name,
                      const char *const pairs[])
{
    struct html_list list = {.arena = arena};
    size_t len = 0;
    const char *text = html_file(files, name, &len);

    for (const char *open; text != NULL && (open = strstr(text, "{{")) != NULL;) {
        const char *close = strstr(open, "}}");
        char key[KEY_CAP];
        if (close == NULL || (size_t)(close - open) - 2 >= sizeof(key)) {
            break;
        }
        memcpy(key, open + 2, (size_t)(close - open) - 2);
        key[close - open - 2] = '\0';
        add_bytes(&list, text, (size_t)(open - text));
        html_add(&list, value_of(files, arena, key, pairs));
        text = close + 2;
    }
    html_add(&list, text == NULL ? "" : text);
    return html_list_text(&list);
}
