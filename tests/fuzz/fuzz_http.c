/* fuzz_http: whatever a kiosk, a browser or somebody else asks of a hub's web server, those who
 * answer come to no harm: each request is answered once, with a status, headers of one line and
 * pages without foreign tags; and who is not in changes nothing that only the clerk may change.
 *
 * Below the web server's library: the input is a few requests in a row, made as http.c makes them,
 * for the workers of http_mail and http_desk. `make fuzz` lets libFuzzer look for new ways in, from
 * tests/fuzz/corpus/http/; tests/test_http_corpus.c feeds that folder in every test run.
 */
#define _GNU_SOURCE /* strcasestr */
#include "app/base/str.h"
#include "sync/hub/http_desk.h"
#include "sync/hub/http_mail.h"
#include "sync/hub/hub_enrol.h"
#include "sync/poll.h"
#include "tests/faults/hub_rig.h"

#include "tests/fuzz/disk_copy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HTTP_ITEMS = 9, HTTP_REQUESTS = 6, HTTP_FORM = 5, HTTP_TEXT = 120, HTTP_PAIRS = 10 };
#define HTTP_FIRST "00112233445566778899aabbccddeeff"
#define HTTP_PASSWORD "een lang wachtwoord"

static struct http_scene {
    bool is_made;
    struct hub_rig rig;
    struct played enrolled, asked, stranger;
    struct bundle_bytes item[HTTP_ITEMS];     /* that a kiosk may send */
    char path[HTTP_ITEMS][8 + 2 * BUNDLE_ID]; /* "/v1/b/<id>" */
    char kiosk[2 * BUNDLE_PARTY + 1], nonce[2 * POLL_NONCE + 1];
    char print[2][PARTY_FINGERPRINT]; /* of who is enrolled, who asked */
    char cookie[DESK_HEX], csrf[DESK_HEX];
    struct arena arena;
    struct say say;
    struct disk_copy disk;
    unsigned seen[600]; /* answers, by status: what a corpus reaches */
} scene;
static const struct crypto_cost cheap = {1, 8};

/* ---- a hub with a clerk, once --------------------------------------------------------------- */

static void copy_assets(void)
{
    static const char *const names[] = {"page.html",   "in.html",     "begin.html",  "home.html",
                                        "kiosk.html",  "asked.html",  "revoke.html", "told.html",
                                        "stick.html",  "people.html", "code.html",   "newcode.html",
                                        "screen.html", "health.html", "desk.css"};
    static const char *const things[] = {"fonts/AtkinsonHyperlegibleNext-Regular.ttf",
                                         "fonts/AtkinsonHyperlegibleNext-Bold.ttf",
                                         "art/village-1280x800.png"};
    static const char *const texts[] = {"hub-nl.csv", "hub-desk-nl.csv", NULL};
    struct io *io = io_posix();
    char *text;
    size_t len;

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        bool read =
            io_read_file(io, &scene.arena, arena_printf(&scene.arena, "assets/hub/%s", names[i]),
                         1 << 20, &text, &len, NULL);
        assert(read);
        (void)read;
        io_fault_put(scene.rig.disk, arena_printf(&scene.arena, "/assets/hub/%s", names[i]), text,
                     len);
    }
    for (size_t i = 0; i < sizeof(things) / sizeof(things[0]); i++) {
        io_fault_put(scene.rig.disk, arena_printf(&scene.arena, "/assets/%s", things[i]), "x", 1);
    }
    bool said = say_load(&scene.say, io, &scene.arena, "assets", texts, NULL);
    assert(said);
    (void)said;
    io_destroy(io);
}

static struct bundle_bytes request_of(struct played *kiosk)
{
    struct enrol_request request = {.kiosk = kiosk->keys.party, .village = "Dorp <b>", .name = "x"};
    struct bundle_bytes bytes;
    bool made = enrol_ask(&bytes, &scene.rig.arena, &request, &kiosk->keys, NULL);

    assert(made);
    (void)made;
    return bytes;
}

static struct bundle_bytes poll_of(struct played *kiosk)
{
    struct poll poll = {.held_count = 1};
    struct bundle_bytes bytes;
    bool made =
        poll_make(&bytes, &scene.rig.arena, &poll, &kiosk->keys, scene.rig.hub.party.id, NULL);

    assert(made);
    (void)made;
    return bytes;
}

static void make_items(void)
{
    uint8_t id[BUNDLE_ID];
    char hex[2 * BUNDLE_ID + 1];
    struct bundle_bytes *item = scene.item;

    *item++ = played_votes(&scene.enrolled, 1, 5);
    *item++ = played_ideas(&scene.enrolled, 1, 2);
    played_kind(&scene.enrolled, 1, "unheard-of", "{\"a\":1}");
    *item++ = played_seal(&scene.enrolled, BUNDLE_REST);
    *item++ = played_ideas(&scene.stranger, 1, 2);
    *item++ = request_of(&scene.asked);
    *item++ = request_of(&scene.stranger);
    *item++ = poll_of(&scene.enrolled);
    *item++ = poll_of(&scene.stranger);
    *item++ = played_ideas(&scene.asked, 3, 3);
    assert(item == scene.item + HTTP_ITEMS);
    for (size_t i = 0; i < HTTP_ITEMS; i++) {
        bundle_id(id, scene.item[i].data, scene.item[i].len);
        str_hex(hex, id, sizeof(id));
        snprintf(scene.path[i], sizeof(scene.path[i]), "/v1/b/%s", hex);
    }
}

static void make_scene(void)
{
    struct hub_kiosk asked;
    struct desk_session session;
    int64_t wait_s;
    bool done = crypto_start(NULL);

    assert(done);
    hub_rig_init(&scene.rig, ENGINE_SQLITE);
    arena_init(&scene.arena, 0);
    copy_assets();
    played_init(&scene.enrolled, &scene.rig, 1);
    played_make(&scene.asked, &scene.rig, 2);
    played_make(&scene.stranger, &scene.rig, 3);
    make_items();
    const struct bundle_bytes request = scene.item[4];
    done =
        hub_enrol_ask(&scene.rig.hub, request.data, request.len, &asked, NULL) &&
        desk_account_add(&scene.rig.hub, "klerk", DESK_ADMIN, HTTP_PASSWORD, cheap, NULL) &&
        desk_log_in(&scene.rig.hub, "klerk", HTTP_PASSWORD, cheap, scene.cookie, &wait_s, NULL) &&
        desk_session(&scene.rig.hub, scene.cookie, &session, NULL);
    assert(done);
    str_copy(scene.csrf, sizeof(scene.csrf), session.csrf);
    str_hex(scene.kiosk, scene.enrolled.keys.party.id, BUNDLE_PARTY);
    str_hex(scene.nonce, scene.enrolled.keys.party.id, POLL_NONCE);
    party_fingerprint(scene.print[0], &scene.enrolled.keys.party);
    party_fingerprint(scene.print[1], &scene.asked.keys.party);
    hub_close(&scene.rig.hub);
    disk_copy_take(&scene.disk, scene.rig.disk);
    scene.is_made = true;
}

/* For a test; the fuzzer just ends. */
static inline void finish_scene(void)
{
    disk_copy_free(&scene.disk);
    arena_finish(&scene.arena);
    hub_rig_finish(&scene.rig);
}

/* ---- what is asked -------------------------------------------------------------------------- */

struct recipe {
    const uint8_t *data;
    size_t len, at;
    bool is_in; /* somebody showed the clerk's cookie */
};

static uint8_t next(struct recipe *recipe)
{
    return recipe->at < recipe->len ? recipe->data[recipe->at++] : 0;
}

/* Any text, as a web server may give it: no NUL in it. */
static const char *any_text(struct recipe *recipe, struct arena *arena)
{
    size_t len = next(recipe) % HTTP_TEXT;
    char *text = arena_alloc(arena, len + 1);

    for (size_t i = 0; i < len; i++) {
        char c = (char)next(recipe);
        text[i] = c == '\0' ? ' ' : c;
    }
    text[len] = '\0';
    return text;
}

/* One of the known ones, none, or any. */
static const char *some_text(struct recipe *recipe, struct arena *arena, const char *const known[],
                             size_t count)
{
    size_t which = next(recipe) % (count + 2);

    return which < count ? known[which] : which == count ? NULL : any_text(recipe, arena);
}

static void some_path(struct recipe *recipe, struct http_request *request, bool is_mail)
{
    static const char *const mail[] = {"/v1/hello", "/v1/poll", "/v1/enrol", "/v1/b/", "/v1/"};
    static const char *const desk[] = {"/",       "/in",     "/out",      "/begin",
                                       "/stick",  "/answer", "/yes",      "/no",
                                       "/people", "/kiosk",  "/desk.css", "/font/regular.ttf"};
    uint8_t which = next(recipe);

    if (is_mail && which % 4 != 0) {
        str_copy(request->path, sizeof(request->path), scene.path[which % HTTP_ITEMS]);
        return;
    }
    const char *path = is_mail ? some_text(recipe, &request->arena, mail, 5)
                               : some_text(recipe, &request->arena, desk, 11);
    if (path == NULL || path[0] != '/') {
        path = "";
    }
    /* Which of the two answers is the web server's to say. */
    if (http_mail_is_path(path) == is_mail) {
        str_copy(request->path, sizeof(request->path), path);
    } else {
        str_copy(request->path, sizeof(request->path), is_mail ? "/v1/x" : "/x");
    }
}

/* A bundle, whole, changed or cut; or any bytes. As many bytes in memory as there are. */
static uint8_t *some_bytes(struct recipe *recipe, size_t *ret_len)
{
    uint8_t which = next(recipe), how = next(recipe);
    const struct bundle_bytes *item = &scene.item[which % HTTP_ITEMS];
    uint8_t *bytes;

    if (which < 200) {
        size_t len = how % 4 == 1 ? item->len * next(recipe) / 256 : item->len;
        bytes = malloc(len + 1);
        assert(bytes != NULL);
        memcpy(bytes, item->data, len);
        if (how % 4 == 2 && len > 0) {
            size_t at = ((size_t)next(recipe) << 8) + next(recipe);
            bytes[at % len] ^= (uint8_t)(1 + next(recipe) % 255);
        }
        *ret_len = len;
    } else {
        size_t len = (size_t)how * 2;
        len = len < recipe->len - recipe->at ? len : recipe->len - recipe->at;
        bytes = malloc(len + 1);
        assert(bytes != NULL);
        memcpy(bytes, recipe->data + recipe->at, len);
        recipe->at += len;
        *ret_len = len;
    }
    return bytes;
}

static void add_field(struct recipe *recipe, struct http_request *request)
{
    static const char *const names[] = {"name", "password", "csrf", "print", "role", "t", "files"};
    const char *const values[] = {scene.csrf,     HTTP_PASSWORD,  "klerk",
                                  scene.print[0], scene.print[1], "clerk",
                                  "admin",        HTTP_FIRST,     "<script>"};
    struct http_field *field = &request->fields[request->field_count++];

    field->name = some_text(recipe, &request->arena, names, 7);
    field->name = field->name == NULL ? "" : field->name;
    if (strcmp(field->name, "files") == 0) {
        const char *base = any_text(recipe, &request->arena);
        field->filename = arena_printf(&request->arena, "%s.dkb", base);
        field->data = some_bytes(recipe, &field->len);
    } else {
        const char *value = some_text(recipe, &request->arena, values, 9);
        if (value == NULL) {
            return; /* a name without a value: nothing was taken in */
        }
        field->len = strlen(value);
        field->data = malloc(field->len + 1);
        assert(field->data != NULL);
        memcpy(field->data, value, field->len);
    }
    field->data[field->len] = '\0';
}

static void note_done(struct http_request *request)
{
    assert(!atomic_load(&request->is_done));
    atomic_store(&request->is_done, true);
}

static void make_request(struct recipe *recipe, struct http_request *request, bool is_mail)
{
    const char *const nonces[] = {scene.nonce}, *const kiosks[] = {scene.kiosk};
    const char *const tokens[] = {HTTP_FIRST}, *const cookies[] = {scene.cookie};
    static const char *const origins[] = {"https://hub", "https://elders"};
    static const char *const hosts[] = {"hub"};
    struct arena *arena = &request->arena;

    *request = (struct http_request){.upload_offset = -1, .upload_length = -1, .answer_offset = -1};
    arena_init(arena, 0);
    request->done = note_done;
    request->method = (enum http_method)(next(recipe) % (HTTP_OTHER + 1));
    some_path(recipe, request, is_mail);
    uint8_t what = next(recipe);
    request->nonce = some_text(recipe, arena, nonces, 1);
    request->kiosk = some_text(recipe, arena, kiosks, 1);
    request->token = is_mail ? NULL : some_text(recipe, arena, tokens, 1);
    request->cookie = is_mail ? NULL : some_text(recipe, arena, cookies, 1);
    request->origin = is_mail ? NULL : some_text(recipe, arena, origins, 2);
    request->host = is_mail ? NULL : some_text(recipe, arena, hosts, 1);
    request->from = (what & 1) != 0 ? any_text(recipe, arena) : NULL;
    request->is_tls = (what & 2) != 0;
    recipe->is_in = recipe->is_in || request->cookie == scene.cookie;
    request->is_form = request->method == HTTP_POST && !is_mail;
    if (request->is_form) {
        request->fields = arena_array(arena, HTTP_FIELDS, sizeof(*request->fields));
        for (size_t i = next(recipe) % HTTP_FORM; i > 0; i--) {
            add_field(recipe, request);
        }
    } else {
        request->body = some_bytes(recipe, &request->len);
    }
    if ((what & 4) != 0) {
        request->upload_offset = next(recipe) * 16;
        request->upload_length = (what & 8) != 0 ? next(recipe) * 4096 : (int64_t)request->len;
    }
}

static void drop_request(struct http_request *request)
{
    for (size_t i = 0; i < request->field_count; i++) {
        free(request->fields[i].data);
    }
    free(request->body);
    arena_finish(&request->arena);
}

/* ---- what must hold -------------------------------------------------------------------------- */

static void check_header(const char *value)
{
    assert(value == NULL || strpbrk(value, "\r\n") == NULL);
}

static void check_answer(const struct http_request *request)
{
    assert(atomic_load(&request->is_done));
    assert(request->status >= 200 && request->status < 600);
    scene.seen[request->status]++;
    assert(request->data_len == 0 || (request->data != NULL && request->type != NULL));
    assert(request->retry_after_s >= 0 && request->retry_after_s < 86400);
    check_header(request->type);
    check_header(request->location);
    check_header(request->set_cookie);
    check_header(request->download);
    if (request->type != NULL && strncmp(request->type, "text/html", 9) == 0) {
        const char *page = request->data;
        assert(strlen(page) == request->data_len && strcasestr(page, "<script") == NULL);
    }
}

static void check_hub(const struct recipe *recipe)
{
    hub_rig_reopen(&scene.rig);
    if (!recipe->is_in) {
        assert(hub_rig_number(&scene.rig, "SELECT count(*) FROM account") == 1);
        assert(hub_rig_number(&scene.rig, "SELECT count(*) FROM kiosk WHERE state = 1") == 1);
        assert(hub_rig_number(&scene.rig, "SELECT count(*) FROM kiosk WHERE state = 2") == 0);
    }
    hub_rig_assert_sound(&scene.rig);
    hub_close(&scene.rig.hub);
}

static void answer_row(const struct http_worker *worker, struct recipe *recipe, bool is_mail)
{
    static struct http_request requests[HTTP_REQUESTS];
    struct http_request *row = NULL, **last = &row;
    size_t count = 0;

    while (count < HTTP_REQUESTS && recipe->at < recipe->len) {
        struct http_request *request = &requests[count++];
        make_request(recipe, request, is_mail);
        *last = request;
        last = &request->next;
    }
    while (row != NULL) {
        row = worker->work(worker->ctx, row);
    }
    for (size_t i = 0; i < count; i++) {
        check_answer(&requests[i]);
        drop_request(&requests[i]);
    }
}

/* The first byte: which of the two answers. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct recipe recipe = {data, size, 0, false};

    if (!scene.is_made) {
        make_scene();
    }
    bool is_mail = (next(&recipe) & 1) == 0;
    if (!disk_copy_holds(&scene.disk, scene.rig.disk)) {
        disk_copy_put_back(&scene.disk, scene.rig.disk);
    }
    crypto_test_seed(78);
    const struct http_desk_options options = {.place = scene.rig.place,
                                              .say = &scene.say,
                                              .assets = "/assets",
                                              .first = HTTP_FIRST,
                                              .scratch = "/",
                                              .cost = cheap};
    struct http_mail *mail = is_mail ? http_mail_create(&scene.rig.place, "/tmp", 0) : NULL;
    struct http_desk *desk = is_mail ? NULL : http_desk_create(&options);
    const struct http_worker worker = is_mail ? http_mail_worker(mail) : http_desk_worker(desk);
    struct err err = {0};
    bool begun = worker.start(worker.ctx, &err);
    assert(begun);
    (void)begun;
    uint64_t before = io_fault_changes(scene.rig.disk);
    answer_row(&worker, &recipe, is_mail);
    bool is_changed = io_fault_changes(scene.rig.disk) != before;
    worker.stop(worker.ctx);
    http_mail_destroy(mail);
    http_desk_destroy(desk);
    if (is_changed) {
        check_hub(&recipe);
    }
    return 0;
}
