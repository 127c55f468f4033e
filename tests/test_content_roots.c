/* A village with root keys: who may give it another key, and who may not. What is in use stays in
 * use until two of the three say otherwise. */
#include "tests/faults/content_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

enum { PEOPLE = 4 };

struct bed { /* of roots */
    struct content_bench bench;
    struct parcel_key people[PEOPLE]; /* the first three are its roots */
    struct roots roots;
};

static int start(void **state)
{
    (void)state;
    return crypto_start(NULL) ? 0 : -1;
}

static void name(struct bed *bed, const char *people, const uint8_t village[CRYPTO_KEY])
{
    uint8_t keys[ROOTS_KEYS][CRYPTO_KEY];

    for (size_t i = 0; i < ROOTS_KEYS; i++) {
        memcpy(keys[i], bed->people[people[i] - '0'].sign, CRYPTO_KEY);
    }
    assert_true(roots_add(&bed->roots, (const uint8_t(*)[CRYPTO_KEY])keys, village, NULL));
}

static void sign(struct bed *bed, const char *people)
{
    for (; *people != '\0'; people++) {
        const struct parcel_key *key = &bed->people[*people - '0'];
        assert_true(roots_sign(&bed->roots, key->sign, key->secret, NULL));
    }
}

static void lay_roots(struct bed *bed)
{
    size_t len;
    const char *text = roots_write(&bed->bench.arena, &bed->roots, &len);

    folder_put(&bed->bench.folder, ROOTS_FILE, text, len);
}

static void go_to(struct bed *bed, uint64_t version, const char *motto)
{
    bench_motto(&bed->bench, motto);
    assert_true(bench_sign(&bed->bench, version, BENCH_PARCEL, &bed->bench.village, 1));
    assert_string_equal(stage_refusal_key(bench_bring(&bed->bench, BENCH_PARCEL, true)), "");
    assert_true(bench_take(&bed->bench));
    assert_string_equal(bed->bench.current->tagline, motto);
}

/* A village whose second pack brought root keys. */
static void begin(struct bed *bed)
{
    *bed = (struct bed){.roots = {.count = 0}};
    bench_init(&bed->bench);
    for (size_t i = 0; i < PEOPLE; i++) {
        bench_key(&bed->bench.folder, &bed->people[i], PARCEL_VILLAGE, NULL);
    }
    name(bed, "012", bed->bench.village.sign);
    sign(bed, "02");
    lay_roots(bed);
    go_to(bed, 2, "Met drie");
    assert_non_null(bed->bench.current->roots);
}

static void finish(struct bed *bed)
{
    bench_finish(&bed->bench);
}

/* From now on the folder is one of another key of the village. */
static struct parcel_key new_key(struct bed *bed)
{
    struct parcel_key old = bed->bench.village;

    bench_key(&bed->bench.folder, &bed->bench.village, PARCEL_VILLAGE, "village");
    return old;
}

/* The same, and a list of these people names it, signed by those; the key of before. */
static struct parcel_key give_key(struct bed *bed, const char *people, const char *signers)
{
    struct parcel_key old = new_key(bed);

    name(bed, people, bed->bench.village.sign);
    sign(bed, signers);
    lay_roots(bed);
    return old;
}

static void refused(struct bed *bed, bool is_parcel, enum stage_refusal wanted)
{
    enum stage_refusal got =
        bench_bring(&bed->bench, is_parcel ? BENCH_PARCEL : "/sign", is_parcel);

    assert_string_equal(stage_refusal_key(got), stage_refusal_key(wanted));
    assert_string_equal(bed->bench.report.slot, "");
    assert_string_equal(bed->bench.current->tagline, "Met drie");
}

/* ---- a lost or stolen key -------------------------------------------------------------------- */

static void a_lost_key_gets_a_successor_by_two_roots(void **state)
{
    struct bed bed;
    struct stock stock;
    char path[FOLDER_PATH];
    bool is_parcel;

    (void)state;
    begin(&bed);
    struct parcel_key old = give_key(&bed, "012", "12");
    bench_motto(&bed.bench, "Nieuwe sleutel");
    assert_true(bench_sign(&bed.bench, 1, BENCH_PARCEL, &bed.bench.village, 1));
    assert_true(stage_find(path, sizeof(path), &is_parcel, bed.bench.io, BENCH_STICK,
                           bed.bench.current, 2)); /* its numbers begin again */
    assert_string_equal(path, BENCH_PARCEL);
    assert_string_equal(stage_refusal_key(bench_bring(&bed.bench, BENCH_PARCEL, true)), "");
    assert_true(bed.bench.report.resets); /* the admin reads it before the button */
    assert_true(bench_take(&bed.bench));
    assert_true(stock_load(&stock, bed.bench.io, BENCH_DATA, NULL));
    assert_int_equal(stock.highest, 1);
    /* From then on the old key is nobody's, whoever has it, and whatever number he writes. */
    bench_motto(&bed.bench, "Oud");
    assert_true(bench_sign(&bed.bench, 1000, BENCH_PARCEL, &old, 1));
    assert_int_equal(bench_bring(&bed.bench, BENCH_PARCEL, true), STAGE_KEY);
    go_to(&bed, 2, "Verder");
    finish(&bed);
}

static void there_is_no_way_back_to_the_old_key_once_the_new_one_works(void **state)
{
    struct bed bed;
    struct stock stock;

    (void)state;
    begin(&bed);
    give_key(&bed, "012", "01");
    assert_true(bench_sign(&bed.bench, 1, BENCH_PARCEL, &bed.bench.village, 1));
    assert_int_equal(bench_bring(&bed.bench, BENCH_PARCEL, true), STAGE_FINE);
    assert_true(bench_take(&bed.bench));
    assert_true(stock_load(&stock, bed.bench.io, BENCH_DATA, NULL));
    assert_true(stock_has_before(&stock)); /* until then a pack that does not start goes back */
    assert_true(stock_is_healthy(&stock, bed.bench.io, BENCH_DATA, NULL));
    assert_true(stock_load(&stock, bed.bench.io, BENCH_DATA, NULL));
    assert_false(stock_has_before(&stock));
    assert_false(stock_return(&stock, bed.bench.io, BENCH_DATA, NULL));
    finish(&bed);
}

static void fast_forward_with_a_stolen_key_is_undone_by_two_roots(void **state)
{
    struct bed bed;

    (void)state;
    begin(&bed);
    go_to(&bed, PARCEL_MAX_VERSION, "Gestolen");
    give_key(&bed, "012", "02");
    go_to(&bed, 1, "Weer van ons");
    go_to(&bed, 2, "En verder");
    finish(&bed);
}

static void a_kiosk_that_missed_a_list_goes_on_by_the_next(void **state)
{
    struct bed bed;

    (void)state;
    begin(&bed);
    new_key(&bed);
    name(&bed, "013", bed.bench.village.sign); /* this pack never came here */
    sign(&bed, "013");
    new_key(&bed);
    name(&bed, "013", bed.bench.village.sign);
    sign(&bed, "13"); /* 1 and 3: of the first three only one */
    lay_roots(&bed);
    go_to(&bed, 1, "Twee verder");
    finish(&bed);
}

static void a_folder_in_the_hall_brings_a_new_key_by_two_roots(void **state)
{
    struct bed bed;

    (void)state;
    begin(&bed);
    give_key(&bed, "012", "01");
    bench_lay(&bed.bench, "/sign");
    assert_string_equal(stage_refusal_key(bench_bring(&bed.bench, "/sign", false)), "");
    assert_true(bed.bench.report.resets);
    assert_true(bench_take(&bed.bench));
    finish(&bed);
}

/* ---- who may not ------------------------------------------------------------------------------
 */

static void one_root_alone_gives_no_key(void **state)
{
    struct bed bed;

    (void)state;
    begin(&bed);
    give_key(&bed, "012", "1");
    bench_lay(&bed.bench, "/sign");
    refused(&bed, false, STAGE_FAULTS);
    assert_string_equal(bed.bench.report.faults[0].key, "pack.roots-unsigned");
    finish(&bed);
}

/* Who signed the parcel decides nothing yet: a list of one root never gets so far as to be read. */
static void one_root_with_a_signed_pack_gives_no_key(void **state)
{
    struct bed bed;

    (void)state;
    begin(&bed);
    give_key(&bed, "012", "01");
    assert_true(bench_sign(&bed.bench, 3, BENCH_PARCEL, &bed.bench.village, 1));
    size_t len;
    const uint8_t *bytes = io_fault_peek(bed.bench.disk, BENCH_PARCEL, &len);
    uint8_t *copy = malloc(len);
    memcpy(copy, bytes, len);
    /* The second signature of the last list becomes another: the parcel's own hash tells, and so
     * does the list when the hash is made to fit. */
    char *at = NULL;
    for (size_t i = 0; i + 13 < len; i++) {
        if (memcmp(copy + i, "\"signature\":\"", 13) == 0) {
            at = (char *)copy + i + 13;
        }
    }
    assert_non_null(at);
    *at = *at == '0' ? '1' : '0';
    io_fault_put(bed.bench.disk, BENCH_PARCEL, copy, len);
    free(copy);
    refused(&bed, true, STAGE_FOREIGN);
    finish(&bed);
}

static void a_thief_of_the_village_key_cannot_change_it(void **state)
{
    struct bed bed;
    struct parcel_key keys[2];

    (void)state;
    begin(&bed);
    /* With the old key and his own, which is enough in a village without roots. */
    keys[0] = new_key(&bed);
    keys[1] = bed.bench.village;
    keys[1].role = PARCEL_NEXT_VILLAGE;
    folder_drop(&bed.bench.folder, ROOTS_FILE);
    assert_true(bench_sign(&bed.bench, 3, BENCH_PARCEL, keys, 2));
    refused(&bed, true, STAGE_ROOTS);
    /* With three friends as the village's first roots. */
    bed.roots.count = 0;
    name(&bed, "123", bed.bench.village.sign);
    sign(&bed, "123");
    lay_roots(&bed);
    assert_true(bench_sign(&bed.bench, 3, BENCH_PARCEL, keys, 2));
    refused(&bed, true, STAGE_ROOTS);
    assert_true(bench_sign(&bed.bench, 3, BENCH_PARCEL, &bed.bench.village, 1));
    refused(&bed, true, STAGE_FOREIGN);
    finish(&bed);
}

static void a_thief_of_the_village_key_cannot_do_away_with_the_roots(void **state)
{
    struct bed bed;

    (void)state;
    begin(&bed);
    folder_drop(&bed.bench.folder, ROOTS_FILE);
    assert_true(bench_sign(&bed.bench, 3, BENCH_PARCEL, &bed.bench.village, 1));
    refused(&bed, true, STAGE_ROOTS);
    bench_lay(&bed.bench, "/sign");
    refused(&bed, false, STAGE_ROOTS);
    bed.roots.count = 0;
    name(&bed, "013", bed.bench.village.sign); /* one of them is his friend */
    sign(&bed, "13");
    lay_roots(&bed);
    assert_true(bench_sign(&bed.bench, 3, BENCH_PARCEL, &bed.bench.village, 1));
    refused(&bed, true, STAGE_ROOTS);
    finish(&bed);
}

static void an_older_list_does_not_come_back(void **state)
{
    struct bed bed;

    (void)state;
    begin(&bed);
    struct roots first = bed.roots;
    name(&bed, "013", bed.bench.village.sign); /* 2 is no root any more */
    sign(&bed, "013");
    lay_roots(&bed);
    go_to(&bed, 3, "Met drie");
    bed.roots = first;
    lay_roots(&bed);
    assert_true(bench_sign(&bed.bench, 4, BENCH_PARCEL, &bed.bench.village, 1));
    refused(&bed, true, STAGE_ROOTS);
    finish(&bed);
}

static void the_municipality_names_no_roots(void **state)
{
    struct content_bench bench;
    struct bed bed = {.roots = {.count = 0}};

    (void)state;
    bench_init(&bench);
    for (size_t i = 0; i < PEOPLE; i++) {
        bench_key(&bench.folder, &bed.people[i], PARCEL_VILLAGE, NULL);
    }
    name(&bed, "012", bench.village.sign);
    sign(&bed, "012");
    size_t len;
    const char *text = roots_write(&bench.arena, &bed.roots, &len);
    folder_put(&bench.folder, ROOTS_FILE, text, len);
    assert_true(bench_sign(&bench, 2, BENCH_PARCEL, &bench.municipality, 1));
    assert_int_equal(bench_bring(&bench, BENCH_PARCEL, true), STAGE_NOT_OWNER);
    assert_string_equal(bench.report.refused, "hoofdsleutels");
    assert_true(bench_sign(&bench, 2, BENCH_PARCEL, &bench.village, 1));
    assert_int_equal(bench_bring(&bench, BENCH_PARCEL, true), STAGE_FINE);
    bench_finish(&bench);
}

/* ---- on the stick ------------------------------------------------------------------------------
 */

static void a_strangers_pack_does_not_hide_the_villages_own(void **state)
{
    struct bed bed;
    char path[FOLDER_PATH];
    bool is_parcel;

    (void)state;
    begin(&bed);
    bench_motto(&bed.bench, "Drie");
    assert_true(bench_sign(&bed.bench, 3, BENCH_STICK "/b.dorp", &bed.bench.village, 1));
    new_key(&bed); /* another village's: its own roots, a higher number, an earlier name */
    bed.roots.count = 0;
    name(&bed, "123", bed.bench.village.sign);
    sign(&bed, "123");
    lay_roots(&bed);
    assert_true(bench_sign(&bed.bench, 900, BENCH_STICK "/a.dorp", &bed.bench.village, 1));
    assert_true(bench_sign(&bed.bench, 901, BENCH_STICK "/c.dorp", &bed.bench.village, 1));
    assert_true(stage_find(path, sizeof(path), &is_parcel, bed.bench.io, BENCH_STICK,
                           bed.bench.current, 2));
    assert_string_equal(path, BENCH_STICK "/b.dorp");
    finish(&bed);
}

/* ---- in the folder -----------------------------------------------------------------------------
 */

static void a_list_that_does_not_fit_is_told_by_name(void **state)
{
    struct bed bed;

    (void)state;
    begin(&bed);
    folder_text(&bed.bench.folder, ROOTS_FILE, "[]\n");
    bench_lay(&bed.bench, "/sign");
    refused(&bed, false, STAGE_FAULTS);
    assert_string_equal(bed.bench.report.faults[0].key, "pack.roots-damaged");
    assert_string_equal(bed.bench.report.faults[0].file, ROOTS_FILE);
    lay_roots(&bed);
    new_key(&bed); /* and nobody told the roots */
    bench_lay(&bed.bench, "/sign");
    refused(&bed, false, STAGE_FAULTS);
    assert_string_equal(bed.bench.report.faults[0].key, "pack.roots-village");
    finish(&bed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lost_key_gets_a_successor_by_two_roots),
        cmocka_unit_test(there_is_no_way_back_to_the_old_key_once_the_new_one_works),
        cmocka_unit_test(fast_forward_with_a_stolen_key_is_undone_by_two_roots),
        cmocka_unit_test(a_kiosk_that_missed_a_list_goes_on_by_the_next),
        cmocka_unit_test(a_folder_in_the_hall_brings_a_new_key_by_two_roots),
        cmocka_unit_test(one_root_alone_gives_no_key),
        cmocka_unit_test(one_root_with_a_signed_pack_gives_no_key),
        cmocka_unit_test(a_thief_of_the_village_key_cannot_change_it),
        cmocka_unit_test(a_thief_of_the_village_key_cannot_do_away_with_the_roots),
        cmocka_unit_test(an_older_list_does_not_come_back),
        cmocka_unit_test(the_municipality_names_no_roots),
        cmocka_unit_test(a_strangers_pack_does_not_hide_the_villages_own),
        cmocka_unit_test(a_list_that_does_not_fit_is_told_by_name),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
