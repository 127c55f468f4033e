"""Step 1b: what the kiosk costs at rest: wake-ups, memory, and how soon it draws."""
import re

import kiosk
from qemu import Wrong, wait_for
from step_boot import show

MEMORY_MB, FIRST_S = 34, 1.5


def run(_):
    machine = kiosk.resume("1b-rest")
    try:
        quiet(machine)
        memory(machine)
    finally:
        machine.kill()


def quiet(machine):
    """Wake-ups on the attract screen: times that a thread left the processor of its own will. Mesa's
    own threads draw where a real kiosk has a GPU, and are told apart."""
    pid = show(machine, "dorpel.service", "MainPID")["MainPID"]
    wait_for("the kiosk to have read its pictures ahead",
             lambda: sum(switches(machine, pid, 10).values()) <= 3 * 10, 240, 0)
    counts = switches(machine, pid, 60)
    mesa = {name for name in counts if re.match(r"llvmpipe|dorpel:|mesa|gdrv", name)}
    rate = sum(n for name, n in counts.items() if name not in mesa) / 60
    print("  %.2f wake-ups a second on the attract screen, and %.2f of Mesa's own threads" % (
        rate, sum(counts[name] for name in mesa) / 60))
    if rate > 1:
        raise Wrong("expected at most one wake-up a second on the attract screen, not %.2f: %s" % (
            rate, counts))


def switches(machine, pid, seconds):
    """By a thread's name: how often it slept in so many seconds."""
    count = ("for t in /proc/%s/task/*; do echo $(cat $t/comm | tr ' ' '_') ${t##*/} "
             "$(sed -n 's/^voluntary_ctxt_switches:.//p' $t/status); done" % pid)
    said = machine.shell("%s; sleep %d; echo then; %s" % (count, seconds, count), seconds + 60)
    before, after = said.split("then\n")
    begin = {line.split()[1]: int(line.split()[2]) for line in before.splitlines()}
    rates = {}
    for line in after.splitlines():
        name, thread, number = line.split()
        rates[name] = rates.get(name, 0) + int(number) - begin.get(thread, 0)
    return rates


def memory(machine):
    """PSS of the app as it runs, and of the same program on a copy of its data without a screen: that
    is all but Mesa, LLVM and what these allocate. It also tells when the first picture was drawn."""
    pid = show(machine, "dorpel.service", "MainPID")["MainPID"]
    whole = pss(machine, pid)
    machine.shell("mkdir -p /tmp/alone && cp -r /var/lib/dorpel/dorpel.db* /var/lib/dorpel/pins "
                  "/var/lib/dorpel/inhoud /tmp/alone/ && chown -R dorpel:dorpel /tmp/alone")
    machine.shell("setpriv --reuid=dorpel --regid=dorpel --init-groups /usr/bin/dorpel --conf /etc/dorpel/kiosk.conf --data /tmp/alone "
                  "--headless --button none --report /tmp/alone/report >/tmp/alone.log 2>&1 &")
    other = wait_for("the app without a screen to run", lambda: machine.shell(
        "pgrep -u dorpel -f '^/usr/bin/dorpel .*--headless'; true").strip(), 60, 0.2)
    wait_for("the app without a screen to have read its pictures ahead",
             lambda: sum(switches(machine, other, 10).values()) <= 3 * 10, 240, 0)
    ours = pss(machine, other)
    began = int(machine.shell("cut -d' ' -f22 /proc/%s/stat" % other)) / 100
    machine.shell("kill -TERM %s" % other)
    report = wait_for("its report", lambda: machine.shell("cat /tmp/alone/report 2>/dev/null; true"), 30)
    first = int(re.search(r'"first_frame_ns": ?(\d+)', report).group(1)) / 1e9 - began
    machine.shell("rm -rf /tmp/alone")
    print("  memory: %.1f MB in all, %.1f MB without Mesa and LLVM (PSS); without a screen the first "
          "picture is drawn %.1f s after exec" % (whole, ours, first))
    if ours > MEMORY_MB:
        raise Wrong("expected at most %d MB without Mesa and LLVM, not %.1f" % (MEMORY_MB, ours))
    if first > FIRST_S:
        raise Wrong("expected the first picture %.1f s after exec, not %.1f" % (FIRST_S, first))


def pss(machine, pid):
    return int(machine.shell("sed -n 's/^Pss: *//p' /proc/%s/smaps_rollup" % pid).split()[0]) / 1024
