/* A shared folder (Nextcloud, a web server with WebDAV): the same folders and names as on a stick,
 * and nobody who answers. A file goes up under a temporary name, is read back and compared, and
 * then gets its own name: whoever looks sees a whole bundle or none.
 *
 *     DORPSHUIS/HEEN/<hub>/<kiosk>/    DORPSHUIS/TERUG/<hub>/<kiosk>/    DORPSHUIS/AANMELD/
 *     DORPSHUIS/INHOUD/                packs, of all villages */
#include "sync/web.h"

#include "app/base/str.h"
#include "app/content/parcel.h"
#include "sync/post.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST_PART = 16 * 1024,
    PACK_PART = PARCEL_MAX_INDEX + 4096,
    MOST_PACK = PARCEL_MAX_BYTES + 2 * PARCEL_MAX_INDEX
};
enum { PATH_CAP = 256, URL_CAP = 512, MOST_LETTERS = 500, NAME_CAP = 64, HASHES = 2000 };

struct carrier_webdav {
    struct carrier carrier;
    struct web *web;
    char url[URL_CAP];
    uint8_t read[HASHES][CRYPTO_HASH]; /* letters that were handed over since we began, newest last;
                                          a circle */
    size_t read_count;
};

static struct carrier_webdav *self(struct carrier *carrier)
{
    return (struct carrier_webdav *)carrier;
}

/* ---- files and folders --------------------------------------------------------------------- */

static bool ask(struct carrier *carrier, struct arena *arena, const char *method, const char *path,
                struct web_answer *ret, struct err *err)
{
    const struct web_question question = {.method = method, .path = path};
    return web_ask(self(carrier)->web, arena, &question, ret, err);
}

/* Each folder on the way to the file; that one is there already is fine (405). */
static bool make_folders(struct carrier *carrier, struct arena *arena, const char *file,
                         struct err *err)
{
    char path[PATH_CAP];
    struct web_answer answer;

    for (const char *slash = strchr(file + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        snprintf(path, sizeof(path), "%.*s/", (int)(slash - file), file);
        if (!ask(carrier, arena, "MKCOL", path, &answer, err)) {
            return false;
        }
        if (answer.status != 201 && answer.status != 405 && answer.status != 409) {
            return web_refused(carrier, &answer, "folder", err);
        }
    }
    return true;
}

static bool put_file(struct carrier *carrier, struct arena *arena, const char *path,
                     const void *data, size_t len, struct web_answer *ret, struct err *err)
{
    const struct web_question question = {.method = "PUT", .path = path, .body = data, .len = len};
    return web_ask(self(carrier)->web, arena, &question, ret, err);
}

/* Is what stands there, byte for byte, this? */
static bool compare(struct carrier *carrier, struct arena *arena, const char *path,
                    const void *data, size_t len, bool *ret_same, struct err *err)
{
    struct web_answer answer;

    *ret_same = false;
    if (!ask(carrier, arena, "GET", path, &answer, err)) {
        return false;
    }
    if (answer.status != 200 && answer.status != 404) {
        return web_refused(carrier, &answer, "file", err);
    }
    *ret_same = answer.status == 200 && answer.len == len && memcmp(answer.data, data, len) == 0;
    return true;
}

static bool move(struct carrier *carrier, struct arena *arena, const char *from, const char *to,
                 struct err *err)
{
    char target[URL_CAP + PATH_CAP + 20];
    struct web_answer answer;
    const struct web_question question = {
        .method = "MOVE", .path = from, .headers = {target, "Overwrite: T"}};

    snprintf(target, sizeof(target), "Destination: %s%s", self(carrier)->url, to);
    return web_ask(self(carrier)->web, arena, &question, &answer, err) &&
           (answer.status == 201 || answer.status == 204 ||
            web_refused(carrier, &answer, "move", err));
}

static bool upload(struct carrier *carrier, struct arena *arena, const char *path, const void *data,
                   size_t len, struct err *err)
{
    char temporary[PATH_CAP + 8];
    struct web_answer answer;
    bool is_same;

    snprintf(temporary, sizeof(temporary), "%s.deel", path);
    if (!put_file(carrier, arena, temporary, data, len, &answer, err)) {
        return false;
    }
    if (answer.status == 404 || answer.status == 409 || answer.status == 500) {
        /* No such folder yet; some servers say it in their own way. */
        if (!make_folders(carrier, arena, path, err) ||
            !put_file(carrier, arena, temporary, data, len, &answer, err)) {
            return false;
        }
    }
    if (answer.status != 201 && answer.status != 204 && answer.status != 200) {
        return web_refused(carrier, &answer, "file", err);
    }
    if (!compare(carrier, arena, temporary, data, len, &is_same, err)) {
        return false;
    }
    if (!is_same) {
        return err_set(err, ERR_GONE, "the folder gives back something else");
    }
    return move(carrier, arena, temporary, path, err) &&
           compare(carrier, arena, path, data, len, &is_same, err) &&
           (is_same || err_set(err, ERR_GONE, "the folder gives back something else"));
}

/* ---- what a carrier does ------------------------------------------------------------------- */

static bool webdav_send(struct carrier *carrier, const struct carrier_place *place,
                        const struct outbox_bundle *bundle, bool *ret_kept, struct err *err)
{
    struct arena arena;
    char name[POST_NAME], path[PATH_CAP];
    bool is_same;

    post_name(name, (enum bundle_stream)bundle->stream, bundle->seq, bundle->id);
    snprintf(path, sizeof(path), "/DORPSHUIS/HEEN/%s/%s/%s", place->hub, place->kiosk, name);
    arena_init(&arena, 0);
    bool good = compare(carrier, &arena, path, bundle->bytes, bundle->len, &is_same, err) &&
                (is_same || upload(carrier, &arena, path, bundle->bytes, bundle->len, err));
    arena_finish(&arena);
    *ret_kept = good;
    return good;
}

static bool webdav_enrol(struct carrier *carrier, const struct carrier_place *place,
                         struct arena *arena, const struct bundle_bytes *request,
                         struct bundle_bytes *ret, struct err *err)
{
    char path[PATH_CAP];
    struct web_answer answer;
    bool is_same;

    snprintf(path, sizeof(path), "/DORPSHUIS/AANMELD/%s.dkb", place->kiosk);
    if (!compare(carrier, arena, path, request->data, request->len, &is_same, err) ||
        (!is_same && !upload(carrier, arena, path, request->data, request->len, err))) {
        return false;
    }
    snprintf(path, sizeof(path), "/DORPSHUIS/AANMELD/%s-antwoord.dkb", place->kiosk);
    if (!ask(carrier, arena, "GET", path, &answer, err)) {
        return false;
    }
    *ret = (struct bundle_bytes){answer.data, answer.status == 200 ? answer.len : 0};
    return answer.status == 200 || answer.status == 404 ||
           web_refused(carrier, &answer, "answer", err);
}

/* ---- letters ------------------------------------------------------------------------------- */

/* Names of bundles ("00000112-91ab04d2.dkb") in the listing. Its XML is not read as such: what
 * counts is in the files, and each is proved. */
static bool next_name(const char **at, char ret[NAME_CAP])
{
    for (const char *end; (end = strstr(*at, ".dkb")) != NULL; *at = end + 4) {
        const char *begin = end;
        while (begin > *at && (strchr("0123456789abcdefAB-", begin[-1]) != NULL)) {
            begin--;
        }
        size_t len = (size_t)(end - begin) + 4;
        if (begin > *at && begin[-1] == '/' && len > 4 && len < NAME_CAP) {
            memcpy(ret, begin, len);
            ret[len] = '\0';
            *at = end + 4;
            return true;
        }
    }
    return false;
}

static bool was_read(const struct carrier_webdav *webdav, const uint8_t hash[CRYPTO_HASH])
{
    size_t count = webdav->read_count < HASHES ? webdav->read_count : HASHES;

    for (size_t i = 0; i < count; i++) {
        if (memcmp(webdav->read[i], hash, CRYPTO_HASH) == 0) {
            return true;
        }
    }
    return false;
}

static bool read_letter(struct carrier *carrier, const char *dir, const char *name,
                        bool (*each)(void *ctx, const uint8_t *data, size_t len), void *ctx,
                        struct err *err)
{
    struct carrier_webdav *webdav = self(carrier);
    struct arena arena;
    struct web_answer answer;
    char path[PATH_CAP + NAME_CAP];
    uint8_t hash[CRYPTO_HASH];

    snprintf(path, sizeof(path), "%s%s", dir, name);
    crypto_hash(hash, path, strlen(path));
    if (was_read(webdav, hash)) {
        return true;
    }
    arena_init(&arena, 0);
    bool good = ask(carrier, &arena, "GET", path, &answer, err) &&
                (answer.status == 200 || web_refused(carrier, &answer, "letter", err)) &&
                each(ctx, answer.data, answer.len);
    arena_finish(&arena);
    if (good) {
        memcpy(webdav->read[webdav->read_count++ % HASHES], hash, CRYPTO_HASH);
    }
    return good;
}

static bool webdav_fetch(struct carrier *carrier, const struct carrier_place *place,
                         const uint8_t (*ids)[BUNDLE_ID], size_t count,
                         bool (*each)(void *ctx, const uint8_t *data, size_t len), void *ctx,
                         struct err *err)
{
    struct arena arena;
    struct web_answer answer;
    char dir[PATH_CAP], name[NAME_CAP];
    const struct web_question question = {
        .method = "PROPFIND", .path = dir, .headers = {"Depth: 1"}};

    (void)ids, (void)count; /* here they are found, not named */
    snprintf(dir, sizeof(dir), "/DORPSHUIS/TERUG/%s/%s/", place->hub, place->kiosk);
    arena_init(&arena, 0);
    bool good = web_ask(self(carrier)->web, &arena, &question, &answer, err) &&
                (answer.status == 207 || answer.status == 404 ||
                 web_refused(carrier, &answer, "folder", err));
    const char *at = good && answer.status == 207 ? (const char *)answer.data : "";
    for (int n = 0; good && n < MOST_LETTERS && next_name(&at, name); n++) {
        good = read_letter(carrier, dir, name, each, ctx, err);
    }
    arena_finish(&arena);
    return good;
}

/* ---- clearing up --------------------------------------------------------------------------- */

static bool webdav_sweep(struct carrier *carrier, const struct carrier_place *place,
                         bool (*is_done)(void *ctx, const char *name), void *ctx, size_t *ret_count,
                         struct err *err)
{
    struct arena arena;
    struct web_answer answer, gone;
    char dir[PATH_CAP], name[NAME_CAP], path[PATH_CAP + NAME_CAP];
    const struct web_question question = {
        .method = "PROPFIND", .path = dir, .headers = {"Depth: 1"}};

    *ret_count = 0;
    snprintf(dir, sizeof(dir), "/DORPSHUIS/HEEN/%s/%s/", place->hub, place->kiosk);
    arena_init(&arena, 0);
    bool good = web_ask(self(carrier)->web, &arena, &question, &answer, err);
    const char *at = good && answer.status == 207 ? (const char *)answer.data : "";
    for (int n = 0; good && n < MOST_LETTERS && next_name(&at, name); n++) {
        if (is_done(ctx, name)) {
            snprintf(path, sizeof(path), "%s%s", dir, name);
            good = ask(carrier, &arena, "DELETE", path, &gone, err);
            *ret_count += good && (gone.status == 200 || gone.status == 204);
        }
    }
    arena_finish(&arena);
    return good;
}

/* ---- content ------------------------------------------------------------------------------- */

/* The pack lies where it lies on a stick (hub_content_answer), and carries its own number, in its
 * first bytes. A server that cannot give a part gives the whole: then that is what came. */
static bool webdav_part(struct carrier *carrier, struct arena *arena, const char *path, size_t at,
                        size_t most, struct web_answer *ret, struct err *err)
{
    char range[64];
    const struct web_question question = {.method = "GET", .path = path, .headers = {range}};

    arena_reset(arena);
    snprintf(range, sizeof(range), "Range: bytes=%zu-%zu", at, at + most - 1);
    if (!web_ask(self(carrier)->web, arena, &question, ret, err)) {
        return false;
    }
    if (ret->status == 404 || ret->status == 416) {
        ret->len = 0; /* nothing there, or nothing behind it */
        return true;
    }
    return ret->status == 206 || (ret->status == 200 && at == 0) ||
           web_refused(carrier, ret, "pack", err);
}

/* The first part: small, for at most visits there is nothing new; larger when the index is. What
 * the number says is a hint here: the kiosk proves it. 0: no pack. */
static bool first_part(struct carrier *carrier, struct arena *arena, const char *path,
                       struct web_answer *ret, uint64_t *ret_version, struct err *err)
{
    *ret_version = 0;
    bool good = webdav_part(carrier, arena, path, 0, FIRST_PART, ret, err);
    if (good && ret->len == FIRST_PART && !parcel_peek(ret->data, ret->len, ret_version)) {
        good = webdav_part(carrier, arena, path, 0, PACK_PART, ret, err);
    }
    if (good && *ret_version == 0) {
        parcel_peek(ret->data, ret->len, ret_version);
    }
    return good;
}

static bool webdav_content(struct carrier *carrier, const char *village, uint64_t above,
                           bool (*each)(void *ctx, const uint8_t *data, size_t len), void *ctx,
                           uint64_t *ret_version, struct err *err)
{
    struct arena arena;
    struct web_answer answer;
    char path[PATH_CAP];
    uint64_t version = 0;
    size_t at = 0;

    *ret_version = 0;
    arena_init(&arena, 0);
    snprintf(path, sizeof(path), "/DORPSHUIS/INHOUD/%.16s.dorp", village);
    bool good = first_part(carrier, &arena, path, &answer, &version, err);
    bool is_new = good && version > above;
    while (good && is_new && answer.len > 0 && at < MOST_PACK) {
        bool is_whole = answer.status == 200;
        good = each(ctx, answer.data, answer.len);
        at += answer.len;
        answer.len = 0;
        good =
            good && (is_whole || webdav_part(carrier, &arena, path, at, PACK_PART, &answer, err));
    }
    *ret_version = good && is_new && answer.len == 0 ? version : 0;
    arena_finish(&arena);
    return good;
}

/* ---- the table ----------------------------------------------------------------------------- */

static void webdav_destroy(struct carrier *carrier)
{
    web_close(self(carrier)->web);
    free(carrier);
}

static const struct carrier_ops webdav_ops = {.name = "webdav",
                                              .fetch = webdav_fetch,
                                              .send = webdav_send,
                                              .enrol = webdav_enrol,
                                              .sweep = webdav_sweep,
                                              .content = webdav_content,
                                              .destroy = webdav_destroy};

struct carrier *carrier_webdav(const struct carrier_options *options, struct err *err)
{
    struct carrier_webdav *webdav = calloc(1, sizeof(*webdav));

    if (webdav == NULL) {
        err_set(err, ERR_MEMORY, "no memory for a connection");
        return NULL;
    }
    webdav->carrier.ops = &webdav_ops;
    webdav->web = web_open(options, err);
    if (webdav->web == NULL) {
        free(webdav);
        return NULL;
    }
    int len = snprintf(webdav->url, sizeof(webdav->url), "%s", options->url);
    while (len > 0 && webdav->url[len - 1] == '/') {
        webdav->url[--len] = '\0';
    }
    return &webdav->carrier;
}
