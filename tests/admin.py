#!/usr/bin/env python3
"""What an admin leaves behind, seen from outside the kiosk.

A logbook in which somebody with the card in a laptop changed a line is told by --dump and on the
health page. Prints "N passed, N failed".
"""
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile

from elections import BIN, Wrong, play

DEMO = "assets/demo/broekhoven"


def visit(name):
    """A visit of tests/play, as text."""
    with open("tests/play/%s.visit" % name, encoding="utf-8") as file:
        return file.read()


def dump(folder):
    return subprocess.run([BIN + "/dorpel", "--data", folder + "/data", "--pack", DEMO, "--dump"],
                          capture_output=True, text=True, timeout=600, check=False)


def logbook(folder):
    """A line changed behind the kiosk's back is found, on paper and on the screen."""
    play(folder, DEMO, visit("demo-open"))
    play(folder, DEMO, visit("logbook"))
    good = dump(folder)
    if good.returncode != 0:
        raise Wrong("a whole logbook: " + good.stderr)
    with sqlite3.connect(folder + "/data/dorpel.db") as base:
        base.execute("UPDATE logbook SET detail = 'niets' WHERE line = 3")
    bad = dump(folder)
    if bad.returncode != 1 or "changed at line 3" not in bad.stderr:
        raise Wrong("a changed logbook: exit %d, %s" % (bad.returncode, bad.stderr))
    if bad.stdout != good.stdout:
        raise Wrong("the records went with it")
    play(folder, DEMO, 'tap "Raak"\npin admin 135790\ntap-id caretaker.health\n'
         'expect "Let op: het logboek is veranderd, vanaf regel 3."\n')


def main():
    passed = failed = 0
    for case in (logbook,):
        folder = tempfile.mkdtemp(prefix="dorpel-admin-")
        try:
            case(folder)
            passed += 1
            print("ok", case.__name__, flush=True)
        except Wrong as wrong:
            failed += 1
            print("FAILED: %s\n%s" % (case.__name__, wrong), flush=True)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    os.environ.setdefault("TZ", "UTC")
    sys.exit(main())
