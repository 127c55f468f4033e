#!/usr/bin/env python3
"""Makes the test elections in pabulib/ out of Pabulib files (.pb) and what is known of them.

    make_pabulib.py SOURCE FOLDER

SOURCE holds pabulib/, adversarial/ and expected/. Small real files are taken over with facts only:
ids, names and costs of plans, ballots, published counts and winners. Left out are the sentences of
other people (descriptions, comments), who proposed a plan, and all that tells of a voter: ids become
1, 2, ... Line ends stay as they were. Needs only Python itself.
"""
import csv
import io
import json
import shutil
import sys
from pathlib import Path

MOST_BYTES = 131000
# Of elections that are alike one is enough.
LEFT_OUT = {
    "Czestochowa_2020_Stradom", "Gdynia_2021", "Gdynia_2025_Witomino", "Katowice_2020",
    "Krakow_2025", "Poznan_2024", "Warszawa_2018", "Wroclaw_2018", "Veszprem", "Zurich_D5",
    "Knapsack_3", "Ranking_value_3", "Threshold_6", "Utilities_3", "Toulouse_2022_3_",
    "Amsterdam_644", "Amsterdam_358", "Amsterdam_523", "Piecki_Migowo", "Ostatni_Grosz",
}
META_OUT = {"comment", "leftover_budget"}
COLUMNS = {
    "PROJECTS": ["project_id", "cost", "votes", "score", "name", "category", "selected"],
    "VOTES": ["voter_id", "vote", "points"],
}


def facts(text):
    """The same election with facts only, its line ends as they were."""
    end = "\r\n" if "\r\n" in text else "\n"
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator=end)
    section, keep, voters = None, None, 0
    rows = [[cell.strip() for cell in row]
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=";")]
    meta = {row[0]: row[1] for row in rows if len(row) == 2}
    for row in rows:
        if len(row) == 1 and row[0] in ("META", "PROJECTS", "VOTES"):
            section, keep = row[0], None
        elif section == "META":
            if row[0] in META_OUT:
                continue
            if row[0] == "description":
                row[1] = f"{meta['unit']} {meta['instance']}"
        elif section in COLUMNS and keep is None:
            keep = [row.index(name) for name in COLUMNS[section] if name in row]
            row = [row[i] for i in keep]
        elif section in COLUMNS:
            row = [row[i] for i in keep]
            if section == "VOTES":
                voters += 1
                row[0] = str(voters)
        writer.writerow(row)
    made = out.getvalue()
    return made if text.endswith("\n") else made[:-len(end)]


def main(source, folder):
    source, folder = Path(source), Path(folder)
    (folder / "expected").mkdir(parents=True, exist_ok=True)
    taken = []
    for path in sorted((source / "pabulib").glob("*.pb")):
        if path.stat().st_size <= MOST_BYTES and not any(part in path.name for part in LEFT_OUT):
            text = path.read_bytes().decode("utf-8")
            (folder / path.name).write_bytes(facts(text).encode("utf-8"))
            taken.append(path.stem)
    for path in sorted((source / "adversarial").glob("*.pb")):
        shutil.copyfile(path, folder / path.name)
        taken.append(path.stem)
    for stem in taken:
        expected = source / "expected" / (stem + ".json")
        if expected.exists():
            data = json.loads(expected.read_text(encoding="utf-8"))
            (folder / "expected" / (stem + ".json")).write_text(
                json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n",
                encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
