#!/usr/bin/python3
"""The virtual kiosk: `make machine`, or a part of it by hand:

    python3 tests/machine/machine.py [tree] [1] [2] ... [9]
    python3 tests/machine/machine.py planted [5] [6] [7]     # must these steps fail? planted.py

A real Debian arm64 kernel with the kiosk's own units, rules and programs, in an emulator; a button
that is a wire, a stick that can be pulled out, power that can go. Step 1 leaves a kiosk at its
attract screen in build/machine/, from which the others go on, each in a process of its own and two
at once. N=5: how many pulls and cuts. Pictures and the console's log of each step stay in
build/machine/.
"""
import contextlib
import os
import signal
import subprocess
import sys
import time
import traceback

import kiosk
import nethub
import planted
import step_boot
import step_cut
import step_hang
import step_net
import step_odd
import step_own
import step_pull
import step_rest
import step_stick
import step_vote
import tree
import twin
from qemu import Late, Wrong

# Step 1 goes first; of the others the longest, so that two at once end together. A step is asked
# for by its number, or by its number and letter.
STEPS = {
    "1": ("it starts, up to the attract screen", step_boot.run),
    "6": ("the power goes while people vote", step_cut.run),
    "5": ("the stick is pulled out in the middle of it", step_pull.run),
    "9": ("what people plug in", step_odd.run),
    "9b": ("the village's own sticks, on a new kiosk too", step_own.run),
    "1b": ("it rests: wake-ups and memory", step_rest.run),
    "8": ("a network comes and goes", step_net.run),
    "4": ("the caretaker takes the data on a stick", step_stick.run),
    "7": ("the app hangs", step_hang.run),
    "2": ("and 3. a resident votes, with the wire of the button", step_vote.run),
}
AT_ONCE = min(2, os.cpu_count() or 1)  # each keeps one core busy
FINE, WRONG, LATE = range(3)  # how a step ended


def run(name, count):
    """One step, here: all was as promised, something was not, or did not come in time."""
    title, step = STEPS[name]
    began = time.monotonic()
    print("machine: %s. %s" % (name, title), flush=True)
    kiosk.begin(name)
    try:
        step(count)
    except (Wrong, tree.Failed) as wrong:
        print("  NOT: %s" % wrong)
        print("  (the console and pictures: %s)" % os.path.relpath(tree.OUT, tree.TOP))
        return LATE if isinstance(wrong, Late) else WRONG
    except Exception:  # a step must never take the others with it
        traceback.print_exc(file=sys.stdout)
        return WRONG
    print("  fine, %.0f s" % (time.monotonic() - began), flush=True)
    return FINE


def run_beside(names):
    """Each in a process of its own, as many at once as there are cores; what they say comes whole. How
    each ended, by name."""
    waiting, running, ends = list(names), {}, {}
    for name in names:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(os.path.join(tree.OUT, name + ".out"))
    try:
        while waiting or running:
            while waiting and len(running) < AT_ONCE:
                name = waiting.pop(0)
                path = os.path.join(tree.OUT, name + ".out")
                with open(path, "w", encoding="utf-8") as out:
                    words = [sys.executable, "-u", os.path.abspath(__file__), "only", name]
                    running[subprocess.Popen(words, stdout=out, stderr=out)] = name
            ended = next((child for child in running if child.poll() is not None), None)
            if ended is None:
                time.sleep(0.2)
                continue
            name = running.pop(ended)
            with open(os.path.join(tree.OUT, name + ".out"), encoding="utf-8") as out:
                print(out.read(), end="", flush=True)
            ends[name] = ended.returncode
    finally:
        for child in running:
            child.terminate()
    return ends


def once_more(name, end, count):
    """Who was late has one more try, with all of this computer. What was wrong is wrong."""
    if end != LATE:
        return end
    print("machine: %s once more, alone" % name, flush=True)
    return run(name, count)


def run_all(names, count):
    """Step 1 first, then the others beside each other. How each ended, by name."""
    ends = {}
    if "1" in names:
        ends["1"] = once_more("1", run("1", count), count)
        if ends["1"] != FINE:
            return ends
    rest = [name for name in names if name != "1"]
    ends.update(run_beside(rest) if len(rest) != 1 else {rest[0]: run(rest[0], count)})
    for name in rest:
        ends[name] = once_more(name, ends[name], count)
    return ends


def chosen(words):
    return [name for name in STEPS if not words or any(
        name == word or (name.rstrip("b") == word) for word in words)]


def main():
    count = int(os.environ.get("N", "5"))
    words = sys.argv[1:]
    began = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # its machine ends with it
    if words[:1] == ["only"]:
        return run(words[1], count)
    if words[:1] == ["planted"]:
        return planted.main(words[1:])
    if not words or "tree" in words:
        print("machine: the tree and its disks", flush=True)
        tree.make(["url = " + nethub.URL, "pin = " + nethub.certificate()])
        print("  fine, %.0f s" % (time.monotonic() - began), flush=True)
    twin.tools()
    names = chosen([word for word in words if word != "tree"]) if words != ["tree"] else []
    ends = run_all(names, count) if names else {}
    fine = [name for name, end in ends.items() if end == FINE]
    print("machine: %d of %d steps went well, in %.0f s" % (len(fine), len(names), time.monotonic() - began))
    return 0 if len(fine) == len(names) else 1


if __name__ == "__main__":
    sys.exit(main())
