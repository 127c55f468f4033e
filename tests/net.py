#!/usr/bin/env python3
"""A kiosk and a hub over a network: real programs on loopback, and everything that goes wrong there.

Prints "N passed, N failed". What must hold each time: nothing is lost, nothing is counted twice,
and only what the hub signed changes what the kiosk believes.
"""
import base64
import hashlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse
import zipfile
import io

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from net_bad import BadNet  # pylint: disable=wrong-import-position

BUILD = os.environ.get("BUILD", "build")
BIN = os.path.abspath(os.environ.get("BIN", BUILD + "/san/bin"))
PACK = os.path.abspath("assets/demo/broekhoven")
TIMEOUT = 120
SEALED, CARRIED, RECEIVED, SAFE = range(4)

PACK_PART = 1024 * 1024 + 4096 # of a pack, as a shared folder gives it


class Wrong(Exception):
    """What was not as it should be."""


def demand(holds, what):
    """Stops with these words when it does not hold."""
    if not holds:
        raise Wrong(what)


def run(*words, rc=0):
    """A program of ours; its standard output."""
    done = subprocess.run(words, capture_output=True, text=True, timeout=TIMEOUT, check=False)
    demand(done.returncode == rc, "%s: exit %d\n%s%s" % (" ".join(words), done.returncode,
                                                         done.stdout[-800:], done.stderr[-1200:]))
    return done.stdout


def free_port():
    """One that nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def wait_for(what, holds):
    """Something that another program is about to do."""
    for _ in range(2000):
        if holds():
            return
        time.sleep(0.01)
    raise Wrong("waited in vain for " + what)


# ---- the two ends ------------------------------------------------------------------------------

class Hub:
    """A hub with its database in a folder; `serve` when started."""

    def __init__(self, folder):
        self.folder = folder
        self.db = folder + "/hub.db"
        self.program = None
        self.port = 0
        self.begin = None

    def make(self):
        """A new one."""
        os.makedirs(self.folder)
        self.say("init", "--name", "Gemeente Midden-Veen")
        return self

    def say(self, word, *words, rc=0):
        """A word of dorpel-hub."""
        return run(BIN + "/dorpel-hub", word, "--db", self.db, *words, rc=rc)

    def start(self, *words):
        """Serves, on a port of its own choice."""
        # pylint: disable=consider-using-with
        self.program = subprocess.Popen([BIN + "/dorpel-hub", "serve", "--db", self.db, "--listen",
                                         "127.0.0.1:0", *words], stdout=subprocess.PIPE,
                                        stderr=open(self.folder + "/err", "a", encoding="utf-8"),
                                        text=True)
        line = self.program.stdout.readline()
        demand(line.startswith("http://"), "serve said: " + line + self.errors())
        self.port = urllib.parse.urlparse(line.strip()).port
        return self

    def first_address(self):
        """The second line, as long as there is no account."""
        return urllib.parse.urlparse(self.program.stdout.readline().strip())

    def errors(self):
        """What it wrote for repair."""
        with open(self.folder + "/err", encoding="utf-8") as file:
            return file.read()

    def stop(self, number=signal.SIGTERM):
        """Ends it; a clean end has exit code 0."""
        if self.program is not None:
            self.program.send_signal(number)
            rc = self.program.wait(TIMEOUT)
            self.program.stdout.close()
            self.program = None
            demand(number != signal.SIGTERM or rc == 0, "serve ended with %d\n%s" %
                   (rc, self.errors()[-2000:]))

    def ask(self, sql):
        """Rows of its database."""
        with sqlite3.connect("file:%s?mode=ro" % self.db, uri=True) as database:
            return database.execute(sql).fetchall()

    def rids(self):
        """All that was counted."""
        rows = []
        for table in ("record", "ballot", "register"):
            rows += [row[0] for row in self.ask("SELECT rid FROM %s" % table)]
        return sorted(rows)

    def request(self, method, path, body=None, headers=None):
        """A raw question; (status, body, headers)."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        line.request(method, path, body, headers or {})
        reply = line.getresponse()
        data = reply.read()
        line.close()
        return reply.status, data, dict(reply.getheaders())


class Kiosk:
    """A data folder with real votes and ideas in it."""

    def __init__(self, data):
        self.data = data

    def sync(self, url, *words, rc=0, err=False):
        """One visit; what it said."""
        done = subprocess.run([BIN + "/dorpel-sync", "run", "--data", self.data, "--pack", PACK,
                               *words, "--once", *(["--hub", url] if url else [])],
                              capture_output=True, text=True, timeout=TIMEOUT, check=False)
        demand(done.returncode == rc if rc is not None else done.returncode in (0, 1),
               "sync: exit %d\n%s%s" % (done.returncode, done.stdout, done.stderr[-1500:]))
        return done.stdout + (done.stderr if err else "")

    def say(self, word, *words):
        """Another word of dorpel-sync."""
        return run(BIN + "/dorpel-sync", word, "--data", self.data, "--pack", PACK, *words)

    def ask(self, sql):
        """Rows of its database."""
        with sqlite3.connect(self.data + "/dorpel.db") as database:
            return database.execute(sql).fetchall()

    def states(self):
        """Bundle id to state."""
        return {bytes(row[0]): row[1] for row in self.ask("SELECT id, state FROM outbox")}

    def setting(self, name):
        """A setting, or None."""
        rows = self.ask("SELECT value FROM setting WHERE name = '%s'" % name)
        return rows[0][0] if rows else None

    def released(self):
        """The rids of all that is in a bundle."""
        return sorted(bytes(row[0]) for row in self.ask("SELECT rid FROM outbox_record"))


def url_of(port):
    """Of the hub, or of what is before it."""
    return "http://127.0.0.1:%d" % port


def prepare(folder):
    """What all tests begin with: a hub, and a kiosk that it enrolled, with votes that may leave."""
    hub = Hub(folder + "/hub").make().start()
    kiosk = Kiosk(folder + "/kiosk")
    run(BIN + "/dorpel", "--data", kiosk.data, "--pack", PACK, "--play", "tests/play/demo-open.visit")
    run(BIN + "/fill", kiosk.data, PACK, "40", "12")
    enrol(kiosk, hub, url_of(hub.port))
    hub.stop()


def enrol(kiosk, hub, url, *words):
    """By network, with two people who compare."""
    kiosk.sync(url, *words)
    print_of = re.search(r"kenmerk van dit scherm is ([0-9a-f ]+)", kiosk.say("enrol")).group(1)
    hub.say("enrol", "--yes", print_of)
    demand("hub-waits" in kiosk.sync(url, *words), "no answer came")
    hub_print = re.search(r"kenmerk: ([0-9a-f ]+)", kiosk.say("status")).group(1)
    kiosk.say("enrol", "--accept", hub_print)


class Place:
    """A copy of what prepare made, for one test."""

    def __init__(self, made, folder):
        shutil.copytree(made, folder)
        self.folder = folder
        self.hub = Hub(folder + "/hub")
        self.kiosk = Kiosk(folder + "/kiosk")
        self.net = None
        self.others = []

    def start(self):
        """The hub, and the bad net before it."""
        self.hub.start()
        self.net = BadNet(self.hub.port)
        return self

    def url(self):
        """Through the bad net."""
        return url_of(self.net.port)

    def let_votes_go(self):
        """As a stick visit does."""
        os.makedirs(self.folder + "/stick", exist_ok=True)
        run(BIN + "/dorpel-sync", "visit", "--data", self.kiosk.data, "--pack", PACK,
            self.folder + "/stick")

    def must_be_honest(self):
        """What the kiosk believes to be received is at the hub."""
        there = {bytes(row[0]) for row in self.hub.ask("SELECT id FROM bundle")}
        for bundle, state in self.kiosk.states().items():
            demand(state < RECEIVED or bundle in there, "believed, and not there")

    def must_be_whole(self):
        """All that left came in, once."""
        self.kiosk.sync(url_of(self.hub.port))
        self.kiosk.sync(url_of(self.hub.port))
        states = self.kiosk.states()
        demand(states and min(states.values()) >= RECEIVED, "not received: %s" % states)
        demand(self.hub.rids() == self.kiosk.released(), "other records at the hub than here")
        count = self.hub.ask("SELECT count(*) FROM bundle")[0][0]
        demand(count == len(states), "%d bundles at the hub, %d here" % (count, len(states)))
        self.hub.say("verify")

    def stop(self):
        """All that was started."""
        for program in self.others:
            program.terminate()
            program.wait(TIMEOUT)
        self.hub.stop()
        if self.net is not None:
            self.net.stop()


# ---- when all is well --------------------------------------------------------------------------

def kiosk_and_hub_agree(place):
    """End to end: sent, received, safe after a backup; the same again changes nothing."""
    place.start()
    place.let_votes_go()
    out = place.kiosk.sync(place.url())
    demand(re.search(r"visit done sent=[1-9]\d* received=[1-9]", out), out)
    place.must_be_whole()
    demand(len(place.hub.ask("SELECT rid FROM ballot")) == 40, "ballots")
    os.makedirs(place.folder + "/second")
    place.hub.say("backup", place.folder + "/second")
    place.kiosk.sync(place.url())
    demand(set(place.kiosk.states().values()) == {SAFE}, "not safe after a backup")
    demand(place.kiosk.ask("SELECT count(*) FROM outbox WHERE bytes IS NOT NULL")[0][0] == 0,
           "safe, and still kept")
    before = place.hub.rids()
    demand("sent=0" in place.kiosk.sync(place.url()), "sent again")
    demand(place.hub.rids() == before, "changed")


def votes_wait_for_the_night(place):
    """By day the network takes the rest, and no vote; once a night has passed, the votes too."""
    place.start()
    place.kiosk.sync(place.url())
    demand(len(place.hub.ask("SELECT rid FROM record")) > 10, "the rest did not go")
    demand(place.hub.ask("SELECT rid FROM ballot") == [], "a vote went on the first day")
    run(BIN + "/fill", place.kiosk.data, PACK, "5", "3")
    place.kiosk.sync(place.url())
    demand(place.hub.ask("SELECT rid FROM ballot") == [], "a vote went by day")
    place.must_be_honest()
    with sqlite3.connect(place.kiosk.data + "/dorpel.db") as database:
        database.execute("UPDATE setting SET value = value - 2 WHERE name = 'sync.night'")
    if time.gmtime().tm_hour >= 5: # the moment of this night has passed for every kiosk
        place.kiosk.sync(place.url())
        demand(len(place.hub.ask("SELECT rid FROM ballot")) == 45, "no vote went at night")
    place.must_be_whole()


def time_comes_signed(place):
    """The floor rises; a kiosk that believes in 2098 is not moved, and still sends."""
    place.start()
    place.kiosk.sync(place.url())
    demand(int(place.kiosk.setting("clock-floor")) > time.time() - 3600, "the floor did not rise")
    late = 4070000000
    with sqlite3.connect(place.kiosk.data + "/dorpel.db") as database:
        database.execute("UPDATE setting SET value = '%d' WHERE name = 'clock-floor'" % late)
    run(BIN + "/fill", place.kiosk.data, PACK, "0", "3")
    demand("time-refused" in place.kiosk.sync(place.url()), "believed a time before its floor")
    demand(int(place.kiosk.setting("clock-floor")) == late, "the floor fell")
    place.must_be_whole()


def large_bundles_go_in_parts(place):
    """Above 256 KiB; cut off, it goes on where it was."""
    place.start()
    run(BIN + "/fill", place.kiosk.data, PACK, "0", "700")
    place.net.set("cut-up", 400000)
    for _ in range(8):
        place.kiosk.sync(place.url(), rc=None)
        place.must_be_honest()
    demand(place.net.troubles > 0, "nothing was cut")
    largest = place.kiosk.ask("SELECT max(len) FROM outbox")[0][0]
    demand(largest > 300000, "no large bundle: %d" % largest)
    demand(set(place.kiosk.states().values()) == {RECEIVED},
           "never got through in pieces: %s" % place.kiosk.states())
    place.must_be_whole()


# ---- a bad network -----------------------------------------------------------------------------

def cut_anywhere(place):
    """After so many bytes, either way: what is believed is true, and in the end all is there."""
    place.start()
    place.let_votes_go()
    for mode in ("cut-up", "cut-down"):
        for after in (1, 90, 300, 700, 1100, 3000, 5200, 9000, 15000):
            place.net.set(mode, after)
            place.kiosk.sync(place.url(), rc=None)
            place.must_be_honest()
    place.net.set("good")
    place.must_be_whole()


def answers_get_lost(place):
    """The hub did it, and the kiosk does not hear: at each request in turn."""
    place.start()
    place.let_votes_go()
    for mode in ("lost", "double", "half"):
        for number in (1, 2, 3, 4, 5):
            place.net.set(mode, number)
            place.kiosk.sync(place.url(), rc=None)
            place.must_be_honest()
        run(BIN + "/fill", place.kiosk.data, PACK, "6", "2")
        place.let_votes_go()
    place.must_be_whole()


def nothing_unsigned_is_believed(place):
    """Portals, redirects, garbage, a bit flipped: no state changes, at whichever request."""
    place.start()
    place.let_votes_go()
    before, heard = place.kiosk.states(), place.kiosk.setting("sync.heard")
    for mode in ("portal", "created", "redirect", "busy", "garbage", "noise", "flip", "refuse"):
        place.net.set(mode)
        place.kiosk.sync(place.url(), rc=1)
        demand(place.net.troubles > 0, mode + " did not come")
        demand({k: v for k, v in place.kiosk.states().items() if k in before} == before and
               place.kiosk.setting("sync.heard") == heard, mode + " changed a state")
        demand(place.hub.rids() == [], mode + ": something arrived")
    for mode in ("portal", "created", "garbage", "flip"): # later in the talk: letters, bundles
        for number in (3, 4, 5):
            run(BIN + "/fill", place.kiosk.data, PACK, "0", "3") # in no stick's bundle
            place.net.set(mode, number)
            place.kiosk.sync(place.url(), rc=None)
            place.must_be_honest()
            demand(all(state != CARRIED or bundle in before
                       for bundle, state in place.kiosk.states().items()),
                   "on its way, because a server said so")
    place.net.set("good")
    place.must_be_whole()


def server_that_asks_to_wait(place):
    """Retry-After is heard, and spread."""
    place.start()
    place.net.set("busy")
    with Daemon(place, "--now") as daemon:
        waits = daemon.waits(2)
        demand(1800 <= waits[1] <= 2700, "waits %s" % waits)


def hub_killed_while_receiving(place):
    """kill -9 between any two steps: what it acked is there."""
    place.start()
    place.let_votes_go()
    for round_ in range(4):
        run(BIN + "/fill", place.kiosk.data, PACK, "5", "3")
        kiosk = subprocess.Popen([BIN + "/dorpel-sync", "run", "--data", place.kiosk.data,
                                  "--pack", PACK, "--once", "--hub", url_of(place.hub.port)],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.05 + 0.07 * round_)
        place.hub.stop(signal.SIGKILL)
        kiosk.wait(TIMEOUT)
        place.must_be_honest()
        place.hub.start()
    place.must_be_whole()


def stick_and_network_together(place):
    """The same bundles by both: counted once."""
    place.start()
    place.let_votes_go()
    place.hub.say("import", place.folder + "/stick")
    before = place.hub.rids()
    demand(before, "nothing came by stick")
    place.kiosk.sync(place.url())
    place.must_be_whole()


def enrolled_by_stick_alone(place):
    """A new kiosk and a stick that goes to and fro: asked, compared, accepted, received."""
    kiosk, stick = Kiosk(place.folder + "/new"), place.folder + "/new-stick"
    os.makedirs(stick)
    run(BIN + "/dorpel", "--data", kiosk.data, "--pack", PACK, "--play", "tests/play/demo-open.visit")
    run(BIN + "/fill", kiosk.data, PACK, "6", "3")

    def visit():
        return run(BIN + "/dorpel-sync", "visit", "--data", kiosk.data, "--pack", PACK, stick)
    visit()
    print_of = re.search(r"kenmerk van dit scherm is ([0-9a-f ]+)", kiosk.say("enrol")).group(1)
    demand(print_of.strip() in place.hub.say("enrol", stick), "not on the list")
    place.hub.say("enrol", "--yes", print_of, stick)
    demand("hub-waits" in visit(), "the answer was not found on the stick")
    hub_print = re.search(r"kenmerk: ([0-9a-f ]+)", kiosk.say("status")).group(1)
    kiosk.say("enrol", "--accept", hub_print)
    visit()
    place.hub.say("import", stick)
    place.hub.say("answer", stick)
    visit()
    demand(set(kiosk.states().values()) == {RECEIVED}, "not received: %s" % kiosk.states())


def hub_restored_from_its_backup(place):
    """What came after the backup is asked for again, and comes again: by poll alone."""
    place.start()
    place.let_votes_go()
    place.kiosk.sync(place.url())
    place.hub.stop()
    os.makedirs(place.folder + "/second")
    place.hub.say("backup", place.folder + "/second")
    copy = place.folder + "/second/" + os.listdir(place.folder + "/second")[0]
    place.hub.start()
    run(BIN + "/fill", place.kiosk.data, PACK, "0", "9")
    place.kiosk.sync(url_of(place.hub.port))
    place.kiosk.sync(url_of(place.hub.port))
    whole = place.hub.rids()
    place.hub.stop()
    for end in ("", "-wal", "-shm"):
        if os.path.exists(place.hub.db + end):
            os.unlink(place.hub.db + end)
    shutil.copy(copy, place.hub.db)
    place.hub.start()
    demand(place.hub.rids() != whole, "nothing was lost: no test")
    for _ in range(3):
        place.kiosk.sync(url_of(place.hub.port))
    demand(place.hub.rids() == whole, "not sent again")
    demand(place.hub.ask("SELECT incarnation FROM hub_meta")[0][0] > 1, "no new incarnation")
    place.must_be_whole()


# ---- TLS ---------------------------------------------------------------------------------------

def make_certificate(folder, name):
    """Its own, for nobody in particular; (certificate, key, pin)."""
    cert, key = "%s/%s.pem" % (folder, name), "%s/%s.key" % (folder, name)
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                    "/CN=hub.invalid", "-keyout", key, "-out", cert], check=True,
                   capture_output=True, timeout=TIMEOUT)
    spki = subprocess.run(["openssl", "pkey", "-in", key, "-pubout", "-outform", "DER"], check=True,
                          capture_output=True, timeout=TIMEOUT).stdout
    return cert, key, base64.b64encode(hashlib.sha256(spki).digest()).decode()


def nginx(place, server, modules="", folder=None):
    """A web server with this in its server block; its port."""
    folder, port = folder or place.folder, free_port()
    with open(folder + "/nginx.conf", "w", encoding="utf-8") as file:
        file.write("""%s
%s
daemon off; worker_processes 1; pid %s/nginx.pid; error_log stderr warn;
events { worker_connections 64; }
http {
  access_log off; client_max_body_size 40m;
  client_body_temp_path %s/t1; proxy_temp_path %s/t2; fastcgi_temp_path %s/t3;
  uwsgi_temp_path %s/t4; scgi_temp_path %s/t5;
  server { listen 127.0.0.1:%d%s }
}
""" % (("user root;" if os.getuid() == 0 else ""), modules, folder, folder, folder, folder, folder,
       folder, port, server))
    # pylint: disable=consider-using-with
    program = subprocess.Popen(["/usr/sbin/nginx", "-p", folder, "-c", folder + "/nginx.conf", "-e",
                                "stderr"], stderr=open(folder + "/nginx.err", "w",
                                                       encoding="utf-8"))
    place.others.append(program)

    def listens():
        if program.poll() is not None:
            with open(folder + "/nginx.err", encoding="utf-8") as log:
                raise Wrong("nginx: " + log.read()[-800:])
        with socket.socket() as sock:
            return sock.connect_ex(("127.0.0.1", port)) == 0
    wait_for("nginx", listens)
    return port


def tls_with_a_pinned_key(place):
    """Behind nginx: the right key is believed, whatever its certificate says; no other is."""
    place.start()
    place.let_votes_go()
    cert, key, pin = make_certificate(place.folder, "own")
    other = make_certificate(place.folder, "other")[2]
    port = nginx(place, " ssl; ssl_certificate %s; ssl_certificate_key %s; location / { "
                 "proxy_pass http://127.0.0.1:%d; proxy_set_header Host $http_host; "
                 "proxy_set_header X-Real-IP $remote_addr; "
                 "proxy_set_header X-Forwarded-Proto https; }" % (cert, key, place.hub.port))
    url = "https://127.0.0.1:%d" % port
    before = place.kiosk.states()
    for words in ((), ("--pin", other)):
        demand("visit failed" in place.kiosk.sync(url, *words, rc=1), "a wrong certificate")
        demand(place.kiosk.states() == before and place.hub.rids() == [], "something moved")
    out = place.kiosk.sync(url, "--pin", other, "--pin", pin)
    demand(re.search(r"received=[1-9]", out), out)
    place.must_be_whole()


def issue(folder, name, begin, end, address="IP:127.0.0.1"):
    """A certificate of the test's own authority, for these days; (certificate, key)."""
    path = folder + "/" + name
    if not os.path.exists(folder + "/ca.pem"):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                        "/CN=Proef", "-keyout", folder + "/ca.key", "-out", folder + "/ca.pem"],
                       check=True, capture_output=True, timeout=TIMEOUT)
        with open(folder + "/ca.conf", "w", encoding="utf-8") as file:
            file.write("[ca]\ndefault_ca=d\n[d]\ndatabase=%s/ca.index\nnew_certs_dir=%s\n"
                       "certificate=%s/ca.pem\nprivate_key=%s/ca.key\nrand_serial=yes\n"
                       "default_md=sha256\npolicy=p\nunique_subject=no\n[p]\n"
                       "commonName=supplied\n" % ((folder,) * 4))
        with open(folder + "/ca.index", "w", encoding="utf-8"):
            pass
    with open(path + ".ext", "w", encoding="utf-8") as file:
        file.write("subjectAltName=%s\n" % address)
    subprocess.run(["openssl", "req", "-new", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=hub", "-keyout",
                    path + ".key", "-out", path + ".csr"], check=True, capture_output=True,
                   timeout=TIMEOUT)
    made = subprocess.run(["openssl", "ca", "-batch", "-notext", "-config", folder + "/ca.conf",
                           "-in", path + ".csr", "-out", path + ".pem", "-extfile", path + ".ext",
                           "-startdate", begin, "-enddate", end], check=False, capture_output=True,
                          text=True, timeout=TIMEOUT)
    demand(made.returncode == 0, "openssl ca: " + made.stderr[-600:])
    return path + ".pem", path + ".key"


def certificates_of_other_days_and_names_are_refused(place):
    """By an authority that is believed: of last year, of next year, for another name: nothing
    moves. The same authority's good one is taken; and with a pin no date is looked at."""
    place.start()
    place.let_votes_go()
    today = time.gmtime()
    old, new = "20200101000000Z", "%d0101000000Z" % (today.tm_year + 2)
    made = {"good": issue(place.folder, "good", old, new),
            "expired": issue(place.folder, "expired", old, "20200201000000Z"),
            "early": issue(place.folder, "early", new, "%d0101000000Z" % (today.tm_year + 3)),
            "named": issue(place.folder, "named", old, new, "DNS:elders.example")}
    ports = {}
    os.environ["DORPEL_TEST_CA"] = place.folder + "/ca.pem"
    try:
        before = place.kiosk.states()
        for name in ("expired", "early", "named", "good"):
            folder = place.folder + "/" + name + ".nginx"
            os.makedirs(folder)
            ports[name] = nginx(place, " ssl; ssl_certificate %s; ssl_certificate_key %s; "
                                "location / { proxy_pass http://127.0.0.1:%d; }" %
                                (*made[name], place.hub.port), folder=folder)
            url = "https://127.0.0.1:%d" % ports[name]
            if name != "good":
                said = place.kiosk.sync(url, rc=1)
                demand("visit failed" in said, said)
                demand(place.kiosk.states() == before and place.hub.rids() == [], "something moved")
        spki = subprocess.run(["openssl", "pkey", "-in", made["expired"][1], "-pubout", "-outform",
                               "DER"], check=True, capture_output=True, timeout=TIMEOUT).stdout
        pin = base64.b64encode(hashlib.sha256(spki).digest()).decode()
        out = place.kiosk.sync("https://127.0.0.1:%d" % ports["expired"], "--pin", pin)
        demand("visit done" in out, out)
        out = place.kiosk.sync("https://127.0.0.1:%d" % ports["good"])
        demand("visit done" in out, out)
    finally:
        del os.environ["DORPEL_TEST_CA"]
    place.must_be_whole()


# ---- a shared folder ---------------------------------------------------------------------------

def shared_folder_works_like_a_stick(place):
    """WebDAV on a real server: the files of a stick, and the hub's words for sticks."""
    place.let_votes_go()
    root = place.folder + "/web"
    os.makedirs(root + "/dorp")
    # openssl passwd -apr1 of "geheim"
    secret = subprocess.run(["openssl", "passwd", "-apr1", "geheim"], check=True, text=True,
                            capture_output=True, timeout=TIMEOUT).stdout
    for name, text in (("users", "dorp:" + secret), ("login", "dorp:geheim\n"),
                       ("wrong", "dorp:anders\n")):
        with open(place.folder + "/" + name, "w", encoding="utf-8") as file:
            file.write(text)
    port = nginx(place, "; location / { root %s; auth_basic x; auth_basic_user_file %s/users; "
                 "dav_methods PUT DELETE MKCOL MOVE; dav_ext_methods PROPFIND OPTIONS; }" %
                 (root, place.folder), "load_module /usr/lib/nginx/modules/"
                 "ngx_http_dav_ext_module.so;")
    words = ("--webdav", "http://127.0.0.1:%d/dorp" % port, "--login")
    place.kiosk.sync(None, *words, place.folder + "/wrong", rc=1)
    demand("https only" in place.kiosk.sync(None, "--webdav", "http://folder.invalid/dorp",
                                            "--login", place.folder + "/login", rc=None, err=True),
           "a password would go without TLS")
    demand(not os.path.exists(root + "/dorp/DORPSHUIS"), "written without a password")
    run(BIN + "/fill", place.kiosk.data, PACK, "0", "3") # in no stick's bundle
    place.net = BadNet(port)
    place.net.set("flip") # a folder that gives back something else
    place.kiosk.sync(None, "--webdav", place.url() + "/dorp", "--login", place.folder + "/login",
                     rc=1)
    demand(SEALED in place.kiosk.states().values(), "believed what was not read back")
    place.kiosk.sync(None, *words, place.folder + "/login")
    states = place.kiosk.states()
    demand(set(states.values()) == {CARRIED}, "read back, and not on its way: %s" % states)
    names = [name for _, _, files in os.walk(root) for name in files]
    demand(sorted(names) and all(re.fullmatch(r"[AB]-\d{8}-[0-9a-f]{8}\.dkb(\.deel)?", name)
                                 for name in names), names)
    place.hub.say("import", root + "/dorp")
    place.hub.say("answer", root + "/dorp")
    place.kiosk.sync(None, *words, place.folder + "/login")
    demand(set(place.kiosk.states().values()) == {RECEIVED}, "the answer was not read")
    demand(place.hub.rids() == place.kiosk.released(), "other records at the hub than here")
    # Safe: what this kiosk wrote goes; received ones, and whatever others put there, stay.
    heen = [folder for folder, _, names in os.walk(root) if any(n.startswith("A-") for n in names)][0]
    for name in ("A-00000001-00000000.dkb", "vakantie.jpg"):
        with open(heen + "/" + name, "wb") as file:
            file.write(b"van een ander")
    place.kiosk.sync(None, *words, place.folder + "/login")
    demand(len(os.listdir(heen)) > 2, "gone before it was safe")
    os.makedirs(place.folder + "/disk")
    place.hub.say("backup", place.folder + "/disk")
    place.hub.say("answer", root + "/dorp")
    place.kiosk.sync(None, *words, place.folder + "/login")
    demand(set(place.kiosk.states().values()) == {SAFE}, "not safe: %s" % place.kiosk.states())
    demand(sorted(os.listdir(heen)) == ["A-00000001-00000000.dkb", "vakantie.jpg"], os.listdir(heen))


def signed_pack(place, motto):
    """The village with another motto, and photos enough to come in parts; one number higher."""
    folder = place.folder + "/pack"
    if not os.path.exists(folder):
        shutil.copytree(PACK, folder)
    with open(folder + "/dorp.ini", encoding="utf-8", newline="") as file:
        text = file.read()
    with open(folder + "/dorp.ini", "w", encoding="utf-8", newline="") as file:
        file.write(re.sub(r"(?m)^motto\s*=[^\r\n]*", "motto = " + motto, text))
    out = "%s/%s.dorp" % (place.folder, motto)
    run(BIN + "/dorpel-hub", "pack", "sign", folder, "--key",
        "assets/demo/demo-geheim/village.geheim", "--out", out)
    return out


def shared_folder_brings_content(place):
    """WebDAV: a pack that the hub put in the folder, in parts; what is damaged on the way is not taken."""
    place.let_votes_go()
    root = place.folder + "/web"
    os.makedirs(root + "/dorp")
    port = nginx(place, "; location / { root %s; dav_methods PUT DELETE MKCOL MOVE; "
                 "dav_ext_methods PROPFIND OPTIONS; }" % root,
                 "load_module /usr/lib/nginx/modules/ngx_http_dav_ext_module.so;")
    words = ("--webdav", "http://127.0.0.1:%d/dorp" % port)
    demand("net.note.content" not in place.kiosk.sync(None, *words), "content out of nothing")
    place.hub.say("offer", signed_pack(place, "een"))
    place.hub.say("answer", root + "/dorp")
    packs = root + "/dorp/DORPSHUIS/INHOUD/"
    name = [name for name in os.listdir(packs) if name.endswith(".dorp")][0]
    with open(packs + name, "rb") as file:
        whole = file.read()
    demand(len(whole) > PACK_PART, "one part: the rest was not tried")
    for damaged in (whole[:PACK_PART], whole[:-1], whole[:-9] + b"x" * 9, b"DORPELP\1" + b"\xff" * 99,
                    whole[:40], b"<html>Log in</html>", b""):
        with open(packs + name, "wb") as file:
            file.write(damaged)
        demand("net.note.content" not in place.kiosk.sync(None, *words), "taken: %d" % len(damaged))
    with open(packs + name, "wb") as file:
        file.write(whole)
    demand("net.note.content" in place.kiosk.sync(None, *words), "nothing came")
    demand(os.listdir(place.kiosk.data + "/inhoud").count("ontvangen.dorp") == 0, "left behind")
    place.hub.say("offer", signed_pack(place, "twee"))
    place.hub.say("answer", root + "/dorp")
    demand("net.note.content" in place.kiosk.sync(None, *words), "the next one did not come")
    demand("Gemeente" in place.kiosk.say("status"), "a status")


def a_pack_that_is_not_taken_is_brought_once_a_day(place):
    """What was refused, or waits for a person, does not come with every visit."""
    place.start()
    place.let_votes_go()
    log = place.folder + "/asked"
    port = nginx(place, "; location / { access_log %s; proxy_pass http://127.0.0.1:%d; }" %
                 (log, place.hub.port))
    place.hub.say("offer", signed_pack(place, "een"))
    with Daemon(place, "--now", url=url_of(port)) as daemon:
        daemon.waits(1)
        for _ in range(3):
            daemon.program.send_signal(signal.SIGUSR1)
            daemon.waits(1)
    with open(log, encoding="utf-8") as file:
        asked = [line.split('"')[1].split()[1] for line in file if "/v1/p/" in line]
    demand(len([path for path in asked if path.endswith("/0")]) == 1 and len(asked) > 4,
           "brought again: %s" % asked)


# ---- the daemon --------------------------------------------------------------------------------

class Daemon:
    """dorpel-sync run, going on."""

    def __init__(self, place, *words, url=None):
        # pylint: disable=consider-using-with
        self.program = subprocess.Popen([BIN + "/dorpel-sync", "run", "--data", place.kiosk.data,
                                         "--pack", PACK, "--hub", url or place.url(), *words],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                        text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.program.poll() is None:
            self.program.kill()
        self.program.wait(TIMEOUT)
        self.program.stdout.close()

    def waits(self, count):
        """The next so many waits that it announces, seconds."""
        waits = []
        while len(waits) < count:
            line = self.program.stdout.readline()
            demand(line, "the daemon ended")
            if line.startswith("next "):
                waits.append(int(line.split()[1]))
        return waits

    def switches(self):
        """How often it has slept and woken."""
        total = 0
        for task in os.listdir("/proc/%d/task" % self.program.pid):
            with open("/proc/%d/task/%s/status" % (self.program.pid, task),
                      encoding="utf-8") as file:
                total += sum(int(line.split()[1]) for line in file if "ctxt_switches" in line)
        return total

    def is_asleep(self):
        """In its one long sleep."""
        with open("/proc/%d/stat" % self.program.pid, encoding="utf-8") as file:
            return file.read().rsplit(")", 1)[1].split()[0] == "S"

    def end(self):
        """With SIGTERM; its exit code."""
        self.program.terminate()
        return self.program.wait(TIMEOUT)


def daemon_sleeps_and_ends(place):
    """One sleep between visits, not a single wake-up; SIGUSR1 calls it, SIGTERM ends it."""
    place.start()
    with Daemon(place, "--now") as daemon:
        waits = daemon.waits(2)
        demand(waits[0] == 0 and 675 <= waits[1] <= 1125, "waits %s" % waits)
        wait_for("sleep", daemon.is_asleep)
        time.sleep(0.1)
        before = daemon.switches()
        time.sleep(2)
        demand(daemon.switches() == before, "it woke up")
        daemon.program.send_signal(signal.SIGUSR1)
        demand(675 <= daemon.waits(1)[0] <= 1125, "not called")
        demand(daemon.end() == 0, "no clean end")


def back_off_survives_a_restart(place):
    """The wait after failures is kept, goes on, and goes when all is well."""
    place.start()
    dead = url_of(free_port())
    kept = 0
    for _ in range(5):
        with Daemon(place, "--now", url=dead) as daemon:
            waits = daemon.waits(2)
            demand(waits[0] == 0 and 60 <= waits[1] <= max(180, 3 * kept), "%s %d" % (waits, kept))
            wait_for("the setting", lambda w=waits: place.kiosk.setting("sync.wait") == str(w[1]))
            kept = waits[1]
            demand(daemon.end() == 0, "no clean end")
    place.kiosk.ask("SELECT 1")
    with sqlite3.connect(place.kiosk.data + "/dorpel.db") as database:
        database.execute("UPDATE setting SET value = '20000' WHERE name = 'sync.wait'")
    first = []
    for _ in range(6):
        with Daemon(place) as daemon: # no --now: somewhere in the kept wait, not in 900 s
            first += daemon.waits(1)
    demand(max(first) > 900 and max(first) <= 20000, "began anew: %s" % first)
    with Daemon(place, "--now") as daemon:
        daemon.waits(2)
        wait_for("the setting", lambda: place.kiosk.setting("sync.wait") == "0")


# ---- the hub, asked by hand --------------------------------------------------------------------

def hub_refuses_what_is_not_right(place):
    """Sizes, names, kinds, strangers; and nothing of it is kept."""
    place.start()
    place.let_votes_go()
    hub = place.hub
    data = place.kiosk.ask("SELECT bytes FROM outbox")[0][0]

    def put(body, name=None):
        name = name or hashlib.blake2b(body, digest_size=32).hexdigest()
        return hub.request("PUT", "/v1/b/" + name, body)[0]

    demand(put(data, "0" * 64) == 400, "another name")
    demand(put(data, "../../etc") == 400, "a path")
    demand(put(b"") == 400 and put(b"hallo" * 999) == 400, "no bundle")
    flipped = bytearray(data)
    flipped[len(data) // 2] ^= 1
    demand(put(bytes(flipped)) == 422, "forged")
    later = bytearray(data)
    later[7] = 2
    demand(put(bytes(later)) == 415, "a later format")
    demand(put(b"x" * (4 * 1024 * 1024 + 200000)) == 413, "too large")
    demand(hub.ask("SELECT count(*) FROM bundle")[0][0] == 0, "kept")
    demand(put(data) == 201 and put(data) == 200, "the right one, twice")
    demand(hub.request("POST", "/v1/poll", data)[0] in (400, 403), "a bundle as a poll")
    demand(hub.request("GET", "/v1/hello?n=12")[0] == 400, "a short nonce")
    demand(hub.request("GET", "/v1/b/%s?k=%s" % ("0" * 64, "0" * 32))[0] == 404, "no letter")
    demand(hub.request("DELETE", "/v1/poll")[0] in (404, 405), "another method")
    demand(hub.request("GET", "/v1/" + "a" * 3000)[0] in (404, 414, 431), "a long path")
    part = {"Upload-Offset": "0", "Upload-Length": "100"}
    demand(hub.request("PATCH", "/v1/b/" + "1" * 64, b"x" * 40, part)[0] == 204, "a part")
    status, _, headers = hub.request("PATCH", "/v1/b/" + "1" * 64, b"x" * 40, part)
    demand(status == 409 and headers["Upload-Offset"] == "40", "a part where we are not")
    status, _, headers = hub.request("HEAD", "/v1/b/" + "1" * 64)
    demand(status == 200 and headers["Upload-Offset"] == "40", "how far it came")
    part["Upload-Offset"] = "40"
    demand(hub.request("PATCH", "/v1/b/" + "1" * 64, b"x" * 60, part)[0] == 400, "not its name")
    demand(hub.request("HEAD", "/v1/b/" + "1" * 64)[0] == 404, "it stayed")
    part = {"Upload-Offset": "0", "Upload-Length": "99999999"}
    demand(hub.request("PATCH", "/v1/b/" + "2" * 64, b"x", part)[0] == 413, "parts without end")
    place.kiosk.sync(place.url())
    place.must_be_whole()


def revoked_is_heard(place):
    """403 for what it sends; it stops only when the hub signed that."""
    place.start()
    place.let_votes_go()
    print_of = re.search(r"kenmerk van dit scherm is ([0-9a-f ]+)", place.kiosk.say("enrol")).group(1)
    place.hub.say("enrol", "--revoke", print_of)
    data = place.kiosk.ask("SELECT bytes FROM outbox")[0][0]
    name = hashlib.blake2b(data, digest_size=32).hexdigest()
    demand(place.hub.request("PUT", "/v1/b/" + name, data)[0] == 403, "a revoked kiosk sends")
    place.kiosk.sync(place.url(), rc=None)
    demand("afgemeld" in place.kiosk.say("status"), "it did not hear")
    demand(place.hub.rids() == [], "something was taken")


def slow_ones_keep_nobody_waiting(place):
    """Two hundred connections that send a byte now and then, and a kiosk between them."""
    place.start()
    place.let_votes_go()
    slow = []
    for _ in range(200):
        sock = socket.create_connection(("127.0.0.1", place.hub.port))
        sock.sendall(b"PUT /v1/b/" + b"0" * 64 + b" HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\nx")
        slow.append(sock)
    for sock in slow:
        sock.sendall(b"y")
    place.kiosk.sync(place.url())
    place.must_be_whole()
    for sock in slow:
        sock.close()


def a_server_that_drips_is_left(place):
    """Slow loris against the kiosk: a byte now and then, or enough of them and no end. The visit
    fails within its patience, nothing moves, and the next one finds everything."""
    place.start()
    place.let_votes_go()
    os.environ["DORPEL_TEST_PATIENCE"] = "2" # eight in all
    try:
        for mode in ("drip", "trickle"):
            before = place.kiosk.states()
            for at in (1, 2):
                place.net.set(mode, at)
                begun = time.time()
                said = place.kiosk.sync(place.url(), rc=1)
                demand("visit failed" in said and place.net.troubles > 0, said)
                demand(time.time() - begun < 60, "it took %d s" % (time.time() - begun))
                place.must_be_honest()
            demand(place.kiosk.states() == before, "something moved")
    finally:
        del os.environ["DORPEL_TEST_PATIENCE"]
    place.net.set("good")
    place.must_be_whole()


def disk_full_says_507(place):
    """Nothing half-applied, and it goes on when there is room."""
    place.start()
    place.let_votes_go()
    pages = place.hub.ask("PRAGMA page_count")[0][0]
    place.hub.stop()
    os.environ["DORPEL_TEST_MAX_PAGES"] = str(pages)
    try:
        place.hub.start()
    finally:
        del os.environ["DORPEL_TEST_MAX_PAGES"]
    data = place.kiosk.ask("SELECT bytes FROM outbox ORDER BY len DESC")[0][0]
    name = hashlib.blake2b(data, digest_size=32).hexdigest()
    demand(place.hub.request("PUT", "/v1/b/" + name, data)[0] == 507, "no 507")
    place.kiosk.sync(url_of(place.hub.port), rc=None)
    place.must_be_honest()
    place.hub.stop()
    place.hub.start()
    place.must_be_whole()


# ---- pages -------------------------------------------------------------------------------------

class Sleeper(Daemon):
    """Of another kiosk of the place; it sleeps until it is called."""

    def __init__(self, place, kiosk):
        class Other:  # pylint: disable=too-few-public-methods
            """What a daemon asks of a place."""
        other = Other()
        other.kiosk = kiosk
        super().__init__(other, url=url_of(place.hub.port))

    def until(self, begin):
        """All it says, up to the line that begins so."""
        said = ""
        while True:
            line = self.program.stdout.readline()
            demand(line, "the daemon ended: " + said)
            said += line
            if line.startswith(begin):
                return said


class Clerk:
    """A browser without scripts."""

    def __init__(self, hub):
        self.hub = hub
        self.cookie = None
        self.csrf = ""

    def get(self, path):
        """(status, text or bytes)."""
        headers = {"Cookie": self.cookie} if self.cookie else {}
        status, data, more = self.hub.request("GET", path, headers=headers)
        if "html" in more.get("Content-Type", ""):
            data = data.decode()
            found = re.search('name="csrf" value="([0-9a-f]+)"', data)
            self.csrf = found.group(1) if found else self.csrf
        return status, data

    def post(self, path, fields, **more):
        """A form; the status."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", **more}
        if self.cookie:
            headers["Cookie"] = self.cookie
        status, _, got = self.hub.request("POST", path, urllib.parse.urlencode(fields), headers)
        if "Set-Cookie" in got:
            self.cookie = got["Set-Cookie"].split(";")[0]
            demand("HttpOnly" in got["Set-Cookie"] and "SameSite=Strict" in got["Set-Cookie"],
                   got["Set-Cookie"])
        return status

    def form(self, path, fields):
        """A form; (status, text, headers)."""
        status, data, more = self.hub.request("POST", path, urllib.parse.urlencode(fields), {
            "Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie})
        return status, data.decode(), more

    def send(self, path, files):
        """A form with files: (name, bytes); (status, text)."""
        edge = "----dorpel"
        body = ('--%s\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n%s\r\n' %
                (edge, self.csrf)).encode()
        for name, data in files:
            body += ('--%s\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\n'
                     "Content-Type: application/octet-stream\r\n\r\n" % (edge, name)).encode()
            body += data + b"\r\n"
        body += ("--%s--\r\n" % edge).encode()
        status, data, _ = self.hub.request("POST", path, body, {
            "Content-Type": "multipart/form-data; boundary=" + edge, "Cookie": self.cookie})
        return status, data.decode()


def play(place, kiosk, *lines):
    """A visit at the kiosk's screen."""
    path = place.folder + "/now.visit"
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    run(BIN + "/dorpel", "--data", kiosk.data, "--pack", PACK, "--play", path)


def code_brings_a_village_in(place):
    """The clerk makes it on the page, the admin types it on the screen, the sleeper is called."""
    kiosk = Kiosk(place.folder + "/new")
    run(BIN + "/dorpel", "--data", kiosk.data, "--pack", PACK, "--play", "tests/play/demo-open.visit")
    run(BIN + "/fill", kiosk.data, PACK, "6", "3")
    place.start()
    clerk = begin_page(place)
    clerk.get("/")
    status, page, _ = clerk.form("/code", {"csrf": clerk.csrf})
    found = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", page)
    demand(status == 200 and found, (status, page))
    demand(clerk.post("/code", {"csrf": "0" * 64}) == 403, "made by another site")
    code = found.group(0)
    demand(code not in clerk.get("/")[1], "to be seen twice")
    hub_page = ['tap "Raak"', "pin admin 135790", "tap-id caretaker.hub"]
    play(place, kiosk, *hub_page, "tap-id hub.code", 'type "%s"' % (code.replace("-", "")[:-1] + "2"
         if code[-1] != "2" else code.replace("-", "")[:-1] + "3"), "tap-id main",
         'expect "Deze code klopt niet."')
    with Sleeper(place, kiosk) as daemon:
        daemon.waits(1)
        play(place, kiosk, *hub_page, "tap-id hub.code", 'type "%s"' % code.replace("-", ""),
             "tap-id main")
        demand("code-done" in daemon.until("visit done"), "the code was not used")
    demand(not kiosk.setting("sync.code"), "the code stays")
    demand("hoort bij Gemeente Midden-Veen" in kiosk.say("status"), kiosk.say("status"))
    play(place, kiosk, *hub_page, 'expect "Dit scherm hoort bij Gemeente Midden-Veen."')
    kiosk.sync(url_of(place.hub.port))
    demand(place.hub.ask("SELECT count(*) FROM bundle WHERE kiosk <> x'' ")[0][0] > 0, "nothing came")
    # A second kiosk with the same code, and a third with one of the command line.
    for name, again, works in (("second", code, False), ("third", None, True)):
        other = Kiosk(place.folder + "/" + name)
        run(BIN + "/dorpel", "--data", other.data, "--pack", PACK, "--play",
            "tests/play/demo-open.visit")
        if again is None:
            again = re.search(r"([2-9A-Z]{4}-){2}[2-9A-Z]{4}", place.hub.say("enrol", "--code")).group(0)
        other.say("enrol", "--code", again)
        said = other.sync(url_of(place.hub.port))
        demand(("code-done" if works else "code-wrong") in said, said)
        demand(("hoort bij Gemeente" in other.say("status")) == works, other.say("status"))
    demand(not place.hub.errors(), place.hub.errors())


def begin_page(place):
    """A clerk who is in, as the first."""
    token = urllib.parse.parse_qs(place.hub.first_address().query)["t"][0]
    clerk = Clerk(place.hub)
    demand(clerk.get("/begin?t=" + "0" * 32)[0] == 403, "a wrong token")
    demand(clerk.post("/begin", {"t": token, "name": "Anneke", "password": "kort"}) == 400, "short")
    demand(clerk.post("/begin", {"t": token, "name": "Anneke", "password": "lang genoeg 1"}) == 303,
           "the first account")
    demand(clerk.post("/begin", {"t": token, "name": "Boef", "password": "lang genoeg 1"}) == 403,
           "a second first account")
    return clerk


def clerk_hands_in_a_stick(place):
    """All by page: the files of a stick go in, the answer comes home as a zip, on the stick."""
    place.start()
    place.let_votes_go()
    clerk = begin_page(place)
    demand("Broekhoven" in clerk.get("/")[1], "no village on the page")
    stick = place.folder + "/stick"
    files = []
    for folder, _, names in os.walk(stick):
        for name in names:
            with open(folder + "/" + name, "rb") as file:
                files.append((name, file.read()))
    odd = ("<q>kwaad.dkb", b"DORPEL\0\1" + b"x" * 5000)
    status, text = clerk.send("/stick", files + [odd])
    demand(status == 200 and "Nieuwe pakketten ontvangen: 2" in text, text)
    demand("Niet aangenomen" in text and "<q" not in text, text[-900:])
    demand(len(place.hub.ask("SELECT rid FROM ballot")) == 40, "not counted")
    status, data = clerk.get("/answer")
    with zipfile.ZipFile(io.BytesIO(data)) as answer:
        demand(answer.testzip() is None and answer.namelist(), "a bad zip")
        answer.extractall(stick)
    place.let_votes_go()
    demand(set(place.kiosk.states().values()) == {RECEIVED}, "the answer was not read")
    demand(clerk.send("/stick", files)[1].count("die we al hadden") == 1, "the same again")
    place.must_be_whole()


def pages_are_only_for_those_who_may(place):
    """Sessions, roles, forms of others, guesses at a password."""
    place.start()
    clerk = begin_page(place)
    clerk.get("/")
    for path in ("/answer", "/people"):
        demand("Wachtwoord" in Clerk(place.hub).get(path)[1], path + " without logging in")
    demand(Clerk(place.hub).post("/people", {"name": "x"}) == 200, "a form without logging in")
    new = {"name": "Kees", "password": "ook lang genoeg", "role": "reader", "csrf": clerk.csrf}
    demand(clerk.post("/people", {**new, "csrf": "0" * 64}) == 403, "without the token")
    demand(clerk.post("/people", new, Origin="https://kwaad.example") == 403, "another origin")
    demand(clerk.post("/people", new) == 200, "a reader")
    demand(clerk.post("/people", new) == 400, "the same name")
    reader = Clerk(place.hub)
    demand(reader.post("/in", {"name": "Kees", "password": "ook lang genoeg"}) == 303, "log in")
    demand(reader.get("/")[0] == 200 and reader.get("/answer")[0] == 403 and
           reader.get("/people")[0] == 403, "a reader does more")
    reader.get("/")
    demand(reader.post("/yes", {"print": "x", "csrf": reader.csrf}) == 403, "a reader says yes")
    demand(reader.post("/out", {"csrf": reader.csrf}) == 303, "log out")
    demand("Wachtwoord" in Clerk(place.hub).get("/")[1], "still in")
    guess = Clerk(place.hub)
    statuses = [guess.post("/in", {"name": "Kees", "password": "fout %d" % i}) for i in range(7)]
    demand(statuses[:5] == [403] * 5 and statuses[-1] == 429, statuses)
    demand(guess.post("/in", {"name": "Kees", "password": "ook lang genoeg"}) == 429, "no wait")
    script = clerk.get("/")[1]
    demand("Ja, meld dit scherm af" in script, "an admin cannot revoke")
    demand(clerk.post("/no", {"print": "0000 0000", "csrf": clerk.csrf}) == 404, "revoked nobody")
    demand("<script" not in script and "style=" not in script, "scripts on the page")


TESTS = (kiosk_and_hub_agree, votes_wait_for_the_night, time_comes_signed,
         large_bundles_go_in_parts, cut_anywhere, answers_get_lost, nothing_unsigned_is_believed,
         server_that_asks_to_wait, hub_killed_while_receiving, stick_and_network_together,
         enrolled_by_stick_alone, hub_restored_from_its_backup,
         tls_with_a_pinned_key,
         certificates_of_other_days_and_names_are_refused, shared_folder_works_like_a_stick,
         shared_folder_brings_content,
         a_pack_that_is_not_taken_is_brought_once_a_day, daemon_sleeps_and_ends,
         back_off_survives_a_restart, hub_refuses_what_is_not_right, revoked_is_heard,
         slow_ones_keep_nobody_waiting, a_server_that_drips_is_left, clerk_hands_in_a_stick,
         code_brings_a_village_in, pages_are_only_for_those_who_may)


def main():
    """Runs them; with names, only those."""
    wanted = sys.argv[1:]
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="dorpel-net-") as folder:
        prepare(folder + "/made")
        for test in TESTS:
            if wanted and test.__name__ not in wanted:
                continue
            place = Place(folder + "/made", folder + "/" + test.__name__)
            begun = time.time()
            try:
                test(place)
                place.stop()
                passed += 1
                print("ok %s (%.1f s)" % (test.__name__, time.time() - begun), flush=True)
            except (Wrong, subprocess.SubprocessError, OSError, AttributeError, KeyError,
                    sqlite3.Error) as why:
                failed += 1
                print("FAILED %s: %s: %s" % (test.__name__, type(why).__name__, why), flush=True)
                try:
                    place.stop()
                except (Wrong, OSError):
                    pass
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
