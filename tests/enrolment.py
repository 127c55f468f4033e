#!/usr/bin/env python3
"""How a kiosk comes to belong to a municipality, by stick, through the screens; what the caretaker
reads of what travels; a stick that nobody prepared; a closed box in a code.

The municipality is build/san/bin/clerk. Prints "N passed, N failed".
"""
import os
import subprocess
import sys

from cases import Wrong, run_all

BUILD = os.environ.get("BUILD", "build")
BIN = os.environ.get("BIN", BUILD + "/san/bin")
DEMO = "assets/demo/broekhoven"
NAME = "Gemeente Midden-Drenthe"
ADMIN = 'tap "Raak"\npin admin 135790\n'
CARETAKER = 'tap "Raak"\npin caretaker 246810\n'
TAKE = 'tap-id caretaker.stick\ntap-id main\nexpect "Klaar. U mag de stick eruit halen."\n'
HUB = ADMIN + "tap-id caretaker.hub\n"
TRAVEL = CARETAKER + "tap-id caretaker.travel\n"


class Hall:
    """A kiosk in use, with a round that is open, and a stick in it."""

    def __init__(self, folder):
        self.folder = folder
        self.data, self.stick = folder + "/data", folder + "/stick"
        os.mkdir(self.stick)
        with open("tests/play/demo-open.visit", encoding="utf-8") as file:
            self.play(file.read())

    def run(self, *command, code=0):
        """Runs a program; its output."""
        result = subprocess.run([BIN + "/" + command[0], *command[1:]], capture_output=True,
                                text=True, timeout=300, check=False)
        demand(result.returncode == code, "exit %d\n%s%s" % (result.returncode, result.stdout,
                                                            result.stderr[-1500:]))
        return result.stdout

    def play(self, text):
        """Plays a visit given as text, with the stick in."""
        path = self.folder + "/now.visit"
        with open(path, "w", encoding="utf-8") as file:
            file.write("stick in %s\n" % self.stick + text)
        self.run("dorpel", "--data", self.data, "--pack", DEMO, "--programs", BIN, "--play", path)

    def clerk(self, *words):
        """The municipality, with the stick on its desk."""
        return self.run("clerk", self.folder + "/hub.key", self.stick, *words).splitlines()

    def bundles(self):
        """What is on the stick for the municipality."""
        found = []
        for folder, _, names in os.walk(self.stick + "/DORPSHUIS/HEEN"):
            found += [folder + "/" + name for name in names]
        return found

    def enrol(self):
        """All of it, as it should go. The two fingerprints."""
        self.play(CARETAKER + TAKE)
        own, hubs = self.clerk("enrol", NAME)
        self.play(CARETAKER + TAKE)
        self.play(HUB + "tap-id main\ntap-id hub.yes\npress\nexpect-id hub.belongs\n")
        return own, hubs


def demand(holds, what):
    """Stops the test when it does not hold."""
    if not holds:
        raise Wrong(str(what))


def a_kiosk_is_taken_in_by_stick_and_by_two_people(folder):
    """Request, answer, compare, button, bundles."""
    hall = Hall(folder)
    hall.play(HUB + 'expect "Dit scherm hoort bij het dorp zelf. Stemmen telt."\n')
    hall.play(CARETAKER + TAKE)
    demand(not hall.bundles(), "bundles before anybody was believed")
    own, hubs = hall.clerk("enrol", NAME)
    hall.play(HUB + 'tap-id hub.self\nexpect "%s"\nexpect-id hub_self.qr\n' % own)
    hall.play(CARETAKER + TAKE + 'expect "De gemeente wil dit scherm aannemen."\n'
              'tap-id main\nexpect-not "een antwoord wacht"\n')  # that is the admin's
    demand(not hall.bundles(), "bundles before the admin compared")
    hall.play(ADMIN + 'expect "een antwoord wacht"\ntap-id caretaker.hub\n'
              'expect "%s wil dit scherm aannemen."\ntap-id main\nexpect "%s"\n'
              'expect "als op de brief of aan de telefoon?"\n'
              'press\nexpect-id hub.yes\n'  # nothing asked for the button yet
              'tap-id hub.yes\nexpect "Druk op de knop die brandt."\nexpect-not "Sluit aan"\n'
              'tap-id bar.back\nexpect-id hub.yes\ntap-id hub.yes\npress\n'
              'expect "Dit scherm hoort bij %s."\nexpect "%s"\ntap-id bar.back\n'
              'tap-id caretaker.health\nexpect "hoort nu bij een gemeente: %s"\n'
              % (NAME, hubs, NAME, hubs, NAME))
    hall.play(CARETAKER + TAKE)
    demand(hall.bundles(), "no bundles after it")
    demand(NAME in hall.run("dorpel-sync", "status", "--data", hall.data), "status")


def no_is_no_until_it_is_asked_again(folder):
    """Another fingerprint: nothing changes, and the logbook has it."""
    hall = Hall(folder)
    hall.play(CARETAKER + TAKE)
    hall.clerk("enrol", NAME)
    hall.play(CARETAKER + TAKE)
    hall.play(HUB + 'tap-id main\ntap-id hub.no\nexpect "Er is niets veranderd. Bel de gemeente."\n'
              'expect "Dit scherm hoort bij het dorp zelf. Stemmen telt."\n'
              'tap-id bar.back\ntap-id caretaker.health\nexpect "Niet aangenomen: %s"\n' % NAME)
    hall.play(CARETAKER + TAKE)  # the same answer is still on the stick
    demand(not hall.bundles(), "bundles for who was refused")
    hall.play(HUB + 'expect-id hub.waits\n')


def with_a_broken_button_a_tap_takes_over(folder):
    """As everywhere, and only then."""
    hall = Hall(folder)
    hall.play(CARETAKER + TAKE)
    hall.clerk("enrol", NAME)
    hall.play(CARETAKER + TAKE)
    hall.play("button off\n" + HUB + 'tap-id main\ntap-id hub.yes\nexpect "De knop is stuk."\n'
              'tap-id main\nexpect-id hub.belongs\n')


def the_caretaker_reads_what_travels_and_when_nobody_answers(folder):
    """Waiting, on its way, fourteen days, received, safe."""
    hall = Hall(folder)
    hall.play(TRAVEL + 'expect "Dit scherm hoort nu bij geen gemeente."\nexpect "Nog niet ingepakt:"\n'
              'expect-not "onderweg:"\n')
    hall.enrol()
    hall.play(CARETAKER + TAKE + 'expect "Pakketten onderweg: 1"\n')
    hall.play(TRAVEL + 'expect "Alles gaat in dichte pakketten naar %s."\n'
              'expect "De stick ging weg op 9 maart."\nexpect-not "Nog geen antwoord"\n' % NAME)
    hall.play("clock 2026-03-22T23:00:00Z\n" + TRAVEL + 'expect-not "Nog geen antwoord"\n')
    late = "clock 2026-03-23T01:00:00Z\n"
    silent = 'expect "Nog geen antwoord. Alles staat hier nog."\n'
    hall.play(late + TRAVEL + silent + "tap-id bar.back\ntap-id caretaker.stick\n" + silent)
    # Another stick changes nothing about the first; a clock that fell back says nothing.
    hall.play(late + CARETAKER + TAKE)
    hall.play(late + TRAVEL + silent + 'expect "De stick ging weg op 9 maart."\n')
    hall.play("clock 1970-01-01T00:00:00Z\n" + TRAVEL + 'expect-not "Nog geen antwoord"\n')
    hall.clerk("received", "1")
    # Each visit brings the newest link of the logbook along: one more is on its way.
    hall.play(late + CARETAKER + TAKE + 'expect "De gemeente heeft een antwoord gestuurd."\n'
              'expect "Pakketten onderweg: 1"\nexpect "Pakketten ontvangen door de gemeente: 2"\n')
    hall.play(late + TRAVEL + 'expect "Pakketten ontvangen door de gemeente: 2"\n'
              'expect-not "Nog geen antwoord"\n')
    received = hall.bundles()
    hall.clerk("safe", "2")
    hall.play(late + CARETAKER + TAKE + 'expect "Pakketten veilig bewaard: 3"\n')
    demand(received and not set(received) & set(hall.bundles()), "what is safe stays on the stick")


def a_stick_that_nobody_prepared_is_left_alone(folder):
    """The caretaker reads that it is new, and one tap prepares it."""
    hall = Hall(folder)
    with open(hall.stick + "/vakantie.jpg", "wb") as file:
        file.write(b"foto")
    hall.run("dorpel-sync", "visit", "--data", hall.data, "--new", "no", hall.stick, code=1)
    demand(os.listdir(hall.stick) == ["vakantie.jpg"], os.listdir(hall.stick))
    hall.play(CARETAKER + 'tap-id caretaker.stick\nexpect "De stick zit erin."\n'
              'expect "Deze stick is nieuw."\n')
    demand(os.listdir(hall.stick) == ["vakantie.jpg"], os.listdir(hall.stick))
    hall.play(CARETAKER + TAKE)
    with open(hall.stick + "/vakantie.jpg", "rb") as file:
        demand(file.read() == b"foto", "what stood on it")
    hall.play(CARETAKER + 'tap-id caretaker.stick\nexpect "De stick zit erin."\n'
              'expect-not "Deze stick is nieuw."\n')
    # An id that cannot be read: it is said, and one more tap prepares it.
    with open(hall.stick + "/DORPSHUIS/stick.id", "w", encoding="ascii") as file:
        file.write("?")
    hall.play(CARETAKER + 'tap-id caretaker.stick\nexpect-not "Deze stick is nieuw."\ntap-id main\n'
              'expect "Deze stick is nieuw."\ntap-id main\n'
              'expect "Klaar. U mag de stick eruit halen."\n')


def a_closed_box_shows_its_statement(folder):
    """Right after the closing, and later from the list of rounds."""
    hall = Hall(folder)
    hall.play(CARETAKER + TAKE)
    hall.play(ADMIN + 'tap-id caretaker.rounds\ntap-id rounds.close.1\npress\n'
              'expect "De ronde is gesloten."\nexpect-id statement.qr\n'
              'tap-id bar.back\ntap-id rounds.statement.1\nexpect "0 stemmen in de stembus"\n'
              'expect "Regels op de stemlijst: 0"\n')
    dump = hall.run("dorpel", "--data", hall.data, "--pack", DEMO, "--dump")
    lines = [line for line in dump.splitlines() if "close-statement" in line]
    demand(len(lines) == 1, lines)
    digest = lines[0].split('"set":"')[1][:32]
    groups = " ".join(digest[i:i + 4] for i in range(0, 32, 4))
    hall.play(ADMIN + 'tap-id caretaker.rounds\ntap-id rounds.statement.1\nexpect "%s"\n' % groups)


TESTS = (a_kiosk_is_taken_in_by_stick_and_by_two_people, no_is_no_until_it_is_asked_again,
         with_a_broken_button_a_tap_takes_over,
         the_caretaker_reads_what_travels_and_when_nobody_answers,
         a_stick_that_nobody_prepared_is_left_alone, a_closed_box_shows_its_statement)


if __name__ == "__main__":
    sys.exit(run_all(TESTS, "enrolment"))
