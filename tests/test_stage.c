/* A pack on its way in: power cuts at every change, full disks, damaged packs, photos made small.
 */
#include "tests/faults/content_bench.h"

#include "app/content/photo_inner.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static int start(void **state)
{
    (void)state;
    return crypto_start(NULL) ? 0 : -1;
}

/* What a kiosk would show now: "Wij samen" or "Twee", whole; anything else ends the test. */
static bool shows_new(struct content_bench *bench)
{
    struct stock stock;
    char dir[FOLDER_PATH];

    assert_true(stock_load(&stock, bench->io, BENCH_DATA, NULL));
    stock_dir(dir, sizeof(dir), BENCH_DATA, stock.now);
    struct pack *pack = pack_load(bench->io, dir, NULL);
    assert_non_null(pack);
    assert_int_equal(pack->fault_count, 0);
    bool is_new = strcmp(pack->tagline, "Twee") == 0;
    assert_true(is_new || strcmp(pack->tagline, "Wij samen") == 0);
    pack_free(pack);
    return is_new;
}

/* Brings and takes version 2. True: it was said that it is in use. */
static bool bring_and_take(struct content_bench *bench)
{
    struct stock stock;

    return bench_bring(bench, BENCH_PARCEL, true) == STAGE_FINE &&
           stage_report_save(&bench->report, bench->io, BENCH_DATA, NULL) &&
           stock_load(&stock, bench->io, BENCH_DATA, NULL) &&
           stock_switch(&stock, bench->io, BENCH_DATA, bench->report.slot, bench->report.version,
                        bench->report.resets, NULL);
}

/* The planted bug: the switch before the slot is there. */
static bool take_and_bring(struct content_bench *bench)
{
    struct stock stock;
    char dir[FOLDER_PATH], to[FOLDER_PATH];

    if (bench_bring(bench, BENCH_PARCEL, true) != STAGE_FINE) {
        return false;
    }
    stock_dir(dir, sizeof(dir), BENCH_DATA, bench->report.slot);
    stock_dir(to, sizeof(to), BENCH_DATA, "00000000000000ff");
    return stock_load(&stock, bench->io, BENCH_DATA, NULL) &&
           stock_switch(&stock, bench->io, BENCH_DATA, "00000000000000ff", 2, false, NULL) &&
           bench->io->ops->rename(bench->io, dir, to) == 0;
}

struct cuts {
    uint64_t points, halves;
};

static bool is_half(struct content_bench *bench)
{
    struct stock stock;
    char dir[FOLDER_PATH];

    stock_load(&stock, bench->io, BENCH_DATA, NULL);
    stock_dir(dir, sizeof(dir), BENCH_DATA, stock.now);
    struct pack *pack = pack_load(bench->io, dir, NULL);
    bool is_whole = pack != NULL && pack->fault_count == 0;
    pack_free(pack);
    return !is_whole;
}

static struct cuts cut_everywhere(bool (*act)(struct content_bench *bench), bool must_hold)
{
    struct cuts cuts = {0};

    for (uint64_t n = 1;; n++) {
        struct content_bench bench;
        bench_init(&bench);
        bench_motto(&bench, "Twee");
        assert_true(bench_sign(&bench, 2, BENCH_PARCEL, &bench.village, 1));
        io_fault_settle(bench.disk);
        io_fault_power_at(bench.disk, n);
        bool said_done = act(&bench);
        bool was_off = io_fault_is_off(bench.disk);
        io_fault_cut(bench.disk, n * 7919 + 1);
        if (is_half(&bench)) {
            cuts.halves++;
        } else if (must_hold) {
            bool is_new = shows_new(&bench);
            assert_true(!said_done || is_new);
            /* And whatever was left there, the next one is taken. */
            bench_motto(&bench, "Twee");
            assert_true(bench_sign(&bench, 3, BENCH_PARCEL, &bench.village, 1));
            assert_true(bring_and_take(&bench) && shows_new(&bench));
        }
        bench_finish(&bench);
        cuts.points++;
        if (!was_off) {
            return cuts;
        }
    }
}

static void a_power_cut_anywhere_leaves_the_old_or_the_new(void **state)
{
    (void)state;
    struct cuts cuts = cut_everywhere(bring_and_take, true);
    assert_int_equal(cuts.halves, 0);
    assert_true(cuts.points > 100);
}

static void a_switch_before_its_slot_would_be_seen(void **state)
{
    (void)state;
    assert_true(cut_everywhere(take_and_bring, false).halves > 0);
}

static void a_full_or_broken_disk_leaves_the_old(void **state)
{
    static const int errors[] = {ENOSPC, EIO, EROFS, FAULT_SHORT_WRITE};

    (void)state;
    for (size_t e = 0; e < 4; e++) {
        for (uint64_t n = 1; n < 260; n += 3) {
            struct content_bench bench;
            bench_init(&bench);
            bench_motto(&bench, "Twee");
            assert_true(bench_sign(&bench, 2, BENCH_PARCEL, &bench.village, 1));
            io_fault_fail_at(bench.disk, n, errors[e], FAULT_FOREVER);
            bool said_done = bring_and_take(&bench);
            io_fault_fail_at(bench.disk, 0, 0, FAULT_ONCE);
            assert_false(is_half(&bench));
            assert_true(!said_done || shows_new(&bench));
            assert_int_equal(io_fault_open_handles(bench.disk), 0);
            bench_finish(&bench);
        }
    }
}

/* ---- fresh ones that do not work ------------------------------------------------------------- */

static void a_fresh_pack_that_never_showed_a_picture_is_put_back(void **state)
{
    struct content_bench bench;
    struct stock stock;
    bool returned;

    (void)state;
    bench_init(&bench);
    bench_motto(&bench, "Twee");
    assert_true(bench_sign(&bench, 2, BENCH_PARCEL, &bench.village, 1));
    assert_true(bring_and_take(&bench));
    assert_true(stock_load(&stock, bench.io, BENCH_DATA, NULL));
    assert_true(stock_start(&stock, bench.io, BENCH_DATA, &returned, NULL)); /* and then it dies */
    assert_false(returned);
    assert_true(stock_load(&stock, bench.io, BENCH_DATA, NULL));
    assert_true(stock_start(&stock, bench.io, BENCH_DATA, &returned, NULL));
    assert_true(returned);
    assert_false(shows_new(&bench));
    assert_int_equal(stock.highest, 2); /* it was seen all the same */
    /* One that came to its first picture stays, however often it starts. */
    assert_true(stock_return(&stock, bench.io, BENCH_DATA, NULL));
    assert_true(stock_is_healthy(&stock, bench.io, BENCH_DATA, NULL));
    for (int i = 0; i < 3; i++) {
        assert_true(stock_start(&stock, bench.io, BENCH_DATA, &returned, NULL));
        assert_false(returned);
    }
    assert_true(shows_new(&bench));
    bench_finish(&bench);
}

static void a_round_that_was_opened_stays_as_it_is(void **state)
{
    struct content_bench bench;

    (void)state;
    bench_init(&bench);
    memcpy(bench.frozen[0].id, bench.current->rounds[1].id, ROUND_ID);
    round_digest(bench.frozen[0].digest, &bench.current->rounds[1]);
    bench.frozen_count = 1;
    bench_motto(&bench, "Twee"); /* anything else may change */
    bench_lay(&bench, BENCH_STICK "/dorp");
    assert_int_equal(bench_bring(&bench, BENCH_STICK "/dorp", false), STAGE_FINE);
    folder_edit(&bench.folder, "plannen.csv", "Lamp", "Lampen");
    bench_lay(&bench, BENCH_STICK "/dorp");
    assert_int_equal(bench_bring(&bench, BENCH_STICK "/dorp", false), STAGE_FROZEN);
    assert_string_equal(bench.report.refused, "De beurs");
    bench_finish(&bench);
}

/* ---- damaged packs --------------------------------------------------------------------------- */

static uint64_t dice_state;
static uint64_t dice(uint64_t below)
{
    dice_state ^= dice_state << 13;
    dice_state ^= dice_state >> 7;
    dice_state ^= dice_state << 17;
    return below == 0 ? 0 : dice_state % below;
}

/* Bytes, columns, encodings, sizes, names: one to three things go wrong. */
static void damage(struct content_bench *bench)
{
    struct folder *folder = &bench->folder;

    for (uint64_t times = 1 + dice(3); times > 0; times--) {
        struct folder_file *file = &folder->files[dice(folder->count)];
        char path[FOLDER_PATH];
        snprintf(path, sizeof(path), "%s", file->path);
        switch (dice(12)) {
        case 0: /* a byte */
            file->data[dice(file->len)] = (char)dice(256);
            break;
        case 1: /* a run of bytes */
            for (uint64_t i = 0; i < 20 && file->len > 0; i++) {
                file->data[dice(file->len)] = (char)dice(256);
            }
            break;
        case 2: /* cut short */
            file->len = dice(file->len);
            break;
        case 3: /* a column more or less */
            for (size_t i = 0; i < file->len; i++) {
                if (file->data[i] == ';' && dice(8) == 0) {
                    file->data[i] = dice(2) == 0 ? ',' : ' ';
                }
            }
            break;
        case 4: { /* UTF-16 */
            char *wide = calloc(2, file->len + 1);
            wide[0] = (char)0xFF;
            wide[1] = (char)0xFE;
            for (size_t i = 0; i + 1 < file->len; i++) {
                wide[2 * i + 2] = file->data[i];
            }
            folder_put(folder, path, wide, file->len * 2);
            free(wide);
            break;
        }
        case 5: { /* far too long */
            size_t len = 5 * 1024 * 1024;
            char *large = malloc(len);
            memset(large, 'a' + (int)dice(26), len);
            folder_put(folder, path, large, len);
            free(large);
            break;
        }
        case 6: /* gone */
            folder_drop(folder, path);
            break;
        case 7: /* twice itself */
        {
            size_t len = file->len;
            char *twice = malloc(2 * len + 1);
            memcpy(twice, file->data, len);
            memcpy(twice + len, file->data, len);
            folder_put(folder, path, twice, 2 * len);
            free(twice);
            break;
        }
        case 8: /* a file of another kind under its name */
            folder_put(folder, path, "PK\3\4zip", 7);
            break;
        case 9: /* quotes */
            if (file->len > 0) {
                file->data[dice(file->len)] = '"';
            }
            break;
        case 10: { /* a name from elsewhere */
            static const char *const names[] = {"fotos/con.png",     "fotos/a b.png",
                                                "sleutels/x.geheim", "fotos/a\xFF.png",
                                                "geheim.csv",        "LEES MIJ.txt"};
            folder_text(folder, names[dice(6)], "x");
            break;
        }
        default: /* a picture that says it is enormous */
            folder_png(folder, "fotos/bank.png", (uint32_t)dice(1u << 31), 60000);
            break;
        }
    }
}

/* 0 crashes, 0 half-applied, and each refusal has a sentence. */
static void random_damaged_packs_are_refused_whole(void **state)
{
    const char *wanted = getenv("PACKS");
    int packs = wanted == NULL ? 150 : atoi(wanted); /* PACKS=1000: all of them */
    int taken = 0;

    (void)state;
    for (int i = 0; i < packs; i++) {
        struct content_bench bench;
        dice_state = 0x9E3779B97F4A7C15u + (uint64_t)i * 7919;
        bench_init(&bench);
        damage(&bench);
        bench_lay(&bench, BENCH_STICK "/dorp");
        enum stage_refusal refusal = bench_bring(&bench, BENCH_STICK "/dorp", false);
        if (refusal == STAGE_FINE) {
            assert_true(bench_take(&bench)); /* harmless, and then it works */
            taken++;
        } else {
            assert_true(stage_refusal_key(refusal)[0] != '\0');
            assert_string_equal(bench.report.slot, "");
            assert_true(refusal != STAGE_FAULTS || bench.report.fault_count > 0);
            assert_false(is_half(&bench));
            assert_false(shows_new(&bench));
        }
        assert_int_equal(io_fault_open_handles(bench.disk), 0);
        bench_finish(&bench);
    }
    assert_true(taken < packs / 2);
    print_message("%d damaged packs, %d of them harmless\n", packs, taken);
}

/* ---- photos ---------------------------------------------------------------------------------- */

static void a_photo_is_made_small_once(void **state)
{
    struct content_bench bench;
    struct arena arena;
    struct photo photo;
    size_t len;
    char path[FOLDER_PATH];

    (void)state;
    arena_init(&arena, 0);
    bench_init(&bench);
    struct io *disk = io_posix();
    char *bytes;
    assert_true(io_read_file(disk, &arena, "assets/art/village-1280x800.png", PHOTO_MAX_BYTES,
                             &bytes, &len, NULL));
    folder_put(&bench.folder, "fotos/groot.png", bytes, len);
    bench_lay(&bench, BENCH_STICK "/dorp");
    assert_int_equal(bench_bring(&bench, BENCH_STICK "/dorp", false), STAGE_FINE);
    assert_true(bench_take(&bench));
    snprintf(path, sizeof(path), "%s/fotos/groot.png", bench.current->dir);
    const uint8_t *small = io_fault_peek(bench.disk, path, &len);
    assert_non_null(small);
    assert_true(photo_shrink(&photo, &arena, small, len, NULL)); /* and it can be read again */
    assert_true(photo.width <= PHOTO_KEEP_SIDE && photo.height <= PHOTO_KEEP_SIDE);
    uint8_t hash[CRYPTO_HASH], again[CRYPTO_HASH];
    crypto_hash(hash, small, len);
    bench_motto(&bench, "Twee"); /* the next pack finds it made */
    bench_lay(&bench, BENCH_STICK "/dorp");
    assert_int_equal(bench_bring(&bench, BENCH_STICK "/dorp", false), STAGE_FINE);
    assert_true(bench_take(&bench));
    snprintf(path, sizeof(path), "%s/fotos/groot.png", bench.current->dir);
    small = io_fault_peek(bench.disk, path, &len);
    crypto_hash(again, small, len);
    assert_memory_equal(hash, again, CRYPTO_HASH);
    io_destroy(disk);
    bench_finish(&bench);
    arena_finish(&arena);
}

/* A wide JPEG with grain; `way` is what EXIF says of it. In the arena. */
static uint8_t *make_jpeg(struct arena *arena, uint8_t way, size_t *ret_len)
{
    enum { WIDTH = 2000, HEIGHT = 700 };
    const uint8_t exif[] = {0xFF, 0xE1, 0, 34, 'E', 'x', 'i', 'f', 0,    0,    'M', 'M',
                            0,    42,   0, 0,  0,   8,   0,   1,   0x01, 0x12, 0,   3,
                            0,    0,    0, 1,  0,   way, 0,   0,   0,    0,    0,   0};
    struct photo photo;
    uint8_t *pixels = arena_array(arena, (size_t)WIDTH * HEIGHT, 3);

    dice_state = 88172645463325252u;
    for (size_t i = 0; i < (size_t)WIDTH * HEIGHT * 3; i++) {
        bool is_left = i / 3 % WIDTH < WIDTH / 2;
        pixels[i] = (uint8_t)((is_left ? 200 : 20) + dice(40));
    }
    assert_true(jpeg_write(&photo, arena, pixels, WIDTH, HEIGHT, NULL));
    uint8_t *bytes = arena_alloc(arena, photo.len + sizeof(exif));
    memcpy(bytes, photo.bytes, 2);
    memcpy(bytes + 2, exif, sizeof(exif));
    memcpy(bytes + 2 + sizeof(exif), photo.bytes + 2, photo.len - 2);
    *ret_len = photo.len + sizeof(exif);
    return bytes;
}

static void a_photo_of_a_phone_becomes_small_and_upright(void **state)
{
    static const struct {
        uint8_t way;
        uint32_t width, height;
    } ways[] = {{1, 1280, 448}, {3, 1280, 448}, {6, 448, 1280}, {8, 448, 1280}};

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        struct arena arena;
        struct photo small, again;
        size_t len;
        arena_init(&arena, 0);
        const uint8_t *bytes = make_jpeg(&arena, ways[i].way, &len);
        assert_true(photo_shrink(&small, &arena, bytes, len, NULL));
        assert_true(small.is_new && small.len < len);
        assert_int_equal(small.width, ways[i].width);
        assert_int_equal(small.height, ways[i].height);
        assert_true(photo_shrink(&again, &arena, small.bytes, small.len, NULL));
        assert_int_equal(again.width, ways[i].width);    /* it says itself what it is now */
        for (size_t at = 30; at < len; at += len / 40) { /* cut short anywhere it is refused */
            assert_false(photo_shrink(&again, &arena, bytes, at, NULL));
        }
        arena_finish(&arena);
    }
}

static void a_photo_that_is_cut_or_changed_anywhere_is_no_crash(void **state)
{
    struct arena arena;
    struct photo photo;
    char *bytes;
    size_t len;

    (void)state;
    arena_init(&arena, 0);
    struct io *disk = io_posix();
    assert_true(io_read_file(disk, &arena, "assets/demo/broekhoven/fotos/idee-01.png",
                             PHOTO_MAX_BYTES, &bytes, &len, NULL));
    struct arena scratch;
    arena_init(&scratch, 0);
    size_t refused = 0;
    for (size_t at = 0; at < len; at += len / 200 + 1) {
        arena_reset(&scratch);
        refused += photo_shrink(&photo, &scratch, (const uint8_t *)bytes, at, NULL) ? 0 : 1;
        char was = bytes[at];
        bytes[at] = (char)(was ^ 0x10);
        arena_reset(&scratch);
        photo_shrink(&photo, &scratch, (const uint8_t *)bytes, len, NULL);
        bytes[at] = was;
    }
    assert_true(refused > 190); /* cut short is refused */
    arena_reset(&scratch);
    assert_true(photo_shrink(&photo, &scratch, (const uint8_t *)bytes, len, NULL));
    arena_finish(&scratch);
    arena_finish(&arena);
    io_destroy(disk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_power_cut_anywhere_leaves_the_old_or_the_new),
        cmocka_unit_test(a_switch_before_its_slot_would_be_seen),
        cmocka_unit_test(a_full_or_broken_disk_leaves_the_old),
        cmocka_unit_test(a_fresh_pack_that_never_showed_a_picture_is_put_back),
        cmocka_unit_test(a_round_that_was_opened_stays_as_it_is),
        cmocka_unit_test(random_damaged_packs_are_refused_whole),
        cmocka_unit_test(a_photo_is_made_small_once),
        cmocka_unit_test(a_photo_of_a_phone_becomes_small_and_upright),
        cmocka_unit_test(a_photo_that_is_cut_or_changed_anywhere_is_no_crash),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
