#!/usr/bin/env python3
"""Elections with known outcomes, counted by dorpel-hub: winners, their order and cost, exactly.

Every NAME.json has the counted votes and a list of cases: the words behind `count` and what must
come out. The cases in tests/data/pabulib are always run; EXPECTED_DIR names a folder that has more
(its expected/, and the elections in pabulib/ and adversarial/ beside it). Prints "N passed, N
failed".
"""
import concurrent.futures
import fractions
import json
import os
import subprocess
import sys

BUILD = os.environ.get("BUILD", "build")
BIN = os.environ.get("BIN", BUILD + "/san/bin")


def count(path, words):
    """What dorpel-hub makes of a file, as JSON with exact numbers; or its complaint."""
    run = subprocess.run([BIN + "/dorpel-hub", "count", path, "--json", *words],
                         capture_output=True, text=True, timeout=1200, check=False)
    if run.returncode != 0:
        return None, "exit %d: %s" % (run.returncode, run.stderr[-300:])
    return json.loads(run.stdout, parse_float=fractions.Fraction, parse_int=fractions.Fraction), ""


def compare_votes(expected, result, weights):
    """The counted votes (or points) of every plan."""
    steps = {step["plan"]: step for step in result["steps"]}
    for plan, votes in expected.get("votes", {}).items():
        if steps[plan]["votes"] != fractions.Fraction(votes):
            return "plan %s: %s votes, expected %s" % (plan, steps[plan]["votes"], votes)
    for plan, score in expected.get("score", {}).items() if weights else []:
        if steps[plan]["score"] != fractions.Fraction(score):
            return "plan %s: %s points, expected %s" % (plan, steps[plan]["score"], score)
    return ""


def compare(expected, case, path):
    """A complaint, or "" when all is as expected."""
    words = case["args"].split()
    result, complaint = count(path, words)
    if result is None:
        return complaint
    if "order" in case and result["winners"] != case["order"]:
        return "winners %s, expected %s" % (result["winners"], case["order"])
    if "cost" in case and result["cost"] != fractions.Fraction(case["cost"]):
        return "cost %s, expected %s" % (result["cost"], case["cost"])
    if "total_votes" in case and result["total_votes"] != fractions.Fraction(case["total_votes"]):
        return "together %s votes, expected %s" % (result["total_votes"], case["total_votes"])
    if result["cost"] > result["budget"]:
        return "above the budget"
    rule = words[words.index("--rule") + 1]
    return compare_votes(expected, result, rule.startswith(("points", "ranks")))


def find(folders, name):
    """Where an election is."""
    for folder in folders:
        if os.path.exists(os.path.join(folder, name)):
            return os.path.join(folder, name)
    return None


def cases_of(root, folders):
    """All (name, expected, case, path) below a folder of expectations."""
    for name in sorted(os.listdir(root)):
        if not name.endswith(".json"):
            continue
        with open(os.path.join(root, name), encoding="utf-8") as file:
            expected = json.load(file)
        path = find(folders, expected.get("file", name[:-5] + ".pb"))
        if path is None:
            print("FAILED: %s: no election for it" % name)
            yield name, expected, None, None
            continue
        for case in expected["cases"]:
            yield name, expected, case, path


def main():
    """Runs every case on all processors."""
    jobs = []
    # Where copies stand, with their expectations beside them.
    own = "tests/data/pabulib"
    for root in (own, own + "/expected"):
        if os.path.isdir(root):
            jobs += cases_of(root, [own, own + "/adversarial", root])
    more = os.environ.get("EXPECTED_DIR")
    if more:
        jobs += cases_of(more + "/expected", [more + "/pabulib", more + "/adversarial"])
    failed = sum(1 for job in jobs if job[2] is None)
    jobs = [job for job in jobs if job[2] is not None]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for job, complaint in zip(jobs, pool.map(lambda job: compare(*job[1:]), jobs)):
            if complaint:
                failed += 1
                print("FAILED: %s %s: %s" % (job[0], job[2]["args"], complaint), flush=True)
    passed = len(jobs) - failed
    if not jobs:
        print("no expectations found")
        failed += 1
    print("%d passed, %d failed" % (max(passed, 0), failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
