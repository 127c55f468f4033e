"""Do the steps fail when what they guard is broken? A copy of the product, with one bug in it, is
built and put over the kiosk's own program; then the step must find something wrong.

    python3 tests/machine/machine.py planted [5] [6] [7]
"""
import os
import shutil

import cut
import kiosk
import step_cut
import step_hang
import step_pull
import tree
from qemu import Wrong

COPY = os.path.join(tree.OUT, "planted")
DISK = os.path.join(tree.OUT, "planted.ext4")
BUILT = "build/%s-arm64" % tree.SUITE


class Bug:
    """In `file` the words `right` become `wrong`; `program` has it then."""

    def __init__(self, title, step, program, file, right, wrong):
        self.title, self.step, self.program = title, step, program
        self.file, self.right, self.wrong = file, right, wrong


BUGS = {
    "5": Bug("a visit that broke off counts as done", step_pull.run, "dorpel-sync", "sync/visit.c",
             "bool done = go(run, &box_arena, &why);",
             "bool done = go(run, &box_arena, &why) || run->file_count > 0;"),
    "6": Bug("a vote is told before it is on the disk", step_cut.run, "dorpel", "app/store/db.c",
             "PRAGMA synchronous=FULL;", "PRAGMA synchronous=OFF;"),
    "7": Bug("the watchdog is fed by a thread of its own", step_hang.run, "dorpel", "app/loop.c",
             "static void watch_begin(struct watch *watch, struct kiosk *kiosk)\n{\n",
             "#include <pthread.h>\n#include <unistd.h>\n"
             "static void *feeder(void *unused)\n{\n    for (;; sleep(2)) {\n"
             "        notify_send(\"WATCHDOG=1\");\n    }\n    return unused;\n}\n"
             "static void watch_begin(struct watch *watch, struct kiosk *kiosk)\n{\n"
             "    pthread_t thread;\n    pthread_create(&thread, NULL, feeder, NULL);\n"),
}


def build(bug):
    """What was built already comes along, so that only the one file is compiled."""
    shutil.rmtree(COPY, ignore_errors=True)
    os.makedirs(os.path.join(COPY, "build"))
    for name in os.listdir(tree.TOP):
        if name not in ("build", ".git"):
            tree.run("cp", "-a", os.path.join(tree.TOP, name), COPY)
    tree.run("cp", "-a", os.path.join(tree.TOP, BUILT), os.path.join(COPY, "build"))
    path = os.path.join(COPY, bug.file)
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if text.count(bug.right) != 1:
        raise tree.Failed("%s says not once: %s (see planted.py)" % (bug.file, bug.right))
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace(bug.right, bug.wrong))
    tree.run("make", "--no-print-directory", "SUITE=" + tree.SUITE, "ARCH=arm64",
             "TREES=" + os.path.join(tree.TOP, "build/tree"), BUILT + "/" + bug.program, cwd=COPY)


def plant(bug):
    """What a kiosk gets before the step meets it: the program is another one, and runs."""
    folder = os.path.join(COPY, "disk")
    os.makedirs(folder)
    shutil.copy(os.path.join(COPY, BUILT, bug.program), folder)
    tree.ext4(DISK, folder, 16, "planted")

    def put(machine):
        device = machine.disk_in("planted", {**cut.plain(DISK), "read-only": True})
        machine.shell("mkdir /run/planted && mount -o ro %s /run/planted" % device)
        machine.shell("mount --bind /run/planted/%s /usr/bin/%s" % (bug.program, bug.program))
        if bug.program == "dorpel":
            machine.shell("systemctl restart dorpel")
            machine.see_attract(120)
    return put


def found(name, bug):
    """Whether the step finds it."""
    print("machine: planted for %s: %s" % (name, bug.title), flush=True)
    build(bug)
    kiosk.planted = plant(bug)
    kiosk.begin(name)
    try:
        bug.step(4)
    except Wrong as wrong:
        print("  found: %s" % wrong, flush=True)
        return True
    finally:
        kiosk.planted = None
        shutil.rmtree(COPY, ignore_errors=True)
    print("  NOT: expected step %s to find it" % name, flush=True)
    return False


def main(names):
    results = [found(name, bug) for name, bug in BUGS.items() if not names or name in names]
    print("machine: %d of %d planted bugs found" % (sum(results), len(results)))
    return 0 if results and all(results) else 1
