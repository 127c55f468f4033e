#include "sync/web.h"

#include <curl/curl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    URL_CAP = 512,
    LOGIN_CAP = 256,
    PINS_CAP = 512,
    CONNECT_S = 20,
    PATIENCE_S = 60,
    WHOLE_S = 900,  /* of one question, at most */
    SLOW_BYTES = 10 /* a second */
};

struct web {
    CURL *curl;
    char url[URL_CAP];
    char login[LOGIN_CAP];
    char pins[PINS_CAP]; /* "sha256//...;sha256//..." */
    long patience_s, whole_s;
    const char *authorities; /* a file of them; NULL: the system's */
};

/* ---- opening ------------------------------------------------------------------------------- */

static bool add_pin(struct web *web, const char *pin)
{
    size_t at = strlen(web->pins);
    int len =
        snprintf(web->pins + at, sizeof(web->pins) - at, "%ssha256//%s", at > 0 ? ";" : "", pin);

    return len > 0 && (size_t)len < sizeof(web->pins) - at && strlen(pin) == 44;
}

/* A password goes over https, or does not leave this machine. */
static bool may_tell_password(const char *url)
{
    return strncmp(url, "https://", 8) == 0 || strncmp(url, "http://127.0.0.1:", 17) == 0 ||
           strncmp(url, "http://127.0.0.1/", 17) == 0;
}

static bool copy_options(struct web *web, const struct carrier_options *options, struct err *err)
{
    bool is_web =
        strncmp(options->url, "https://", 8) == 0 || strncmp(options->url, "http://", 7) == 0;
    int len = snprintf(web->url, sizeof(web->url), "%s", options->url);

    if (!is_web || len < 0 || (size_t)len >= sizeof(web->url)) {
        return err_set(err, ERR_FORMAT, "%.80s: not an address of a server", options->url);
    }
    while (len > 0 && web->url[len - 1] == '/') {
        web->url[--len] = '\0';
    }
    for (size_t i = 0; i < options->pin_count; i++) {
        if (!add_pin(web, options->pins[i])) {
            return err_set(err, ERR_FORMAT, "%.60s: not the hash of a key", options->pins[i]);
        }
    }
    if (options->login != NULL && !may_tell_password(web->url)) {
        return err_set(err, ERR_DENIED, "a password goes over https only");
    }
    if (options->login != NULL) {
        len = snprintf(web->login, sizeof(web->login), "%s", options->login);
        if (len < 0 || (size_t)len >= sizeof(web->login)) {
            return err_set(err, ERR_LIMIT, "a login too long");
        }
    }
    web->patience_s = options->patience_s > 0 ? options->patience_s : PATIENCE_S;
    web->whole_s = WHOLE_S;
#ifdef DORPEL_TEST /* a test has less time, and an authority of its own */
    const char *patience = getenv("DORPEL_TEST_PATIENCE");
    if (patience != NULL) {
        web->patience_s = strtol(patience, NULL, 10);
        web->whole_s = 4 * web->patience_s;
    }
    web->authorities = getenv("DORPEL_TEST_CA");
#endif
    return true;
}

struct web *web_open(const struct carrier_options *options, struct err *err)
{
    struct web *web = calloc(1, sizeof(*web));

    if (web == NULL || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        free(web);
        err_set(err, ERR_MEMORY, "no memory for a connection");
        return NULL;
    }
    if (!copy_options(web, options, err)) {
        web_close(web);
        return NULL;
    }
    web->curl = curl_easy_init();
    if (web->curl == NULL) {
        web_close(web);
        err_set(err, ERR_MEMORY, "no memory for a connection");
        return NULL;
    }
    return web;
}

void web_close(struct web *web)
{
    if (web == NULL) {
        return;
    }
    curl_easy_cleanup(web->curl);
    curl_global_cleanup();
    crypto_wipe(web, sizeof(*web));
    free(web);
}

/* ---- one question -------------------------------------------------------------------------- */

struct asking {
    struct arena *arena;
    struct web_answer *answer;
    uint8_t *data; /* grows, and moves into the arena when all is there */
    size_t cap;
    bool is_too_long;
};

static size_t take_body(char *bytes, size_t one, size_t count, void *ctx)
{
    struct asking *asking = ctx;
    size_t len = one * count, at = asking->answer->len;

    if (len > BUNDLE_MAX_DATA - at) {
        asking->is_too_long = true;
        return 0;
    }
    if (at + len + 1 > asking->cap) {
        size_t cap = 2 * (at + len + 1);
        uint8_t *grown = realloc(asking->data, cap);
        if (grown == NULL) {
            return 0;
        }
        asking->data = grown;
        asking->cap = cap;
    }
    memcpy(asking->data + at, bytes, len);
    asking->answer->len += len;
    return len;
}

/* "Retry-After: 12": a number without a sign; a date is not looked at. */
static void read_number(const char *line, size_t len, const char *name, int64_t *ret)
{
    size_t skip = strlen(name);
    int64_t number = 0;

    if (len <= skip || strncasecmp(line, name, skip) != 0) {
        return;
    }
    while (skip < len && line[skip] == ' ') {
        skip++;
    }
    if (skip == len || line[skip] < '0' || line[skip] > '9') {
        return;
    }
    for (; skip < len && line[skip] >= '0' && line[skip] <= '9' && number < INT32_MAX; skip++) {
        number = number * 10 + (line[skip] - '0');
    }
    *ret = number;
}

static size_t take_header(char *bytes, size_t one, size_t count, void *ctx)
{
    struct asking *asking = ctx;
    size_t len = one * count;

    if (len > 5 && strncmp(bytes, "HTTP/", 5) == 0) { /* of an answer before this one (100) */
        asking->answer->offset = asking->answer->length = -1;
        asking->answer->retry_after_s = 0;
    }
    read_number(bytes, len, "retry-after:", &asking->answer->retry_after_s);
    read_number(bytes, len, "upload-offset:", &asking->answer->offset);
    read_number(bytes, len, "content-length:", &asking->answer->length);
    return len;
}

/* Who asked us to end does not wait for a slow server: the signal is blocked, and seen here. */
static int is_ending(void *ctx, curl_off_t down_all, curl_off_t down, curl_off_t up_all,
                     curl_off_t up)
{
    sigset_t pending;

    (void)ctx, (void)down_all, (void)down, (void)up_all, (void)up;
    return sigpending(&pending) == 0 &&
           (sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1);
}

static void set_limits(const struct web *web)
{
    CURL *curl = web->curl;

    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, web->whole_s);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, web->patience_s);
    curl_easy_setopt(curl, CURLOPT_EXPECT_100_TIMEOUT_MS, 1000L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, is_ending);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "dorpel-sync/1");
}

static void set_trust(const struct web *web)
{
    if (web->pins[0] != '\0') { /* the key itself: no clock is needed, no authority asked */
        curl_easy_setopt(web->curl, CURLOPT_PINNEDPUBLICKEY, web->pins);
        curl_easy_setopt(web->curl, CURLOPT_SSL_VERIFYPEER, 0L);
        curl_easy_setopt(web->curl, CURLOPT_SSL_VERIFYHOST, 0L);
    }
    if (web->authorities != NULL) {
        curl_easy_setopt(web->curl, CURLOPT_CAINFO, web->authorities);
    }
    if (web->login[0] != '\0') {
        curl_easy_setopt(web->curl, CURLOPT_USERPWD, web->login);
        curl_easy_setopt(web->curl, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
    }
}

static void set_question(const struct web *web, const struct web_question *question,
                         struct curl_slist *headers)
{
    CURL *curl = web->curl;

    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, question->method);
    if (question->body != NULL) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, question->body);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)question->len);
    }
    if (strcmp(question->method, "HEAD") == 0) {
        curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    }
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
}

static bool say_failed(CURLcode rc, const struct asking *asking, struct err *err)
{
    if (asking->is_too_long) {
        return err_set(err, ERR_LIMIT, "an answer too long");
    }
    bool is_trust = rc == CURLE_PEER_FAILED_VERIFICATION || rc == CURLE_SSL_PINNEDPUBKEYNOTMATCH ||
                    rc == CURLE_SSL_CONNECT_ERROR;
    return err_set(err, is_trust ? ERR_CRYPTO : ERR_GONE, "%s", curl_easy_strerror(rc));
}

bool web_ask(struct web *web, struct arena *arena, const struct web_question *question,
             struct web_answer *ret, struct err *err)
{
    struct web_answer answer = {.offset = -1, .length = -1};
    struct asking asking = {.arena = arena, .answer = &answer};
    char url[2 * URL_CAP];
    struct curl_slist *headers = curl_slist_append(NULL, "Expect:");
    int len = snprintf(url, sizeof(url), "%s%s", web->url, question->path);
    long status = 0;

    for (size_t i = 0; i < WEB_HEADERS && question->headers[i] != NULL; i++) {
        headers = curl_slist_append(headers, question->headers[i]);
    }
    curl_easy_reset(web->curl); /* the connection stays */
    set_limits(web);
    set_trust(web);
    set_question(web, question, headers);
    curl_easy_setopt(web->curl, CURLOPT_URL, url);
    curl_easy_setopt(web->curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(web->curl, CURLOPT_WRITEDATA, &asking);
    curl_easy_setopt(web->curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(web->curl, CURLOPT_HEADERDATA, &asking);
    CURLcode rc =
        len < 0 || (size_t)len >= sizeof(url) ? CURLE_URL_MALFORMAT : curl_easy_perform(web->curl);
    curl_easy_getinfo(web->curl, CURLINFO_RESPONSE_CODE, &status);
    curl_slist_free_all(headers);
    if (rc != CURLE_OK) {
        free(asking.data);
        return say_failed(rc, &asking, err);
    }
    answer.status = (int)status;
    answer.data = arena_alloc(arena, answer.len + 1);
    if (answer.len > 0) {
        memcpy(answer.data, asking.data, answer.len);
    }
    free(asking.data);
    *ret = answer;
    return true;
}

bool web_refused(struct carrier *carrier, const struct web_answer *answer, const char *what,
                 struct err *err)
{
    enum err_code code = ERR_GONE;

    switch (answer->status) {
    case 429:
    case 503:
    case 507:
        code = ERR_BUSY;
        break;
    case 401:
    case 403:
        code = ERR_DENIED;
        break;
    case 400:
    case 422:
        code = ERR_FORMAT;
        break;
    case 413:
        code = ERR_LIMIT;
        break;
    case 415:
        code = ERR_UNKNOWN;
        break;
    default: /* a redirect, a page that is not there, a server that fell over: nobody of ours */
        break;
    }
    carrier->retry_after_s = code == ERR_BUSY ? answer->retry_after_s : 0;
    return err_set(err, code, "%s: status %d", what, answer->status);
}
