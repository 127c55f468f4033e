#!/usr/bin/env python3
"""Ballots of points and of an order of preference, from the screen to the signed result.

The visits vote-points and vote-rank each put a ballot in the box; here more voters follow them on
the screens, the rounds are closed, the stick is taken, and dorpel-count must come to the totals
that a pencil comes to. Prints "N passed, N failed".
"""
import shutil
import sys
import tempfile

from elections import CLOSE, STICK, Wrong, count, play

PACK = "tests/data/vormen"
SECRETS = "tests/data/geheim/vormen/"
# By voter: the plan's number and its points, or the plans in order. The visits' own come first.
POINTS = [{2: 2, 5: 6, 1: 1, 3: 1}] + [{1: 6, 3: 4}, {4: 6, 2: 4}, {2: 6, 1: 3}, {5: 5}] * 3
RANKS = [[2, 3, 4]] + [[1, 2], [3], [2, 1, 4, 3], [4, 1, 3]] * 3
VISIT = 'tap "Raak"\ntap-id home.vote\n%stap-id main\n%stap-id main\ntap-id main\npress\n' \
        'expect "Gelukt!"\ntap-id main\n'


def visit(name):
    """A visit of tests/play, as text; the head of it is for visits.py."""
    with open("tests/play/%s.visit" % name, encoding="utf-8") as file:
        return file.read()


def pencil_points():
    """What a pencil adds up: points, and ballots that name the plan."""
    return {n: (sum(b.get(n, 0) for b in POINTS), sum(n in b for b in POINTS)) for n in range(1, 6)}


def pencil_ranks():
    """Borda: of a ballot with n plans the first gets n, the last 1."""
    return {n: (sum(len(b) - b.index(n) for b in RANKS if n in b), sum(n in b for b in RANKS))
            for n in range(1, 5)}


def compare(result, expected, ballots):
    got = {row["number"]: (row["points"], row["votes"]) for row in result["totals"]}
    if got != expected or result["ballots"] != ballots:
        raise Wrong("counted %s of %d ballots, a pencil says %s" %
                    (got, result["ballots"], expected))


def both(folder):
    """Both rounds are open at once; each is counted with its own keys."""
    play(folder, PACK, visit("demo-open").replace("assets/demo/demo-geheim", SECRETS))
    play(folder, PACK, visit("vote-points"))
    play(folder, PACK, visit("vote-rank"))
    for ballot in POINTS[1:]:
        taps = "".join("tap-id plan.%d.add\n" % n * p for n, p in ballot.items())
        play(folder, PACK, VISIT % ("", taps))
    for ballot in RANKS[1:]:
        taps = "".join("tap-id plan.%d\n" % n for n in ballot)
        play(folder, PACK, VISIT % ("tap-id vote.round.1\n", taps))
    play(folder, PACK, CLOSE)
    play(folder, PACK, CLOSE.replace("close.1", "close.2"))
    play(folder, PACK, STICK)
    compare(count(folder, PACK, "punten", SECRETS + "punten", False), pencil_points(), len(POINTS))
    shutil.copy(folder + "/uitslag.json", folder + "/stick/uitslag.json")
    play(folder, PACK, STICK)
    play(folder, PACK, 'tap "Raak"\ntap-id home.result\ntap-id result.more\nexpect "32 punten"\n')
    compare(count(folder, PACK, "volgorde", SECRETS + "volgorde", False), pencil_ranks(),
            len(RANKS))


def main():
    folder = tempfile.mkdtemp(prefix="dorpel-forms-")
    try:
        both(folder)
        print("ok points and ranks\n1 passed, 0 failed")
        return 0
    except Wrong as wrong:
        print("FAILED: points and ranks\n%s\n0 passed, 1 failed" % wrong)
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
