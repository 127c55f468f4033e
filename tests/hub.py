#!/usr/bin/env python3
"""dorpel-hub count as people call it: what it prints, and a sentence for everything it refuses.

Prints "N passed, N failed".
"""
import json
import os
import subprocess
import sys
import tempfile

os.environ.setdefault("ASAN_OPTIONS", "detect_leaks=0") # fontconfig keeps what it read
BUILD = os.environ.get("BUILD", "build")
BIN = os.environ.get("BIN", BUILD + "/san/bin")
HEAD = ("META\nkey;value\ndescription;Proefdorp kiest\ncountry;Nederland\nunit;Proefdorp\n"
        "instance;1\nnum_projects;%d\nnum_votes;%d\nbudget;%s\nvote_type;%s\nrule;greedy\n"
        "date_begin;2026\ndate_end;2026\n%sPROJECTS\nproject_id;cost;name\n")
PLANS = ((3, "700", "Bank"), (7, "400", "Boom"), (9, "250", "Hek"))
VOTES = ("3,7", "3", "3,9", "7,9", "7", "9", "")

RULES = ("votes", "votes-no-skip", "votes-per-cost", "points", "points-no-skip",
         "points-per-cost", "ranks", "ranks-no-skip", "equal-shares", "equal-shares-count",
         "equal-shares-points", "phragmen", "best-value")


class Wrong(Exception):
    """What was not as it should be."""


def demand(holds, what):
    """Stops with these words when it does not hold."""
    if not holds:
        raise Wrong(what)


class Bench:
    """A folder with small files, and the program."""

    def __init__(self, folder):
        self.folder = folder

    def write(self, name, text):
        """A file; its path."""
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        return path

    def election(self, plans=PLANS, votes=VOTES, budget="1000", kind="approval", more=""):
        """A small election; its path."""
        text = HEAD % (len(plans), len(votes), budget, kind, more)
        text += "".join("%s;%s;%s\n" % plan for plan in plans)
        text += "VOTES\nvoter_id;vote\n"
        text += "".join("%d;%s\n" % (i + 1, vote) for i, vote in enumerate(votes))
        return self.write("election.pb", text)

    def hub(self, *words, rc=0):
        """Runs dorpel-hub; (standard output, standard error)."""
        run = subprocess.run([BIN + "/dorpel-hub", *words], capture_output=True, text=True,
                             timeout=600, check=False)
        demand(run.returncode == rc, "%s: exit %d\n%s%s" % (" ".join(words), run.returncode,
                                                            run.stdout[-500:], run.stderr[-900:]))
        return run.stdout, run.stderr

    def count(self, *words, rule="votes"):
        """The count of the small election as JSON."""
        return json.loads(self.hub("count", self.election(), "--rule", rule, "--json", *words)[0])

    def refuse(self, sentence, *words, rc=1):
        """It must say this, and print nothing else."""
        out, err = self.hub(*words, rc=rc)
        demand(out == "" and sentence in err, "%s said: %s%s" % (" ".join(words), out, err))


def json_has_all_that_is_promised(bench):
    """The keys, and the count itself."""
    result = bench.count()
    demand(result["winners"] == ["9", "7"], result["winners"]) # all three tie: the cheapest first
    demand(result["cost"] == 650 and result["budget"] == 1000 and result["left"] == 350, result)
    demand(result["rule"] == "votes" and result["warnings"] == [] and result["ballots"] == 7, "")
    demand([s["plan"] for s in result["steps"]] == ["9", "7", "3"], result["steps"])
    demand(result["steps"][2]["reason"] == "no-fit", result["steps"])
    demand(result["steps"][0]["tie"] == "cost", result["steps"])


def text_tells_it_in_sentences(bench):
    """The story, and that --text is what comes by itself."""
    path = bench.election()
    text = bench.hub("count", path, "--rule", "votes")[0]
    demand(text == bench.hub("count", path, "--rule", "votes", "--text")[0], "--text differs")
    for words in ("Proefdorp kiest", "7 stembiljetten tellen mee.", "1. Plan 9, Hek: 250 euro",
                  "Plan 3 kreeg 3 stemmen en kost 700 euro. Toen het aan de beurt was, was er nog "
                  "350 euro.", "Dat was te weinig voor dit plan."):
        demand(words in text, text)


def money_with_cents_is_exact(bench):
    """Decimal commas too."""
    path = bench.election(plans=((1, "0,10", "A"), (2, "0.20", "B")), votes=("1,2",), budget="0,30")
    result = json.loads(bench.hub("count", path, "--rule", "votes", "--json")[0])
    demand(result["winners"] == ["1", "2"] and result["cost"] == 0.3 and result["left"] == 0,
           result)


def options_do_what_they_say(bench):
    """Floors, ties, seeds, left-over, completions."""
    demand(bench.count("--tie", "lexico")["winners"] == ["3", "9"], "lexico")
    demand(bench.count("--floor", "4")["winners"] == [], "floor 4")
    demand(bench.count("--floor", "42,85%")["winners"] == ["9", "7"], "floor 42,85 %")
    demand(bench.count("--floor", "42,86%")["winners"] == [], "floor 42,86 %")
    part = bench.count("--left-over", "part")
    demand(part["steps"][-1]["reason"] == "partly" and part["left"] == 0, part)
    shares = bench.count("--completion", "add1", "--step", "10", rule="equal-shares")
    demand(shares["step"] == 10 and (int(shares["share"]) - int(shares["first_share"])) % 10 == 0,
           shares)
    plans = ((1, "5", "A"), (2, "5", "B"))
    path = bench.election(plans=plans, votes=("1,2",), budget="5")
    warned = json.loads(bench.hub("count", path, "--rule", "votes", "--json")[0])
    demand(warned["warnings"] == ["order-decided"], warned)
    seen = set()
    for seed in ("00", "11", "22", "33", "44", "55"):
        drawn = json.loads(bench.hub("count", path, "--rule", "votes", "--json",
                                     "--seed", seed * 32)[0])
        demand(drawn["warnings"] == ["lot-decided"], drawn)
        seen.add(drawn["winners"][0])
    demand(seen == {"1", "2"}, "the lot always falls the same way")


def lists_are_read_and_printed(bench):
    """Exclusions and overrides."""
    exclude = bench.write("niet.csv", "plan;niet_met\n9;7\n")
    result = bench.count("--exclude", exclude)
    demand(result["winners"] == ["9", "3"] and result["steps"][1]["reason"] == "excluded", result)
    override = bench.write("besluit.csv", "\ufeffplan;besluit;reden;door\r\n"
                           "3;wel;De bank is kapot.;de raad\r\n9;niet;Het hek is er al.;\r\n")
    result = bench.count("--override", override)
    demand(result["winners"] == ["3"] and "overridden" in result["warnings"], result)
    text = bench.hub("count", bench.election(), "--rule", "votes", "--override", override)[0]
    demand("De reden: De bank is kapot. Dat besloot: de raad." in text, text)
    demand("De reden: Het hek is er al." in text, text)


def themes_have_their_own_money(bench):
    """budget_per_category, with --per-theme."""
    text = HEAD % (2, 2, "1000", "approval", "categories;natuur\nbudget_per_category;300\n")
    path = bench.write("thema.pb", text.replace("cost;name", "cost;name;category") +
                       "1;250;A;natuur\n2;200;B;natuur\nVOTES\nvoter_id;vote\n1;1,2\n2;1\n")
    both = json.loads(bench.hub("count", path, "--rule", "votes", "--json")[0])
    one = json.loads(bench.hub("count", path, "--rule", "votes", "--json", "--per-theme")[0])
    demand(both["winners"] == ["1", "2"], both)
    if one["winners"] != ["1"] or one["steps"][-1]["reason"] != "theme":
        raise Wrong(one)


def the_sheet_is_a_pdf(bench):
    """--pdf, alone and beside --json."""
    path, pdf = bench.election(), os.path.join(bench.folder, "uit.pdf")
    out = bench.hub("count", path, "--rule", "equal-shares", "--pdf", pdf)[0]
    with open(pdf, "rb") as file:
        first = file.read()
    demand(out == "" and first.startswith(b"%PDF-") and len(first) > 5000, out)
    out = bench.hub("count", path, "--rule", "equal-shares", "--pdf", pdf, "--json")[0]
    with open(pdf, "rb") as file:
        demand(json.loads(out)["winners"] and file.read() == first, "another pdf")
    bench.refuse("schrijven is niet gelukt", "count", path, "--rule", "votes", "--pdf",
                 bench.folder + "/geen/map/uit.pdf")


def every_rule_is_listed_and_explained(bench):
    """--list-rules and --help."""
    lines = bench.hub("count", "--list-rules")[0].splitlines()
    demand([line.split()[0] for line in lines] == list(RULES), lines)
    demand(all(len(line.split()) > 8 for line in lines), lines)
    text = bench.hub("count", "--help")[0]
    for word in ("--rule", "--completion", "--tie", "--seed", "--floor", "--per-theme",
                 "--exclude", "--override", "--left-over", "--zero-votes", "--text", "--json",
                 "--pdf", "--step", "add1-fractional", "then-phragmen", "mincost"):
        demand(word in text, "no word on %s" % word)
    demand("count" in bench.hub("--help")[0], "--help")


def a_line_that_cannot_be_understood_is_2(bench):
    """Usage."""
    path = bench.election()
    bench.refuse("Wat wilt u doen?", rc=2)
    bench.refuse("Dit ken ik niet: tel.", "tel", rc=2)
    bench.refuse("Welk bestand", "count", "--rule", "votes", rc=2)
    bench.refuse("Met welke regel", "count", path, rc=2)
    bench.refuse("Deze telregel ken ik niet: munt", "count", path, "--rule", "munt", rc=2)
    bench.refuse("Eén bestand tegelijk", "count", path, path, "--rule", "votes", rc=2)
    bench.refuse("Kies --text of --json", "count", path, "--rule", "votes", "--text", "--json",
                 rc=2)
    bench.refuse("Dit begrijp ik niet: --rules", "count", path, "--rules", "votes", rc=2)
    bench.refuse("Dit begrijp ik niet: --tie", "count", path, "--rule", "votes", "--tie", rc=2)
    bench.refuse("past geen --completion", "count", path, "--rule", "votes", "--completion",
                 "add1", rc=2)
    for option, value in (("--floor", "veel"), ("--floor", "101%"), ("--floor", "1,234%"),
                          ("--floor", "%"), ("--floor", ""), ("--seed", "abc"),
                          ("--tie", "geluk"), ("--completion", "add2"), ("--left-over", "feest")):
        bench.refuse(value, "count", path, "--rule", "votes", option, value, rc=2)


def bad_files_are_1_with_a_sentence(bench):
    """Input."""
    path = bench.election()
    bench.refuse("dit bestand is er niet", "count", bench.folder + "/weg.pb", "--rule", "votes")
    bench.refuse("", "count", bench.folder, "--rule", "votes")
    bench.refuse("", "count", bench.write("leeg.pb", ""), "--rule", "votes")
    bench.refuse("past niet bij deze stembiljetten", "count", path, "--rule", "points")
    bench.refuse("geen bedrag voor een stap", "count", path, "--rule", "equal-shares",
                 "--completion", "add1", "--step", "0,001")
    bad = (("plan;niet_met\n3;8\n", "regel 2: plan 8 is er niet"),
           ("plan;niet_met\n3;3\n", "tegenover zichzelf"),
           ("plan\n3\n", "de kolom niet_met"),
           ("plan;niet_met\n\"3;7\n", "geen lijst"))
    for text, sentence in bad:
        bench.refuse(sentence, "count", path, "--rule", "votes", "--exclude",
                     bench.write("fout.csv", text))
    bad = (("3;misschien;x;y", "wel of niet"), ("3;wel;;y", "geen reden"),
           ("3;wel;a;b\n3;niet;a;b", "al een besluit"), ("8;wel;a;b", "plan 8 is er niet"))
    for text, sentence in bad:
        bench.refuse(sentence, "count", path, "--rule", "votes", "--override",
                     bench.write("fout.csv", "plan;besluit;reden;door\n" + text + "\n"))


def a_file_cut_anywhere_is_counted_or_refused_with_a_sentence(bench):
    """No crash, no silence."""
    with open(bench.election(), encoding="utf-8") as file:
        whole = file.read()
    for length in range(0, len(whole), 7):
        path = bench.write("kort.pb", whole[:length])
        run = subprocess.run([BIN + "/dorpel-hub", "count", path, "--rule", "votes", "--json"],
                             capture_output=True, text=True, timeout=60, check=False)
        demand((run.returncode == 0 and json.loads(run.stdout)) or
               (run.returncode == 1 and "kort.pb" in run.stderr and run.stdout == ""),
               "cut at %d: exit %d %s" % (length, run.returncode, run.stderr[-300:]))


def nothing_to_count_is_a_result(bench):
    """No ballots, no money, everything too dear."""
    for rule in RULES:
        if rule.startswith(("points", "ranks")) or rule == "equal-shares-points":
            continue
        for votes, budget in (((), "1000"), (VOTES, "0"), (("",), "10"), (VOTES, "5")):
            path = bench.election(votes=votes, budget=budget)
            out = bench.hub("count", path, "--rule", rule, "--json")[0]
            result = json.loads(out)
            demand(result["winners"] == [] and result["cost"] == 0 and len(result["steps"]) == 3,
                   "%s %s: %s" % (rule, budget, out))
            bench.hub("count", path, "--rule", rule, "--pdf", bench.folder + "/leeg.pdf")


def with_many_plans_only_decisions_are_told(bench):
    """What was compared grows with plans squared."""
    for many, detail in ((250, True), (251, False)):
        plans = [(i, "1", "P") for i in range(1, many + 1)]
        path = bench.election(plans=plans, votes=("1,2", "2,3"), budget="2")
        out = bench.hub("count", path, "--rule", "equal-shares", "--json")[0]
        result = json.loads(out)
        demand(result["detail"] == detail and ("others" in result["steps"][0]) == detail,
               "%d plans" % many)
        demand(len(result["steps"]) == many, "a plan without a step")


def main():
    """All of them, each in a folder of its own."""
    steps = [json_has_all_that_is_promised, text_tells_it_in_sentences, money_with_cents_is_exact,
             options_do_what_they_say, lists_are_read_and_printed, themes_have_their_own_money,
             the_sheet_is_a_pdf, every_rule_is_listed_and_explained,
             a_line_that_cannot_be_understood_is_2, bad_files_are_1_with_a_sentence,
             a_file_cut_anywhere_is_counted_or_refused_with_a_sentence,
             nothing_to_count_is_a_result, with_many_plans_only_decisions_are_told]
    failed = 0
    for step in steps:
        with tempfile.TemporaryDirectory(prefix="dorpel-hub-") as folder:
            try:
                step(Bench(folder))
                print("ok", step.__name__, flush=True)
            except Wrong as wrong:
                failed += 1
                print("FAILED: %s: %s" % (step.__name__, wrong), flush=True)
    print("%d passed, %d failed" % (len(steps) - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
