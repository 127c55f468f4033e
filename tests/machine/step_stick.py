"""Step 4: a stick goes in, the caretaker takes the data, and only then may it be taken out. What
stands on it is read on this computer, and the hub takes it in."""
import os
import re

import kiosk
import sticks
import tree
import village
from qemu import Wrong, wait_for

AREAS = {}


def run(_):
    trace = kiosk.twin_visit("stick")
    machine = kiosk.resume("4-stick")
    path = sticks.fat("4-stick")
    try:
        visit(machine, trace, path)
    finally:
        machine.kill()
    judge(path, "4-stick", village.VOTES)


def visit(machine, trace, path, table=True):
    """The whole visit, up to the stick being out and the kiosk at its village again."""
    def on_stick(is_in):
        if is_in:
            machine.stick_in(path)
            wait_state(machine, " ready ")
        else:
            machine.picture("done")
            machine.stick_out()
            wait_state(machine, None)
    machine.follow(trace, AREAS, on_stick)
    machine.see_attract()


def state(machine):
    return machine.shell("cat /run/dorpel/stick.state 2>/dev/null; true").strip()


def wait_state(machine, words, seconds=60):
    """What dorpel-stick says of the stick; None: there is none."""
    def seen():
        now = state(machine)
        return (now == "") if words is None else (words in now + " ")
    wait_for("dorpel-stick to say \"%s\"" % (words or "no stick"), seen, seconds, 0.3)


def judge(path, name, votes, table=True):
    judge_folder(sticks.unpack(path, table), name, votes)


def judge_folder(folder, name, votes):
    """Everything whole, and the hub finds every vote in it."""
    found = sticks.files(folder)
    left = [file for file in found if re.search(r"~|\.tmp$|\.part$|\.new$", file)]
    if left:
        raise Wrong("expected no half file on the stick; there is " + left[0])
    for wanted in ("LEESMIJ.txt", "OVERZICHT.csv", "DORPSHUIS/stick.id"):
        if wanted not in found:
            raise Wrong("expected %s on the stick; there are: %s" % (wanted, " ".join(found)))
    hub = village.hub_copy(name)
    said = village.hub("import", hub, folder)
    status = village.hub("status", hub)
    got = re.search(r"(\d+) stembiljetten, (\d+) regels in het register", status)
    if got is None or got.group(1) != str(votes) or got.group(2) != str(votes):
        raise Wrong("expected the hub to find %d ballots and as many lines of the register on the stick; "
                    "it said: %s %s" % (votes, said.strip(), status.strip()))
    print("  the hub: %s" % said.strip())
