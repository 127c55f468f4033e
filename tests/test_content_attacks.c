/* The attacks of The Update Framework on packs, three and more each, named after them. Whatever is
 * tried, what is in use stays in use. */
#include "tests/faults/content_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static int start(void **state)
{
    (void)state;
    return crypto_start(NULL) ? 0 : -1;
}

/* What the kiosk shows after the attack: the first pack, of version 1. */
static void assert_untouched(struct content_bench *bench)
{
    struct stock stock;
    char dir[FOLDER_PATH];

    assert_true(stock_load(&stock, bench->io, BENCH_DATA, NULL));
    assert_int_equal(stock.version, 1);
    assert_int_equal(stock.highest, 1);
    stock_dir(dir, sizeof(dir), BENCH_DATA, stock.now);
    struct pack *pack = pack_load(bench->io, dir, NULL);
    assert_non_null(pack);
    assert_int_equal(pack->fault_count, 0);
    assert_string_equal(pack->tagline, "Wij samen");
    pack_free(pack);
}

#define REFUSED(bench, parcel, wanted)                                                             \
    do {                                                                                           \
        assert_string_equal(stage_refusal_key(bench_bring(bench, parcel, true)),                   \
                            stage_refusal_key(wanted));                                            \
        assert_string_equal((bench)->report.slot, "");                                             \
        assert_untouched(bench);                                                                   \
    } while (0)

/* One byte of the parcel becomes another. */
static void flip(struct content_bench *bench, size_t at)
{
    assert_true(io_fault_flip(bench->disk, BENCH_PARCEL, (uint64_t)at * 8 + 3));
}

static size_t parcel_len(struct content_bench *bench)
{
    size_t len = 0;

    assert_non_null(io_fault_peek(bench->disk, BENCH_PARCEL, &len));
    return len;
}

/* Bytes of a parcel in memory of ours. */
static uint8_t *copy_parcel(struct content_bench *bench, size_t *ret_len)
{
    const uint8_t *bytes = io_fault_peek(bench->disk, BENCH_PARCEL, ret_len);
    uint8_t *copy = malloc(*ret_len);

    assert_non_null(copy);
    memcpy(copy, bytes, *ret_len);
    return copy;
}

static size_t index_len(const uint8_t *bytes)
{
    return (size_t)bytes[8] | (size_t)bytes[9] << 8 | (size_t)bytes[10] << 16 |
           (size_t)bytes[11] << 24;
}

/* ---- arbitrary software -------------------------------------------------------------------- */

static void arbitrary_software_signed_by_a_stranger_is_refused(void **state)
{
    struct content_bench bench;

    (void)state;
    bench_init(&bench);
    bench_motto(&bench, "Koop nu");
    assert_true(bench_sign(&bench, 2, BENCH_PARCEL, &bench.stranger, 1));
    REFUSED(&bench, BENCH_PARCEL, STAGE_KEY);
    bench_finish(&bench);
}

static void arbitrary_software_in_any_byte_of_a_signed_pack_is_refused(void **state)
{
    struct content_bench bench;

    (void)state;
    bench_init(&bench);
    bench_motto(&bench, "Wij zijn er");
    assert_true(bench_sign(&bench, 2, BENCH_PARCEL, &bench.village, 1));
    size_t len = parcel_len(&bench);
    for (size_t at = 0; at < len; at += 37) {
        flip(&bench, at);
        enum stage_refusal refusal = bench_bring(&bench, BENCH_PARCEL, true);
        assert_true(refusal == STAGE_DAMAGED || refusal == STAGE_KEY || refusal == STAGE_FOREIGN);
        assert_string_equal(bench.report.slot, "");
        flip(&bench, at);
    }
    assert_untouched(&bench);
    assert_int_equal(bench_bring(&bench, BENCH_PARCEL, true),
                     STAGE_FINE); /* unharmed it is taken */
    bench_finish(&bench);
}

static void arbitrary_software_signed_in_another_role_is_refused(void **state)
{
    struct content_bench bench;
    struct parcel_key key;

    (void)state;
    bench_init(&bench);
    bench_motto(&bench, "Wij zijn er");
    key = bench.municipality; /* a signature of the municipality, called one of the village */
    key.role = PARCEL_VILLAGE;
    assert_true(bench_sign(&bench, 2, BENCH_PARCEL, &key, 1));
    REFUSED(&bench, BENCH_PARCEL, STAGE_KEY);
    assert_true(bench_sign(&bench, 2, BENCH_PARCEL, &bench.village, 1));
    size_t len;
    uint8_t *bytes = copy_parcel(&bench, &len);
    bytes[12 + index_len(bytes) + 1] = PARCEL_MUNICIPALITY; /* and the other way round */
    io_fault_put(bench.disk, BENCH_PARCEL, bytes, len);
    REFUSED(&bench, BENCH_PARCEL, STAGE_KEY);
    free(bytes);
    bench_finish(&bench);
}

/* ---- rollback ------------------------------------------------------------------------------ */

static void go_to_version(struct content_bench *bench, uint64_t version, const char *motto)
{
    bench_motto(bench, motto);
    assert_true(bench_sign(bench, version, BENCH_PARCEL, &bench->village, 1));
    assert_int_equal(bench_bring(bench, BENCH_PARCEL, true), STAGE_FINE);
    assert_true(bench_take(bench));
}

static void rollback_to_an_older_pack_is_refused(void **state)
{
    struct content_bench bench;

    (void)state;
    bench_init(&bench);
    assert_true(bench_sign(&bench, 1, "/old.dorp", &bench.village, 1));
    go_to_version(&bench, 5, "Vijf");
    assert_int_equal(bench_bring(&bench, "/old.dorp", true), STAGE_ROLLBACK);
    assert_string_equal(bench.current->tagline, "Vijf");
    bench_finish(&bench);
}

static void rollback_by_the_same_number_with_other_bytes_is_refused(void **state)
{
    struct content_bench bench;

    (void)state;
    bench_init(&bench);
    bench_motto(&bench, "Ook een");
    assert_true(bench_sign(&bench, 1, BENCH_PARCEL, &bench.village, 1));
    REFUSED(&bench, BENCH_PARCEL, STAGE_SAME);
    bench_finish(&bench);
}

static void rollback_through_the_return_to_the_one_before_is_refused(void **state)
{
    struct content_bench bench;
    struct stock stock;

    (void)state;
    bench_init(&bench);
    bench_motto(&bench, "Drie");
    assert_true(bench_sign(&bench, 3, "/three.dorp", &bench.village, 1));
    go_to_version(&bench, 5, "Vijf");
    assert_true(stock_load(&stock, bench.io, BENCH_DATA, NULL));
    assert_true(stock_return(&stock, bench.io, BENCH_DATA, NULL)); /* 1 shows again, 5 was seen */
    assert_int_equal(bench_bring(&bench, "/three.dorp", true), STAGE_ROLLBACK);
    /* And what was staged before another came in is not taken behind it. */
    assert_false(stock_switch(&stock, bench.io, BENCH_DATA, "0123456789abcdef", 4, false, NULL));
    bench_finish(&bench);
}

/* ---- fast-forward -------------------------------------------------------------------------- */

static void fast_forward_above_all_numbers_is_refused(void **state)
{
    struct content_bench bench;
    struct parcel parcel;

    (void)state;
    bench_init(&bench);
    assert_true(bench_sign(&bench, PARCEL_MAX_VERSION, BENCH_PARCEL, &bench.village, 1));
    assert_true(parcel_read(&parcel, &bench.arena, bench.io, BENCH_PARCEL, NULL));
    bench_lay(&bench, "/sign");
    struct pack *pack = pack_load(bench.io, "/sign", NULL);
    assert_false(parcel_write(bench.io, "/x.dorp", pack, PARCEL_MAX_VERSION + 1, 0, &bench.village,
                              1, NULL));
    pack_free(pack);
    bench_finish(&bench);
}

static void fast_forward_by_a_stranger_leaves_the_numbers_alone(void **state)
{
    struct content_bench bench;

    (void)state;
    bench_init(&bench);
    bench_motto(&bench, "Koop nu");
    assert_true(bench_sign(&bench, 1000000, BENCH_PARCEL, &bench.stranger, 1));
    REFUSED(&bench, BENCH_PARCEL, STAGE_KEY);
    go_to_version(&bench, 2, "Twee");
    bench_finish(&bench);
}

static void fast_forward_is_undone_by_a_new_key(void **state)
{
    struct content_bench bench;
    struct parcel_key keys[2];
    struct stock stock;

    (void)state;
    bench_init(&bench);
    go_to_version(&bench, PARCEL_MAX_VERSION, "Ver"); /* with a stolen key, say */
    keys[0] = bench.village;
    bench_key(&bench.folder, &bench.village, PARCEL_VILLAGE, "village");
    keys[1] = bench.village;
    keys[1].role = PARCEL_NEXT_VILLAGE;
    bench_motto(&bench, "Opnieuw");
    assert_true(bench_sign(&bench, 1, BENCH_PARCEL, keys, 2));
    assert_int_equal(bench_bring(&bench, BENCH_PARCEL, true), STAGE_FINE);
    assert_true(bench_take(&bench));
    assert_true(stock_load(&stock, bench.io, BENCH_DATA, NULL));
    assert_int_equal(stock.highest, 1);
    go_to_version(&bench, 2, "Twee");
    bench_finish(&bench);
}

/* ---- indefinite freeze --------------------------------------------------------------------- */

static void indefinite_freeze_shows_the_number_and_the_day(void **state)
{
    struct content_bench bench;
    struct parcel parcel;

    (void)state;
    bench_init(&bench);
    bench_motto(&bench, "Twee");
    assert_true(bench_sign(&bench, 2, BENCH_PARCEL, &bench.village, 1));
    assert_int_equal(bench_bring(&bench, BENCH_PARCEL, true), STAGE_FINE);
    assert_int_equal(bench.report.version, 2); /* a person compares it with the office's */
    assert_true(parcel_read(&parcel, &bench.arena, bench.io, BENCH_PARCEL, NULL));
    assert_int_equal(parcel.made_s, 1770000000);
    bench_finish(&bench);
}

static void indefinite_freeze_by_an_old_pack_beside_the_new_one_fails(void **state)
{
    struct content_bench bench;
    char path[FOLDER_PATH];
    bool is_parcel;

    (void)state;
    bench_init(&bench);
    bench_motto(&bench, "Zeven");
    assert_true(bench_sign(&bench, 7, BENCH_STICK "/z.dorp", &bench.village, 1));
    bench_motto(&bench, "Zes");
    assert_true(bench_sign(&bench, 6, BENCH_STICK "/a.dorp", &bench.village, 1));
    assert_true(
        stage_find(path, sizeof(path), &is_parcel, bench.io, BENCH_STICK, bench.current, 1));
    assert_true(is_parcel);
    assert_string_equal(path, BENCH_STICK "/z.dorp");
    bench_finish(&bench);
}

static void indefinite_freeze_with_only_old_packs_is_told_and_is_no_success(void **state)
{
    struct content_bench bench;
    char path[FOLDER_PATH];
    bool is_parcel;

    (void)state;
    bench_init(&bench); /* the stick still holds version 1 */
    assert_false(
        stage_find(path, sizeof(path), &is_parcel, bench.io, BENCH_STICK, bench.current, 1));
    REFUSED(&bench, BENCH_PARCEL, STAGE_SAME);
    bench_finish(&bench);
}

/* ---- endless data -------------------------------------------------------------------------- */

static void endless_data_in_the_index_takes_no_memory(void **state)
{
    struct content_bench bench;
    size_t len;

    (void)state;
    bench_init(&bench);
    uint8_t *bytes = copy_parcel(&bench, &len);
    memset(bytes + 8, 0xFF, 4); /* an index of four gigabytes */
    io_fault_put(bench.disk, BENCH_PARCEL, bytes, len);
    free(bytes);
    REFUSED(&bench, BENCH_PARCEL, STAGE_DAMAGED);
    bench_finish(&bench);
}

static void endless_data_behind_the_last_file_is_refused(void **state)
{
    struct content_bench bench;
    size_t len;

    (void)state;
    bench_init(&bench);
    bench_motto(&bench, "Twee");
    assert_true(bench_sign(&bench, 2, BENCH_PARCEL, &bench.village, 1));
    uint8_t *bytes = copy_parcel(&bench, &len);
    uint8_t *longer = calloc(1, len + 1000000);
    memcpy(longer, bytes, len);
    io_fault_put(bench.disk, BENCH_PARCEL, longer, len + 1000000);
    REFUSED(&bench, BENCH_PARCEL, STAGE_DAMAGED);
    io_fault_put(bench.disk, BENCH_PARCEL, longer, len + 1);
    REFUSED(&bench, BENCH_PARCEL, STAGE_DAMAGED);
    free(bytes);
    free(longer);
    bench_finish(&bench);
}

static void endless_data_in_a_folder_is_not_copied(void **state)
{
    struct content_bench bench;
    char name[FOLDER_PATH];
    char **names;
    size_t count = 0;

    (void)state;
    bench_init(&bench);
    bench_lay(&bench, BENCH_STICK "/dorp");
    for (int i = 0; i < 2001; i++) {
        snprintf(name, sizeof(name), BENCH_STICK "/dorp/fotos/%d.png", i);
        io_fault_put(bench.disk, name, "x", 1);
    }
    assert_int_equal(bench_bring(&bench, BENCH_STICK "/dorp", false), STAGE_FAULTS);
    assert_true(io_list_sorted(bench.io, &bench.arena, BENCH_DATA "/inhoud", &names, &count, NULL));
    assert_int_equal(count, 3); /* stand.json, and the slot in use with what is known of it */
    assert_untouched(&bench);
    bench_finish(&bench);
}

/* ---- extraneous dependencies --------------------------------------------------------------- */

static void extraneous_dependencies_nobody_asked_for_are_refused(void **state)
{
    static const char *const paths[] = {"extra.csv", "sleutels/2026/first.geheim",
                                        "sleutels/codes.csv"};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct content_bench bench;
        bench_init(&bench);
        folder_text(&bench.folder, paths[i], "x\n");
        bench_lay(&bench, BENCH_STICK "/dorp");
        assert_int_equal(bench_bring(&bench, BENCH_STICK "/dorp", false), STAGE_FAULTS);
        assert_untouched(&bench);
        bench_finish(&bench);
    }
}

/* A parcel with an index of our own making, signed by the village itself. */
static void put_forged(struct content_bench *bench, const char *files)
{
    char index[1000], village[2 * CRYPTO_KEY + 1];
    uint8_t bytes[1200] = {'D', 'O', 'R', 'P', 'E', 'L', 'P', 1};
    size_t at = 12;

    str_hex(village, bench->village.sign, CRYPTO_KEY);
    int len = snprintf(index, sizeof(index),
                       "{\"files\":%s,\"made\":1,\"name\":\"T\",\"version\":9,\"village\":\"%s\"}",
                       files, village);
    bytes[8] = (uint8_t)(len & 255);
    bytes[9] = (uint8_t)(len >> 8);
    memcpy(bytes + at, index, (size_t)len);
    at += (size_t)len;
    bytes[at++] = 1;
    bytes[at++] = PARCEL_VILLAGE;
    crypto_sign(bytes + at, "dorpel parcel 1", index, (size_t)len, bench->village.secret);
    at += CRYPTO_SIGNATURE;
    bytes[at++] = 'x';
    io_fault_put(bench->disk, BENCH_PARCEL, bytes, at);
}

#define HASH_OF_X "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static void extraneous_dependencies_outside_the_folder_are_no_paths(void **state)
{
    static const char *const paths[] = {
        "../uit.txt",
        "/etc/passwd",
        "fotos/../../uit",
        "fotos//a.png",
        "fotos/",
        "c:\\uit.txt",
        ".ssh",
        "fotos/.x.png",
        "bin/sh",
        "sleutels/a/b/c",
        "dorp.ini/",
        "fotos/a\\b.png",
        "",
        "..",
        "fotos/a*.png",
    };
    struct content_bench bench;
    struct parcel parcel;

    (void)state;
    bench_init(&bench);
    put_forged(&bench, "[[\"fotos/a.png\",1,\"" HASH_OF_X "\"]]"); /* this one is in order */
    assert_true(parcel_read(&parcel, &bench.arena, bench.io, BENCH_PARCEL, NULL));
    assert_true(parcel_is_signed(&parcel, PARCEL_VILLAGE, bench.village.sign));
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        char files[400], escaped[200] = "";
        for (const char *c = paths[i]; *c != '\0'; c++) {
            snprintf(escaped + strlen(escaped), 4, "%s%c", *c == '\\' ? "\\" : "", *c);
        }
        snprintf(files, sizeof(files), "[[\"%s\",1,\"" HASH_OF_X "\"]]", escaped);
        put_forged(&bench, files);
        assert_false(parcel_read(&parcel, &bench.arena, bench.io, BENCH_PARCEL, NULL));
        REFUSED(&bench, BENCH_PARCEL, STAGE_DAMAGED);
    }
    bench_finish(&bench);
}

static void extraneous_dependencies_listed_twice_or_out_of_order_are_refused(void **state)
{
    static const char *const lists[] = {
        "[[\"b\",1,\"" HASH_OF_X "\"],[\"a\",0,\"" HASH_OF_X "\"]]",
        "[[\"a\",1,\"" HASH_OF_X "\"],[\"a\",0,\"" HASH_OF_X "\"]]",
        "[]",
        "[[\"a\",1]]",
        "[[\"a\",-1,\"" HASH_OF_X "\"]]",
        "[[\"a\",99999999999,\"" HASH_OF_X "\"]]",
        "{}",
    };
    struct content_bench bench;
    struct parcel parcel;

    (void)state;
    bench_init(&bench);
    put_forged(&bench, "[[\"fotos/a.png\",1,\"" HASH_OF_X "\"]]"); /* this one is in order */
    assert_true(parcel_read(&parcel, &bench.arena, bench.io, BENCH_PARCEL, NULL));
    assert_true(parcel_is_signed(&parcel, PARCEL_VILLAGE, bench.village.sign));
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        put_forged(&bench, lists[i]);
        assert_false(parcel_read(&parcel, &bench.arena, bench.io, BENCH_PARCEL, NULL));
        REFUSED(&bench, BENCH_PARCEL, STAGE_DAMAGED);
    }
    bench_finish(&bench);
}

/* ---- mix and match ------------------------------------------------------------------------- */

static void mix_and_match_of_one_index_with_other_files_is_refused(void **state)
{
    struct content_bench bench;
    size_t len, other_len;

    (void)state;
    bench_init(&bench);
    bench_motto(&bench, "Twee A");
    assert_true(bench_sign(&bench, 2, BENCH_PARCEL, &bench.village, 1));
    uint8_t *bytes = copy_parcel(&bench, &len);
    bench_motto(&bench, "Twee B");
    assert_true(bench_sign(&bench, 2, BENCH_PARCEL, &bench.village, 1));
    uint8_t *other = copy_parcel(&bench, &other_len);
    assert_int_equal(len, other_len); /* the same lengths everywhere */
    size_t head = 12 + index_len(bytes) + 2 + CRYPTO_SIGNATURE;
    memcpy(bytes + head, other + head, len - head);
    io_fault_put(bench.disk, BENCH_PARCEL, bytes, len);
    REFUSED(&bench, BENCH_PARCEL, STAGE_DAMAGED);
    free(bytes);
    free(other);
    bench_finish(&bench);
}

static void mix_and_match_of_one_index_with_anothers_signature_is_refused(void **state)
{
    struct content_bench bench;
    size_t len, other_len;

    (void)state;
    bench_init(&bench);
    bench_motto(&bench, "Twee A");
    assert_true(bench_sign(&bench, 2, BENCH_PARCEL, &bench.village, 1));
    uint8_t *bytes = copy_parcel(&bench, &len);
    bench_motto(&bench, "Twee B");
    assert_true(bench_sign(&bench, 2, BENCH_PARCEL, &bench.stranger, 1));
    uint8_t *other = copy_parcel(&bench, &other_len);
    size_t at = 12 + index_len(bytes) + 2;
    memcpy(other + at, bytes + at, CRYPTO_SIGNATURE);
    io_fault_put(bench.disk, BENCH_PARCEL, other, other_len);
    REFUSED(&bench, BENCH_PARCEL, STAGE_KEY);
    free(bytes);
    free(other);
    bench_finish(&bench);
}

static void mix_and_match_of_two_signers_needs_one_index(void **state)
{
    struct content_bench bench;
    struct parcel parcel;

    (void)state;
    bench_init(&bench);
    bench_motto(&bench, "Twee");
    assert_true(bench_sign(&bench, 2, BENCH_PARCEL, &bench.village, 1));
    assert_true(parcel_add(bench.io, BENCH_PARCEL, "/both.dorp", &bench.municipality, NULL));
    assert_true(parcel_read(&parcel, &bench.arena, bench.io, "/both.dorp", NULL));
    assert_true(parcel_is_signed(&parcel, PARCEL_VILLAGE, bench.village.sign));
    assert_true(parcel_is_signed(&parcel, PARCEL_MUNICIPALITY, bench.municipality.sign));
    assert_false(parcel_is_signed(&parcel, PARCEL_MUNICIPALITY, bench.village.sign));
    assert_false(parcel_add(bench.io, "/both.dorp", "/more.dorp", &bench.municipality, NULL));
    flip(&bench, parcel_len(&bench) - 3); /* a damaged one is not signed again */
    assert_false(parcel_add(bench.io, BENCH_PARCEL, "/more.dorp", &bench.municipality, NULL));
    assert_int_equal(bench_bring(&bench, "/both.dorp", true), STAGE_FINE);
    assert_int_equal(bench.report.signers, SIGNER_VILLAGE | SIGNER_MUNICIPALITY);
    bench_finish(&bench);
}

/* ---- wrong software ------------------------------------------------------------------------ */

static void wrong_software_of_another_village_is_refused(void **state)
{
    struct content_bench bench, other;

    (void)state;
    bench_init(&bench);
    bench_init(&other);
    assert_true(bench_sign(&other, 9, BENCH_PARCEL, &other.village, 1));
    size_t len;
    const uint8_t *bytes = io_fault_peek(other.disk, BENCH_PARCEL, &len);
    io_fault_put(bench.disk, BENCH_PARCEL, bytes, len);
    REFUSED(&bench, BENCH_PARCEL, STAGE_FOREIGN);
    bench_finish(&other);
    bench_finish(&bench);
}

static void wrong_software_with_the_right_municipality_is_refused(void **state)
{
    struct content_bench bench;
    struct parcel_key neighbour;

    (void)state;
    bench_init(&bench);
    bench_key(&bench.folder, &neighbour, PARCEL_VILLAGE, "village"); /* the next village's folder */
    const struct parcel_key keys[] = {neighbour, bench.municipality};
    assert_true(bench_sign(&bench, 9, BENCH_PARCEL, keys, 2));
    REFUSED(&bench, BENCH_PARCEL, STAGE_FOREIGN);
    bench_finish(&bench);
}

static void wrong_software_in_a_loose_folder_is_refused(void **state)
{
    struct content_bench bench;
    struct parcel_key neighbour;

    (void)state;
    bench_init(&bench);
    bench_key(&bench.folder, &neighbour, PARCEL_VILLAGE, "village");
    bench_lay(&bench, BENCH_STICK "/dorp");
    assert_int_equal(bench_bring(&bench, BENCH_STICK "/dorp", false), STAGE_FOREIGN);
    assert_untouched(&bench);
    bench_finish(&bench);
}

/* ---- malicious mirrors --------------------------------------------------------------------- */

static void malicious_mirrors_with_rubbish_do_not_hide_the_new_pack(void **state)
{
    struct content_bench bench;
    char path[FOLDER_PATH], found[FOLDER_PATH];
    bool is_parcel;

    (void)state;
    bench_init(&bench);
    for (int i = 0; i < 150; i++) {
        snprintf(path, sizeof(path), BENCH_STICK "/a%03d.dorp", i);
        io_fault_put(bench.disk, path, "rubbish", 7);
    }
    bench_motto(&bench, "Twee");
    assert_true(bench_sign(&bench, 2, BENCH_STICK "/z.dorp", &bench.village, 1));
    assert_true(
        stage_find(found, sizeof(found), &is_parcel, bench.io, BENCH_STICK, bench.current, 1));
    assert_string_equal(found, BENCH_STICK "/z.dorp");
    bench_finish(&bench);
}

static void malicious_mirrors_with_others_packs_do_not_hide_the_new_pack(void **state)
{
    struct content_bench bench;
    struct parcel_key village;
    char found[FOLDER_PATH];
    bool is_parcel;

    (void)state;
    bench_init(&bench);
    village = bench.village;
    bench_motto(&bench, "Twee");
    assert_true(bench_sign(&bench, 2, BENCH_STICK "/b.dorp", &village, 1));
    bench_key(&bench.folder, &bench.village, PARCEL_VILLAGE, "village");
    assert_true(bench_sign(&bench, 999, BENCH_STICK "/a.dorp", &bench.village, 1));
    assert_true(bench_sign(&bench, 999, BENCH_STICK "/c.dorp", &bench.village, 1));
    assert_true(
        stage_find(found, sizeof(found), &is_parcel, bench.io, BENCH_STICK, bench.current, 1));
    assert_string_equal(found, BENCH_STICK "/b.dorp");
    bench_finish(&bench);
}

static void malicious_mirrors_that_cut_a_pack_short_do_not_harm(void **state)
{
    struct content_bench bench;
    size_t len;

    (void)state;
    bench_init(&bench);
    bench_motto(&bench, "Twee");
    assert_true(bench_sign(&bench, 2, BENCH_PARCEL, &bench.village, 1));
    uint8_t *bytes = copy_parcel(&bench, &len);
    for (size_t keep = 0; keep < len; keep += len / 60 + 1) {
        io_fault_put(bench.disk, BENCH_PARCEL, bytes, keep);
        REFUSED(&bench, BENCH_PARCEL, STAGE_DAMAGED);
    }
    io_fault_put(bench.disk, BENCH_PARCEL, bytes, len);
    assert_int_equal(bench_bring(&bench, BENCH_PARCEL, true),
                     STAGE_FINE); /* the next stick works */
    free(bytes);
    bench_finish(&bench);
}

/* ---- key compromises ----------------------------------------------------------------------- */

static void key_compromise_of_the_municipality_does_not_reach_the_villages_own(void **state)
{
    struct content_bench bench;

    (void)state;
    bench_init(&bench);
    bench_motto(&bench, "Gemeente eerst");
    assert_true(bench_sign(&bench, 2, BENCH_PARCEL, &bench.municipality, 1));
    REFUSED(&bench, BENCH_PARCEL, STAGE_NOT_OWNER);
    assert_string_equal(bench.report.refused_field, "motto");
    bench_finish(&bench);
}

static void key_compromise_of_the_village_does_not_reach_the_municipalitys_own(void **state)
{
    struct content_bench bench;

    (void)state;
    bench_init(&bench);
    folder_edit(&bench.folder, "vragen.csv", "Wat doen?",
                "Wat betalen?"); /* a question of theirs */
    assert_true(bench_sign(&bench, 2, BENCH_PARCEL, &bench.village, 1));
    REFUSED(&bench, BENCH_PARCEL, STAGE_NOT_OWNER);
    assert_true(bench_sign(&bench, 2, BENCH_PARCEL, &bench.municipality, 1));
    assert_int_equal(bench_bring(&bench, BENCH_PARCEL, true), STAGE_FINE);
    bench_finish(&bench);
}

static void key_compromise_of_the_old_key_cannot_name_the_next(void **state)
{
    struct content_bench bench;
    struct parcel_key keys[2];

    (void)state;
    bench_init(&bench);
    keys[0] = bench.village;
    bench_key(&bench.folder, &bench.village, PARCEL_VILLAGE, "village");
    keys[1] = bench.village;
    assert_true(bench_sign(&bench, 2, BENCH_PARCEL, &keys[0], 1)); /* the old one alone */
    REFUSED(&bench, BENCH_PARCEL, STAGE_FOREIGN);
    assert_true(bench_sign(&bench, 2, BENCH_PARCEL, &keys[1], 1)); /* the new one alone */
    REFUSED(&bench, BENCH_PARCEL, STAGE_FOREIGN);
    keys[1].role = PARCEL_NEXT_VILLAGE;
    assert_true(bench_sign(&bench, 2, BENCH_PARCEL, keys, 2));
    assert_int_equal(bench_bring(&bench, BENCH_PARCEL, true), STAGE_FINE);
    assert_true(bench_take(&bench));
    bench_motto(&bench, "Drie"); /* and from now on the old one is nobody's */
    assert_true(bench_sign(&bench, 3, BENCH_PARCEL, &keys[0], 1));
    assert_int_equal(bench_bring(&bench, BENCH_PARCEL, true), STAGE_KEY);
    bench_finish(&bench);
}

/* ---- slow retrieval ------------------------------------------------------------------------ */

static void slow_retrieval_that_fails_at_any_read_changes_nothing(void **state)
{
    (void)state;
    for (uint64_t n = 1;; n++) {
        struct content_bench bench;
        bench_init(&bench);
        bench_motto(&bench, "Twee");
        assert_true(bench_sign(&bench, 2, BENCH_PARCEL, &bench.village, 1));
        uint64_t before = io_fault_reads(bench.disk);
        io_fault_fail_read_at(bench.disk, n, EIO, FAULT_FOREVER);
        enum stage_refusal refusal = bench_bring(&bench, BENCH_PARCEL, true);
        bool was_met = io_fault_reads(bench.disk) - before >= n;
        io_fault_fail_read_at(bench.disk, 0, 0, FAULT_ONCE);
        assert_true(refusal != STAGE_FINE || !was_met || bench.report.slot[0] != '\0');
        assert_untouched(&bench);
        bench_finish(&bench);
        if (!was_met) {
            break;
        }
    }
}

static void slow_retrieval_of_a_stick_that_is_pulled_out_changes_nothing(void **state)
{
    (void)state;
    for (uint64_t n = 1; n < 400; n += 7) {
        struct content_bench bench;
        struct io_fault *stick = io_fault_new();
        size_t len;
        bench_init(&bench);
        bench_motto(&bench, "Twee");
        assert_true(bench_sign(&bench, 2, BENCH_PARCEL, &bench.village, 1));
        const uint8_t *bytes = io_fault_peek(bench.disk, BENCH_PARCEL, &len);
        io_fault_put(stick, BENCH_PARCEL, bytes, len);
        io_fault_fail_read_at(stick, n, ENODEV, FAULT_FOREVER);
        struct stage_plan plan = bench_plan(&bench, BENCH_PARCEL, true);
        plan.from_io = io_fault_io(stick);
        arena_reset(&bench.arena);
        assert_true(stage_run(&bench.report, &bench.arena, &plan, NULL));
        assert_untouched(&bench);
        io_fault_free(stick);
        bench_finish(&bench);
    }
}

static void slow_retrieval_that_was_broken_off_does_not_block_the_next(void **state)
{
    struct content_bench bench;

    (void)state;
    bench_init(&bench);
    io_fault_put(bench.disk, BENCH_DATA "/inhoud/nieuw-0123/fotos/half.png", "x", 1);
    io_fault_put(bench.disk, BENCH_DATA "/inhoud/uitgepakt-0123/dorp.ini", "x", 1);
    bench_motto(&bench, "Twee");
    assert_true(bench_sign(&bench, 2, BENCH_PARCEL, &bench.village, 1));
    assert_int_equal(bench_bring(&bench, BENCH_PARCEL, true), STAGE_FINE);
    assert_true(bench_take(&bench));
    assert_string_equal(bench.current->tagline, "Twee");
    assert_false(io_exists(bench.io, BENCH_DATA "/inhoud/uitgepakt-0123"));
    bench_finish(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arbitrary_software_signed_by_a_stranger_is_refused),
        cmocka_unit_test(arbitrary_software_in_any_byte_of_a_signed_pack_is_refused),
        cmocka_unit_test(arbitrary_software_signed_in_another_role_is_refused),
        cmocka_unit_test(rollback_to_an_older_pack_is_refused),
        cmocka_unit_test(rollback_by_the_same_number_with_other_bytes_is_refused),
        cmocka_unit_test(rollback_through_the_return_to_the_one_before_is_refused),
        cmocka_unit_test(fast_forward_above_all_numbers_is_refused),
        cmocka_unit_test(fast_forward_by_a_stranger_leaves_the_numbers_alone),
        cmocka_unit_test(fast_forward_is_undone_by_a_new_key),
        cmocka_unit_test(indefinite_freeze_shows_the_number_and_the_day),
        cmocka_unit_test(indefinite_freeze_by_an_old_pack_beside_the_new_one_fails),
        cmocka_unit_test(indefinite_freeze_with_only_old_packs_is_told_and_is_no_success),
        cmocka_unit_test(endless_data_in_the_index_takes_no_memory),
        cmocka_unit_test(endless_data_behind_the_last_file_is_refused),
        cmocka_unit_test(endless_data_in_a_folder_is_not_copied),
        cmocka_unit_test(extraneous_dependencies_nobody_asked_for_are_refused),
        cmocka_unit_test(extraneous_dependencies_outside_the_folder_are_no_paths),
        cmocka_unit_test(extraneous_dependencies_listed_twice_or_out_of_order_are_refused),
        cmocka_unit_test(mix_and_match_of_one_index_with_other_files_is_refused),
        cmocka_unit_test(mix_and_match_of_one_index_with_anothers_signature_is_refused),
        cmocka_unit_test(mix_and_match_of_two_signers_needs_one_index),
        cmocka_unit_test(wrong_software_of_another_village_is_refused),
        cmocka_unit_test(wrong_software_with_the_right_municipality_is_refused),
        cmocka_unit_test(wrong_software_in_a_loose_folder_is_refused),
        cmocka_unit_test(malicious_mirrors_with_rubbish_do_not_hide_the_new_pack),
        cmocka_unit_test(malicious_mirrors_with_others_packs_do_not_hide_the_new_pack),
        cmocka_unit_test(malicious_mirrors_that_cut_a_pack_short_do_not_harm),
        cmocka_unit_test(key_compromise_of_the_municipality_does_not_reach_the_villages_own),
        cmocka_unit_test(key_compromise_of_the_village_does_not_reach_the_municipalitys_own),
        cmocka_unit_test(key_compromise_of_the_old_key_cannot_name_the_next),
        cmocka_unit_test(slow_retrieval_that_fails_at_any_read_changes_nothing),
        cmocka_unit_test(slow_retrieval_of_a_stick_that_is_pulled_out_changes_nothing),
        cmocka_unit_test(slow_retrieval_that_was_broken_off_does_not_block_the_next),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
