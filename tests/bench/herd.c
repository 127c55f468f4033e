/* herd DIR PROGRAM BUNDLES CLIENTS: a herd of kiosks at the door of one hub, for the bench.
 *
 * Makes a hub in DIR and as many bundles of 50 records. First the yardstick: the same rows (bundle
 * and records) put straight into a second database of the same schema, one transaction a bundle.
 * Then PROGRAM serves the hub, and all bundles come over HTTP from so many connections at a time,
 * until the last is applied. Prints JSON. */
#define _GNU_SOURCE /* epoll is Linux, the rest is POSIX */
#include "app/base/json.h"
#include "app/base/str.h"
#include "app/store/db.h"
#include "sync/frame.h"
#include "sync/hub/hub_enrol.h"

#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RECORDS = 50, PER_KIOSK = 100, MOST_CLIENTS = 1000, PATH = 512, HEAD = 300, ANSWER = 2048 };

struct parcel {
    uint8_t id[BUNDLE_ID];
    uint8_t *bytes;
    size_t len;
};

struct bench {
    const char *dir, *program;
    struct clock clock;
    struct hub_place place;
    char where[PATH], keys[PATH], direct[PATH];
    struct hub hub;
    struct parcel *parcels;
    size_t count, clients;
};

static void must(bool good, const struct err *err, const char *what)
{
    if (!good) {
        fprintf(stderr, "herd: %s: %s\n", what, err->msg);
        exit(1);
    }
}

static double now_s(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---- kiosks and their bundles -------------------------------------------------------------- */

/* Record n of bundle b: the same each time it is asked for. */
static void make_frame(struct frame *ret, struct arena *arena, size_t bundle, size_t n)
{
    uint8_t hash[CRYPTO_HASH], idea[RECORD_RID] = {(uint8_t)(bundle % 200)};
    size_t pair[] = {bundle, n};
    json_t *body = json_object();

    crypto_hash(hash, pair, sizeof(pair));
    *ret = (struct frame){.version = RECORD_VERSION};
    memcpy(ret->rid, hash, RECORD_RID);
    str_copy(ret->kind, sizeof(ret->kind), "support");
    json_put_hex(body, "idea", idea, sizeof(idea));
    json_put_hex(body, "salt", hash + RECORD_RID, RECORD_RID);
    ret->body = (const uint8_t *)json_canonical(arena, body, &ret->body_len);
    crypto_hash(ret->hash, ret->body, ret->body_len);
    json_decref(body);
}

static void enrol(struct bench *bench, struct arena *arena, const struct party_secret *keys)
{
    struct enrol_request request = {.kiosk = keys->party, .village = "Benchdorp", .name = "Hal"};
    struct bundle_bytes bytes;
    char print[PARTY_FINGERPRINT];
    struct err err = {0};

    crypto_random(request.incarnation, sizeof(request.incarnation));
    party_fingerprint(print, &keys->party);
    must(enrol_ask(&bytes, arena, &request, keys, &err) &&
             hub_enrol_ask(&bench->hub, bytes.data, bytes.len, NULL, &err) &&
             hub_enrol_accept(&bench->hub, print, NULL, &err),
         &err, "enrol");
}

static void make_bundle(struct bench *bench, size_t index, const struct party_secret *keys,
                        struct bundle_head *head)
{
    struct arena arena;
    struct frame frames[RECORDS];
    struct bundle_bytes bytes;
    uint8_t *payload;
    size_t len;
    struct err err = {0};
    struct parcel *parcel = &bench->parcels[index];

    arena_init(&arena, 0);
    for (size_t n = 0; n < RECORDS; n++) {
        make_frame(&frames[n], &arena, index, n);
    }
    head->seq++;
    must(frames_write(&payload, &len, &arena, frames, RECORDS, NULL, &err) &&
             bundle_make(&bytes, &arena, head, payload, len,
                         (const uint8_t(*)[CRYPTO_KEY])bench->hub.party.box, 1, keys->party.sign,
                         keys->sign_secret, &err),
         &err, "bundle");
    bundle_id(parcel->id, bytes.data, bytes.len);
    memcpy(head->prev, parcel->id, BUNDLE_ID);
    parcel->len = bytes.len;
    parcel->bytes = malloc(bytes.len);
    memcpy(parcel->bytes, bytes.data, bytes.len);
    arena_finish(&arena);
}

static void make_all(struct bench *bench)
{
    struct arena arena;
    struct party_secret keys;
    struct bundle_head head;

    arena_init(&arena, 0);
    bench->parcels = calloc(bench->count, sizeof(*bench->parcels));
    for (size_t i = 0; i < bench->count; i++) {
        if (i % PER_KIOSK == 0) {
            party_make(&keys);
            enrol(bench, &arena, &keys);
            head = (struct bundle_head){.type = BUNDLE_DATA, .stream = BUNDLE_REST, .quality = 2};
            memcpy(head.recipient, bench->hub.party.id, BUNDLE_PARTY);
            crypto_random(head.incarnation, sizeof(head.incarnation));
        }
        make_bundle(bench, i, &keys, &head);
    }
    arena_finish(&arena);
}

/* ---- the yardstick ------------------------------------------------------------------------- */

struct direct {
    struct hub_db *db;
    struct arena *arena;
    const struct parcel *parcel;
    size_t index;
};

static bool insert_rows(void *ctx, struct err *err)
{
    struct direct *direct = ctx;
    const struct parcel *parcel = direct->parcel;
    struct bundle_head head;
    int64_t count;

    if (!bundle_read(&head, parcel->bytes, parcel->len, err) ||
        !hub_db_run(direct->db,
                    "INSERT INTO bundle (id, kiosk, type, stream, incarnation, seq, prev, state,"
                    " reason, fork, again, ack_seq, safe, safe_seq, bytes) VALUES ($1, $2, $3, $4,"
                    " $5, $6, $7, 1, '', 0, 0, 0, 0, 0, $8) ON CONFLICT DO NOTHING",
                    HUB_VALUES(hub_blob(parcel->id, BUNDLE_ID), hub_blob(head.sender, BUNDLE_PARTY),
                               hub_int(head.type), hub_int(head.stream),
                               hub_blob(head.incarnation, BUNDLE_INCARNATION),
                               hub_int((int64_t)head.seq), hub_blob(head.prev, BUNDLE_ID),
                               hub_blob(parcel->bytes, parcel->len)),
                    &count, err)) {
        return false;
    }
    for (size_t n = 0; n < RECORDS; n++) {
        struct frame frame;
        uint8_t idea[RECORD_RID] = {(uint8_t)(direct->index % 200)};
        make_frame(&frame, direct->arena, direct->index, n);
        if (!hub_db_run(direct->db,
                        "INSERT INTO record (rid, kind, version, body, body_hash, subject, kiosk)"
                        " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
                        HUB_VALUES(hub_blob(frame.rid, RECORD_RID), hub_text(frame.kind),
                                   hub_int(frame.version), hub_text((const char *)frame.body),
                                   hub_blob(frame.hash, CRYPTO_HASH), hub_blob(idea, RECORD_RID),
                                   hub_blob(head.sender, BUNDLE_PARTY)),
                        &count, err)) {
            return false;
        }
    }
    return true;
}

static double insert_all(struct bench *bench)
{
    struct arena arena;
    struct err err = {0};
    struct direct direct = {.db = hub_db_open(bench->direct, NULL, &err), .arena = &arena};

    must(direct.db != NULL && hub_db_migrate(direct.db, &err), &err, "yardstick");
    double begin = now_s();
    for (size_t i = 0; i < bench->count; i++) {
        arena_init(&arena, 0);
        direct.parcel = &bench->parcels[i];
        direct.index = i;
        must(hub_db_act(direct.db, HUB_CHANGE, insert_rows, &direct, &err), &err, "insert");
        arena_finish(&arena);
    }
    double took = now_s() - begin;
    hub_db_close(direct.db);
    return took;
}

/* ---- the herd ------------------------------------------------------------------------------ */

struct client {
    int sock;
    size_t parcel; /* the one on its way */
    char head[HEAD];
    size_t head_len, sent;
    char answer[ANSWER];
    size_t got;
    double asked_s;
};

struct herd {
    struct bench *bench;
    struct client clients[MOST_CLIENTS];
    int poll;
    size_t next, done, failures;
    double *latencies;
    struct sockaddr_in hub;
};

static void watch(const struct herd *herd, struct client *client, bool writes, int how)
{
    struct epoll_event event = {.events = writes ? EPOLLOUT : EPOLLIN, .data = {.ptr = client}};
    epoll_ctl(herd->poll, how, client->sock, &event);
}

/* The next bundle of the heap; false: there is none left. */
static bool take_parcel(struct herd *herd, struct client *client)
{
    char hex[2 * BUNDLE_ID + 1];

    if (herd->next == herd->bench->count) {
        return false;
    }
    client->parcel = herd->next++;
    str_hex(hex, herd->bench->parcels[client->parcel].id, BUNDLE_ID);
    client->head_len = (size_t)snprintf(client->head, HEAD,
                                        "PUT /v1/b/%s HTTP/1.1\r\nHost: hub\r\n"
                                        "Content-Length: %zu\r\n\r\n",
                                        hex, herd->bench->parcels[client->parcel].len);
    client->sent = client->got = 0;
    client->asked_s = now_s();
    return true;
}

static void go_away(struct herd *herd, struct client *client)
{
    epoll_ctl(herd->poll, EPOLL_CTL_DEL, client->sock, NULL);
    close(client->sock);
    client->sock = -1;
}

static void write_more(struct herd *herd, struct client *client)
{
    const struct parcel *parcel = &herd->bench->parcels[client->parcel];

    while (client->sent < client->head_len + parcel->len) {
        bool in_head = client->sent < client->head_len;
        const void *from = in_head ? (const void *)(client->head + client->sent)
                                   : parcel->bytes + (client->sent - client->head_len);
        size_t len = in_head ? client->head_len - client->sent
                             : client->head_len + parcel->len - client->sent;
        ssize_t n = send(client->sock, from, len, MSG_NOSIGNAL);
        if (n < 0) {
            if (errno != EAGAIN && errno != EINTR) {
                herd->failures++;
                herd->done++;
                go_away(herd, client);
            }
            return;
        }
        client->sent += (size_t)n;
    }
    watch(herd, client, false, EPOLL_CTL_MOD);
}

static void read_more(struct herd *herd, struct client *client)
{
    ssize_t n = recv(client->sock, client->answer + client->got, ANSWER - 1 - client->got, 0);

    if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    client->got += n > 0 ? (size_t)n : 0;
    client->answer[client->got] = '\0';
    const char *end = strstr(client->answer, "\r\n\r\n");
    const char *length = strcasestr(client->answer, "content-length:");
    size_t body = length == NULL ? 0 : (size_t)strtoul(length + 15, NULL, 10);
    if (n > 0 && (end == NULL || client->got < (size_t)(end + 4 - client->answer) + body)) {
        return;
    }
    bool good = n > 0 && strncmp(client->answer, "HTTP/1.1 201", 12) == 0;
    herd->failures += !good;
    herd->latencies[herd->done++] = now_s() - client->asked_s;
    if (n <= 0 || !take_parcel(herd, client)) {
        go_away(herd, client);
        return;
    }
    watch(herd, client, true, EPOLL_CTL_MOD);
}

static void run_herd(struct herd *herd)
{
    struct epoll_event events[MOST_CLIENTS];

    herd->poll = epoll_create1(0);
    for (size_t i = 0; i < herd->bench->clients; i++) {
        struct client *client = &herd->clients[i];
        client->sock = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        if (!take_parcel(herd, client)) {
            close(client->sock);
            break;
        }
        connect(client->sock, (struct sockaddr *)&herd->hub, sizeof(herd->hub));
        watch(herd, client, true, EPOLL_CTL_ADD);
    }
    while (herd->done < herd->bench->count) {
        int count = epoll_wait(herd->poll, events, MOST_CLIENTS, 60000);
        if (count <= 0) {
            herd->failures += herd->bench->count - herd->done;
            break;
        }
        for (int i = 0; i < count; i++) {
            struct client *client = events[i].data.ptr;
            if ((events[i].events & EPOLLOUT) != 0) {
                write_more(herd, client);
            } else {
                read_more(herd, client);
            }
        }
    }
    close(herd->poll);
}

/* One worker answers in turn: what asks now is answered when all before it is applied. */
static void wait_until_applied(const struct herd *herd)
{
    static const char ask[] = "GET /v1/hello?n=00000000000000000000000000000000 HTTP/1.1\r\n"
                              "Host: hub\r\nConnection: close\r\n\r\n";
    char answer[ANSWER];
    int sock = socket(AF_INET, SOCK_STREAM, 0);

    if (connect(sock, (const struct sockaddr *)&herd->hub, sizeof(herd->hub)) == 0 &&
        send(sock, ask, sizeof(ask) - 1, MSG_NOSIGNAL) > 0) {
        while (recv(sock, answer, sizeof(answer), 0) > 0) {
        }
    }
    close(sock);
}

/* ---- the program --------------------------------------------------------------------------- */

static pid_t start_hub(const struct bench *bench, struct herd *herd)
{
    int out[2];
    char line[200];
    pid_t pid;

    if (pipe(out) != 0 || (pid = fork()) < 0) {
        exit(1);
    }
    if (pid == 0) {
        dup2(out[1], STDOUT_FILENO);
        close(out[0]);
        execl(bench->program, bench->program, "serve", "--db", bench->where, "--listen",
              "127.0.0.1:0", (char *)NULL);
        _exit(1);
    }
    close(out[1]);
    FILE *said = fdopen(out[0], "r");
    const char *colon = fgets(line, sizeof(line), said) == NULL ? NULL : strrchr(line, ':');
    if (colon == NULL) {
        fprintf(stderr, "herd: %s did not begin\n", bench->program);
        exit(1);
    }
    herd->hub = (struct sockaddr_in){.sin_family = AF_INET,
                                     .sin_port = htons((uint16_t)atoi(colon + 1)),
                                     .sin_addr = {htonl(INADDR_LOOPBACK)}};
    return pid;
}

static long most_memory_kb(pid_t pid)
{
    char path[60], line[200];
    long most = 0;

    snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
    FILE *file = fopen(path, "r");
    while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
        sscanf(line, "VmHWM: %ld", &most);
    }
    if (file != NULL) {
        fclose(file);
    }
    return most;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void measure(struct bench *bench)
{
    struct herd *herd = calloc(1, sizeof(*herd));
    double direct_s = insert_all(bench);

    herd->bench = bench;
    herd->latencies = calloc(bench->count + 1, sizeof(double));
    pid_t pid = start_hub(bench, herd);
    double begin = now_s();
    run_herd(herd);
    wait_until_applied(herd);
    double http_s = now_s() - begin;
    long memory_kb = most_memory_kb(pid);
    kill(pid, SIGTERM);
    waitpid(pid, NULL, 0);
    qsort(herd->latencies, herd->done, sizeof(double), compare);
    double count = (double)bench->count;
    printf("{\"bundles\": %zu, \"records_each\": %d, \"parallel\": %zu, \"failures\": %zu,"
           " \"http_per_s\": %.1f, \"direct_per_s\": %.1f, \"ratio\": %.2f, \"p99_s\": %.2f,"
           " \"hub_memory_mb\": %.1f}\n",
           bench->count, RECORDS, bench->clients, herd->failures, count / http_s, count / direct_s,
           direct_s / http_s, herd->latencies[herd->done * 99 / 100], (double)memory_kb / 1024);
    free(herd->latencies);
    free(herd);
}

int main(int argc, char *argv[])
{
    struct bench bench;
    struct err err = {0};

    if (argc != 5) {
        fputs("herd DIR PROGRAM BUNDLES CLIENTS\n", stderr);
        return 2;
    }
    memset(&bench, 0, sizeof(bench));
    bench.dir = argv[1];
    bench.program = argv[2];
    bench.count = strtoul(argv[3], NULL, 10);
    bench.clients = strtoul(argv[4], NULL, 10);
    if (bench.count == 0 || bench.clients == 0 || bench.clients > MOST_CLIENTS) {
        return 2;
    }
    json_start();
    db_start();
    must(crypto_start(&err), &err, "start");
    clock_init(&bench.clock, 0);
    snprintf(bench.where, PATH, "%s/hub.db", bench.dir);
    snprintf(bench.keys, PATH, "%s/hub.db.keys", bench.dir);
    snprintf(bench.direct, PATH, "%s/direct.db", bench.dir);
    bench.place = (struct hub_place){
        .io = io_posix(), .clock = &bench.clock, .where = bench.where, .keys = bench.keys};
    must(hub_create(&bench.hub, &bench.place, "Gemeente Benchdorp", NULL, &err), &err, "hub");
    make_all(&bench);
    hub_close(&bench.hub);
    measure(&bench);
    io_destroy(bench.place.io);
    return 0;
}
