/* The hub's web server in this process, on a disk that fails when told to; its row and its parts.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/base/str.h"
#include "sync/hub/http.h"
#include "sync/hub/http_mail.h"
#include "sync/hub/http_parts.h"
#include "sync/hub/zip.h"
#include "tests/faults/hub_rig.h"

#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ANSWER = 4096, REQUEST = 400 };

/* ---- a server and one who asks ------------------------------------------------------------- */

static bool start_nothing(void *ctx, struct err *err)
{
    (void)ctx, (void)err;
    return true;
}

static void stop_nothing(void *ctx)
{
    (void)ctx;
}

static struct http_request *say_nothing(void *ctx, struct http_request *first)
{
    struct http_request *rest = first->next;

    (void)ctx;
    http_say(first, 404, "nothing");
    first->done(first);
    return rest;
}

struct scene {
    struct hub_rig rig;
    struct played kiosk;
    struct http_mail *mail;
    struct http_server *server;
    struct bundle_bytes bundle;
    char answer[ANSWER];
};

static void begin(struct scene *scene)
{
    struct err err = {0};

    memset(scene, 0, sizeof(*scene));
    hub_rig_init(&scene->rig, ENGINE_SQLITE);
    played_init(&scene->kiosk, &scene->rig, 1);
    scene->bundle = played_ideas(&scene->kiosk, 1, 5);
    hub_close(&scene->rig.hub); /* the server's own takes its place */
    crypto_test_seed(0);
    scene->mail = http_mail_create(&scene->rig.place, "/tmp", 0);
    const struct http_options options = {
        .listen = "127.0.0.1:0",
        .mail = http_mail_worker(scene->mail),
        .desk = {.start = start_nothing, .work = say_nothing, .stop = stop_nothing},
        .is_mail = http_mail_is_path};
    scene->server = http_start(&options, &err);
    if (scene->server == NULL) {
        fail_msg("%s", err.msg);
    }
}

static void end(struct scene *scene)
{
    http_stop(scene->server);
    http_mail_destroy(scene->mail);
    scene->server = NULL;
}

/* The status of the answer to PUT; 0: none came. */
static int put(struct scene *scene)
{
    char head[REQUEST], hex[2 * BUNDLE_ID + 1];
    uint8_t id[BUNDLE_ID];
    struct sockaddr_in hub = {.sin_family = AF_INET,
                              .sin_port = htons(http_port(scene->server)),
                              .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int sock = socket(AF_INET, SOCK_STREAM, 0);
    size_t got = 0;
    ssize_t n = 1;

    bundle_id(id, scene->bundle.data, scene->bundle.len);
    str_hex(hex, id, sizeof(id));
    int len = snprintf(head, sizeof(head),
                       "PUT /v1/b/%s HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n"
                       "Content-Length: %zu\r\n\r\n",
                       hex, scene->bundle.len);
    assert_int_equal(connect(sock, (struct sockaddr *)&hub, sizeof(hub)), 0);
    assert_int_equal(send(sock, head, (size_t)len, 0), len);
    assert_int_equal(send(sock, scene->bundle.data, scene->bundle.len, 0), scene->bundle.len);
    while (n > 0 && got < ANSWER - 1) {
        n = recv(sock, scene->answer + got, ANSWER - 1 - got, 0);
        got += n > 0 ? (size_t)n : 0;
    }
    scene->answer[got] = '\0';
    close(sock);
    return got > 12 ? (int)strtol(scene->answer + 9, NULL, 10) : 0;
}

/* ---- the disk ------------------------------------------------------------------------------ */

static void a_full_disk_says_507_and_keeps_nothing(void **state)
{
    struct scene scene;

    (void)state;
    begin(&scene);
    io_fault_fail_at(scene.rig.disk, 1, ENOSPC, FAULT_FOREVER);
    assert_int_equal(put(&scene), 507);
    assert_non_null(strstr(scene.answer, "Retry-After:"));
    io_fault_fail_at(scene.rig.disk, 0, 0, FAULT_ONCE);
    assert_int_equal(put(&scene), 201);
    assert_int_equal(put(&scene), 200);
    end(&scene);
    hub_rig_reopen(&scene.rig);
    assert_int_equal(hub_rig_number(&scene.rig, "SELECT count(*) FROM bundle"), 1);
    hub_rig_assert_sound(&scene.rig);
    hub_rig_finish(&scene.rig);
}

/* I3: whatever the moment at which the power goes, what was said to be there is there. */
static void what_was_answered_survives_every_cut(void **state)
{
    size_t said = 0, unsaid = 0;
    bool was_off = true;

    (void)state;
    for (uint64_t n = 1; was_off; n++) {
        struct scene scene;
        begin(&scene);
        io_fault_power_at(scene.rig.disk, n);
        bool is_said = put(&scene) == 201;
        end(&scene);
        was_off = io_fault_is_off(scene.rig.disk);
        io_fault_cut(scene.rig.disk, n);
        hub_rig_reopen(&scene.rig);
        int64_t count = hub_rig_number(&scene.rig, "SELECT count(*) FROM bundle");
        assert_true(count == 1 || (count == 0 && !is_said));
        hub_rig_apply(&scene.rig);
        hub_rig_assert_sound(&scene.rig);
        hub_rig_finish(&scene.rig);
        said += is_said;
        unsaid += !is_said;
    }
    assert_true(said > 2 && unsaid > 2); /* the cuts fell on both sides */
}

/* A disk that fails once, anywhere in it: the next request of any kiosk makes up for it. */
static void what_could_not_be_applied_is_applied_the_next_time(void **state)
{
    size_t behind = 0;

    (void)state;
    for (uint64_t n = 1; n < 40; n++) {
        struct scene scene;
        begin(&scene);
        io_fault_fail_at(scene.rig.disk, n, EIO, FAULT_ONCE);
        int first = put(&scene);
        int second = put(&scene);
        assert_true(first == 503 || (first == 201 && second == 200));
        assert_true(second == 200 || second == 201);
        assert_true(put(&scene) == 200);
        behind += first == 201;
        end(&scene);
        hub_rig_reopen(&scene.rig);
        assert_int_equal(hub_rig_number(&scene.rig, "SELECT count(*) FROM bundle WHERE state = 1"),
                         1);
        hub_rig_assert_sound(&scene.rig);
        hub_rig_finish(&scene.rig);
    }
    assert_true(behind > 0);
}

/* ---- the row ------------------------------------------------------------------------------- */

struct gate { /* a worker that waits until it may go on */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool is_open, is_busy;
};

static struct http_request *work_slowly(void *ctx, struct http_request *first)
{
    struct gate *gate = ctx;

    pthread_mutex_lock(&gate->lock);
    gate->is_busy = true;
    pthread_cond_broadcast(&gate->changed);
    while (!gate->is_open) {
        pthread_cond_wait(&gate->changed, &gate->lock);
    }
    pthread_mutex_unlock(&gate->lock);
    return say_nothing(NULL, first);
}

static void count_done(struct http_request *request)
{
    request->retry_after_s++;
}

static void a_full_row_refuses_at_once_and_answers_the_rest(void **state)
{
    struct gate gate = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, false};
    const struct http_worker worker = {
        .start = start_nothing, .work = work_slowly, .stop = stop_nothing, .ctx = &gate};
    struct http_request requests[4] = {{.done = count_done}};
    struct err err = {0};
    struct http_queue *queue = http_queue_start(&worker, 3, &err);

    (void)state;
    assert_non_null(queue);
    for (int i = 0; i < 4; i++) {
        requests[i] = (struct http_request){.done = count_done};
        arena_init(&requests[i].arena, 0);
        assert_int_equal(http_queue_put(queue, &requests[i]), i < 3);
    }
    pthread_mutex_lock(&gate.lock);
    while (!gate.is_busy) {
        pthread_cond_wait(&gate.changed, &gate.lock);
    }
    gate.is_open = true;
    pthread_cond_broadcast(&gate.changed);
    pthread_mutex_unlock(&gate.lock);
    http_queue_end(queue);
    assert_false(http_queue_put(queue, &requests[3])); /* it ends */
    http_queue_destroy(queue);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(requests[i].retry_after_s, i < 3);
        arena_finish(&requests[i].arena);
    }
}

/* ---- parts --------------------------------------------------------------------------------- */

static void parts_come_in_order_and_are_what_their_name_says(void **state)
{
    struct http_parts *parts = test_calloc(1, sizeof(*parts));
    uint8_t data[1000], id[BUNDLE_ID];
    struct bundle_bytes whole;
    struct arena arena;
    struct err err = {0};
    bool is_whole;

    (void)state;
    parts->dir = "/tmp";
    arena_init(&arena, 0);
    memset(data, 7, sizeof(data));
    bundle_id(id, data, sizeof(data));
    assert_false(http_parts_add(parts, id, 10, 1000, data, 10, &is_whole, &err));
    assert_int_equal(err.code, ERR_USED);
    assert_true(http_parts_add(parts, id, 0, 1000, data, 600, &is_whole, &err));
    assert_false(is_whole);
    assert_int_equal(http_parts_got(parts, id), 600);
    assert_false(http_parts_take(parts, &arena, id, &whole, &err));
    assert_false(http_parts_add(parts, id, 0, 1000, data, 600, &is_whole, &err));
    assert_int_equal(err.code, ERR_USED);
    assert_false(http_parts_add(parts, id, 600, 999, data, 10, &is_whole, &err));
    assert_false(http_parts_add(parts, id, 600, 1000, data, 401, &is_whole, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    assert_true(http_parts_add(parts, id, 600, 1000, data + 600, 400, &is_whole, &err));
    assert_true(is_whole);
    assert_true(http_parts_take(parts, &arena, id, &whole, &err));
    assert_memory_equal(whole.data, data, sizeof(data));
    assert_int_equal(http_parts_got(parts, id), 0);
    /* Another's bytes under this name. */
    data[3] ^= 1;
    assert_true(http_parts_add(parts, id, 0, 1000, data, 1000, &is_whole, &err));
    assert_false(http_parts_take(parts, &arena, id, &whole, &err));
    assert_int_equal(err.code, ERR_CRYPTO);
    http_parts_finish(parts);
    arena_finish(&arena);
    test_free(parts);
}

static void the_longest_forgotten_part_makes_room(void **state)
{
    struct http_parts *parts = test_calloc(1, sizeof(*parts));
    uint8_t id[BUNDLE_ID] = {0};
    bool is_whole;

    (void)state;
    parts->dir = "/tmp";
    for (uint8_t i = 0; i < HTTP_PARTS; i++) {
        id[0] = i;
        assert_true(http_parts_add(parts, id, 0, 100, id, 10, &is_whole, NULL));
    }
    id[0] = 0; /* somebody still sends to the first */
    assert_true(http_parts_add(parts, id, 10, 100, id, 10, &is_whole, NULL));
    id[0] = HTTP_PARTS;
    assert_true(http_parts_add(parts, id, 0, 100, id, 10, &is_whole, NULL));
    id[0] = 0;
    assert_int_equal(http_parts_got(parts, id), 20);
    id[0] = 1;
    assert_int_equal(http_parts_got(parts, id), 0);
    http_parts_finish(parts);
    test_free(parts);
}

static void a_zip_of_nothing_is_one(void **state)
{
    struct arena arena;
    uint8_t *zip;
    size_t len;

    (void)state;
    arena_init(&arena, 0);
    zip_make(&zip, &len, &arena, NULL, 0);
    assert_int_equal(len, 22);
    assert_memory_equal(zip, "PK\5\6", 4);
    arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_disk_says_507_and_keeps_nothing),
        cmocka_unit_test(what_was_answered_survives_every_cut),
        cmocka_unit_test(what_could_not_be_applied_is_applied_the_next_time),
        cmocka_unit_test(a_full_row_refuses_at_once_and_answers_the_rest),
        cmocka_unit_test(parts_come_in_order_and_are_what_their_name_says),
        cmocka_unit_test(the_longest_forgotten_part_makes_room),
        cmocka_unit_test(a_zip_of_nothing_is_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
