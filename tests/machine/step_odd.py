"""Step 9: what people plug in: a keyboard, a second stick, one without a partition table, a full one,
one with its lock on, one of another file system."""
import os

import kiosk
import step_pull
import step_stick
import sticks
import tree
import village
from qemu import Wrong, wait_for


def run(_):
    hand = step_pull.Hand()
    step_pull.fails("full", "is vol")
    step_pull.fails("readonly", "niets bewaren")
    refused()
    machine = kiosk.resume("9-odd")
    try:
        keyboard(machine)
        machine.follow(hand.to_caretaker)
        second(machine, hand)
        whole_disk(machine, hand)
        full(machine, hand)
        locked(machine, hand)
        ntfs(machine, hand)
    finally:
        machine.kill()


def inputs(machine):
    return sorted(machine.shell("ls /dev/input").split())


def keyboard(machine):
    """Nothing that it types arrives anywhere, and the kiosk stays as it is."""
    before = inputs(machine)
    machine.qmp("device_add", driver="usb-kbd", id="kbd", bus="xhci.0")
    wait_for("the kernel to see the keyboard", lambda: "Keyboard" in machine.shell(
        "cat /sys/bus/usb/devices/*/product; true"), 30, 0.3)
    machine.shell("udevadm settle")
    for key in ("ret", "a", "ret"):
        machine.qmp("send-key", keys=[{"type": "qcode", "data": key}])
    machine.qmp("send-key", keys=[{"type": "qcode", "data": name} for name in ("ctrl", "alt", "f2")])
    machine.rest()
    machine.see_attract()
    if inputs(machine) != before:
        raise Wrong("expected no input of a keyboard; there is %s" % (
            set(inputs(machine)) - set(before)))
    machine.qmp("device_del", id="kbd")
    machine.picture("keyboard")
    print("    a keyboard: it types nowhere", flush=True)


def second(machine, hand):
    """It waits until the first is out, and then has its turn."""
    one, two = sticks.fat("9-one"), sticks.fat("9-two")
    machine.stick_in(one, "one")
    step_stick.wait_state(machine, " ready ")
    first = step_stick.state(machine).split()[0]
    machine.stick_in(two, "two")
    wait_for("dorpel-stick to tell of a second stick",
             lambda: machine.shell("ls /run/dorpel/stick.second 2>/dev/null; true").strip(), 30, 0.3)
    machine.follow(hand.to_stick)
    machine.hands("tap " + " ".join(hand.take[1:4]))
    wait_for("the visit of the first of two sticks to be done",
             lambda: step_pull.outcome(machine) == "done", 90)
    machine.picture("second")
    machine.stick_out("one")
    wait_for("the second stick to have its turn", lambda: " ready " in step_stick.state(machine) and
             not step_stick.state(machine).startswith(first + " "), 60, 0.3)
    machine.stick_out("two")
    step_stick.wait_state(machine, None)
    machine.follow(hand.close)
    step_stick.judge(one, "9-one", village.VOTES)
    if sticks.files(sticks.unpack(two)):
        raise Wrong("expected nothing on the second stick")
    print("    a second stick: it waits, and nothing is written on it", flush=True)


def whole_disk(machine, hand):
    path = sticks.fat("9-whole", table=False)
    step_pull.begin(machine, hand, path, "whole")
    wait_for("the visit of a stick without a table to be done",
             lambda: step_pull.outcome(machine) == "done", 90)
    machine.picture("whole")
    machine.stick_out("whole")
    step_stick.wait_state(machine, None)
    machine.follow(hand.close)
    step_stick.judge(path, "9-whole", village.VOTES, table=False)
    print("    a stick without a partition table: all is on it", flush=True)


def full(machine, hand):
    path = sticks.fat("9-full")
    sticks.fill(path, spare=20000)
    failed(machine, hand, path, "full", "full")
    print("    a full stick: the caretaker reads that it is full", flush=True)


def locked(machine, hand):
    failed(machine, hand, sticks.fat("9-locked"), "locked", "readonly", read_only=True)
    print("    a stick with its lock on: the caretaker reads so", flush=True)


def failed(machine, hand, path, name, kind, read_only=False):
    machine.stick_in(path, name, read_only)
    step_stick.wait_state(machine, " ready ")
    machine.follow(hand.to_stick)
    machine.hands("tap " + " ".join(hand.take[1:4]))
    machine.see("stick-" + kind, 60, step_pull.SAID, 0.02)
    machine.picture(name)
    machine.stick_out(name)
    step_stick.wait_state(machine, None)
    machine.follow(hand.back)


# How dorpel-stick tells of an NTFS stick, and a part of what the caretaker reads: Debian 12's kernel has
# no driver for it (and it is not called broken for that), Debian 13's reads it.
NTFS = {"bookworm": ("refused none", "niets dat we kunnen lezen"),
        "trixie": ("ready new ntfs locked", "alleen kunnen lezen (NTFS)")}


def refused():
    """What the caretaker reads of a stick that takes nothing: the twin is told so."""
    state, says = NTFS[tree.SUITE]
    runtime = os.path.join(tree.OUT, "9-runtime")
    os.makedirs(runtime, exist_ok=True)
    with open(os.path.join(runtime, "stick.state"), "w", encoding="utf-8") as file:
        file.write("sda1 %s\n" % state)
    kiosk.twin_visit("refused", runtime=runtime, SAYS=says)


def ntfs(machine, hand):
    path = sticks.other("9-ntfs", ["mkfs.ntfs", "-F", "-Q", "-q"])
    machine.stick_in(path, "ntfs")
    step_stick.wait_state(machine, " %s " % " ".join(NTFS[tree.SUITE][0].split()[:3]))
    machine.follow(hand.to_stick)
    machine.see("stick-refused", 60, area=step_pull.SAID, alike=0.005)
    machine.picture("ntfs")
    machine.stick_out("ntfs")
    step_stick.wait_state(machine, None)
    machine.follow(hand.back)
    print("    an NTFS stick: the caretaker reads to take an ordinary one", flush=True)
