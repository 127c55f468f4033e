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
from qemu import Wrong

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


def run(name, count):
    """One step, here. Exit 0: all was as promised; 1: something was not."""
    title, step = STEPS[name]
    began = time.monotonic()
    print("machine: %s. %s" % (name, title), flush=True)
    kiosk.begin(name)
    try:
        step(count)
    except (Wrong, tree.Failed) as wrong:
        print("  NOT: %s" % wrong)
        print("  (the console and pictures: build/machine/)")
        return False
    except Exception:  # a step must never take the others with it
        traceback.print_exc(file=sys.stdout)
        return False
    print("  fine, %.0f s" % (time.monotonic() - began), flush=True)
    return True


def run_beside(names):
    """Each in a process of its own, as many at once as there are cores; what they say comes whole."""
    waiting, running, results = list(names), {}, []
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
                    running[subprocess.Popen(words, stdout=out, stderr=out)] = path
            ended = next((child for child in running if child.poll() is not None), None)
            if ended is None:
                time.sleep(0.2)
                continue
            with open(running.pop(ended), encoding="utf-8") as out:
                print(out.read(), end="", flush=True)
            results.append(ended.returncode == 0)
    finally:
        for child in running:
            child.terminate()
    return results


def chosen(words):
    return [name for name in STEPS if not words or any(
        name == word or (name.rstrip("b") == word) for word in words)]


def main():
    count = int(os.environ.get("N", "5"))
    words = sys.argv[1:]
    began = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # its machine ends with it
    if words[:1] == ["only"]:
        return 0 if run(words[1], count) else 1
    if words[:1] == ["planted"]:
        return planted.main(words[1:])
    if not words or "tree" in words:
        print("machine: the tree and its disks", flush=True)
        tree.make(["url = " + nethub.URL, "pin = " + nethub.certificate()])
        print("  fine, %.0f s" % (time.monotonic() - began), flush=True)
    twin.tools()
    names = chosen([word for word in words if word != "tree"]) if words != ["tree"] else []
    results = []
    if "1" in names:
        names.remove("1")
        results.append(run("1", count))
    if all(results):
        results += run_beside(names) if len(names) != 1 else [run(names[0], count)]
    print("machine: %d of %d steps went well, in %.0f s" % (
        sum(results), len(results) + (0 if all(results) else 1), time.monotonic() - began))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
