#!/usr/bin/env python3
"""What we write is a Pabulib file by Pabulib's own rules: a second reading of them, in Python.

The rules are those of the checker that Pabulib publishes (pabulib/checker, fields.py and checker.py)
and of the reader of the Equal Shares tool (pabulibParser.js), written anew from what they demand; no
code is shared with them or with ours. What the checker says of an election itself (a plan without
cost or above the budget, another outcome than its rule gives) is not about writing, and left out; and
it has no place for a blank ballot, which we keep because it counts.

Ends in "N passed, N failed". Every rule is tried on a file that breaks it.
"""
import csv
import io
import os
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

PBCOPY = os.environ.get("BUILD", "build") + "/san/bin/pbcopy"

META = ["description", "country", "unit", "district", "subunit", "instance", "num_projects",
        "num_votes", "budget", "vote_type", "rule", "date_begin", "date_end", "min_length",
        "max_length", "min_sum_cost", "max_sum_cost", "min_points", "max_points",
        "min_sum_points", "max_sum_points", "default_score", "min_project_cost",
        "max_project_cost", "min_project_score_threshold", "neighborhoods", "subdistricts",
        "categories", "edition", "language", "currency", "fully_funded", "experimental", "comment",
        "acknowledgments", "leftover_budget", "budget_per_category", "budget_per_neighborhood",
        "min_length_per_category", "max_length_per_category", "min_sum_cost_per_category",
        "max_sum_cost_per_category"]
META_NEEDED = ["description", "country", "unit", "instance", "num_projects", "num_votes", "budget",
               "vote_type", "rule", "date_begin", "date_end"]
WHOLE = {"num_projects", "num_votes", "min_length", "max_length", "min_points", "max_points",
         "min_sum_points", "max_sum_points", "min_project_cost", "max_project_cost",
         "min_project_score_threshold", "min_length_per_category", "max_length_per_category"}
DECIMAL = {"budget", "min_sum_cost", "max_sum_cost"}
LISTS = {"neighborhoods", "subdistricts", "categories", "budget_per_category",
         "budget_per_neighborhood", "min_sum_cost_per_category", "max_sum_cost_per_category"}
PROJECTS = ["project_id", "cost", "votes", "score", "name", "category", "beneficiaries", "selected",
            "neighborhood", "subunit", "district", "description", "proposer", "public_id",
            "latitude", "longitude"]
VOTES = ["voter_id", "vote", "points", "age", "sex", "voting_method"]
TYPES = ["approval", "choose-1", "ordinal", "cumulative", "scoring"]


class Checked:
    """A file taken apart as both programs do, and all that is wrong with it."""

    def __init__(self, text):
        self.wrong = []
        self.text = text
        self.tables = {}
        self.read()
        for check in (self.check_meta, self.check_projects, self.check_ballots):
            if not self.wrong:  # what comes later trusts what came before
                check()

    def blame(self, what):
        self.wrong.append(what)

    def read(self):
        """Sections in order, rows as wide as their header, nothing to trim, no row over two lines."""
        lines = self.text.split("\n")
        if lines[-1] != "" or "" in lines[:-1]:
            self.blame("empty lines, or none at the end")
        if "\r" in self.text or self.text.startswith("\ufeff"):
            self.blame("carriage returns or a byte order mark")
        rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=";", strict=True))
        if len(rows) != len(lines) - 1:
            self.blame("a cell over more lines")
        order, rest = [], []
        for row in rows:
            if row and row[0].strip().lower() in ("meta", "projects", "votes"):
                order.append(row[0])
                rest = self.tables.setdefault(row[0], [])
            else:
                rest.append(row)
            if any(cell != cell.strip() for cell in row):
                self.blame(f"blanks around a cell: {row}")
        if order != ["META", "PROJECTS", "VOTES"]:
            self.blame(f"sections {order}")
            return
        for name, table in self.tables.items():
            if not table or any(len(row) != len(table[0]) for row in table):
                self.blame(f"{name}: rows of different length")

    def check_order(self, what, names, known):
        if any(name not in known for name in names) or len(set(names)) != len(names):
            self.blame(f"{what}: unknown or double: {names}")
        elif [known.index(name) for name in names] != sorted(known.index(name) for name in names):
            self.blame(f"{what}: another order: {names}")

    def check_list(self, what, value):
        if any(item != item.strip() or item == "" for item in value.split(",")):
            self.blame(f"{what}: blanks or nothing between commas: {value}")

    def check_meta(self):
        table = self.tables["META"]
        if table[0] != ["key", "value"]:
            self.blame("META does not begin with key;value")
        self.meta = dict(table[1:])
        self.check_order("META", [row[0] for row in table[1:]], META)
        for key in META_NEEDED:
            if not self.meta.get(key):
                self.blame(f"META: no {key}")
        for key, value in self.meta.items():
            self.check_value(key, value)
        if self.meta.get("vote_type") not in TYPES:
            self.blame("vote_type")
        if self.meta.get("vote_type") == "cumulative" and int(self.meta.get("max_sum_points", 0)) < 1:
            self.blame("cumulative without max_sum_points")
        if self.meta.get("vote_type") == "choose-1":
            if {self.meta.get("min_length", "1"), self.meta.get("max_length", "1")} != {"1"}:
                self.blame("choose-1 with other lengths")
        if int(self.meta.get("max_length", 0)) > int(self.meta["num_projects"]):
            self.blame("max_length above num_projects")

    def check_value(self, key, value):
        right = value != ""
        if key in WHOLE:
            right = re.fullmatch(r"\d+", value)
        elif key in DECIMAL:
            right = re.fullmatch(r"\d+(\.\d+)?", value)
        elif key in ("date_begin", "date_end"):
            right = self.date(value) is not None
        elif key in ("fully_funded", "experimental"):
            right = value == "1"
        elif key == "comment":
            right = value.startswith("#1: ")
        elif key == "language":
            right = re.fullmatch("[a-z]{2}", value)
        elif key == "currency":
            right = re.fullmatch("[A-Z]{3}", value)
        if not right:
            self.blame(f"META: {key} is {value}")
        if key in LISTS:
            self.check_list(key, value)

    @staticmethod
    def date(value):
        try:
            if re.fullmatch(r"\d{4}", value):
                return datetime.strptime(value, "%Y")
            if re.fullmatch(r"\d{2}\.\d{2}\.\d{4}", value):
                return datetime.strptime(value, "%d.%m.%Y")
        except ValueError:
            pass
        return None

    def records(self, name):
        table = self.tables[name]
        return [dict(zip(table[0], row)) for row in table[1:]]

    def check_projects(self):
        names = self.tables["PROJECTS"][0]
        self.check_order("PROJECTS", names, PROJECTS)
        self.projects = self.records("PROJECTS")
        if names[0] != "project_id" or "cost" not in names or "name" not in names:
            self.blame("PROJECTS: columns")
            return
        ids = [project["project_id"] for project in self.projects]
        if len(set(ids)) != len(ids):
            self.blame("PROJECTS: an id twice")
        if len(ids) != int(self.meta["num_projects"]):
            self.blame("num_projects")
        for project in self.projects:
            if not re.fullmatch(r"\d+(\.\d+)?", project["cost"]):
                self.blame(f"cost {project['cost']}")
            if project.get("selected", "0") not in ("0", "1", "2", "3"):
                self.blame(f"selected {project['selected']}")
            if project["name"] == "" or "," in project["project_id"]:
                self.blame(f"plan {project}")
            if project.get("category"):
                self.check_list("category", project["category"])
        if self.wrong:
            return
        funded = sum(int(float(p["cost"])) for p in self.projects) <= int(float(self.meta["budget"]))
        if funded and "fully_funded" not in self.meta:
            self.blame("all plans can be paid, and fully_funded is not told")
        if self.meta.get("fully_funded") and not funded:
            self.blame("fully_funded, and there is not enough")

    def check_ballots(self):
        names = self.tables["VOTES"][0]
        self.check_order("VOTES", names, VOTES)
        ballots = self.records("VOTES")
        if names[:2] != ["voter_id", "vote"]:
            self.blame("VOTES: columns")
            return
        if len(ballots) != int(self.meta["num_votes"]):
            self.blame("num_votes")
        if len({ballot["voter_id"] for ballot in ballots}) != len(ballots):
            self.blame("a voter twice")
        with_points = self.meta["vote_type"] in ("cumulative", "scoring")
        if with_points != ("points" in names):
            self.blame("points, or none, with this kind of vote")
            return
        votes = {project["project_id"]: 0 for project in self.projects}
        score = dict(votes)
        for ballot in ballots:
            self.count_ballot(ballot, with_points, votes, score)
        for project in self.projects:
            if int(project["votes"]) != votes[project["project_id"]]:
                self.blame(f"votes of {project['project_id']}")
            if "score" in project and int(project["score"]) != score[project["project_id"]]:
                self.blame(f"score of {project['project_id']}")

    def count_ballot(self, ballot, with_points, votes, score):
        if ballot["vote"] == "":
            if ballot.get("points"):
                self.blame("points on a blank ballot")
            return
        self.check_list("vote", ballot["vote"])
        plans = ballot["vote"].split(",")
        points = ballot["points"].split(",") if with_points else [
            str(len(plans) - i) for i in range(len(plans))]
        if len(set(plans)) != len(plans):
            self.blame(f"a plan twice: {ballot}")
        if len(points) != len(plans) or not all(re.fullmatch(r"\d+", p) for p in points):
            self.blame(f"points: {ballot}")
            return
        if any(int(a) < int(b) for a, b in zip(points, points[1:])):
            self.blame(f"not the most points first: {ballot}")
        for plan, given in zip(plans, points):
            if plan not in votes:
                self.blame(f"no such plan: {plan}")
                continue
            votes[plan] += 1
            score[plan] += int(given)


def pbcopy(path):
    return subprocess.run([PBCOPY, str(path)], capture_output=True, check=False)


GOOD = """META
key;value
description;Test
country;Netherlands
unit;Dorp
instance;2026
num_projects;2
num_votes;2
budget;100.5
vote_type;cumulative
rule;unknown
date_begin;01.03.2026
date_end;2026
max_sum_points;10
PROJECTS
project_id;cost;votes;score;name;category
a;60;2;10;Bank;Groen,Sport
b;50;1;3;"Boom; ""oud\"\"";
VOTES
voter_id;vote;points
1;a,b;7,3
2;a;3
"""
BREAKS = [  # what is changed in the good file, so that one rule is broken
    ("META\n", "META\n\n"), ("key;value", "value;key"), ("country;Netherlands\n", ""),
    ("unit;Dorp", "unit;Dorp "), ("unit;Dorp\n", "unit;Dorp\nunit;Dorp\n"),
    ("unit;Dorp\ninstance;2026", "instance;2026\nunit;Dorp"), ("unit;Dorp", "unit;Dorp\nvillage;x"),
    ("num_projects;2", "num_projects;3"), ("num_votes;2", "num_votes;1"), ("100.5", "100,5"),
    ("cumulative", "approval"), ("cumulative", "Cumulative"), ("01.03.2026", "30.02.2026"),
    ("max_sum_points;10\n", ""), ("max_sum_points;10", "max_length;3\nmax_sum_points;10"),
    ("max_sum_points;10", "max_sum_points;10\ncategories;a, b"),
    ("max_sum_points;10", "max_sum_points;10\ncomment;zomaar"),
    ("max_sum_points;10", "max_sum_points;10\nfully_funded;1"), ("100.5", "110"),
    ("PROJECTS", "VOTES"), ("project_id;cost", "cost;project_id"), ("a;60", "a;zestig"),
    ("b;50", "a;50"), ("a;60;2", "a;60;3"), ("2;10;Bank", "2;11;Bank"), ("Groen,", "Groen, "),
    (";Bank;", ";;"), ("1;a,b;7,3", "1;a,b;3,7"), ("1;a,b;7,3", "1;a,b;7"),
    ("1;a,b;7,3", "1;a,a;7,3"), ("1;a,b;7,3", "1;a,c;7,3"), ("1;a,b;7,3", "1;a, b;7,3"),
    ("2;a;3", "1;a;3"), ("2;a;3", "2;a"), ("2;a;3\n", "2;a;3"), ("\n", "\r\n"),
    ("\"Boom; ", "\"Boom;\n"),
]


def main():
    passed = failed = 0

    def tell(is_right, what):
        nonlocal passed, failed
        passed, failed = passed + bool(is_right), failed + (not is_right)
        if not is_right:
            print("FAILED:", what)

    tell(Checked(GOOD).wrong == [], f"the good file: {Checked(GOOD).wrong}")
    for old, new in BREAKS:
        tell(GOOD.count(old) > 0 and Checked(GOOD.replace(old, new, -1 if old == "\n" else 1)).wrong,
             f"nobody saw {old!r} become {new!r}")
    count = 0
    for folder in ("tests/data/pabulib", "tests/fuzz/corpus/pabulib"):
        for path in sorted(Path(folder).glob("*.pb")):
            copied = pbcopy(path)
            if copied.returncode == 1 and folder.endswith("corpus/pabulib"):
                continue  # refused, as some there should be
            wrong = Checked(copied.stdout.decode("utf-8")).wrong if not copied.returncode else [
                copied.stderr.decode("utf-8", "replace")]
            tell(wrong == [], f"{path}: {wrong[:3]}")
            count += 1
    tell(count >= 65, f"only {count} files")
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
