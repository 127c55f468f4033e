/* The world's beginning and end, chance, sets, and disks that can be copied whole. */
#include "tests/sim/sim.h"

#include "app/base/json.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *const sim_bug_names[SIM_BUGS] = {
    [SIM_BUG_NONE] = "none",
    [SIM_BUG_PURGE_EARLY] = "purge-early",
    [SIM_BUG_PURGE_LATER] = "purge-later",
    [SIM_BUG_DEDUPE_SEQ] = "dedupe-seq",
    [SIM_BUG_REFUSE_FORK] = "refuse-fork",
    [SIM_BUG_BARE_200] = "bare-200",
    [SIM_BUG_NO_READ_BACK] = "no-read-back",
    [SIM_BUG_EARLY_SAFE] = "early-safe",
    [SIM_BUG_UNSIGNED] = "unsigned",
};

enum { START_S = 1790000000 };

/* ---- chance -------------------------------------------------------------------------------- */

uint64_t sim_random(struct sim_dice *dice)
{
    uint64_t mixed = dice->state += 0x9E3779B97F4A7C15u; /* splitmix64 */

    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBu;
    return mixed ^ mixed >> 31;
}

unsigned sim_below(struct sim_dice *dice, unsigned limit)
{
    return limit == 0 ? 0 : (unsigned)(sim_random(dice) % limit);
}

bool sim_chance(struct sim_dice *dice, unsigned percent)
{
    return sim_below(dice, 100) < percent;
}

/* ---- sets ---------------------------------------------------------------------------------- */

bool sim_ids_has(const struct sim_ids *ids, const uint8_t id[BUNDLE_ID])
{
    for (size_t i = 0; i < ids->count; i++) {
        if (memcmp(ids->id[i], id, BUNDLE_ID) == 0) {
            return true;
        }
    }
    return false;
}

void sim_ids_add(struct sim_ids *ids, const uint8_t id[BUNDLE_ID])
{
    if (!sim_ids_has(ids, id)) {
        assert(ids->count < SIM_IDS);
        memcpy(ids->id[ids->count++], id, BUNDLE_ID);
    }
}

bool sim_marked(const struct sim_marks *marks, size_t at)
{
    return (marks->bits[at / 64] >> at % 64 & 1u) != 0;
}

void sim_mark(struct sim_marks *marks, size_t at)
{
    marks->bits[at / 64] |= (uint64_t)1 << at % 64;
}

/* ---- what is told -------------------------------------------------------------------------- */

void sim_say(const struct sim *sim, const char *format, ...)
{
    va_list args;

    if (sim->verbose) {
        printf("%4u  ", sim->step);
        va_start(args, format);
        vprintf(format, args);
        va_end(args);
        printf("\n");
    }
}

void sim_fail(struct sim *sim, const char *format, ...)
{
    va_list args;

    if (!SIM_HAS_FAILED(sim)) {
        va_start(args, format);
        vsnprintf(sim->problem, sizeof(sim->problem), format, args);
        va_end(args);
        sim_say(sim, "PROBLEM: %s", sim->problem);
    }
}

/* ---- disks --------------------------------------------------------------------------------- */

struct taking {
    struct sim_files *files;
    struct io *io;
    struct arena arena;
};

static void take_folder(struct taking *taking, const char *dir)
{
    char **names;
    size_t count;

    if (!io_list_sorted(taking->io, &taking->arena, dir, &names, &count, NULL)) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        char *text;
        size_t len;
        const char *path =
            arena_printf(&taking->arena, "%s/%s", strcmp(dir, "/") == 0 ? "" : dir, names[i]);
        if (!io_read_file(taking->io, &taking->arena, path, 64 << 20, &text, &len, NULL)) {
            take_folder(taking, path);
            continue;
        }
        struct sim_files *files = taking->files;
        files->list = realloc(files->list, (files->count + 1) * sizeof(*files->list));
        assert(files->list != NULL);
        struct sim_file *file = &files->list[files->count++];
        snprintf(file->path, sizeof(file->path), "%s", path);
        file->data = malloc(len + 1);
        assert(file->data != NULL);
        memcpy(file->data, text, len);
        file->len = len;
    }
}

void sim_files_take(struct sim_files *ret, struct io_fault *disk)
{
    struct taking taking = {.files = ret, .io = io_fault_io(disk)};

    *ret = (struct sim_files){NULL, 0};
    arena_init(&taking.arena, 0);
    take_folder(&taking, "/");
    arena_finish(&taking.arena);
}

void sim_files_free(struct sim_files *files)
{
    for (size_t i = 0; i < files->count; i++) {
        free(files->list[i].data);
    }
    free(files->list);
    *files = (struct sim_files){NULL, 0};
}

struct sim_disk *sim_disk_new(const struct sim_files *files, bool keeps_names)
{
    static unsigned number; /* names of VFSs only */
    struct sim_disk *disk = calloc(1, sizeof(*disk));

    assert(disk != NULL);
    disk->disk = io_fault_new();
    disk->keeps_names = keeps_names;
    io_fault_kind_fs(disk->disk, keeps_names);
    for (size_t i = 0; files != NULL && i < files->count; i++) {
        io_fault_put(disk->disk, files->list[i].path, files->list[i].data, files->list[i].len);
    }
    snprintf(disk->name, sizeof(disk->name), "sim-%u", number++);
    disk->vfs = vfs_io_new(disk->name, io_fault_io(disk->disk));
    return disk;
}

void sim_disk_free(struct sim_disk *disk)
{
    assert(io_fault_open_handles(disk->disk) == 0);
    vfs_io_free(disk->vfs);
    io_fault_free(disk->disk);
    free(disk);
}

/* ---- begin and end ------------------------------------------------------------------------- */

static void begin_village(struct sim *sim)
{
    uint8_t secret[CRYPTO_KEY];
    bool loaded;

    rig_init(&sim->rig);
    crypto_test_seed(sim->seed + 1000);
    sim_count_keys(sim);
    sim->pack = (struct pack){.name = "Broekhoven",
                              .tagline = "",
                              .kiosk = "Dorpshuis De Brink",
                              .contact_reader = "",
                              .rounds = &sim->rig.round,
                              .round_count = 1};
    crypto_box_keypair(sim->pack.village_key, secret);
    loaded = phrases_load(&sim->phrases, sim->files, &sim->rig_arena, "assets", NULL);
    assert(loaded);
    (void)loaded;
}

static void begin_hub(struct sim *sim)
{
    struct err err = {0};

    sim->hub_disk = sim_disk_new(NULL, true);
    clock_init_virtual(&sim->clock, START_S);
    sim->place = (struct hub_place){.io = io_fault_io(sim->hub_disk->disk),
                                    .clock = &sim->clock,
                                    .where = "/hub.sqlite",
                                    .keys = "/hub.keys",
                                    .vfs = sim->hub_disk->name};
    sim->knows = (struct hub_knows){.bundles = true, .kinds = RECORD_KINDS};
    if (sim_chance(&sim->dice, 25)) { /* an older program */
        sim->knows.bundles = sim_chance(&sim->dice, 60);
        sim->knows.kinds = 1 + (int)sim_below(&sim->dice, RECORD_KINDS);
        sim_say(sim, "the hub knows %d kinds%s", sim->knows.kinds,
                sim->knows.bundles ? "" : " and no bundle of today");
    }
    sim->hub.knows = sim->knows;
    if (!hub_create(&sim->hub, &sim->place, "Gemeente Proef", NULL, &err)) {
        sim_fail(sim, "the hub cannot be made: %s", err.msg);
        hub_close(&sim->hub);
        return;
    }
    hub_close(&sim->hub);
    io_fault_settle(sim->hub_disk->disk);
    sim_hub_on(sim);
}

void sim_begin(struct sim *sim)
{
    static const unsigned misfortunes[] = {0, 5, 15, 30, 50};
    bool made;

    sim->dice.state = sim->seed;
    sim->misfortune = misfortunes[sim_below(&sim->dice, 5)];
    arena_init(&sim->arena, 0);
    arena_init(&sim->rig_arena, 0);
    sim->files = io_posix();
    snprintf(sim->dir, sizeof(sim->dir), "%s/dorpel-sim-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    made = mkdtemp(sim->dir) != NULL;
    assert(made);
    (void)made;
    begin_village(sim);
    begin_hub(sim);
    size_t kiosks = 1 + sim_below(&sim->dice, 3);
    sim_say(sim, "%zu kiosks, misfortune %u %%", kiosks, sim->misfortune);
    for (size_t i = 0; i < kiosks && !SIM_HAS_FAILED(sim); i++) {
        sim_kiosk_new(sim, NULL);
    }
}

void sim_end(struct sim *sim)
{
    sim_mail_drop_all(sim);
    for (size_t i = 0; i < sim->kiosk_count; i++) {
        sim_kiosk_off(sim, i);
        sim_disk_free(sim->kiosk[i].card);
    }
    for (size_t i = 0; i < SIM_IMAGES; i++) {
        sim_files_free(&sim->image[i].files);
    }
    for (size_t i = 0; i < SIM_COPIES; i++) {
        free(sim->hub_copy[i].data);
    }
    sim_hub_off(sim);
    sim_disk_free(sim->hub_disk);
    io_remove_tree(sim->files, sim->dir, NULL);
    io_destroy(sim->files);
    arena_finish(&sim->rig_arena);
    arena_finish(&sim->arena);
    rig_finish(&sim->rig);
}
