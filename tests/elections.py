#!/usr/bin/env python3
"""Real elections through the whole house: screens and store, stick, registrar, two keepers.

Assen 2024 (84 ballots, codes): ten ballots are tapped in on the real screens, one of them at the
full cost of a code, the others go through the kiosk's own domain and store; the admin closes the
round with PIN and button; a caretaker takes the stick; the count must give the published votes
and winners, and the kiosk shows how they came about.
Amsterdam 289 (7,045 ballots, let in by the caretaker): domain and store, stick, count.
Prints "N passed, N failed".
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

from cases import Wrong

BUILD = os.environ.get("BUILD", "build")
BIN = os.environ.get("BIN", BUILD + "/san/bin")
ON_SCREEN = 10

CLOSE = """tap "Raak"
pin admin 135790
tap-id caretaker.rounds
tap-id rounds.close.1
expect-id round_act.press
press
expect "gesloten"
tap-id bar.stop
"""

STICK = """stick in $STICK
tap "Raak"
pin caretaker 246810
tap-id caretaker.stick
tap-id main
expect "eruit halen"
tap-id bar.stop
"""


# Nine plans for 76,700 euro, in the order of choice.
ASSEN_WON = [3, 9, 2, 11, 13, 14, 5, 6, 12]


def run(*command):
    """Runs a program; its complaint becomes ours."""
    result = subprocess.run(command, capture_output=True, text=True, timeout=1200, check=False)
    if result.returncode != 0:
        raise Wrong("%s\n%s%s" % (" ".join(command), result.stdout[-2000:], result.stderr[-3000:]))
    return result.stdout


def play(folder, pack, text, *more):
    """Plays a visit given as text on the kiosk of this folder."""
    path = folder + "/now.visit"
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    run(BIN + "/dorpel", "--data", folder + "/data", "--pack", pack, "--programs", BIN,
        "--play", path, "--set", "STICK=" + folder + "/stick", *more)


def vote_on_screen(code, plans):
    """The taps of one voter."""
    taps = "".join("tap-id plan.%s\n" % plan for plan in plans)
    return ('tap "Raak"\ntap-id home.vote\ntap-id main\ntype "%s"\ntap-id main\nexpect-id plans.more\n'
            '%stap-id main\nexpect-id review.sum\ntap-id main\nexpect-id confirm.press\npress\n'
            'expect "Gelukt!"\ntap-id main\n' % (code, taps))


def count(folder, pack, name, secrets, codes, *more):
    """Registrar, first keeper, last keeper; returns the signed result. more: words for each."""
    def tool(*words):
        return run(BIN + "/dorpel-count", *words)
    box = [root + "/stembus.jsonl" for root, _, files in os.walk(folder + "/stick")
           if "stembus.jsonl" in files]
    with_codes = ["--codes", secrets + "/registrar-codes.json"] if codes else []
    common = ["--pack", pack, "--round", name, *more]
    tool("register", *common, "--key", secrets + "/registrar.geheim", *with_codes,
         "--box", *box, "--out", folder + "/telbaar.json")
    tool("first", *common, "--key", secrets + "/first.geheim", "--box", *box,
         "--list", folder + "/telbaar.json", "--out", folder + "/eerste.json")
    tool("last", *common, "--key", secrets + "/last.geheim", "--in", folder + "/eerste.json",
         "--out", folder + "/uitslag.json")
    tool("verify", *common, folder + "/uitslag.json")
    with open(folder + "/uitslag.json", encoding="utf-8") as file:
        return json.load(file)


def compare(pack, result, ballots):
    """The count against the published votes."""
    with open(pack + "/expected.txt", encoding="utf-8") as file:
        expected = dict(tuple(map(int, line.split(";"))) for line in file if line.strip())
    got = {row["number"]: row["votes"] for row in result["totals"]}
    if got != expected or result["ballots"] != ballots:
        raise Wrong("counted %s of %d ballots, published %s" % (got, result["ballots"], expected))


def assen(folder):
    """84 real ballots, ten of them tapped in."""
    pack, secrets = "tests/data/assen2024", "tests/data/geheim/assen2024/2024"
    with open(secrets + "/codes.csv", encoding="utf-8-sig") as file:
        codes = [line.strip().split(";")[1] for line in file.readlines()[1:]]
    with open(pack + "/votes.txt", encoding="utf-8") as file:
        votes = [line.strip().split(",") for line in file if line.strip()]
    with open("tests/play/demo-open.visit", encoding="utf-8") as file:
        play(folder, pack, file.read().replace("assets/demo/demo-geheim", os.path.dirname(secrets)))
    for i in range(ON_SCREEN):
        play(folder, pack, vote_on_screen(codes[i], votes[i]))
    run(BIN + "/cast", folder + "/data", pack, pack + "/votes.txt", str(ON_SCREEN + 1),
        secrets + "/codes.csv")
    play(folder, pack, CLOSE)
    play(folder, pack, STICK)
    result = count(folder, pack, "2024", secrets, True)
    compare(pack, result, len(votes))
    if result["winners"] != ASSEN_WON:
        raise Wrong("won: %s, published: %s" % (result["winners"], ASSEN_WON))
    # The caretaker brings the signed result back; the kiosk shows it, and how it came about.
    shutil.copy(folder + "/uitslag.json", folder + "/stick/uitslag.json")
    play(folder, pack, STICK)
    with open("tests/play/result.visit", encoding="utf-8") as file:
        play(folder, pack, file.read())


def words(receipt):
    """Eleven hex digits as the four words on the voter's paper."""
    with open("assets/words/dutch-2048.txt", encoding="utf-8") as file:
        known = file.read().split()
    number = int(receipt, 16)
    return " ".join(known[number >> shift & 2047] for shift in (33, 22, 11, 0))


def amsterdam(folder):
    """7,045 real ballots, each voter let in by the caretaker."""
    pack, secrets = "tests/data/amsterdam", "tests/data/geheim/amsterdam/289"
    with open("tests/play/demo-open.visit", encoding="utf-8") as file:
        play(folder, pack, file.read().replace("assets/demo/demo-geheim", os.path.dirname(secrets)))
    cast = run(BIN + "/cast", folder + "/data", pack, pack + "/votes.txt", "1")
    play(folder, pack, CLOSE)
    play(folder, pack, STICK)
    result = count(folder, pack, "289", secrets, False)
    compare(pack, result, int(cast))
    # Back to the kiosk, which keeps a receipt of each: the first and the last voter look theirs up.
    shutil.copy(folder + "/uitslag.json", folder + "/stick/uitslag.json")
    counted = result["receipts"]["counted"]
    look = 'tap "Raak"\ntap-id home.vote\ntap-id vote.words\ntype "%s"\ntap-id main\n' \
           'expect "stem is geteld"\ntap-id bar.stop\n'
    play(folder, pack, STICK + 'tap "Raak"\ntap-id home.result\nexpect "7045"\ntap-id bar.stop\n'
         + look % words(counted[:11]) + look % words(counted[-11:]))


def main():
    failed = 0
    steps = [("assen", assen), ("amsterdam", amsterdam)]
    steps = [step for step in steps if len(sys.argv) < 2 or step[0] in sys.argv[1:]]
    for name, step in steps:
        folder = tempfile.mkdtemp(prefix="dorpel-election-")
        os.mkdir(folder + "/stick")
        try:
            step(folder)
            print("ok election", name, flush=True)
        except Wrong as wrong:
            failed += 1
            print("FAILED: election %s\n%s" % (name, wrong), flush=True)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    print("%d passed, %d failed" % (len(steps) - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
