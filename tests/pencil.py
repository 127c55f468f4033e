#!/usr/bin/env python3
"""The pencil: a count done again from what is printed, with nothing but whole fractions.

    pencil.py RESULT.json     reads what `dorpel-hub count --json` printed, and nothing else
    pencil.py                 counts the elections of the tests, checks each result, and plants a
                              wrong step in each to see that it is found

From the numbers beside each step (votes, costs, how many voters pay how much) every decision is
made once more: who was next, whether it fitted, who could pay together, who won. It must arrive at
the same winners in the same order. Shares no code with the count. Prints "N passed, N failed".
"""
import copy
import glob
import hashlib
import json
import os
import subprocess
import sys
from fractions import Fraction

BUILD = os.environ.get("BUILD", "build")
BIN = os.environ.get("BIN", BUILD + "/san/bin")
SHARES = ("equal-shares", "equal-shares-count", "equal-shares-points")


class Wrong(Exception):
    """What does not follow."""


def demand(holds, *words):
    """Stops with these words when it does not hold."""
    if not holds:
        raise Wrong(" ".join(str(word) for word in words))


class Count:
    """One printed result, and the plans as they are decided again."""

    def __init__(self, result):
        self.result = result
        self.rule = result["rule"]
        self.steps = {step["plan"]: step for step in result["steps"]}
        self.order = [step["plan"] for step in result["steps"]]
        self.left = result["budget"]
        self.winners = []
        self.partly = None
        self.theme_left = dict(result.get("themes", {}))
        self.rivals = [tuple(pair) for pair in result.get("exclusions", [])]
        self.refused = {o["plan"] for o in result.get("overrides", []) if o["does"] == "refuse"}

    # ---- the plans ----------------------------------------------------------------------------

    def rank(self, plan):
        """The one strict order for ties."""
        step = self.steps[plan]
        if self.result["tie"] == "lexico":
            return (plan,)
        if self.result["tie"] == "mincost":
            return (step["cost"], -step["votes"], plan)
        last = step["place"]
        if "seed" in self.result:
            seed = bytes.fromhex(self.result["seed"])
            last = hashlib.blake2b(seed + plan.encode(), digest_size=32).digest()
        return (step["cost"], -step["votes"], last)

    def takes_part(self, plan):
        """Enough votes, and not refused."""
        votes = self.steps[plan]["votes"]
        return (plan not in self.refused and (votes > 0 or self.result["zero_votes"]) and
                votes >= self.result.get("floor_votes", 0) and
                votes * 10000 >= self.result.get("floor_permyriad", 0) * self.result["ballots"])

    def barred(self, plan):
        """Why a plan may not be bought, money aside."""
        for pair in self.rivals:
            if plan in pair and any(other in self.winners for other in pair if other != plan):
                return "excluded"
        theme = self.steps[plan].get("theme")
        if theme in self.theme_left and self.steps[plan]["cost"] > self.theme_left[theme]:
            return "theme"
        return ""

    def buy(self, plan):
        """The money goes down."""
        cost = self.steps[plan]["cost"]
        demand(self.steps[plan]["left_before"] == self.left, plan, "was bought with",
               self.steps[plan]["left_before"], "left, not", self.left)
        self.left -= cost
        demand(self.left >= 0, plan, "does not fit")
        if self.steps[plan].get("theme") in self.theme_left:
            self.theme_left[self.steps[plan]["theme"]] -= cost
        self.winners.append(plan)

    def waiting(self):
        """Plans that take part and are not bought; what is free and has a vote had its turn."""
        return [p for p in self.steps if self.takes_part(p) and p not in self.winners and
                (self.steps[p]["cost"] > 0 or self.steps[p]["votes"] == 0)]

    # ---- one after the other ------------------------------------------------------------------

    def key(self, plan, kind):
        """What the order goes by; the most first."""
        step = self.steps[plan]
        score = step["votes"] if kind == "votes" else step["score"]
        return Fraction(score) / step["cost"] if kind == "per-cost" and score else Fraction(score)

    def greedy(self, kind, skip):
        """Most first; what does not fit is passed over, or is the end."""
        plans = sorted(self.waiting(), key=lambda p: (-self.key(p, kind), self.rank(p)))
        for plan in plans:
            if self.barred(plan):
                continue
            if self.steps[plan]["cost"] <= self.left:
                self.buy(plan)
            elif not skip:
                break

    # ---- equal shares -------------------------------------------------------------------------

    def price(self, payers):
        """What one voter pays (for one point), from the printed numbers."""
        cost = self.steps[payers["plan"]]["cost"]
        each = (cost - Fraction(payers["rest_sum"])) / payers["full"]
        demand(each == Fraction(payers["each"]), payers["plan"], "each", payers["each"],
               "should be", each)
        demand(each > 0 and Fraction(payers["rest_sum"]) <= payers["rest"] * each *
               (1 if self.rule != "equal-shares-points" else 10 ** 9), payers["plan"],
               "is paid by people who have more")
        demand(Fraction(payers["together"]) >= cost, payers["plan"], "cannot be paid")
        return each / (cost if self.rule == "equal-shares" else 1)

    def compared_at(self, step):
        """All that are compared at a step, each once, and none forgotten."""
        rows = [step["payers"]] + step.get("others", [])
        names = [row["plan"] for row in rows]
        wanted = [p for p in self.waiting() if self.steps[p]["votes"] > 0 and not self.barred(p)]
        demand(sorted(names) == sorted(wanted), "compared are", names, "not", wanted)
        return rows

    def shares(self):
        """The plan that asks least of its voters, again and again."""
        share = Fraction(self.result["share"])
        purse = share * self.result["ballots"]
        together = {}
        for plan in self.order:
            step = self.steps[plan]
            if step["phase"] != "rule" or step["reason"] != "funded":
                continue
            prices = {}
            for row in self.compared_at(step):
                name, has = row["plan"], Fraction(row["together"])
                demand(has <= together.get(name, share * self.steps[name]["votes"]), name,
                       "has more than before")
                demand(has <= purse, name, "has more than all")
                together[name] = has
                if row["can_pay"]:
                    prices[name] = self.price(row)
                else:
                    demand(has < self.steps[name]["cost"], name, "can be paid")
            least = min(prices.values())
            first = min((p for p in prices if prices[p] == least), key=self.rank)
            demand(first == plan, first, "asks less than", plan)
            self.buy(plan)
            purse -= step["cost"]
        for plan in self.waiting():
            if self.steps[plan]["votes"] > 0 and not self.barred(plan):
                self.check_poor(plan, together, share)

    def check_poor(self, plan, together, share):
        """At the end no plan is left that its voters could pay."""
        step = self.steps[plan]
        if step["phase"] != "rule":
            return # decided again by the completion
        has = Fraction(step["payers"]["together"])
        demand(has <= together.get(plan, has), plan, "has more than before")
        demand(step["reason"] == "poor" and has < step["cost"], plan, "could be paid")
        short = -(-(step["cost"] - has) // share) if share > 0 else 0
        demand(step.get("short_voters", 0) == short, plan, "needs", short, "more voters")

    def check_share(self):
        """The first purse, and how it grew."""
        ballots = self.result["ballots"]
        spent = sum(self.steps[p]["cost"] for p in self.steps
                    if self.steps[p]["phase"] in ("people", "free") and
                    self.steps[p]["reason"] == "funded")
        money = self.result["budget"] - spent
        first, share = Fraction(self.result["first_share"]), Fraction(self.result["share"])
        even = Fraction(money) / ballots
        floored = self.result["completion"] in ("add1", "add1-exhaustive", "add1u")
        if floored and "all-affordable" not in self.result["warnings"]:
            even = Fraction(even.numerator // even.denominator)
        demand(first == even, "the first purse is", first, "not", even)
        demand(share == first + self.result["raises"] * self.result["step"], "the purse", share)

    def complete(self):
        """What equal shares left."""
        completion = self.result["completion"]
        if completion in ("add1u", "then-votes"):
            self.greedy("votes", True)
        elif completion == "then-phragmen":
            self.phragmen("completing")

    # ---- the burden ---------------------------------------------------------------------------

    def burden(self, payers, carried):
        """What each voter would carry, from the printed numbers; it never shrinks."""
        name, has = payers["plan"], Fraction(payers["together"])
        demand(payers["full"] == self.steps[name]["votes"], name, "has other voters")
        demand(has >= carried.get(name, 0), name, "carries less than before")
        carried[name] = has
        each = (has + self.steps[name]["cost"]) / payers["full"]
        demand(each == Fraction(payers["each"]), name, "each", payers["each"], "should be", each)
        return each

    def phragmen(self, phase):
        """The plan that keeps the burden lowest, until one does not fit."""
        carried = {}
        start = self.left
        for plan in [p for p in self.order if self.steps[p]["phase"] == phase and
                     self.steps[p]["reason"] == "funded" and "payers" in self.steps[p]]:
            step = self.steps[plan]
            rows = [step["payers"]] + step.get("others", [])
            burdens = {row["plan"]: self.burden(row, carried) for row in rows}
            wanted = [p for p in self.waiting() if self.steps[p]["cost"] <= start and
                      self.steps[p]["votes"] > 0 and not self.barred(p)]
            demand(sorted(row["plan"] for row in rows) == sorted(wanted), "compared are",
                   sorted(burdens), "not", sorted(wanted))
            tied = [p for p in burdens if burdens[p] == min(burdens.values())]
            demand(all(self.steps[p]["cost"] <= self.left for p in tied), "should have stopped")
            demand(min(tied, key=self.rank) == plan, plan, "is not the least")
            self.buy(plan)
        rest = [p for p in self.waiting() if "payers" in self.steps[p] and
                self.steps[p]["reason"] in ("no-fit", "stopped") and
                self.steps[p]["phase"] == phase]
        burdens = {p: self.burden(self.steps[p]["payers"], carried) for p in rest}
        if burdens:
            tied = [p for p in burdens if burdens[p] == min(burdens.values())]
            demand(any(self.steps[p]["cost"] > self.left for p in tied), "it stopped too soon")

    # ---- the best group -----------------------------------------------------------------------

    def best_value(self):
        """For every number of votes the least that it costs."""
        costs = {0: 0}
        for plan in self.waiting():
            step = self.steps[plan]
            if step["votes"] == 0:
                continue
            for votes, cost in sorted(costs.items(), reverse=True):
                total, price = votes + step["votes"], cost + step["cost"]
                if price <= self.left and price < costs.get(total, price + 1):
                    costs[total] = price
        most = max(costs)
        chosen = [p for p in self.result["winners"] if self.steps[p]["phase"] == "rule"]
        demand(sum(self.steps[p]["votes"] for p in chosen) == most, "there is a group with", most)
        demand(sum(self.steps[p]["cost"] for p in chosen) == costs[most], "it can be cheaper")
        for plan in chosen:
            self.buy(plan)

    # ---- the whole ----------------------------------------------------------------------------

    def by_people(self):
        """What people decided, in the order of their list."""
        for override in self.result.get("overrides", []):
            plan = override["plan"]
            demand(override["reason"], plan, "has no reason")
            if (override["does"] == "fund" and plan not in self.winners and
                    not self.barred(plan) and self.steps[plan]["cost"] <= self.left):
                self.buy(plan)

    def for_free(self):
        """What costs nothing and has a vote."""
        plans = [p for p in self.steps if self.takes_part(p) and self.steps[p]["cost"] == 0 and
                 p not in self.winners and self.steps[p]["votes"] > 0]
        for plan in sorted(plans, key=lambda p: (-self.steps[p]["score"], self.rank(p))):
            if not self.barred(plan):
                self.buy(plan)

    def left_over(self):
        """To the next, or a part."""
        if self.result["left_over"] == "next":
            self.greedy("votes", True)
        parts = [step for step in self.steps.values() if step["reason"] == "partly"]
        if self.result["left_over"] == "part" and parts:
            demand(len(parts) == 1 and parts[0]["part"] == min(self.left, parts[0]["cost"]),
                   "the part is not what was left")
            self.left -= parts[0]["part"]

    def by_rule(self):
        """The rule itself."""
        if self.rule in SHARES:
            if self.result["ballots"]:
                self.check_share()
                self.shares()
                self.complete()
        elif self.rule == "phragmen":
            self.phragmen("rule")
        elif self.rule == "best-value":
            self.best_value()
        else:
            kind = "per-cost" if self.rule.endswith("per-cost") else "score"
            self.greedy(kind, not self.rule.endswith("no-skip"))

    def check(self):
        """All of it; the winners, their order, the money."""
        demand(len(self.steps) == len(self.result["steps"]), "a plan was decided twice")
        left = self.result["budget"]
        for step in self.result["steps"]:
            takes = {"funded": step["cost"], "partly": step.get("part", 0)}.get(step["reason"], 0)
            demand(step["left_before"] == left and step["left_after"] == left - takes,
                   step["plan"], "has other money before or after it")
            left -= takes
        self.by_people()
        self.for_free()
        self.by_rule()
        self.left_over()
        demand(self.winners == self.result["winners"], "winners are", self.winners, "not",
               self.result["winners"])
        demand(self.left == self.result["left"] and
               self.result["cost"] == self.result["budget"] - self.left, "the sum is wrong")


def check(result):
    """The complaint about a result, or ""."""
    try:
        Count(result).check()
    except Wrong as wrong:
        return str(wrong) or "wrong"
    return ""


# ---- the tests --------------------------------------------------------------------------------

def read(text):
    """JSON with exact numbers."""
    return json.loads(text, parse_float=Fraction)


def count(path, words):
    """What dorpel-hub prints."""
    run = subprocess.run([BIN + "/dorpel-hub", "count", path, "--json", *words],
                         capture_output=True, text=True, timeout=600, check=False)
    return read(run.stdout) if run.returncode == 0 else None


def planted(result):
    """The same result with wrong steps, one at a time."""
    funded = [i for i, step in enumerate(result["steps"]) if step["reason"] == "funded" and
              step["cost"] > 0]
    if len(funded) > 1: # the last is not bought
        worse = copy.deepcopy(result)
        step = worse["steps"][funded[-1]]
        step["reason"] = "no-fit"
        step["left_after"] = step["left_before"]
        for after in worse["steps"][funded[-1] + 1:]:
            after["left_before"] += step["cost"]
            after["left_after"] += step["cost"]
        worse["winners"].remove(step["plan"])
        worse["cost"] -= step["cost"]
        worse["left"] += step["cost"]
        yield "a winner left out", worse
        worse = copy.deepcopy(result)
        worse["winners"][0], worse["winners"][-1] = worse["winners"][-1], worse["winners"][0]
        yield "winners in another order", worse
    if funded:
        worse = copy.deepcopy(result)
        worse["steps"][funded[0]]["left_after"] += 1
        yield "money from nowhere", worse
    with_payers = [i for i in funded if "payers" in result["steps"][i]]
    if with_payers:
        worse = copy.deepcopy(result)
        worse["steps"][with_payers[-1]]["payers"]["full"] += 1
        yield "a payer too many", worse
        worse = copy.deepcopy(result)
        worse["steps"][with_payers[0]]["others"] = worse["steps"][with_payers[0]].get(
            "others", [])[1:] + [dict(worse["steps"][with_payers[0]]["payers"])]
        yield "a plan that is not compared", worse


def elections():
    """Small elections and the words to count them by."""
    approval = [["--rule", rule] for rule in
                ("votes", "votes-no-skip", "votes-per-cost", "equal-shares", "equal-shares-count",
                 "phragmen", "best-value")]
    for completion in ("add1", "add1-exhaustive", "add1-fractional", "add1u", "then-votes",
                       "then-phragmen"):
        approval.append(["--rule", "equal-shares", "--completion", completion])
    approval += [["--rule", "votes", "--left-over", "part"],
                 ["--rule", "votes-no-skip", "--left-over", "next", "--tie", "lexico"],
                 ["--rule", "votes", "--floor", "10%", "--seed", "ab" * 32],
                 ["--rule", "equal-shares", "--zero-votes", "--tie", "mincost"]]
    points = [["--rule", rule] for rule in
              ("points", "points-no-skip", "points-per-cost", "equal-shares-points")]
    ranks = [["--rule", rule] for rule in ("ranks", "ranks-no-skip")]
    paths = sorted(glob.glob("tests/data/pabulib/**/*.pb", recursive=True))
    paths += sorted(glob.glob(os.environ.get("PENCIL_DIR", "/nowhere") + "/*.pb"))
    for path in paths:
        size = os.path.getsize(path)
        if size < 12000: # all words on the smallest and on Assen, every third on the others
            every = 1 if size < 600 or "Assen" in path else 3
            for words in (approval + points + ranks)[::every]:
                yield path, words


def main():
    """One file, or all tests."""
    if len(sys.argv) > 1:
        with open(sys.argv[1], encoding="utf-8") as file:
            complaint = check(read(file.read()))
        print(complaint or "the winners follow")
        return 1 if complaint else 0
    passed = failed = plants = 0
    for path, words in elections():
        result = count(path, words)
        if result is None:
            continue # points rules on crosses, and the like
        complaint = check(result)
        if complaint:
            failed += 1
            print("FAILED: %s %s: %s" % (path, " ".join(words), complaint), flush=True)
            continue
        passed += 1
        for name, worse in planted(result):
            plants += 1
            if not check(worse):
                failed += 1
                print("FAILED: %s %s: %s was not seen" % (path, " ".join(words), name), flush=True)
    if passed < 50 or plants < 100:
        failed += 1
        print("only %d results and %d planted faults" % (passed, plants))
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
