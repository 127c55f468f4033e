#include "firmware/stick_kind.h"

#include <stdbool.h>
#include <string.h>

enum { EXT_AT = 1024, EXT_MAGIC = EXT_AT + 56, BOOT_MAGIC = 510 };

static bool has(const uint8_t *bytes, size_t at, const char *word)
{
    return memcmp(bytes + at, word, strlen(word)) == 0;
}

enum stick_kind stick_kind_of(const uint8_t *bytes, size_t len)
{
    if (len < STICK_KIND_BYTES) {
        return STICK_KIND_NONE;
    }
    bool is_boot = bytes[BOOT_MAGIC] == 0x55 && bytes[BOOT_MAGIC + 1] == 0xAA;
    if (is_boot && has(bytes, 3, "EXFAT   ")) {
        return STICK_EXFAT;
    }
    if (is_boot && has(bytes, 3, "NTFS    ")) {
        return STICK_NTFS;
    }
    /* FAT32, then FAT16 and FAT12: the name stands behind fields of another length. */
    if (is_boot && (has(bytes, 82, "FAT32   ") || has(bytes, 54, "FAT"))) {
        return STICK_VFAT;
    }
    if (bytes[EXT_MAGIC] == 0x53 && bytes[EXT_MAGIC + 1] == 0xEF) {
        return STICK_EXT4; /* 2 and 3 are read by the same driver */
    }
    return STICK_KIND_NONE;
}

const char *stick_kind_name(enum stick_kind kind)
{
    static const char *const names[STICK_KINDS] = {"none", "vfat", "exfat", "ext4", "ntfs"};

    return kind < STICK_KINDS ? names[kind] : names[STICK_KIND_NONE];
}
