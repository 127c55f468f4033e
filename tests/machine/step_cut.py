"""Step 6: the power goes while people vote. What was told to a voter is there after the next start."""
import os
import random
import shutil
import sqlite3

import cut
import kiosk
import qemu
import step_vote
import tree
import twin
import village
from qemu import Wrong, wait_for

SEED = 5


def run(count):
    base, log = path("base.ext4"), path("writes.log")
    shutil.copyfile(village.DISK, base)
    marks = record(base, log, 2 + count // 5)
    entries = cut.read(log)
    moments = choose(entries, marks, count)
    known = told_ids(entries, log, marks)
    print("  %d votes, %d writes and flushes; %d cuts" % (len(marks), len(entries), len(moments)))
    disks = make_disks(entries, log, moments)
    cuts = [(number, moment, entries[moment - 1].end) for number, moment in enumerate(moments)]
    cold = 1 if count >= 5 else 0  # a start of the whole machine; the others: of the kiosk
    for number, moment, end in cuts[:cold]:
        check_cold(number, moment, end, disks[number], marks, known)
    machine = kiosk.resume("6-cut")
    try:
        for number, moment, end in cuts[cold:]:
            check(machine, number, moment, end, disks[number], marks, known)
            os.unlink(disks[number])
        machine.picture("after-last")
    finally:
        machine.kill()


def path(name):
    return os.path.join(tree.OUT, "6-cut-" + name)


# ---- the evening -----------------------------------------------------------------------------

def record(base, log, votes):
    """Votes by touch; for each how long the log was when the button went down, and at "Gelukt!"."""
    marks = []
    traces = [step_vote.trace_of(code) for code in twin.codes()[:votes]]
    machine = kiosk.resume("6-cut-evening")
    try:
        change_disk(machine, "evening", cut.kept(base, log))
        for trace in traces:
            press = trace.index(["press"])
            machine.follow(trace[:press], step_vote.AREAS)
            down = os.path.getsize(log)
            machine.follow(trace[press:press + 2], step_vote.AREAS)
            marks.append((down, os.path.getsize(log)))
            machine.follow(trace[press + 2:])
        machine.see_attract()
        machine.qmp_wire.send('{"execute": "quit"}')
        machine.process.wait(60)
    finally:
        machine.kill()
    return marks


def choose(entries, marks, count):
    """Half of the cuts around the press of a vote, half anywhere; the same ones each time."""
    chance = random.Random(SEED)
    moments = set()
    first = next(n for n, e in enumerate(entries) if e.end >= marks[0][0])
    while len(moments) < count:
        if len(moments) % 2 == 0:
            down, told = chance.choice(marks)
            near = [n for n, e in enumerate(entries) if down <= e.end <= told + 65536]
            moments.add(chance.choice(near) if near else first)
        else:
            moments.add(chance.randrange(first // 2, len(entries)))
    return sorted(moments)


def make_disks(entries, log, moments):
    replay = cut.Replay(village.DISK, log, entries, path("replay.ext4"))
    disks = []
    for number, moment in enumerate(moments):
        disks.append(path("%d.ext4" % number))
        replay.at(moment, disks[-1], SEED + number)
    return disks


def told_ids(entries, log, marks):
    """For each vote the ids of all ballots once it was told, read on this computer."""
    replay = cut.Replay(village.DISK, log, entries, path("replay.ext4"))
    known = []
    for _, told in marks:
        whole = len([e for e in entries if e.end <= told])
        replay.at(whole, path("told.ext4"), None)
        known.append(outside_ids(path("told.ext4")))
    for number, ids in enumerate(known, 1):
        if len(ids) < village.VOTES + number:
            raise Wrong("expected %d ballots on the disk when vote %d was told; the last flush before "
                        "it holds %d" % (village.VOTES + number, number, len(ids)))
    return known


def outside_ids(disk):
    """Ballot ids in the store on a disk that was cut off, without the kiosk."""
    folder = path("outside")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    tree.run("sh", "-c", "e2fsck -fy %s; test $? -lt 4" % disk)
    for name in ("dorpel.db", "dorpel.db-wal"):
        tree.run("debugfs", "-R", "dump /%s %s/%s" % (name, folder, name), disk)
    store = sqlite3.connect(folder + "/dorpel.db")
    try:
        return {row[0].hex() for row in store.execute("SELECT substr(ballot_id, 1, 16) FROM ballot")}
    finally:
        store.close()


# ---- the next start --------------------------------------------------------------------------

def judge(number, moment, end, said, marks, known):
    """What must be there, what may, and nothing else."""
    ids = {words[1] for words in said if words[0] == "ballot"}
    ballots = len([words for words in said if words[0] == "ballot"])
    registers = len(said) - ballots
    told = len([1 for _, shown in marks if shown <= end])
    pressed = len([1 for down, _ in marks if down <= end])
    lost = known[told - 1] - ids if told else set()
    if lost or ballots < village.VOTES + told:
        raise Wrong("cut %d (after write %d): expected the %d votes that were told; %d of them are "
                    "gone" % (number, moment, told, len(lost)))
    if ballots > village.VOTES + pressed or len(ids) != ballots or ballots != registers:
        raise Wrong("cut %d (after write %d): expected at most %d votes, each once and with its "
                    "register entry, not %d ballots and %d entries" % (
                        number, moment, village.VOTES + pressed, ballots, registers))
    return told, ballots - village.VOTES


def dump(machine):
    """Kind and id of each ballot and register entry, by the kiosk's own --dump."""
    said = machine.shell("runuser -u dorpel -- /usr/bin/dorpel --data /var/lib/dorpel --dump | sed -n "
                         "'s/.*\"kind\":\"\\(ballot\\|register\\)\".*\"rid\":\"\\([0-9a-f]*\\)\".*/\\1 \\2/p'")
    return [line.split() for line in said.splitlines()]


def change_disk(machine, name, node):
    """The kiosk on another disk: with the same check of the file system, the same mount and the same
    service as at a start."""
    machine.shell("systemctl stop dorpel dorpel-sync dorpel-nightly.timer; umount /var/lib/dorpel; true")
    machine.qmp("blockdev-add", **{"node-name": name, **node})
    machine.qmp("device_add", driver="scsi-hd", id="disk-" + name, drive=name, bus="scsi0.0")
    device = wait_for("the disk to be seen", lambda: machine.shell(
        "ls /sys/class/scsi_disk/*/device/block 2>/dev/null | grep '^sd' | head -1; true"), 30).strip()
    machine.shell("udevadm settle; fsck.ext4 -p /dev/%s || test $? -lt 2" % device)
    machine.shell("mount -o noatime,nodev,nosuid,noexec /dev/%s /var/lib/dorpel" % device)
    machine.shell("systemd-tmpfiles --create --prefix=/var/lib/dorpel")
    machine.shell("systemctl start --no-block dorpel")
    machine.see_attract(120)


def forget_disk(machine, name):
    machine.shell("systemctl stop dorpel; umount /var/lib/dorpel; true")
    machine.qmp("device_del", id="disk-" + name)
    wait_for("the disk to be gone", lambda: machine.forget_node(name), 30)


def check(machine, number, moment, end, disk, marks, known):
    name = "cut%d" % number
    change_disk(machine, name, cut.plain(disk))
    told, found = judge(number, moment, end, dump(machine), marks, known)
    forget_disk(machine, name)
    print("    cut after write %d: %d told, %d there" % (moment, told, found), flush=True)


def check_cold(number, moment, end, disk, marks, known):
    layer = path("cold.qcow2")
    qemu.overlay(disk, layer)
    machine = kiosk.Kiosk("6-cut-cold", data=layer)
    try:
        machine.see_attract(240)
        told, found = judge(number, moment, end, dump(machine), marks, known)
        print("    cut after write %d, the whole machine: %d told, %d there" % (moment, told, found),
              flush=True)
    finally:
        machine.kill()
