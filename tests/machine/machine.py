#!/usr/bin/python3
"""The virtual kiosk: `make machine`, or one step by hand:

    python3 tests/machine/machine.py [tree] [1] [2] ... [9]

A real Debian arm64 kernel with the kiosk's own units, rules and programs, in an emulator; a button
that is a wire, a stick that can be pulled out, power that can go. Step 1 leaves a kiosk at its
attract screen in build/machine/, from which the others go on. N=5: how many pulls and cuts.
Pictures and the console's log of each step stay in build/machine/.
"""
import os
import sys
import time
import traceback

import nethub
import step_boot
import step_cut
import step_hang
import step_net
import step_odd
import step_pull
import step_stick
import step_vote
import tree
import twin
from qemu import Wrong

STEPS = [
    (("1",), "it starts, up to the attract screen", step_boot.run),
    (("2", "3"), "a resident votes, with the wire of the button", step_vote.run),
    (("4",), "the caretaker takes the data on a stick", step_stick.run),
    (("5",), "the stick is pulled out in the middle of it", step_pull.run),
    (("6",), "the power goes while people vote", step_cut.run),
    (("7",), "the app hangs", step_hang.run),
    (("8",), "a network comes and goes", step_net.run),
    (("9",), "what people plug in", step_odd.run),
]


def run(title, step, count):
    began = time.monotonic()
    print("machine: " + title, flush=True)
    try:
        step(count)
    except Wrong as wrong:
        print("  NOT: %s" % wrong)
        print("  (the console and pictures: build/machine/)")
        return False
    except tree.Failed as failed:
        print("  NOT: %s" % failed)
        return False
    except Exception:  # a step must never take the others with it
        traceback.print_exc()
        return False
    print("  fine, %.0f s" % (time.monotonic() - began), flush=True)
    return True


def main():
    count = int(os.environ.get("N", "5"))
    wanted = sys.argv[1:]
    began = time.monotonic()
    if not wanted or "tree" in wanted:
        print("machine: the tree and its disks", flush=True)
        tree.make(["url = " + nethub.URL, "pin = " + nethub.certificate()])
        print("  fine, %.0f s" % (time.monotonic() - began), flush=True)
    twin.tools()
    results = [run("%s. %s" % (" and ".join(numbers), title), step, count)
               for numbers, title, step in STEPS
               if not wanted or any(number in wanted for number in numbers)]
    print("machine: %d of %d steps went well, in %.0f s" % (
        sum(results), len(results), time.monotonic() - began))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
