/* Two hub programs serve one PostgreSQL: the real ones, over HTTP, with many who send the same to
 * both at once. Nothing is lost, nothing counted twice, and either may end while the other goes on.
 */
#include "app/base/str.h"
#include "tests/faults/hub_rig.h"
#include "tests/faults/pg_server.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { HUBS = 2, SENDERS = 6, KIOSKS = 3, EACH = 12, VOTES = 5, ALL = KIOSKS * EACH, TRIES = 200 };
extern char **environ;

struct served { /* a program */
    pid_t pid;
    uint16_t port;
};

struct scene {
    struct hub_rig rig;
    struct played kiosks[KIOSKS];
    struct bundle_bytes list[ALL];
    char dir[40], keys[60];
    struct io *io;
    struct served hubs[HUBS];
};

/* ---- the programs -------------------------------------------------------------------------- */

static void start_hub(struct scene *scene, struct served *hub)
{
    const char *const argv[] = {"dorpel-hub", "serve",       "--db",      scene->rig.url,
                                "--keys",     scene->keys,   "--scratch", scene->dir,
                                "--listen",   "127.0.0.1:0", NULL};
    posix_spawn_file_actions_t actions;
    char path[512], line[200] = "";
    int ends[2];
    ssize_t len = readlink("/proc/self/exe", path, sizeof(path) - 20);

    assert_true(len > 0);
    path[len] = '\0';
    memcpy(strrchr(path, '/') + 1, "dorpel-hub", sizeof("dorpel-hub"));
    if (access(path, X_OK) != 0) {
        fail_msg("%s was not built", path);
    }
    assert_int_equal(pipe(ends), 0);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    assert_int_equal(
        posix_spawn(&hub->pid, path, &actions, NULL, (char *const *)(uintptr_t)argv, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    FILE *said = fdopen(ends[0], "r");
    assert_non_null(said);
    assert_non_null(fgets(line, sizeof(line), said)); /* "http://127.0.0.1:PORT/" */
    fclose(said);
    const char *colon = strrchr(line, ':');
    assert_non_null(colon);
    hub->port = (uint16_t)strtoul(colon + 1, NULL, 10);
}

static void stop_hub(struct served *hub)
{
    int status = 1;

    assert_int_equal(kill(hub->pid, SIGTERM), 0);
    assert_int_equal(waitpid(hub->pid, &status, 0), hub->pid);
    assert_int_equal(status, 0);
    hub->pid = 0;
}

static void begin(struct scene *scene)
{
    struct err err = {0};

    memset(scene, 0, sizeof(*scene));
    hub_rig_init(&scene->rig, ENGINE_PG);
    scene->io = io_posix();
    snprintf(scene->dir, sizeof(scene->dir), "/tmp/dorpel-test-two-XXXXXX");
    assert_non_null(mkdtemp(scene->dir));
    snprintf(scene->keys, sizeof(scene->keys), "%s/hub.keys", scene->dir);
    assert_true(party_save(&scene->rig.hub.keys[0], scene->io, scene->keys, &err));
    for (unsigned k = 0; k < KIOSKS; k++) {
        played_init(&scene->kiosks[k], &scene->rig,
                    7); /* one round: one row of the tally for all */
        for (unsigned i = 0; i < EACH; i++) {
            unsigned first = (k * EACH + i) * VOTES;
            scene->list[k * EACH + i] = played_votes(&scene->kiosks[k], first, first + VOTES - 1);
        }
    }
    for (size_t h = 0; h < HUBS; h++) {
        start_hub(scene, &scene->hubs[h]);
    }
}

static void end(struct scene *scene)
{
    assert_true(io_remove_tree(scene->io, scene->dir, NULL));
    io_destroy(scene->io);
    hub_rig_finish(&scene->rig);
}

/* ---- who sends ----------------------------------------------------------------------------- */

/* The status of the answer; 0: none came. */
static int put(uint16_t port, struct bundle_bytes bundle)
{
    char head[300], hex[2 * BUNDLE_ID + 1], answer[2000];
    uint8_t id[BUNDLE_ID];
    struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int sock = socket(AF_INET, SOCK_STREAM, 0);
    size_t got = 0;
    ssize_t n = 1;

    bundle_id(id, bundle.data, bundle.len);
    str_hex(hex, id, sizeof(id));
    int len = snprintf(head, sizeof(head),
                       "PUT /v1/b/%s HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n"
                       "Content-Length: %zu\r\n\r\n",
                       hex, bundle.len);
    if (connect(sock, (struct sockaddr *)&to, sizeof(to)) != 0 ||
        send(sock, head, (size_t)len, MSG_NOSIGNAL) != len ||
        send(sock, bundle.data, bundle.len, MSG_NOSIGNAL) != (ssize_t)bundle.len) {
        close(sock);
        return 0;
    }
    while (n > 0 && got < sizeof(answer) - 1) {
        n = recv(sock, answer + got, sizeof(answer) - 1 - got, 0);
        got += n > 0 ? (size_t)n : 0;
    }
    answer[got] = '\0';
    close(sock);
    return got > 12 ? (int)strtol(answer + 9, NULL, 10) : 0;
}

/* All bundles, each to one of the two, from a place of its own; what is busy is asked again. */
static int send_all(const struct scene *scene, unsigned sender)
{
    for (unsigned i = 0; i < ALL; i++) {
        unsigned at = (i * 7 + sender * 11) % ALL;
        int status = 503;
        for (int tries = 0; status != 201 && status != 200; tries++) {
            if (tries == TRIES || (status != 503 && status != 0)) {
                fprintf(stderr, "sender %u: %d\n", sender, status);
                return 1;
            }
            const struct served *hub = &scene->hubs[(i + sender + (unsigned)tries) % HUBS];
            status = put(hub->port, scene->list[at]);
        }
    }
    return 0;
}

static void check_all(struct scene *scene)
{
    struct hub_rig *rig = &scene->rig;

    hub_rig_reopen(rig);
    hub_rig_apply(rig); /* what a program that ended left between receiving and applying */
    assert_int_equal(hub_rig_number(rig, "SELECT count(*) FROM bundle WHERE state = 1"), ALL);
    assert_int_equal(hub_rig_number(rig, "SELECT count(*) FROM bundle"), ALL);
    assert_int_equal(hub_rig_number(rig, "SELECT count(*) FROM ballot"), ALL * VOTES);
    assert_int_equal(hub_rig_number(rig, "SELECT number FROM tally WHERE kind = 'ballot'"),
                     ALL * VOTES);
    assert_int_equal(hub_rig_number(rig, "SELECT CAST(sum(ballots) AS BIGINT) FROM ledger"),
                     ALL * VOTES);
    assert_int_equal(hub_rig_number(rig, "SELECT CAST(sum(have_upto) AS BIGINT) FROM incarnation"),
                     ALL);
    assert_int_equal(hub_rig_number(rig, "SELECT CAST(sum(forks) AS BIGINT) FROM incarnation"), 0);
    hub_rig_assert_sound(rig);
}

static void two_programs_take_the_same_from_many_at_once(void **state)
{
    static struct scene scene;
    pid_t child[SENDERS];

    (void)state;
    begin(&scene);
    fflush(NULL);
    for (unsigned s = 0; s < SENDERS; s++) {
        child[s] = fork();
        if (child[s] == 0) {
            _exit(send_all(&scene, s));
        }
    }
    for (unsigned s = 0; s < SENDERS; s++) {
        int status = 1;
        waitpid(child[s], &status, 0);
        assert_int_equal(status, 0);
    }
    for (size_t h = 0; h < HUBS; h++) {
        stop_hub(&scene.hubs[h]);
    }
    check_all(&scene);
    end(&scene);
}

/* One of them is killed in the middle: the other one answers for both. */
static void one_may_be_killed_and_the_other_goes_on(void **state)
{
    static struct scene scene;
    pid_t child[SENDERS];

    (void)state;
    begin(&scene);
    fflush(NULL);
    for (unsigned s = 0; s < SENDERS; s++) {
        child[s] = fork();
        if (child[s] == 0) {
            _exit(send_all(&scene, s));
        }
    }
    for (unsigned i = 0; i < ALL / 3; i++) { /* some of it is there, the rest is on its way */
        put(scene.hubs[0].port, scene.list[i]);
    }
    assert_int_equal(kill(scene.hubs[0].pid, SIGKILL), 0);
    waitpid(scene.hubs[0].pid, NULL, 0);
    for (unsigned s = 0; s < SENDERS; s++) {
        int status = 1;
        waitpid(child[s], &status, 0);
        assert_int_equal(status, 0);
    }
    stop_hub(&scene.hubs[1]);
    check_all(&scene);
    end(&scene);
}

static int start(void **state)
{
    (void)state;
    pg_server_start();
    return 0;
}

static int stop(void **state)
{
    (void)state;
    pg_server_stop();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_programs_take_the_same_from_many_at_once),
        cmocka_unit_test(one_may_be_killed_and_the_other_goes_on),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
