#!/usr/bin/python3
"""The image of a card, started in the virtual kiosk: `python3 tests/machine/card.py [IMAGE]`, as root,
after `make image`.

Kernel, initrd and the kernel's words are taken from the card's own FAT partition, as the board's
firmware would; the disk is the card, a larger one than the image. Nothing in the image is changed but two
lines of the settings, which any PC can edit: the button's and the lamp's name are those of this machine.
It starts, an admin opens it, a resident votes, it restarts, the watchdog bites, it is shut down; then the
card is read from outside.
"""
import base64
import hashlib
import os
import re
import shutil
import sys
import time

import kiosk
import qemu
import step_own
import step_vote
import sticks
import tree
import twin
from qemu import Wrong, wait_for

IMAGE = "build/image/dorpel-pi4.img"
CARD_GB = 4
MIB = 1024 * 1024


def at(name):
    return os.path.join(tree.OUT, "card-" + name)


def partition(image, number):
    """(first byte, bytes)"""
    said = tree.run("sfdisk", "-d", image)
    start, size = re.search(r"img%d : start= *(\d+), size= *(\d+)" % number, said).groups()
    return int(start) * 512, int(size) * 512


def digest(image, number):
    start, left = partition(image, number)
    sum_ = hashlib.sha256()
    with open(image, "rb") as file:
        file.seek(start)
        while left > 0:
            block = file.read(min(left, 4 * MIB))
            sum_.update(block)
            left -= len(block)
    return sum_.hexdigest()


# ---- what the board's firmware does ------------------------------------------------------------

class Card:
    """A card with the image on it; its kernel's files beside it."""

    def __init__(self, image):
        self.disk = at("disk.img")
        tree.run("cp", "--sparse=always", image, self.disk)
        os.truncate(self.disk, CARD_GB * 1024 * MIB)
        self.fat = "%s@@%d" % (self.disk, partition(image, 1)[0])
        config = self.read("config.txt")
        self.kernel = self.take(re.search(r"(?m)^kernel=(\S+)", config).group(1))
        self.initrd = self.take(re.search(r"(?m)^initramfs (\S+)", config).group(1))
        self.words = self.read("cmdline.txt").strip()
        settings = self.read("dorpel/kiosk.conf")
        for name in ("button", "lamp"):
            settings = re.sub(r"(?m)^%s = .*$" % name, "%s = %s" % (name, tree.KIOSK_CONF[name]), settings)
        with open(at("kiosk.conf"), "w", encoding="utf-8") as file:
            file.write(settings)
        tree.run("mcopy", "-o", "-i", self.fat, at("kiosk.conf"), "::dorpel/kiosk.conf")
        self.qcow2 = at("disk.qcow2")
        qemu.overlay(self.disk, self.qcow2)

    def read(self, name):
        return tree.run("mtype", "-i", self.fat, "::" + name)

    def take(self, name):
        tree.run("mcopy", "-o", "-i", self.fat, "::" + name, at(name.split("-")[0]))
        return at(name.split("-")[0])


def hands():
    """A disk with the fingers, and the word on the kernel's line that makes systemd start them."""
    folder = at("hands")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    tree.run("aarch64-linux-gnu-gcc", "-std=gnu17", "-O2", "-Wall", "-Wextra", "-Werror", "-static",
             os.path.join(tree.HERE, "guest/hands.c"), "-o", os.path.join(folder, "hands"))
    tree.ext4(at("hands.img"), folder, 8, "hands")
    with open(os.path.join(tree.HERE, "guest/card-hands.service"), "rb") as file:
        unit = b"\n".join(line for line in file.read().splitlines() if not line.startswith(b"#"))
    return "systemd.set_credential_binary=systemd.extra-unit.hands.service:%s systemd.wants=hands.service" % (
        base64.b64encode(unit).decode())


class Machine(kiosk.Kiosk):
    """The virtual kiosk with a card in it, and a watchdog as the board has one."""

    def __init__(self, card):
        self.card = card
        disk = ["-drive", "file=%s,format=raw,if=none,id=data,readonly=on" % at("hands.img")]
        super().__init__("card", root=card.qcow2, data_words=disk, more=[
            "-device", "i6300esb", "-action", "watchdog=reset"])

    def _words(self, root, data_words, more):
        words = super()._words(root, data_words, more)
        words.remove("-no-reboot")
        for name, value in (("-kernel", self.card.kernel), ("-initrd", self.card.initrd),
                            ("-append", "%s console=ttyAMA0 modprobe.blacklist=gpio_keys "
                             "modules_load=i6300esb %s" % (self.card.words, hands()))):
            words[words.index(name) + 1] = value
        return words

    def restarts(self, seconds, act):
        """Does something and waits for the machine to start anew."""
        since = len(self.events)
        act()
        wait_for("the kiosk to start anew", lambda: self.event("RESET", since), seconds, 0.2)


# ---- what must be so inside ----------------------------------------------------------------------

INSIDE = [  # what, a command, what it must write
    ("the system is well", "systemctl is-system-running --wait", "running"),
    ("no unit failed", "systemctl --failed --plain --no-legend", ""),
    ("the root is read only", "findmnt -no OPTIONS / | cut -d, -f1", "ro"),
    ("nobody can write it", "mount -o remount,rw / 2>/dev/null || echo refused", "refused"),
    ("the settings come from the FAT partition", "grep -c pl061 /etc/dorpel/kiosk.conf", "2"),
    ("the settings are for the kiosk", "stat -Lc '%a %U %G' /etc/dorpel/kiosk.conf", "750 root dorpel"),
    ("nobody else reads them", "setpriv --reuid=nobody --regid=nogroup --clear-groups cat /etc/dorpel/kiosk.conf 2>/dev/null || echo no", "no"),
    ("the store's folder", "stat -c '%a %U %G' /var/lib/dorpel", "2770 dorpel dorpel"),
    ("the store is on the data partition", "findmnt -no SOURCE -T /var/lib/dorpel/dorpel.db",
     r"/dev/vda3\[/dorpel\]"),
    ("the clock is kept there too", "findmnt -no SOURCE -T /var/lib/systemd", r"/dev/vda3\[/systemd\]"),
    ("nothing is logged to the card", "findmnt -no FSTYPE -T /var/log; ls /var/log/journal 2>/dev/null", "tmpfs"),
    ("systemd feeds the watchdog", "cat /sys/class/watchdog/watchdog0/state", "active"),
    ("it bites in 14 s", "cat /sys/class/watchdog/watchdog0/timeout", "14"),
    ("no login runs", "cat /proc/[0-9]*/comm | grep -xE 'agetty|login|sulogin|sshd'", ""),
    ("no cores", "cat /proc/sys/kernel/core_pattern; grep -h '^Max core' /proc/$(systemctl show -P MainPID dorpel)/limits"
     " | tr -s ' ' | cut -d' ' -f5", r"\|/bin/false\n0"),
    ("no magic keys", "cat /proc/sys/kernel/sysrq", "0"),
    ("nothing on the network is listened to", "cat /proc/net/tcp /proc/net/tcp6 | awk '$4==\"0A\" &&"
     " $2 !~ /^[0-9A-F]*7F:/ {print $2}'", ""),
    ("only the cable's own questions", "cat /proc/net/udp /proc/net/udp6 | awk '$2 ~ /:14E[89AB]$/ {print $2}'", ""),
]


def ask_inside(machine):
    wrong = []
    for what, command, wanted in INSIDE:
        said = machine.shell("{ %s; } 2>&1; true" % command, 120).strip()
        if not re.fullmatch(wanted, said):
            wrong.append("%s: `%s` wrote `%s`" % (what, command, said))
    if wrong:
        raise Wrong("expected of the running card:\n    " + "\n    ".join(wrong))
    print("  %d things asked inside" % len(INSIDE))


def ask_room(machine):
    megabytes = int(machine.shell("df -B1M --output=size /data | tail -1"))
    if megabytes < (CARD_GB - 2) * 1024:
        raise Wrong("expected the data to have grown to the card's end, not %d MB" % megabytes)
    return megabytes


def up(machine, what, began):
    machine.see_attract(600)
    machine.picture(what)
    print("  %s: the village is on the screen after %.0f s of this computer, %s s of the guest" % (
        what, time.monotonic() - began, machine.shell("cut -d' ' -f1 /proc/uptime").strip()), flush=True)


def evening(machine, base):
    """A new kiosk is opened by its admin, with the village's key on a stick; then somebody votes."""
    stick = sticks.fat("card-stick")
    sticks.fill_with(stick, step_own.KEY)
    trace = twin.play(base, os.path.join(tree.HERE, "visits/evening.visit"), kiosk.wanted(), STICK=step_own.KEY)
    step_own.visit(machine, trace, stick, {"new": (kiosk.ATTRACT, kiosk.ALIKE)})
    kiosk.twin_visit("attract", base=base)
    machine.see_attract()
    machine.follow(kiosk.twin_visit("vote", base=base, CODE=twin.codes()[0]), step_vote.AREAS)
    ask_vote(machine)
    print("  opened with the village's key on a stick; a resident voted by touch and button")


def ask_vote(machine):
    found = step_vote.ballots(machine)
    if found != (1, 1):
        raise Wrong("expected one ballot and one line of the register, not %s and %s" % found)


def frozen(machine):
    """Nobody feeds the watchdog: the first process stands still."""
    began = float(machine.shell("cut -d' ' -f1 /proc/uptime"))
    machine.restarts(120, lambda: machine.hands("sh echo 1 >/sys/fs/cgroup/init.scope/cgroup.freeze"))
    print("  the first process stood still at %.0f s, and the watchdog started all anew" % began)


# ---- the card from outside -------------------------------------------------------------------------

def ask_card(card, image):
    after = at("after.img")
    tree.run("qemu-img", "convert", "-O", "raw", card.qcow2, after)
    if digest(after, 2) != digest(image, 2):
        raise Wrong("expected the root to be the same to the last bit")
    start, size = partition(after, 3)
    tree.run("dd", "if=" + after, "of=" + at("data.img"), "bs=1M", "skip=%d" % (start // MIB),
             "count=%d" % (size // MIB), "conv=sparse", "status=none")
    tree.run("e2fsck", "-fn", at("data.img"))
    os.unlink(after)
    os.unlink(at("data.img"))
    print("  the root is the same to the last bit; the data are sound, %d MB" % (size // MIB))


def run(image):
    card = Card(image)
    base = twin.fresh(at("twin"), os.path.join(tree.HERE, "visits/attract.visit"))
    machine = Machine(card)
    try:
        kiosk.twin_visit("attract", base=base)
        up(machine, "first", machine.began)
        print("  the data grew to %d MB" % ask_room(machine))
        ask_inside(machine)
        evening(machine, base)
        began = time.monotonic()
        machine.restarts(300, lambda: machine.hands("sh systemctl --no-block reboot"))
        up(machine, "second", began)
        ask_vote(machine)
        ask_inside(machine)
        began = time.monotonic()
        frozen(machine)
        up(machine, "third", began)
        ask_vote(machine)
        machine.off()
    finally:
        machine.kill()
    ask_card(card, image)


def main():
    image = os.path.join(tree.TOP, sys.argv[1] if len(sys.argv) > 1 else IMAGE)
    os.makedirs(tree.OUT, exist_ok=True)
    twin.tools()
    began = time.monotonic()
    try:
        run(image)
    except (Wrong, tree.Failed) as wrong:
        print("card: NOT: %s" % wrong)
        return 1
    print("card: fine, %.0f s" % (time.monotonic() - began))
    return 0


if __name__ == "__main__":
    sys.exit(main())
