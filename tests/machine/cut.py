"""Power cuts: a disk whose every write is kept, and disks as they would be had the power gone.

QEMU's blklogwrites writes the format of Linux' dm-log-writes: a superblock, and for each write,
discard or flush one sector that tells of it, followed by its data. A disk may keep what was written
after its last flush or lose it, all of it or a part, in any order: that part is chosen by chance.
"""
import json
import random
import shutil
import struct

import tree

SECTOR = 512
MAGIC = 0x6A736677736872
FLUSH, DISCARD, MARK = 1, 4, 8
SUPERBLOCK = 2  # the first of two sectors, of ext4


class Entry:
    """A write of `count` sectors, whose data stands at `at` in the log; `end`: the next entry."""

    def __init__(self, sector, count, flags, at, end):
        self.sector, self.count, self.flags, self.at, self.end = sector, count, flags, at, end


def kept(base, log):
    """A disk for QEMU: `base` is written, `log` keeps how."""
    with open(log, "wb"):
        pass
    return {"driver": "blklogwrites", "file": held(base), "log": held(log)}


def held(path):
    """This computer's own power stays: a flush need not reach its disk."""
    return {"driver": "file", "filename": path, "cache": {"direct": False, "no-flush": True}}


def words(name, base, log):
    """The same as words for QEMU, for a disk that is there from the start."""
    return ["-blockdev", json.dumps({"node-name": name, **kept(base, log)})]


def plain(path):
    return {"driver": "raw", "file": held(path)}


def read(log):
    """All entries of a log, in order. The superblock may lag behind: the entries tell."""
    entries = []
    with open(log, "rb") as file:
        magic, version, _, size = struct.unpack("<QQQI", file.read(28))
        if magic != MAGIC or version != 1 or size != SECTOR:
            raise SystemExit("machine: %s is no log of writes" % log)
        at = SECTOR
        file.seek(0, 2)
        end = file.tell()
        while at + SECTOR <= end:
            file.seek(at)
            sector, count, flags, length = struct.unpack("<QQQQ", file.read(32))
            if count == 0 and flags == 0:
                break
            size = SECTOR + (0 if flags & DISCARD else count * SECTOR) + (length if flags & MARK else 0)
            entries.append(Entry(sector, count, flags, at + SECTOR, at + size))
            at += size
    return entries


def apply(disk, log, entry, part=None):
    """Writes one entry; `part`: only these of its sectors."""
    if entry.count == 0:
        return
    if entry.flags & DISCARD:
        data = b"\0" * (entry.count * SECTOR)
    else:
        log.seek(entry.at)
        data = log.read(entry.count * SECTOR)
    for n in part if part is not None else [None]:
        if n is None:
            disk.seek(entry.sector * SECTOR)
            disk.write(data)
        else:
            disk.seek((entry.sector + n) * SECTOR)
            disk.write(data[n * SECTOR:(n + 1) * SECTOR])


def flushed(entries, cut):
    """How many of the first `cut` entries are on the disk for sure."""
    for n in range(cut, 0, -1):
        if entries[n - 1].flags & FLUSH:
            return n
    return 0


class Replay:
    """Disks at rising cuts; the sure part is written once."""

    def __init__(self, base, log, entries, work):
        self.log, self.entries, self.work = open(log, "rb"), entries, work
        shutil.copyfile(base, work)
        self.done = 0

    def at(self, cut, path, seed):
        """The disk had the power gone after `cut` entries. seed None: nothing unsure is kept."""
        sure = flushed(self.entries, cut)
        with open(self.work, "r+b") as disk:
            for entry in self.entries[self.done:sure]:
                apply(disk, self.log, entry)
        self.done = max(self.done, sure)
        tree.run("cp", "--sparse=always", self.work, path)
        if seed is None:
            return
        chance = random.Random(seed)
        with open(path, "r+b") as disk:
            for entry in self.entries[sure:cut]:
                kind = chance.random()
                if kind < 0.4:
                    apply(disk, self.log, entry)
                elif kind < 0.6 and entry.count > 1 and not entry.flags & DISCARD:
                    apply(disk, self.log, entry,
                          [n for n in range(entry.count) if chance.random() < 0.5])

    def torn(self, path):
        """The disk had the power gone between the two sectors of the first superblock that is written:
        what it says of itself is not true then."""
        for cut, entry in enumerate(self.entries):
            if entry.sector <= SUPERBLOCK and SUPERBLOCK + 2 <= entry.sector + entry.count:
                self.at(cut, path, None)
                with open(path, "r+b") as disk:
                    apply(disk, self.log, entry, [SUPERBLOCK - entry.sector])
                return cut
        raise SystemExit("machine: no superblock was written")
