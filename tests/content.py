#!/usr/bin/env python3
"""A village's folder as people meet it: dorpel-hub pack, a stick, the network, and the kiosk at the end.

Prints "N passed, N failed".
"""
import json
import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request

from cases import Wrong, run_all

os.environ.setdefault("ASAN_OPTIONS", "detect_leaks=0")
BUILD = os.environ.get("BUILD", "build")
BIN = os.environ.get("BIN", BUILD + "/san/bin")
DEMO, KEY = "assets/demo/broekhoven", "assets/demo/demo-geheim/village.geheim"
PRINT = r"(?:[0-9a-f]{4} ){7}[0-9a-f]{4}"


def demand(holds, what):
    """Stops with these words when it does not hold."""
    if not holds:
        raise Wrong(what)


def run(program, *words, rc=0):
    """One of our programs; what it said. Stops when it ended otherwise."""
    done = subprocess.run([BIN + "/" + program, *words], capture_output=True, text=True, timeout=300,
                          check=False)
    demand(done.returncode == rc, "%s %s: exit %d, wanted %d\n%s%s" % (
        program, " ".join(words), done.returncode, rc, done.stdout, done.stderr))
    return done.stdout + done.stderr


def signed(folder, name="b.dorp", key=KEY):
    """The demo village with another motto, signed."""
    pack = folder + "/pack"
    if not os.path.exists(pack):
        shutil.copytree(DEMO, pack)
        shutil.copytree("tests/data/inhoud/nieuw", pack, dirs_exist_ok=True)
    run("dorpel-hub", "pack", "sign", pack, "--key", key, "--out", folder + "/" + name)
    return folder + "/" + name


def kiosk(folder):
    """A kiosk with the demo village; its data folder."""
    run("dorpel", "--data", folder + "/data", "--pack", DEMO, "--programs", BIN, "--play",
        "tests/play/demo-open.visit")
    return folder + "/data"


def shows(folder, words):
    """Left alone for a while, does the village's page say this?"""
    visit = folder + "/look.visit"
    with open(visit, "w", encoding="utf-8") as file:
        file.write('wait 70000\ntap "Raak"\ntap-id home.village\ntap-id village.news\nexpect "%s"\n' % words)
    run("dorpel", "--data", folder + "/data", "--pack", DEMO, "--programs", BIN, "--play", visit)


def a_new_village_checks_clean_and_faults_are_all_told(folder):
    pack = folder + "/dorp"
    run("dorpel-hub", "pack", "new", pack)
    demand("Alles klopt" in run("dorpel-hub", "pack", "check", pack), "a new village is not clean")
    run("dorpel-hub", "pack", "new", pack, rc=1)
    with open(pack + "/plannen.csv", encoding="utf-8") as file:
        text = file.read()
    with open(pack + "/plannen.csv", "w", encoding="utf-8") as file:
        file.write(text.replace("850", "acht").replace("proef;2", "proef;1"))
    with open(pack + "/dorp.ini", "a", encoding="utf-8") as file:
        file.write("kleur = groen\n")
    said = run("dorpel-hub", "pack", "check", pack, rc=1)
    for line in ("plannen.csv, regel 2, kolom 6", "plannen.csv, regel 3, kolom 2", "dorp.ini, regel",
                 "Er zijn 3 fouten"):
        demand(line in said, "not told: %s\n%s" % (line, said))
    run("dorpel-hub", "pack", "sign", pack, "--key", pack + "-geheim/village.geheim", "--out",
        folder + "/x.dorp", rc=1)
    run("dorpel-hub", "pack", "check", folder + "/nothing", rc=1)
    run("dorpel-hub", "pack", "sing", pack, rc=2)


def words_are_held_against_real_screens(folder):
    pack = folder + "/pack"
    shutil.copytree(DEMO, pack)
    with open(pack + "/teksten.csv", "a", encoding="utf-8") as file:
        file.write("nl;home.vote;%s\nnds;home.stem;Stem\nnds;question.answers;Een bulte\n" % ("Stem nu eindelijk " * 9))
    said = run("dorpel-hub", "pack", "check", pack, "--out", folder + "/lacks.csv", rc=1)
    for line in ("kolom 3: In de grootste letters past dit niet", "Geen enkel scherm vraagt om 'home.stem'",
                 "In deze tekst ontbreekt {n}", "Er zijn 3 fouten", "Taal fy: alles is er.", "Taal nds: "):
        demand(line in said, "not told: %s\n%s" % (line, said))
    with open(folder + "/lacks.csv", encoding="utf-8-sig") as file:
        lacks = file.read()
    demand('"nds";"home.help"' in lacks or '"nds";"help.' in lacks, lacks[:400])
    demand('"nds";"home.ideas"' not in lacks, "home.ideas is there")
    stick = folder + "/stick"
    os.makedirs(stick)
    os.rename(pack, stick + "/dorp")
    data = kiosk(folder)
    run("dorpel-sync", "content", "--data", data, "--pack", DEMO, stick)
    with open(stick + "/FOUTEN.txt", encoding="utf-8-sig", newline="") as file:
        told = file.read()
    demand("home.stem" in told and "ontbreekt {n}" in told, told)
    with open(stick + "/dorp/teksten.csv", encoding="utf-8") as file:
        lines = file.read().split("\n")
    with open(stick + "/dorp/teksten.csv", "w", encoding="utf-8") as file:
        file.write("\n".join(line for line in lines if "home.stem" not in line and "Een bulte" not in line))
    run("dorpel-sync", "content", "--data", data, "--pack", DEMO, stick)
    with open(stick + "/FOUTEN.txt", encoding="utf-8-sig", newline="") as file:
        told = file.read()
    demand("past dit niet op het scherm" in told and "teksten.csv" in told, told)


def a_number_only_rises_and_a_changed_byte_is_seen(folder):
    first = signed(folder)
    demand("nummer 1" in run("dorpel-hub", "pack", "verify", first), "the first is not 1")
    signed(folder)
    demand("nummer 2" in run("dorpel-hub", "pack", "verify", first), "the second is not 2")
    run("dorpel-hub", "pack", "sign", folder + "/pack", "--key", KEY, "--out", first, "--number", "2", rc=1)
    run("dorpel-hub", "pack", "sign", folder + "/pack", "--key", KEY, "--out", first, "--number", "9")
    os.remove(first) # the folder itself remembers
    signed(folder)
    demand("nummer 10" in run("dorpel-hub", "pack", "verify", first), "the number fell")
    run("dorpel-hub", "pack", "sign", folder + "/pack", "--key",
        "assets/demo/demo-geheim/practice.geheim", "--out", first, rc=1)
    with open(first, "r+b") as file:
        file.seek(-100, 2)
        byte = file.read(1)
        file.seek(-100, 2)
        file.write(bytes([byte[0] ^ 1]))
    run("dorpel-hub", "pack", "verify", first, rc=1)
    run("dorpel-hub", "pack", "check", first, rc=1)


def windows_text_is_read_and_said(folder):
    pack = folder + "/pack"
    shutil.copytree(DEMO, pack)
    with open(pack + "/nieuws.csv", encoding="utf-8") as file:
        text = file.read().replace("\n", "\r\n")
    with open(pack + "/nieuws.csv", "w", encoding="cp1252", newline="") as file:
        file.write(text)
    said = run("dorpel-hub", "pack", "check", pack)
    demand("Windows-1252" in said and "Alles klopt" in said, said)


def a_stick_brings_faults_back_on_paper(folder):
    stick = folder + "/stick"
    shutil.copytree(DEMO, stick + "/dorp")
    shutil.copytree("tests/data/inhoud/fout", stick + "/dorp", dirs_exist_ok=True)
    data = kiosk(folder)
    run("dorpel-sync", "content", "--data", data, "--pack", DEMO, stick)
    with open(stick + "/FOUTEN.txt", encoding="utf-8-sig", newline="") as file:
        told = file.read()
    demand("plannen.csv, regel" in told and "'drie' is geen bedrag" in told and "\r\n" in told, told)
    shutil.copytree(DEMO, stick + "/dorp", dirs_exist_ok=True)
    run("dorpel-sync", "content", "--data", data, "--pack", DEMO, stick)
    demand(not os.path.exists(stick + "/FOUTEN.txt"), "FOUTEN.txt stays when all is well")


def a_photo_that_cannot_be_shown_is_refused(folder):
    stick = folder + "/stick"
    shutil.copytree(DEMO, stick + "/dorp")
    with open(DEMO + "/fotos/plan-05.png", "rb") as file:
        half = file.read()[:3000]
    with open(stick + "/dorp/fotos/plan-05.png", "wb") as file:
        file.write(half)
    data = kiosk(folder)
    run("dorpel-sync", "content", "--data", data, "--pack", DEMO, stick)
    with open(data + "/inhoud/verslag.json", encoding="utf-8") as file:
        report = json.load(file)
    demand([fault["file"] for fault in report["faults"]] == ["fotos/plan-05.png"], report)
    demand(report["slot"] == "", "it may be taken")
    run("dorpel", "--try", "--data", folder + "/try", "--pack", stick + "/dorp", rc=1)


def a_hubs_stick_brings_a_signed_pack(folder):
    hub = folder + "/hub.db"
    run("dorpel-hub", "init", "--db", hub, "--name", "Gemeente Proef")
    run("dorpel-hub", "offer", "--db", hub, signed(folder))
    run("dorpel-hub", "offer", "--db", hub, folder + "/b.dorp", rc=1) # not newer
    run("dorpel-hub", "offer", "--db", hub, DEMO + "/dorp.ini", rc=1) # no pack
    run("dorpel-hub", "answer", "--db", hub, folder + "/stick")
    data = kiosk(folder)
    # A round is open, and the pack changes nothing of it.
    said = run("dorpel-sync", "visit", "--data", data, "--pack", DEMO, folder + "/stick")
    demand("note stick.note.content" in said, said)
    shows(folder, "De pluktuin is klaar")
    taken = run("dorpel", "--data", data, "--dump")
    demand(taken.count('"how":"taken"') == 1, "no record of it")


def the_network_brings_a_signed_pack(folder):
    hub = folder + "/hub.db"
    run("dorpel-hub", "init", "--db", hub, "--name", "Gemeente Proef")
    run("dorpel-hub", "offer", "--db", hub, signed(folder))
    data = kiosk(folder)
    server = subprocess.Popen([BIN + "/dorpel-hub", "serve", "--db", hub, "--listen", "127.0.0.1:0"],
                              stdout=subprocess.PIPE, text=True)
    try:
        url = re.search(r"http://127.0.0.1:\d+", server.stdout.readline())[0]
        first = server.stdout.readline()
        sync = ("run", "--data", data, "--pack", DEMO, "--hub", url, "--once", "--now")
        demand("net.note.content" not in run("dorpel-sync", *sync), "a stranger is given content")
        finger = re.search(PRINT, run("dorpel-hub", "enrol", "--db", hub))[0]
        run("dorpel-hub", "enrol", "--db", hub, "--yes", finger)
        run("dorpel-sync", *sync)
        theirs = re.findall(PRINT, run("dorpel-sync", "enrol", "--data", data, "--pack", DEMO))[-1]
        run("dorpel-sync", "enrol", "--data", data, "--pack", DEMO, "--accept", theirs)
        demand("net.note.content" in run("dorpel-sync", *sync), "nothing came")
        shows(folder, "De pluktuin is klaar")
        demand("net.note.content" not in run("dorpel-sync", *sync), "it came twice")
        run("dorpel-sync", *sync)
        text = page_of_kiosk(url, first, False)
        demand("nog niets over zichzelf" in text, "a health of nothing")
        demand("staat op het scherm" in text and "Getekend door het dorp." in text, text)
    finally:
        server.terminate()
        server.wait(30)


def enroll(hub, data, sync):
    """A kiosk and a hub that know each other."""
    run("dorpel-sync", *sync)
    finger = re.search(PRINT, run("dorpel-hub", "enrol", "--db", hub))[0]
    run("dorpel-hub", "enrol", "--db", hub, "--yes", finger)
    run("dorpel-sync", *sync)
    theirs = re.findall(PRINT, run("dorpel-sync", "enrol", "--data", data, "--pack", DEMO))[-1]
    run("dorpel-sync", "enrol", "--data", data, "--pack", DEMO, "--accept", theirs)


def page_of_kiosk(url, first, is_unwell):
    """What a clerk reads on the page of the only kiosk; `first`: the address of the first account."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    token = re.search("t=([0-9a-f]+)", first)[1]
    form = {"t": token, "name": "Anneke", "password": "lang genoeg 1"}
    home = browser.open(url + "/begin", urllib.parse.urlencode(form).encode()).read().decode()
    link = re.search(r"/kiosk\?k=[0-9a-f]{32}", home)
    demand(link, "no way to its page: " + home[-800:])
    demand(("Er is iets met het scherm" in home) == is_unwell, "the first page: " + home[-4200:])
    for path in ("/kiosk", "/kiosk?k=zz", "/kiosk?k=" + "0" * 32):
        try:
            browser.open(url + path)
            raise Wrong("a page of nothing: " + path)
        except urllib.error.HTTPError as error:
            demand(error.code == 404, path)
    with urllib.request.urlopen(url + link[0]) as page: # the way in, and nothing more
        stranger = page.read().decode()
    demand("Wachtwoord" in stranger and "pakket" not in stranger, "read by who is not in")
    return browser.open(url + link[0]).read().decode()


def frozen(folder):
    """A good pack that changes an amount of the round that is open."""
    shutil.copytree(DEMO, folder + "/pack")
    path = folder + "/pack/plannen.csv"
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    changed = text.replace(";7.800;", ";123;", 1)
    demand(changed != text, "no such amount")
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(changed)
    run("dorpel-hub", "pack", "sign", folder + "/pack", "--key", KEY, "--out", folder + "/f.dorp")
    return folder + "/f.dorp"


def the_hub_tells_what_became_of_its_pack(folder):
    """Refused once, with the reason on the clerk's page, told once; mended, and taken."""
    hub = folder + "/hub.db"
    run("dorpel-hub", "init", "--db", hub, "--name", "Gemeente Proef")
    data = kiosk(folder)
    server = subprocess.Popen([BIN + "/dorpel-hub", "serve", "--db", hub, "--listen", "127.0.0.1:0"],
                              stdout=subprocess.PIPE, text=True)
    try:
        url = re.search(r"http://127.0.0.1:\d+", server.stdout.readline())[0]
        first = server.stdout.readline()
        sync = ("run", "--data", data, "--pack", DEMO, "--hub", url, "--once", "--now")
        enroll(hub, data, sync)
        os.makedirs(folder + "/run")
        with open(folder + "/look.visit", "w", encoding="utf-8") as file:
            file.write("wait 400000\n")
        run("dorpel", "--data", data, "--pack", DEMO, "--programs", BIN, "--runtime", folder + "/run",
            "--button", "nochip:3", "--play", folder + "/look.visit")
        demand(run("dorpel", "--data", data, "--dump").count('"faults"') == 1, "no health was told")
        run("dorpel-hub", "offer", "--db", hub, frozen(folder))
        for _ in range(3): # it comes again and again, and is told once
            run("dorpel-sync", *sync)
        told = run("dorpel", "--data", data, "--dump")
        demand(told.count('"how":"refused"') == 1, "told %d times" % told.count('"how":"refused"'))
        text = page_of_kiosk(url, first, True)
        demand("nam het pakket van" in text and "al open geweest" in text, text)
        demand("Er is iets mis met dit scherm" in text and '<span class="mark">Let op' in text and
               "Alles wordt goed bewaard." in text, "no health: " + text)
        demand(text.index("Let op") < text.index('"mark">Goed'), "what is wrong comes first")
    finally:
        server.terminate()
        server.wait(30)


TESTS = (a_new_village_checks_clean_and_faults_are_all_told,
         words_are_held_against_real_screens, a_number_only_rises_and_a_changed_byte_is_seen,
         windows_text_is_read_and_said,
         a_stick_brings_faults_back_on_paper,
         a_photo_that_cannot_be_shown_is_refused,
         a_hubs_stick_brings_a_signed_pack,
         the_network_brings_a_signed_pack,
         the_hub_tells_what_became_of_its_pack)


if __name__ == "__main__":
    sys.exit(run_all(TESTS, "content"))
