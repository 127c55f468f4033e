"""Step 1: the kiosk starts by itself, up to the drawn village; and what each second was spent on."""
import os
import re
import time

import kiosk
import qemu
from qemu import Wrong, wait_for


def run(_):
    kiosk.state()
    machine = kiosk.boot("1-boot", keep=True)
    try:
        machine.wait_serial(r"machine: kernel is up", 120)
        kernel = time.monotonic() - machine.began
        machine.wait_serial(r"Started dorpel\.service|Finished dorpel\.service", 240)
        service = time.monotonic() - machine.began
        machine.see_attract(120)
        seen = time.monotonic() - machine.began
        machine.picture("attract")
        print("  seconds of this computer: first process %.1f, the service runs %.1f, the village is "
              "on the screen %.1f" % (kernel, service, seen))
        spent(machine)
        machine.save(kiosk.KEPT)
        memory(machine)
        quiet(machine)
    finally:
        machine.kill()


def show(machine, unit, *names):
    said = machine.shell("systemctl show %s %s" % (unit, " ".join("-p " + n for n in names)))
    return dict(line.split("=", 1) for line in said.splitlines() if "=" in line)


def spent(machine):
    """The guest's own clock, from the first instruction of the kernel."""
    manager = show(machine, "", "UserspaceTimestampMonotonic", "FinishTimestampMonotonic",
                   "UnitsLoadFinishTimestampMonotonic")
    unit = show(machine, "dorpel.service", "InactiveExitTimestampMonotonic",
                "ExecMainStartTimestampMonotonic", "ActiveEnterTimestampMonotonic")
    udev = show(machine, "systemd-udevd.service", "ActiveEnterTimestampMonotonic")
    first = re.search(r"machine: kernel is up ([0-9.]+)", machine.serial())
    userspace = int(manager["UserspaceTimestampMonotonic"]) / 1e6
    rows = [("kernel, until the first process", float(first.group(1))),
            ("initrd, until systemd", userspace),
            ("until udev runs", int(udev["ActiveEnterTimestampMonotonic"]) / 1e6),
            ("until dorpel.service begins", int(unit["InactiveExitTimestampMonotonic"]) / 1e6),
            ("until dorpel is started", int(unit["ExecMainStartTimestampMonotonic"]) / 1e6),
            ("until dorpel says that it is ready", int(unit["ActiveEnterTimestampMonotonic"]) / 1e6)]
    before = 0.0
    for what, at in rows:
        print("  %6.1f s  (%5.1f) %s" % (at, at - before, what))
        before = at


def quiet(machine):
    """Wake-ups on the attract screen: times that a thread left the processor of its own will. Mesa's
    own threads draw where a real kiosk has a GPU, and are told apart."""
    pid = show(machine, "dorpel.service", "MainPID")["MainPID"]
    if os.environ.get("QUICK"):
        return
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
    """PSS of the app, with and without Mesa and LLVM."""
    pid = show(machine, "dorpel.service", "MainPID")["MainPID"]
    ours = total = 0
    mapping = ""
    for line in machine.shell("cat /proc/%s/smaps" % pid).splitlines():
        if re.match(r"[0-9a-f]+-[0-9a-f]+ ", line):
            mapping = line.split(None, 5)[5] if len(line.split(None, 5)) > 5 else ""
        elif line.startswith("Pss:"):
            kib = int(line.split()[1])
            total += kib
            if not re.search(r"LLVM|_dri\.so|libgallium|libglapi|libEGL|libGLES|libgbm|libz3|libedit|"
                             r"libelf|libdrm|libxcb|libX|/dev/dri|dmabuf", mapping):
                ours += kib
    print("  memory: %.1f MB in all, %.1f MB outside the mappings of Mesa and LLVM" % (
        total / 1024, ours / 1024))
