"""Step 1: the kiosk starts by itself, up to the drawn village; and what each second was spent on."""
import re
import time

import kiosk
from qemu import Wrong

FRAME_S = 10


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
        machine.save(kiosk.KEPT)
        spent(machine)
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
            ("first frame is on the screen (READY=1)", int(unit["ActiveEnterTimestampMonotonic"]) / 1e6)]
    frame = rows[-1][1] - rows[-2][1]
    if frame > FRAME_S:
        raise Wrong("expected the first frame within %d s of exec, not %.1f" % (FRAME_S, frame))
    before = 0.0
    for what, at in rows:
        print("  %6.1f s  (%5.1f) %s" % (at, at - before, what))
        before = at
