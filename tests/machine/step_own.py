"""Step 9b: the village's own sticks. New content, its key on a kiosk that is new and nobody's yet, and
a stick of exFAT, as large ones are sold. All of it in the sandbox of the visit's own unit."""
import hashlib
import os
import shutil

import cut
import kiosk
import step_cut
import step_pull
import step_stick
import sticks
import tree
import village
from qemu import Wrong, wait_for

NEWS = os.path.join(tree.TOP, "tests/data/inhoud/nieuw")  # what the village changed
KEY = os.path.join(tree.TOP, "assets/demo/demo-geheim")


def run(_):
    machine = kiosk.resume("9b-own")
    try:
        exfat(machine)
        content(machine)
        key(machine)
    finally:
        machine.kill()


def visit(machine, trace, path, areas):
    """With a stick that is only read: not one byte of it is another afterwards."""
    def on_stick(is_in):
        if is_in:
            machine.stick_in(path, "own")
            step_stick.wait_state(machine, " ready ")
        else:
            machine.stick_out("own")
            step_stick.wait_state(machine, None)
    before = digest(path)
    machine.follow(trace, areas, on_stick)
    if digest(path) != before:
        raise Wrong("expected nothing to be written on %s" % os.path.basename(path))


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).digest()


def exfat(machine):
    hand = step_pull.Hand()
    path = sticks.exfat("9b-exfat")
    machine.follow(hand.to_caretaker)
    step_pull.begin(machine, hand, path, "exfat")
    wait_for("the visit of an exFAT stick to be done", lambda: step_pull.outcome(machine) == "done", 90)
    machine.picture("exfat")
    folder = fetch(machine, step_stick.state(machine).split()[0])
    machine.stick_out("exfat")
    step_stick.wait_state(machine, None)
    machine.follow(hand.close + [["rest"], *hand.stop])
    machine.see_attract()
    step_stick.judge_folder(folder, "9b-exfat", village.VOTES)
    print("    an exFAT stick: all is on it", flush=True)


def fetch(machine, name):
    """What stands on a stick that no program of this computer reads: the guest's kernel looks, and
    packs it on a disk."""
    disk = sticks.image("9b-tar", 32)
    device = machine.disk_in("tar", cut.plain(disk))
    machine.shell("mount -t exfat -o ro /dev/%s /mnt && busybox tar cf %s -C /mnt . && umount /mnt && sync"
                  % (name, device))
    machine.disk_out("tar")
    folder = os.path.join(tree.OUT, "9b-exfat")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    tree.run("tar", "xf", disk, "-C", folder)
    os.unlink(disk)
    return folder


def content(machine):
    folder = os.path.join(tree.OUT, "9b-content")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(os.path.join(tree.TOP, tree.PACK), folder)
    shutil.copytree(NEWS, folder, dirs_exist_ok=True)
    path = sticks.fat("9b-content")
    sticks.fill_with(path, folder)
    trace = kiosk.twin_visit("content", STICK=folder)
    visit(machine, trace, path, {"content-taken": (kiosk.ATTRACT, kiosk.ALIKE)})
    machine.picture("content")
    print("    new content: looked through, taken with the button, and shown", flush=True)


def key(machine):
    empty = os.path.join(tree.OUT, "9b-empty")
    disk = os.path.join(tree.OUT, "9b-new.ext4")
    os.makedirs(empty, exist_ok=True)
    tree.data_disk(disk, empty)
    path = sticks.fat("9b-key")
    sticks.fill_with(path, KEY)
    trace = kiosk.twin_visit("key", base=None, STICK=KEY)
    step_cut.change_disk(machine, "new", cut.plain(disk), "new")
    visit(machine, trace, path, {"new": (kiosk.ATTRACT, kiosk.ALIKE)})
    machine.picture("key")
    print("    the village's own key, on a kiosk that is new: votes count from now on", flush=True)
