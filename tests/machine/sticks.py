"""Images of USB sticks, as people bring them, and what stands on them afterwards."""
import os
import shutil
import struct

import tree

MIB = 1024 * 1024
START = MIB  # the first partition


def image(name, megabytes):
    path = os.path.join(tree.OUT, name + ".img")
    if os.path.exists(path):
        os.unlink(path)
    with open(path, "wb") as file:
        file.truncate(megabytes * MIB)
    return path


def partition(path, kind):
    """A table with one partition, as sticks are sold. kind: 0x0c FAT32, 0x07 NTFS or exFAT."""
    size = os.path.getsize(path)
    entry = struct.pack("<B3sB3sII", 0, b"\xfe\xff\xff", kind, b"\xfe\xff\xff", START // 512,
                        (size - START) // 512)
    with open(path, "r+b") as file:
        file.seek(440)
        file.write(b"DORP\0\0" + entry + b"\0" * 48 + b"\x55\xaa")


def fat(name, megabytes=64, table=True):
    path = image(name, megabytes)
    words = ["mkfs.vfat", "-F", "32", "-n", "STICK"]
    if table:
        partition(path, 0x0C)
        sectors = (megabytes * MIB - START) // 1024
        tree.run(*words, "--offset", str(START // 512), path, str(sectors))
    else:
        tree.run(*words, "-I", path)
    return path


def other(name, make, megabytes=64):
    """A whole disk of another file system; make: the words of mkfs."""
    path = image(name, megabytes)
    tree.run(*make, path)
    return path


def exfat(name, megabytes=64):
    """With a table; its mkfs knows no offset."""
    path, inside = image(name, megabytes), image(name + "-inside", megabytes - 1)
    partition(path, 0x07)
    tree.run("mkfs.exfat", inside)
    tree.run("dd", "if=" + inside, "of=" + path, "bs=1M", "seek=1", "conv=notrunc", "status=none")
    os.unlink(inside)
    return path


def where(path, table=True):
    return path + ("@@%d" % START if table else "")


def fill(path, table=True, spare=0):
    """A file on it that leaves `spare` bytes."""
    free = int(tree.run("sh", "-c", "mdir -i %s :: | sed -n 's/ bytes free//p' | tr -d ' '" %
                        where(path, table)).strip())
    size = max(0, free - spare)
    filler = os.path.join(tree.OUT, "filler")
    with open(filler, "wb") as file:
        file.truncate(size)
    tree.run("mcopy", "-i", where(path, table), filler, "::VOL.BIN")
    os.unlink(filler)


def fill_with(path, folder):
    """All that stands in a folder."""
    tree.run("sh", "-c", "mcopy -s -Q -i %s %s/* ::" % (where(path), folder))


def unpack(path, table=True):
    """All that stands on it, in a folder."""
    folder = path[:-4]
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    if not tree.run("mdir", "-b", "-i", where(path, table), "::").strip():
        return folder
    tree.run("sh", "-c", "mcopy -s -n -i %s '::*' %s" % (where(path, table), folder))
    return folder


def files(folder):
    found = []
    for parent, _, names in os.walk(folder):
        found += [os.path.relpath(os.path.join(parent, name), folder) for name in names]
    return sorted(found)
