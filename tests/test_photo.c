/* What a phone writes beside a picture goes; a small picture alone stays as it is. */
#include "app/content/photo_inner.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

enum { WIDTH = 60, HEIGHT = 40 };

struct picture {
    struct arena arena;
    const uint8_t *bytes;
    size_t len;
};

static const uint8_t exif_turned[] = {0xFF, 0xE1, 0, 34, 'E', 'x', 'i', 'f', 0,    0,    'M', 'M',
                                      0,    42,   0, 0,  0,   8,   0,   1,   0x01, 0x12, 0,   3,
                                      0,    0,    0, 1,  0,   6,   0,   0,   0,    0,    0,   0};

/* A small JPEG, with these bytes behind its first marker. */
static void begin(struct picture *ret, const void *more, size_t more_len)
{
    struct photo photo;

    arena_init(&ret->arena, 0);
    uint8_t *pixels = arena_array(&ret->arena, (size_t)WIDTH * HEIGHT, 3);
    memset(pixels, 90, (size_t)WIDTH * HEIGHT * 3);
    assert_true(jpeg_write(&photo, &ret->arena, pixels, WIDTH, HEIGHT, NULL));
    uint8_t *bytes = arena_alloc(&ret->arena, photo.len + more_len);
    memcpy(bytes, photo.bytes, 2);
    if (more_len > 0) {
        memcpy(bytes + 2, more, more_len);
    }
    memcpy(bytes + 2 + more_len, photo.bytes + 2, photo.len - 2);
    ret->bytes = bytes;
    ret->len = photo.len + more_len;
}

static void finish(struct picture *picture)
{
    arena_finish(&picture->arena);
}

static void a_small_picture_alone_keeps_its_bytes(void **state)
{
    struct picture picture;
    struct photo photo;

    (void)state;
    begin(&picture, NULL, 0);
    assert_true(photo_shrink(&photo, &picture.arena, picture.bytes, picture.len, NULL));
    assert_false(photo.is_new);
    assert_ptr_equal(photo.bytes, picture.bytes);
    finish(&picture);
}

static void what_a_phone_wrote_beside_it_goes_and_it_stands_upright(void **state)
{
    struct picture picture;
    struct photo photo;

    (void)state;
    begin(&picture, exif_turned, sizeof(exif_turned));
    assert_true(photo_shrink(&photo, &picture.arena, picture.bytes, picture.len, NULL));
    assert_true(photo.is_new);
    assert_int_equal(photo.width, HEIGHT);
    assert_int_equal(photo.height, WIDTH);
    for (size_t i = 0; i + 4 <= photo.len; i++) {
        assert_memory_not_equal(photo.bytes + i, "Exif", 4);
    }
    assert_true(jpeg_is_bare(photo.bytes, photo.len)); /* what we write is a picture only */
    finish(&picture);
}

static void every_other_place_for_words_is_seen(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
        bool is_bare;
    } cases[] = {
        {"\xFF\xE2\0\x10ICC_PROFILE\0\1\1", 18, true}, /* how its colours are meant */
        {"\xFF\xEE\0\x0E"
         "Adobe\0\x64\0\0\0\0\1",
         16, true},
        {"\xFF\xE0\0\x0AJFXX\0\x10\0\0", 12, false}, /* a second, smaller picture */
        {"\xFF\xE1\0\x08http:/", 10, false},
        {"\xFF\xE2\0\x06MPF\0", 8, false},
        {"\xFF\xED\0\x06"
         "8BIM",
         8, false},
        {"\xFF\xFE\0\x06Thuis", 8, false},
    };
    struct picture picture;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        begin(&picture, cases[i].bytes, cases[i].len);
        assert_int_equal(jpeg_is_bare(picture.bytes, picture.len), cases[i].is_bare);
        finish(&picture);
    }
    begin(&picture, NULL, 0); /* and behind its end: a film of the moment before, say */
    uint8_t *longer = arena_alloc(&picture.arena, picture.len + 1);
    memcpy(longer, picture.bytes, picture.len);
    longer[picture.len] = 0;
    assert_true(jpeg_is_bare(longer, picture.len));
    assert_false(jpeg_is_bare(longer, picture.len + 1));
    for (size_t len = 4; len < picture.len; len++) {
        assert_false(jpeg_is_bare(picture.bytes, len));
    }
    finish(&picture);
}

static void a_png_with_words_in_it_is_seen(void **state)
{
    static const uint8_t bare[] =
        "\x89PNG\r\n\x1A\n\0\0\0\0IHDR....\0\0\0\2IDATxx....\0\0\0\0IEND....";
    static const uint8_t words[] =
        "\x89PNG\r\n\x1A\n\0\0\0\0IHDR....\0\0\0\3tEXta\0b....\0\0\0\0IEND....";
    enum { BARE = sizeof(bare) - 1, WORDS = sizeof(words) - 1 };

    (void)state;
    assert_true(png_is_bare(bare, BARE));
    assert_false(png_is_bare(words, WORDS));
    assert_false(png_is_bare(bare, BARE + 1)); /* the string's own end, behind its end */
    for (size_t len = 8; len < BARE; len++) {
        assert_false(png_is_bare(bare, len));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_picture_alone_keeps_its_bytes),
        cmocka_unit_test(what_a_phone_wrote_beside_it_goes_and_it_stands_upright),
        cmocka_unit_test(every_other_place_for_words_is_seen),
        cmocka_unit_test(a_png_with_words_in_it_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
