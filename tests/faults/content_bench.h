/* content_bench: a village's kiosk and a stick on one disk in memory, and who may sign for it.
 *
 * Static functions only, over pack_folder.h: include it in one test program. The village's own
 * folder is in bench->folder; what a test edits there is what the next folder or parcel brings.
 */
#ifndef DORPEL_CONTENT_BENCH_H
#define DORPEL_CONTENT_BENCH_H

#include "app/content/parcel.h"
#include "app/content/stage.h"
#include "tests/faults/io_fault.h"
#include "tests/fuzz/pack_folder.h"

#define BENCH_DATA "/data"
#define BENCH_STICK "/stick"
#define BENCH_PARCEL BENCH_STICK "/inhoud.dorp"
enum { BENCH_SIGNERS = 3 };

struct content_bench {
    struct io_fault *disk;
    struct io *io;
    struct folder folder;
    struct parcel_key village, municipality, stranger;
    struct pack *current; /* in use; NULL: none */
    struct arena arena;   /* of the last report */
    struct stage_report report;
    struct stage_frozen frozen[2];
    size_t frozen_count;
};

static const uint8_t bench_png[] = {
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44, 0x52,
    0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x02, 0x08, 0x02, 0x00, 0x00, 0x00, 0xFD, 0xD4, 0x9A,
    0x73, 0x00, 0x00, 0x00, 0x13, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0x63, 0x68, 0x48, 0x50, 0x00,
    0x22, 0x06, 0x85, 0x84, 0x06, 0x20, 0x02, 0x00, 0x1C, 0x0E, 0x04, 0x01, 0x4F, 0xA7, 0xAA, 0xCC,
    0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82};

static inline void bench_key(struct folder *folder, struct parcel_key *key, enum parcel_role role,
                             const char *name)
{
    char path[FOLDER_PATH], sign[2 * CRYPTO_KEY + 1], box[2 * CRYPTO_KEY + 1], text[400];
    uint8_t box_public[CRYPTO_KEY], box_secret[CRYPTO_KEY];

    key->role = role;
    crypto_sign_keypair(key->sign, key->secret);
    crypto_box_keypair(box_public, box_secret);
    if (name == NULL) {
        return;
    }
    str_hex(sign, key->sign, CRYPTO_KEY);
    str_hex(box, box_public, CRYPTO_KEY);
    snprintf(path, sizeof(path), "sleutels/%s.publiek", name);
    snprintf(text, sizeof(text),
             "{\"box\":\"%s\",\"role\":\"%s\",\"round\":\"\",\"sign\":\"%s\"}\n", box, name, sign);
    folder_text(folder, path, text);
}

/* The folder as it is now, on the disk. */
static inline void bench_lay(struct content_bench *bench, const char *dir)
{
    char path[FOLDER_PATH * 2];

    io_remove_tree(bench->io, dir, NULL);
    for (size_t i = 0; i < bench->folder.count; i++) {
        const struct folder_file *file = &bench->folder.files[i];
        snprintf(path, sizeof(path), "%s/%s", dir, file->path);
        io_fault_put(bench->disk, path, file->data, file->len);
    }
}

static inline struct stage_plan bench_plan(struct content_bench *bench, const char *from,
                                           bool is_parcel)
{
    return (struct stage_plan){.io = bench->io,
                               .data = BENCH_DATA,
                               .from_io = bench->io,
                               .from = from,
                               .is_parcel = is_parcel,
                               .current = bench->current,
                               .frozen = bench->frozen,
                               .frozen_count = bench->frozen_count};
}

static inline enum stage_refusal bench_bring(struct content_bench *bench, const char *from,
                                             bool is_parcel)
{
    const struct stage_plan plan = bench_plan(bench, from, is_parcel);

    arena_reset(&bench->arena);
    stage_run(&bench->report, &bench->arena, &plan, NULL);
    return bench->report.refusal;
}

/* Takes what was brought, as the app does. */
static inline bool bench_take(struct content_bench *bench)
{
    struct stock stock;
    char dir[FOLDER_PATH];

    if (bench->report.refusal != STAGE_FINE || !stock_load(&stock, bench->io, BENCH_DATA, NULL) ||
        !stock_switch(&stock, bench->io, BENCH_DATA, bench->report.slot, bench->report.version,
                      bench->report.resets, NULL)) {
        return false;
    }
    stock_dir(dir, sizeof(dir), BENCH_DATA, stock.now);
    pack_free(bench->current);
    bench->current = pack_load(bench->io, dir, NULL);
    return bench->current != NULL && bench->current->fault_count == 0;
}

/* A parcel of the folder as it is now, at `path`. */
static inline bool bench_sign(struct content_bench *bench, uint64_t version, const char *path,
                              const struct parcel_key *keys, size_t count)
{
    bench_lay(bench, "/sign");
    struct pack *pack = pack_load(bench->io, "/sign", NULL);
    struct err err = {0};
    bool done = pack != NULL && io_make_dirs(bench->io, BENCH_STICK, NULL) &&
                parcel_write(bench->io, path, pack, version, 1770000000, keys, count, &err);

    if (!done) {
        fprintf(stderr, "bench_sign: %s, %zu faults (%s %s)\n", err.msg,
                pack == NULL ? 0 : pack->fault_count,
                pack == NULL || pack->fault_count == 0 ? "" : pack->faults[0].file,
                pack == NULL || pack->fault_count == 0 ? "" : pack->faults[0].key);
    }
    pack_free(pack);
    return done;
}

/* The village's first pack is in use, as version 1. */
static inline void bench_init(struct content_bench *bench)
{
    *bench = (struct content_bench){.disk = io_fault_new()};
    bench->io = io_fault_io(bench->disk);
    arena_init(&bench->arena, 0);
    folder_init(&bench->folder);
    folder_put(&bench->folder, "fotos/bank.png", bench_png, sizeof(bench_png));
    bench_key(&bench->folder, &bench->village, PARCEL_VILLAGE, "village");
    bench_key(&bench->folder, &bench->municipality, PARCEL_MUNICIPALITY, "municipality");
    bench_key(&bench->folder, &bench->stranger, PARCEL_VILLAGE, NULL);
    io_make_dirs(bench->io, BENCH_DATA, NULL);
    bool done = bench_sign(bench, 1, BENCH_PARCEL, &bench->village, 1) &&
                bench_bring(bench, BENCH_PARCEL, true) == STAGE_FINE && bench_take(bench);
    if (!done) {
        fprintf(stderr, "bench_init: %s\n", stage_refusal_key(bench->report.refusal));
    }
    assert(done);
}

static inline void bench_finish(struct content_bench *bench)
{
    pack_free(bench->current);
    arena_finish(&bench->arena);
    folder_finish(&bench->folder);
    io_fault_free(bench->disk);
}

/* A change of the village's own: its motto. */
static inline void bench_motto(struct content_bench *bench, const char *motto)
{
    char text[200];

    snprintf(text, sizeof(text),
             "[dorp]\nnaam = Testdorp\nmotto = %s\ndorpshuis = De Hal\n"
             "lezer_van_namen = de werkgroep\naanspreekvorm = u\n",
             motto);
    folder_text(&bench->folder, "dorp.ini", text);
}

#endif
