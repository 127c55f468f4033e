#!/usr/bin/env python3
"""Damage done on purpose: to the database, to a pack, to the data folder. Prints "N passed, N failed".

Nothing is deleted, nothing is guessed, and a person reads a sentence.
"""
import glob
import os
import re
import shutil
import sqlite3
import subprocess
import sys

from cases import Wrong, run_all

BUILD = os.environ.get("BUILD", "build")
BIN = os.environ.get("BIN", BUILD + "/san/bin")
DEMO = "assets/demo/broekhoven"
HEALTH = 'tap "Raak"\npin caretaker 246810\ntap-id caretaker.health\n'


def play(folder, text, pack=DEMO, code=0):
    """Plays a visit given as text; its exit code must be `code`."""
    path = folder + "/now.visit"
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    result = subprocess.run([BIN + "/dorpel", "--data", folder + "/data", "--pack", pack,
                             "--programs", BIN, "--play", path], capture_output=True, text=True,
                            timeout=300, check=False)
    if result.returncode != code:
        raise Wrong("exit %d\n%s" % (result.returncode, result.stderr[-1500:]))
    return result.stderr


def start(folder):
    """A kiosk in use: PINs, an open round, an idea of somebody's own."""
    with open("tests/play/demo-open.visit", encoding="utf-8") as file:
        play(folder, file.read())
    play(folder, 'tap "Raak"\ntap-id home.ideas\ntap-id main\ntype "Een uilenkast"\ntap-id main\n'
                 'tap-id main\nexpect "Uw twee woorden"\n')


def damaged_database_is_set_aside_whole(folder):
    """Bytes in the middle of the database are overwritten."""
    start(folder)
    path = folder + "/data/dorpel.db"
    for rest in ("-wal", "-shm"):
        if os.path.exists(path + rest):
            os.unlink(path + rest)
    size = os.path.getsize(path)
    with open(path, "r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size - 4096 - size % 4096))
    before = os.path.getsize(path)
    play(folder, 'tap "Raak"\nexpect-id home.vote\ntap-id bar.stop\n' + HEALTH +
         'expect "apart in de map damaged-1"\n')  # with the PIN of before
    kept = glob.glob(folder + "/data/damaged-*/dorpel.db")
    if len(kept) != 1 or os.path.getsize(kept[0]) != before:
        raise Wrong("the damaged database was not kept whole: %s" % kept)


def pins_that_are_lost_are_chosen_anew_and_it_is_said(folder):
    """Database and the file of PINs are both beyond reading."""
    start(folder)
    for name in ("dorpel.db", "pins"):
        with open(folder + "/data/" + name, "wb") as file:
            file.write(b"\xa5" * 9000)
    for rest in glob.glob(folder + "/data/dorpel*-*") + glob.glob(folder + "/data/dorpel-backup*"):
        os.unlink(rest)
    play(folder, 'tap "Raak"\ntap-id bar.staff\ntap-id staff.admin\n'
                 'expect "Door schade is de pincode weg."\ntype "135790"\ntap-id main\ntype "135790"\n'
                 'tap-id main\ntap-id caretaker.health\nexpect "Een pincode is verloren gegaan"\n'
                 'expect-id health.pin-lost\ntap-id bar.stop\n'
                 'tap "Raak"\npin caretaker 246810\ntap-id caretaker.health\n'
                 'expect "De oude ging door schade verloren"\n')
    play(folder, 'tap "Raak"\npin admin 135790\ntap-id caretaker.health\n'
                 'expect "Alles wordt goed bewaard."\n')


def database_that_another_program_holds_is_left_to_it(folder):
    """One sentence and exit 1, for the service to start again; nothing is set aside."""
    start(folder)
    holder = sqlite3.connect(folder + "/data/dorpel.db", isolation_level=None)
    holder.execute("PRAGMA locking_mode=EXCLUSIVE")
    holder.execute("BEGIN IMMEDIATE")
    holder.execute("COMMIT")
    said = play(folder, "wait 1\n", code=1)
    if "another program holds the data in" not in said or len(said.strip().splitlines()) != 1:
        raise Wrong(said)
    if glob.glob(folder + "/data/damaged-*"):
        raise Wrong("set aside")
    holder.close()
    play(folder, HEALTH + 'expect "Alles wordt goed bewaard."\n')


def database_that_is_no_database_is_set_aside(folder):
    """Somebody saved a letter under its name."""
    os.mkdir(folder + "/data")
    with open(folder + "/data/dorpel.db", "w", encoding="utf-8") as file:
        file.write("Beste vrijwilligers, " * 1000)
    play(folder, 'tap "Raak"\nexpect-id home.vote\n')
    if not glob.glob(folder + "/data/damaged-*/dorpel.db"):
        raise Wrong("not set aside")


def damaged_pack_leaves_the_one_before(folder):
    """A cost becomes a word: the kiosk goes on with the pack it had, and says file and line."""
    start(folder)
    pack = folder + "/pack"
    shutil.copytree(DEMO, pack)
    with open(pack + "/plannen.csv", encoding="utf-8") as file:
        text = file.read()
    with open(pack + "/plannen.csv", "w", encoding="utf-8") as file:
        file.write(text.replace("7.800", "veel geld", 1))
    play(folder, 'tap "Raak"\nexpect "Broekhoven"\ntap-id home.vote\nexpect "De stembus is open"\n'
                 'tap-id bar.stop\n' + HEALTH + 'expect "plannen.csv"\n', pack)


def missing_pack_on_a_new_kiosk_says_so(folder):
    """There is nothing to show yet: a sentence, no crash, and staff can get in."""
    play(folder, 'expect "Er staat nog niets op dit scherm."\ntap "Raak"\n'
                 'expect "Er staat nog niets op dit scherm."\nexpect-id bar.staff\n',
         folder + "/nowhere")


def data_folder_that_cannot_be_made_is_a_sentence(folder):
    """--data points at a file."""
    with open(folder + "/data", "w", encoding="utf-8") as file:
        file.write("x")
    said = play(folder, "wait 1\n", code=1)
    if "dorpel:" not in said or "Sanitizer" in said:
        raise Wrong(said)


def ten_thousand_characters_from_a_scanner(folder):
    """Nothing of it is kept or shown to the next visitor."""
    with open("tests/play/demo-open.visit", encoding="utf-8") as file:
        play(folder, file.read())
    mess = "A\u202eB\u200f\x07" * 1200
    play(folder, 'tap "Raak"\ntap-id home.vote\nscan "%s"\nexpect "Ik ga stemmen"\ntap-id main\n'
                 'scan "%s"\nexpect-id main\ntap-id bar.stop\ntap "Raak"\nexpect-not "ABAB"\n'
         % (mess, mess))


def rebuild_changes_no_record_and_loses_no_idea(folder):
    """Projections are dropped and made again; the dump is sorted and the same."""
    start(folder)
    kiosk = [BIN + "/dorpel", "--data", folder + "/data"]
    before = subprocess.run([*kiosk, "--dump"], capture_output=True, text=True, check=True).stdout
    subprocess.run([*kiosk, "--rebuild"], capture_output=True, check=True)
    after = subprocess.run([*kiosk, "--dump"], capture_output=True, text=True, check=True).stdout
    rids = [re.search(r'"rid":"([0-9a-f]{32})"', line)[1] for line in before.splitlines()]
    if before != after or rids != sorted(rids) or len(rids) < 10:
        raise Wrong("the dump changed or is not sorted by id")
    play(folder, 'tap "Raak"\npin admin 135790\ntap-id caretaker.moderate\ntap-id moderate.item.9\ntap-id moderate.uncover\nexpect "Een uilenkast"\n')


def installed_programs_find_their_own(folder):
    """`make install` into an empty place: the demo visit, stick and all, with nothing beside it."""
    root = folder + "/root"
    subprocess.run(["make", "--no-print-directory", "install", "DESTDIR=" + root, "BUILD=" + BUILD],
                   capture_output=True, check=True)
    if glob.glob(root + "/usr/share/dorpel/assets/**/*.py", recursive=True):
        raise Wrong("scripts were installed")
    program, pack = root + "/usr/bin/dorpel", root + "/usr/share/dorpel/assets/demo/broekhoven"
    with open(root + "/usr/share/dorpel/assets/demo/demo-geheim/2026/codes.csv",
              encoding="utf-8-sig") as file:
        code = file.readlines()[1].strip().split(";")[1]
    os.symlink(root + "/usr/share/dorpel/assets", folder + "/assets") # the visit names the key so
    for visit in ("demo-open", "demo"):
        result = subprocess.run([program, "--data", folder + "/data", "--pack", pack, "--play",
                                 os.path.abspath("tests/play/%s.visit" % visit), "--set",
                                 "STICK=" + folder + "/stick", "--set", "CODE=" + code],
                                cwd=folder, capture_output=True, text=True, timeout=300,
                                check=False)
        if result.returncode != 0:
            raise Wrong("%s: exit %d\n%s" % (visit, result.returncode, result.stderr[-1500:]))
    help_text = subprocess.run([root + "/usr/bin/dorpel-count"], capture_output=True, cwd=folder,
                               check=False)
    if b"Sanitizer" in help_text.stderr:
        raise Wrong(help_text.stderr)


def usage_is_two(_folder):
    """Bad usage exits 2 with a sentence; --help exits 0."""
    for words, code in ((["--nonsense"], 2), ([], 2), (["--data", "x", "--pack", "y", "--screen",
                                                       "big"], 2), (["--help"], 0)):
        result = subprocess.run([BIN + "/dorpel", *words], capture_output=True, text=True,
                                timeout=60, check=False)
        if result.returncode != code or not (result.stderr + result.stdout):
            raise Wrong("%s: exit %d" % (words, result.returncode))


TESTS = (damaged_database_is_set_aside_whole, pins_that_are_lost_are_chosen_anew_and_it_is_said,
         database_that_another_program_holds_is_left_to_it, database_that_is_no_database_is_set_aside,
         damaged_pack_leaves_the_one_before, missing_pack_on_a_new_kiosk_says_so,
         data_folder_that_cannot_be_made_is_a_sentence, ten_thousand_characters_from_a_scanner,
         rebuild_changes_no_record_and_loses_no_idea, installed_programs_find_their_own,
         usage_is_two)


if __name__ == "__main__":
    sys.exit(run_all(TESTS, "trouble"))
