#include "sync/hub/serve.h"

#include "app/base/home.h"
#include "app/base/str.h"
#include "sync/hub/http.h"
#include "sync/hub/http_desk.h"
#include "sync/hub/http_mail.h"
#include "sync/hub/hub_words.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_CAP = 1024, FIRST = 16 };

/* Of a password: some tenths of a second, 19 MiB. */
static const struct crypto_cost password_cost = {2, 19 * 1024};

struct serving {
    char assets[PATH_CAP], scratch[PATH_CAP];
    char first[2 * FIRST + 1];
    struct http_mail *mail;
    struct http_desk *desk;
    struct http_server *server;
};

/* The folder of the database: on a disk that is meant for it. */
static void find_scratch(struct serving *serving, const struct serve_options *options)
{
    const char *where = options->scratch != NULL ? options->scratch : options->place->where;
    const char *slash = strrchr(where, '/');

    if (options->scratch != NULL) {
        snprintf(serving->scratch, PATH_CAP, "%s", where);
    } else if (hub_db_is_server(where)) {
        snprintf(serving->scratch, PATH_CAP, "/tmp");
    } else if (slash == NULL) {
        snprintf(serving->scratch, PATH_CAP, ".");
    } else {
        snprintf(serving->scratch, PATH_CAP, "%.*s", (int)(slash - where), where);
    }
}

static bool find_assets(struct serving *serving, const struct serve_options *options,
                        struct err *err)
{
    if (options->assets != NULL) {
        snprintf(serving->assets, PATH_CAP, "%s", options->assets);
        return true;
    }
    return home_assets(serving->assets, PATH_CAP, "hub/page.html") ||
           err_set(err, ERR_MISSING, "no hub/page.html beside the program (--assets DIR)");
}

static bool start(struct serving *serving, const struct serve_options *options, struct err *err)
{
    uint8_t first[FIRST];

    crypto_random(first, sizeof(first));
    str_hex(serving->first, first, sizeof(first));
    find_scratch(serving, options);
    if (!find_assets(serving, options, err)) {
        return false;
    }
    const struct http_desk_options desk = {.place = *options->place,
                                           .say = options->say,
                                           .assets = serving->assets,
                                           .first = serving->first,
                                           .scratch = serving->scratch,
                                           .cost = password_cost};
    serving->mail = http_mail_create(options->place, serving->scratch, options->poll_s);
    serving->desk = http_desk_create(&desk);
    if (serving->mail == NULL || serving->desk == NULL) {
        return err_set(err, ERR_MEMORY, "no memory for a server");
    }
    const struct http_options http = {.listen = options->listen,
                                      .mail = http_mail_worker(serving->mail),
                                      .desk = http_desk_worker(serving->desk),
                                      .is_mail = http_mail_is_path};
    serving->server = http_start(&http, err);
    return serving->server != NULL;
}

static bool say_where(const struct serving *serving, const struct serve_options *options, FILE *out,
                      struct err *err)
{
    const char *colon = strrchr(options->listen, ':');
    int host = (int)(colon - options->listen);
    struct hub hub = {.db = NULL};
    int64_t count = 0;
    bool good = hub_open(&hub, options->place, err) && desk_account_count(&hub, &count, err);

    hub_close(&hub);
    fprintf(out, "http://%.*s:%u/\n", host, options->listen, http_port(serving->server));
    if (good && count == 0) {
        fprintf(out, "http://%.*s:%u/begin?t=%s\n", host, options->listen,
                http_port(serving->server), serving->first);
    }
    fflush(out);
    return good;
}

bool serve_run(const struct serve_options *options, FILE *out, struct err *err)
{
    struct serving serving = {.server = NULL};
    sigset_t ends;
    int number;

    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    sigprocmask(SIG_BLOCK, &ends, NULL); /* before any thread: they wait for us only */
    signal(SIGPIPE, SIG_IGN);
    bool good = start(&serving, options, err) && say_where(&serving, options, out, err);
    if (good) {
        sigwait(&ends, &number);
    }
    http_stop(serving.server);
    http_mail_destroy(serving.mail);
    http_desk_destroy(serving.desk);
    return good;
}

bool hub_word_serve(struct hub_run *run)
{
    const char *listen = run->args.value[HUB_ARG_LISTEN], *poll = run->args.value[HUB_ARG_POLL];
    struct err err = {0};
    const struct serve_options options = {.place = &run->place,
                                          .say = run->say,
                                          .assets = run->args.value[HUB_ARG_ASSETS],
                                          .listen = listen == NULL ? "127.0.0.1:8380" : listen,
                                          .scratch = run->args.value[HUB_ARG_SCRATCH],
                                          .poll_s = poll == NULL ? 0 : strtoll(poll, NULL, 10)};

    return serve_run(&options, run->out, &err) || hub_fail(run, &err);
}
