#!/usr/bin/env python3
"""Cards that one village shares and another shows: two villages, a hub, a stick, the network, kiosks.

Prints "N passed, N failed".
"""
import json
import os
import re
import shutil
import subprocess
import sys

from cases import run_all
from content import BIN, DEMO, PRINT, demand, kiosk, run

SHARED, KEPT, TITLE = "Een deelschuur", "Alleen van ons", "Uit andere dorpen"
MORE = "tap-id cards.more\n" * 5
HEAD = "id;titel;wat;wie;eerste_stap;meer;foto;uit;delen;van_wie\n"


def village(folder, rows):
    """Another village, with these rows in kennis.csv, signed; the parcel."""
    pack = folder + "/ander"
    if not os.path.exists(pack):
        run("dorpel-hub", "pack", "new", pack)
        with open(pack + "/dorp.ini", encoding="utf-8") as file:
            text = re.sub(r"(?m)^naam *=.*$", "naam = Ommerveld", file.read())
        with open(pack + "/dorp.ini", "w", encoding="utf-8") as file:
            file.write(text)
    with open(pack + "/kennis.csv", "w", encoding="utf-8") as file:
        file.write(HEAD + rows)
    run("dorpel-hub", "pack", "sign", pack, "--key", pack + "-geheim/village.geheim", "--out",
        folder + "/ander.dorp")
    return folder + "/ander.dorp"


def rows(shared="ja"):
    """Two cards, of which one may be shared."""
    return ("schuur;%s;Gereedschap voor iedereen.;De klusgroep.;Vraag om een schuur.;;;;%s;dorp\n"
            "ons;%s;Dit blijft hier.;;;;;;nee;dorp\n" % (SHARED, shared, KEPT))


def hub_with(folder, text):
    """A hub that was offered that village; its database."""
    hub = folder + "/hub.db"
    if not os.path.exists(hub):
        run("dorpel-hub", "init", "--db", hub, "--name", "Gemeente Proef")
    run("dorpel-hub", "offer", "--db", hub, village(folder, text))
    return hub


def sync(folder, stick):
    """A stick visit of the demo village's kiosk; what it said."""
    return run("dorpel-sync", "visit", "--data", folder + "/data", "--pack", DEMO, stick)


def enrol(folder, hub):
    """The kiosk, enrolled by stick; the stick."""
    stick = folder + "/stick"
    kiosk(folder)
    os.makedirs(stick, exist_ok=True)
    sync(folder, stick)
    run("dorpel-hub", "import", "--db", hub, stick)
    finger = re.search(PRINT, run("dorpel-hub", "enrol", "--db", hub))[0]
    run("dorpel-hub", "enrol", "--db", hub, "--yes", finger)
    run("dorpel-hub", "answer", "--db", hub, stick)
    sync(folder, stick)
    theirs = re.findall(PRINT, run("dorpel-sync", "enrol", "--data", folder + "/data", "--pack", DEMO))[-1]
    run("dorpel-sync", "enrol", "--data", folder + "/data", "--pack", DEMO, "--accept", theirs)
    return stick


def has_note(said, name):
    """Is this note among what was said?"""
    return re.search(r"(?m)\bnote %s( |$)" % re.escape(name), said) is not None


def look(folder, lines):
    """Does the kiosk show this? Lines of a visit, from the list of cards on."""
    visit = folder + "/look.visit"
    with open(visit, "w", encoding="utf-8") as file:
        file.write('wait 70000\ntap "Raak"\ntap-id home.village\ntap-id village.cards\n' + MORE + lines)
    run("dorpel", "--data", folder + "/data", "--pack", DEMO, "--programs", BIN, "--play", visit)


def letter(stick):
    """The only letter with cards on a stick."""
    folder = stick + "/DORPSHUIS/INHOUD/"
    names = [name for name in os.listdir(folder) if name.startswith("kaarten-")]
    demand(len(names) == 1, names)
    return folder + names[0]


def a_stick_brings_the_card_of_another_village(folder):
    hub = hub_with(folder, rows())
    stick = enrol(folder, hub)
    demand(has_note(sync(folder, stick), "stick.note.guests"), "no word of it")
    demand(not has_note(sync(folder, stick), "stick.note.guests"), "it is new twice")
    with open(letter(stick), "rb") as file:
        demand(KEPT.encode() not in file.read(), "what is not shared left the village")
    look(folder, 'expect "%s"\nexpect-not "%s"\ntap "%s"\nexpect "Vraag om een schuur."\nexpect "Uit Ommerveld"\n' % (
        TITLE, KEPT, SHARED))


def what_is_taken_back_goes(folder):
    hub = hub_with(folder, rows())
    stick = enrol(folder, hub)
    sync(folder, stick)
    shutil.copy(letter(stick), folder + "/old.dkb")
    hub_with(folder, rows("nee"))
    run("dorpel-hub", "answer", "--db", hub, stick)
    demand(has_note(sync(folder, stick), "stick.note.guests"), "no word of it")
    look(folder, 'expect-not "%s"\n' % SHARED)
    shutil.copy(folder + "/old.dkb", letter(stick)) # of before
    demand(has_note(sync(folder, stick), "stick.note.guests-refused"), "an older list is taken")
    look(folder, 'expect-not "%s"\n' % SHARED)


def another_hub_or_a_changed_byte_brings_nothing(folder):
    stick = enrol(folder, hub_with(folder, rows()))
    good = letter(stick)
    with open(good, "rb") as file:
        whole = file.read()
    at = whole.index(b"Gereedschap")
    for wrong in (whole[:at] + b"g" + whole[at + 1:], whole[:-1], whole[:200], b"", whole + b"x"):
        with open(good, "wb") as file:
            file.write(wrong)
        demand(has_note(sync(folder, stick), "stick.note.guests-refused"), "taken: %d bytes" % len(wrong))
    os.makedirs(folder + "/b")
    foreign = hub_with(folder + "/b", rows()) # another municipality, under our hub's name
    run("dorpel-hub", "answer", "--db", foreign, folder + "/b/stick")
    shutil.copy(letter(folder + "/b/stick"), good)
    demand(has_note(sync(folder, stick), "stick.note.guests-refused"), "another hub is believed")
    demand(not os.path.exists(folder + "/data/kaarten.json"), "something was kept")
    with open(good, "wb") as file:
        file.write(whole)
    demand(has_note(sync(folder, stick), "stick.note.guests"), "the good one is not taken")


def a_village_with_many_leaves_room(folder):
    hub = hub_with(folder, "".join("k%d;Kaart %d;Iets.;;;;;;ja;dorp\n" % (i, i) for i in range(50)))
    run("dorpel-hub", "answer", "--db", hub, folder + "/stick")
    with open(letter(folder + "/stick"), "rb") as file:
        told = file.read()
    demand(told.count(b'"title"') == 20, "%d cards of one village" % told.count(b'"title"'))


def a_pack_that_the_village_did_not_sign_shares_nothing(folder):
    with open(village(folder, rows()), "r+b") as file:
        at = 12 + int.from_bytes(file.read(12)[8:], "little") + 10 # in the village's signature
        file.seek(at)
        byte = file.read(1)
        file.seek(at)
        file.write(bytes([byte[0] ^ 1]))
    run("dorpel-hub", "init", "--db", folder + "/hub.db", "--name", "Gemeente Proef")
    run("dorpel-hub", "offer", "--db", folder + "/hub.db", folder + "/ander.dorp")
    run("dorpel-hub", "answer", "--db", folder + "/hub.db", folder + "/stick")
    with open(letter(folder + "/stick"), "rb") as file:
        demand(SHARED.encode() not in file.read(), "a forged pack speaks for a village")


def the_network_brings_it_too(folder):
    hub = hub_with(folder, rows())
    enrol(folder, hub)
    server = subprocess.Popen([BIN + "/dorpel-hub", "serve", "--db", hub, "--listen", "127.0.0.1:0"],
                              stdout=subprocess.PIPE, text=True)
    try:
        url = re.search(r"http://127.0.0.1:\d+", server.stdout.readline())[0]
        words = ("run", "--data", folder + "/data", "--pack", DEMO, "--hub", url, "--once", "--now")
        demand("net.note.guests" in run("dorpel-sync", *words), "nothing came")
        demand("net.note.guests" not in run("dorpel-sync", *words), "it came twice")
    finally:
        server.terminate()
        server.wait(30)
    with open(folder + "/data/kaarten.json", encoding="utf-8") as file:
        demand([card["title"] for at in json.load(file)["villages"] for card in at["cards"]] == [SHARED], "other cards")
    look(folder, 'expect "%s"\n' % TITLE)


TESTS = (a_stick_brings_the_card_of_another_village,
         what_is_taken_back_goes,
         another_hub_or_a_changed_byte_brings_nothing,
         a_village_with_many_leaves_room,
         a_pack_that_the_village_did_not_sign_shares_nothing,
         the_network_brings_it_too)


if __name__ == "__main__":
    sys.exit(run_all(TESTS, "guests"))
