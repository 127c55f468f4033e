#!/usr/bin/env python3
"""make bench: speed and memory of the release build as JSON, each figure beside its yardstick.

Times are medians of several runs in this one run, on whatever machine this is.
"""
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

BUILD = os.environ.get("BUILD", "build")
PACK = "assets/demo/broekhoven"
RUNS = int(os.environ.get("RUNS", "7"))
VISITS = 3
CARD_S = 12  # how long the village shows one idea, plan or piece of news
IDLE_S = 2 * CARD_S + 2


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


def start_ms(folder, *stores):
    """Start to first frame: from exec to the end of the first present. The stores in turn, so that
    a busy machine is busy for all of them."""
    empty = folder + "/empty.visit"
    with open(empty, "w", encoding="utf-8") as file:
        file.write("wait 1\n")
    times = [[] for _ in stores]
    for _ in range(RUNS):
        for data, list_of in zip(stores, times):
            started, report = dorpel(data, empty, folder + "/report.json")
            list_of.append((report["first_frame_ns"] - started) / 1e6)
    return [round(statistics.median(list_of), 1) for list_of in times]


def next_idea(data):
    """The number that the next idea gets."""
    db = sqlite3.connect("file:%s/dorpel.db?mode=ro" % data, uri=True)
    try:
        return db.execute("SELECT max(number) + 1 FROM idea").fetchone()[0]
    finally:
        db.close()


def visits(folder, *stores):
    """Full visits: what each reported of its memory, and of every touch to its presented frame.
    The stores in turn, each visit on a copy of its own."""
    script = folder + "/demo.visit"
    with open("tests/play/demo.visit", encoding="utf-8") as file:
        text = file.read()
    reports = [[] for _ in stores]
    for _ in range(VISITS):
        for data, list_of in zip(stores, reports):
            shutil.copytree(data, folder + "/visited")
            with open(script, "w", encoding="utf-8") as file:  # who saw the village needs so long to touch it
                file.write("wait 300\n" + text.replace("moderate.item.9", "moderate.item.%d" % next_idea(data)))
            _, report = dorpel(folder + "/visited", script, folder + "/report.json", "--set",
                               "CODE=" + code(), "--set", "STICK=" + folder + "/stick")
            list_of.append(report)
            shutil.rmtree(folder + "/visited")
            shutil.rmtree(folder + "/stick")
    return reports


def herd(folder):
    """17,000 bundles of 50 records from 500 connections, and the same rows put in directly."""
    os.mkdir(folder + "/hub")
    out = subprocess.run([BUILD + "/rel/bin/bench_herd", folder + "/hub", BUILD + "/dorpel-hub",
                          os.environ.get("BUNDLES", "17000"), "500"], check=True,
                         capture_output=True, text=True).stdout
    return {**json.loads(out), "reach_ratio": 0.5, "reach_failures": 0, "reach_memory_mb": 64}


def percentile(values, part):
    values = sorted(values)
    return values[min(len(values) - 1, int(part * len(values)))]


def touches(reports):
    """Of all touches together. Reading ahead happens between frames: a touch that comes in the
    middle of a step waits for its end, so the longest is told too."""
    all_touches = [touch for report in reports for touch in report["touches"]]
    times = [touch["us"] / 1e3 for touch in all_touches]
    work = [touch["cpu_us"] / 1e3 for touch in all_touches]  # without waiting for a busy machine
    slowest = max(all_touches, key=lambda touch: touch["us"])
    return {"count": len(times), "p50_ms": round(percentile(times, 0.5), 2),
            "p99_ms": round(percentile(times, 0.99), 2),
            "p99_own_work_ms": round(percentile(work, 0.99), 2),
            "slowest_ms": round(slowest["us"] / 1e3, 2), "slowest_opens": slowest["screen"],
            "longest_step_between_frames_ms":
                round(max(report["ahead_us_most"] for report in reports) / 1e3, 2)}


def switches(pid):
    """How often a thread of the process went to sleep by itself: each time it had woken up."""
    count = 0
    for task in os.listdir("/proc/%d/task" % pid):
        with open("/proc/%d/task/%s/status" % (pid, task), encoding="utf-8") as file:
            count += sum(int(line.split()[1]) for line in file
                         if line.startswith("voluntary_ctxt_switches"))
    return count


def idle(folder, data):
    """The device's own loop in real time, on a display that shows nothing, while nobody is there."""
    report = folder + "/idle.json"
    started = time.monotonic()
    kiosk = subprocess.Popen([BUILD + "/dorpel", "--data", data, "--pack", PACK, "--button", "key",
                              "--report", report],
                             env={**os.environ, "DISPLAY": ":none", "SDL_VIDEODRIVER": "dummy"})
    time.sleep(2)
    before = switches(kiosk.pid)
    time.sleep(IDLE_S)
    woken = switches(kiosk.pid) - before
    cards = int(time.monotonic() / CARD_S) - int(started / CARD_S)
    kiosk.terminate()
    kiosk.wait(10)
    with open(report, encoding="utf-8") as file:
        frames = json.load(file)["frames"]
    return {"seconds": IDLE_S, "wakeups_per_s": round(woken / IDLE_S, 2), "reach_wakeups_per_s": 1,
            "frames_since_start": frames, "reach_frames": 1 + cards}


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


# Peers' seconds for equal shares with Add1, exact or not, on a like machine (two cores): pabumeasures
# (C++, long double), the Equal Shares web tool's fractions, pabutools. None: not finished in time.
PEERS = {
    "Netherlands_Assen_2024": (0.010, 0.16, 0.93),
    "Netherlands_Amsterdam_358": (0.082, 1.83, 5.30),
    "Poland_Swiecie_2023": (0.079, 1.98, 3.69),
    "Poland_Wieliczka_2023_Green_Budget": (0.14, 4.81, 6.18),
    "Netherlands_Amsterdam_309": (0.12, 5.10, None),
    "Poland_Warszawa_2026": (5.59, None, None),
    "village_300x25": (0.0088, 0.18, 0.60),
    "town_10000x100": (0.15, 4.39, None),
    "huge_200000x500": (2.72, None, None),
}


def pb_files():
    """Elections of the peers' table that are at hand; PB_DIR names a folder with the large ones."""
    folders = ["tests/data/pabulib", os.environ.get("PB_DIR", "")]
    paths = [os.path.join(folder, name + ".pb") for name in PEERS for folder in folders if folder]
    found = {}
    for path in paths:
        if os.path.exists(path):
            found.setdefault(os.path.basename(path), path)
    return list(found.values())


def count():
    """Equal shares beside the peers' recorded times, every rule on a village round, reading."""
    files = pb_files()
    out = subprocess.run([BUILD + "/rel/bin/bench_count", *files], check=True, capture_output=True,
                         text=True).stdout
    result = json.loads(out)
    for name, (cpp, web, pabutools) in PEERS.items():
        if name in result:
            ours = result[name]["add1_s"]
            result[name].update({
                "peer_cpp_inexact_s": cpp, "times_faster_than_cpp": round(cpp / ours, 1),
                "times_faster_than_web_fractions": web and round(web / ours, 1),
                "times_faster_than_pabutools": pabutools and round(pabutools / ours, 1)})
    result["reading_pb"] = [json.loads(subprocess.run([BUILD + "/rel/bin/bench_pb", path], check=True,
                                                      capture_output=True, text=True).stdout)
                            for path in sorted(files, key=os.path.getsize)[-2:]]
    result["reach"] = {"huge_add1_s": 2.7, "village_rule_ms": 5, "read_mb_per_s": 200,
                       "memory_mb": 200}
    return result


def measured(command):
    """Wall time, and the most memory that it had at once."""
    begin = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError("%s: %d" % (command[1], process.returncode))
    return {"s": round(time.monotonic() - begin, 1), "memory_mb": round(usage.ru_maxrss / 1024, 1)}


def large_pack(folder):
    """200 plans and 200 photos of 12 megapixels: checked, taken in, and started with."""
    pack, data, stick = folder + "/large", folder + "/large-data", folder + "/large-stick"
    subprocess.run([BUILD + "/rel/bin/bench_large_pack", PACK, pack], check=True)
    size = sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(pack) for name in names)
    result = {"pack_mb": round(size / 1e6), "reach_check_s": 60, "reach_memory_mb": 150,
              "check": measured([BUILD + "/dorpel-hub", "pack", "check", pack])}
    pins = folder + "/pins.visit"
    with open(pins, "w", encoding="utf-8") as file:
        file.write('tap "Raak"\npin admin 135790\ntap-id bar.stop\n')
    dorpel(data, pins, folder + "/report.json")
    os.makedirs(stick)
    os.rename(pack, stick + "/dorp")
    result["take_in"] = measured([BUILD + "/dorpel-sync", "content", "--data", data, stick])
    visit = folder + "/take.visit"
    with open(visit, "w", encoding="utf-8") as file:
        file.write('tap "Raak"\npin admin 135790\nstick in ' + stick + '\ntap-id caretaker.content\n'
                   # what the stick's run above found is on the screen: it is not looked for again
                   'wait 1000\nexpect "Dit verandert er"\ntap-id main\n'
                   'expect "Druk op de knop"\npress\nexpect "Raak"\n')
    dorpel(data, visit, folder + "/report.json")
    # A start does all that a switch does (the pack, the words, the view, a frame), and more.
    result["start_to_first_frame_ms"] = start_ms(folder, data)[0]
    result["reach_start_and_switch_ms"] = 100
    result["take_in_again"] = measured([BUILD + "/dorpel-sync", "content", "--data", data, stick])
    return result


def main():
    folder = tempfile.mkdtemp(prefix="dorpel-bench-")
    try:
        small = fresh(folder, "small")
        big = fresh(folder, "big")
        subprocess.run([BUILD + "/rel/bin/bench_fill", big, PACK, "10000", "2000"], check=True,
                       capture_output=True)
        start_small, start_big = start_ms(folder, small, big)
        reports, big_reports = visits(folder, small, big)
        pss_kb = max(report["pss_kb"] for report in reports)
        print(json.dumps({
            "count": count(),
            "start_to_first_frame_ms": {"value": start_small, "reach": 100,
                                        "yardstick_browser_start_to_picture_ms": browser(folder)},
            "memory_pss_after_visit_mb": {"value": round(pss_kb / 1024, 1), "reach": 34},
            "touch_to_presented_frame": {**touches(reports), "reach_p99_ms": 16},
            "idle_on_attract": idle(folder, small),
            "one_vote": {**one_vote(folder), "reach_ratio": 1.3, "reach_seal_us": 300},
            "with_10000_votes_and_2000_ideas": {
                "start_to_first_frame_ms": start_big,
                "start_ratio": round(start_big / start_small, 2), "reach_ratio": 1.1,
                "touch_to_presented_frame": touches(big_reports)},
            "hub_receives_over_http": herd(folder),
            "pack_of_200_plans_and_photos": large_pack(folder),
        }, indent=2))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
