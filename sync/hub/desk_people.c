/* Who may use these pages, and the code with which a village comes in. */
#include "sync/hub/desk.h"

#include "sync/hub/hub_code.h"

#include <stdio.h>
#include <string.h>

/* keys: desk.role.reader desk.role.clerk desk.role.admin */
static const char *list_html(struct visitor *visitor, const struct desk_account *list, size_t count)
{
    struct arena *arena = &visitor->request->arena;
    struct html_list html = {.arena = arena};

    for (size_t i = 0; i < count; i++) {
        const char *key = arena_printf(arena, "desk.role.%s", desk_role_name(list[i].role));
        html_add(&html, "<li><b>");
        html_add(&html, html_escape(arena, list[i].name));
        html_add(&html, "</b> ");
        html_add(&html, html_say(&visitor->desk->files, arena, key, NULL));
        html_add(&html, "</li>");
    }
    return html_list_text(&html);
}

static bool role_of(const char *name, enum desk_role *ret)
{
    for (int role = 0; role < DESK_ROLES; role++) {
        if (strcmp(name, desk_role_name((enum desk_role)role)) == 0) {
            *ret = (enum desk_role)role;
            return true;
        }
    }
    return false;
}

/* What is wrong with it, as HTML; "": nothing. */
static const char *add(struct visitor *visitor)
{
    struct http_desk *desk = visitor->desk;
    const struct http_request *request = visitor->request;
    enum desk_role role;
    struct err err = {0};

    if (role_of(desk_field(request, "role"), &role) &&
        desk_account_add(&desk->hub, desk_field(request, "name"), role,
                         desk_field(request, "password"), desk->options.cost, &err)) {
        return "";
    }
    return html_say(&desk->files, &visitor->request->arena,
                    err.code == ERR_USED     ? "desk.people.used"
                    : err.code == ERR_FORMAT ? "desk.people.wrong"
                                             : "desk.failed",
                    NULL);
}

void desk_people(struct visitor *visitor)
{
    struct http_desk *desk = visitor->desk;
    struct arena *arena = &visitor->request->arena;
    const char *wrong = visitor->request->method == HTTP_POST ? add(visitor) : "";
    struct desk_account *list;
    size_t count;
    struct err err = {0};

    if (!desk_accounts(&desk->hub, arena, &list, &count, &err)) {
        desk_tell(visitor, 503, "desk.failed", NULL);
        return;
    }
    const char *const pairs[] = {
        "wrong", wrong, "list", list_html(visitor, list, count), "csrf", visitor->session.csrf,
        NULL};
    desk_show(visitor, wrong[0] == '\0' ? 200 : 400, "desk.people.title",
              html_fill(&desk->files, arena, "people.html", pairs));
}

void desk_code(struct visitor *visitor)
{
    struct arena *arena = &visitor->request->arena;
    char code[CODE_SHOWN];
    struct err err = {0};

    if (!hub_code_make(&visitor->desk->hub, code, &err)) {
        fprintf(stderr, "dorpel-hub: %s\n", err.msg);
        desk_tell(visitor, err.code == ERR_LIMIT ? 429 : 503,
                  err.code == ERR_LIMIT ? "desk.code.full" : "desk.failed", NULL);
        return;
    }
    const char *const days[] = {"days", arena_printf(arena, "%d", ONCE_DAYS), NULL};
    const char *const pairs[] = {
        "code", code, "text", html_say(&visitor->desk->files, arena, "desk.code.how", days), NULL};
    desk_show(visitor, 200, "desk.code.title",
              html_fill(&visitor->desk->files, arena, "code.html", pairs));
    crypto_wipe(code, sizeof(code));
}
