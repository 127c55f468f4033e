#!/usr/bin/env python3
"""A village whose key is lost, with the real programs: three people, two signatures, a new key, and a
kiosk that takes its next pack, over the network and from a stick.

Prints "N passed, N failed".
"""
import glob
import json
import os
import re
import shutil
import subprocess
import sys

from cases import run_all
from content import DEMO, KEY, BIN, demand, enroll, kiosk, run, shows

ROOTS = "sleutels/hoofdsleutels.json"


def motto(pack, text):
    """Something to see: the first news item."""
    with open(pack + "/nieuws.csv", encoding="utf-8", newline="") as file:
        lines = file.read().split("\n")
    cells = lines[1].split(";")
    cells[lines[0].lstrip("\ufeff").rstrip("\r").split(";").index("titel")] = text
    lines[1] = ";".join(cells)
    with open(pack + "/nieuws.csv", "w", encoding="utf-8", newline="") as file:
        file.write("\n".join(lines))


def three_people(folder):
    for who in "123":
        run("dorpel-count", "keys", "--role", "root", "--out", folder + "/" + who)


def name_and_sign(folder, pack, signers):
    """The list of the three with the village's key of this folder, signed by these."""
    run("dorpel-count", "roots", "--pack", pack, *[folder + "/%s/root.publiek" % who for who in "123"])
    run("dorpel-hub", "pack", "check", pack, rc=1)  # not signed yet
    path = pack + "/" + ROOTS
    for n, who in enumerate(signers):
        out = folder + "/getekend-%d" % n
        said = run("dorpel-count", "sign", "--key", folder + "/%s/root.geheim" % who, "--in", path, "--out", out)
        path = out
    demand("de lijst geldt" in said, said)
    shutil.move(path, pack + "/" + ROOTS)
    for n in range(len(signers) - 1):
        os.remove(folder + "/getekend-%d" % n)


def sign(folder, pack, key, name, *more):
    run("dorpel-hub", "pack", "sign", pack, "--key", key, "--out", folder + "/" + name, *more)
    return folder + "/" + name


def village_with_roots(folder):
    """Its folder, with three root keys in it, and a card that it shares."""
    pack = folder + "/pack"
    shutil.copytree(DEMO, pack)
    with open(pack + "/kennis.csv", "w", encoding="utf-8") as file:
        file.write("titel;wat;wie;eerste_stap;delen\nEen dorpsbus;Een bus.;Twee mensen.;Vraag rond.;ja\n")
    three_people(folder)
    name_and_sign(folder, pack, "13")
    return pack


def new_key(folder, pack):
    """Nobody has the old key any more; the new one's secret half."""
    run("dorpel-count", "keys", "--role", "village", "--out", folder + "/nieuw")
    shutil.copy(folder + "/nieuw/village.publiek", pack + "/sleutels")
    name_and_sign(folder, pack, "23")
    return folder + "/nieuw/village.geheim"


def shared_cards(folder):
    """How many cards the hub hands on of each key that it knows."""
    for path in glob.glob(folder + "/*.inhoud/kaarten/*.json"):
        with open(path, encoding="utf-8") as file:
            yield len(json.load(file)["cards"])


def a_lost_key_is_succeeded_over_the_network(folder):
    pack, hub, data = village_with_roots(folder), folder + "/hub.db", kiosk(folder)
    run("dorpel-hub", "init", "--db", hub, "--name", "Gemeente Proef")
    server = subprocess.Popen([BIN + "/dorpel-hub", "serve", "--db", hub, "--listen", "127.0.0.1:0"],
                              stdout=subprocess.PIPE, text=True)
    try:
        url = re.search(r"http://127.0.0.1:\d+", server.stdout.readline())[0]
        sync = ("run", "--data", data, "--pack", DEMO, "--hub", url, "--once", "--now")
        enroll(hub, data, sync)
        motto(pack, "Drie mensen passen op")
        run("dorpel-hub", "offer", "--db", hub, sign(folder, pack, KEY, "een.dorp"))
        demand("net.note.content" in run("dorpel-sync", *sync), "the roots did not come")
        shows(folder, "Drie mensen passen op")
        key = new_key(folder, pack)
        motto(pack, "Een nieuwe sleutel")
        run("dorpel-hub", "offer", "--db", hub, sign(folder, pack, key, "twee.dorp"))
        demand("net.note.content" in run("dorpel-sync", *sync), "the new key did not come")
        shows(folder, "Een nieuwe sleutel")
        motto(pack, "En zo gaat het verder")
        run("dorpel-hub", "offer", "--db", hub, sign(folder, pack, key, "drie.dorp"))
        demand("net.note.content" in run("dorpel-sync", *sync), "the next pack did not come")
        shows(folder, "En zo gaat het verder")
        counts = sorted(shared_cards(folder))
        demand(len(counts) == 2 and counts[0] == 0 and counts[1] > 0, "cards twice, or none: %s" % counts)
    finally:
        server.terminate()
        server.wait(30)


def in_use(data):
    """The folder of the pack that the kiosk shows."""
    with open(data + "/inhoud/stand.json", encoding="utf-8") as file:
        return data + "/inhoud/" + json.load(file)["now"]


def brings(stick, data, pack):
    """Does a visit of this stick bring content?"""
    return "note stick.note.content" in run("dorpel-sync", "visit", "--data", data, "--pack", pack, stick)


def a_thief_with_the_old_key_loses_the_village_again(folder):
    """He puts his number above all others; two of three people undo it, and he does not come back."""
    pack, data, stick = village_with_roots(folder), kiosk(folder), folder + "/stick"
    inbox = stick + "/DORPSHUIS/INHOUD"
    os.makedirs(inbox)
    motto(pack, "Drie mensen passen op")
    sign(folder, pack, KEY, "stick/DORPSHUIS/INHOUD/een.dorp")
    demand(brings(stick, data, DEMO), "the roots did not come")
    shows(folder, "Drie mensen passen op")
    shutil.copytree(pack, folder + "/dief")
    motto(folder + "/dief", "Koop nu")
    sign(folder, folder + "/dief", KEY, "stick/DORPSHUIS/INHOUD/dief.dorp", "--number", "900000")
    demand(brings(stick, data, in_use(data)), "the key is the village's, whoever has it")
    shows(folder, "Koop nu")
    key = new_key(folder, pack)
    motto(pack, "Weer van ons")
    sign(folder, pack, key, "stick/DORPSHUIS/INHOUD/ons.dorp")  # number 2
    demand(brings(stick, data, in_use(data)), "the new key did not come")
    shows(folder, "Weer van ons")
    sign(folder, folder + "/dief", KEY, "stick/DORPSHUIS/INHOUD/dief.dorp", "--number", "900001")
    demand(not brings(stick, data, in_use(data)), "the thief came back")
    # Nor with the folder itself, in the hall, whatever PIN he knows.
    shutil.copytree(folder + "/dief", folder + "/hal/dorp")
    run("dorpel-sync", "content", "--data", data, "--pack", in_use(data), folder + "/hal")
    with open(data + "/inhoud/verslag.json", encoding="utf-8") as file:
        demand(json.load(file)["slot"] == "", "the folder may be taken")
    shows(folder, "Weer van ons")


TESTS = (a_lost_key_is_succeeded_over_the_network, a_thief_with_the_old_key_loses_the_village_again)


if __name__ == "__main__":
    sys.exit(run_all(TESTS, "heirs"))
