#!/usr/bin/env python3
"""Makes a pack, its votes and the published totals out of a Pabulib file (.pb).

    make_from_pb.py FILE.pb FOLDER kruisjes|beurs code|beurt

Takes ids, names, costs and votes: facts. Leaves out descriptions (other people's sentences) and
voter ids, and sorts the ballots, so that nothing tells who cast one. Needs only Python itself.
"""
import csv
import hashlib
import sys
from collections import Counter
from pathlib import Path


def read_pb(path):
    sections, section = {}, None
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file, delimiter=";"):
            cells = [cell.strip() for cell in row]
            if len(cells) == 1 and cells[0] in ("META", "PROJECTS", "VOTES"):
                section = sections.setdefault(cells[0], [])
            elif cells:
                section.append(cells)
    meta = dict(row[:2] for row in sections["META"][1:])
    tables = []
    for name in ("PROJECTS", "VOTES"):
        head = sections[name][0]
        tables.append([dict(zip(head, row)) for row in sections[name][1:]])
    return meta, *tables


def write_csv(path, head, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def fixed_hex(text):
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def main(source, folder, form, access, rule="votes", completion=None):
    meta, projects, votes = read_pb(source)
    projects.sort(key=lambda project: int(project["project_id"]))
    ballots = sorted(sorted(int(n) for n in vote["vote"].split(",") if n) for vote in votes)
    name = meta["instance"]
    counted = Counter(number for ballot in ballots for number in ballot)
    for project in projects:
        assert counted[int(project["project_id"])] == int(project["votes"]), project

    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dorp.ini").write_text(
        f"[dorp]\nnaam = {meta['unit']}\ndorpshuis = Testzaal {meta['unit']}\n"
        "lezer_van_namen = niemand: dit is testinhoud\naanspreekvorm = je\n", encoding="utf-8")
    settings = {
        "titel": meta["description"],
        "vraag": "Welke plannen krijgen geld?",
        "eigenaar": "gemeente",
        "toegang": access,
        "vorm": form,
    }
    if form == "kruisjes":
        settings["minstens"] = meta.get("min_length", "1")
        settings["hoogstens"] = meta.get("max_length", len(projects))
    settings |= {
        "blanco": "nee",
        "regel": rule,
        **({"afronding": completion} if completion else {}),
        "bedrag": f"{int(meta['budget']):,}".replace(",", "."),
        "id": fixed_hex(f"dorpel test round {meta['unit']} {name}"),
        "zout": fixed_hex(f"dorpel test salt {meta['unit']} {name}"),
    }
    if access == "code":
        settings |= {"argon_rondes": 1, "argon_kib": 8}
    (folder / "rondes.ini").write_text(
        f"[{name}]\n" + "".join(f"{key} = {value}\n" for key, value in settings.items()),
        encoding="utf-8")
    write_csv(folder / "plannen.csv", ["ronde", "nummer", "titel", "bedrag", "van_wie"],
              [[name, project["project_id"], project["name"],
                f"{int(project['cost']):,}".replace(",", "."), "gemeente"] for project in projects])
    (folder / "votes.txt").write_text(
        "".join(",".join(map(str, ballot)) + "\n" for ballot in ballots), encoding="ascii")
    (folder / "expected.txt").write_text(
        "".join(f"{project['project_id']};{project['votes']}\n" for project in projects),
        encoding="ascii")


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
