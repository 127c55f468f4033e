/* The village's own key: whom it takes in, and which keys take nobody in. */
#include "app/base/str.h"
#include "app/domain/permit.h"
#include "app/store/store_sync.h"
#include "sync/village.h"
#include "tests/faults/sync_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char demo[] = "assets/demo/demo-geheim";

struct scene {
    struct sync_bench bench;
    struct sync_kiosk kiosk;
    struct io *io;
    struct pack *pack;
    char dir[64];
};
static struct scene scene;

static int start(void **state)
{
    (void)state;
    memset(&scene, 0, sizeof(scene));
    sync_bench_init(&scene.bench);
    scene.io = io_posix();
    scene.pack = pack_load(scene.io, "assets/demo/broekhoven", NULL);
    assert_non_null(scene.pack);
    snprintf(scene.dir, sizeof(scene.dir), "/tmp/dorpel-village-XXXXXX");
    assert_non_null(mkdtemp(scene.dir));
    assert_true(sync_kiosk_load(&scene.kiosk, io_fault_io(scene.bench.rig.disk), scene.bench.store,
                                RIG_DIR, "one", NULL));
    return 0;
}

static int end(void **state)
{
    (void)state;
    sync_kiosk_finish(&scene.kiosk);
    pack_free(scene.pack);
    io_remove_tree(scene.io, scene.dir, NULL);
    io_destroy(scene.io);
    sync_bench_finish(&scene.bench);
    return 0;
}

static enum err_code enrol_with(const char *path)
{
    struct err err = {0};

    village_enrol(&scene.kiosk, scene.io, scene.pack, path, &err);
    return err.code;
}

static bool is_taken_in(void)
{
    return village_has_enrolled(&scene.kiosk, scene.pack);
}

static void the_villages_own_key_takes_a_kiosk_in(void **state)
{
    (void)state;
    char file[100];

    assert_false(is_taken_in());
    assert_int_equal(enrol_with(demo), ERR_NONE);
    assert_true(is_taken_in());
    snprintf(file, sizeof(file), "%s/village.geheim", demo); /* and again, by the file's name */
    assert_int_equal(enrol_with(file), ERR_NONE);
    assert_true(is_taken_in());
}

static void other_keys_and_none_take_nobody_in(void **state)
{
    (void)state;
    assert_int_equal(enrol_with("tests/data/geheim/amsterdam"), ERR_DENIED);
    assert_int_equal(enrol_with("assets/demo/demo-geheim/2026"), ERR_MISSING);
    assert_int_equal(enrol_with("assets/demo/demo-geheim/practice.geheim"), ERR_FORMAT);
    assert_int_equal(enrol_with("assets/demo/broekhoven/sleutels/village.publiek"), ERR_FORMAT);
    assert_false(is_taken_in());
}

/* The public half of this village beside a secret one of somebody else. */
static void halves_that_do_not_fit_take_nobody_in(void **state)
{
    (void)state;
    struct party_secret other;
    char path[100], secret[2 * CRYPTO_SIGN_SECRET + 1], sign[2 * CRYPTO_KEY + 1], text[600];

    party_make(&other);
    str_hex(secret, other.sign_secret, CRYPTO_SIGN_SECRET);
    str_hex(sign, scene.pack->village_sign, CRYPTO_KEY);
    snprintf(text, sizeof(text), "{\"role\":\"village\",\"sign\":\"%s\",\"sign_secret\":\"%s\"}\n",
             sign, secret);
    snprintf(path, sizeof(path), "%s/village.geheim", scene.dir);
    assert_true(io_write_file(scene.io, path, text, strlen(text), NULL));
    assert_int_equal(enrol_with(scene.dir), ERR_FORMAT);
    assert_false(is_taken_in());
}

static void a_permit_is_for_one_kiosk_and_of_one_village(void **state)
{
    (void)state;
    static const char print[] = "3f2a 91bc 07de 55a1 e4c0 8d13 b6f9 2a7c";
    struct party_secret village, other;
    uint8_t permit[CRYPTO_SIGNATURE];

    party_make(&village);
    party_make(&other);
    permit_sign(permit, print, village.sign_secret);
    assert_true(permit_holds(permit, print, village.party.sign));
    assert_false(
        permit_holds(permit, "3f2a 91bc 07de 55a1 e4c0 8d13 b6f9 2a7d", village.party.sign));
    assert_false(permit_holds(permit, print, other.party.sign));
    permit_sign(permit, "", village.sign_secret); /* a kiosk without a key is nobody */
    assert_false(permit_holds(permit, "", village.party.sign));

    /* The settings of one card on another: the machine's own key decides. */
    assert_int_equal(enrol_with(demo), ERR_NONE);
    party_make(&scene.kiosk.self);
    assert_false(is_taken_in());
}

int main(void)
{
#define SCENE(name) cmocka_unit_test_setup_teardown(name, start, end)
    const struct CMUnitTest tests[] = {
        SCENE(the_villages_own_key_takes_a_kiosk_in),
        SCENE(other_keys_and_none_take_nobody_in),
        SCENE(halves_that_do_not_fit_take_nobody_in),
        SCENE(a_permit_is_for_one_kiosk_and_of_one_village),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
