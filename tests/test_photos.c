/* Photos from a stick: which are found, what is left out, and that what fails leaves nothing. */
#define _GNU_SOURCE /* utimensat, symlink */
#include "sync/photos.h"

#include "app/base/crypto.h"
#include "app/base/str.h"
#include "app/content/photo_inner.h"
#include "app/domain/overlay.h"
#include "tests/faults/io_fault.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

enum { SIDE = 24, PATH = 256 };

static char dir[PATH];
static struct io *posix;

struct heard {
    char names[PHOTOS_TRIED][OVERLAY_PHOTO];
    size_t count;
    const char *note;
};

static int set_up(void **state)
{
    (void)state;
    snprintf(dir, sizeof(dir), "/tmp/dorpel-photos-XXXXXX");
    posix = io_posix();
    return mkdtemp(dir) == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    bool done = io_remove_tree(posix, dir, NULL);
    io_destroy(posix);
    return done ? 0 : -1;
}

static void put(const char *name, const void *bytes, size_t len, int64_t written_s)
{
    char path[2 * PATH];
    const struct timespec times[2] = {{.tv_sec = written_s}, {.tv_sec = written_s}};

    snprintf(path, sizeof(path), "%s/%s", dir, name);
    char *slash = strrchr(path, '/');
    *slash = '\0';
    assert_true(io_make_dirs(posix, path, NULL));
    *slash = '/';
    assert_true(io_write_file(posix, path, bytes, len, NULL));
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

/* A photo of one color: each shade is another one. Its name as it will be called. */
static void put_photo(const char *name, int shade, int64_t written_s, char ret_name[OVERLAY_PHOTO])
{
    uint8_t pixels[SIDE * SIDE * 3], hash[CRYPTO_HASH];
    struct arena arena;
    struct photo photo;

    memset(pixels, shade * 5, sizeof(pixels));
    arena_init(&arena, 0);
    assert_true(jpeg_write(&photo, &arena, pixels, SIDE, SIDE, NULL));
    put(name, photo.bytes, photo.len, written_s);
    crypto_hash(hash, photo.bytes, photo.len);
    str_hex(ret_name, hash, CRYPTO_HASH);
    strcat(ret_name, ".jpg");
    arena_finish(&arena);
}

static void hear_step(void *ctx, const char *key, int n, int m)
{
    (void)ctx;
    assert_non_null(key);
    assert_true(n >= 0 && n <= m);
}

static void hear_photo(void *ctx, const char *name)
{
    struct heard *heard = ctx;

    assert_true(heard->count < PHOTOS_TRIED);
    assert_true(overlay_is_photo(name));
    assert_true(str_copy(heard->names[heard->count++], OVERLAY_PHOTO, name));
}

static void hear_note(void *ctx, const char *key, const char *file)
{
    (void)file;
    ((struct heard *)ctx)->note = key;
}

static const char *bring(struct io_fault *disk, struct stick *stick, struct heard *heard)
{
    const char *fail = "no reason";
    const struct photos_visit visit = {.stick = stick,
                                       .io = io_fault_io(disk),
                                       .data = "/data",
                                       .step = hear_step,
                                       .photo = hear_photo,
                                       .note = hear_note,
                                       .ctx = heard};

    memset(heard, 0, sizeof(*heard));
    bool done = photos_visit_run(&visit, &fail, NULL);
    stick_destroy(stick);
    return done ? NULL : fail;
}

/* One that lies there is what its name says. */
static void assert_lies(struct io_fault *disk, const char *name)
{
    char path[PATH], hex[2 * CRYPTO_HASH + 1];
    uint8_t hash[CRYPTO_HASH];
    size_t len;

    snprintf(path, sizeof(path), "/data/" PHOTOS_DIR "/%s", name);
    const uint8_t *bytes = io_fault_peek(disk, path, &len);
    assert_non_null(bytes);
    crypto_hash(hash, bytes, len);
    str_hex(hex, hash, CRYPTO_HASH);
    assert_memory_equal(hex, name, sizeof(hex) - 1);
}

static void assert_nothing_lies(struct io_fault *disk)
{
    assert_false(io_exists(io_fault_io(disk), "/data/" PHOTOS_DIR));
    assert_int_equal(io_fault_open_handles(disk), 0);
}

static void the_newest_come_first_from_wherever_they_are(void **state)
{
    struct io_fault *disk = io_fault_new();
    struct heard heard;
    char root[OVERLAY_PHOTO], folder[OVERLAY_PHOTO], camera[OVERLAY_PHOTO], none[OVERLAY_PHOTO];

    (void)state;
    put_photo("oud.JPG", 1, 1000, root);
    put_photo("DORPSHUIS/FOTOS/plein.jpeg", 2, 3000, folder);
    put_photo("DCIM/100CANON/IMG_0007.JPG", 3, 2000, camera);
    put_photo("vakantie/strand.jpg", 4, 9000, none); /* not a place for photos */
    put_photo("DCIM/._IMG_0007.JPG", 5, 9000, none);
    put_photo("brief.doc", 6, 9000, none);
    assert_null(bring(disk, stick_folder(dir), &heard));
    assert_int_equal(heard.count, 3);
    assert_string_equal(heard.names[0], folder);
    assert_string_equal(heard.names[1], camera);
    assert_string_equal(heard.names[2], root);
    assert_null(heard.note);
    for (size_t i = 0; i < heard.count; i++) {
        assert_lies(disk, heard.names[i]);
    }
    io_fault_free(disk);
}

static void of_many_the_newest_are_taken_and_that_is_said(void **state)
{
    struct io_fault *disk = io_fault_new();
    struct heard heard;
    char name[40], newest[OVERLAY_PHOTO], other[OVERLAY_PHOTO];

    (void)state;
    for (int i = 0; i < PHOTOS_TRIED + 2; i++) {
        snprintf(name, sizeof(name), "DCIM/100/IMG_%04d.jpg", i);
        put_photo(name, i, 5000, i == PHOTOS_TRIED + 1 ? newest : other);
    }
    assert_null(bring(disk, stick_folder(dir), &heard));
    assert_int_equal(heard.count, PHOTOS_MOST);
    assert_string_equal(heard.names[0], newest); /* of one moment the last name */
    assert_string_equal(heard.note, "photos.note.more");
    io_fault_free(disk);
}

static void put_bad(void)
{
    /* 30000 x 30000 in a head of 33 bytes */
    static const uint8_t bomb[] = {0x89, 'P',  'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A, 0,    0,    0,
                                   0x0D, 'I',  'H', 'D', 'R',  0,    0,    0x75, 0x30, 0,    0,
                                   0x75, 0x30, 8,   2,   0,    0,    0,    0xDE, 0xAD, 0xBE, 0xEF};
    char link[2 * PATH], name[OVERLAY_PHOTO], path[2 * PATH];
    struct arena arena;
    char *bytes;
    size_t len;

    put("tekst.jpg", "Beste buren, dit is geen foto.\n", 31, 8000);
    put("bom.png", bomb, sizeof(bomb), 8001);
    put("leeg.jpg", "", 0, 8002);
    put_photo("heel.jpg", 9, 8003, name);
    snprintf(path, sizeof(path), "%s/heel.jpg", dir);
    arena_init(&arena, 0);
    assert_true(io_read_file(posix, &arena, path, 100000, &bytes, &len, NULL));
    put("half.jpg", bytes, len / 2, 8004);
    arena_finish(&arena);
    assert_int_equal(remove(path), 0);
    snprintf(link, sizeof(link), "%s/link.jpg", dir);
    assert_int_equal(symlink("/etc/hostname", link), 0);
    snprintf(link, sizeof(link), "%s/DCIM", dir);
    assert_int_equal(symlink("/", link), 0);
}

static void what_is_no_photo_is_left_out_and_said(void **state)
{
    struct io_fault *disk = io_fault_new();
    struct heard heard;
    char good[OVERLAY_PHOTO];

    (void)state;
    put_bad();
    put_photo("goed.jpg", 7, 1000, good);
    assert_null(bring(disk, stick_folder(dir), &heard));
    assert_int_equal(heard.count, 1);
    assert_string_equal(heard.names[0], good);
    assert_string_equal(heard.note, "photos.note.bad");
    io_fault_free(disk);
}

static void nothing_good_and_nothing_at_all_are_two_sentences(void **state)
{
    struct io_fault *disk = io_fault_new();
    struct heard heard;

    (void)state;
    assert_string_equal(bring(disk, stick_folder(dir), &heard), "photos.fail.none");
    assert_nothing_lies(disk);
    put_bad();
    assert_string_equal(bring(disk, stick_folder(dir), &heard), "photos.fail.damaged");
    assert_nothing_lies(disk);
    assert_string_equal(bring(disk, stick_folder("/tmp/no-such-stick"), &heard),
                        "stick.fail.not-a-stick");
    io_fault_free(disk);
}

static void a_full_disk_leaves_nothing_at_any_write(void **state)
{
    bool failed = true;

    (void)state;
    for (int i = 0; i < 3; i++) {
        char name[40], other[OVERLAY_PHOTO];
        snprintf(name, sizeof(name), "%d.jpg", i);
        put_photo(name, i, 100 + i, other);
    }
    for (uint64_t n = 1; failed; n++) {
        struct io_fault *disk = io_fault_new();
        struct heard heard;
        io_fault_fail_at(disk, n, ENOSPC, FAULT_ONCE);
        const char *fail = bring(disk, stick_folder(dir), &heard);
        failed = fail != NULL;
        if (failed) {
            assert_string_equal(fail, "photos.fail.disk");
            assert_nothing_lies(disk);
        } else {
            assert_int_equal(heard.count, 3);
            assert_true(n > 10);
        }
        io_fault_free(disk);
    }
}

static void a_stick_pulled_at_any_moment_leaves_nothing(void **state)
{
    bool failed = true;

    (void)state;
    for (int i = 0; i < 3; i++) {
        char name[40], other[OVERLAY_PHOTO];
        snprintf(name, sizeof(name), "DCIM/10%d/a.jpg", i);
        put_photo(name, i, 100 + i, other);
    }
    for (uint32_t n = 1; failed; n++) {
        struct io_fault *disk = io_fault_new();
        struct heard heard;
        const struct stick_fault fault = {.kind = STICK_FAULT_PULLED, .at = n};
        const char *fail = bring(disk, stick_fake(dir, fault, NULL), &heard);
        failed = fail != NULL;
        if (failed) {
            assert_true(strcmp(fail, "stick.fail.pulled") == 0 ||
                        (n == 1 && strcmp(fail, "stick.fail.not-a-stick") == 0));
            assert_nothing_lies(disk);
        } else {
            assert_int_equal(heard.count, 3);
            assert_true(n > 10);
        }
        io_fault_free(disk);
    }
}

static void those_of_another_visit_are_gone(void **state)
{
    struct io_fault *disk = io_fault_new();
    struct heard heard;
    char good[OVERLAY_PHOTO];

    (void)state;
    io_fault_put(disk, "/data/" PHOTOS_DIR "/oud.jpg", "x", 1);
    put_photo("goed.jpg", 7, 1000, good);
    assert_null(bring(disk, stick_folder(dir), &heard));
    assert_false(io_exists(io_fault_io(disk), "/data/" PHOTOS_DIR "/oud.jpg"));
    io_fault_free(disk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_newest_come_first_from_wherever_they_are, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(of_many_the_newest_are_taken_and_that_is_said, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_photo_is_left_out_and_said, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_good_and_nothing_at_all_are_two_sentences, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_full_disk_leaves_nothing_at_any_write, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_stick_pulled_at_any_moment_leaves_nothing, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(those_of_another_visit_are_gone, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
