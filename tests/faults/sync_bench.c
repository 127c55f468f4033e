#include "tests/faults/sync_bench.h"

#include "app/base/json.h"
#include "app/store/store_idea.h"
#include "app/store/store_round.h"
#include "app/store/store_vote.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MUST(what)                                                                                 \
    do {                                                                                           \
        bool ok = what;                                                                            \
        assert(ok);                                                                                \
        (void)ok;                                                                                  \
    } while (0)

void sync_bench_init(struct sync_bench *bench)
{
    memset(bench, 0, sizeof(*bench));
    rig_init(&bench->rig);
    struct round *round = &bench->rig.round;
    crypto_sign_keypair(round->keys.last_sign, bench->last_sign_secret);
    bench->pack = (struct pack){.name = "Broekhoven",
                                .tagline = "",
                                .kiosk = "Dorpshuis De Brink",
                                .rounds = round,
                                .round_count = 1};
    crypto_box_keypair(bench->pack.village_key, bench->village_secret);
    bench->store = rig_open(&bench->rig, NULL);
    assert(bench->store != NULL);
    MUST(store_round_open(bench->store, round, NULL));
    arena_init(&bench->arena, 0);
    bench->io = io_posix();
    MUST(phrases_load(&bench->phrases, bench->io, &bench->arena, "assets", NULL));
    /* Memory, where there is some: thousands of visits sync their files. */
    snprintf(bench->dir, sizeof(bench->dir), "%s/dorpel-stick-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    MUST(mkdtemp(bench->dir) != NULL);
}

void sync_bench_finish(struct sync_bench *bench)
{
    store_close(bench->store);
    io_remove_tree(bench->io, bench->dir, NULL);
    io_destroy(bench->io);
    arena_finish(&bench->arena);
    rig_finish(&bench->rig);
}

void sync_bench_fill(struct sync_bench *bench)
{
    sync_bench_votes(bench, 12);
    sync_bench_idea(bench, "=1+1 bankjes", IDEA_SHOWN);
    sync_bench_idea(bench, "Een bos", IDEA_WAITING);
}

void sync_bench_votes(struct sync_bench *bench, unsigned n)
{
    struct vote_counts counts;

    MUST(store_vote_counts(bench->store, bench->rig.round.id, &counts, NULL));
    for (unsigned i = 0; i < n; i++) {
        struct sealed_vote vote;
        rig_vote(&vote, &bench->rig, counts.registers + i);
        MUST(store_vote_cast(bench->store, bench->rig.round.id, &vote, false, NULL));
    }
}

uint32_t sync_bench_idea(struct sync_bench *bench, const char *what, enum idea_state state)
{
    struct idea idea = {.plan_of = PLAN_OF_US, .needs = NEED_HANDS | NEED_MONEY};
    struct contact_sealed contact;
    uint16_t words[2];
    uint8_t rid[RECORD_RID];

    snprintf(idea.what, sizeof(idea.what), "%s", what);
    snprintf(idea.more, sizeof(idea.more), "Meer over: %s", what);
    MUST(seal_contact(contact.bytes, "Jantje Geheimstra", "0612345678", bench->pack.village_key,
                      NULL));
    MUST(store_idea_add(bench->store, &idea, bench->pack.village_key, &contact, words, rid, NULL));
    if (state == IDEA_SHOWN || state == IDEA_HIDDEN) {
        MUST(store_idea_moderate(bench->store, rid, state, "past niet", NULL));
    } else if (state == IDEA_WITHDRAWN) {
        MUST(store_idea_withdraw(bench->store, rid, NULL));
    }
    return idea.number;
}

struct export sync_bench_export(const struct sync_bench *bench)
{
    return (struct export){.store = bench->store,
                           .pack = &bench->pack,
                           .loaded = &bench->pack,
                           .phrases = &bench->phrases,
                           .is_practice = bench->is_practice};
}

struct export_bytes sync_bench_file(struct sync_bench *bench, enum export_file file)
{
    struct export_bytes bytes;
    const struct export export = sync_bench_export(bench);

    MUST(export_make(&bytes, &export, &bench->arena, file, NULL));
    return bytes;
}

/* ---- a visit ----------------------------------------------------------------------------- */

static void add_line(struct sync_bench *bench, const char *line)
{
    size_t len = strlen(bench->log);
    snprintf(bench->log + len, sizeof(bench->log) - len, "%s\n", line);
}

static void on_step(void *ctx, const char *key, int n, int m)
{
    char line[100];
    snprintf(line, sizeof(line), "step %s %d %d", key, n, m);
    add_line(ctx, line);
}

static void on_note(void *ctx, const char *key, const char *file)
{
    char line[200];
    snprintf(line, sizeof(line), "note %s %s", key, file);
    add_line(ctx, line);
}

bool sync_bench_visit_on(struct sync_bench *bench, struct stick *stick, struct visit_outcome *ret)
{
    const struct visit_plan plan = {.stick = stick,
                                    .export = sync_bench_export(bench),
                                    .kiosk = bench->kiosk,
                                    .now_s = 1800000000,
                                    .step = on_step,
                                    .note = on_note,
                                    .ctx = bench,
                                    .bug_no_read_back = bench->bug_no_read_back};

    bench->log[0] = '\0';
    return visit_stick(&plan, ret, NULL);
}

bool sync_bench_visit(struct sync_bench *bench, struct stick_fault fault, struct visit_outcome *ret)
{
    struct stick *stick = stick_fake(bench->dir, fault, NULL);

    assert(stick != NULL);
    bool done = sync_bench_visit_on(bench, stick, ret);
    bench->operations = stick_fake_operations(stick);
    bench->syncs = stick_fake_syncs(stick);
    stick_destroy(stick);
    return done;
}

void sync_bench_visit_well(struct sync_bench *bench)
{
    struct visit_outcome outcome;

    if (!sync_bench_visit(bench, (struct stick_fault){.kind = STICK_FAULT_NONE}, &outcome)) {
        fprintf(stderr, "%s\n", outcome.fail_key);
        assert(false);
    }
}

bool sync_bench_holds_all(struct sync_bench *bench, const char *place)
{
    static const char *const top[] = {"LEESMIJ.txt", "OVERZICHT.csv"};
    static const enum export_file of_top[] = {EXPORT_README, EXPORT_OVERVIEW};
    static const enum export_file in_place[] = {EXPORT_BOX, EXPORT_RECORDS, EXPORT_IDEAS,
                                                EXPORT_OVERVIEW};
    bool all = sync_bench_read(bench, "DORPSHUIS/stick.id", NULL) != NULL;

    for (size_t i = 0; i < 4 + 2; i++) {
        size_t len = 0;
        enum export_file file = i < 4 ? in_place[i] : of_top[i - 4];
        const char *path =
            i < 4 ? arena_printf(&bench->arena, "%s%s", place, export_name(file)) : top[i - 4];
        struct export_bytes wanted = sync_bench_file(bench, file);
        const char *text = sync_bench_read(bench, path, &len);
        bool none = wanted.len == 0 && text == NULL;
        all = all &&
              (none || (text != NULL && len == wanted.len && memcmp(text, wanted.data, len) == 0));
    }
    return all;
}

/* ---- the stick in between ---------------------------------------------------------------- */

const char *sync_bench_read(struct sync_bench *bench, const char *path, size_t *ret_len)
{
    char *text;
    size_t len;
    const char *full = arena_printf(&bench->arena, "%s/%s", bench->dir, path);

    if (!io_read_file(bench->io, &bench->arena, full, 64 << 20, &text,
                      ret_len == NULL ? &len : ret_len, NULL)) {
        return NULL;
    }
    return text;
}

void sync_bench_write(struct sync_bench *bench, const char *path, const void *data, size_t len)
{
    const char *full = arena_printf(&bench->arena, "%s/%s", bench->dir, path);
    char *folder = arena_strdup(&bench->arena, full);

    *strrchr(folder, '/') = '\0';
    MUST(io_make_dirs(bench->io, folder, NULL));
    MUST(io_write_file(bench->io, full, data, len, NULL));
}

void sync_bench_clear(struct sync_bench *bench)
{
    char **names;
    size_t count;

    MUST(io_list_sorted(bench->io, &bench->arena, bench->dir, &names, &count, NULL));
    for (size_t i = 0; i < count; i++) {
        const char *path = arena_printf(&bench->arena, "%s/%s", bench->dir, names[i]);
        MUST(io_remove_tree(bench->io, path, NULL));
    }
}
