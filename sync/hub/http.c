#include "sync/hub/http.h"

#include "app/base/err.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    CONNECTION_MEMORY = 8 * 1024, /* for the lines and headers of one request */
    IDLE_S = 40,
    REQUEST_S = 120,
    AGAIN_S = 30,
    FORM_MEMORY = 1024,
    HOST_CAP = 64
};

struct http_server {
    struct http_options options;
    struct MHD_Daemon *daemon;
    struct http_queue *mail, *desk;
    atomic_size_t bytes; /* of bodies that are here */
    uint16_t port;
};

void http_say(struct http_request *request, int status, const char *text)
{
    request->status = status;
    request->type = "text/plain; charset=utf-8";
    request->data = arena_strdup(&request->arena, text);
    request->data_len = strlen(text);
}

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- what is asked ------------------------------------------------------------------------- */

static enum http_method method_of(const char *name)
{
    static const char *const names[] = {"GET", "HEAD", "PUT", "POST", "PATCH"};
    int method = 0;

    while (method < HTTP_OTHER && strcmp(name, names[method]) != 0) {
        method++;
    }
    return (enum http_method)method;
}

static const char *copy(struct http_request *request, enum MHD_ValueKind kind, const char *name)
{
    const char *text = MHD_lookup_connection_value(request->connection, kind, name);
    return text == NULL ? NULL : arena_strdup(&request->arena, text);
}

/* A plain number, or -1. */
static int64_t number_of(struct http_request *request, const char *name)
{
    const char *text = MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, name);
    int64_t number = 0;

    if (text == NULL || text[0] == '\0' || strlen(text) > 12) {
        return -1;
    }
    for (; *text >= '0' && *text <= '9'; text++) {
        number = number * 10 + (*text - '0');
    }
    return *text == '\0' ? number : -1;
}

static enum MHD_Result add_field(void *ctx, enum MHD_ValueKind kind, const char *key,
                                 const char *filename, const char *type, const char *encoding,
                                 const char *data, uint64_t offset, size_t len);

static struct http_request *begin(struct http_server *server, struct MHD_Connection *connection,
                                  const char *url, const char *method)
{
    struct http_request *request = calloc(1, sizeof(*request));

    if (request == NULL) {
        return NULL;
    }
    arena_init(&request->arena, 0);
    request->server = server;
    request->connection = connection;
    request->began_ms = now_ms();
    request->method = method_of(method);
    int len = snprintf(request->path, sizeof(request->path), "%s", url);
    if (len < 0 || (size_t)len >= sizeof(request->path)) {
        request->path[0] = '\0';
    }
    request->nonce = copy(request, MHD_GET_ARGUMENT_KIND, "n");
    request->kiosk = copy(request, MHD_GET_ARGUMENT_KIND, "k");
    request->token = copy(request, MHD_GET_ARGUMENT_KIND, "t");
    request->cookie = copy(request, MHD_COOKIE_KIND, "dorpel");
    request->origin = copy(request, MHD_HEADER_KIND, "Origin");
    request->host = copy(request, MHD_HEADER_KIND, "Host");
    request->from = copy(request, MHD_HEADER_KIND, "X-Real-IP");
    const char *scheme = copy(request, MHD_HEADER_KIND, "X-Forwarded-Proto");
    request->is_tls = scheme != NULL && strcmp(scheme, "https") == 0;
    request->upload_offset = number_of(request, "Upload-Offset");
    request->upload_length = number_of(request, "Upload-Length");
    request->answer_offset = -1;
    request->is_form = request->method == HTTP_POST && !server->options.is_mail(request->path);
    if (request->is_form) {
        request->fields = arena_array(&request->arena, HTTP_FIELDS, sizeof(*request->fields));
        request->form = MHD_create_post_processor(connection, FORM_MEMORY, add_field, request);
    }
    return request;
}

/* ---- bodies -------------------------------------------------------------------------------- */

/* Room for len more bytes, which count for all that is here. */
static bool grow(struct http_request *request, uint8_t **data, size_t used, size_t *cap, size_t len)
{
    struct http_server *server = request->server;

    if (used + len + 1 <= *cap) {
        return true;
    }
    size_t wider = used + len + 1 > 2 * *cap ? used + len + 1 : 2 * *cap;
    size_t more = wider - *cap;
    bool is_mail = !request->is_form;
    if (is_mail && atomic_fetch_add(&server->bytes, more) + more > HTTP_ALL_BYTES) {
        atomic_fetch_sub(&server->bytes, more);
        return false;
    }
    uint8_t *grown = realloc(*data, wider);
    request->counted += is_mail ? more : 0;
    if (grown == NULL) {
        return false;
    }
    *data = grown;
    *cap = wider;
    return true;
}

static bool add_body(struct http_request *request, const char *data, size_t len)
{
    if (len > HTTP_BODY - request->len) {
        request->too_large = true;
        return true;
    }
    if (!grow(request, &request->body, request->len, &request->cap, len)) {
        return false;
    }
    memcpy(request->body + request->len, data, len);
    request->len += len;
    return true;
}

static enum MHD_Result add_field(void *ctx, enum MHD_ValueKind kind, const char *key,
                                 const char *filename, const char *type, const char *encoding,
                                 const char *data, uint64_t offset, size_t len)
{
    struct http_request *request = ctx;
    struct http_field *field = &request->fields[request->field_count];

    (void)kind, (void)type, (void)encoding;
    if (offset > 0 && request->field_count > 0) {
        field--;
    } else if (request->field_count == HTTP_FIELDS) {
        request->too_large = true;
        return MHD_NO;
    } else {
        request->field_count++;
        field->name = arena_strdup(&request->arena, key == NULL ? "" : key);
        field->filename = filename == NULL ? NULL : arena_strdup(&request->arena, filename);
    }
    if (len > HTTP_FORM_BYTES - request->field_bytes) {
        request->too_large = true;
        return MHD_NO;
    }
    if (!grow(request, &field->data, field->len, &field->cap, len)) {
        return MHD_NO;
    }
    if (len > 0) {
        memcpy(field->data + field->len, data, len);
    }
    field->len += len;
    field->data[field->len] = '\0';
    request->field_bytes += len;
    return MHD_YES;
}

static void finish(void *ctx, struct MHD_Connection *connection, void **state,
                   enum MHD_RequestTerminationCode code)
{
    struct http_server *server = ctx;
    struct http_request *request = *state;

    (void)connection, (void)code;
    if (request == NULL) {
        return;
    }
    if (request->form != NULL) {
        MHD_destroy_post_processor(request->form);
    }
    for (size_t i = 0; i < request->field_count; i++) {
        free(request->fields[i].data);
    }
    free(request->body);
    atomic_fetch_sub(&server->bytes, request->counted);
    arena_finish(&request->arena);
    free(request);
    *state = NULL;
}

/* ---- what is answered ---------------------------------------------------------------------- */

static void add_header(struct MHD_Response *response, const char *name, const char *value)
{
    if (value != NULL) {
        MHD_add_response_header(response, name, value);
    }
}

static void add_number(struct MHD_Response *response, const char *name, int64_t number)
{
    char text[24];

    snprintf(text, sizeof(text), "%lld", (long long)number);
    MHD_add_response_header(response, name, text);
}

/* Nothing of ours belongs in another page, and no page of ours runs anything. */
static void add_shields(struct MHD_Response *response)
{
    add_header(response, "X-Content-Type-Options", "nosniff");
    add_header(response, "Referrer-Policy", "same-origin");
    add_header(response, "Content-Security-Policy",
               "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
               "form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
}

static enum MHD_Result reply(struct http_request *request)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(
        request->data_len, (void *)(uintptr_t)request->data, MHD_RESPMEM_MUST_COPY);
    char file[120];

    if (response == NULL) {
        return MHD_NO;
    }
    add_header(response, "Content-Type", request->type);
    add_header(response, "Location", request->location);
    add_header(response, "Set-Cookie", request->set_cookie);
    add_header(response, "Cache-Control", request->is_lasting ? "max-age=86400" : "no-store");
    add_shields(response);
    if (request->download != NULL) {
        snprintf(file, sizeof(file), "attachment; filename=\"%s\"", request->download);
        add_header(response, "Content-Disposition", file);
    }
    if (request->retry_after_s > 0) {
        add_number(response, "Retry-After", request->retry_after_s);
    }
    if (request->answer_offset >= 0) {
        add_number(response, "Upload-Offset", request->answer_offset);
    }
    enum MHD_Result result = MHD_queue_response(
        request->connection, (unsigned)(request->status == 0 ? 500 : request->status), response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result refuse(struct http_request *request, int status, const char *text)
{
    http_say(request, status, text);
    request->retry_after_s = status == 503 ? AGAIN_S : 0;
    return reply(request);
}

/* In the worker's thread. */
static void wake(struct http_request *request)
{
    struct MHD_Connection *connection = request->connection;

    atomic_store(&request->is_done, true);
    MHD_resume_connection(connection); /* from here on it may be gone */
}

/* ---- one call of the web server ------------------------------------------------------------ */

/* What does not fit is read to its end, so that the answer arrives, and kept nowhere. */
static void take_in(struct http_request *request, const char *data, size_t len)
{
    if (request->too_large || request->has_no_room) {
        return;
    }
    if (request->form == NULL) {
        request->has_no_room = !add_body(request, data, len);
    } else if (MHD_post_process(request->form, data, len) != MHD_YES && !request->too_large) {
        request->has_no_room = true;
    }
}

static enum MHD_Result hand_over(struct http_server *server, struct http_request *request)
{
    struct http_queue *queue = server->options.is_mail(request->path) ? server->mail : server->desk;

    if (request->too_large) {
        return refuse(request, 413, "too large");
    }
    if (request->form != NULL) {
        MHD_destroy_post_processor(request->form); /* gives its last field */
        request->form = NULL;
    }
    if (request->has_no_room) {
        return refuse(request, 503, "very busy; later, please");
    }
    request->is_waiting = true;
    request->done = wake;
    MHD_suspend_connection(request->connection);
    if (!http_queue_put(queue, request)) {
        http_say(request, 503, "very busy; later, please");
        request->retry_after_s = AGAIN_S;
        wake(request);
    }
    return MHD_YES;
}

static enum MHD_Result answer(void *ctx, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *data,
                              size_t *len, void **state)
{
    struct http_server *server = ctx;
    struct http_request *request = *state;
    int patience_s = server->options.patience_s > 0 ? server->options.patience_s : REQUEST_S;

    (void)version;
    if (request == NULL) {
        *state = begin(server, connection, url, method);
        return *state == NULL ? MHD_NO : MHD_YES;
    }
    if (request->is_waiting) {
        return atomic_load(&request->is_done) ? reply(request) : MHD_YES;
    }
    if (now_ms() - request->began_ms > (int64_t)patience_s * 1000) {
        return MHD_NO; /* a byte now and then is no request */
    }
    if (*len > 0) {
        take_in(request, data, *len);
        *len = 0;
        return MHD_YES;
    }
    return hand_over(server, request);
}

/* ---- starting and stopping ----------------------------------------------------------------- */

static bool parse_listen(struct sockaddr_in *ret, const char *text, struct err *err)
{
    char host[HOST_CAP];
    const char *colon = strrchr(text, ':');
    char *end;

    *ret = (struct sockaddr_in){.sin_family = AF_INET};
    if (colon == NULL || (size_t)(colon - text) >= sizeof(host)) {
        return err_set(err, ERR_FORMAT, "%.60s: not ADDRESS:PORT", text);
    }
    memcpy(host, text, (size_t)(colon - text));
    host[colon - text] = '\0';
    long port = strtol(colon + 1, &end, 10);
    if (end == colon + 1 || *end != '\0' || port < 0 || port > 65535 ||
        inet_pton(AF_INET, host, &ret->sin_addr) != 1) {
        return err_set(err, ERR_FORMAT, "%.60s: not ADDRESS:PORT", text);
    }
    ret->sin_port = htons((uint16_t)port);
    return true;
}

static bool start_server(struct http_server *server, struct err *err)
{
    struct sockaddr_in address;

    if (!parse_listen(&address, server->options.listen, err)) {
        return false;
    }
    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL,
        answer, server, MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_NOTIFY_COMPLETED, finish, server,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)HTTP_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)IDLE_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
        MHD_OPTION_LISTEN_BACKLOG_SIZE, 1024u, MHD_OPTION_END);
    if (server->daemon == NULL) {
        return err_set(err, ERR_BUSY, "cannot listen on %.60s", server->options.listen);
    }
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
    server->port = info != NULL && info->port != 0 ? info->port : ntohs(address.sin_port);
    return true;
}

struct http_server *http_start(const struct http_options *options, struct err *err)
{
    struct http_server *server = calloc(1, sizeof(*server));

    if (server == NULL) {
        err_set(err, ERR_MEMORY, "no memory for a server");
        return NULL;
    }
    server->options = *options;
    server->mail = http_queue_start(&options->mail, HTTP_ROW, err);
    server->desk = server->mail == NULL ? NULL : http_queue_start(&options->desk, HTTP_ROW, err);
    if (server->desk == NULL || !start_server(server, err)) {
        http_stop(server);
        return NULL;
    }
    return server;
}

uint16_t http_port(const struct http_server *server)
{
    return server->port;
}

void http_stop(struct http_server *server)
{
    if (server == NULL) {
        return;
    }
    MHD_socket listening =
        server->daemon == NULL ? MHD_INVALID_SOCKET : MHD_quiesce_daemon(server->daemon);
    http_queue_end(server->mail); /* all that waits is answered, and resumed */
    http_queue_end(server->desk);
    if (server->daemon != NULL) {
        MHD_stop_daemon(server->daemon);
    }
    if (listening != MHD_INVALID_SOCKET) {
        close(listening);
    }
    http_queue_destroy(server->mail);
    http_queue_destroy(server->desk);
    free(server);
}
