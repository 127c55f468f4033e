/* stick_kind: which file system stands on a device, from its first bytes. Pure.
 *
 * What udev's blkid says is not asked again: it decides what the kernel is told to believe, so it
 * is read here, and only the four kinds that a kiosk takes are known.
 */
#ifndef DORPEL_STICK_KIND_H
#define DORPEL_STICK_KIND_H

#include <stddef.h>
#include <stdint.h>

enum stick_kind { STICK_KIND_NONE, STICK_VFAT, STICK_EXFAT, STICK_EXT4, STICK_NTFS, STICK_KINDS };
enum { STICK_KIND_BYTES = 4096 }; /* how much of the device must be there to tell */

/* STICK_KIND_NONE when it is none of ours, or when there are too few bytes. */
enum stick_kind stick_kind_of(const uint8_t *bytes, size_t len);
const char *stick_kind_name(enum stick_kind kind); /* "vfat", ...; "none" */

#endif
