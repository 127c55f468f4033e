/* Which file system stands on a stick, from its first bytes. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "firmware/stick_kind.h"

#include <string.h>

static uint8_t bytes[STICK_KIND_BYTES];

static void put(size_t at, const char *word)
{
    memcpy(bytes + at, word, strlen(word));
}

static void boot(void)
{
    memset(bytes, 0, sizeof(bytes));
    bytes[510] = 0x55;
    bytes[511] = 0xAA;
}

static enum stick_kind kind(void)
{
    return stick_kind_of(bytes, sizeof(bytes));
}

static void each_kind_is_known_by_its_mark(void **state)
{
    (void)state;
    boot();
    assert_int_equal(kind(), STICK_KIND_NONE); /* a partition table looks like this too */
    put(82, "FAT32   ");
    assert_int_equal(kind(), STICK_VFAT);
    boot();
    put(54, "FAT16   ");
    assert_int_equal(kind(), STICK_VFAT);
    boot();
    put(3, "EXFAT   ");
    assert_int_equal(kind(), STICK_EXFAT);
    boot();
    put(3, "NTFS    ");
    assert_int_equal(kind(), STICK_NTFS);
    memset(bytes, 0, sizeof(bytes));
    bytes[1080] = 0x53;
    bytes[1081] = 0xEF;
    assert_int_equal(kind(), STICK_EXT4);
}

static void words_without_the_mark_of_a_boot_sector_are_words(void **state)
{
    (void)state;
    memset(bytes, 0, sizeof(bytes));
    put(82, "FAT32   ");
    put(3, "NTFS    ");
    assert_int_equal(kind(), STICK_KIND_NONE);
}

static void a_device_that_is_too_small_is_none(void **state)
{
    (void)state;
    boot();
    put(82, "FAT32   ");
    assert_int_equal(stick_kind_of(bytes, sizeof(bytes) - 1), STICK_KIND_NONE);
    assert_int_equal(stick_kind_of(bytes, 0), STICK_KIND_NONE);
    assert_string_equal(stick_kind_name(STICK_EXFAT), "exfat");
    assert_string_equal(stick_kind_name(STICK_KINDS), "none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_is_known_by_its_mark),
        cmocka_unit_test(words_without_the_mark_of_a_boot_sector_are_words),
        cmocka_unit_test(a_device_that_is_too_small_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
