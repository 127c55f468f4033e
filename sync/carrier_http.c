/* A hub that answers.
 *
 *     GET /v1/hello?n=NONCE     PUT, HEAD, PATCH /v1/b/ID     GET /v1/b/ID?k=KIOSK
 *     POST /v1/poll             POST /v1/enrol                GET /v1/card
 *     GET /v1/guests
 *
 * Above CARRIER_PART a bundle goes in parts, from where the hub says that it has got to. */
#include "sync/web.h"

#include "app/base/str.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_CAP = 120, HEADER_CAP = 60, MOST_PARTS = 200 };
static const char type_header[] = "Content-Type: application/vnd.dorpel.bundle";

struct carrier_http {
    struct carrier carrier;
    struct web *web;
};

static struct web *web_of(struct carrier *carrier)
{
    return ((struct carrier_http *)carrier)->web;
}

static void bundle_path(char ret[PATH_CAP], const uint8_t id[BUNDLE_ID])
{
    char hex[2 * BUNDLE_ID + 1];

    str_hex(hex, id, BUNDLE_ID);
    snprintf(ret, PATH_CAP, "/v1/b/%s", hex);
}

/* ---- questions ----------------------------------------------------------------------------- */

static bool http_hello(struct carrier *carrier, struct arena *arena,
                       const uint8_t nonce[POLL_NONCE], struct bundle_bytes *ret, struct err *err)
{
    char hex[2 * POLL_NONCE + 1], path[PATH_CAP];
    struct web_answer answer;

    str_hex(hex, nonce, POLL_NONCE);
    snprintf(path, sizeof(path), "/v1/hello?n=%s", hex);
    const struct web_question question = {.method = "GET", .path = path};
    if (!web_ask(web_of(carrier), arena, &question, &answer, err)) {
        return false;
    }
    *ret = (struct bundle_bytes){answer.data, answer.len};
    return answer.status == 200 || web_refused(carrier, &answer, "hello", err);
}

static bool post(struct carrier *carrier, struct arena *arena, const char *path,
                 const struct bundle_bytes *bytes, struct web_answer *ret, struct err *err)
{
    const struct web_question question = {.method = "POST",
                                          .path = path,
                                          .headers = {type_header},
                                          .body = bytes->data,
                                          .len = bytes->len};
    return web_ask(web_of(carrier), arena, &question, ret, err);
}

static bool http_poll(struct carrier *carrier, struct arena *arena, const struct bundle_bytes *poll,
                      struct bundle_bytes *ret, struct err *err)
{
    struct web_answer answer;

    if (!post(carrier, arena, "/v1/poll", poll, &answer, err)) {
        return false;
    }
    *ret = (struct bundle_bytes){answer.data, answer.len};
    return answer.status == 200 || web_refused(carrier, &answer, "poll", err);
}

static bool http_enrol(struct carrier *carrier, const struct carrier_place *place,
                       struct arena *arena, const struct bundle_bytes *request,
                       struct bundle_bytes *ret, struct err *err)
{
    struct web_answer answer;

    (void)place;
    if (!post(carrier, arena, "/v1/enrol", request, &answer, err)) {
        return false;
    }
    *ret = (struct bundle_bytes){answer.data, answer.status == 200 ? answer.len : 0};
    return answer.status == 200 || answer.status == 202 ||
           web_refused(carrier, &answer, "enrol", err);
}

static bool http_card(struct carrier *carrier, struct arena *arena, struct bundle_bytes *ret,
                      struct err *err)
{
    struct web_answer answer;
    const struct web_question question = {.method = "GET", .path = "/v1/card"};

    if (!web_ask(web_of(carrier), arena, &question, &answer, err)) {
        return false;
    }
    *ret = (struct bundle_bytes){answer.data, answer.len};
    return answer.status == 200 || web_refused(carrier, &answer, "card", err);
}

static bool http_fetch(struct carrier *carrier, const struct carrier_place *place,
                       const uint8_t (*ids)[BUNDLE_ID], size_t count,
                       bool (*each)(void *ctx, const uint8_t *data, size_t len), void *ctx,
                       struct err *err)
{
    for (size_t i = 0; i < count; i++) {
        struct arena arena;
        struct web_answer answer;
        char path[PATH_CAP], letter[PATH_CAP + 40];
        bundle_path(path, ids[i]);
        snprintf(letter, sizeof(letter), "%s?k=%s", path, place->kiosk);
        const struct web_question question = {.method = "GET", .path = letter};
        arena_init(&arena, 0);
        bool good = web_ask(web_of(carrier), &arena, &question, &answer, err) &&
                    (answer.status == 200 || web_refused(carrier, &answer, "letter", err)) &&
                    each(ctx, answer.data, answer.len);
        arena_finish(&arena);
        if (!good) {
            return false;
        }
    }
    return true;
}

/* ---- content ------------------------------------------------------------------------------- */

/* The number is only a hint: what comes is believed by its signatures, wherever it lies. */
static bool http_content(struct carrier *carrier, const char *village, uint64_t above,
                         bool (*each)(void *ctx, const uint8_t *data, size_t len), void *ctx,
                         uint64_t *ret_version, struct err *err)
{
    struct arena arena;
    struct web_answer answer;
    char path[PATH_CAP];
    size_t at = 0;

    *ret_version = 0;
    arena_init(&arena, 0);
    snprintf(path, sizeof(path), "/v1/p/%s", village);
    const struct web_question first = {.method = "GET", .path = path};
    bool good = web_ask(web_of(carrier), &arena, &first, &answer, err);
    uint64_t version =
        good && answer.status == 200 ? strtoull((const char *)answer.data, NULL, 10) : 0;
    bool ends = version <= above; /* an older hub answers 404 */
    for (int parts = 0; good && !ends && parts < MOST_PARTS; parts++) {
        arena_reset(&arena);
        snprintf(path, sizeof(path), "/v1/p/%s/%zu", village, at);
        const struct web_question question = {.method = "GET", .path = path};
        good = web_ask(web_of(carrier), &arena, &question, &answer, err) &&
               (answer.status == 200 || web_refused(carrier, &answer, "pack", err)) &&
               (answer.len == 0 || each(ctx, answer.data, answer.len));
        ends = answer.len == 0;
        at += answer.len;
    }
    *ret_version = good && ends && version > above ? version : 0;
    arena_finish(&arena);
    return good;
}

static bool http_guests(struct carrier *carrier, struct arena *arena, struct bundle_bytes *ret,
                        struct err *err)
{
    const struct web_question question = {.method = "GET", .path = "/v1/guests"};
    struct web_answer answer;

    *ret = (struct bundle_bytes){0};
    if (!web_ask(web_of(carrier), arena, &question, &answer, err)) {
        return false;
    }
    if (answer.status == 200) { /* an older hub answers 404, one without keys too */
        *ret = (struct bundle_bytes){answer.data, answer.len};
    }
    return true;
}

/* ---- sending ------------------------------------------------------------------------------- */

static bool is_taken(int status)
{
    return status == 200 || status == 201 || status == 202;
}

static bool put_whole(struct carrier *carrier, struct arena *arena, const char *path,
                      const struct outbox_bundle *bundle, struct err *err)
{
    struct web_answer answer;
    const struct web_question question = {.method = "PUT",
                                          .path = path,
                                          .headers = {type_header},
                                          .body = bundle->bytes,
                                          .len = bundle->len};

    return web_ask(web_of(carrier), arena, &question, &answer, err) &&
           (is_taken(answer.status) || web_refused(carrier, &answer, "bundle", err));
}

/* How far a broken off sending came; 0 when the hub knows nothing of it. */
static bool ask_offset(struct carrier *carrier, struct arena *arena, const char *path, size_t len,
                       size_t *ret, struct err *err)
{
    struct web_answer answer;
    const struct web_question question = {.method = "HEAD", .path = path};

    if (!web_ask(web_of(carrier), arena, &question, &answer, err)) {
        return false;
    }
    if (answer.status != 200 && answer.status != 404) {
        return web_refused(carrier, &answer, "bundle", err);
    }
    *ret = answer.status == 200 && answer.offset > 0 && (size_t)answer.offset <= len
               ? (size_t)answer.offset
               : 0;
    return true;
}

/* One part; *at moves on, or to where the hub says it is. */
static bool send_part(struct carrier *carrier, struct arena *arena, const char *path,
                      const struct outbox_bundle *bundle, size_t *at, struct err *err)
{
    char offset[HEADER_CAP], length[HEADER_CAP];
    struct web_answer answer;
    size_t len = bundle->len - *at < CARRIER_PART ? bundle->len - *at : CARRIER_PART;
    const struct web_question question = {
        .method = "PATCH",
        .path = path,
        .headers = {"Content-Type: application/offset+octet-stream", offset, length},
        .body = bundle->bytes + *at,
        .len = len};

    snprintf(offset, sizeof(offset), "Upload-Offset: %zu", *at);
    snprintf(length, sizeof(length), "Upload-Length: %zu", bundle->len);
    if (!web_ask(web_of(carrier), arena, &question, &answer, err)) {
        return false;
    }
    if (is_taken(answer.status)) { /* that was the last one */
        *at = bundle->len;
        return true;
    }
    if ((answer.status == 204 || answer.status == 409) && answer.offset >= 0 &&
        (size_t)answer.offset < bundle->len) {
        *at = (size_t)answer.offset;
        return true;
    }
    return web_refused(carrier, &answer, "part", err);
}

static bool http_send(struct carrier *carrier, const struct carrier_place *place,
                      const struct outbox_bundle *bundle, bool *ret_kept, struct err *err)
{
    struct arena arena;
    char path[PATH_CAP];
    size_t at = 0;

    (void)place;
    *ret_kept = false;
    bundle_path(path, bundle->id);
    arena_init(&arena, 0);
    bool good = bundle->len <= CARRIER_PART
                    ? put_whole(carrier, &arena, path, bundle, err)
                    : ask_offset(carrier, &arena, path, bundle->len, &at, err);
    for (int parts = 0; good && bundle->len > CARRIER_PART && at < bundle->len; parts++) {
        good = parts < MOST_PARTS ? send_part(carrier, &arena, path, bundle, &at, err)
                                  : err_set(err, ERR_GONE, "parts without an end");
    }
    arena_finish(&arena);
    return good;
}

/* ---- the table ----------------------------------------------------------------------------- */

static void http_destroy(struct carrier *carrier)
{
    web_close(web_of(carrier));
    free(carrier);
}

static const struct carrier_ops http_ops = {.name = "http",
                                            .is_hub = true,
                                            .hello = http_hello,
                                            .poll = http_poll,
                                            .fetch = http_fetch,
                                            .send = http_send,
                                            .enrol = http_enrol,
                                            .card = http_card,
                                            .content = http_content,
                                            .guests = http_guests,
                                            .destroy = http_destroy};

struct carrier *carrier_http(const struct carrier_options *options, struct err *err)
{
    struct carrier_http *http = calloc(1, sizeof(*http));

    if (http == NULL) {
        err_set(err, ERR_MEMORY, "no memory for a connection");
        return NULL;
    }
    http->carrier.ops = &http_ops;
    http->web = web_open(options, err);
    if (http->web == NULL) {
        free(http);
        return NULL;
    }
    return &http->carrier;
}
