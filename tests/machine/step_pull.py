"""Step 5: the stick is pulled out at moments spread over a whole visit. Never a false "U mag de stick
eruit halen"; the kiosk goes on; and the next visit completes."""
import os

import kiosk
import sticks
import step_stick
import tree
import village
from qemu import wait_for

SAID = (0, 120, 1280, 220)  # what went wrong; nothing else stands on that screen
BAR = (0, 650, 1280, 150)  # the big button tells the state, whatever else the screen tells of travel
FIRST_S = 0.3  # by then the touch has begun a visit; before it there is none to be pulled out of


def fails(kind, says):
    """The trace of a visit that fails so; its picture is stick-KIND."""
    return kiosk.twin_visit("fails", KIND=kind,
                            SAYS=says)


class Hand:
    """Where the caretaker touches, as the twin's two visits found it."""

    def __init__(self):
        done = kiosk.twin_visit("stick")
        pulled = fails("pulled", "te vroeg uit")
        at = done.index(["stick", "in"])
        self.to_caretaker = done[:at]
        self.to_stick = done[at + 1:at + 3]
        self.take = done[at + 4]
        at = done.index(["shot", "stick-out"])
        self.close = done[at + 1:at + 3]
        self.stop = done[-2:]
        at = pulled.index(["shot", "stick-pulled"])
        self.back = pulled[at + 1:at + 3]


def run(count):
    hand = Hand()
    machine = kiosk.resume("5-pull")
    try:
        machine.follow(hand.to_caretaker)
        took = whole(machine, hand, "first")
        print("  a whole visit takes %.1f s of the guest; %d pulls" % (took, count), flush=True)
        for number in range(count):
            pull(machine, hand, number, FIRST_S + (took - FIRST_S) * (number + 0.5) / count)
        whole(machine, hand, "last")
        machine.picture("last")
    finally:
        machine.kill()


def outcome(machine):
    """What the screen says of the visit: done, pulled, failed (in other words); None: at work."""
    if machine.sees("stick-done", BAR, 0.005):
        return "done"
    if not machine.sees("stick-pulled", BAR, 0.005):
        return None
    return "pulled" if machine.sees("stick-pulled", SAID, 0.02) else "failed"


def guest_now(machine):
    return float(machine.shell("cat /proc/uptime").split()[0])


def begin(machine, hand, path, name):
    machine.stick_in(path, name)
    step_stick.wait_state(machine, " ready ")
    machine.follow(hand.to_stick)
    machine.see("stick-in", 60, BAR, 0.005)
    began = guest_now(machine)
    machine.hands("tap " + " ".join(hand.take[1:4]))
    return began


def whole(machine, hand, name):
    """A visit that nobody disturbs: how many seconds of the guest it takes."""
    path = sticks.fat("5-" + name)
    began = begin(machine, hand, path, name)
    wait_for("the %s visit to be done" % name, lambda: outcome(machine) == "done", 90)
    took = guest_now(machine) - began
    machine.stick_out(name)
    step_stick.wait_state(machine, None)
    machine.follow(hand.close + [["shot", "caretaker"]])
    step_stick.judge(path, "5-" + name, village.VOTES)
    return took


def pull(machine, hand, number, after):
    """One visit whose stick goes out `after` seconds of the guest's own time."""
    name = "pull%d" % number
    path = sticks.fat("5-pull")
    begin(machine, hand, path, name)
    machine.hands("sh sleep %.2f" % after)
    machine.stick_out(name)
    said = wait_for("the screen to say how it went", lambda: outcome(machine), 60)
    machine.picture("%02d-%s" % (number, said))
    step_stick.wait_state(machine, None)
    machine.follow((hand.close if said == "done" else hand.back) + [["shot", "caretaker"]])
    if said == "done":
        step_stick.judge(path, "5-pull", village.VOTES)  # then it must be true
    print("    pulled after %.2f s: %s" % (after, {
        "done": "all was on it, and said", "pulled": "said that it went out too early",
        "failed": "said that it failed, in other words"}[said]), flush=True)
    os.unlink(path)
