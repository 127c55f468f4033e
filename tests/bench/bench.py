#!/usr/bin/env python3
"""make bench: speed and memory of the release build as JSON, each figure beside its yardstick.

Times are medians of several runs in this one run, on whatever machine this is.
"""
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

BUILD = os.environ.get("BUILD", "build")
PACK = "assets/demo/broekhoven"
RUNS = int(os.environ.get("RUNS", "7"))


def code():
    """The first voting code of the demo village."""
    with open("assets/demo/demo-geheim/2026/codes.csv", encoding="utf-8-sig") as file:
        return file.readlines()[1].strip().split(";")[1]


def dorpel(data, visit, report, *more):
    """Plays a visit; returns what the kiosk reports of itself and when it was started."""
    started = time.monotonic_ns()
    subprocess.run([BUILD + "/dorpel", "--data", data, "--pack", PACK, "--play", visit,
                    "--report", report, *more], check=True, capture_output=True)
    with open(report, encoding="utf-8") as file:
        return started, json.load(file)


def start_ms(folder, data):
    """Start to first frame: from exec to the end of the first present."""
    empty = folder + "/empty.visit"
    with open(empty, "w", encoding="utf-8") as file:
        file.write("wait 1\n")
    times = []
    for _ in range(RUNS):
        started, report = dorpel(data, empty, folder + "/report.json")
        times.append((report["first_frame_ns"] - started) / 1e6)
    return round(statistics.median(times), 1)


def visit(folder, data):
    """A full visit: memory at its end, and every touch to its presented frame."""
    _, report = dorpel(data, "tests/play/demo.visit", folder + "/report.json", "--set",
                       "CODE=" + code(), "--set", "STICK=" + folder + "/stick")
    return report


def percentile(values, part):
    values = sorted(values)
    return values[min(len(values) - 1, int(part * len(values)))]


def touches(report):
    times = [touch["us"] / 1e3 for touch in report["touches"]]
    return {"count": len(times), "p50_ms": round(percentile(times, 0.5), 2),
            "p99_ms": round(percentile(times, 0.99), 2)}


def fresh(folder, name):
    data = folder + "/" + name
    subprocess.run([BUILD + "/dorpel", "--data", data, "--pack", PACK, "--play",
                    "tests/play/demo-open.visit"], check=True, capture_output=True)
    return data


def one_vote(folder):
    os.mkdir(folder + "/vote")
    out = subprocess.run([BUILD + "/rel/bin/bench_vote", folder + "/vote", PACK, "300"],
                         check=True, capture_output=True, text=True).stdout
    median = {name: round(statistics.median(values), 1) for name, values in json.loads(out).items()}
    median["ratio_vote_to_bare"] = round(median["vote_us"] / median["bare_us"], 2)
    return median


def browser(folder):
    """The yardstick of the start: a browser on a bare page of 14 buttons, when there is one."""
    chromium = shutil.which("chromium")
    if chromium is None:
        return "chromium is not installed here"
    page = folder + "/page.html"
    with open(page, "w", encoding="utf-8") as file:
        file.write("<body>" + "<button>Stemmen</button>" * 14)
    times = []
    for i in range(3):
        started = time.monotonic()
        subprocess.run([chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                        "--no-first-run", "--disable-background-networking", "--disable-sync",
                        "--disable-component-update", "--user-data-dir=%s/c%d" % (folder, i),
                        "--screenshot=" + folder + "/page.png", "file://" + page],
                       check=False, capture_output=True)
        times.append((time.monotonic() - started) * 1e3)
    return round(statistics.median(times), 1)


def main():
    folder = tempfile.mkdtemp(prefix="dorpel-bench-")
    try:
        data = fresh(folder, "small")
        start_small = start_ms(folder, data)
        report = visit(folder, data)
        big = fresh(folder, "big")
        subprocess.run([BUILD + "/rel/bin/bench_fill", big, PACK, "10000", "2000"], check=True,
                       capture_output=True)
        start_big = start_ms(folder, big)
        big_report = visit(folder, big)
        print(json.dumps({
            "start_to_first_frame_ms": {"value": start_small, "reach": 100,
                                        "yardstick_browser_start_to_picture_ms": browser(folder)},
            "memory_pss_after_visit_mb": {"value": round(report["pss_kb"] / 1024, 1), "reach": 34},
            "touch_to_presented_frame": {**touches(report), "reach_p99_ms": 16},
            "one_vote": {**one_vote(folder), "reach_ratio": 1.3, "reach_seal_us": 300},
            "with_10000_votes_and_2000_ideas": {
                "start_to_first_frame_ms": start_big, "touch_to_presented_frame": touches(big_report),
                "start_ratio": round(start_big / start_small, 2)},
        }, indent=2))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
