#include "sync/hub/desk.h"

#include "app/base/str.h"
#include "sync/hub/hub_enrol.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ATTEMPTS_A_MINUTE = 20, SESSION_S = 8 * 60 * 60, THING_MOST = 1024 * 1024 };

static const char *const templates[] = {"page.html",   "in.html",     "begin.html",  "home.html",
                                        "kiosk.html",  "asked.html",  "revoke.html", "told.html",
                                        "stick.html",  "people.html", "code.html",   "newcode.html",
                                        "screen.html", "health.html", "desk.css",    NULL};
static const struct {
    const char *path, *file, *type;
} things[DESK_THINGS] = {
    {"/font/regular.ttf", "fonts/AtkinsonHyperlegibleNext-Regular.ttf", "font/ttf"},
    {"/font/bold.ttf", "fonts/AtkinsonHyperlegibleNext-Bold.ttf", "font/ttf"},
    {"/village.png", "art/village-1280x800.png", "image/png"},
};

/* ---- answers ------------------------------------------------------------------------------- */

void desk_show(struct visitor *visitor, int status, const char *title, const char *html)
{
    struct http_request *request = visitor->request;
    struct arena *arena = &request->arena;
    const struct html_files *files = &visitor->desk->files;
    const char *who = "";

    if (visitor->is_in) {
        who = arena_printf(arena,
                           "<form method=\"post\" action=\"/out\"><input type=\"hidden\" "
                           "name=\"csrf\" value=\"%s\"><span>%s</span><button class=\"quiet\">%s"
                           "</button></form>",
                           visitor->session.csrf, html_escape(arena, visitor->session.name),
                           html_say(files, arena, "desk.out", NULL));
    }
    const char *const pairs[] = {"title", html_say(files, arena, title, NULL),
                                 "hub",   html_escape(arena, visitor->desk->hub.name),
                                 "who",   who,
                                 "main",  html,
                                 NULL};
    request->status = status;
    request->type = "text/html; charset=utf-8";
    request->data = html_fill(files, arena, "page.html", pairs);
    request->data_len = strlen(request->data);
}

void desk_tell(struct visitor *visitor, int status, const char *key, const char *const pairs[])
{
    struct arena *arena = &visitor->request->arena;
    const struct html_files *files = &visitor->desk->files;
    const char *const values[] = {"text", html_say(files, arena, key, pairs), NULL};

    desk_show(visitor, status, "desk.title", html_fill(files, arena, "told.html", values));
}

void desk_go(struct visitor *visitor, const char *where)
{
    visitor->request->status = 303;
    visitor->request->location = where;
}

const char *desk_field(const struct http_request *request, const char *name)
{
    for (size_t i = 0; i < request->field_count; i++) {
        const struct http_field *field = &request->fields[i];
        if (field->filename == NULL && field->data != NULL && strcmp(field->name, name) == 0) {
            return (const char *)field->data;
        }
    }
    return "";
}

static void tell_failed(struct visitor *visitor, const struct err *err)
{
    fprintf(stderr, "dorpel-hub: %s: %s\n", visitor->request->path, err->msg);
    desk_tell(visitor, err->code == ERR_FULL ? 507 : 503,
              err->code == ERR_FULL ? "desk.full" : "desk.failed", NULL);
}

/* ---- logging in ---------------------------------------------------------------------------- */

static void show_in(struct visitor *visitor, int status, const char *wrong)
{
    const char *const pairs[] = {"wrong", wrong, NULL};

    desk_show(visitor, status, "desk.in.title",
              html_fill(&visitor->desk->files, &visitor->request->arena, "in.html", pairs));
}

/* Argon2id is slow on purpose: nobody keeps us busy with it. */
static bool may_try(struct http_desk *desk, const struct http_request *request)
{
    const char *from = request->from == NULL ? "" : request->from;
    uint8_t hash[CRYPTO_HASH];
    int64_t minute = clock_mono_ms(desk->options.place.clock) / 60000;

    crypto_hash(hash, from, strlen(from));
    size_t at = hash[8] % DESK_ATTEMPTS;
    if (memcmp(desk->attempts[at].from, hash, 8) != 0 || desk->attempts[at].minute != minute) {
        memcpy(desk->attempts[at].from, hash, 8);
        desk->attempts[at].minute = minute;
        desk->attempts[at].count = 0;
    }
    return ++desk->attempts[at].count <= ATTEMPTS_A_MINUTE;
}

static void let_in(struct visitor *visitor, const char *name, const char *password)
{
    struct http_desk *desk = visitor->desk;
    struct http_request *request = visitor->request;
    struct arena *arena = &request->arena;
    char token[DESK_HEX], seconds[24];
    int64_t wait_s;
    struct err err = {0};

    if (!may_try(desk, request)) {
        show_in(visitor, 429, html_say(&desk->files, arena, "desk.in.busy", NULL));
    } else if (desk_log_in(&desk->hub, name, password, desk->options.cost, token, &wait_s, &err)) {
        request->set_cookie =
            arena_printf(arena, "dorpel=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s", token,
                         SESSION_S, request->is_tls ? "; Secure" : "");
        desk_go(visitor, "/");
    } else if (err.code == ERR_BUSY && wait_s > 0) {
        snprintf(seconds, sizeof(seconds), "%lld", (long long)wait_s);
        const char *const pairs[] = {"n", seconds, NULL};
        show_in(visitor, 429, html_say(&desk->files, arena, "desk.in.wait", pairs));
    } else if (err.code == ERR_DENIED) {
        show_in(visitor, 403, html_say(&desk->files, arena, "desk.in.wrong", NULL));
    } else {
        tell_failed(visitor, &err);
    }
}

static void log_out(struct visitor *visitor)
{
    struct err err = {0};

    desk_log_out(&visitor->desk->hub, visitor->request->cookie, &err);
    visitor->request->set_cookie = "dorpel=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict";
    desk_go(visitor, "/");
}

/* ---- the first account --------------------------------------------------------------------- */

static bool may_begin(const struct http_desk *desk, const char *token)
{
    const char *first = desk->options.first;

    return first != NULL && token != NULL && strlen(token) == strlen(first) &&
           crypto_equal(token, first, strlen(first));
}

static void begin(struct visitor *visitor)
{
    struct http_desk *desk = visitor->desk;
    struct http_request *request = visitor->request;
    struct arena *arena = &request->arena;
    bool is_post = request->method == HTTP_POST;
    const char *token = is_post ? desk_field(request, "t") : request->token;
    const char *wrong = "";
    int64_t count = 0;
    struct err err = {0};

    if (!desk_account_count(&desk->hub, &count, &err)) {
        tell_failed(visitor, &err);
        return;
    }
    if (count > 0 || !may_begin(desk, token)) {
        desk_tell(visitor, 403, "desk.begin.not", NULL);
        return;
    }
    if (is_post) {
        const char *name = desk_field(request, "name"), *password = desk_field(request, "password");
        if (desk_account_add(&desk->hub, name, DESK_ADMIN, password, desk->options.cost, &err)) {
            let_in(visitor, name, password);
            return;
        }
        wrong = html_say(&desk->files, arena, "desk.people.wrong", NULL);
    }
    const char *const pairs[] = {"wrong", wrong, "t", html_escape(arena, token), NULL};
    desk_show(visitor, is_post ? 400 : 200, "desk.begin.title",
              html_fill(&desk->files, arena, "begin.html", pairs));
}

/* ---- kiosks -------------------------------------------------------------------------------- */

static void decide(struct visitor *visitor, bool is_yes)
{
    const char *print = desk_field(visitor->request, "print");
    struct hub_kiosk kiosk;
    struct err err = {0};
    bool done = is_yes ? hub_enrol_accept(&visitor->desk->hub, print, &kiosk, &err)
                       : hub_enrol_revoke(&visitor->desk->hub, print, &kiosk, &err);

    if (done) {
        desk_go(visitor, "/");
    } else if (err.code == ERR_MISSING) {
        desk_tell(visitor, 404, "desk.no-kiosk", NULL);
    } else {
        tell_failed(visitor, &err);
    }
}

/* ---- who may do what ----------------------------------------------------------------------- */

/* A form of another site's page has another origin; one without a session token is not ours. */
static bool is_own_form(const struct visitor *visitor)
{
    const struct http_request *request = visitor->request;
    const char *origin = request->origin, *host = request->host;

    if (origin != NULL) {
        const char *at = strstr(origin, "://");
        if (at == NULL || host == NULL || strcmp(at + 3, host) != 0) {
            return false;
        }
    }
    const char *csrf = desk_field(request, "csrf");
    return !visitor->is_in || (strlen(csrf) == strlen(visitor->session.csrf) &&
                               crypto_equal(csrf, visitor->session.csrf, strlen(csrf)));
}

static bool may(struct visitor *visitor, enum desk_role role)
{
    if (visitor->is_in && visitor->session.role >= role) {
        return true;
    }
    if (visitor->is_in) {
        desk_tell(visitor, 403, "desk.not-yours", NULL);
    } else {
        show_in(visitor, 200, "");
    }
    return false;
}

static void post(struct visitor *visitor)
{
    const struct http_request *request = visitor->request;
    const char *path = request->path;

    if (!is_own_form(visitor)) {
        desk_tell(visitor, 403, "desk.again", NULL);
    } else if (strcmp(path, "/in") == 0) {
        let_in(visitor, desk_field(request, "name"), desk_field(request, "password"));
    } else if (strcmp(path, "/begin") == 0) {
        begin(visitor);
    } else if (strcmp(path, "/out") == 0 && may(visitor, DESK_READER)) {
        log_out(visitor);
    } else if (strcmp(path, "/stick") == 0 && may(visitor, DESK_CLERK)) {
        desk_stick(visitor);
    } else if (strcmp(path, "/yes") == 0 && may(visitor, DESK_CLERK)) {
        decide(visitor, true);
    } else if (strcmp(path, "/no") == 0 && may(visitor, DESK_ADMIN)) {
        decide(visitor, false);
    } else if (strcmp(path, "/code") == 0 && may(visitor, DESK_CLERK)) {
        desk_code(visitor);
    } else if (strcmp(path, "/people") == 0 && may(visitor, DESK_ADMIN)) {
        desk_people(visitor);
    } else if (request->status == 0) {
        desk_tell(visitor, 404, "desk.no-page", NULL);
    }
}

static bool give_file(struct visitor *visitor)
{
    struct http_request *request = visitor->request;
    const struct http_desk *desk = visitor->desk;
    size_t len;

    if (strcmp(request->path, "/desk.css") == 0) {
        request->data = html_file(&desk->files, "desk.css", &len);
        request->data_len = len;
        request->type = "text/css; charset=utf-8";
        request->status = 200;
        return true;
    }
    for (size_t i = 0; i < DESK_THINGS; i++) {
        if (strcmp(request->path, things[i].path) == 0) {
            request->data = desk->things[i].data;
            request->data_len = desk->things[i].len;
            request->type = things[i].type;
            request->is_lasting = true;
            request->status = 200;
            return true;
        }
    }
    return false;
}

static void get(struct visitor *visitor)
{
    const char *path = visitor->request->path;

    if (give_file(visitor)) {
        return;
    }
    if (strcmp(path, "/begin") == 0) {
        begin(visitor);
    } else if (strcmp(path, "/") == 0 && may(visitor, DESK_READER)) {
        desk_home(visitor);
    } else if (strcmp(path, "/kiosk") == 0 && may(visitor, DESK_READER)) {
        desk_kiosk(visitor);
    } else if (strcmp(path, "/answer") == 0 && may(visitor, DESK_CLERK)) {
        desk_answer(visitor);
    } else if (strcmp(path, "/people") == 0 && may(visitor, DESK_ADMIN)) {
        desk_people(visitor);
    } else if (visitor->request->status == 0) {
        desk_tell(visitor, 404, "desk.no-page", NULL);
    }
}

/* ---- the worker ---------------------------------------------------------------------------- */

static bool start(void *ctx, struct err *err)
{
    struct http_desk *desk = ctx;
    const struct http_desk_options *options = &desk->options;

    if (!hub_open(&desk->hub, &options->place, err) ||
        !html_files_load(&desk->files, options->say, options->place.io, &desk->arena,
                         options->assets, templates, err)) {
        return false;
    }
    for (size_t i = 0; i < DESK_THINGS; i++) {
        const char *path = arena_printf(&desk->arena, "%s/%s", options->assets, things[i].file);
        if (!io_read_file(options->place.io, &desk->arena, path, THING_MOST, &desk->things[i].data,
                          &desk->things[i].len, err)) {
            return false;
        }
    }
    return true;
}

static struct http_request *work(void *ctx, struct http_request *first)
{
    struct visitor visitor = {.desk = ctx, .request = first};
    struct http_request *rest = first->next;
    struct err err = {0};

    visitor.is_in = desk_session(&visitor.desk->hub, first->cookie, &visitor.session, &err);
    if (!visitor.is_in && err.code != ERR_MISSING) {
        tell_failed(&visitor, &err);
    } else if (first->method == HTTP_POST) {
        post(&visitor);
    } else if (first->method == HTTP_GET || first->method == HTTP_HEAD) {
        get(&visitor);
    } else {
        http_say(first, 405, "not like that");
    }
    crypto_wipe(&visitor, sizeof(visitor));
    first->done(first);
    return rest;
}

static void stop(void *ctx)
{
    struct http_desk *desk = ctx;

    hub_close(&desk->hub);
    arena_finish(&desk->arena);
}

struct http_worker http_desk_worker(struct http_desk *desk)
{
    return (struct http_worker){.start = start, .work = work, .stop = stop, .ctx = desk};
}

struct http_desk *http_desk_create(const struct http_desk_options *options)
{
    struct http_desk *desk = calloc(1, sizeof(*desk));

    if (desk != NULL) {
        desk->options = *options;
        arena_init(&desk->arena, 0);
    }
    return desk;
}

void http_desk_destroy(struct http_desk *desk)
{
    free(desk);
}
