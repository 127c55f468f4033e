#include "sync/hub/http_mail.h"

#include "app/base/str.h"
#include "sync/hub/http_parts.h"
#include "sync/hub/hub_apply.h"
#include "sync/hub/hub_code.h"
#include "sync/hub/hub_content.h"
#include "sync/hub/hub_guests.h"
#include "sync/hub/hub_enrol.h"
#include "sync/hub/hub_poll.h"
#include "sync/hub/hub_receive.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { AGAIN_S = 30, MINUTE_S = 60, MUCH_LATER_S = 3600, SPREAD = 30 };
static const char bundle_path[] = "/v1/b/";
static const char content_path[] = "/v1/p/";
static const char bundle_type[] = "application/vnd.dorpel.bundle";

struct http_mail {
    struct hub_place place;
    struct hub hub;
    struct http_parts parts;
    int64_t next_poll_s;
    bool is_behind; /* something is received and not applied */
};

bool http_mail_is_path(const char *path)
{
    return strncmp(path, "/v1/", 4) == 0;
}

static bool id_of_path(const struct http_request *request, uint8_t ret[BUNDLE_ID])
{
    size_t skip = sizeof(bundle_path) - 1;

    return strncmp(request->path, bundle_path, skip) == 0 &&
           str_unhex(ret, BUNDLE_ID, request->path + skip);
}

/* ---- answers ------------------------------------------------------------------------------- */

static void say_later(struct http_request *request, int status, int seconds)
{
    uint32_t spread;

    crypto_random(&spread, sizeof(spread)); /* not all of them at the same second */
    http_say(request, status, "later, please");
    request->retry_after_s = seconds + (int)(spread % SPREAD);
}

/* The hub itself could not. */
static void say_failed(struct http_request *request, const struct err *err)
{
    fprintf(stderr, "dorpel-hub: %s: %s\n", request->path, err->msg);
    say_later(request, err->code == ERR_FULL ? 507 : 503,
              err->code == ERR_FULL ? MUCH_LATER_S : AGAIN_S);
}

static void give(struct http_request *request, const struct bundle_bytes *bytes)
{
    request->status = 200;
    request->type = bundle_type;
    request->data = bytes->data;
    request->data_len = bytes->len;
}

static void say_receipt(struct http_request *request, const struct hub_receipt *receipt)
{
    static const int statuses[HUB_RECEIPTS] = {
        [HUB_GOT_NEW] = 201,     [HUB_GOT_BEFORE] = 200,  [HUB_GOT_UNKNOWN] = 202,
        [HUB_NOT_BUNDLE] = 400,  [HUB_NOT_SIGNED] = 422,  [HUB_NOT_STRANGER] = 403,
        [HUB_NOT_REVOKED] = 403, [HUB_NOT_FOREIGN] = 422, [HUB_NOT_KIND] = 422,
        [HUB_NOT_SIZE] = 413,
    };

    http_say(request, statuses[receipt->kind], hub_receipt_name(receipt->kind));
}

/* ---- bundles ------------------------------------------------------------------------------- */

/* What can be said without the database; false: it was said. */
static bool looks_good(struct http_request *request, const uint8_t *bytes, size_t len)
{
    uint8_t wanted[BUNDLE_ID], own[BUNDLE_ID];
    struct bundle_head head;
    struct err why = {0};

    bundle_id(own, bytes, len);
    if (!id_of_path(request, wanted) || memcmp(wanted, own, BUNDLE_ID) != 0) {
        http_say(request, 400, "not what its name says");
        return false;
    }
    if (!bundle_read(&head, bytes, len, &why) && why.code == ERR_UNKNOWN) {
        http_say(request, 415, "of a later format");
        return false;
    }
    return true;
}

struct group {
    struct http_request *requests[HTTP_GROUP];
    struct hub_parcel parcels[HTTP_GROUP];
    struct hub_receipt receipts[HTTP_GROUP];
    size_t count;
};

/* What could not be applied (a disk that was full, a database that was away) is the next time. */
static void apply(struct http_mail *mail, const uint8_t (*ids)[BUNDLE_ID], size_t count)
{
    struct err err = {0};

    if (mail->hub.key_count == 0 || (count == 0 && !mail->is_behind)) {
        return;
    }
    mail->is_behind = mail->is_behind ? !hub_apply(&mail->hub, NULL, &err)
                                      : !hub_apply_some(&mail->hub, ids, count, NULL, &err);
    if (mail->is_behind) {
        fprintf(stderr, "dorpel-hub: %s\n", err.msg);
    }
}

/* Received, answered, applied: in this order. */
static void receive(struct http_mail *mail, struct group *group)
{
    uint8_t ids[HTTP_GROUP][BUNDLE_ID];
    size_t fresh = 0;
    struct err err = {0};
    bool good = group->count == 0 ||
                hub_receive(&mail->hub, group->parcels, group->count, group->receipts, &err);

    for (size_t i = 0; i < group->count; i++) {
        if (!good) {
            say_failed(group->requests[i], &err);
        } else {
            say_receipt(group->requests[i], &group->receipts[i]);
            if (group->receipts[i].kind == HUB_GOT_NEW) {
                memcpy(ids[fresh++], group->receipts[i].id, BUNDLE_ID);
            }
        }
        group->requests[i]->done(group->requests[i]);
    }
    apply(mail, (const uint8_t(*)[BUNDLE_ID])ids, fresh);
}

static bool is_put(const struct http_request *request)
{
    return request->method == HTTP_PUT;
}

static struct http_request *receive_row(struct http_mail *mail, struct http_request *row)
{
    struct group group = {.count = 0};

    while (row != NULL && is_put(row) && group.count < HTTP_GROUP) {
        struct http_request *request = row;
        row = row->next;
        if (looks_good(request, request->body, request->len)) {
            group.parcels[group.count] =
                (struct hub_parcel){.bytes = request->body, .len = request->len};
            group.requests[group.count++] = request;
        } else {
            request->done(request);
        }
    }
    receive(mail, &group);
    return row;
}

/* ---- bundles in parts ---------------------------------------------------------------------- */

static void say_offset(struct http_request *request, int status, size_t offset)
{
    request->status = status;
    request->answer_offset = (int64_t)offset;
}

static void head_bundle(struct http_mail *mail, struct http_request *request)
{
    uint8_t id[BUNDLE_ID];
    bool has = false;
    int64_t len = 0;
    struct err err = {0};

    if (!id_of_path(request, id)) {
        http_say(request, 404, "no such place");
    } else if (!hub_poll_has(&mail->hub, id, &has, &len, &err)) {
        say_failed(request, &err);
    } else {
        size_t got = has ? (size_t)len : http_parts_got(&mail->parts, id);
        say_offset(request, got > 0 ? 200 : 404, got);
    }
}

/* The last part came: it is a bundle like any other. */
static void take_whole(struct http_mail *mail, struct http_request *request,
                       const uint8_t id[BUNDLE_ID])
{
    struct bundle_bytes bytes;
    struct group group = {.count = 1, .requests = {request}};
    struct err err = {0};

    if (!http_parts_take(&mail->parts, &request->arena, id, &bytes, &err)) {
        http_say(request, err.code == ERR_CRYPTO ? 400 : 503, err.msg);
        request->done(request);
    } else if (!looks_good(request, bytes.data, bytes.len)) {
        request->done(request);
    } else {
        group.parcels[0] = (struct hub_parcel){.bytes = bytes.data, .len = bytes.len};
        receive(mail, &group);
    }
}

static void patch_bundle(struct http_mail *mail, struct http_request *request)
{
    uint8_t id[BUNDLE_ID];
    bool is_whole = false;
    struct err err = {0};

    if (!id_of_path(request, id) || request->upload_offset < 0 || request->upload_length < 0) {
        http_say(request, 400, "no offset or length");
    } else if (http_parts_add(&mail->parts, id, (size_t)request->upload_offset,
                              (size_t)request->upload_length, request->body, request->len,
                              &is_whole, &err)) {
        if (is_whole) {
            take_whole(mail, request, id);
            return;
        }
        say_offset(request, 204, http_parts_got(&mail->parts, id));
    } else if (err.code == ERR_USED) {
        say_offset(request, 409, http_parts_got(&mail->parts, id));
    } else if (err.code == ERR_LIMIT) {
        http_say(request, 413, "too large");
    } else {
        say_failed(request, &err);
    }
    request->done(request);
}

/* ---- questions ----------------------------------------------------------------------------- */

static void hello(struct http_mail *mail, struct http_request *request)
{
    uint8_t nonce[POLL_NONCE];
    struct bundle_bytes bytes;
    struct err err = {0};

    if (request->nonce == NULL || !str_unhex(nonce, POLL_NONCE, request->nonce)) {
        http_say(request, 400, "no nonce");
    } else if (hub_poll_hello(&mail->hub, &request->arena, nonce, &bytes, &err)) {
        give(request, &bytes);
    } else {
        say_failed(request, &err);
    }
}

static void poll(struct http_mail *mail, struct http_request *request)
{
    struct bundle_bytes bytes;
    struct err err = {0};

    apply(mail, NULL, 0);
    if (hub_poll_answer(&mail->hub, &request->arena, request->body, request->len, mail->next_poll_s,
                        &bytes, &err)) {
        give(request, &bytes);
    } else if (err.code == ERR_MISSING || err.code == ERR_CRYPTO ||
               (err.code == ERR_DENIED && mail->hub.key_count > 0)) {
        http_say(request, 403, "no kiosk of ours");
    } else if (err.code == ERR_FORMAT || err.code == ERR_LIMIT) {
        http_say(request, 400, "not a poll");
    } else if (err.code == ERR_UNKNOWN) {
        http_say(request, 415, "of a later format");
    } else {
        say_failed(request, &err);
    }
}

static void letter(struct http_mail *mail, struct http_request *request)
{
    uint8_t id[BUNDLE_ID], kiosk[BUNDLE_PARTY];
    struct bundle_bytes bytes;
    struct err err = {0};

    if (!id_of_path(request, id) || request->kiosk == NULL ||
        !str_unhex(kiosk, BUNDLE_PARTY, request->kiosk)) {
        http_say(request, 404, "no such place");
    } else if (hub_poll_letter(&mail->hub, &request->arena, kiosk, id, &bytes, &err)) {
        give(request, &bytes);
    } else if (err.code == ERR_MISSING) {
        http_say(request, 404, "no such letter");
    } else {
        say_failed(request, &err);
    }
}

static void card(struct http_mail *mail, struct http_request *request)
{
    struct enrol_card card = {.hub = mail->hub.party};
    struct bundle_bytes bytes;
    struct err err = {0};

    str_copy(card.name, sizeof(card.name), mail->hub.name);
    if (mail->hub.key_count == 0) {
        http_say(request, 404, "no key here");
    } else if (enrol_show_card(&bytes, &request->arena, &card, &mail->hub.keys[0], &err)) {
        give(request, &bytes);
    } else {
        say_failed(request, &err);
    }
}

/* true: it had a one-time code, and everything is said. */
static bool enrol_by_code(struct http_mail *mail, struct http_request *request)
{
    enum hub_code_verdict verdict = HUB_CODE_NONE;
    struct bundle_bytes bytes;
    struct err err = {0};

    if (!hub_code_answer(&mail->hub, &request->arena, request->body, request->len, &verdict, &bytes,
                         &err)) {
        say_failed(request, &err);
        return true;
    }
    switch (verdict) {
    case HUB_CODE_NONE:
        return false;
    case HUB_CODE_GOOD:
        give(request, &bytes);
        break;
    case HUB_CODE_WRONG:
        http_say(request, 403, "not with this code");
        break;
    case HUB_CODE_BUSY:
        say_later(request, 429, MINUTE_S);
        break;
    }
    return true;
}

static void enrol(struct http_mail *mail, struct http_request *request)
{
    struct hub_kiosk kiosk;
    struct bundle_bytes bytes;
    struct err err = {0};

    if (!hub_enrol_ask(&mail->hub, request->body, request->len, &kiosk, &err)) {
        if (err.code == ERR_FORMAT || err.code == ERR_CRYPTO || err.code == ERR_DENIED) {
            http_say(request, 400, "not a request");
        } else if (err.code == ERR_LIMIT) {
            say_later(request, 503, MUCH_LATER_S);
        } else {
            say_failed(request, &err);
        }
    } else if (enrol_by_code(mail, request)) {
        return;
    } else if (!hub_enrol_answer(&mail->hub, &request->arena, kiosk.party.id, &bytes, &err)) {
        say_failed(request, &err);
    } else if (bytes.len == 0) {
        http_say(request, 202, "waiting for a person");
    } else {
        give(request, &bytes);
    }
}

/* GET /v1/p/VILLAGE: its number; /v1/p/VILLAGE/AT: bytes from there. Anyone may have it: it is what
 * the village shows on its screen. */
static void content(struct http_mail *mail, struct http_request *request)
{
    const char *dir = hub_content_dir(&request->arena, &mail->place);
    const char *village = request->path + sizeof(content_path) - 1;
    const char *slash = strchr(village, '/');
    struct bundle_bytes bytes = {0};
    struct err err = {0};

    if (dir == NULL) {
        http_say(request, 404, "no such place");
    } else if (slash == NULL) {
        uint64_t version = hub_content_version(mail->place.io, &request->arena, dir, village);
        const char *text = arena_printf(&request->arena, "%" PRIu64, version);
        bytes = (struct bundle_bytes){(uint8_t *)(uintptr_t)text, strlen(text)};
        give(request, &bytes);
    } else {
        const char *hex = arena_strndup(&request->arena, village, (size_t)(slash - village));
        if (hub_content_part(mail->place.io, &request->arena, dir, hex,
                             strtoull(slash + 1, NULL, 10), &bytes.data, &bytes.len, &err)) {
            give(request, &bytes);
        } else {
            http_say(request, 404, "no such pack");
        }
    }
}

/* GET /v1/guests: what villages share. Anyone may have this too. */
static void guests(struct http_mail *mail, struct http_request *request)
{
    const char *dir = hub_content_dir(&request->arena, &mail->place);
    struct bundle_bytes bytes;
    struct err err = {0};

    if (dir == NULL || mail->hub.key_count == 0) {
        http_say(request, 404, "no such place");
    } else if (hub_guests_make(&mail->hub, mail->place.io, &request->arena, dir, &bytes, &err)) {
        give(request, &bytes);
    } else {
        say_failed(request, &err);
    }
}

static void answer(struct http_mail *mail, struct http_request *request)
{
    const char *path = request->path;

    if (request->method == HTTP_PATCH) {
        patch_bundle(mail, request);
        return;
    }
    if (request->method == HTTP_HEAD) {
        head_bundle(mail, request);
    } else if (request->method == HTTP_GET && strcmp(path, "/v1/hello") == 0) {
        hello(mail, request);
    } else if (request->method == HTTP_GET && strcmp(path, "/v1/card") == 0) {
        card(mail, request);
    } else if (request->method == HTTP_GET && strcmp(path, "/v1/guests") == 0) {
        guests(mail, request);
    } else if (request->method == HTTP_GET &&
               strncmp(path, content_path, sizeof(content_path) - 1) == 0) {
        content(mail, request);
    } else if (request->method == HTTP_GET) {
        letter(mail, request);
    } else if (request->method == HTTP_POST && strcmp(path, "/v1/poll") == 0) {
        poll(mail, request);
    } else if (request->method == HTTP_POST && strcmp(path, "/v1/enrol") == 0) {
        enrol(mail, request);
    } else {
        http_say(request, 404, "no such place");
    }
    request->done(request);
}

/* ---- the worker ---------------------------------------------------------------------------- */

static bool start(void *ctx, struct err *err)
{
    struct http_mail *mail = ctx;

    /* What a crash left between receiving and applying. */
    return hub_open(&mail->hub, &mail->place, err) &&
           (mail->hub.key_count == 0 || hub_apply(&mail->hub, NULL, err));
}

static struct http_request *work(void *ctx, struct http_request *first)
{
    struct http_mail *mail = ctx;

    if (is_put(first)) {
        return receive_row(mail, first);
    }
    struct http_request *rest = first->next;
    answer(mail, first);
    return rest;
}

static void stop(void *ctx)
{
    struct http_mail *mail = ctx;

    http_parts_finish(&mail->parts);
    hub_close(&mail->hub);
}

struct http_worker http_mail_worker(struct http_mail *mail)
{
    return (struct http_worker){.start = start, .work = work, .stop = stop, .ctx = mail};
}

struct http_mail *http_mail_create(const struct hub_place *place, const char *parts_dir,
                                   int64_t next_poll_s)
{
    struct http_mail *mail = calloc(1, sizeof(*mail));

    if (mail != NULL) {
        mail->place = *place;
        mail->parts.dir = parts_dir;
        mail->next_poll_s = next_poll_s;
    }
    return mail;
}

void http_mail_destroy(struct http_mail *mail)
{
    free(mail);
}
