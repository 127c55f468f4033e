#!/usr/bin/env python3
"""What an admin leaves behind, seen from outside the kiosk.

A logbook in which somebody with the card in a laptop changed a line is told by --dump and on the
health page. Prints "N passed, N failed".
"""
import json
import os
import shutil
import sqlite3
import subprocess
import sys

from cases import Wrong, run_all
from elections import BIN, CLOSE, STICK, count, play, run, vote_on_screen

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


def void(folder):
    """A letter that was made void: its ballot falls out when the registrar reads the box."""
    pack, secrets = folder + "/pak", folder + "/geheim"
    shutil.copytree("tests/data/assen2024", pack)
    os.remove(pack + "/sleutels/2024/tags.txt")
    run(BIN + "/dorpel-count", "codes", "20", "--pack", pack, "--round", "2024", "--out", secrets)
    shutil.move(secrets + "/tags.txt", pack + "/sleutels/2024/tags.txt")
    with open(secrets + "/codes.csv", encoding="utf-8-sig") as file:
        codes = [line.strip().split(";")[1] for line in file.readlines()[1:]]
    play(folder, pack, visit("demo-open").replace("assets/demo/demo-geheim",
                                                  "tests/data/geheim/assen2024"))
    for code in (codes[4], codes[6], codes[17]):
        play(folder, pack, vote_on_screen(code, ("1", "2", "3")))
    play(folder, pack, visit("void").replace('type "12"', 'type "5"', 1)
         .replace('type "12"', 'type "5"', 1).replace('type "398"', 'type "18"')
         .replace("Brief 12: Kwijt. Reserve: 398", "Brief 5: Kwijt. Reserve: 18")
         .replace("12 -> 398", "5 -> 18"))
    play(folder, pack, CLOSE)
    play(folder, pack, STICK)
    stick = {name: root + "/" + name for root, _, files in os.walk(folder + "/stick")
             for name in files}
    keys = "tests/data/geheim/assen2024/2024/registrar.geheim"
    common = [BIN + "/dorpel-count", "register", "--pack", pack, "--round", "2024", "--key", keys,
              "--codes", secrets + "/registrar-codes.json", "--box", stick["stembus.jsonl"]]
    told = run(*common, "--out", folder + "/zonder.json")
    if "ongeldig" in told:
        raise Wrong("void without being asked: " + told)
    told = run(*common, "--records", stick["records.jsonl"], "--out", folder + "/met.json")
    with open(folder + "/zonder.json", encoding="utf-8") as file:
        before = json.load(file)
    with open(folder + "/met.json", encoding="utf-8") as file:
        after = json.load(file)
    if "Niet geteld, de brief is ongeldig gemaakt: 1." not in told or \
            len(json.dumps(after)) == len(json.dumps(before)):
        raise Wrong("the void letter counts: " + told)


AGAIN = """tap "Raak"
pin admin 135790
tap-id caretaker.rounds
tap-id rounds.pause.1
tap-id main
tap-id rounds.again.1
type "De offerte was fout."
tap-id main
press
expect "De ronde begint opnieuw."
tap-id bar.back
tap-id caretaker.extra
tap-id admin.edit
tap-id edit.plans
tap-id edit.thing.2
tap-id edit.bedrag
type "4100"
tap-id main
expect "€ 4.100"
tap-id bar.back
tap-id edit.thing.3
tap-id edit.verborgen
tap-id bar.stop
tap "Raak"
pin admin 135790
tap-id caretaker.rounds
tap-id rounds.open.1
expect "0 stemmen"
tap-id main
tap-id bar.stop
"""


def refused(folder, pack, secrets):
    """A count without the records says that they are needed, and leaves no result."""
    try:
        count(folder, pack, "2024", secrets, True)
    except Wrong as wrong:
        if "--records" not in str(wrong):
            raise Wrong("without the records: " + str(wrong)) from None
    else:
        raise Wrong("counted without the records")
    if os.path.exists(folder + "/uitslag.json"):
        raise Wrong("a result without the records")


def again(folder):
    """Edited at the kiosk, begun anew: the keepers count it as it was, and read what was changed."""
    pack, secrets = folder + "/pak", "tests/data/geheim/assen2024/2024"
    shutil.copytree("tests/data/assen2024", pack)
    with open(pack + "/rondes.ini", encoding="utf-8") as file:
        rounds = file.read()
    with open(pack + "/rondes.ini", "w", encoding="utf-8") as file: # else nothing is ours to edit
        file.write(rounds.replace("eigenaar = gemeente", "eigenaar = dorp"))
    with open(secrets + "/codes.csv", encoding="utf-8-sig") as file:
        codes = [line.strip().split(";")[1] for line in file.readlines()[1:]]
    play(folder, pack, visit("demo-open").replace("assets/demo/demo-geheim",
                                                  os.path.dirname(secrets)))
    play(folder, pack, vote_on_screen(codes[0], ("1", "3")))
    play(folder, pack, AGAIN)
    for code in codes[:3]: # the first one votes again, with the same code
        play(folder, pack, vote_on_screen(code, ("1", "2")))
    play(folder, pack, CLOSE)
    play(folder, pack, STICK)
    records = [root + "/records.jsonl" for root, _, files in os.walk(folder + "/stick")
               if "records.jsonl" in files][0]
    refused(folder, pack, secrets)
    result = count(folder, pack, "2024", secrets, True, "--records", records)
    if result["ballots"] != 3 or result["winners"] != [2, 1]:
        raise Wrong("counted: %s" % json.dumps(result))
    told = run(BIN + "/dorpel-count", "verify", "--pack", pack, "--round", "2024", "--records",
               records, folder + "/uitslag.json")
    for line in ("kost € 4.100", "Dit plan doet niet mee", "opnieuw begonnen"):
        if line not in told:
            raise Wrong("not told: %s\n%s" % (line, told))
    # Back on the kiosk, which shows it as the result of this round.
    shutil.copy(folder + "/uitslag.json", folder + "/stick/uitslag.json")
    play(folder, pack, STICK + 'tap "Raak"\ntap-id home.result\nexpect "Go-Zero kroegentocht"\n')


JOIN_IN = """tap "Raak"
tap-id home.ideas
tap "Een moestuin bij school"
tap-id idea.join
tap-id main
type "Janneke Wiersma"
tap-id main
type "0612345678"
tap-id main
"""
SHEET = """stick in $STICK
tap "Raak"
pin admin 135790
tap-id caretaker.extra
tap-id admin.helpers
tap-id main
expect "%s"
"""


def helpers(folder):
    """Names and numbers are opened with the village's key, written on its stick, and nowhere else."""
    os.mkdir(folder + "/stick")
    play(folder, DEMO, visit("demo-open"))
    play(folder, DEMO, JOIN_IN)
    play(folder, DEMO, SHEET % "Dit is niet de sleutelstick van het dorp.")
    shutil.copy("assets/demo/demo-geheim/practice.geheim", folder + "/stick/village.geheim")
    play(folder, DEMO, SHEET % "Dit is niet de sleutelstick van het dorp.")
    if os.path.exists(folder + "/stick/WIE-DOEN-MEE.txt"):
        raise Wrong("a sheet without the key")
    shutil.copy("assets/demo/demo-geheim/village.geheim", folder + "/stick/village.geheim")
    play(folder, DEMO, SHEET % "Klaar. Het blad WIE-DOEN-MEE staat op de stick.")
    with open(folder + "/stick/WIE-DOEN-MEE.txt", encoding="utf-8-sig") as file:
        sheet = file.read()
    if "Idee 2: Een moestuin bij school" not in sheet or \
            "doet mee: Janneke Wiersma, 0612345678" not in sheet or "Idee 1" in sheet:
        raise Wrong("the sheet: " + sheet)
    for root, _, files in os.walk(folder + "/data"):
        for name in files:
            with open(root + "/" + name, "rb") as file:
                data = file.read()
            if b"Wiersma" in data or b"0612345678" in data or name == "meedoen.jsonl":
                raise Wrong("names stayed in " + name)


TO_JEWEL = """tap "Raak"
pin admin 135790
tap-id caretaker.extra
tap-id admin.edit
tap-id edit.jewels
tap-id edit.thing.1
tap-id edit.foto
"""
BROKEN = "stick in assets/demo/broekhoven/fotos\n" + TO_JEWEL + """wait 1000
tap-id main
expect-id photos.4
disk broken
tap-id photos.4
expect "Het scherm kan de foto niet bewaren."
disk fine
tap-id photos.4
expect "Bewaard."
tap-id bar.stop
"""
LOOK = """tap "Raak"
tap-id home.village
tap-id village.jewels
tap-id jewels.item.1
expect-id story.photo
tap-id bar.stop
"""


def photos(folder):
    """A photo that is shown is kept, one that nothing shows goes (at night, and at a start), and one
    that is gone is as none."""
    own, ready = folder + "/data/fotos", folder + "/data/inhoud/fotos-van-stick"

    def kept(count, when):
        if len(os.listdir(own)) != count or os.path.exists(ready):
            raise Wrong("%s: %s, %s" % (when, os.listdir(own), os.path.exists(ready)))

    play(folder, DEMO, visit("edit-photo"))
    kept(3, "after the visit")
    play(folder, DEMO, "wait 1000\n")
    kept(1, "after a new start")
    play(folder, DEMO, BROKEN)
    kept(2, "another one")
    play(folder, DEMO, TO_JEWEL + "expect-id photos.back\n")
    kept(1, "the one before is gone")
    for name in os.listdir(own):
        os.remove(own + "/" + name)
    play(folder, DEMO, LOOK + TO_JEWEL + 'expect-not "De foto van eerst terug"\n')


if __name__ == "__main__":
    os.environ.setdefault("TZ", "UTC")
    sys.exit(run_all((logbook, void, again, helpers, photos), "admin"))
