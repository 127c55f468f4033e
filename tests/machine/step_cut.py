"""Step 6: the power goes while people vote. What was told to a voter is there after the next start."""
import os
import random
import shutil
import sqlite3

import cut
import kiosk
import step_vote
import tree
import twin
import village
from qemu import Wrong

SEED = 5
AGAIN = 1000  # from this number on: cut a second time
QUIET_S = 8  # after the last vote: longer than the file system holds back what it may
# Where an evening is cut, in turns: of each the same share, a short one too.
PARTS = ("press", "told", "touch", "start", "quiet")


def run(count):
    base, log = path("base.ext4"), path("writes.log")
    shutil.copyfile(village.DISK, base)
    evening = record(base, log, 2 + count // 5)
    entries = cut.read(log)
    cuts = choose(entries, evening, count)
    known = told_ids(entries, log, evening.votes)
    print("  %d votes, %d writes and flushes; %d cuts" % (len(known), len(entries), len(cuts)),
          flush=True)
    # Starts of the whole machine, with its own check of the file system; the others: of the kiosk.
    cold = [torn(entries, log, count)] + cuts[:count // 10]
    again = [check_cold(one, evening.votes, known, log, entries) for one in cold]
    machine = kiosk.resume("6-cut")
    try:
        for one in cuts[count // 10:] + again:
            disk = one.disk or make_disk(entries, log, one)
            check(machine, one, disk, evening.votes, known)
            os.unlink(disk)
        machine.picture("after-last")
    finally:
        machine.kill()


def path(name):
    return os.path.join(tree.OUT, "6-cut-" + name)


# ---- the evening -----------------------------------------------------------------------------

class Evening:
    """How long the log of writes was: `ready`, at the first village on the screen; `over`, when the
    last voter had gone; of each vote at its first touch, at the press, and when "Gelukt!" was seen."""

    def __init__(self, log):
        self.log, self.ready, self.over, self.votes = log, 0, 0, []

    def now(self):
        return os.path.getsize(self.log)


def record(base, log, votes):
    """Votes by touch, on a disk that keeps each write."""
    evening = Evening(log)
    traces = [step_vote.trace_of(code, n == 0) for n, code in enumerate(twin.codes()[:votes])]
    machine = kiosk.resume("6-cut-evening")
    try:
        change_disk(machine, "evening", cut.kept(base, log))
        evening.ready = evening.now()
        for trace in traces:
            press, done = trace.index(["press"]), trace.index(["shot", "vote-done"]) + 1
            touch = evening.now()
            machine.follow(trace[:press], step_vote.AREAS)
            down = evening.now()
            machine.follow(trace[press:done], step_vote.AREAS)
            evening.votes.append((touch, down, evening.now()))
            machine.follow(trace[done:])
        machine.see_attract()
        evening.over = evening.now()
        machine.hands("sh sleep %d" % QUIET_S)
        machine.qmp_wire.send('{"execute": "quit"}')
        machine.process.wait(60)
    finally:
        machine.kill()
    return evening


class Cut:
    """After `moment` entries of the log; `end`: how long it was then. of: which part of the evening.
    disk: made already."""

    def __init__(self, number, of, moment, end, disk=None):
        self.number, self.of, self.moment, self.end, self.disk = number, of, moment, end, disk


def choose(entries, evening, count):
    """The same ones each time. Where little is written the same write is cut again: another part of
    what was not flushed is then on the disk."""
    chance = random.Random(SEED)
    ends = [entry.end for entry in entries]
    spans = {part: [] for part in PARTS}
    spans["start"].append((0, evening.ready))
    spans["quiet"].append((evening.over, ends[-1]))
    for number, (touch, down, told) in enumerate(evening.votes):
        after = evening.votes[number + 1][0] if number + 1 < len(evening.votes) else evening.over
        spans["touch"].append((touch, down))
        spans["press"].append((down, told))
        spans["told"].append((told, after))
    cuts = []
    for number in range(count):
        part = PARTS[number % len(PARTS)]
        begin, end = chance.choice(spans[part])
        inside = [n for n, at in enumerate(ends) if begin < at <= end]
        before = len([at for at in ends if at <= begin])
        moment = chance.choice(inside) + 1 if inside else before
        cuts.append(Cut(number, part, max(1, moment), ends[max(1, moment) - 1]))
        # A vote is told before a write that comes after it: what was on the screen is what counts.
        cuts[-1].end = max(cuts[-1].end, begin)
    return cuts


def make_disk(entries, log, one):
    replay = cut.Replay(village.DISK, log, entries, path("replay.ext4"))
    disk = path("%d.ext4" % one.number)
    replay.at(one.moment, disk, SEED + one.number)
    return disk


def torn(entries, log, number):
    """The power goes in the mount, in the middle of the block that tells what the file system is."""
    disk = path("%d.ext4" % number)
    moment = cut.Replay(village.DISK, log, entries, path("replay.ext4")).torn(disk)
    return Cut(number, "half a superblock", moment, 0, disk)


def told_ids(entries, log, votes):
    """For each vote the ids of all ballots once it was told, read on this computer."""
    replay = cut.Replay(village.DISK, log, entries, path("replay.ext4"))
    known = []
    for _, _, told in votes:
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

def judge(one, said, votes, known):
    """What must be there, what may, and nothing else."""
    where = "cut %d (%s, after write %d)" % (one.number, one.of, one.moment)
    ids = {words[1] for words in said if words[0] == "ballot"}
    ballots = len([words for words in said if words[0] == "ballot"])
    registers = len(said) - ballots
    told = len([1 for _, _, shown in votes if shown <= one.end])
    pressed = len([1 for _, down, _ in votes if down <= one.end])
    lost = known[told - 1] - ids if told else set()
    if lost or ballots < village.VOTES + told:
        raise Wrong("%s: expected the %d votes that were told; %d of them are gone" % (
            where, told, len(lost)))
    if ballots > village.VOTES + pressed or len(ids) != ballots or ballots != registers:
        raise Wrong("%s: expected at most %d votes, each once and with its register entry, not %d "
                    "ballots and %d entries" % (where, village.VOTES + pressed, ballots, registers))
    print("    cut in \"%s\", after write %d%s: %d told, %d there" % (
        one.of, one.moment, ", and again in the start" if one.number >= AGAIN else "", told,
        ballots - village.VOTES), flush=True)


def dump(machine):
    """Kind and id of each ballot and register entry, by the kiosk's own --dump."""
    said = machine.shell("setpriv --reuid=dorpel --regid=dorpel --init-groups /usr/bin/dorpel --data /var/lib/dorpel --dump | sed -n "
                         "'s/.*\"kind\":\"\\(ballot\\|register\\)\".*\"rid\":\"\\([0-9a-f]*\\)\".*/\\1 \\2/p'")
    return [line.split() for line in said.splitlines()]


def change_disk(machine, name, node, picture="attract"):
    """The kiosk on another disk: with the same check of the file system, the same mount and the same
    service as at a start."""
    machine.shell("systemctl stop dorpel dorpel-sync dorpel-nightly.timer; umount /var/lib/dorpel; true")
    device = machine.disk_in(name, node)
    # As systemd-fsck does with fsck.repair=yes: of a torn superblock -p only says that a person must come.
    machine.shell("fsck.ext4 -y %s || test $? -lt 2" % device)
    machine.shell("mount -o noatime,nodev,nosuid,noexec %s /var/lib/dorpel" % device)
    machine.shell("systemd-tmpfiles --create --prefix=/var/lib/dorpel")
    machine.shell("systemctl start --no-block dorpel")
    machine.see(picture, 120, kiosk.ATTRACT)


def forget_disk(machine, name):
    machine.shell("systemctl stop dorpel; umount /var/lib/dorpel; true")
    machine.disk_out(name)


def check(machine, one, disk, votes, known):
    name = "cut%d" % one.number
    change_disk(machine, name, cut.plain(disk))
    judge(one, dump(machine), votes, known)
    forget_disk(machine, name)


def check_cold(one, votes, known, evening_log, evening_entries):
    """The whole machine starts on it, and every write of that start is kept: for the power may go in
    a start too, of a kiosk that it just came back to. The disk of such a second cut."""
    log, again = path("cold-writes.log"), path("again-%d.ext4" % one.number)
    disk, before = one.disk or make_disk(evening_entries, evening_log, one), path("before.ext4")
    shutil.copyfile(disk, before)
    machine = kiosk.Kiosk("6-cut-cold", data_words=cut.words("data", disk, log))
    try:
        machine.see_attract(240)
        judge(one, dump(machine), votes, known)
    finally:
        machine.kill()
    entries = cut.read(log)
    seed = SEED + one.number
    moment = random.Random(seed).randrange(1, len(entries) + 1)
    cut.Replay(before, log, entries, path("replay.ext4")).at(moment, again, seed)
    os.unlink(disk)
    return Cut(AGAIN + one.number, one.of, one.moment, one.end, again)
