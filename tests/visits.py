#!/usr/bin/env python3
"""Plays every visit of tests/play against the sanitized programs and prints "N passed, N failed".

A visit's first lines may say what it needs, each after "#!":
    #! pack DIR          another village than the demo's
    #! open              PINs are chosen and the first round is open before it begins
    #! screen WxH@MMmm   another screen
    #! part              not played by itself: another visit's beginning
    #! brings DIR [KEY]  the pack with the files of DIR over it lies on $STICK; with a key, signed
    #! after GREP N      afterwards `--dump` has N lines in which GREP stands
$CODE, $CODE2, $CODE3 are voting codes, $STICK is a folder that may serve as a stick.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

BUILD = os.environ.get("BUILD", "build")
BIN = os.environ.get("BIN", BUILD + "/san/bin")
DEMO = "assets/demo/broekhoven"
SECRETS = {DEMO: "assets/demo/demo-geheim/2026", "tests/data/assen2024": "tests/data/geheim/assen2024/2024"}


def codes(pack):
    """The first voting codes of a village, as the registrar printed them."""
    with open(SECRETS[pack] + "/codes.csv", encoding="utf-8-sig") as file:
        return [line.strip().split(";")[1] for line in file.readlines()[1:]]


def wishes(path):
    """What the visit's head asks for."""
    found = {"pack": DEMO, "open": False, "screen": "1280x800@217mm", "part": False, "after": []}
    with open(path, encoding="utf-8") as file:
        for line in file:
            match = re.match(r"#! (\w+) ?(.*)", line)
            if match and match[1] in ("open", "part"):
                found[match[1]] = True
            elif match and match[1] == "after":
                found["after"].append(match[2].rsplit(" ", 1))
            elif match:
                found[match[1]] = match[2].strip()
    return found


def dorpel(data, wish, *more):
    command = [BIN + "/dorpel", "--data", data, "--pack", wish["pack"], "--screen", wish["screen"],
               "--programs", BIN, *more]
    return subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)


def opening(pack, folder):
    """The first evening, with the village's own key."""
    path = "tests/play/demo-open.visit"
    if pack != DEMO:
        with open(path, encoding="utf-8") as file:
            text = file.read().replace("assets/demo/demo-geheim", "tests/data/geheim/" + os.path.basename(pack))
        path = folder + "/open.visit"
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    return path


def bring(wish, stick):
    """The pack, with other files over it, on the stick: as a folder, or signed in one file."""
    words = wish["brings"].split()
    folder = stick + "/" + os.path.basename(wish["pack"])
    shutil.copytree(wish["pack"], folder)
    shutil.copytree(words[0], folder, dirs_exist_ok=True)
    if len(words) > 1:
        signed = subprocess.run([BIN + "/dorpel-hub", "pack", "sign", folder, "--key", words[1], "--out",
                                 stick + "/inhoud.dorp"], capture_output=True, text=True, check=False)
        shutil.rmtree(folder)
        return signed.stderr if signed.returncode != 0 else None
    return None


def play(path):
    """Plays one visit in an empty kiosk; returns what went wrong, or None."""
    wish = wishes(path)
    if wish["part"]:
        return "skip"
    folder = tempfile.mkdtemp(prefix="dorpel-visit-")
    try:
        data = folder + "/data"
        if wish["open"]:
            first = dorpel(data, wish, "--play", opening(wish["pack"], folder))
            if first.returncode != 0:
                return first.stderr
        if "brings" in wish:
            wrong = bring(wish, folder + "/stick")
            if wrong:
                return wrong
        sets = ["--set", "STICK=" + folder + "/stick"]
        if wish["pack"] in SECRETS:
            for name, code in zip(("CODE", "CODE2", "CODE3"), codes(wish["pack"])):
                sets += ["--set", name + "=" + code]
        result = dorpel(data, wish, "--play", path, *sets)
        if result.returncode != 0:
            return result.stderr or "exit %d" % result.returncode
        dump = dorpel(data, wish, "--dump").stdout
        for grep, count in wish["after"]:
            seen = sum(grep in line for line in dump.splitlines())
            if seen != int(count):
                return "after: %d records with %s, expected %s" % (seen, grep, count)
        return None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main():
    passed = failed = 0
    only = sys.argv[1:]
    for name in sorted(os.listdir("tests/play")):
        if not name.endswith(".visit") or (only and name[:-6] not in only):
            continue
        wrong = play("tests/play/" + name)
        if wrong == "skip":
            continue
        if wrong is None:
            passed += 1
            print("ok visit", name[:-6], flush=True)
        else:
            failed += 1
            print("FAILED: visit %s\n%s" % (name[:-6], wrong), flush=True)
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
